"""A mail server by aiosmtpd that keeps what it takes."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from pydantic import SecretStr

from briefcast.channels.base import Account
from tests.emulators.base import Emulator, Seen

USER, PASSWORD = "news@example.org", "password-of-the-mail"


class MailEmulator(Emulator):
    """A server with one account; taking the content of a message is the publishing call."""

    channel = "mail"
    faults = frozenset({"answer lost", "unavailable", "too many", "time-out", "killed", "killed before", "signed out"})
    steps = ("publish",)
    timeout_s = 0.6

    def __enter__(self) -> MailEmulator:
        self.taken: list[EmailMessage] = []
        self.raw: list[bytes] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._server = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            auth_require_tls=False,
            authenticator=self._sign_in,
            data_size_limit=10**8,
        )
        self._server.start()
        return self

    def _sign_in(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        for fault in self._faults:
            if fault.kind == "signed out":
                self._faults.remove(fault)
                self._signed_out = True
                break
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right and not self._signed_out, handled=False)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("nobody@"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        fault = self.due("publish")
        kind = fault.kind if fault else None
        if kind == "killed before":
            self.kill_publisher()
            return "451 4.3.0 Not now"
        if kind == "unavailable":
            return "421 4.3.2 Down for a moment"
        if kind == "too many":
            return "452 4.5.3 Too many messages"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.raw.append(envelope.content)
        if kind == "killed":
            self.kill_publisher()
        if kind == "time-out":
            await asyncio.sleep(self.timeout_s * 1.6)
        if kind in ("answer lost", "killed", "time-out"):
            server.transport.abort()
        return "250 2.0.0 Taken"

    def account(self) -> Account:
        return Account(
            name="press",
            channel="mail",
            settings={
                "host": "127.0.0.1",
                "port": self.port,
                "security": "none",
                "user": USER,
                "sender": USER,
                "sender_name": "Communications Team",
                "to": "press@example.org",
                "timeout_s": self.timeout_s,
            },
            secrets={"password": SecretStr(PASSWORD)},
        )

    def posts(self) -> list[Seen]:
        return [self._seen(message) for message in self.taken]

    def _seen(self, message: EmailMessage) -> Seen:
        plain, html = message.get_body(("plain",)), message.get_body(("html",))
        assert plain and html
        language = message["Content-Language"]
        files = {
            part.get_filename() or "": part.get_payload(decode=True) for part in message.walk() if part.get_filename()
        }
        return Seen(
            id=message["Message-ID"],
            marker=message["Message-ID"].strip("<>").partition(".")[0],
            text=plain.get_content(),
            language=language,
            alt_texts=(html.get_content(),),
            files=files,
            captions=dict.fromkeys([language], files["captions.vtt"]) if "captions.vtt" in files else {},
        )

    def __exit__(self, *_: object) -> None:
        self._server.stop()
