"""Alternative texts: what a picture is and says, for those who do not see it.

The short text says what the picture is, its message, its leading figure and where the long text is.
The long one has three levels: how the picture is built; its figures with their extremes, changes and
targets; how they move. It holds no opinion, and every number in it is a text of the script. Sources:
W3C WAI tutorial on complex images; Lundgard and Satyanarayan, "Accessible Visualization via Natural
Language Descriptions", IEEE TVCG 2022 (levels 1 to 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefcast.charts.over_time import gaps
from briefcast.charts.spec import ChartSpec
from briefcast.charts.words import Trend, chart_words, fill
from briefcast.script import Figure, Mark, Script

ALT_MAX_CHARS = 250
"""A screen reader says it in one go; platforms take 420 (twitter:image:alt) to 1,000 characters."""


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
    lines: Sequence[str] = (),
) -> Description:
    """Describe a piece in its language.

    It shows these figures of a script (all of them if absent), the leading one first, these charts,
    photos that are described by these texts (`Visual.image_alt`), and these further lines of text.
    """
    shown = tuple(script.figures if figures is None else figures)
    words, language = chart_words(script.language), script.language
    what = f"{script.labels['infographic']}: {_stopped(script.title)}"
    rows = [what, _stopped(script.subtitle) if script.subtitle else "", *lines]
    # Bars, lines and parts that name places say themselves what they measure.
    headed = any(spec.heading for spec in charts)
    if shown and not headed:
        rows.append(fill(words.page, language, label=shown[0].label))
    if len(shown) > 1 and not headed:
        rows.append(fill(words.others, language, labels="; ".join(figure.label for figure in shown[1:])))
    rows += [fill(words.photo, language, text=text) for text in photos if text]
    rows += [describe_chart(spec) for spec in charts]
    if shown:
        rows += [f"{script.labels['facts']}:", *(f"– {_row(figure, script)}" for figure in shown)]
    charted = {mark.fact for spec in charts for mark in spec.marks if mark.fact}
    for figure in shown:
        if len(figure.series) >= 2:
            values = "; ".join(f"{mark.label}: {mark.written}" for mark in figure.series)
            row = f"{figure.label}: {values}."
            # A chart has said how its values move; two values are told by their change.
            if len(figure.series) > 2 and not charted & {mark.fact for mark in figure.series}:
                row = f"{row} {_moves(figure.series, language, rank=figure.unit == 'rank')}"
            rows.append(row)
    if script.sources:
        rows.append(f"{script.labels['sources']}: " + " ".join(_stopped(source.written) for source in script.sources))
    rows.append(f"{script.labels['as_of']} {script.as_of}.")
    rows.append(" ".join(filter(None, (script.call_to_action.text, script.call_to_action.url))))
    return Description(
        alt_text=_short(what, shown, words.where, compared_in_short(charts)),
        long_description="\n".join(filter(None, rows)),
    )


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
    sentences = [f"{_stopped(spec.heading)}"] if spec.heading else []
    sentences += [
        fill(
            pattern,
            language,
            count=len(spec.beside) + 1 if spec.kind == "lines" else len(spec.marks),
            label=(spec.heading or spec.label) if over_time else lead.label,
            first=spec.marks[0].label,
            last=spec.marks[-1].label,
            low=reach[0].written,
            high=reach[-1].written,
            end=end.written or words.hundred,
        )
    ]
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
    levels = [mark for mark in (spec.target, spec.baseline, spec.overall) if mark]
    sentences += [fill(words.value, language, label=mark.label or words.overall, value=mark.written) for mark in levels]
    if spec.of:
        sentences.append(_stopped(fill(words.cut, language, shown=len(spec.marks), of=spec.of)))
    if spec.rounded:
        sentences.append(words.rounded)
    if spec.missing:
        sentences.append(_stopped(fill(words.missing, language, names=", ".join(spec.missing))))
    return " ".join(sentences)


def compared_in_short(charts: Sequence[ChartSpec]) -> tuple[str, ...]:
    """Say what a chart of many compares, the fullest first: all its values, its ends, or only how many of all it shows.

    Nothing for a chart that compares no entries of one figure.
    """
    spec = next((spec for spec in charts if spec.kind in ("ranked", "parts", "lines") and spec.heading), None)
    if spec is None:
        return ()
    words, language = chart_words(spec.language), spec.language
    newest = [(mark.label, mark) for mark in spec.marks]
    if spec.kind == "lines":
        newest = [(spec.name, spec.marks[-1]), *((line.name, line.marks[-1]) for line in spec.beside)]
    cut = [fill(words.cut, language, shown=len(spec.marks), of=spec.of)] if spec.of else []
    every = [f"{name}: {mark.written}" for name, mark in newest]
    by_value = sorted(newest, key=lambda pair: pair[1].value)
    ends = [f"{name}: {mark.written}" for name, mark in (by_value[-1], by_value[0])]
    return tuple(f"{spec.heading}. {'; '.join((*row, *cut))}" for row in (every, ends, []) if row or cut)


def _short(what: str, shown: Sequence[Figure], where: str, compared: Sequence[str] = ()) -> str:
    """Say what a picture is, its leading figure if there is room, and where the rest is."""
    room = ALT_MAX_CHARS - len(where) - 1
    for row in compared:
        if len(longer := f"{what} {_stopped(row)}") <= room:
            return f"{longer} {where}"
    if shown:
        lead = f"{shown[0].label}: {shown[0].written}"
        with_change = f"{lead}; {shown[0].change}" if shown[0].change else lead
        for row in (with_change, lead):
            if len(longer := f"{what} {_stopped(row)}") <= room:
                return f"{longer} {where}"
    if len(what) > room:
        what = f"{what[: room - 1].rpartition(' ')[0]}…"
    return f"{what} {where}"


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
    words = chart_words(language)
    first, last = marks[0], marks[-1]
    steps = [(b.value - a.value) * (-1 if falls else 1) for a, b in pairwise(marks)]
    if first.value == last.value:
        pattern = trend.level
    elif (last.value > first.value) != falls:
        pattern = trend.up_throughout if all(step > 0 for step in steps) else trend.up
    else:
        pattern = trend.down_throughout if all(step < 0 for step in steps) else trend.down
    yield _between(pattern, first, last, language)
    if len(marks) < 3:
        return
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


def _between(pattern: str, one: Mark, other: Mark, language: str) -> str:
    return fill(
        pattern,
        language,
        from_value=one.written,
        from_when=one.label,
        to_value=other.written,
        to_when=other.label,
    )


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _row(figure: Figure, script: Script) -> str:
    """Write all that is known of a figure as one row."""
    words, language = chart_words(script.language), script.language
    parts = [f"{figure.label}: {figure.written}"]
    if figure.plain and figure.plain != figure.written:
        parts.append(figure.plain)
    if figure.change and figure.baseline is not None:
        baseline = figure.baseline
        parts.append(fill(words.change, language, when=baseline.label, value=baseline.written, change=figure.change))
    elif figure.change:
        parts.append(figure.change)
    if figure.target is not None:
        parts.append(f"{figure.target.label}: {figure.target.written}")
    if figure.gap:
        parts.append(figure.gap)
    if figure.period:
        parts.append(figure.period)
    if figure.source_short:
        parts.append(f"{script.labels['source']}: {figure.source_short}")
    return "; ".join(parts)
