"""Readers who differ must be able to tell their pictures apart, in every team's own colours, and to read them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.errors import BriefError, LayoutError
from briefcast.look.brand import list_brands, read_brand
from briefcast.look.colour import distance
from briefcast.look.legibility import APART, measure_theme
from briefcast.look.looks import known_looks, make_look
from briefcast.look.theme import told_apart
from briefcast.paths import ASSETS
from briefcast.products.profiles import read_audience
from tests.picture_fixtures import AUDIENCES

OWN = """name: Ours
logo: {{light: mark.svg}}
themes:
  light:
    {{background: "{0}", surface: "#FFFFFF", ink: "#1A1A1A", muted: "#4F4F4F", line: "#CCCCCC", accent: "{1}",
     accent_2: "#B3400C", positive: "#0A6B4D", negative: "#B02318", track: "#E0E0E0", panel: "{2}", panel_2: "{3}",
     on_panel: "#FFFFFF", panel_muted: "#E4E4E4", panel_accent: "#FFD36B", panel_track: "{4}"}}
"""
TEAMS = {
    "green": ("#F7F7F2", "#0B5C3B", "#0B3D2A", "#124A35", "#3B6453"),
    "wine": ("#FBF6F4", "#7A1533", "#4A0D20", "#571529", "#7A3D50"),
    "grey": ("#FFFFFF", "#2E3A46", "#1F2730", "#28323D", "#4B5661"),
}


def kit(tmp_path: Path, colours: tuple[str, ...], more: str = "") -> Path:
    shutil.copy(ASSETS / "brand" / "mark.svg", tmp_path / "mark.svg")
    path = tmp_path / "ours.yaml"
    path.write_text(OWN.format(*colours) + more, "utf-8")
    return path


def test_every_audience_that_comes_along_has_a_look_of_its_own() -> None:
    looks = [read_audience(id).look for id in AUDIENCES]
    assert set(looks) <= set(known_looks())
    assert len(set(looks)) == len(AUDIENCES)


@pytest.mark.parametrize("team", TEAMS)
def test_a_kit_that_names_no_looks_has_them_in_its_own_colours(team: str, tmp_path: Path) -> None:
    brand = read_brand(kit(tmp_path, TEAMS[team]))
    assert set(brand.looks) == set(known_looks())
    panels = {look.theme.panel for look in brand.looks.values()}
    assert len(panels) == len(known_looks()), "two looks stand on one colour"
    for look in brand.looks.values():
        assert all(found.enough for found in measure_theme(look.theme.colours()))


@pytest.mark.parametrize("name", list_brands())
def test_no_two_looks_of_a_kit_are_one(name: str) -> None:
    looks = [*read_brand(name).looks.values()]
    for i, one in enumerate(looks):
        for other in looks[i + 1 :]:
            apart = distance(one.theme.panel, other.theme.panel)
            assert apart >= 8 or one.theme.background != other.theme.background, (one.theme.panel, other.theme.panel)
            assert one.pattern != other.pattern


def test_colours_from_which_no_ground_can_be_made_leave_the_kits_own() -> None:
    light = read_brand("institutional").themes["light"]
    pale = make_look(known_looks()["working"].model_copy(update={"of": "panel_2"}), light)
    assert all(found.enough for found in measure_theme(pale.theme.colours()))


def test_a_look_that_nobody_can_read_is_refused_and_named(tmp_path: Path) -> None:
    path = kit(tmp_path, TEAMS["grey"], 'looks:\n  warm: {colours: {panel: "#FFE9C7"}}\n')
    with pytest.raises(BriefError, match=r"looks\.warm: on_panel #FFFFFF on panel #FFE9C7"):
        read_brand(path)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("looks: {warm: {patern: dots}}", "patern"),
        ("looks: {warm: {pattern: stars}}", "stars"),
        ('looks: {warm: {colours: {pannel: "#FFFFFF"}}}', "no such colour"),
        ("looks: {warm: {colours: {panel: red}}}", "red"),
        ("looks: {Warm One: {pattern: dots}}", "no name of a look"),
        ("looks: [warm]", "mapping"),
    ],
)
def test_a_slip_in_a_look_is_named(written: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BriefError, match=said):
        read_brand(kit(tmp_path, TEAMS["grey"], written + "\n"))


def test_a_team_adds_a_look_and_changes_one(tmp_path: Path) -> None:
    brand = read_brand(kit(tmp_path, TEAMS["green"], "looks: {calm: {pattern: lines}, bold: {picture: none}}\n"))
    assert brand.wearing("calm").look.pattern == "lines"
    assert brand.wearing("bold").look.picture == "none"
    assert brand.wearing("bold").look.pattern == known_looks()["bold"].pattern


def test_a_look_that_the_kit_has_not_is_refused_by_name() -> None:
    with pytest.raises(LayoutError, match="no look “wram”"):
        read_brand("institutional").wearing("wram")


@pytest.mark.parametrize("name", list_brands())
def test_better_is_never_drawn_in_the_colour_of_worse(name: str) -> None:
    """Falling cases stood in the red of rising deaths: on the panel both were the red of a newspaper."""
    brand = read_brand(name)
    for look in brand.looks.values():
        for theme in (look.theme, look.printed):
            panel = theme.on_panel_theme()
            assert distance(panel.positive, panel.negative) >= APART
    paper = brand.looks["newspaper"].theme
    red = replace(paper, panel_accent=paper.negative).on_panel_theme()
    assert red.accent == paper.negative != red.positive
    assert told_apart(red.positive, red.negative)


def test_a_newspaper_sets_no_figure_in_the_red_of_bad_news() -> None:
    """A red 44.1% over a fall of cases reads as alarm."""
    for theme in (
        read_brand("institutional").looks["newspaper"].theme,
        read_brand("institutional").looks["newspaper"].printed,
    ):
        panel = theme.on_panel_theme()
        assert all(told_apart(colour, theme.negative) for colour in (theme.accent, panel.accent))
