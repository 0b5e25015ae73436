"""Deaths: what a text says of people who died or were hurt, held against the figures that count them.

"Nobody died" of a brief that counts the dead, "injured 7 people" of seven who were killed, "dozens killed: 7" and
"both were fatal" beside no death at all are untrue with all their digits right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, hide_references, placed_references
from briefcast.edition.claims import CLAUSE
from briefcast.edition.directions import is_named
from briefcast.edition.doubts import Doubt
from briefcast.edition.verdicts import figures_of_point
from briefcast.edition.words import EditorWords, FateWords, editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell


def find_denied_deaths(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which nobody died, where a figure of the brief counts deaths.

    Who names another time or a place says it of that: it is left. So is a point whose own figure says that nobody did.
    """
    for written in texts:
        editor = editor_words(written.language)
        if not editor.no_deaths or not editor.deaths or not written.refers:
            continue
        counted = [s for s in brief.statistics if s.value > 0 and _counts(s, editor.deaths, written.language)]
        own = [s for s in figures_of_point(brief, written) if _counts(s, editor.deaths, written.language)]
        if own and not any(s.value for s in own):
            continue
        for sentence in split_sentences(written.text, written.language) if counted else ():
            shown = hide_references(sentence)
            found = re.search(rf"(?<!\w)(?:{editor.no_deaths})(?!\w)", shown, re.IGNORECASE)
            other = re.search(editor.directions.other_time, shown, re.IGNORECASE) if editor.directions else None
            if found is None or other or re.search(r"(?<![\d.,])(?:19|20)\d\d", shown):
                continue
            yield _doubt(
                written,
                counted[0],
                found[0],
                tell("Correct the words, or say when or where nobody died."),
                certain=len(counted) == 1 or bool(own),
            )
            break


def find_wrong_fates(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which the dead are hurt or alive, the hurt are dead, or more died than did; one a sentence."""
    for written in texts:
        editor = editor_words(written.language)
        if editor.fates is None or not written.refers:
            continue
        dead = [s for s in figures_of_point(brief, written) if _counts(s, editor.deaths, written.language)]
        for sentence in split_sentences(written.text, written.language):
            found = (
                _other_fate(brief, written, sentence, editor)
                or _not_dead(brief, written, sentence, editor)
                or _many(brief, written, sentence, editor, editor.fates)
                or _many_dead(dead, sentence, editor.fates)
                or _of_all(dead, sentence, editor.fates)
            )
            if found:
                yield _doubt(written, *found, tell("Correct the words or the figure."))


def _counts(s: Statistic, words: str, language: str) -> bool:
    """Say whether a figure counts those that words of its label name."""
    return s.member is None and s.unit == "count" and bool(re.search(words, s.label.get(language, ""), re.IGNORECASE))


def _other_fate(brief: Brief, written: WrittenText, sentence: str, editor: EditorWords) -> tuple[Statistic, str] | None:
    """Find "injured {x} people" of those who died, and "killed {x}" of those who were injured."""
    words, statistics = editor.fates, {s.id: s for s in brief.statistics}
    told = [reference for _, reference in placed_references(sentence)]
    if words is None:
        return None
    for clause in CLAUSE.split(hide_references(sentence)):
        for part in re.split(editor.joins, clause, flags=re.IGNORECASE):
            own, told = told[: part.count(FIGURE)], told[part.count(FIGURE) :]
            s = statistics.get(own[0].id) if len(own) == 1 and own[0].attribute in VALUES else None
            if s is None or s.value == 0:
                continue
            label = s.label.get(written.language, "")
            named = {kind: re.search(one, label, re.IGNORECASE) for kind, one in words.kinds(editor.deaths).items()}
            said = {kind: _said(one, part) for kind, one in words.kinds(words.killed).items()}
            for kind, other in (("dead", "hurt"), ("hurt", "dead")):
                if named[kind] and not named[other] and (found := said[other]) and not said[kind]:
                    return s, found
    return None


def _not_dead(brief: Brief, written: WrittenText, sentence: str, editor: EditorWords) -> tuple[Statistic, str] | None:
    """Find "214 people died of dengue" of what counts cases: the figure names neither the dead nor the hurt."""
    words, statistics = editor.fates, {s.id: s for s in brief.statistics}
    told = [reference for _, reference in placed_references(sentence)]
    if words is None or not editor.counted:
        return None
    fate = rf"(?:{editor.counted})(?!\w)(?P<between>(?:\s[^\s,;:.]+){{0,6}}?)\s(?:{words.killed})(?!\w)"
    for clause in CLAUSE.split(hide_references(sentence)):
        own, told = told[: clause.count(FIGURE)], told[clause.count(FIGURE) :]
        s = statistics.get(own[0].id) if len(own) == 1 and own[0].attribute in VALUES else None
        if s is None or s.unit != "count" or s.value == 0 or _names_fate(s, written.language, editor, words):
            continue
        found = re.search(rf"{FIGURE}\s(?:(?:[^\s,;:.]+)\s)?{fate}", clause, re.IGNORECASE)
        if found and not re.search(rf"(?<!\w)(?:{words.of_others})(?!\w)", found["between"], re.IGNORECASE):
            return s, found[0].replace(FIGURE, "").strip()
    return None


def _names_fate(s: Statistic, language: str, editor: EditorWords, words: FateWords) -> bool:
    """Say whether a figure counts the dead or the hurt, by its label, its noun or its own words for one."""
    told = " ".join(text.get(language, "") for text in (s.label, s.noun, s.singular))
    return any(re.search(one, told, re.IGNORECASE) for one in (editor.deaths, words.killed, words.hurt))


def _said(pattern: str, text: str) -> str:
    found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
    return found[0] if found else ""


def _many(
    brief: Brief, written: WrittenText, sentence: str, editor: EditorWords, words: FateWords
) -> tuple[Statistic, str] | None:
    """Find "dozens killed: 7", in what is called by the words between."""
    statistics = {s.id: s for s in brief.statistics}
    for match, reference in placed_references(sentence):
        s = statistics.get(reference.id) if reference.sound and reference.attribute in VALUES else None
        before = hide_references(sentence[: match.start()])
        if s is None or s.unit != "count" or FIGURE in before or not re.search(r"(?::|\(|–|—)\s?$", before):
            continue
        for least, many in words.many.items():
            found = re.search(rf"(?<!\w)(?:{many})(?!\w)(?P<what>[^;.]*)$", before, re.IGNORECASE)
            if (
                found is None
                or s.value >= least
                or re.search(rf"(?:{words.beside})\s?$", before[: found.start()], re.I)
            ):
                continue
            dead = _counts(s, editor.deaths, written.language) and _said(words.killed, before)
            named = WrittenText(path=written.path, language=written.language, text=found["what"], kind=written.kind)
            if dead or is_named(s, named):
                return s, f"{found[0].strip(' :(–—')}"
    return None


def _many_dead(dead: Sequence[Statistic], sentence: str, words: FateWords) -> tuple[Statistic, str] | None:
    """Find "killed dozens of people" in a point whose figure counts seven."""
    shown = hide_references(sentence)
    for least, many in words.many.items() if len(dead) == 1 and dead[0].value < max(words.many) else ():
        between = r"(?:\s[^\s,;:.]+){0,3}?\s"
        at_once = rf"(?:{words.killed}){between}(?:{many})|(?:{many}){between}(?:{words.killed})"
        found = _said(at_once, shown) if dead[0].value < least else ""
        if found and not re.search(r"(?<![\d.,])(?:19|20)\d\d", shown):
            return dead[0], found
    return None


def _of_all(dead: Sequence[Statistic], sentence: str, words: FateWords) -> tuple[Statistic, str] | None:
    """Find "everyone survived" beside the dead of its point, and "both were fatal" beside none."""
    shown = hide_references(sentence)
    ids = {s.id for s in dead}
    others = any(r.id not in ids for _, r in placed_references(sentence)) or _said(words.others, shown)
    if dead and all(s.value > 0 for s in dead) and not others and (found := _said(words.survived, shown)):
        return dead[0], found
    if dead and not any(s.value or s.qualifier for s in dead) and (found := _said(words.all_dead, shown)):
        return dead[0], found
    return None


def _doubt(written: WrittenText, s: Statistic, said: str, remedy: str, *, certain: bool = True) -> Doubt:
    return Doubt.of_claim(
        written,
        tell(
            "The text says '{words}', and {id} counts {value}.",
            words=said.replace(FIGURE, "…"),
            id=s.id,
            value=f"{s.value.normalize():f}",
        ),
        remedy,
        severity="error" if certain else "warning",
    )
