"""Who cannot see a picture is told what it is, what it says and how its values move, in numbers the script wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from briefcast.charts.words import chart_words
from briefcast.look.drawing import TextSize
from briefcast.products.infographic.describe import ALT_MAX_CHARS, describe, describe_chart
from briefcast.script import Figure, Mark
from tests import golden_charts
from tests.picture_fixtures import AUDIENCES, LANGUAGES, fibre, rank, script


def moving(*values: float, unit: str = "count") -> Figure:
    series = tuple(
        Mark(value=Decimal(str(v)), written=str(v), label=str(2020 + i), period=str(2020 + i))
        for i, v in enumerate(values)
    )
    return replace(fibre("en"), statistic="moving", unit=unit, series=series, label="Things")


def told(figure: Figure) -> str:
    return describe(script("press", "en"), figures=[figure]).long_description


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_short_text_says_what_it_is_and_where_the_long_one_is(language: str, audience: str) -> None:
    piece = script(audience, language)
    short = describe(piece).alt_text
    assert short.startswith(f"{piece.labels['infographic']}: {piece.title}")
    assert short.endswith(chart_words(language).where)
    assert len(short) <= ALT_MAX_CHARS


def test_a_long_title_costs_the_figure_and_then_its_own_end_but_never_the_way_to_the_long_text() -> None:
    piece = script("press", "en")
    long = describe(replace(piece, title="A title of some words that goes on and on " * 20)).alt_text
    longest = describe(replace(piece, title="A title of some words that goes on and on " * 40)).alt_text
    for text in (long, longest):
        assert len(text) <= ALT_MAX_CHARS
        assert text.endswith(chart_words("en").where)
    assert "…" in longest


@pytest.mark.parametrize(("name", "language"), golden_charts.names())
def test_every_chart_is_described_in_numbers_of_the_script_alone(name: str, language: str) -> None:
    """A number nobody wrote would be one nobody checked."""
    made = golden_charts.spec(name, language)
    words = describe_chart(made)
    texts = [made.label, made.heading, chart_words(language).hundred]
    beside = tuple(mark for line in made.beside for mark in line.marks)
    tiles = made.grid.bounds if made.grid else ()
    for mark in (*made.marks, *beside, *tiles, made.target, made.baseline, made.whole, made.overall):
        texts += [mark.written, mark.label] if mark else []
    # How many lines or parts there are is counted, not written.
    texts.append(str(len(made.beside) + 1 if made.kind == "lines" else len(made.marks)))
    texts.append(str(len(set(made.grid.classes))) if made.grid else "")
    known = set(re.findall(r"\d[\d.,]*", " ".join(texts)))
    # "Starting at 0" is said of bars.
    stated = {number.rstrip(".,") for number in re.findall(r"\d[\d.,]*", words)} - {"0"}
    assert stated <= {number.rstrip(".,") for number in known}
    assert all(mark.written in words for mark in (made.marks[0], made.marks[-1]))
    assert made.target is None or made.target.written in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_turned_axis_is_explained(language: str) -> None:
    words = describe_chart(golden_charts.spec("rank", language))
    turned = {"vi": "đảo ngược", "en": "turned over", "he": "הפוך"}[language]
    assert turned in words
    assert describe_chart(golden_charts.spec("line", language)).count(turned) == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((1, 2, 3), "rises throughout, from 1 (2020) to 3 (2022)"),
        ((1, 3, 2), "rises from 1 (2020) to 3 (2021), then falls throughout to 2 (2022)"),
        ((2, 4, 1, 3), "Overall the value rises"),
        ((9, 5, 6, 7), "falls from 9 (2020) to 5 (2021), then rises throughout to 7 (2023)"),
        ((3, 2, 1), "falls throughout"),
        ((4, 2, 3, 1), "Overall the value falls"),
        ((2, 5, 2), "ends where it began"),
        ((1, 1, 5), "No change between 2020 and 2021"),
        ((1, 2, 9), "The largest step is from 2 (2021) to 9 (2022)"),
        ((4, 9, 9), "Highest: 9 (2021, 2022)"),
    ],
)
def test_the_trend_is_the_one_that_is_drawn(values: tuple[float, ...], said: str) -> None:
    assert said in told(moving(*values))


def test_a_rank_that_gets_smaller_improves() -> None:
    assert "improves throughout" in told(moving(9, 5, 2, unit="rank"))
    assert "slips throughout" in told(moving(2, 5, 9, unit="rank"))
    assert "Best place: 2 (2022)" in told(moving(9, 5, 2, unit="rank"))


def test_steps_of_one_size_have_no_largest() -> None:
    assert "largest step" not in told(moving(1, 2, 3))


def test_a_photo_is_described_where_it_is_shown() -> None:
    piece = script("press", "en")
    assert "Photo: A clerk helps a farmer." in describe(piece, photos=["A clerk helps a farmer."]).long_description
    assert "Photo" not in describe(piece, photos=[""]).long_description


def test_a_chart_says_its_trend_once() -> None:
    piece, figure = script("press", "en"), rank("en")
    charted = golden_charts.spec("rank", "en")
    facts = tuple(replace(mark, fact=f"rank.series.{mark.period}") for mark in figure.series)
    with_facts = replace(figure, series=facts)
    text = describe(piece, figures=[with_facts], charts=[replace(charted, marks=facts)]).long_description
    assert text.count("Overall the place improves") == 1
    assert "2014: 99; 2016: 89" in text


def test_years_without_values_are_told() -> None:
    """Who does not see the dotted way across would take the change for a steady one."""
    figure = moving(9, 8, 9, 8, 4, 3)
    *early, late, last = figure.series
    later = tuple(replace(mark, period=str(year), label=str(year)) for mark, year in ((late, 2038), (last, 2039)))
    assert "No values between 2023 and 2038." in told(replace(figure, series=(*early, *later)))
    assert "No values between" not in told(figure)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_earlier_value_on_a_line_of_its_own_is_told(language: str) -> None:
    """The card showed "Oct 2025: 9 days", and who heard its description was told the newer value alone."""
    earlier = Mark(value=Decimal(9), written="9", label="tháng 10/2025" if language == "vi" else "Oct 2025")
    figure = replace(fibre(language), baseline=earlier, when="2026")
    line = f"{earlier.label}: 9"
    for shown in (line, f"{line[:1].upper()}{line[1:]}"):
        drawn = [TextSize(text="context", size_px=20, body=shown)]
        found = describe(script("citizens", language), figures=[figure], drawn=drawn)
        assert line in found.alt_text and line in found.long_description
        row = next(row for row in found.long_description.splitlines() if line in row)
        assert row.index("2026") < row.index(line), "its own time comes before that of the earlier value"
    other = [TextSize(text="context", size_px=20, body="Oct 2025: 8")]
    assert line not in describe(script("citizens", language), figures=[figure], drawn=other).alt_text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_target_within_a_sentence_begins_small(language: str) -> None:
    figure = fibre(language)
    assert figure.target
    line = f"{figure.target.label}: {figure.target.written}"
    drawn = [TextSize(text="target", size_px=20, body=line)]
    found = describe(script("citizens", language), figures=[figure], drawn=drawn)
    for text in (found.alt_text, found.long_description):
        assert f"; {line[:1].lower()}{line[1:]}" in text
    named = replace(figure, target=replace(figure.target, label="UNICEF 2030"))
    drawn = [TextSize(text="target", size_px=20, body="UNICEF 2030: 80%")]
    assert "; UNICEF 2030: 80%" in describe(script("citizens", language), figures=[named], drawn=drawn).alt_text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alternative_text_goes_on_from_a_headline_that_has_the_figure(language: str) -> None:
    """ "Poverty is down to 2.93%. 30/09/2026; target 2030": a bare day is no sentence."""
    figure = replace(fibre(language), when="2031", period="2031", baseline=None, change="", compared="", gap="")
    assert figure.target is not None
    title = f"{figure.label}: {figure.written}"
    piece = replace(
        script("press", language), title=title, title_stated=(figure.statistic,), kicker="", figures=(figure,)
    )
    aim = f"{figure.target.label}: {figure.target.written}"
    drawn = [TextSize(text=name, body=body, size_px=20.0, page=1) for name, body in (("when", "2031"), ("target", aim))]
    short = describe(piece, figures=[figure], drawn=drawn).alt_text
    assert f"{title} (2031); " in short
    assert short.count(figure.written) == 1
    # A headline with the year does not get it twice.
    dated = describe(replace(piece, title=f"2031 {title}"), figures=[figure], drawn=drawn).alt_text
    assert "(2031)" not in dated


@pytest.mark.parametrize("name", [name for name, _ in golden_charts.names() if "parts" in name])
def test_parts_are_said_to_come_to_their_whole_and_not_to_one_of_them(name: str) -> None:
    """ "Together they are 1,284: Men. Men: 873" names a part where the whole is told."""
    made = golden_charts.spec(name, "en")
    lead = made.marks[made.lead % len(made.marks)].label
    assert f"Highlighted: {lead}." in describe_chart(made)
    assert f": {lead}. {lead}:" not in describe_chart(made).replace("Highlighted: ", "Highlighted ")


def test_a_value_beside_an_earlier_one_is_told_with_its_own_time() -> None:
    """ "Inflation: 3.1%; Oct 2025: 3.6%" gives the new value the day of the old one, or none."""
    figure = replace(fibre("en"), when="Oct 2026", period="Oct 2026", then_and_now="Oct 2025 vs. Oct 2026")
    piece = replace(script("press", "en"), title="Prices", title_stated=(), kicker="", figures=(figure,))
    line = TextSize(text="label", body=f"{figure.label}, {figure.then_and_now}", size_px=20.0, page=1)
    other = TextSize(text="label", body=figure.label, size_px=20.0, page=1)
    short = describe(piece, figures=[figure], drawn=[line]).alt_text.replace("\u00a0", " ")
    assert f"{figure.label}, Oct 2026: " in short
    assert "2026" not in describe(piece, figures=[figure], drawn=[other]).alt_text
