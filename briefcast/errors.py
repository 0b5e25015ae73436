"""Everything that can go wrong, as one tree.

BriefcastError            exit code 1
├── BriefError            the brief (or a profile, a brand kit) is wrong: exit code 2
│   └── NothingPlanned    the plan has nothing for a week: no failure where a schedule asked
├── TableError            a table of data (templates, assets) is missing or wrong: exit code 2
├── FactError             a text asks for a figure the brief does not hold: exit code 2
├── LayoutError           a text does not fit, or a glyph is missing
├── VoiceError            no engine could speak a text
│   └── EngineUnavailable one engine cannot serve; the next one in order may
├── MediaError            a picture, sound or film could not be read or written
├── StoreDamage           something kept in the store is not what was made
├── ToolError             an outside program is missing or failed
├── LedgerError           the ledger cannot be opened, read or written
├── NotApproved           what should leave is not what was approved
├── ChannelError          a post did not go out
│   ├── Refused           the channel will not take it as it is; nothing was posted
│   │   └── SignedOut     the account's token or password is not taken (any more)
│   ├── TryLater          not now; nothing was posted, and the same may be tried again
│   └── AnswerLost        whether it was posted is not known
└── Stopped               a person stopped the work: exit code 130
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from briefcast.messages import Typed, tell


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong in a file, and what to write instead."""

    file: Path
    message: str
    """What is wrong, in one sentence."""
    remedy: str
    """What to write instead, in one sentence."""
    line: int | None = None
    """1-based line in a YAML or JSON file."""
    sheet: str | None = None
    cell: str | None = None
    """Cell of an XLSX sheet, like ``C7``."""
    column: str = ""
    """Heading of the column in a CSV file, where the line alone does not show the cell."""
    field: str = ""
    """Path of the field in the brief, like ``statistics[2].source``."""
    at: str = ""
    """The place as it was written before, where line and cell are no longer known apart."""

    @property
    def place(self) -> str:
        """Where it is, as people write it: ``brief.yaml:12`` or ``brief.xlsx, sheet points, cell C7``."""
        if self.at:
            return self.at
        if self.sheet is not None:
            if self.cell:
                return tell("{file}, sheet {sheet}, cell {cell}", file=self.file.name, sheet=self.sheet, cell=self.cell)
            return tell("{file}, sheet {sheet}", file=self.file.name, sheet=self.sheet)
        if self.line and self.column:
            return tell("{file}:{line}, column {column}", file=self.file.name, line=self.line, column=self.column)
        return f"{self.file.name}:{self.line}" if self.line else self.file.name

    @property
    def told(self) -> str:
        """All of it as one message."""
        if self.field:
            return tell(
                "{place}: {field}: {message} {remedy}",
                place=self.place,
                field=self.field,
                message=self.message,
                remedy=self.remedy,
            )
        return tell("{place}: {message} {remedy}", place=self.place, message=self.message, remedy=self.remedy)

    def __str__(self) -> str:
        field = f" {self.field}:" if self.field else ""
        return f"{self.place}:{field} {self.message} {self.remedy}"


class BriefcastError(Exception):
    """Any failure of briefcast; its text names what failed and the next step."""

    exit_code = 1

    @property
    def told(self) -> str:
        """Its text, as a message where it is one: so it is told in other languages within another."""
        text = self.args[0] if self.args else ""
        return text if isinstance(text, str) else str(text)


class BriefError(BriefcastError):
    """A brief, profile or brand kit that cannot be used, with every problem found in it."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @property
    def told(self) -> str:
        """Every problem, with its place, a line each."""
        told = [problem.told for problem in self.problems]
        return reduce(lambda one, other: tell("{one}\n{other}", one=one, other=other), told) if told else ""


class NothingPlanned(BriefError):  # noqa: N818  # a state, not a mistake
    """A week for which the plan has nothing."""


class TableError(BriefcastError):
    """A table of data that cannot be used, with every problem found in it."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FactError(BriefcastError):
    """A figure that the brief does not hold, or that cannot be computed from what it holds."""

    exit_code = 2

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message, self.remedy = message, remedy
        super().__init__(f"{message} {remedy}".rstrip())


class LayoutError(BriefcastError):
    """A text that does not fit its place at the smallest size allowed, or a glyph no font has."""


class VoiceError(BriefcastError):
    """No engine could speak a text."""


class EngineUnavailable(VoiceError):  # noqa: N818  # a state that the next engine answers, not a mistake
    """One speech engine cannot serve (no network, no voice, not installed); the next one may."""


class MediaError(BriefcastError):
    """A picture, sound or film that could not be read or written."""


class StoreDamage(BriefcastError):  # noqa: N818  # a state that making it again answers, not a mistake
    """An entry of the content store whose files are not what was made."""

    def __init__(self, key: str) -> None:
        super().__init__(f"The entry {key} of the store is damaged: delete it and run this again.")
        self.key = key


class ToolError(BriefcastError):
    """An outside program that is missing or that failed, with the end of what it printed."""


class LedgerError(BriefcastError):
    """The ledger cannot be opened, read or written."""


class NotApproved(BriefcastError):  # noqa: N818  # a state that a person's decision answers, not a mistake
    """Something should leave that nobody approved as it is now."""


class ChannelError(BriefcastError):
    """A post that did not go out, or of which that is not known."""


class Refused(ChannelError):  # noqa: N818  # an answer, not a mistake
    """The channel will not take the post as it is: nothing was posted, and trying again changes nothing."""


class SignedOut(Refused):
    """The account's token or password is not taken: nothing was posted; the message says how to get another."""


class TryLater(ChannelError):  # noqa: N818  # an answer, not a mistake
    """Not now, and nothing was posted: the same call is safe to repeat."""

    def __init__(self, message: str, *, after_s: float | None = None) -> None:
        super().__init__(message)
        self.after_s = after_s
        """How long the channel asks to wait; None if it does not say."""


class AnswerLost(ChannelError):  # noqa: N818  # a state, not a mistake
    """The publishing call was made and its answer never came: it may have been posted, or may yet be."""


class Stopped(BriefcastError):  # noqa: N818  # no mistake, but what a person asked for
    """The work was stopped by hand; what was finished is kept."""

    exit_code = 130


def quoted(text: object) -> str:
    """Give a text as a message shows it, in quotation marks: “Hồ sơ”, blanks that hold words together as blanks."""
    return f"“{' '.join(str(text).split())}”"


def plainly(error: Exception) -> BriefcastError:
    """Give any failure as people are told it, on a terminal, a page or a server: with what to do where that is known.

    Ours is told as it is, one of the system with its remedy; any other is a fault of ours, by its kind and words.
    """
    if isinstance(error, BriefcastError):
        return error
    if not isinstance(error, OSError) or error.errno is None:  # a library's has no number
        return BriefcastError(f"{type(error).__name__}: {error} (BRIEFCAST_DEBUG=1 shows where)")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        told = tell(
            "The disk is full. Make room ({command} lets go what nobody needs) and run this again; nothing was "
            "half-written.",
            command=Typed("briefcast store prune"),
        )
        return BriefcastError(told)
    named = Path(error.filename) if isinstance(error.filename, str) else None
    above = (named, *named.parents) if named and error.errno in (errno.ENOTDIR, errno.EEXIST) else ()
    if file := next((each for each in above if each.is_file()), None):
        told = tell(
            "{file} is a file, and a folder is needed there. Move it away, or name another folder; nothing was "
            "half-written.",
            file=file,
        )
        return BriefcastError(told)
    return BriefcastError(tell("{error}. Nothing was half-written; put it right and run this again.", error=error))
