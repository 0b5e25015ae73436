"""A folder of files as a web server gives them."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/news"))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served_below(public: Path) -> Iterator[str]:
    """Serve a site below a folder, as its address says; gives where that is."""
    handler = functools.partial(_Quiet, directory=str(public))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/news/"
        server.shutdown()
