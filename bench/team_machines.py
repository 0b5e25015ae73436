"""The machines of a team, all on this one: database, Prefect server, workers, board, webhook, a disk that can fill up.

Each is started in a session of its own and marked in its environment, so that a machine can be killed with everything
that it started, and nothing else. What they print goes to a file for each in the folder of logs.
"""

from __future__ import annotations

import datetime as dt
import http.server
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from sqlalchemy import create_engine, text

from tests.ledger_fixtures import find_postgresql
from tests.server_fixtures import free_port

_MARK = "BRIEFCAST_BENCH_MACHINE"
"""In the environment of every process of a machine, those included that its processes start."""


class BrokenError(Exception):
    """A machine did not do what it is for: the week cannot go on."""


def wait_for(what: str, ready: Callable[[], Any], *, seconds: float, every_s: float = 0.5) -> Any:
    """Wait until a function gives something, and give that; BrokenError with ``what`` if it takes too long."""
    ends = time.monotonic() + seconds
    while not (found := ready()):
        if time.monotonic() > ends:
            raise BrokenError(f"{what}: not within {seconds:.0f} s")
        time.sleep(every_s)
    return found


@dataclass
class Machine:
    """A machine with one service, and whatever that starts."""

    name: str
    command: list[str]
    folder: Path
    settings: Mapping[str, str]
    log: Path
    _mark: str = field(default_factory=lambda: secrets.token_hex(8))
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Switch it on."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={**self.settings, _MARK: self._mark},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    @property
    def serves(self) -> bool:
        """Whether its service runs."""
        return self._process is not None and self._process.poll() is None

    def ended(self) -> bool:
        """Say whether its service has ended."""
        return not self.serves

    def processes(self) -> list[int]:
        """Give the numbers of all its processes that live."""
        mark = f"{_MARK}={self._mark}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (place / "environ").read_bytes().split(b"\0") and _lives(place):
                    found.append(int(place.name))
        return found

    def kill(self) -> int:
        """Cut its power: every process gets SIGKILL; gives how many there were."""
        killed: set[int] = set()
        while now := self.processes():
            for process in now:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            killed |= set(now)
            time.sleep(0.1)
        if self._process:
            self._process.wait()
        return len(killed)

    def stop(self, *, seconds: float = 60) -> None:
        """Stop its service as a service manager does: SIGTERM, and after a while SIGKILL for what is left."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        self.kill()


def _lives(place: Path) -> bool:
    return not re.search(r"^State:\s+Z", (place / "status").read_text(), re.MULTILINE)


class Cluster:
    """A PostgreSQL server in a folder, on a port of its own, asking for a password."""

    def __init__(self, home: Path) -> None:
        self.home, self.port, self.password = home, free_port(), secrets.token_hex(12)
        programs = find_postgresql()
        if not programs:
            raise BrokenError("PostgreSQL's programs are not installed")
        self._programs, self._programs_all = programs, (programs / "initdb").resolve().parent
        # The server refuses to be run by root: then Debian's own user does.
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def __enter__(self) -> Self:
        self.home.mkdir()
        asked = self.home / "password"
        asked.write_text(self.password)
        if self._as_user:
            for place in (self.home, asked):
                shutil.chown(place, "postgres")
        self._program("initdb", "-D", self._data, "-U", "briefcast", "-A", "scram-sha-256", f"--pwfile={asked}", "-N")
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.home}"
        self._program("pg_ctl", "-D", self._data, "-w", "-o", options, "-l", str(self.home / "log"), "start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    @property
    def _data(self) -> str:
        return str(self.home / "data")

    def _program(self, name: str, *words: str) -> None:
        with (self.home / "programs.log").open("ab") as log:
            command = [*self._as_user, str(self._programs / name), *words]
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=self.home, timeout=120)

    def url(self, database: str, *, driver: str = "") -> str:
        """Give the address of a database, with its password."""
        return f"postgresql{driver}://briefcast:{self.password}@127.0.0.1:{self.port}/{database}"

    def tool(self, name: str, *words: str) -> None:
        """Run one of PostgreSQL's own programs for people, such as pg_dump."""
        subprocess.run([str(self._program_of(name)), *words], check=True, capture_output=True, timeout=300)

    def _program_of(self, name: str) -> Path:
        # Links to a few of them may lie elsewhere on the path.
        return next(place for folder in (self._programs, self._programs_all) if (place := folder / name).exists())

    def say(self, statement: str) -> list[Any]:
        """Run a statement as the administrator, and give its rows."""
        engine = create_engine(self.url("postgres", driver="+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            done = connection.execute(text(statement))
            rows = list(done) if done.returns_rows else []
        engine.dispose()
        return rows

    def size_mb(self, database: str) -> float:
        """Give how large a database is, in MB; nothing where there is none."""
        sizes = self.say(f"SELECT pg_database_size(datname) FROM pg_database WHERE datname = '{database}'")
        return sum(float(size) for (size,) in sizes) / 1e6


@dataclass(frozen=True)
class Notice:
    """A notice as the team got it."""

    at: dt.datetime
    title: str
    text: str

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses in it."""
        return tuple(found.rstrip(".,;)") for found in re.findall(r"https?://\S+", self.text))


@contextmanager
def webhook() -> Iterator[tuple[str, list[Notice]]]:
    """Take notices as a team's webhook does: give its address as notices are told it, and what came in so far."""
    notices: list[Notice] = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["content-length"])))
            notices.append(Notice(dt.datetime.now(dt.UTC), said["title"], said["message"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"json://127.0.0.1:{server.server_port}", notices
        server.shutdown()


class Disk:
    """A file system for what is made, in memory, that is full when somebody says so: the kernel gives ENOSPC."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __enter__(self) -> Self:
        self.place.mkdir(parents=True)
        if os.geteuid() != 0:
            raise BrokenError("a disk of its own can be mounted by root alone")
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2g", "tmpfs", self.place], check=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        subprocess.run(["umount", "--lazy", self.place], check=True)

    def fill(self) -> None:
        """Leave no room at all; what is written meanwhile needs a second try."""
        for more in range(20):
            with suppress(subprocess.CalledProcessError):
                self._resize(f"{shutil.disk_usage(self.place).used + more * 4096}")
                return
        raise BrokenError("the disk cannot be made smaller")

    def make_room(self) -> None:
        """Give back the room there was."""
        self._resize("2g")

    def _resize(self, size: str) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", self.place], check=True)


class Prefect:
    """What a person does in Prefect's pages, by the API that they speak to."""

    def __init__(self, api: str, auth: str) -> None:
        name, _, password = auth.partition(":")
        self.client = httpx.Client(base_url=api, auth=(name, password), timeout=60, trust_env=False)

    def healthy(self) -> bool:
        """Whether it answers."""
        with suppress(httpx.HTTPError):
            return self.client.get("/health").status_code == 200
        return False

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Ask something; while it is being restarted, ask again."""
        for _ in range(120):
            with suppress(httpx.TransportError):
                answer = self.client.request(method, path, json=body)
                if answer.status_code < 500:
                    return answer.raise_for_status().json() if answer.content else None
            time.sleep(0.5)
        raise BrokenError(f"Prefect's server does not answer {method} {path}")

    def deployment(self, flow: str) -> dict[str, Any]:
        """Give a deployment."""
        found: dict[str, Any] = self.ask("GET", f"/deployments/name/{flow}/default")
        return found

    def start(self, flow: str, **parameters: Any) -> str:
        """Start a deployed flow with the parameters it has, and those given; gives the run's id."""
        path = f"/deployments/{self.deployment(flow)['id']}/create_flow_run"
        return str(self.ask("POST", path, {"parameters": parameters})["id"])

    def run(self, id: str) -> dict[str, Any]:
        """Give a run."""
        found: dict[str, Any] = self.ask("GET", f"/flow_runs/{id}")
        return found

    def runs(self, **wanted: Any) -> list[dict[str, Any]]:
        """Give every run that fits a filter, those that wait for their time apart."""
        found: list[dict[str, Any]] = []
        asked = {"flow_runs": wanted, "limit": 200, "sort": "START_TIME_ASC"}
        while page := self.ask("POST", "/flow_runs/filter", {**asked, "offset": len(found)}):
            found += page
        return [run for run in found if run["state"] and run["state"]["type"] != "SCHEDULED"]

    def over(self, id: str) -> dict[str, Any] | None:
        """Give the state of a run that ended or waits for an answer."""
        state: dict[str, Any] = self.run(id)["state"]
        return state if state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED", "PAUSED") else None

    def ended(self, id: str, *, seconds: float) -> dict[str, Any]:
        """Wait until a run ended or waits for an answer, and give its state."""
        state: dict[str, Any] = wait_for(f"run {id}", lambda: self.over(id), seconds=seconds)
        return state


def program(name: str) -> list[str]:
    """Give the command of a program of this environment."""
    return [sys.executable, "-m", name]
