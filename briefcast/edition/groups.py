"""Groups: whom or what a text says a figure counts, held against what the figure is called.

"312 children were admitted" of patients, "63.8% of residents" of people over 65, "48,210 families called" of calls and
"243 people died" of cases are untrue with all their digits right. A word that a label, a noun or a title of the brief
has as well is left, and so is a group that a label only words otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, hide_references, placed_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import GroupWords, editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_UNITS = frozenset({"count", "percent"})
_CUT = re.compile(r"[,;:.!?–—()]")


def find_other_groups(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that tell a figure of another group, or of something else that became of it; one a sentence."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        words = editor_words(written.language).groups
        if words is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            placed = placed_references(sentence)
            for index, (match, reference) in enumerate(placed):
                s = statistics.get(reference.id) if reference.sound and reference.attribute in VALUES else None
                if s is None:
                    continue
                end = placed[index + 1][0].start() if index + 1 < len(placed) else len(sentence)
                start = placed[index - 1][0].end() if index else 0
                before = _CUT.split(hide_references(sentence[start : match.start()]))[-1]
                behind = _CUT.split(hide_references(sentence[match.end() : end]))[0]
                called = _called(brief, s, written)
                alone = f"{hide_references(sentence[: match.start()])} {hide_references(sentence[match.end() :])}"
                found = _counted(s, behind, called, alone, words) or _became(before, behind, called, words, s)
                if found:
                    yield _doubt(written, s, *found)
                    break


def _called(brief: Brief, s: Statistic, written: WrittenText) -> str:
    """Give all that a figure is called: its label and noun, its place, the titles of the brief and its source."""
    language = written.language
    named = [s.label, s.noun, s.singular, s.unit_word, brief.title]
    named += [s.member.name, s.member.label, s.member.whole] if s.member else []
    named += [source.title for source in brief.sources if source.id == s.source]
    return " | ".join(one.get(language, "") for one in named if isinstance(one, Mapping))


def _counted(s: Statistic, behind: str, called: str, rest: str, words: GroupWords) -> tuple[str, bool] | None:
    """Find "{x} children" of patients: the words right behind a figure that name a group."""
    if s.unit not in _UNITS or not s.label:
        return None
    head = re.match(rf"(?:{words.of})(?P<head>(?:[^\s{FIGURE}]+\s?){{1,{words.head}}})", behind, re.IGNORECASE)
    if head is None:
        return None
    text = re.split(rf"(?<!\w)(?:{words.stops})(?!\w)", head["head"], maxsplit=1, flags=re.IGNORECASE)[0]
    own = {kind for kind, (_, known) in words.kinds.items() if _has(known, called)}
    said = {kind: one for kind, (pattern, _) in words.kinds.items() if (one := _found(pattern, text))}
    for kind in words.narrower:
        if kind in said and kind not in own:
            return said[kind], False
    # "People aged 65" of those aged 65 is the group itself.
    if (
        not said
        or not own
        or own & said.keys()
        or any(_has(words.kinds[kind][0], rest.replace(text, " ")) for kind in own)
    ):
        return None
    wide = s.unit == "percent" and bool(own - set(words.everybody) - set(words.things))
    for kind, one in said.items():
        if kind in words.everybody and not wide and not own & set(words.things):
            continue
        return one, False
    return None


def _became(before: str, behind: str, called: str, words: GroupWords, s: Statistic) -> tuple[str, bool] | None:
    """Find "{x} people died" of cases, "{x} firms went bankrupt" of those that closed."""
    if s.value == 0:
        return None
    for kind, (pattern, known) in words.fates.items():
        if _has(known, called):
            continue
        near = re.split(words.parts, behind, flags=re.IGNORECASE)[0]
        ahead = re.split(words.parts, before, flags=re.IGNORECASE)[-1]
        found = _found(pattern, near) or _found(pattern, ahead)
        if found and not _has(words.denied, f"{ahead} {near}"):
            return found, kind == "dead"
    return None


def _has(pattern: str, text: str) -> bool:
    return bool(_found(pattern, text))


def _found(pattern: str, text: str) -> str:
    found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
    return found[0] if found else ""


def _doubt(written: WrittenText, s: Statistic, said: str, certain: bool) -> Doubt:
    return Doubt.of_claim(
        written,
        tell(
            "The text says '{words}' of {id}, which is '{label}'.",
            words=said.strip(),
            id=s.id,
            label=s.label.get(written.language, ""),
        ),
        tell("Name what the figure counts, as its label and its noun do."),
        severity="error" if certain else "warning",
    )
