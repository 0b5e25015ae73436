"""A brand kit that would make pictures nobody can read, or that misses a piece, must be refused with a reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefcast.brand import PAIRS, contrast, list_brands, read_brand
from briefcast.errors import BriefError
from briefcast.paths import ASSETS
from briefcast.store import content_key


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
        for one, other, least in PAIRS:
            assert contrast(getattr(theme, one), getattr(theme, other)) >= least


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
        ("youth: dark", "youth: neon", "There is no theme 'neon'"),
        ("corner_radius_px: 6", "corner_radius_px: round", "'round' is no radius"),
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


def test_a_new_logo_gives_new_pictures(kit: Path) -> None:
    before = content_key("page", read_brand(kit))
    assert content_key("page", read_brand(kit)) == before
    (kit.parent / "mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    assert content_key("page", read_brand(kit)) != before


def test_an_audience_gets_the_theme_its_kit_says(kit: Path) -> None:
    assert read_brand(kit).theme_name("youth") == "dark"
    assert read_brand(kit).theme_name("leaders") == "light"
