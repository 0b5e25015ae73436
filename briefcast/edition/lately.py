"""Lately: "last week", "yesterday" and "last month", held against the day of a brief and the period of a figure.

A figure of the week before the last is not one of last week. The week, month or quarter in which the brief is written
may be meant as well as the one before it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.periods import split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, find_references, hide_references
from briefcast.edition.directions import tells_figures, under_headline
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import LatelyWords, editor_words
from briefcast.language.phrasebook import phrasebook
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

Unit = Literal["day", "week", "month", "quarter"]
_LONG = frozenset({"year", "school", "fiscal", "span"})
"""Kinds of periods of which a text may tell a part."""


def find_wrong_lately(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that say of a figure of an earlier time that it is of last week, or of yesterday; one a text."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        words = editor_words(written.language).lately
        if words is None or not tells_figures(brief, written):
            continue
        for sentence in split_sentences(written.text, written.language):
            references = [r for r in find_references(sentence) if r.sound]
            ids = {r.id for r in references} or under_headline(brief, written)
            s = statistics.get(next(iter(ids))) if len(ids) == 1 else None
            if s is None or any(r.attribute not in VALUES for r in references):
                continue
            shown = hide_references(sentence)
            if said := _said(s, shown, brief.as_of, words.times, words.compared):
                yield Doubt.at(
                    written,
                    code="wrong-time",
                    severity="error",
                    message=tell(
                        "The text says '{words}', {id} is for {period}, and the brief is of {as_of}.",
                        words=said,
                        id=s.id,
                        period=s.period,
                        as_of=brief.as_of,
                    ),
                    remedy=tell("Name the time itself, or correct the period of the figure or 'as_of'."),
                )
                break
            if said := _of_other_pace(s, shown, written.language, words):
                yield Doubt.of_claim(
                    written,
                    tell(
                        "The text says '{words}' of {id}, which is '{label}'.",
                        words=said,
                        id=s.id,
                        label=s.label.get(written.language, ""),
                    ),
                )
                break
            part = _of_a_part(s, shown, words.times, words.compared) if s.unit == "count" else ""
            if said := part or _of_other_length(s, shown, written.language):
                yield Doubt.at(
                    written,
                    code="wrong-time",
                    message=tell(
                        "The text says '{words}', and {id} is for {period}.", words=said, id=s.id, period=s.period
                    ),
                    remedy=tell("Name the time itself, or correct the period of the figure or 'as_of'."),
                )
                break


def _of_other_pace(s: Statistic, shown: str, language: str, words: LatelyWords) -> str:
    """Give the words by which what a label tells of a week is of a day: "44.6 hours a day"."""
    label, average = s.label.get(language, ""), editor_words(language).average or r"(?!)"
    own = {unit for unit, (_, called) in words.paced.items() if _says(called, label)}
    if len(own) != 1 or any(_says(words.paced[unit][1], shown) for unit in own):
        return ""
    ends = rf"(?=\s*(?:$|[.,;:!?)])|\s(?:\w+ )?(?:{average}))"
    for unit, (called, _) in words.paced.items():
        behind, ahead = (words.paces[place].replace("{unit}", called) for place in ("behind", "ahead"))
        found = re.search(rf"{FIGURE}(?:\s\w+)?(?:\s(?:on )?(?:{average}))?\s?({behind}){ends}", shown, re.IGNORECASE)
        found = found or re.match(rf"({ahead})(?!\w)", shown, re.IGNORECASE)
        if found and unit not in own:
            return found[1]
    return ""


def _says(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE))


_LENGTHS: Mapping[str, int] = {"week": 7, "month": 31, "quarter": 92, "year": 366}
"""Most days of a time."""
_ADD_UP = frozenset({"count", "currency"})
"""Units of what is counted over a time, beside those of measures."""


def _of_other_length(s: Statistic, shown: str, language: str) -> str:
    """Give the words by which what was counted in nine months is of one of them, or what in a week of a month."""
    words, times = editor_words(language).lately, editor_words(language).times
    period = split_period(s.period)
    days = (period.last - period.first).days + 1
    label = s.label.get(language, "")
    average = editor_words(language).average
    if words is None or times is None or (average and re.search(average, f"{label} {shown}", re.IGNORECASE)):
        return ""
    if days == 1 or (s.unit not in _ADD_UP and not s.unit_word):
        return ""
    # What is said of each month in a clause of its own is not said of the figure.
    shown = next((part for part in re.split(r";\s", shown) if FIGURE in part), shown)
    # Who names the figure's own time as well, or compares, speaks of another.
    if re.search(rf"(?<!\w)(?:{times.year_ago}|{times.same_period}|{times.added_up})(?!\w)|(?:19|20)\d\d", shown, re.I):
        return ""
    for unit, pattern in words.during.items():
        found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", shown, re.IGNORECASE)
        if found is None or re.search(rf"(?<!\w)(?:{words.compared})\s?$", shown[: found.start()], re.IGNORECASE):
            continue
        most = _LENGTHS[unit]
        if days > most or (unit != "year" and days * 2 < most):
            return found[0]
    return _in_one_month(s, shown, words, language) if days > _LENGTHS["month"] else ""


def _in_one_month(s: Statistic, shown: str, words: LatelyWords, language: str) -> str:
    """Give the words by which a figure of several months is of one of them."""
    period, months = split_period(s.period), phrasebook(language).dates.months_spoken
    for number, name in enumerate(months, start=1):
        called = f"(?:{re.escape(name)}|{name.split()[0]} 0?{number})" if " " in name else re.escape(name)
        found = re.search(rf"(?<!\w)(?:{words.in_month.replace('{month}', called)})(?!\w)", shown, re.IGNORECASE)
        if found and period.first <= dt.date(period.last.year, number, 1) <= period.last:
            return found[0]
    return ""


def _said(s: Statistic, shown: str, as_of: dt.date, times: Mapping[Unit, str], compared: str) -> str:
    """Give the words by which a figure is of a time that begins after its period is over."""
    period = split_period(s.period)
    if period.kind in _LONG:
        return ""
    for unit, pattern in times.items():
        found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", shown, re.IGNORECASE)
        if found is None or re.search(rf"(?<!\w)(?:{compared})\s?$", shown[: found.start()], re.IGNORECASE):
            continue
        if period.last < _begins(unit, as_of):
            return found[0]
    return ""


def _of_a_part(s: Statistic, shown: str, times: Mapping[Unit, str], compared: str) -> str:
    """Give the words by which what was counted over a year is of a week, a month or a quarter of it."""
    if split_period(s.period).kind not in _LONG:
        return ""
    for unit in ("week", "month", "quarter"):
        found = re.search(rf"(?<!\w)(?:{times[unit]})(?!\w)", shown, re.IGNORECASE) if unit in times else None
        if found and not re.search(rf"(?<!\w)(?:{compared})\s?$", shown[: found.start()], re.IGNORECASE):
            return found[0]
    return ""


def _begins(unit: Unit, as_of: dt.date) -> dt.date:
    """Give the first day of the week, month or quarter before that of a day, or the day before it."""
    if unit == "day":
        return as_of - dt.timedelta(days=1)
    if unit == "week":
        return as_of - dt.timedelta(days=as_of.weekday() + 7)
    months = 1 if unit == "month" else 3
    first = as_of.month - (as_of.month - 1) % months - months
    return dt.date(as_of.year + (first - 1) // 12, (first - 1) % 12 + 1, 1)
