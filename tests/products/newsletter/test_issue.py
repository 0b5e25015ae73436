"""An issue of the newsletter as mail programs take it, whatever its texts hold."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from lxml import html as lxml_html

from briefcast.brief.model import LanguageCode
from briefcast.languages import language, read_languages
from briefcast.look.brand import list_brands, read_brand
from briefcast.look.colour import contrast
from briefcast.products.newsletter.draw import _night, draw_mail, draw_page, draw_picture
from briefcast.products.newsletter.issue import Entry, Figure, Issue, IssuePicture, Opening, plain_text
from briefcast.products.newsletter.words import issue_words
from tests.channel_fixtures import picture
from tests.products.newsletter.lint import faults, rules

HOSTILE = '<script>alert(1)</script> {{ 7 * 7 }} {% raw %} =cmd|calc "q" \' & </td></table> data-css-inline="keep"'


def issue_of(folder: Path, code: LanguageCode = "vi", **changes: object) -> Issue:
    file = folder / "picture.png"
    file.write_bytes(picture(1200, 630))
    whole = Issue(
        language=code,
        direction=language(code).direction,
        name="Digital Letter",
        number=3,
        when="Week 41",
        opening=Opening(text="What we chose.", by="Lê Thị Lan"),
        figures=(Figure(written="82,4%", label="Fibre", period="2024", source="Source: MIC"),),
        entries=(
            Entry(
                finding="82,4% have fibre.",
                kicker="Networks",
                sentences=("It was 75.", "More come."),
                source="Source: MIC",
                link="Try it",
                url="https://example.org/a?b=1&c=2",
                picture=IssuePicture(file=file, name="newsletter-b0.jpg", alt_text="Fibre: 82,4%"),
            ),
            Entry(finding="Nobody is left out."),
        ),
        coming=("Services at home",),
        coming_title="Next week",
        issuer="Communications Team",
        view_url="https://example.org/archive",
        unsubscribe_url="https://lists.example.org/u",
    )
    return dataclasses.replace(whole, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", read_languages())
@pytest.mark.parametrize("brand", list_brands())
def test_mail_programs_take_all_of_it(code: LanguageCode, brand: str, tmp_path: Path) -> None:
    mail = draw_mail(issue_of(tmp_path, code), read_brand(brand))
    assert faults(mail) == set()
    assert len(mail.encode()) < 85_000
    tree = lxml_html.document_fromstring(mail)
    assert (tree.get("lang"), tree.get("dir")) == (code, language(code).direction)
    # What is seen without a style sheet is where it belongs: Outlook knows the attribute alone.
    side = "right" if language(code).rtl else "left"
    assert {cell.get("align") for cell in tree.iter("td") if cell.get("class") not in (None, "")} == {side}
    assert mail.index("<meta charset") < 200


@pytest.mark.parametrize("name", rules())
def test_the_lint_finds_what_it_is_for(name: str, tmp_path: Path) -> None:
    good = draw_mail(issue_of(tmp_path), read_brand("institutional"))
    assert name not in faults(good)
    bad = good.replace("</body>", f"{rules()[name].bad}</body>")
    assert name in faults(bad), rules()[name].why


def test_the_lint_finds_what_is_lacking(tmp_path: Path) -> None:
    good = draw_mail(issue_of(tmp_path), read_brand("institutional"))
    assert "no-language" in faults(good.replace(' lang="vi"', "", 1))
    assert "picture-without-words" in faults(good.replace('alt="Fibre: 82,4%"', 'alt=""'))
    assert "table-read-as-data" in faults(good.replace(' role="presentation"', "", 1))
    assert "cell-without-direction" in faults(good.replace('dir="ltr"', 'dir="rtl"', 1))


def test_what_a_text_holds_is_shown_and_never_done(tmp_path: Path) -> None:
    """A title came from a workbook that a stranger had sent; readers would have run it."""
    whole = issue_of(tmp_path)
    entry = dataclasses.replace(
        whole.entries[0], finding=HOSTILE, kicker=HOSTILE, sentences=(HOSTILE,), source=HOSTILE, link=HOSTILE
    )
    issue = dataclasses.replace(
        whole,
        name=HOSTILE,
        entries=(dataclasses.replace(entry, picture=dataclasses.replace(entry.picture, alt_text=HOSTILE)), entry),
        opening=Opening(text=HOSTILE, by=HOSTILE),
        figures=(Figure(written=HOSTILE, label=HOSTILE, period=HOSTILE, source=HOSTILE),),
        coming=(HOSTILE,),
        issuer=HOSTILE,
    )
    for drawn in (draw_mail(issue, read_brand("institutional")), draw_page(issue, read_brand("institutional"))):
        tree = lxml_html.document_fromstring(drawn)
        assert not [each for each in tree.iter() if each.tag == "script"] and "49" not in tree.text_content()
        assert tree.findtext(".//h1") == HOSTILE == tree.findtext(".//h3")
        assert next(image.get("alt") for image in tree.iter("img")) == HOSTILE
        assert len(list(tree.iter("table"))) == len(
            list(lxml_html.document_fromstring(draw_mail(whole, read_brand("institutional"))).iter("table"))
        )
    assert HOSTILE in plain_text(issue)


@pytest.mark.parametrize("code", read_languages())
def test_whoever_reads_no_html_misses_nothing(code: LanguageCode, tmp_path: Path) -> None:
    issue = issue_of(tmp_path, code)
    tree = lxml_html.document_fromstring(draw_mail(issue, read_brand("institutional")))
    text = plain_text(issue)
    for element in (*tree.iter("h1"), *tree.iter("h2"), *tree.iter("h3"), *tree.iter("p")):
        for said in re.split(" · ", " ".join(element.text_content().split())):
            assert said in " ".join(text.split()), said
    for link in tree.iter("a"):
        assert link.get("href") in text
    numbers = re.findall(r"\d+(?:[.,]\d+)*", tree.text_content().replace(tree.findtext(".//style"), ""))
    assert set(numbers) <= set(re.findall(r"\d+(?:[.,]\d+)*", text))
    assert max(map(len, text.split("\n"))) < 998


def test_what_there_is_not_leaves_no_gap(tmp_path: Path) -> None:
    bare = issue_of(
        tmp_path, opening=None, figures=(), coming=(), coming_title="", issuer="", view_url="", unsubscribe_url=""
    )
    bare = dataclasses.replace(bare, entries=(Entry(finding="Only this."),))
    mail, text, words = draw_mail(bare, read_brand("institutional")), plain_text(bare), issue_words("vi")
    assert faults(mail) == set()
    for word in (words.figures, words.view, words.unsubscribe, words.more):
        assert word not in mail and word not in text
    assert "\n\n\n" not in text and "<h2" in mail


@pytest.mark.parametrize("brand", list_brands())
def test_every_text_is_read_on_its_ground_by_day_and_by_night(brand: str) -> None:
    kit = read_brand(brand)
    day, night = kit.theme("light").colours(), _night(kit)
    pairs = [(day[ink], day["surface"]) for ink in ("ink", "muted", "accent")]
    pairs += [(day["muted"], day["background"]), (day["accent"], day["background"])]
    pairs += [(day["on_panel"], day["panel"]), (day["panel_muted"], day["panel"]), (day["muted"], day["track"])]
    pairs += [(night[ink], night[ground]) for ink in ("ink", "muted", "accent") for ground in ("sheet", "ground")]
    pairs += [("#FFFFFF", night["head"]), (night["muted"], night["head"])]
    assert [(ink, ground) for ink, ground in pairs if contrast(ink, ground) < 4.5] == []


def test_a_picture_is_no_larger_than_it_is_shown(tmp_path: Path) -> None:
    import io

    from PIL import Image

    large = tmp_path / "large.png"
    Image.new("RGBA", (2400, 1260), "#1b4d89").save(large)
    drawn = Image.open(io.BytesIO(draw_picture(IssuePicture(file=large, name="p.jpg", alt_text=""))))
    assert (drawn.format, drawn.size) == ("JPEG", (1104, 580))
