"""The store of a folder of editions: what they consist of, now and before, is not made twice, and the rest can go."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.cli.main import app
from briefcast.edition.pruning import LIMIT_ENV, keep_limit, prune_store, read_size
from briefcast.errors import BriefcastError
from briefcast.store import pruning
from briefcast.store.store import INDEX
from tests.edition_fixtures import BRIEF, make, write_small_brief


def _keys(out: Path) -> set[str]:
    return {index.parent.name for index in (out / ".store").glob(f"*/*/{INDEX}")}


def _say(brief: Path, figure: str) -> None:
    text = BRIEF.replace("[vi, en, he]", "[en]").replace("99.3", figure)
    brief.write_text(text, "utf-8")


def test_what_an_edition_is_and_was_stays_and_older_versions_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that grows with each correction fills the disk; one that forgets the last makes all of it anew."""
    monkeypatch.setattr(pruning, "USED_ANEW_S", -1)
    brief, out = write_small_brief(tmp_path), tmp_path / "out"
    made = []
    for figure in ("91.3", "92.3", "93.3"):
        _say(brief, figure)
        made.append({output.key for output in make(brief, out).manifest.outputs})
    assert made[1] | made[2] <= _keys(out)
    assert not (made[0] - made[1] - made[2]) & _keys(out)
    pruned = prune_store(out, keep_days=0)
    assert pruned.gone > 0
    assert pruned.bytes == pruned.claimed_bytes
    assert make(brief, out).fresh == 0
    _say(brief, "92.3")
    assert make(brief, out).fresh == 0, "a change is taken back"


def test_a_limit_is_kept_by_every_run_that_makes_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "USED_ANEW_S", -1)
    brief, out = write_small_brief(tmp_path), tmp_path / "out"
    _say(brief, "91.3")
    make(brief, out)
    before = _keys(out)
    keep_limit(out)
    assert _keys(out) == before, "no limit is named"
    monkeypatch.setenv(LIMIT_ENV, "1kB")
    _say(brief, "92.3")
    edition = make(brief, out)
    held = prune_store(out, dry_run=True)
    assert held.bytes == held.claimed_bytes
    assert {output.key for output in edition.manifest.outputs} <= _keys(out)


def test_the_command_says_what_goes(tmp_path: Path) -> None:
    brief, out = write_small_brief(tmp_path), tmp_path / "out"
    _say(brief, "91.3")
    make(brief, out, products=["infographic"])
    before = _keys(out)
    told = CliRunner().invoke(app, ["store", "prune", "--out", str(out), "--limit", "1kB", "--dry-run"])
    assert told.exit_code == 0
    assert "Entries that would go: 0 (0 MB)" in (said := " ".join(told.output.split()))
    assert "The store holds more than 1kB" in said
    assert _keys(out) == before


@pytest.mark.parametrize(
    ("text", "size"), [("20GB", 20 * 10**9), ("1.5 t", 1_500_000_000_000), ("300", 300), ("7kB", 7000)]
)
def test_sizes_are_read_as_people_write_them(text: str, size: int) -> None:
    assert read_size(text, named="--limit") == size


@pytest.mark.parametrize("text", ["", "much", "20 apples", "-3GB", "1e9"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(BriefcastError, match=r"--limit: .* is no size. Write one such as 20GB"):
        read_size(text, named="--limit")


def test_a_folder_without_a_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BriefcastError, match=r"there is no store\. Name the folder of editions with --out"):
        prune_store(tmp_path)
    assert not list(tmp_path.iterdir())
