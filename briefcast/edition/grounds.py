"""Grounds: what a text says beside a figure and nothing in the brief carries.

"The highest in ten years" over a series of five quarters, "for the first time", "thanks to the new bins" and "fewer
girls" over a share may all be true. The brief does not say so: an editor asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.periods import split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, find_references, hide_references
from briefcast.edition.directions import tells_figures, under_headline
from briefcast.edition.doubts import Doubt
from briefcast.edition.said import find_said, joined_letters, said_words, words_of
from briefcast.edition.words import ClaimWords, GroundWords, editor_words, number_said, read_number
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_YEARS_MAX = 90
_KNOWN_MIN = 3
"""Earlier values by which a series may carry that something is so for the first time."""
_NOUN_AT = 3
"""Words behind *fewer* in which what there is fewer of is named."""
_CLAUSE = re.compile(r"[,;:.!?–—()]\s*")


def find_groundless(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that say what nothing in the brief carries; one a text, and a warning."""
    for written in texts:
        editor = editor_words(written.language)
        if editor.grounds is None or editor.claims is None or not tells_figures(brief, written):
            continue
        if of_nothing := _of_nothing(brief, written):
            yield Doubt.at(written, code="unbacked", message=of_nothing[0], remedy=of_nothing[1])
            continue
        for sentence in split_sentences(written.text, written.language):
            ids = {r.id for r in find_references(sentence) if r.sound and r.attribute in (*VALUES, "ordinal")}
            shown = hide_references(sentence)
            own = [s for s in brief.statistics if s.id in ids]
            headed = set() if ids else under_headline(brief, written)
            under = [s for s in brief.statistics if s.id in headed]
            found = (
                _of_years(own or under, shown, written.language, editor.grounds, editor.claims)
                or _first(own, shown, written.language, editor.grounds)
                or _cause(brief, own, shown, written.language, editor.grounds)
                or _unknown_then(own, shown, written.language)
                or _mostly(brief, own, shown, written.language, editor.grounds)
                or _count_of_share(brief, own or under, shown, written.language, editor.grounds)
            )
            if found:
                yield Doubt.at(written, code="unbacked", message=found[0], remedy=found[1])
                break


def _remedy() -> str:
    return tell("Take the words out, or write 'intended: [unbacked]' in the point if a source says so.")


def _of_years(
    figures: Sequence[Statistic], shown: str, language: str, words: GroundWords, claims: ClaimWords
) -> tuple[str, str] | None:
    """Find "the highest in ten years" of what the brief tells of two."""
    s = figures[0] if len(figures) == 1 else None
    if s is None:
        return None
    most = re.search(rf"(?<!\w)(?:{claims.most}|{claims.least}|{claims.best}|{words.high})(?!\w)", shown, re.IGNORECASE)
    now, known = split_period(s.period).last.year, _first_year(s)
    number = f"(?P<many>{number_said(language, _YEARS_MAX)})"
    for pattern in (*words.years, words.decade, words.since):
        found = re.search(rf"(?<!\w)(?:{pattern.replace('{many}', number)})(?!\w)", shown, re.IGNORECASE)
        if found is None or most is None:
            continue
        told = found.groupdict()
        if told.get("year"):
            first = int(told["year"] or now)
        else:
            many = 10 if pattern == words.decade else read_number(told.get("many") or "2", language, _YEARS_MAX)
            first = now - many + 1
        if first < known and (told.get("year") or now - first > 0):
            message = tell(
                "The text says '{words}', and of {id} the brief tells nothing before {year}.",
                words=_near(shown, most, found),
                id=s.id,
                year=str(known),
            )
            return message, tell(
                "Add the earlier values as 'series', take the words out, or write 'intended: [unbacked]' in the point."
            )
    return None


def _of_nothing(brief: Brief, written: WrittenText) -> tuple[str, str] | None:
    """Find a text without a word of what its figures, its headline or the brief are called."""
    told = {r.id for r in find_references(written.text) if r.sound and r.attribute in VALUES}
    own = [s for s in brief.statistics if s.id in told]
    said = words_of(written.text, written.language)
    if written.path[0] != "points" or written.kind != "text" or not own or len(said) < _SAID_MIN:
        return None
    # Who says it in other words says it as well: looked at is what stands right behind a figure as what it counts.
    shown = hide_references(written.text)
    counted = [found[1] for found in re.finditer(rf"{FIGURE} (?:of )?([^\s,;:.!?{FIGURE}]+)", shown)]
    if any(s.unit not in ("count", "percent") for s in own) or not any(
        words_of(one, written.language) for one in counted
    ):
        return None
    point = brief.points[int(written.path[1])]
    called = [brief.title, brief.subtitle, brief.place, point.headline]
    # What is worded for one audience goes by what the point says.
    called += [point.text] if "variants" in written.path else []
    called += [source.title for source in brief.sources if source.id in {s.source for s in own}]
    for s in own:
        called += [s.label, s.noun, s.singular]
        called += [s.member.name, s.member.label, s.member.whole] if s.member else []
    known = {word for one in called if one for word in words_of(one.get(written.language, ""), written.language)}
    # A label of one word may be told by another.
    if any(len(words_of(s.label.get(written.language, ""), written.language)) < _SAID_MIN for s in own):
        return None
    if any(_is_kin(one, other) for one in said for other in known):
        return None
    message = tell(
        "The text has no word of what {id} is called: '{label}'.",
        id=own[0].id,
        label=own[0].label.get(written.language, ""),
    )
    return message, tell("Say what the figure is of, or write 'intended: [unbacked]' in the point.")


_SAID_MIN = 2
"""Words of a text by which it is about something."""
_KIN_AT = 4
"""Letters in which words begin alike that are of one stem."""


def _is_kin(one: str, other: str) -> bool:
    if re.search("[א-ת]", one + other):
        # Hebrew words of one root differ in their vowel letters.
        one, other = (re.sub("(?<!^)[יו]", "", word) for word in (one, other))
        return one[:_ROOT] == other[:_ROOT] or one in other or other in one
    return one == other or (min(len(one), len(other)) >= _KIN_AT and one[:_KIN_AT] == other[:_KIN_AT])


_ROOT = 3
"""Letters of a Hebrew root."""


def _near(shown: str, one: re.Match[str], other: re.Match[str]) -> str:
    start, end = min(one.start(), other.start()), max(one.end(), other.end())
    return shown[start:end].replace(FIGURE, "…").strip() if end - start < _TOLD_MAX else other[0].strip()


_TOLD_MAX = 70


def _first_year(s: Statistic) -> int:
    """Give the first year of which a brief tells a figure."""
    periods = [s.period, *s.series, *([s.baseline.period] if s.baseline else [])]
    return min(split_period(period).first.year for period in periods)


def _first(figures: Sequence[Statistic], shown: str, language: str, words: GroundWords) -> tuple[str, str] | None:
    """Find "for the first time" of what has no series."""
    # The name of a group tells no level: the “very high” one.
    pieces = re.split(r"[;.!?]\s", re.sub('[“״«"][^”״»"]*[”״»"]', "…", shown))
    both = [
        re.search(rf"(?<!\w)(?:{one})(?!\w)", piece, re.IGNORECASE)
        for piece in pieces
        for one in (words.first, words.level)
    ]
    found = next((first for first, level in zip(both[::2], both[1::2], strict=True) if first and level), None)
    if found is None or not figures or any(len(s.series) > _KNOWN_MIN for s in figures):
        return None
    label = " ".join(s.label.get(language, "") for s in figures)
    if re.search(rf"(?<!\w)(?:{words.first})(?!\w)", label, re.IGNORECASE):
        return None
    return tell("The text says '{words}', and nothing in the brief says so.", words=found[0].strip()), _remedy()


def _cause(
    brief: Brief, figures: Sequence[Statistic], shown: str, language: str, words: GroundWords
) -> tuple[str, str] | None:
    """Find "thanks to the new bins" beside a figure, where no title of a source and no quote names them."""
    if not figures:
        return None
    own = frozenset(
        word for s in figures for word in words_of(f"{s.label.get(language, '')} {s.noun.get(language, '')}", language)
    )
    for found in re.finditer(rf"(?<!\w)(?:{words.cause})", shown, re.IGNORECASE):
        behind = _CLAUSE.split(shown[found.end() :])[0].partition(FIGURE)[0]
        each = [word for token in behind.split() for word in words_of(token, language)]
        # Who died of flu is counted so.
        if not each or each[0] in own or _is_told(brief, frozenset(each[:_CAUSE_NAMED]), language):
            continue
        said = f"{found[0]}{' '.join(behind.split()[:_CAUSE_TOLD])}".strip()
        return tell("The text says '{words}', and nothing in the brief says so.", words=said), _remedy()
    led = re.search(rf"(?<!\w)(?:{words.led})(?!\w)", shown, re.IGNORECASE)
    who = words_of((led and led.groupdict().get("who")) or "", language)
    # A programme that its own figures are about is no cause of them.
    if led is None or (who and (who & own or _is_told(brief, who, language))):
        return None
    return tell("The text says '{words}', and nothing in the brief says so.", words=led[0].strip()), _remedy()


_CAUSE_NAMED = 2
"""Words of a cause by which a source names it."""
_CAUSE_TOLD = 6
"""Words of a cause that a finding tells."""


def _is_told(brief: Brief, told: frozenset[str], language: str) -> bool:
    """Say whether the title of a source or a quote names all that a text owes something to."""
    titles = [source.title.get(language, "") for source in brief.sources]
    quotes = [point.quote.text.get(language, "") for point in brief.points if point.quote]
    return any(told <= words_of(one, language) for one in (*titles, *quotes))


def _unknown_then(figures: Sequence[Statistic], shown: str, language: str) -> tuple[str, str] | None:
    """Find "more than last week" of a figure of which the brief tells only now."""
    s, ways, times = (
        figures[0] if len(figures) == 1 else None,
        editor_words(language).directions,
        editor_words(language).times,
    )
    if s is None or ways is None or times is None or not ways.above_then or not times.shorter_ago:
        return None
    if s.baseline or s.compare or s.series or s.growth_percent is not None or s.change_points is not None:
        return None
    said = "|".join((ways.above_then, ways.below_then)).replace("{ago}", f"(?:{times.shorter_ago})")
    found = re.search(rf"(?<!\w)(?:{said})(?!\w)", shown, re.IGNORECASE)
    if found is None:
        return None
    return (
        tell("The text says '{words}', and nothing in the brief tells what {id} was then.", words=found[0], id=s.id),
        tell("Write what it was as 'baseline', the change as 'compare', or take the words out."),
    )


def _mostly(
    brief: Brief, figures: Sequence[Statistic], shown: str, language: str, words: GroundWords
) -> tuple[str, str] | None:
    """Find "7 people died, mostly smokers" where nothing in the brief is called so."""
    found = re.search(rf"{FIGURE}[^;:.]*,\s(?:{words.mostly})\s(?P<what>[^,;:.{FIGURE}]+)", shown, re.IGNORECASE)
    if found is None or len(figures) != 1 or figures[0].unit != "count":
        return None
    told = words_of(found["what"], language)
    known = {
        word
        for s in brief.statistics
        for one in (s.label, s.noun, *([s.member.name] if s.member else []))
        for word in words_of(one.get(language, ""), language)
    }
    if not told or any(_is_kin(one, other) for one in told for other in known) or _is_told(brief, told, language):
        return None
    said = found[0].rpartition(", ")[2].strip()
    return tell("The text says '{words}', and nothing in the brief says so.", words=said), _remedy()


def _amount(language: str) -> str:
    """Give an expression for a part or a number right behind *more* or *fewer*, with the word that joins it."""
    words, parts = said_words(language), editor_words(language).parts
    than = "|".join((*(rf"{one}\s" for one in words.than), words.than_letters or r"(?!)")) if words else r"(?!)"
    part = "|".join((*(parts.fractions.values() if parts else ()), number_said(language, _YEARS_MAX)))
    return rf"\s?(?:{than})[־-]?(?:{part})(?!\w)"


def _counts_went_alike(brief: Brief, share: Statistic, language: str) -> bool:
    """Say whether the whole that a share is of went the way the share did: then so did how many they are."""
    noun = share.noun.get(language, "")
    went = share.value > share.baseline.value if share.baseline else None
    return any(
        s.unit == "count" and s.noun.get(language, "") == noun and (s.value > s.baseline.value) == went
        for s in brief.statistics
        if s.baseline and s.baseline.value != s.value
    )


def _count_of_share(
    brief: Brief, figures: Sequence[Statistic], shown: str, language: str, words: GroundWords
) -> tuple[str, str] | None:
    """Find "fewer girls are vaccinated" over a share of them, of whom there may be more."""
    s = figures[0] if len(figures) == 1 else None
    if s is None or s.unit != "percent" or s.measure != "share" or s.member or not s.baseline:
        return None
    noun = [re.escape(word) for word in s.noun.get(language, "").split() if len(word) > 2]
    if (
        not noun
        or re.search(rf"(?<!\w)(?:{words.share})", shown, re.IGNORECASE)
        or _counts_went_alike(brief, s, language)
    ):
        return None
    for clause in _CLAUSE.split(shown):
        ends = [found.span() for one in ("more_of", "fewer_of") for found in find_said(one, clause, language)]
        number = re.search(rf"(?<!\w)(?:{words.number})", clause, re.IGNORECASE)
        changed = number and re.search(rf"(?<!\w)(?:{words.changed})(?!\w)", clause, re.IGNORECASE)
        ends += [number.span()] if number and (changed or ends) else []
        for start, end in ends:
            if words.counts_first and not number:
                continue
            # "Fewer than four in ten" says how large the share is.
            if re.match(_amount(language), clause[end:], re.IGNORECASE):
                continue
            near = " ".join(clause[end:].split()[: _NOUN_AT + len(s.noun.get(language, "").split())])
            if re.search(rf"(?<!\w)(?:{joined_letters(language)})(?:{'|'.join(noun)})", near, re.IGNORECASE):
                said = f"{clause[start:end]} {near}".strip()
                return (
                    tell(
                        "The text says '{words}', and {id} is a share: how many they are, it does not say.",
                        words=said,
                        id=s.id,
                    ),
                    tell("Say it of the share, or write 'intended: [unbacked]' in the point if a source says so."),
                )
    return None
