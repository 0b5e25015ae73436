"""A proposal may word and never state: whatever would make a text say something else than a person wrote is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.brief.read import BriefFile
from briefcast.errors import BriefcastError
from briefcast.proposing.compared import gone_words, marked, new_words
from briefcast.proposing.rules import find_refusals, put_in
from briefcast.proposing.wanted import Kind, find_wanted
from briefcast.proposing.words import proposal_words
from tests.proposing_fixtures import TODAY, opened, wanted

Row = tuple[Kind, str, str, str]

HONEST: tuple[Row, ...] = (
    ("wording", "waiting", "en", "Seeing a doctor meant a wait of {waits}, down from {waits.baseline} a year earlier."),
    ("wording", "waiting", "vi", "Bạn chờ khám {waits}, giảm so với {waits.baseline} cùng kỳ năm trước."),
    ("wording", "waiting", "he", "חיכיתם לביקור {waits}, ירידה לעומת {waits.baseline} שנה קודם."),
    ("headline", "waiting", "en", "Waiting for a visit is down to {waits}"),
    ("question", "waiting", "en", "How long do people wait for a visit?"),
    (
        "wording",
        "vaccines",
        "en",
        "{vaccinated} of kids got their vaccines. The {vaccinated.target} target is not reached.",
    ),
    ("headline", "vaccines", "vi", "{vaccinated} trẻ được tiêm đủ, chưa đạt mục tiêu"),
    ("question", "vaccines", "he", "כמה מהילדים מחוסנים במלואם?"),
    ("question", "vaccines", "vi", "Bao nhiêu trẻ đã được tiêm đủ?"),
    (
        "wording",
        "dengue",
        "en",
        "We counted {cases} cases of dengue, more than the {cases.baseline} of a year earlier.",
    ),
    (
        "translation",
        "dengue",
        "vi",
        "Ghi nhận {cases} ca sốt xuất huyết, nhiều hơn mức {cases.baseline} của năm trước.",
    ),
    ("translation", "dengue", "he", "נרשמו {cases} מקרי דנגי, יותר מ־{cases.baseline} שנה קודם לכן."),
    ("wording", "checks", "en", "A yearly check-up: {men} of men had one, and {women} of women."),
    ("wording", "checks", "vi", "Khám định kỳ: {men} nam giới và {women} phụ nữ đi khám."),
)

FALSE: tuple[Row, ...] = (
    # figures
    ("wording", "waiting", "en", "Seeing a doctor meant a wait of {waits}."),
    ("wording", "waiting", "en", "Waiting took {waits.baseline}, down from {waits} a year before."),
    ("wording", "waiting", "en", "Waiting took {waits.exact}, down from {waits.baseline} a year before."),
    ("wording", "waiting", "en", "Waiting took {waits}, down from {waits.baseline}, and {cases} fell ill."),
    ("wording", "waiting", "en", "Waiting took {wait}, down from {waits.baseline} a year before."),
    ("wording", "waiting", "en", "Waiting took over {waits}, down from {waits.baseline} a year before."),
    ("wording", "waiting", "vi", "Thời gian chờ là gần {waits}, giảm so với {waits.baseline} của năm trước."),
    ("wording", "waiting", "he", "ההמתנה ארכה לכל היותר {waits}, ירידה לעומת {waits.baseline} שנה קודם לכן."),
    ("headline", "waiting", "en", "Waits fall to {cases}"),
    ("question", "waiting", "en", "Why did people wait only {waits}?"),
    ("wording", "waiting", "en", "Waiting took {waits {b}}, down from {waits.baseline} a year before."),
    # digits, and numbers in words
    ("wording", "waiting", "en", "Waits fell to 24 minutes from {waits}, down from {waits.baseline} a year before."),
    ("wording", "waiting", "en", "Waiting took {waits}, down from {waits.baseline} ٢ years before."),
    ("wording", "waiting", "en", "Waiting took {waits}, down ½ from {waits.baseline} a year before."),
    ("wording", "waiting", "en", "Waiting took {waits}, down seven from {waits.baseline} a year before."),
    ("wording", "waiting", "vi", "Thời gian chờ là {waits}, giảm bảy so với {waits.baseline} của năm trước."),
    ("wording", "waiting", "he", "ההמתנה ארכה {waits}, ירידה של שבע דקות לעומת {waits.baseline} שנה קודם לכן."),
    # another direction, a denial, a target
    ("wording", "waiting", "en", "Waiting took {waits}, up from {waits.baseline} a year before."),
    ("wording", "waiting", "vi", "Thời gian chờ khám là {waits}, tăng so với {waits.baseline} của cùng kỳ năm trước."),
    ("wording", "waiting", "he", "ההמתנה לביקור ארכה {waits}, עלייה לעומת {waits.baseline} שנה קודם לכן."),
    ("wording", "waiting", "en", "Waiting did not take {waits}, down from {waits.baseline} a year before."),
    (
        "wording",
        "vaccines",
        "en",
        "{vaccinated} of children are vaccinated; the target of {vaccinated.target} is reached.",
    ),
    ("wording", "vaccines", "vi", "{vaccinated} trẻ được tiêm đủ; mục tiêu {vaccinated.target} đã đạt."),
    ("wording", "vaccines", "he", "{vaccinated} מהילדים מחוסנים במלואם; היעד של {vaccinated.target} הושג."),
    ("wording", "waiting", "en", "Waiting may have taken {waits}, down from {waits.baseline} a year before."),
    ("question", "waiting", "en", "Why did waits rise?"),
    ("translation", "dengue", "he", "נרשמו {cases} מקרי דנגי, פחות מ־{cases.baseline} שנה קודם לכן."),
    (
        "translation",
        "dengue",
        "vi",
        "Ghi nhận gần {cases} ca sốt xuất huyết, nhiều hơn mức {cases.baseline} của năm trước.",
    ),
    # one figure's words for another's
    ("wording", "checks", "en", "{men} of women and {women} of men had a yearly check-up."),
    ("wording", "checks", "vi", "{men} phụ nữ và {women} nam giới khám định kỳ."),
    ("wording", "checks", "he", "{men} מהנשים ו־{women} מהגברים נבדקו בבדיקה שנתית."),
    # more than is known
    (
        "wording",
        "waiting",
        "en",
        "Thanks to new staff, waiting took {waits}, down from {waits.baseline} a year before.",
    ),
    ("headline", "waiting", "en", "Record: waiting down to {waits}"),
    ("wording", "waiting", "vi", "Nhờ cải cách, thời gian chờ là {waits}, giảm so với {waits.baseline} của năm trước."),
    ("wording", "waiting", "he", "בזכות הרפורמה ההמתנה ארכה {waits}, ירידה לעומת {waits.baseline} שנה קודם לכן."),
    (
        "wording",
        "waiting",
        "en",
        "According to experts, waiting took {waits}, down from {waits.baseline} a year before.",
    ),
    ("wording", "waiting", "en", "Waiting in Springfield took {waits}, down from {waits.baseline} a year before."),
    ("wording", "waiting", "en", "Waiting took {waits}, down from {waits.baseline} a year before. See health.vn"),
    # no text of this brief at all
    ("wording", "waiting", "en", "Thời gian chờ là {waits}, giảm so với {waits.baseline} của năm trước."),
    ("wording", "waiting", "vi", "Waiting for a visit took {waits}, down from {waits.baseline} a year before."),
    ("wording", "waiting", "he", "Waiting for a visit took {waits}, down from {waits.baseline} a year before."),
    ("wording", "waiting", "en", "Wa\u0456ting took {waits}, down from {waits.baseline} a year before."),
    ("wording", "waiting", "en", "Waiting took {waits}, down from {waits.baseline} \u202ea year before."),
    ("wording", "waiting", "en", "<b>Waiting</b> took {waits}, down from {waits.baseline} a year before."),
    (
        "wording",
        "waiting",
        "en",
        "Waiting took {waits}, down from {waits.baseline} a year before." + " Much less waiting." * 20,
    ),
    ("wording", "waiting", "en", ""),
    (
        "headline",
        "waiting",
        "en",
        "Waiting took {waits}, which is a good deal down on what people in the department waited before",
    ),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> BriefFile:
    return opened(tmp_path_factory.mktemp("rules"))


@pytest.mark.parametrize(("kind", "point", "language", "text"), HONEST)
def test_an_honest_wording_reaches_the_person_who_decides(
    file: BriefFile, kind: Kind, point: str, language: str, text: str
) -> None:
    assert find_refusals(wanted(file, kind, point, language), text, file, TODAY) == ()


@pytest.mark.parametrize(("kind", "point", "language", "text"), FALSE)
def test_a_text_that_says_something_else_is_refused_with_why(
    file: BriefFile, kind: Kind, point: str, language: str, text: str
) -> None:
    refused = find_refusals(wanted(file, kind, point, language), text, file, TODAY)
    assert refused
    assert all(refused)


def test_the_original_itself_is_no_proposal(file: BriefFile) -> None:
    one = wanted(file, "wording", "waiting", "en")
    assert find_refusals(one, one.original, file, TODAY)


def test_what_the_check_would_find_in_the_brief_is_found_before_anybody_accepts_it(file: BriefFile) -> None:
    # No rule of wording says so; the check does, of a headline that claims what no figure shows.
    one = wanted(file, "headline", "checks", "en")
    assert find_refusals(
        one, "{men} of men come: a headline far too long to be set large on any card at all", file, TODAY
    )


def test_only_what_has_no_text_is_wanted(file: BriefFile) -> None:
    translated = {each.path for each in find_wanted(file.brief, kinds=("translation",))}
    assert translated == {("points", 3, "text", "vi"), ("points", 3, "text", "he")}
    assert not list(find_wanted(file.brief, kinds=("wording",)))


def test_the_brief_that_was_given_stays_as_it_is() -> None:
    brief = {"points": [{"text": {"en": "one"}}]}
    there = put_in(brief, ("points", 0, "variants", "youth", "text", "en"), "two")
    assert there["points"][0]["variants"]["youth"]["text"]["en"] == "two"
    assert brief == {"points": [{"text": {"en": "one"}}]}


def test_nothing_is_proposed_in_a_language_whose_words_nobody_wrote() -> None:
    with pytest.raises((BriefcastError, KeyError)):
        proposal_words("xx")


def test_the_fixture_is_a_brief_that_can_be_made(file: BriefFile, tmp_path: Path) -> None:
    assert opened(tmp_path).brief == file.brief


def test_words_that_came_and_went_are_marked_for_the_person_who_decides(file: BriefFile) -> None:
    """No rule knows a hospital from a clinic: whoever accepts sees the word."""
    one = wanted(file, "wording", "waiting", "en")
    text = "Waiting for a surgeon took {waits}, down from {waits.baseline} a year before."
    assert new_words(one, text) == ("surgeon",)
    assert gone_words(one, text) == ("visit",)
    assert ("surgeon", True) in marked(one, text)
    assert "".join(piece for piece, _ in marked(one, text)) == text
    assert new_words(one, one.original) == gone_words(one, one.original) == ()
    other = wanted(file, "translation", "dengue", "vi")
    assert marked(other, "Bất cứ điều gì.") == (("Bất cứ điều gì.", True),)
