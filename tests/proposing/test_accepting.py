"""A proposal is in the brief when a person accepted it, and the history says who: by commands and at the desk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.brief.read import read_brief
from briefcast.cli.main import app
from briefcast.desk.accepting import accept
from briefcast.desk.drafts import Draft
from briefcast.desk.editing import Change
from briefcast.desk.versions import Versions
from briefcast.errors import BriefcastError
from briefcast.proposing.kept import Kept
from briefcast.proposing.proposing import Proposal
from tests.desk_fixtures import OURS, inside
from tests.emulators.language_model import LanguageModel, language_model, proposes
from tests.proposing.test_proposing import NOW
from tests.proposing_fixtures import BRIEF, TODAY, opened, wanted, write_brief

HEADLINE = "Waiting for a visit is down to {waits}"
FALSE = "Waiting for a visit is up to {waits}"


def propose_headline(folder: Path, text: str = HEADLINE, *, refused: tuple[str, ...] = ()) -> Path:
    """Keep one proposal for a brief, as if a model had made it."""
    file = opened(folder)
    one = Proposal(wanted=wanted(file, "headline", "waiting", "en"), text=text, refused=refused)
    Kept(file.path).add([one], model="small", at=NOW)
    return file.path


def test_an_accepted_proposal_is_in_the_brief_and_its_history_says_who(tmp_path: Path) -> None:
    path = propose_headline(tmp_path)
    assert HEADLINE not in path.read_text("utf-8")
    accept(Draft(path), 1, who="lan", today=TODAY)
    assert read_brief(path).points[0].headline == {"en": HEADLINE}
    assert "# Told first." in path.read_text("utf-8")
    latest = Versions(path).listed()[0]
    assert (latest.kind, latest.who) == ("accepted", "lan")
    assert not Kept(path).open()


def test_a_refused_proposal_cannot_be_accepted(tmp_path: Path) -> None:
    path = propose_headline(tmp_path, refused=("It adds {cases}.",))
    with pytest.raises(BriefcastError, match="refused"):
        accept(Draft(path), 1, who="lan", today=TODAY)
    assert path.read_text("utf-8") == BRIEF


def test_a_proposal_that_was_kept_as_good_is_held_against_the_rules_once_more(tmp_path: Path) -> None:
    # As where somebody writes into the file of proposals.
    path = propose_headline(tmp_path, FALSE)
    with pytest.raises(BriefcastError, match="refused"):
        accept(Draft(path), 1, who="lan", today=TODAY)
    assert path.read_text("utf-8") == BRIEF


def test_a_proposal_for_a_text_that_was_changed_since_is_not_taken(tmp_path: Path) -> None:
    path = propose_headline(tmp_path)
    path.write_text(BRIEF.replace("Waiting for a visit took", "A visit took"), "utf-8")
    with pytest.raises(BriefcastError, match="changed"):
        accept(Draft(path), 1, who="lan", today=TODAY)


def test_what_somebody_wrote_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = propose_headline(tmp_path)
    path.write_text(
        BRIEF.replace("    text:\n      en: Waiting", "    headline: {en: Mine}\n    text:\n      en: Waiting"), "utf-8"
    )
    with pytest.raises(BriefcastError, match="By now"):
        accept(Draft(path), 1, who="lan", today=TODAY)


def test_changes_that_are_not_saved_are_saved_first(tmp_path: Path) -> None:
    path = propose_headline(tmp_path)
    draft = Draft(path)
    draft.make([Change(kind="set", path=("title", "en"), value="Health")])
    with pytest.raises(BriefcastError, match="not saved"):
        accept(draft, 1, who="lan", today=TODAY)
    assert draft.is_changed


# The command line


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LanguageModel]:
    with language_model(proposes(HEADLINE)) as model:
        monkeypatch.setenv("BRIEFCAST_PROPOSALS_URL", model.url)
        monkeypatch.setenv("BRIEFCAST_PROPOSALS_MODEL", "small")
        yield model


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["propose", *words])
    return (2 if isinstance(done.exception, BriefcastError) else done.exit_code), done.output + str(
        done.exception or ""
    )


def test_a_team_asks_looks_and_accepts(tmp_path: Path, server: LanguageModel) -> None:
    path = write_brief(tmp_path)
    code, told = run(str(path), "--kind", "headline", "--point", "waiting", "--language", "en")
    assert code == 0
    assert HEADLINE in told
    assert path.read_text("utf-8") == BRIEF
    code, told = run(str(path), "--accept", "1")
    assert code == 0, told
    assert HEADLINE in path.read_text("utf-8")
    assert len(server.asked) == 1


def test_what_would_be_sent_is_shown_and_not_sent(tmp_path: Path, server: LanguageModel) -> None:
    code, told = run(str(write_brief(tmp_path)), "--kind", "headline", "--language", "en", "--show")
    assert code == 0
    assert len(json.loads(told)["sent"]) == 4
    assert not server.asked


def test_without_a_model_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFCAST_PROPOSALS_URL", raising=False)
    code, told = run(str(write_brief(tmp_path)))
    assert code == 2
    assert "BRIEFCAST_PROPOSALS_URL" in told


@pytest.mark.parametrize(
    "words", [("--kind", "headlines"), ("--point", "waitings"), ("--audience", "youths"), ("--language", "fr")]
)
def test_what_there_is_not_is_said_with_what_there_is(
    tmp_path: Path, server: LanguageModel, words: tuple[str, str]
) -> None:
    code, told = run(str(write_brief(tmp_path)), *words)
    assert code == 2
    assert words[1] in told
    assert not server.asked


# The desk


def test_the_desk_asks_shows_both_texts_and_takes_the_one_that_is_accepted(
    tmp_path: Path, server: LanguageModel
) -> None:
    path = write_brief(tmp_path)
    with inside(tmp_path) as browser:
        asked = {"kind": "headline", "point": "waiting", "language": "en", "audience": ""}
        told = browser.post("/briefs/health.yaml/proposals/ask", json=asked, headers=OURS)
        assert told.status_code == 200, told.text
        shown = browser.get("/briefs/health.yaml/proposals?language=en").text
        # The word that the original has not is marked.
        assert "<mark>" in shown
        assert HEADLINE in shown.replace("<mark>", "").replace("</mark>", "")
        assert "Waiting for a visit took {waits}" in shown
        assert path.read_text("utf-8") == BRIEF
        decided = {"number": 1, "decision": "accept"}
        told = browser.post("/briefs/health.yaml/proposals/decide", json=decided, headers=OURS)
        assert told.status_code == 200, told.text
        assert HEADLINE in path.read_text("utf-8")
        assert HEADLINE not in browser.get("/briefs/health.yaml/proposals?language=en").text
        versions = browser.get("/briefs/health.yaml/versions?language=en").text
        assert "with a proposal of a language model, accepted" in versions
    assert len(server.asked) == 1


def test_the_desk_shows_why_one_is_refused_and_no_way_to_accept_it(tmp_path: Path) -> None:
    propose_headline(tmp_path, FALSE, refused=("It adds {cases}.",))
    with inside(tmp_path) as browser:
        shown = browser.get("/briefs/health.yaml/proposals?language=en").text
        assert "It adds {cases}." in shown
        assert 'value="accept"' not in shown
        decided = {"number": 1, "decision": "accept"}
        assert browser.post("/briefs/health.yaml/proposals/decide", json=decided, headers=OURS).status_code == 400
        decided = {"number": 1, "decision": "dismiss"}
        assert browser.post("/briefs/health.yaml/proposals/decide", json=decided, headers=OURS).status_code == 200
        assert not Kept(tmp_path / "health.yaml").open()


def test_the_desk_says_that_no_model_is_named_or_that_the_brief_has_an_embargo(
    tmp_path: Path, server: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_brief(tmp_path, BRIEF.replace("as_of:", "embargo: 2031-10-10\nas_of:"))
    with inside(tmp_path) as browser:
        asked = {"kind": "headline"}
        assert "embargo" in browser.get("/briefs/health.yaml/proposals?language=en").text
        assert browser.post("/briefs/health.yaml/proposals/ask", json=asked, headers=OURS).status_code == 400
        monkeypatch.delenv("BRIEFCAST_PROPOSALS_URL")
        assert "No language model is named" in browser.get("/briefs/health.yaml/proposals?language=en").text
        assert browser.post("/briefs/health.yaml/proposals/ask", json=asked, headers=OURS).status_code == 400
    assert not server.asked
