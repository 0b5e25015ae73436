"""One emulator for each channel. A new one is one line here; see ``briefcast/channels/base.py``."""

from __future__ import annotations

from tests.emulators.base import Emulator
from tests.emulators.bluesky import BlueskyEmulator
from tests.emulators.drupal import DrupalEmulator
from tests.emulators.facebook import FacebookEmulator
from tests.emulators.folder import FolderEmulator
from tests.emulators.handoff import HandoffEmulator
from tests.emulators.instagram import InstagramEmulator
from tests.emulators.linkedin import LinkedInEmulator
from tests.emulators.listmonk import ListmonkEmulator
from tests.emulators.mail import MailEmulator
from tests.emulators.mastodon import MastodonEmulator
from tests.emulators.podcast import PodcastEmulator
from tests.emulators.s3 import S3Emulator
from tests.emulators.sftp import SftpEmulator
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.threads import ThreadsEmulator
from tests.emulators.tiktok import TikTokEmulator
from tests.emulators.webhook import WebhookEmulator
from tests.emulators.wordpress import WordPressEmulator
from tests.emulators.x import XEmulator
from tests.emulators.youtube import YouTubeEmulator
from tests.emulators.zalo import ZaloEmulator
from tests.emulators.zalo_broadcast import ZaloBroadcastEmulator

EMULATORS: dict[str, type[Emulator]] = {
    "folder": FolderEmulator,
    "s3": S3Emulator,
    "sftp": SftpEmulator,
    "mail": MailEmulator,
    "podcast": PodcastEmulator,
    "bluesky": BlueskyEmulator,
    "wordpress": WordPressEmulator,
    "youtube": YouTubeEmulator,
    "telegram": TelegramEmulator,
    "mastodon": MastodonEmulator,
    "facebook": FacebookEmulator,
    "instagram": InstagramEmulator,
    "x": XEmulator,
    "linkedin": LinkedInEmulator,
    "tiktok": TikTokEmulator,
    "zalo": ZaloEmulator,
    "threads": ThreadsEmulator,
    "webhook": WebhookEmulator,
    "zalo-broadcast": ZaloBroadcastEmulator,
    "handoff": HandoffEmulator,
    "drupal": DrupalEmulator,
    "listmonk": ListmonkEmulator,
}
