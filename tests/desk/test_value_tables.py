"""Tables of values that are dropped at a figure: those of places, and those of a series."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefcast.desk.form import places_for_files
from briefcast.languages import read_languages
from tests.desk.test_maps import geojson
from tests.desk_fixtures import OURS, ask, change, inside, put, send_file, write_brief

VALUES, SERIES = "statistics.0.by.values", "statistics.1.series"
PLACES = "id;vi;en;value\nha-noi;Hà Nội;Ha Noi;94.2\nhue;Huế;Hue;90.1\ncan-tho;Cần Thơ;Can Tho;\n"
YEARS = "period,value\n2029,48.3\n2030,68.9\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    team = tmp_path / "team"
    team.mkdir()
    write_brief(team)
    return team


def drop(browser: Any, content: bytes, field: str, name: str = "x.csv") -> Any:
    return send_file(browser, content, name=name, field=field)


def tables(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.csv"))


def test_values_of_places_are_a_file_beside_the_brief(folder: Path) -> None:
    """Sixty-three provinces are in a spreadsheet already; nobody copies them into a text file by hand."""
    with inside(folder) as browser:
        change(browser, put("statistics.0.by", {"dimension": "province"}))
        told = drop(browser, PLACES.encode("utf-8-sig"), VALUES, "Các tỉnh 2031.csv").json()
        assert (told["value"], told["address"]) == ("data/Các-tỉnh-2031.csv", VALUES)
        assert (folder / told["value"]).read_text("utf-8") == PLACES
        change(browser, put(VALUES, told["value"]), seq=2)
        # A map that comes then has its places called as the table does.
        assert drop(browser, geojson(), "statistics.0.by.map.file", "x.geojson").json()["also"] == {
            "statistics.0.by.map.name": "NAME"
        }
        assert ask(browser, "save", over="").status_code in (200, 409)


def test_values_over_time_are_a_file_too(folder: Path) -> None:
    with inside(folder) as browser:
        told = drop(browser, YEARS.encode(), SERIES).json()
    assert (told["value"], told["address"]) == ("data/x.csv", SERIES)


@pytest.mark.parametrize(
    ("field", "content", "said"),
    [
        (VALUES, b"province,share\nHue,3\n", "no column"),
        (VALUES, b"name,value\nHue,3\nHue,4\n", "line 3"),
        (VALUES, b"name,value\nHue,3\n", "fewer than two"),
        (VALUES, b'name,value\n"Hue,3\n', "CSV"),
        (SERIES, b"year,value\n2030,3\n", "line 1"),
        (SERIES, b"period,value\n2030,3\n2030,4\n", "line 3"),
        (SERIES, b"", "empty"),
        (SERIES, "period,value\n2030,4 tỷ\n".encode("utf-16"), "UTF-8"),
        (SERIES, b"PK\x03\x04 a workbook", ""),
        (SERIES, geojson(), ""),
        (VALUES, b"name,value\n" + b"a,1\n" * 2_000_000, ""),
    ],
)
def test_a_table_that_no_brief_can_read_is_refused_with_its_line(
    field: str, content: bytes, said: str, folder: Path
) -> None:
    with inside(folder) as browser:
        browser.get("/?language=en")
        answer = drop(browser, content, field)
    assert answer.status_code == 422 and said in answer.json()["message"], answer.text
    assert not tables(folder)


@pytest.mark.parametrize("name", ["../../x.csv", "con.csv", "/etc/cron.d/x", "\u202evsc.exe"])
def test_a_name_leads_nowhere_else(name: str, folder: Path) -> None:
    with inside(folder) as browser:
        value = drop(browser, YEARS.encode(), SERIES, name).json()["value"]
    assert value.startswith("data/") and tables(folder) == [value]


def test_a_table_belongs_where_it_is_let_go_and_nowhere_else() -> None:
    values = ("statistics", 0, "by", "values")
    assert dict(places_for_files(values)) == {"entries": values}
    assert dict(places_for_files(("statistics", 0, "series"))) == {"series": ("statistics", 0, "series")}


def test_values_that_are_typed_in_the_file_stay_there(folder: Path) -> None:
    """A press on a button must not put a file in the place of sixty values that somebody typed."""
    with inside(folder) as browser:
        change(browser, put(SERIES, {"2029": 48.3, "2030": 68.9}))
        change(browser, put("statistics.0.by", {"dimension": "province"}), seq=2)
        for code in read_languages():
            address = f"/briefs/my-plan.yaml/part?language={code}"
            page = browser.post(address, json={"path": ["statistics", 0]}, headers=OURS).text
            page += browser.post(address, json={"path": ["statistics", 1]}, headers=OURS).text
            assert f'data-typed="{SERIES}"' in page and f'data-drop="{SERIES}"' not in page
            assert f'data-drop="{VALUES}"' in page and ".csv" in page
        assert drop(browser, YEARS.encode(), SERIES).status_code == 400
    assert not tables(folder)
