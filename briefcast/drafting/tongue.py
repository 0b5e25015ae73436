"""Tongue: whether a text may be in a language, as far as its letters show."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from briefcast.drafting.words import reading_words
from briefcast.languages import read_languages

_SURE_LETTERS = 20
"""So many letters show of which language a text is; fewer may be a name."""
_SCRIPT_LETTERS = 4
"""So many show of which script it is."""
_STRANGE, _STRANGE_IN_FEW = 0.08, 0.3
"""Names bring no larger share of letters of another language into a text, into a few words no larger one than that."""


def may_be_in(text: str, language: str) -> bool:
    """Say whether a text may be in a language: in its script, with letters of its own, without those of others."""
    letters = [c for c in text if c.isalpha()]
    scripts = scripts_of(read_languages()[language].name)
    if len(letters) >= _SCRIPT_LETTERS and 2 * sum(script_of(c) in scripts for c in letters) < len(letters):
        return False
    sure = len(letters) >= _SURE_LETTERS
    if own := reading_words(language).own_letters:
        return not sure or bool(re.search(own, text))
    others = [reading_words(code).own_letters for code in read_languages() if code != language]
    most = len(letters) * (_STRANGE if sure else _STRANGE_IN_FEW)
    return not any(strange and len(re.findall(strange, text)) > most for strange in others)


def scripts_of(text: str) -> set[str]:
    """Give the scripts of a text's letters."""
    return {script_of(c) for c in text if c.isalpha()}


@cache
def script_of(letter: str) -> str:
    """Give the script of a letter, by the first word of its name in Unicode: ``LATIN``, ``HEBREW``."""
    return unicodedata.name(letter, "UNKNOWN").split()[0]
