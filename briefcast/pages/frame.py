"""What every page shares: its words, its filters, its templates."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2
from babel.numbers import format_decimal
from markupsafe import Markup

from briefcast.engines import BESIDE, RECORDED
from briefcast.language.written import write_date, write_period
from briefcast.languages import language, read_languages
from briefcast.manifest.manifest import VoiceEntry
from briefcast.paths import TEMPLATES
from briefcast.products.table import title as product_title
from briefcast.tables import Tree, read_tree

PAGE_NAME = "index.html"
PAGE_TEMPLATES = TEMPLATES / "page"
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, kw_only=True)
class PageScript:
    """What a page does, as it stands in it."""

    text: Markup
    sha256: str
    """By which the page's policy lets it run, in base64."""


def page_script(*names: str) -> PageScript:
    """Give the script of a page: what all pages do, and what is its own."""
    text = "\n".join((PAGE_TEMPLATES / each).read_text("utf-8") for each in ("common.js", *names))
    sha256 = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return PageScript(text=Markup(text), sha256=sha256)  # noqa: S704 - our own files


def page_style(*names: str) -> Markup:
    """Give the style of a page."""
    return Markup("\n".join((PAGE_TEMPLATES / name).read_text("utf-8") for name in names))  # noqa: S704 - our own files


@cache
def read_labels() -> Tree:
    """Read the page's own words, by language."""
    return read_tree(PAGE_TEMPLATES / "labels.yaml")


def label(code: str, key: str, **values: str) -> str:
    """Give one of the page's words in one language, filled with values; see `_word` for dotted keys."""
    text = _word(code, key)
    return text.format(**{k: _isolate(code, v) for k, v in values.items()}) if values else text


def speakers(code: str, voice: VoiceEntry) -> str:
    """Name who speaks in one language: a voice by its own name, a person, or both."""
    if voice.engine == RECORDED:
        return label(code, "recorded_person")
    if voice.name.endswith(BESIDE):
        return label(code, "beside_person", voice=voice.name.removesuffix(BESIDE))
    return voice.name


@cache
def _word(code: str, key: str) -> str:
    """Give one of the page's words in one language as it stands; a dotted key looks into a table of the labels.

    A table without the word (a variant nobody named) gives the word itself; a product gives its own name.
    """
    name, _, within = key.partition(".")
    text = read_labels()[code][name]
    if within:
        text = text.get(within) or (product_title(within, code) if name == "products" else within)
    return str(text)


def _reason(text: str, code: str) -> str:
    """Give why a point was chosen in a language: part by part, as the labels know it, or as it stands."""
    patterns = read_labels()[code]["reasons"]
    return "; ".join(_reason_part(part, code, patterns) for part in text.split("; "))


def _reason_part(text: str, code: str, patterns: Mapping[str, str]) -> str:
    for pattern, told in patterns.items():
        escaped = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(pattern))
        if found := re.fullmatch(escaped, text):
            values = found.groupdict()
            if spoken := values.get("language"):
                values["language"] = language(spoken).name
            return told.format(**{name: _isolate(code, value) for name, value in values.items()})
    return text


def _isolate(code: str, value: str) -> str:
    """Keep an inserted value from disturbing the order of right-to-left text around it."""
    return f"{_ISOLATE}{value}{_END_ISOLATE}" if language(code).rtl else value


def clock(duration_ms: float) -> str:
    """Write a moment or a length as players do, begun seconds not counted."""
    seconds = int(duration_ms / 1000)
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _size(count: int, code: str) -> str:
    """Write a number of bytes in decimal units, as file managers and upload forms do."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= factor:
            pattern = "#,##0.0" if count < 10 * factor else "#,##0"
            return _isolate(
                code, f"{format_decimal(count / factor, pattern, locale=language(code).locale)}\u00a0{unit}"
            )
    return _isolate(code, f"{count}\u00a0B")


def _date(value: dt.date | dt.datetime, code: str) -> str:
    """Write a day as the facts do; a moment with its hour in UTC."""
    if isinstance(value, dt.datetime):
        moment = value.astimezone(dt.UTC)
        return f"{write_date(moment.date(), code)}, {_isolate(code, f'{moment:%H:%M} UTC')}"
    return write_date(value, code)


def loose(text: str) -> str:
    """Let a line end where a long value is kept together, but not behind a number: its unit stays with it."""
    return re.sub(r"(?<!\d)\u00a0", " ", text)


def _file_url(path: str) -> str:
    """Give the address of a file beside the page; every unusual character is escaped."""
    return quote(path, safe="/")


def web_url(url: str) -> str:
    """Give an address that may stand in a link: web pages only, nothing that could run."""
    parts = urlsplit(url.strip())
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def templates_of(folder: Path) -> jinja2.Environment:
    """Give the templates of a folder: whatever they show is escaped, and a name that nobody gave is an error.

    A line that holds only a block leaves no blank line behind.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_environment(codes: Sequence[str]) -> jinja2.Environment:
    """Give the templates of pages, with the filters that write in these languages."""
    return _page_environment(tuple(codes))


@cache
def _page_environment(codes: tuple[str, ...]) -> jinja2.Environment:
    # Kept, because reading its templates takes longer than filling them.
    environment = templates_of(PAGE_TEMPLATES)
    directions = {code: tongue.direction for code, tongue in read_languages().items()}

    def passages(texts: Mapping[str, str]) -> list[dict[str, object]]:
        """Give a text for each language of the page, with the language it really is in."""
        rows: list[dict[str, object]] = []
        for code in codes:
            real = code if texts.get(code) else next((c for c in (*codes, *texts) if texts.get(c)), code)
            rows.append({"shown_in": code, "code": real, "dir": directions[real], "text": texts.get(real, "")})
        return rows

    def words(key: str, **values: Mapping[str, str] | str) -> list[dict[str, object]]:
        return passages(
            {
                code: label(code, key, **{k: v if isinstance(v, str) else v.get(code, "") for k, v in values.items()})
                for code in codes
            }
        )

    def each(write: Any) -> Any:
        """Make a function of one language into one of every language of the page."""
        return lambda value: passages({code: write(value, code) for code in codes})

    environment.globals.update(
        speakers=speakers,
        codes=codes,
        passages=passages,
        direction=directions.__getitem__,
        words=words,
        label=label,
        sizes=each(_size),
        dates=each(_date),
        periods=each(write_period),
        numbers=each(lambda value, code: format_decimal(value, locale=language(code).locale)),
    )
    environment.filters.update(
        size=_size,
        date=_date,
        period=write_period,
        clock=clock,
        file_url=_file_url,
        web_url=web_url,
        reason=_reason,
        loose=loose,
    )
    return environment
