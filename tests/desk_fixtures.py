"""A desk that is asked by a test, as a browser of its own would ask."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

from briefcast.brief.start import write_start
from briefcast.desk.app import make_app
from briefcast.desk.doors import Keys
from briefcast.desk.who import Sessions
from briefcast.ledger import open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from tests.batch_fixtures import write_plan

HOST = "http://127.0.0.1"
OURS = {"origin": HOST}
_BYTES = {**OURS, "content-type": "application/octet-stream"}
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


def write_team(folder: Path, week: str) -> Path:
    """Write a plan of one brief, and a ledger in which one person has a secret for the terminal."""
    write_plan(folder, briefs=1, weeks=(week,), languages="[vi, en, he]")
    with pytest.MonkeyPatch.context() as context:
        context.chdir(folder)
        context.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
        People(open_ledger()).add("minh", public_key(new_secret()), by="minh")
    return folder


def copy_team(prepared: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a test its own copy of a team's folder, and go there."""
    shutil.copytree(prepared, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
    return folder


def send_file(browser: TestClient, content: bytes | Iterator[bytes], *, name: str, field: str, **headers: str) -> Any:
    """Drop a file at a field, as the desk's own page does."""
    return browser.post(
        "/briefs/my-plan.yaml/files",
        params={"field": field, "name": name},
        content=content,
        headers={**_BYTES, **headers},
    )


def ask(browser: TestClient, what: str, **body: Any) -> Any:
    """Ask as the desk's own page does."""
    return browser.post(f"/briefs/my-plan.yaml/{what}", json=body, headers=OURS)


def change(browser: TestClient, *changes: dict[str, Any], view: dict[str, str] | None = None, seq: int = 1) -> Any:
    return ask(browser, "change", client="one", seq=seq, changes=list(changes), view=view)


def put(address: str, value: Any) -> dict[str, Any]:
    path = [int(part) if part.isdigit() else part for part in address.split(".")]
    return {"kind": "set", "path": path, "value": value}
