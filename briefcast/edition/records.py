"""Records: what a text says a figure has been like over time, held against its series.

"A record 287 cases" of what was 655 in August, "peaked in July" of what was higher in August, "the first rise in five
years" of what rose every year, and "above the ceiling since 2021" of what crossed it in 2024 are untrue with all their
digits right. Looked at are sentences about one figure; what its series does not know is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from briefcast.brief.model import Brief, Period, Statistic
from briefcast.brief.periods import split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, Reference, hide_references, placed_references
from briefcast.edition.directions import is_named, under_headline
from briefcast.edition.doubts import Doubt
from briefcast.edition.runs import periods_compared
from briefcast.edition.words import (
    EditorWords,
    RecordWords,
    any_number,
    editor_words,
    month_names,
    number_said,
    read_number,
)
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell
from briefcast.writing.targets import better

_STATES = frozenset({"percent", "rank", "index", "ratio", "duration"})
"""Units of what may be compared over periods of any length."""
_MANY_MAX = 20
_PEAK_AT = 25
"""Characters between a peak and the figure that it is."""
_NEAR = 60
"""Characters beside a word of a first time in which its verb may stand."""


def find_wrong_records(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that call a figure a record, a peak or a first that by its series it is not; one a sentence."""
    over_time = {s.id: s for s in brief.statistics if len(s.series) > 1 or s.baseline}
    for written in texts if over_time else ():
        editor = editor_words(written.language)
        if editor.records is None or editor.claims is None or not written.refers:
            continue
        before: set[str] = set()
        for sentence in split_sentences(written.text, written.language):
            references = tuple(reference for _, reference in placed_references(sentence))
            ids = {r.id for r in references if r.sound}
            # "That is a record" is said of the figure of the sentence before.
            back = re.match(rf"(?:{editor.points_back})(?!\w)", sentence, re.IGNORECASE)
            ids, before = (before if back and not ids else ids), ids
            ids = ids or under_headline(brief, written)
            s = over_time.get(next(iter(ids))) if len(ids) == 1 else None
            shown = hide_references(sentence)
            shown = f"{FIGURE}{shown[back.end() :]}" if back and not references else shown
            if s is None or s.unit == "rank" or re.search(rf"(?<!\w)(?:{editor.claims.denied})(?!\w)", shown, re.I):
                continue
            found = (
                _peak(s, shown, references, written.language, editor.records)
                or _record(s, shown, references, written.language, editor)
                or _first(s, shown, written.language, editor)
                or _beyond_year(s, shown, references, editor.records)
                or _since(s, shown, editor)
            )
            if found:
                yield _doubt(written, s, *found)


def _doubt(written: WrittenText, s: Statistic, said: str, other: Period, more: Decimal) -> Doubt:
    return Doubt.of_claim(
        written,
        tell(
            "The text says '{words}' of {id}, {value}, and {other} has {more}.",
            words=said.replace(FIGURE, "…").strip(" ,:"),
            id=s.id,
            value=f"{s.value.normalize():f}",
            other=other,
            more=f"{more.normalize():f}",
        ),
        tell("Correct the words, or name what they are true of."),
    )


def _known(s: Statistic) -> Mapping[Period, Decimal]:
    """Give the values of a figure that may be compared, the earliest first: of what adds up, those of one length."""
    earlier = {s.baseline.period: s.baseline.value} if s.baseline else {}
    every = {**earlier, **s.series, s.period: s.value}
    kind = split_period(s.period).kind
    alike = {p: v for p, v in every.items() if s.unit in _STATES or split_period(p).kind == kind}
    return dict(sorted(alike.items(), key=lambda pair: split_period(pair[0]).last))


def _record(
    s: Statistic, shown: str, references: Sequence[Reference], language: str, editor: EditorWords
) -> tuple[str, Period, Decimal] | None:
    """Find "October was the worst month of the outbreak" of one that another exceeds."""
    words, claims = editor.records, editor.claims
    if words is None or claims is None or any(r.attribute not in VALUES for r in references):
        return None
    shown = re.sub(rf"(?<!\w)(?:{words.peak})(?!\w)", " ", shown, flags=re.IGNORECASE)
    low = -1 if better(s) == "lower" and s.better else 1
    ways = [(claims.most, 1), (claims.least, -1), (words.record, 1)]
    ways += [(words.worst, -low), (words.best, low)] if s.better else []
    for pattern, way in ways:
        for found in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", shown, re.IGNORECASE):
            beside = shown[max(0, found.start() - 20) : found.end()]
            # "Below the peak of August" calls that the most.
            if re.search(rf"(?<!\w)(?:{words.of_then})\s?$", shown[: found.start()], re.IGNORECASE):
                continue
            if re.search(rf"(?<!\w)(?:{claims.among})(?!\w)", beside, re.IGNORECASE):
                continue
            # "Most people" is no record; "the most since April" is one.
            rest = shown[found.end() :]
            if found[0].casefold() in words.bare and not re.match(
                rf"(?: \w+)?,? (?:{words.scope})", rest, re.IGNORECASE
            ):
                continue
            own = any(
                found[0] and re.fullmatch(one, found[0], re.IGNORECASE)
                for one in (words.record, words.worst, words.best)
            )
            if not own and not _is_of_figure(s, shown, found, language):
                continue
            timed = re.search(rf"(?<!\w)(?:{words.scope})(?!\w)", shown, re.IGNORECASE)
            whole = re.search(rf"(?<!\w)(?:{words.whole})(?!\w)", rest, re.IGNORECASE)
            if whole or (own and not timed):
                scope = frozenset(_known(s)) - {s.period}
            else:
                scope = periods_compared(f"{found[0]}{rest}", s, language)
            known = _known(s)
            others = [(p, known[p]) for p in scope if p in known and (known[p] - s.value) * way > 0]
            if others:
                return found[0], *max(others, key=lambda pair: pair[1] * way)
    return None


def _is_of_figure(s: Statistic, shown: str, found: re.Match[str], language: str) -> bool:
    """Say whether the most or least is that of the figure: in its clause, right behind it, or of what it is called."""
    ways = editor_words(language).directions
    if ways is None:
        return False
    before = re.split(ways.clauses, shown[: found.start()])[-1]
    behind = re.split(ways.clauses, f"{shown[found.end() :]} ")[0]
    at_once = re.match(rf"\s?:\s{FIGURE}", shown[found.end() :])
    claims = editor_words(language).claims
    bare = re.sub(rf"^\s*(?:{claims.being})(?!\w)", "", before, flags=re.IGNORECASE) if claims else before
    if at_once or FIGURE in before or FIGURE in behind or len(bare.split()) <= _ARTICLES:
        return True
    named = WrittenText(path=("text",), language=language, text=f"{before} {behind}", kind="text")
    return is_named(s, named)


_ARTICLES = 1
"""Words that may stand before the most in a clause of its own: *the* highest."""


def _peak(
    s: Statistic, shown: str, references: Sequence[Reference], language: str, words: RecordWords
) -> tuple[str, Period, Decimal] | None:
    """Find "peaked in July at {x.series.2026-07}" of what was higher in August."""
    found = re.search(rf"(?<!\w)(?:{words.peak})(?!\w)", shown, re.IGNORECASE)
    if found is None:
        return None
    known, rest = _known(s), shown[found.end() :]
    behind = references[shown.count(FIGURE, 0, found.end()) :]
    at_once = re.match(rf"[^,;:.{FIGURE}]{{0,{_PEAK_AT}}}(?:,[^,;:.{FIGURE}]{{0,12}})?{FIGURE}", rest)
    named = _month(s, re.split(rf"[,;:.{FIGURE}]", rest)[0], language)
    # "After the peak in July it fell to {x}" tells the value of now; "peaked in July at {x}" that of the peak.
    then = named if named and not (at_once and behind[0].attribute.startswith("series.")) else None
    then = then or (_period_of(s, behind[0]) if at_once and behind else None)
    if then is None or (then not in known and then not in s.series):
        return None
    value = known.get(then, s.series.get(then, s.value))
    year = split_period(then).last.year
    others = [(p, v) for p, v in known.items() if split_period(p).last.year == year and v > value]
    return (f"{found[0]} {then}", *max(others, key=lambda pair: pair[1])) if others else None


def _period_of(s: Statistic, reference: Reference) -> Period | None:
    """Give the period whose value a reference tells."""
    if reference.attribute.startswith("series."):
        return reference.attribute.removeprefix("series.")
    if reference.attribute == "baseline" and s.baseline:
        return s.baseline.period
    return s.period if reference.attribute in VALUES else None


def _month(s: Statistic, text: str, language: str) -> Period | None:
    """Give the month of a series that a text names first."""
    times = editor_words(language).times
    pattern = (times.months if times else "") or rf"(?<!\w)[בל]?({any_number(month_names())})(?!\w)"
    found = re.search(pattern, text[:_NEAR], re.IGNORECASE)
    if found is None:
        return None
    number = month_names().get(found[1].casefold()) or int(found[1])
    months = [p for p in s.series if split_period(p).kind == "month" and split_period(p).number == number]
    return max(months, default=None)


def _first(s: Statistic, shown: str, language: str, editor: EditorWords) -> tuple[str, Period, Decimal] | None:
    """Find "the first rise in five years" of what rose in one of them, and "for the first time above" of what was."""
    words, runs, claims = editor.records, editor.runs, editor.claims
    found = re.search(rf"(?<!\w)(?:{words.first})(?!\w)", shown, re.IGNORECASE) if words else None
    if words is None or runs is None or claims is None or found is None:
        return None
    known, now = _known(s), split_period(s.period)
    beside = shown[max(0, found.start() - _NEAR) : found.end() + _NEAR]
    many = re.search(
        rf"(?<!\w)(?:{words.years})(?!\w)".replace("{many}", f"(?P<many>{number_said(language, _MANY_MAX)})"),
        beside,
        re.IGNORECASE,
    )
    since = now.last.year - read_number(many["many"], language, _MANY_MAX) if many else 0
    if s.target:
        for pattern, way in ((claims.passed, 1), (claims.below, -1)):
            filled = pattern.replace("{target}", claims.target).replace("{ceiling}", claims.ceiling)
            if re.search(rf"(?<!\w)(?:{filled})(?!\w)", beside, re.IGNORECASE):
                before = [(p, v) for p, v in known.items() if p != s.period and (v - s.target.value) * way > 0]
                return (found[0], *before[-1]) if before else None
    for way, verbs in ((1, runs.rising), (-1, runs.falling)):
        if not re.search(rf"(?<!\w)(?:{verbs})(?!\w)", beside, re.IGNORECASE):
            continue
        steps = [
            (late, value)
            for (_, earlier), (late, value) in pairwise(known.items())
            if (value - earlier) * way > 0 and late != s.period and split_period(late).last.year > since
        ]
        # Without a time, it is since it last went that way.
        return (found[0], *steps[-1]) if steps and many else None
    return None


def _beyond_year(
    s: Statistic, shown: str, references: Sequence[Reference], words: RecordWords
) -> tuple[str, Period, Decimal] | None:
    """Find "past the level of 2019" of what is still below it."""
    if any(r.attribute not in VALUES for r in references):
        return None
    for way, pattern in ((1, words.past_year), (-1, words.below_year)):
        found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", shown, re.IGNORECASE)
        then = s.series.get(found["year"]) if found and split_period(s.period).kind == "year" else None
        if found and then is not None and (s.value - then) * way <= 0:
            return found[0], found["year"], then
    return None


def _since(s: Statistic, shown: str, editor: EditorWords) -> tuple[str, Period, Decimal] | None:
    """Find "above the ceiling since 2021" of what was below it then."""
    claims, runs = editor.claims, editor.runs
    if s.target is None or claims is None or runs is None:
        return None
    for pattern, way in ((claims.passed, 1), (claims.below, -1)):
        filled = pattern.replace("{target}", claims.target).replace("{ceiling}", claims.ceiling)
        found = re.search(
            rf"(?<!\w)(?:{filled})[^,;:.]{{0,15}}\s(?:{runs.since})\s?(?:năm |שנת )?[־-]?(?P<since>(?:19|20)\d\d)",
            shown,
            re.IGNORECASE,
        )
        if found is None:
            continue
        wrong = [
            (p, v)
            for p, v in _known(s).items()
            if split_period(p).first.year >= int(found["since"]) and (v - s.target.value) * way <= 0
        ]
        return (found[0], *wrong[-1]) if wrong else None
    return None
