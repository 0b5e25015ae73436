"""The way back: a ledger is copied while others write, comes back, and what is left goes out once."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from briefcast.channels.platforms import platform
from briefcast.channels.table import CHANNELS
from briefcast.errors import LedgerError
from briefcast.ledger import open_ledger, opening
from briefcast.ledger.backup import back_up, restore
from briefcast.ledger.opening import newest_version
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.restored import doubt_unknown
from tests import ROOT
from tests.ledger_fixtures import find_postgresql
from tests.publishing.test_gate import Team
from tests.test_docs import commands

PAGE = ROOT / "docs" / "back-up-and-upgrade.md"


class Ministry(Team):
    """A team with three folders it publishes into and a mailing list, in the folder that its commands run in."""

    def __init__(self, folder: Path, ledger: str) -> None:
        super().__init__(folder)
        self.ledger = open_ledger(ledger)
        self.item = self.record()
        self.environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{find_postgresql()}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "BRIEFCAST_LEDGER": ledger,
            "NO_COLOR": "1",
        }
        names = ("a", "b", "c")
        entries = [{"name": n, "channel": "folder", "settings": {"path": str(folder / "published" / n)}} for n in names]
        self.accounts = Accounts(accounts=tuple(AccountEntry.model_validate(entry) for entry in entries))
        lines = [f"  - {{name: {n}, channel: folder, settings: {{path: {folder / 'published' / n}}}}}" for n in names]
        (folder / "channels.yaml").write_text("accounts:\n" + "\n".join(lines) + "\n")
        self.decide("approved")

    def type(self, words: str) -> str:
        done = subprocess.run(
            ["sh", "-c", words], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        # The mail has no account here, which a run of publish says with exit code 1.
        assert done.returncode in ((0, 1) if words.startswith("briefcast publish") else (0,)), (
            f"$ {words}\n{done.stdout}{done.stderr}"
        )
        return " ".join((done.stdout + done.stderr).split())

    def release_mail(self) -> None:
        slot = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
        given = {"channel": "mail", "account": "press", "who": "lan", "slot": slot}
        self.ledger.release(self.item.key, self.item.content_sha256, **given)

    def posts(self) -> dict[str, list[int]]:
        """Give when each post that readers see was written, by account."""
        found: dict[str, list[int]] = {name: [] for name in ("a", "b", "c")}
        for path in (self.folder / "published").rglob("post.json"):
            found[path.relative_to(self.folder / "published").parts[0]].append(path.stat().st_mtime_ns)
        return found


def typed(*starts: str) -> list[str]:
    return [each for each in commands(PAGE) if each.startswith(starts)]


def live_through_a_loss(team: Ministry, *, copy: list[str], loss: list[str], back: list[str]) -> None:
    """Publish, copy, publish more, lose everything, bring the copy back, and publish the rest."""
    team.release(account="a")
    team.type("briefcast publish")
    team.release(account="b")
    team.release(account="c", minutes=60)
    team.release_mail()
    for words in copy:
        team.type(words)
    team.type("briefcast publish")
    before = team.posts()
    assert [len(before[name]) for name in ("a", "b", "c")] == [1, 1, 0]
    for words in loss:
        team.type(words)
    told = [team.type(words) for words in back]
    # Nobody can look whether the mail went out: a person does.
    assert any("unconfirmed" in line and "mail:press" in line for line in told), told
    assert team.posts() == before, "what was out when the ledger was lost is found, and not sent again"
    team.ledger = open_ledger(team.environment["BRIEFCAST_LEDGER"])
    team.release(account="c")
    for _ in range(2):
        team.type("briefcast publish")
    assert team.posts() == before | {"c": team.posts()["c"]} and len(team.posts()["c"]) == 1
    for words in typed("briefcast ledger check"):
        assert "as they were written" in team.type(words)


def test_what_the_page_says_brings_a_lost_ledger_back_and_the_rest_goes_out_once(tmp_path: Path) -> None:
    """The disk died between two copies: half of the week went out twice, or never."""
    team = Ministry(tmp_path, str(tmp_path / "ledger.db"))
    live_through_a_loss(
        team,
        copy=typed("mkdir", "briefcast ledger backup", "cp -a outputs"),
        loss=["rm -r outputs ledger.db*"],
        back=typed("briefcast ledger restore backups", "cp -a backups", "briefcast publish"),
    )


@pytest.mark.postgresql
def test_what_the_page_says_brings_a_database_back(tmp_path: Path, postgresql: str) -> None:
    team = Ministry(tmp_path, postgresql)
    live_through_a_loss(
        team,
        copy=typed("mkdir", "pg_dump"),
        loss=[],
        back=[*typed("pg_restore", "briefcast ledger restored"), "briefcast publish"],
    )


def test_without_looking_a_mail_that_is_out_would_be_sent_again(tmp_path: Path) -> None:
    """A ledger of yesterday holds the release and knows of no mail: it would go to every reader a second time."""
    team = Ministry(tmp_path, str(tmp_path / "ledger.db"))
    team.release(account="a")
    team.release_mail()
    assert {each.channel for each in team.ledger.releases()} == {"folder", "mail"}
    assert [(each.channel, each.state) for each in doubt_unknown(team.ledger, who="lan")] == [("mail", "unconfirmed")]
    assert {each.channel for each in team.ledger.releases()} == {"folder", "mail"}, "nobody took back what was released"
    assert not doubt_unknown(team.ledger, who="lan")


def test_a_mail_that_is_not_due_yet_stays_released(tmp_path: Path) -> None:
    team = Ministry(tmp_path, str(tmp_path / "ledger.db"))
    team.release_mail()
    assert not doubt_unknown(team.ledger, who="lan", now=dt.datetime.now(dt.UTC) - dt.timedelta(hours=1))


def test_a_copy_is_whole_while_others_write(tmp_path: Path) -> None:
    """A plain copy of a file that is being written holds half of a write, or nothing of the last hour."""
    ledger = open_ledger(tmp_path / "ledger.db")
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with ledger.writing() as connection:
                ledger.note(connection, who="lan", what="made", about=f"n{number}")
                ledger.note(connection, who="lan", what="made", about=f"n{number} again")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [back_up(tmp_path / f"copy{number}.db", ledger=tmp_path / "ledger.db") for number in range(5)]
    finally:
        stop.set()
        writer.join()
    for copy in copies:
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            # Two notes are one write: both, or none.
            assert connection.execute("SELECT count(*) % 2 FROM history").fetchone() == (0,)
        assert not list(tmp_path.glob(f"{copy.name}-*")), "a copy is one file"


def test_a_copy_keeps_what_it_is_and_replaces_nothing(tmp_path: Path) -> None:
    open_ledger(tmp_path / "ledger.db")
    (tmp_path / "backups").mkdir()
    copy = back_up(tmp_path / "backups", ledger=tmp_path / "ledger.db")
    assert copy.parent.name == "backups" and copy.name.startswith("ledger-")
    with pytest.raises(LedgerError, match="is there already"):
        back_up(copy, ledger=tmp_path / "ledger.db")
    with pytest.raises(LedgerError, match="no ledger"):
        back_up(tmp_path / "new.db", ledger=tmp_path / "gone.db")
    assert not (tmp_path / "gone.db").exists() and not (tmp_path / "new.db").exists()
    with pytest.raises(LedgerError, match="pg_dump"):
        back_up(tmp_path / "new.db", ledger="postgresql://lan@example.org/briefcast")


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + bytes(4096)])
def test_what_is_no_copy_takes_no_ledgers_place(content: bytes, tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.db")
    ledger.begin_anew(who="lan")
    (tmp_path / "bad.db").write_bytes(content)
    with pytest.raises(LedgerError, match="no copy of a ledger"):
        restore(tmp_path / "bad.db", ledger=tmp_path / "ledger.db")
    assert open_ledger(tmp_path / "ledger.db").knows_posts()


def test_a_copy_that_lost_a_page_is_refused(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.db")
    for number in range(200):
        with ledger.writing() as connection:
            ledger.note(connection, who="lan", what="made", about=f"item {number} " + "x" * 200)
    copy = back_up(tmp_path / "copy.db", ledger=tmp_path / "ledger.db")
    content = bytearray(copy.read_bytes())
    content[-8192:-4096] = os.urandom(4096)
    copy.write_bytes(content)
    with pytest.raises(LedgerError, match=r"broken|cannot be copied"):
        restore(copy, ledger=tmp_path / "ledger.db")
    assert len(open_ledger(tmp_path / "ledger.db").history()) == 200


def test_a_ledger_that_somebody_writes_to_is_not_taken_away(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.db")
    copy = back_up(tmp_path / "copy.db", ledger=tmp_path / "ledger.db")
    with ledger.writing() as connection:
        ledger.note(connection, who="lan", what="made", about="now")
        with pytest.raises(LedgerError, match="in use"):
            restore(copy, ledger=tmp_path / "ledger.db")


def test_the_log_of_the_ledger_of_before_is_not_taken_for_one_of_the_copy(tmp_path: Path) -> None:
    """After a power cut the old log lies there still, and its writes would come into the copy."""
    place = tmp_path / "ledger.db"
    ledger = open_ledger(place)
    copy = back_up(tmp_path / "copy.db", ledger=place)
    with closing(sqlite3.connect(place)) as held:
        held.execute("SELECT count(*) FROM history").fetchone()
        ledger.begin_anew(who="lan")
        for ending in ("", "-wal", "-shm"):
            shutil.copy(f"{place}{ending}", tmp_path / f"cut.db{ending}")
    aside = restore(copy, ledger=tmp_path / "cut.db")
    assert not open_ledger(tmp_path / "cut.db").knows_posts()
    assert aside and open_ledger(aside).knows_posts(), "the ledger of before is whole where it was laid aside"


def test_a_ledger_of_before_the_upgrade_comes_back_and_goes_on(tmp_path: Path) -> None:
    versions = sorted(path.name[:4] for path in (opening._MIGRATIONS / "versions").glob("[0-9]*.py"))
    config = Config()
    config.set_main_option("script_location", str(opening._MIGRATIONS))
    with create_engine(f"sqlite:///{tmp_path / 'ledger.db'}").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, versions[-2])
    copy = back_up(tmp_path / "copy.db", ledger=tmp_path / "ledger.db")
    open_ledger(tmp_path / "ledger.db")
    restore(copy, ledger=tmp_path / "ledger.db")
    open_ledger(tmp_path / "ledger.db").begin_anew(who="lan")
    assert open_ledger(tmp_path / "ledger.db").knows_posts()
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (newest_version(),)


def test_a_copy_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    open_ledger(tmp_path / "ledger.db")
    copy = back_up(tmp_path / "copy.db", ledger=tmp_path / "ledger.db")
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(LedgerError, match="install the newer briefcast"):
        restore(copy, ledger=tmp_path / "ledger.db")


def test_the_page_names_every_channel_that_is_not_asked() -> None:
    """Whoever brings a ledger back looks there by hand: one that is not named is one that is not looked at."""
    unasked = {n for n in CHANNELS if not (platform(n).abilities.find and platform(n).abilities.look_first)}
    assert unasked == {"mail", "telegram", "webhook", "zalo-broadcast", "x"}
    text = " ".join(PAGE.read_text("utf-8").split())
    assert "Mail, Telegram, webhooks and broadcasts on Zalo cannot be asked, and X is not before a post." in text


def test_the_page_names_nothing_that_is_not_tried_here() -> None:
    tried = ("mkdir", "briefcast ledger", "briefcast publish", "cp -a ", "pg_dump ", "pg_restore ")
    assert [each for each in commands(PAGE) if not each.startswith(tried)] == []
    assert all(shlex.split(each) for each in commands(PAGE))
