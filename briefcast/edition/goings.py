"""Goings: what the words beside a figure say that it did, where no verb stands right at it.

"7 people died, fewer than in the same period", "from 12 days up to 9" and "were down on October, at 31" are untrue of
what went the other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, hide_references, placed_references
from briefcast.edition.directions import doubt_of_way, is_label, is_named, ways_told
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import DirectionWords, EditorWords, GoingWords, editor_words
from briefcast.language.sentences import split_sentences

_BESIDE = 60
"""Characters between a figure and what is said of it."""


def find_wrong_goings(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which a figure went another way than it did, said behind it or a few words before it."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        editor = editor_words(written.language)
        if editor.goings is None or editor.directions is None or not written.refers:
            continue
        before: set[str] = set()
        for sentence in split_sentences(written.text, written.language):
            yield from _in_sentence(statistics, written, sentence, editor.goings, editor.directions)
            yield from _said_back(statistics, written, sentence, before, editor)
            before = {r.id for _, r in placed_references(sentence) if r.sound and r.attribute in VALUES}


def _said_back(
    statistics: dict[str, Statistic], written: WrittenText, sentence: str, before: set[str], editor: EditorWords
) -> Iterator[Doubt]:
    """Find "That is more than a year earlier" of the one figure of the sentence before, which is less."""
    s, words = statistics.get(next(iter(before))) if len(before) == 1 else None, editor.goings
    if s is None or words is None or s.unit == "rank" or "{" in sentence:
        return
    for way, pattern in ((1, words.up), (-1, words.down)):
        said = rf"(?:{editor.points_back})\s(?:{words.lead})(?:{pattern}){words.than}"
        found = re.match(said, sentence, re.IGNORECASE)
        true = _true_ways(s, sentence, found[0], sentence[found.end() :], written.language) if found else frozenset()
        if found and true and way not in true:
            yield doubt_of_way(written, found[0].strip(), s)
            return


def _true_ways(s: Statistic, sentence: str, said: str, behind: str, language: str) -> frozenset[int]:
    """Give every way that a figure went, of a sentence or since a year named at the end of it; none if not known."""
    year = re.search(r"(?:19|20)\d\d", f"{said}{behind[:_YEAR_AT]}")
    if year is None:
        return ways_told(s, sentence, language)
    earlier = s.baseline.value if s.baseline and year[0] in s.baseline.period else s.series.get(year[0])
    return frozenset() if earlier is None else frozenset({(s.value > earlier) - (s.value < earlier)})


_YEAR_AT = 5
"""Characters behind *than* in which a year may stand."""


def _in_sentence(
    statistics: dict[str, Statistic], written: WrittenText, sentence: str, words: GoingWords, ways: DirectionWords
) -> Iterator[Doubt]:
    placed = placed_references(sentence)
    alone = len({r.id for _, r in placed}) == 1
    for index, (match, reference) in enumerate(placed):
        s = statistics.get(reference.id) if reference.sound and reference.attribute in VALUES else None
        if s is None or s.unit == "rank" or not (true := ways_told(s, sentence, written.language)):
            continue
        before, behind = hide_references(sentence[: match.start()]), hide_references(sentence[match.end() :])
        following = placed[index + 1][1] if index + 1 < len(placed) else None
        preceding = placed[index - 1][1] if index else None
        # Lower than its target says nothing of which way it went.
        told = bool(following and (following.id != s.id or following.attribute.startswith("target")))
        said = None if told else _behind(s, behind, words)
        if preceding and preceding.id == s.id and preceding.attribute == "baseline":
            said = said or _from(before, words)
        if alone and FIGURE not in before:
            said = said or _ahead(written, s, before, words, ways)
        if said and said[1] in behind:
            true = _true_ways(s, sentence, said[1], behind.partition(said[1])[2], written.language)
        if said and true and said[0] not in true:
            yield doubt_of_way(written, f"{said[1].strip(' ,:')}", s)
            return


def _behind(s: Statistic, behind: str, words: GoingWords) -> tuple[int, str] | None:
    """Find ", fewer than", ", tăng mạnh so với" behind a figure and what it counts; ", slower than" of a time."""
    timed = s.unit == "duration"
    ways = ((1, f"{words.up}|{words.slower}"), (-1, f"{words.down}|{words.faster}"))
    for way, pattern in ways if timed else ((1, words.up), (-1, words.down)):
        found = re.match(
            rf"[^,;:.!?{FIGURE}]{{0,{_BESIDE}}},\s(?P<said>{words.lead}(?:{pattern}){words.than})",
            behind,
            re.IGNORECASE,
        )
        if found:
            return way, found["said"]
    return None


def _from(before: str, words: GoingWords) -> tuple[int, str] | None:
    """Find "from 12 up to 9", "từ 12 lên 9"."""
    for way, pattern in ((1, words.from_up), (-1, words.from_down)):
        if found := re.search(rf"{FIGURE}(?:\s[^\s,;:.]+){{0,2}}?\s(?P<said>{pattern})\s$", before, re.IGNORECASE):
            return way, found["said"]
    return None


def _ahead(
    written: WrittenText, s: Statistic, before: str, words: GoingWords, ways: DirectionWords
) -> tuple[int, str] | None:
    """Find "road deaths were down on October 2025, at": a verb of a clause that names the figure, a few words ahead."""
    for way, verbs in ((1, f"{ways.rises}"), (-1, f"{ways.drops}")):
        verb = rf"(?<!\w)(?:{verbs})(?!\w)" + (f"(?={ways.alone})" if ways.alone else "")
        found = re.search(
            rf"(?P<subject>[^,;:.]*?){verb}[^;:.!?{FIGURE}]{{0,{_BESIDE}}}(?:{words.at})\s?$", before, re.IGNORECASE
        )
        if found is None or re.search(ways.not_so, before, re.IGNORECASE):
            continue
        if is_label(before, before[found.end("subject") :], s, written.language):
            continue
        clause = found["subject"]
        between = before[found.end("subject") :]
        other = sum(
            bool(re.search(rf"(?<!\w)(?:{one})(?!\w)", between, re.IGNORECASE)) for one in (ways.rises, ways.drops)
        )
        if other == 1 and is_named(
            s, WrittenText(path=written.path, language=written.language, text=clause, kind=written.kind)
        ):
            return way, before[found.end("subject") :]
    return None
