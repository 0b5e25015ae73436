"""Let publishing run for days with nothing to do, and measure how Prefect's database grows.

python -m bench.idle_days                     four days of 24 runs each, on SQLite
python -m bench.idle_days --days 3 --runs 48 --postgresql

A server, a worker and a week that waits are set up as the docs say; only what is old is looked for every few seconds,
not every hour. A day ends with all moments of the database set back by a day: what is a day old then goes as it does
where a day really passes. Of a day with 288 runs everything is reckoned.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import DateTime, Engine, create_engine, inspect, text

from bench.places import set_up
from bench.team_machines import Cluster, Machine, Prefect, program, wait_for
from tests.server_fixtures import free_port

ROOT = Path(__file__).resolve().parent.parent
RUNS_A_DAY = 288
LOOKS_EVERY_S = 5
"""How often the server looks for what is old; an hour and a day by itself."""
DATABASE = "prefect"


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a database is."""

    mb: float
    """On the disk, with the room that is free in it."""
    used_mb: float
    rows: Mapping[str, int]
    """By table, those that have any."""


def size_of(engine: Engine) -> Size:
    """Measure a database."""
    sqlite = engine.dialect.name == "sqlite"
    tables = inspect(engine).get_table_names()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not sqlite:
            # In a day PostgreSQL does so by itself, many times: what was deleted makes room.
            connection.execute(text("VACUUM"))

        def number(statement: str) -> float:
            return float(connection.execute(text(statement)).scalar_one())

        rows = Counter({table: int(number(f'SELECT count(*) FROM "{table}"')) for table in tables})
        if sqlite:
            page = number("PRAGMA page_size") / 1e6
            pages, free = number("PRAGMA page_count"), number("PRAGMA freelist_count")
            return Size(mb=pages * page, used_mb=(pages - free) * page, rows=+rows)
        mb = number(f"SELECT pg_database_size('{DATABASE}')") / 1e6
        return Size(mb=mb, used_mb=mb, rows=+rows)


def let_a_day_pass(engine: Engine) -> None:
    """Set every moment that the database holds back by a day."""
    sqlite = engine.dialect.name == "sqlite"
    inspector = inspect(engine)
    with engine.begin() as connection:
        for table in inspector.get_table_names():
            moments = [column["name"] for column in inspector.get_columns(table) if _is_moment(column["type"])]
            back = "strftime('%Y-%m-%d %H:%M:%f000', \"{0}\", '-1 day')" if sqlite else "\"{0}\" - interval '1 day'"
            if moments:
                changes = ", ".join(f'"{name}" = {back.format(name)}' for name in moments)
                connection.execute(text(f'UPDATE "{table}" SET {changes}'))


def _is_moment(kind: object) -> bool:
    return isinstance(kind, DateTime)


def measure(home: Path, *, days: int, runs: int, postgresql: bool) -> list[Size]:
    """Give how large Prefect's database is at first, and after what is old went on each day."""
    (home / "week").mkdir()
    place = set_up(home / "week", 2)
    place.run("approve", place.week, "all", "--who", "lan")
    place.run("release", place.week, "--who", "lan")
    place.run("publish")
    port, prefect_home = free_port(), home / "prefect"
    prefect_home.mkdir()
    api = f"http://127.0.0.1:{port}/api"
    settings = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(prefect_home),
        "PREFECT_API_URL": api,
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS": str(LOOKS_EVERY_S),
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ORPHAN_CLEANUP_LOOP_SECONDS": str(LOOKS_EVERY_S),
        # Runs are asked for one after the other.
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "BRIEFCAST_OUTPUTS": str(home),
        "BRIEFCAST_LEDGER": str(place.home / "ledger.db"),
    }
    with ExitStack() as stack:
        if postgresql:
            cluster = stack.enter_context(Cluster(home / "postgresql"))
            cluster.say(f"CREATE DATABASE {DATABASE}")
            settings["PREFECT_API_DATABASE_CONNECTION_URL"] = cluster.url(DATABASE, driver="+asyncpg")
            engine = create_engine(cluster.url(DATABASE, driver="+psycopg"))
        else:
            engine = create_engine(f"sqlite:///{prefect_home / 'prefect.db'}", connect_args={"timeout": 60})
        stack.callback(engine.dispose)

        def machine(name: str, *words: str) -> Machine:
            command = [*program("prefect"), "--no-prompt", *words]
            made = Machine(name=name, command=command, folder=ROOT, settings=settings, log=home / f"{name}.log")
            stack.callback(made.stop)
            return made

        machine("server", "server", "start", "--host", "127.0.0.1", "--port", str(port)).start()
        prefect = Prefect(api, ":")
        wait_for("Prefect's server", prefect.healthy, seconds=180)
        for words in ("work-pool create --type process local", "deploy --all"):
            once = machine(words.partition(" ")[0], *words.split()).start()
            wait_for(words, once.ended, seconds=300)
        for flow in ("publish-edition", "weekly-batch", "take-readings"):
            prefect.ask("PATCH", f"/deployments/{prefect.deployment(flow)['id']}", {"paused": True})
        machine("worker", "worker", "start", "--pool", "local").start()
        asked = {"request": {"settings": str(place.home), "out": str(place.home / "outputs")}}
        sizes = [size_of(engine)]
        for day in range(days):
            for _ in range(runs):
                state = prefect.ended(prefect.start("publish-edition", **asked), seconds=300)
                if state["type"] != "COMPLETED":
                    sys.exit(f"A run that should be idle is {state['name']}: {state['message']}")
            # What is told of runs is written a little later than they end.
            time.sleep(2 * LOOKS_EVERY_S)
            sizes.append(size_of(engine))
            print(f"day {day + 1}: {sizes[-1].used_mb:.2f} MB", file=sys.stderr, flush=True)
            let_a_day_pass(engine)
        return sizes


def main() -> None:
    """Print what each day left, and what of it is there for good."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=4, choices=range(3, 31), metavar="DAYS", help="three at least")
    parser.add_argument("--runs", type=int, default=24, help="on each day")
    parser.add_argument("--postgresql", action="store_true", help="measure on PostgreSQL, not SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="briefcast-days-") as home:
        Path(home).chmod(0o755)  # PostgreSQL's user looks for its folder in it
        sizes = measure(Path(home), days=given.days, runs=given.runs, postgresql=given.postgresql)
    print("| at the end of day | MB | of it used | runs | events | logs | rows that were not there the day before |")
    print("|---|---|---|---|---|---|---|")
    for day, size in enumerate(sizes):
        counts = (size.rows.get(table, 0) for table in ("flow_run", "events", "log"))
        before = sizes[day - 1].rows if day else size.rows
        more = {table: count - before.get(table, 0) for table, count in size.rows.items()}
        told = ", ".join(f"{table} {count:+}" for table, count in more.items() if count) or "none"
        print(f"| {day} | {size.mb:.2f} | {size.used_mb:.2f} | {' | '.join(map(str, counts))} | {told} |")
    first = (sizes[1].used_mb - sizes[0].used_mb) * RUNS_A_DAY / given.runs
    later = (sizes[-1].used_mb - sizes[2].used_mb) / (len(sizes) - 3) * RUNS_A_DAY / given.runs
    print(f"of 288 runs: {first:.1f} MB on the first day, {later:.2f} MB on each from the third on")


if __name__ == "__main__":
    main()
