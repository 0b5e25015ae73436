"""Times that a text names by itself, held against those of its figure.

"On August last year" beside a baseline of September compares with what it was not compared with. Looked at are
sentences with one figure alone; what a text says of other things on other days is left.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from briefcast.brief.model import Brief, Period, Statistic
from briefcast.brief.periods import is_year_before, split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import REFERENCE, find_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import TimeWords, editor_words
from briefcast.language.phrasebook import phrasebook
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_STATES = frozenset({"percent", "rank", "index", "ratio"})
"""Units of what holds on a day, and never adds up."""
_COMPARED = ("baseline", "change", "growth")


def find_wrong_times(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that name another time than their figure has; one for each sentence."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        words = editor_words(written.language).times
        if not words:
            continue
        if written.path[0] == "statistics" and written.path[2] in ("label", "noun"):
            called = brief.statistics[int(written.path[1])]
            if called.member is None and (why := _added_up(called, written.text, words)):
                yield _of_two_days(called, written, why)
        if not written.refers:
            continue
        sentences = split_sentences(written.text, written.language)
        for part in (part for sentence in sentences for part in sentence.split("; ")):
            references = list(find_references(part))
            ids = {reference.id for reference in references}
            if len(ids) != 1 or (s := statistics.get(references[0].id)) is None:
                continue
            plain = REFERENCE.sub("\ufffc", part)
            compares = any(reference.name.partition(".")[2].startswith(_COMPARED) for reference in references)
            if not compares and (why := _added_up(s, plain, words)):
                yield _of_two_days(s, written, why)
            months = _month(s, plain, words, written.language, compares)
            if why := _same_period(s, plain, words) or months or _quarter(s, plain, words):
                yield Doubt(
                    code="wrong-time",
                    path=written.path,
                    language=written.language,
                    message=why,
                    remedy=tell("Put the time in the text or that of the figure right; the figure has its own times."),
                )


def _added_up(s: Statistic, text: str, words: TimeWords) -> str:
    """Find "since January" of a figure that is told as the count of one day."""
    found = re.search(words.added_up, text, re.IGNORECASE) if words.added_up else None
    if not found or s.unit in _STATES or split_period(s.period).kind != "day":
        return ""
    return tell("The text says '{words}', and {id} is for {period}.", words=found[0], id=s.id, period=s.period)


def _of_two_days(s: Statistic, written: WrittenText, why: str) -> Doubt:
    return Doubt(
        code="wrong-time",
        path=written.path,
        language=written.language,
        message=why,
        remedy=tell(
            "What has added up has a first day and a last one: write 'period: {range}' in {id}.",
            range=f"{s.period[:4]}-01-01/{s.period}",
            id=s.id,
        ),
    )


def _same_period(s: Statistic, sentence: str, words: TimeWords) -> str:
    """Find "the same period last year" where the earlier value is of another one."""
    found = re.search(words.same_period, sentence, re.IGNORECASE)
    if not found or s.baseline is None or is_year_before(s.period, s.baseline.period):
        return ""
    return tell(
        "The text says '{words}', and {id} for {period} has its earlier value of {before}.",
        words=found[0],
        id=s.id,
        period=s.period,
        before=s.baseline.period,
    )


def _month(s: Statistic, sentence: str, words: TimeWords, language: str, compares: bool) -> str:
    """Find a comparison with a month of last year that is none of the earlier value's."""
    if not words.compared_month or not compares or s.baseline is None:
        return ""
    names, pattern = _compared_months(words.compared_month, language)
    for match in pattern.finditer(sentence):
        named = match["month"].casefold()
        number = names.get(named) or int(named)
        then = split_period(s.baseline.period)
        if not then.first.month <= number <= then.last.month or then.first.year != then.last.year:
            return tell(
                "The text says '{words}', and the earlier value of {id} is of {before}.",
                words=match[0],
                id=s.id,
                before=s.baseline.period,
            )
    return ""


@cache
def _compared_months(pattern: str, language: str) -> tuple[Mapping[str, int], re.Pattern[str]]:
    """Give the numbers of the months by their names, and the expression with these names in it."""
    names = {name.casefold(): n for n, name in enumerate(phrasebook(language).dates.months_spoken, start=1)}
    named = pattern.replace("{month}", "|".join(map(re.escape, names)))
    return names, re.compile(named, re.IGNORECASE)


def _quarter(s: Statistic, sentence: str, words: TimeWords) -> str:
    """Find a quarter that is none of the figure's."""
    own = [s.period, *(p for p in (s.baseline and s.baseline.period, s.target and s.target.by) if p), *s.series]
    named = [
        (number, found)
        for number, pattern in enumerate(words.quarters, start=1)
        if (found := re.search(pattern, sentence, re.IGNORECASE))
    ]
    if not named or any(_holds(period, number) for period in own for number, _ in named):
        return ""
    if split_period(s.period).kind != "quarter":
        return ""
    return tell("The text says '{words}', and {id} is for {period}.", words=named[0][1][0], id=s.id, period=s.period)


def _holds(period: Period, quarter: int) -> bool:
    parts = split_period(period)
    first: dt.date = parts.first
    return parts.kind == "quarter" and (first.month - 1) // 3 + 1 == quarter
