"""The page by which a communications officer connects accounts names what briefcast really reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefcast.channels.hosting import STORE_SECRETS
from briefcast.channels.platforms import platform
from briefcast.channels.table import CHANNELS, channel_class
from briefcast.publishing.accounts import FILE_NAME, AccountEntry, read_accounts
from briefcast.secrecy import secret_name
from tests import ROOT

PAGE = (ROOT / "docs/channels-accounts.md").read_text("utf-8")
SECTIONS = {section.split("\n", 1)[0]: section for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}
EXAMPLES = {
    title: block
    for title, section in SECTIONS.items()
    for block in re.findall(r"^```yaml\n(accounts:.*?)^```", section, flags=re.MULTILINE | re.DOTALL)
}


def read_example(title: str, folder: Path) -> AccountEntry:
    (folder / FILE_NAME).write_text(EXAMPLES[title], "utf-8")
    return read_accounts(folder).accounts[0]


@pytest.mark.parametrize("title", EXAMPLES)
def test_the_example_of_an_account_is_taken_and_its_secrets_are_named(title: str, tmp_path: Path) -> None:
    entry, section = read_example(title, tmp_path), SECTIONS[title]
    assert platform(entry.channel).title == title
    hosted = "store" in channel_class(entry.channel).Settings.model_fields
    for secret in channel_class(entry.channel).secrets:
        told, name = section, secret_name(entry.name, secret)
        if hosted and secret in STORE_SECRETS:  # Told once for all channels that fetch files.
            told, name = SECTIONS["Before the channels that follow"], secret_name("ministry", secret)
        variable = name.upper().replace("-", "_")
        assert f"`{variable}`" in told or f"`{name}`" in told, f"{title} does not say where {secret} goes"
        assert f"`{secret}`" in told, f"{title} does not say how to get {secret}"


def test_the_page_has_examples_of_the_channels_that_need_a_sign_in() -> None:
    assert {"Bluesky", "WordPress", "YouTube", "Telegram", "Mastodon"} <= set(EXAMPLES)
    assert {"Facebook", "Instagram", "X", "LinkedIn", "TikTok", "Zalo"} <= set(EXAMPLES)
    assert {"Threads", "Webhook", "Drupal", "Hand-off kit"} <= set(EXAMPLES)


@pytest.mark.parametrize("title", ["Folder", "Mail", "Object store (S3)", "Web server (SFTP)"])
def test_the_page_explains_every_field_of_the_channels_that_are_a_teams_own(title: str, tmp_path: Path) -> None:
    """Nobody else explains them: they are no platforms with a manual of their own."""
    fields = channel_class(read_example(title, tmp_path).channel).Settings.model_fields
    assert [field for field in fields if field not in SECTIONS[title] and field != "secret_ends"] == []


def test_the_page_says_which_channels_no_real_platform_has_proven() -> None:
    section = SECTIONS["Before the channels that follow"]
    for name, line in CHANNELS.items():
        if line.proof == "emulator of our own":
            assert platform(name).title in section


def test_the_names_of_secrets_on_the_page_are_made_as_it_says() -> None:
    assert f"`{secret_name('citizens-vi', 'token')}`" in SECTIONS["Where secrets go"]
