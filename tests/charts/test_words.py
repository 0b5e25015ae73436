"""The words of a chart as a document holds them: found and copied, though the picture draws only their shapes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from briefcast.charts.draw import draw_chart
from briefcast.charts.spec import chart_spec_many
from tests.picture_fixtures import LANGUAGES, fibre, look


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_and_value_of_a_chart_is_among_its_words_each_name_before_its_value(language: str) -> None:
    """Who searches a sheet for a district finds neither it nor its value where letters are only drawn."""
    figures = tuple(
        replace(
            fibre(language), statistic=f"s{n}", label=f"{fibre(language).label} {n}", value=Decimal(80 - n),
            written=f"{80 - n}%", plain="",
        )
        for n in range(3)
    )  # fmt: skip
    chart = draw_chart(chart_spec_many(figures, look(language), width_px=952, height_px=400))
    words = [word["text"] for word in chart.words()]
    assert sorted(words) == sorted(text for text, *_ in chart.boxes())
    for figure in figures:
        assert words.index(figure.label) < words.index(figure.written)
