"""The cards: everything that can show a figure, or what else a point has, and which figures each may show.

A card is drawn by ``templates/cards/NAME.typ`` and has a row in `CARDS`. Pages, films and proofs draw these and no
others, and a brief asks for one by its name (``visual:``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from briefcast.script import Figure

Takes = Literal["figure", "history", "ring", "figures", "steps", "quote"]
"""What a card is given: a figure; one with a chart of its values over time; one with a gauge or ring; a chart of
several figures; the steps of a point; somebody's words."""

LINES_MAX = 4
"""Lines of one chart that can be told apart without colour."""
PARTS_MAX = 8
"""Parts of one bar that have room for their names."""

Remark = Literal["change", "gap", "plain"]


@dataclass(frozen=True, kw_only=True)
class Card:
    """One card."""

    name: str
    """As a brief calls it; its drawing is ``templates/cards/NAME.typ``."""
    fits: Callable[[Figure], bool]
    """Which figures it may show. One that it does not fit is shown as its number."""
    takes: Takes = "figure"
    remarks: tuple[Remark, ...] = ("change", "gap")
    """What a film may remark under it, the most telling first."""
    moves: str = "number"
    """Its entrances in ``templates/video/motion.yaml``; a card with a chart moves as its chart does."""
    leads: bool = True
    """Whether the leading figure of any page may be shown as it, if it takes a figure alone: a pair has a layout of
    its own."""
    led: bool = False
    """Whether its number may be another that the figure has, where the title of a page states its value already."""

    @property
    def asked(self) -> bool:
        """Whether a brief may ask for it; the others come with what a point has."""
        return self.takes in ("figure", "history", "figures")


_BEYOND = Decimal("1.2")
"""How far a bar goes on behind a value that exceeds its limit, times the value."""


def bar_lengths(figure: Figure) -> tuple[float | None, float | None]:
    """Give the filled part of a figure's bar and the place of its target on it, each 0 to 1 or None.

    The bar ends at 100 % for a share and at the whole where there is one; else at the larger of value
    and target, beyond a limit that is not kept: a full bar reads as all done. It always starts at zero.
    Growth of 20 % is not a fifth of anything: a percentage that is no share has no bar.
    """
    if figure.unit in ("rank", "index") or figure.value < 0:
        return None, None
    target = figure.target.value if figure.target else None
    if figure.unit == "percent" and figure.measure != "share":
        return None, None
    if figure.unit == "percent" and target is None and not figure.plain:
        return None, None
    if figure.unit == "percent" and max(figure.value, target or Decimal(0)) <= 100:
        end = Decimal(100)
    elif figure.out_of is not None:
        end = figure.out_of.value
    elif target is not None:
        end = max(figure.value, target) * (_BEYOND if exceeds(figure) else 1)
    else:
        return None, None
    if end <= 0:
        return None, None
    return float(min(figure.value / end, Decimal(1))), None if target is None else float(min(target / end, Decimal(1)))


def pair_lengths(figure: Figure) -> tuple[float, float] | None:
    """Give an earlier value and the value as parts of the larger one; None where bars would mislead.

    Ranks and indexes have no length, nor has what lies below zero, and a percentage that is no share or is unknown to
    be one is a rate: twice as long a bar is read as twice as much of something.
    """
    if figure.baseline is None or figure.unit not in ("count", "currency", "duration", "percent"):
        return None
    if figure.unit == "percent" and figure.measure != "share":
        return None
    before, after = figure.baseline.value, figure.value
    if min(before, after) < 0 or max(before, after) <= 0:
        return None
    most = max(before, after)
    return float(before / most), float(after / most)


_TIMES = re.compile(r"[\d/.,–\-\u2068\u2069]+")


def tells_target(text: str, figure: Figure) -> bool:
    """Whether a headline is about the target of a figure whose bar can show it: then that is what has to be drawn."""
    if figure.target is None or bar_lengths(figure)[1] is None:
        return False
    even = " ".join(text.casefold().split())
    named = " ".join(_TIMES.sub(" ", figure.target.label.casefold()).split())
    told = (named, *(" ".join(words.casefold().split()) for words in (figure.target.written, figure.gap)))
    return any(re.search(rf"(?<![\w]){re.escape(words)}(?!\w)", even) for words in told if words)


def exceeds(figure: Figure) -> bool:
    """Whether a figure lies above a limit that it should stay under."""
    return figure.better == "lower" and figure.target is not None and figure.value > figure.target.value


def tenths(figure: Figure) -> float | None:
    """Give the tenths of all people that a share of people is, 0 to 10; None for anything else."""
    if figure.of != "people":
        return None
    if figure.unit == "percent" and figure.measure == "share" and 0 <= figure.value <= 100:
        return float(figure.value / 10)
    if figure.out_of is not None and figure.unit == "count" and 0 <= figure.value <= figure.out_of.value:
        return float(figure.value / figure.out_of.value * 10)
    return None


def _any(_: Figure) -> bool:
    return True


def _has_length(figure: Figure) -> bool:
    """Whether a bar can say it: a place has no length, an index only where it has an end."""
    return figure.unit != "rank" and (figure.unit != "index" or figure.out_of is not None)


def _none(_: Figure) -> bool:
    return False


_ROWS = (
    Card(name="series", fits=lambda f: len(f.series) > 1, takes="history", remarks=("change",), led=True),
    Card(
        name="progress",
        fits=lambda f: bar_lengths(f)[0] is not None,
        remarks=("gap", "change"),
        moves="progress",
        led=True,
    ),
    Card(name="pair", fits=lambda f: f.baseline is not None, remarks=("change",), moves="pair", leads=False, led=True),
    Card(name="share", fits=lambda f: tenths(f) is not None, remarks=("plain", "change"), moves="share", led=True),
    Card(name="number", fits=_any, remarks=("change", "gap", "plain"), led=True),
    Card(name="ranking", fits=_has_length, takes="figures", remarks=()),
    Card(name="lines", fits=lambda f: len(f.series) > 1, takes="figures", remarks=()),
    Card(name="parts", fits=lambda f: f.grouped is not None and f.grouped.parts, takes="figures", remarks=()),
    Card(name="ring", fits=_any, takes="ring", remarks=("gap", "change"), led=True),
    Card(name="steps", fits=_none, takes="steps"),
    Card(name="quote", fits=_none, takes="quote"),
)
"""Where the brief asks for none, the first one that fits its figure."""

CARDS: Mapping[str, Card] = {card.name: card for card in _ROWS}
FORMS: Mapping[str, str] = {"map": "ranking", "table": "ranking"}
"""Other forms of a card on pages, which a brief may ask for; where there is no room, and in films, the card stands."""
VISUALS: tuple[str, ...] = (*(card.name for card in _ROWS if card.asked), *FORMS, "text")
"""What a brief may ask for (``visual:``); text: the words alone."""


def asked_card(visual: str | None) -> Card | None:
    """Give the card that a brief asks for by its name or by that of a form of it; None if it asks for none."""
    return CARDS.get(FORMS.get(visual or "", visual or ""))


def choose_card(figure: Figure) -> str:
    """Name the card that tells a figure best."""
    return next(card.name for card in CARDS.values() if card.asked and card.fits(figure))


def stand_ins(card: Card, figure: Figure) -> tuple[Card, ...]:
    """List what may show a figure where a card has no room: its bar, then its number."""
    plainer = [CARDS[name] for name in ("progress", "number")]
    # A ring is the bar of a figure that stands alone.
    own = "progress" if card.takes == "ring" else card.name
    after = next((n for n, other in enumerate(plainer, start=1) if other.name == own), 0)
    return tuple(other for other in plainer[after:] if other.fits(figure))
