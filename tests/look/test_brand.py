"""A brand kit that would make pictures nobody can read, or that misses a piece, must be refused with a reason."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.brief.read import read_brief
from briefcast.brief.workbook import write_xlsx
from briefcast.cli.main import app
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefError
from briefcast.look import drawing
from briefcast.look.brand import GRAVE, WORN, list_brands, read_brand
from briefcast.look.colour import VISIONS, contrast, distance
from briefcast.look.legibility import APART, PAIRS, TOLD_APART, Pair, measure_theme
from briefcast.look.looks import known_looks
from briefcast.paths import ASSETS
from briefcast.store.store import content_key
from tests.picture_fixtures import EXAMPLE


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    for name in ("institutional.yaml", "mark.svg", "mark-on-dark.svg"):
        shutil.copy(ASSETS / "brand" / name, tmp_path / name)
    return tmp_path / "institutional.yaml"


def change(kit: Path, before: str, after: str) -> None:
    text = kit.read_text("utf-8")
    assert before in text
    kit.write_text(text.replace(before, after, 1), "utf-8")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#0072B2", "#FFFFFF", 5.19),
        ("#F0E442", "#FFFFFF", 1.32),
    ],
)
def test_contrast_agrees_with_published_values(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("name", list_brands())
def test_every_kit_that_comes_along_can_be_read(name: str) -> None:
    brand = read_brand(name)
    for theme in brand.themes.values():
        assert all(found.enough for found in measure_theme(theme.colours()))


def test_a_kit_nobody_can_read_is_refused_and_the_pair_is_named(kit: Path) -> None:
    change(kit, '"#4F5A70"', '"#A9AFBA"')
    with pytest.raises(
        BriefError, match=r"muted #A9AFBA on background #F7F5EF has a contrast of 2\.\d\d; 4\.5 is needed"
    ):
        read_brand(kit)


def test_a_bar_that_melts_into_its_track_is_refused(kit: Path) -> None:
    change(kit, 'track: "#D8DDE6"', 'track: "#3F6AA8"')
    with pytest.raises(BriefError, match="accent #0F4C9C on track #3F6AA8"):
        read_brand(kit)


def test_colours_that_only_full_colour_vision_tells_apart_are_refused(kit: Path) -> None:
    """Red and green of one lightness say "better" and "worse" to nobody who lacks one kind of cone."""
    change(kit, 'negative: "#B02318"', 'negative: "#8A5A00"')
    change(kit, 'positive: "#0A6B4D"', 'positive: "#4F6B00"')
    with pytest.raises(BriefError, match=r"positive #4F6B00 and negative #8A5A00 are .* apart to some colour-blind"):
        read_brand(kit)


def test_text_that_drowns_in_the_pattern_is_refused(kit: Path) -> None:
    change(kit, 'panel_2: "#16386E"', 'panel_2: "#7C93B8"')
    with pytest.raises(BriefError, match="on_panel #FFFFFF on panel_2 #7C93B8"):
        read_brand(kit)


OKABE_ITO = ("#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")


def test_the_limit_of_difference_is_that_of_a_palette_made_for_it() -> None:
    nearest = min(
        distance(one, other, vision)
        for i, one in enumerate(OKABE_ITO)
        for other in OKABE_ITO[:i]
        for vision in (None, *VISIONS)
    )
    assert APART <= nearest < APART + 0.5


@pytest.mark.parametrize(
    ("one", "other", "vision"), [("#FF0000", "#9C8300", "protan"), ("#2E9B9B", "#9B8A9B", "deutan")]
)
def test_a_missing_cone_brings_colours_together(one: str, other: str, vision: str) -> None:
    assert distance(one, other, vision) < distance(one, other) * 0.6  # type: ignore[arg-type]


def test_the_scale_of_difference_runs_from_the_same_to_black_and_white() -> None:
    assert distance("#123456", "#123456") == 0
    assert distance("#000000", "#FFFFFF") == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("pattern: rings", "pattern: swirl", "'swirl' is no pattern"),
        ("name: Institutional", "nam: Institutional", "has no such key"),
        ("name: Institutional", "nam: Institutional", "name: This key is missing"),
        ('ink: "#101D38"', "ink: blue", "themes.light.ink: 'blue' is no colour"),
        ('    ink: "#101D38"', '    inc: "#101D38"', "There is no such colour"),
        ("light: mark.svg", "light: lost.svg", "lost.svg cannot be read"),
        ("light: mark.svg", "light: ../../secret.svg", "outside the kit's folder"),
        ("audience_themes: {}", "audience_themes: {youth: neon}", "There is no theme 'neon'"),
        ("corner_radius_px: 6", "corner_radius_px: round", "'round' is no radius"),
        ("display_weight: 800", "display_weight: 450", "450 is no weight"),
        ("fonts: {}", "fonts: {xx: [Arial]}", "There is no such language"),
        ("logo:", "logo: mark.svg\nmark:", "This must be a mapping"),
    ],
)
def test_a_slip_in_a_kit_is_named(kit: Path, before: str, after: str, said: str) -> None:
    change(kit, before, after)
    with pytest.raises(BriefError) as error:
        read_brand(kit)
    assert said in str(error.value)


def test_every_slip_is_reported_at_once(kit: Path) -> None:
    change(kit, "pattern: rings", "pattern: swirl")
    change(kit, 'ink: "#101D38"', "ink: blue")
    with pytest.raises(BriefError) as error:
        read_brand(kit)
    assert len(error.value.problems) == 2


@pytest.mark.parametrize("content", ["- a list", "", "just words", "a: [unclosed", "\x00"])
def test_a_file_that_is_no_kit_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kit.yaml"
    path.write_text(content)
    with pytest.raises(BriefError):
        read_brand(path)


def test_an_unknown_kit_lists_the_known_ones() -> None:
    with pytest.raises(BriefError, match="institutional"):
        read_brand("nowhere")


def test_a_team_keeps_its_kit_beside_its_brief(kit: Path) -> None:
    beside = kit.parent / "brief" / "brand"
    shutil.copytree(kit.parent, beside)
    change(beside / "institutional.yaml", "name: Institutional", "name: Ours")
    assert read_brand("institutional", folder=beside.parent).name == "Ours"
    assert read_brand("institutional", folder=kit.parent).name == "Institutional"


@pytest.mark.parametrize("name", ["../kit", "/etc/kit", "kit.yaml", ""])
def test_a_brief_reaches_no_kit_outside_its_folder(kit: Path, name: str) -> None:
    with pytest.raises(BriefError, match="no name of a kit"):
        read_brand(name, folder=kit.parent)


def test_one_audience_can_be_drawn_with_a_kit_of_its_own(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8").replace("brand: institutional", "audience_brands: {youth: youthful}")
    (tmp_path / "brief.yaml").write_text(text, "utf-8")
    plan = plan_edition(EditionRequest(brief=tmp_path / "brief.yaml", out=tmp_path, products=("infographic",)))
    assert (plan.brand_of("youth").id, plan.brand_of("leaders").id) == ("youthful", "institutional")
    from_workbook = read_brief(write_xlsx(plan.brief, tmp_path / "brief.xlsx"))
    assert from_workbook.audience_brands == {"youth": "youthful"}


def test_a_kit_for_an_audience_that_does_not_exist_is_named(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8").replace("brand: institutional", "audience_brands: {yuth: youthful}")
    (tmp_path / "brief.yaml").write_text(text, "utf-8")
    with pytest.raises(BriefError, match=r"audience_brands\.yuth: There is no audience group 'yuth'"):
        read_brief(tmp_path / "brief.yaml")


def test_the_report_of_a_kit_shows_every_pair_and_fails_with_it(kit: Path) -> None:
    """The team is shown by how much a pair misses, not only that it does."""
    runner = CliRunner()
    fine = runner.invoke(app, ["brand", "check", "--json"])
    rows = json.loads(fine.stdout)
    assert fine.exit_code == 0
    assert set(rows) == set(list_brands())
    seen = {"light", "dark"} | {f"looks.{name}{on}" for name in known_looks() for on in ("", ".printed")}
    assert {row["theme"] for row in rows["youthful"]} == seen
    assert all(len(rows[name]) == len(seen) * (len(PAIRS) + len(TOLD_APART)) for name in rows)
    change(kit, '"#4F5A70"', '"#A9AFBA"')
    bad = runner.invoke(app, ["brand", "check", str(kit)])
    assert bad.exit_code == 2
    assert any(
        "muted / background" in line and "2.02" in line and "too alike" in line for line in bad.stdout.splitlines()
    )


@pytest.mark.parametrize("name", list_brands())
def test_no_figure_is_golden_over_people_killed(name: str) -> None:
    """A giant yellow 7 told of seven deaths, as one tells of a prize."""
    brand = read_brand(name)
    grave, light = brand.theme(GRAVE), brand.theme("light")
    assert all(each.enough for each in measure_theme(grave.colours()))
    red, green, blue = (int(grave.panel_accent[i : i + 2], 16) for i in (1, 3, 5))
    assert max(red, green, blue) - min(red, green, blue) < 40, "a shade of the text, and no colour of its own"
    assert replace(grave, panel_accent=light.panel_accent) == light
    # Rays behind "187 people died on the roads" are a sunrise.
    for theme, dressed in ((GRAVE, False), (brand.theme_name("citizens"), True)):
        worn = drawing.look(brand, "he", width_px=1080, height_px=1350, theme=theme)
        assert (worn["pattern"] != "none" and worn["illustration"] != "none") is dressed


def test_a_new_logo_gives_new_pictures(kit: Path) -> None:
    before = content_key("page", read_brand(kit))
    assert content_key("page", read_brand(kit)) == before
    (kit.parent / "mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    assert content_key("page", read_brand(kit)) != before


def test_an_audience_gets_the_theme_its_kit_says(kit: Path) -> None:
    assert read_brand(kit).theme_name("youth") == "light"
    change(kit, "audience_themes: {}", "audience_themes: {youth: dark}")
    assert read_brand(kit).theme_name("youth") == "dark"
    assert read_brand(kit).wearing("bold").theme_name("youth") == "dark"
    assert read_brand(kit).wearing("sober").theme_name("leaders") == WORN


@pytest.mark.parametrize("pair", [*PAIRS, *TOLD_APART], ids=lambda pair: f"{pair.one}-{pair.other}-{pair.least:g}")
def test_every_pair_can_fail(pair: Pair) -> None:
    """A check that no colours can fail protects nobody."""
    colours = read_brand("youthful").theme("light").colours()
    sources = {"quiet": "muted", "panel_quiet": "panel_muted"}
    colours[sources.get(pair.one, pair.one)] = colours[sources.get(pair.other, pair.other)]
    grounds = {"quiet": "background", "panel_quiet": "panel"}
    for role in (pair.one, pair.other):
        if role in sources:
            colours[sources[role]] = colours[grounds[role]]
    if pair.other in sources:
        colours[pair.one] = colours[grounds[pair.other]]
    assert not all(found.enough for found in measure_theme(colours) if found.pair == pair)
