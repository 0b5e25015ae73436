"""The words of an episode to read: as timed cues for players, as a page, as data and as plain text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import groupby, pairwise

from briefcast.captions.cue import Cue, caption_limits
from briefcast.captions.cut import segment
from briefcast.captions.files import write_srt, write_vtt
from briefcast.languages import language as read_language
from briefcast.products.podcast.plan import Stretch
from briefcast.products.podcast.settings import Measure, podcast_settings
from briefcast.speech.base import TimedWord


def vtt_transcript(stretches: Sequence[Stretch], language: str) -> str:
    """Write the transcript as WebVTT, each cue with its speaker."""
    head, *rest = (
        write_vtt(cues, language, speaker=stretch.speaker)
        for stretch, cues in _cues(stretches, language, podcast_settings().transcript.vtt)
    )
    return "\n".join([head, *(text.partition("\n\n")[2] for text in rest)])


def srt_transcript(stretches: Sequence[Stretch], language: str) -> str:
    """Write the transcript as SubRip in the measure that podcast apps show, naming each new speaker."""
    named: list[Stretch] = []
    before = ""
    for stretch in stretches:
        named.append(_named(stretch) if stretch.speaker != before else stretch)
        before = stretch.speaker
    cues = _cues(named, language, podcast_settings().transcript.srt)
    return write_srt([cue for _, group in cues for cue in group], language)


def plain_transcript(stretches: Sequence[Stretch]) -> str:
    """Write the transcript as text, a paragraph for each turn; speakers are named where there are several."""
    several = len({stretch.speaker for stretch in stretches}) > 1
    names = (f"{stretch.speaker}: " if several else "" for stretch in stretches)
    return "\n\n".join(f"{name}{_text(stretch.words)}" for name, stretch in zip(names, stretches, strict=True)) + "\n"


def html_transcript(stretches: Sequence[Stretch], language: str, *, title: str, held: str = "") -> str:
    """Write the transcript as a page of its own, each turn with its speaker and the moment it begins.

    ``held`` says until when nothing of it may go out, before everything else.
    """
    own = read_language(language)
    several = len({stretch.speaker for stretch in stretches}) > 1
    above = f"<p>{escape(held)}</p>\n" if held else ""
    turns = []
    for stretch in stretches:
        seconds = stretch.words[0].start_ms // 1000
        cite = f"<cite>{escape(stretch.speaker)}:</cite> " if several else ""
        time = f'<time datetime="PT{seconds}S">{seconds // 60}:{seconds % 60:02}</time>'
        turns.append(f"<p>{cite}{time} {escape(_text(stretch.words))}</p>")
    return (
        f'<!doctype html>\n<html lang="{own.code}" dir="{own.direction}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<main>\n{above}<h1>{escape(title)}</h1>\n" + "\n".join(turns) + "\n</main>\n</html>\n"
    )


def json_transcript(stretches: Sequence[Stretch]) -> str:
    """Write the transcript as JSON of the podcast namespace (transcripts.md): a segment for each sentence."""
    segments = [
        {
            "speaker": stretch.speaker,
            "startTime": words[0].start_ms / 1000,
            "endTime": words[-1].end_ms / 1000,
            "body": _text(words),
        }
        for stretch in stretches
        for words in _sentences(stretch.words)
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def sentences_of(stretch: Stretch) -> tuple[str, ...]:
    """Give the sentences of one turn as they are read."""
    return tuple(_text(words) for words in _sentences(stretch.words))


def _sentences(words: Sequence[TimedWord]) -> tuple[tuple[TimedWord, ...], ...]:
    return tuple(tuple(group) for _, group in groupby(words, key=lambda word: word.sentence))


def _text(words: Sequence[TimedWord]) -> str:
    return " ".join(word.shown for word in words)


def _named(stretch: Stretch) -> Stretch:
    """Put the speaker's name before what is said, kept on one line with the first word."""
    first, *rest = stretch.words
    name = replace(first, shown=f"{stretch.speaker}: {first.shown}")
    return replace(stretch, words=(name, *rest))


def _cues(stretches: Sequence[Stretch], language: str, measure: Measure) -> list[tuple[Stretch, tuple[Cue, ...]]]:
    limits = caption_limits(language, line_max_chars=measure.line_max_chars, lines_max=measure.lines_max)
    until = [following.words[0].start_ms for _, following in pairwise(stretches)]
    return [
        (stretch, segment(stretch.words, language, limits=limits, until_ms=until_ms))
        for stretch, until_ms in zip(stretches, [*until, None], strict=True)
    ]
