"""An approval covers what readers get: the words, link and hashtags around an item, and the account they go to."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefcast.catalogue import in_language
from briefcast.channels.base import Post
from briefcast.cli.main import app
from briefcast.cli.publish_told import tell_sent
from briefcast.errors import BriefcastError, BriefError, LedgerError
from briefcast.ledger import Ledger, ShownPost, open_ledger
from briefcast.ledger.ledger import why_not_now
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.publishing import posts
from briefcast.publishing.accounts import AccountEntry, Accounts, read_accounts
from briefcast.publishing.orders import _Done, edition_orders, released_orders
from briefcast.publishing.posts import PostSettings
from briefcast.publishing.publisher import Patience, publish
from briefcast.publishing.sending import Outcome, approve_edition, foresee, publish_orders, summarize
from briefcast.publishing.settling import stopped_since
from briefcast.week.batch import reopen_week
from briefcast.week.deciding import decide, read_review
from briefcast.week.making import show_review
from briefcast.week.out_and_due import list_posts
from briefcast.week.releasing import release_week
from briefcast.week.troubles import find_troubles
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import change_brief, make_week_quietly, write_plan
from tests.edition_fixtures import make_once, write_small_brief
from tests.emulators.folder import read_folder
from tests.emulators.mail import MailEmulator
from tests.emulators.s3 import seen_in

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small edition in one language: a picture and an episode."""
    folder = tmp_path_factory.mktemp("made")
    brief = write_small_brief(folder)
    brief.write_text(brief.read_text("utf-8").replace(', url: "https://example.org/try"', ""), "utf-8")
    make_once(brief, folder / "outputs", languages=["en"])
    return folder / "outputs" / "small"


class Desk:
    """A team that approves an edition for a folder and sends it."""

    def __init__(self, folder: Path, edition: Path) -> None:
        self.folder, self.edition, self.ledger = folder, edition, open_ledger(folder / "ledger.db")
        self.accounts = self.with_accounts()

    def with_accounts(self, **settings: Any) -> Accounts:
        given = {"hashtags": {"en": ("#Villages",)}, "link": "https://good.example/", "campaign": "spring"} | settings
        folder = {"path": str(self.folder / "published")}
        entry = AccountEntry(name="here", channel="folder", settings=folder)
        return Accounts(accounts=(entry,), posts=PostSettings.model_validate(given))

    def approve(self) -> None:
        approve_edition(self.edition, self.ledger, accounts=self.accounts, who="lan", wanted=lambda *_: True)
        for item in items_of(read_manifest(self.edition)):
            self.ledger.release(item.key, item.content_sha256, channel="folder", account="", who="lan")

    def send(self) -> tuple[Outcome, ...]:
        orders, _ = released_orders(self.ledger, self.accounts, None)
        return publish_orders(orders, self.ledger, who="run", patience=Patience(tries=1))

    @property
    def seen(self) -> int:
        return len(seen_in(read_folder(self.folder / "published"))) if (self.folder / "published").exists() else 0


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, made)
    desk.approve()
    return desk


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"link": "https://evil.example/"}, 'link was "https://good.example/'),
        ({"campaign": "autumn"}, "utm_campaign=autumn"),
    ],
)
def test_a_link_or_campaign_that_was_changed_after_the_approval_does_not_go_out(
    desk: Desk, changed: dict[str, Any], told: str
) -> None:
    """Approved with good.example, sent with evil.example: readers are led elsewhere under an approver's name."""
    desk.accounts = desk.with_accounts(**changed)
    outcomes = desk.send()
    assert {outcome.state for outcome in outcomes} == {"refused"} and desk.seen == 0
    for outcome in outcomes:
        assert outcome.failed, "somebody has to look at it"
        assert told in outcome.detail and "what lan approved" in outcome.detail
        assert "to be approved again" in outcome.detail
    assert {foresee(outcome.order, desk.ledger).state for outcome in outcomes} == {"not approved"}
    desk.approve()
    assert {outcome.state for outcome in desk.send()} == {"sent"} and desk.seen == len(outcomes)


def test_a_renamed_account_gets_nothing_that_its_readers_have(desk: Desk) -> None:
    """The mail account got a new name in channels.yaml: approved again as the run asked, each mail went out twice."""
    assert {outcome.state for outcome in desk.send()} == {"sent"}
    seen, folder = desk.seen, {"path": str(desk.folder / "published")}
    renamed = AccountEntry(name="news", channel="folder", settings=folder)
    before, desk.accounts = desk.accounts, desk.accounts.model_copy(update={"accounts": (renamed,)})
    desk.approve()
    outcomes = desk.send()
    assert {outcome.state for outcome in outcomes} == {"refused"} and desk.seen == seen
    assert all("folder:here" in outcome.detail and "old name" in outcome.detail for outcome in outcomes)
    both = (*before.accounts, renamed.model_copy(update={"settings": {"path": str(desk.folder / "elsewhere")}}))
    desk.accounts = before.model_copy(update={"accounts": both})
    desk.approve()
    assert {outcome.state for outcome in desk.send() if outcome.order.account.name == "news"} == {"sent"}


def test_what_was_held_while_it_was_being_sent_is_told_as_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hold said that the next run settles it, and both runs said that all was well: it stayed out unnoticed."""

    def held_meanwhile(post: Post, *given: Any, **more: Any) -> Publication:
        done = publish(post, *given, **more)
        desk.ledger.decide(post.item, post.content_sha256, "held", who="minh", why="A wrong figure.")
        return done

    monkeypatch.setattr("briefcast.publishing.sending.publish", held_meanwhile)
    outcomes = desk.send()
    assert {outcome.state for outcome in outcomes} == {"sent"}
    for outcome in outcomes:
        assert "A wrong figure." in outcome.stopped and "briefcast outbox withdraw" in outcome.stopped
    told = find_troubles(outcomes, (), (), (), now=dt.datetime.now(dt.UTC))
    assert {(trouble.what, trouble.why) for trouble in told} == {("out all the same", o.stopped) for o in outcomes}


def test_the_run_that_sent_what_was_held_meanwhile_says_so_itself_and_so_does_the_list(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mail server took ten seconds, the hold came in between: "sent, 0 need a person", and nobody ever said more."""
    [before, *_] = outcomes = desk.send()
    assert str(summarize(outcomes)).endswith("0 need a person") and not before.failed
    outbox = Outbox(desk.ledger, who="lan")
    assert stopped_since(outbox.publications(), outbox) == {}
    desk.ledger.decide(before.order.item, before.order.content_sha256, "held", who="minh", why="A wrong figure.")
    held = replace(before, fresh=True, stopped="minh held it (A wrong figure.).")
    tell_sent(held)
    assert "out all the same" in (told := " ".join(capsys.readouterr().err.split())) and "A wrong figure." in told
    assert held.failed and str(summarize([held])) == "1 sent, 1 need a person"
    [[number, why]] = stopped_since(outbox.publications(), outbox).items()
    assert "and is out all the same." in why and f"briefcast outbox withdraw {number}" in why
    [first, *_] = list_posts(outbox, desk.folder).found
    assert first[0] == "sent" and isinstance(first[1], Publication) and first[1].detail == why


def test_an_account_that_was_removed_hinders_no_correction_on_the_others(desk: Desk) -> None:
    """The list of a closed office was taken out: the other lists could not be told that a figure had been wrong."""
    other = AccountEntry(name="closed", channel="folder", settings={"path": str(desk.folder / "closed")})
    before = desk.accounts
    desk.accounts = before.model_copy(update={"accounts": (*before.accounts, other)})
    desk.approve()
    sent = desk.send()
    assert {outcome.order.account.name for outcome in sent} == {"here", "closed"}
    done = _Done(desk.ledger)
    for order in (outcome.order for outcome in sent if outcome.order.account.name == "here"):
        assert done.with_same_readers(order.item, order.account, "folder", before) == ""


def test_what_went_out_by_an_account_that_was_taken_out_is_done(desk: Desk) -> None:
    """The account was closed after the week: every run said of what is out that it goes nowhere, and failed."""
    sent = desk.send()
    nobody = desk.accounts.model_copy(update={"accounts": ()})
    for looks in (False, True):
        orders, left_out = released_orders(desk.ledger, nobody, None, to_look_at=looks)
        assert not orders and {left.item for left in left_out} >= {outcome.order.item for outcome in sent}
        assert all(left.harmless for left in left_out), left_out


def test_an_address_gets_nothing_twice_by_two_accounts(made: Path, tmp_path: Path) -> None:
    """A list that stood in two accounts of mail would have had each item twice."""
    desk = Desk(tmp_path, made)
    with MailEmulator() as emulator:
        given = emulator.account().settings | {"user": ""}
        pair = tuple(AccountEntry(name=name, channel="mail", settings=given) for name in ("one", "two"))
        desk.accounts = desk.accounts.model_copy(update={"accounts": pair})
        approve_edition(desk.edition, desk.ledger, accounts=desk.accounts, who="lan", wanted=lambda *_: True)
        for item in items_of(read_manifest(desk.edition)):
            desk.ledger.release(item.key, item.content_sha256, channel="mail", account="", who="lan")
        sent = desk.send()
        assert emulator.taken and len(emulator.taken) == len({m["X-Briefcast-Item"] for m in emulator.taken})
        told = [each.detail for each in (*sent, *desk.send()) if each.state == "refused"]
        assert told and all("to: press@example.org" in each for each in told)
        # There is one account only, under another name: nothing can be taken out.
        renamed = desk.accounts.model_copy(update={"accounts": (pair[0].model_copy(update={"name": "three"}),)})
        done = _Done(desk.ledger)
        whys = [
            done.with_same_readers(each.order.item, renamed.accounts[0], "mail", renamed)
            for each in sent
            if each.state == "sent"
        ]
        assert whys
        for why in whys:
            assert "mail:one, which channels.yaml does not name any more" in why and "one of the two" not in why
            assert all("mail:one" in in_language(why, code) for code in ("vi", "he"))
            assert all("Give the account" not in in_language(why, code) for code in ("vi", "he"))


def test_of_an_account_only_what_changed_is_told(desk: Desk) -> None:
    """A new address was told with every other setting of the account, and a campaign with two whole addresses."""
    told = _told(desk, *({"account": f'{{"host": "h", "to": "one@a.example, {name}@a.example"}}'} for name in "ab"))
    assert 'account was "to: a@a.example" and is "to: b@a.example"' in told and "host" not in told
    way = "https://example.org/a/long/way/to/the/page?utm_source=mail&utm_medium=email&utm_campaign={}&utm_term=press"
    told = _told(desk, *({"link": way.format(name), "text": f"More: {way.format(name)}"} for name in "ab"))
    assert "utm_campaign=a" in told and "utm_campaign=b" in told and "https://" not in told and "text" not in told


def _told(desk: Desk, before: dict[str, str], now: dict[str, str]) -> str:
    """Approve a post and give what is told of it as it is now."""
    old, new = (ShownPost(channel="mail", account="here", parts=parts) for parts in (before, now))
    item = items_of(read_manifest(desk.edition))[0]
    desk.ledger.decide(item.key, item.content_sha256, "approved", who="lan", posts=(old,))
    [told] = desk.ledger.posts_changed([(item.key, item.content_sha256, new)])
    return told


def test_hashtags_that_were_changed_after_the_approval_do_not_go_out(made: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path, made)
    entry = AccountEntry(name="news", channel="bluesky", audiences=("neighbours",), settings={"handle": "a.example"})
    desk.accounts = desk.accounts.model_copy(update={"accounts": (entry,)})
    desk.approve()
    orders, _ = edition_orders(desk.edition, desk.accounts, None, ledger=desk.ledger)
    assert {order.standing for order in orders} == {"approved"} and orders[0].post and orders[0].post.tags
    settings = desk.accounts.posts.model_copy(update={"hashtags": {"en": ("#Else",)}})
    desk.accounts = desk.accounts.model_copy(update={"posts": settings})
    orders, _ = edition_orders(desk.edition, desk.accounts, None, ledger=desk.ledger)
    [outcome] = publish_orders(orders, desk.ledger, who="run")
    assert outcome.state == "refused" and 'hashtags was "Villages" and is "Else"' in outcome.detail


def test_words_of_a_template_that_were_changed_after_the_approval_do_not_go_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words around a post are a file of the team's own; nobody approved the new ones."""
    words = posts.post_words("en")
    changed = words.model_copy(update={"more_with_link": "BUY NOW: {link}", "action_with_link": "BUY NOW: {link}"})
    monkeypatch.setattr(posts, "post_words", lambda _code: changed)
    assert {o.state for o in desk.send()} == {"refused"} and desk.seen == 0
    monkeypatch.undo()
    assert {o.state for o in desk.send()} == {"sent"}


def test_an_account_that_came_or_was_pointed_elsewhere_after_the_approval_gets_nothing(desk: Desk) -> None:
    """A second account, or the old name with another address, was on nobody's page."""
    entry = desk.accounts.accounts[0]
    elsewhere = entry.model_copy(update={"settings": {"path": str(desk.folder / "elsewhere")}})
    second = entry.model_copy(update={"name": "second"})
    slower = entry.model_copy(update={"settings": {**entry.settings, "timeout_s": 5}})
    desk.accounts = desk.accounts.model_copy(update={"accounts": (elsewhere, second)})
    told = {outcome.order.account.name: outcome.detail for outcome in desk.send()}
    assert "account was" in told["here"] and "elsewhere" in told["here"]
    assert "lan did not see this post" in told["second"]
    assert desk.seen == 0 and not (desk.folder / "elsewhere").exists()
    desk.accounts = desk.accounts.model_copy(update={"accounts": (slower,)})
    assert {o.state for o in desk.send()} == {"sent"}, "a longer time-out is nothing that readers get"


def test_what_changes_between_the_order_and_the_call_is_asked_again_in_the_claim(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that began before the approver sent it back, and approved it with other posts, holds the old order."""
    stale, _ = released_orders(desk.ledger, desk.accounts, None)
    for order in stale:
        desk.ledger.decide(order.item, order.content_sha256, "held", who="lan", why="The link.")
    desk.accounts = desk.with_accounts(link="https://better.example/")
    for order in edition_orders(desk.edition, desk.accounts, None)[0]:
        assert order.shown
        desk.ledger.decide(order.item, order.content_sha256, "approved", who="lan", posts=[order.shown])
    outcomes = publish_orders(stale, desk.ledger, who="run", patience=Patience(tries=1))
    assert {outcome.state for outcome in outcomes} == {"held"} and desk.seen == 0
    assert {outcome.state for outcome in desk.send()} == {"sent"}


def test_an_approval_of_before_posts_were_shown_lets_nothing_out_and_says_why(made: Path, tmp_path: Path) -> None:
    """After an upgrade, what was approved by its files alone waits for one more look; nothing is sent unseen."""
    desk = Desk(tmp_path, made)
    desk.ledger.record_edition(read_manifest(made), folder=made, who="lan")
    for item in items_of(read_manifest(made)):
        desk.ledger.decide(item.key, item.content_sha256, "approved", who="lan")
        desk.ledger.release(item.key, item.content_sha256, channel="folder", account="", who="lan")
    outcomes = desk.send()
    assert {outcome.state for outcome in outcomes} == {"refused"} and desk.seen == 0
    assert all("approved the item when no posts were shown" in outcome.detail for outcome in outcomes)
    desk.approve()
    assert {outcome.state for outcome in desk.send()} == {"sent"}


def test_an_upgrade_that_changes_no_output_keeps_the_approvals(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every release of briefcast would ask for every approval anew, and people would learn to approve blindly."""
    monkeypatch.setattr("briefcast.__version__", "99")
    marker = posts.marker_of
    monkeypatch.setattr(posts, "marker_of", lambda *given: marker(*given)[::-1])
    assert {o.state for o in desk.send()} == {"sent"}


def test_what_went_out_is_not_asked_about_again_when_a_hashtag_changes_later(desk: Desk) -> None:
    """Each run of every later day would fail for what is long sent."""
    assert {o.state for o in desk.send()} == {"sent"}
    desk.accounts = desk.with_accounts(link="https://later.example/")
    assert [(o.state, o.fresh) for o in desk.send()] == [("sent", False)] * desk.seen


def test_an_approval_survives_that_the_outputs_are_lost(tmp_path: Path) -> None:
    """A disk is lost or cleaned, everything is made again from the same brief, and nothing of it may go out."""
    brief, outputs = write_small_brief(tmp_path), tmp_path / "outputs"
    asked = {"languages": ["en", "vi"], "products": ["infographic", "podcast"]}
    make_once(brief, outputs, **asked)
    desk = Desk(tmp_path, outputs / "small")
    desk.approve()
    before = {o.path: o.sha256 for o in read_manifest(desk.edition).outputs}
    shutil.rmtree(outputs)
    make_once(brief, outputs, **asked)
    assert {o.path: o.sha256 for o in read_manifest(desk.edition).outputs} == before
    outcomes = desk.send()
    assert len(outcomes) == desk.seen == 4 and {o.state for o in outcomes} == {"sent"}


# ---- a week


CHANNELS = """\
accounts:
  - {{name: here, channel: folder, settings: {{path: {path}}}}}
posts:
  link: {link}
"""


@pytest.fixture
def week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A week of one brief, made."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    write_plan(tmp_path, briefs=1, weeks=("2026-W48",), languages="[vi]")
    brief = tmp_path / "b0.yaml"
    brief.write_text(brief.read_text("utf-8").replace(', url: "https://example.org/try"', ""), "utf-8")
    _write_channels(tmp_path, "https://good.example/")
    make_week_quietly(BatchRequest(plan=tmp_path / "plan.yaml", week="2026-W48", out=tmp_path / "out"))
    return tmp_path


def _write_channels(folder: Path, link: str) -> None:
    (folder / "channels.yaml").write_text(CHANNELS.format(path=folder / "published", link=link), "utf-8")


def test_the_page_that_is_approved_shows_each_post_as_it_will_go_out(week: Path) -> None:
    """Whoever approves a picture alone does not see what stands around it, nor where it leads."""
    page = (week / "out" / "weeks" / "2026-W48" / "index.html").read_text("utf-8")
    order = edition_orders(week / "out" / "b0", read_accounts(week), None)[0][0]
    assert order.post and "utm_campaign=b0" in order.post.link
    assert order.post.link.replace("&", "&amp;") in page and "good.example" in page
    assert "Folder" in page and "<bdi>here</bdi>" in page and "infographic-1200x630.png" in page


def test_a_week_whose_link_was_changed_is_to_be_approved_again_from_a_page_that_says_what(week: Path) -> None:
    ledger = open_ledger()
    plan, report = reopen_week("2026-W48", ledger)
    seen = read_review(plan, ledger).seen_sha256
    decide(read_review(plan, ledger), ledger, ["all"], "approved", who="lan", seen=seen)
    assert not read_review(plan, ledger).undecided
    assert [leave.refused for leave in release_week(plan, ledger, who="lan")] == [""]
    _write_channels(week, "https://evil.example/")
    plan, report = reopen_week("2026-W48", ledger)
    [reviewed] = read_review(plan, ledger).items
    assert reviewed.standing.name == "changed" and reviewed.open
    page = show_review(plan, report, ledger).read_text("utf-8")
    [changed] = reviewed.standing.posts_changed
    assert "is not what lan approved" in changed
    assert in_language(changed, "vi").partition(":")[0] in page and "evil.example" in page
    [leave] = release_week(plan, ledger, who="lan")
    assert "evil.example" in leave.refused and "to be approved again" in leave.refused
    with pytest.raises(LedgerError, match="not what lies there now"):
        decide(read_review(plan, ledger), ledger, ["all"], "approved", who="lan", seen=seen)
    assert len(decide(read_review(plan, ledger), ledger, ["all"], "approved", who="lan")) == 1
    assert [leave.refused for leave in release_week(plan, ledger, who="lan")] == [""]


def test_all_approves_no_post_that_the_page_does_not_show(week: Path) -> None:
    """The link was changed by mistake, publishing refused it, and ``approve all`` let it out unseen."""
    told = CliRunner().invoke(app, ["approve", "2026-W48", "all", "--who", "lan"])
    assert told.exit_code == 0, told.exception
    _write_channels(week, "https://evil.example/")
    page = week / "out" / "weeks" / "2026-W48" / "index.html"
    refused = CliRunner().invoke(app, ["approve", "2026-W48", "all", "--who", "lan"])
    assert isinstance(refused.exception, LedgerError)
    said = str(refused.exception)
    assert "b0/neighbours/vi/infographic" in said and "Look at the page again, then approve" in said
    assert "evil.example" in page.read_text("utf-8"), "it was drawn anew"
    held = CliRunner().invoke(app, ["hold", "2026-W48", "all", "--who", "lan", "--settings", str(week)])
    assert held.exit_code == 0, "to stop something, nobody has to look again"
    _write_channels(week, "https://good.example/")
    again = CliRunner().invoke(app, ["approve", "2026-W48", "b0", "--who", "lan"])
    assert isinstance(again.exception, LedgerError)
    assert CliRunner().invoke(app, ["approve", "2026-W48", "b0", "--who", "lan"]).exit_code == 0


@pytest.mark.parametrize("by", [["release", "2026-W48"], ["hold", "2026-W48", "all", "--who", "lan"]])
def test_a_page_that_was_drawn_anew_by_the_way_is_not_looked_at(week: Path, by: list[str]) -> None:
    """Somebody released the week, the open page still showed the old link, and ``approve`` let the new one out."""
    run = CliRunner()
    assert run.invoke(app, ["approve", "2026-W48", "all", "--who", "lan"]).exit_code == 0
    _write_channels(week, "https://evil.example/")
    run.invoke(app, by)
    refused = run.invoke(app, ["approve", "2026-W48", "b0", "--who", "lan"])
    assert isinstance(refused.exception, LedgerError) and "Look at the page again" in str(refused.exception)
    assert run.invoke(app, ["approve", "2026-W48", "b0", "--who", "lan"]).exit_code == 0, "it asks once"


@pytest.mark.parametrize("lost", ["outputs", "plan"])
@pytest.mark.parametrize("command", ["hold", "send-back", "take-back"])
def test_what_a_platform_holds_is_stopped_although_what_it_was_made_from_is_lost(
    week: Path, lost: str, command: str
) -> None:
    """The disk of the editions died, and what was wrong went live at its hour: no command knew it any more."""
    run, slot = CliRunner(), dt.datetime.now(dt.UTC) + dt.timedelta(hours=9)
    assert run.invoke(app, ["approve", "2026-W48", "all", "--who", "lan"]).exit_code == 0
    ledger = open_ledger()
    [item] = ledger.newest_items("b0")
    given = {"channel": "folder", "account": "here"}
    ledger.release(item.key, item.content_sha256, **given, who="lan", slot=slot, week="2026-W48")
    outbox = Outbox(ledger, who="run")
    made = outbox.prepare(item=item.key, content_sha256=item.content_sha256, **given, marker="m", slot=slot)
    claim = outbox.claim(made.id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="b0", url="u", scheduled_for=slot)
    if lost == "outputs":
        shutil.rmtree(week / "out")
    else:
        (week / "plan.yaml").unlink()
    reason = ["--why", "The rank is of 2022."]
    done = run.invoke(app, [command, "2026-W48", "all", "--who", "lan", "--settings", str(week), *reason])
    told = " ".join(done.output.split())
    assert done.exit_code == 0, done.exception
    assert ("The plan cannot be read" in told) == (lost == "plan") and "batch PLAN" not in told
    assert ("does not lie there any more" in told) == (lost == "outputs" and command != "take-back")
    assert outbox.find(made.id).state == "prepared", done.output
    assert why_not_now_of(ledger, item.key, item.content_sha256, slot)
    if lost == "outputs":
        unknown = run.invoke(app, [command, "2026-W48", "b9", "--who", "lan", "--settings", str(week), *reason])
        assert isinstance(unknown.exception, LedgerError) and "'b9'" in str(unknown.exception)


@pytest.mark.parametrize("lost", ["", "outputs"])
def test_an_item_is_named_by_its_id_in_the_plan_as_well(week: Path, lost: str) -> None:
    """The plan calls it "first", every command wanted the id of its brief, and the hour came nearer."""
    run, plan = CliRunner(), week / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("- id: b0-w48", "- id: first"), "utf-8")
    make_week_quietly(BatchRequest(plan=plan, week="2026-W48", out=week / "out", again=True))
    assert run.invoke(app, ["approve", "2026-W48", "first", "--who", "lan"]).exit_code == 0
    ledger = open_ledger()
    [item] = ledger.newest_items("b0")
    given = {"channel": "folder", "account": "here", "week": "2026-W48"}
    ledger.release(item.key, item.content_sha256, **given, who="lan")
    if lost:
        shutil.rmtree(week / "out")
    kind = item.key.split("/", 1)[1]
    for wrong in ("firs", "first/nobody"):
        refused = run.invoke(app, ["take-back", "2026-W48", wrong, "--who", "lan", "--settings", str(week)])
        assert isinstance(refused.exception, LedgerError), refused.output
    done = run.invoke(app, ["take-back", "2026-W48", f"first/{kind}", "--who", "lan", "--settings", str(week)])
    assert done.exit_code == 0 and not ledger.releases(), done.output


def test_a_correction_that_is_approved_is_not_called_released(week: Path) -> None:
    """ "What is approved is released", it said, and the wrong post stayed for good."""
    run = CliRunner()
    assert run.invoke(app, ["approve", "2026-W48", "all", "--who", "lan"]).exit_code == 0
    ledger = open_ledger()
    [item] = ledger.newest_items("b0")
    ledger.release(item.key, item.content_sha256, channel="folder", account="", who="lan", week="2026-W48")
    done = run.invoke(app, ["approve", "2026-W48", "all", "--who", "lan"])
    assert "briefcast publish sends it" in " ".join(done.output.split())
    request = BatchRequest(plan=week / "plan.yaml", week="2026-W48", out=week / "out", again=True)
    change_brief(week, 0, "value: 99.3", "value: 99.4")
    make_week_quietly(request)
    done = run.invoke(app, ["approve", "2026-W48", "all", "--who", "lan"])
    told = " ".join(done.output.split())
    assert done.exit_code == 0 and "briefcast release 2026-W48" in told and "sends it at its slots" not in told


def test_a_week_of_which_nothing_is_left_is_not_released_as_if_all_were_well(week: Path) -> None:
    """ "0 of 0 may go out", exit 0, and at the hour nothing went out."""
    shutil.rmtree(week / "out")
    for words in (["release", "2026-W48"], ["approve", "2026-W48", "all", "--who", "lan"]):
        done = CliRunner().invoke(app, words)
        assert isinstance(done.exception, BriefcastError)
        assert "--week 2026-W48 --again" in str(done.exception)


def why_not_now_of(ledger: Ledger, item: str, content_sha256: str, slot: dt.datetime) -> str:
    with ledger.reading() as connection:
        return why_not_now(connection, item, content_sha256, channel="folder", account="here", slot=slot)


def test_a_week_whose_outputs_were_lost_is_made_again_and_released_as_approved(week: Path) -> None:
    """Everybody would have to approve the whole week once more, for the same pictures."""
    ledger, request = open_ledger(), BatchRequest(plan=week / "plan.yaml", week="2026-W48", out=week / "out")
    decide(read_review(reopen_week("2026-W48", ledger)[0], ledger), ledger, ["all"], "approved", who="lan")
    shutil.rmtree(week / "out")
    again = make_week_quietly(request).plan
    assert not read_review(again, ledger).undecided
    assert [leave.refused for leave in release_week(again, ledger, who="lan")] == [""]


def test_nothing_is_approved_while_the_accounts_cannot_be_read(week: Path) -> None:
    """The posts could not be shown, so an approval would cover what nobody saw."""
    (week / "channels.yaml").write_text("accounts:\n  - {name: here, channel: pigeon}\n", "utf-8")
    plan, report = reopen_week("2026-W48", open_ledger())
    review = read_review(plan, open_ledger())
    assert "pigeon" in review.trouble and review.items
    assert "pigeon" in show_review(plan, report, open_ledger()).read_text("utf-8")
    with pytest.raises(LedgerError, match="nothing can be approved"):
        decide(review, open_ledger(), ["all"], "approved", who="lan")
    assert len(decide(review, open_ledger(), ["all"], "held", who="lan")) == 1


@pytest.mark.parametrize("file", ["plan.yaml", "channels.yaml"])
def test_a_broken_plan_or_channels_file_ends_every_command_with_2_and_its_line(week: Path, file: str) -> None:
    """Each command had a code and a story of its own, and some went on as if nothing was wrong."""
    run = CliRunner()
    assert run.invoke(app, ["approve", "2026-W48", "all", "--who", "lan"]).exit_code == 0
    text = (week / file).read_text("utf-8")
    (week / file).write_text(text.replace("channel:", "chanel:"), "utf-8")
    settings = ["--settings", str(week)]
    for words in (
        ["batch", "plan.yaml", "--week", "2026-W48", "--out", str(week / "out"), "--preset", "draft", *settings],
        ["approve", "2026-W48", "all", "--who", "lan"],
        ["hold", "2026-W48", "all", "--who", "lan", *settings],
        ["take-back", "2026-W48", "all", "--who", "lan", *settings],
        ["release", "2026-W48"],
        ["publish", *settings],
        ["publish", "--dry-run", *settings],
        ["plan", "check", "plan.yaml"],
    ):
        told = run.invoke(app, words)
        assert isinstance(told.exception, BriefError), (words, told.output)
        assert told.exception.exit_code == 2
        assert re.search(rf"{file}:\d+", str(told.exception)), (words, str(told.exception))
    (week / file).unlink()
    if file == "plan.yaml":
        gone = run.invoke(app, ["publish", *settings])
        assert isinstance(gone.exception, BriefError) and "plan.yaml" in str(gone.exception)


# ---- whom a public account speaks to


def test_a_public_account_without_audiences_is_refused_with_the_line_to_write(tmp_path: Path) -> None:
    """What is for staff or leaders would be read by everybody, because nobody wrote for whom the account is."""
    path = tmp_path / "channels.yaml"
    path.write_text(
        "accounts:\n"
        "  - {name: news, channel: bluesky, settings: {handle: a.example}}\n"
        "  - {name: web, channel: sftp, settings: {host: h, user: u, host_key: ssh-ed25519 AAAA}}\n"
        "  - {name: ours, channel: folder}\n",
        "utf-8",
    )
    with pytest.raises(BriefError) as error:
        read_accounts(tmp_path)
    told = str(error.value)
    assert "news names no audiences" in told and "Write the line 'audiences: [citizens]'" in told
    assert "ours names no audiences" not in told and "channels.yaml:2" in told
    assert read_accounts(tmp_path, to_take_back=True).named("news"), "what it holds can still be stopped"
    path.write_text(
        "accounts:\n  - {name: news, channel: bluesky, audiences: [citizens], settings: {handle: a.example}}\n", "utf-8"
    )
    assert read_accounts(tmp_path).named("news").audiences == ("citizens",)


def test_a_plan_is_checked_with_the_accounts_it_is_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found on Friday when the post is due, instead of when the weeks are planned."""
    monkeypatch.chdir(tmp_path)
    plan = write_plan(tmp_path, briefs=1)
    (tmp_path / "channels.yaml").write_text(
        "accounts:\n  - {name: news, channel: bluesky, settings: {handle: a.example}}\n", "utf-8"
    )
    checked = CliRunner().invoke(app, ["plan", "check", str(plan)])
    assert isinstance(checked.exception, BriefError) and "news names no audiences" in str(checked.exception)
