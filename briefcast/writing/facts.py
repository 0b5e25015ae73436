"""Facts: every figure of a brief, computed once, and written or said in any language.

All numbers in what briefcast makes come from here. Derived figures are differences of the right
kind: percentages differ in percentage points, a rank moves up when it gets smaller. What is rounded
carries a qualifier that keeps it true, and the rounding is declared.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, Literal, cast

from briefcast.atlas import find_tile
from briefcast.brief.measures import SIGNED, as_published, is_reading, is_state, measure_of, stands
from briefcast.brief.model import Brief, Compare, LocalText, Member, Period, Point, Source, Statistic
from briefcast.brief.periods import in_time, split_period
from briefcast.brief.references import SIZED, find_references
from briefcast.brief.wholes import POWERS, named_whole, per_in
from briefcast.errors import FactError
from briefcast.language import rounding, written
from briefcast.language.named_days import named_days
from briefcast.language.phrasebook import (
    Change,
    Forms,
    Gap,
    Gender,
    Phrasebook,
    Unit,
    is_many,
    phrasebook,
    physical_unit,
)
from briefcast.language.phrases import GapCase, fill, names_harm
from briefcast.language.rounding import Parts, Rounded
from briefcast.language.written import Written, isolate, join, join_prefix
from briefcast.messages import tell
from briefcast.script import Figure, Grouped, Mark, Word
from briefcast.writing import comparing, targets
from briefcast.writing.aloud import Aloud
from briefcast.writing.comparing import Amount, Kind

Style = Literal["exact", "rounded", "plain"]

_NUMBERS = ("target", "baseline", "out_of", "change", "gap", "share", "growth")
_OPTIONS = ("", "m", "f", "bare")
PLACES_DIGITS = 5
"""Digits before a scale word up to which places share it: 12,400 billion beside 812 billion."""
_STEM = 4
"""Letters by which a word of growth is known whatever its ending: צמיחה, צמיחת."""
_GROWS_FROM = 20
"""From so many on a count has a percentage of growth beside it on pictures."""


@dataclass(frozen=True, kw_only=True)
class _Told:
    """One number in one language."""

    written: Written
    rounded: Rounded
    shown: str
    """With its qualifier; in Hebrew the value is isolated."""
    spoken: str
    qualifier: str
    """The qualifier alone, as it is shown."""


@dataclass(frozen=True, kw_only=True)
class _Reference:
    id: str
    attribute: str
    option: str
    counted: bool = True
    """Whether a change or a gap says what it counts, and a rate what it is per; false (``reports.change.number``) where
    the text just did."""
    named: bool = True
    """Whether a gap says what it is short of; false (``share.gap.unnamed``) where its sentence does."""
    beside: bool = False
    """Whether it stands on a picture and not in a sentence: money is shorter there."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The figures of one brief."""

    brief: Brief
    statistics: dict[str, Statistic]
    aloud: Aloud = field(default_factory=Aloud, compare=False, repr=False)
    """Who says them."""
    _words: dict[tuple[str, str, Style], Word] = field(default_factory=dict, compare=False, repr=False)
    """What was written and said before: the same figure stands in many texts."""
    _figures: dict[tuple[str, str, Style], Figure] = field(default_factory=dict, compare=False, repr=False)
    _scales: dict[tuple[str, str, Style], tuple[int, Decimal]] = field(default_factory=dict, compare=False, repr=False)
    """The power and the number of figures told by themselves."""

    def period(self, reference: str) -> Period:
        """Give the period behind a reference such as ``egdi-rank.baseline.period``; FactError if it names none."""
        parsed = self._parse(reference)
        return self._period(self.statistics[parsed.id], parsed.attribute)

    # ---- numbers

    def value(self, reference: str) -> Decimal:
        """Give the exact value behind a reference: ``egdi-rank``, ``egdi-rank.change``.

        A change is positive when the figure rises; that of a rank when the place gets better. A gap is
        value minus target; that of a rank is positive when the target is reached. Shares and growth
        are percentages. Raises FactError if the reference names no number.
        """
        return self._amount(self._parse(reference)).value

    def value_ids(self) -> tuple[str, ...]:
        """Give every reference that has a value, in the brief's order."""
        return tuple(id for statistic in self.statistics.values() for id in self._ids_of(statistic))

    def rounding(self, reference: str, style: Style) -> Decimal:
        """Give the declared rounding: what is shown differs from `value` by no more than this.

        In the unit of the value; for a plain form (9 in 10), in percentage points. 0 means exact.
        """
        parsed = self._parse(reference)
        statistic = self.statistics[parsed.id]
        style = self._style(parsed, style)
        if style == "plain" and (parts := self._parts(statistic, parsed)) is not None:
            return parts.within_points
        amount = self._amount(parsed)
        if parsed.attribute in SIZED:
            amount = comparing.size(amount)
        return self._round(statistic, amount, style).within

    # ---- words

    def word(self, reference: str, language: str, style: Style) -> Word:
        """Write the figure a reference names as one word of a text: shown, spoken, and the fact it states.

        ``reference`` is what stands between braces in a brief: ``vneid.target``, ``tasks:m``. Its parts
        are joined by no-break spaces. Raises FactError if the brief does not hold what it names.
        """
        asked = (reference, language, style)
        if asked not in self._words:
            self._words[asked] = self._word(reference, language, style)
        return self._words[asked]

    def _word(self, reference: str, language: str, style: Style) -> Word:
        parsed = self._parse(reference)
        fact = reference.partition(":")[0].removesuffix(".number").removesuffix(".unnamed").removesuffix(".counted")
        # How much of a target is reached and how much is missing are one fact.
        fact = f"{parsed.id}.gap" if parsed.attribute == "progress" else fact.removesuffix(".alone")
        statistic = self.statistics[parsed.id]
        style = self._style(parsed, style)
        if parsed.attribute in ("free", "free.alone"):
            # In its sentence the amount is a word: "costs nothing".
            free = phrasebook(language).free
            shown = free.alone if parsed.attribute == "free.alone" else free.word
            return Word(shown=join(shown), spoken=self.aloud.text(shown, language), fact=parsed.id)
        if parsed.attribute in ("none", "none.of", "baseline.none"):
            words = phrasebook(language).naught
            shown = (words.of_word if parsed.attribute == "none.of" else "") or words.word
            fact = fact.removesuffix(".of").removesuffix(".none")
            return Word(shown=shown, spoken=self.aloud.text(shown, language), fact=fact)
        if parsed.attribute == "parts.of":
            tens = Decimal(rounding.PARTS)
            said = self.aloud.number(tens, language, statistic.gender)
            return Word(shown=written.write_number(tens, language), spoken=said, fact=f"{parsed.id}.plain")
        if parsed.attribute == "parts":
            shown, said = self._tell_parts(statistic, parsed, language)
            return Word(shown=join(shown), spoken=said, fact=f"{parsed.id}.plain")
        if parsed.attribute == "label":
            label = self._label(statistic, language)
            return Word(shown=join(label), spoken=self.aloud.text(label, language))
        if parsed.attribute in ("period", "target.by", "baseline.period"):
            period = self._period(statistic, parsed.attribute)
            shown = isolate(written.write_period(period, language), language)
            return Word(shown=join(shown), spoken=self.aloud.period(period, language), fact=fact)
        shown, said = self._tell_reference(statistic, parsed, language, style)
        return Word(shown=join(shown), spoken=said, fact=fact)

    def figure(self, statistic_id: str, language: str, style: Style) -> Figure:
        """Give one statistic as it is drawn, with its target, baseline, changes and series.

        Values on a chart's axis (target, baseline, series) are exact in every style: a mark has no
        room for the qualifier that rounding needs. Raises FactError for an id the brief does not hold.
        """
        asked = (statistic_id, language, style)
        if asked not in self._figures:
            self._figures[asked] = self._figure(statistic_id, language, style)
        return self._figures[asked]

    def _figure(self, statistic_id: str, language: str, style: Style) -> Figure:
        parsed = self._parse(statistic_id)
        if parsed.attribute or parsed.option:
            raise FactError(f"{statistic_id} is no statistic; give an id without what follows the dot.")
        s = self.statistics[parsed.id]
        words = phrasebook(language)
        told = self._tell(s, self._amount(parsed), language, style, beside=True)
        # Beside its other parts nobody has to be told the whole with each.
        shares_whole = s.out_of is not None and s.unit in ("rank", "count") and not (s.member and s.member.parts)
        whole = self._mark(s, "out_of", language, words.total) if s.out_of is not None else None
        plain = self._plain(s, replace(parsed, attribute="share" if s.unit == "count" else ""), language)
        complete = told.shown
        compared = bool(s.baseline or s.target or s.change_points is not None)
        if shares_whole and whole and s.unit == "count" and s.value == s.out_of:
            complete = isolate(join(words.all_of.format(n=told.written.text)), language)
        elif shares_whole and whole:
            complete = words.out_of.format(
                n=_without_unit(told.shown, whole.written), of=isolate(whole.written, language)
            )
        elif style == "plain" and plain and not compared:
            complete = plain[0]
        number = told.written.number
        if self._beside_falls(s):
            number = written.with_plus(number, language)
            complete = complete.replace(told.written.number, number, 1)
        suffix = told.written.suffix
        if shares_whole and whole:
            suffix = f"{suffix} {words.out_of_suffix.format(of=whole.written)}".strip()
        ids = self._ids_of(s)
        has_change = f"{s.id}.change" in ids
        figure = Figure(
            statistic=s.id,
            label=self._label(s, language),
            value=s.value,
            unit=s.unit,
            written=complete,
            qualifier=told.qualifier,
            number=number,
            suffix=suffix,
            prefix=told.written.prefix,
            went=self._went(s, complete, language, style),
            plain=plain[0] if plain else "",
            better=targets.better(s) if s.better or s.unit == "rank" or s.target else "",
            out_of=whole,
            target=self._target_mark(s, language, style),
            baseline=self._baseline_mark(s, language, style),
            change=self.phrase(f"{s.id}.change", language, style) if has_change else "",
            compared=self._compared(s, language, style) if has_change else "",
            growth=self._growth_or_nothing(s, ids, language, style),
            change_is_good=self._change_is_good(s) if has_change else None,
            gap=self._gap_or_nothing(s, language, style),
            target_met=targets.target_met(s),
            series=self._series(s, language),
            period=self._when(s, language, "long"),
            # Beside an earlier value stand two days, as from the one to the other.
            when=self._beside(s, language, "short"),
            when_narrow=self._beside(s, language, "axis"),
            then_and_now=self._then_and_now(s, language),
            estimate=s.estimate,
            source=s.source or "",
            source_short=self.source_short(s.source, language) if s.source else "",
            measure=measure_of(s) or "",
            unit_word=s.unit_word or "",
            of=s.of or "",
            icon=s.icon or "",
            grouped=self._grouped(s, language),
            facts=ids,
        )
        return self._named_by_label(figure, language)

    def _went(self, s: Statistic, told: str, language: str, style: Style) -> str:
        """Give growth with the word for it, where no label says that it is growth; nothing else needs it.

        Inflation is growth itself: "inflation: up 3.1%" reads as if it had risen by that.
        """
        words = phrasebook(language).growth
        if measure_of(s) != "growth" or s.value == 0 or s.unit != "percent":
            return ""
        label = " ".join((self._label(s, language), s.member.label.get(language, "") if s.member else "")).casefold()
        known = (*words.rising, *words.falling, words.up.partition(" ")[0], words.down.partition(" ")[0])
        says = any(re.search(rf"(?<!\w){re.escape(word[:_STEM].casefold())}", label) for word in known)
        if says or any(re.search(rf"(?<!\w)ה?{re.escape(word)}", label) for word in words.itself):
            return ""
        if s.value < 0:
            size = replace(self._amount(_Reference(id=s.id, attribute="", option="")), value=-s.value)
            told = self._tell(s, size, language, style, beside=True).shown
        return join_prefix((words.up if s.value > 0 else words.down).format(x=told))

    def _named_by_label(self, figure: Figure, language: str) -> Figure:
        """Leave out of a figure the unit that its label says: 31.2 under "Hospital beds per 10,000 people"."""
        if not self._unit_in_label(figure.statistic, language):
            return figure

        def bare(text: str) -> str:
            return self.without_label_unit(text, figure.statistic, language)

        def marked(mark: Mark | None) -> Mark | None:
            return mark and replace(mark, written=bare(mark.written))

        return replace(
            figure,
            written=bare(figure.written),
            suffix="",
            out_of=marked(figure.out_of),
            target=marked(figure.target),
            baseline=marked(figure.baseline),
            change=bare(figure.change),
            compared=bare(figure.compared),
            gap=bare(figure.gap),
            series=tuple(replace(mark, written=bare(mark.written)) for mark in figure.series),
            grouped=(grouped := figure.grouped)
            and replace(
                grouped, written=bare(grouped.written), whole=marked(grouped.whole), target=marked(grouped.target)
            ),
        )

    def _unit_in_label(self, statistic_id: str, language: str) -> str:
        """Give the unit of several words that the label of a figure says as well; nothing where it says none."""
        s = self.statistics[statistic_id]
        if not s.unit_word or s.out_of is not None:
            return ""
        unit = physical_unit(s.unit_word, language, whole=named_whole(s, language)).shown.of(s.value)
        unit = unit.partition("{n}")[2].replace(written.NBSP, " ").strip()
        label = s.member.label.get(language, "") if s.member else self._label(s, language)
        label = label.replace(written.NBSP, " ")
        per = per_in(label) if s.unit_word in POWERS else None
        says = per is not None and per.number == POWERS[s.unit_word]
        return unit if says or (" " in unit and unit.casefold() in label.casefold()) else ""

    def without_label_unit(self, text: str, statistic_id: str, language: str) -> str:
        """Leave out of what is said beside a label the unit that it says itself: killed per 100,000 people."""
        unit = self._unit_in_label(statistic_id, language)
        return re.sub(rf"[ \u00a0]{re.escape(unit)}".replace(r"\ ", "[ \u00a0]"), "", text) if unit else text

    def phrase(self, reference: str, language: str, style: Style) -> str:
        """Write a figure as it stands on a picture, with ordinary blanks outside the number and its unit."""
        parsed = replace(self._parse(reference), beside=True)
        return self._tell_reference(self.statistics[parsed.id], parsed, language, self._style(parsed, style))[0]

    # ---- references

    def _parse(self, reference: str) -> _Reference:
        name, _, option = reference.partition(":")
        id, _, attribute = name.partition(".")
        if id not in self.statistics:
            known = ", ".join(self.statistics) or "none"
            raise FactError(f"{{{reference}}} names no statistic of the brief {self.brief.id}; it has: {known}.")
        if option not in _OPTIONS:
            raise FactError(f"{{{reference}}}: no option {option!r}; write m, f or bare after the colon.")
        counted = not f".{attribute}".endswith(".number")
        attribute = f".{attribute}".removesuffix(".number").removeprefix(".")
        named = not attribute.endswith(".unnamed")
        attribute = attribute.removesuffix(".unnamed")
        return _Reference(id=id, attribute=attribute, option=option, counted=counted, named=named)

    def _ids_of(self, s: Statistic) -> tuple[str, ...]:
        ids = [s.id]
        for attribute in _NUMBERS:
            try:
                self._amount(_Reference(id=s.id, attribute=attribute, option=""))
            except FactError:
                continue
            ids.append(f"{s.id}.{attribute}")
        ids += [f"{s.id}.series.{period}" for period in s.series]
        return tuple(ids)

    def _period(self, s: Statistic, attribute: str) -> Period:
        found = {
            "period": s.period,
            "target.by": s.target.by if s.target else None,
            "baseline.period": s.baseline.period if s.baseline else None,
        }[attribute]
        if found is None:
            raise FactError(
                tell(
                    "{{{id}.{attribute}}} needs '{attribute}' in the statistic {id}; add it there.",
                    id=s.id,
                    attribute=attribute,
                )
            )
        return found

    def _amount(self, reference: _Reference) -> Amount:
        """Compute the number a reference names."""
        s, attribute = self.statistics[reference.id], reference.attribute
        kind: Kind = s.unit
        if attribute == "size" or (attribute.removesuffix(".size") in SIZED and attribute.endswith(".size")):
            return comparing.size(
                self._amount(replace(reference, attribute=attribute.removesuffix("size").removesuffix(".")))
            )
        if (
            attribute in ("", "exact", "plain", "one", "two")
            or (attribute == "whole" and s.out_of is not None and kind in ("count", "currency", "duration"))
            or (attribute == "ordinal" and kind == "rank" and s.value == int(s.value) and s.value > 0)
        ):
            return Amount(value=s.value, kind=kind, qualifier=s.qualifier, part="value")
        if attribute == "out_of" and s.out_of is not None:
            return Amount(value=s.out_of, kind="count" if kind == "rank" else kind, fixed=True)
        if attribute == "target" and s.target:
            return Amount(value=s.target.value, kind=kind, fixed=True)
        if s.baseline and (attribute == "baseline" or (attribute == "baseline.ordinal" and kind == "rank")):
            return Amount(value=s.baseline.value, kind=kind, part="baseline")
        if attribute.startswith("series.") and (period := attribute.partition(".")[2]) in s.series:
            return Amount(value=s.series[period], kind=kind)
        if attribute == "share" and s.out_of and kind in ("count", "currency", "duration"):
            return Amount(value=s.value * 100 / s.out_of, kind="percent", qualifier=s.qualifier, derived=True)
        if attribute == "growth":
            if measure_of(s) in SIGNED and kind == "percent":
                return Amount(value=s.value, kind="percent", qualifier=s.qualifier)
            if s.compare and s.compare.measured_in == "percent" and not s.baseline:
                return comparing.compared(s, s.compare)
            computed = comparing.growth(s)
            if s.growth_percent is not None and (
                computed is None or comparing.agrees(s.growth_percent, computed.value)
            ):
                return Amount(value=s.growth_percent, kind="percent")
            if computed is not None and s.baseline and not comparing.unknown_side(s, s.baseline.value):
                return computed
        if attribute in ("change", "change.alone"):
            # What stands beside an earlier value is the difference from it, whatever else was published.
            if s.baseline and not comparing.unknown_side(s, s.baseline.value):
                return comparing.difference(s, s.baseline.value, "change")
            if s.compare and not s.baseline:
                return comparing.compared(s, s.compare)
            if s.change_points is not None and not s.baseline:
                return Amount(value=s.change_points, kind="points")
            if s.growth_percent is not None and not s.baseline:
                return Amount(value=s.growth_percent, kind="percent")
        if attribute == "gap" and s.target:
            return comparing.difference(s, s.target.value, "gap")
        if attribute == "progress":
            _refuse_other_time(s, attribute)
        if attribute == "progress" and (part := targets.part_reached(s)):
            return part
        raise FactError(
            tell(
                "{{{id}.{attribute}}} cannot be given: the statistic {id} ({unit}) does not hold what it takes; add it"
                " to the statistic or take the reference out.",
                id=reference.id,
                attribute=attribute,
                unit=s.unit,
            )
        )

    @staticmethod
    def _style(reference: _Reference, style: Style) -> Style:
        """Give the style a reference asks for; without a qualifier only the exact value is true."""
        if reference.attribute in ("exact", "plain"):
            return cast(Style, reference.attribute)
        return "exact" if reference.option == "bare" else style

    # ---- telling

    def _round(self, s: Statistic, amount: Amount, style: Style) -> Rounded:
        """Round one number as its style asks; what is compared keeps one precision, so that it adds up as shown."""
        if style == "exact" or amount.fixed:
            return self._exact(amount)
        if s.out_of is not None and s.unit != "percent" and not amount.derived:
            return self._exact(amount)  # "over 1,300 of 1,350" would turn 99.4% into 96%
        stands = s.member is not None or self._stands_over_places(s)
        if amount.kind in ("percent", "points") and not amount.derived and stands:
            return self._exact(amount)  # the places beside it are exact: "over 86%" over a line at 86.3%
        if amount.part and (s.baseline or s.target):
            step = comparing.common_step(s)
            return self._exact(amount) if step is None else comparing.rounded_together(s, amount, step)
        if as_published(s) or amount.grows or (amount.kind == "percent" and s.growth_percent == amount.value):
            return self._exact(amount)
        if amount.kind == "currency" and comparing.is_personal(s):
            return self._exact(amount)
        if s.member and amount.kind == "percent" and not amount.derived:
            return self._exact(amount)  # places stand beside one another: "nearly 23%" beside 24.1%
        # A percentage of which nobody knows whether it is growth keeps near what was published.
        within = None if measure_of(s) else rounding.QUALIFIED_WITHIN
        rounded = rounding.round_for_reading(amount.value, amount.qualifier, unit=amount.kind, within=within)
        return rounded if rounded.within or not amount.derived else self._exact(amount)

    def _stands_over_places(self, s: Statistic) -> bool:
        """Say whether a figure is that of all places together, each of which has a value of its own."""
        return any(one.member and one.member.group == s.id for one in self.statistics.values())

    @staticmethod
    def _exact(amount: Amount) -> Rounded:
        if amount.derived:
            return rounding.round_derived(amount.value, amount.qualifier)
        return rounding.keep(amount.value, amount.qualifier)

    def _tell(
        self,
        s: Statistic,
        amount: Amount,
        language: str,
        style: Style,
        *,
        option: str = "",
        noun: bool = False,
        beside: bool = False,
        like: Style | None = None,
    ) -> _Told:
        """Round, write and say one number, with its qualifier; ``beside`` gives it as it stands on a picture.

        Its scale word is that of the figure told in the style ``like``, if not in its own.
        """
        rounded = self._round(s, amount, style)
        if option == "bare":
            rounded = replace(rounded, qualifier=None)
        gender: Gender = "m" if option == "m" else "f" if option == "f" else s.gender
        power = self._scale(s, amount, like or style, language)
        text, said = self._write(rounded.value, amount, s, language, gender, power, beside=beside)
        value, voice = text.text, said
        in_words = not beside or amount.part in ("change", "gap")
        if in_words and text.number == "1" and text.suffix.startswith(_scales_that_are_one(language)):
            value = join(text.suffix)
        if noun and (counted := self._noun(s, amount, rounded.value, language)):
            if beside and (head := self._head_of(s, counted, language)):
                counted = head
            pattern = phrasebook(language).counted
            value = join(pattern.format(n=value, noun=counted))
            voice = self.aloud.counted(pattern, counted, text.text, voice, language)
            if written.bare(abs(rounded.value)) == 1 and (one := phrasebook(language).one):
                voice = f"{counted} {one[gender]}"
                value = join(voice)
            elif rounded.value == 2 and not beside and (two := phrasebook(language).two):
                voice = f"{two[gender]} {counted}"
                value = join(voice)
        value = isolate(value, language)
        mark = ""
        if rounded.qualifier:
            phrase = phrasebook(language).qualifiers[rounded.qualifier]
            mark = phrase.shown.replace("{x}", "").strip()
            value, voice = join_prefix(phrase.shown.format(x=value)), phrase.said.format(x=voice)
        return _Told(written=text, rounded=rounded, shown=value, spoken=voice, qualifier=mark)

    def _write(
        self,
        value: Decimal,
        amount: Amount,
        s: Statistic,
        language: str,
        gender: Gender,
        power: int | None = None,
        *,
        beside: bool = False,
    ) -> tuple[Written, str]:
        """Write and say one number in its unit."""
        words: Phrasebook = phrasebook(language)
        units: dict[str, Unit] = {
            "percent": words.percent,
            "points": words.points,
            "places": words.places,
            "index_points": words.index_points,
        }
        kind = amount.kind
        if s.unit_word and kind in (s.unit, "index_points"):
            units[kind] = physical_unit(s.unit_word, language, difference=amount.apart, whole=named_whole(s, language))
        if kind == "duration":
            units["duration"] = words.durations[s.per or "hour"]
        if kind in units:
            unit = units[kind]
            return written.write_unit(value, unit, language, power), self.aloud.unit(value, unit, language, power)
        if kind == "currency":
            code = s.currency or ""
            return written.write_money(value, code, language, power, beside=beside), self.aloud.money(
                value, code, language, power
            )
        if kind == "count":
            said = self.aloud.count(value, language, gender=gender, power=power)
            return written.write_count(value, language, power), said
        number = written.write_number(value, language)
        return (
            Written(value=value, text=number, number=number),
            self.aloud.number(value, language, gender if kind == "rank" else "f"),
        )

    def _scale(self, s: Statistic, amount: Amount, style: Style, language: str) -> int | None:
        """Give the power of ten of the scale word that all numbers of a comparison share; 0 for digits alone.

        None leaves it to the number: nothing is compared, or it is a small difference between large numbers. Beside
        "9,875.4 billion" no "5.21 trillion" stands, but "5,210 billion": nobody sees which of the two is more.
        """
        if s.unit not in ("count", "currency") or amount.kind != s.unit or amount.derived:
            return None
        own, value = self._own_scale(s, amount, style, language), self._round(s, amount, style).value
        power = _power_of(value, language) if own is None else own
        for lower, told in self._told_in_thousands(s, style, language):
            near = abs(value) < abs(told) * 1000
            if power > lower and near and not written.has_long_decimals(value.scaleb(-lower)):
                return lower
        return own

    def _told_in_thousands(self, s: Statistic, style: Style, language: str) -> tuple[tuple[int, Decimal], ...]:
        """Give powers of scale words and numbers told in thousands of them, lowest first, of what s is read against."""
        found: list[tuple[int, Decimal]] = []
        for id in self._read_together.get(s.id, ()):
            asked = (id, language, style)
            if asked not in self._scales:
                other = self.statistics[id]
                amount = Amount(value=other.value, kind=other.unit, qualifier=other.qualifier, part="value")
                value, power = self._round(other, amount, style).value, self._own_scale(other, amount, style, language)
                self._scales[asked] = (_power_of(value, language) if power is None else power, value)
            power, value = self._scales[asked]
            if power and abs(value) >= Decimal(10) ** (power + 3):
                found.append((power, value))
        return tuple(sorted(found))

    @cached_property
    def _read_together(self) -> dict[str, frozenset[str]]:
        """Give what each sum of money or count is read against: of one currency or noun, in a point or a group."""
        sets: list[set[str]] = [
            {*point.statistics, *(r.id for text in _texts_of(point) for r in find_references(text) if r.sound)}
            for point in self.brief.points
        ]
        for s in self.statistics.values():
            sets.append({s.id, s.member.group if s.member else s.id})
        together: dict[str, set[str]] = {}
        for one in sets:
            for alike in _alike([self.statistics[id] for id in one if id in self.statistics]):
                joined = alike.union(*(together.get(id, set()) for id in alike))
                together.update(dict.fromkeys(joined, joined))
        return {id: frozenset(joined) for id, joined in together.items()}

    def _own_scale(self, s: Statistic, amount: Amount, style: Style, language: str) -> int | None:
        """Give the power of the scale word of one figure by what stands in its own entry, or by its whole and parts."""
        if not s.baseline and not s.target:
            group = s.member.group if s.member else s.id
            members = [one.member for one in self.statistics.values() if one.member and one.member.group == group]
            if any(member.parts for member in members):
                return self._scale_of_parts(group, style, language)
            if members and s.unit == "currency":
                # Districts are read against one another: 1,240 billion here and 812 billion there.
                return self._scale_of_parts(group, style, language, digits_max=PLACES_DIGITS)
        others = [s.baseline.value if s.baseline else None, s.target.value if s.target else None, s.out_of]
        if not any(other is not None for other in others):
            return None
        values = [self._round(s, Amount(value=s.value, kind=s.unit, qualifier=s.qualifier, part="value"), style).value]
        if s.baseline:
            then = Amount(value=s.baseline.value, kind=s.unit, part="baseline")
            values.append(self._round(s, then, style).value)
        values += [other for other in (s.target.value if s.target else None, s.out_of) if other is not None]
        power = _common_power(values, language)
        thousands = phrasebook(language).scale_below_thousand
        if thousands and power and amount.fixed and abs(amount.value) >= Decimal(10) ** (power + 3) > abs(s.value):
            return None
        # A change is told in the word it is counted by: "up 330 billion dong", "up 270,000", never "up 0.33 trillion".
        least = Decimal(10) ** (power or 0)
        if amount.part in ("change", "gap") and power and abs(amount.value) < least:
            return None
        if power and written.has_long_decimals(self._round(s, amount, style).value.scaleb(-power)):
            return None
        return power

    def _scale_of_parts(self, group: str, style: Style, language: str, digits_max: int | None = None) -> int | None:
        """Give the scale word that a whole and all its parts share: 5,120 billion, of which 1,843 billion.

        None where the largest would have more than ``digits_max`` digits before it.
        """
        told = [s for s in self.statistics.values() if s.id == group or (s.member and s.member.group == group)]
        amounts = [(s, Amount(value=s.value, kind=s.unit, qualifier=s.qualifier, part="value")) for s in told]
        values = [self._round(s, amount, style).value for s, amount in amounts]
        power = _common_power(values, language)
        too_long = digits_max is not None and max(map(abs, values)) >= Decimal(10) ** ((power or 0) + digits_max)
        return None if too_long else power

    def _noun(self, s: Statistic, amount: Amount, value: Decimal, language: str) -> str:
        """Give what a count counts, unless one of it needs a form the brief does not hold.

        A percentage of a count counts nothing: "up 59%", never "up 59% certificates".
        """
        if s.unit != "count" or s.unit_word or amount.kind != "count" or language not in s.noun:
            return ""
        if abs(value) == 1 and (language in s.singular or phrasebook(language).one_needs_own_noun):
            return s.singular.get(language, "")
        noun = s.noun[language]
        return phrasebook(language).many.get(noun, noun) if is_many(value) else noun

    def _head_of(self, s: Statistic, noun: str, language: str) -> str:
        """Give the first word of a noun that stands for it beside a label which says it: Ca tử vong, tăng 3 *ca*."""
        if noun.casefold() not in self._label(s, language).casefold():
            return ""
        return next((one for one in phrasebook(language).classifiers if noun.startswith(f"{one} ")), "")

    def _tell_reference(self, s: Statistic, reference: _Reference, language: str, style: Style) -> tuple[str, str]:
        """Give a figure as it is shown and as it is said."""
        if reference.attribute in ("change", "change.alone", "growth"):
            return self._tell_change(s, reference, language, style)
        if reference.attribute == "gap":
            return self._tell_gap(s, reference, language, style)
        if reference.attribute == "progress":
            return self._tell_part(s, self._amount(reference), language, style)
        if reference.attribute == "whole":
            return self._tell_whole(s, reference, language, style)
        one = (
            phrasebook(language).one.get(cast(Gender, reference.option or s.gender)) or phrasebook(language).one_of.word
        )
        if reference.attribute == "one" and one:
            return one, one
        # What one language tells by a word, another tells by its number.
        two = phrasebook(language).two.get(cast(Gender, reference.option or s.gender))
        if reference.attribute == "two" and two:
            return two, two
        if reference.attribute == "counted":
            return self._tell_rate(s, replace(reference, attribute=""), language, style)
        if reference.attribute in ("ordinal", "baseline.ordinal"):
            place = int(self._amount(reference).value)
            return written.write_ordinal(place, language), self.aloud.ordinal(place, language)
        if style == "plain" and (told := self._plain(s, reference, language)):
            return told
        told_number = self._tell(
            s, self._amount(reference), language, style, option=reference.option, beside=reference.beside
        )
        if not reference.counted and not told_number.qualifier:
            number = isolate(join(told_number.written.number), language)
            return number, self.aloud.number(told_number.rounded.value, language)
        return told_number.shown, told_number.spoken

    def _tell_rate(self, s: Statistic, reference: _Reference, language: str, style: Style) -> tuple[str, str]:
        """Tell a rate with what it counts before what it is per: "17.8 doctors per 10,000 people"."""
        told = self._tell(s, self._amount(reference), language, style, option=reference.option)
        unit = physical_unit(s.unit_word or "", language, whole=named_whole(s, language))
        noun, value = f" {s.noun[language]}{{per}}", told.rounded.value
        return _with_per(told.shown, unit.shown, value, noun), _with_per(told.spoken, unit.said, value, noun)

    def _without_per(self, s: Statistic, told: _Told, reference: _Reference, language: str) -> tuple[str, str]:
        """Give a number as it is shown and said, without what a rate is per where the rate before it has said that."""
        if reference.counted or s.unit_word not in POWERS:
            return told.shown, told.spoken
        unit = physical_unit(s.unit_word, language, difference=True, whole=named_whole(s, language))
        value = told.rounded.value
        return _with_per(told.shown, unit.shown, value, ""), _with_per(told.spoken, unit.said, value, "")

    def takes_noun(self, statistic_id: str, language: str) -> bool:
        """Say whether a figure is so many of something per so many people, each in its own words."""
        s = self.statistics[statistic_id]
        if measure_of(s) != "rate" or not s.unit_word or language not in s.noun:
            return False
        return physical_unit(s.unit_word, language).shown.of(s.value).startswith("{n} ")

    def _tell_change(self, s: Statistic, reference: _Reference, language: str, style: Style) -> tuple[str, str]:
        amount = self._amount(reference)
        words = _change_words(s, amount, phrasebook(language))
        shown = said = words.same
        unnamed = phrasebook(language).one and s.noun and not self._noun(s, amount, amount.value, language)
        harmed = names_harm(s.label.get(language, ""), language)
        # A label that tells of the dead names them: "Pedestrians killed", and not "down 2 pedestrians".
        named = harmed and s.unit == "count" and not phrasebook(language).classifiers
        unsaid = reference.beside and (named or (words.unnamed and _counts_people(s, language, words.unnamed)))
        if (unnamed or unsaid or not reference.counted) and (one := self.one_more(s.id, language, reference.option)):
            return one, one
        if reference.beside and s.compare and _is_change_itself(s):
            # "11.3% ▲ up 11.3%" tells growth as the growth of growth: beside it stands what it is compared with.
            than = _compared_pattern(s.compare, language)
            period = "{period}" in than and isolate(written.write_period(s.compare.to, language), language)
            return (than.format(x="", period=period).strip(),) * 2
        if amount.value != 0:
            told = self._tell(
                s,
                comparing.size(amount),
                language,
                style,
                option=reference.option,
                noun=reference.counted and not unsaid and s.noun.get(language, "") not in words.anybody,
                beside=reference.beside,
            )
            people = _are_people(s, language, words)
            pattern = _change_pattern(amount, words, told.shown, people=people)
            size, size_said = self._without_per(s, told, reference, language)
            shown, said = pattern.format(x=size), pattern.format(x=size_said)
        # A sentence says itself what a published change is on; beside a figure nothing else does.
        compare = s.compare or (_on_the_year_before(s) if reference.beside else None)
        if compare is None or s.baseline or reference.attribute != "change":
            return shown, said
        pattern, to = _compared_pattern(compare, language), compare.to
        if "{period}" not in pattern:
            return pattern.format(x=shown), pattern.format(x=said)
        period = isolate(written.write_period(to, language), language)
        return (
            pattern.format(x=shown, period=period),
            pattern.format(x=said, period=self.aloud.period(to, language)),
        )

    def compared_with(self, statistic_id: str, language: str) -> str:
        """Give the words for what a source compares a change with; nothing where a source compares with nothing."""
        compare = self.statistics[statistic_id].compare
        if compare is None:
            return ""
        words, pattern = phrasebook(language).compared, _compared_pattern(compare, language)
        if "{period}" not in pattern:
            return pattern.format(x="").strip()
        period = isolate(written.write_period(compare.to, language), language)
        # "23,000 more" is followed by another word than "up 23,000": than in, not on.
        pattern = words.time if words.time and pattern in (words.year, words.period) else pattern
        return pattern.format(x="", period=period).strip()

    def one_more(self, statistic_id: str, language: str, option: str = "") -> str:
        """Give "one more" for a change by a single one that a text does not name, or nothing: "up 1" of what?"""
        s, words = self.statistics[statistic_id], phrasebook(language)
        amount = self._amount(_Reference(id=statistic_id, attribute="change", option=""))
        if abs(amount.value) != 1 or amount.kind != "count" or s.unit_word or amount.qualifier:
            return ""
        pattern = words.change.up_one if amount.value > 0 else words.change.down_one
        return pattern.format(one=words.one.get(cast(Gender, option or s.gender), ""))

    def _tell_gap(self, s: Statistic, reference: _Reference, language: str, style: Style) -> tuple[str, str]:
        amount = self._amount(reference)
        _refuse_other_time(s, reference.attribute)
        words = phrasebook(language).gap
        met, has_met = targets.target_met(s), targets.has_met(s)
        if (
            not targets.is_limit(s)
            and targets.is_pending(s)
            and not met
            and (told_progress := self._progress(s, reference, language, style))
        ):
            return told_progress
        if amount.value == 0 or has_met is None:
            if not has_met:
                raise FactError(
                    tell(
                        "{{{id}.gap}} cannot be given: {qualifier} {value} is not the target, and by how much it misses"
                        " is not known. Take the reference out.",
                        id=s.id,
                        qualifier=s.qualifier,
                        value=s.value,
                    )
                )
            met_words = (words.equal if targets.is_measure(s) else words.met).format(**targets.goal_words(s, language))
            return met_words, met_words
        if s.target is not None and targets.is_measure(s):
            pattern = words.over if s.value > s.target.value else words.under
        elif s.unit == "rank":
            pattern = words.ahead if has_met else words.short_rank or self._short(s, reference, words)
        elif targets.better(s) == "higher":
            pattern = words.above if has_met else self._short(s, reference, words)
        else:
            in_sentence = reference.named and not reference.beside
            missing = (in_sentence and words.excess_of) or words.excess
            # What was to be done by a day gone by is not still to be done.
            gone_by = s.target is not None and s.target.by is not None and not targets.is_pending(s)
            pattern = words.below if has_met else words.over if gone_by and words.excess_of else missing
        told = self._tell(
            s,
            comparing.size(amount),
            language,
            style,
            option=reference.option,
            noun=reference.counted,
            beside=reference.beside,
        )
        goal = targets.goal_words(s, language)
        shown_by, said_by = self._by(s, language) if "{period}" in pattern else ("", "")
        size, size_said = self._without_per(s, told, reference, language)
        return (
            join_prefix(pattern.format(x=size, period=shown_by, **goal)),
            join_prefix(pattern.format(x=size_said, period=said_by, **goal)),
        )

    @staticmethod
    def _short(s: Statistic, reference: _Reference, words: Gap) -> str:
        """Give how a target is missed: beside its mark by how much, in a sentence of what, too."""
        over = bool(s.target and s.target.by) and not targets.is_pending(s)
        if reference.beside or not reference.named or s.target is None:
            return (over and words.short_over) or words.short
        if over and words.short_of_over:
            return words.short_of_over
        # A name of its own may say its year itself.
        if s.target.by is None or s.target.name:
            return words.short_of or words.short
        told = words.short_of_year if _is_of_its_year(s) else words.short_of_later
        return told or (over and words.short_over) or words.short

    def _by(self, s: Statistic, language: str) -> tuple[str, str]:
        """Give the time of a target as it is shown and as it is said."""
        by = s.target.by if s.target and s.target.by else ""
        pattern = phrasebook(language).progress.year if len(by) == 4 else "{period}"
        shown = pattern.format(period=isolate(written.write_period(by, language), language))
        return shown, pattern.format(period=self.aloud.period(by, language))

    def says_target(self, statistic_id: str, said: Collection[str]) -> bool:
        """Say whether facts that were stated tell how a figure stands to its target; so does its share of a whole."""
        s = self.statistics[statistic_id]
        names = {f"{s.id}.gap", f"{s.id}.gap.size", f"{s.id}.target"}
        if s.target is not None and s.out_of == s.target.value:
            names |= {f"{s.id}.share", f"{s.id}.whole", f"{s.id}.out_of"}
        return bool(names & set(said))

    def has_gap(self, statistic_id: str) -> bool:
        """Say whether a figure has a target that can be told beside it."""
        try:
            return bool(self.phrase(f"{statistic_id}.gap", self.brief.languages[0], "exact"))
        except FactError:
            return False

    def gap_case(self, statistic_id: str) -> GapCase:
        """Say how the target of a figure that has a gap to it is told in a sentence."""
        s = self.statistics[statistic_id]
        reference = _Reference(id=s.id, attribute="gap", option="")
        met = targets.has_met(s)
        if targets.is_pending(s) and not targets.target_met(s) and not targets.is_limit(s):
            if targets.only_at_the_end(s):
                return "to_come"
            if self._progress(s, reference, self.brief.languages[0], "exact"):
                return "part"
        elif not met and s.unit != "rank" and s.target and s.target.by and not targets.is_measure(s):
            return "missed"
        if s.target is not None and targets.is_measure(s):
            return "equal" if s.value == s.target.value else "over" if s.value > s.target.value else "under"
        if self._amount(reference).value == 0:
            return "met"
        if s.unit == "rank":
            return "ahead" if met else "short_rank_yet" if targets.is_pending(s) else "short_rank"
        if targets.better(s) == "higher":
            rest = s.target is not None and s.target.value == 100 and measure_of(s) == "share"
            return "above" if met else "rest" if rest else "short_yet" if targets.is_pending(s) else "short"
        return "below" if met else "excess_yet" if targets.is_pending(s) else "excess"

    def fill_gap(self, pattern: str, statistic_id: str, language: str) -> str:
        """Put references to a figure's target and gap, and what the target is called, in the places of a pattern."""
        names = {"target": "target", "gap": "gap", "size": "gap.size", "period": "target.by"}
        places = {name: f"{{{statistic_id}.{attribute}}}" for name, attribute in names.items()}
        target = self.statistics[statistic_id].target
        if target and target.by and len(target.by) == len("2027"):
            places["period"] = phrasebook(language).progress.year.format(period=places["period"])
        until = phrasebook(language).progress.until
        if until and _is_of_its_year(self.statistics[statistic_id]):
            pattern = pattern.replace(f"{until}{{period}}", "{period}")
        said = join_prefix(fill(pattern, **targets.goal_words(self.statistics[statistic_id], language), **places))
        return said[:1].upper() + said[1:]

    def _progress(self, s: Statistic, reference: _Reference, language: str, style: Style) -> tuple[str, str] | None:
        """Tell how far a figure is on its way to a target that is still to come; nothing where its gap says it."""
        words, target = phrasebook(language).progress, s.target
        assert target is not None
        assert target.by is not None
        shown_by, said_by = self._by(s, language)
        goal = targets.goal_words(s, language)
        if targets.only_at_the_end(s):
            amount = self._amount(replace(reference, attribute="target"))
            told = self._tell(s, amount, language, style, beside=reference.beside)
            own_year = _is_of_its_year(s)
            alone = (own_year and words.this_year) or words.neutral
            pattern = alone if reference.beside else (own_year and words.this_year_said) or words.neutral_said or alone
            return (
                join_prefix(pattern.format(x=told.shown, period=shown_by, **goal)),
                join_prefix(pattern.format(x=told.spoken, period=said_by, **goal)),
            )
        part = targets.part_reached(s)
        if part is None:
            return None
        shown, said = self._tell_part(s, part, language, style)
        return words.apart.format(x=shown), words.apart.format(x=said)

    def _tell_part(self, s: Statistic, part: Amount, language: str, style: Style) -> tuple[str, str]:
        """Tell how much of its target a figure is, behind a verb of the text: "46.3% of the year's plan"."""
        words, by = phrasebook(language).progress, (s.target.by if s.target else None) or ""
        later = by and by != s.period
        pattern = words.plan if _is_of_its_year(s) else words.later if later else words.ever
        told, goal = self._tell(s, part, language, style), targets.goal_words(s, language)
        shown_by, said_by = self._by(s, language) if by else ("", "")
        return (
            join_prefix(pattern.format(x=told.shown, period=shown_by, **goal)),
            join_prefix(pattern.format(x=told.spoken, period=said_by, **goal)),
        )

    def part_of_target(self, statistic_id: str, language: str) -> str:
        """Write how much of a target that is still to come is reached: ``69.3%``; nothing where its gap says it."""
        s = self.statistics[statistic_id]
        if self.has_gap(statistic_id) and self.gap_case(statistic_id) == "part" and (part := targets.part_reached(s)):
            return self._tell(s, part, language, "exact").shown
        return ""

    def _tell_whole(self, s: Statistic, reference: _Reference, language: str, style: Style) -> tuple[str, str]:
        """Give a number with its whole, or "all" of it: never rounded, or the part would look smaller than it is."""
        words = phrasebook(language)
        told = self._tell(s, self._amount(reference), language, style, option=reference.option)
        if s.value == s.out_of and s.qualifier is None:
            shown = words.all_of.format(n=told.shown)
            return shown, words.all_of.format(n=told.spoken)
        whole = self._tell(
            s, self._amount(replace(reference, attribute="out_of")), language, style, option=reference.option
        )
        shown = words.out_of.format(n=_without_unit(told.shown, whole.shown), of=whole.shown)
        return shown, words.out_of_spoken.format(n=told.spoken, of=whole.spoken)

    def is_percentage(self, statistic_id: str) -> bool:
        """Say whether a figure of the brief is a percentage."""
        s = self.statistics.get(statistic_id)
        return s is not None and s.unit == "percent"

    def is_fraction(self, statistic_id: str) -> bool:
        """Say whether the plain form of a statistic is a fraction: "half", not "8 in 10"."""
        parts = self._parts(self.statistics[statistic_id], _Reference(id=statistic_id, attribute="plain", option=""))
        return parts is not None and parts.of != rounding.PARTS

    def got_worse(self, statistic_id: str) -> bool:
        """Say whether a figure moved the wrong way since the earlier value, where the brief says which way that is."""
        s = self.statistics[statistic_id]
        return f"{s.id}.change" in self._ids_of(s) and self._change_is_good(s) is False

    def tells_harm(self, statistic_id: str) -> bool:
        """Say whether a figure tells of people who were killed or hurt."""
        s = self.statistics[statistic_id]
        return s.value > 0 and any(names_harm(label, code) for code, label in s.label.items())

    def flatters(self, statistic_id: str) -> bool:
        """Say whether parts of ten would make a figure that got worse look better than it is: "almost 9 in 10"."""
        s = self.statistics[statistic_id]
        parts = self._parts(s, _Reference(id=s.id, attribute="plain", option=""))
        if parts is None or not self.got_worse(s.id):
            return False
        shown, true = Decimal(parts.parts) * 100 / parts.of, s.value
        return shown > true if targets.better(s) == "higher" else shown < true

    def is_in_tens(self, statistic_id: str) -> bool:
        """Say whether the plain form of a statistic is parts of ten."""
        parts = self._parts(self.statistics[statistic_id], _Reference(id=statistic_id, attribute="plain", option=""))
        return parts is not None and parts.of == rounding.PARTS

    def _tell_parts(self, s: Statistic, reference: _Reference, language: str) -> tuple[str, str]:
        """Give the parts of ten alone, as they are shown and said: "more than 8"."""
        parts = self._parts(s, replace(reference, attribute="plain"))
        if parts is None:
            raise FactError(
                tell("{{{id}.parts}} cannot be given: {id} is no share that can be told in parts of ten.", id=s.id)
            )
        n = Decimal(parts.parts)
        shown, said = written.write_number(n, language), self.aloud.number(n, language, s.gender)
        if parts.qualifier:
            phrase = phrasebook(language).plain.qualifiers[parts.qualifier]
            return phrase.shown.format(x=shown), phrase.said.format(x=said)
        return shown, said

    def _parts(self, s: Statistic, reference: _Reference) -> Parts | None:
        """Give parts of a whole for a percentage of things that can be counted, and for the share of a count.

        A percentage that is no share is told in parts nowhere, one without a noun (a part of an amount of
        money) only where a text asks for it.
        """
        share = measure_of(s) == "share" or (measure_of(s) is None and reference.attribute == "plain")
        if s.unit == "percent" and share and (reference.attribute == "plain" or (reference.attribute == "" and s.noun)):
            return rounding.round_to_parts(s.value, s.qualifier)
        if reference.attribute in ("plain", "share") and s.unit == "count" and s.out_of:
            step = rounding.last_digit(s.value) * 100 / s.out_of
            return rounding.round_to_parts(s.value * 100 / s.out_of, s.qualifier, step)
        return None

    def _plain(self, s: Statistic, reference: _Reference, language: str) -> tuple[str, str] | None:
        """Give the plain form as it is shown and said, where there is a true one."""
        parts = self._parts(s, reference)
        if parts is None:
            return None
        words = phrasebook(language).plain
        n, of = Decimal(parts.parts), Decimal(parts.of)
        gender: Gender = "m" if reference.option == "m" else "f" if reference.option == "f" else s.gender
        if parts.of != rounding.PARTS:
            shown = said = words.fractions[cast(Any, f"{parts.parts}/{parts.of}")]
        elif words.parts:
            shown = words.parts.format(n=written.write_number(n, language), of=written.write_number(of, language))
            said = words.parts.format(
                n=self.aloud.number(n, language, gender),
                of=self.aloud.number(of, language, gender),
            )
            shown = isolate(shown, language)
        else:
            shown = written.write_percent(n * 100 / of, language).text
            said = self.aloud.percent(n * 100 / of, language)
        shown = join(shown)
        if parts.qualifier:
            phrase = words.qualifiers[parts.qualifier]
            return join_prefix(phrase.shown.format(x=shown)), phrase.said.format(x=said)
        return shown, said

    # ---- parts of a figure

    def _mark(
        self,
        s: Statistic,
        attribute: str,
        language: str,
        label: str,
        period: str | None = None,
        *,
        style: Style = "exact",
        like: Style | None = None,
    ) -> Mark:
        amount = self._amount(_Reference(id=s.id, attribute=attribute, option=""))
        told = self._tell(s, amount, language, style, beside=True, like=like)
        return Mark(
            value=amount.value,
            written=told.shown if told.qualifier else told.written.text,
            label=label,
            fact=f"{s.id}.{attribute}",
            period=period or "",
        )

    def _baseline_mark(self, s: Statistic, language: str, style: Style) -> Mark | None:
        if s.baseline is None:
            return None
        period = s.baseline.period
        label = written.write_period(period, language, style="short")
        return self._mark(s, "baseline", language, label, period, style=style)

    def _when(
        self, s: Statistic, language: str, style: Literal["long", "short", "axis"], *, plain: bool = False
    ) -> str:
        """Write when a figure holds: a period, or the day as of which it was counted."""
        period = written.write_period(s.period, language, style=style)
        # The programme of an event is of its day; who has registered for it was counted before.
        to_come = self.brief.kind == "event" and split_period(s.period).last > self.brief.as_of
        of_period = plain or to_come or not is_state(s)
        if not of_period and is_reading(s):
            return phrasebook(language).dates.measured.format(period=period)
        return period if of_period else phrasebook(language).dates.as_of.format(period=period)

    def _beside(self, s: Statistic, language: str, style: Literal["short", "axis"]) -> str:
        """Write when a figure holds as it stands beside it; nothing of an event's own day, which is told once."""
        event, span = self.brief.event, split_period(s.period)
        if self.brief.kind == "event" and event and span.first == span.last and span.last > self.brief.as_of:
            days = named_days(event.when.get(language, ""), language, self.brief.as_of)
            if span.first in days:
                return ""
        return isolate(self._when(s, language, style, plain=s.baseline is not None), language)

    def _then_and_now(self, s: Statistic, language: str) -> str:
        """Write when a figure and its earlier value hold, in the order of time.

        The months both begin with stand once, before their years: "Jan–Sep 2025 v. 2026" would be nine months against
        a year. Anything shorter is written in full.
        """
        if s.baseline is None:
            return ""
        periods = (s.baseline.period, s.period)
        then, now = (written.write_period(period, language, style="short") for period in periods)
        pattern, years = phrasebook(language).dates.two, [period[:4] for period in periods]
        stem = then.removesuffix(f" {years[0]}")
        if written.begins_a_year(s.period) and (then, now) == (f"{stem} {years[0]}", f"{stem} {years[1]}"):
            of_years = pattern.format(then=isolate(years[0], language), now=isolate(years[1], language))
            together = phrasebook(language).dates.of_two_years
            return together.format(months=isolate(stem, language), years=join(of_years))
        return pattern.format(then=join(isolate(then, language)), now=join(isolate(now, language)))

    def _target_mark(self, s: Statistic, language: str, style: Style) -> Mark | None:
        if s.target is None:
            return None
        goal = targets.goal_word(s, language)
        label = goal[:1].upper() + goal[1:]
        if s.target.by:
            by = written.write_period(s.target.by, language, style="short")
            label = phrasebook(language).target.format(goal=label, period=by)
        return self._mark(s, "target", language, label, s.target.by, like=style)

    def _series(self, s: Statistic, language: str) -> tuple[Mark, ...]:
        return tuple(
            self._mark(s, f"series.{period}", language, written.write_period(period, language, style="axis"), period)
            for period in sorted(s.series, key=in_time)
        )

    def _compared(self, s: Statistic, language: str, style: Style) -> str:
        """Write a change with what it is compared with, as far as the brief says that."""
        change = self.phrase(f"{s.id}.change", language, style)
        if s.baseline is None:
            return change
        if phrasebook(language).change.is_comparative(change) and s.unit == "count":
            # "5 more" asks for "than"; what it is compared with stands here behind a word of its own.
            changed, size = phrasebook(language).change, self.phrase(f"{s.id}.change.size", language, style)
            change = (changed.up if self.value(f"{s.id}.change") > 0 else changed.down).format(x=size)
        words, period = phrasebook(language).compared, s.baseline.period
        pattern = words.year if len(period) == 4 else words.period
        if words.days and written.told_as(period).kind in ("day", "days"):
            pattern = words.days
        elif words.time and s.unit == "duration" and s.better == "lower":
            pattern = words.time
        if stands(s) and _ends_a_year(period) and not s.period.endswith(period[4:]):
            year = join(isolate(period[:4], language))
            return words.year_end.replace(" {period}", f"{written.NBSP}{{period}}").format(x=change, period=year)
        then = written.write_period(period, language, style="short")
        if phrasebook(language).dates.definite and written.told_as(period).kind == "quarter":
            # In a sentence a quarter is a known one: לעומת הרבעון השלישי.
            then = written.write_period(period, language)
        # Alone beside a figure it has a capital, "Week 46, 2026", and in a sentence none.
        word = written.write_period(period, language).partition(" ")[0]
        then = f"{word}{then[len(word) :]}" if then.casefold().startswith(f"{word} ".casefold()) else then
        then = join(isolate(then, language))
        # Its word stays with the time: no line ends after "since".
        return pattern.replace(" {period}", f"{written.NBSP}{{period}}").format(x=change, period=then)

    def _grouped(self, s: Statistic, language: str) -> Grouped | None:
        """Give what a statistic is among the places, groups or parts of one figure."""
        if (member := s.member) is None:
            return None
        whole = target = None
        if (all_of_them := self.statistics.get(member.group)) is not None:
            whole = self._mark(all_of_them, "exact", language, member.whole.get(language, ""))
            whole = replace(whole, fact=all_of_them.id)
            # One that is still to come says of when it is; a headline that names the places above it needs its line.
            if not targets.is_of_another_time(all_of_them):
                target = self._target_mark(all_of_them, language, "exact")
        told = self._tell(s, self._amount(_Reference(id=s.id, attribute="", option="")), language, "exact")
        shown, number = told.shown, told.written.number
        if self._beside_falls(s):
            shown = shown.replace(number, written.with_plus(number, language), 1)
        return Grouped(
            group=member.group,
            label=self._local(member.label, language, f"The label of {member.group}"),
            name=self._local(member.name, language, f"The name of {s.id}"),
            place=member.place,
            written=shown,
            typed=member.typed,
            parts=member.parts,
            split=member.split,
            share=(share := self._share_of_whole(s, language) if member.parts else ""),
            shares_rounded=bool(share) and sum(self._shares(s).values()) != 100,
            whole=whole,
            target=target,
            missing=tuple(self._local(name, language, f"A name of {member.group}") for name in member.missing),
            dimension=member.dimension,
            tile=_tile_of(s.id, member),
            home=member.home,
            classes=tuple(self._bound(s, bound, language) for bound in member.classes),
            outline=member.outline,
            unvalued=member.unvalued,
            credit=member.credit,
        )

    def _bound(self, s: Statistic, bound: Decimal, language: str) -> Mark:
        """Give where a class of a map begins as a value of its figure is written."""
        amount = replace(self._amount(_Reference(id=s.id, attribute="", option="")), value=bound)
        bare = s.model_copy(update={"qualifier": None, "estimate": False})
        told = self._tell(bare, amount, language, "exact", beside=True)
        return Mark(value=bound, written=told.written.text, label="")

    def _beside_falls(self, s: Statistic) -> bool:
        """Whether a figure is a change upwards of one among several, others of which went down: it says which way."""
        if s.member is None or s.value <= 0 or measure_of(s) != "change":
            return False
        mates = (other for other in self.statistics.values() if other.member and other.member.group == s.member.group)
        return any(other.value < 0 for other in mates)

    def _share_of_whole(self, s: Statistic, language: str) -> str:
        """Give the percentage a part is of its whole, with as few decimals as let all parts add up to a hundred."""
        if s.unit == "percent" or not s.out_of or s.member is None:
            return ""
        shares = self._shares(s)
        return isolate(written.write_percent(shares[s.id], language).text, language)

    def parts_with(self, statistic_id: str) -> tuple[Statistic, ...]:
        """Give a part with the others of its whole: of a whole that is parted twice those of the same parting."""
        own = self.statistics[statistic_id].member
        of = (own.group, own.split) if own else None
        return tuple(s for s in self.statistics.values() if s.member and (s.member.group, s.member.split) == of)

    def _shares(self, s: Statistic) -> dict[str, Decimal]:
        """Give the percentages that parts are of their whole, whole ones unless the least would vanish."""
        whole = s.out_of or Decimal(1)
        exact = {part.id: part.value * 100 / whole for part in self.parts_with(s.id)}
        step = Decimal(1) if all(share >= 1 for share in exact.values()) else Decimal("0.1")
        return {id: share.quantize(step, ROUND_HALF_UP) for id, share in exact.items()}

    def _gap_or_nothing(self, s: Statistic, language: str, style: Style) -> str:
        # Before its day a target that counts only then has no gap; its mark says what it is.
        if targets.is_pending(s) and targets.only_at_the_end(s) and not targets.target_met(s):
            return ""
        try:
            return self.phrase(f"{s.id}.gap", language, style)
        except FactError:
            return ""

    def _growth_or_nothing(self, s: Statistic, ids: tuple[str, ...], language: str, style: Style) -> str:
        """Write how much an amount changed in percent; of a few nothing: two deaths for one are no 100%."""
        amount = s.unit in ("currency", "duration") or (s.unit == "count" and abs(s.value) >= _GROWS_FROM)
        if not amount or f"{s.id}.growth" not in ids or f"{s.id}.change" not in ids:
            return ""
        return self.phrase(f"{s.id}.growth", language, style)

    def _change_is_good(self, s: Statistic) -> bool | None:
        change = self.value(f"{s.id}.change")
        if change == 0 or not (s.better or s.unit == "rank"):
            return None
        if s.unit == "rank":
            return change > 0
        return (change > 0) == (s.better == "higher")

    def _label(self, s: Statistic, language: str) -> str:
        """Give what a figure measures; a single one by its own name, where that says all that the label says."""
        label = self._local(s.label, language, f"The label of {s.id}")
        single = s.unit == "count" and s.value == 1 and s.out_of is None and s.baseline is None
        # "Person" says nothing of road deaths, and "Measles case: 137 → 1" counts no single one.
        if single and language in s.singular and s.noun.get(language, "").casefold() == label.casefold():
            return s.singular[language]
        return label

    def source_short(self, id: str, language: str) -> str:
        """Name a source in one line, as it is printed under a picture."""
        source: Source = self.brief.source(id)
        short = source.short.get(language)
        if short:
            return short
        publisher = self._local(source.publisher, language, f"The publisher of {source.id}")
        return f"{publisher}, {source.date.year}"

    @staticmethod
    def _local(text: LocalText, language: str, what: str) -> str:
        found = text.get(language)
        if not found:
            raise FactError(f"{what} is not written in {language!r}; write it in the brief.")
        return found


def collect_facts(brief: Brief, aloud: Aloud | None = None) -> Facts:
    """Collect the figures of a brief; everything derived is computed from them when it is asked for."""
    return Facts(brief=brief, statistics={s.id: s for s in brief.statistics}, aloud=aloud or Aloud())


def _change_words(s: Statistic, amount: Amount, words: Phrasebook) -> Change:
    """Give the words for a change: growth grows, a rank is taken, a wait gets shorter."""
    if amount.kind == "percent":
        return words.growth
    if s.unit == "rank":
        return words.rank_change
    return words.time_change if s.unit == "duration" and s.better == "lower" else words.change


def _change_pattern(amount: Amount, words: Change, told: str, *, people: bool) -> str:
    """Give the pattern of a change: of people their own, unless the amount says more or fewer by itself."""
    own, counted = (words.up, words.up_people) if amount.value > 0 else (words.down, words.down_people)
    return counted if people and counted and counted.format(x="").strip() not in told else own


def _are_people(s: Statistic, language: str, words: Change) -> bool:
    """Say whether a figure counts people, by its own word or by that of its noun."""
    noun = s.noun.get(language, "")
    return s.unit == "count" and (s.of == "people" or noun in words.anybody or names_harm(noun, language))


def _counts_people(s: Statistic, language: str, nouns: Collection[str]) -> bool:
    """Say whether a label tells already that people are counted, or the dead: "Deaths", of which nobody is a person."""
    noun = s.noun.get(language, "").split() if s.unit == "count" else []
    return bool(noun) and (s.of == "people" or not set(nouns).isdisjoint(noun))


def _refuse_other_time(s: Statistic, attribute: str) -> None:
    """Refuse to hold a figure against a target whose day was over before it was measured."""
    if targets.is_of_another_time(s):
        raise FactError(
            tell(
                "{{{id}.{attribute}}} cannot be given: its target is of {by}, and the figure of {period}. Write the"
                " target that holds now, or take the reference out.",
                id=s.id,
                attribute=attribute,
                by=s.target.by if s.target else "",
                period=s.period,
            )
        )


def _with_per(text: str, forms: Forms, value: Decimal, pattern: str) -> str:
    """Give the text of a rate with a pattern in the place of what it is per, ``{per}``."""
    *_, per = forms.of(value).partition("{n}")
    blanks = re.escape(per).replace(r"\ ", r"[ \u00a0]")
    return re.sub(blanks, pattern.format(per=per), text, count=1)


def _is_of_its_year(s: Statistic) -> bool:
    """Say whether the target of a figure is of the year in which its period lies: a school year lies in none."""
    by = (s.target.by if s.target else None) or ""
    period = split_period(s.period)
    return len(by) == 4 and period.first.year == period.last.year == int(by)


def _on_the_year_before(s: Statistic) -> Compare | None:
    """Give a change that is published without what it is compared with: it is one on the year before."""
    for change, measured_in in ((s.change_points, "points"), (s.growth_percent, "percent")):
        if change is not None:
            whole_year = re.fullmatch(r"\d{4}", s.period)
            to = "year-before" if whole_year else "same-period"
            return Compare.model_validate({"to": to, "change": change, "in": measured_in})
    return None


def _is_change_itself(s: Statistic) -> bool:
    """Say whether a figure is the growth that its source states once more as its change."""
    compare = s.compare
    stated = compare is not None and compare.measured_in == "percent" and compare.change == s.value
    return stated and s.baseline is None and measure_of(s) in SIGNED


def _ends_a_year(period: Period) -> bool:
    """Say whether a period is the last month of a year or its last day, of which one speaks as its end."""
    return re.fullmatch(r"\d{4}-12(?:-31)?", period) is not None


def _compared_pattern(compare: Compare, language: str) -> str:
    words = phrasebook(language).compared
    named = {
        "same-period": words.same_period,
        "year-before": words.year_before,
        "end-of-year": words.end_of_year,
        "start-of-term": words.start_of_term,
    }
    return named.get(compare.to) or (words.year if len(compare.to) == 4 else words.period)


def _without_unit(number: str, whole: str) -> str:
    """Leave out of a number the unit that its whole says: ``3.276,5/3.854 km`` is no kilometre by kilometre."""
    bare = written.without_marks(number)
    unit = re.search(r"(?<=\d)[ \u00a0\u202f]\D+$", bare)
    return bare[: unit.start()] if unit and written.without_marks(whole).endswith(unit[0]) else number


def _texts_of(point: Point) -> Iterator[str]:
    """Give what a point says in every language, to all and to some."""
    for texts in (point.text, point.headline, *(own.text for own in point.variants.values())):
        yield from texts.values()


def _alike(statistics: Collection[Statistic]) -> list[set[str]]:
    """Part figures into those of one currency and those of one noun; what is counted without a name is like nothing."""
    sets: dict[str, set[str]] = {}
    for s in statistics:
        kind = s.currency if s.unit == "currency" else " ".join(sorted(s.noun.values())) if s.unit == "count" else ""
        if kind:
            sets.setdefault(kind, set()).add(s.id)
    return list(sets.values())


def _power_of(value: Decimal, language: str) -> int:
    """Give the power of the scale word that a number has by itself; 0 for digits alone."""
    scale = written.find_scale(value, language)[1]
    return scale.power if scale else 0


def _common_power(values: Collection[Decimal], language: str) -> int | None:
    """Give the power of ten of the scale word that numbers share; 0 for digits alone, None for what each has."""
    scales = [written.find_scale(value, language)[1] for value in values if value]
    if all(scale == scales[0] for scale in scales):
        return scales[0].power if scales and scales[0] else None
    # The largest word that holds all of them: 418.000 tỷ of 1.400.000 tỷ, not fifteen digits.
    powers = sorted({scale.power for scale in scales if scale}, reverse=True)
    return next((power for power in powers if all(_holds(power, value) for value in values)), 0)


def _holds(power: int, value: Decimal) -> bool:
    """Say whether a scale word can stand behind a number: nobody writes 0,53 triệu tỷ."""
    scaled = value.scaleb(-power)
    return not written.has_long_decimals(scaled) and (not value or abs(scaled) >= 1)


def _scales_that_are_one(language: str) -> tuple[str, ...]:
    words = phrasebook(language)
    return tuple(scale.word for scale in words.scales) if words.scale_is_one else ()


def _tile_of(id: str, member: Member) -> str:
    """Name the tile of a map on which a place lies; nothing where one without a value lies on none."""
    if any(not find_tile(member.dimension, name.values()) for name in member.missing):
        return ""
    return find_tile(member.dimension, (*member.name.values(), id.removeprefix(f"{member.group}-")))
