"""An event says when, where, for whom and how to take part: on every picture, whatever else has no room."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from briefcast.brief.model import Brief
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.banner.draw import BANNERS, TEMPLATE, filled, make_banner
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES
from briefcast.products.loop.board import build_loop
from briefcast.products.profiles import read_audience
from briefcast.script import Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script

LANGUAGES = ("vi", "en", "he")
EVENT = {
    "when": {
        "vi": "8 giờ sáng đến 4 giờ chiều thứ Bảy, ngày 19 tháng 12 năm 2026",
        "en": "Saturday, December 19, 2026, 8 am to 4 pm",
        "he": "יום שבת, 19 בדצמבר 2026, בשעות 8:00 עד 16:00",
    },
    "where": {
        "vi": "Nhà văn hóa tỉnh, số 12 đường Nguyễn Huệ, phường Hòa Bình, thành phố Bình Minh",
        "en": "Provincial House of Culture, 12 Nguyen Hue Street, Hoa Binh Ward, Binh Minh City",
        "he": "בית התרבות המחוזי, רחוב נגוין הואה 12, רובע הואה בין, העיר בין מין",
    },
    "for": {
        "vi": "Người lao động từ 18 tuổi trở lên, sinh viên năm cuối và bộ đội xuất ngũ",
        "en": "Anyone aged 18 and over, final-year students and discharged soldiers",
        "he": "בני 18 ומעלה, סטודנטים בשנה האחרונה וחיילים משוחררים",
    },
    "register": {
        "vi": "Đăng ký miễn phí trước ngày 12 tháng 12, hoặc đến trực tiếp, mang theo căn cước",
        "en": "Register free of charge by December 12, or simply come and bring your ID card",
        "he": "הרשמה ללא תשלום עד 12 בדצמבר, או הגעה במקום עם תעודת זהות",
    },
}
ASKED = {"vi": "Mời bà con đăng ký.", "en": "Register today.", "he": "הירשמו היום."}


def _each(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


@cache
def brief(kind: str = "event") -> Brief:
    figures = [
        {"id": id, "label": _each(label), "noun": _each("x"), "gender": "f", "value": value, "unit": "count"}
        for id, label, value in (("jobs", "Jobs", 5200), ("firms", "Employers", 101), ("rooms", "Rooms", 12))
    ]
    return Brief.model_validate(
        {
            "id": "fair",
            "kind": kind,
            "title": {"vi": "Ngày hội việc làm tỉnh Bình Minh", "en": "Job fair", "he": "יריד התעסוקה"},
            "issuer": {"vi": "Sở Nội vụ", "en": "Home Affairs", "he": "מחלקת הפנים"},
            "languages": list(LANGUAGES),
            "audiences": ["citizens"],
            "as_of": "2026-11-20",
            "sources": [{"id": "s", "title": "Plan", "publisher": "Home Affairs", "date": "2026-11-18"}],
            "statistics": [{**figure, "period": "2026-11", "source": "s"} for figure in figures],
            "points": [
                {
                    "id": "jobs",
                    "statistics": ["jobs", "firms"],
                    "audiences": {"citizens": 5},
                    "text": _each("{firms} × {jobs}."),
                },
                {"id": "rooms", "statistics": ["rooms"], "audiences": {"citizens": 4}, "text": _each("{rooms}.")},
            ],
            "calls_to_action": {"citizens": {"text": ASKED, "url": "https://example.org/"}},
            **({"event": EVENT} if kind == "event" else {}),
        }
    )


def told(language: str, kind: str = "event") -> Script:
    facts = collect_facts(brief(kind))
    return write_script(brief(kind), facts, read_audience("citizens"), language, to_read=True).drawn()


def plain(text: str) -> str:
    return " ".join("".join(c for c in text if c not in "\u2066\u2067\u2068\u2069\u200f").split())


@pytest.mark.parametrize("layout", [None, "hero", "scorecard", "ranking"])
@pytest.mark.parametrize("size", [size for size, room in SIZES.items() if room.shape != "carousel"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_says_when_and_where(language: str, size: str, layout: str | None) -> None:
    """A job fair was announced by "101 employers" alone: nobody knew on which day, at what hour, in what house."""
    page = lay_out(told(language), read_brand("institutional"), size, layout=layout)
    drawn = plain(" ".join(text.body for text in drawing.texts_of(page.template, page_data(page))))
    linked = SIZES[size].shape == "wide"
    for part in ("when", "where") if linked else EVENT:
        assert plain(EVENT[part][language]) in drawn


def test_a_piece_that_is_no_event_keeps_its_layout() -> None:
    """Every picture of a report would be a list of words."""
    page = lay_out(told("en", "progress"), read_brand("institutional"), "1080x1350", layout="hero")
    assert page.layout == "hero"


@pytest.mark.parametrize("size", BANNERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_banner_says_when_and_where(language: str, size: str, tmp_path: Path) -> None:
    """The head of the newsletter showed "101 employers taking part" of an event without a day."""
    script, brand = told(language), read_brand("institutional")
    data = filled(script, brand, size)
    drawn = plain(" ".join(text.body for text in drawing.measure_texts(TEMPLATE, data)))
    [output] = make_banner(script, brand, size, tmp_path)
    for text in (script.title, EVENT["when"][language], EVENT["where"][language]):
        assert plain(text) in drawn
        assert plain(text) in plain(output.alt_text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_loop_says_when_and_where(language: str) -> None:
    """Five seconds of a number invite nobody."""
    board = build_loop(told(language), read_brand("institutional"), "1x1")
    said = plain(" ".join(str(v) for scene in board.scenes for page in scene.pages for v in page.data.values()))
    for part in ("when", "where"):
        assert plain(EVENT[part][language]) in said
        assert plain(EVENT[part][language]) in plain(board.description)


STEPS = {
    "vi": ("Xuất trình căn cước", "Điền phiếu đăng ký", "Gặp nhà tuyển dụng"),
    "en": ("Show your ID card", "Fill in the form", "Meet the employers"),
    "he": ("הציגו תעודת זהות", "מלאו טופס", "היפגשו עם המעסיקים"),
}


def stepped(language: str, weight: int = 5) -> Script:
    """The fair with three steps that weigh so much, and the minutes that they take."""
    own = brief()
    minutes = {
        **own.statistics[0].model_dump(mode="json", exclude_none=True, exclude={"noun", "gender"}),
        **{"id": "minutes", "label": _each("Minutes"), "value": 15, "unit": "duration", "per": "minute"},
    }
    point = {
        "id": "how",
        "statistics": ["minutes"],
        "audiences": {"citizens": weight},
        "headline": _each("Three steps"),
        "text": _each("{minutes}."),
        "steps": [{code: STEPS[code][n] for code in LANGUAGES} for n in range(3)],
    }
    fields = own.model_dump(mode="json", exclude_none=True)
    points = [{**point_, "audiences": {"citizens": 3}} for point_ in fields["points"]]
    fields = {**fields, "statistics": [*fields["statistics"], minutes], "points": [point, *points]}
    written = Brief.model_validate(fields)
    return write_script(written, collect_facts(written), read_audience("citizens"), language, to_read=True).drawn()


@pytest.mark.parametrize("size", ["1080x1350", "1080x1920", "a4"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_that_weigh_most_stand_under_day_and_place(language: str, size: str) -> None:
    """What to do at a day of vaccination stood in no picture of it: in its place how many minutes it takes, "2026"."""
    script = stepped(language)
    page = lay_out(script, read_brand("institutional"), size)
    drawn = plain(" ".join(text.body for text in drawing.texts_of(page.template, page_data(page))))
    assert all(plain(text) in drawn for text in (*STEPS[language], *(EVENT[part][language] for part in EVENT)))
    assert "steps" not in page.lacking


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_without_room_are_said_to_have_none(language: str) -> None:
    """Minutes that steps take were counted as the steps themselves: nobody was told that those stood nowhere."""
    script = stepped(language)
    long = tuple(f"{step}, {EVENT['where'][language]}" for step in STEPS[language])
    scenes = tuple(
        replace(scene, visual=replace(scene.visual, steps=long)) if scene.visual.steps else scene
        for scene in script.scenes
    )
    page = lay_out(replace(script, scenes=scenes), read_brand("institutional"), "1080x1080")
    assert "steps" in page.lacking


def of_the_day(language: str, *, period: str = "2026-12-19") -> Script:
    """Write the event with figures of its own day, or of another time."""
    told = brief()
    statistics = tuple(each.model_copy(update={"period": period}) for each in told.statistics)
    told = told.model_copy(update={"statistics": statistics, "as_of": dt.date(2026, 11, 25)})
    return write_script(told, collect_facts(told), read_audience("citizens"), language)


def words_of(script: Script, size: str) -> str:
    page = lay_out(script, read_brand("institutional"), size)
    found = drawing.texts_of(page.template, page_data(page))
    return " ".join(text.body for text in found).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_of_an_event_stands_once_and_nothing_is_as_of_another(language: str) -> None:
    """ "As of Nov 25" under the name of an event is read as its day; "640 tests, Jan 16" says its day again."""
    shown, other = of_the_day(language), of_the_day(language, period="2026-10-31")
    for size in ("1080x1350", "carousel"):
        told = words_of(shown, size)
        assert shown.labels["as_of"] not in told
        assert not any(figure.when and figure.when in told for figure in shown.figures)
    assert all(figure.when == figure.when_narrow == "" for figure in shown.figures)
    assert all(figure.when for figure in other.figures)
    assert other.labels["as_of"] in words_of(other, "a4"), "what was counted before is of that day"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_an_event_says_its_headline_again(language: str) -> None:
    """ "Register at school by 8 January. Register at school by 8 January." stood on one page."""
    page = lay_out(of_the_day(language), read_brand("institutional"), "carousel")
    own = [entry for entry in page.data["pages"] if entry["kind"] == "point" and entry["card"] == ""]
    assert len(own) >= 2
    told = " ".join(f"{entry['headline']} {entry['text']}" for entry in own).replace("\u00a0", " ")
    for part in ("where", "for"):
        assert EVENT[part][language] in told
    for entry in own:
        assert entry["headline"].replace("\u00a0", " ").rstrip(".") not in entry["text"].replace("\u00a0", " ")


@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1080x1920"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_day_and_place_are_larger_than_all_else_that_is_read(language: str, size: str) -> None:
    """The day of a job fair was the smallest type on its picture, beside 101 employers set twice as large."""
    short = {"when": EVENT["when"], "where": _each("12 Nguyen Hue")}
    fair = brief().model_copy(update={"event": brief().event.model_validate(short)})  # type: ignore[union-attr]
    script = write_script(fair, collect_facts(fair), read_audience("citizens"), language, to_read=True).drawn()
    page = lay_out(script, read_brand("institutional"), size)
    drawn = drawing.texts_of(page.template, page_data(page))
    lines = {plain(text.body): text.size_px for text in drawn if text.text == "line"}
    others = [text.size_px for text in drawn if text.text in ("label", "remark", "call to action", "sources")]
    occasion = [lines[plain(line)] for line in script.occasion]
    assert len(occasion) == 2 and min(occasion) > 1.1 * max(others)
    # The measure finds what was there before.
    assert not min([max(others), *occasion]) > 1.1 * max(others)
