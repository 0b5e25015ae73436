"""Which point a request is about, so that no episode ends on a request of which nothing was told."""

from __future__ import annotations

from typing import Any

import pytest

from briefcast.brief.model import Brief
from briefcast.writing.asking import asked_about, is_told_already


def _brief(request: dict[str, str], **changes: Any) -> Brief:
    points = [
        {"id": "measles", "text": {"en": "Nine in ten children had the measles–rubella vaccine.",
                                   "vi": "Chín phần mười trẻ đã tiêm mũi sởi – rubella.",
                                   "he": "תשעה מעשרה ילדים חוסנו נגד חצבת ואדמת."}},
        {"id": "money", "text": {"en": "Half of the investment has been disbursed.",
                                 "vi": "Đã giải ngân một nửa vốn đầu tư.", "he": "מחצית מתקציב ההשקעות בוצעה."}},
        {"id": "wait", "text": {"en": "Patients wait less.", "vi": "Người bệnh chờ ít hơn.",
                                "he": "החולים ממתינים פחות."}},
    ]  # fmt: skip
    return Brief.model_validate({
        "id": "health", "languages": list(request), "audiences": ["citizens"], "as_of": "2026-11-12",
        "title": dict.fromkeys(request, "Health"), "points": points,
        "calls_to_action": {"citizens": {"text": request}}, **changes,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("request_", "about"),
    [
        ({"en": "Take your child for the missed measles–rubella shot."}, "measles"),
        ({"vi": "Đưa trẻ đi tiêm bù mũi sởi – rubella."}, "measles"),
        ({"he": "הביאו את הילדים לחיסון נגד חצבת ואדמת."}, "measles"),
        ({"en": "Disbursement plans for the investment are due."}, "money"),
        ({"en": "Call us at any hour."}, ""),
        ({"vi": "Gọi tổng đài 1022."}, ""),
    ],
)
def test_a_request_is_about_the_point_with_which_it_shares_its_words(request_: dict[str, str], about: str) -> None:
    assert asked_about(_brief(request_), "citizens") == about
    assert asked_about(_brief(request_), "leaders") == ""


def test_what_the_steps_say_is_not_asked_once_more() -> None:
    """To register was said three times in 105 seconds."""
    steps = [{"en": "Update your papers"}, {"en": "Register on the website"}]
    points = [{"id": "ready", "text": {"en": "Two things."}, "steps": steps}, {"id": "x", "text": {"en": "More."}}]
    brief = _brief({"en": "Register on the website."}, points=points)
    assert is_told_already(brief, "citizens", ["ready"])
    assert not is_told_already(brief, "citizens", ["x"])
    assert not is_told_already(_brief({"en": "Register by telephone."}, points=points), "citizens", ["ready"])
