"""What is handed out: what a newsroom, a speaker and somebody without an account get, and what nobody gets."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from briefcast.brief.corrections import Correction, add_correction, read_corrections
from briefcast.charts.words import chart_words
from briefcast.edition.origin import read_origin
from briefcast.errors import BriefcastError
from briefcast.handouts.opened import Opened, open_edition
from briefcast.handouts.pictures import alt_alone, picture_as
from briefcast.handouts.press import make_press_kit
from briefcast.handouts.shared import SharedPages, render_shared, shown_items
from briefcast.handouts.speaker import write_speech
from briefcast.languages import read_languages
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.corrected import let_out as note_let_out
from briefcast.ledger.shares import DAYS_MAX, find_share, list_shares, make_share, take_back_share
from briefcast.look.word import W
from briefcast.pages.board import make_app
from briefcast.pages.frame import read_labels
from tests.desk_fixtures import TestClient
from tests.edition_fixtures import BRIEF, make, write_small_brief

NOW = dt.datetime(2031, 11, 26, 9, tzinfo=dt.UTC)
PRESS = BRIEF.replace("products: [infographic, podcast]", "products: [infographic, press-release]")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an edition of a picture and a press release in every language."""
    folder = tmp_path_factory.mktemp("team")
    brief = write_small_brief(folder, PRESS)
    profile = folder / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8") + "products: {press-release: {files: [docx, html]}}\n", "utf-8")
    return make(brief, folder / "outputs").folder


@pytest.fixture
def ledger(made: Path, tmp_path: Path) -> Ledger:
    ledger = open_ledger(tmp_path / "ledger.db")
    ledger.record_edition(opened(made, None).manifest, folder=made, who="minh")
    return ledger


def opened(made: Path, ledger: Ledger | None, *, now: dt.datetime = NOW, embargo: dt.date | None = None) -> Opened:
    found = open_edition(made, ledger, now=now)
    if embargo is None:
        return found
    return Opened(folder=made, manifest=found.manifest.model_copy(update={"embargo": embargo}), ledger=ledger, now=now)


def approve(made: Path, ledger: Ledger, *, language: str = "") -> None:
    for item in opened(made, ledger).items:
        if language in ("", item.language):
            ledger.decide(item.key, item.content_sha256, "approved", who="lan")


def let_out(made: Path, ledger: Ledger, slot: dt.datetime | None = None, *, language: str = "") -> None:
    for item in opened(made, ledger).items:
        if language in ("", item.language):
            ledger.release(item.key, item.content_sha256, channel="folder", account="default", slot=slot, who="lan")


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


# For the press


def test_a_newsroom_gets_release_pictures_captions_and_alt_texts_in_each_language(made: Path, ledger: Ledger) -> None:
    approve(made, ledger)
    kit = make_press_kit(opened(made, ledger))
    files = unpacked(kit.content)
    assert kit.left == ()
    assert kit.name == "small-press.zip"
    for code in read_languages():
        names = {name.rpartition("/")[2] for name in files if name.startswith(f"{code}/")}
        stem = "infographic-1200x630"
        assert {f"{stem}.png", f"{stem}.jpg", f"{stem}.pdf", "press-release.docx", "press-release.html"} <= names
        note = files[f"READ-FIRST.{code}.txt"].decode()
        pictures = [o for o in opened(made, ledger).manifest.outputs if o.language == code and o.role == "image"]
        assert all(alt_alone(each) in note and each.long_description in note for each in pictures)
        # The page with the table is not in the ZIP: what it says stands below.
        assert chart_words(code).where not in note
        assert read_labels()[code]["handouts"]["caption"] in note
        assert "https://example.org/broadband" in note
        assert "99" in note
    assert make_press_kit(opened(made, ledger)).content == kit.content


@pytest.mark.parametrize("code", list(read_languages()))
def test_an_embargo_stands_first_and_in_the_name_of_the_file(made: Path, ledger: Ledger, code: str) -> None:
    """A newsroom that does not see it breaks it."""
    approve(made, ledger)
    kit = make_press_kit(opened(made, ledger, embargo=dt.date(2031, 12, 5)))
    assert "EMBARGO-2031-12-05" in kit.name
    note = unpacked(kit.content)[f"READ-FIRST.{code}.txt"].decode()
    above, _, _ = note.partition(read_labels()[code]["as_of"])
    assert read_labels()[code]["handouts"]["embargo"].partition("{")[0].strip() in above
    over = make_press_kit(opened(made, ledger, embargo=dt.date(2031, 11, 26)))
    assert "EMBARGO" not in over.name


def test_nothing_that_nobody_approved_is_handed_out_unless_it_says_so(made: Path, ledger: Ledger) -> None:
    with pytest.raises(BriefcastError, match="approved"):
        make_press_kit(opened(made, ledger))
    with pytest.raises(BriefcastError, match="approved"):
        write_speech(opened(made, ledger), "neighbours", "vi")
    draft = make_press_kit(opened(made, ledger), drafts=True)
    assert draft.name.endswith("-DRAFT.zip")
    assert read_labels()["en"]["handouts"]["draft"] in unpacked(draft.content)["READ-FIRST.en.txt"].decode()
    approve(made, ledger, language="vi")
    kit = make_press_kit(opened(made, ledger))
    assert {name.partition("/")[0] for name in kit.files if "/" in name} == {"vi"}
    assert {key.split("/")[2] for key, _ in kit.left} == {"en", "he"}


def test_a_picture_is_each_kind_and_says_what_it_shows(made: Path, ledger: Ledger) -> None:
    for code in read_languages():
        output = next(o for o in opened(made, ledger).manifest.outputs if o.language == code and o.role == "image")
        png, jpg = (picture_as(output, made, form, title="Title") for form in ("png", "jpg"))
        with Image.open(io.BytesIO(png)) as one, Image.open(io.BytesIO(jpg)) as other:
            assert (one.format, other.format) == ("PNG", "JPEG")
            assert one.size == other.size == (1200, 630)
        with pikepdf.open(io.BytesIO(picture_as(output, made, "pdf", title="Title"))) as document:
            assert len(document.pages) == 1
            assert [round(float(n)) for n in document.pages[0].MediaBox] == [0, 0, 1200, 630]
            assert document.Root.MarkInfo.Marked
            assert str(document.Root.Lang).startswith(code)
            told = _alts(document.Root.StructTreeRoot)
            assert alt_alone(output) in told and not any(chart_words(code).where in each for each in told)


def _alts(tree: pikepdf.Object) -> list[str]:
    found = [str(tree.Alt)] if "/Alt" in tree else []
    kids = tree.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += _alts(kid)
    return found


# For the speaker


@pytest.mark.parametrize("code", list(read_languages()))
def test_a_speaker_reads_every_sentence_with_its_figures_in_bold(made: Path, ledger: Ledger, code: str) -> None:
    approve(made, ledger)
    there = opened(made, ledger, embargo=dt.date(2031, 12, 5))
    parts = unpacked(write_speech(there, "neighbours", code))
    tree = etree.fromstring(parts["word/document.xml"])
    said = "".join(tree.itertext())
    script = there.manifest.script("neighbours", code)
    assert script
    for scene in script.scenes:
        assert plain(scene.headline) in said
        assert all(word in said for word in plain(scene.text).split())
    bold = {"".join(run.itertext()) for run in tree.iter(f"{{{W}}}r") if run.find(f"{{{W}}}rPr/{{{W}}}b") is not None}
    assert any("99" in each for each in bold)
    assert read_labels()[code]["handouts"]["embargo"].partition("{")[0].strip() in said
    assert (tree.find(f".//{{{W}}}p/{{{W}}}pPr/{{{W}}}bidi") is not None) == read_languages()[code].rtl


def test_a_script_that_there_is_not_is_said(made: Path, ledger: Ledger) -> None:
    with pytest.raises(BriefcastError, match="nobody-here"):
        write_speech(opened(made, ledger), "nobody-here", "vi")


# Links


def served(made: Path, ledger: Ledger, *, now: dt.datetime = NOW, sign_in: str = "team:secret") -> TestClient:
    ways = SharedPages(made.parent, lambda: ledger, lambda: now).routes
    return TestClient(make_app(made.parent, sign_in=sign_in, free_ways=ways))


def test_a_link_shows_what_is_out_and_nothing_else(made: Path, ledger: Ledger) -> None:
    """What is approved for next week, or not at all, is no business of who has a link."""
    approve(made, ledger)
    let_out(made, ledger, language="vi")
    let_out(made, ledger, NOW + dt.timedelta(days=2), language="he")
    token, _ = make_share(ledger, "small", who="lan", now=NOW)
    browser = served(made, ledger)
    page = browser.get(f"/shared/{token}/?language=en")
    assert page.status_code == 200
    assert "neighbours/vi/" in page.text
    assert "neighbours/he/" not in page.text
    assert "neighbours/en/" not in page.text
    there = opened(made, ledger).manifest.outputs
    for output in there:
        answer = browser.get(f"/shared/{token}/{output.path}")
        assert (answer.status_code == 200) == (output.language == "vi"), output.path
    for other in ("manifest.json", "index.html", "../ledger.db", "..%2f..%2fsmall.yaml", ".switch.json"):
        assert browser.get(f"/shared/{token}/{other}").status_code in (401, 404), other
    later = served(made, ledger, now=NOW + dt.timedelta(days=3))
    assert "neighbours/he/" in later.get(f"/shared/{token}/").text


def test_whoever_has_no_link_that_holds_learns_nothing(made: Path, ledger: Ledger) -> None:
    approve(made, ledger)
    let_out(made, ledger)
    token, share = make_share(ledger, "small", who="lan", days=1, now=NOW)
    never = served(made, ledger).get("/shared/x/")
    late = served(made, ledger, now=NOW + dt.timedelta(days=1)).get(f"/shared/{token}/")
    take_back_share(ledger, share.id, who="minh", now=NOW)
    taken = served(made, ledger).get(f"/shared/{token}/")
    assert (never.status_code, late.status_code, taken.status_code) == (404, 404, 404)
    assert never.text == late.text == taken.text
    picture = next(o.path for o in opened(made, ledger).manifest.outputs if o.role == "image")
    assert served(made, ledger).get(f"/shared/{token}/{picture}").status_code == 404
    assert served(made, ledger).get("/").status_code == 401


def test_what_was_withdrawn_or_is_under_embargo_is_not_behind_a_link(made: Path, ledger: Ledger) -> None:
    approve(made, ledger)
    let_out(made, ledger)
    _, share = make_share(ledger, "small", who="lan", now=NOW)
    assert len(shown_items(opened(made, ledger), share)) == 6
    assert shown_items(opened(made, ledger, embargo=dt.date(2031, 12, 5)), share) == ()
    held = opened(made, ledger).items[0]
    ledger.decide(held.key, held.content_sha256, "held", who="lan")
    assert held.key not in {item.key for item in shown_items(opened(made, ledger), share)}


@pytest.mark.parametrize("code", list(read_languages()))
def test_a_link_made_before_it_is_out_says_so_and_shows_what_was_meant(made: Path, ledger: Ledger, code: str) -> None:
    there = opened(made, ledger)
    token, share = make_share(ledger, "small", who="lan", content_sha256=there.sha256, now=NOW)
    page = served(made, ledger).get(f"/shared/{token}/?language={code}")
    words = read_labels()[code]["handouts"]
    assert words["on_purpose"] in page.text
    assert words["draft"] in page.text
    assert f'<html lang="{code}" dir="{read_languages()[code].direction}">' in page.text
    other, _ = make_share(ledger, "small", who="lan", content_sha256="0" * 64, now=NOW)
    changed = served(made, ledger).get(f"/shared/{other}/?language={code}").text
    assert words["changed"] in changed
    assert "neighbours/" not in changed
    assert there.title(code) not in changed
    assert shown_items(there, share) == there.items
    first = there.items[0]
    ledger.decide(first.key, first.content_sha256, "held", who="lan", why="After the speech.")
    assert shown_items(opened(made, ledger), share) == there.items[1:]


def test_the_ledger_keeps_no_link_and_says_who_made_which(made: Path, ledger: Ledger, tmp_path: Path) -> None:
    """Whoever reads a copy of the ledger opens nothing by it."""
    token, share = make_share(ledger, "small", who="lan", days=3, now=NOW)
    ledger.engine.dispose()
    assert all(token.encode() not in file.read_bytes() for file in tmp_path.glob("ledger.db*"))
    assert find_share(ledger, token, now=NOW) == share
    assert find_share(ledger, token[:-1], now=NOW) is None
    taken = take_back_share(ledger, share.id, who="minh", now=NOW)
    assert (taken.who, taken.taken_back_by, taken.ends_at) == ("lan", "minh", NOW + dt.timedelta(days=3))
    assert list_shares(ledger, "small") == (taken,)
    assert list_shares(ledger, "other") == ()
    assert [event.what for event in ledger.history("small")][-2:] == ["shared", "share taken back"]
    for days in (0, DAYS_MAX + 1):
        with pytest.raises(BriefcastError):
            make_share(ledger, "small", who="lan", days=days, now=NOW)


def test_a_damaged_picture_is_not_behind_a_link(made: Path, ledger: Ledger) -> None:
    approve(made, ledger)
    let_out(made, ledger)
    token, _ = make_share(ledger, "small", who="lan", now=NOW)
    output = next(o for o in opened(made, ledger).manifest.outputs if o.role == "image")
    file, content = made / output.path, (made / output.path).read_bytes()
    try:
        file.write_bytes(content + b"x")
        assert served(made, ledger).get(f"/shared/{token}/{output.path}").status_code == 404
        assert output.path not in served(made, ledger).get(f"/shared/{token}/").text
    finally:
        file.write_bytes(content)


def plain(text: str) -> str:
    """Give a text without the marks of direction, which are properties of a run in Word."""
    return re.sub("[\u2066-\u2069]", "", text)


# What is to be put right


@pytest.fixture
def put_right(made: Path) -> Iterator[None]:
    """A correction that was written down beside the brief: it concerns the Vietnamese alone."""
    given = {
        "on": NOW.date(),
        "kind": "correction",
        "who": "lan",
        "reason": {"vi": "Ghi nhầm."},
        "said": {"neighbours": {"vi": [{"was": "99,3%", "now": "98,1%"}]}},
    }
    origin = read_origin(made)
    assert origin
    file = add_correction(origin.file.parent, made.name, Correction.model_validate(given))
    yield
    file.unlink()


def test_what_is_to_be_put_right_goes_to_no_newsroom_unless_it_says_so(
    made: Path, ledger: Ledger, put_right: None
) -> None:
    """A newsroom would print the figure of which the team has written down that it is wrong."""
    approve(made, ledger)
    kit = make_press_kit(opened(made, ledger))
    assert {name.partition("/")[0] for name in kit.files if "/" in name} == {"en", "he"}
    assert {key.split("/")[2] for key, _ in kit.left} == {"vi"} and all("correction" in why for _, why in kit.left)
    with pytest.raises(BriefcastError, match="not let out yet"):
        make_press_kit(opened(made, ledger), languages=["vi"])
    with pytest.raises(BriefcastError, match="not let out yet"):
        write_speech(opened(made, ledger), "neighbours", "vi")
    draft = make_press_kit(opened(made, ledger), drafts=True)
    files, labels = unpacked(draft.content), read_labels()
    assert draft.name.endswith("-DRAFT.zip")
    for code in read_languages():
        told = labels[code]["handouts"]["put_right"].partition("{")[0]
        assert (told in files[f"READ-FIRST.{code}.txt"].decode()) == (code == "vi")
    speech = unpacked(write_speech(opened(made, ledger), "neighbours", "vi", drafts=True))["word/document.xml"].decode()
    assert labels["vi"]["handouts"]["put_right"].partition("{")[0] in speech


def test_a_link_says_that_what_is_out_is_to_be_put_right(made: Path, ledger: Ledger, put_right: None) -> None:
    approve(made, ledger)
    let_out(made, ledger)
    _, share = make_share(ledger, made.name, who="minh", days=14, now=NOW)
    for code in read_languages():
        page = render_shared(share, opened(made, ledger), code)
        assert read_labels()[code]["handouts"]["put_right"].partition("{")[0] in page


def test_a_correction_that_was_let_out_hinders_nothing(made: Path, ledger: Ledger, put_right: None) -> None:
    approve(made, ledger)
    origin = read_origin(made)
    assert origin
    [known] = read_corrections(origin.file.parent, made.name)
    mine = [(item.key, item.content_sha256) for item in opened(made, ledger).items if item.language == "vi"]
    note_let_out(ledger, mine, kind="correction", seen="0" * 12, who="lan", correction=known.mark)
    kit = make_press_kit(opened(made, ledger))
    assert kit.left == () and kit.name == "small-press.zip"
