"""Wording: a text of the brief becomes sentences of words, shown and spoken, with its figures put in.

Sentences end at full stops, never inside a number or after an abbreviation. What must stay on one
line is marked: names, compounds, an article with its noun, a number with what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise

from briefcast.compounds import inside_compounds
from briefcast.phrases import kept_together, phrases
from briefcast.read_aloud import say_after, speak_words
from briefcast.references import REFERENCE
from briefcast.script import Sentence, Word
from briefcast.written import NBSP

Tell = Callable[[str], Word]
"""Gives the word for a reference: ``egdi-rank.change``, ``tasks:f``."""

_BLANKS = re.compile(r"[ \t\n\r]+")
_OPENING = "\"'“‘«([״\u2066\u2067\u2068"
_CLOSING = "\"'”’»)]״\u2069"
_PUNCTUATION = f"{_OPENING}{_CLOSING}.,;:!?…–—-"
_SENTENCE_END = re.compile(rf"[.!?…][{re.escape(_CLOSING)}]*$")
_HEBREW_PREFIX = re.compile(r"(?P<letters>[והשכלמב]{1,3})[־-]$")
_LONGEST_PHRASE = 6

LINE_PHRASE_MAX_CHARS = 14
"""A longer phrase may be broken in a headline or label: set whole, it could overflow a narrow card."""


def use_glossary(text: str, glossary: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Replace jargon by plain words, and give the terms that were replaced.

    Only whole words outside references are replaced, longest terms first. A capital at the beginning
    of a sentence is kept; elsewhere a word with a capital is a name and stays as it is.
    """
    replaced: list[str] = []
    parts: list[str] = []
    end = 0
    for match in [*REFERENCE.finditer(text), None]:
        start = match.start() if match else len(text)
        parts.append(_plain_words(text[end:start], glossary, replaced, at_start=not text[:end].strip()))
        if match:
            parts.append(match[0])
            end = match.end()
    return "".join(parts), tuple(dict.fromkeys(replaced))


def _plain_words(text: str, glossary: Mapping[str, str], replaced: list[str], *, at_start: bool) -> str:
    if not glossary:
        return text
    terms = sorted(glossary, key=len, reverse=True)
    forms = (re.escape(form) for term in terms for form in (term, _capital(term)))
    known = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")

    def plain(match: re.Match[str]) -> str:
        term = match[0]
        if term in glossary:
            replaced.append(term)
            return glossary[term]
        before = text[: match.start()].rstrip(_OPENING + " ")
        if (at_start and not before) or before.endswith((".", "!", "?", "…")):
            small = term[0].lower() + term[1:]
            replaced.append(small)
            return _capital(glossary[small])
        return term

    return known.sub(plain, text)


def drop_after(text: str, references: frozenset[str], dropped: Sequence[str]) -> str:
    """Drop a small word after references whose form needs none: ``more than 8 in 10 [of] households``."""
    if not dropped:
        return text
    words = "|".join(re.escape(word) for word in dropped)
    pattern = re.compile(rf"(\{{[^{{}}]+\}}) (?:{words})(?= (?!the ))")
    return pattern.sub(lambda match: match[1] if match[1] in references else match[0], text)


def write_sentences(text: str, language: str, tell: Tell) -> tuple[Sentence, ...]:
    """Turn a text with references into sentences of words."""
    tokens = _BLANKS.split(text.strip())
    sentences: list[list[str]] = [[]]
    for index, token in enumerate(tokens):
        sentences[-1].append(token)
        if index + 1 < len(tokens) and _ends_sentence(token, language):
            sentences.append([])
    return tuple(_sentence(tokens, language, tell) for tokens in sentences if any(tokens))


def write_line(text: str, language: str, tell: Tell) -> str:
    """Turn a text with references into one line to be shown: a headline, a title."""
    return _capital(" ".join(word.shown for word in _words(_BLANKS.split(text.strip()), language, tell)))


def keep_together(line: str, language: str) -> str:
    """Join the short compounds and names of a headline or label by no-break spaces: no layout separates them."""
    words = tuple(Word(shown=token, spoken="") for token in _BLANKS.split(line.strip()))
    together = _inside_phrases(words, language, max_chars=LINE_PHRASE_MAX_CHARS)
    blanks = (NBSP if i in together else " " for i in range(len(words)))
    return "".join(f"{word.shown}{blank}" for word, blank in zip(words, blanks, strict=True)).rstrip()


def _ends_sentence(token: str, language: str) -> bool:
    bare = token.strip(_OPENING + _CLOSING)
    if bare in phrases(language).abbreviations or re.fullmatch(r"[^\W\d_]\.", bare):
        return False
    return bool(_SENTENCE_END.search(token))


def _sentence(tokens: Sequence[str], language: str, tell: Tell) -> Sentence:
    words = list(_words(tokens, language, tell))
    if words[0].fact:
        words[0] = replace(words[0], shown=_capital(words[0].shown))
    glued = _glued(words, language)
    return Sentence(words=tuple(replace(word, glue=True) if i in glued else word for i, word in enumerate(words)))


def _words(tokens: Sequence[str], language: str, tell: Tell) -> Iterator[Word]:
    """Give the words of a sentence; what stands between figures is read aloud in its context (dates, units)."""
    before = ""
    for has_figure, group in groupby(tokens, key=lambda token: REFERENCE.search(token) is not None):
        if has_figure:
            for token in group:
                word = _figure_word(token, tell)
                yield replace(word, spoken=say_after(before, word.spoken, language))
                before = word.shown
        else:
            for before, said in speak_words(" ".join(group), language):
                yield Word(shown=before, spoken=said)


def _figure_word(token: str, tell: Tell) -> Word:
    """Put a figure in its place, with the punctuation and the prefix letters that stand at it."""
    match = REFERENCE.search(token)
    if match is None:
        return Word(shown=token, spoken=token)
    told = tell(match["name"].strip())
    before, after = token[: match.start()], token[match.end() :]
    rest = _figure_word(after, tell)
    shown_before = said_before = before
    if prefix := _HEBREW_PREFIX.search(before):
        # A prefix letter joins a word (בכ־99%) and keeps its hyphen before digits (ב־99%); it is always said joined.
        said_before = before[: prefix.end("letters")]
        first = told.shown.lstrip("\u2066\u2067\u2068")[:1]
        shown_before = said_before if first.isalpha() else before
    said = f"{told.spoken} {rest.spoken}" if rest.fact else f"{told.spoken}{after}"
    return Word(shown=f"{shown_before}{told.shown}{rest.shown}", spoken=f"{said_before}{said}", fact=told.fact)


def _glued(words: Sequence[Word], language: str) -> set[int]:
    """Give the indexes of the words after which no caption line may break."""
    capitals = phrases(language).glue_capitals
    glued = {*_inside_phrases(words, language), *_dates(words, language)}
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
    known = kept_together(language)
    cores = [word.shown.strip(_PUNCTUATION).lower() for word in words]
    inside: set[int] = set()
    start = 0
    while start < len(words):
        longest = min(_LONGEST_PHRASE, len(words) - start)
        phrases_here = (cores[start : start + n] for n in range(longest, 1, -1))
        fitting = (p for p in phrases_here if len(" ".join(p)) <= max_chars and _is_kept(p, known))
        length = len(next(fitting, [""]))
        places = range(start, start + length - 1)
        if not any(_closes(words[i]) or _opens(words[i + 1]) for i in places):
            inside.update(places)
        start += max(1, length - 1)
    if phrases(language).blanks_part_syllables:
        inside |= inside_compounds([word.shown for word in words], max_chars=max_chars)
    return inside


def _opens(word: Word) -> bool:
    return word.shown[:1] in _OPENING and not word.fact


def _closes(word: Word) -> bool:
    return word.shown[-1:] in ".,;:!?…”’»)]–—"


def _dates(words: Sequence[Word], language: str) -> Iterator[int]:
    """Give the indexes of the words inside a date, its last one left out."""
    starts = [0, *accumulate(len(word.shown) + 1 for word in words)]
    line = " ".join(word.shown for word in words)
    for pattern in phrases(language).together:
        for match in re.finditer(pattern, line):
            yield from (i for i in range(len(words)) if match.start() <= starts[i] and starts[i + 1] <= match.end())


def _is_kept(cores: Sequence[str], known: frozenset[tuple[str, ...]]) -> bool:
    return tuple(cores) in known or (len(cores) == 2 and (cores[0], "*") in known)


def _capital(text: str) -> str:
    """Give a text with its first letter large, marks before it overlooked."""
    for index, character in enumerate(text):
        if character.isalnum():
            return text[:index] + character.upper() + text[index + 1 :]
    return text
