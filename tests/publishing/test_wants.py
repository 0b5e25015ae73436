"""What docs/publish.md says one types who wants something: each command of its table works, and does what is said."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.channels.folder import Folder
from briefcast.cli.main import app
from briefcast.errors import Refused
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from tests import ROOT
from tests.batch_fixtures import change_brief, write_plan

WEEK, LATER = "2025-W42", "briefcast publish --late"
"""A week that is over, so that everything in it is late, whatever day it is."""


def table() -> list[str]:
    """Give the commands of the table, each whole as it would be typed."""
    rows = (ROOT / "docs/publish.md").read_text("utf-8").partition("## I want to")[2].partition("\n\nWEEK is")[0]
    found = []
    for cell in re.findall(r"^\| [^|]+ \| ([^|]+) \| [^|]+ \|$", rows, flags=re.MULTILINE)[1:]:
        written = re.findall(r"`([^`]+)`", cell)
        for command in written:
            group = " ".join(written[0].split()[:2])
            found.append(command if command.startswith("briefcast ") else f"{group} {command}")
    return found


class Desk:
    """Somebody who types commands of the table, in the words of the page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.typed: set[str] = set()

    def type(self, command: str, number: int = 0, item: str = "", code: int = 0) -> str:
        self.typed.add(command)
        values = {"WEEK": WEEK, "ITEM": item, "PLAN": "plan.yaml", "12": str(number), "mail": "folder"}
        words = [values.get(word, word) for word in shlex.split(command)[1:]]
        done = CliRunner().invoke(app, words)
        assert done.exit_code == code, f"{command}: {done.exception!r} {done.output}"
        return done.output

    def out(self) -> set[str]:
        """Give the languages in which a post lies where readers see it."""
        posts = (self.folder / "outputs/published").rglob("post.json")
        return {code for post in posts for code in ("vi", "he") if f"/{code}/" in post.read_text("utf-8")}

    def number(self, language: str) -> int:
        """Give the number of the newest publication in a language."""
        posts = Outbox(open_ledger(), who="").publications()
        return max(post.id for post in posts if f"/{language}/" in post.item)


def refuse(*_: object) -> None:
    """Take nothing, as a platform does whose rules a post does not keep."""
    raise Refused("This is too long.")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name in ("BRIEFCAST_LEDGER", "BRIEFCAST_SECRET", "PREFECT_API_URL", "BRIEFCAST_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BRIEFCAST_WHO", "lan")
    monkeypatch.chdir(tmp_path)
    write_plan(tmp_path, briefs=1, weeks=(WEEK,))
    desk = Desk(tmp_path)
    desk.type(f"briefcast batch PLAN --week {WEEK}")
    desk.type("briefcast approve WEEK all")
    return desk


def test_each_command_of_the_table_does_what_the_page_says(desk: Desk) -> None:
    """An officer who wants a post down copies the line: one that is refused, or does something else, leaves it up."""
    vi, he = "b0/neighbours/vi", "b0/neighbours/he"
    release = f"briefcast release {WEEK}"
    desk.type(release)
    desk.type("briefcast hold WEEK ITEM", item=vi)
    desk.type("briefcast take-back WEEK ITEM", item=he)
    desk.type(f"{LATER} --new")
    assert desk.out() == set(), "one is held, and one has no leave"
    desk.type("briefcast release WEEK ITEM", item=he)
    desk.type("briefcast outbox drop late")
    desk.type(LATER)
    assert desk.out() == set(), "both were dropped"
    desk.type("briefcast release WEEK ITEM", item=he)
    desk.type("briefcast outbox drop ITEM --channel mail", item=he)
    desk.type(LATER)
    assert desk.out() == set()
    desk.type("briefcast release WEEK ITEM", item=he)
    desk.type(LATER)
    assert desk.out() == {"he"}

    desk.type("briefcast approve WEEK ITEM", item=vi)
    desk.type("briefcast release WEEK ITEM", item=vi)
    with pytest.MonkeyPatch.context() as full:
        full.setattr(Folder, "send", refuse)
        CliRunner().invoke(app, shlex.split(LATER)[1:])
    desk.type("briefcast outbox drop 12", desk.number("vi"))
    desk.type(LATER)
    assert desk.out() == {"he"}, "what was dropped is tried no more"
    desk.type("briefcast outbox again 12", desk.number("vi"))
    desk.type(LATER)
    assert desk.out() == {"vi", "he"}

    desk.type("briefcast outbox withdraw 12", desk.number("vi"))
    assert desk.out() == {"he"}
    desk.type("briefcast outbox withdraw ITEM", item=he)
    assert desk.out() == set()
    for language in ("vi", "he"):
        desk.type("briefcast outbox again 12", desk.number(language))
    desk.type(LATER)
    assert desk.out() == {"vi", "he"}
    published = desk.folder / "outputs/published"
    for post in list(published.rglob("post.json")):
        if "/he/" in post.read_text("utf-8"):
            shutil.rmtree(post.parent)
    desk.type("briefcast outbox deleted 12", desk.number("he"))
    desk.type(LATER)
    assert desk.out() == {"vi"}, "it comes back only when somebody says so"

    change_brief(desk.folder, 0, "thôn, bản đã có mạng nhanh", "thôn, bản nay đã có mạng nhanh")
    desk.type("briefcast batch PLAN --week WEEK --again")
    desk.type("briefcast approve WEEK ITEM", item=vi)
    desk.type("briefcast release WEEK ITEM", item=vi)
    before = {path: path.read_bytes() for path in published.rglob("*") if path.is_file()}
    desk.type("briefcast publish --replace")
    assert {path: path.read_bytes() for path in published.rglob("*") if path.is_file()} != before
    assert desk.out() == {"vi"}
    assert set(table()) <= desk.typed, "every command of the table was typed"


def test_the_table_is_read_as_it_is_written() -> None:
    assert {"briefcast outbox drop late", "briefcast outbox withdraw ITEM"} <= {*table()}
    assert len(table()) >= 12
