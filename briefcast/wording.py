"""Wording: a text of the brief becomes sentences of words, shown and spoken, with its figures put in.

Sentences end at full stops, never inside a number or after an abbreviation. What must stay on one
line is marked: names, compounds, an article with its noun, a number with what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from briefcast.phrases import kept_together, phrases
from briefcast.references import REFERENCE
from briefcast.script import Sentence, Word
from briefcast.spoken import say_after, speak_words

Tell = Callable[[str], Word]
"""Gives the word for a reference: ``egdi-rank.change``, ``tasks:f``."""

_BLANKS = re.compile(r"[ \t\n\r]+")
_OPENING = "\"'“‘«([״\u2066\u2067\u2068"
_CLOSING = "\"'”’»)]״\u2069"
_PUNCTUATION = f"{_OPENING}{_CLOSING}.,;:!?…–—-"
_SENTENCE_END = re.compile(rf"[.!?…][{re.escape(_CLOSING)}]*$")
_HEBREW_PREFIX = re.compile(r"(?P<letters>[והשכלמב]{1,3})[־-]$")
_LONGEST_PHRASE = 6


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
    """Give the indexes of the words after which no line may break."""
    cores = [word.shown.strip(_PUNCTUATION).lower() for word in words]
    opens = [word.shown[:1] in _OPENING and not word.fact for word in words]
    closes = [word.shown[-1:] in ".,;:!?…”’»)]–—" for word in words]
    known, capitals = kept_together(language), phrases(language).glue_capitals
    glued: set[int] = set()
    start = 0
    while start < len(words):
        lengths = range(min(_LONGEST_PHRASE, len(words) - start), 1, -1)
        length = next((n for n in lengths if _is_kept(cores[start : start + n], known)), 1)
        inside = range(start, start + length - 1)
        if not any(closes[i] or opens[i + 1] for i in inside):
            glued.update(inside)
        start += max(1, length - 1)
    glued.update(_dates(words, language))
    for i in range(len(words) - 1):
        if closes[i] or opens[i + 1]:
            continue
        name = capitals and i > 0 and words[i].shown[:1].isupper() and words[i + 1].shown[:1].isupper()
        counted = words[i].fact and words[i].shown.rstrip("\u2069")[-1:].isdigit()
        if name or counted:
            glued.add(i)
    return glued


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
