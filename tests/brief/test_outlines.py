"""Maps of a team's own: what is read of a GeoJSON file, and the one message where it cannot be drawn."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest

from briefcast.brief import outlines
from briefcast.brief.read import open_brief
from briefcast.edition.check import check_brief
from briefcast.errors import BriefError
from tests.outlines_fixtures import NAMES, VALUES, geojson, told, write_map

TODAY = dt.date(2026, 1, 20)


def opened(folder: Path, text: str) -> Any:
    file = folder / "places.yaml"
    file.write_text(text, "utf-8")
    return open_brief(file)


def changed(change: Callable[[dict[str, Any]], Any]) -> str:
    tree = copy.deepcopy(geojson())
    other = change(tree)
    return json.dumps(tree if other is None else other)


def _first(tree: dict[str, Any]) -> dict[str, Any]:
    return tree["features"][0]


def _set_point(tree: dict[str, Any], point: Any) -> None:
    _first(tree)["geometry"]["coordinates"][0][0][3] = point


def _bow_tie(tree: dict[str, Any]) -> None:
    _first(tree)["geometry"] = {
        "type": "Polygon",
        "coordinates": [[[106, 16], [107, 17], [107, 16], [106, 17], [106, 16]]],
    }


HOSTILE = {
    "no JSON": ("{", "not JSON"),
    "NaN": (changed(lambda t: _set_point(t, [float("nan"), 16.0])), "not JSON"),
    "infinite": (changed(lambda t: _set_point(t, [float("inf"), 16.0])), "not JSON"),
    "larger than any number": (changed(lambda t: None).replace("106.6,", "1e999,", 1), "Hướng Hóa"),
    "as deep as it goes": ("[" * 200_000, "not JSON"),
    "binary": ("\ud7ff\x00", ""),
    "empty": ("", "empty"),
    "a list": ("[]", "no list of features"),
    "topojson": ('{"type": "Topology", "objects": {}}', "no list of features"),
    "no features": (changed(lambda t: {**t, "features": []}), "no list of features"),
    "features that are none": (changed(lambda t: {**t, "features": [1, 2]}), "no list of features"),
    "a point": (changed(lambda t: _first(t).update(geometry={"type": "Point", "coordinates": [1, 2]})), "Hướng Hóa"),
    "no geometry": (changed(lambda t: _first(t).update(geometry=None)), "Hướng Hóa"),
    "words for numbers": (changed(lambda t: _set_point(t, ["106", "16"])), "Hướng Hóa"),
    "yes for a number": (changed(lambda t: _set_point(t, [True, 16])), "Hướng Hóa"),
    "metres": (changed(lambda t: _set_point(t, [586_000, 1_870_000])), "Hướng Hóa"),
    "a line": (
        changed(lambda t: _first(t)["geometry"].update(coordinates=[[[[106, 16], [107, 17], [106, 16]]]])),
        "Hướng Hóa",
    ),
    "crossing itself": (changed(_bow_tie), "cross themselves: Hướng Hóa"),
    "one name twice": (changed(lambda t: t["features"].append(_first(t))), "more than one place called Hướng Hóa"),
    "no properties": (changed(lambda t: _first(t).update(properties=None)), "no property 'TEN_HUYEN'"),
    "another property": (json.dumps(geojson(property="NAME_2")), "NAME_2, ma"),
    "thousands of places": (
        changed(lambda t: {**t, "features": [{**_first(t), "geometry": None}] * 3000}),
        "more than 2000 places",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_map_that_cannot_be_drawn_is_refused_in_one_message(tmp_path: Path, case: str) -> None:
    """A map that fails while it is drawn costs the whole edition; an invisible fault costs the team's afternoon."""
    content, said = HOSTILE[case]
    write_map(tmp_path, content)
    with pytest.raises(BriefError) as refused:
        opened(tmp_path, told())
    [problem] = refused.value.problems
    assert said in str(problem), problem
    assert "maps/districts.geojson" in str(problem)
    assert "online" in problem.field
    assert problem.remedy


@pytest.mark.parametrize(
    "name", ["../districts.geojson", "/etc/districts.geojson", "https://example.org/d.geojson", "C:\\d.geojson"]
)
def test_a_map_lies_beside_the_brief(tmp_path: Path, name: str) -> None:
    """A brief that reads any file of a server shows what is none of its business."""
    write_map(tmp_path.parent, name="districts.geojson")
    with pytest.raises(BriefError) as refused:
        opened(tmp_path, told(file=f"'{name}'"))
    [problem] = refused.value.problems
    assert "map.file" in problem.field


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = write_map(tmp_path / "elsewhere")
    folder = tmp_path / "brief"
    (folder / "maps").mkdir(parents=True)
    (folder / "maps" / "districts.geojson").symlink_to(outside)
    with pytest.raises(BriefError, match="link"):
        opened(folder, told())


def test_a_map_of_more_bytes_or_points_than_are_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of a gigabyte must not take the server with it."""
    write_map(tmp_path)
    monkeypatch.setattr(outlines, "POINTS_MAX", 100)
    with pytest.raises(BriefError, match="more than 100 points"):
        opened(tmp_path, told())
    monkeypatch.setattr(outlines, "MAP_MAX_BYTES", 1000)
    with pytest.raises(BriefError) as refused:
        opened(tmp_path, told())
    assert len(refused.value.problems) == 1


def test_places_without_an_area_are_named_together(tmp_path: Path) -> None:
    """One message with every name is mended in one go."""
    tree = geojson(names={"cam-lo": "Cam Lô Mới", "da-krong": "Somewhere", "hai-lang": "Else"})
    write_map(tmp_path, tree)
    with pytest.raises(BriefError) as refused:
        opened(tmp_path, told())
    [problem] = refused.value.problems
    for name in ("Cam Lộ", "Đa Krông", "Hải Lăng"):
        assert name in problem.message
    assert "Đông Hà" not in problem.message


def test_two_entries_of_one_area_are_told(tmp_path: Path) -> None:
    """One would lie on the other, and nobody would see its value."""
    write_map(tmp_path)
    with pytest.raises(BriefError, match="same place of a map"):
        opened(
            tmp_path,
            told(more="")
            .replace("        hai-lang: {name: {", "        cam-lo-2: {name: {")
            .replace('vi: "Hải Lăng", en: "Hai Lang"', 'vi: "Huyện Cam Lộ", en: "Cam Lo district"')
            .replace("האי לאנג", "קאם לו"),
        )


@pytest.mark.parametrize(
    "names",
    [
        {id: name[1] for id, name in NAMES.items()},
        {id: name[2] for id, name in NAMES.items()},
        {id: f"Huyện {name[0]}" for id, name in NAMES.items()},
        {id: name[0].upper() for id, name in NAMES.items()},
        {id: id for id in NAMES},
    ],
    ids=["English", "Hebrew", "with what it is", "capitals", "ids"],
)
def test_places_are_known_by_any_of_their_names(tmp_path: Path, names: dict[str, str]) -> None:
    """A file of the survey department is used as it is."""
    write_map(tmp_path, geojson(names=names))
    brief = opened(tmp_path, told()).brief
    members = [s.member for s in brief.statistics if s.member]
    assert len(members) == 10
    assert all(member.outline for member in members)


def test_areas_that_no_entry_is_of_are_told(tmp_path: Path) -> None:
    """A district that was forgotten would be a hole in the country."""
    write_map(tmp_path)
    values = {id: value for id, value in VALUES.items() if id not in ("gio-linh", "con-co")}
    read = opened(tmp_path, told(values=values))
    [found] = [f for f in check_brief(read, today=TODAY) if f.code == "not-drawn"]
    assert found.severity == "warning"
    assert "Gio Linh, Cồn Cỏ" in found.message
    write_map(
        tmp_path,
        {
            **geojson(),
            "features": [
                f for f in geojson()["features"] if f["properties"]["TEN_HUYEN"] not in ("Gio Linh", "Cồn Cỏ")
            ],
        },
    )
    assert not [f for f in check_brief(opened(tmp_path, told(values=values)), today=TODAY) if f.code == "not-drawn"]


def test_a_place_without_a_value_keeps_its_area(tmp_path: Path) -> None:
    write_map(tmp_path)
    brief = opened(tmp_path, told(values={**VALUES, "cam-lo": ""})).brief
    members = [s.member for s in brief.statistics if s.member]
    assert len(members) == 9
    assert all(len(member.unvalued) == 1 and member.unvalued[0] for member in members)


def test_sums_are_not_mapped(tmp_path: Path) -> None:
    """Of two districts the larger one has more of everything."""
    write_map(tmp_path)
    text = told().replace(
        "unit: percent\n    measure: share",
        "unit: count\n    noun: {vi: hồ sơ, en: files, he: בקשות}\n    gender: f",
        1,
    )
    assert "unit: count" in text
    assert [f for f in check_brief(opened(tmp_path, text), today=TODAY) if f.code == "not-on-map"]


def test_a_place_is_as_wide_as_it_is_on_the_ground(tmp_path: Path) -> None:
    """At 60 degrees north a degree to the east is half as long as one to the north: Norway is no square."""
    square = numpy.array([(10.0, 59.5), (11.0, 59.5), (11.0, 60.5), (10.0, 60.5)])
    [[ring]] = outlines.lay([(square,)])
    xs, ys = ring[::2], ring[1::2]
    assert max(ys) - min(ys) == outlines.LONG_SIDE
    assert (max(xs) - min(xs)) / outlines.LONG_SIDE == pytest.approx(0.5, abs=0.01)
    assert ys[xs.index(min(xs))] >= 0


def test_fine_lines_become_as_few_points_as_are_seen() -> None:
    turns = numpy.linspace(0, 2 * numpy.pi, 50_000, endpoint=False)
    coast = numpy.column_stack([100 + numpy.cos(turns), 10 + numpy.sin(turns)])
    speck = numpy.array([(101.5, 10.0), (101.5001, 10.0), (101.5, 10.0001)])
    [large], [small] = outlines.lay([(coast,), (speck,)])
    assert len(large) < 800
    assert len(small) >= 6, "a place that is too small to be seen is there nevertheless"


@pytest.mark.parametrize("count", [4, 50, 3000])
def test_crossing_is_found_wherever_it_is(count: int) -> None:
    turns = numpy.linspace(0, 2 * numpy.pi, count, endpoint=False)
    ring = numpy.column_stack([numpy.cos(turns), numpy.sin(turns)])
    assert not outlines._crosses_itself(ring)
    swapped = ring.copy()
    swapped[[1, 2]] = swapped[[2, 1]]
    assert outlines._crosses_itself(swapped)
