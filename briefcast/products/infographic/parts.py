"""What a page consists of before it is filled: leaves, the frame around them, data that layouts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from briefcast.brief.model import Layout
from briefcast.cards import CARDS
from briefcast.charts import ChartSpec, chart_spec_many
from briefcast.look.figures import keep_dates, source_names
from briefcast.look.pictures import qr_svg
from briefcast.products.infographic.describe import Description
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


def ranking_spec(figures: Sequence[Figure], look: Mapping[str, Any], *, bar_px: int, width_px: int) -> ChartSpec:
    """Say how figures of one unit are compared on a panel, so much height for each."""
    alt = "; ".join(f"{figure.label}: {figure.written}" for figure in figures)
    # Names of two lines still leave a bar its height.
    text_px = 42 if bar_px >= 150 else 36
    height_px = bar_px * len(figures)
    return chart_spec_many(figures, look, width_px=width_px, height_px=height_px, on="panel", text_px=text_px, alt=alt)


def _lay(figure: Figure) -> bool:
    """Whether a figure is told in its plain form."""
    return bool(figure.plain) and figure.plain == figure.written


def print_address(url: str, *, most: int = 34) -> str:
    """Give an address as it is printed: without scheme, only the site where it is long."""
    parts = urlsplit(url)
    site = parts.netloc.removeprefix("www.")
    whole = site + parts.path.rstrip("/")
    return whole if len(whole) <= most and not parts.query else site
