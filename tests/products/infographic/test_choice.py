"""Which points of a script a picture tells, and what it says of those it cannot tell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from briefcast.products.infographic.agree import _gravity
from briefcast.products.infographic.choice import asked, candidates, choose_layout
from briefcast.products.infographic.filling import Filling, bad_points, lacks, passed_over
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.points import heaviest
from briefcast.products.infographic.product import Infographic
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import CallToAction, Quotation, Script, Visual
from tests.picture_fixtures import BRAND, LANGUAGES, fibre, script
from tests.products.infographic.test_shown import fallen, script_of

if TYPE_CHECKING:
    from briefcast.manifest.manifest import OutputEntry

_TALL = SIZES["1080x1350"]
_ALONE = Filling(count=0, arrangement="list", detail=True)


def weighing(*weights: int, about: str = "") -> Script:
    """A script of one figure a point, with what each weighs; ``about`` is the point its request belongs to."""
    told = script_of("en", tuple(fallen("en", number) for number in range(len(weights))))
    points = tuple(replace(scene, weight=weight) for scene, weight in zip(told.scenes, weights, strict=True))
    return replace(told, scenes=points, call_to_action=CallToAction(text="Register at your office.", about=about))


def test_the_first_point_that_does_not_fit_ends_nothing() -> None:
    """One long label left six points out, and half of the sheet was empty; what weighs less does not take its place."""
    for last_weighs, shown in ((4, ("fallen-0", "fallen-2")), (3, ("fallen-0",))):
        told = weighing(5, 4, last_weighs)
        first, long, last = told.figures
        long = replace(long, label="Deaths of children under the age of five for each thousand of live births " * 4)
        page = lay_out(replace(told, figures=(first, long, last)), BRAND, "1080x1350", layout="scorecard")
        assert page.figures == shown
        assert "fallen-1" in page.left_out


def test_a_picture_that_tells_less_than_half_says_so() -> None:
    told = weighing(5, 4, 4)
    assert "few" in lacks(told, _TALL, "scorecard", _ALONE)
    assert "few" not in lacks(told, _TALL, "scorecard", replace(_ALONE, count=1))
    assert "few" not in lacks(weighing(5, 2, 2), _TALL, "scorecard", _ALONE), "one outweighs the others"
    assert "few" not in lacks(told, SIZES["1200x630"], "scorecard", _ALONE), "the card of a link has one message"


def test_what_a_rebuttal_says_before_all_weighs_less_than_nothing() -> None:
    """18 warnings said of one rebuttal that its points were passed over for less, and nothing lighter stood."""
    told = weighing(5, 4)
    first, second = told.scenes
    truth = replace(first, id="truth", headline=told.title, weight=0, visual=Visual(kind="text"))
    page = Filling(count=0, arrangement="list", detail=True)
    assert passed_over(replace(told, scenes=(truth, first, second)), _TALL, "scorecard", page) == ()
    lighter = replace(truth, weight=1)
    assert passed_over(replace(told, scenes=(lighter, first, second)), _TALL, "scorecard", page) == ("fallen-1",)


def test_people_killed_are_bad_news_without_an_earlier_year() -> None:
    """Seven dead of a storm were left out for new businesses, without a word: nothing said that they got worse."""
    told = weighing(5, 4)
    one, other = (replace(figure, change="", change_is_good=None) for figure in told.figures)
    dead = replace(other, label="Deaths in the storm")
    assert bad_points(replace(told, figures=(one, dead))) == {told.scenes[1].id}
    assert bad_points(replace(told, figures=(one, replace(dead, value=Decimal(0))))) == set()


def test_what_is_asked_outlasts_what_it_is_about() -> None:
    """A page for citizens without what they are to do is only about them; a request says itself what it is of."""
    assert _gravity(("request",), alone=False, told=5) < _gravity(("action",), alone=False, told=9)
    assert _gravity(("request",), alone=False, told=5) > _gravity((), alone=False, told=1)


def test_nothing_is_asked_of_a_matter_that_is_not_shown() -> None:
    """ "Have each commune below 50% report" stood under growth: below 50% of what?"""
    told = weighing(5, 4, 3, about="fallen-2")
    assert "request" in lacks(told, _TALL, "scorecard", replace(_ALONE, count=1))
    assert "request" not in lacks(told, _TALL, "scorecard", replace(_ALONE, count=1, without=("fallen-1",)))
    assert "action" in lacks(told, _TALL, "scorecard", replace(_ALONE, action=False))
    page = lay_out(told, BRAND, "1080x1350", layout="scorecard")
    assert "fallen-2" in page.figures and not page.lacking


def test_a_request_stands_below_a_figure_of_the_same_thing() -> None:
    """ "Next time, file from home" stood below "requests filed online", and the team was told that nothing did."""
    told = weighing(5, 4, 3, about="fallen-2")
    action = replace(told.call_to_action, text="Next time, file online.")
    first = replace(told.figures[0], label="Requests filed online")
    page = replace(_ALONE, count=1)
    asking = replace(told, call_to_action=action)
    assert "request" in lacks(asking, _TALL, "scorecard", page)
    assert "request" not in lacks(replace(asking, figures=(first, *told.figures[1:])), _TALL, "scorecard", page)


def test_half_of_what_a_headline_compares_is_worse_than_nothing_to_do() -> None:
    """ "More companies left than started" stood over those that started alone, rising in green."""
    half, asks = _gravity(("half",), alone=False, told=9), _gravity(("action", "few"), alone=False, told=5)
    assert asks < half
    assert asks < _gravity(("point",), alone=False, told=9)


def test_of_points_that_weigh_as_much_one_that_says_what_to_do_comes_first() -> None:
    """How to ask for a discount stood in no picture of those who can ask for it."""
    told = weighing(5, 5, 3)
    steps = replace(told.scenes[1].visual, kind="steps", steps=("Download the form", "Send it"))
    asking = replace(told, scenes=(told.scenes[0], replace(told.scenes[1], visual=steps), told.scenes[2]))
    first = heaviest(asking)
    assert first is not None and first.id == "fallen-1"
    lighter = replace(asking, scenes=(replace(asking.scenes[0], weight=6), *asking.scenes[1:]))
    other = heaviest(lighter)
    assert other is not None and other.id == "fallen-0"


def test_a_finding_names_what_pictures_leave_out() -> None:
    """Deaths had no room on a picture, and the team read no word of it."""

    def output(variant: str, *lacking: str) -> OutputEntry:
        media = SimpleNamespace(lacking=lacking)
        return cast("OutputEntry", SimpleNamespace(audience="staff", language="vi", variant=variant, media=media))

    covered = [output("1080x1350", "bad:deaths"), output("1080x1080", "bad:beds", "bad:deaths", "heavier:beds")]
    told = [str(found.message) for found in Infographic().findings(covered)]
    assert told == [
        # She would look for beds on the first, which shows them.
        "The pictures 1080x1350 have no room for the bad news of deaths.",
        "The pictures 1080x1080 have no room for the bad news of beds, deaths.",
        "The pictures 1080x1080 pass over beds for what weighs less.",
    ]
    followed = [output("1080x1350", "bad:deaths"), output("carousel")]
    assert not list(Infographic().findings(followed)), "the pages behind a cover tell it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sums_of_one_currency_are_no_race_that_nobody_asked_for(language: str) -> None:
    """Exports, coffee and investment, all in dollars, were bars of one ranking: the fall of the last one was gone."""
    told = script_of(language, tuple(replace(fallen(language, number), unit="currency") for number in range(3)))
    told = replace(told, layouts=("ranking", "scorecard"))
    assert choose_layout(told).layout == "scorecard"
    shares = tuple(replace(fibre(language), statistic=f"fallen-{number}") for number in range(3))
    assert choose_layout(replace(told, figures=shares)).layout == "scorecard"
    assert asked("ranking", told).layout == "ranking"
    scene = replace(told.scenes[0], visual=Visual(kind="ranking", figures=tuple(f.statistic for f in told.figures)))
    assert choose_layout(replace(told, scenes=(scene,))).layout == "ranking"


def test_somebodys_words_fill_a_page_under_their_own_headline_alone() -> None:
    """ "The economy grows 5.84%" stood over words about land that came late, large and without quotation marks."""
    told = script("leaders", "en")
    points = [scene for scene in told.scenes if scene.kind == "point"]
    words = Quotation(text="A month late with the land", by="Ms Hoa")

    def quoting(number: int) -> Script:
        quoted = replace(points[number], visual=replace(points[number].visual, kind="quote", quote=words))
        scenes = tuple(quoted if scene is points[number] else scene for scene in told.scenes)
        return replace(told, scenes=scenes, layout="")

    heaviest_at = points.index(next(scene for scene in points if heaviest(told) is scene))
    other = 1 if heaviest_at == 0 else 0
    assert "quote" in [choice.layout for choice in candidates(quoting(heaviest_at))]
    assert "quote" not in [choice.layout for choice in candidates(quoting(other))]
    # Who asks for it gets it.
    assert asked("quote", quoting(other)).layout == "quote"
