"""Shares: parts that a text names in words, held against the figure that says them again.

"27.6%, more than a third" and "all planned classes opened: 14" of 18 are untrue with all their digits right. Held is
what stands as another name of a figure, or right before it; a part of something else is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.periods import is_year_before
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, REFERENCE, find_references, hide_references, placed_references
from briefcast.edition.contradictions import may_be_change
from briefcast.edition.directions import content_of, figures_under, is_named
from briefcast.edition.doubts import Doubt
from briefcast.edition.said import words_of
from briefcast.edition.words import (
    DirectionWords,
    PartWords,
    editor_words,
    number_said,
    numbers_in_words,
    read_number,
)
from briefcast.language.phrasebook import phrasebook
from briefcast.language.rounding import PLAIN_WITHIN
from briefcast.language.sentences import split_sentences

_VALUES = ("", "exact", "plain")
_NEAR = Fraction(PLAIN_WITHIN)
"""How far a part may be from what it is called, of that: as far as the plain forms of figures, so 71.8% is no two
thirds, nor is 54.3% a half."""
_NEARLY = Fraction(1, 4)
"""How far below a part may lie what nearly is one: 38% is nearly half at most, and 10% is not."""
_LEAST_BELOW = Fraction(1, 20)
_HALF = Fraction(1, 2)
_NEARLY_ALL = Fraction(3, 4)
"""What is no more than this is not nearly all."""
_ALL_PERCENT = 100
_ONE_IN_MAX = 100
_ONE_IN_AT = 90
"""Characters beside a figure in which it may stand."""
_ONE_IN_WHAT = 25
"""Characters behind it that say what: one *household* in ten."""
_SAID_LAST = 2
"""Words of a sentence that end it: in Vietnamese two make one."""
_OF = r"(?:[^,;:.\ufffc]{1,40})?"
"""What it is a part of: *a third* of the waste."""


def find_wrong_shares(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that name a part in words which their figure is not."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        editor = editor_words(written.language)
        if editor.parts is None or not written.refers:
            continue
        yield from _headline(brief, written, editor.parts, editor.directions)
        for sentence in split_sentences(written.text, written.language):
            ids = {reference.id for reference in find_references(sentence) if reference.sound}
            yield from _beside(written, sentence, statistics, editor.parts)
            yield from _most_of_other(written, sentence, statistics, editor.parts)
            if len(ids) == 1 and (s := statistics.get(next(iter(ids)))):
                found = (
                    _part_of_plan(s, sentence, written.language)
                    or _times_plan(s, sentence, written.language)
                    or _of_earlier(s, sentence, written.language)
                    or _changed(s, sentence, written.language)
                    or _of_order(s, sentence, editor.parts)
                    or _among_first(s, sentence, written.language)
                    or _whole(written, s, sentence, editor.parts, editor.directions)
                )
                if found:
                    yield Doubt.of_part(written, found[0], s.id, found[1])


def _beside(written: WrittenText, sentence: str, statistics: dict[str, Statistic], words: PartWords) -> Iterator[Doubt]:
    """Find a part beside the figure that is the same: "27.6%, more than a third,", "a third of them, 54.3%"."""
    for match, reference in placed_references(sentence):
        s = statistics.get(reference.id) if reference.sound else None
        if s is None:
            continue
        before = hide_references(sentence[: match.start()])
        behind = hide_references(sentence[match.end() :])
        yield from _of_target(written, s, reference.attribute, behind, words)
        true = _share(s, reference.attribute, statistics)
        if true is None:
            continue
        rest = _behind_noun(s, behind, written.language)
        closed = not rest or rest[0] in ",;:.)!?" or bool(re.match(rf"{words.of_whole}[,;:.)!?]", rest, re.IGNORECASE))
        # Behind a colon the figure may be of something else.
        same = before.endswith(": ") and (
            reference.attribute in ("whole", "share")
            or is_named(s, replace(written, text=sentence))
            or bool(words_of(before, written.language) & words_of(s.label.get(written.language, ""), written.language))
        )
        colon = rf"{_OF}:\s$" if same and not _names_target(before, written.language) else r":\s$"
        for said, low, high in named_parts(words, before, behind):
            ahead = re.search(rf"(?<!\w){said}{_OF}(?:, | \()(?P<joint>{words.joint})$", before, re.IGNORECASE)
            # "Fewer than half" is no half.
            if ahead and re.search(rf"(?:{words.more}|{words.less}|{words.nearly})$", before[: ahead.start()], re.I):
                continue
            # "About half are women, 54.3% are young" speaks of two.
            found = (ahead if ahead and (ahead["joint"] or closed) else None) or re.match(
                rf"{_OF}(?:, | \()(?:{words.joint})({said})(?:{words.of_whole})?(?=[,;:.)!?]|$)", behind, re.IGNORECASE
            )
            if found is None and closed:
                found = re.search(rf"(?<!\w){said}{colon}", before, re.IGNORECASE)
                if found and re.search(
                    rf"(?:{words.more}|{words.less}|{words.nearly})$", before[: found.start()], re.I
                ):
                    continue
            if found and not low <= true <= high:
                yield Doubt.of_part(written, found[0].strip(" ,(:"), s.id, true)
                break
        joint = "(?:, |: )" if same else ", "
        nearly = rf"(?<!\w)(?:{words.nearly_all})\s[^,;:.\ufffc]{{2,40}}{joint}$"
        most = rf"(?<!\w)(?:{words.most})(?:\s[^,;:.\ufffc]{{2,40}}{joint}|: )$"
        for named, least in ((nearly, _NEARLY_ALL), (most, _HALF)) if before.endswith((", ", ": ")) else ():
            said_so = re.search(named, before, re.IGNORECASE) if closed and true <= least else None
            if said_so and not _names_target(before, written.language):
                yield Doubt.of_part(written, said_so[0].strip(" ,:"), s.id, true)
                break
        yield from _one_in(written, s, before if closed else "", behind, true, words)


def _names_target(text: str, language: str) -> bool:
    """Say whether a text names a target: half of that is no half of what a figure is a part of."""
    claims = editor_words(language).claims
    return claims is not None and bool(re.search(claims.target, text, re.IGNORECASE))


def _one_in(
    written: WrittenText, s: Statistic, before: str, behind: str, true: Fraction, words: PartWords
) -> Iterator[Doubt]:
    """Find "one in ten people is out of work: 3.9%" and "3.9%, or one in ten"."""
    numbers = numbers_in_words(written.language, _ONE_IN_MAX)
    near = re.findall(r"\w+", f"{before[-_ONE_IN_AT:]} {behind[:_ONE_IN_AT]}".casefold())
    if sum(word in numbers or (word.isdigit() and int(word) <= _ONE_IN_MAX) for word in near) < 2:
        return
    pattern = words.one_in.replace("{number}", _any_number(written.language))
    found = re.search(rf"(?<!\w){pattern}[^,;:.\ufffc]{{0,60}}(?:, |: )(?:{words.joint})$", before, re.IGNORECASE)
    found = found or re.match(
        rf"[^,;:.\ufffc]{{0,40}}(?:, | \(|: )(?:{words.joint})(?:[^\s,;:.]+ )?(?:{words.about}){pattern}"
        rf"(?:\s[^,;:.\ufffc]{{1,{_ONE_IN_WHAT}}})?(?=[,;:.)!?]|$)",
        behind,
        re.IGNORECASE,
    )
    if not found:
        return
    part, whole = (read_number(found[name], written.language, _ONE_IN_MAX) for name in ("part", "all"))
    ahead = before[: found.start()] if found.string == before else ""
    if not 0 < part < whole:
        return
    low, high = Fraction(part, whole) * (1 - _NEAR), Fraction(part, whole) * (1 + _NEAR)
    if re.search(rf"(?:{words.more})$", ahead, re.IGNORECASE):
        low, high = Fraction(part, whole), Fraction(1)
    elif re.search(rf"(?:{words.less})$", ahead, re.IGNORECASE):
        low, high = Fraction(0), Fraction(part, whole)
    elif re.search(rf"(?:{words.nearly})$", ahead, re.IGNORECASE):
        return
    # One in five without it are four in five with it.
    if not low <= true <= high and not low <= 1 - true <= high:
        yield Doubt.of_part(written, found[0].strip(" ,:("), s.id, true)


def is_one_in(text: str, number: str, statistics: Mapping[str, Statistic], language: str) -> bool:
    """Say whether a typed number stands in "one in 25" beside the one figure of its sentence, which is that."""
    words = editor_words(language).parts
    for sentence in split_sentences(text, language) if words else ():
        placed = placed_references(sentence)
        s = statistics.get(placed[0][1].id) if len(placed) == 1 and placed[0][1].sound else None
        true = _share(s, placed[0][1].attribute, statistics) if s else None
        if words is None or true is None or not re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d.,]*\d)", sentence):
            continue
        # A word that says about may stand before the number.
        plain = re.sub(rf"(?:{words.about})(?={re.escape(number)})", "", hide_references(sentence), flags=re.IGNORECASE)
        pattern = words.one_in.replace("{number}", _any_number(language))
        found = re.search(rf"(?<!\w){pattern}", plain, re.IGNORECASE)
        if found is None or number not in (found["part"], found["all"]):
            return False
        part, whole = (read_number(found[name], language, _ONE_IN_MAX) for name in ("part", "all"))
        told = Fraction(part, whole) if 0 < part < whole else Fraction(0)
        return told * (1 - _NEAR) <= true <= told * (1 + _NEAR)
    return False


@cache
def _any_number(language: str) -> str:
    return rf"{number_said(language, _ONE_IN_MAX, digits=3)}(?![\w-])"


def _behind_noun(s: Statistic, behind: str, language: str) -> str:
    """Give what stands behind a figure and what it counts."""
    noun = s.noun.get(language, "")
    return behind.removeprefix(f" {noun}") if noun else behind


def _of_target(written: WrittenText, s: Statistic, attribute: str, behind: str, words: PartWords) -> Iterator[Doubt]:
    """Find "more than four fifths of the budget" behind what is less of its target."""
    if s.target is None or s.target.value <= 0 or s.unit == "rank" or attribute not in _VALUES:
        return
    true = Fraction(s.value) / Fraction(s.target.value)
    for said, low, high in named_parts(words, behind):
        found = re.match(
            rf"{_OF}(?:, | \()(?:{words.joint})({said}{words.of_target})(?=[,;:.)!?]|$)", behind, re.IGNORECASE
        )
        if found and not low <= true <= high:
            yield Doubt.of_part(written, found[1], s.id, true)
            return


def named_parts(words: PartWords, *texts: str) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Give how each part is said, and the least and the most that it then may be; none where the texts name no part."""
    if not _name_a_part(words.fractions, *texts):
        return
    for name, fraction in words.fractions.items():
        part = Fraction(name)
        yield rf"(?:{words.more})(?:{fraction})(?!\w)", part, Fraction(1)
        yield rf"(?:{words.less})(?:{fraction})(?!\w)", Fraction(0), part
        # 72% is no nine tenths.
        below = max(_NEARLY * min(part, 1 - part), _LEAST_BELOW)
        yield rf"(?:{words.nearly})(?:{fraction})(?!\w)", part - below, part
        near = _NEAR * part
        # 95% is no nine tenths: what is left of the whole is half as much.
        near = min(near, (1 - part) / 5)
        yield rf"(?:{words.about})(?:{fraction})(?!\w)", part - near, part + near


def _name_a_part(fractions: Mapping[str, str], *texts: str) -> bool:
    """Say whether one of some texts names any part: most do not, and are held against nothing more."""
    part = _any_of(tuple(fractions.values()))
    return any(part.search(text) for text in texts)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE)


def _share(s: Statistic, attribute: str, statistics: Mapping[str, Statistic]) -> Fraction | None:
    """Give what part a reference names, of one; nothing where it is no part."""
    whole = statistics.get(s.member.group) if s.member and s.member.parts else None
    if whole and whole.value > 0 and whole.unit in ("count", "currency", "measure") and attribute in _VALUES:
        return Fraction(s.value) / Fraction(whole.value)
    if s.unit == "percent" and attribute in _VALUES and 0 <= s.value <= 100:
        # Unemployment is typed as a level, and is a share; inflation is none.
        level = s.measure == "level" and not any(map(may_be_change, s.label.values()))
        return Fraction(s.value) / 100 if level or s.measure in ("share", "rate", None) else None
    if s.unit in ("count", "currency") and s.out_of and attribute in (*_VALUES, "share", "whole"):
        return Fraction(s.value) / Fraction(s.out_of)
    if attribute == "gap" and s.target and s.target.kind == "budget" and s.target.value:
        return Fraction(s.value) / Fraction(s.target.value)
    return None


def _part_of_plan(s: Statistic, sentence: str, language: str) -> tuple[str, Fraction] | None:
    """Find "two thirds of the year's plan is done: {x}" and "nearly all of the plan" of half of it."""
    editor = editor_words(language)
    words, claims = editor.parts, editor.claims
    if words is None or claims is None or s.target is None or s.target.value <= 0 or s.unit == "rank":
        return None
    if any(reference.attribute not in (*_VALUES, "target") for reference in find_references(sentence)):
        return None
    shown = hide_references(sentence)
    true = Fraction(s.value) / Fraction(s.target.value)
    parts = [Fraction(s.value) / 100] if s.unit == "percent" else []
    fits = [true, *parts, *([1 - true] if re.search(editor.still, shown, re.IGNORECASE) else [])]
    if s.out_of:
        fits.append(Fraction(s.value) / Fraction(s.out_of))
    plan = rf"[^,;:.{FIGURE}]{{0,{_PLAN_AT}}}?(?:{claims.target}|{claims.planned})"
    for said, low, high in (
        *named_parts(words, shown),
        (rf"(?:{words.nearly_all})", _NEARLY_ALL, Fraction(1)),
        (rf"(?:{words.all})", Fraction(1), _MANY),
    ):
        found = re.search(rf"(?<!\w)[כ]?(?P<part>{said}){plan}", shown, re.IGNORECASE)
        # "Half of the wards met the target" speaks of wards.
        closed = found and (
            FIGURE not in shown[: found.start()] or re.match(r"\s*(?:[,;:.)!]|$)", shown[found.end() :])
        )
        if not found or not closed:
            continue
        # "Has not reached half" denies what is less, and nothing else.
        rest = f"{shown[: found.start('part')]} {shown[found.end('part') :]}"
        if re.search(rf"(?<!\w)(?:{claims.denied})(?!\w)", rest, re.IGNORECASE):
            return None
        # "Over half" is another part than half.
        if re.search(rf"(?:{words.more}|{words.less}|{words.nearly})$", shown[: found.start()], re.IGNORECASE):
            continue
        reached = "|".join((claims.met, claims.passed, claims.missed, claims.below)).replace("{target}", claims.target)
        if re.search(reached.replace("{ceiling}", claims.ceiling), found[0], re.IGNORECASE):
            continue
        if not any(low <= one <= high for one in fits):
            return found[0], true
    return None


_MANY = Fraction(1000)
_PLAN_AT = 25
"""Characters between a part and the plan that it is one of."""


def _times_plan(s: Statistic, sentence: str, language: str) -> tuple[str, Fraction] | None:
    """Find "twice the target" of what is just above it."""
    editor = editor_words(language)
    words, claims, times = editor.parts, editor.claims, editor.times
    if words is None or claims is None or times is None or s.target is None or s.target.value <= 0 or s.unit == "rank":
        return None
    shown = hide_references(sentence)
    if {reference.attribute for reference in find_references(sentence)} - {*_VALUES, "target"}:
        return None
    true = Fraction(s.value) / Fraction(s.target.value)
    for many, said in times.multiples.items():
        goal = rf"(?:{said})\s?(?:{words.of_it})(?:{claims.target}|{claims.planned})"
        found = re.search(rf"(?<!\w)(?P<said>{goal})", shown, re.IGNORECASE) if many > 1 else None
        if found is None or re.search(rf"(?<!\w)(?:{claims.denied})(?!\w)", shown, re.IGNORECASE):
            continue
        low, high = Fraction(many) * (1 - _ROUGHLY), Fraction(many) * (1 + _ROUGHLY)
        before = shown[: found.start()]
        if re.search(rf"(?:{words.more})$", before, re.IGNORECASE):
            low, high = Fraction(many), Fraction(many) * (1 + 5 * _ROUGHLY)
        elif re.search(rf"(?:{words.nearly}|{words.less})$", before, re.IGNORECASE):
            low, high = Fraction(many) * (1 - 2 * _ROUGHLY), Fraction(many)
        if not low <= true <= high:
            return found["said"], true
    return None


_ROUGHLY = Fraction(1, 10)
"""Share by which what is so many times another may lie off it."""


def _of_earlier(s: Statistic, sentence: str, language: str) -> tuple[str, Fraction] | None:
    """Find "only a third of last year's" and "fell to a third" of what is two thirds of it."""
    editor = editor_words(language)
    words, times, ways = editor.parts, editor.times, editor.directions
    if words is None or times is None or ways is None or not words.of_earlier:
        return None
    if (
        s.baseline is None
        or s.baseline.value <= 0
        or s.unit == "rank"
        or not is_year_before(s.period, s.baseline.period)
    ):
        return None
    if {reference.attribute for reference in find_references(sentence)} - {*_VALUES, "baseline"}:
        return None
    shown = hide_references(sentence)
    ago = f"(?:{times.same_period}|{times.year_ago})"
    true = Fraction(s.value) / Fraction(s.baseline.value)
    for said, low, high in named_parts(words, shown):
        pattern = words.of_earlier.replace("{part}", said).replace("{ago}", ago)
        found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", shown, re.IGNORECASE)
        if found is None or re.search(ways.not_so, shown, re.IGNORECASE):
            continue
        before = shown[: found.start()]
        if re.search(rf"(?:{words.more}|{words.less}|{words.nearly})$", before, re.IGNORECASE):
            continue
        if not low <= true <= high:
            return found[0].strip(), true
    return None


@cache
def _points(language: str) -> tuple[str, ...]:
    """Give what percentage points are called, one and several."""
    forms = phrasebook(language).points.shown
    return tuple(forms.of(Decimal(number)).replace("{n}", "").strip().casefold() for number in (1, 5))


def _changed(s: Statistic, sentence: str, language: str) -> tuple[str, Fraction] | None:
    """Find "fell by a third" of what fell by more than half."""
    words, ways = editor_words(language).parts, editor_words(language).directions
    if words is None or ways is None or s.baseline is None or s.baseline.value <= 0 or s.unit == "rank":
        return None
    shown = hide_references(sentence)
    if s.unit == "percent" and any(point in shown.casefold() for point in _points(language)):
        return None  # "By half a point" is no part of what it was.
    true = abs(Fraction(s.value) - Fraction(s.baseline.value)) / Fraction(s.baseline.value)
    for said, low, high in named_parts(words, shown):
        by_part = words.by_part.replace("{fraction}", said)
        verbs = "|".join(filter(None, (ways.rises, ways.drops, ways.up, ways.down)))
        # Half a point is no half.
        pattern = (
            rf"(?<!\w)(?:(?:{verbs}){words.by}{said}|{by_part})(?! (?:of )?(?:an? )?(?:percentage )?(?:{words.points}))"
        )
        found = re.search(pattern, shown, re.IGNORECASE)
        # What was not used may be what the figure counts.
        before = shown[: found.start()].replace(s.label.get(language, "") or FIGURE, " ") if found else ""
        if found and not low <= true <= high and not re.search(ways.not_so, before, re.IGNORECASE):
            return found[0], true
    return None


def _of_order(s: Statistic, sentence: str, words: PartWords) -> tuple[str, Fraction] | None:
    """Find "in the top third" of the 31st of 77."""
    if s.unit != "rank" or not s.out_of:
        return None
    true, fractions = Fraction(s.value) / Fraction(s.out_of), words.bare or words.fractions
    for name, fraction in fractions.items() if _name_a_part(fractions, sentence) else ():
        part = Fraction(name)
        for pattern, fits in ((words.top, true <= part), (words.bottom, true > 1 - part)):
            said = pattern.replace("{fraction}", fraction)
            # Hebrew joins letters to the first word: בשליש העליון.
            if (found := re.search(rf"(?<!\w)[א-ת]?{said}(?!\w)", sentence, re.IGNORECASE)) and not fits:
                return found[0], true
    return None


def _among_first(s: Statistic, sentence: str, language: str) -> tuple[str, Fraction] | None:
    """Find "among the top ten" of the 13th, and "outside it" of the 9th; of now, and of nobody's goal."""
    editor = editor_words(language)
    words, claims, times = editor.parts, editor.claims, editor.times
    if words is None or claims is None or s.unit != "rank" or not s.out_of:
        return None
    shown = hide_references(sentence)
    then = rf"{claims.target}|{times.year_ago}|{times.same_period}" if times else claims.target
    for clause in re.split(r"[;:]\s|,\s(?!\ufffc)", shown):
        if re.search(rf"(?<!\w)(?:{then})(?!\w)|(?:19|20)\d\d", clause, re.IGNORECASE):
            continue
        for many, pattern in words.first.items():
            number = f"(?P<number>{number_said(language, _ONE_IN_MAX)})"
            found = re.search(rf"(?<!\w){pattern.replace('{number}', number)}(?!\w)", clause, re.IGNORECASE)
            if found is None:
                continue
            before = clause[: found.start()]
            # "Among the top ten in education" is said of another order.
            of_what = re.match(
                rf"\s(?:{words.first_in})(?P<what>[^,;:.{FIGURE}]+)", clause[found.end() :], re.IGNORECASE
            )
            named = (
                WrittenText(path=("text",), language=language, text=of_what["what"], kind="text") if of_what else None
            )
            if named and not is_named(s, named):
                continue
            outside = bool(re.search(rf"(?<!\w)(?:{words.outside})(?!\w)", before, re.IGNORECASE))
            if not outside and re.search(rf"(?<!\w)(?:{claims.denied})(?!\w)", before, re.IGNORECASE):
                continue
            most = many or read_number(found["number"], language, _ONE_IN_MAX)
            if most and (s.value <= most) == outside:
                return clause.strip(" .").replace(FIGURE, "…"), Fraction(s.value) / Fraction(s.out_of)
    return None


def _most_of_other(
    written: WrittenText, sentence: str, statistics: Mapping[str, Statistic], words: PartWords
) -> Iterator[Doubt]:
    """Find "most of the {requests} requests, {complaints}" of a few of them."""
    placed = placed_references(sentence)
    for (first, whole), (second, part) in pairwise(placed):
        one, other = (statistics.get(r.id) if r.sound and r.attribute in _VALUES else None for r in (whole, part))
        if one is None or other is None or one.unit != other.unit or one.value <= 0 or one.id == other.id:
            continue
        before, between = hide_references(sentence[: first.start()]), sentence[first.end() : second.start()]
        said = re.search(rf"(?<!\w)(?:{words.mostly})\s?[־-]?$", before, re.IGNORECASE)
        said = said if said and re.fullmatch(r"[^,;:.]{0,40}(?:, | \(|: )", between) else None
        # "38,412 requests, most of them, 2,140, complaints".
        said = said or re.search(rf"[,;]\s(?:{words.most_of_them}),?\s\(?$", between, re.IGNORECASE)
        if said and 2 * other.value <= one.value:
            yield Doubt.of_part(
                written, f"{said[0].strip(' ,;')} …", other.id, Fraction(other.value) / Fraction(one.value)
            )


def _whole(
    written: WrittenText, s: Statistic, sentence: str, words: PartWords, ways: DirectionWords | None
) -> tuple[str, Fraction] | None:
    """Find "all planned classes opened: 14" of 18 planned, and "all 126 samples meet the standard" of 126 of 128."""
    percent = s.unit == "percent" and s.measure == "share" and s.member is None and s.value < _ALL_PERCENT
    if not _is_part(s) and not percent:
        return None
    if not percent and (denied := _none(s, sentence, written.language)):
        return denied
    before = sentence[: next(REFERENCE.finditer(sentence)).start()]
    joint = rf"(?:, (?:(?:{words.total})\s)?| \()"
    said = rf"(?<!\w)(?:(?:{words.all})\s(?P<what>[^,;.]{{3,60}}{joint}?)|(?:{words.all}|{words.all_of})\s)$"
    found = re.search(said, before, re.IGNORECASE)
    part = re.search(r"(?<!\w)(?:of|מתוך|trong|trên)\s$", before)
    if found is None or (part and not re.search(rf"(?<!\w)(?:{words.total})\s$", before, re.IGNORECASE)):
        return None
    if re.search(rf"(?<!\w)(?:{words.nearly_all})\s", before, re.IGNORECASE):
        return None
    # "All but two" says how many are left out.
    if re.search(rf"\s(?:{words.all_but})(?!\w)", sentence[found.start() :], re.IGNORECASE):
        return None
    if percent:
        placed = placed_references(sentence)
        closed = sentence[placed[0][0].end() :].startswith(",") and found["what"] and found["what"].endswith(", ")
        named = WrittenText(path=written.path, language=written.language, text=found[0], kind=written.kind)
        told = closed and placed[0][1].attribute in _VALUES and is_named(s, named)
        return (found[0].strip(" ,"), Fraction(s.value) / 100) if told else None
    if not found["what"]:
        return _every(written, s, sentence, found.start(), ways)
    # Who names the whole beside it is left.
    attributes = {reference.attribute for reference in find_references(sentence)}
    told_whole = attributes == {"whole"} and before.endswith((": ", " ("))
    if not attributes <= set(_VALUES) and not told_whole:
        return None
    named = WrittenText(path=written.path, language=written.language, text=found[0], kind=written.kind)
    counts = told_whole and words_of(found[0], written.language) & words_of(
        s.noun.get(written.language, ""), written.language
    )
    return (found[0].strip(" :,("), _part(s)) if counts or is_named(s, named) else None


def _none(s: Statistic, sentence: str, language: str) -> tuple[str, Fraction] | None:
    """Find "None of the files was late: {late} files" of what counts some that were."""
    words, ways = editor_words(language).parts, editor_words(language).directions
    placed = placed_references(sentence)
    if words is None or ways is None or len(placed) != 1 or s.value <= 0:
        return None
    before, behind = sentence[: placed[0][0].start()], sentence[placed[0][0].end() :]
    # Who says behind the figure what of them were says something else before it.
    rest = _behind_noun(s, behind, language)
    none = re.match(rf"(?:{words.none})\s[^,;:.]{{3,80}}(?:: | \()$", before, re.IGNORECASE)
    if none is None or re.search(r"\w", rest):
        return None
    own = content_of(s.label.get(language, ""), ways) - content_of(s.noun.get(language, ""), ways)
    told = words_of(before, language) & words_of(s.label.get(language, ""), language)
    counted = words_of(s.noun.get(language, ""), language)
    if not own & content_of(before, ways) and not told - counted:
        return None
    return none[0].strip(" :("), _part(s)


def _every(
    written: WrittenText, s: Statistic, sentence: str, start: int, ways: DirectionWords | None
) -> tuple[str, Fraction] | None:
    """Find it where the number stands right behind *all*: that of the part, or that of the whole.

    Who says of all that were counted what they are counted for says it of the whole.
    """
    placed = placed_references(sentence)
    # Whoever says "all 248" of the whole says it, whatever is told behind.
    alone = len(placed) == 1 or placed[0][1].attribute == "out_of"
    if ways is None or not alone or placed[0][1].attribute not in (*_VALUES, "out_of"):
        return None
    said = re.split(r"[,;.:]\s", sentence[start:])[0].strip(" .:")
    # It is said at the end; right behind the noun it tells which ones are meant.
    end = " ".join(hide_references(said).split()[-_SAID_LAST:])
    noun = content_of(s.noun.get(written.language, ""), ways)
    counted = content_of(s.label.get(written.language, ""), ways) - noun
    if re.search(ways.not_so, sentence, re.IGNORECASE) or not counted & content_of(end, ways):
        return None
    return said, _part(s)


def _headline(brief: Brief, written: WrittenText, words: PartWords, ways: DirectionWords | None) -> Iterator[Doubt]:
    """Find "All samples meet the standard" over the 126 of 128 that do, and "None"."""
    if ways is None or written.path[0] != "points":
        return
    pieces = [written.text] if written.kind == "headline" else split_sentences(written.text, written.language)
    for piece in pieces:
        if not REFERENCE.search(piece):
            yield from _alone(brief, written, piece, words, ways)


def _alone(brief: Brief, written: WrittenText, piece: str, words: PartWords, ways: DirectionWords) -> Iterator[Doubt]:
    """Find it in a headline or a sentence without a figure, which is read of the figure of its point."""
    shown = figures_under(brief, written)
    own = [s for s in brief.statistics if s.id in shown and _is_part(s)]
    if len(own) != 1 or "?" in piece:
        return
    s = own[0]
    noun, label = (content_of(text.get(written.language, ""), ways) for text in (s.noun, s.label))
    said = content_of(piece, ways)
    every = re.match(rf"(?:{words.all}|{words.every})\s", piece, re.IGNORECASE)
    if every and 2 * len(said & label) >= len(label) and said & (label - noun):
        wrong = not re.search(ways.not_so, piece, re.IGNORECASE)
    else:
        # What fails is none of what the figure counts: all of its name is to stand there.
        none = re.match(rf"(?:{words.none})\s", piece, re.IGNORECASE)
        named = content_of(s.label.get(written.language, ""), ways.model_copy(update={"syllables": False}))
        told = content_of(piece, ways.model_copy(update={"syllables": False}))
        wrong = bool(none) and s.value > 0 and named <= told
    if wrong:
        yield Doubt.of_part(written, piece.strip(" .!"), s.id, _part(s))


def _is_part(s: Statistic) -> bool:
    """Say whether a figure counts some of a whole, and not all of it."""
    return s.unit == "count" and s.member is None and s.out_of is not None and s.value < s.out_of


def _part(s: Statistic) -> Fraction:
    return Fraction(s.value) / Fraction(s.out_of or 1)
