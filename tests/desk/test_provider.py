"""Signing in at a provider of identities: who comes in, who does not, and in whose name something is decided."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from starlette.responses import Response

from briefcast.desk.app import make_app, serve
from briefcast.desk.doors import Doors, Keys
from briefcast.desk.plans import TeamOfPlan
from briefcast.desk.provider import GOING_FOR_S, KEYS_FOR_S, LEEWAY_S, Provider, named_provider
from briefcast.desk.signing import _inside
from briefcast.desk.who import IDLE, LONGEST, Sessions
from briefcast.errors import BriefcastError
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from briefcast.secrecy import redact
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import make_week_quietly, write_plan
from tests.desk_fixtures import TestClient, copy_team, write_team
from tests.emulators.identity import (
    CLIENT,
    DESK,
    ISSUER,
    KEY,
    NOW,
    OTHER,
    SECRET,
    Identities,
    changed_after,
    no_token,
    signed,
    signed_by_other,
    signed_with_own_key,
    signed_with_public_key,
    unsigned,
)
from tests.html_tree import parse

OURS = {"origin": DESK}
WEEK = "2031-W48"
HOME = f"/weeks/{WEEK}"
PLACES = ("/", "/weeks", "/outbox", "/corrections", "/says?figure=x", "/briefs/b0.yaml", "/editions/b0/index.html")
"""A page of every room."""


@dataclass
class Clock:
    """The time of desk and provider."""

    at: float = NOW

    def __call__(self) -> float:
        return self.at

    def moment(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.at, dt.UTC)


@dataclass
class Team:
    """A folder whose people sign in."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    theirs: Identities = field(default_factory=Identities)

    def provider(self) -> Provider:
        return Provider(
            ISSUER, CLIENT, DESK, secret=SecretStr(SECRET), clock=self.clock, transport=self.theirs.transport
        )

    @contextmanager
    def desk(self) -> Iterator[TestClient]:
        plan = TeamOfPlan(self.folder, clock=self.clock)
        sessions = Sessions(1, self.clock.moment, team=plan, https=True)
        app = make_app(
            self.folder,
            self.folder / "outputs",
            Keys(),
            names=("desk.example.org",),
            port=1,
            sessions=sessions,
            provider=self.provider(),
        )
        with TestClient(app, base_url=DESK, follow_redirects=False) as browser:
            browser.headers["accept"] = "text/html"
            yield browser


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_team(tmp_path_factory.mktemp("team"), WEEK)


@pytest.fixture
def team(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    return Team(copy_team(prepared, tmp_path / "team", monkeypatch))


@pytest.fixture
def desk(team: Team) -> Iterator[TestClient]:
    with team.desk() as browser:
        browser.get("/sign-in?language=en")
        yield browser


def sent(browser: TestClient, page: str = "/weeks") -> str:
    """Press the button, and give where the browser is sent."""
    answer = browser.get("/sign-in/go", params={"next": page})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def sign_in(browser: TestClient, theirs: Identities, page: str = "/weeks") -> Any:
    return browser.get("/sign-in/back", params=theirs.let_in(sent(browser, page)))


def is_in(browser: TestClient) -> bool:
    return bool(browser.get("/").status_code == 200)


def told(answer: Any) -> str:
    """Give what a page refuses with."""
    assert answer.status_code in (403, 502), answer.text
    found = re.search(r'<p class="refusal" role="alert">(.*?)</p>', answer.text, re.DOTALL)
    assert found
    return re.sub(r"[\u2066-\u2069]", "", found[1])


# In and out


def test_nobody_sees_a_page_before_she_signed_in(team: Team, desk: TestClient) -> None:
    for place in PLACES:
        answer = desk.get(place)
        assert answer.status_code == 303, place
        assert answer.headers["location"].startswith("/sign-in?next=/"), place
    changes = desk.post(
        "/begin", json={"name": "x", "kind": "kpi", "languages": ["vi"]}, headers=OURS | {"accept": "*/*"}
    )
    assert changes.status_code == 401 and changes.json()["sign_in"]
    assert [file.name for file in team.folder.glob("*.yaml")] != ["x.yaml"]
    assert desk.get("/sign-in").status_code == 200 and desk.get("/static/desk.css").status_code == 200
    assert team.theirs.asked == []


def test_who_is_in_the_plan_comes_in_and_goes_where_she_wanted(team: Team, desk: TestClient) -> None:
    answer = sign_in(desk, team.theirs, "/weeks")
    assert answer.status_code == 303 and answer.headers["location"] == "/weeks"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-briefcast_who") and {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(
        cookie.split("; ")
    )
    page = desk.get("/weeks")
    assert page.status_code == 200 and "Lan" in page.text
    [came] = [event for event in open_ledger().history() if event.what == "signed in"]
    assert came.who == "lan" and came.detail == {"provider": ISSUER, "account": "account-7"}


def test_capitals_in_an_address_are_the_same_address(team: Team, desk: TestClient) -> None:
    team.theirs.email = "Lan@Example.ORG"
    assert sign_in(desk, team.theirs).status_code == 303
    assert is_in(desk)


def test_what_leaves_is_a_proof_that_only_this_desk_asked(team: Team, desk: TestClient) -> None:
    asked = parse_qs(urlsplit(sent(desk)).query)
    assert asked["scope"] == ["openid email"] and asked["redirect_uri"] == [f"{DESK}/sign-in/back"]
    assert len(asked["state"][0]) >= 43 and len(asked["nonce"][0]) >= 43 and asked["state"] != asked["nonce"]
    again = parse_qs(urlsplit(sent(desk)).query)
    assert all(asked[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_signing_out_ends_it_and_asks_for_the_password_next_time(team: Team, desk: TestClient) -> None:
    sign_in(desk, team.theirs)
    out = desk.post("/sign-out", json={}, headers=OURS)
    assert out.json()["page"] == "/sign-in?out=1"
    assert not is_in(desk)
    page = desk.get("/sign-in?out=1")
    assert "anew=1" in page.text and "login.example.org" in page.text
    assert "prompt=login" in desk.get("/sign-in/go?anew=1").headers["location"]
    assert desk.get("/sign-in/out").headers["location"] == f"{ISSUER}/end?client_id={CLIENT}"
    assert [event.what for event in open_ledger().history() if event.what.startswith("signed")] == [
        "signed in",
        "signed out",
    ]


def test_a_session_ends_when_she_does_nothing_and_after_a_day_of_work(team: Team, desk: TestClient) -> None:
    sign_in(desk, team.theirs)
    team.clock.at += IDLE.total_seconds() - 1
    assert is_in(desk)
    team.clock.at += LONGEST.total_seconds() - IDLE.total_seconds()
    assert is_in(desk)
    team.clock.at += 2
    assert not is_in(desk)
    team.theirs.at = team.clock.at
    sign_in(desk, team.theirs)
    team.clock.at += IDLE.total_seconds() + 1
    assert not is_in(desk)


@pytest.mark.parametrize("change", [("lan@example.org", "lan@other.example"), ("id: lan, ", "id: lana, ")])
def test_who_leaves_the_plan_is_out(team: Team, desk: TestClient, change: tuple[str, str]) -> None:
    """She changed office at noon, and released the week at one."""
    sign_in(desk, team.theirs)
    plan = team.folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace(*change).replace("approver: lan\n", "approver: minh\n"), "utf-8")
    assert change[1] in plan.read_text("utf-8")
    team.clock.at += 10
    assert not is_in(desk)


def test_a_plan_that_cannot_be_read_for_a_moment_throws_nobody_out(team: Team, desk: TestClient) -> None:
    sign_in(desk, team.theirs)
    (team.folder / "plan.yaml").write_text("people: [", "utf-8")
    team.clock.at += 10
    assert is_in(desk)


# Who decides


def test_a_decision_is_hers_whom_the_provider_named(team: Team, desk: TestClient) -> None:
    """Nobody approves under a typed name, and nobody what is another's to approve."""
    import json
    from html import unescape

    request = BatchRequest(plan=team.folder / "plan.yaml", week=WEEK, out=team.folder / "outputs", settings=team.folder)
    make_week_quietly(request)
    sign_in(desk, team.theirs)
    given = (json.loads(unescape(each)) for each in re.findall(r'data-given="([^"]*)"', desk.get(HOME).text))
    seen = next(each["shown"] for each in given if "names" not in each)
    asked = {"decision": "approved", "names": ["all"], "shown": seen}
    assert desk.post(f"{HOME}/decide", json=asked | {"who": "minh"}, headers=OURS).status_code == 400
    team.theirs.email = "minh@example.org"
    with team.desk() as other:
        sign_in(other, team.theirs)
        refused = other.post(f"{HOME}/decide", json=asked, headers=OURS)
        assert refused.status_code == 400 and "lan" in refused.json()["message"]
    assert not [event for event in open_ledger().history() if event.what == "approved"]
    assert desk.post(f"{HOME}/decide", json=asked, headers=OURS).status_code == 200
    decided = [event for event in open_ledger().history() if event.what == "approved"]
    assert {(event.who, event.detail["proof"]) for event in decided} == {("lan", "provider")}


def test_no_secret_and_no_key_opens_the_desk_of_a_team(team: Team, desk: TestClient) -> None:
    secret = new_secret()
    People(open_ledger()).add("lan", public_key(secret), by="minh")
    assert desk.post("/sign-in", json={"name": "lan", "secret": secret}, headers=OURS).status_code == 405
    assert desk.get("/enter?key=").status_code == 303
    assert not is_in(desk)


# What is refused

WRONG_TOKENS: dict[str, tuple[dict[str, Any], Callable[..., str] | None, str]] = {
    "unsigned": ({}, unsigned, "not signed as it has to be"),
    "another key": ({}, signed_by_other, "not signed as it has to be"),
    "a key of its own": ({}, signed_with_own_key, "not signed as it has to be"),
    "the public key as a secret": ({}, signed_with_public_key, "not signed as it has to be"),
    "changed after": ({}, changed_after, "not signed as it has to be"),
    "no token": ({}, no_token, "not signed as it has to be"),
    "expired": ({"exp": int(NOW) - LEEWAY_S - 1, "iat": int(NOW) - 900}, None, "its time is over"),
    "never ends": ({"exp": None}, None, "it lacks exp"),
    "from the future": ({"iat": int(NOW) + LEEWAY_S + 2}, None, "from the future"),
    "not yet": ({"nbf": int(NOW) + LEEWAY_S + 2}, None, "from the future"),
    "for another": ({"aud": "other"}, None, "meant for another program"),
    "for others too": ({"aud": [CLIENT, "other"]}, None, "it lacks azp"),
    "asked by another": ({"aud": [CLIENT, "other"], "azp": "other"}, None, "meant for another program"),
    "for nobody": ({"aud": None}, None, "it lacks aud"),
    "another issuer": ({"iss": "https://login.example.net"}, None, "another provider"),
    "no issuer": ({"iss": None}, None, "it lacks iss"),
    "another sign-in": ({"nonce": "x"}, None, "answers another sign-in"),
    "no sign-in": ({"nonce": None}, None, "it lacks nonce"),
    "no account": ({"sub": ""}, None, "sub is not right"),
    "other parts": ({"at_hash": "x"}, None, "do not belong together"),
    "not verified": ({"email_verified": False}, None, "was verified"),
    "verified in a word": ({"email_verified": "yes"}, None, "was verified"),
    "an address that is none": ({"email": ["lan@example.org"]}, None, "it lacks email"),
    "somebody else": ({"email": "eve@example.org"}, None, "nobody in the plan"),
    "like another letter": ({"email": "\u217can@example.org"}, None, "nobody in the plan"),
}


def test_a_token_that_is_not_right_lets_nobody_in(team: Team, desk: TestClient) -> None:
    for wrong, (claims, signs, reason) in WRONG_TOKENS.items():
        team.theirs.claims, team.theirs.signs = claims, signs
        answer = sign_in(desk, team.theirs)
        assert reason in told(answer), wrong
        assert "briefcast_who" not in answer.headers.get("set-cookie", ""), wrong
        assert not is_in(desk), wrong
    team.theirs.claims, team.theirs.signs = {}, None
    assert sign_in(desk, team.theirs).status_code == 303


def test_clocks_may_differ_by_a_minute(team: Team, desk: TestClient) -> None:
    team.theirs.claims = {"exp": int(NOW) - LEEWAY_S + 2, "iat": int(NOW) - 300}
    assert sign_in(desk, team.theirs).status_code == 303
    team.theirs.claims = {"iat": int(NOW) + LEEWAY_S - 2}
    assert sign_in(desk, team.theirs).status_code == 303


def test_somebody_who_is_not_of_the_team_is_written_down(team: Team, desk: TestClient) -> None:
    team.theirs.email = "eve@example.org"
    assert "eve@example.org" in told(sign_in(desk, team.theirs))
    [event] = [event for event in open_ledger().history() if event.what == "not let in"]
    assert (event.who, event.about, event.detail["account"]) == ("", "eve@example.org", "account-7")


def test_an_address_of_two_people_lets_neither_in(team: Team, desk: TestClient) -> None:
    plan = team.folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("minh@example.org", "lan@example.org"), "utf-8")
    team.clock.at += 10
    team.theirs.at = team.clock.at
    assert "more than one person" in told(sign_in(desk, team.theirs))


def test_nobody_is_signed_in_by_the_answer_to_another_browser(team: Team, desk: TestClient) -> None:
    """Login CSRF: she wrote a whole brief in the account of who sent her the link."""
    back = team.theirs.let_in(sent(desk))
    with team.desk() as other:
        other.get("/sign-in/go")
        assert "begun in this browser" in told(other.get("/sign-in/back", params=back))
    # The same desk, another browser.
    desk.cookies.delete("__Host-briefcast_going")
    assert "begun in this browser" in told(desk.get("/sign-in/back", params=back))
    assert not is_in(desk)


@pytest.mark.parametrize("state", ["", "x", None])
def test_an_answer_that_nobody_asked_for_lets_nobody_in(team: Team, desk: TestClient, state: str | None) -> None:
    back = team.theirs.let_in(sent(desk))
    back = {"code": back["code"]} if state is None else back | {"state": state}
    assert "begun in this browser" in told(desk.get("/sign-in/back", params=back))
    assert "/token" not in team.theirs.asked


def test_an_answer_counts_once(team: Team, desk: TestClient) -> None:
    back = team.theirs.let_in(sent(desk))
    assert desk.get("/sign-in/back", params=back).status_code == 303
    asked = len(team.theirs.asked)
    assert "begun in this browser" in told(desk.get("/sign-in/back", params=back))
    assert len(team.theirs.asked) == asked


def test_a_code_of_before_is_not_changed_again(team: Team, desk: TestClient) -> None:
    first = team.theirs.let_in(sent(desk))
    assert desk.get("/sign-in/back", params=first).status_code == 303
    desk.post("/sign-out", json={}, headers=OURS)
    second = team.theirs.let_in(sent(desk))
    assert "refused the sign-in (400)" in told(desk.get("/sign-in/back", params=second | {"code": first["code"]}))


def test_a_code_that_another_browser_got_is_not_changed(team: Team, desk: TestClient) -> None:
    """The proof of who asked (PKCE) belongs to a browser's own question."""
    theirs = team.theirs.let_in(sent(desk))
    mine = team.theirs.let_in(sent(desk))
    answer = desk.get("/sign-in/back", params={"state": mine["state"], "code": theirs["code"]})
    assert "refused the sign-in (400)" in told(answer)


def test_who_takes_too_long_begins_again(team: Team, desk: TestClient) -> None:
    back = team.theirs.let_in(sent(desk))
    team.clock.at += GOING_FOR_S + 1
    assert "took too long" in told(desk.get("/sign-in/back", params=back))


def test_who_presses_cancel_there_is_told(team: Team, desk: TestClient) -> None:
    state = team.theirs.let_in(sent(desk))["state"]
    answer = desk.get("/sign-in/back", params={"state": state, "error": "access_denied", "error_description": "<b>x"})
    assert "let nobody in" in told(answer) and "<b>x" not in answer.text


@pytest.mark.parametrize("more", [{"iss": "https://login.example.net"}, {"iss": ISSUER + "/"}])
def test_a_code_of_another_provider_is_shown_to_nobody(team: Team, desk: TestClient, more: dict[str, str]) -> None:
    """Mixed up: the code of one provider was handed to another, which used it."""
    assert "another provider" in told(desk.get("/sign-in/back", params=team.theirs.let_in(sent(desk)) | more))
    assert "/token" not in team.theirs.asked


def test_a_provider_that_names_itself_in_answers_has_to(team: Team, desk: TestClient) -> None:
    team.theirs.said = {"authorization_response_iss_parameter_supported": True}
    assert "another provider" in told(sign_in(desk, team.theirs))
    back = team.theirs.let_in(sent(desk)) | {"iss": ISSUER}
    assert desk.get("/sign-in/back", params=back).status_code == 303


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"issuer": "https://login.example.net"}, "calls itself"),
        ({"token_endpoint": "http://login.example.org/token"}, "may not be asked"),
        ({"jwks_uri": "http://127.0.0.1:9/keys"}, "may not be asked"),
        ({"userinfo_endpoint": "https://u:p@login.example.org/me"}, "may not be asked"),
        ({"jwks_uri": None}, "none of a provider"),
    ],
)
def test_a_provider_that_says_of_itself_what_cannot_be_is_not_asked(
    team: Team, desk: TestClient, said: dict[str, Any], reason: str
) -> None:
    team.theirs.said = said
    assert reason in told(desk.get("/sign-in/go"))


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
@pytest.mark.parametrize("status", [302, 500])
def test_a_provider_that_fails_or_leads_elsewhere_is_told(team: Team, desk: TestClient, path: str, status: int) -> None:
    team.theirs.status = {path: status}
    answer = desk.get("/sign-in/go")
    if answer.status_code == 303:
        answer = desk.get("/sign-in/back", params=team.theirs.let_in(answer.headers["location"]))
    assert f"({status})" in told(answer)
    assert "/elsewhere" not in team.theirs.asked


def test_a_new_key_is_taken_at_once_and_a_key_taken_back_soon_no_more(team: Team, desk: TestClient) -> None:
    sign_in(desk, team.theirs)
    assert is_in(desk)
    team.theirs.keys = [OTHER]
    assert sign_in(desk, team.theirs).status_code == 303
    # A key that leaked: whoever has it signs what she likes, until its taking back is known here.
    team.theirs.keys, team.theirs.signs = [OTHER], lambda claims, _: signed(claims, KEY)
    assert "not signed" in told(sign_in(desk, team.theirs))
    with team.desk() as other:
        team.theirs.keys, team.theirs.signs = [KEY], None
        assert sign_in(other, team.theirs).status_code == 303
        team.theirs.keys, team.theirs.signs = [OTHER], lambda claims, _: signed(claims, KEY)
        team.clock.at += KEYS_FOR_S + 1
        team.theirs.at = team.clock.at
        assert "not signed" in told(sign_in(other, team.theirs))


def test_an_address_that_stands_elsewhere_is_asked_for_there(team: Team, desk: TestClient) -> None:
    """Some providers keep the address out of the token."""
    team.theirs.claims = {"email": None, "email_verified": None}
    team.theirs.userinfo = {"sub": "account-7", "email": "lan@example.org", "email_verified": True}
    assert sign_in(desk, team.theirs).status_code == 303
    team.theirs.userinfo["sub"] = "account-8"
    assert "another account" in told(sign_in(desk, team.theirs))
    team.theirs.userinfo = {"sub": "account-7", "email": "lan@example.org"}
    assert "was verified" in told(sign_in(desk, team.theirs))


OUTSIDE = (
    "//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "\\/evil.example",
    "/\n//evil.example",
    "javascript:alert(1)", "", "evil", "/ /x", "/sign-in/go", "/sign-out", "/enter",
)  # fmt: skip


def test_nobody_is_led_elsewhere_after_signing_in(team: Team, desk: TestClient) -> None:
    """Open redirect: the link began at the desk and ended at a page that looked like it."""
    for place in OUTSIDE:
        assert _inside(place) == "/weeks", place
        assert sign_in(desk, team.theirs, place).headers["location"] in ("/weeks", "/"), place
    assert sign_in(desk, team.theirs, "/weeks/2031-W48").headers["location"] == "/weeks/2031-W48"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://desk.example.org"}, 403),
        ({}, 403),
        ({"origin": DESK, "content-type": "text/plain"}, 403),
        ({"origin": DESK, "host": "evil.example"}, 400),
        ({"origin": DESK}, 200),
    ],
)
def test_only_the_desk_itself_changes_something(
    team: Team, desk: TestClient, headers: dict[str, str], status: int
) -> None:
    """A page of somebody else signs nobody out, and all the less releases something."""
    sign_in(desk, team.theirs)
    answer = desk.post("/sign-out", content="{}", headers={"content-type": "application/json"} | headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("origin", "status"), [(DESK, 200), ("http://desk.example.org", 403), ("https://evil.example", 403)]
)
def test_behind_a_proxy_the_desk_knows_its_own_pages(origin: str, status: int) -> None:
    """The proxy speaks HTTP to it: it would take its own pages for those of a stranger."""

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        await Response("done")(scope, receive, send)

    doors = Doors(behind, door=lambda _: None, names=("desk.example.org",), origin=DESK)
    browser = TestClient(doors, base_url="http://desk.example.org")
    assert browser.post("/save", json={}, headers={"origin": origin}).status_code == status


def test_no_cookie_of_another_desk_and_none_that_was_made_up_lets_in(team: Team, desk: TestClient) -> None:
    for cookie in ("x", "", "0" * 64):
        desk.cookies.set("__Host-briefcast_who_1", cookie)
        assert not is_in(desk)


def test_nothing_that_is_secret_is_told(team: Team, desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFCAST_DESK_CLIENT_SECRET", "kept-by-us-alone")
    provider = named_provider(ISSUER, CLIENT, DESK)
    assert (
        provider and "kept-by-us-alone" not in redact("x kept-by-us-alone") and "kept-by-us-alone" not in repr(provider)
    )
    page = sign_in(desk, team.theirs)
    assert "at-1234567" not in redact("token at-1234567")
    assert SECRET not in page.text and SECRET not in desk.get("/sign-in").text


# How it is set up


@pytest.mark.parametrize(
    ("issuer", "client", "url", "reason"),
    [
        (ISSUER, "", DESK, "name all three"),
        ("", CLIENT, DESK, "name all three"),
        ("http://login.example.org", CLIENT, DESK, "https://"),
        (ISSUER, CLIENT, "http://desk.example.org", "https://"),
        ("https://u:p@login.example.org", CLIENT, DESK, "https://"),
        ("https://login.example.org#x", CLIENT, DESK, "https://"),
        ("login.example.org", CLIENT, DESK, "https://"),
    ],
)
def test_what_is_set_up_by_half_or_without_https_is_refused(issuer: str, client: str, url: str, reason: str) -> None:
    with pytest.raises(BriefcastError, match=reason):
        named_provider(issuer, client, url)


def test_without_a_provider_it_is_the_desk_of_one_machine() -> None:
    assert named_provider("", "", "") is None
    assert named_provider("http://127.0.0.1:9", CLIENT, "http://localhost:8300")


def test_a_desk_of_a_team_opens_only_where_no_name_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sign-in would stop nobody: at a terminal each name was still believed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    provider = named_provider(ISSUER, CLIENT, DESK)
    with pytest.raises(BriefcastError, match="no plan"):
        serve(tmp_path, out=tmp_path / "outputs", port=0, open_browser=False, provider=provider)
    plan = write_plan(tmp_path, briefs=1, weeks=(WEEK,))
    with pytest.raises(BriefcastError, match="people add NAME --first"):
        serve(tmp_path, out=tmp_path / "outputs", port=0, open_browser=False, provider=provider)
    plan.write_text(re.sub(r", email: [^}]+", "", plan.read_text("utf-8")), "utf-8")
    with pytest.raises(BriefcastError, match="email"):
        serve(tmp_path, out=tmp_path / "outputs", port=0, open_browser=False, provider=provider)


# How it looks


@pytest.mark.parametrize("code", list(read_languages()))
def test_the_pages_of_the_sign_in_speak_each_language(team: Team, desk: TestClient, code: str) -> None:
    refused = desk.get("/sign-in/back?code=x&state=y", headers={"cookie": f"briefcast_language={code}"})
    for answer in (desk.get(f"/sign-in?language={code}"), desk.get(f"/sign-in?out=1&language={code}"), refused):
        assert f'<html lang="{code}" dir="{read_languages()[code].direction}"' in answer.text
        assert parse(answer.text) is not None
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", answer.text)
    if code != "en":
        assert "begun in this browser" not in refused.text
