"""The catalogue: messages in the languages of those who read them.

``assets/findings/vi.yaml`` has a translation for every pattern of a message; a message without one stays English.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache

from briefcast.errors import BriefcastError
from briefcast.languages import OWN_LANGUAGE, own_language, read_languages
from briefcast.messages import LANGUAGE_ENV, Message, Name, Typed
from briefcast.paths import ASSETS
from briefcast.tables import read_rows

FOLDER = ASSETS / "findings"

_LRI, _FSI, _PDI = "\u2066", "\u2068", "\u2069"
_RLI, _RLM = "\u2067", "\u200f"
_TYPED = re.compile(r"'[^']*[A-Za-z{][^']*'")
"""What is to be typed: it keeps its own direction in a text that runs from right to left."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_RTL = re.compile(r"[\u0590-\u08ff]")


def team_language() -> str:
    """Give the language of the team, as ``BRIEFCAST_LANGUAGE`` names it; English if it names none.

    Raises:
        BriefcastError: briefcast does not have the language.
    """
    code = os.environ.get(LANGUAGE_ENV, "").strip()
    if code and code not in read_languages():
        raise BriefcastError(f"{LANGUAGE_ENV} is {code!r}. Set it to one of: {', '.join(read_languages())}.")
    return code or own_language()


def in_language(text: str, code: str) -> str:
    """Give a message in a language; a text that is no message, or has no translation, as it is.

    What the writer typed is isolated (U+2068…U+2069) where the language runs from right to left.
    """
    if not isinstance(text, Message) or code == OWN_LANGUAGE:
        return str(text)
    pattern = patterns(code).get(text.pattern)
    return pattern.format(**{name: _shown(value, code) for name, value in text.values}) if pattern else str(text)


def told(text: object, code: str = "") -> str:
    """Give what is told as a line of a terminal or a paragraph, in a language, by default that of the team.

    In a language that runs from right to left the line does, whatever it begins with.
    """
    code = code or team_language()
    shown = _shown(text, code) if isinstance(text, (Message, Name, Typed)) else str(text)
    return f"{_RLM}{shown}" if code != OWN_LANGUAGE and read_languages()[code].rtl and shown else shown


def is_told_in(text: str, code: str) -> bool:
    """Say whether a text can be given in a language: any in English, messages in those they are translated into."""
    return code == OWN_LANGUAGE or (isinstance(text, Message) and text.pattern in patterns(code))


def placed(place: str, field: str, text: str, code: str) -> tuple[str, str, str]:
    """Give a place, a field and a text so that terminals show them in this order, by the direction of the language.

    A terminal that keeps lines from left to right shows the place first too, and the text whole behind it.
    """
    if code == OWN_LANGUAGE or not read_languages()[code].rtl:
        return place, field, text

    def isolated(part: str) -> str:
        return f"{_RLI if _RTL.search(part) else _LRI}{part}{_PDI}"

    name = field.strip(": ")
    return f"{_RLM}{isolated(place)}", field.replace(name, isolated(name)) if name else field, isolated(text)


@cache
def patterns(code: str) -> Mapping[str, str]:
    """Read the translations of a language, by the English pattern; none if it has no file of them."""
    path = FOLDER / f"{code}.yaml"
    if not path.is_file():
        return {}
    found = read_rows(path, str)
    if not read_languages()[code].rtl:
        return found
    return {pattern: _TYPED.sub(rf"{_LRI}\g<0>{_PDI}", text) for pattern, text in found.items()}


def _shown(value: object, code: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(each, code) for each in value)
    if isinstance(value, Message):
        return in_language(value, code)
    if isinstance(value, Typed):
        # Nothing stands within it: it is copied and typed.
        return f"{_LRI}{value}{_PDI}" if read_languages()[code].rtl else str(value)
    text = value.others.get(code, str(value)) if isinstance(value, Name) else str(value)
    figure = not text or _FIGURE.fullmatch(text)
    return text if figure or not read_languages()[code].rtl else f"{_FSI}{text}{_PDI}"
