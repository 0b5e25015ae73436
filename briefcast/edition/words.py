"""What the check of a brief knows of each language. Data: ``assets/editor.yaml``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from briefcast.paths import ASSETS
from briefcast.tables import read_rows


class EditorWords(BaseModel):
    """Words of one language as regular expressions; a rule whose words are missing is left out for it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    qualifiers: str = ""
    """Words that qualify a figure; U+FFFC stands for the figure before."""
    falls: str = ""
    """Words that say that a figure fell."""
    gaps: str = ""
    """Words that say how far a target is, behind which the words of a gap say it again."""
    since: str = ""
    """Words that say since when something changed."""
    addresses: str = ""
    """What one group alone is called, where it is spoken to; the first group of the expression is the word."""
    letters: str = ""
    """Letters that all its fonts have, beside Latin ones."""
    nouns_have_gender: bool = False
    """Whether numbers agree with what is counted."""


def editor_words(language: str) -> EditorWords:
    """Give the words of a language; none where nobody has written them."""
    return read_rows(ASSETS / "editor.yaml", EditorWords).get(language, EditorWords())
