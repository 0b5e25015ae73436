"""A run that would find what the last one found says the same at once; what changed is looked at whole."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.cli.main import app
from briefcast.ledger import Ledger
from briefcast.week import idle, run
from tests.batch_fixtures import change_brief
from tests.week.test_moved import change_plan, released

__all__ = ["released"]
EDITION = Path("outputs/b0")


class Desk:
    """Somebody who types ``briefcast publish`` again and again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looks, begin = 0, run.begin_run

        def counted(*args: object, **given: object) -> run.Begun:
            self.looks += 1
            return begin(*args, **given)  # type: ignore[arg-type]

        monkeypatch.setattr(run, "begin_run", counted)

    def publish(self, *words: str, language: str = "en") -> str:
        """Give what a run tells."""
        done = CliRunner().invoke(app, ["publish", *words], env={"BRIEFCAST_LANGUAGE": language, "COLUMNS": "400"})
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        return done.output

    def looked(self, *words: str) -> bool:
        """Say whether a run looked at what waits."""
        before = self.looks
        self.publish(*words)
        return self.looks > before


@pytest.fixture
def desk(released: Ledger, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """After the first run, which writes down the machine, and a second one that had nothing to do."""
    for file in Path("outputs").rglob("*"):
        os.utime(file, times=(0, file.stat().st_mtime))
    desk = Desk(monkeypatch)
    desk.publish()
    desk.publish()
    assert desk.looks == 2
    return desk


def test_a_run_with_nothing_to_do_repeats_what_the_last_one_told(desk: Desk) -> None:
    """With 3,780 posts waiting, a run of every five minutes took six seconds to say that they wait."""
    whole = desk.publish("--late")
    told = desk.publish()
    assert desk.looks == 3 and told == whole and "1 wait" in told
    assert "1 bài đang chờ" in desk.publish(language="vi"), "told in the language of whoever reads it now"
    assert desk.looks == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda _: change_plan(Path(), "day: tue, at: 9:00", "day: tue, at: 11:00"),
        lambda _: change_brief(Path(), 0, "languages:", "embargo: 2097-01-20\nlanguages:"),
        lambda _: next(EDITION.rglob("*.png")).write_bytes(b"another picture"),
        lambda _: next(EDITION.rglob("*.png")).unlink(),
        lambda _: (EDITION / "manifest.json").touch(),
        lambda _: Path("channels.yaml").write_text("accounts:\n  - {name: there, channel: folder}\n", "utf-8"),
        lambda ledger: ledger.take_back(ledger.releases(), who="lan"),
        lambda ledger: ledger.decide(
            ledger.releases()[0].item, ledger.releases()[0].content_sha256, "held", who="lan", why="Wait."
        ),
    ],
    ids=["slot", "embargo", "picture changed", "picture lost", "made again", "accounts", "taken back", "held"],
)
def test_whatever_changed_is_looked_at(desk: Desk, released: Ledger, change: Callable[[Ledger], object]) -> None:
    """An embargo typed at noon, or a picture that is damaged, would be told only when the slot has passed."""
    change(released)
    assert desk.looked()


def test_a_slot_that_comes_is_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that goes by what was found an hour ago must not pass over what is due now, nor trust it for ever."""
    until = dt.datetime.now(dt.UTC) + idle.LOOKS_AFTER

    monkeypatch.setattr(idle, "_now", lambda: until)
    assert desk.looked(), "an hour later"
    monkeypatch.setattr(idle, "_now", lambda: until - dt.timedelta(days=1))
    assert desk.looked(), "a clock that was set back"


def test_what_a_run_says_goes_by_what_it_is_asked(desk: Desk) -> None:
    """Whoever asks for one channel, for JSON or for a look ahead gets an answer to that."""
    assert desk.looked("--channel", "folder") and desk.looked("--json") and desk.looked("--week", "2097-W02")
    assert not desk.looked(), "and what they were told is not taken for the answer to all"


def test_a_run_that_did_something_or_found_a_fault_is_not_repeated(desk: Desk, released: Ledger) -> None:
    """What needs a person fails each run until somebody sees to it."""
    picture = next(EDITION.rglob("*.png"))
    whole = picture.read_bytes()
    picture.write_bytes(b"damaged")
    assert "refused" in desk.publish() and desk.looked()
    picture.write_bytes(whole)
    [release] = released.releases()
    released.take_back([release], who="lan")
    assert desk.looked() and not desk.looked()
