"""The notice of a synthetic voice: it is the program's own, so no team can shorten it where it does not fit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.errors import LayoutError
from briefcast.language.phrases import phrases as script_phrases
from briefcast.look import drawing
from briefcast.look.brand import list_brands, read_brand
from briefcast.products.video.directing import _notice, build_storyboard
from briefcast.script import Script
from tests.video_fixtures import make_script, narrate_silently

LANGUAGES = ("vi", "en", "he")
FORMS = [*(("classic", shape) for shape in ("9x16", "1x1", "16x9")), ("kinetic", "9x16")]


def told(language: str) -> Script:
    """A script with the words of a real one."""
    said = script_phrases(language)
    return replace(make_script(language), labels=said.labels, voice_notice=said.voice_notice)


def draw_grounds(script: Script, by_hand: int, shape: str, captions: str, kit: str, folder: Path) -> list[str]:
    """Draw what a film of one shape stands on, and give the notices that it shows."""
    narration = replace(narrate_silently(script, folder, synthetic=True), by_hand=by_hand)
    film = build_storyboard(script, narration, read_brand(kit), shape, captions=captions)  # type: ignore[arg-type]
    grounds = [page for page in film.shared if page.data["part"] == "ground" and page.data["notice"]]
    rows = [{**page.data, "width": film.width_px, "height": film.height_px} for page in grounds]
    for row in rows:
        size = {"width": film.width_px, "height": film.height_px}
        data = {"look": dict(film.look), "background": False, "pages": [{**row, "drawn": {"x": 0, "y": 0, **size}}]}
        drawing.draw("video/scene.typ", data, format="svg")
    return [row["notice"] for row in rows]


@pytest.mark.parametrize("kit", list_brands())
@pytest.mark.parametrize(("captions", "shape"), FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_fits_every_size(language: str, captions: str, shape: str, kit: str, tmp_path: Path) -> None:
    """A film that a person reads in part was not made, for the words that say so had no room."""
    script = told(language)
    assert set(draw_grounds(script, 0, shape, captions, kit, tmp_path)) == {script.voice_notice}
    assert set(draw_grounds(script, 2, shape, captions, kit, tmp_path)) == {script.labels["partly_synthetic_voice"]}


def test_a_notice_without_room_is_refused(tmp_path: Path) -> None:
    """It would run over its border, or be cut, and nobody would be told."""
    long = {"partly_synthetic_voice": "Một phần là giọng đọc " * 3, "partly_synthetic": "Một phần là giọng đọc " * 2}
    script = told("vi")
    with pytest.raises(LayoutError, match="notice of a synthetic voice"):
        draw_grounds(replace(script, labels={**script.labels, **long}), 2, "1x1", "classic", "institutional", tmp_path)


def test_the_short_notice_says_that_a_voice_is_synthetic_in_part() -> None:
    """In short, a film of two voices would be called all synthetic, or nothing."""
    for language in LANGUAGES:
        script = told(language)
        narration = replace(narrate_silently(replace(script, scenes=()), Path()), by_hand=1)
        assert _notice(script, narration) == (
            script.labels["partly_synthetic_voice"],
            script.labels["partly_synthetic"],
        )
        assert script.labels["partly_synthetic"] != script.labels["synthetic_voice"]
