"""Pruning: the disk does not fill for ever, and nothing that an edition needs has to be made again."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from briefcast.store.pruning import prune
from briefcast.store.store import INDEX, Store, content_key

DAY_S = 86_400


def _entry(store: Store, name: str, *, days: float = 90, size: int = 1000, names: str = "") -> str:
    """Make an entry that was used last so many days ago."""
    key = content_key("entry", name)

    def build(folder: Path) -> str:
        (folder / "file.bin").write_bytes(b"x" * size)
        return names

    folder = store.make(key, build).folder
    then = time.time() - days * DAY_S
    os.utime(folder / INDEX, (then, then))
    return key


def _held(store: Store) -> set[str]:
    return {index.parent.name for index in store.folder.glob(f"*/*/{INDEX}")}


def test_what_an_edition_needs_stays_and_what_nobody_used_goes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    before, now, lately, old = (_entry(store, name) for name in ("before", "now", "lately", "old"))
    os.utime(store.get(lately).folder / INDEX)  # type: ignore[union-attr]
    os.utime(tmp_path / old[:2] / old / INDEX, (0, 0))
    store.claim("small edition", [before])
    store.claim("small edition", [now])
    told = prune(tmp_path, owners={"small"}, keep_days=30, dry_run=True)
    assert _held(store) == {before, now, lately, old}
    assert prune(tmp_path, owners={"small"}, keep_days=30) == told
    assert _held(store) == {before, now, lately}
    assert (told.entries, told.gone, told.gone_bytes > 1000) == (3, 1, True)


def test_what_leads_to_an_edition_and_what_it_names_stays(tmp_path: Path) -> None:
    """The words of a film would be spoken again, by another voice perhaps, though the film is there."""
    store = Store(tmp_path)
    sound = _entry(store, "sound")
    film = _entry(store, "film", names=f"{sound[:2]}/{sound}/sound.wav")
    row = _entry(store, "row", names=film)
    other = _entry(store, "other", names=sound)
    store.claim("small edition", [film])
    prune(tmp_path, owners={"small"}, keep_days=30)
    assert _held(store) == {sound, film, row}
    assert other not in _held(store)


def test_what_was_used_is_not_old(tmp_path: Path) -> None:
    store = Store(tmp_path)
    used, unused = _entry(store, "used"), _entry(store, "unused")
    assert store.get(used)
    prune(tmp_path, owners=(), keep_days=30)
    assert _held(store) == {used}
    assert unused not in _held(store)


def test_beyond_the_limit_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    ages = {days: _entry(store, f"{days}", days=days) for days in (1, 2, 3, 4)}
    claimed, busy = _entry(store, "claimed"), _entry(store, "busy", days=0)
    store.claim("small edition", [claimed])
    told = prune(tmp_path, owners={"small"}, keep_days=30, limit_bytes=5000)
    assert _held(store) == {claimed, busy, ages[1], ages[2]}
    assert told.bytes <= 5000
    told = prune(tmp_path, owners={"small"}, keep_days=30, limit_bytes=0)
    assert _held(store) == {claimed, busy}, "what may be in use and what an edition needs stay, whatever the limit"
    assert told.bytes > 0
    assert 0 < told.claimed_bytes < told.bytes


def test_editions_that_are_gone_claim_nothing_after_a_while(tmp_path: Path) -> None:
    store = Store(tmp_path)
    key = _entry(store, "gone")
    store.claim("gone edition", [key])
    prune(tmp_path, owners={"small"}, keep_days=30)
    assert _held(store) == {key}
    (claim,) = (tmp_path / ".claims").glob("*.json")
    os.utime(claim, (0, 0))
    prune(tmp_path, owners={"small"}, keep_days=30)
    assert not _held(store)
    assert not claim.exists()


def test_broken_entries_and_what_killed_makers_left_goes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    key = _entry(store, "broken", days=0)
    (tmp_path / key[:2] / key / INDEX).write_text("[]", "utf-8")
    left = tmp_path / key[:2] / f".{key}-killed"
    left.mkdir()
    prune(tmp_path, owners=(), keep_days=30)
    assert not left.exists()
    assert not _held(store)


@pytest.mark.parametrize("text", ["", "[]", '{"name": "x"}', '{"name": "x", "pieces": 3}'])
def test_a_claim_that_cannot_be_read_stops_nothing(tmp_path: Path, text: str) -> None:
    store = Store(tmp_path)
    key = _entry(store, "kept")
    store.claim("small edition", [key])
    (tmp_path / ".claims" / "x.json").write_text(text, "utf-8")
    prune(tmp_path, owners={"small"}, keep_days=30)
    assert _held(store) == {key}
    store.claim("small edition", [_entry(store, "next", days=0)])
