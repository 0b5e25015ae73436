"""A week in the life of a team: two workers, a Prefect server, PostgreSQL, and everything that goes wrong in a week.

python -m bench.week_in_the_life                    63 places, about ten minutes
python -m bench.week_in_the_life --places 6 --keep week

Everything runs on this machine, on ports of its own, as docs/run-on-a-server.md and docs/serve-a-team.md say: a copy of
the program is the team's folder. In this order: the schedule makes the week; the machine that makes it dies; the server
is killed and starts again; the disk fills up; a brief of the plan is broken; people decide; the program is upgraded;
the ledger is lost after posts went out, and brought back; the rest is released and published; one item is held, one
falls into days of mourning. Then the team counts what readers see, what it was told, and what Prefect shows.

Exit code 1 if anything is not as it should be. It needs root (to mount a disk that fills up) and PostgreSQL's programs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from bench.team_machines import BrokenError, wait_for
from bench.week_judged import Row
from bench.week_plan import MOURNING, PLACES_MAX
from bench.week_team import LONG_S, Team, copy_program
from tests.emulators import EMULATORS

DEAD_AFTER_S = 50
"""A run without a word for that long counts as dead (briefcast.ledger.batches)."""
SOON_S = 240
"""How long what should come soon may take on a machine that others use."""


class Week(Team):
    """What happens in the week, in its order."""

    def deploy(self) -> None:
        """Start what a team starts, as the docs say, and set its plan as in Prefect's pages."""
        self.server.start()
        wait_for("Prefect's server", self.prefect.healthy, seconds=SOON_S)
        (self.team / "briefs").mkdir()
        (self.team / "briefs/noise.yaml").write_bytes(b"\x00\xff no brief: {")
        for words in (
            ("work-pool", "create", "--type", "process", "local"),
            ("work-pool", "set-concurrency-limit", "local", "6"),
            ("deploy", "--all"),
        ):
            self.type("prefect", "--no-prompt", *words)
        for machine in (*self.workers, self.board):
            machine.start()
        asked = {"request": {"plan": "plans/plan.yaml"}, "spread": {"how": self.spread}}
        self.prefect.ask(
            "PATCH", f"/deployments/{self.prefect.deployment('weekly-batch')['id']}", {"parameters": asked}
        )
        self.act("server, pool, deployments, two workers and a board start")

    def begin_by_schedule(self) -> str:
        """Let a schedule of a minute from now begin the week; gives the run."""
        batch = self.prefect.deployment("weekly-batch")["id"]
        at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=75)
        cron = {"cron": f"{at.minute} {at.hour} * * *", "timezone": "UTC"}
        self.prefect.ask("POST", f"/deployments/{batch}/schedules", [{"schedule": cron, "active": True}])

        def begun() -> Any:
            runs = self.prefect.runs(deployment_id={"any_": [batch]})
            return next((run for run in runs if run["state"]["name"] == "Running"), None)

        run = wait_for("the schedule", begun, seconds=SOON_S)
        self.check("the schedule began the week", True, run["auto_scheduled"])
        self.act("the schedule begins the week")
        return str(run["id"])

    def lose_machine(self, run: str) -> str:
        """Cut the power of the machine that makes the week; another run of the week goes on; gives that one."""
        self.until_made(1 / 6)
        process = int(str(self.prefect.run(run)["infrastructure_pid"]).rpartition(":")[2])
        (dead,) = (worker for worker in self.workers if process in worker.processes())
        killed = dead.kill()
        self.act(f"{dead.name} is killed with {killed} processes")
        time.sleep(DEAD_AFTER_S)
        again = self.prefect.start("weekly-batch")
        state = wait_for("the dead run", lambda: self.prefect.over(run), seconds=SOON_S)
        self.check("the dead run, once another goes on", "CRASHED", state["type"])
        dead.start()
        self.act("another run takes over")
        return again

    def lose_server(self) -> None:
        """Kill Prefect's server while editions are made, and start it again."""
        self.until_made(1 / 3)
        self.server.kill()
        time.sleep(5)
        self.server.start()
        wait_for("Prefect's server", self.prefect.healthy, seconds=SOON_S)
        self.act("the server is killed and starts again")

    def fill_disk(self, run: str) -> str:
        """Let the disk fill up under the run; with room again, start once more; gives that run, which asks people."""
        self.until_made(1 / 2)
        self.disk.fill()
        state = self.prefect.ended(run, seconds=LONG_S)
        self.check("the run on a full disk", "FAILED", state["type"])
        self.check("damaged files on a full disk", 0, self.damaged())
        self.disk.make_room()
        self.act("the disk fills up, the run fails")
        run = self.prefect.start("weekly-batch")
        state = self.prefect.ended(run, seconds=LONG_S)
        self.check("the run with room again", "Suspended", state["name"])
        self.act("with room again, the rest is made; a brief is broken")
        return run

    def mend_brief(self, run: str) -> str:
        """Put the broken brief right and make the week again; gives the run that asks people now."""
        self.planned.mend()
        again = self.prefect.start("weekly-batch")
        state = self.prefect.ended(again, seconds=LONG_S)
        self.check("the week made again with its brief mended", "Suspended", state["name"])
        state = self.prefect.ended(run, seconds=SOON_S)
        self.check("the form of before", "CANCELLED", state["type"])
        self.act("the brief is mended, the week made again")
        return again

    def decide_half(self, run: str) -> None:
        """Approve half of the places in the form, and hold one on the terminal."""
        half = self.planned.places[: len(self.planned.places) // 2]
        self.answer(run, approve=list(half))
        self.type(
            "briefcast", "hold", self.planned.week, self.planned.held, "--who", "lan", "--why", "The minister called."
        )
        self.act("half of the places are approved in the form, one is held")

    def upgrade(self) -> None:
        """Put another version in the place of the program, as the docs say, while the week waits for people."""
        for worker in self.workers:
            worker.stop()
        copy_program(self.team)
        begins = self.team / "briefcast/__init__.py"
        begins.write_text(re.sub(r'__version__ = ".*"', '__version__ = "99.1.0"', begins.read_text("utf-8")), "utf-8")
        before = self.prefect.deployment("weekly-batch")["parameters"]
        self.type("prefect", "--no-prompt", "deploy", "--all")
        self.check("parameters that an upgrade keeps", before, self.prefect.deployment("weekly-batch")["parameters"])
        self.check("the version that runs", "99.1.0", self.type("briefcast", "--version").split()[-1])
        for worker in self.workers:
            worker.start()
        self.act("another version takes the place of the program")

    def lose_ledger(self) -> None:
        """Release half, copy the ledger, publish; lose the ledger; bring it back: nothing may go out twice."""
        half = len(self.planned.places) // 2
        self.type("briefcast", "release", self.planned.week, "--who", "lan")
        copy = self.home / "ledger.dump"
        self.database.tool("pg_dump", "--format=custom", f"--file={copy}", self.settings["BRIEFCAST_LEDGER"])
        self.publish(new=True)
        self.check("posts of the first half", [half, half], [len(texts) for texts in self.posts().values()])
        self.act("the ledger is copied, then half is published")
        self.database.say("DROP DATABASE briefcast WITH (FORCE)")
        self.check("a run without a ledger", "FAILED", self.publish()["type"])
        for worker in self.workers:
            worker.stop()
        self.act("the ledger is lost")
        self.database.say("CREATE DATABASE briefcast")
        words = (
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            f"--dbname={self.settings['BRIEFCAST_LEDGER']}",
        )
        self.database.tool("pg_restore", *words, str(copy))
        self.type("briefcast", "ledger", "restored", "--who", "lan")
        for worker in self.workers:
            worker.start()
        self.publish()
        self.check("posts after the copy was brought back", [half, half], [len(t) for t in self.posts().values()])
        self.act("the ledger is brought back, and publishing goes on")

    def finish(self, run: str) -> None:
        """Announce days of mourning, decide the rest in the form, and publish; then once more, with nothing to do."""
        self.planned.mourn()
        state = self.answer(run, approve=["all"])
        self.check("the run of the week, when all is decided", "COMPLETED", state["type"])
        self.act("days of mourning are announced, the rest is approved and released")
        self.check("publishing the rest", "COMPLETED", self.publish()["type"])
        self.check("publishing once more", "Nothing to do", self.publish()["name"])
        self.type("briefcast", "ledger", "check")
        self.act("the rest is published")


def _stop(*_: object) -> None:
    """Go on to the report, and switch every machine off."""
    raise BrokenError("it was stopped")


def live(week: Week) -> None:
    """Let the week happen."""
    week.deploy()
    run = week.begin_by_schedule()
    run = week.lose_machine(run)
    week.lose_server()
    run = week.fill_disk(run)
    run = week.mend_brief(run)
    week.decide_half(run)
    week.upgrade()
    week.lose_ledger()
    week.finish(run)


def main() -> int:
    """Live through the week, and print what it came to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=63, help=f"how many, 6 to {PLACES_MAX}")
    parser.add_argument("--spread", choices=["here", "workers"], default="here", help="where editions are made")
    parser.add_argument("--network", choices=list(EMULATORS), default="facebook", help="the emulator beside the folder")
    parser.add_argument("--language", choices=list(MOURNING), default="en", help="in which the team is told")
    parser.add_argument("--keep", type=Path, help="work in this new folder, and leave it")
    given = parser.parse_args()
    if not 6 <= given.places <= PLACES_MAX:
        parser.error(f"--places: 6 to {PLACES_MAX}")
    home = given.keep.resolve() if given.keep else Path(tempfile.mkdtemp(prefix="briefcast-week-"))
    home.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, _stop)
    home.chmod(0o755)  # the database's own user has to come through
    try:
        with ExitStack() as stack:
            how = {"spread": given.spread, "network": given.network, "language": given.language}
            week = Week(home, stack, places=given.places, **how)
            try:
                live(week)
            except (BrokenError, OSError, subprocess.SubprocessError, httpx.HTTPError) as broken:
                week.checks.append(
                    Row(what="the week goes on to its end", expected="yes", seen="no", wrong=(str(broken),))
                )
            rows = week.rows()
            print(week.told(rows))
    finally:
        if not given.keep:
            shutil.rmtree(home, ignore_errors=True)
    print(f"load average {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
    return 1 if any(row.bad for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
