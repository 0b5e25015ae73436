"""What a picture may not leave out or hide, however little room it has."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from briefcast.cards import bar_lengths
from briefcast.errors import LayoutError
from briefcast.language.written import NBSP
from briefcast.look import drawing
from briefcast.look.brand import GRAVE
from briefcast.look.figures import figure_data, theme_for
from briefcast.products.infographic.filling import Filling, fillings, told_weights
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page, dated, page_figure
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.points import tells_half
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import ContentLine, Figure, Mark, Scene, Script, SourceNote, Visual
from tests.facts_fixtures import facts_of, local
from tests.picture_fixtures import BRAND, LANGUAGES, card, fibre, pattern

_NOTICE = SourceNote(id="notice", written="Notice 2187. Police, 2026.", short="Notice 2187, 2026")
_WORDS = {
    "vi": (
        "Vốn đăng ký mới", "giảm 41,6%", "giảm 41,6% so với cùng kỳ năm trước",
        "10 tháng đầu năm 2025", "10 tháng đầu năm 2026",
    ),
    "en": ("New pledges", "down 41.6%", "down 41.6% on the same period last year", "Jan–Oct 2025", "Jan–Oct 2026"),
    "he": ("התחייבויות", "ירידה של 41.6%", "ירידה של 41.6% מול אשתקד", "ינו׳–אוק׳ 2025", "ינו׳–אוק׳ 2026"),
}  # fmt: skip


def fallen(language: str, number: int) -> Figure:
    """A figure that got worse."""
    label, change, compared, _, when = _WORDS[language]
    return Figure(
        statistic=f"fallen-{number}",
        label=f"{label} {number}",
        value=Decimal(98),
        unit="count",
        written="98",
        qualifier="",
        number="98",
        suffix="",
        change=change,
        compared=compared,
        change_is_good=False,
        better="higher",
        when=when,
        when_narrow=when.replace(" đầu năm", ""),
    )


def script_of(language: str, figures: tuple[Figure, ...]) -> Script:
    """A script of these figures and nothing else."""
    points = tuple(
        Scene(
            id=f.statistic,
            kind="point",
            headline=f.label,
            sentences=(),
            visual=Visual(kind="number", figures=(f.statistic,)),
        )
        for f in figures
    )
    return replace(
        pattern("leaders", language), figures=figures, scenes=points, title_stated=(), content=(), layouts=()
    )


def _texts(page: Page) -> str:
    return " ".join(text.body for text in drawing.texts_of(page.template, page_data(page))).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1200x630", "a4"])
def test_what_got_worse_is_shown_with_its_fall(language: str, size: str) -> None:
    """ "98 million pledged" without "down 42%" makes good news of bad."""
    figures = tuple(fallen(language, number) for number in range(6))
    page = lay_out(script_of(language, figures), BRAND, size, layout="scorecard")
    assert page.figures
    shown = _texts(page)
    assert shown.count(_WORDS[language][1]) >= len(page.figures)
    better = tuple(replace(figure, change_is_good=True) for figure in figures)
    other = lay_out(script_of(language, better), BRAND, size, layout="scorecard")
    # A known good one may do without where there is no room.
    assert _texts(other).count(_WORDS[language][1]) <= len(other.figures)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_carousel_never_fails_for_a_short_figure_or_a_long_one(language: str) -> None:
    """An officer can shorten neither "10 tháng 2026" under a 2 nor "1,098.7 billion dong"."""
    then = _WORDS[language][3]
    deaths = replace(
        fallen(language, 0), number="2", written="2", baseline=Mark(value=Decimal(0), written="0", label=then)
    )
    long = "1,098,765,432,109,876,543.7 billion dong"
    debt = replace(
        fallen(language, 1), number="1,236,512,345.5", suffix="billion dong", written="1,236,512,345.5 billion dong",
        baseline=Mark(value=Decimal(1), written=long, label=then),
    )  # fmt: skip
    script = script_of(language, (deaths, debt))
    points = tuple(replace(point, visual=replace(point.visual, kind="pair")) for point in script.scenes)
    page = lay_out(replace(script, scenes=points), BRAND, "carousel")
    told = [entry.get("card") for entry in page.data["pages"]]
    assert told[1:3] == ["pair", "number"]
    assert "does not fit its place" in page.reason


def in_one_point(script: Script) -> Script:
    """The same figures, told in one breath."""
    [first, *others] = script.scenes
    ids = tuple(id for scene in (first, *others) for id in scene.visual.figures)
    return replace(script, scenes=(replace(first, visual=replace(first.visual, figures=ids)),))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", list(SIZES))
def test_a_point_of_two_figures_shows_both(language: str, size: str) -> None:
    """1,284 firms founded, and not a word of the 263 that closed: half of it may say the opposite."""
    script = in_one_point(script_of(language, (fallen(language, 0), fallen(language, 1))))
    page = lay_out(script, BRAND, size)
    assert page.figures == ("fallen-0", "fallen-1")
    assert not page.lacking
    shown = _texts(page)
    assert all(figure.label in shown for figure in script.figures)
    assert shown.count(_WORDS[language][1]) >= 2


def test_half_a_point_is_told_as_a_lack() -> None:
    """A point of more figures than any square holds: the edition says so."""
    script = in_one_point(script_of("en", tuple(fallen("en", number) for number in range(8))))
    assert "half" in lay_out(script, BRAND, "1080x1080", layout="scorecard").lacking


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_points_own_headline_states_may_stand_for_it(language: str) -> None:
    """Unemployment, weight 4, had no room together with how many that are: the wage, weight 3, took its place."""
    rate, *people = (fallen(language, number) for number in range(8))
    script = in_one_point(script_of(language, (replace(rate, unit="percent", measure="level"), *people)))
    [scene] = script.scenes
    led = replace(script, scenes=(replace(scene, leads=("fallen-0",)),))
    page = lay_out(led, BRAND, "1080x1080", layout="scorecard")
    assert page.figures and page.figures[0] == "fallen-0" and "half" not in page.lacking
    assert not tells_half(led, {"fallen-0"})
    assert tells_half(led, {"fallen-1"}), "without what the headline states nothing stands"
    assert tells_half(script, {"fallen-0"}), "of a point without a headline nobody knows which half misleads"
    founded = replace(script, scenes=(replace(scene, leads=("fallen-1",)),))
    assert tells_half(founded, {"fallen-1"}), "what measures the same is read against it: founded and closed"


def test_nothing_takes_the_room_of_what_weighs_more() -> None:
    """A point of two figures counted twice: two of weight 3 put the missed target of weight 4 off the picture."""
    script = script_of("en", tuple(fallen("en", number) for number in range(5)))
    first, second, third, fourth, _ = script.scenes
    both = replace(fourth, weight=3, visual=replace(fourth.visual, figures=("fallen-3", "fallen-4")))
    points = (replace(first, weight=5), replace(second, weight=4), replace(third, weight=3), both)
    script = replace(script, scenes=points)
    full = Filling(count=4, arrangement="list", detail=True)
    light, heavy, more = (
        told_weights(script, SIZES["1080x1350"], "scorecard", replace(full, without=tuple(f"fallen-{n}" for n in away)))
        for away in ((1, 2), (2, 3, 4), (3, 4))
    )
    assert light == (5, 3)
    assert more > heavy == (5, 4) > light
    for size in ("1080x1080", "1080x1350", "1080x1920"):
        shown = lay_out(script, BRAND, size, layout="scorecard").figures
        assert "fallen-1" in shown or "fallen-3" not in shown, size


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_of_something_else_stands_beside_the_title_of_a_link(language: str) -> None:
    """Beside "How to book a vaccination" stood 176 children hurt at home: read as hurt by it."""
    script = script_of(language, (fallen(language, 0),))
    steps = Scene(
        id="book", kind="point", headline=script.title, sentences=(), weight=5,
        visual=Visual(kind="steps", steps=("One", "Two", "Three")),
    )  # fmt: skip
    script = replace(script, scenes=(steps, *script.scenes))
    page = lay_out(script, BRAND, "1200x630", layout="steps")
    assert page.figures == () and page.lacking == ()
    own = replace(steps, visual=replace(steps.visual, figures=("fallen-0",)))
    tried = fillings(replace(script, scenes=(own,)), SIZES["1200x630"], "steps")
    assert tried[0].count == 1, "its own figure is tried first"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_source_does_not_keep_a_link_from_its_card(language: str) -> None:
    source = "Truong Giang Provincial People’s Committee, 2026"
    figures = (replace(fallen(language, 0), source="s", source_short=source),)
    page = lay_out(
        replace(script_of(language, figures), title="Truong Giang’s economy slows in nine months"), BRAND, "1200x630"
    )
    assert source in _texts(page)


def test_a_source_that_cannot_fit_is_named() -> None:
    """An officer who is told to shorten the title shortens it in vain."""
    label = "New pledges of investors from abroad and at home"
    long = "The Committee of Provincial Committees " * 8
    figures = (replace(fallen("en", 0), label=label, source="s", source_short=long),)
    told = replace(script_of("en", figures), title="Growth slows in the province in nine months of this year")
    with pytest.raises(LayoutError, match="sources"):
        lay_out(told, BRAND, "1080x1080")
    # The card of a link keeps the title of its point, and says that the figure is missing.
    assert "figure" in lay_out(told, BRAND, "1200x630").lacking


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "a4", "carousel"])
@pytest.mark.parametrize("card", ["pair", "number"])
def test_a_missed_target_stands_beside_its_figure(language: str, size: str, card: str) -> None:
    """7.85% → 6.42%, and the plan of 8% only in what is said."""
    missed = replace(
        fallen(language, 0), target=Mark(value=Decimal(120), written="120", label="Plan 2026"), target_met=False,
        baseline=Mark(value=Decimal(110), written="110", label=_WORDS[language][3]),
    )  # fmt: skip
    script = script_of(language, (missed,))
    point = replace(script.scenes[0], visual=replace(script.scenes[0].visual, kind=card))
    assert "Plan 2026: 120" in _texts(lay_out(replace(script, scenes=(point,)), BRAND, size))


def test_no_cheerful_theme_stands_over_people_killed() -> None:
    for language, label in (("vi", "Số người chết"), ("en", "Riders killed"), ("he", "רוכבים שנהרגו")):
        glad = replace(script_of(language, (fallen(language, 0),)), audience="youth", title="19")
        figures = (replace(glad.figures[0], label=label),)
        kit = replace(BRAND, audience_themes={"youth": "dark"})
        assert theme_for(kit, glad) == "dark"
        assert theme_for(kit, replace(glad, figures=figures)) == GRAVE


def _rebuttal(language: str, figures: tuple[Figure, ...] = ()) -> Script:
    script = replace(script_of(language, figures), kind="rebuttal", rests_on=(_NOTICE,))
    point = Scene(
        id="p", kind="point", headline="Two steps", sentences=(), visual=Visual(kind="steps", steps=("One", "Two"))
    )
    return replace(script, scenes=(point,))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [size for size in SIZES if size != "a4-print"])
def test_a_rebuttal_says_what_it_rests_on_and_dates_no_figures_it_has_not(language: str, size: str) -> None:
    """ "Not so" without a source is word against word, and "data as of" without data is untrue."""
    script = _rebuttal(language)
    page = lay_out(script, BRAND, size)
    assert "Notice 2187, 2026" in _texts(page)
    assert "Notice 2187, 2026" in page.leaves[-1].sources or size == "carousel"
    assert script.labels["as_of"] not in _texts(page)
    with_figure = lay_out(replace(script_of(language, (fibre(language),))), BRAND, "1080x1350")
    assert script.labels["as_of"] in _texts(with_figure)


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ("2025-M10", "2026-M10", (
            "10 tháng đầu năm 2025 và 2026", "Jan–Oct, 2025 vs. 2026", "ינו׳–אוק׳, 2025 מול 2026",
        )),
        ("2025-01-01/2025-11-15", "2026-01-01/2026-11-15", (
            "01/01–15/11/2025 và 01/01–15/11/2026", "Jan 1–Nov 15, 2025 vs. Jan 1–Nov 15, 2026",
            "1.1–15.11.2025 מול 1.1–15.11.2026",
        )),
        ("2025-01-01/2025-09-30", "2026-01-01/2026-09-30", (
            "9 tháng đầu năm 2025 và 2026", "Jan–Sep, 2025 vs. 2026", "ינו׳–ספט׳, 2025 מול 2026",
        )),
        ("2025-10", "2026-10", ("tháng 10/2025 và tháng 10/2026", "Oct 2025 vs. Oct 2026", "אוק׳ 2025 מול אוק׳ 2026")),
        ("2025-Q3", "2026-Q3", (
            "quý III/2025 và quý III/2026", "Q3 2025 vs. Q3 2026", "רבעון שלישי 2025 מול רבעון שלישי 2026",
        )),
        ("2024", "2025", ("2024 và 2025", "2024 vs. 2025", "2024 מול 2025")),
        ("2025-12-31", "2026-09-30", (
            "31/12/2025 và 30/09/2026", "Dec 31, 2025 vs. Sep 30, 2026",
            "31.12.2025 מול 30.9.2026",
        )),
    ],
)  # fmt: skip
def test_two_times_are_no_long_span(then: str, now: str, told: tuple[str, ...]) -> None:
    """ "Jan–Oct 2025–Jan–Oct 2026" reads as all in between, "Oct 2025 vs. 2026" as a month against a year."""
    label = local("Ca tử vong", "Deaths", "מקרי מוות")
    fields: dict[str, Any] = {"unit": "count", "value": 2, "period": now, "baseline": {"value": 1, "period": then}}
    facts = facts_of({"id": "d", "label": label, **fields})
    for language, text in zip(LANGUAGES, told, strict=True):
        figure = facts.figure("d", language, "exact")
        shown = page_figure(figure)["bare"]["from_to"].replace("\u00a0", " ")
        assert shown.translate(dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))) == f"{label[language]}, {text}"


@pytest.mark.parametrize(
    ("label", "when", "period", "shown"),
    [
        ("CPI change in October", "Oct 2026", "October 2026", "CPI change in October 2026"),
        ("שינוי המדד באוקטובר", "אוק׳ 2026", "אוקטובר 2026", "שינוי המדד באוקטובר 2026"),
        ("October rainfall", "Oct 2026", "October 2026", "October rainfall, 2026"),
        ("Rainfall", "Oct 2026", "October 2026", "Rainfall, Oct 2026"),
        ("Rainfall in October 2026", "October 2026", "October 2026", "Rainfall in October 2026"),
        ("Rainfall", "2026", "2026", "Rainfall, 2026"),
    ],
)
def test_a_label_that_names_its_month_says_it_once(label: str, when: str, period: str, shown: str) -> None:
    assert dated(label, when, period).replace(NBSP, " ") == shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [size for size in SIZES if size != "carousel"])
def test_every_picture_of_a_rebuttal_has_claim_verdict_and_reason(language: str, size: str) -> None:
    """A truth over "7 people paid", and not a word of what they paid for."""
    figures = tuple(fallen(language, number) for number in range(2))
    script = _rebuttal(language, figures)
    [steps] = script.scenes
    own = script_of(language, figures).scenes
    lines = (
        ContentLine(label="False", text="“Whoever has no record is fined from January”"),
        ContentLine(label="Why", text="No rule provides for a fine"),
    )
    steps = replace(steps, visual=replace(steps.visual, steps=("Do not pay", "Call us")))
    page = lay_out(replace(script, scenes=(*own, steps), content=lines), BRAND, size)
    shown = _texts(page)
    assert "False" in shown
    assert all(line.text in shown for line in lines)
    assert "point" not in page.lacking
    # Steps have over them what they are for.
    assert "Do not pay" not in shown or shown.index("Two steps") < shown.index("Do not pay")


def test_steps_under_another_point_keep_their_own_headline() -> None:
    """Under a title of dengue, "turn over what holds water" and nothing of why."""
    script = script_of("en", (fallen("en", 0),))
    steps = replace(_rebuttal("en").scenes[0], headline="Against mosquitoes")
    page = lay_out(replace(script, scenes=(*script.scenes, steps)), BRAND, "1080x1080", layout="steps")
    assert "Against mosquitoes" in _texts(page)


def test_a_limit_that_is_not_kept_is_no_full_bar() -> None:
    """48 minutes of at most 45 looked like all done."""
    wait = replace(
        fallen("en", 0), value=Decimal(48), better="lower", target=Mark(value=Decimal(45), written="45", label="Target")
    )
    filled, mark = bar_lengths(wait)
    assert filled is not None and mark is not None
    assert mark < filled < 0.9
    assert figure_data(wait)["exceeds"]
    assert not figure_data(replace(wait, value=Decimal(44)))["exceeds"]
    assert bar_lengths(replace(wait, better="higher"))[0] == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", ["comparison", "scorecard"])
def test_a_missed_target_stands_beside_every_figure_however_short_it_is_told(language: str, layout: str) -> None:
    """23 days → 19 days in a list, and the 14 that were promised nowhere."""
    then = Mark(value=Decimal(110), written="110", label=_WORDS[language][3])
    plan = Mark(value=Decimal(14), written="14", label="Plan 2026")
    first = replace(fallen(language, 0), baseline=then)
    better = replace(
        fallen(language, 1), change_is_good=True, change="up 3", compared="up 3", target=plan, target_met=False,
        baseline=then,
    )  # fmt: skip
    page = lay_out(script_of(language, (first, better)), BRAND, "1080x1350", layout=layout, dense=False)
    assert "Plan 2026: 14" in _texts(page)
    assert "plan 2026: 14" in page.description.alt_text, "within a sentence"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_of_which_nothing_else_is_said_never_stands_without_its_plan(language: str) -> None:
    """ "5.12 trillion dong disbursed" read as a feat under other news: 46.3% of the plan, which stood nowhere."""
    plan = Mark(value=Decimal(11060), written="11,060", label="Plan 2026")
    spent = replace(fallen(language, 1), change="", compared="", change_is_good=None, target=plan, gap="46.3% of it")
    others = (replace(fallen(language, number), change="", compared="") for number in (2, 3, 4))
    figures = (fallen(language, 0), spent, *others)
    page = lay_out(script_of(language, figures), BRAND, "1080x1350", layout="scorecard", dense=False)
    assert len(page.figures) == 5, "so many that changes and gaps have no room"
    assert "Plan 2026: 11,060" in _texts(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_earlier_value_has_its_unit_and_is_told_to_those_who_do_not_see_it(language: str) -> None:
    """ "171.200 → 187.400 tấn" has one unit for two values, and the alternative text left the first one out."""
    unit = {"vi": "tấn", "en": "tons", "he": "טון"}[language]
    figures = tuple(
        replace(
            fallen(language, n), written=f"98.4 {unit}", number="98.4", suffix=unit,
            baseline=Mark(value=Decimal(110), written=f"17{n}.2 {unit}", label=_WORDS[language][3]),
        )
        for n in range(2)
    )  # fmt: skip
    page = lay_out(script_of(language, figures), BRAND, "1080x1350", layout="comparison")
    assert page.figures == ("fallen-0", "fallen-1")
    numbers = [text.body for text in drawing.texts_of(page.template, page_data(page)) if text.text == "number"]
    assert any("171.2" in number and unit in number for number in numbers)
    for n in range(2):
        assert f"17{n}.2 {unit}" in page.description.alt_text


def test_no_line_ends_between_a_number_and_its_months() -> None:
    shown = dated("Sản lượng", f"9 tháng đầu năm, 2025{NBSP}và{NBSP}2026", "9 tháng đầu năm 2026")
    assert f"9{NBSP}tháng đầu" in shown and ", 9" in shown


def test_a_link_shows_a_missed_target_beside_its_figure_before_its_title_alone() -> None:
    """ "Water losses rise to 11.8%" stood alone on half a card of empty blue."""
    then = Mark(value=Decimal("10.6"), written="10.6%", label="Jan–Oct 2025")
    plan = Mark(value=Decimal(9), written="9%", label="Target 2026")
    losses = replace(
        fallen("en", 0), label="Water losses", value=Decimal("11.8"), unit="percent", number="11.8", suffix="%",
        written="11.8%", change="up 1.2 percentage points", compared="up 1.2 percentage points on the same period",
        better="lower", target=plan, target_met=False, baseline=then,
    )  # fmt: skip
    other = replace(fallen("en", 1), baseline=then)
    title = "Water losses rise to 11.8%, far from the target"
    script = replace(script_of("en", (losses, other)), title=title, title_stated=("fallen-0",), layout="comparison")
    page = lay_out(script, BRAND, "1200x630")
    assert page.figures == ("fallen-0",)
    assert "Target 2026: 9%" in _texts(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bar_of_a_board_names_its_target_wherever_its_tick_stands(language: str) -> None:
    """11.2 km of 16 stood as a bar with a tick that nobody named: the news that it is short was nowhere."""
    short = replace(fibre(language), target_met=False, change="", baseline=None)
    for figure in (short, fibre(language)):
        data = {
            **card("progress", language, place="lane", on="page", room={"detail": False}),
            "d": figure_data(figure),
        }
        drawn = [text.body for text in drawing.measure_texts("cards/card.typ", data)]
        assert figure.target is not None
        assert any(figure.target.label in body for body in drawn)
        assert figure.target_met or any(figure.gap in body for body in drawn)
