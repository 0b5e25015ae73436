"""What hosts say around the points, by language and tone. Data: ``templates/podcast/<language>.yaml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from briefcast.brief.audiences import Tone
from briefcast.language.phrases import Condition, Frame
from briefcast.paths import TEMPLATES
from briefcast.tables import read_table

Role = Literal["ask", "answer"]

_KNOWN = frozenset({"show", "title", "address", "action", "publishers", "notes", "label", "as_of"})
_KNOWN |= {"place", "limits", "contact", "links"}
_PLACE = re.compile(r"\{([a-z_]+)\}")


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Data):
    """One turn of a conversation: who says it, what, and what must be so for it to be said."""

    host: Role
    say: str
    when: tuple[Condition, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        """Read ``{ask: "…", when: […]}``."""
        hosts = [role for role in Role.__args__ if role in data] if isinstance(data, dict) else []  # type: ignore[attr-defined]
        if len(hosts) != 1:
            return data
        return {
            **{key: value for key, value in data.items() if key != hosts[0]},
            "host": hosts[0],
            "say": data[hosts[0]],
        }


ByTone = dict[Tone | Literal["default"], tuple[Line, ...]]


class Notices(_Data):
    """That nobody speaks here but a machine."""

    one: str
    two: str
    """Where two hosts speak."""
    beside: str
    """Where a person is heard as well: that a machine is heard beside her."""


class Conversation(_Data):
    """What two hosts say."""

    openings: ByTone
    closings: ByTone
    sources: ByTone
    before_each: str = ""
    """What stands before every name of those that publish: מהמשרד ומבית החולים."""
    target: str
    """Asks how a figure stands to its target: ``{goal}`` is what that is called."""
    worse: str
    """Leads over from what got better to what got worse."""
    better: str
    """Leads over from what got worse to what got better."""
    but: tuple[str, ...]
    """Words at the beginning of a text that lead over by themselves, in small letters."""

    @field_validator("openings", "closings", "sources")
    @classmethod
    def _lines(cls, by_tone: ByTone) -> ByTone:
        if "default" not in by_tone:
            raise ValueError("default is missing: it serves the tones without lines of their own")
        for line in (line for lines in by_tone.values() for line in lines):
            _check(line.say, _KNOWN)
        return by_tone


class PodcastPhrases(_Data):
    """Everything of one language."""

    hosts: dict[Role, str]
    """Names that stand in transcripts; neither is said aloud."""
    notice: Notices
    openings: dict[Tone, Frame]
    closings: dict[Tone, Frame]
    conversation: Conversation
    last: str
    """Leads over to the last point where one voice tells many, without the comma or colon behind it."""
    end: str
    """Closes an episode that has nothing else to close with."""
    again: str
    """Leads over to what is said once more at the end: the truth of a rebuttal, the figures of a report."""
    sources: str
    """Names every publisher: ``{label}`` (source or sources), ``{publishers}``, ``{links}``."""
    links: str
    """Goes on from the names of publishers to where their links are."""
    notes: str
    """Where sources and links are written."""
    notes_without_links: str
    """The same where no source has an address."""
    notes_with_contact: str
    """The same where the press finds whom to ask there, too."""
    and_: str
    """Before the last of several names."""
    others: str
    """In place of the names beyond the first few."""

    @model_validator(mode="before")
    @classmethod
    def _rename(cls, data: dict[str, object]) -> dict[str, object]:
        return {"and_" if key == "and" else key: value for key, value in data.items()}

    @field_validator("openings", "closings")
    @classmethod
    def _patterns(cls, by_tone: dict[Tone, Frame]) -> dict[Tone, Frame]:
        lacking = set(Tone.__args__) - set(by_tone)  # type: ignore[attr-defined]
        if lacking:
            raise ValueError(f"{', '.join(sorted(lacking))} is missing")
        for line in (line for lines in by_tone.values() for line in lines):
            _check(line.say, _KNOWN)
        return by_tone


def _check(pattern: str, allowed: frozenset[str]) -> None:
    unknown = set(_PLACE.findall(pattern)) - allowed
    if unknown:
        raise ValueError(
            f"{pattern!r} holds {', '.join(sorted(unknown))}; only {', '.join(sorted(allowed))} are filled"
        )
    if "{title}" in pattern and pattern != "{title}":
        raise ValueError(f"{pattern!r} says more than the title: give it a sentence of its own")


@cache
def podcast_phrases(language: str) -> PodcastPhrases:
    """Read the phrases of one language; TableError if it has none."""
    return read_table(TEMPLATES / "podcast" / f"{language}.yaml", PodcastPhrases)
