"""Parts of a week's review: as much as a person looks through at a time, and a browser opens at once.

An edition stays whole where it fits; a larger one is parted by audience and language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

PART_BEGINS = "part-"
"""What the name of a part begins with, before its number."""
PART_MAX_PX = 15_000
"""How long a part may be, as far as can be told before it is drawn: 20 screens of 900 pixels have 18,000."""
_SET_PX, _ITEM_PX, _POST_PX, _FOLDED_PX = 650, 340, 300, 50
"""Height of what is there once for an audience and language, of an item beside others, of a post, of one folded."""
_UNFOLDED_MAX = 3
"""Of more posts, each is folded."""


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much one audience is shown of an edition in one language."""

    id: str
    edition: str
    items: int
    posts: int

    @property
    def height_px(self) -> int:
        """How long it is on a page of 1400 pixels, on the safe side."""
        post_px = _POST_PX if self.posts <= _UNFOLDED_MAX else _FOLDED_PX
        return _SET_PX + self.items * _ITEM_PX + self.posts * post_px


def part_into(extents: Iterable[Extent], *, most_px: int = PART_MAX_PX) -> tuple[tuple[str, ...], ...]:
    """Give the ids of what belongs into each part, in their order."""
    parts: list[list[str]] = []
    room_px = 0
    for _, edition in groupby(extents, key=lambda extent: extent.edition):
        mine = list(edition)
        whole = _height_px(mine) <= most_px
        for together in [mine] if whole else [[extent] for extent in mine]:
            taken_px = _height_px(together)
            if not parts or taken_px > room_px:
                parts.append([])
                room_px = most_px
            parts[-1] += [extent.id for extent in together]
            room_px -= taken_px
    return tuple(map(tuple, parts))


def _height_px(extents: Sequence[Extent]) -> int:
    return sum(extent.height_px for extent in extents)
