"""Vietnamese compounds: a line broken inside a word is read twice."""

from __future__ import annotations

import pytest

from briefcast.language.compounds import inside_compounds


@pytest.mark.parametrize(
    "line",
    [
        "Tất_cả là để phục_vụ bà_con tốt hơn.",
        "Mạng nhanh đã về tới hơn 99% thôn, bản.",
        "Người_dân đỡ phải mang nhiều giấy_tờ.",
        "Việt_Nam hoàn_thành 44 trên 63 nhiệm_vụ.",
    ],
)
def test_syllables_of_one_word_stay_together(line: str) -> None:
    words = line.replace("_", " ").split()
    joined = [len(part.split("_")) for part in line.split()]
    ends = {sum(joined[: n + 1]) - 1 for n in range(len(joined))}
    assert inside_compounds(words, max_chars=40) == set(range(len(words))) - ends


def test_a_compound_too_long_for_the_place_may_be_broken() -> None:
    """Set whole, it would overflow a narrow card."""
    assert inside_compounds(["chính", "phủ", "điện", "tử"], max_chars=10) == frozenset()


def test_no_break_spaces_and_marks_do_not_move_the_places() -> None:
    """A figure with its unit is one word for the line, three for the segmenter."""
    words = ["hơn", "55\u00a0triệu", "tài", "khoản", "(VNeID)", "đã", "kích", "hoạt…"]
    assert inside_compounds(words, max_chars=40) == {2, 6}
