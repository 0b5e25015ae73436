"""Which commands ask for a secret: each command is in the table of the docs, and what is said to ask there does."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from briefcast.cli.main import app
from briefcast.errors import BriefcastError
from briefcast.ledger import open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from tests import ROOT
from tests.batch_fixtures import write_plan

PAGE = ROOT / "docs" / "serve-a-team.md"
EDITION = "publish outputs/b1 --channel folder"
ASKED = {
    "approve": "approve 2026-W48 all",
    "hold": "hold 2026-W48 all",
    "send-back": "send-back 2026-W48 all --why Wrong",
    "release": "release 2026-W48",
    "take-back": "take-back 2026-W48 all",
    "correct": "correct b0.yaml --approve 3f9a01c2d4e5",
    "publish": EDITION,
    "publish --approve": f"{EDITION} --approve",
    "publish --new": "publish --new",
    "publish --moved": "publish --moved",
    "outbox found": "outbox found 1 https://example.org/1",
    "outbox missing": "outbox missing 1",
    "outbox again": "outbox again 1",
    "outbox drop": "outbox drop late",
    "outbox withdraw": "outbox withdraw 1",
    "outbox deleted": "outbox deleted 1",
    "channels confirm": "channels confirm published",
    "ledger restore": "ledger restore copy.db",
    "ledger restored": "ledger restored",
    "comments add": "comments add 2026-W48 b0/neighbours/vi/infographic/1200x630 Why",
    "comments resolve": "comments resolve 1",
    "handout link": "handout link outputs/b0",
    "handout take-back": "handout take-back 1",
    "people add": "people add minh",
    "people remove": "people remove minh",
    "people rename": "people rename minh minh-tran",
    "people keep": "people keep",
    "people sign": "people sign approve 2026-W48 all --seen 3f2a",
}
"""What is typed of each command that asks, without a name."""


def every_command() -> set[str]:
    """Give every command of briefcast, a group that does something by itself too."""

    def below(command: object, path: str) -> Iterator[str]:
        subcommands = getattr(command, "commands", None)
        if subcommands is None or (path and getattr(command, "invoke_without_command", False)):
            yield path
        for name, each in (subcommands or {}).items():
            yield from below(each, f"{path} {name}".strip())

    return set(below(typer.main.get_command(app), ""))


def table() -> dict[str, str]:
    """Give what the table of the docs says of each command: yes, no or at times."""
    text = PAGE.read_text("utf-8").partition("### What asks for a secret")[2]
    rows = re.findall(r"^\| (`[^|]+`) \| (yes|no|at times) \| [^|]+ \|$", text, flags=re.MULTILINE)
    named = [(command, asks) for commands, asks in rows for command in re.findall(r"`([^`]+)`", commands)]
    assert len(named) == len(dict(named)), "a command stands there twice"
    return dict(named)


def test_of_every_command_it_is_decided_whether_it_asks_for_a_secret() -> None:
    """`outbox again` asked nobody: what somebody had withdrawn went out at the word of anyone. A new command that
    nobody thought about would do the same."""
    said = table()
    assert said.keys() == every_command()
    asks = {command for command, answer in said.items() if answer != "no"}
    assert asks == {command for command in ASKED if " --" not in command}


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A week that was approved and released, an edition outside it, and people with secrets."""
    folder = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        for name in ("BRIEFCAST_LEDGER", "BRIEFCAST_WHO", "BRIEFCAST_SECRET", "PREFECT_API_URL"):
            monkeypatch.delenv(name, raising=False)
        write_plan(folder, briefs=1, weeks=("2026-W48",), languages="[vi]")
        (folder / "b1.yaml").write_text((folder / "b0.yaml").read_text("utf-8").replace("id: b0", "id: b1"), "utf-8")
        assert typed("batch plan.yaml --week 2026-W48") is None
        assert typed("make b1.yaml --language vi --product infographic") is None
        assert typed("approve 2026-W48 all --who lan") is None
        assert typed("release 2026-W48 --who lan") is None
        assert typed("ledger backup copy.db") is None
        people = People(open_ledger())
        people.add("lan", public_key(new_secret()), by="root")
        people.add("minh", public_key(new_secret()), by="lan")
        people.note(folder)
        yield folder


def typed(command: str) -> BriefcastError | None:
    """Type a command and give what refuses it."""
    error = CliRunner().invoke(app, shlex.split(command)).exception
    assert error is None or isinstance(error, (BriefcastError, SystemExit)), error
    return error if isinstance(error, BriefcastError) else None


@pytest.mark.parametrize("command", ASKED)
def test_a_typed_name_changes_nothing_of_what_goes_out(week: Path, command: str) -> None:
    """Whoever knew an approver's name withdrew, dropped or let out again whatever she liked, or brought an older ledger
    back, in which nothing was held."""
    refused = typed(f"{ASKED[command]} --who lan")
    assert refused and "lan is only a typed name" in str(refused), refused
    stranger = typed(f"{ASKED[command]} --who mallory")
    if command != "people sign":  # without the ledger nobody knows who is registered; where it is handed in it counts
        assert stranger and "mallory has no secret here" in str(stranger), stranger
        assert "--who lan" in str(stranger), "it says who can"


@pytest.mark.parametrize("command", ["publish", "publish --dry-run", "release 2026-W48 --dry-run", "outbox", "people"])
def test_whoever_looks_or_only_sends_what_people_released_is_asked_for_nothing(week: Path, command: str) -> None:
    """A publisher that runs by cron would stop on the day the first person gets a secret."""
    refused = typed(command)
    assert refused is None or "typed name" not in str(refused), refused


def test_the_refusal_of_whoever_cannot_vouch_names_the_command_that_works(week: Path) -> None:
    """`people add minh` by a stranger told to type `people add STRANGER`, which gave her a secret, not him."""
    refused = typed("people add minh --who mallory")
    assert refused and str(refused).endswith("briefcast people add minh --who lan")
