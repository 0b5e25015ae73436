"""Quiet times as publishing asks for them: what nobody knows holds everything."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefcast.ledger import open_ledger
from briefcast.week import quiet as quiet_module
from briefcast.week.quiet import quiet_times

NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize("there", [True, False])
def test_a_plan_that_is_gone_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    """It was renamed, and in days of mourning everything went out."""
    plan = tmp_path / "plan.yaml"
    if there:
        plan.write_text("no plan: at all", "utf-8")
    batches = SimpleNamespace(
        weeks=lambda: ("2026-W48",), get=lambda _: SimpleNamespace(report={"request": {"plan": str(plan)}})
    )
    monkeypatch.setattr(quiet_module, "Batches", lambda _: batches)
    why = quiet_times(open_ledger(tmp_path / "ledger.db"))(NOON, "citizens", "vi")
    assert "nobody knows its quiet times" in why and "briefcast batch PLAN --week 2026-W48 --again" in why
