"""A server of language models that answers what it is told to, well or ill, and keeps what it was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[Mapping[str, Any], BaseHTTPRequestHandler], None]
"""Answers one question, of which it gets the user's message."""


class LanguageModel:
    """The server, for one test."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[dict[str, Any]] = []
        """Every body that came."""
        self.headers: list[dict[str, str]] = []
        self.elsewhere: list[str] = []
        """Paths that were asked for beside the one of the protocol."""
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def sent(self) -> str:
        """Everything that it learnt, as one text."""
        return json.dumps(self.asked, ensure_ascii=False)


def says(content: object, **choice: Any) -> Answer:
    """Answer with a text in the form of the protocol."""

    def answer(asked: Mapping[str, Any], handler: BaseHTTPRequestHandler) -> None:
        message = {"role": "assistant", "content": content}
        send(handler, {"choices": [{"index": 0, "message": message, "finish_reason": "stop", **choice}]})

    return answer


def proposes(text: object) -> Answer:
    """Answer as it is asked to: JSON with one text."""
    return says(json.dumps({"text": text}, ensure_ascii=False))


def fails(status: int, text: str = "no", **headers: str) -> Answer:
    """Answer with a status that is none of success."""

    def answer(asked: Mapping[str, Any], handler: BaseHTTPRequestHandler) -> None:
        body = text.encode()
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def sends(body: bytes) -> Answer:
    """Answer with bytes as they are."""

    def answer(asked: Mapping[str, Any], handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def breaks(asked: Mapping[str, Any], handler: BaseHTTPRequestHandler) -> None:
    """Break the connection in the middle of an answer."""
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.close_connection = True


def send(handler: BaseHTTPRequestHandler, value: object) -> None:
    sends(json.dumps(value, ensure_ascii=False).encode())({}, handler)


@contextmanager
def language_model(answer: Answer) -> Iterator[LanguageModel]:
    """Serve one on this machine."""
    model = LanguageModel(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            body = json.loads(self.rfile.read(length))
            if self.path != "/v1/chat/completions":
                model.elsewhere.append(self.path)
            model.asked.append(body)
            model.headers.append(dict(self.headers))
            model.answer(json.loads(body["messages"][-1]["content"]), self)

        def log_message(self, *_: object) -> None:
            """Write nothing to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
