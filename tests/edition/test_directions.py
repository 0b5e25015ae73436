"""Words that say a figure rose or fell are held against it; what is not about it, or not said to be so, is left."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from briefcast.brief.read import open_brief
from briefcast.catalogue import in_language
from briefcast.edition.check import check_brief

TODAY = dt.date(2025, 11, 1)
ROSE = "unit: count, value: 243, baseline: {value: 221, period: 2024-M9}, period: 2025-M9"
FELL = "unit: count, value: 198, baseline: {value: 221, period: 2024-M9}, period: 2025-M9"
LABEL = '{en: "Traffic accidents", vi: "Vụ tai nạn giao thông", he: "תאונות דרכים"}'
NOUN = "{en: accidents, vi: vụ, he: תאונות}"
WHOLE = {"en": "It was {x} accidents.", "vi": "Đó là {x} vụ tai nạn.", "he": "נרשמו {x} תאונות."}


def wrong_ways(
    tmp_path: Path,
    language: str,
    figure: str,
    *,
    field: str = "text",
    text: str,
    code: str = "wrong-way",
    shown: str = "x",
) -> list[Finding]:
    texts = {"title": "Title", "headline": "Accidents", "text": WHOLE[language], field: text}
    path = tmp_path / "brief.yaml"
    path.write_text(
        f"""id: wrong
title: {{{language}: "{texts["title"]}"}}
languages: [{language}]
audiences: [leaders]
as_of: 2025-10-31
sources: [{{id: a, title: T, publisher: P, url: "https://example.org/", date: 2025-10-01}}]
statistics:
  - {{id: x, {"" if "label:" in figure else f"label: {LABEL}, "}noun: {NOUN}, source: a, gender: f, {figure}}}
  - {{id: y, label: {{en: Homes, vi: Căn nhà, he: בתים}}, source: a, unit: count, value: 5, period: 2025-M9}}
points:
  - id: p
    statistics: [{shown}]
    headline: {{{language}: "{texts["headline"]}"}}
    text: {{{language}: "{texts["text"]}"}}
""",
        "utf-8",
    )
    return [f for f in check_brief(open_brief(path), today=TODAY) if f.code == code]


SAYS_IT_FELL = [
    ("en", "headline", "Traffic accidents fall"),
    ("en", "headline", "Traffic accidents are down"),
    ("en", "headline", "Fewer traffic accidents"),
    ("en", "headline", "A drop in traffic accidents"),
    ("en", "title", "Traffic accidents fell sharply in nine months"),
    ("en", "text", "Traffic accidents fell, with {x} in nine months."),
    ("en", "text", "The number fell to {x} accidents."),
    ("en", "text", "It fell from {x.baseline} to {x} accidents."),
    ("en", "text", "There were {x} accidents, down from {x.baseline} a year earlier."),
    ("en", "text", "Accidents fell by {x.change.size} on last year, to {x}."),
    ("en", "text", "They were {x.growth.size} lower than last year."),
    ("vi", "headline", "Tai nạn giao thông giảm mạnh"),
    ("vi", "headline", "Tai nạn giao thông giảm"),
    ("vi", "title", "Tai nạn giao thông giảm sâu"),
    ("vi", "text", "Tai nạn giao thông giảm, cả tỉnh có {x} vụ."),
    ("vi", "text", "Số vụ giảm xuống còn {x} vụ."),
    ("vi", "text", "Số vụ giảm từ {x.baseline} xuống {x} vụ."),
    ("vi", "text", "Cả tỉnh giảm {x.change.size} so với cùng kỳ năm trước."),
    ("vi", "text", "Số vụ thấp hơn {x.change.size} so với cùng kỳ năm trước."),
    ("he", "text", "המספר נמוך ב־{x.change.size} מאשתקד."),
    ("he", "headline", "תאונות הדרכים ירדו"),
    ("he", "headline", "ירידה בתאונות הדרכים"),
    ("he", "headline", "פחות תאונות דרכים"),
    ("he", "title", "תאונות הדרכים ירדו"),
    ("he", "text", "מספר התאונות ירד ל־{x}."),
    ("he", "text", "מספרן ירד מ־{x.baseline} ל־{x}."),
    ("he", "text", "מספר התאונות ירד ב־{x.change.size} לעומת אשתקד."),
    ("he", "text", "התאונות צומצמו ל־{x}."),
    ("he", "text", "מספר התאונות קטן ל־{x}."),
    ("he", "text", "התאונות התכווצו ל־{x}."),
    ("en", "text", "Accidents slipped to {x}."),
]


@pytest.mark.parametrize(("language", "field", "text"), SAYS_IT_FELL)
def test_words_that_say_the_opposite_of_the_figure_are_found(
    tmp_path: Path, language: str, field: str, text: str
) -> None:
    """ "Traffic accidents fall" over 243 after 221 is untrue in every language, with all its digits right."""
    assert [f.severity for f in wrong_ways(tmp_path, language, ROSE, field=field, text=text)] == ["error"]
    assert wrong_ways(tmp_path, language, FELL, field=field, text=text) == []


def test_an_error_tells_the_way_of_the_two_values_it_names(tmp_path: Path) -> None:
    """A series that begins lower made it "rose: from 980 to 940", which nobody believes, and the check with it."""
    months = "{2025-05: 900, 2025-06: 930, 2025-07: 1010, 2025-08: 960, 2025-09: 940}"
    figure = f"unit: count, value: 940, baseline: {{value: 980, period: 2024-09}}, period: 2025-09, series: {months}"
    [found] = wrong_ways(tmp_path, "en", figure, text="There were {x} accidents, up on a year earlier.")
    assert "fell: from 980 in 2024-09 to 940 in 2025-09" in str(found.message)


@pytest.mark.parametrize(
    "text",
    ["It grew {x}, slower than the {x.baseline} of last year.", "Growth slowed to {x}, from {x.baseline} a year ago."],
)
def test_an_error_is_told_once_and_in_signs_that_are_read(tmp_path: Path, text: str) -> None:
    """ "Slower than the \ufffc" showed a box in the place of the figure, and one slip stood there as two errors."""
    label = '{en: "Growth", vi: "Tăng trưởng", he: "צמיחה"}'
    earlier = "baseline: {value: 6.1, period: 2024-M9}"
    figure = f"label: {label}, unit: percent, measure: growth, value: 6.8, {earlier}, period: 2025-M9"
    [found] = wrong_ways(tmp_path, "en", figure, text=text)
    assert "\ufffc" not in str(found.message)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Roads are getting safer: {y} homes"),
        ("en", "Accidents must fall"),
        ("en", "Accidents did not fall"),
        ("en", "Fewer deaths"),
        ("en", "Free helmets as prices fall"),
        ("en", "Falls among the elderly"),
        ("en", "Increased fines from May"),
        ("en", "Traffic accidents fell in 2019"),
        ("vi", "Kéo giảm tai nạn giao thông"),
        ("vi", "Phấn đấu tai nạn giao thông giảm"),
        ("vi", "Tai nạn giao thông không giảm"),
        ("vi", "Đội mũ bảo hiểm giảm chấn thương"),
        ("he", "תאונות הדרכים לא ירדו"),
        ("he", "יותר מ־{x} תאונות דרכים"),
        ("he", "ירדתם מהקו?"),
        ("he", "תאונות דרכים בכביש קטן: {x}"),
    ],
)
def test_what_is_not_said_of_the_figure_is_left(tmp_path: Path, language: str, text: str) -> None:
    """Whoever is told that an honest headline is wrong stops reading what the check says."""
    assert wrong_ways(tmp_path, language, ROSE, field="headline", text=text) == []


@pytest.mark.parametrize(
    ("language", "got_better", "got_worse"),
    [
        ("en", "It improved to {x} accidents.", "It worsened to {x} accidents."),
        ("vi", "Tình hình được cải thiện còn {x} vụ.", "Tình hình xấu đi đến {x} vụ."),
        ("he", "המצב השתפר ל־{x} תאונות.", "המצב הידרדר ל־{x} תאונות."),
    ],
)
def test_better_is_what_the_figure_calls_better(tmp_path: Path, language: str, got_better: str, got_worse: str) -> None:
    """ "Tax collection improved to 91.3%" over 92.8% of a year before is untrue; fewer accidents are an improvement."""
    rose, fell = f"{ROSE}, better: lower", f"{FELL}, better: lower"
    for figure, true, untrue in ((rose, got_worse, got_better), (fell, got_better, got_worse)):
        assert [f.severity for f in wrong_ways(tmp_path, language, figure, text=untrue)] == ["error"]
        assert wrong_ways(tmp_path, language, figure, text=true) == []
    assert wrong_ways(tmp_path, language, ROSE, text=got_better) == []


def test_a_headline_that_names_nothing_is_a_question_to_the_team(tmp_path: Path) -> None:
    """ "Trust rises" may be about another figure than the one beneath it: an editor asks."""
    (found,) = wrong_ways(tmp_path, "en", ROSE, field="headline", text="Danger falls")
    assert found.severity == "warning"


@pytest.mark.parametrize(
    ("figure", "text", "found"),
    [
        ("unit: rank, value: 71, out_of: 193, baseline: {value: 86, period: 2022}, period: 2024", "It rose to {x}.", 0),
        ("unit: rank, value: 86, out_of: 193, baseline: {value: 71, period: 2022}, period: 2024", "It rose to {x}.", 1),
        ("unit: percent, measure: growth, value: -3.4, period: 2025", "Exports fell by {x.size}.", 0),
        ("unit: percent, measure: growth, value: -3.4, period: 2025", "Exports rose by {x.size}.", 1),
        ("unit: percent, measure: growth, value: -3.4, period: 2025", "Exports rose {x}.", 1),
        ("unit: percent, measure: growth, value: 3.4, period: 2025", "Exports rose {x}.", 0),
        ("unit: count, value: 5, compare: {to: same-period, change: -4}, period: 2025", "It rose to {x}.", 1),
        ("unit: count, value: 5, period: 2025", "It rose to {x}.", 0),
    ],
)
def test_every_kind_of_figure_is_held_by_its_own_way(tmp_path: Path, figure: str, text: str, found: int) -> None:
    """A rank rises when its number gets smaller, and a growth rate is a way by itself."""
    assert len(wrong_ways(tmp_path, "en", figure, text=text)) == found


INFLATION = (
    "unit: percent, measure: level, value: 3.4, period: 2025-M9, baseline: {value: 4.1, period: 2024-M9}, label: "
    "{en: Annual inflation, vi: Lạm phát so với cùng kỳ, he: אינפלציה שנתית}"
)
GROWTH = (
    "unit: percent, measure: growth, value: 5.6, period: 2025-M9, baseline: {value: 6.1, period: 2024-M9}, label: "
    "{en: GDP growth, vi: Tăng trưởng GDP, he: צמיחת התוצר}"
)


@pytest.mark.parametrize(
    ("figure", "language", "text", "found"),
    [
        (INFLATION, "en", "Inflation rose to {x}.", 1),
        (INFLATION, "en", "It was {x}, up from {x.baseline} a year ago.", 1),
        (INFLATION, "en", "Inflation fell to {x}.", 0),
        (INFLATION, "en", "Prices rose {x} in a year.", 0),
        (INFLATION, "en", "Prices are up {x} on a year earlier; inflation slowed.", 0),
        (INFLATION, "vi", "Lạm phát tăng lên {x}.", 1),
        (INFLATION, "vi", "Lạm phát tăng mạnh lên {x}.", 1),
        (INFLATION, "vi", "Giá tiêu dùng tăng {x} so với cùng kỳ.", 0),
        (INFLATION, "vi", "Lạm phát giảm còn {x}.", 0),
        (INFLATION, "he", "האינפלציה עלתה ל־{x}.", 1),
        (INFLATION, "he", "המחירים עלו ב־{x}.", 0),
        (INFLATION, "he", "האינפלציה ירדה השנה ל־{x}.", 0),
        (GROWTH, "en", "Growth rose to {x}.", 1),
        (GROWTH, "en", "Growth slowed to {x}.", 0),
        (GROWTH, "en", "GDP rose {x}.", 0),
        (GROWTH, "vi", "Tăng trưởng GDP nhích lên {x}, từ {x.baseline}.", 1),
        (GROWTH, "vi", "GDP tăng {x}.", 0),
        (GROWTH, "he", "הצמיחה עלתה ל־{x}.", 1),
        (GROWTH, "he", "התוצר צמח ב־{x}.", 0),
    ],
)
def test_inflation_that_fell_did_not_rise_though_prices_did(
    tmp_path: Path, figure: str, language: str, text: str, found: int
) -> None:
    """A label with "inflation" in one language switched the check off in all."""
    assert len(wrong_ways(tmp_path, language, figure, text=text)) == found


@pytest.mark.parametrize(
    ("figure", "language", "text", "found"),
    [
        (ROSE, "en", "Accidents fell half a point to {x}.", 1),
        (ROSE, "en", "Accidents fell again to {x}.", 1),
        (FELL, "en", "There were {x} accidents, a rise from {x.baseline}.", 1),
        (FELL, "en", "There were {x} accidents, a drop from {x.baseline}.", 0),
        (ROSE, "vi", "Số vụ giảm nhẹ xuống {x}.", 1),
        (FELL, "vi", "Mẫu vượt mức tăng lên {x}.", 1),
        (FELL, "vi", "Giữ mức tăng, còn {x}.", 0),
        (ROSE, "he", "מספר התאונות ירד השנה ל־{x}.", 1),
        (FELL, "he", "{x} תאונות, עלייה מ־{x.baseline}.", 1),
        (FELL, "he", "{x} תאונות, ירידה מ־{x.baseline}.", 0),
    ],
)
def test_words_between_a_verb_and_its_figure_hide_nothing(
    tmp_path: Path, figure: str, language: str, text: str, found: int
) -> None:
    assert len(wrong_ways(tmp_path, language, figure, text=text)) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Accidents with lorries fell to 4, yet {x} were counted in all."),
        ("en", "Deaths in traffic accidents fell, though there were {x} accidents."),
        ("en", "The council fell short: {x} accidents."),
        ("en", "Traffic accidents fell last month, after {x} accidents in nine."),
        ("en", "When drivers slow down, accidents may fall: there were {x}."),
        ("vi", "Số người chết vì tai nạn giảm, cả tỉnh xảy ra {x} vụ."),
        ("vi", "Tăng cường tuần tra, giảm thiểu tai nạn: {x} vụ."),
        ("vi", "Để tai nạn giao thông giảm, cả tỉnh rà lại {x} vụ."),
        ("vi", "Cả tỉnh xảy ra {x} vụ, giảm {x.change}."),
        ("he", "מספר ההרוגים ירד, ונרשמו {x} תאונות."),
        ("he", "כדי שהתאונות לא ירדו מסדר היום: {x} תאונות."),
    ],
)
def test_what_fell_besides_is_not_taken_for_the_figure(tmp_path: Path, language: str, text: str) -> None:
    """Deaths may fall while accidents rise, and only accidents are counted in the brief."""
    assert wrong_ways(tmp_path, language, ROSE, text=text) == []


WAITING = "unit: duration, per: second, value: 74, baseline: {value: 128, period: 2024-M9}, period: 2025-M9"


@pytest.mark.parametrize(
    ("language", "figure", "text"),
    [
        ("he", WAITING, "זמן ההמתנה ירד ב־{x}."),
        ("he", WAITING, "ירידה של {x} בזמן ההמתנה."),
        ("he", WAITING, "זמן ההמתנה ירד ל־{x.change.size}."),
        ("he", WAITING, "זמן ההמתנה ירד ב־{x.baseline}."),
        ("he", FELL, "תאונות הדרכים ירדו ב־{x}."),
        ("en", WAITING, "The wait fell by {x}."),
        ("en", WAITING, "That is a fall of {x}."),
        ("en", WAITING, "The wait fell to {x.change.size}."),
        ("en", ROSE, "Accidents rose by {x}."),
        ("vi", WAITING, "Thời gian chờ giảm {x}."),
        ("vi", WAITING, "Thời gian chờ giảm đi {x}."),
        ("vi", WAITING, "Thời gian chờ giảm xuống {x.change.size}."),
        ("vi", ROSE, "Cả tỉnh tăng {x} vụ."),
    ],
)
def test_a_value_is_not_told_as_its_change(tmp_path: Path, language: str, figure: str, text: str) -> None:
    """ "The wait fell by 74 seconds" where it fell by 54, to 74."""
    found = wrong_ways(tmp_path, language, figure, text=text, code="wrong-change")
    assert [f.severity for f in found] == ["error"]
    assert "{x" in found[0].remedy


@pytest.mark.parametrize(
    ("language", "figure", "text"),
    [
        ("he", WAITING, "זמן ההמתנה ירד ל־{x}, ירידה של {x.change.size}."),
        ("he", ROSE, "מספר ההרוגים ירד ב־{x} יישובים."),
        ("en", WAITING, "The wait fell by {x.change.size} to {x}."),
        (
            "en",
            "unit: percent, measure: growth, value: 3.4, baseline: {value: 2, period: 2024}, period: 2025",
            "It rose by {x}.",
        ),
        ("en", "unit: count, value: 40, baseline: {value: 80, period: 2024}, period: 2025", "It fell by {x}."),
        ("en", "unit: count, value: 40, period: 2025", "Accidents fell by {x}."),
        ("vi", WAITING, "Thời gian chờ giảm còn {x}, giảm tới {x.change.size}."),
        ("vi", ROSE, "Số vụ tăng lên {x} vụ."),
    ],
)
def test_a_change_is_told_as_a_change(tmp_path: Path, language: str, figure: str, text: str) -> None:
    assert wrong_ways(tmp_path, language, figure, text=text, code="wrong-change") == []


@pytest.mark.parametrize(
    ("language", "field", "text", "found"),
    [
        ("vi", "headline", "Vụ tai nạn giao thông tăng", 1),
        ("en", "headline", "Traffic accidents rise", 1),
        ("en", "headline", "Accidents up, homes up", 0),
        ("en", "title", "More traffic accidents, more homes", 1),
        ("en", "text", "They are down to {x} accidents.", 0),
    ],
)
def test_a_headline_over_two_figures_is_held_against_each(
    tmp_path: Path, language: str, field: str, text: str, found: int
) -> None:
    """ "Drink-driving offences rise" passed where a second figure stood in the point."""
    told = wrong_ways(tmp_path, language, FELL, field=field, text=text, shown="x, y")
    assert len(told) == found


def test_every_half_of_a_title_is_held_against_its_figure(tmp_path: Path) -> None:
    """With the first half put right, the false second half stood."""
    text = "Traffic accidents rise to {x}, accidents fall"
    assert len(wrong_ways(tmp_path, "en", FELL, field="title", text="Traffic accidents rise, more accidents")) == 2
    assert len(wrong_ways(tmp_path, "en", FELL, field="title", text=text)) == 1


def test_down_to_is_a_fall(tmp_path: Path) -> None:
    assert len(wrong_ways(tmp_path, "en", ROSE, field="headline", text="Accidents down to {x}")) == 1


FELL_BACK = "unit: rank, value: 22, out_of: 63, baseline: {value: 17, period: 2023}, period: 2024"


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("vi", "Tỉnh tăng hạng, xếp thứ {x.ordinal}, {x.change} so với năm 2023.", 1),
        ("vi", "Tỉnh tụt hạng, xếp thứ {x.ordinal}.", 0),
        ("vi", "Phấn đấu tăng hạng: xếp thứ {x.ordinal}.", 0),
        ("en", "The province moves up and is {x.ordinal} now.", 1),
        ("en", "The province slipped back to {x.ordinal}.", 0),
        ("he", "העיר עלתה בדירוג למקום ה־{x.ordinal}.", 1),
        ("he", "העיר ירדה בדירוג למקום ה־{x.ordinal}.", 0),
    ],
)
def test_a_place_that_got_worse_is_no_climb(tmp_path: Path, language: str, text: str, found: int) -> None:
    """ "Tăng hạng … giảm 5 bậc" went out in one sentence."""
    assert len(wrong_ways(tmp_path, language, FELL_BACK, text=text)) == found


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Hue fell to {x.hue} accidents.", 1),
        ("Hue fell, with {x.hue} accidents.", 1),
        ("Accidents in Hue fell by {x.hue.change.size}.", 1),
        ("Hue rose to {x.hue} accidents.", 0),
        ("Fines fell, and Hue had {x.hue} accidents.", 0),
    ],
)
def test_one_place_of_many_is_held_against_its_words_too(tmp_path: Path, text: str, faults: int) -> None:
    """ "Hue fell to 243 accidents" over a Hue that rose was no finding, for it is one of many."""
    entry = "{name: {en: Hue}, value: 243, baseline: {value: 221, period: 2024-M9}}"
    other = "{name: {en: Da Nang}, value: 90, baseline: {value: 95, period: 2024-M9}}"
    figure = f"unit: count, period: 2025-M9, by: {{dimension: province, values: {{hue: {entry}, da-nang: {other}}}}}"
    assert len(wrong_ways(tmp_path, "en", figure, text=text)) == faults


def test_a_figure_is_told_with_its_unit(tmp_path: Path) -> None:
    """ "From 51.8 to 46.3" of what, and with a point in a Vietnamese sentence."""
    figure = "unit: percent, measure: share, value: 46.3, baseline: {value: 51.8, period: 2024-M9}, period: 2025-M9"
    (found,) = wrong_ways(tmp_path, "vi", figure, text="Tỷ lệ tăng lên {x}.")
    assert "from 51.8% in 2024-M9 to 46.3%" in found.message
    assert "51,8%" in in_language(found.message, "vi")


RATE = "unit: percent, measure: level, value: 3.4, baseline: {value: 4.1, period: 2024-10}, period: 2025-10"
RATE_LABEL = '{en: "Annual inflation", vi: "Lạm phát so với cùng kỳ", he: "אינפלציה שנתית"}'


def of_rate(tmp_path: Path, language: str, text: str, more: str = "") -> list[str]:
    """Check a text about a rate that fell, and is above zero."""
    path = tmp_path / "rate.yaml"
    path.write_text(
        f"""id: rate
title: {{{language}: "T"}}
languages: [{language}]
audiences: [leaders]
as_of: 2025-10-31
sources: [{{id: a, title: T, publisher: P, url: "https://example.org/", date: 2025-10-31}}]
statistics:
  - {{id: x, label: {RATE_LABEL}, source: a, {RATE}{more}}}
points:
  - id: p
    text: {{{language}: "{text}"}}
""",
        "utf-8",
    )
    return [f.severity for f in check_brief(open_brief(path), today=TODAY) if f.code == "wrong-way"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Inflation rose to {x}."),
        ("en", "Inflation was {x}, up from {x.baseline} a year ago."),
        ("en", "Inflation accelerated this year, to {x}."),
        ("en", "Inflation has risen every month since June, to {x}."),
        ("vi", "Lạm phát tăng lên {x}."),
        ("vi", "Lạm phát tăng tốc, đạt {x}."),
        ("he", "האינפלציה עלתה ל־{x}."),
        ("he", "האינפלציה הואצה ל־{x}."),
    ],
)
def test_a_rate_is_held_against_its_earlier_values(tmp_path: Path, language: str, text: str) -> None:
    """ "Inflation rose to 3.4%" from 4.1% is the headline that everybody copies."""
    assert of_rate(tmp_path, language, text) == ["error"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Prices rose {x}, and inflation slowed to {x}."),
        ("en", "Prices were {x} higher than a year earlier, down from {x.baseline}."),
        ("en", "Inflation will not pick up to {x}."),
        ("vi", "Giá tiêu dùng tăng {x}; lạm phát hạ nhiệt, còn {x}."),
        ("vi", "Giá tiêu dùng tăng tới {x} so với cùng kỳ."),
        ("he", "המחירים עלו ב־{x}. האינפלציה התמתנה ל־{x}."),
    ],
)
def test_prices_rise_while_their_rate_falls(tmp_path: Path, language: str, text: str) -> None:
    assert of_rate(tmp_path, language, text) == []


def test_what_is_expected_is_held_against_what_is(tmp_path: Path) -> None:
    """ "Will speed up to 3.4%" after 4.1% is a forecast of the other way."""
    assert of_rate(tmp_path, "en", "Inflation will speed up to {x}.", ", estimate: true") == ["error"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Accidents rose by a tenth, to {x}."),
        ("en", "Accidents were raised this year to {x}."),
        ("en", "Police counted {x} accidents, more than a year earlier."),
        ("vi", "Số vụ tăng mạnh, đạt {x} vụ."),
        ("vi", "Số vụ vượt mức tăng lên {x} vụ."),
        ("vi", "Cả tỉnh có {x} vụ, nhiều hơn cùng kỳ năm trước."),
        ("he", "מספר התאונות גדל השנה ל־{x}."),
        ("he", "נרשמו {x} תאונות, עלייה מ־{x.baseline}."),
        ("he", "נרשמו {x} תאונות, יותר מאשתקד."),
    ],
)
def test_how_much_how_and_when_do_not_hide_a_wrong_verb(tmp_path: Path, language: str, text: str) -> None:
    assert [f.severity for f in wrong_ways(tmp_path, language, FELL, text=text)] == ["error"]
    assert wrong_ways(tmp_path, language, ROSE, text=text) == []


def test_a_headline_over_a_text_is_about_what_the_text_tells(tmp_path: Path) -> None:
    """A point that lists no statistics tells some all the same."""
    found = wrong_ways(tmp_path, "en", FELL, field="headline", text="Traffic accidents rise", shown="")
    assert [f.severity for f in found] == ["error"]
