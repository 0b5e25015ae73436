"""What a form owes to those who see it alone: a claim its denial, steps their day, a headline its figures."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from briefcast.brief.model import Brief, Layout
from briefcast.look.brand import read_brand
from briefcast.products.infographic.agree import agree
from briefcast.products.infographic.filling import Filling, shown_figures
from briefcast.products.infographic.page import drawable, first_fitting, lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.sizes import SIZES
from briefcast.products.press_release.release import write_release
from briefcast.products.profiles import read_audience
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.stage import pages_at
from briefcast.products.video.storyboard import SceneBoard, Storyboard
from briefcast.script import Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests.video_fixtures import narrate_silently

LANGUAGES = ("vi", "en", "he")


def _each(vi: str, en: str, he: str) -> dict[str, str]:
    return {"vi": vi, "en": en, "he": he}


def _figure(id: str, label: dict[str, str], value: float, **more: object) -> dict[str, object]:
    span = {"period": "2012-01-01/2031-09-30", "source": "agency"}
    return {"id": id, "label": label, "value": value, "unit": "count", **span, **more}


_SOURCES = [
    {
        "id": id,
        "title": _each(f"Báo cáo {id}", f"Report {id}", f"דוח {id}"),
        "publisher": publisher,
        "date": "2031-10-28",
    }
    for id, publisher in (
        ("agency", _each("Cơ quan Y tế vùng Bắc", "Northern Health Agency", "רשות הבריאות הצפונית")),
        ("studies", _each("Viện Nghiên cứu", "Institute of Research", "מכון המחקר")),
    )
]

_REBUTTAL = {
    "kind": "rebuttal",
    "title": _each("Về tin đồn quanh vắc xin HPV", "About the rumour on the HPV vaccine", "על השמועה בנושא החיסון"),
    "rebuttal": {
        "truth": _each("Vắc xin HPV không gây vô sinh", "The HPV vaccine is safe", "החיסון נגד HPV בטוח"),
        "claim": _each(
            "vắc xin HPV làm con gái vô sinh", "the HPV vaccine makes girls infertile", "החיסון גורם לעקרות"
        ),
        "verdict": _each("Sai sự thật", "False", "לא נכון"),
        "seen_in": _each("Zalo", "WhatsApp", "ווטסאפ"),
        "why": _each("Các nghiên cứu không thấy tác hại", "Studies found no effect", "מחקרים לא מצאו כל השפעה"),
    },
    "statistics": [
        _figure(
            "doses",
            _each("Liều vắc xin HPV đã tiêm từ năm 2012", "HPV doses given since 2012", "מנות שניתנו מאז 2012"),
            1240000,
            qualifier="over",
            noun=_each("liều", "doses", "מנות"),
            gender="f",
        ),
        _figure("harm", _each("Phản ứng nặng sau tiêm", "Serious reactions", "תופעות לוואי חמורות"), 3, better="lower"),
    ],
    "points": [
        {
            "id": "safe",
            "statistics": ["doses", "harm"],
            "audiences": {"citizens": 5, "press": 4},
            "headline": _each("{doses}, {harm} phản ứng nặng", "{doses}, {harm} reactions", "{doses}, {harm} תופעות"),
            "text": _each(
                "Từ năm 2012 đã tiêm {doses}; ghi nhận {harm} phản ứng nặng.",
                "Since 2012, {doses} were given; {harm} serious reactions were recorded.",
                "מאז 2012 ניתנו {doses}; נרשמו {harm} תופעות חמורות.",
            ),
        }
    ],
    "calls_to_action": {
        "citizens": {"text": _each("Hỏi điều dưỡng của trường.", "Ask the school nurse.", "פנו לאחות בית הספר.")}
    },
}

_EXPLAINER = {
    "kind": "explainer",
    "title": _each("Tầm soát ung thư ruột", "Free bowel screening at home", "בדיקת סקר למעי הגס"),
    "explainer": {
        "question": _each("Làm sao để nhận bộ xét nghiệm?", "How do I get a free kit?", "איך מקבלים ערכה חינם?"),
        "answer": _each("Ai cũng có thể đặt trên mạng.", "Anyone can order a kit online.", "כל אחד יכול להזמין באתר."),
    },
    "statistics": [
        _figure(
            "uptake",
            _each("Người được mời đã gửi lại bộ xét nghiệm", "Invited people who sent a kit back", "מוזמנים שהחזירו"),
            58.4,
            unit="percent",
            measure="share",
            of="people",
            better="higher",
            period="2031-09",
            baseline={"value": 61.9, "period": "2030-09"},
        )
    ],
    "points": [
        {
            "id": "steps",
            "audiences": {"citizens": 5, "press": 2},
            "headline": _each("Ba bước tại nhà", "Three steps at home", "שלושה צעדים בבית"),
            "text": _each(
                "Đặt trước ngày 15/1/2032 rồi làm theo ba bước.",
                "Order by 15 January 2032, then follow three steps.",
                "מזמינים עד 15 בינואר 2032 ופועלים בשלושה צעדים.",
            ),
            "steps": [
                _each("Đặt trên mạng", "Order online", "מזמינים באתר"),
                _each("Lấy mẫu tại nhà", "Take the sample", "לוקחים דגימה"),
                _each("Gửi bưu điện", "Post it", "שולחים בדואר"),
            ],
        },
        {
            "id": "uptake",
            "statistics": ["uptake"],
            "audiences": {"citizens": 3, "press": 5},
            "headline": _each(
                "Ít người gửi lại hơn: {uptake}", "Fewer send it back: {uptake}", "פחות מחזירים: {uptake}"
            ),
            "text": _each(
                "{uptake} đã gửi lại, {uptake.change} so với năm trước.",
                "{uptake} sent a kit back, {uptake.change} on the year before.",
                "{uptake} החזירו ערכה, {uptake.change} לעומת השנה הקודמת.",
            ),
        },
    ],
}
_DAY = _each("15/1/2032", "15 January 2032", "15 בינואר 2032")


def _brief(told: dict[str, object], **changes: object) -> Brief:
    return Brief.model_validate(
        {
            "id": "b",
            "issuer": _SOURCES[0]["publisher"],
            "languages": list(LANGUAGES),
            "audiences": ["citizens", "press"],
            "as_of": "2031-11-15",
            "sources": _SOURCES,
            **told,
            **changes,
        }
    )


def _rebuttal(**parts: object) -> Brief:
    return _brief(_REBUTTAL, rebuttal={**_REBUTTAL["rebuttal"], **parts})  # type: ignore[dict-item]


def _script(brief: Brief, audience: str, language: str, *, to_read: bool = True) -> Script:
    return write_script(brief, collect_facts(brief), read_audience(audience), language, to_read=to_read)


def _plain(text: str) -> str:
    for mark in "\u2066\u2067\u2068\u2069\u200e\u200f":
        text = text.replace(mark, "")
    return " ".join(text.replace("\u00a0", " ").split())


def _film(brief: Brief, language: str, folder: Path) -> Storyboard:
    script = _script(brief, "citizens", language, to_read=False)
    return build_storyboard(script, narrate_silently(script, folder), read_brand("institutional"), "9x16")


def _seen(board: SceneBoard, frame: int) -> str:
    """Give the words that stand on a frame beside its captions."""
    shown = pages_at(board, frame, steady=False)
    texts = [page.data for page in board.pages if page.key in shown]
    return _plain(" ".join(str(data.get(name, "")) for data in texts for name in ("title", "subtitle", "text")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_shows_a_claim_only_while_it_is_said_and_never_above_a_source(tmp_path: Path, language: str) -> None:
    """For two fifths of a film the rumour stood above the agency's own name: without sound the agency said it."""
    brief = _rebuttal(source="studies")
    board = next(scene for scene in _film(brief, language, tmp_path).scenes if scene.id == "rebuttal-claim")
    parts, publisher = brief.rebuttal, _SOURCES[1]["publisher"][language]  # type: ignore[index]
    assert parts
    claim, truth, why = parts.claim[language], parts.truth[language], parts.why[language]
    with_claim = [n for n in range(board.frames) if claim[1:] in _seen(board, n)]
    assert with_claim and max(with_claim) < board.frames / 2
    assert with_claim == [*range(min(with_claim), max(with_claim) + 1)]
    for frame in with_claim:
        assert publisher not in _seen(board, frame)
        assert parts.verdict[language] in _seen(board, frame)
    last = _seen(board, board.frames - 1)
    assert truth in last and why in last and publisher in last


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_that_denies_a_claim_ends_with_what_is_true(tmp_path: Path, language: str) -> None:
    """The last frame was a number and a request: what is remembered of a film is its end."""
    brief = _rebuttal()
    last = _film(brief, language, tmp_path).scenes[-1]
    assert brief.rebuttal and brief.rebuttal.truth[language] in _seen(last, last.frames - 1)
    [page] = [page for page in last.pages if page.key == "text"]
    assert page.data["tiles"] == [] and _plain(page.data["asked"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_upright_film_shows_both_figures_that_a_truth_rests_on(tmp_path: Path, language: str) -> None:
    """1.24 million doses stood alone while three reactions were told: whoever hides one feeds the rumour."""
    board = next(scene for scene in _film(_rebuttal(), language, tmp_path).scenes if scene.id == "safe")
    assert board.shown == ("doses", "harm")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_rests_on_the_source_that_the_brief_names_for_it_and_on_no_other(language: str) -> None:
    """Studies of others were printed above the agency's report on schools."""
    assert [note.id for note in _script(_rebuttal(source="studies"), "citizens", language).rests_on] == ["studies"]
    assert _script(_rebuttal(), "citizens", language).rests_on == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_heard_of_a_claim_denies_it(language: str) -> None:
    """ "False: the vaccine makes girls infertile" is heard as its second half: nobody hears quotation marks."""
    own = {"verdict": _each("Gây hiểu lầm", "Misleading", "מטעה")}
    for brief in (_rebuttal(), _rebuttal(**own)):
        scene = next(s for s in _script(brief, "citizens", language).scenes if s.id == "rebuttal-claim")
        said = _plain(scene.sentences[0].spoken)
        assert brief.rebuttal
        assert brief.rebuttal.claim[language].split()[-1] in said
        untrue = brief.rebuttal.verdict != own["verdict"]
        denied = {"vi": "tin sai sự thật", "en": "A false claim", "he": "שמועה לא נכונה"} if untrue else own["verdict"]
        assert denied[language] in said and not said.startswith(f"{denied[language]}: {brief.rebuttal.claim[language]}")


def _page(brief: Brief, audience: str, size: str, language: str) -> Page:
    brand = read_brand("institutional")
    own = _script(brief, audience, language)
    tellings = [own, *(_script(brief, audience, other) for other in LANGUAGES if other != language)]
    agreed = agree(
        tellings,
        size,
        partial(first_fitting, brand=brand, size=size),
        partial(drawable, brand=brand, size=size),
        look=brand.look,
    )
    return lay_out(own, brand, size, agreed=agreed)


@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1080x1920", "1200x630"])
def test_every_picture_of_how_to_do_something_says_by_when(size: str) -> None:
    """ "Order a kit by 15 January" stood in a text, and of 121 pictures on none."""
    for language in LANGUAGES:
        page = _page(_brief(_EXPLAINER), "citizens", size, language)
        told = _plain(f"{page.leaves[0].description.long_description} {' '.join(page.data['heading'])}")
        assert _DAY[language] in told
        assert not {"day", "steps"} & {*page.lacking}


def test_a_picture_without_its_day_is_told() -> None:
    """A known-bad one: nobody heard that the day had no room."""
    script = _script(_brief(_EXPLAINER), "citizens", "en")
    scenes = tuple(replace(scene, due="By 1 May 2032." if scene.due else "") for scene in script.scenes)
    bare = replace(script, kind="progress", content=(), scenes=scenes, title="Fewer send it back")
    page = lay_out(bare, read_brand("institutional"), "1080x1350", layout="scorecard")
    assert "day" in page.lacking


def test_a_day_that_the_headline_says_is_not_said_twice() -> None:
    """The deadline would stand above itself."""
    points = [{**_EXPLAINER["points"][0], "headline": _each("Trước 15/1/2032", "By 15 January 2032", "עד 15.1.2032")}]  # type: ignore[index]
    assert not any(scene.due for scene in _script(_brief(_EXPLAINER, points=points), "citizens", "en").scenes)


def test_a_headline_that_compares_two_figures_never_stands_over_one_of_them() -> None:
    """ "More companies left than started" stood over the number of those that started, rising, in green."""
    month, before = {"period": "2031-09"}, {"value": 900, "period": "2030-09"}
    figures = [
        _figure(id, _each(f"Số {id}", f"Number of {id}", f"מספר {id}"), value, baseline=before, **month)
        for id, value in (("started", 1386), ("left", 1512), ("killed", 148))
    ]
    points = [
        {
            "id": id,
            "statistics": ids,
            "audiences": {"citizens": weight},
            "headline": _each(f"Kết quả {id}", f"What came of {id}", f"מה עלה {id}"),
            "text": _each("{" + ids[0] + "}.", "{" + ids[0] + "}.", "{" + ids[0] + "}."),
        }
        for id, ids, weight in (("firms", ["started", "left"], 5), ("roads", ["killed"], 4))
    ]
    title = _each("Báo cáo chín tháng", "Nine months", "תשעה חודשים")
    brief = _brief({"title": title, "statistics": figures, "points": points})
    script = _script(brief, "citizens", "en")

    def only_one(told: Script, layout: Layout, tried: tuple[Filling, ...]) -> int | None:
        few = (n for n, one in enumerate(tried) if len(shown_figures(told, SIZES["1080x1080"], layout, one)) == 1)
        return next(few, None)

    agreed = agree((script,), "1080x1080", only_one, lambda *_: True)
    assert agreed and agreed.point == "roads" and "half" not in agreed.lacking


@pytest.mark.parametrize("size", ["a4", "1080x1350"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_for_the_press_shows_the_figure_that_weighs_most(size: str, language: str) -> None:
    """Two thirds of a sheet were empty below a question and its answer: no figure, no source, no day."""
    page = _page(_brief(_EXPLAINER), "press", size, language)
    assert page.figures[:1] == ("uptake",)
    assert _plain(page.data["kicker"]) == _plain(_EXPLAINER["title"][language])  # type: ignore[index]


@pytest.mark.parametrize("audience", ["citizens", "press"])
def test_the_card_of_a_link_to_a_rebuttal_has_no_figure_larger_than_the_truth(audience: str) -> None:
    """Beside the truth in half its size stood a rate of pupils, falling, in red."""
    page = _page(_rebuttal(), audience, "1200x630", "en")
    assert page.figures == ()
    assert _plain(page.data["heading"][0]).startswith("False: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_of_a_rebuttal_shows_what_the_truth_rests_on(language: str) -> None:
    """The picture that goes round had the claim, and not one figure against it."""
    assert {"doses", "harm"} <= {*_page(_rebuttal(), "citizens", "1080x1350", language).figures}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_of_a_release_is_no_question(language: str) -> None:
    """ "How do I get a free kit?" stood over a release; the news was its second paragraph."""
    brief = _brief(_EXPLAINER)
    release = write_release(brief, collect_facts(brief), _script(brief, "press", language), read_audience("press"))
    assert not release.headline.endswith("?") and "58" in release.headline
    assert "58" in release.lede.text
