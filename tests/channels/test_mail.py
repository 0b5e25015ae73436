"""Mail: readers who want to be let go of, and corrections that stand below what they correct."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.channels.mail import Mail
from tests.channel_fixtures import fitted, opened
from tests.emulators.mail import MailEmulator

URL, MAIL = "https://lists.example.org/u/7", "unsubscribe@lists.example.org"


def test_a_list_lets_go_of_readers_with_one_press_where_the_account_says_how(tmp_path: Path) -> None:
    """Gmail and Yahoo send mail to 5,000 without it back, or into spam."""
    with MailEmulator() as emulator:
        with opened(emulator.account(), unsubscribe_url=URL, unsubscribe_mail=MAIL) as channel:
            channel.send(fitted(channel, tmp_path), {})
        with opened(emulator.account(), unsubscribe_mail=MAIL) as channel:
            channel.send(fitted(channel, tmp_path), {})
        with opened(emulator.account()) as channel:
            channel.send(fitted(channel, tmp_path), {})
        both, mail, none = emulator.taken
        assert both["List-Unsubscribe"] == f"<{URL}>, <mailto:{MAIL}?subject=unsubscribe>"
        assert both["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail["List-Unsubscribe"] == f"<mailto:{MAIL}?subject=unsubscribe>" and not mail["List-Unsubscribe-Post"]
        assert not none["List-Unsubscribe"] and not none["List-Unsubscribe-Post"]


@pytest.mark.parametrize("wrong", [{"unsubscribe_url": "http://lists.example.org/u"}, {"unsubscribe_mail": "nobody"}])
def test_an_address_that_mail_programs_would_not_take_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="unsubscribe"):
        Mail.Settings.model_validate({"host": "h", "sender": "a@b.example", "to": "c@b.example"} | wrong)


def test_a_correction_stands_below_what_it_corrects(tmp_path: Path) -> None:
    with MailEmulator() as emulator, opened(emulator.account()) as channel:
        first = channel.send(fitted(channel, tmp_path), {})
        channel.send(replace(fitted(channel, tmp_path, content=b"corrected"), corrects=first.id), {})
        old, new = emulator.taken
        assert new["In-Reply-To"] == new["References"] == old["Message-ID"] == first.id
        assert not old["In-Reply-To"]
