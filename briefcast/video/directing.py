"""Directing: a script and its narration become the storyboard of one shape.

Pictures follow the voice: a figure appears with the word that names it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from babel.numbers import format_decimal

from briefcast import cards
from briefcast.brand import TEXT, Brand, contrast
from briefcast.charts import chart_spec
from briefcast.languages import language as read_language
from briefcast.script import Figure, Scene, Script
from briefcast.speech.base import Narration, SceneSound, TimedWord
from briefcast.video.arrangement import Rect, Shape, arrange
from briefcast.video.captions import Cue, segment
from briefcast.video.storyboard import FPS, Layer, Page, SceneBoard, SoundPiece, Storyboard, Track
from briefcast.written import parse_written

_LEAD_MS = {"opening": 250, "point": 120, "closing": 120}
"""Silence before the voice of a scene, beside the pause its sound begins with."""
_TAIL_MS = {"opening": 200, "point": 220, "closing": 2600}
"""After the voice; the closing stays until its code can be scanned."""
_SHORTEST_MS = 2400
_ENTER, _RISE_PX = 9, 26
_LEAVE = 4
_BLEED_PX = 40
_COUNT_STEPS, _COUNT_FRAMES = 14, 28
_GROW_FRAMES = 26
_EARLY = 4
"""Frames by which a figure precedes its word: it is seen when the word is heard."""
_WAIT_MAX = 90
"""A figure that is named late does not keep its place waiting for longer than three seconds."""


def build_storyboard(script: Script, narration: Narration, brand: Brand, shape: Shape) -> Storyboard:
    """Turn a script and its narration into the storyboard of one shape.

    Scenes last as long as their sound, with a little air around it. Raises KeyError for a shape that
    has no arrangement, ValueError if the narration is not that of the script.
    """
    spoken_ids = [sound.scene for sound in narration.scenes]
    if spoken_ids != [scene.id for scene in script.scenes]:
        raise ValueError(f"The narration tells {spoken_ids}, not the scenes of the script; narrate this script.")
    return _Builder(script, narration, brand, shape).build()


class _Builder:
    """Builds one storyboard."""

    def __init__(self, script: Script, narration: Narration, brand: Brand, shape: Shape) -> None:
        self.script, self.narration, self.brand, self.shape = script, narration, brand, shape
        self.rtl = read_language(script.language).rtl
        self.place = arrange(shape, rtl=self.rtl)
        theme = brand.theme_name(script.audience)
        self.look = cards.look(
            brand, script.language, width_px=self.place.width_px, height_px=self.place.height_px, theme=theme
        )
        self.notice = script.voice_notice if narration.voice.synthetic else ""

    def build(self) -> Storyboard:
        script = self.script
        starts, lengths = self._timing()
        scenes = []
        for number, (scene, sound) in enumerate(zip(script.scenes, self.narration.scenes, strict=True)):
            scenes.append(
                _SceneBuilder(
                    self, scene, sound, number, starts[number], lengths[number], self._next_word_ms(number, starts)
                ).build()
            )
        sources = "; ".join(" ".join(p for p in (s.written, s.url) if p) for s in script.sources)
        heading = script.labels.get("sources", script.labels.get("source", ""))
        described = [
            f"{script.title}. {script.subtitle}".strip(),
            script.as_of,
            f"{heading}: {sources}" if sources else "",
        ]
        return Storyboard(
            shape=self.shape,
            width_px=self.place.width_px,
            height_px=self.place.height_px,
            fps=FPS,
            language=script.language,
            look=self.look,
            shared=self._shared(scenes),
            scenes=tuple(scenes),
            sounds=tuple(
                SoundPiece(start_ms=self._sound_ms(n, starts), audio=sound.audio)
                for n, sound in enumerate(self.narration.scenes)
            ),
            title=script.title,
            description="\n".join(text for text in described if text),
            voice_notice=self.notice,
            transcript="\n\n".join(" ".join(s.shown for s in scene.sentences) for scene in script.scenes),
            facts=script.facts,
        )

    def _timing(self) -> tuple[list[int], list[int]]:
        starts, lengths, at = [], [], 0
        for scene, sound in zip(self.script.scenes, self.narration.scenes, strict=True):
            wanted_ms = max(_LEAD_MS[scene.kind] + sound.duration_ms + _TAIL_MS[scene.kind], _SHORTEST_MS)
            frames = math.ceil(wanted_ms * FPS / 1000)
            starts.append(at)
            lengths.append(frames)
            at += frames
        return starts, lengths

    def _sound_ms(self, number: int, starts: Sequence[int]) -> int:
        return round(starts[number] * 1000 / FPS) + _LEAD_MS[self.script.scenes[number].kind]

    def _next_word_ms(self, number: int, starts: Sequence[int]) -> int | None:
        for following in range(number + 1, len(starts)):
            if words := self.narration.scenes[following].words:
                return self._sound_ms(following, starts) + words[0].start_ms
        return None

    def words(self, sound: SceneSound, number: int, start_frame: int) -> tuple[TimedWord, ...]:
        """Give a scene's words with times from the beginning of the video."""
        offset = round(start_frame * 1000 / FPS) + _LEAD_MS[self.script.scenes[number].kind]
        return tuple(replace(w, start_ms=w.start_ms + offset, end_ms=w.end_ms + offset) for w in sound.words)

    def _shared(self, scenes: Iterable[SceneBoard]) -> tuple[Page, ...]:
        place = self.place
        whole: Rect = (0, 0, place.width_px, place.height_px)
        areas = {
            "progress": place.progress,
            "header": place.header,
            "notice": place.notice,
            "panel": place.panel,
            "seam": place.seam,
        }
        count = len(self.script.scenes)
        pages = []
        for key in sorted({scene.ground for scene in scenes}):
            full = key.startswith("ground-full")
            pages.append(
                Page(
                    key=key,
                    box=whole,
                    data={
                        "part": "ground",
                        "areas": {name: list(box) for name, box in areas.items()},
                        "full": full,
                        "scrim": key.endswith("scrim"),
                        "veil": _veils(self.look),
                        "window": place.window_px,
                        "issuer": self.script.issuer,
                        "notice": self.notice,
                        "notice-short": self.script.labels.get("synthetic_voice", self.notice),
                        "header-on": place.header_on,
                        "notice-on": place.notice_on,
                        "progress-on": "page",
                        "count": count,
                        "centre": [c / 100 for c in (place.pattern_centre_full if full else place.pattern_centre)],
                        "reach": place.pattern_reach,
                    },
                )
            )
        for on in ("page", "panel"):
            box = place.progress
            local = [0, 0, box[2] - box[0], box[3] - box[1]]
            pages.append(
                Page(
                    key=f"progress-{on}",
                    box=box,
                    data={"part": "progress", "areas": {"progress": local}, "count": count, "on": on},
                )
            )
        return tuple(pages)


def _veils(look: Mapping[str, Any]) -> dict[str, float]:
    """Say how opaque page and panel must be over a photo for every text on them to stay legible.

    The photo may be white or black anywhere: contrast 4.5 (WCAG 2.2, 1.4.3) holds over both.
    """
    colours = look["colours"]
    texts = {"page": ("background", ("ink", "muted")), "panel": ("panel", ("on_panel", "panel_muted", "panel_accent"))}
    found = {}
    for name, (ground, inks) in texts.items():
        opacity = 0.8
        while opacity < 1 and any(
            contrast(_mix(colours[ground], photo, opacity), colours[ink]) < TEXT
            for photo in ("#FFFFFF", "#000000")
            for ink in inks
        ):
            opacity += 0.01
        found[name] = round(min(opacity, 1.0), 2)
    return found


def _mix(over: str, under: str, opacity: float) -> str:
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * opacity + b * (1 - opacity)):02X}" for a, b in pairs)


class _SceneBuilder:
    """Builds one scene of a storyboard."""

    def __init__(
        self,
        whole: _Builder,
        scene: Scene,
        sound: SceneSound,
        number: int,
        start: int,
        frames: int,
        until_ms: int | None,
    ) -> None:
        self.whole, self.scene, self.number, self.start, self.frames = whole, scene, number, start, frames
        self.script, self.place = whole.script, whole.place
        self.words = whole.words(sound, number, start)
        self.until_ms = until_ms
        self.pages: list[Page] = []
        self.layers: list[Layer] = []
        self.on: Literal["page", "panel"] = "page"
        self.wipe_from: Literal["left", "right"] = "right" if whole.rtl else "left"

    def build(self) -> SceneBoard:
        photo = self.scene.visual.image
        if self.scene.kind == "opening":
            ground = "ground-full"
            self._opening()
        elif self.scene.kind == "closing":
            ground = "ground-full"
            self._closing()
        else:
            ground = "ground-scrim" if photo else "ground-split"
            self._point()
            if self.scene.visual.kind == "text":
                ground = "ground-full-scrim" if photo else "ground-full"
        full = ground.startswith("ground-full")
        self._progress("panel" if full else "page")
        cues = segment(self.words, self.script.language, self.whole.shape, until_ms=self.until_ms)
        self._captions(cues, "panel" if full else self.place.captions_on)
        return SceneBoard(
            id=self.scene.id,
            start_frame=self.start,
            frames=self.frames,
            ground=ground,
            photo=photo if self.scene.kind == "point" else None,
            pages=tuple(self.pages),
            layers=tuple(self.layers),
            cues=cues,
        )

    # -- pieces of every scene ------------------------------------------------------------------------

    def _page(self, key: str, box: Rect, data: Mapping[str, Any], *, bleed_px: int = _BLEED_PX) -> str:
        self.pages.append(Page(key=key, box=box, data=data, bleed_px=bleed_px))
        return key

    def _layer(
        self, key: str, at: int, *tracks: Track, steps: tuple[tuple[int, str], ...] = (), **options: Any
    ) -> None:
        self.layers.append(
            Layer(name=key, steps=steps or ((at, key),), tracks=(*tracks, *self._leaving(tracks)), **options)
        )

    def _leaving(self, tracks: Iterable[Track]) -> tuple[Track, ...]:
        """Everything leaves in the last frames, except what ends the video."""
        if self.number == len(self.script.scenes) - 1 or any(t.property == "opacity" for t in tracks):
            return ()
        return (Track(property="opacity", keys=((self.frames - _LEAVE, 1.0), (self.frames, 0.0)), easing="linear"),)

    def _fade(self, at: int, *, first: float = 0.0, frames: int = _ENTER) -> Track:
        keys = [(at, first), (at + frames, 1.0)]
        if self.number < len(self.script.scenes) - 1:
            keys += [(max(self.frames - _LEAVE, at + frames + 1), 1.0), (max(self.frames, at + frames + 2), 0.0)]
        return Track(property="opacity", keys=tuple(keys), easing="linear")

    def _enter(self, key: str, at: int, *, first: float = 0.0) -> None:
        """Fade in while rising to its place."""
        rise = Track(property="shift_y_px", keys=((at, _RISE_PX), (at + _ENTER + 3, 0.0)))
        self._layer(key, at, rise, self._fade(at, first=first))

    def _wipe(self, key: str, at: int, frames: int = _GROW_FRAMES, *, side: Literal["left", "right", ""] = "") -> None:
        """Open from the side where reading starts, or from the one given."""
        track = Track(property="reveal", keys=((at, 0.0), (at + frames, 1.0)))
        self._layer(key, at, track, reveal_from=side or self.wipe_from)

    def _progress(self, on: Literal["page", "panel"]) -> None:
        count = len(self.script.scenes)
        track = Track(
            property="reveal",
            keys=((0, self.number / count), (self.frames, (self.number + 1) / count)),
            easing="linear",
        )
        self.layers.append(
            Layer(name="progress", steps=((0, f"progress-{on}"),), tracks=(track,), reveal_from=self.wipe_from)
        )

    def _captions(self, cues: Sequence[Cue], on: str) -> None:
        boxes: list[tuple[int, str]] = []
        spoken: list[tuple[int, str]] = []
        for number, cue in enumerate(cues):
            lines = [[word.text for word in line] for line in cue.lines]
            data = {"part": "caption", "lines": lines, "size": self.place.caption_px, "on": on}
            begin, end = self._frame(cue.start_ms), self._frame(cue.end_ms)
            boxes += [
                (begin, self._page(f"cue{number}", self.place.captions, {**data, "hot": -1}, bleed_px=0)),
                (end, ""),
            ]
            for index, word in enumerate(cue.words):
                key = self._page(f"cue{number}.{index}", self.place.captions, {**data, "hot": index}, bleed_px=0)
                spoken.append((min(max(self._frame(word.start_ms), begin), end - 1), key))
            spoken.append((end, ""))
        self.layers.append(Layer(name="caption", steps=tuple(boxes)))
        self.layers.append(Layer(name="spoken word", steps=tuple(spoken)))

    def _frame(self, ms: int) -> int:
        """Give the frame of the scene at a time of the video."""
        return round(ms * FPS / 1000) - self.start

    def _said(self, *facts: str) -> int | None:
        """Give the frame at which the first word of these facts begins."""
        for word in self.words:
            if word.fact in facts:
                return self._frame(word.start_ms)
        return None

    # -- opening and closing --------------------------------------------------------------------------

    def _opening(self) -> None:
        script, place = self.script, self.place
        data = {
            "part": "title",
            "kicker": script.kicker or script.audience_name,
            "title": script.title,
            "subtitle": script.subtitle,
            "date": " ".join(text for text in (script.labels.get("as_of", ""), script.as_of) if text),
            "size": place.title_px,
            "align": "middle" if self.whole.shape == "16x9" else "top",
        }
        first = self._page("title", place.body, {**data, "visible": ["kicker", "title"]})
        # The first frame is what many platforms show as the cover: the title is there at once.
        self._layer(first, 0)
        self._wipe(self._page("rule", place.body, {**data, "visible": ["rule"]}), 4, 18)
        if script.subtitle:
            self._enter(self._page("subtitle", place.body, {**data, "visible": ["subtitle"]}), 12)
        if script.as_of:
            self._enter(self._page("date", place.body, {**data, "visible": ["date"]}), 22)

    def _closing(self) -> None:
        script, place = self.script, self.place
        call = script.call_to_action
        notes = list(dict.fromkeys(figure.source_short for figure in script.figures if figure.source_short))
        heading = script.labels.get("sources", script.labels.get("source", ""))
        data = {
            "part": "action",
            "text": call.text,
            "url": _short_address(call.url),
            "qr": cards.qr_svg(call.url) if call.url else "",
            "qr-size": 260 if self.whole.shape == "9x16" else 300,
            "sources": f"{heading}: {'; '.join(notes)}." if notes else "",
            "size": {"9x16": 84, "1x1": 68, "16x9": 92}[self.whole.shape],
            "side-by-side": place.side_by_side or self.whole.shape == "16x9",
        }
        self._enter(self._page("text", place.body, {**data, "visible": ["text"]}), 0, first=0.4)
        if call.url:
            self._enter(self._page("url", place.body, {**data, "visible": ["url"]}), 12)
            self._enter(self._page("qr", place.body, {**data, "visible": ["qr"]}), 18)
        if notes:
            self._enter(self._page("sources", place.body, {**data, "visible": ["sources"]}), 30)

    # -- a point --------------------------------------------------------------------------------------

    def _point(self) -> None:
        place = self.place
        blocks = self._blocks()
        if not blocks:
            self._words_alone()
            return
        headline = {
            "part": "headline",
            "text": self.scene.headline,
            "size": place.headline_px,
            "lines": 6 if self.whole.shape == "16x9" else 3,
            "align": "middle",
            "on": "page",
        }
        self._enter(self._page("headline", place.headline, headline), 0, first=0.4)
        figures = [figure for figure, _ in blocks]
        sources = list(dict.fromkeys(f.source_short for f in figures if f.source_short))
        label = self.script.labels.get("source", "")
        data = {
            "part": "figure",
            "on": "panel",
            "step": None,
            "blocks": [row for _, row in blocks],
            "side-by-side": place.side_by_side,
        }
        if sources:
            text = f"{label}: {'; '.join(sources)}"
            self._enter(
                self._page(
                    "source",
                    place.source,
                    {"part": "source", "text": text, "align": place.source_align, "on": "panel"},
                ),
                10,
            )
        earliest = 8
        for number, (figure, row) in enumerate(blocks):
            earliest = self._block(data, number, figure, row, earliest)

    def _words_alone(self) -> None:
        """Show a point without figures: its headline, large."""
        data = {
            "part": "title",
            "kicker": "",
            "title": self.scene.headline,
            "subtitle": "",
            "date": "",
            "size": self.place.title_px,
            "align": "middle",
        }
        self._enter(self._page("headline", self.place.body, {**data, "visible": ["title"]}), 0, first=0.4)
        self._wipe(self._page("rule", self.place.body, {**data, "visible": ["rule"]}), 8, 18)

    def _block(
        self, data: Mapping[str, Any], number: int, figure: Figure, row: Mapping[str, Any], earliest: int
    ) -> int:
        """Add the layers of one figure; give the frame from which the next one may begin."""
        box, n = self.place.figure, f"{number}:"

        def page(name: str, *parts: str, **more: Any) -> str:
            return self._page(n + name, box, {**data, "visible": [n + part for part in parts], **more})

        kind, id = row["kind"], figure.statistic
        said = self._said(id, f"{id}.plain", f"{id}.exact", f"{id}.share")
        if said is None:
            said = next((self._frame(w.start_ms) for w in self.words if w.fact.startswith(f"{id}.")), earliest)
        # Where nothing but the number is to be seen, it does not wait long for its word.
        patience = _WAIT_MAX // 2 if kind == "number" else _WAIT_MAX
        at = min(max(said - _EARLY, earliest), earliest + patience, max(self.frames - 50, 8))
        still = {
            "number": ("label",),
            "progress": ("label", "track"),
            "share": ("label", "track"),
            "series": ("label", "track", "target"),
            "pair": ("label", "beforewhen", "before", "afterwhen"),
        }[kind]
        self._enter(page("still", *still), 5 + 6 * number)
        if kind in ("progress", "share", "series", "pair"):
            # Time runs from left to right in every language.
            self._wipe(
                page("bar", "bar"), at, *((34,) if kind == "series" else ()), side="left" if kind == "series" else ""
            )
        if kind == "series":
            self._enter(page("labels", "labels"), at + 16)
        steps = count_steps(figure, self.script.language)
        last = page("number", "number")
        shown = [(at, last)]
        if steps:
            shown = []
            for index, text in enumerate(steps):
                frame = at + round(_COUNT_FRAMES * index / len(steps))
                shown.append((frame, page(f"number{index}", "number", step=text)))
            shown.append((at + _COUNT_FRAMES, last))
        rise = Track(property="shift_y_px", keys=((at, _RISE_PX), (at + _ENTER + 3, 0.0)))
        self._layer(n + "number", at, rise, self._fade(at), steps=tuple(shown))
        after = at + 20
        if kind == "progress" and row["d"]["target"] is not None and len(data["blocks"]) == 1:
            when = self._said(f"{id}.target", f"{id}.target.by")
            self._enter(page("target", "target"), self._later(after, when))
        elif kind == "progress" and row["d"]["target_fraction"] is not None:
            self._enter(page("target", "target"), after)
        if row["note"] and not (len(data["blocks"]) > 1 and kind in ("progress", "share")):
            when = self._said(f"{id}.{row['note']}", f"{id}.growth", f"{id}.change", f"{id}.gap")
            self._enter(page("detail", "detail"), self._later(after + 6, when))
        return at + 10

    def _later(self, frame: int, said: int | None) -> int:
        """Give the frame of a remark: with its word if it is said, and long enough before the end to be read."""
        wanted = frame if said is None else max(frame, said - _EARLY)
        return max(8, min(wanted, self.frames - 40))

    def _blocks(self) -> list[tuple[Figure, dict[str, Any]]]:
        """Give the figures a point shows, each with the kind of block that is true for it."""
        visual = self.scene.visual
        if visual.kind == "text":
            return []
        figures = [self.script.figure(id) for id in visual.figures][:2]
        found: list[tuple[Figure, dict[str, Any]]] = []
        for index, figure in enumerate(figures):
            d = cards.figure_data(figure)
            kind = visual.kind
            if (
                (kind == "progress" and d["fraction"] is None)
                or (kind == "share" and d["tenths"] is None)
                or (kind == "pair" and d["baseline"] is None)
                or (kind == "series" and (len(figure.series) < 2 or index > 0))
            ):
                kind = "number"
            small = len(figures) > 1
            note = next(
                (name for name in self._note_order(kind)[: 1 if small else 4] if d[name] and d[name] != figure.written),
                "",
            )
            row: dict[str, Any] = {"kind": kind, "d": d, "note": note, "stacked": self.place.side_by_side}
            if kind == "series":
                left, _, right, _ = self.place.figure
                wide = right - left
                row["d"] = {
                    **d,
                    "chart": chart_spec(
                        figure,
                        self.whole.look,
                        width_px=wide,
                        height_px=round(wide * self.place.chart_aspect),
                        on="panel",
                        text_px=cards.TEXT_FLOOR_PX,
                    ),
                }
            found.append((figure, row))
        return found

    @staticmethod
    def _note_order(kind: str) -> tuple[str, ...]:
        if kind == "progress":
            return ("gap", "change")
        if kind == "share":
            return ("plain", "change")
        return ("change", "gap", "plain", "period") if kind == "number" else ("change",)


def count_steps(figure: Figure, language: str) -> tuple[str, ...]:
    """Give the numbers a figure runs through on its way, written like the last one, which is not among them.

    A rank runs from its baseline, or not at all; anything else from zero. Nothing where the number
    is not made of digits or is too small to run.
    """
    if figure.plain and figure.plain == figure.written:
        return ()
    try:
        end = parse_written(figure.number, language)
    except ValueError:
        return ()
    begin = Decimal(0)
    if figure.unit == "rank":
        if figure.baseline is None:
            return ()
        begin = figure.baseline.value
    exponent = _decimals(figure.number, language)
    pattern = "#,##0" + ("." + "0" * exponent if exponent else "")
    smallest = Decimal(1).scaleb(-exponent)
    written: list[str] = []
    for index in range(_COUNT_STEPS):
        share = 1 - (1 - Decimal(index) / _COUNT_STEPS) ** 3
        value = (begin + (end - begin) * share).quantize(smallest, ROUND_HALF_UP)
        text: str = format_decimal(value, format=pattern, locale=read_language(language).locale)
        if value != end and (not written or text != written[-1]):
            written.append(text)
    return tuple(written) if len(written) > 2 else ()


def _decimals(number: str, language: str) -> int:
    """Count the digits after the decimal sign of a written number."""
    sign = format_decimal(Decimal("0.5"), format="0.0", locale=read_language(language).locale)[1]
    whole, found, rest = number.rpartition(sign)
    return sum(c.isdigit() for c in rest) if found and whole else 0


def _short_address(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
