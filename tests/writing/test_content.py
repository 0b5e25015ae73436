"""What a brief of its kind says before all: a truth denied, an event without its day, a question without its answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.brief.kinds import kind_faults
from briefcast.brief.model import Brief
from briefcast.brief.read import open_brief, read_brief
from briefcast.brief.workbook import write_xlsx
from briefcast.language.phrases import phrases
from briefcast.look.brand import read_brand
from briefcast.manifest.manifest import ScriptEntry
from briefcast.products.infographic.page import lay_out
from briefcast.products.podcast.phrases import podcast_phrases
from briefcast.products.podcast.telling import turns_of, write_tellings
from briefcast.products.profiles import read_audience
from briefcast.script import CallToAction, Script
from briefcast.writing.content import claimed_titles, content_of
from briefcast.writing.facts import collect_facts
from briefcast.writing.frame import carries
from briefcast.writing.writing import KICKER_MAX_CHARS, write_script
from tests import ROOT

LANGUAGES = ("vi", "en", "he")
AUDIENCES = ("leaders", "staff", "citizens", "businesses", "youth", "press")

PARTS = {
    "rebuttal": {
        "truth": {"vi": "Kích hoạt VNeID miễn phí", "en": "Activating VNeID is free", "he": "הפעלת VNeID היא בחינם"},
        "claim": {
            "vi": "kích hoạt VNeID mất 50.000 đồng",
            "en": "activating VNeID costs 50,000 dong",
            "he": "הפעלת VNeID עולה 50,000 דונג",
        },
        "verdict": {"vi": "Sai sự thật", "en": "False", "he": "לא נכון"},
        "why": {"vi": "Công an không thu phí", "en": "The police take no fee", "he": "המשטרה אינה גובה אגרה"},
    },
    "event": {
        "when": {"vi": "8 giờ sáng ngày 22/11", "en": "Saturday 22 November, 8 am", "he": "יום שבת, 22 בנובמבר"},
        "where": {"vi": "nhà văn hóa tỉnh", "en": "the House of Culture", "he": "בית התרבות"},
        "register": {"vi": "không cần đăng ký", "en": "no need to register", "he": "אין צורך בהרשמה"},
    },
    "explainer": {
        "question": {"vi": "Ai được tiêm miễn phí?", "en": "Who gets it free?", "he": "מי מקבל חיסון חינם?"},
        "answer": {"vi": "Người từ 65 tuổi trở lên", "en": "Everyone aged 65 or over", "he": "כל מי שמלאו לו 65"},
    },
    "spotlight": {
        "who": {"vi": "xã Tân Phú", "en": "Tan Phu commune", "he": "כפר טאן פו"},
        "where": {"vi": "tỉnh Bình Minh", "en": "Binh Minh province", "he": "מחוז בין מין"},
        "problem": {"vi": "chờ lâu", "en": "long waits", "he": "המתנה ארוכה"},
        "done": {"vi": "ký số tại quầy", "en": "digital signatures at the desk", "he": "חתימה דיגיטלית בדלפק"},
    },
}
TITLE = {"vi": "Kích hoạt VNeID mất tiền?", "en": "Does VNeID cost money?", "he": "האם VNeID עולה כסף?"}


def _brief(kind: str, **changes: object) -> Brief:
    return Brief.model_validate(
        {
            "id": "b",
            "title": TITLE,
            "issuer": {"vi": "Công an tỉnh", "en": "Provincial Police", "he": "משטרת המחוז"},
            "kind": kind,
            "languages": list(LANGUAGES),
            "audiences": list(AUDIENCES),
            "as_of": "2025-11-10",
            "points": [
                {
                    "id": "safe",
                    "text": {"vi": "Chỉ tải từ kho chính thức.", "en": "Use the official store.", "he": "רק מהחנות."},
                }
            ],
            **({kind: PARTS[kind]} if kind in PARTS else {}),
            **changes,
        }
    )


def _script(brief: Brief, audience: str, language: str) -> Script:
    return write_script(brief, collect_facts(brief), read_audience(audience), language)


def _bare(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_rebuttal_says_the_truth_first_and_last_and_the_claim_once_with_its_verdict(
    audience: str, language: str
) -> None:
    """“Wait, is that true? Activating VNeID costs nothing.” told the young to doubt the truth."""
    brief = _brief("rebuttal")
    script = _script(brief, audience, language)
    truth, claim = (PARTS["rebuttal"][part][language] for part in ("truth", "claim"))
    denied = phrases(language).labels["claim_untrue"].partition("{claim}")
    sentences = [_bare(s.shown) for scene in script.scenes for s in scene.sentences]
    assert sentences[0] == f"{truth}."
    assert sentences[-1] == f"{truth}."
    assert script.title == truth
    told = [sentence for sentence in sentences if claim in sentence]
    assert len(told) == 1
    # What is heard has no quotation marks: the sentence itself denies it.
    marks = phrases(language).labels["quotes"]
    assert told[0] == f"{denied[0]}{marks[0]}{claim}{marks[1]}{denied[2]}."
    alone = [script.title, script.subtitle, script.kicker, *(_bare(scene.headline) for scene in script.scenes)]
    assert not any(claim in line or TITLE[language] in line for line in alone)
    for telling in write_tellings(brief, collect_facts(brief), read_audience(audience), language, show="S"):
        said = [_bare(s.shown) for _, turn in turns_of(telling) for s in turn.sentences]
        [at] = [n for n, sentence in enumerate(said) if claim in sentence]
        assert at > said.index(f"{truth}.")
        assert said[at] == told[0]
        again = f"{podcast_phrases(language).again} {phrases(language).run_on(truth)}."
        assert again in said[at + 1 :], "what is heard last stays: the truth once more"
        chapters = [part.title for part in telling.parts]
        assert len(set(chapters)) == len(chapters), "two chapters of one title are one to whoever looks for it"


NOTICE = {
    "id": "notice",
    "title": dict.fromkeys(LANGUAGES, "Notice 12"),
    "publisher": {"vi": "Cục Cảnh sát", "en": "Department of Police", "he": "אגף המשטרה"},
    "date": "2025-11-01",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rebuttal_says_on_what_its_truth_rests(language: str) -> None:
    """A film and an episode called a rumour false, and nobody heard who says so."""
    brief = _brief("rebuttal", sources=[NOTICE], rebuttal={**PARTS["rebuttal"], "source": "notice"})
    for audience in ("citizens", "press"):
        script = _script(brief, audience, language)
        assert [note.id for note in script.sources] == ["notice"]
        for telling in write_tellings(brief, collect_facts(brief), read_audience(audience), language, show="S"):
            said = " ".join(_bare(s.shown) for _, turn in turns_of(telling) for s in turn.sentences)
            assert NOTICE["publisher"][language] in said  # type: ignore[index]
    event = _script(_brief("event", sources=[NOTICE]), "citizens", language)
    assert not event.rests_on and not event.sources


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_a_rebuttal_stands_above_the_truth_unless_it_is_the_claim(language: str) -> None:
    """The line the team wrote above the truth was drawn nowhere."""
    about = {"vi": "Về tin đồn quanh VNeID", "en": "About a rumour on VNeID", "he": "על שמועה בנושא VNeID"}
    assert _bare(_script(_brief("rebuttal", title=about), "citizens", language).kicker) == about[language]
    for claim in (TITLE, PARTS["rebuttal"]["claim"]):
        title = {code: text[:1].upper() + text[1:] for code, text in claim.items()}
        assert title[language] not in _bare(_script(_brief("rebuttal", title=title), "citizens", language).kicker)


@pytest.mark.parametrize(
    ("title", "told"), [("Exampleton’s tap water", False), ("Exampleton’s water poisoned", True), ("Is it safe?", True)]
)
def test_what_truth_and_claim_both_speak_of_may_be_the_title(title: str, told: bool) -> None:
    """ "Da Nang's tap water" was taken for the claim, and a team was told to say what the piece is about, as it did."""
    parts = {"truth": {"en": "Exampleton’s tap water is safe"}, "claim": {"en": "Exampleton’s tap water is poisoned"}}
    brief = _brief("rebuttal", title={"en": title}, rebuttal={**PARTS["rebuttal"], **parts}, languages=["en"])
    assert bool(claimed_titles(brief)) is told


@pytest.mark.parametrize(
    ("language", "where", "said"),
    [
        ("en", "WhatsApp groups", "The claim has spread through WhatsApp groups."),
        ("he", "קבוצות WhatsApp", "השמועה הופצה דרך קבוצות WhatsApp."),
        ("vi", "Zalo", "Tin này xuất hiện trên Zalo."),
    ],
)
def test_where_a_claim_was_seen_is_said_in_a_sentence(language: str, where: str, said: str) -> None:
    """A voice that says "Where it appeared: WhatsApp groups." reads a form aloud."""
    seen = {**PARTS["rebuttal"], "seen_in": {**dict.fromkeys(LANGUAGES, "Zalo"), language: where}}
    script = _script(_brief("rebuttal", rebuttal=seen), "citizens", language)
    [scene] = [scene for scene in script.scenes if scene.id == "rebuttal-claim"]
    assert said in [_bare(sentence.shown) for sentence in scene.sentences]


def test_a_rebuttal_without_its_truth_does_not_tell_the_claim() -> None:
    brief = _brief("rebuttal", rebuttal={"claim": PARTS["rebuttal"]["claim"]})
    script = _script(brief, "citizens", "en")
    assert not any("50,000" in s.shown for scene in script.scenes for s in scene.sentences)
    assert any("'truth'" in fault.message for fault in kind_faults(brief))


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_kind_has_to_say_is_told_first_and_drawn(kind: str, language: str) -> None:
    """An event picture without day and place, an explainer that never answers: nobody could do anything with them."""
    script = _script(_brief(kind), "citizens", language)
    told = [scene.id for scene in script.scenes]
    own = [id for id in told if id.startswith(f"{kind}-")]
    assert own
    assert told[1 : 1 + len(own)] == own
    said = " ".join(_bare(s.shown) for scene in script.scenes for s in scene.sentences)
    brand = read_brand("institutional")
    for size in ("1080x1350", "1080x1920", "1200x630"):
        page = lay_out(script, brand, size)
        assert page.layout == "steps"
    drawn = lay_out(script, brand, "1080x1350")
    shown = _bare(" ".join((drawn.title, *drawn.data["items"], *drawn.data["labels"]))).lower()
    described = _bare(drawn.description.long_description).lower()
    for name, part in PARTS[kind].items():
        text = part[language]
        # What is false is denied by the sentence that tells it.
        assert name == "verdict" or text.lower() in said.lower()
        assert text.lower() in shown
        assert text.lower() in described
    if kind == "rebuttal":
        verdict, claim = PARTS[kind]["verdict"][language], PARTS[kind]["claim"][language]
        before, claimed, _ = _bare(drawn.description.alt_text).partition(claim)
        assert not claimed or before.rstrip(" :“”״\"'").endswith(verdict), "the claim never stands without its verdict"
        wide = lay_out(script, brand, "1200x630")
        [claimed, *others] = map(_bare, wide.data["heading"])
        assert claimed.startswith(PARTS[kind]["verdict"][language]), "the claim never stands without its verdict"
        assert PARTS[kind]["claim"][language] not in " ".join((*others, _bare(wide.title)))


def test_a_text_that_outweighs_every_figure_is_told_first() -> None:
    statistic = {
        "id": "jobs",
        "label": dict.fromkeys(LANGUAGES, "Jobs"),
        "value": 5,
        "unit": "count",
        "period": "2025",
        "source": "s",
    }
    text = dict.fromkeys(LANGUAGES, "Saturday at eight.")
    brief = _brief(
        "event",
        event=None,
        sources=[{"id": "s", "title": "P", "publisher": "D", "url": "https://example.org", "date": "2025-01-01"}],
        statistics=[statistic],
        points=[
            {"id": "jobs", "statistics": ["jobs"], "text": dict.fromkeys(LANGUAGES, "{jobs} jobs.")},
            {"id": "when", "audiences": {"youth": 5}, "text": text},
        ],
    )
    assert [scene.id for scene in _script(brief, "youth", "en").scenes][1:3] == ["when", "jobs"]
    assert [scene.id for scene in _script(brief, "press", "en").scenes][1:3] == ["jobs", "when"]
    page = lay_out(_script(brief, "youth", "en"), read_brand("institutional"), "1080x1350")
    assert "Saturday at eight" in _bare(page.data["items"][0])


def test_a_brief_that_lacks_what_its_kind_needs_is_told_so() -> None:
    missing = {fault.message for fault in kind_faults(_brief("event", event={"when": PARTS["event"]["when"]}))}
    assert "The event does not say its 'where' (vi, en, he)." in missing
    assert not any("'when'" in message for message in missing)
    assert not list(kind_faults(_brief("event")))
    [wrong] = [f for f in kind_faults(_brief("event", rebuttal=PARTS["rebuttal"])) if f.path == ("rebuttal",)]
    assert "none of it is told" in wrong.message
    long = kind_faults(_brief("rebuttal", rebuttal={**PARTS["rebuttal"], "truth": dict.fromkeys(LANGUAGES, "x" * 90)}))
    assert any("70 is the most" in fault.message for fault in long)


@pytest.mark.parametrize("kind", PARTS)
def test_a_kinds_own_parts_read_back_from_a_workbook(kind: str, tmp_path: Path) -> None:
    brief = _brief(kind, titles={"press": {"en": "Own"}}, hooks={"youth": {"en": "You?"}})
    assert open_brief(write_xlsx(brief, tmp_path / "b.xlsx")).brief == brief


def _press(**changes: object) -> Brief:
    statistic = {
        "id": "rank",
        "label": dict.fromkeys(LANGUAGES, "Rank"),
        "value": 71,
        "unit": "rank",
        "period": "2024",
        "source": "un",
    }
    source = {
        "id": "un",
        "title": "Survey",
        "publisher": {"vi": "Liên hợp quốc", "en": "United Nations", "he": "האו״ם"},
        "url": "https://example.org",
        "date": "2024-09-17",
        "cited": {"en": "the United Nations"},
    }
    return _brief(
        "progress",
        **{
            "place": {"vi": "Hà Nội", "en": "Ha Noi", "he": "האנוי"},
            "contact": dict.fromkeys(LANGUAGES, "Ms Lan, press office"),
            "embargo": "2025-11-12",
            "limits": dict.fromkeys(LANGUAGES, "Preliminary."),
            "sources": [source],
            "statistics": [statistic],
            "points": [{"id": "rank", "statistics": ["rank"], "text": dict.fromkeys(LANGUAGES, "Viet Nam: {rank}.")}],
            **changes,
        },
    )


@pytest.mark.parametrize(
    ("language", "embargo", "dateline", "attribution", "contact"),
    [
        (
            "vi",
            "Không công bố trước ngày 12 tháng 11 năm 2025.",
            "Hà Nội, ngày 12 tháng 11 năm 2025.",
            ", theo Liên hợp quốc, tháng 9 năm 2024.",
            "Liên hệ báo chí: Ms Lan, press office.",
        ),
        (
            "en",
            "Embargoed until November 12, 2025.",
            "Ha Noi, November 12, 2025.",
            ", according to the United Nations, September 2024.",
            "Press contact: Ms Lan, press office.",
        ),
        (
            "he",
            "אסור לפרסום לפני 12 בנובמבר 2025.",
            "האנוי, 12 בנובמבר 2025.",
            ", לפי האו״ם, ספטמבר 2024.",
            "לפניות עיתונאים: Ms Lan, press office.",
        ),
    ],
)
def test_the_press_gets_a_release(language: str, embargo: str, dateline: str, attribution: str, contact: str) -> None:
    """No journalist can use figures without day, place, source in the sentence and somebody to ask."""
    brief = _press()
    script = _script(brief, "press", language)
    said = [_bare(s.shown) for scene in script.scenes for s in scene.sentences]
    assert said[:2] == [embargo, dateline]
    assert any(sentence.endswith(attribution) for sentence in said)
    assert said[-2:] == ["Preliminary.", contact]
    assert _bare(script.kicker).startswith(embargo.rstrip("."))
    others = " ".join(_bare(s.shown) for scene in _script(brief, "citizens", language).scenes for s in scene.sentences)
    assert dateline not in others
    assert "press office" not in others


_SAMPLES = {
    "id": "samples",
    "label": {"vi": "Mẫu đạt", "en": "Samples in order", "he": "דגימות תקינות"},
    "value": 126,
    "unit": "count",
    "noun": {"vi": "mẫu", "en": "samples", "he": "דגימות"},
    "gender": "f",
    "out_of": 128,
    "period": "2025-10",
    "source": "notice",
}
_CASES = {
    "id": "cases",
    "label": {"vi": "Ca tiêu chảy", "en": "Cases of diarrhoea", "he": "מקרי שלשול"},
    "value": 38,
    "unit": "count",
    "noun": {"vi": "ca", "en": "cases", "he": "מקרים"},
    "gender": "m",
    "period": "2025-10",
    "baseline": {"value": 45, "period": "2024-10"},
    "better": "lower",
    "source": "notice",
}


def _evidence(**changes: object) -> Brief:
    step = {"vi": "Xả vòi hai phút", "en": "Run the tap for two minutes", "he": "פותחים את הברז לשתי דקות"}
    points = [
        {"id": "samples", "statistics": ["samples"], "text": _alike("{samples.whole}."), "audiences": {"citizens": 3}},
        {
            "id": "cases",
            "statistics": ["cases"],
            "text": _alike("{cases}, {cases.change}."),
            "audiences": {"citizens": 2},
        },
        {"id": "steps", "text": _alike("Hai."), "steps": [step] * 3, "audiences": {"citizens": 5}},
    ]
    return _brief("rebuttal", sources=[NOTICE], statistics=[_SAMPLES, _CASES], points=points, **changes)


def _alike(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_film_of_a_rebuttal_shows_evidence_before_what_to_do(language: str) -> None:
    """A film of steps had nothing against the rumour but its own word."""
    brief = _evidence()
    scenes = write_script(brief, collect_facts(brief), read_audience("citizens"), language, seconds=10).scenes
    assert [scene.id for scene in scenes][:3] == ["opening", "rebuttal-claim", "samples"]
    more = write_script(brief, collect_facts(brief), read_audience("citizens"), language, seconds=90).scenes
    assert [scene.id for scene in more][1:-1] == ["rebuttal-claim", "samples", "cases", "steps"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("vi", "Ca tiêu chảy: 38, giảm 7 ca"),
        ("en", "Cases of diarrhoea: 38, down 7 cases"),
        ("he", "מקרי שלשול: 38, ירידה של 7 מקרים"),
    ],
)
def test_a_figure_of_a_rebuttal_stands_with_its_change(language: str, told: str) -> None:
    """ "38 in hospital" below "200 people are in hospital" reads as if 38 were poisoned."""
    brief = _evidence()
    scenes = write_script(brief, collect_facts(brief), read_audience("citizens"), language, seconds=90).scenes
    assert _bare(next(scene.headline for scene in scenes if scene.id == "cases")) == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_asks_only_for_what_it_tells(language: str) -> None:
    """ "Register at your commune office" ended a film in which nobody heard for what."""
    repair = {"vi": "Nhà hộ nghèo được sửa", "en": "Repaired homes of poor households", "he": "בתי משפחות שתוקנו"}
    ask = {"vi": "Nhà hộ nghèo chưa được sửa: đăng ký.", "en": "Poor households: have your homes repaired.",
           "he": "משפחות, בקשו שבתי המגורים שתוקנו יירשמו."}  # fmt: skip
    long = _alike("One and another and a third and a fourth matter of this province was settled in that year. " * 2)
    points = [
        {"id": "first", "text": long, "audiences": {"citizens": 5}},
        {"id": "second", "text": long, "audiences": {"citizens": 4}},
        {"id": "third", "text": long, "audiences": {"citizens": 4}},
        {"id": "homes", "headline": repair, "text": repair, "audiences": {"citizens": 1}},
    ]
    brief = _brief("progress", points=points, calls_to_action={"citizens": {"text": ask}})
    profile = read_audience("citizens")
    one = profile.model_copy(update={"points": profile.points.model_copy(update={"min": 1})})

    def told(seconds: int) -> tuple[list[str], bool]:
        script = write_script(brief, collect_facts(brief), one, language, seconds=seconds)
        closing = " ".join(_bare(s.shown) for s in script.scenes[-1].sentences)
        asks = ask[language] in closing
        assert asks == bool(script.call_to_action.text)
        return [scene.id for scene in script.scenes[1:-1]], asks

    assert told(300) == (["first", "second", "third", "homes"], True)
    in_its_place, asks = told(50)
    assert asks and "homes" in in_its_place and "third" not in in_its_place
    assert told(5) == (["first"], False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_embargo_leaves_a_long_title_no_room_beside_it(language: str) -> None:
    """Three pictures and an episode of a brief under embargo were not made: the line above the title did not fit."""
    brief = _press()
    long = brief.model_copy(update={"title": dict.fromkeys(brief.title, "w" * 30 + " " + "w" * 30), "kicker": {}})
    kicker = _script(long, "press", language).kicker
    assert kicker and len(kicker) <= KICKER_MAX_CHARS and "www" not in kicker


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bulletin_for_the_press_says_its_sources(language: str) -> None:
    """“The figures, with their sources.” was said, and no source; nobody writes an address down while listening."""
    brief = _press()
    for telling in write_tellings(brief, collect_facts(brief), read_audience("press"), language, show="S"):
        said = " ".join(_bare(s.shown) for _, turn in turns_of(telling) for s in turn.sentences)
        assert telling.sources == "each"
        assert brief.sources[0].publisher[language] in said
        assert podcast_phrases(language).notes_with_contact in said and "Ms Lan" not in said


@pytest.mark.parametrize(
    ("publisher", "said"),
    [
        ("United Nations", "according to the United Nations, September 2024."),
        ("The World Bank", "according to the World Bank, September 2024."),
        (
            "Binh Minh Department of Home Affairs",
            "according to the Binh Minh Department of Home Affairs, September 2024.",
        ),
        ("Transport for London", "Source: Transport for London, September 2024."),
        ("UNICEF", "Source: UNICEF, September 2024."),
        ("Ministry of Finance, Tax Office", "Source: Ministry of Finance, Tax Office, September 2024."),
    ],
)
def test_a_name_stands_in_an_english_sentence_only_where_its_article_is_sure(publisher: str, said: str) -> None:
    brief = _press()
    source = brief.sources[0].model_copy(update={"cited": {}, "publisher": dict.fromkeys(LANGUAGES, publisher)})
    plain = brief.model_copy(update={"sources": (source,)})
    text = " ".join(_bare(s.shown) for scene in _script(plain, "press", "en").scenes for s in scene.sentences)
    assert said in text


def test_who_is_named_in_the_text_is_not_cited_again() -> None:
    """ "The United Nations ranks … according to the United Nations" is heard twice by everybody."""
    brief = _press()
    publisher = brief.sources[0].publisher["en"]
    point = brief.points[0]
    text = {code: f"{brief.sources[0].publisher[code]}: {point.text[code]}" for code in LANGUAGES}
    named = brief.model_copy(update={"points": (point.model_copy(update={"text": text}), *brief.points[1:])})
    for language in LANGUAGES:
        scene = next(s for s in _script(named, "press", language).scenes if s.id == point.id)
        said = " ".join(_bare(s.shown) for s in scene.sentences)
        assert said.count(brief.sources[0].publisher[language]) == 1, said
    cited = next(s for s in _script(brief, "press", "en").scenes if s.id == point.id)
    assert publisher in " ".join(_bare(s.shown) for s in cited.sentences)


def test_a_reason_given_as_a_phrase_begins_a_sentence_with_a_capital() -> None:
    """The guide asks for a phrase: "…on TikTok. neither the law nor …" is the mistake of whoever prints it."""
    why = {"vi": "luật không quy định phí này", "en": "neither law provides for a fee", "he": "אף חוק אינו קובע אגרה"}
    brief = _brief("rebuttal", rebuttal={**PARTS["rebuttal"], "why": why})
    for audience in AUDIENCES:
        for language, beginning in (("en", "Neither law"), ("vi", "Luật không")):
            said = " ".join(s.shown for scene in _script(brief, audience, language).scenes for s in scene.sentences)
            assert beginning in _bare(said)
    named = _brief("rebuttal", rebuttal={**PARTS["rebuttal"], "why": {**why, "en": "eTax takes no fee"}})
    said = " ".join(s.shown for scene in _script(named, "citizens", "en").scenes for s in scene.sentences)
    assert "eTax takes" in _bare(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_shows_the_verdict_as_long_as_the_claim_is_told(language: str) -> None:
    """Without sound one reads a claim in the captions, the truth above it, and nothing that says which is which."""
    [told] = [s for s in _script(_brief("rebuttal"), "citizens", language).scenes if s.id == "rebuttal-claim"]
    parts = PARTS["rebuttal"]
    assert _bare(told.visual.large) == parts["verdict"][language]
    assert parts["claim"][language].casefold() in _bare(told.visual.note).replace("\u00a0", " ").casefold()
    assert _bare(told.headline).replace("\u00a0", " ") == parts["truth"][language], "lists and posts have the truth"


@pytest.mark.parametrize(
    ("verdict", "label"), [("False", "Why it is false"), ("", "Why it is false"), ("Misleading", "The reason")]
)
def test_the_reason_of_a_rebuttal_is_no_question(verdict: str, label: str) -> None:
    """ "Why: 0 of 148 samples" asks; and what is misleading need not be false."""
    told = {"truth": {"en": "The water is safe"}, "claim": {"en": "boil it"}, "why": {"en": "No sample failed"}}
    if verdict:
        told["verdict"] = {"en": verdict}
    brief = read_brief(ROOT / "examples" / "egov-2024.yaml").model_copy(update={"kind": "rebuttal"})
    brief = Brief.model_validate({**brief.model_dump(mode="python", by_alias=True), "rebuttal": told})
    assert [line.label for line in content_of(brief, "en", phrases("en").labels).lines][-1] == label


@pytest.mark.parametrize(
    ("language", "parts", "told"),
    [
        (
            "vi",
            ("7h30 - 16h30 Thứ Bảy, 12/12/2026", "Nhà thi đấu", "Quét mã tại cổng", "Người lao động"),
            "Chương trình diễn ra từ 7h30 đến 16h30 thứ Bảy, ngày 12/12/2026, tại Nhà thi đấu. Quét mã tại cổng."
            " Chương trình dành cho người lao động.",
        ),
        (
            "en",
            (
                "Saturday 12 December 2026, 7:30–16:30",
                "Provincial Sports Hall",
                "Scan the code",
                "Workers and students",
            ),
            "The event takes place on Saturday 12 December 2026, 7:30–16:30, at the Provincial Sports Hall."
            " Scan the code. The event is for workers and students.",
        ),
        (
            "he",
            ("יום שלישי, 15.12.2026, 16:00–20:00", "מתנ״ס רמות", "בטל׳ 106", "תושבי העיר"),
            "האירוע יתקיים ביום שלישי, 15 בדצמבר 2026, בשעות 16:00–20:00. המקום: מתנ״ס רמות. ההרשמה בטל׳ 106."
            " מוזמנים תושבי העיר.",
        ),
    ],
)
def test_a_voice_reads_no_labels_of_an_event(language: str, parts: tuple[str, ...], told: str) -> None:
    """ "When: … Where: … How to take part: … For: …": nobody speaks so."""
    names = ("when", "where", "register", "for")
    event = {name: {**PARTS["event"].get(name, {}), language: text} for name, text in zip(names, parts, strict=True)}
    script = _script(_brief("event", event=event, languages=[language]), "citizens", language)
    said = " ".join(_bare(s.shown) for scene in script.scenes if "event-" in scene.id for s in scene.sentences)
    assert said == told
    assert [line.label for line in script.content] == [
        script.labels[name] for name in ("when", "where", "for", "register")
    ]


@pytest.mark.parametrize(
    "limits", ["Forest area is that of 2025.", "Figures are preliminary; forest area is that of 2025."]
)
def test_what_is_not_told_has_no_limits(limits: str) -> None:
    """An episode that never spoke of forests ended with how they were counted."""
    figures = [
        {"id": id, "label": {"en": label}, "value": 3, "unit": "index", "period": "2025"}
        for id, label in (("forest", "Forest area"), ("jobs", "Jobs"))
    ]
    points = [{"id": id, "text": {"en": f"It is {{{id}}}."}, "statistics": [id]} for id in ("jobs", "forest")]
    changes = {"languages": ["en"], "statistics": figures, "limits": {"en": limits}, "title": {"en": "Report"}}

    def told(*ids: str) -> tuple[str, str]:
        brief = _brief("progress", points=[point for point in points if point["id"] in ids], **changes)
        script = _script(brief, "press", "en")
        closing = " ".join(_bare(s.shown) for s in script.scenes[-1].sentences)
        return script.release.limits, closing

    assert told("jobs", "forest")[0] == limits and limits in told("forest")[1]
    kept = "Figures are preliminary." if ";" in limits else ""
    assert told("jobs")[0] == kept
    assert kept in told("jobs")[1] and "orest" not in told("jobs")[1]


def test_every_language_leaves_out_the_same_limits() -> None:
    """The English release had one limit less than the Vietnamese one: only there the label stood word by word."""
    labels = {
        "forest": {"vi": "Diện tích rừng", "en": "Forest area", "he": "שטח היער"},
        "jobs": {"vi": "Việc làm", "en": "Jobs", "he": "משרות"},
    }
    figures = [
        {"id": id, "label": label, "value": 3, "unit": "index", "period": "2025"} for id, label in labels.items()
    ]
    limits = {
        "vi": "Số liệu sơ bộ; số về rừng là của năm 2025.",
        "en": "Figures are preliminary; forest area is that of 2025.",
        "he": "הנתונים ראשוניים; נתוני היערות הם של 2025.",
    }
    points = [{"id": "jobs", "text": dict.fromkeys(LANGUAGES, "{jobs}."), "statistics": ["jobs"]}]
    brief = _brief("progress", points=points, statistics=figures, limits=limits)
    told = {language: _script(brief, "press", language).release.limits for language in LANGUAGES}
    assert told == {"vi": "Số liệu sơ bộ.", "en": "Figures are preliminary.", "he": "הנתונים ראשוניים."}
    unlike = {**limits, "vi": "Số liệu sơ bộ và số về rừng là của năm 2025."}
    brief = _brief("progress", points=points, statistics=figures, limits=unlike)
    assert {language: _script(brief, "press", language).release.limits for language in LANGUAGES} == unlike


def test_a_title_that_one_language_leaves_out_stands_in_none() -> None:
    """The English picture named its subject, the Vietnamese one said "the facts": two pieces for one office."""
    claimed = {"vi": "Kích hoạt VNeID mất 50.000 đồng", "en": "About a rumour of fees", "he": "על שמועה בדבר אגרה"}
    for title, shown in ((claimed, False), ({**claimed, "vi": "Nói rõ về tin đồn thu phí"}, True)):
        brief = _brief("rebuttal", title=title, rebuttal=PARTS["rebuttal"])
        for language in LANGUAGES:
            script = write_script(brief, collect_facts(brief), read_audience("citizens"), language)
            assert (script.kicker == title[language]) is shown, (language, script.kicker)


_WAITS = {
    "id": "wait",
    "label": {"vi": "Thời gian chờ", "en": "Waiting time", "he": "זמן ההמתנה"},
    "value": 3,
    "unit": "duration",
    "per": "day",
    "better": "lower",
    "period": "2025-10",
    "baseline": {"value": 5, "period": "2024-10"},
    "source": "s",
}
_SOURCE = {
    "id": "s",
    "title": {"vi": "Báo cáo", "en": "Report", "he": "דוח"},
    "publisher": {"vi": "Sở Mẫu", "en": "Example Office", "he": "משרד הדוגמה"},
    "date": "2025-11-01",
}


def _spotlight(text: dict[str, str]) -> Brief:
    result = {
        "before": {"vi": "Mất {wait.baseline}", "en": "It took {wait.baseline}", "he": "זה נמשך {wait.baseline}"},
        "after": {"vi": "Còn {wait}", "en": "It takes {wait}", "he": "זה נמשך {wait}"},
    }
    return _brief(
        "spotlight",
        spotlight={**PARTS["spotlight"], **result, "where": {**PARTS["spotlight"]["where"], "vi": "Tỉnh Bình Minh"}},
        sources=[_SOURCE],
        statistics=[_WAITS],
        points=[{"id": "wait", "statistics": ["wait"], "text": text}],
    )


_AGAIN = {"vi": "Thời gian chờ {wait.change}.", "en": "The wait is {wait.change}.", "he": "ההמתנה: {wait.change}."}
_MORE = {
    "vi": f"{_AGAIN['vi']} Người dân không phải quay lại.",
    "en": f"{_AGAIN['en']} Nobody has to come twice.",
    "he": f"{_AGAIN['he']} איש אינו נאלץ לחזור.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["citizens", "press"])
def test_a_good_example_says_once_what_came_of_it(audience: str, language: str) -> None:
    """ "Now: it takes 3 days." and then, as if it were one thing more: "The wait is 2 days shorter." The chart of that
    point stands where what came of it is told, and the press hears there whose figures they are.
    """
    script = _script(_spotlight(_AGAIN), audience, language)
    assert "wait" not in {scene.id for scene in script.scenes}
    [result] = [scene for scene in script.scenes if scene.id == "spotlight-after"]
    assert (result.visual.kind, result.visual.figures) == ("pair", ("wait",))
    [choice] = script.choices
    assert choice.decision == "dropped" and "what came of it" in choice.reason
    publisher = str(_SOURCE["publisher"][language])  # type: ignore[index]
    assert (publisher in _bare(result.sentences[-1].shown)) is (audience == "press")
    # What says more is told, and so is all of it where it is read.
    assert "wait" in {scene.id for scene in _script(_spotlight(_MORE), audience, language).scenes}
    brief = _spotlight(_AGAIN)
    read = write_script(brief, collect_facts(brief), read_audience(audience), language, to_read=True)
    assert "wait" in {scene.id for scene in read.scenes}


def test_a_province_has_its_capital_at_the_beginning_of_a_line_alone() -> None:
    """ "Xã Tân Phú, Tỉnh Bình Minh": within a line Vietnamese writes tỉnh; but Tỉnh ủy."""
    told = [_bare(scene.sentences[0].shown) for scene in _script(_spotlight(_MORE), "citizens", "vi").scenes]
    assert "Đây là cách làm của xã Tân Phú, tỉnh Bình Minh." in told
    within = phrases("vi").within
    assert [within(name) for name in ("Tỉnh ủy Bình Minh", "Thành phố Hồ Chí Minh", "Quận 1")] == [
        "Tỉnh ủy Bình Minh",
        "Thành phố Hồ Chí Minh",
        "Quận 1",
    ]


def test_a_request_that_a_film_has_no_time_for_is_kept_for_posts_and_pages() -> None:
    """The posts of a rumour ended without where to look: its film had no time for what the request is about."""
    brief = _brief(
        "rebuttal",
        calls_to_action={"citizens": {"text": TITLE, "url": "https://example.org/check"}},
    )
    read = write_script(brief, collect_facts(brief), read_audience("citizens"), "en", to_read=True)
    film = replace(read, call_to_action=CallToAction(text=""))
    entry = ScriptEntry.of(film, read=read)
    assert (_bare(entry.call_to_action), entry.call_to_action_url) == (TITLE["en"], "https://example.org/check")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_thanked_for_what_others_did(language: str) -> None:
    """All staff heard "This is your work." of what one clinic did, and were asked to come and see it."""
    for kind, thanked in (("spotlight", False), ("progress", True)):
        brief = _brief(kind, credit=True, news="good")
        facts, staff = collect_facts(brief), read_audience("staff")
        script = _script(brief, "staff", language)
        assert ("credit" in carries(script, [])) is thanked
        credited = {one.say for one in podcast_phrases(language).closings["collegial"] if "credit" in one.when}
        [*_, telling] = write_tellings(brief, facts, staff, language, show="S")
        said = " ".join(_bare(s.shown) for _, turn in turns_of(telling) for s in turn.sentences)
        assert any(one.replace("{address}", staff.address[language]) in said for one in credited) is thanked  # type: ignore[index]


_LONG = {
    "vi": "Phụ huynh chờ nhiều tuần mới được gặp bác sĩ nhi",
    "en": "Parents waited weeks for a children’s doctor",
    "he": "הורים חיכו שבועות לתור לרופא ילדים",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_told_in_a_sentence_is_not_read_as_a_field_of_a_form(language: str) -> None:
    """ "The problem: Parents waited weeks" – nobody talks so; "the problem: long waits" is no sentence without it."""
    label = phrases(language).labels["problem"]
    for problem, labelled in ((_LONG, False), (PARTS["spotlight"]["problem"], True)):
        brief = _brief("spotlight", spotlight={**PARTS["spotlight"], "problem": problem})
        [told] = [s for s in _script(brief, "staff", language).scenes if s.id == "spotlight-problem"]
        said = _bare(" ".join(sentence.shown for sentence in told.sentences))
        assert said.startswith(f"{label}: ") is labelled
        assert problem[language].casefold() in said.casefold()
