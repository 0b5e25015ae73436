"""From a brief to an episode that is as long as its audience asks for.

How long a text takes is known only when it was spoken. So the telling is planned by estimate, spoken,
planned again by what was measured, and the nearest one taken. Sentences are kept by the store: what
several tellings have in common is spoken once.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self, get_args

from briefcast.brief.audiences import Audience
from briefcast.brief.model import Brief
from briefcast.language.pacing import narration_seconds, speech_settings
from briefcast.products.podcast.phrases import Role
from briefcast.products.podcast.plan import EpisodePlan
from briefcast.products.podcast.script import EpisodeScript, SaidSources, Turn, write_episode
from briefcast.products.podcast.settings import podcast_settings
from briefcast.script import Scene, Script, Visual
from briefcast.speech.base import Fallback, Narration, Voice
from briefcast.writing.asking import asked_about
from briefcast.writing.facts import Facts
from briefcast.writing.pronunciation import read_pronunciation
from briefcast.writing.writing import write_script

HOOK, NOTICE = "hook", "notice"
"""Ids of the sounds of the first finding and of the notice; others are ``part.turn``."""
FEWEST = 2
"""Points that an episode may be cut down to where it would be too long: one is no report."""
_ROUNDS = 4
_MOST_FIRST: tuple[SaidSources, ...] = get_args(SaidSources)
_SHORT = 1.5
"""Times that what lacks of a length counts while points are left to tell."""
_FAR = 1.5
"""Times the length asked for at which more points are not tried: no voice is that much quicker than estimated."""


def write_tellings(
    brief: Brief,
    facts: Facts,
    audience: Audience,
    language: str,
    *,
    show: str,
    folder: Path | None = None,
    seconds: float = math.inf,
) -> tuple[EpisodeScript, ...]:
    """Write every telling an audience could hear: its most important points alone, one more, … all of them.

    Of each number of points there are tellings that say more (sources, gaps to targets) and less. Numbers at which
    every telling is far longer than ``seconds`` are left out.
    """
    own = read_pronunciation(folder).get(language, {})
    told = sum(point.audiences.get(audience.id, 1) > 0 for point in brief.points)
    says_source, says_gap = "source" in audience.also_say, "gap" in audience.also_say
    tellings: list[EpisodeScript] = []
    for count in range(max(min(audience.points.min, FEWEST, told), 1), max(told, 1) + 1):
        before = len(tellings)
        chosen = _with_what_is_asked(brief, facts, audience, language, count=count, folder=folder)
        wide = audience.model_copy(
            update={
                "points": audience.points.model_copy(update={"min": count, "max": count}),
                # Who is to hear the sources hears them with each point: at the end nobody knows which was whose.
                "also_say": ("source",) if says_source else (),
            }
        )
        script = write_script(chosen, facts, wide, language, seconds=math.inf, only_heard=True, folder=folder)
        for sources, gaps in itertools.product(
            (False,) if says_source else (True, False), (True,) if says_gap else (True, False)
        ):
            telling = write_episode(
                script, facts, wide, show=show, with_gaps=gaps, with_sources=sources, pronunciation=own
            )
            if telling not in tellings[before:]:
                tellings.append(telling)
        if min(estimate_seconds(telling, pace=audience.pace) for telling in tellings[before:]) > seconds * _FAR:
            break
    return tuple(tellings)


def _with_what_is_asked(
    brief: Brief, facts: Facts, audience: Audience, language: str, *, count: int, folder: Path | None
) -> Brief:
    """Give a brief of which an episode of so many points tells the one that its request is about, for the lightest.

    "Bring your child for the measles shot" is no end to an episode that was not about measles.
    """
    asked = asked_about(brief, audience.id)
    weights = {point.id: point.audiences.get(audience.id, 1) for point in brief.points}
    if count < FEWEST or not weights.get(asked) or count >= sum(weight > 0 for weight in weights.values()):
        return brief
    few = audience.model_copy(
        update={"points": audience.points.model_copy(update={"min": count, "max": count}), "also_say": ()}
    )
    script = write_script(brief, facts, few, language, seconds=math.inf, folder=folder)
    told = [choice.point for choice in script.choices if choice.decision != "dropped"]
    if asked in told:
        return brief
    told.remove(min(reversed(told), key=lambda id: weights[id]))
    left_out = {**dict.fromkeys(weights, 0), **{id: weights[id] for id in (*told, asked)}}
    points = (
        point.model_copy(update={"audiences": {**point.audiences, audience.id: left_out[point.id]}})
        for point in brief.points
    )
    return brief.model_copy(update={"points": tuple(points)})


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What an episode of one audience says in every language of a brief."""

    points: int
    sources: SaidSources
    gaps: bool
    """Whether it says how figures stand to their targets."""

    @classmethod
    def of(cls, telling: EpisodeScript) -> Self:
        """Give what a telling says."""
        return cls(points=count_points(telling), sources=telling.sources, gaps=telling.gaps)

    def has(self, telling: EpisodeScript) -> bool:
        """Say whether a telling says that."""
        return self == self.of(telling)


def agree(tellings: Mapping[str, tuple[EpisodeScript, ...]], *, seconds: int, pace: float) -> Agreed:
    """Give how many points an audience hears in every language of a brief, where their sources, and whether targets.

    It is the choice with which the slowest language and the quickest come nearest to the length asked for, and of
    those near enough the one with most points, then with most sources, then with targets. Short of it with points left
    to tell is farther than a little over it. Lengths are estimated: no language has to be spoken for another to be
    made.

    Args:
        tellings: every telling of the audience, by language.
        seconds: how long an episode should be.
        pace: of the audience.
    """
    close = podcast_settings().length.close
    misses: dict[Agreed, dict[str, float]] = {}
    for language, told in tellings.items():
        most = max(map(count_points, told))
        for telling in told:
            over = estimate_seconds(telling, pace=pace) / seconds - 1
            miss = -over * _SHORT if over < 0 and count_points(telling) < most else abs(over)
            nearest = misses.setdefault(Agreed.of(telling), {})
            nearest[language] = min(miss, nearest.get(language, math.inf))

    def rank(choice: Agreed) -> tuple[float, int, int, bool]:
        worst = max(misses[choice].values())
        fits = 0.0 if worst <= close else worst
        return (fits, -choice.points, _MOST_FIRST.index(choice.sources), not choice.gaps)

    # A language in which a figure has no source still hears the same points.
    everywhere = max(len(told) for told in misses.values())
    return min((choice for choice, told in misses.items() if len(told) == everywhere), key=rank)


def count_points(telling: EpisodeScript) -> int:
    """Count the points of the brief that a telling tells."""
    return sum(choice.decision != "dropped" for choice in telling.script.choices)


def estimate_seconds(telling: EpisodeScript, *, pace: float) -> float:
    """Estimate how long an episode will be, its notice and the quiet between parts included."""
    times = podcast_settings().timeline
    language = telling.script.language
    turns = [turn for _, turn in turns_of(telling)]
    spoken = sum(narration_seconds(turn.sentences, language, pace=pace) for turn in turns)
    # The quiet that comes with a turn gives way to that between two.
    own_ms = (speech_settings().pauses.scene_start + speech_settings().pauses.scene_end) / pace
    parts = len(telling.parts) - 1
    between_ms = times.between_turns * (len(turns) - 1 - parts) + times.between_parts * parts
    return spoken + (times.lead + between_ms + times.tail - own_ms * len(turns)) / 1000


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A telling that was spoken and laid out."""

    telling: EpisodeScript
    plan: EpisodePlan
    narrations: Mapping[Role, Narration]
    """What each host says, in the order of the telling's hosts."""

    @property
    def voice(self) -> Voice:
        """The voice that answers: the audience's own."""
        return list(self.narrations.values())[-1].voice

    @property
    def fallbacks(self) -> tuple[Fallback, ...]:
        """Voices that could not serve, each once."""
        return tuple(dict.fromkeys(f for narration in self.narrations.values() for f in narration.fallbacks))


def choose_telling(
    tellings: tuple[EpisodeScript, ...], *, seconds: int, pace: float, lay_out: Callable[[EpisodeScript], Laid]
) -> Laid:
    """Lay out the telling that comes nearest to a length; of those near enough the one that says most: points first.

    ``lay_out`` speaks a telling and lays it out; it is asked for a few of them only.
    """
    close = podcast_settings().length.close
    estimates = [estimate_seconds(telling, pace=pace) for telling in tellings]
    said = [(len(t.parts), sum(len(turn.sentences) for part in t.parts for turn in part.turns)) for t in tellings]
    factor, planned = 1.0, dict[int, Laid]()

    def rank(index: int) -> tuple[float, int, int, float]:
        length = planned[index].plan.duration_ms / 1000 if index in planned else estimates[index] * factor
        miss = abs(length / seconds - 1)
        parts, sentences = said[index]
        return (0.0 if miss <= close else miss, -parts, -sentences, miss)

    for _ in range(_ROUNDS):
        best = min(range(len(tellings)), key=rank)
        if best in planned:
            break
        planned[best] = lay_out(tellings[best])
        factor = planned[best].plan.duration_ms / 1000 / estimates[best]
    return planned[min(planned, key=rank)]


def host_scripts(telling: EpisodeScript) -> Mapping[Role, Script]:
    """Give what each host says as a script to be spoken, one scene a turn; who speaks decides the notice."""
    return {
        host: replace(
            telling.script,
            scenes=tuple(_scene(id, turn) for id, turn in turns_of(telling) if turn.host == host and id != NOTICE),
        )
        for host in telling.hosts
    }


def notice_of(telling: EpisodeScript, narrations: Mapping[Role, Narration]) -> Turn | None:
    """Give what is said of the voices that were heard: that all are a machine's, or some; None if none is."""
    if not any(narration.voice.synthetic for narration in narrations.values()):
        return None
    return telling.notice_beside if any(each.by_hand for each in narrations.values()) else telling.notice


def notice_script(telling: EpisodeScript, notice: Turn) -> Script:
    """Give a notice as a script to be spoken."""
    return replace(telling.script, scenes=(_scene(NOTICE, notice),))


def turns_of(telling: EpisodeScript) -> Iterator[tuple[str, Turn]]:
    """Give every turn in order with its id: the finding it begins with, the notice, and all parts."""
    if telling.hook:
        yield HOOK, telling.hook
    yield NOTICE, telling.notice
    for part in telling.parts:
        for number, turn in enumerate(part.turns):
            yield f"{part.id}.{number}", turn


def _scene(id: str, turn: Turn) -> Scene:
    return Scene(id=id, kind="point", headline="", sentences=turn.sentences, visual=Visual(kind="text"))
