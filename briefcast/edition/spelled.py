"""Spelled: numbers that a text writes in words, held against the one figure of their sentence.

"Ten severe reactions were recorded: 2", "rose ten places" of four and "exceeds eight and a half million: 8.34 million"
are untrue where the digits that the brief tells beside them are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, hide_references, placed_references
from briefcast.edition.directions import tells_figures
from briefcast.edition.doubts import Doubt
from briefcast.edition.said import words_of
from briefcast.edition.words import EditorWords, SpelledWords, any_number, editor_words, numbers_in_words, read_number
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_MOST = 90
"""The largest number in words that is read; of two side by side neither is."""
_NOUN_AT = 2
"""Words between a number and what it counts: ten *severe* reactions."""
_VERB_AT = 40
"""Characters before a number of places in which its verb stands."""


def find_wrong_spelled(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts whose number in words is not that of the one figure of its sentence; one a text."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        editor = editor_words(written.language)
        if editor.spelled is None or editor.parts is None or not tells_figures(brief, written):
            continue
        for sentence in split_sentences(written.text, written.language):
            placed = placed_references(sentence)
            ids = {r.id for _, r in placed if r.sound}
            s = statistics.get(next(iter(ids))) if len(ids) == 1 else None
            if s is None or any(r.attribute not in (*VALUES, "ordinal") for _, r in placed):
                continue
            shown = hide_references(sentence)
            rule = _of_places if s.unit == "rank" else _of_value
            found = rule(s, shown, written.language, editor, editor.spelled)
            if not found and s.unit == "count":
                found = _counted(s, shown, written.language, editor.spelled)
            if found:
                yield _doubt(written, s, *found)
                break


def _doubt(written: WrittenText, s: Statistic, said: str, true: Decimal) -> Doubt:
    return Doubt.of_claim(
        written,
        tell(
            "The text says '{words}', and by {id} it is {value}.",
            words=said.replace(FIGURE, "…").strip(" ,:"),
            id=s.id,
            value=f"{true.normalize():f}",
        ),
    )


def _number(language: str) -> str:
    """Give an expression for one number in words alone, in a group ``number``."""
    one = any_number(numbers_in_words(language, _MOST))
    beside = editor_words(language).spelled
    alone = beside.beside if beside else r"(?!)"
    return rf"(?<!\w)(?<!-)(?P<number>{one})(?![\w-])(?!\s(?:{one}|{alone})(?!\w))"


def _of_places(
    s: Statistic, shown: str, language: str, editor: EditorWords, words: SpelledWords
) -> tuple[str, Decimal] | None:
    """Find "rose ten places" of a rank that rose four."""
    if s.baseline is None:
        return None
    ways = editor.directions
    verbs = "|".join(filter(None, (ways.rises, ways.drops, words.moved))) if ways else words.moved
    pattern = words.places.replace("{number}", _number(language))
    for found in re.finditer(pattern, shown, re.IGNORECASE):
        before = shown[max(0, found.start() - _VERB_AT) : found.start()]
        true = abs(s.value - s.baseline.value)
        if re.search(
            rf"(?<!\w)(?:{verbs})(?!\w)[^,;:.{FIGURE}]{{0,12}}$", before, re.IGNORECASE
        ) and true != read_number(found["number"], language, _MOST):
            return found[0], true
    return None


def _of_value(
    s: Statistic, shown: str, language: str, editor: EditorWords, words: SpelledWords
) -> tuple[str, Decimal] | None:
    """Find "exceeds eight and a half million dong: {wage}" of 8.34 million."""
    if s.unit not in ("count", "currency", "measure") or editor.parts is None or editor.claims is None:
        return None
    more = rf"(?:{editor.parts.more}|{words.more})"
    for power, scale in sorted(editor.scales.items(), reverse=True):
        number = f"(?P<number>{any_number(numbers_in_words(language, _MOST))})"
        amount = words.amount.replace("{number}", number).replace("{scale}", f"(?:{scale})")
        for way, named in ((1, more), (-1, editor.parts.less)):
            found = re.search(rf"(?<!\w)(?:{named}){amount}(?!\w)", shown, re.IGNORECASE)
            if found is None or re.search(
                rf"(?<!\w)(?:{editor.claims.denied}|{words.apart})(?!\w)", shown[: found.start()], re.IGNORECASE
            ):
                continue
            half = Decimal("0.5") if found["half"] else Decimal(0)
            # "A thousand" is one.
            many = read_number(found["number"], language, _MOST) if found["number"] else 1
            told = (many + half) * Decimal(power)
            if (s.value - told) * way < 0:
                return found[0], s.value
    return None


def _counted(s: Statistic, shown: str, language: str, words: SpelledWords) -> tuple[str, Decimal] | None:
    """Find "Ten severe reactions were recorded: {severe} cases" of two."""
    before, _, behind = shown.partition(FIGURE)
    noun = words_of(s.noun.get(language, ""), language)
    own = words_of(s.label.get(language, ""), language) | noun
    clause = re.search(rf"([^,;:.]+)(?::|,(?:\s(?:{words.namely}))?)\s$", before, re.IGNORECASE)
    # What goes on behind the figure may be about others.
    if clause is None or not noun or re.match(r"(?:\s[^\s,;:.]+){6,}", behind):
        return None
    for found in re.finditer(_number(language), clause[1], re.IGNORECASE):
        near = " ".join(clause[1][found.end() :].split()[: _NOUN_AT + len(s.noun.get(language, "").split())])
        said = words_of(clause[1], language)
        # "Two thirds of them" and "six of the nine" count another thing.
        if re.search(rf"(?<!\w)(?:{words.of_part})\s?$", clause[1][: found.start()], re.IGNORECASE):
            continue
        # "Two of the reactions" and "ten places of theirs" are said of others.
        if re.match(rf"\s?(?:{words.some_of})", clause[1][found.end() :], re.IGNORECASE) or not noun & words_of(
            near, language
        ):
            continue
        told = Decimal(read_number(found["number"], language, _MOST))
        if len(said & own) >= min(2, len(own)) and told != s.value:
            return f"{found[0]} {near}", s.value
    return None
