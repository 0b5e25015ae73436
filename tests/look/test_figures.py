"""What a figure states on a piece: what is said of it, not all that could be."""

from __future__ import annotations

from decimal import Decimal

from briefcast.look.figures import facts_stated
from briefcast.script import Figure


def test_a_difference_that_stands_nowhere_is_not_stated() -> None:
    """A correction told readers of "down 26.9%" in no picture and no text, as the figure could have shown it."""
    figure = Figure(
        statistic="wait",
        label="Average wait",
        value=Decimal(38),
        unit="duration",
        written="38 minutes",
        qualifier="",
        number="38",
        suffix="minutes",
        change="14\xa0minutes shorter",
        growth="down 26.9%",
        gap="8 minutes above target",
        facts=("wait", "wait.baseline", "wait.target", "wait.change", "wait.growth", "wait.gap"),
    )
    drawn = ["38 minutes", "\u206714 minutes\xa0shorter\u2069"]
    assert facts_stated(figure, drawn) == ("wait", "wait.baseline", "wait.target", "wait.change")
    assert facts_stated(figure, [*drawn, "8 minutes above target", "Down 26.9%"]) == figure.facts
