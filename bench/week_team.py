"""A team, its machines, and what was seen of them, for a week in the life."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from bench.team_machines import BrokenError, Cluster, Disk, Machine, Prefect, program, wait_for, webhook
from bench.week_judged import Row, Told, judge_left, judge_posts, judge_told, said_in, told_rows
from bench.week_plan import MOURNING, write_week
from briefcast.manifest.manifest import damaged, read_manifest
from tests.emulators import EMULATORS
from tests.server_fixtures import free_port

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ("briefcast", "flows", "assets", "templates", "docs", "examples", "prefect.toml", "prefect.yaml")
"""What of the checkout a team's folder has."""
LONG_S = 3600
"""How long what takes longer with more places may take on a machine that others use."""
AUTH = "team:a-long-password-of-the-bench"


def notices(language: str) -> tuple[Told, ...]:
    """Give each kind of notice that the week explains, as it is told in a language, and what it has to say."""
    said = partial(said_in, language)
    return (
        Told(
            what="a run died with its machine",
            title=said("A run of {week} broke off, and another goes on"),
            says=(said(_DIED), r"http"),
        ),
        Told(
            what="the disk is full",
            title=said("The batch of {week} failed"),
            says=(said(_FULL), r"http"),
        ),
        Told(
            what="the week waits",
            title=said("{week} waits for review: {people}"),
            says=(r"http\S+/weeks/", said("Decide there: {form}"), r"http\S+flow-run"),
            least=2,
            most=3,
        ),
        Told(
            what="publishing broke off, without a ledger",
            title=said("Publishing broke off"),
            says=(said(_LOST), said("Nothing goes out until a run ends: look at {run} in Prefect.")),
        ),
        Told(what="the week is done", title=said("{week} is done: {count} releases"), says=(MOURNING[language],)),
    )


def red_runs(language: str) -> tuple[Told, ...]:
    """Give each reason for which a run may be red, as it is told in a language, and what its state has to say."""
    said = partial(said_in, language)
    return (
        Told(what="its machine died", title="", says=(said(_DIED),), most=8),
        Told(what="the disk was full", title="", says=(said(_FULL),), most=200),
        Told(what="its brief was broken", title="office", says=(r"office.yaml:\d+", r"percent"), most=4),
        Told(what="another run asks instead", title="", says=(said("The week was made again: decide in {run}."),)),
        Told(what="the ledger was lost", title="", says=(said(_LOST),), most=4),
    )


_DIED = "Its machine died or was switched off; {run} goes on with what it had finished."
_FULL = (
    "The disk is full. Make room ({command} lets go what nobody needs) and run this again; nothing was half-written."
)
_LOST = "The ledger {where}: {cause}. {remedy}"


class Team:
    """A team in its week: its machines, and what was seen of them."""

    def __init__(self, home: Path, stack: ExitStack, *, places: int, spread: str, network: str, language: str) -> None:
        self.home, self.team, self.spread, self.began = home, home / "team", spread, time.monotonic()
        self.language = language
        self.acts: list[tuple[str, float, float, float]] = []
        """Each act: its name, when it ended, and the size of Prefect's database and of the ledger then, in MB."""
        self.checks: list[Row] = []
        """What was looked at on the way."""
        copy_program(self.team)
        (home / "logs").mkdir()
        self.database = stack.enter_context(Cluster(home / "database"))
        for name in ("prefect", "briefcast"):
            self.database.say(f"CREATE DATABASE {name}")
        self.disk = stack.enter_context(Disk(self.team / "outputs"))
        hook, self.notices = stack.enter_context(webhook())
        self.network = stack.enter_context(EMULATORS[network]())
        account = self.network.account()
        self.planned = write_week(self.team, places, network, account.settings)
        port, board = free_port(), free_port()
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFCAST_", "PREFECT_"))}
        secrets = {
            f"BRIEFCAST_NETWORK_{name.upper()}": kept.get_secret_value() for name, kept in account.secrets.items()
        }
        self.settings = {
            **plain,
            **secrets,
            "PYTHONPATH": str(self.team),
            "NO_COLOR": "1",
            "COLUMNS": "200",
            "DO_NOT_TRACK": "1",
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_API_AUTH_STRING": AUTH,
            "BRIEFCAST_LEDGER": self.database.url("briefcast"),
            "BRIEFCAST_BOARD_URL": f"http://127.0.0.1:{board}",
            "BRIEFCAST_NOTICES": hook,
            "BRIEFCAST_LANGUAGE": language,
        }
        self.server = self._machine(
            stack,
            "server",
            [*program("prefect"), "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            PREFECT_API_DATABASE_CONNECTION_URL=self.database.url("prefect", driver="+asyncpg"),
            PREFECT_SERVER_API_AUTH_STRING=AUTH,
        )
        work = [*program("prefect"), "worker", "start", "--pool", "local", "--name"]
        self.workers = [self._machine(stack, name, [*work, name]) for name in ("worker-a", "worker-b")]
        serve = [*program("briefcast"), "board", "outputs", "--port", str(board), "--briefs", "briefs"]
        self.board = self._machine(stack, "board", serve)
        self.prefect = Prefect(self.settings["PREFECT_API_URL"], AUTH)

    def _machine(self, stack: ExitStack, name: str, command: list[str], **more: str) -> Machine:
        own = self.home / name
        (own / "tmp").mkdir(parents=True)
        settings = {**self.settings, "PREFECT_HOME": str(own / "prefect"), "TMPDIR": str(own / "tmp"), **more}
        machine = Machine(name, command, self.team, settings, self.home / "logs" / name)
        stack.callback(machine.kill)
        return machine

    def act(self, name: str) -> None:
        """Write down that an act ended, and how large the databases are."""
        sizes = self.database.size_mb("prefect"), self.database.size_mb("briefcast")
        self.acts.append((name, time.monotonic() - self.began, *sizes))
        print(f"{self.acts[-1][1]:5.0f} s  {name}", file=sys.stderr, flush=True)

    def check(self, what: str, expected: object, seen: object) -> None:
        """Write down what should be and what is."""
        self.checks.append(Row(what=what, expected=str(expected), seen=str(seen)))

    def type(self, *words: str, code: int | None = 0) -> str:
        """Type a command in the team's folder, and give what it says; BrokenError if it ends with another exit code."""
        done = subprocess.run(
            [*program(words[0]), *words[1:]],
            cwd=self.team,
            env={**self.settings, "PREFECT_HOME": str(self.home / "desk")},
            capture_output=True,
            text=True,
            timeout=LONG_S,
            check=False,
        )
        told = done.stdout + done.stderr
        with (self.home / "logs/desk").open("a") as log:
            log.write(f"$ {' '.join(words)}\n{told}[{done.returncode}]\n\n")
        if code is not None and done.returncode != code:
            raise BrokenError(f"$ {' '.join(words)} ended with {done.returncode}:\n{told}")
        return told

    def editions(self, at_least: int = 0) -> int:
        """Count the editions that lie there; nothing if there are fewer than that."""
        count = len(list((self.team / "outputs").glob("*/manifest.json")))
        return count if count >= at_least else 0

    def until_made(self, share: float) -> None:
        """Wait until a share of the editions lies there."""
        wanted = max(1, round(share * len(self.planned.places)))
        wait_for(f"{wanted} editions", lambda: self.editions(wanted), seconds=LONG_S, every_s=0.2)

    def posts(self) -> dict[str, list[str]]:
        """Give the text of each post that readers see, by account."""
        cards = [json.loads(path.read_text("utf-8")) for path in self.team.glob("outputs/published/**/post.json")]
        folder = [f"{card['title']}\n{card['text']}" for card in cards]
        return {"in the folder": folder, "on the network": [post.text for post in self.network.posts()]}

    def damaged(self) -> int:
        """Count files of editions that are not what their manifest says."""
        return sum(len(damaged(read_manifest(m), m.parent)) for m in (self.team / "outputs").glob("*/manifest.json"))

    def answer(self, run: str, **decisions: Any) -> dict[str, Any]:
        """Fill in the form of a run, and wait until it asks again or ends."""
        given = {"who": "lan", **decisions}
        before = self.prefect.run(run)["state"]["id"]
        self.prefect.ask("POST", f"/flow_runs/{run}/resume", {"run_input": given})

        def over() -> Any:
            state = self.prefect.over(run)
            return state if state and state["id"] != before else None

        state: dict[str, Any] = wait_for("an answer to the form", over, seconds=LONG_S)
        stopped = [worker.name for worker in self.workers if not worker.serves]
        self.check("workers that stopped after an answer", [], stopped)
        for worker in self.workers:
            if not worker.serves:
                worker.start()
        return state

    def publish(self, **request: Any) -> dict[str, Any]:
        """Let the flow publish now, as a person starts it; gives its state."""
        run = self.prefect.start("publish-edition", request={"out": "outputs", **request})
        return self.prefect.ended(run, seconds=LONG_S)

    # What it came to.

    def rows(self) -> list[Row]:
        """Give the table: what readers see, what the team was told, what Prefect shows."""
        runs = self.prefect.runs()
        red = [run for run in runs if run["state"]["type"] in ("FAILED", "CRASHED", "CANCELLED")]
        left = [run for run in runs if run["state"]["type"] in ("RUNNING", "PENDING", "PAUSED", "CANCELLING")]
        return [
            *judge_posts(self.planned.wanted, self.posts()),
            *self.checks,
            *judge_told("notices", notices(self.language), [(each.title, each.text) for each in self.notices]),
            *judge_told(
                "red runs", red_runs(self.language), [(run["name"], run["state"]["message"] or "") for run in red]
            ),
            judge_left([f"{run['name']}: {run['state']['name']}" for run in left]),
            Row(
                what="links in notices that do not open",
                expected="0",
                seen=str(len(dead := self.dead_links())),
                wrong=tuple(dead),
            ),
            Row(what="damaged files", expected="0", seen=str(self.damaged())),
        ]

    def dead_links(self) -> list[str]:
        """Name the links in notices that lead nowhere: to a page of the board, or to a run."""
        dead = []
        for link in sorted({link for notice in self.notices for link in notice.links}):
            if found := re.search(r"/runs/flow-run/([0-9a-f-]{36})", link):
                known = self.prefect.client.get(f"/flow_runs/{found[1]}").status_code == 200
            else:
                known = httpx.get(link, trust_env=False, follow_redirects=True).status_code == 200
            dead += [] if known else [link]
        return dead

    def told(self, rows: list[Row]) -> str:
        """Write the whole report."""
        lines = [
            told_rows(rows),
            "",
            "| act | ended at, s | Prefect's database, MB | ledger, MB |",
            "|---|---|---|---|",
        ]
        lines += [f"| {name} | {at:.0f} | {prefect:.1f} | {ledger:.1f} |" for name, at, prefect, ledger in self.acts]
        lines += ["", f"{len(self.notices)} notices:"]
        lines += [f"\n{each.at:%H:%M:%S} {each.title}\n{each.text}" for each in self.notices]
        return "\n".join(lines)


def copy_program(folder: Path) -> None:
    """Put the program where a team has it, as a checkout does."""
    for name in PROGRAM:
        if (ROOT / name).is_dir():
            left = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True, ignore=left)
        else:
            shutil.copy(ROOT / name, folder / name)
