"""An edition changes as a whole: whatever ends a run, what stands there is the edition of before or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefcast.errors import BriefcastError
from briefcast.manifest.manifest import read_manifest, write_manifest
from briefcast.pages.edition import write_page
from briefcast.store.switch import JOURNAL, Switch, settle
from tests import ROOT
from tests.cut_short import state
from tests.edition_fixtures import BRIEF, write_small_brief
from tests.page_fixtures import make_edition

ROUNDS = 24


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is forked")
def test_a_run_that_is_cut_short_leaves_the_old_edition_or_the_new(tmp_path: Path) -> None:
    """Old and new figures side by side on the board, and a page that is wrong of half of them."""
    brief = write_small_brief(tmp_path, BRIEF.replace("[vi, en, he]", "[en]"))
    command = [sys.executable, "-m", "tests.cut_short", str(brief), str(tmp_path / "out"), str(ROUNDS)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    told = ran.stdout.splitlines()
    assert set(told) == {"kill old", "kill new", "full old", "full new"}, told
    assert len(told) == 2 * ROUNDS
    for way in ("kill", "full"):
        found = [each for each in told if each.startswith(way)]
        assert found == sorted(found, reverse=True), "once it is the new one it stays so"


def test_a_mixed_edition_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    """What says above that all is well has to see it where it is not."""
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("en",))
    write_manifest(manifest, tmp_path)
    write_page(manifest, tmp_path)
    state(tmp_path)
    (tmp_path / manifest.outputs[0].path).write_bytes(b"of another edition")
    with pytest.raises(AssertionError):
        state(tmp_path)


def _switch(folder: Path) -> Switch:
    """Lay a new text aside for one file, another for a file in a folder, and let a third go."""
    for name in ("manifest.json", "gone.txt"):
        (folder / name).write_text("old", "utf-8")
    switch = Switch(folder)
    switch.write("manifest.json", "new")
    switch.write("en/page.html", "new")
    switch.remove("gone.txt")
    return switch


def _shown(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


OLD = {"manifest.json": "old", "gone.txt": "old"}
NEW = {"manifest.json": "new", "en/page.html": "new"}


def _begun(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut a switch short at its last file."""
    whole = Path.unlink

    def stop(path: Path, *, missing_ok: bool = False) -> None:
        if path.name == "gone.txt":
            raise OSError(5, "Input/output error")
        whole(path, missing_ok=missing_ok)

    switch = _switch(folder)
    with monkeypatch.context() as cut:
        cut.setattr(Path, "unlink", stop)
        with pytest.raises(OSError, match="Input/output"):
            switch.carry_out()
        switch.discard()
    assert (folder / JOURNAL).exists()


def test_nothing_is_seen_of_what_is_laid_aside(tmp_path: Path) -> None:
    switch = _switch(tmp_path)
    assert _shown(tmp_path) == OLD
    switch.carry_out()
    assert _shown(tmp_path) == NEW
    assert not (tmp_path / JOURNAL).exists()


def test_what_is_discarded_leaves_nothing(tmp_path: Path) -> None:
    _switch(tmp_path).discard()
    assert _shown(tmp_path) == OLD
    assert not list(tmp_path.rglob("*.part"))


def test_a_switch_that_was_cut_short_is_carried_out_by_whoever_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _begun(tmp_path, monkeypatch)
    settle(tmp_path)
    assert _shown(tmp_path) == NEW
    settle(tmp_path)
    assert _shown(tmp_path) == NEW


@pytest.mark.parametrize(
    "journal",
    [
        "{",
        "[]",
        json.dumps({"token": "ab", "place": [], "remove": ["../kept.txt"]}),
        json.dumps({"token": "ab", "place": [], "remove": ["/etc/kept.txt"]}),
        json.dumps({"token": "../ab", "place": ["a.txt"], "remove": []}),
    ],
)
def test_a_journal_of_somebody_else_moves_nothing(tmp_path: Path, journal: str) -> None:
    """A folder of an edition may come from anywhere: in it nobody says what is deleted elsewhere."""
    folder = tmp_path / "small"
    folder.mkdir()
    (tmp_path / "kept.txt").write_text("mine", "utf-8")
    (folder / JOURNAL).write_text(journal, "utf-8")
    with pytest.raises(BriefcastError, match=rf"{JOURNAL}.*Delete it"):
        read_manifest(folder)
    assert (tmp_path / "kept.txt").read_text("utf-8") == "mine"


def test_nothing_is_written_or_removed_through_a_link(tmp_path: Path) -> None:
    """Somebody linked ``citizens`` to the web server's folder: making the edition wrote there, and removed there."""
    folder, elsewhere = tmp_path / "edition", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (elsewhere / "old.png").write_text("theirs", "utf-8")
    (folder / "citizens").symlink_to(elsewhere)
    switch = Switch(folder)
    with pytest.raises(BriefcastError, match="citizens is a link"):
        switch.write("citizens/new.txt", "ours")
    with pytest.raises(BriefcastError, match="citizens is a link"):
        switch.remove("citizens/old.png")
    row = {"token": "ab12", "place": [], "remove": ["citizens/old.png"]}
    (folder / JOURNAL).write_text(json.dumps(row), "utf-8")
    with pytest.raises(BriefcastError, match="citizens is a link"):
        settle(folder)
    assert [file.name for file in elsewhere.iterdir()] == ["old.png"]
