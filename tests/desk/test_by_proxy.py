"""A desk whose team is signed in by the proxy before it: whom it believes, and everybody whom it does not."""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPSConnection
from pathlib import Path

import pytest
from pydantic import SecretStr

from briefcast.desk.app import _expect_team, make_app, serve
from briefcast.desk.doors import Keys
from briefcast.desk.plans import TeamOfPlan
from briefcast.desk.provider import Provider
from briefcast.desk.proxy import Proxy, named_proxy
from briefcast.desk.signing import Arrivals
from briefcast.desk.who import LONGEST, Sessions
from briefcast.errors import BriefcastError, LedgerError
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.secret import new_secret
from briefcast.secrecy import redact
from briefcast.week.week import BatchRequest
from tests import ROOT
from tests.batch_fixtures import make_week_quietly
from tests.desk_fixtures import TestClient, copy_team, write_team
from tests.server_fixtures import certify, free_port, is_listening, nginx_on, running, seal

DESK = "https://desk.example.org"
SECRET = "5f1c0e9a77b24d36a1f0c2d48e6b9a31"
WEEK = "2031-W48"
LAN = {"x-remote-email": "lan@example.org", "x-briefcast-proxy": SECRET}
PLACES = ("/", "/weeks", "/outbox", "/corrections", "/says?figure=x", "/briefs/b0.yaml", "/editions/b0/index.html")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_team(tmp_path_factory.mktemp("team"), WEEK)


@pytest.fixture
def team(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return copy_team(prepared, tmp_path / "team", monkeypatch)


@contextmanager
def opened(folder: Path) -> Iterator[TestClient]:
    proxy = Proxy("X-Remote-Email", DESK, SecretStr(SECRET))
    out = folder / "outputs"
    app = make_app(folder, out, Keys(), names=("desk.example.org",), port=1, proxy=proxy)
    with TestClient(app, base_url=DESK, follow_redirects=False) as browser:
        browser.headers["accept"] = "text/html"
        yield browser


@pytest.fixture
def desk(team: Path) -> Iterator[TestClient]:
    with opened(team) as browser:
        yield browser


# Who comes in


def test_whom_the_proxy_names_comes_in_under_her_own_name(desk: TestClient) -> None:
    for place in ("/", "/weeks", "/outbox", "/corrections", "/briefs/b0.yaml"):
        answer = desk.get(place, headers=LAN)
        assert answer.status_code == 200 and "Lan" in answer.text, place
    [came] = [event for event in open_ledger().history() if event.what == "signed in"]
    assert (came.who, came.detail) == ("lan", {"proxy": "desk.example.org"})


def test_capitals_in_an_address_are_the_same_address(desk: TestClient) -> None:
    assert desk.get("/", headers=LAN | {"x-remote-email": "Lan@Example.ORG"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-remote-email": "lan@example.org"},
        LAN | {"x-briefcast-proxy": ""},
        LAN | {"x-briefcast-proxy": SECRET[:-1]},
        LAN | {"x-briefcast-proxy": SECRET + "0"},
        LAN | {"x-briefcast-proxy": SECRET.upper()},
        {"x-briefcast-proxy": SECRET},
        LAN | {"x-remote-email": ""},
        LAN | {"x-remote-email": "lan@example.org" * 40},
        {"x_remote_email": "lan@example.org", "x-briefcast-proxy": SECRET},
        {"x-remote-user": "lan@example.org", "x-briefcast-proxy": SECRET},
    ],
    ids=lambda headers: str(headers)[:60],
)
def test_without_the_secret_of_the_proxy_a_header_says_nothing(
    headers: dict[str, str], desk: TestClient, team: Path
) -> None:
    """Whoever reaches the desk itself could else write anybody's address into a header, and approve as her."""
    for place in PLACES:
        answer = desk.get(place, headers=headers)
        assert answer.status_code == 403 and "lan@" not in answer.text, place
        # What the page says is where the desk is, and nothing of what is in it.
        assert re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text)).count("Lan") == 0
    posted = {"origin": DESK} | headers
    asked = {"name": "forged", "kind": "progress", "languages": ["vi"]}
    assert desk.post("/begin", json=asked, headers=posted).status_code == 403
    assert not (team / "forged.yaml").exists()
    assert not [event for event in open_ledger().history() if event.what == "signed in"]


@pytest.mark.parametrize("twice", ["x-remote-email", "x-briefcast-proxy"])
def test_a_header_that_comes_twice_is_nobodys(twice: str, desk: TestClient) -> None:
    """A proxy that only adds its header leaves the one that somebody sent along beside it."""
    both = [*LAN.items(), (twice, {"x-remote-email": "minh@example.org"}.get(twice, "guessed"))]
    assert desk.get("/", headers=both).status_code == 403


def test_one_header_with_two_addresses_is_nobodys(desk: TestClient) -> None:
    headers = LAN | {"x-remote-email": "lan@example.org, minh@example.org"}
    assert desk.get("/", headers=headers).status_code == 403


def test_who_is_not_in_the_plan_is_told_so_and_written_down_once(desk: TestClient) -> None:
    for _ in range(3):
        answer = desk.get("/weeks", headers=LAN | {"x-remote-email": "eve@example.org"})
        assert answer.status_code == 403 and "eve@example.org" in answer.text
    events = [(event.what, event.about) for event in open_ledger().history() if event.what == "not let in"]
    assert events == [("not let in", "eve@example.org")]


def test_who_is_taken_out_of_the_plan_is_out(team: Path) -> None:
    moment = [0.0]
    proxy = Proxy("X-Remote-Email", DESK, SecretStr(SECRET))
    plan = TeamOfPlan(team, clock=lambda: moment[0])
    sessions = Sessions(1, team=plan, https=True, proxy=proxy)
    app = make_app(team, team / "outputs", Keys(), names=("desk.example.org",), port=1, sessions=sessions, proxy=proxy)
    with TestClient(app, base_url=DESK) as browser:
        assert browser.get("/", headers=LAN).status_code == 200
        file = team / "plan.yaml"
        file.write_text(file.read_text("utf-8").replace("lan@example.org", "left@example.org"), "utf-8")
        moment[0] += 60
        assert browser.get("/", headers=LAN).status_code == 403


def test_nothing_signs_in_or_out_at_such_a_desk(desk: TestClient) -> None:
    """A sign-in by a secret beside it would be a second way in that nobody watches."""
    page = desk.get("/", headers=LAN).text
    assert "/sign-out" not in page or 'class="small"' not in page.split("/sign-out")[1].split("</form>")[0]
    for place in ("/sign-in", "/sign-in/go", "/sign-in/back?code=x&state=y", "/enter?key=x"):
        assert desk.get(place, headers=LAN).status_code == 404, place
    asked = {"name": "minh", "secret": new_secret()}
    assert desk.post("/sign-in", json=asked, headers=LAN | {"origin": DESK}).status_code in (404, 405)


# From elsewhere


@pytest.mark.parametrize("origin", ["", "https://evil.example", "null", "http://desk.example.org", DESK + ":8443"])
def test_a_page_of_somebody_else_changes_nothing_in_her_name(origin: str, desk: TestClient, team: Path) -> None:
    """Her browser signs whatever it sends to the proxy: without this, so would one that another page had it send."""
    asked = {"name": "forged", "kind": "progress", "languages": ["vi"]}
    assert desk.post("/begin", json=asked, headers=LAN | ({"origin": origin} if origin else {})).status_code == 403
    assert not (team / "forged.yaml").exists()
    assert desk.post("/begin", json=asked, headers=LAN | {"origin": DESK}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost", "desk.example.org.evil.example"])
def test_it_answers_by_the_name_of_the_team_alone(host: str, desk: TestClient) -> None:
    assert desk.get("/", headers=LAN | {"host": host}).status_code == 400


def test_a_decision_is_hers_whom_the_proxy_named(team: Path, desk: TestClient) -> None:
    """What the plan gives Lan to approve is approved by nobody whom the proxy calls Minh, and the history says how."""
    make_week_quietly(BatchRequest(plan=team / "plan.yaml", week=WEEK, out=team / "outputs", settings=team))
    home = f"/weeks/{WEEK}"
    given = (
        json.loads(unescape(each)) for each in re.findall(r'data-given="([^"]*)"', desk.get(home, headers=LAN).text)
    )
    seen = next(each["shown"] for each in given if "names" not in each)
    asked = {"decision": "approved", "names": ["all"], "shown": seen}
    ours, minh = LAN | {"origin": DESK}, {"x-remote-email": "minh@example.org"}
    assert desk.post(f"{home}/decide", json=asked | {"who": "minh"}, headers=ours).status_code == 400
    refused = desk.post(f"{home}/decide", json=asked, headers=ours | minh)
    assert refused.status_code == 400 and "lan" in refused.json()["message"]
    forged = {key: value for key, value in ours.items() if key != "x-briefcast-proxy"}
    assert desk.post(f"{home}/decide", json=asked, headers=forged).status_code == 403
    assert not [event for event in open_ledger().history() if event.what == "approved"]
    assert desk.post(f"{home}/decide", json=asked, headers=ours).status_code == 200
    decided = [event for event in open_ledger().history() if event.what == "approved"]
    assert {(event.who, event.detail["proof"]) for event in decided} == {("lan", "proxy")}


# Named whole, or not at all


@pytest.mark.parametrize(
    ("header", "desk", "secret", "said"),
    [
        ("Cookie", DESK, SECRET, "no header"),
        ("X-Briefcast-Proxy", DESK, SECRET, "no header"),
        ("X-Forwarded-For", DESK, SECRET, "no header"),
        ("X Remote", DESK, SECRET, "no header"),
        ("X-Remote-Email", "http://desk.example.org", SECRET, "https://"),
        ("X-Remote-Email", DESK, "short", "too short"),
        ("X-Remote-Email", DESK, "", "BRIEFCAST_DESK_PROXY_SECRET"),
        ("X-Remote-Email", "", SECRET, "--url"),
    ],
)
def test_half_a_proxy_is_refused(
    header: str, desk: str, secret: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFCAST_DESK_PROXY_SECRET", secret)
    with pytest.raises(BriefcastError) as caught:
        named_proxy(header, desk)
    assert said in str(caught.value)
    assert not secret or secret not in str(caught.value) or secret == "short"


def test_the_secret_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFCAST_DESK_PROXY_SECRET", SECRET)
    proxy = named_proxy("X-Remote-Email", DESK)
    assert proxy is not None and SECRET not in repr(vars(proxy)) and SECRET not in redact(f"header {SECRET}")


def test_who_cannot_be_written_down_does_not_come_in(team: Path) -> None:
    def broken(*_: object) -> None:
        raise LedgerError("the disk is full")

    proxy = Proxy("X-Remote-Email", DESK, SecretStr(SECRET))
    arrivals = Arrivals(proxy, Sessions(1, team=TeamOfPlan(team), proxy=proxy), broken)
    app_scope = {"type": "http", "headers": [(k.encode(), v.encode()) for k, v in LAN.items()], "path": "/"}
    from starlette.requests import HTTPConnection

    with pytest.raises(LedgerError):
        arrivals.let_in(HTTPConnection(app_scope))


def test_who_stays_is_written_down_again_half_a_day_later(team: Path) -> None:
    from starlette.requests import HTTPConnection

    moment, noted = [0.0], list[str]()
    proxy = Proxy("X-Remote-Email", DESK, SecretStr(SECRET))
    sessions = Sessions(1, team=TeamOfPlan(team), proxy=proxy)
    arrivals = Arrivals(proxy, sessions, lambda who, *_: noted.append(who), clock=lambda: moment[0])
    asked = HTTPConnection({"type": "http", "headers": [(k.encode(), v.encode()) for k, v in LAN.items()], "path": "/"})
    for moment[0] in (0, 10, LONGEST.total_seconds() - 1, LONGEST.total_seconds() + 1):
        arrivals.let_in(asked)
    assert noted == ["lan", "lan"]


# Beyond this machine


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_other_machines_reach_no_desk_without_a_sign_in(host: str, team: Path) -> None:
    """Whoever sits in the same café could else approve what a ministry says."""
    with pytest.raises(BriefcastError) as caught:
        serve(team, out=team / "outputs", host=host, port=0, open_browser=False)
    assert "--oidc, --proxy-header" in str(caught.value)


def test_beyond_this_machine_people_come_by_https(team: Path) -> None:
    proxy = Proxy("X-Remote-Email", "http://127.0.0.1:8300", SecretStr(SECRET))
    with pytest.raises(BriefcastError, match="HTTPS"):
        serve(team, out=team / "outputs", host="0.0.0.0", port=0, open_browser=False, proxy=proxy)


# The real thing


@dataclass
class Served:
    """A desk behind nginx, at an address beyond loopback's own."""

    https: int
    desk: int
    passwords: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, who: str = "", **headers: str) -> tuple[int, str]:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection("127.0.0.1", self.https, timeout=20, context=trusting)
        if who:
            told = b64encode(f"{who}:{self.passwords[who]}".encode()).decode()
            headers["Authorization"] = f"Basic {told}"
        connection.request("GET", path, headers={"Host": "desk.example.org", "Accept": "text/html", **headers})
        answer = connection.getresponse()
        read = answer.status, answer.read().decode("utf-8")
        connection.close()
        return read


@pytest.fixture(scope="module")
def served(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("nginx")
    shutil.copytree(prepared, folder / "team")
    made = Served(free_port(), free_port(), {"lan@example.org": "a long one", "eve@example.org": "another one"})
    sealed = (f"{who}:{seal(password)}" for who, password in made.passwords.items())
    (folder / "passwords").write_text("".join(sealed))
    (folder / "secret").write_text(f'proxy_set_header X-Briefcast-Proxy "{SECRET}";\n')
    certify("desk.example.org", key=folder / "key", certificate=folder / "pem")
    site = (ROOT / "deploy" / "nginx-desk.conf").read_text("utf-8")
    for old, new in (
        ("/etc/ssl/briefcast/desk.pem", str(folder / "pem")), ("/etc/ssl/briefcast/desk.key", str(folder / "key")),
        ("/etc/nginx/briefcast-desk.passwords", str(folder / "passwords")),
        ("include /etc/nginx/briefcast-desk.secret", f"include {folder}/secret"),
        ("listen 443 ", f"listen 127.0.0.1:{made.https} "), ("127.0.0.1:8300", f"127.0.0.1:{made.desk}"),
    ):  # fmt: skip
        assert old in site
        site = site.replace(old, new)
    nginx = nginx_on(folder, site)
    place = folder / "team"
    desk = ["env", f"BRIEFCAST_LEDGER={place / 'ledger.db'}", f"BRIEFCAST_DESK_PROXY_SECRET={SECRET}"]
    desk += ["PYTHONPATH=" + os.pathsep.join(sys.path), sys.executable, "-m", "briefcast", "desk", str(place)]
    desk += ["--out", str(place / "outputs"), "--host", "0.0.0.0", "--port", str(made.desk), "--no-browser"]
    desk += ["--proxy-header", "X-Remote-Email", "--url", DESK]
    with (
        running(desk, folder / "desk.log", lambda: is_listening(made.desk), cwd=place),
        running(nginx, folder / "nginx.log", lambda: is_listening(made.https)),
    ):
        yield made


@pytest.mark.server("nginx")
def test_behind_nginx_who_signs_in_there_is_she_and_no_header_makes_her_another(served: Served) -> None:
    """The configuration that comes along lets nobody name herself: what a browser sends along is written over."""
    assert served.ask("/weeks")[0] == 401
    status, page = served.ask("/weeks", "lan@example.org")
    assert status == 200 and "Lan" in page
    status, page = served.ask(
        "/weeks", "eve@example.org", **{"X-Remote-Email": "lan@example.org", "X-Briefcast-Proxy": SECRET}
    )
    assert status == 403 and "eve@example.org" in page
    assert served.ask("/weeks", "lan@example.org", Host="evil.example")[0] in (400, 404, 421)


def test_the_pages_that_refuse_are_in_every_language(desk: TestClient) -> None:
    for code in read_languages():
        page = desk.get(f"/weeks?language={code}").text
        assert f'lang="{code}"' in page and "desk.example.org" in page


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_needs_no_sign_in(host: str) -> None:
    _expect_team(host, None, None)


def test_a_team_that_signs_in_by_https_may_be_served_beyond_this_machine() -> None:
    proxy = Proxy("X-Remote-Email", DESK, SecretStr(SECRET))
    provider = Provider("https://login.example.org", "briefcast", DESK)
    _expect_team("0.0.0.0", None, proxy)
    _expect_team("::", provider, None)
    with pytest.raises(BriefcastError, match="in one way"):
        _expect_team("127.0.0.1", provider, proxy)
