"""The words on charts and in their descriptions: read from ``templates/alt/<language>.yaml``."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from briefcast.paths import TEMPLATES


class ChartWords(BaseModel):
    """What one language says of charts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    estimate: str
    """Beside a value that is one."""


@cache
def chart_words(language: str) -> ChartWords:
    """Read the words of one language."""
    text = (TEMPLATES / "alt" / f"{language}.yaml").read_text("utf-8")
    return ChartWords.model_validate(YAML(typ="safe").load(text))
