"""What is installed here, and which voices speak which language."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from briefcast import __version__
from briefcast.catalogue import told
from briefcast.cli.machine import lacks_here
from briefcast.cli.missing import missing_for
from briefcast.cli.report import say_told, shown
from briefcast.cli.server import server_lacks
from briefcast.engines import ENGINES
from briefcast.errors import EngineUnavailable
from briefcast.languages import read_languages
from briefcast.messages import Message, Typed, tell
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
    _tell_services()
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


def print_heard(console: Console, wishes: Sequence[str], languages: Sequence[str]) -> bool:
    """Let voices say sentences with numbers, print what was heard, and say whether a number was heard otherwise.

    Args:
        console: Where to print.
        wishes: Engines or voices of them, as `--voice` takes them.
        languages: Codes; every language that a voice speaks if none is named.

    Raises:
        VoiceError: Nothing here listens, or a voice cannot speak a language that was named.
    """
    from briefcast.speech.base import open_engine
    from briefcast.speech.listening import hear_voice, open_listener

    listener = open_listener()
    table = Table(*map(told, (tell("voice"), tell("language"), tell("numbers right"), tell("words heard otherwise"))))
    mistaken: list[Message] = []
    for wish in wishes:
        name, _, preferred = wish.partition(":")
        for code in languages or read_languages():
            try:
                voice = open_engine(name).find_voice(code, preferred)
            except EngineUnavailable:
                if languages:
                    raise
                continue
            hearing = hear_voice(listener, voice)
            share = f"{hearing.otherwise / hearing.words:.0%}"
            table.add_row(escape(str(voice)), code, f"{hearing.right}/{hearing.figures}", share)
            mistaken += [
                tell("{voice} says “{text}”; heard was rather “{heard}”.", voice=str(voice), text=text, heard=heard)
                for text, heard in hearing.wrong
            ]
    console.print(table)
    for each in mistaken:
        say_told(each)
    say_told(
        tell(
            "Listened: a small recogniser, which writes down little of a machine's voice; compare voices with each"
            " other, and listen to them yourself."
        ),
        colour="dim",
    )
    return bool(mistaken)


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


def _tell_services() -> None:
    """Say to whom sentences may be sent, of which briefs, and whether that service answers just now."""
    from briefcast.speech.addresses import speaks_here
    from briefcast.speech.online import ENV, find_away, why_never_here

    services = {name: line.service for name, line in ENGINES.items() if line.service and _is_set_up(name)}
    never = why_never_here()
    asked = {name: service for name, service in services.items() if not never or speaks_here(name)}
    away = find_away(asked)
    for name, service in asked.items():
        told = (
            tell("{engine}: {service} speaks on this machine, and no sentence leaves it.", engine=name, service=service)
            if speaks_here(name)
            else tell(
                "{engine}: the sentences it speaks are sent to {service}, of briefs whose every source has an address"
                " and that have no embargo.",
                engine=name,
                service=service,
            )
        )
        say_told(told, colour="")
        if name in away:
            say_told(tell("Now another voice would speak: {reason}.", reason=away[name]))
    if never:
        say_told(tell("{reason}: no sentence is sent to a voice that asks a service.", reason=never), colour="")
    else:
        say_told(tell("{setting} keeps every sentence here.", setting=Typed(f"{ENV}=never")), colour="")


def _is_set_up(engine: str) -> bool:
    """Say whether an engine could be asked at all: it is installed, and has its key."""
    from briefcast.speech.base import open_engine

    for language in read_languages():
        with suppress(EngineUnavailable):
            open_engine(engine).find_voice(language)
            return True
    return False


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
