"""Mail: readers who want to be let go of, and corrections that stand below what they correct."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32
from pathlib import Path

import pytest

from briefcast.channels.mail import Mail
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import HasAlready, Outbox
from briefcast.publishing.publisher import Patience, publish, replace_post
from tests.channel_fixtures import fitted, opened
from tests.emulators.base import Fault
from tests.emulators.mail import USER, MailEmulator

URL, MAIL = "https://lists.example.org/u/7", "unsubscribe@lists.example.org"


@pytest.mark.parametrize(
    "title",
    [
        "71,4% người lớn đã có căn cước điện tử – Cấp căn cước điện tử sau mười tháng",
        "ל־71.4% מהמבוגרים יש תעודה דיגיטלית – תעודות זהות דיגיטליות אחרי עשרה חודשים",
        "Short, and in English",
    ],
)
def test_the_subject_and_the_sender_that_readers_see_are_those_that_were_approved(tmp_path: Path, title: str) -> None:
    """A long subject in Vietnamese lost the space between two words: readers saw *cướcđiện*."""
    name = "Trung tâm Truyền thông, Văn phòng Ủy ban nhân dân tỉnh Sơn Hà và các đơn vị trực thuộc"
    with MailEmulator() as emulator, opened(emulator.account(), sender_name=name) as channel:
        channel.send(replace(fitted(channel, tmp_path), title=title), {})
        # As RFC 2047 says: what stands between two encoded words is not shown. Python's newer reader shows it.
        message = message_from_bytes(emulator.raw[0], policy=compat32)
        subject, sender = (str(make_header(decode_header(message[field]))) for field in ("Subject", "From"))
        assert subject.replace("\n", "") == title
        assert sender == f"{name} <{USER}>"
        lines = emulator.raw[0].partition(b"\r\n\r\n")[0].split(b"\r\n")
        assert max(map(len, lines)) <= 998 and b"\n" not in b"".join(lines)


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


def test_a_correction_of_what_a_person_saw_stands_below_it_too(tmp_path: Path) -> None:
    """What she wrote of where she had seen it was sent as the number of the first mail: programs showed two mails."""
    with MailEmulator() as emulator, opened(emulator.account()) as channel:
        first = fitted(channel, tmp_path)
        sent = channel.send(first, {})
        corrected = fitted(channel, tmp_path, content=b"corrected")
        channel.send(replace(corrected, corrects="in the list", corrects_marker=first.marker), {})
        assert emulator.taken[-1]["In-Reply-To"] == emulator.taken[-1]["References"] == sent.id


def test_a_correction_goes_out_once_below_the_mail_that_readers_have(tmp_path: Path) -> None:
    """A wrong figure could not be put right by mail at all, or went out as news of its own."""
    outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
    with MailEmulator() as emulator, opened(emulator.account()) as channel:
        first = publish(fitted(channel, tmp_path), channel, outbox)
        correction = fitted(channel, tmp_path, content=b"corrected")
        with pytest.raises(HasAlready, match="--replace"):
            publish(correction, channel, outbox)
        for _ in range(2):
            assert replace_post(correction, channel, outbox).state == "sent"
        old, new = emulator.taken
        assert new["In-Reply-To"] == old["Message-ID"] == first.remote_id and not old["In-Reply-To"]
        assert "Corrected by content" in outbox.find(first.id).detail
        assert publish(correction, channel, outbox).state == "sent" and len(emulator.taken) == 2


def test_a_correction_whose_answer_was_lost_is_asked_about_and_not_sent_again(tmp_path: Path) -> None:
    outbox, once = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan"), Patience(tries=1, sleep=lambda _: None)
    with MailEmulator() as emulator, opened(emulator.account()) as channel:
        publish(fitted(channel, tmp_path), channel, outbox)
        correction = fitted(channel, tmp_path, content=b"corrected")
        emulator.arm(Fault(kind="answer lost", step="publish"))
        for _ in range(2):
            assert replace_post(correction, channel, outbox, patience=once).state == "unconfirmed"
        assert len(emulator.taken) == 2
