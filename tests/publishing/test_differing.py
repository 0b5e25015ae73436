"""What two contents of an item say otherwise: each figure under the name of what it is."""

from __future__ import annotations

import pytest

from briefcast.brief.corrections import Pair
from briefcast.brief.model import LanguageCode
from briefcast.ledger import RecordedItem
from briefcast.manifest.manifest import FactEntry
from briefcast.publishing.differing import differing, part_labels
from briefcast.publishing.part_names import follows

LABEL = {"vi": "Thủ tục đơn giản hóa", "en": "Procedures simplified", "he": "הליכים שפושטו"}
GOAL = {"vi": "Mục tiêu", "en": "Target", "he": "יעד"}


def fact(id: str, written: str, period: str = "2024") -> FactEntry:
    return FactEntry(
        id=id,
        statistic="done",
        label=LABEL,
        written=dict.fromkeys(LABEL, written),
        value=written,
        unit="count",
        goal=GOAL if id == "done.target" else {},
        period=period,
    )


def pairs(code: LanguageCode, was: dict[str, str], *facts: FactEntry) -> tuple[Pair, ...]:
    before = RecordedItem(
        key="x/citizens/en/infographic", content_sha256="", audience="citizens", language=code, product="infographic",
        variant="", brief="x", edition=1, folder="", told="", figures=was,
    )  # fmt: skip
    return differing(before, (), {f.id: f.written[code] for f in facts}, part_labels(facts, code), {})


@pytest.mark.parametrize(
    ("code", "was", "now"),
    [
        ("en", "889 of 1084", "889 of 1048"),
        ("vi", "889 trong tổng số 1084", "889 trong tổng số 1048"),
        ("he", "889 מתוך 1084", "889 מתוך 1048"),
    ],
)
def test_a_whole_that_was_wrong_is_no_value(code: LanguageCode, was: str, now: str) -> None:
    """Readers were told that 1,048 procedures had been simplified, where 1,048 is how many there are."""
    said = pairs(code, {"done": "889", "done.out_of": "1084"}, fact("done", "889"), fact("done.out_of", "1048"))
    assert said == (Pair(label=LABEL[code], was=was, now=now),)


def test_a_value_and_its_whole_are_said_once_together() -> None:
    said = pairs("en", {"done": "898", "done.out_of": "1084"}, fact("done", "889"), fact("done.out_of", "1048"))
    assert said == (Pair(label=LABEL["en"], was="898 of 1084", now="889 of 1048"),)


def test_a_whole_beside_plain_words_is_named_as_the_total() -> None:
    was = {"done": "more than 8 in 10", "done.out_of": "1084"}
    (said,) = pairs("en", was, fact("done", "more than 8 in 10"), fact("done.out_of", "1048"))
    assert said == Pair(label="Procedures simplified (total)", was="1084", now="1048")


@pytest.mark.parametrize(
    ("id", "named"),
    [
        ("done.target", ("Thủ tục đơn giản hóa (mục tiêu)", "Procedures simplified (target)", "הליכים שפושטו (יעד)")),
        ("done.baseline", ("Thủ tục đơn giản hóa (2019)", "Procedures simplified (2019)", "הליכים שפושטו (2019)")),
        ("done.series.2019", ("Thủ tục đơn giản hóa (2019)", "Procedures simplified (2019)", "הליכים שפושטו (2019)")),
        ("done.change", ("Thủ tục đơn giản hóa (thay đổi)", "Procedures simplified (change)", "הליכים שפושטו (שינוי)")),
        ("done.share", ("Thủ tục đơn giản hóa (tỷ lệ)", "Procedures simplified (share)", "הליכים שפושטו (שיעור)")),
        ("done.rest", ("", "", "")),
    ],
)  # fmt: skip
def test_a_part_of_a_figure_is_named_as_what_it_is(id: str, named: tuple[str, str, str]) -> None:
    """Under the name of the figure alone, an old target would be read as a wrong value."""
    for code, label in zip(LABEL, named, strict=True):
        (said,) = pairs(code, {id: "900"}, fact(id, "950", "2019"))  # type: ignore[arg-type]
        assert said.label == label


def test_words_that_differ_in_a_blank_or_a_full_stop_are_said_once() -> None:
    """Of one wrong number readers of Vietnamese read the same pair of lines twice."""
    before = RecordedItem(
        key="x/citizens/vi/infographic", content_sha256="", audience="citizens", language="vi", product="infographic",
        variant="", brief="x", edition=1, folder="", told="97% có băng rộng.\n97% có băng\u00a0rộng", figures={},
    )  # fmt: skip
    assert len(differing(before, ("98% có băng rộng.", "98% có băng\u00a0rộng"), {}, {}, {})) == 1


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("vi", "Thủ tục đơn giản hóa (mục tiêu)"),
        ("en", "Procedures simplified (target)"),
        ("he", "הליכים שפושטו (יעד)"),
    ],
)
def test_a_target_and_its_year_are_one_thing_that_was_wrong(code: LanguageCode, label: str) -> None:
    """ "(target, period): 2028, not 2027. (target): 950, not 900", and in Vietnamese the year once more."""
    was = {"done.target": "900", "done.target.by": "2027"}
    now = (fact("done.target", "950", "2028"), fact("done.target.by", "2028", "2028"))
    assert pairs(code, was, *now) == (Pair(label=label, was="900 (2027)", now="950 (2028)"),)
    before = RecordedItem(
        key="x/citizens/en/infographic", content_sha256="", audience="citizens", language=code, product="infographic",
        variant="", brief="x", edition=1, folder="", told="", figures={"done.target.by": "2027"},
        printed={"label done": LABEL[code], "period done.target": "năm 2027"},
    )  # fmt: skip
    printed = {"label done": LABEL[code].replace(" ", "\u00a0"), "period done.target": "năm 2028"}
    said = differing(before, (), {"done.target.by": "2028"}, part_labels([now[1]], code), printed)
    assert [(pair.was, pair.now) for pair in said] == [("2027", "2028")], "a text and a picture have one year wrong"


@pytest.mark.parametrize("code", ["vi", "en", "he"])
def test_what_follows_from_a_target_is_not_told_beside_it(code: LanguageCode) -> None:
    """Of a wrong target a letter told how far the figure is from it as well, which nobody had to put right."""
    facts = (fact("done.target", "950"), fact("done.gap", "x"), fact("done.change", "y"))
    target, gap, change = (part_labels([each], code)[each.id] for each in facts)
    assert follows(gap, {target, gap}, code) and follows(change, {LABEL[code], change}, code)
    assert not follows(target, {target, gap}, code) and not follows(gap, {gap, change}, code)
    assert not follows(gap, {f"{LABEL[code]}: Huế", gap}, code), "another figure"
