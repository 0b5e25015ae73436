"""Alternative texts: what a picture is and says, for those who do not see it.

The short text says what the picture is, its message, what stands on it in words and figures, and where
the long text is.
The long one has three levels: how the picture is built; its figures with their extremes, changes and
targets; how they move. It holds no opinion, and every number in it is a text of the script. Sources:
W3C WAI tutorial on complex images; Lundgard and Satyanarayan, "Accessible Visualization via Natural
Language Descriptions", IEEE TVCG 2022 (levels 1 to 3).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from briefcast.charts.over_time import gaps
from briefcast.charts.spec import ChartSpec
from briefcast.charts.words import Trend, chart_words, fill
from briefcast.language.kin import akin
from briefcast.language.written import NBSP, without_isolates
from briefcast.look.drawing import TextSize
from briefcast.look.figures import dated
from briefcast.script import Figure, Mark, Script, labelled, same_words
from briefcast.writing.content import begun, begun_small

ALT_MAX_CHARS = 1000
"""What stands on a picture, all of it where it fits; platforms take 1,000 characters (X) and more."""


@dataclass(frozen=True, kw_only=True)
class Description:
    """A picture in words."""

    alt_text: str
    """At most `ALT_MAX_CHARS` characters."""
    long_description: str
    """Plain text in lines: how it is built, a row for each figure, how they move, the sources."""


def describe(
    script: Script,
    *,
    figures: Sequence[Figure] | None = None,
    charts: Sequence[ChartSpec] = (),
    photos: Sequence[str] = (),
    drawn: Sequence[TextSize] | None = None,
) -> Description:
    """Describe a piece in its language.

    It shows these figures of a script (all of them if absent), the leading one first, these charts, and
    photos that are described by these texts (`Visual.image_alt`). ``drawn`` are the texts that stand on it:
    what is not among them is not said. If absent, everything is.
    """
    seen = _Seen(drawn)
    shown = tuple(script.figures if figures is None else figures)
    words, language = chart_words(script.language), script.language
    # A finding says neither of what it is nor where: "2 more people have died" of what?
    about = f"{_stopped(script.kicker)} " if drawn is not None and script.kicker and seen.has(script.kicker) else ""
    what = f"{script.labels['infographic']}: {about}{_stopped(script.title)}"
    rows = [what]
    if drawn is not None:
        rows.append(" · ".join(filter(None, (script.issuer, "" if about else script.kicker))))
    if script.subtitle and seen.has(script.subtitle):
        rows.append(_stopped(script.subtitle))
    rows += seen.lines
    leads = shown[:1] if seen.leads else ()
    # Bars, lines and parts that name places say themselves what they measure.
    headed = any(spec.heading for spec in charts)
    if leads and not headed:
        rows.append(fill(words.page, language, label=leads[0].label))
    charted = {mark.fact for spec in charts for mark in spec.marks if mark.fact}
    # Where its chart alone tells a figure, it needs no row: what it is, when and how much stands there.
    beside = [figure for figure in shown if figure not in leads] if drawn is not None else []
    alone = {figure.statistic for figure in beside if _by_chart_alone(figure, charted, seen)}
    if (others := [figure for figure in shown[len(leads) :] if figure.statistic not in alone]) and not headed:
        rows.append(fill(words.others, language, labels="; ".join(figure.label for figure in others)))
    rows += [fill(words.photo, language, text=text) for text in photos if text]
    rows += [describe_chart(spec) for spec in charts]
    # What such a chart tells of a figure needs no row beside it, unless it leads the picture too.
    told = _told(charts) if drawn is not None else set()
    listed = [figure for figure in shown if figure in leads or figure.statistic not in told | alone]
    if listed:
        rows += [f"{script.labels['facts']}:", *(f"– {_row(figure, script, seen)}" for figure in listed)]
    for figure in shown:
        own = charted & {mark.fact for mark in figure.series}
        if len(figure.series) >= 2 and ((own and figure.statistic not in told) or drawn is None):
            values = "; ".join(f"{mark.label}: {mark.written}" for mark in figure.series)
            row = f"{labelled(figure.label, values)}."
            # A chart has said how its values move; two values are told by their change.
            if len(figure.series) > 2 and not own:
                row = f"{row} {_moves(figure.series, language, rank=figure.unit == 'rank')}"
            rows.append(row)
    if drawn is not None:
        rows += [_stopped(text) for text in seen.sources]
    else:
        named = " ".join(_stopped(source.written) for source in script.sources)
        rows.append(f"{script.labels['sources']}: {named}" if named else "")
        rows.append("" if script.to_come else f"{script.labels['as_of']} {script.as_of}.")
    action = script.call_to_action
    if action.text and seen.has(action.text):
        rows.append(" ".join(filter(None, (action.text, action.url))))
    compared = compared_in_short(charts)
    if alone and not compared:
        [figure, *_] = [figure for figure in shown if figure.statistic in alone]
        rank = figure.unit == "rank"
        compared = tuple(_trend(figure.series, language, words.rank_trend if rank else words.trend, falls=rank))[:1]
    return Description(
        alt_text=_short(what, script, listed, shown[:1], words.where, seen, compared),
        long_description="\n".join(filter(None, rows)),
    )


def describe_leaf(
    script: Script,
    *,
    place: str,
    message: str,
    figures: Sequence[Figure],
    charts: Sequence[ChartSpec],
    photos: Sequence[str],
    drawn: Sequence[TextSize],
) -> Description:
    """Describe one of several pages by what stands on it: its place among them, its message, its figures.

    Without a message it is the title that stands there.
    """
    seen, words = _Seen(drawn), chart_words(script.language)
    what = f"{place}. {_stopped(message or script.title)}"
    first = _short_row(figures[0], seen) if figures and not charts else ""
    if first and (not message or same_words(first[: len(message)], message)):
        # What a page says with its figure is not said before it once more.
        what = f"{place}."
    if script.says_first and seen.has(script.kicker):
        what = f"{_stopped(script.kicker)} {what}"
    rows = [what]
    if script.subtitle and seen.has(script.subtitle):
        rows.append(_stopped(script.subtitle))
    rows += seen.lines
    told = _told(charts)
    untold = [figure for figure in figures if figure.statistic not in told]
    own = [_stopped(_row(figure, script, seen, sourced=False)) for figure in untold]
    # The headline may be the figure already.
    once = "" if charts or seen.lines or not untold else _once(what, untold[0], message, seen)
    rows_of = (_stopped(_short_row(figure, seen)) for figure in untold[1 if once else 0 :])
    short = [row for row in rows_of if not what.endswith(row)]
    rows += [fill(words.photo, script.language, text=text) for text in photos if text]
    rows += [describe_chart(spec) for spec in charts]
    rows += own
    # A chart has its values in words too.
    charted = {mark.fact for spec in charts for mark in spec.marks if mark.fact}
    for figure in untold:
        if charted & {mark.fact for mark in figure.series}:
            values = "; ".join(f"{mark.label}: {mark.written}" for mark in figure.series)
            rows.append(f"{labelled(figure.label, values)}.")
    rows += [_stopped(text) for text in seen.sources]
    action = script.call_to_action
    if action.url and any(name == "address" for name in seen.names):
        rows.append(action.url)
    alt = " ".join((once or what, *(seen.lines if not figures else ()), *short))
    for row in compared_in_short(charts):
        if len(alt := f"{what} {_stopped(row)}") <= ALT_MAX_CHARS:
            break
    return Description(alt_text=_cut(alt, ALT_MAX_CHARS), long_description="\n".join(filter(None, rows)))


def _told(charts: Sequence[ChartSpec]) -> set[str]:
    """Give the ids of the statistics that charts with names of places tell, with name, value and time."""
    marks = [
        mark
        for spec in charts
        if spec.heading
        for mark in (*spec.marks, *(mark for line in spec.beside for mark in line.marks))
    ]
    return {mark.fact.partition(".")[0] for mark in marks}


def _by_chart_alone(figure: Figure, charted: Collection[str], seen: _Seen) -> bool:
    """Say whether a figure stands on a picture in its chart and nowhere beside it."""
    return any(mark.fact in charted for mark in figure.series) and "number" not in seen.names


def _told_when(figure: Figure, seen: _Seen) -> str:
    """Give a figure with its label as it stands on the picture: with its time, where that stands there."""
    label = dated(figure.label, figure.when, figure.period)
    # Under its value, or in brackets behind its source.
    timed = any(seen.has(time) or seen.sourced(time) for time in (figure.when, figure.period) if time)
    # Or in one line with that of its earlier value: "Inflation, October, 2025 v. 2026".
    timed = timed or bool(figure.then_and_now and seen.within(figure.then_and_now))
    return labelled(label, figure.went or figure.written) if seen.has(label) or timed else figure.told


def _cut(text: str, most: int) -> str:
    """Give a text no longer than so many letters, cut between words."""
    return text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0]}…"


class _Seen:
    """The texts that stand on a picture, by what they are; without any, everything counts as seen."""

    def __init__(self, drawn: Sequence[TextSize] | None) -> None:
        self._all = drawn is None
        self._texts = [(text.text, _even(text.body)) for text in drawn or ()]
        self._bodies = {body for _, body in self._texts}

    def has(self, text: str) -> bool:
        """Whether a text stands on the picture by itself."""
        return self._all or _even(text) in self._bodies

    def within(self, text: str) -> bool:
        """Whether a text stands on the picture as the end of a line."""
        return not self._all and any(body.endswith(_even(text)) for body in self._bodies)

    def sourced(self, time: str) -> bool:
        """Whether a time stands behind the source of a figure."""
        return not self._all and any(f"({_even(time)})" in source for source in map(_even, self.sources))

    def led_by(self, phrase: str) -> bool:
        """Whether a phrase is set large as a number with its words, which may stand under it."""
        numbers = "".join(_bare(body) for name, body in self._texts if name == "number")
        return not self._all and _bare(phrase) in numbers

    def numbered(self, amount: str) -> bool:
        """Whether an amount stands on the picture as a number of its own."""
        return self._all or _bare(amount) in {_bare(body) for name, body in self._texts if name == "number"}

    @property
    def names(self) -> set[str]:
        """What stands there."""
        return {name for name, _ in self._texts}

    @property
    def leads(self) -> bool:
        """Whether a figure stands at the head of the picture."""
        return self._all or any(name == "label of the leading figure" for name, _ in self._texts)

    @property
    def lines(self) -> list[str]:
        """Lines that tell the message in words, with what stands above them."""
        told: list[str] = []
        before = ""
        for name, body in self._texts:
            if name in _ABOVE:
                before = f"{body}{_ABOVE[name]}"
            elif name in _LINES:
                told.append(f"{before}{_stopped(body)}")
                before = ""
        return told

    @property
    def sources(self) -> list[str]:
        """Where the figures come from, as it stands there."""
        return [body for name, body in self._texts if name == "sources"]


_LINES = ("heading", "line", "step", "quote", "name of who is quoted", "role of who is quoted", "text of a point")
"""What `fit` in ``templates/cards/lib.typ`` is told that a text is, where it tells the message in words."""
_ABOVE = {"label of a line": ": ", "place of a step": ". "}
"""What stands before one of them, and what parts the two in running text."""


def _bare(text: str) -> str:
    """Give a text without blanks and marks of direction."""
    return "".join(without_isolates(text).split())


def _even(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def describe_chart(spec: ChartSpec) -> str:
    """Describe one chart in its language: how it is built, its extremes and target, how its values move."""
    language = spec.language
    words = chart_words(language)
    lead = spec.marks[spec.lead % len(spec.marks)]
    over_time = spec.kind in ("line", "rank", "columns", "lines")
    marks = [*spec.marks, *(mark for line in spec.beside for mark in line.marks)]
    reach = sorted([*marks, *filter(None, (spec.target, spec.baseline))], key=lambda mark: mark.value)
    end = spec.whole or reach[-1]
    pattern = getattr(words.kinds, spec.kind)
    if spec.kind == "ranked" and any(a.value < b.value for a, b in pairwise(spec.marks)):
        pattern = words.typed
    if spec.kind == "parts" and not end.written:
        end = Mark(value=end.value, written=words.hundred, label="")
    places = spec.kind in ("map", "areas", "table")
    if places:
        # Nothing is drawn between a value and its target.
        reach = sorted(spec.marks, key=lambda mark: mark.value)
    sentences = [f"{_stopped(spec.heading)}"] if spec.heading else []
    sentences += [
        fill(
            pattern,
            language,
            count=_counted(spec),
            label=(spec.heading or spec.label) if over_time else lead.label,
            first=spec.marks[0].label,
            last=spec.marks[-1].label,
            low=reach[0].written,
            high=reach[-1].written,
            end=end.written or words.hundred,
        )
    ]
    if spec.kind in ("line", "lines") and reach[0].value > 0 and (spec.axis_from is None or spec.axis_from > 0):
        sentences.append(words.cut_off)
    if any(mark.estimate for mark in marks):
        sentences.append(words.dashed)
    if spec.kind == "lines":
        for name, its_marks in ((spec.name, spec.marks), *((line.name, line.marks) for line in spec.beside)):
            values = "; ".join(f"{mark.label}: {mark.written}" for mark in its_marks)
            sentences += [f"{name}: {values}.", _moves(its_marks, language, rank=False)]
    elif over_time:
        sentences.append(_moves(spec.marks, language, rank=spec.kind == "rank"))
    else:
        sentences += [fill(words.value, language, label=mark.label, value=mark.written) for mark in spec.marks]
    if places and spec.marked:
        stressed = [
            f"{spec.home_word}: {spec.marks[at].label}" if at == spec.home else spec.marks[at].label
            for at in spec.marked
        ]
        sentences.insert(2 if spec.heading else 1, fill(words.marked, language, label="; ".join(stressed)))
    elif spec.home is not None:
        sentences.append(_stopped(f"{spec.home_word}: {spec.marks[spec.home].label}"))
    levels = [mark for mark in (spec.target, spec.baseline, spec.overall) if mark]
    sentences += [fill(words.value, language, label=mark.label or words.overall, value=mark.written) for mark in levels]
    if spec.of:
        sentences.append(_stopped(fill(words.cut, language, shown=len(spec.marks), of=spec.of)))
    if spec.rounded:
        sentences.append(words.rounded)
    if spec.missing:
        sentences.append(_stopped(fill(words.missing, language, names=", ".join(spec.missing))))
    return " ".join(sentences)


def _counted(spec: ChartSpec) -> int:
    """Give how many there are of what a kind of chart is made of: lines, classes, values."""
    if spec.kind == "lines":
        return len(spec.beside) + 1
    if classed := spec.grid or spec.areas:
        return classed.count
    return len(spec.marks)


def compared_in_short(charts: Sequence[ChartSpec]) -> tuple[str, ...]:
    """Say what a chart of many compares, the fullest first: all its values, its ends, or only how many of all it shows.

    Nothing for a chart that shows all of several figures that are no entries of one: the leading one speaks for it.
    """
    many = [spec for spec in charts if spec.kind in ("ranked", "table", "map", "areas", "parts", "lines")]
    spec = next((spec for spec in many if spec.heading or spec.of), None)
    if spec is None:
        return ()
    words, language = chart_words(spec.language), spec.language
    newest = [(mark.label, mark) for mark in spec.marks]
    if spec.kind == "lines":
        newest = [(spec.name, spec.marks[-1]), *((line.name, line.marks[-1]) for line in spec.beside)]
    levels = [mark for mark in (spec.target, spec.overall) if mark and mark.written]
    cut = [f"{mark.label or words.overall}: {mark.written}" for mark in levels]
    cut += [fill(words.cut, language, shown=len(spec.marks), of=spec.of)] if spec.of else []
    every = [f"{name}: {mark.written}" for name, mark in newest]
    by_value = sorted(newest, key=lambda pair: pair[1].value)
    ends = [f"{name}: {mark.written}" for name, mark in (by_value[-1], by_value[0])]
    head = f"{spec.heading}. " if spec.heading else ""
    return tuple(f"{head}{'; '.join((*row, *cut))}" for row in (every, ends, []) if row or cut)


def _short(
    what: str,
    script: Script,
    shown: Sequence[Figure],
    first: Sequence[Figure],
    where: str,
    seen: _Seen,
    compared: Sequence[str],
) -> str:
    """Say what a picture is, what stands on it as far as there is room, the weightiest first, and where the rest is.

    What it compares comes behind the figure that stands ``first`` on it, unless that is a bar itself.
    """
    room = ALT_MAX_CHARS - len(where) - 1
    action = script.call_to_action.text
    # Of rows that say the same, the first that fits.
    told: list[Sequence[str]] = [(line,) for line in seen.lines]
    listed: list[Sequence[str]] = [(_short_row(figure, seen), figure.told) for figure in shown]
    ahead = 1 if [*shown[:1]] == [*first] else 0
    stated = script.title if shown and shown[0].statistic in script.title_stated else ""
    if ahead and shown and not compared and not seen.lines and (once := _once(what, shown[0], stated, seen)):
        what, listed[0] = once, ()
    said = _cut(what, room)
    told += [*listed[:ahead], *([compared] if compared else []), *listed[ahead:]]
    told += [(action,)] if action and seen.has(action) and shown else []
    for rows in told:
        row = next((row for row in rows if len(f"{said} {_stopped(row)}") <= room), "")
        if row and _stopped(row) not in said:
            said = f"{said} {_stopped(row)}"
    return f"{said} {where}"


def _once(what: str, figure: Figure, said: str, seen: _Seen) -> str:
    """Go on from a headline that has a figure, and what it is of, with all else: when, its change, its target.

    "Poverty is down to 2.93% (Sep 30, 2026); target 2030: 2.5%." Nothing where the headline does not have both, or
    does not end what was said so far.
    """
    if not said or not what.endswith(_stopped(said)) or not what.endswith("."):
        return ""
    title, name = _even(without_isolates(said)), _even(without_isolates(figure.written))
    if not re.search(rf"(?<![\d.,]){re.escape(name)}(?![\d])", title) or not figure.when:
        return ""
    words = [set(re.findall(r"[^\W\d_]{3,}", _even(text).casefold())) for text in (figure.label, title)]
    again = [word for word in words[0] if any(word[:4] == other[:4] or akin(word, other) for other in words[1])]
    if not words[0] or len(again) * 2 < len(words[0]):
        return ""
    row = _short_row(figure, seen)
    told = _told_when(figure, seen)
    rest = row.removeprefix(told)
    if rest == row:
        return ""
    # A time that the headline has as well is nothing more to say.
    when = "" if _even(without_isolates(figure.when)) in title else f" ({figure.when})"
    return _stopped(f"{what.removesuffix('.')}{when}{rest}")


def _short_row(figure: Figure, seen: _Seen) -> str:
    """Write a figure with its change, its target and how far it is from it, each where it stands on the picture."""
    target = _aim(figure) if _has_aim(figure, seen) else ""
    gap = figure.gap if figure.gap and (seen.has(figure.gap) or seen.led_by(figure.gap)) else ""
    baseline = _earlier(figure, seen)
    before = f"{baseline.label}: {baseline.written}" if baseline else ""
    parts = (
        _told_when(figure, seen),
        before,
        *_grown(figure, seen),
        _change(figure, seen),
        target,
        gap,
    )
    return "; ".join(part for part in parts if part)


def _earlier(figure: Figure, seen: _Seen) -> Mark | None:
    """Give an earlier value that stands on the picture: as a number of its own, or on a line with its time."""
    if (baseline := figure.baseline) is None:
        return None
    line = f"{baseline.label}: {baseline.written}"
    return baseline if _stands(baseline, figure, seen) or seen.has(line) or seen.has(begun(line)) else None


def _has_aim(figure: Figure, seen: _Seen) -> bool:
    return figure.target is not None and seen.has(f"{figure.target.label}: {figure.target.written}")


def _aim(figure: Figure) -> str:
    """Give a target as it goes on behind a semicolon: *target 2026: 8.5%*."""
    assert figure.target is not None
    return f"{begun_small(figure.target.label)}: {figure.target.written}"


def _stands(baseline: Mark, figure: Figure, seen: _Seen) -> bool:
    """Whether an earlier value stands on the picture, with its unit or, beside a value that has it, without."""
    written, suffix = _even(without_isolates(baseline.written)), _even(figure.suffix)
    return seen.numbered(written) or bool(suffix and seen.numbered(written.removesuffix(suffix)))


def _grown(figure: Figure, seen: _Seen) -> tuple[str, ...]:
    """Give how much a figure grew in percent, where that is set large, with what it is compared with beneath it."""
    if not figure.growth or not seen.led_by(figure.growth):
        return ()
    rest = figure.compared.removeprefix(figure.change) if figure.compared.startswith(figure.change) else ""
    return (f"{figure.growth}{rest}" if seen.has(rest.strip(f" {NBSP},")) else figure.growth,)


def _change(figure: Figure, seen: _Seen) -> str:
    """Give a figure's change as it stands on the picture, if it does."""
    if figure.change and seen.led_by(figure.change):
        # Its number leads, and what it is compared with stands beneath.
        rest = figure.compared.removeprefix(figure.change)
        return figure.compared if figure.compared.startswith(figure.change) and seen.has(rest) else figure.change
    return next((text for text in (figure.compared, figure.change) if text and seen.has(text)), "")


def _moves(marks: Sequence[Mark], language: str, *, rank: bool) -> str:
    """Say the extremes of values over time and how they move."""
    words = chart_words(language)
    low, high = min(mark.value for mark in marks), max(mark.value for mark in marks)
    ends = [(words.best, low), (words.worst, high)] if rank else [(words.highest, high), (words.lowest, low)]
    sentences = []
    for pattern, value in ends if low != high else []:
        at = [mark for mark in marks if mark.value == value]
        when = ", ".join(mark.label for mark in at)
        sentences.append(fill(pattern, language, value=at[-1].written, when=when))
    sentences += _trend(marks, language, words.rank_trend if rank else words.trend, falls=rank)
    sentences += [_between(words.gap, marks[i - 1], marks[i], language) for i in gaps(marks)]
    return " ".join(sentences)


def _trend(marks: Sequence[Mark], language: str, trend: Trend, *, falls: bool) -> Iterator[str]:
    """Say where values go, their largest step and where they stand still; ``falls``: smaller is up."""
    first, last = marks[0], marks[-1]
    steps = [(b.value - a.value) * (-1 if falls else 1) for a, b in pairwise(marks)]
    if first.value != last.value and (turn := _turn(steps)) is not None:
        # Three rises after one great fall are no fall "overall".
        pattern = trend.turned_up if steps[-1] > 0 else trend.turned_down
        yield _between(pattern, first, last, language, turn=marks[turn])
        yield from _largest(marks, steps, language)
        return
    if first.value == last.value:
        pattern = trend.level
    elif (last.value > first.value) != falls:
        pattern = trend.up_throughout if all(step > 0 for step in steps) else trend.up
    else:
        pattern = trend.down_throughout if all(step < 0 for step in steps) else trend.down
    yield _between(pattern, first, last, language)
    if len(marks) < 3:
        return
    yield from _largest(marks, steps, language)


def _turn(steps: Sequence[Decimal]) -> int | None:
    """Give the place of the one value at which values turn for good, none of them standing still; else None."""
    turns = [i for i, (one, other) in enumerate(pairwise(steps), start=1) if (one > 0) != (other > 0)]
    return turns[0] if len(turns) == 1 and all(steps) else None


def _largest(marks: Sequence[Mark], steps: Sequence[Decimal], language: str) -> Iterator[str]:
    """Say the largest step of values, and where they stand still."""
    words = chart_words(language)
    sizes = [abs(step) for step in steps]
    if sizes.count(max(sizes)) == 1:
        at = sizes.index(max(sizes))
        yield _between(words.step, marks[at], marks[at + 1], language)
    start = 0
    for i in range(1, len(marks) + 1):
        if i == len(marks) or marks[i].value != marks[start].value:
            if i - start > 1:
                yield _between(words.unchanged, marks[start], marks[i - 1], language)
            start = i


def _between(pattern: str, one: Mark, other: Mark, language: str, *, turn: Mark | None = None) -> str:
    turned = {"turn_value": turn.written, "turn_when": turn.label} if turn else {}
    return fill(
        pattern,
        language,
        from_value=one.written,
        from_when=one.label,
        to_value=other.written,
        to_when=other.label,
        **turned,
    )


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _row(figure: Figure, script: Script, seen: _Seen, *, sourced: bool = True) -> str:
    """Write all that stands on the picture of a figure as one row; its source too, unless the page has only one."""
    words, language = chart_words(script.language), script.language
    parts = [figure.told]
    if figure.plain and figure.plain != figure.written and seen.has(figure.plain):
        parts.append(figure.plain)
    parts += _grown(figure, seen)
    change, before = _change(figure, seen), _earlier(figure, seen)
    if before is not None and change:
        parts.append(fill(words.change, language, when=before.label, value=before.written, change=figure.change))
    elif before is not None:
        # Its own time first, or that of the earlier value reads as the time of this one.
        parts += [*filter(None, [figure.when]), f"{before.label}: {before.written}"]
    elif change:
        parts.append(change)
    if _has_aim(figure, seen):
        parts.append(_aim(figure))
    if figure.gap and (seen.has(figure.gap) or seen.led_by(figure.gap)):
        parts.append(figure.gap)
    if figure.when and figure.when not in parts:
        parts.append(figure.when)
    if figure.source_short and sourced:
        parts.append(f"{script.labels['source']}: {figure.source_short}")
    return "; ".join(parts)
