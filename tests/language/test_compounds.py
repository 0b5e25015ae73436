"""Vietnamese compounds: a line broken inside a word is read twice."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefcast.language import compounds as module
from briefcast.language.compounds import inside_compounds, keep_compounds, know_compounds


@pytest.mark.parametrize(
    "line",
    [
        "Tất_cả là để phục_vụ bà_con tốt hơn.",
        "Mạng nhanh đã về tới hơn 99% thôn, bản.",
        "Người_dân đỡ phải mang nhiều giấy_tờ.",
        "Việt_Nam hoàn_thành 44 trên 63 nhiệm_vụ.",
    ],
)
def test_syllables_of_one_word_stay_together(line: str) -> None:
    words = line.replace("_", " ").split()
    joined = [len(part.split("_")) for part in line.split()]
    ends = {sum(joined[: n + 1]) - 1 for n in range(len(joined))}
    assert inside_compounds(words, max_chars=40) == set(range(len(words))) - ends


def test_a_compound_too_long_for_the_place_may_be_broken() -> None:
    """Set whole, it would overflow a narrow card."""
    assert inside_compounds(["chính", "phủ", "điện", "tử"], max_chars=10) == frozenset()


def test_no_break_spaces_and_marks_do_not_move_the_places() -> None:
    """A figure with its unit is one word for the line, three for the segmenter."""
    words = ["hơn", "55\u00a0triệu", "tài", "khoản", "(VNeID)", "đã", "kích", "hoạt…"]
    assert inside_compounds(words, max_chars=40) == {2, 6}


LINE = ["chính", "phủ", "điện", "tử"]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What an earlier run kept; this one knows nothing yet."""
    monkeypatch.setattr(module, "_known", {})
    assert inside_compounds(LINE, max_chars=40)
    keep_compounds(tmp_path / "kept" / "compounds.json")
    monkeypatch.setattr(module, "_known", {})
    return tmp_path / "kept" / "compounds.json"


def _ask(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer in the segmenter's place that every syllable is a word, and note the lines."""
    from underthesea.pipeline import word_tokenize

    asked: list[str] = []

    def answer(line: str, **_: object) -> list[str]:
        asked.append(line)
        return line.split()

    monkeypatch.setattr(word_tokenize, "word_tokenize", answer)
    return asked


def test_a_line_that_was_seen_does_not_wait_for_the_segmenter(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = inside_compounds(LINE, max_chars=40)
    monkeypatch.setattr(module, "_known", {})
    asked = _ask(monkeypatch)
    know_compounds(kept)
    assert inside_compounds(LINE, max_chars=40) == before
    assert not asked
    assert inside_compounds(["một", "dòng", "khác"], max_chars=40) == frozenset()
    assert asked == ["một dòng khác"]


@pytest.mark.parametrize("harm", ["another version", "no JSON", "gone"])
def test_what_cannot_be_trusted_is_asked_again(kept: Path, harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    match harm:
        case "another version":
            kept.write_text(json.dumps({**json.loads(kept.read_text("utf-8")), "version": "0"}), "utf-8")
        case "no JSON":
            kept.write_text("{", "utf-8")
        case _:
            kept.unlink()
    asked = _ask(monkeypatch)
    know_compounds(kept)
    inside_compounds(LINE, max_chars=40)
    assert asked == [" ".join(LINE)]


def test_what_is_kept_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_known", {})
    monkeypatch.setattr(module, "_KEPT_MAX", 3)
    _ask(monkeypatch)
    for number in range(10):
        inside_compounds(["dòng", str(number)], max_chars=40)
    keep_compounds(tmp_path / "compounds.json")
    assert list(json.loads((tmp_path / "compounds.json").read_text("utf-8"))["ends"]) == ["dòng 7", "dòng 8", "dòng 9"]


def test_pictures_drawn_at_once_wait_for_the_segmenter(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a film was not made: its thread asked a segmenter that another one was still loading."""
    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger
    from underthesea.pipeline import word_tokenize

    load = FastCRFSequenceTagger.load

    def load_slowly(self: FastCRFSequenceTagger, path: str) -> None:
        time.sleep(0.2)
        load(self, path)

    monkeypatch.setattr(FastCRFSequenceTagger, "load", load_slowly)
    monkeypatch.setattr(word_tokenize, "word_tokenize_model", None)
    monkeypatch.setattr(module, "_known", {})
    lines = [["Người", "dân", "phục", "vụ", str(number)] for number in range(4)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda words: inside_compounds(words, max_chars=40), lines))
    assert found == [frozenset({0, 2})] * 4
