"""Runs: what a text says of a figure over several periods, held against its series.

"The sixth month in a row" of what fell two months ago and "the highest in six months" of what was higher in August are
untrue with all their digits right. Held is what the series knows: a run that began before it is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from briefcast.brief.measures import SIGNED, measure_of
from briefcast.brief.model import Brief, Period, Statistic
from briefcast.brief.periods import split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import find_references, hide_references
from briefcast.edition.directions import names_rate, under_headline
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import RunWords, any_number, editor_words, month_names, number_said, read_number
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_MANY_MAX = 20
"""The largest number of periods that is read in words."""
_NEAR = 80
"""Characters beside a run in which its verb may stand."""


def find_wrong_runs(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which a figure went one way for longer than its series says."""
    over_time = {s.id: s for s in brief.statistics if s.series or s.baseline}
    for written in texts if over_time else ():
        words = editor_words(written.language).runs
        if words is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            ids = {r.id for r in find_references(sentence) if r.sound}
            ids = ids or under_headline(brief, written) & {*over_time}
            own = [over_time[id] for id in ids if id in over_time]
            if len(own) == 1 and len(ids) == 1:
                yield from _in_a_row(written, hide_references(sentence), own[0], words)
                yield from _each_since(written, hide_references(sentence), own[0], words)


def _in_a_row(written: WrittenText, shown: str, s: Statistic, words: RunWords) -> Iterator[Doubt]:
    for pattern in _patterns(written.language):
        for found in pattern.finditer(shown):
            told = found.groupdict()
            many = _many(told, written.language, words)
            kind = split_period(s.period).kind
            unit = next(
                (k for k, w in words.units.items() if re.fullmatch(w, told.get("unit") or "", re.IGNORECASE)), kind
            )
            before = shown[: found.start()]
            if unit != kind or many < 2 or re.search(rf"(?<!\w)(?:{words.over})\s?$", before, re.IGNORECASE):
                continue
            way = _way(found[0], before, shown[found.end() :], words)
            if not way:
                continue
            known, ended = _run(s, way)
            # "Prices rose" is said of inflation that is above zero, and may be less than it was.
            ways = editor_words(written.language).directions
            if measure_of(s) in SIGNED and not (ways and names_rate(shown, ways)):
                lasting, over = _above(s, way)
                known, ended = max((known, ended), (lasting, over))
            if ended and known < many:
                yield _doubt(written, s, found[0], known)
                return


def _each_since(written: WrittenText, shown: str, s: Statistic, words: RunWords) -> Iterator[Doubt]:
    """Find "fell every month since January" of what rose in March."""
    each = words.each.replace("{unit}", f"(?:{words.units.get(split_period(s.period).kind, '(?!)')})")
    steps = [period for period, _ in _values(s)]
    for found in re.finditer(rf"(?<!\w)(?:{each})(?!\w)", shown, re.IGNORECASE):
        way = _way(found[0], shown[: found.start()], shown[found.end() :], words)
        since = _since(shown[found.start() :], steps[1:], written.language)
        known, ended = _run(s, way) if way and since else (0, False)
        if since and ended and known < steps.index(since):
            yield _doubt(written, s, found[0], known)
            return


def _doubt(written: WrittenText, s: Statistic, said: str, known: int) -> Doubt:
    return Doubt.of_claim(
        written,
        tell(
            "The text says '{words}', and by its series {id} went that way this often in a row: {many}.",
            words=said.strip(),
            id=s.id,
            many=known,
        ),
    )


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Give what finds how often in a row, in groups ``nth`` or ``many``, and ``unit``."""
    words = editor_words(language).runs
    if words is None:
        return ()
    filled = {
        "{nth}": f"(?P<nth>{'|'.join(words.ordinals)})",
        "{many}": f"(?P<many>{number_said(language, _MANY_MAX)})",
        "{unit}": f"(?P<unit>{'|'.join(words.units.values())})",
        "{way}": f"(?:{words.rising}|{words.falling})",
    }
    patterns = []
    for pattern in words.in_a_row:
        for name, expression in filled.items():
            pattern = pattern.replace(name, expression)
        patterns.append(re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE))
    return tuple(patterns)


def _many(told: Mapping[str, str | None], language: str, words: RunWords) -> int:
    if nth := told.get("nth"):
        return next(n for n, one in enumerate(words.ordinals, start=2) if re.fullmatch(one, nth, re.IGNORECASE))
    return read_number(told.get("many") or "", language, _MANY_MAX)


def _way(said: str, before: str, behind: str, words: RunWords) -> int:
    """Give which way the words say that it went: by a word among them, else by the nearest before or behind them."""
    for text, last in ((said, False), (before[-_NEAR:], True), (behind[:_NEAR], False)):
        found = sorted(
            (match.start(), way)
            for way, pattern in ((1, words.rising), (-1, words.falling))
            for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
        )
        if found:
            return found[-1 if last else 0][1]
    return 0


def _values(s: Statistic) -> list[tuple[Period, Decimal]]:
    """Give the values of a figure over time up to its own, the newest first, as far as no period between is missing."""
    kind = split_period(s.period).kind
    known = {**s.series, s.period: s.value}
    if s.baseline:
        known.setdefault(s.baseline.period, s.baseline.value)
    now = split_period(s.period).first
    alike = [(p, v) for p, v in known.items() if split_period(p).kind == kind and split_period(p).first <= now]
    alike.sort(key=lambda pair: split_period(pair[0]).first, reverse=True)
    joined = alike[:1]
    for later, earlier in pairwise(alike):
        if (split_period(later[0]).first - split_period(earlier[0]).last).days != 1:
            break
        joined.append(earlier)
    return joined


def _run(s: Statistic, way: int) -> tuple[int, bool]:
    """Give for how many periods a figure went one way up to now, and whether it is known that it did not before."""
    count = 0
    for (_, later), (_, earlier) in pairwise(_values(s)):
        if (later - earlier) * way <= 0:
            return count, True
        count += 1
    return count, False


def _above(s: Statistic, way: int) -> tuple[int, bool]:
    """Give for how many periods in a row a change lay above zero, or below it; likewise."""
    count = 0
    for _, value in _values(s):
        if value * way <= 0:
            return count, True
        count += 1
    return count, False


# The highest in so many


def periods_compared(said: str, s: Statistic, language: str) -> frozenset[Period]:
    """Give the periods of a series that a text compares with: so many, since one, of the year, or all before."""
    editor, now = editor_words(language), split_period(s.period)
    named = _so_many(said, s, language) if editor.runs else None
    if named is not None or editor.claims is None:
        return named or frozenset()
    if re.search(editor.claims.of_year, said, re.IGNORECASE):
        return frozenset(p for p in s.series if split_period(p).last.year == now.last.year and p != s.period)
    if re.search(editor.claims.ever, said, re.IGNORECASE):
        # "Since 2023" and "in five years" say nothing of what was before.
        since = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", said)]
        years = rf"(?<!\w)ב?({number_said(language, _MANY_MAX)}) (?:năm|years|ה?שנים)"
        if (many := re.search(years, said, re.IGNORECASE)) and (told := read_number(many[1], language, _MANY_MAX)) > 1:
            since.append(now.last.year - told)
        before = {*s.series, *([s.baseline.period] if s.baseline else [])}
        return frozenset(p for p in before if p != s.period and all(split_period(p).last.year > y for y in since))
    return frozenset()


def _so_many(said: str, s: Statistic, language: str) -> frozenset[Period] | None:
    """Give the periods that a text names by their number or by the one since which it is so; nothing if it does not."""
    words = editor_words(language).runs
    kind, steps = split_period(s.period).kind, _values(s)
    unit = words.units.get(kind) if words else None
    # Of years a series may tell every second one: those are held by their date.
    if words and unit and kind != "year":
        many = f"(?P<many>{number_said(language, _MANY_MAX)})"
        within = words.within.replace("{many}", many).replace("{unit}", f"(?:{unit})")
        if found := re.search(rf"(?<!\w){within}(?!\w)", said, re.IGNORECASE):
            # Now is one of them.
            return frozenset(p for p, _ in steps[1 : read_number(found["many"], language, _MANY_MAX)])
    since = _since(said, [p for p, _ in steps[1:]], language)
    if since is None:
        return None
    return frozenset(p for p, _ in steps[1:] if split_period(p).first > split_period(since).last)


def _since(said: str, earlier: Sequence[Period], language: str) -> Period | None:
    """Give the last of some months or quarters since which a text says that something is so."""
    words, times = editor_words(language).runs, editor_words(language).times
    if words is None or times is None:
        return None
    named = any_number(month_names())
    month = times.months or f"(?P<month>{named})"
    year = r"(?:[\s,/]{0,2}(?:năm |of )?(?P<year>(?:19|20)\d\d))?"
    for period in sorted(earlier, key=lambda one: split_period(one).first, reverse=True):
        parts = split_period(period)
        if parts.kind == "quarter":
            pattern = times.quarters[parts.number - 1]
        elif parts.kind == "month":
            pattern = month
        else:
            continue
        found = re.search(rf"(?<!\w)(?:{words.since})\s?(?:the |ה)?(?:{pattern})(?!\w){year}", said, re.IGNORECASE)
        if found is None or (found["year"] and int(found["year"]) != parts.year):
            continue
        if parts.kind == "quarter" or parts.number == (month_names().get(found[1].casefold()) or int(found[1])):
            return period
    return None
