"""Deaths: who says that nobody died tells no brief that counts the dead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefcast.brief.model import Brief
from briefcast.brief.read import WrittenText
from briefcast.brief.references import hide_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell


def find_denied_deaths(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which nobody died, where a figure of the brief counts deaths.

    Who names another time or a place says it of that: it is left.
    """
    for written in texts:
        editor = editor_words(written.language)
        if not editor.no_deaths or not editor.deaths or not written.refers:
            continue
        counted = [
            s
            for s in brief.statistics
            if s.member is None
            and s.unit == "count"
            and s.value > 0
            and re.search(editor.deaths, s.label.get(written.language, ""), re.IGNORECASE)
        ]
        for sentence in split_sentences(written.text, written.language) if counted else ():
            shown = hide_references(sentence)
            found = re.search(rf"(?<!\w)(?:{editor.no_deaths})(?!\w)", shown, re.IGNORECASE)
            other = re.search(editor.directions.other_time, shown, re.IGNORECASE) if editor.directions else None
            if found is None or other or re.search(r"(?<![\d.,])(?:19|20)\d\d", shown):
                continue
            yield Doubt.at(
                written,
                code="wrong-claim",
                severity="error" if len(counted) == 1 else "warning",
                message=tell(
                    "The text says '{words}', and {id} counts {value}.",
                    words=found[0],
                    id=counted[0].id,
                    value=f"{counted[0].value.normalize():f}",
                ),
                remedy=tell("Correct the words, or say when or where nobody died."),
            )
            break
