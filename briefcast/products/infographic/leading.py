"""What leads a page whose title already states the leading figure: what the title does not say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from briefcast.brief.model import Layout
from briefcast.cards import bar_lengths
from briefcast.language.phrases import names_harm
from briefcast.language.written import NBSP, without_isolates
from briefcast.products.infographic.sizes import Size
from briefcast.script import Figure, Script

Leads = Literal["value", "gap", "growth", "words"]
"""What is set large: the figure itself, how far it is, how much it changed in percent; words: the title, and no number
besides."""

_NUMBER = re.compile(r"[₫$€₪]?\d+(?:[.,]\d+)*")
_AMOUNTS = ("count", "currency")
"""Units of which a change in percent is another thing than the figure: "up 0.66 points" reads as a growth of 0.66."""
_CHARTED: tuple[Layout, ...] = ("timeline", "ranking")
"""Layouts whose chart shows the value: nothing else has to be large."""


def leads_of(tellings: Sequence[tuple[Script, Figure]], layout: Layout, size: Size) -> Leads:
    """Choose what leads a page in every language; the figure itself unless each title states it."""
    if not all(states(script, figure) for script, figure in tellings):
        return "value"
    if layout in _CHARTED and size.shape != "wide":
        return "words"
    singly = all(
        figure.unit == "count" and bool(figure.change) and _is_counted_singly(script, figure)
        for script, figure in tellings
    )
    rated = layout != "comparison" and all(_rated(figure) for _, figure in tellings)
    if size.shape == "wide" and (rated or singly):
        # Beside a title that states a rate, or the three killed, the card says since when and how that changed, and not
        # the number once more.
        return "words"
    # A change that the title tells too would stand there twice, and the figure in small print. Of a part of a whole a
    # percentage is read as that part: 31 of 257 authorities, over 63.2%, are more than half of them.
    if any(
        figure.unit not in _AMOUNTS or figure.out_of is not None or _tells_change(script, figure)
        for script, figure in tellings
    ):
        return "value"
    # Of a hundred people, or of any who were killed or hurt, one counts each: "up 5.4%" of 92 dead is said of no one.
    by_one = any(figure.unit == "count" and _is_counted_singly(script, figure) for script, figure in tellings)
    # The card of a link has one figure, which stands beside no other.
    by_one = by_one or (size.shape != "wide" and any(_stands_with_its_like(*telling) for telling in tellings))
    barred = layout != "comparison" and all(bar_lengths(figure)[1] is not None for _, figure in tellings)
    order: tuple[Leads, ...] = ("gap", "growth") if barred else ("growth", "gap")
    order = tuple(leads for leads in order if leads != "growth" or not by_one)
    return next((leads for leads in order if all(_untold(leads, *telling) for telling in tellings)), "value")


_FEW = 100
"""Counts below it change by so many, not by so many percent."""


def _is_counted_singly(script: Script, figure: Figure) -> bool:
    """Whether a change of a count is told in what is counted: of few, and of people killed or hurt."""
    return abs(figure.value) < _FEW or names_harm(figure.label, script.language)


def _stands_with_its_like(script: Script, figure: Figure) -> bool:
    """Whether a title states another figure of the same unit: both change in one measure, good news and bad.

    Firms founded "up 11.2%" over firms closed "up 47" make the good of two like things look the greater.
    """
    held = {one.statistic: one for one in script.figures}
    others = (held[id] for id in script.title_stated if id in held and id != figure.statistic)
    return any(one.unit == figure.unit and one.change for one in others)


def _rated(figure: Figure) -> bool:
    """Whether a figure that is no amount has more to say than itself: how it changed, how far it is."""
    return figure.unit not in _AMOUNTS and figure.out_of is None and bool(figure.change or figure.gap)


def says_no_more(script: Script, figure: Figure) -> bool:
    """Whether a title states a figure and all that is to be said of it, but its time."""
    # Beside an amount its whole is not written.
    whole = figure.out_of is not None and figure.unit != "currency"
    return states(script, figure) and not figure.change and not figure.gap and not whole


def _tells_change(script: Script, figure: Figure) -> bool:
    """Whether a title tells a change, in percent or as it is."""
    own = [_numbers(text) for text in (figure.change, figure.growth) if text]
    return any(numbers and numbers <= _numbers(script.title) for numbers in own)


def tells_own_change(text: str, figure: Figure) -> bool:
    """Whether a headline tells a figure and how it changed, in the numbers in which its card would."""
    change, number = _numbers(figure.change), _numbers(figure.number)
    return bool(change and number) and change | number <= _numbers(text)


def states(script: Script, figure: Figure, text: str = "") -> bool:
    """Whether the title of a script, or another text of it, states a figure in digits."""
    named = bool(text) or figure.statistic in script.title_stated
    own = _numbers(figure.written if figure.plain == figure.written else figure.number)
    return named and bool(own) and own <= _numbers(text or script.title)


def stated_in(title: str, figure: Figure) -> str:
    """Give a figure as a title states it, to be set off there; its bare digits where it is written otherwise."""
    unit = figure.suffix if figure.suffix.startswith("%") else f" {figure.suffix}".rstrip()
    forms = [f"{figure.prefix}{figure.number}{unit}", f"{figure.prefix}{figure.number}", figure.number]
    if figure.plain == figure.written:
        forms.insert(0, figure.plain)
    even = title.replace(NBSP, " ")
    for form in (without_isolates(form).replace(NBSP, " ") for form in forms):
        if (at := even.find(form)) >= 0:
            return title[at : at + len(form)]
    return ""


def _numbers(text: str) -> set[str]:
    return {number.strip("₫$€₪") for number in _NUMBER.findall(text)}


@dataclass(frozen=True, kw_only=True)
class _Parted:
    before: str
    prefix: str
    number: str
    suffix: str


def _parted(text: str) -> _Parted | None:
    """Part a phrase around its number; None where it has none, or two: the large one might be a year."""
    plain = without_isolates(text)
    found = [*_NUMBER.finditer(plain)]
    if len(found) != 1:
        return None
    [number] = found
    digits = number[0].lstrip("₫$€₪")
    return _Parted(
        before=plain[: number.start()].strip(f" {NBSP}"),
        prefix=number[0].removesuffix(digits),
        number=digits,
        suffix=plain[number.end() :].strip(f" {NBSP}"),
    )


def _untold(leads: Leads, script: Script, figure: Figure) -> bool:
    """Whether a figure has this to say, and its title does not say it."""
    parted = _parted(getattr(figure, leads))
    return parted is not None and parted.number not in _numbers(script.title)


def led_by(entry: dict[str, Any], figure: Figure, leads: Leads, title: str) -> dict[str, Any]:
    """Give a figure of a page with what leads it in the place of its value; ``leads`` names that.

    ``tone`` is how it is coloured: good, bad or as any figure.
    """
    if leads == "value":
        return entry
    gap = figure.gap if leads != "gap" and not _numbers(figure.gap) <= _numbers(title) else ""
    entry = {**entry, "leads": leads, "plain_first": False, "gap": gap, "tone": ""}
    if leads == "words":
        return entry
    phrase: str = getattr(figure, leads)
    parted = _parted(phrase)
    if parted is None:
        raise ValueError(f"{phrase!r} has no number that could lead")
    bad = figure.change_is_good is False if leads != "gap" else figure.target_met is False and figure.better == "lower"
    entry |= {
        "qualifier": parted.before,
        "prefix": parted.prefix,
        "number": parted.number,
        "suffix": parted.suffix,
        "tone": "bad" if bad else "",
        "unit": _unit(parted.suffix, figure),
    }
    if leads == "growth" and figure.compared.startswith(figure.change):
        # One change is told once: under its percentage stands what it is compared with.
        rest = figure.compared.removeprefix(figure.change).strip(f" {NBSP},")
        entry |= {"change": rest, "rises": None, "change_is_good": None, "bare": {**entry["bare"], "change": rest}}
        entry["brief"] = {}
    return entry


def _unit(suffix: str, figure: Figure) -> str:
    """Give what of the words behind a number stays on its line: "million", "billion dong", "%", the thing counted."""
    if suffix.startswith("%"):
        return "%"
    if figure.unit in ("percent", "index"):
        return ""
    own = figure.suffix.replace(NBSP, " ")
    even = suffix.replace(NBSP, " ")
    return suffix[: len(own)] if own and f"{even} ".startswith(f"{own} ") else even.partition(" ")[0]


def leads_named(name: str) -> Leads:
    """Give what leads by its name, as a script carries it; the value for none."""
    return next((leads for leads in get_args(Leads) if leads == name), "value")
