"""Comments on the items of a week: said about what lies there now, to somebody of the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from briefcast.errors import LedgerError
from briefcast.ledger import Ledger
from briefcast.ledger.comments import Comment, add_comment, comments_on
from briefcast.messages import tell
from briefcast.week.deciding import Review
from briefcast.week.week import WeekPlan


def comment_on(
    week: WeekPlan, review: Review, ledger: Ledger, item: str, text: str, *, who: str, named: str = "", now: dt.datetime
) -> Comment:
    """Write down what somebody says about an item of a week as it lies there now.

    Raises:
        LedgerError: there is no such item, it is put to nobody of the plan, or it says nothing.
    """
    found = next((each for each in review.items if each.item.key == item), None)
    if found is None:
        raise LedgerError(tell("There is no item '{item}' in {week}.", item=item[:200], week=week.week))
    if named and named not in (known := tuple(person.id for person in week.plan.people)):
        raise LedgerError(tell("Nobody in the plan is called '{name}': {known}.", name=named[:100], known=known))
    return add_comment(ledger, item, found.item.content_sha256, text, who=who, week=week.week, named=named, now=now)


def open_on(ledger: Ledger, items: Iterable[str]) -> tuple[Comment, ...]:
    """Give the comments on some items that nobody resolved."""
    return tuple(each for each in comments_on(ledger, items) if each.is_open)


def told_open(comments: Iterable[Comment]) -> tuple[str, ...]:
    """Say of each comment that is open when it was said, by whom and about what, for who approves."""
    return tuple(
        tell(
            "Open comment {number} at {item}, {who}: {text}",
            number=each.id,
            item=each.item,
            who=each.who,
            text=each.text,
        )
        for each in comments
    )
