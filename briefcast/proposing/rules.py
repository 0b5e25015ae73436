"""Rules for proposals: what makes a text that a model proposes say anything else than the text that it stands for.

    refused = find_refusals(wanted, text, file, today)        in words; none: a person may look at it

A model may word, never state. So a proposal has the same figures in the same order and forms, each with the same word
before it that qualifies it; no digit, number in words, name, source, address or word of direction, denial or extent
that the original has not; and nothing that the check of the brief would find in it. What these rules let through is
looked at by a person beside the original. They refuse more than is wrong, and say what.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Any

from briefcast.brief.document import FieldPath, read_document
from briefcast.brief.model import clean_text
from briefcast.brief.read import BriefFile, open_brief, written_texts
from briefcast.brief.references import REFERENCE, find_references, hide_references, placed_references
from briefcast.drafting.tongue import may_be_in, scripts_of
from briefcast.edition.check import check_brief
from briefcast.edition.directions import content_of
from briefcast.edition.words import DirectionWords, editor_words
from briefcast.errors import BriefError
from briefcast.language.sentences import split_sentences
from briefcast.languages import read_languages
from briefcast.messages import tell
from briefcast.proposing.wanted import Wanted
from briefcast.proposing.words import proposal_words
from briefcast.writing.fitting import typed_qualifier

Known = frozenset[tuple[str, str]]
"""Findings by their code and field."""
_ADDRESS = re.compile(r"https?:|www\.|@|\b[\w-]+\.(?:com|org|net|info|gov|vn|il|io|ly|me|edu)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’׳״-]*")
_BOUND_CHARS = 24
"""Characters before a figure in which a bound of it stands."""
_COMPARED_WITH = ("baseline", "target")
"""What follows the id where a figure is one that others are compared with."""


def find_refusals(wanted: Wanted, text: str, file: BriefFile, today: dt.date) -> tuple[str, ...]:
    """Say why a text cannot stand for its original; nothing where a person may decide.

    ``file`` is the brief as it stands, which ``text`` is not yet in.
    """
    # What the check finds beside what the words show is mostly the same once more.
    return of_words(wanted, text, file) or of_check(wanted, text, file, found_in(file, today), today)


def of_words(wanted: Wanted, text: str, file: BriefFile) -> tuple[str, ...]:
    """Say what of its words speaks against a text; it tells nothing but what stands in the two texts themselves."""
    try:
        text = clean_text(text)
    except (BriefError, ValueError) as error:
        return (_first(error),)
    if not text:
        return (tell("It is empty."),)
    if text == wanted.original:
        return (tell("It is the original, word for word."),)
    return tuple(dict.fromkeys(_of_words(wanted, text, file)))


def found_in(file: BriefFile, today: dt.date) -> Known:
    """Give what the check finds in a brief as it stands, for `of_check`: once for all that is proposed for it."""
    return frozenset((finding.code, finding.field) for finding in check_brief(file, today=today))


def of_check(wanted: Wanted, text: str, file: BriefFile, known: Known, today: dt.date) -> tuple[str, ...]:
    """Give what the check of the brief finds with a text in its place and not without it: it may tell figures."""
    return tuple(_of_check(wanted, clean_text(text), file, known, today))


def _first(error: BaseException) -> str:
    problems = getattr(error, "problems", ())
    return problems[0].message if problems else tell("It holds characters that cannot be shown.")


def _of_words(wanted: Wanted, text: str, file: BriefFile) -> Iterator[str]:
    yield from _of_figures(wanted, text)
    yield from _of_digits(wanted, text)
    yield from _of_letters(wanted, text)
    yield from _of_names(wanted, text, file)
    yield from _of_claims(wanted, text)
    yield from _of_ways(wanted, text)
    yield from _of_others(wanted, text)


# Figures


def _of_figures(wanted: Wanted, text: str) -> Iterator[str]:
    """Find figures that were dropped, added, put elsewhere or given another qualifier."""
    had, has = _written(wanted.original), _written(text)
    if re.search(r"[{}]", REFERENCE.sub("", text)):
        yield tell("It has a brace that belongs to no figure.")
    if wanted.kind == "question":
        if has:
            yield tell("It asks with a figure: {written}.", written=has[0])
        return
    if added := [each for each in dict.fromkeys(has) if has.count(each) > had.count(each)]:
        yield tell("It adds {written}.", written=", ".join(added))
    whole = wanted.kind != "headline"
    if whole and (gone := [each for each in dict.fromkeys(had) if had.count(each) > has.count(each)]):
        yield tell("It drops {written}.", written=", ".join(gone))
    elif not added and has != [each for each in had if each in has]:
        yield tell("Its figures stand in another order: {written}.", written=", ".join(has))
    before = {
        r.written: _qualified(wanted.original, m.start(), wanted.original_language)
        for m, r in placed_references(wanted.original)
    }
    for match, reference in placed_references(text):
        if reference.attribute.partition(".")[0] in _COMPARED_WITH:
            continue  # what stands before it compares: it is one of the ways
        then, now = before.get(reference.written, ""), _qualified(text, match.start(), wanted.language)
        if then != now:
            yield tell(
                "Before {written} stands '{now}', and in the original '{then}'.",
                written=reference.written,
                now=now or "-",
                then=then or "-",
            )


def _written(text: str) -> list[str]:
    return [reference.written for reference in find_references(text)]


def _qualified(text: str, place: int, language: str) -> str:
    """Give by what a figure is qualified right before it, the same in all languages: ``over``, ``at_most``."""
    before = text[:place]
    words = proposal_words(language)
    near = before[-_BOUND_CHARS:]
    for bound in ("at_least", "at_most", "exactly"):
        if re.search(rf"(?<!\w)(?:{getattr(words, bound)})[\s־-]*$", near, re.IGNORECASE):
            return bound
    return typed_qualifier(before, language)[0]


# Digits and letters


def _of_digits(wanted: Wanted, text: str) -> Iterator[str]:
    had, has = Counter(_digits(wanted.original)), Counter(_digits(text))
    if typed := has - had:
        yield tell("It types a number: {number}.", number=", ".join(typed))
    elif wanted.kind in ("wording", "translation") and (gone := had - has):
        yield tell("It drops '{text}'.", text=", ".join(gone))
    told, said = _found("counts", wanted.original, wanted.original_language), _found("counts", text, wanted.language)
    new = [word for word in said if word not in told] if wanted.language == wanted.original_language else said
    if new and (wanted.language == wanted.original_language or len(said) > len(told)):
        yield tell("It says a number or an amount in words: '{words}'.", words="', '".join(dict.fromkeys(new)))


def _digits(text: str) -> list[str]:
    """Give each run of signs that are numbers in any script: digits, fractions, Roman and Chinese numerals."""
    rest = REFERENCE.sub(" ", text)
    return "".join(c if unicodedata.numeric(c, None) is not None else " " for c in rest).split()


def _of_letters(wanted: Wanted, text: str) -> Iterator[str]:
    """Find letters of another language, and text that is in none of its own."""
    scripts = scripts_of(read_languages()[wanted.language].name)
    bare, known = REFERENCE.sub(" ", text), scripts_of(REFERENCE.sub(" ", wanted.original))
    if strange := scripts_of(bare) - scripts - known:
        yield tell("It holds letters of another script: {script}.", script=", ".join(sorted(strange)).title())
    if not may_be_in(bare, wanted.language):
        yield tell("It is not in {language}.", language=read_languages()[wanted.language].name)


# Names and claims


def _of_names(wanted: Wanted, text: str, file: BriefFile) -> Iterator[str]:
    """Find addresses, and names of people, places and bodies that the brief does not know."""
    if (found := _ADDRESS.search(text)) and found[0] not in wanted.original:
        yield tell("It holds an address: {address}.", address=found[0])
    known = _all_words(file)
    new = [name for name in _names(text) if _folded(name) not in known]
    if wanted.kind == "translation":
        # A name may be written otherwise in another language; there are no more of them for that.
        new = new[len(_names(wanted.original)) :]
    if new:
        yield tell("It names what the brief does not: {name}.", name=", ".join(new))


def _names(text: str) -> list[str]:
    """Give the words that begin with a capital where no sentence does, and those that are written in capitals."""
    found = []
    bare = REFERENCE.sub(" ", text)
    for match in _WORD.finditer(bare):
        before = bare[: match.start()].rstrip(" \"'“”„(‘")
        begins = not before or before[-1] in ".!?…:;–—"
        if (match[0][0].isupper() and not begins) or (len(match[0]) > 1 and match[0].isupper()):
            found.append(match[0])
    return found


def _all_words(file: BriefFile) -> set[str]:
    data = file.brief.model_dump(mode="json")
    texts = [written.text for written in written_texts(data)]
    texts += [
        name
        for s in file.brief.sources
        for names in (s.title, s.publisher, s.short, s.cited)
        for name in names.values()
    ]
    return {_folded(word) for text in texts for word in _WORD.findall(text)}


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D").removesuffix("’s").removesuffix("'s"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _of_claims(wanted: Wanted, text: str) -> Iterator[str]:
    """Find who is made to say it, and words that say more than the original does."""
    alike = wanted.language == wanted.original_language
    for kind in ("claims_source", "exceeds"):
        had = _found(kind, wanted.original, wanted.original_language)
        has = _found(kind, text, wanted.language)
        new = [word for word in has if word not in had] if alike else has if not had else []
        if new:
            yield tell("It says more than the original: '{words}'.", words="', '".join(dict.fromkeys(new)))
    attributed = _found("claims_source", wanted.original, wanted.original_language)
    if attributed and wanted.kind in ("wording", "translation") and not _found("claims_source", text, wanted.language):
        yield tell("It leaves out who says so: '{words}'.", words="', '".join(attributed))


def _found(kind: str, text: str, language: str) -> list[str]:
    pattern = getattr(proposal_words(language), kind)
    shown = hide_references(text).replace("’", "'")
    return [found[0].casefold() for found in re.finditer(pattern, shown, re.IGNORECASE)]


# Directions


def _of_ways(wanted: Wanted, text: str) -> Iterator[str]:
    """Find figures that go another way, and what is said or denied of them that was not."""
    then, now = _ways_of(wanted.original, wanted.original_language), _ways_of(text, wanted.language)
    for written, said in now.by_figure.items():
        was = then.by_figure.get(written)
        if was is None:
            continue
        # Where a sentence says both ways, each figure has its own; else it is no matter how sentences are parted.
        is_said = (said.clause, was.clause) if was.is_both else (said.sentence, was.sentence)
        if new := is_said[0] - is_said[1]:
            yield from _otherwise(frozenset(), new)
            return
        if (gone := is_said[1] - is_said[0]) and (was.is_both or gone - now.whole):
            yield from _otherwise(gone, frozenset())
            return
    whole_then, whole_now = then.whole, now.whole
    gone = whole_then - whole_now
    if wanted.kind in ("headline", "question"):
        # Less may be said than the original says. What turns it round goes with what it turns; beside a figure, that
        # was held against the figure's own sentence.
        turned = whole_now & _WAYS and not _written(text)
        gone = gone & {"denies", "hedges"} if turned else frozenset()
    yield from _otherwise(gone, whole_now - whole_then)


_WAYS = frozenset({"up", "down", "better", "worse", "met", "missed", "nearer"})


def _otherwise(gone: frozenset[str], new: frozenset[str]) -> Iterator[str]:
    names = _said_names()
    if new:
        yield tell("It says what the original does not: {what}.", what=tuple(names[each] for each in sorted(new)))
    if gone:
        yield tell("It does not say what the original does: {what}.", what=tuple(names[each] for each in sorted(gone)))


@cache
def _said_names() -> Mapping[str, str]:
    """Give how a person is told what a text says."""
    return {
        "up": tell("more, or a rise"),
        "down": tell("less, or a fall"),
        "better": tell("an improvement"),
        "worse": tell("a worsening"),
        "met": tell("a target that was met"),
        "missed": tell("a target that was missed"),
        "nearer": tell("a target that comes nearer"),
        "denies": tell("a denial"),
        "hedges": tell("a plan, a condition or a doubt"),
    }


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What is said around one figure."""

    clause: frozenset[str]
    sentence: frozenset[str]

    @property
    def is_both(self) -> bool:
        """Whether its sentence says one thing and the contrary."""
        return any(pair <= self.sentence for pair in _CONTRARY)


_CONTRARY = (frozenset({"up", "down"}), frozenset({"better", "worse"}), frozenset({"met", "missed"}))


@dataclass(frozen=True, kw_only=True)
class _Ways:
    """What a text says."""

    whole: frozenset[str]
    by_figure: Mapping[str, _Said]
    """By the reference as it stands."""


def _ways_of(text: str, language: str) -> _Ways:
    found: dict[str, _Said] = {}
    for sentence in split_sentences(text, language):
        said = _says(sentence, language)
        for clause in _clauses(sentence, language):
            own = _says(clause, language)
            for reference in find_references(clause):
                found[reference.written] = _Said(clause=own, sentence=said)
    return _Ways(whole=_says(text, language), by_figure=found)


def _clauses(sentence: str, language: str) -> list[str]:
    words = editor_words(language).directions
    return re.split(words.clauses, sentence) if words else [sentence]


def _says(text: str, language: str) -> frozenset[str]:
    shown = hide_references(text)
    said = {name for name, pattern in _meanings(language).items() if pattern.search(shown)}
    for match, reference in placed_references(text):
        if reference.attribute.partition(".")[0] in _COMPARED_WITH:
            said |= _compared(text[: match.start()], language)
    if "denies" in said and said & {"met", "missed"}:
        # A target that is not met is missed, whichever words of the two stand there.
        said = said - {"met"} | {"missed"}
    return frozenset(said)


def _compared(before: str, language: str) -> set[str]:
    """Give what a text says right before an earlier value or a target: more or less than that."""
    words, near = proposal_words(language), before[-_BOUND_CHARS:]
    joins = rf"(?:\s*(?:{words.joins}))?[\s־-]*$"
    if re.search(rf"(?<!\w)(?:{words.less_than}){joins}", near, re.IGNORECASE):
        return {"down"}
    return {"up"} if re.search(rf"(?<!\w)(?:{words.more_than}){joins}", near, re.IGNORECASE) else set()


def _of_others(wanted: Wanted, text: str) -> Iterator[str]:
    """Find what is said of one figure and was said of another: men and women changed places, or two years did."""
    words = editor_words(wanted.language).directions
    if words is None or wanted.language != wanted.original_language:
        return
    then, now = _contents(wanted.original, words), _contents(text, words)
    for (one, here), (other, there) in permutations(then.items(), 2):
        own, its = here - there, there - here
        said = now.get(one, frozenset())
        # It tells nothing of what was told of this figure alone, and something of what was told of the other alone.
        if other in now and own and not own & said and (moved := sorted(its & said)):
            yield tell(
                "It says of {written} what the original says of {other}: '{words}'.",
                written=one,
                other=other,
                words="', '".join(moved),
            )


def _contents(text: str, words: DirectionWords) -> dict[str, frozenset[str]]:
    """Give the words that tell what each figure is of: those of its clause, or behind it where others share that."""
    found: dict[str, frozenset[str]] = {}
    for clause in re.split(words.clauses, text):
        placed = placed_references(clause)
        starts = [0, *(match.start() for match, _ in placed[1:]), len(clause)]
        for (_, reference), start, end in zip(placed, starts, starts[1:], strict=False):
            found[reference.written] = content_of(REFERENCE.sub(" ", clause[start:end]), words)
    return found


@cache
def _meanings(language: str) -> Mapping[str, re.Pattern[str]]:
    """Give what is looked for in a text, by what it says."""
    editor, words = editor_words(language), proposal_words(language)
    ways, claims = editor.directions, editor.claims
    given: dict[str, list[str]] = {"denies": [words.denies], "hedges": [words.hedges]}
    if ways:
        given["up"] = [ways.rises, ways.rise_of, ways.up, ways.more, ways.quickens]
        given["down"] = [ways.drops, ways.drop_of, ways.down, ways.fewer, ways.slows]
        given["better"], given["worse"] = [ways.betters], [ways.worsens]
    if claims:
        target = claims.target
        given["met"] = [claims.met.replace("{target}", target), claims.passed.replace("{target}", target)]
        given["missed"] = [claims.missed.replace("{target}", target)]
        given["nearer"] = [claims.closer.replace("{target}", target)]
    made = {}
    for name, patterns in given.items():
        kept = [each.replace("{ceiling}", claims.ceiling if claims else "") for each in patterns if each]
        if kept:
            made[name] = re.compile(rf"(?<!\w)(?:{'|'.join(kept)})(?!\w)", re.IGNORECASE)
    return made


# The check


def _of_check(wanted: Wanted, text: str, file: BriefFile, known: Known, today: dt.date) -> Iterator[str]:
    typed = read_document(file.path).data
    is_new = wanted.language not in file.brief.languages
    if is_new:
        typed = _with_language(typed, wanted.language, file.brief.languages)
    try:
        before = _told_by_check(open_brief(file.path, typed=typed), today) if is_new else frozenset()
        proposed = open_brief(file.path, typed=put_in(typed, wanted.path, text))
    except BriefError as error:
        yield error.problems[0].message
        return
    for finding in check_brief(proposed, today=today):
        if finding.language not in ("", wanted.language):
            continue  # what another language lacks is not the fault of this one
        there = (finding.code, finding.field, str(finding.message)) in before or (finding.code, finding.field) in known
        if finding.severity in ("error", "warning") and not there:
            yield finding.message


def _told_by_check(file: BriefFile, today: dt.date) -> frozenset[tuple[str, str, str]]:
    return frozenset((found.code, found.field, str(found.message)) for found in check_brief(file, today=today))


def _with_language(data: Mapping[str, Any], language: str, spoken: tuple[str, ...]) -> dict[str, Any]:
    """Give a brief as it was typed in one more language, for the check alone: what it lacks there stands as it is."""

    def filled(node: Any) -> Any:
        if isinstance(node, Mapping):
            if node and all(code in read_languages() for code in node):
                first = next((node[code] for code in spoken if code in node), None)
                return dict(node) if language in node or not isinstance(first, str) else {**node, language: first}
            return {key: filled(value) for key, value in node.items()}
        return [filled(each) for each in node] if isinstance(node, list) else node

    made: dict[str, Any] = filled(data)
    return {**made, "languages": [*spoken, language]}


def put_in(data: Mapping[str, Any], path: FieldPath, text: str) -> dict[str, Any]:
    """Give a brief as it was typed with a text in one place; the one that was given stays as it is."""

    def put(node: Any, rest: FieldPath) -> Any:
        if not rest:
            return text
        key, *others = rest
        if isinstance(key, int):
            return [put(each, tuple(others)) if n == key else each for n, each in enumerate(node)]
        held = node if isinstance(node, Mapping) else {}
        return {**held, key: put(held.get(key), tuple(others))}

    made: dict[str, Any] = put(data, path)
    return made
