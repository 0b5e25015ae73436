"""Checking a brief: each thing an editor would query is found, with its place and remedy; a good brief has no error."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image
from ruamel.yaml import YAML

from briefcast.brief.findings import Finding
from briefcast.brief.model import Brief, Point, Source, Statistic
from briefcast.brief.read import open_brief, read_brief
from briefcast.brief.start import write_start
from briefcast.brief.workbook import build_workbook
from briefcast.edition.check import LIMITS, Code, check_brief, unmakeable
from briefcast.errors import BriefError
from tests import ROOT

GOOD = ROOT / "tests" / "faults" / "briefs" / "good.yaml"
TODAY = dt.date(2025, 7, 1)


def findings(tmp_path: Path, *changes: tuple[str, str], today: dt.date = TODAY) -> list[Finding]:
    text = GOOD.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "brief.yaml"
    path.write_text(text, "utf-8")
    return list(check_brief(open_brief(path), today=today))


def said(text: str) -> tuple[str, str]:
    """Put a text in the place of the first point's English one."""
    return '"{online-share} of applications are filed online."', json.dumps(text, ensure_ascii=False)


def test_the_guide_explains_every_finding_and_field() -> None:
    """A finding whose name is nowhere explained is one that a writer cannot act on."""
    guide = (ROOT / "docs" / "write-a-brief.md").read_text("utf-8")
    codes = set(get_args(Code))
    fields = {name for model in (Brief, Source, Statistic, Point) for name in model.model_fields} - {
        "per",
        "currency",
        "member",  # set by reading
    }
    for name in codes | fields:
        assert f"`{name}`" in guide or f"{name}:" in guide, name


def test_good_briefs_have_no_findings_that_stop_them(tmp_path: Path) -> None:
    assert findings(tmp_path) == []
    example = ROOT / "examples" / "egov-2024.yaml"
    found = check_brief(open_brief(example), today=dt.date(2025, 10, 22))
    assert [f for f in found if f.severity == "error"] == []


def test_what_is_over_may_be_reported_later(tmp_path: Path) -> None:
    """A report of October on nine months would make October the day up to which the figures hold."""
    text = GOOD.read_text("utf-8")
    path = tmp_path / "brief.yaml"
    path.write_text(text.replace("date: 2025-06-30", "date: 2025-07-05"), "utf-8")
    assert not [f for f in check_brief(open_brief(path), today=dt.date(2025, 7, 10)) if f.code == "after-as-of"]


@pytest.mark.parametrize(("estimate", "found"), [("", True), ("\n    estimate: true", False)])
def test_a_forecast_is_of_a_time_to_come(tmp_path: Path, estimate: str, found: bool) -> None:
    """To date a brief by the year that it forecasts would date it into that year."""
    text = re.sub("period: 2025-06", "period: 2026-06", GOOD.read_text("utf-8"), count=1)
    path = tmp_path / "brief.yaml"
    path.write_text(text.replace("    source: report\npoints", f"    source: report{estimate}\npoints"), "utf-8")
    told = check_brief(open_brief(path), today=dt.date(2025, 7, 10))
    assert ("after-as-of" in [f.code for f in told]) is found


@pytest.mark.parametrize(
    ("change", "code", "severity", "place", "field"),
    [
        (("    source: report\npoints", "points"), "no-source", "error", "brief.yaml:9", "statistics[online-share]"),
        (
            ("    source: report\n", "    source: report\n    stale_after: 2025-06-30\n"),
            "stale",
            "error",
            "brief.yaml:16",
            "statistics[online-share].stale_after",
        ),
        (
            ("period: 2025-06\n", "period: 2025-Q3\n"),
            "after-as-of",
            "warning",
            "brief.yaml:13",
            "statistics[online-share].period",
        ),
        (("as_of: 2025-06-30", "as_of: 2025-06-20"), "after-as-of", "warning", "brief.yaml:7", "sources[report].date"),
        (
            (
                "points:\n",
                "  - {id: more, label: {vi: a, en: b}, value: 1, unit: count, period: 2025, source: report}\npoints:\n",
            ),
            "unused-statistic",
            "warning",
            "brief.yaml:16",
            "statistics[more]",
        ),
        (
            ("calls_to_action:", "  - {id: two, text: {vi: Nộp tại nhà.}}\ncalls_to_action:"),
            "language-missing",
            "error",
            "brief.yaml:22",
            "points[two].text",
        ),
        (
            ("{vi: Nộp hồ sơ trực tuyến., en: File online.}", "{vi: Nộp hồ sơ}"),
            "language-missing",
            "error",
            "brief.yaml:23",
            "calls_to_action.citizens.text",
        ),
        (("as_of:", "subtitle: {vi: Sáu tháng}\nas_of:"), "language-missing", "warning", "brief.yaml:5", "subtitle"),
        (said("x" * 261), "too-long", "error", "brief.yaml:21", "points[online].text.en"),
        (("en: Online public services", f"en: {'x' * 71}"), "too-long", "error", "brief.yaml:2", "title.en"),
        (said("Most file online"), "no-full-stop", "warning", "brief.yaml:21", "points[online].text.en"),
        (said("Most <b>file</b> online."), "markup", "error", "brief.yaml:21", "points[online].text.en"),
        (
            ("en: Applications filed online}", 'en: "The {online-share}"}'),
            "not-replaced",
            "error",
            "brief.yaml:10",
            "statistics[online-share].label.en",
        ),
        (
            ("    text:\n", "    audiences: {citizens: 0}\n    text:\n"),
            "nothing-to-tell",
            "error",
            "brief.yaml:4",
            "audiences[2]",
        ),
        (
            ("    text:\n", "    image: no.jpg\n    text:\n"),
            "image-missing",
            "error",
            "brief.yaml:19",
            "points[online].image",
        ),
        (
            ("value: 76.5", "value: 176.5"),
            "impossible-value",
            "warning",
            "brief.yaml:11",
            "statistics[online-share].value",
        ),
        (
            ("    source: report\n", "    series: {2025-06: 76}\n    source: report\n"),
            "contradiction",
            "error",
            "brief.yaml:11",
            "statistics[online-share].value",
        ),
    ],
)
def test_each_kind_of_finding(
    tmp_path: Path, change: tuple[str, str], code: str, severity: str, place: str, field: str
) -> None:
    found = [f for f in findings(tmp_path, change) if f.code == code]
    assert found, f"nothing found as {code}"
    assert (found[0].severity, found[0].place, found[0].field) == (severity, place, field)
    assert found[0].remedy


@pytest.mark.parametrize(
    "text",
    [
        "In 2025, as in 2021–2025 and the 1990s, services grew.",
        "From 30/6/2025 and 30.6.2025 to 2025-06-30.",
        "Ngày 10/10 và ngày 10 tháng 10 năm 2025, từ 30/4.",
        "On 10 October, October 10, and 1st of June.",
        "ב-10 באוקטובר 2025 נפתח השירות",
        "Nghị quyết 57-NQ/TW và Nghị định số 13/2023/NĐ-CP, Quyết định 06.",
        "Resolution 57 and Project 06; Đề án 06; פרויקט 06.",
        "5G, 3D, 4G, G20, Web3, COVID-19, VNeID and QR codes.",
        "Open 24/7, from 8:30 or 8h30. Call 1022 or hotline 1900; tổng đài 1022.",
        "See https://example.org/2/3 or www.a1.vn or a1@b2.vn.",
        "Quý 3/2025, quarter 3.",
        "{online-share} and {online-share.baseline}.",
    ],
)
def test_years_dates_documents_and_names_may_hold_digits(tmp_path: Path, text: str) -> None:
    assert [f.message for f in findings(tmp_path, said(text)) if f.code == "typed-digit"] == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It is 12 now.", ["12"]),
        ("It is 12.5% and 7 of 63.", ["12.5", "7", "63"]),
        ("1,084 requirements in 2025", ["1,084"]),
        ("55.250.000 tài khoản", ["55.250.000"]),
        ("2025% more", ["2025"]),
        ("9/10 households, 3/4 of them", ["9", "10", "3", "4"]),
        ("hơn 1899 hộ, 2101 thôn", ["1899", "2101"]),
        ("₫1200 tỷ", ["1200"]),
        ("5 G", ["5"]),
        ("12M users", ["12"]),
        ("ב-12 ערים", ["12"]),
        ("The top-10 and the best 3", ["10", "3"]),
        ("٤٥ now", ["٤٥"]),
        ("tháng 12 tăng 12", ["12"]),
    ],
)
def test_a_typed_figure_is_found(tmp_path: Path, text: str, numbers: list[str]) -> None:
    """A typed figure would not change with the statistic, and nobody could trace it."""
    found = [f for f in findings(tmp_path, said(text)) if f.code == "typed-digit"]
    assert [f.message.split("'")[1] for f in found] == numbers
    assert all((f.severity, f.place, f.language) == ("error", "brief.yaml:21", "en") for f in found)


def test_a_typed_figure_that_the_brief_holds_is_answered_with_its_reference(tmp_path: Path) -> None:
    for typed, reference in (
        ("76.5", "{online-share}"),
        ("76,5", "{online-share}"),
        ("61.2", "{online-share.baseline}"),
    ):
        (found,) = (f for f in findings(tmp_path, said(f"About {typed} so far.")) if f.code == "typed-digit")
        assert reference in found.remedy


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("sốt cao trên 2 ngày thì đi khám", ""),
        ("there were 2 deaths", "{deaths}"),
        ("thu được 9.871 tỷ đồng", "{revenue}"),
        ("revenue of 9,871 billion dong", "{revenue}"),
        ("9,871 hectares", ""),
    ],
)
def test_a_reference_is_proposed_only_for_what_the_figure_measures(tmp_path: Path, typed: str, reference: str) -> None:
    """Two days of fever would become the deaths, and say so the next time they rise."""
    figures = """statistics:
  - {id: deaths, label: {vi: Ca tử vong, en: Deaths}, value: 2, unit: count, noun: {vi: ca tử vong, en: deaths},
     period: 2025-06, source: report}
  - {id: revenue, label: {vi: Thu ngân sách, en: Revenue}, value: 9871000000000, unit: currency, currency: VND,
     period: 2025-06, source: report}"""
    found = findings(tmp_path, ("statistics:", figures), said(f"We saw that {typed}."))
    (remedy,) = (f.remedy for f in found if f.code == "typed-digit")
    assert re.findall(r"\{(?!id)[a-z]+\}", remedy) == ([reference] if reference else [])


def test_the_digits_in_the_name_of_a_place_are_no_figure(tmp_path: Path) -> None:
    """The commune is called so wherever it is named, with its kind or without."""
    by = """    source: report
    by:
      dimension: commune
      values: {dam-rong: {name: {vi: Xã Đam Rông 2, en: Dam Rong 2}, value: 18.6}, hue: {name: Huế, value: 90}}"""
    change = ("    source: report", by)
    assert not [f for f in findings(tmp_path, change, said("Dam Rong 2 is last.")) if f.code == "typed-digit"]
    (found,) = (f for f in findings(tmp_path, change, said("Dam Rong 3 is last.")) if f.code == "typed-digit")
    assert "Dam Rong 3" in found.remedy


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("בשכונת הדר (מגדל הזית 14). הגינות", "הזית 14"),
        ("taken in Bay 14. They held", "Bay 14"),
        ("נפגשו באולם 14 שבכיכר.", "באולם 14 שבכיכר"),
        ("Then the old Studio 54 opened.", "Studio 54"),
        ("The commune of Dam Rong 7 was last.", "Dam Rong 7"),
        ("See a doctor after 2 days of fever.", "2 days"),
        ("Mỗi tuần dành 10 phút dọn nhà.", "10 phút"),
        ("In sẵn 3 bản CV và mang theo.", "3 bản CV"),
        ("In sẵn 3 CV và mang theo.", "3 CV"),
        ("Gates *2130 and 13 homes.", "13 homes"),
        ("Gửi đến Tổ xung kích 05 của tỉnh.", "Tổ xung kích 05"),
    ],
)
def test_the_name_that_is_proposed_is_a_phrase(tmp_path: Path, text: str, phrase: str) -> None:
    """Nobody pastes half a bracket and two sentences into a brief."""
    (found,) = (f for f in findings(tmp_path, said(text)) if f.code == "typed-digit")
    assert json.loads(found.remedy.partition("literal: ")[2].rstrip(".")) == [phrase]


@pytest.mark.parametrize(
    "change",
    [
        ("label: {vi: Hồ sơ nộp trực tuyến, en: Applications filed online}", "label: {vi: a, en: Platform 9¾}"),
        ("en: Online public services", "en: Services of Studio 54"),
        ("en: File online.", "en: File at Studio 54."),
    ],
)
def test_a_name_of_the_brief_may_stand_in_titles_labels_and_requests(tmp_path: Path, change: tuple[str, str]) -> None:
    """A point has no title and no label: 'literal: true' on it would not help there."""
    (found,) = (f for f in findings(tmp_path, change) if f.code == "typed-digit")
    assert "literal: [" in found.remedy
    listed = json.loads(found.remedy.partition("literal: ")[2].rstrip("."))
    names = ("as_of:", f"literal: {json.dumps([*listed, 'Platform 9¾'], ensure_ascii=False)}\nas_of:")
    assert [f for f in findings(tmp_path, change, names) if f.code == "typed-digit"] == []


def test_what_is_intended_is_not_told_again(tmp_path: Path) -> None:
    wrong = ("value: 76.5", "value: 176.5")
    assert [f.code for f in findings(tmp_path, wrong)] == ["impossible-value"]
    for where in (
        "    source: report\n    intended: [impossible-value]\n",
        "    source: report\nintended: [impossible-value]\n",
    ):
        assert findings(tmp_path, wrong, ("    source: report\n", where)) == []


@pytest.mark.parametrize("name", ["contradictions", "typed-digit"])
def test_only_findings_that_can_be_right_may_be_intended(tmp_path: Path, name: str) -> None:
    (found,) = findings(tmp_path, ("    source: report\n", f"    source: report\n    intended: [{name}]\n"))
    assert (found.code, found.severity, found.place) == ("unknown-finding", "error", "brief.yaml:16")


def test_literal_lets_the_digits_of_a_point_stand(tmp_path: Path) -> None:
    changes = (said("Step 7 is done."), ("    text:\n", "    literal: true\n    text:\n"))
    assert [f for f in findings(tmp_path, *changes) if f.code == "typed-digit"] == []


def test_a_text_is_measured_with_its_figures_in_it(tmp_path: Path) -> None:
    """A reference has more letters than its figure: a text that fits must not be refused."""
    room = LIMITS["text"].max_chars
    references = " {online-share.baseline}" * 20
    assert len(references) > room
    assert [f for f in findings(tmp_path, said("Once" + references)) if f.code == "too-long"] == []


def test_markup_is_told_as_text_that_will_be_shown(tmp_path: Path) -> None:
    path = ROOT / "tests" / "faults" / "briefs" / "markup.yaml"
    found = [f for f in check_brief(open_brief(path), today=TODAY) if f.code == "markup"]
    assert [(f.severity, f.place) for f in found] == [("error", "markup.yaml:2"), ("error", "markup.yaml:20")]
    assert "shown as typed" in found[0].message


@pytest.mark.parametrize(
    ("size", "content", "codes"),
    [
        ((1080, 1920), None, []),
        ((1079, 1920), None, ["image-small"]),
        (None, b"not a picture", ["image-unreadable"]),
        (
            None,
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00",
            ["image-unreadable"],
        ),
    ],
)
def test_pictures_are_looked_at(
    tmp_path: Path, size: tuple[int, int] | None, content: bytes | None, codes: list[str]
) -> None:
    picture = tmp_path / "photo.png"
    if size:
        Image.new("RGB", size).save(picture)
    elif content:
        picture.write_bytes(content)
    changes = [("    text:\n", "    image: photo.png\n    image_alt: {vi: Bàn, en: A desk}\n    text:\n")]
    assert [f.code for f in findings(tmp_path, *changes)] == codes


def test_a_cut_or_huge_picture_is_found_before_it_is_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    Image.effect_noise((1200, 1200), 50).save(picture)
    picture.write_bytes(picture.read_bytes()[:50_000])
    change = ("    text:\n", "    image: photo.png\n    text:\n")
    assert [f.code for f in findings(tmp_path, change)] == ["image-unreadable", "no-alt-text"]
    Image.new("1", (8000, 8000)).save(picture)
    found = findings(tmp_path, change)[0]
    assert (found.code, "8000 × 8000 px" in found.message) == ("image-unreadable", True)


def test_findings_of_a_workbook_name_sheet_and_cell(tmp_path: Path) -> None:
    workbook = build_workbook(read_brief(GOOD))
    workbook["points"]["C2"] = "Some 12 people."
    workbook.save(tmp_path / "brief.xlsx")
    path = tmp_path / "brief.xlsx"
    (found,) = (f for f in check_brief(open_brief(path), today=TODAY) if f.code == "typed-digit")
    assert found.place == "brief.xlsx, sheet points, cell C2"


def test_findings_come_in_the_order_of_the_file_and_as_plain_data(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        said("It is 12 now."),
        ("value: 76.5", "value: 176.5"),
        ("en: Online public services", f"en: {'x' * 71}"),
    )
    lines = [int(f.place.partition(":")[2]) for f in found]
    assert lines == sorted(lines)
    assert len(lines) >= 3
    assert json.dumps([dataclasses.asdict(f) for f in found])


def test_a_figure_that_cannot_be_told_stops_what_tells_it(tmp_path: Path) -> None:
    """Growth from zero: every field is there, and there is no figure; the film would stop in its middle."""
    found = findings(
        tmp_path,
        ("unit: percent", "unit: count"),
        ("value: 61.2", "value: 0"),
        ('vi: "{online-share} hồ', 'vi: "{online-share.growth} hồ'),
    )
    (missing,) = (f for f in found if f.code == "figure-missing")
    assert (missing.place, missing.field, missing.language) == ("brief.yaml:20", "points[online].text.vi", "vi")
    assert missing.message and missing.remedy
    assert unmakeable(found, ["vi", "en"]) == (missing,)
    assert unmakeable(found, ["en"]) == ()


def test_the_figures_of_a_claim_are_the_claims(tmp_path: Path) -> None:
    """A rebuttal has to say what it is about: "does not cost 50,000 dong" is no figure that a statistic explains."""
    claim = {"claim": {"en": "It costs 50,000 dong"}, "truth": {"en": "It does not cost 50,000 dong"}}

    def typed(**changes: object) -> list[str]:
        path = write_start("claim", tmp_path / str(len(list(tmp_path.iterdir()))))
        data = YAML(typ="safe").load(path.read_text("utf-8"))
        YAML(typ="safe").dump({**data, **changes}, path)
        return [f.message for f in check_brief(open_brief(path), today=TODAY) if f.code == "typed-digit"]

    title = {"vi": "Không mất 50.000 đồng", "en": "It does not cost 50,000 dong"}
    assert typed(kind="rebuttal", rebuttal=claim) == []
    assert typed(kind="rebuttal", title=title) == []
    assert len(typed(kind="progress", title=title)) == 2
    assert len(typed(kind="rebuttal", rebuttal={**claim, "why": {"en": "Only 3,000 dong"}})) == 1


def test_a_report_on_paper_needs_no_address(tmp_path: Path) -> None:
    """An officer would make one up, and a reader would follow it to nothing."""
    assert not [f for f in findings(tmp_path, (', url: "https://example.org/report"', "")) if f.severity == "error"]


def test_a_share_of_the_plan_is_answered_with_the_gap(tmp_path: Path) -> None:
    """With the plan as a whole the picture would call it the total."""
    with pytest.raises(BriefError) as refused:
        findings(
            tmp_path,
            ("unit: percent\n", "unit: count\n    target: {value: 95, by: 2025}\n"),
            said("{online-share.share} of the plan."),
        )
    assert "Write {online-share.gap}" in str(refused.value)


def test_how_many_copies_to_bring_is_asked_about(tmp_path: Path) -> None:
    """A step that says what to do is no report; a share in it is one."""
    steps = "    steps: [{vi: In sẵn 3 bản CV., en: Print 3 copies.}, {vi: Nộp 82% hồ sơ., en: File 82%.}]\npoints"
    text = GOOD.read_text("utf-8").replace("calls_to_action", steps.replace("points", "calls_to_action"), 1)
    path = tmp_path / "brief.yaml"
    path.write_text(text, "utf-8")
    found = [f for f in check_brief(open_brief(path), today=dt.date(2025, 7, 1)) if f.code == "typed-digit"]
    assert [f.severity for f in found] == ["warning", "warning", "error", "error"]
