"""Draws one card with a figure of the first brief: ``python templates/cards/preview.py number en``."""

from __future__ import annotations

import sys
from pathlib import Path

from briefcast import cards
from briefcast.brand import read_brand
from briefcast.facts import collect_facts
from briefcast.read import read_brief

EXAMPLE = Path(__file__).parents[2] / "examples" / "egov-2024.yaml"


def main(card: str, language: str, statistic: str = "fibre-households") -> None:
    """Write the card as CARD-LANGUAGE.png into the current folder."""
    figure = collect_facts(read_brief(EXAMPLE)).figure(statistic, language, "exact")
    look = cards.look(read_brand("institutional"), language, width_px=1080, height_px=760)
    data = {"look": look, "card": card, "size": "l", "on": "page", "inset": 60, "d": cards.figure_data(figure)}
    [png] = cards.draw("cards/card.typ", data)
    Path(f"{card}-{language}.png").write_bytes(png)


if __name__ == "__main__":
    main(*sys.argv[1:])
