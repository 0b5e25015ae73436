"""The site on a server reached over SFTP: the new version is laid beside the old one, then readers are led to it.

The server gives a second name to what it has already, so only what is another is sent. It is laid out as `versions`
lays it out on a disk.
"""

from __future__ import annotations

import asyncio
import json
import posixpath
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import Any

import asyncssh

from briefcast.channels.files import Item
from briefcast.channels.sftp import SftpShelf
from briefcast.errors import Refused
from briefcast.messages import tell
from briefcast.site.serving import media_type_of
from briefcast.site.versions import PUBLIC, VERSIONS, is_own, version_name

_BATCH = 500
"""How many files are asked for in one go: a connection that is lost costs no more than these."""
_AT_ONCE = 32
_SMALL_BYTES = 16 * 1024
"""Written with one request, so that a file of its size is whole; a larger one is written aside and renamed."""

Patiently = Callable[..., Any]


def switch_server(shelf: SftpShelf, public: Path, keys: Mapping[str, str], patiently: Patiently) -> tuple[int, int]:
    """Bring a version to the server and lead readers to it; gives how many files were sent, and how many went.

    Args:
        shelf: the folder on the server.
        public: the version on this disk.
        keys: its files, each with its key.
        patiently: does something again where a failure may pass.

    Raises:
        Refused: the server has something else there, or makes no links.
    """
    return _Switching(shelf, public, keys, patiently).bring()


class _Switching:
    def __init__(self, shelf: SftpShelf, public: Path, keys: Mapping[str, str], patiently: Patiently) -> None:
        self._shelf, self._public, self._keys, self._patiently = shelf, public, keys, patiently
        self._root = shelf.folder or "."
        self._name = version_name(keys)

    def bring(self) -> tuple[int, int]:
        now = self._do(self._shown)
        known = self._known(now)
        if now == self._name:
            self._do(partial(self._sweep, keep={now}))
            return 0, 0
        same = [path for path, key in self._keys.items() if known.get(path) == key]
        lacking = [path for path in self._keys if known.get(path) != self._keys[path]]
        if not self._do(methodcaller("isdir", self._at(VERSIONS, self._name))):
            self._lay(now, same, lacking)
        self._do(self._lead)
        self._do(partial(self._sweep, keep={now, self._name}))
        return len(lacking), len(set(known) - set(self._keys))

    def _lay(self, now: str, same: Sequence[str], lacking: list[str]) -> None:
        """Lay the version beside the others."""
        aside = self._at(VERSIONS, f".{self._name}")
        self._make_folders(aside)
        for some in _batches(same):
            lacking += self._do(partial(self._link, old=self._at(VERSIONS, now), aside=aside, some=some))
        small = [path for path in lacking if (self._public / path).stat().st_size <= _SMALL_BYTES]
        for some in _batches(small):
            self._do(partial(self._write, aside=aside, some=some))
        for path in sorted(set(lacking) - set(small)):
            item = Item(
                name=posixpath.basename(path),
                media_type=media_type_of(path),
                source=self._public / path,
                sha256=self._name,
            )
            place = f"{VERSIONS}/.{self._name}/{path}"
            if not self._do(methodcaller("isfile", self._at(place))):
                self._patiently(self._shelf.put, place, item, {})
        text = json.dumps(dict(self._keys), ensure_ascii=False).encode()
        record = Item(name=self._name, media_type="application/json", source=text)
        self._patiently(self._shelf.put, f"{VERSIONS}/{self._name}.json", record, {})
        self._do(methodcaller("posix_rename", aside, self._at(VERSIONS, self._name)))

    # ---- one call each; whatever is done twice does no harm

    def _do(self, what: Callable[[asyncssh.SFTPClient], Awaitable[Any]]) -> Any:
        return self._patiently(self._shelf.run, what)

    def _at(self, *parts: str) -> str:
        return posixpath.join(self._root, *parts)

    async def _shown(self, sftp: asyncssh.SFTPClient) -> str:
        """Name the version that readers see; empty if there is none."""
        linked = await sftp.islink(self._at(VERSIONS))
        if not linked:
            await sftp.makedirs(self._at(VERSIONS), exist_ok=True)
        led = await sftp.lexists(self._at(PUBLIC))
        lying = () if linked or led else await sftp.listdir(self._at(VERSIONS))
        foreign = linked or any(str(name) not in (".", "..") and not is_own(str(name)) for name in lying)
        if foreign or (led and not await sftp.islink(self._at(PUBLIC))):
            place = self._at(VERSIONS if foreign else PUBLIC)
            raise Refused(tell("{place} holds something that is no site. Name a folder of its own.", place=place))
        if not led:
            return ""
        name = posixpath.basename(str(await sftp.readlink(self._at(PUBLIC))))
        return name if await sftp.isdir(self._at(VERSIONS, name)) else ""

    def _known(self, now: str) -> Mapping[str, str]:
        if not now:
            return {}
        try:
            known = json.loads(self._patiently(self._shelf.read, f"{VERSIONS}/{now}.json") or b"{}")
        except ValueError:
            return {}
        return known if isinstance(known, dict) else {}

    def _make_folders(self, aside: str) -> None:
        """Make every folder, those above before those in them."""
        folders = {""}
        for path in self._keys:
            parts = path.split("/")[:-1]
            folders.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
        by_depth: dict[int, list[str]] = {}
        for folder in folders:
            by_depth.setdefault(folder.count("/") + bool(folder), []).append(folder)

        for depth in sorted(by_depth):
            for some in _batches(by_depth[depth]):
                self._do(partial(self._make_some, aside=aside, some=some))

    @staticmethod
    async def _make_some(sftp: asyncssh.SFTPClient, aside: str, some: Sequence[str]) -> None:
        async def make(folder: str) -> None:
            try:
                await sftp.mkdir(posixpath.join(aside, folder))
            except asyncssh.SFTPError:
                if not await sftp.isdir(posixpath.join(aside, folder)):
                    raise

        await _each(some, make)

    async def _link(self, sftp: asyncssh.SFTPClient, old: str, aside: str, some: Sequence[str]) -> list[str]:
        """Give files of the version before a second name; gives those that it has not any more."""
        missing: list[str] = []

        async def link(path: str) -> None:
            target = posixpath.join(aside, path)
            try:
                await sftp.link(posixpath.join(old, path), target)
            except asyncssh.SFTPOpUnsupported:
                told = tell(
                    "The server makes no links, so readers cannot be switched to a new site at once. Copy the folder "
                    "{folder} there with its own tools, or use a bucket (s3).",
                    folder=self._public,
                )
                raise Refused(told) from None
            except asyncssh.SFTPError:
                if not await sftp.exists(target):
                    missing.append(path)

        await _each(some, link)
        return missing

    async def _write(self, sftp: asyncssh.SFTPClient, aside: str, some: Sequence[str]) -> None:
        """Write small files, but for those that are there from a time that was cut short."""

        async def write(path: str) -> None:
            target, content = posixpath.join(aside, path), (self._public / path).read_bytes()
            try:
                if (await sftp.stat(target)).size == len(content):
                    return
            except asyncssh.SFTPNoSuchFile:
                pass
            async with sftp.open(target, "wb") as file:
                await file.write(content)

        await _each(some, write)

    async def _lead(self, sftp: asyncssh.SFTPClient) -> None:
        """Lead readers to the version: one renaming."""
        aside = self._at(f".{PUBLIC}")
        if await sftp.lexists(aside):
            await sftp.remove(aside)
        await sftp.symlink(f"{VERSIONS}/{self._name}", aside)
        await sftp.posix_rename(aside, self._at(PUBLIC))

    async def _sweep(self, sftp: asyncssh.SFTPClient, keep: set[str]) -> None:
        """Take away versions that nobody reads any more, and what was cut short."""
        for name in [str(each) for each in await sftp.listdir(self._at(VERSIONS))]:
            if name in (".", "..") or name.removesuffix(".json") in keep or not is_own(name):
                continue
            place = self._at(VERSIONS, name)
            await (sftp.rmtree(place) if await sftp.isdir(place) else sftp.remove(place))


def _batches(paths: Sequence[str]) -> list[Sequence[str]]:
    return [paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH)]


async def _each(paths: Iterable[str], call: Callable[[str], Awaitable[None]]) -> None:
    """Do something for each path, some at once."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(path: str) -> None:
        async with gate:
            await call(path)

    await asyncio.gather(*(one(path) for path in paths))
