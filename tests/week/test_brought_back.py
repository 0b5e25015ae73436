"""After a ledger was brought back, nobody approves by a page that showed what others had decided."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from briefcast.ledger import Ledger
from briefcast.ledger.brought_back import note_brought_back, told_brought_back
from briefcast.week.deciding import Review
from briefcast.week.review import SHOWN_NAME, not_shown, parts_not_shown
from tests.ledger_fixtures import ledger  # noqa: F401
from tests.week.test_parts import review  # noqa: F401


def test_a_page_of_before_the_ledger_came_back_shows_nothing(
    tmp_path: Path,
    review: Review,  # noqa: F811
    ledger: Ledger,  # noqa: F811
) -> None:
    """'approve all' made one person the approver of what another had looked at: the copy did not know of her."""
    week: Any = SimpleNamespace(review=tmp_path)
    shown = {each.item.key: each.seen_sha256 for each in review.items}
    place = tmp_path / SHOWN_NAME
    place.write_text(json.dumps(shown), "utf-8")
    assert not_shown(week, review.items, ledger) == (), "a page of before this was written down still counts"
    note_brought_back(ledger, who="lan", at=dt.datetime.now(dt.UTC))
    assert not_shown(week, review.items, ledger) == review.items
    assert parts_not_shown(week, review, ["part-1"], ledger) == ("part-1",)
    place.write_text(json.dumps(shown | {"ledger brought back": told_brought_back(ledger)}), "utf-8")
    assert not_shown(week, review.items, ledger) == ()
    note_brought_back(ledger, who="lan", at=dt.datetime.now(dt.UTC))
    assert not_shown(week, review.items, ledger) == review.items
