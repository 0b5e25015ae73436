"""Who hears a picture is told what stands on it and nothing else; every figure on it has its time and its source."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest

from briefcast.brief.model import Layout
from briefcast.charts.draw import draw_chart
from briefcast.errors import LayoutError
from briefcast.language.keeping import keep_together
from briefcast.look import drawing
from briefcast.look.figures import figure_data
from briefcast.products.infographic.choice import LAYOUTS
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page, loosened
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import Script
from tests.picture_fixtures import AUDIENCES, BRAND, LANGUAGES, able, laid_out, pattern, script

ONE_PAGE = [size for size, room in SIZES.items() if room.shape != "carousel"]
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def plain(text: str) -> str:
    return " ".join(re.sub("[\u2066-\u2069\u200e\u200f]", "", text).split())


def numbers(*texts: str) -> set[str]:
    return {number for text in texts for number in _NUMBER.findall(plain(text))}


def drawn_on(page: Page, number: int = 1) -> list[str]:
    """Every text of one page, its chart's included: read from what the renderer set."""
    texts = [t.body for t in drawing.texts_of(page.template, page_data(page)) if t.page == number]
    for place, spec in page.charts.items():
        if place in ("chart", "below") or place == f"pages.{number - 1}":
            texts += [text for text, *_ in draw_chart(spec).boxes()]
            # A point of a line stands there, also where no room is left for its number.
            texts += [mark.written for mark in spec.marks] if spec.kind in ("line", "rank") else []
    return texts


def described(page: Page, told: Script, number: int = 1) -> tuple[str, str]:
    """The alt text and the description of one page.

    Left out are the address, which is printed short, and the place of a page among others: first and last show it as
    strokes.
    """
    said = page.leaves[number - 1].description
    url, place = told.call_to_action.url or "\0", f"{number}/{len(page.leaves)}. "
    apart = place if number in (1, len(page.leaves)) else "\0"
    alt, long = (text.replace(url, "").removeprefix(apart) for text in (said.alt_text, said.long_description))
    return alt, long


def differing(page: Page, told: Script, number: int = 1) -> Iterator[str]:
    """Figures that are said and not drawn, or drawn and not said."""
    drawn = numbers(*(text for text in drawn_on(page, number) if text != page.data["action"]["url"]))
    alt, long = described(page, told, number)
    # An axis is said to start at zero and a share to end at 100%; both are drawn as where it starts and ends.
    ends = {"0", "100"} if page.charts else set()
    yield from (f"said: {n}" for n in sorted((numbers(alt) | numbers(long)) - drawn - ends))
    yield from (f"unsaid: {n}" for n in sorted(drawn - numbers(long)))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", ONE_PAGE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_that_is_said_is_drawn_and_the_other_way_round(layout: Layout, size: str, language: str) -> None:
    told = able(layout, language)
    assert list(differing(laid_out(told, size, layout=layout), told)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_so_it_is_with_figures_of_a_real_brief(audience: str, language: str) -> None:
    told = script(audience, language)
    for size in ("1080x1350", "1200x630"):
        assert list(differing(laid_out(told, size), told)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "1200x630", "a4"])
@pytest.mark.parametrize("audience", ["leaders", "citizens", "press"])
def test_the_short_text_has_every_figure_and_line_of_the_picture(audience: str, size: str, language: str) -> None:
    """Who hears a post and not its picture is told cases and not deaths, or a truth without the claim it refutes."""
    for told in (script(audience, language), pattern(audience, language)):
        page = laid_out(told, size)
        assert list(unheard(page)) == []


def unheard(page: Page) -> Iterator[str]:
    """Numbers and lines that stand on a picture and not in its short text, but for sources, times and axes."""
    alt = plain(page.description.alt_text)
    for text in drawing.texts_of(page.template, page_data(page)):
        if text.text in ("number", "change", "gap", "target", "line", "step", "quote", "heading"):
            body = plain(text.body)
            whole = text.text in ("line", "step", "quote", "heading")
            if (whole and body.rstrip(".") not in alt) or numbers(body) - numbers(alt):
                yield body


def test_a_line_that_the_short_text_lacks_would_be_noticed() -> None:
    page = laid_out(able("scorecard", "en"), "1080x1350", layout="scorecard")
    [leaf] = page.leaves
    silent = dataclasses.replace(leaf, description=dataclasses.replace(leaf.description, alt_text="A picture."))
    assert list(unheard(dataclasses.replace(page, leaves=(silent,))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_it_is_on_every_page_of_a_carousel_and_nothing_is_said_twice(language: str) -> None:
    told = pattern("citizens", language)
    page = lay_out(told, BRAND, "carousel")
    for number, leaf in enumerate(page.leaves, start=1):
        assert list(differing(page, told, number)) == [], number
        sentences = [plain(s) for s in re.split(r"(?<=[.?!]) ", leaf.description.alt_text)]
        assert len(sentences) == len(set(sentences)), leaf.description.alt_text


def test_a_figure_that_is_not_there_would_be_noticed() -> None:
    told = able("scorecard", "en")
    page = laid_out(told, "1080x1350", layout="scorecard")
    another = next(figure for figure in told.figures if figure.statistic in page.left_out)
    [leaf] = page.leaves
    more = f"{leaf.description.long_description}\n{another.label}: {another.written}"
    wrong = dataclasses.replace(leaf, description=dataclasses.replace(leaf.description, long_description=more))
    assert [f"said: {number}" for number in numbers(another.written)] == list(
        differing(dataclasses.replace(page, leaves=(wrong,)), told)
    )
    silent = dataclasses.replace(leaf, description=dataclasses.replace(leaf.description, long_description=""))
    assert any(line.startswith("unsaid") for line in differing(dataclasses.replace(page, leaves=(silent,)), told))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", ONE_PAGE)
def test_every_figure_has_its_time_and_its_source_on_the_picture(layout: Layout, size: str) -> None:
    language = LANGUAGES[(LAYOUTS.index(layout) + ONE_PAGE.index(size)) % 3]
    page = laid_out(told := able(layout, language), size, layout=layout)
    texts = [plain(text) for text in drawn_on(page)]
    for statistic in page.figures:
        figure = told.figure(statistic)
        assert any(plain(figure.when) in text for text in texts), f"{statistic}: when"
        assert any(plain(figure.source_short) in text for text in texts), f"{statistic}: source"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_words_has_its_time_and_source_too(language: str) -> None:
    told = able("steps", language)
    figure = told.figures[-1]
    line = f"{figure.label}: {figure.written}"
    scenes = tuple(
        dataclasses.replace(s, visual=dataclasses.replace(s.visual, steps=(line, *s.visual.steps[1:])), stated=(id,))
        if s.visual.steps and (id := figure.statistic)
        else s
        for s in told.scenes
    )
    page = lay_out(dataclasses.replace(told, scenes=scenes), BRAND, "1080x1080", layout="steps")
    texts = drawing.texts_of(page.template, page_data(page))
    sources = plain(" ".join(text.body for text in texts if text.text == "sources"))
    assert plain(figure.source_short) in sources
    assert plain(figure.when) in sources or plain(figure.when) in plain(figure.source_short)


def test_a_change_says_what_it_is_compared_with() -> None:
    page = laid_out(able("scorecard", "en"), "1080x1350", layout="scorecard")
    assert any(re.search(r"^(up|down) .* on \S+", plain(text)) for text in drawn_on(page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quotation_has_the_title_above_it(language: str) -> None:
    told = able("quote", language)
    for size in ("1080x1350", "1200x630"):
        try:
            page = lay_out(told, BRAND, size, layout="quote")
        except LayoutError:
            continue
        titles = [t.body for t in drawing.texts_of(page.template, page_data(page)) if t.text == "title"]
        assert [plain(title) for title in titles] == [plain(told.title)]


def test_labels_have_the_plain_words_of_their_audience() -> None:
    """Citizens heard “procedures” and read “Administrative requirements”."""
    label = plain(script("citizens", "en").figure("procedures").label)
    assert label.startswith("Procedures")
    assert plain(script("staff", "en").figure("procedures").label).startswith("Administrative requirements")


def test_a_range_and_the_code_of_a_law_are_not_parted() -> None:
    assert keep_together("Kế hoạch 2021 - 2030 theo 57-NQ/TW", "en").count("2021\u00a0-\u00a02030") == 1
    page = laid_out(script("press", "en"), "1080x1350")
    data = {**page_data(page), "title": "x " * 18 + "57-NQ/TW"}
    one, two = (
        next(box for box in drawing.measure(page.template, {**data, "title": title}) if box.part == "title")
        for title in (data["title"], data["title"].replace("57-NQ/TW", "57NQTW00"))
    )
    assert one.height_px == two.height_px, "a code takes the line of one word"


def test_a_long_amount_does_not_leave_the_word_before_it_alone() -> None:
    assert loosened("còn thiếu 0,8\u00a0điểm\u00a0phần\u00a0trăm") == "còn thiếu 0,8\u00a0điểm phần\u00a0trăm"
    quarter = "לעומת\u00a0רבעון\u00a03,\u00a02025"
    assert loosened(f"ירידה {quarter}") == f"ירידה {quarter.replace(chr(0xA0), ' ', 1)}"
    nine = "9\u00a0tháng\u00a0đầu\u00a0năm\u00a02025"
    assert loosened(f"so\u00a0với {nine}") == "so\u00a0với 9\u00a0tháng\u00a0đầu năm\u00a02025"
    months = "tăng 0,66\u00a0điểm so với\u00a09\u00a0tháng\u00a0đầu\u00a0năm\u00a02025"
    assert "so với 9\u00a0tháng\u00a0đầu " in loosened(months), "no line ends in 9, nor in the months of nine"
    # What is short stays whole beside it: "on / Q1 2026" says of nothing that it is on it.
    assert loosened("down 1.3\u00a0percentage\u00a0points on\u00a0Q1\u00a02026").endswith(" on\u00a0Q1\u00a02026")
    day = "31\u00a0Oct\u00a02025"
    assert loosened(f"15\u00a0minutes compared\u00a0with\u00a0{day}").endswith(f" compared\u00a0with {day}")
    assert loosened("up 91\u00a0reports on\u00a0Sep\u00a02025") == "up 91\u00a0reports on\u00a0Sep\u00a02025"


def test_a_change_without_an_earlier_value_points_its_own_way() -> None:
    """“Up 23%” of what should fall had a triangle that pointed down."""
    told = {"unit": "count", "better": "lower", "baseline": None, "change": "up 23%", "change_is_good": False}
    worse = dataclasses.replace(script("press", "en").figures[0], **told)  # type: ignore[arg-type]
    assert figure_data(worse)["rises"] is True
    assert figure_data(dataclasses.replace(worse, change_is_good=True))["rises"] is False
