"""The card a link unfolds into: it tells the point of its post, and a change with since when or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from briefcast.cards import tells_target
from briefcast.look import drawing
from briefcast.look.drawing import TextSize
from briefcast.products.infographic.agree import Agreed
from briefcast.products.infographic.choice import leading_card
from briefcast.products.infographic.filling import Filling
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.pictures import page_data
from briefcast.script import Figure, Script
from tests.picture_fixtures import BRAND, LANGUAGES, fibre
from tests.products.infographic.test_leading import told

SIZE = "1200x630"


def texts_of(script: Script, filling: Filling) -> Sequence[TextSize]:
    agreed = Agreed(layout="scorecard", filling=filling, card="number", reason="")
    page = lay_out(script, BRAND, SIZE, layout="scorecard", agreed=agreed)
    return drawing.texts_of(page.template, page_data(page))


def without_since(texts: Sequence[TextSize], figure: Figure) -> list[str]:
    """Give the changes that stand on a card without what they are compared with."""
    even = [" ".join(text.body.split()) for text in texts]
    changes = [body for body in even if " ".join(figure.change.split()) in body]
    since = " ".join(figure.compared.replace(figure.change, "").split())
    times = " ".join(figure.then_and_now.split())
    return [c for c in changes if since not in c and not (times and any(times in body for body in even))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("times", ["2025–2026", ""])
@pytest.mark.parametrize("detail", [True, False])
def test_a_change_says_since_when_or_goes(language: str, times: str, detail: bool) -> None:
    """ "Down 47.4 billion dong": since last week, or since the plan began? The card left that to its reader."""
    script, figure = told(language, title="Spending of the province in one line")
    figure = replace(figure, then_and_now=times, growth="")
    script = replace(script, figures=(figure,), title_stated=())
    for scale in (1.0, 0.8):
        filling = Filling(count=0, arrangement="list", detail=detail, lead=True, action=False, scale=scale)
        texts = texts_of(script, filling)
        assert any(" ".join(figure.change.split()) in " ".join(text.body.split()) for text in texts), "it got worse"
        assert without_since(texts, figure) == []
    cut = [replace(text, body=figure.change) for text in texts if figure.change in text.body][:1]
    assert without_since(cut, figure) != []
    # What got better may go where there is no room.
    good = replace(figure, change_is_good=True)
    filling = Filling(count=0, arrangement="list", detail=False, lead=True, action=False)
    assert without_since(texts_of(replace(script, figures=(good,)), filling), good) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_of_a_target_has_the_target_drawn(language: str) -> None:
    """Under "2.4 points above target" stood ten people, and no target among them."""
    figure = fibre(language)
    script, _ = told(language)
    scene = replace(script.scenes[0], visual=replace(script.scenes[0].visual, kind="share", figures=("fibre",)))
    script = replace(script, figures=(figure,), scenes=(scene,), title_stated=("fibre",))
    about = replace(script, title=f"82 – {figure.gap}")
    assert tells_target(about.title, figure) and leading_card(about, figure) == "progress"
    assert (
        not tells_target(figure.label, figure) and leading_card(replace(script, title=figure.label), figure) == "share"
    )
    assert not tells_target(about.title, replace(figure, target=None))
    # Of what no bar can show there is nothing to draw.
    assert not tells_target(about.title, replace(figure, unit="rank"))
