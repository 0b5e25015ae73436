"""Emulators: a platform as far as its published protocol says, with faults to order.

Derive `HttpEmulator` for a platform that speaks HTTP: write `handle` (what a request does), `publishing`
(which request it is after which readers see the post), `posts` (what they see) and `account` (settings and
secrets that lead here). Everything that can go wrong on the way comes from this file.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Literal, Self
from urllib.parse import parse_qsl, urlsplit

from briefcast.channels.base import Account, Post

Step = Literal["upload", "publish"]
FaultKind = Literal[
    "answer lost", "unavailable", "failed after all", "too many", "time-out", "killed", "killed before", "signed out"
]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that goes wrong, once."""

    kind: FaultKind
    """answer lost: it is done and the connection breaks · unavailable: 503, not done · failed after all: 503,
    but done · too many: 429, not done · time-out: done, no answer in time · killed: done, and the publisher
    dies · killed before: the publisher dies before it is done · signed out: 401, until `Emulator.renew`."""
    step: Step
    """In a call that uploads, or in the publishing call."""
    skip: int = 0
    """How many calls of that step pass first."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One post as readers of the platform see it, or will at its time."""

    id: str
    marker: str
    """Found in the post, not remembered on the side."""
    text: str = ""
    language: str = ""
    alt_texts: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Content by name or place."""
    captions: Mapping[str, bytes] = field(default_factory=dict)
    """Content by language."""
    synthetic: bool | None = None
    """What the platform's own field says; None where it has none."""
    answers: str = ""
    """Id of the post that it stands below; empty of one that stands by itself."""


class Emulator(ABC):
    """A platform that readers can look at, and in which things go wrong when told to."""

    channel: ClassVar[str]
    faults: ClassVar[frozenset[FaultKind]]
    """Which faults it can have."""
    steps: ClassVar[tuple[Step, ...]] = ("upload", "publish")
    """Which kinds of calls its channel makes; one that sends everything with the publishing call has no upload."""

    def __init__(self) -> None:
        self.pid: int | None = None
        """The publisher's process, for faults that kill it."""
        self.figures: dict[str, dict[str, Any]] = {}
        """What is counted of a post: by its id, and then by the platform's own names."""
        self._faults: list[Fault] = []
        self._signed_out = False

    @abstractmethod
    def account(self) -> Account:
        """Give an account that leads here, with a short time-out."""

    @abstractmethod
    def posts(self) -> list[Seen]:
        """Give what readers see, or will see at its time."""

    def arm(self, fault: Fault) -> None:
        """Let this go wrong once."""
        assert fault.kind in self.faults, f"{self.channel} cannot have {fault.kind}"
        self._faults.append(fault)

    def disarm(self) -> None:
        """Let nothing go wrong any more, and take the token again."""
        self._faults.clear()
        self._signed_out = False

    def renew(self) -> None:
        """Take the account's token again."""
        self._signed_out = False

    def ready(self, post: Post) -> Post:
        """Lay out what the channel needs beside a post, before it is published; give the post that fits it."""
        return post

    def seen(self, post: Post) -> list[Seen]:
        """Give every copy of one post."""
        return [seen for seen in self.posts() if seen.marker == post.marker]

    def due(self, step: Step) -> Fault | None:
        """Give the fault that happens in this call, if one does."""
        for number, fault in enumerate(self._faults):
            if fault.step == step:
                if fault.skip:
                    self._faults[number] = Fault(kind=fault.kind, step=step, skip=fault.skip - 1)
                    return None
                del self._faults[number]
                return fault
        return None

    def kill_publisher(self) -> None:
        """Kill the publisher at once, as the power going off would."""
        assert self.pid and self.pid != os.getpid(), "a fault that kills needs the publisher's process in `pid`"
        os.kill(self.pid, signal.SIGKILL)
        time.sleep(0.05)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """With names in small letters."""
    body: bytes

    def json(self) -> Any:
        """Read the body as JSON; an empty one as nothing."""
        return json.loads(self.body or b"{}")

    def form(self) -> dict[str, str]:
        """Read the body as a form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def bearer(self) -> str:
        """The token in its Authorization header."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer; a ``body`` that is no bytes goes out as JSON."""

    status: int = 200
    body: Any = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class HttpEmulator(Emulator):
    """A platform that speaks HTTP, on a free port of this machine."""

    faults = frozenset(FaultKind.__args__)  # type: ignore[attr-defined]
    timeout_s: ClassVar[float] = 0.6
    """What `account` should set as its time-out: a fault waits longer than this."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.RLock()
        self.owner = ("", "")
        """Number and name of the account that its tokens belong to, where they alone decide it."""
        self.calls: list[str] = []
        """Every request, as ``POST /path``: to count what was asked for."""
        self._server: ThreadingHTTPServer | None = None

    @abstractmethod
    def handle(self, request: Request) -> Reply:
        """Do what the platform does; called by one request at a time. Check what the protocol asks for."""

    @abstractmethod
    def publishing(self, request: Request) -> bool:
        """Whether readers see the post after this request."""

    def harmless(self, request: Request) -> bool:
        """Whether faults leave this request alone, such as a look at the state of things."""
        return False

    def answer_signed_out(self) -> Reply:
        """Give what the platform says to a token it does not take."""
        return Reply(status=401, body={"error": "ExpiredToken", "message": "Token has expired"})

    def answer_too_many(self) -> Reply:
        """Give what the platform says to too many calls."""
        return Reply(
            status=429, body={"error": "RateLimitExceeded", "message": "Slow down"}, headers={"retry-after": "0"}
        )

    @property
    def url(self) -> str:
        """Where it is."""
        assert self._server, "start it with `with`"
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        emulator = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # Else each answer waits 40 ms for an acknowledgement.
            wbufsize = -1  # headers and body leave together: apart, the second waits for a delayed ACK

            def _serve(self) -> None:
                emulator._serve(self)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = _serve  # noqa: N815

            def log_message(self, *_: object) -> None:
                return None

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                return None  # A publisher that was killed breaks its connection.

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        address = urlsplit(handler.path)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        request = Request(
            method=handler.command,
            path=address.path,
            query=dict(parse_qsl(address.query, keep_blank_values=True)),
            headers=headers,
            body=_read_body(handler, headers),
        )
        with self.lock:
            self.calls.append(f"{request.method} {request.path}")
            step: Step = "publish" if self.publishing(request) else "upload"
            fault = None if self.harmless(request) else self.due(step)
            kind = fault.kind if fault else None
            if kind == "signed out":
                self._signed_out = True
            if kind == "killed before":
                self.kill_publisher()
                handler.close_connection = True
                return
            reply = self._reply(request, kind)
        if kind == "killed":
            self.kill_publisher()
        if kind == "time-out":
            time.sleep(self.timeout_s * 1.6)
        if kind in ("answer lost", "time-out", "killed"):
            handler.close_connection = True
            handler.connection.close()
            return
        _write(handler, reply)

    def _reply(self, request: Request, kind: FaultKind | None) -> Reply:
        if self._signed_out:
            return self.answer_signed_out()
        if kind == "too many":
            return self.answer_too_many()
        if kind == "unavailable":
            return Reply(status=503, body=b"down for a moment")
        reply = self.handle(request)
        return Reply(status=503, body=b"bad gateway") if kind == "failed after all" else reply


def _read_body(handler: BaseHTTPRequestHandler, headers: Mapping[str, str]) -> bytes:
    if headers.get("expect", "").lower() == "100-continue":
        handler.send_response_only(100)
        handler.end_headers()
        handler.wfile.flush()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        parts = []
        while size := int(handler.rfile.readline().split(b";")[0], 16):
            parts.append(handler.rfile.read(size))
            handler.rfile.readline()
        handler.rfile.readline()
        return b"".join(parts)
    return handler.rfile.read(int(headers.get("content-length", 0)))


def _write(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
    headers = {name.lower(): value for name, value in reply.headers.items()}
    if not isinstance(reply.body, bytes):
        headers.setdefault("content-type", "application/json")
    handler.send_response_only(reply.status)
    handler.send_header("date", formatdate(usegmt=True))
    for name, value in headers.items():
        handler.send_header(name, value)
    if reply.status != 204:
        handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)
    handler.wfile.flush()
