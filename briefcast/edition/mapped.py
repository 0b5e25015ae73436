"""Places that a map cannot show: those that have been merged, sums that say where many people live, unknown names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from briefcast.atlas import Atlas, Tile, atlases, find_tile, merged_into
from briefcast.brief.document import FieldPath
from briefcast.brief.measures import is_sum, measure_of
from briefcast.brief.model import Brief, LocalText, Member, Statistic
from briefcast.brief.periods import split_period
from briefcast.brief.references import near_word
from briefcast.messages import Message, tell

MapCode = Literal["not-on-map", "old-place"]


@dataclass(frozen=True, kw_only=True)
class Unmapped:
    """One thing that keeps places from a map."""

    code: MapCode
    path: FieldPath
    message: Message
    remedy: Message


def find_unmapped(brief: Brief) -> Iterator[Unmapped]:
    """Give what keeps the map of a point from being drawn, and figures of places that were merged before their time."""
    asked = set[str]()
    for index, point in enumerate(brief.points):
        members = [s for s in brief.statistics if s.id in point.statistics]
        # Who names a map of areas asks for it.
        if point.visual == "map" or (point.visual is None and any(s.member and s.member.outline for s in members)):
            asked |= {s.member.group for s in members if s.member}
            found = next(_kept_off(brief, members), None)
            if found:
                message, remedy = found
                yield Unmapped(code="not-on-map", path=("points", index, "visual"), message=message, remedy=remedy)
    seen = set[str]()
    for index, statistic in enumerate(brief.statistics):
        member = statistic.member
        if member is None or member.group in seen | asked:
            continue
        old = _merged(statistic, member)
        # What was told of then is of then.
        if old is None or old[0].merged_on is None or split_period(statistic.period).last < old[0].merged_on:
            continue
        seen.add(member.group)
        remedy = tell(
            "Give the figure of {tile} from its source: those of its parts do not add up to it. If it is of the old"
            " places on purpose, write 'intended: [old-place]'.",
            tile=_called(brief, old[1].name),
        )
        yield Unmapped(
            code="old-place", path=("statistics", index), message=_no_more(brief, old, member.name), remedy=remedy
        )


def is_mapped(brief: Brief, statistics: Sequence[Statistic]) -> bool:
    """Say whether a map can show these figures."""
    return next(_kept_off(brief, statistics), None) is None


def _kept_off(brief: Brief, statistics: Sequence[Statistic]) -> Iterator[tuple[Message, Message]]:
    """Give why figures lie on no map, the first reason first."""
    instead = tell("Write 'visual: table', or leave 'visual' out.")
    members = [(s, s.member) for s in statistics if s.member]
    if len({member.group for _, member in members}) != 1 or len(members) < len(statistics):
        yield tell("A map shows one figure in many places ('by:'), and nothing else."), instead
        return
    first, member = members[0]
    for statistic, own in members:
        if old := _merged(statistic, own):
            remedy = tell(
                "Give the figure of {tile} from its source: those of its parts do not add up to it. For figures of the"
                " old places write 'visual: table'.",
                tile=_called(brief, old[1].name),
            )
            yield _no_more(brief, old, own.name), remedy
    if is_sum(first.unit, measure_of(first)):
        message = tell("A map of {figure} would show where many people live.", figure=member.group)
        yield message, tell("Give shares or rates, such as per 1,000 people, or write 'visual: table'.")
    if all(own.outline for _, own in members):
        # The team's own map has each of them, or the brief is not read.
        return
    known = [atlas for atlas in atlases().values() if atlas.dimension == member.dimension]
    named = [(_called(brief, own.name), _names(s, own)) for s, own in members]
    named += [(_called(brief, name), tuple(name.values())) for name in member.missing]
    tiles: dict[str, str] = {}
    for name, names in named:
        tile = find_tile(member.dimension, names)
        if not tile:
            near = near_word(name, [other for atlas in known for each in atlas.tiles for other in each.name.values()])
            remedy = tell("Write '{near}'.", near=near) if near else instead
            yield tell("No map has a place called '{name}'.", name=name), remedy
        elif tile in tiles:
            message = tell("'{one}' and '{other}' are the same place of a map.", one=tiles[tile], other=name)
            yield message, tell("Keep one of the two entries.")
        tiles[tile] = name


def _names(statistic: Statistic, member: Member) -> tuple[str, ...]:
    return (*member.name.values(), statistic.id.removeprefix(f"{member.group}-"))


def _merged(statistic: Statistic, member: Member) -> tuple[Atlas, Tile] | None:
    """Give what has taken in the place of a figure, or one of those beside it that have no value."""
    for names in (_names(statistic, member), *(tuple(name.values()) for name in member.missing)):
        if found := merged_into(member.dimension, names):
            return found
    return None


def _no_more(brief: Brief, old: tuple[Atlas, Tile], name: LocalText) -> Message:
    atlas, tile = old
    return tell(
        "Since {day} {name} is no place of its own: it is part of {tile}.",
        day=atlas.merged_on.isoformat() if atlas.merged_on else "",
        name=_called(brief, name),
        tile=_called(brief, tile.name),
    )


def _called(brief: Brief, name: LocalText) -> str:
    return name.get(brief.languages[0], "") or next(iter(name.values()), "")
