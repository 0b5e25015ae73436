"""What bench/batch.py measures at length, in small: a batch killed again and again, and made by two at once."""

from __future__ import annotations

import pytest

from bench import batch

pytestmark = pytest.mark.campaign


def test_a_batch_that_is_killed_goes_on_and_ends_like_one_that_was_not(capsys: pytest.CaptureFixture[str]) -> None:
    """A power cut on Monday morning would leave half a film that looks whole, or make everything again."""
    assert batch.kills(number=3, seed=7, products="[infographic]") == 0, capsys.readouterr().out


def test_two_workers_make_the_same_as_one_and_nothing_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert batch.workers("[infographic]") == 0, capsys.readouterr().out
