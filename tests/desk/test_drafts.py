"""What was typed is kept, whatever is killed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefcast.desk.drafts import Draft, draft_of
from briefcast.errors import BriefcastError, BriefError
from tests.desk.test_editing import changed_lines, made
from tests.desk_fixtures import write_brief


def test_a_draft_comes_back_to_the_last_key(tmp_path: Path) -> None:
    """A server that is killed would take an afternoon of writing with it. The other draft was never closed."""
    brief = write_brief(tmp_path)
    first = Draft(brief)
    for text in ("T", "Ti", "Tin mới"):
        first.make([made("set", "title.vi", text)])
    again = Draft(brief)
    assert again.data["title"]["vi"] == "Tin mới"
    assert again.is_changed
    assert again.begun_at
    assert brief.read_text("utf-8") == first.base


def test_a_last_line_that_was_cut_short_costs_that_line_alone(tmp_path: Path) -> None:
    brief = write_brief(tmp_path)
    Draft(brief).make([made("set", "title.vi", "Một"), made("set", "title.en", "One")])
    kept = draft_of(brief)
    kept.write_bytes(kept.read_bytes()[:-9])
    again = Draft(brief)
    assert again.data["title"]["vi"] == "Một"
    again.make([made("set", "title.en", "Two")])
    assert Draft(brief).data["title"]["en"] == "Two"


def test_a_disk_that_is_full_refuses_the_change_and_keeps_those_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = write_brief(tmp_path)
    draft = Draft(brief)
    draft.make([made("set", "title.vi", "Một")])

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("briefcast.desk.drafts.sync", full)
    with pytest.raises(OSError, match="No space"):
        draft.make([made("set", "title.vi", "Hai")])
    assert draft.data["title"]["vi"] == "Một"


def test_saving_writes_the_file_and_takes_the_draft_away(tmp_path: Path) -> None:
    brief = write_brief(tmp_path)
    old = brief.read_text("utf-8")
    draft = Draft(brief)
    draft.make([made("set", "title.vi", "Tin mới")])
    assert draft.save() is None
    assert len(changed_lines(old, brief.read_text("utf-8"))) == 2
    assert not draft_of(brief).exists()
    assert not draft.is_changed


def test_a_save_over_a_newer_version_shows_both_and_writes_neither(tmp_path: Path) -> None:
    """A colleague's change would be gone, and nobody would know."""
    brief = write_brief(tmp_path)
    draft = Draft(brief)
    draft.make([made("set", "title.vi", "Của tôi")])
    theirs = brief.read_text("utf-8").replace("kind: progress", "kind: progress  # theirs")
    brief.write_text(theirs, "utf-8")
    newer = draft.save()
    assert newer
    assert newer.theirs == theirs
    assert "Của tôi" in newer.merged
    assert brief.read_text("utf-8") == theirs
    assert draft.save(over=newer.sha256) is None
    both = brief.read_text("utf-8")
    assert "Của tôi" in both
    assert "# theirs" in both


def test_a_version_that_came_after_the_one_looked_at_is_shown_again(tmp_path: Path) -> None:
    brief = write_brief(tmp_path)
    draft = Draft(brief)
    draft.make([made("set", "title.vi", "Của tôi")])
    brief.write_text(brief.read_text("utf-8") + "# one\n", "utf-8")
    newer = draft.save()
    assert newer
    brief.write_text(brief.read_text("utf-8") + "# two\n", "utf-8")
    assert draft.save(over=newer.sha256)
    assert "Của tôi" not in brief.read_text("utf-8")


def test_a_file_that_somebody_saved_is_shown_to_who_changed_nothing(tmp_path: Path) -> None:
    brief = write_brief(tmp_path)
    draft = Draft(brief)
    brief.write_text(brief.read_text("utf-8").replace("my-plan", "other"), "utf-8")
    draft.look_again()
    assert draft.data["id"] == "other"


def test_what_was_let_go_is_gone(tmp_path: Path) -> None:
    brief = write_brief(tmp_path)
    draft = Draft(brief)
    draft.make([made("set", "title.vi", "Tin mới")])
    draft.discard()
    assert not draft_of(brief).exists()
    assert draft.data["title"]["vi"] != "Tin mới"


def test_a_draft_of_nonsense_counts_as_none(tmp_path: Path) -> None:
    brief = write_brief(tmp_path)
    kept = draft_of(brief)
    kept.parent.mkdir(parents=True)
    for text in ("", "{", "[]", json.dumps({"base": 3}), json.dumps({"base": "a: ["})):
        kept.write_text(text, "utf-8")
        assert not Draft(brief).is_changed


def test_a_change_that_leads_nowhere_changes_nothing(tmp_path: Path) -> None:
    draft = Draft(write_brief(tmp_path))
    with pytest.raises(BriefcastError):
        draft.make([made("set", "title.vi", "x"), made("set", "points.99.text.vi", "y")])
    assert not draft.is_changed


def test_a_file_that_is_broken_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("title: [\n", "utf-8")
    with pytest.raises(BriefError):
        Draft(path)
