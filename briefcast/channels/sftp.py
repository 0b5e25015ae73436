"""Publishing onto a web server over SFTP, with the server's key pinned."""

from __future__ import annotations

import asyncio
import posixpath
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import asyncssh

from briefcast.channels.base import Kept
from briefcast.channels.files import FileChannel, Item, Shelf, ShelfSettings
from briefcast.errors import ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import tell
from briefcast.secrecy import redact
from briefcast.tools.lost import told_lost

Answer = TypeVar("Answer")

_CHUNK_BYTES = 1024 * 1024


class SftpShelf(Shelf):
    """A folder on a server."""

    def __init__(self, *, folder: str, who: str, timeout_s: float, signed_out: str, options: dict[str, Any]) -> None:
        self.folder, self.who, self.timeout_s, self.signed_out = folder.rstrip("/"), who, timeout_s, signed_out
        self._options = options
        self._connection: asyncssh.SSHClientConnection | None = None
        self._sftp: asyncssh.SFTPClient | None = None

    @cached_property
    def _runner(self) -> asyncio.Runner:
        return asyncio.Runner()

    def check(self) -> str:
        """Sign in, and see that the folder is there."""

        async def look(sftp: asyncssh.SFTPClient) -> str:
            await sftp.makedirs(self.folder or ".", exist_ok=True)
            return str(await sftp.realpath(self.folder or "."))

        return f"{self._options['username']}@{self._options['host']}:{self.run(look)}"

    def put(self, path: str, item: Item, kept: Kept) -> None:  # noqa: ARG002  # how far it came is seen there
        """Write it to ``.part``, going on where it stopped, then rename it over what was there."""
        place = self._place(path)
        aside = posixpath.join(
            posixpath.dirname(place), f".{posixpath.basename(place)}.{item.sha256[:12] or 'new'}.part"
        )

        async def write(sftp: asyncssh.SFTPClient) -> None:
            await sftp.makedirs(posixpath.dirname(place), exist_ok=True)
            if isinstance(item.source, Path):
                done = (await sftp.stat(aside)).size or 0 if await sftp.exists(aside) else 0
                await _append(sftp, item.source, aside, done if item.sha256 and done <= item.size_bytes else 0)
            else:
                async with sftp.open(aside, "wb") as file:
                    await file.write(item.source)
            await sftp.posix_rename(aside, place)

        self.run(write)

    def read(self, path: str) -> bytes | None:
        """Read a file."""

        async def get(sftp: asyncssh.SFTPClient) -> bytes | None:
            if not await sftp.isfile(self._place(path)):
                return None
            async with sftp.open(self._place(path), "rb") as file:
                content = await file.read()
                return content if isinstance(content, bytes) else content.encode()

        return self.run(get)

    def holds(self, path: str, item: Item) -> bool:
        """Compare sizes, then contents: a server of files knows no hashes."""

        async def size(sftp: asyncssh.SFTPClient) -> int | None:
            place = self._place(path)
            return (await sftp.stat(place)).size if await sftp.isfile(place) else None

        return self.run(size) == item.size_bytes and self.read(path) == item.read()

    def names(self, path: str) -> Sequence[str]:
        """List a folder, without what is still being written."""

        async def look(sftp: asyncssh.SFTPClient) -> list[str]:
            place = self._place(path)
            if not await sftp.isdir(place):
                return []
            entries = [str(name) for name in await sftp.listdir(place)]
            return [name for name in entries if not name.startswith(".")]

        return self.run(look)

    def remove(self, path: str) -> None:
        """Remove a file, and its folder with the last one."""

        async def go(sftp: asyncssh.SFTPClient) -> None:
            place = self._place(path)
            if await sftp.isfile(place):
                await sftp.remove(place)
            folder = posixpath.dirname(place)
            if await sftp.isdir(folder) and not [n for n in await sftp.listdir(folder) if str(n) not in (".", "..")]:
                await sftp.rmdir(folder)

        self.run(go)

    def close(self) -> None:
        """Close the connection."""
        if "_runner" not in self.__dict__:
            return
        if self._connection:
            self._connection.abort()
            self._connection = self._sftp = None
        self._runner.close()

    def _place(self, path: str) -> str:
        if path.startswith("/") or ".." in path.split("/"):
            raise Refused(tell("'{path}' is no place in {folder}.", path=path, folder=self.folder))
        return f"{self.folder}/{path}" if self.folder else path

    def run(self, what: Callable[[asyncssh.SFTPClient], Awaitable[Answer]]) -> Answer:
        """Do something on the server, in the connection that there is, with its failures explained."""

        async def go() -> Answer:
            if self._sftp is None:
                self._connection = await asyncssh.connect(**self._options)
                self._sftp = await self._connection.start_sftp_client()
            return await what(self._sftp)

        try:
            return self._runner.run(_within(self.timeout_s, go()))
        except (OSError, asyncssh.Error, TimeoutError) as error:
            if self._connection:
                self._connection.abort()
            self._connection = self._sftp = None
            raise self._explained(error) from None

    def _explained(self, error: Exception) -> ChannelError:
        """Say what a failure means. Putting the same again is harmless, so a lost answer is no more than a wait."""
        said = redact(str(error)) or told_lost(error)
        if isinstance(error, asyncssh.HostKeyNotVerifiable):
            return Refused(
                tell(
                    "{account}: the server's key is not the one that is pinned ({said}). Ask who runs it "
                    "whether the key was changed; if so, write the new one into host_key (ssh-keyscan shows "
                    "it).",
                    account=self.who,
                    said=said,
                )
            )
        if isinstance(error, asyncssh.PermissionDenied):
            return SignedOut(
                tell(
                    "{account}: the sign-in is not taken ({said}). {way}",
                    account=self.who,
                    said=said,
                    way=self.signed_out,
                )
            )
        if isinstance(error, asyncssh.SFTPPermissionDenied | asyncssh.SFTPNoSpaceOnFilesystem):
            return Refused(
                tell(
                    "{account}: the server refused ({said}). Check the folder's owner and the free space.",
                    account=self.who,
                    said=said,
                )
            )
        return TryLater(
            tell("{account}: the server could not be reached, or not to the end ({said}).", account=self.who, said=said)
        )


async def _within(seconds: float, what: Coroutine[Any, Any, Answer]) -> Answer:
    return await asyncio.wait_for(what, seconds)


async def _append(sftp: asyncssh.SFTPClient, source: Path, aside: str, done: int) -> None:
    async with sftp.open(aside, "r+b" if done else "wb") as there:
        with source.open("rb") as here:
            here.seek(done)
            offset = done
            while piece := here.read(_CHUNK_BYTES):
                await there.write(piece, offset)
                offset += len(piece)


class Sftp(FileChannel):
    """Posts as folders on a server."""

    name = "sftp"
    secrets: ClassVar = {
        "password": tell("The password of the server's user; or leave it out and give a private-key."),
        "private-key": tell("The whole text of the private key (OpenSSH), or leave it out and give a password."),
    }

    class Settings(ShelfSettings):
        """Which server, and as whom."""

        host: str
        """``web.example.org``."""
        port: int = 22
        user: str
        """``desk``."""
        path: str = ""
        """Folder on the server; where the user arrives if empty."""
        host_key: str
        """The server's public key, as ssh-keyscan shows it: ``ssh-ed25519 AAAA…``."""
        timeout_s: float = 600

    settings: Settings

    def open_shelf(self) -> SftpShelf:
        """Give the folder on the server."""
        given = self.account.secrets
        if not given:
            raise Refused(
                tell(
                    "{account}: neither password nor private-key is given. {way}",
                    account=str(self.account),
                    way=self.secrets["password"],
                )
            )
        try:
            host_key = asyncssh.import_public_key(self.settings.host_key)
            keys = [asyncssh.import_private_key(self.secret("private-key"))] if "private-key" in given else None
        except (asyncssh.KeyImportError, ValueError) as error:
            raise Refused(
                tell("{account}: {error} (host_key or private-key).", account=str(self.account), error=error)
            ) from None
        return SftpShelf(
            folder=self.settings.path,
            who=str(self.account),
            timeout_s=self.settings.timeout_s,
            signed_out=self.secrets["password"],
            options={
                "host": self.settings.host,
                "port": self.settings.port,
                "username": self.settings.user,
                "password": self.secret("password") if "password" in given else None,
                "client_keys": keys,
                "known_hosts": ([host_key], [], []),
                "agent_path": None,
                "config": None,
                "connect_timeout": min(15, self.settings.timeout_s),
            },
        )
