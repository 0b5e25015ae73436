"""A Prefect server for the tests of flows: one for all of them, with both flows deployed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import ROOT


class Patient(httpx.Client):
    """A client that asks a server again that says it is busy, as Prefect's own client does, for at most a minute."""

    def send(self, request: httpx.Request, **named: Any) -> httpx.Response:
        """Send a request, and again each second while the answer is 503."""
        deadline = time.monotonic() + 60
        while (answer := super().send(request, **named)).status_code == 503 and time.monotonic() < deadline:
            time.sleep(1)
        return answer


CLIENT = Patient(timeout=60)


def flow_settings(home: Path, **more: str) -> dict[str, str]:
    """Give the environment of a flow: Prefect's own folder, and nothing looked up outside."""
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(home),
        "DO_NOT_TRACK": "1",
        # Tests write into folders of their own, outside the folder that the flows are deployed from.
        "BRIEFCAST_OUTPUTS": "/",
        **more,
    }


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, port: int, **more: str) -> Iterator[str]:
    """Start a Prefect server in the folder of briefcast, as its docs say, and give its API; it is killed at the end."""
    api = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (home / "log").open("w") as log:
        settings = flow_settings(home, PREFECT_API_URL=api, **more)
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=log)
    try:
        for _ in range(480):
            with suppress(httpx.HTTPError):
                if httpx.get(f"{api}/health").status_code == 200:
                    break
            time.sleep(0.25)
        else:
            pytest.fail((home / "log").read_text())
        yield api
    finally:
        process.kill()
        process.wait(20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Start a Prefect server of our own on a free port and deploy the flows to it."""
    home = tmp_path_factory.mktemp("prefect")
    with serving(home, free_port()) as api:
        settings = flow_settings(home, PREFECT_API_URL=api)
        for words in (["work-pool", "create", "--type", "process", "local"], ["deploy", "--all"]):
            done = subprocess.run(
                [sys.executable, "-m", "prefect", "--no-prompt", *words],
                cwd=ROOT,
                env=settings,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
        yield api, settings
