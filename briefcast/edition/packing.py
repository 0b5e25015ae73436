"""Packing a brief with every file that it names, to be carried to a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from briefcast.brief.bundle import Bundle, Part, max_bytes
from briefcast.brief.corrections import corrections_file
from briefcast.brief.document import inside, pattern_of
from briefcast.brief.model import Brief
from briefcast.brief.read import BriefFile
from briefcast.errors import BriefError, Problem
from briefcast.look.brand import kit_files
from briefcast.messages import tell
from briefcast.products.podcast.settings import FILE_NAME as SHOW_NAME
from briefcast.speech.sheets import recording_files, sheet_folder
from briefcast.store.files import file_sha256
from briefcast.writing.pronunciation import FILE_NAME as PRONUNCIATION_NAME


def pack(file: BriefFile) -> Bundle:
    """Give the list of a brief and all that it names, as the files are now.

    Raises:
        BriefError: a file that is named is not there, is too large, or has a name that cannot travel; or the brief is
            that of one place of many.
    """
    if place := pattern_of(file.path)[1]:
        message = tell("The brief of one place, '{place}', is not sent by itself.", place=place)
        remedy = tell("Make it here; on the server, a plan with 'places:' makes it with all the others.")
        raise BriefError([Problem(file=file.path, message=message, remedy=remedy)])
    folder, problems, parts = file.path.parent, [], list[Part]()
    for name, needed in dict(_named(file)).items():
        try:
            path = inside(folder, name)
        except ValueError as error:
            problems.append(_problem(file, tell("'{name}' {reason}.", name=name, reason=error.args[0])))
            continue
        if not path.is_file():
            if needed:
                problems.append(_problem(file, tell("There is no {name} beside the brief.", name=name)))
            continue
        if (size := path.stat().st_size) > max_bytes(name):
            most = max_bytes(name) // 1_000_000
            problems.append(_problem(file, tell("{name} is larger than {megabytes} MB.", name=name, megabytes=most)))
            continue
        try:
            parts.append(Part(name=Path(name).as_posix(), sha256=file_sha256(path), bytes=size))
        except ValidationError:
            problems.append(_problem(file, tell("'{name}' is no name for a file of a brief.", name=name)))
    if not problems:
        try:
            return Bundle(id=file.brief.id, brief=file.path.name, parts=tuple(parts))
        except ValidationError:
            problems.append(_problem(file, tell("Its files are too many or too large to be sent together.")))
    raise BriefError(problems)


def _problem(file: BriefFile, message: str) -> Problem:
    remedy = tell("Put it right, then send the brief again: nothing was sent.")
    return Problem(file=file.path, message=message, remedy=remedy)


def _named(file: BriefFile) -> Iterator[tuple[str, bool]]:
    """Give each name, from the brief's folder, and whether the brief cannot do without it."""
    brief, folder = file.brief, file.path.parent
    yield file.path.name, True
    for place in file.document.places.values():
        if place.file != file.path:
            yield place.file.relative_to(folder).as_posix(), True
    for read in file.document.files:
        if read != file.path:
            yield read.relative_to(folder).as_posix(), True
    for point in brief.points:
        if point.image:
            yield point.image, True
        if point.footage:
            yield point.footage.file, True
    # Of these there are built-in ones as well, or none is needed.
    for audience in brief.audiences:
        yield f"audiences/{audience}.yaml", False
        for language in brief.languages:
            recorded = recording_files(sheet_folder(folder, audience, language))
            yield from ((path.relative_to(folder).as_posix(), True) for path in recorded)
    for kit in _kits(brief):
        yield from ((path.relative_to(folder).as_posix(), True) for path in kit_files(kit, folder))
    yield PRONUNCIATION_NAME, False
    yield SHOW_NAME, False
    yield corrections_file(Path(), brief.id).as_posix(), False


def _kits(brief: Brief) -> Iterator[str]:
    yield brief.brand
    yield from brief.audience_brands.values()
