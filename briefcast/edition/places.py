"""Places: what a text says of how many places, and of one beside another, held against a figure told in many places.

"Most communes met the target" of two in six is untrue, and so is "the South line is ahead of the North line" of the
one that lies behind. A figure of which only some places are told is held against these; who counts more is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, Reference, find_references, hide_references
from briefcast.edition.claims import told_beside
from briefcast.edition.directions import figures_under
from briefcast.edition.doubts import Doubt
from briefcast.edition.predicates import Said, first_said, moves_of, names_of, percentages
from briefcast.edition.words import ClaimWords, editor_words, number_said, read_number
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_HALF_LOW, _HALF_HIGH = 0.4, 0.6
_COUNTED_MAX = 10
"""The largest number of places that is read in words."""
_CLAUSE = re.compile(r"[;:–—(]\s*|\.\s")


def find_wrong_places(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that say of more, fewer or other places than their figure has."""
    statistics = {s.id: s for s in brief.statistics}
    groups: dict[str, list[Statistic]] = {}
    parts: dict[str, list[Statistic]] = {}
    for s in brief.statistics:
        if s.member:
            (parts if s.member.parts else groups).setdefault(s.member.group, []).append(s)
    belongs = {s.id: group for group, entries in groups.items() for s in entries} | {group: group for group in groups}
    in_parts = {s.id: group for group, entries in parts.items() for s in entries}
    for written in texts if groups or parts else ():
        words = editor_words(written.language).claims
        if words is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            references = tuple(find_references(sentence))
            ids = {r.id for r in references if r.sound}
            # "All sectors spent more than half" is read of the figure of its point.
            if not references and written.path[0] == "points":
                ids = set(figures_under(brief, written))
            own = {belongs[id] for id in ids if id in belongs}
            shown = hide_references(sentence)
            for group in {in_parts[id] for id in ids if id in in_parts}:
                yield from _beside_another(written, shown, ids, parts[group], words)
            if len(own) != 1:
                continue
            entries = groups[group := own.pop()]
            yield from _how_many(written, shown, references, statistics.get(group), entries, words)
            yield from _alone(written, shown, statistics.get(group), entries, words)
            yield from _averages(written, shown, ids, statistics.get(group), entries, words)
            yield from _beside_another(written, shown, ids, entries, words)


@cache
def _how_many_of(pattern: str, language: str) -> re.Pattern[str]:
    number = number_said(language, _COUNTED_MAX)
    return re.compile(rf"(?<!\w){pattern.replace('{number}', number)}(?!\w)", re.IGNORECASE)


def _how_many(
    written: WrittenText,
    shown: str,
    references: Sequence[Reference],
    whole: Statistic | None,
    entries: Sequence[Statistic],
    words: ClaimWords,
) -> Iterator[Doubt]:
    """Find "three communes passed the target" where two did, "most", "half", "all" and "only one"."""
    for many in _how_many_of(words.how_many, written.language).finditer(shown):
        before, behind = shown[: many.start()], _CLAUSE.split(shown[many.end() :])[0]
        if re.search(rf"(?<!\w)(?:{words.denied})(?!\w)", _CLAUSE.split(before)[-1], re.IGNORECASE):
            continue
        left_out, behind = (
            _left_out(before, behind, entries, written.language) if many["all"] else (frozenset(), behind)
        )
        but, behind = _all_but(behind, written.language) if many["all"] else (0, behind)
        said = first_said(behind, entries, whole, written.language) or _said_ahead(before, entries, written.language)
        if said is None or (FIGURE in said.words and not _is_target(said.words, shown, many.end(), references, whole)):
            continue
        so = sum(holds for e, holds in zip(entries, said.holds, strict=True) if e.id not in left_out)
        every = len(entries) - len(left_out)
        wrong = so != every - but if but else _is_wrong(many, so, every, written.language, words, before)
        if wrong:
            yield Doubt.of_claim(
                written,
                tell(
                    "The text says '{words}', and of {all} it is true of {number}.",
                    words=f"{many[0]} … {said.words.replace(FIGURE, '…').strip()}",
                    all=len(entries),
                    number=sum(said.holds),
                ),
                tell("Correct the words, or name what they are true of."),
            )


def _left_out(before: str, behind: str, entries: Sequence[Statistic], language: str) -> tuple[frozenset[str], str]:
    """Give the places that are named as left out of all, and what follows them: "every district but An and Binh"."""
    parts = editor_words(language).parts
    named = "|".join(f"(?:{names_of(e, entries, language)})" for e in entries)
    some = rf"(?:{parts.all_but if parts else '(?!)'})\s?[א-ת]?(?:{named})(?:(?:,|\s\w+|\sו)\s?(?:{named}))*(?!\w)"
    ahead = re.search(rf"(?<!\w){some}[,\s]*$", before, re.IGNORECASE)
    found = ahead or re.match(rf",?\s{some},?", behind, re.IGNORECASE)
    if found is None:
        return frozenset(), behind
    out = frozenset(e.id for e in entries if re.search(names_of(e, entries, language), found[0]))
    return out, behind if ahead else behind[found.end() :]


def _all_but(behind: str, language: str) -> tuple[int, str]:
    """Give how many places are left out of all without their names, and what follows: "every ward but two"."""
    parts = editor_words(language).parts
    if parts is None:
        return 0, behind
    some = parts.all_but.replace(r"\S*", "-?")
    found = re.match(rf",?\s(?:{some})\s?(?P<number>{number_said(language, _COUNTED_MAX)})(?!\w)", behind, re.I)
    # A place may follow its number once more: trừ một phường.
    number = _number(found["number"], language) if found else 0
    rest = behind[found.end() :] if found and number else behind
    return number, re.sub(r"^ (?:phường|xã|quận|huyện|tỉnh|of them)(?!\w)", "", rest) if number else rest


def _is_target(said: str, shown: str, start: int, references: Sequence[Reference], whole: Statistic | None) -> bool:
    """Say whether the figure in what places did is the target, or the value, of all of them."""
    first = shown.count(FIGURE, 0, shown.find(said, start))
    told = references[first : first + said.count(FIGURE)]
    return whole is not None and all(r.id == whole.id for r in told)


def _said_ahead(before: str, entries: Sequence[Statistic], language: str) -> Said | None:
    """Give what places are said to have done by a verb before them: "fell in all districts"."""
    words, ways = editor_words(language).claims, editor_words(language).directions
    moved, parts = moves_of(entries) if ways else None, editor_words(language).parts
    if words and parts and all(e.unit == "percent" for e in entries):
        # "Most people in every age group".
        most = rf"(?<!\w)(?:{parts.most})(?=\s[^,;:.{FIGURE}]{{2,40}}?(?:\s(?:{words.in_them})\s?|\s[בל]?)$)"
        if found := re.search(most, before, re.IGNORECASE):
            return Said(place=found.start(), words=before[found.start() :].strip(), holds=_over_half(entries))
    if words and all(e.unit == "percent" for e in entries):
        inside = rf"(?=\s(?:{words.in_them})\s?$)"
        for found, amount, way in percentages(before, inside, language):
            return Said(place=found.start(), words=found[0], holds=tuple((e.value - amount) * way > 0 for e in entries))
    if words is None or ways is None or moved is None:
        return None
    for way, verbs in ((1, ways.rises), (-1, ways.drops)):
        if found := re.search(rf"(?<!\w)(?:{verbs})\s(?:{words.in_them})\s?$", before, re.IGNORECASE):
            clause = re.split(ways.clauses, before[: found.start()])[-1]
            if not re.search(ways.not_so, clause, re.IGNORECASE):
                return Said(place=found.start(), words=found[0].strip(), holds=tuple(one == way for one in moved))
    return None


def _over_half(entries: Sequence[Statistic]) -> tuple[bool, ...]:
    return tuple(2 * e.value > _ALL_PERCENT for e in entries)


_ALL_PERCENT = 100


def _is_wrong(many: re.Match[str], so: int, every: int, language: str, words: ClaimWords, before: str) -> bool:
    """Say whether it cannot be true of so many; of more than two it is true of two as well, unless it is only two."""
    told = many.groupdict()
    if told.get("of") and _number(told["of"], language) != every:
        return False
    if number := told.get("number") or told.get("one"):
        many_told = 1 if told.get("one") else _number(number, language)
        if told.get("more") or not 0 < many_told <= every:
            return False
        only = re.search(rf"(?<!\w)(?:{words.only})\s\S{{0,2}}$", before, re.IGNORECASE)
        return many_told > so or (bool(only) and many_told != so)
    if told.get("half"):
        return 2 * so <= every if told.get("more") else not _HALF_LOW <= so / every <= _HALF_HIGH
    if told.get("most"):
        return 2 * so <= every
    return so > 0 if told.get("none") else so < every


def _number(said: str, language: str) -> int:
    return read_number(said, language, _COUNTED_MAX)


# One alone


def _alone(
    written: WrittenText, shown: str, whole: Statistic | None, entries: Sequence[Statistic], words: ClaimWords
) -> Iterator[Doubt]:
    """Find "only Tel Aviv met the target" and "the only district that fell" where another did too, or it did not."""
    language = written.language
    for index, s in enumerate(entries):
        name = names_of(s, entries, language)
        shown_at = rf"(?:,? [^,;:.{FIGURE}]{{0,25}}{FIGURE}[^,;:.{FIGURE}]{{0,15}},| \({FIGURE}\))?"
        found = re.search(
            rf"(?<!\w)(?:(?:{words.only})\s?[בלמ]?(?:{name})(?!\w){shown_at}|(?:{name})(?!\w){shown_at},?\s(?:{words.alone})(?!\w))",
            shown,
            re.IGNORECASE,
        )
        if found is None or re.search(rf"(?<!\w)(?:{words.denied})\s$", shown[: found.start()], re.IGNORECASE):
            continue
        behind = _CLAUSE.split(shown[found.end() :])[0]
        said = first_said(behind, entries, whole, language)
        between = behind[: said.place] if said else ""
        # "Only An and Binh" are two.
        if any(re.search(names_of(e, entries, language), between, re.IGNORECASE) for e in entries):
            continue
        others = [e for e, so in zip(entries, said.holds, strict=True) if so and e.id != s.id] if said else []
        if said is None or (said.holds[index] and not others):
            continue
        told = f"{found[0].strip()} … {said.words.strip()}".replace(FIGURE, "…")
        other = others[0] if said.holds[index] else s
        yield told_beside(written, s, told, other.member.name.get(language, "") if other.member else "", other.value)
        return


# One beside another


def _names(s: Statistic, language: str) -> str:
    """Give what finds a place: by its name, with or without what kind of place it is."""
    name = s.member.name.get(language, "") if s.member else ""
    bare = name.partition(" ")[2]
    # In Hebrew each word of a name may have its article: התעשייה והבנייה.
    named = [
        re.sub(r"(?<!\S)(ו?)(?=[א-ת])", r"\1[הבל]?", " ".join(map(re.escape, one.split())))
        for one in (name, bare if " " in bare else "")
        if one
    ]
    return "|".join(named) or r"(?!)"


def _averages(
    written: WrittenText,
    shown: str,
    ids: set[str],
    whole: Statistic | None,
    entries: Sequence[Statistic],
    words: ClaimWords,
) -> Iterator[Doubt]:
    """Find a place that is said to lie above all of them together, and lies below."""
    for way, pattern in ((1, words.above_average), (-1, words.below_average)) if whole else ():
        found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", shown, re.IGNORECASE)
        if found is None or whole is None:
            continue
        clause = re.split(r"[,;:–—]\s", shown[: found.start()])[-1]
        named = [e for e in entries if re.search(rf"(?:{_names(e, written.language)})(?!\w)", clause, re.IGNORECASE)]
        denied = re.search(rf"(?<!\w)(?:{words.denied})(?!\w)", clause, re.IGNORECASE)
        if len(named) != 1 or named[0].id not in ids or FIGURE in clause or denied:
            continue
        if (named[0].value - whole.value) * way <= 0:
            yield told_beside(written, named[0], found[0], whole.label.get(written.language, whole.id), whole.value)


def _beside_another(
    written: WrittenText, shown: str, ids: set[str], entries: Sequence[Statistic], words: ClaimWords
) -> Iterator[Doubt]:
    """Find "the South line is ahead of the North line" of the one that lies behind it; ranks and falls are left."""
    if any(e.value < 0 or e.unit == "rank" or e.better == "lower" for e in entries):
        return
    told = [e for e in entries if re.search(rf"(?:{_names(e, written.language)})(?!\w)", shown, re.IGNORECASE)]
    for one in told if len(told) == 2 else ():
        other = next(e for e in told if e.id != one.id)
        if not ids & {one.id, other.id}:
            continue
        for way, pattern in ((-1, words.trails), (1, words.outdoes)):
            found = re.search(
                rf"(?:{_names(one, written.language)})(?!\w)(?P<between>[^,;:.{FIGURE}]{{0,40}}?)\s(?P<said>{pattern})"
                rf"\s?(?:[^\s,;:.{FIGURE}]+\s){{0,3}}?(?:{_names(other, written.language)})(?!\w)",
                shown,
                re.IGNORECASE,
            )
            if found is None:
                continue
            clause = shown[: found.start()] + found["between"]
            ways = editor_words(written.language).directions
            # "Fewer people work in farming than in trade": which of them has more, its beginning says.
            less = rf"|{ways.fewer}" if ways and ways.fewer and way > 0 else ""
            unsaid = re.search(rf"(?<!\w)(?:{words.denied}{less})(?!\w)", clause, re.IGNORECASE)
            if (one.value - other.value) * way <= 0 and not unsaid:
                name = other.member.name.get(written.language, "") if other.member else other.id
                yield told_beside(written, one, f"{found['said']} {name}", name, other.value)
            break
