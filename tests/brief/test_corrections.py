"""What was put right stays with the brief: whatever is made of it says so, in pictures, films and posts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefcast.brief.corrections import Correction, Kind, Pair, add_correction, read_corrections
from briefcast.brief.read import open_brief
from briefcast.edition.packing import pack
from briefcast.edition.plan import Plan, plan_edition, told_in_film
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefError
from briefcast.manifest.manifest import ScriptEntry
from briefcast.products.podcast.script import EpisodeScript
from briefcast.products.podcast.telling import turns_of, write_tellings
from briefcast.script import Numbered
from tests.edition_fixtures import BRIEF, PROFILE, make, write_small_brief

DAY = dt.date(2031, 12, 1)
REASONS = {"vi": "Chúng tôi ghi nhầm tỷ lệ.", "en": "We gave the wrong share.", "he": "פרסמנו שיעור שגוי."}


def correction(
    kind: Kind = "correction", *, on: dt.date = DAY, languages: tuple[str, ...] = ("vi", "en", "he")
) -> Correction:
    """Give what was put right for neighbours."""
    said = {code: (Pair(label="Share", was="97.3%", now="99.3%"),) for code in languages}
    given = {"on": on, "kind": kind, "who": "lan", "reason": REASONS, "said": {"neighbours": said}}
    return Correction.model_validate(given)


def plan(brief: Path) -> Plan:
    return plan_edition(EditionRequest(brief=brief, out=brief.parent / "outputs"))


@pytest.mark.parametrize(
    ("language", "above"),
    [("vi", "[đính chính] 01/12/2031"), ("en", "[correction] Dec 1, 2031"), ("he", "[תיקון] 1.12.2031")],
)
def test_the_line_above_every_title_says_that_it_was_corrected(tmp_path: Path, language: str, above: str) -> None:
    """A picture that is passed on lives by itself: without a word in it, nobody knows which of the two holds."""
    brief = write_small_brief(tmp_path)
    assert above not in plan(brief).read["neighbours", language].kicker
    add_correction(tmp_path, "small", correction())
    for script in (plan(brief).read["neighbours", language], plan(brief).scripts["neighbours", language]):
        assert script.kicker.startswith(above) and script.says_first
        [notice] = ScriptEntry.of(script).notices
        assert (notice.kind, notice.reason) == ("correction", REASONS[language])


ALOUD = {
    "vi": "Nội dung này được đính chính ngày 1 tháng 12 năm 2031.",
    "en": "This was corrected on December 1, 2031.",
    "he": "התוכן הזה תוקן ב־1 בדצמבר 2031.",
}


@pytest.mark.parametrize("language", list(ALOUD))
def test_a_film_and_an_episode_say_first_that_they_were_corrected(tmp_path: Path, language: str) -> None:
    """Who only listens reads no line above a title: she heard two figures, and took each for true."""
    brief = write_small_brief(tmp_path)
    assert not _heard(plan(brief), language).startswith(ALOUD[language])
    add_correction(tmp_path, "small", correction("refile"))
    assert not _heard(plan(brief), language).startswith(ALOUD[language]), "a typing error is no news"
    before = plan(brief).scripts["neighbours", language]
    add_correction(tmp_path, "small", correction())
    made = plan(brief)
    assert _heard(made, language).startswith(f"{ALOUD[language]} {REASONS[language]}")
    for telling in _episodes(made, language):
        assert telling.hook is not None
        said = " ".join(sentence.shown for sentence in telling.hook.sentences)
        assert said.replace("\xa0", " ").startswith(f"{ALOUD[language]} {REASONS[language]}")
        assert next(turns_of(telling))[1] == telling.hook, "nothing is heard before it"
    # What it tells is the same: a notice is nothing that was said otherwise.
    told, was = (ScriptEntry.of(each) for each in (made.scripts["neighbours", language], before))
    assert [scene.text for scene in told.scenes] == [scene.text for scene in was.scenes]


def test_better_figures_are_called_so_aloud_and_braces_of_a_reason_are_no_figures(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path)
    both = correction("revision").model_copy(update={"reason": {**REASONS, "en": "The {villages} count is final"}})
    add_correction(tmp_path, "small", correction(on=DAY - dt.timedelta(days=9)))
    add_correction(tmp_path, "small", both)
    heard = _heard(plan(brief), "en")
    assert heard.startswith("This was corrected on November 22, 2031. We gave the wrong share. The figures in this ")
    assert "were revised on December 1, 2031. The (villages) count is final. " in heard


def _heard(made: Plan, language: str) -> str:
    """Give what a film says, from its first word."""
    scenes = told_in_film(made, "neighbours", language).scenes
    return " ".join(sentence.shown for scene in scenes for sentence in scene.sentences).replace("\xa0", " ")


def _episodes(made: Plan, language: str) -> tuple[EpisodeScript, ...]:
    folder, audience = made.request.brief.parent, made.audiences["neighbours"]
    return write_tellings(made.brief, made.facts, audience, language, show="S", folder=folder)


def test_every_page_of_a_carousel_says_that_it_was_corrected(tmp_path: Path) -> None:
    """The page with the figure is the one that is passed on, and it alone said nothing."""
    brief = write_small_brief(tmp_path, BRIEF.replace("[infographic, podcast]", "[infographic]"))
    profile = tmp_path / "audiences" / "neighbours.yaml"
    sizes = "products:\n  infographic: {sizes: [carousel]}\n"
    profile.write_text(PROFILE.replace("infographic_sizes: [1200x630]\nvideo_shapes: [1x1]\n", sizes), "utf-8")
    add_correction(tmp_path, "small", correction())
    made = make(brief, tmp_path / "outputs", preset="draft").manifest
    # A description says what is drawn, and nothing else.
    told = [o.alt_text for o in made.outputs if o.language == "en" and o.media_type == "image/png"]
    assert len(told) == 3 and all(text.startswith("[correction] Dec 1, 2031") for text in told)


def test_no_size_has_its_figure_without_saying_that_it_was_corrected(tmp_path: Path) -> None:
    """On the card that a link unfolds into, a piece of a column with its figure left no room for the correction."""
    told = "period: 2025-10-21\n    better: higher\n    measure: share\n    of: people\n"
    told += "    baseline: {value: 99.9, period: 2024-10-23}\n    target: {value: 100, by: 2026-12}\n"
    text = BRIEF.replace('period: "2025-10"\n', told).replace("[infographic, podcast]", "[infographic]")
    text = text.replace("en: Villages with broadband", "en: People over 65 with a flu jab")
    text = text.replace('"{villages} of villages"', '"{villages} of people over 65 have had a flu jab"')
    brief = write_small_brief(tmp_path, text)
    profile = PROFILE.replace("[1200x630]", "[1200x630, 1080x1080, 1080x1350, 1080x1920, a4]")
    (tmp_path / "audiences" / "neighbours.yaml").write_text(profile, "utf-8")
    add_correction(tmp_path, "small", correction())
    names = {"vi": "Con số thứ Tư", "en": "Figure of the Wednesday", "he": "הנתון של יום רביעי"}
    column = Numbered(id="wednesday", name=names, number=12)
    made = make(brief, tmp_path / "outputs", preset="draft", column=column).manifest
    alts = {o.variant: o.alt_text for o in made.outputs if o.language == "en" and o.product == "infographic"}
    assert len(alts) == 5
    assert [each for each, alt in alts.items() if not alt.startswith("Infographic: [correction] Dec 1, 2031")] == []


def test_a_typing_error_and_other_readers_have_no_notice(tmp_path: Path) -> None:
    """A notice on everything that was ever touched says nothing: those who were told nothing wrong get none."""
    brief = write_small_brief(tmp_path)
    add_correction(tmp_path, "small", correction("refile"))
    assert not plan(brief).read["neighbours", "en"].notices
    add_correction(tmp_path, "small", correction(languages=("vi",)))
    made = plan(brief)
    assert made.read["neighbours", "vi"].notices and not made.read["neighbours", "en"].notices


def test_a_correction_stays_when_figures_are_revised_later(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path)
    add_correction(tmp_path, "small", correction())
    add_correction(tmp_path, "small", correction("revision", on=DAY + dt.timedelta(days=9)))
    noticed = plan(brief).read["neighbours", "en"].noticed
    assert noticed == "[correction] Dec 1, 2031 · [r] Revised Dec 10, 2031"


def test_said_again_on_one_day_it_is_one_correction(tmp_path: Path) -> None:
    """Killed before it was made, it is said once more, and is no second correction."""
    write_small_brief(tmp_path)
    for _ in range(2):
        file = add_correction(tmp_path, "small", correction())
    assert read_corrections(tmp_path, "small") == (correction(),)
    assert "Chúng tôi ghi nhầm tỷ lệ." in file.read_text("utf-8")


def test_said_otherwise_before_it_is_let_out_the_newer_takes_its_place(tmp_path: Path) -> None:
    """Merged, a value that nobody was ever told stood in the notice as what is said now."""
    write_small_brief(tmp_path)
    newer = {"neighbours": {"en": (Pair(label="Share", was="97.3%", now="98.3%"),)}}
    add_correction(tmp_path, "small", correction())
    add_correction(tmp_path, "small", correction().model_copy(update={"said": newer}))
    (kept,) = read_corrections(tmp_path, "small")
    assert kept.said == newer


def test_what_was_let_out_stays_beside_a_second_one_on_the_same_day(tmp_path: Path) -> None:
    """The reason that readers had been given, and who gave it, was overwritten by that of the next correction."""
    write_small_brief(tmp_path)
    first, second = correction(), correction().model_copy(update={"who": "mai", "reason": {"en": "99.3% was wrong."}})
    add_correction(tmp_path, "small", first)
    [known] = read_corrections(tmp_path, "small")
    for _ in range(2):
        add_correction(tmp_path, "small", second, out={known.mark})
    assert read_corrections(tmp_path, "small") == (first, second)


def test_a_file_that_says_what_cannot_be_names_the_line(tmp_path: Path) -> None:
    write_small_brief(tmp_path)
    file = add_correction(tmp_path, "small", correction())
    file.write_text(file.read_text("utf-8").replace("kind: correction", "kind: correctoin"), "utf-8")
    with pytest.raises(BriefError) as told:
        read_corrections(tmp_path, "small")
    # The brief has the same name: its line 3 was looked at.
    assert "corrections/small.yaml:3" in str(told.value) and "correctoin" in str(told.value)
    file.write_text("corrections: [", "utf-8")
    with pytest.raises(BriefError) as told:
        read_corrections(tmp_path, "small")
    assert "corrections/small.yaml" in str(told.value) and "written by briefcast correct" in str(told.value)


def test_it_travels_with_the_brief(tmp_path: Path) -> None:
    """Made on the server without it, the pictures would say nothing of the correction."""
    brief = write_small_brief(tmp_path)
    add_correction(tmp_path, "small", correction())
    assert "corrections/small.yaml" in [part.name for part in pack(open_brief(brief)).parts]


def test_what_it_is_written_instead_of_is_gone(tmp_path: Path) -> None:
    """Called a revision first and a correction then, readers would have got both notices for one thing."""
    write_small_brief(tmp_path)
    first, other = correction("revision"), correction(languages=("vi",), on=DAY - dt.timedelta(days=9))
    add_correction(tmp_path, "small", other)
    add_correction(tmp_path, "small", first)
    assert first.is_of_all(correction().said)
    assert not first.is_of_all(other.said), "it says more than that"
    later = Correction.model_validate(
        {**first.model_dump(), "said": {"neighbours": {"en": [{"was": "1", "now": "2"}]}}}
    )
    assert not first.is_of_all(later.said)
    add_correction(tmp_path, "small", correction(), instead=[first])
    assert read_corrections(tmp_path, "small") == (other, correction())
