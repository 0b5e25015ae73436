"""Who published the figures of a sentence, said in it: at its end, or before a clause of a target that others set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from briefcast.brief.model import Brief
from briefcast.script import Sentence, Word


def issue_day(brief: Brief) -> dt.date:
    """Give the day a piece goes out with: that of its embargo or its data, never before a source that it cites."""
    cited = {id for s in brief.statistics for id in (s.source, *s.further_sources)}
    cited |= {brief.rebuttal.source} if brief.kind == "rebuttal" and brief.rebuttal else set()
    of_sources = [s.date for s in brief.sources if s.id in cited]
    return max(day for day in (brief.as_of, brief.embargo, *of_sources) if day)


def measured(facts: Iterable[str]) -> tuple[str, ...]:
    """Give the facts that somebody measured: a target was set, mostly by another than who published the figures."""
    return tuple(fact for fact in facts if not fact.partition(".")[2].startswith("target"))


def cite(sentence: Sentence, said: Sequence[Word], contrast: Collection[str] = ()) -> Sentence:
    """Say in a sentence who published its figures; both end with a full stop.

    ``contrast`` are words, in small letters, that hold what follows against what was said: *but*.
    """
    words = sentence.words
    end = _end(words, contrast)
    mark = words[end].shown[-1]
    own = (*words[:end], _ending(words[end], ","), *said[:-1], _ending(said[-1], mark), *words[end + 1 :])
    return Sentence(words=own)


def _end(words: Sequence[Word], contrast: Collection[str]) -> int:
    """Give the word behind which it stands: the last, or the end of a clause that a target alone follows.

    An amount and how far it is from its target, "but below the target of 8.5%", are one clause, which nothing parts.
    """
    figures = [at for at, word in enumerate(words) if word.fact and measured([word.fact])]
    for at in range(figures[-1] if figures else len(words), len(words) - 1):
        if words[at].shown.endswith((",", ";")) and words[at].shown[-1] == words[at].spoken[-1]:
            if words[at + 1].shown.partition(" ")[0].casefold() in contrast:
                continue
            return at if any(word.fact for word in words[at + 1 :]) else len(words) - 1
    return len(words) - 1


def _ending(word: Word, mark: str) -> Word:
    return replace(word, shown=f"{word.shown[:-1]}{mark}", spoken=f"{word.spoken[:-1]}{mark}")
