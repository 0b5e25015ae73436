"""What stays together: compounds, dates, numbers with what they count, and short names that no line parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from briefcast.language.compounds import inside_compounds
from briefcast.language.lexicon import lexicon
from briefcast.language.phrases import begin_together, kept_together, phrases
from briefcast.language.written import NBSP, without_marks
from briefcast.script import Word

BLANKS = re.compile(r"[ \t\n\r]+")
OPENING = "\"'“‘«([״\u2066\u2067\u2068"
CLOSING = "\"'”’»)]״\u2069"
_PUNCTUATION = f"{OPENING}{CLOSING}.,;:!?…–—-"
_LONGEST_PHRASE = 6
_RANGE = re.compile(r"(?<=\d)[ \u00a0]([-\u2013\u2014])[ \u00a0](?=\d)")
"""A range written with blanks, 2021 - 2030: a line that ended in it would begin with half of it."""
_JOINED = re.compile(r"(?<=[^\W\d_])[ \u00a0]-[ \u00a0](?=(?P<letter>[^\W\d_]))")
"""A hyphen between two words of one name: kinh tế - xã hội."""

LINE_PHRASE_MAX_CHARS = 14
"""A longer phrase may be broken in a headline or label: set whole, it could overflow a narrow card."""

DATE_MAX_CHARS = 15
"""A date that is no longer is not parted either: of "Week 46," on a line by itself nobody knows the year."""


def keep_together(line: str, language: str) -> str:
    """Join the short compounds and names of a headline or label by no-break spaces: no layout separates them."""
    words = tuple(Word(shown=token, spoken="") for token in BLANKS.split(line.strip()))
    together = _inside_phrases(words, language, max_chars=LINE_PHRASE_MAX_CHARS)
    together.update(_dates(words, language, max_chars=DATE_MAX_CHARS))
    together.update(_short(words, _names(words, language)), _short(words, _numbers(words, language)))
    blanks = (NBSP if i in together else " " for i in range(len(words)))
    line = "".join(f"{word.shown}{blank}" for word, blank in zip(words, blanks, strict=True)).rstrip()
    line = _JOINED.sub(lambda found: f"{NBSP}-{NBSP}" if found["letter"].islower() else found[0], line)
    return _RANGE.sub(rf"{NBSP}\1{NBSP}", line)


def glued(words: Sequence[Word], language: str) -> set[int]:
    """Give the indexes of the words after which no caption line may break."""
    capitals = phrases(language).glue_capitals
    glued = {*_inside_phrases(words, language), *_dates(words, language), *_numbers(words, language)}
    for i, (word, following) in enumerate(pairwise(words)):
        if _closes(word) or _opens(following):
            continue
        name = capitals and i > 0 and word.shown[:1].isupper() and following.shown[:1].isupper()
        counted = word.fact and word.shown.rstrip("\u2069")[-1:].isdigit()
        if name or counted:
            glued.add(i)
    return glued


def _inside_phrases(words: Sequence[Word], language: str, *, max_chars: int = 200) -> set[int]:
    """Give the indexes of the words inside a compound or listed phrase, its last one left out.

    A phrase of more than ``max_chars`` characters does not count.
    """
    known, beginnings = kept_together(language), begin_together(language)
    cores = [word.shown.strip(_PUNCTUATION).lower() for word in words]
    inside: set[int] = set()
    start = 0
    while start < len(words):
        # The *An* of *Tân An* is no article.
        named = start > 0 and words[start].shown[:1].isupper() and words[start - 1].shown[:1].isupper()
        if cores[start] not in beginnings or (named and (cores[start], "*") in known):
            start += 1
            continue
        longest = min(_LONGEST_PHRASE, len(words) - start)
        # The last word of a phrase may have more with it: "so với\u00a0quý\u00a0I".
        phrases_here = (
            [*cores[start : start + n - 1], cores[start + n - 1].partition(NBSP)[0]] for n in range(longest, 1, -1)
        )
        fitting = (p for p in phrases_here if len(" ".join(p)) <= max_chars and _is_kept(p, known))
        length = len(next(fitting, [""]))
        places = range(start, start + length - 1)
        if not any(_closes(words[i]) or _opens(words[i + 1]) for i in places):
            inside.update(places)
        start += max(1, length - 1)
    if phrases(language).blanks_part_syllables:
        inside |= inside_compounds([word.shown for word in words], max_chars=max_chars)
    return inside


_NUMBER = re.compile(r"[+\u2212-]?\d[\d.,:/]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME_NUMBER = re.compile(r"\d{1,3}[A-Z]?")


def _numbers(words: Sequence[Word], language: str) -> Iterator[int]:
    """Give the indexes of numbers before what they count, and of names and words before the number that ends them.

    A line that begins with *tuổi*, with the 2 of *Đam Rông 2* or the 10 of *tháng 10*, is read wrong; a year stands
    by itself.
    """
    before, behind_number = phrases(language).before_number, phrases(language).behind_number
    for i, (word, following) in enumerate(pairwise(words)):
        if _closes(word) or _opens(following):
            continue
        core, behind = word.shown.strip(_PUNCTUATION), following.shown.strip(_PUNCTUATION)
        if core.lower() in before and _NUMBER.fullmatch(behind):
            yield i
            continue
        counted = behind.lower() in behind_number
        next_counted = i + 2 < len(words) and words[i + 2].shown.strip(_PUNCTUATION).lower() in behind_number
        named = i > 0 and core[:1].isupper() and _NAME_NUMBER.fullmatch(behind) and not next_counted
        ends_name = i > 1 and words[i - 1].shown[:1].isupper() and _NAME_NUMBER.fullmatch(core) and not counted
        lead = words[i - 1].shown.strip(_PUNCTUATION).lower() if i else ""
        # The 30 of "ngày 30 tháng 9" counts no months.
        ends_word = lead in before and (lead in behind_number or not counted)
        # A number may have its own word with it: "hơn 657.000", "מ־48,000".
        number = re.split(f"[{NBSP}\u05be]", core)[-1]
        counts = _NUMBER.fullmatch(number) and not _YEAR.fullmatch(number) and behind[:1].isalpha()
        # "4:00–8:30 p.m."
        halved = core[-1:].isdigit() and f"{behind}." in lexicon(language).times.halves
        if halved or named or (counts and not ends_name and not ends_word):
            yield i


def _names(words: Sequence[Word], language: str) -> Iterator[int]:
    """Give the indexes of the last words but one of names: no line begins with the *Chau* of *Hai Chau*."""
    if not phrases(language).glue_capitals:
        return
    capital = [word.shown.strip(_PUNCTUATION)[:1].isupper() for word in words]
    for i, (word, following) in enumerate(pairwise(words)):
        last = i + 2 == len(words) or _closes(following) or not capital[i + 2]
        if capital[i] and capital[i + 1] and last and not _closes(word) and not _opens(following):
            yield i


def _short(words: Sequence[Word], together: Iterable[int]) -> Iterator[int]:
    """Give those after which two words together are no longer than a narrow card holds."""
    return (i for i in together if len(f"{words[i].shown} {words[i + 1].shown}") <= LINE_PHRASE_MAX_CHARS)


def _opens(word: Word) -> bool:
    return word.shown[:1] in OPENING and not word.fact


def _closes(word: Word) -> bool:
    return word.shown[-1:] in ".,;:!?…”’»)]–—"


def _dates(words: Sequence[Word], language: str, *, max_chars: int = 200) -> Iterator[int]:
    """Give the indexes of the words inside a date or a range, its last one left out; none of a longer one."""
    shown = [without_marks(word.shown).replace(NBSP, " ") for word in words]
    starts = [0, *accumulate(len(text) + 1 for text in shown)]
    line = " ".join(shown)
    for pattern in phrases(language).together:
        for match in re.finditer(pattern, line):
            if len(match[0]) > max_chars:
                continue
            yield from (i for i in range(len(words)) if match.start() <= starts[i] and starts[i + 1] <= match.end())


def _is_kept(cores: Sequence[str], known: frozenset[tuple[str, ...]]) -> bool:
    return tuple(cores) in known or (len(cores) == 2 and (cores[0], "*") in known)
