"""References: how a text names a figure instead of typing it, ``{egdi-rank.change}``.

Anything in braces that starts like a name is a reference and must be a good one. Everything else in
braces (``{=html}``, a bracket before a backslash) is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from os.path import commonprefix
from typing import Any

from briefcast.messages import either, tell

ADDRESS = "{address}"
"""What a text calls its audience, by the profile: ``bà con``, ``bạn``. It names no figure."""
REFERENCE = re.compile(r"\{(?!address\})(?P<name>\s*\w[^{}]*)\}")
"""A reference, good or mistyped. The name goes on to the closing brace."""

_GRAMMAR = re.compile(
    r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<attribute>[a-z_]+(?:\.[a-zA-Z0-9_/-]+)*))?(?::(?P<option>[a-z]+))?"
)

_TEXTS_KEPT = 4096
"""Texts and sentences whose references are kept: each rule of the check asks for them anew."""

OPTIONS: Mapping[str, str] = {
    "m": tell("the masculine Hebrew form"),
    "f": tell("the feminine Hebrew form"),
    "bare": tell("the number without its qualifier"),
}

_AMOUNTS = ("count", "currency", "duration")
_ANY = ("percent", "rank", "index", "ratio", *_AMOUNTS)

_CHANGES = {"change_points": _ANY, "baseline": _ANY, "growth_percent": _ANY, "compare": _ANY}

ATTRIBUTES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "": {},
    "exact": {},
    "plain": {},
    "period": {},
    "label": {},
    "target": {"target": _ANY},
    "target.by": {"target.by": _ANY},
    "gap": {"target": _ANY},
    "progress": {"target": ("count", "currency")},
    "baseline": {"baseline": _ANY},
    "baseline.period": {"baseline": _ANY},
    "baseline.ordinal": {"baseline": ("rank",)},
    "change": {"change_points": _ANY, "baseline": _ANY, "growth_percent": _ANY, "compare": _ANY},
    "change.alone": {"change_points": _ANY, "baseline": _ANY, "growth_percent": _ANY, "compare": _ANY},
    "growth": {
        "growth_percent": _ANY,
        "baseline": (*_AMOUNTS, "index", "ratio"),
        "measure": ("percent",),
        "compare": _ANY,
    },
    "size": {},
    "whole": {"out_of": _AMOUNTS},
    "ordinal": {"unit": ("rank",)},
    "out_of": {"out_of": _ANY},
    "share": {"out_of": _AMOUNTS},
}
"""What can follow the id: the fields of the statistic of which one must be written for it, each with the
units for which that is enough. ``series.PERIOD`` can follow too, if the series has the period; ``.size`` after a
change, a growth or a gap gives it as an amount without a direction."""

VALUES = ("", "exact", "plain", "whole")
"""What tells the value of a figure itself, however it is written: ``{exports}``, ``{exports.exact}``."""
SIZED = ("change", "growth", "gap")
"""What can be told as an amount without its direction: ``{exports.growth.size}``."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One reference found in a text."""

    written: str
    """As it stands in the text, braces included."""
    id: str
    attribute: str = ""
    """What follows the id: ``change``, ``target.by``, or nothing."""
    option: str = ""
    """What follows the colon: ``m``, ``f``, ``bare``, or nothing."""
    sound: bool = True
    """Whether it keeps to the grammar; otherwise ``id`` holds all that stands between the braces."""

    @property
    def name(self) -> str:
        """What stands between the braces: ``egdi-rank.change:f``."""
        return self.written[1:-1]


def find_references(text: str) -> Iterator[Reference]:
    """Give every reference of a text, in order, the mistyped ones too."""
    return (reference for _, reference in placed_references(text))


@lru_cache(maxsize=_TEXTS_KEPT)
def placed_references(text: str) -> tuple[tuple[re.Match[str], Reference], ...]:
    """Give every reference of a text with its place, in order, the mistyped ones too."""
    return tuple((match, _reference(match)) for match in REFERENCE.finditer(text))


def _reference(match: re.Match[str]) -> Reference:
    good = _GRAMMAR.fullmatch(match["name"])
    if good is None:
        return Reference(written=match[0], id=match["name"].strip(), sound=False)
    option = good["option"] or ""
    return Reference(written=match[0], id=good["id"], attribute=good["attribute"] or "", option=option)


FIGURE = "\ufffc"
"""One sign for each reference, where words are looked at without them; no text of a brief holds it."""


@lru_cache(maxsize=_TEXTS_KEPT)
def hide_references(text: str) -> str:
    """Give a text with `FIGURE` in the place of each reference."""
    return REFERENCE.sub(FIGURE, text)


def has(statistic: Mapping[str, Any], field: str) -> bool:
    """Say whether a statistic, as plain data, has a field: ``target`` or ``target.by``."""
    value: Any = statistic
    for key in field.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value is not None and value != ""


def reference_fault(reference: Reference, statistics: Mapping[str, Mapping[str, Any]]) -> tuple[str, str] | None:
    """Say what is wrong with a reference and what to write instead, or nothing if it is good.

    ``statistics`` are the brief's, as plain data by id.
    """
    if not reference.sound:
        near = near_word(reference.id.lower().replace("_", "-").replace(" ", "-"), statistics)
        remedy = (
            tell("Write {{{near}}}.", near=near)
            if near
            else tell("Write the id of a statistic, such as {{my-figure}} or {{my-figure.change}}.")
        )
        return tell("{written} is not a reference.", written=reference.written), remedy
    statistic = statistics.get(reference.id)
    if statistic is None:
        near = near_word(reference.id, statistics)
        if near:
            return tell("{written} names no statistic of this brief.", written=reference.written), tell(
                "Write {{{near}}}.", near=near
            )
        if statistics:
            remedy = tell("Add a statistic with that id, or name one of: {statistics}.", statistics=tuple(statistics))
        else:
            remedy = tell("Add a statistic with that id, or name a statistic that the brief lists.")
        return tell("{written} names no statistic of this brief.", written=reference.written), remedy
    if fault := _attribute_fault(reference, statistic):
        return fault
    if reference.option and reference.option not in OPTIONS:
        choices = tuple(tell(":{name} for {meaning}", name=name, meaning=meaning) for name, meaning in OPTIONS.items())
        return tell(
            "{written}: there is no option {option}.", written=reference.written, option=reference.option
        ), tell("After the colon, write {choices}.", choices=choices)
    return None


_NEAR_AMONG = 200
"""Most words that one is compared with letter by letter."""
_NEAR_MAX = 80
"""Longest word for which a near one is looked for: comparing takes as long as both lengths multiplied."""


def near_word(word: str, known: Mapping[str, Any] | tuple[str, ...] | list[str]) -> str | None:
    """Give the known word that looks most like one, or nothing if none does."""
    if len(word) > _NEAR_MAX:
        return None
    choices = [k for k in known if k and len(k) <= _NEAR_MAX]
    if len(choices) > _NEAR_AMONG:
        # Of many, those that begin alike.
        choices = sorted(choices, key=lambda k: -len(commonprefix((k, word))))  # noqa: RUF071  # letters
        choices = choices[:_NEAR_AMONG]
    found = get_close_matches(word, choices, n=1, cutoff=0.6)
    return found[0] if found else None


def _attribute_fault(reference: Reference, statistic: Mapping[str, Any]) -> tuple[str, str] | None:
    attribute, written = reference.attribute, reference.written
    if attribute.removesuffix(".size") in SIZED:
        attribute = attribute.removesuffix(".size")
    if attribute.startswith("series."):
        period = attribute.removeprefix("series.")
        series = statistic.get("series")
        periods = [str(p) for p in series] if isinstance(series, Mapping) else []
        if period in periods:
            return None
        there = (
            tell("Write one of its periods: {periods}.", periods=tuple(periods))
            if periods
            else tell("Add a series to the statistic.")
        )
        return tell(
            "{written}: the series of {id} has no {period}.", written=written, id=reference.id, period=period
        ), there
    if attribute not in ATTRIBUTES:
        near = near_word(attribute, ATTRIBUTES)
        possible = [name for name in ATTRIBUTES if name and _can(statistic, name)]
        if near:
            remedy = tell("After the dot, write {{{id}.{near}}}.", id=reference.id, near=near)
        else:
            remedy = tell("After the dot, write one of: {possible}.", possible=tuple(possible))
        return tell("{written}: a figure has no {attribute}.", written=written, attribute=attribute), remedy
    if _can(statistic, attribute):
        return None
    unit, fields = str(statistic.get("unit")), ATTRIBUTES[attribute]
    needed = either(f"'{field}'" for field, units in fields.items() if unit in units)
    if not needed:
        return (
            tell(
                "{written}: a figure whose unit is '{unit}' has no {attribute}.",
                written=written,
                unit=unit,
                attribute=attribute,
            ),
            tell("Write {{{id}}}/{{{id}.out_of}}.", id=reference.id)
            if attribute == "whole" and unit == "rank" and has(statistic, "out_of")
            else tell("Take the reference out, or write what the source says as a statistic of its own."),
        )
    if attribute == "share" and has(statistic, "target"):
        return (
            tell("{written} is the part of a whole, and {id} has a target.", written=written, id=reference.id),
            tell(
                "Write {{{id}.gap}}, which tells how much of the target is reached; 'out_of' is for parts of a whole.",
                id=reference.id,
            ),
        )
    return (
        tell(
            "{written} needs {needed}, which the statistic {id} does not have.",
            written=written,
            needed=needed,
            id=reference.id,
        ),
        tell("Add {needed} to the statistic, or take the reference out.", needed=needed),
    )


def _can(statistic: Mapping[str, Any], attribute: str) -> bool:
    fields = ATTRIBUTES[attribute]
    unit = statistic.get("unit")
    # A unit that is wrong itself is told once, where it stands.
    return not fields or any(has(statistic, f) and (unit in units or unit not in _ANY) for f, units in fields.items())
