"""People and their secrets on the command line: a typed name decides nothing where somebody has a secret."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from briefcast.cli.main import app
from briefcast.errors import BriefcastError, LedgerError
from briefcast.ledger import open_ledger
from briefcast.ledger.team import FILE_NAME
from tests.batch_fixtures import write_plan
from tests.notices_fixtures import Told, told

__all__ = ["told"]


def typed(command: str, secret: str = "", **settings: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command), env={"BRIEFCAST_SECRET": secret, **settings})


def refused(command: str, secret: str = "") -> str:
    done = typed(command, secret)
    assert isinstance(done.exception, BriefcastError), done.output
    return str(done.exception)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("BRIEFCAST_LEDGER", "BRIEFCAST_WHO", "BRIEFCAST_SECRET", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_from_the_first_person_on_each_decision_takes_a_secret(here: Path) -> None:
    """Anybody approved as anybody: "quoc-bao" typed by a stranger was in the ledger."""
    write_plan(here, briefs=1, weeks=("2026-W48",), languages="[vi]")
    assert typed("batch plan.yaml --week 2026-W48").exit_code == 0
    page = here / "outputs/weeks/2026-W48/index.html"
    assert 'class="lead names-typed"' in page.read_text("utf-8"), "the page says that names are typed"
    assert typed("hold 2026-W48 all --who lan").exit_code == 0

    lan = typed("people add lan --first").stdout.strip()
    assert len(lan) == 35
    minh = typed("people add minh --who lan", lan).stdout.strip()
    for command in (
        "approve 2026-W48 all --who lan",
        "hold 2026-W48 all --who lan --why Again",
        "send-back 2026-W48 all --who lan --why Wrong",
        "release 2026-W48 --who lan",
        "take-back 2026-W48 all --who lan",
        "people add mallory --who lan",
        "people remove minh --who lan",
        "people rename minh mallory --who lan",
    ):
        assert "lan is only a typed name" in refused(command), command
        assert "not the secret of lan" in refused(command, minh), command
        # Wrong secrets are counted; here they are meant.
        forget_wrong(here)
    assert "mallory has no secret here" in refused("approve 2026-W48 all --who mallory", minh)
    item = "b0/neighbours/vi/infographic/1200x630"
    assert "is for lan to decide" in refused(f"approve 2026-W48 {item} --who minh", minh)

    assert typed(f"approve 2026-W48 {item} --who lan", lan).exit_code == 0
    assert typed("release 2026-W48 --dry-run").exit_code == 0, "whoever only looks is not asked"
    assert typed("release 2026-W48 --who lan", lan).exit_code == 0
    standing = open_ledger().standing(item, open_ledger().releases()[0].content_sha256)
    assert standing.decision and standing.decision.proof == "secret"
    assert 'id="sign"' in page.read_text("utf-8") and "names-typed" not in page.read_text("utf-8")


def test_an_edition_by_itself_is_approved_with_a_secret_too(here: Path) -> None:
    """`publish --approve` went round the approver."""
    write_plan(here, briefs=1, weeks=("2026-W48",), languages="[vi]")
    assert typed("make b0.yaml --language vi --product infographic").exit_code == 0
    lan = typed("people add lan --first").stdout.strip()
    approve = "publish outputs/b0 --approve --channel folder --who lan"
    assert "only a typed name" in refused(approve)
    assert not open_ledger().releases()
    assert typed(f"{approve} --dry-run").exit_code == 0, "whoever only looks is not asked"
    done = typed(approve, lan)
    assert done.exit_code == 0, done.output
    assert [event.detail["proof"] for event in open_ledger().history() if event.what == "approved"] == ["secret"]


def forget_wrong(folder: Path) -> None:
    """Take wrong tries out of the ledger, as time does."""
    import sqlite3

    with sqlite3.connect(folder / "ledger.db") as ledger:
        ledger.execute("DROP TRIGGER IF EXISTS wrong_secrets_no_delete")
        ledger.execute("DELETE FROM wrong_secrets")


def test_who_is_registered_is_told_and_the_team_hears_of_each_change(
    here: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first secret was no news: whoever got it vouched for all others, and nobody heard of it."""
    assert "Nobody has a secret" in typed("people").output
    lan = typed("people add lan --first").stdout.strip()
    typed("people add minh --who lan", lan)
    assert "is no id of a person" in refused("people add 'Lê Lan' --who lan", lan)
    fresh = typed("people add minh --who lan", lan).stdout.strip()
    assert typed("people rename minh minh-tran --who minh", fresh).exit_code == 0
    assert typed("people remove minh-tran --who lan", lan).exit_code == 0
    assert "is the last who has a secret" in refused("people remove lan --who lan", lan)
    listed = typed("people").stdout
    assert "lan" in listed and "minh" not in listed
    assert "Say why" in refused("people reset --why ' '")
    assert typed("people reset --why 'The paper burnt.'").exit_code == 0
    assert typed("people reset --why 'The paper burnt.'").exit_code == 0, "asked again, it waits still"
    assert "asked that all secrets be taken away (The paper burnt.)" in typed("people").output
    monkeypatch.setattr("briefcast.ledger.people.RESET_AFTER", dt.timedelta(0))
    assert typed("people reset --why 'The paper burnt.'").exit_code == 0
    begins = [
        "lan has the first secret here",
        "minh has a secret; lan vouched",
        "minh has a new secret; lan vouched",
        "minh is minh-tran",
        "minh-tran has no secret any more",
        f"{getpass.getuser()} asked that all",
        f"{getpass.getuser()} took all secrets away",
    ]
    texts = [message["message"] for message in told]
    assert [text[: len(begin)] for text, begin in zip(texts, begins, strict=True)] == begins
    assert all("briefcast people" in text for text in texts)
    assert "Nobody has a secret" in typed("people").output


def test_a_decision_is_signed_on_a_machine_without_the_ledger(here: Path, tmp_path: Path) -> None:
    from briefcast.ledger.people import People

    lan = typed("people add lan --first").stdout.strip()
    ledger = open_ledger()
    (here / "ledger.db").rename(here / "away.db")
    line = typed("people sign send-back 2026-W48 b0/press b1 --seen 3f2a --who lan --why 'Số sai.'", lan).stdout.strip()
    assert not (here / "ledger.db").exists(), "nothing is opened"
    (here / "away.db").rename(here / "ledger.db")
    signed = People(ledger).take(line, week="2026-W48")
    assert (signed.who, signed.decision, signed.names, signed.why) == (
        "lan",
        "sent back",
        ("b0/press", "b1"),
        "Số sai.",
    )
    with pytest.raises(LedgerError, match="only a typed name"):
        raise typed("people sign approve 2026-W48 all --seen 3f2a --who lan").exception  # type: ignore[misc]


def test_nobody_is_the_first_by_the_way(here: Path) -> None:
    """Whoever came first, a trainee who tried the command, vouched for the approver and saw her secret."""
    assert "briefcast people add lan --first" in refused("people add lan")
    assert not open_ledger().history()
    lan = typed("people add lan --first --who somebody").stdout.strip()
    assert [each.who for each in open_ledger().history()] == [getpass.getuser()], "who sat there, not a typed name"
    assert "Nobody is the first any more" in refused("people add minh --first --who lan", lan)


def test_a_secret_that_somebody_else_got_in_her_name_is_told_where_people_decide(here: Path) -> None:
    """Minh made himself a secret of Lan, and decided as Lan: on no page did it stand."""
    write_plan(here, briefs=1, weeks=("2026-W48",), languages="[vi, he]")
    lan = typed("people add lan --first").stdout.strip()
    minh = typed("people add minh --who lan", lan).stdout.strip()
    stolen = typed("people add lan --who minh", minh).stdout.strip()
    assert typed("batch plan.yaml --week 2026-W48").exit_code == 0
    page = here / "outputs/weeks/2026-W48/index.html"
    said = re.sub(r"[\u2066-\u2069\u200e\u200f]", "", page.read_text("utf-8"))
    assert "lan được cấp mã bí mật mới, do minh xác nhận. lan chưa dùng mã này." in said
    assert "lan קיבל קוד סודי חדש; minh אישר זאת." in said, "in each language of the page"
    told = refused("hold 2026-W48 all --who lan", lan)
    assert "minh vouched for the one that holds" in told and "tell the team at once" in told
    assert typed("hold 2026-W48 all --who lan", stolen).exit_code == 0
    assert "do minh xác nhận. lan chưa dùng" not in page.read_text("utf-8"), "it was used"
    assert "lan được cấp mã bí mật mới, do minh xác nhận." in page.read_text("utf-8"), (
        "it is told for two weeks all the same"
    )


class Registered:
    """A team whose edition waits, in a folder, with a copy of its ledger of before anybody had a secret."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_plan(folder, briefs=1, weeks=("2026-W48",), languages="[vi]")
        assert typed("make b0.yaml --language vi --product infographic").exit_code == 0
        assert typed("publish outputs/b0 --approve --channel folder --new --who lan").exit_code == 0
        assert typed("ledger backup before.db").exit_code == 0
        self.lan = typed("people add lan --first").stdout.strip()
        self.minh = typed("people add minh --who lan", self.lan).stdout.strip()
        self.file = folder / FILE_NAME
        self.tries = (
            "publish outputs/b0 --approve --channel folder --new --who lan",
            "publish --new --who lan",
            "batch plan.yaml --week 2026-W48",
            "outbox withdraw 1 --who lan",
            "outbox drop late --who lan",
            "people add lan --first",
            "people reset --why Lost",
            "people",
        )


@pytest.fixture
def team(here: Path) -> Registered:
    return Registered(here)


@pytest.mark.parametrize("other", ["empty.db", "before.db"])
def test_no_other_ledger_is_taken_for_the_one_in_which_people_decide(
    team: Registered, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, other: str
) -> None:
    """With BRIEFCAST_LEDGER=/tmp/x nobody had a secret: whatever was held or not approved went out, in silence."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    if other == "before.db":
        shutil.copy(team.folder / other, elsewhere / other)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(elsewhere / other))
    for command in team.tries:
        told = refused(command, team.lan)
        assert f"{team.file} says in which ledger" in told, command
        assert "briefcast people keep --who lan" in told
    looked = typed("publish outputs/b0 --dry-run")
    assert "says in which ledger" in looked.output, "who only looks is told as well"
    # From a folder elsewhere, by what the command reads of the team.
    monkeypatch.chdir(elsewhere)
    team_out = f"{team.folder}/outputs"
    for command in (
        f"publish {team_out}/b0 --approve --channel folder --new",
        f"publish --new --settings {team.folder}",
        f"publish --new --out {team_out}",
        f"batch {team.folder}/plan.yaml --week 2026-W48",
        f"outbox withdraw 1 --settings {team.folder}",
    ):
        assert f"{team.file} says in which ledger" in refused(f"{command} --who lan".replace("W48 --who lan", "W48"))


def test_in_a_folder_below_the_team_no_ledger_begins_by_itself(
    team: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who stood in `outputs` had a new, empty ledger there, and was asked for nothing."""
    monkeypatch.chdir(team.folder / "outputs")
    assert "says in which ledger" in refused("publish b0 --approve --channel folder --new --who lan")
    monkeypatch.setenv("BRIEFCAST_LEDGER", "../ledger.db")
    assert "only a typed name" in refused("publish b0 --approve --channel folder --who lan")


def test_the_file_holds_nothing_secret_and_follows_the_people(team: Registered) -> None:
    """A copy of before Minh left would let him decide again."""
    text = team.file.read_text("utf-8")
    assert set(json.loads(text)["people"]) == {"lan", "minh"}
    for secret in (team.lan, team.minh):
        assert secret not in text and secret.replace("-", "") not in text
    shutil.copy(team.folder / "ledger.db", team.folder / "with-minh.db")
    assert typed("people remove minh --who lan", team.lan).exit_code == 0
    assert set(json.loads(team.file.read_text("utf-8"))["people"]) == {"lan"}
    assert "says in which ledger" in str(
        typed("outbox drop late --who minh", team.minh, BRIEFCAST_LEDGER="with-minh.db").exception
    )
    # An older file, of a machine that did not pull yet: the ledger knows it and more.
    team.file.write_text(text, "utf-8")
    assert "minh has no secret here" in refused("outbox drop late --who minh", team.minh)
    assert typed("outbox drop late --who lan", team.lan).exit_code == 0
    assert set(json.loads(team.file.read_text("utf-8"))["people"]) == {"lan"}, "it is brought up to date by the way"
    team.file.write_text("{", "utf-8")
    assert "cannot be read, so nobody knows who decides" in refused("outbox drop late --who lan", team.lan)


def test_a_copy_of_before_comes_back_with_the_people_of_today(team: Registered, told: Told) -> None:
    """`ledger restore` of an old copy took all secrets away without a word, and without asking for one."""
    restore = "ledger restore before.db --who lan"
    assert "only a typed name" in refused(restore)
    assert "not the secret of lan" in refused(restore, team.minh)
    for broken in (False, True):
        if broken:
            (team.folder / "ledger.db").write_bytes(b"Not a ledger any more.")
            assert "only a typed name" in refused(restore)
            assert "not the secret of lan by" in refused(restore, team.minh)
        done = typed(restore, team.lan)
        assert done.exit_code == 0, done.output
        assert "only a typed name" in refused("outbox drop late --who minh")
        assert typed("outbox drop late --who minh", team.minh).exit_code == 0
    assert "took the ledger" in told[-1]["message"] and "lan, minh" in told[-1]["message"]


def test_after_a_ledger_is_lost_for_good_everybody_keeps_her_secret(team: Registered) -> None:
    """Without a copy the only way on was a ledger without people."""
    shutil.move(team.folder / "ledger.db", team.folder / "lost.db")
    assert "mallory has no secret here" in refused("people keep --who mallory", team.lan)
    assert "not the secret of lan by" in refused("people keep --who lan", team.minh)
    done = typed("people keep --who minh", team.minh)
    assert done.exit_code == 0, done.output
    assert "lan vouched" not in done.output and "keeps" not in done.stdout
    assert typed("outbox drop late --who lan", team.lan).exit_code == 0
    told = typed("outbox drop late --who lan", team.lan, BRIEFCAST_LEDGER="lost.db").exception
    assert "says in which ledger" in str(told), "the one that was lost counts no more"


def test_people_of_before_there_was_a_file_get_one(team: Registered) -> None:
    """Teams that upgrade would go on without it, and never hear of it."""
    team.file.unlink()
    assert "briefcast people keep --who lan" in typed("people").output
    assert "only a typed name" in refused("people keep --who lan")
    assert typed("people keep --who lan", team.lan).exit_code == 0
    assert set(json.loads(team.file.read_text("utf-8"))["people"]) == {"lan", "minh"}


def test_who_was_given_another_id_still_stops_what_she_decides_about(here: Path) -> None:
    """She married, and her id was changed: the plan still named the old one, and what she saw to be wrong was neither
    held nor sent back, under either name, until somebody had edited the plan."""
    write_plan(here, briefs=1, weeks=("2026-W48",), languages="[vi]")
    assert typed("batch plan.yaml --week 2026-W48").exit_code == 0
    lan = typed("people add lan --first").stdout.strip()
    minh = typed("people add minh --who lan", lan).stdout.strip()
    item = "b0/neighbours/vi/infographic/1200x630"
    assert typed(f"approve 2026-W48 {item} --who lan", lan).exit_code == 0
    assert typed("people rename lan lan-anh --who lan", lan).exit_code == 0
    for who, command in (("lan-anh", "hold"), ("lan", "hold"), ("lan", "send-back"), ("lan-anh", "send-back")):
        done = typed(f"{command} 2026-W48 {item} --who {who} --why 'Of 2022.'", lan)
        assert done.exit_code == 0, (who, command, done.exception)
    assert {event.who for event in open_ledger().history() if event.what in ("held", "sent back")} == {"lan-anh"}
    assert "is for lan to decide" in refused(f"hold 2026-W48 {item} --who minh", minh), "another person is another one"
    assert "Write lan-anh into the plan" in refused(f"approve 2026-W48 {item} --who lan-anh", lan)
    assert "Write lan-anh into the plan" in refused(f"approve 2026-W48 {item} --who lan", lan)
    assert typed(f"take-back 2026-W48 {item} --who lan", lan).exit_code == 0
    assert "not the secret of lan-anh" in refused(f"hold 2026-W48 {item} --who lan", minh)
