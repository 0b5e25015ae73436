"""Fresh figures: brought in whole from where the team allows, or left as they were."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from briefcast.errors import BriefError
from briefcast.week.series import Refreshed, refresh_series


def _plan_folder(folder: Path, series: str) -> Path:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/egdi.csv").write_text("period,value\n2022,86\n2024,71\n", "utf-8")
    (folder / "series.yaml").write_text(series, "utf-8")
    return folder


def _refresh(folder: Path, source: str, more: str = "") -> Refreshed:
    text = f"allowed_hosts: [127.0.0.1]\nseries:\n  - file: data/egdi.csv\n    source: {source}\n{more}"
    (found,) = refresh_series(_plan_folder(folder, text))
    return found


@pytest.fixture(scope="module")
def tables() -> Iterator[str]:
    """Serve a table, an error page, an endless file and ways out, on a free port of this machine."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/out":
                self.send_response(302)
                self.send_header("location", "http://localhost:1/egdi.csv")
                self.end_headers()
                return
            self.send_response(404 if self.path == "/gone.csv" else 200)
            self.end_headers()
            body = {"/egdi.csv": b"Year;Rank\n2022;86\n2024;70\n2026;68\n", "/page": b"<html>sign in</html>"}
            self.wfile.write(body.get(self.path, b"x" * (6_000_000 if self.path == "/large" else 0)))

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


COLUMNS = "    period_column: year\n    value_column: rank\n"


def test_a_table_from_an_allowed_address_is_taken_over_with_what_changed(tables: str, tmp_path: Path) -> None:
    found = _refresh(tmp_path, f"{tables}/egdi.csv", COLUMNS)
    assert found.changes == ("2024: 71 → 70", "2026: new, 68") and not found.error
    assert (tmp_path / "data/egdi.csv").read_text() == "period,value\n2022,86\n2024,70\n2026,68\n"
    (again,) = refresh_series(tmp_path)
    assert not again.changes and not again.error


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.create_sheet("EGDI")
    for row in (("Year", "Note", "Rank"), (2022, "x", 86.0), (2024, None, 70.5)):
        sheet.append(row)
    workbook.save(tmp_path / "egdi.xlsx")
    assert _refresh(tmp_path, "egdi.xlsx", COLUMNS + "    sheet: EGDI\n").changes == ("2024: 71 → 70.5",)
    assert "no sheet 'Other'" in _refresh(tmp_path, "egdi.xlsx", COLUMNS + "    sheet: Other\n").error


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("https://elsewhere.example/egdi.csv", "allowed_hosts"),
        ("{tables}/out", "localhost is not asked"),
        ("{tables}/gone.csv", "404"),
        ("{tables}/page", "no column 'year'"),
        ("{tables}/large", "more than 5 MB"),
        ("http://127.0.0.1:1/egdi.csv", "could not be reached"),
        ("file:///etc/passwd", "is not asked"),
        ("../secret.csv", "leads out of its folder"),
        ("absent.csv", "No such file"),
        ("words.csv", "no number"),
        ("broken.xlsx", "no readable workbook"),
    ],
)
def test_what_cannot_be_had_leaves_the_series_as_it_was(tables: str, tmp_path: Path, source: str, said: str) -> None:
    (tmp_path / "words.csv").write_text("year,rank\n2024,seventy\n")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    found = _refresh(tmp_path, source.format(tables=tables), COLUMNS)
    assert said in found.error and not found.changes
    assert (tmp_path / "data/egdi.csv").read_text() == "period,value\n2022,86\n2024,71\n"


def test_a_wrong_line_in_the_list_of_sources_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match=r"series.yaml:5"):
        _refresh(tmp_path, "egdi.csv", "    colour: red\n".replace("colour", "period"))
    assert refresh_series(tmp_path / "nowhere") == ()
