"""Shares: parts that a text names in words, held against the figure that says them again.

"27.6%, more than a third" and "all planned classes opened: 14" of 18 are untrue with all their digits right. Held is
what stands as another name of a figure, or right before it; a part of something else is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import REFERENCE, find_references, hide_references, placed_references
from briefcast.edition.directions import is_named
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import DirectionWords, PartWords, editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_VALUES = ("", "exact", "plain")
_NEAR = Fraction(1, 5)
"""How far a part may be from what it is called: 27.6% is about a third, and 54.3% is not."""
_HALF = Fraction(1, 2)
_OF = r"(?:[^,;:.\ufffc]{1,40})?"
"""What it is a part of: *a third* of the waste."""


def find_wrong_shares(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that name a part in words which their figure is not."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        editor = editor_words(written.language)
        if editor.parts is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            ids = {reference.id for reference in find_references(sentence) if reference.sound}
            yield from _beside(written, sentence, statistics, editor.parts)
            if len(ids) == 1 and (s := statistics.get(next(iter(ids)))):
                found = (
                    _changed(s, sentence, editor.parts, editor.directions)
                    or _of_order(s, sentence, editor.parts)
                    or _whole(written, s, sentence, editor.parts)
                )
                if found:
                    yield _doubt(written, s, *found)


def _beside(written: WrittenText, sentence: str, statistics: dict[str, Statistic], words: PartWords) -> Iterator[Doubt]:
    """Find a part beside the figure that is the same: "27.6%, more than a third,", "a third of them, 54.3%"."""
    for match, reference in placed_references(sentence):
        s = statistics.get(reference.id) if reference.sound else None
        true = _share(s, reference.attribute) if s else None
        if s is None or true is None:
            continue
        before = hide_references(sentence[: match.start()])
        behind = hide_references(sentence[match.end() :])
        closed = not behind or behind[0] in ",;:.)!?"
        for said, low, high in _ranges(words, before, behind):
            ahead = re.search(rf"(?<!\w){said}{_OF}(?:, | \()(?P<joint>{words.joint})$", before, re.IGNORECASE)
            # "About half are women, 54.3% are young" speaks of two.
            found = (ahead if ahead and (ahead["joint"] or closed) else None) or re.match(
                rf"{_OF}(?:, | \()(?:{words.joint})({said})(?=[,;:.)!?]|$)", behind, re.IGNORECASE
            )
            if found and not low <= true <= high:
                yield _doubt(written, s, found[0].strip(" ,("), true)
                break
        most = re.search(rf"(?<!\w)(?:{words.most})\s[^,;:.\ufffc]{{2,40}}, $", before, re.IGNORECASE)
        if most and closed and true <= _HALF:
            yield _doubt(written, s, most[0].strip(" ,"), true)


def _ranges(words: PartWords, *texts: str) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Give how each part is said, and the least and the most that it then may be; none where the texts name no part."""
    if not _name_a_part(words.fractions, *texts):
        return
    for name, fraction in words.fractions.items():
        part = Fraction(name)
        yield rf"(?:{words.more})(?:{fraction})(?!\w)", part, Fraction(1)
        yield rf"(?:{words.less})(?:{fraction})(?!\w)", Fraction(0), part
        yield rf"(?:{words.about})(?:{fraction})(?!\w)", part * (1 - _NEAR), part * (1 + _NEAR)


def _name_a_part(fractions: Mapping[str, str], *texts: str) -> bool:
    """Say whether one of some texts names any part: most do not, and are held against nothing more."""
    part = _any_of(tuple(fractions.values()))
    return any(part.search(text) for text in texts)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE)


def _share(s: Statistic, attribute: str) -> Fraction | None:
    """Give what part a reference names, of one; nothing where it is no part."""
    if s.unit == "percent" and attribute in _VALUES and 0 <= s.value <= 100 and s.measure in ("share", "rate", None):
        return Fraction(s.value) / 100
    if s.unit == "count" and s.out_of and attribute in (*_VALUES, "share"):
        return Fraction(s.value) / Fraction(s.out_of)
    if attribute == "gap" and s.target and s.target.kind == "budget" and s.target.value:
        return Fraction(s.value) / Fraction(s.target.value)
    return None


def _changed(s: Statistic, sentence: str, words: PartWords, ways: DirectionWords | None) -> tuple[str, Fraction] | None:
    """Find "fell by a third" of what fell by more than half."""
    if ways is None or s.baseline is None or s.baseline.value <= 0 or s.unit in ("percent", "rank"):
        return None
    shown = hide_references(sentence)
    true = abs(Fraction(s.value) - Fraction(s.baseline.value)) / Fraction(s.baseline.value)
    for said, low, high in _ranges(words, shown):
        found = re.search(rf"(?<!\w)(?:{ways.rises}|{ways.drops}){words.by}{said}", shown, re.IGNORECASE)
        if found and not low <= true <= high and not re.search(ways.not_so, shown[: found.start()], re.IGNORECASE):
            return found[0], true
    return None


def _of_order(s: Statistic, sentence: str, words: PartWords) -> tuple[str, Fraction] | None:
    """Find "in the top third" of the 31st of 77."""
    if s.unit != "rank" or not s.out_of:
        return None
    true, fractions = Fraction(s.value) / Fraction(s.out_of), words.bare or words.fractions
    for name, fraction in fractions.items() if _name_a_part(fractions, sentence) else ():
        part = Fraction(name)
        for pattern, fits in ((words.top, true <= part), (words.bottom, true > 1 - part)):
            said = pattern.replace("{fraction}", fraction)
            # Hebrew joins letters to the first word: בשליש העליון.
            if (found := re.search(rf"(?<!\w)[א-ת]?{said}(?!\w)", sentence, re.IGNORECASE)) and not fits:
                return found[0], true
    return None


def _whole(written: WrittenText, s: Statistic, sentence: str, words: PartWords) -> tuple[str, Fraction] | None:
    """Find "all planned classes opened: 14" of 18 planned; who names the whole beside it is left."""
    tells = {reference.attribute for reference in find_references(sentence)}
    if s.unit != "count" or not s.out_of or s.value >= s.out_of or not tells <= set(_VALUES):
        return None
    before = sentence[: next(REFERENCE.finditer(sentence)).start()]
    found = re.search(rf"(?<!\w)(?:{words.all})\s[^,;.]{{3,60}}$", before, re.IGNORECASE)
    if found is None or re.search(r"(?<!\w)(?:of|מתוך|trong|trên)\s$", before):
        return None
    named = WrittenText(path=written.path, language=written.language, text=found[0], kind=written.kind)
    return (found[0].strip(" :"), Fraction(s.value) / Fraction(s.out_of)) if is_named(s, named) else None


def _doubt(written: WrittenText, s: Statistic, said: str, true: Fraction) -> Doubt:
    return Doubt(
        code="wrong-claim",
        severity="error",
        path=written.path,
        message=tell(
            "The text says '{words}', and by {id} it is {percent}%.",
            words=said,
            id=s.id,
            percent=f"{float(true * 100):.1f}",
        ),
        remedy=tell("Correct the words or the figure."),
        language=written.language,
    )
