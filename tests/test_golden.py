"""A card must look as it was approved; ``make golden`` draws the references again when a change is wanted."""

from __future__ import annotations

import pytest

from briefcast import cards
from tests import golden
from tests.picture_fixtures import fibre


@pytest.mark.parametrize(("kind", "language"), golden.names())
def test_a_card_looks_as_it_was_approved(kind: str, language: str) -> None:
    assert golden.difference(golden.draw(kind, language), golden.read(kind, language)) <= golden.TOLERANCE


def test_one_changed_letter_is_seen() -> None:
    """The comparison above can fail: a single digit more, and it does."""
    d = {**cards.figure_data(fibre("vi")), "number": "82,9"}
    assert golden.difference(golden.draw("number", "vi", d=d), golden.read("number", "vi")) > golden.TOLERANCE
