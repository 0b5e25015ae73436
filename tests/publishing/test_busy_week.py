"""A team's busy week on failing platforms: what people decided last is what readers see."""

from __future__ import annotations

import pytest

from briefcast.publishing import sending
from tests.faults.team import run_week


def test_nothing_goes_out_that_was_stopped_and_nothing_is_lost() -> None:
    """A minister calls while posts go out: what she stops stays in, what she leaves goes out once."""
    report = run_week(seed=5, posts=72, acts=30)
    assert not report.bad, report
    assert report.states["sent"] > 10


def test_a_publisher_that_does_not_ask_again_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_may_go", lambda *_: lambda *_: "")
    assert run_week(seed=5, posts=72, acts=60).unapproved
