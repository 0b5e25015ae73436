"""What can be proposed for a brief: another wording for an audience, a headline, a question, a translation.

Each stands for a text that a person wrote, and is held against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from briefcast.brief.document import FieldPath
from briefcast.brief.model import Brief, Point
from briefcast.brief.read import BriefFile, written_texts
from briefcast.proposing.words import ProposalWords, proposal_words

Kind = Literal["wording", "headline", "question", "translation"]
"""wording: the point for one audience · headline: what is shown large · question: what one host asks before the point ·
translation: a text that the brief has in another of its languages."""
KINDS: tuple[Kind, ...] = get_args(Kind)
_TRANSLATED = ("headline", "text", "question")
"""Texts of a point that are translated, beside the title of the brief."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One text that may be proposed."""

    kind: Kind
    path: FieldPath
    """Where it would stand: ``points, 0, variants, youth, text, vi``."""
    language: str
    original: str
    """The text that it stands for."""
    original_path: FieldPath
    original_language: str
    audience: str = ""
    """For whom, where it is for one audience alone."""

    @property
    def field(self) -> str:
        """What is written there: ``text``, ``headline``."""
        return str(self.path[-2])

    @property
    def words(self) -> ProposalWords:
        """What is known of its language."""
        return proposal_words(self.language)


def find_wanted(
    brief: Brief,
    *,
    kinds: tuple[Kind, ...] = KINDS,
    points: tuple[str, ...] = (),
    audiences: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
) -> Iterator[Wanted]:
    """Give what may be proposed, in the order of the brief; of a kind, point, audience or language if it is named.

    A headline, a question and a translation are wanted where there is none. A wording is wanted for each audience that
    hears the point and has none of its own; without ``audiences`` there is none, for it would be one for all.
    """
    spoken = tuple(code for code in brief.languages if not languages or code in languages)
    if "translation" in kinds and not points:
        yield from _translations(brief.title, ("title",), brief, spoken)
    for index, point in enumerate(brief.points):
        if points and point.id not in points:
            continue
        path: FieldPath = ("points", index)
        if "translation" in kinds:
            for field in _TRANSLATED:
                yield from _translations(getattr(point, field), (*path, field), brief, spoken)
        for language in spoken:
            if text := point.text.get(language):
                yield from _of_text(point, path, text, language, kinds, audiences)


def find_unwritten(file: BriefFile, language: str, *, points: tuple[str, ...] = ()) -> Iterator[Wanted]:
    """Give every text of a brief for a language that it has nothing in yet, in its order; of points if they are named.

    Not what a person is quoted with or claims, nor names of places and sources: nobody says those in other words.
    """
    written: dict[FieldPath, dict[str, str]] = {}
    for each in written_texts(file.document.data):
        if each.path[-1] == each.language and not each.literal and "quote" not in each.path:
            written.setdefault(each.path[:-1], {})[each.language] = each.text
    for path, texts in written.items():
        if points and not (path[0] == "points" and file.brief.points[int(path[1])].id in points):
            continue
        origin = next((code for code in file.brief.languages if code in texts), "")
        if origin and language not in texts:
            yield Wanted(
                kind="translation",
                path=(*path, language),
                language=language,
                original=" ".join(texts[origin].split()),
                original_path=(*path, origin),
                original_language=origin,
            )


def _of_text(
    point: Point, path: FieldPath, text: str, language: str, kinds: tuple[Kind, ...], audiences: tuple[str, ...]
) -> Iterator[Wanted]:
    given: dict[str, Any] = {
        "language": language,
        "original": text,
        "original_path": (*path, "text", language),
        "original_language": language,
    }
    if "headline" in kinds and language not in point.headline:
        yield Wanted(kind="headline", path=(*path, "headline", language), **given)
    if "question" in kinds and language not in point.question:
        yield Wanted(kind="question", path=(*path, "question", language), **given)
    for audience in audiences if "wording" in kinds else ():
        own = point.variants.get(audience)
        if point.audiences.get(audience, 1) and not (own and own.text.get(language)):
            place = (*path, "variants", audience, "text", language)
            yield Wanted(kind="wording", path=place, audience=audience, **given)


def _translations(
    texts: Mapping[str, str], path: FieldPath, brief: Brief, languages: tuple[str, ...]
) -> Iterator[Wanted]:
    origin = next((code for code in brief.languages if code in texts), "")
    for language in languages if origin else ():
        if language not in texts:
            yield Wanted(
                kind="translation",
                path=(*path, language),
                language=language,
                original=texts[origin],
                original_path=(*path, origin),
                original_language=origin,
            )
