"""What a text says of how many places, and of one beside another, is held against the figure of them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from briefcast.catalogue import in_language
from tests.check_fixtures import check_of
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


NAMES = {
    "vi": ("Xã Yên Khê", "Xã Cẩm Sơn", "Xã Mậu Đức", "Xã Tam Hợp"),
    "en": ("Yen Khe", "Cam Son", "Mau Duc", "Tam Hop"),
    "he": ("שכונת היער", "מרכז העיר", "רמת ים", "שכונת דרום"),
}
VALUES = (91.3, 84.5, 52.7, 43.8)


def of_communes(tmp_path: Path, language: str, text: str, *, field: str = "text") -> list[Finding]:
    """Check a text about four places, two of which are past the target of 80 and above the whole."""
    places = ", ".join(
        f'p{n}: {{name: {{{language}: "{name}"}}, value: {value}}}'
        for n, (name, value) in enumerate(zip(NAMES[language], VALUES, strict=True), start=1)
    )
    whole = {"vi": "Toàn tỉnh", "en": "Whole province", "he": "כל העיר"}[language]
    label = {"vi": "Trâu, bò đã tiêm phòng", "en": "Cattle vaccinated", "he": "ילדים שחוסנו"}[language]
    texts = {"headline": "H", "text": "{x}.", field: text}
    found = check_of(
        tmp_path,
        language,
        f"""statistics:
  - id: x
    label: {{{language}: "{label}"}}
    unit: percent
    measure: share
    value: 71.6
    period: 2026-09
    better: higher
    target: {{value: 80, by: 2026-09}}
    source: a
    by: {{dimension: commune, whole: {{{language}: "{whole}"}}, values: {{{places}}}}}
points:
  - id: p
    statistics: [x]
    headline: {{{language}: "{texts["headline"]}"}}
    text: {{{language}: "{texts["text"]}"}}
""",
    )
    return [f for f in found if f.code == "wrong-claim"]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("vi", "Ba xã vượt mục tiêu {x.target}.", 1),
        ("vi", "Hai xã vượt mục tiêu {x.target}.", 0),
        ("vi", "Chỉ hai xã, Yên Khê và Cẩm Sơn, vượt mục tiêu {x.target}.", 0),
        ("vi", "Phần lớn các xã đã đạt mục tiêu {x.target}.", 1),
        ("vi", "Hơn một nửa số xã vượt mục tiêu {x.target}; toàn tỉnh đạt {x}.", 1),
        ("vi", "Một nửa số xã đạt mục tiêu {x.target}.", 0),
        ("vi", "Chỉ một xã, Tam Hợp, dưới mức chung {x}.", 1),
        ("vi", "Hai xã Mậu Đức và Tam Hợp dưới mức chung {x}.", 0),
        ("vi", "Hai trong bốn xã đã đạt mục tiêu {x.target}.", 0),
        ("vi", "Cả bốn xã đạt mục tiêu {x.target}.", 1),
        ("en", "Three communes passed the target of {x.target}.", 1),
        ("en", "Two communes passed the target of {x.target}.", 0),
        ("en", "Two of the four communes have met the target of {x.target}.", 0),
        ("en", "Most communes met the target of {x.target}.", 1),
        ("en", "Only one commune, Yen Khe, met the target of {x.target}.", 1),
        ("en", "One commune, Yen Khe, met the target early, with {x.p1}.", 0),
        ("en", "All communes met the target; the province stands at {x}.", 1),
        ("vi", "Chỉ một xã dưới 60%: Tam Hợp {x.p4}.", 1),
        ("vi", "Hai xã dưới 60%: Mậu Đức và Tam Hợp {x.p4}.", 0),
        ("en", "Only one commune, Tam Hop, is below 60%: {x.p4}.", 1),
        ("en", "Two communes are above 80%: Yen Khe has {x.p1}.", 0),
        ("he", "שלוש שכונות מתחת ל־60%: {x.p4}.", 1),
        ("he", "שלוש שכונות עברו את היעד של {x.target}.", 1),
        ("he", "שתי שכונות עברו את היעד של {x.target}.", 0),
        ("he", "רוב השכונות עמדו ביעד של {x.target}.", 1),
        ("he", "מחצית השכונות עמדו ביעד של {x.target}.", 0),
        ("he", "כל השכונות עמדו ביעד, גם שכונת דרום עם {x.p4}.", 1),
    ],
)
def test_so_many_places_are_so_as_a_text_says(tmp_path: Path, language: str, text: str, found: int) -> None:
    """ "More than half of the communes are past the target", and two of six were."""
    assert len(of_communes(tmp_path, language, text)) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("vi", "Tam Hợp tiêm được nhiều hơn Mậu Đức: {x.p4}.", 1),
        ("vi", "Mậu Đức tiêm được nhiều hơn Tam Hợp: {x.p3}.", 0),
        ("vi", "Tam Hợp thấp hơn Mậu Đức, còn {x.p4}.", 0),
        ("vi", "Tam Hợp chưa cao hơn Mậu Đức: {x.p4}.", 0),
        ("en", "Tam Hop is ahead of Mau Duc with {x.p4}.", 1),
        ("en", "Tam Hop is behind Mau Duc with {x.p4}.", 0),
        ("en", "Cam Son rose more slowly than Tam Hop, to {x.p2}.", 1),
        ("he", "שכונת דרום עקפה את מרכז העיר עם {x.p4}.", 1),
        ("he", "מרכז העיר לפני שכונת דרום עם {x.p2}.", 0),
        ("en", "Mau Duc is lowest with {x.p4}.", 1),
        ("en", "Tam Hop is lowest with {x.p4}.", 0),
    ],
)
def test_of_two_places_the_one_has_more_that_a_text_says(tmp_path: Path, language: str, text: str, found: int) -> None:
    assert len(of_communes(tmp_path, language, text)) == found


@pytest.mark.parametrize(
    ("language", "field", "text", "found"),
    [
        ("vi", "text", "Toàn tỉnh đã đạt mục tiêu {x.target}.", 1),
        ("vi", "text", "Tiêm phòng vượt mục tiêu {x.target}.", 1),
        ("vi", "text", "Yên Khê vượt mục tiêu {x.target}.", 0),
        ("vi", "headline", "Hai xã vượt mục tiêu", 0),
        ("en", "text", "The whole province met the target of {x.target}.", 1),
        ("en", "text", "Yen Khe met the target of {x.target}.", 0),
        ("he", "headline", "היעד הושג", 0),
    ],
)
def test_a_whole_has_not_met_what_only_some_of_its_places_did(
    tmp_path: Path, language: str, field: str, text: str, found: int
) -> None:
    """A figure told by places was held against its target only where the whole stood in the sentence too."""
    assert len(of_communes(tmp_path, language, text, field=field)) == found


def test_a_wrong_count_is_told_in_the_teams_language(tmp_path: Path) -> None:
    [found] = of_communes(tmp_path, "vi", "Ba xã vượt mục tiêu {x.target}.")
    for language in ("vi", "he"):
        assert in_language(found.message, language) != in_language(found.message, "en")
