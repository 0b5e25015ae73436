"""The script: each audience is told the same facts in its own way, in words a native would use."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from briefcast.brief.model import Brief
from briefcast.brief.read import read_brief
from briefcast.language.pacing import narration_seconds
from briefcast.language.phrasebook import phrasebook
from briefcast.language.written import NBSP, without_isolates
from briefcast.products.profiles import read_audience
from briefcast.script import Script
from briefcast.writing.facts import Facts, collect_facts
from briefcast.writing.writing import (
    ATTRIBUTED_MAX_CHARS,
    ATTRIBUTED_MAX_S,
    HEADLINE_MAX_CHARS,
    write_script,
)
from tests import ROOT, groups_fixtures

EXAMPLE = ROOT / "examples" / "egov-2024.yaml"
AUDIENCES = ("leaders", "staff", "citizens", "businesses", "youth", "press")
LANGUAGES = ("vi", "en", "he")
EVERY = pytest.mark.parametrize(("language", "audience"), [(code, a) for code in LANGUAGES for a in AUDIENCES])

ADDRESS_VI = {
    "leaders": ("quý vị",),
    "staff": ("anh chị",),
    "citizens": ("bà con",),
    "businesses": ("quý doanh nghiệp",),
    "youth": ("bạn",),
    "press": ("quý vị",),
}
"""The one form of address of a Vietnamese piece; any other form in it would be mixed address."""


@cache
def _data() -> dict:
    return YAML(typ="safe").load(EXAMPLE.read_text("utf-8"))


@cache
def _brief() -> Brief:
    return Brief.model_validate(_data())


@cache
def _facts() -> Facts:
    return collect_facts(_brief())


@cache
def _script(language: str, audience: str) -> Script:
    return write_script(_brief(), _facts(), read_audience(audience), language)


def _shown(script: Script) -> list[str]:
    """Everything a reader sees that comes from texts: headlines, sentences, title, what to do."""
    sentences = [sentence.shown for scene in script.scenes for sentence in scene.sentences]
    lines = [scene.headline for scene in script.scenes]
    return [*lines, *sentences, script.title, script.subtitle, script.kicker, script.call_to_action.text]


def _change(**changes: object) -> Brief:
    return Brief.model_validate({**_data(), **changes})


def _first(point: dict, **changes: object) -> Brief:
    return _change(points=[{**point, **changes}])


# ---- six tellings of the same facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_six_audiences_get_six_different_tellings(language: str) -> None:
    """A team that gets one text six times has gained nothing over copy and paste."""
    scripts = [_script(language, audience) for audience in AUDIENCES]
    for one, other in combinations(scripts, 2):
        pair = f"{one.audience} and {other.audience}"
        points = [[s.id for s in script.scenes if s.kind == "point"] for script in (one, other)]
        assert points[0] != points[1], f"{pair} are told the same points in the same order"
        sentences = [{s.shown for scene in script.scenes for s in scene.sentences} for script in (one, other)]
        shared = sentences[0] & sentences[1]
        assert len(shared) < 0.7 * min(map(len, sentences)), f"{pair} share {len(shared)} sentences"


_SHARE = dict.fromkeys(LANGUAGES, "{fibre-households} x.")


@pytest.mark.parametrize(
    ("language", "exact", "rounded", "plain"),
    [
        ("vi", "hơn 87,4%", "hơn 87%", "gần 90%"),
        ("en", "over 87.4%", "over 87%", "almost 9 in 10"),
        ("he", "יותר מ־87.4%", "יותר מ־87%", "כמעט 9 מתוך 10"),
    ],
)
def test_numbers_are_as_exact_as_the_audience_wants(language: str, exact: str, rounded: str, plain: str) -> None:
    alone = {"id": "fibre-households", "value": 87.4, "target": None, "change_points": None}
    statistics = [{**s, **alone} if s["id"] == alone["id"] else s for s in _data()["statistics"]]
    in_tens = dict.fromkeys(LANGUAGES, "{fibre-households.plain} x.")
    own = {"citizens": {"text": in_tens, "headline": in_tens}}
    brief = _change(
        points=[{**_point("fibre"), "audiences": {}, "variants": own, "text": _SHARE}], statistics=statistics
    )
    for audience, form in (("press", exact), ("businesses", rounded), ("citizens", plain)):
        script = write_script(brief, collect_facts(brief), read_audience(audience), language)
        fact = next(
            w for s in script.scenes for q in s.sentences for w in q.words if w.fact.startswith("fibre-households")
        )
        assert _bare(fact.shown).lower() == form


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_audience_hears_no_two_percentages_of_one_figure(language: str) -> None:
    """Tens are told as a percentage in Vietnamese: "more than 90%" was heard under a picture of 91%."""
    alone = {"id": "fibre-households", "value": 91.2, "qualifier": None, "target": None, "change_points": None}
    statistics = [{**s, **alone} if s["id"] == alone["id"] else s for s in _data()["statistics"]]
    brief = _change(
        points=[{**_point("fibre"), "audiences": {}, "variants": {}, "headline": {}, "text": _SHARE}],
        statistics=statistics,
    )
    script = write_script(brief, collect_facts(brief), read_audience("citizens"), language)
    told = [script.figure("fibre-households").written, *(s.shown for scene in script.scenes for s in scene.sentences)]
    assert {found for text in told for found in re.findall(r"\d+%", _bare(text))} <= {"91%"}, told


@pytest.mark.parametrize(
    ("language", "result", "meaning"),
    [("vi", "15 bậc", "bà con"), ("en", "15 places", "fewer"), ("he", "15 מקומות", "פחות")],
)
def test_leaders_hear_the_result_first_and_citizens_what_it_means_for_them(
    language: str, result: str, meaning: str
) -> None:
    first = {a: " ".join(s.shown for s in _script(language, a).scenes[1].sentences) for a in ("leaders", "citizens")}
    assert result in _bare(first["leaders"])
    assert meaning in first["citizens"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_leaders_hear_the_gap_to_the_target(language: str) -> None:
    rank = next(scene for scene in _script(language, "leaders").scenes if scene.id == "rank")
    assert {"egdi-rank.target", "egdi-rank.gap.size"} <= set(rank.facts)
    assert "egdi-rank.gap.size" not in _script(language, "press").facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_press_hears_the_source_of_every_figure_beside_it(language: str) -> None:
    """A figure without its source, or after the source of another, cannot be quoted."""
    script, heard = _script(language, "press"), ""
    for scene in script.scenes[1:-1]:
        text = " ".join(sentence.shown for sentence in scene.sentences)
        for fact in scene.facts:
            source = _brief().source(str(_brief().statistic(fact.partition(".")[0]).source))
            publisher = source.publisher[language]
            # A year is said of a source of another one than the piece's.
            dated = source.date.year == _brief().as_of.year or str(source.date.year) in text
            heard = publisher if publisher in text and dated else heard
            assert heard == publisher, f"{fact} is heard with {heard!r}"


# ---- words


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_vietnamese_piece_never_mixes_forms_of_address(audience: str) -> None:
    text = " ".join(_shown(_script("vi", audience))).lower().replace("\u00a0", " ")
    own = ADDRESS_VI[audience]
    others = {form for forms in ADDRESS_VI.values() for form in forms} - set(own)
    assert not [form for form in others if re.search(rf"(?<!\w){form}(?!\w)", text)]


@EVERY
def test_every_digit_shown_belongs_to_a_fact_or_a_date(language: str, audience: str) -> None:
    """A number nobody can trace is a number nobody can defend."""
    script = _script(language, audience)
    literal = re.compile(
        r"10/10|([nN]gày \d+ )?tháng \d+( năm \d{4})?|Ngày 10|\d+ באוקטובר|October \d+|\b20[12]\d\b"
        r"|(?:Đề án|Project|בפרויקט) 06"
    )
    for scene in script.scenes:
        for sentence in scene.sentences:
            rest = " ".join(word.shown for word in sentence.words if not word.fact).replace("\u00a0", " ")
            assert not re.search(r"\d", literal.sub("", rest)), rest


@EVERY
def test_every_figure_in_a_text_is_written_as_facts_write_it(language: str, audience: str) -> None:
    """The number in the subtitle is the number on the chart."""
    profile, script = read_audience(audience), _script(language, audience)
    styles = {"exact": ("exact",), "rounded": ("rounded", "exact"), "plain": ("plain", "rounded")}[profile.numbers]
    for word in (w for scene in script.scenes for s in scene.sentences for w in s.words if w.fact):
        names = [word.fact, word.fact.removesuffix(".plain")]
        if word.fact.endswith(".plain") and phrasebook(language).plain.each:
            # "Cứ 10 nhà thì hơn 8 nhà": the parts and their whole stand apart.
            names += [f"{names[1]}.parts", f"{names[1]}.parts.of"]
        written = {_facts().word(name, language, style).shown for name in names for style in styles}
        assert any(form.lower() in word.shown.lower() for form in written), (word.shown, written)
        statistic = word.fact.partition(".")[0]
        assert script.figure(statistic)
        if word.fact == statistic:
            number = script.figure(statistic).number
            assert number in word.shown or script.figure(statistic).plain.lower() in word.shown.lower()


@EVERY
def test_headlines_are_short_and_their_numbers_are_those_of_the_text(language: str, audience: str) -> None:
    for scene in _script(language, audience).scenes:
        assert 0 < len(scene.headline) <= (120 if scene.kind == "closing" else HEADLINE_MAX_CHARS)
        text = " ".join(sentence.shown for sentence in scene.sentences) + " 10/10 2024"
        for number in re.findall(r"\d+(?:[.,]\d+)*", scene.headline):
            assert number in text, f"{number} of {scene.headline!r} is not said"


@EVERY
def test_texts_are_whole(language: str, audience: str) -> None:
    script = _script(language, audience)
    for text in (*_shown(script), script.voice_notice, script.as_of, *(s.written for s in script.sources)):
        assert text
        assert not re.search(r"[{}]|  | [.,!?]", text), text
        assert unicodedata.is_normalized("NFC", text)
    for sentence in (s for scene in script.scenes for s in scene.sentences):
        assert len(sentence.shown) <= (ATTRIBUTED_MAX_CHARS if audience == "press" else 90), sentence.shown
        breath_s = ATTRIBUTED_MAX_S if audience == "press" else 7.5
        assert narration_seconds([sentence], language) <= breath_s, sentence.shown
        assert not re.search(r"\d", sentence.spoken), sentence.spoken
        assert sentence.shown[0].upper() == sentence.shown[0]
        assert not sentence.words[-1].glue


@EVERY
def test_a_piece_keeps_to_its_time_and_number_of_points(language: str, audience: str) -> None:
    profile, script = read_audience(audience), _script(language, audience)
    spoken = sum(narration_seconds(s.sentences, language, pace=profile.pace) for s in script.scenes)
    assert spoken <= profile.seconds
    assert profile.points.min <= len(script.scenes) - 2 <= profile.points.max


@EVERY
def test_a_script_holds_all_that_its_pictures_and_pages_need(language: str, audience: str) -> None:
    script = _script(language, audience)
    assert [script.scenes[0].kind, script.scenes[-1].kind] == ["opening", "closing"]
    for scene in script.scenes:
        for id in scene.visual.figures:
            assert script.figure(id).source in {source.id for source in script.sources}
    assert script.figures[0].statistic == next(s for s in script.scenes if s.visual.figures).visual.figures[0]
    assert all(source.url.startswith("https://") for source in script.sources)
    assert script.issuer
    assert script.labels.keys() == _script("en", "press").labels.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_words_pictures_and_pages_need(language: str) -> None:
    needed = {
        *("source", "sources", "data_source", "as_of", "period", "target", "baseline", "change", "gap", "achieved"),
        *("not_yet", "estimate", "rank_better_lower", "of", "share", "scan", "more", "table", "statistic", "value"),
        *("unit", "infographic", "video", "podcast", "transcript", "captions", "synthetic_voice"),
    }
    labels = _script(language, "press").labels
    assert not [key for key in needed if not labels.get(key)]


def test_hebrew_numbers_agree_with_what_they_count() -> None:
    """A feminine number before a masculine noun is the first thing a Hebrew listener hears."""
    said = {
        audience: " ".join(s.spoken for scene in _script("he", audience).scenes for s in scene.sentences)
        for audience in AUDIENCES
    }
    assert "ארבעים וארבע מתוך שישים ושלוש המשימות" in said["staff"]
    assert "שמונה מאות תשעים ושמונה הליכים" in said["citizens"]
    assert "חמישה עשר מקומות" in said["press"]
    assert "יותר משמונה מתוך עשרה בתים" in said["citizens"]


def test_codes_of_a_hebrew_script_keep_their_order_wherever_they_are_shown() -> None:
    """A law number turned around on one of the pictures is another law."""
    code = "57-NQ/TW"
    named = {**_data()["title"], "he": f"החלטה {code}"}
    brief = _change(title=named, kicker={"he": f"תוכנית {code}"}, issuer={**_data()["issuer"], "he": f"ועדה {code}"})
    script = write_script(brief, _facts(), read_audience("press"), "he")
    opening = script.scenes[0]
    for text in (script.title, script.kicker, script.issuer, opening.headline, *(s.shown for s in opening.sentences)):
        assert code not in text or f"\u2068{code}\u2069" in text
    assert all(code in text for text in (script.kicker, script.issuer))


def test_a_hebrew_prefix_joins_words_and_keeps_its_hyphen_before_digits() -> None:
    brief = _first(
        _point("villages"), variants={}, text={**_point("villages")["text"], "he": "ב־{broadband-villages}."}
    )
    exact = write_script(brief, _facts(), read_audience("press"), "he").scenes[1].sentences[0].words[0]
    rounded = write_script(brief, _facts(), read_audience("citizens"), "he").scenes[1].sentences[0].words[0]
    assert _bare(exact.shown) == "ב־99.3%,"
    assert exact.spoken.startswith("בתשעים ותשע נקודה")
    assert _bare(rounded.shown) == "ביותר מ־99%."


def test_compounds_names_and_numbers_stay_on_one_line() -> None:
    """“Chuyển | đổi số” cut over two caption lines reads as a mistake."""
    script = _script("vi", "press")
    words = [w for scene in script.scenes for s in scene.sentences for w in s.words]
    for first, second in pairwise(words):
        if (first.shown.lower(), second.shown.lower().rstrip(".,")) in {("việt", "nam"), ("đề", "án"), ("nhiệm", "vụ")}:
            assert first.glue
    opening = script.scenes[0].sentences[0]
    assert [w.glue for w in opening.words[:2]] == [True, False]


# ---- choices


def test_every_point_has_one_choice_with_a_reason() -> None:
    for audience in AUDIENCES:
        choices = _script("vi", audience).choices
        assert [choice.point for choice in choices] == [point.id for point in _brief().points]
        told = {scene.id for scene in _script("vi", audience).scenes}
        for choice in choices:
            assert (choice.decision == "dropped") == (choice.point not in told)
            assert choice.reason


def test_reasons_say_why_a_point_was_dropped_or_reworded() -> None:
    reasons = {(a, c.point): (c.decision, c.reason) for a in AUDIENCES for c in _script("en", a).choices}
    assert reasons["youth", "tasks"] == ("dropped", "weight 0 for youth")
    assert re.fullmatch(
        r"(\d+ s > 60 s budget( in \w\w)?|weight \d; one of weight \d had no time)"
        "(; pictures and posts choose from it)?",
        reasons["leaders", "day"][1],
    )
    decision, reason = reasons["citizens", "fibre"]
    assert decision == "reworded"
    assert "own wording for citizens" in reason
    assert "over 82.4% said as ‘more than 8 in 10’" in reason
    assert reasons["press", "rank"] == ("taken", "weight 5")


def test_more_time_tells_more_and_less_time_less() -> None:
    def count(seconds: float) -> int:
        return len(write_script(_brief(), _facts(), read_audience("press"), "en", seconds=seconds).scenes)

    assert count(40) < count(75) <= count(200) == read_audience("press").points.max + 2


# ---- the wording of briefs that are not as careful as the example


def _point(id: str) -> dict:
    return next(point for point in _data()["points"] if point["id"] == id)


def _bare(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2068", "").replace("\u2069", "").replace("\u200e", "")


def _told(text: str, language: str = "en", audience: str = "press", **point: object) -> list[str]:
    brief = _change(
        points=[{"id": "one", "text": dict.fromkeys(LANGUAGES, text), "statistics": ["fibre-households"], **point}]
    )
    script = write_script(brief, _facts(), read_audience(audience), language)
    return [_bare(sentence.shown) for sentence in script.scenes[1].sentences]


def test_a_figure_that_begins_a_sentence_begins_with_a_capital() -> None:
    assert _told("{fibre-households} of households have fibre.")[0].startswith("Over 82.4% of households")


def test_sentences_are_not_split_at_abbreviations_or_decimals() -> None:
    assert _told("The U.N. counts 1.5 points. Dr. A. Lan agrees.")[:2] == [
        "The U.N. counts 1.5 points.",
        "Dr. A. Lan agrees.",
    ]
    assert _told("Hội nghị họp tại TP. Huế. Mọi người đều dự.", "vi")[0] == "Hội nghị họp tại TP. Huế."


def test_plain_shares_stand_in_a_sentence_without_a_stray_of() -> None:
    assert _told("{fibre-households} of households have fibre.", audience="citizens")[0] == (
        "More than 8 in 10 households have fibre."
    )
    assert _told("{fibre-households.plain} households.", audience="press")[0] == "More than 8 in 10 households."


def test_percentages_of_one_sentence_take_one_form() -> None:
    """ "Lowest at almost 8 in 10, highest at 97.6%": the lowest was flattered beside an exact one."""
    told = _told("{fibre-households} of households have fibre; of GDP, {digital-economy}.", audience="citizens")[0]
    assert told == "Over 82.4% of households have fibre; of GDP, over 18%."
    apart = _told("{fibre-households} of households have fibre. It is {digital-economy} of GDP.", audience="citizens")
    assert apart[0] == "More than 8 in 10 households have fibre."


def test_a_share_of_something_that_cannot_be_counted_is_never_said_in_parts_of_ten() -> None:
    assert _told("It is {digital-economy} of GDP.", audience="citizens")[0] == "It is over 18% of GDP."


def test_the_glossary_changes_whole_words_and_leaves_names_and_references_alone() -> None:
    told = _told(
        "Thủ tục hành chính nay trực tuyến. Cổng Thủ tục hành chính vẫn mở, siêutrực tuyến.", "vi", audience="citizens"
    )
    assert told[0] == "Thủ tục nay qua mạng."
    assert told[1].startswith("Cổng Thủ tục hành chính vẫn mở")
    assert "siêutrực tuyến" in told[1]


def test_the_glossary_cannot_reach_into_a_reference(tmp_path: Path) -> None:
    from briefcast.writing.wording import use_glossary

    text, terms = use_glossary("fibre {fibre-households} fibre", {"fibre": "fast internet", "households": "homes"})
    assert text == "fast internet {fibre-households} fast internet"
    assert terms == ("fibre",)


def test_a_point_without_headline_shows_its_figure() -> None:
    brief = _first(_point("villages"), headline={}, variants={})
    scene = write_script(brief, _facts(), read_audience("press"), "en").scenes[1]
    assert scene.headline == "Villages and hamlets with broadband: 99.3%"


def test_a_headline_too_long_for_a_card_gives_way_to_its_figure_and_the_reason_says_so() -> None:
    brief = _first(_point("villages"), headline=dict.fromkeys(LANGUAGES, "A very long line " * 6), variants={})
    script = write_script(brief, _facts(), read_audience("press"), "en")
    assert len(script.scenes[1].headline) <= HEADLINE_MAX_CHARS
    assert "headline of" in script.choices[0].reason


def test_a_picture_that_a_figure_cannot_fill_gives_way_to_one_it_can() -> None:
    brief = _first(_point("villages"), visual="series", variants={})
    assert write_script(brief, _facts(), read_audience("press"), "en").scenes[1].visual.kind == "number"


def test_an_audience_the_brief_asks_nothing_of_is_asked_nothing() -> None:
    """“Find out more on the page that comes with this” in a film that comes with no page is a promise not kept."""
    brief = _change(calls_to_action={})
    for language, source in (("vi", "Nguồn: "), ("en", "Sources: "), ("he", "מקורות: ")):
        script = write_script(brief, _facts(), read_audience("citizens"), language)
        assert script.call_to_action.text == ""
        assert _bare(script.scenes[-1].sentences[0].shown).startswith(source)


@pytest.mark.parametrize("kind", ["progress", "explainer", "spotlight", "rebuttal", "event"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_piece_opens_with_its_message_and_closes_for_every_audience(kind: str, language: str) -> None:
    brief = _change(kind=kind)
    for audience in AUDIENCES:
        script = write_script(brief, _facts(), read_audience(audience), language)
        assert _bare(script.title) in " ".join(_bare(s.shown) for s in script.scenes[0].sentences)
        assert script.scenes[-1].sentences
        assert not re.search(r"[{}]", " ".join(_shown(script)))


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_an_estimate_says_so_wherever_its_label_stands(language: str) -> None:
    """A picture without the word would state as a fact what the source only estimates."""
    script = _script(language, "press")
    estimated = [f for f in script.figures if f.estimate]
    assert estimated
    for figure in script.figures:
        assert (script.labels["estimate"].lower() in _bare(figure.label)) == figure.estimate


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forecast_is_not_called_an_estimate_once_more(language: str) -> None:
    """ "GDP growth forecast (estimate)" is what a machine prints."""
    label = {"vi": "Dự báo tăng trưởng GDP", "en": "GDP growth forecast", "he": "תחזית צמיחה"}
    growth = {"unit": "percent", "measure": "growth", "value": 5.6, "period": "2025", "estimate": True}
    told = [
        write_script(brief, collect_facts(brief), read_audience("press"), language).figures[0].label
        for named in (label, {"vi": "Tăng trưởng GDP", "en": "GDP growth", "he": "צמיחה"})
        for brief in [_of([{"id": "gdp", **growth}], [{"id": "p", "text": dict.fromkeys(LANGUAGES, "{gdp}.")}])]
        for brief in [
            brief.model_copy(update={"statistics": (brief.statistics[0].model_copy(update={"label": named}),)})
        ]
    ]
    estimate = {"vi": "(ước tính)", "en": "(estimate)", "he": "(אומדן)"}[language]
    assert estimate not in _bare(told[0]) and estimate in _bare(told[1])


@pytest.mark.parametrize("audience", AUDIENCES)
def test_one_audience_is_told_the_same_points_in_every_language(audience: str) -> None:
    """For a public body one release is one set of facts, however long a language takes to say them."""
    told = {code: tuple(scene.id for scene in _script(code, audience).scenes) for code in LANGUAGES}
    assert len(set(told.values())) == 1, told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_finding_is_the_title_and_the_title_the_line_above(language: str) -> None:
    """Six posters with one slogan say nothing; the headline the team wrote does."""
    titles = set()
    for audience in AUDIENCES:
        script = _script(language, audience)
        assert _bare(script.title) == _bare(script.scenes[1].headline)
        assert _bare(script.scenes[0].headline) == _bare(script.title)
        assert _bare(script.kicker) == _brief().title[language]
        titles.add(script.title)
    assert len(titles) > 3


def test_titles_and_hooks_of_their_own_are_taken() -> None:
    brief = _change(
        titles={"press": {"en": "Viet Nam {egdi-rank.change} since 2022"}},
        hooks={"youth": {"en": "55 million. You too?"}},
    )
    press = write_script(brief, _facts(), read_audience("press"), "en")
    youth = write_script(brief, _facts(), read_audience("youth"), "en")
    assert _bare(press.title) == "Viet Nam up 15 places since 2022"
    assert youth.scenes[0].sentences[0].shown.replace(NBSP, " ") == "55 million."
    assert youth.title == _script("en", "youth").title


def test_the_issuer_is_not_printed_twice() -> None:
    for audience in AUDIENCES:
        script = write_script(
            _change(kicker={}, points=[{**_point("villages"), "headline": {}, "variants": {}}]),
            _facts(),
            read_audience(audience),
            "vi",
        )
        assert script.kicker != script.issuer


def test_labels_begin_as_the_language_begins_them() -> None:
    data = _data()
    small = [{**s, "label": {**s["label"], "en": "users aged over seventy"}} for s in data["statistics"]]
    brief = _change(statistics=small)
    script = write_script(brief, collect_facts(brief), read_audience("press"), "en")
    assert {figure.label[:5] for figure in script.figures} == {"Users"}


INFANTS = {
    "id": "infants", "label": dict.fromkeys(LANGUAGES, "Infants"), "value": "88.4", "unit": "percent", "of": "people",
    "noun": dict.fromkeys(LANGUAGES, "infants"), "period": "2026-M10", "better": "higher",
    "target": {"value": 95, "by": "2026"}, "baseline": {"value": "91.2", "period": "2025-M10"},
}  # fmt: skip


def _of(statistics: list[dict], points: list[dict]) -> Brief:
    named = [{**s, "label": dict.fromkeys(LANGUAGES, s["id"]), "source": None, **s} for s in statistics]
    return _change(statistics=named, points=points, titles={}, hooks={}, calls_to_action={}, sources=[])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_that_fell_is_never_rounded_up_in_its_headline(language: str) -> None:
    """ "Almost 90% of infants" above 88.4%, down from 91.2% and short of 95%, is praise for a failure."""
    for text in ("{infants} x, {infants.change}.", "{infants} x."):
        point = {"id": "p", "statistics": ["infants"], "headline": dict.fromkeys(LANGUAGES, "{infants} x"),
                 "text": dict.fromkeys(LANGUAGES, text)}  # fmt: skip
        brief = _of([INFANTS], [point])
        script = write_script(brief, collect_facts(brief), read_audience("citizens"), language)
        shown = " ".join(_shown(script)).replace(NBSP, " ")
        assert "90" not in shown and "9 in 10" not in shown and "88" in shown
    rose = {**INFANTS, "baseline": {"value": "86.1", "period": "2025-M10"}}
    point["text"] = dict.fromkeys(LANGUAGES, "{infants} x.")
    brief = _of([rose], [point])
    told = " ".join(_shown(write_script(brief, collect_facts(brief), read_audience("citizens"), "en")))
    assert "9 in 10" in told.replace(NBSP, " "), "what rose may be told in parts of ten"


def test_good_news_does_not_take_the_room_of_worse_news_that_weighs_the_same() -> None:
    """Two dengue deaths left out for a lack of seconds, and "no deaths from rabies" told in their place."""
    count = {"unit": "count", "period": "2026-M10", "better": "lower", "noun": dict.fromkeys(LANGUAGES, "deaths")}
    statistics = [
        {"id": "dengue", "value": 5, **count, "baseline": {"value": 3, "period": "2025-M10"}},
        {"id": "rabies", "value": 3, **count, "baseline": {"value": 5, "period": "2025-M10"}},
    ]
    long = "{dengue} deaths, {dengue.change}" + ", and again and again in town and village" * 4 + "."
    bad = {"id": "bad", "statistics": ["dengue"], "text": dict.fromkeys(LANGUAGES, long)}
    good = {"id": "good", "statistics": ["rabies"], "text": dict.fromkeys(LANGUAGES, "{rabies} deaths.")}
    other = {"id": "other", "text": dict.fromkeys(LANGUAGES, "A first point."), "audiences": {"youth": 5}}
    brief = _of(statistics, [other, good, bad])
    facts, profile = collect_facts(brief), read_audience("youth")
    profile = profile.model_copy(update={"points": profile.points.model_copy(update={"min": 1})})
    choices = {c.point: c for c in write_script(brief, facts, profile, "en", seconds=14).choices}
    assert choices["bad"].decision == "dropped" and "worse news" in choices["good"].reason
    both = {c.point: c.decision for c in write_script(brief, facts, profile, "en", seconds=60).choices}
    assert "dropped" not in both.values()
    roomy = write_script(brief, facts, profile, "en", seconds=60)
    assert [scene.id for scene in roomy.scenes if scene.kind == "point"].index("good") < 3


def test_pictures_and_posts_do_not_lack_what_a_voice_has_no_time_for() -> None:
    """The steps that follow from a rebuttal were missing on its picture because they take long to say."""
    count = {"unit": "count", "period": "2026-M10", "better": "lower", "noun": dict.fromkeys(LANGUAGES, "deaths")}
    statistics = [
        {"id": "dengue", "value": 5, **count, "baseline": {"value": 3, "period": "2025-M10"}},
        {"id": "rabies", "value": 3, **count, "baseline": {"value": 5, "period": "2025-M10"}},
    ]
    long = "{dengue} deaths, {dengue.change}" + ", and again and again in town and village" * 4 + "."
    points = [
        {"id": "first", "text": dict.fromkeys(LANGUAGES, "{rabies} deaths."), "audiences": {"youth": 5}},
        {"id": "good", "text": dict.fromkeys(LANGUAGES, "{rabies} deaths again."), "audiences": {"youth": 4}},
        {"id": "bad", "text": dict.fromkeys(LANGUAGES, long), "audiences": {"youth": 4}},
        {"id": "never", "text": dict.fromkeys(LANGUAGES, "{rabies} deaths."), "audiences": {"youth": 0}},
    ]
    for point, id in zip(points, ("rabies", "rabies", "dengue", "rabies"), strict=True):
        point["statistics"] = [id]
    brief = _of(statistics, points)
    facts, profile = collect_facts(brief), read_audience("youth")
    profile = profile.model_copy(
        update={"points": profile.points.model_copy(update={"min": 1, "max": 3}), "seconds": 15}
    )

    def told(language: str, **how: bool) -> list[str]:
        script = write_script(brief, facts, profile, language, **how)
        return [scene.id for scene in script.scenes if scene.kind == "point"]

    assert "bad" not in told("en")
    reasons = {c.point: c.reason for c in write_script(brief, facts, profile, "en").choices}
    assert reasons["bad"].endswith("budget; pictures and posts choose from it") or " in " in reasons["bad"]
    assert [told(language, to_read=True) for language in LANGUAGES] == [["first", "bad", "good"]] * 3
    few = profile.model_copy(update={"points": profile.points.model_copy(update={"min": 1, "max": 2})})
    read = write_script(brief, facts, few, "en", to_read=True)
    assert [scene.id for scene in read.scenes if scene.kind == "point"] == ["first", "bad"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_alone_is_called_by_the_brief_and_not_by_its_finding(language: str) -> None:
    """ "GRDP grew 7.42%" in a mailbox, in a feed or at the beginning of an episode says neither where nor when."""
    script = _script(language, "press")
    title = _brief().title[language]
    assert script.title != title and script.title_alone == title and title in script.kicker
    assert " ".join(s.shown for s in script.lede).replace(NBSP, " ").startswith(title)
    own = _change(titles={"press": dict.fromkeys(LANGUAGES, "Hanoi in 2024: up again")})
    named = write_script(own, collect_facts(own), read_audience("press"), language)
    assert named.title_alone == named.title == "Hanoi in 2024: up again"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_year_and_the_place_of_a_finding_are_heard_once(language: str) -> None:
    """A film of 2025 told the accounts of 2024 as those of today, and nobody heard which province they are of."""
    share = {"unit": "percent", "measure": "share", "period": "2024-10"}
    statistics = [{"id": "one", "value": 61, **share}, {"id": "two", "value": 72, **share, "period": "2024"}]
    points = [
        {
            "id": id,
            "statistics": [id],
            "headline": dict.fromkeys(LANGUAGES, f"Homes with fibre: {{{id}}}"),
            "text": dict.fromkeys(LANGUAGES, f"Fibre is in {{{id}}}. Now or never."),
        }
        for id in ("one", "two")
    ]
    brief = _of(statistics, points)
    facts, profile = collect_facts(brief), read_audience("citizens")
    placed = brief.model_copy(
        update={
            "place": dict.fromkeys(LANGUAGES, "Tan Phu"),
            "title": dict.fromkeys(LANGUAGES, "Fibre in Tan Phu"),
            "as_of": dt.date(2025, 11, 10),
        }
    )
    script = write_script(placed, facts, profile, language)
    told = [[_bare(s.shown) for s in scene.sentences] for scene in script.scenes]
    assert "Fibre in Tan Phu." in told[0]
    assert "2024" in told[1][1], "said right behind its figure"
    assert " ".join(" ".join(scene) for scene in told).count("2024") == 1
    same = write_script(placed.model_copy(update={"as_of": dt.date(2024, 11, 10)}), facts, profile, language)
    assert "2024" not in " ".join(s.shown for scene in same.scenes for s in scene.sentences)
    read = write_script(placed, facts, profile, language, to_read=True)
    assert "2024" not in " ".join(s.shown for scene in read.scenes for s in scene.sentences), "pictures print it"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In all {few} deaths, {few.change}.", "In all five deaths, up five."),
        ("{few} died.", "Five died."),
        ("{many} reports, {many.change}.", "12 reports, up 9."),
        ("{few} deaths and {many} reports.", "5 deaths and 12 reports."),
        ("It rose to {few} from {few.baseline} a year before.", "It rose to five from none a year before."),
        ("It rose to {few} from {few.baseline} deaths.", "It rose to five from no deaths."),
        ("{road} of road were built.", "5 km of road were built."),
        ("{part} of {part.out_of} offices.", "Five of eight offices."),
        ("In all {part} of {part.out_of} offices.", "In all 5 of 8 offices."),
        ("That is {share}.", "That is 5%."),
    ],
)
def test_small_numbers_of_things_are_written_out_in_english_sentences(text: str, told: str) -> None:
    """ "5 died", "rose from 0": no newsroom prints that."""
    count = {"unit": "count", "period": "2024"}
    few = {"id": "few", "value": 5, "noun": {"en": "deaths"}, "baseline": {"value": 0, "period": "2023"}, **count}
    many = {"id": "many", "value": 12, "noun": {"en": "reports"}, "baseline": {"value": 3, "period": "2023"}, **count}
    road = {"id": "road", "value": 5, "unit": "km", "period": "2024"}
    part = {"id": "part", "value": 5, "out_of": 8, **count}
    share = {"id": "share", "value": 5, "unit": "percent", "period": "2024"}
    point = {"id": "one", "statistics": ["few"], "headline": {"en": "{few} deaths"}, "text": {"en": text}}
    brief = _of([few, many, road, part, share], [point])
    brief = brief.model_copy(update={"languages": ("en",), "as_of": dt.date(2024, 12, 31)})
    facts = collect_facts(brief)
    for to_read in (True, False):
        scene = write_script(brief, facts, read_audience("press"), "en", to_read=to_read).scenes[1]
        assert _bare(" ".join(s.shown for s in scene.sentences)).startswith(told)
        assert _bare(scene.headline) == "5 deaths"


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("ceiling", 3.4, ("thấp hơn mức trần", "below the ceiling of", "מתחת לתקרה")),
        ("ceiling", 5.1, ("cao hơn mức trần", "above the ceiling of", "מעל התקרה")),
        ("forecast", 3.4, ("thấp hơn dự báo", "below the forecast of", "מתחת לתחזית")),
        ("forecast", 4.5, ("bằng dự báo", "just the forecast of", "בדיוק התחזית")),
    ],
)
def test_a_ceiling_and_a_forecast_are_told_as_such(kind: str, value: float, told: tuple[str, ...]) -> None:
    """Nobody misses a ceiling, and no forecast is met: "the target of 4.5% was missed" turned both round."""
    target = {"value": 4.5, "by": "2024", "kind": kind}
    figure = {"id": "cpi", "value": value, "unit": "percent", "measure": "growth", "period": "2024", "target": target}
    point = {"id": "p", "statistics": ["cpi"], "text": dict.fromkeys(LANGUAGES, "{cpi} x.")}
    brief = _of([figure], [point])
    facts, profile = collect_facts(brief), read_audience("leaders")
    for language, words in zip(LANGUAGES, told, strict=True):
        shown = _bare(" ".join(_shown(write_script(brief, facts, profile, language))))
        assert words in shown


@pytest.mark.parametrize(
    ("language", "second", "said"),
    [
        ("vi", "Nợ thuế giảm.", "Kết quả này vượt 1.500 tỷ đồng so với dự toán 20.000 tỷ đồng."),
        ("en", "Tax arrears shrank.", "That is 1.5 trillion dong above the budget of 20 trillion dong."),
        ("he", "חובות המס קטנו.", "זה 1.5 טריליון דונג מעל התחזית, 20 טריליון דונג."),
    ],
)
def test_how_far_a_figure_is_stands_behind_its_own_sentence(
    tmp_path: Path, language: str, second: str, said: str
) -> None:
    """ "Tax arrears shrank. That is 1.5 trillion dong above the budget" is said of the arrears."""
    label = {"vi": "Thu ngân sách", "en": "Budget revenue", "he": "הכנסות התקציב"}[language]
    revenue = "unit: currency, currency: VND, period: 2026, source: a, target: {value: 20000000000000, by: 2026}"
    statistics = f'{{id: x, label: {{{language}: "{label}"}}, value: 21500000000000, {revenue}, better: higher}}'
    first = _told_to_leaders(tmp_path, language, statistics, f"{label} {{x}}. {second}")
    assert first.index(said) < first.index(second), first


def test_nobody_says_how_far_below_a_ceiling_the_dead_are(tmp_path: Path) -> None:
    """ "Road accidents killed 86 people. That is 14 below the ceiling of 100.\""""
    dead = "value: 86, unit: count, noun: {en: people}, period: 2026, source: a, better: lower"
    ceiling = "target: {value: 100, by: 2026, kind: ceiling}"
    for label, told in (("Road deaths", False), ("Complaints", True)):
        statistics = f'{{id: x, label: {{en: "{label}"}}, {dead}, {ceiling}}}'
        said = _told_to_leaders(tmp_path, "en", statistics, f"{label}: {{x}} people. Most were in May.")
        assert ("ceiling" in said) is told


def test_before_its_day_no_target_is_missed(tmp_path: Path) -> None:
    """ "The target of 80% has not been met yet" was said of a target for 2027, in 2026."""
    share = "value: 71, unit: percent, measure: share, period: 2026, source: a, better: higher"
    for by, told in ((2027, "The target for 2027 is 80%: 9 percentage points to go."), (2026, "missed by")):
        statistics = f'{{id: x, label: {{en: "Homes online"}}, {share}, target: {{value: 80, by: {by}}}}}'
        assert told in _told_to_leaders(tmp_path, "en", statistics, "{x} of homes are online.")


def test_a_plan_that_only_its_day_tells_is_a_whole_sentence(tmp_path: Path) -> None:
    """ "Rural markets were busy. , against the plan of 12% for 2026." went out in posts and scripts."""
    growth = "value: 9.1, unit: percent, measure: growth, period: 2026-M9, source: a, better: higher"
    statistics = f'{{id: x, label: {{en: "Retail growth"}}, {growth}, target: {{value: 12, by: 2026, kind: plan}}}}'
    said = _told_to_leaders(tmp_path, "en", statistics, "Sales grew by {x.size}. Rural markets were busy.")
    assert said == "Sales grew by 9.1%. The plan for 2026 is 12%. Rural markets were busy."


def _told_to_leaders(folder: Path, language: str, statistics: str, text: str) -> str:
    """Tell leaders a brief of one point with one figure, and give what is said of that point."""
    path = folder / "brief.yaml"
    path.write_text(
        f"""id: brief
title: {{{language}: "T"}}
languages: [{language}]
audiences: [leaders]
as_of: 2026-11-15
sources: [{{id: a, title: T, publisher: P, url: "https://example.org/", date: 2026-11-10}}]
statistics: [{statistics}]
points: [{{id: p, statistics: [x], text: {{{language}: "{text}"}}}}]
""",
        "utf-8",
    )
    brief = read_brief(path)
    script = write_script(brief, collect_facts(brief), read_audience("leaders"), language)
    [point] = [scene for scene in script.scenes if scene.kind == "point"]
    return " ".join(without_isolates(sentence.shown) for sentence in point.sentences).replace("\u00a0", " ")


HAPPY = """
  - id: happy
    label: {vi: Người dân hài lòng, en: Satisfied residents, he: תושבים מרוצים}
    value: 92.5
    unit: percent
    measure: share
    of: people
    noun: {vi: người dân, en: residents, he: תושבים}
    gender: m
    period: "2025"
    source: s
    by:
      dimension: sex
      values:
        men: {name: {vi: Nam, en: Men, he: גברים}, value: 94.1}
        women: {name: {vi: Nữ, en: Women, he: נשים}, value: 90.8}
points:
  - id: happy
    statistics: [happy]
    text:
      vi: "{happy} người dân hài lòng: nam {happy.men}, nữ {happy.women}."
      en: "{happy} of residents are satisfied: {happy.men} of men and {happy.women} of women."
      he: "{happy} מהתושבים מרוצים: {happy.men} מהגברים ו־{happy.women} מהנשים."
"""


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_groups_are_never_told_by_the_same_parts_of_ten(language: str, tmp_path: Path) -> None:
    """ "More than 9 in 10 residents: more than 9 in 10 men and more than 9 in 10 women" compares nothing."""
    read = groups_fixtures.brief(tmp_path, groups_fixtures.HEAD + HAPPY)
    script = write_script(read, collect_facts(read), read_audience("youth"), language, to_read=True)
    told = " ".join(sentence.shown for scene in script.scenes for sentence in scene.sentences).replace(",", ".")
    assert all(value in told for value in ("92.5", "94.1", "90.8")), told
