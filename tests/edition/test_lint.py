"""The marks of an editor: each is set where it helps, and a brief that reads well has none."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from briefcast.brief.read import WrittenText, open_brief
from briefcast.edition.check import check_brief
from briefcast.edition.lint import RANKING_FILM_MAX, find_marks
from tests import ROOT
from tests.facts_fixtures import facts_of

GOOD = ROOT / "tests" / "faults" / "briefs" / "good.yaml"
TODAY = dt.date(2025, 7, 1)
TEXT = 'en: "{online-share} of applications are filed online."'


def marks(tmp_path: Path, *changes: tuple[str, str], today: dt.date = TODAY) -> list[Finding]:
    text = GOOD.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "brief.yaml"
    path.write_text(text, "utf-8")
    found = check_brief(open_brief(path), today=today)
    # The texts are changed in one language alone.
    return [f for f in found if f.code != "figure-in-one-language"]


LABEL = "en: Applications filed online"
TITLE = "en: Online public services"
REQUEST = "en: File online."


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ((LABEL, "en: applications filed online"), "small-letter", "brief.yaml:10"),
        ((TITLE, "en: Who files online?"), "title-mark", "brief.yaml:2"),
        ((TITLE, 'en: "Our services:"'), "title-mark", "brief.yaml:2"),
        (("as_of:", "issuer: District office\nkicker: {vi: District Office, en: A}\nas_of:"), "kicker-is-issuer", None),
        (
            ("calls_to_action:", "  - {id: two, text: {vi: Nộp tại nhà., en: File at home.}}\ncalls_to_action:"),
            "no-headline",
            "brief.yaml:22",
        ),
        ((REQUEST, "en: See you on June 20."), "event-past", "brief.yaml:23"),
        ((REQUEST, "en: See you on 20 June 2025."), "event-past", "brief.yaml:23"),
        (("vi: Nộp hồ sơ trực tuyến.", "vi: Hẹn gặp ngày 20/6."), "event-past", "brief.yaml:23"),
        (("vi: Nộp hồ sơ trực tuyến.", "vi: Hẹn gặp ngày 20 tháng 6."), "event-past", "brief.yaml:23"),
        ((TEXT, 'en: "The share is {online-share.change}."'), "change-without-period", "brief.yaml:19"),
    ],
)
def test_what_an_editor_would_mark_is_found(
    tmp_path: Path, change: tuple[str, str], code: str, place: str | None
) -> None:
    found = marks(tmp_path, change)
    assert [(f.code, f.severity) for f in found] == [(code, "warning")]
    assert found[0].place == (place or found[0].place)


@pytest.mark.parametrize(
    "change",
    [
        (LABEL, "en: eGov services"),
        (LABEL, 'en: "{2025}: applications"'.replace("{2025}", "2025")),
        (TITLE, "en: What changes for you in 2025"),
        (REQUEST, "en: See you on July 20."),
        (REQUEST, "en: See you on January 5."),
        (REQUEST, "en: Open from June 20 to July 20."),
        (TEXT, 'en: "The share is {online-share.change} since {online-share.baseline.period}."'),
        (TEXT, 'en: "The share is {online-share.change} on the year before."'),
        (TEXT, 'en: "The share is {online-share.change} in a year."'),
        (TEXT, 'en: "It was {online-share.baseline}: {online-share.change}."'),
    ],
)
def test_what_reads_well_is_not_marked(tmp_path: Path, change: tuple[str, str]) -> None:
    assert marks(tmp_path, change) == []


@pytest.mark.parametrize(
    ("text", "audiences", "found"),
    [
        ("Bà con nộp hồ sơ trực tuyến.", "[citizens, youth]", True),
        ("{address} nộp hồ sơ trực tuyến.", "[citizens, youth]", False),
        ("Bà con nộp hồ sơ trực tuyến.", "[citizens]", False),
        ("Gặp khó, bà con gọi một cửa.", "[citizens, press]", True),
        ("Đường làng có bà con chung tay sửa, {online-share} hồ sơ nộp trực tuyến.", "[citizens, press]", False),
    ],
)
def test_a_text_for_several_groups_calls_none_of_them_by_name(
    tmp_path: Path, text: str, audiences: str, found: bool
) -> None:
    """The young and the press would be called what villagers are called."""
    told = marks(
        tmp_path,
        ("audiences: [leaders, citizens]", f"audiences: {audiences}"),
        ('vi: "{online-share} hồ sơ nộp trực tuyến."', f'vi: "{text}"'),
    )
    assert [f.code for f in told if f.code == "one-address"] == ["one-address"] * found


@pytest.mark.parametrize(("gender", "found"), [("", True), ("\n    gender: f", False)])
def test_a_hebrew_noun_that_is_counted_has_a_gender(tmp_path: Path, gender: str, found: bool) -> None:
    """'8 מתוך 10' has another form for each gender, and feminine is only a guess."""
    told = marks(
        tmp_path,
        ("languages: [vi, en]", "languages: [vi, en, he]"),
        ("en: Online public services", "en: Online public services, he: שירותים"),
        (LABEL, f"{LABEL}, he: בקשות"),
        ("    unit: percent", f"    unit: percent\n    noun: {{he: בקשות, vi: hồ sơ, en: applications}}{gender}"),
        (TEXT, f'{TEXT}\n      he: "{{online-share}} מהבקשות."'),
        (REQUEST, f"{REQUEST}, he: הגישו."),
    )
    assert [f.code for f in told] == (["no-gender"] if found else [])


def test_a_ranking_that_would_be_cut_is_told(tmp_path: Path) -> None:
    """Six of twelve provinces look like all of them."""
    for number, codes in ((RANKING_FILM_MAX, []), (RANKING_FILM_MAX + 1, ["ranking-cut"])):
        ids = [f"p{n}" for n in range(number)]
        figures = "".join(
            f"  - {{id: {id}, label: {{vi: A, en: A}}, value: 5, unit: percent, period: 2025-06, source: report}}\n"
            for id in ids
        )
        found = marks(
            tmp_path,
            ("points:\n", f"{figures}points:\n"),
            ("statistics: [online-share]", f"statistics: [{', '.join(ids)}]\n    visual: ranking"),
        )
        assert [f.code for f in found] == codes


@pytest.mark.parametrize(
    ("today", "found"), [(dt.date(2025, 8, 1), 0), (dt.date(2025, 8, 15), 0), (dt.date(2025, 8, 16), 1)]
)
def test_an_invitation_to_what_is_over_is_told(tmp_path: Path, today: dt.date, found: int) -> None:
    """Last year's job fair would be announced as if it were to come."""
    when = '{vi: "8 giờ ngày 15/8/2025", en: "Friday, August 15, 2025, 8 am"}'
    event = (
        f"kind: event\nevent: {{when: {when}, where: {{vi: Nhà văn hóa, en: Hall}}, register: {{vi: Đến, en: Come}}}}"
    )
    told = marks(tmp_path, ("as_of:", f"{event}\nas_of:"), today=today)
    assert [f.code for f in told if f.code == "event-over"] == ["event-over"] * found


@pytest.mark.parametrize(
    ("today", "change", "found"),
    [
        (dt.date(2026, 6, 30), "", []),
        (dt.date(2026, 7, 2), "", ["old"]),
        (dt.date(2026, 7, 2), "\n    stale_after: 2026-12-31", []),
        (dt.date(2026, 7, 2), "\n    stale_after: 2026-07-01", ["stale", "old"]),
    ],
)
def test_a_brief_a_year_old_is_told(tmp_path: Path, today: dt.date, change: str, found: list[str]) -> None:
    """Last year's figures would go out as this year's news; what the team says still holds may."""
    told = marks(tmp_path, ("    unit: percent", f"    unit: percent{change}"), today=today)
    assert sorted(f.code for f in told) == sorted(found)
    assert marks(tmp_path, ("as_of:", "intended: [old]\nas_of:"), today=dt.date(2026, 7, 2)) == []


COUNT = ("    unit: percent", "    unit: count")


@pytest.mark.parametrize(
    ("noun", "en", "vi", "found"),
    [
        ("", "It was {online-share}.", "Đó là {online-share}.", ["en", "vi"]),
        ("", "It rose to {online-share} last year.", "Tăng lên {online-share} so với năm trước.", ["en", "vi"]),
        ("", "There were {online-share} files.", "Có {online-share} hồ sơ.", []),
        ("", "Applications filed online: {online-share}.", "Hồ sơ trực tuyến: {online-share}.", []),
        ("files", "It rose to {online-share} last year.", "Năm trước là {online-share}.", ["en", "vi"]),
        ("files", "We took {online-share} of the post.", "Mười tháng có {online-share}; khá nhiều.", ["vi"]),
        ("files", "We took {online-share} of post.", "Có {online-share} mới.", ["en"]),
        ("files", "Files filed online: {online-share}.", "Số hồ sơ là {online-share}.", []),
        ("files", "The number filed online rose to {online-share}.", "Số nộp trực tuyến tăng lên {online-share}.", []),
        ("files", "We had {online-share:bare} last year.", "Có {online-share:bare} so với năm trước.", ["en", "vi"]),
        ("files", "We had {online-share:bare} new files.", "Có hơn {online-share:bare} hồ sơ.", []),
    ],
)
def test_a_count_says_what_it_counts(tmp_path: Path, noun: str, en: str, vi: str, found: list[str]) -> None:
    """ "It rose to 76." Seventy-six of what?"""
    named = "\n    noun: {vi: hồ sơ, en: files}" if noun else ""
    told = marks(
        tmp_path,
        (COUNT[0], f"{COUNT[1]}{named}"),
        (TEXT, f'en: "{en}"'),
        ('vi: "{online-share} hồ sơ nộp trực tuyến."', f'vi: "{vi}"'),
    )
    assert sorted(f.language for f in told if f.code == "uncounted") == found


@pytest.mark.parametrize(
    ("language", "label", "noun", "text", "found"),
    [
        ("en", "New businesses registered", "businesses", "There were {online-share} newly registered.", True),
        ("en", "New businesses registered", "businesses", "There were {online-share} new firms registered.", False),
        ("en", "New businesses registered", "firms", "There were {online-share} businesses registered.", False),
        ("vi", "Doanh nghiệp thành lập mới", "doanh nghiệp", "Có {online-share} thành lập mới.", True),
        ("vi", "Doanh nghiệp thành lập mới", "doanh nghiệp", "Có {online-share} công ty thành lập mới.", False),
        ("vi", "Người chết vì tai nạn", "người", "Tai nạn làm {online-share} chết.", True),
        ("vi", "Người chết vì tai nạn", "người", "Tai nạn làm {online-share} người chết.", False),
        ("he", "עסקים חדשים שקיבלו רישיון", "עסקים", "{online-share} חדשים קיבלו רישיון.", True),
        ("he", "עסקים חדשים שקיבלו רישיון", "עסקים", "{online-share} עסקים חדשים קיבלו רישיון.", False),
        ("he", "נפגעים בתאונות דרכים", "נפגעים", "{online-share} נרשמו בתאונות דרכים בעיר.", True),
        ("he", "נפגעים בתאונות דרכים", "נפגעים", "{online-share} הולכי רגל נפגעו בעיר.", False),
        ("he", "צריכת חומר", "קילו", "נצרכו {online-share} קילו.", False),
        ("he", "הרוגים בתאונות דרכים", "הרוגים", "מספר ההרוגים עלה פי שלושה, ל־{online-share}.", False),
        ("he", "הרוגים בתאונות דרכים", "הרוגים", "בתאונות דרכים הפגיעה עלתה פי שלושה, ל־{online-share}.", True),
    ],
)
def test_what_a_label_says_of_a_noun_is_not_the_noun(
    tmp_path: Path, language: str, label: str, noun: str, text: str, found: bool
) -> None:
    """ "Tai nạn giao thông làm 163 chết": a hundred and sixty-three of what?"""
    path = tmp_path / "brief.yaml"
    path.write_text(
        f"""id: counted
title: {{{language}: "T"}}
languages: [{language}]
audiences: [leaders]
as_of: 2025-06-30
sources: [{{id: a, title: T, publisher: P, url: "https://example.org/", date: 2025-06-01}}]
statistics:
  - {{id: online-share, label: {{{language}: "{label}"}}, noun: {{{language}: "{noun}"}}, gender: m, source: a,
     unit: count, value: 163, period: 2025-06}}
points:
  - {{id: p, statistics: [online-share], text: {{{language}: "{text}"}}}}
""",
        "utf-8",
    )
    told = check_brief(open_brief(path), today=TODAY)
    assert [f.code for f in told if f.code == "uncounted"] == ["uncounted"] * found


@pytest.mark.parametrize(
    ("title", "headline", "found"),
    [
        ("Production falls in the district", "", True),
        ("Production falls in the district", 'headline: {en: "{online-share} file online"}', False),
        ("Fewer applications: the number of applications falls", "", False),
        ("The district in June", "", False),
    ],
)
def test_a_title_does_not_stand_over_the_figure_of_something_else(
    tmp_path: Path, title: str, headline: str, found: bool
) -> None:
    """ "Production falls" over a large 76.5% reads as a fall by 76.5%."""
    told = marks(
        tmp_path,
        (TITLE, f"en: {json.dumps(title)}"),
        ("vi: Dịch vụ công trực tuyến", "vi: Huyện tháng sáu"),
        ("    statistics: [online-share]", f"    statistics: [online-share]\n    {headline}"),
    )
    assert ("title-over-figure" in [f.code for f in told]) is found


@pytest.mark.parametrize(
    ("text", "found"), [("Over {online-share} today.", True), ("About {online-share} today.", False)]
)
def test_a_word_that_makes_an_exact_figure_untrue_is_asked_about(tmp_path: Path, text: str, found: bool) -> None:
    """ "Nearly 82.4%" of what is 82.4% is false, and rounded it says "nearly over 82%"."""
    told = marks(tmp_path, (TEXT, TEXT.replace(TEXT.partition('"')[2].partition('"')[0], text, 1)))
    assert ("untrue-word" in [f.code for f in told]) is found


@pytest.mark.parametrize(("word", "found"), [("đắt hơn", False), ("nhiều hơn", False), ("hơn", True), ("có hơn", True)])
def test_dearer_by_an_exact_share_is_no_more_than_it(tmp_path: Path, word: str, found: bool) -> None:
    """ "Nhà ở đắt hơn 6,2%" tells by how much it is dearer, and was asked whether it is over 6.2%."""
    text = f'vi: "Hồ sơ {word} {{online-share}} so với năm trước."'
    told = marks(tmp_path, ('vi: "{online-share} hồ sơ nộp trực tuyến."', text))
    assert ("untrue-word" in [f.code for f in told]) is found


def test_none_that_could_not_be_told_as_none_is_asked_about() -> None:
    """ "0 ילדים ממתינים" is a number read aloud; a verb that is known makes "לא נהרגו ילדים" of it by itself."""
    none = {"id": "a", "label": {"he": "ילדים"}, "value": 0, "unit": "count", "noun": {"he": "ילדים"}, "gender": "m"}
    facts = facts_of({**none, "period": "2025"})
    brief = facts.brief.model_copy(update={"languages": ("he",)})
    for text, found in (("{a} ילדים ממתינים.", True), ("{a} ילדים נהרגו.", False), ("ילדים: {a}.", False)):
        written = WrittenText(path=("points", 0, "text"), language="he", text=text, kind="text")
        told = [mark.code for mark in find_marks(brief, [written], facts, TODAY)]
        assert ("none-as-number" in told) is found, text


def test_none_in_vietnamese_is_asked_about_where_it_stays_a_number() -> None:
    """ "Đã thu hồi 0 xe" and "cùng kỳ có tới 0 xe" are tables read aloud; "không có xe nào" needs no question."""
    none = {"id": "a", "label": {"vi": "Xe bị thu hồi"}, "value": 0, "unit": "count", "noun": {"vi": "xe"}}
    facts = facts_of({**none, "period": "2025", "baseline": {"value": 0, "period": "2024"}})
    brief = facts.brief.model_copy(update={"languages": ("vi",)})
    for text, found in (
        ("Tỉnh đã thu hồi {a} xe.", True),
        ("Tỉnh thu hồi {a.baseline} xe trong kỳ trước.", True),
        ("Có {a} xe bị thu hồi.", False),
        ("Cùng kỳ là {a.baseline} xe.", False),
    ):
        written = WrittenText(path=("points", 0, "text"), language="vi", text=text, kind="text")
        told = [mark.code for mark in find_marks(brief, [written], facts, TODAY)]
        assert ("none-as-number" in told) is found, text


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("he", "הצטברו {a} פניות על המים.", True),
        ("he", "{a} פניות הצטברו.", True),
        ("he", "הצטברה {a} פניות על המים.", False),
        ("he", "בחודש הזה {a} פניות.", False),
        ("he", "הושלמה בדיקתן של {a} פניות.", True),
        ("he", "הוקם תחום של {a} פניות.", False),
        ("en", "{a} complaints of the 3 known in May were solved.", True),
        ("en", "{a} complaints of the 3 that were known came late.", False),
        ("en", "These {a} complaints remain.", True),
        ("en", "All {a} complaints came late.", True),
        ("en", "There has been {a} complaints.", False),
        ("en", "In May {a} complaints came in.", False),
        ("vi", "Tất cả {a} khiếu nại đã được trả lời.", False),
    ],
)
def test_a_single_one_is_not_told_as_many(language: str, text: str, found: bool) -> None:
    """ "התקבלו פנייה אחת" went out in a release, a post and an episode."""
    nouns = {"he": ("פניות", "פנייה"), "en": ("complaints", "complaint"), "vi": ("khiếu nại", "khiếu nại")}
    noun, single = nouns[language]
    one = {"id": "a", "label": {language: noun}, "value": 1, "unit": "count", "gender": "f", "period": "2025"}
    facts = facts_of({**one, "noun": {language: noun}, "singular": {language: single}})
    brief = facts.brief.model_copy(update={"languages": (language,)})
    written = WrittenText(path=("points", 0, "text"), language=language, text=text, kind="text")
    assert ("one-as-many" in [mark.code for mark in find_marks(brief, [written], facts, TODAY)]) is found


def test_one_without_its_own_noun_is_asked_about() -> None:
    """ "1 complaints" is what a text written for many says of one, where nobody says what a single one is called."""
    one = {"id": "a", "label": {"en": "complaints"}, "value": 1, "unit": "count", "period": "2025"}
    facts = facts_of({**one, "noun": {"en": "complaints"}})
    brief = facts.brief.model_copy(update={"languages": ("en",)})
    written = WrittenText(path=("points", 0, "text"), language="en", text="In May {a} complaints came.", kind="text")
    (found,) = (mark for mark in find_marks(brief, [written], facts, TODAY) if mark.code == "one-as-many")
    assert "singular:" in found.remedy


@pytest.mark.parametrize(
    ("language", "value", "text", "found"),
    [
        ("en", 14, "Since January {a} classes have opened.", True),
        ("en", 2020, "Since January {a} trees were planted.", True),
        ("en", 14, "Since January, {a} classes have opened.", False),
        ("en", 64, "Since January {a} classes have opened.", False),
        ("he", 14, "נפתחו {a} בינואר.", True),
        ("he", 14, "מאז ינואר {a} כיתות נפתחו.", False),
        ("he", 2020, "מאז ינואר {a} עצים ניטעו.", True),
        ("vi", 14, "Từ tháng 1 có {a} lớp học.", False),
    ],
)
def test_a_count_is_not_read_as_a_date(language: str, value: int, text: str, found: bool) -> None:
    """ "Since January 14 of 18 planned classes have opened" was said aloud as the fourteenth of January."""
    nouns = {"he": "כיתות", "en": "classes", "vi": "lớp học"}
    count = {"id": "a", "label": {language: nouns[language]}, "value": value, "unit": "count", "period": "2025"}
    facts = facts_of({**count, "gender": "f", "noun": {language: nouns[language]}})
    brief = facts.brief.model_copy(update={"languages": (language,)})
    written = WrittenText(path=("points", 0, "text"), language=language, text=text, kind="text")
    assert ("read-as-date" in [mark.code for mark in find_marks(brief, [written], facts, TODAY)]) is found


@pytest.mark.parametrize(
    ("when", "register", "places"),
    [
        ("Friday, August 15, 2025, 8:00–20:30", "Register by August 12", []),
        ("Friday, August 15, 2025, 20:00–02:00", "Register by August 15", []),
        ("Friday, August 15, 2025, 8:00–4:00", "Register online", []),
        ("August 15, 2025, 9 a.m. to 1 p.m.", "Register online", []),
        ("Friday, August 15, 2025, 20:30–16:00", "Register online", ["event.when"]),
        ("August 15, 2025, 8:30 p.m.–4:00 p.m.", "Register online", ["event.when"]),
        ("Friday, August 15, 2025, 8 am", "Register by August 23", ["event.register"]),
    ],
)
def test_an_event_begins_before_it_ends_and_after_its_registration(
    tmp_path: Path, when: str, register: str, places: list[str]
) -> None:
    """Registration until a week after the fair passed in both languages, for both said the same."""
    event = (
        f'kind: event\nevent: {{when: {{vi: "15/8/2025", en: "{when}"}}, '
        f'where: {{vi: Nhà văn hóa, en: Hall}}, register: {{vi: Đến, en: "{register}"}}}}'
    )
    told = [f for f in marks(tmp_path, ("as_of:", f"{event}\nas_of:")) if f.code == "event-order"]
    assert [(f.severity, f.field.rpartition(".")[0]) for f in told] == [("error", place) for place in places]
