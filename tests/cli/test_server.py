"""A Prefect server that would fail a team is named by `doctor` and `--submit` before it does, with what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from briefcast.cli import submit
from briefcast.cli.server import server_lacks
from briefcast.errors import BriefcastError
from briefcast.week.week import BatchRequest

FIT: dict[str, Any] = {
    "/work_pools/local": {"concurrency_limit": 6},
    "/deployments/name/make-edition/default": {"id": "1"},
    "/deployments/name/weekly-batch/default": {"id": "2"},
    "/admin/settings": {
        "server": {
            "analytics_enabled": False,
            "concurrency": {"lease_storage": "prefect.server.concurrency.lease_storage.filesystem"},
            "services": {"db_vacuum": {"enabled": ["events", "flow_runs"]}},
        }
    },
}
BARE = {
    "server": {
        "analytics_enabled": True,
        "concurrency": {"lease_storage": "prefect.server.concurrency.lease_storage.memory"},
        "services": {"db_vacuum": {"enabled": ["events"]}},
    }
}


@pytest.fixture(autouse=True)
def _set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://server:4200/api")
    monkeypatch.setenv("BRIEFCAST_BOARD_URL", "http://board:8200")
    monkeypatch.delenv("PREFECT_API_AUTH_STRING", raising=False)


def _answers(monkeypatch: pytest.MonkeyPatch, pages: dict[str, Any], status: int = 200) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        page = pages.get(request.url.path.removeprefix("/api"))
        return httpx.Response(404 if page is None else status, text=json.dumps(page))

    client = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **more: client(transport=httpx.MockTransport(answer), **more))


def test_a_server_that_is_fit_for_a_team_lacks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(monkeypatch, FIT)
    assert list(server_lacks()) == []
    monkeypatch.delenv("PREFECT_API_URL")
    _answers(monkeypatch, {})
    assert list(server_lacks()) == [], "nobody is told of a server that nobody set"


@pytest.mark.parametrize(
    ("page", "answer", "told"),
    [
        ("/work_pools/local", {"concurrency_limit": None}, "prefect work-pool set-concurrency-limit local 6"),
        ("/work_pools/local", None, "prefect work-pool create --type process local"),
        ("/deployments/name/weekly-batch/default", None, "prefect deploy --all"),
        ("/admin/settings", BARE, "after a power cut publishing may wait for ever, its database grows without end"),
        ("/admin/settings", BARE, "it tells its maker how it is used"),
    ],
)
def test_what_would_fail_a_team_is_named(monkeypatch: pytest.MonkeyPatch, page: str, answer: Any, told: str) -> None:
    """63 editions would start at once and take 75 GB; a reboot would stop publishing; a disk would fill."""
    _answers(monkeypatch, FIT | {page: answer})
    [lack] = server_lacks()
    assert told in lack


def test_links_that_open_nowhere_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFCAST_BOARD_URL")
    _answers(monkeypatch, FIT)
    assert "BRIEFCAST_BOARD_URL" in "".join(server_lacks())


def test_a_password_without_its_user_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "only-a-password")
    with pytest.raises(BriefcastError, match=r"^PREFECT_API_AUTH_STRING has no colon.*user:password"):
        submit.submit_batch(BatchRequest(plan=Path("plan.yaml")))
    assert "only-a-password" not in "".join(server_lacks())


def test_a_password_that_is_refused_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(monkeypatch, FIT, status=401)
    [told] = server_lacks()
    assert "PREFECT_API_AUTH_STRING" in told and "PREFECT_SERVER_API_AUTH_STRING" in told
