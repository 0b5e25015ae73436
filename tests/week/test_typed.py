"""What somebody typed into a plan or a brief after the week was made counts at the moment a post is sent."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.channels.base import Post
from briefcast.channels.folder import Folder
from briefcast.cli.main import app
from briefcast.errors import BriefError
from briefcast.ledger import Batches, Ledger, open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.messages import tell
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.orders import edition_orders, released_orders
from briefcast.publishing.publisher import Patience
from briefcast.publishing.sending import (
    Lapsing,
    Outcome,
    after_quiet,
    approve_edition,
    foresee,
    publish_orders,
    recall_posts,
)
from briefcast.store.store import STORE_NAME, open_store
from briefcast.week.deciding import decide, read_review
from briefcast.week.moved import follow_plan, moved_slots
from briefcast.week.quiet import quiet_times
from briefcast.week.releasing import release_week
from briefcast.week.run import Ended, begin_run, end_run
from briefcast.week.troubles import not_told, note_told
from briefcast.week.typed import AsTyped
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import change_brief, make_week_quietly, write_plan
from tests.edition_fixtures import make_once, write_small_brief
from tests.week.test_moved import change_plan

TODAY = dt.datetime.now(dt.UTC)


class Desk:
    """A week of one picture that was released for a few minutes ago, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        slot = TODAY - dt.timedelta(minutes=5)
        self.week = f"{slot:%G-W%V}"
        self.plan = write_plan(folder, briefs=1, weeks=(self.week,), languages="[vi]")
        at = f"timezone: Etc/UTC, day: {slot:%a}, at: '{slot:%H:%M}'".lower().replace("etc/utc", "Etc/UTC")
        change_plan(folder, "day: tue, at: 9:00", at)
        settings = {"path": str(folder / "published")}
        self.accounts = Accounts(accounts=(AccountEntry(name="here", channel="folder", settings=settings),))
        made = make_week_quietly(BatchRequest(plan=self.plan, week=self.week, out=folder / "outputs", settings=folder))
        self.ledger: Ledger = open_ledger()
        decide(read_review(made.plan, self.ledger), self.ledger, ["all"], "approved", who="lan")
        assert [leave.refused for leave in release_week(made.plan, self.ledger, who="lan")] == [""]

    def run(self, typed: AsTyped | None = None) -> Outcome:
        typed = typed or AsTyped(self.ledger)
        orders, _ = released_orders(self.ledger, self.accounts, None)
        given = {"patience": Patience(tries=1), "quiet": quiet_times(self.ledger), "typed": typed.why_not}
        [outcome] = publish_orders(orders, self.ledger, who="run", **given)  # type: ignore[arg-type]
        return outcome

    def ends(self) -> Ended:
        """Give what a run that sends nothing tells."""
        store = open_store(self.folder / "outputs" / STORE_NAME)
        found = released_orders(self.ledger, self.accounts, None)
        begun = begin_run(self.accounts, self.ledger, store, who="run", find=lambda: found)
        return end_run(begun, (), self.ledger, store)

    def embargo(self, days: int) -> dt.date:
        until = TODAY.date() + dt.timedelta(days=days)
        change_brief(self.folder, 0, "id: b0", f"id: b0\nembargo: {until}")
        return until

    @property
    def seen(self) -> int:
        return len(list((self.folder / "published").rglob("post.json")))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "channels.yaml").write_text(
        f"accounts:\n  - {{name: here, channel: folder, settings: {{path: {tmp_path / 'published'}}}}}\n", "utf-8"
    )
    return Desk(tmp_path)


def test_an_embargo_that_was_typed_into_the_brief_counts_without_making_it_again(desk: Desk) -> None:
    """The minister's office called, the writer typed the embargo, and the post went out at its slot."""
    until = desk.embargo(3)
    told = desk.run()
    assert told.state == "held" and desk.seen == 0
    assert (
        f"b0.yaml says an embargo until {until}" in told.detail and "take the embargo out of the brief" in told.detail
    )
    change_brief(desk.folder, 0, f"\nembargo: {until}", "")
    assert desk.run().state == "sent" and desk.seen == 1


def test_an_embargo_that_is_over_holds_nothing(desk: Desk) -> None:
    desk.embargo(-1)
    assert desk.run().state == "sent"


def test_an_embargo_that_is_typed_while_a_post_is_on_its_way_counts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Uploading takes minutes; what is typed in that time would come too late."""
    upload = Folder.upload

    def slow(channel: Folder, post: Post, kept: object) -> None:
        upload(channel, post, kept)  # type: ignore[arg-type]
        desk.embargo(3)

    monkeypatch.setattr(Folder, "upload", slow)
    assert desk.run().state == "held" and desk.seen == 0


def test_days_of_mourning_that_are_typed_while_posts_go_out_count(desk: Desk) -> None:
    typed, quiet = AsTyped(desk.ledger), quiet_times(desk.ledger)
    assert quiet(TODAY, "neighbours", "vi") == ""
    with desk.plan.open("a") as plan:
        plan.write(f"mourning:\n  - {{starts: {TODAY:%F}, ends: {TODAY + dt.timedelta(1):%F}, name: State mourning}}\n")
    assert "State mourning" in quiet(TODAY, "neighbours", "vi")
    assert typed.told() == ()


@pytest.mark.parametrize(
    "harm",
    [
        lambda brief: brief.unlink(),
        lambda brief: brief.write_text("id: [b0", "utf-8"),
        lambda brief: brief.rename(brief.with_name("renamed.yaml")),
    ],
    ids=["deleted", "broken", "renamed"],
)
def test_a_brief_that_cannot_be_read_holds_its_items_and_is_told(desk: Desk, harm: Callable[[Path], object]) -> None:
    """Nobody knows whether it says an embargo now."""
    text = (desk.folder / "b0.yaml").read_text("utf-8")
    harm(desk.folder / "b0.yaml")
    told = desk.run()
    assert told.state == "held" and "Nobody knows whether it is under embargo" in told.detail and desk.seen == 0
    [trouble] = AsTyped(desk.ledger).told()
    assert trouble.what == "brief cannot be read" and "b0.yaml" in trouble.why
    (desk.folder / "b0.yaml").write_text(text, "utf-8")
    assert desk.run().state == "sent"


def test_a_brief_that_was_renamed_in_the_plan_too_is_found(desk: Desk) -> None:
    (desk.folder / "b0.yaml").rename(desk.folder / "homes.yaml")
    change_plan(desk.folder, "brief: b0.yaml", "brief: homes.yaml")
    assert desk.run().state == "sent"


def test_another_change_of_the_brief_is_told_once_and_what_was_approved_goes_out(desk: Desk) -> None:
    """An approval is of content; but the team believes its change to be out."""
    assert AsTyped(desk.ledger).told() == ()
    change_brief(desk.folder, 0, "value: 99.3", "value: 99.4")
    batches = Batches(desk.ledger)
    [trouble] = not_told(AsTyped(desk.ledger).told(), batches)
    assert trouble.what == "brief changed" and f"--week {desk.week} --again" in trouble.why
    note_told([trouble], batches)
    assert not_told(AsTyped(desk.ledger).told(), batches) == ()
    assert desk.run().state == "sent"


def test_a_comment_in_the_brief_is_no_change(desk: Desk) -> None:
    change_brief(desk.folder, 0, "id: b0", "id: b0  # ours")
    assert AsTyped(desk.ledger).told() == ()


def test_what_is_out_under_an_embargo_that_was_typed_later_is_told_until_it_is_settled(desk: Desk) -> None:
    """It is out against an embargo, and whoever reads exit codes, or missed the one line, never learns of it."""
    assert desk.run().state == "sent" and AsTyped(desk.ledger).told() == ()
    until = desk.embargo(3)
    [trouble] = AsTyped(desk.ledger).told()
    [post] = Outbox(desk.ledger, who="").publications("sent")
    assert trouble.what == "out under an embargo" and f"an embargo until {until}" in trouble.why
    assert trouble.why.endswith(f"briefcast outbox withdraw {post.id}")
    listed = CliRunner().invoke(app, ["outbox"], env={"BRIEFCAST_LEDGER": desk.ledger.place}).output.splitlines()
    assert "out under an embargo" in listed[0] + listed[1] and f"withdraw {post.id}" in "".join(listed)
    for _ in range(2):
        ended = desk.ends()
        assert (ended.news, ended.others) == ((trouble,), 1)
    change_brief(desk.folder, 0, f"embargo: {until}", "")
    assert (desk.ends().news, desk.ends().others) == ((), 0)


def test_a_slot_that_is_put_off_while_a_run_goes_on_counts(desk: Desk) -> None:
    """The run has its orders, then the plan is saved with a later hour."""
    typed = AsTyped(desk.ledger)
    assert follow_plan(typed, who="run") == ()
    change_plan(desk.folder, "timezone: Etc/UTC", "timezone: Etc/GMT+12")
    told = desk.run(typed)
    assert told.state == "held" and "the next run moves it there" in told.detail and desk.seen == 0
    [moved] = follow_plan(AsTyped(desk.ledger), who="run")
    assert moved.followed and desk.run().state == "waiting"


def test_a_line_that_is_gone_from_the_plan_holds_and_is_told(desk: Desk) -> None:
    """Whoever deletes a line of the plan expects that it does not go out."""
    change_plan(desk.folder, f"week: {desk.week}", "week: 2031-W20")
    told = desk.run()
    assert told.state == "held" and "no slot for it any more" in told.detail and "briefcast outbox drop" in told.detail
    [moved] = moved_slots(AsTyped(desk.ledger))
    assert moved.planned is None
    orders, _ = released_orders(desk.ledger, desk.accounts, None, to_look_at=True)
    assert foresee(orders[0], desk.ledger, typed=AsTyped(desk.ledger).why_not).state == "held"


def test_a_plan_that_cannot_be_read_stops_the_run_with_its_line(desk: Desk) -> None:
    desk.plan.write_text(desk.plan.read_text("utf-8").replace("approver: lan", "aprover: lan"), "utf-8")
    with pytest.raises(BriefError, match=r"plan.yaml:\d+"):
        AsTyped(desk.ledger).expect_plans()
    desk.plan.unlink()
    with pytest.raises(BriefError, match=r"plan.yaml"):
        AsTyped(desk.ledger).expect_plans()


def test_what_a_platform_holds_is_taken_back_for_an_embargo_in_the_brief(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was given to the platform days before, and would be shown in the middle of the embargo."""
    outbox = Outbox(desk.ledger, who="run")
    [release] = desk.ledger.releases()
    slot = TODAY + dt.timedelta(days=1)
    given = {"channel": "folder", "account": "here"}
    made = outbox.prepare(
        item=release.item, **given, content_sha256=release.content_sha256, marker="m", slot=release.slot
    )
    claim = outbox.claim(made.id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="42", url="", scheduled_for=slot)
    monkeypatch.setattr(Folder, "withdraw", lambda *_: None)
    recall = {"who": "run", "typed": AsTyped(desk.ledger).why_not}
    assert recall_posts(desk.accounts, desk.ledger, **recall) == ()  # type: ignore[arg-type]
    desk.embargo(3)
    [recalled] = recall_posts(desk.accounts, desk.ledger, **recall)  # type: ignore[arg-type]
    assert "b0.yaml says an embargo" in recalled.why


def test_an_embargo_counts_for_an_edition_outside_a_plan_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    brief = write_small_brief(tmp_path)
    make_once(brief, tmp_path / "outputs", products=["infographic"], languages=["vi"])
    ledger, folder = open_ledger(), tmp_path / "outputs" / "small"
    settings = {"path": str(tmp_path / "published")}
    accounts = Accounts(accounts=(AccountEntry(name="here", channel="folder", settings=settings),))
    approve_edition(folder, ledger, accounts=accounts, who="lan", wanted=lambda *_: True)
    orders, _ = edition_orders(folder, accounts, None, ledger=ledger)
    asked = {"typed": AsTyped(ledger).why_not, "at_once": True}
    assert {foresee(order, ledger, **asked).state for order in orders} == {"would be sent"}  # type: ignore[arg-type]
    text = brief.read_text("utf-8")
    brief.write_text(text.replace("id: small", f"id: small\nembargo: {TODAY.date() + dt.timedelta(days=3)}"), "utf-8")
    [why] = {foresee(order, ledger, **asked).why for order in orders}  # type: ignore[arg-type]
    assert "says an embargo until" in why
    brief.unlink()
    [why] = {foresee(order, ledger, **asked).why for order in orders}  # type: ignore[arg-type]
    assert "Nobody knows" in why and "briefcast make" in why


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "400", "BRIEFCAST_WHO": "mai"})
    return result.exit_code, " ".join(result.output.split())


def test_a_brief_that_cannot_be_read_needs_a_person_and_says_when_its_slots_lapse(desk: Desk) -> None:
    """One bracket too many held all of it, and the run ended with "nothing to handle" and exit code 0."""
    brief = desk.folder / "b0.yaml"
    good = brief.read_text("utf-8")
    brief.write_text(f"x: [\n{good}", "utf-8")
    code, told = run("publish", "--new")
    assert code == 1 and "1 needs a person" in told and desk.seen == 0
    assert "b0.yaml:1:" in told and "Unless that is put right before, it lapses at" in told
    brief.write_text(good, "utf-8")
    assert run("publish", "--new")[0] == 0 and desk.seen == 1
    # What is out under an embargo is told before anything is sent, by what people look at first.
    until = desk.embargo(3)
    assert (
        "out under an embargo b0/neighbours/vi/infographic/1200x630 → folder:here: It is out, and b0.yaml says"
        in (run("publish", "--dry-run")[1])
    )
    [row] = json.loads(CliRunner().invoke(app, ["outbox", "--json"]).stdout)
    assert row["state"] == "out under an embargo" and str(until) in row["detail"]


def test_an_embargo_says_that_the_slot_lapses_first_and_what_was_approved_waits_for_it(desk: Desk) -> None:
    """Held until Wednesday with a slot of Sunday: it can never go out then, and nothing said so."""
    until = desk.embargo(3)
    told = desk.run().detail
    assert f"an embargo until {until}" in told and "Unless it is moved, it lapses at" in told
    [trouble] = [each for each in AsTyped(desk.ledger).told() if each.what == "brief changed"]
    assert f"and not before {until}." in trouble.why and "changed" not in trouble.why
    tomorrow = Lapsing.of(tell("{file} says so until {day}.", file="b0.yaml", day=TODAY.date()))
    assert tomorrow.ends and tomorrow.ends <= TODAY
    [order], _ = released_orders(desk.ledger, desk.accounts, None)
    assert after_quiet(order, tomorrow) == "The first run after that sends it."


@pytest.mark.parametrize(
    "said",
    ["handed over", "Handed  over", "đã giao để đăng bằng tay", "נמסר לפרסום ידני", "waits for its slot", "waiting"],
)
def test_posts_are_listed_by_the_word_that_the_list_shows(desk: Desk, said: str) -> None:
    """'There is no state handed over', said the list that shows it."""
    assert run("outbox", "--state", said)[0] == 0


def test_a_state_that_begins_as_it_was_typed_is_named(desk: Desk) -> None:
    for said, near in (("handed", "Write 'handed over'."), ("nonsense", "Write one of: prepared, sending, sent, ")):
        result = CliRunner().invoke(app, ["outbox", "--state", said])
        assert near in str(result.exception)
