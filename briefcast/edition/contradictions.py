"""Contradictions: what a brief says of a figure in two places, and cannot be true in both.

Each rule looks at one figure, at the texts that tell it, or at the days of the brief. What cannot be right is an error;
what may be right for a reason that the brief does not tell is a warning, and can be called `intended`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from briefcast.brief.document import FieldPath
from briefcast.brief.findings import Severity
from briefcast.brief.measures import SIGNED, is_flow, measure_of
from briefcast.brief.model import Brief, Period, Statistic
from briefcast.brief.periods import in_time, is_year_before, split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import VALUES, Reference, hide_references, placed_references
from briefcast.brief.wholes import is_people, tells_per
from briefcast.edition.days import find_days
from briefcast.edition.doubts import Doubt
from briefcast.edition.reaching import find_missing_as_reached, gap_behind_verb
from briefcast.edition.wholes import find_wrong_wholes
from briefcast.edition.words import editor_words
from briefcast.messages import Message, tell
from briefcast.writing.targets import is_overdue, part_reached


def find_contradictions(brief: Brief, texts: Iterable[WrittenText], today: dt.date) -> Iterator[Doubt]:
    """Give all that a brief says twice and unlike."""
    yield from _wrong_dates(brief, today)
    for index, statistic in enumerate(brief.statistics):
        path: FieldPath = ("statistics", index)
        for rule in (
            _changes,
            _unclear,
            _baselines,
            _targets,
            _values,
            _marks,
            _sizes,
            _per,
            _currencies,
            _periods,
            _two_values,
        ):
            yield from rule(statistic, path)
        yield from find_wrong_wholes(statistic, path, brief.languages)
    yield from _entries(brief)
    figures = {s.id: s for s in brief.statistics}
    for written in texts:
        if written.refers:
            yield from _doubled(written, figures)
            yield from find_missing_as_reached(written, figures)


# Periods


def first_day(period: Period) -> dt.date:
    """Give the first day of a period: 1 July for ``2024-Q3``."""
    return split_period(period).first


def last_day(period: Period) -> dt.date:
    """Give the last day of a period: 30 September for ``2024-Q3``."""
    return split_period(period).last


def _kind(period: Period) -> str:
    """Give what a period is as it is told: a month, a half-year, first 9 months; of the same length, the same."""
    parts = split_period(period)
    if parts.kind in ("months", "half", "quarter"):
        months = parts.last.month - parts.first.month + 1
        return _LENGTHS.get(months) or tell("{months}-month period", months=months)
    if parts.kind == "span":
        return tell("{years}-year period", years=parts.to_year - parts.year + 1)
    return _KINDS.get(parts.kind, parts.kind)


_LENGTHS: Mapping[int, Message] = {1: tell("month"), 3: tell("quarter"), 6: tell("half-year"), 12: tell("year")}
_KINDS: Mapping[str, Message] = {
    "year": tell("year"),
    "month": tell("month"),
    "week": tell("week"),
    "day": tell("day"),
    "days": tell("number of days"),
    "school": tell("school year"),
    "fiscal": tell("financial year"),
}


# Figures


def _step(value: Decimal) -> Decimal:
    """Give the step in which a figure was rounded, as far as it shows: 0.1 for 82.4, 10000 for 55250000, 1 for 80."""
    exponent = value.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    # 80 may be 80 exactly; 80 000 000 hardly is.
    return min(step, Decimal(1)) if abs(value) < 1000 else step


def _changes(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    """Hold a published change against the one that value and baseline give."""
    if s.change_points is not None and s.unit != "percent":
        yield Doubt(
            code="wrong-change",
            severity="warning",
            path=(*path, "change_points"),
            message=tell("{id} is a {unit}, and 'change_points' are percentage points.", id=s.id, unit=s.unit),
            remedy=tell("Write the earlier figure as 'baseline' instead."),
        )
    if s.growth_percent is not None and s.unit == "rank":
        yield Doubt(
            code="wrong-change",
            severity="warning",
            path=(*path, "growth_percent"),
            message=tell("{id} is a rank: it does not grow by percent.", id=s.id),
            remedy=tell("Write the earlier rank as 'baseline' instead."),
        )
    if s.compare and s.compare.measured_in == "points" and s.unit not in ("percent", "index"):
        yield Doubt(
            code="wrong-change",
            severity="error",
            path=(*path, "compare", "in"),
            message=tell("{id} is no percentage, and its change is given in percentage points.", id=s.id),
            remedy=tell("Write 'in: percent' or 'in: amount'."),
        )
    b = s.baseline
    # Both are on the year before; a baseline of another year says nothing of them.
    if b is None or not is_year_before(s.period, b.period):
        return
    slack = (_step(s.value) + _step(b.value)) / 2
    if s.change_points is not None and s.unit == "percent":
        change = s.value - b.value
        yield from _compare_change(
            s, (*path, "change_points"), s.change_points, change, slack + _step(s.change_points) / 2, tell("points")
        )
    if s.growth_percent is not None and s.unit not in ("percent", "rank") and b.value > 0:
        growth = (s.value - b.value) / b.value * 100
        rounding = 100 * slack * max(s.value, b.value) / b.value / b.value + _step(s.growth_percent) / 2
        yield from _compare_change(s, (*path, "growth_percent"), s.growth_percent, growth, rounding, tell("percent"))


def _compare_change(
    s: Statistic, path: FieldPath, told: Decimal, computed: Decimal, slack: Decimal, unit: str
) -> Iterator[Doubt]:
    apart = abs(told - computed)
    if s.qualifier or s.estimate:
        slack += max(Decimal(1), abs(computed) / 5)
    if apart <= slack or s.baseline is None:
        return
    against = told * computed < 0 or (apart > 5 and apart > max(abs(told), abs(computed)) / 2)
    yield Doubt(
        code="wrong-change",
        severity="error" if against else "warning",
        path=path,
        message=tell(
            "{id} is said to change by {told} {unit}, but from {earlier} in {before} to {value} in"
            " {period} it is {computed} {unit}.",
            id=s.id,
            told=told,
            unit=unit,
            earlier=s.baseline.value,
            before=s.baseline.period,
            value=s.value,
            period=s.period,
            computed=f"{computed:+.4g}",
        ),
        remedy=tell(
            "Correct the change, the value or the baseline; where prices are held constant, say"
            " 'intended: [wrong-change]'."
        ),
    )


def _unclear(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    """Find what a figure with a qualifier is compared with and cannot be told from."""
    others = (("baseline", s.baseline.value if s.baseline else None), ("target", s.target.value if s.target else None))
    for field, other in others:
        if s.qualifier is None or other is None:
            continue
        step = _step(s.value)
        low = s.value - {"over": Decimal(0), "nearly": step, "about": step / 2}[s.qualifier]
        high = s.value + {"over": step, "nearly": Decimal(0), "about": step / 2}[s.qualifier]
        if low <= other <= high and not (s.qualifier == "over" and other == high):
            yes = tell("it rose or fell") if field == "baseline" else tell("it is met")
            yield Doubt(
                code="unclear-change",
                severity="warning",
                path=(*path, "qualifier"),
                message=tell(
                    "{id} is {qualifier} {value}, and its {field} is {other}: whether {what} cannot be told.",
                    id=s.id,
                    qualifier=s.qualifier,
                    value=s.value,
                    field=field,
                    other=other,
                    what=yes,
                ),
                remedy=tell("Write the figure more exactly, or leave the comparison out."),
            )


def _baselines(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    if s.baseline and last_day(s.baseline.period) >= last_day(s.period):
        yield Doubt(
            code="wrong-baseline",
            severity="error",
            path=(*path, "baseline", "period"),
            message=tell(
                "{id} is for {period}, and its baseline for {before}, which does not end earlier.",
                id=s.id,
                period=s.period,
                before=s.baseline.period,
            ),
            remedy=tell("Write an earlier figure as 'baseline'; a figure that is to be reached is a 'target'."),
        )


def _targets(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    if s.target is None:
        return
    if s.target.by and last_day(s.target.by) < _ends(s.period) and not is_overdue(s):
        yield Doubt(
            code="target-past",
            severity="warning",
            path=(*path, "target", "by"),
            message=tell(
                "The target of {id} was to be reached by {by}; the figure is for {period}.",
                id=s.id,
                by=s.target.by,
                period=s.period,
            ),
            remedy=tell("Write the target of the figure's own time; if this one was missed, say so in the text."),
        )
    if s.baseline is None:
        return
    # Of what is better when lower, a target above where it was is a ceiling that it is to stay under.
    if s.better == "higher" and s.target.value < s.baseline.value:
        yield Doubt(
            code="wrong-direction",
            severity="warning",
            path=(*path, "better"),
            message=tell(
                "{id} is better when higher, but its target {target} is lower than its baseline {earlier}.",
                id=s.id,
                target=s.target.value,
                earlier=s.baseline.value,
            ),
            remedy=tell("Correct 'better', the target or the baseline."),
        )


def _ends(period: Period) -> dt.date:
    """Give the day up to which a period counts; of school and financial years, whose ends differ, the first."""
    parts = split_period(period)
    return parts.first if parts.kind in ("school", "fiscal") else parts.last


def _amounts(s: Statistic) -> Iterator[tuple[FieldPath, Decimal]]:
    """Give every value of a figure that is of its unit, and where it stands."""
    yield ("value",), s.value
    if s.baseline:
        yield ("baseline", "value"), s.baseline.value
    if s.target:
        yield ("target", "value"), s.target.value
    yield from ((("series", period), value) for period, value in s.series.items())


_CHANGES = re.compile(
    r"tăng|giảm|tốc độ|so với|chênh lệch|cán cân|lợi nhuận|lạm phát|CPI|thay đổi|biến động|thặng dư|thâm hụt"
    r"|chỉ số giá|kế hoạch|dự toán"
    r"|grow|chang|ris|increas|decreas|fall|fell|inflation|balance|surplus|deficit|profit|net |compared|of plan|price"
    r"|difference"
    r"|צמיחה|גידול|שינוי|עלייה|ירידה|אינפלציה|מדד|עודף|גירעון|מאזן|הפרש|מהתוכנית|נטו",
    re.IGNORECASE,
)
"""Words of a label by which a percentage is no share, or a figure may be below zero."""


def _values(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    """Find what no figure of the unit can be."""
    changes = _may_be_any(s)
    for at, value in _amounts(s):
        severity, fault = _value_fault(s, value, changes)
        if not fault and at == ("value",):
            severity, fault = "warning", _qualifier_fault(s, changes)
        if fault:
            yield Doubt(
                code="impossible-value",
                severity=severity,
                path=(*path, *at),
                message=tell("{id} has the value {value}: {fault}.", id=s.id, value=value, fault=fault),
                remedy=tell("If it is measured from a mark, such as the level of the sea, write 'measure: level'.")
                if s.unit_word and value < 0
                else tell("Correct the figure or its unit."),
            )
            if value < 0 and severity == "error":
                # The earlier values of such a figure lie below zero too: it is told once.
                break
    whole = s.out_of
    if whole is None:
        return
    if s.unit == "rank" and whole != whole.to_integral_value():
        yield Doubt(
            code="impossible-value",
            severity="error",
            path=(*path, "out_of"),
            message=tell("{id} is a rank out of {whole}, which is no whole number.", id=s.id, whole=whole),
            remedy=tell("Write among how many it is ranked."),
        )
    for at, value in _amounts(s):
        if value > whole and s.unit not in ("percent", "ratio") and at[0] != "series":
            yield Doubt(
                code="contradiction",
                severity="error" if at == ("value",) else "warning",
                path=(*path, *at),
                message=tell("{id} is {value} out of {whole}.", id=s.id, value=value, whole=whole),
                remedy=tell("Correct the one or the other."),
            )


def _may_be_any(s: Statistic) -> bool:
    """Say whether a figure may lie below zero, or a percentage above 100: as it is called, or else by its label."""
    if s.measure or s.unit_word:
        return measure_of(s) not in ("share", "count", "rank", "duration")
    return any(map(may_be_change, (*s.label.values(), *s.noun.values())))


def may_be_change(label: str) -> bool:
    """Say whether a figure that is called so may be a change or a difference itself."""
    return bool(_CHANGES.search(label))


def _value_fault(s: Statistic, value: Decimal, changes: bool) -> tuple[Severity, str]:
    fraction = value != value.to_integral_value()
    if s.unit == "rank" and (fraction or value < 1):
        return "error", tell("ranks are 1, 2, 3")
    if s.unit == "duration" and value < 0:
        return "error", tell("nothing lasts less than no time")
    if measure_of(s) == "count" and fraction and not s.unit_word and not _has_mark(value):
        return "warning", tell(
            "what is counted comes whole; type it in full, {millions} if millions are meant; an average is an 'index'",
            millions=f"{(value * 10**6).normalize():f}",
        )
    if s.unit == "count" and value < 0 and not changes:
        return "error", tell("there cannot be fewer than none")
    if s.unit == "percent" and s.out_of is not None and not 0 <= value <= 100:
        return "error", tell("a part of a whole is from 0 to 100 percent")
    if s.unit == "percent" and not changes and not 0 <= value <= 100:
        severity: Severity = "error" if measure_of(s) == "share" else "warning"
        return severity, tell("a share is from 0 to 100 percent; if it is a change, its label should say so")
    if s.unit == "currency" and s.currency == "VND" and fraction:
        return "warning", tell("đồng have no parts; write the full amount, such as 18150000000000")
    return "note", ""


def _qualifier_fault(s: Statistic, changes: bool) -> str:
    """Find a qualifier beyond which nothing is: over all of it, over or nearly nothing."""
    if s.value == 0 and s.qualifier and not changes:
        return tell("'{qualifier}' nothing is not what anybody says", qualifier=s.qualifier)
    if s.qualifier == "over" and s.value == s.out_of and s.unit not in ("percent", "ratio"):
        return tell("no part is over its whole, {whole}", whole=s.out_of)
    if s.qualifier == "over" and s.unit == "percent" and s.value == 100 and not changes:
        return tell("a share cannot be over 100 percent")
    return ""


def _has_mark(value: Decimal) -> bool:
    """Say whether a figure looks like 12.500, as twelve thousand five hundred is written in Vietnamese."""
    return value.as_tuple().exponent == -3 and 1 <= abs(value) < 1000


def _marks(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    """Find figures that were typed with a mark for thousands, and shares typed as parts of one."""
    # 12.500 km may be twelve and a half.
    whole = (s.unit in ("count", "rank") and not s.unit_word) or (s.unit == "currency" and s.currency == "VND")
    amounts = [*_amounts(s), *([(("out_of",), s.out_of)] if s.out_of is not None else [])]
    for at, value in amounts:
        if (whole or s.unit_word or s.unit == "currency") and _has_mark(value):
            compared = next((v for (field, *_), v in amounts if field != "series" and v >= _FAR), None)
            # What it is compared with says whether thousands or millions are meant.
            full = _meant(value, compared, 3) if compared else value.scaleb(3)
            meant = _in_full(full if full >= _FAR else value.scaleb(3))
            yield Doubt(
                code="thousand-mark",
                severity="error" if whole and not s.unit_word else "warning",
                path=(*path, *at),
                message=tell(
                    "{value} is a little more than {whole}: the point is a decimal point.",
                    value=value,
                    whole=int(value),
                ),
                remedy=tell(
                    "Write {billions} if {value} tỷ is meant: an amount is typed in full, without a mark for"
                    " thousands.",
                    billions=_in_full(value.scaleb(12)),
                    value=value,
                )
                if s.currency == "VND"
                else tell(
                    "Write {meant} if that is meant; figures are typed without a mark for thousands.", meant=meant
                ),
            )
    if s.unit != "percent":
        return
    small = [value for _, value in _amounts(s) if 0 < value < 1]
    fine = any(isinstance(e := v.as_tuple().exponent, int) and e <= -3 for v in small)
    others = any(value > 20 * s.value for _, value in _amounts(s) if 0 < s.value < 1)
    if 0 < s.value < 1 and (fine or others):
        yield Doubt(
            code="share-below-one",
            severity="warning",
            path=(*path, "value"),
            message=tell("{id} is {value} percent, less than one in a hundred.", id=s.id, value=s.value),
            remedy=tell("Write {share} if the part of a whole is meant.", share=f"{(s.value * 100).normalize():f}"),
        )


_FAR = 1000
"""So many times apart are no two values of one figure: thousands, millions or billions are missing in one of them."""
_RATES_FAR = 8
"""So many times apart are no two values of a rate or level that was measured twice: a point is missing."""


def _sizes(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    """Find a value that is far from what it is compared with, as 14236 where trillions were left out."""
    if measure_of(s) in (*SIGNED, "temperature") or s.unit == "rank" or not s.value or _has_mark(s.value):
        return
    others = (("baseline", s.baseline.value if s.baseline else None), ("target", s.target.value if s.target else None))
    for field, other in others:
        if not other or (other > 0) != (s.value > 0):
            continue
        rate = measure_of(s) in ("rate", "level") and s.unit != "percent" and field == "baseline"
        most = _RATES_FAR if rate else _FAR
        apart = max(s.value / other, other / s.value)
        # "0.5 of every 1,000 by 2030" may be a target; a thousandth of it is none.
        if apart < most:
            continue
        meant = _meant(s.value, other, 1 if rate else 3)
        yield Doubt(
            code="contradiction",
            severity="error" if s.unit == "currency" else "warning",
            path=(*path, "value"),
            message=tell(
                "{id} is {value}, and its {field} is {other}: one is {times} times the other.",
                id=s.id,
                value=_in_full(s.value),
                field=field,
                other=_in_full(other),
                times=int(apart),
            ),
            remedy=tell("Write {meant} if that is meant; figures are typed in full.", meant=_in_full(meant))
            if meant != s.value
            else tell("Correct the one or the other."),
        )
        return


def _meant(value: Decimal, other: Decimal, step: int) -> Decimal:
    """Give a value with the zeros or the point that it lacks to be of the size of another one."""
    tried = [value.scaleb(power) for power in range(-12, 13, step)]
    return min(tried, key=lambda one: max(one / other, other / one))


def _in_full(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _entries(brief: Brief) -> Iterator[Doubt]:
    """Hold a figure in many places against its places: a whole is no less than one of them, a rate lies among them."""
    wholes = {s.id: (index, s) for index, s in enumerate(brief.statistics) if s.member is None}
    groups: dict[str, list[Statistic]] = {}
    for s in brief.statistics:
        if s.member and s.member.group in wholes and not s.member.parts:
            groups.setdefault(s.member.group, []).append(s)
    for group, entries in groups.items():
        index, whole = wholes[group]
        alike = [s for s in entries if (s.unit, s.unit_word, s.period) == (whole.unit, whole.unit_word, whole.period)]
        measure = measure_of(whole)
        if len(alike) < 2 or measure in (*SIGNED, "rank", "temperature"):
            continue
        most, least = max(alike, key=lambda s: s.value), min(alike, key=lambda s: s.value)
        average = any(
            re.search(words.average, label, re.IGNORECASE)
            for code, label in whole.label.items()
            if (words := editor_words(code)).average
        )
        adds_up = measure in ("count", "amount") and not average
        low, high = (most.value, None) if adds_up else (least.value / _ENTRIES_FAR, most.value * _ENTRIES_FAR)
        if whole.value >= low and (high is None or whole.value <= high or least.value <= 0):
            continue
        odd = most if adds_up or whole.value > most.value else least
        yield Doubt(
            code="contradiction",
            path=("statistics", index, "value"),
            message=tell(
                "{id} is {value}, and its entries are from {least} to {most}: {entry} has {other}.",
                id=whole.id,
                value=_in_full(whole.value),
                least=_in_full(least.value),
                most=_in_full(most.value),
                entry=odd.id,
                other=_in_full(odd.value),
            ),
            remedy=tell("Correct the one or the other."),
        )


_ENTRIES_FAR = 2
"""A mean may lie beyond the entries that are listed, as the best alone may be; twice as far it hardly does."""


@cache
def _known_currencies() -> frozenset[str]:
    # Only briefs with money wait for the names of currencies.
    from babel.numbers import list_currencies

    return frozenset(list_currencies()) - {"XXX", "XTS"}


def _per(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    """Find a time by which an amount is paid: it is told of durations alone, and pay would read as one sum."""
    if s.per and s.unit != "duration":
        yield Doubt(
            code="contradiction",
            severity="warning",
            path=(*path, "per"),
            message=tell(
                "{id} is a {unit}, and 'per' is told of a duration alone.", id=s.id, unit=s.unit_word or s.unit
            ),
            remedy=tell("Say by what time it is in the label, or write a unit such as million-dong-per-month."),
        )


def _currencies(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    if s.currency and s.currency not in _known_currencies():
        yield Doubt(
            code="unknown-currency",
            severity="error",
            path=(*path, "currency"),
            message=tell("There is no currency {currency}.", currency=s.currency),
            remedy=tell("Write its code, such as VND, USD or ILS."),
        )


def _periods(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    """Find series and comparisons that put periods of unlike length side by side."""
    kinds = {_kind(period) for period in s.series}
    finer = next((kind for kind in ("month", "week", "day") if kind in kinds), "")
    inserted = _inserted(s.series)
    mixed = ""
    if "quarter" in kinds and finer:
        mixed = _FINER[finer]
    elif inserted:
        mixed = tell("a {kind} ({period}) among longer periods", kind=_kind(inserted), period=inserted)
    if mixed:
        yield Doubt(
            code="mixed-periods",
            severity="warning",
            path=(*path, "series"),
            message=tell("The series of {id} has {mixed}.", id=s.id, mixed=mixed),
            remedy=tell("Write all of it by one kind of period."),
        )
    if s.series and s.period not in s.series:
        yield Doubt(
            code="mixed-periods",
            severity="warning",
            path=(*path, "series"),
            message=tell(
                "The series of {id} has no value for {period}, the period of the figure.", id=s.id, period=s.period
            ),
            remedy=tell("Add {period}: {value} to the series, or correct the period.", period=s.period, value=s.value),
        )
    adds_up = s.unit in ("count", "currency") and is_flow(s)
    compared = [(("baseline", "period"), s.baseline.period)] if s.baseline else []
    compared += [(("series", period), period) for period in s.series]
    unlike = next(((at, period) for at, period in compared if _kind(period) != _kind(s.period)), None)
    if adds_up and unlike:
        yield Doubt(
            code="unlike-periods",
            severity="warning",
            path=(*path, *unlike[0]),
            message=tell(
                "{id} is for a {kind} ({period}) and compared with a {other_kind} ({other}).",
                id=s.id,
                kind=_kind(s.period),
                period=s.period,
                other_kind=_kind(unlike[1]),
                other=unlike[1],
            ),
            remedy=tell(
                "Compare what adds up with a period of the same length; if it does not add up, or both hold"
                " the same months, say 'intended: [unlike-periods]'."
            ),
        )


_FINER: Mapping[str, Message] = {
    "month": tell("quarters and months"),
    "week": tell("quarters and weeks"),
    "day": tell("quarters and days"),
}


def _inserted(periods: Iterable[Period]) -> Period | None:
    """Give a period between two much longer ones: 2023-05 between 2022 and 2024; the first and last may be short."""
    days = [(period, (last_day(period) - first_day(period)).days + 1) for period in sorted(periods, key=in_time)]
    between = zip(days, days[1:], days[2:], strict=False)
    return next((one for (_, before), (one, own), (_, after) in between if min(before, after) > 2 * own), None)


def _two_values(s: Statistic, path: FieldPath) -> Iterator[Doubt]:
    told: list[tuple[str, Period, Decimal, FieldPath]] = [("value", s.period, s.value, (*path, "value"))]
    if s.baseline:
        told.append(("baseline", s.baseline.period, s.baseline.value, (*path, "baseline", "value")))
    for name, period, value, field in told:
        then = s.series.get(period)
        if then is not None and then != value:
            # One picture would show both: the figure large, the other in its chart.
            yield Doubt(
                code="contradiction",
                severity="error",
                path=field,
                message=tell(
                    "The {name} of {id} is {value} for {period}, but its series says {then}.",
                    name=name,
                    id=s.id,
                    value=value,
                    period=period,
                    then=then,
                ),
                remedy=tell("Correct the one or the other."),
            )
    if s.unit == "rank" and s.better == "higher":
        yield Doubt(
            code="wrong-direction",
            severity="warning",
            path=(*path, "better"),
            message=tell("{id} is a rank, and a higher rank is said to be better.", id=s.id),
            remedy=tell("Write 'better: lower': first is best."),
        )
    if s.better == "higher" and s.unit != "rank" and (harm := _harm(s)):
        yield Doubt(
            code="wrong-direction",
            severity="warning",
            path=(*path, "better"),
            message=tell("{id} is called '{harm}', and more of it is said to be better.", id=s.id, harm=harm),
            remedy=tell("Write 'better: lower', or 'intended: [wrong-direction]' where more is progress."),
        )


def _harm(s: Statistic) -> str:
    """Give the word of a label for what there should be less of, where the label does not speak of less."""
    for language, label in s.label.items():
        words = editor_words(language)
        found = re.search(rf"(?<!\w){words.harms}(?!\w)", label, re.IGNORECASE) if words.harms else None
        if found and not (words.eased and re.search(rf"(?<!\w){words.eased}(?!\w)", label, re.IGNORECASE)):
            return found[0]
    return ""


# Days

_AHEAD_MAX_DAYS = 31
"""A brief is often written for the day on which it is to appear."""


def _wrong_dates(brief: Brief, today: dt.date) -> Iterator[Doubt]:
    days: list[tuple[FieldPath, dt.date, str]] = [(("as_of",), brief.as_of, tell("The brief's day"))]
    days += [
        (("sources", index, "date"), source.date, tell("The day of the source {source}", source=source.id))
        for index, source in enumerate(brief.sources)
    ]
    for path, day, name in days:
        calendar_fault = _calendar_fault(day.year)
        if calendar_fault or (day - today).days > _AHEAD_MAX_DAYS:
            yield Doubt(
                code="wrong-date",
                severity="error",
                path=path,
                message=tell(
                    "{name}, {day}, is {fault}.",
                    name=name,
                    day=day,
                    fault=calendar_fault or tell("after today, {today}", today=today),
                ),
                remedy=tell("Write the day by the Gregorian calendar, year-month-day."),
            )
    for index, s in enumerate(brief.statistics):
        at: FieldPath = ("statistics", index, "period")
        if fault := _calendar_fault(int(s.period[:4])):
            yield Doubt(
                code="wrong-date",
                severity="error",
                path=at,
                message=tell("The period of {id}, {period}, is {fault}.", id=s.id, period=s.period, fault=fault),
                remedy=tell("Write the year by the Gregorian calendar."),
            )
            continue
        cited = {s.source, *s.further_sources}
        appeared = [source.date for source in brief.sources if source.id in cited]
        planned = s.estimate or is_of_event(brief, s.period)
        if appeared and not planned and max(appeared) < _known_from(s.period):
            yield Doubt(
                code="wrong-date",
                severity="warning",
                path=at,
                message=tell(
                    "{id} is for {period}, but its source appeared before that, on {appeared}.",
                    id=s.id,
                    period=s.period,
                    appeared=max(appeared),
                ),
                remedy=tell("Correct the period or the source, or write 'estimate: true' for what the source expects."),
            )
        for period in s.series:
            if first_day(period) > brief.as_of and not s.estimate:
                yield Doubt(
                    code="after-as-of",
                    severity="warning",
                    path=("statistics", index, "series", period),
                    message=tell(
                        "The series of {id} has a value for {period}, after the brief's day {as_of}.",
                        id=s.id,
                        period=period,
                        as_of=brief.as_of,
                    ),
                    remedy=tell("Correct the period, or write 'estimate: true' for what is expected."),
                )


def is_of_event(brief: Brief, period: Period) -> bool:
    """Say whether a period holds the day that a brief invites to: the programme of that day is known before it."""
    when = brief.event.when if brief.kind == "event" and brief.event else {}
    days = [named.day for text in when.values() for named in find_days(text, brief.as_of)]
    if not days:
        return brief.kind == "event"
    return any(first_day(period) <= day <= last_day(period) for day in days)


_EARLY = dt.timedelta(days=10)
"""Offices publish a month before it is over, with its last days estimated: Viet Nam's about the 29th."""


def _known_from(period: Period) -> dt.date:
    """Give the day before which nobody can have counted a period; a year's survey may be of its spring."""
    counted = split_period(period).kind in ("month", "months", "quarter", "half")
    return last_day(period) - _EARLY if counted else first_day(period)


def _calendar_fault(year: int) -> str:
    if 5600 <= year <= 5999:
        return tell("a year of the Hebrew calendar")
    if 2400 <= year <= 2700:
        return tell("a year of the Buddhist calendar")
    if year > 2200 or year < 1800:
        return tell("a year that nobody publishes figures of")
    return ""


# Texts that say again what a figure brings along

_FIGURE_ATTRIBUTES = ("", "exact", "plain")
_PERCENTS = r"\s?(?:%|percent\b|per cent\b|phần trăm|אחוז)"
_POINTS = r"\s?(?:points?\b|điểm\b(?! phần)|נקוד(?:ה|ות)(?!\w| (?:אחוז|פרומיל)))"
_MONEY: Mapping[str, str] = {
    "VND": r"\s?(?:đồng\b|VN[DĐ]\b|₫|dong\b)",
    "USD": r"\s?(?:USD\b|(?:US )?dollars?\b|đô la|\$|דולר)",
    "ILS": r"\s?(?:NIS\b|ILS\b|shekels?\b|₪|שקל|ש[״\"]ח)",
    "EUR": r"\s?(?:EUR\b|euros?\b|€|אירו)",
}
_TIMES: Mapping[str, str] = {
    "second": r"\s?(?:giây|seconds?)\b",
    "minute": r"\s?(?:phút|minutes?)\b",
    "hour": r"\s?(?:giờ|hours?)\b",
    "day": r"\s?(?:ngày(?! (?:làm việc|công))|days?)\b",
    "month": r"\s?(?:tháng|months?)\b",
    "year": r"\s?(?:năm|years?)\b",
}


def _doubled(written: WrittenText, figures: Mapping[str, Statistic]) -> Iterator[Doubt]:
    for match, reference in placed_references(written.text):
        statistic = figures.get(reference.id)
        if statistic is None or not reference.sound:
            continue
        before = hide_references(written.text[: match.start()])
        behind = written.text[match.end() :]
        fault = (
            _doubled_before(statistic, reference, written.language, before)
            or _doubled_plan(statistic, reference, written.language, behind)
            or _doubled_behind(statistic, reference, behind)
            or _counted_behind(statistic, reference, written.language, behind)
            or _measure_behind(statistic, reference, written.language, behind)
        )
        if fault:
            yield Doubt.at(
                written,
                code="doubled-word",
                severity="error",
                message=tell("'{words}': {fault}.", words=fault[0], fault=fault[1]),
                remedy=fault[2],
            )


_QUALIFIERS: Mapping[str, Message] = {"over": tell("over"), "nearly": tell("nearly"), "about": tell("about")}


def _doubled_before(s: Statistic, r: Reference, language: str, before: str) -> tuple[str, str, str] | None:
    gaps = editor_words(language).gaps
    if r.attribute == "gap" and (match := _ends_with(f"(?:{gaps})" if gaps else "", before)):
        brings = tell("{written} says by itself how far the target is", written=r.written)
        return (
            f"{match}{r.written}",
            brings,
            tell("Write {written} alone, or {{{id}.gap.size}} behind your own words.", written=r.written, id=r.id),
        )
    if r.attribute == "gap" and part_reached(s) is None and (match := gap_behind_verb(s, language, before)):
        return (
            f"{match}{r.written}",
            tell("{written} says by itself how far the target is", written=r.written),
            tell("Write {{{id}}} there, and {written} behind a comma.", id=r.id, written=r.written),
        )
    if r.attribute not in _FIGURE_ATTRIBUTES:
        return None
    qualified = s.qualifier and r.option != "bare"
    if qualified and (match := _ends_with(editor_words(language).qualifiers, before)):
        called = _QUALIFIERS.get(s.qualifier or "", "")
        brings = tell("{written} brings its '{qualifier}' along", written=r.written, qualifier=called)
        return (
            f"{match}{r.written}",
            brings,
            tell("Write {written} alone, or {{{id}:bare}} behind your own words.", written=r.written, id=r.id),
        )
    if s.value < 0 and (match := _ends_with(editor_words(language).falls, before)):
        told = tell("{written} is {value}, and its minus sign is told too", written=r.written, value=s.value)
        remedy = tell(
            "Write the value as {value} where the words say that it fell, or 'was {written}' here.",
            value=-s.value,
            written=r.written,
        )
        return f"{match}{r.written}", told, remedy
    if s.currency == "USD" and before.endswith("$"):
        return (
            f"${r.written}",
            tell("{written} brings its currency along", written=r.written),
            tell("Take the sign out."),
        )
    return None


def _is_planned(s: Statistic) -> bool:
    """Say whether a target is a plan or a budget, of which the reached part is told with its name."""
    return s.target is not None and (s.target.kind in ("plan", "budget") or s.unit == "currency")


def _ends_with(words: str, before: str) -> str:
    """Give the words right before a figure, if they are some of these."""
    match = re.search(rf"(?<!\w){words}[ ־-]?$", before, re.IGNORECASE) if words else None
    return match[0] if match else ""


def _doubled_plan(s: Statistic, r: Reference, language: str, behind: str) -> tuple[str, str, str] | None:
    words = editor_words(language).of_plan
    if r.attribute not in ("gap", "progress") or not words or not (_is_planned(s) or r.attribute == "progress"):
        return None
    if found := re.match(rf"\s{words}(?!\w)", behind, re.IGNORECASE):
        return (
            f"{r.written}{found[0]}",
            tell("{written} names the plan by itself", written=r.written),
            tell("Take '{words}' out.", words=found[0].strip()),
        )
    return None


def _doubled_behind(s: Statistic, r: Reference, behind: str) -> tuple[str, str, str] | None:
    percent = (
        (s.unit == "percent" and r.attribute in (*_FIGURE_ATTRIBUTES, "target", "baseline", "out_of"))
        or r.attribute in ("growth", "share")
        or (s.unit == "percent" and r.attribute.startswith("series."))
    )
    own = r.attribute in (*_FIGURE_ATTRIBUTES, "target", "baseline", "change", "gap") or r.attribute.startswith(
        "series."
    )
    apart = r.attribute.removesuffix(".size") in ("change", "change.alone", "gap")
    units = {
        "percent": _PERCENTS if percent else "",
        "currency": _MONEY.get(s.currency or "", "") if own and s.unit == "currency" else "",
        "duration": _TIMES.get(s.per or "", "") if own and s.unit == "duration" else "",
        "index": _POINTS if apart and s.unit == "index" and not s.unit_word else "",
    }
    told = own or percent or r.attribute in ("out_of", "whole", "size")
    if told and not percent and (match := re.match(_PERCENTS, behind, re.IGNORECASE)) and _is_no_percentage(s):
        return _other_unit(s, r, match[0], tell("a percentage"))
    if own and s.unit in ("percent", "currency", "duration", "rank"):
        for currency, money in _MONEY.items():
            # "12% đồng bào" are people.
            if currency != s.currency and (match := re.match(money + _NO_MONEY, behind, re.IGNORECASE)):
                return _other_unit(s, r, match[0], tell("an amount in {currency}", currency=currency))
    if own and s.unit == "duration":
        for per, time in _TIMES.items():
            # "{x} năm 2026" is a year.
            if per not in (s.per, "year", "month") and (match := re.match(time, behind, re.IGNORECASE)):
                return _other_unit(s, r, match[0], tell("a number of {times}", times=match[0].strip()))
    for unit in filter(None, units.values()):
        if match := re.match(unit, behind, re.IGNORECASE):
            return (
                f"{r.written}{match[0]}",
                tell("{written} brings its unit along", written=r.written),
                tell("Take '{words}' out.", words=match[0].strip()),
            )
    return None


_RATE_OF = re.compile(r"\s(?:per|trên|cho|mỗi|for)\s|\s?/|\sלכל\s|\sל[־-]?\d", re.IGNORECASE)
"""What parts the label of a rate: doctors *per* 10,000 people."""
_COUNTERS = re.compile(
    r"^(?:(?:số|tỷ lệ|tỷ suất|tổng số|number of|rate of|מספר(?: ה)?|שיעור(?: ה)?)\s?)+", re.IGNORECASE
)


def _counted_behind(s: Statistic, r: Reference, language: str, behind: str) -> tuple[str, str, str] | None:
    """Find what a rate counts right behind it, where its "per 10,000 people" stands already.

    The noun of a figure is told before its unit: "17.8 doctors per 10,000 people"; who writes all of it behind the
    figure has the number alone.
    """
    if not (s.unit_word or "").startswith("per-") or r.attribute not in (*_FIGURE_ATTRIBUTES, "target", "baseline"):
        return None
    if r.attribute in ("", "exact") and not r.option and tells_per(s, behind):
        return None
    called = _COUNTERS.sub("", _RATE_OF.split(s.label.get(language, ""))[0].strip())
    nouns = [] if r.attribute in _FIGURE_ATTRIBUTES else [s.noun.get(language), s.singular.get(language)]
    if called == s.noun.get(language) and not nouns:
        return None
    own = [re.escape(one) for one in (*nouns, called) if one]
    # Whoever has a rate per 100,000 women writes "{x} new cases" or "{x} women" behind it as behind a number.
    if r.attribute in (*_FIGURE_ATTRIBUTES, "target", "baseline") and not r.option and not s.noun.get(language):
        own += filter(None, (editor_words(language).counted, re.escape(s.rate_of.get(language, ""))))
    for counted in own:
        if found := re.match(rf"\s(?:{counted})(?!\w)", behind, re.IGNORECASE):
            return (
                f"{r.written}{found[0]}",
                tell(
                    "{written} ends in its own unit, {unit}, and what it counts cannot follow",
                    written=r.written,
                    unit=s.unit_word,
                ),
                _named_otherwise(s, r, found[0].strip(), language),
            )
    return None


def _named_otherwise(s: Statistic, r: Reference, words: str, language: str) -> Message:
    """Say where what a rate counts, or is of, belongs."""
    whole = s.rate_of.get(language, "")
    if is_people(words) or words.casefold() == whole.casefold():
        return tell("Take '{words}' out: {written} says of how many it is.", words=words, written=r.written)
    if s.noun.get(language):
        return tell("Name '{words}' before the figure: '{words}: {written}'.", words=words, written=r.written)
    return tell(
        "Give {id} what it counts as its noun, noun: {{{language}: {words}}}, and take '{words}' out: it is told before"
        " the unit then.",
        id=s.id,
        language=language,
        words=words,
    )


_NO_MONEY = r"(?! (?:bằng|bào|chí|thời|bộ|hồ|phục|đều))"
"""Words that begin with 'đồng' as the currency does."""


def _is_no_percentage(s: Statistic) -> bool:
    """Say whether a figure is certainly none; an index may well be typed as one."""
    return s.unit in ("count", "rank", "currency", "duration") or bool(s.unit_word)


def _measure_behind(s: Statistic, r: Reference, language: str, behind: str) -> tuple[str, str, str] | None:
    """Find a unit of measure right behind a figure that brings its own: "31.5 km metres"."""
    measures = editor_words(language).measures
    if not measures or not s.unit_word or s.unit_word.startswith("per-") or r.attribute not in VALUES:
        return None
    if found := re.match(rf"\s(?P<unit>{measures})(?!\w)", behind, re.IGNORECASE):
        return (
            f"{r.written} {found['unit']}",
            tell("{written} brings its unit along", written=r.written),
            tell("Take '{words}' out, or correct the unit of {id}.", words=found["unit"], id=s.id),
        )
    return None


def _other_unit(s: Statistic, r: Reference, words: str, what: Message) -> tuple[str, str, str]:
    return (
        f"{r.written}{words}",
        tell(
            "{written} is no figure of that unit: {id} is a {unit}, not {what}",
            written=r.written,
            id=s.id,
            unit=s.unit_word or s.unit,
            what=what,
        ),
        tell("Take '{words}' out, or correct the unit of {id}.", words=words.strip(), id=s.id),
    )
