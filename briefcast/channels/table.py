"""Every channel: its class, and what it was proven against. A new channel is one line here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from briefcast.channels.base import Account, Channel, Proof
from briefcast.errors import BriefcastError
from briefcast.messages import tell


@dataclass(frozen=True, kw_only=True)
class Line:
    """One channel of the table."""

    place: str
    """Module under ``briefcast.channels`` and class: loaded when it is used, with the client it needs."""
    proof: Proof
    against: str
    """What exactly it was tried against."""


CHANNELS: dict[str, Line] = {
    "folder": Line(place="folder:Folder", proof="real server", against="a folder on disk"),
    "s3": Line(place="s3:S3", proof="real server", against="s3rver"),
    "sftp": Line(place="sftp:Sftp", proof="real server", against="OpenSSH's sshd with internal-sftp"),
    "mail": Line(place="mail:Mail", proof="real server", against="aiosmtpd"),
    "podcast": Line(place="podcast:Podcast", proof="real server", against="s3rver, polled by gpodder"),
    "bluesky": Line(place="bluesky:Bluesky", proof="real server", against="Bluesky's own PDS (@atproto/pds)"),
    "wordpress": Line(place="wordpress:WordPress", proof="real server", against="WordPress 6.1 from Debian"),
    "youtube": Line(
        place="youtube:YouTube",
        proof="official client on an emulator",
        against="google-api-python-client; requests checked against its discovery document",
    ),
    "telegram": Line(
        place="telegram:Telegram",
        proof="official client on an emulator",
        against="python-telegram-bot",
    ),
    "mastodon": Line(
        place="mastodon:Mastodon",
        proof="official client on an emulator",
        against="Mastodon.py",
    ),
    "facebook": Line(place="facebook:Facebook", proof="emulator of our own", against="the Graph API as published"),
    "instagram": Line(place="instagram:Instagram", proof="emulator of our own", against="the Graph API as published"),
    "x": Line(place="x:X", proof="emulator of our own", against="the API v2 as published"),
    "linkedin": Line(place="linkedin:LinkedIn", proof="emulator of our own", against="the Posts API as published"),
    "tiktok": Line(place="tiktok:TikTok", proof="emulator of our own", against="the Content Posting API as published"),
    "zalo": Line(place="zalo:Zalo", proof="emulator of our own", against="the article API as in Zalo's Java SDK"),
    "threads": Line(place="threads:Threads", proof="emulator of our own", against="the Threads API as published"),
    "webhook": Line(
        place="webhook:Webhook",
        proof="emulator of our own",
        against="webhooks of Teams, Slack, Google Chat and Mattermost as published",
    ),
    "zalo-broadcast": Line(
        place="zalo_broadcast:ZaloBroadcast",
        proof="emulator of our own",
        against="the broadcast call as in Zalo's Java SDK",
    ),
    "handoff": Line(place="handoff:Handoff", proof="real server", against="a folder on disk; a person does the rest"),
    "drupal": Line(
        place="drupal:Drupal", proof="emulator of our own", against="JSON:API of Drupal's core as documented"
    ),
    "listmonk": Line(place="listmonk:Listmonk", proof="emulator of our own", against="listmonk's API as documented"),
}
"""In the order people are shown them."""


def open_channel(account: Account) -> Channel:
    """Give an account's channel, ready for use; no call is made yet.

    Raises:
        BriefcastError: there is no such channel, the client it needs is not installed, or its settings are wrong.
    """
    return channel_class(account.channel)(account)


def channel_class(name: str) -> type[Channel]:
    """Give a channel's class."""
    if name not in CHANNELS:
        raise BriefcastError(
            tell("There is no channel '{name}'. There are: {channels}.", name=name, channels=", ".join(CHANNELS))
        )
    module, _, class_name = CHANNELS[name].place.partition(":")
    try:
        found: type[Channel] = getattr(import_module(f"briefcast.channels.{module}"), class_name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("briefcast"):
            raise
        raise BriefcastError(
            tell(
                "The channel {name} needs {error}, which is not installed: pip install 'briefcast[channels]'.",
                name=name,
                error=error.name,
            )
        ) from error
    assert issubclass(found, Channel), f"{class_name} is no channel"
    return found
