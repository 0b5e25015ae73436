"""Whether a reading tells the number of its word: a film would say another number than it shows."""

from __future__ import annotations

import pytest

from briefcast.language.numbers_told import changed_number


@pytest.mark.parametrize(
    ("language", "word", "reading"),
    [
        ("vi", "2025", "hai nghìn ba mươi"),
        ("vi", "2025", "năm ngoái"),
        ("vi", "18", "mười bảy"),
        ("vi", "18 kênh", "mười-bảy kênh"),
        ("vi", "18 kênh", "mười-tám triệu-kênh"),
        ("vi", "31/12/2026", "ba mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("vi", "COVID-19", "cô vít mười tám"),
        ("vi", "5G", "bốn gờ"),
        ("vi", "IV", "năm"),
        ("vi", "hai", "ba"),
        ("vi", "triệu", "tỷ"),
        ("vi", "12km", "ki lô mét"),
        ("en", "2025", "twenty thirty"),
        ("en", "Q3", "the fourth quarter"),
        ("en", "80%", "ninety percent"),
        ("en", "2nd", "third"),
        ("en", "million", "billion"),
        ("en", "5GB", "gigabytes"),
        ("he", "18", "שבע עשרה"),
        ("he", "2025", "אלפיים ושלושים"),
    ],
)
def test_a_reading_that_tells_another_number_is_found(language: str, word: str, reading: str) -> None:
    """The voice would say what no source says."""
    assert changed_number(word, reading, language)[1]


@pytest.mark.parametrize(
    ("language", "word", "reading"),
    [
        ("vi", "2025", "hai nghìn không trăm hai mươi lăm"),
        ("vi", "2025", "hai ngàn không trăm hai mươi lăm"),
        ("vi", "2025", "hai không hai lăm"),
        ("vi", "5G", "phai gi"),
        ("vi", "COVID-19", "cô vít"),
        ("vi", "COVID-19", "cô vít mười chín"),
        ("vi", "không", "hông"),
        ("vi", "GovBot", "góp bót"),
        ("vi", "Open Data", "ô-pần đây-ta"),
        ("en", "2025", "two thousand and twenty-five"),
        ("en", "5G", "five gee"),
        ("en", "F-16", "F sixteen"),
        ("en", "IT", "eye tee"),
        ("he", "18", "שמונה עשרה"),
        ("he", "COVID-19", "קוביד"),
    ],
)
def test_the_same_number_said_otherwise_is_the_teams_to_choose(language: str, word: str, reading: str) -> None:
    """Regions say numbers in their own way, and names with digits are said as their owners say them."""
    assert changed_number(word, reading, language) == ("", "")
