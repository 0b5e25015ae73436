"""Scenes: what one scene of a film shows, which of its parts comes when, and what is stressed.

The parts and motions of every card stand in ``templates/video/motion.yaml``; here they are tied to
the words. A figure appears with the word that names it; a remark comes with its own word, or with
the next sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import ceil
from typing import Any, Literal

from briefcast.captions.cue import Cue
from briefcast.cards import CARDS
from briefcast.charts.spec import ChartSpec
from briefcast.errors import LayoutError
from briefcast.language.keeping import keep_together
from briefcast.language.written import letters_alone
from briefcast.look.drawing import TEXT_FLOOR_PX
from briefcast.look.figures import figure_data, sources_line
from briefcast.look.illustration import cheers_over, is_grave
from briefcast.look.pictures import qr_svg
from briefcast.products.video.arrangement import (
    SOURCE_LINES_MAX,
    Arrangement,
    Rect,
    Shape,
    with_source_lines,
)
from briefcast.products.video.blocks import Block, figure_blocks, figure_page, has_scene
from briefcast.products.video.counting import count_steps, settling
from briefcast.products.video.layering import around, caption_layers, frame_of, picture_layers, symbol_of
from briefcast.products.video.layers import draw_pages
from briefcast.products.video.motion import Entrance, Takeover, Vocabulary
from briefcast.products.video.storyboard import FPS, Layer, Page, SceneBoard, Track, Transition
from briefcast.script import Figure, Scene, Script, Sentence, Shot
from briefcast.speech.base import TimedWord

_AT_ONCE = frozenset({"headline", "kicker", "still", "number", "labels", "source"})
"""What the first scene shows from its first frame on: many platforms take that as the cover."""
_TURNS_LEAST = 4
"""Values that a line must have to turn somewhere."""
_OVER_KICKER = 1.2
"""Size of a headline at least, against the smallest text over it."""
_TILES_MAX = 3
"""Figures that the closing gathers: as many as are remembered."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What all scenes of one film share."""

    script: Script
    shape: Shape
    place: Arrangement
    look: Mapping[str, Any]
    rtl: bool
    vocabulary: Vocabulary


def direct_scene(
    setting: Setting,
    scene: Scene,
    *,
    number: int,
    frames: int,
    words: Sequence[TimedWord],
    cues: Sequence[Cue],
    start_frame: int,
    ground_before: str,
) -> SceneBoard:
    """Give the board of one scene; words and cues have times from the scene's own beginning.

    ``ground_before`` is that of the scene it takes over from; the first one has none (``""``).
    Only the cues of the board are moved to the time of the film, so that a scene's drawings and
    motions stay the same whatever is said elsewhere.
    """
    ground = _ground(scene)
    takeover = _takeover(setting, ground_before, ground)
    full = ground.startswith("ground-full")
    board = _Scene(setting, scene, number=number, frames=frames, words=words, takeover=takeover)
    board.show()
    board.progress("panel" if full else "page")
    board.captions(cues, "panel" if full else setting.place.captions_on)
    start_ms = round(start_frame * 1000 / FPS)
    return SceneBoard(
        id=scene.id,
        start_frame=start_frame,
        frames=frames,
        ground=ground,
        photo=_photo(scene),
        pages=tuple(board.pages),
        layers=tuple(board.layers()),
        cues=tuple(_moved(cue, start_ms) for cue in cues),
        enter=takeover.transition,
        photo_drifts=setting.vocabulary.photos_drift,
        stood_in=board.stood_in,
        only_said=board.only_said,
        shown=board.shown,
    )


def _photo(scene: Scene) -> Shot | None:
    return scene.visual.shot if scene.kind == "point" else None


def _ground(scene: Scene) -> str:
    """Name what a scene stands on: page and panel for a headline and its figure, else the panel alone."""
    return f"ground-{'split' if has_scene(scene) else 'full'}{'-scrim' if _photo(scene) else ''}"


def _takeover(setting: Setting, before: str, after: str) -> Takeover:
    """Say how a scene takes over: on the same ground by a dissolve, else by sliding the old one away."""
    if not before:
        return Takeover(transition=Transition(), clear=0)
    if before == after:
        return setting.vocabulary.same_ground
    # What has been read leaves to the side where reading started.
    slides = setting.vocabulary.other_ground
    return replace(slides, transition=replace(slides.transition, push_to="right" if setting.rtl else "left"))


def _moved(cue: Cue, by_ms: int) -> Cue:
    lines = tuple(
        tuple(replace(w, start_ms=w.start_ms + by_ms, end_ms=w.end_ms + by_ms) for w in line) for line in cue.lines
    )
    return Cue(start_ms=cue.start_ms + by_ms, end_ms=cue.end_ms + by_ms, lines=lines)


@dataclass(frozen=True, kw_only=True)
class _Cues:
    """When the cues of a card's entrances are, in frames of the scene."""

    figure: int = 0
    """When its figure is named."""
    id: str = ""
    """The statistic it shows."""
    note: str = ""
    """What its remark says: ``change``, ``gap``…"""
    delay: int = 0
    """Frames by which what comes with the scene follows that of the figure before."""


class _Scene:
    """Composes one scene from pages, entrances and stresses."""

    def __init__(
        self,
        setting: Setting,
        scene: Scene,
        *,
        number: int,
        frames: int,
        words: Sequence[TimedWord],
        takeover: Takeover,
    ) -> None:
        self.setting, self.scene, self.number, self.frames, self.words = setting, scene, number, frames, words
        self.clear, self.settled = takeover.clear, takeover.transition.frames
        self.script, self.vocabulary, self.place = setting.script, setting.vocabulary, setting.place
        self.pacing = setting.vocabulary.pacing
        self.first = number == 0
        self.pages: list[Page] = []
        self.stood_in: tuple[str, ...] = ()
        self.only_said: tuple[str, ...] = ()
        self.shown: tuple[str, ...] = ()
        self._entered: dict[str, tuple[Layer, int, int]] = {}
        """Layers with the frame from which they are there and the frame from which they rest."""
        self._stressed: dict[str, list[int]] = {}
        self._steady: list[Layer] = []
        self._hero = ""
        """The layer one looks at: it is stressed where nothing else happens for long."""

    def show(self) -> None:
        """Show what the scene is about."""
        self._picture()
        if self.scene.kind == "opening":
            self._opening()
        elif self.scene.kind == "closing":
            self._closing()
        elif has_scene(self.scene) and (blocks := self._blocks()):
            self._figures(blocks)
        elif self.scene.visual.steps:
            self._steps()
        elif self.scene.visual.large:
            self._denied()
        else:
            self._words_alone()

    def _blocks(self) -> tuple[Block, ...]:
        """Choose how the figures are shown, in the room that their sources leave."""
        figures = [self.script.figure(id) for id in self.scene.visual.figures]
        self._make_room_for(sources_line(figures, self.script.language))
        return figure_blocks(self.scene, self.script, self.place, self.setting.look)

    # -- the vocabulary ---------------------------------------------------------------------------

    def _page(
        self, key: str, box: Rect, data: Mapping[str, Any], *, window: Rect | None = None, rows_of: str = ""
    ) -> str:
        self.pages.append(Page(key=key, box=box, data=data, window=window or around(box), rows_of=rows_of))
        return key

    def _enter(
        self,
        card: str,
        box: Rect,
        data: Mapping[str, Any],
        *,
        without: Iterable[str] = (),
        prefix: str = "",
        cues: _Cues | None = None,
        counts: Sequence[str] = (),
        turn: float | None = None,
        pieces: int = 0,
        again: str = "",
    ) -> None:
        """Bring in every layer of a card but some, as the vocabulary says.

        ``again`` goes before the names of its layers where the same card comes once more in a scene.
        ``counts`` are the numbers shown before the last one by a layer whose motion counts; ``turn`` and ``pieces`` are
        those of `Motion.tracks`.
        """
        cues = cues or _Cues()
        for entrance in self.vocabulary.cards[card]:
            if entrance.layer in without:
                continue
            motion, at = self.vocabulary.motions[entrance.motion], self._at(entrance, cues)
            if self.first and entrance.layer in _AT_ONCE:
                motion, at = self.vocabulary.motions["appear"], 0
            shown = {**data, "visible": [prefix + part for part in entrance.parts]} if entrance.parts else data
            name = again + prefix + entrance.layer
            last = self._page(name, box, shown)
            ways: list[Mapping[str, Any]] = []
            if motion.count_frames:
                ways = [{"step": text} for text in counts]
            elif motion.grow_frames:
                ways = [{"grown": share} for share in settling(self.vocabulary.steps)]
            pages = [self._page(f"{name}{i}", box, {**shown, **way}, rows_of=last) for i, way in enumerate(ways)]
            long = motion.count_frames or motion.grow_frames
            steps = [(at + round(long * i / len(pages)), page) for i, page in enumerate(pages)]
            steps.append((at + long if pages else at, last))
            layer = Layer(
                name=name,
                steps=tuple(steps),
                tracks=motion.tracks(at, turn=turn, pieces=pieces),
                reveal_from=motion.reveal_from(rtl=self.setting.rtl),
            )
            self._entered[name] = (layer, at, at + motion.frames)

    def _at(self, entrance: Entrance, cues: _Cues) -> int:
        """Give the frame at which a layer comes in."""
        if entrance.cue == "sentence":
            return self._with_next_sentence(self.clear + entrance.after)
        if entrance.cue == "scene":
            return self.clear + entrance.after + cues.delay
        earliest = cues.figure + entrance.after
        if not entrance.waits_for:
            return earliest
        # A remark comes with its word if it is said, else with the next sentence: one thing is read at a time.
        said = self._said(*(f"{cues.id}.{cues.note if name == 'note' else name}" for name in entrance.waits_for))
        wanted = self._with_next_sentence(earliest) if said is None else max(earliest, said - self.pacing.early)
        return max(0, min(wanted, self.frames - self.pacing.to_read))

    def _with_next_sentence(self, frame: int) -> int:
        """Give the beginning of the next sentence after a frame if it is near, else the frame itself."""
        near = (start for start in self._sentence_starts() if frame <= start <= frame + self.pacing.patience)
        return next(near, frame)

    def _sentence_starts(self) -> list[int]:
        firsts = {word.sentence: word.start_ms for word in reversed(self.words)}
        return sorted(frame_of(ms) - self.pacing.early for ms in firsts.values())

    def _said(self, *facts: str) -> int | None:
        """Give the frame at which the first word of these facts begins."""
        return next((frame_of(word.start_ms) for word in self.words if word.fact in facts), None)

    def layers(self) -> Iterable[Layer]:
        """Give every layer with its stresses, from the lowest to the highest."""
        self._keep_alive()
        for name, (layer, _, rests) in self._entered.items():
            emphasis = self.vocabulary.emphasis
            last = self.frames - (emphasis.lasts() if emphasis else 0)
            frames = [frame for frame in self._stressed.get(name, ()) if rests <= frame <= last]
            stress = emphasis.track(frames) if emphasis else None
            yield replace(layer, tracks=(*layer.tracks, stress)) if stress else layer
        yield from self._steady

    def _stress_what_is_said_again(self, prefix: str, id: str) -> None:
        """Stress a figure, its target or its remark when the voice comes back to it."""
        for word in self.words:
            statistic, _, fact = word.fact.partition(".")
            if statistic != id:
                continue
            name = prefix + self.vocabulary.stressed.get(fact, "number")
            frame = frame_of(word.start_ms)
            if name in self._entered and frame >= self._entered[name][2] + self.pacing.early:
                self._stressed.setdefault(name, []).append(frame)

    def _keep_alive(self) -> None:
        """Stress the hero where nothing would happen for longer than one likes to look at a still."""
        if self._hero not in self._entered:
            return
        happens = [frame for _, at, rests in self._entered.values() for frame in (at, rests)]
        happens += [frame for frames in self._stressed.values() for frame in frames]
        stresses = self._stressed.setdefault(self._hero, [])
        for before, after in pairwise([0, *sorted(frame for frame in happens if frame < self.frames), self.frames]):
            count = (after - before) // self.pacing.still
            stresses += [before + (after - before) * (i + 1) // (count + 1) for i in range(count)]

    # -- opening and closing ----------------------------------------------------------------------

    def _opening(self) -> None:
        script, place = self.script, self.place
        # Under the name of an event any day is read as that of the event.
        day = "" if script.kind == "event" else script.as_of
        data = {
            "part": "title",
            "kicker": keep_together(script.kicker, script.language),
            "title": keep_together(script.title, script.language),
            "subtitle": script.subtitle,
            "date": " ".join(text for text in (script.labels.get("as_of", "") if day else "", day) if text),
            "size": place.title_px,
            "align": place.title_align,
        }
        absent = [name for name, text in (("subtitle", script.subtitle), ("date", day)) if not text]
        self._enter("title", place.body, data, without=absent)

    def _closing(self) -> None:
        script, place, call = self.script, self.place, self.script.call_to_action
        denies = any(scene.visual.large for scene in script.scenes)
        notes = sources_line(script.figures, script.language, script.rests_on)
        heading = script.labels.get("sources" if "; " in notes else "source", "")
        data: Mapping[str, Any] = {
            "part": "action",
            # Who asks for nothing says once more what it was about; who denies a claim always does.
            "text": call.text if call.text and not denies else script.title,
            "asked": call.text if denies else "",
            "url": _short_address(call.url),
            "qr": qr_svg(call.url) if call.url and place.code_px else "",
            "qr-size": place.code_px,
            "sources": f"{heading}: {notes}." if notes else "",
            "sources-lines": 6 if place.code_px else 2,
            "size": place.call_px,
            # Beside what is true, a number would be read first: half of what it rests on, or of something else.
            "tiles": [] if denies else [figure_data(figure) for figure in self._gathered()],
            "across": place.tiles_across,
        }
        data = self._roomy(data)
        for number in range(len(data["tiles"])):
            self._enter("tile", place.body, data, prefix=f"{number}:", cues=_Cues(delay=number * self.pacing.early))
        shown = {"url": call.url, "qr": data["qr"], "sources": data["sources"]}
        self._enter("action", place.body, data, without=[name for name, text in shown.items() if not text])
        self._hero = "url" if call.url else "text"

    def _roomy(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Let the closing do without its sources, which stood under each figure, and then without figures, for room."""
        bare = {**data, "sources": ""}
        fewer = [{**bare, "tiles": data["tiles"][:count]} for count in reversed(range(len(data["tiles"])))]
        return next((way for way in (data, bare, *fewer) if self._fits(self.place.body, way) is None), data)

    def _fits(self, box: Rect, data: Mapping[str, Any]) -> LayoutError | None:
        """Give what does not fit a place; nothing is painted but its corner."""
        left, top, _, _ = box
        corner = Page(key="tried", box=box, window=(left, top, left + 1, top + 1), data=data)
        try:
            draw_pages([corner], self.setting.look)
        except LayoutError as error:
            return error
        return None

    def _gathered(self) -> list[Figure]:
        """Give the figures that the points said first, each once; of many places the one that the headline is about."""
        known = {figure.statistic: figure for figure in self.script.figures}
        first: dict[str, Figure] = {}
        for scene in self.script.scenes:
            if has_scene(scene):
                led = self.script.highlighted(scene) if CARDS[scene.visual.kind].takes == "figures" else ()
                said = (*led[:1], *(fact.partition(".")[0] for fact in scene.facts))
                id = next((id for id in said if id in known), scene.visual.figures[0])
                first.setdefault(id, known[id])
        return list(first.values())[:_TILES_MAX]

    # -- a point ----------------------------------------------------------------------------------

    def _words_alone(self) -> None:
        """Show a point without figures: its headline, large."""
        data = self._words(self.scene.headline, self.scene.visual.note)
        stated: tuple[Figure, ...] = ()
        if not self.scene.visual.note:
            # Days, hours, places and amounts are to be read, not only heard.
            for sentences in self._noteworthy():
                way = {**data, "subtitle": " ".join(sentence.shown for sentence in sentences)}
                if self._fits(self.place.body, way) is None:
                    data, stated = way, self._figures_in(sentences)
                    break
        sources = sources_line(stated, self.script.language)
        if sources:
            self._make_room_for(sources, fewest=2)
        self._enter("words", self.place.body, data)
        self._source(sources)

    def _words(self, title: str, under: str) -> dict[str, Any]:
        """Give what the template takes to set words alone."""
        return {
            "part": "title",
            "kicker": self.scene.visual.label,
            "title": title,
            "subtitle": under,
            "date": "",
            "size": self.place.title_px,
            "align": "middle",
        }

    def _denied(self) -> None:
        """Show a claim under its verdict, struck, while it is said; from then on what is true, and why.

        Without sound whoever reads a claim above a source takes it for what that says: none stands beside it.
        """
        visual, heard = self.scene.visual, self._sentence_starts()[1:]
        until = heard[0] if heard else frame_of(max((word.end_ms for word in self.words), default=0))
        until = max(self.settled, min(until, self.frames - self.pacing.before_end))
        self._enter("words", self.place.body, {**self._words(visual.large, visual.note), "denies": True})
        for name, (layer, at, rests) in [*self._entered.items()]:
            if name in {entrance.layer for entrance in self.vocabulary.cards["words"]}:
                self._entered[name] = replace(layer, steps=(*layer.steps, (max(until, at + 1), ""))), at, rests
        sources = sources_line(self._figures_in(self.scene.sentences[1:]), self.script.language, self.script.rests_on)
        if sources:
            self._make_room_for(sources, fewest=2)
        truth = self._words(self.scene.headline, visual.after)
        self._enter("words", self.place.body, truth, cues=_Cues(delay=until - self.clear), again="true:")
        self._source(sources, after=until)

    def _noteworthy(self) -> tuple[tuple[Sentence, ...], ...]:
        """Give what a point says in numbers beside its headline: all of it, or the first sentence of that."""
        headline, source = letters_alone(self.scene.headline), self.script.labels.get("source", "")
        said = tuple(
            sentence
            for sentence in self.scene.sentences
            if any(map(str.isdigit, sentence.shown))
            and letters_alone(sentence.shown) != headline
            and not (source and sentence.shown.startswith(source))
        )
        return tuple(dict.fromkeys(said[:count] for count in (len(said), 1) if said))

    def _figures_in(self, sentences: Sequence[Sentence]) -> tuple[Figure, ...]:
        known = {figure.statistic: figure for figure in self.script.figures}
        ids = dict.fromkeys(fact.partition(".")[0] for sentence in sentences for fact in sentence.facts)
        return tuple(known[id] for id in ids if id in known)

    def _steps(self) -> None:
        """Show what is to be done one under the other, each as it is said; without room its headline alone."""
        place, steps = self.place, self.scene.visual.steps
        data = {
            "part": "steps",
            "title": self.scene.headline,
            "items": [keep_together(step, self.script.language) for step in steps],
            "size": place.headline_px,
        }
        if self.scene.due and self._fits(place.body, {**data, "title": self.scene.due}) is None:
            # What steps are for is read from them, the day is not.
            data = {**data, "title": self.scene.due}
        elif error := self._fits(place.body, data):
            self.stood_in = (f"{self.scene.id}: steps: {error}",)
            self._words_alone()
            return
        self._enter("steps", place.body, data)
        at = self.pacing.early
        for number, said in enumerate(self._step_frames()):
            at = min(max(said - self.pacing.early, at), max(self.frames - self.pacing.before_end, 0))
            self._enter("step", place.body, data, prefix=f"{number}:", cues=_Cues(figure=at))

    def _step_frames(self) -> Iterable[int]:
        """Give, for each step, the frame at which the sentence that says it begins."""
        starts = {word.sentence: frame_of(word.start_ms) for word in reversed(self.words)}
        said = [" ".join(word.shown for word in words) for _, words in groupby(self.words, key=lambda w: w.sentence)]
        sentence = 0
        for step in self.scene.visual.steps:
            told = letters_alone(step)
            sentence = next((n for n in range(sentence, len(said)) if told in letters_alone(said[n])), sentence)
            yield starts.get(sentence, 0)
            sentence += 1

    def _figures(self, blocks: Sequence[Block]) -> None:
        self._headline()
        self._source(sources_line((f for b in blocks for f in b.figures), self.script.language))
        data = figure_page(blocks, self.place)
        self.stood_in = tuple(f"{self.scene.id}: {block.stood_in}" for block in blocks if block.stood_in)
        self.only_said = self._only_said(blocks)
        self.shown = tuple(figure.statistic for block in blocks for figure in block.figures)
        earliest = 0
        for number, block in enumerate(blocks):
            earliest = self._figure(data, number, block, earliest)

    def _headline(self) -> None:
        place = self.place
        kicker = self._kicker() if self.first else ""
        if kicker and place.kicker:
            data = {"part": "kicker", "text": kicker, "floor": TEXT_FLOOR_PX, "on": "page"}
            if self._fits(place.kicker, data) is None:
                self._enter("kicker", place.kicker, data)
                kicker = ""
        headline = {
            "part": "headline",
            "kicker": kicker,
            "text": self.scene.headline,
            "size": place.headline_px,
            "floor": _OVER_KICKER * place.text_px,
            "lines": place.headline_lines,
            "align": "middle",
            "on": "page",
        }
        if kicker and self._fits(place.headline, headline):
            # What is said is never smaller than what it belongs to.
            headline["kicker"] = ""
        if not headline["kicker"]:
            del headline["floor"]
        self._enter("headline", place.headline, headline)

    def _only_said(self, blocks: Sequence[Block]) -> tuple[str, ...]:
        """Name the figures that the voice tells while they stand neither in the picture nor in the headline."""
        figures = [figure for block in blocks for figure in block.figures]
        charts = [block.row["d"]["chart"] for block in blocks if "chart" in block.row["d"]]
        # What all places come to stands in their chart as its line.
        lines = {f.grouped.group for f in figures if f.grouped for chart in charts if chart.overall is not None}
        shown = {figure.statistic for figure in figures} | {*self.scene.stated} | lines
        said = dict.fromkeys(fact.partition(".")[0] for fact in self.scene.facts)
        known = {figure.statistic for figure in self.script.figures}
        return tuple(id for id in said if id in known and id not in shown)

    def _kicker(self) -> str:
        """Say what the finding belongs to; what may not go out yet says that before all else."""
        script = self.script
        belongs = letters_alone(script.title) == letters_alone(self.scene.headline) or script.is_headed
        return keep_together(script.kicker if belongs else script.title, script.language)

    def _picture(self) -> None:
        """Show what the scene is about without words, where players lay theirs."""
        box, symbol = self.place.picture, symbol_of(self.scene, self.script, self.vocabulary)
        if box is None or _photo(self.scene) or cheers_over(symbol, self.script):
            return
        quiet = is_grave(self.script)
        pages, layers = picture_layers(symbol, box, self.vocabulary, frames=self.frames, quiet=quiet)
        self.pages += pages
        self._entered |= {layer.name: (layer, 0, 0) for layer in layers}

    def _make_room_for(self, sources: str, *, fewest: int = 1) -> None:
        """Give the sources as few lines as hold them, and never fewer than asked for."""
        for lines in range(fewest, SOURCE_LINES_MAX + 1):
            place = with_source_lines(self.place, lines)
            if lines == SOURCE_LINES_MAX or self._fits(place.source, self._source_page(sources)) is None:
                self.place = place
                return

    def _source(self, sources: str, *, after: int = 0) -> None:
        """Say under what is shown where it comes from; sources without room stand in the film's description alone."""
        names = sources.split("; ") if sources else []
        ways = (self._source_page("; ".join(names[:count])) for count in range(len(names), 0, -1))
        if told := next((way for way in ways if self._fits(self.place.source, way) is None), None):
            self._enter("source", self.place.source, told, cues=_Cues(figure=after, delay=after))

    def _source_page(self, sources: str) -> Mapping[str, Any]:
        text = f"{self.script.labels.get('source', '')}: {sources}"
        return {"part": "source", "text": text, "align": self.place.source_align, "on": "panel", "floor": TEXT_FLOOR_PX}

    def _figure(self, data: Mapping[str, Any], number: int, block: Block, earliest: int) -> int:
        """Bring in one figure; give the frame from which the next one may begin."""
        figure, pacing = block.figures[0], self.pacing
        prefix, id = f"{number}:", figure.statistic
        said = self._said(id, f"{id}.plain", f"{id}.exact", f"{id}.share")
        if said is None:
            said = next((frame_of(w.start_ms) for w in self.words if w.fact.startswith(f"{id}.")), earliest)
        patience = pacing.patience_number if block.moves == "number" else pacing.patience
        if number:
            # There is something to look at until it is named.
            patience = self.frames
        earliest = max(earliest, self.settled - pacing.early, pacing.early)
        at = min(max(said - pacing.early, earliest), earliest + patience, max(self.frames - pacing.before_end, 0))
        # A label that stands long before its number looks like a missing value.
        delay = max(at - self.clear - pacing.early, 0) if number else 0
        self._enter(
            block.moves,
            self.place.figure,
            data,
            without=block.absent,
            prefix=prefix,
            cues=_Cues(figure=at, id=id, note=block.row["remark"], delay=delay),
            counts=count_steps(figure, steps=self.vocabulary.steps),
            turn=_turn(block.row["d"].get("chart")),
            pieces=ceil(block.row["d"]["tenths"] or 0) if block.row["card"] == "share" else 0,
        )
        if self.first and f"{prefix}number" in self._entered:
            # It stands there already; the voice comes to it.
            self._stressed.setdefault(f"{prefix}number", []).append(at)
        self._stress_what_is_said_again(prefix, id)
        self._hero = self._hero or f"{prefix}number"
        return at + pacing.next_figure

    # -- what every scene has ---------------------------------------------------------------------

    def progress(self, on: Literal["page", "panel"]) -> None:
        """Lay the progress of the film over everything; it runs on through transitions."""
        count, side = len(self.script.scenes), self.vocabulary.motions["grow"].reveal_from(rtl=self.setting.rtl)
        share = Track(
            property="reveal",
            keys=((0, self.number / count), (self.frames, (self.number + 1) / count)),
            easing="linear",
        )
        for part, tracks in (("track", ()), ("bar", (share,))):
            name = "progress" if part == "bar" else "progress track"
            steps = ((0, f"progress-{part}-{on}"),)
            self._steady.append(Layer(name=name, steps=steps, tracks=tracks, reveal_from=side, steady=True))

    def captions(self, cues: Sequence[Cue], on: Literal["page", "panel"]) -> None:
        """Lay the captions over everything, and on them the word that is being said."""
        pages, layers = caption_layers(cues, self.place, self.script.language, frames=self.frames, on=on)
        self.pages += pages
        self._steady += layers


def _turn(chart: ChartSpec | None) -> float | None:
    """Give where a line over time turns most, as a share of its way; None where nothing lies between its ends."""
    if chart is None or chart.kind not in ("line", "rank") or len(chart.marks) < _TURNS_LEAST:
        return None
    values = [mark.value for mark in chart.marks]
    bends = [
        abs(after - 2 * value + before) for before, value, after in zip(values, values[1:], values[2:], strict=False)
    ]
    return (1 + bends.index(max(bends))) / (len(values) - 1) if max(bends) else None


def _short_address(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
