"""A desk that is served to a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, BrowserContext

from briefcast.desk.app import make_app
from briefcast.desk.doors import Keys
from briefcast.desk.provider import Provider

PATIENCE_MS = 90_000
"""The first picture of a language loads what it needs; other tests may want both cores."""
RULES = {"rules": {"target-size": {"enabled": True}}}
"""What is too small to be pressed is a rule of WCAG 2.2 that axe asks for where it is told to (2.5.8)."""


@contextmanager
def served(
    browser: Browser, folder: Path, *, warm: bool = True, port: int = 0, provider: Provider | None = None
) -> Iterator[tuple[BrowserContext, str]]:
    """Give a browser that was let in to the desk of a folder, and the address of the desk.

    Where a provider says who it is, nobody is let in yet.
    """
    keys = Keys()
    app = make_app(folder, folder / "outputs", keys, names=("127.0.0.1",), port=1, warm=warm, provider=provider)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        threading.Event().wait(0.05)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1400, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    if provider is None:
        page = context.new_page()
        page.goto(f"{address}/enter?key={keys.once}")
        page.close()
    yield context, address
    context.close()
    server.should_exit = True
    thread.join(timeout=20)
