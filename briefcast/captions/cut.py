"""Captions: timed words cut into cues that can be read in time and break where the sense breaks.

The cut is the cheapest of all cuts, found by dynamic programming over the places between words: a
cue costs more when it is too fast, too short, ends inside a phrase or has uneven lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from briefcast.captions.cue import (
    CaptionLimits,
    Cue,
    CueWord,
    SmallWords,
    caption_limits,
    caption_table,
    count_chars,
    speed_cps,
)
from briefcast.language.compounds import inside_compounds
from briefcast.language.keeping import glued
from briefcast.language.phrases import phrases
from briefcast.language.sentences import ends_sentence, is_abbreviation
from briefcast.script import Word
from briefcast.speech.base import TimedWord

_SENTENCE_END = (".", "!", "?", "…")
_CLAUSE_END = (",", ";", ":", "–", "—", ")", "”")
_CLOSERS = "\"'”’»)\u2069\u200f\u200e"
_LONE_LINE, _LONE_CUE = 60.0, 60.0
"""Cost of one word alone on its line, and on the screen: it flashes by, or hangs like a leftover."""
_STRETCH = 8.0
"""Cost of a character of a line that is longer than lines are: it is set smaller than the others."""
_NEVER = 1e6
"""Cost of what is allowed only when nothing else is possible; `check_cues` reports it."""


def segment(
    words: Sequence[TimedWord],
    language: str,
    shape: str = "16x9",
    *,
    limits: CaptionLimits | None = None,
    until_ms: int | None = None,
) -> tuple[Cue, ...]:
    """Cut words with absolute times into cues.

    Words are one stretch of speech, like a scene; ``until_ms`` is when the next stretch begins (its
    first word), so that the last cue leaves the gap before it. A limit is exceeded only when no cut
    keeps it (speech faster than anyone reads, a word longer than a line); `check_cues` reports that.
    """
    if not words:
        return ()
    limits = limits or caption_limits(language, shape)
    return _Cut(taken_apart(words, language, limits.line_max_chars), language, limits, until_ms).cues()


def taken_apart(words: Sequence[TimedWord], language: str, line_max_chars: int) -> list[TimedWord]:
    """Take apart figures that are longer than a line, at their blanks: *nearly 9 percentage points short of the plan*.

    Each part gets its share of the time; a number stays with what it counts.
    """
    fitting: list[TimedWord] = []
    for word in words:
        parts = word.shown.split() if count_chars(word.shown) > line_max_chars else [word.shown]
        kept = glued([Word(shown=part, spoken="") for part in parts], language)
        at = float(word.start_ms)
        per_char = (word.end_ms - word.start_ms) / max(sum(map(len, parts)), 1)
        for number, part in enumerate(parts):
            end = at + per_char * len(part)
            last = number + 1 == len(parts)
            fitting.append(
                replace(
                    word,
                    shown=part,
                    start_ms=round(at),
                    end_ms=word.end_ms if last else round(end),
                    glue=word.glue if last else number in kept or any(character.isdigit() for character in part),
                )
            )
            at = end
    return fitting


class _Cut:
    """The search for the cheapest cut of one stretch of words."""

    def __init__(self, words: Sequence[TimedWord], language: str, limits: CaptionLimits, until_ms: int | None) -> None:
        self.words = words
        self.limits = limits
        self.until_ms = until_ms
        kept = kept_together([w.shown for w in words], [w.glue for w in words], language, limits.line_max_chars)
        self.breaks = [
            _NEVER if keep else _break_cost(a, b, language) for a, b, keep in zip(words, words[1:], kept, strict=False)
        ] + [0.0]
        self.places = [0]
        self.written = [0]
        for word in words:
            self.places.append(self.places[-1] + count_chars(word.shown) + 1)
            # What is said in one go may be several words to read: over 55 million.
            self.written.append(self.written[-1] + len(word.shown.split()))

    def cues(self) -> tuple[Cue, ...]:
        count = len(self.words)
        best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * count
        room = self.limits.line_max_chars * self.limits.lines_max
        for i in range(count):
            for j in range(i + 1, count + 1):
                too_long = self._length(i, j) > room or self._spoken_ms(i, j) > self.limits.max_ms
                cost = best[i][0] + self._cue_cost(i, j)
                if cost < best[j][0]:
                    best[j] = (cost, i)
                # Glued words may have to stay together beyond any limit; otherwise longer is only worse.
                if too_long and self.breaks[j - 1] < _NEVER:
                    break
        cuts, j = [], count
        while j:
            i = best[j][1]
            cuts.append((i, j))
            j = i
        return tuple(self._cue(i, j) for i, j in reversed(cuts))

    def _length(self, i: int, j: int) -> int:
        return self.places[j] - self.places[i] - 1

    def _spoken_ms(self, i: int, j: int) -> int:
        return self.words[j - 1].end_ms - self.words[i].start_ms

    def _end_ms(self, i: int, j: int) -> int:
        """When the cue of words i…j leaves: chained to the next one, or lingering for the reader."""
        limits, spoken_end = self.limits, self.words[j - 1].end_ms
        following = self.words[j].start_ms if j < len(self.words) else self.until_ms
        start = self.words[i].start_ms
        latest = min(spoken_end + limits.extension_ms, start + limits.max_ms)
        if following is None:
            return latest
        if following - limits.gap_ms <= latest:
            return following - limits.gap_ms
        # The pause is long. A gap too short to be seen as one is worse than leaving a little earlier,
        # unless the reader needs the time.
        needed = start + max(limits.min_ms, round(self._length(i, j) / limits.speed_max_cps * 1000) + 1)
        return min(latest, max(following - limits.chain_ms, needed, spoken_end))

    def _cue_cost(self, i: int, j: int) -> float:
        limits, words = self.limits, self.words
        duration_ms = self._end_ms(i, j) - words[i].start_ms
        cost = 5.0 + self.breaks[j - 1] + self._lines(i, j)[0] + (_LONE_CUE if self._is_lone(i, j) else 0)
        if duration_ms < limits.min_ms:
            cost += 60 + 100 * (limits.min_ms - duration_ms) / limits.min_ms
        if self._spoken_ms(i, j) > limits.max_ms:
            cost += _NEVER / 10
        excess = speed_cps(self._length(i, j), duration_ms) / limits.speed_max_cps - 1
        if excess > 0:
            cost += 30 + 200 * min(excess, 10.0)
        for k in range(i, j - 1):
            pause_ms = words[k + 1].start_ms - words[k].end_ms
            if words[k].sentence != words[k + 1].sentence:
                cost += 4 + pause_ms / 100
            elif pause_ms > limits.chain_ms:
                cost += pause_ms / 150
        return cost

    def _lines(self, i: int, j: int) -> tuple[float, tuple[int, ...]]:
        """Give the cheapest lines of one cue: their cost and the index after each line's last word."""
        wide = self.limits.line_max_chars
        if self._length(i, j) <= wide:
            return 0.0, (j,)
        best: tuple[float, tuple[int, ...]] = self._line_cost(i, j), (j,)
        for k in range(i + 1, j):
            first = self._line_cost(i, k)
            cost = first + self._line_cost(k, j) + self._break_and_balance((i, k, j))
            if cost < best[0]:
                best = cost, (k, j)
            if self.limits.lines_max < 3 or self._length(k, j) <= wide:
                continue
            for m in range(k + 1, j):
                cost = first + self._line_cost(k, m) + self._line_cost(m, j) + self._break_and_balance((i, k, m, j)) + 2
                if cost < best[0]:
                    best = cost, (k, m, j)
        return best

    def _line_cost(self, i: int, j: int) -> float:
        excess = max(0, self._length(i, j) - self.limits.line_max_chars)
        over = excess * (_STRETCH if excess <= self.limits.stretch_chars else _NEVER / 100)
        return over + (_LONE_LINE if self._is_lone(i, j) else 0)

    def _is_lone(self, i: int, j: int) -> bool:
        return self.written[j] - self.written[i] == 1

    def _break_and_balance(self, bounds: tuple[int, ...]) -> float:
        lengths = [self._length(a, b) for a, b in pairwise(bounds)]
        uneven = (max(lengths) - min(lengths)) / self.limits.line_max_chars
        return 0.6 * sum(self.breaks[b - 1] for b in bounds[1:-1]) + 9 * uneven * uneven

    def _cue(self, i: int, j: int) -> Cue:
        lines, start = [], i
        for end in self._lines(i, j)[1]:
            lines.append(
                tuple(
                    CueWord(text=w.shown, start_ms=w.start_ms, end_ms=w.end_ms, fact=w.fact, glue=w.glue)
                    for w in self.words[start:end]
                )
            )
            start = end
        return Cue(start_ms=self.words[i].start_ms, end_ms=self._end_ms(i, j), lines=tuple(lines))


def kept_together(texts: Sequence[str], glue: Sequence[bool], language: str, line_max_chars: int) -> list[bool]:
    """Say for each word whether it must stay with the next one: it is glued or an article, and the whole fits a line.

    A name longer than a line can only be broken; an article stays with what follows where the line
    has room for both.
    """
    count = len(texts)
    kept = [False] * count
    starts = list(range(count))
    """Where the unit that ends with a word begins."""
    start = 0
    for end in range(count):
        starts[end] = start
        if glue[end] and end + 1 < count:
            continue
        if end > start and count_chars(" ".join(texts[start : end + 1])) <= line_max_chars:
            kept[start:end] = [True] * (end - start)
        else:
            starts[start : end + 1] = range(start, end + 1)
            if end > start and phrases(language).blanks_part_syllables:
                # Even so no word of it is parted.
                for index in inside_compounds(texts[start : end + 1], max_chars=line_max_chars):
                    kept[start + index] = start + index < end
        start = end + 1
    articles = _small_words(language).articles
    end = count - 1
    for index in range(count - 2, -1, -1):
        if kept[index]:
            continue
        # Here a unit ends and the next one, which reaches to `end`, begins.
        if _bare(texts[index]) in articles and _ends_open(texts[index]):
            whole = " ".join(texts[starts[index] : end + 1])
            if count_chars(whole) <= line_max_chars:
                kept[index] = True
                continue
        end = index
    return kept


def _ends_open(text: str) -> bool:
    """Whether a phrase goes on after a word: no punctuation parts it from the next."""
    return not text.rstrip(_CLOSERS).endswith((*_SENTENCE_END, *_CLAUSE_END))


def _break_cost(before: TimedWord, after: TimedWord, language: str) -> float:
    """Give what it costs to part two neighbours: nothing at the end of a sentence, most inside a name."""
    if before.glue:
        return 14.0
    text = before.shown.rstrip(_CLOSERS)
    if before.sentence != after.sentence or ends_sentence(before.shown, after.shown, language):
        return 0.0
    if is_abbreviation(text, language):
        return 14.0
    if before.shown.rstrip("\u2069\u200f\u200e").endswith(_CLAUSE_END) or text.endswith(_CLAUSE_END):
        return 1.0
    small = _small_words(language)
    left, right = _bare(before.shown), _bare(after.shown)
    if left in small.articles | small.clinging | small.conjunctions | small.prepositions:
        return 12.0
    prefix = small.conjunction_prefix
    if right in small.conjunctions or (prefix and right.startswith(prefix) and len(right) > 2):
        return 2.5
    if right in small.prepositions:
        return 3.5
    return 6.0


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    return "".join(c for c in word if c.isalnum() or unicodedata.category(c) == "Mn").casefold()


def _small_words(language: str) -> SmallWords:
    return caption_table().words.get(language, _NO_WORDS)


_NO_WORDS = SmallWords()
