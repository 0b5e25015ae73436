"""Maps that are dropped at a figure: GeoJSON with outlines of places, told by its content and cleaned."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefcast.brief.outlines import MAP_MAX_BYTES, read_outlines
from briefcast.desk.form import places_for_files
from briefcast.languages import read_languages
from tests.desk_fixtures import OURS, change, inside, put, send_file, write_brief
from tests.edition.test_taking_in import picture

FIELD = "statistics.0.by.map.file"
NAMES = {"ha-noi": "Hà Nội", "hue": "Huế", "can-tho": "Cần Thơ"}


def square(west: float, south: float) -> list[list[list[float]]]:
    return [[[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]]


def geojson(**more: Any) -> bytes:
    features = [
        {
            "type": "Feature", "id": f"owner-{n}", "properties": {"CODE": n, "NAME": name, "KIND": "province"},
            "geometry": {"type": "Polygon", "coordinates": square(n * 2, 10)},
        }
        for n, name in enumerate(NAMES.values())
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features, **more}, ensure_ascii=False).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    team = tmp_path / "offices" / "team"
    team.mkdir(parents=True)
    write_brief(team)
    return team


def drop(browser: Any, content: bytes | Iterator[bytes], name: str = "x.geojson", *, field: str = FIELD) -> Any:
    return send_file(browser, content, name=name, field=field)


def by_place(browser: Any) -> None:
    """Make the first figure one of three places."""
    values = {
        id: {"name": {"vi": name, "en": name, "he": name}, "value": 60 + n}
        for n, (id, name) in enumerate(NAMES.items())
    }
    assert (
        change(browser, put("statistics.0.by", {"dimension": "province", "values": values, "map": {}})).status_code
        == 200
    )


def maps_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.geojson"))


def test_a_map_is_put_beside_the_brief_and_names_its_places_as_the_figure_does(folder: Path) -> None:
    """Nobody who works at the desk has to copy a file into a folder, or to look for the name of a property in it."""
    with inside(folder) as browser:
        by_place(browser)
        answer = drop(browser, geojson(), "Ranh giới tỉnh, 2031.json").json()
        assert (answer["value"], answer["address"]) == ("maps/Ranh-giới-tỉnh-2031.geojson", FIELD)
        assert answer["also"] == {"statistics.0.by.map.name": "NAME"}
        assert "NAME" in answer["told"]
    read = read_outlines(folder / answer["value"], "NAME")
    assert set(read.shapes) == set(NAMES.values())


def test_what_a_map_holds_beside_its_places_stays_out(folder: Path) -> None:
    """Who owned a file, and when it was edited, would go out with every edition that is handed on."""
    more = {"name": "C:/Users/lan/secret", "crs": {"type": "name"}, "history": [{"user": "lan"}]}
    with inside(folder) as browser:
        name = drop(browser, geojson(**more)).json()["value"]
    kept = (folder / name).read_text("utf-8")
    assert "lan" not in kept and "owner" not in kept and json.loads(kept)["features"][0]["properties"]["CODE"] == 0


def test_nothing_is_guessed_where_no_property_names_the_places_of_the_figure(folder: Path) -> None:
    with inside(folder) as browser:
        assert drop(browser, geojson()).json()["also"] == {}


def test_the_same_map_again_is_the_same_file_and_another_one_another(folder: Path) -> None:
    with inside(folder) as browser:
        first = drop(browser, geojson()).json()["value"]
        assert drop(browser, geojson()).json()["value"] == first
        other = geojson().replace(b'"KIND": "province"', b'"KIND": "city"')
        assert drop(browser, other).json()["value"] == "maps/x-2.geojson"
    assert maps_of(folder) == ["maps/x-2.geojson", "maps/x.geojson"]


def feature(geometry: Any, **properties: Any) -> bytes:
    one = {"type": "Feature", "properties": {"NAME": "A", **properties}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [one]}).encode()


def to_and_fro(points: int) -> list[list[float]]:
    """A line that runs to and fro over all its width, and crosses itself nowhere."""
    ring = [[-170.0 if n % 2 else 170.0, -80 + 160 * n / points] for n in range(points)]
    return [*ring, [-175.0, 81.0], [-175.0, -81.0], [170.0, -81.0]]


def area(ring: list[list[float]]) -> bytes:
    return feature({"type": "Polygon", "coordinates": [ring]})


TWICE = geojson().replace(b'"CODE": 1', b'"CODE": 0').replace("Huế".encode(), "Hà Nội".encode())
HOSTILE: dict[str, tuple[bytes, str]] = {
    "a page": (b"<!doctype html><script>alert(1)</script>", "GeoJSON"),
    "a picture": (picture(), "GeoJSON"),
    "nothing": (b"", "GeoJSON"),
    "no JSON": (b"{" * 100, "not JSON"),
    "a tower of brackets": (b'{"a":' + b"[" * 200_000, "not JSON"),
    "no number": (b'{"type":"FeatureCollection","features":[{"a":NaN}]}', "not JSON"),
    "another thing": (b'{"type":"Topology"}', "no list of features"),
    "no features": (b'{"type":"FeatureCollection","features":[]}', "no list of features"),
    "features of nothing": (b'{"type":"FeatureCollection","features":[1,2]}', "no list of features"),
    "points": (feature({"type": "Point", "coordinates": [1, 2]}), "no area"),
    "metres": (area([[500_000, 1e6], [500_900, 1e6], [500_000, 2e6]]), "no area"),
    "endless": (area([[0, 0], [1, 0], [0, 1]]).replace(b"[1, 0]", b"[1e999, 0]"), "no area"),
    "no name": (b'{"type":"FeatureCollection","features":[{"properties":{},"geometry":null}]}', "No property"),
    "a name that is a list": (feature({"type": "Polygon", "coordinates": square(0, 0)}, NAME=["a"]), "No property"),
    "two of one name": (TWICE, "No property"),
    "a knot": (area([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]), "cross themselves"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_map_is_refused_with_what_to_do(kind: str, folder: Path) -> None:
    """A file that is called .geojson may be anything."""
    content, said = HOSTILE[kind]
    with inside(folder) as browser:
        browser.get("/?language=en")
        answer = drop(browser, content)
    assert answer.status_code == 422 and said in answer.json()["message"], answer.text
    assert not maps_of(folder)
    assert not [path for path in (folder / ".desk" / "arriving").glob("*") if path.is_file()]


def test_outlines_that_run_to_and_fro_stop_nobody_else(folder: Path) -> None:
    """Looking through all pairs of a hundred thousand sides would keep the desk busy for minutes."""
    with inside(folder) as browser:
        browser.get("/?language=en")
        answer = drop(browser, feature({"type": "Polygon", "coordinates": [to_and_fro(60_000)]}))
    assert answer.status_code == 422 and "to and fro" in answer.json()["message"]


def test_a_map_that_is_too_large_is_let_go_before_it_came_whole(folder: Path) -> None:
    seen = 0

    def pieces() -> Iterator[bytes]:
        nonlocal seen
        yield b'{"type":"FeatureCollection","features":['
        for _ in range(200):
            seen += 1
            yield b" " * 1_000_000

    with inside(folder) as browser:
        browser.get("/?language=en")
        answer = drop(browser, pieces())
    assert answer.status_code == 422 and str(MAP_MAX_BYTES // 1_000_000) in answer.json()["message"]
    assert not maps_of(folder)


@pytest.mark.parametrize(
    "name", ["../../plan.yaml", "..\\..\\x.geojson", "/etc/passwd", "con.geojson", "\u202egnosjoeg.exe", "." * 300]
)
def test_a_name_leads_nowhere_else(name: str, folder: Path) -> None:
    with inside(folder) as browser:
        value = drop(browser, geojson(), name).json()["value"]
    assert value.startswith("maps/") and maps_of(folder) == [value]
    assert (folder / value).resolve().parent == folder / "maps"


def test_nothing_is_put_through_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "maps").symlink_to(tmp_path / "elsewhere")
    with inside(folder) as browser:
        assert drop(browser, geojson()).status_code == 400
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("field", ["points.0.image", "points.0.footage.file"])
def test_a_map_is_no_picture_and_no_film(field: str, folder: Path) -> None:
    with inside(folder) as browser:
        assert drop(browser, geojson(), field=field).status_code == 422
    assert not maps_of(folder)


def test_only_a_map_belongs_at_a_map() -> None:
    path = ("statistics", 0, "by", "map", "file")
    assert dict(places_for_files(path)) == {"map": path}


def test_the_field_takes_files_and_says_so_in_every_language(folder: Path) -> None:
    with inside(folder) as browser:
        by_place(browser)
        for code in read_languages():
            page = browser.post(
                f"/briefs/my-plan.yaml/part?language={code}", json={"path": ["statistics", 0]}, headers=OURS
            ).text
            assert f'data-drop="{FIELD}"' in page and ".geojson" in page
