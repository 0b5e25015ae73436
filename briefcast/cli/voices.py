"""The table of voices at hand, and those that can be fetched."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table

from briefcast.cli.report import say, say_told, shown
from briefcast.errors import VoiceError
from briefcast.languages import read_languages
from briefcast.messages import Typed, tell
from briefcast.paths import doc
from briefcast.speech.base import Voice
from briefcast.speech.offers import Offer


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
            f" briefcast voices get lists those that can be fetched; or download a Piper voice, then"
            f" briefcast voices add FILE.onnx ({doc('add-a-voice')}).",
            soft_wrap=True,
        )


def print_offers(offers: Mapping[str, Offer], console: Console) -> None:
    """Print a line for each voice that can be fetched."""
    table = Table("voice", "language", "gender", "MB", "licence", "may be used")
    table.columns[0].no_wrap = True
    for name, offer in offers.items():
        table.add_row(
            name,
            read_languages()[offer.language].english_name,
            {"f": "female", "m": "male"}[offer.gender],
            f"{offer.bytes / 1e6:.0f}",
            escape(offer.licence),
            "for anything" if offer.use == "any" else "[yellow]not commercially[/]",
        )
    console.print(table)


def ask_licence(name: str, offer: Offer, *, agreed: bool) -> bool:
    """Show the licence of a voice and ask whether it is accepted, unless that was said already."""
    say_told(
        tell(
            "{name}: {licence}. {megabytes} MB. Whoever publishes what it speaks answers for keeping to it.",
            name=name,
            licence=offer.licence,
            megabytes=f"{offer.bytes / 1e6:.0f}",
        ),
        colour="",
    )
    if not (offer.model.sha256 and offer.settings.sha256):
        say_told(tell("Nobody published its checksum: it is known by its size alone."))
    if agreed:
        return True
    if not sys.stdin.isatty():
        raise VoiceError(tell("Nobody is here to accept the licence: {option} accepts it.", option=Typed("--yes")))
    return typer.confirm(shown(tell("Do you accept the licence?")), err=True)


@contextmanager
def download_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """Give who is told how many bytes of how many are there; a bar shows them, and the time that is left."""
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=say, transient=True, disable=not say.is_terminal)
    task = progress.add_task(name)

    def watch(done: int, total: int) -> None:
        progress.start()  # only now: a question may stand before it
        progress.update(task, completed=done, total=total)

    try:
        yield watch
    finally:
        progress.stop()
