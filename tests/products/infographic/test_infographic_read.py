"""A machine that has not seen the brief must read back from a picture every number and nearly every word."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from briefcast.look import drawing
from briefcast.products.infographic.draw import draw_infographic
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.product import as_shown
from briefcast.products.profiles import read_audience
from briefcast.script import Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests.picture_fixtures import AUDIENCES, BRAND, LANGUAGES, laid_out, script
from tests.writing.test_content import PARTS
from tests.writing.test_content import _brief as brief_of

OCR = {"vi": "vie", "en": "eng", "he": "heb"}
WORDS_READ_MIN = 0.98
PAPER, SCALES = 28, (1.0, 1.6, 0.7)
"""Margin around a crop, and what it is enlarged by, one attempt after another."""
NOT_READ = ("panel", "logo", "qr", "photo")


def some(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each in one language, in turn; every one of them in every language if all are asked for."""
    pairs = [(name, language) for name in names for language in LANGUAGES]
    return (
        pairs
        if os.environ.get("BRIEFCAST_TEST_ALL")
        else [pair for at, pair in enumerate(pairs) if at % 3 == at // 3 % 3]
    )


def plain(text: str) -> list[str]:
    """The words of a text, without marks of direction and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return re.findall(r"\d+(?:[.,]\d+)*|[^\W\d_]+", bare.lower())


def written_on(page: Page) -> list[str]:
    """Every word that the renderer put on a page, its chart included."""
    texts = [text.body for text in drawing.measure_texts(page.template, page_data(page))]
    for spec in page.charts.values():
        texts += [text for mark in spec.marks for text in (mark.written, mark.label)]
        texts += [text for mark in (spec.target, spec.baseline) if mark for text in (mark.written, mark.label)]
    return [word for text in texts for word in plain(text)]


def recognise(images: Iterable[Image.Image], language: str, mode: int, *options: str) -> list[str]:
    """The words of pictures, one after another; tesseract, which takes long to begin, begins once for all of them."""
    with tempfile.TemporaryDirectory() as aside:
        names = []
        for image in images:
            names.append(Path(aside) / f"{len(names)}.png")
            image.save(names[-1], compress_level=1)
        if not names:
            return []
        (every := Path(aside) / "every.txt").write_text("".join(f"{name}\n" for name in names), "utf-8")
        read = subprocess.run(
            ["tesseract", str(every), "stdout", "-l", language, "--psm", str(mode), *options],
            # One thread each: several on few cores stand in one another's way.
            capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    return plain(read.stdout.decode())


def line_of_digits(image: Image.Image) -> Image.Image:
    """The tallest line of a figure whose words go on below its digits."""
    inked = (np.asarray(image) < 128).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False]))))
    top, bottom = max(zip(edges[::2], edges[1::2], strict=True), key=lambda rows: rows[1] - rows[0])
    return tight(image.crop((0, int(top), image.width, int(bottom))))


def lines_of(image: Image.Image) -> list[Image.Image]:
    """The lines of a text, cut where no ink is."""
    inked = (np.asarray(image) < 128).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False]))))
    rows = [(int(top), int(bottom)) for top, bottom in zip(edges[::2], edges[1::2], strict=True) if bottom - top > 8]
    return [tight(image.crop((0, top, image.width, bottom))) for top, bottom in rows]


def by_height(image: Image.Image) -> list[Image.Image]:
    """Cut a line into its large digits and what stands small before and after them."""
    dark = np.asarray(image) < 128
    runs, start = [], None
    for x, on in enumerate([*dark.any(axis=0), False]):
        if on and start is None:
            start = x
        if not on and start is not None:
            rows = np.flatnonzero(dark[:, start:x].any(axis=1))
            runs.append((start, x, rows[-1] - rows[0] + 1))
            start = None
    tallest = max(height for *_, height in runs)
    large = [i for i, (*_, height) in enumerate(runs) if height > 0.72 * tallest]
    groups = (runs[: large[0]], runs[large[0] : large[-1] + 1], runs[large[-1] + 1 :])
    return [tight(image.crop((group[0][0], 0, group[-1][1], image.height))) for group in groups if group]


def tight(image: Image.Image) -> Image.Image:
    return image.crop(ImageOps.invert(image).getbbox())


def scaled(image: Image.Image, share: float) -> Image.Image:
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return ImageOps.expand(image.resize(size, Image.Resampling.LANCZOS), PAPER, fill=255)


def beside_numbers(boxes: tuple[drawing.Box, ...]) -> Iterator[drawing.Box]:
    """What stands beside the number of a card by itself: lines of one size."""
    numbers = {box.part.removesuffix("-number"): box for box in boxes if box.part.endswith("-number")}
    for box in boxes:
        if number := numbers.get(box.part):
            after = number.x_px + number.width_px
            for left, right in ((box.x_px, number.x_px), (after, box.x_px + box.width_px)):
                if right - left > 100:
                    yield replace(box, part=f"{box.part}-beside", x_px=left, width_px=right - left)


def readings(page: Page, image: Image.Image) -> Iterator[list[str]]:
    """Words that tesseract finds in each part of the page by itself, one attempt after another."""
    grey = image.convert("L")
    texts, figures = [], []
    measured = drawing.measure(page.template, page_data(page))
    for box in (*measured, *beside_numbers(measured)):
        if box.part in NOT_READ or box.width_px < 8:
            continue
        left, top = max(0, int(box.x_px) - 6), max(0, int(box.y_px) - 12)
        below = 0.3 * min(box.height_px, 120)
        crop = grey.crop((left, top, int(box.x_px + box.width_px) + 8, int(box.y_px + box.height_px + below)))
        crop = ImageOps.invert(crop) if crop.getpixel((1, 1)) < 140 else crop
        clean = crop.point(lambda value: 255 if value > 150 else 0)
        if box.part.endswith("number") and ImageOps.invert(clean).getbbox():
            figures.append(line_of_digits(tight(clean)))
        texts.append((clean, ImageOps.autocontrast(crop, cutoff=(0, 40))))
    for share in SCALES:
        for crops in zip(*texts, strict=True):
            yield recognise((scaled(crop, share) for crop in crops), OCR[page.language], 6)
        pieces = [piece for line in figures for piece in by_height(line)]
        for tall in (44, 64):
            options = ("-c", "tessedit_char_whitelist=0123456789.,/%")
            as_high = [scaled(piece, share * tall / piece.height) for piece in pieces]
            yield recognise(as_high, "eng", 7, *options)
            yield recognise(as_high, OCR[page.language], 7)
        yield recognise((scaled(crop, share) for crop, _ in texts), "eng", 6)
    # A small line close above a large one is taken for its accents: each line by itself.
    lines = [line for crop, _ in texts for line in lines_of(crop)]
    yield recognise([scaled(line, 48 / line.height) for line in lines], OCR[page.language], 7)
    # Numbers along a line are found on the page as a whole: alone, their line is read for a letter.
    for larger, mode in itertools.product((1.5, 2), (6, 11)):
        yield recognise([scaled(grey, larger)], "eng", mode)


def unread(page: Page, image: Image.Image) -> tuple[list[str], list[str]]:
    """Words and numbers of a page that cannot be read on a picture; where enough is read, no more is tried."""
    written = missing = set(written_on(page))
    for found in readings(page, image):
        joined = " ".join(found)
        # Words set close together come out as one; numbers have to come out as they are.
        missing = {w for w in missing if w not in found and (w[0].isdigit() or len(w) < 3 or w not in joined)}
        if is_enough(missing, written):
            break
    return sorted(w for w in missing if not w[0].isdigit()), sorted(w for w in missing if w[0].isdigit())


def is_enough(missing: Collection[str], written: Collection[str]) -> bool:
    """Whether every number of a page was read, and nearly every word."""
    numbers = sum(word[0].isdigit() for word in missing)
    return not numbers and len(missing) <= max(1, len(written) * (1 - WORDS_READ_MIN))


def drawn(page: Page, folder: Path) -> Image.Image:
    return Image.open(folder / draw_infographic(page, folder)[0].name)


@pytest.mark.ocr
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES if os.environ.get("BRIEFCAST_TEST_ALL") else ("leaders", "citizens"))
def test_a_picture_can_be_read_back(audience: str, language: str, tmp_path: Path) -> None:
    read_back(laid_out(script(audience, language), "1080x1350"), tmp_path)


@pytest.mark.ocr
@pytest.mark.parametrize(("size", "language"), some(("1080x1080", "1080x1920", "1200x630")))
def test_so_can_those_of_other_sizes(size: str, language: str, tmp_path: Path) -> None:
    audience = AUDIENCES[(LANGUAGES.index(language) * 2 + int(size[:4] == "1200")) % 6]
    read_back(laid_out(script(audience, language), size), tmp_path)


@pytest.mark.ocr
@pytest.mark.parametrize(("kind", "language"), some(PARTS))
def test_so_can_a_rebuttal_an_event_an_answer_and_a_good_practice(kind: str, language: str, tmp_path: Path) -> None:
    """What a piece of its kind says before all stands on its picture, with the figure."""
    sizes = ("1080x1350", "1080x1080", "1200x630")
    size = sizes[(list(PARTS).index(kind) + LANGUAGES.index(language)) % 3]
    page = lay_out(of_kind(kind, language), BRAND, size)
    assert page.lacking == ()
    read_back(page, tmp_path)
    if size != "1200x630":
        said = set(written_on(page))
        own = (word for part in PARTS[kind].values() for word in plain(part[language]))
        assert said >= set(own), "all of it, in its words"


def of_kind(kind: str, language: str) -> Script:
    """A piece of a kind with parts of its own, and one figure."""
    brief = brief_of(
        kind,
        statistics=[FEE],
        sources=[SOURCE],
        points=[{"id": "fee", "statistics": ["fee"], "text": dict.fromkeys(LANGUAGES, "{fee}.")}],
    )
    return as_shown(
        write_script(brief, collect_facts(brief), read_audience("citizens"), language), read_audience("citizens")
    )


FEE = {
    "id": "fee",
    "label": {"vi": "Số người tham gia", "en": "People taking part", "he": "משתתפים"},
    "value": 5200,
    "unit": "count",
    "period": "2025-10",
    "source": "police",
}
SOURCE = {
    "id": "police",
    "title": {"vi": "Thông báo", "en": "Notice", "he": "הודעה"},
    "publisher": {"vi": "Công an tỉnh", "en": "Provincial Police", "he": "משטרת המחוז"},
    "url": "https://example.org/notice",
    "date": "2025-11-10",
}


def read_back(page: Page, folder: Path) -> None:
    words, numbers = unread(page, drawn(page, folder))
    assert numbers == []
    assert is_enough(words, written := set(written_on(page))), f"{words} of {len(written)} words"


@pytest.mark.ocr
def test_another_picture_would_be_noticed(tmp_path: Path) -> None:
    """The reading above can fail: a picture that says something else does."""
    image = drawn(laid_out(script("staff", "en"), "1080x1350"), tmp_path)
    words, numbers = unread(laid_out(script("businesses", "en"), "1080x1350"), image)
    assert "20" in numbers
    assert "economy" in words
