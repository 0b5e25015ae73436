"""Three months of posts: no account is lost, whatever its tokens live for; and an outage costs nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import event

from briefcast import secrecy
from briefcast.channels import bluesky, oauth
from briefcast.channels.base import Account, Post
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform
from briefcast.channels.table import open_channel
from briefcast.errors import SignedOut
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox, Publication, Use
from briefcast.publishing.accounts import AccountEntry, ending_secrets
from briefcast.publishing.publisher import Patience, publish
from briefcast.store.store import Store
from tests.channel_fixtures import make_post
from tests.emulators import EMULATORS
from tests.emulators.base import HttpEmulator, Reply, Request
from tests.emulators.bluesky import BlueskyEmulator
from tests.emulators.linkedin import LinkedInEmulator
from tests.emulators.tiktok import REFRESH as TIKTOK_REFRESH
from tests.emulators.tiktok import TikTokEmulator
from tests.emulators.youtube import YouTubeEmulator
from tests.emulators.zalo import REFRESH as ZALO_REFRESH
from tests.emulators.zalo import ZaloEmulator

DAYS = 92
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
QUICK = Patience(tries=1, looks_after_s=(0,), sleep=lambda _: None)


class Clock:
    """The time, which moves when told to."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.at


class Desk:
    """One account of a team that publishes with a new process each time, and what is kept between them."""

    def __init__(self, emulator: HttpEmulator, folder: Path, clock: Clock, secrets: Mapping[str, str]) -> None:
        self.emulator, self.folder, self.clock = emulator, folder, clock
        self.secrets = dict(secrets)
        """As they were given at first."""
        self.blocks: dict[str, str] = {}
        """What was kept since, by the names of secrets."""
        self.posts: dict[str, Post] = {}
        ledger = open_ledger(folder / "ledger.db")
        # Nothing of this has to outlive a power cut, and waiting for the disk is most of three months.
        event.listen(ledger.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        self.outbox = Outbox(ledger, who="run", clock=clock.now)

    def account(self) -> Account:
        """Give the account as a new process reads it."""
        bluesky._sessions.clear()
        account = self.emulator.account()
        known = {name: SecretStr(value) for name, value in self.secrets.items()} or dict(account.secrets)
        for name, value in self.blocks.items():
            known[name.removeprefix(f"briefcast-{account.name}-")] = SecretStr(value)
        return replace(account, secrets=known)

    def send(self, item: str) -> Publication:
        if item not in self.posts:
            name = self.emulator.channel
            product = "video" if name in ("tiktok", "youtube") else "infographic"
            post = make_post(self.folder, product=product, item=item, content=item.encode())
            self.posts[item] = fit(self.emulator.ready(post), platform(name), Store(self.folder / "store"))
        with open_channel(self.account()) as channel:
            return publish(self.posts[item], channel, self.outbox, patience=QUICK)


class TikTokInTime(TikTokEmulator):
    """Access for two hours, refreshed for half a year by a token that is another one each time."""

    clock: Clock
    access_until = refresh_until = dt.datetime.max.replace(tzinfo=dt.UTC)
    refreshes = 0

    def handle(self, request: Request) -> Reply:
        if request.path == "/v2/oauth/token/":
            if self.clock.at > self.refresh_until:
                return Reply(body={"error": "invalid_grant", "error_description": "Refresh token is expired."})
            self.refreshes += 1
            self.access_until, self.refresh_until = self.clock.at + 2 * HOUR, self.clock.at + 180 * DAY
        elif self.clock.at > self.access_until:
            return self.answer_signed_out()
        return super().handle(request)


class ZaloInTime(ZaloEmulator):
    """Access for a day and an hour, refreshed once by a token that lives for three months."""

    clock: Clock
    access_until = refresh_until = dt.datetime.max.replace(tzinfo=dt.UTC)
    refreshes = 0

    def handle(self, request: Request) -> Reply:
        if request.path == "/v4/oa/access_token":
            if self.clock.at > self.refresh_until:
                return Reply(body={"error": -14014, "error_name": "Refresh token is expired", "error_description": ""})
            self.refreshes += 1
            self.access_until, self.refresh_until = self.clock.at + 25 * HOUR, self.clock.at + 90 * DAY
        elif self.clock.at > self.access_until:
            return self.answer_signed_out()
        return super().handle(request)


class LinkedinInTime(LinkedInEmulator):
    """A token for sixty days, which nothing but a person renews."""

    clock: Clock
    until = dt.datetime.max.replace(tzinfo=dt.UTC)

    def handle(self, request: Request) -> Reply:
        return self.answer_signed_out() if self.clock.at > self.until else super().handle(request)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def live(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, days: int = DAYS, every: int = 1, keeps: bool = True
) -> list[str]:
    """Publish a post every day, or every so many, and give the states that are not "sent"."""
    monkeypatch.setattr(secrecy, "_keepers", [desk.blocks.__setitem__ if keeps else lambda *_: None])
    monkeypatch.setattr(oauth, "_now", desk.clock.now)
    bad = []
    for day in range(0, days, every):
        done = desk.send(f"day-{day}/citizens/vi/x")
        bad += [] if done.state == "sent" else [f"day {day}: {done.state} {done.detail}"]
        desk.clock.at += every * DAY
        if isinstance(desk.emulator, (BlueskyEmulator, YouTubeEmulator)):
            desk.emulator.tokens.clear()  # Their access tokens live for an hour or two.
    return bad


@pytest.mark.parametrize(
    ("emulated", "secrets"), [(TikTokInTime, TIKTOK_REFRESH), (ZaloInTime, ZALO_REFRESH)], ids=["tiktok", "zalo"]
)
def test_a_token_that_is_another_one_each_time_is_kept_for_three_months(
    emulated: type[TikTokInTime | ZaloInTime],
    secrets: Mapping[str, str],
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The refresh token of before is dead: one that was not kept loses the account, until somebody signs in again."""
    with emulated() as emulator:
        emulator.clock = clock
        desk = Desk(emulator, tmp_path, clock, secrets)
        assert live(desk, monkeypatch) == []
        # Zalo's access token lives for 25 hours, so every other day one is there that lives.
        assert len(emulator.posts()) == DAYS
        assert emulator.refreshes == (DAYS if emulated is TikTokInTime else DAYS // 2)
        assert desk.blocks["briefcast-ministry-refresh-token"] == emulator.refresh_token
        # The measure itself: with nothing kept, the account is lost on the second day, and told.
        forgetful = Desk(emulator, tmp_path / "forgetful", clock, secrets)
        emulator.refresh_token = secrets["refresh-token"]
        [told] = live(forgetful, monkeypatch, days=2, keeps=False)
        assert told.startswith("day 1: refused") and "refresh token is not taken" in told


def test_a_refresh_token_is_used_once_in_hours_and_not_in_every_run(
    clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run every five minutes would use a refresh token each time, and one that breaks off there loses the account."""
    monkeypatch.setattr(oauth, "_now", clock.now)
    with TikTokInTime() as emulator:
        emulator.clock = clock
        desk = Desk(emulator, tmp_path, clock, TIKTOK_REFRESH)
        monkeypatch.setattr(secrecy, "_keepers", [desk.blocks.__setitem__])

        def look() -> None:
            with open_channel(desk.account()) as channel:
                channel.check()
            clock.at += dt.timedelta(minutes=5)

        for _ in range(72):  # Six hours; each token lives for two, and is left a quarter of an hour before its end.
            look()
        assert emulator.refreshes == 4
        # One that the platform takes no more before its time is let go, and a new sign-in counts at once.
        emulator.access_until = clock.at - HOUR
        with pytest.raises(SignedOut):
            look()
        look()
        assert emulator.refreshes == 5
        desk.blocks["briefcast-ministry-refresh-token"] = emulator.refresh_token = "rft.signed-in-anew"
        look()
        assert emulator.refreshes == 6


def test_bluesky_signs_in_once_in_three_months(clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with BlueskyEmulator() as emulator:
        desk, before = Desk(emulator, tmp_path, clock, {}), emulator.sign_ins_left
        assert live(desk, monkeypatch) == []
        assert before - emulator.sign_ins_left == 1 and len(emulator.posts()) == DAYS


@pytest.mark.parametrize("name", ["facebook", "mastodon", "x", "youtube"])
def test_tokens_that_do_not_end_need_nobody(
    name: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meta's token of a Page, Mastodon's, X's four, and Google's refresh token of an app that is in production."""
    with EMULATORS[name]() as emulator:
        assert isinstance(emulator, HttpEmulator)
        desk = Desk(emulator, tmp_path, clock, {})
        assert live(desk, monkeypatch, every=7) == [] and desk.blocks == {}
        assert len(emulator.posts()) == len(range(0, DAYS, 7))


def test_linkedins_token_is_told_two_weeks_before_it_ends(clock: Clock, tmp_path: Path) -> None:
    """Nothing refreshes it: after sixty days every post would be refused until somebody has time."""
    with LinkedinInTime() as emulator:
        emulator.clock, emulator.until = clock, clock.at + 60 * DAY
        desk, told, bad = Desk(emulator, tmp_path, clock, {}), [], []
        for day in range(DAYS):
            settings = {"secret_ends": emulator.until.date()}
            entry = AccountEntry(name="ministry", channel="linkedin", settings=settings)
            if ending_secrets([entry], clock.at.date()):
                told.append(day)
            if told and day == told[0] + 5:  # A person makes another one five days after the message.
                emulator.until = clock.at + 60 * DAY
            bad += [day] if desk.send(f"day-{day}/citizens/vi/x").state != "sent" else []
            clock.at += DAY
        assert bad == [] and told == list(range(46, 52)) and len(emulator.posts()) == DAYS


def test_a_token_that_ended_is_told_and_what_was_refused_goes_out_with_the_next_one(
    clock: Clock, tmp_path: Path
) -> None:
    with LinkedinInTime() as emulator:
        emulator.clock, emulator.until = clock, clock.at - DAY
        desk = Desk(emulator, tmp_path, clock, {})
        refused = desk.send("late/citizens/vi/x")
        assert refused.state == "refused" and "token" in refused.detail
        emulator.until = clock.at + 60 * DAY
        assert desk.send("late/citizens/vi/x").state == "sent" and len(emulator.posts()) == 1


# ---- An outage


@pytest.mark.parametrize(("name", "quota", "max"), [("tiktok", "posts a day", 15), ("linkedin", "", 0)])
def test_an_outage_of_eighty_minutes_costs_no_quota_and_what_waited_goes_out(
    name: str, quota: str, max: int, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A platform that was down used the quota of the day up, and the posts of the day came too late."""
    with EMULATORS[name]() as emulator:
        assert isinstance(emulator, HttpEmulator)
        desk, posts = Desk(emulator, tmp_path, clock, {}), [f"post-{n}/citizens/vi/x" for n in range(max or 10)]
        up = emulator.handle
        monkeypatch.setattr(emulator, "handle", lambda _: Reply(status=503, body={"message": "down for a moment"}))
        for _ in range(16):  # A run every five minutes; after a few that are put off it leaves the rest.
            assert {desk.send(item).state for item in posts[:4]} == {"prepared"}
            clock.at += 5 * dt.timedelta(minutes=1)
        if quota:
            use = Use(quota=quota, cost=1, max=max, per_s=86_400, per_day=None)
            assert desk.outbox.used(name, emulator.account().name, use) == 0
        monkeypatch.setattr(emulator, "handle", up)
        for _ in range(4):
            states = [desk.send(item).state for item in posts]
            clock.at += 5 * dt.timedelta(minutes=1)
        assert set(states) == {"sent"} and len(emulator.posts()) == len(posts)
        assert clock.at - Clock().at < 2 * HOUR
