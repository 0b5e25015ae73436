"""Motion: the vocabulary in which the videos move, read from ``templates/video/motion.yaml``.

A card says which of its parts enters by which motion and when (`Entrance`); a motion says which
properties of a layer run from where, how long and how (`Change`). Nothing here knows a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, get_args

from briefcast.language.written import NBSP
from briefcast.paths import TEMPLATES
from briefcast.products.video.storyboard import RESTS, Easing, Property, Side, Track, Transition
from briefcast.tables import read_tree

CueKind = Literal["scene", "sentence", "figure"]
"""What an entrance counts from: the scene's beginning, its second sentence, the word that names the figure."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One property on its way to where it rests."""

    property: Property
    begin: float
    frames: int
    easing: Easing = "out"

    def track(self, at: int) -> Track:
        """Give the track of this change when it begins at a frame."""
        keys = ((at, self.begin), (at + self.frames, RESTS[self.property]))
        return Track(property=self.property, keys=keys, easing=self.easing)

    def paused(self, at: int, *, turn: float, pause_frames: int) -> Track:
        """Give its track with a pause at a share of its way."""
        reached = self.begin + (RESTS[self.property] - self.begin) * turn
        there, end = at + self.frames * turn, at + self.frames + pause_frames
        keys = ((at, self.begin), (there, reached), (there + pause_frames, reached), (end, RESTS[self.property]))
        return Track(property=self.property, keys=keys, easing=self.easing)

    def one_by_one(self, at: int, *, pieces: int) -> Track:
        """Give its track in so many steps of one size, the first of them at once."""
        way = RESTS[self.property] - self.begin
        shown = [self.begin + way * piece / pieces for piece in range(pieces + 1)]
        keys: list[tuple[float, float]] = [(at, shown[1])]
        for piece in range(1, pieces):
            begin = at + self.frames * piece / pieces
            keys += [(begin, shown[piece]), (begin, shown[piece + 1])]
        return Track(property=self.property, keys=tuple(keys), easing="linear")


@dataclass(frozen=True, kw_only=True)
class Motion:
    """One way to enter."""

    changes: tuple[Change, ...] = ()
    side: Side | Literal["start"] = "start"
    """From where it is wiped open; start: where the language begins to be read."""
    count_frames: int = 0
    """How long a number runs up to its value; 0: it stands at once."""
    grow_frames: int = 0
    """How long a drawing grows that no wipe can open, each step drawn; 0: it stands at once."""
    drift: tuple[tuple[float, float], ...] = ()
    """Where it is along the line at shares of its scene, in px; it never rests."""

    pause_frames: int = 0
    """How long it pauses where the values that it draws turn."""
    one_by_one: bool = False
    """Whether it opens piece by piece, where it shows things that can be counted."""

    def tracks(self, at: int, *, turn: float | None = None, pieces: int = 0) -> tuple[Track, ...]:
        """Give the tracks of a layer that enters so at a frame.

        ``turn``: the share of its way at which its values turn; ``pieces``: how many things it shows.
        """

        def track(change: Change) -> Track:
            if change.property == "reveal" and self.pause_frames and turn is not None:
                return change.paused(at, turn=turn, pause_frames=self.pause_frames)
            if change.property == "reveal" and self.one_by_one and pieces:
                return change.one_by_one(at, pieces=pieces)
            return change.track(at)

        return tuple(track(change) for change in self.changes)

    def reveal_from(self, *, rtl: bool) -> Side:
        """Give the side from which a layer is wiped open."""
        if self.side == "start":
            return "right" if rtl else "left"
        return self.side

    @property
    def frames(self) -> int:
        """How long it takes until everything rests."""
        longest = max([self.count_frames, self.grow_frames, *(change.frames for change in self.changes)])
        return longest + self.pause_frames


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """How one layer of a card comes in."""

    layer: str
    parts: tuple[str, ...]
    """The parts of the template it holds; none: all there is."""
    motion: str
    cue: CueKind = "scene"
    after: int = 0
    """Frames after its cue."""
    waits_for: tuple[str, ...] = ()
    """Facts of the figure (``target``, ``gap``; ``note``: what its remark says) whose word it waits for."""


@dataclass(frozen=True, kw_only=True)
class Emphasis:
    """How a layer is stressed for a moment, where it stands."""

    property: Property
    keys: tuple[tuple[float, float], ...]
    apart: int
    """Least frames between two on one layer."""

    def lasts(self) -> int:
        """Give how many frames one takes."""
        return round(self.keys[-1][0])

    def track(self, frames: Iterable[int]) -> Track | None:
        """Give the track of a layer that is stressed at these frames; those too close to one before are left out."""
        taken: list[int] = []
        for frame in sorted(frames):
            if not taken or frame - taken[-1] >= self.apart:
                taken.append(frame)
        if not taken:
            return None
        return Track(property=self.property, keys=tuple((at + frame, v) for at in taken for frame, v in self.keys))


@dataclass(frozen=True, kw_only=True)
class Takeover:
    """How a scene takes over from the one before."""

    transition: Transition
    clear: int
    """Frames before its own parts come in."""


@dataclass(frozen=True, kw_only=True)
class Pacing:
    """How long things wait and stand, in frames unless the name says ms; the figures are in the table."""

    lead_ms: Mapping[str, int]
    tail_ms: Mapping[str, int]
    shortest_ms: Mapping[str, int]
    early: int
    patience: int
    patience_number: int
    next_figure: int
    before_end: int
    to_read: int
    still: int


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """All motions and the entrances of every card."""

    motions: Mapping[str, Motion]
    cards: Mapping[str, tuple[Entrance, ...]]
    emphasis: Emphasis | None
    """None where movement is reduced."""
    steps: int
    """How many numbers or drawings are shown on the way to the last one."""
    same_ground: Takeover
    other_ground: Takeover
    photos_drift: bool
    """Whether photos come slowly closer."""
    pacing: Pacing
    stressed: Mapping[str, str]
    """The layer that is stressed when a fact of its figure is spoken of again."""
    symbols: Mapping[str, str]
    """The symbol of a scene whose point has none: by the unit of its figure, or by its kind."""
    subjects: Mapping[str, Mapping[str, Sequence[str]]]
    """Before them: symbols of what a text is about, by words of each language."""
    word_forms: Mapping[str, str]
    """How those words stand in a text of a language, as a pattern around ``WORDS``."""

    def subject(self, text: str, language: str) -> str:
        """Name the symbol of what a text is about; nothing where no word of it is known."""
        even = text.replace(NBSP, " ")
        for symbol, words in self.subjects.items():
            known = "|".join(map(re.escape, words.get(language, ())))
            form = self.word_forms.get(language, "")
            if known and form and re.search(form.replace("WORDS", known), even, re.IGNORECASE):
                return symbol
        return ""


@cache
def read_vocabulary(*, reduced: bool = False) -> Vocabulary:
    """Read the vocabulary of motion; reduced: nothing shifts, grows or counts, things fade in.

    Raises:
        ValueError: the table names a motion, property or easing that does not exist.
    """
    return vocabulary_of(read_tree(TEMPLATES / "video" / "motion.yaml"), reduced=reduced)


def vocabulary_of(table: Mapping[str, Any], *, reduced: bool) -> Vocabulary:
    """Give the vocabulary a table describes; ValueError for names that do not exist."""
    rows = table["motions"]
    motions = {
        name: _motion(name, rows[_known(row.get("reduced", name), rows, "motion")] if reduced else row)
        for name, row in rows.items()
    }
    emphasis, transitions = table["emphasis"], table["transitions"]
    return Vocabulary(
        motions=motions,
        cards={card: tuple(_entrance(row, motions) for row in listed) for card, listed in table["cards"].items()},
        emphasis=None
        if reduced
        else Emphasis(
            property=_known(emphasis["property"], RESTS, "property"),
            keys=tuple((frame, value) for frame, value in emphasis["keys"]),
            apart=emphasis["apart"],
        ),
        steps=table["steps"],
        same_ground=_takeover(transitions["reduced" if reduced else "same_ground"]),
        other_ground=_takeover(transitions["reduced" if reduced else "other_ground"]),
        photos_drift=not reduced,
        pacing=Pacing(**{field.name: table["pacing"][field.name] for field in fields(Pacing)}),
        stressed=table["stressed"],
        symbols=table["symbols"],
        subjects=table["subjects"],
        word_forms=table["word_forms"],
    )


def _takeover(row: Mapping[str, Any]) -> Takeover:
    rest = {name: value for name, value in row.items() if name != "clear"}
    return Takeover(transition=Transition(**rest), clear=row["clear"])


def _motion(name: str, row: Mapping[str, Any]) -> Motion:
    own = {"side", "count_frames", "grow_frames", "pause_frames", "one_by_one", "drift", "reduced"}
    rest = {key: value for key, value in row.items() if key not in own}
    changes = tuple(
        Change(
            property=_known(key, RESTS, f"property of the motion {name}"),
            begin=change["from"],
            frames=change["frames"],
            easing=_known(change.get("easing", "out"), get_args(Easing), "easing"),
        )
        for key, change in rest.items()
    )
    return Motion(
        changes=changes,
        side=row.get("side", "start"),
        count_frames=row.get("count_frames", 0),
        grow_frames=row.get("grow_frames", 0),
        pause_frames=row.get("pause_frames", 0),
        one_by_one=row.get("one_by_one", False),
        drift=tuple((share, px) for share, px in row.get("drift", ())),
    )


def _entrance(row: Mapping[str, Any], motions: Mapping[str, Motion]) -> Entrance:
    return Entrance(
        layer=row["layer"],
        parts=tuple(row.get("parts", (row["layer"],))),
        motion=_known(row["motion"], motions, "motion"),
        cue=_known(row.get("from", "scene"), get_args(CueKind), "cue"),
        after=row.get("after", 0),
        waits_for=tuple(row.get("with", ())),
    )


def _known(name: Any, names: Iterable[Any], what: str) -> Any:
    if name not in names:
        raise ValueError(f"motion.yaml: no {what} is called {name!r}; there are {', '.join(map(str, names))}.")
    return name
