"""Checking a brief: what a careful editor would query before anything is made.

`briefcast.brief.read` refuses what is no brief; here is everything else, as findings. An error is to be put right,
a warning to be looked at. A few errors leave nothing to be made until they are put right: see `unmakeable`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from briefcast.brief.document import Document, FieldPath, read_text
from briefcast.brief.findings import Finding, Found, Severity, as_error, find, in_order
from briefcast.brief.kinds import kind_faults
from briefcast.brief.model import LANGUAGES, OWN_FIELDS, UNSETTLED, Brief, Source, Statistic
from briefcast.brief.read import BriefFile, WrittenText, written_texts
from briefcast.brief.references import REFERENCE, find_references, near_word
from briefcast.cards import LINES_MAX, PARTS_MAX, asked_card
from briefcast.edition.agreeing import find_apart
from briefcast.edition.beside import find_broken_files, find_long_names, find_undrawable, name_character
from briefcast.edition.claims import find_wrong_claims
from briefcast.edition.comparisons import find_wrong_comparisons
from briefcast.edition.computed import find_wrong_gaps, is_computed, is_how_many, points_as_percent
from briefcast.edition.contradictions import find_contradictions, first_day, is_of_event, last_day
from briefcast.edition.counted import find_wrong_counted
from briefcast.edition.courses import find_wrong_courses
from briefcast.edition.deaths import find_denied_deaths, find_wrong_fates
from briefcast.edition.denials import find_denied_counts, find_denied_figures
from briefcast.edition.digits import find_typed
from briefcast.edition.directions import find_wrong_ways
from briefcast.edition.doubt_words import in_words, references_of
from briefcast.edition.doubts import Doubt, DoubtCode
from briefcast.edition.goings import find_wrong_goings
from briefcast.edition.grounds import find_groundless
from briefcast.edition.groups import find_other_groups
from briefcast.edition.lately import find_wrong_lately
from briefcast.edition.leaning import find_leaning_texts
from briefcast.edition.likened import find_wrong_likenings
from briefcast.edition.limits import find_wrong_limits
from briefcast.edition.lint import find_marks
from briefcast.edition.majorities import find_wrong_majorities
from briefcast.edition.mapped import MapCode, find_unmapped
from briefcast.edition.media import MediaCode, find_footage_fault, find_image_fault
from briefcast.edition.pairs import find_wrong_pairs
from briefcast.edition.places import find_wrong_places
from briefcast.edition.records import find_wrong_records
from briefcast.edition.runs import find_wrong_runs
from briefcast.edition.schedule import find_wrong_schedules
from briefcast.edition.shares import find_wrong_shares
from briefcast.edition.spelled import find_wrong_spelled
from briefcast.edition.times import find_wrong_times
from briefcast.edition.typed import likely_name, meant_figure, names_with_digits
from briefcast.edition.verdicts import find_wrong_verdicts
from briefcast.errors import FactError, VoiceError
from briefcast.language.rounding import last_digit
from briefcast.languages import written_in
from briefcast.look.icons import list_icons, near_icons
from briefcast.messages import Typed, tell
from briefcast.products.table import PRODUCTS
from briefcast.writing.aloud import Aloud
from briefcast.writing.facts import Facts, collect_facts
from briefcast.writing.fitting import fit_references

Code = Literal[
    "figure-missing",
    "no-source",
    "unconfirmed",
    "typed-digit",
    "stale",
    "unused-statistic",
    "language-missing",
    "too-long",
    "no-full-stop",
    "markup",
    "not-replaced",
    "nothing-to-tell",
    "no-alt-text",
    "unknown-icon",
    "unknown-product",
    "not-comparable",
    "unknown-finding",
    "text-cut",
    "broken-file",
    "recording-unreadable",
    "cannot-be-drawn",
    "kind-part",
    "parts-sum",
    "left-out",
    "place-not-named",
    "not-drawn",
    MapCode,
    DoubtCode,
    MediaCode,
]
"""What kind of thing a finding is; docs/write-a-brief.md explains each."""


_STOPS: Collection[Code] = ("unknown-icon", "unknown-product", "not-comparable", "not-on-map")
"""Findings without whose remedy nothing can be drawn."""

INTENDABLE: Collection[Code] = (
    "after-as-of",
    "contradiction",
    "unused-statistic",
    "wrong-change",
    "unclear-change",
    "wrong-baseline",
    "target-past",
    "wrong-direction",
    "impossible-value",
    "share-below-one",
    "wrong-date",
    "doubled-word",
    "mixed-periods",
    "unlike-periods",
    "small-letter",
    "title-mark",
    "no-headline",
    "needs-headline",
    "title-over-figure",
    "one-address",
    "kicker-is-issuer",
    "event-past",
    "event-over",
    "read-as-date",
    "old",
    "no-gender",
    "change-without-period",
    "ranking-cut",
    "old-place",
    "parts-sum",
    "wrong-way",
    "wrong-time",
    "uncounted",
    "figure-in-one-language",
    "languages-apart",
    "untrue-word",
    "none-as-number",
    "one-as-many",
    "wrong-claim",
)
"""Findings that a team may call intended; the others are put right, or the output is wrong."""

_STOPS_LANGUAGE: Collection[Code] = ("language-missing", "figure-missing")
"""Findings without whose remedy an output of that language cannot be made at all."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How long a text may be in its place."""

    max_chars: int
    """Characters as shown, each reference as the figure it stands for."""
    reason: str


LIMITS: Mapping[str, Limit] = {
    "title": Limit(max_chars=70, reason=tell("a title has two lines at the head of a page")),
    "subtitle": Limit(max_chars=120, reason=tell("a subtitle has two lines under the title")),
    "kicker": Limit(max_chars=60, reason=tell("the line above the title is one line")),
    "issuer": Limit(max_chars=60, reason=tell("the issuer has one line beside the logo")),
    "headline": Limit(max_chars=60, reason=tell("a headline is set large, in two lines")),
    "label": Limit(max_chars=60, reason=tell("a label has two lines under its figure")),
    "name": Limit(max_chars=40, reason=tell("a name stands on one line beside its bar")),
    "text": Limit(max_chars=260, reason=tell("a point is said in about 15 seconds")),
    "step": Limit(max_chars=80, reason=tell("a step is read in one look")),
    "by": Limit(max_chars=60, reason=tell("the name has one line under the quote")),
    "role": Limit(max_chars=80, reason=tell("what they are has one line under the name")),
    "request": Limit(max_chars=120, reason=tell("a request is read in one look")),
    "image_alt": Limit(max_chars=250, reason=tell("a screen reader says it in one go")),
}
"""Longest text for each place; what the cards hold at 35 px on a 1080 px page, and what a listener follows."""


def check_brief(file: BriefFile, *, today: dt.date) -> tuple[Finding, ...]:
    """Give everything an editor should know about a brief, in its order.

    Pictures are looked for beside its file; figures are held against ``today``.
    """
    return _follow(_RULES, file, today)


def unmakeable(findings: Iterable[Finding], languages: Collection[str]) -> tuple[Finding, ...]:
    """Give those findings of a brief without whose remedy it cannot be made in these languages."""
    return tuple(
        f
        for f in findings
        if f.severity == "error" and (f.code in _STOPS or (f.code in _STOPS_LANGUAGE and f.language in languages))
    )


def find_unmakeable(file: BriefFile, languages: Collection[str]) -> tuple[Finding, ...]:
    """Give what stops a brief in these languages, at once: no picture or film is opened for it."""
    # None of these rules asks what day it is.
    return unmakeable(_follow(_STOPPING_RULES, file, file.brief.as_of), languages)


def _follow(rules: Iterable[_Rule], file: BriefFile, today: dt.date) -> tuple[Finding, ...]:
    check = _Check(
        brief=file.brief, document=file.document, facts=collect_facts(file.brief, Aloud(silent=True)), today=today
    )
    with written_in(file.brief.locales):
        found = [found for rule in rules for found in rule(check)]
    kept = [f for f in found if not _is_intended(file.brief, *f) and not _is_echo(file.brief, f[0])]
    if early := _unconfirmed_paths(file.brief):
        kept = [f for f in kept if f[1].code in _TOLD_AT_ONCE or not any(f[0][: len(p)] == p for p in early)]
    # What two rules find in the same words is told once.
    once = {(path, str(finding.message), str(finding.remedy)): (path, finding) for path, finding in reversed(kept)}
    return in_order(reversed(once.values()), file.document)


def _is_echo(brief: Brief, path: FieldPath) -> bool:
    """Say whether a finding is about what an entry has from its figure, with which it is told."""
    if len(path) < 3 or path[0] != "statistics" or not isinstance(path[1], int):
        return False
    own = path[2] in (*OWN_FIELDS, "name")
    return not own and path[1] < len(brief.statistics) and _told_before(brief, brief.statistics[path[1]])


_TOLD_AT_ONCE: Collection[Code] = ("unconfirmed", *_STOPS, *_STOPS_LANGUAGE, "text-cut", "cannot-be-drawn")
"""What is told of figures that nobody has confirmed yet, and of texts with them; the rest is judged once they are."""


def _unconfirmed_paths(brief: Brief) -> tuple[FieldPath, ...]:
    """Give the figures that nobody has confirmed, and the texts that tell them: what they say is not settled yet."""
    open_ = {s.id for s in brief.statistics if s.unconfirmed} | {s.id for s in brief.sources if s.unconfirmed}
    if not open_:
        return ()
    paths: list[FieldPath] = [("sources", n) for n, s in enumerate(brief.sources) if s.unconfirmed]
    paths += [("statistics", n) for n, s in enumerate(brief.statistics) if s.unconfirmed]
    for index, point in enumerate(brief.points):
        if open_ & {r.id for text in point.text.values() for r in find_references(text)} or open_ & {*point.statistics}:
            paths.append(("points", index))
    if open_ & {r.id for text in brief.title.values() for r in find_references(text)}:
        paths.append(("title",))
    return tuple(paths)


def _is_intended(brief: Brief, path: FieldPath, finding: Finding) -> bool:
    """Say whether the team calls a finding intended, where it stands or for the whole brief."""
    intended = set(brief.intended)
    for part, own in _with_intended(brief):
        if path[: len(part)] == part:
            intended.update(own)
    return finding.code in INTENDABLE and finding.code in intended


def _with_intended(brief: Brief) -> Iterator[tuple[FieldPath, tuple[str, ...]]]:
    yield (), brief.intended
    yield from ((("statistics", index), statistic.intended) for index, statistic in enumerate(brief.statistics))
    yield from ((("points", index), point.intended) for index, point in enumerate(brief.points))


@dataclass(frozen=True, kw_only=True)
class _Check:
    """One check of one brief: what the rules look at."""

    brief: Brief
    document: Document
    facts: Facts
    today: dt.date

    @cached_property
    def texts(self) -> list[WrittenText]:
        """Every text in a language of the brief."""
        written = written_texts(self.brief.model_dump(mode="json"))
        return [text for text in written if text.language in self.brief.languages]

    def finding(
        self, code: Code, severity: Severity, path: FieldPath, message: str, remedy: str, *, language: str = ""
    ) -> Found:
        return find(self.document, path, code, severity, message, remedy, language=language)

    def shown(self, written: WrittenText) -> str:
        """Give a text with its figures in it, as exactly as they come."""

        def figure(match: re.Match[str]) -> str:
            try:
                return self.facts.word(match["name"], written.language, "exact").shown
            except FactError:
                return match[0]

        return REFERENCE.sub(figure, written.text) if written.refers else written.text


_Rule = Callable[[_Check], Iterator[Found]]


# Figures


def _figures(check: _Check) -> Iterator[Found]:
    """Find the references whose figure cannot be told although all fields are there, and words that contradict it."""
    for written in check.texts:
        untold = False
        for reference in find_references(written.text) if written.refers else ():
            try:
                check.facts.word(reference.name, written.language, "exact")
            except FactError as error:
                untold = True
                remedy = tell("Take the reference out, or refer to another figure.")
                yield check.finding(
                    "figure-missing", "error", written.path, error.message, remedy, language=written.language
                )
        if not written.refers or untold:
            continue
        try:
            fit_references(written.text, check.facts, written.language)
        except FactError as error:
            yield check.finding(
                "figure-missing", "error", written.path, error.message, error.remedy, language=written.language
            )


def _told_before(brief: Brief, statistic: Statistic) -> bool:
    """Whether what is wrong with a whole figure was told with an earlier one of its entries, or with its own value."""
    if statistic.member is None or statistic.parts_of:
        return False
    valued = any(other.id == statistic.member.group for other in brief.statistics)
    return valued or statistic.member.place > 0


def _sources(check: _Check) -> Iterator[Found]:
    for index, statistic in enumerate(check.brief.statistics):
        if statistic.source is None and not _told_before(check.brief, statistic):
            yield check.finding(
                "no-source",
                "error",
                ("statistics", index),
                tell("The statistic {statistic} has no source.", statistic=statistic.id),
                tell("Add 'source:' with the id of the source that published it."),
            )


def _unconfirmed(check: _Check) -> Iterator[Found]:
    """Find what was read from a document and nobody has compared with it."""
    for index, source in enumerate(check.brief.sources):
        if source.unconfirmed:
            yield check.finding(
                "unconfirmed",
                "error",
                ("sources", index, "unconfirmed"),
                tell("Nobody has confirmed the source {source}, which was drafted from a document.", source=source.id),
                tell("Write its title, publisher and day, then delete the line 'unconfirmed'."),
            )
            continue
        for language in (code for code, name in source.publisher.items() if UNSETTLED in name):
            yield check.finding(
                "unconfirmed",
                "error",
                ("sources", index, "publisher", language),
                tell("Nobody has said who published the source {source}; its document does not.", source=source.id),
                tell("Write the name of the body in the place of '{mark}'.", mark=UNSETTLED),
                language=language,
            )
    for index, statistic in enumerate(check.brief.statistics):
        if statistic.unconfirmed and not _told_before(check.brief, statistic):
            yield check.finding(
                "unconfirmed",
                "error",
                ("statistics", index, "unconfirmed"),
                _told_origin(statistic),
                _asked(statistic),
            )
        elif not statistic.unconfirmed:
            yield from _unsettled(check, index, statistic)


def _unsettled(check: _Check, index: int, statistic: Statistic) -> Iterator[Found]:
    """Find of a confirmed figure what its document did not settle and nobody has said since.

    That is its label, its period, and whether it happened at all.
    """
    if statistic.origin and "target" in statistic.origin.asks:
        yield check.finding(
            "unconfirmed",
            "error",
            ("statistics", index, "target"),
            tell(
                "The document says of {statistic} that it is to be reached or expected, not that it is so: "
                "“{sentence}”",
                statistic=statistic.id,
                sentence=statistic.origin.sentence,
            ),
            tell(
                "Say so in its label, or write it as the target of the figure that is to reach it; then take 'target' "
                "out of its {field}.",
                field="origin.asks",
            ),
        )
    if statistic.origin and "period" in statistic.origin.asks:
        yield check.finding(
            "unconfirmed",
            "error",
            ("statistics", index, "period"),
            tell(
                "The document does not say beside {statistic} of when it is; {period} is guessed: “{sentence}”",
                statistic=statistic.id,
                period=statistic.period,
                sentence=statistic.origin.sentence,
            ),
            tell(
                "Write its period as the document has it, then take 'period' out of its {field}.", field="origin.asks"
            ),
        )
    for language, label in statistic.label.items():
        if UNSETTLED in label and language in check.brief.languages:
            yield check.finding(
                "unconfirmed",
                "error",
                ("statistics", index, "label", language),
                tell(
                    "The label of {statistic} is not settled: '{label}'. The document does not say it beside the "
                    "figure.",
                    statistic=statistic.id,
                    label=label,
                ),
                tell(
                    "Write what the figure measures, without '{mark}'; where a unit stands behind it, put value and "
                    "unit right by it first.",
                    mark=UNSETTLED,
                ),
                language=language,
            )


def _told_origin(statistic: Statistic) -> str:
    origin = statistic.origin
    if origin is None:
        return tell("Nobody has confirmed the figure {statistic}.", statistic=statistic.id)
    where: str
    if origin.page is not None:
        where = tell("{file}, page {page}", file=origin.file, page=origin.page)
    elif origin.sheet and origin.row:
        where = tell("{file}, sheet {sheet}, row {row}", file=origin.file, sheet=origin.sheet, row=origin.row)
    else:
        where = origin.file
    return tell(
        "Nobody has confirmed the figure {statistic}, read as {value} from '{written}' in {where}: “{sentence}”",
        statistic=statistic.id,
        value=_plain(statistic.value),
        written=origin.written,
        where=where,
        sentence=origin.sentence,
    )


def _asked(statistic: Statistic) -> str:
    asks = statistic.origin.asks if statistic.origin else ()
    if not asks:
        return tell("Compare it with the document, then delete the line 'unconfirmed'.")
    return tell(
        "Compare it with the document; look at what that does not settle: {asks}. Then delete the line 'unconfirmed'.",
        asks=asks,
    )


def _unused(check: _Check) -> Iterator[Found]:
    used = {r.id for text in check.texts if text.refers for r in find_references(text.text)}
    used.update(id for point in check.brief.points for id in point.statistics)
    # A figure in many places is used where one of them is.
    used |= {s.member.group for s in check.brief.statistics if s.member and s.id in used}
    for index, statistic in enumerate(check.brief.statistics):
        if statistic.id not in used and not (statistic.member and statistic.member.group in used):
            yield check.finding(
                "unused-statistic",
                "warning",
                ("statistics", index),
                tell("No text and no point uses the statistic {statistic}.", statistic=statistic.id),
                tell("Refer to it as {{{statistic}}}, or delete it.", statistic=statistic.id),
            )


def _dates(check: _Check) -> Iterator[Found]:
    brief = check.brief
    for index, statistic in enumerate(brief.statistics):
        if statistic.stale_after and statistic.stale_after < check.today:
            yield check.finding(
                "stale",
                "error",
                ("statistics", index, "stale_after"),
                tell(
                    "The figure of {statistic} was good until {until}; today is {today}.",
                    statistic=statistic.id,
                    until=statistic.stale_after,
                    today=check.today,
                ),
                tell("Find the newer figure, or set a later 'stale_after' if it still holds."),
            )
        # A forecast is of a time to come.
        to_come = statistic.estimate or is_of_event(brief, statistic.period)
        if first_day(statistic.period) > brief.as_of and not to_come:
            yield check.finding(
                "after-as-of",
                "warning",
                ("statistics", index, "period"),
                tell(
                    "The figure of {statistic} is for {period}, after the brief's day {as_of}.",
                    statistic=statistic.id,
                    period=statistic.period,
                    as_of=brief.as_of,
                ),
                tell("Correct the period, or set 'as_of' to the day of the newest figure."),
            )
    for index, source in enumerate(brief.sources):
        if source.date > brief.as_of and not _reports_the_past(brief, source):
            yield check.finding(
                "after-as-of",
                "warning",
                ("sources", index, "date"),
                tell(
                    "The source {source} appeared on {day}, after the brief's day {as_of}.",
                    source=source.id,
                    day=source.date,
                    as_of=brief.as_of,
                ),
                tell("Correct the date, or set 'as_of' to the day of the newest source."),
            )


def _reports_the_past(brief: Brief, source: Source) -> bool:
    """Say whether all that a source is cited for was over by the day of the brief: it may well appear later."""
    cited = [s for s in brief.statistics if source.id in (s.source, *s.further_sources)]
    return bool(cited) and all(last_day(s.period) <= brief.as_of for s in cited)


def _doubted(check: _Check, doubts: Iterable[Doubt]) -> Iterator[Found]:
    references = references_of(check.brief.statistics)
    for d in doubts:
        message, remedy = in_words(d.message, references), in_words(d.remedy, references)
        yield check.finding(d.code, d.severity, d.path, message, remedy, language=d.language)


def _contradictions(check: _Check) -> Iterator[Found]:
    return _doubted(check, find_contradictions(check.brief, check.texts, check.today))


def _wrong_times(check: _Check) -> Iterator[Found]:
    """Find times named in a text that are none of its figure's."""
    yield from _doubted(check, find_wrong_times(check.brief, check.texts))
    yield from _doubted(check, find_wrong_lately(check.brief, check.texts))


def _leaning(check: _Check) -> Iterator[Found]:
    """Find texts that only their headline says the subject of."""
    return _doubted(check, find_leaning_texts(check.brief, check.texts))


def _wrong_ways(check: _Check) -> Iterator[Found]:
    """Find words by which a figure rose where it fell."""
    doubts = list(find_wrong_ways(check.brief, check.texts, check.facts))
    told = {doubt.path for doubt in doubts}
    yield from _doubted(check, doubts)
    for rule in (find_wrong_goings, find_wrong_courses):
        more = [doubt for doubt in rule(check.brief, check.texts) if doubt.path not in told]
        told |= {doubt.path for doubt in more}
        yield from _doubted(check, more)


def _wrong_claims(check: _Check) -> Iterator[Found]:
    """Find words by which a figure is the most, the last or past its target where it is not."""
    told: set[tuple[object, ...]] = set()
    for rule in (
        find_wrong_claims,
        find_wrong_places,
        find_wrong_runs,
        find_wrong_pairs,
        find_wrong_comparisons,
        find_wrong_records,
        find_wrong_schedules,
        find_wrong_verdicts,
        find_denied_deaths,
        find_wrong_fates,
        find_denied_figures,
        find_denied_counts,
        find_wrong_counted,
        find_wrong_likenings,
        find_wrong_majorities,
        find_wrong_gaps,
        find_wrong_spelled,
        find_wrong_limits,
        find_other_groups,
        find_groundless,
    ):
        # A rule that looks at the whole sentence says nothing more of a text in which another found what is wrong.
        doubts = [
            doubt for doubt in rule(check.brief, check.texts) if rule not in _LOOSE_RULES or doubt.path not in told
        ]
        told |= {doubt.path for doubt in doubts}
        yield from _doubted(check, doubts)


_LOOSE_RULES = (
    find_denied_counts,
    find_wrong_comparisons,
    find_wrong_records,
    find_wrong_schedules,
    find_wrong_verdicts,
    find_wrong_likenings,
    find_wrong_majorities,
    find_wrong_spelled,
    find_wrong_limits,
    find_other_groups,
    find_groundless,
)


def _wrong_shares(check: _Check) -> Iterator[Found]:
    """Find parts that a text names in words, and its figure is another."""
    return _doubted(check, find_wrong_shares(check.brief, check.texts))


def _apart(check: _Check) -> Iterator[Found]:
    """Find what one language says and another does not."""
    return _doubted(check, find_apart(check.brief, check.texts))


def _marks(check: _Check) -> Iterator[Found]:
    return _doubted(check, find_marks(check.brief, check.texts, check.facts, check.today))


def _intended(check: _Check) -> Iterator[Found]:
    for path, names in _with_intended(check.brief):
        for index, name in enumerate(names):
            if name not in INTENDABLE:
                near = near_word(name, list(INTENDABLE))
                yield check.finding(
                    "unknown-finding",
                    "error",
                    (*path, "intended", index),
                    tell("'{name}' is no finding that can be intended.", name=name),
                    tell("Write '{near}'.", near=near)
                    if near
                    else tell("Write one of {intendable}; put others right.", intendable=tuple(sorted(INTENDABLE))),
                )


# Texts


def _typed_digits(check: _Check) -> Iterator[Found]:
    claimed, names = _claimed(check.brief), names_with_digits(check.brief)
    statistics = {s.id: s for s in check.brief.statistics}
    for written in check.texts:
        if written.literal:
            continue
        for number in find_typed(written.text, refers=written.refers, names=names):
            if number in claimed.get(written.language, ()):
                continue
            if written.refers and is_computed(written.text, number, statistics, written.language):
                continue
            if is_how_many(check.brief, written.text, number, written.language):
                continue
            if written.refers and (points := points_as_percent(written.text, number, statistics, written.language)):
                message = tell(
                    "'{number}%' is a change in percentage points: {id} went from {earlier}% to {value}%.",
                    number=number,
                    id=points.id,
                    earlier=f"{points.baseline.value.normalize():f}" if points.baseline else "",
                    value=f"{points.value.normalize():f}",
                )
                remedy = tell("Write {size} for the change.", size=f"{{{points.id}.change.size}}")
                yield check.finding("wrong-change", "error", written.path, message, remedy, language=written.language)
                continue
            reference = meant_figure(check.brief, written.text, number, written.language) if written.refers else ""
            if reference:
                message = tell("'{number}' is typed, though it is a figure of this brief.", number=number)
                remedy = tell("Write {{{reference}}}, so that it changes with the figure.", reference=reference)
            else:
                message = tell("'{number}' is typed, and no statistic explains it.", number=number)
                name = json.dumps(likely_name(written.text, number), ensure_ascii=False)
                if written.refers:
                    remedy = tell(
                        "Add a statistic and refer to it by {{id}}; if it is no figure, but part of a name or of what"
                        " to do, list the words at the top of the brief: literal: [{name}].",
                        name=name,
                    )
                else:
                    remedy = tell(
                        "Take it out; if it is part of a name, list the name at the top of the brief:"
                        " literal: [{name}].",
                        name=name,
                    )
            severity: Severity = "warning" if not reference and _is_to_do(written, number) else "error"
            yield check.finding("typed-digit", severity, written.path, message, remedy, language=written.language)


def _is_to_do(written: WrittenText, number: str) -> bool:
    """Say whether a typed number may be part of what one is asked to do: "bring 3 copies"."""
    asks = written.kind == "step" or written.path[0] == "calls_to_action"
    counted = re.search(rf"(?<![\d.,]){re.escape(number)} [^\W\d_]{{2,}}", written.text)
    return (
        asks
        and bool(counted)
        and find_typed(f"{number} ") == (number,)
        and all(part.isdigit() and int(part) <= _TO_DO_MAX for part in re.split("[–-]", number))
    )


_TO_DO_MAX = 20
"""Most copies, photos or minutes that a request asks for."""


def _claimed(brief: Brief) -> Mapping[str, tuple[str, ...]]:
    """Give the figures of what a rebuttal speaks against, by language: they are the claim's, and explained by nothing.

    A rebuttal that does not say its claim by itself says it in its title.
    """
    if brief.kind != "rebuttal":
        return {}
    claim = brief.rebuttal.claim if brief.rebuttal else {}
    return {language: find_typed(text) for language, text in (claim or brief.title).items()}


def _languages(check: _Check) -> Iterator[Found]:
    languages = check.brief.languages
    data = check.brief.model_dump(mode="json")
    for path, text, required in _local_texts(data):
        missing = [language for language in languages if language not in text]
        if not required and len(missing) == len(languages):
            continue
        for language in missing:
            yield check.finding(
                "language-missing",
                "error" if required else "warning",
                path,
                tell(
                    "The {field} is not written in '{language}'; {consequence}.",
                    field=path[-1],
                    language=language,
                    consequence=_CONSEQUENCE.get(str(path[-1]), tell("it stays empty")),
                ),
                tell("Add '{language}: …' here.", language=language),
                language=language,
            )


_CONSEQUENCE = {
    "text": tell("what it says is missing in that language"),
    "headline": tell("the leading figure stands there instead"),
    "short": tell("publisher and year stand there instead"),
    "noun": tell("the figure stands there without it"),
}


def _local_texts(data: Mapping[str, Any]) -> Iterator[tuple[FieldPath, Mapping[str, Any], bool]]:
    """Give every text of several languages that may lack one, and whether outputs need it.

    A variant may well be in one language alone: the others have the point's own words.
    """
    for field in ("subtitle", "kicker", "issuer"):
        yield (field,), data[field], False
    for index, source in enumerate(data["sources"]):
        yield ("sources", index, "short"), source["short"], False
    for index, statistic in enumerate(data["statistics"]):
        yield ("statistics", index, "noun"), statistic["noun"], False
    for index, point in enumerate(data["points"]):
        yield ("points", index, "text"), point["text"], True
        for field in ("headline", "image_alt"):
            yield ("points", index, field), point[field], False
        for number, step in enumerate(point["steps"]):
            yield ("points", index, "steps", number), step, True
        for field in ("text", "by") if point["quote"] else ():
            yield ("points", index, "quote", field), point["quote"][field], True
    for audience, action in data["calls_to_action"].items():
        yield ("calls_to_action", audience, "text"), action["text"], True


def _lengths(check: _Check) -> Iterator[Found]:
    for written in check.texts:
        request = written.path[0] == "calls_to_action"
        limit = LIMITS.get("request" if request else written.kind)
        length = len(check.shown(written))
        if limit and length > limit.max_chars:
            yield check.finding(
                "too-long",
                "error",
                written.path,
                tell(
                    "The text has {length} characters; {most} is the most here: {reason}.",
                    length=length,
                    most=limit.max_chars,
                    reason=limit.reason,
                ),
                (
                    tell(
                        "Take out {excess} characters or more, or make two points of it.",
                        excess=length - limit.max_chars,
                    )
                    if written.kind == "text" and not request
                    else tell("Take out {excess} characters or more.", excess=length - limit.max_chars)
                ),
                language=written.language,
            )


_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]״\u2069]*$")


def _full_stops(check: _Check) -> Iterator[Found]:
    for written in check.texts:
        request = written.path[0] == "calls_to_action"  # gets its full stop where it is said
        if written.kind == "text" and not request and not _SENTENCE_END.search(written.text):
            yield check.finding(
                "no-full-stop",
                "warning",
                written.path,
                tell("The text has no full stop; the voice will run on into what follows."),
                tell("End it with a full stop, a question mark or an exclamation mark."),
                language=written.language,
            )


_MARKUP = re.compile(
    r"</?[A-Za-z][^<>]*>"  # HTML
    r"|&(?:[A-Za-z]+|#\d+);"
    r"|\{\\[^{}]*\}|\\[Nnh](?![a-z])"  # ASS subtitles
    r"|#[a-z]+(?:\.[a-z]+)*[(\[]"  # Typst
    r"|\*\*?[^*\s][^*]*\*\*?|\[[^\[\]]+\]\([^()]+\)|`[^`]+`"  # Markdown, Typst
)


def _cut_texts(check: _Check) -> Iterator[Found]:
    """Find texts of which YAML takes a part for something else: a note behind ``#``, a name behind a comma."""
    document = check.document
    if document.file.suffix.lower() not in (".yaml", ".yml"):
        return
    remedy = tell("Put the whole text in double quotes.")
    lines = read_text(document.file).split("\n")
    by_language = {path[:-1] for path in document.places if path and path[-1] in LANGUAGES}
    for path in document.places:
        if path and path[:-1] in by_language and path[-1] not in LANGUAGES:
            message = tell("'{field}' stands behind a comma and is cut off from the text.", field=path[-1])
            yield check.finding("text-cut", "error", path, message, remedy)
    for written in check.texts:
        place = document.places.get(written.path)
        if place is None or not place.line or place.file != document.file:
            continue
        line = lines[place.line - 1]
        if "#" not in line:
            continue
        _, found, rest = unicodedata.normalize("NFC", line).partition(written.text)
        # "# note" behind a text is a note; "#1" and "#NgàyChuyểnĐổiSố" are words of it.
        if found and (cut := re.match(r"\s+(#\S+)", rest)):
            message = tell("'{note}' begins a note for YAML, and is cut off from the text.", note=cut[1])
            yield check.finding("text-cut", "error", written.path, message, remedy, language=written.language)


def _markup(check: _Check) -> Iterator[Found]:
    for written in check.texts:
        if found := _MARKUP.search(written.text):
            yield check.finding(
                "markup",
                "error",
                written.path,
                tell("'{markup}' looks like markup; it will be shown as typed.", markup=found[0]),
                tell("Write the plain words; the design sets bold, colour and line breaks."),
                language=written.language,
            )
        if not written.refers and (reference := next(find_references(written.text), None)):
            yield check.finding(
                "not-replaced",
                "error",
                written.path,
                tell(
                    "{written} will be shown as typed: no figures are put into a {field}.",
                    written=reference.written,
                    field=written.kind,
                ),
                tell("Take it out; refer to figures in titles, points and calls to action."),
                language=written.language,
            )


def _undrawable(check: _Check) -> Iterator[Found]:
    for written, character in find_undrawable(check.brief, check.texts, check.document.file.parent):
        yield check.finding(
            "cannot-be-drawn",
            "error",
            written.path,
            tell("No font of this language has {character}.", character=name_character(character)),
            tell("Take it out, or write it in words or in letters of the language."),
            language=written.language,
        )


def _kinds(check: _Check) -> Iterator[Found]:
    for fault in kind_faults(check.brief):
        yield check.finding("kind-part", "warning", fault.path, fault.message, fault.remedy, language=fault.language)


# Points and pictures


def _broken_files(check: _Check) -> Iterator[Found]:
    folder = check.document.file.parent
    for path, problem in (*find_broken_files(check.brief, folder), *find_long_names(check.brief, folder)):
        yield path, as_error(problem, "broken-file")


def _recordings(check: _Check) -> Iterator[Found]:
    from briefcast.speech.sheets import recording_files, sheet_folder

    for number, audience in enumerate(check.brief.audiences):
        for language in check.brief.languages:
            folder = sheet_folder(check.document.file.parent, audience, language)
            try:
                if not recording_files(folder):
                    continue
            except VoiceError as error:
                # Its message says what to do as well.
                yield check.finding("broken-file", "error", ("audiences", number), error.told, "")
                continue
            # Sound takes a moment to come: only a team that records waits for it.
            from briefcast.speech.recordings import find_unreadable, tell_unreadable

            if names := find_unreadable(folder):
                told, remedy = tell_unreadable([f"{folder.name}/{name}" for name in names])
                yield check.finding("recording-unreadable", "warning", ("audiences", number), told, remedy)


def _audiences(check: _Check) -> Iterator[Found]:
    for number, audience in enumerate(check.brief.audiences):
        if all(point.audiences.get(audience, 1) == 0 for point in check.brief.points):
            yield check.finding(
                "nothing-to-tell",
                "error",
                ("audiences", number),
                tell("Every point has the weight 0 for {audience}: there is nothing to tell them.", audience=audience),
                tell(
                    "Give a point a weight from 1 to 5 for {audience}, or take them out of audiences.",
                    audience=audience,
                ),
            )


_NEWSLETTER = Typed("briefcast newsletter WEEK")


def _products(check: _Check) -> Iterator[Found]:
    for index, name in enumerate(check.brief.products):
        if name == "newsletter":
            yield check.finding(
                "unknown-product",
                "error",
                ("products", index),
                tell("An issue of the newsletter is made of a week, not of a brief."),
                tell("Take it out here, and write 'newsletter:' in the plan; then: {command}", command=_NEWSLETTER),
            )
        if name not in PRODUCTS:
            near = near_word(name, PRODUCTS)
            yield check.finding(
                "unknown-product",
                "error",
                ("products", index),
                tell("There is no product called '{name}'.", name=name),
                tell("Write '{near}'.", near=near)
                if near
                else tell("Write one of {products}.", products=tuple(PRODUCTS)),
            )


def _icons(check: _Check) -> Iterator[Found]:
    named = [
        *((("statistics", index, "icon"), statistic.icon) for index, statistic in enumerate(check.brief.statistics)),
        *((("points", index, "icon"), point.icon) for index, point in enumerate(check.brief.points)),
    ]
    for path, icon in named:
        if icon and icon not in list_icons():
            near = near_icons(icon)
            yield check.finding(
                "unknown-icon",
                "error",
                path,
                tell("There is no symbol called '{icon}'.", icon=icon),
                tell("Write {near}, or another name of lucide.dev.", near=tuple(near))
                if near
                else tell("Choose one of lucide.dev."),
            )


def _rankings(check: _Check) -> Iterator[Found]:
    """Find figures that are to be compared and cannot be: by length, over time, as the parts of a whole."""
    for index, point in enumerate(check.brief.points):
        card = asked_card(point.visual)
        if card is None or card.takes != "figures":
            continue
        statistics = [statistic for statistic in check.brief.statistics if statistic.id in point.statistics]
        units = sorted({statistic.unit for statistic in statistics})
        message = remedy = ""
        no_end = bool(units) and units[0] == "index" and any(s.out_of is None for s in statistics)
        if len(statistics) < 2 or len(units) > 1 or (card.name != "lines" and (units[0] == "rank" or no_end)):
            what = {
                "ranking": tell("A ranking"),
                "lines": tell("A chart of lines"),
                "parts": tell("A bar of parts"),
            }[card.name]
            if units:
                message = tell(
                    "{what} compares two figures or more of one unit; this point has {count} in {units}.",
                    what=what,
                    count=len(statistics),
                    units=tuple(units),
                )
            else:
                message = tell(
                    "{what} compares two figures or more of one unit; this point has {count}.", what=what, count=0
                )
            remedy = tell("List figures that one scale can measure, such as percentages, or leave 'visual' out.")
        elif card.name == "lines" and (short := [s.id for s in statistics if len(s.series) < 2]):
            message = tell("{figure} has no values over time to draw a line of.", figure=short[0])
            remedy = tell("Add a 'series:' to it, or write 'visual: ranking'.")
        elif card.name == "lines" and len(statistics) > LINES_MAX:
            message = tell(
                "{count} lines cannot be told apart in one chart; {most} can.", count=len(statistics), most=LINES_MAX
            )
            remedy = tell("List those that matter, or write 'visual: ranking'.")
        elif card.name == "parts" and any(s.member is None or not s.member.parts for s in statistics):
            message = tell("Nobody says of what these figures are the parts.")
            remedy = tell(
                "Write 'parts_of:' with the id of the whole at each, or 'parts: true' under the 'by:' of the whole."
            )
        elif card.name == "parts" and len(statistics) > PARTS_MAX:
            message = tell(
                "A bar of {count} parts has no room for their names; {most} have.",
                count=len(statistics),
                most=PARTS_MAX,
            )
            remedy = tell("Put the smallest together as one, or write 'visual: ranking'.")
        if message:
            yield check.finding("not-comparable", "error", ("points", index, "visual"), message, remedy)


def _maps(check: _Check) -> Iterator[Found]:
    """Find places that a map cannot show."""
    for found in find_unmapped(check.brief):
        severity: Severity = "error" if found.code == "not-on-map" else "warning"
        yield check.finding(found.code, severity, found.path, found.message, found.remedy)


def _parts(check: _Check) -> Iterator[Found]:
    """Find parts that do not add up to their whole within the rounding in which they are written."""
    statistics = {statistic.id: statistic for statistic in check.brief.statistics}
    groups: dict[tuple[str, int], list[tuple[int, Statistic]]] = {}
    for index, statistic in enumerate(check.brief.statistics):
        if statistic.member and statistic.member.parts:
            groups.setdefault((statistic.member.group, statistic.member.split), []).append((index, statistic))
    for (group, _), parts in groups.items():
        whole = statistics.get(group)
        if whole is None:
            continue
        index, first = parts[0]
        path: FieldPath = ("statistics", index)
        if odd := [
            s.id for _, s in parts if (s.unit, s.currency, s.period) != (whole.unit, whole.currency, whole.period)
        ]:
            message = tell("{part} is a part of {group}, and has another unit or period.", part=odd[0], group=group)
            yield check.finding(
                "parts-sum", "error", path, message, tell("Give whole and parts one unit and one period.")
            )
            continue
        total = sum((s.value for _, s in parts), Decimal(0))
        # Each part may be rounded by half a unit of its last digit, and so may the whole.
        steps = [last_digit(s.value) for _, s in parts if s.value] + [last_digit(whole.value)]
        coarse = Decimal(0) if first.unit in ("count", "duration") else min(steps)
        if abs(total - whole.value) > coarse * (len(parts) + 1) / 2:
            yield check.finding(
                "parts-sum",
                "error",
                path,
                tell(
                    "The {count} parts of {group} add up to {total}, not to {whole}.",
                    count=len(parts),
                    group=group,
                    total=_plain(total),
                    whole=_plain(whole.value),
                ),
                tell("Correct the figures, or add the rest as a part of its own, such as 'other'."),
            )
        elif whole.qualifier in ("over", "nearly") and total == whole.value and not any(s.qualifier for _, s in parts):
            yield check.finding(
                "parts-sum",
                "warning",
                path,
                tell(
                    "The {count} parts of {group} add up to exactly {total}, and it is said to be '{qualifier}' that.",
                    count=len(parts),
                    group=group,
                    total=_plain(total),
                    qualifier=whole.qualifier,
                ),
                tell("Take 'qualifier' out, or give it to the parts that have it."),
            )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _images(check: _Check) -> Iterator[Found]:
    folder = check.document.file.parent
    for index, point in enumerate(check.brief.points):
        if point.image is None:
            continue
        path: FieldPath = ("points", index, "image")
        if fault := find_image_fault(folder, point.image):
            yield check.finding(fault.code, fault.severity, path, fault.message, fault.remedy)
        if not point.image_alt and point.footage is None:
            yield check.finding(
                "no-alt-text",
                "warning",
                path,
                tell("The picture {image} has no description for readers who cannot see it.", image=point.image),
                tell("Add 'image_alt:' with what the picture shows."),
            )


def _footage(check: _Check) -> Iterator[Found]:
    folder = check.document.file.parent
    for index, point in enumerate(check.brief.points):
        if (film := point.footage) is None:
            continue
        path: FieldPath = ("points", index, "footage")
        if fault := find_footage_fault(folder, film):
            yield check.finding(fault.code, fault.severity, path, fault.message, fault.remedy)
        if not point.image_alt:
            yield check.finding(
                "no-alt-text",
                "warning",
                path,
                tell("The film {file} has no description for readers who cannot see it.", file=film.file),
                tell("Add 'image_alt:' with what the film shows."),
            )


def _remarks(check: _Check) -> Iterator[Found]:
    """Tell what a pattern leaves out for want of an entry in its table, and a map of areas for want of a figure."""
    for remark in check.document.remarks:
        problem = remark.place.problem(remark.message, remark.remedy, field=remark.field)
        yield (), replace(as_error(problem, remark.code), severity=remark.severity)


_RULES: tuple[_Rule, ...] = (
    _remarks,
    _figures,
    _sources,
    _unconfirmed,
    _dates,
    _contradictions,
    _wrong_ways,
    _wrong_times,
    _wrong_claims,
    _wrong_shares,
    _leaning,
    _apart,
    _marks,
    _intended,
    _unused,
    _languages,
    _typed_digits,
    _lengths,
    _full_stops,
    _cut_texts,
    _markup,
    _undrawable,
    _broken_files,
    _recordings,
    _kinds,
    _audiences,
    _products,
    _icons,
    _rankings,
    _maps,
    _parts,
    _images,
    _footage,
)
"""Every rule; a new one is one function and one line here."""

_STOPPING_RULES: tuple[_Rule, ...] = (_figures, _languages, _products, _icons, _rankings, _maps)
"""The rules that find what `unmakeable` looks for."""
