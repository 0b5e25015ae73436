"""Figures, scripts and pages that the tests of pictures share: the first brief's own, and some written by hand."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from PIL import Image

from briefcast.brief.model import Layout
from briefcast.brief.read import read_brief
from briefcast.cards import CARDS
from briefcast.charts.draw import draw_chart
from briefcast.charts.spec import ChartKind, chart_spec, chart_spec_many
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.look.figures import figure_data
from briefcast.products.infographic.choice import lacking, steps_of
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.product import preferring
from briefcast.products.profiles import read_audience
from briefcast.script import Figure, Grouped, Mark, Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests import ROOT

BRAND = read_brand("institutional")
LANGUAGES = ("vi", "en", "he")
AUDIENCES = ("leaders", "staff", "citizens", "businesses", "youth", "press")
PATTERNS = ROOT / "examples" / "pattern-book.yaml"
EXAMPLE = ROOT / "examples" / "egov-2024.yaml"

_FIBRE = {
    "vi": (
        "Hộ gia đình có internet cáp quang", "hơn", "82,4", "Mục tiêu 2025", "vượt 2,4 điểm phần trăm",
        "tăng 3,3 điểm phần trăm", "79,1%", "hơn 8 trên 10 hộ",
    ),
    "en": (
        "Households with fibre internet", "over", "82.4", "Target 2025", "2.4 percentage points above target",
        "up 3.3 percentage points", "79.1%", "more than 8 in 10 households",
    ),
    "he": (
        "משקי בית עם סיב אופטי", "יותר מ־", "82.4", "יעד ⁨2025⁩", "⁨2.4⁩ נקודות אחוז מעל היעד",
        "עלייה של ⁨3.3⁩ נקודות אחוז", "79.1%", "יותר מ־⁨8⁩ מתוך ⁨10⁩ משקי בית",
    ),
}  # fmt: skip


def fibre(language: str) -> Figure:
    """A percentage above its target, with everything a figure can have but a series."""
    label, qualifier, number, target, gap, change, before, plain = _FIBRE[language]
    return Figure(
        statistic="fibre",
        label=label,
        value=Decimal("82.4"),
        unit="percent",
        measure="share",
        of="people",
        written=f"{qualifier} {number}%",
        qualifier=qualifier,
        number=number,
        suffix="%",
        plain=plain,
        better="higher",
        target=Mark(value=Decimal(80), written="80%", label=target),
        baseline=Mark(value=Decimal("79.1"), written=before, label="2023"),
        change=change,
        change_is_good=True,
        gap=gap,
        target_met=True,
        period="2024",
        facts=("fibre",),
    )


def rank(language: str) -> Figure:
    """A rank over time, better when lower."""
    values = {"2014": 99, "2016": 89, "2018": 88, "2020": 86, "2022": 86, "2024": 71}
    words = {
        "vi": ("Thứ hạng chính phủ điện tử", "Mục tiêu", "tăng 15 bậc", "/193"),
        "en": ("E-government rank", "Target", "up 15 places", "of 193"),
        "he": ("דירוג הממשל הדיגיטלי", "יעד", "עלייה של ⁨15⁩ מקומות", "מתוך 193"),
    }
    label, target, change, suffix = words[language]
    return Figure(
        statistic="rank",
        label=label,
        value=Decimal(71),
        unit="rank",
        written="71",
        qualifier="",
        number="71",
        suffix=suffix,
        better="lower",
        target=Mark(value=Decimal(70), written="70", label=target),
        baseline=Mark(value=Decimal(86), written="86", label="2022"),
        change=change,
        change_is_good=True,
        series=tuple(Mark(value=Decimal(v), written=str(v), label=k, period=k) for k, v in values.items()),
        period="2024",
        facts=("rank",),
    )


@cache
def script(audience: str, language: str) -> Script:
    """The first brief, told to one audience in one language."""
    brief = read_brief(EXAMPLE)
    profile = read_audience(audience)
    told = write_script(brief, collect_facts(brief), profile, language, to_read=True, folder=EXAMPLE.parent)
    return preferring(told, profile)


@cache
def pattern(audience: str, language: str) -> Script:
    """The pattern book, which has one of everything, told to one audience in one language."""
    brief = read_brief(PATTERNS)
    profile = read_audience(audience)
    told = write_script(brief, collect_facts(brief), profile, language, to_read=True, folder=PATTERNS.parent)
    return preferring(told, profile)


def able(layout: Layout, language: str) -> Script:
    """A script of the pattern book that has what a layout needs, the one that asks for it first."""
    told = [pattern(audience, language) for audience in AUDIENCES]
    fit = [script for script in told if not lacking(layout, script)]
    return max(fit, key=lambda script: (script.layout == layout, sum(f.grouped is None for f in script.figures)))


def laid_out(told: Script, size: str, *, layout: Layout | None = None) -> Page:
    """The page of one of these scripts: laid out once for all tests that only look at it, and not to be changed."""
    key = (id(told), size, layout)
    if key not in _LAID:
        # With its script, whose identity no other one takes as long as it is kept.
        _LAID[key] = lay_out(told, BRAND, size, layout=layout), told
    return _LAID[key][0]


_LAID: dict[tuple[int, str, Layout | None], tuple[Page, Script]] = {}


def look(language: str, *, width: int = 1080, height: int = 1080, theme: str = "light") -> dict[str, Any]:
    """How the canvas of a card looks."""
    return drawing.look(BRAND, language, width_px=width, height_px=height, theme=theme)


def compared(name: str, language: str) -> tuple[Figure, ...]:
    """Three figures that a card compares: by length, over time, as parts."""
    figures = tuple(replace(fibre(language), statistic=str(n), value=Decimal(80 - 25 * n)) for n in range(3))
    if name == "ranking":
        return figures
    named = {"vi": ("Tỉnh", "Huyện", "Xã"), "en": ("Province", "District", "Commune"), "he": ("מחוז", "נפה", "יישוב")}
    values = ((52, 61, 70), (30, 29, 26), (18, 10, 4)) if name == "lines" else ((70,), (26,), (4,))
    return tuple(
        replace(
            figure,
            value=Decimal(own[-1]),
            written=f"{own[-1]}%",
            series=tuple(
                Mark(value=Decimal(value), written=f"{value}%", label=str(year), period=str(year))
                for year, value in enumerate(own, start=2023)
            ),
            grouped=Grouped(
                group="g", label=figure.label, name=name_of, place=place, written=f"{own[-1]}%", parts=name == "parts"
            ),
        )
        for place, (figure, name_of, own) in enumerate(zip(figures, named[language], values, strict=True))
    )


def card(
    name: str,
    language: str,
    *,
    d: dict[str, Any] | None = None,
    place: str = "lead",
    on: Literal["page", "panel"] = "page",
    **more: Any,
) -> dict[str, Any]:
    """Data of one card on a page of its own, 1080 × 760."""
    canvas = look(language, height=760)
    takes = CARDS[name].takes if name in CARDS else "figure"
    if d is None:
        d = figure_data(rank(language) if takes == "history" else fibre(language))
        if takes == "steps":
            d = {"items": steps_of(able("steps", language)).lines}
        if takes == "quote":
            d = {"text": fibre(language).gap, "name": fibre(language).label, "role": fibre(language).plain}
        if takes == "figures":
            kind: ChartKind | None = {"lines": "lines", "parts": "parts"}.get(name)  # type: ignore[assignment]
            several = compared(name, language)
            d["chart"] = draw_chart(chart_spec_many(several, canvas, width_px=960, height_px=420, kind=kind, on=on))
        if takes == "history":
            d["chart"] = draw_chart(chart_spec(rank(language), canvas, width_px=960, height_px=330, on=on))
        if takes == "ring":
            ring = chart_spec(fibre(language), canvas, width_px=440, height_px=300, kind="gauge", on=on, text_px=35)
            d["chart"] = draw_chart(ring)
        if "chart" in d:
            d["chart"] = d["chart"].layers(parted=more.pop("parted", False) or takes == "ring")
    return {"look": canvas, "card": name, "place": place, "on": on, "inset": 60, "d": d} | more


def picture(data: dict[str, Any], *, scale: float = 1.0, template: str = "cards/card.typ") -> Image.Image:
    """One page as a picture, RGBA."""
    [png] = drawing.draw(template, data, scale=scale)
    return Image.open(io.BytesIO(png)).convert("RGBA")


def renamed(figure: Figure, label: str) -> Figure:
    """The same figure under another label."""
    return replace(figure, label=label)
