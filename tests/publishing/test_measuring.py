"""Readings: what an evaluation report would lose, or tell wrongly, if they were not taken in time and by name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from briefcast.channels.base import Receipt
from briefcast.channels.table import open_channel
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.measuring import AGES, due_age, due_readings, kept_readings, take_readings
from briefcast.publishing.publisher import Patience, publish
from tests.channel_fixtures import make_post
from tests.emulators import EMULATORS
from tests.emulators.base import Emulator

HOUR = dt.timedelta(hours=1)
FIGURES = {
    "mastodon": {"favourites_count": 12, "reblogs_count": 0},
    "bluesky": {"likeCount": 12, "bookmarkCount": 0},
}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "ledger.db")


def accounts_of(emulator: Emulator) -> tuple[Accounts, Any]:
    """Give the team's accounts with this one alone, and where its secrets are."""
    account = emulator.account()
    entry = AccountEntry(
        name=account.name, channel=account.channel, audiences=("citizens",), settings=dict(account.settings)
    )

    def source(name: str) -> str | None:
        found = account.secrets.get(name.removeprefix(f"briefcast-{account.name}-"))
        return found.get_secret_value() if found else None

    return Accounts(accounts=(entry,)), source


def send(emulator: Emulator, ledger: Ledger, folder: Path, number: int = 0) -> Publication:
    post = make_post(folder, item=f"egov-{number}/citizens/vi/infographic/1080x1080", content=str(number).encode())
    with open_channel(emulator.account()) as channel:
        patience = Patience(tries=1, looks_after_s=(0,), sleep=lambda _: None)
        publication = publish(post, channel, Outbox(ledger, who="lan"), patience=patience)
    assert publication.state == "sent"
    return publication


@pytest.mark.parametrize(
    ("age", "due"),
    [
        (dt.timedelta(minutes=59), ""),
        (HOUR, "1 h"),
        (23 * HOUR, "1 h"),
        (24 * HOUR, "24 h"),
        (dt.timedelta(days=7), "7 d"),
        (dt.timedelta(days=28), "28 d"),
        (dt.timedelta(days=36), ""),
    ],
)
def test_a_post_is_read_at_the_ages_that_can_be_compared(age: dt.timedelta, due: str) -> None:
    """A report that compares the first hour of one post with the third day of another says nothing."""
    now = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
    assert due_age(now - age, now) == due


@pytest.mark.parametrize("channel", FIGURES)
def test_each_age_is_read_once_with_name_definition_and_window(channel: str, ledger: Ledger, tmp_path: Path) -> None:
    """Of "12" alone nobody knows in a year what was counted."""
    with EMULATORS[channel]() as emulator:
        sent = send(emulator, ledger, tmp_path)
        emulator.figures[sent.remote_id or ""] = FIGURES[channel]
        accounts, source = accounts_of(emulator)
        assert sent.ended_at
        for age in AGES.values():
            for _ in range(2):
                now = sent.ended_at + age + dt.timedelta(minutes=5)
                take_readings(accounts, ledger, who="run", sources=(source,), now=now)
    kept = kept_readings(ledger)
    assert [(row.age, row.name, row.value) for row in kept] == [
        (age, name, value) for age in AGES for name, value in FIGURES[channel].items()
    ]
    assert all(row.definition and row.window and row.item == sent.item for row in kept)
    assert kept_readings(ledger, ["another"]) == ()


def test_what_was_missed_is_not_made_up_for(ledger: Ledger, tmp_path: Path) -> None:
    """A machine that was off for a day must not write the second day down as the first hour."""
    with EMULATORS["mastodon"]() as emulator:
        sent = send(emulator, ledger, tmp_path)
        assert sent.ended_at
        assert [age for _, age in due_readings(ledger, sent.ended_at + 30 * HOUR)] == ["24 h"]


def test_a_post_that_is_gone_costs_no_other_its_reading(ledger: Ledger, tmp_path: Path) -> None:
    with EMULATORS["mastodon"]() as emulator:
        gone, there = (send(emulator, ledger, tmp_path, number) for number in range(2))
        emulator.figures[there.remote_id or ""] = FIGURES["mastodon"]
        with open_channel(emulator.account()) as channel:
            channel.withdraw(Receipt(id=gone.remote_id or "", url=gone.url or ""))
        accounts, source = accounts_of(emulator)
        assert there.ended_at
        taken = take_readings(accounts, ledger, who="run", sources=(source,), now=there.ended_at + HOUR * 2)
    assert [bool(one.failed) for one in taken] == [True, False]
    assert f"briefcast outbox deleted {gone.id}" in taken[0].failed
    assert {row.item for row in kept_readings(ledger)} == {there.item}
