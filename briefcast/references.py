"""References: how a text names a figure instead of typing it, ``{egdi-rank.change}``.

Anything in braces that starts like a name is a reference and must be a good one. Everything else in
braces (``{=html}``, a bracket before a backslash) is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

REFERENCE = re.compile(r"\{(?P<name>\s*\w[^{}]*)\}")
"""A reference, good or mistyped. The name goes on to the closing brace."""

_GRAMMAR = re.compile(
    r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<attribute>[a-z_]+(?:\.[a-z_]+)*))?(?::(?P<option>[a-z]+))?"
)

OPTIONS: Mapping[str, str] = {
    "m": "the masculine Hebrew form",
    "f": "the feminine Hebrew form",
    "bare": "the number without its qualifier",
}

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "": (),
    "exact": (),
    "plain": (),
    "period": (),
    "label": (),
    "target": ("target",),
    "target.by": ("target.by",),
    "gap": ("target",),
    "baseline": ("baseline",),
    "baseline.period": ("baseline",),
    "change": ("baseline", "change_points"),
    "growth": ("growth_percent", "baseline"),
    "out_of": ("out_of",),
    "share": ("out_of",),
}
"""What can follow the id, and the fields of the statistic of which at least one must be written for it."""


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


def find_references(text: str) -> Iterator[Reference]:
    """Give every reference of a text, in order, the mistyped ones too."""
    for match in REFERENCE.finditer(text):
        name = match["name"].strip()
        good = _GRAMMAR.fullmatch(name)
        if good is None:
            yield Reference(written=match[0], id=name, sound=False)
        else:
            yield Reference(
                written=match[0], id=good["id"], attribute=good["attribute"] or "", option=good["option"] or ""
            )


def without_references(text: str) -> str:
    """Give a text with a blank in the place of each reference."""
    return REFERENCE.sub(" ", text)


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
        instead = f"{{{near}}}" if near else "the id of a statistic, such as {my-figure} or {my-figure.change}"
        return f"{reference.written} is not a reference.", f"Write {instead}."
    statistic = statistics.get(reference.id)
    if statistic is None:
        near = near_word(reference.id, statistics)
        if near:
            return f"{reference.written} names no statistic of this brief.", f"Write {{{near}}}."
        known = f"one of: {', '.join(statistics)}" if statistics else "a statistic that the brief lists"
        remedy = f"Add a statistic with that id, or name {known}."
        return f"{reference.written} names no statistic of this brief.", remedy
    if reference.attribute not in ATTRIBUTES:
        near = near_word(reference.attribute, ATTRIBUTES)
        possible = [a for a in ATTRIBUTES if a and _can(statistic, a)]
        instead = f"{{{reference.id}.{near}}}" if near else f"one of: {', '.join(possible)}"
        return f"{reference.written}: a figure has no {reference.attribute}.", f"After the dot, write {instead}."
    if not _can(statistic, reference.attribute):
        fields = ATTRIBUTES[reference.attribute]
        needed = " or ".join(f"'{field}'" for field in fields)
        return (
            f"{reference.written} needs {needed}, which the statistic {reference.id} does not have.",
            f"Add {needed} to the statistic, or take the reference out.",
        )
    if reference.option and reference.option not in OPTIONS:
        choices = "; ".join(f":{name} for {meaning}" for name, meaning in OPTIONS.items())
        return f"{reference.written}: there is no option {reference.option}.", f"After the colon, write {choices}."
    return None


def near_word(word: str, known: Mapping[str, Any] | tuple[str, ...] | list[str]) -> str | None:
    """Give the known word that looks most like one, or nothing if none does."""
    found = get_close_matches(word, [k for k in known if k], n=1, cutoff=0.6)
    return found[0] if found else None


def _can(statistic: Mapping[str, Any], attribute: str) -> bool:
    fields = ATTRIBUTES[attribute]
    return not fields or any(has(statistic, field) for field in fields)
