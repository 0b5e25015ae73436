"""What a person recorded, cut into the sentences of its sheet.

    recorded = read_recorded(folder, "vi", store)       recorded.sounds["Mời bà con dùng thử."] is a WAV

A recording is cleaned of hum and steady noise and parted where it is silent. Which part says which sentence is found by
comparing each with the embedded voice reading the same: in the order of the sheet, and so that what is neither, such
as a cough, is left out. Of a sentence that was said again the last time counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import ffmpeg
import numpy as np
from numpy.typing import NDArray

from briefcast.brief.findings import Finding
from briefcast.engines import PERSON, RECORDED
from briefcast.errors import ToolError, VoiceError
from briefcast.messages import Message, tell
from briefcast.sound.samples import FRAME_MS, RATE_HZ, SILENCE_DBFS, Samples, frame_levels_dbfs, write_wav
from briefcast.speech.acoustics import align_to_example, distance, mel_frames
from briefcast.speech.base import SpokenSentence, Voice
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.sheets import FORMATS, Line, numbers_of, read_sheet, recording_files
from briefcast.store.files import Mark, file_mark
from briefcast.store.store import Store, content_key
from briefcast.tools.ffmpeg import run

_CLEAN: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("highpass", {"f": 80}),
    *(("bandreject", {"f": hertz, "width_type": "h", "width": 4}) for hertz in (50, 60, 100, 120, 150)),
    ("afftdn", {"nr": 15, "nf": -40, "tn": 1}),
)
"""Filters of FFmpeg that take hum of the mains and steady noise out of a recording, and leave a voice as it is."""
_LONGEST_S, _WAIT_S = 3600, 120
"""Most of a recording that is read, and how long decoding may take."""
_SPEECH_ABOVE_NOISE_DB = 12.0
"""What rises so far above the quiet of a recording is somebody who speaks, or coughs."""
_GLANCE_S = 0.5
"""So much of a recording tells whether it is sound."""
_PAUSE_MS, _PART_MIN_MS = 260, 90
"""A silence that parts, and the shortest part: a click is shorter."""
_STEP = 4
"""Frames per frame of the comparison: 40 ms are enough to tell sentences apart."""
_PARTS_MAX = 8
"""Most parts that one sentence is said in: commas part, too."""
_RATIO = (0.5, 2.0)
"""How much slower or quicker than the recording itself a sentence may be."""
_SAME, _OTHER = 3.45, 3.6
"""Under the one it is the sentence, over the other something else (`briefcast.speech.acoustics.distance`)."""
_LEFT_OUT = 0.3
"""What a part costs that says nothing, by its length: a cough is left out rather than taken for words."""
_AGAIN_RATIO = (0.75, 1.33)
"""How much longer or shorter a sentence may be when it is said again."""
_WEIGHT = 4.0
"""So that other words cost more than to leave out both a sentence and what was heard."""
_ODD = 1.3
"""A sentence so many times as long as the others of its recording, or as little, says something else."""


class RecordingError(VoiceError):
    """A recording that is no sound, or of none of the formats that are opened."""


@dataclass(frozen=True, kw_only=True)
class Take:
    """One sentence of a recording."""

    number: int
    sound: Path
    unlike: float
    """How unlike the embedded voice's reading it is."""
    pace: float
    """Its length by that of the embedded voice, against that of the whole recording: 1.3 is slower."""
    again: bool
    """Whether it was said more than once."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What there is of one audience in one language."""

    folder: Path
    lines: Mapping[int, Line]
    takes: Mapping[int, Take]
    files: Mapping[str, tuple[int, ...]]
    """The sentences of each file that were found in it."""
    unreadable: tuple[str, ...] = ()
    """Files that are no sound: what they hold is said by a voice."""
    in_episodes: frozenset[int] = frozenset()
    """Sentences that episodes alone tell."""

    @cached_property
    def sounds(self) -> Mapping[str, Path]:
        """The sound of each sentence, by how it is said."""
        return {self.lines[number].read: take.sound for number, take in self.takes.items()}

    def voice(self, language: str) -> Voice:
        """Give the person who speaks, where nobody else does."""
        return Voice(engine=RECORDED, id=self.folder.name, language=language, name=PERSON, synthetic=False)


def read_recorded(folder: Path, language: str, store: Store) -> Recorded | None:
    """Cut every recording of a folder into its sentences, each file once; None if there is none.

    A file that is no sound stops nothing: it is named, and a voice stands in for what it holds.

    Raises:
        VoiceError: the sheet cannot be read, or a file leads out of the folder.
    """
    _, *files = recording_files(folder) or (None,)
    if not files:
        return None
    sheet = read_sheet(folder)
    lines = sheet.lines
    takes: dict[int, Take] = {}
    found: dict[str, tuple[int, ...]] = {}
    unreadable: list[str] = []
    for file in files:
        wanted = [number for number in numbers_of(file.stem) if number in lines]
        try:
            cut = _cut_once(file, {number: lines[number].read for number in wanted}, language, store) if wanted else ()
        except RecordingError:
            unreadable.append(file.name)
            continue
        takes |= {take.number: take for take in cut}
        found[file.name] = tuple(take.number for take in cut)
    return Recorded(
        folder=folder,
        lines=lines,
        takes=takes,
        files=found,
        unreadable=tuple(unreadable),
        in_episodes=frozenset(sheet.episode),
    )


def find_unreadable(folder: Path) -> tuple[str, ...]:
    """Name the recordings of a folder that are no sound, without cutting them into sentences."""
    _, *files = recording_files(folder) or (None,)
    return tuple(file.name for file in files if file and not _is_sound(file, file_mark(file)))


@lru_cache(maxsize=4096)
def _is_sound(file: Path, _mark: Mark) -> bool:
    """Say whether a file is sound, once while it is the same file: the desk asks at every key."""
    try:
        return len(read_recording(file, longest_s=_GLANCE_S)) > 0
    except RecordingError:
        return False


def _cut_once(file: Path, told: Mapping[int, str], language: str, store: Store) -> tuple[Take, ...]:
    def build(folder: Path) -> list[list[object]]:
        samples = read_recording(file)
        rows: list[list[object]] = []
        takes = list(cut(samples, told, language))
        usual = float(np.median([length for _, _, _, length, _ in takes])) if takes else 1.0
        for number, sound, unlike, length, again in takes:
            write_wav(folder / f"{number}.wav", sound)
            rows.append([number, unlike, length / usual, again])
        return rows

    entry = store.make(content_key("recording", file, told, language), build)
    return tuple(
        Take(number=number, sound=entry.folder / f"{number}.wav", unlike=unlike, pace=pace, again=again)
        for number, unlike, pace, again in entry.meta
    )


def read_recording(file: Path, *, longest_s: float = _LONGEST_S) -> Samples:
    """Decode a recording in a process of its own, up to some length, and take hum and steady noise out of it.

    Raises:
        RecordingError: it is no sound, or none of the formats that are opened.
    """
    opened = ffmpeg.input(
        f"file:{file}", t=longest_s, format_whitelist=FORMATS[file.suffix.lower()], protocol_whitelist="file"
    ).audio
    for name, settings in _CLEAN:
        opened = opened.filter(name, **settings)
    try:
        sound = run(opened.output("pipe:", format="f32le", ac=1, ar=RATE_HZ), timeout_s=_WAIT_S).stdout
    except ToolError as error:
        # What the program prints may hold anything that stands in the file.
        raise RecordingError(
            tell(
                "The recording {file} cannot be read as sound. Record it again, or save it as WAV or M4A.",
                file=file.name,
            )
        ) from error
    return np.frombuffer(sound, np.float32).copy()


Cut = tuple[int, Samples, float, float, bool]


def cut(samples: Samples, told: Mapping[int, str], language: str) -> Iterator[Cut]:
    """Find sentences in a sound: number, sound, how unlike and how long to the embedded voice, whether said again.

    The cheapest way through both, parts and sentences, in their order: a run of parts says a sentence, or a part is
    left out, or a sentence is not there.
    """
    parts = speech_parts(samples)
    if not parts or not told:
        return
    guides = [_guide(text, language) for text in told.values()]
    spoken_ms = sum(end - start for start, end in parts) * 1000 / RATE_HZ
    slower = min(max(spoken_ms / (FRAME_MS * sum(map(len, guides))), _RATIO[0]), _RATIO[1])
    scores: dict[tuple[int, int, int], float] = {}

    def score(first: int, last: int, sentence: int) -> float:
        """How unlike a run of parts is to a sentence; without end where its length cannot be."""
        key = (first, last, sentence)
        if key not in scores:
            length = (parts[last][1] - parts[first][0]) * 1000 / RATE_HZ / FRAME_MS
            ratio = length / len(guides[sentence]) / slower
            fits = _RATIO[0] <= ratio <= _RATIO[1]
            scores[key] = distance(guides[sentence][::_STEP], heard(first, last)[::_STEP]) if fits else np.inf
        return scores[key]

    @cache
    def heard(first: int, last: int) -> NDArray[np.float64]:
        return mel_frames(samples[parts[first][0] : parts[last][1]])

    frame = RATE_HZ * FRAME_MS // 1000
    spans = [(start // frame, end // frame) for start, end in parts]
    chosen = _way_through(spans, [len(each) for each in guides], score)
    found = {sentence: run for sentence, run in chosen.items() if score(*run, sentence) <= _OTHER}
    lasts = [-1, *(last for _, last in found.values())]
    firsts = [*(first for first, _ in found.values()), len(parts)]
    for place, (sentence, own) in enumerate(found.items()):
        free = range(lasts[place] + 1, firsts[place + 1])
        takes = [own, *_alike(own, free, heard, score(*own, sentence))]
        first, last = takes[-1] if takes[-1][0] > own[1] else own
        start, end = parts[first][0], parts[last][1]
        length = (end - start) * 1000 / RATE_HZ / FRAME_MS / len(guides[sentence])
        yield list(told)[sentence], samples[start:end], score(first, last, sentence), length, len(takes) > 1


def _alike(
    run: tuple[int, int], free: range, heard: Callable[[int, int], NDArray[np.float64]], unlike: float
) -> list[tuple[int, int]]:
    """Give the other times that a person said the same: more like this run of parts than the embedded voice is."""
    own = heard(*run)[::_STEP]
    found: list[tuple[int, int]] = []
    for first in free:
        for last in range(first, min(first + _PARTS_MAX, free.stop)):
            apart = last < run[0] or first > run[1]
            if not apart or (found and first <= found[-1][1]):
                continue
            other = heard(first, last)[::_STEP]
            if _AGAIN_RATIO[0] <= len(other) / len(own) <= _AGAIN_RATIO[1] and distance(own, other) < unlike:
                found.append((first, last))
    return found


Score = Callable[[int, int, int], float]
"""How unlike a run of parts, given by its first and last, is to a sentence."""


def _way_through(
    spans: Sequence[tuple[int, int]], sentences: Sequence[int], score: Score
) -> dict[int, tuple[int, int]]:
    """Give for each sentence that is there the first and last of the parts that say it, on the cheapest way.

    Args:
        spans: first and last frame of each part.
        sentences: length of each as the embedded voice reads it, in frames.
        score: how unlike they are; a sentence that is left out costs its length, a part a share of its own.
    """
    parts = [end - start for start, end in spans]
    middle = (_SAME + _OTHER) / 2
    best = {(0, 0): 0.0}
    steps: dict[tuple[int, int], tuple[int, int, bool]] = {}

    def offer(at: tuple[int, int], cost: float, came: tuple[int, int, bool]) -> None:
        if cost < best.get(at, np.inf):
            best[at], steps[at] = cost, came

    for part in range(len(parts) + 1):
        for sentence in range(len(sentences) + 1):
            cost = best.get((part, sentence), np.inf)
            if part < len(parts):
                offer((part + 1, sentence), cost + _LEFT_OUT * parts[part], (part, sentence, False))
            if sentence < len(sentences):
                offer((part, sentence + 1), cost + sentences[sentence], (part, sentence, False))
                for last in range(part, min(part + _PARTS_MAX, len(parts))):
                    length = sum(parts[part : last + 1])
                    silence = spans[last][1] - spans[part][0] - length
                    worth = _WEIGHT * (score(part, last, sentence) - middle) * (length + sentences[sentence])
                    offer((last + 1, sentence + 1), cost + worth + silence, (part, sentence, True))
    found: dict[int, tuple[int, int]] = {}
    at = (len(parts), len(sentences))
    while at != (0, 0):
        part, sentence, says = steps[at]
        if says:
            found[sentence] = (part, at[0] - 1)
        at = (part, sentence)
    return dict(sorted(found.items()))


def speech_parts(samples: Samples) -> list[tuple[int, int]]:
    """Give where somebody is heard, as first and last sample of each part; silences of a breath or more part them."""
    levels = frame_levels_dbfs(samples)
    quiet = float(np.percentile(levels, 10))
    loud = float(np.percentile(levels, 95))
    if loud < SILENCE_DBFS:
        return []
    threshold = max(min(quiet + _SPEECH_ABOVE_NOISE_DB, loud - 15.0), loud - 40.0)
    voiced = np.flatnonzero(levels > threshold)
    if not len(voiced):
        return []
    breaks = np.flatnonzero(np.diff(voiced) * FRAME_MS > _PAUSE_MS)
    firsts, lasts = voiced[[0, *(breaks + 1)]], voiced[[*breaks, len(voiced) - 1]]
    size, margin = RATE_HZ * FRAME_MS // 1000, 4
    return [
        (max(0, (int(first) - margin) * size), min(len(samples), (int(last) + 1 + margin) * size))
        for first, last in zip(firsts, lasts, strict=True)
        if (last - first + 1) * FRAME_MS >= _PART_MIN_MS
    ]


def _guide(text: str, language: str) -> NDArray[np.float64]:
    engine = EspeakEngine()
    spoken = engine.speak(tuple(text.split()), engine.find_voice(language), 1.0).samples
    parts = speech_parts(spoken)
    return mel_frames(spoken[parts[0][0] : parts[-1][1]]) if parts else mel_frames(spoken)


def speak_recorded(sound: Samples, words: tuple[str, ...], language: str) -> SpokenSentence:
    """Give a recorded sentence with the time of each of its words, found by comparison with the embedded voice."""
    engine = EspeakEngine()
    guide = engine.speak(words, engine.find_voice(language), 1.0)
    return SpokenSentence(samples=sound, word_times_ms=align_to_example(guide, sound))


def tell_unreadable(names: Sequence[str]) -> tuple[Message, Message]:
    """Say which recordings are no sound, and what to do."""
    return (
        tell("Recordings that cannot be read as sound, for which a voice stands in: {files}.", files=tuple(names)),
        tell("Record them again, or save them as WAV or M4A."),
    )


def recording_findings(recorded: Recorded, told: Sequence[str], place: str) -> Iterator[Finding]:
    """Give what a person should know of recordings: what is not used and why, and what to listen to.

    Args:
        recorded: what there is.
        told: every sentence as it is said now.
        place: audience and language: ``citizens/vi``.
    """
    listen = tell("Listen to it, or record it again.")

    def find(code: str, severity: str, message: str, remedy: str) -> Finding:
        return Finding(code=code, severity=severity, place=place, message=message, remedy=remedy)  # type: ignore[arg-type]

    if recorded.unreadable:
        yield find("recording-unreadable", "warning", *tell_unreadable(recorded.unreadable))
    now = {*told, *(recorded.lines[number].read for number in recorded.in_episodes)}
    for name, found in recorded.files.items():
        wanted = [number for number in numbers_of(Path(name).stem) if number in recorded.lines]
        if not wanted:
            yield find(
                "recording-unnamed",
                "warning",
                tell("The recording {file} is not used: its name names no sentences of the sheet.", file=name),
                tell("Name it by the numbers it holds, such as 1-12.m4a."),
            )
        for number in wanted:
            if number not in found and recorded.lines[number].read in now and number not in recorded.takes:
                yield find(
                    "recording-lacks",
                    "warning",
                    tell(
                        "Sentence {number} was not found in {file}: “{text}”",
                        number=number,
                        file=name,
                        text=recorded.lines[number].read,
                    ),
                    listen,
                )
    used = {number: take for number, take in recorded.takes.items() if recorded.lines[number].read in now}
    for number, take in used.items():
        text = recorded.lines[number].read
        if take.unlike > _SAME or not 1 / _ODD <= take.pace <= _ODD:
            yield find(
                "recording-differs",
                "warning",
                tell(
                    "What was recorded for sentence {number} may not be what is written: “{text}”",
                    number=number,
                    text=text,
                ),
                listen,
            )
        if take.again:
            yield find(
                "recording-again",
                "note",
                tell(
                    "Sentence {number} was recorded more than once, and the last time counts: “{text}”",
                    number=number,
                    text=text,
                ),
                listen,
            )
    for number in recorded.takes.keys() - used.keys():
        yield find(
            "recording-outdated",
            "warning",
            tell(
                "The recording of sentence {number} is not used, for its text changed; it says: “{text}”",
                number=number,
                text=recorded.lines[number].read,
            ),
            tell("Write the sheet anew with briefcast record, and record what is new."),
        )
    lacking = [number for number, line in recorded.lines.items() if line.read in told and number not in used]
    if lacking and used:
        yield find(
            "recording-partly",
            "note",
            tell(
                "Read by a machine: {part} of {all} sentences, {numbers} of the sheet.",
                part=len(lacking),
                all=len(set(told)),
                numbers=", ".join(map(str, lacking)),
            ),
            tell("Record them as well, and nothing is synthetic in it."),
        )
    if used:
        yield find(
            "recording-heard",
            "note",
            tell(
                "A person speaks {count} sentences; nobody compared the figures she says with the text.",
                count=len(used),
            ),
            tell("Listen to them once before they are published."),
        )
