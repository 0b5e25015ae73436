"""A webhook of the team's: what notices came in."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator

import pytest

Told = list[dict[str, str]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """What came in at the team's webhook."""
    messages: Told = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            messages.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("BRIEFCAST_NOTICES", f"json://127.0.0.1:{server.server_port}")
        yield messages
        server.shutdown()
