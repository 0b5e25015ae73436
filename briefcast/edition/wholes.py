"""Rates whose label and unit speak of another whole: births, told as if they were everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefcast.brief.document import FieldPath
from briefcast.brief.model import Statistic
from briefcast.brief.wholes import POWERS, is_people, named_whole, per_in_label
from briefcast.edition.doubts import Doubt
from briefcast.messages import tell


def find_wrong_wholes(s: Statistic, path: FieldPath, languages: Sequence[str]) -> Iterator[Doubt]:
    """Find a rate whose label is per another number, or whose whole one language names and another does not."""
    power = POWERS.get(s.unit_word or "")
    if power is None or s.member:
        return
    labelled = {language: per for language in languages if (per := per_in_label(s, language))}
    for language, per in labelled.items():
        if per.number != power:
            yield Doubt(
                code="contradiction",
                severity="error",
                path=(*path, "unit"),
                message=tell(
                    "{id} is {unit}, and its label is per {number}.", id=s.id, unit=s.unit_word, number=per.number
                ),
                remedy=tell("Correct the unit or the label."),
                language=language,
            )
        elif s.rate_of and per.whole.casefold() != s.rate_of.get(language, per.whole).casefold():
            yield Doubt(
                code="contradiction",
                severity="error",
                path=(*path, "rate_of"),
                message=tell(
                    "{id} is per '{of}', and its label is per '{whole}'.",
                    id=s.id,
                    of=s.rate_of[language],
                    whole=per.whole,
                ),
                remedy=tell("Write the same in both, or take 'rate_of' out: the label names it already."),
                language=language,
            )
    named = {language: named_whole(s, language) for language in languages}
    if not any(named.values()):
        return
    people = {language for language, per in labelled.items() if is_people(per.whole)}
    for language in (language for language, whole in named.items() if not whole):
        other = next(filter(None, named.values()))
        yield Doubt(
            code="contradiction",
            severity="error",
            path=(*path, "label" if language in people else "rate_of"),
            message=tell(
                "{id} is told per so many people in this language, and per so many '{whole}' in another.",
                id=s.id,
                whole=other,
            ),
            remedy=tell("Name the whole in every language: 'rate_of: {{…}}', or in the label."),
            language=language,
        )
