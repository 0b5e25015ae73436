"""Counted: what stands right behind a figure is none of what another figure counts.

"257 applications for a discount" of 257 authorities is untrue with all its digits right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import VALUES, placed_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import editor_words
from briefcast.messages import tell


def find_wrong_counted(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that put the noun of another figure right behind a figure."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts if any(s.noun for s in brief.statistics) else ():
        if not written.refers:
            continue
        for match, reference in placed_references(written.text):
            s = statistics.get(reference.id) if reference.sound and reference.attribute in VALUES else None
            behind = written.text[match.end() :]
            other = _noun_of_another(s, brief.statistics, behind, written.language) if s else None
            if s and other:
                yield Doubt.of_claim(
                    written,
                    tell(
                        "'{words}' stands behind {written}, and that is what {other} counts.",
                        words=other.noun[written.language],
                        written=reference.written,
                        other=other.id,
                    ),
                    tell("Correct the noun or the reference: {{{id}}}.", id=other.id),
                )


def _noun_of_another(s: Statistic, every: Sequence[Statistic], behind: str, language: str) -> Statistic | None:
    """Give the figure that counts what stands right behind another one."""
    own = s.noun.get(language, "")
    if s.unit != "count" or not own or s.member:
        return None
    # An own noun may begin like that of another: cases, cases of measles.
    same = re.match(rf"\s{re.escape(own)}(?!\w)", behind, re.IGNORECASE)
    for other in () if same else every:
        noun = other.noun.get(language, "")
        alike = {own.casefold(), s.singular.get(language, own).casefold()}
        if other.id == s.id or other.unit != "count" or not noun or noun.casefold() in alike:
            continue
        # Anybody is a person: "412 people caught flu" of so many cases.
        if re.fullmatch(editor_words(language).anybody, noun, re.IGNORECASE):
            continue
        # Who counts some of what the other counts may call them so.
        if own.casefold() in noun.casefold() or noun.casefold() in s.label.get(language, "").casefold():
            continue
        if re.match(rf"\s{re.escape(noun)}(?!\w)", behind, re.IGNORECASE):
            return other
    return None
