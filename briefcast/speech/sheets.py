"""The sheet from which a person reads what an audience hears: numbered sentences, their figures as they are said.

It lies in ``recordings/<audience>.<language>/sheet.yaml`` beside the brief. A number belongs to one text for ever: a
sentence that changed gets a new one, so that no recording is ever taken for a text it does not say.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML

from briefcast.errors import VoiceError
from briefcast.messages import tell
from briefcast.paths import lies_within
from briefcast.script import Script, Sentence
from briefcast.speech.base import to_say
from briefcast.store.files import write_changed
from briefcast.tables import load_tree

FOLDER = "recordings"
SHEET_NAME = "sheet.yaml"
FORMATS: Mapping[str, str] = {
    ".wav": "wav",
    ".mp3": "mp3",
    ".aac": "aac",
    ".flac": "flac",
    ".amr": "amr",
    ".ogg": "ogg",
    ".opus": "ogg",
    ".webm": "matroska,webm",
    **dict.fromkeys((".m4a", ".mp4", ".3gp"), "mov,mp4,m4a,3gp,3g2,mj2"),
}
"""Endings of recordings, and what each has to be inside, as FFmpeg calls it: a list of other files is not followed."""
_HEAD = """\
Read each sentence aloud as it stands under "read", with a breath between two. Say a sentence again if it went wrong:
the last time counts. Name each recording by the numbers it holds: 1-12.m4a, or 7.wav for one alone.
What stands under "episode" is heard in the podcast alone; under "old" it is no longer told: leave it as it is."""


class Line(BaseModel):
    """One sentence of a sheet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    read: str
    """As it is said."""
    shown: str
    """As it is written."""


class Sheet(BaseModel):
    """What was to be read, by number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sentences: dict[int, Line] = {}
    """Told now, in the order of the telling."""
    episode: dict[int, Line] = {}
    """Told now in episodes alone, by the host who answers or speaks alone."""
    old: dict[int, Line] = {}
    """Told once."""

    @property
    def lines(self) -> dict[int, Line]:
        """Every sentence that a recording may hold."""
        return {**self.old, **self.episode, **self.sentences}


def sheet_folder(folder: Path, audience: str, language: str) -> Path:
    """Give where the recordings of one audience in one language lie, below the brief's folder."""
    return folder / FOLDER / f"{audience}.{language}"


def read_sheet(folder: Path) -> Sheet:
    """Read the sheet in a folder of recordings; an empty one if there is none.

    Raises:
        VoiceError: it cannot be read.
    """
    path = folder / SHEET_NAME
    if not path.is_file():
        return Sheet()
    try:
        return Sheet.model_validate(load_tree(path) or {})
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise VoiceError(
            tell(
                "{file}: {place} is not as briefcast record wrote it: let it write the sheet again.",
                file=path,
                place=place,
            )
        ) from error


def write_sheet(script: Script, folder: Path, *, episode: Iterable[Sentence] = ()) -> Sheet:
    """Write the sheet of what a script tells; sentences that are the same keep their number.

    Args:
        script: What films tell.
        folder: Where the sheet lies.
        episode: What an episode tells besides.
    """
    earlier = read_sheet(folder)
    numbers = {line.read: number for number, line in reversed(earlier.lines.items())}
    next_number = max(earlier.lines, default=0) + 1
    groups: list[dict[int, Line]] = []
    for sentences in ([each for scene in script.scenes for each in scene.sentences], episode):
        told: dict[int, Line] = {}
        for sentence in sentences:
            line = Line(read=" ".join(to_say(sentence)), shown=" ".join(word.shown for word in sentence.words))
            number = numbers.setdefault(line.read, next_number)
            next_number = max(next_number, number + 1)
            if not any(number in group for group in groups):
                told[number] = line
        groups.append(told)
    films, besides = groups
    old = {n: line for n, line in earlier.lines.items() if n not in films and n not in besides}
    sheet = Sheet(sentences=films, episode=besides, old=old)
    folder.mkdir(parents=True, exist_ok=True)
    write_changed(folder / SHEET_NAME, _written(sheet))
    return sheet


def _written(sheet: Sheet) -> str:
    yaml = YAML()
    yaml.width = 10_000
    yaml.allow_unicode = True
    with io.StringIO() as text:
        text.write("".join(f"# {line}\n" for line in _HEAD.splitlines()))
        yaml.dump(sheet.model_dump(exclude_defaults=True), text)
        return text.getvalue()


def numbers_of(name: str) -> Sequence[int]:
    """Give the sentences that a recording holds by its name: ``1-12``, ``7``; none for any other name."""
    first, dash, last = name.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        return ()
    return range(int(first), int(last or first) + 1)


def recording_files(folder: Path) -> tuple[Path, ...]:
    """Give the sheet and the recordings of a folder, those of one sentence last: they count before the long ones.

    Raises:
        VoiceError: one leads out of the folder.
    """
    found = [path for path in folder.glob("*") if path.suffix.lower() in FORMATS and path.is_file()]
    for path in found:
        if not lies_within(folder, path):
            raise VoiceError(
                tell("{file} is a link that leads elsewhere: lay the recording itself beside the sheet.", file=path)
            )
    ordered = sorted(found, key=lambda path: (-len(numbers_of(path.stem)), path.name))
    return (folder / SHEET_NAME, *ordered) if ordered else ()
