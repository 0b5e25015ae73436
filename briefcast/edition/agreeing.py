"""What a text says in one language and not in another: days, telephones, amounts, figures; and wrong weekdays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from briefcast.brief.document import FieldPath
from briefcast.brief.model import Brief
from briefcast.brief.read import WrittenText
from briefcast.brief.references import Reference, find_references, hide_references
from briefcast.edition.days import NamedDay, backward_hours, find_days, find_hours, impossible_days, written_hours
from briefcast.edition.doubts import Doubt
from briefcast.edition.typed import Amount, find_amounts, find_spelled
from briefcast.messages import Message, tell

Days = tuple[NamedDay, ...]
"""The days that a text names."""


def find_apart(brief: Brief, texts: Iterable[WrittenText]) -> Iterator[Doubt]:
    """Give all in which a text differs from the same text in another language."""
    together: dict[FieldPath, list[tuple[WrittenText, Days]]] = {}
    for written in texts:
        days = tuple(find_days(written.text, brief.as_of))
        together.setdefault(written.path[:-1], []).append((written, days))
        yield from _wrong_weekday(brief, written, days)
        yield from _no_such_time(written)
    contact = [
        WrittenText(path=("contact", language), kind="contact", language=language, text=text, refers=False)
        for language, text in brief.contact.items()
        if language in brief.languages
    ]
    for one_contact, other_contact in combinations(contact, 2):
        yield from _other_telephones(one_contact, other_contact)
    for wordings in together.values():
        for one, other in combinations(wordings, 2):
            yield from _other_days(one, other)
            yield from _other_telephones(one[0], other[0])
            yield from list(_other_amounts(one[0], other[0])) or _other_counts(one[0], other[0])
        yield from _missing_figures([written for written, _ in wordings])


def _no_such_time(written: WrittenText) -> Iterator[Doubt]:
    """Find days that no calendar has, and in a point hours that end before they begin."""
    for said in impossible_days(written.text):
        yield Doubt.at(
            written,
            code="wrong-date",
            severity="error",
            message=tell("The text says '{words}', and no calendar has that day.", words=said),
            remedy=tell("Write the day that is meant."),
        )
    if written.path[0] == "points" and (said := backward_hours(written.text)):
        yield Doubt.at(
            written,
            code="event-order",
            severity="error",
            message=tell("'{hours}' ends before it begins.", hours=said),
            remedy=tell("Write the hour at which it begins first."),
        )


_WEEKDAYS: tuple[Message, ...] = (
    tell("a Monday"),
    tell("a Tuesday"),
    tell("a Wednesday"),
    tell("a Thursday"),
    tell("a Friday"),
    tell("a Saturday"),
    tell("a Sunday"),
)


_NEAR_DAYS = 183
"""Half a year to either side of the brief's own day."""


def _wrong_weekday(brief: Brief, written: WrittenText, named_days: Days) -> Iterator[Doubt]:
    for named in named_days:
        days = [named.day]
        if not named.has_year and (named.day.month, named.day.day) != (2, 29):
            # Without its year it is the one that is near.
            near = (named.day.replace(year=named.day.year + years) for years in (-1, 0, 1))
            days = [day for day in near if abs((day - brief.as_of).days) <= _NEAR_DAYS]
        if named.weekday is not None and days and all(day.weekday() != named.weekday for day in days):
            yield Doubt.at(
                written,
                code="wrong-weekday",
                severity="error",
                message=tell(
                    "The text says '{weekday}', and {day} is {true}.",
                    weekday=named.weekday_written,
                    day=days[0],
                    true=_WEEKDAYS[days[0].weekday()],
                ),
                remedy=tell("Correct the day or the day of the week."),
            )


def _other_days(one: tuple[WrittenText, Days], another: tuple[WrittenText, Days]) -> Iterator[Doubt]:
    """Find two languages that each name a day that the other does not; of an event, an hour too."""
    (first, _), (other, _) = both = (one, another)
    days = [frozenset((named.day.month, named.day.day) for named in named_days) for _, named_days in both]
    hours = [find_hours(written.text) if written.path[0] == "event" else frozenset() for written, _ in both]
    for (here, there), what in (
        (days, [tuple(dict.fromkeys(named.written for named in named_days)) for _, named_days in both]),
        (hours, [written_hours(written.text) for written, _ in both]),
    ):
        # One may well leave out what the other says; what each says and the other does not contradicts.
        if here - there and there - here:
            yield _says_another(first, what[0], other, what[1])


def _says_another(one: WrittenText, there: tuple[str, ...], other: WrittenText, here: tuple[str, ...]) -> Doubt:
    """Tell at one text that it says what another language does not, and the other what it does not."""
    return Doubt.at(
        other,
        code="languages-apart",
        severity="error",
        message=tell(
            "Here it is {here} ({language}), and {there} in the text in '{other}'.",
            here=here,
            language=other.language,
            there=there,
            other=one.language,
        ),
        remedy=tell("Correct the one or the other."),
    )


_TELEPHONE = re.compile(
    r"(?<![\w.,/])(?!\d{1,2}[./-]\d{1,2}[./-]\d{4})"
    r"(?P<whole>(?:\+\d{1,3}[ .-]?|\(?0)\d(?:[ .()-]{0,2}\d){6,11}|1[5-9]00(?:[ .-]?\d){4,6}|1-\d{3}(?:-\d{2,4}){2,3}"
    r"|\*\d{3,5})(?!\d)"
)
_SHORT = re.compile(r"(?<![\w.,/*{-])(?P<whole>[19]\d\d)(?![\w.,]?\d|%|\.\d)")
_CALLS = re.compile(
    r"(?<!\w)(?:gọi|hotline|đường dây nóng|tổng đài|điện thoại|call|dial|phone|ring|text|tel)(?!\w)"
    r"|חייגו|התקשרו|מוקד|טלפון|טל[׳']",
    re.IGNORECASE,
)
"""Words that a number of three digits is called by."""


def _telephones(written: WrittenText) -> dict[str, str]:
    """Give the telephones that a text names, as written, by their digits as dialled in the country."""
    found = {match["whole"]: match.start() for match in _TELEPHONE.finditer(written.text)}
    if _CALLS.search(written.text):
        rest = _TELEPHONE.sub(lambda match: "\ufffc" * len(match[0]), written.text)
        found |= {match["whole"]: match.start() for match in _SHORT.finditer(rest)}
    return {re.sub(r"\D", "", re.sub(r"^\+\d{2,3}(?=\D)|^\+84|^\+972|^\+44", "0", one)): one.strip() for one in found}


def _other_telephones(one: WrittenText, other: WrittenText) -> Iterator[Doubt]:
    """Find two languages that each name a telephone that the other does not."""
    here, there = _telephones(other), _telephones(one)
    if here.keys() - there.keys() and there.keys() - here.keys():
        yield _says_another(one, tuple(there.values()), other, tuple(here.values()))


def _other_amounts(one: WrittenText, other: WrittenText) -> Iterator[Doubt]:
    """Find two languages that each type an amount of a kind that the other does not."""
    there, here = (_amounts(hide_references(written.text), written.language) for written in (one, other))
    only_there, only_here = _unmatched(there, here), _unmatched(here, there)
    apart = {amount.kind for amount in only_there} & {amount.kind for amount in only_here}
    if apart:
        said = [tuple(a.written for a in only if a.kind in apart) for only in (only_there, only_here)]
        yield _says_another(one, said[0], other, said[1])


_COUNT = re.compile(
    r"(?<![\w.,/:+*-])(?:\d{1,3}(?:[.,\u00a0]\d{3})+|\d+)(?![\w/:-]|[.,]\d)",
)


def _other_counts(one: WrittenText, other: WrittenText) -> Iterator[Doubt]:
    """Find two languages of a claim that each count what the other does not: 200 in hospital, and 2,000."""
    if one.path[0] != "rebuttal":
        return
    there, here = (
        {re.sub(r"\D", "", match[0]): match[0] for match in _COUNT.finditer(written.text.replace("\u05be", " "))}
        for written in (one, other)
    )
    if there.keys() - here.keys() and here.keys() - there.keys():
        yield _says_another(one, tuple(there.values()), other, tuple(here.values()))


def _amounts(text: str, language: str) -> tuple[Amount, ...]:
    """Give the amounts of a text in digits and in words; a number in words alone may be one with a unit elsewhere."""
    return (*find_amounts(text), *find_spelled(text, language))


def _unmatched(amounts: tuple[Amount, ...], others: tuple[Amount, ...]) -> list[Amount]:
    return [
        amount
        for amount in amounts
        if not any(amount.kind == other.kind and amount.readings & other.readings for other in others)
    ]


_TOLD: Mapping[str, tuple[str, ...]] = {
    "": ("value",),
    "exact": ("value",),
    "plain": ("value",),
    "ordinal": ("value",),
    "size": ("value",),
    "whole": ("value", "whole"),
    "out_of": ("whole",),
    "share": ("share",),
    "change": ("change",),
    "change.alone": ("change",),
    "change.size": ("change",),
    "growth": ("change",),
    "growth.size": ("change",),
    "gap": ("target",),
    "gap.size": ("target",),
    "target": ("target",),
    "baseline": ("baseline",),
    "baseline.ordinal": ("baseline",),
}
"""What a reference tells of its figure; what is not here are names and periods, which a language may do without."""


def _missing_figures(wordings: list[WrittenText]) -> Iterator[Doubt]:
    told = {written.language: _told(written) for written in wordings if written.refers}
    for written in wordings:
        others = [one for one in told if one != written.language and written.language in told]
        here = told.get(written.language, {})
        missing = {
            what: (reference, language)
            for language in others
            for what, reference in told[language].items()
            if what not in here and not _follows(what, here)
        }
        if missing:
            reference, language = next(iter(missing.values()))
            yield Doubt.at(
                written,
                code="figure-in-one-language",
                severity="warning",
                message=tell(
                    "The text in '{other}' tells {figure}, and this one does not.",
                    other=language,
                    figure=tuple(dict.fromkeys(reference.written for reference, _ in missing.values())),
                ),
                remedy=tell("Write it here too, or take it out there: {figure}.", figure=reference.written),
            )


def _told(written: WrittenText) -> dict[tuple[str, str], Reference]:
    found: dict[tuple[str, str], Reference] = {}
    for reference in find_references(written.text):
        for what in _TOLD.get(reference.attribute, ()) if reference.sound else ():
            found.setdefault((reference.id, what), reference)
    return found


def _follows(what: tuple[str, str], here: Mapping[tuple[str, str], Reference]) -> bool:
    """Say whether a reader can see it in what is told: a change from the figures of then and now."""
    id, wanted = what
    enough = {
        "change": [{"value", "baseline"}],
        "baseline": [{"value", "change"}],
        "share": [{"value", "whole"}],
        "whole": [{"value", "share"}],
        "value": [{"share"}, {"baseline", "change"}],
    }
    told = {kind for of, kind in here if of == id}
    return any(parts <= told for parts in enough.get(wanted, []))
