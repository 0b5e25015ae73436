"""What a text says of how many places, and of one beside another, is held against the figure of them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.edition.test_claims import of_places


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Three of the four lines met the target of {x.target}."),
        ("en", "Most lines met the target of {x.target}; the network stands at {x}."),
        ("en", "All lines met the target of {x.target}."),
        ("en", "No line met the target of {x.target}."),
        ("en", "Only one line, the Coast line, is below the average of {x}."),
        ("en", "The Coast line is more punctual than the South line, at {x.c}."),
        ("en", "The South line is above the network average, at {x.s}."),
        ("en", "The South line came last with {x.s}."),
        ("en", "Two groups became cheaper, food by {p.f.size}."),
        ("vi", "Ba tuyến vượt mục tiêu {x.target}, dẫn đầu là Tuyến Bắc với {x.n}."),
        ("vi", "Phần lớn các tuyến đã đạt mục tiêu {x.target}."),
        ("vi", "Hơn một nửa số tuyến vượt mục tiêu {x.target}; toàn mạng đạt {x}."),
        ("vi", "Chỉ một tuyến, Tuyến Biển, dưới mức chung {x}."),
        ("vi", "Tuyến Biển đúng giờ hơn Tuyến Nam: {x.c}."),
        ("vi", "Tuyến Nam cao hơn mức chung toàn mạng, với {x.s}."),
        ("he", "שלושה קווים עמדו ביעד של {x.target}."),
        ("he", "רוב הקווים עמדו ביעד של {x.target}."),
        ("he", "כל הקווים עברו את היעד של {x.target}."),
        ("he", "קו החוף הקדים את קו הדרום עם {x.c}."),
        ("he", "קו הדרום מעל הממוצע הארצי עם {x.s}."),
        ("he", "קו הדרום במקום האחרון עם {x.s}."),
    ],
)
def test_more_places_than_did_and_one_before_its_better_are_found(tmp_path: Path, language: str, text: str) -> None:
    """ "Most lines met the target" of two in four is the sentence that a mayor wants to read."""
    assert of_places(tmp_path, language, text) == ["error"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two of the four lines met the target of {x.target}."),
        ("en", "Only two lines met the target of {x.target}; the network stands at {x}."),
        ("en", "One line beat the target of {x.target} by four points: the North line, {x.n}."),
        ("en", "All lines but two met the target of {x.target}."),
        ("en", "Not all lines met the target of {x.target}."),
        ("en", "Five of the twelve lines met the target of {x.target}; of the large ones, {x.n}."),
        ("en", "Two lines are below the average of {x}."),
        ("en", "The South line is more punctual than the Coast line, at {x.s}."),
        ("en", "The Coast line is not ahead of the South line, at {x.c}."),
        ("en", "One group became cheaper, food by {p.f.size}."),
        ("vi", "Hai tuyến vượt mục tiêu {x.target}, dẫn đầu là Tuyến Bắc với {x.n}."),
        ("vi", "Chưa phải tất cả các tuyến đạt mục tiêu {x.target}."),
        ("vi", "Một nửa số tuyến đạt mục tiêu {x.target}."),
        ("vi", "Tuyến Biển thấp hơn Tuyến Nam: {x.c}."),
        ("he", "שני קווים עמדו ביעד של {x.target}."),
        ("he", "מחצית הקווים עמדו ביעד של {x.target}."),
        ("he", "קו הדרום הקדים את קו החוף עם {x.s}."),
        ("he", "קו החוף מתחת לממוצע הארצי עם {x.c}."),
    ],
)
def test_what_is_true_of_places_passes(tmp_path: Path, language: str, text: str) -> None:
    assert of_places(tmp_path, language, text) == []


@pytest.mark.parametrize(
    ("headline", "found"), [("Most lines met the target", ["error"]), ("Half the lines met the target", [])]
)
def test_a_headline_counts_the_places_of_its_point(tmp_path: Path, headline: str, found: list[str]) -> None:
    assert of_places(tmp_path, "en", "{x}", headline=headline) == found
