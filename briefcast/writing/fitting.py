"""Fitting: the words a text puts around a figure are brought in line with what the figure says.

A text is written before its figures are known: "tăng {exports.growth}" must not become "tăng giảm 3,4%", nor
"{exports.growth} more" turn a fall into a rise. "Number {rank}" is a place, "{done} of {done.out_of}" may be all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from briefcast.brief.measures import SIGNED, measure_of
from briefcast.brief.model import Statistic
from briefcast.brief.references import REFERENCE, Reference, find_references
from briefcast.brief.wholes import tells_per
from briefcast.errors import FactError
from briefcast.language.phrasebook import (
    Dates,
    Free,
    Gender,
    Growth,
    Naught,
    Ordinal,
    Phrasebook,
    Plain,
    Progress,
    is_many,
    phrasebook,
)
from briefcast.messages import tell
from briefcast.script import Word
from briefcast.writing.facts import Facts
from briefcast.writing.targets import goal_word, part_reached

_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_BEFORE_CHANGE = frozenset({"", "whole", "one", "two", "none"})
"""Attributes of the figure itself, before which its change needs no noun of its own."""
_LONG = 1000
"""Numbers from here on have marks between their digits."""


def fit_references(text: str, facts: Facts, language: str) -> str:
    """Give a text whose words around its figures agree with them; references stay to be replaced.

    Raises FactError where a verb says the opposite of its figure.
    """
    for reference in find_references(text):
        statistic = facts.statistics.get(reference.id) if reference.sound else None
        if statistic is None:
            continue
        words, written = phrasebook(language), reference.written
        own_word, _ = typed_qualifier(text.partition(written)[0], language)
        if own_word and not (reference.attribute or reference.option or statistic.qualifier):
            # The text's own word wins: "about nearly ₪413 million" says two things. Without one it stays as it is.
            text = text.replace(written, f"{{{reference.id}:bare}}", 1)
            continue
        if reference.attribute == "gap":
            text = _fit_reached(text, reference, facts, words.progress)
            text = _fit_neutral(text, reference, facts, words.progress)
        if written not in text:
            continue
        if reference.attribute == "gap" and words.gap.named_by:
            text = _fit_named(text, reference, statistic, language)
            reference = replace(reference, written=written if written in text else _unnamed(reference))
            written = reference.written
        if statistic.unit == "count" and statistic.noun and reference.attribute == "gap":
            text = _fit_counted(text, reference)
        if reference.attribute == "growth":
            text = _fit_direction(text, written, facts.value(f"{reference.id}.growth"), words.growth, "growth")
        elif reference.attribute == "change":
            text = _fit_direction(text, written, facts.value(f"{reference.id}.change"), words.growth, "change")
        if written not in text or reference.attribute == "growth":
            continue
        if reference.attribute == "" and statistic.unit == "percent" and measure_of(statistic) in SIGNED:
            text = _fit_fall(text, reference, words.growth) if statistic.value < 0 else text
        if reference.attribute == "change" and statistic.compare and not statistic.baseline:
            text = _fit_compared(text, written, words.compared.said_by)
            text = _fit_stated(text, reference, facts, language)
        elif reference.attribute == "change" and statistic.unit == "count" and not statistic.unit_word:
            noun = statistic.noun.get(language, "")
            named = language in statistic.singular or (noun and not words.one_needs_own_noun)
            one_more = facts.one_more(reference.id, language)
            repeated = _is_repeated(text, reference, noun, words)
            if repeated or (one_more and not named):
                number = written.replace(".change", ".change.number", 1)
                head = next((one for one in words.classifiers if noun.startswith(f"{one} ")), "")
                if repeated and head and facts.value(f"{reference.id}.change") != 0:
                    text = _fit_head(text, written, head)
                text = text.replace(written, number, 1)
                text = _fit_comparative(text, number, words.change.then) if one_more else text
            written = next(
                (form for form in (written.replace(".change", ".change.number", 1), written) if form in text), ""
            )
            if written and words.change.is_comparative(facts.phrase(written[1:-1], language, "exact")):
                text = _fit_comparative(text, written, words.change.then)
        elif reference.attribute == "change" and statistic.unit == "duration" and statistic.better == "lower":
            if value := facts.value(f"{reference.id}.change"):
                text = _fit_comparative(text, written, words.time_change.then)
                text = _fit_aside(text, reference, words, value > 0)
        elif reference.attribute in ("period", "target.by", "baseline.period"):
            if len(facts.period(reference.name)) == 4:
                text = _fit_year(text, written, words.dates)
        elif reference.attribute in ("", "exact") and tells_per(statistic, text.partition(written)[2]):
            text = text.replace(written, f"{{{reference.name}.number}}", 1) if not reference.option else text
        elif reference.attribute == "" and facts.takes_noun(reference.id, language):
            text = _fit_rate(text, reference, statistic.noun[language])
        elif reference.attribute == "" and statistic.unit == "rank":
            text = _fit_place(text, reference, words.ordinal)
        elif reference.attribute == "" and statistic.unit == "count" and statistic.out_of is not None:
            single = statistic.value == 1 and statistic.qualifier is None and not statistic.unit_word
            text = _fit_one_of(text, reference, statistic, words) if single else text
            text = text if _is_long(statistic, words) else _fit_whole(text, reference, words.out_of_words)
            if single and written in text:
                text = _fit_single(text, reference, statistic, language)
            if statistic.value == 0 and statistic.qualifier is None and words.naught.word and written in text:
                noun, singular = statistic.noun.get(language, ""), statistic.singular.get(language, "")
                text = _fit_naught(text, reference, noun, singular, statistic.gender, words)
        elif reference.attribute == "whole" and statistic.value == 1 and statistic.qualifier is None:
            text = _fit_one_of(text, reference, statistic, words)
        elif reference.attribute == "whole" and _is_long(statistic, words):
            # In a sentence two long numbers on both sides of a stroke are read as one.
            option = f":{reference.option}" if reference.option else ""
            n, of = (f"{{{name}{option}}}" for name in (reference.id, f"{reference.id}.out_of"))
            text = text.replace(written, words.out_of_spoken.format(n=n, of=of), 1)
        elif reference.attribute == "" and statistic.unit == "count" and not statistic.unit_word:
            noun, singular = statistic.noun.get(language, ""), statistic.singular.get(language, "")
            if statistic.value == 1 and statistic.qualifier is None:
                text = _fit_single(text, reference, statistic, language)
            elif statistic.value == 0 and statistic.qualifier is None and words.naught.word:
                text = _fit_naught(text, reference, noun, singular, statistic.gender, words)
            elif statistic.value == 2 and words.two and "gender" in statistic.model_fields_set:
                text = _fit_two(text, reference, noun)
            elif is_many(statistic.value):
                text = _fit_many(text, reference, words.many)
        elif reference.attribute == "baseline" and statistic.unit == "count" and not statistic.unit_word:
            if statistic.baseline and not statistic.baseline.value and words.naught.word:
                noun, singular = statistic.noun.get(language, ""), statistic.singular.get(language, "")
                text = _fit_naught(text, reference, noun, singular, statistic.gender, words)
        elif statistic.unit == "currency" and not statistic.value and reference.attribute in ("", "exact"):
            text = _fit_free(text, reference, words.free)
        elif reference.attribute == "plain" and words.plain.each and facts.is_in_tens(reference.id):
            nouns = (statistic.noun.get(language, ""), *words.plain.each_of)
            text = _fit_each(text, reference, words.plain.each, tuple(filter(None, nouns)))
        elif reference.attribute == "plain" and words.plain.joint and not facts.is_in_tens(reference.id):
            text = _fit_fraction(text, written, words.plain, statistic.noun.get(language, ""))
    return _fit_rates(text, facts)


def _fit_named(text: str, reference: Reference, statistic: Statistic, language: str) -> str:
    """Leave the name of its target to the sentence around a gap, if that says it: "of the plan of 95%, 3.7 to go"."""
    before, _, after = text.partition(reference.written)
    around = f"{_SENTENCE_END.split(before)[-1]} {_SENTENCE_END.split(after)[0]}"
    words = phrasebook(language).gap
    # All of a plan is its target; 75% of it is another.
    share = measure_of(statistic) == "share" and bool(statistic.target and statistic.target.value != 100)
    names = ((share and words.share_named_by) or words.named_by, re.escape(goal_word(statistic, language)))
    told = any(r.id == reference.id and r.attribute == "target" for r in find_references(around))
    around = REFERENCE.sub("", around)
    if not told and not any(re.search(name, around, re.IGNORECASE) for name in names):
        return text
    return f"{before}{_unnamed(reference)}{after}"


def _fit_reached(text: str, reference: Reference, facts: Facts, words: Progress) -> str:
    """Let a verb of reaching reach a part of the target: "đạt 46,3% kế hoạch năm", never what is still missing."""
    before, _, after = text.partition(reference.written)
    if part_reached(facts.statistics[reference.id]) is None:
        return text
    part = reference.written.replace(".gap", ".progress", 1)
    if re.search(rf"(?i)(?<!\w)(?:{words.reached_by})[\s־-]?$", before):
        return f"{before}{part}{after}"
    verb = words.reaches.partition("{x}")[0]
    behind_words = re.search(r"[^\W\d_]\s$", before) and not re.search(rf"(?i)(?<!\w)(?:{words.goes_on})\s$", before)
    if not verb or facts.gap_case(reference.id) != "part" or not (behind_words or not before.strip()):
        return text
    return f"{before}{verb if before.strip() else verb.capitalize()}{part}{after}"


def _fit_neutral(text: str, reference: Reference, facts: Facts, words: Progress) -> str:
    """Let a target that cannot be judged yet stand behind a comma: "slower, against the plan", never "and against"."""
    before, found, after = text.partition(reference.written)
    if not found or facts.gap_case(reference.id) != "to_come":
        return text
    return re.sub(rf"(?i)(?:,\s)?(?:\s|(?<=\s)|^)(?:{words.neutral_alone})$", ", ", before) + found + after


def _unnamed(reference: Reference) -> str:
    return reference.written.replace(".gap", ".gap.unnamed", 1)


def _fit_rate(text: str, reference: Reference, noun: str) -> str:
    """Put what a rate counts before what it is per: "17.8 doctors per 10,000 people", not "per … people doctors".

    Where the words before the figure name it already it stands alone: "the rate of doctors is 17.8 per 10,000 people".
    """
    before, _, after = text.partition(reference.written)
    found = re.match(rf"[\s\u00a0]+{re.escape(noun)}(?!\w)", after, re.IGNORECASE)
    if not found and _is_named(noun, before):
        return text
    counted = reference.written.replace(reference.id, f"{reference.id}.counted", 1)
    return f"{before}{counted}{after[found.end() if found else 0 :]}"


def _is_named(noun: str, before: str) -> bool:
    """Say whether a sentence has named what a figure counts: a word of its noun, in another form or with a prefix."""
    sentence = re.split(r"[.!?]\s", before)[-1].casefold()
    words = re.findall(r"\w+", noun.casefold())
    long = [word[:-1] for word in words if len(word) > 4]
    # Short words lie within others: "ca" in "các".
    return any(word in sentence for word in long) if long else {*words} <= {*re.findall(r"\w+", sentence)}


_DIFFERENCES = ("change", "change.size", "gap", "gap.size")


def _fit_rates(text: str, facts: Facts) -> str:
    """Say once what rates are per: "4.1 per 100,000 people, down from 4.7", "down 0.6"."""
    told = ""

    def once(found: re.Match[str]) -> str:
        nonlocal told
        [reference] = find_references(found[0])
        s = facts.statistics.get(reference.id)
        if s is None or reference.attribute in ("period", "label", "target.by", "baseline.period"):
            return found[0]
        before, told = told, s.unit_word or "" if measure_of(s) == "rate" and reference.attribute != "growth" else ""
        plain = reference.attribute in ("", "exact", "baseline", "target", *_DIFFERENCES) and not reference.option
        return f"{{{reference.name}.number}}" if told and told == before and plain else found[0]

    return REFERENCE.sub(once, text)


def begin_with_whole(text: str, facts: Facts, language: str) -> str:
    """Let no sentence begin with long digits of a whole that it names: "Of 1,390 homes, 1,146 were repaired"."""
    begins = phrasebook(language).begins
    if not begins.with_whole:
        return text

    def turned(found: re.Match[str]) -> str:
        s = facts.statistics.get(found["id"])
        noun = s.noun.get(language, "") if s else ""
        if s is None or s.unit != "count" or (s.out_of or 0) < _LONG or not noun or s.value == s.out_of:
            return found[0]
        behind = re.match(rf"\s(?P<noun>{re.escape(noun)})\s(?={begins.before})", text[found.end() :], re.IGNORECASE)
        if not behind:
            return found[0]
        n, of = f"{{{s.id}}}", f"{{{s.id}.out_of}}"
        return f"{begins.with_whole.format(n=n, of=of, noun=behind['noun'])}{_TAKEN}{behind['noun']}{_TAKEN}"

    said = re.sub(rf"(?:(?<=^)|(?<=[.!?]\s)){_WHOLE}", turned, text)
    return re.sub(rf"{_TAKEN}(.+?){_TAKEN}\s\1(?=\s)", "", said, flags=re.IGNORECASE)


_WHOLE = r"\{(?P<id>[a-z][\w-]*)(?:\.whole\}|\}\s(?:of|out of)\s\{(?P=id)\.out_of\})"
_TAKEN = "\x00"
"""Stands around a noun that is told before its number."""


def begin_in_words(text: str, facts: Facts, language: str, words: Mapping[str, Word]) -> Mapping[str, Word]:
    """Give the figures of a text with a few of a few in words where a sentence begins with them: "Two of nine"."""
    if not phrasebook(language).begins.in_words:
        return words
    told = dict(words)
    for sentence in _SENTENCE_END.split(text):
        found = re.match(r"\s*(\{[^{}]+\})", sentence)
        for reference in find_references(found[1]) if found else ():
            s = facts.statistics.get(reference.id)
            if s is None or reference.attribute != "whole" or s.unit != "count" or (s.out_of or 0) > _FEW_OF:
                continue
            name = reference.written[1:-1]
            if s.value == int(s.value) and s.value > 1 and not s.qualifier and name in words:
                told[name] = replace(words[name], shown=words[name].spoken)
    return told


_FEW_OF = 10
"""The largest whole of which a few are told in words."""


def few_in_words(text: str, facts: Facts, language: str, words: Mapping[str, Word]) -> Mapping[str, Word]:
    """Give the figures of a running text with small numbers of things written out: "five deaths, up two".

    Args:
        text: with its references.
        facts: the figures of the brief.
        language: of the text.
        words: the figures as they are written in digits, by what stands between the braces.

    A number stays in digits beside a larger one of its sentence ("132 reports, up 9"), in a part of a whole, and with
    a unit.
    """
    few = phrasebook(language).few
    if not few:
        return words
    told, stay = dict(words), set[str]()
    for sentence in _SENTENCE_END.split(text):
        counts = [reference for reference in find_references(sentence) if reference.sound and _counts(reference, facts)]
        digits = {reference.written: _DIGITS.findall(words[reference.written[1:-1]].shown) for reference in counts}
        worded = counts
        if any(len(found) > 1 or (found and not _is_few(found[0], few)) for found in digits.values()):
            # "One more" is a word, and so is what it is one more than.
            ids = {r.id for r in counts if r.attribute.startswith("change") and not digits[r.written]}
            worded = [r for r in counts if r.id in ids and all(_is_few(n, few) for n in digits[r.written])]
            # A single one in a clause of its own is read beside no larger number: "one park, while 1,043 firms".
            alone = [clause for clause in _CLAUSE.split(sentence) if sum(r.written in clause for r in counts) == 1]
            worded += [r for r in counts if digits[r.written] == ["1"] and any(r.written in one for one in alone)]
        # What stays in digits in one sentence does so in the others of its text.
        stay |= {reference.written[1:-1] for reference in counts if reference not in worded}
        for reference in worded:
            name, [*found] = reference.written[1:-1], digits[reference.written]
            if found:
                if phrasebook(language).few_agree:
                    # Behind a joined letter it stays a number: ל־3.
                    if found[0] != "0" and not sentence.partition(reference.written)[0].endswith("־"):
                        told[name] = replace(words[name], shown=words[name].spoken)
                    continue
                word = few[int(found[0])]
                statistic = facts.statistics[reference.id]
                noun = statistic.noun.get(language, "") or "\0"
                after = sentence.partition(reference.written)[2].lstrip()
                # "No sudden deaths", and "none of them".
                other = re.match(r"(?!of\b)[^\W\d_]+\s", after) and noun.casefold() in after.casefold()
                if found[0] == "0" and (other or after.casefold().startswith(noun.casefold())):
                    word = phrasebook(language).naught.word or word
                told[name] = replace(words[name], shown=_DIGITS.sub(word, words[name].shown))
    return {name: words[name] if name in stay else word for name, word in told.items()}


_CLAUSE = re.compile(r"[,;:]\s")
_DIGITS = re.compile(r"\d[\d.,]*")
_COUNTED = frozenset({"", "exact", "size", "baseline", "target", "change", "change.number", "change.size", "gap"})


def _counts(reference: Reference, facts: Facts) -> bool:
    """Say whether a reference gives a number of things, without a unit and of no whole."""
    statistic = facts.statistics.get(reference.id)
    counted = statistic is not None and statistic.unit == "count" and not statistic.unit_word
    return counted and statistic is not None and statistic.out_of is None and reference.attribute in _COUNTED


def _is_few(number: str, few: Sequence[str]) -> bool:
    return number.isdigit() and int(number) < len(few)


def _is_long(statistic: Statistic, words: Phrasebook) -> bool:
    """Say whether a number and its whole are told in words where digits and a stroke would do for short ones."""
    if statistic.unit != "count" or statistic.out_of is None or words.out_of == words.out_of_spoken:
        return False
    return statistic.out_of >= _LONG and statistic.value != statistic.out_of


def _fit_fall(text: str, reference: Reference, words: Growth) -> str:
    """Say of growth below zero that it fell: "output was down 2.7%"; what a text calls a value stays one."""
    before, _, after = text.partition(reference.written)
    previous = re.findall(r"([^\W\d_]+)\s$", before)
    if not previous or after[:1].isalpha():
        return text
    last = previous[0].lower()
    falls = last in words.signed_after if words.signed_after else words.signed_kept and last not in words.signed_kept
    return f"{before}{{{reference.id}.growth}}{after}" if falls else text


def typed_qualifier(before: str, language: str) -> tuple[str, str]:
    """Give what a text says itself before a figure, over, nearly or about, and in which words; else nothing twice."""
    for kind, words in phrasebook(language).typed_qualifiers.items():
        if found := re.search(rf"(?<![\w־])(?:{'|'.join(words)})(?:\s|[־-])?$", before, re.IGNORECASE):
            return kind, found[0].strip()
    return "", ""


def _is_repeated(text: str, reference: Reference, noun: str, words: Phrasebook, written: str = "") -> bool:
    """Say whether the figure that changed stands right before its change: "132 reports, up 91", not "up 91 reports"."""
    before = text.partition(written or reference.written)[0]
    earlier = list(find_references(before))
    if not earlier or earlier[-1].id != reference.id or earlier[-1].attribute not in _BEFORE_CHANGE:
        return False
    return not (words.repeats_nouns and noun and len(noun.split()) <= words.repeats_nouns)


def _fit_head(text: str, written: str, head: str) -> str:
    """Count a change by the first word of its noun, unless the text does: "2 ca tử vong, tăng 1 ca"."""
    before, _, after = text.partition(written)
    counted = re.match(rf"\s{re.escape(head)}(?!\w)", after)
    return text if counted else f"{before}{written} {head}{after}"


def _fit_compared(text: str, written: str, said_by: tuple[str, ...]) -> str:
    """Leave to a text what a change is compared with, where it says so itself."""
    before, _, after = text.partition(written)
    if not re.match(rf"\s(?:{'|'.join(said_by)})\b", after):
        return text
    return f"{before}{written.replace('.change', '.change.alone', 1)}{after}"


def _fit_stated(text: str, reference: Reference, facts: Facts, language: str) -> str:
    """Tell a change that a source states as people do: "4 people have died, three more than in the same period".

    Of a count it counts nothing that was just counted, and what it is compared with is named once where the sentence
    before names the same.
    """
    statistic, words = facts.statistics[reference.id], phrasebook(language)
    alone = reference.written.replace(".change", ".change.alone", 1)
    typed = alone in text
    written = alone if typed else reference.written
    compare = statistic.compare
    if written not in text or compare is None:
        return text
    before, _, after = text.partition(written)
    told = typed or _compares_alike(before, statistic, facts)
    counted = statistic.unit == "count" and not statistic.unit_word and compare.measured_in != "percent"
    noun = statistic.noun.get(language, "")
    value = facts.value(f"{reference.id}.change")
    than = "" if told else facts.compared_with(reference.id, language)
    head = _counted_as(before, reference.id, noun, words)
    # Where a number never stands alone it is counted again: by the word of the text, or by the whole noun.
    bare = "" if head or not words.classifiers else noun
    if not (counted and value and _is_repeated(text, reference, bare, words, written)):
        return f"{before}{alone}{after}" if told else text
    if not told and not than:
        return text
    change = alone.replace(".alone", ".alone.number", 1)
    if not than:
        said = f"{before}{change}{after}"
    else:
        more = words.change.more_than if value > 0 else words.change.fewer_than
        sized = facts.one_more(reference.id, language) == "" and more
        if sized:
            change = more.replace("{x}", reference.written.replace(".change", ".change.size", 1))
        said = f"{before}{change} {than}{after}"
        if sized or words.change.is_comparative(facts.phrase(f"{reference.id}.change.alone.number", language, "exact")):
            said = _fit_comparative(said, change, words.change.then)
    return _fit_head(said, change, head) if head else said


def _compares_alike(before: str, statistic: Statistic, facts: Facts) -> bool:
    """Say whether this sentence or the one before it has told of a change since the same time."""
    *_, last = ["", *_SENTENCE_END.split(before)[-2:-1]]
    for reference in find_references(f"{last} {_SENTENCE_END.split(before)[-1]}"):
        other = facts.statistics.get(reference.id) if reference.sound else None
        if other is None or not reference.attribute.startswith("change") or other.compare is None or other.baseline:
            continue
        if statistic.compare and (other.period, other.compare.to) == (statistic.period, statistic.compare.to):
            return True
    return False


def _counted_as(before: str, id: str, noun: str, words: Phrasebook) -> str:
    """Give the word that counts a change: that which the text put behind the figure, or the first of its noun."""
    behind = re.split(rf"\{{{re.escape(id)}(?:[.:][^{{}}]*)?\}}", before)[-1]
    for of in (behind.lstrip(), noun):
        if head := next((one for one in words.classifiers if f"{of} ".startswith(f"{one} ")), ""):
            return head
    return ""


def _fit_comparative(text: str, written: str, then: Mapping[str, str]) -> str:
    """Let "4 days shorter" be followed by what it asks for: than last year, not on last year."""
    before, _, after = text.partition(written)
    for word, right in then.items():
        if found := re.match(rf"\s{re.escape(word)}\b", after):
            return f"{before}{written} {right}{after[found.end() :]}"
    return text


def _fit_aside(text: str, reference: Reference, words: Phrasebook, rise: bool) -> str:
    """Say of days that were just told how many fewer they are: a stay is shorter, "4.6 days, 0.6 days less"."""
    before, comma, after = text.partition(f", {reference.written}")
    pattern = words.time_change.more_than if rise else words.time_change.fewer_than
    told = any(r.id == reference.id and r.attribute in ("", "exact") for r in find_references(before))
    if not comma or not pattern or not told or "." in before.rpartition(f"{{{reference.id}")[2]:
        return text
    size = pattern.replace("{x}", reference.written.replace(".change", ".change.size", 1))
    return _fit_comparative(f"{before}, {size}{after}", size, words.change.then)


def _fit_counted(text: str, reference: Reference) -> str:
    """Leave out what a gap counts where the text says it before: "132 reports, 20 to go"."""
    before, _, after = text.partition(reference.written)
    told = ("", "exact", "whole", "out_of", "target", "baseline")
    if not any(r.id == reference.id and r.attribute in told for r in find_references(before)):
        return text
    number = re.sub(r"(?<=[.]gap)(?:[.]unnamed)?", r"\g<0>.number", reference.written, count=1)
    return f"{before}{number}{after}"


def _fit_free(text: str, reference: Reference, words: Free) -> str:
    """Say "costs nothing" where a text says what something costs, and it is free."""
    if not words.verbs:
        return text
    verbs = "|".join(sorted(map(re.escape, words.verbs), key=len, reverse=True))
    free = f"{{{reference.id}.free}}"
    # Whom it costs nothing may stand between: "costs parents {fee}".
    pattern = rf"(?<!\w)({verbs})((?:\s[^\W\d_]+){{0,2}})\s{re.escape(reference.written)}"
    text = re.sub(pattern, lambda found: f"{words.verbs[found[1]]}{found[2]} {free}", text)
    before, _, after = text.partition(reference.written)
    # A price that is named ("phí vào cửa") comes to 0 dong; it is the entrance that is free.
    if not words.alone_after or re.search(rf"(?<!\w){words.alone_after}\s$", before, re.IGNORECASE) is None:
        return text
    priced = words.priced and re.search(rf"(?<!\w)(?:{words.priced})(?!\w)", _clause(before), re.IGNORECASE)
    return text if priced or reference.written not in text else f"{before}{{{reference.id}.free.alone}}{after}"


def _clause(before: str) -> str:
    """Give what stands between the last mark and where a text is cut."""
    return re.split(r"[.,;:!?…–]\s", before)[-1]


def _fit_naught(text: str, reference: Reference, noun: str, singular: str, gender: Gender, book: Phrasebook) -> str:
    """Say "no families" and "không có hộ nào" of none; a number that is compared or listed stays one."""
    words = book.naught
    if (told := _fit_none_of(text, reference, gender, book)) != text:
        return told
    before, _, after = text.partition(reference.written)
    # Behind a comma "and" begins a clause, and lists no numbers.
    kept = rf"(?<!\w)(?<!, )(?:{'|'.join(map(re.escape, words.kept_after))})\s$"
    adjective = "" if words.verbs else rf"(?:\s(?!(?:{'|'.join((*words.kept_after, *book.out_of_words))})\b)[^\W\d_]+)?"
    counted = rf"{adjective}\s{re.escape(noun)}(?!\w)"
    if not noun or not re.match(counted, after, re.IGNORECASE):
        return text
    none = f"{{{'.'.join(filter(None, (reference.id, reference.attribute, 'none')))}}}"
    if words.times and re.fullmatch(words.times, _clause(before).strip(), re.IGNORECASE):
        time = before.rstrip().rsplit(" ", 1)[0]
        after = _with_verb_again(after, words.begins, words)
        return f"{time} {none} {words.begins}{_none_at_all(after, noun, words)}"
    if re.search(kept, before):
        return text
    if not words.verbs:
        return text if before.rstrip().endswith((":", "–", ",")) else f"{before}{none}{after}"
    verbs = "|".join(sorted(map(re.escape, words.verbs), key=len, reverse=True))
    found = re.search(rf"(?<!\w)({verbs})((?:\s[^\W\d_]+){{0,3}})\s$", before, re.IGNORECASE)
    if found and _is_aside(found[2], book):
        earlier = before[: found.start()]
        if re.search(kept, earlier, re.IGNORECASE):
            return text
        form = words.one_verbs.get(found[1], {}).get(gender)
        after = _with_verb_again(after, found[1].lower(), words)
        if found[2] and singular and form:
            # Behind the words between them many would stand without a number: אף דגימה לא חרגה מהתקן.
            return f"{earlier}{words.not_one} {singular} {none} {form}{found[2]}{after[len(noun) + 1 :]}"
        return f"{earlier}{none} {found[1].lower()}{found[2]}{_none_at_all(after, noun, words)}"
    # Listed behind another figure it has the verb of that: "có 14 vụ và không có vụ cháy nào".
    listed = rf"(?<!\w)(?P<verb>{verbs})\s\{{[^{{}}]+\}}(?:\s[^\W\d_]+)+?(?P<joint>{words.goes_on})$"
    if words.goes_on and (found := re.search(listed, before, re.IGNORECASE)):
        earlier = f"{before[: found.start('joint')]}{found['joint'].rstrip('־-')}"
        return f"{earlier}{none} {found['verb'].lower()}{_none_at_all(after, noun, words)}"
    behind = after[len(noun) + 1 :]
    if (verb := re.match(r"\s([^\W\d_]+)(?!\w)", behind)) and verb[1] in words.one_verbs:
        behind = f"{verb[0]}{_with_verb_again(behind[verb.end() :], verb[1], words)}"
    if told := _none_before_verb(behind, noun, singular, gender, none, words):
        return f"{_joined(before)}{told}"
    begins = words.begins and re.search(r"(?:^|[.!?…]\s)$", before)
    after = _with_verb_again(after, words.begins, words) if begins else after
    return f"{before}{none} {words.begins}{_none_at_all(after, noun, words)}" if begins else text


def _with_verb_again(after: str, verb: str, words: Naught) -> str:
    """Say the verb again before a figure that is joined to none of something, which would be denied with it."""
    joined = rf"(?P<said>(?:\s[^\W\d_]+)*?)(?P<joint>{words.goes_on})(?=\{{)"
    found = re.match(joined, after) if words.goes_on else None
    if not found:
        return after
    # A letter that is written together with a number by a hyphen stands before a word without one.
    return f"{found['said']}{found['joint'].rstrip('־-')}{verb} {after[found.end() :]}"


def _fit_none_of(text: str, reference: Reference, gender: Gender, book: Phrasebook) -> str:
    """Say "none of 412 samples" and "אף אחת מ־412 הדגימות לא" where a sentence begins with none of them."""
    words, before, after = book.naught, *text.split(reference.written, 1)
    between = "|".join(book.out_of_words)
    of = rf"\s?(?:/|{between})\s?(?P<whole>\{{[^{{}}]+\}}|\d[\d.,]*)\s(?P<noun>[^\W\d_]+)"
    found = re.match(of, after)
    if not words.of or reference.attribute or not found or not re.search(r"(?:^|[.!?…:;]\s)$", before):
        return text
    rest, none = after[found.end() :], f"{{{reference.id}.none.of}}"
    asked: Gender = reference.option if reference.option in ("m", "f") else gender  # type: ignore[assignment]
    if "{none}" not in words.of:
        # The word for none stands before the verb, which is that of a single one.
        verb = re.match(rf"(?P<aside>(?:\s[^\W\d_]+){{0,3}}?)\s(?P<verb>{'|'.join(words.one_verbs)})(?!\w)", rest)
        if not verb or not _is_aside(verb["aside"], book):
            return text
        rest = f"{verb['aside']} {none} {words.one_verbs[verb['verb']][asked]}{rest[verb.end() :]}"
    of_them = words.of.format(none=none, whole=found["whole"], noun=found["noun"], one=book.one.get(asked, ""))
    if not before:
        of_them = of_them[:1].upper() + of_them[1:]
    return f"{before}{of_them}{rest}"


def _none_at_all(after: str, noun: str, words: Naught) -> str:
    """Say "không có hộ nào" where the noun ends; one that may go on ("vụ cháy") stays as it is."""
    behind = after[1 + len(noun) :]
    ends = rf"\s?(?:$|[.,;:!?…)–])|\s(?:{'|'.join(words.every_before)})(?!\w)"
    if not words.every or re.match(ends, behind, re.IGNORECASE) is None:
        return after
    return f"{after[: 1 + len(noun)]} {words.every}{behind}"


def _none_before_verb(after: str, noun: str, singular: str, gender: Gender, none: str, words: Naught) -> str:
    """Say "אף ילד לא נהרג", or "לא נמצאו דגימות", where the verb of none follows their noun; nothing without one."""
    found = re.match(r"\s([^\W\d_]+)(?!\w)", after)
    forms = words.one_verbs.get(found[1]) if found else None
    if found is None or forms is None:
        return ""
    rest = after[found.end() :]
    # What agrees with many ("נמצאו חריגות") follows the noun; a single one would need another form of it.
    joined = "" if found[1] in words.copulas else "(?![בל])"
    agrees = re.match(rf"\s{joined}[^\W\d_]+(?:ים|ות)(?!\w)", rest)
    if singular and not agrees:
        return f"{words.not_one} {singular} {none} {forms[gender]}{rest}"
    return f"{none} {found[1]} {noun}{rest}"


def _fit_each(text: str, reference: Reference, pattern: str, nouns: tuple[str, ...]) -> str:
    """Put parts of ten around what is counted where a sentence begins with them: "cứ 10 nhà thì hơn 8 nhà"."""
    named = "|".join(re.escape(noun) for noun in nouns)
    found = re.search(rf"(?:^|(?<=[.!?:] )){re.escape(reference.written)} ({named})(?!\w)", text)
    if found is None:
        return text
    of, parts = f"{{{reference.id}.parts.of}}", f"{{{reference.id}.parts}}"
    each = pattern.format(of=of, noun=found[1], parts=parts)
    begun = each if text[: found.start()].endswith(": ") else each[:1].upper() + each[1:]
    return f"{text[: found.start()]}{begun}{text[found.end() :]}"


def _fit_year(text: str, written: str, dates: Dates) -> str:
    """Give a year the word that it does not go without: "so với năm 2022", never "so với 2022"."""
    if not dates.year_word:
        return text
    follows = "|".join(map(re.escape, dates.year_follows))
    return re.sub(rf"(?i)(?<!\w)({follows})\s{re.escape(written)}", rf"\1 {dates.year_word} {written}", text)


def _fit_place(text: str, reference: Reference, words: Ordinal) -> str:
    """Make a rank after "ranks" or "number" a place in an order."""
    place = f"{{{reference.id}.ordinal}}"
    if words.dropped:
        dropped = "|".join(words.dropped)
        text = re.sub(rf"(?i)\b(?:{dropped})\s{re.escape(reference.written)}", place, text)
    if words.after:
        after = "|".join(words.after)
        text = re.sub(rf"(?i)(?<!\w)({after})\s{re.escape(reference.written)}", rf"\1 {place}", text)
    return text


def _fit_whole(text: str, reference: Reference, words: tuple[str, ...]) -> str:
    """Let a number and its whole be written as the language does: 44/63, all 63."""
    between = "|".join(words)
    option = f":{reference.option}" if reference.option else ""
    pattern = rf"{re.escape(reference.written)}\s(?:{between})\s\{{{re.escape(reference.id)}\.out_of(?::[a-z]+)?\}}"
    return re.sub(pattern, f"{{{reference.id}.whole{option}}}", text)


def _fit_single(text: str, reference: Reference, s: Statistic, language: str) -> str:
    """Let a text that was written for many tell of a single one."""
    words, noun, singular = phrasebook(language), s.noun.get(language, ""), s.singular.get(language, "")
    text = _fit_verbs(text, reference, noun, singular, s.gender, words)
    if singular:
        text = _fit_singular(text, reference, noun, singular, words)
    if not words.one:
        return text
    before, one, after = _fit_one(text, reference, noun, singular, words).partition(_in_word(reference, "one"))
    asked: Gender = reference.option if reference.option in ("m", "f") else s.gender  # type: ignore[assignment]
    return f"{before}{one}{_of_one(after, asked, words)}"


def _fit_one_of(text: str, reference: Reference, s: Statistic, words: Phrasebook) -> str:
    """Write one of a few in words, and let the verb agree: "One of the six neighbourhoods is", "אחת משש השכונות"."""
    asked: Gender = reference.option if reference.option in ("m", "f") else s.gender  # type: ignore[assignment]
    few = words.one_of
    number = few.numbers.get(asked, few.numbers.get("m", {})).get(int(s.out_of or 0), "")
    if not number or s.out_of != int(s.out_of or 0):
        return text
    between = "|".join(words.out_of_words)
    of = rf"\s(?:{between})\s(?:{few.article}\s)?\{{{re.escape(reference.id)}\.out_of(?::[a-z]+)?\}}"
    whole = "" if reference.attribute == "whole" else of
    found = re.search(rf"{re.escape(reference.written)}{whole}\s(?P<noun>[^\W\d_]+)", text)
    if not found:
        return text
    noun = found["noun"] if few.article else f"{words.goal_article}{found['noun'].removeprefix(words.goal_article)}"
    before, after = text[: found.start()], text[found.end() :]
    return f"{before}{_in_word(reference, 'one')} {few.pattern.format(of=number)} {noun}{_of_one(after, asked, words)}"


_FINAL = str.maketrans("כמנפצ", "ךםןףץ")


def _of_one(after: str, gender: Gender, words: Phrasebook) -> str:
    """Give what a text says behind the noun of many as it is said of one of them."""
    found = re.match(r"(?P<joined>\s)(?P<verb>[^\W\d_]+)", after)
    if not found:
        return after
    verb = found["verb"]
    forms = words.naught.one_verbs.get(verb, {})
    single = words.one_verbs.get(verb.lower()) or forms.get(gender) or words.one_adjectives.get(verb)
    if not single and words.one and len(verb) > _PARTICIPLE_MIN and verb[0] == "מ" and "ו" in verb[1:3]:
        # Participles: מחוברות is מחוברת, משופצים is משופץ.
        if verb.endswith("ות") and verb[-3] != "י":
            single = f"{verb[:-2]}ת"
        elif verb.endswith("ים"):
            single = f"{verb[:-3]}{verb[-3].translate(_FINAL)}"
    return f" {single}{after[found.end() :]}" if single else after


_PARTICIPLE_MIN = 5
"""Letters that a participle of many has more than: shorter words may be anything."""


def _fit_verbs(text: str, reference: Reference, noun: str, singular: str, gender: Gender, words: Phrasebook) -> str:
    """Let what a text says of many agree with a single one: "התקבלה פנייה אחת", "there was 1 crash"."""
    forms = words.naught.one_verbs or {verb: {gender: form} for verb, form in words.one_verbs.items()}
    if not forms or not (singular or words.one):
        return text
    before, _, after = text.partition(reference.written)
    verbs = "|".join(map(re.escape, forms))
    asked: Gender = reference.option if reference.option in ("m", "f") else gender  # type: ignore[assignment]

    def single(found: re.Match[str]) -> str:
        form = forms[found["verb"].lower()].get(asked, found["verb"])
        return found[0].replace(found["verb"], form, 1)

    # Between a verb and what it tells of stand a few words that say where or when; "there" goes before an English one.
    ahead = rf"(?<!\w)(?P<joined>[ושכ]{{0,2}})(?P<verb>{verbs})(?P<between>(?:\s[^\W\d_]+){{0,4}}\s)$"
    if words.one_verbs:
        ahead = rf"(?i)\bthere\s(?P<verb>{verbs})(?P<between>(?:\s(?:only|just))?\s)$"
    if (found := re.search(ahead, before)) and _is_aside(found["between"], words):
        before = f"{before[: found.start()]}{single(found)}"
    adjective = r"(?:\s(?!of\b)[^\W\d_]+)?" if words.one_verbs else ""
    behind = rf"{adjective}\s{re.escape(noun)}(?:\s[^\W\d_]+)?\s(?P<verb>{verbs})(?!\w)"
    if noun and (found := re.match(behind, after)):
        after = f"{single(found)}{after[found.end() :]}"
    return f"{before}{reference.written}{after}"


def _is_aside(between: str, words: Phrasebook) -> bool:
    """Say whether the words between a verb and a number tell where or when, and no other thing that does it."""
    first = between.split()[:1]
    return not first or bool(words.one_verbs) or first[0].startswith(words.asides)


def _fit_singular(text: str, reference: Reference, noun: str, singular: str, words: Phrasebook) -> str:
    """Give a single one its own noun: "1 new school", "בית ספר חדש אחד", where a text was written for many."""
    one, adjective = words.one, ""
    before, _, after = text.partition(reference.written)
    if not one and (found := re.match(rf"(\s(?!of\b)[^\W\d_]+)(?=\s{re.escape(noun)}(?!\w))", after)):
        adjective, after = found[1], after[found.end() :]
    if not noun or not re.match(rf"\s{re.escape(noun)}(?!\w)", after):
        # Of "measles cases" a text may count the cases alone.
        many, single = noun.split(), singular.split()
        if one or len(many) < 2 or not re.match(rf"\s{re.escape(many[-1])}(?!\w)", after):
            return text
        noun, singular = many[-1], single[-1]
    rest = after[len(noun) + 1 :]
    if not one:
        return f"{before}{reference.written}{adjective} {singular}{rest}"
    named = re.sub(rf"\s(?:{'|'.join(one.values())})$", "", singular)
    described, rest = _described(rest, words)
    return f"{_joined(before)}{named}{described} {_in_word(reference, 'one')}{rest}"


def _described(rest: str, words: Phrasebook) -> tuple[str, str]:
    """Give the adjectives behind a noun as a single one has them, and what follows: "תאונה קטלנית אחת"."""
    taken = ""
    while found := re.match(r"\s([^\W\d_]+)(?!\w)", rest):
        word = found[1]
        single = words.one_adjectives.get(word, "")
        if not single:
            ending = next((ending for ending in words.adjective_endings if word.endswith(ending)), "")
            single = f"{word.removesuffix(ending)}{words.adjective_endings[ending]}" if ending else ""
        if not single and word not in words.one_adjectives.values():
            break
        taken, rest = f"{taken} {single or word}", rest[found.end() :]
    return taken, rest


def _in_word(reference: Reference, attribute: str) -> str:
    return f"{{{reference.id}.{attribute}{f':{reference.option}' if reference.option in ('m', 'f') else ''}}}"


def _joined(before: str) -> str:
    """Give what stands before digits as it stands before a word: a Hebrew prefix joins it."""
    return re.sub(r"(?<!\w)([בהוכלמש]{1,3})\u05be$", r"\1", before)


def _fit_many(text: str, reference: Reference, many: Mapping[str, str]) -> str:
    """Let a noun stand alone behind a whole number from eleven on, where the language asks for it: 14 *יום*."""
    before, _, after = text.partition(reference.written)
    found = re.match(r"\s([^\W\d_]+)(?!\w)", after)
    alone = many.get(found[1], "") if found else ""
    return f"{before}{reference.written} {alone}{after[found.end() :]}" if found and alone else text


def _fit_two(text: str, reference: Reference, noun: str) -> str:
    """Write two of what is counted as a word before their noun: "שתי גינות", never "2 גינות"."""
    before, _, after = text.partition(reference.written)
    name = noun.partition(" ")[0]
    if not name or not re.match(rf"\sה?{re.escape(name)}(?!\w)", after):
        return text
    return f"{_joined(before)}{_in_word(reference, 'two')}{after}"


def _fit_one(text: str, reference: Reference, noun: str, singular: str, words: Phrasebook) -> str:
    """Write a single one as a word behind its noun: "בית ספר אחד", never "בית ספר 1" or "1 בית ספר"."""
    before, _, after = text.partition(reference.written)
    begins = re.search(r"(?:^|[.!?…:–—]\s)$", before)
    if not begins and not re.search(r"[^\W\d_]{2,}\s$", before):
        return text
    one = _in_word(reference, "one")
    behind = re.findall(r"\s[^\W\d_]+", after)[: len(noun.split())]
    if "".join(behind).strip() != noun and after.startswith("".join(behind)) and _is_one_of("".join(behind), noun):
        described, rest = _described(after.removeprefix("".join(behind)), words)
        told = f"{before.rstrip()}{''.join(behind)}{described} {one}{rest}"
        return told if before.strip() else told.lstrip()
    if begins:
        return text
    spoken = before.split()
    named = any(_is_one_of(" ".join(spoken[: len(spoken) - adjectives]), noun) for adjectives in (0, 1))
    ends = not after or after[0] in ".,;:!?)…"
    return f"{before}{one}{after}" if ends or named or (singular and before.rstrip().endswith(singular)) else text


def _is_one_of(text: str, noun: str) -> bool:
    """Say whether a text ends with one of what a noun counts: with בית for בתי, with משימה for משימות."""
    stems = [_stem(word) for word in noun.split()]
    last = text.split()[-len(stems) :] if stems else []
    return bool(stems) and [_stem(word) for word in last] == stems


def _stem(word: str) -> str:
    """Give the consonants that the forms of a Hebrew noun share."""
    return re.sub("[יוהת]", "", re.sub("^ה(?=.{3})|(?:ים|ות|ה|ת)$", "", word)) or word


def _fit_fraction(text: str, written: str, words: Plain, noun: str) -> str:
    """Join a fraction to what it is a fraction of: "half of homes", where "8 in 10 homes" needs nothing."""
    before, _, after = text.partition(written)
    joint = words.joint
    # What begins with the noun itself is not joined yet, though its own first letter may be that of the joint.
    joined = after[1:].startswith(joint[0] if joint[-1] != " " else joint) and not (noun and after[1:].startswith(noun))
    if not re.match(r" [^\W\d_]", after) or joined:
        return text
    first, _, rest = after[1:].partition(" ")
    if words.joint_bound and rest and first.endswith(words.joint_bound[0]):
        _, joint, definite = words.joint_bound
        return f"{before}{written} {joint}{first} {definite}{rest}"
    return f"{before}{written} {joint}{after[1:]}"


def _fit_direction(text: str, written: str, value: Decimal, words: Growth, kind: str) -> str:
    """Leave one direction to each change and growth: the text's own where it agrees, or else the figure's."""
    before, _, after = text.partition(written)
    size = written.replace(f".{kind}", f".{kind}.size", 1)
    for pair in words.after if kind == "growth" else ():
        for word in pair:
            if found := re.match(rf"\s{re.escape(word)}\b", after):
                right = pair[0] if value >= 0 else pair[1]
                return f"{before}{size} {right}{after[found.end() :]}"
    if words.dropped and (found := re.search(rf"\b(?:{'|'.join(words.dropped)})\s$", before, re.IGNORECASE)):
        return f"{before[: found.start()]}{written}{after}"
    joint = next((joint for joint in (words.by, words.of, " ") if joint and before.endswith(joint)), "")
    said = re.split(r"\s", before.removesuffix(joint).rstrip())[-1].strip(",;:").lower() if joint else ""
    # The "up" of "were set up, up 23%" ends a verb of its own.
    ends_clause = said in words.dropped and before.rstrip().endswith((",", ";", ":"))
    if ends_clause or said not in (*words.rising, *words.falling):
        if not (joint and joint == words.by and value < 0):
            return text
    elif value == 0:
        return text
    if said not in (words.rising if value > 0 else words.falling):
        raise FactError(
            tell(
                "{written} is {value}, but the text says “{said}”.",
                written=written,
                value=f"{value:.4g}",
                said=f"{said} {joint.strip()}".rstrip(),
            ),
            tell("Write the reference alone: it says up or down by itself."),
        )
    return f"{before}{size}{after}"
