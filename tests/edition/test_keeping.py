"""What lies in the folder of outputs is lost by no run: not what was good, nor what briefcast never made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from briefcast.cli.report import report
from briefcast.edition.edition import write_edition
from briefcast.edition.origin import read_origin
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError, VoiceError
from briefcast.manifest.manifest import damaged, read_manifest
from briefcast.products.base import NARRATION
from briefcast.store.files import file_sha256, sweep
from tests.edition_fixtures import BRIEF, make, run_all, write_small_brief


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """A brief and its edition in Vietnamese and English, whole."""
    brief = write_small_brief(tmp_path, BRIEF.replace("[vi, en, he]", "[vi, en]"))
    make(brief, tmp_path / "out")
    return brief, tmp_path / "out"


def _fail_to_speak(brief: Path, out: Path) -> None:
    plan = plan_edition(EditionRequest(brief=brief, out=out))
    results = run_all(plan)
    for step in plan.steps:
        if (step.kind in (NARRATION, "podcast")) and step.language == "en":
            results[step] = VoiceError("The service did not answer.")
    write_edition(plan, results)


def test_a_run_that_fails_keeps_what_was_good(made: tuple[Path, Path]) -> None:
    """The network is down for a minute, and the film that was approved yesterday would be gone."""
    brief, out = made
    before = read_manifest(out / "small")
    _fail_to_speak(brief, out)
    after = read_manifest(out / "small")
    assert {o.path: o.sha256 for o in after.outputs} == {o.path: o.sha256 for o in before.outputs}
    assert damaged(after, out / "small") == ()
    assert {script.duration_ms for script in after.scripts} == {script.duration_ms for script in before.scripts}
    assert [(f.language, f.product) for f in after.failures] == [("en", "podcast")]
    (stayed,) = (f for f in after.findings if f.code == "earlier-stays")
    assert stayed.place == "neighbours/en"
    # The next run that succeeds has nothing more to say of it.
    make(brief, out)
    assert not [f for f in read_manifest(out / "small").findings if f.code == "earlier-stays"]


def test_what_says_another_thing_now_does_not_stay(made: tuple[Path, Path]) -> None:
    """An episode with the figure of last week, beside pictures with the new one, is worse than none."""
    brief, out = made
    brief.write_text(brief.read_text("utf-8").replace("99.3", "98.1"), "utf-8")
    _fail_to_speak(brief, out)
    after = read_manifest(out / "small")
    assert not [o for o in after.outputs if (o.language, o.product) == ("en", "podcast")]
    assert [o for o in after.outputs if (o.language, o.product) == ("vi", "podcast")]


HIDDEN = (".env", ".gitignore", "notes/.keep", ".htaccess", ".well-known/.x", ".cache-2026", ".env-production")


def test_hidden_files_of_others_stay(made: tuple[Path, Path]) -> None:
    """A folder of outputs may be a checkout, or what a web server serves."""
    brief, out = made
    for name in HIDDEN:
        file = out / "small" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mine", "utf-8")
    make(brief, out)
    assert all((out / "small" / name).read_text("utf-8") == "mine" for name in HIDDEN)


def test_what_a_killed_run_wrote_aside_is_swept(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    ours = [tmp_path / "en" / ".video-9x16.mp4.part", tmp_path / ".manifest.json-ab12_x9z"]
    for file in ours:
        file.write_text("half", "utf-8")
    sweep(tmp_path)
    assert not any(file.exists() for file in ours)


@pytest.mark.parametrize(("name", "text"), [("index.html", "<h1>mine</h1>"), ("manifest.json", '{"name": "my app"}')])
def test_a_folder_of_something_else_is_refused(tmp_path: Path, name: str, text: str) -> None:
    brief = write_small_brief(tmp_path)
    file = tmp_path / "small" / name
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    with pytest.raises(BriefcastError, match=rf"{name} is not briefcast's"):
        make(brief, tmp_path, products=["infographic"])
    assert file.read_text("utf-8") == text
    assert [path.name for path in file.parent.iterdir()] == [name]


@pytest.mark.parametrize("text", ["", "{", json.dumps({"briefcast_version": "0.1", "schema_version": 99})])
def test_a_broken_manifest_of_ours_is_put_right(made: tuple[Path, Path], text: str) -> None:
    brief, out = made
    (out / "small" / "manifest.json").write_text(text, "utf-8")
    make(brief, out)
    assert read_manifest(out / "small").outputs


@pytest.mark.parametrize("moved", [True, False])
def test_a_project_that_was_moved_or_copied_with_its_editions_is_no_second_brief(tmp_path: Path, moved: bool) -> None:
    """On the new machine, or in the copy for a trial, nothing could be made: "Give one of them another id"."""
    there, here = tmp_path / "there", tmp_path / "here"
    brief = write_small_brief(there, BRIEF.replace("[vi, en, he]", "[en]"))
    make(brief, there / "out", products=["infographic"])
    (shutil.move if moved else shutil.copytree)(there, here)
    origin = read_origin(here / "out" / "small")
    assert origin and origin.file == here / "small.yaml"
    make(here / "small.yaml", here / "out", products=["infographic"])
    other = here / "other.yaml"
    other.write_text(brief.read_text("utf-8") if not moved else (here / "small.yaml").read_text("utf-8"), "utf-8")
    with pytest.raises(BriefcastError, match="have the same id, small"):
        make(other, here / "out", products=["infographic"])


def test_two_briefs_with_one_id_do_not_replace_each_other(made: tuple[Path, Path]) -> None:
    """A template that was copied: the edition of one would be approved with the pictures of the other."""
    brief, out = made
    before = (out / "small" / "manifest.json").read_bytes()
    copied = brief.parent / "copied.yaml"
    copied.write_text(brief.read_text("utf-8").replace("99.3", "12.3"), "utf-8")
    with pytest.raises(BriefcastError, match=r"copied.yaml and .*have the same id, small"):
        make(copied, out)
    assert (out / "small" / "manifest.json").read_bytes() == before
    # A brief that was renamed is the same brief.
    brief.unlink()
    make(copied, out)
    assert (out / "small" / "manifest.json").read_bytes() != before


def test_a_run_for_a_part_removes_nothing_of_the_rest(
    made: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Leaders' film of an hour of work, gone because somebody made the citizens' picture anew."""
    brief, out = made
    before = {o.path: o.sha256 for o in read_manifest(out / "small").outputs}
    brief.write_text(brief.read_text("utf-8").replace("99.3", "98.1"), "utf-8")
    part = make(brief, out, languages=["vi"])
    english = {path for path in before if "/en/" in path}
    assert {o.path for o in part.manifest.outdated} == english
    assert all(file_sha256(out / "small" / path) == before[path] for path in english)
    assert not english & {o.path for o in part.manifest.outputs}, "nobody approves or publishes what is not true now"
    assert part.removed == ()
    report(part)
    assert "neighbours/en" in (told := " ".join(capsys.readouterr().err.split()))
    assert "are left out: the brief or briefcast changed since" in told
    again = make(brief, out, languages=["vi"])
    assert again.manifest == part.manifest
    whole = make(brief, out)
    assert whole.manifest.outdated == ()
    assert {o.path for o in whole.manifest.outputs} == set(before)


def test_what_is_removed_is_told(made: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    brief, out = made
    brief.write_text(brief.read_text("utf-8").replace("[vi, en]", "[vi]"), "utf-8")
    edition = make(brief, out)
    assert edition.removed
    assert all("/en/" in path for path in edition.removed)
    assert not any((out / "small" / path).exists() for path in edition.removed)
    report(edition)
    told = " ".join(capsys.readouterr().err.split())
    assert "Removed, as nothing takes its place: neighbours/en/" in told
    assert "The podcast files of an earlier run were removed" in told


def test_no_draft_takes_the_place_of_a_film(tmp_path: Path) -> None:
    """A look through before the meeting would replace the film that was approved."""
    text = BRIEF.replace("[vi, en, he]", "[en]").replace("[infographic, podcast]", "[video]")
    brief, out = write_small_brief(tmp_path, text), tmp_path / "out"
    make(brief, out, preset="draft")
    film = make(brief, out)
    assert {o.media.preset for o in film.manifest.outputs} == {None, "standard"}
    draft = make(brief, out, preset="draft")
    assert {o.path: o.sha256 for o in draft.manifest.outputs} == {o.path: o.sha256 for o in film.manifest.outputs}
    assert [f.code for f in draft.manifest.findings if f.code == "no-draft"] == ["no-draft"]
    assert damaged(draft.manifest, out / "small") == ()
    # A film with the figure of last week is no better than a draft with the new one.
    brief.write_text(brief.read_text("utf-8").replace("99.3", "98.1"), "utf-8")
    newer = make(brief, out, preset="draft")
    assert {o.media.preset for o in newer.manifest.outputs} == {None, "draft"}
