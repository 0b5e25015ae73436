"""The infographic: one page with one message, its leading figure and the figures that bear it out.

`lay_out` turns a script into a page (pure data: what stands where), `draw_infographic` draws it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from briefcast import cards
from briefcast.alt import Description, describe
from briefcast.brand import Brand
from briefcast.charts import ChartSpec, chart_spec, draw_chart
from briefcast.errors import LayoutError
from briefcast.output import Output
from briefcast.script import Figure, Script

Layout = Literal["scorecard", "progress", "timeline"]
LAYOUTS: tuple[Layout, ...] = ("scorecard", "progress", "timeline")


@dataclass(frozen=True, kw_only=True)
class Size:
    """One size of an infographic and what it has room for."""

    width_px: float
    height_px: float
    canvas_px: float
    """Width in the units templates are written in; a text of 35 of them can be read on a phone."""
    shape: Literal["tall", "square", "story", "sheet", "wide"]
    most_cards: int
    """Figures beside the leading one, at most."""
    columns: int
    title_px: int
    """Sizes in canvas units: the title, the leading figure's digits, the height of its chart."""
    hero_px: int
    chart_px: int
    floor_px: float = cards.TEXT_FLOOR_PX
    pdf: bool = False


SIZES: Mapping[str, Size] = {
    "1080x1350": Size(
        width_px=1080, height_px=1350, canvas_px=1080, shape="tall", most_cards=4, columns=2,
        title_px=56, hero_px=176, chart_px=290,
    ),
    "1080x1080": Size(
        width_px=1080, height_px=1080, canvas_px=1080, shape="square", most_cards=2, columns=1,
        title_px=56, hero_px=160, chart_px=262,
    ),
    "1080x1920": Size(
        width_px=1080, height_px=1920, canvas_px=1080, shape="story", most_cards=4, columns=2,
        title_px=68, hero_px=200, chart_px=300,
    ),
    # A link card is seen as wide as a phone: the same 1080 units across, so few words.
    "1200x630": Size(
        width_px=1200, height_px=630, canvas_px=1080, shape="wide", most_cards=0, columns=1,
        title_px=52, hero_px=120, chart_px=0,
    ),
    # ISO 216 A4 in points. On paper 9 pt can be read: 23 of 1500 units.
    "a4": Size(
        width_px=595.28, height_px=841.89, canvas_px=1500, shape="sheet", most_cards=9, columns=3,
        title_px=92, hero_px=270, chart_px=430, floor_px=23, pdf=True,
    ),
}  # fmt: skip

DENSE = frozenset({"leaders", "staff", "press"})
"""Audiences that are shown changes, targets and bars on every figure, before fewer figures."""

PREFERRED: Mapping[str, Layout] = {"leaders": "timeline", "press": "timeline", "staff": "progress"}
"""The layout an audience is shown if its figures allow it; the others see the scorecard."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that one infographic shows, ready to be drawn. JSON-able."""

    size: str
    layout: Layout
    language: str
    title: str
    template: str
    data: Mapping[str, Any]
    """What the template is given, without the chart."""
    chart: ChartSpec | None
    """The leading figure's chart, where the layout has one."""
    figures: tuple[str, ...]
    """Ids of the statistics it shows, the leading one first."""
    left_out: tuple[str, ...]
    """Ids of the script's statistics for which there was no room."""
    facts: tuple[str, ...]
    description: Description


def choose_layout(script: Script) -> Layout:
    """Choose the layout that tells a script best.

    A trend needs a leading figure with three values or more; a board needs three figures with a
    target or a whole. An explainer, spotlight, rebuttal or event has one message: the scorecard.
    """
    if script.kind == "progress":
        wanted = PREFERRED.get(script.audience, "scorecard")
        if wanted == "timeline" and len(_leading(script).series) >= 3:
            return "timeline"
        with_bars = sum(cards.bar_lengths(figure)[0] is not None for figure in script.figures)
        if wanted == "progress" and with_bars >= 3:
            return "progress"
    return "scorecard"


def _leading(script: Script) -> Figure:
    if not script.figures:
        raise LayoutError(
            f"The script for {script.audience} in {script.language} has no figure to show. "
            f"Name statistics in the brief's points, or leave infographic out of its products."
        )
    return script.figures[0]


def lay_out(script: Script, brand: Brand, size: str, *, layout: Layout | None = None, theme: str | None = None) -> Page:
    """Lay out a script on a page of one size (a key of `SIZES`).

    As many figures are shown as the page has room for, in the script's order; those left out are
    named in the page. Raises LayoutError if even the leading figure's texts do not fit.
    """
    if size not in SIZES:
        raise LayoutError(f"There is no infographic size {size!r}. Use one of {', '.join(SIZES)}.")
    failure: LayoutError | None = None
    chart: dict[str, Any] | None = None
    chosen = layout or choose_layout(script)
    for density in _densities(SIZES[size], chosen, script):
        page = _page(script, brand, size, chosen, theme, density)
        if page.chart is not None:
            # Its size does not hang on how many figures stand below it.
            chart = chart or draw_chart(page.chart).layers()
        try:
            _draw(page, chart, format="svg")
        except LayoutError as error:
            failure = error
            continue
        return page
    assert failure is not None
    raise failure


Arrangement = Literal["grid", "list", "board"]


@dataclass(frozen=True, kw_only=True)
class _Density:
    """One way to fill the page below the leading figure."""

    count: int
    arrangement: Arrangement
    detail: bool
    """Whether those figures show bar, target and change."""
    lead_detail: bool = True
    """Whether the leading figure's target and gap are written under its bar."""
    action: bool = True
    """Whether the call to action stands on the page, with its code."""


def _densities(size: Size, layout: Layout, script: Script) -> Iterator[_Density]:
    """Give what to try, the fullest first: a grid, then a list, and where few are enough without detail."""
    most = min(size.most_cards, len(script.figures) - 1)
    dense = script.audience in DENSE
    for arrangement in _arrangements(size, layout):
        for count in range(most, 0, -1):
            # A grid with an empty place at its end looks broken on a small page: full rows only.
            if arrangement == "grid" and size.shape != "sheet" and count % size.columns:
                continue
            yield _Density(count=count, arrangement=arrangement, detail=True)
            if not dense or count <= 2:
                yield _Density(count=count, arrangement=arrangement, detail=False)
            if not dense and count >= 2:
                yield _Density(count=count, arrangement=arrangement, detail=False, lead_detail=False)
    for lead_detail, action in ((True, True), (False, True), (True, False), (False, False)):
        yield _Density(count=0, arrangement="list", detail=True, lead_detail=lead_detail, action=action)


def _arrangements(size: Size, layout: Layout) -> tuple[Arrangement, ...]:
    if layout == "progress":
        return ("board", "list")
    if size.shape == "sheet":
        return ("grid",)
    # A chart and a square leave too little height for a grid.
    return ("grid", "list") if layout == "scorecard" and size.columns > 1 else ("list",)


def _page(script: Script, brand: Brand, size: str, layout: Layout, theme: str | None, density: _Density) -> Page:
    room = SIZES[size]
    leading = _leading(script)
    shown = (leading, *script.figures[1 : 1 + density.count])
    look = cards.look(
        brand,
        script.language,
        width_px=room.width_px,
        height_px=room.height_px,
        theme=theme or brand.theme_name(script.audience),
        canvas_px=room.canvas_px,
        floor_px=room.floor_px,
    )
    template = "wide" if room.shape == "wide" else layout
    chart = None
    if template == "timeline":
        chart = chart_spec(
            leading,
            look,
            width_px=int(room.canvas_px) - 128,
            height_px=room.chart_px,
            on="panel",
            text_px=36,
            alt=f"{leading.label}: {leading.written}",
        )
    visual = next((s.visual.kind for s in script.scenes if s.visual.figures[:1] == (leading.statistic,)), "number")
    action = script.call_to_action
    data = {
        "look": look,
        "author": script.issuer,
        "kicker": script.kicker,
        "title": script.title,
        "subtitle": script.subtitle,
        "issuer": script.issuer,
        "shape": room.shape,
        "arrangement": density.arrangement,
        "columns": room.columns,
        "detail": density.detail,
        "lead-detail": density.lead_detail,
        "sizes": {"title": room.title_px, "hero": room.hero_px},
        "hero": {**cards.figure_data(leading), "visual": "share" if _lay(leading) else visual},
        "cards": [cards.figure_data(figure) for figure in shown[1:]],
        "action": {
            "text": action.text if density.action else "",
            "url": print_address(action.url) if density.action else "",
            "qr": cards.qr_svg(action.url) if action.url and density.action else "",
        },
        "sources": {
            "heading": script.labels["source"],
            "sources": list(dict.fromkeys(figure.source_short for figure in shown if figure.source_short)),
            "as_of": f"{script.labels['as_of']} {script.as_of}.",
        },
    }
    return Page(
        size=size,
        layout=layout,
        language=script.language,
        title=script.title,
        template=f"infographic/{template}.typ",
        data=data,
        chart=chart,
        figures=tuple(figure.statistic for figure in shown),
        left_out=tuple(figure.statistic for figure in script.figures[1 + density.count :]),
        facts=tuple(dict.fromkeys(fact for figure in shown for fact in figure.facts)),
        description=describe(script, figures=shown, charts=(chart,) if chart else ()),
    )


def _lay(figure: Figure) -> bool:
    """Whether the figure is told in its plain form, which people stand for better than a bar."""
    return bool(figure.plain) and figure.plain == figure.written


def print_address(url: str, *, most: int = 34) -> str:
    """Give an address as it is printed: without scheme, only the site where it is long."""
    parts = urlsplit(url)
    site = parts.netloc.removeprefix("www.")
    whole = site + parts.path.rstrip("/")
    return whole if len(whole) <= most and not parts.query else site


def _draw(page: Page, chart: Mapping[str, Any] | None, *, format: cards.Format) -> bytes:
    pages = cards.draw(page.template, page_data(page, chart), format=format)
    if len(pages) != 1:
        raise LayoutError(f"The infographic {page.size} of {page.title!r} does not fit one page. Shorten its texts.")
    return pages[0]


def page_data(page: Page, chart: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give what the page's template is drawn from: its data with its drawn chart, if it has one."""
    return {**page.data, "hero": {**page.data["hero"], "chart": chart}}


def draw_infographic(page: Page, folder: Path) -> tuple[Output, ...]:
    """Draw a page into a folder: ``infographic-SIZE.png``, or ``.pdf`` for a sheet of paper.

    PNGs are sRGB without transparency, with title, source and date inside; PDFs are tagged
    (PDF/UA-1) with title and language.
    """
    room = SIZES[page.size]
    chart = draw_chart(page.chart).layers() if page.chart is not None else None
    name = f"infographic-{page.size}.{'pdf' if room.pdf else 'png'}"
    if room.pdf:
        content = _draw(page, chart, format="pdf")
        media: dict[str, object] = {"pages": 1, "width_pt": room.width_px, "height_pt": room.height_px}
    else:
        content, size_px = _finish(_draw(page, chart, format="png"), page)
        media = {"width_px": size_px[0], "height_px": size_px[1]}
    (folder / name).write_bytes(content)
    output = Output(
        name=name,
        product="infographic",
        role="document" if room.pdf else "image",
        media_type="application/pdf" if room.pdf else "image/png",
        language=page.language,
        alt_text=page.description.alt_text,
        long_description=page.description.long_description,
        facts=page.facts,
        media=media | {"layout": page.layout, "left_out": list(page.left_out)},
        variant=page.size,
    )
    return (output,)


def _finish(content: bytes, page: Page) -> tuple[bytes, tuple[int, int]]:
    """Rewrite a PNG small and opaque, with what it is written into it."""
    info = PngInfo()
    # Rendering intent 0: perceptual. It says that the colours are sRGB (PNG specification, 11.3.2.5).
    info.add(b"sRGB", b"\0")
    sources = page.data["sources"]
    for key, text in (
        ("Title", page.title),
        ("Author", page.data["issuer"]),
        ("Description", page.description.alt_text),
        ("Source", "; ".join(sources["sources"])),
        ("Creation Time", sources["as_of"]),
    ):
        info.add_itxt(key, text, lang=page.language)
    with Image.open(io.BytesIO(content)) as image:
        flat = image.convert("RGB")
    buffer = io.BytesIO()
    flat.save(buffer, "PNG", pnginfo=info, optimize=True)
    return buffer.getvalue(), flat.size
