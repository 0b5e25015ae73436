"""Kinetic captions: large, whole, on a place of their own, and marked as one reads: by words, not by syllables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from briefcast.captions.check import check_cues
from briefcast.captions.cue import Cue, CueWord, caption_limits, spoken_together
from briefcast.captions.cut import segment
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.profiles import read_audience
from briefcast.products.video.arrangement import arrange
from briefcast.products.video.compositor import Box
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.layers import draw_pages, draw_rgba
from briefcast.products.video.profile import VideoProfile
from briefcast.products.video.storyboard import Page, SceneBoard, Storyboard
from briefcast.speech.base import TimedWord
from briefcast.writing.hook import for_film
from tests.video_fixtures import make_script, narrate_silently

LANGUAGES = ("vi", "en", "he")


def film_of(language: str, folder: Path, *, kind: str = "kinetic", shape: str = "9x16") -> Storyboard:
    script = for_film(make_script(language), read_audience("youth"))
    spoken = narrate_silently(script, folder)
    return build_storyboard(script, spoken, read_brand("institutional"), shape, captions=kind)  # type: ignore[arg-type]


def whole_captions(scene: SceneBoard) -> list[Page]:
    return [page for page in scene.pages if page.data["part"] == "caption" and page.data["hot"] == -1]


def lone_words(cues: Sequence[Cue]) -> list[str]:
    """Give the lines of one short word beside another line, and the cues of one: a long one is as wide as a line."""
    lines = [text for cue in cues if len(cue.lines) > 1 for text in cue.texts]
    lines += [cue.texts[0] for cue in cues if len(cue.lines) == 1]
    return [text for text in lines if len(text.split()) == 1 and sum(map(str.isalnum, text)) < 8]


def test_who_scrolls_gets_large_captions_in_upright_films_alone() -> None:
    """A team that asks for them would get them where they have no room, or nowhere."""
    kinds = {
        name: read_audience(name).profile("video", VideoProfile).captions for name in ("youth", "citizens", "press")
    }
    assert kinds == {"youth": "kinetic", "citizens": "kinetic", "press": "classic"}
    assert arrange("9x16", rtl=False, captions="kinetic").caption_px == 84
    assert arrange("1x1", rtl=False, captions="kinetic") == arrange("1x1", rtl=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinetic_captions_are_large_and_of_two_lines_at_most(language: str, tmp_path: Path) -> None:
    """On a phone in the hand of someone who walks, small ones are not read at all."""
    film, small = film_of(language, tmp_path), film_of(language, tmp_path, kind="classic")
    assert max(len(cue.lines) for cue in film.cues) <= 2
    assert lone_words(film.cues) == []

    def least_px(film: Storyboard) -> float:
        data = {"look": dict(film.look), "background": False, "noted": True}
        found: list[float] = []
        for page in (page for scene in film.scenes for page in whole_captions(scene)):
            left, top, right, bottom = page.box
            size = {"width": right - left, "height": bottom - top}
            row = {**page.data, **size, "drawn": {"x": 0, "y": 0, **size}}
            texts = drawing.texts_of("video/scene.typ", {**data, "pages": [row]})
            found += [text.size_px for text in texts if text.text == "caption"]
        return min(found)

    assert least_px(film) >= 66
    assert least_px(small) < 66


def words_of(text: str) -> list[TimedWord]:
    """Give words as a voice says them, a third of a second each; ``a_b`` stay together."""
    found: list[TimedWord] = []
    for place, word in enumerate(text.split()):
        at = place * 330
        shown, glue = word.rstrip("_").replace("~", "\u00a0"), word.endswith("_")
        found.append(TimedWord(shown=shown, start_ms=at, end_ms=at + 300, sentence=0, glue=glue))
    return found


LONE = {
    "vi": ("Đội mũ_ bảo_ hiểm trên mọi chuyến đi.", "trên mọi chuyến đi."),
    "en": ("Next time, read the National_ Digital_ Transformation_ Day!", "Transformation Day!"),
    "he": ("עלייה_ של_ 15_ מקומות בממשל דיגיטלי: וייטנאם במקום_ ה־71 בעולם.", "בממשל דיגיטלי: וייטנאם"),
}
"""What was cut into a line and a word beneath it, and the line that it is now: longer than lines are."""


@pytest.mark.parametrize(("language", "said"), [(language, said) for language, (said, _) in LONE.items()])
def test_rather_than_leave_a_word_alone_a_line_is_a_little_longer(language: str, said: str) -> None:
    """ "on every | ride." flashed by: the last word hung under its line like a leftover."""
    cues = segment(words_of(said), language, "9x16-kinetic")
    limits = caption_limits(language, "9x16-kinetic")
    assert lone_words(cues) == []
    assert LONE[language][1] in [text for cue in cues for text in cue.texts]
    assert limits.line_max_chars < max(map(len, (text for cue in cues for text in cue.texts)))
    assert check_cues(cues, language, limits=limits) == ()
    # Where no line may be longer, as in a file of captions, the word has no other place.
    strict = replace(limits, stretch_chars=0)
    short = segment(words_of(said), language, limits=strict)
    assert max(map(len, (text for cue in short for text in cue.texts))) <= limits.line_max_chars
    assert any("a line of" in found for found in check_cues(cues, language, limits=strict))


def test_a_word_alone_on_a_line_would_be_found() -> None:
    """The measure would pass what it is there to find."""

    def cue(*lines: str) -> Cue:
        rows = tuple(tuple(CueWord(text=w, start_ms=0, end_ms=1) for w in line.split()) for line in lines)
        return Cue(start_ms=0, end_ms=1000, lines=rows)

    assert lone_words([cue("one of two", "lines"), cue("Alone"), cue("over 55\u00a0million")]) == ["lines", "Alone"]


def covered(film: Storyboard, scene: SceneBoard, captions: Box) -> set[str]:
    """Name the layers of a scene that are drawn where its captions stand."""
    pages = [page for page in scene.pages if page.data["part"] not in ("caption", "picture")]
    boxes = {key: bitmap.box for key, bitmap in draw_pages(pages, film.look).items()}
    return {key for key, box in boxes.items() if not box.meet(captions).empty}


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_cover_nothing_that_is_to_be_read(language: str, tmp_path: Path) -> None:
    """A label or a source under large letters can be read by nobody."""
    film = film_of(language, tmp_path)
    place = arrange("9x16", rtl=language == "he", captions="kinetic")
    captions = Box(*place.captions)
    safe = Box(*place.safe)
    for scene in film.scenes:
        assert covered(film, scene, captions) == set()
        for drawn in draw_pages(whole_captions(scene), film.look).values():
            assert safe.join(drawn.box) == safe
    assert covered(film, film.scenes[1], captions.moved(0, -300)) != set()


def over_captions(film: Storyboard, scene: SceneBoard, captions: int) -> bool:
    """Whether the headline of a scene is as large as its captions."""
    return any(page.data["size"] >= captions for page in scene.pages if page.data["part"] == "headline")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_stands_over_each_figure_smaller_than_what_is_said(language: str, tmp_path: Path) -> None:
    """Without it nothing said what the number meant; as large as the captions it would be read in their stead."""
    film = film_of(language, tmp_path)
    captions = arrange("9x16", rtl=language == "he", captions="kinetic").caption_px
    for scene in film.scenes:
        figures = [page for page in scene.pages if page.data["part"] == "figure"]
        assert bool(figures) == ("headline" in {layer.name for layer in scene.layers})
        assert not over_captions(film, scene, captions)
    assert over_captions(film, film.scenes[0], 40)


def marked(film: Storyboard, words: Sequence[CueWord], at: int) -> int:
    """Give in how many pieces the mark lies that is on the words of a line at one place."""
    page = whole_captions(film.scenes[1])[0]
    groups = spoken_together(words, film.language)
    lines: list[list[list[dict[str, Any]]]] = [[[{"text": w.text, "key": False} for w in group] for group in groups]]
    picture = draw_rgba([replace(page, window=None, data={**page.data, "lines": lines, "hot": at})], film.look)[0]
    columns = (picture[..., 3] > 128).any(axis=0)
    return int(np.count_nonzero(np.diff(columns.astype(int)) == 1))


def test_a_compound_and_a_name_in_brackets_are_marked_as_one(tmp_path: Path) -> None:
    """Vietnamese was marked by syllables; in Hebrew the mark on a name in brackets fell into two boxes."""

    def words(*texts: str, glued: int = -1) -> list[CueWord]:
        return [CueWord(text=t, start_ms=0, end_ms=1, glue=n == glued) for n, t in enumerate(texts)]

    together = spoken_together(words("làm", "thủ", "tục", "online", glued=1), "vi")
    assert [" ".join(w.text for w in group) for group in together] == ["làm", "thủ tục", "online"]
    named = words("מונה", "חכם", "(Smart", "Meter).")
    assert [len(group) for group in spoken_together(named, "he")] == [1, 1, 2]
    assert [len(group) for group in spoken_together(named, "en")] == [1, 1, 1, 1]
    film = film_of("he", tmp_path)
    assert marked(film, named, 2) == 1
    assert marked(film, words("(א", "ב", "ג)."), 1) == 1
    assert marked(film, words("one", "two"), -1) > 1, "letters without a mark are several pieces"
