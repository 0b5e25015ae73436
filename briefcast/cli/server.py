"""What the Prefect server of ``PREFECT_API_URL`` lacks for a team that runs every week on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from briefcast.cli.submit import BATCH_DEPLOYMENT, DEPLOYMENT, speak_to_server
from briefcast.errors import BriefcastError
from briefcast.messages import Typed, tell
from briefcast.pages.address import board_missing

POOL = "local"
"""The pool of prefect.yaml."""
POOL_LIMIT = 6
"""Runs at once: two editions, a week, publishing, readings, and one more where another died with its machine."""
EDITION_GB = 1.2
"""What an edition with films takes at the most in memory while it is made, by measurement."""


def server_lacks() -> Iterator[str]:
    """Give each thing that the server lacks, with what to do; nothing where no server is set."""
    if not os.environ.get("PREFECT_API_URL"):
        return
    try:
        with speak_to_server() as client:
            pool, settings, *deployments = (
                None if (answer := client.get(path)).status_code == 404 else answer.raise_for_status().json()
                for path in (
                    f"/work_pools/{POOL}",
                    "/admin/settings",
                    f"/deployments/name/{DEPLOYMENT}",
                    f"/deployments/name/{BATCH_DEPLOYMENT}",
                )
            )
    except BriefcastError as error:
        yield error.told
        return
    yield from _lacks_of_pool(pool)
    if not all(deployments):
        yield tell("The flows are not deployed. Deploy them: {command}", command=Typed("prefect deploy --all"))
    yield from _lacks_of_settings((settings or {}).get("server", {}))
    if missing := board_missing():
        yield missing


def _lacks_of_pool(pool: dict[str, Any] | None) -> Iterator[str]:
    if pool is None:
        create = Typed(f"prefect work-pool create --type process {POOL}")
        yield tell("The server has no work pool {pool}. Create it: {command}", pool=POOL, command=create)
    elif not pool.get("concurrency_limit"):
        yield tell(
            "The work pool {pool} has no limit: all editions of a week would be made at once, each with up to "
            "{gigabytes} GB of memory. Set one: {command}",
            pool=POOL,
            gigabytes=EDITION_GB,
            command=Typed(f"prefect work-pool set-concurrency-limit {POOL} {POOL_LIMIT}"),
        )


def _lacks_of_settings(server: dict[str, Any]) -> Iterator[str]:
    """Give what the server was started without: it reads prefect.toml in the folder it is started from."""
    lacks = []
    if str(server.get("concurrency", {}).get("lease_storage", "")).endswith(".memory"):
        lacks.append(tell("after a power cut publishing may wait for ever"))
    if "flow_runs" not in (server.get("services", {}).get("db_vacuum", {}).get("enabled") or ()):
        lacks.append(tell("its database grows without end"))
    if server.get("analytics_enabled"):
        lacks.append(tell("it tells its maker how it is used"))
    if lacks:
        yield tell(
            "The server was started without the settings of prefect.toml: {lacks}. Start it in briefcast's folder: "
            "{command}",
            lacks=tuple(lacks),
            command=Typed("prefect server start"),
        )
