"""The script of an episode: who says what, part by part, written from the script of its audience.

    episode = write_episode(script, facts, audience, show="What the Numbers Say", with_gaps=True, with_sources=True)

A briefing and a bulletin are told by one voice. In a conversation one host asks and the other answers:
the answers are the points as they stand, the questions patterns of ``templates/podcast/<language>.yaml``,
chosen by the id of the point, so that the same brief always gives the same talk. No number is
written here: each comes from the script or from `briefcast.writing.facts`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from briefcast.brief.audiences import Audience, Tone
from briefcast.language.phrases import fill, phrases
from briefcast.products.podcast.phrases import ByTone, PodcastPhrases, QuestionKind, Role, podcast_phrases
from briefcast.products.podcast.profile import EpisodeFormat, PodcastProfile
from briefcast.script import Scene, Script, Sentence, Word
from briefcast.writing.facts import Facts
from briefcast.writing.pronunciation import respell
from briefcast.writing.wording import use_glossary, write_sentences

T = TypeVar("T")

SAID_MAX = 3
"""Names that can be followed by ear; all of them stand in the notes."""


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
    notice: Turn
    """That the voices are a machine's: said first of all if they are."""
    parts: tuple[Part, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of every fact it states, in order, each once."""
        return tuple(dict.fromkeys(fact for part in self.parts for fact in part.facts))


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
        script: What the audience is told, without bridges and without spoken gaps.
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
    asked: list[str] = field(default_factory=list)
    """Patterns and questions that were used."""

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
        points = [scene for scene in script.scenes if scene.kind == "point"]
        return EpisodeScript(
            script=script,
            format=self.format,
            show=self.show,
            hosts=hosts,
            notice=Turn(host=first, sentences=self._tell(notice)),
            parts=(
                Part(id="opening", kind="opening", title=script.title, turns=self._opening(talk)),
                *(self._point(scene, talk) for scene in points),
                Part(id="closing", kind="closing", title=script.labels["call_to_action"], turns=self._closing(talk)),
            ),
        )

    # ---- parts

    def _opening(self, talk: bool) -> tuple[Turn, ...]:
        tone = self.audience.tone
        return self._lines(self.own.conversation.openings) if talk else (self._alone(self.own.openings[tone]),)

    def _point(self, scene: Scene, talk: bool) -> Part:
        answer = Turn(host="answer", sentences=scene.sentences)
        gap = self._gap(scene) if self.with_gaps else ()
        turns: tuple[Turn, ...]
        if not talk:
            turns = (Turn(host="answer", sentences=(*scene.sentences, *gap)),)
        else:
            turns = (self._ask(self._question(scene)), answer)
            if gap:
                target = self._pick(scene.id, self.own.conversation.targets)
                turns += (self._ask(target), Turn(host="answer", sentences=gap))
        return Part(id=scene.id, kind="point", title=scene.headline, turns=turns, image=scene.visual.image)

    def _closing(self, talk: bool) -> tuple[Turn, ...]:
        publishers = self._publishers()
        named = bool(publishers) and self.with_sources and "source" not in self.audience.also_say
        if talk:
            sources = self._lines(self.own.conversation.sources, publishers) if named else ()
            return (*sources, *self._lines(self.own.conversation.closings, publishers))
        patterns = self.own.closings[self.audience.tone]
        return (self._alone(((self.own.sources,) if named else ()) + patterns, publishers),)

    def _gap(self, scene: Scene) -> tuple[Sentence, ...]:
        """Say the target of the leading figure and the gap to it, unless the point does."""
        if not scene.visual.figures:
            return ()
        id = scene.visual.figures[0]
        figure = self.script.figure(id)
        if not figure.gap or set(scene.facts) & {f"{id}.gap", f"{id}.target"}:
            return ()
        says = phrases(self.script.language).says
        missed = says.gap_missed_rank if figure.unit == "rank" else says.gap_missed
        pattern = says.gap_met if figure.target_met else missed
        return self._tell(fill(pattern, target=f"{{{id}.target}}", gap=f"{{{id}.gap}}"))

    # ---- questions

    def _question(self, scene: Scene) -> str:
        """Ask for the leading figure of a point, never as it was asked before in this episode."""
        questions = self._of_tone(self.own.conversation.questions)
        kind, label = self._kind(scene), ""
        if scene.visual.figures:
            statistic = self.facts.statistics[scene.visual.figures[0]]
            label, _ = use_glossary(
                statistic.label[self.script.language], self.audience.glossary.get(self.script.language, {})
            )
            label = label[:1].upper() + label[1:]
        patterns = questions.get(kind, ())
        if kind not in ("text", "default"):
            patterns += questions.get("default", ())
        return self._pick(
            scene.id,
            patterns,
            label=label,
            inside=_inside(label),
            address=self.audience.address[self.script.language],
            first=len(questions.get(kind, ())),
        )

    def _kind(self, scene: Scene) -> QuestionKind:
        if not scene.visual.figures:
            return "text"
        statistic = self.facts.statistics[scene.visual.figures[0]]
        if statistic.unit == "rank":
            return "rank"
        if statistic.unit == "count":
            return "count"
        return "share" if statistic.unit == "percent" and self.script.language in statistic.noun else "default"

    def _pick(self, id: str, patterns: Sequence[str], *, first: int = 0, **values: str) -> str:
        """Take a pattern by the id of the point: one not used yet, those at the ``first`` places before the others."""
        first = first or len(patterns)
        start = int(hashlib.sha256(id.encode()).hexdigest(), 16)
        order = [
            *(patterns[(start + i) % first] for i in range(first)),
            *(patterns[first + (start + i) % (len(patterns) - first)] for i in range(len(patterns) - first)),
        ]
        fresh = [p for p in order if p not in self.asked] or order
        if not self.asked:
            fresh = [p for p in fresh if not p.startswith(self.own.conversation.continues)] or fresh
        chosen = next((p for p in fresh if fill(p, **values) not in self.asked), "")
        said = fill(chosen, **values)
        self.asked.extend((chosen, said))
        return said

    # ---- words

    def _of_tone(self, by_tone: Mapping[Tone | Literal["default"], T]) -> T:
        return by_tone.get(self.audience.tone, by_tone["default"])

    def _lines(self, by_tone: ByTone, publishers: str = "") -> tuple[Turn, ...]:
        return tuple(
            Turn(host=host, sentences=self._frame((text,), publishers))
            for line in self._of_tone(by_tone)
            for host, text in line.items()
        )

    def _alone(self, patterns: Iterable[str], publishers: str = "") -> Turn:
        return Turn(host="answer", sentences=self._frame(patterns, publishers))

    def _frame(self, patterns: Iterable[str], publishers: str) -> tuple[Sentence, ...]:
        sentences: tuple[Sentence, ...] = ()
        for pattern in patterns:
            text = fill(
                pattern,
                show=self.show,
                title=self.script.title.rstrip("."),
                address=self.audience.address[self.script.language],
                action=_ended(self.script.call_to_action.text),
                publishers=publishers,
                notes=self.own.notes,
            )
            sentences += self._tell(text[:1].upper() + text[1:])
        return sentences

    def _ask(self, question: str) -> Turn:
        return Turn(host="ask", sentences=self._tell(question))

    def _publishers(self) -> str:
        """Name those who published what is said; the notes name them all."""
        stated = dict.fromkeys(self.facts.statistics[fact.partition(".")[0]].source for fact in self.script.facts)
        by_id = {source.id: source.publisher for source in self.script.sources}
        names = list(dict.fromkeys(name for id in stated if id and (name := by_id.get(id))))
        if len(names) > SAID_MAX:
            return ", ".join(names[:SAID_MAX]) + self.own.others
        return self.own.and_.join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)

    def _tell(self, text: str) -> tuple[Sentence, ...]:
        numbers = "rounded" if self.audience.numbers == "plain" else self.audience.numbers

        def tell(name: str) -> Word:
            return self.facts.word(name, self.script.language, numbers)

        sentences = write_sentences(text, self.script.language, tell)
        return tuple(respell(s, self.pronunciation) for s in sentences) if self.pronunciation else sentences


def _inside(label: str) -> str:
    """Give a label as it stands within a sentence: small, unless it begins with a name."""
    first, _, rest = label.partition(" ")
    name = first[1:] != first[1:].lower() or rest[:1].isupper()
    return label if name else label[:1].lower() + label[1:]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
