"""The page of an edition: where a team sees, checks and downloads what was made."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from briefcast.brief.findings import Finding
from briefcast.brief.model import LANGUAGES
from briefcast.brief.references import ATTRIBUTES, SIZED
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.engines import BESIDE, PERSON, RECORDED
from briefcast.manifest.manifest import (
    AudienceEntry,
    FallbackEntry,
    FindingEntry,
    Manifest,
    OutputEntry,
    ScriptEntry,
    VoiceEntry,
    read_manifest,
)
from briefcast.messages import tell
from briefcast.pages.edition import write_page
from briefcast.pages.frame import _reason, read_labels, speakers
from briefcast.pages.view import build_page, read_cues
from briefcast.products.infographic.sizes import SIZES
from tests import ROOT
from tests.html_tree import Element, parse
from tests.page_fixtures import ALT, SCENES, TITLE, make_edition

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> & {{ 7*7 }} {% raw %}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("edition")
    write_page(make_edition(place), place)
    return place


@pytest.fixture(scope="module")
def page(folder: Path) -> Element:
    return parse((folder / "index.html").read_text("utf-8"))


def read_page(manifest: Manifest, folder: Path) -> Element:
    return parse(write_page(manifest, folder).read_text("utf-8"))


def test_every_picture_has_words_for_who_cannot_see_it(page: Element) -> None:
    pictures = list(page.find_all("img"))
    assert len(pictures) == 2 * 3 * 5  # sets × (four pictures and the episode's cover)
    assert all(picture.attributes.get("alt") for picture in pictures)
    assert {p.attributes["alt"] for p in pictures if "infographic" in p.attributes["src"]} == set(ALT.values())


def test_every_picture_offers_its_description_and_its_figures(page: Element) -> None:
    for figure in page.find_all("figure"):
        if list(figure.find_all("img")):
            details = figure.find("details")
            language = next(a.attributes["lang"] for a in figure.ancestors if "lang" in a.attributes)
            assert SCENES[language][1][1] in details.text
            assert len(list(details.find("tbody").find_all("tr"))) == 3


def test_every_film_has_captions_in_its_language_inside_the_page(page: Element) -> None:
    films = list(page.find_all("video"))
    assert len(films) == 3 * (3 + 1)
    for film in films:
        set_language = next(a for a in film.ancestors if a.tag == "article").attributes["data-language"]
        (track,) = film.find_all("track")
        assert track.attributes["srclang"] == set_language
        assert track.attributes["kind"] == "captions"
        text = base64.b64decode(track.attributes["src"].partition("base64,")[2]).decode()
        assert text.startswith("WEBVTT")
        assert SCENES[set_language][0][1] in text


def test_captions_painted_into_the_film_are_not_shown_twice(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi",))
    before = [track.attributes for track in read_page(manifest, tmp_path).find_all("track")]
    assert before
    assert all("default" in track for track in before)
    outputs = tuple(
        o.model_copy(update={"media": o.media.model_validate({**o.media.model_dump(), "open_captions": True})})
        for o in manifest.outputs
    )
    after = [
        t.attributes for t in read_page(manifest.model_copy(update={"outputs": outputs}), tmp_path).find_all("track")
    ]
    assert len(after) == len(before)
    assert not any("default" in track for track in after)


def test_each_film_offers_the_files_of_its_own_shape(page: Element) -> None:
    for figure in page.find_all("figure"):
        for film in figure.find_all("video"):
            source = film.find("source").attributes["src"]
            shape = source.removesuffix(".mp4").rpartition("-")[2]
            links = [a.attributes["href"] for a in figure.find_all("a", download="")]
            assert len(links) == 4
            assert all(shape in link for link in links)
            assert shape in film.attributes["data-poster"]


def test_the_sound_has_a_transcript_to_read_and_to_jump_in(page: Element) -> None:
    for audio in page.find_all("audio"):
        assert [s.attributes["type"] for s in audio.find_all("source")] == ["audio/mp4", "audio/mpeg"]
        cues = next(c for c in page.find_all("ol") if c.attributes.get("data-for") == audio.attributes["id"])
        assert [float(b.attributes["data-at"]) for b in cues.find_all("button")] == [0.0, 1.0, 2.0]


def test_nothing_is_fetched_from_outside(page: Element, folder: Path) -> None:
    loads = [
        (e.tag, value)
        for e in page.find_all("*")
        for name, value in e.attributes.items()
        if name in ("src", "poster", "data-poster", "srcset", "action", "data") or (name == "href" and e.tag == "link")
    ]
    assert len(loads) > 50
    assert [v for _, v in loads if re.match(r"(?i)([a-z]+:)?//", v)] == []
    text = (folder / "index.html").read_text("utf-8")
    assert "@import" not in text
    assert not re.search(r"url\(", text)
    assert "connect-src" not in text  # default-src 'none' holds for connections too
    policy = page.find("meta", http_equiv="Content-Security-Policy").attributes["content"]
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy


def test_the_policy_allows_the_pages_own_script_and_no_other(page: Element) -> None:
    (script,) = page.find_all("script")
    body = "".join(c for c in script.children if isinstance(c, str))
    digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    policy = page.find("meta", http_equiv="Content-Security-Policy").attributes["content"]
    assert f"script-src 'sha256-{digest}'" in policy
    assert not [name for e in page.find_all("*") for name in e.attributes if name.startswith("on")]


def test_every_file_it_names_is_there_and_every_file_made_is_named(page: Element, folder: Path) -> None:
    names = {
        unquote(value)
        for e in page.find_all("*")
        for name, value in e.attributes.items()
        if name in ("src", "href", "data-poster") and not value.startswith(("data:", "#", "http"))
    }
    assert [name for name in names if not (folder / name).is_file()] == []
    assert {output.path for output in read_manifest(folder).outputs} <= names


def test_heavy_files_wait_until_they_are_wanted(page: Element) -> None:
    assert all(e.attributes["preload"] == "none" for tag in ("video", "audio") for e in page.find_all(tag))
    assert all(e.attributes["loading"] == "lazy" for e in page.find_all("img"))
    assert not any("poster" in e.attributes for e in page.find_all("video"))


def test_without_script_everything_is_shown(page: Element) -> None:
    sets = [e for e in page.find_all("article") if e.has_class("set")]
    assert len(sets) == 6
    assert not any("hidden" in e.attributes for s in sets for e in (s, *s.find_all("section")))
    assert "hidden" in page.find("form").attributes


def test_every_passage_says_its_language_and_direction(page: Element) -> None:
    directions = {"vi": "ltr", "en": "ltr", "he": "rtl"}
    assert page.find("html").attributes["lang"] == "vi"
    for e in page.find_all("*"):
        if e.attributes.get("lang") in directions and e.attributes.get("dir") != "auto":
            assert e.attributes["dir"] == directions[e.attributes["lang"]], e.attributes
    sets = {s.attributes["data-language"]: s for s in page.find_all("article")}
    assert sets["he"].attributes["dir"] == "rtl"
    assert sets["he"].find("h3").text == TITLE["he"]


def test_every_word_of_the_page_exists_in_every_language(page: Element) -> None:
    groups: dict[int, list[Element]] = {}
    for passage in page.find_all("span"):
        if "data-in" in passage.attributes:
            groups.setdefault(id(passage.parent), []).append(passage)
    assert groups
    for passages in groups.values():
        assert len(passages) % 3 == 0
        shown = [p for p in passages if "hidden" not in p.attributes]
        assert {p.attributes["data-in"] for p in shown} == {"vi"}
        assert all(p.text for p in passages)


def test_the_tables_of_words_have_the_same_keys() -> None:
    def keys(table: object) -> object:
        return {k: keys(v) for k, v in table.items()} if isinstance(table, dict) else None

    labels = read_labels()
    assert keys(labels["en"]) == keys(labels["vi"]) == keys(labels["he"])


def test_what_went_otherwise_than_asked_is_said_first(page: Element) -> None:
    notices = page.find("section", id="notices")
    assert page.find("main").find("section") is notices
    (failure,) = (n for n in notices.find_all("li") if n.has_class("error"))
    assert "does not fit 9x16" in failure.text
    fallback, finding = (n for n in notices.find_all("li") if n.has_class("warning"))
    assert "espeak:en-us" in fallback.text
    assert "is not installed" in fallback.text
    assert "Người dân" in fallback.text  # one line for both audiences
    assert "Lãnh đạo" in fallback.text
    assert "egov-2024.yaml:41" in finding.text


def test_a_finding_is_told_in_the_language_of_the_page(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi",))
    found = Finding(
        code="small-letter",
        severity="warning",
        place="brief.yaml:10",
        message=tell("The {field} begins with the small letter '{letter}'.", field="label", letter="a"),
        remedy=tell("Write what the brief says."),
    )
    told = FindingEntry.of(found)
    assert told.message == "The label begins with the small letter 'a'."
    findings = (told, told.model_copy(update={"told": {}, "message": "Written by an earlier briefcast."}))
    notices = read_page(manifest.model_copy(update={"findings": findings}), tmp_path).find("section", id="notices")
    assert "'label' bắt đầu bằng chữ thường 'a'." in notices.text
    assert told.message not in notices.text
    assert "Written by an earlier briefcast." in notices.text


def test_a_long_list_of_troubles_leaves_room_for_the_outputs(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi",))
    failures = tuple(manifest.failures[0].model_copy(update={"message": f"Failure {n}."}) for n in range(20))
    notices = read_page(manifest.model_copy(update={"failures": failures}), tmp_path).find("section", id="notices")
    folded = notices.find("details")
    assert all(f"Failure {n}." in notices.text for n in range(20))
    assert len(list(notices.find_all("li"))) - len(list(folded.find_all("li"))) == 8


def test_captions_that_run_too_fast_are_pointed_out(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi",))
    film = next(o for o in manifest.outputs if o.role == "video")
    slow = film.model_copy(update={"media": film.media.model_copy(update={"caption_faults": ("cue 3: 25 cps",)})})
    outputs = tuple(slow if o is film else o for o in manifest.outputs)
    notices = read_page(manifest.model_copy(update={"outputs": outputs}), tmp_path).find("section", id="notices")
    assert "cue 3: 25 cps" in notices.text
    assert film.path in notices.text


def test_an_edition_without_trouble_says_so(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("en",))
    fine = manifest.model_copy(update={"failures": (), "fallbacks": (), "findings": ()})
    notices = read_page(fine, tmp_path).find("section", id="notices")
    assert list(notices.find_all("li")) == []
    assert read_labels()["en"]["no_notices"] in notices.text


def test_a_file_that_is_gone_is_named_and_not_shown_broken(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("en",))
    gone = next(o for o in manifest.outputs if o.role == "image")
    (tmp_path / gone.path).unlink()
    page = read_page(manifest, tmp_path)
    assert gone.path in page.find("section", id="notices").text
    assert gone.path not in {i.attributes["src"] for i in page.find_all("img")}


def test_a_synthetic_voice_is_declared_where_it_is_heard(page: Element) -> None:
    spoken = [s for s in page.find_all("section") if s.attributes.get("data-product") in ("video", "podcast")]
    assert len(spoken) == 12
    for section in spoken:
        language = next(a for a in section.ancestors if a.tag == "article").attributes["data-language"]
        assert read_labels()[language]["synthetic"] in section.text


@pytest.mark.parametrize("code", ["vi", "en", "he"])
def test_who_speaks_is_named_in_the_language_of_the_page(code: str) -> None:
    """English words stood on a Vietnamese page, and of two who speak only the machine was named."""
    labels = read_labels()[code]
    voice = VoiceEntry(engine="espeak", id="vi", name="eSpeak NG", synthetic=True)
    person = VoiceEntry(engine=RECORDED, id="citizens.vi", name=PERSON, synthetic=False)
    both = voice.model_copy(update={"name": f"eSpeak NG{BESIDE}"})
    assert speakers(code, voice) == "eSpeak NG"
    assert speakers(code, person) == labels["recorded_person"]
    assert "eSpeak NG" in speakers(code, both)
    assert (BESIDE in speakers(code, both), PERSON in speakers(code, both)) == (False, code == "en")


def test_figures_stand_together_with_their_source_and_every_written_form(page: Element) -> None:
    groups = list(page.find("section", id="facts").find_all("tbody"))
    assert len(groups) == 3  # the rank and its change are one group
    assert [code.text for code in groups[0].find_all("code")] == ["egdi-rank", "egdi-rank.change"]
    accounts = groups[1]
    for form in ("hơn 55,25 triệu", "over 55.25 million", "Citizens: over 55 million", "Source says: over"):
        assert form in accounts.text
    links = {a.attributes["href"] for a in page.find("section", id="facts").find_all("a")}
    assert links == {"#source-un-2024", "#source-ncdt-2025"}
    hrefs = [a.attributes["href"] for a in page.find("section", id="sources").find_all("a")]
    assert hrefs == ["https://publicadministration.un.org/egovkb", "https://quangngai.gov.vn/"]


def test_texts_of_a_brief_stay_text(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi", "he"))
    script = manifest.scripts[0]
    outputs = tuple(o.model_copy(update={"alt_text": HOSTILE, "long_description": HOSTILE}) for o in manifest.outputs)
    page = read_page(
        manifest.model_copy(
            update={
                "title": {"vi": HOSTILE, "he": HOSTILE},
                "audiences": (AudienceEntry(id="citizens", name={"vi": HOSTILE, "he": HOSTILE}),),
                "outputs": outputs,
                "sources": tuple(s.model_copy(update={"url": "javascript:alert(1)"}) for s in manifest.sources),
                "fallbacks": (
                    FallbackEntry(audience="citizens", language="vi", wanted=HOSTILE, used="{used}", reason=HOSTILE),
                ),
                "scripts": (
                    script.model_copy(
                        update={
                            "title": HOSTILE,
                            "call_to_action": HOSTILE,
                            "call_to_action_url": "data:text/html,<script>alert(1)</script>",
                        }
                    ),
                ),
            }
        ),
        tmp_path,
    )
    assert len(list(page.find_all("script"))) == 1
    assert not [e for e in page.find_all("img") if e.attributes["src"] == "x"]
    assert not [n for e in page.find_all("*") for n in e.attributes if n.startswith("on")]
    assert page.find("h1").find("span").text == " ".join(HOSTILE.split())
    assert not [a for a in page.find_all("a") if re.match(r"(javascript|data|vbscript):", a.attributes["href"])]


def test_hostile_captions_cannot_leave_their_track(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi",))
    for output in manifest.outputs:
        if output.media_type == "text/vtt":
            text = 'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Voice>a &lt;script&gt; <b>b</b>"><script>x</script>\n'
            (tmp_path / output.path).write_text(text, "utf-8")
    page = read_page(manifest, tmp_path)
    assert len(list(page.find_all("script"))) == 1
    assert 'a <script> b">x' in page.find("ol", class_="cues").text


def test_a_name_with_every_odd_character_is_still_found(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi",))
    first = manifest.outputs[0]
    odd = "citizens/vi/đồ họa #1 100%?'\"&.png"
    (tmp_path / first.path).rename(tmp_path / odd)
    outputs = (OutputEntry.model_validate({**first.model_dump(), "path": odd}), *manifest.outputs[1:])
    page = read_page(manifest.model_copy(update={"outputs": outputs}), tmp_path)
    assert odd in {unquote(i.attributes["src"]) for i in page.find_all("img")}


def test_a_language_a_title_lacks_shows_one_it_has(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi", "he"))
    page = read_page(manifest.model_copy(update={"title": {"vi": "Tiêu đề"}}), tmp_path)
    passages = [(p.attributes["data-in"], p.attributes["lang"], p.text) for p in page.find("h1").find_all("span")]
    assert passages == [("vi", "vi", "Tiêu đề"), ("he", "vi", "Tiêu đề")]


def test_an_audience_without_outputs_keeps_its_script(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi",))
    page = read_page(manifest.model_copy(update={"outputs": ()}), tmp_path)
    assert SCENES["vi"][0][0] in page.find("article").text


def test_the_same_edition_gives_the_same_page(folder: Path) -> None:
    before = (folder / "index.html").read_bytes()
    assert write_page(read_manifest(folder), folder).read_bytes() == before


def test_a_full_edition_stays_light_enough_to_mail(tmp_path: Path) -> None:
    """Six audiences in three languages: 384 files."""
    audiences = ("leaders", "staff", "citizens", "businesses", "youth", "press")
    page = write_page(make_edition(tmp_path, audiences=audiences), tmp_path)
    assert page.stat().st_size < 1_000_000


def test_cues_are_read_as_players_read_them() -> None:
    vtt = (
        "\ufeffWEBVTT - title\r\n\r\nNOTE a remark\r\n\r\n"
        "1\r\n00:01.500 --> 00:02.000 align:start\r\n<v Lan>Xin <i>chào</i>\r\n"
        "các bạn\r\n\r\n01:00:05.250 --> 01:00:06.000\r\na &amp; b\r\n"
    )
    cues = read_cues(vtt)
    assert [(c.start_s, c.clock, c.text) for c in cues] == [
        (1.5, "0:01", "Xin chào các bạn"),
        (3605.25, "1:00:05", "a & b"),
    ]
    assert read_cues("no captions at all") == ()


def test_sets_come_in_the_order_of_the_brief(folder: Path) -> None:
    view = build_page(read_manifest(folder), folder)
    assert [s.id for s in view.sets] == [f"{a}-{c}" for a in ("citizens", "leaders") for c in ("vi", "en", "he")]
    assert isinstance(view.sets[0].script, ScriptEntry)


def test_every_data_table_says_what_it_is_and_in_which_language(page: Element) -> None:
    """Who hears a table cell by cell needs its name, the heads of rows and columns, and the language."""
    tables = [t for t in page.find_all("table") if any(a.tag == "details" for a in t.ancestors)]
    assert tables
    for table in page.find_all("table"):
        assert len(list(table.find_all("caption"))) == 1
        assert all(th.attributes.get("scope") in ("col", "row", "rowgroup") for th in table.find_all("th"))
    for table in (t for t in tables if "lang" in t.attributes):
        article = next(a for a in table.ancestors if a.tag == "article")
        assert (table.attributes["lang"], table.attributes["dir"]) == (
            article.attributes["lang"],
            article.attributes["dir"],
        )
        for row in table.find("tbody").find_all("tr"):
            assert row.find("th").attributes["scope"] == "row"


def test_an_estimate_is_called_one_in_the_data_table(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("en",))
    facts = tuple(fact.model_copy(update={"estimate": True}) for fact in manifest.facts)
    text = read_page(manifest.model_copy(update={"facts": facts}), tmp_path).text
    assert "(estimate)" in text
    assert "(estimate)" not in read_page(manifest, tmp_path).text


def test_every_size_of_picture_has_a_name_in_every_language() -> None:
    """An officer reads "carousel" between Vietnamese words, and asks what that is."""
    for language, labels in read_labels().items():
        assert [size for size in SIZES if size not in labels["variants"]] == [], language


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_points_were_chosen_is_said_in_the_language_of_the_page(language: str) -> None:
    """ "Bỏ khac 64 s > 60 s budget" tells a Vietnamese reader neither which point nor why."""
    reasons = {
        "weight 0 for citizens",
        "weight 3",
        "weight 3; at most 4 points, others weigh more",
        "weight 2; a point of weight 4 had no room",
        "64 s > 60 s budget",
        "64 s > 60 s budget in he",
        "weight 3; own wording for youth; headline of 71 characters replaced by its figure",
        "weight 3; ‘GRDP’ said as ‘what the province makes’; 68.2% said as ‘over 68%’",
    }
    plan = plan_edition(EditionRequest(brief=ROOT / "examples" / "egov-2024.yaml", out=Path("nowhere")))
    choices = [c for (_, code), script in plan.scripts.items() if code == language for c in script.choices]
    assert all(choice.name and choice.name != choice.point for choice in choices)
    for reason in reasons | {choice.reason for choice in choices}:
        for part in reason.split("; "):
            told = _reason(part, language)
            assert language == "en" or (told != part and not re.search(r"\b(weight|said as|budget|points)\b", told)), (
                part
            )


def test_every_attribute_of_a_figure_has_a_name_on_the_page() -> None:
    """ "wholewhole" stood in the table of figures."""
    for code, labels in read_labels().items():
        named = labels["attributes"]
        assert {name or "value" for name in ATTRIBUTES} - {"label"} <= set(named), code
        assert {f"{name}.size" for name in SIZED} <= set(named), code


def test_growth_is_not_told_once_more_as_growth(tmp_path: Path) -> None:
    manifest, folder = make_edition(tmp_path), tmp_path
    first = manifest.facts[0]
    same = first.model_copy(update={"id": f"{first.id}.growth"})
    other = same.model_copy(update={"value": "17"})
    for added, rows in ((same, 0), (other, 1)):
        view = build_page(manifest.model_copy(update={"facts": (first, added)}), folder)
        assert sum(row.attribute == "growth" for row in view.facts[0].rows) == rows


def test_what_a_picture_has_no_room_for_is_named(tmp_path: Path) -> None:
    manifest, folder = make_edition(tmp_path), tmp_path
    outputs = tuple(
        o.model_copy(update={"media": o.media.model_copy(update={"left_out": ("giaingan-my-hoa",)})})
        if o.role == "image"
        else o
        for o in manifest.outputs
    )
    scripts = tuple(s.model_copy(update={"figures": {"giaingan-my-hoa": "My Hoa"}}) for s in manifest.scripts)
    view = build_page(manifest.model_copy(update={"outputs": outputs, "scripts": scripts}), folder)
    named = {name for one in view.sets for p in one.products for picture in p.pictures for name in picture.left_out}
    assert named == {"My Hoa"}
