"""A source vouches for what it measured: the limit beside it was set by another."""

from __future__ import annotations

import pytest

from briefcast.script import Sentence, Word
from briefcast.writing.citing import cite, measured

SAID = (Word(shown="according", spoken="according"), Word(shown="to", spoken="to"), Word(shown="X.", spoken="X."))


@pytest.mark.parametrize(
    ("words", "cited"),
    [
        ((("It", ""), ("was", ""), ("4.", "lead")), "It was 4, according to X."),
        ((("It", ""), ("was", ""), ("4;", "lead"), ("the", ""), ("limit", ""), ("is", ""), ("10.", "lead.target")),
         "It was 4, according to X; the limit is 10."),
        ((("It", ""), ("was", ""), ("4,", "lead"), ("half", ""), ("the", ""), ("plan.", "lead.gap")),
         "It was 4, half the plan, according to X."),
        ((("From", ""), ("6,", "lead.baseline"), ("4", "lead"), ("of", ""), ("10.", "lead.target")),
         "From 6, 4 of 10, according to X."),
        ((("Against", ""), ("10,", "lead.target.by"), ("it", ""), ("was", ""), ("4.", "lead")),
         "Against 10, it was 4, according to X."),
        ((("It", ""), ("was", ""), ("4,", "lead"), ("as", ""), ("said.", "")), "It was 4, as said, according to X."),
        ((("It", ""), ("was", ""), ("4,", "lead"), ("but", ""), ("below", ""), ("10.", "lead.target")),
         "It was 4, but below 10, according to X."),
    ],
)  # fmt: skip
def test_a_source_stands_behind_what_it_measured_and_before_the_target(
    words: tuple[tuple[str, str], ...], cited: str
) -> None:
    """ "The limit is 10, according to the laboratory", which only measured."""
    sentence = Sentence(words=tuple(Word(shown=text, spoken=text, fact=fact) for text, fact in words))
    told = cite(sentence, SAID, {"but"})
    assert told.shown == told.spoken == cited
    assert told.facts == sentence.facts


def test_what_was_set_is_measured_by_nobody() -> None:
    assert measured(["a", "a.target", "a.target.by", "a.gap", "a.baseline"]) == ("a", "a.gap", "a.baseline")
