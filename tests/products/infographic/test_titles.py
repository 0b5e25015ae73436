"""Where the lines of a title end: no word that leans on the next at the end of one, no number without its unit."""

from __future__ import annotations

import pytest

from briefcast.language.keeping import keep_together
from briefcast.language.phrases import phrases
from briefcast.look import drawing
from briefcast.look.brand import read_brand

TITLES = {
    "vi": [
        "Báo cáo chín tháng của thành phố Bình Minh về dịch vụ công",
        "Thu ngân sách của tỉnh Lam Giang đạt 14.520 tỷ đồng trong 9 tháng",
        "Giải ngân vốn đầu tư công của tỉnh mới đạt 47,3% kế hoạch năm",
    ],
    "en": [
        "The time to get a building permit fell by 8 days in nine months",
        "Budget revenue of the province rose to 14.5 trillion dong in 2026",
        "Only half of the planned public investment was spent by the end of September",
    ],
    "he": [
        "זמן ההמתנה להיתר בנייה של עיריית נווה ים התקצר ב־8 ימים",
        "הכנסות התקציב של המחוז עלו ל־14.5 טריליון דונג בתשעת החודשים",
        "רק מחצית מההשקעות שתוכננו על ידי העירייה בוצעו עד סוף ספטמבר",
    ],
}
WIDTHS = range(560, 1240, 40)


def lines(title: str, language: str, width_px: int, size: int = 60) -> list[str]:
    """Give the lines in which the title of a cover is set that is so wide."""
    look = drawing.look(read_brand("institutional"), language, width_px=width_px, height_px=1400, canvas_px=width_px)
    box = {"x": 0, "y": 0, "width": width_px, "height": 1400}
    cover = {"part": "cover-title", "kicker": "", "title": keep_together(title, language), "size": size, "align": "top"}
    page = {**cover, "width": width_px, "height": 1400, "drawn": box}
    found = drawing.query("video/scene.typ", {"look": look, "noted": True, "pages": [page]}, "parted")
    return [line for row in found for line in row["lines"]] or [cover["title"]]


def torn(found: list[str], language: str) -> list[str]:
    """Give the lines that end inside a unit of sense; a last word that stands alone too."""
    leaning = phrases(language).leaning
    ends = [line.replace("\u00a0", " ").split()[-1].strip("\u2066\u2067\u2068\u2069") for line in found[:-1]]
    bad = [
        end for end in ends if end.casefold() in leaning or (end[:1].isdigit() and end[-1:].isdigit() and len(end) < 4)
    ]
    lone = found[1:] and len(found[-1].replace("\u00a0", " ").split()) == 1
    return [*bad, *([found[-1]] if lone else [])]


@pytest.mark.parametrize("language", TITLES)
def test_no_line_ends_inside_a_unit_of_sense(language: str) -> None:
    """A cover read "Báo cáo chín | tháng của | thành phố": nobody signs that."""
    found = {
        (title, width): wrong
        for title in TITLES[language]
        for width in WIDTHS
        if (wrong := torn(lines(title, language, width), language))
    }
    # Some widths leave no other end: "rose to | 14.5 trillion dong", which is one amount.
    assert len(found) <= len(TITLES[language]) * len(WIDTHS) // 10, found


@pytest.mark.parametrize(
    ("language", "title", "width", "expected"),
    [
        ("vi", "Chỉ Tân An vượt mục tiêu 95%", 480, ["Chỉ Tân An vượt", "mục tiêu 95%"]),
        ("vi", "Sáu tháng đầu năm", 480, ["Sáu tháng đầu năm"]),
        ("en", "Only Tân An is above the 95% target", 480, ["Only Tân An", "is above", "the 95% target"]),
        ("vi", "412 ca mắc, 4 ca tử vong từ đầu năm", 900, ["412 ca mắc,", "4 ca tử vong từ đầu năm"]),
    ],
)
def test_a_title_is_a_little_smaller_rather_than_torn(
    language: str, title: str, width: int, expected: list[str]
) -> None:
    """ "Chỉ Tân An / vượt / mục tiêu 95%" and "Only / Tân An is above" unfolded from every link of a measles report."""
    found = [line.replace("\u00a0", " ") for line in lines(title, language, width, 66)]
    assert found == expected


def test_torn_lines_are_seen() -> None:
    assert torn(["Báo cáo chín", "tháng của", "thành phố"], "vi") == ["chín", "của"]
    assert torn(["It fell by 8", "days in", "all"], "en") == ["8", "in", "all"]
