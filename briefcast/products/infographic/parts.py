"""What a page consists of before it is filled: leaves, the frame around them, data that layouts share."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from briefcast.brief.model import Layout
from briefcast.cards import CARDS
from briefcast.charts import ChartKind, ChartSpec, chart_spec_many
from briefcast.look.figures import keep_dates, source_names
from briefcast.look.pictures import qr_svg
from briefcast.products.infographic.describe import Description
from briefcast.products.infographic.sizes import Size
from briefcast.script import Figure, Quotation, Script

CHART_WIDE_PX = 952
"""Width of a chart on a page 1080 px wide, between the margins."""


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One page of an infographic in words."""

    description: Description
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    """Where its figures come from, in one line each."""


def leaf(description: Description, figures: Sequence[Figure], said: Sequence[str] = ()) -> Leaf:
    """Say what a page holds that shows these figures and states these facts in words."""
    return Leaf(
        description=description,
        facts=tuple(dict.fromkeys((*said, *(fact for figure in figures for fact in figure.facts)))),
        sources=source_names(figures),
    )


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that one infographic shows, ready to be drawn. JSON-able."""

    size: str
    layout: Layout | Literal["carousel"]
    reason: str
    """Why it has this layout."""
    language: str
    title: str
    template: str
    data: Mapping[str, Any]
    """What the template is given, without photos and charts."""
    charts: Mapping[str, ChartSpec]
    """Charts by their place in the data: ``chart``, or ``pages.2`` for a page of a carousel."""
    photos: Mapping[str, Path]
    """Photos by their place in the data, likewise."""
    figures: tuple[str, ...]
    """Ids of the statistics it shows, the leading one first."""
    left_out: tuple[str, ...]
    """Ids of the script's statistics for which there was no room."""
    leaves: tuple[Leaf, ...]
    """What each of its pages says: one, or all of a carousel."""

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts it shows, in order, each once."""
        return tuple(dict.fromkeys(fact for leaf in self.leaves for fact in leaf.facts))

    @property
    def description(self) -> Description:
        """The first page in words."""
        return self.leaves[0].description


def frame(script: Script, look: Mapping[str, Any]) -> dict[str, Any]:
    """Give what every page is told: how it looks, who speaks, the message, what to do, where figures come from."""
    action = script.call_to_action
    return {
        "look": look,
        "author": script.issuer,
        "trying": True,
        "kicker": script.kicker,
        "title": script.title,
        "subtitle": script.subtitle,
        "issuer": script.issuer,
        "action": {
            "text": action.text,
            "url": print_address(action.url),
            "qr": qr_svg(action.url) if action.url else "",
        },
        "sources": {
            "heading": script.labels["source"],
            "as_of": keep_dates(f"{script.labels['as_of']} {script.as_of}."),
        },
    }


def quote_data(quote: Quotation) -> dict[str, str]:
    """Give somebody's words as cards take them."""
    return {"text": quote.text, "name": quote.by, "role": quote.role}


def leading_card(script: Script, figure: Figure) -> str:
    """Name the card that shows a figure where it leads: what its scene asks for if it suits any page, or a bar."""
    asked = next((s.visual.kind for s in script.scenes if s.visual.figures[:1] == (figure.statistic,)), "")
    card = CARDS.get(asked)
    if card is None or card.takes != "figure" or not card.leads or not card.fits(figure):
        card = CARDS["progress" if CARDS["progress"].fits(figure) else "number"]
    # People stand better than a bar for what is told in its plain form.
    return "share" if card.name == "progress" and _lay(figure) and CARDS["share"].fits(figure) else card.name


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to compare figures on a page: how many of them, how high each, how large its text, in canvas units."""

    count: int
    row_px: float
    text_px: float


def ways(card: str, count: int, room: Size) -> Iterator[Way]:
    """Give the ways to compare so many figures on a page, the fullest first; where all have no room, fewer."""
    if card == "series":
        # A history that stands alone takes the room that nothing else needs.
        yield from (Way(count=1, row_px=room.chart_px * times, text_px=36) for times in (2, 1.5, 1))
        return
    if card in ("lines", "parts"):
        rows = (110, 80) if card == "lines" else (76, 100, 58)
        for row_px in rows if card == "parts" else (max(row * 4 / count, row) for row in rows):
            yield Way(count=count, row_px=row_px, text_px=36)
        return
    height_px = room.height_px / room.width_px * room.canvas_px
    # A row in one line takes the size of its text and a fifth.
    lines = [(52.0, 36.0), (47.0, 36.0)]
    lines += [(40.0, 32.0), (33.0, 26.0)] if room.floor_px < 26 else []
    for shown in dict.fromkeys((count, *(fewer for fewer in _FEWER if fewer < count))):
        if shown <= room.bars:
            yield Way(count=shown, row_px=room.bar_px, text_px=42 if room.bar_px >= 150 else 36)
        for row_px, text_px in lines:
            if shown * row_px < height_px * 0.7:
                yield Way(count=shown, row_px=row_px, text_px=text_px)


_FEWER = (24, 20, 16, 14, 12, 10, 8, 6, 5, 4, 3)
"""How many of a long ranking are tried where there is no room for all."""


def compared_spec(
    card: str, figures: Sequence[Figure], way: Way, look: Mapping[str, Any], *, width_px: int
) -> ChartSpec:
    """Say how figures of one unit are compared on a panel: as bars, lines over time or the parts of one bar."""
    shown = figures[: way.count]
    alt = "; ".join(f"{figure.label}: {figure.written}" for figure in shown)
    kind: ChartKind | None = {"lines": "lines", "parts": "parts"}.get(card)  # type: ignore[assignment]
    height_px = round(way.row_px * len(shown))
    spec = chart_spec_many(
        shown, look, width_px=width_px, height_px=height_px, kind=kind, on="panel", text_px=way.text_px, alt=alt,
        among=figures,
    )  # fmt: skip
    if not spec.heading and not spec.of:
        return spec
    # What stands above and below the rows has its own height.
    texts = [text for text in (spec.heading, ", ".join(spec.missing)) if text] + ["."] * (bool(spec.of) + spec.rounded)
    further = sum(math.ceil(len(text) * 0.58 * way.text_px / width_px) * 1.25 + 0.35 for text in texts)
    further += 1.3 * sum(level is not None for level in (spec.target, spec.overall))
    return dataclasses.replace(spec, height_px=height_px + round(further * way.text_px))


def _lay(figure: Figure) -> bool:
    """Whether a figure is told in its plain form."""
    return bool(figure.plain) and figure.plain == figure.written


def print_address(url: str, *, most: int = 34) -> str:
    """Give an address as it is printed: without scheme, only the site where it is long."""
    parts = urlsplit(url)
    site = parts.netloc.removeprefix("www.")
    whole = site + parts.path.rstrip("/")
    return whole if len(whole) <= most and not parts.query else site
