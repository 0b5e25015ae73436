"""Claims: what a text says of a figure beside others, held against them.

"The lowest is Ba Tô" while another place has less, "the highest of the year" while a month had more, "past the plan" of
what is below it, "short of it" of what is not, and the figure of one place behind the name of another are untrue with
all their digits right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from briefcast.brief.measures import SIGNED, measure_of
from briefcast.brief.model import Brief, Statistic
from briefcast.brief.periods import split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, Reference, hide_references, placed_references
from briefcast.edition.directions import content_of, figures_under, names_rate
from briefcast.edition.doubts import Doubt
from briefcast.edition.runs import periods_compared
from briefcast.edition.said import joined_forms, words_of
from briefcast.edition.words import ClaimWords, any_number, editor_words, numbers_in_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell
from briefcast.writing.targets import better, has_met, is_measure, is_of_another_time, is_pending, only_at_the_end

_VALUES = ("", "exact", "plain", "ordinal")
_NEAR = 90
"""Characters before a figure in which a word may speak of it."""
_NAMED_AT = 14
"""Characters between the name of a place and its figure: *has only*, *đạt*, a colon."""


def find_wrong_claims(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that call a figure the most, the last or past its target where it is not, or another place's."""
    statistics = {s.id: s for s in brief.statistics}
    groups: dict[str, list[Statistic]] = {}
    for entry in brief.statistics:
        if entry.member:
            groups.setdefault(entry.member.group, []).append(entry)
    for written in texts:
        words = editor_words(written.language).claims
        if words is None or not written.refers:
            continue
        yield from _announced(brief, written)
        for sentence in split_sentences(written.text, written.language):
            placed = placed_references(sentence)
            references = tuple(reference for _, reference in placed)
            shown = hide_references(sentence)
            whole = _Sentence(written=written, shown=shown, references=references)
            yield from _of_target(brief, whole, words)
            yield from _aimed_at(statistics, whole, words)
            yield from _of_places(statistics, groups, whole, words)
            yield from _at_another(statistics, groups, whole, words)
            for match, reference in placed:
                s = statistics.get(reference.id) if reference.sound else None
                if s is None:
                    continue
                said = hide_references(sentence[: match.start()]).rpartition(FIGURE)[2][-_NEAR:]
                if reference.attribute in (*_VALUES, "size"):
                    yield from _signed(written, s, said, words)
                if reference.attribute in _VALUES:
                    entries = groups.get(s.member.group, []) if s.member else []
                    # The name behind a figure is that one's: "34% went to landfill and {recycled} was recycled".
                    told = {r.id for m, r in placed if m.end() <= match.start()}
                    others = [entry for entry in entries if entry.id not in told]
                    behind = hide_references(sentence[match.end() :]).partition(FIGURE)[0]
                    if _name_end(s, behind[:_NEAR], written.language) < 0:
                        yield from _of_another(written, s, others, said, words)
                    yield from _most_or_least(written, s, entries, said, words)
                    yield from _so_said_behind(written, s, entries, behind, words)
                    if (
                        len(placed) == 1
                        and entries
                        and _name_end(s, hide_references(sentence[: match.start()]), written.language) >= 0
                    ):
                        yield from _placed_behind(written, s, entries, behind, words)


def _aimed_at(statistics: Mapping[str, Statistic], sentence: _Sentence, words: ClaimWords) -> Iterator[Doubt]:
    """Find "the target for 2025" of the only figure of a sentence, whose target is that of 2030."""
    told = {r.id: statistics[r.id] for r in sentence.references if r.sound and r.id in statistics}
    s = next(iter(told.values())) if len(told) == 1 else None
    if s is None or s.target is None or s.target.by is None:
        return
    years = {f"{split_period(s.target.by).last:%Y}", s.target.by[:4]}
    for found in re.finditer(rf"(?<!\w)[בהלמשו]{{0,2}}(?:{words.aimed})(?!\w)", sentence.shown, re.IGNORECASE):
        year = next(filter(None, found.groupdict().values()), "")
        if year and year not in years:
            yield Doubt.of_claim(
                sentence.written,
                tell(
                    "The text says '{words}', and the target of {id} is that of {by}.",
                    words=found[0],
                    id=s.id,
                    by=s.target.by,
                ),
                severity="warning",
            )
            return


def _signed(written: WrittenText, s: Statistic, said: str, words: ClaimWords) -> Iterator[Doubt]:
    """Find "a surplus of {balance.size}" of what lies below zero, and a deficit of what lies above."""
    label = s.label.get(written.language, "")
    if s.unit == "rank":
        return
    if re.search(words.deficit, label, re.IGNORECASE):
        yield from _turned(written, s, said, words)
        return
    yield from _shrunk(written, s, said, words)
    for way, named in ((1, words.surplus), (-1, words.deficit)):
        # A deficit is typed as what is missing unless its label is that of a balance.
        known = way > 0 or re.search(words.surplus, label, re.IGNORECASE) or s.value < 0
        found = re.search(rf"(?<!\w)(?:{named})(?!\w)[^,;:.]{{0,12}}$", said, re.IGNORECASE)
        if found and known and s.value * way < 0:
            yield Doubt.of_claim(
                written,
                tell(
                    "The text says '{words}' of {id}, which is {value}.",
                    words=found[0].strip(),
                    id=s.id,
                    value=f"{s.value.normalize():f}",
                ),
                tell("Correct the words or the figure."),
            )


def _turned(written: WrittenText, s: Statistic, said: str, words: ClaimWords) -> Iterator[Doubt]:
    """Find "a surplus of {deficit}" of what is labelled a deficit alone."""
    found = re.search(rf"(?<!\w)(?:{words.surplus})(?!\w)[^,;:.]{{0,12}}$", said, re.IGNORECASE)
    balance = re.search(words.surplus, s.label.get(written.language, ""), re.IGNORECASE)
    if found and not balance and s.value > 0 and not re.search(words.deficit, found[0], re.IGNORECASE):
        message = tell("The text says '{words}', and {id} is a deficit.", words=found[0].strip(), id=s.id)
        yield Doubt.of_claim(written, message, tell("Correct the words or the figure."))


def _shrunk(written: WrittenText, s: Statistic, said: str, words: ClaimWords) -> Iterator[Doubt]:
    """Find "the deficit narrowed to {balance.size}" of what was a surplus before."""
    ways = editor_words(written.language).directions
    if ways is None or s.baseline is None or s.value * s.baseline.value > 0:
        return
    for way, named in ((1, words.surplus), (-1, words.deficit)):
        verbs = f"{ways.drops}|{ways.rises}|{words.narrows}"
        found = re.search(rf"(?<!\w)(?:{named})(?!\w)[^,;:.]{{0,25}}?\s(?:{verbs})(?!\w)", said, re.IGNORECASE)
        if found and s.value * way > 0 and s.baseline.value * way <= 0:
            message = tell(
                "The text says '{words}', and {id} was {earlier} in {before}.",
                words=found[0],
                id=s.id,
                earlier=f"{s.baseline.value.normalize():f}",
                before=s.baseline.period,
            )
            yield Doubt.of_claim(written, message)
            return


def _announced(brief: Brief, written: WrittenText) -> Iterator[Doubt]:
    """Find "three things to do" over two steps."""
    point = brief.points[int(written.path[1])] if written.path[0] == "points" else None
    editor = editor_words(written.language)
    if point is None or not point.steps or not editor.steps:
        return
    numbers = _numbers(written.language)
    pattern = (
        rf"(?<!\w)(?<!of )(?<!trong )(?<!מתוך )(?P<number>{any_number(numbers)}|\d{{1,2}}) (?:{editor.steps})(?!\w)"
    )
    found = list(re.finditer(pattern, written.text, re.IGNORECASE))
    said = {int(one["number"]) if one["number"].isdigit() else numbers[one["number"].casefold()] for one in found}
    if said and len(point.steps) not in said:
        yield Doubt.at(
            written,
            code="contradiction",
            severity="error",
            message=tell(
                "The text says '{words}', and the number of its steps is {number}.",
                words=found[0][0],
                number=len(point.steps),
            ),
            remedy=tell("Correct the one or the other."),
        )


@cache
def _numbers(language: str) -> Mapping[str, int]:
    """Give what the words from two to ten stand for."""
    return {word: number for word, number in numbers_in_words(language, 10).items() if number > 1}


def _of_places(
    statistics: Mapping[str, Statistic],
    groups: Mapping[str, Sequence[Statistic]],
    sentence: _Sentence,
    words: ClaimWords,
) -> Iterator[Doubt]:
    """Find a place above the average that lies below it, second that is fifth, and alone in what others did too."""
    language = sentence.written.language
    if not any(r.sound and (s := statistics.get(r.id)) and (s.member or s.id in groups) for r in sentence.references):
        return
    shown = sentence.shown
    for way, pattern in ((1, words.above_average), (-1, words.below_average)):
        for found in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", shown, re.IGNORECASE):
            near = sentence.before(found.start())
            s = statistics.get(near.id) if near and near.sound and near.attribute in _VALUES else None
            between = shown[: found.start()].rpartition(FIGURE)[2]
            whole = statistics.get(s.member.group) if s and s.member else None
            near_it = len(between) < _NAMED_AT or (
                s is not None
                and len(sentence.references) == 1
                and _name_end(s, shown, language) >= 0
                and not any(_name_end(e, shown, language) >= 0 for e in _others(groups, s))
            )
            denied = re.search(rf"(?<!\w)(?:{words.denied})(?!\w)", between, re.IGNORECASE)
            if s and whole and near_it and not denied and (s.value - whole.value) * way <= 0:
                yield told_beside(sentence.written, s, found[0], whole.label.get(language, whole.id), whole.value)
    times = editor_words(language).times
    if times and times.multiples and re.search("|".join(times.multiples.values()), shown, re.IGNORECASE):
        yield from _times_another(statistics, groups, sentence, times.multiples)
    for group, entries in groups.items():
        whole = statistics.get(group)
        for s in entries:
            name = re.escape(_name(s, language))
            alone = re.search(rf"(?<!\w)(?:{words.only}) {name}(?!\w)", shown, re.IGNORECASE) if name else None
            if not alone or whole is None:
                continue
            behind = shown[alone.end() :]
            if also := _as_alone(s, entries, behind, words, language):
                yield told_beside(sentence.written, s, f"{alone[0]}{also[0]}", _name(also[1], language), also[1].value)


def _others(groups: Mapping[str, Sequence[Statistic]], s: Statistic) -> Iterator[Statistic]:
    """Give the other places of the figure that one is of."""
    return (e for e in groups.get(s.member.group if s.member else "", ()) if e.id != s.id)


def _placed_behind(
    written: WrittenText, s: Statistic, entries: Sequence[Statistic], behind: str, words: ClaimWords
) -> Iterator[Doubt]:
    """Find "My Khe, {x}, is in first place" of the second."""
    for clause in re.split(r"[,;:.]\s?", behind):
        if any(_name_end(e, clause, written.language) >= 0 for e in entries if e.id != s.id):
            return
        if re.search(rf"(?<!\w)(?:{words.denied})(?!\w)", clause, re.IGNORECASE):
            continue
        named = f"{clause.strip()} {_name(s, written.language)}"
        if placed := _as_placed(s, entries, named, written.language, words):
            yield Doubt.of_claim(written, *placed)
            return
        if re.search(rf"(?<!\w)(?:{words.leads}|{words.worst})(?!\w)", clause, re.IGNORECASE):
            yield from _most_or_least(written, s, entries, named, words)


def _as_alone(
    s: Statistic, entries: Sequence[Statistic], behind: str, words: ClaimWords, language: str
) -> tuple[str, Statistic] | None:
    """Find "only electricity shrank" where another did as well, or where electricity did not."""
    ways = editor_words(language).directions
    if ways is None or not all(measure_of(e) in SIGNED for e in entries):
        return None
    for way, verbs in ((1, f"{ways.rises}|{words.dearer}"), (-1, f"{ways.drops}|{words.cheaper}")):
        done = re.match(rf"(?:\s[^\s,;:.{FIGURE}]+)?\s(?:{verbs})(?!\w)", behind, re.IGNORECASE)
        others = [e for e in entries if e.id != s.id and e.value * way > 0]
        if done and (s.value * way <= 0 or others):
            return done[0], s if s.value * way <= 0 else others[0]
    return None


def _times_another(
    statistics: Mapping[str, Statistic],
    groups: Mapping[str, Sequence[Statistic]],
    sentence: _Sentence,
    multiples: Mapping[float, str],
) -> Iterator[Doubt]:
    """Find "five times Bắc Ái" behind the figure of a place that has three times as much."""
    language = sentence.written.language
    for many, named in multiples.items():
        for found in re.finditer(rf"(?<!\w)(?:{named})(?!\w)", sentence.shown, re.IGNORECASE):
            near = sentence.before(found.start())
            s = statistics.get(near.id) if near and near.sound and near.attribute in _VALUES else None
            if s is None or s.member is None:
                continue
            behind = sentence.shown[found.end() :].partition(FIGURE)[0][:_NEAR]
            for other in groups.get(s.member.group, ()):
                end = _name_end(other, behind[1:].removeprefix("מ"), language)
                at_once = 0 <= end - len(_name(other, language)) <= _NAMED_AT
                if at_once and other.value > 0 and abs(float(s.value / other.value) / many - 1) > _ROUGH:
                    said = f"{found[0]} {_name(other, language)}"
                    yield told_beside(sentence.written, s, said, _name(other, language), other.value)


_ROUGH = 0.2
"""Share by which a multiple that is told in a round word may lie off."""


def told_beside(written: WrittenText, s: Statistic, said: str, other: str, more: Decimal) -> Doubt:
    """Doubt what a text says of a place beside another one, or beside all of them, which has another value."""
    return Doubt.of_claim(
        written,
        tell(
            "The text says '{words}' of {id}, {value}, and {other} has {more}.",
            words=said.strip(),
            id=s.id,
            value=f"{s.value.normalize():f}",
            other=other,
            more=f"{more.normalize():f}",
        ),
        tell("Correct the words, or name what they are true of."),
    )


def _so_said_behind(
    written: WrittenText, s: Statistic, entries: Sequence[Statistic], behind: str, words: ClaimWords
) -> Iterator[Doubt]:
    """Find "{x}, the highest in five years" where one of them had more, and "{x}, the lowest of all" of a place."""
    noun = s.noun.get(written.language, "")
    rest = behind.removeprefix(f" {noun}") if noun else behind
    said = re.match(rf"(?:[^,;:.]{{0,30}},|\s(?:{words.being}))\s([^,;:.]*)(?=[,;.]|$)", rest, re.IGNORECASE)
    first = f"{words.most}|{words.least}|{words.best}|{words.leads}|{words.worst}"
    ways = editor_words(written.language).directions
    # "With exports the highest in five years" is said of exports.
    if said and ways and re.match(ways.clauses, f" {said[1]}", re.IGNORECASE):
        return
    if said and s.series and re.match(rf"(?:\S+\s){{0,4}}?(?:{first})(?!\w)", said[1], re.IGNORECASE):
        yield from _most_or_least(written, s, (), said[1], words)
    runs = editor_words(written.language).runs
    at_end = re.search(
        rf",\s((?:the |có )?(?:{words.most}|{words.least})(?!\w)[^,;:.]*)[,;.]", f"{behind}.", re.IGNORECASE
    )
    # Of one place the lowest of a time is held against its series.
    timed = rf"(?<!\w)(?:{words.ever}|{words.of_year}|{runs.since if runs else words.ever})"
    others = any(_name_end(e, at_end[1], written.language) >= 0 for e in entries if e.id != s.id) if at_end else True
    if entries and at_end and not others and not re.search(timed, at_end[1], re.IGNORECASE):
        yield from _most_or_least(written, s, entries, f"{at_end[1]} {_name(s, written.language)}", words)


def _of_another(
    written: WrittenText, s: Statistic, entries: Sequence[Statistic], said: str, words: ClaimWords
) -> Iterator[Doubt]:
    """Find the name of one place right before the figure of another, whose own name is not beside it."""
    own, nearest, at = _name_end(s, said, written.language), None, -1
    for other in entries:
        if other.id != s.id and (end := _name_end(other, said, written.language)) > at:
            nearest, at = other, end
    # That it is the lowest says nothing of another.
    first = f"{words.most}|{words.least}|{words.best}|{words.leads}|{words.worst}"
    between = re.sub(rf"(?<!\w)(?:{first})(?!\w)\s?", "", said[at:], flags=re.IGNORECASE)
    if nearest is None or own >= 0 or len(between) > _NAMED_AT or re.search(r"[,;:]\s", said[at:]):
        return
    yield _of_other_place(written, s, nearest)


def _at_another(
    statistics: Mapping[str, Statistic],
    groups: Mapping[str, Sequence[Statistic]],
    sentence: _Sentence,
    words: ClaimWords,
) -> Iterator[Doubt]:
    """Find "In An Thanh, the rate is" before the figure of another place, the only one of its sentence."""
    language, told = sentence.written.language, [r for r in sentence.references if r.attribute in _VALUES]
    s = statistics.get(told[0].id) if len(told) == 1 and told[0].sound else None
    if s is None or s.member is None or _name_end(s, sentence.shown, language) >= 0:
        return
    for other in groups.get(s.member.group, ()):
        name = re.escape(_name(other, language))
        opening = rf"(?:{words.at_place})\s?{name},\s[^;:.]*{FIGURE}"
        if name and other.id != s.id and re.match(opening, sentence.shown, re.IGNORECASE):
            yield _of_other_place(sentence.written, s, other)
            return
    if len(sentence.references) == 1 and (subject := _subject(groups.get(s.member.group, ()), sentence, words)):
        yield _of_other_place(sentence.written, s, subject)


def _subject(entries: Sequence[Statistic], sentence: _Sentence, words: ClaimWords) -> Statistic | None:
    """Give the one place that a text names where that is what its sentence begins with, and is held against nothing."""
    language = sentence.written.language
    text, before = hide_references(sentence.written.text), sentence.shown.partition(FIGURE)[0]
    named = [e for e in entries if _name_end(e, text, language) >= 0]
    end = _name_end(named[0], before, language) if len(named) == 1 else -1
    if end < 0:
        return None
    opening, rest = before[: end - len(_name(named[0], language))], before[end:]
    against = editor_words(language).comparisons
    held = "|".join((words.outdoes, words.trails, *((against.above, against.below) if against else ())))
    if len(opening.split()) > 1 or re.search(r"[;:.!?–—]", rest):
        return None
    return None if re.search(rf"(?<!\w)(?:{held}|{words.among})(?!\w)", rest, re.IGNORECASE) else named[0]


def _of_other_place(written: WrittenText, s: Statistic, other: Statistic) -> Doubt:
    return Doubt.of_claim(
        written,
        tell(
            "The text names {name} before {{{id}}}, which is the figure of {own}.",
            name=_name(other, written.language),
            id=s.id,
            own=_name(s, written.language),
        ),
        tell("Correct the name or the reference: {{{id}}}.", id=other.id),
    )


def _name(s: Statistic, language: str) -> str:
    return s.member.name.get(language, "") if s.member else ""


def _name_end(s: Statistic, said: str, language: str) -> int:
    """Give where the name of an entry ends in a text, with or without what kind of place it is; -1 without it."""
    name = _name(s, language).casefold()
    bare = name.partition(" ")[2]
    for one in filter(None, (name, bare if " " in bare else "", *joined_forms(name))):
        start = said.casefold().rfind(one)
        # A letter that is written together with a name, as in Hebrew, has no capital: "lowest" does not name West.
        inside = (letter := said[:start][-1:]).lower() != letter.upper()
        if start >= 0 and not inside and not said[start + len(one) :][:1].isalnum():
            return start + len(one)
    return -1


def _most_or_least(
    written: WrittenText, s: Statistic, entries: Sequence[Statistic], said: str, words: ClaimWords
) -> Iterator[Doubt]:
    records = editor_words(written.language).records
    # "After the peak in July it fell to {x}" does not call that the peak.
    said = re.sub(rf"(?<!\w)(?:{records.peak})(?!\w)", " ", said, flags=re.IGNORECASE) if records else said
    # Nor does "below the highest of August".
    then = rf"(?<!\w)(?:{records.of_then})\s(?:{words.most}|{words.least})(?!\w)" if records else r"(?!)"
    said = re.sub(then, " ", said, flags=re.IGNORECASE)
    found = _last_word(said, s, words)
    if entries and (placed := _as_placed(s, entries, said, written.language, words)):
        yield Doubt.of_claim(written, *placed)
        return
    if found is None or re.search(words.among, said, re.IGNORECASE):
        return
    word, way = found
    # Of what is better when low, who leads may have the most of it, and who is last the least.
    either = s.better == "lower" and s.unit != "rank" and re.fullmatch(words.leads, word, re.IGNORECASE)
    others: list[tuple[str, Decimal]] = []
    if entries and _name_end(s, said, written.language) >= 0:
        alike = [e for e in entries if (e.unit, e.currency, e.period) == (s.unit, s.currency, s.period)]
        if either and all(e.value <= s.value for e in alike):
            return
        others = [(_name(e, written.language), e.value) for e in alike if (e.value - s.value) * way > 0]
        others.sort(key=lambda pair: -way * pair[1])
    elif s.series and (scope := periods_compared(said, s, written.language)):
        others = [(period, v) for period, v in s.series.items() if period in scope and (v - s.value) * way > 0]
    if others:
        yield Doubt.of_claim(
            written,
            tell(
                "The text says '{words}' of {id}, {value}, and {other} has {more}.",
                words=word,
                id=s.id,
                value=f"{s.value.normalize():f}",
                other=others[0][0],
                more=f"{others[0][1].normalize():f}",
            ),
            tell("Correct the words, or name what they are true of."),
        )


def _as_placed(
    s: Statistic, entries: Sequence[Statistic], said: str, language: str, words: ClaimWords
) -> tuple[str, str] | None:
    """Find "Long Khê is second with {x}" of the fifth; of what is better when low, either end may be the first."""
    if _name_end(s, said, language) < 0:
        return None
    above, below = sum(e.value > s.value for e in entries), sum(e.value < s.value for e in entries)
    true = {above + 1, below + 1} if s.better == "lower" or s.unit == "rank" else {above + 1}
    number, first = min(true), above + 1
    ends = ((words.placed_high, {first}, first), (words.placed_low, {below + 1}, first), (words.placed, true, number))
    for place, ordinal in enumerate(words.ordinals, start=2):
        for patterns, places, at in ends:
            pattern = patterns.replace("{ordinal}", f"(?:{ordinal})")
            found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", said, re.IGNORECASE)
            if found is None:
                continue
            if place in places:
                return None
            return (
                tell(
                    "The text says '{words}' of {id}, which is number {place} of {all}.",
                    words=found[0],
                    id=s.id,
                    place=at,
                    all=len(entries),
                ),
                tell("Correct the words, or name what they are true of."),
            )
    return None


def _last_word(said: str, s: Statistic, words: ClaimWords) -> tuple[str, int] | None:
    """Give the last word of most or least before a figure, and which way it is: 1 for the largest value."""
    # The best place of a ranking, and the best of what is to be low, has the smallest value.
    best = -1 if s.unit == "rank" or s.better == "lower" else 1
    ways: tuple[tuple[str, int], ...] = (
        (words.most, 1),
        (words.least, -1),
        (words.best, best),
        (words.leads, best),
        (words.worst, -best),
    )
    ways = (*ways, (words.slowest, -1)) if words.slowest else ways
    found = [
        (match.start(), match[0], way)
        for pattern, way in ways
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", said, re.IGNORECASE)
    ]
    if not found:
        return None
    _, word, way = max(found)
    # The fastest takes the least time.
    timed = s.unit == "duration" and re.fullmatch(rf"{words.fastest}|{words.slowest}", word, re.IGNORECASE)
    return word, -way if timed else way


# Targets


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    """A sentence, each of its references as one sign."""

    written: WrittenText
    shown: str
    references: tuple[Reference, ...]

    def before(self, place: int) -> Reference | None:
        """Give the last reference before a place."""
        count = self.shown.count(FIGURE, 0, place)
        return self.references[count - 1] if count else None

    def within(self, start: int, end: int) -> tuple[Reference, ...]:
        first = self.shown.count(FIGURE, 0, start)
        return self.references[first : first + self.shown.count(FIGURE, start, end)]

    def as_written(self, start: int, end: int) -> str:
        """Give a part of it with its references as they were typed."""
        written = iter(self.within(start, end))
        return re.sub(FIGURE, lambda _: next(written).written, self.shown[start:end])


CLAUSE = re.compile(r"[,;:–—(]\s*")
_SAID = ("passed", "met", "missed", "below", "longer", "closer")


def _of_target(brief: Brief, sentence: _Sentence, words: ClaimWords) -> Iterator[Doubt]:
    """Find words by which a target is reached that is not, or not reached that is; one for each sentence."""
    shown, told = sentence.shown, set()
    patterns = [
        (said, getattr(words, said).replace("{target}", words.target).replace("{ceiling}", words.ceiling))
        for said in _SAID
    ]
    if not re.search(f"{words.target}|{words.ceiling}|{words.planned}", shown, re.IGNORECASE):
        patterns.clear()
    patterns.append(("passed", rf"(?:{words.beyond})[^,;:.{FIGURE}]{{0,25}}{FIGURE}"))
    for said, pattern in patterns:
        for found in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", shown, re.IGNORECASE):
            before, behind = shown[: found.start()], shown[found.end() :]
            clause = CLAUSE.split(before)[-1]
            denied = rf"(?<!\w)(?:{words.denied})(?!\w)"
            if re.search(denied, clause, re.IGNORECASE) or re.match(denied, before, re.IGNORECASE):
                continue
            if re.search(rf"(?<!\w){words.not_behind}\s$", before, re.IGNORECASE):
                continue
            s = _whose_target(brief, sentence, found, words)
            # Who says that meeting it takes work does not say that it is met.
            rest = behind[matter_end(behind, words) :].rstrip(" .!")
            named = sentence.written.kind == "headline" and re.fullmatch(rf"\s{words.goes_on}", rest, re.IGNORECASE)
            # "The target has been met with" says it.
            told_so = re.match(rf"{words.target}\s\S", found[0], re.IGNORECASE)
            begins = not before.strip() and re.match(r"\s\w", rest) and not named and not told_so
            if s is None or s.target is None or begins or s.id in told or not is_untrue_of_target(s, said):
                continue
            told.add(s.id)
            yield Doubt.of_claim(
                sentence.written,
                tell(
                    "The text says '{words}', and {id} is {value}, its target {target}.",
                    words=sentence.as_written(*found.span()).strip(),
                    id=s.id,
                    value=f"{s.value.normalize():f}",
                    target=f"{s.target.value.normalize():f}",
                ),
                tell("Correct the words or the figure; {{{id}.gap}} says by itself how far the target is.", id=s.id),
            )


def is_untrue_of_target(s: Statistic, said: str) -> bool:
    """Say whether a figure cannot have passed, met or missed its target, lie below it or have come closer to it."""
    assert s.target is not None
    met = has_met(s)
    if met is None or is_of_another_time(s):
        return False
    if said == "below":
        return s.value >= s.target.value and s.qualifier != "nearly"
    if said == "longer":
        return s.value <= s.target.value and s.qualifier != "over"
    if said == "closer":
        earlier = abs(s.baseline.value - s.target.value) if s.baseline else None
        return not met and earlier is not None and abs(s.value - s.target.value) > earlier
    if said == "missed":
        # Growth of nine months that lies above the target of the year may fall back.
        return met and not (is_pending(s) and only_at_the_end(s))
    if said == "met":
        return not met
    if better(s) == "lower" and not is_measure(s):
        # Fewer minutes beat a target, and more of them exceed it.
        return s.value == s.target.value
    return s.value < s.target.value or (s.value == s.target.value and s.qualifier != "over")


def _whose_target(brief: Brief, sentence: _Sentence, found: re.Match[str], words: ClaimWords) -> Statistic | None:
    """Give the figure of whose target a text speaks: the one named, else that right before; or nothing."""
    figures = {s.id: s for s in brief.statistics}
    nearest = sentence.before(found.start())
    last = figures.get(nearest.id) if nearest and nearest.sound else None
    inside = [r for r in sentence.within(*found.span()) if r.attribute == "target" and r.sound]
    clause, behind = CLAUSE.split(sentence.shown[: found.start()])[-1], sentence.shown[found.end() :]
    others = FIGURE in clause or bool(re.search(rf"(?<!\w){words.others}(?!\w)", clause, re.IGNORECASE))
    first = _right_behind(brief, sentence, found.end())
    if inside:
        s = figures.get(inside[0].id)
        if s is None or s is last:
            return s
        if last and last.member and last.member.group == s.id:
            return last.model_copy(update={"target": s.target})
        if others:
            return None
        parted = bool(_entries(brief, s.id))
        own = any(r.id == s.id and r.attribute in _VALUES for r in sentence.references)
        if not parted or own:
            return s
        if first and first.member and first.member.group == s.id:
            return _of_member(brief, first, clause, sentence.written.language)
        return s if _is_of_all(brief, s, clause, sentence.written.language) else None
    if FIGURE in found[0]:
        return None
    ways = editor_words(sentence.written.language).directions
    named = re.search(words.matter, found[0], re.IGNORECASE) if words.matter else None
    end = matter_end(behind, words)
    matter = named["matter"] if named else behind[:end]
    words_alone = ways.model_copy(update={"syllables": False}) if ways else None

    def _is_for(s: Statistic) -> bool:
        """Say whether a target that is called by what it is for is that of a figure."""
        if not matter or words_alone is None or ways is None:
            return not matter
        if measure_of(s) == "growth" and names_rate(matter, ways):
            return True
        label = s.label.get(sentence.written.language, "")
        told = content_of(matter, words_alone)
        return bool(content_of(matter, ways) & content_of(label, ways)) or told <= content_of(label, words_alone)

    if not re.match(rf"\s*(?:$|[^\w\s]|\s{words.goes_on}(?!\w))", behind[end:], re.IGNORECASE):
        return None
    if last:
        between = sentence.shown[: found.start()].rpartition(FIGURE)[2]
        joined = rf"\s*(?:[^{FIGURE}]*[,;:–—(]\s*)?(?:{words.joining}\s+)*"
        fits = last.target and re.fullmatch(joined, between, re.IGNORECASE) and _is_for(last)
        return last if fits else None
    if sentence.references:
        if first is None or others:
            return None
        if first.member:
            return _of_member(brief, first, clause, sentence.written.language)
        # What its sentence tells alone is what is for it, by one word of its name where the target is called by more.
        alone = len({r.id for r in sentence.references}) == 1
        kin = words_of(matter, sentence.written.language) & words_of(
            first.label.get(sentence.written.language, ""), sentence.written.language
        )
        return first if (alone and (not end or kin)) or _is_for(first) else None
    aimed = _own_target(brief, sentence.written, words)
    return aimed if aimed and _is_for(aimed) else None


def matter_end(behind: str, words: ClaimWords) -> int:
    """Give where ends what a target is for, behind it; 0 where it is not told there."""
    found = re.match(words.matter_behind, behind, re.IGNORECASE) if words.matter_behind else None
    return found.end() if found else 0


def _right_behind(brief: Brief, sentence: _Sentence, end: int) -> Statistic | None:
    """Give the figure that a sentence tells right behind a place in it as the only one so far, or behind a matter."""
    found = re.match(
        rf"(?:\s[^\s,;:.{FIGURE}]+){{0,5}}?(?:[:,]?\s(?:[^\s,;:.{FIGURE}]+\s){{0,2}}|:\s(?:[^\s,;:.{FIGURE}]+\s){{3,8}})"
        rf"(?:[^\s,;:.{FIGURE}]{{1,2}}[-־]?)?{FIGURE}",
        sentence.shown[end:],
    )
    place = sentence.shown.count(FIGURE, 0, end)
    told = sentence.references[place : place + 1]
    if not found or not told or not told[0].sound or told[0].attribute not in _VALUES:
        return None
    return next((s for s in brief.statistics if s.id == told[0].id), None)


def _entries(brief: Brief, group: str) -> tuple[Statistic, ...]:
    """Give what a figure is in each of its places; none where it is told in none."""
    return tuple(s for s in brief.statistics if s.member and s.member.group == group)


def _of_member(brief: Brief, s: Statistic, clause: str, language: str) -> Statistic | None:
    """Give a place that a clause names, with the target of all; nothing where it names another or none."""
    whole = next((one for one in brief.statistics if s.member and one.id == s.member.group), None)
    named = _entries(brief, s.member.group) if s.member else ()
    told = [e.id for e in named if _name_end(e, clause, language) >= 0]
    return s.model_copy(update={"target": whole.target}) if whole and told == [s.id] else None


def _is_of_all(brief: Brief, s: Statistic, clause: str, language: str) -> bool:
    """Say whether a clause is about the whole of a figure that is told in many places: it names that, and no place."""
    ways = editor_words(language).directions
    entries = _entries(brief, s.id)
    if ways is None or any(_name_end(e, clause, language) >= 0 for e in entries):
        return False
    whole = entries[0].member.whole.get(language, "") if entries and entries[0].member else ""
    if whole and whole.casefold() in clause.casefold():
        return True
    return bool(content_of(s.label.get(language, ""), ways) & content_of(clause, ways))


def _own_target(brief: Brief, written: WrittenText, words: ClaimWords) -> Statistic | None:
    """Give the one figure with a target that a headline or title without a figure can be about."""
    own = [s for s in brief.statistics if s.member is None]
    if written.path[0] == "points" and written.kind == "headline":
        shown = figures_under(brief, written)
        own = [s for s in own if s.id in shown]
    elif written.kind not in ("title", "subtitle"):
        return None
    aimed = [s for s in own if s.target]
    if len(aimed) != 1:
        return None
    entries = _entries(brief, aimed[0].id)
    # Some places may have reached what all together have not.
    some = re.search(rf"(?<!\w){words.others}(?!\w)", written.text, re.IGNORECASE) if entries else None
    return None if some or any(_name_end(e, written.text, written.language) >= 0 for e in entries) else aimed[0]
