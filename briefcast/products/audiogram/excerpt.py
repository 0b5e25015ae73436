"""The excerpt: which half minute of an episode is heard in its audiogram.

It holds the turn that tells the best figure, begins where somebody begins to speak and ends with a sentence: nobody is
cut off. The notice of a machine's voice is not part of it; the audiogram shows it as long as somebody speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from briefcast.language.written import letters_alone
from briefcast.products.audiogram.profile import LEAST_MS, MOST_MS
from briefcast.products.podcast.plan import EpisodePlan, Stretch
from briefcast.speech.base import TimedWord

_BEST_MS = 25_000
_SOON_MS = 4_000
"""Steps in which the wait for the best figure is counted."""
_AIR_MS = (120, 320)
"""Quiet that is kept before the first word and after the last one, where there is so much."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sentence of an episode."""

    turn: int
    """Which turn it belongs to."""
    speaker: str
    words: tuple[TimedWord, ...]
    begins: bool
    """Whether it is the first of its turn."""
    ends: bool
    """Whether it is the last of its turn."""
    opens: bool
    """Whether a chapter begins with it."""
    closes: bool = False
    """Whether a chapter ends with it: a question after it would be left without its answer."""

    @property
    def start_ms(self) -> int:
        """When its first word begins."""
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        """When its last word ends."""
        return self.words[-1].end_ms

    @property
    def statistics(self) -> tuple[str, ...]:
        """Ids of the figures it says, each once."""
        return tuple(dict.fromkeys(word.fact.partition(".")[0] for word in self.words if word.fact))


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """Some sentences of an episode that follow each other, with times from its beginning."""

    lines: tuple[Line, ...]
    start_ms: int
    """Where it begins, with the quiet before the first word."""
    end_ms: int

    @property
    def said_ms(self) -> int:
        """How long it is, from its first word to its last."""
        return self.lines[-1].end_ms - self.lines[0].start_ms

    @property
    def statistics(self) -> tuple[str, ...]:
        """Ids of the figures it says, in order, each once."""
        return tuple(dict.fromkeys(id for line in self.lines for id in line.statistics))

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts it says, in order, each once."""
        return tuple(dict.fromkeys(word.fact for line in self.lines for word in line.words if word.fact))

    @property
    def turns(self) -> tuple[Stretch, ...]:
        """What is said turn by turn, with times from the beginning of the excerpt."""
        return tuple(
            Stretch(speaker=lines[0].speaker, words=tuple(self._here(word) for line in lines for word in line.words))
            for _, grouped in groupby(self.lines, key=lambda line: line.turn)
            for lines in (tuple(grouped),)
        )

    def _here(self, word: TimedWord) -> TimedWord:
        return replace(word, start_ms=word.start_ms - self.start_ms, end_ms=word.end_ms - self.start_ms)


def best_figure(plan: EpisodePlan) -> str:
    """Give the id of the figure an episode begins with: its best one; nothing if it says none."""
    return plan.facts[0].partition(".")[0] if plan.facts else ""


def choose_excerpt(plan: EpisodePlan) -> Excerpt:
    """Choose the half minute that tells the best figure of an episode and ends with what is told of a point.

    Where no run of whole sentences is of the right length, the longest that is not too long is taken, and where even
    the sentence of the best figure is, that one alone.
    """
    everything = _closed(tuple(_lines(plan)))
    best, lines = best_figure(plan), _of_points(everything, plan)
    runs = [run for run in _runs(lines, _notice(plan)) if _length_ms(run) <= MOST_MS]
    if not runs:
        first = next((line for line in lines if best in line.statistics), lines[0])
        runs = [(first,)]

    def rank(run: Sequence[Line]) -> tuple[bool, bool, bool, bool, bool, int, int, int]:
        told = {id for line in run for id in line.statistics}
        length_ms = _length_ms(run)
        heard_ms = next((line.start_ms - run[0].start_ms for line in run if best in line.statistics), MOST_MS)
        return (
            best in told,
            length_ms >= LEAST_MS,
            run[-1].closes,
            run[-1].ends,
            run[0].opens,
            -(heard_ms // _SOON_MS),
            len(told),
            -abs(length_ms - _BEST_MS),
        )

    chosen = max(runs, key=rank)
    before = max((line.end_ms for line in everything if line.end_ms <= chosen[0].start_ms), default=0)
    after = min((line.start_ms for line in everything if line.start_ms >= chosen[-1].end_ms), default=plan.duration_ms)
    return Excerpt(
        lines=tuple(chosen),
        # Half of the quiet between two sentences belongs to either.
        start_ms=max(chosen[0].start_ms - _AIR_MS[0], (before + chosen[0].start_ms) // 2),
        end_ms=min(chosen[-1].end_ms + _AIR_MS[1], (chosen[-1].end_ms + after) // 2),
    )


def _closed(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Say of each sentence whether a chapter ends with it."""
    after = (*(line.opens for line in lines[1:]), True)
    return tuple(replace(line, closes=closes) for line, closes in zip(lines, after, strict=True))


def _of_points(lines: tuple[Line, ...], plan: EpisodePlan) -> tuple[Line, ...]:
    """Leave out the last chapter, which says goodbye, where there is something before it."""
    kept = tuple(line for line in lines if line.start_ms < plan.chapters[-1].start_ms)
    return kept or lines


def _length_ms(run: Sequence[Line]) -> int:
    return run[-1].end_ms - run[0].start_ms


def _lines(plan: EpisodePlan) -> Iterator[Line]:
    """Give every sentence of an episode in order."""
    chapters = [chapter.start_ms for chapter in plan.chapters]
    opened = 0
    for number, stretch in enumerate(plan.stretches):
        sentences = [tuple(words) for _, words in groupby(stretch.words, key=lambda word: word.sentence)]
        for place, words in enumerate(sentences):
            # A chapter begins with the quiet before its first word.
            reached = sum(start <= words[0].start_ms for start in chapters)
            yield Line(
                turn=number,
                speaker=stretch.speaker,
                words=words,
                begins=place == 0,
                ends=place == len(sentences) - 1,
                opens=reached > opened,
            )
            opened = reached


def _notice(plan: EpisodePlan) -> str:
    return letters_alone(plan.notice)


def _runs(lines: Sequence[Line], notice: str) -> Iterator[tuple[Line, ...]]:
    """Give every run of sentences that begins with a turn, none of which says the notice of the voices."""
    for first, begin in enumerate(lines):
        if not begin.begins:
            continue
        for end in range(first, len(lines)):
            said = letters_alone(" ".join(word.shown for word in lines[end].words))
            if notice and said and said in notice:
                break
            yield tuple(lines[first : end + 1])
