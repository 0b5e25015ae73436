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


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        ({"he": "דונם", "en": "dunams"}, "Write 'unit_word: dunam' alone."),
        ({"vi": "mẫu", "en": "mau"}, "with these words as its 'noun'"),
    ],
)
def test_the_words_of_a_unit_are_answered_with_its_name(typed: dict[str, str], remedy: str) -> None:
    """'Several values where one text belongs' does not say what to type."""
    with pytest.raises(ValidationError) as refused:
        Statistic.model_validate(
            {"id": "a", "label": {"en": "a"}, "unit": "count", "unit_word": typed, "value": 3, "period": "2025"}
        )
    assert remedy in str(refused.value.errors())


@pytest.mark.parametrize("typed", ["dunam", "דונם", "µg/l", "mg/L", "mm", "litres", "triệu đồng/tháng"])
def test_units_of_the_land_and_the_laboratory_are_known(typed: str) -> None:
    """Land is counted in dunams, lead in micrograms per litre, rain in millimetres and pay by the month."""
    figure = {"id": "a", "label": {"en": "a"}, "unit": typed, "value": 3, "period": "2025"}
    assert Statistic.model_validate(figure).unit_word
