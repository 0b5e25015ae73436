"""Directions: words that say a figure rose or fell, held against the figure.

"Traffic deaths fall" over a figure that rose is untrue, however well it is counted. Held against a figure are a verb
right at it, and the verb of a clause whose subject is what the figure is called. What only might be about it is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from briefcast.brief.findings import Severity
from briefcast.brief.measures import SIGNED, measure_of
from briefcast.brief.model import Brief, Statistic
from briefcast.brief.periods import is_year_before, split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, REFERENCE, Reference, find_references, hide_references, placed_references
from briefcast.edition.contradictions import may_be_change
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import DirectionWords, any_number, editor_words, month_names
from briefcast.errors import FactError
from briefcast.language.written import write_number
from briefcast.languages import OWN_LANGUAGE, read_languages
from briefcast.messages import Name, tell
from briefcast.writing.comparing import unknown_side
from briefcast.writing.facts import Facts

_NAME = re.compile(r"(?<=\w\s)[A-ZĐ\u00c0-\u00dd]\w+")
"""A word with a capital behind another one."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_VALUES = ("", "exact", "plain", "whole", "ordinal")
_SAID_AT = 40
"""Characters between a figure and what is said of it behind a comma."""
_VALUE = Reference(written="", id="")
_KINDS = frozenset({"title", "headline", "text", "subtitle", "answer_lead", "content", "limits"})


def find_wrong_ways(brief: Brief, texts: Sequence[WrittenText], facts: Facts) -> Iterator[Doubt]:
    """Give the texts whose words go another way than their figure, or take its value for its change."""
    for written in texts:
        words = editor_words(written.language).directions
        if words and tells_figures(brief, written):
            found = list(_at_figures(written, words, facts)) or list(_in_clauses(brief, written, words))
            yield from found
            yield from _mistaken(written, words, facts)
            yield from _bettered(written, words, facts)
            yield from _ranked(written, words, facts)
            yield from () if found else _paced(brief, written, words)
            yield from _than_then(written, words, facts)


def tells_figures(brief: Brief, written: WrittenText) -> bool:
    """Say whether a text tells in the brief's own name how figures went."""
    return written.refers and written.kind in _KINDS and not _is_claim(brief, written)


def _is_claim(brief: Brief, written: WrittenText) -> bool:
    """Say whether a text is what a rebuttal speaks against; without a claim of its own its title is."""
    if brief.kind != "rebuttal":
        return False
    has_claim = bool(brief.rebuttal and brief.rebuttal.claim)
    return written.path[:2] == ("rebuttal", "claim") or (written.kind == "title" and not has_claim)


def _wrong(
    written: WrittenText, said: str, s: Statistic, severity: Severity = "error", *, hardly: bool = False
) -> Doubt:
    # The way told is that from the earlier value to the value, which stand behind it; a series may have gone another.
    gone = {_since_earlier(s)} if s.baseline else _ways(s, itself=True) or _ways(s)
    way = {1: tell("rose"), -1: tell("fell"), 0: tell("did not change")}[max(gone, default=0, key=abs)]
    way = tell("hardly changed") if hardly else way
    words, since = " ".join(said.replace(FIGURE, "…").split()), _from(s)
    if severity == "warning":
        message = tell(
            "The headline says '{words}', and its one figure, {id}, {way}{since}: does it speak of that?",
            words=words,
            id=s.id,
            way=way,
            since=since,
        )
        remedy = tell("Say in the headline what the figure measures, or write 'intended: [wrong-way]' in the point.")
    else:
        message = tell(
            "The text says '{words}', but the figure of {id} {way}{since}.", words=words, id=s.id, way=way, since=since
        )
        remedy = tell("Correct the words or the figure; {{{id}.change}} says up or down by itself.", id=s.id)
    return Doubt.at(
        written,
        code="wrong-way",
        severity=severity,
        message=message,
        remedy=remedy,
    )


def _from(s: Statistic) -> str:
    if s.baseline is None:
        return ""
    return tell(
        ": from {earlier} in {before} to {value} in {period}",
        earlier=_told(s, s.baseline.value),
        before=s.baseline.period,
        value=_told(s, s.value),
        period=s.period,
    )


def _told(s: Statistic, value: Decimal) -> Name:
    """Give a value of a figure with its unit, as a person of each language reads it: 51.8%, or 51,8%."""
    unit = {"percent": "%", "currency": f" {s.currency}"}.get(s.unit, f" {s.unit_word}" if s.unit_word else "")
    by_language = {code: f"{write_number(value, code)}{unit}" for code in read_languages()}
    return Name(by_language[OWN_LANGUAGE], by_language)


def _ways(s: Statistic, *, itself: bool = False, over: bool = True) -> frozenset[int]:
    """Give every way that a figure may be said to have gone: 1 up, -1 down, 0 neither; none where nothing says it.

    A rate above zero says that what it is a rate of rises; of the rate itself only its earlier values do. From the
    first value of its series to the last a figure went where a text is *over* such a time: without that, "fell to 31"
    is on the earlier value, or on the month before.
    """
    better_place = -1 if s.unit == "rank" else 1
    ways: set[int] = set()
    if s.baseline is not None:
        if unknown_side(s, s.baseline.value):
            return frozenset()
        ways.add(_since_earlier(s))
    elif s.compare is not None:
        ways.add(_sign(s.compare.change))
    elif s.change_points is not None or s.growth_percent is not None:
        ways.add(_sign(s.change_points if s.change_points is not None else s.growth_percent))
    if len(s.series) > 1:
        by_time = [s.series[period] for period in sorted(s.series, key=lambda period: split_period(period).last)]
        if over or not ways:
            ways.add(better_place * _sign(by_time[-1] - by_time[0]))
        if (itself and _is_rate(s)) or not over:
            ways.add(better_place * _sign(by_time[-1] - by_time[-2]))
    if itself and ways:
        return frozenset(ways)
    if measure_of(s) in SIGNED:
        ways.add(_sign(s.value))
    if not itself and s.unit == "percent" and s.value > 0 and _is_of_prices(s):
        ways.add(1)
    return frozenset(ways)


def _since_earlier(s: Statistic) -> int:
    """Give which way a figure went since its earlier value: 1 up, -1 down; a rank rises to a lower one."""
    change = _sign(s.value - s.baseline.value) if s.baseline else 0
    return -change if s.unit == "rank" else change


def ways_gone(s: Statistic) -> frozenset[int]:
    """Give which way a figure went since its earlier value, itself: 1 up, -1 down; none where nothing says it."""
    return _ways(s, itself=True, over=False)


def ways_told(s: Statistic, sentence: str, language: str) -> frozenset[int]:
    """Give every way that a sentence may say a figure went; none where nothing says it."""
    words = editor_words(language).directions
    return _ways(s) if words is None else _ways_in(s, sentence, words, language)


def doubt_of_way(written: WrittenText, said: str, s: Statistic, *, hardly: bool = False) -> Doubt:
    """Doubt words by which a figure went another way than it did, or far where it hardly went."""
    return _wrong(written, said, s, hardly=hardly)


def _is_over_time(s: Statistic, text: str, words: DirectionWords) -> bool:
    """Say whether a text tells of a longer time than since the earlier value, or of another year."""
    told = any(r.attribute.startswith("series.") for r in find_references(text))
    shown = hide_references(text)
    years = set(re.findall(r"(?<![\d.,])(?:19|20)\d\d(?![\d%])", shown)) - _years(s)
    return told or bool(years) or not words.over_time or bool(re.search(words.over_time, shown, re.IGNORECASE))


def _ways_in(
    s: Statistic, sentence: str, words: DirectionWords, language: str, *, itself: bool = False, at_value: bool = False
) -> frozenset[int]:
    """Give the ways in which a sentence may say that a figure went: over a time, those since what it names of it."""
    over = _is_over_time(s, sentence, words)
    named = _since_named(s, sentence, language) if over else frozenset()
    row = over and bool(re.search(rf"(?<!\w)(?:{words.in_a_row})(?!\w)", sentence, re.IGNORECASE))
    if not named and not row:
        return _ways(s, itself=itself, over=over)
    if not at_value and any(r.attribute.startswith("series.") for r in find_references(sentence)):
        # "Rose to 702 in July" may be all that is said.
        return named | _ways(s, itself=itself)
    runs = editor_words(language).runs
    since = rf"(?<!\w)(?:{runs.since})(?!\w)" if runs else r"(?!)"
    if named and not s.baseline and re.search(since, sentence, re.IGNORECASE):
        return named
    # "Rose again, still below the peak" and "for the second month in a row" are said of the month before.
    named = named or _ways(s, itself=itself)
    last = sorted(s.series, key=lambda period: split_period(period).last)[-2:]
    return named | _ways(s.model_copy(update={"series": {p: s.series[p] for p in last}}), itself=itself)


def _since_named(s: Statistic, sentence: str, language: str) -> frozenset[int]:
    """Give the ways a figure went since the values of its series that a sentence tells, dates or calls the highest."""
    editor, shown = editor_words(language), hide_references(sentence)
    told = {r.attribute.removeprefix("series.") for r in find_references(sentence) if r.id == s.id}
    months, quarters = _months_in(shown, language), editor.times.quarters if editor.times else ()
    summit = max(s.series, key=lambda period: s.series[period], default="")
    if editor.records and re.search(rf"(?<!\w)(?:{editor.records.summit})(?!\w)", shown, re.IGNORECASE):
        told.add(summit)
    for period in s.series:
        kind, number, first = (split := split_period(period)).kind, split.number, split.first
        quarter = quarters[number - 1] if kind == "quarter" and number <= len(quarters) else r"(?!)"
        year = str(first.year) if kind == "year" else r"(?!)"
        if (kind == "month" and number in months) or re.search(rf"(?:{quarter})|\b{year}\b", shown, re.IGNORECASE):
            told.add(period)
    place = -1 if s.unit == "rank" else 1
    return frozenset(place * _sign(s.value - s.series[period]) for period in told & s.series.keys() - {s.period})


def _months_in(shown: str, language: str) -> frozenset[int]:
    """Give the numbers of the months that a text names."""
    times = editor_words(language).times
    pattern = (times.months if times else "") or rf"(?<!\w)[ושבלמה]{{0,2}}({any_number(month_names())})(?!\w)"
    # "Cases may fall" names no month.
    found = [one for one in re.findall(pattern, shown, re.IGNORECASE) if one != "may"]
    return frozenset(month_names().get(one.casefold()) or int(one) for one in found)


def _is_rate(s: Statistic) -> bool:
    """Say whether a figure tells how fast something rises: growth, and inflation."""
    return s.unit == "percent" and (measure_of(s) == "growth" or _is_of_prices(s))


def _is_of_prices(s: Statistic) -> bool:
    """Say whether a level above zero says that something rises."""
    named = ((editor_words(code).prices, label) for code, label in s.label.items())
    return any(prices and re.search(prices, label, re.IGNORECASE) for prices, label in named)


def _sign(value: object) -> int:
    return (value > 0) - (value < 0)  # type: ignore[operator]


def is_named(s: Statistic, written: WrittenText) -> bool:
    """Say whether a text has a word of what a figure is called, or of what it counts."""
    words = editor_words(written.language).directions
    if words is None:
        return True
    own = content_of(s.label.get(written.language, ""), words) | content_of(s.noun.get(written.language, ""), words)
    return bool(own & content_of(REFERENCE.sub(" | ", written.text), words))


def says_a_way(written: WrittenText) -> bool:
    """Say whether a text says that something rose or fell."""
    words = editor_words(written.language).directions
    if words is None:
        return False
    shown = hide_references(written.text).rstrip(".!?…")
    return any(any(_says(clause.strip(), words)) for clause in re.split(words.clauses, f"{shown} ") if clause.strip())


def went_to(before: str, language: str) -> bool:
    """Say whether a text ends in what rose or fell to a figure: that is what the figure counts."""
    words = editor_words(language).directions
    return words is not None and _said_before(hide_references(before), _VALUE, words) is not None


# ---- a verb right at its figure


def _at_figures(written: WrittenText, words: DirectionWords, facts: Facts) -> Iterator[Doubt]:
    found: set[str] = set()
    for match, reference in placed_references(written.text):
        s = facts.statistics.get(reference.id) if reference.sound else None
        if s is None or s.id in found:
            continue
        before = _without_label(hide_references(written.text[: match.start()]), s, written.language)
        clause = re.split(words.clauses, before)[-1]
        if _is_denied(clause, s, words):
            continue
        # Growth is a way by itself: "rose {growth}".
        is_way = measure_of(s) in SIGNED and reference.attribute in _VALUES
        for told in (reference, replace(reference, attribute="size")) if is_way else (reference,):
            rate = told.attribute in _VALUES and _is_rate(s)
            said = _said_before(before, told, words, rate=rate) or _said_behind(
                written.text[match.end() :], told, words
            )
            if said is None or is_label(before, said[1], s, written.language):
                continue
            named = rate and (names_rate(_SENTENCE_END.split(before)[-1], words) or _is_pace(said[1], words))
            sentence = _sentence_at(written.text, match.start())
            itself = named or told.attribute == "baseline"
            true = _true_way(s, told, facts) or _ways_in(
                s, sentence, words, written.language, itself=itself, at_value=True
            )
            if true and said[0] not in true:
                found.add(s.id)
                both = (said[1], reference.written) if said[2] else (reference.written, said[1])
                yield _wrong(written, " ".join(both), s)


def _without_label(text: str, s: Statistic, language: str) -> str:
    """Blank what a figure is called in a text: "vốn đăng ký mới và tăng thêm" does not say that it rose."""
    label = s.label.get(language, "").replace("\u00a0", " ")
    at = text.replace("\u00a0", " ").casefold().rfind(label.casefold()) if " " in label else -1
    return text if at < 0 else f"{text[:at]}{'x' * len(label)}{text[at + len(label) :]}"


def is_label(before: str, said: str, s: Statistic, language: str) -> bool:
    """Say whether the verb right before a figure is a word of its name: vốn *tăng thêm*."""
    label, text = s.label.get(language, "").casefold(), before.casefold()
    start, named = text.rfind(said.casefold()), text.rfind(label) if label else -1
    two = re.match(r"\S+\s\S+", said.casefold())
    return 0 <= named <= start < named + len(label) or bool(
        two and re.search(rf"(?<!\w){re.escape(two[0])}(?!\w)", label)
    )


def _is_denied(clause: str, s: Statistic, words: DirectionWords) -> bool:
    """Say whether a clause does not say that it is so; of what is expected, *will* says it."""
    if not re.search(words.not_so, clause, re.IGNORECASE):
        return False
    if not (s.estimate and words.ahead):
        return True
    return bool(re.search(words.not_so, re.sub(words.ahead, " ", clause, flags=re.IGNORECASE), re.IGNORECASE))


def names_rate(clause: str, words: DirectionWords) -> bool:
    """Say whether what rises or falls is a rate itself: *inflation* rose, not *prices*."""
    return bool(words.rates) and bool(re.search(rf"(?<!\w){words.rates}(?!\w)", clause, re.IGNORECASE))


def _is_pace(said: str, words: DirectionWords) -> bool:
    """Say whether words are a verb of rates alone: who says that prices accelerate speaks of their rate."""
    return bool(re.match(rf"(?:{words.slows}|{words.quickens})(?!\w)", said, re.IGNORECASE))


def _sentence_at(text: str, place: int) -> str:
    """Give the sentence of a text that holds a place in it."""
    start = 0
    for end in (*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)):
        if place < end:
            return text[start:end]
        start = end
    return text[start:]


def _true_way(s: Statistic, reference: Reference, facts: Facts) -> frozenset[int]:
    """Give the way in which a change that a reference names went; none where it names none."""
    if not reference.attribute.endswith("size"):
        return frozenset()
    whole = reference.attribute.removesuffix("size").removesuffix(".")
    try:
        return frozenset({_sign(facts.value(f"{s.id}.{whole}" if whole else s.id))})
    except FactError:
        return frozenset()


def _said_before(
    before: str, reference: Reference, words: DirectionWords, *, rate: bool = False
) -> tuple[int, str, bool] | None:
    """Give the way that words right before a figure say, the words, and that they stand before it.

    Between a verb and the value that was reached may stand by how much, how and when.
    """
    attribute = reference.attribute
    if attribute in ("change.size", "growth.size", "size"):
        joint = words.by
    elif attribute in _VALUES:
        joint = rf"(?:(?:{words.between})\s?)?(?:{words.from_}\s?{FIGURE}\s)?{words.to}"
    elif attribute == "baseline":
        joint = words.from_
    else:
        return None
    # Few figures stand behind one of these: the verbs are looked for before those alone.
    end = words.to if attribute in _VALUES else words.from_ if attribute == "baseline" else ""
    if end and not re.search(rf"{end}\s?$", before, re.IGNORECASE):
        return None
    for way, verbs in ((1, (words.rises, words.up)), (-1, (words.drops, words.down))):
        # "Up to 5" is five at most.
        named = "|".join(filter(None, verbs if attribute not in _VALUES or way < 0 else verbs[:1]))
        if rate:
            named += f"|{words.quickens if way > 0 else words.slows}"
        if found := re.search(rf"(?<!\w)(?:{named})\s?{joint}\s?$", before, re.IGNORECASE):
            return way, found[0], True
    return None


def _mistaken(written: WrittenText, words: DirectionWords, facts: Facts) -> Iterator[Doubt]:
    """Find a value told as a change, and a change told as a value: "fell by {x}", "fell to {x.change.size}"."""
    if not words.changed_by:
        return
    for match, reference in placed_references(written.text):
        s = facts.statistics.get(reference.id) if reference.sound else None
        if s is None or s.member is not None or s.baseline is None or measure_of(s) in (*SIGNED, None):
            continue
        before = hide_references(written.text[: match.start()])
        clause = re.split(words.clauses, before)[-1]
        if re.search(words.not_so, clause, re.IGNORECASE) or any(may_be_change(label) for label in s.label.values()):
            continue
        verbs = f"(?:{words.rises}|{words.drops})"
        if reference.attribute in (*_VALUES, "baseline"):
            change = abs(s.value - s.baseline.value)
            found = re.search(rf"(?<!\w){words.changed_by.replace('{verbs}', verbs)}\s?$", clause, re.IGNORECASE)
            told = s.baseline.value if reference.attribute == "baseline" else s.value
            # "Tăng vọt lên" says to what.
            if found and re.search(rf"(?<!\w){words.to}\s?$", found[0], re.IGNORECASE):
                continue
            if not found or change == told or not _is_about(s, clause[: found.start()], written.language, words):
                continue
            size = f"{{{s.id}.change.size}}"
            message = tell(
                "'{words}' tells the value {value} as if it were the change, which is {change}.",
                words=f"{found[0]}{reference.written}",
                value=_plain(told),
                change=_plain(change),
            )
            remedy = tell(
                "Write {size} for the change, or say that it rose or fell to {written}.",
                size=size,
                written=reference.written,
            )
        elif reference.attribute in ("change.size", "growth.size"):
            found = re.search(rf"(?<!\w){verbs}\s?{words.to}\s?$", clause, re.IGNORECASE)
            # "Giảm tới 5" is as much as five.
            if not found or re.search(r"(?<!lên )(?<!xuống )(?:tới|đến)\s?$", found[0]):
                continue
            message = tell(
                "'{words}' tells the change of {id} as if it were its value.",
                words=f"{found[0]}{reference.written}",
                id=s.id,
            )
            remedy = tell(
                "Write {{{id}}} for the value, or say that it rose or fell by {written}.",
                id=s.id,
                written=reference.written,
            )
        else:
            continue
        yield Doubt.at(
            written,
            code="wrong-change",
            severity="error",
            message=message,
            remedy=remedy,
        )


def _bettered(written: WrittenText, words: DirectionWords, facts: Facts) -> Iterator[Doubt]:
    """Find "improved to {x}" of what got worse, and the other way round; left are figures that have no better side."""
    for match, reference in placed_references(written.text) if words.betters and words.worsens else ():
        s = facts.statistics.get(reference.id) if reference.sound and reference.attribute in _VALUES else None
        if s is None or (s.better is None and s.unit != "rank"):
            continue
        good = -1 if s.better == "lower" and s.unit != "rank" else 1
        before = hide_references(written.text[: match.start()])
        clause = re.split(words.clauses, before)[-1]
        # "Được cải thiện, đạt": what joins them may be a clause of its own.
        if re.fullmatch(rf"\s?{words.to}\s?", clause, re.IGNORECASE):
            clause = f"{re.split(words.clauses, before.removesuffix(clause).rstrip(' ,'))[-1]}, {clause}"
        for way, verbs in ((good, words.betters), (-good, words.worsens)):
            found = re.search(rf"(?<!\w)(?:{verbs}),?\s?{words.to}\s?$", clause, re.IGNORECASE)
            if found and (true := _ways(s)) and way not in true and not re.search(words.not_so, clause, re.IGNORECASE):
                yield _wrong(written, f"{found[0]}{reference.written}", s)


def _ranked(written: WrittenText, words: DirectionWords, facts: Facts) -> Iterator[Doubt]:
    """Find "climbs in the ranking" of a place that got worse; looked at are sentences with one place alone."""
    for sentence in _SENTENCE_END.split(written.text) if words.rank_up and words.rank_down else ():
        ids = {r.id for r in find_references(sentence) if r.sound}
        ranks = [s for id in ids if (s := facts.statistics.get(id)) and s.unit == "rank"]
        if len(ranks) != 1 or not _ways(ranks[0]):
            continue
        shown = hide_references(sentence)
        for way, named in ((1, words.rank_up), (-1, words.rank_down)):
            found = re.search(rf"(?<!\w)(?:{named})(?!\w)", shown, re.IGNORECASE)
            if (
                found
                and way not in _ways(ranks[0])
                and not re.search(words.not_so, re.split(words.clauses, shown[: found.start()])[-1], re.IGNORECASE)
            ):
                yield _wrong(written, found[0], ranks[0])


def _paced(brief: Brief, written: WrittenText, words: DirectionWords) -> Iterator[Doubt]:
    """Find "slower than last year" of what grew faster, and "takes longer" of what took less time.

    Looked at are growth and lengths of time whose earlier value is of the year before, where a sentence or a headline
    is about one of them alone.
    """
    times = editor_words(written.language).times
    if times is None or not words.slower:
        return
    for sentence in _SENTENCE_END.split(written.text):
        told = {r.id for r in find_references(sentence) if r.sound}
        figures = _figures_of(brief, written, told)
        if len(figures) != 1 or (s := figures[0]).baseline is None or (pace := _pace(s)) == 0:
            continue
        shown = hide_references(sentence)
        for way, named in ((-1, words.slower), (1, words.faster)):
            ago = rf"(?:(?:{times.compared})\s?)?(?:in |the |in the |[בה])?(?:{times.year_ago}|{times.same_period})"
            than_it = (
                rf"\s(?:{times.compared}|{words.from_})\s?(?:the |a |mức )?{FIGURE}"
                if _tells_earlier(sentence, s)
                else r"(?!)"
            )
            behind = rf"(?:\s?(?:$|[,.;:!–—])|\s[מב]?{ago}(?!\w)|{than_it})"
            found = re.search(rf"(?<!\w)(?:{named}){behind}", shown, re.IGNORECASE)
            if not found or pace in (0, way) or re.search(words.not_so, shown[: found.start()], re.IGNORECASE):
                continue
            if told and not _is_paced(s, shown[: found.start()], written.language, words):
                continue
            if is_year_before(s.period, s.baseline.period):
                yield _wrong(written, found[0].strip(" ,.;:!–—"), s, "error" if told else "warning")


def _than_then(written: WrittenText, words: DirectionWords, facts: Facts) -> Iterator[Doubt]:
    """Find "{x} passengers, fewer than last year" of what was less last year."""
    times = editor_words(written.language).times
    if times is None or not words.above_then:
        return
    ago = f"(?:{times.same_period}|{times.year_ago})"
    yield from _said_ahead(written, words, facts, ago)
    for match, reference in placed_references(written.text):
        s = facts.statistics.get(reference.id) if reference.sound and reference.attribute in _VALUES else None
        if s is None or s.unit == "rank" or s.baseline is None or not is_year_before(s.period, s.baseline.period):
            continue
        behind = hide_references(written.text[match.end() :])
        for way, named in () if "," not in behind[:_SAID_AT] else ((1, words.above_then), (-1, words.below_then)):
            # Without a comma it is by the figure that something is more.
            said = rf"[^,;:.!?{FIGURE}]{{0,{_SAID_AT}}},\s(?P<said>{named.replace('{ago}', ago)})(?!\w)"
            found = re.match(said, behind, re.IGNORECASE)
            if found and way not in _ways(s, itself=True):
                yield _wrong(written, f"{reference.written} {found['said']}", s)


def _said_ahead(written: WrittenText, words: DirectionWords, facts: Facts, ago: str) -> Iterator[Doubt]:
    """Find "there were more fires than the year before: {x}" of fewer, in a sentence of that figure alone."""
    for sentence in _SENTENCE_END.split(written.text):
        placed = placed_references(sentence)
        reference = placed[0][1] if len(placed) == 1 and placed[0][1].sound else None
        s = facts.statistics.get(reference.id) if reference and reference.attribute in _VALUES else None
        if s is None or s.unit == "rank" or s.baseline is None or not is_year_before(s.period, s.baseline.period):
            continue
        before = hide_references(sentence[: placed[0][0].start()])
        for way, named in ((1, words.above_then), (-1, words.below_then)):
            found = re.search(
                rf"(?<!\w)(?:{named.replace('{ago}', ago)})(?!\w)(?:[^,;.]{{0,20}}|, [^,;.]{{0,12}})$",
                before,
                re.IGNORECASE,
            )
            clause = f"{re.split(words.clauses, before[: found.start()])[-1]} {found[0]}" if found else ""
            if (
                found
                and way not in _ways(s, itself=True)
                and not re.search(words.not_so, before, re.IGNORECASE)
                and (is_named(s, replace(written, text=clause)) or _has_a_word(s, clause, written.language))
            ):
                yield _wrong(written, found[0].strip(" :"), s)


def _has_a_word(s: Statistic, clause: str, language: str) -> bool:
    """Say whether a clause of the one figure of its sentence has a word of its label in whichever pair."""
    words = editor_words(language).directions
    alone = words.model_copy(update={"syllables": False}) if words else None
    return alone is not None and bool(content_of(clause, alone) & content_of(s.label.get(language, ""), alone))


def _tells_earlier(sentence: str, s: Statistic) -> bool:
    """Say whether a sentence tells the earlier value of a figure behind its own."""
    told = [(r.id, r.attribute) for _, r in placed_references(sentence) if r.sound]
    return len(told) == 2 and told[1] == (s.id, "baseline")


def _is_paced(s: Statistic, before: str, language: str, words: DirectionWords) -> bool:
    """Say whether a pace is that of a figure: told right behind it, or in a clause that names it."""
    noun = s.noun.get(language, "")
    between = before.rpartition(FIGURE)[2] if FIGURE in before else "?"
    if not re.search(r"\w", between.removeprefix(f" {noun}") if noun else between) and between != "?":
        return True
    subject = content_of(re.split(words.clauses, before)[-1], words)
    label = content_of(s.label.get(language, ""), words.model_copy(update={"syllables": False}))
    return bool(subject & (content_of(s.label.get(language, ""), words) | label))


def _pace(s: Statistic) -> int:
    """Give 1 for what got faster, -1 for what got slower, 0 where that is nothing one says of a figure."""
    if s.baseline is None or unknown_side(s, s.baseline.value):
        return 0
    change = _sign(s.value - s.baseline.value)
    if s.unit == "duration" and s.better == "lower":
        return -change
    return change if s.value > 0 and (measure_of(s) == "growth" or _is_rate(s)) else 0


def _is_about(s: Statistic, subject: str, language: str, words: DirectionWords) -> bool:
    """Say whether what rose or fell may be a figure: Hebrew says "rose in 12 towns" as it says "rose by 12"."""
    return (
        s.unit != "count"
        or not words.either_side
        or bool(content_of(s.label.get(language, ""), words) & content_of(subject, words))
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _said_behind(behind: str, reference: Reference, words: DirectionWords) -> tuple[int, str, bool] | None:
    if reference.attribute not in ("change.size", "growth.size") or not words.higher:
        return None
    for way, named in ((1, words.higher), (-1, words.lower)):
        if found := re.match(rf"\s({named})(?!\w)", behind, re.IGNORECASE):
            return way, found[1], False
    return None


# ---- the verb of a clause


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What a clause says that something did."""

    way: int
    words: str
    subject: str
    """The words for what did."""
    verb: bool


def _in_clauses(brief: Brief, written: WrittenText, words: DirectionWords) -> Iterator[Doubt]:
    for sentence in _SENTENCE_END.split(written.text):
        told = {r.id for r in find_references(sentence) if r.sound}
        shown = hide_references(sentence)
        years = set(re.findall(r"\b(?:19|20)\d\d\b", shown))
        figures = [s for s in _figures_of(brief, written, told) if _ways(s) and years <= _years(s)]
        if not figures or re.search(words.other_time, shown, re.IGNORECASE):
            continue
        clauses = [clause.strip() for clause in re.split(words.clauses, f"{shown.rstrip('.!?…')} ") if clause.strip()]
        for clause in clauses:
            said = list(_says(clause, words))
            if len({one.way for one in said}) != 1:
                continue
            if _is_fitted(clause, said[0], sentence):
                continue
            about = [s for s in figures if not _is_denied(clause, s, words)]
            named = [s for s in about if any(_is_of(s, one, written.language, words) for one in said)]
            # A headline over one figure is about that, or an editor asks whether it is.
            asked = written.kind == "headline" and len(clauses) == 1 and said[0].verb
            itself = names_rate(said[0].subject, words)
            wrong = [
                s
                for s in named or (about if asked else [])
                if said[0].way not in _ways_in(s, sentence, words, written.language, itself=itself)
            ]
            if wrong and len(wrong) == len(named or figures):
                severity: Severity = "error" if named else "warning"
                yield _wrong(written, clause.replace(FIGURE, "…"), wrong[0], severity)


def _is_fitted(clause: str, said: _Said, sentence: str) -> bool:
    """Say whether the words stand right at a change, to which they are fitted when it is told."""
    changes = any(r.attribute in ("change", "growth", "change.alone") for r in find_references(sentence))
    return changes and bool(re.search(rf"{re.escape(said.words)}(?:\s\S+)?\s?{FIGURE}", clause))


def _figures_of(brief: Brief, written: WrittenText, told: set[str]) -> list[Statistic]:
    """Give the figures that a sentence may be about: those it tells; of a headline or title without one, its own."""
    if told:
        return [s for s in brief.statistics if s.id in told]
    own = {s.id: s for s in brief.statistics if s.member is None}
    if written.path[0] == "points" and written.kind == "headline":
        return [own[id] for id in figures_under(brief, written) if id in own]
    return list(own.values()) if written.kind in ("title", "subtitle") else []


def under_headline(brief: Brief, written: WrittenText) -> set[str]:
    """Give the ids of the figures that a text stands over, if it is the headline of a point; none of any other."""
    headed = written.kind == "headline" and written.path[0] == "points"
    return set(figures_under(brief, written)) if headed else set()


def figures_under(brief: Brief, written: WrittenText) -> tuple[str, ...]:
    """Give the ids of the figures that a headline stands over: those its point shows, else those its text tells."""
    point = brief.points[int(written.path[1])]
    told = (r.id for r in find_references(point.text.get(written.language, "")) if r.sound)
    return point.statistics or tuple(dict.fromkeys(told))


def _years(s: Statistic) -> set[str]:
    periods = [s.period, *([s.baseline.period] if s.baseline else [])]
    return {year for period in periods for year in re.findall(r"\d{4}", period)}


def _says(clause: str, words: DirectionWords) -> Iterator[_Said]:
    """Give what says in a clause that something went a way: nouns first, for a drop is no verb."""
    for way, nouns in ((1, words.rise_of), (-1, words.drop_of)):
        for found in re.finditer(rf"(?<!\w)(?:{nouns})", clause, re.IGNORECASE) if nouns else ():
            yield _Said(way=way, words=found[0], subject=clause[found.end() :], verb=False)
    rates = ((1, words.quickens), (-1, words.slows)) if names_rate(clause, words) else ()
    for way, verbs in ((1, words.rises), (-1, words.drops), *rates):
        for found in re.finditer(rf"(?<!\w)(?:{verbs})(?!\w)", clause, re.IGNORECASE):
            before, behind = clause[: found.start()], clause[found.end() :]
            if words.alone and not (before.strip() and re.match(words.alone, behind, re.IGNORECASE)):
                continue
            subject = f"{before} {behind}" if words.either_side else before
            yield _Said(way=way, words=found[0], subject=subject, verb=True)
    for way, amount in ((1, words.more), (-1, words.fewer)):
        if amount and (begun := re.match(rf"(?:{amount})\s", clause, re.IGNORECASE)):
            yield _Said(way=way, words=begun[0], subject=" ".join(clause[begun.end() :].split()[:3]), verb=False)


def _is_of(s: Statistic, said: _Said, language: str, words: DirectionWords) -> bool:
    """Say whether what is said is of a figure; a word that it is called by says nothing: פחת is loss and fell."""
    label = s.label.get(language, "")
    own = said.verb and words.either_side and re.search(rf"(?<!\w){re.escape(said.words)}(?!\w)", label)
    return not own and _is_called(s, said.subject, language, words)


def _is_called(s: Statistic, subject: str, language: str, words: DirectionWords) -> bool:
    """Say whether words are what a figure is called: all of them are of its label, and half of that at least.

    Deaths in traffic accidents are no traffic accidents; the name of a place makes no difference, unless the figure
    is that of the place.
    """
    if s.member is not None:
        place, label = (content_of(text.get(language, ""), words) for text in (s.member.name, s.member.label))
        said = content_of(subject, words)
        return bool(place) and place <= said <= place | label
    # When it was is no part of what it is: מאז אוגוסט.
    timed = rf"(?<!\w)[בהמל]?(?:{any_number(month_names())})(?!\w)"
    said = content_of(_NAME.sub(" | ", re.sub(timed, " | ", subject, flags=re.IGNORECASE)), words)
    own = content_of(s.label.get(language, ""), words)
    return bool(said) and said <= own and 2 * len(said) >= len(own)


def content_of(text: str, words: DirectionWords) -> frozenset[str]:
    """Give the words of a text that tell what it is about, without their endings."""
    rest = _small(words.small_words).sub(" | ", text.casefold())
    if words.syllables:
        runs = [re.findall(r"[^\W\d_]+", run) for run in rest.split("|")]
        pairs = {f"{a} {b}" for run in runs for a, b in pairwise(run)}
        return frozenset(pairs or {word for run in runs for word in run})
    return frozenset(stem_of(word) for word in re.findall(r"[^\W\d_]{2,}", rest) if len(word) > 2)


@cache
def _small(words: tuple[str, ...]) -> re.Pattern[str]:
    """Give what finds words that tell nothing of what a text is about, the longest first."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")


def stem_of(word: str) -> str:
    """Give a word without its ending, and in Hebrew without the letters that are written together with it."""
    if re.search("[א-ת]", word):
        bare = re.sub("^ו?[הבלמשכ]+(?=.{3})", "", word)
        return re.sub("(?:ים|ות|ה|ת|י)$", "", bare) or word
    return re.sub("(?<=.{3})(?:ies|es|s|y)$", "", word)
