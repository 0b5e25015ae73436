"""Denials: a *no* that reaches a figure above zero, and a label that is told the other way round.

"Không có ca tử vong và 2 trường hợp nặng" denies the two, and "91% were vaccinated" of those who were not turns a
figure upside down with all its digits right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, hide_references, placed_references
from briefcast.edition.claims import CLAUSE
from briefcast.edition.directions import content_of
from briefcast.edition.doubts import Doubt
from briefcast.edition.subjects import figures_named
from briefcast.edition.verdicts import figures_of_point
from briefcast.edition.words import DenialWords, DirectionWords, EditorWords, editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell


def find_denied_figures(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that deny a figure above zero, or what it is a figure of; one a sentence."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        editor = editor_words(written.language)
        if editor.denials is None or editor.directions is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            for match, reference in placed_references(sentence):
                s = statistics.get(reference.id) if reference.sound and reference.attribute in VALUES else None
                if s is None or s.value <= 0:
                    continue
                before, behind = (hide_references(one) for one in (sentence[: match.start()], sentence[match.end() :]))
                if said := _reached(brief, written, s, before, behind, editor):
                    remedy = tell("Say of each by itself what there was: no deaths; there were two severe cases.")
                    yield Doubt.of_claim(
                        written,
                        tell("'{words}' denies {written} as well.", words=said, written=reference.written),
                        remedy,
                    )
                    break
                if said := _turned(s, before, behind, written.language, editor):
                    label = s.label.get(written.language, "")
                    message = tell(
                        "The text says '{words}' of {id}, which is '{label}'.", words=said, id=s.id, label=label
                    )
                    yield Doubt.of_claim(written, message)
                    break


def find_denied_counts(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which there was none of what another figure of their point counts, which they do not tell.

    "Not one serious reaction was recorded" beside a figure of three may still be true of a few, so it is asked about.
    """
    for written in texts:
        words = editor_words(written.language).denials
        if words is None or written.path[0] != "points":
            continue
        counts = [s for s in figures_of_point(brief, written) if s.unit == "count" and s.value > 0]
        told = {reference.id for _, reference in placed_references(written.text)}
        untold = [s for s in counts if s.id not in told and not s.out_of and not s.member]
        for sentence in split_sentences(written.text, written.language) if untold else ():
            for clause in CLAUSE.split(hide_references(sentence)):
                none = re.search(rf"(?<!\w)(?:{words.none})(?P<what>[^,;:.!?]{{1,60}})", clause, re.IGNORECASE)
                what = none["what"].partition(FIGURE)[0] if none else ""
                named = figures_named(what, untold, written.language)
                if none and len(named) == 1 and not re.search(words.not_turned, clause, re.IGNORECASE):
                    s = named[0]
                    message = tell(
                        "The text says '{words}', and {id} counts {value}.",
                        words=f"{none[0].partition(FIGURE)[0].strip()} …",
                        id=s.id,
                        value=f"{s.value.normalize():f}",
                    )
                    yield Doubt.of_claim(written, message, severity="warning")
                    break


def _reached(brief: Brief, written: WrittenText, s: Statistic, before: str, behind: str, editor: EditorWords) -> str:
    """Give the words of a *no* that reaches over *and* to a figure: of deaths, or of what another counts none of."""
    words, ways = editor.denials, editor.directions
    if words is None or ways is None:
        return ""
    denied = rf"(?<!\w)(?:{words.none})(?P<none>[^,;:.!?{FIGURE}]{{1,60}}?)(?:{words.joined})$"
    found = re.search(denied, before, re.IGNORECASE)
    if found is None:
        return ""
    language, alone = written.language, ways.model_copy(update={"syllables": False})
    harms = re.search(f"{editor.deaths}|{editor.harms}", found["none"], re.IGNORECASE)
    naught = [one for one in figures_of_point(brief, written) if not one.value]
    if not harms and not any(_words_of(one, language, alone) & content_of(found["none"], alone) for one in naught):
        return ""
    # What has a verb of its own is a clause of its own: "and 4 families were moved".
    counted = re.split(rf"[,;:.!?{FIGURE}]|\s(?:{words.ends})\s" if words.ends else rf"[,;:.!?{FIGURE}]", behind)[0]
    if words.bare and content_of(counted, alone) - _words_of(s, language, alone):
        return ""
    return f"{found[0].strip()} …"


def _words_of(s: Statistic, language: str, words: DirectionWords) -> frozenset[str]:
    return content_of(s.label.get(language, ""), words) | content_of(s.noun.get(language, ""), words)


def _turned(s: Statistic, before: str, behind: str, language: str, editor: EditorWords) -> str:
    """Give the words by which a figure is told of the others: those who *were* vaccinated of those who were not."""
    words, ways = editor.denials, editor.directions
    label = s.label.get(language, "")
    if words is None or ways is None or s.unit not in ("percent", "count") or not label:
        return ""
    # "Aged 65 and over" is one group, and no end of a clause.
    before, behind = (_without(one, s.noun.get(language, "")) for one in (before, behind))
    clause = f"{_part(before, editor, last=True)}{FIGURE}{_part(behind, editor, last=False)}"
    if FIGURE in clause.replace(FIGURE, "", 1) or re.search(words.not_turned, clause, re.IGNORECASE):
        return ""
    # "All but 4 were on time" says it of the others.
    if editor.parts and re.search(rf"(?<!\w)(?:{editor.parts.all_but})[\s־-]*$", before, re.IGNORECASE):
        return ""
    plain = clause.replace(FIGURE, "…").strip()
    for one, other in words.opposites:
        for own, turned in ((one, other), (other, one)):
            named = _found(own, label)
            if named is None or _has(turned, label) or _has(own, clause) or _is_not(label[: named.start()], words):
                continue
            said = _found(turned, clause)
            if said is not None and not _is_not(clause[: said.start()], words):
                return plain
    if _has(words.lessens, label) or _has(words.lessens, clause):
        return ""
    alone = ways.model_copy(update={"syllables": False})
    denied, said_not = _found(words.nots, label), _found(words.nots, clause)
    noun = content_of(s.noun.get(language, ""), alone) | content_of(words.light, alone)
    if denied and not said_not:
        # What is denied is told as if it were so.
        known = noun | content_of(label[: denied.start()], alone)
        rest = label[denied.end() :]
        what = [stem for stem in _stems(rest, alone) if stem not in known]
        # Behind a verb that says little it takes two: "has no clean water" is more than water.
        least = 2 if set(rest.split()[:1]) & set(words.light.split()) else 1
        return plain if what and set(what[:least]) <= content_of(clause, alone) else ""
    if (
        said_not
        and not denied
        and not any(_has(one, clause) for pair in words.opposites for one in pair if not _has(one, label))
    ):
        near = _stems(clause[said_not.end() :].partition(FIGURE)[0], alone)[:_NEAR]
        return plain if (content_of(label, alone) - noun) & set(near) else ""
    return ""


def _without(text: str, noun: str) -> str:
    """Give a text with the noun of its figure as one word, so that it is parted nowhere within."""
    return re.sub(re.escape(noun), noun.replace(" ", "-"), text, flags=re.IGNORECASE) if noun else text


def _is_not(before: str, words: DenialWords) -> bool:
    """Say whether what follows a text is not so."""
    return bool(re.search(rf"(?<!\w)(?:{words.nots})\s(?:\S+\s){{0,3}}$", before, re.IGNORECASE))


_NEAR = 2
"""Words behind *not* among which what is denied stands."""


def _stems(text: str, words: DirectionWords) -> list[str]:
    """Give the words of a text that tell what it is about, in their order."""
    return [stem for word in re.findall(r"[^\W\d_]+", text) for stem in content_of(word, words)]


def _has(pattern: str, text: str) -> bool:
    return _found(pattern, text) is not None


def _found(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)


def _part(text: str, editor: EditorWords, *, last: bool) -> str:
    """Give what of the text on one side of a figure belongs to its clause."""
    clauses = [part for clause in CLAUSE.split(text) for part in re.split(editor.joins, clause, flags=re.IGNORECASE)]
    return clauses[-1 if last else 0]
