"""Wording: a text of the brief becomes sentences of words, shown and spoken, with its figures put in.

Sentences end at full stops, never inside a number or after an abbreviation. What must stay on one
line is marked: names, compounds, an article with its noun, a number with what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from briefcast.brief.references import ADDRESS, REFERENCE
from briefcast.language.isolating import isolate_codes
from briefcast.language.keeping import BLANKS, OPENING, glued
from briefcast.language.lexicon import lexicon
from briefcast.language.phrasebook import phrasebook
from briefcast.language.read_aloud import figure_mark, read_words
from briefcast.language.sentences import ends_sentence
from briefcast.language.written import MAQAF, NBSP, take_article
from briefcast.script import Sentence, Word

Tell = Callable[[str], Word]
"""Gives the word for a reference: ``egdi-rank.change``, ``tasks:f``."""
_HEBREW_PREFIX = re.compile(r"(?<!\w)(?P<letters>[והשכלמב]{1,3})[־-]?$")


def use_glossary(text: str, glossary: Mapping[str, str], names: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Replace jargon by plain words, and give the terms that were replaced.

    Only whole words outside references are replaced, longest terms first. A capital at the beginning
    of a sentence is kept; elsewhere a word with a capital is a name and stays as it is, and so does every word of
    ``names``.
    """
    replaced: list[str] = []
    parts: list[str] = []
    end = 0
    for match in [*REFERENCE.finditer(text), None]:
        start = match.start() if match else len(text)
        parts.append(_plain_words(text[end:start], glossary, replaced, names, at_start=not text[:end].strip()))
        if match:
            parts.append(match[0])
            end = match.end()
    return "".join(parts), tuple(dict.fromkeys(replaced))


_QUOTED = re.compile(r"[“„«][^“”„«»]*[”“»]|״[^״]*״|\"[^\"]*\"")
"""Words within quotation marks, as languages set them."""


def _plain_words(
    text: str, glossary: Mapping[str, str], replaced: list[str], names: Collection[str], *, at_start: bool
) -> str:
    if not glossary:
        return text
    terms = sorted(glossary, key=len, reverse=True)
    forms = (re.escape(form) for term in terms for form in (term, _capital(term)))
    known = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")

    quoted = [match.span() for match in _QUOTED.finditer(text)]
    named = [match.span() for match in _name_pattern(frozenset(names)).finditer(text)] if names else []

    def plain(match: re.Match[str]) -> str:
        term = match[0]
        if any(start < match.start() < end for start, end in quoted):
            return term  # somebody's own words
        if any(start <= match.start() and match.end() <= end for start, end in named):
            return term  # part of what a body, a report or a law is called
        if term in glossary:
            replaced.append(term)
            return glossary[term]
        before = text[: match.start()].rstrip(OPENING + " ")
        if (at_start and not before) or before.endswith((".", "!", "?", "…")):
            small = term[0].lower() + term[1:]
            replaced.append(small)
            return _capital(glossary[small])
        return term

    return known.sub(plain, text)


@cache
def _name_pattern(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


LINE_FIGURE_MAX_CHARS = 16
"""A longer figure may be broken in a headline or title."""


def put_address(text: str, address: str) -> str:
    """Put what an audience is called into a text, with a large letter where a sentence begins with it."""
    begun = re.sub(rf"(^|[.!?…]\s){re.escape(ADDRESS)}", rf"\1{address[:1].upper()}{address[1:]}", text)
    return begun.replace(ADDRESS, address)


def drop_after(text: str, references: frozenset[str], dropped: Sequence[str], kept_before: Sequence[str] = ()) -> str:
    """Drop a small word after references whose form needs none: ``more than 8 in 10 [of] households``.

    It stays before a name, a number, words of ``kept_before`` (the, this, them) and whose something is: "of this
    year's patients" would become patients of nobody's.
    """
    if not dropped:
        return text
    words, kept = ("|".join(map(re.escape, words)) for words in (dropped, kept_before))
    pattern = re.compile(
        rf"(\{{[^{{}}]+\}}) (?:{words})(?= (?!(?:{kept or '(?!)'})\b)[^\W\d_A-Z](?![\w-]*(?: [\w-]+){{0,2}}['’]))"
    )
    return pattern.sub(lambda match: match[1] if match[1] in references else match[0], text)


def write_sentences(text: str, language: str, tell: Tell) -> tuple[Sentence, ...]:
    """Turn a text with references into sentences of words."""
    tokens = BLANKS.split(text.strip())
    sentences: list[list[str]] = [[]]
    for index, token in enumerate(tokens):
        sentences[-1].append(token)
        if index + 1 < len(tokens) and ends_sentence(token, tokens[index + 1], language):
            sentences.append([])
    return tuple(_sentence(tokens, language, tell) for tokens in sentences if any(tokens))


def write_line(text: str, language: str, tell: Tell) -> str:
    """Turn a text with references into one line to be shown: a headline, a title."""
    words = _words(BLANKS.split(text.strip()), language, tell)
    return _capital(" ".join(_breakable(word.shown) if word.fact else word.shown for word in words))


def _breakable(figure: str) -> str:
    """Let a long figure of a line break before its further words: a number keeps what stands before it, and one more.

    "14.2 per / 100,000 people": set whole, it is wider than a narrow card.
    """
    if len(figure) <= LINE_FIGURE_MAX_CHARS:
        return figure
    parts = figure.split(NBSP)
    first = next((i for i, part in enumerate(parts) if any(map(str.isdigit, part))), len(parts))
    kept = (i < first or any(map(str.isdigit, part)) for i, part in enumerate(parts))
    return "".join(f"{part}{NBSP if keep else ' '}" for part, keep in zip(parts, kept, strict=True)).rstrip()


def _sentence(tokens: Sequence[str], language: str, tell: Tell) -> Sentence:
    words = list(_words(tokens, language, tell, said=phrasebook(language).marks == "rtl"))
    if words[0].fact:
        words[0] = replace(words[0], shown=_capital(words[0].shown))
    kept = glued(words, language)
    return Sentence(words=tuple(replace(word, glue=True) if i in kept else word for i, word in enumerate(words)))


def _words(tokens: Sequence[str], language: str, tell: Tell, *, said: bool = False) -> Iterator[Word]:
    """Give the words of a sentence, read aloud with its figures in their places: units and nouns agree with them.

    What is ``said`` tells a minus in a word, but behind a colon.
    """
    figures: list[Word] = []
    text = " ".join(
        _put_figures(token, figures, tell, language, in_words=said and not before.endswith((":", "–", "(")))
        for before, token in zip(("", *tokens), tokens, strict=False)
    )
    for word in read_words(text, language, [(figure.shown, figure.spoken) for figure in figures]):
        shown = isolate_codes(word.shown, language)
        yield Word(shown=shown, spoken=word.said, fact=figures[word.figure].fact if word.figure >= 0 else "")


def _minus_in_words(shown: str, language: str) -> str:
    """Write the minus of a figure as a word: ל־−2 is two strokes, and למינוס 2 none; so is what a sentence says."""
    found = re.match("(?P<marks>[\u200e\u200f\u2066-\u2069]*)[-\u2212](?=\\d)", shown)
    return f"{lexicon(language).minus}{NBSP}{found['marks']}{shown[found.end() :]}" if found else shown


def _put_figures(token: str, figures: list[Word], tell: Tell, language: str, *, in_words: bool = False) -> str:
    """Replace the references of a token by the signs of their figures, which are added to the others."""
    parts: list[str] = []
    end = 0
    for match in REFERENCE.finditer(token):
        told = tell(match["name"].strip())
        before = token[end : match.start()]
        if _HEBREW_PREFIX.search(before) or (in_words and not before):
            told = replace(told, shown=_minus_in_words(told.shown, language))
        if (prefix := _HEBREW_PREFIX.search(before)) and told.shown.lstrip("\u2066\u2067\u2068")[:1].isalpha():
            # A prefix letter joins a word (בכ־99%) and keeps its hyphen before digits (ב־99%).
            before = before[: prefix.end("letters")]
            shown, said = (take_article(prefix["letters"], text) for text in (told.shown, told.spoken))
            told = replace(told, shown=shown, spoken=said)
        elif prefix and prefix.end() == prefix.end("letters"):
            before += MAQAF  # ה{rank}: a letter typed right at digits is neither read nor said with them
        parts += (before, figure_mark(len(figures)))
        figures.append(told)
        end = match.end()
    return "".join((*parts, token[end:]))


def _capital(text: str) -> str:
    """Give a text with its first letter large, marks before it overlooked."""
    for index, character in enumerate(text):
        if character.isalnum():
            return text[:index] + character.upper() + text[index + 1 :]
    return text
