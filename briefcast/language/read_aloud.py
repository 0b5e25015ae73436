"""How each language reads a free text aloud: every number, date, unit, code and abbreviation in words.

A text is cut into tokens, each with its class (`briefcast.language.tokens`). For each class stand the
readings it may begin, the most particular first; a reading looks at the tokens and words around it and
passes where it is something else. What nothing reads is left to the voice. Words are data:
``assets/lexicon/<language>.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefcast.language import agreement
from briefcast.language import say_amounts as amounts
from briefcast.language import say_moments as moments
from briefcast.language import say_names as names
from briefcast.language import say_pairs as pairs
from briefcast.language.lexicon import lexicon
from briefcast.language.line import Line, Reading
from briefcast.language.spoken import bind
from briefcast.language.tokens import (
    ABBREVIATION,
    ADDRESS,
    BLANK,
    CODE,
    DASH,
    DIGITS,
    DOCUMENT,
    FIGURE,
    FIRST_FIGURE,
    HALF_DAY,
    LETTERS,
    MONTH,
    NUMBER,
    PERCENT,
    PREFIX,
    ROMAN,
    SCALE,
    SIGN,
    SUFFIX,
    UNIT,
    VULGAR,
    WORD,
    Token,
    cut_tokens,
)
from briefcast.language.written import NBSP
from briefcast.languages import kept_by_locale

_Reader = Callable[[Line, int], Reading | None]
"""Gives the reading that begins at a token, or None where it is something else."""

_GRAMMAR: dict[str, tuple[_Reader, ...]] = {
    NUMBER: (
        amounts.read_minus_behind,
        names.read_registered,
        moments.read_quarter,
        moments.read_numbered_quarter,
        names.read_slashed,
        names.read_star_behind,
        moments.read_date,
        moments.read_two_years,
        names.read_phone,
        pairs.read_numbers,
        moments.read_short_month,
        moments.read_decade,
        moments.read_named_day,
        pairs.read_ordinal,
        moments.read_day_of_other,
        moments.read_time,
        pairs.read_score,
        moments.read_day_month,
        pairs.read_fraction,
        pairs.read_ratio,
        pairs.read_times,
        pairs.read_plus,
        names.read_number_and_letters,
        agreement.read_one,
        amounts.read_amount,
    ),
    DIGITS: (
        moments.read_date,
        names.read_phone,
        moments.read_day_month,
        pairs.read_versions,
        names.read_any_digits,
    ),
    VULGAR: (amounts.read_amount,),
    SIGN: (amounts.read_amount, pairs.read_currency),
    CODE: (amounts.read_amount, names.read_abbreviation),
    UNIT: (pairs.read_unit,),
    PERCENT: (names.read_percent_sign,),
    MONTH: (moments.read_named_day,),
    WORD: (
        moments.read_quarter,
        moments.read_lettered,
        moments.read_weekday,
        moments.read_own_calendar,
        moments.read_short_month,
        names.read_kind_of_document,
        pairs.read_by,
        pairs.read_joined_unit,
    ),
    HALF_DAY: (moments.read_half_day,),
    LETTERS: (moments.read_quarter, names.read_kind_of_document, names.read_letters),
    ROMAN: (names.read_roman,),
    ABBREVIATION: (moments.read_quarter, names.read_abbreviation),
    ADDRESS: (names.read_address,),
    DOCUMENT: (names.read_code,),
    DASH: (amounts.read_signed,),
    FIGURE: (pairs.read_figure,),
    "+": (names.read_phone, names.read_symbol),
    "(": (names.read_phone,),
    "*": (names.read_star, names.read_symbol),
    "×": (pairs.read_by, names.read_symbol),
    "#": (pairs.read_sign_of_number,),
    "/": (pairs.read_per, names.read_slash_in_name),
}
"""What each class of tokens may begin."""

_RANGED = frozenset({"time", "date", "month", "ordinal", "roman", "times"})
"""Readings that make a range with one of their kind behind a dash: 8h30–11h30."""
_JOINED = frozenset({UNIT, SCALE, SUFFIX, SIGN, CODE, PERCENT, DASH, "/"})
"""Classes that make one reading with a figure before them."""


@dataclass(frozen=True, kw_only=True)
class SpokenWord:
    """A word as shown, with what is said for it."""

    shown: str
    said: str
    figure: int = -1
    """Which figure of the brief it tells, -1 for none."""


def speak_text(text: str, language: str) -> str:
    """Say a free text: numbers, years, dates, units and abbreviations become words; punctuation stays.

    Text that needs no change comes back as it is, without no-break spaces and direction marks.
    """
    return " ".join(said for _, said in speak_words(text, language))


def speak_words(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """Split a text at its blanks into words as shown, each with what is said for it.

    What is read as one (``ngày 8 h 30``, ``10 000``, a phone number) stays one word, joined by
    no-break spaces.
    """
    return tuple((word.shown, word.said) for word in read_words(text, language))


def read_words(text: str, language: str, figures: Sequence[tuple[str, str]] = ()) -> tuple[SpokenWord, ...]:
    """Split a text that holds figures of a brief into words, each with what is said for it.

    ``figures`` are shown and spoken; in the text each stands as `figure_mark` gives it. What stands
    around a figure (its unit, the noun it numbers) is read together with it.
    """
    return _read_words(text, language, tuple(figures))


@kept_by_locale
def _read_words(text: str, language: str, figures: tuple[tuple[str, str], ...]) -> tuple[SpokenWord, ...]:
    """Read a text once: the same stands in scripts of many audiences."""
    line = Line(_put_in(cut_tokens(text, language), language, figures), language)
    line.figures = figures
    return tuple(_words(line))


def figure_mark(index: int) -> str:
    """Give the character that stands in a text for one of its figures."""
    return chr(FIRST_FIGURE + index)


def say_after(word: str, said: str, language: str) -> str:
    """Give what is said for a number after a certain word: ``thứ`` makes ``tư`` of ``bốn``, ``nhất`` of ``một``."""
    return names.after_word(word, said, lexicon(language))


def _put_in(tokens: tuple[Token, ...], language: str, figures: Sequence[tuple[str, str]]) -> tuple[Token, ...]:
    """Put the tokens of a figure in its place where what stands beside it is read with it."""
    line = Line(tokens, language)
    put: list[Token] = []
    for at, token in enumerate(tokens):
        if token.kind != FIGURE:
            put.append(token)
        elif token.figure >= len(figures):
            # A sign of an icon font that a text holds is no figure.
            put.append(replace(token, kind=WORD, figure=-1))
        elif _is_read_with_others(line, at, inner := cut_tokens(figures[token.figure][0], language)):
            put += (replace(part, figure=token.figure) for part in inner)
        else:
            shown = token.shown.replace(token.text, figures[token.figure][0])
            put.append(replace(token, text=figures[token.figure][0], shown=shown))
    return tuple(put)


def _is_read_with_others(line: Line, at: int, inner: tuple[Token, ...]) -> bool:
    """Whether a figure ends in a number and a unit, a range or the like goes on behind it."""
    if not inner or inner[-1].kind not in (NUMBER, SCALE, VULGAR):
        return False
    behind, before = line.skip_blank(at + 1), line.kind(at - 1)
    if line.kind(behind) == DASH and line.kind(line.skip_blank(behind + 1)) not in (FIGURE, NUMBER):
        return False
    if line.kind(behind) in _JOINED or (before == DASH and line.kind(at - 2) in (FIGURE, NUMBER)):
        return True
    return agreement.is_label(line, at) or (len(inner) == 1 and agreement.is_counted(line, at + 1))


# ---- reading


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some tokens with what is said for them."""

    tokens: tuple[Token, ...]
    said: str
    read: bool = False
    """Whether it was read in a way of its own; else it is left to the voice."""
    parts: bool = False
    """Whether a word ends before it."""


def _words(line: Line) -> Iterator[SpokenWord]:
    """Read a line and split it at its blanks."""
    word: list[_Piece] = []
    for piece in _pieces(line):
        if piece.parts and word:
            yield _word(word)
            word = []
        if piece.tokens:
            word.append(piece)
    if word:
        yield _word(word)


def _pieces(line: Line) -> Iterator[_Piece]:
    at = 0
    while at < len(line.tokens):
        reading = _read(line, at)
        token = line.tokens[at]
        if reading is None:
            parts = token.kind == BLANK and not token.shown.strip(" \t\r\n")
            yield _Piece(() if parts else (token,), _say_unread(line, at), parts=parts)
            at += 1
            continue
        line.done.append((at, reading))
        for end, said in reading.parted or ((reading.end, reading.said),):
            parts = at > line.done[-1][0] and line.kind(at) == BLANK
            yield _Piece(line.tokens[at + parts : end], said, read=True, parts=parts)
            at = end


def _say_unread(line: Line, at: int) -> str:
    token = line.tokens[at]
    if token.kind != FIGURE:
        return token.text
    said = line.figures[token.figure][1]
    if agreement.binds(line, at + 1):
        said = bind(said, line.language)
    return names.after_word(line.word_before(at), said, line.words)


def _word(pieces: Sequence[_Piece]) -> SpokenWord:
    """Join what stands between two blanks; readings are set apart from letters they are written at: H5N1, PGS.TS."""
    said, before = "", pieces[0]
    for piece in pieces:
        apart = piece.read or before.read or piece.tokens[0].kind == before.tokens[-1].kind == FIGURE
        blank = " " if apart and said[-1:].isalnum() and piece.said[:1].isalnum() else ""
        said, before = f"{said}{blank}{piece.said}", piece
    shown = "".join(
        token.shown.replace(" ", NBSP) if piece.read else token.shown for piece in pieces for token in piece.tokens
    )
    figures = (token.figure for piece in pieces for token in piece.tokens if token.figure >= 0)
    return SpokenWord(shown=shown, said=_tidy(said), figure=next(figures, -1))


def _tidy(said: str) -> str:
    """Leave one blank between words and none inside brackets or before a mark that ends a word."""
    said = " ".join(said.split())
    for mark in ".,;:!?…)":
        said = said.replace(f" {mark}", mark)
    return said.replace("( ", "(")


def _read(line: Line, at: int) -> Reading | None:
    """Read what begins at a token, a range of two where a second one of its kind follows behind a dash."""
    reading = _read_one(line, at)
    if reading is None or reading.kind not in _RANGED:
        return reading
    dash = line.skip_blank(reading.end)
    if line.kind(dash) != DASH or (dash > reading.end and line.kind(dash + 1) != BLANK):
        return reading
    line.done.append((at, reading))
    second = _read_one(line, line.skip_blank(dash + 1))
    line.done.pop()
    if second is None or second.kind != reading.kind:
        return reading
    first = reading.said
    if line.words.times.sharp_alone and reading.kind == "time":
        first = first.removesuffix(line.words.times.sharp.partition("{hour}")[2])
    return Reading(second.end, line.words.range.format(a=first, b=second.said), reading.kind)


def _read_one(line: Line, at: int) -> Reading | None:
    kind = line.kind(at)
    if kind == PREFIX:
        inner = _read(line, at + 1)
        if inner is None and line.kind(at + 1) == FIGURE:
            return Reading(at + 2, f"{line.text(at)[:-1]}{_say_unread(line, at + 1)}")
        return None if inner is None else Reading(inner.end, f"{line.text(at)[:-1]}{inner.said.lstrip()}", inner.kind)
    for reader in _GRAMMAR.get(kind, ()):
        reading = reader(line, at)
        if reading is not None:
            return _after(line, at, reading) if kind in (NUMBER, VULGAR) else reading
    return names.read_symbol(line, at) if kind and not kind.isalnum() and kind != BLANK else None


def _after(line: Line, at: int, reading: Reading) -> Reading:
    """Give a number the form it has after the word before it: thứ tư."""
    said = names.after_word(line.word_before(at), reading.said, line.words)
    return reading if said == reading.said else replace(reading, said=said)
