"""Verdicts: what a text says of a target where no figure stands beside the words.

"Recycling came to 27.8%. The target was met." and "The city met its target: recycling is at 27.8%" are read of the
figures of their point. What is true of none of them is untrue; and before its day no target is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, find_references, hide_references
from briefcast.edition.claims import CLAUSE, is_untrue_of_target, matter_end
from briefcast.edition.directions import content_of
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import ClaimWords, VerdictWords, editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell
from briefcast.writing.targets import has_met, is_measure, is_pending, target_kind


def figures_of_point(brief: Brief, written: WrittenText) -> tuple[Statistic, ...]:
    """Give the figures that a text of a point is about: those its point shows, and those it tells."""
    if written.path[0] != "points":
        return ()
    point = brief.points[int(written.path[1])]
    ids = {*point.statistics, *(r.id for r in find_references(written.text) if r.sound)}
    return tuple(s for s in brief.statistics if s.id in ids)


def find_wrong_verdicts(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that call a target met or missed, and that is true of no figure of their point; one a text."""
    for written in texts:
        editor = editor_words(written.language)
        if editor.claims is None or editor.verdicts is None or not written.refers:
            continue
        aimed = [s for s in figures_of_point(brief, written) if s.target and s.unit != "rank"]
        for sentence in split_sentences(written.text, written.language) if aimed else ():
            told = {r.id for r in find_references(sentence) if r.sound}
            meant = [s for s in aimed if s.id in told] or aimed
            if doubt := _in_sentence(written, sentence, meant, editor.claims, editor.verdicts):
                yield doubt
                break


def _in_sentence(
    written: WrittenText, sentence: str, meant: Sequence[Statistic], words: ClaimWords, verdicts: VerdictWords
) -> Doubt | None:
    shown = hide_references(sentence)
    if shown.rstrip().endswith("?") or re.search(rf"(?<!\w)(?:{verdicts.reported})(?!\w)", shown, re.IGNORECASE):
        return None
    clauses = [part for clause in CLAUSE.split(shown) for part in _parts(clause, editor_words(written.language).joins)]
    for clause in clauses:
        if any(name and name in clause for s in meant if s.member for name in s.member.name.values()):
            continue
        every = re.search(rf"(?<!\w)(?:{verdicts.every})(?!\w)", clause, re.IGNORECASE)
        wrong = next((s for s in meant if is_untrue_of_target(s, "met")), None) if every else None
        if every and wrong and not _is_denied(clause[: every.start()], words):
            return _doubt(written, every[0], wrong)
        for said, pattern in (("failed", verdicts.failed), *((one, getattr(words, one)) for one in _SAID)):
            filled = pattern.replace("{target}", words.target).replace("{ceiling}", words.ceiling)
            for found in re.finditer(rf"(?<!\w)(?:{filled})(?!\w)", clause, re.IGNORECASE):
                own = _called_so(meant, found, clause[found.end() :], written.language, words)
                if re.search(verdicts.plan, found[0], re.IGNORECASE):
                    own = [s for s in own if target_kind(s) != "goal"]
                if own and _is_said(clause, found, said, words, verdicts) and (wrong := _untrue(own, said)):
                    return _doubt(written, found[0], wrong, early=said == "failed" and _is_early(wrong))
    return None


_SAID = ("missed", "passed", "met")


def _parts(clause: str, joins: str) -> Iterator[str]:
    """Give a clause, and of one that goes on behind its figure what stands behind the word that joins it."""
    _, figure, behind = clause.rpartition(FIGURE)
    joined = re.split(joins, behind, maxsplit=1, flags=re.IGNORECASE) if figure else []
    yield from joined[1:] if len(joined) > 1 else [clause]


def _is_said(clause: str, found: re.Match[str], said: str, words: ClaimWords, verdicts: VerdictWords) -> bool:
    """Say whether a clause without a figure of its own says so: of nobody else, and of no wish or work."""
    before, behind = clause[: found.start()], clause[found.end() :]
    figure = found[0].replace(FIGURE, "") if said == "failed" else found[0]
    if FIGURE in before or FIGURE in behind or FIGURE in figure:
        return False
    if _is_denied(before, words) or re.search(rf"(?<!\w){words.not_behind}\s$", before, re.IGNORECASE):
        return False
    others = re.search(rf"(?<!\w){words.others}(?!\w)", before, re.IGNORECASE)
    which = re.search(rf"(?<!\w)(?:{verdicts.which})\s$", before, re.IGNORECASE)
    if others or which or re.match(verdicts.which_joined, found[0]):
        return False
    rest = behind[matter_end(behind, words) :].strip(" .!…)")
    # "Meeting the target takes work" is no verdict; "the target was met in June" is one.
    begins = not before.strip() and rest and not re.match(words.target, found[0].lstrip("ה"), re.IGNORECASE)
    return not begins and (not rest or bool(re.match(rf"{words.goes_on}(?!\w)", rest, re.IGNORECASE)))


def _called_so(
    meant: Sequence[Statistic], found: re.Match[str], behind: str, language: str, words: ClaimWords
) -> list[Statistic]:
    """Give the figures whose target it may be where the target is called by what it is for; else all of them."""
    named = re.search(words.matter, found[0], re.IGNORECASE) if words.matter else None
    matter, ways = named["matter"] if named else behind[: matter_end(behind, words)], editor_words(language).directions
    if not matter or ways is None:
        return list(meant)
    return [s for s in meant if content_of(matter, ways) & content_of(s.label.get(language, ""), ways)]


def _is_denied(before: str, words: ClaimWords) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{words.denied})(?!\w)", before, re.IGNORECASE))


def _untrue(meant: Sequence[Statistic], said: str) -> Statistic | None:
    """Give the first figure of which it is untrue, where it is true of none."""
    if said == "failed":
        early = [s for s in meant if is_untrue_of_target(s, "missed") or _is_early(s)]
        return early[0] if len(early) == len(meant) else None
    untrue = [s for s in meant if is_untrue_of_target(s, said)]
    return untrue[0] if len(untrue) == len(meant) else None


def _is_early(s: Statistic) -> bool:
    """Say whether the day of a target that is not reached is still to come: until then nobody missed it."""
    return is_pending(s) and has_met(s) is False and not is_measure(s)


def _doubt(written: WrittenText, said: str, s: Statistic, *, early: bool = False) -> Doubt:
    assert s.target is not None
    words = said.replace(FIGURE, "…").strip()
    if early:
        message = tell(
            "The text says '{words}', and the target of {id} is for {by}.", words=words, id=s.id, by=s.target.by
        )
    else:
        message = tell(
            "The text says '{words}', and {id} is {value}, its target {target}.",
            words=words,
            id=s.id,
            value=f"{s.value.normalize():f}",
            target=f"{s.target.value.normalize():f}",
        )
    remedy = tell("Correct the words or the figure; {{{id}.gap}} says by itself how far the target is.", id=s.id)
    return Doubt.of_claim(written, message, remedy)
