"""The film in the preview: its scenes with the captions that are read over them, from what stands in the draft."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from briefcast.brief.document import read_document
from briefcast.desk.filming import film
from briefcast.desk.preview import View, plan_of
from briefcast.edition.plan import told_in_film
from briefcast.languages import read_languages
from tests.desk_fixtures import OURS, inside
from tests.edition_fixtures import BRIEF, write_small_brief

FILMED = BRIEF.replace("products: [infographic, podcast]", "products: [infographic, video]")


def seen(code: str) -> View:
    return View(audience="neighbours", language=code, size="1200x630")


def words(text: str) -> list[str]:
    return re.sub("[\u2066-\u2069]", "", text.replace("\u00a0", " ")).split()


@pytest.mark.parametrize("code", list(read_languages()))
def test_each_scene_is_shown_with_every_word_that_is_said_in_it(tmp_path: Path, code: str) -> None:
    """A caption that is not shown here is first read by everybody else."""
    brief = write_small_brief(tmp_path, FILMED)
    data = read_document(brief).data
    scenes = film(brief, data, seen(code), tmp_path / "aside")
    script = told_in_film(plan_of(brief, data, seen(code), tmp_path / "aside"), "neighbours", code)
    assert len(scenes) == len(script.scenes)
    for shown, scene in zip(scenes, script.scenes, strict=True):
        with Image.open(io.BytesIO(shown.picture)) as picture:
            assert picture.size == (shown.width_px, shown.height_px) == (540, 540)
        assert words(" ".join(shown.captions)) == words(" ".join(each.shown for each in scene.sentences))
    assert [each.start_ms for each in scenes] == sorted({each.start_ms for each in scenes})


def test_what_is_typed_is_in_the_film_at_once(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path, FILMED)
    data = read_document(brief).data
    data["statistics"][0]["value"] = "41.7"
    said = " ".join(each for scene in film(brief, data, seen("en"), tmp_path / "aside") for each in scene.captions)
    assert "41.7%" in said
    assert "99.3" not in said


def test_the_desk_shows_the_scenes_or_says_that_there_is_no_film(tmp_path: Path) -> None:
    write_small_brief(tmp_path, FILMED)
    asked = {"client": "one", "seq": 1, "view": {"audience": "neighbours", "language": "he", "size": "1200x630"}}
    with inside(tmp_path) as browser:
        shown = browser.post("/briefs/small.yaml/film", json=asked, headers=OURS)
        assert shown.status_code == 200
        pictures = re.findall(r'<img src="(/pictures/[0-9a-f]+\.png)"', shown.text)
        assert len(pictures) > 1
        assert all(browser.get(each).content.startswith(b"\x89PNG") for each in pictures)
        assert '<ul lang="he" dir="rtl">' in shown.text
        write_small_brief(tmp_path, BRIEF)
        none = browser.post("/briefs/small.yaml/film", json=asked, headers=OURS)
        assert "<img" not in none.text
        assert (
            browser.post("/briefs/small.yaml/film", json=asked, headers={"origin": "https://x.example"}).status_code
            == 403
        )
