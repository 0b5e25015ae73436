"""A ranking shows all, or says how many: in the picture, in its description, in every language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefcast.charts.draw import draw_chart
from briefcast.charts.spec import ChartSpec
from briefcast.charts.words import chart_words, fill
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.infographic.carousel import agree_ways, ways_fitting
from briefcast.products.infographic.describe import compared_in_short, describe_chart
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from tests.groups_fixtures import BUDGET, GOOD, JOBS, LANGUAGES, ONLINE, many, script, shares

BARE = "\u2066\u2067\u2068\u2069\u200f"


def bare(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, BARE))).replace("\u00a0", " ")


def texts(spec: ChartSpec) -> list[str]:
    return [bare(text) for text, *_ in draw_chart(spec).boxes()]


def page(folder: Path, language: str, size: str, text: str = GOOD) -> Page:
    return lay_out(script(folder, language, text), read_brand("institutional"), size)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("size", "count"), [("1080x1350", 12), ("1080x1920", 12), ("a4", 34)])
def test_all_are_shown_where_they_have_room(tmp_path: Path, language: str, size: str, count: int) -> None:
    """Six of twelve provinces look like all of them."""
    made = page(tmp_path, language, size, many(count, named=count))
    assert made.layout == "ranking"
    assert made.figures[0] == "online", "what all come to stands over them"
    assert len(made.figures) == count + 1
    assert made.charts["chart"].of == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1080x1920"])
def test_what_is_cut_says_so_and_keeps_what_the_text_names(tmp_path: Path, language: str, size: str) -> None:
    """The text speaks of the last province: a picture without it contradicts its own title."""
    made = page(tmp_path, language, size, many(63, named=63))
    chart = made.charts["chart"]
    shown = [id for id in made.figures if id != "online"]
    assert shown[0] == "online-tinh-63"
    assert 6 <= len(shown) == len(chart.marks) < 63
    note = bare(fill(chart_words(language).cut, language, shown=len(chart.marks), of=63))
    drawn = texts(chart)
    assert any(note in text for text in drawn)
    # Its place among all, not among those shown.
    assert "63. Tỉnh 63" in drawn or {"63.", "Tỉnh 63"} <= {*drawn}
    assert note in bare(made.description.alt_text)
    assert note in bare(made.description.long_description)
    assert len([id for id in made.left_out if id != "online"]) == 63 - len(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_a_carousel_says_what_is_cut(tmp_path: Path, language: str) -> None:
    made = lay_out(script(tmp_path, language, many(63, named=63)), read_brand("institutional"), "carousel")
    chart = made.charts["pages.1"]
    note = bare(fill(chart_words(language).cut, language, shown=len(chart.marks), of=63))
    assert note in bare(made.leaves[1].description.alt_text)
    assert note in bare(made.leaves[1].description.long_description)
    assert any(note in text for text in texts(chart))


def test_the_pages_of_a_carousel_compare_the_same_places_in_every_language(tmp_path: Path) -> None:
    """Two languages of one week that show eight provinces and six look like two different weeks."""
    brand = read_brand("institutional")
    told = {code: script(tmp_path, code, many(34, named=34)) for code in LANGUAGES}
    fitting = {code: ways_fitting(told[code], brand) for code in LANGUAGES}
    least = min(fitting.values(), key=lambda pages: pages[0][0].count)
    narrow = {**fitting, "vi": ((fitting["vi"][0][-1],), *fitting["vi"][1:])}
    assert narrow["vi"][0][0].count <= least[0][0].count
    counts = set()
    for code in LANGUAGES:
        ways = agree_ways(narrow[code], [narrow[other] for other in LANGUAGES if other != code])
        counts.add(len(lay_out(told[code], brand, "carousel", ways_agreed=ways).charts["pages.1"].marks))
    assert len(counts) == 1
    # What fits no language at all has no say.
    assert agree_ways(narrow["vi"], [((),) * len(narrow["vi"])]) == agree_ways(narrow["vi"], [])


def test_figures_that_are_no_entries_of_one_say_what_is_cut_too(tmp_path: Path) -> None:
    chart = replace(page(tmp_path, "en", "1080x1350", many(63, named=63)).charts["chart"], heading="")
    assert all(f"{len(chart.marks)} of 63 shown" in bare(short) for short in compared_in_short([chart]))
    assert compared_in_short([replace(chart, of=0)]) == ()


def test_a_cut_that_says_nothing_would_be_seen(tmp_path: Path) -> None:
    chart = page(tmp_path, "en", "1080x1350", many(63, named=1)).charts["chart"]
    assert not any("of 63" in text for text in texts(replace(chart, of=0)))


def test_equal_values_share_a_place(tmp_path: Path) -> None:
    text = many(63, named=1).replace("Tỉnh 02: 93.5", "Tỉnh 02: 92.5")
    chart = page(tmp_path, "en", "1080x1350", text).charts["chart"]
    assert [mark.label for mark in chart.marks[:4]] == ["Tỉnh 01", "Tỉnh 02", "Tỉnh 03", "Tỉnh 04"]
    assert chart.ranks[:4] == (1, 2, 2, 4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_no_value_is_named_and_what_all_come_to_is_a_line(tmp_path: Path, language: str) -> None:
    made = page(tmp_path, language, "1080x1350")
    drawn = " ".join(texts(made.charts["chart"]))
    for name in {"vi": ("Sơn La", "Cả nước"), "en": ("Son La", "Whole country"), "he": ("סון לה", "כל המדינה")}[
        language
    ]:
        assert name in drawn
        assert name in made.description.long_description
    assert "online" in made.facts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("part", "kind"), [(ONLINE, "ranked"), (JOBS, "lines"), (BUDGET, "parts")])
def test_every_entry_that_is_drawn_is_described(tmp_path: Path, language: str, part: str, kind: str) -> None:
    """Who cannot see the picture is told every name and value in it."""
    first = GOOD.replace("  - id: b\n", "  - id: b\n    audiences: {press: 5}\n" if part == JOBS else "  - id: b\n")
    first = first.replace("  - id: c\n", "  - id: c\n    audiences: {press: 5}\n" if part == BUDGET else "  - id: c\n")
    made = page(tmp_path, language, "1080x1350", first)
    chart = made.charts["chart"]
    assert chart.kind == kind
    told = bare(describe_chart(chart))
    for text in texts(chart):
        assert text.rstrip(".") in told or all(word in told for word in text.split()), text
    for text in (chart.heading, *(mark.label for mark in chart.marks), *(mark.written for mark in chart.marks)):
        assert bare(text) in bare(made.description.long_description)
    assert bare(chart.heading) in bare(made.description.alt_text)


def test_lines_are_told_apart_without_their_colours(tmp_path: Path) -> None:
    """A colour-blind reader has the name at the end, the dashes and the markers."""
    text = GOOD.replace("  - id: b\n", "  - id: b\n    audiences: {press: 5}\n")
    chart = draw_chart(page(tmp_path, "en", "1080x1350", text).charts["chart"])
    lines = [artist for artist in chart._artists["data"] if len(getattr(artist, "get_xdata", list)()) > 1]
    dots = [artist for artist in chart._artists["data"] if len(getattr(artist, "get_xdata", list)()) == 1]
    assert len({str(line.get_linestyle()) + str(line._dash_pattern) for line in lines}) == len(lines) == 2
    assert len({dot.get_marker() for dot in dots}) == 2


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    shares=st.lists(st.integers(1, 999), min_size=2, max_size=8),
    language=st.sampled_from(LANGUAGES),
)
def test_pieces_of_a_bar_are_as_long_as_their_parts(
    shares: list[int], language: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    values = "\n".join(f"        Part {n}: {value}" for n, value in enumerate(shares))
    budget = BUDGET[: BUDGET.index("        roads:")] + values + "\n"
    budget = budget.replace("value: 1400000000000000", f"value: {sum(shares)}").replace(
        "unit: currency\n    currency: VND", "unit: count"
    )
    text = GOOD.replace(BUDGET, budget).replace("budget.roads", "budget.part-0")
    told = script(folder, language, text.replace("  - id: c\n", "  - id: c\n    audiences: {press: 5}\n"))
    chart = lay_out(told, read_brand("institutional"), "1080x1350").charts["chart"]
    assert chart.kind == "parts"
    pieces = [artist.get_height() for artist in draw_chart(chart)._artists["data"]]  # type: ignore[attr-defined]
    values_drawn = [float(mark.value) for mark in chart.marks]
    unit = max(pieces) / max(values_drawn)
    # A hair of ground lies between two pieces.
    assert all(abs(piece - value * unit) < 8 for piece, value in zip(pieces, values_drawn, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1080x1920", "1200x630", "a4"])
def test_one_place_never_stands_for_all_of_them(tmp_path: Path, language: str, size: str) -> None:
    """Large and alone, the 66% of the last province reads as the figure of the country."""
    told = script(tmp_path, language)
    assert told.figures[0].grouped is not None
    layout = None if size == "1200x630" else "scorecard"
    made = lay_out(told, read_brand("institutional"), size, layout=layout)
    entries = {figure.statistic for figure in told.figures if figure.grouped and figure.grouped.group == "online"}
    # The card of a link has the bars of all of them beside its title, or the figure of the country.
    assert made.figures[:1] == ("online",) or (layout is None and {*made.figures} in (entries, set()))
    assert made.data["hero"]["statistic"] == "online"
    assert not entries & {card["statistic"] for card in made.data.get("cards", ())}
    # A sheet and an upright picture have room for all of them beside one another, under the figure of the country.
    drawn = bool({"chart", "below"} & set(made.charts))
    assert entries & set(made.figures) == (entries if drawn else set())
    assert drawn == (size in ("a4", "1080x1350", "1080x1920", "1200x630"))
    assert "point" not in made.lacking


def test_a_place_whose_whole_nobody_tells_stands_with_its_name(tmp_path: Path) -> None:
    told = script(tmp_path, "en", many(3, named=3).replace("    value: 81.4\n", ""))
    made = lay_out(told, read_brand("institutional"), "1200x630")
    assert made.figures == ("online-tinh-03",)
    assert bare(made.data["hero"]["label"]).startswith("Files online: Tỉnh 03")


@pytest.mark.parametrize(
    ("language", "label"),
    [("vi", "Hồ sơ trực tuyến: Lai Châu"), ("en", "Files online: Lai Chau"), ("he", "בקשות ברשת: לאי צ׳או")],
)
def test_an_entry_stands_behind_what_all_measure_with_a_colon_wherever_it_is_read(
    tmp_path: Path, language: str, label: str
) -> None:
    """Names hold commas: of "Jobs, Garments, footwear" nobody knows where the name begins."""
    figure = script(tmp_path, language).figure("online-lai-chau")
    assert bare(figure.label) == label
    assert bare(figure.told).startswith(f"{label} – "), "no second colon before the value"
    assert bare(script(tmp_path, language).figure("online").told).count(":") == 1


@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "carousel"])
def test_what_is_cut_is_told_to_the_team(tmp_path: Path, size: str) -> None:
    """Six of eight, or one alone, went out, and no finding said that the others have no room."""
    assert "cut" in page(tmp_path, "en", size, many(63, named=63)).lacking
    assert "cut" not in page(tmp_path, "en", "a4", many(12, named=12)).lacking


def five(*, by: str = "2026") -> str:
    """Give a brief of five districts held against a target, one of them above it."""
    text = many(5, named=1)
    return text.replace('    period: "2025-12"\n', f'    period: "2025-12"\n    target: {{value: 94, by: {by}}}\n', 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1080x1920", "a4", "carousel"])
@pytest.mark.parametrize("by", ["2026", "2025"])
def test_the_target_that_places_are_held_against_is_drawn_and_named(
    tmp_path: Path, language: str, size: str, by: str
) -> None:
    """ "Only one district is above the 94% target" over bars with the line of the average alone tells another story."""
    made = page(tmp_path, language, size, five(by=by))
    [chart] = [chart for place, chart in made.charts.items() if place in ("chart", "pages.1")]
    assert chart.target is not None
    assert chart.overall is not None
    drawn = texts(chart)
    for level in (chart.target, chart.overall):
        assert bare(f"{level.label}: {level.written}") in drawn
    # Both lines are known by a piece of them before their names, whatever hides the rest.
    keys = [line for line in draw_chart(chart)._artists["target"] if hasattr(line, "get_xdata")]
    assert any(line.get_ydata()[0] == line.get_ydata()[-1] for line in keys)


def test_a_target_whose_day_was_over_is_not_drawn(tmp_path: Path) -> None:
    """What was to be reached in 2020 is nothing that places miss today."""
    assert page(tmp_path, "en", "1080x1350", five(by="2020")).charts["chart"].target is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_square_shows_all_of_five(tmp_path: Path, language: str) -> None:
    """ "3 of 5 shown" beside room for two more: the readers of two districts look for theirs in vain."""
    chart = page(tmp_path, language, "1080x1080", five()).charts["chart"]
    assert (len(chart.marks), chart.of) == (5, 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("size", "least"), [("1080x1350", 2), ("1080x1080", 1), ("a4", 5)])
def test_two_bars_leave_their_room_to_other_figures(tmp_path: Path, language: str, size: str, least: int) -> None:
    """A sheet for the press that holds six figures showed two bars and a white field."""
    made = page(tmp_path, language, size, shares(5, compared=True))
    assert made.layout == "ranking"
    assert made.figures[:2] == ("jobs-men", "jobs-women")
    assert len(made.figures) >= 2 + least
    labels = [bare(card["label"]).partition(",")[0] for card in made.data["cards"]]
    assert all(label in bare(made.description.long_description) for label in labels)
    alt = bare(made.description.alt_text)
    assert alt.index("2.3%" if language != "vi" else "2,3%") < min(map(alt.index, labels)), (
        "what weighs most comes first"
    )


@pytest.mark.parametrize(("count", "rows"), [(3, [3]), (4, [2, 2]), (5, [3, 2])])
def test_no_row_of_a_grid_has_an_empty_place(tmp_path: Path, count: int, rows: list[int]) -> None:
    """An empty place looks like a figure that fell out."""
    told = script(tmp_path, "vi", shares(count + 1))
    made = lay_out(told, read_brand("institutional"), "a4", layout="scorecard")
    assert len(made.figures) == count + 1
    parts = drawing.measure(made.template, page_data(made))
    tops = [round(part.y_px) for part in parts if re.fullmatch(r"card-\d+", part.part)]
    assert [*Counter(tops).values()] == rows
