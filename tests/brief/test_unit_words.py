"""A unit that is not known is told with one that may be meant, or with all of them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from briefcast.brief.model import Statistic


@pytest.mark.parametrize(("typed", "remedy"), [("mg", "Write one of: km, m,"), ("kmm", "Write 'km'.")])
def test_an_unknown_unit_is_told_with_one_that_may_be_meant(typed: str, remedy: str) -> None:
    """Milligrams that become metres are a false figure with the blessing of the check."""
    with pytest.raises(ValidationError) as refused:
        Statistic.model_validate(
            {"id": "a", "label": {"en": "a"}, "unit": "index", "unit_word": typed, "value": 3, "period": "2025"}
        )
    assert remedy in str(refused.value.errors())
