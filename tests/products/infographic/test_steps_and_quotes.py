"""Steps, quotes and comparisons of a brief. Steps out of order or a quote without its speaker would mislead."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefcast.brief.read import open_brief, read_brief
from briefcast.brief.workbook import write_xlsx
from briefcast.edition.check import check_brief
from briefcast.products.profiles import read_audience
from briefcast.script import Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script

BRIEF = """
id: steps
title: {vi: Tài khoản của bạn, en: Your account, he: החשבון שלכם}
kind: explainer
languages: [vi, en, he]
audiences: [citizens]
products: [infographic]
as_of: 2026-01-01
sources:
  - {id: s, title: Report, publisher: Office, url: "https://example.org", date: 2026-01-01}
statistics:
  - {id: a, label: {vi: Cáp quang, en: Fibre, he: סיבים}, value: 82.4, unit: percent, period: 2025, source: s,
     icon: ICON}
  - {id: b, label: {vi: Thôn, en: Villages, he: כפרים}, value: 99.3, unit: percent, period: 2025, source: s}
  - {id: c, label: {vi: Việc, en: Tasks, he: משימות}, value: 44, unit: count, out_of: 63, period: 2025, source: s}
points:
  - id: account
    audiences: {citizens: 5}
    icon: smartphone
    text: {vi: Mở tài khoản rất nhanh., en: Opening an account is quick., he: פתיחת חשבון היא מהירה.}
    steps:
      - {vi: Tải ứng dụng, en: Download the app, he: מורידים את האפליקציה}
      - {vi: Quét thẻ, en: Scan the card, he: סורקים את הכרטיס}
      - {vi: VNeID xác nhận, en: VNeID confirms, he: VNeID מאשרת}
  - id: voice
    audiences: {citizens: 4}
    text: {vi: Người dân nói gì., en: What residents say., he: מה אומרים התושבים.}
    quote:
      text: {vi: Tôi làm xong trên xe buýt, en: I did it on the bus, he: עשיתי את זה באוטובוס}
      by: {vi: Bà Lan, en: Ms Lan, he: גברת לאן}
      role: {vi: cư dân, en: resident, he: תושבת}
  - id: bars
    audiences: {citizens: 3}
    statistics: [b, a]
    visual: ranking
    text: {vi: "Mạng phủ {b} số thôn.", en: "Broadband reaches {b} of villages.", he: "פס רחב מגיע אל {b} מהכפרים."}
"""


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    path = tmp_path / "steps.yaml"
    path.write_text(BRIEF.replace("ICON", "house-wifi"), "utf-8")
    return path


def script(path: Path, language: str) -> Script:
    read = read_brief(path)
    return write_script(read, collect_facts(read), read_audience("citizens"), language, folder=path.parent)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["First, download the app.", "Second, scan the card.", "Third, VNeID confirms."]),
        ("vi", ["Thứ nhất, tải ứng dụng.", "Thứ hai, quét thẻ.", "Thứ ba, VNeID xác nhận."]),
        ("he", ["ראשית, מורידים את האפליקציה.", "שנית, סורקים את הכרטיס.", "שלישית, VNeID מאשרת."]),
    ],
)
def test_steps_are_said_in_order_and_shown_as_they_are_written(brief: Path, language: str, said: list[str]) -> None:
    scene = next(s for s in script(brief, language).scenes if s.id == "account")
    assert scene.visual.kind == "steps"
    assert len(scene.visual.steps) == 3
    assert scene.visual.icon == "smartphone"
    assert [s.shown.replace("\u00a0", " ") for s in scene.sentences[-3:]] == said


def test_two_steps_are_first_and_then(brief: Path) -> None:
    """ "First … Finally …" over two steps sounds as if one was left out."""
    brief.write_text("".join(line for line in brief.read_text("utf-8").splitlines(True) if "Scan the card" not in line))
    scene = next(s for s in script(brief, "en").scenes if s.id == "account")
    said = [s.shown.replace("\u00a0", " ") for s in scene.sentences[-2:]]
    assert said == ["First, download the app.", "Second, VNeID confirms."]


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_a_quote_is_said_with_its_speaker(brief: Path, language: str) -> None:
    scene = next(s for s in script(brief, language).scenes if s.id == "voice")
    assert scene.visual.kind == "quote"
    assert scene.visual.quote is not None
    last = scene.sentences[-1].shown
    assert last.startswith(scene.visual.quote.by)
    assert scene.visual.quote.text in last.replace("\u00a0", " ")


def test_a_ranking_compares_every_figure_it_lists(brief: Path) -> None:
    """Also those the text does not name: a bar that is missing is a comparison that is wrong."""
    scene = next(s for s in script(brief, "en").scenes if s.id == "bars")
    assert scene.visual.kind == "ranking"
    assert scene.visual.figures == ("b", "a")


def test_the_workbook_keeps_steps_quotes_and_symbols(brief: Path, tmp_path: Path) -> None:
    read = read_brief(brief)
    assert read_brief(write_xlsx(read, tmp_path / "steps.xlsx")) == read


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("house-wifi", "house-wify", "unknown-icon"),
        ("statistics: [b, a]", "statistics: [b, c]", "not-comparable"),
        ("Scan the card", "Scan 3 cards", "typed-digit"),
        ("I did it on the bus", "I saved 3 hours", "typed-digit"),
        (", he: סורקים את הכרטיס}", "}", "language-missing"),
        ("Download the app", "Download " + "the app " * 12, "too-long"),
    ],
)
def test_what_is_wrong_with_them_is_found(brief: Path, before: str, after: str, code: str) -> None:
    assert before in brief.read_text("utf-8")
    brief.write_text(brief.read_text("utf-8").replace(before, after), "utf-8")
    found = check_brief(open_brief(brief), today=dt.date(2026, 1, 2))
    assert code in {finding.code for finding in found}
