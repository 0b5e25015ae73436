"""An SFTP server by asyncssh, in which renaming the card is the publishing call."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from pathlib import Path

import asyncssh
from pydantic import SecretStr

from briefcast.channels.base import Account
from tests.emulators.base import Emulator, FaultKind, Seen
from tests.emulators.folder import read_folder
from tests.emulators.s3 import seen_in

USER, PASSWORD = "publisher", "password-of-the-server"


class SftpEmulator(Emulator):
    """A server with one user."""

    channel = "sftp"
    faults = frozenset(
        {"answer lost", "unavailable", "failed after all", "time-out", "killed", "killed before", "signed out"}
    )
    timeout_s = 1.5

    def __enter__(self) -> SftpEmulator:
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(20)
        return self

    async def _start(self) -> None:
        emulator = self
        key = asyncssh.generate_private_key("ssh-ed25519")
        self.host_key = key.export_public_key().decode().strip()

        class Door(asyncssh.SSHServer):
            def password_auth_supported(self) -> bool:
                return True

            def validate_password(self, username: str, password: str) -> bool:
                fault = emulator.due_at_door()
                return not fault and not emulator._signed_out and (username, password) == (USER, PASSWORD)

        class Files(asyncssh.SFTPServer):
            def __init__(self, channel: asyncssh.SSHServerChannel) -> None:
                super().__init__(channel, chroot=str(emulator.path).encode())
                self._own = channel

            async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
                fault = emulator.due("publish" if newpath.endswith(b"/post.json") else "upload")
                kind = fault.kind if fault else None
                if kind == "killed before":
                    emulator.kill_publisher()
                    return
                if kind == "unavailable":
                    raise asyncssh.SFTPFailure("not now")
                super().posix_rename(oldpath, newpath)
                await self._afterwards(kind)

            async def _afterwards(self, kind: FaultKind | None) -> None:
                if kind == "failed after all":
                    raise asyncssh.SFTPFailure("not now")
                if kind == "killed":
                    emulator.kill_publisher()
                if kind == "time-out":
                    await asyncio.sleep(emulator.timeout_s * 1.5)
                if kind in ("answer lost", "killed", "time-out"):
                    self._own.get_connection().abort()

        self._server = await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Door, server_host_keys=[key], sftp_factory=Files
        )

    def due_at_door(self) -> bool:
        """Whether the token is refused from now on."""
        for fault in self._faults:
            if fault.kind == "signed out":
                self._faults.remove(fault)
                self._signed_out = True
                return True
        return False

    def account(self) -> Account:
        return Account(
            name="web",
            channel="sftp",
            settings={
                "host": "127.0.0.1",
                "port": self._server.get_port(),
                "user": USER,
                "host_key": self.host_key,
                "timeout_s": self.timeout_s,
            },
            secrets={"password": SecretStr(PASSWORD)},
        )

    def posts(self) -> list[Seen]:
        return seen_in(read_folder(self.path))

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._folder.cleanup()
