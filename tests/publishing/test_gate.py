"""What is asked at the moment of sending: a decision, a slot or a day of mourning of a second ago counts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import update

from briefcast.channels.base import Account, Post, Receipt
from briefcast.channels.folder import Folder
from briefcast.errors import AnswerLost, NotApproved, Refused, TryLater
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.outbox import Outbox, Use
from briefcast.ledger.tables import publications
from briefcast.manifest.items import Item, items_of
from briefcast.manifest.manifest import read_manifest, write_manifest
from briefcast.publishing import orders as orders_module
from briefcast.publishing import publisher, sending
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.orders import edition_orders, planned_orders, released_orders
from briefcast.publishing.posts import PostSettings
from briefcast.publishing.publisher import Patience, publish, replace_post
from briefcast.publishing.sending import Outcome, publish_orders, recall_posts
from briefcast.week.deciding import Review, Reviewed, decide, still_stopped
from tests.channel_fixtures import make_post, picture
from tests.ledger_fixtures import edition_of
from tests.publishing_fixtures import posts_of


class Team:
    """A ledger with one recorded edition, a folder it publishes into, and what readers see there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.edition = folder, folder / "outputs" / "homes"
        self.edition.mkdir(parents=True)
        self.ledger: Ledger = open_ledger(folder / "ledger.db")
        self.item = self.record()
        settings = {"path": str(folder / "published")}
        self.accounts = Accounts(accounts=(AccountEntry(name="here", channel="folder", settings=settings),))

    def record(self, **change: str) -> Item:
        manifest = edition_of(self.edition, **change)
        drawn = picture() + str(change).encode()
        path = self.edition / "citizens/en/infographic-1x1.png"
        path.write_bytes(drawn)
        sums = {"sha256": hashlib.sha256(drawn).hexdigest(), "bytes": len(drawn)}
        outputs = (o.model_copy(update=sums) if o.path.endswith(path.name) else o for o in manifest.outputs)
        manifest = manifest.model_copy(update={"outputs": tuple(outputs)})
        write_manifest(manifest, self.edition)
        self.ledger.record_edition(manifest, folder=self.edition, who="batch", week="2026-W48")
        return next(item for item in items_of(manifest) if item.product == "infographic")

    def decide(self, decision: Any) -> None:
        posts = posts_of(self.item, self.edition, self.accounts, ledger=self.ledger)
        seen = (self.item.key, self.item.content_sha256)
        self.ledger.decide(*seen, decision, who="lan", why="Not today.", posts=posts)

    def release(self, *, minutes: float = -1, account: str = "", again: bool = False) -> None:
        slot = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)
        given = {"channel": "folder", "account": account}
        self.ledger.release(self.item.key, self.item.content_sha256, **given, who="lan", slot=slot, again=again)

    def run(self, **more: Any) -> tuple[Outcome, ...]:
        orders, _ = released_orders(self.ledger, self.accounts, None)
        return publish_orders(orders, self.ledger, who="run", patience=Patience(tries=1), **more)

    @property
    def seen(self) -> int:
        return len(list((self.folder / "published").rglob("post.json")))


def team_with_a_post(folder: Path) -> Team:
    """Give a team with one post out."""
    team = Team(folder)
    team.decide("approved")
    team.release()
    assert [o.state for o in team.run()] == ["sent"]
    return team


@pytest.fixture
def team(tmp_path: Path) -> Team:
    team = Team(tmp_path)
    team.decide("approved")
    return team


@pytest.mark.parametrize("decision", ["held", "sent back"])
def test_what_was_released_and_then_stopped_does_not_go_out(team: Team, decision: str) -> None:
    """An approver who stops an item after its release would find it published."""
    team.release()
    team.decide(decision)
    assert [(o.state, o.failed) for o in team.run()] == [("held", False)]
    assert team.seen == 0
    team.decide("approved")
    assert [o.state for o in team.run()] == ["sent"] and team.seen == 1


def test_what_is_stopped_between_the_order_and_the_call_does_not_go_out(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Uploading takes minutes; a decision of that time would come too late."""
    team.release()
    upload = Folder.upload

    def slow(channel: Folder, post: Post, kept: Any) -> None:
        upload(channel, post, kept)
        team.decide("held")

    monkeypatch.setattr(Folder, "upload", slow)
    [outcome] = team.run()
    assert outcome.state == "held" and "Not today." in outcome.detail and team.seen == 0


def test_a_moved_slot_is_kept(team: Team) -> None:
    """A speech is put off by two hours, and the post comes before it."""
    team.release(minutes=-1)
    stale, _ = released_orders(team.ledger, team.accounts, None)
    team.release(minutes=120)
    assert [o.state for o in team.run()] == ["waiting"] and team.seen == 0
    [outcome] = publish_orders(stale, team.ledger, who="run")
    assert outcome.state == "held" and "slot was moved" in outcome.detail and team.seen == 0
    team.release(minutes=-1)
    assert [o.state for o in team.run()] == ["sent"]
    assert [e.what for e in team.ledger.history(team.item.key)].count("moved") == 2


def test_a_release_can_be_taken_back_and_given_again(team: Team) -> None:
    team.release()
    stale, _ = released_orders(team.ledger, team.accounts, None)
    team.ledger.take_back(team.ledger.releases(), who="mai", why="Embargo")
    assert team.run() == () and team.ledger.releases() == ()
    [outcome] = publish_orders(stale, team.ledger, who="run")
    assert outcome.state == "held" and "mai took its release back" in outcome.detail and team.seen == 0
    given = {"channel": "folder", "account": ""}
    team.ledger.release(team.item.key, team.item.content_sha256, **given, who="lan", again=True)
    assert [o.state for o in team.run()] == ["sent"]


def test_no_other_size_goes_out_in_the_place_of_one_that_was_taken_back(tmp_path: Path) -> None:
    """The picture was wrong: a smaller one of the same picture went out, which no page had shown for that channel."""
    folder = tmp_path / "homes"
    manifest = edition_of(folder)
    [drawn] = (o for o in manifest.outputs if o.role == "image")
    sizes = ("1080x1350", "1080x1080")
    for size in sizes:
        (folder / f"citizens/en/infographic-{size}.png").write_bytes((folder / drawn.path).read_bytes())
    outputs = tuple(
        drawn.model_copy(update={"variant": size, "path": f"citizens/en/infographic-{size}.png"}) for size in sizes
    )
    manifest = manifest.model_copy(update={"outputs": outputs})
    write_manifest(manifest, folder)
    ledger = open_ledger(tmp_path / "ledger.db")
    ledger.record_edition(manifest, folder=folder, who="batch", week="2026-W48")
    settings = {"server": "https://social.example"}
    entry = AccountEntry(name="here", channel="mastodon", audiences=("citizens",), settings=settings)
    accounts = Accounts(accounts=(entry,))
    for item in items_of(manifest):
        ledger.decide(item.key, item.content_sha256, "approved", who="lan", posts=posts_of(item, folder, accounts))
        ledger.release(item.key, item.content_sha256, channel="mastodon", account="", who="lan", slot=None)
    [order], _ = released_orders(ledger, accounts, None)
    ledger.take_back([r for r in ledger.releases() if r.item == order.item], who="mai", why="Wrong picture")
    orders, left_out = released_orders(ledger, accounts, None)
    assert orders == ()
    assert any(left.item == order.item and "no other size" in left.why and left.harmless for left in left_out)


def test_days_of_mourning_that_were_declared_since_stop_what_was_released(team: Team) -> None:
    team.release()

    def mourning(_at: dt.datetime, audience: str, language: str) -> str:
        return "Days of mourning." if (audience, language) == ("citizens", "en") else ""

    [outcome] = team.run(quiet=mourning)
    assert outcome.state == "held" and outcome.detail.startswith("Days of mourning. Unless it is moved, it lapses at")
    assert team.seen == 0
    assert [o.state for o in team.run()] == ["sent"]


@pytest.mark.parametrize(("days", "state"), [(3, "held"), (-1, "sent")])
def test_an_embargo_is_kept_whoever_approved_and_released(team: Team, days: int, state: str) -> None:
    """The press release of the twentieth went out three weeks before."""
    manifest = read_manifest(team.edition)
    until = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)
    write_manifest(manifest.model_copy(update={"embargo": until}), team.edition)
    team.release()
    [outcome] = team.run()
    assert outcome.state == state and (state == "sent" or f"under embargo until {until}" in outcome.detail)
    assert team.seen == (state == "sent")
    orders, _ = edition_orders(team.edition, team.accounts, None, ledger=team.ledger)
    assert {order.embargo for order in orders} == {until}


def test_an_embargo_that_came_after_the_order_was_made_is_asked_about_in_the_claim(team: Team) -> None:
    """The run began, then the edition was made again with a later embargo, and the post went out before it."""
    team.release()
    stale, _ = released_orders(team.ledger, team.accounts, None)
    until = _put_under_embargo(team, days=3)
    [outcome] = publish_orders(stale, team.ledger, who="run")
    assert outcome.state == "held" and f"under embargo until {until}" in outcome.detail and team.seen == 0
    _put_under_embargo(team, days=-1)
    assert [o.state for o in publish_orders(stale, team.ledger, who="run")] == ["sent"]


def test_an_edition_that_cannot_be_read_any_more_is_held(team: Team) -> None:
    """Nobody would know whether it is under embargo."""
    team.release()
    stale, _ = released_orders(team.ledger, team.accounts, None)
    (team.edition / "manifest.json").write_text("{", "utf-8")
    [outcome] = publish_orders(stale, team.ledger, who="run")
    assert outcome.state == "held" and "embargo is not known" in outcome.detail and team.seen == 0


def _put_under_embargo(team: Team, *, days: int) -> dt.date:
    until = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)
    write_manifest(read_manifest(team.edition).model_copy(update={"embargo": until}), team.edition)
    return until


def test_an_account_that_a_slot_names_still_speaks_only_to_its_own(team: Team) -> None:
    """A page in Vietnamese gets posts in Hebrew, because a slot of the plan names it."""
    for own in ({"languages": ("vi",)}, {"audiences": ("leaders",)}):
        entry = team.accounts.accounts[0].model_copy(update=own)
        orders, left_out = released_orders(team.ledger, Accounts(accounts=(entry,)), None)
        assert (orders, left_out) == ((), ())
    team.release(account="here")
    for own in ({"languages": ("vi",)}, {"audiences": ("leaders",)}):
        entry = team.accounts.accounts[0].model_copy(update=own)
        orders, left_out = released_orders(team.ledger, Accounts(accounts=(entry,)), None)
        assert not orders and "The account here on folder is not for citizens (en)" in left_out[0].why


def test_what_went_out_is_done_whatever_is_made_later(team: Team) -> None:
    """Every later run would fail for what was sent long ago."""
    team.release()
    assert [o.state for o in team.run()] == ["sent"]
    team.record(words="Most homes have fiber.")
    orders, left_out = released_orders(team.ledger, team.accounts, None)
    assert [order.done is not None for order in orders] == [True] and not left_out
    assert [(o.state, o.fresh, o.failed) for o in team.run()] == [("sent", False, False)] and team.seen == 1


def test_a_run_reads_nothing_of_what_went_out_long_ago(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """After two years each run read a thousand editions to send one post."""
    team.release()
    assert [o.state for o in team.run()] == ["sent"]
    reads: list[Path] = []
    monkeypatch.setattr(orders_module, "read_manifest", lambda place: reads.append(place))
    assert [(o.state, o.fresh) for o in team.run()] == [("sent", False)] and not reads
    # Whoever names another account wants it there as well: then it is read again.
    monkeypatch.undo()
    there = AccountEntry(name="there", channel="folder", settings={"path": str(team.folder / "there")})
    team.accounts = Accounts(accounts=(*team.accounts.accounts, there))
    team.decide("approved")
    assert sorted((o.order.account.name, o.fresh) for o in team.run()) == [("here", False), ("there", True)]


def test_a_size_that_suits_less_stays_where_a_better_one_went_out_and_was_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The picture was wrong and withdrawn, and the next run sent a smaller one of it."""
    folder = tmp_path / "homes"
    manifest = edition_of(folder)
    [drawn] = (o for o in manifest.outputs if o.role == "image")
    sizes = ("1080x1350", "1080x1080")
    for size in sizes:
        (folder / f"citizens/en/infographic-{size}.png").write_bytes((folder / drawn.path).read_bytes())
    outputs = tuple(
        drawn.model_copy(update={"variant": size, "path": f"citizens/en/infographic-{size}.png"}) for size in sizes
    )
    manifest = manifest.model_copy(update={"outputs": outputs})
    write_manifest(manifest, folder)
    ledger = open_ledger(tmp_path / "ledger.db")
    ledger.record_edition(manifest, folder=folder, who="batch", week="2026-W48")
    settings = {"api_url": "https://social.example"}
    entry = AccountEntry(name="here", channel="mastodon", audiences=("citizens",), settings=settings)
    accounts = Accounts(accounts=(entry,))
    for item in items_of(manifest):
        ledger.decide(item.key, item.content_sha256, "approved", who="lan", posts=posts_of(item, folder, accounts))
        ledger.release(item.key, item.content_sha256, channel="mastodon", account="", who="lan", slot=None)
    [order], _ = released_orders(ledger, accounts, None)
    outbox = Outbox(ledger, who="run")
    given = {"channel": "mastodon", "account": "here", "marker": "m"}
    made = outbox.prepare(item=order.item, content_sha256=order.content_sha256, **given)
    claim = outbox.claim(made.id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="1", url="u")
    monkeypatch.setattr(orders_module, "read_manifest", lambda _: pytest.fail("nothing is to be read"))
    for _ in range(2):
        [done], [left] = released_orders(ledger, accounts, None)
        assert done.done and done.item == order.item and left.item != order.item and left.harmless
        outbox.withdrawn(made.id)


def test_a_hold_survives_that_the_item_is_made_anew(team: Team) -> None:
    """A corrected figure made the week anew, ``approve all`` let the item go that somebody held until December."""
    team.decide("held")
    team.item = team.record(words="Most homes have fiber.")
    standing = team.ledger.standing(team.item.key, team.item.content_sha256)
    assert (standing.name, standing.decision) == ("held", None)
    assert standing.held_before and standing.held_before.why == "Not today."
    with pytest.raises(NotApproved, match=r"was held by lan \(Not today.\), and made anew"):
        team.release()
    planned: Any = SimpleNamespace(id="homes-48", approver="")
    manifest = read_manifest(team.edition)
    given = {"item": team.item, "folder": team.edition}
    orders = planned_orders(**given, channel="folder", accounts=team.accounts)
    reviewed = Reviewed(**given, planned=planned, manifest=manifest, standing=standing, orders=orders)
    review = Review(week="2026-W48", items=(reviewed,))
    assert decide(review, team.ledger, ["all"], "approved", who="lan") == ()
    assert [each.item.key for each in still_stopped(review, ["all"])] == [team.item.key]
    assert len(decide(review, team.ledger, [team.item.key], "approved", who="lan")) == 1
    team.release()
    assert [o.state for o in team.run()] == ["sent"]


@pytest.mark.parametrize(("preset", "refused"), [("draft", True), ("standard", False)])
def test_a_draft_goes_nowhere(team: Team, preset: str, *, refused: bool) -> None:
    """``publish --approve`` and the page of a week would let a film out that is half as wide and high."""
    main, *others = team.item.outputs
    media = main.media.model_copy(update={"preset": preset})
    film = dataclasses.replace(team.item, outputs=(main.model_copy(update={"media": media}), *others))
    [order] = planned_orders(film, team.edition, "folder", team.accounts)
    assert ("is a draft, half as wide and high" in str(order.refused)) is refused and (order.post is None) is refused


def test_what_was_sent_back_goes_by_all_only_when_it_was_put_right(team: Team) -> None:
    """``approve all`` of the rest of the week let the wrong figure go that somebody had sent back."""
    team.decide("sent back")
    planned: Any = SimpleNamespace(id="homes-48", approver="")

    def review() -> Review:
        standing = team.ledger.standing(team.item.key, team.item.content_sha256)
        given = {"item": team.item, "folder": team.edition}
        orders = planned_orders(**given, channel="folder", accounts=team.accounts)
        manifest = read_manifest(team.edition)
        return Review(
            week="2026-W48",
            items=(Reviewed(**given, planned=planned, manifest=manifest, standing=standing, orders=orders),),
        )

    assert decide(review(), team.ledger, ["all"], "approved", who="lan") == ()
    assert [each.item.key for each in still_stopped(review(), ["all"])] == [team.item.key]
    team.item = team.record(words="Most homes have fiber.")
    assert len(decide(review(), team.ledger, ["all"], "approved", who="lan")) == 1


def test_a_release_that_was_taken_back_is_given_again_only_by_name(team: Team) -> None:
    """``release`` of the week would let go what was taken back for an embargo."""
    given = {"channel": "folder", "account": ""}
    team.release()
    team.ledger.take_back(team.ledger.releases(), who="mai", why="Embargo")
    with pytest.raises(NotApproved, match=r"mai took its release on folder back \(Embargo\)"):
        team.release()
    team.item = team.record(words="Most homes have fiber.")
    team.decide("approved")
    with pytest.raises(NotApproved, match="mai took its release"):
        team.release()
    for _ in range(2):
        team.ledger.release(team.item.key, team.item.content_sha256, **given, who="lan", again=True)
    assert team.ledger.releases() and team.ledger.release(team.item.key, team.item.content_sha256, **given, who="lan")


def test_what_was_released_last_counts(team: Team) -> None:
    """Each run told of the content before that it could not go out, beside the new one that had."""
    team.release()
    team.item = team.record(words="Most homes have fiber.")
    team.decide("approved")
    team.release()
    orders, left_out = released_orders(team.ledger, team.accounts, None)
    assert [order.content_sha256 for order in orders] == [team.item.content_sha256] and left_out == ()


# ---- what platforms hold until a slot


class Holding:
    """A platform that holds posts until their slots."""

    read_at_secret = ""

    def __init__(self, *, gives_back: bool = True) -> None:
        self.gives_back, self.taken = gives_back, list[str]()
        self.account = Account(name="here", channel="folder")

    def owner(self) -> None:
        """Be nobody else's."""

    def withdraw(self, receipt: Receipt) -> None:
        if not self.gives_back:
            raise Refused("It cannot be deleted here.")
        self.taken.append(receipt.id)


def _hand_over(team: Team, monkeypatch: pytest.MonkeyPatch, holding: Holding, *, slot: dt.datetime) -> Outbox:
    """Give a post to a platform that shows it at its slot."""
    given = {"channel": "folder", "account": "here"}
    team.ledger.release(team.item.key, team.item.content_sha256, **given, who="lan", slot=slot)
    outbox = Outbox(team.ledger, who="run")
    made = outbox.prepare(item=team.item.key, **given, content_sha256=team.item.content_sha256, marker="m", slot=slot)
    claim = outbox.claim(made.id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="42", url="https://example.org/42", scheduled_for=slot)

    @contextmanager
    def opened(_account: object) -> Iterator[Holding]:
        yield holding

    monkeypatch.setattr(sending, "open_channel", opened)
    return outbox


@pytest.mark.parametrize("what", ["held", "moved", "taken back", "mourning", "embargo"])
def test_what_a_platform_holds_is_taken_back(team: Team, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post given to a platform two weeks early would be shown although it was stopped."""
    slot, holding = dt.datetime.now(dt.UTC) + dt.timedelta(days=3), Holding()
    outbox = _hand_over(team, monkeypatch, holding, slot=slot)
    assert recall_posts(team.accounts, team.ledger, who="run") == () and not holding.taken
    if what == "held":
        team.decide("held")
    if what == "moved":
        team.release(minutes=9000, account="here")
    if what == "taken back":
        team.ledger.take_back(team.ledger.releases(), who="mai")
    if what == "embargo":
        _put_under_embargo(team, days=9)
    quiet = (lambda *_: "Days of mourning.") if what == "mourning" else sending.never_quiet
    [recalled] = recall_posts(team.accounts, team.ledger, who="run", quiet=quiet)
    assert "was taken back from the platform" in str(recalled) and holding.taken == ["42"]
    [publication] = outbox.publications()
    assert (publication.state, publication.scheduled_for) == ("prepared", None), "it may go again"


@pytest.mark.parametrize("part", ["hashtags", "campaign", "nothing"])
def test_what_a_platform_holds_is_taken_back_when_its_words_are_changed(
    team: Team, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hashtag put right after the approval: three posts that a platform held kept the wrong one, without a word."""
    holding = Holding()
    _hand_over(team, monkeypatch, holding, slot=dt.datetime.now(dt.UTC) + dt.timedelta(days=3))
    change = {"hashtags": {"en": ("#Fibre",)}, "campaign": "fibre-week"}
    team.accounts = team.accounts.model_copy(
        update={"posts": PostSettings(link="https://example.org/", **({part: change[part]} if part in change else {}))}
    )
    if part == "nothing":
        team.decide("approved")
    recalled = recall_posts(team.accounts, team.ledger, who="run")
    assert [one.failed for one in recalled] == ([] if part == "nothing" else [""])
    assert holding.taken == ([] if part == "nothing" else ["42"])
    assert all("It is to be approved again" in str(one) for one in recalled)


SIZES = ("1080x1920", "1080x1350", "1080x1080")


class Kits:
    """One picture in three sizes, of which the first suits nothing, for a person who posts it at its slot."""

    def __init__(self, folder: Path) -> None:
        self.edition = folder / "outputs" / "homes"
        self.ledger = open_ledger(folder / "ledger.db")
        self.make()
        settings = {"network": "WhatsApp", "store": {"path": str(folder / "kits")}}
        entry = AccountEntry(name="kit", channel="handoff", audiences=("citizens",), settings=settings)
        self.accounts = Accounts(accounts=(entry,))
        self.decide("approved")

    def make(self, look: str = "") -> None:
        manifest = edition_of(self.edition)
        [drawn] = (o for o in manifest.outputs if o.role == "image")
        outputs = []
        for size in SIZES:
            png, path = picture() + size.encode() + look.encode(), f"citizens/en/infographic-{size}.png"
            (self.edition / path).write_bytes(png)
            sums = {"sha256": hashlib.sha256(png).hexdigest(), "bytes": len(png)}
            outputs.append(drawn.model_copy(update={"variant": size, "path": path, **sums}))
        manifest = manifest.model_copy(update={"outputs": tuple(outputs)})
        write_manifest(manifest, self.edition)
        self.ledger.record_edition(manifest, folder=self.edition, who="batch", week="2026-W48")
        self.items = {item.variant: item for item in items_of(manifest)}

    def decide(self, decision: Any) -> None:
        for item in self.items.values():
            posts = posts_of(item, self.edition, self.accounts)
            self.ledger.decide(item.key, item.content_sha256, decision, who="lan", why="Wait.", posts=posts)

    def release(self, *sizes: str, slot: dt.datetime) -> None:
        for size in sizes or SIZES:
            item, given = self.items[size], {"channel": "handoff", "account": "", "week": "2026-W48", "again": True}
            self.ledger.release(item.key, item.content_sha256, who="lan", slot=slot, **given)

    def run(self, quiet: sending.Quiet = sending.never_quiet) -> tuple[int, list[str], list[str]]:
        """Give how many were taken back, what was sent just now, and what went nowhere."""
        recalled = recall_posts(self.accounts, self.ledger, who="run", quiet=quiet)
        orders, left_out = released_orders(self.ledger, self.accounts, None)
        outcomes = publish_orders(orders, self.ledger, who="run", patience=Patience(tries=1), quiet=quiet)
        sent = [o.order.item.rpartition("/")[2] for o in outcomes if o.fresh]
        return len(recalled), sent, [left.why for left in left_out if left.nowhere]


@pytest.mark.parametrize("what", ["held", "mourning", "taken back", "released again"])
def test_what_was_stopped_and_let_go_again_is_given_to_its_platform_once(tmp_path: Path, what: str) -> None:
    """Each run of the flow took the post back and gave it again: quota, money, and in a crash no post at all."""
    kits, slot = Kits(tmp_path), dt.datetime.now(dt.UTC) + dt.timedelta(hours=9)
    kits.release(slot=slot)
    assert kits.run() == (0, ["1080x1350"], [])
    if what == "held":
        kits.decide("held")
    if what == "taken back":
        kits.ledger.take_back(kits.ledger.releases(), who="mai")
    stopped = what != "released again"
    quiet = (lambda *_: "Days of mourning.") if what == "mourning" else sending.never_quiet
    assert kits.run(quiet) == (int(stopped), [], [])
    kits.decide("approved")
    kits.release(slot=slot)
    assert kits.run() == (0, ["1080x1350"] if stopped else [], [])
    for _ in range(3):
        assert kits.run() == (0, [], [])
    held = Outbox(kits.ledger, who="").publications("sent")
    assert [(p.slot, p.scheduled_for) for p in held] == [(slot, slot)]


@pytest.mark.parametrize("ends", ["released", "undone"])
def test_what_a_platform_holds_is_taken_back_while_its_correction_waits(tmp_path: Path, ends: str) -> None:
    """The wrong figure was known, its mail was stopped, and the kit went live at its slot all the same."""
    kits, slot = Kits(tmp_path), dt.datetime.now(dt.UTC) + dt.timedelta(hours=9)
    kits.release(slot=slot)
    assert kits.run() == (0, ["1080x1350"], [])
    kits.make("corrected")
    orders, left_out = released_orders(kits.ledger, kits.accounts, None)
    assert not orders or all(order.done for order in orders)
    assert kits.run() == (1, [], []), "nothing is wrong: it waits for people"
    _, left_out = released_orders(kits.ledger, kits.accounts, None)
    assert {left.waits for left in left_out} == {"not approved"}
    assert all("briefcast approve 2026-W48 homes/citizens/en/infographic/" in left.why for left in left_out)
    assert kits.run() == (0, [], []) and not list((tmp_path / "kits").rglob("post.json"))
    if ends == "undone":
        kits.make()
    else:
        kits.decide("approved")
        assert kits.run() == (0, [], [])
        _, left_out = released_orders(kits.ledger, kits.accounts, None)
        assert {left.waits for left in left_out} == {"not released"}
        kits.release(slot=slot)
    assert kits.run() == (0, ["1080x1350"], [])
    for _ in range(3):
        assert kits.run() == (0, [], [])
    posts = Outbox(kits.ledger, who="").publications()
    assert [p.state for p in posts] == (["sent"] if ends == "undone" else ["withdrawn", "sent"])


def test_a_kit_that_made_way_for_other_content_may_come_back_to_its_place(tmp_path: Path) -> None:
    """The correction was itself undone before it went out: what it had replaced was done with, and never went out."""
    kits, slot = Kits(tmp_path), dt.datetime.now(dt.UTC) + dt.timedelta(hours=9)
    kits.release(slot=slot)
    kits.run()
    kits.make("corrected")
    kits.decide("approved")
    kits.release(slot=slot)
    kits.run()
    kits.ledger.take_back(kits.ledger.releases(), who="mai")
    assert kits.run() == (1, [], [])
    kits.make()
    kits.release(slot=slot)
    assert kits.run() == (0, ["1080x1350"], [])
    assert [p.state for p in Outbox(kits.ledger, who="").publications()] == ["sent", "withdrawn"]


def test_a_post_of_which_the_slot_was_not_written_down_is_not_given_anew(tmp_path: Path) -> None:
    """A ledger of before has posts that a platform holds, and no slot beside them."""
    kits, slot = Kits(tmp_path), dt.datetime.now(dt.UTC) + dt.timedelta(hours=9)
    kits.release(slot=slot)
    assert kits.run() == (0, ["1080x1350"], [])
    with kits.ledger.writing() as connection:
        connection.execute(update(publications).values(slot=None))
    assert kits.run() == (0, [], [])


def test_a_size_that_was_put_off_keeps_its_place(tmp_path: Path) -> None:
    """The slot of the other sizes was moved first: readers got the one that suits second, and for good."""
    kits, slot = Kits(tmp_path), dt.datetime.now(dt.UTC) + dt.timedelta(hours=9)
    kits.release(slot=slot)
    assert kits.run() == (0, ["1080x1350"], [])
    later = slot + dt.timedelta(hours=1)
    kits.release("1080x1080", "1080x1920", slot=later)
    kits.ledger.take_back([r for r in kits.ledger.releases() if r.item.endswith("1080x1350")], who="mai")
    assert kits.run() == (1, [], [])
    kits.release(slot=later)
    assert kits.run() == (0, ["1080x1350"], [])
    kits.release(slot=later + dt.timedelta(hours=1))
    assert kits.run() == (1, ["1080x1350"], [])


def test_a_size_that_suits_nothing_is_silent_once_another_one_is_out(tmp_path: Path) -> None:
    """Every later run of an ordinary week needed a person for a size that nobody would ever post there."""
    kits = Kits(tmp_path)
    kits.release(slot=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1))
    assert [kits.run() for _ in range(3)] == [(0, ["1080x1350"], []), (0, [], []), (0, [], [])]
    kits.ledger.take_back([r for r in kits.ledger.releases() if r.item.endswith("1080x1920")], who="mai")
    assert kits.run() == (0, [], []), "what was dropped is not spoken of"


def test_sizes_of_which_none_suits_are_told(tmp_path: Path) -> None:
    kits = Kits(tmp_path)
    kits.release("1080x1920", slot=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1))
    [(recalled, sent, nowhere)] = [kits.run()]
    assert (recalled, sent) == (0, []) and "No size here suits" in nowhere[0]


def test_what_a_platform_does_not_give_back_is_told_with_what_to_do(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    outbox = _hand_over(team, monkeypatch, Holding(gives_back=False), slot=slot)
    team.decide("held")
    [recalled] = recall_posts(team.accounts, team.ledger, who="run")
    told = str(recalled)
    assert "could not be taken back" in told and "It cannot be deleted here." in told
    assert f"briefcast outbox deleted {outbox.publications()[0].id}" in told
    assert outbox.publications()[0].state == "sent"


# ---- replacing, and quotas


class Replacing(Folder):
    """A folder that remembers when readers were to see what was put in the place of another."""

    at: dt.datetime | None = None

    def replace(self, receipt: Receipt, post: Post, kept: Any) -> Receipt:
        self.at = post.publish_at
        return Receipt(id=receipt.id, url=receipt.url, scheduled_for=post.publish_at)


def _sent(outbox: Outbox, post: Post, slot: dt.datetime | None) -> int:
    given = {"item": post.item, "channel": "folder", "account": "here"}
    made = outbox.prepare(**given, content_sha256=post.content_sha256, marker=post.marker, slot=slot)
    claim = outbox.claim(made.id)
    assert claim
    outbox.begin_publishing(claim)
    return outbox.sent(claim, remote_id="1", url="u", scheduled_for=slot).id


def test_a_correction_of_what_waits_keeps_its_slot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corrected post would be shown at once, a day before its embargo ends."""
    outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
    old, new = make_post(tmp_path, content=b"a"), make_post(tmp_path, content=b"b")
    slot = dt.datetime.now(dt.UTC) + dt.timedelta(hours=20)
    number = _sent(outbox, old, slot)
    channel = Replacing(publisher_account(tmp_path))
    with pytest.raises(Refused, match="cannot be replaced so that it still does"):
        replace_post(new, channel, outbox)
    monkeypatch.setattr(publisher, "holds_until", lambda *_a, **_k: True)
    done = replace_post(new, channel, outbox)
    assert channel.at == slot and done.scheduled_for == slot
    assert outbox.find(number).state == "withdrawn"


def test_a_crash_while_replacing_leaves_neither_both_nor_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written down in two steps, a crash between them let the next run post once more."""
    outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
    old, new = make_post(tmp_path, content=b"a"), make_post(tmp_path, content=b"b")
    number = _sent(outbox, old, None)
    note = outbox._note

    def die(connection: Any, what: str, *rest: Any, **more: Any) -> None:
        note(connection, what, *rest, **more)
        if what == "sent":
            raise KeyboardInterrupt

    monkeypatch.setattr(outbox, "_note", die)
    with pytest.raises(KeyboardInterrupt):
        replace_post(new, Replacing(publisher_account(tmp_path)), outbox)
    monkeypatch.undo()
    states = {p.content_sha256: p.state for p in outbox.publications()}
    assert states == {old.content_sha256: "sent", new.content_sha256: "sending"} and outbox.find(number).state == "sent"


def test_an_outage_costs_no_quota(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eighty minutes of a platform that is down used up its whole day, and all else was late."""
    outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
    use = Use(quota="posts", cost=1, max=2, per_s=86_400, per_day=None)
    monkeypatch.setattr(publisher, "uses_of", lambda *_: (use,))
    calls: list[str] = []

    class Down(Folder):
        def send(self, post: Post, kept: Any) -> Receipt:
            calls.append(post.item)
            if len(calls) < 9:
                raise TryLater("It is down.")
            return super().send(post, kept)

    post, patience = make_post(tmp_path), Patience(tries=1)
    for _ in range(8):
        assert publish(post, Down(publisher_account(tmp_path)), outbox, patience=patience).state == "prepared"
    assert outbox.used("folder", "here", use) == 0
    assert publish(post, Down(publisher_account(tmp_path)), outbox, patience=patience).state == "sent"
    assert outbox.used("folder", "here", use) == 1

    class Silent(Folder):
        def send(self, post: Post, kept: Any) -> Receipt:
            raise AnswerLost("No answer.")

    lost = Patience(tries=1, looks_after_s=(0,), sleep=lambda _: None)
    publish(make_post(tmp_path, content=b"b", item="other"), Silent(publisher_account(tmp_path)), outbox, patience=lost)
    assert outbox.used("folder", "here", use) == 2, "what may have been posted counts"


# ---- a hundred weeks of people changing their minds


def test_nothing_unapproved_twice_or_at_the_wrong_time_goes_out_whatever_people_do(tmp_path: Path) -> None:
    """Decisions, moved slots, releases taken back and days of mourning at random moments between runs."""
    dice = random.Random(14)
    for round_ in range(20):
        team = Team(tmp_path / str(round_))
        quiet_now = False
        allowed_at = False
        for _ in range(10):
            act = dice.choice(["approved", "held", "sent back", "now", "later", "take back", "quiet", "run", "run"])
            if act in ("approved", "held", "sent back"):
                team.decide(act)
            elif act in ("now", "later"):
                standing = team.ledger.standing(team.item.key, team.item.content_sha256).name
                if standing == "approved":
                    with suppress(NotApproved):  # taken back
                        team.release(minutes=-1 if act == "now" else 60)
            elif act == "take back":
                team.ledger.take_back(team.ledger.releases(), who="mai")
            elif act == "quiet":
                quiet_now = not quiet_now
            else:
                approved = team.ledger.standing(team.item.key, team.item.content_sha256).name == "approved"
                leave = team.ledger.releases()
                due = bool(leave) and leave[0].slot is not None and leave[0].slot <= dt.datetime.now(dt.UTC)
                allowed_at = allowed_at or (approved and due and not quiet_now)
                team.run(quiet=lambda *_: "Mourning." if quiet_now else "")  # noqa: B023
                assert team.seen == int(allowed_at), (round_, act)


def publisher_account(tmp_path: Path) -> Any:
    """Give a folder's account."""
    from briefcast.channels.base import Account

    return Account(name="here", channel="folder", settings={"path": str(tmp_path / "published")})
