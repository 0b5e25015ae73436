"""The maps that come along: every place on a tile of its own, known by all that it is called and by nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from briefcast.atlas import atlases, find_tile, merged_into

OLD = 29
"""Provinces of which there are no more since Resolution 202/2025/QH15: 63 less 34."""


@pytest.mark.parametrize("name", list(atlases()))
def test_no_tile_lies_on_another_and_each_is_named_in_every_language(name: str) -> None:
    atlas = atlases()[name]
    taken = [tile.at for tile in atlas.tiles]
    taken += [(island.at[0] + n, island.at[1]) for island in atlas.islands for n in range(island.columns)]
    for column, row, columns, rows in atlas.rooms.values():
        taken += [(column + x, row + y) for x in range(columns) for y in range(rows)]
    assert len(taken) == len({*taken})
    assert all(0 <= column < atlas.columns and 0 <= row < atlas.rows for column, row in taken)
    for place in (*atlas.tiles, *atlas.islands):
        assert {*place.name} == {"vi", "en", "he"}
        assert not place.short or {*place.short} == {"vi", "en", "he"}
    for language in ("vi", "en", "he"):
        short = [tile.short.get(language, tile.name[language]) for tile in atlas.tiles]
        assert len(short) == len({*short}), "two places of one name"


def test_viet_nam_has_its_34_provinces_and_both_archipelagos() -> None:
    """A map of Viet Nam without Hoàng Sa and Trường Sa may not be published there."""
    atlas = atlases()["viet-nam"]
    assert len(atlas.tiles) == 34
    assert {island.name["vi"]: island.of for island in atlas.islands} == {
        "Hoàng Sa (Đà Nẵng)": "da-nang",
        "Trường Sa (Khánh Hòa)": "khanh-hoa",
    }
    assert atlas.merged_on == dt.date(2025, 7, 1)
    gone = {
        found[1].id for names in atlas.merged.values() for name in names if (found := merged_into("province", [name]))
    }
    assert len(gone) == 23, "so many took others in"
    different = {find_tile("province", [name]) for names in atlas.merged.values() for name in names}
    assert different == {""}, "an old name is none of a new province"


def test_there_are_as_many_old_provinces_as_were_merged() -> None:
    spelled_again = {"Bắc Cạn", "Hoà Bình", "Đắc Nông", "Bà Rịa Vũng Tàu"}
    names = {name for names in atlases()["viet-nam"].merged.values() for name in names} - spelled_again
    assert len(names) == OLD


@pytest.mark.parametrize(
    ("dimension", "name", "tile"),
    [
        ("province", "Tỉnh Điện Biên", "viet-nam/dien-bien"),
        ("province", "thành phố Huế", "viet-nam/hue"),
        ("province", "Thừa Thiên – Huế", "viet-nam/hue"),
        ("province", "TP. Hồ Chí Minh", "viet-nam/ho-chi-minh-city"),
        ("province", "Ho Chi Minh City", "viet-nam/ho-chi-minh-city"),
        ("province", "Thanh Hoá", "viet-nam/thanh-hoa"),
        ("province", "Dak Lak Province", "viet-nam/dak-lak"),
        ("province", "האנוי", "viet-nam/ha-noi"),
        ("province", "ha-noi", "viet-nam/ha-noi"),
        ("province", "Tuyên Quang (gồm Hà Giang cũ)", "viet-nam/tuyen-quang"),
        ("district", "מחוז הדרום", "israel/southern"),
        ("district", "Tel Aviv District", "israel/tel-aviv"),
        ("district", "Huế", ""),
        ("province", "Hà Giang", ""),
        ("province", "Tỉnh 07", ""),
        ("commune", "Hà Nội", ""),
    ],
)
def test_a_place_is_known_by_all_that_it_is_called(dimension: str, name: str, tile: str) -> None:
    """An office writes "TP. Hồ Chí Minh", another "Ho Chi Minh City": neither loses its map."""
    assert find_tile(dimension, [name]) == tile


def test_names_that_say_two_places_are_none() -> None:
    assert find_tile("province", ["Huế", "Ha Noi"]) == ""


@pytest.mark.parametrize(("name", "tile"), [("Hà Giang", "tuyen-quang"), ("Tỉnh Bình Dương", "ho-chi-minh-city")])
def test_an_old_province_is_told_where_it_went(name: str, tile: str) -> None:
    found = merged_into("province", [name])
    assert found is not None
    assert found[1].id == tile
    assert merged_into("province", ["Hà Nội"]) is None
