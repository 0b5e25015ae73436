"""Captions of what the program itself writes: how far a target is, what changed since when."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefcast.captions.cue import caption_limits, count_chars
from briefcast.captions.cut import segment, taken_apart
from briefcast.errors import FactError
from briefcast.speech.base import TimedWord
from tests.facts_fixtures import LABEL, facts_of

LANGUAGES = ("vi", "en", "he")
SHAPES = ("9x16", "1x1", "16x9", "9x16-kinetic")
_LONG = {
    "vi": "còn thiếu gần 9 điểm phần trăm so với mục tiêu năm.",
    "en": "nearly 9 percentage points short of the year’s target.",
    "he": "במרחק של כמעט 9 נקודות אחוז מהיעד השנתי.",
}


def widest(language: str, shape: str) -> int:
    """Give the characters of the longest line, set smaller where a word would else stand alone."""
    limits = caption_limits(language, shape)
    return limits.line_max_chars + limits.stretch_chars


def one_word(shown: str, *, ms: int = 3200) -> list[TimedWord]:
    """Give a figure as the script holds it: one word, whose blanks no line parts."""
    return [TimedWord(shown=shown.replace(" ", "\u00a0"), start_ms=0, end_ms=ms, sentence=0, fact="a.gap")]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caption_of_a_gap_breaks_in_lines(language: str, shape: str) -> None:
    """No film was made: words that the program had written itself did not fit its own caption."""
    most = widest(language, shape)
    cues = segment(one_word(_LONG[language]), language, shape)
    said = " ".join(text for cue in cues for text in cue.texts)
    assert said.replace("\u00a0", " ") == _LONG[language]
    assert all(count_chars(text) <= most for cue in cues for text in cue.texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parts_share_the_time_and_a_number_keeps_what_it_counts(language: str) -> None:
    """The mark would run ahead of the voice, and a line would begin with "percentage points" of no number."""
    parts = taken_apart(one_word(_LONG[language]), language, 24)
    assert [part.shown for part in parts] == _LONG[language].split()
    assert parts[0].start_ms == 0
    assert parts[-1].end_ms == 3200
    assert all(part.start_ms < part.end_ms for part in parts)
    assert next(part for part in parts if part.shown == "9").glue


def test_a_word_without_blanks_stays_whole() -> None:
    """An address has no place to break: cut anywhere, nobody could type it."""
    [part] = taken_apart(one_word("vi-du.rat-dai.example.org/thong-tin"), "vi", 24)
    assert part.shown == "vi-du.rat-dai.example.org/thong-tin"


@st.composite
def figures(draw: st.DrawFn) -> dict[str, Any]:
    """Any figure with a target, an earlier value or a stated change."""
    unit = draw(st.sampled_from(("percent", "count", "currency", "duration")))
    high = 100 if unit == "percent" else 10**13
    amount = st.decimals(1, high, places=draw(st.sampled_from((0, 1))) if unit != "count" else 0)
    made: dict[str, Any] = {"id": "a", "label": LABEL, "value": str(draw(amount)), "unit": unit, "period": "2026-M9"}
    made["better"] = draw(st.sampled_from(("higher", "lower")))
    if unit == "percent":
        made["measure"] = draw(st.sampled_from(("share", "growth", "rate")))
    if unit == "count":
        made["noun"] = {"vi": "thủ tục hành chính", "en": "administrative procedures", "he": "הליכים מנהליים"}
    if unit == "currency":
        made["currency"] = draw(st.sampled_from(("VND", "USD", "ILS")))
    if draw(st.booleans()):
        made["target"] = {"value": str(draw(amount)), "by": draw(st.sampled_from(("2026", "2030", "2026-08"))), "kind":
            draw(st.sampled_from(("goal", "plan", "budget", "ceiling")))}  # fmt: skip
    if draw(st.booleans()):
        made["baseline"] = {"value": str(draw(amount)), "period": draw(st.sampled_from(("2025-M9", "2025-12")))}
    else:
        to = draw(st.sampled_from(("same-period", "year-before", "end-of-year", "start-of-term")))
        into = "points" if unit == "percent" else "percent"
        made["compare"] = {"to": to, "change": str(draw(st.decimals(-40, 40, places=1))), "in": into}
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(figures(), st.sampled_from(LANGUAGES), st.sampled_from(("exact", "rounded", "plain")))
def test_whatever_the_program_says_of_a_figure_fits_every_caption(
    statistic: dict[str, Any], language: str, style: Any
) -> None:
    """`check` passed the brief, and `make` could not make its films."""
    facts = facts_of(statistic)
    for attribute in ("", ".change", ".growth", ".gap", ".progress", ".target", ".baseline"):
        try:
            word = facts.word(f"a{attribute}", language, style)
        except FactError:
            continue
        for shape in SHAPES:
            most = widest(language, shape)
            for cue in segment(one_word(word.shown), language, shape):
                for line in cue.lines:
                    assert len(line) == 1 or count_chars(" ".join(one.text for one in line)) <= most, (line, shape)
