"""Who has got what follows from where it went: accounts change names and addresses, and secrets are exchanged."""

from __future__ import annotations

import datetime as dt
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefcast.channels.base import Account, Channel, Post
from briefcast.channels.reach import is_secret, leads_to
from briefcast.channels.table import CHANNELS, channel_class, open_channel
from briefcast.cli.main import app
from briefcast.ledger import Ledger, ShownPost, open_ledger
from briefcast.ledger.destinations import mean_place, owned_by
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.ledger.records import UNSEEN_SETTINGS
from briefcast.manifest.items import items_of
from briefcast.publishing.accounts import AccountEntry, Accounts, open_account
from briefcast.publishing.orders import Order, _Done
from briefcast.publishing.publisher import Patience, publish, withdraw_post
from briefcast.publishing.same_account import OtherAccount
from briefcast.publishing.sending import Outcome, foresee, publish_account
from briefcast.publishing.shown import shown_post
from briefcast.secrecy import from_environment
from tests.channel_fixtures import make_post
from tests.emulators import EMULATORS
from tests.emulators.base import HttpEmulator
from tests.emulators.mail import MailEmulator
from tests.emulators.mastodon import MastodonEmulator
from tests.emulators.webhook import WebhookEmulator
from tests.emulators.x import XEmulator
from tests.ledger_fixtures import edition_of

AT_ONCE = Patience(tries=1, wait_s=0.01, looks_after_s=(0,), sleep=lambda _: None)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "ledger.db")


# ---- mail


def lists(emulator: MailEmulator, **addresses: str) -> Accounts:
    """Give an account of mail for each list."""
    given = {**emulator.account().settings, "user": ""}
    return Accounts(
        accounts=tuple(
            AccountEntry(name=name, channel="mail", settings=given | {"to": to}) for name, to in addresses.items()
        )
    )


def mail(post: Post, entry: AccountEntry, ledger: Ledger) -> None:
    with open_channel(open_account(entry)) as channel:
        assert publish(post, channel, Outbox(ledger, who="run"), patience=AT_ONCE).state == "sent"


def refusals(post: Post, accounts: Accounts, ledger: Ledger) -> dict[str, str]:
    """Give why each account brings a post to nobody; empty of those that do, or had it."""
    done = _Done(ledger)
    return {each.name: done.with_same_readers(post.item, each, "mail", accounts) for each in accounts.accounts}


def test_a_list_gets_nothing_twice_where_two_accounts_changed_their_addresses(ledger: Ledger, tmp_path: Path) -> None:
    """The addresses of two accounts were exchanged in channels.yaml between two slots: the press had the same mail
    twice, and the staff none."""
    post = make_post(tmp_path)
    with MailEmulator() as emulator:
        before = lists(emulator, first="press@example.org", second="staff@example.org")
        mail(post, before.accounts[0], ledger)
        after = lists(emulator, first="staff@example.org", second="press@example.org")
        told = refusals(post, after, ledger)
        assert "to: press@example.org" in told["second"], "it is read where the first account sent it"
        assert "leads elsewhere now (it went to press@example.org)" in told["first"], "no correction of what never came"
        assert refusals(post, before, ledger) == {"first": "", "second": ""}, "each list gets it once"


@pytest.mark.parametrize("same", ["Press@Example.ORG", " press@example.org ", "The press <press@EXAMPLE.org>"])
def test_an_address_is_the_same_however_it_is_typed(ledger: Ledger, tmp_path: Path, same: str) -> None:
    """`Press@example.org` beside `press@example.org` brought each mail twice."""
    post = make_post(tmp_path)
    with MailEmulator() as emulator:
        accounts = lists(emulator, first="press@example.org", second=same)
        mail(post, accounts.accounts[0], ledger)
        told = refusals(post, accounts, ledger)
        assert told["first"] == "" and "to: press@example.org" in told["second"]
        assert refusals(post, lists(emulator, first=same), ledger) == {"first": ""}, "it still leads to its own readers"


def test_a_renamed_account_is_known_by_its_address(ledger: Ledger, tmp_path: Path) -> None:
    """Under a new name the list would have had it again; a new list under a new name was refused without reason."""
    post = make_post(tmp_path)
    with MailEmulator() as emulator:
        mail(post, lists(emulator, first="press@example.org").accounts[0], ledger)
        assert "by mail:first" in refusals(post, lists(emulator, news="press@example.org"), ledger)["news"]
        assert refusals(post, lists(emulator, news="staff@example.org"), ledger) == {"news": ""}


# ---- secrets


class Room:
    """A team with a webhook, and what it sends."""

    def __init__(self, ledger: Ledger, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ledger, self.folder, self._monkeypatch, self._sent = ledger, folder, monkeypatch, 0

    def lead_to(self, emulator: WebhookEmulator, *names: str) -> None:
        account = emulator.account()
        for name in names or ("newsroom",):
            url = account.secrets["url"].get_secret_value()
            self._monkeypatch.setenv(f"BRIEFCAST_{name.upper()}_URL", url)
        self.settings = dict(account.settings)

    def entry(self, name: str = "newsroom") -> AccountEntry:
        return AccountEntry(name=name, channel="webhook", audiences=("citizens",), settings=self.settings)

    def order(self, slot: dt.datetime | None = None) -> Order:
        """Release something new."""
        self._sent += 1
        made = edition_of(self.folder / "edition").model_copy(update={"brief": f"homes-{self._sent}"})
        self.ledger.record_edition(made, folder=self.folder / "edition", who="lan")
        item = items_of(made)[0]
        given: dict[str, Any] = {"item": item.key, "content_sha256": item.content_sha256, "channel": "webhook"}
        post = make_post(self.folder, item=item.key, content_sha256=item.content_sha256, channel="webhook")
        self.ledger.decide(item.key, item.content_sha256, "approved", who="lan")
        self.ledger.release(item.key, item.content_sha256, channel="webhook", account="", who="lan", slot=slot)
        return Order(**given, account=self.entry(), slot=slot, post=post)

    def send(self, order: Order | None = None) -> Outcome:
        """Send an order, or something new."""
        order = order or self.order()
        # A chat takes a message a second: on a fast machine the next one waits for that.
        patience = replace(AT_ONCE, tries=4, sleep=time.sleep)
        [outcome] = publish_account(self.entry(), [order], self.ledger, "run", (from_environment,), patience=patience)
        return outcome


@pytest.fixture
def room(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    return Room(ledger, tmp_path, monkeypatch)


def test_what_was_approved_for_one_room_goes_to_no_other(
    room: Room, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody put another webhook into the environment after the approval: what was for the press office was read in
    a room of a supplier, and every page said that all was well."""
    with WebhookEmulator() as press, WebhookEmulator() as supplier:
        room.lead_to(press)
        assert room.send().state == "sent"
        room.lead_to(supplier)
        refused = room.send()
        assert (refused.state, supplier.posts()) == ("refused", [])
        assert "its address, which is a secret, is not the one it had" in refused.detail
        assert "briefcast channels confirm newsroom" in refused.detail
        (tmp_path / "channels.yaml").write_text(
            "accounts: [{name: newsroom, channel: webhook, audiences: [citizens], settings: {flavour: teams}}]", "utf-8"
        )
        monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
        asked = ["channels", "confirm", "newsroom", "--settings", str(tmp_path), "--who", "lan"]
        said = CliRunner().invoke(app, asked)
        assert said.exit_code == 0, said.exception
        assert room.send().state == "sent" and len(supplier.posts()) == 1
        room.lead_to(press)
        assert room.send().state == "refused", "the old one is another one by now"


def test_of_a_secret_address_the_ledger_keeps_nothing_that_tells_it(room: Room, ledger: Ledger, tmp_path: Path) -> None:
    """A copy of the ledger would let anybody write into the room."""
    with WebhookEmulator() as press:
        room.lead_to(press)
        room.send()
        url = press.account().secrets["url"].get_secret_value()
    [sent] = Outbox(ledger, who="").publications("sent")
    assert is_secret(sent.sent_to) and len(sent.sent_to) > 30
    held = b"".join(path.read_bytes() for path in tmp_path.glob("ledger.db*"))
    assert url.encode() not in held and url.rpartition("/")[2].encode() not in held


def test_a_room_gets_nothing_twice_by_two_webhooks(room: Room, ledger: Ledger) -> None:
    """The same address stood in two secrets: the room read everything twice."""
    with WebhookEmulator() as press, WebhookEmulator() as other:
        room.lead_to(press, "newsroom", "second")
        item = room.send().order.item
        entries = (room.entry(), room.entry("second"))
        accounts = Accounts(accounts=entries)
        told = [_Done(ledger).with_same_readers(item, each, "webhook", accounts) for each in entries]
        assert told[0] == "" and "webhook:newsroom brings" in told[1] and "(url)" in told[1]
        room.lead_to(other, "second")
        assert _Done(ledger).with_same_readers(item, entries[1], "webhook", accounts) == ""


# ---- tokens


SAYS_ITSELF = {
    "folder": "path",
    "s3": "bucket",
    "sftp": "host",
    "mail": "to",
    "podcast": "store",
    "bluesky": "handle",
    "wordpress": "api_url",
    "telegram": "chat",
    "facebook": "page_id",
    "instagram": "user_id",
    "linkedin": "author",
    "handoff": "network",
    "drupal": "api_url",
    "listmonk": "list_uuid",
}
"""The setting by which an account says itself where it leads: under another token the platform refuses it, or the
same people read it."""
BY_TOKEN = {"mastodon", "x", "youtube", "threads", "tiktok", "zalo", "zalo-broadcast"}


def test_of_every_channel_it_is_known_what_decides_where_it_leads() -> None:
    """A channel that came later posted by whatever token it found."""
    assert {*SAYS_ITSELF, *BY_TOKEN, "webhook"} == set(CHANNELS)
    for name in CHANNELS:
        known = channel_class(name)
        assert (known.owner is not Channel.owner) == (name in BY_TOKEN), name
        assert SAYS_ITSELF.get(name, "timeout_s") in known.Settings.model_fields, name
        assert bool(known.read_at_secret) == (name == "webhook"), name


@pytest.mark.parametrize("name", sorted(BY_TOKEN - {"zalo-broadcast"}))
def test_the_token_of_another_account_does_nothing_there_until_somebody_says_that_it_is_meant(
    name: str, ledger: Ledger, tmp_path: Path
) -> None:
    """The token in the environment was exchanged for that of a private account: what was approved for the ministry was
    posted there, and what was withdrawn was looked for there, not found, and counted as gone."""
    product = "video" if name in ("youtube", "tiktok") else "infographic"
    outbox = Outbox(ledger, who="run")
    with EMULATORS[name]() as emulator:
        assert isinstance(emulator, HttpEmulator)
        settings = {**emulator.account().settings} | ({"user_id": "me"} if name == "threads" else {})

        def account() -> Account:
            # A new run: nothing of the last one is held.
            return replace(emulator.account(), settings=settings, held={})

        def send(item: str) -> Publication:
            post = make_post(tmp_path, product=product, item=f"homes/citizens/vi/{item}", channel=name)
            with open_channel(account()) as channel:
                return publish(post, channel, outbox, patience=replace(AT_ONCE, tries=4))

        first, mine = send("first"), emulator.owner
        assert first.state == "sent", first.detail
        emulator.owner = ("77", "somebody")
        seen = len(emulator.posts())
        refused = send("second")
        assert (refused.state, len(emulator.posts())) == ("refused", seen)
        assert "somebody" in refused.detail and mine[1] in refused.detail
        assert f"briefcast channels confirm {emulator.account().name}" in refused.detail
        with open_channel(account()) as channel, pytest.raises(OtherAccount):
            withdraw_post(first, channel, outbox)
        assert outbox.find(first.id).state == "sent"
        emulator.owner = mine
        assert send("third").state == "sent", "the old one is back"
        emulator.owner = ("77", "somebody")
        with open_channel(account()) as channel:
            owner = channel.owner()
            assert owner is not None
            place = owned_by(owner.id, owner.name)
        assert mean_place(ledger, name, emulator.account().name, place, who="lan")
        assert send("second").state == "sent", "it waited for that alone"


def test_an_account_that_is_only_called_otherwise_is_the_same(ledger: Ledger, tmp_path: Path) -> None:
    """A ministry that takes another name at X would publish nothing from that hour on."""
    with XEmulator() as emulator:
        for number, called in enumerate(("BoThongTin", "BoThongTinVN")):
            emulator.owner = (emulator.owner[0], called)
            post = make_post(tmp_path, item=f"homes/citizens/vi/{number}", channel="x")
            with open_channel(replace(emulator.account(), held={})) as channel:
                assert publish(post, channel, Outbox(ledger, who="run"), patience=AT_ONCE).state == "sent"
        assert [call for call in emulator.calls if call.endswith("/2/users/me")] == ["GET /2/users/me"] * 2, (
            "it is billed"
        )


def test_an_account_is_confirmed_by_whom_its_token_belongs_to(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`channels confirm` knew addresses alone: after a change of tokens nobody could have gone on."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("BRIEFCAST_NEWSROOM_TOKEN", "emulated-mastodon-token")
    asked = ["channels", "confirm", "newsroom", "--settings", str(tmp_path), "--who", "lan"]
    with MastodonEmulator() as emulator:
        line = f"{{name: newsroom, channel: mastodon, audiences: [citizens], settings: {{api_url: '{emulator.url}'}}}}"
        (tmp_path / "channels.yaml").write_text(f"accounts: [{line}]", "utf-8")
        assert "nothing is to be confirmed" in CliRunner().invoke(app, asked).stderr
        emulator.owner = ("2", "other")
        said = CliRunner().invoke(app, asked)
        assert said.exit_code == 0 and "mastodon:newsroom is @other from now on" in said.stderr, said.output


def test_that_a_webhook_leads_elsewhere_stands_in_the_list_before_anything_is_due(
    room: Room, ledger: Ledger, tmp_path: Path
) -> None:
    """The list said *waiting for its slot*; at the slot nothing went out, and only the run knew why."""
    with WebhookEmulator() as press, WebhookEmulator() as supplier:
        room.lead_to(press)
        room.send()
        room.lead_to(supplier)
        later = room.order(dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
        fate, told = foresee(later, ledger), room.send(later)
        assert (fate.state, told.state) == ("refused", "refused")
        assert fate.why == told.detail and "briefcast channels confirm newsroom" in fate.why, "in the same words"
        room.lead_to(press)
        assert foresee(later, ledger).state == "would be sent"


# ---- what an approval covers


@pytest.mark.parametrize("name", CHANNELS)
def test_every_setting_that_says_where_a_post_goes_is_approved_with_it(name: str, tmp_path: Path) -> None:
    """A host, a bucket or a folder was changed after the approval, and the post went there."""
    post = make_post(tmp_path)
    for setting in set(channel_class(name).Settings.model_fields) - UNSEEN_SETTINGS:
        one, two = (
            shown_post(post, AccountEntry(name="here", channel=name, settings={setting: value})) for value in "ab"
        )
        assert one != two, setting
    known = channel_class(name)
    assert not known.read_at or known.read_at in known.Settings.model_fields
    assert not known.read_at_secret or known.read_at_secret in known.secrets


def test_an_account_without_its_secret_leads_nowhere_that_is_known() -> None:
    """A machine that only approves has no secrets: it would say that the address had changed."""
    entry = AccountEntry(name="newsroom", channel="webhook", settings={"flavour": "teams"})
    assert leads_to(open_account(entry, (lambda _: None,))) == ""


@pytest.mark.parametrize(
    ("setting", "before", "now"), [("secret_ends", "2026-12-01", "2027-02-01"), ("version", "202610", "202612")]
)
def test_a_setting_that_no_reader_sees_asks_nobody_to_approve_anew(
    ledger: Ledger, tmp_path: Path, setting: str, before: str, now: str
) -> None:
    """A token was renewed, and its new last day written down: everything that waited had to be approved again. So it
    was where the version of an interface had to be raised."""
    post = make_post(tmp_path)

    def shown(value: str, **more: str) -> ShownPost:
        author = "urn:li:organization:1"
        return shown_post(
            post, AccountEntry(name="press", channel="linkedin", settings={"author": author, setting: value} | more)
        )

    made = edition_of(tmp_path / "edition")
    ledger.record_edition(made, folder=tmp_path / "edition", who="lan")
    item = items_of(made)[0]
    # As an earlier release showed it and wrote it down.
    old = shown(before)
    account = json.dumps({**json.loads(old.parts["account"]), setting: before}, sort_keys=True)
    ledger.decide(
        item.key,
        item.content_sha256,
        "approved",
        who="lan",
        posts=[replace(old, parts={**old.parts, "account": account})],
    )
    for value in (before, now):
        assert ledger.posts_changed([(item.key, item.content_sha256, shown(value))]) == ("",)
    [told] = ledger.posts_changed([(item.key, item.content_sha256, shown(now, author="urn:li:organization:2"))])
    assert "urn:li:organization:2" in told and setting not in told


def test_every_setting_that_no_reader_sees_is_one_of_a_channel() -> None:
    """A name that is misspelt or gone would hide a setting that comes to mean something else."""
    known = {field for name in CHANNELS for field in channel_class(name).Settings.model_fields}
    assert known >= UNSEEN_SETTINGS
