"""One public body is known under its long name and its short one, and by its kind where it speaks of itself."""

from __future__ import annotations

import re

import pytest

from briefcast.language.bodies import called_by_kind, each_once, same_body
from briefcast.language.phrases import phrases


@pytest.mark.parametrize(
    ("language", "one", "other", "same"),
    [
        ("vi", "Ủy ban nhân dân phường Ven Sông", "UBND phường Ven Sông", True),
        ("vi", "Uỷ ban nhân dân thành phố Huế", "UBND TP. Huế", True),
        ("vi", "Trung tâm Kiểm soát bệnh tật Tân Phước", "CDC tỉnh Tân Phước", True),
        ("vi", "Sở Giáo dục và Đào tạo Lâm Sơn", "Sở GD&ĐT Lâm Sơn", True),
        ("vi", "UBND phường Ven Sông", "UBND phường Bến Nghé", False),
        ("vi", "UBND xã Tân Phú", "HĐND xã Tân Phú", False),
        ("vi", "Sở Y tế Tân Phước", "CDC Tân Phước", False),
        ("en", "Tan Phuoc Centre for Disease Control", "the Tan Phuoc CDC", True),
        ("en", "Nof Yam Municipality", "Municipality of Nof Yam", True),
        ("en", "Binh Lam Provincial People’s Committee", "People's Committee of Binh Lam Province", True),
        ("en", "Department of Health", "Ministry of Health", False),
        ("en", "City of Nof Yam", "City of Haifa", False),
        ("he", "עירית נוף ים", "עיריית נוף ים", True),
        ("he", "הלמ״ס", "הלשכה המרכזית לסטטיסטיקה", True),
        ("he", "עיריית נוף ים", "עיריית חיפה", False),
        ("en", "", "", False),
    ],
)
def test_a_body_is_one_under_each_of_its_names(language: str, one: str, other: str, same: bool) -> None:
    assert same_body(one, other, language) is same
    assert same_body(other, one, language) is same


@pytest.mark.parametrize(
    ("language", "name", "text", "told"),
    [
        ("he", "עיריית נוף ים", "בנובמבר קיבלה העירייה 40 פניות", True),
        ("he", "עיריית נוף ים", "בנובמבר התקבלו 40 פניות", False),
        ("en", "City of Nof Yam", "the city opened two clinics", True),
        ("en", "Nof Yam Municipality", "two clinics opened", False),
        ("en", "Ven Song Ward People’s Committee", "the ward rebuilt 12.4 km of road", True),
        ("vi", "UBND phường Ven Sông", "phường nâng cấp 12,4 km đường", True),
        ("vi", "UBND phường Ven Sông", "người dân trong phường hài lòng", False),
    ],
)
def test_a_body_that_calls_itself_by_its_kind_is_named(language: str, name: str, text: str, told: bool) -> None:
    kinds = called_by_kind(name, language)
    assert any(re.search(rf"(?<!\w)(?:{kind})(?!\w)", text) for kind in kinds) is told


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ministry of Health", "the Ministry of Health"),
        ("The Ministry of Health", "the Ministry of Health"),
        ("Department of Labour, Invalids and Social Affairs", "the Department of Labour, Invalids and Social Affairs"),
        ("City Improvement Division", "the City Improvement Division"),
        ("Home Front Command", "the Home Front Command"),
        ("University of Haifa", "the University of Haifa"),
        ("Haifa University", "Haifa University"),
        ("Social Security of Lam Dong Province", "the Social Security of Lam Dong Province"),
        ("Lam Dong Social Security", "Lam Dong Social Security"),
        ("Hospital of Lam Dong", "the Hospital of Lam Dong"),
        ("Statistics Netherlands", "Statistics Netherlands"),
        ("VietNamNet", "VietNamNet"),
        ("Servicemen’s Club", "Servicemen’s Club"),
    ],
)
def test_a_name_takes_its_article_only_where_english_asks_for_one(name: str, written: str) -> None:
    """Else a sentence says "according to Ministry of Health", or "the Haifa University"."""
    assert phrases("en").with_article(name) == written
    assert phrases("vi").with_article(name) == name


def test_a_list_names_each_body_once() -> None:
    """ "Nguồn: UBND phường 5, Ủy ban nhân dân phường 5" are two sources to a reader."""
    assert each_once(["UBND phường 5", "Sở Y tế", "Ủy ban nhân dân phường 5"], "vi") == ("UBND phường 5", "Sở Y tế")
