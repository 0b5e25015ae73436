"""The script of an episode: who says what, part by part, written from the script of its audience.

    episode = write_episode(script, facts, audience, show="What the Numbers Say", with_gaps=True, with_sources=True)

A briefing and a bulletin are told by one voice. In a conversation two voices tell the points as they stand: where
the brief has a question for a point, one host asks it and the other answers; where it has none, the hosts take
turns. No question is made up, for a label alone makes none that its figure answers. No number is written here:
each comes from the script or from `briefcast.writing.facts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from briefcast.brief.audiences import Audience
from briefcast.language.bodies import each_once
from briefcast.language.phrases import Condition, carried, ended, fill, names_harm, phrases
from briefcast.language.written import NBSP, join_prefix, letters_alone, write_date
from briefcast.products.podcast.phrases import ByTone, PodcastPhrases, Role, podcast_phrases
from briefcast.products.podcast.profile import EpisodeFormat, PodcastProfile
from briefcast.script import Scene, Script, Sentence, SourceNote, Word
from briefcast.writing import targets
from briefcast.writing.asking import is_told_already
from briefcast.writing.citing import issue_day
from briefcast.writing.content import begun
from briefcast.writing.facts import Facts
from briefcast.writing.frame import carries
from briefcast.writing.hook import says_name, says_numbers
from briefcast.writing.pronunciation import respell
from briefcast.writing.wording import write_sentences

SAID_MAX = 3
"""Names that can be followed by ear; all of them stand in the notes."""

RECAP_MAX = 3
"""Points that an episode says once more at its end."""

RECAP_MIN = 7
"""Points from which on it does: of fewer most would be heard twice within a minute."""

EXCHANGED = 2
"""Turns of a point of which one host asks the other: more are an exchange on its target, which is had once."""

FEW_BEHIND = 3
"""Points from which on the first may be told before the greeting: others follow it."""

BEGUN_MAX_CHARS = 200
"""Longest point that is told before anybody is greeted: what is heard in some twelve seconds."""

JOINED_MIN = 4
"""Points of one voice from which on words lead over to the last of them."""

_CHANGED = frozenset({"change", "growth", "baseline"})
"""What a text tells of a figure where it says which way that went."""
_FIRST_FIGURE = re.compile(r"[^.!?]*\{")
"""A text whose first sentence has a figure."""

SaidSources = Literal["each", "end", "none"]
"""Where sources are said: with each point, before the closing, or nowhere."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What one host says without a break."""

    host: Role
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One chapter of an episode."""

    id: str
    """``opening``, the point's id, or ``closing``."""
    kind: Literal["opening", "point", "closing"]
    title: str
    turns: tuple[Turn, ...]
    image: Path | None = None
    """The photo of the point, if the brief has one."""

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts it states, in order, each once."""
        return tuple(dict.fromkeys(f for turn in self.turns for s in turn.sentences for f in s.facts))


@dataclass(frozen=True, kw_only=True)
class EpisodeScript:
    """What is said in one episode, with everything that is shown around it."""

    script: Script
    """The script of the audience that it was written from; its scenes are in ``parts``."""
    format: EpisodeFormat
    show: str
    """The name of the show, as it is said."""
    hosts: dict[Role, str]
    """Names of those who speak, for transcripts; one of them in a briefing."""
    hook: Turn | None
    """The finding that it begins with, before whose show it is; none where something else has to be said before it."""
    notice: Turn
    """That the voices are a machine's: said before the opening if they are."""
    notice_beside: Turn
    """The same where a person is heard beside them."""
    parts: tuple[Part, ...]
    sources: SaidSources
    """Where it says who published the figures."""
    gaps: bool
    """Whether it says how figures stand to their targets."""

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of every fact it states, in order, each once."""
        hook = [fact for sentence in self.hook.sentences for fact in sentence.facts] if self.hook else []
        return tuple(dict.fromkeys([*hook, *(fact for part in self.parts for fact in part.facts)]))


def write_episode(
    script: Script,
    facts: Facts,
    audience: Audience,
    *,
    show: str,
    with_gaps: bool,
    with_sources: bool,
    pronunciation: Mapping[str, str] | None = None,
) -> EpisodeScript:
    """Write what is said in an episode.

    Args:
        script: What the audience is told, without spoken gaps.
        facts: The figures of the brief, for gaps to a target.
        audience: Format, tone, form of address, plain words.
        show: Name of the show.
        with_gaps: Say the target of a point's leading figure, unless the point does.
        with_sources: Name the publishers before the closing.
        pronunciation: The team's words and how they are said; the script's own sentences follow it already.
    """
    return _Writer(
        script=script,
        facts=facts,
        audience=audience,
        show=show,
        with_gaps=with_gaps,
        with_sources=with_sources,
        own=podcast_phrases(script.language),
        pronunciation=pronunciation or {},
    ).episode()


@dataclass(frozen=True, kw_only=True)
class _Writer:
    script: Script
    facts: Facts
    audience: Audience
    show: str
    with_gaps: bool
    with_sources: bool
    own: PodcastPhrases
    pronunciation: Mapping[str, str]

    @property
    def format(self) -> EpisodeFormat:
        """How the audience hears its episodes."""
        return self.audience.profile("podcast", PodcastProfile).format

    def episode(self) -> EpisodeScript:
        script, talk = self.script, self.format == "conversation"
        alone: dict[Role, str] = {"answer": script.issuer or self.own.hosts["answer"]}
        hosts = self.own.hosts if talk else alone
        notice = self.own.notice.two if talk else self.own.notice.one
        first: Role = "ask" if talk else "answer"
        told = self._points(talk)
        first_words = self._hook(told)
        # Nobody is greeted behind the news of people killed or hurt: such an episode begins with its greeting.
        hook = None if first_words and self._tells_harm(first_words.sentences) else first_words
        # What was told whole before the greeting is not told again.
        begins_whole = hook is not None and hook.sentences == told[0].turns[0].sentences
        told_later = told[1:] if begins_whole else told
        said = [fact for part in told for fact in part.facts]
        conditions = carries(script, said)
        if is_told_already(self.facts.brief, script.audience, [part.id for part in told]):
            conditions -= {"action"}
        parts = (
            Part(
                id="opening",
                kind="opening",
                title=script.title_alone,
                image=told[0].image if begins_whole else None,
                turns=self._opening(
                    talk,
                    conditions,
                    told_later[0].turns[0].host if told_later else "ask",
                    title=self._title(hook, told),
                    hooked=hook is not None and (hook.sentences == script.lede or not self._opens_in_own_words),
                ),
            ),
            *told_later,
            Part(
                id="closing",
                kind="closing",
                title=script.labels["call_to_action" if script.call_to_action.text else "sources"],
                turns=self._closing(
                    talk,
                    conditions,
                    told[-1].turns[-1].host if told else "answer",
                    self._recap(told) if first_words else (),
                ),
            ),
        )
        return EpisodeScript(
            script=script,
            format=self.format,
            show=self.show,
            hosts=hosts,
            hook=self._noticed(self._held or hook),
            notice=Turn(host=first, sentences=self._tell(notice)),
            notice_beside=Turn(host=first, sentences=self._tell(self.own.notice.beside)),
            parts=parts,
            sources=self._sources,
            gaps=self.with_gaps,
        )

    # ---- parts

    @property
    def _held(self) -> Turn | None:
        """Say until when nothing of it may go out; None where it may."""
        until = self.script.release.embargo
        return (
            Turn(host="answer", sentences=self._tell(ended(f"{self.script.labels['embargo']} {until}")))
            if until
            else None
        )

    def _noticed(self, hook: Turn | None) -> Turn | None:
        """Say before all else that it was corrected, when and why; an embargo alone stands before that."""
        if not (noticed := self.script.noticed_aloud):
            return hook
        said = hook.sentences if hook else ()
        both = (*said, *noticed) if hook and hook == self._held else (*noticed, *said)
        return Turn(host=hook.host if hook else "answer", sentences=both)

    def _hook(self, told: Sequence[Part]) -> Turn | None:
        """Give the finding an episode begins with: the team's own opening, or the headline of its leading point.

        A point without one is told whole before the greeting, where it is short and others follow: its figure with a
        label is no sentence, and tells one half of "more firms close than open". Nothing is heard twice within
        seconds, as from a machine. What may not go out yet says that first (`_held`), and a rebuttal begins with the
        truth.
        """
        if not told or self.script.release.embargo or self.script.kind == "rebuttal":
            return None
        if self._opens_in_own_words and any(sentence.facts for sentence in self.script.lede):
            return Turn(host="answer", sentences=self.script.lede)
        headline = self._headline(told[0])
        if headline:
            said = {letters_alone(sentence.shown) for turn in told[0].turns for sentence in turn.sentences}
            again = letters_alone(headline[0].shown) in said
            return None if again else Turn(host="answer", sentences=headline)
        return Turn(host="answer", sentences=told[0].turns[0].sentences) if self._may_begin(told) else None

    def _headline(self, part: Part) -> tuple[Sentence, ...]:
        """Give the headline that somebody wrote for a point, as it is said; nothing where there is none."""
        return next((scene.headline_aloud for scene in self.script.scenes if scene.id == part.id), ())

    def _may_begin(self, told: Sequence[Part]) -> bool:
        """Say whether the first point may be told before anybody is greeted, in every language of the brief alike.

        A passage of a kind is told in its place: the problem before what was done.
        """
        point = next((point for point in self.facts.brief.points if point.id == told[0].id), None)
        if point is None or len(told) < FEW_BEHIND or len(told[0].turns) > 1 or self._sources == "each":
            return False
        own = point.variants.get(self.script.audience)
        texts = {**point.text, **(own.text if own else {})}
        return not point.steps and all(
            len(text) <= BEGUN_MAX_CHARS and bool(_FIRST_FIGURE.match(text)) and not names_harm(text, code)
            for code, text in texts.items()
        )

    def _tells_harm(self, sentences: Sequence[Sentence]) -> bool:
        """Say whether sentences name people killed or hurt, in their words or by their figures."""
        facts = {fact.partition(".")[0] for sentence in sentences for fact in sentence.facts}
        labels = (figure.label for figure in self.script.figures if figure.statistic in facts)
        return any(names_harm(text, self.script.language) for text in (*(s.shown for s in sentences), *labels))

    def _title(self, hook: Turn | None, told: Sequence[Part]) -> tuple[Sentence, ...]:
        """Give what an episode is about: its title, or behind a hook what that belongs to, unless it is heard anyway.

        Nothing is seen of an episode: without this nobody would hear whose figures these are, and of when.
        """
        script = self.script
        if hook is None:
            return script.lede
        heard = hook.sentences == script.lede
        said = script.lede if self._opens_in_own_words and not heard else ()
        name = script.named or self._tell(ended(script.title_alone))
        first = [*hook.sentences, *said, *told[0].turns[-1].sentences]
        # Of when all of it is has to be heard too: "nine months" of what year?
        when = says_numbers(name, first)
        return said if when and says_name(name, first) else (*said, *name)

    @property
    def _opens_in_own_words(self) -> bool:
        """Whether the team wrote other words than the title to begin with."""
        return letters_alone(" ".join(s.shown for s in self.script.lede)) != letters_alone(self.script.title_alone)

    def _recap(self, told: Sequence[Part]) -> tuple[Sentence, ...]:
        """Say once more the first points: as many as are remembered."""
        if len(told) < RECAP_MIN:
            return ()
        kept = [part for part in told if self._once_more(part)]
        first, others = kept[:RECAP_MAX], kept[RECAP_MAX:]
        # What got worse is not left out of what is said once more.
        worse = next(filter(self._got_worse, others), None)
        if worse and not any(map(self._got_worse, first)):
            first[-1] = worse
        again = [self._once_more(part) for part in first]
        said = tuple(sentence for sentences in again for sentence in sentences)
        return self._summed(said) if len(again) > 1 else ()

    def _got_worse(self, part: Part) -> bool:
        return any(self._went(scene) is False for scene in self.script.scenes if scene.id == part.id)

    def _once_more(self, part: Part) -> tuple[Sentence, ...]:
        """Say a point by its headline: a whole sentence would be heard twice, word for word.

        The dead are not summed up in one breath with what sold well.
        """
        headline = self._headline(part)
        return () if self._tells_harm(headline) else headline

    def _opening(
        self,
        talk: bool,
        conditions: frozenset[Condition],
        then: Role,
        *,
        title: tuple[Sentence, ...],
        hooked: bool,
    ) -> tuple[Turn, ...]:
        if not talk:
            return self._alone(carried(self.own.openings[self.audience.tone], conditions), title=title)
        other: Role = "ask" if then == "answer" else "answer"
        turns = self._lines(self.own.conversation.openings, conditions, title=title, titled_by=other)
        # Who greets says the title too where the other begins to tell; behind a hook nobody else does.
        return _joined(Turn(host=other, sentences=turn.sentences) if hooked else turn for turn in turns)

    def _points(self, talk: bool) -> tuple[Part, ...]:
        """Tell the points; in a conversation the hosts take turns at those that nobody has a question for."""
        parts: list[Part] = []
        # A title that asks is answered by the other.
        last: Role = "ask" if self.script.lede[-1].shown.endswith("?") else "answer"
        scenes = [scene for scene in self.script.scenes if scene.kind == "point"]
        for number, scene in enumerate(scenes):
            gap = self._gap(scene) if self.with_gaps else ()
            asked_next = next((n for n, later in enumerate(scenes[number:]) if later.question), 0)
            # Nobody asks right after telling: whoever tells before a question leaves it to the other.
            other: Role = "ask" if (asked_next % 2 == 0 if asked_next else last == "answer") else "answer"
            host: Role = other if talk and not scene.question else "answer"
            held_against = self._held_against(scene, parts) if talk and gap and not scene.question else ()
            told = scene.sentences if held_against else (*scene.sentences, *gap)
            answer = Turn(host=host, sentences=(*scene.answer_lead, *told))
            asked = (Turn(host="ask", sentences=scene.question),) if talk and scene.question else ()
            if not asked:
                bridge = self._bridge(scene, scenes, parts) if talk else ()
                answer = Turn(host=host, sentences=(*bridge, *told))
            passages = sum(scene.id not in self._of_brief for scene in scenes)
            led = talk or scene.visual.steps or number < passages
            if joint := "" if led else self._joint(number - passages, len(scenes) - passages):
                answer = Turn(host=host, sentences=self._joined_on(joint, answer.sentences))
            last = host
            parts.append(
                Part(
                    id=scene.id,
                    kind="point",
                    title=self._chapter(scene),
                    turns=(*asked, answer, *self._exchange(host, held_against, gap)),
                    image=scene.visual.image,
                )
            )
        return tuple(parts)

    def _held_against(self, scene: Scene, before: Sequence[Part]) -> tuple[Sentence, ...]:
        """Ask how the leading figure of a point stands to its target, once in a talk, where its gap answers that."""
        id = scene.visual.figures[0]
        if self.facts.gap_case(id) == "to_come" or any(len(part.turns) > EXCHANGED for part in before):
            return ()
        return self._tell(self.facts.fill_gap(self.own.conversation.target, id, self.script.language))

    def _exchange(self, host: Role, question: tuple[Sentence, ...], gap: tuple[Sentence, ...]) -> tuple[Turn, ...]:
        """Let the other host ask for the target of a figure, and the one who told it answer."""
        if not question:
            return ()
        other: Role = "ask" if host == "answer" else "answer"
        return (Turn(host=other, sentences=question), Turn(host=host, sentences=gap))

    def _bridge(self, scene: Scene, scenes: Sequence[Scene], parts: Sequence[Part]) -> tuple[Sentence, ...]:
        """Lead over to what got worse behind what got better, or the other way round; each once, and else nothing.

        Beside people killed or hurt nobody speaks of better news; a text that says "but" itself needs no bridge.
        """
        words, now = self.own.conversation, self._went(scene)
        before = scenes[: scenes.index(scene)]
        then = [went for each in before if (went := self._went(each)) is not None]
        harm = any(self._tells_harm(each.sentences) for each in (*before, scene))
        if now is None or not then or now in then or harm or self.script.kind not in ("progress", "spotlight"):
            return ()
        first = scene.sentences[0].shown.replace(NBSP, " ").casefold()
        if any(first.startswith(word) for word in words.but):
            return ()
        # Nobody announces better news that worse follows, or that is still off its target.
        later = scenes[scenes.index(scene) + 1 :]
        if now and (self._misses(scene) or any(self._went(each) is False for each in later)):
            return ()
        bridge = self._tell(words.better if now else words.worse)
        told = (s.shown for part in parts for turn in part.turns for s in turn.sentences)
        return () if bridge[0].shown in set(told) else bridge

    def _misses(self, scene: Scene) -> bool:
        """Say whether a point tells a figure that is not where it was to be: over its ceiling, behind a day gone by."""
        told = [self.facts.statistics[id] for id in dict.fromkeys(fact.partition(".")[0] for fact in scene.facts)]
        due = [s for s in told if s.target and (targets.is_limit(s) or not targets.is_pending(s))]
        return any(targets.target_met(s) is False for s in due)

    def _went(self, scene: Scene) -> bool | None:
        """Say whether the figures whose change a point tells got better or worse; None where it tells none, or both."""
        told = {
            id for fact in scene.facts for id, _, what in [fact.partition(".")] if what.partition(".")[0] in _CHANGED
        }
        ways = {f.change_is_good for f in self.script.figures if f.statistic in told and f.change_is_good is not None}
        return ways.pop() if len(ways) == 1 else None

    @cached_property
    def _of_brief(self) -> frozenset[str]:
        """Ids of the points of the brief: other scenes are passages of its kind, which go on by themselves."""
        return frozenset(point.id for point in self.facts.brief.points)

    def _joint(self, number: int, of: int) -> str:
        """Give what leads over to the last point where one voice tells many: who listens hears where the end is."""
        return self.own.last if of >= JOINED_MIN and number == of - 1 else ""

    def _joined_on(self, joint: str, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        """Give sentences of which the first goes on behind a few words; behind a colon where it may begin with a name.

        A sentence with a colon of its own begins by itself: nobody says two.
        """
        first = sentences[0].words[0]
        small = phrases(self.script.language).run_on(sentences[0].shown)[:1]
        went_on = f"{small}{first.shown[1:]}"
        sure = bool(first.fact) or went_on != first.shown or small.lower() == small.upper()
        if not sure and ":" in sentences[0].shown:
            return sentences
        begun = replace(sentences[0], words=(replace(first, shown=went_on), *sentences[0].words[1:]))
        return _led(self._tell(f"{joint}{',' if sure else ':'}"), (begun, *sentences[1:]))

    def _chapter(self, scene: Scene) -> str:
        """Give the title of a point's chapter: that of a rebuttal is said before it, and heads the chapter there."""
        script = self.script
        kind = phrases(script.language).kinds[self.facts.brief.kind]
        # Blanks that hold words together make no other title.
        return kind if scene.headline.replace(NBSP, " ") == script.title_alone.replace(NBSP, " ") else scene.headline

    def _closing(
        self, talk: bool, conditions: frozenset[Condition], last: Role, recap: tuple[Sentence, ...]
    ) -> tuple[Turn, ...]:
        publishers = self._publishers()
        named = self._sources == "end"
        # Where the links are is said with the sources.
        conditions -= {"sources"} if named else set()
        once_more = self._truth or recap
        truth = (Turn(host="answer", sentences=once_more),) if once_more else ()
        if talk:
            whence = self._publishers(self.own.conversation.before_each)
            sources = self._lines(self.own.conversation.sources, conditions, whence) if named else ()
            closing = self._lines(self.own.conversation.closings, conditions, publishers)
            told_steps = any(scene.visual.steps for scene in self.script.scenes[-2:])
            # What can be done was just told step by step: nobody asks for it.
            closing = closing[1:] if told_steps and closing[0].sentences[-1].shown.endswith("?") else closing
            return _others(last, _joined((*truth, *sources, *closing) if recap else (*sources, *truth, *closing)))
        sources = self._alone((self.own.sources,), publishers) if named else ()
        lines = carried(self.own.closings[self.audience.tone], conditions) or (self.own.end,)
        ending = self._alone(lines, publishers)
        return _joined((*truth, *sources, *ending) if recap else (*sources, *truth, *ending))

    @property
    def _sources(self) -> SaidSources:
        """Where sources are said."""
        if "source" in self.audience.also_say:
            return "each"
        # Whoever is told that something is false hears on what that rests, whatever else there is time for; and
        # nobody takes the figures of another body for those of the one that speaks.
        named = self.with_sources or self.script.rests_on or self._quotes_others
        return "end" if named and self._publishers() else "none"

    @property
    def _quotes_others(self) -> bool:
        """Say whether a figure is of another body than the one that issues the episode."""
        issuer = self.script.issuer.replace(NBSP, " ").casefold()
        said = {self.facts.statistics[fact.partition(".")[0]].source for fact in self.script.facts}
        names = {source.publisher.replace(NBSP, " ").casefold() for source in self.script.sources if source.id in said}
        return bool(issuer) and not names <= {issuer}

    @property
    def _truth(self) -> tuple[Sentence, ...]:
        """What a rebuttal leaves its listeners with: the truth once more, as its script closes."""
        told = any(scene.id == "rebuttal-claim" for scene in self.script.scenes)
        if self.script.kind != "rebuttal" or not told:
            return ()
        # Between a source and a telephone it would be one more thing that is said, and not what is to be kept.
        return self._summed(self.script.scenes[-1].sentences[:1])

    def _summed(self, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        """Give sentences behind the words that sum up, and their colon."""
        first = sentences[0].words[0]
        small = phrases(self.script.language).run_on(sentences[0].shown)[:1]
        first = first if first.fact else replace(first, shown=f"{small}{first.shown[1:]}")
        begun = replace(sentences[0], words=(first, *sentences[0].words[1:]))
        return _led(self._tell(self.own.again), (begun, *sentences[1:]))

    def _gap(self, scene: Scene) -> tuple[Sentence, ...]:
        """Say the target of the leading figure and the gap to it, unless the point does."""
        if not scene.visual.figures:
            return ()
        id = scene.visual.figures[0]
        figure = self.script.figure(id)
        # What is left of a whole is no news behind what there is of it.
        if not figure.gap or self.facts.says_target(id, scene.facts) or self.facts.gap_case(id) == "rest":
            return ()
        pattern = phrases(self.script.language).says.gaps[self.facts.gap_case(id)]
        return self._tell(self.facts.fill_gap(pattern, id, self.script.language))

    # ---- words

    def _lines(
        self,
        by_tone: ByTone,
        conditions: frozenset[Condition],
        publishers: str = "",
        *,
        title: tuple[Sentence, ...] = (),
        titled_by: Role = "answer",
    ) -> tuple[Turn, ...]:
        lines = by_tone.get(self.audience.tone, by_tone["default"])
        turns = (
            Turn(
                host=titled_by if line.say == "{title}" else line.host,
                sentences=self._frame((line.say,), publishers, title=title),
            )
            for line in lines
            if set(line.when) <= conditions
        )
        return tuple(turn for turn in turns if turn.sentences)

    def _alone(
        self, patterns: Iterable[str], publishers: str = "", *, title: tuple[Sentence, ...] = ()
    ) -> tuple[Turn, ...]:
        return (Turn(host="answer", sentences=self._frame(patterns, publishers, title=title)),)

    def _frame(
        self, patterns: Iterable[str], publishers: str, *, title: tuple[Sentence, ...] = ()
    ) -> tuple[Sentence, ...]:
        sentences: tuple[Sentence, ...] = ()
        for pattern in patterns:
            if pattern == "{title}":
                sentences += self._behind_place(title) if sentences else title
                continue
            text = fill(
                pattern,
                show=self.show,
                address=self.audience.address[self.script.language],
                action=ended(self.script.call_to_action.text),
                publishers=publishers,
                label=self.script.labels["source" if len(self._names) == 1 else "sources"],
                # Behind who published it, the links are theirs: that of what is asked is said with it.
                links=self.own.links if all(source.url for source in self.script.sources) else "",
                notes=self._notes,
                # Only the press is told a day: that of its release.
                as_of=write_date(issue_day(self.facts.brief), self.script.language),
                place=self.script.release.place,
                limits=ended(self.script.release.limits),
                contact=ended(self.script.release.contact),
            )
            text = join_prefix(text)
            sentences += self._tell(text[:1].upper() + text[1:])
        return sentences

    def _behind_place(self, title: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        """Give a title behind a line that named the place: "Hanoi, 2 October. Hanoi: prices" has it twice."""
        place, said = self.script.release.place, [sentence.shown.replace(NBSP, " ") for sentence in title]
        if not place or not said or not said[-1].startswith(f"{place}: "):
            return title
        return (*title[:-1], *self._tell(ended(begun(self.script.title_alone))))

    @property
    def _notes(self) -> str:
        """Where sources are written, with what else the notes have."""
        if self.script.release.contact:
            return self.own.notes_with_contact
        return self.own.notes if self._has_links else self.own.notes_without_links

    @property
    def _has_links(self) -> bool:
        """Whether the notes hold an address: nobody is sent to links that are not there."""
        return bool(self.script.call_to_action.url) or any(source.url for source in self.script.sources)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Who published what is said; the notes name them all."""
        stated = dict.fromkeys(self.facts.statistics[fact.partition(".")[0]].source for fact in self.script.facts)
        by_id = {source.id: self._cited(source) for source in self.script.sources}
        told = (*stated, *(note.id for note in self.script.rests_on))
        return each_once((name for id in told if id and (name := by_id.get(id))), self.script.language)

    def _cited(self, source: SourceNote) -> str:
        """Give a publisher as the brief cites it in a sentence, or else its name."""
        cited = self.facts.brief.source(source.id).cited.get(self.script.language)
        name, comma, rest = source.publisher.partition(",")
        return cited or f"{phrases(self.script.language).in_sentence(name) or name}{comma}{rest}"

    def _publishers(self, before_each: str = "") -> str:
        """Give the names of publishers as one hears them in a row, with what a language sets before every one."""
        names = [f"{before_each}{name}" for name in self._names]
        if len(names) > SAID_MAX:
            return ", ".join(names[:SAID_MAX]) + self.own.others
        if len(names) < 2:
            return "".join(names)
        # A letter that is written together with what follows keeps a hyphen before Latin: ו־VietNamNet.
        hyphen = "־" if self.own.and_[-1:].isalpha() and names[-1][:1].isascii() else ""
        return f"{', '.join(names[:-1])}{self.own.and_}{hyphen}{names[-1]}"

    def _word(self, name: str) -> Word:
        numbers = "rounded" if self.audience.numbers == "plain" else self.audience.numbers
        return self.facts.word(name, self.script.language, numbers)

    def _tell(self, text: str) -> tuple[Sentence, ...]:
        sentences = write_sentences(text, self.script.language, self._word)
        return tuple(respell(s, self.pronunciation) for s in sentences) if self.pronunciation else sentences


def _led(before: Sequence[Sentence], sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Give sentences of which the first begins with what leads over to it."""
    words = (word for sentence in before for word in sentence.words)
    return (Sentence(words=(*words, *sentences[0].words)), *sentences[1:])


def _others(last: Role, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Give a closing to the hosts the other way round where the one who spoke last would go on."""
    if not turns or turns[0].host != last:
        return turns
    other: dict[Role, Role] = {"ask": "answer", "answer": "ask"}
    return tuple(Turn(host=other[turn.host], sentences=turn.sentences) for turn in turns)


def _joined(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Join what one host says without a break."""
    joined: list[Turn] = []
    for turn in turns:
        if joined and joined[-1].host == turn.host:
            joined[-1] = Turn(host=turn.host, sentences=(*joined[-1].sentences, *turn.sentences))
        else:
            joined.append(turn)
    return tuple(joined)
