"""A desk that is asked by a test, as a browser of its own would ask."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

from briefcast.brief.start import write_start
from briefcast.desk.app import make_app
from briefcast.desk.doors import Keys
from briefcast.desk.who import Sessions

HOST = "http://127.0.0.1"
OURS = {"origin": HOST}
VIEW = {"audience": "citizens", "language": "en", "size": "1080x1350"}


def write_brief(folder: Path, name: str = "my-plan", languages: tuple[str, ...] = ("vi", "en", "he")) -> Path:
    return write_start(name, folder, languages=languages)


@contextmanager
def outside(folder: Path, *, keys: Keys | None = None, sessions: Sessions | None = None) -> Iterator[TestClient]:
    """Give a browser that was not let in yet."""
    app = make_app(folder, folder / "outputs", keys or Keys(), names=("127.0.0.1",), port=1, sessions=sessions)
    with TestClient(app, base_url=HOST) as browser:
        yield browser


@contextmanager
def inside(folder: Path, *, sessions: Sessions | None = None) -> Iterator[TestClient]:
    """Give a browser that was let in."""
    keys = Keys()
    with outside(folder, keys=keys, sessions=sessions) as browser:
        assert browser.get(f"/enter?key={keys.once}").status_code == 200
        yield browser


def ask(browser: TestClient, what: str, **body: Any) -> Any:
    """Ask as the desk's own page does."""
    return browser.post(f"/briefs/my-plan.yaml/{what}", json=body, headers=OURS)


def change(browser: TestClient, *changes: dict[str, Any], view: dict[str, str] | None = None, seq: int = 1) -> Any:
    return ask(browser, "change", client="one", seq=seq, changes=list(changes), view=view)


def put(address: str, value: Any) -> dict[str, Any]:
    path = [int(part) if part.isdigit() else part for part in address.split(".")]
    return {"kind": "set", "path": path, "value": value}
