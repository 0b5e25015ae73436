"""The board: without it a browser cannot seek in a film, and a team cannot look from another machine."""

from __future__ import annotations

import asyncio
import base64
import http.client
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from briefcast.errors import BriefcastError
from briefcast.manifest.manifest import MANIFEST_NAME, read_manifest, write_manifest
from briefcast.messages import LANGUAGE_ENV
from briefcast.pages.board import list_editions, make_app, serve
from briefcast.pages.edition import write_page
from briefcast.store.switch import JOURNAL
from tests import ROOT
from tests.html_tree import parse
from tests.page_fixtures import make_edition

FILM = "egov-2024/citizens/vi/video-9x16.mp4"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outputs")
    place = folder / "egov-2024"
    write_page(make_edition(place, audiences=("citizens",), languages=("vi", "he")), place)
    (folder / ".store" / "ab").mkdir(parents=True)
    (folder / ".store" / "ab" / "entry.json").write_text("{}", "utf-8")
    (folder.parent / "secret.txt").write_text("secret", "utf-8")
    (folder / "ledger.db").write_text("secret", "utf-8")
    (folder / "ledger.db-wal").write_text("secret", "utf-8")
    return folder


class Client:
    """Asks an application without a server between."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    def get(self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://board", follow_redirects=True) as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def client(outputs: Path) -> Client:
    return Client(make_app(outputs))


def test_a_player_can_seek(client: Client, outputs: Path) -> None:
    whole = (outputs / FILM).read_bytes()
    answer = client.get(f"/{FILM}")
    assert (answer.status_code, answer.content) == (200, whole)
    assert answer.headers["accept-ranges"] == "bytes"
    part = client.get(f"/{FILM}", headers={"range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    end = client.get(f"/{FILM}", headers={"range": "bytes=-50"})
    assert (end.status_code, end.content) == (206, whole[-50:])
    beyond = client.get(f"/{FILM}", headers={"range": f"bytes={len(whole)}-"})
    assert beyond.status_code == 416


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("video-9x16.mp4", "video/mp4"),
        ("video-9x16.vtt", "text/vtt; charset=utf-8"),
        ("video-9x16.srt", "application/x-subrip; charset=utf-8"),
        ("episode.m4a", "audio/mp4"),
        ("episode.mp3", "audio/mpeg"),
        ("episode.txt", "text/plain; charset=utf-8"),
        ("infographic-1080x1350.png", "image/png"),
        ("infographic-a4.pdf", "application/pdf"),
    ],
)
def test_every_kind_of_file_is_called_by_its_name(client: Client, name: str, media_type: str) -> None:
    answer = client.get(f"/egov-2024/citizens/vi/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_edition_made_anew_is_seen_at_once(client: Client) -> None:
    answer = client.get(f"/{FILM}")
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get(f"/{FILM}", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/egov-2024/..%2f..%2fsecret.txt",
        "/egov-2024/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/.store/ab/entry.json",
        "/%2estore/ab/entry.json",
        "/egov-2024/.shared/9x16.mp4",
        "/ledger.db",
        "/ledger.db-wal",
        "/nothing-here",
        "/egov-2024/citizens/vi/none.mp4",
    ],
)
def test_nothing_hidden_and_nothing_outside_is_given(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert b"secret" not in answer.content


def test_a_link_out_of_the_folder_is_not_followed(client: Client, outputs: Path) -> None:
    (outputs / "way-out").symlink_to(outputs.parent)
    assert client.get("/way-out/secret.txt").status_code == 404


def test_nobody_can_change_anything(client: Client) -> None:
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        assert client.get(f"/{FILM}", method=method).status_code == 405


def test_the_list_leads_to_every_edition_the_newest_first(outputs: Path, tmp_path: Path) -> None:
    manifest = read_manifest(outputs / "egov-2024")
    for name, year in (("older", 2024), ("newer #2", 2026)):
        made_at = manifest.made_at.replace(year=year)
        title = {"vi": f"<b>{name}</b>", "he": "מהדורה"}
        write_manifest(manifest.model_copy(update={"made_at": made_at, "title": title}), tmp_path / name)
        write_page(manifest, tmp_path / name)
    (tmp_path / "not-an-edition").mkdir()
    client = Client(make_app(tmp_path))
    answer = client.get("/")
    assert answer.headers["cache-control"] == "no-cache"
    links = list(parse(answer.text).find_all("a"))
    shown = [[part.text for part in a.find_all("span") if "hidden" not in part.attributes] for a in links]
    assert shown == [["<b>newer #2</b>"], ["<b>older</b>"]]
    for link in links:
        assert client.get("/" + link.attributes["href"]).status_code == 200


@pytest.mark.parametrize("team", ["vi", "he"])
def test_the_list_is_in_the_teams_language_with_a_picture_of_it(
    outputs: Path, monkeypatch: pytest.MonkeyPatch, team: str
) -> None:
    """A Vietnamese team saw the English picture of each edition: the first by the alphabet."""
    monkeypatch.setenv(LANGUAGE_ENV, team)
    page = parse(Client(make_app(outputs)).get("/").text)
    assert page.find("html").attributes["lang"] == team
    assert f"/{team}/" in page.find("img").attributes["src"]
    assert {each.attributes["value"] for each in page.find_all("input", name="language")} == {"vi", "en", "he"}


def test_one_broken_edition_does_not_hide_the_others(outputs: Path, tmp_path: Path) -> None:
    write_manifest(read_manifest(outputs / "egov-2024"), tmp_path / "good")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / MANIFEST_NAME).write_text("{", "utf-8")
    good, bad = list_editions(tmp_path)
    assert good.manifest
    assert bad.manifest is None
    text = parse(Client(make_app(tmp_path)).get("/").text).text
    assert "bad" in text
    assert "not a manifest" in text
    assert str(tmp_path) not in text  # where it lies on the machine is nobody else's business


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    assert "briefcast make" in Client(make_app(tmp_path)).get("/").text


def test_the_folder_of_one_edition_opens_on_its_page(outputs: Path) -> None:
    answer = Client(make_app(outputs / "egov-2024")).get("/")
    assert answer.status_code == 200
    assert parse(answer.text).find("h1").text


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BriefcastError, match="no such folder"):
        serve(tmp_path / "none")


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BriefcastError, match="--port"):
            serve(tmp_path, port=port)


@pytest.mark.server
def test_it_prints_its_address_answers_and_ends_quietly_on_ctrl_c(outputs: Path) -> None:
    code = "import sys, pathlib; from briefcast.pages.board import serve; serve(pathlib.Path(sys.argv[1]), port=0)"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(outputs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http://"))
        answer = httpx.get(address + FILM, headers={"range": "bytes=0-9"}, timeout=20)
        assert (answer.status_code, len(answer.content)) == (206, 10)
        for path in ("/../secret.txt", "/egov-2024/../../secret.txt", "/egov-2024/..\\..\\secret.txt"):
            connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
            connection.request("GET", path)  # as it stands; httpx would tidy the path first
            assert connection.getresponse().status in (400, 404)
            connection.close()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, "")
    finally:
        if process.poll() is None:
            process.kill()


def _authorization(told: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(told.encode()).decode()}


def test_other_machines_are_asked_for_a_password_before_anything_else(outputs: Path) -> None:
    """Drafts under embargo lie there: whoever guesses the address reads them."""
    client = Client(make_app(outputs, sign_in="team:bí mật"))
    for path in ("/", "/egov-2024/index.html", f"/{FILM}", "/nothing"):
        for headers in (
            {},
            _authorization("team:wrong"),
            {"authorization": "Basic %%%"},
            {"authorization": "Bearer x"},
        ):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Basic ")
            assert "egov" not in answer.text
    assert client.get(f"/{FILM}", headers=_authorization("team:bí mật")).status_code == 200


def test_on_one_machine_it_answers_to_its_own_name_alone(outputs: Path) -> None:
    """A page elsewhere can give its own name this machine's address, and would read what a browser shows it."""
    client = Client(make_app(outputs, names=("localhost", "127.0.0.1")))
    assert client.get("/", headers={"host": "localhost:8200"}).status_code == 200
    assert client.get("/", headers={"host": "elsewhere.example:8200"}).status_code == 400


@pytest.mark.parametrize(("sign_in", "said"), [("", "Say who may look"), ("team", "no user and password")])
def test_it_does_not_open_to_other_machines_without_a_password(
    outputs: Path, monkeypatch: pytest.MonkeyPatch, sign_in: str, said: str
) -> None:
    monkeypatch.setenv("BRIEFCAST_BOARD_AUTH", sign_in)
    with pytest.raises(BriefcastError, match=said):
        serve(outputs, host="0.0.0.0", port=0)


def test_no_page_of_it_loads_anything_from_elsewhere_or_stands_in_a_strange_page(client: Client) -> None:
    for path in ("/", "/egov-2024/index.html", "/nothing"):
        policy = client.get(path).headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy


def test_no_file_is_shown_of_an_edition_that_is_half_changed(tmp_path: Path) -> None:
    """A link to a picture that somebody kept asks for no page and no manifest before."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "old.txt").write_text("old", "utf-8")
    (folder / ".new.txt.ab.part").write_text("new", "utf-8")
    (folder / JOURNAL).write_text('{"token": "ab", "place": ["new.txt"], "remove": ["old.txt"]}', "utf-8")
    client = Client(make_app(tmp_path))
    assert client.get("/small/old.txt").status_code == 404
    assert client.get("/small/new.txt").text == "new"


def test_an_edition_that_cannot_be_finished_is_not_shown(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "index.html").write_text("half", "utf-8")
    (folder / JOURNAL).write_text("{", "utf-8")
    assert Client(make_app(tmp_path)).get("/small/index.html").status_code == 503
