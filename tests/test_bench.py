"""The bench of one page compares what it says it compares."""

from __future__ import annotations

import pytest

from bench.infographic import charted_page
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import read_request
from tests import ROOT


@pytest.mark.parametrize("drawn_by", ["_html", "matplotlib_page"])
def test_every_way_gets_a_page_with_a_chart(drawn_by: str) -> None:
    """A peer that is spared the chart, or cannot draw the page at all, makes the table say nothing."""
    from bench import infographic

    brief = ROOT / "examples" / "egov-2024.yaml"
    page = charted_page(plan_edition(read_request(brief=brief, products=("infographic",), languages=("en",))))
    assert len(page.charts["chart"].marks) >= 3
    assert getattr(infographic, drawn_by)(page)
