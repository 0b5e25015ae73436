"""The week at the desk: what it shows, who decides, what is refused, and what goes out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from briefcast.desk.who import IDLE, Sessions
from briefcast.languages import read_languages
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from briefcast.planner.plan import read_plan
from briefcast.week.deciding import read_review
from briefcast.week.week import BatchRequest, plan_week
from tests.batch_fixtures import change_brief, make_week_quietly, write_plan
from tests.desk_fixtures import OURS, inside
from tests.html_tree import parse

WEEK = "2031-W48"
HOME = f"/weeks/{WEEK}"
POSTED = (
    (f"{HOME}/decide", {"decision": "approved", "names": ["all"], "shown": {}}),
    (f"{HOME}/release", {}),
    (f"{HOME}/take-back", {"names": ["all"]}),
    (f"{HOME}/hold", {"names": ["all"]}),
    (f"{HOME}/make", {}),
    (f"{HOME}/stop", {}),
    (f"{HOME}/move", {"slot": "x", "plan": "x", "day": "mon", "at": "10:00"}),
    ("/outbox/1", {"act": "drop"}),
    ("/plan", {"brief": "b0.yaml", "week": WEEK, "channels": ["folder"], "day": "mon", "at": "10:00"}),
    ("/sign-in", {"name": "lan", "secret": "x"}),
    ("/sign-out", {}),
)
"""Every way in which something of a week is changed."""


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a plan of one small brief, and a week that was made of it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    plan = write_plan(tmp_path, briefs=1, weeks=(WEEK,), languages="[vi, en, he]")
    make(plan)
    return tmp_path


def make(plan: Path, *, again: bool = False) -> None:
    folder = plan.parent
    make_week_quietly(BatchRequest(plan=plan, week=WEEK, out=folder / "outputs", settings=folder, again=again))


@pytest.fixture
def desk(team: Path) -> Iterator[Any]:
    with inside(team) as browser:
        browser.get("/?language=en")
        yield browser


def send(browser: Any, place: str, **body: Any) -> Any:
    return browser.post(place, json=body, headers=OURS)


def shown(browser: Any) -> dict[str, list[str]]:
    """Give what the page says that it shows, as its forms send it."""
    import json

    given = (json.loads(unescape(each)) for each in re.findall(r'data-given="([^"]*)"', browser.get(HOME).text))
    return next(each["shown"] for each in given if "names" not in each)


def given(browser: Any, act: str) -> dict[str, Any]:
    """Give what the first form of the page that does something sends with it, for all items of the week."""
    import json

    page = browser.get(HOME).text
    found = re.findall(rf'data-act="{HOME}/{act}"[^>]*data-given="([^"]*)"', page)
    each = [json.loads(unescape(one)) for one in found]
    return {"shown": shown(browser), **{k: v for one in each for k, v in one.items() if k == "times"}}


def standings(ledger: Ledger, folder: Path) -> set[str]:
    week = plan_week(BatchRequest(plan=folder / "plan.yaml", week=WEEK, out=folder / "outputs", settings=folder))
    return {each.standing.name for each in read_review(week, ledger).items}


# What it shows


@pytest.mark.parametrize("code", list(read_languages()))
def test_every_page_of_the_week_speaks_each_language(team: Path, code: str) -> None:
    with inside(team) as browser:
        for place in ("/weeks", HOME, f"{HOME}/calendar", "/outbox", "/says?figure=households", "/sign-in"):
            answer = browser.get(f"{place}{'&' if '?' in place else '?'}language={code}")
            assert answer.status_code == 200, place
            assert f'<html lang="{code}" dir="{read_languages()[code].direction}"' in answer.text
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", answer.text)


def test_looking_makes_no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger in the wrong folder would know nothing of what is out, and let it out again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    write_plan(tmp_path, briefs=1, weeks=(WEEK,))
    with inside(tmp_path) as browser:
        for place in ("/weeks", HOME, f"{HOME}/calendar", "/outbox", "/says?figure=a"):
            assert browser.get(place).status_code == 200, place
    assert not (tmp_path / "ledger.db").exists()


def test_what_needs_somebody_stands_first(team: Path, desk: Any) -> None:
    plan = (team / "plan.yaml").read_text("utf-8")
    (team / "plan.yaml").write_text(plan + plan.partition("items:\n")[2].replace("w48", "w20").replace("W48", "W20"))
    page = desk.get("/weeks").text
    assert page.index("2031-W48") < page.index("2031-W20")
    assert "Items to decide: 3" in page


def test_a_week_is_not_made_of_a_brief_that_is_not_saved(team: Path, desk: Any) -> None:
    """She would approve of what she had changed an hour ago."""
    change = {"client": "a", "seq": 1, "changes": [{"kind": "set", "path": ["title", "en"], "value": "Mine"}]}
    assert send(desk, "/briefs/b0.yaml/change", **change).status_code == 200
    refused = send(desk, f"{HOME}/make")
    assert refused.status_code == 400
    assert "b0.yaml" in refused.json()["message"]


def test_a_plan_that_cannot_be_read_is_told_and_hides_no_brief(team: Path, desk: Any) -> None:
    (team / "plan.yaml").write_text("slots: [\n", "utf-8")
    for place in ("/weeks", HOME, f"{HOME}/calendar"):
        answer = desk.get(place)
        assert answer.status_code in (404, 409), place
        assert "plan.yaml" in answer.text
    assert send(desk, f"{HOME}/make").status_code == 422
    assert desk.get("/").status_code == 200


# Deciding


def test_where_nobody_has_a_secret_the_approver_of_the_plan_decides(team: Path, desk: Any) -> None:
    said = send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(desk))
    assert said.status_code == 200, said.text
    assert "approved: 3" in said.json()["told"][0]
    ledger = open_ledger()
    assert standings(ledger, team) == {"approved"}
    decisions = [event for event in ledger.history() if event.what == "approved"]
    assert {event.who for event in decisions} == {"lan"}
    assert {event.detail["through"] for event in decisions} == {"desk"}


def test_two_approvers_each_decide_what_is_theirs(team: Path, desk: Any) -> None:
    plan = (team / "plan.yaml").read_text("utf-8")
    (team / "b1.yaml").write_text((team / "b0.yaml").read_text("utf-8").replace("id: b0", "id: b1"), "utf-8")
    mine = plan.partition("items:\n")[2].replace("b0", "b1").replace("approver: lan", "approver: minh")
    (team / "plan.yaml").write_text(plan + mine.replace("owner: minh", "owner: lan"), "utf-8")
    make(team / "plan.yaml")
    assert send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(desk)).status_code == 200
    decided = {(event.about[:2], event.who) for event in open_ledger().history() if event.what == "approved"}
    assert decided == {("b0", "lan"), ("b1", "minh")}


def test_what_changed_since_the_page_was_drawn_is_not_approved_and_is_shown(team: Path, desk: Any) -> None:
    """She approved a figure that she had never seen."""
    before = shown(desk)
    change_brief(team, 0, "value: 99.3", "value: 93.9")
    make(team / "plan.yaml")
    refused = send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=before)
    assert refused.status_code == 409
    assert "93.9" in refused.json()["changed"]
    assert "99.3" in refused.json()["changed"]
    assert standings(open_ledger(), team) == {"waiting"}
    # A hash of the content alone, or none, is no page that showed it.
    for forged in ({}, {key: ["", *each[1:]] for key, each in shown(desk).items()}):
        assert send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=forged).status_code == 409


def test_a_post_that_changed_since_is_not_approved(team: Path, desk: Any) -> None:
    before = shown(desk)
    (team / "channels.yaml").write_text(
        "accounts:\n  - {name: published, channel: folder}\nposts: {hashtags: {en: [NewOnes], vi: [M], he: [x]}}\n",
        "utf-8",
    )
    if shown(desk) == before:
        pytest.skip("these accounts write the same posts")
    refused = send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=before)
    assert refused.status_code == 409
    assert "its posts are others" in refused.json()["changed"]


def test_of_two_who_decide_at_once_the_second_is_shown_what_the_first_decided(team: Path, desk: Any) -> None:
    """One of two approvers who press at the same moment would undo what the other said, and neither would know."""
    from concurrent.futures import ThreadPoolExecutor

    now = shown(desk)
    asked = [{"decision": each, "names": ["all"], "shown": now} for each in ("approved", "held") * 2]
    with ThreadPoolExecutor(4) as together:
        answers = list(together.map(lambda body: send(desk, f"{HOME}/decide", **body).status_code, asked))
    assert sorted(answers) == [200, 409, 409, 409]
    assert len(standings(open_ledger(), team)) == 1


@pytest.mark.parametrize("first", ["approved", "held", "sent back"])
def test_a_page_that_shows_an_older_standing_decides_nothing(team: Path, desk: Any, first: str) -> None:
    """One tab sends back with a reason, another still shows "waiting": its approval would publish the mistake."""
    key, *_ = before = shown(desk)
    said = send(desk, f"{HOME}/decide", decision=first, names=[key], shown=before, why="The rank is of 2022.")
    assert said.status_code == 200
    for names in ([key], ["all"], ["infographic"]):
        for decision in ("approved", "held", "sent back"):
            body = {"decision": decision, "names": names, "shown": before, "why": "x"}
            refused = send(desk, f"{HOME}/decide", **body)
            assert refused.status_code == 409, (names, decision)
            told = refused.json()["changed"]
            assert "The rank is of 2022." in told
            assert "waiting" in told
            assert first in told
    assert standings(open_ledger(), team) == {first, "waiting"}


def test_a_page_that_shows_an_older_standing_releases_nothing_and_takes_nothing_back(team: Path, desk: Any) -> None:
    """Held in one tab, released from the other, as if nobody had said a word."""
    send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(desk))
    key, *_ = shown(desk)
    before = given(desk, "release")
    assert before["times"]
    send(desk, f"{HOME}/decide", decision="held", names=[key], shown=before["shown"])
    for names in ([], [key]):
        assert send(desk, f"{HOME}/release", names=names, **before).status_code == 409
    assert not open_ledger().releases(week=WEEK)
    now = given(desk, "release")
    assert send(desk, f"{HOME}/release", **now).status_code == 200
    # What one page released, another that does not show it neither takes back nor holds.
    assert send(desk, f"{HOME}/take-back", names=["all"], shown=now["shown"]).status_code == 409
    assert send(desk, f"{HOME}/decide", decision="held", names=["all"], shown=now["shown"]).status_code == 409
    assert len(open_ledger().releases(week=WEEK)) == 2


def test_what_goes_out_at_another_time_than_the_page_showed_is_not_released(team: Path, desk: Any) -> None:
    """She released for Tuesday at ten, a colleague had moved it to Monday at seven."""
    send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(desk))
    before = given(desk, "release")
    plan = (team / "plan.yaml").read_text("utf-8")
    (team / "plan.yaml").write_text(re.sub(r'at: "?[0-9:]+"?', 'at: "11:35"', plan), "utf-8")
    refused = send(desk, f"{HOME}/release", **before)
    assert refused.status_code == 400
    assert "other times" in refused.json()["message"]
    assert not open_ledger().releases(week=WEEK)
    assert send(desk, f"{HOME}/release", **given(desk, "release")).status_code == 200
    assert open_ledger().releases(week=WEEK)


def test_whoever_sends_back_says_why_and_what_is_held_stays_held(team: Path, desk: Any) -> None:
    keys = list(shown(desk))
    refused = send(desk, f"{HOME}/decide", decision="sent back", names=keys[:1], shown=shown(desk))
    assert refused.status_code == 400
    assert "--why" not in refused.json()["message"]
    why = "The rank is of 2022. <b>"
    assert send(desk, f"{HOME}/decide", decision="sent back", names=keys[:1], shown=shown(desk), why=why).is_success
    assert send(desk, f"{HOME}/decide", decision="held", names=keys[1:2], shown=shown(desk)).is_success
    page = desk.get(HOME).text
    assert "The rank is of 2022. &lt;b&gt;" in page
    told = send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(desk)).json()["told"]
    assert "a group lets none of it go" in " ".join(told)
    assert standings(open_ledger(), team) == {"approved", "held", "sent back"}


def test_what_was_approved_before_is_shown_beside_what_changed(team: Path, desk: Any) -> None:
    send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(desk))
    change_brief(team, 0, "value: 99.3", "value: 93.9")
    make(team / "plan.yaml")
    page = desk.get(HOME).text
    assert "changed after approval" in page
    assert re.search(r"<del[^>]*><bdi>[^<]*99\.3", page)
    assert re.search(r"<ins[^>]*><bdi>[^<]*93\.9", page)


# Releasing


def test_what_is_approved_is_released_and_taken_back(team: Path, desk: Any) -> None:
    assert "0 of" in " ".join(send(desk, f"{HOME}/release", **given(desk, "release")).json()["told"])
    send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(desk))
    ledger = open_ledger()
    assert not ledger.releases(week=WEEK)
    assert send(desk, f"{HOME}/release", **given(desk, "release")).status_code == 200
    assert len(ledger.releases(week=WEEK)) == 3
    assert {each.who for each in ledger.releases(week=WEEK)} == {"lan"}
    key = next(iter(shown(desk)))
    assert send(desk, f"{HOME}/take-back", names=[key], shown=shown(desk)).status_code == 200
    assert len([each for each in ledger.releases(week=WEEK) if each.given]) == 2
    # By a group it stays taken back, by its name it goes out.
    send(desk, f"{HOME}/release", **given(desk, "release"))
    assert len(ledger.releases(week=WEEK)) == 2
    send(desk, f"{HOME}/release", names=[key], **given(desk, "release"))
    assert len(ledger.releases(week=WEEK)) == 3


def test_what_was_released_is_held_although_the_plan_cannot_be_read(team: Path, desk: Any) -> None:
    """A typo in the plan, and the post that must not go out goes out at eight."""
    send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(desk))
    send(desk, f"{HOME}/release", **given(desk, "release"))
    (team / "plan.yaml").write_text("slots: [\n", "utf-8")
    page = desk.get(HOME)
    assert page.status_code == 409
    keys = re.findall(r'name="names" value="([^"]+)"', page.text)
    assert len(keys) == 3
    told = send(desk, f"{HOME}/hold", names=keys[:2], why="The minister speaks first.").json()["told"]
    assert "held: 2" in told[0]
    again = send(desk, f"{HOME}/hold", names=keys, why="Another page still shows all three.")
    assert again.status_code == 400
    assert keys[0] in again.json()["message"]
    assert len(re.findall(r'name="names" value="([^"]+)"', desk.get(HOME).text)) == 1
    ledger = open_ledger()
    assert {event.about for event in ledger.history() if event.what == "held"} == set(keys[:2])


def test_a_week_whose_brief_is_gone_says_so_and_still_holds(team: Path, desk: Any) -> None:
    """The brief was renamed: the page was empty, gave no reason, and what was released could not be held."""
    send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(desk))
    send(desk, f"{HOME}/release", **given(desk, "release"))
    (team / "b0.yaml").rename(team / "b9.yaml")
    page = desk.get(HOME)
    assert page.status_code == 200
    assert "There is no file" in page.text
    keys = re.findall(r'name="names" value="([^"]+)"', page.text)
    assert len(keys) == 3
    assert send(desk, f"{HOME}/hold", names=keys, why="The brief is gone.").status_code == 200
    assert not re.findall(r'name="names" value="([^"]+)"', desk.get(HOME).text)


def test_a_week_says_that_its_brief_was_changed_after_it_was_made(team: Path, desk: Any) -> None:
    """She corrected the figure, approved the week, and the old figure went out."""
    assert "changed after this was made" not in desk.get(HOME).text
    (team / "b0.yaml").write_text("# A note.\n" + (team / "b0.yaml").read_text("utf-8"), "utf-8")
    assert "changed after this was made" not in desk.get(HOME).text, "a comment says nothing to readers"
    change_brief(team, 0, "value: 99.3", "value: 93.9")
    page = desk.get(HOME).text
    assert "Approving approves what was made" in page
    assert 'href="/briefs/b0.yaml"' in page
    make(team / "plan.yaml")
    assert "changed after this was made" not in desk.get(HOME).text


def test_a_brief_is_planned_twice_in_a_week_only_if_that_is_meant(team: Path, desk: Any) -> None:
    asked = {"brief": "b0.yaml", "week": WEEK, "channels": ["folder"], "day": "mon", "at": "10:00"}
    before = (team / "plan.yaml").read_text("utf-8")
    refused = send(desk, "/plan", **asked)
    assert refused.status_code == 400
    assert "b0-w48" in refused.json()["message"]
    assert (team / "plan.yaml").read_text("utf-8") == before
    assert send(desk, "/plan", **asked, again=True).status_code == 200
    assert send(desk, "/plan", **{**asked, "week": "2031-W50"}).status_code == 200


def test_a_quiet_time_in_the_calendar_says_for_whom_it_is_and_what_it_does(team: Path, desk: Any) -> None:
    """A warning of the night stood at nine in the morning, and nobody knew of whose night, or whether it stops."""
    plan = (team / "plan.yaml").read_text("utf-8")
    alike = plan.replace("day: wed, at: 18:00, timezone: Asia/Jerusalem", "day: tue, at: 9:00")
    (team / "plan.yaml").write_text(alike, "utf-8")
    page = desk.get(f"{HOME}/calendar").text
    nights = re.findall(r'class="fault warning">(.*)</p>', page)
    assert len(nights) == 1
    assert "Goes out all the same" in nights[0]
    assert "readers of עברית (<bdi>04:00, Jerusalem</bdi>)" in nights[0]
    assert "Tiếng Việt" not in nights[0]  # at nine in Hanoi it is no night there
    (team / "plan.yaml").write_text(plan.replace("day: wed, at: 18:00", "day: sat, at: 12:00"), "utf-8")
    page = desk.get(f"{HOME}/calendar").text
    assert re.search(r'class="fault error">Does not go out then\.[^<]*Sabbath', page)


def test_a_decided_week_wakes_the_run_that_waits_for_it(team: Path) -> None:
    from starlette.testclient import TestClient

    from briefcast.desk.app import make_app
    from briefcast.desk.doors import Keys
    from tests.desk_fixtures import HOST

    woken: list[str] = []

    def wake(week: str, ledger: Ledger) -> str:
        woken.append(week)
        return "The run goes on."

    keys = Keys()
    app = make_app(team, team / "outputs", keys, names=("127.0.0.1",), port=1, wake=wake)
    with TestClient(app, base_url=HOST) as browser:
        browser.get(f"/enter?key={keys.once}")
        key, *_ = now = shown(browser)
        send(browser, f"{HOME}/decide", decision="approved", names=[key], shown=now)
        assert woken == []
        told = send(browser, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(browser)).json()["told"]
    assert woken == [WEEK]
    assert "The run goes on." in told


# Who is who


def with_secrets(*names: str) -> dict[str, str]:
    people, secrets = People(open_ledger()), {name: new_secret() for name in names}
    for name, secret in secrets.items():
        people.add(name, public_key(secret), by=names[0])
    return secrets


def test_where_people_have_secrets_nothing_is_decided_without_one(team: Path, desk: Any) -> None:
    secrets = with_secrets("lan", "minh")
    now = shown(desk)
    for place, body in POSTED[:4]:
        refused = send(desk, place, **{**body, **({"shown": now} if "decide" in place else {})})
        assert refused.status_code == 401, place
        assert refused.json()["sign_in"]
    assert standings(open_ledger(), team) == {"waiting"}
    # A name beside it counts for nothing.
    assert send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=now, who="lan").status_code == 400
    # Another person's secret decides as that person, who is not the approver.
    assert send(desk, "/sign-in", name="minh", secret=secrets["minh"]).status_code == 200
    refused = send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=now)
    assert refused.status_code == 400
    assert "lan" in refused.json()["message"]
    assert send(desk, "/sign-out").status_code == 200
    assert send(desk, "/sign-in", name="lan", secret=secrets["minh"]).status_code == 400
    assert send(desk, "/sign-in", name="lan", secret=secrets["lan"]).status_code == 200
    assert "lan" in desk.get(HOME).text
    assert send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=now).status_code == 200
    assert {e.detail["proof"] for e in open_ledger().history() if e.what == "approved"} == {"secret"}


def test_a_page_of_one_person_does_nothing_in_the_name_of_another(team: Path, desk: Any) -> None:
    """Minh signed in in another tab: what Lan pressed on her page was written down as Minh's."""
    secrets = with_secrets("lan", "minh")
    for name in ("lan", "minh"):
        assert send(desk, "/sign-in", name=name, secret=secrets[name]).status_code == 200
    page = desk.get(HOME).text
    assert 'data-person="minh"' in page
    assert "Trần Minh" in page
    now = shown(desk)
    for said in ("lan", ""):
        for place, body in POSTED:
            if place == "/sign-in":
                continue
            body = {**body, **({"shown": now} if "decide" in place else {})}
            refused = desk.post(place, json=body, headers={**OURS, "briefcast-person": said})
            assert refused.status_code == 400, place
            assert "minh" in refused.json()["message"], place
    assert standings(open_ledger(), team) == {"waiting"}
    assert 'data-person="minh"' in desk.get(HOME).text  # nor was anybody signed out
    change = {"client": "a", "seq": 1, "changes": []}
    for said, status in (("lan", 400), ("minh", 200)):
        answer = desk.post("/briefs/b0.yaml/change", json=change, headers={**OURS, "briefcast-person": said})
        assert answer.status_code == status


def test_the_cookie_of_who_signed_in_is_read_by_no_script_and_no_other_page(desk: Any) -> None:
    secrets = with_secrets("lan")
    answer = send(desk, "/sign-in", name="lan", secret=secrets["lan"])
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert secrets["lan"].lower() not in cookie
    assert secrets["lan"] not in desk.get(HOME).text


def test_who_went_away_or_lost_her_secret_is_asked_again(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets, now = with_secrets("lan", "minh"), [dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)]
    with inside(team, sessions=Sessions(1, clock=lambda: now[0])) as desk:
        asked = {"decision": "approved", "names": ["all"], "shown": shown(desk)}
        send(desk, "/sign-in", name="lan", secret=secrets["lan"])
        now[0] += IDLE - dt.timedelta(minutes=1)
        assert "Sign out" in desk.get(f"{HOME}?language=en").text
        now[0] += IDLE - dt.timedelta(minutes=1)
        assert "Sign out" in desk.get(HOME).text  # she was there
        now[0] += IDLE + dt.timedelta(minutes=1)
        assert send(desk, f"{HOME}/decide", **asked).status_code == 401
        send(desk, "/sign-in", name="lan", secret=secrets["lan"])
        People(open_ledger()).remove("lan", by="minh")
        assert send(desk, f"{HOME}/decide", **asked).status_code == 401
    assert standings(open_ledger(), team) == {"waiting"}


def test_who_signs_in_comes_to_no_other_site(desk: Any) -> None:
    secrets = with_secrets("lan")
    for place in ("https://evil.example", "//evil.example", "/\\evil.example"):
        assert send(desk, "/sign-in", name="lan", secret=secrets["lan"], next=place).json()["page"] == "/weeks"


@pytest.mark.parametrize(("place", "body"), POSTED)
def test_a_page_of_somebody_else_decides_nothing(team: Path, desk: Any, place: str, body: dict[str, Any]) -> None:
    """A page that is open beside the desk would approve with the officer's own browser."""
    body = {**body, "shown": shown(desk)} if "decide" in place else body
    plan = (team / "plan.yaml").read_bytes()
    for origin in ("http://evil.example", "null", "", "http://127.0.0.1:9"):
        assert desk.post(place, json=body, headers={"origin": origin}).status_code == 403
    as_form = {**OURS, "content-type": "text/plain"}
    assert desk.post(place, content=b"{}", headers=as_form).status_code == 403
    assert desk.post(place, json=body, headers={**OURS, "host": "evil.example"}).status_code == 400
    desk.cookies.clear()
    assert desk.post(place, json=body, headers=OURS).status_code == 403
    assert standings(open_ledger(), team) == {"waiting"}
    assert (team / "plan.yaml").read_bytes() == plan


@pytest.mark.parametrize("week", ["2026-W99", "..%2F..", "x" * 300, "2026-W40"])
def test_a_week_that_is_not_planned_is_told(desk: Any, week: str) -> None:
    for more in ("", "/calendar"):
        assert desk.get(f"/weeks/{week}{more}").status_code in (200 if week == "2026-W40" and more else 404,)
    assert send(desk, f"/weeks/{week}/make").status_code in (400, 404)


# The calendar


def slots(browser: Any) -> tuple[list[str], str]:
    import json

    page = browser.get(f"{HOME}/calendar").text
    given = [json.loads(unescape(each)) for each in re.findall(r'data-given="([^"]*)"', page)]
    found = [each for each in given if "slot" in each]
    return [each["slot"] for each in found], found[0]["plan"]


def test_a_slot_is_moved_for_its_item_alone_and_the_rest_of_the_plan_stays(team: Path, desk: Any) -> None:
    text = (team / "plan.yaml").read_text("utf-8")
    ids, version = slots(desk)
    answer = send(desk, f"{HOME}/move", slot=ids[0], plan=version, day="thu", at="16:30", alone=True)
    assert answer.status_code == 200, answer.text
    plan, now = read_plan(team / "plan.yaml"), (team / "plan.yaml").read_text("utf-8")
    assert [line for line in text.splitlines() if line not in now.splitlines()] == []
    own = [slot for slot in plan.slots if slot.item]
    assert [(slot.item, slot.day, f"{slot.at:%H:%M}", slot.channel) for slot in own] == [
        ("b0-w48", "thu", "16:30", "folder")
    ]
    assert "16:30" in desk.get(f"{HOME}/calendar").text


@pytest.mark.parametrize(("code", "sunday"), [("vi", "30/11/2031"), ("en", "Nov 30, 2031"), ("he", "30.11.2031")])
def test_a_slot_is_moved_to_a_day_that_is_told_with_its_date(desk: Any, code: str, sunday: str) -> None:
    """Where weeks begin on Sunday, that of a week is the day before its Monday: the post went out six days late."""
    page = parse(desk.get(f"{HOME}/calendar?language={code}").text)
    [days] = [each for each in page.find_all("select") if each.attributes.get("name") == "day"][:1]
    options = {str(each.attributes["value"]): each.text for each in days.find_all("option")}
    assert list(options) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert sunday in options["sun"]


def test_a_slot_is_moved_for_every_week_where_that_is_asked(team: Path, desk: Any) -> None:
    ids, version = slots(desk)
    assert send(desk, f"{HOME}/move", slot=ids[0], plan=version, day="mon", at="08:15", alone=False).is_success
    plan = read_plan(team / "plan.yaml")
    assert ("mon", dt.time(8, 15)) in [(slot.day, slot.at) for slot in plan.slots]
    assert len(plan.slots) == 2


def test_a_plan_that_somebody_changed_meanwhile_is_not_written_over(team: Path, desk: Any) -> None:
    ids, version = slots(desk)
    path = team / "plan.yaml"
    path.write_text(path.read_text("utf-8") + "# theirs\n", "utf-8")
    refused = send(desk, f"{HOME}/move", slot=ids[0], plan=version, day="mon", at="08:15")
    assert refused.status_code == 400
    assert "changed meanwhile" in refused.json()["message"]
    assert path.read_text("utf-8").endswith("# theirs\n")
    assert send(desk, f"{HOME}/move", slot=ids[0], plan=version, day="mon", at="25:15").status_code == 400


def test_an_item_with_a_date_is_moved_to_another_date(team: Path, desk: Any) -> None:
    path = team / "plan.yaml"
    path.write_text(path.read_text("utf-8").replace("    week: 2031-W48\n", "    date: 2031-11-25\n"), "utf-8")
    ids, version = slots(desk)
    assert send(desk, f"{HOME}/move", slot=ids[0], plan=version, day="fri", at="09:00").is_success
    assert read_plan(path).items[0].date == dt.date(2031, 11, 28)


def test_days_of_mourning_stand_in_the_calendar(team: Path, desk: Any) -> None:
    path = team / "plan.yaml"
    mourning = "mourning:\n  - {starts: 2031-11-25, ends: 2031-11-26, name: {en: State mourning}}\n"
    path.write_text(path.read_text("utf-8") + mourning, "utf-8")
    page = desk.get(f"{HOME}/calendar").text
    assert page.count("State mourning") >= 2  # over the week, and at the slots that it stops
    assert "forbidden" in page


# Planning


def test_a_brief_is_planned_in_a_folder_without_a_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.desk_fixtures import write_brief

    monkeypatch.chdir(tmp_path)
    write_brief(tmp_path)
    asked = {"brief": "my-plan.yaml", "week": WEEK, "channels": ["folder"], "day": "tue", "at": "09:00"}
    with inside(tmp_path) as browser:
        assert send(browser, "/plan", **asked).status_code == 400  # nobody lets it out
        planned = send(browser, "/plan", **asked, person="Nguyễn Đức Anh")
        assert planned.json()["page"] == HOME
        assert browser.get(HOME).status_code == 200
        assert send(
            browser, "/plan", **{**asked, "week": "2031-W50", "at": "10:00"}, approver="nguyen-duc-anh"
        ).is_success
        for wrong in ({"brief": "../x.yaml"}, {"brief": "plan.yaml"}, {"channels": []}, {"week": "2026-W99"}):
            assert send(browser, "/plan", **{**asked, **wrong}).status_code in (400, 422), wrong
    plan = read_plan(tmp_path / "plan.yaml")
    assert [(item.id, item.in_week, item.approver) for item in plan.items] == [
        ("my-plan-w48", "2031-W48", "nguyen-duc-anh"),
        ("my-plan-w50", "2031-W50", "nguyen-duc-anh"),
    ]
    assert [(slot.item, f"{slot.at:%H:%M}") for slot in plan.slots] == [(None, "09:00"), ("my-plan-w50", "10:00")]
