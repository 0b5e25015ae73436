"""Since when readers saw what is out, and what was: by that the site orders what was said."""

from __future__ import annotations

import datetime as dt

import pytest

from briefcast.ledger.outbox import Publication
from briefcast.site.outside import _out_at

BEGAN, ENDED = (dt.datetime(2031, 12, 1, hour, tzinfo=dt.UTC) for hour in (8, 9))


@pytest.mark.parametrize(
    ("state", "url", "at"),
    [
        ("sent", "https://example.org/1", ENDED),
        ("withdrawn", "https://example.org/1", BEGAN),
        ("withdrawn", None, None),
    ],
)
def test_what_took_the_place_of_another_was_out_also_when_it_made_way(
    state: str, url: str | None, at: dt.datetime | None
) -> None:
    """Corrected twice, an item was shown as corrected once, without a reason: what was said in between was nowhere."""
    post = Publication(
        id=2, item="a/b/en/infographic", channel="folder", account="team", content_sha256="", state=state, step="",
        marker="", remote_id=None, url=url, attempts=0, slot=None, prepared_at=BEGAN, sending_at=None, ended_at=ENDED,
        first_sent_at=None, scheduled_for=None, detail="",
    )  # type: ignore[arg-type]  # fmt: skip
    assert _out_at(post) == at
