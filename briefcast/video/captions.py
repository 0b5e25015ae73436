"""Captions: timed words cut into cues that can be read in time and break where the sense breaks.

The cut is the cheapest of all cuts, found by dynamic programming over the places between words: a
cue costs more when it is too fast, too short, ends inside a phrase or has uneven lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from ruamel.yaml import YAML

from briefcast.languages import language as read_language
from briefcast.paths import ASSETS
from briefcast.speech.base import TimedWord

_RLE, _PDF, _RLM = "\u202b", "\u202c", "\u200f"
_SENTENCE_END = (".", "!", "?", "…")
_CLAUSE_END = (",", ";", ":", "–", "—", ")", "”")
_CLOSERS = "\"'”’»)\u2069\u200f\u200e"

_ROUNDING_MS = 2
"""Scenes begin on frames and their words on whole milliseconds."""
_NEVER = 1e6
"""Cost of what is allowed only when nothing else is possible; `check_cues` reports it."""


LINE_HEIGHT = 1.3
"""Of the letters' size: stacked Vietnamese marks need it. ``templates/video/scene.typ`` sets captions so."""


@dataclass(frozen=True, kw_only=True)
class CueWord:
    """One word of a cue with its time in the whole piece."""

    text: str
    start_ms: int
    end_ms: int
    fact: str = ""
    glue: bool = False
    """No line may be broken after it."""


@dataclass(frozen=True, kw_only=True)
class Cue:
    """What is on the screen at one time."""

    start_ms: int
    end_ms: int
    lines: tuple[tuple[CueWord, ...], ...]

    @property
    def words(self) -> tuple[CueWord, ...]:
        """Every word, in the order it is said."""
        return tuple(word for line in self.lines for word in line)

    @property
    def texts(self) -> tuple[str, ...]:
        """The lines as they are read."""
        return tuple(" ".join(word.text for word in line) for line in self.lines)

    @property
    def speed_cps(self) -> float:
        """Characters a second, spaces included."""
        return _speed_cps(count_chars(" ".join(self.texts)), self.end_ms - self.start_ms)


@dataclass(frozen=True, kw_only=True)
class CaptionLimits:
    """How much fits in one caption and how fast it may be; the figures are in ``assets/captions.yaml``."""

    line_max_chars: int
    lines_max: int
    speed_max_cps: float
    min_ms: int
    """Shortest time on screen."""
    max_ms: int
    gap_ms: int
    """Least time between two captions."""
    extension_ms: int
    """Longest time a caption stays after its last word."""
    chain_ms: int
    """A pause shorter than this is closed down to the gap."""
    lead_ms: int
    """Greatest distance between a caption's start and its first word."""


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = YAML(typ="safe").load((ASSETS / "captions.yaml").read_text("utf-8"))
    return table


def caption_limits(
    language: str, shape: str = "16x9", *, line_max_chars: int | None = None, lines_max: int | None = None
) -> CaptionLimits:
    """Give the limits of a language on a shape (``9x16``, ``1x1``, ``16x9``), or with a measure of one's own.

    KeyError if the tables know no such language or shape.
    """
    own = read_language(language)
    row = _table()["shapes"][shape]
    return CaptionLimits(
        line_max_chars=line_max_chars or row.get("line_max_chars", own.caption_line_max_chars),
        lines_max=lines_max or row["lines_max"],
        speed_max_cps=own.caption_speed_max_cps,
        **_table()["timing"],
    )


def count_chars(text: str) -> int:
    """Count the characters a reader sees: no direction marks, no combining marks."""
    return sum(unicodedata.category(c) not in ("Cf", "Mn") for c in unicodedata.normalize("NFC", text))


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
    return _Cut(words, language, limits or caption_limits(language, shape), until_ms).cues()


class _Cut:
    """The search for the cheapest cut of one stretch of words."""

    def __init__(self, words: Sequence[TimedWord], language: str, limits: CaptionLimits, until_ms: int | None) -> None:
        self.words = words
        self.limits = limits
        self.until_ms = until_ms
        kept = _kept_together([w.shown for w in words], [w.glue for w in words], language, limits.line_max_chars)
        self.breaks = [
            _NEVER if keep else _break_cost(a, b, language) for a, b, keep in zip(words, words[1:], kept, strict=False)
        ] + [0.0]
        self.places = [0]
        for word in words:
            self.places.append(self.places[-1] + count_chars(word.shown) + 1)

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
        cost = 5.0 + self.breaks[j - 1] + self._lines(i, j)[0]
        if duration_ms < limits.min_ms:
            cost += 60 + 100 * (limits.min_ms - duration_ms) / limits.min_ms
        if self._spoken_ms(i, j) > limits.max_ms:
            cost += _NEVER / 10
        excess = _speed_cps(self._length(i, j), duration_ms) / limits.speed_max_cps - 1
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
        return max(0, self._length(i, j) - self.limits.line_max_chars) * _NEVER / 100

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


def _speed_cps(chars: int, duration_ms: int) -> float:
    return chars * 1000 / max(duration_ms, 1)


def _kept_together(texts: Sequence[str], glued: Sequence[bool], language: str, line_max_chars: int) -> list[bool]:
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
        if glued[end] and end + 1 < count:
            continue
        if end > start and count_chars(" ".join(texts[start : end + 1])) <= line_max_chars:
            kept[start:end] = [True] * (end - start)
        else:
            starts[start : end + 1] = range(start, end + 1)
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
    if before.sentence != after.sentence or text.endswith(_SENTENCE_END):
        return 0.0
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


@dataclass(frozen=True, kw_only=True)
class _SmallWords:
    """Words by which a line is better or worse broken; ``assets/captions.yaml``."""

    articles: frozenset[str] = frozenset()
    clinging: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    conjunction_prefix: str = ""


@cache
def _small_words(language: str) -> _SmallWords:
    row = _table()["words"].get(language, {})
    groups = {name: frozenset(row.get(name, ())) for name in ("articles", "clinging", "conjunctions", "prepositions")}
    return _SmallWords(**groups, conjunction_prefix=row.get("conjunction_prefix", ""))


def check_cues(
    cues: Sequence[Cue], language: str, shape: str = "16x9", *, limits: CaptionLimits | None = None
) -> tuple[str, ...]:
    """Say every way in which cues break the limits, one sentence each; nothing if they keep them all."""
    limits = limits or caption_limits(language, shape)
    found: list[str] = []
    words = [word for cue in cues for word in cue.words]
    kept = _kept_together([w.text for w in words], [w.glue for w in words], language, limits.line_max_chars)
    place = 0
    for number, cue in enumerate(cues, start=1):
        faults = list(_faults(cue, limits))
        for line in cue.lines:
            place += len(line)
            if line and kept[place - 1]:
                faults.append(f"a line broken after “{line[-1].text}”, which belongs to the next word")
        found += (f"caption {number} at {_clock(cue.start_ms, '.')}: {fault}" for fault in faults)
    for number, (cue, following) in enumerate(pairwise(cues), start=1):
        gap_ms = following.start_ms - cue.end_ms
        if gap_ms < limits.gap_ms:
            what = f"{gap_ms} ms before the next" if gap_ms >= 0 else f"overlaps the next by {-gap_ms} ms"
            found.append(f"caption {number} at {_clock(cue.start_ms, '.')}: {what}, at least {limits.gap_ms} ms needed")
        elif limits.gap_ms < gap_ms < limits.chain_ms - _ROUNDING_MS and _gap_can_be_mended(cue, following, limits):
            found.append(
                f"caption {number} at {_clock(cue.start_ms, '.')}: a gap of {gap_ms} ms, to be seen as a flicker:"
                f" close it to {limits.gap_ms} ms or leave {limits.chain_ms} ms"
            )
    return tuple(found)


def _gap_can_be_mended(cue: Cue, following: Cue, limits: CaptionLimits) -> bool:
    """Whether a short gap can be closed, or opened without taking time from the reader."""
    longer_ms, shorter_ms = following.start_ms - limits.gap_ms, following.start_ms - limits.chain_ms
    spoken_end = cue.words[-1].end_ms
    if longer_ms - spoken_end <= limits.extension_ms and longer_ms - cue.start_ms <= limits.max_ms:
        return True
    shown_ms = shorter_ms - cue.start_ms
    enough = _speed_cps(count_chars(" ".join(cue.texts)), shown_ms) <= limits.speed_max_cps
    return shorter_ms >= spoken_end and shown_ms >= limits.min_ms and enough


def _faults(cue: Cue, limits: CaptionLimits) -> Iterable[str]:
    duration_ms = cue.end_ms - cue.start_ms
    if duration_ms < limits.min_ms:
        yield f"shown for {duration_ms} ms, at least {limits.min_ms} ms needed"
    if duration_ms > limits.max_ms:
        yield f"shown for {duration_ms} ms, at most {limits.max_ms} ms allowed"
    if cue.speed_cps > limits.speed_max_cps:
        yield f"{cue.speed_cps:.1f} characters a second, at most {limits.speed_max_cps:g} can be read"
    if len(cue.lines) > limits.lines_max:
        yield f"{len(cue.lines)} lines, at most {limits.lines_max} allowed"
    for text in cue.texts:
        if count_chars(text) > limits.line_max_chars:
            yield f"a line of {count_chars(text)} characters, at most {limits.line_max_chars} allowed: “{text}”"
    if abs(cue.start_ms - cue.words[0].start_ms) > limits.lead_ms:
        late_ms = cue.start_ms - cue.words[0].start_ms
        yield f"{abs(late_ms)} ms too {'late' if late_ms > 0 else 'early'} for its first word"
    lingering_ms = cue.end_ms - cue.words[-1].end_ms
    if lingering_ms > limits.extension_ms:
        yield f"stays {lingering_ms} ms after its last word, at most {limits.extension_ms} ms allowed"


def write_srt(cues: Sequence[Cue], language: str) -> str:
    """Write cues as SubRip text (``HH:MM:SS,mmm``).

    SubRip has no direction of its own, so each right-to-left line is embedded as one; otherwise its
    full stop would jump to the wrong end in players that assume left to right.
    """
    rtl = read_language(language).rtl
    blocks = []
    for number, cue in enumerate(cues, start=1):
        text = "\n".join(f"{_RLE}{line}{_PDF}" if rtl else line for line in cue.texts)
        blocks.append(f"{number}\n{_clock(cue.start_ms, ',')} --> {_clock(cue.end_ms, ',')}\n{text}\n")
    return "\n".join(blocks)


def write_vtt(cues: Sequence[Cue], language: str, *, speaker: str = "") -> str:
    """Write cues as WebVTT (``HH:MM:SS.mmm``), centred, with the speaker's name as a voice tag if given.

    WebVTT finds the direction of each line by its first strong letter, so a right-to-left line begins
    with a mark: it may begin with a number or a Latin name.
    """
    rtl = read_language(language).rtl
    voice = f"<v {_escape(speaker)}>" if speaker else ""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        text = "\n".join((_RLM if rtl else "") + _escape(line) for line in cue.texts)
        blocks.append(f"{_clock(cue.start_ms, '.')} --> {_clock(cue.end_ms, '.')} align:center\n{voice}{text}\n")
    return "\n".join(blocks)


@dataclass(frozen=True, kw_only=True)
class CaptionStyle:
    """How captions look, in px of the film."""

    width_px: int
    height_px: int
    font: str
    size_px: int
    line_px: int
    ink: str
    """``#RRGGBB``, as the box."""
    box: str
    left_px: int
    right_px: int
    bottom_px: int
    """Room between the captions and the edges of the film."""


def write_ass(cues: Sequence[Cue], language: str, style: CaptionStyle, *, title: str = "") -> str:
    """Write cues as Advanced SubStation Alpha, in the film's own look, for who edits or burns them in.

    Lines are broken as here and nowhere else (``WrapStyle`` 2); the direction of each line follows
    from its first letter (``Encoding`` -1, libass). Braces and backslashes of the text stay text.
    """
    rtl = read_language(language).rtl
    fields = {
        "Name": "Caption",
        "Fontname": style.font,
        # The size counts from the top of the tallest letter to the bottom of the lowest.
        "Fontsize": style.line_px,
        "PrimaryColour": _ass_colour(style.ink),
        "SecondaryColour": _ass_colour(style.ink),
        "OutlineColour": _ass_colour(style.box),
        "BackColour": _ass_colour(style.box),
        "Bold": -1,
        "Italic": 0,
        "Underline": 0,
        "StrikeOut": 0,
        "ScaleX": 100,
        "ScaleY": 100,
        "Spacing": 0,
        "Angle": 0,
        "BorderStyle": 3,  # a box
        "Outline": style.size_px // 5,
        "Shadow": 0,
        "Alignment": 2,  # below, in the middle
        "MarginL": style.left_px,
        "MarginR": style.right_px,
        "MarginV": style.bottom_px,
        "Encoding": -1,
    }
    head = [
        "[Script Info]",
        f"Title: {_one_line(title)}",
        "ScriptType: v4.00+",
        f"PlayResX: {style.width_px}",
        f"PlayResY: {style.height_px}",
        f"LayoutResX: {style.width_px}",
        f"LayoutResY: {style.height_px}",
        "WrapStyle: 2",
        "ScaledBorderAndShadow: yes",
        "YCbCr Matrix: TV.709",
        f"Language: {language}",
        "",
        "[V4+ Styles]",
        f"Format: {', '.join(fields)}",
        f"Style: {','.join(map(str, fields.values()))}",
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ]
    events = []
    for cue in cues:
        text = "\\N".join((_RLM if rtl else "") + _escape_ass(line) for line in cue.texts)
        events.append(f"Dialogue: 0,{_ass_clock(cue.start_ms)},{_ass_clock(cue.end_ms)},Caption,,0,0,0,,{text}")
    return "\n".join([*head, *events, ""])


def _escape_ass(text: str) -> str:
    # A word joiner keeps a backslash from making a command of what follows.
    return _one_line(text).replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _ass_colour(colour: str) -> str:
    return f"&H00{colour[5:7]}{colour[3:5]}{colour[1:3]}".upper()


def _ass_clock(ms: int) -> str:
    seconds, rest = divmod(round(max(ms, 0) / 10), 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:02}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(ms: int, point: str) -> str:
    seconds, ms = divmod(max(ms, 0), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"
