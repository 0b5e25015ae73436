"""From an edition to readers: only what was approved, exactly as it was, once, with a page to look at before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.channels.folder import Folder
from briefcast.channels.platforms import platform, products_taken
from briefcast.errors import BriefError, LedgerError, TryLater
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.publishing.accounts import AccountEntry, Accounts, open_account, read_accounts
from briefcast.publishing.orders import edition_orders, released_orders
from briefcast.publishing.preview import write_preview
from briefcast.publishing.publisher import Patience
from briefcast.publishing.quota import plan_quotas
from briefcast.publishing.sending import approve_edition, every_account, expect_ready, foresee, publish_orders
from briefcast.store.store import STORE_NAME, Store
from tests import ROOT
from tests.edition_fixtures import make_once, write_small_brief
from tests.emulators.folder import read_folder
from tests.emulators.s3 import seen_in
from tests.html_tree import parse
from tests.notices_fixtures import Told, told
from tests.publishing_fixtures import approve

__all__ = ["told"]

CANARY = "canary-4be1-0d2f"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small edition in three languages: pictures and episodes."""
    folder = tmp_path_factory.mktemp("made")
    make_once(write_small_brief(folder), folder / "outputs")
    return folder


def briefcast(*words: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "BRIEFCAST_WHO": "lan", **more}
    command = [sys.executable, "-m", "briefcast", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def team(made: Path, tmp_path: Path) -> Path:
    """A team's folder with that edition."""
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "small").symlink_to(made / "outputs" / "small")
    return tmp_path


def test_an_edition_goes_from_a_look_to_readers_and_back(team: Path) -> None:
    """The story of docs/publish.md: look, approve, publish, publish again, withdraw."""
    looked = briefcast("publish", "outputs/small", "--dry-run", "--all-channels", folder=team)
    assert looked.returncode == 0, looked.stderr
    page = Path(looked.stdout.strip()).read_text("utf-8")
    assert 'lang="he" dir="rtl"' in page and "Bluesky" in page and "99.3%" in page
    assert not (team / "outputs" / "published").exists()
    assert " 0 of " in f" {looked.stderr}" and "not approved" in looked.stderr, "nothing of it may leave yet"

    refused = briefcast("publish", "outputs/small", "--new", folder=team)
    assert refused.returncode == 1 and "It is not approved" in refused.stderr
    assert f"Ledger: {team / 'ledger.db'} (new)" in refused.stderr
    assert not (team / "outputs" / "published").exists()

    first = briefcast("publish", "outputs/small", "--approve", "--new", folder=team)
    assert first.returncode == 0, first.stderr
    manifest = read_manifest(team / "outputs" / "small")
    posts = seen_in(read_folder(team / "outputs" / "published"))
    assert {post.id for post in posts} == {item.key for item in items_of(manifest)}
    for post in posts:
        assert post.language == post.id.split("/")[2]
        assert post.alt_texts or "podcast" in post.id
    by_sha = {output.sha256 for output in manifest.outputs}
    sent = [content for post in posts for content in post.files.values()]
    assert {hashlib.sha256(content).hexdigest() for content in sent} <= by_sha, "bytes changed on the way"

    before = read_folder(team / "outputs" / "published")
    again = json.loads(briefcast("publish", "outputs/small", "--json", folder=team).stdout)
    assert not any(row["new"] for row in again) and all(row["state"] == "sent" for row in again)
    assert read_folder(team / "outputs" / "published") == before
    looked = briefcast("publish", "outputs/small", "--dry-run", folder=team)
    assert f"0 of {len(posts)} posts would be sent. The others: out already: {len(posts)}." in " ".join(
        looked.stderr.split()
    )
    states = parse(Path(looked.stdout.strip()).read_text("utf-8")).find_all("span", class_="state out")
    assert [state.text for state in states] == ["out already"] * len(posts)

    listed = json.loads(briefcast("outbox", "--json", folder=team).stdout)
    taken = briefcast("outbox", "withdraw", str(listed[0]["id"]), folder=team)
    assert taken.returncode == 0, taken.stderr
    gone = {post.id for post in posts} - {post.id for post in seen_in(read_folder(team / "outputs" / "published"))}
    assert gone == {listed[0]["item"]}
    assert briefcast("publish", "outputs/small", folder=team).returncode == 0
    assert len(seen_in(read_folder(team / "outputs" / "published"))) == len(posts) - 1, "it came back by itself"
    looked = briefcast("publish", "outputs/small", "--dry-run", folder=team)
    assert "withdrawn: 1" in " ".join(looked.stderr.split())
    let = briefcast("outbox", "again", str(listed[0]["id"]), folder=team)
    assert let.returncode == 0 and "if it is still approved and released" in " ".join(let.stderr.split())
    looked = briefcast("publish", "outputs/small", "--dry-run", folder=team)
    assert f"1 of {len(posts)} posts would be sent" in " ".join(looked.stderr.split())
    assert briefcast("publish", "outputs/small", folder=team).returncode == 0
    assert len(seen_in(read_folder(team / "outputs" / "published"))) == len(posts)


def test_a_channel_week_or_number_that_is_not_there_is_told(team: Path) -> None:
    """ "0 sent" for a misspelt channel looks like success."""
    for words, said in (
        (("publish", "--new", "--channel", "blusky"), "There is no channel 'blusky'"),
        (("publish", "--new", "--week", "2026-W99"), "no week '2026-W99'"),
        (("outbox", "again", "99"), "The outbox has no publication 99"),
        (("outbox", "withdraw", "99"), "The outbox has no publication 99"),
    ):
        told = briefcast(*words, folder=team)
        assert told.returncode == 1 and said in told.stderr and "Traceback" not in told.stderr


def test_nobody_publishes_twice_because_they_stand_in_another_folder(team: Path, tmp_path: Path) -> None:
    """A ledger made where one happens to stand does not know what went out, and would send it all again."""
    for words in (["publish"], ["publish", "outputs/small", "--approve"]):
        refused = briefcast(*words, folder=team)
        assert refused.returncode == 1
        assert f"{team / 'ledger.db'} is empty" in refused.stderr and "--new" in refused.stderr
    assert not (team / "outputs" / "published").exists()
    with pytest.raises(LedgerError, match="is empty"):
        open_ledger(tmp_path / "other.db").expect_history()


def test_files_are_fitted_in_the_store_that_machines_share(team: Path) -> None:
    """Each machine would convert everything again, and none would find what another has converted."""
    shared = team / "shared"
    sent = briefcast(
        "publish", "outputs/small", "--approve", "--new", folder=team, BRIEFCAST_STORE=shared.resolve().as_uri()
    )
    assert sent.returncode == 0, sent.stderr
    assert shared.is_dir()


def test_an_edition_of_a_plan_goes_out_by_the_plan_alone(team: Path) -> None:
    """Whoever names its folder would send everything at once, past its slots, its approver and what was taken back."""
    ledger, folder = open_ledger(team / "ledger.db"), team / "outputs" / "small"
    manifest = read_manifest(folder)
    ledger.record_edition(manifest, folder=folder.resolve(), who="batch", week="2026-W48")
    item, other = (i for i in items_of(manifest) if i.product == "infographic" and i.language in ("vi", "en"))
    for each in (item, other):
        approve(ledger, each, folder, Accounts())
    ledger.release(item.key, item.content_sha256, channel="folder", account="", who="lan", slot=None, week="2026-W48")
    refused = briefcast("publish", "outputs/small", "--approve", folder=team)
    assert refused.returncode == 1 and "briefcast approve 2026-W48" in refused.stderr
    assert not (team / "outputs" / "published").exists()
    went = briefcast("publish", "outputs/small", folder=team)
    assert went.returncode == 0, went.stderr
    assert "is of the week 2026-W48" in went.stderr
    assert [p.item for p in Outbox(ledger, who="").publications("sent")] == [item.key]


def _released(
    team: Path,
    *,
    slot: dt.datetime | None = None,
    channels: Sequence[str] = ("folder",),
    accounts: Accounts | None = None,
) -> str:
    ledger, folder = open_ledger(team / "ledger.db"), team / "outputs" / "small"
    manifest = read_manifest(folder)
    ledger.record_edition(manifest, folder=folder, who="lan")
    item = next(item for item in items_of(manifest) if (item.language, item.product) == ("vi", "infographic"))
    approve(ledger, item, folder, accounts or Accounts())
    for channel in channels:
        ledger.release(item.key, item.content_sha256, channel=channel, account="", who="lan", slot=slot)
    return item.key


def test_what_changed_after_its_approval_does_not_leave(made: Path, tmp_path: Path) -> None:
    make_once(write_small_brief(tmp_path), tmp_path / "outputs", products=["infographic"], languages=["vi"])
    key = _released(tmp_path)
    ledger, accounts = open_ledger(tmp_path / "ledger.db"), Accounts()
    orders, _ = released_orders(ledger, accounts, None)
    assert [order.item for order in orders] == [key]
    picture = tmp_path / "outputs" / "small" / orders[0].post.main.path.relative_to(tmp_path / "outputs/small")  # type: ignore[union-attr]
    picture.write_bytes(picture.read_bytes() + b"one byte")
    orders, _ = released_orders(ledger, accounts, None)
    assert "is not what was made" in orders[0].refused
    manifest = tmp_path / "outputs" / "small" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("99,3%", "99,4%"), "utf-8")
    orders, left_out = released_orders(ledger, accounts, None)
    assert not orders and "changed after it was released" in left_out[0].why


def test_slots_are_kept_and_long_missed_ones_need_a_person(team: Path) -> None:
    now = dt.datetime.now(dt.UTC)
    accounts = Accounts(
        accounts=(AccountEntry(name="here", channel="folder", settings={"path": str(team / "published")}),)
    )
    _released(team, slot=now + dt.timedelta(hours=2), accounts=accounts)
    ledger = open_ledger(team / "ledger.db")
    orders, _ = released_orders(ledger, accounts, None)
    assert publish_orders(orders, ledger, who="lan")[0].state == "waiting"
    assert not (team / "published").exists()
    _released(team, slot=now - dt.timedelta(days=3), accounts=accounts)  # released again: the newest slot holds
    late, _ = released_orders(ledger, accounts, None)
    assert publish_orders(late, ledger, who="lan")[0].state == "late"
    assert publish_orders(late, ledger, who="lan", late=True)[0].state == "sent"


def test_an_account_that_is_down_is_not_tried_for_every_post(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes of trying for each of twenty posts would keep everything else waiting."""
    tried: list[str] = []

    def down(_self: object, post: object, _kept: object) -> None:
        tried.append(post.item)  # type: ignore[attr-defined]
        raise TryLater("it is down")

    monkeypatch.setattr("briefcast.channels.folder.Folder.upload", down)
    orders, _ = edition_orders(team / "outputs" / "small", Accounts(), None)
    ledger = open_ledger(team / "ledger.db")
    ledger.record_edition(read_manifest(team / "outputs" / "small"), folder=team / "outputs" / "small", who="lan")
    for order in orders:
        assert order.shown
        ledger.decide(order.item, order.content_sha256, "approved", who="lan", posts=[order.shown])
        ledger.release(order.item, order.content_sha256, channel="folder", account=order.account.name, who="lan")
    approved = [replace(order, standing="approved") for order in orders]
    outcomes = publish_orders(approved, ledger, who="lan", patience=Patience(tries=1))
    assert {outcome.state for outcome in outcomes} == {"prepared"} and len(outcomes) == 6
    assert len(tried) == 2 and outcomes[-1].detail == "Not tried: it is down"


def test_the_page_shows_every_platform_in_every_language(team: Path) -> None:
    accounts = every_account(Accounts())
    orders, left_out = edition_orders(team / "outputs" / "small", accounts, None)
    ledger = open_ledger(team / "ledger.db")
    outbox = Outbox(ledger, who="lan")
    page = write_preview(
        orders,
        left_out,
        plan_quotas(orders, outbox),
        team,
        now=dt.datetime.now(dt.UTC),
        foreseen=[foresee(order, ledger) for order in orders],
    )
    text = page.read_text("utf-8")
    for entry in accounts.accounts:
        if entry.channel == "youtube" or any(not o.harmless for o in left_out if o.channel == entry.channel):
            continue  # It takes films alone, or no picture here has a size for it: the page says so.
        if set(products_taken(platform(entry.channel))) == {"newsletter"}:
            continue
        told = {order.item.split("/")[2] for order in orders if order.channel == entry.channel}
        assert told == {"vi", "en", "he"}, entry.channel
    assert "No size here suits TikTok" in text
    assert "http://" not in text.replace("http://www.w3.org", "") and "<script src" not in text
    assert text.count("<article") == len(orders)
    # Each card says it in three languages by number, and once at the end in words.
    sayings = json.loads(parse(text).find("script", id="sayings").text)
    assert {len(rows) for rows in sayings.values()} == {len(sayings["en"])}
    assert sayings["en"].count("not approved") == 1 and "chưa duyệt" in sayings["vi"] and "לא אושר" in sayings["he"]


ACCOUNTS = """\
accounts:
  - {name: here, channel: folder, settings: {path: published}}
  - {name: here, channel: folder}
  - {name: pigeons, channel: pigeon}
  - name: media
    channel: s3
    settings: {bucket: b, secret-access-key: abc}
  - {name: web, channel: sftp, settings: {hots: x}}
"""


def test_a_wrong_account_is_named_with_its_line_and_a_secret_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "channels.yaml").write_text(ACCOUNTS, "utf-8")
    with pytest.raises(BriefError) as error:
        read_accounts(tmp_path)
    told = [(problem.line, problem.message) for problem in error.value.problems]
    assert [line for line, _ in told] == [3, 4, 5, 7, 8, 8, 8, 8]
    assert "Two accounts" in told[0][1] and "no channel 'pigeon'" in told[1][1]
    assert "everybody can read it" in told[3][1] and "BRIEFCAST_MEDIA_SECRET_ACCESS_KEY" in str(error.value)
    assert "abc" not in str(error.value)


def test_secrets_come_from_the_first_place_that_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = AccountEntry(name="media", channel="s3", settings={"bucket": "b"})
    monkeypatch.setenv("BRIEFCAST_MEDIA_ACCESS_KEY_ID", CANARY)
    account = open_account(entry)
    assert account.secrets["access-key-id"].get_secret_value() == CANARY
    assert "secret-access-key" not in account.secrets
    assert CANARY not in repr(account)
    blocks = {"briefcast-media-secret-access-key": "from-a-block"}
    assert open_account(entry, (blocks.get,)).secrets["secret-access-key"].get_secret_value() == "from-a-block"


FLOW = """\
import sys
from prefect.blocks.system import Secret
from prefect.testing.utilities import prefect_test_harness
from prefect.client.orchestration import get_client
from flows.publish_edition import PublishRequest, publish_edition
from flows.take_readings import take_readings_due
with prefect_test_harness(server_startup_timeout=120):
    Secret(value="{canary}").save("briefcast-web-password")
    states = [publish_edition(PublishRequest(), return_state=True) for _ in range(2)]
    states.append(take_readings_due(return_state=True))
    wrong = PublishRequest(week="2026-W99")
    states += [publish_edition(wrong, return_state=True) for _ in range(2)]
    for state in states:
        print(state.type.value, state.message)
    with get_client(sync_client=True) as client:
        for artifact in client.read_artifacts():
            print(artifact.key, artifact.data)
        print(client.read_logs())
        print([limit.name for limit in client.read_global_concurrency_limits()])
"""


def test_the_flow_publishes_once_with_secrets_from_a_block_that_are_seen_nowhere(team: Path, told: Told) -> None:
    """On Prefect's own server: what was released goes out, a second run sends nothing, artifacts name the posts.

    A run that breaks off is told once, however often it does.
    """
    from tests.emulators.sftp import PASSWORD, SftpEmulator

    with SftpEmulator() as emulator:
        settings = json.dumps(dict(emulator.account().settings) | {"timeout_s": 20})
        (team / "channels.yaml").write_text(
            f"accounts:\n  - {{name: web, channel: sftp, audiences: [neighbours], settings: {settings}}}\n", "utf-8"
        )
        key = _released(team, channels=("sftp",), accounts=read_accounts(team))
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "PREFECT_HOME": str(team / "prefect"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "BRIEFCAST_LEDGER": str(team / "ledger.db"),
        }
        environment.pop("PREFECT_API_URL", None)
        run = subprocess.run(
            [sys.executable, "-c", FLOW.replace("{canary}", PASSWORD)],
            cwd=team,
            env=environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert run.returncode == 0, run.stderr[-3000:]
        assert [post.id for post in emulator.posts()] == [key]
    lines = run.stdout.splitlines()
    nothing = "COMPLETED Nothing to do: 0 sent, 1 was out before, 0 need a person"
    assert lines[:2] == ["COMPLETED 1 sent, 0 need a person", nothing], run.stdout
    assert lines[2] == "COMPLETED 0 posts read, 0 not.", "nothing is an hour old"
    assert all(line.startswith("FAILED") and "no week '2026-W99'" in line for line in lines[3:5]), run.stdout
    [notice] = told
    assert notice["title"] == "Publishing broke off" and "no week '2026-W99'" in notice["message"]
    assert sum(line.startswith("published ") for line in lines) == 1, "the second run changed nothing"
    assert "to-settle" not in run.stdout, "a run that found nothing to settle leaves nothing, 288 times a day"
    assert key in run.stdout and "briefcast-web" in run.stdout
    # The words of the harness itself are given on the command line; what the run left is not.
    assert PASSWORD not in run.stdout + run.stderr
    for path in (team / "ledger.db", *(team / "outputs").glob("*/manifest.json")):
        assert PASSWORD.encode() not in path.read_bytes()


def test_a_store_of_fitted_files_is_that_of_the_editions(team: Path) -> None:
    store = Store(team / "outputs" / STORE_NAME)
    accounts = Accounts(accounts=(AccountEntry(name="mail", channel="instagram"),))
    orders, _ = edition_orders(team / "outputs" / "small", accounts, store)
    fitted = [order.post for order in orders if order.post]
    assert fitted and all(post.main.media_type == "image/jpeg" for post in fitted)
    assert all(post.main.path.is_relative_to(team / "outputs" / STORE_NAME) for post in fitted)


def test_a_look_ahead_says_what_is_held_and_what_falls_into_a_quiet_time(team: Path) -> None:
    """Counted as "would be sent", what waits for days of mourning to end looks as if it went out now."""
    ledger = open_ledger(team / "ledger.db")
    accounts = Accounts(accounts=(AccountEntry(name="here", channel="folder", settings={"path": str(team)}),))
    approve_edition(team / "outputs" / "small", ledger, accounts=accounts, who="lan", wanted=lambda *_: True)
    orders, _ = edition_orders(team / "outputs" / "small", accounts, None, ledger=ledger)
    mourning = {"quiet": lambda *_: "Days of mourning.", "at_once": True}
    assert {foresee(order, ledger, at_once=True).state for order in orders} == {"would be sent"}
    fates = [foresee(order, ledger, **mourning) for order in orders]  # type: ignore[arg-type]
    assert all(fate.state == "held" and fate.quiet for fate in fates)
    assert {foresee(order, ledger).state for order in orders} == {"held"}, "nothing is released"
    held = replace(orders[0], standing="held")
    assert foresee(held, ledger, at_once=True).state == "held"
    waits = replace(orders[0], standing="waiting")
    assert foresee(waits, ledger, at_once=True).state == "not approved"
    later = replace(orders[0], slot=dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    assert foresee(later, ledger, at_once=True).state == "would be sent", "at its slot"


def test_a_look_ahead_counts_nothing_for_an_account_that_is_not_ready(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "12 would be sent", said the look on Thursday; on Friday the token was missing and nothing went."""
    ledger, edition = open_ledger(team / "ledger.db"), team / "outputs" / "small"
    (team / "file").write_text("no folder", "utf-8")
    ready, broken = (
        AccountEntry(name=name, channel="folder", settings={"path": str(team / path)})
        for name, path in (("ready", "published"), ("broken", "file"))
    )
    social = AccountEntry(
        name="social", channel="mastodon", audiences=("neighbours",), settings={"api_url": "https://social.example"}
    )
    own = Accounts(accounts=(ready, broken, social))
    accounts = every_account(own)
    approve_edition(edition, ledger, accounts=accounts, who="lan", wanted=lambda *_: True)
    orders, _ = edition_orders(edition, accounts, None, ledger=ledger)
    before = [foresee(order, ledger, at_once=True) for order in orders]

    def fates() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for order, old, new in zip(orders, before, expect_ready(orders, before, own=own, ledger=ledger), strict=True):
            if old.state == "would be sent":
                found.setdefault(str(order.account.name), set()).add(f"{new.state} {new.why}".strip())
        return found

    told = fates()
    assert told["ready"] == {"would be sent"}
    assert all(why.startswith("not ready") and "cannot be written to" in why for why in told["broken"])
    assert all(why.startswith("not ready") and "is missing" in why for why in told["social"]), told["social"]
    assert all("There is no account on telegram" in why for why in told["telegram"])
    monkeypatch.setattr(Folder, "check_post", lambda *_: ("It is too long.",))
    assert fates()["ready"] == {"refused It is too long."}


def test_of_two_publishers_at_once_each_counts_what_it_sent(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Together they said 54 sent for 48."""
    monkeypatch.chdir(team)
    accounts, ledger = read_accounts(team), open_ledger(team / "ledger.db")
    edition = team / "outputs/small"
    approve_edition(edition, ledger, accounts=accounts, who="lan", wanted=lambda _item, on: on == "folder")
    orders, _ = edition_orders(
        edition, accounts, Store(team / "outputs" / STORE_NAME), ledger=ledger, named=("folder",)
    )
    for order in orders:
        ledger.release(order.item, order.content_sha256, channel="folder", account=order.account.name, who="lan")
    beside: list[int] = []
    whole = Folder.send

    def publish_beside(channel: Folder, *given: object, **more: object) -> object:
        sent = whole(channel, *given, **more)  # type: ignore[arg-type]
        if not beside:
            beside.append(0)
            # While the first post goes out, another publisher sends all the others.
            outcomes = publish_orders(orders, open_ledger(team / "ledger.db"), who="minh")
            beside[0] = sum(outcome.fresh for outcome in outcomes)
        return sent

    monkeypatch.setattr(Folder, "send", publish_beside)
    outcomes = publish_orders(orders, ledger, who="lan")
    assert len(orders) > 2 and beside == [len(orders) - 1]
    assert sum(outcome.fresh for outcome in outcomes) == 1
    assert {outcome.state for outcome in outcomes} == {"sent"}
