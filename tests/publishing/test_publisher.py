"""Publishing: each item exactly once, whatever goes wrong, and never a surprise."""

from __future__ import annotations

import datetime as dt
import html
import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from briefcast.channels.base import Account, Kept, Post, Receipt
from briefcast.channels.folder import Folder
from briefcast.channels.platforms import PlatformTable, Quota, platform
from briefcast.channels.table import CHANNELS, channel_class, open_channel
from briefcast.errors import AnswerLost, Refused, TableError, TryLater
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox, Use
from briefcast.paths import ASSETS
from briefcast.publishing.accounts import AccountEntry
from briefcast.publishing.orders import Order
from briefcast.publishing.publisher import Patience, publish, replace_post
from briefcast.publishing.quota import plan_quotas
from briefcast.secrecy import guard_logs, keep_secret, redact
from briefcast.tables import parse_table
from tests.channel_fixtures import fitted, make_post, opened
from tests.emulators import EMULATORS
from tests.emulators.base import Emulator
from tests.emulators.mail import MailEmulator
from tests.faults.campaign import Clock, run_campaign, troubles

NOW = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)


class Still:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> dt.datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Still:
    return Still()


@pytest.fixture
def outbox(tmp_path: Path, clock: Still) -> Outbox:
    return Outbox(open_ledger(tmp_path / "ledger.db"), who="lan", clock=clock.now)


@pytest.fixture
def patience(clock: Still) -> Patience:
    return Patience(sleep=clock.sleep)


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(name="here", channel="folder", settings={"path": tmp_path / "published"})


class Scripted(Folder):
    """A folder whose publishing calls go as told, one after the other."""

    def __init__(self, account: Account, *goes: Exception | str) -> None:
        super().__init__(account)
        self.goes = list(goes)
        self.sends = 0

    def send(self, post: Post, kept: Kept) -> Receipt:
        self.sends += 1
        go = self.goes.pop(0) if self.goes else ""
        if isinstance(go, Exception) and "did it" not in str(go):
            raise go
        receipt = super().send(post, kept)
        if isinstance(go, Exception):
            raise go
        return receipt


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the folder promise nothing, as most platforms do."""
    row = platform("folder")
    less = row.model_copy(update={"abilities": row.abilities.model_copy(update={"idempotent": "never"})})
    monkeypatch.setattr("briefcast.channels.base.platform", lambda name: less if name == "folder" else platform(name))


def test_the_campaign_of_faults_sends_every_item_once_or_lists_it() -> None:
    """A short one on every channel; bench/channels.py runs a thousand. A post twice is what a team fears most."""
    report = run_campaign(seed=20261125, trials=3 * len(EMULATORS))
    assert not report.bad, "\n".join(map(str, report.bad))
    assert report.twice == 0 and not report.leaks
    assert {v.channel for v in report.verdicts} == set(EMULATORS)


def test_the_campaign_notices_a_publisher_that_sends_again_blindly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure itself: with a promise that mail does not keep, answers that are lost lead to a second message."""
    monkeypatch.setattr("briefcast.publishing.publisher._harmless_again", lambda *_: True)
    with EMULATORS["mail"]() as emulator:
        lost = next(t for t in troubles(emulator) if t.name == "answer lost, publish")
    monkeypatch.setattr("tests.faults.campaign.troubles", lambda _: [lost])
    report = run_campaign(seed=1, trials=1, channels=["mail"])
    assert report.twice == 1 and report.bad


def test_episodes_that_go_out_at_the_same_time_are_all_in_the_feed(outbox: Outbox, tmp_path: Path) -> None:
    """Each changes the same feed: without taking turns, the last one would throw the others out."""
    with EMULATORS["podcast"]() as emulator:
        posts = [
            emulator.ready(make_post(tmp_path, product="podcast", item=f"brief-{n}/citizens/vi/x", content=b"%d" % n))
            for n in range(6)
        ]

        def one(post: Post) -> str:
            with open_channel(emulator.account()) as channel:
                return publish(post, channel, outbox).state

        with ThreadPoolExecutor(6) as pool:
            assert set(pool.map(one, posts)) == {"sent"}
        assert sorted(seen.marker for seen in emulator.posts()) == sorted(post.marker for post in posts)


def test_every_channel_of_the_table_has_an_emulator_in_the_campaign() -> None:
    assert set(EMULATORS) == set(CHANNELS)


def test_published_again_nothing_new_is_there(
    account: Account, outbox: Outbox, patience: Patience, tmp_path: Path
) -> None:
    post = make_post(tmp_path)
    channel = Scripted(account)
    first = publish(post, channel, outbox, patience=patience)
    again = publish(post, channel, outbox, patience=patience)
    assert (first.state, again, channel.sends) == ("sent", first, 1)
    assert [event.what for event in outbox.ledger.history(post.item)] == ["prepared", "sending", "sent"]


def test_changed_content_of_an_item_never_goes_out_beside_the_old(
    account: Account, outbox: Outbox, patience: Patience, tmp_path: Path
) -> None:
    post = make_post(tmp_path)
    changed = make_post(tmp_path, item=post.item, content=b"another")
    channel = Scripted(account)
    publish(post, channel, outbox, patience=patience)
    with pytest.raises(Refused, match="--replace"):
        publish(changed, channel, outbox, patience=patience)
    assert channel.sends == 1


@pytest.mark.parametrize(
    "by_hand",
    [
        "UPDATE publications SET state = 'prepared'",
        "UPDATE publications SET state = 'refused'",
        "DELETE FROM publications",
    ],
)
def test_what_the_history_calls_sent_is_not_sent_again_whatever_its_row_says(
    tmp_path: Path, outbox: Outbox, patience: Patience, by_hand: str
) -> None:
    """One line of SQL on the ledger sent every mail of the week to the press a second time."""
    with MailEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, tmp_path)
        publish(post, channel, outbox, patience=patience)
        with outbox.ledger.writing() as connection:
            connection.execute(text(by_hand))
        for _ in range(2):
            again = publish(post, channel, outbox, patience=patience)
            assert again.state == "unconfirmed" and "by hand" in again.detail and "outbox found" in again.detail
        assert len(emulator.taken) == 1
        outbox.resolve(again.id, posted=False)
        assert publish(post, channel, outbox, patience=patience).state == "sent"
        assert len(emulator.taken) == 2


def test_content_that_came_back_in_the_place_of_other_content_is_no_change_by_hand(
    tmp_path: Path, account: Account, outbox: Outbox, patience: Patience
) -> None:
    """A correction that is taken back by another one would wait for a person, although all of it is known."""
    with open_channel(account) as channel:
        old, new = (replace(make_post(tmp_path), content_sha256=content * 64) for content in "ab")
        for post in (old, new, old):
            assert replace_post(post, channel, outbox, patience=patience).state == "sent"


def test_nothing_leaves_before_its_slot(
    account: Account, outbox: Outbox, clock: Still, patience: Patience, tmp_path: Path
) -> None:
    post, slot, channel = make_post(tmp_path), NOW + dt.timedelta(hours=3), Scripted(account)
    assert publish(post, channel, outbox, slot=slot, patience=patience).state == "prepared"
    assert channel.sends == 0
    clock.time = slot
    assert publish(post, channel, outbox, slot=slot, patience=patience).state == "sent"


def test_too_many_calls_are_waited_for_as_long_as_the_platform_asks(
    account: Account, outbox: Outbox, clock: Still, patience: Patience, tmp_path: Path
) -> None:
    channel = Scripted(account, TryLater("429", after_s=70))
    assert publish(make_post(tmp_path), channel, outbox, patience=patience).state == "sent"
    assert clock.time - NOW == dt.timedelta(seconds=70)


def test_an_hour_is_not_waited_for_but_left_for_the_next_run(
    account: Account, outbox: Outbox, clock: Still, patience: Patience, tmp_path: Path
) -> None:
    post, channel = make_post(tmp_path), Scripted(account, TryLater("429", after_s=3600))
    waiting = publish(post, channel, outbox, patience=patience)
    assert (waiting.state, waiting.detail, clock.time) == ("prepared", "429", NOW)
    assert publish(post, channel, outbox, patience=patience).state == "sent"


def test_a_lost_answer_is_looked_for_and_the_call_is_not_made_again(
    careless: None, account: Account, outbox: Outbox, patience: Patience, tmp_path: Path
) -> None:
    channel = Scripted(account, AnswerLost("it did it"))
    assert publish(make_post(tmp_path), channel, outbox, patience=patience).state == "sent"
    assert channel.sends == 1


def test_what_nobody_can_know_is_listed_with_what_to_do_and_not_sent_again(
    careless: None, account: Account, outbox: Outbox, patience: Patience, tmp_path: Path
) -> None:
    post, channel = make_post(tmp_path), Scripted(account, AnswerLost("gone"))
    listed = publish(post, channel, outbox, patience=patience)
    assert listed.state == "unconfirmed"
    assert f"briefcast outbox found {listed.id} URL" in listed.detail
    assert publish(post, channel, outbox, patience=patience).state == "unconfirmed"
    assert channel.sends == 1
    outbox.resolve(listed.id, posted=False)
    assert publish(post, channel, outbox, patience=patience).state == "sent"
    assert channel.sends == 2


def test_a_promise_for_an_hour_is_kept_to_even_if_the_clock_is_set_back(
    account: Account,
    outbox: Outbox,
    clock: Still,
    patience: Patience,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = platform("folder")
    hour = row.model_copy(update={"abilities": row.abilities.model_copy(update={"idempotent": 3600})})
    monkeypatch.setattr("briefcast.channels.base.platform", lambda _: hour)
    within = Scripted(account, AnswerLost("gone"))
    assert publish(make_post(tmp_path, item="a/b/vi/c"), within, outbox, patience=patience).state == "sent"
    assert within.sends == 2
    for hours in (-5, 5):
        post, channel = (
            make_post(tmp_path, item=f"a/b/vi/hours{abs(hours) + hours}"),
            Scripted(account, AnswerLost("gone")),
        )

        def jump(seconds: float, hours: int = hours) -> None:
            clock.time += dt.timedelta(hours=hours)

        assert publish(post, channel, outbox, patience=replace(patience, sleep=jump)).state == "unconfirmed"
        assert channel.sends == 1


def test_quotas_are_kept_across_processes_and_days(
    account: Account, outbox: Outbox, clock: Still, patience: Patience, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quota = Quota(name="two an hour", max=2, per_s=3600, cost={"each": 1})
    row = platform("folder").model_copy(update={"quotas": (quota,)})
    monkeypatch.setattr("briefcast.channels.base.platform", lambda _: row)
    channel = Scripted(account)
    states = [
        publish(make_post(tmp_path, item=f"a/b/vi/{n}"), channel, outbox, patience=patience).state for n in range(3)
    ]
    assert states == ["sent", "sent", "prepared"]
    reopened = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan", clock=clock.now)
    third = make_post(tmp_path, item="a/b/vi/2")
    assert "quota is used up" in publish(third, channel, reopened, patience=patience).detail
    clock.time += dt.timedelta(hours=-6)  # what lies in the future counts
    assert publish(third, channel, reopened, patience=patience).state == "prepared"
    clock.time += dt.timedelta(hours=7, seconds=1)
    assert publish(third, channel, reopened, patience=patience).state == "sent"
    assert channel.sends == 3


def test_a_day_ends_where_the_platform_says(outbox: Outbox, clock: Still) -> None:
    use = Use(quota="uploads a day", cost=1, max=1, per_s=None, per_day="America/Los_Angeles")
    clock.time = dt.datetime(2026, 11, 24, 7, 30, tzinfo=dt.UTC)  # 23:30 the day before in Los Angeles
    assert outbox.use("youtube", "a", [use]) == 0
    assert outbox.use("youtube", "a", [use]) == 30 * 60
    clock.sleep(30 * 60)
    assert outbox.use("youtube", "a", [use]) == 0


def order_of(post: Post, channel: str, slot: dt.datetime | None = None, **settings: object) -> Order:
    account = AccountEntry(name="a", channel=channel, settings=settings)
    return Order(item=post.item, content_sha256="", channel=channel, account=account, slot=slot, post=post)


def test_the_plan_names_what_will_not_fit_and_spreads_it_over_days(outbox: Outbox, tmp_path: Path) -> None:
    film = make_post(tmp_path, product="video")
    orders = [order_of(film, "youtube", slot=NOW) for _ in range(25)]
    plan = plan_quotas(orders, outbox)
    units = next(line for line in plan.lines if line.quota == "units a day")
    each = 50 + 50 + 400
    assert units.wanted == 25 * each
    assert len(plan.moved) == 25 - 10_000 // each
    assert units.fullest <= units.max and units.days == 2
    assert plan.moved[0].proposed == dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)  # midnight in Los Angeles
    priced = plan_quotas([order_of(make_post(tmp_path), "x")] * 3, outbox)
    # Three posts with a link, each with a look at the account before it and an alternative text.
    assert priced.price_usd == {"x": 3 * (0.20 + 0.010 + 0.005)}
    assert outbox.used("youtube", "a", Use(quota="units a day", cost=0, max=0, per_s=None, per_day="UTC")) == 0


def test_a_playlist_and_every_file_cost_what_the_platform_takes_for_them(outbox: Outbox, tmp_path: Path) -> None:
    film, pictures = make_post(tmp_path, product="video"), make_post(tmp_path)
    pictures = replace(pictures, files=pictures.files * 3)

    def wanted(order: Order, quota: str) -> int:
        return next(line.wanted for line in plan_quotas([order], outbox).lines if line.quota == quota)

    alone = wanted(order_of(film, "youtube"), "units a day")
    assert wanted(order_of(film, "youtube", playlist="PL1"), "units a day") == alone + 50
    assert wanted(order_of(pictures, "mastodon"), "files in 30 minutes") == len(pictures.files)


def test_a_cost_that_nothing_counts_is_refused_when_the_table_is_read(tmp_path: Path) -> None:
    rows = (ASSETS / "platforms.yaml").read_text("utf-8").replace("playlist: 50", "playlists: 50")
    (tmp_path / "platforms.yaml").write_text(rows, "utf-8")
    with pytest.raises(TableError, match=r"platforms\.yaml:\d+: platforms\.youtube\.quotas\.1\.cost\.playlists"):
        parse_table(tmp_path / "platforms.yaml", PlatformTable)


CANARY = "canary-9f3a/b+c=d"


def test_secrets_stay_out_of_logs_messages_and_the_ledger(
    account: Account, outbox: Outbox, patience: Patience, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keep_secret(CANARY)
    before = logging.getLogRecordFactory()
    guard_logs()
    try:
        channel = Scripted(account, Refused(f"https://api.example.org/bot{CANARY}/send was refused"))
        refused = publish(make_post(tmp_path), channel, outbox, patience=patience)
        log = logging.getLogger("httpx")
        with caplog.at_level(logging.INFO):
            log.info("HTTP Request: POST %s", f"https://api.example.org/bot{CANARY}/send")
            try:
                raise ValueError(f"token {CANARY}")
            except ValueError:
                log.exception("It failed")
    finally:
        logging.setLogRecordFactory(before)
    assert "HTTP Request" in caplog.text and "Traceback" in caplog.text
    assert "•••" in refused.detail
    everything = (
        caplog.text
        + refused.detail
        + repr(outbox.publications())
        + json.dumps([dict(event.detail) for event in outbox.ledger.history()])
    )
    assert "canary-9f3a" not in everything
    assert b"canary-9f3a" not in (tmp_path / "ledger.db").read_bytes()
    assert redact("canary-9f3a%2Fb%2Bc%3Dd") == "•••"


@pytest.mark.parametrize(
    "echo", [json.dumps, lambda secret: json.dumps(secret, ensure_ascii=False).replace("/", "\\/"), html.escape, quote]
)
def test_a_secret_is_taken_out_however_a_server_writes_it(echo: Callable[[str], str]) -> None:
    """A token with a quotation mark or an é came back escaped, and stood in the ledger for good."""
    secret = "geheim-\"é&<>'/-8f1c2ab9d7"
    keep_secret(secret)
    told = redact(f"401: {echo(secret)} is not valid")
    assert "8f1c2ab9d7" not in told and "geheim" not in told
    assert told.startswith("401: ") and told.endswith(" is not valid")


def test_an_account_never_shows_its_secrets() -> None:
    account = Account(name="a", channel="folder", secrets={"token": SecretStr(CANARY)})
    assert CANARY not in f"{account} {account!r} {account.secrets}"


@pytest.fixture(params=sorted(set(EMULATORS)))
def emulator(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    with EMULATORS[request.param]() as running:
        yield running


def test_an_account_is_checked_without_posting(emulator: Emulator) -> None:
    account = emulator.account()
    with open_channel(account) as channel:
        assert channel.check()
    assert emulator.posts() == []
    for secret in account.secrets.values():
        assert secret.get_secret_value() not in channel.check.__doc__  # type: ignore[operator]


def test_what_a_channel_cannot_do_is_refused_with_a_way_out(emulator: Emulator, tmp_path: Path) -> None:
    with open_channel(emulator.account()) as channel:
        abilities, receipt = channel.platform.abilities, Receipt(id="gone/before", url="")
        if not abilities.withdraw:
            with pytest.raises(Refused, match=r"cannot take posts back|delete"):
                channel.withdraw(receipt)
        if not abilities.replace:
            with pytest.raises(Refused, match="Withdraw"):
                channel.replace(receipt, make_post(tmp_path), {})


def test_every_secret_says_how_to_get_it() -> None:
    for name in CHANNELS:
        for secret, how in channel_class(name).secrets.items():
            assert how.endswith(".") and len(how) > 20, f"{name}: {secret}"


def test_the_campaigns_clock_waits_without_waiting() -> None:
    clock = Clock()
    before = clock.now()
    clock.sleep(3600)
    assert clock.now() - before > dt.timedelta(minutes=59)
