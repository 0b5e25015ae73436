"""What no line parts: a number and what it counts, a name and the number or word that ends it."""

from __future__ import annotations

import pytest

from briefcast.language.keeping import glued, keep_together
from briefcast.language.written import NBSP
from briefcast.script import Word

KEPT = [
    ("vi", "Trẻ dưới 1 tuổi tiêm đủ mũi", "1 tuổi"),
    ("vi", "Quý này, 9 tháng 2025", "9 tháng"),
    ("vi", "Kết quả 10 tháng 2025", "10 tháng"),
    ("vi", "Thấp nhất là Xã Đam Rông 2, 30/09/2026", "Đam Rông 2,"),
    ("vi", "Nhà Văn hóa, 4 Phạm Ngọc Thạch", "4 Phạm"),
    ("vi", "Kinh tế Trường Giang 9 tháng tăng chậm lại", "9 tháng"),
    ("vi", "Kinh tế – xã hội tỉnh Đông Sơn 9 tháng đầu năm 2026", "đầu năm 2026"),
    ("vi", "Báo cáo của Sở Y tế", "Sở Y tế"),
    ("vi", "CPI tháng 10 tăng 3,41%", "tháng 10"),
    ("vi", "Sở Nội vụ tỉnh, số 45 Lê Lợi", "số 45"),
    ("vi", "Lao động bị mất việc", "mất việc"),
    ("vi", "Hồ sơ trễ hạn", "trễ hạn"),
    ("vi", "Xã trả hồ sơ sớm hơn", "sớm hơn"),
    ("en", "Deaths of children under 16", "under 16"),
    ("he", "השנה נהרגו 341 בני אדם", "341 בני אדם"),
    ("he", "ממצאי רבעון 3 בעיר", "רבעון 3"),
    ("en", "“Red Drop Hai Chau” blood drive", "Hai Chau”"),
    ("en", "In all 3,218 cases of dengue", "3,218 cases"),
    ("he", "רק 44 משפחות בשכונה", "44 משפחות"),
    ("en", "Letter for week 46, 2026", "week 46, 2026"),
    ("vi", "Bản tin tuần 46, 2026", "tuần 46, 2026"),
    ("he", "עלון שבוע 46, 2026", "שבוע 46, 2026"),
    ("he", "בשבת, 16 בינואר 2027, בשעות הבוקר", "16 בינואר 2027"),
    ("vi", "Dành cho học sinh từ 6 đến 15 tuổi", "6 đến 15 tuổi"),
    ("he", "לבני 6 עד 15", "6 עד 15"),
]


@pytest.mark.parametrize(("language", "line", "kept"), KEPT)
def test_no_line_begins_with_half_of_a_name_or_a_count(language: str, line: str, kept: str) -> None:
    """ "Xã Đam Rông" is another commune, and "dưới 1" is one of anything."""
    assert kept.replace(" ", "\u00a0") in keep_together(line, language)
    words = [Word(shown=shown, spoken="") for shown in line.split()]
    together = glued(words, language)
    captions = "".join(f"{word.shown}{'~' if i in together else ' '}" for i, word in enumerate(words))
    assert kept.replace(" ", "~") in captions


def test_a_date_whose_parts_are_kept_already_is_kept_with_its_year() -> None:
    """A caption ended in "16 בינואר", and the next one began with the year."""
    words = [Word(shown=shown, spoken="") for shown in ("בשבת,", f"16{NBSP}בינואר", "2027,", "בשעות")]
    assert glued(words, "he") == {1}
    assert 0 not in glued(words, "he"), "a line may end before it"


@pytest.mark.parametrize(
    ("language", "line"), [("en", "In 2025 services grew"), ("vi", "Năm nay 88,4% trẻ em"), ("vi", "Có 5, sau đó 7.")]
)
def test_a_line_may_end_after_a_year_a_share_or_a_comma(language: str, line: str) -> None:
    """A line that nothing may part leaves the card."""
    number = next(word for word in line.split() if word[0].isdigit())
    assert f"{number} " in keep_together(line, language)


def test_long_words_may_be_parted_where_a_card_is_narrow() -> None:
    assert "1.234.567 " in keep_together("Tất cả 1.234.567 nghiêngngả ở đây", "vi")


def test_the_half_of_the_day_stays_with_its_time() -> None:
    """A line that begins with p.m. is read as the next one's."""
    assert keep_together("December 16, 4:00–8:30 p.m.", "en").endswith(f"4:00–8:30{NBSP}p.m.")
    assert keep_together("open 4:00–8:30 Sunday", "en").endswith("4:00–8:30 Sunday")


def test_no_caption_ends_inside_a_name_with_a_dash() -> None:
    """ "sởi –" at the end of one caption and "rubella" in the next name two things."""
    line = "trẻ tiêm đủ mũi sởi – rubella, còn thiếu"
    words = [Word(shown=shown, spoken="") for shown in line.split()]
    assert {4, 5} <= glued(words, "vi")
    assert 6 not in glued(words, "vi")


@pytest.mark.parametrize(
    ("language", "line", "kept"),
    [
        ("vi", "Kinh tế - xã hội tỉnh 9 tháng đầu năm 2026", "Kinh_tế_-_xã_hội tỉnh 9_tháng_đầu_năm_2026"),
        ("vi", "tăng trong Quý III và quý IV", "tăng trong Quý_III và quý_IV"),
        ("vi", "giảm 3 ca so với\u00a0quý\u00a0I/2025", "giảm 3_ca so_với_quý_I/2025"),
        ("vi", "trên hơn\u00a0657.000 trẻ em", "trên hơn_657.000 trẻ_em"),
        ("en", "national accounts: second quarter 2026", "national accounts: second_quarter_2026"),
        ("en", "down 4 on Q1 2026", "down 4_on_Q1 2026"),
        ("he", "ראש העירייה במוקד העירוני", "ראש_העירייה במוקד_העירוני"),
        ("he", "במוקד 106 יש יותר מ־4,000 פניות", "במוקד_106 יש יותר מ־4,000_פניות"),
    ],
)
def test_no_line_tears_what_is_one_to_its_readers(language: str, line: str, kept: str) -> None:
    """ "so / với", "ראש / העירייה", "second / quarter 2026" stood at the ends of lines."""
    assert keep_together(line, language).replace("\u00a0", "_") == kept
