"""A carousel says a thing once: no label above and below one number, no last page that is the first again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from briefcast.brief.model import Brief
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.infographic.leading import tells_own_change
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page, page_figure, without_change
from briefcast.products.infographic.pictures import page_data
from briefcast.products.profiles import read_audience
from briefcast.script import CallToAction, Mark, Quotation, Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests.picture_fixtures import BRAND
from tests.products.infographic.test_shown import _WORDS, fallen, script_of

LANGUAGES = ("vi", "en", "he")
LABELS = {
    "leaks": {"vi": "Điểm rò rỉ nước đã sửa", "en": "Water leaks repaired", "he": "נזילות מים שתוקנו"},
    "thefts": {"vi": "Vụ trộm đột nhập nhà", "en": "Burglaries of homes", "he": "פריצות לדירות"},
}
NOUNS = {"leaks": {"vi": "điểm", "en": "leaks", "he": "נזילות"}, "thefts": {"vi": "vụ", "en": "thefts", "he": "פריצות"}}
VALUES = {"leaks": 412, "thefts": 143}


@cache
def script(language: str, *, asks: bool) -> Script:
    brief = Brief.model_validate(
        {
            "id": "city",
            "title": {"vi": "Báo cáo chín tháng", "en": "Nine-month report", "he": "דוח תשעה חודשים"},
            "issuer": {"vi": "Thành phố", "en": "City", "he": "העירייה"},
            "languages": list(LANGUAGES),
            "audiences": ["citizens"],
            "as_of": "2026-10-20",
            "sources": [{"id": "s", "title": "Report", "publisher": "City", "date": "2026-10-20"}],
            "statistics": [
                {"id": id, "label": label, "noun": NOUNS[id], "gender": "f", "value": VALUES[id], "unit": "count",
                 "period": "2026-M9", "source": "s"}
                for id, label in LABELS.items()
            ],
            "points": [
                {"id": id, "statistics": [id], "text": dict.fromkeys(LANGUAGES, f"{{{id}}}.")} for id in LABELS
            ],
        }
    )  # fmt: skip
    told = write_script(brief, collect_facts(brief), read_audience("citizens"), language, to_read=True).drawn()
    action = CallToAction(text="Report a hazard." if asks else "", url="https://example.org/" if asks else "")
    return replace(told, call_to_action=action)


def plain(text: str) -> str:
    return " ".join(text.translate(dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200f"))).split())


def drawn(page: Page, number: int) -> list[str]:
    return [plain(t.body) for t in drawing.texts_of(page.template, page_data(page)) if t.page == number]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_tells_a_label_twice(language: str) -> None:
    """ "Water leaks repaired: 412" stood over 412 and "Water leaks repaired"; the alt text said it twice too."""
    told = script(language, asks=True)
    page = lay_out(told, read_brand("institutional"), "carousel")
    for number, id in enumerate(LABELS, start=2):
        label = LABELS[id][language]
        assert sum(label in text for text in drawn(page, number)) == 1
        assert plain(page.leaves[number - 1].description.alt_text).count(label) == 1
        assert any(str(VALUES[id]) in text for text in drawn(page, number))


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_asked_the_last_page_sums_up(language: str) -> None:
    """The last page was the cover once more; it is what people keep."""
    told = script(language, asks=False)
    page = lay_out(told, read_brand("institutional"), "carousel")
    last = drawn(page, len(page.leaves))
    assert not any(plain(told.title) in text for text in last)
    for id, label in LABELS.items():
        assert any(label[language] in text for text in last)
        assert any(str(VALUES[id]) in text for text in last)
        assert str(VALUES[id]) in plain(page.leaves[-1].description.alt_text)


def test_what_sums_up_nothing_is_no_page() -> None:
    """A last page that repeats the only figure is one too many."""
    told = script("en", asks=False)
    alone = replace(told, scenes=tuple(scene for scene in told.scenes if scene.id != "thefts"))
    assert len(lay_out(alone, read_brand("institutional"), "carousel").leaves) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_say_aloud_what_they_show_and_the_last_one_since_when(language: str) -> None:
    """ "Children in kindergartens: 9,214; down 266" of a page that shows both years; summed up, "up 5,663" of when?"""
    then, now = _WORDS[language][3:]
    before = Mark(value=Decimal(168), written="168", label=then)
    figures = tuple(
        replace(fallen(language, n), baseline=before, period=now, source_short=f"Office {n // 2}") for n in range(3)
    )
    told = script_of(language, figures)
    points = tuple(replace(scene, visual=replace(scene.visual, kind="pair")) for scene in told.scenes)
    apart = replace(points[2], visual=replace(points[2].visual, kind="text", figures=()))
    told = replace(told, scenes=(*points[:2], apart), call_to_action=CallToAction(text="", url=""))
    page = lay_out(told, BRAND, "carousel")
    for leaf in page.leaves[1:3]:
        assert all(text in plain(leaf.description.alt_text) for text in (now, f"{then}: 168", _WORDS[language][1]))
    texts = drawing.texts_of(page.template, page_data(page))
    last = plain(" ".join(text.body for text in texts if text.page == len(page.leaves)))
    assert _WORDS[language][2] in last and _WORDS[language][2] in plain(page.leaves[-1].description.alt_text)
    assert "Office 0" in last


def _kind(language: str, kind: str, **parts: dict[str, str]) -> Script:
    texts = dict.fromkeys(LANGUAGES, "{leaks}.")
    brief = Brief.model_validate(
        {
            "id": "kind",
            "kind": kind,
            "title": {"vi": "Ngày khám mắt", "en": "A day of eye tests", "he": "יום בדיקות עיניים"},
            "languages": list(LANGUAGES),
            "audiences": ["citizens"],
            "as_of": "2026-10-20",
            "sources": [{"id": "s", "title": "Report", "publisher": "City", "date": "2026-10-20"}],
            "statistics": [
                {"id": "leaks", "label": LABELS["leaks"], "noun": NOUNS["leaks"], "gender": "f", "value": 412,
                 "unit": "count", "period": "2026-M9", "source": "s"}
            ],
            "points": [{"id": "leaks", "statistics": ["leaks"], "text": texts}],
            kind: parts,
        }
    )  # fmt: skip
    return write_script(brief, collect_facts(brief), read_audience("citizens"), language, to_read=True).drawn()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_has_no_sentence_as_its_headline_and_its_text(language: str) -> None:
    """ "Residents came back again. Residents came back again.", on four of ten pages."""
    problem = {
        "vi": "Người dân đi lại nhiều lần để bổ sung giấy tờ",
        "en": "Residents came back again and again with missing papers",
        "he": "תושבים חזרו שוב ושוב עם מסמכים חסרים",
    }
    done = {
        "vi": "Cán bộ gọi trước cho người dân",
        "en": "Clerks call before every visit",
        "he": "הפקידים מתקשרים מראש",
    }
    who = {"vi": "Phường Sa Đéc", "en": "Sa Dec ward", "he": "רובע סא דק"}
    where = {"vi": "Đồng Tháp", "en": "Dong Thap", "he": "דונג תאפ"}
    when = {"vi": "8 giờ, 16.1.2027", "en": "8 a.m., 16.1.2027", "he": "8:00, 16.1.2027"}
    hall = {"vi": "Nhà Văn hóa", "en": "Labour Culture House", "he": "בית התרבות"}
    spotlight = _kind(language, "spotlight", problem=problem, done=done, who=who, where=where)
    event = _kind(language, "event", when=when, where=hall)
    for told in (spotlight, event):
        page = lay_out(told, BRAND, "carousel")
        pages = [one for one in page.data["pages"] if one["kind"] == "point" and one["text"]]
        twice = [one for one in pages if plain(one["headline"]).rstrip(".") in plain(one["text"])]
        assert not twice, [(one["headline"], one["text"]) for one in twice]
        said = " ".join(plain(one["headline"] + one["text"]) for one in pages)
        for part in (problem, done) if told is spotlight else (hall,):
            assert part[language].casefold() in said.casefold(), "and nothing is lost"


def test_a_page_of_before_and_after_draws_both_from_zero() -> None:
    """A carousel of falls was five pages of two numbers each: how large a fall is was left to arithmetic."""
    figure = replace(fallen("en", 1), baseline=Mark(value=Decimal(140), written="140", label="2025"))
    assert page_figure(figure)["lengths"] == (1.0, 0.7)
    # What has no length has no bar: a place, an index, a rate, what lies below zero.
    assert page_figure(replace(figure, unit="rank"))["lengths"] is None
    assert page_figure(replace(figure, unit="percent", measure="rate"))["lengths"] is None
    assert page_figure(replace(figure, value=Decimal(-3)))["lengths"] is None
    assert page_figure(replace(figure, baseline=None))["lengths"] is None


def test_a_change_that_the_headline_tells_is_not_told_beside_both_values() -> None:
    """ "214 people died, down 48", 262, 214, "down 48": three times one fact on one page."""
    figure = replace(fallen("en", 1), change="down 42", baseline=Mark(value=Decimal(140), written="140", label="2025"))
    assert tells_own_change("98 schools are open, down 42", figure)
    assert not tells_own_change("98 schools are open", figure)
    assert not tells_own_change("42 schools have closed", figure), "which says nothing of those that are open"
    entry = without_change(page_figure(figure))
    assert entry["change"] == "" and entry["bare"]["change"] == "" and entry["number"] == "98"


def test_a_recap_that_has_no_room_takes_no_carousel_with_it() -> None:
    """ "71.3 per 100,000 people" did not fit the last page, and leaders got no carousel in English at all."""
    told = script("en", asks=False)
    long = " per 100,000 people of the working age"
    wide = tuple(replace(f, suffix=long, written=f"{f.number}{long}") for f in told.figures)
    page = lay_out(replace(told, figures=wide), read_brand("institutional"), "carousel")
    whole = lay_out(told, read_brand("institutional"), "carousel")
    assert len(page.leaves) == len(whole.leaves) - 1
    assert "does not fit" in page.reason


def test_a_page_of_somebodys_words_is_described_by_them_and_not_by_a_figure_that_is_not_drawn() -> None:
    """A quotation was not in the alternative text, and an amount that stood nowhere on the page was."""
    told = script("en", asks=True)
    scenes = [scene for scene in told.scenes if scene.kind == "point"]
    words = Quotation(text="A month late with the land", by="Ms Hoa")
    quoted = replace(scenes[0], visual=replace(scenes[0].visual, kind="quote", quote=words))
    page = lay_out(replace(told, scenes=tuple(quoted if s is scenes[0] else s for s in told.scenes)), BRAND, "carousel")
    alt = plain(page.leaves[1].description.alt_text)
    assert "A month late with the land" in alt
    assert "Ms Hoa" in alt
    assert "Water leaks repaired, " not in alt
    assert scenes[0].visual.figures[0] in page.left_out or scenes[0].stated
