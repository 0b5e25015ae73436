"""Places that a map cannot show are told, each with the way on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from briefcast.brief.read import open_brief
from briefcast.edition.check import check_brief
from tests.groups_fixtures import write
from tests.maps_fixtures import PROVINCES, told

TODAY = dt.date(2026, 1, 16)


def found(folder: Path, text: str) -> list[Finding]:
    return [
        f
        for f in check_brief(open_brief(write(folder, text=text)), today=TODAY)
        if f.code in ("not-on-map", "old-place")
    ]


def test_a_map_of_34_provinces_is_right(tmp_path: Path) -> None:
    assert found(tmp_path, told(PROVINCES)) == found(tmp_path, told(PROVINCES, visual="map")) == []


def test_provinces_merged_in_2025_are_not_added_up(tmp_path: Path) -> None:
    """Tuyên Quang is not what Tuyên Quang was and Hà Giang together: the mean of two shares is none of theirs."""
    text = (
        told(PROVINCES)
        .replace(
            "        lai-chau: {name: {vi: Lai Châu, en: Lai Chau,",
            "        ha-giang: {name: {vi: Hà Giang, en: Ha Giang,",
        )
        .replace("{online.lai-chau}", "{online.ha-giang}")
    )
    [warning] = found(tmp_path, text)
    assert (warning.code, warning.severity) == ("old-place", "warning")
    assert "Hà Giang" in warning.message
    assert "Tuyên Quang" in warning.message
    assert "Tuyên Quang" in warning.remedy
    [error] = found(tmp_path, text.replace("statistics: [online]", "statistics: [online]\n    visual: map"))
    assert (error.code, error.severity) == ("not-on-map", "error")
    assert "visual: table" in error.remedy


def test_figures_of_before_the_merger_are_of_then(tmp_path: Path) -> None:
    """A table of 63 provinces in 2024 is right, and has no map."""
    text = told(PROVINCES).replace("{name: {vi: Lai Châu, en: Lai Chau,", "{name: {vi: Hà Giang, en: Ha Giang,")
    assert found(tmp_path, text.replace('period: "2025-12"', 'period: "2024-12"', 1)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("unit: percent\n    measure: share", "unit: count"), "where many people live"),
        (("{vi: Lai Châu, en: Lai Chau, he: לאי צ׳או}", "{vi: Lay Châu, en: Lay Chow, he: לאי}"), "Lay Châu"),
        (("{vi: Lào Cai, en: Lao Cai, he: לאו קאי}", "{vi: Điện Biên, en: Dien Bien, he: דיין ביין}"), "same place"),
    ],
)
def test_what_cannot_be_on_a_map_is_told_with_the_way_on(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    values = {id: value.partition(".")[0] for id, value in PROVINCES.items()}
    text = told(values, visual="map", whole="2750")
    assert change[0] in text
    text = (
        text.replace(change[0], change[1])
        .replace("        lai-chau: {name: {vi: Lay", "        lai-chow: {name: {vi: Lay")
        .replace("        lao-cai: {name: {vi: Đ", "        lao-x: {name: {vi: Đ")
        .replace("{online.lai-chau}", "{online.dien-bien}")
    )
    errors = [f for f in found(tmp_path, text) if f.code == "not-on-map"]
    assert len(errors) == 1
    assert words in errors[0].message
