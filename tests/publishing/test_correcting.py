"""A correction whose publisher is killed reaches every post all the same, and none twice."""

from __future__ import annotations

import pytest

from tests.faults.correcting import run_drill


@pytest.mark.campaign
def test_killed_anywhere_it_goes_on() -> None:
    """A publisher that stops in the middle of a correction leaves two figures out, and nobody knows where."""
    report = run_drill(seed=11, kills=3, channels=["folder", "x"])
    assert not report.bad and report.items == 6, str(report)
    assert report.became["folder"]["corrected"] == report.became["x"]["corrected"] == 6
