"""What a reader or listener trips over though every figure is right: capitals, doubled words, what is no sentence."""

from __future__ import annotations

from typing import Any

import pytest

from briefcast.brief.model import Brief
from briefcast.language.keeping import glued
from briefcast.language.phrases import phrases
from briefcast.language.written import join_prefix
from briefcast.products.profiles import read_audience
from briefcast.script import Script, Word
from briefcast.writing.facts import collect_facts
from briefcast.writing.hook import for_film
from briefcast.writing.writing import write_script

LANGUAGES = ("vi", "en", "he")


def bare(text: str) -> str:
    return " ".join(text.translate(dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200f\u200e"))).split())


def brief_of(texts: dict[str, str], statistics: list[dict[str, Any]], **more: Any) -> Brief:
    """Give a brief of one point about its first figure, in the languages of its texts."""
    point = {"id": "a", "statistics": [statistics[0]["id"]], "text": texts, **more.pop("point", {})}
    given = {
        "id": "said",
        "title": dict.fromkeys(texts, "Report"),
        "languages": list(texts),
        "audiences": ["citizens", "leaders", "press"],
        "as_of": "2026-10-20",
        "sources": [{"id": "s", "title": "Report", "publisher": "City", "date": "2026-10-18"}],
        "statistics": [{"source": "s", "period": "2026-M9", **one} for one in statistics],
        "points": [point],
    }
    return Brief.model_validate(given | more)


def written(brief: Brief, language: str, audience: str = "leaders", **asked: Any) -> Script:
    return write_script(brief, collect_facts(brief), read_audience(audience), language, **asked)


def told(brief: Brief, language: str, audience: str = "leaders", **asked: Any) -> str:
    script = written(brief, language, audience, **asked)
    return bare(" ".join(s.shown for scene in script.scenes for s in scene.sentences))


@pytest.mark.parametrize(
    ("language", "text", "goes_on"),
    [
        ("vi", "Giấy phép mất 19 ngày", "giấy phép mất 19 ngày"),
        ("vi", "Toàn tỉnh có 214 vụ", "toàn tỉnh có 214 vụ"),
        ("vi", "Huế có 214 vụ", "Huế có 214 vụ"),
        ("vi", "Hà Nội có 214 vụ", "Hà Nội có 214 vụ"),
        ("vi", "Chính phủ có 44 nhiệm vụ", "Chính phủ có 44 nhiệm vụ"),
        ("vi", "GRDP tăng 8%", "GRDP tăng 8%"),
        ("en", "A permit took 19 days", "a permit took 19 days"),
        ("en", "There were 214 accidents", "there were 214 accidents"),
        ("en", "Hanoi recorded 214 accidents", "Hanoi recorded 214 accidents"),
        ("en", "Water Authority figures", "Water Authority figures"),
        ("he", "היתר לקח 19 יום", "היתר לקח 19 יום"),
    ],
)
def test_what_goes_on_behind_a_colon_begins_small_unless_it_is_a_name(language: str, text: str, goes_on: str) -> None:
    """ "Trước: Giấy phép mất 19 ngày", and never "huế có 214 vụ"."""
    assert phrases(language).run_on(text) == goes_on


@pytest.mark.parametrize(
    ("language", "role", "behind"),
    [
        ("en", "Resident of Sa Dec ward", "resident of Sa Dec ward"),
        ("en", "CDC spokesperson", "CDC spokesperson"),
        ("en", "Director General", "Director General"),
        ("vi", "Người dân phường Sa Đéc", "người dân phường Sa Đéc"),
        ("vi", "Chủ tịch UBND phường", "Chủ tịch UBND phường"),
        ("he", "תושבת הרובע", "תושבת הרובע"),
    ],
)
def test_who_somebody_is_begins_small_behind_the_name(language: str, role: str, behind: str) -> None:
    assert phrases(language).behind_name(role) == behind


def test_a_vav_at_the_beginning_of_a_word_is_doubled_behind_a_letter() -> None:
    """ "מועדת העם" is no word."""
    given = ("מ־ועדת העם", "ל־ועדה", "מ־וועדה", "מ־המשרד")
    assert [join_prefix(text) for text in given] == ["מוועדת העם", "לוועדה", "מוועדה", "מהמשרד"]


DEAD = {
    "id": "dead", "label": {"vi": "Số người chết", "en": "Road deaths", "he": "הרוגים בתאונות דרכים"}, "value": 187,
    "unit": "count", "noun": {"vi": "người", "en": "people", "he": "הרוגים"}, "gender": "m", "better": "lower",
    "baseline": {"value": 171, "period": "2025-M9"},
}  # fmt: skip
STAY = {
    "id": "stay", "label": {"vi": "Ngày nằm viện", "en": "Days in hospital", "he": "ימי אשפוז"}, "value": 4.6,
    "unit": "duration", "per": "day", "better": "lower", "baseline": {"value": 5.2, "period": "2025-M9"},
}  # fmt: skip
JOBS = {
    "id": "jobs", "label": {"vi": "Người có việc làm", "en": "People in work", "he": "מועסקים"}, "value": 52140000,
    "unit": "count", "noun": {"vi": "người", "en": "people", "he": "מועסקים"}, "gender": "m", "better": "higher",
    "baseline": {"value": 51870000, "period": "2025-M9"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "text", "said"),
    [
        (DEAD, {"he": "היו {dead} הרוגים, {dead.change} לעומת התקופה המקבילה אשתקד."}, "16 יותר מאשר בתקופה"),
        (STAY, {"en": "Patients stayed {stay}, {stay.change} on the year before."}, "4.6 days, 0.6 days less than"),
        (STAY, {"en": "The stay is {stay.change} on the year before."}, "is 0.6 days shorter than the year before"),
        (STAY, {"he": "החולים שהו {stay}, {stay.change} לעומת התקופה המקבילה."}, "0.6 ימים פחות מאשר בתקופה"),
        (JOBS, {"en": "{jobs} people are in work, {jobs.change} on a year before."}, "up 270,000 on a year before"),
        (JOBS, {"vi": "Có {jobs} người có việc làm, {jobs.change} so với cùng kỳ."}, "tăng 270.000 người so với"),
    ],
)
def test_a_change_is_told_as_people_tell_it(figure: dict[str, Any], text: dict[str, str], said: str) -> None:
    """ "16 הרוגים יותר לעומת", "stayed 4.6 days, 0.6 days shorter", "up 0.27 million" beside 52.14 million."""
    [language] = text
    heard = told(brief_of(text, [figure]), language, "press", to_read=True)
    assert said in heard.replace("16 הרוגים", "16")


@pytest.mark.parametrize(
    ("label", "noun", "change"),
    [("Pedestrians killed", "pedestrians", "down 2"), ("Pedestrians counted", "pedestrians", "down 2 pedestrians")],
)
def test_the_dead_of_a_label_are_not_named_once_more_as_an_amount(label: str, noun: str, change: str) -> None:
    figure = {"id": "x", "label": {"en": label}, "value": 5, "unit": "count", "noun": {"en": noun}, "better": "lower",
              "baseline": {"value": 7, "period": "2025-M9"}}  # fmt: skip
    facts = collect_facts(brief_of({"en": "{x}."}, [figure]))
    assert bare(facts.figure("x", "en", "exact").change) == change


@pytest.mark.parametrize(
    ("language", "grown", "plain"),
    [
        ("vi", "Sản xuất công nghiệp: tăng 9,4%", "Tốc độ tăng GRDP: 9,4%"),
        ("en", "Industrial production: up 9.4%", "Growth of GRDP: 9.4%"),
        ("he", "הייצור התעשייתי: גידול של 9.4%", "צמיחת התוצר: 9.4%"),
    ],
)
def test_growth_is_called_so_where_its_label_does_not_say_it(language: str, grown: str, plain: str) -> None:
    """ "Sản xuất công nghiệp: 9,4%" is 9.4 percent of what?"""
    for line in (grown, plain):
        figure = {"id": "x", "label": {language: line.partition(":")[0]}, "value": 9.4, "unit": "percent",
                  "measure": "growth"}  # fmt: skip
        facts = collect_facts(brief_of({language: "{x}."}, [figure]))
        assert bare(facts.figure("x", language, "exact").told) == line


def test_a_quarter_is_a_known_one_behind_its_comparison() -> None:
    """ "לעומת רבעון שלישי"."""
    figure = {
        **STAY,
        "label": {"he": "זמן המתנה"},
        "period": "2026-Q3",
        "baseline": {"value": 5.2, "period": "2025-Q3"},
    }
    facts = collect_facts(brief_of({"he": "{stay}."}, [figure]))
    assert "לעומת הרבעון השלישי של 2025" in bare(facts.figure("stay", "he", "exact").compared)


SPENT = {
    "id": "spent", "label": {"vi": "Vốn đã giải ngân", "en": "Investment paid out", "he": "השקעה ששולמה"},
    "value": 54.6, "unit": "percent", "measure": "share", "better": "higher",
    "target": {"value": 100, "by": "2026", "kind": "plan"},
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_told_what_is_left_of_a_whole(language: str) -> None:
    """ "Còn 45,4 điểm phần trăm nữa mới đạt 100%" behind 54,6%: subtraction, and points of nothing."""
    texts = {"vi": "Đã giải ngân {spent} vốn.", "en": "{spent} was paid out.", "he": "שולמו {spent}."}
    assert "45" not in told(brief_of(texts, [SPENT]), language)
    below = {**SPENT, "target": {"value": 80, "by": "2026", "kind": "plan"}}
    assert "25" in told(brief_of(texts, [below]), language), "what is lacking to a plan is still told"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_names_its_report_first_or_not_at_all(language: str) -> None:
    """ "… tăng 9,4%. Kinh tế – xã hội 9 tháng.": a name behind the finding, and place and day, are no sentences."""
    texts = {"vi": "Có {jobs} người có việc.", "en": "{jobs} people are in work.", "he": "{jobs} בני אדם עובדים."}
    headline = {"vi": "Việc làm tăng", "en": "More work", "he": "יותר עבודה"}
    brief = brief_of(
        texts,
        [JOBS],
        title={"vi": "Báo cáo 9 tháng năm 2026", "en": "The report of 2026", "he": "הדוח של 2026"},
        place={"vi": "An Bình", "en": "An Binh", "he": "אן בין"},
        point={"headline": headline},
    )
    for audience in ("citizens", "leaders", "press"):
        script = written(brief, language, audience)
        film = for_film(script, read_audience(audience))
        said = [bare(s.shown) for s in film.scenes[0].sentences]
        assert not any(brief.place[language] in one for one in said[1:]), said
        named = [at for at, one in enumerate(said) if bare(brief.title[language]) in one]
        assert named in ([], [0]), said


SPOTLIGHT = {
    "who": {"vi": "Bộ phận Một cửa phường Sa Đéc", "en": "The desk of Sa Dec ward", "he": "דלפק השירות של סא דק"},
    "where": {"vi": "Phường Sa Đéc, Đồng Tháp", "en": "Sa Dec ward, Dong Thap", "he": "סא דק, דונג תאפ"},
    "problem": {"vi": "Chờ lâu", "en": "Long waits", "he": "המתנה ארוכה"},
    "done": {"vi": "Gọi trước", "en": "Calls before", "he": "שיחה מראש"},
    "how_to_copy": {"vi": "Một điện thoại", "en": "One telephone", "he": "טלפון אחד"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_good_example_names_its_place_once_and_tells_bodies_alone_how_to_follow(language: str) -> None:
    """ "The desk of Sa Dec ward, Sa Dec ward, Dong Thap."; and what has a citizen to do with a checklist?"""
    texts = {"vi": "Mất {stay}.", "en": "It takes {stay}.", "he": "זה לוקח {stay}."}
    brief = brief_of(texts, [STAY], kind="spotlight", spotlight=SPOTLIGHT)
    place = {"vi": "Sa Đéc", "en": "Sa Dec", "he": "סא דק"}[language]
    for audience, follows in (("leaders", True), ("press", True), ("citizens", False)):
        script = written(brief, language, audience, to_read=True)
        [who] = [bare(s.sentences[0].shown) for s in script.scenes if s.id == "spotlight-who"]
        assert who.casefold().count(place.casefold()) == 1, who
        lines = [line.text for line in script.content]
        how = SPOTLIGHT["how_to_copy"][language]
        assert (how.casefold() in told(brief, language, audience, to_read=True).casefold()) is follows
        assert (how in lines) is follows


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_has_figures_of_a_day_to_come(language: str) -> None:
    """ "There are 640 free tests. Figures for January 16, 2027.", said in November 2026."""
    figure = {"id": "seats", "label": dict.fromkeys(LANGUAGES, "Tests"), "value": 640, "unit": "count",
              "noun": dict.fromkeys(LANGUAGES, "tests"), "period": "2027-01-16"}  # fmt: skip
    brief = brief_of(dict.fromkeys(LANGUAGES, "{seats} tests."), [figure])
    assert "2027" not in told(brief, language, "citizens")
    past = brief_of(dict.fromkeys(LANGUAGES, "{seats} tests."), [{**figure, "period": "2025-01-16"}])
    assert "2025" in told(past, language, "citizens"), "of another year one still hears of which"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_press_is_told_what_the_public_is_to_do(language: str) -> None:
    """No editor covers water jars: "Mời quý vị đậy kín lu nước"."""
    texts = {"vi": "Mời {address} đi tiêm: {jobs}.", "en": "Please come: {jobs}.", "he": "נא לבוא: {jobs}."}
    brief = brief_of(texts, [JOBS])
    heard = told(brief, language, "press")
    assert read_audience("press").address["vi"] not in heard or language != "vi"
    assert language != "vi" or "Mời người dân đi tiêm" in heard


@pytest.mark.parametrize(
    ("language", "line", "whole"),
    [
        ("he", "האירוע יתקיים בשבת, \u206816\u2069 בינואר \u20682027\u2069, בשעות", "16 בינואר 2027,"),
        ("he", "שיעור התחלואה בקרב בני 65 ומעלה ירד", "בני 65 ומעלה"),
        ("en", "the rate among people aged 65 and over fell", "aged 65 and over"),
        ("en", "among people aged 15 to 64 it rose", "aged 15 to 64"),
        ("vi", "dành cho học sinh từ 6 đến 15 tuổi ở xã", "từ 6 đến 15 tuổi"),
        ("vi", "ở người từ 65 tuổi trở lên là thấp", "từ 65 tuổi trở lên"),
    ],
)
def test_no_caption_parts_a_date_or_an_age(language: str, line: str, whole: str) -> None:
    words = [Word(shown=word, spoken=word) for word in line.split(" ")]
    kept = glued(words, language)
    first = next(
        at for at in range(len(words)) if bare(" ".join(w.shown for w in words[at : at + len(whole.split())])) == whole
    )
    assert {*range(first, first + len(whole.split()) - 1)} <= kept


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["citizens", "youth"])
def test_a_film_of_an_event_says_how_to_take_part(language: str, audience: str) -> None:
    """Steps had no time where the point before them weighed as much: nobody knew what to bring."""
    texts = {"vi": "Có {seats} suất khám, mỗi suất {long}.", "en": "There are {seats} tests of {long} each.",
             "he": "יינתנו {seats} בדיקות, כל אחת בת {long}."}  # fmt: skip
    figures = [
        {"id": "seats", "label": dict.fromkeys(LANGUAGES, "Tests"), "value": 640, "unit": "count",
         "noun": {"vi": "suất", "en": "tests", "he": "בדיקות"}, "gender": "f", "period": "2027-01-16"},
        {"id": "long", "label": dict.fromkeys(LANGUAGES, "Length"), "value": 25, "unit": "duration", "per": "minute",
         "period": "2027-01-16"},
    ]  # fmt: skip
    steps = [
        {"vi": "Đăng ký với giáo viên chủ nhiệm", "en": "Sign up with the class teacher", "he": "הירשמו אצל המחנכת"},
        {"vi": "Mang thẻ bảo hiểm y tế", "en": "Bring the health insurance card", "he": "הביאו כרטיס ביטוח בריאות"},
        {"vi": "Mang theo kính đang đeo", "en": "Bring the glasses now in use", "he": "הביאו את המשקפיים הנוכחיים"},
    ]
    weights = {"citizens": 4, "youth": 4}
    prepare = {"vi": "Phụ huynh chuẩn bị ba việc trước ngày khám.", "en": "Parents prepare three things.",
               "he": "ההורים מכינים שלושה דברים לפני היום."}  # fmt: skip
    points = [
        {"id": "free", "statistics": ["seats", "long"], "text": texts, "audiences": weights},
        {"id": "take-part", "text": prepare, "steps": steps, "audiences": weights},
    ]
    event = {
        "when": {"vi": "8 giờ đến 16 giờ, thứ Bảy, 16/1/2027", "en": "Saturday, 16 January 2027, 8 a.m. to 4 p.m.",
                 "he": "שבת, 16 בינואר 2027, 8:00 עד 16:00"},
        "where": {"vi": "Nhà Văn hóa Lao động Đà Lạt", "en": "Da Lat Labour Culture House", "he": "בית התרבות בדאלאט"},
        "register": {"vi": "Đăng ký tại trường trước ngày 8/1/2027", "en": "Register at school by 8 January 2027",
                     "he": "נרשמים בבית הספר עד 8 בינואר 2027"},
        "for": {"vi": "Học sinh từ 6 đến 15 tuổi", "en": "Pupils aged 6 to 15", "he": "תלמידים בני 6 עד 15"},
    }  # fmt: skip
    given = {"kind": "event", "event": event, "points": points, "audiences": ["citizens", "youth"]}
    brief = brief_of(texts, figures, **given)
    script = written(brief, language, audience)
    assert "take-part" in {scene.id for scene in script.scenes}
    heavier = [{**points[0], "audiences": {"citizens": 5, "youth": 5}}, points[1]]
    other = written(brief_of(texts, figures, **(given | {"points": heavier})), language, audience)
    assert "free" in {scene.id for scene in other.scenes}, "what weighs more is not given up for it"


_QUOTED = {"text": {"en": "The land came late."}, "by": {"en": "Ms Hoa"}}


@pytest.mark.parametrize("read", [True, False])
def test_a_figure_with_somebodys_words_about_it_keeps_its_place(read: bool) -> None:
    """The point that weighs most but one was told last, behind the lightest, because it had a quotation."""
    figures = [
        {"id": id, "label": {"en": label}, "value": value, "unit": "percent", "measure": "share"}
        for id, label, value in (("a", "Tax collected", 71), ("b", "Funds spent", 40), ("c", "Homes with water", 93))
    ]
    points = [
        {"id": "a", "statistics": ["a"], "audiences": {"leaders": 5}, "text": {"en": "{a} of tax was collected."}},
        {"id": "c", "statistics": ["c"], "audiences": {"leaders": 2}, "text": {"en": "{c} of homes have water."}},
        {
            "id": "b",
            "statistics": ["b"],
            "audiences": {"leaders": 4},
            "text": {"en": "{b} of the funds were spent."},
            "quote": _QUOTED,
        },
    ]
    brief = brief_of({"en": ""}, figures, points=points)
    scenes = written(brief, "en", to_read=read).scenes
    assert [scene.id for scene in scenes if scene.kind == "point"] == ["a", "b", "c"]
    # Of two that weigh the same, the figure leads.
    points[2] = {**points[2], "audiences": {"leaders": 5}}
    same = written(brief_of({"en": ""}, figures, points=[points[2], *points[:2]]), "en", to_read=read).scenes
    assert [scene.id for scene in same if scene.kind == "point"] == ["a", "b", "c"]
    points[2] = {**points[2], "audiences": {"leaders": 4}}
    # Words alone still lead over to the closing.
    points[2] = {**points[2], "statistics": [], "text": {"en": "The land is the matter."}}
    scenes = written(brief_of({"en": ""}, figures, points=points), "en", to_read=read).scenes
    assert [scene.id for scene in scenes if scene.kind == "point"] == ["a", "c", "b"]


def test_a_change_since_a_quarter_counts_no_people_twice() -> None:
    """ "214,000 people were out of work, up 23,000 people on Q2": people twice, and no sentence."""
    figure = {
        "id": "jobless",
        "label": {"en": "Unemployed people"},
        "noun": {"en": "people"},
        "value": 214000,
        "unit": "count",
        "period": "2026-Q3",
        "compare": {"to": "2026-Q2", "change": 23000, "in": "amount"},
    }
    said = told(brief_of({"en": "{jobless} people were out of work, {jobless.change}."}, [figure]), "en")
    assert "214,000 people were out of work, 23,000 more than in Q2 2026." in said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("vi", "Ai đổi sổ thì nộp {fee}.", "Ai đổi sổ thì không phải nộp tiền."),
        ("en", "Whoever changes the paper pays {fee}.", "Whoever changes the paper pays nothing."),
        ("he", "מי שמחליף תעודה משלם {fee}.", "מי שמחליף תעודה לא משלם כסף."),
    ],
)
def test_nobody_pays_0_dong(language: str, text: str, said: str) -> None:
    fee = {"id": "fee", "label": {language: "X"}, "value": 0, "unit": "currency", "currency": "VND"}
    assert said in told(brief_of({language: text}, [fee]), language)


@pytest.mark.parametrize(
    ("by", "gap"), [("2026-03", "cao hơn mục tiêu 2,4 điểm phần trăm"), ("2027", "mục tiêu đến năm 2027 là 7%")]
)
def test_what_was_to_be_done_by_a_day_gone_by_is_not_still_to_be_done(by: str, gap: str) -> None:
    leak = {
        "id": "leak",
        "label": {"vi": "Nước thất thoát"},
        "value": 9.4,
        "unit": "percent",
        "measure": "rate",
        "better": "lower",
        "target": {"value": 7, "by": by},
    }
    said = told(brief_of({"vi": "{leak} lượng nước thất thoát, {leak.gap}."}, [leak]), "vi")
    assert gap in said


@pytest.mark.parametrize(
    ("language", "label"),
    [("vi", "Lạm phát"), ("en", "Inflation"), ("he", "אינפלציה"), ("he", "שיעור האינפלציה")],
)
def test_inflation_of_three_percent_did_not_rise_by_three(language: str, label: str) -> None:
    """ "Inflation: up 3.1%" says another thing than an inflation of 3.1%; prices by groups do go up and down."""
    figures = [
        {"id": "a", "label": {language: label}, "value": 3.1, "unit": "percent", "measure": "growth"},
        {"id": "up", "label": {language: "X"}, "value": 5.2, "unit": "percent", "measure": "growth"},
        {"id": "down", "label": {language: "X"}, "value": -1.6, "unit": "percent", "measure": "growth"},
    ]
    facts = collect_facts(brief_of({language: "{a}."}, figures))
    shown = {id: bare(facts.figure(id, language, "exact").told) for id in ("a", "up", "down")}
    ways = {"vi": ("tăng 5,2%", "giảm 1,6%"), "en": ("up 5.2%", "down 1.6%"), "he": ("גידול של 5.2%", "ירידה של 1.6%")}
    assert shown["a"].partition(": ")[2] in ("3.1%", "3,1%")
    assert shown["up"].endswith(ways[language][0])
    assert shown["down"].endswith(ways[language][1])
    assert "−" not in shown["down"]


def test_who_published_two_reports_is_named_once() -> None:
    """ "Source: Statistics Norvale." was heard twice in three points, for two reports of one office."""
    figures = [
        {"id": "a", "label": {"en": "Unemployment"}, "value": 4.7, "unit": "percent", "measure": "level"},
        {"id": "b", "label": {"en": "Average wage"}, "value": 2940, "unit": "currency", "currency": "EUR"},
    ]
    figures[1]["source"] = "t"
    office = {"publisher": {"en": "Statistics Norvale"}}
    sources = [
        {"id": "s", "title": "Jobs", "date": "2026-10-18", **office},
        {"id": "t", "title": "Wages", "date": "2026-10-12", **office},
    ]
    points = [
        {"id": "a", "statistics": ["a"], "text": {"en": "Unemployment was {a}."}},
        {"id": "b", "statistics": ["b"], "text": {"en": "The average wage was {b}."}},
    ]
    said = told(brief_of({"en": ""}, figures, points=points, sources=sources), "en", "press")
    assert said.count("Norvale") == 1
    other = [sources[0], {**sources[1], "publisher": {"en": "Norvale Tax Office"}}]
    assert told(brief_of({"en": ""}, figures, points=points, sources=other), "en", "press").count("Norvale") == 2


def test_a_place_within_a_sentence_begins_small() -> None:
    assert phrases("vi").within("Sân trường Alonim, số 4") == "sân trường Alonim, số 4"
    assert phrases("vi").within("Hội trường xã") == "hội trường xã"
    # What may be a name of its own keeps its capital.
    for name in ("Hà Nội", "Nhà hát Lớn", "Sân bay Nội Bài", "Trung tâm Văn hóa tỉnh"):
        assert phrases("vi").within(name) == name


@pytest.mark.parametrize("name", ["Norvale Municipal Comptroller", "City Auditor", "Northern Health Commissioner"])
def test_an_officer_takes_an_article(name: str) -> None:
    assert phrases("en").in_sentence(name) == f"the {name}"
