"""The languages briefcast writes and speaks: direction, fonts, caption limits, voice codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ruamel.yaml import YAML

from briefcast.paths import ASSETS


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language, as the table ``assets/languages.yaml`` describes it."""

    code: str
    """BCP-47 code: ``vi``, ``en``, ``he``."""
    name: str
    """The language's name in itself."""
    english_name: str
    locale: str
    """CLDR locale for numbers and dates, like ``vi_VN``."""
    direction: Literal["ltr", "rtl"]
    fonts: tuple[str, ...]
    """Font families in order of preference; together they hold every letter of the language."""
    caption_line_max_chars: int
    """Characters in one caption line of a 16:9 video (Netflix Timed Text Style Guide)."""
    caption_speed_max_cps: float
    """Fastest reading speed, characters a second with spaces (same source)."""
    voices: dict[str, str]
    """The voice or language code by which each engine knows this language."""

    @property
    def rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self.direction == "rtl"


@cache
def read_languages() -> dict[str, Language]:
    """Read every language of the table, by code, in the table's order."""
    table = YAML(typ="safe").load((ASSETS / "languages.yaml").read_text("utf-8"))
    return {
        code: Language(
            code=code,
            name=row["name"],
            english_name=row["english_name"],
            locale=row["locale"],
            direction=row["direction"],
            fonts=tuple(row["fonts"]),
            caption_line_max_chars=row["caption"]["line_max_chars"],
            caption_speed_max_cps=row["caption"]["speed_max_cps"],
            voices=dict(row["voices"]),
        )
        for code, row in table.items()
    }


def language(code: str) -> Language:
    """Give one language by its code; KeyError if the table has none."""
    return read_languages()[code]
