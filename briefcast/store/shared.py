"""The content store of several machines: entries in object storage, one maker for each key.

    BRIEFCAST_STORE=s3://bucket/briefcast      also gs://, az://, a folder; credentials from the environment

Each machine keeps its own folder of entries and looks here before it makes anything. An entry's index is
written last: an entry with an index is whole. Whoever makes a key holds a claim: an object that only one
can create. A claim that its holder no longer renews is overtaken by creating the next one in number, which
again only one can do; nothing depends on the clocks of the machines.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import from_url

from briefcast.errors import BriefcastError
from briefcast.messages import tell

RENEW_S = 5
"""How often a maker renews its claim."""
DEAD_AFTER_S = 30
"""After how long without renewal a maker counts as dead."""
LOOK_S = 0.2
"""How often one who waits looks again."""


class SharedStore:
    """Entries in object storage, by content key."""

    def __init__(self, url: str) -> None:
        if "://" not in url:
            url = Path(url).expanduser().absolute().as_uri()
        self.url = _without_login(url)
        with _told(url):
            if url.startswith("file:"):
                Path(url2pathname(urlsplit(url).path)).mkdir(parents=True, exist_ok=True)
            # A server of one's own on this machine needs no certificate.
            local = url.startswith("s3:") and _is_local(os.environ.get("AWS_ENDPOINT_URL"))
            self._objects: Any = from_url(url, client_options={"allow_http": True} if local else None)

    def fetch(self, key: str, folder: Path, index_name: str) -> bool:
        """Copy an entry into a folder; False if there is no such entry."""
        with _told(self.url):
            try:
                index = bytes(obstore.get(self._objects, f"{_place(key)}/{index_name}").bytes())
            except (NotFoundError, FileNotFoundError):
                return False
            for name in json.loads(index)["files"]:
                if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                    outside = tell(
                        "{store}: the entry {key} names a file outside: {name}. Delete the entry.",
                        store=self.url,
                        key=key,
                        name=name,
                    )
                    raise BriefcastError(outside)
                file = folder / name
                file.parent.mkdir(parents=True, exist_ok=True)
                with file.open("wb") as target:
                    for part in obstore.get(self._objects, f"{_place(key)}/files/{name}").stream():
                        target.write(part)
            (folder / index_name).write_bytes(index)
        return True

    def publish(self, key: str, folder: Path, index_name: str) -> None:
        """Copy a whole entry there, its index last."""
        index = (folder / index_name).read_bytes()
        with _told(self.url):
            for name in json.loads(index)["files"]:
                obstore.put(self._objects, f"{_place(key)}/files/{name}", folder / name)
            obstore.put(self._objects, f"{_place(key)}/{index_name}", index)

    def has(self, key: str, index_name: str) -> bool:
        """Say whether there is a whole entry."""
        with _told(self.url):
            try:
                obstore.head(self._objects, f"{_place(key)}/{index_name}")
            except (NotFoundError, FileNotFoundError):
                return False
        return True

    def put_note(self, name: str, content: bytes) -> None:
        """Keep a few bytes under a name, for every machine to read."""
        with _told(self.url):
            obstore.put(self._objects, f"notes/{name}", content)

    def note(self, name: str) -> bytes | None:
        """Give what was kept under a name; None if nothing was."""
        with _told(self.url):
            try:
                return bytes(obstore.get(self._objects, f"notes/{name}").bytes())
            except (NotFoundError, FileNotFoundError):
                return None

    @contextmanager
    def turn(self, key: str, index_name: str) -> Iterator[bool]:
        """Wait until the entry is there (False) or it is ours to make (True); others wait until the block ends."""
        claim = self._take_claim(key, index_name)
        if claim is None:
            yield False
            return
        done = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(claim, done), name="store-claim", daemon=True)
        renewing.start()
        try:
            # Between our last look and our claim another one may have finished.
            yield not self.has(key, index_name)
        finally:
            done.set()
            renewing.join()
            with _told(self.url):
                for old in self._claims(key):
                    with suppress(NotFoundError, FileNotFoundError):
                        obstore.delete(self._objects, old["path"])

    def _take_claim(self, key: str, index_name: str) -> str | None:
        """Create a claim; None if the entry appeared meanwhile."""
        seen, since = "", time.monotonic()
        while not self.has(key, index_name):
            claims = self._claims(key)
            number = 0
            if claims:
                newest = claims[-1]
                state = f"{newest['path']} {newest['e_tag']} {newest['last_modified']}"
                if state != seen:
                    seen, since = state, time.monotonic()
                if time.monotonic() - since < DEAD_AFTER_S:
                    time.sleep(LOOK_S)
                    continue
                number = int(newest["path"].rpartition(".")[2]) + 1
            path = f"{_claim_place(key)}.{number:06}"
            with _told(self.url):
                try:
                    obstore.put(self._objects, path, _word(), mode="create")
                except AlreadyExistsError:
                    continue
            return path
        return None

    def _claims(self, key: str) -> list[Any]:
        """List the claims of a key, the oldest first."""
        folder, _, name = _claim_place(key).rpartition("/")
        with _told(self.url):
            found = [meta for part in obstore.list(self._objects, prefix=folder) for meta in part]
        return sorted(
            (m for m in found if m["path"].rpartition("/")[2].startswith(f"{name}.")), key=lambda m: m["path"]
        )

    def _renew(self, claim: str, done: threading.Event) -> None:
        while not done.wait(RENEW_S):
            with suppress(BaseError, OSError):  # one renewal missed is no death
                obstore.put(self._objects, claim, _word())


def _place(key: str) -> str:
    return f"entries/{key[:2]}/{key}"


def _claim_place(key: str) -> str:
    return f"claims/{key[:4]}/{key}"


def _word() -> bytes:
    return f"{os.getpid()} {time.time_ns()}".encode()


def _is_local(endpoint: str | None) -> bool:
    return (endpoint or "").startswith(("http://127.0.0.1", "http://localhost"))


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Turn what object storage raises into one sentence with the next step; what is only absent passes through."""
    try:
        yield
    except (NotFoundError, FileNotFoundError, AlreadyExistsError):
        raise
    except (BaseError, ValueError) as error:
        first = str(error).strip().splitlines()[0].replace(url, _without_login(url))[:300]
        raise BriefcastError(
            tell(
                "The shared store {store}: {reason}. Check the address, the credentials and the network.",
                store=_without_login(url),
                reason=first,
            )
        ) from error


def _without_login(url: str) -> str:
    """Give an address without the user and password that it may hold, for people to read."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else url
