"""The configuration of the proxy before board and server: right by nginx itself, and nobody gets past it."""

from __future__ import annotations

import base64
import os
import re
import ssl
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from briefcast.ledger import open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from tests import ROOT
from tests.batch_fixtures import write_plan
from tests.ledger_fixtures import edition_of
from tests.server_fixtures import certify, free_port, is_listening, nginx_on, running, seal

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
PASSWORD = "a long password"


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """Start board and proxy; give the ports of the proxy: of HTTP and of HTTPS."""
    folder = tmp_path_factory.mktemp("proxy")
    edition_of(folder / "outputs" / "homes")
    (folder / "outputs" / "homes" / "index.html").write_text("<h1>Fibre reaches homes</h1>")
    http, https, board, desk, server = (free_port() for _ in range(5))
    name, place = str(folder / "site"), folder / "briefcast.passwords"
    place.write_text(f"lan:{seal(PASSWORD)}")
    certify("board.example.org", key=Path(f"{name}.key"), certificate=Path(f"{name}.pem"))
    site = CONFIGURATION.read_text("utf-8")
    for old, new in (
        (r"/etc/ssl/briefcast/\w+\.(pem|key)", rf"{name}.\1"),
        (r"/etc/nginx/briefcast\.passwords", str(place)),
        (r"listen 80;", f"listen 127.0.0.1:{http};"),
        (r"listen 443 ", f"listen 127.0.0.1:{https} "),
        (r"127\.0\.0\.1:8200", f"127.0.0.1:{board}"),
        (r"127\.0\.0\.1:8300", f"127.0.0.1:{desk}"),
        (r"127\.0\.0\.1:4200", f"127.0.0.1:{server}"),
    ):
        site, count = re.subn(old, new, site)
        assert count, f"the configuration has no {old} any more"
    nginx = nginx_on(folder, site)
    serve = [sys.executable, "-m", "briefcast", "board", str(folder / "outputs"), "--port", str(board)]
    opened, log, ready = _desk(folder / "team", desk)
    with (
        running(serve, folder / "board.log", lambda: is_listening(board), cwd=ROOT),
        running(opened, log, ready, cwd=folder / "team"),
        running(nginx, folder / "nginx.log", lambda: is_listening(https)),
    ):
        yield http, https


def _desk(folder: Path, port: int) -> tuple[list[str], Path, Callable[[], bool]]:
    """Give how a desk of a team is started, with its log and what says that it is ready; its provider is nowhere."""
    folder.mkdir()
    write_plan(folder, briefs=1, weeks=("2031-W48",))
    ledger = folder / "ledger.db"
    people = People(open_ledger(str(ledger)))
    people.add("lan", public_key(new_secret()), by="lan")
    serve = ["env", f"BRIEFCAST_LEDGER={ledger}", "PYTHONPATH=" + os.pathsep.join(sys.path), sys.executable, "-m"]
    serve += ["briefcast", "desk", str(folder), "--out", str(folder / "outputs"), "--port", str(port), "--no-browser"]
    serve += ["--oidc", "https://127.0.0.1:9", "--client-id", "briefcast", "--url", "https://desk.example.org"]
    return serve, folder / "desk.log", lambda: is_listening(port)


def _trusting() -> ssl.SSLContext:
    """Trust any certificate: this one was made for the test."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _ask(port: int, path: str, *, name: str = "board.example.org", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = HTTPSConnection("127.0.0.1", port, timeout=20, context=_trusting())
    connection.request("GET", path, headers={"Host": name, **headers})
    answer = connection.getresponse()
    told = answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read().decode("utf-8")
    connection.close()
    return told


def _signed(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


@pytest.mark.server("nginx")
def test_who_signs_in_sees_the_board(proxy: tuple[int, int]) -> None:
    status, headers, page = _ask(proxy[1], "/homes/", Authorization=_signed("lan", PASSWORD))
    assert status == 200 and "Fibre reaches homes" in page
    assert "max-age" in headers["strict-transport-security"] and "content-security-policy" in headers


@pytest.mark.server("nginx")
@pytest.mark.parametrize("authorization", ["", _signed("lan", "guessed"), _signed("minh", PASSWORD), "Basic !"])
def test_who_does_not_sign_in_sees_nothing(authorization: str, proxy: tuple[int, int]) -> None:
    """What nobody has approved yet would be read by anybody in the network."""
    headers = {"Authorization": authorization} if authorization else {}
    for path in ("/", "/homes/", "/homes/manifest.json", "/homes/citizens/en/video-1x1.vtt"):
        status, _, page = _ask(proxy[1], path, **headers)
        assert status == 401 and "Fibre" not in page, path


@pytest.mark.server("nginx")
def test_without_https_nobody_types_a_password(proxy: tuple[int, int]) -> None:
    connection = HTTPConnection("127.0.0.1", proxy[0], timeout=20)
    connection.request("GET", "/homes/", headers={"Host": "board.example.org"})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://board.example.org/homes/")


@pytest.mark.server("nginx")
def test_prefect_is_asked_for_under_its_own_name(proxy: tuple[int, int]) -> None:
    """Nothing listens there now, which nginx says; it is not the board that answers."""
    assert _ask(proxy[1], "/api/health", name="runs.example.org")[0] == 502


@pytest.mark.server("nginx")
def test_the_desk_of_a_team_is_reached_by_its_name_and_lets_nobody_in_unasked(proxy: tuple[int, int]) -> None:
    status, headers, _ = _ask(proxy[1], "/weeks", name="desk.example.org", Accept="text/html")
    assert (status, headers["location"]) == (303, "/sign-in?next=/weeks")
    status, headers, page = _ask(proxy[1], "/sign-in", name="desk.example.org")
    assert status == 200 and "/sign-in/go?next=/" in page and "max-age" in headers["strict-transport-security"]
    assert _ask(proxy[1], "/sign-in/go", name="desk.example.org")[0] == 502  # its provider does not answer here
    assert _ask(proxy[1], "/sign-in/back?code=x&state=y", name="desk.example.org")[0] == 403


@pytest.mark.server("nginx")
def test_passwords_cannot_be_tried_by_the_thousand(proxy: tuple[int, int]) -> None:
    """A few hundred tries a second would find a short one; people who look never come near."""
    connection = HTTPSConnection("127.0.0.1", proxy[1], timeout=20, context=_trusting())
    statuses = []
    for number in range(400):
        wrong = _signed("lan", str(number))
        connection.request("HEAD", "/", headers={"Host": "board.example.org", "Authorization": wrong})
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    assert set(statuses) == {401, 429} and set(statuses[:100]) == {401}


def test_the_board_is_never_open_to_who_does_not_sign_in() -> None:
    board = CONFIGURATION.read_text("utf-8").split("server {")[2]
    assert "board.example.org" in board and "auth_basic_user_file" in board
    # What somebody was given a link to opens without a password, and nothing else does.
    before, opened, rest = board.partition("auth_basic off")
    assert opened and before.rpartition("location ")[2].startswith("/shared/") and "auth_basic off" not in rest
