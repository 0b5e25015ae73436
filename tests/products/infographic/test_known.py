"""What is found about a telling is kept with it: asked again it is the same, and another telling has its own."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from briefcast.products.infographic import known
from briefcast.products.infographic.choice import told_figures
from briefcast.products.infographic.filling import fillings, lacks, shown_figures, stated_figures, told_points
from briefcast.products.infographic.known import once
from briefcast.products.infographic.points import points_of
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import Script
from tests.picture_fixtures import LANGUAGES, able, pattern


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "a4", "1200x630"])
def test_what_was_found_before_is_what_would_be_found_now(size: str, language: str) -> None:
    """A page that tells what another one tells would say so of the wrong figures."""
    told = able("steps", language)
    room, asked = SIZES[size], (shown_figures, stated_figures, told_points, lacks)
    for filling in fillings(told, room, "steps")[::5]:
        for of in asked:
            found = of(told, room, "steps", filling)
            # Another one that says the same knows nothing yet.
            assert of(replace(told), room, "steps", filling) == found == of(told, room, "steps", filling)


def test_a_telling_that_was_changed_is_asked_anew() -> None:
    """Headed by another point, a page would show the figures of the one before."""
    told = pattern("leaders", "en")
    figures = told_figures(told, "scorecard")
    fewer = replace(told, figures=told.figures[:1], scenes=told.scenes[:2])
    assert len(told_figures(fewer, "scorecard")) < len(figures) == len(told_figures(told, "scorecard"))
    assert points_of(fewer) != points_of(told)


def test_it_is_asked_once_for_each_telling_and_each_question() -> None:
    asked: list[tuple[Script, str]] = []

    @once
    def title(script: Script, more: str = "") -> str:
        asked.append((script, more))
        return script.title + more

    one, other = (replace(pattern("leaders", "en"), title=title) for title in ("One", "Other"))
    assert [title(one), title(other), title(one), title(one, "!"), title(one, more="?")] == [
        "One", "Other", "One", "One!", "One?",
    ]  # fmt: skip
    assert len(asked) == 4


def test_nothing_is_kept_of_a_telling_that_is_no_more() -> None:
    """A desk that draws all day would fill the memory."""
    gc.collect()
    before = len(known._found)
    for _ in range(20):
        points_of(replace(pattern("leaders", "en")))
    gc.collect()
    assert len(known._found) <= before
