"""What is wrong with cues, held against the limits of subtitling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from briefcast.captions.cue import CaptionLimits, Cue, caption_limits, clock, count_chars, speed_cps
from briefcast.captions.cut import kept_together

_ROUNDING_MS = 2
"""Scenes begin on frames and their words on whole milliseconds."""


def check_cues(
    cues: Sequence[Cue], language: str, shape: str = "16x9", *, limits: CaptionLimits | None = None
) -> tuple[str, ...]:
    """Say every way in which cues break the limits, one sentence each; nothing if they keep them all."""
    limits = limits or caption_limits(language, shape)
    found: list[str] = []
    words = [word for cue in cues for word in cue.words]
    kept = kept_together([w.text for w in words], [w.glue for w in words], language, limits.line_max_chars)
    place = 0
    for number, cue in enumerate(cues, start=1):
        faults = list(_faults(cue, limits))
        for line in cue.lines:
            place += len(line)
            if line and kept[place - 1]:
                faults.append(f"a line broken after “{line[-1].text}”, which belongs to the next word")
        found += (f"caption {number} at {clock(cue.start_ms, '.')}: {fault}" for fault in faults)
    for number, (cue, following) in enumerate(pairwise(cues), start=1):
        gap_ms = following.start_ms - cue.end_ms
        if gap_ms < limits.gap_ms:
            what = f"{gap_ms} ms before the next" if gap_ms >= 0 else f"overlaps the next by {-gap_ms} ms"
            found.append(f"caption {number} at {clock(cue.start_ms, '.')}: {what}, at least {limits.gap_ms} ms needed")
        elif limits.gap_ms < gap_ms < limits.chain_ms - _ROUNDING_MS and _gap_can_be_mended(cue, following, limits):
            found.append(
                f"caption {number} at {clock(cue.start_ms, '.')}: a gap of {gap_ms} ms, to be seen as a flicker:"
                f" close it to {limits.gap_ms} ms or leave {limits.chain_ms} ms"
            )
    return tuple(found)


def _gap_can_be_mended(cue: Cue, following: Cue, limits: CaptionLimits) -> bool:
    """Whether a short gap can be closed, or opened without taking time from the reader."""
    longer_ms, shorter_ms = following.start_ms - limits.gap_ms, following.start_ms - limits.chain_ms
    spoken_end = cue.words[-1].end_ms
    if longer_ms - spoken_end <= limits.extension_ms and longer_ms - cue.start_ms <= limits.max_ms:
        return True
    shown_ms = shorter_ms - cue.start_ms
    enough = speed_cps(count_chars(" ".join(cue.texts)), shown_ms) <= limits.speed_max_cps
    return shorter_ms >= spoken_end and shown_ms >= limits.min_ms and enough


def _faults(cue: Cue, limits: CaptionLimits) -> Iterable[str]:
    duration_ms = cue.end_ms - cue.start_ms
    if duration_ms < limits.min_ms:
        yield f"shown for {duration_ms} ms, at least {limits.min_ms} ms needed"
    if duration_ms > limits.max_ms:
        yield f"shown for {duration_ms} ms, at most {limits.max_ms} ms allowed"
    if cue.speed_cps > limits.speed_max_cps:
        yield f"{cue.speed_cps:.1f} characters a second, at most {limits.speed_max_cps:g} can be read"
    if len(cue.lines) > limits.lines_max:
        yield f"{len(cue.lines)} lines, at most {limits.lines_max} allowed"
    for text in cue.texts:
        if count_chars(text) > limits.line_max_chars + limits.stretch_chars:
            yield f"a line of {count_chars(text)} characters, at most {limits.line_max_chars} allowed: “{text}”"
    if abs(cue.start_ms - cue.words[0].start_ms) > limits.lead_ms:
        late_ms = cue.start_ms - cue.words[0].start_ms
        yield f"{abs(late_ms)} ms too {'late' if late_ms > 0 else 'early'} for its first word"
    lingering_ms = cue.end_ms - cue.words[-1].end_ms
    if lingering_ms > limits.extension_ms:
        yield f"stays {lingering_ms} ms after its last word, at most {limits.extension_ms} ms allowed"
