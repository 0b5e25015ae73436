"""What is installed here, and which voices speak which language."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from briefcast import __version__
from briefcast.catalogue import told
from briefcast.cli.machine import lacks_here
from briefcast.cli.missing import missing_for
from briefcast.cli.report import shown
from briefcast.cli.server import server_lacks
from briefcast.languages import read_languages
from briefcast.messages import tell
from briefcast.paths import doc


def print_report(console: Console) -> bool:
    """Print versions of what briefcast stands on, a table of voices by language, and what is wrong with this machine.

    Says whether something cannot be made or published for it.
    """
    from briefcast.tools.ffmpeg import ffmpeg_version

    console.print(
        f"briefcast {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )
    parts = Table("part", "version", "what it does")
    for package, use in _PARTS.items():
        parts.add_row(package, _version(package), use)
    parts.add_row("ffmpeg", ffmpeg_version(), "mixes and measures sound")
    console.print(parts)
    console.print(_voices())
    for code, tongue in read_languages().items():
        if lacks := missing_for(code):
            console.print(f"[yellow]{escape(tongue.english_name)}[/] lacks {len(lacks)} things: see --language {code}.")
    wrong = lacks_here()
    known = {lack.told for lack in wrong}
    for of_server in (each for each in server_lacks() if each not in known):
        console.print(f"[yellow]Prefect[/] {escape(shown(of_server))}")
    for lack in wrong:
        label, colour = (tell("Missing:"), "red") if lack.stops else (tell("Doubtful:"), "yellow")
        console.print(f"[{colour}]{escape(told(label))}[/] {escape(told(lack.told))}", soft_wrap=True)
    return any(lack.stops for lack in wrong)


def print_lacks(console: Console, code: str) -> bool:
    """Print what a language lacks, whether briefcast has it already or not; say whether it lacks any."""
    lacks = missing_for(code)
    for lack in lacks:
        console.print(str(lack), markup=False, highlight=False, soft_wrap=True)
    told = f"{code} lacks {len(lacks)} things: {doc('add-a-language')}." if lacks else f"{code} is whole."
    console.print(told, markup=False, soft_wrap=True)
    return bool(lacks)


_PARTS = {
    "typst": "draws cards and pages",
    "matplotlib": "draws charts",
    "av": "encodes video and sound",
    "moviepy": "brings in photos and footage (extra: footage)",
    "pillow": "reads and writes pictures",
    "underthesea": "parts Vietnamese into words",
    "prefect": "runs and schedules flows",
    "piper-tts": "natural voices (extra: voices)",
    "gtts": "Google's voices, needs the network",
    "espeakng-loader": "voices that are always there",
}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _voices() -> Table:
    """Set out which engine speaks which language here; what is missing says what to do."""
    from briefcast.speech.narrate import describe_engines

    languages = read_languages()
    table = Table("engine", *(language.english_name for language in languages.values()), show_lines=True)
    for engine in describe_engines():
        spoken = {voice.language: voice for voice in engine.voices}
        table.add_row(
            engine.name,
            *(
                f"[green]{escape(spoken[code].name)}[/]"
                if code in spoken
                else f"[yellow]{escape(engine.missing[code])}[/]"
                for code in languages
            ),
        )
    return table
