"""How many characters were sent to a service in a month, where the team set a limit (``BRIEFCAST_AZURE_CHARACTERS``).

Counted are sentences that this machine sent, each once, whatever the service says of them; what was spoken before is in
the store and costs nothing. The months of UTC count, as services bill.
"""

from __future__ import annotations

import datetime as dt
import json
import os

from filelock import FileLock

from briefcast.errors import EngineUnavailable
from briefcast.messages import tell
from briefcast.secrecy import secret_name
from briefcast.speech.piper import voices_folder
from briefcast.store.files import write_changed

_FILE = "sent.json"
_WAIT_S = 10.0


def take(engine: str, characters: int) -> None:
    """Count characters before they are sent; nothing is counted where there is no limit.

    Raises:
        EngineUnavailable: They would pass the limit of this month, or nobody can say how much was sent.
    """
    limit = _limit(engine)
    if limit is None:
        return
    name, month = _name(engine), f"{dt.datetime.now(dt.UTC):%Y-%m}"
    folder = voices_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f".{_FILE}.lock", timeout=_WAIT_S):
            path = folder / _FILE
            counts = json.loads(path.read_text("utf-8")) if path.is_file() else {}
            before = counts.get(engine, {}).get(month, 0)
            if before + characters > limit:
                raise EngineUnavailable(
                    tell("the limit of {limit} characters a month ({name}) would be passed", limit=limit, name=name)
                )
            write_changed(path, json.dumps({**counts, engine: {month: before + characters}}, indent=1))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise EngineUnavailable(
            tell("how much was sent under {name} cannot be counted in {folder}", name=name, folder=folder)
        ) from error


def _limit(engine: str) -> int | None:
    said = os.environ.get(_name(engine), "").strip()
    if not said:
        return None
    if not said.isdecimal():
        raise EngineUnavailable(tell("{name} is {said}: write a whole number", name=_name(engine), said=repr(said)))
    return int(said)


def _name(engine: str) -> str:
    return secret_name(engine, "characters").upper().replace("-", "_")
