"""The channel Telegram: a bot writes into a channel or group, through python-telegram-bot.

Telegram has no upload before a message, keeps no key of a message and lets a bot read nothing back: a lost answer
stays with a person.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from typing import IO, Any, ClassVar, TypeVar

import telegram
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from briefcast.channels.base import Account, AccountSettings, Channel, Kept, Post, PostFile, Receipt
from briefcast.channels.http import NOT_REACHED
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import joined, tell
from briefcast.secrecy import guard_logs, redact
from briefcast.tools.lost import told_lost

os.environ["PTB_TIMEDELTA"] = "true"  # The client warns where it still gives seconds.

Answer = TypeVar("Answer")
_ADMIN = "Open the channel, Administrators, and let the bot post, edit and delete messages."
_REMEDIES = {
    "chat not found": "Check `chat` of the account: @name of a public channel, or the number of a private one.",
    "administrator rights": _ADMIN,
    "not enough rights": _ADMIN,
    "bot is not a member": _ADMIN,
    "bot was kicked": _ADMIN,
    "caption is too long": "Shorten the text.",
    "can't be deleted": "Delete it in Telegram.",
    "photo_invalid_dimensions": "Choose another size of the picture.",
    "file is too big": "Make a shorter or smaller one for this channel.",
}
_NOTHING_TO_DO = ("message to delete not found", "message is not modified")


class Telegram(Channel):
    """One channel or group that a bot writes into."""

    name = "telegram"
    read_at = "chat"
    answers = True
    secrets: ClassVar = {
        "token": "Write /newbot to @BotFather in Telegram, or /token for a bot you have, and copy the token."
    }

    class Settings(AccountSettings):
        """Where the bot writes."""

        chat: str
        """``@name`` of a public channel, or the number of a private one (``-100…``)."""
        silent: bool = False
        """Whether telephones stay silent."""
        api_url: str = "https://api.telegram.org"
        """Of Telegram, or of a Bot API server of one's own."""

    settings: Settings

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        # The token is part of every address, and addresses are logged.
        guard_logs()
        # An answer that it cannot read is raised, and told by us; as a log it would be a traceback on the terminal.
        logging.getLogger("telegram.request.BaseRequest").disabled = True

    def check(self) -> str:
        """Sign in, and see that the bot may post where it should."""

        async def look(bot: telegram.Bot) -> str:
            chat = await bot.get_chat(self.settings.chat)
            member = await bot.get_chat_member(self.settings.chat, bot.id)
            may_post = isinstance(member, telegram.ChatMemberOwner) or (
                isinstance(member, telegram.ChatMemberAdministrator)
                and (chat.type != "channel" or member.can_post_messages)
            )
            if not may_post:
                raise Refused(
                    tell(
                        "{account}: @{username} may not post in {platform}. {way}",
                        account=str(self.account),
                        username=bot.username,
                        platform=chat.title,
                        way=_ADMIN,
                    )
                )
            return f"@{bot.username} in {chat.title}"

        return self._run(look)

    def send(self, post: Post, kept: Kept) -> Receipt:  # noqa: ARG002
        """Send the picture, film or recording with its text."""

        async def deliver(bot: telegram.Bot) -> Receipt:
            with ExitStack() as opened:
                messages = await self._deliver(bot, post, opened)
            numbers = ",".join(str(message.message_id) for message in messages)
            return Receipt(id=f"{messages[0].chat_id}/{numbers}", url=messages[0].link or "")

        return self._run(deliver, publishing=True)

    @classmethod
    def is_fixed(cls, post_id: str) -> bool:
        """An album cannot be changed; a single message can."""
        return "," in post_id

    def withdraw(self, receipt: Receipt) -> None:
        """Delete the messages."""
        chat, numbers = _place(receipt)

        async def delete(bot: telegram.Bot) -> None:
            for number in numbers:
                await bot.delete_message(chat, number)

        self._run(delete, nothing=None)

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:  # noqa: ARG002
        """Put another file and text into the message."""
        chat, numbers = _place(receipt)
        pictures = [file for file in post.files if file.role == "image"]
        if len(numbers) > 1 or len(pictures) > 1:
            raise Refused(
                tell(
                    "{account}: an album cannot be changed. Withdraw it and publish the new one.",
                    account=str(self.account),
                )
            )

        async def edit(bot: telegram.Bot) -> Receipt:
            with ExitStack() as opened:
                media = _media(post, opened)
                await bot.edit_message_media(media, chat_id=chat, message_id=numbers[0])
            return receipt

        return self._run(edit, nothing=receipt)

    async def _deliver(self, bot: telegram.Bot, post: Post, opened: ExitStack) -> list[telegram.Message]:
        where = {"chat_id": self.settings.chat, "disable_notification": self.settings.silent}
        if post.corrects:
            _, [number, *_] = _place(Receipt(id=post.corrects, url=""))
            # What it answers may have been deleted there: then it stands by itself.
            where["reply_parameters"] = telegram.ReplyParameters(number, allow_sending_without_reply=True)
        pictures = [file for file in post.files if file.role == "image"]
        if len(pictures) > 1:
            album = [
                telegram.InputMediaPhoto(_open(file, opened), caption=None if number else post.text)
                for number, file in enumerate(pictures)
            ]
            return list(await bot.send_media_group(media=album, **where))  # type: ignore[arg-type]
        send: dict[str, Callable[..., Awaitable[telegram.Message]]] = {
            "image": bot.send_photo,
            "video": bot.send_video,
            "audio": bot.send_audio,
        }
        name = "photo" if post.main.role == "image" else post.main.role
        content = {name: _open(post.main, opened), "filename": post.main.name}
        return [await send[post.main.role](caption=post.text, **where, **content, **_details(post, opened))]

    def _run(
        self,
        work: Callable[[telegram.Bot], Awaitable[Answer]],
        *,
        publishing: bool = False,
        nothing: Any = ...,
    ) -> Answer:
        """Sign in as the bot and do something; ``nothing`` is the answer where there is nothing to do any more."""

        async def run() -> Answer:
            timeout_s = self.settings.timeout_s
            connection = HTTPXRequest(
                connection_pool_size=1,
                read_timeout=timeout_s,
                write_timeout=timeout_s,
                media_write_timeout=timeout_s,
                connect_timeout=min(timeout_s, 10),
                pool_timeout=timeout_s,
            )
            api = self.settings.api_url.rstrip("/")
            bot = telegram.Bot(
                self.secret("token"), base_url=f"{api}/bot", base_file_url=f"{api}/file/bot", request=connection
            )
            try:
                await bot.initialize()
            except TelegramError as error:
                raise self._explain(error, publishing=False) from None
            try:
                return await work(bot)
            except TelegramError as error:
                if nothing is not ... and any(words in str(error).lower() for words in _NOTHING_TO_DO):
                    found: Answer = nothing
                    return found
                raise self._explain(error, publishing=publishing) from None
            finally:
                await bot.shutdown()

        return asyncio.run(run())

    def _explain(self, error: TelegramError, *, publishing: bool) -> ChannelError:
        """Say what a failure of the client means for the post."""
        answer = redact(str(error)).rstrip(".")
        said = tell("{account}: Telegram answered: {answer}.", account=str(self.account), answer=answer)
        if isinstance(error, InvalidToken):
            return SignedOut(
                tell("{account}: the token is not taken. {way}", account=str(self.account), way=self.secrets["token"])
            )
        if isinstance(error, RetryAfter):
            return TryLater(said, after_s=_seconds(error.retry_after))
        if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
            if isinstance(error.__cause__, NOT_REACHED):
                return TryLater(tell("{account}: Telegram could not be reached.", account=str(self.account)))
            lost = tell("{account}: no clear answer came ({error}).", account=str(self.account), error=told_lost(error))
            return AnswerLost(lost) if publishing else TryLater(lost)
        if isinstance(error, Conflict):
            return TryLater(said)
        remedy = next((remedy for words, remedy in _REMEDIES.items() if words in str(error).lower()), "")
        if isinstance(error, Forbidden):
            remedy = remedy or _ADMIN
        return Refused(joined(said, remedy))


def _details(post: Post, opened: ExitStack) -> dict[str, Any]:
    """Give what the message says of its film or recording beside the text."""
    if post.main.role == "image":
        return {}
    cover = post.file("cover", "image/jpeg")
    details: dict[str, Any] = {
        "duration": round((post.main.duration_ms or 0) / 1000),
        "thumbnail": _open(cover, opened) if cover else None,
    }
    if post.main.role == "audio":
        return details | {"title": post.title}
    return details | {"width": post.main.width_px, "height": post.main.height_px, "supports_streaming": True}


def _media(post: Post, opened: ExitStack) -> telegram.InputMedia:
    kinds = {"image": telegram.InputMediaPhoto, "video": telegram.InputMediaVideo, "audio": telegram.InputMediaAudio}
    content, name = _open(post.main, opened), post.main.name
    return kinds[post.main.role](content, caption=post.text, filename=name, **_details(post, opened))  # type: ignore[no-any-return]


def _seconds(wait: int | dt.timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)


def _open(file: PostFile, opened: ExitStack) -> IO[bytes]:
    return opened.enter_context(file.path.open("rb"))


def _place(receipt: Receipt) -> tuple[int, list[int]]:
    chat, _, numbers = receipt.id.partition("/")
    return int(chat), [int(number) for number in numbers.split(",")]
