"""Courses: phrases by which a figure went up, down, the better way or nowhere, held against what it did.

"The port remains a bright spot" of what shrank, "both fell" where one rose, "held steady" of what did not and "faster
than last year" of what nobody has counted last year are untrue, or have nothing that carries them. Verbs of rising and
falling right at their figure are looked at in `directions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from briefcast.brief.measures import measure_of
from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, find_references, hide_references
from briefcast.edition.directions import doubt_of_way, tells_figures, ways_gone, ways_told
from briefcast.edition.doubts import Doubt
from briefcast.edition.earlier import earlier_value, is_changed
from briefcast.edition.said import find_said, joined_letters, said_words, says, words_of
from briefcast.edition.subjects import figures_named
from briefcast.edition.verdicts import figures_of_point
from briefcast.edition.words import editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

Sense = Literal["rise", "fall", "gain", "loss", "still", "hold", "thrive", "flag", "little"]
"""What a phrase says that a figure did: rose, fell, went the better or the worse way, stayed or nearly stayed, did well
or badly as what it is a figure of does, changed a little."""
_SENSES: dict[str, Sense] = {
    "surges": "rise",
    "plunges": "fall",
    "up": "rise",
    "down": "fall",
    "more_of": "rise",
    "fewer_of": "fall",
    "steady": "hold",
    "same": "still",
    "better": "gain",
    "worse": "loss",
    "longer": "rise",
    "shorter": "fall",
    "faster": "rise",
    "slower": "fall",
    "speeds": "rise",
    "brakes": "fall",
    "thrives": "thrive",
    "flags": "flag",
    "slightly": "little",
}
_OF_WHAT = ("more_of", "fewer_of")
_OF_TIMES = ("longer", "shorter")
_OF_PACE = ("faster", "slower")
_OF_GROWTH = ("speeds", "brakes")
_STRONG = ("surges", "plunges")
_WHAT_AT = 4
"""Words behind *more* or *fewer* that name what there is more or less of."""
_MARK = re.compile(r"[,;:.!?–—()]\s*")
_END = re.compile(r"[;.!?–—]\s")


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A phrase in a clause of a sentence."""

    meaning: str
    words: str
    before: str
    behind: str
    rest: str
    """What follows its clause, up to *but* or *while*."""
    alike: str
    """The part of the sentence, up to *but* or *while*, in which a figure without a name is meant."""


def find_wrong_courses(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which a figure went another way than it did; one a text."""
    for written in texts:
        if not tells_figures(brief, written):
            continue
        own = figures_of_point(brief, written)
        if not own and written.kind in ("title", "subtitle"):
            own = tuple(s for s in brief.statistics if s.member is None)
        for sentence in split_sentences(written.text, written.language):
            if doubt := _in_sentence(written, sentence, own):
                yield doubt
                break


def _in_sentence(written: WrittenText, sentence: str, own: Sequence[Statistic]) -> Doubt | None:
    language = written.language
    shown = hide_references(sentence)
    ways = editor_words(language).directions
    if not own or ways is None or shown.rstrip().endswith("?") or re.search(ways.other_time, shown, re.IGNORECASE):
        return None
    told = {r.id for r in find_references(sentence) if r.sound}
    figures = [s for s in own if s.id in told] or (own if written.kind == "headline" else [])
    years = set(re.findall(r"(?<![\d.,])(?:19|20)\d\d(?![\d%])", shown))
    figures = [s for s in figures if s.unit != "rank" and years <= _years(s)]
    for said in _phrases(shown, language):
        for s in _about(said, figures, own, language, told=bool(told)):
            if doubt := _held(written, sentence, said, s):
                return doubt
    return None


def _years(s: Statistic) -> set[str]:
    periods = [s.period, *([s.baseline.period] if s.baseline else [])]
    return {year for period in periods for year in re.findall(r"\d{4}", period)}


def _phrases(shown: str, language: str) -> Iterator[_Said]:
    """Give what the clauses of a sentence say, where they do not deny it and say it of no other thing."""
    for part in (one for piece in _END.split(shown) for one in _cut("parts", piece, language)):
        place = 0
        for clause in _MARK.split(part):
            place = part.index(clause, place) + len(clause)
            found = [(meaning, one.span()) for meaning in _SENSES for one in find_said(meaning, clause, language)]
            if says("both", clause, language):
                found += _verbs(clause, language)
            for meaning, (start, end) in found:
                # "Hardly changed" is not "changed".
                within = any(a <= start and end <= b and (a, b) != (start, end) for _, (a, b) in found)
                before, behind = clause[:start], clause[end:]
                if not within and not is_denied(before, language) and _is_of_now(meaning, behind, language):
                    yield _Said(
                        meaning=meaning,
                        words=clause[start:end],
                        before=before,
                        behind=behind,
                        rest=part[place:],
                        alike=part,
                    )


def is_denied(before: str, language: str) -> bool:
    """Say whether a text before a phrase says that it is not so, or only wished."""
    wished = [found.end() for found in find_said("wished", before, language)]
    return says("denied", before, language) or bool(wished and not before[wished[-1] :].strip())


def _verbs(clause: str, language: str) -> list[tuple[str, tuple[int, int]]]:
    """Give the verbs of rising and falling of a clause."""
    ways = editor_words(language).directions
    return [
        (meaning, found.span())
        for meaning, verbs in (
            (("up", f"{ways.rises}|{ways.up}"), ("down", f"{ways.drops}|{ways.down}")) if ways else ()
        )
        for found in re.finditer(rf"(?<!\w)(?:{verbs})(?!\w)", clause, re.IGNORECASE)
    ]


def _cut(meaning: str, text: str, language: str) -> list[str]:
    """Give the pieces of a text between phrases."""
    pieces, start = [], 0
    for found in find_said(meaning, text, language):
        pieces.append(text[start : found.start()])
        start = found.end()
    return [*pieces, text[start:]]


def _is_of_now(meaning: str, behind: str, language: str) -> bool:
    """Say whether a phrase compares with nothing but the year before."""
    than = next(find_said("than", behind, language), None)
    words = said_words(language)
    if than is None and words and words.than_letters and meaning not in _OF_WHAT:
        than = re.match(rf"\s(?:{words.than_letters})(?=\w)", behind)
    return than is None or begins_then(behind[than.end() :], language)


def _is_closed(behind: str, language: str) -> bool:
    """Say whether a phrase says what a figure did, and is not said of a noun behind it: *improved* services."""
    rest = behind.lstrip()
    begins = next(find_said("follows", rest, language), None)
    words = said_words(language)
    letters = words.follows_letters if words else ""
    joined = bool(letters) and re.match(letters, rest) is not None
    return not rest or rest[0] == FIGURE or joined or (begins is not None and begins.start() == 0)


def begins_then(text: str, language: str) -> bool:
    """Say whether a text begins with a time of the year before."""
    times = editor_words(language).times
    ago = rf"(?:{times.year_ago}|{times.same_period})" if times else r"(?!)"
    words = said_words(language)
    lead = rf"\s?(?:(?:{'|'.join(words.lead) if words else ''})\s)*(?:{joined_letters(language)})"
    if re.match(rf"{lead}(?:{ago}|(?:19|20)\d\d)(?!\w)", text, re.IGNORECASE):
        return True
    then = next(find_said("then", text, language), None)
    return then is not None and bool(re.fullmatch(lead, text[: then.start()], re.IGNORECASE))


def _says_then(said: _Said, language: str) -> bool:
    """Say whether a clause compares with the year before."""
    times = editor_words(language).times
    ago = rf"(?:{times.year_ago}|{times.same_period})" if times else r"(?!)"
    return bool(
        re.search(rf"(?<!\w)(?:{joined_letters(language)}){ago}(?!\w)", f"{said.words}{said.behind}", re.IGNORECASE)
    )


def _about(
    said: _Said, figures: Sequence[Statistic], own: Sequence[Statistic], language: str, *, told: bool
) -> list[Statistic]:
    """Give the figures that a phrase is about: those that the words beside it name, else the only one there is."""
    fit = [s for s in figures if _fits(said.meaning, s) and said.words.casefold() not in _label(s, language)]
    closed = _is_closed(said.behind, language)
    inside = len(said.words.split()) > _WORDS_OF_MORE
    if said.meaning in _OF_WHAT and inside:
        subject = said.words
    elif (said.meaning in _OF_WHAT and _stands_behind(language)) or (said.meaning in _OF_TIMES and not closed):
        subject = _what(said.behind, language)
    elif closed:
        subject = f"{said.before} {said.words}"
    else:
        return []
    if named := figures_named(subject, own, language):
        meant = [s for s in named if s in fit]
        # Of two that a clause names both are meant where it says so.
        return meant if len(named) == 1 or says("both", said.before, language) or len(meant) == 1 else []
    if said.meaning in _OF_WHAT or not closed:
        return []
    beside = not told or _is_beside(said, language)
    return fit if len(fit) == 1 and beside and (len(figures) == 1 or said.meaning in _OF_TIMES) else []


def _is_beside(said: _Said, language: str) -> bool:
    """Say whether a figure stands in the clause of a phrase, right behind it, or before what has no subject of its own.

    "{x}, still faster than a year ago" is said of x, and "prices held steady, and {x} were pleased" is not.
    """
    if FIGURE in f"{said.before}{said.behind}":
        return True
    mark, words = said.rest[:1], said.rest[1:].partition(FIGURE)[0].split()
    joined = words and (says("joins", words[0], language) or re.match(_joining(language), words[0]))
    if FIGURE in said.rest and (mark == ":" or not joined):
        return True
    return FIGURE in said.alike and FIGURE not in said.rest and not words_of(said.before, language)


def _joining(language: str) -> str:
    """Give an expression for a letter that joins what it is written together with to what stands before it."""
    words = said_words(language)
    return words.joins_letters if words and words.joins_letters else r"(?!)"


def _stands_behind(language: str) -> bool:
    """Say whether what there is more of stands behind *more*."""
    words = said_words(language)
    return words is not None and words.more_behind


_WORDS_OF_MORE = 2
"""Words of *nhiều hơn*: a longer phrase holds what there is more of."""


def _what(behind: str, language: str) -> str:
    """Give the words right behind *more* or *fewer* that name what there is more or less of."""
    for cut in (*_OF_WHAT, *_OF_TIMES, "joins"):
        behind = _cut(cut, behind, language)[0]
    words, parts = said_words(language), editor_words(language).parts
    than = "|".join((*(words.than if words else ()), words.than_letters if words else "", ""))
    part = "|".join((*(parts.fractions.values() if parts else ()), r"(?!)"))
    # "Less than a third" says how much.
    amount = rf"\s(?:{FIGURE}|\d|(?:{than})\s?(?:{part}))"
    return "" if re.match(amount, behind, re.IGNORECASE) else " ".join(behind.split()[:_WHAT_AT])


def _label(s: Statistic, language: str) -> str:
    return s.label.get(language, "").casefold()


def _fits(meaning: str, s: Statistic) -> bool:
    """Say whether a phrase can be said of a figure: shorter are times, faster is what goes on."""
    if meaning in _OF_TIMES:
        return s.unit == "duration" or not ways_gone(s)
    if meaning in _OF_GROWTH:
        # What was built faster than before is more than before; where it is, it may have slowed down since.
        less = meaning == "speeds" and s.unit in ("count", "currency") and ways_gone(s) == {-1}
        return measure_of(s) == "growth" or less
    if meaning in _OF_PACE:
        return (s.unit == "percent" and s.better == "higher") or not ways_gone(s)
    return True


def _held(written: WrittenText, sentence: str, said: _Said, s: Statistic) -> Doubt | None:
    """Hold what a phrase says of a figure against what it did."""
    sense = _SENSES[said.meaning]
    true = ways_gone(s) if said.meaning in _OF_GROWTH else ways_told(s, sentence, written.language)
    if not true:
        return _unknown(written, said, s) if _says_then(said, written.language) else None
    if sense == "little":
        return _much(written, said, s)
    if sense in ("thrive", "flag"):
        # Where there should be less of it, the market that does well is not what the figure counts.
        if s.better == "lower" and figures_named(f"{said.before} {said.words}", [s], written.language):
            return None
        sense = ("gain" if sense == "thrive" else "loss") if s.better else ("rise" if sense == "thrive" else "fall")
    if sense in ("still", "hold"):
        return doubt_of_way(written, said.words, s) if is_changed(s, nearly=sense == "hold") else None
    way = 1 if sense in ("rise", "gain") else -1
    if sense in ("gain", "loss"):
        if s.better is None:
            return None
        way = way if s.better == "higher" else -way
    if way not in true:
        return doubt_of_way(written, said.words, s)
    hardly = said.meaning in _STRONG and is_changed(s, nearly=True) is False
    return doubt_of_way(written, said.words, s, hardly=True) if hardly else None


_MUCH, _MUCH_OF_PERCENT, _MUCH_POINTS = Decimal("0.25"), Decimal("0.5"), Decimal(2)
"""What is more than slightly: a quarter of what it was; of a percentage half of it, and two points at least."""


def _much(written: WrittenText, said: _Said, s: Statistic) -> Doubt | None:
    """Find "rose slightly" of what rose by half."""
    before = earlier_value(s)
    if before is None or before <= 0 or s.unit == "rank":
        return None
    change = abs(s.value - before)
    if s.unit == "percent" and change < _MUCH_POINTS:
        return None
    if change / before < (_MUCH_OF_PERCENT if s.unit == "percent" else _MUCH):
        return None
    return Doubt.at(
        written,
        code="wrong-way",
        severity="error",
        message=tell(
            "The text says '{words}', and {id} changed by {percent}% of what it was.",
            words=said.words,
            id=s.id,
            percent=round(float(change / before * 100)),
        ),
        remedy=tell("Correct the words or the figure."),
    )


def _unknown(written: WrittenText, said: _Said, s: Statistic) -> Doubt:
    """Ask what carries a comparison with the year before, of a figure of which the brief tells only now."""
    return Doubt.at(
        written,
        code="wrong-way",
        severity="warning",
        message=tell(
            "The text says '{words}', and nothing in the brief tells what {id} was then.", words=said.words, id=s.id
        ),
        remedy=tell("Write what it was as 'baseline', the change as 'compare', or take the words out."),
    )
