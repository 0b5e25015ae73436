"""Texts that do not say what their figure is of are asked about, and stand behind their headline in posts."""

from __future__ import annotations

import pytest

from briefcast.edition.leaning import leans_on

CASES = [
    (
        "en",
        "Cervical cancer is down to {x}",
        "There were {x} new cases, down from {y}.",
        "New cases of cervical cancer",
    ),
    ("vi", "Ung thư cổ tử cung giảm còn {x}", "Năm 2025 có {x} ca mắc mới.", "Ca ung thư cổ tử cung mới"),
    ("he", "סרטן צוואר הרחם ירד ל־{x}", "אובחנו {x} מקרים חדשים.", "מקרים חדשים של סרטן צוואר הרחם"),
    ("en", "{x} of our water is lost in the pipes", "Losses rose by {y} to {x}.", "Water that never arrives"),
    ("en", "International flights are back to {x}", "There was interest from {x}.", "Flights abroad"),
]
STANDING = [
    ("en", "It takes {x}", "An application is settled in {x}.", "Waiting time"),
    ("en", "Growth is below the plan", "GRDP grew by {x}, faster than {y} a year earlier.", "GRDP growth"),
    ("vi", "Về quê vẫn có mạng nhanh", "Băng rộng đã đến {x} thôn, bản.", "Thôn, bản có băng rộng"),
    ("en", "{x} of pupils wear a helmet", "On the way to school {x} of pupils wear one.", "Pupils who wear helmets"),
    ("en", "", "There were {x}.", "Cases"),
    ("en", "{x} are treated successfully", "Treatment succeeded for {x} of patients.", "Success rate"),
    ("he", "{x} מהמטופלים מחלימים", "הטיפול הצליח אצל {x} מהחולים.", "שיעור ההצלחה"),
]


@pytest.mark.parametrize(("language", "headline", "text", "label"), CASES)
def test_a_text_that_names_nothing_of_its_headline_leans_on_it(
    language: str, headline: str, text: str, label: str
) -> None:
    """A podcast told a fall from 11.6 to 7.2 and never said of which illness."""
    assert leans_on(headline, text, [label], language)


@pytest.mark.parametrize(("language", "headline", "text", "label"), STANDING)
def test_a_text_that_says_what_it_is_of_stands_alone(language: str, headline: str, text: str, label: str) -> None:
    assert not leans_on(headline, text, [label], language)
