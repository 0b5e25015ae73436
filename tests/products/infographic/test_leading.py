"""What is set large of a figure that the title states already."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from briefcast.look import drawing
from briefcast.products.infographic.leading import leads_of, stated_in, states
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import Figure, Mark, Script
from tests.picture_fixtures import BRAND, LANGUAGES, pattern

_TALL = SIZES["1080x1350"]
_WORDS = {
    "vi": ("Giải ngân được 468,2 tỷ đồng", "468,2", "tỷ đồng", "giảm 9,2%", "giảm 47,4 tỷ đồng", "so với năm 2025"),
    "en": ("468.2 billion dong spent", "468.2", "billion dong", "down 9.2%", "down 47.4 billion dong", "on 2025"),
    "he": ("הוצאו \u2068468.2 מיליארד\u2069", "468.2", "מיליארד", "ירידה של \u20689.2%\u2069",
           "ירידה של \u206847.4 מיליארד\u2069", "לעומת 2025"),
}  # fmt: skip


def told(language: str, *, title: str | None = None, growth: bool = True) -> tuple[Script, Figure]:
    """A script with one figure, which its title states."""
    headline, number, suffix, grew, change, than = _WORDS[language]
    figure = Figure(
        statistic="spent", label="Spent", value=Decimal("468.2"), unit="currency", written=f"{number} {suffix}",
        qualifier="", number=number, suffix=suffix, growth=grew if growth else "", change=change,
        compared=f"{change} {than}", change_is_good=False, better="higher",
        baseline=Mark(value=Decimal("515.6"), written="515", label="2025"), facts=("spent",),
    )  # fmt: skip
    source = pattern("leaders", language)
    scene = next(scene for scene in source.scenes if scene.kind == "point")
    point = replace(scene, visual=replace(scene.visual, kind="number", figures=("spent",), steps=(), quote=None))
    script = replace(
        source, title=headline if title is None else title, figures=(figure,), scenes=(point,), title_stated=("spent",),
        content=(), layouts=(), layout="",
    )  # fmt: skip
    return script, figure


def numbers(page: Page) -> list[str]:
    """What is set as a number."""
    texts = drawing.texts_of(page.template, page_data(page))
    return [text.body for text in texts if text.text == "number"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1080x1920", "1200x630", "a4"])
def test_the_number_of_the_title_is_not_printed_twice(language: str, size: str) -> None:
    """A reader who sees 468.2 under 468.2 learns nothing from half of the picture."""
    script, figure = told(language)
    own = numbers(lay_out(script, BRAND, size, layout="scorecard"))
    assert own and not any(figure.number in text for text in own)
    assert any("9.2" in text or "9,2" in text for text in own)
    # A title that does not state it leaves it to the figure.
    other, _ = told(language, title="Spending")
    assert any(figure.number in text for text in numbers(lay_out(other, BRAND, size, layout="scorecard")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leads_is_what_no_title_says(language: str) -> None:
    assert leads_of([told(language)], "scorecard", _TALL) == "growth"
    assert leads_of([told(language, growth=False)], "scorecard", _TALL) == "value"
    assert leads_of([told(language)], "ranking", _TALL) == "words", "the chart shows it"
    said, figure = told(language)
    everything = replace(said, title=f"{said.title}, {figure.change}, {figure.growth}")
    assert leads_of([(everything, figure)], "scorecard", _TALL) == "value"


@pytest.mark.parametrize("unit", ["percent", "rank", "index", "duration", "ratio"])
def test_a_change_is_larger_than_its_figure_only_of_an_amount(unit: str) -> None:
    """ "Up 0.66" set large over "GRDP growth" is read as a growth of 0.66 percent."""
    script, figure = told("en")
    points = replace(figure, unit=unit, growth="", change="up 0.66 percentage points")
    assert leads_of([(script, points)], "scorecard", _TALL) == "value"
    assert leads_of([(script, replace(points, gap="2.8 percentage points above target"))], "progress", _TALL) == "value"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "1200x630"])
def test_a_change_stands_once(language: str, size: str) -> None:
    """Deaths were told once in small print, and their change three times."""
    script, figure = told(language)
    page = lay_out(script, BRAND, size, layout="scorecard")
    texts = [text.body for text in drawing.texts_of(page.template, page_data(page))]
    assert not any("47.4" in text or "47,4" in text for text in texts)
    titled = replace(script, title=f"{script.title}, {figure.change}")
    assert any(figure.number in text for text in numbers(lay_out(titled, BRAND, size, layout="scorecard")))


def test_one_language_without_the_number_keeps_it_large_in_all() -> None:
    """Pictures of two languages that show different figures cannot be approved together."""
    assert leads_of([told("en"), told("vi", title="Chi tiêu")], "scorecard", _TALL) == "value"


def test_a_phrase_of_two_numbers_never_leads() -> None:
    """ "The target for 2026: 94%" would set 2026 large."""
    script, figure = told("en", growth=False)
    odd = replace(figure, change="", compared="", gap="the target for 2026: 94%")
    assert leads_of([(script, odd)], "scorecard", _TALL) == "value"


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Road deaths"), ("vi", "Số người chết vì tai nạn giao thông"), ("he", "הרוגים בתאונות דרכים")],
)
def test_the_dead_and_the_few_change_by_so_many_and_not_by_so_many_percent(language: str, label: str) -> None:
    """A huge "up 5.4%" over 97 people who died: nobody mourns a percentage, and five families are five."""
    script, figure = told(language)
    many = replace(figure, unit="count")
    assert leads_of([(script, many)], "scorecard", _TALL) == "growth", "what a thousand things did is a percentage"
    assert leads_of([(script, replace(many, value=Decimal(97)))], "scorecard", _TALL) == "value"
    assert leads_of([(script, replace(many, label=label))], "scorecard", _TALL) == "value"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_is_set_off_as_the_title_writes_it(language: str) -> None:
    script, figure = told(language)
    assert states(script, figure)
    assert figure.number in stated_in(script.title, figure)
    assert stated_in("Nothing of it", figure) == ""


def test_no_line_parts_a_number_from_its_unit() -> None:
    """ "over 15" over "million accounts above target" reads as fifteen."""
    script, figure = told("en", growth=False)
    long = "47.4 billion dong less than all that was hoped and planned for the year as a whole"
    wordy = replace(figure, change="", compared="", gap=long)
    page = lay_out(replace(script, figures=(wordy,)), BRAND, "1080x1350", layout="scorecard")
    assert any("47.4 billion dong" in " ".join(text.split()) for text in numbers(page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_growth_is_not_set_large_over_a_part_of_a_whole(language: str) -> None:
    """31 authorities collected less than half, over a huge 63.2% was read as 63.2% of the authorities."""
    script, figure = told(language)
    few = replace(figure, unit="count", out_of=Mark(value=Decimal(1000), written="1000", label=""))
    assert leads_of([(script, figure)], "scorecard", _TALL) == "growth"
    assert leads_of([(script, few)], "scorecard", _TALL) == "value"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_of_a_link_does_not_say_its_title_twice(language: str) -> None:
    """Beside "More than 9 in 10 were not vaccinated" stood "more than 9 in 10", and nothing else."""
    script, figure = told(language)
    bare = replace(figure, unit="percent", growth="", change="", compared="", change_is_good=None)
    script = replace(script, figures=(bare,))
    page = lay_out(script, BRAND, "1200x630", layout="scorecard")
    assert numbers(page) == []
    assert page.leaves[0].facts == bare.facts
    changed = replace(bare, change=figure.change, compared=figure.compared, change_is_good=False)
    page = lay_out(replace(script, figures=(changed,)), BRAND, "1200x630", layout="scorecard")
    texts = [text.text for text in drawing.texts_of(page.template, page_data(page))]
    assert numbers(page) == [] and "change" in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_like_figures_of_a_title_change_in_one_measure(language: str) -> None:
    """ "Up 11.2%" set large over firms founded, and "up 47" small under firms closed, made the good look greater."""
    script, figure = told(language)
    assert leads_of([(script, figure)], "scorecard", _TALL) == "growth"
    other = replace(figure, statistic="closed", number="702", written="702")
    both = replace(script, figures=(figure, other), title_stated=("spent", "closed"))
    assert leads_of([(both, figure)], "scorecard", _TALL) != "growth"
    alone = replace(both, figures=(figure, replace(other, change="")))
    assert leads_of([(alone, figure)], "scorecard", _TALL) == "growth"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_of_a_link_says_since_when_a_few_changed(language: str) -> None:
    """ "3 people killed on the city's roads" alone is of no year, and more or fewer than before nobody knows."""
    script, figure = told(language)
    few = replace(figure, unit="count", value=Decimal(3), number="3", written="3", suffix="", growth="")
    title = replace(script, title="3", figures=(few,))
    assert leads_of([(title, few)], "scorecard", SIZES["1200x630"]) == "words"
    assert leads_of([(title, replace(few, change=""))], "scorecard", SIZES["1200x630"]) == "value"
