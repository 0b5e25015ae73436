"""A ledger that was lost is noticed although a week was made and approved in the new one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefcast.catalogue import in_language
from briefcast.channels.base import Receipt
from briefcast.cli.main import app
from briefcast.errors import LedgerError, Refused
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger import tables as t
from briefcast.ledger.backup import back_up
from briefcast.publishing import witness
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.orders import released_orders
from briefcast.publishing.restored import doubt_unknown
from briefcast.publishing.witness import earlier_posts, expect_newest, note_posts, note_released, post_there
from briefcast.store.shared import SharedStore
from briefcast.store.store import Store
from briefcast.week.run import begin_run, why_refused
from tests.publishing.test_gate import Team


@pytest.fixture
def team(tmp_path: Path) -> Team:
    team = Team(tmp_path)
    team.decide("approved")
    team.release()
    return team


def lose_ledger(team: Team) -> None:
    """Begin with another ledger, in which everything is made, approved and released again."""
    team.ledger = open_ledger(team.folder / "another.db")
    team.item = team.record()
    team.decide("approved")
    team.release()


def test_a_lost_ledger_is_noticed_by_what_lies_beside_the_editions(team: Team, tmp_path: Path) -> None:
    """The disk died, the week was made and approved again, and the mails of last week went out a second time."""
    store, nowhere = Store(tmp_path / "outputs/.store"), Accounts(accounts=())
    team.ledger.expect_history(lambda: earlier_posts(store, nowhere))
    note_posts(team.run(), store, team.ledger)
    team.ledger.expect_history(lambda: earlier_posts(store, nowhere))
    lost = team.ledger.place
    lose_ledger(team)
    with pytest.raises(LedgerError, match="knows of nothing that went out") as refused:
        team.ledger.expect_history(lambda: earlier_posts(store, nowhere))
    assert lost in str(refused.value) and "--new" in str(refused.value)
    team.ledger.begin_anew(who="lan")
    team.ledger.expect_history(lambda: earlier_posts(store, nowhere))
    assert [e.who for e in team.ledger.history() if e.what == "begun anew"] == ["lan"]


def test_an_older_copy_of_the_ledger_sends_nothing(team: Team, tmp_path: Path) -> None:
    """One mistyped name of an hourly copy sent three mails and a held one again, and said that all was well."""
    store = Store(tmp_path / "outputs/.store")
    copy = team.folder / "copy.db"
    back_up(copy, ledger=team.folder / "ledger.db")
    note_posts(team.run(), store, team.ledger)
    expect_newest(store, team.ledger)
    older = open_ledger(copy)
    with pytest.raises(LedgerError, match="older than what went out") as refused:
        expect_newest(store, older)
    assert team.ledger.place in str(refused.value) and "briefcast ledger restored" in str(refused.value)
    doubt_unknown(older, who="lan")
    expect_newest(store, older)


def test_a_whole_folder_that_came_back_from_a_copy_sends_nothing(team: Team, tmp_path: Path) -> None:
    """`cp -a` of three days ago brought ledger, outputs and this note back together: nothing of it contradicted the
    rest, and the mails of three days went out a second time."""
    outputs = team.folder / "outputs"
    note_posts(team.run(), Store(outputs / ".store"), team.ledger)
    expect_newest(Store(outputs / ".store"), team.ledger)
    team.ledger.engine.dispose()
    for there, here in ((team.folder, f"{team.folder}-copy"), (f"{team.folder}-copy", team.folder)):
        subprocess.run(["cp", "-a", str(there), str(here)], check=True)
        shutil.rmtree(there)
    back, store = open_ledger(team.folder / "ledger.db"), Store(outputs / ".store")
    with pytest.raises(LedgerError, match="is another file than the one from which posts went out") as refused:
        expect_newest(store, back)
    assert "briefcast ledger restored" in str(refused.value) and "publish --moved" in str(refused.value)
    assert "is another file" in why_refused(back, store, team.accounts), "who only looks sees it as well"
    expect_newest(store, back, moved=True)
    doubt_unknown(back, who="lan")
    expect_newest(store, back)
    note_posts((), store, back)
    expect_newest(store, back)
    (team.folder / "ledger.db").rename(team.folder / "elsewhere.db")
    expect_newest(store, open_ledger(team.folder / "elsewhere.db"))  # what is only moved is no copy


def test_a_whole_folder_of_before_the_first_post_sends_nothing_again(team: Team) -> None:
    """`cp -a` after the release, the run, and the folder put back: all of the week was mailed a second time."""
    store = Store(team.folder / "outputs/.store")
    note_released(store.folder, team.ledger)
    assert earlier_posts(store, Accounts(accounts=())) == "", "nothing is out yet"
    expect_newest(store, team.ledger, of_then=True)
    team.ledger.engine.dispose()
    for there, here in ((team.folder, f"{team.folder}-copy"), (f"{team.folder}-copy", team.folder)):
        subprocess.run(["cp", "-a", str(there), str(here)], check=True)
        shutil.rmtree(there)
    back = open_ledger(team.folder / "ledger.db")
    note_released(store.folder, back)
    with pytest.raises(LedgerError, match="than the one in which posts were released at") as refused:
        expect_newest(store, back, of_then=True)
    for code in read_languages():
        assert "ledger restored" in (told := in_language(refused.value.told, code)) and "{" not in told
        assert code == "en" or "released" not in told
    doubt_unknown(back, who="lan")
    expect_newest(store, back)


def test_a_ledger_that_was_begun_anew_before_anything_went_out_is_no_copy(team: Team) -> None:
    """Somebody who tries the program deletes its ledger and begins again: nothing of before is out."""
    store = Store(team.folder / "outputs/.store")
    note_released(store.folder, team.ledger)
    team.ledger.engine.dispose()
    (team.folder / "ledger.db").unlink()
    team.ledger = open_ledger(team.folder / "ledger.db")
    team.item = team.record()
    team.decide("approved")
    team.release()
    note_released(store.folder, team.ledger)
    expect_newest(store, team.ledger, of_then=True)
    note_posts(team.run(), store, team.ledger)
    expect_newest(store, team.ledger)
    assert "posts went out" in earlier_posts(store, Accounts(accounts=()))


def test_a_copy_of_before_the_first_post_goes_on_once_it_was_brought_back(team: Team, tmp_path: Path) -> None:
    """Brought back as the page says, it refused each run for ever: a copy of Monday morning was good for nothing."""
    store, nowhere = Store(tmp_path / "outputs/.store"), Accounts(accounts=())
    copy = team.folder / "copy.db"
    back_up(copy, ledger=team.folder / "ledger.db")
    note_posts(team.run(), store, team.ledger)
    older, empty = open_ledger(copy), open_ledger(team.folder / "empty.db")
    assert "older than what went out" in why_refused(older, store, nowhere)
    with pytest.raises(LedgerError, match="older than what went out"):
        # It is not begun anew by saying so: four mails went out again, and one that was held.
        begin_run(nowhere, older, store, who="lan", find=lambda: ((), ()), new=True)
    for ledger in (older, empty):
        doubt_unknown(ledger, who="lan")
    assert why_refused(older, store, nowhere) == ""
    assert "knows of nothing that went out" in why_refused(empty, store, nowhere), "what is empty is no copy"


def test_a_ledger_that_posts_were_taken_out_of_by_hand_sends_nothing(team: Team, tmp_path: Path) -> None:
    """Somebody deleted the rows of a mail, and the next run sent it again to everybody."""
    store = Store(tmp_path / "outputs/.store")
    note_posts(team.run(), store, team.ledger)
    with team.ledger.engine.begin() as connection:
        connection.execute(t.publications.delete())
    with pytest.raises(LedgerError, match="older than what went out"):
        expect_newest(store, team.ledger)


def test_who_only_looks_is_told_that_nothing_would_go_out(team: Team, tmp_path: Path) -> None:
    """The look ahead said "8 of 14 would be sent" of a ledger with which the run then refused to send anything."""
    store, nowhere = Store(tmp_path / "outputs/.store"), Accounts(accounts=())
    assert why_refused(team.ledger, store, nowhere) == ""
    note_posts(team.run(), store, team.ledger)
    assert why_refused(team.ledger, store, nowhere) == ""
    lose_ledger(team)
    assert "knows of nothing that went out" in why_refused(team.ledger, store, nowhere)
    fresh = open_ledger(team.folder / "fresh.db")
    assert why_refused(fresh, Store(tmp_path / "elsewhere/.store"), nowhere) == "", "who begins may look around"


def test_an_empty_ledger_says_what_shows_that_posts_went_out(team: Team, tmp_path: Path) -> None:
    """It only said that it was empty, and how to begin; the next week went to the newsroom a second time."""
    store, nowhere = Store(tmp_path / "outputs/.store"), Accounts(accounts=())
    note_posts(team.run(), store, team.ledger)
    empty = open_ledger(team.folder / "another.db")
    with pytest.raises(LedgerError, match=r"knows of nothing that went out, but .*published\.json"):
        empty.expect_history(lambda: earlier_posts(store, nowhere))
    with pytest.raises(LedgerError, match="is empty: nothing was approved there"):
        empty.expect_history()


def test_new_that_was_said_of_nothing_lets_nothing_out_later(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed as the first message told, it was kept for the day when all was made and released again."""
    note_posts(team.run(), Store(tmp_path / "outputs/.store"), team.ledger)
    settings = tmp_path / "settings"
    settings.mkdir()
    account = f"{{name: here, channel: folder, settings: {{path: {tmp_path / 'published'}}}}}"
    (settings / "channels.yaml").write_text(f"accounts:\n  - {account}\n", "utf-8")
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(team.folder / "another.db"))
    monkeypatch.chdir(tmp_path)
    publish = ["publish", "--settings", str(settings), "--who", "lan"]
    first = CliRunner().invoke(app, [*publish, "--new"])
    assert first.exit_code == 0 and "--new is not written down" in " ".join(first.output.split())
    lose_ledger(team)
    refused = CliRunner().invoke(app, publish)
    assert isinstance(refused.exception, LedgerError) and "Posts could go out twice" in str(refused.exception)
    assert CliRunner().invoke(app, [*publish, "--new"]).exit_code == 0
    assert CliRunner().invoke(app, publish).exit_code == 0, "said of what waits, it counts"


def test_a_run_that_sent_nothing_shows_nothing(team: Team, tmp_path: Path) -> None:
    store = Store(tmp_path / "outputs/.store")
    team.decide("held")
    note_posts(team.run(), store, team.ledger)
    assert earlier_posts(store, Accounts(accounts=())) == ""


def test_a_lost_ledger_is_noticed_by_the_posts_in_a_folder(team: Team, tmp_path: Path) -> None:
    """The outputs were lost together with the ledger."""
    store = Store(tmp_path / "outputs/.store")
    assert earlier_posts(store, team.accounts) == ""
    team.run()
    assert str(tmp_path / "published") in earlier_posts(store, team.accounts)


def test_another_machine_notices_it_by_the_shared_store(team: Team, tmp_path: Path) -> None:
    shared = SharedStore((tmp_path / "shared").as_uri())
    note_posts(team.run(), Store(tmp_path / "here/.store", shared=shared), team.ledger)
    there = Store(tmp_path / "there/.store", shared=shared)
    assert "the store file://" in earlier_posts(there, Accounts(accounts=()))


class _Asked:
    """A channel that has a post, or cannot be asked."""

    def __init__(self, *, signed_in: bool) -> None:
        self.signed_in = signed_in

    def find(self, _post: object, _kept: object) -> Receipt:
        if not self.signed_in:
            raise Refused("no token")
        return Receipt(id="1", url="https://social.example/1")


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_lost_ledger_is_noticed_by_a_post_on_a_platform(
    team: Team, monkeypatch: pytest.MonkeyPatch, signed_in: bool
) -> None:
    """Nothing lies here any more: a post that is there already says that the mail went out, too."""

    @contextmanager
    def opened(_account: object) -> Iterator[Any]:
        yield _Asked(signed_in=signed_in)

    monkeypatch.setattr(witness, "open_channel", opened)
    orders, _ = released_orders(team.ledger, team.accounts, None)
    assert orders and post_there(orders) == "", "it looks before it sends"
    blind = AccountEntry(name="letters", channel="folder", settings={"path": str(team.folder / "letters")})
    monkeypatch.setattr(witness, "_can_be_asked", lambda order: order.account.name != "letters")
    team.accounts = Accounts(accounts=(*team.accounts.accounts, blind))
    team.decide("approved")
    orders, _ = released_orders(team.ledger, team.accounts, None)
    told = post_there(orders)
    assert (f"{team.item.key} → folder:here is there already: https://social.example/1" in told) is signed_in
