"""What was put right in a brief after it was out: ``corrections/ID.yaml`` beside it, written by ``briefcast correct``.

    corrections:
      - on: 2031-12-01
        kind: correction
        who: lan
        reason: {vi: …, en: …}
        said: {citizens: {vi: [{label: …, was: 76%, now: 71%}]}}

It stays with the brief for good: whatever is made of it from then on says that it was corrected, and when.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML

from briefcast.brief.document import link_leads_out, read_document
from briefcast.brief.model import AudienceId, LanguageCode
from briefcast.errors import BriefError, Problem
from briefcast.messages import Typed, tell
from briefcast.paths import lies_within
from briefcast.store.files import write_whole

FOLDER = "corrections"
"""Beside the brief."""
Kind = Literal["correction", "revision", "refile"]
"""correction: it was wrong · revision: better data came, as was to be expected · refile: a typing error."""
KINDS: tuple[Kind, ...] = ("correction", "revision", "refile")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pair(_Part):
    """What readers read, and what they read now; one of the two may be empty."""

    label: str = ""
    """What a figure is called; empty for words."""
    was: str = ""
    now: str = ""


Said = Mapping[AudienceId, Mapping[LanguageCode, tuple[Pair, ...]]]
"""What was said otherwise, by audience and language."""


class Correction(_Part):
    """One time that something was put right."""

    on: dt.date
    kind: Kind
    who: str
    """Who says why."""
    reason: dict[LanguageCode, str] = Field(min_length=1)
    """Why, as readers of each language are told it."""
    said: dict[AudienceId, dict[LanguageCode, tuple[Pair, ...]]] = Field(min_length=1)
    """What was said otherwise, by audience and language; others were told nothing wrong."""

    @property
    def mark(self) -> str:
        """By which the ledger knows that it was let out: a hash over all that it says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    def is_of_all(self, said: Said) -> bool:
        """Say whether what was said wrong by this one is in what is ``said`` otherwise."""
        return all(
            {(pair.label, pair.was) for pair in pairs} <= {(pair.label, pair.was) for pair in _pairs(said, at, code)}
            for at, languages in self.said.items()
            for code, pairs in languages.items()
        )


def said_alike(said: Said) -> Iterator[tuple[tuple[AudienceId, ...], LanguageCode, tuple[Pair, ...]]]:
    """Give what was said otherwise, by audiences that were told the same in a language, as people look at it."""
    found: dict[tuple[LanguageCode, tuple[Pair, ...]], list[AudienceId]] = {}
    for audience, languages in said.items():
        for code, pairs in languages.items():
            found.setdefault((code, pairs), []).append(audience)
    for (code, pairs), audiences in found.items():
        yield tuple(audiences), code, pairs


def _pairs(said: Said, audience: AudienceId, code: LanguageCode) -> tuple[Pair, ...]:
    return said.get(audience, {}).get(code, ())


class _File(_Part):
    corrections: tuple[Correction, ...] = ()


def corrections_file(folder: Path, brief: str) -> Path:
    """Give where the corrections of a brief are kept."""
    return folder / FOLDER / f"{brief}.yaml"


def read_corrections(folder: Path | None, brief: str) -> tuple[Correction, ...]:
    """Read what was put right in a brief, the earliest first; nothing if there is no such file.

    BriefError names the line where it says what cannot be.
    """
    path = corrections_file(folder, brief) if folder else None
    if path is None or not path.is_file():
        return ()
    if folder and not lies_within(folder, path):
        raise BriefError([replace(link_leads_out(path), at=f"{FOLDER}/{path.name}")])
    try:
        if _says_nothing(path):
            return ()
        document = read_document(path)
        if document.problems:
            raise BriefError(document.problems)
        try:
            found = _File.model_validate(document.data).corrections
        except ValidationError as error:
            raise document.refused(error, "") from error
    except BriefError as error:
        # The file has the name of the brief: its folder says that it is another one.
        raise BriefError([_in_own_file(each, brief) for each in error.problems]) from error
    return tuple(sorted(found, key=lambda each: each.on))


def _says_nothing(path: Path) -> bool:
    """Say whether a file holds no more than blanks and remarks: emptied, it says as little as one that is not there."""
    with contextlib.suppress(OSError):
        return all(not line.strip() or line.lstrip().startswith(b"#") for line in path.read_bytes().splitlines())
    return False


def _in_own_file(problem: Problem, brief: str) -> Problem:
    remedy = tell(
        "This file is written by briefcast correct: take back what was changed in it by hand, or delete it, and type: "
        "{command}",
        command=Typed(f"briefcast correct {brief}.yaml --restore"),
    )
    return replace(problem, at=f"{FOLDER}/{problem.place}", remedy=remedy)


def add_correction(
    folder: Path,
    brief: str,
    correction: Correction,
    *,
    out: Collection[str] = (),
    instead: Collection[Correction] = (),
) -> Path:
    """Write down what is put right, and give the file; said again on the same day it takes the place of the first.

    It does not where that is let out: ``out`` are the marks (`Correction.mark`) of those. What readers were told, and
    who told them, stays. It takes the place of those it is written ``instead`` of, too.

    BriefError if what stands there already cannot be read.
    """
    path, known = corrections_file(folder, brief), read_corrections(folder, brief)
    same = [each for each in known if (each.on, each.kind) == (correction.on, correction.kind) and each.mark not in out]
    kept = [each for each in known if each not in (correction, *instead, *same)]
    return _write(path, (*kept, correction))


def put_back(folder: Path, brief: str, lost: Collection[Correction]) -> Path:
    """Write corrections down again that were let out and are in the file no more, before what it has, and give it.

    BriefError if what stands there already cannot be read.
    """
    path, known = corrections_file(folder, brief), read_corrections(folder, brief)
    return _write(path, (*lost, *(each for each in known if each not in lost)))


def _write(path: Path, corrections: Iterable[Correction]) -> Path:
    rows = [each.model_dump(mode="json", exclude_defaults=True) for each in corrections]
    path.parent.mkdir(exist_ok=True)
    yaml = YAML()
    yaml.width = 10_000
    with io.StringIO() as text:
        yaml.dump({"corrections": rows}, text)
        write_whole(path, text.getvalue())
    return path
