"""What came of a good example stands large, with what was before, both times and what is still to be reached."""

from __future__ import annotations

from functools import cache

import pytest

from briefcast.brief.model import Brief
from briefcast.look import drawing
from briefcast.products.infographic.choice import result_of, steps_of
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.pictures import page_data
from briefcast.products.profiles import read_audience
from briefcast.script import Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests.picture_fixtures import BRAND, LANGUAGES
from tests.products.infographic.test_event import plain

TOLD = {
    "vi": ("Một hồ sơ mất", "Thời gian giải quyết", "26 ngày", "11", "tháng 1/2026", "tháng 10/2026", "10 ngày"),
    "en": ("A file took", "Time to settle a file", "26 days", "11", "Jan 2026", "Oct 2026", "10 days"),
    "he": ("הטיפול בתיק נמשך", "זמן הטיפול בתיק", "26 יום", "11", "ינו׳ 2026", "אוק׳ 2026", "10 ימים"),
}


def _each(place: int, after: str = "") -> dict[str, str]:
    return {code: TOLD[code][place] + after for code in LANGUAGES}


def _written(before: str = " {days.baseline}") -> Brief:
    return Brief.model_validate(
        {
            "id": "files",
            "kind": "spotlight",
            "title": {"vi": "Trả hồ sơ sớm hơn", "en": "Land files settled sooner", "he": "תיקים מטופלים מהר יותר"},
            "issuer": dict.fromkeys(LANGUAGES, "Tan Hong"),
            "languages": list(LANGUAGES),
            "audiences": ["leaders"],
            "as_of": "2026-10-31",
            "sources": [{"id": "s", "title": "Report 214", "publisher": "Tan Hong", "date": "2026-10-31"}],
            "spotlight": {
                "who": dict.fromkeys(LANGUAGES, "Tan Hong"),
                "problem": {"vi": "Người dân chờ lâu", "en": "People waited long", "he": "התושבים חיכו זמן רב"},
                "done": {"vi": "Tổ lưu động đến ấp", "en": "A team came to them", "he": "צוות נייד הגיע לכפרים"},
                "before": _each(0, before),
                "after": _each(0, " {days}"),
            },
            "statistics": [
                {
                    "id": "days",
                    "label": _each(1),
                    "value": 11,
                    "unit": "duration",
                    "per": "day",
                    "period": "2026-10",
                    "better": "lower",
                    "baseline": {"value": 26, "period": "2026-01"},
                    "target": {"value": 10, "by": 2026},
                    "source": "s",
                }
            ],
            "points": [
                {"id": "time", "statistics": ["days"], "audiences": {"leaders": 5}, "text": _each(0, " {days}.")}
            ],
        }
    )


@cache
def told(language: str, before: str = " {days.baseline}") -> Script:
    brief = _written(before)
    return write_script(brief, collect_facts(brief), read_audience("leaders"), language, to_read=True).drawn()


@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1080x1920", "a4", "1200x630"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_stands_large_with_both_times_and_the_target(language: str, size: str) -> None:
    """26 days that became 11 were two grey lines without a month, under them large how many are satisfied."""
    page = lay_out(told(language), BRAND, size)
    texts = drawing.texts_of(page.template, page_data(page))
    drawn = plain(" ".join(text.body for text in texts)).replace("\u00a0", " ")
    assert page.layout == "steps" and page.figures[0] == "days"
    assert TOLD[language][0] not in drawn
    for text in TOLD[language][1:]:
        assert all(word.casefold() in drawn.casefold() for word in text.split())
    number = max(text.size_px for text in texts if "11" in text.body)
    assert number >= max(text.size_px for text in texts if "11" not in text.body and text.text != "title")
    assert "Tan Hong, 2026" in drawn


def test_lines_that_say_more_than_the_figure_stay() -> None:
    """ "26 days, and three visits" has no room in a number."""
    script = told("en", " {days.baseline}, and people came three times")
    assert result_of(script) is None
    assert any("three times" in line for line in steps_of(script).lines)
