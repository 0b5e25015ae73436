"""The words of an episode to read: as timed cues for players, and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from briefcast.podcast.settings import Measure, podcast_settings
from briefcast.speech.base import TimedWord
from briefcast.video.captions import Cue, caption_limits, segment, write_srt, write_vtt

Stretch = tuple[TimedWord, ...]
"""The words of one scene, with times from the beginning of the episode."""


def vtt_transcript(stretches: Sequence[Stretch], language: str, *, speaker: str) -> str:
    """Write the transcript as WebVTT, each cue with its speaker."""
    return write_vtt(_cues(stretches, language, podcast_settings().vtt), language, speaker=speaker)


def srt_transcript(stretches: Sequence[Stretch], language: str) -> str:
    """Write the transcript as SubRip in the measure that podcast apps show."""
    return write_srt(_cues(stretches, language, podcast_settings().srt), language)


def plain_transcript(stretches: Sequence[Stretch]) -> str:
    """Write the transcript as text, a paragraph for each scene."""
    return "\n\n".join(" ".join(word.shown for word in stretch) for stretch in stretches) + "\n"


def sentences_of(stretch: Stretch) -> tuple[str, ...]:
    """Give the sentences of one scene as they are read."""
    return tuple(" ".join(w.shown for w in words) for _, words in groupby(stretch, key=lambda word: word.sentence))


def _cues(stretches: Sequence[Stretch], language: str, measure: Measure) -> tuple[Cue, ...]:
    limits = caption_limits(language, line_max_chars=measure.line_max_chars, lines_max=measure.lines_max)
    following = [stretch[0].start_ms for stretch in stretches[1:]]
    return tuple(
        cue
        for stretch, until_ms in zip(stretches, [*following, None], strict=True)
        for cue in segment(stretch, language, limits=limits, until_ms=until_ms)
    )
