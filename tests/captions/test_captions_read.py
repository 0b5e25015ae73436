"""Burnt-in captions and headlines, read back from the frames by a machine that has not seen the script."""

from __future__ import annotations

import difflib
import io
import os
import re
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from briefcast.captions.cue import Cue, spoken_together
from briefcast.look.brand import contrast, read_brand
from briefcast.products.video.arrangement import Shape
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.layers import draw_rgba
from briefcast.products.video.render import render_frame
from briefcast.products.video.storyboard import FPS, Page, SceneBoard, Storyboard
from tests.video_fixtures import make_script, narrate_silently

# Hebrew with a Latin name is read in two ways: the machine takes single words for the other script now and then.
LANGUAGES = {"vi": ("vie",), "en": ("eng",), "he": ("heb", "heb+eng")}
SHAPES: tuple[Shape, ...] = get_args(Shape)
READ_MIN = 0.97


def board(folder: Path, language: str, shape: Shape) -> Storyboard:
    script = make_script(language)
    return build_storyboard(script, narrate_silently(script, folder), read_brand("institutional"), shape)


def read(ink: NDArray[np.bool_], wanted: Sequence[str], language: str) -> float:
    """Give the share of characters read from lines of one height: as one block, else line by line."""
    whole = 0.0
    for code in LANGUAGES[language]:
        whole = max(whole, share_read("\n".join(wanted), recognise(ink, code, "6")))
        if whole >= READ_MIN:
            break
    if whole >= READ_MIN or len(wanted) == 1:
        return whole
    step, read_chars = len(ink) / len(wanted), 0.0
    for number, text in enumerate(wanted):
        line = ink[round(number * step) : round((number + 1) * step)]
        best = max(share_read(text, recognise(line, code, "7")) for code in LANGUAGES[language])
        read_chars += len(plain(text)) * best
    return max(whole, read_chars / sum(len(plain(text)) for text in wanted))


def recognise(ink: NDArray[np.bool_], code: str, mode: str) -> str:
    image = Image.fromarray(np.where(ink, 0, 255).astype(np.uint8))
    image = image.resize((max(image.width * 3 // 4, 8), max(image.height * 3 // 4, 8)), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    ImageOps.expand(image, 24, 255).save(buffer, "PNG")
    done = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", code, "--psm", mode],
        # One thread each: several on few cores stand in one another's way.
        input=buffer.getvalue(), capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    return done.stdout.decode()


def plain(text: str) -> str:
    """Leave what a reader tells apart: no direction marks, one kind of quotation mark and dash."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = re.sub("[״”“„]", '"', re.sub("[׳’‘]", "'", re.sub("[־–—]", "-", text)))
    return " ".join(text.split())


def share_read(wanted: str, found: str) -> float:
    """Give the share of characters that were read, in their order."""
    wanted, found = plain(wanted), plain(found)
    matched = sum(block.size for block in difflib.SequenceMatcher(None, wanted, found, False).get_matching_blocks())
    return matched / max(len(wanted), 1)


def ink_of(storyboard: Storyboard, cue: Cue, page: Page) -> NDArray[np.bool_]:
    """Give where the letters of a caption are: on two frames, because the word being said is marked."""
    colours = storyboard.look["colours"]
    ink = colours["ink"] if page.data["on"] == "panel" else colours["on_panel"]
    wanted = np.array([int(ink[i : i + 2], 16) for i in (1, 3, 5)])
    # Within the box of the caption, without its rounded corners.
    box = draw_rgba([page], storyboard.look)[0][..., 3] > 128
    rows, columns = np.flatnonzero(box.any(axis=1)), np.flatnonzero(box.any(axis=0))
    left, top = page.drawn[0] + columns[0] + 8, page.drawn[1] + rows[0] + 4
    right, bottom = page.drawn[0] + columns[-1] - 8, page.drawn[1] + rows[-1] - 4
    found = np.zeros((bottom - top, right - left), bool)
    for word in (cue.words[0], cue.words[-1]):
        frame = render_frame(storyboard, round(word.start_ms * FPS / 1000) + 1)
        found |= np.abs(frame[top:bottom, left:right].astype(int) - wanted).max(axis=-1) < 60
    return found


def caption_page(storyboard: Storyboard, cue: Cue) -> tuple[SceneBoard, Page]:
    scene = next(s for s in storyboard.scenes if cue in s.cues)
    return scene, next(p for p in scene.pages if p.key == f"cue{scene.cues.index(cue)}")


@pytest.mark.ocr
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_can_be_read_from_the_frames(language: str, shape: Shape, tmp_path: Path) -> None:
    """Marks would be missing, letters cut off, Hebrew run backwards, and nobody would notice."""
    storyboard = board(tmp_path, language, shape)
    # The longest: no marked word may hide them. A number that begins a line in Hebrew the reader loses, however large.
    lost = [c for c in storyboard.cues if language == "he" and any(plain(text)[0].isdigit() for text in c.texts)]
    cues = [c for c in storyboard.cues if len(c.words) > 1 and c not in lost]
    cues = sorted(cues, key=lambda c: -len(" ".join(c.texts)))[:2]
    for cue in cues:
        _, page = caption_page(storyboard, cue)
        ink = ink_of(storyboard, cue, page)
        assert read(ink, cue.texts, language) >= READ_MIN, cue.texts
    columns = np.flatnonzero(ink.any(axis=0))
    # Known to be bad: a tenth is cut off at both ends, as by an overlay or a wrong measure.
    edge = (columns[-1] - columns[0]) // 10
    assert read(ink[:, columns[0] + edge : columns[-1] - edge], cue.texts, language) < READ_MIN


@pytest.mark.ocr
def test_hebrew_in_the_wrong_order_would_be_found(tmp_path: Path) -> None:
    """The check would pass captions that run backwards."""
    storyboard = board(tmp_path, "he", "16x9")
    cue = max(storyboard.cues, key=lambda c: len(c.words))
    _, page = caption_page(storyboard, cue)
    ink = np.array([255, 255, 255] if page.data["on"] == "page" else [16, 29, 56])

    def shown(lines: list[list[object]]) -> float:
        picture = draw_rgba([replace(page, data={**page.data, "lines": lines})], storyboard.look)[0]
        box = np.flatnonzero((picture[..., 3] > 128).any(axis=1))
        letters = (np.abs(picture[..., :3].astype(int) - ink).max(axis=-1) < 60) & (picture[..., 3] > 128)
        return read(letters[box[0] : box[-1]], cue.texts, "he")

    right = page.data["lines"]
    assert shown(right) >= READ_MIN
    assert shown([line[::-1] for line in right]) < READ_MIN


@pytest.mark.ocr
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_is_whole(language: str, tmp_path: Path) -> None:
    """The finding itself would be cropped."""
    storyboard = board(tmp_path, language, "9x16")
    scene = storyboard.scenes[2]
    page = next(p for p in scene.pages if p.data["part"] == "headline")
    left, top, right, bottom = page.box
    frame = render_frame(storyboard, scene.start_frame + scene.frames // 2)[top - 20 : bottom + 20, left:right]
    ink = np.abs(frame.astype(int) - np.array([16, 29, 56])).max(axis=-1) < 60
    rows = np.flatnonzero(ink.any(axis=1))
    assert read(ink, [page.data["text"]], language) >= READ_MIN
    assert read(ink[: rows[-1] - 30], [page.data["text"]], language) < READ_MIN


def lag_p95_ms(storyboard: Storyboard, *, late_ms: int = 0) -> float:
    """Give how far the mark on a word comes from the word's beginning, in 95 of 100 words."""
    lags = []
    for scene in storyboard.scenes:
        layer = next(y for y in scene.layers if y.name == "spoken word")
        begins = {key: (scene.start_frame + frame) * 1000 / FPS for frame, key in reversed(layer.steps)}
        for number, cue in enumerate(scene.cues):
            groups = [group for line in cue.lines for group in spoken_together(line, storyboard.language)]
            for index, group in enumerate(groups):
                lags.append(abs(begins[f"cue{number}.{index}"] - group[0].start_ms + late_ms))
    return float(np.percentile(lags, 95))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mark_comes_with_its_word(language: str, shape: Shape, tmp_path: Path) -> None:
    """Who learns to read along would be led to the wrong word."""
    storyboard = board(tmp_path, language, shape)
    assert lag_p95_ms(storyboard) <= 50
    assert lag_p95_ms(storyboard, late_ms=60) > 50


@pytest.mark.parametrize("brand", ["institutional", "youthful"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_captions_stand_out_from_their_own_box(brand: str, theme: str) -> None:
    """The box is opaque, so nothing behind it matters: letters, the marked word and its letters must be told apart."""
    colours = read_brand(brand).theme(theme)
    for box, ink, mark in (
        (colours.background, colours.ink, colours.accent),
        (colours.panel, colours.on_panel, colours.panel_accent),
    ):
        assert contrast(box, ink) >= 4.5
        assert contrast(mark, box) >= 4.5


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_are_as_high_as_published_and_none_is_set_smaller(language: str, shape: Shape, tmp_path: Path) -> None:
    """On a phone the captions would be too small to read (BBC Subtitle Guidelines, 9.2.1)."""
    storyboard = board(tmp_path, language, shape)
    colours = storyboard.look["colours"]
    pages = [caption_page(storyboard, cue)[1] for cue in storyboard.cues]
    pictures = draw_rgba(pages, storyboard.look)
    for cue, page, picture in zip(storyboard.cues, pages, pictures, strict=True):
        box = colours["background"] if page.data["on"] == "panel" else colours["panel"]
        wanted = np.array([int(box[i : i + 2], 16) for i in (1, 3, 5)])
        rows = np.flatnonzero((np.abs(picture[..., :3].astype(int) - wanted).max(axis=-1) < 4).any(axis=1))
        line_px = (rows[-1] - rows[0] + 1 - 20) / len(cue.lines)
        assert 75 <= line_px <= 86, (cue.texts, line_px)


def test_every_caption_of_the_example_keeps_every_limit() -> None:
    """A caption nobody can finish would go out with the first edition."""
    from bench.captions import measure

    rows = list(measure(voices=("espeak",), audiences=("leaders",)))
    assert {(row.language, row.shape) for row in rows} == {(code, shape) for code in LANGUAGES for shape in SHAPES}
    assert all(row.cues > 5 for row in rows)
    assert [fault for row in rows for fault in row.faults] == []
