"""The board of an audiogram: what is seen while an excerpt of an episode is heard.

It stands in one look with the films: the figure that is said, who speaks, how the sound runs, and captions on the word
times. The picture without words lies under them, where players lay their own texts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np

from briefcast.captions.check import check_cues
from briefcast.captions.cue import Cue
from briefcast.captions.cut import segment
from briefcast.language.keeping import keep_together
from briefcast.languages import language as read_language
from briefcast.look import drawing
from briefcast.look.figures import figure_data, sources_line
from briefcast.look.illustration import cheers_over, is_grave
from briefcast.products.audiogram.excerpt import Excerpt
from briefcast.products.podcast.plan import EpisodePlan, Stretch
from briefcast.products.podcast.script import EpisodeScript
from briefcast.products.video.arrangement import Arrangement, Rect, Shape, arrange
from briefcast.products.video.grounds import ground_pages
from briefcast.products.video.layering import around, caption_layers, frame_of, picture_layers, symbol_of
from briefcast.products.video.motion import Vocabulary, read_vocabulary
from briefcast.products.video.storyboard import FPS, Layer, Page, SceneBoard, SoundPiece, Storyboard, Track
from briefcast.script import Figure
from briefcast.sound.choice import Bed, SoundChoice
from briefcast.sound.music import choose_music
from briefcast.sound.samples import RATE_HZ, Samples, frame_levels_dbfs, read_wav

_GROUND = "ground-full"
_TAIL_MS = 500
"""The picture stands so long after the sound: nobody is cut off."""
_STAYS_FRAMES = 45
"""A figure is seen at least so long; one that is said sooner after it is heard alone."""
_FADE_FRAMES = 8
_BAR_PX, _BAR_GAP_PX = 8, 6
_QUIET_DB, _LOUD_DB = -32.0, 0.0
"""Levels under that of the loudest speech between which bars grow."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where an audiogram has what films have not, in px."""

    show: Rect
    figure: Rect
    speakers: Rect
    wave: Rect


PLACES: Mapping[str, Places] = {
    # Between the header of films and their captions; safe where theirs are.
    "9x16": Places(
        show=(120, 192, 880, 284),
        figure=(120, 380, 880, 826),
        speakers=(120, 846, 880, 912),
        wave=(120, 930, 880, 1050),
    ),
    "1x1": Places(
        show=(60, 140, 1020, 206),
        figure=(60, 226, 1020, 586),
        speakers=(60, 606, 1020, 672),
        wave=(60, 692, 1020, 822),
    ),
}


def build_audiogram(
    telling: EpisodeScript,
    plan: EpisodePlan,
    excerpt: Excerpt,
    sound: Path,
    shape: Shape,
    *,
    reduced_motion: bool = False,
    bed: Bed | Literal["none"] = "none",
) -> Storyboard:
    """Turn an excerpt of an episode into the storyboard of one shape.

    Args:
        telling: What the episode says.
        plan: The episode.
        excerpt: What of it is heard.
        sound: The sound of the excerpt.
        shape: One that `PLACES` has.
        reduced_motion: Things fade in where they stand.
        bed: The music under the voice.
    """
    script, language = telling.script, plan.language
    place = arrange(shape, rtl=read_language(language).rtl)
    look = drawing.look(
        plan.brand,
        language,
        width_px=place.width_px,
        height_px=place.height_px,
        theme=plan.theme,
        floor_px=place.text_px,
    )
    vocabulary = read_vocabulary(reduced=reduced_motion)
    frames = math.ceil((excerpt.end_ms - excerpt.start_ms + _TAIL_MS) * FPS / 1000)
    cues = _cues(excerpt.turns, language, place.cut_as(shape))
    board = _Board(telling, plan, excerpt, PLACES[shape], place, vocabulary, frames)
    board.show_all(read_wav(sound))
    pages, layers = caption_layers(cues, place, language, frames=frames, on="panel")
    notice, short = _notice(telling, plan)
    [ground, *_] = ground_pages(script, place, look, [_GROUND], notice=notice, short=short)
    return Storyboard(
        shape=shape,
        width_px=place.width_px,
        height_px=place.height_px,
        fps=FPS,
        language=language,
        look=look,
        shared=(ground,),
        scenes=(
            SceneBoard(
                id="excerpt",
                start_frame=0,
                frames=frames,
                ground=_GROUND,
                photo=None,
                pages=(*board.pages, *pages),
                layers=(*board.layers, *layers),
                cues=cues,
            ),
        ),
        sounds=(SoundPiece(start_ms=0, audio=sound),),
        # No notes: they belong to chapters.
        music=choose_music(SoundChoice(bed=bed), speech_end_ms=excerpt.end_ms - excerpt.start_ms),
        title=plan.title,
        description="\n".join((plan.show, plan.title, *(source.written for source in plan.sources))),
        voice_notice=notice,
        transcript=_transcript(excerpt.turns),
        facts=excerpt.facts,
        caption_faults=check_cues(cues, language, place.cut_as(shape)),
    )


def _notice(telling: EpisodeScript, plan: EpisodePlan) -> tuple[str, str]:
    """Give what is shown of the voices, and the same in short; nothing where only people speak, or nobody."""
    if not plan.notice:
        return "", ""
    beside = " ".join(sentence.shown for sentence in telling.notice_beside.sentences)
    label = "partly_synthetic" if plan.notice == " ".join(beside.split()) else "synthetic_voice"
    return plan.notice, telling.script.labels.get(label, plan.notice)


def _cues(turns: Sequence[Stretch], language: str, row: str) -> tuple[Cue, ...]:
    ends = [after.words[0].start_ms for _, after in pairwise(turns)]
    return tuple(
        cue
        for turn, until_ms in zip(turns, [*ends, None], strict=True)
        for cue in segment(turn.words, language, row, until_ms=until_ms)
    )


def _transcript(turns: Sequence[Stretch]) -> str:
    several = len({turn.speaker for turn in turns}) > 1
    return "\n\n".join(
        (f"{turn.speaker}: " if several else "") + " ".join(word.shown for word in turn.words) for turn in turns
    )


class _Board:
    """Puts together what is seen beside the captions."""

    def __init__(
        self,
        telling: EpisodeScript,
        plan: EpisodePlan,
        excerpt: Excerpt,
        places: Places,
        place: Arrangement,
        vocabulary: Vocabulary,
        frames: int,
    ) -> None:
        self.telling, self.plan, self.excerpt = telling, plan, excerpt
        self.places, self.place, self.vocabulary, self.frames = places, place, vocabulary, frames
        self.pages: list[Page] = []
        self.layers: list[Layer] = []

    def show_all(self, sound: Samples) -> None:
        """Show what the excerpt is about, whose it is, who speaks and how it sounds."""
        figures = self._figures()
        self._picture([figure for _, figure in figures])
        self._show()
        self._figure(figures)
        self._speakers()
        self._wave(sound)

    def _page(self, key: str, box: Rect, data: Mapping[str, Any]) -> str:
        self.pages.append(Page(key=key, box=box, data={**data, "on": "panel"}, window=around(box)))
        return key

    def _picture(self, figures: Sequence[Figure]) -> None:
        """Show what the first figure is about, where the shape leaves room without words."""
        script, first = self.telling.script, figures[0].statistic if figures else ""
        scene = next((scene for scene in script.scenes if first in scene.visual.figures), script.scenes[0])
        symbol = symbol_of(scene, script, self.vocabulary)
        if self.place.picture is None or cheers_over(symbol, script):
            return
        quiet = is_grave(script)
        pages, layers = picture_layers(symbol, self.place.picture, self.vocabulary, frames=self.frames, quiet=quiet)
        self.pages += pages
        self.layers += layers

    def _show(self) -> None:
        """Name the show; what may not go out yet says that before all else."""
        script = self.telling.script
        text = script.kicker if script.is_headed and script.kicker else self.plan.show
        data = {"part": "kicker", "text": keep_together(text, script.language), "floor": self.place.text_px}
        self.layers.append(Layer(name="show", steps=((0, self._page("show", self.places.show, data)),)))

    def _figures(self) -> list[tuple[int, Figure]]:
        """Give the figures that are said, each with the frame from which it is seen; the first stands there at once."""
        known = {figure.statistic: figure for figure in self.telling.script.figures}
        found: list[tuple[int, Figure]] = []
        said = (word for turn in self.excerpt.turns for word in turn.words if word.fact)
        for word in said:
            figure = known.get(word.fact.partition(".")[0])
            if figure is None or any(figure is shown for _, shown in found):
                continue
            at = max(frame_of(word.start_ms) - self.vocabulary.pacing.early, 0) if found else 0
            if not found or at - found[-1][0] >= _STAYS_FRAMES <= self.frames - at:
                found.append((at, figure))
        return found

    def _figure(self, figures: Sequence[tuple[int, Figure]]) -> None:
        """Show each figure from when it is said to the next one."""
        source, language = self.telling.script.labels.get("source", ""), self.plan.language
        ends = [*(at for at, _ in figures[1:]), self.frames]
        for number, ((at, figure), end) in enumerate(zip(figures, ends, strict=True)):
            by = sources_line([figure], language)
            data = {"part": "cover-figure", "d": figure_data(figure), "source": f"{source}: {by}" if by else ""}
            key = self._page(f"figure{number}", self.places.figure, data)
            fades: list[tuple[float, float]] = [(at, 0.0), (at + _FADE_FRAMES, 1.0)] if number else [(0, 1.0)]
            if end < self.frames:
                fades += [(end - _FADE_FRAMES, 1.0), (end, 0.0)]
            track = Track(property="opacity", keys=tuple(fades), easing="linear")
            self.layers.append(Layer(name=key, steps=((at, key), (end, "")), tracks=(track,)))

    @property
    def _alone(self) -> bool:
        """Whether the body that publishes speaks in its own name."""
        return self.plan.hosts == (self.plan.issuer,)

    def _speakers(self) -> None:
        """Name who speaks; a body that speaks in its own name stands over everything already."""
        names, turns = list(self.plan.hosts), self.excerpt.turns
        if self._alone:
            return
        keys = {
            name: self._page(f"speaker{n}", self.places.speakers, {"part": "speakers", "names": names, "active": n})
            for n, name in enumerate(names)
        }
        steps = [(frame_of(turn.words[0].start_ms) if n else 0, keys[turn.speaker]) for n, turn in enumerate(turns)]
        self.layers.append(Layer(name="speakers", steps=tuple(steps)))

    def _wave(self, sound: Samples) -> None:
        """Draw how the sound runs, and over it what was heard of it: time runs to the right in every language."""
        left, top, right, bottom = self.places.wave
        # Without a name over it, it has the room of both.
        box = (left, self.places.speakers[1] if self._alone else top, right, bottom)
        count = (right - left + _BAR_GAP_PX) // (_BAR_PX + _BAR_GAP_PX)
        data = {"part": "wave", "levels": levels(sound, count), "bar": _BAR_PX, "gap": _BAR_GAP_PX}
        for name, heard in (("wave", False), ("wave heard", True)):
            key = self._page(name, box, {**data, "heard": heard})
            end = len(sound) * FPS / RATE_HZ
            track = Track(property="reveal", keys=((0, 0.0), (end, 1.0)), easing="linear")
            self.layers.append(
                Layer(name=name, steps=((0, key),), tracks=(track,) if heard else (), reveal_from="left")
            )


def levels(sound: Samples, count: int) -> list[float]:
    """Give how loud a sound is in so many parts of the same length, each 0…1 against the loudest."""
    quiet = frame_levels_dbfs(sound)
    loud = float(np.max(quiet, initial=-200.0))
    edges = np.linspace(0, len(quiet), count + 1).round().astype(int)
    parts = [10 * math.log10(float(np.mean(10 ** (quiet[a:b] / 10)))) if b > a else -200.0 for a, b in pairwise(edges)]
    return [round(min(max((part - loud - _QUIET_DB) / (_LOUD_DB - _QUIET_DB), 0.0), 1.0), 2) for part in parts]
