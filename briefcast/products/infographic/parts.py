"""What a page consists of before it is filled: leaves, the frame around them, data that layouts share."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from briefcast.brief.model import Layout
from briefcast.cards import pair_lengths
from briefcast.charts.amounts import level_lines
from briefcast.charts.canvas import wrapped
from briefcast.charts.places import as_areas, as_map, as_table
from briefcast.charts.spec import ChartKind, ChartSpec, chart_spec_many
from briefcast.language.keeping import keep_together
from briefcast.language.written import NBSP
from briefcast.look.brand import Brand
from briefcast.look.drawing import TextSize
from briefcast.look.figures import dated, facts_stated, figure_data, keep_dates, source_names
from briefcast.look.illustration import cheers_over, is_grave, looks_like_data, object_data
from briefcast.look.pictures import qr_svg
from briefcast.products.infographic.describe import Description
from briefcast.products.infographic.filling import Way
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


def leaf(
    description: Description,
    figures: Sequence[Figure],
    said: Sequence[str] = (),
    rests_on: Sequence[str] = (),
    *,
    drawn: Sequence[TextSize],
) -> Leaf:
    """Say what a page holds that shows these figures, states these facts in words and rests on these sources.

    ``drawn`` are the texts that stand on it.
    """
    texts = (*(text.body for text in drawn), description.alt_text, description.long_description)
    return Leaf(
        description=description,
        facts=tuple(dict.fromkeys((*said, *(fact for figure in figures for fact in facts_stated(figure, texts))))),
        sources=tuple(dict.fromkeys((*source_names(figures), *rests_on))),
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
    lacking: tuple[str, ...] = ()
    """What it does without although none should, as
    `briefcast.products.infographic.agree.Agreed.lacking`."""
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


def is_cut(page: Page) -> bool:
    """Whether a chart of a page shows some of what it compares, and says so: 6 of 8."""
    return any(spec.of for spec in page.charts.values())


def frame(script: Script, look: Mapping[str, Any]) -> dict[str, Any]:
    """Give what every page is told: how it looks, who speaks, the message, what to do, where figures come from."""
    action = script.call_to_action
    kept = partial(keep_together, language=script.language)
    dated_at = f"{script.labels['as_of']} {script.as_of_short or script.as_of}."
    return {
        "look": look,
        "author": script.issuer,
        "trying": True,
        "kicker": kept(script.kicker),
        # Every page is passed on by itself: an embargo, or that it was corrected, stands on each.
        "first": kept(script.kicker) if script.says_first else "",
        "title": kept(script.title),
        "subtitle": kept(script.subtitle),
        "issuer": kept(script.issuer),
        "dated": dated_at,
        "action": {
            "text": action.text,
            "url": print_address(action.url),
            "qr": qr_svg(action.url) if action.url else "",
            "link": action.url if urlsplit(action.url).scheme else "",
        },
        "sources": {
            "heading": script.labels["source"],
            "headings": script.labels["sources"],
            "as_of": "" if script.to_come else keep_dates(dated_at).replace(" ", NBSP),
            "rests_on": [keep_dates(note.short) for note in script.rests_on],
        },
    }


def drawn_object(script: Script, brand: Brand, name: str) -> dict[str, Any] | None:
    """Give a symbol as a drawn scene takes it.

    None where the look has no scenes, where it would cheer over bad news, and where it looks like data of its own.
    """
    if brand.look.picture == "none" or cheers_over(name, script) or looks_like_data(name):
        return None
    return object_data(name, quiet=is_grave(script))


def without_change(entry: dict[str, Any]) -> dict[str, Any]:
    """Give a figure of a page, both values of which stand there, without the change that a headline over it tells."""
    return {**entry, "change": "", "rises": None, "worse": False, "bare": {**entry["bare"], "change": ""}}


def page_figure(figure: Figure) -> dict[str, Any]:
    """Give a figure as cards take it on a page, where it has its time and what its change is compared with.

    ``bare`` are its label and change without them, for cards that show both times themselves, and ``brief`` both in
    fewer words: the times stand in the label where it has both.
    """
    return {
        **figure_data(figure),
        "lengths": pair_lengths(figure),
        "label": dated(figure.label, figure.when, figure.period),
        "change": loosened(figure.compared),
        "gap": loosened(figure.gap),
        "bare": {
            "label": figure.label,
            "narrow": dated(figure.label, figure.when_narrow or figure.when, figure.period),
            "change": loosened(figure.change),
            "from_to": dated(figure.label, figure.then_and_now)
            if figure.then_and_now
            else dated(figure.label, figure.when, figure.period),
        },
        # Since when it changed is told, in whichever place has room for it.
        "brief": {"label": dated(figure.label, figure.then_and_now), "change": loosened(figure.change)}
        if figure.then_and_now and figure.change
        else {},
    }


_CHAIN = re.compile(rf"(?<=\S){NBSP}([^ {NBSP}]+(?:{NBSP}[^ {NBSP}]+)+)")
_CHAIN_MAX_CHARS = 16
_DAY = re.compile(rf"{NBSP}(\d[\d–]*{NBSP}[^ {NBSP}]+{NBSP}\d{{4}}\W*)$")


def loosened(text: str) -> str:
    """Let a long amount part behind its first unit word: held whole, it leaves the word before it alone on a line.

    A number stays with what it counts: "compared with quarter 3, 2025" parts before its quarter; so does a day with
    its month: "compared with 31 Oct 2025" parts before its day.
    """
    held = text.split(" ")
    return " ".join(_CHAIN.sub(_part, chain) if len(chain) > _CHAIN_MAX_CHARS else chain for chain in held)


def _part(chain: re.Match[str]) -> str:
    first, *others = chain[1].split(NBSP)
    if day := _DAY.search(f"{NBSP}{chain[1]}"):
        return f"{NBSP}{chain[1]}"[: day.start()] + f" {day[1]}"
    behind_number = chain.string[chain.start() - 1].isdigit()
    if first[:1].isdigit() and not others[0][:1].isdigit() and not behind_number:
        return f" {_part_counted((first, *others))}"
    at = next((n for n, word in enumerate(others) if not word[:1].isdigit()), None)
    if at is None and not behind_number:
        return f" {chain[1]}"
    if at is not None and not behind_number and any(word[:1].isdigit() for word in others):
        # "so với 9 tháng đầu năm 2025" parts behind what compares.
        rest = _part_counted(others) if others[0][:1].isdigit() else NBSP.join(others)
        return f"{NBSP}{first} {rest}"
    at = len(others) - 2 if _ends_in_year(others) else at or 0
    return f"{NBSP}{NBSP.join((first, *others[:at]))} {NBSP.join(others[at:])}"


def _part_counted(words: Sequence[str]) -> str:
    """Part what counts so many of something behind that, or before its year: 9 tháng đầu / năm 2025."""
    at = len(words) - 2 if _ends_in_year(words) else 2
    return " ".join(filter(None, (NBSP.join(words[:at]), NBSP.join(words[at:]))))


def _ends_in_year(words: Sequence[str]) -> bool:
    return len(words) > 2 and bool(re.match(r"\d{4}\b", words[-1]))


def source_entry(figure: Figure) -> dict[str, str]:
    """Give where a figure that stands in words comes from, and of when it is."""
    source, when = keep_dates(figure.source_short), figure.when.replace(" ", NBSP)
    return {
        "statistic": figure.statistic,
        "source": source,
        "when": "" if not when or when in source else when,
    }


def quote_data(quote: Quotation, language: str) -> dict[str, str]:
    """Give somebody's words as cards take them; no line parts what belongs together."""
    kept = partial(keep_together, language=language)
    return {"text": kept(quote.text), "name": kept(quote.by), "role": kept(quote.role)}


def compared_spec(
    card: str,
    figures: Sequence[Figure],
    way: Way,
    look: Mapping[str, Any],
    *,
    width_px: int,
    named: Collection[str] = (),
    on: Literal["page", "panel"] = "panel",
) -> ChartSpec:
    """Say how figures of one unit are compared, those ``named`` in words marked: bars, lines, the parts of one bar."""
    shown = figures[: way.count]
    alt = "; ".join(figure.told for figure in shown)
    kind: ChartKind | None = {"lines": "lines", "parts": "parts"}.get(card)  # type: ignore[assignment]
    height_px = round(way.row_px * len(shown))
    spec = chart_spec_many(
        shown, look, width_px=width_px, height_px=height_px, kind=kind, on=on, text_px=way.text_px, alt=alt,
        among=figures, named=named, plan=True,
    )  # fmt: skip
    if way.form == "areas":
        drawn = as_areas(spec, shown, named)
        return dataclasses.replace(drawn, height_px=round(way.row_px * len(shown)))
    if way.form == "map":
        return _map_spec(spec, shown, way, named)
    if way.form == "table":
        spec = as_table(spec, shown, figures, columns=way.columns, named=named)
        rows = -(-(len(shown) + bool(spec.overall)) // way.columns)
        height_px = round(way.row_px * rows)
        spec = dataclasses.replace(spec, height_px=height_px)
    if not spec.heading and not spec.of and spec.home is None:
        return spec
    # What stands above and below the rows has its own height.
    fonts, language = tuple(look["fonts"]), look["language"]

    def lines(text: str, weight: int) -> int:
        return len(wrapped(text, width_px, size_px=way.text_px, weight=weight, fonts=fonts, language=language))

    further = lines(spec.heading, 700) * 1.2 + 0.35 if spec.heading else 0.0
    notes = [text for text in (", ".join(spec.missing),) if text] + ["."] * (bool(spec.of) + spec.rounded)
    notes += [f"{spec.home_word} {'.' * 30}"] if spec.home is not None else []
    further += sum(lines(text, 600) * 1.2 + 0.3 for text in notes)
    if way.form == "table":
        further += 1.3 * bool(spec.target)
    else:
        further += 1.25 * level_lines(spec, way.text_px) + 0.25 * bool(spec.target or spec.overall)
    return dataclasses.replace(spec, height_px=height_px + round(further * way.text_px))


def _map_spec(spec: ChartSpec, figures: Sequence[Figure], way: Way, named: Collection[str]) -> ChartSpec:
    """Give a chart of places as a map whose tiles are as high as the way says."""
    drawn = as_map(spec, figures, named)
    rows = drawn.grid.rows if drawn.grid else 0
    # Above them stands what is measured, under them the classes, and what they are to reach.
    heads = math.ceil(len(spec.heading) * 0.58 * way.text_px / spec.width_px)
    levels = 1.45 * (spec.target is not None)
    further = heads * 1.2 + 0.35 + 2.4 + levels
    return dataclasses.replace(drawn, height_px=round(way.row_px * rows + further * way.text_px))


def print_address(url: str, *, most: int = 34) -> str:
    """Give an address as it is printed: without scheme, only the site where it is long."""
    parts = urlsplit(url)
    site = parts.netloc.removeprefix("www.")
    whole = site + parts.path.rstrip("/")
    return whole if len(whole) <= most and not parts.query else site
