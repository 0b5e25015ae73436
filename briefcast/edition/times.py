"""Times that a text names by itself, held against those of its figure.

"On August last year" beside a baseline of September compares with what it was not compared with. Looked at are
sentences with one figure alone, and what stands right beside an earlier value, a change or a target; what a text says
of other things on other days is left.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from briefcast.brief.model import Brief, Period, Statistic
from briefcast.brief.periods import is_year_before, split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, Reference, find_references, hide_references, placed_references
from briefcast.edition.directions import is_named
from briefcast.edition.doubts import Doubt
from briefcast.edition.earlier import earlier_value
from briefcast.edition.said import words_of
from briefcast.edition.words import TimeWords, editor_words
from briefcast.language.phrasebook import phrasebook
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_STATES = frozenset({"percent", "rank", "index", "ratio"})
"""Units of what holds on a day, and never adds up."""
_COMPARED = ("baseline", "change", "growth")


def find_wrong_times(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that name another time than their figure has; one for each sentence."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        words = editor_words(written.language).times
        if not words:
            continue
        if written.path[0] == "statistics" and written.path[2] in ("label", "noun"):
            called = brief.statistics[int(written.path[1])]
            if called.member is None and (why := _added_up(called, written.text, words)):
                yield _of_two_days(called, why, written)
        if not written.refers:
            continue
        sentences = split_sentences(written.text, written.language)
        for part in (part for sentence in sentences for part in sentence.split("; ")):
            if since := _since_january(statistics, part, words):
                yield _of_two_days(*since, written)
            beside = next(_beside(statistics, part, words, written.language), "") or _span(
                brief, statistics, part, words, written.language
            )
            if not beside and (multiple := next(_multiple(statistics, part, words, written.language), "")):
                yield Doubt.at(
                    written,
                    code="wrong-time",
                    severity="error",
                    message=multiple,
                    remedy=tell("Correct the words or the figure."),
                )
                continue
            if why := beside or _of_sentence(statistics, part, words, written.language):
                yield Doubt.at(
                    written,
                    code="wrong-time",
                    severity="error" if beside else "warning",
                    message=why,
                    remedy=tell("Put the time in the text or that of the figure right; the figure has its own times."),
                )


def _of_sentence(statistics: Mapping[str, Statistic], part: str, words: TimeWords, language: str) -> str:
    """Find another time in a sentence that is about one figure."""
    references = list(find_references(part))
    told = [statistics.get(id) for id in dict.fromkeys(reference.id for reference in references)]
    plain = hide_references(part)
    if len(told) > 1 and None not in told and len({one.period for one in told if one}) == 1:
        # Several figures of one time are all of that time, or none is.
        first = told[0]
        return _own_month(first, references, plain, words, language) if first else ""
    if len(told) != 1 or (s := told[0]) is None:
        return ""
    compares = any(reference.name.partition(".")[2].startswith(_COMPARED) for reference in references)
    return (
        _same_period(s, plain, words)
        or _month(s, plain, words, language, compares)
        or _quarter(s, plain, words, references)
        or _own_month(s, references, plain, words, language)
        or _own_year(s, references, plain, words)
    )


def _beside(statistics: Mapping[str, Statistic], part: str, words: TimeWords, language: str) -> Iterator[str]:
    """Find another time right beside an earlier value, a change or a target: "against {x.baseline} in 2024"."""
    for match, reference in placed_references(part):
        s = statistics.get(reference.id) if reference.sound else None
        if s is None:
            continue
        behind = _CLAUSE_END.split(hide_references(part[match.end() :]))[0].partition(FIGURE)[0]
        before = _CLAUSE_END.split(hide_references(part[: match.start()]))[-1].rpartition(FIGURE)[2]
        attribute = reference.attribute
        # The sentence up to the figure, where it is the first.
        opening = hide_references(part[: match.start()])
        opening = "" if FIGURE in opening else opening
        if attribute == "target" and s.target and s.target.by:
            own = split_period(s.period).last.year
            ahead = {year for year in _years_of(before) | _years_of(behind) if year > own}
            # "The target for 2026 is" names its year, of whichever year the figure is.
            claims = editor_words(language).claims
            if claims and (
                called := re.search(rf"(?<!\w)[ושלבה]{{0,2}}(?:{claims.target})(?:\s[^\s,;:.]+)?\s$", before, re.I)
            ):
                ahead |= _years_of(called[0])
            if ahead and not ahead & _years(s.target.by):
                yield tell(
                    "The text says '{words}', and the target of {id} is for {by}.",
                    words=min(ahead),
                    id=s.id,
                    by=s.target.by,
                )
            continue
        if wrong := _other_distance(s, attribute, before, behind, words, language, opening):
            yield wrong
            continue
        then = s.baseline.period if s.baseline else ""
        if attribute.startswith("series."):
            then = attribute.removeprefix("series.")
        elif attribute != "baseline" and not (
            attribute.startswith(("change", "growth")) and re.match(rf"(?:\s\S+){{0,3}}?\s(?:{words.compared})", behind)
        ):
            continue
        if not then:
            continue
        said = [behind]
        if attribute == "baseline" and (found := re.search(rf"{_YEAR}[’']?s?,? ?\(?(?:{words.was})?\s?$", before)):
            said.append(found[0])
        elif attribute == "baseline" and (year := _year_before(hide_references(part[: match.start()]), words)):
            said.append(year)
        published = s.growth_percent is not None or s.change_points is not None
        also = {split_period(s.period).year - 1} if published and attribute.startswith(("change", "growth")) else set()
        wrong = next((named for one in said if (named := _other_time(then, one, words, language, also))), "")
        if wrong:
            yield tell(
                "The text says '{words}', and the earlier value of {id} is of {before}.",
                words=wrong,
                id=s.id,
                before=then,
            )


def _year_before(before: str, words: TimeWords) -> str:
    """Give the year in which a clause begins that ends in an earlier value: "In 2024 inflation was {x.baseline}"."""
    clause = re.split(r"[;:!?–—]\s|\.\s", before)[-1]
    if FIGURE in clause:
        return ""
    found = (
        re.search(rf"(?:^|, ?|^\s){words.in_year}\s?{_YEAR},?(?:\s[^,\d]{{1,40}})?\s?$", clause, re.IGNORECASE)
        if words.in_year
        else None
    )
    return f" {found[1]}" if found and len(_years_of(clause)) == 1 else ""


def _begins_compared(opening: str, words: TimeWords) -> str:
    """Give with what a sentence begins to compare: "Compared with the previous quarter, it rose by {x.change.size}"."""
    if not opening:
        return ""
    ago = rf"(?:\S+ )?(?:{words.shorter_ago}|{words.year_ago})"
    found = re.match(rf"(?:{words.compared})\s?({ago}),?(?:\s|$)", opening, re.IGNORECASE)
    return found[1] if found else ""


def _other_distance(
    s: Statistic, attribute: str, before: str, behind: str, words: TimeWords, language: str, opening: str
) -> str:
    """Find "on the previous month" beside what changed since the year before, and "last year" since a month ago."""
    published = s.growth_percent is not None or s.change_points is not None
    then = s.baseline.period if s.baseline else ""
    if attribute == "baseline":
        said = [behind, *re.findall(rf"(?:{words.shorter_ago}|{words.year_ago}),?(?: {words.was})?\s?$", before)]
    elif attribute.startswith(("change", "growth")) and re.match(rf"(?:\s\S+){{0,3}}?\s(?:{words.compared})", behind):
        said = [behind]
    elif attribute.startswith(("change", "growth")) and (begun := _begins_compared(opening, words)):
        said = [begun]
    else:
        return ""
    year = is_year_before(s.period, then) if then else published
    near = bool(then) and not published and split_period(then).last.year == split_period(s.period).last.year
    if year and then and (named := _bare_month(then, said, words, language)):
        return tell(
            "The text says '{words}', and the earlier value of {id} is of {before}.", words=named, id=s.id, before=then
        )
    wrong = words.shorter_ago if year and split_period(s.period).kind != "year" else words.year_ago if near else ""
    found = next(
        filter(None, (re.search(rf"(?<!\w)[ובלמ]?(?:{wrong})(?!\w)", one, re.IGNORECASE) for one in said)), None
    )
    if not wrong or not found or (near and re.search(words.shorter_ago, behind, re.IGNORECASE)):
        return ""
    if not then:
        return tell(
            "The text says '{words}', and {id} is told as its change on the year before.", words=found[0], id=s.id
        )
    return tell(
        "The text says '{words}', and the earlier value of {id} is of {before}.", words=found[0], id=s.id, before=then
    )


def _bare_month(period: Period, said: Sequence[str], words: TimeWords, language: str) -> str:
    """Find "on August" beside what changed since September, or since nine months, of the year before."""
    then, names = split_period(period), _months(words.months, language)[0]
    if not words.bare_month or not any(words.months or name in one.casefold() for one in said for name in names):
        return ""
    names, pattern = _compared_months(words.bare_month, language)
    for one in said:
        for match in pattern.finditer(one):
            number = names.get(match["month"].casefold()) or int(match["month"])
            if {number} != {then.first.month, then.last.month}:
                return match[0].strip()
    return ""


def _span(brief: Brief, statistics: Mapping[str, Statistic], part: str, words: TimeWords, language: str) -> str:
    """Find the first months of a year, or their end, in a sentence none of whose figures is of them."""
    told = [s for r in find_references(part) if r.sound and (s := statistics.get(r.id))]
    plain = hide_references(part)
    own = [
        split_period(period)
        for s in told
        for period in (s.period, s.baseline and s.baseline.period, s.target and s.target.by, *s.series)
        if period
    ]
    ends = {parts.last.month for parts in own}
    # Of whole years, weeks and school years a part may be told besides.
    whole = any(split_period(s.period).kind in ("year", "span", "school", "fiscal", "week") for s in told)
    ways = editor_words(language).directions
    if not told or whole or (ways and re.search(ways.not_so, plain, re.IGNORECASE)):
        return ""
    for match, month in _spans(plain, words, language):
        if not _is_of_figure(plain, match):
            continue
        to_come = dt.date(brief.as_of.year, month, 1) > max(split_period(s.period).last for s in told)
        if month not in ends and not to_come:
            return tell(
                "The text says '{words}', and {id} is for {period}.",
                words=match.strip(),
                id=told[0].id,
                period=told[0].period,
            )
    return ""


def _is_of_figure(plain: str, said: str) -> bool:
    """Say whether a time is said of a figure: in its clause, or at the beginning as a clause of its own."""
    clauses = re.split(r"[,;:]\s", plain)
    own = next((clause for clause in clauses if said.strip() in clause), plain)
    return FIGURE in own or (own is clauses[0] and len(own.split()) <= len(said.split()) + _BESIDE_SPAN)


_BESIDE_SPAN = 1
"""Words that a clause may have besides a time: *in*."""


def _spans(plain: str, words: TimeWords, language: str) -> Iterator[tuple[str, int]]:
    """Give the spans from January that a text names, each with its last month."""
    names = {name.casefold(): n for n, name in enumerate(phrasebook(language).dates.months_spoken, start=1)}
    counts = {name: n for n, named in enumerate(words.counts, start=2) for name in named.split("|")}
    for pattern in words.spans:
        filled = pattern.replace("{month}", "|".join(map(re.escape, names)))
        filled = filled.replace("{count}", "|".join((r"\d{1,2}", *sorted(counts, key=len, reverse=True))))
        for match in re.finditer(rf"(?<!\w)(?:{filled})(?!\w)", plain, re.IGNORECASE):
            kind, said = next((kind, value.casefold()) for kind, value in match.groupdict().items() if value)
            if kind in ("half", "quarter"):
                parts = words.halves if kind == "half" else words.quarters
                number = next((n for n, one in enumerate(parts, start=1) if re.search(one, match[0], re.IGNORECASE)), 0)
                month = number * (_YEAR_MONTHS // len(parts)) if parts else 0
            else:
                month = names.get(said) or counts.get(said) or int(said)
            if 1 <= month <= _YEAR_MONTHS:
                yield match[0], month


def _multiplied_to(
    statistics: Mapping[str, Statistic],
    behind: Sequence[Reference],
    plain: str,
    said: re.Match[str],
    language: str,
) -> Statistic | None:
    """Give the figure to which something is said to have doubled: right behind, *to* it, or behind a colon."""
    editor = editor_words(language)
    if editor.directions is None or editor.claims is None or not behind:
        return None
    if behind[0].attribute not in (*VALUES, "baseline"):
        return None
    to = rf"(?:\s?{editor.directions.between})?[,:]?\s?(?:{editor.directions.to})?\s?{FIGURE}"
    clause = re.split(editor.directions.clauses, plain[: said.start()])[-1]
    unsaid = rf"(?:{editor.directions.not_so})"
    # "Doubled, from {x.baseline} to {x}".
    from_it = len(behind) > 1 and behind[0].attribute == "baseline" and behind[1].id == behind[0].id
    s = statistics.get(behind[0].id) if behind[0].sound else None
    if from_it:
        to = rf",?\s?{editor.directions.from_}\s?{FIGURE}"
    if s is None or not re.match(to, plain[said.end() :], re.IGNORECASE) or re.search(unsaid, clause, re.IGNORECASE):
        return None
    if _is_ever(clause, language):
        return None
    ago = _years(s.period) | (_years(s.baseline.period) if s.baseline else set())
    return None if _years_of(plain) - ago or _is_ever(plain, language) else s


def _is_ever(text: str, language: str) -> bool:
    """Say whether a text is about a longer time than since a year ago: "since 2020" and no "since last year"."""
    editor = editor_words(language)
    if editor.claims is None or editor.times is None:
        return False
    ago = rf"(?:{editor.times.compared})\s(?:the |a )?(?:{editor.times.same_period}|{editor.times.year_ago})"
    return bool(re.search(editor.claims.ever, re.sub(ago, " ", text, flags=re.IGNORECASE), re.IGNORECASE))


def _multiple(statistics: Mapping[str, Statistic], part: str, words: TimeWords, language: str) -> Iterator[str]:
    """Find "double last year" and "doubled" right behind a figure that is no such multiple of its earlier value."""
    plain = hide_references(part)
    references = list(find_references(part))
    every = "|".join(words.multiples.values())
    for pattern in filter(None, (words.multiplied, words.multiple_of)):
        filled = pattern.replace("{times}", f"(?:{every})")
        for match in re.finditer(rf"(?<!\w)(?:{filled})(?!\w)", plain, re.IGNORECASE):
            before = plain[: match.start()]
            if re.search(rf"(?<!\w)(?:{words.by_part})\s?$", before, re.IGNORECASE):
                continue
            count = before.count(FIGURE)
            between = before.rpartition(FIGURE)[2]
            s = statistics.get(references[count - 1].id) if count and references[count - 1].sound else None
            apart = len(between) > _MULTIPLE_AT or _CLAUSE_END.search(between.replace(", ", " ", 1))
            if s is None or apart:
                s = _multiplied_to(statistics, references[count:], plain, match, language)
                s = s or _alone_multiplied(statistics, references, part, match, language)
            if s is None:
                continue
            times, told = _times_of(match[0], words), _ratio(s)
            if (
                times is None
                or told is None
                or ((years := _years_of(match[0])) and s.baseline and not (years & _years(s.baseline.period)))
            ):
                continue
            ahead = f"{between} {match[0]}"
            low, high = times * (1 - _LOOSE), times * (1 + 2 * _LOOSE)
            if re.search(rf"(?<!\w)(?:{words.about})", ahead, re.IGNORECASE):
                low, high = times * (1 - 2 * _LOOSE), times * (1 + _LOOSE)
            elif re.search(rf"(?<!\w)(?:{words.above})", ahead, re.IGNORECASE):
                low, high = times * (1 - _LOOSE / 2), times * (1 + 5 * _LOOSE)
            if times < 1 and re.search(rf"(?<!\w)(?:{words.above})", ahead, re.IGNORECASE):
                low, high = 0.0, times
            elif times < 1:
                low, high = times * (1 - 2 * _LOOSE), times * (1 + _LOOSE)
            if not low <= told <= high:
                yield tell(
                    "The text says '{words}', and {id} is {times} times its earlier value.",
                    words=match[0].strip(),
                    id=s.id,
                    times=f"{told:.3g}",
                )


def _alone_multiplied(
    statistics: Mapping[str, Statistic], references: Sequence[Reference], part: str, said: re.Match[str], language: str
) -> Statistic | None:
    """Give the one figure of a sentence whose clause, up to where it is said to have doubled, names it."""
    editor = editor_words(language)
    ids = {r.id for r in references}
    s = statistics.get(references[0].id) if len(ids) == 1 and references[0].sound else None
    if s is None or editor.directions is None or editor.claims is None:
        return None
    if any(r.attribute not in (*VALUES, "baseline") for r in references):
        return None
    before = hide_references(part)[: said.start()]
    clause = re.split(editor.directions.clauses, before)[-1]
    unsaid = rf"(?:{editor.directions.not_so})"
    if (
        FIGURE in clause
        or re.search(unsaid, part, re.IGNORECASE)
        or _is_ever(part, language)
        or _years_of(part) - _years(s.period) - (_years(s.baseline.period) if s.baseline else set())
    ):
        return None
    named = WrittenText(path=("text",), language=language, text=clause, kind="text")
    kin = words_of(clause, language) & words_of(s.label.get(language, ""), language)
    return s if kin or is_named(s, named) else None


_MULTIPLE_AT = 60
"""Characters between a figure and how many times the earlier one it is."""
_LOOSE = 0.1
"""Share of a multiple by which a figure may lie off it where it is told in a round word."""


def _times_of(said: str, words: TimeWords) -> float | None:
    for times, named in words.multiples.items():
        if re.search(rf"(?<!\w)(?:{named})(?!\w)", said, re.IGNORECASE):
            return times
    return next((times for begins, times in _VERBS if re.search(begins, said, re.IGNORECASE)), None)


_VERBS = (
    (r"double|הוכפל|הכפיל", 2.0),
    (r"tripl|trebl|שולש|שילש", 3.0),
    (r"quadrupl", 4.0),
    (r"halved|חצי|מחצית|nửa", 0.5),
)
"""Verbs that hold how many times it is."""


def _ratio(s: Statistic) -> float | None:
    """Give how many times the earlier value a figure is; nothing where that says nothing."""
    if s.unit == "rank" or s.value <= 0:
        return None
    before = None if s.unit == "percent" and s.baseline is None else earlier_value(s)
    return float(s.value / before) if before is not None and before > 0 else None


_YEAR = r"(?<![\d.,])(?<!the )((?:19|20)\d\d)(?![\d%]|[.,]\d)"
_YEAR_MONTHS = 12
_WORDS_TOLD = 4
"""Words with which a wrong year is told."""
_CLAUSE_END = re.compile(r"[,:!?–—]\s|[.!?]$|\.\s")


def _years_of(text: str) -> set[int]:
    return {int(year) for year in re.findall(_YEAR, text)}


def _years(period: Period) -> set[int]:
    parts = split_period(period)
    return set(range(parts.first.year, parts.last.year + 1))


def _other_time(period: Period, text: str, words: TimeWords, language: str, also: set[int]) -> str:
    """Give the words by which a text names a time that is none of a period: its year, quarter or month."""
    years = _years_of(text)
    if years and not years & (_years(period) | also):
        end = next(re.finditer(_YEAR, text)).end()
        return " ".join(text[:end].split()[-_WORDS_TOLD:])
    parts = split_period(period)
    months = range(parts.first.month, parts.last.month + 1)
    if not years or also or parts.first.year != parts.last.year or len(months) == _YEAR_MONTHS:
        return ""
    for number, pattern in enumerate(words.quarters, start=1):
        found = re.search(pattern, text, re.IGNORECASE)
        if found and not set(months) & {3 * number - 2, 3 * number - 1, 3 * number}:
            return found[0]
    names, month = _months(words.months, language)
    named = [(match[0], names.get(match[1].casefold()) or int(match[1])) for match in month.finditer(text)]
    if named and not any(number in months for _, number in named):
        return str(named[0][0]).strip()
    return ""


@cache
def _months(numbered: str, language: str) -> tuple[Mapping[str, int], re.Pattern[str]]:
    names = {name.casefold(): n for n, name in enumerate(phrasebook(language).dates.months_spoken, start=1)}
    by_name = rf"(?<!\w)[בלמהו]{{0,2}}({'|'.join(map(re.escape, names))})(?!\w)"
    return names, re.compile(numbered or by_name, re.IGNORECASE)


def _added_up(s: Statistic, text: str, words: TimeWords) -> str:
    """Find "since January" of a figure that is told as the count of one day."""
    found = re.search(words.added_up, text, re.IGNORECASE) if words.added_up else None
    if not found or s.unit in _STATES or split_period(s.period).kind != "day":
        return ""
    return tell("The text says '{words}', and {id} is for {period}.", words=found[0], id=s.id, period=s.period)


def _since_january(statistics: Mapping[str, Statistic], part: str, words: TimeWords) -> tuple[Statistic, str] | None:
    """Find a sentence about one figure of a single day that tells it as what has added up, and is no comparison."""
    references = list(find_references(part))
    s = statistics.get(references[0].id) if len({reference.id for reference in references}) == 1 else None
    if s is None or any(reference.name.partition(".")[2].startswith(_COMPARED) for reference in references):
        return None
    why = _added_up(s, hide_references(part), words)
    return (s, why) if why else None


def _of_two_days(s: Statistic, why: str, written: WrittenText) -> Doubt:
    return Doubt.at(
        written,
        code="wrong-time",
        message=why,
        remedy=tell(
            "What has added up has a first day and a last one: write 'period: {range}' in {id}.",
            range=f"{s.period[:4]}-01-01/{s.period}",
            id=s.id,
        ),
    )


def _same_period(s: Statistic, sentence: str, words: TimeWords) -> str:
    """Find "the same period last year" where the earlier value is of another one."""
    found = re.search(words.same_period, sentence, re.IGNORECASE)
    if not found or s.baseline is None or is_year_before(s.period, s.baseline.period):
        return ""
    return tell(
        "The text says '{words}', and {id} for {period} has its earlier value of {before}.",
        words=found[0],
        id=s.id,
        period=s.period,
        before=s.baseline.period,
    )


def _month(s: Statistic, sentence: str, words: TimeWords, language: str, compares: bool) -> str:
    """Find a comparison with a month of last year that is none of the earlier value's."""
    if not words.compared_month or not compares or s.baseline is None:
        return ""
    names, pattern = _compared_months(words.compared_month, language)
    for match in pattern.finditer(sentence):
        named = match["month"].casefold()
        number = names.get(named) or int(named)
        then = split_period(s.baseline.period)
        if not then.first.month <= number <= then.last.month or then.first.year != then.last.year:
            return tell(
                "The text says '{words}', and the earlier value of {id} is of {before}.",
                words=match[0],
                id=s.id,
                before=s.baseline.period,
            )
    return ""


def _own_month(s: Statistic, references: Sequence[Reference], plain: str, words: TimeWords, language: str) -> str:
    """Find "In September inflation was {x}" of October: one month, at the beginning or right behind the figure."""
    parts = split_period(s.period)
    # Of two days that lie in several months, one of these is not their time.
    months = 12 * (parts.last.year - parts.first.year) + parts.last.month - parts.first.month
    whole = parts.kind in ("year", "span", "school", "fiscal", "week", "day") or (parts.kind == "days" and not months)
    if whole or not words.in_month or any(r.attribute not in VALUES for r in references):
        return ""
    names, month = _months(words.months, language)
    told = list(month.finditer(plain))
    number = names.get(told[0][1].casefold()) or int(told[0][1]) if told else 0
    inside = parts.first.month <= number <= parts.last.month and parts.kind != "days"
    if len(told) != 1 or inside or parts.first.year != parts.last.year:
        return ""
    begins = rf"(?:^|[,;:] ){words.in_month}".replace("{month}", re.escape(told[0][0].strip()))
    ends = rf"{FIGURE}(?:\s[^\s,;:.]+){{0,4}}\s(?P<said>{words.in_month})\W*$".replace(
        "{month}", re.escape(told[0][0].strip())
    )
    found = re.search(begins, plain, re.IGNORECASE) or re.search(ends, plain, re.IGNORECASE)
    of_other_year = _years_of(plain) - _years(s.period)
    said = (found.groupdict().get("said") or found[0]).strip(",;:. ") if found else ""
    if not said or of_other_year or not _is_of_figure(plain, said):
        return ""
    return tell("The text says '{words}', and {id} is for {period}.", words=said, id=s.id, period=s.period)


def _own_year(s: Statistic, references: Sequence[Reference], plain: str, words: TimeWords) -> str:
    """Find "There were {x} fires in 2024" of 2025: one year, at the beginning or at the end behind the figure."""
    if not words.in_year or len(references) != 1 or references[0].attribute not in VALUES:
        return ""
    own = _years(s.period) | (_years(s.target.by) if s.target and s.target.by else set())
    named = _years_of(plain)
    if len(named) != 1 or named & own:
        return ""
    year = rf"{words.in_year}\s?{_YEAR}"
    found = re.match(rf"\W*({year}),?\s[^,;:]*{FIGURE}", plain, re.IGNORECASE) or re.search(
        rf"{FIGURE}(?:\s[^\s,;:.]+){{0,3}}\s({year})\W*$", plain, re.IGNORECASE
    )
    if not found or re.search(rf"(?<!\w)(?:{words.compared})(?!\w)", found[0], re.IGNORECASE):
        return ""
    return tell("The text says '{words}', and {id} is for {period}.", words=found[1], id=s.id, period=s.period)


@cache
def _compared_months(pattern: str, language: str) -> tuple[Mapping[str, int], re.Pattern[str]]:
    """Give the numbers of the months by their names, and the expression with these names in it."""
    names = {name.casefold(): n for n, name in enumerate(phrasebook(language).dates.months_spoken, start=1)}
    named = pattern.replace("{month}", "|".join(map(re.escape, names)))
    return names, re.compile(named, re.IGNORECASE)


def _quarter(s: Statistic, sentence: str, words: TimeWords, references: Sequence[Reference] = ()) -> str:
    """Find a quarter that is none of the figure's."""
    told = [r.attribute.removeprefix("series.") for r in references if r.attribute.startswith("series.")]
    own = [s.period, *told, *(p for p in (s.baseline and s.baseline.period, s.target and s.target.by) if p)]
    named = [
        (number, found)
        for number, pattern in enumerate(words.quarters, start=1)
        if (found := re.search(pattern, sentence, re.IGNORECASE))
    ]
    if not named or any(_holds(period, number) for period in own for number, _ in named):
        return ""
    kind, said = split_period(s.period).kind, named[0][1][0]
    # What was so in an earlier quarter of its series may stand beside it, but not as the time of its value.
    before = sentence[: named[0][1].start()]
    beside = re.search(rf"(?<!\w)(?:{words.compared})\s(?:\S+\s)?ה?$", before, re.IGNORECASE) or FIGURE not in sentence
    if any(_holds(period, number) for period in s.series for number, _ in named) and (
        beside or not _is_of_figure(sentence, said)
    ):
        return ""
    parts = split_period(s.period)
    up_to = re.search(rf"(?<!\w)(?:{words.up_to})$", before, re.IGNORECASE)
    if up_to and any(parts.last.month == _MONTHS * number for number, _ in named):
        return ""
    long = kind in ("months", "half") or (kind == "days" and (parts.last - parts.first).days > _QUARTER)
    if kind != "quarter" and not (long and _is_of_figure(sentence, said)):
        return ""
    return tell("The text says '{words}', and {id} is for {period}.", words=said, id=s.id, period=s.period)


_QUARTER, _MONTHS = 92, 3
"""Days of the longest quarter, and months of each."""


def _holds(period: Period, quarter: int) -> bool:
    parts = split_period(period)
    first: dt.date = parts.first
    return parts.kind == "quarter" and (first.month - 1) // 3 + 1 == quarter
