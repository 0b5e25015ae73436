"""What a person is shown of a brand kit: every pair of colours, what it has and what it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from briefcast.look.legibility import Measured

Themes = Mapping[str, Sequence[Measured]]


def brand_rows(themes: Themes) -> list[dict[str, Any]]:
    """Give the measurements of a kit as plain rows. JSON-able."""
    return [
        {
            "theme": theme,
            "measure": "distance" if found.apart else "contrast",
            "one": found.pair.one,
            "other": found.pair.other,
            "colours": list(found.colours),
            "value": round(found.value, 2),
            "least": found.pair.least,
            "enough": found.enough,
            "use": found.pair.use,
        }
        for theme, measured in themes.items()
        for found in measured
    ]


def print_brand(name: str, themes: Themes, console: Console) -> None:
    """Print a kit's pairs, a table for each theme and measure, and how many fail."""
    for theme, measured in themes.items():
        for apart in (False, True):
            kind = "told apart, CIELAB, the worst of four kinds of eyes" if apart else "contrast, WCAG 2.2"
            table = Table(title=f"{escape(name)} · {theme} · {kind}", title_justify="left", box=None, pad_edge=False)
            for heading in ("pair", "used for", "colours"):
                table.add_column(heading)
            table.add_column("has", justify="right")
            table.add_column("needs", justify="right")
            table.add_column("")
            for found in measured:
                if found.apart != apart:
                    continue
                digits = f"{found.value:.1f}" if apart else f"{found.value:.2f}"
                verdict = "ok" if found.enough else "[bold red]too alike[/]"
                pair = f"{found.pair.one} / {found.pair.other}"
                table.add_row(pair, found.pair.use, " ".join(found.colours), digits, f"{found.pair.least:g}", verdict)
            console.print(table)
            console.print()
    failing = sum(not found.enough for measured in themes.values() for found in measured)
    pairs = sum(len(measured) for measured in themes.values())
    console.print(f"{escape(name)}: {pairs} pairs measured, {failing} too alike.")
