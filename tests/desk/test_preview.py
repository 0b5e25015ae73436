"""What a key costs."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from briefcast.brief.document import read_document
from briefcast.desk.editing import change
from briefcast.desk.preview import Drawing, View, address_of
from tests import ROOT
from tests.desk.test_editing import made

VIEW = View(audience="citizens", language="vi", size="1080x1350")


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("team")
    shutil.copytree(ROOT / "examples" / "photos", folder / "photos")
    return Path(shutil.copy(ROOT / "examples" / "egov-2024.yaml", folder))


def test_a_key_costs_less_than_half_of_choosing_a_layout(brief: Path, tmp_path: Path) -> None:
    """With the choice at each key the picture lags behind whoever types. A ratio, for machines differ in speed."""
    drawing, data = Drawing(tmp_path), read_document(brief).data
    chosen_s, key_s = [], []
    assert drawing.draw(brief, data, VIEW, is_stale=lambda: False).pictures
    for number in range(5):
        data = change(
            data, made("set", "points.3.text.vi", f"Người dân đã có {{vneid-accounts}} tài khoản, lần {number}.")
        )
        for cost_s, is_new in ((chosen_s, True), (key_s, False)):
            if is_new:
                drawing.keep(brief, VIEW, None)
            # Another word on the page, so that nothing was drawn before.
            data = change(data, made("set", "title.vi", f"Chính phủ số lần {number}{'a' if is_new else 'b'}"))
            before_s = time.process_time()
            drawn = drawing.draw(brief, data, VIEW, is_stale=lambda: False)
            cost_s.append(time.process_time() - before_s)
            assert drawn.pictures
            assert not drawn.faults
    assert sorted(key_s)[2] < sorted(chosen_s)[2] / 2


def test_a_layout_that_holds_the_text_no_more_is_chosen_anew(brief: Path, tmp_path: Path) -> None:
    """A picture that stopped following would show another text than the form, until she rests."""
    drawing, data = Drawing(tmp_path), read_document(brief).data
    first = drawing.draw(brief, data, VIEW, is_stale=lambda: False)
    longer = change(
        data, made("set", "points.3.variants.citizens.headline.vi", "Một dòng chữ rất dài về {vneid-accounts} " * 3)
    )
    after = drawing.draw(brief, longer, VIEW, is_stale=lambda: False)
    assert after.pictures or after.faults
    assert after.pictures != first.pictures


def test_nothing_is_drawn_that_is_old_already(brief: Path, tmp_path: Path) -> None:
    drawn = Drawing(tmp_path).draw(brief, read_document(brief).data, VIEW, is_stale=lambda: True)
    assert drawn.stale
    assert not drawn.pictures


def test_a_finding_at_a_field_that_is_not_there_stands_at_the_nearest() -> None:
    known = {"points[rank]": ("points", 0), "points[rank].text": ("points", 0, "text")}
    assert address_of("points[rank].text.vi", known) == "points.0.text.vi"  # shown and empty
    assert address_of("points[rank].headline", known) == "points.0.headline"
    assert address_of("points[nobody].headline", known) == ""
    assert address_of("kicker", known) == "kicker"
