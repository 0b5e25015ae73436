"""A site that is built again reads, tells and writes what is new, and is the site that it would be from nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.site import CODES, PLAN, build, put_out, write_item
from briefcast.ledger import Ledger, open_ledger
from briefcast.site import build as building
from briefcast.site.kept import KeptItem, Shelf
from briefcast.site.versions import Versions
from tests.site.test_site import files

ITEMS = 4


@pytest.fixture(autouse=True)
def _no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "pagefind_path", lambda: None)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    return tmp_path


@pytest.fixture
def ledger(home: Path) -> Ledger:
    """Of four items in three languages, all of which state one figure."""
    found = open_ledger(home / "ledger.db")
    put_out(found, [write_item(home / "outputs", number) for number in range(ITEMS)], 0)
    build(home, found)
    return found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The briefs of what is kept, each time that it is read."""
    found: list[str] = []
    real = Shelf.read

    def noted(self: Shelf, name: str) -> KeptItem:
        item = real(self, name)
        found.append(item.brief)
        return item

    monkeypatch.setattr(Shelf, "read", noted)
    return found


def from_nothing(home: Path, ledger: Ledger) -> dict[str, bytes]:
    """Give every file of the same site, built where there is none."""
    other = home / "other"
    shutil.rmtree(other, ignore_errors=True)
    return files(building.build_site(home / "plan.yaml", other, ledger).public)


def test_what_says_what_it_said_is_not_read_again(home: Path, ledger: Ledger, read: list[str]) -> None:
    """After years each new item would cost the reading of all."""
    assert build(home, ledger)[0].fresh == 0 and read == []
    put_out(ledger, [write_item(home / "outputs", 10)], ITEMS)  # of another figure
    built, _ = build(home, ledger)
    assert built.items == (ITEMS + 1) * len(CODES) and set(read) == {"b10"}
    assert files(built.public) == from_nothing(home, ledger)
    read.clear()
    put_out(ledger, [write_item(home / "outputs", ITEMS)], ITEMS + 1)
    built, _ = build(home, ledger)
    # Its figure is put together of all that state it; the others are not.
    assert set(read) == {f"b{number}" for number in range(ITEMS + 1)}
    assert files(built.public) == from_nothing(home, ledger)


@pytest.mark.parametrize("harm", ["gone", "cut short", "of another program", "bodies gone", "bodies cut short"])
def test_what_was_told_last_may_be_lost(home: Path, ledger: Ledger, harm: str) -> None:
    """Readers would find pages without words, or none, until somebody knew which folder to delete."""
    told = home / "site/told"
    known, bodies = told / "known.json", list((told / "bodies").iterdir())
    assert len(bodies) == ITEMS * len(CODES)
    if harm == "gone":
        shutil.rmtree(told)
    elif harm == "cut short":
        known.write_bytes(known.read_bytes()[:100])
    elif harm == "of another program":
        told_by = json.loads(known.read_text("utf-8"))
        for outline in told_by["stories"].values():
            outline["week"] = "2020-W01"
        known.write_text(json.dumps({**told_by, "program": "0"}), "utf-8")
    for each in bodies if harm.startswith("bodies") else ():
        each.write_bytes(b"") if "cut" in harm else each.unlink()
    put_out(ledger, [write_item(home / "outputs", ITEMS)], ITEMS)
    built, _ = build(home, ledger)
    assert files(built.public) == from_nothing(home, ledger)


def test_what_is_kept_and_was_changed_by_hand_is_read(home: Path, ledger: Ledger) -> None:
    kept = next(file for file in (home / "site/kept/items").iterdir() if '"b1/citizens/en' in file.read_text("utf-8"))
    kept.write_text(kept.read_text("utf-8").replace("of homes have fibre, b1", "of homes got fibre, b1"), "utf-8")
    built, _ = build(home, ledger)
    assert "of homes got fibre" in (built.public / "en/items/b1/index.html").read_text("utf-8")


def test_the_version_before_the_last_becomes_the_next_and_is_whole(home: Path, ledger: Ledger) -> None:
    """A file that somebody deleted in a version that nobody sees would be missed in the next one."""
    for number in (ITEMS, ITEMS + 1):
        put_out(ledger, [write_item(home / "outputs", number)], number)
        build(home, ledger)
    versions = home / "site/versions"
    seen = (home / "site/public").resolve()
    [spare] = [each for each in versions.iterdir() if each.is_dir() and each != seen]
    inode = (spare / "en/items/b2/index.html").stat().st_ino
    before, shown = files(seen), dict(Versions(home / "site").shown())
    (spare / "en/items/b1/index.html").unlink()
    put_out(ledger, [write_item(home / "outputs", ITEMS + 2)], ITEMS + 2)
    built, _ = build(home, ledger)
    assert files(built.public) == from_nothing(home, ledger)
    assert (built.public / "en/items/b2/index.html").stat().st_ino == inode and not spare.exists()
    assert files(seen) == before, "what readers saw until then is as it was"
    assert 0 < built.fresh < len(shown) / 2
