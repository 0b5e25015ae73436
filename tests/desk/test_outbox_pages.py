"""The outbox at the desk: what needs somebody stands first, and is settled as by the command of the same name."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefcast.cli.main import app
from briefcast.desk.words import read_words
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from briefcast.planner.weeks import week_of
from briefcast.week.deciding import decide, read_review
from briefcast.week.releasing import release_week
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import make_week_quietly, write_plan
from tests.desk_fixtures import OURS, inside


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    return tmp_path


@pytest.fixture
def desk(team: Path) -> Iterator[Any]:
    with inside(team) as browser:
        browser.get("/?language=en")
        yield browser


def prepared(item: str = "b0/neighbours/vi/infographic/1200x630", channel: str = "telegram") -> Publication:
    outbox = Outbox(open_ledger(), who="publisher")
    return outbox.prepare(item=item, channel=channel, account="news", content_sha256="a" * 64, marker=item)


def unconfirmed(**more: str) -> int:
    post, outbox = prepared(**more), Outbox(open_ledger(), who="publisher")
    claim = outbox.claim(post.id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.unconfirmed(claim, "The answer was lost.")
    return post.id


def sent(**more: str) -> int:
    post, outbox = prepared(**more), Outbox(open_ledger(), who="publisher")
    claim = outbox.claim(post.id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="1", url="https://example.org/1")
    return post.id


def settle(browser: Any, number: int, act: str, **more: str) -> Any:
    return browser.post(f"/outbox/{number}", json={"act": act, **more}, headers=OURS)


def state(number: int) -> str:
    return Outbox(open_ledger(), who="").find(number).state


def test_what_is_not_confirmed_stands_first_with_the_ways_to_settle_it(desk: Any) -> None:
    """Nobody would see that a post may be out twice, or not at all."""
    sent(item="b1/neighbours/vi/infographic/1200x630")
    unconfirmed()
    page = desk.get("/outbox").text
    assert page.index("unconfirmed") < page.index("https://example.org/1")
    assert page.count('value="found"') == page.count('value="missing"') == 1


def test_somebody_who_saw_the_post_says_so_and_another_that_it_is_not_there(desk: Any) -> None:
    one, other = unconfirmed(), unconfirmed(item="b1/neighbours/vi/infographic/1200x630")
    assert settle(desk, one, "found").status_code == 400  # where, she does not say
    assert settle(desk, one, "found", where="https://t.me/news/7").status_code == 200
    assert state(one) == "sent"
    told = settle(desk, other, "missing").json()["told"]
    assert "written down as not there" in told[0]
    assert state(other) == "prepared"
    assert settle(desk, other, "drop", why="Too late.").status_code == 200
    assert state(other) == "withdrawn"
    assert settle(desk, other, "again").status_code == 200
    assert state(other) == "prepared"


def test_a_post_is_withdrawn_from_its_platform(team: Path, desk: Any) -> None:
    """The figure is wrong, and readers see it until somebody finds a terminal."""
    write_plan(team, briefs=1)
    for command in (
        "make b0.yaml --product infographic",
        "publish outputs/b0 --channel folder --approve --new --who lan",
    ):
        done = CliRunner().invoke(app, command.split())
        assert done.exit_code == 0, done.output
    post, *_ = Outbox(open_ledger(), who="").publications("sent")
    told = settle(desk, post.id, "withdraw", why="The rank is of 2022.")
    assert told.status_code == 200, told.text
    assert state(post.id) == "withdrawn"
    assert "is taken back from folder" in told.json()["told"][0]


@pytest.mark.parametrize("act", ["found", "missing", "again", "drop", "withdraw", "deleted"])
def test_what_may_not_be_said_of_a_post_is_refused_in_words(desk: Any, act: str) -> None:
    number = sent() if act in ("found", "missing", "again", "drop") else prepared().id
    before = state(number)
    refused = settle(desk, number, act, where="https://example.org/1")
    assert refused.status_code == 400
    assert refused.json()["message"]
    assert state(number) == before
    assert settle(desk, 999, act, where="https://example.org/1").status_code == 400
    assert settle(desk, number, "eat").status_code == 400


def test_where_people_have_secrets_no_post_is_settled_without_one(desk: Any) -> None:
    """A post that somebody had withdrawn went out at the word of anyone."""
    number = unconfirmed()
    secret = new_secret()
    People(open_ledger()).add("lan", public_key(secret), by="lan")
    assert settle(desk, number, "missing").status_code == 401
    assert state(number) == "unconfirmed"
    signed = desk.post("/sign-in", json={"name": "lan", "secret": secret}, headers=OURS)
    assert signed.status_code == 200
    assert settle(desk, number, "missing").status_code == 200
    assert [event.who for event in open_ledger().history() if event.what == "not found"] == ["lan"]


def test_an_address_that_is_none_of_the_web_is_no_link(desk: Any) -> None:
    settle(desk, unconfirmed(), "found", where="javascript:alert(1)")
    assert 'href="javascript' not in desk.get("/outbox").text


def test_each_thing_that_may_be_said_is_explained_in_each_language() -> None:
    for code in read_languages():
        words = read_words()[code]
        assert set(words["acts"]) == set(words["acts_mean"]) == {
            "found", "missing", "again", "drop", "withdraw", "deleted"
        }  # fmt: skip


def test_where_a_figure_is_said_is_found(team: Path, desk: Any) -> None:
    """The figure is wrong, and she has to know within a minute where it is out."""
    plan = write_plan(team, briefs=1, weeks=("2026-W48",))
    made = make_week_quietly(BatchRequest(plan=plan, week="2026-W48", out=team / "outputs", settings=team))
    figure = next(fact.statistic for fact in made.plan.made(team / "outputs" / "b0").manifest.facts)
    page = desk.get("/says", params={"figure": figure}).text
    assert "b0/neighbours/vi/infographic" in page
    assert f'<option value="{figure}">' in page
    manifest = made.plan.made(team / "outputs" / "b0").manifest
    fact = next(each for each in manifest.facts if each.statistic == figure)
    label, number = fact.label["vi"], re.search(r"\d+(?:[.,]\d+)*", fact.written["vi"])
    assert number
    plain = "".join(c for c in unicodedata.normalize("NFD", label.lower()) if not unicodedata.combining(c))
    swapped = number[0].translate(str.maketrans(",.", ".,"))
    for asked in (label, label.upper(), plain.replace("đ", "d"), number[0], swapped, fact.written["vi"]):
        assert "b0/neighbours/vi/infographic" in desk.get("/says", params={"figure": asked}).text, asked
    none = desk.get("/says", params={"figure": "999999,125"}).text
    assert "There is no such figure" in none
    assert f'href="/says?figure={figure}"' in none
    assert "There is no such figure" in desk.get("/says?figure=<script>").text
    assert "<script>alert" not in desk.get("/says?figure=<script>alert").text


def released(team: Path, week: str, languages: str = "[vi]") -> Path:
    """Make a week that lies ahead, approve and release all of it."""
    plan = write_plan(team, briefs=1, weeks=(week,), languages=languages)
    made = make_week_quietly(BatchRequest(plan=plan, week=week, out=team / "outputs", settings=team))
    ledger = open_ledger()
    decide(read_review(made.plan, ledger), ledger, ["all"], "approved", who="lan")
    assert any(not leave.refused for leave in release_week(made.plan, ledger, who="lan"))
    return plan


def test_the_outbox_says_of_a_moved_slot_what_plan_and_quiet_days_say(team: Path, desk: Any) -> None:
    """A slot was moved in the calendar: the outbox named the old hour, and said that posts go out on the Sabbath."""
    week = week_of(dt.date.today() + dt.timedelta(weeks=1))
    plan = released(team, week, languages="[he]")

    def shown(day: str, at: str) -> tuple[str, str]:
        text = re.sub(r"day: \w+", f"day: {day}", plan.read_text("utf-8"))
        plan.write_text(re.sub(r'at: "?[\d:]+"?', f'at: "{at}"', text), "utf-8")
        page = desk.get("/outbox").text
        found = re.search(r'<time datetime="([^"]+)"', page)
        return page, dt.datetime.fromisoformat(found[1]).astimezone(dt.UTC).isoformat() if found else ""

    page, first = shown("tue", "16:10")
    assert "Goes to:" in page
    assert "T16:00" in first  # 18:00 in Jerusalem: to go out earlier, it is released again
    page, later = shown("thu", "16:45")
    assert "T14:45" in later, page
    assert dt.datetime.fromisoformat(later) > dt.datetime.fromisoformat(first)
    assert "does not go out then" not in page
    page, none = shown("sat", "12:45")
    assert none == ""
    assert "Sabbath" in page
    assert "briefcast " not in page.replace("briefcast-", "")
    assert f'href="/weeks/{week}' in page
    assert "It goes out then" not in page
    assert "They go out then" not in page


def test_the_next_slot_of_what_waits_and_is_not_out_is_named(team: Path, desk: Any) -> None:
    released(team, week_of(dt.date.today() + dt.timedelta(weeks=1)))
    assert re.search(r'<time datetime="[^"]+"', desk.get("/outbox").text)
    ledger = open_ledger()
    outbox = Outbox(ledger, who="publisher")
    for release in ledger.releases():
        given = {"item": release.item, "channel": release.channel, "account": "published", "marker": release.item}
        claim = outbox.claim(outbox.prepare(**given, content_sha256=release.content_sha256, slot=release.slot).id)
        assert claim
        outbox.begin_publishing(claim)
        outbox.sent(claim, remote_id="1", url="https://example.org/1")
    assert not re.search(r'<time datetime="[^"]+"', desk.get("/outbox").text)
