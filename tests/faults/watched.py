"""Run something in a process of its own and watch what it does: files, programs, sockets, time, memory, what it says.

    verdict = watch("tests.faults.hostile:check", (path,), folder)

What is watched are Python's audit events and what the process wrote; a parser in C that opens files by itself is not.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import multiprocessing
import os
import re
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from tests import ROOT

TIME_MAX_S, MEMORY_MAX_MB = 30.0, 1_000.0
"""Seconds of computing, which do not depend on what else a machine does, and memory of any one process."""
_ALARM_S = 180.0
"""Seconds by the clock after which a process is ended that does not end by itself."""

Bad = Literal[
    "traceback", "silent", "wrong exit code", "control character", "time", "memory", "read outside", "written outside",
    "program", "socket",
]  # fmt: skip

_OWN = (ROOT, Path(sys.prefix), Path(sys.base_prefix), Path(sysconfig.get_paths()["purelib"]))
_SYSTEM = (
    "/usr/",
    "/lib",
    "/proc/",
    "/dev/",
    "/sys/",
    "/etc/localtime",
    "/etc/timezone",
    "/etc/mime.types",
    "/etc/fonts",
)
_CACHES = tuple(str(Path.home() / place / "matplotlib") for place in (".config", ".cache"))
"""What a library keeps for itself, whatever is read."""
_SOCKETS = frozenset(
    ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")
)
_PROGRAMS = frozenset(("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"))
_CHANGES = frozenset(
    (
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.mkdir",
        "os.link",
        "os.symlink",
        "os.truncate",
        "os.chmod",
        "shutil.rmtree",
    )
)
_WORKERS = ("look_worker.py",)
"""Programs of briefcast itself that open what strangers made."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What one run did."""

    bad: tuple[tuple[Bad, str], ...]
    """What it should not have done, each with an example."""
    seconds: float
    """Of computing, with what was started; by the clock if it had to be ended."""
    memory_mb: float
    exit_code: int | None
    said: str
    """The end of what it wrote."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it should not have done, by kind."""
        return tuple(dict.fromkeys(kind for kind, _ in self.bad))


def watch(act: str, arguments: Sequence[Any], folder: Path, *, alarm_s: float = _ALARM_S) -> Verdict:
    """Run a function (``module:name``) with the folder as its current one; it may read and write there alone."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.warm"])
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(there, act, tuple(arguments), str(folder)), daemon=False)
    began = time.monotonic()
    process.start()
    there.close()
    answer: dict[str, Any] = {}
    try:
        if here.poll(alarm_s):
            answer = here.recv()
    except EOFError:
        pass
    seconds = time.monotonic() - began
    process.join(5 if answer else 0.1)
    if process.is_alive():
        process.kill()
        process.join()
    bad: list[tuple[Bad, str]] = list(answer.get("bad", ()))
    if not answer:
        bad.append(("time", "did not end") if seconds >= alarm_s else ("traceback", f"died: {process.exitcode}"))
    elif answer["seconds"] > TIME_MAX_S:
        bad.append(("time", f"{answer['seconds']:.0f} s"))
    if answer.get("memory_mb", 0) > MEMORY_MAX_MB:
        bad.append(("memory", f"{answer['memory_mb']:.0f} MB"))
    return Verdict(
        bad=tuple(dict.fromkeys(bad)),
        seconds=answer.get("seconds", seconds),
        memory_mb=answer.get("memory_mb", 0.0),
        exit_code=answer.get("exit_code"),
        said=answer.get("said", ""),
    )


def _run(channel: Connection, act: str, arguments: tuple[Any, ...], folder: str) -> None:
    module, _, name = act.partition(":")
    function = getattr(importlib.import_module(module), name)
    os.chdir(folder)
    sys.dont_write_bytecode = True  # what Python keeps of our own modules is written whoever runs them
    seen: list[tuple[Bad, str]] = []
    guard = _Guard(Path(folder), seen)
    sys.addaudithook(guard)
    told = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="surrogateescape", write_through=True)
    # The console of briefcast holds on to no stream: it asks for sys.stderr each time.
    began, exit_code = _cpu_s(), 0
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        try:
            guard.on = True
            function(*arguments)
        except SystemExit as ended:
            exit_code = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
        except BaseException as error:  # whatever gets out is what a person would see as a traceback
            at = error.__traceback__
            while at and at.tb_next:
                at = at.tb_next
            where = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""
            seen.append(("traceback", f"{type(error).__name__} at {where}"))
            exit_code = 1
        finally:
            guard.on = False
    seconds = _cpu_s() - began
    raw = told.buffer.getvalue() if isinstance(told.buffer, io.BytesIO) else b""
    said = raw.decode("utf-8", "surrogateescape")
    traced = any(kind == "traceback" for kind, _ in seen)
    if "BRIEFCAST_DEBUG" in said:
        seen.append(("traceback", said[-200:]))
    if exit_code and not traced and not said.strip():
        seen.append(("silent", f"exit code {exit_code}"))
    if exit_code not in (0, 1, 2, 130):
        seen.append(("wrong exit code", str(exit_code)))
    if found := _CONTROL.search(said):
        seen.append(
            ("control character", f"U+{ord(found[0]):04X} in {said[max(found.start() - 30, 0) : found.end() + 30]!r}")
        )
    answer = {
        "bad": seen[:50],
        "seconds": seconds,
        "memory_mb": _memory_mb(),
        "exit_code": exit_code,
        "said": said[-2_000:],
    }
    channel.send(answer)


def _cpu_s() -> float:
    return sum(os.times()[:4])


def _memory_mb() -> float:
    import resource

    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / (1e6 if sys.platform == "darwin" else 1e3)


class _Guard:
    """The audit hook: writes down what leads out of the folder."""

    def __init__(self, folder: Path, seen: list[tuple[Bad, str]]) -> None:
        self.on = False
        self.busy = False
        self.seen = seen
        aside = Path(tempfile.gettempdir())
        self.writable = (
            *_CACHES,
            f"{folder.resolve()}/",
            f"{folder.absolute()}/",
            f"{aside}/briefcast-",
            f"{aside}/tmp",
        )
        # Beside it, in the folder above, lies what must not be read.
        self.secret = str(folder.resolve().parent / "secret")
        self.readable = (*_SYSTEM, *(str(each) for own in _OWN for each in (own, own.resolve())))

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on or self.busy:
            return
        self.busy = True
        try:
            self._note(event, arguments)
        finally:
            self.busy = False

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            mode, flags = arguments[1] or "", arguments[2] or 0
            writes = (
                any(sign in mode for sign in "wax+") if mode else bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
            )
            self._file(arguments[0], writes=writes)
        elif event == "sqlite3.connect" or event in _CHANGES:
            self._file(arguments[0], writes=True)
        elif event == "socket.bind" and arguments[1][:2] in (("::1", 0), ("127.0.0.1", 0)):
            return  # how a library finds out whether the machine knows IPv6
        elif event in _SOCKETS:
            self.seen.append(("socket", f"{event} {arguments[1:]!r}"[:120]))
        elif event in _PROGRAMS:
            command = arguments[1] if event == "subprocess.Popen" else arguments
            if not any(str(part).endswith(_WORKERS) for part in command):
                self.seen.append(("program", f"{event} {command!r}"[:160]))

    def _file(self, name: object, *, writes: bool) -> None:
        if not isinstance(name, (str, bytes)) or (path := os.fsdecode(name)) in ("", ":memory:"):
            return
        path = os.path.realpath(path)
        if path.startswith(self.secret):
            self.seen.append(("written outside" if writes else "read outside", path))
        elif path.startswith(self.writable) or path.startswith("/dev/"):
            return
        elif writes and not path.startswith("/proc/self"):
            self.seen.append(("written outside", path))
        elif not writes and not path.startswith(self.readable):
            self.seen.append(("read outside", path))
