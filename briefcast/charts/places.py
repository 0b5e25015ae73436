"""Figures in many places as a map of tiles or areas or as a table, and which of them can be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from briefcast.atlas import Atlas, atlases
from briefcast.brief.measures import is_sum
from briefcast.brief.model import CLASSES_MAX
from briefcast.charts.ramp import classes_of
from briefcast.charts.spec import Areas, ChartSpec, Grid, Tile
from briefcast.script import Figure

PLACES_LEAST = 8
"""Fewest places of which a map is drawn by itself, unless it has fewer: of a few, bars tell more."""


def atlas_of(figures: Sequence[Figure]) -> Atlas | None:
    """Give the map on which all figures lie, each on a tile of its own; None if there is none.

    They are entries of one figure. What adds up lies on none, unless it is a rate: of two provinces the larger one has
    more of everything.
    """
    tiles = [figure.grouped.tile for figure in figures if figure.grouped and figure.grouped.tile]
    groups = {figure.grouped.group for figure in figures if figure.grouped}
    if len(tiles) < len(figures) or len({*tiles}) < len(tiles) or len(groups) != 1 or not tiles:
        return None
    if any(is_sum(figure.unit, figure.measure) for figure in figures):
        return None
    names = {tile.partition("/")[0] for tile in tiles}
    return atlases()[names.pop()] if len(names) == 1 else None


def fills(atlas: Atlas, count: int) -> bool:
    """Whether so many places are enough for their map: all, or eight at the least that are half of it."""
    every = sum(not tile.optional for tile in atlas.tiles)
    return count >= every or (count >= PLACES_LEAST and count * 2 >= every)


def has_areas(figures: Sequence[Figure]) -> bool:
    """Whether each of these figures, all entries of one, has its area on a map of the team's own.

    What adds up has none, unless it is a rate, as with `atlas_of`.
    """
    groups = {figure.grouped.group if figure.grouped else "" for figure in figures}
    every = all(figure.grouped and figure.grouped.outline for figure in figures)
    return every and len(groups) == 1 and not any(is_sum(figure.unit, figure.measure) for figure in figures)


def as_areas(spec: ChartSpec, figures: Sequence[Figure], named: Collection[str] = ()) -> ChartSpec:
    """Give what a chart of many places shows as a map of their areas, those ``named`` in words marked on it.

    Raises ValueError if they have none (`has_areas`).
    """
    by_id = {figure.statistic: figure.grouped for figure in figures if figure.grouped}
    if not has_areas(figures):
        raise ValueError("these figures have no areas")
    grouped = [by_id[mark.fact] for mark in spec.marks]
    areas = Areas(
        shapes=tuple(each.outline for each in grouped),
        unvalued=grouped[0].unvalued,
        credit=grouped[0].credit,
        classes=tuple(
            classes_of([mark.value for mark in spec.marks], [b.value for b in grouped[0].classes], CLASSES_MAX)
        ),
        bounds=grouped[0].classes,
    )
    return replace(spec, kind="areas", areas=areas, of=0, marked=_marked(spec, named))


def as_map(spec: ChartSpec, figures: Sequence[Figure], named: Collection[str] = ()) -> ChartSpec:
    """Give what a chart of many places shows as a map, those ``named`` in words marked on it.

    Raises ValueError if they lie on none (`atlas_of`).
    """
    atlas = atlas_of(figures)
    if atlas is None:
        raise ValueError("these figures lie on no map")
    tile_of = {figure.statistic: figure.grouped.tile.partition("/")[2] for figure in figures if figure.grouped}
    place = {tile_of[mark.fact]: number for number, mark in enumerate(spec.marks)}
    code = spec.language
    tiles, missing = [], []
    for tile in atlas.tiles:
        number = place.get(tile.id)
        if number is None and tile.optional:
            continue
        own = (spec.marks[number].label,) if number is not None else ()
        names = dict.fromkeys((*own, tile.name[code], tile.short.get(code, tile.name[code])))
        tiles.append(Tile(names=tuple(names), column=tile.at[0], row=tile.at[1], mark=number))
        missing += [tile.name[code]] if number is None else []
    for island in atlas.islands:
        names = dict.fromkeys((island.name[code], island.short.get(code, island.name[code])))
        column, row = island.at
        tiles.append(
            Tile(
                names=tuple(names),
                column=column,
                row=row,
                columns=island.columns,
                mark=place.get(island.of),
                apart=True,
            )
        )
    entry = figures[0].grouped
    bounds = entry.classes if entry else ()
    grid = Grid(
        columns=atlas.columns,
        rows=atlas.rows,
        tiles=tuple(tiles),
        rooms=atlas.rooms,
        classes=tuple(classes_of([mark.value for mark in spec.marks], [bound.value for bound in bounds], CLASSES_MAX)),
        bounds=bounds,
    )
    return replace(spec, kind="map", grid=grid, missing=tuple(missing), of=0, marked=_marked(spec, named))


def _marked(spec: ChartSpec, named: Collection[str]) -> tuple[int, ...]:
    return tuple(place for place, mark in enumerate(spec.marks) if mark.fact in named or place == spec.home)


def as_table(
    spec: ChartSpec, figures: Sequence[Figure], among: Sequence[Figure], *, columns: int, named: Collection[str] = ()
) -> ChartSpec:
    """Give what a chart of many figures shows as a table in so many columns, those ``named`` in words marked in it.

    ``among`` are all that could be shown: by these each has its place.
    """
    by_id = {figure.statistic: figure for figure in figures}
    shown = [by_id[mark.fact] for mark in spec.marks]
    typed = all(figure.grouped and figure.grouped.typed for figure in shown)
    ranks = () if typed else tuple(1 + sum(other.value > one.value for other in among) for one in shown)
    marks = [
        replace(mark, label=figure.grouped.name if spec.heading and figure.grouped else figure.label)
        for mark, figure in zip(spec.marks, shown, strict=True)
    ]
    return replace(
        spec, kind="table", marks=tuple(marks), ranks=ranks, columns=columns, marked=_marked(spec, named),
        short=tuple(_short(figure, spec.language) for figure in shown),
    )  # fmt: skip


def _short(figure: Figure, language: str) -> str:
    """Give the short name of a place that lies on a map; nothing for any other, and where it has none."""
    atlas, _, tile = (figure.grouped.tile if figure.grouped else "").partition("/")
    return atlases()[atlas].tile(tile).short.get(language, "") if tile else ""
