"""How codes are printed inside a Hebrew line. A law number turned around is the number of another law."""

from __future__ import annotations

import icu
import pytest

from briefcast.language.isolating import isolate_codes

RIGHT_TO_LEFT = 1


def printed(text: str) -> str:
    """Give a line of Hebrew in the order in which ICU's bidirectional algorithm sets it."""
    line, whole = icu.Bidi(), icu.UnicodeString(text)
    line.setPara(whole, RIGHT_TO_LEFT)
    return str(line.writeReordered(icu.Bidi.REMOVE_BIDI_CONTROLS | icu.Bidi.DO_MIRRORING))


CODES = [
    ("החלטה 57-NQ/TW אושרה", "57-NQ/TW"),
    ("חוק 20/2023/QH15.", "20/2023/QH15"),
    ("ההחלטה 505/QĐ-TTg, משנת 2022", "505/QĐ-TTg"),
    ("חייגו +972-3-1234567", "+972-3-1234567"),
    ("חייגו *6050.", "*6050"),
    ("הקו 1900 1108 פתוח", "1900 1108"),
    ("טמפרטורה (°C)", "(°C)"),
    ("ב־-5°C בלילה", "-5°C"),
    ("שינוי של -3.5%.", "-3.5%"),
]


@pytest.mark.parametrize(("text", "code"), CODES)
def test_a_code_is_printed_as_it_is_typed(text: str, code: str) -> None:
    assert code not in printed(text)
    assert code in printed(isolate_codes(text, "he"))


@pytest.mark.parametrize(
    "text", ["בשנים 2021-2025", "עד 31/12/2025", "טלפון 02-123-4567", "ב-5% מהבתים", "חולי COVID-19", "בשעה 8:30"]
)
def test_what_is_in_order_stays_bare(text: str) -> None:
    assert isolate_codes(text, "he") == text


def test_an_isolate_is_not_isolated_again() -> None:
    once = isolate_codes("החלטה 57-NQ/TW, ‏⁨-3.5%⁩ ועוד", "he")
    assert isolate_codes(once, "he") == once


@pytest.mark.parametrize("language", ["vi", "en"])
def test_languages_from_left_to_right_need_none(language: str) -> None:
    assert isolate_codes("57-NQ/TW, -5°C, *6050", language) == "57-NQ/TW, -5°C, *6050"
