"""Writing: one brief becomes the script of one audience in one language.

    script = write_script(brief, facts, read_audience("citizens"), "vi")

Points are taken by their weight for the audience while their number and the time allow in every language
of the brief, so that one audience hears the same in all of them; what is read has no time, only room. They are
worded for it (its own variant,
plain words for jargon, numbers as exact as it wants them) and told between an opening and a closing.
Every decision is kept as a `Choice`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from briefcast.brief.audiences import Audience, NumberStyle, Tone
from briefcast.brief.corrections import read_corrections
from briefcast.brief.groups import listed
from briefcast.brief.measures import measure_of
from briefcast.brief.model import Brief, LanguageCode, LocalText, News, Point, Source, Statistic
from briefcast.brief.periods import split_period
from briefcast.brief.references import ADDRESS, Reference, find_references
from briefcast.cards import CARDS, LINES_MAX, PARTS_MAX, asked_card, choose_card
from briefcast.errors import BriefError, FactError, Problem
from briefcast.language.bodies import called_by_kind, each_once, same_body
from briefcast.language.isolating import isolate_script
from briefcast.language.keeping import keep_together
from briefcast.language.named_days import named_days
from briefcast.language.pacing import narration_seconds
from briefcast.language.phrasebook import phrasebook
from briefcast.language.phrases import Condition, Frame, Phrases, carried, ended, fill, phrases
from briefcast.language.sentences import unstopped
from briefcast.language.written import NBSP, without_marks, write_date, write_period
from briefcast.languages import language as read_language
from briefcast.script import (
    CallToAction,
    Changed,
    Choice,
    ColumnHead,
    ContentLine,
    Figure,
    Notice,
    Numbered,
    Quotation,
    Release,
    Scene,
    Script,
    Sentence,
    Shot,
    SourceNote,
    Visual,
    Word,
)
from briefcast.writing.asking import asked_about
from briefcast.writing.citing import cite, issue_day, measured
from briefcast.writing.content import (
    RESULT,
    Content,
    Passage,
    asked_titles,
    begun,
    begun_small,
    claimed_titles,
    content_of,
)
from briefcast.writing.facts import Facts
from briefcast.writing.fitting import begin_in_words, begin_with_whole, few_in_words, fit_references
from briefcast.writing.frame import carries, judge_news
from briefcast.writing.pronunciation import pronounce, read_pronunciation
from briefcast.writing.wording import drop_after, put_address, use_glossary, write_line, write_sentences

HEADLINE_MAX_CHARS = 60
"""Two lines at the size of a headline on a canvas 1080 px wide."""
ATTRIBUTED_MAX_S = 12.0
"""Longest sentence that still takes its source in: what is heard in two breaths, a pause at the comma."""
ATTRIBUTED_MAX_CHARS = 160
"""The same as it is read in captions: two of them."""
_OWED = 1.15
"""Times the length a piece may have where the point of its request would else be missing."""
KICKER_MAX_CHARS = 50
"""What fits above the title of every size, on two lines of the narrowest."""
PUBLISHERS_MAX = 3
"""Names that can be followed by ear; all of them stand on the page."""
_WITHOUT_FIGURES = frozenset({"text", "steps", "quote"})
"""Visuals that lead over to the closing: they show no figure of their own."""
_OF_BODIES = frozenset[Tone]({"formal", "collegial", "factual"})
"""Tones of those who work in bodies that may do the same, or tell of them."""
_COMPARING = frozenset({"change", "gap", "target", "baseline"})
"""Beside these a percentage stays one: "more than 8 in 10, up 3.3 points" adds up for nobody."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_GAP_ALONE = re.compile(r"(?:(?<=[.!?] )|^)\{(?P<id>[a-z0-9-]+)\.gap\}\.(?=\s|$)")
_CLAUSE = re.compile(r"(?<=[;.])\s+")


def write_script(
    brief: Brief,
    facts: Facts,
    audience: Audience,
    language: str,
    *,
    seconds: float | None = None,
    to_read: bool = False,
    only_heard: bool = False,
    folder: Path | None = None,
    drafts: Drafts | None = None,
    column: Numbered | None = None,
) -> Script:
    """Write what one audience is told in one language.

    ``seconds`` is the longest narration, the profile's own if absent; what is ``to_read``, in pictures and posts, has
    none: each takes what it has room for from the front. What is ``only_heard`` has no picture that shows a source:
    where sources are said, every point says whose its figures are. ``folder`` is the brief's, for its photos and the
    team's pronunciation; ``drafts`` are those of its scripts in other languages. ``column`` is that which it is a piece
    of, with its number: both head it.
    Raises BriefError if a text is missing in the language, FactError if a figure is.
    """
    script = _Writer(
        brief=brief,
        facts=facts,
        audience=audience,
        language=language,
        phrases=phrases(language),
        seconds=math.inf if to_read else seconds or audience.seconds,
        to_read=to_read,
        only_heard=only_heard,
        folder=folder,
        drafts=Drafts() if drafts is None else drafts,
        column=column,
    ).script()
    return pronounce(isolate_script(script), read_pronunciation(folder))


@dataclass(frozen=True, kw_only=True)
class _Told:
    """One text as the audience gets it, and what was changed on the way."""

    sentences: tuple[Sentence, ...] = ()
    line: str = ""
    changes: tuple[str, ...] = ()
    plain: frozenset[str] = frozenset()
    """Ids of the statistics it says in parts of ten."""

    @property
    def statistics(self) -> tuple[str, ...]:
        """Ids of the statistics it states, in order."""
        return tuple(dict.fromkeys(f.partition(".")[0] for sentence in self.sentences for f in sentence.facts))


@dataclass(frozen=True, kw_only=True)
class _Telling:
    """One point told: its scene and why it reads as it does."""

    point: Point
    scene: Scene
    choice: Choice
    sources: frozenset[str]
    """Ids of the sources of what it states."""
    statistics_told: tuple[str, ...]
    """Ids of the statistics that its sentences state."""
    cites: bool
    """Whether it says in words of its own who published its one source."""
    plain: frozenset[str]


@dataclass(frozen=True)
class Drafts:
    """What was told on the way to scripts of one brief: each is measured in every language, and each told once."""

    tellings: dict[tuple[str, str, str, frozenset[str], bool], _Telling] = field(default_factory=dict)
    """By audience, language, point, sources said before, and whether the gap to the target is told."""
    frames_s: dict[tuple[str, str], float] = field(default_factory=dict)
    """Length of opening and closing, by audience and language."""


@dataclass(frozen=True, kw_only=True)
class _Writer:
    """What every step of the writing needs; its steps follow in the order they are taken."""

    brief: Brief
    facts: Facts
    audience: Audience
    language: LanguageCode
    phrases: Phrases
    seconds: float
    to_read: bool
    only_heard: bool
    folder: Path | None
    drafts: Drafts
    column: Numbered | None

    def script(self) -> Script:
        brief, language = self.brief, self.language
        tellings, choices, left_s = self._choose()
        told = tuple(telling.scene for telling in tellings)
        points = (*self._content_scenes, *(told if self.to_read else self._dated(told, left_s)))
        plain = frozenset().union(*(telling.plain for telling in tellings))
        title = self._title(tellings)
        content = self._content_lines()
        stated = (*_named(title), *(id for line in content for id in line.stated))
        figures = self._figures(points, plain, stated)
        news = judge_news(figures, brief.news)
        asks = self._asks(tellings)
        script = Script(
            brief=brief.id,
            audience=self.audience.id,
            audience_name=self._local(self.audience.name, "The name of the audience"),
            language=language,
            title=self._tell(title, line=True).line,
            subtitle=self._line(brief.subtitle) if brief.subtitle else "",
            kicker=self._above(self._kicker(title, news)),
            as_of=write_date(brief.as_of, language),
            as_of_short=write_date(brief.as_of, language, style="short"),
            to_come=brief.kind == "event" and not any(self._was_measured(figure) for figure in figures),
            scenes=points,
            figures=figures,
            sources=self._sources(figures),
            call_to_action=self._call_to_action() if asks else CallToAction(text=""),
            voice_notice=self.phrases.voice_notice,
            issuer=brief.issuer.get(language, ""),
            kind=brief.kind,
            labels=dict(self.phrases.labels),
            choices=self._named_choices(choices),
            release=replace(self._release, limits=self._limits_of(figures)),
            content=content,
            lede=self._tell(ended(self._hook() or self._name(title) or title)).sentences,
            news=news,
            announced=brief.news == "good",
            credit=brief.credit,
            title_stated=_named(title),
            notices=self._notices,
            noticed=self._noticed,
            noticed_aloud=self._noticed_aloud,
            named=self._named_aloud(title),
            name=self._line(brief.title, "The title") if self._name(title) else "",
            layout=brief.layouts.get(self.audience.id, ""),
            rests_on=self._rests_on,
            column=self._column,
        )
        conditions = carries(script, script.facts)
        scenes = (self._opening(title, conditions, points), *points, self._closing(script, conditions))
        figures = self._figures(scenes, plain, stated)
        return replace(script, scenes=scenes, figures=figures, sources=self._sources(figures))

    # ---- which points

    def _choose(self) -> tuple[list[_Telling], tuple[Choice, ...], float]:
        """Take points by weight while their number and the time allow, in the slowest language of the brief.

        Nothing overtakes what weighs more: bad news that has no time does not leave it to lighter good news, nor to
        good news of its own weight. What is taken is told in the audience's order. Given are the points, the choices,
        and the seconds that are left.
        """
        limits, taken, choices = self.audience.points, list[tuple[_Telling, bool]](), list[Choice]()
        spent = {writer.language: writer.frame_seconds for writer in self._peers}
        said_sources = self._said_before
        without_room = bad_without_room = 0
        for rank, point in enumerate(self._worse_first()):
            weight = self._weight(point)
            only_read = "; pictures and posts choose from it" if rank < limits.max else ""
            if weight == 0:
                choices.append(_dropped(point, f"weight 0 for {self.audience.id}"))
                continue
            if point in self._told_as_result:
                choices.append(_dropped(point, f"weight {weight}; its figures are told as what came of it"))
                continue
            if len(taken) == limits.max:
                choices.append(_dropped(point, f"weight {weight}; at most {limits.max} points, others weigh more"))
                continue
            if weight < without_room:
                choices.append(_dropped(point, f"weight {weight}; one of weight {without_room} had no time{only_read}"))
                continue
            if weight == bad_without_room and not self._is_bad(point):
                choices.append(_dropped(point, f"weight {weight}; worse news of that weight had no time{only_read}"))
                continue
            gap, told = True, self._tell_in_all(point, said_sources, gap=True)
            if self._slowest(told, spent)[0] > self.seconds:
                gap, told = False, self._tell_in_all(point, said_sources, gap=False)
            length, slowest = self._slowest(told, spent)
            # What a piece of its kind has to say is told whatever else there is room for.
            enough = 0 if self._content.passages else limits.min
            if length > self.seconds and len(taken) >= enough:
                where = "" if slowest == self.language else f" in {slowest}"
                choices.append(_dropped(point, f"{length:.0f} s > {self.seconds:.0f} s budget{where}{only_read}"))
                without_room = max(without_room, weight)
                bad_without_room = max(bad_without_room, weight if self._is_bad(point) else 0)
                continue
            for language, telling in told.items():
                spent[language] += self._peer(language).seconds_of(telling.scene.sentences)
            own = told[self.language]
            said_sources |= own.sources
            taken.append((own, gap))
            choices.append(own.choice)
        if math.isfinite(self.seconds):
            self._take_owed(taken, choices, spent)
        ordered = self._in_order(taken)
        in_brief = {point.id: index for index, point in enumerate(self.brief.points)}
        ordered.sort(key=self._place_in(ordered))
        if self.only_heard:
            ordered = self._each_cited(ordered, {telling.point.id: gap for telling, gap in taken})
        left_s = self.seconds - max(spent.values())
        return ordered, tuple(sorted(choices, key=lambda choice: in_brief[choice.point])), left_s

    def _take_owed(self, taken: list[tuple[_Telling, bool]], choices: list[Choice], spent: dict[str, float]) -> None:
        """Take what a piece with little time owes to its listeners: evidence, how to take part, what is asked of them.

        A rebuttal with nothing against its claim but words tells its heaviest figure, whatever time that takes. The
        steps of an event, where nothing weighs more, and the point that a request is about are told in place of the
        lightest one that leaves them room; `_asks` leaves the request out where there is none.
        """
        weighed = [point for point in self._worse_first() if self._weight(point)]
        evidence = next((p for p in weighed if p.statistics), None) if self.brief.kind == "rebuttal" else None
        if evidence and not any(telling.statistics_told for telling, _ in taken):
            self._take(evidence, taken, choices, spent)
        steps = next((point for point in weighed if point.steps), None) if self.brief.kind == "event" else None
        if steps and all(self._weight(steps) >= self._weight(telling.point) for telling, _ in taken):
            self._take_instead(steps, taken, choices, spent, keep=evidence, first=True)
        asked = next((point for point in weighed if point.id == self._asked_about), None)
        if asked:
            self._take_instead(asked, taken, choices, spent, keep=evidence or steps)

    def _take_instead(
        self,
        owed: Point,
        taken: list[tuple[_Telling, bool]],
        choices: list[Choice],
        spent: dict[str, float],
        *,
        keep: Point | None,
        first: bool = False,
    ) -> None:
        """Take a point that is owed, in place of another one where there is no time for both.

        ``keep`` is not given up for it, nor is the heaviest one unless ``first`` says so.
        """
        if any(telling.point is owed for telling, _ in taken):
            return
        told = self._tell_in_all(owed, frozenset(), gap=False)
        lighter: list[tuple[_Telling, bool] | None] = [*reversed(taken if first else taken[1:])]
        if len(taken) < self.audience.points.max:
            lighter.insert(0, None)
        for other in lighter:
            if other is not None and other[0].point is keep:
                continue
            gone = self._tell_in_all(other[0].point, frozenset(), gap=other[1]) if other else {}
            left = {
                language: seconds - (self._peer(language).seconds_of(gone[language].scene.sentences) if gone else 0)
                for language, seconds in spent.items()
            }
            # A piece may be longer than its time already, by points that it has at least.
            within_s = (max(self.seconds, *spent.values()) if other else self.seconds) * _OWED
            if self._slowest(told, left)[0] > within_s:
                continue
            if other:
                taken.remove(other)
                choices.remove(other[0].choice)
                choices.append(_dropped(other[0].point, f"{owed.id} is owed to listeners, and told in its place"))
            spent.update(left)
            self._take(owed, taken, choices, spent)
            return

    def _take(
        self, point: Point, taken: list[tuple[_Telling, bool]], choices: list[Choice], spent: dict[str, float]
    ) -> None:
        """Take a point that had been left out."""
        said = self._said_before.union(*(telling.sources for telling, _ in taken))
        told = self._tell_in_all(point, said, gap=False)
        for language, telling in told.items():
            spent[language] += self._peer(language).seconds_of(telling.scene.sentences)
        own = told[self.language]
        choices[:] = [choice for choice in choices if choice.point != point.id] + [own.choice]
        taken.append((own, False))

    def _in_order(self, taken: Sequence[tuple[_Telling, bool]]) -> list[_Telling]:
        """Give tellings in the order the audience hears them, each source where it is heard first."""
        # A picture is filled from the front: what has room for some of equal weight shows the worse news.
        by_weight = self._by_weight()[:1] + self._worse_first() if self.to_read else self._by_weight()
        place = {id: number for number, id in enumerate(dict.fromkeys(point.id for point in by_weight))}
        ordered = sorted(taken, key=lambda told: place[told[0].point.id])
        if list(taken) == ordered:
            return [telling for telling, _ in taken]
        said = self._said_before
        tellings = []
        for telling, gap in ordered:
            tellings.append(self.tell_point(telling.point, said, gap=gap))
            said |= telling.sources
        return tellings

    def _each_cited(self, tellings: Sequence[_Telling], gaps: Mapping[str, bool]) -> list[_Telling]:
        """Give tellings in their order with whose their figures are, unless the one before said the same."""
        told: list[_Telling] = []
        just_said = self._said_before
        for telling in tellings:
            told.append(self.tell_point(telling.point, just_said, gap=gaps[telling.point.id]))
            just_said = told[-1].sources if told[-1].cites else frozenset()
        return told

    def _named_choices(self, choices: Sequence[Choice]) -> tuple[Choice, ...]:
        """Give choices with what their points are called: an id says nothing to who reads why they were made."""
        points = {point.id: point for point in self.brief.points}
        return tuple(replace(choice, name=self._called(points[choice.point])) for choice in choices)

    def _called(self, point: Point) -> str:
        own = point.variants.get(self.audience.id)
        written = {**point.headline, **(own.headline if own else {})}.get(self.language)
        try:
            if written:
                return self._tell(written, line=True).line
            return self._figure(point.statistics[0]).label if point.statistics else ""
        except FactError:
            return ""  # What is not told need not be tellable.

    def _is_bad(self, point: Point) -> bool:
        """Say whether a point tells of a figure that got worse, or of people killed or hurt."""
        return any(self.facts.got_worse(id) or self.facts.tells_harm(id) for id in point.statistics)

    @cached_property
    def _peers(self) -> tuple[_Writer, ...]:
        """Give those who write the same for this audience in the other languages of the brief, this one first."""
        # Where time is no object, no language is slower than another.
        others = [code for code in self.brief.languages if code != self.language and math.isfinite(self.seconds)]
        return (self, *(replace(self, language=code, phrases=phrases(code)) for code in others))

    def _peer(self, language: str) -> _Writer:
        return next(writer for writer in self._peers if writer.language == language)

    def _tell_in_all(self, point: Point, said_sources: frozenset[str], *, gap: bool) -> Mapping[str, _Telling]:
        """Tell a point in every language that has it; an error in another language than one's own is its own affair."""
        told = {self.language: self.tell_point(point, said_sources, gap=gap)}
        for writer in self._peers[1:]:
            try:
                told[writer.language] = writer.tell_point(point, said_sources, gap=gap)
            except (BriefError, FactError):
                continue
        return told

    def _slowest(self, told: Mapping[str, _Telling], spent: Mapping[str, float]) -> tuple[float, str]:
        """Give how long a piece is with this point in the language that takes longest, and that language."""
        return max(
            (spent[language] + self._peer(language).seconds_of(telling.scene.sentences), language)
            for language, telling in told.items()
        )

    def _place_in(self, tellings: Sequence[_Telling]) -> Callable[[_Telling], tuple[bool, int]]:
        """Give the key that orders points as they are told, from the order they were taken in.

        Figures of one source stay together where sources are said, so that each is heard with its own;
        what shows no figure (a date, an invitation) leads over to the closing, unless it is the message:
        unless it weighs more than every figure. A figure with somebody's words about it keeps its place.
        """
        figures = [t for t in tellings if t.scene.visual.kind not in _WITHOUT_FIGURES]
        heaviest = max((self._weight(telling.point) for telling in figures), default=-1)

        def leads_over(telling: _Telling) -> bool:
            quotes_figures = telling.scene.visual.kind == "quote" and bool(telling.statistics_told)
            words = telling.scene.visual.kind in _WITHOUT_FIGURES and not quotes_figures
            # A claim is answered before anybody hears what to do.
            answers = self.brief.kind == "rebuttal" and not self.to_read and bool(figures)
            return words and (answers or self._weight(telling.point) <= heaviest)

        taken: dict[frozenset[str], int] = {}
        for index, telling in enumerate(tellings):
            taken.setdefault(telling.sources, index)
        grouped = "source" in self.audience.also_say and not self.to_read
        return lambda t: (leads_over(t), taken[t.sources] if grouped else 0)

    def _dated(self, scenes: Sequence[Scene], left_s: float) -> tuple[Scene, ...]:
        """Say of when the first figure of another year than the piece's is, once a year, unless its point does.

        No point is given up for it: it is said where the seconds that are left allow it in every language.
        """
        heard = {f"{self.brief.as_of:%Y}"}
        dated = []
        for scene in scenes:
            heard |= set(_YEAR.findall(" ".join(sentence.shown for sentence in scene.sentences)))
            id = next((fact.partition(".")[0] for fact in scene.facts), "")
            years = self._years(id)
            # What is to come is planned: nobody has figures of that day.
            coming = bool(years) and split_period(self.facts.statistics[id].period).first > self.brief.as_of
            years = set() if coming else years
            takes_s = max(w.seconds_of(w.period_of(id)) for w in self._peers) if years - heard else 0.0
            if years and not years & heard and takes_s <= left_s:
                heard |= years
                left_s -= takes_s
                at = next(n for n, sentence in enumerate(scene.sentences, start=1) if sentence.facts)
                scene = replace(scene, sentences=(*scene.sentences[:at], *self.period_of(id), *scene.sentences[at:]))
            dated.append(scene)
        return tuple(dated)

    def _years(self, id: str) -> set[str]:
        return set(_YEAR.findall((self.facts.statistics[id].period if id else None) or ""))

    def period_of(self, id: str) -> tuple[Sentence, ...]:
        return self._tell(fill(self.phrases.says.dated, period=f"{{{id}.period}}")).sentences

    def _by_weight(self) -> list[Point]:
        # Of those that weigh the same, a figure leads rather than somebody's words about one.
        return sorted(
            self.brief.points, key=lambda point: (-self._weight(point), point.quote is not None, self._lead(point))
        )

    def _worse_first(self) -> list[Point]:
        """Give the points by weight, of those that weigh the same the worse news first."""
        return sorted(self._by_weight(), key=lambda point: (-self._weight(point), not self._is_bad(point)))

    def _weight(self, point: Point) -> int:
        return point.audiences.get(self.audience.id, 1)

    def _lead(self, point: Point) -> int:
        """Give the place of a point's leading figure among the kinds the audience wants first."""
        kinds = self.audience.lead_with
        units = [self.facts.statistics[id].unit for id in point.statistics]
        return kinds.index(units[0]) if units and units[0] in kinds else len(kinds)

    # ---- one point

    def tell_point(self, point: Point, said_sources: frozenset[str], *, gap: bool) -> _Telling:
        """Tell one point in this language, with its source unless it was said, and the gap to its target."""
        asked = (self.audience.id, self.language, point.id, said_sources, gap)
        if asked not in self.drafts.tellings:
            self.drafts.tellings[asked] = self._tell_point(point, said_sources, gap=gap)
        return self.drafts.tellings[asked]

    def _tell_point(self, point: Point, said_sources: frozenset[str], *, gap: bool) -> _Telling:
        own = point.variants.get(self.audience.id)
        text, headline = own.text if own else {}, own.headline if own else {}
        changes = [f"own wording for {self.audience.id}"] if text.get(self.language) else []
        told = self._tell(self._of_public(self._local({**point.text, **text}, f"The text of {point.id}")))
        written = self._of_public({**point.headline, **headline}.get(self.language, ""))
        shown = self._tell(written, line=True) if written else _Told()
        line = shown.line
        in_words = tuple(dict.fromkeys((*_named(written or ""), *told.statistics)))
        stated = [id for id in in_words if id in point.statistics]
        if wholes := self._beside_others(point, _named(written or ""), in_words):
            stated = [id for id in in_words if id in point.statistics or id in wholes]
            statistics = self._told_beside(point, stated, own_words=bool(changes))
        else:
            statistics = self._compared(point, stated) or self._told_beside(point, stated, own_words=bool(changes))
        if not line or len(line) > HEADLINE_MAX_CHARS:
            if line:
                changes.append(f"headline of {len(line)} characters replaced by its figure")
            line = self._figure_headline(statistics, told)
        changes += dict.fromkeys((*told.changes, *shown.changes))
        sources = frozenset(s for id in told.statistics if (s := self.facts.statistics[id].source))
        said_sources = self._with_same_body(said_sources)
        named = self._named_in(told, sources)
        # Whose figures go on being those of one body is heard once: "according to the same source" four times is none
        # the better for it.
        known = sources if len(sources) == 1 and sources <= said_sources else frozenset[str]()
        due = sources - named - (known if self.only_heard else said_sources)
        cited, unsaid = self._attributed(told.sentences, due)
        sentences = cited + _run_on(cited, self._steps(point)) + self._quote(point)
        if gap:
            sentences = self._with_gap(sentences, told, statistics)
        sentences += self._source(unsaid)
        weight = f"weight {self._weight(point)}"
        return _Telling(
            point=point,
            scene=Scene(
                id=point.id,
                kind="point",
                headline=keep_together(line, self.language),
                sentences=sentences,
                visual=Visual(
                    kind=(kind := self._visual_kind(point, statistics)),
                    form=point.visual or "" if kind == "ranking" else "",
                    figures=statistics,
                    asked=point.visual is not None,
                    image=self.folder / point.image if point.image and self.folder else None,
                    image_alt=point.image_alt.get(self.language, "") if point.image else "",
                    icon=point.icon or "",
                    steps=tuple(self._step(step, point) for step in point.steps),
                    quote=self._quotation(point),
                    shot=_shot(point, self.folder),
                ),
                headline_aloud=self._tell(ended(written)).sentences if written and shown.line == line else (),
                due=self._due(point, line, told.sentences) if kind in _WITHOUT_FIGURES and not statistics else "",
                question=self._asked(point, "question"),
                answer_lead=self._asked(point, "answer_lead"),
                stated=self._stated(
                    point,
                    written if shown.line == line else "",
                    [leading] if statistics and (leading := self._leading(statistics, told)) else [],
                ),
                leads=tuple(id for id in _named(written or "") if id in statistics) if shown.line == line else (),
                weight=self._weight(point),
            ),
            choice=Choice(
                point=point.id,
                decision="reworded" if changes else "taken",
                reason="; ".join((weight, *changes)),
            ),
            sources=sources,
            statistics_told=told.statistics,
            cites="source" in self.audience.also_say and (len(due) == 1 or bool(known)),
            plain=told.plain | shown.plain,
        )

    def _stated(self, point: Point, headline: str | None, headed: Sequence[str]) -> tuple[str, ...]:
        """Give the statistics that a point's headline, its own or the figure's, its steps and its quote state."""
        texts = [self._local(step, f"A step of {point.id}") for step in point.steps]
        texts += [self._local(point.quote.text, f"The quote of {point.id}")] if point.quote else []
        first = _named(headline) if headline else tuple(headed)
        return tuple(dict.fromkeys((*first, *(id for text in texts for id in _named(text)))))

    def _asked(self, point: Point, field: Literal["question", "answer_lead"]) -> tuple[Sentence, ...]:
        """Give the question before a point, or what answers it in a word, if the brief has it for this audience.

        What one language asks all do: a conversation has the same questions in each.
        """
        own = point.variants.get(self.audience.id)
        texts = {**getattr(point, field), **(getattr(own, field) if own else {})}
        if not all(texts.get(code) for code in self.brief.languages):
            return ()
        return self._tell(ended(texts[self.language])).sentences

    def _told_beside(self, point: Point, stated: Sequence[str], *, own_words: bool) -> tuple[str, ...]:
        """Give the figures that a point shows: what its words tell, and what it lists to be read against that.

        The young without work stand beside all without work, although the sentence says "four times as many". Words of
        an audience's own choose from what the point lists.
        """
        if not stated or own_words:
            return tuple(stated) or point.statistics
        # Of a figure that stands for itself its places are listed with it, not to be read against it.
        whole = {id for id in stated if not self.facts.statistics[id].member}
        listed_too = {
            id: self._figure(id)
            for id in dict.fromkeys((*stated, *point.statistics))
            if id in stated or (own := self.facts.statistics[id].member) is None or own.group not in whole
        }
        measured = {(listed_too[id].unit, listed_too[id].measure) for id in stated}
        beside = (id for id, figure in listed_too.items() if (figure.unit, figure.measure) in measured)
        return tuple(dict.fromkeys((*stated, *beside)))

    def _leading(self, statistics: Sequence[str], told: _Told) -> str:
        """Give the figure that speaks for those of a point without a headline: of places, what all come to.

        "Average earnings: Farming – 4.87 million" is the least of all, and no headline of what people earn; nor is it
        one over a text that begins with what all earn. Empty if none speaks for them.
        """
        members = [self.facts.statistics[id].member for id in statistics]
        groups = {member.group if member else "" for member in members}
        if members[0] and members[0].group == next(iter(told.statistics), ""):
            return members[0].group
        if len(statistics) < 2 or len(groups) > 1 or "" in groups:
            return statistics[0]
        [group] = groups
        return group if group in self.facts.statistics else ""

    def _of_public(self, text: str) -> str:
        """Give a text of a point to the press as what the public is told: no editor covers water jars."""
        public = self.phrases.public if self.audience.tone == "factual" else ""
        return put_address(text, public) if public and ADDRESS in text else text

    def _step(self, step: LocalText, point: Point) -> str:
        return self._tell(self._of_public(self._local(step, f"A step of {point.id}")), line=True).line

    def _due(self, point: Point, headline: str, told: Sequence[Sentence]) -> str:
        """Give the sentence with the day to do something by, where neither headline nor steps of a point have that.

        Pictures and short posts have the headline and the steps alone: "Order by 15 January" stood on none of them.
        """
        as_of = self.brief.as_of
        steps = (self._step(step, point) for step in point.steps)
        shown = frozenset[dt.date]().union(*(named_days(line, self.language, as_of) for line in (headline, *steps)))
        for sentence in told:
            if {day for day in named_days(sentence.shown, self.language, as_of) - shown if day >= as_of}:
                return keep_together(sentence.shown, self.language)
        return ""

    def _figure_headline(self, statistics: Sequence[str], told: _Told) -> str:
        if not statistics:
            return unstopped(told.sentences[0].shown, self.language)
        if not (leading := self._leading(statistics, told)):
            grouped = self._figure(statistics[0]).grouped
            return grouped.label if grouped else ""
        figure = self._figure(leading)
        changed = f"{figure.told}, {figure.change}" if figure.change else figure.told
        # A number alone would be the harm that the rumour tells of: "38 in hospital", and not "7 fewer than".
        return changed if self.brief.kind == "rebuttal" and len(changed) <= HEADLINE_MAX_CHARS else figure.told

    def _with_gap(
        self, sentences: tuple[Sentence, ...], told: _Told, statistics: Sequence[str]
    ) -> tuple[Sentence, ...]:
        """Say the target of the leading figure and the gap to it, unless the text does.

        It is said right behind the sentence of that figure, where nothing else is meant by it: behind "Tax arrears
        shrank" it would be that of the arrears, and beside a figure of the same unit of either. Of people killed or
        hurt nobody says how many fewer they are than a ceiling.
        """
        if "gap" not in self.audience.also_say or not statistics:
            return sentences
        id = statistics[0]
        said = {fact for sentence in told.sentences for fact in sentence.facts}
        if not self.facts.has_gap(id) or self.facts.says_target(id, said) or self.facts.tells_harm(id):
            return sentences
        if self.facts.gap_case(id) == "rest":
            return sentences  # What is left of a whole is no news behind what there is of it.
        of_it = [at for at, one in enumerate(sentences) if id in {fact.partition(".")[0] for fact in one.facts}]
        at = of_it[-1] if of_it else -1
        others = {fact.partition(".")[0] for fact in sentences[at].facts} - {id} if of_it else {id}
        own = _unit_of(self.facts.statistics[id])
        if any(_unit_of(self.facts.statistics[other]) == own for other in others):
            return sentences
        pattern = self.phrases.says.gaps[self.facts.gap_case(id)]
        gap = self._tell(self.facts.fill_gap(pattern, id, self.language)).sentences
        return (*sentences[: at + 1], *gap, *sentences[at + 1 :])

    def _attributed(
        self, sentences: tuple[Sentence, ...], sources: frozenset[str]
    ) -> tuple[tuple[Sentence, ...], frozenset[str]]:
        """Say in the sentence itself who published its figures, if that is one source and the sentence stays short.

        Gives the sentences, and the sources that are still to be said.
        """
        if "source" not in self.audience.also_say:
            return sentences, sources
        unsaid = set(sources)
        for id in sorted(sources):
            said = self._said_by(id)
            for at, sentence in enumerate(sentences):
                last = sentence.words[-1]
                whose = {self.facts.statistics[f.partition(".")[0]].source for f in measured(sentence.facts)}
                if not said or whose - {None} != {id} or not last.shown.endswith(".") or not last.spoken.endswith("."):
                    continue
                whole = cite(sentence, [word for s in said for word in s.words], self.phrases.contrast)
                short = len(whole.shown) <= ATTRIBUTED_MAX_CHARS and self.seconds_of([whole]) <= ATTRIBUTED_MAX_S
                if short:
                    sentences = (*sentences[:at], whole, *sentences[at + 1 :])
                    unsaid.discard(id)
                # Behind a later one it would be the source of that alone.
                break
        return sentences, frozenset(unsaid)

    def _said_by(self, id: str) -> tuple[Sentence, ...]:
        """Give the words that say within a sentence who published its figures; none where that is not sure."""
        says, source = self.phrases.says, self.brief.source(id)
        name = source.cited.get(self.language) or self.phrases.in_sentence(source.publisher.get(self.language, ""))
        if not name:
            return ()
        # When a source was published is news only where it is of another year than the piece; else it reads as the
        # time of the figure.
        pattern = says.attributed if source.date.year == self.brief.as_of.year else says.attributed_before
        month = write_period(f"{source.date:%Y-%m}", self.language)
        return self._tell(fill(pattern, publisher=name, month=month)).sentences

    def _named_in(self, told: _Told, sources: frozenset[str]) -> frozenset[str]:
        """Give the sources whose publisher a text names itself: nobody says "according to" them once more."""
        text = " ".join(sentence.shown for sentence in told.sentences).replace(NBSP, " ").casefold()

        def names(id: str) -> bool:
            source = self.brief.source(id)
            own = (source.publisher.get(self.language, ""), source.cited.get(self.language, ""))
            return any(name and name.casefold() in text for name in own) or self._tells_of_itself(own[0], text)

        return frozenset(id for id in sources if names(id))

    def _with_same_body(self, said: frozenset[str]) -> frozenset[str]:
        """Add other reports of whoever was named: nobody says "Source: Statistics Norway" twice."""
        names = {self.brief.source(id).publisher.get(self.language, "") for id in said}
        return said | {s.id for s in self.brief.sources if s.publisher.get(self.language, "") in names - {""}}

    def _tells_of_itself(self, publisher: str, text: str) -> bool:
        """Say whether who issues the piece is the publisher, and a text calls it by its kind: "the municipality"."""
        if not same_body(publisher, self.brief.issuer.get(self.language, ""), self.language):
            return False
        return any(re.search(rf"(?<!\w)(?:{kind})(?!\w)", text) for kind in called_by_kind(publisher, self.language))

    def _source(self, sources: frozenset[str]) -> tuple[Sentence, ...]:
        """Say who published the figures of a point, and when; each source once in a piece."""
        if "source" not in self.audience.also_say:
            return ()
        if self.only_heard and len(sources) > 1:
            names = [self._local(self.brief.source(id).publisher, f"The publisher of {id}") for id in sorted(sources)]
            return self._tell(self._all_of(names)).sentences
        told: dict[str, None] = {}
        for id in sorted(sources):
            source = self.brief.source(id)
            publisher = self._local(source.publisher, f"The publisher of {id}")
            date = write_date(source.date, self.language)
            month = write_period(f"{source.date:%Y-%m}", self.language)
            of_the_year = self.only_heard and source.date.year == self.brief.as_of.year
            pattern = self.phrases.says.source_heard if of_the_year else self.phrases.says.source
            # Two reports of one body in one month are told as one.
            told[fill(pattern, publisher=publisher, date=date, month=month)] = None
        return tuple(sentence for said in told for sentence in self._tell(said).sentences)

    def _steps(self, point: Point) -> tuple[Sentence, ...]:
        """Say what to do, one sentence a step."""
        sentences: tuple[Sentence, ...] = ()
        for pattern, step in zip(self.phrases.says.steps, point.steps, strict=False):
            told = self._of_public(self._local(step, f"A step of {point.id}"))
            text = begun_small(unstopped(told, self.language))
            sentences += self._tell(fill(pattern, step=text)).sentences
        return sentences

    def _quote(self, point: Point) -> tuple[Sentence, ...]:
        """Say somebody's words, with who they are."""
        quote = self._quotation(point)
        if point.quote is None or quote is None:
            return ()
        by = ", ".join(part for part in (quote.by, self.phrases.behind_name(quote.role)) if part)
        text = self._local(point.quote.text, f"The quote of {point.id}")
        return self._tell(fill(self.phrases.says.quote, by=by, text=text)).sentences

    def _quotation(self, point: Point) -> Quotation | None:
        if point.quote is None:
            return None
        return Quotation(
            text=self._tell(self._local(point.quote.text, f"The quote of {point.id}"), line=True, exact=True).line,
            by=self._local(point.quote.by, f"Who is quoted in {point.id}"),
            role=point.quote.role.get(self.language, ""),
        )

    def _beside_others(self, point: Point, of_headline: Sequence[str], named: Sequence[str]) -> frozenset[str]:
        """Give the figures of several places that stand for themselves beside others of a point; mostly none do.

        A headline of another figure as well, or words of others and of no place, are about these: cases and deaths,
        not cases by district without the deaths.
        """
        members = {id: member for id in point.statistics if (member := self.facts.statistics[id].member)}
        groups = frozenset(member.group for member in members.values()) & {*named}
        if point.visual or not groups or not members.keys().isdisjoint(of_headline or named):
            return frozenset()
        others = {*point.statistics} - members.keys()
        return groups if others & {*(of_headline or named)} else frozenset()

    def _compared(self, point: Point, stated: Sequence[str]) -> tuple[str, ...]:
        """Give the figures that a point compares, all of them, named in its words or not; nothing if it compares none.

        What its words name comes first behind the leading figure, so that it is shown where there is no room for all.
        """
        asked = asked_card(point.visual)
        if asked is not None and asked.takes == "figures":
            return tuple(dict.fromkeys((*point.statistics[:1], *stated, *point.statistics)))
        members = [self.facts.statistics[id].member for id in point.statistics]
        groups = Counter((member.group, member.split) for member in members if member)
        if point.visual or not groups or (most := groups.most_common(1)[0])[1] < 2:
            return ()
        pairs = zip(point.statistics, members, strict=True)
        return tuple(id for id, member in pairs if member and (member.group, member.split) == most[0])

    def _compared_kind(self, statistics: Sequence[str]) -> str:
        """Name the card that compares several places, groups or parts of one figure; nothing if they are none."""
        told = [self._figure(id) for id in statistics]
        grouped = [figure.grouped for figure in told if figure.grouped]
        if len(told) < 2 or len(grouped) < len(told) or len({g.group for g in grouped}) > 1:
            return ""
        if all(g.parts for g in grouped) and len(told) <= PARTS_MAX and self._are_all(told):
            return "parts"
        if len(told) <= LINES_MAX and all(CARDS["lines"].fits(figure) for figure in told):
            return "lines"
        return "ranking" if all(CARDS["ranking"].fits(figure) for figure in told) else ""

    def _are_all(self, figures: Sequence[Figure]) -> bool:
        """Whether figures are all parts of their whole."""
        every = {part.id for part in self.facts.parts_with(figures[0].statistic)}
        return every == {figure.statistic for figure in figures} and all(f.value >= 0 for f in figures)

    def _visual_kind(self, point: Point, statistics: Sequence[str]) -> str:
        """Give the card the brief asks for if the leading figure can fill it, or the best one it can."""
        if point.steps or point.quote:
            return "steps" if point.steps else "quote"
        if not statistics:
            return "text"
        if point.visual == "text":
            return "text"
        leading = self._figure(statistics[0])
        if point.visual is None and (kind := self._compared_kind(statistics)):
            return kind
        asked = asked_card(point.visual)
        if asked is None or not asked.fits(leading):
            return choose_card(leading)
        told = [self._figure(id) for id in statistics]
        if asked.takes == "figures" and (len(told) < 2 or len({figure.unit for figure in told}) > 1):
            return choose_card(leading)
        if asked.name == "parts" and not (len(told) <= PARTS_MAX and self._are_all(told)):
            return "ranking"
        if asked.name == "lines" and not (len(told) <= LINES_MAX and all(asked.fits(figure) for figure in told)):
            return choose_card(leading)
        return asked.name

    # ---- the frame

    def _title(self, tellings: Sequence[_Telling]) -> str:
        """Give the message of a piece, its figures still referred to: its leading finding, or the brief's title."""
        own = self.brief.titles.get(self.audience.id, {}).get(self.language)
        if own:
            return own
        if self._content.title or self._content.passages:
            return self._content.title or self._local(self.brief.title, "The title")
        finding = self._finding(tellings[0].point) if tellings else ""
        return finding or self._local(self.brief.title, "The title")

    def _name(self, title: str) -> str:
        """Give the brief's own title where another one, a finding, stands for it: that tells neither where nor when."""
        if title == self.brief.titles.get(self.audience.id, {}).get(self.language):
            return ""
        name = self._local(self.brief.title, "The title")
        return "" if self._content.title or title == name else name

    def _finding(self, point: Point) -> str:
        """Give the headline the team wrote for a point, if it has one that fits."""
        own = point.variants.get(self.audience.id)
        written = {**point.headline, **(own.headline if own else {})}.get(self.language, "")
        fits = written and len(self._tell(written, line=True).line) <= HEADLINE_MAX_CHARS
        return written if fits else ""

    @cached_property
    def _release(self) -> Release:
        """What the press is told besides the points."""
        brief, language = self.brief, self.language
        if self.audience.tone != "factual":
            return Release()
        return Release(
            place=brief.place.get(language, ""),
            embargo=write_date(brief.embargo, language) if brief.embargo else "",
            limits=self._line(brief.limits, "What the figures do not say") if brief.limits else "",
            contact=brief.contact.get(language, ""),
        )

    def _limits_of(self, figures: Sequence[Figure]) -> str:
        """Give what figures do not say, but for clauses that speak of figures that are not told.

        Every language leaves out the same: a clause speaks of what it names in any of them. Where they do not have as
        many clauses as each other, all is said.
        """
        told = {figure.statistic for figure in figures}
        told |= {figure.grouped.group for figure in figures if figure.grouped}

        def named(clause: str, language: str) -> set[str]:
            bare, statistics = _bare(clause), self.facts.statistics.items()
            return {id for id, s in statistics if (n := _bare(s.label.get(language, ""))) and n in bare}

        clauses = _CLAUSE.split(self._release.limits)
        written = {code: _CLAUSE.split(text) for code in self.brief.languages if (text := self.brief.limits.get(code))}
        if any(len(others) != len(clauses) for others in written.values()):
            return self._release.limits
        names = [{id for code in written for id in named(written[code][at], code)} for at in range(len(clauses))]
        kept = [clause for clause, own in zip(clauses, names, strict=True) if not own or own & told]
        return self._release.limits if kept == clauses else ended(begun(" ".join(kept))) if kept else ""

    def _hook(self) -> str:
        return self.brief.hooks.get(self.audience.id, {}).get(self.language, "")

    def _above(self, kicker: str) -> str:
        """Give the line above the title; that of an embargo, which no page goes without, leaves little beside it.

        So do that of a correction and that of a column.
        """
        embargo = self._release.embargo
        until = f"{self.phrases.labels['embargo']} {embargo}" if embargo else ""
        first = " · ".join(filter(None, (until, self._noticed, self._column.line if self._column else "")))
        if not first:
            return kicker
        both = f"{first} · {kicker}"
        return both if kicker and len(both) <= KICKER_MAX_CHARS else first

    @cached_property
    def _column(self) -> ColumnHead | None:
        """Give what heads a piece of a column."""
        if self.column is None:
            return None
        name = self._local(dict(self.column.name), "The name of the column")
        written = self.phrases.labels["column_number"].format(number=self.column.number)
        return ColumnHead(id=self.column.id, name=name, number=self.column.number, written=written)

    @cached_property
    def _notices(self) -> tuple[Notice, ...]:
        """What was corrected of what this audience is told in this language, and was no mere typing error."""
        found = []
        for each in read_corrections(self.folder, self.brief.id):
            said = each.said.get(self.audience.id, {}).get(self.language, ())
            if said and each.kind != "refile":
                changed = tuple(Changed(label=pair.label, was=pair.was, now=pair.now) for pair in said)
                reason = each.reason.get(self.language, "")
                found.append(Notice(kind=each.kind, on=each.on.isoformat(), reason=reason, said=changed))
        return tuple(found)

    @property
    def _noticed(self) -> str:
        """Say when it was corrected and when its figures were revised, each the last time."""
        last = {each.kind: each.on for each in self._notices}
        return " · ".join(
            self.phrases.labels[kind].format(day=write_date(dt.date.fromisoformat(on), self.language, style="short"))
            for kind, on in last.items()
        )

    @cached_property
    def _noticed_aloud(self) -> tuple[Sentence, ...]:
        """Say the same aloud, with the reason: who only hears it reads no line above a title."""
        patterns = {"correction": self.phrases.says.corrected, "revision": self.phrases.says.revised}
        sentences: tuple[Sentence, ...] = ()
        for each in {each.kind: each for each in self._notices}.values():
            # A reason is typed by hand: its braces are no references.
            reason = ended(each.reason.replace("{", "(").replace("}", ")"))
            day = write_date(dt.date.fromisoformat(each.on), self.language)
            sentences += self._tell(fill(patterns[each.kind], date=day, text=reason).strip()).sentences
        return sentences

    def _kicker(self, title: str, news: News) -> str:
        """Give the line above the title: what the finding belongs to, or the programme, or the kind of piece.

        The issuer stands beside it on every page and is not said twice; a kind alone would look like an issuer, and
        no progress is claimed where there is none.
        """
        brief = self.brief
        own = self._local(brief.title, "The title")
        rebuts = brief.kind == "rebuttal" and title == self._content.title
        # The title of a rebuttal may be the claim, which never stands alone; that of an explainer asks the same, or
        # names what its question is about: "How do I get a free kit?" says nowhere of what.
        # What one language would leave out is left out of all: a picture names its subject in each or in none.
        about = (rebuts and not claimed_titles(brief)) or (brief.kind == "explainer" and not asked_titles(brief))
        if title != own and (about or title != self._content.title):
            return self._line(brief.title, "The title")
        issuer, kicker = brief.issuer.get(self.language, ""), brief.kicker.get(self.language, "")
        if kicker and kicker != issuer:
            return kicker
        claims = brief.kind != "progress" or news == "good"
        return self.phrases.kinds[brief.kind] if issuer and claims else ""

    @property
    def frame_seconds(self) -> float:
        """How long opening and closing take at most: what is told is not chosen yet, so all may be carried."""
        asked = (self.audience.id, self.language)
        if asked not in self.drafts.frames_s:
            self.drafts.frames_s[asked] = self._frame_seconds()
        return self.drafts.frames_s[asked]

    def _frame_seconds(self) -> float:
        action = self._call_to_action()
        possible: set[Condition] = {self.brief.kind, "good", "achieved", "remains", "sources"}
        possible |= {"announced"} if self.brief.news == "good" else set()
        possible |= {"credit"} if self.brief.credit else set()
        possible |= {"action"} if action.text else set()
        possible |= {"link"} if action.url else set()
        release = self._release
        possible |= {"place"} if release.place else set()
        possible |= {"embargo"} if release.embargo else set()
        possible |= {"limits"} if release.limits else set()
        possible |= {"contact"} if release.contact else set()
        titles = [self._local(self.brief.title, "The title")]
        titles += filter(None, (self._finding(point) for point in self._by_weight()[:3]))
        titles += [title for title in (self._content.title, self._hook()) if title]
        opening = max((self._opening(title, possible).sentences for title in titles), key=self.seconds_of)
        closing = self._frame(self.phrases.closings[self.audience.tone], possible, limits=self._release.limits)
        closing += self._tell(self._content.last).sentences if self._content.last else ()
        passages = (scene.sentences for scene in self._content_scenes)
        return sum(self.seconds_of(part) for part in (self._noticed_aloud, opening, closing, *passages))

    @cached_property
    def _content(self) -> Content:
        """What a brief of its kind says before all."""
        to_bodies = self.audience.tone in _OF_BODIES
        return content_of(self.brief, self.language, self.phrases.labels, to_bodies=to_bodies)

    @cached_property
    def _content_scenes(self) -> tuple[Scene, ...]:
        return tuple(map(self._content_scene, self._content.passages))

    def _content_scene(self, passage: Passage) -> Scene:
        told, cited = self._tell(passage.text).sentences, self._cited_by(passage)
        if passage.id == RESULT:
            # Who published the figures is said in the sentence, as behind those of a point.
            last, cited = self._attributed(told[-1:], cited)
            told = (*told[:-1], *last)
        return Scene(
            id=passage.id,
            kind="point",
            headline=keep_together(begun(self._tell(passage.headline, line=True).line), self.language),
            sentences=told + self._source(cited),
            visual=self._visual_of_result
            if passage.id == RESULT and self._told_as_result
            else Visual(
                kind="text",
                label=self._tell(passage.label, line=True).line,
                note=self._tell(passage.note, line=True).line,
                large=self._tell(passage.large, line=True).line,
                after=begun(self._tell(passage.after, line=True).line),
            ),
        )

    @cached_property
    def _told_as_result(self) -> tuple[Point, ...]:
        """Give the points of a good example that only say once more what came of it, where it is heard.

        "An application takes 3 days; before, 5" and then "It takes 2 days less": each language leaves out the same.
        """
        spotlight = self.brief.spotlight if self.brief.kind == "spotlight" and not self.to_read else None
        if spotlight is None:
            return ()
        parts = (*spotlight.before.values(), *spotlight.after.values())
        result = {id for part in parts for id in _named(part)}
        weighed = (p for p in self._worse_first() if self._weight(p) and not p.steps and p.quote is None)
        return tuple(point for point in weighed if self._only_says(point, result))

    def _only_says(self, point: Point, ids: Collection[str]) -> bool:
        """Say whether every sentence of a point states figures of these alone, in every language."""
        texts = {**point.text, **_own_text(point, self.audience.id)}
        each = [
            {r.id for r in find_references(sentence) if r.sound}
            for text in texts.values()
            for sentence in _SENTENCE.split(text)
        ]
        return all(stated and stated <= set(ids) for stated in each)

    @property
    def _visual_of_result(self) -> Visual:
        """Show what came of it as the point does that would only say it again."""
        return self.tell_point(self._told_as_result[0], frozenset(), gap=False).scene.visual

    def _cited_by(self, passage: Passage) -> frozenset[str]:
        """Give the sources of what a passage says, but of the body that speaks itself."""
        if passage.id == RESULT:
            ids = {id for point in self._told_as_result for id in point.statistics}
            return frozenset(source for id in ids if (source := self.facts.statistics[id].source))
        if not passage.id.startswith("rebuttal-"):
            return frozenset()
        issuer = self.brief.issuer.get(self.language, "")
        return frozenset(n.id for n in self._rests_on if not same_body(n.publisher, issuer, self.language))

    @property
    def _said_before(self) -> frozenset[str]:
        """Sources that are named before the points."""
        return frozenset().union(*map(self._cited_by, self._content.passages))

    def _was_measured(self, figure: Figure) -> bool:
        """Whether a figure holds for a time that had come by the day of the brief."""
        statistic = next(s for s in self.brief.statistics if s.id == figure.statistic)
        return split_period(statistic.period).last <= self.brief.as_of

    def _content_lines(self) -> tuple[ContentLine, ...]:
        """Give what pictures show of it."""
        return tuple(
            ContentLine(
                label=self._tell(line.label, line=True).line,
                text=begun(self._tell(line.text, line=True).line),
                stated=_named(line.text),
            )
            for line in self._content.lines
        )

    def _names_subject(self, said: Sequence[Sentence], name: str, points: Sequence[Scene]) -> bool:
        """Say whether sentences have a word of a title or of what the first figures are called: a disease, a rate.

        "Only Tân An is above the target" is of nobody knows what until the title is told.
        """
        leading = (self._figure(id) for point in points[:1] for id in point.visual.figures[:1])
        labels = (figure.grouped.label if figure.grouped else figure.label for figure in leading)
        subject = _words_of(" ".join((name, *labels)), self.language)
        subject -= _words_of(self.brief.place.get(self.language, ""), self.language)
        heard = " ".join(sentence.shown for sentence in said).replace(NBSP, " ").casefold()
        words = set(_WORD.findall(heard))
        # A Hebrew word may have a letter before it.
        joined = read_language(self.language).rtl
        return any(any(one.endswith(word) for one in words) if joined else word in words for word in subject)

    def _opening(self, title: str, conditions: Collection[str], points: Sequence[Scene] = ()) -> Scene:
        sentences = self._frame(self.phrases.openings[self.audience.tone], conditions, title=self._hook() or title)
        # A finding may say nothing of where it holds or what it is about: then the brief's title does.
        name, place = self._name(title), self.brief.place.get(self.language, "")
        heard = " ".join(s.shown for said in (sentences, *(point.sentences for point in points)) for s in said)
        nowhere = place and place in name and place not in heard.replace(NBSP, " ")
        if nowhere or (name and not self._names_subject(sentences, name, points)):
            sentences += self._tell(ended(name)).sentences
        return Scene(
            id="opening",
            kind="opening",
            headline=keep_together(self._tell(title, line=True).line, self.language),
            sentences=sentences,
            visual=Visual(kind="text"),
        )

    def _named_aloud(self, title: str) -> tuple[Sentence, ...]:
        """Name what a finding belongs to as that is said: with the place of a body of a place, if it is not named.

        A dateline says where news comes from, not where it holds: a ministry's figures are no figures of its capital.
        """
        name, place = self._name(title), self.brief.place.get(self.language, "")
        if not name:
            return ()
        holds_there = place and place in self.brief.issuer.get(self.language, "")
        run_on = self.phrases.run_on
        # Nobody says two colons in a row: "Haifa: Flu, week 47".
        return self._tell(
            ended(f"{place}: {run_on(name).replace(': ', ', ')}" if holds_there and place not in name else name)
        ).sentences

    def _closing(self, script: Script, conditions: Collection[str]) -> Scene:
        """Close with what the audience can do; else with who published the figures, or who speaks."""
        sentences = self._tell(self._content.last).sentences if self._content.last else ()
        limits = script.release.limits
        sentences += self._frame(self.phrases.closings[self.audience.tone], conditions, limits=limits)
        if not sentences:
            last = self._publishers(script) or self._issued(script.issuer)
            sentences = self._tell(ended(last or self._local(self.brief.title, "The title"))).sentences
        return Scene(
            id="closing",
            kind="closing",
            headline=keep_together(unstopped(sentences[0].shown.rstrip("!"), self.language), self.language),
            sentences=sentences,
            visual=Visual(kind="text"),
        )

    def _issued(self, issuer: str) -> str:
        name = self.phrases.in_sentence(issuer) or issuer
        return fill(self.phrases.says.issued, publisher=name) if issuer else ""

    def _publishers(self, script: Script) -> str:
        """Name who published the figures, unless each point did."""
        names = [source.publisher for source in script.sources]
        return "" if not names or "source" in self.audience.also_say else self._all_of(names)

    def _all_of(self, publishers: Sequence[str]) -> str:
        """Give one sentence that names publishers, each once."""
        names = each_once(publishers, self.language)
        label = self.phrases.labels["source" if len(names) == 1 else "sources"]
        return fill(self.phrases.says.sources, label=label, publishers=", ".join(names[:PUBLISHERS_MAX]))

    def _frame(
        self, lines: Frame, conditions: Collection[str], *, title: str = "", limits: str = ""
    ) -> tuple[Sentence, ...]:
        sentences: tuple[Sentence, ...] = ()
        for pattern in carried(lines, conditions):
            text = fill(
                pattern,
                title=ended(title),
                address=self._local(self.audience.address, "The form of address"),
                issuer=self.brief.issuer.get(self.language, ""),
                # A release is of one day, in its sound as on its paper.
                as_of=write_date(issue_day(self.brief), self.language),
                action=ended(self._action()),
                place=self._release.place,
                embargo=self._release.embargo,
                limits=ended(limits),
                contact=ended(self._release.contact),
            )
            sentences += self._tell(text[:1].upper() + text[1:]).sentences
        return sentences

    def _action(self) -> str:
        """Give what the audience is asked to do, as the brief says it: references are not yet replaced."""
        action = self.brief.calls_to_action.get(self.audience.id)
        return self._local(action.text, f"What {self.audience.id} are asked to do") if action else ""

    def _call_to_action(self) -> CallToAction:
        action = self.brief.calls_to_action.get(self.audience.id)
        if action is None:
            return CallToAction(text="")
        text = keep_together(self._tell(self._action(), line=True).line, self.language)
        return CallToAction(text=text, url=str(action.url) if action.url else "", about=self._asked_about)

    @cached_property
    def _asked_about(self) -> str:
        return asked_about(self.brief, self.audience.id)

    def _asks(self, tellings: Sequence[_Telling]) -> bool:
        """Say whether a piece asks for something: not for what belongs to a point that it had no time for."""
        told = {telling.point.id for telling in tellings}
        weighed = {point.id for point in self.brief.points if self._weight(point)}
        return self.to_read or self.only_heard or self._asked_about not in weighed - told

    # ---- words

    def _tell(self, text: str, *, line: bool = False, exact: bool = False) -> _Told:
        """Word a text for the audience: plain words for jargon, figures as exact as it wants them.

        ``exact`` leaves the words as they were said; those within quotation marks always stay so.
        """
        glossary = {} if exact else self.audience.glossary.get(self.language, {})
        if ADDRESS in text:
            text = put_address(text, self._local(self.audience.address, "The form of address"))
        text, terms = use_glossary(text, glossary, self._names)
        text = text if line or exact else begin_with_whole(self._with_gaps_told(text), self.facts, self.language)
        text = fit_references(text, self.facts, self.language)
        references = [reference for reference in find_references(text) if reference.sound]
        compared = frozenset(r.id for r in references if r.attribute.partition(".")[0] in _COMPARING)
        plain = frozenset(r.written for r in references if r.id not in compared and self._is_plain(r))
        plain -= self._beside_exact(text, plain)
        in_tens = frozenset(r.written for r in references if r.written in plain and not self.facts.is_fraction(r.id))
        text = drop_after(text, in_tens, self.phrases.plain_drops, self.phrases.plain_keeps)
        changes = [f"‘{term}’ said as ‘{glossary[term]}’" for term in terms]
        styles: dict[str, NumberStyle] = {
            r.written: "plain" if r.written in plain else self._numbers for r in references
        }

        def tell(name: str) -> Word:
            word = self.facts.word(name, self.language, styles[f"{{{name}}}"])
            exact = self.facts.word(name.replace(".plain", ""), self.language, "exact")
            if word.shown != exact.shown:
                changes.append(f"{_readable(exact.shown)} said as ‘{_readable(word.shown)}’")
            return word

        names = dict.fromkeys(reference.written[1:-1] for reference in references)
        few = few_in_words(text, self.facts, self.language, {name: tell(name) for name in names})
        if line:
            # "Two more people have died": digits stay but where a headline begins with them.
            heads = phrasebook(self.language).few_heads
            few = {name: word for name, word in few.items() if heads and re.match(rf"\{{{name}\}} (?:{heads})", text)}
        else:
            few = begin_in_words(text, self.facts, self.language, few)
        sentences = () if line else write_sentences(text, self.language, lambda name: few.get(name) or tell(name))
        return _Told(
            sentences=sentences,
            line=write_line(text, self.language, lambda name: few.get(name) or tell(name)) if line else "",
            changes=tuple(dict.fromkeys(changes)),
            plain=frozenset(
                r.id for r in references if r.written in plain or r.attribute in ("plain", "parts", "parts.of")
            ),
        )

    def _with_gaps_told(self, text: str) -> str:
        """Tell a gap that stands alone as a sentence: "11.2 points short of the target." is none."""

        def told(found: re.Match[str]) -> str:
            id = found["id"]
            if id not in self.facts.statistics or not self.facts.has_gap(id):
                return found[0]
            return self.facts.fill_gap(self.phrases.says.gaps[self.facts.gap_case(id)], id, self.language)

        return _GAP_ALONE.sub(told, text)

    def _beside_exact(self, text: str, plain: Collection[str]) -> frozenset[str]:
        """Give what a sentence would say in parts of ten beside another percentage: figures compared take one form."""
        mixed = set[str]()
        for sentence in _SENTENCE.split(text):
            shares = {
                r.written
                for r in find_references(sentence)
                if r.sound and r.attribute in ("", "exact") and self.facts.is_percentage(r.id)
            }
            mixed |= shares if not shares <= set(plain) else set()
        return frozenset(mixed)

    @cached_property
    def _names(self) -> frozenset[str]:
        """Give what bodies and reports are called, and what the brief lists as names: no word of them is jargon."""
        brief = self.brief
        told = [brief.issuer, *(text for s in brief.sources for text in (s.publisher, s.title, s.short, s.cited))]
        own = (text.get(self.language, "") for text in told)
        # A name of one word is a word like others: what it says elsewhere may be jargon.
        return frozenset(name for name in (*own, *brief.literal) if " " in name)

    @property
    def _numbers(self) -> NumberStyle:
        """How exact numbers are where parts of ten cannot stand."""
        return "rounded" if self.audience.numbers == "plain" else self.audience.numbers

    def _is_plain(self, reference: Reference) -> bool:
        """Say whether parts of ten can stand for a percentage: only where the brief names what is counted."""
        return (
            self.audience.numbers == "plain"
            and self.phrases.plain_in_place
            and reference.attribute == ""
            and reference.id not in self._measured
            and reference.option != "bare"
            and self._has_plain(reference.id)
        )

    @cached_property
    def _measured(self) -> frozenset[str]:
        """Give the statistics that a text compares: "88.4%, down 2.8 points" is no "almost 9 in 10" in its headline.

        Groups of one figure are compared with each other and with the whole: "more than 9 in 10 men and more than 9 in
        10 women" says that they are alike.
        """
        found: set[str] = set()
        for point in self.brief.points:
            text = {**point.text, **_own_text(point, self.audience.id)}.get(self.language, "")
            references = [r for r in find_references(text) if r.sound]
            found |= {r.id for r in references if r.attribute.partition(".")[0] in _COMPARING}
            told = {r.id for r in references if r.attribute in ("", "exact") and self.facts.is_percentage(r.id)}
            groups = {id: member.group if (member := self.facts.statistics[id].member) else id for id in told}
            alike = Counter(groups.values())
            found |= {id for id, group in groups.items() if alike[group] > 1}
            plain = {id: self.facts.figure(id, self.language, "plain").plain for id in told - found}
            said = Counter(text for text in plain.values() if text)
            found |= {id for id, text in plain.items() if said[text] > 1}
        return frozenset(found)

    def _has_plain(self, id: str) -> bool:
        statistic = self.facts.statistics[id]
        named = measure_of(statistic) == "share" and self.language in statistic.noun
        named = named and not self.facts.flatters(id)
        # Where a language says tens as a percentage, they are that of the picture told less exactly: 90% beside 91%.
        named = named and (bool(phrasebook(self.language).plain.parts) or self.facts.is_fraction(id))
        return named and bool(self.facts.figure(id, self.language, "plain").plain)

    def _line(self, text: LocalText, what: str = "") -> str:
        return self._tell(self._local(text, what), line=True).line

    def _local(self, text: LocalText, what: str) -> str:
        found = text.get(self.language)
        if not found:
            raise BriefError(
                [
                    Problem(
                        file=(self.folder or Path()) / f"{self.brief.id}.yaml",
                        message=f"{what} is not written in {self.language!r}.",
                        remedy="Write it, or take the language out of the brief.",
                    )
                ]
            )
        return found

    def seconds_of(self, sentences: Sequence[Sentence]) -> float:
        """Estimate how long sentences take in this language at the audience's pace."""
        return narration_seconds(sentences, self.language, pace=self.audience.pace)

    # ---- figures and sources

    def _figure(self, id: str, plain: bool = False) -> Figure:
        figure = self.facts.figure(id, self.language, "plain" if plain else self._numbers)
        # An estimate says so wherever the figure stands: on cards, in charts, in tables, in alt texts.
        told = bool(self.phrases.foretold and re.search(self.phrases.foretold, figure.label, re.IGNORECASE))
        estimate = f" ({self.phrases.labels['estimate'].lower()})" if figure.estimate and not told else ""
        label, grouped = figure.label, figure.grouped
        if grouped is not None:
            label = listed(label, grouped.label)
            named, _ = use_glossary(grouped.label, self.audience.glossary.get(self.language, {}), self._names)
            grouped = replace(
                grouped,
                name=keep_together(grouped.name, self.language),
                label=keep_together(begun(named), self.language),
            )
        # Whoever hears plain words for jargon reads them too.
        label, _ = use_glossary(label, self.audience.glossary.get(self.language, {}), self._names)
        return replace(
            figure,
            label=keep_together(begun(f"{label}{estimate}"), self.language),
            compared=keep_together(figure.compared, self.language),
            grouped=grouped,
        )

    def _figures(
        self, scenes: Sequence[Scene], plain: frozenset[str], stated: Sequence[str] = ()
    ) -> tuple[Figure, ...]:
        """Give every statistic shown, said or stated in a title or a line, the leading one of the first point first."""
        shown = dict[str, None]()
        for scene in scenes:
            shown |= dict.fromkeys(scene.visual.figures)
            # The dead of a sentence stand with what it tells, not behind all else.
            told = (fact.partition(".")[0] for fact in scene.facts)
            shown |= dict.fromkeys(id for id in told if scene.visual.figures and self.facts.tells_harm(id))
        said = dict.fromkeys(fact.partition(".")[0] for scene in scenes for fact in scene.facts)
        set_in_words = dict.fromkeys((*stated, *(id for scene in scenes for id in scene.stated)))
        return tuple(self._figure(id, id in plain) for id in (shown | said | set_in_words))

    @cached_property
    def _rests_on(self) -> tuple[SourceNote, ...]:
        """Give the source of what a rebuttal says is true, where the brief names it.

        Studies are no work of the body that speaks of them: no other source stands for them.
        """
        rebuttal = self.brief.rebuttal if self.brief.kind == "rebuttal" else None
        source = rebuttal.source if rebuttal else None
        return (self._source_note(self.brief.source(source)),) if source else ()

    def _sources(self, figures: Sequence[Figure]) -> tuple[SourceNote, ...]:
        used = dict.fromkeys(id for figure in figures for id in self._sources_of(figure))
        used |= dict.fromkeys(note.id for note in self._rests_on)
        return tuple(self._source_note(self.brief.source(id)) for id in used)

    def _sources_of(self, figure: Figure) -> tuple[str, ...]:
        """Give the sources a figure rests on as it is drawn, the one it is quoted from first."""
        further = self.facts.statistics[figure.statistic].further_sources
        return tuple(id for id in (figure.source, *further) if id)

    def _source_note(self, source: Source) -> SourceNote:
        written = fill(
            self.phrases.says.source_note,
            title=self._local(source.title, f"The title of {source.id}"),
            publisher=self._local(source.publisher, f"The publisher of {source.id}"),
            date=write_date(source.date, self.language),
        )
        return SourceNote(
            id=source.id,
            written=written,
            url=str(source.url or ""),
            publisher=self._local(source.publisher, f"The publisher of {source.id}"),
            short=self.facts.source_short(source.id, self.language),
        )


def _unit_of(s: Statistic) -> tuple[str | None, ...]:
    return s.unit, s.currency, s.unit_word


def _shot(point: Point, folder: Path | None) -> Shot | None:
    """Give what moves behind a point: its film, or else its photo."""
    if not folder:
        return None
    if film := point.footage:
        return Shot(file=folder / film.file, from_s=film.from_s, to_s=film.to_s, focus=film.focus, fit=film.fit)
    return Shot(file=folder / point.image, focus=point.image_focus) if point.image else None


def _own_text(point: Point, audience: str) -> LocalText:
    """Give the wording a point has for one audience alone."""
    own = point.variants.get(audience)
    return own.text if own else {}


def _run_on(told: Sequence[Sentence], steps: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Begin steps small behind a colon: "How to ask for it: first, download the form"."""
    if not (told and steps and told[-1].shown.endswith(":")) or steps[0].words[0].fact:
        return steps
    [first, *others] = steps[0].words
    return (replace(steps[0], words=(replace(first, shown=begun_small(first.shown)), *others)), *steps[1:])


def _dropped(point: Point, reason: str) -> Choice:
    return Choice(point=point.id, decision="dropped", reason=reason)


def _bare(text: str) -> str:
    return " ".join(without_marks(text).casefold().split())


def _readable(shown: str) -> str:
    """Give a figure for a reason that is read in a terminal: plain blanks, no direction marks."""
    return without_marks(shown.replace(NBSP, " "))


def _named(text: str) -> tuple[str, ...]:
    """Give the ids of the statistics a text refers to, in order."""
    return tuple(dict.fromkeys(reference.id for reference in find_references(text)))


_WORD = re.compile(r"[^\W\d_]+")


def _words_of(text: str, code: str) -> set[str]:
    """Give the words of a line that say something, in small letters: without *of*, *the*, *tại*."""
    return {word for word in _WORD.findall(text.replace(NBSP, " ").casefold()) if len(word) > 1} - phrases(code).light
