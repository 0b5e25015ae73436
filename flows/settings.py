"""What Prefect is told before it is loaded. A flow's file calls `settle` above its imports of Prefect."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def settle(*, alone: bool) -> None:
    """Set what Prefect reads from the environment when it is loaded; what is set already stays.

    Nothing is looked up outside, by Prefect or anything below it. ``alone``: the flow was started on a terminal,
    where its progress and one message tell the story, and a server of its own keeps the whole log.
    """
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    if not alone:
        return
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    home = Path(os.environ.setdefault("PREFECT_HOME", str(Path(".briefcast/prefect").resolve())))
    home.mkdir(parents=True, exist_ok=True)
    # The first start of the embedded server writes its database: longer than Prefect waits by itself.
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
    print("Starting the embedded Prefect server…", file=sys.stderr, flush=True)  # noqa: T201
