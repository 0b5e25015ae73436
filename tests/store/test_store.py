"""The content store: nothing is made twice, nothing half-made is ever served."""

from __future__ import annotations

import hashlib
import multiprocessing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from briefcast.errors import StoreDamage
from briefcast.store.store import Store, content_key


@dataclass(frozen=True)
class _Card:
    text: str
    value: Decimal
    photo: Path | None = None


def _write(folder: Path) -> str:
    (folder / "picture.png").write_bytes(b"picture")
    return "made"


def test_the_same_work_is_done_once(tmp_path: Path) -> None:
    store, key = Store(tmp_path), content_key("card", _Card("a", Decimal("1.0")))
    assert store.make(key, _write).fresh
    again = store.make(key, lambda folder: pytest.fail("made twice"))
    assert not again.fresh
    assert again.meta == "made"
    assert (again.folder / "picture.png").read_bytes() == b"picture"


@pytest.mark.parametrize(
    "other",
    [
        content_key("page", _Card("a", Decimal("1.0"))),
        content_key("card", _Card("b", Decimal("1.0"))),
        content_key("card", _Card("a", Decimal("1.00"))),
        content_key("card", {"text": "a", "value": Decimal("1.0")}),
        content_key("card", "a", "b"),
        content_key("card", "ab"),
    ],
)
def test_different_work_never_shares_a_key(other: str) -> None:
    assert content_key("card", _Card("a", Decimal("1.0"))) != other


def test_a_file_counts_by_its_content_not_its_name(tmp_path: Path) -> None:
    here, there = tmp_path / "a.jpg", tmp_path / "b.jpg"
    here.write_bytes(b"one")
    there.write_bytes(b"one")
    assert content_key("card", here) == content_key("card", there)
    before = content_key("card", here)
    here.write_bytes(b"two")
    assert content_key("card", here) != before


def test_a_value_that_cannot_be_compared_is_refused_as_a_key() -> None:
    with pytest.raises(TypeError, match="object"):
        content_key("card", object())


def test_failed_work_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    store, key = Store(tmp_path), content_key("card", 1)

    def fail(folder: Path) -> None:
        (folder / "half.png").write_bytes(b"half")
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        store.make(key, fail)
    assert store.get(key) is None
    assert not list(tmp_path.rglob("half.png"))
    assert store.make(key, _write).fresh


def test_what_a_killed_run_left_is_swept_up(tmp_path: Path) -> None:
    store, key = Store(tmp_path), content_key("card", 4)
    left = tmp_path / key[:2] / f".{key}-killed"
    left.mkdir(parents=True)
    (left / "half.png").write_bytes(b"half")
    store.make(key, _write)
    assert not left.exists()


@pytest.mark.parametrize("harm", ["removed", "cut short", "no index"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, harm: str) -> None:
    store, key = Store(tmp_path), content_key("card", 2)
    folder = store.make(key, _write).folder
    match harm:
        case "removed":
            (folder / "picture.png").unlink()
        case "cut short":
            (folder / "picture.png").write_bytes(b"pict")
        case _:
            (folder / "entry.json").write_text("{")
    assert store.get(key) is None
    again = store.make(key, _write)
    assert again.fresh
    assert (again.folder / "picture.png").read_bytes() == b"picture"


def _flip(path: Path) -> None:
    """Change bytes at the same size."""
    path.write_bytes(bytes(byte ^ 0xFF for byte in path.read_bytes()))


def test_bytes_changed_at_the_same_size_are_noticed_when_they_are_copied(tmp_path: Path) -> None:
    store, key, place = Store(tmp_path / "store"), content_key("card", 5), tmp_path / "card.png"
    place.write_bytes(b"before")
    _flip(store.make(key, _write).folder / "picture.png")
    with pytest.raises(StoreDamage, match=key):
        store.copy_out(key, "picture.png", place)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["card.png"]
    assert place.read_bytes() == b"before"
    store.drop(key)
    assert store.make(key, _write).fresh
    assert store.copy_out(key, "picture.png", place) == hashlib.sha256(b"picture").hexdigest()
    assert place.read_bytes() == b"picture"


@pytest.mark.parametrize("harm", ["changed", "removed", "no index"])
def test_a_whole_entry_passes_a_check_and_a_damaged_one_does_not(tmp_path: Path, harm: str) -> None:
    store, key = Store(tmp_path), content_key("card", 6)
    folder = store.make(key, _write).folder
    store.check(key)
    match harm:
        case "changed":
            _flip(folder / "picture.png")
        case "removed":
            (folder / "picture.png").unlink()
        case _:
            (folder / "entry.json").unlink()
    with pytest.raises(StoreDamage):
        store.check(key)


def _make_and_count(folder: str, counter: str) -> None:
    def build(place: Path) -> None:
        with Path(counter).open("a") as file:
            file.write("x")
        _write(place)

    Store(Path(folder)).make(content_key("card", 3), build)


def test_two_processes_never_make_the_same_thing_twice(tmp_path: Path) -> None:
    counter = tmp_path / "count"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_make_and_count, args=(str(tmp_path / "store"), str(counter))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert counter.read_text() == "x"


def _entry(store: Store, name: str) -> str:
    key = content_key("thing", name)
    store.make(key, lambda folder: (folder / "a.txt").write_text(name))
    return key


def test_what_only_old_versions_needed_is_let_go(tmp_path: Path) -> None:
    """The disk would fill with every correction ever made; or a correction taken back would cost the full time."""
    store = Store(tmp_path)
    one, two, three, shared = (_entry(store, name) for name in ("one", "two", "three", "shared"))
    unclaimed = _entry(store, "unclaimed")
    store.claim("film", [one, shared])
    store.claim("film", [two, shared])
    assert store.get(one) and store.get(two), "the version before stays"
    store.claim("other film", [one])
    store.claim("film", [three])
    assert store.get(one), "another film still needs it"
    store.claim("other film", [three])
    store.claim("other film", [three, two])
    assert store.get(one) is None and store.get(two) and store.get(three) and store.get(shared)
    assert store.get(unclaimed), "what nobody claims is not touched"


def test_claiming_the_same_again_keeps_the_version_before(tmp_path: Path) -> None:
    """Making a film twice would lose what taking an edit back needs."""
    store = Store(tmp_path)
    one, two = _entry(store, "one"), _entry(store, "two")
    store.claim("film", [one])
    for _ in range(3):
        store.claim("film", [two])
    store.claim("film", [one])
    assert store.get(one) and store.get(two)


def test_a_broken_claim_lets_nothing_of_others_go(tmp_path: Path) -> None:
    """A full disk while a claim was written would cost more than that claim."""
    store = Store(tmp_path)
    one, two = _entry(store, "one"), _entry(store, "two")
    store.claim("film", [one])
    store.claim("other", [two])
    for path in (tmp_path / ".claims").glob("*.json"):
        if "film" in path.read_text():
            path.write_text("{")
    store.claim("film", [two])
    assert store.get(one) and store.get(two)
