"""Fresh figures: brought in whole from where the team allows, or left as they were."""

from __future__ import annotations

import http.server
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from briefcast.errors import BriefError, MediaError
from briefcast.week import series
from briefcast.week.series import Refreshed, _check_address, refresh_series


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
            if self.path == "/drip":
                for _ in range(200):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
                return
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


def test_a_table_of_the_newest_period_leaves_the_history(tmp_path: Path) -> None:
    """The office's page shows this year alone; the chart of five years became a single point overnight."""
    (tmp_path / "new.csv").write_text("period,value\n2026,68\n", "utf-8")
    assert _refresh(tmp_path, "new.csv").changes == ("2026: new, 68",)
    assert (tmp_path / "data/egdi.csv").read_text("utf-8") == "period,value\n2022,86\n2024,71\n2026,68\n"


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


@pytest.mark.parametrize(
    "row", ["../../etc,70", "0000,70", "2024,1e400", "2024,123456789012345678901234", "2024-13,70", "2024,7_0"]
)
def test_a_good_file_gives_way_only_to_what_a_brief_can_read(tmp_path: Path, row: str) -> None:
    """The week's table was taken over, and then the brief was refused for it."""
    (tmp_path / "new.csv").write_text(f"period,value\n{row}\n", "utf-8")
    found = _refresh(tmp_path, "new.csv")
    assert found.error
    assert not found.changes
    assert (tmp_path / "data/egdi.csv").read_text("utf-8") == "period,value\n2022,86\n2024,71\n"


@pytest.mark.parametrize(
    "source", ["http://127.0.0.1:abc/x.csv", "http://[::1/x.csv", f"https://127.0.0.1/{'x' * 70_000}"]
)
def test_an_address_that_is_none_is_told(tmp_path: Path, source: str) -> None:
    """One slip in series.yaml ended the whole week in a traceback."""
    (tmp_path / "series.yaml").write_text("")
    text = f"allowed_hosts: [127.0.0.1]\nseries:\n  - {{file: data/egdi.csv, source: '{source}'}}\n"
    try:
        (found,) = refresh_series(_plan_folder(tmp_path, text))
    except BriefError as error:
        assert "series.yaml" in str(error)
    else:
        assert "could not be reached" in found.error


def test_another_port_of_an_allowed_host_is_another_service() -> None:
    """An allowed host's database or panel would be asked."""
    with pytest.raises(MediaError, match=r"data\.example\.org:8443 is not asked"):
        _check_address("https://data.example.org:8443/x.csv", ["data.example.org"])
    _check_address("https://data.example.org:8443/x.csv", ["data.example.org:8443"])
    _check_address("https://data.example.org:443/x.csv", ["data.example.org"])


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """The week would wait for ever."""
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is not a file" in _refresh(tmp_path, "pipe.csv").error


def test_a_host_that_sends_for_ever_is_left(tables: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "FETCH_TIMEOUT_S", 0.2)
    monkeypatch.setattr(series, "FETCH_WHOLE_S", 0.1)
    began = time.monotonic()
    assert "could not be reached" in _refresh(tmp_path, f"{tables}/drip").error
    assert time.monotonic() - began < 20
