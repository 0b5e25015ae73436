"""What was hashed is known again, and no change to a file is ever taken for none."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from briefcast.store import files as files_module
from briefcast.store import seen as module
from briefcast.store.files import known_sha256, write_changed
from briefcast.store.seen import Seen


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "episode.mp3"
    path.write_bytes(b"heard")
    return path


@pytest.fixture
def kept(tmp_path: Path, file: Path) -> Path:
    """Sums that an earlier run kept."""
    seen = Seen(tmp_path / "kept" / "small.json")
    assert seen.sha256(file) == _sum(b"heard")
    seen.save()
    return tmp_path / "kept" / "small.json"


def _refuse(path: Path) -> str:
    pytest.fail(f"{path.name} was hashed again")


def test_the_same_file_is_not_hashed_again(kept: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "file_sha256", _refuse)
    assert Seen(kept).sha256(file) == _sum(b"heard")


def test_what_was_copied_is_known_by_the_sum_it_was_copied_with(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Seen(tmp_path / "kept.json")
    seen.note(file, _sum(b"heard"))
    seen.save()
    monkeypatch.setattr(module, "file_sha256", _refuse)
    assert Seen(tmp_path / "kept.json").sha256(file) == _sum(b"heard")


def _damage(file: Path) -> None:
    file.write_bytes(b"HEARD")


def _damage_and_hide_it(file: Path) -> None:
    """Change bytes and set the time of the content back, as a copying program would."""
    stat = file.stat()
    file.write_bytes(b"HEARD")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _replace(file: Path) -> None:
    """Put another file of the same size and time in its place."""
    stat, other = file.stat(), file.with_name("other")
    other.write_bytes(b"HEARD")
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(file)


@pytest.mark.parametrize("harm", [_damage, _damage_and_hide_it, _replace])
def test_bytes_changed_at_the_same_size_are_noticed(kept: Path, file: Path, harm: Callable[[Path], None]) -> None:
    harm(file)
    assert Seen(kept).sha256(file) == _sum(b"HEARD")


def test_a_file_that_was_only_touched_is_hashed_once_more(
    kept: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.touch()
    seen = Seen(kept)
    assert seen.sha256(file) == _sum(b"heard")
    seen.save()
    monkeypatch.setattr(module, "file_sha256", _refuse)
    assert Seen(kept).sha256(file) == _sum(b"heard")


@pytest.mark.parametrize("hours", [-30_000, 30_000])
def test_a_clock_that_was_set_anew_changes_nothing(
    kept: Path, file: Path, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times are held against each other, never against now."""
    now_ns = time.time_ns() + hours * 3_600_000_000_000
    monkeypatch.setattr(module.time, "time_ns", lambda: now_ns)
    assert Seen(kept).sha256(file) == _sum(b"heard")
    _damage_and_hide_it(file)
    assert Seen(kept).sha256(file) == _sum(b"HEARD")


def test_a_file_from_a_time_to_come_is_hashed_each_time(tmp_path: Path, file: Path) -> None:
    """Its next change might be stamped with just that time."""
    later_ns = time.time_ns() + 3_600_000_000_000
    os.utime(file, ns=(later_ns, later_ns))
    seen = Seen(tmp_path / "kept.json")
    assert seen.sha256(file) == _sum(b"heard")
    seen.save()
    file.write_bytes(b"HEARD")
    os.utime(file, ns=(later_ns, later_ns))
    assert Seen(tmp_path / "kept.json").sha256(file) == _sum(b"HEARD")


def test_verifying_hashes_what_was_not_touched(kept: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "file_sha256", lambda _: "looked at")
    assert Seen(kept, trusted=False).sha256(file) == "looked at"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": [1]}'])
def test_sums_that_cannot_be_read_are_made_anew(kept: Path, file: Path, content: str) -> None:
    kept.write_text(content, "utf-8")
    assert Seen(kept).sha256(file) == _sum(b"heard")


def test_a_file_that_is_not_there_has_no_sum(tmp_path: Path, kept: Path, file: Path) -> None:
    file.unlink()
    assert Seen(kept).sha256(file) == ""
    assert not Seen(kept).is_still(file, _sum(b"heard"))


def test_a_page_is_still_the_one_that_was_written_from_the_same(tmp_path: Path, file: Path) -> None:
    seen = Seen(tmp_path / "kept.json")
    seen.note(file, "manifest 1")
    seen.save()
    assert Seen(tmp_path / "kept.json").is_still(file, "manifest 1")
    assert not Seen(tmp_path / "kept.json").is_still(file, "manifest 2")
    assert not Seen(tmp_path / "kept.json", trusted=False).is_still(file, "manifest 1")
    _damage_and_hide_it(file)
    assert not Seen(tmp_path / "kept.json").is_still(file, "manifest 1")


def test_within_a_run_a_file_written_twice_in_a_moment_is_hashed_twice(file: Path) -> None:
    """Two writes within one tick of the clock leave the same size and times."""
    for number in range(50):
        file.write_bytes(b"take%d" % (number % 10))
        assert known_sha256(file) == _sum(b"take%d" % (number % 10))


def test_within_a_run_a_file_is_hashed_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    time.sleep(2 * files_module.SETTLED_NS / 1e9)
    assert known_sha256(file) == _sum(b"heard")
    monkeypatch.setattr(files_module, "file_sha256", _refuse)
    assert known_sha256(file) == _sum(b"heard")


def test_a_file_that_holds_just_that_is_left_alone(file: Path) -> None:
    """Whoever mirrors the folder sends nothing that did not change."""
    before = file.stat().st_mtime_ns
    write_changed(file, "heard")
    assert file.stat().st_mtime_ns == before
    write_changed(file, "HEARD")
    assert file.read_bytes() == b"HEARD"
