"""A hub (WebSub) is told which feeds of the site have something new, so that it tells those who asked to know."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock

from briefcast.channels.http import Api
from briefcast.errors import BriefcastError
from briefcast.messages import tell
from briefcast.planner.plan import Site
from briefcast.site.feeds import feed_files
from briefcast.site.versions import Versions
from briefcast.store.files import write_whole

_TOLD = ".announced.json"
_TIMEOUT_S = 30


def announce(site: Site, out: Path) -> int:
    """Tell the hub of every feed that changed since it was told last; gives how many.

    What it was told is written down after each, so that whoever is cut short goes on.

    Raises:
        BriefcastError: the plan names no hub.
        ChannelError: the hub does not answer, or refuses.
    """
    if site.hub is None:
        sample = "hub: https://pubsubhubbub.appspot.com/"
        raise BriefcastError(tell("The site has no hub to be told. Write one into the plan: {sample}", sample=sample))
    heads = {name for name, _ in feed_files()}
    with FileLock(out / ".lock"):
        feeds = {path: key for path, key in Versions(out).shown().items() if path.rpartition("/")[2] in heads}
        told = {path: key for path, key in _told(out).items() if path in feeds}
        changed = [path for path in sorted(feeds) if told.get(path) != feeds[path]]
        with Api(urlsplit(str(site.hub)).netloc, str(site.hub), timeout_s=_TIMEOUT_S) as hub:
            for path in changed:
                hub.call("POST", str(site.hub), data={"hub.mode": "publish", "hub.url": f"{site.address}{path}"})
                told[path] = feeds[path]
                write_whole(out / _TOLD, json.dumps(told, indent=0) + "\n")
    return len(changed)


def _told(out: Path) -> Mapping[str, str]:
    """Give the keys that the hub knows of; none where that cannot be read: telling it again does no harm."""
    try:
        told = json.loads((out / _TOLD).read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
