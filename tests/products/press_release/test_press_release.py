"""A newsroom gets who, when, how much and according to whom, in a text that it can edit and that stays text."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree

from briefcast.brief.model import Brief
from briefcast.brief.read import read_brief
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_edition
from briefcast.language.phrasebook import TargetKind
from briefcast.language.written import write_date
from briefcast.look.word import W
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import MediaEntry, OutputEntry
from briefcast.products.press_release.docx import write_docx
from briefcast.products.press_release.product import PressReleaseProduct
from briefcast.products.press_release.release import PressRelease, plain, write_release
from briefcast.products.press_release.web import write_html
from briefcast.products.press_release.words import release_words
from briefcast.products.profiles import read_audience
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.orders import edition_orders
from briefcast.week.week import BatchRequest
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests import ROOT
from tests.batch_fixtures import PLAN, make_week_quietly
from tests.edition_fixtures import BRIEF, make, write_small_brief

LANGUAGES = ("vi", "en", "he")
TOLD = {
    "contact": {"vi": "Phòng Báo chí, bao@example.org", "en": "press office, press@example.org", "he": "דוברות"},
    "limits": {"vi": "Số liệu sơ bộ.", "en": "Figures are preliminary.", "he": "הנתונים ראשוניים."},
    "embargo": dt.date(2025, 10, 23),
}


def _example(**changes: object) -> Brief:
    brief = read_brief(ROOT / "examples" / "egov-2024.yaml")
    return Brief.model_validate({**brief.model_dump(mode="python", by_alias=True), **changes})


def _release(language: str, audience: str = "press", brief: Brief | None = None) -> PressRelease:
    brief = brief or _example(**TOLD)
    facts, profile = collect_facts(brief), read_audience(audience)
    return write_release(brief, facts, write_script(brief, facts, profile, language), profile)


def _text(element: etree._Element) -> str:
    return "".join(element.itertext())


def _part(file: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(file)) as held:
        return etree.fromstring(held.read(name))


def _paragraphs(file: bytes) -> list[tuple[str, str]]:
    """Give the style and the text of every paragraph of the copy, the table's left out."""
    told = []
    for paragraph in _part(file, "word/document.xml").iterfind(f"{{{W}}}body/{{{W}}}p"):
        style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
        told.append((style.get(f"{{{W}}}val", "") if style is not None else "", _text(paragraph)))
    return told


@pytest.mark.parametrize(
    ("language", "begins", "said"),
    [
        ("vi", "HÀ NỘI, 23/10/2025 – ", "theo số liệu do Liên hợp quốc công bố ngày 17 tháng 9 năm 2024."),
        ("en", "HA NOI, October 23, 2025 – ", "according to figures published by the United Nations on September 17,"),
        ("he", "האנוי, 23 באוקטובר 2025 – ", "על פי נתוני האו״ם מ־17 בספטמבר 2024."),
    ],
)
def test_the_first_paragraph_says_where_when_how_much_and_according_to_whom(
    language: str, begins: str, said: str
) -> None:
    release = _release(language)
    assert release.dateline == begins, "under an embargo the day of a release is the day it may be printed"
    assert "71" in release.lede.text and "193" in release.lede.text and "15" in release.lede.text
    assert said in release.lede.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_and_the_first_points_are_those_of_the_pictures(language: str) -> None:
    """One release of a body, told twice and unlike, would be taken for two."""
    brief, profile = _example(), read_audience("press")
    facts = collect_facts(brief)
    script = write_script(brief, facts, profile, language)
    release = write_release(brief, facts, script, profile)
    assert release.headline == script.title != script.name, "the report's name is no news"
    assert release.kicker == script.name, "a finding alone says neither where nor when"
    assert script.name in script.kicker
    told = [scene for scene in script.scenes if scene.kind == "point"]
    paragraphs = [release.lede, *release.body]
    # In a sentence of its own each: paper says the source differently, so the figures are compared.
    for scene, paragraph in zip(told, paragraphs, strict=False):
        figures = [word.shown.strip(".,") for s in scene.sentences for word in s.words if word.fact]
        assert all(figure in paragraph.text for figure in figures), scene.id
    weighed = [p for p in brief.points if p.audiences.get("press", 1) > 0]
    assert len(paragraphs) == len(weighed) > len(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_table_has_its_period_and_its_source(language: str) -> None:
    release = _release(language)
    assert len(release.figures) > 5
    for row in release.figures:
        assert row.value and row.period and row.source, row.label
    assert any("86" in row.compared for row in release.figures)
    assert all(source.url.startswith("https://") for source in release.sources)


def test_a_source_is_named_with_its_first_figures_and_where_another_came_between() -> None:
    """ "According to the Statistics Office" in all eight paragraphs is read by nobody."""
    release = _release("en", brief=_example())
    said = [p.text.count("according to") for p in (release.lede, *release.body)]
    assert max(said) == 1
    paragraphs = [p.text for p in (release.lede, *release.body)]
    score = next(at for at, text in enumerate(paragraphs) if "0.7709" in text)
    before = next(text for text in reversed(paragraphs[:score]) if any(map(str.isdigit, text)))
    assert ("United Nations" in before) != ("according to the United Nations" in paragraphs[score])
    economy = next(p for p in release.body if "18.3%" in p.text)
    assert "by the National Committee on Digital Transformation on February 6, 2025" in economy.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_named_just_before_is_not_cited_again(language: str) -> None:
    """ "The UN publishes its survey. Viet Nam ranks 71st, according to the UN." names it twice in one breath."""
    brief = _example()
    point = next(point for point in brief.points if point.statistics == ("egdi-rank",))
    source = brief.source(str(brief.statistic("egdi-rank").source))
    publisher = source.publisher[language]
    text = {**point.text, language: f"{publisher} 2024. {{egdi-rank}}."}
    first = point.model_copy(update={"text": text, "variants": {}})
    points = tuple(first if other.id == point.id else other for other in brief.points)
    release = _release(language, brief=brief.model_copy(update={"points": points}))
    paragraph = next(p.text for p in (release.lede, *release.body) if _bare(p.text).startswith(f"{publisher} 2024"))
    assert _bare(paragraph).count(publisher) == 1


def test_an_issuer_does_not_cite_itself_in_its_own_release() -> None:
    """ "Repairs take 11 days, according to the Municipality", says the Municipality: no office writes so."""
    point = {"id": "opens", "text": {"en": "The museum opens on Sundays."}}
    brief = _example(languages=("en",), points=[point], calls_to_action={}, titles={})
    assert _release("en", brief=brief).lede.text == "The museum opens on Sundays."
    issuers = {"vi": "Liên hợp quốc", "en": "The United Nations", "he": "האו״ם"}
    for language, according in (("vi", "theo số liệu do"), ("en", "according to"), ("he", "על פי")):
        release = _release(language, brief=_example(issuer=issuers))
        assert "71" in release.lede.text and according not in release.lede.text
        assert any(according in paragraph.text for paragraph in release.body), "figures of others say whose they are"
        assert release.figures[0].source


def test_a_rebuttal_says_the_truth_first_and_the_claim_once() -> None:
    """The truth is nobody's figure: police who counted cases of fraud do not vouch for what a tax costs."""
    parts = {
        "truth": {"en": "Activating VNeID is free"},
        "claim": {"en": "Activating VNeID costs 50,000 dong"},
        "verdict": {"en": "False"},
        "why": {"en": "No office charges for it"},
    }
    release = _release("en", brief=_example(languages=("en",), kind="rebuttal", rebuttal=parts, titles={}))
    assert release.headline == "Activating VNeID is free"
    assert release.lede.text == "Activating VNeID is free. No office charges for it.", (
        "who issues it is not cited in it"
    )
    stated = next(paragraph.text for paragraph in release.body if "according to" in paragraph.text)
    assert any(character.isdigit() for character in stated.partition("according to")[0])
    assert plain(release).count("50,000") == 1
    assert release.body[0].text.startswith("A false claim says that “Activating VNeID costs 50,000")
    assert "No office" not in release.body[0].text
    own = _example(languages=("en",), kind="rebuttal", rebuttal=parts, titles={"press": {"en": "What is free"}})
    assert _release("en", brief=own).lede.text == release.lede.text, "a paragraph is printed without its headline"
    del parts["why"]
    release = _release("en", brief=_example(languages=("en",), kind="rebuttal", rebuttal=parts, titles={}))
    assert release.lede.text == "Activating VNeID is free."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_release_is_of_no_day_before_a_source_that_it_cites(language: str) -> None:
    """ "31 October – … according to figures published on 5 November": a newsroom's first question."""
    brief = _example()
    sources = [s.model_dump(mode="python") | {"date": dt.date(2024, 11, 10)} for s in brief.sources[:1]]
    sources += [s.model_dump(mode="python") for s in brief.sources[1:]]
    late = _example(sources=sources, as_of=dt.date(2024, 10, 31), embargo=None)
    release = _release(language, brief=late)
    assert release.date == max(s.date for s in late.sources)
    assert write_date(release.date, language, style=release.words.dateline_date) in release.dateline
    assert _release(language, brief=_example(sources=sources, as_of=dt.date(2026, 1, 2))).date == dt.date(2026, 1, 2)
    facts, press = collect_facts(late), read_audience("press")
    spoken = write_script(late, facts, press, language)
    heard = " ".join(s.shown for s in spoken.scenes[0].sentences).replace("\u00a0", " ")
    assert write_date(release.date, language) in heard


def test_the_context_says_of_a_target_what_the_table_does_not() -> None:
    """ "The plan of 14,250 is 69.3% of the plan" is nonsense, and a plan alone stands in its column of the table."""
    names = {"vi": "Thu ngân sách", "en": "Budget revenue", "he": "הכנסות"}
    growth = {"vi": "Tăng trưởng", "en": "Growth", "he": "צמיחה"}
    statistics = [
        {"id": "r", "label": names, "value": 9871 * 10**9, "unit": "currency", "currency": "VND", "period": "2026-M9",
         "target": {"value": 14250 * 10**9, "by": "2026"}},
        {"id": "g", "label": growth, "value": "-2.7", "unit": "percent", "measure": "growth", "period": "2026-Q3",
         "estimate": True, "target": {"value": 9, "by": "2026"}},
    ]  # fmt: skip
    points = [{"id": id, "text": dict.fromkeys(LANGUAGES, f"{{{id}}}."), "statistics": [id]} for id in ("r", "g")]
    changes = {"titles": {}, "calls_to_action": {}, "hooks": {}, "sources": []}
    brief = _example(statistics=statistics, points=points, **changes)
    releases = {language: _release(language, brief=brief) for language in LANGUAGES}
    told = {
        code: [_bare(line).replace("\u00a0", " ") for line in release.context] for code, release in releases.items()
    }
    assert told["vi"] == ["Thu ngân sách: dự toán năm 2026 là 14.250 tỷ đồng; 9 tháng đầu năm 2026 đạt 69,3%."]
    assert told["en"] == [
        "Budget revenue: the budget for 2026 is 14,250 billion dong; 69.3% of it was collected in the first"
        " nine months of 2026.",
    ]
    assert ["69.3%" in line for line in told["he"]] == [True]
    assert all("9%" in _bare(release.figures[1].target) for release in releases.values())


@pytest.mark.parametrize(
    ("statistic", "told"),
    [
        ({"value": "3.41", "unit": "percent", "measure": "growth", "better": "lower",
          "target": {"value": "4.5", "by": "2026", "kind": "plan"}},
         {"vi": "không quá 4,5% (kế hoạch 2026)", "en": "at most 4.5% (plan for 2026)"}),
        ({"value": 74, "unit": "duration", "per": "second", "better": "lower",
          "baseline": {"value": 128, "period": "2025-M9"},
          "target": {"value": 60, "by": "2026"}},
         {"en": "the target for 2026 is 60 seconds", "he": "היעד לשנת 2026 הוא 60 שניות"}),
        ({"value": 74, "unit": "duration", "per": "second", "better": "lower",
          "target": {"value": 90, "by": "2026", "name": dict.fromkeys(LANGUAGES, "limit")}},
         {"en": "the limit for 2026 is 90 seconds"}),
        ({"value": 130 * 10**6, "unit": "currency", "currency": "ILS", "period": "2026-01-01/2026-09-30",
          "label": {"vi": "Chi ngân sách", "en": "Budget", "he": "ביצוע התקציב"},
          "target": {"value": 215 * 10**6, "by": "2026", "kind": "budget"}},
         {"en": "60.5% of it was spent in the first nine months of 2026."}),
    ],
    ids=["ceiling", "to come down to", "limit", "budget"],
)  # fmt: skip
def test_a_target_is_told_as_what_it_is(statistic: dict[str, object], told: dict[str, str]) -> None:
    """A plan to stay below 4.5% was told as a plan of 4.5%, and of a budget something "was reached in January 1"."""
    label = {"vi": "Chỉ số", "en": "Index", "he": "מדד"}
    statistics = [{"id": "s", "label": label, "period": "2026-M9", **statistic}]
    points = [{"id": "s", "text": dict.fromkeys(LANGUAGES, "{s}."), "statistics": ["s"]}]
    changes = {"titles": {}, "calls_to_action": {}, "hooks": {}, "sources": []}
    brief = _example(statistics=statistics, points=points, **changes)
    for language, text in told.items():
        release = _release(language, brief=brief)
        lines = (release.figures[0].target, *release.context)
        assert text in _bare(" ".join(lines)).replace("\u00a0", " ")


def test_an_issuer_is_not_cited_beside_others() -> None:
    brief = _example(languages=("en",))
    own, other = (source.model_copy(update={"cited": {}}) for source in brief.sources[:2])
    other = other.model_copy(update={"publisher": {"en": "Weather Station"}})
    statistics = [
        {
            "id": id,
            "label": {"en": id},
            "value": 4,
            "unit": "duration",
            "per": "day",
            "period": "2024",
            "source": source.id,
        }
        for id, source in (("a", own), ("b", other))
    ]
    points = [{"id": "s", "text": {"en": "It took {a}; the mean was {b}."}, "statistics": ["a", "b"]}]
    changes = {"titles": {}, "calls_to_action": {}, "hooks": {}, "sources": [own.model_dump(), other.model_dump()]}
    changes |= {"statistics": statistics, "points": points, "issuer": own.publisher}
    lede = _release("en", brief=_example(languages=("en",), **changes)).lede.text
    assert "by the Weather Station" in lede and own.publisher["en"] not in lede


PARTS = """
id: spending
languages: [en]
audiences: [press]
as_of: 2026-10-12
title: {en: Budget spending in the third quarter}
statistics:
  - id: spent
    label: {en: Budget spending}
    value: 5120000000000
    unit: currency
    currency: VND
    period: 2026-Q3
    by:
      dimension: sector
      parts: true
      values:
        health: {name: {en: Health}, value: 612000000000}
        schools: {name: {en: Education}, value: 1843000000000}
        works: {name: {en: Investment}, value: 1690000000000}
        other: {name: {en: Other}, value: 975000000000}
points:
  - id: spent
    statistics: [spent]
    text: {en: "The city spent {spent}, of which {spent.schools} on schools; {spent.health} went to health."}
    visual: parts
"""


def test_a_whole_stands_above_its_parts_in_one_unit_and_the_largest_of_them_first(tmp_path: Path) -> None:
    """Nobody sees at once how much of 5.12 trillion 1,843 billion is, nor that the last row is the whole of them."""
    file = tmp_path / "spending.yaml"
    file.write_text(PARTS, "utf-8")
    release = _release("en", brief=read_brief(file))
    values = [_bare(row.value).replace("\u00a0", " ") for row in release.figures]
    assert values == [f"{amount} billion dong" for amount in ("5,120", "1,843", "1,690", "975", "612")]
    assert "trillion" not in plain(release)
    assert release.figures[1].label == "Education" and release.figures[1].belongs


WARDS = """
id: measles
languages: [en, vi]
audiences: [press]
as_of: 2026-11-12
title: {en: Vaccination, vi: Tiêm chủng}
sources:
  - id: letter
    title: {en: Letter 412/BC-SYT on vaccination, vi: Công văn số 412/BC-SYT}
    publisher: {en: City Health, vi: Sở Y tế}
    date: 2026-11-10
statistics:
  - id: shots
    label: {en: Measles coverage, vi: Tỷ lệ tiêm sởi}
    value: 91.3
    unit: percent
    measure: share
    period: 2026-01-01/2026-10-31
    target: {value: 95, by: 2026, kind: plan}
    source: letter
    by:
      dimension: commune
      values:
        east: {name: {en: East Ward, vi: Phường Đông}, value: 97.6}
        west: {name: {en: West Ward, vi: Phường Tây}, value: 79.5}
  - id: cases
    label: {en: Cases, vi: Ca mắc}
    value: 3846
    unit: count
    noun: {en: cases, vi: ca}
    period: 2026-M10
    baseline: {value: 2790, period: 2025-M10}
    source: letter
  - id: clinics
    label: {en: Clinics opened, vi: Trạm mở mới}
    value: 1
    unit: count
    noun: {en: clinics, vi: trạm}
    singular: {en: clinic}
    period: 2026-M10
    better: higher
    target: {value: 3, by: 2026}
    source: letter
points:
  - id: shots
    statistics: [shots]
    text: {en: "{shots} are covered, {shots.west} in the west.", vi: "{shots} đã tiêm, phía tây {shots.west}."}
  - id: cases
    statistics: [cases, clinics]
    text: {en: "{cases} cases, {cases.growth}; clinics: {clinics}.", vi: "{cases} ca, {cases.growth}; {clinics} trạm."}
"""


def _wards(tmp_path: Path, language: str) -> PressRelease:
    file = tmp_path / "measles.yaml"
    file.write_text(WARDS, "utf-8")
    return _release(language, brief=read_brief(file))


@pytest.mark.parametrize("language", ["en", "vi"])
def test_places_stand_under_what_they_all_measure(tmp_path: Path, language: str) -> None:
    """Eight rows that begin with one long label, one period and one source hide the eight figures."""
    whole, *rows = _wards(tmp_path, language).figures
    places = [row for row in rows if row.belongs]
    assert [row.label.replace("\u00a0", " ") for row in places] == (
        ["East Ward", "West Ward"] if language == "en" else ["Phường Đông", "Phường Tây"]
    )
    assert all(not (row.period or row.source or row.target) for row in places)
    assert whole.period and "412/BC-SYT" in whole.source and "95%" in whole.target


@pytest.mark.parametrize(("language", "value"), [("en", "91.3%"), ("vi", "91,3%")])
def test_a_row_that_heads_places_gives_the_figure_of_the_whole(tmp_path: Path, language: str, value: str) -> None:
    """The figure that the report states first was the one cell of the table left empty."""
    text = WARDS.replace("{shots} are covered,", "{shots.east} are covered in the east,")
    text = text.replace("{shots} đã tiêm, phía", "Phía đông {shots.east}, phía")
    file = tmp_path / "measles.yaml"
    file.write_text(text, "utf-8")
    release = _release(language, brief=read_brief(file))
    whole = release.figures[0]
    assert whole.value == value and not whole.belongs
    assert "shots" in release.facts


def test_a_period_has_one_wording_and_a_change_both_that_are_told(tmp_path: Path) -> None:
    """ "The first ten months of 2026" beside "Jan–Oct 2025" are two kinds of period; 37.8% stood in no table."""
    release = _wards(tmp_path, "en")
    assert {row.period for row in release.figures if row.period} == {"Jan–Oct 2026"}
    [cases] = [row for row in release.figures if row.label == "Cases"]
    assert cases.compared.replace("\u00a0", " ") == "up 1,056 cases, or 37.8% (Jan–Oct 2025: 2,790)"


def test_what_is_to_go_says_of_what_and_few_things_are_counted(tmp_path: Path) -> None:
    """ "3.7 percentage points to go": to what? And a third of three clinics is one clinic."""
    context = [line.replace("\u00a0", " ") for line in _wards(tmp_path, "en").context]
    assert "Measles coverage: the plan for 2026 is 95%, with 3.7 percentage points to go." in context
    assert "Clinics opened: the target for 2026 is 3; 1 so far." in context


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Wait for a clinic: the target for Q3 2026 was 14 days; the figure is 5 days above it."),
        ("vi", "Thời gian chờ khám: mục tiêu quý III năm 2026 là 14 ngày; thực tế cao hơn mức này 5 ngày."),
        ("he", "זמן ההמתנה: היעד לרבעון השלישי של 2026 היה 14 יום; בפועל: 5 ימים יותר."),
    ],
)
def test_what_is_above_a_target_is_not_short_of_it(language: str, told: str) -> None:
    """ "The target is 14 days; 5 days short of it": a wait of nineteen read as one of nine."""
    wait = {
        "id": "wait",
        "label": {"vi": "Thời gian chờ khám", "en": "Wait for a clinic", "he": "זמן ההמתנה"},
        "value": 19,
        "unit": "duration",
        "per": "day",
        "period": "2026-Q3",
        "better": "lower",
        "target": {"value": 14, "by": "2026-Q3"},
        "source": "city",
    }
    brief = Brief.model_validate(
        {
            "id": "wait",
            "title": {"vi": "Chờ khám", "en": "Waiting", "he": "המתנה"},
            "languages": [language],
            "audiences": ["press"],
            "as_of": "2026-10-20",
            "sources": [{"id": "city", "title": "R", "publisher": "P", "date": "2026-10-18"}],
            "statistics": [wait],
            "points": [{"id": "wait", "statistics": ["wait"], "text": dict.fromkeys(("vi", "en", "he"), "{wait}.")}],
        }
    )
    [context] = _release(language, brief=brief).context
    assert context.replace("\u00a0", " ").replace("\u2068", "").replace("\u2069", "") == told


def test_the_first_paragraph_of_an_event_says_what_when_and_where() -> None:
    """The first point by order may be what a workshop costs; a newsroom that cuts from the end keeps that alone."""
    parts = {"when": {"en": "Friday, 8 am"}, "where": {"en": "Town Hall"}, "register": {"en": "No need to register"}}
    release = _release("en", brief=_example(languages=("en",), kind="event", event=parts))
    told = "“Digital government is moving closer to people” takes place on Friday, 8\u00a0am, at Town Hall."
    assert release.lede.text == told
    assert [(line.label, line.text) for line in release.particulars] == [("How to take part", "No need to register")]
    assert plain(release).count("Town Hall") == 1


@pytest.mark.parametrize(
    ("language", "when", "where", "told"),
    [
        (
            "he",
            "יום שלישי, 15.12.2026, 16:00–20:00",
            "מתנ״ס רמות",
            "האירוע ״יום פתוח״ יתקיים ביום שלישי, 15 בדצמבר 2026, בשעות 16:00–20:00. המקום: מתנ״ס רמות.",
        ),
        (
            "he",
            "יום שלישי, 15 בדצמבר 2026, 16:00 עד 20:00",
            "",
            "האירוע ״יום פתוח״ יתקיים ביום שלישי, 15 בדצמבר 2026, בשעות 16:00 עד 20:00.",
        ),
        ("en", "4 pm to 8 pm on Friday", "", "“Open day” takes place from 4 pm to 8 pm on Friday."),
        ("he", "15.12.2026, 18:30", "", "האירוע ״יום פתוח״ יתקיים ב־15 בדצמבר 2026, בשעה 18:30."),
        ("he", "בכל יום ראשון", "", "האירוע ״יום פתוח״ יתקיים בכל יום ראשון."),
        ("he", "", "מתנ״ס רמות", "מקום האירוע ״יום פתוח״: מתנ״ס רמות."),
        (
            "en",
            "15 December 2026, 4–8 pm",
            "Town Hall",
            "“Open day” takes place on 15 December 2026, 4–8 pm, at Town Hall.",
        ),
        (
            "en",
            "December 15, 4:00–8:30 p.m.",
            "42 Herzl St.",
            "“Open day” takes place on December 15, 4:00–8:30 p.m., at 42 Herzl St.",
        ),
        ("en", "Tuesdays in May", "online", "“Open day” takes place on Tuesdays in May, online."),
        ("en", "from 3 to 5 May", "", "“Open day” takes place from 3 to 5 May."),
        (
            "vi",
            "7h30 - 16h30 Thứ Bảy, 12/12/2026",
            "Nhà thi đấu",
            "“Ngày hội” diễn ra từ 7h30 đến 16h30 thứ Bảy, ngày 12/12/2026, tại Nhà thi đấu.",
        ),
        ("vi", "12–14/12/2026", "", "“Ngày hội” diễn ra vào ngày 12–14/12/2026."),
        ("en", "Friday", "Provincial Sports Hall", "“Open day” takes place on Friday, at the Provincial Sports Hall."),
        ("vi", "8h ngày 15/12/2026", "hội trường xã", "“Ngày hội” diễn ra vào 8h ngày 15/12/2026, tại hội trường xã."),
        ("vi", "từ 8h đến 11h", "tại chợ", "“Ngày hội” diễn ra từ 8h đến 11h, tại chợ."),
    ],
)
def test_an_event_takes_place_in_a_sentence(language: str, when: str, where: str, told: str) -> None:
    """ "Open day: free checks: Tuesday, 4 pm, the hall" is a heap of labels no newsroom prints."""
    title = {"vi": "Ngày hội", "en": "Open day", "he": "יום פתוח"}
    parts = {name: {language: text} for name, text in (("when", when), ("where", where)) if text}
    brief = _example(languages=(language,), kind="event", event=parts, title=title)
    assert _bare(_release(language, brief=brief).lede.text).replace("\u00a0", " ") == told


def test_hebrew_prefixes_join_the_words_of_a_release() -> None:
    """ "היעד ל־שנת 2025" is the seam of a form."""
    release = _release("he")
    assert any("לשנת 2025" in text for text in release.context), release.context
    assert not re.search("[והשכלמב]־[א-ת]", plain(release) + " ".join(release.context))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_press_hears_the_day_that_it_reads(language: str) -> None:
    """Under an embargo the day of a release is the embargo's, on paper and in the episode."""
    brief = _example(**TOLD)
    script = write_script(brief, collect_facts(brief), read_audience("press"), language)
    day = write_date(dt.date(2025, 10, 23), language).replace("\u00a0", " ")
    places = [s.shown.replace("\u00a0", " ") for s in script.scenes[0].sentences]
    assert any(day in _bare(text) and not text.startswith(script.labels["embargo"]) for text in places), places


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_file_reads_back_as_it_was_written(language: str) -> None:
    release = _release(language)
    file = write_docx(release)
    told = _paragraphs(file)
    assert [text for style, text in told if style == "Heading1"] == [_bare(release.headline)]
    assert ("Embargo", release.embargo) in told
    headings = [text for style, text in told if style == "Heading2"]
    words = release.words
    assert headings == [
        release.labels["facts"], words.context, words.limits, words.more, release.labels["sources"], words.contact
    ]  # fmt: skip
    assert _bare(release.dateline + release.lede.text) in [text for _, text in told]
    document = _part(file, "word/document.xml")
    [table] = document.iter(f"{{{W}}}tbl")
    first, *rows = table.iterfind(f"{{{W}}}tr")
    assert first.find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None
    assert len(rows) == len(release.figures)
    assert [_text(cell) for cell in rows[0].iterfind(f"{{{W}}}tc")][1] == _bare(release.figures[0].value)
    addresses = _part(file, "word/_rels/document.xml.rels")
    outside = {r.get("Target") for r in addresses if r.get("TargetMode") == "External"}
    assert {source.url for source in release.sources} <= outside


def _bare(text: str) -> str:
    """Give a text without the isolates that become pieces of the document."""
    return re.sub("[\u2068\u2069]", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_file_says_which_language_it_is_in_and_which_way_that_runs(language: str) -> None:
    """Read with the rules of another language, a screen reader gives noise and Word underlines every word."""
    file = write_docx(_release(language))
    styles, document = _part(file, "word/styles.xml"), _part(file, "word/document.xml")
    lang = styles.find(f".//{{{W}}}rPrDefault//{{{W}}}lang")
    assert lang is not None
    hebrew = language == "he"
    assert lang.get(f"{{{W}}}{'bidi' if hebrew else 'val'}", "").startswith(language)
    paragraphs = list(document.iter(f"{{{W}}}p"))
    turned = [p for p in paragraphs if p.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None]
    assert len(turned) == (len(paragraphs) if hebrew else 0)
    for run in document.iter(f"{{{W}}}r"):
        rtl = run.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None
        assert rtl or not re.search("[\u0590-\u05ff]", _text(run)), _text(run)
        assert not (rtl and re.search("[A-Za-z]{2}", _text(run))), _text(run)
    assert (document.find(f".//{{{W}}}bidiVisual") is not None) == hebrew


def test_the_same_brief_gives_the_same_bytes() -> None:
    """An approval holds for bytes: with the hour in the file nothing that was approved could be made again."""
    release = _release("vi")
    assert write_docx(release) == write_docx(_release("vi"))
    with zipfile.ZipFile(io.BytesIO(write_docx(release))) as held:
        assert {info.date_time for info in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_looks_like_markup_stays_text() -> None:
    text = {"en": 'A <b>bold</b> & "odd" <script>alert(1)</script> point.'}
    brief = _example(languages=("en",), points=[{"id": "odd", "text": text}], limits=text, titles={"press": text})
    release = _release("en", brief=brief)
    page = etree.HTML(write_html(release))
    assert not page.xpath("//script") and not page.xpath("//article//p/b[text()='bold']")
    assert "<script>alert(1)</script>" in "".join(page.itertext())
    assert any("<script>alert(1)</script>" in text for _, text in _paragraphs(write_docx(release)))


def test_an_address_that_could_run_is_no_link() -> None:
    release = _release("en")
    action = type(release.action)(text="Read on.", url="javascript:alert(1)")
    risky = type(release)(**{**{f: getattr(release, f) for f in release.__dataclass_fields__}, "action": action})
    assert 'href="javascript' not in write_html(risky)
    assert b"javascript" not in etree.tostring(_part(write_docx(risky), "word/_rels/document.xml.rels"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_read_without_seeing_it(language: str) -> None:
    release = _release(language)
    page = etree.HTML(write_html(release))
    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "he" else "ltr")
    assert [_text(h) for h in page.iter("h1")] == [release.headline]
    assert page.xpath("//meta[@name='viewport']")
    heads = page.xpath("//thead//th")
    assert len(heads) == len(release.columns) and all(th.get("scope") == "col" for th in heads)
    assert len(page.xpath("//tbody//th[@scope='row']")) == len(release.figures)
    assert not page.xpath("//img | //link | //script")


def test_it_is_for_the_press_and_for_whoever_asks() -> None:
    product = PressReleaseProduct()
    assert product.by_default
    assert len(product.pieces(read_audience("press"))) == 1
    assert product.pieces(read_audience("citizens")) == ()


def test_citizens_who_ask_get_the_figures_as_they_were_published() -> None:
    """A newsroom that is told 'more than 8 in 10' has nothing to print."""
    release = _release("en", "citizens")
    assert any(row.value == "over 82.4%" for row in release.figures)
    assert release.contact == TOLD["contact"]["en"]  # type: ignore[index]


def test_a_release_without_a_contact_is_asked_about_once() -> None:
    def output(kind: str, lacks: list[str]) -> OutputEntry:
        return OutputEntry(
            path=f"press/en/press-release.{kind}",
            product="press-release",
            role="document",
            audience="press",
            language="en",
            media_type="text/html",
            sha256="0" * 64,
            bytes=1,
            media=MediaEntry.model_validate({"lacks": lacks}),
        )

    product = PressReleaseProduct()
    [found] = product.findings([output("docx", ["contact"]), output("html", ["contact"])])
    assert found.severity == "warning" and "'contact'" in found.message and "'en'" in found.remedy
    assert not list(product.findings([output("docx", [])]))


def test_it_is_made_shown_and_approved_as_one(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path, BRIEF.replace("products: [infographic, podcast]", "products: [press-release]"))
    profile = tmp_path / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8") + "products:\n  press-release: {files: [docx, html]}\n", "utf-8")
    edition = make(brief, tmp_path / "outputs")
    assert not edition.failures
    paths = {output.path for output in edition.manifest.outputs}
    assert paths == {f"neighbours/{c}/press-release.{k}" for c in LANGUAGES for k in ("docx", "html")}
    items = items_of(edition.manifest)
    assert [item.key for item in items] == [f"small/neighbours/{c}/press-release" for c in sorted(LANGUAGES)]
    assert all(len(item.outputs) == 2 and item.main.alt_text for item in items)
    page = edition.page.read_text("utf-8")
    for path in paths:
        assert f'href="{path}"' in page
    for name in ("Thông cáo báo chí", "Press release", "הודעה לעיתונות"):
        assert name in page
    assert {finding.code for finding in edition.manifest.findings} >= {"press-release-lacks"}
    again = make_edition(EditionRequest(brief=brief, out=tmp_path / "outputs"))
    assert again.fresh == 0 and again.manifest.outputs == edition.manifest.outputs


def test_a_newsroom_gets_it_by_mail_and_a_web_server_from_a_folder(tmp_path: Path) -> None:
    """The Word file is what goes out; the page goes along where files of all kinds have a place."""
    brief = write_small_brief(tmp_path, BRIEF.replace("products: [infographic, podcast]", "products: [press-release]"))
    profile = tmp_path / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8") + "products:\n  press-release: {files: [docx, html]}\n", "utf-8")
    edition = make(brief, tmp_path / "outputs", languages=["vi"])
    names = ("folder", "mail", "x", "youtube")
    accounts = Accounts(accounts=tuple(AccountEntry(name=name, channel=name) for name in names))
    orders, _ = edition_orders(edition.folder, accounts, None)
    assert {order.channel for order in orders} == {"folder", "mail"}
    for order in orders:
        post = fit(order.post, platform(order.channel), None)
        kinds = [file.path.suffix for file in post.files]
        assert kinds[0] == ".docx"
        assert (".html" in kinds) == (order.channel == "folder")


def test_who_approves_it_reads_it_in_the_review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Approved unread, because the page showed a file name alone, it would go out with what nobody saw."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    write_small_brief(tmp_path, BRIEF.replace("products: [infographic, podcast]", "products: [press-release]"))
    profile = tmp_path / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8") + "products:\n  press-release: {files: [docx, html]}\n", "utf-8")
    items = "  - {id: one, week: 2026-W48, brief: small.yaml, channels: [folder], owner: minh, approver: lan}\n"
    (tmp_path / "plan.yaml").write_text(PLAN + items, "utf-8")
    week = make_week_quietly(BatchRequest(plan=tmp_path / "plan.yaml", week="2026-W48", out=tmp_path / "outputs"))
    page = week.page.read_text("utf-8")
    assert not week.report.failures
    assert "according to the Ministry of Science." in page
    assert "neighbours/en/press-release.docx" in page and "neighbours/en/press-release.html" in page


def test_the_day_behind_a_latin_name_stays_with_its_month_in_hebrew() -> None:
    """Without the isolate "VietNamNet, 6" is one run from left to right, and the 6 stands far from its month."""
    written = [source.written for source in _release("he").sources]
    assert any("\u2068VietNamNet\u2069, 6 בפברואר 2025" in text for text in written)
    runs = [_text(run) for run in _part(write_docx(_release("he")), "word/document.xml").iter(f"{{{W}}}r")]
    assert "VietNamNet" in runs
    assert not any("\u2068" in source.written for source in _release("en").sources)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The rate is {r}, from {r.baseline} in 2024; the target is {r.target}.",
         "The rate is 4.1 per 100,000 people, from 4.7 in 2024, according to the CBS; the target is 3.5."),
        ("It was {r}, and the target is {r.target}.",
         "It was 4.1 per 100,000 people, according to the CBS, and the target is 3.5."),
        ("It was {r} of {r.target}.", "It was 4.1 per 100,000 people of 3.5, according to the CBS."),
        ("The target is {r.target}.", "The target is 3.5 per 100,000 people."),
    ],
)  # fmt: skip
def test_nobody_vouches_for_a_target_by_publishing_figures(text: str, cited: str) -> None:
    """ "The target is 3.5, according to the Bureau of Statistics", which set none."""
    rate = {"id": "r", "label": dict.fromkeys(LANGUAGES, "Killed per 100,000 people"), "value": "4.1",
            "unit": "per-100000", "period": "2025", "baseline": {"value": "4.7", "period": "2024"},
            "target": {"value": "3.5", "by": "2027"}, "better": "lower", "source": "cbs"}  # fmt: skip
    source = {"id": "cbs", "title": {"en": "Roads"}, "publisher": {"en": "CBS"}, "cited": {"en": "the CBS"},
              "date": "2025-02-06"}  # fmt: skip
    points = [{"id": "r", "text": {"en": text}, "statistics": ["r"]}]
    brief = _example(languages=("en",), statistics=[rate], sources=[source], points=points, titles={},
                     calls_to_action={}, hooks={}, as_of="2025-02-06")  # fmt: skip
    release = _release("en", brief=brief)
    assert _bare(release.lede.text).replace("\u00a0", " ") == cited
    [row] = release.figures
    assert (row.value, row.compared) == ("4.1", "down 0.6 (2024: 4.7)")
    assert release.context == (
        "Killed per 100,000 people: the target for 2027 is 3.5; the figure is 0.6 above target.",
    )


def test_a_publisher_with_an_apposition_is_set_off() -> None:
    """ "Published by the Laboratory, Ministry of Health on November 19" hangs the day on the ministry."""
    source = {"id": "lab", "title": {"en": "Water"}, "publisher": {"en": "Public Laboratory, Ministry of Health"},
              "date": "2025-02-01"}  # fmt: skip
    level = {"id": "r", "label": dict.fromkeys(LANGUAGES, "Lead"), "value": "1.2", "unit": "index", "period": "2025",
             "source": "lab"}  # fmt: skip
    brief = _example(languages=("en",), statistics=[level], sources=[source], titles={}, calls_to_action={}, hooks={},
                     points=[{"id": "r", "text": {"en": "It was {r}."}, "statistics": ["r"]}])  # fmt: skip
    assert "by the Public Laboratory, Ministry of Health, on February 1, 2025." in _release("en", brief=brief).lede.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_becomes_of_a_target_has_words_for_every_kind_of_it(language: str) -> None:
    """A release of a figure under a ceiling could not be written at all."""
    assert set(release_words(language).done) == set(get_args(TargetKind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_without_news_is_told(language: str) -> None:
    """A release called "Report on digital services" went out without a word; an event is called by its name."""
    topics = {"vi": "Báo cáo dịch vụ số", "en": "Report on digital services", "he": "דוח השירותים הדיגיטליים"}
    assert _release(language, brief=_example(**TOLD, titles={"press": topics})).names_topic
    assert not _release(language).names_topic


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("vi", "hiện là 2,93%", "đạt 2,93%"), ("en", "it now stands at 2.93%", "so far"), ("he", "כיום", "עד כה")],
)
def test_nobody_reaches_a_poverty_rate(language: str, said: str, unsaid: str) -> None:
    """ "Mục tiêu là 2,5%; đến nay đạt 2,93%" praises what is still too much."""
    rate = {
        "id": "poor",
        "label": {"vi": "Tỷ lệ hộ nghèo", "en": "Poverty rate", "he": "שיעור העוני"},
        "value": 2.93,
        "unit": "percent",
        "measure": "rate",
        "better": "lower",
        "period": "2026-06-30",
        "source": "s",
        "target": {"value": 2.5, "by": "2030"},
    }
    brief = Brief.model_validate(
        {
            "id": "poverty",
            "title": {"vi": "Giảm nghèo 2026", "en": "Poverty in 2026", "he": "עוני 2026"},
            "languages": list(LANGUAGES),
            "audiences": ["press"],
            "as_of": "2026-07-01",
            "sources": [{"id": "s", "title": "Report", "publisher": "Office", "date": "2026-07-01"}],
            "statistics": [rate],
            "points": [{"id": "p", "statistics": ["poor"], "text": dict.fromkeys(LANGUAGES, "{poor}.")}],
        }
    )
    context = " ".join(str(line) for line in _release(language, brief=brief).context)
    assert said in context.replace("\u2068", "").replace("\u2069", "")
    assert unsaid not in context
