"""What a publisher left in the middle is settled by the next run, whatever was decided since."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.channels.base import Kept, Post, Receipt
from briefcast.channels.folder import Folder
from briefcast.channels.platforms import Platform, platform
from briefcast.cli.main import app
from briefcast.errors import AnswerLost, BriefcastError, LedgerError, Refused, plainly
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest import items
from briefcast.publishing import sending, settling
from briefcast.publishing.accounts import AccountEntry, Accounts, read_accounts
from briefcast.publishing.orders import released_orders
from briefcast.publishing.publisher import Patience, ask_person
from briefcast.publishing.sending import still_sent
from briefcast.publishing.settling import Settled, expect_gone, out_all_the_same, settle_left, write_found
from briefcast.store.files import file_sha256
from tests.publishing.test_gate import Team

QUICK = Patience(tries=1, looks_after_s=(1, 2), sleep=lambda _: None)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    team = Team(tmp_path)
    team.decide("approved")
    team.release()
    return team


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the folder promise nothing, as most platforms do."""
    row = platform("folder")
    less = row.model_copy(update={"abilities": row.abilities.model_copy(update={"idempotent": "never"})})
    for place in ("briefcast.channels.base.platform", "briefcast.publishing.settling.platform"):
        monkeypatch.setattr(place, lambda name: less if name == "folder" else platform(name))


def leave(team: Team, monkeypatch: pytest.MonkeyPatch, *, step: str, arrived: bool = True) -> None:
    """Let a publisher stop in the middle of a post, as when the power fails."""
    upload, send, dead = Folder.upload, Folder.send, LedgerError("The ledger is locked.")

    def uploading(channel: Folder, post: Post, kept: Kept) -> None:
        upload(channel, post, kept)
        if step == "upload":
            raise dead

    def sending(channel: Folder, post: Post, kept: Kept) -> Receipt:
        if arrived:
            send(channel, post, kept)
        raise dead

    with monkeypatch.context() as dying:
        dying.setattr(Folder, "upload", uploading)
        dying.setattr(Folder, "send", sending)
        team.run()
    assert (first(team).state, first(team).step) == ("sending", step)


def first(team: Team) -> Publication:
    return Outbox(team.ledger, who="").publications()[0]


def settle(team: Team, accounts: Accounts | None = None) -> tuple[Settled, ...]:
    orders, _ = released_orders(team.ledger, team.accounts, None)
    accounts, ordered = accounts or team.accounts, still_sent(orders)
    return settle_left(accounts, team.ledger, who="run", ordered=ordered, sources=(), patience=QUICK)


def correct(team: Team) -> None:
    """Make the edition anew, approve what is there now, and release it."""
    team.item = team.record(words="Most homes have fiber.")
    team.decide("approved")
    team.release()


def test_what_was_stopped_before_its_call_is_let_go(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be listed as being sent for good, and nothing else of it could ever go out."""
    leave(team, monkeypatch, step="upload")
    team.decide("held")
    [settled] = settle(team)
    assert first(team).state == "prepared" and not settled.failed and "was not sent" in str(settled)
    assert team.seen == 0 and not settle(team)
    team.decide("approved")
    assert [o.state for o in team.run()] == ["sent"] and team.seen == 1


def test_what_an_order_still_sends_is_left_to_it(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(team, monkeypatch, step="publish")
    assert not settle(team) and first(team).state == "sending"
    assert [o.state for o in team.run()] == ["sent"] and team.seen == 1


def test_a_post_whose_answer_was_lost_is_found_although_it_was_corrected(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers see it, and nobody would know."""
    leave(team, monkeypatch, step="publish")
    correct(team)
    [settled] = settle(team)
    assert first(team).state == "sent" and "went out, as was found now" in str(settled)
    [outcome] = team.run()
    assert outcome.state == "refused" and "--replace" in outcome.detail and team.seen == 1
    assert [o.state for o in team.run(again=True)] == ["sent"] and team.seen == 1


def test_what_was_held_and_is_out_all_the_same_is_told(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever held it believes that nobody saw it."""
    leave(team, monkeypatch, step="publish")
    team.decide("held")
    [settled] = settle(team)
    assert first(team).state == "sent"
    assert "Not today." in str(settled) and f"briefcast outbox withdraw {first(team).id}" in str(settled)


def test_what_a_person_found_after_a_hold_is_told_as_out(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """`outbox found` said that all was written down, of a post that somebody had held: nobody took it down."""
    leave(team, monkeypatch, step="publish")
    outbox = Outbox(team.ledger, who="lan")
    unknown = ask_person(first(team), outbox, "it was not looked for")
    team.decide("held")
    seen = write_found(outbox, unknown.id, "https://example.org/1")
    told = str(out_all_the_same(seen, outbox))
    assert (
        told.startswith("It was held by lan (Not today), and is out all the same.")
        and "does not leave" not in told
        and f"outbox withdraw {seen.id}" in told
    )
    team.decide("approved")
    assert out_all_the_same(seen, outbox) == "", "of what nobody stopped nothing more is said"


def test_what_is_not_there_makes_room_for_its_correction(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(team, monkeypatch, step="publish", arrived=False)
    correct(team)
    settle(team)
    assert first(team).state == "prepared"
    assert [o.state for o in team.run()] == ["sent"] and team.seen == 1


@pytest.mark.usefixtures("careless")
def test_what_nobody_can_know_waits_for_a_person_and_is_not_looked_for_in_every_run(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(team, monkeypatch, step="publish", arrived=False)
    correct(team)
    [settled] = settle(team)
    assert first(team).state == "unconfirmed" and settled.failed and settled.fresh
    [outcome] = team.run()
    told = f"briefcast outbox found {first(team).id} URL, or briefcast outbox missing {first(team).id}"
    assert outcome.state == "refused" and told in outcome.detail and told in str(settled)
    looks: list[str] = []
    monkeypatch.setattr(Folder, "find", lambda *_: looks.append("looked"))
    [settled] = settle(team)
    assert settled.failed and not settled.fresh and not looks
    hour = dt.timedelta(hours=1.5)
    monkeypatch.setattr(settling, "Outbox", lambda ledger, who: Outbox(ledger, who=who, clock=lambda: _now() + hour))
    settle(team)
    assert looks == ["looked"]
    Outbox(team.ledger, who="lan").resolve(first(team).id, posted=False)
    assert [o.state for o in team.run()] == ["sent"] and team.seen == 1


@pytest.mark.usefixtures("careless")
@pytest.mark.parametrize(
    "cause",
    [
        "folder:here: the platform failed (503).",
        "folder:here: the platform did not answer in time.",
        "A publisher stopped while it was sending.",
    ],
)
def test_why_nobody_knows_is_still_told_after_other_looks(
    team: Team, monkeypatch: pytest.MonkeyPatch, cause: str
) -> None:
    """A platform that failed was told as a publisher that stopped, and people looked for the fault at home."""
    if "stopped" in cause:
        leave(team, monkeypatch, step="publish", arrived=False)
    else:

        def failing(*_: object) -> Receipt:
            raise AnswerLost(cause)

        with monkeypatch.context() as failed:
            failed.setattr(Folder, "send", failing)
            failed.setattr(Folder, "find", lambda *_: None)
            [outcome] = team.run()
        assert outcome.state == "unconfirmed" and outcome.detail.startswith(cause)
    correct(team)
    settle(team)
    hour = dt.timedelta(hours=1.5)
    monkeypatch.setattr(settling, "Outbox", lambda ledger, who: Outbox(ledger, who=who, clock=lambda: _now() + hour))
    settle(team)
    assert first(team).state == "unconfirmed" and first(team).detail.startswith(cause)
    others = {"failed", "did not answer", "stopped"} - {
        word for word in ("failed", "did not answer", "stopped") if word in cause
    }
    assert not any(word in first(team).detail for word in others)


def test_an_account_that_is_gone_leaves_the_question_to_a_person(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(team, monkeypatch, step="publish")
    team.decide("held")
    [settled] = settle(team, Accounts())
    assert first(team).state == "unconfirmed" and settled.failed
    assert "no account 'here'" in first(team).detail and "outbox found" in first(team).detail


@pytest.mark.parametrize("arrived", [True, False])
def test_what_went_out_is_done_long_after_its_slot(team: Team, arrived: bool) -> None:
    """A day after each post, every run would fail: "too late" for what everybody has read."""
    if arrived:
        team.run()
    team.release(minutes=-60 * 30)
    assert [o.state for o in team.run()] == ["sent" if arrived else "late"]


def test_a_file_is_read_once_in_a_run_and_not_at_all_when_it_is_out(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every five minutes each film was read anew for each of fifty accounts, also long after it was out."""
    entries = (
        AccountEntry(name=f"here-{n}", channel="folder", settings={"path": str(tmp_path / str(n))}) for n in range(50)
    )
    team.accounts = Accounts(accounts=tuple(entries))
    team.decide("approved")
    read: list[Path] = []
    monkeypatch.setattr(items, "file_sha256", lambda path: read.append(path) or file_sha256(path))
    assert [o.state for o in team.run()] == ["sent"] * 50
    assert len(read) == len(set(read)) == 1
    read.clear()
    assert [o.state for o in team.run()] == ["sent"] * 50 and not read


class Desk(Team):
    """A team at its command line, with the folder it publishes into among its accounts."""

    def command(self, *words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, words)
        error = f" {done.exception.told}" if isinstance(done.exception, BriefcastError) else ""
        return done.exit_code, " ".join(f"{done.output}{error}".split())


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("BRIEFCAST_WHO", "lan")
    desk = Desk(tmp_path)
    (tmp_path / "channels.yaml").write_text(
        f"accounts:\n  - {{name: here, channel: folder, settings: {{path: {tmp_path / 'published'}}}}}\n", "utf-8"
    )
    desk.accounts = read_accounts(tmp_path)
    desk.decide("approved")
    return desk


def test_what_is_late_is_told_without_failing_and_can_be_dropped(desk: Desk) -> None:
    """Nothing settled it: every run said so, for good."""
    desk.release(minutes=-25 * 60)
    code, told = desk.command("publish")
    assert code == 0 and "1 missed its slot by more than a day, 0 need a person" in told
    assert f"briefcast outbox drop {desk.item.key}" in told
    code, told = desk.command("outbox", "drop", "late", "--why", "Old news.")
    assert code == 0 and desk.item.key in told
    code, told = desk.command("publish")
    assert (code, desk.seen) == (0, 0) and told.endswith("Nothing to do: 0 sent, 0 need a person.")
    assert any(e.detail.get("why") == "Old news." for e in desk.ledger.history(desk.item.key))
    code, told = desk.command("outbox", "drop", "late")
    assert code == 0 and "Nothing missed its slot" in told


def test_what_is_refused_can_be_dropped_and_sent_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.release()

    def refuse(*_: object) -> None:
        raise Refused("The file is too big.")

    with monkeypatch.context() as refusing:
        refusing.setattr(Folder, "upload", refuse)
        code, told = desk.command("publish")
        assert code == 1 and "1 needs a person" in told
    id = str(first(desk).id)
    assert desk.command("outbox", "drop", id)[0] == 0
    assert desk.command("publish")[0] == 0 and desk.seen == 0
    assert "lan dropped it." in first(desk).detail
    desk.record(words="Most homes have fiber.")
    assert desk.command("publish")[0] == 0, "it is settled whatever is made later"
    desk.record()
    assert desk.command("outbox", "again", id)[0] == 0
    assert desk.command("publish")[0] == 0 and desk.seen == 1
    assert desk.command("outbox", "drop", id)[0] == 1, "what is out is withdrawn"


def test_what_goes_nowhere_can_be_dropped(desk: Desk) -> None:
    """An edition that was lost after its release went nowhere in every run, and every run failed."""
    desk.release()
    shutil.rmtree(desk.edition)
    code, told = desk.command("publish")
    assert code == 1 and "not there to be sent" in told
    assert "not there to be sent" in desk.command("publish", "--dry-run")[1], "who looks first sees it, too"
    assert desk.command("outbox", "drop", desk.item.key)[0] == 0
    assert desk.command("publish")[0] == 0


def test_a_correction_that_waits_for_people_fails_no_run_and_can_be_dropped(desk: Desk) -> None:
    """Each correction failed every run until it was released, beside the line that said what it waits for."""
    desk.release()
    desk.record(words="Most homes have fiber.")
    code, told = desk.command("publish")
    assert code == 0 and "goes nowhere" not in told and told.count("briefcast approve 2026-W48") == 1
    told = desk.command("outbox")[1]
    assert "not approved" in told and f"briefcast outbox drop {desk.item.key}" in told
    assert desk.command("outbox", "drop", desk.item.key)[0] == 0
    assert desk.command("publish")[0] == 0


def test_the_outbox_says_who_did_what_when_and_why(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody could say afterwards who had taken a post back, nor why."""
    monkeypatch.setenv("COLUMNS", "400")
    desk.release()
    assert desk.command("publish")[0] == 0
    today = f"{_now():%a, %b} {_now().day}, {_now().year}"
    told = desk.command("outbox")[1]
    assert f"sent {today}" in told and "UTC lan" in told and "approved by lan" in told
    assert desk.command("outbox", "withdraw", "1", "--who", "mai", "--why", "The rank is of 2022")[0] == 0
    told = desk.command("outbox")[1]
    assert f"withdrawn {today}" in told and "UTC mai" in told and "mai withdrew it. The rank is of 2022." in told
    monkeypatch.setenv("BRIEFCAST_LANGUAGE", "vi")
    assert "mai đã thu hồi bài này. The rank is of 2022." in desk.command("outbox")[1]
    assert "mai đã thu hồi" in desk.command("history")[1]


def test_a_state_that_is_none_is_told(desk: Desk) -> None:
    """An empty list for a misspelt state looks as if nothing needed anybody."""
    assert desk.command("outbox", "--state", "refusd")[0] == 1


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


# ---- what a person says that she deleted


def test_a_post_that_lies_there_still_is_not_written_down_as_deleted(team: Team) -> None:
    """One wrong digit hid a live post: the outbox said for ever that it was deleted, and readers saw it."""
    [outcome] = team.run()
    assert outcome.state == "sent"
    with pytest.raises(Refused, match="is still there") as refused:
        expect_gone(first(team), team.accounts, team.ledger)
    assert first(team).where in refused.value.told and "briefcast outbox withdraw 1" in refused.value.told
    for card in (team.folder / "published").rglob("post.json"):
        card.unlink()
    assert expect_gone(first(team), team.accounts, team.ledger) == ""


def test_where_nobody_can_look_the_word_of_a_person_counts_and_it_is_said_so(team: Team) -> None:
    """A team whose account was closed could never say that its posts are gone."""
    team.run()
    assert "no account 'here'" in expect_gone(first(team), Accounts(), team.ledger)
    chat = replace(first(team), channel="webhook")
    assert "cannot be searched" in expect_gone(chat, team.accounts, team.ledger)


def test_nobody_can_delete_what_was_sent_by_mail(team: Team) -> None:
    """The correction of a mail went out as a new message, to readers who still had the wrong one."""
    team.run()
    with pytest.raises(Refused, match="stays with those who have it"):
        expect_gone(replace(first(team), channel="mail"), team.accounts, team.ledger)


def test_a_look_ahead_ends_as_the_run_would(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A released correction was "already posted: 18" to who looked first, and ten posts needed a person in the run."""
    desk.release()
    assert desk.command("publish", "--dry-run")[0] == 0 and desk.command("publish")[0] == 0
    desk.item = desk.record(words="Nearly all homes have fibre.")
    desk.decide("approved")
    desk.release()
    code, told = desk.command("publish", "--dry-run")
    assert code == 1 and "0 of 1 post would be sent. The others: refused: 1" in told
    code, told = desk.command("publish")
    assert code == 1 and "1 needs a person" in told
    code, told = desk.command("publish", "--replace", "--dry-run")
    assert code == 0 and "1 of 1 post would be sent" in told

    def cannot(name: str) -> Platform:
        row = platform(name)
        return row.model_copy(update={"abilities": row.abilities.model_copy(update={"replace": False})})

    monkeypatch.setattr(sending, "platform", cannot)
    code, told = desk.command("publish", "--replace", "--dry-run")
    assert code == 1 and "0 of 1 post would be sent. The others: refused: 1" in told, "what cannot be replaced is not"
    monkeypatch.undo()


def test_what_goes_out_again_is_named_with_what_becomes_of_it(desk: Desk) -> None:
    """ "Its slot was moved … The next run sends it." of a slot that nobody moved, and of no post by its name."""
    desk.release()
    assert desk.command("publish")[0] == 0
    outbox = Outbox(desk.ledger, who="lan")
    code, told = desk.command("outbox", "withdraw", "1")
    code, told = desk.command("outbox", "again", desk.item.key)
    assert code == 1 and told.endswith("briefcast outbox again 1"), "an item is told by which number it goes"
    code, told = desk.command("outbox", "again", "1")
    assert code == 0 and f"{desk.item.key} → folder:here goes out with the next briefcast publish" in told
    assert desk.command("publish")[0] == 0 and desk.seen == 1
    assert "No post of it was withdrawn" in desk.command("outbox", "again", desk.item.key)[1]
    outbox.withdrawn(1)
    desk.release(minutes=90, again=True)
    assert "goes out at its slot" in desk.command("outbox", "again", "1")[1]
    outbox = Outbox(desk.ledger, who="lan")
    desk.release(minutes=-26 * 60)
    with desk.ledger.writing() as connection:
        outbox._change(connection, 1, state="withdrawn")
    assert "briefcast publish --late" in desk.command("outbox", "again", "1")[1]
    with desk.ledger.writing() as connection:
        outbox._change(connection, 1, state="withdrawn")
    desk.decide("held")
    code, told = desk.command("outbox", "again", "1")
    assert "was held by lan" in told and "slot was moved" not in told


def test_the_hour_at_which_a_post_was_replaced_is_kept(desk: Desk) -> None:
    """Who typed the number of the old post lost when it had been replaced, and nothing went out for it."""
    desk.release()
    assert desk.command("publish")[0] == 0
    desk.item = desk.record(words="Nearly all homes have fibre.")
    desk.decide("approved")
    desk.release()
    assert desk.command("publish", "--replace")[0] == 0
    outbox = Outbox(desk.ledger, who="lan")
    old = outbox.find(1)
    code, told = desk.command("outbox", "again", "1")
    assert code == 1 and "nothing was written down" in told and "Other content of it is out there" in told
    assert outbox.find(1) == old and old.state == "withdrawn"


def test_what_may_be_out_and_is_held_is_told_once(desk: Desk) -> None:
    """One run said of one mail that nobody knows whether it is out, and that it was held and so not posted."""
    desk.release()
    given = {"item": desk.item.key, "content_sha256": desk.item.content_sha256, "channel": "folder", "account": "here"}
    outbox = Outbox(desk.ledger, who="run")
    [release] = desk.ledger.releases()
    claim = outbox.claim(outbox.prepare(**given, marker="m", slot=release.slot).id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.unconfirmed(claim, "Its publisher stopped.")
    desk.decide("held")
    code, told = desk.command("publish")
    assert code == 1 and "was held by lan meanwhile" in told and "It does not leave" not in told
    assert "1 needs a person" in told and "1 held" not in told
    code, told = desk.command("outbox", "found", "1", "https://example.org/post/1")
    assert "It was held by lan (Not today), and is out all the same." in told and "does not leave" not in told


def test_a_place_that_says_nothing_is_answered_with_an_example(desk: Desk) -> None:
    desk.release()
    given = {"item": desk.item.key, "content_sha256": desk.item.content_sha256, "channel": "folder", "account": "here"}
    outbox = Outbox(desk.ledger, who="run")
    claim = outbox.claim(outbox.prepare(**given, marker="m", slot=None).id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.unconfirmed(claim, "Its publisher stopped.")
    code, told = desk.command("outbox", "found", "1", "there")
    assert code == 1 and "For example: briefcast outbox found 1" in told


def test_a_file_where_a_folder_should_be_is_said(desk: Desk) -> None:
    """ "[Errno 17] File exists" named neither what was wrong nor what to do; as --settings it was taken for no file."""
    Path("plain").touch()
    desk.release()
    for words in (("publish", "--out", "plain"), ("publish", "--out", "plain/below", "--dry-run")):
        failed = CliRunner().invoke(app, words).exception
        assert isinstance(failed, OSError)
        assert "plain is a file, and a folder is needed there" in plainly(failed).told
    assert "half-written; put it right" in plainly(PermissionError(13, "Permission denied", "elsewhere")).told
    code, told = desk.command("channels", "check", "--settings", "plain")
    assert code != 0 and "a folder is needed here" in told
