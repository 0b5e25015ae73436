"""How two times that a dash joins are heard: with the word that leads to the first, unless the text has one."""

from __future__ import annotations

import pytest

from briefcast.language.read_aloud import speak_text


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "on Wednesday, 4:00–8:30 p.m., here", "on Wednesday, from four to eight thirty pee em, here"),
        ("en", "open from 9:00–17:30 daily", "open from nine to seventeen thirty daily"),
        ("en", "ended 3–2 at 8:30 p.m.", "ended three to two at eight thirty pee em"),
        ("he", "פתוח ביום ראשון, 8:30–15:00.", "פתוח ביום ראשון, משמונה וחצי בבוקר עד שלוש אחר הצהריים."),
        ("he", "בשעות 16:00–20:30", "בשעות ארבע אחר הצהריים עד שמונה וחצי בערב"),
        ("vi", "Mở cửa 8:00–17:00 hằng ngày", "Mở cửa từ tám giờ đến mười bảy giờ hằng ngày"),
        ("vi", "từ 8h30–11h", "từ tám giờ ba mươi đến mười một giờ"),
    ],
)
def test_a_range_of_hours_is_heard_as_one(language: str, text: str, said: str) -> None:
    """ "Wednesday, four to eight thirty" sounds like a score."""
    assert speak_text(text, language) == said
