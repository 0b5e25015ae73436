"""Draws one card with a figure of the first brief: ``python templates/cards/preview.py number en``."""

from __future__ import annotations

import sys
from pathlib import Path

from briefcast.brief.read import read_brief
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.look.figures import figure_data
from briefcast.writing.facts import collect_facts

EXAMPLE = Path(__file__).parents[2] / "examples" / "egov-2024.yaml"


def main(card: str, language: str, statistic: str = "fibre-households") -> None:
    """Write the card as CARD-LANGUAGE.png into the current folder."""
    figure = collect_facts(read_brief(EXAMPLE)).figure(statistic, language, "exact")
    look = drawing.look(read_brand("institutional"), language, width_px=1080, height_px=760)
    data = {"look": look, "card": card, "size": "l", "on": "page", "inset": 60, "d": figure_data(figure)}
    [png] = drawing.draw("cards/card.typ", data)
    Path(f"{card}-{language}.png").write_bytes(png)


if __name__ == "__main__":
    main(*sys.argv[1:])
