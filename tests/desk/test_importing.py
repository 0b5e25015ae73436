"""A document that is dropped at the desk: drafted into the folder, refused with what to do, and never let further."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from briefcast.brief.read import open_brief, read_brief
from briefcast.desk.form import form_of
from briefcast.desk.importing import _BODY_MAX_BYTES, _safe_name
from briefcast.desk.words import read_words
from tests import ROOT
from tests.desk_fixtures import OURS, inside, outside

EXAMPLE = ROOT / "examples" / "nine-months-2025.html"


def drop(browser: TestClient, name: str, content: bytes, **headers: str) -> Any:
    body = {"name": name, "content": base64.b64encode(content).decode()}
    return browser.post("/import?language=vi", json=body, headers=headers or OURS)


def test_a_dropped_document_becomes_a_draft_beside_the_others(tmp_path: Path) -> None:
    """The officer has a press release and a browser, and no terminal."""
    with inside(tmp_path) as browser:
        answer = drop(browser, "Chín tháng.html", EXAMPLE.read_bytes()).json()
        assert answer["page"] == "/briefs/chin-thang.yaml"
        assert answer["told"].startswith("Số liệu: 12, trong 6 ý")
        assert "khoảng giữa hai số" in answer["left"]
        assert browser.get(answer["page"] + "?language=vi").status_code == 200
        asked = {"path": ["statistics", 0], "added": []}
        shown = browser.post(answer["page"] + "/part?language=vi", json=asked, headers=OURS).text
        assert "Chưa ai xác nhận" in shown
        assert "Câu trong tài liệu" in shown
        # The whole sentence stands there, and no field in which it could be changed.
        assert "Tổng sản phẩm trên địa bàn 9 tháng năm 2025 tăng 8,24% so với cùng kỳ.</p>" in shown
        assert "statistics.0.origin.sentence" not in re.findall(r'data-set="([^"]*)"', shown)
        again = drop(browser, "Chín tháng.html", EXAMPLE.read_bytes()).json()
    assert again["page"] == "/briefs/chin-thang-2.yaml"
    brief = read_brief(tmp_path / "chin-thang.yaml")
    assert brief.statistics[0].origin is not None
    assert brief.statistics[0].origin.file == "Chín tháng.html"
    assert sorted(p.name for p in tmp_path.glob("chin*")) == [
        "chin-thang-2.left-out.txt",
        "chin-thang-2.yaml",
        "chin-thang.left-out.txt",
        "chin-thang.yaml",
    ]


def test_the_form_has_a_tick_and_the_sentence_beside_each_figure(tmp_path: Path) -> None:
    """Who confirms a figure has to see the sentence without opening another program."""
    from briefcast.brief.document import read_document

    with inside(tmp_path) as browser:
        drop(browser, "a.html", EXAMPLE.read_bytes())
    first = form_of(read_document(tmp_path / "a.yaml").data)["statistics"].fields[0]
    kinds = {field.name: field.shape.kind for field in first.fields}
    assert kinds["unconfirmed"] == "tick"
    origin = next(field for field in first.fields if field.name == "origin")
    assert {"sentence", "written", "asks"} <= {field.name for field in origin.fields}


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, 422),
        (b"%PDF-1.7 x", 422),
        (b"", 422),
        (b"No figure.", 422),
    ],
)
def test_what_cannot_be_read_is_said_in_her_language_and_leaves_nothing(
    content: bytes, status: int, tmp_path: Path
) -> None:
    """Half a draft in the folder would be taken for a whole one."""
    before = sorted(tmp_path.iterdir())
    with inside(tmp_path) as browser:
        answer = drop(browser, "old.docx", content)
    assert answer.status_code == status
    assert not answer.json()["message"].isascii()
    assert [p for p in sorted(tmp_path.iterdir()) if p.name != "outputs" and p not in before] == []


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x.html",
        "C:\\Windows\\x.html",
        "/etc/passwd.html",
        "..html",
        "x.html\x00.exe",
        "\u202elmth.x.html",
        "",
    ],
)
def test_a_name_leads_nowhere(name: str, tmp_path: Path) -> None:
    """A page may send any name; only the folder of the desk is ever written."""
    team = tmp_path / "team"
    team.mkdir()
    with inside(team) as browser:
        answer = drop(browser, name, EXAMPLE.read_bytes())
    assert "/" not in _safe_name(name)
    assert answer.status_code == 200, answer.text
    assert {p.name for p in tmp_path.iterdir()} == {"team"}
    assert len(list(team.glob("*.yaml"))) == 1


def test_nobody_else_can_drop_anything(tmp_path: Path) -> None:
    """Another page in the same browser would fill the folder."""
    with outside(tmp_path) as browser:
        assert drop(browser, "a.html", EXAMPLE.read_bytes()).status_code == 403
    with inside(tmp_path) as browser:
        assert drop(browser, "a.html", EXAMPLE.read_bytes(), origin="http://evil.example").status_code == 403
        form = {**OURS, "content-type": "multipart/form-data; boundary=x"}
        assert browser.post("/import", content=b"--x--", headers=form).status_code == 403
    assert not list(tmp_path.glob("*.yaml"))


def test_more_than_a_document_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred gigabytes sent at once would fill the memory of the machine."""
    monkeypatch.setattr("briefcast.desk.importing._BODY_MAX_BYTES", 5_000)
    assert _BODY_MAX_BYTES > 20_000_000
    with inside(tmp_path) as browser:
        assert drop(browser, "a.html", b"x" * 20_000).status_code == 413
        assert drop(browser, "a.html", b"x").status_code == 422
        bad = browser.post("/import", json={"name": "a.html", "content": "%%%"}, headers=OURS)
        assert bad.status_code == 400


def test_each_figure_is_compared_beside_its_sentence(tmp_path: Path) -> None:
    """The number is marked in its sentence, and there is one tick for each figure and none for all."""
    with inside(tmp_path) as browser:
        page = drop(browser, "a.html", EXAMPLE.read_bytes()).json()["page"]
        shown = browser.get(f"{page}?language=vi").text
        assert shown.count("data-confirm=") == 12
        assert "tăng <mark>8,24%</mark> so với cùng kỳ." in shown
        assert "9 tháng đầu năm 2025" in shown
        browser.post(
            f"{page}/change?language=vi",
            json={
                "client": "c", "page": "p", "shape": "", "seq": 1, "view": None,
                "changes": [
                    {"kind": "set", "path": ["statistics", 0, "unconfirmed"], "value": "false", "was": "true"},
                    {"kind": "set", "path": ["statistics", 1, "value"], "value": "15", "was": "14832600000000"},
                ],
            },
            headers=OURS,
        )  # fmt: skip
        now = browser.get(f"{page}/compared?language=vi").text
    assert now.count("data-confirm=") == 11
    assert '<strong dir="auto">15 VND</strong>' in now


def test_findings_of_the_desk_name_fields_as_the_form_does() -> None:
    """ "asks: label, period" says nothing to somebody who sees "Tên số liệu" and "Thời kỳ"."""
    from briefcast.desk.preview import Fault
    from briefcast.desk.telling import told_fault
    from briefcast.messages import tell

    remedy = tell(
        "Compare it with the document; look at what that does not settle: {asks}. Then delete the line 'unconfirmed'.",
        asks=("label", "period"),
    )
    fault = Fault(field="statistics[0].unconfirmed", code="unconfirmed", message="", remedy=remedy)
    _, told, _ = told_fault(fault, "statistics.0.unconfirmed", "vi")
    assert "Tên số liệu, Thời kỳ" in told
    assert "unconfirmed" not in told


def test_a_period_is_open_until_somebody_says_it(tmp_path: Path) -> None:
    """One tick says that the number is right; of when it is, the document did not say."""
    said = "Ashford, 4 November 2025\n\nThe town library lent 48,210 books to readers.\n\nThe fines came to £93,400."
    with inside(tmp_path) as browser:
        assert drop(browser, "loans.txt", said.encode()).status_code == 200
        page = browser.get("/briefs/loans.yaml?language=en").text
        assert page.count("data-confirm-period=") == 2
        assert read_words()["en"]["confirm_guessed"] in page
        change = {"kind": "set", "path": ["statistics", 0, "period"], "value": "2024-Q3"}
        tick = {"kind": "set", "path": ["statistics", 0, "unconfirmed"], "value": "false"}
        for seq, one in enumerate((tick, change), start=1):
            done = browser.post(
                "/briefs/loans.yaml/change", json={"client": "a", "seq": seq, "changes": [one]}, headers=OURS
            )
            assert done.status_code == 200
        assert browser.post("/briefs/loans.yaml/save", json={}, headers=OURS).status_code == 200
    first, second = open_brief(tmp_path / "loans.yaml").brief.statistics
    assert first.origin and second.origin
    assert (str(first.period), "period" in first.origin.asks, "label" in first.origin.asks) == ("2024-Q3", False, True)
    assert "period" in second.origin.asks
