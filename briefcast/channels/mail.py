"""Publishing by mail: to a list of readers, a press list, a colleague.

SMTP has no way to ask whether a message arrived. If the answer to its content is lost, it is listed as not
confirmed and never sent again by itself; its Message-ID is the same each time, so that mail servers and
programs that look at it show one.
"""

from __future__ import annotations

import base64
import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, localtime, parseaddr
from html import escape
from typing import Any, ClassVar, Literal

from pydantic import Field

from briefcast.channels.base import AccountSettings, Channel, Kept, Post, Receipt
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import tell
from briefcast.secrecy import redact
from briefcast.tools.lost import told_lost

_MESSAGE_ID = re.compile(r"<[^<>@\s]+@[^<>@\s]+>")
"""RFC 5322, 3.6.4."""


CLIPPED_AT_BYTES = 102_000
"""Gmail hides what comes after about so much, and with it the link by which readers are let go. It never said how much:
this is what senders measured (newsletrix.com, suped.com)."""


class _WholeWords(EmailPolicy):
    """Lines end as SMTP wants them, and no space is lost between words that are not ASCII.

    The policies of Python up to 3.12.3 drop the space where a long line of such words is broken: ``cướcđiện``.
    """

    def fold(self, name: str, value: Any) -> str:
        if str(value).isascii():
            return str(super().fold(name, value))
        if isinstance(found := getattr(value, "addresses", None), tuple):
            told = (f"{Header(each.display_name, 'utf-8').encode()} <{each.addr_spec}>" for each in found)
            return f"{name}: {', '.join(told)}\n".replace("\n", self.linesep)
        return f"{name}: {Header(str(value), 'utf-8', header_name=name).encode()}\n".replace("\n", self.linesep)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


WHOLE_WORDS = _WholeWords(linesep="\r\n")


class Mail(Channel):
    """Posts as messages to one address, such as a mailing list's."""

    name = "mail"
    addressed = False
    read_at = "to"
    corrects_beside = True
    secrets: ClassVar = {
        "password": tell("The password of the mail account; many providers want one made for a program.")
    }

    class Settings(AccountSettings):
        """Through which server, from whom, to whom."""

        host: str
        """``mail.example.org``."""
        port: int = 587
        security: Literal["starttls", "tls", "none"] = "starttls"
        """``none`` only for a server on this machine."""
        user: str = ""
        """Nobody signs in if empty."""
        sender: str
        """``news@example.org``."""
        sender_name: str = ""
        to: str
        """One address: that of a mailing list, so that there is one outcome."""
        list_id: str = Field(default="", pattern=r"^([a-z0-9-]+(\.[a-z0-9-]+)+)?$")
        """What the list is called, so that readers can sort its mails (RFC 2919): ``newsletter.example.org``."""
        unsubscribe_url: str = Field(default="", pattern=r"^(https://\S+)?$")
        """Where the list lets go of a reader who presses one button: it answers a POST (RFC 8058), and is https."""
        unsubscribe_mail: str = Field(default="", pattern=r"^([^\s@]+@[^\s@]+)?$")
        """Where a reader's mail is enough to be let go: ``unsubscribe@lists.example.org``."""
        message_max_bytes: int = 25_000_000
        """The largest message the servers on the way take (Gmail and Exchange Online: 25 MB)."""

    settings: Settings

    @classmethod
    def same_place(cls, written: str) -> str:
        """Give the address by itself, in small letters: no mail server or list tells capitals apart."""
        return super().same_place(parseaddr(written)[1] or written)

    def check(self) -> str:
        """Sign in and leave."""
        with self._explained(), self._connected() as server:
            server.noop()
        return tell("{sender} by {host}", sender=self.settings.sender, host=self.settings.host)

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse a message that is too large as a whole, or whose text would be cut off."""
        message = self.compose(post)
        if post.main.role == "mail" and (told := too_long_for_gmail(_html_of(message))):
            return told
        size = len(message.as_bytes(policy=WHOLE_WORDS))
        limit = self.settings.message_max_bytes
        if size <= limit:
            return ()
        return (
            tell(
                "The message has {size} bytes with its files; the server takes {most}. Send the picture "
                "instead of the film, or publish the film elsewhere and link to it.",
                size=float(size),
                most=float(limit),
            ),
        )

    def withdraw(self, receipt: Receipt) -> None:
        """Refuse: what was mailed stays where it is."""
        raise stays_mailed(str(self.account), receipt.id)

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:  # noqa: ARG002
        """Refuse, as taking back."""
        raise stays_as_mailed(str(self.account), receipt.id)

    def send(self, post: Post, kept: Kept) -> Receipt:  # noqa: ARG002
        """Hand the message to the server."""
        content = self.compose(post).as_bytes(policy=WHOLE_WORDS)
        with self._explained(), self._connected() as server:
            for code, said in (server.mail(self.settings.sender), server.rcpt(self.settings.to)):
                if code not in (250, 251):
                    raise smtplib.SMTPResponseException(code, said)
            try:
                code, said = server.data(content)
            except (smtplib.SMTPServerDisconnected, OSError) as error:
                raise AnswerLost(
                    tell("{account}: the server did not say whether it took the message.", account=str(self.account))
                ) from error
            if code != 250:
                raise smtplib.SMTPResponseException(code, said)
        return Receipt(id=self._message_id(post.marker), url="")

    def _message_id(self, marker: str) -> str:
        domain = self.settings.sender.rpartition("@")[2]
        return f"<{marker}.{self.account.name}@{domain}>"

    def compose(self, post: Post) -> EmailMessage:
        """Write the message: plain text, the same as HTML with the picture in it, and the files."""
        message = EmailMessage()
        message["From"] = Address(self.settings.sender_name, addr_spec=self.settings.sender)
        message["To"] = self.settings.to
        message["Subject"] = post.title
        message["Date"] = format_datetime(localtime())
        message["Message-ID"] = self._message_id(post.marker)
        message["Auto-Submitted"] = "auto-generated"
        message["X-Briefcast-Item"] = post.item
        if post.corrects:  # Programs that read mail show it below what it corrects.
            known = _MESSAGE_ID.fullmatch(post.corrects)
            message["In-Reply-To"] = message["References"] = (
                post.corrects if known else self._message_id(post.corrects_marker)
            )
        # RFC 2369 and RFC 8058; Gmail and Yahoo ask it of whoever sends to 5,000 a day.
        mailto = self.settings.unsubscribe_mail and f"mailto:{self.settings.unsubscribe_mail}?subject=unsubscribe"
        if ways := [f"<{way}>" for way in (self.settings.unsubscribe_url, mailto) if way]:
            message["List-Unsubscribe"] = ", ".join(ways)
        if self.settings.list_id:
            message["List-Id"] = f"<{self.settings.list_id}>"
        if self.settings.unsubscribe_url:
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        if post.main.role == "mail":
            return _written_whole(message, post)
        picture = post.main if post.main.role == "image" else post.file("cover", "image/jpeg", "image/png")
        described = f"\n\n{picture.alt_text}" if picture and picture.alt_text else ""
        message.set_content(post.text + described + "\n", cte="quoted-printable")
        message.add_alternative(self._html(post), subtype="html", cte="quoted-printable")
        if picture is not None:
            html = message.get_payload()[1]  # type: ignore[index]
            assert isinstance(html, EmailMessage)
            main, _, sub = picture.media_type.partition("/")
            html.add_related(
                picture.path.read_bytes(),
                maintype=main,
                subtype=sub,
                cid=f"<picture@{post.marker}>",
                filename=picture.name,
                disposition="inline",
            )
        for file in post.files:
            if file is not picture:
                main, _, sub = file.media_type.partition(";")[0].partition("/")
                message.add_attachment(file.path.read_bytes(), maintype=main, subtype=sub, filename=file.name)
        return _in_language(message, post.language)

    def _html(self, post: Post) -> str:
        picture = post.main if post.main.role == "image" else post.file("cover", "image/jpeg", "image/png")
        shown = ""
        if picture is not None:
            alt = escape(picture.alt_text or post.title)
            shown = f'<p><img src="cid:picture@{post.marker}" alt="{alt}" width="600" style="max-width:100%"></p>'
        paragraphs = "".join(
            f"<p>{_linked(paragraph)}</p>" for paragraph in post.text.split("\n\n") if paragraph.strip()
        )
        return (
            f'<!doctype html><html lang="{post.language}" dir="{post.direction}"><head><meta charset="utf-8">'
            f"<title>{escape(post.title)}</title></head>"
            f'<body lang="{post.language}" dir="{post.direction}" style="font-family:sans-serif;font-size:16px;'
            f'line-height:1.5">{shown}{paragraphs}</body></html>'
        )

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        given = self.settings
        context = ssl.create_default_context()
        if given.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(given.host, given.port, timeout=given.timeout_s, context=context)
        else:
            server = smtplib.SMTP(given.host, given.port, timeout=given.timeout_s)
        try:
            server.ehlo_or_helo_if_needed()
            if given.security == "starttls":
                server.starttls(context=context)
            if given.user:
                server.login(given.user, self.secret("password"))
            yield server
        finally:
            server.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say what a failure means; up to the content of the message nothing was sent."""
        try:
            yield
        except ChannelError:
            raise
        except smtplib.SMTPAuthenticationError as error:
            raise SignedOut(
                tell(
                    "{account}: the sign-in is not taken. {way}",
                    account=str(self.account),
                    way=self.secrets["password"],
                )
            ) from error
        except smtplib.SMTPResponseException as error:
            said = redact(error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else "")
            message = tell(
                "{account}: the server answered {answer}.",
                account=str(self.account),
                answer=f"{error.smtp_code} {said}".strip(),
            )
            raise (TryLater(message) if 400 <= error.smtp_code < 500 else Refused(message)) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(
                tell("{account}: {error} Check `security` and `port`.", account=str(self.account), error=str(error))
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            raise TryLater(
                tell(
                    "{account}: the server could not be reached ({error}).",
                    account=str(self.account),
                    error=told_lost(error),
                )
            ) from error


def stays_mailed(account: str, id: str) -> Refused:
    """Say that what was mailed cannot be taken back."""
    return Refused(
        tell(
            "{account}: what was mailed cannot be deleted ({id}). Send a correction, or write to the list.",
            account=account,
            id=id,
        )
    )


def stays_as_mailed(account: str, id: str) -> Refused:
    """Say that what was mailed cannot be another."""
    return Refused(
        tell(
            "{account}: what was mailed cannot be changed ({id}). Withdrawing it is no way either. Send a "
            "correction: approve and release it as an item of its own, or write to the list.",
            account=account,
            id=id,
        )
    )


def _written_whole(message: EmailMessage, post: Post) -> EmailMessage:
    """Fill in a mail that was written whole: its text, its page and the pictures that are named there.

    In base64, which grows Vietnamese by a third and Hebrew no more; quoted-printable makes three of each byte.
    """
    pictures = {file: f"picture-{number}@{post.marker}" for number, file in enumerate(post.pictures, 1)}
    html = whole_page(post, {file.name: f"cid:{cid}" for file, cid in pictures.items()})
    message.set_content(post.text, cte="base64")
    message.add_alternative(html, subtype="html", cte="base64")
    body = message.get_body(("html",))
    assert isinstance(body, EmailMessage)
    for file, cid in pictures.items():
        main, _, sub = file.media_type.partition("/")
        content = file.path.read_bytes()
        body.add_related(content, maintype=main, subtype=sub, cid=f"<{cid}>", filename=file.name, disposition="inline")
    return _in_language(message, post.language)


def whole_page(post: Post, pictures: Mapping[str, str]) -> str:
    """Give the page of a mail that was written whole.

    Args:
        post: whose main file it is.
        pictures: the address of each of its pictures, by the name of its file.
    """
    html = post.main.path.read_text("utf-8")
    for name, address in pictures.items():
        html = html.replace(f'src="{escape(name)}"', f'src="{escape(address)}"')
    # What it corrects, if it does, stands above all in both.
    lead = post.text.partition(post.main.long_description)[0].strip() if post.main.long_description else ""
    if lead:
        told = "".join(f'<p style="font-family:Arial,sans-serif">{_linked(block)}</p>' for block in lead.split("\n\n"))
        html = re.sub(r"<body[^>]*>", lambda found: f"{found[0]}{told}", html, count=1)
    return html


def too_long_for_gmail(html: str) -> tuple[str, ...]:
    """Say that the page of a mail would be cut off, as it is sent in base64; nothing if it would not be."""
    sent = len(base64.encodebytes(html.encode()))
    if sent <= CLIPPED_AT_BYTES:
        return ()
    return (
        tell(
            "The text of the mail has {size} bytes as it is sent; Gmail shows no more than {most}. Tell fewer "
            "items in it: give some of them to another week in the plan.",
            size=f"{sent:,}",
            most=f"{CLIPPED_AT_BYTES:,}",
        ),
    )


def _html_of(message: EmailMessage) -> str:
    html = message.get_body(("html",))
    return str(html.get_content()) if html else ""


def _in_language(message: EmailMessage, code: str) -> EmailMessage:
    """Say in which language a message is, last: building the parts moves every Content- header into the first."""
    for part in (message, *filter(None, (message.get_body(("plain",)), message.get_body(("html",))))):
        part["Content-Language"] = code
    return message


def _linked(paragraph: str) -> str:
    """Write a paragraph as HTML, its addresses as links; everything in it is data."""
    words = []
    for word in escape(paragraph).replace("\n", "<br> ").split(" "):
        bare = word.removesuffix("<br>")
        if bare.startswith(("https://", "http://")):
            word = f'<a href="{bare}">{bare}</a>{word[len(bare) :]}'
        words.append(word)
    return " ".join(words)
