"""One sentence spoken at once, so that a team hears how its words are said and mends them."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefcast.cli.report import say_told
from briefcast.cli.terminal import answer
from briefcast.engines import ENGINES, engine_of
from briefcast.errors import BriefcastError, FactError, quoted
from briefcast.languages import read_languages
from briefcast.messages import Typed, joined, tell
from briefcast.script import Word
from briefcast.speech.at_hand import services_of, voices_at_hand
from briefcast.speech.base import Fallback
from briefcast.speech.narrate import speak_scenes
from briefcast.store.store import Store
from briefcast.tools.player import play
from briefcast.writing.pronunciation import holds, keep_readings, read_pronunciation, read_readings, respell
from briefcast.writing.wording import write_sentences


def say_texts(
    texts: Iterator[str],
    language: str,
    *,
    voices: Sequence[str] = (),
    pace: float = 1.0,
    folder: Path = Path(),
    readings: Sequence[str] = (),
    keep: bool = False,
    output: Path | None = None,
) -> None:
    """Speak texts one after the other: each is played, or its file is named where nothing here plays it.

    The team's words are read anew for each, so that the file can be mended between two.

    Args:
        texts: what to say; a text may be several sentences.
        language: its code.
        voices: engines or voices to ask; the language's own that need no service if none is named.
        pace: 1.0 is the voice's own.
        folder: where ``pronunciation.yaml`` is.
        readings: words with what is said for them, to try: ``GovBot=góp bót``.
        keep: write these readings into the file.
        output: the WAV file to write, instead of playing it; those of further texts are numbered behind its name.
    """
    if language not in read_languages():
        raise BriefcastError(tell("{language} is none of {known}.", language=language, known=tuple(read_languages())))
    tried = read_readings(readings, language)
    unheard = list(tried)
    wishes = tuple(voices) or _without_services(language)
    with tempfile.TemporaryDirectory(prefix="briefcast-say-") as aside:
        count = 0
        for count, text in enumerate(filter(None, map(str.strip, texts)), 1):
            own = {**read_pronunciation(folder).get(language, {}), **tried}
            written = tuple(write_sentences(text, language, _no_figure))
            unheard = [word for word in unheard if not any(holds(sentence, word) for sentence in written)]
            sentences = tuple(respell(each, own) for each in written)
            spoken = speak_scenes(
                [("said", sentences)],
                language,
                voices=wishes,
                pace=pace,
                store=Store(Path(aside)),
                timeout_s=60.0,
                remedy=tell("Ask for a voice that is always there: {option}", option=Typed("--voice espeak")),
            )
            _tell(str(spoken.voice), [word for each in sentences for word in each.words], spoken.fallbacks)
            sound = spoken.scenes[0].audio
            if output:
                file = output if count == 1 else output.with_stem(f"{output.stem}-{count}")
                shutil.copyfile(sound, file)
                answer(file)
            elif not play(sound):
                kept = Path(tempfile.mkdtemp(prefix="briefcast-said-")) / "said.wav"
                shutil.copyfile(sound, kept)
                say_told(tell("Nothing here plays a sound; it is in this file:"))
                answer(kept)
    if not count:
        raise BriefcastError(
            tell(
                "There is nothing to say. Write a sentence: {example}", example=Typed('briefcast say "…" --language vi')
            )
        )
    for word in unheard:
        say_told(
            tell("{word} was not heard: it is not in what was said, written exactly so.", word=quoted(word)),
            colour="yellow",
        )
    if keep and tried:
        path = keep_readings(folder, language, tried)
        say_told(tell("Kept in {file}.", file=path), colour="")


def _without_services(language: str) -> tuple[str, ...]:
    for name in services_of(language):
        say_told(
            tell(
                "{service} is not asked, for it would get the text: {option} asks it.",
                service=ENGINES[engine_of(name)].service,
                option=Typed(f"--voice {name}"),
            ),
            colour="dim",
        )
    return voices_at_hand(language)


def _no_figure(name: str) -> Word:
    raise FactError(
        f"{{{name}}} is a figure of a brief, and this text is none of one.", "Write the number as it is shown."
    )


def _tell(voice: str, words: Sequence[Word], fallbacks: Sequence[Fallback]) -> None:
    """Say who speaks, and each word that is read otherwise than it is written."""
    for fallback in fallbacks:
        say_told(tell("{wanted}: {reason}", wanted=fallback.wanted, reason=fallback.reason), colour="dim")
    differ = [
        f"{_bare(word.shown)} → {_bare(word.spoken)}" for word in words if _bare(word.shown) != _bare(word.spoken)
    ]
    say_told(joined(tell("{voice} reads:", voice=voice), " ".join(word.spoken for word in words)), colour="")
    for row in differ:
        say_told(row, colour="dim")


def _bare(text: str) -> str:
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text).replace("\u00a0", " ").strip(" .,;:!?…")
