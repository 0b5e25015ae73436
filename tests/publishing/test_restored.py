"""A copy of the ledger that comes back: what it calls withdrawn is looked for, and what it knows stays as it is."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefcast.catalogue import in_language
from briefcast.cli.main import app
from briefcast.errors import LedgerError, Refused
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.backup import back_up
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest, write_manifest
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.orders import released_orders
from briefcast.publishing.publisher import Patience
from briefcast.publishing.restored import doubt_order, doubt_unknown, look_for_withdrawn
from briefcast.publishing.sending import foresee, publish_orders
from briefcast.week.meant import posts_meant
from briefcast.week.waits import find_waits
from tests.ledger_fixtures import edition_of
from tests.publishing.test_gate import Team
from tests.publishing_fixtures import approve


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A team with one post out."""
    team = Team(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "channels.yaml").write_text(
        f"accounts:\n  - {{name: here, channel: folder, settings: {{path: {tmp_path / 'published'}}}}}\n"
    )
    team.decide("approved")
    team.release()
    assert [o.state for o in team.run()] == ["sent"]
    return team


def typed(*words: str) -> Any:
    return CliRunner().invoke(app, [*words, "--who", "lan"])


def said(done: Any) -> str:
    return " ".join(f"{done.output} {done.exception or ''}".split())


def out(team: Team) -> list[Publication]:
    return list(Outbox(open_ledger(), who="").publications("sent"))


def test_a_post_that_was_let_out_again_after_the_copy_is_found_and_can_be_withdrawn(team: Team) -> None:
    """The copy calls it withdrawn: it stayed readable to the end, and no command took it down."""
    assert typed("outbox", "withdraw", "1").exit_code == 0 and team.seen == 0
    copy = typed_plainly("ledger", "backup", "backups/").output.strip()
    assert typed("outbox", "again", "1").exit_code == 0
    assert [o.state for o in team.run()] == ["sent"] and team.seen == 1
    back = typed("ledger", "restore", copy)
    told = " ".join(back.output.split())
    assert back.exit_code == 0 and "It was withdrawn when the copy was made, and is out" in told, back.output
    assert "briefcast outbox withdraw 1" in told
    [post] = out(team)
    assert post.id == 1 and post.url
    assert typed("outbox", "withdraw", "1").exit_code == 0 and team.seen == 0


def test_a_post_that_was_withdrawn_after_the_copy_stays_withdrawn(team: Team) -> None:
    """The copy calls it sent: its next content came back where somebody had taken it down."""
    copy = typed_plainly("ledger", "backup", "backups/").output.strip()
    assert typed("outbox", "withdraw", "1").exit_code == 0 and team.seen == 0
    back = typed("ledger", "restore", copy)
    told = " ".join(back.output.split())
    assert back.exit_code == 0 and "did not lie there any more" in told and "briefcast outbox again 1" in told, told
    assert not out(team)
    [post] = Outbox(team.ledger, who="").publications("withdrawn")
    assert "somebody deleted it there by hand" in post.detail.lower() and "ai đó" in in_language(post.detail, "vi")
    assert "không còn ở đó" in in_language(post.detail, "vi")
    team.item = team.record()
    team.decide("approved")
    assert not [o for o in team.run() if o.state == "sent"] and team.seen == 0


def test_what_lies_there_is_out_after_the_ledger_came_back(team: Team) -> None:
    """Known bad: a look that takes each post for gone would leave all of them to themselves."""
    copy = typed_plainly("ledger", "backup", "backups/").output.strip()
    assert typed("ledger", "restore", copy).exit_code == 0
    assert len(out(team)) == 1 and team.seen == 1


def test_what_was_withdrawn_and_is_gone_stays_withdrawn(team: Team) -> None:
    """Known bad: a copy that takes each withdrawn post for one that is out would say so of posts that nobody sees."""
    assert typed("outbox", "withdraw", "1").exit_code == 0
    assert look_for_withdrawn(team.accounts, team.ledger, who="lan") == () and not out(team)


def test_what_cannot_be_looked_for_is_named_and_a_person_says_that_it_is_there(team: Team) -> None:
    assert typed("outbox", "withdraw", "1").exit_code == 0
    nobody = Accounts(accounts=(AccountEntry(name="other", channel="folder"),))
    [found] = look_for_withdrawn(nobody, team.ledger, who="lan")
    assert found.unseen and "briefcast outbox found 1 URL" in found.told
    for code in read_languages():
        assert "{" not in in_language(found.told, code)
    assert typed("outbox", "found", "1", "https://example.org/1").exit_code == 0
    assert [post.url for post in out(team)] == ["https://example.org/1"]


def test_of_what_was_dropped_nobody_says_that_it_is_out(team: Team) -> None:
    outbox = Outbox(team.ledger, who="lan")
    team.release(account="later")
    given = {"item": "homes/citizens/en/video/1x1", "channel": "folder", "account": "here"}
    made = outbox.prepare(**given, content_sha256="0" * 64, marker="m")
    outbox.drop(made.id)
    with pytest.raises(Refused):
        outbox.resolve(made.id, posted=True, url="https://example.org/2")
    assert look_for_withdrawn(team.accounts, team.ledger, who="lan") == ()


@pytest.mark.parametrize("account", ["", "press"])
def test_the_release_of_a_mail_that_the_copy_knows_as_sent_stays(team: Team, account: str) -> None:
    """Of mails that the ledger listed as sent the release was taken back: a correction then went out by name alone."""
    accounts = Accounts(accounts=(AccountEntry(name="press", channel="mail"),))
    place = {"channel": "mail", "account": account}
    slot = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
    team.ledger.release(team.item.key, team.item.content_sha256, **place, who="lan", slot=slot)
    outbox = Outbox(team.ledger, who="run")
    given = {"item": team.item.key, "channel": "mail", "account": "press"}
    made = outbox.prepare(**given, content_sha256=team.item.content_sha256, marker="m", slot=slot)
    claim = outbox.claim(made.id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="<1@example.org>", url="")
    assert doubt_unknown(team.ledger, who="lan", accounts=accounts) == ()
    both = Accounts(accounts=(*accounts.accounts, AccountEntry(name="list", channel="mail")))
    doubtful = doubt_unknown(team.ledger, who="lan", accounts=both)
    assert bool(doubtful) == (account == ""), "of another account it knows nothing"


def test_why_nobody_knows_of_a_post_is_told_in_the_language_of_the_team(team: Team) -> None:
    """The reason stood in English in the middle of a Vietnamese line."""
    team.ledger.release(team.item.key, team.item.content_sha256, channel="mail", account="press", who="lan")
    [post] = doubt_unknown(team.ledger, who="lan")
    assert "Sổ theo dõi" in in_language(post.detail, "vi") and "brought back" not in in_language(post.detail, "vi")
    assert "brought back" not in in_language(post.detail, "he")


@pytest.mark.parametrize("to", ["new/", "new/deep/", "new/one.db", "deep/er/one.db"])
def test_a_copy_into_a_folder_that_is_not_there_makes_it(team: Team, to: str) -> None:
    """The first hourly copy was a file called like the folder; every later one failed, and nobody noticed."""
    for _ in range(1 if to.endswith(".db") else 2):
        done = typed_plainly("ledger", "backup", to)
        assert done.exit_code == 0, done.output
        assert Path(done.output.strip()).is_file() and Path(to).is_dir() == to.endswith("/")
        shutil.move(done.output.strip(), team.folder / "kept")


def test_a_file_in_the_place_of_the_folder_is_named(team: Team) -> None:
    Path("backups").write_text("")
    done = typed_plainly("ledger", "backup", "backups/")
    assert done.exit_code == 1 and "is a file, not a folder" in said(done)
    with pytest.raises(LedgerError, match="Name a folder"):
        back_up(Path("backups/one.db"), ledger=team.folder / "ledger.db")


def typed_plainly(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("name", ["homes", "homes/citizens", "citizens", "citizens/en", "infographic", "1"])
def test_posts_are_withdrawn_by_what_they_are_of(team: Team, name: str) -> None:
    """After an embargo twenty numbers were hunted for in a list of two hundred lines."""
    assert typed("outbox", "withdraw", name, "--why", "Embargo.").exit_code == 0
    assert team.seen == 0 and not out(team)
    gone = typed("outbox", "withdraw", name)
    assert gone.exit_code == 1 and ("is out" in said(gone) or "nothing to take back" in said(gone))


@pytest.mark.parametrize("name", ["home", "press", "homes/press", "video", "ho"])
def test_a_name_of_nothing_that_is_out_withdraws_nothing(team: Team, name: str) -> None:
    with pytest.raises(LedgerError, match="is out"):
        posts_meant(Outbox(team.ledger, who=""), [name])
    assert typed("outbox", "withdraw", name).exit_code == 1 and team.seen == 1


def test_a_number_that_there_is_not_keeps_no_other_post_where_readers_see_it(team: Team) -> None:
    """`withdraw 1 2 3 777`, under an embargo: one slip, and all three stayed out."""
    gone = typed("outbox", "withdraw", "777", "1", "--why", "Embargo.")
    assert gone.exit_code == 1 and "no publication 777" in said(gone) and "is taken back" in said(gone)
    assert team.seen == 0 and not out(team)
    back = typed("outbox", "again", "777", "1")
    assert back.exit_code == 1 and "no publication 777" in said(back)
    assert Outbox(team.ledger, who="").find(1).state == "prepared"
    assert typed("outbox", "drop", "1", "777").exit_code == 1
    assert Outbox(team.ledger, who="").find(1).state == "withdrawn"


def test_one_that_cannot_be_taken_back_does_not_keep_the_others_out(team: Team) -> None:
    """Of twenty posts under an embargo the first was a mail: nineteen stayed where readers see them."""
    outbox = Outbox(team.ledger, who="run")
    first = outbox.prepare(
        item="homes/a/en/infographic/1x1", channel="folder", account="gone", content_sha256="0" * 64, marker="m"
    )
    claim = outbox.claim(first.id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="1", url="https://example.org/1")
    done = typed("outbox", "withdraw", str(first.id), "homes")
    assert done.exit_code == 1 and team.seen == 0 and "1 of 2 posts are taken back" in done.output


def test_what_keeps_a_missing_post_from_going_out_is_said(team: Team) -> None:
    """'72 is sent by the next run' was said of a correction that the next run refuses."""
    outbox = Outbox(team.ledger, who="run")
    given = {"item": team.item.key, "channel": "folder", "account": "here"}
    made = outbox.prepare(**given, content_sha256="0" * 64, marker="m", beside=True)
    claim = outbox.claim(made.id, beside=True)
    assert claim
    outbox.begin_publishing(claim)
    outbox.unconfirmed(claim, "Nobody knows.")
    told = " ".join(typed("outbox", "missing", str(made.id)).output.split())
    assert "briefcast publish --replace" in told and "is sent by the next" not in told


def mailed(team: Team) -> Accounts:
    """A mail of the first content that the ledger knows as sent, and new content that is approved and released."""
    settings = {"host": "localhost", "sender": "a@example.org", "to": "b@example.org"}
    entry = AccountEntry(name="press", channel="mail", audiences=("citizens",), settings=settings)
    accounts = Accounts(accounts=(*team.accounts.accounts, entry))
    outbox, place = Outbox(team.ledger, who="run"), {"channel": "mail", "account": "press"}
    record(team)
    approve(team.ledger, team.item, team.edition, accounts)
    team.ledger.release(team.item.key, team.item.content_sha256, **place, who="lan", slot=before(60))
    post = outbox.prepare(item=team.item.key, content_sha256=team.item.content_sha256, marker="m", **place)
    claim = outbox.claim(post.id)
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="<1@example.org>", url="")
    return accounts


def record(team: Team, **change: str) -> None:
    """Record the edition in a size that mails get."""
    team.record(**change)
    manifest = read_manifest(team.edition)
    outputs = (o.model_copy(update={"variant": "1080x1350"}) if o.role == "image" else o for o in manifest.outputs)
    manifest = manifest.model_copy(update={"outputs": tuple(outputs)})
    write_manifest(manifest, team.edition)
    team.ledger.record_edition(manifest, folder=team.edition, who="batch", week="2026-W48")
    team.item = next(item for item in items_of(manifest) if item.product == "infographic")


def correct(team: Team, accounts: Accounts) -> None:
    record(team, words="Nearly all homes have fibre.")
    approve(team.ledger, team.item, team.edition, accounts)
    place = {"channel": "mail", "account": "press"}
    team.ledger.release(team.item.key, team.item.content_sha256, **place, who="lan", slot=before(30))


def before(minutes: float) -> dt.datetime:
    return dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes)


@pytest.mark.parametrize("approved", ["before the copy", "after it came back"])
def test_a_correction_by_mail_that_may_be_out_is_unknown_until_a_person_says(team: Team, approved: str) -> None:
    """The copy knew the first mail and not its correction: the next run said how to send that to everybody again."""
    accounts = mailed(team)
    if approved == "before the copy":
        correct(team, accounts)
    doubtful = doubt_unknown(team.ledger, who="lan", accounts=accounts)
    assert len(doubtful) == (approved == "before the copy")
    if not doubtful:
        correct(team, accounts)
    for more in ({}, {"again": True}, {"late": True}):
        orders, _ = released_orders(team.ledger, accounts, None)
        [order] = [o for o in orders if o.channel == "mail"]
        fate = foresee(order, team.ledger, **more)
        assert fate.state == "unconfirmed" and "--replace" not in fate.why, more
        [outcome] = publish_orders([order], team.ledger, who="run", patience=Patience(tries=1), **more)
        assert outcome.state == "unconfirmed" and "--replace" not in outcome.detail, outcome.detail
    [waits] = find_waits(team.ledger, today=dt.date(2026, 11, 25), weeks=["2026-W48"])
    assert not waits.to_replace
    [post] = Outbox(team.ledger, who="").publications("unconfirmed")
    assert f"briefcast outbox found {post.id}" in post.detail and f"briefcast outbox missing {post.id}" in post.detail
    Outbox(team.ledger, who="lan").resolve(post.id, posted=False)
    fate = foresee(order, team.ledger)
    assert fate.state == "refused" and "--replace" in fate.why, "she looked: the correction waits to be sent"
    assert doubt_order(order, Outbox(team.ledger, who="lan")) is None


def test_a_correction_that_a_person_saw_takes_the_place_of_what_it_corrects(team: Team) -> None:
    """Both mails counted as the newest: the next correction named the first one, which had been corrected already."""
    accounts = mailed(team)
    correct(team, accounts)
    [post] = doubt_unknown(team.ledger, who="lan", accounts=accounts)
    assert typed("outbox", "found", str(post.id), "in my own inbox").exit_code == 0
    mails = {p.id: p.stands for p in Outbox(team.ledger, who="").publications() if p.channel == "mail"}
    assert mails.pop(post.id) == "sent" and list(mails.values()) == ["corrected"]


def test_a_mail_that_is_due_after_the_ledger_came_back_goes_out(team: Team) -> None:
    """Known bad: a ledger that doubts all it does not know would send no mail any more."""
    accounts = mailed(team)
    assert doubt_unknown(team.ledger, who="lan", accounts=accounts, now=before(45)) == ()
    correct(team, accounts)
    orders, _ = released_orders(team.ledger, accounts, None)
    [order] = [o for o in orders if o.channel == "mail"]
    assert foresee(order, team.ledger, again=True).state == "would be sent"


def test_what_a_publisher_was_uploading_when_the_copy_was_made_is_looked_for(team: Team) -> None:
    """The copy said that surely nothing was sent yet; it was, a second later, and the mail went out twice."""
    accounts = mailed(team)
    correct(team, accounts)
    outbox = Outbox(team.ledger, who="run")
    given = {"item": team.item.key, "channel": "mail", "account": "press"}
    made = outbox.prepare(**given, content_sha256=team.item.content_sha256, marker="m", beside=True)
    assert outbox.claim(made.id, beside=True)
    [post] = doubt_unknown(team.ledger, who="lan", accounts=accounts)
    assert (post.id, post.state) == (made.id, "unconfirmed")


def test_of_sizes_that_a_network_gets_one_of_the_one_that_goes_is_in_doubt(tmp_path: Path) -> None:
    """A person would have had to answer for each size of a picture whether it was sent."""
    folder = tmp_path / "homes"
    manifest = edition_of(folder)
    [drawn] = (o for o in manifest.outputs if o.role == "image")
    sizes = ("1200x630", "1080x1350", "1080x1080")
    outputs = tuple(drawn.model_copy(update={"variant": size}) for size in sizes)
    manifest = manifest.model_copy(update={"outputs": outputs})
    ledger = open_ledger(tmp_path / "ledger.db")
    ledger.record_edition(manifest, folder=folder, who="batch", week="2026-W48")
    for item in items_of(manifest):
        ledger.decide(item.key, item.content_sha256, "approved", who="lan")
        ledger.release(item.key, item.content_sha256, channel="mail", account="press", who="lan")
    assert [post.item.rpartition("/")[2] for post in doubt_unknown(ledger, who="lan")] == ["1080x1350"]
