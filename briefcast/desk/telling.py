"""How the desk tells what the library found: in the names of the form, and with links where a terminal has commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from babel import Locale

from briefcast.brief.document import FieldPath
from briefcast.catalogue import in_language
from briefcast.desk.words import DESK_TEMPLATES, name_of, place_name, word
from briefcast.languages import language, read_languages
from briefcast.messages import Message, Typed
from briefcast.tables import read_rows

if TYPE_CHECKING:
    from briefcast.desk.preview import Fault

_GONE = "\ufffc"
"""Stands for a command until the sentence is told."""
_ASIDE = re.compile(rf"(?:,?\s*(?:rồi\s+)?gõ)?\s*[:·]?\s*[\u2066-\u2069]*{_GONE}[\u2066-\u2069]*")


def told_fault(fault: Fault, address: str, code: str) -> tuple[str, str, str]:
    """Give message, remedy and address of a finding as the desk tells it: its field by the name that the form has."""
    values = dict(getattr(fault.message, "values", ()))
    asks = dict(getattr(fault.remedy, "values", ())).get("asks") or ()
    lacking = str(values.get("language", "")) if getattr(fault.message, "pattern", "") in _of_desk() else ""
    path: FieldPath = tuple(int(part) if part.isdigit() else part for part in address.split(".") if part)
    tongue = lacking or str(values.get("other", ""))
    texts = path[:-1] if path and path[-1] in read_languages() else path
    names = {
        "label": place_name(code, texts[-1:] if len(texts) == 1 else texts, {}),
        "tongue": _tongue(tongue, code) if tongue in read_languages() else "",
        "part": word(code, f"parts.{path[0]}") if path else "",
        "literal": name_of(code, "Brief", "literal"),
        "languages": name_of(code, "Brief", "languages"),
        "alt": name_of(code, "Point", "image_alt"),
        "confirm": word(code, "confirm"),
        "unconfirmed": name_of(code, "Statistic", "unconfirmed"),
        "asks": ", ".join(name_of(code, "Statistic", str(each)) for each in asks),
    }
    if fault.code == "no-alt-text" and path:
        # It is put right in the field beside the one that it was found at.
        address = ".".join(map(str, (*path[:-1], "image_alt")))
    at = f"{address}.{lacking}" if lacking in read_languages() and address else address
    return _told(fault.message, names, code), _told(fault.remedy, names, code), at


def without_commands(text: str, code: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give what is told without what is to be typed, and links to where the same is done at the desk."""
    links: dict[str, str] = {}
    told = in_language(_taken_out(text, links, code), code) if isinstance(text, Message) else text
    told = _ASIDE.sub("", told).strip()
    return (f"{told}." if told and told[-1].isalnum() else told), tuple(links.items())


def _taken_out(value: Any, links: dict[str, str], code: str) -> Any:
    if isinstance(value, Typed) and value.startswith("briefcast "):
        if link := _place_of(value, code):
            links[link[0]] = link[1]
        return Typed(_GONE)
    if isinstance(value, Message):
        return Message(value.pattern, [(name, _taken_out(each, links, code)) for name, each in value.values])
    return tuple(_taken_out(each, links, code) for each in value) if isinstance(value, tuple) else value


def _place_of(command: str, code: str) -> tuple[str, str] | None:
    week = re.search(r"\b\d{4}-W\d{2}\b", command)
    if week:
        at = "#release" if command.startswith("briefcast release") else ""
        return word(code, "week_title", week=week[0]), f"/weeks/{week[0]}{at}"
    if command.startswith("briefcast outbox"):
        return word(code, "outbox"), "/outbox"
    return None


def _told(text: str, names: Mapping[str, str], code: str) -> str:
    own = _of_desk().get(getattr(text, "pattern", ""))
    if own is None or not isinstance(text, Message):
        return without_commands(text, code)[0]
    values = {name: _shown(value, code) for name, value in text.values}
    shown = {**values, **names}
    if language(code).rtl:
        shown = {name: f"\u2068{value}\u2069" for name, value in shown.items()}
    return own[code].format(**shown)


def _shown(value: Any, code: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(each, code) for each in value)
    return in_language(value, code) if isinstance(value, Message) else str(value)


def _tongue(lacking: str, code: str) -> str:
    name = Locale.parse(language(lacking).locale).get_language_name(language(code).locale)
    return str(name or language(lacking).name)


@cache
def _of_desk() -> Mapping[str, Mapping[str, str]]:
    return read_rows(DESK_TEMPLATES / "findings.yaml", dict[str, str])
