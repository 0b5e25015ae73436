"""The table of voices at hand."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from briefcast.languages import read_languages
from briefcast.paths import doc
from briefcast.speech.base import Voice


def print_voices(voices: Sequence[Voice], console: Console) -> None:
    """Print a line for each voice, and which languages have no natural voice that works without a network."""
    table = Table("voice", "language", "region", "gender", "pace", "licence")
    table.columns[0].no_wrap = True
    languages = read_languages()
    for voice in voices:
        table.add_row(
            escape(str(voice)),
            languages[voice.language].english_name,
            voice.region or "–",
            {"f": "female", "m": "male"}.get(voice.gender, "–"),
            f"{voice.pace:g}",
            escape(voice.licence) or "[yellow]not known[/]",
        )
    console.print(table)
    lacking = [
        language.english_name
        for code, language in languages.items()
        if not any((voice.language, voice.engine) == (code, "piper") for voice in voices)
    ]
    if lacking:
        console.print(
            f"No natural voice without a network for {' and '.join(lacking)}:"
            f" download a Piper voice, then briefcast voices add FILE.onnx ({doc('add-a-voice')}).",
            soft_wrap=True,
        )
