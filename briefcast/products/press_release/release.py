"""What a press release says: written from the points of its audience, every figure with who published it.

    release = write_release(brief, facts, script, audience, folder=folder)

A newsroom cuts from the end: the finding is the headline below what it belongs to, who and when and how much stand in
the first paragraph, context and the limits of the data behind the points. Figures are exact, whatever else the audience
hears.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from briefcast.brief.audiences import Audience
from briefcast.brief.kinds import PASSAGES, part_of
from briefcast.brief.measures import is_reading, is_state
from briefcast.brief.model import Brief
from briefcast.brief.periods import split_period
from briefcast.language.bodies import same_body
from briefcast.language.phrasebook import phrasebook
from briefcast.language.phrases import ended, fill, phrases
from briefcast.language.sentences import split_sentences, unstopped
from briefcast.language.topics import is_topic
from briefcast.language.written import isolate, join_prefix, told_as, write_date, write_number, write_period
from briefcast.products.press_release.words import ReleaseWords, release_words
from briefcast.script import (
    CallToAction,
    ContentLine,
    Figure,
    Mark,
    Quotation,
    Scene,
    Script,
    Sentence,
    SourceNote,
    Word,
    same_words,
)
from briefcast.writing.citing import cite, issue_day, measured
from briefcast.writing.content import long_dates
from briefcast.writing.facts import Facts
from briefcast.writing.targets import better, goal_words, is_ceiling, is_pending, only_at_the_end, target_kind
from briefcast.writing.writing import write_script

HISTORY_MIN = 3
"""Values over time that make a history; two are told by their change."""
COUNTED_MAX = 20
"""Things that a target may ask for of which nobody wants a percentage."""
_NUMERAL = re.compile(r"\d(?:[\d.,]*\d)?")
_NUMBER = re.compile(r"(?<!\w)\d+/(?:\d{4}/)?[A-ZĐ][\w-]*[A-ZĐ](?!\w)")
"""The number of a document as its title gives it: 412/BC-SYT."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One paragraph of the copy, with the steps or words of somebody that follow it."""

    text: str
    steps: tuple[str, ...] = ()
    quote: Quotation | None = None


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """One figure as the table gives it."""

    label: str
    value: str
    """Empty in a row that only heads those of its places or parts."""
    period: str
    compared: str
    """The change, and what it is a change from; may be empty."""
    target: str
    """What it is measured by, and of when that is; may be empty."""
    source: str
    belongs: bool = False
    """Whether it is one of the places or parts of the row that heads them: what is the same there is not said again."""


@dataclass(frozen=True, kw_only=True)
class PressRelease:
    """Everything a press release says, in the order in which it says it; what is empty is left out."""

    language: str
    words: ReleaseWords
    labels: Mapping[str, str] = field(hash=False)
    """The language's words on pictures and pages."""
    issuer: str
    embargo: str
    kicker: str
    """What the finding belongs to, above it: the name of the report; empty where the headline is that."""
    headline: str
    deck: str
    """The line under the headline."""
    dateline: str
    lede: Paragraph
    particulars: tuple[ContentLine, ...]
    """What one has to know of an event or a good practice, line by line."""
    body: tuple[Paragraph, ...]
    figures: tuple[FigureRow, ...]
    context: tuple[str, ...]
    limits: str
    action: CallToAction
    sources: tuple[SourceNote, ...]
    contact: str
    date: dt.date
    facts: tuple[str, ...]
    """Ids of every fact it states."""
    invites: bool = False
    """Whether it is of an event."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the heads of the table; changes and targets have a column where a figure has one."""
        labels, words = self.labels, self.words
        compared = (words.compared,) if self._has_changes else ()
        target = (words.target_column,) if self._has_targets else ()
        return (labels["statistic"], labels["value"], labels["period"], *compared, *target, labels["source"])

    def cells(self, row: FigureRow) -> tuple[str, ...]:
        """Give what stands in a row of the table, under its heads."""
        compared = (row.compared,) if self._has_changes else ()
        target = (row.target,) if self._has_targets else ()
        return (row.label, row.value, row.period, *compared, *target, row.source)

    @property
    def _has_changes(self) -> bool:
        return any(row.compared for row in self.figures)

    @property
    def _has_targets(self) -> bool:
        return any(row.target for row in self.figures)

    @property
    def names_topic(self) -> bool:
        """Whether its headline names what it is about and tells no news of that; an event is called by its name."""
        return not self.invites and is_topic(self.headline, self.language)

    @property
    def lacks(self) -> tuple[str, ...]:
        """Name the fields of the brief without which newsrooms have to ask."""
        return tuple(name for name, text in (("contact", self.contact), ("issuer", self.issuer)) if not text)


def write_release(
    brief: Brief, facts: Facts, script: Script, audience: Audience, *, folder: Path | None = None
) -> PressRelease:
    """Write what a press release says to one audience, in the language of its script.

    Its headline is the script's title and its first points are the script's; paper has room for the others, too.
    Raises FactError if a figure cannot be told.
    """
    wide = audience.model_copy(
        update={
            "points": audience.points.model_copy(update={"max": max(len(brief.points), 1)}),
            # Embargo, place, limits and contact are told to newsrooms; so are figures as they were published.
            "tone": "factual",
            "numbers": "exact",
            "also_say": (),
        }
    )
    if public := phrases(script.language).public:
        # Copy is printed for everybody: who is told what to do there is no editor.
        wide = wide.model_copy(update={"address": {**wide.address, script.language: public}})
    told = write_script(brief, facts, wide, script.language, to_read=True, folder=folder)
    bare = brief.model_copy(
        update={"points": tuple(point.model_copy(update={"steps": (), "quote": None}) for point in brief.points)}
    )
    # Steps and quotes are set apart on paper: the sentences are those of the points without them.
    said = write_script(bare, facts, wide, script.language, to_read=True, folder=folder)
    return _Writer(brief=brief, facts=facts, script=script, told=told, said=said).release()


@dataclass(frozen=True, kw_only=True)
class _Writer:
    brief: Brief
    facts: Facts
    script: Script
    told: Script
    """Every point of the audience, with steps and quotes as they are shown."""
    said: Script
    """The same points without them."""

    @property
    def words(self) -> ReleaseWords:
        return release_words(self.script.language)

    def release(self) -> PressRelease:
        lede, *body = (*self._invitation(), *self._paragraphs())
        told, language = self.told, self.script.language
        figures = told.figures
        stated = (fact for scene in self.said.scenes for fact in scene.facts)
        listed = self._with_wholes(figures)
        shown = (fact for figure in listed for fact in figure.facts)
        return PressRelease(
            language=language,
            words=self.words,
            labels=told.labels,
            issuer=told.issuer,
            embargo=_said_first(told),
            kicker=self.script.name or (self.script.kicker if self._finding else ""),
            headline=self._finding.headline if self._finding else self.script.title,
            deck=told.subtitle,
            dateline=self._dateline(),
            lede=lede,
            particulars=self._particulars(),
            body=tuple(body),
            figures=tuple(self._rows(listed)),
            context=tuple(self._context(figures)),
            limits=told.release.limits,
            action=told.call_to_action,
            sources=tuple(self._isolated(source) for source in told.sources),
            contact=told.release.contact,
            date=self._day,
            facts=tuple(dict.fromkeys((*stated, *shown))),
            invites=self.brief.kind == "event",
        )

    # ---- the copy

    @property
    def _lists_content(self) -> bool:
        """Say whether what a piece of its kind has to say stands line by line: day and place, who and how."""
        return self.brief.kind in ("event", "spotlight")

    @property
    def _day(self) -> dt.date:
        """The day of the release, as far as that is known yet."""
        return issue_day(self.brief)

    def _dateline(self) -> str:
        words, language = self.words, self.script.language
        place = self.told.release.place
        date = write_date(self._day, language, style=words.dateline_date)
        return fill(words.dateline if place else words.dateline_alone, place=place.upper(), date=date)

    def _invitation(self) -> Iterator[Paragraph]:
        """Give the first paragraph of an event: what, when and where."""
        if text := self._event:
            yield Paragraph(text=text)

    @property
    def _event(self) -> str:
        """What, when and where in a sentence; nothing where the piece is no event or does not say when."""
        when, where = (self._part(name) if self.brief.kind == "event" else "" for name in ("when", "where"))
        if not (when or where):
            return ""
        name = self.brief.title.get(self.script.language, "")
        name = self.script.title if "{" in name or not name else name
        event = phrases(self.script.language).event
        when = long_dates(unstopped(when, self.script.language), self.script.language)
        where = phrases(self.script.language).within(unstopped(where, self.script.language))
        return ended(event.says(when, where, name=unstopped(name, self.script.language)))

    def _part(self, name: str) -> str:
        """Give one line of what a piece of its kind says, as it stands within a sentence."""
        written = part_of(self.brief, name).get(self.script.language, "")
        label = self.told.labels[name]
        line = next((line.text for line in self.told.content if line.label == label), "") if written else ""
        return line[:1].lower() + line[1:] if written[:1].islower() else line

    def _particulars(self) -> tuple[ContentLine, ...]:
        """Give what one has to know line by line, but what the first paragraph says."""
        if not self._lists_content:
            return ()
        said = {self.told.labels[name] for name in ("when", "where")} if self._event else set()
        return tuple(line for line in self.told.content if line.label not in said)

    def _paragraphs(self) -> Iterator[Paragraph]:
        """Give the copy, its figures attributed: at the sentence that states them, nowhere else."""
        shown = {scene.id: scene for scene in self.told.scenes}
        named = list[str]()
        for id, sentences in self._told_in_order():
            text = self._attribute(sentences, named)
            visual = shown[id].visual if id in shown else None
            # What leads to a list ends in a colon.
            text = f"{text[:-1]}:" if visual and visual.steps and text.endswith(".") else text
            quote = visual.quote if visual else None
            role = phrases(self.script.language).behind_name(quote.role) if quote else ""
            quote = replace(quote, role=role) if quote else None
            yield Paragraph(text=text, steps=visual.steps if visual else (), quote=quote)

    @property
    def _finding(self) -> Scene | None:
        """Give the point whose headline stands over an explainer: news is no question that its readers would ask."""
        asks = self.brief.kind == "explainer" and self.script.title.rstrip().endswith("?")
        points = [scene for scene in self.said.scenes if scene.kind == "point" and self._in_brief(scene)]
        weighed = sorted(points, key=lambda scene: -scene.weight)
        with_figures = (scene for scene in weighed if scene.visual.figures and scene.headline)
        return next(with_figures, None) if asks else None

    def _told_in_order(self) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
        """Give the points in the script's order, a rebuttal's truth before them, what it had no room for behind."""
        points = [scene for scene in self.said.scenes if scene.kind == "point"]
        content = [scene for scene in points if scene.id.startswith(PASSAGES) and not self._in_brief(scene)]
        own = [scene for scene in points if scene not in content]
        place = {scene.id: number for number, scene in enumerate(self.script.scenes)}
        own.sort(key=lambda scene: place.get(scene.id, len(place)))
        if self.brief.kind == "rebuttal" and content:
            claim, why = self._taken_apart(content[0].sentences)
            # A paragraph is printed without its headline: the truth, why, and then the claim.
            truth = self.said.scenes[-1].sentences[:1]
            # The headline has just said it; a reason without a figure may lean on it: "No office charges for it."
            said = any(sentence.facts for sentence in why) and same_words(
                " ".join(sentence.shown for sentence in truth), self.script.title
            )
            yield "truth", (*(() if said else truth), *why)
            yield content[0].id, claim
            content = content[1:]
        finding = self._finding.id if self._finding else ""
        first = [scene for scene in own if scene.id == finding]
        rest = [scene for scene in own if scene.id != finding]
        for scene in (*first, *(() if self._lists_content else content), *rest):
            yield scene.id, scene.sentences

    def _taken_apart(self, told: Sequence[Sentence]) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
        """Part what is told of a claim from the reason why it is untrue, which stands last."""
        why = ended(part_of(self.brief, "why").get(self.script.language, ""))
        count = len(split_sentences(why, self.script.language)) if why else 0
        at = len(told) - count
        return tuple(told[:at]), tuple(told[at:])

    def _in_brief(self, scene: Scene) -> bool:
        return any(point.id == scene.id for point in self.brief.points)

    def _attribute(self, sentences: Sequence[Sentence], named: list[str]) -> str:
        """Say in the sentence who published its figures, unless the figures before it are of the same source.

        Who issues a release does not cite itself in it. ``named`` are the sources that were named before, in order.
        """
        texts = [sentence.shown for sentence in sentences]
        for at, sentence in enumerate(sentences):
            sources = self._sources_of(sentence)
            if not sources or sources == tuple(named[-1:]) or not texts[at].endswith("."):
                continue
            # Who is named in the sentence, or in the one before it, is not cited once more.
            near = " ".join(texts[max(at - 1, 0) : at + 1])
            uncited = tuple(id for id in sources if not self._names(id, near) and not self._is_own(id))
            if uncited and not set(uncited) <= set(named[-1:]):
                said = [Word(shown=word, spoken=word) for word in f"{self._said(uncited, named)}.".split(" ")]
                texts[at] = cite(sentence, said, phrases(self.script.language).contrast).shown
            named += sources
        return " ".join(texts)

    def _is_own(self, id: str) -> bool:
        """Say whether who issues the release published the source itself."""
        source, language = self.brief.source(id), self.script.language
        names = (source.publisher.get(language, ""), source.cited.get(language, ""))
        return any(same_body(name, self.told.issuer, language) for name in names)

    def _sources_of(self, sentence: Sentence) -> tuple[str, ...]:
        stated = dict.fromkeys(
            self.facts.statistics[fact.partition(".")[0]].source for fact in measured(sentence.facts)
        )
        return tuple(id for id in stated if id)

    def _said(self, sources: Sequence[str], named: Collection[str]) -> str:
        """Say who published, and when the first time; the day of the release is not said again."""
        language = self.script.language
        names = join_prefix(self.words.and_.join(self._publisher(id) for id in sources))
        [*_, last] = sources
        date = self.brief.source(last).date
        new = len(sources) == 1 and last not in named and date != self._day
        pattern = self.words.said_when if new else self.words.said
        # An apposition ends with a comma before what follows it: the Laboratory, Ministry of Health, on …
        names += "," if new and phrases(language).article and "," in names else ""
        return fill(pattern, publisher=names, date=write_date(date, language))

    def _publisher(self, id: str) -> str:
        source, language = self.brief.source(id), self.script.language
        return source.cited.get(language) or phrases(language).with_article(source.publisher.get(language, ""))

    def _names(self, id: str, text: str) -> bool:
        source, language = self.brief.source(id), self.script.language
        names = (source.publisher.get(language), source.cited.get(language))
        return any(name and name.lower() in text.lower() for name in names)

    # ---- what stands behind it

    def _with_wholes(self, figures: Sequence[Figure]) -> tuple[Figure, ...]:
        """Give figures with the whole before its places or parts, where several of them are told and it is not."""
        told, language = {figure.statistic for figure in figures}, self.script.language
        listed_in = Counter(figure.grouped.group for figure in figures if figure.grouped)
        listed: list[Figure] = []
        for figure in figures:
            group = figure.grouped.group if figure.grouped else ""
            if listed_in[group] > 1 and group not in told and group in self.facts.statistics:
                told.add(group)
                listed.append(self.facts.figure(group, language, "exact"))
            listed.append(figure)
        return tuple(listed)

    def _rows(self, figures: Sequence[Figure]) -> Iterator[FigureRow]:
        """Give the figures as rows; those of places or parts stand under one that says what they all measure."""
        rows = {figure.statistic: self._row(figure) for figure in figures}
        listed_in = Counter(figure.grouped.group for figure in figures if figure.grouped)
        head: FigureRow | None = None
        for figure in _grouped(figures, [scene.visual.figures for scene in self.told.scenes]):
            row, grouped = rows[figure.statistic], figure.grouped
            if not grouped or (listed_in[grouped.group] == 1 and grouped.group not in rows):
                yield row
                continue
            if grouped.group in rows:
                head = rows[grouped.group]
            elif head is None or head.label != grouped.label:
                head = replace(row, label=grouped.label, value="", compared="", target="")
                yield head
            same = {name: "" for name in ("period", "target", "source") if getattr(row, name) == getattr(head, name)}
            yield replace(row, label=grouped.name, belongs=True, **same)

    def _row(self, figure: Figure) -> FigureRow:
        # A text may say "8 in 10" by itself; the table gives what was published.
        own, language = figure, self.script.language
        figure = self.facts.figure(figure.statistic, language, "exact")
        change = self._change(figure)
        compared = change
        if figure.baseline and change:
            compared = fill(
                self.words.change_from,
                change=change,
                period=figure.baseline.label,
                value=figure.baseline.written,
            )
        return FigureRow(
            label=own.label,
            value=figure.went or figure.written,
            period=self._short_period(figure),
            compared=self._without_unit(compared, figure.statistic),
            target=self._aim(figure, figure.target) if figure.target else "",
            source=self._in_table(figure),
        )

    def _short_period(self, figure: Figure) -> str:
        """Give the time of a figure as its earlier value has it beside it: Jan–Sep 2026, Jan–Sep 2025."""
        period, language = self.facts.statistics[figure.statistic].period, self.script.language
        if not period or told_as(period).kind in ("day", "days"):
            return figure.period
        long, short = (write_period(period, language, style=style) for style in ("long", "short"))
        return figure.period.replace(long, short)

    def _change(self, figure: Figure) -> str:
        """Give a change in digits, and in percent too where the copy tells it so: 1,056 cases, 37.8%."""
        id, language = figure.statistic, self.script.language
        change = figure.change
        if change and self.facts.value(f"{id}.change") and not re.search(r"\d", change):
            words = phrasebook(language).change
            pattern = words.up if self.facts.value(f"{id}.change") > 0 else words.down
            change = pattern.format(x=self.facts.phrase(f"{id}.change.size", language, "exact"))
        told = any(f"{id}.growth" in scene.facts for scene in self.said.scenes)
        if not (told and figure.baseline and change):
            return change
        return fill(
            self.words.both_ways, change=change, percent=self.facts.phrase(f"{id}.growth.size", language, "exact")
        )

    def _aim(self, figure: Figure, target: Mark) -> str:
        """Give a target as the table does: the value, what it is called, and of when."""
        words, language = self.words, self.script.language
        statistic = self.facts.statistics[figure.statistic]
        named = target_kind(statistic) != "goal" or (statistic.target and statistic.target.name)
        # Under "Target" nobody has to read that it is one.
        pattern = (words.aim_by if named else words.aim_when) if target.period else words.aim if named else "{target}"
        by = write_period(target.period, language, style="short") if target.period else ""
        written = fill(self._bound(figure), target=target.written)
        said = fill(pattern, target=written, period=by, **goal_words(statistic, language))
        return join_prefix(said)

    def _bound(self, figure: Figure) -> str:
        """Give the pattern of a target by what is to be done with it: a place is reached, a ceiling stayed under."""
        if figure.unit == "rank":
            return self.words.top
        return self.words.below if is_ceiling(self.facts.statistics[figure.statistic]) else "{target}"

    def _in_table(self, figure: Figure) -> str:
        """Name a source in a row as the brief does, or else by who published it, its number and its day."""
        source = self.brief.source(figure.source) if figure.source else None
        if source is None or source.short.get(self.script.language):
            return figure.source_short
        number = _NUMBER.search(source.title.get(self.script.language, ""))
        day = write_date(source.date, self.script.language, style="short")
        parts = (source.publisher.get(self.script.language, ""), number[0] if number else "", day)
        return ", ".join(filter(None, parts))

    def _isolated(self, source: SourceNote) -> SourceNote:
        """Keep a name in other letters from drawing the day behind it over to its own side."""
        name = source.publisher
        own = isolate(name, self.script.language)
        return replace(source, written=source.written.replace(f" {name}, ", f" {own}, ")) if name else source

    def _context(self, figures: Sequence[Figure]) -> Iterator[str]:
        """Give how figures came to where they are, and where they are to go."""
        words = self.words
        for figure in figures:
            marks = figure.series
            if len(marks) >= HISTORY_MIN:
                values = ", ".join(fill(words.at, value=told, period=mark.label) for told, mark in self._alike(marks))
                yield fill(words.history, label=figure.label, values=values)
            # The table gives the target itself, and the copy may say how far it is.
            told = any(f"{figure.statistic}.gap" in scene.facts for scene in self.said.scenes)
            if figure.target and not told and (line := self._target(figure, figure.target)):
                yield line

    def _alike(self, marks: Sequence[Mark]) -> Iterator[tuple[str, Mark]]:
        """Give values over time with as many decimals each: 2.21%, 2.20%."""
        point = write_number(Decimal("0.5"), self.script.language)[1:-1]
        found = [_NUMERAL.search(mark.written) for mark in marks]
        alike = len({_NUMERAL.sub("", mark.written) for mark in marks}) == 1
        most = max(len(one[0].partition(point)[2]) for one in found if one) if alike and all(found) else 0
        for mark, one in zip(marks, found, strict=True):
            decimals = one[0].partition(point)[2] if one else ""
            lacking = most - len(decimals) if one else 0
            zeros = f"{'' if decimals else point}{'0' * lacking}" if lacking > 0 else ""
            yield f"{mark.written[: one.end()]}{zeros}{mark.written[one.end() :]}" if one else mark.written, mark

    def _target(self, figure: Figure, target: Mark) -> str:
        """Say how a figure stands to its target; nothing where nobody can say yet."""
        words, language = self.words, self.script.language
        statistic = self.facts.statistics[figure.statistic]
        written = fill(self._bound(figure), target=target.written)
        by = write_period(target.period, language) if target.period else ""
        if len(target.period) == 4:
            by = phrasebook(language).progress.year.format(period=by)
        over = bool(target.period) and split_period(target.period).last < self._day
        pattern = words.target_was if over else words.target_by if by else words.target
        # Its own label: a figure may be an estimate, its target is none.
        label = self.facts.figure(statistic.id, language, "exact").label
        # A Hebrew prefix joins a word: לשנת 2027.
        said = join_prefix(fill(pattern, label=label, target=written, period=by, **goal_words(statistic, language)))
        stands = self._stands(said, figure, target)
        return (
            ""
            if stands == ended(said)
            else f"{label}{self._without_unit(stands.removeprefix(label), figure.statistic)}"
        )

    def _stands(self, said: str, figure: Figure, target: Mark) -> str:
        """Say of a target how a figure stands to it."""
        words, language, id = self.words, self.script.language, figure.statistic
        statistic = self.facts.statistics[id]
        part = self.facts.part_of_target(id, language)
        if part and statistic.unit == "count" and not statistic.unit_word and target.value <= COUNTED_MAX:
            # A third of three schools is one school.
            return fill(words.with_count, said=said, value=self.facts.figure(id, language, "exact").written)
        if part:
            done = words.done[target_kind(statistic)]
            return fill(words.with_part, said=said, part=part, done=done, when=self._during(figure))
        gap = figure.gap
        case = self.facts.gap_case(id) if gap else "met"
        # Of a wait that may last 14 days, 19 are no shortfall.
        over = statistic.unit != "rank" and figure.value > target.value
        short = words.over if over else words.short
        by_case = {
            **dict.fromkeys(("missed", "short", "short_rank", "rest"), short),
            "over": words.over,
        }
        if case == "to_come" or (is_pending(statistic) and only_at_the_end(statistic) and figure.value > 0):
            # Growth of nine months says nothing yet of the year, whose plan a headline may speak of.
            pattern = words.with_level if better(statistic) == "lower" else words.with_count
            return fill(pattern, said=said, value=self.facts.figure(id, language, "exact").written)
        # Before its day what is left is no shortfall.
        pending = case == "rest" and is_pending(statistic)
        if pending or case in ("short_yet", "short_rank_yet"):
            return fill(words.with_gap_yet, said=said, gap=self.facts.phrase(f"{id}.gap.size", language, "exact"))
        if pattern := {**by_case, "under": words.under}.get(case, ""):
            gap = fill(pattern, gap=self.facts.phrase(f"{id}.gap.size", language, "exact"))
        return fill(words.with_gap, said=said, gap=gap) if gap else ended(said)

    def _without_unit(self, text: str, id: str) -> str:
        """Leave out the unit that the label of a figure says already."""
        return self.facts.without_label_unit(text, id, self.script.language)

    def _during(self, figure: Figure) -> str:
        """Give when a figure was reached, as it stands in a sentence."""
        statistic, language = self.facts.statistics[figure.statistic], self.script.language
        kind = told_as(statistic.period).kind
        if is_reading(statistic):
            measured_on = phrasebook(language).dates.measured
            return measured_on.format(period=write_period(statistic.period, language))
        if is_state(statistic) and kind != "day":
            return figure.period  # its words say of which day it is
        pattern = self.words.by_day if kind == "day" else self.words.over_days if kind == "days" else self.words.when
        return fill(pattern, period=isolate(write_period(statistic.period, language), language))


def _grouped(figures: Sequence[Figure], points: Sequence[Sequence[str]] = ()) -> Iterator[Figure]:
    """Give figures in their order, a whole before its places or parts, and these by size.

    What a point tells beside a whole stands before it: behind all its places nobody finds the deaths of an outbreak.
    """
    groups = {figure.grouped.group for figure in figures if figure.grouped}
    given = set[str]()
    for figure in figures:
        group = figure.grouped.group if figure.grouped else figure.statistic
        if group not in groups:
            if figure.statistic not in given:
                yield figure
        elif group not in given:
            given.add(group)
            ids = {id for point in points if figure.statistic in point and not figure.grouped for id in point}
            beside = [one for one in figures if one.statistic in ids - groups - given and one.grouped is None]
            given |= {one.statistic for one in beside}
            yield from beside
            yield from (whole for whole in figures if whole.statistic == group)
            members = (one for one in figures if one.grouped and one.grouped.group == group)
            yield from sorted(members, key=lambda one: (one.grouped.split if one.grouped else 0, _place(one)))
            continue
        given.add(figure.statistic)


def _said_first(told: Script) -> str:
    """Give what newsrooms read before all else: until when nothing is published, and what was corrected, and why."""
    until = f"{told.labels['embargo']} {told.release.embargo}" if told.release.embargo else ""
    return " · ".join(filter(None, (until, told.corrected)))


def _place(figure: Figure) -> Decimal:
    """Give where a figure stands among its places or groups: by size, or as typed where that is an order."""
    grouped = figure.grouped
    return Decimal(grouped.place) if grouped and grouped.typed else -figure.value


def plain(release: PressRelease) -> str:
    """Give the copy as plain text: headline, first paragraph and what follows, for descriptions and for comparing."""
    first = replace(release.lede, text=f"{release.dateline}{release.lede.text}")
    lines = [release.kicker, release.headline, first.text, *first.steps]
    lines += [f"{line.label}: {line.text}" for line in release.particulars]
    for paragraph in release.body:
        lines += [paragraph.text, *paragraph.steps]
    return "\n".join(filter(None, lines))
