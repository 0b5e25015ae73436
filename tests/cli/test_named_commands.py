"""Every command that a message of publishing names is accepted where it is named: nobody is sent into a dead end."""

from __future__ import annotations

import datetime as dt
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast import catalogue
from briefcast.channels.base import Receipt
from briefcast.channels.webhook import Webhook
from briefcast.cli.main import app
from briefcast.errors import BriefcastError
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.messages import Message, Typed
from briefcast.planner.weeks import week_of
from tests.batch_fixtures import change_brief
from tests.edition_fixtures import BRIEF, write_small_brief

CHANNELS = """\
accounts:
  - {name: site, channel: folder, settings: {path: published}}
  - {name: kit, channel: handoff, audiences: [neighbours], settings: {network: WhatsApp, store: {path: kits}}}
  - {name: newsroom, channel: webhook, audiences: [neighbours], languages: [en], settings: {flavour: slack}}
"""


class Team:
    """A team at its terminal: what it types, and which commands it is told to type."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.said = folder, list[str]()
        self.posted: list[str] = []
        self._told: list[str] = []
        tell_so = catalogue.in_language

        def heard(text: str, code: str) -> str:
            self._told += typed_in(text)
            self.said.append(str(text))
            return tell_so(text, code)

        monkeypatch.setattr(catalogue, "in_language", heard)
        monkeypatch.setattr(Webhook, "check", lambda _: "ready")
        monkeypatch.setattr(Webhook, "send", self._send)
        monkeypatch.setenv("BRIEFCAST_WHO", "lan")
        monkeypatch.chdir(folder)

    def _send(self, post: object, _kept: object) -> Receipt:
        self.posted.append(post.text)  # type: ignore[attr-defined]
        return Receipt(id="Fast internet", url="")

    def types(self, command: str) -> tuple[str, ...]:
        """Type a command and give those that it names, what refuses it included."""
        self._told.clear()
        self.said.clear()
        error = self.refusal(command)
        if error:
            self._told += typed_in(error.told)
            self.said.append(str(error))
        return tuple(dict.fromkeys(self._told))

    def refusal(self, command: str) -> BriefcastError | None:
        """Type a command and give what refuses it; that something needs a person is no refusal."""
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        if isinstance(result.exception, BriefcastError):
            return result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code in (0, 1), f"{command}: {result.output}"
        return None

    def expects_no_dead_end(self, named: tuple[str, ...]) -> None:
        """Type each named command in the state in which it is named, and go back to that state."""
        for command in named:
            kept = self.folder.with_name("kept")
            shutil.copytree(self.folder, kept)
            error = self.refusal(filled_in(command))
            # The file of the ledger stays the same one: another would be told as a copy that came back.
            ledger = self.folder.with_name("ledger.db")
            (self.folder / "ledger.db").rename(ledger)
            ledger.write_bytes((kept / "ledger.db").read_bytes())
            shutil.rmtree(self.folder)
            kept.rename(self.folder)
            ledger.replace(self.folder / "ledger.db")
            import os

            os.chdir(self.folder)
            assert error is None, f"{command}: {error}"


def typed_in(text: object) -> Iterator[str]:
    """The commands in a message."""
    if isinstance(text, Typed):
        yield from (str(text),) if text.startswith("briefcast ") else ()
    elif isinstance(text, Message):
        for _, value in text.values:
            yield from typed_in(value)
    elif isinstance(text, tuple):
        for each in text:
            yield from typed_in(each)


def filled_in(command: str) -> str:
    """A command with what a person fills in."""
    for word, value in (("URL", "https://example.org/1"), ("PLAN", "plan.yaml")):
        command = " ".join(value if part == word else part for part in command.split(" "))
    return command


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A team with a brief for two channels, one of them now and one later, and a webhook that takes nothing back."""
    folder = tmp_path / "team"
    folder.mkdir()
    write_small_brief(folder)
    (folder / "b0.yaml").write_text(BRIEF.replace("id: small", "id: b0").replace("podcast", "press-release"), "utf-8")
    (folder / "channels.yaml").write_text(CHANNELS, "utf-8")
    now = dt.datetime.now(dt.UTC)
    late_on_sunday = now.weekday() == 6 and now.hour >= 20
    soon = now.replace(hour=23, minute=58) if late_on_sunday else now + dt.timedelta(hours=3)
    before = max(now - dt.timedelta(minutes=5), (now - dt.timedelta(days=now.weekday())).replace(hour=0, minute=0))
    slots = "".join(
        f"  - {{channel: {channel}, day: {at:%a}, at: '{at:%H:%M}', timezone: UTC}}\n".lower().replace("utc", "UTC")
        for channel, at in (("folder", before), ("webhook", before), ("handoff", soon))
    )
    (folder / "plan.yaml").write_text(
        f"""\
id: villages
title: {{en: Villages, vi: Thôn bản, he: כפרים}}
audiences: [neighbours]
people: [{{id: lan, name: Lan}}, {{id: minh, name: Minh}}]
slots:
{slots}
items:
  - id: b0
    week: {week_of(now.date())}
    brief: b0.yaml
    channels: [folder, webhook, handoff]
    products: [infographic]
    languages: [en]
    owner: minh
    approver: lan
""",
        "utf-8",
    )
    return Team(folder, monkeypatch)


def posts(team: Team, channel: str) -> tuple[Publication, ...]:
    outbox = Outbox(open_ledger(team.folder / "ledger.db"), who="")
    return tuple(p for p in outbox.publications() if p.channel == channel)


def test_no_message_names_a_command_that_is_then_refused(team: Team) -> None:
    """An officer copied what she was told, and was told then that this is not possible."""
    week = week_of(dt.datetime.now(dt.UTC).date())
    batch = f"briefcast batch plan.yaml --week {week} --again"

    def does(command: str, *named: str) -> None:
        told = team.types(command)
        for each in named:
            assert any(one.startswith(each) for one in told), f"{command} names {told}, not {each}: {team.said}"
        team.expects_no_dead_end(told)

    assert team.refusal(batch) is None
    does("briefcast publish --dry-run", f"briefcast approve {week} all")
    does("briefcast publish --new", f"briefcast approve {week} all")
    team.types(f"briefcast approve {week} all --who minh")
    assert "--who lan" in team.said[-1], "who may not decide is told how the one who may does"
    does(f"briefcast approve {week} all", f"briefcast release {week}")
    does("briefcast publish --new", f"briefcast release {week}")
    does("briefcast outbox", f"briefcast release {week}")
    does(f"briefcast release {week}")
    does("briefcast publish --dry-run")
    does("briefcast publish --new")
    assert len(team.posted) == 1 and [p.state for p in posts(team, "webhook")] == ["sent"]
    number = posts(team, "webhook")[0].id
    does(batch)
    does(f"briefcast release {week} --dry-run")
    does("briefcast outbox")
    for way in ("drop", "withdraw", "missing"):
        does(f"briefcast outbox {way} {number}", f"briefcast outbox deleted {number}")
    does(f"briefcast hold {week} b0", f"briefcast outbox deleted {number}", f"briefcast approve {week} b0")
    does("briefcast outbox")
    does("briefcast publish")
    does(f"briefcast approve {week} b0")
    does(f"briefcast take-back {week} b0", f"briefcast release {week} b0")
    does("briefcast outbox", f"briefcast release {week} b0")
    does("briefcast publish")
    does(f"briefcast release {week} b0")
    does("briefcast publish")

    change_brief(team.folder, 0, "have fast internet", "have very fast internet")
    does("briefcast publish", f"briefcast batch plan.yaml --week {week} --again")
    does(batch)
    does("briefcast publish", f"briefcast approve {week} all")
    does(f"briefcast approve {week} all", f"briefcast release {week}")
    does("briefcast publish --replace", f"briefcast release {week}")
    does(f"briefcast release {week}")
    does(f"briefcast approve {week} all", "briefcast publish --replace")
    does("briefcast outbox", f"briefcast outbox deleted {number}")
    does("briefcast publish", "briefcast publish --replace", f"briefcast outbox deleted {number}")
    does("briefcast publish --replace", f"briefcast outbox deleted {number}")
    assert len(team.posted) == 1, "nothing is sent beside what is there"
    does(f"briefcast outbox deleted {number} --why 'The figure was wrong.'")
    does("briefcast publish")
    does("briefcast publish --replace")
    assert len(team.posted) == 2, "the corrected post goes out once"
    assert sorted(p.state for p in posts(team, "webhook")) == ["sent", "withdrawn"]

    shutil.rmtree(team.folder / "outputs")
    for lost in (f"briefcast release {week}", f"briefcast approve {week} all"):
        does(lost, f"briefcast batch plan.yaml --week {week} --again")
    does("briefcast publish")
    does("briefcast outbox")
    does(f"briefcast hold {week} b0")


@pytest.mark.parametrize("words", ["release", "outbox drop", "plan check", "make"])
def test_help_has_no_braces_that_somebody_would_type(words: str) -> None:
    """``outbox found {id} {url}``: the next command had the braces in it."""
    usage = CliRunner().invoke(app, [*words.split(), "--help"]).output.split("Usage:")[1].splitlines()[0]
    assert "{" not in usage and usage.split()[-1].strip(".[]").isalpha(), usage
