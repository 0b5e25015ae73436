"""Briefs of one figure in the provinces of Viet Nam and the districts of Israel, told as maps and as tables."""

from __future__ import annotations

from collections.abc import Mapping

from briefcast.atlas import atlases
from tests.groups_fixtures import GOOD, ONLINE

PROVINCES: Mapping[str, str] = {
    tile.id: f"{60 + (number * 7919) % 389 / 10:.1f}" for number, tile in enumerate(atlases()["viet-nam"].tiles)
}
"""A value for each of the 34 provinces and cities, no two alike."""
DISTRICTS: Mapping[str, str] = {
    tile.id: f"{71 + (number * 37) % 19}.{number}"
    for number, tile in enumerate(atlases()["israel"].tiles)
    if not tile.optional
}


def told(
    values: Mapping[str, str],
    *,
    country: str = "viet-nam",
    named: str = "",
    visual: str = "",
    more: str = "",
    whole: str = "81.4",
    headline: str = "",
) -> str:
    """Give a brief of one figure in these places, by the ids of their tiles.

    Its text names one of them, the first if none is given. ``more`` stands under ``by:``.
    """
    atlas = atlases()[country]
    rows = []
    for id, value in values.items():
        name = atlas.tile(id).name
        names = ", ".join(f"{code}: {text}" for code, text in name.items())
        rows.append(f"        {id}: {{name: {{{names}}}{f', value: {value}' if value else ''}}}")
    own = ONLINE[: ONLINE.index("      dimension:")].replace("value: 81.4", f"value: {whole}")
    by = f"{own}      dimension: {atlas.dimension}\n      whole: {{vi: Cả nước, en: Whole country, he: כל המדינה}}\n"
    by += "".join(f"      {line}\n" for line in more.splitlines()) + "      values:\n" + "\n".join(rows) + "\n"
    name = named or next(iter(values))
    words = f"{{online.{name}}}."
    point = f"points:\n  - id: a\n    statistics: [online]\n    text: {{vi: '{words}', en: '{words}', he: '{words}'}}\n"
    point += f"    visual: {visual}\n" if visual else ""
    point += f"    headline: {headline}\n" if headline else ""
    return GOOD[: GOOD.index(ONLINE)] + by + point
