"""The locks: what they install is all that the project asks for, the same wherever it runs."""

from __future__ import annotations

import datetime as dt
import importlib.metadata as metadata
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests import ROOT

GROUPS = {
    "run": ("voices", "channels", "footage", "search"),
    "machines": ("voices", "channels", "footage", "search", "postgres", "machines"),
    "dev": ("voices", "channels", "footage", "search", "edge"),
    "asr": ("voices", "channels", "footage", "search", "edge"),
}
"""By lock, the extras that it installs; `make lock` says the same."""


def pins(lock: Path) -> dict[str, list[str]]:
    """Give the versions a lock pins, by name; several where a marker chooses."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock.read_text("utf-8"), flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def asked(extras: tuple[str, ...]) -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in (*project["dependencies"], *(line for e in extras for line in project["optional-dependencies"][e])):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement


def faults(lock: Path, extras: tuple[str, ...]) -> list[str]:
    pinned = pins(lock)
    return [
        str(requirement)
        for requirement in asked(extras)
        if not any(requirement.specifier.contains(v) for v in pinned.get(canonicalize_name(requirement.name), []))
    ]


@pytest.mark.parametrize("name", GROUPS)
def test_every_lock_installs_all_that_the_project_asks_for(name: str) -> None:
    """Whoever installs from a lock that lacks a package gets a briefcast that fails at the first Vietnamese text."""
    assert faults(ROOT / "locks" / f"{name}.txt", GROUPS[name]) == []


def test_a_lock_that_lacks_a_package_or_pins_an_old_one_is_found(tmp_path: Path) -> None:
    lock = tmp_path / "old.txt"
    text = (ROOT / "locks" / "run.txt").read_text("utf-8")
    lock.write_text(re.sub(r"^underthesea==.*", "", text, flags=re.MULTILINE).replace("pydantic==2", "pydantic==1"))
    assert [fault.partition(">")[0] for fault in faults(lock, GROUPS["run"])] == ["pydantic", "underthesea"]


@pytest.mark.parametrize("name", [name for name in GROUPS if name != "run"])
def test_every_lock_holds_what_the_lock_for_running_holds(name: str) -> None:
    """What the tests ran on is what a server runs: one version of each package everywhere."""
    run, other = pins(ROOT / "locks" / "run.txt"), pins(ROOT / "locks" / f"{name}.txt")
    assert {package: other.get(package) for package in run} == run


@pytest.mark.parametrize("name", GROUPS)
def test_a_lock_names_hashes_and_no_registry(name: str) -> None:
    text = (ROOT / "locks" / f"{name}.txt").read_text("utf-8")
    assert "://" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block.partition(" ")[0]


HOLE = re.compile(r"^\| ([\w.-]+) \| ([<>=!,.\d ]+) \| [^|]+ \| (\d{4}-\d\d-\d\d) \|$", flags=re.MULTILINE)


def holes() -> list[tuple[str, SpecifierSet, dt.date]]:
    """Give package, versions and date of each hole that SECURITY.md names."""
    rows = HOLE.findall((ROOT / "SECURITY.md").read_text("utf-8"))
    return [(name, SpecifierSet(versions), dt.date.fromisoformat(day)) for name, versions, day in rows]


def holed(lock: Path) -> list[str]:
    pinned = pins(lock)
    return [f"{name} {version}" for name, bad, _ in holes() for version in pinned.get(name, []) if version in bad]


@pytest.mark.parametrize("name", GROUPS)
def test_no_lock_holds_a_version_with_a_known_hole(name: str) -> None:
    """Whoever installs from it would open strangers' pictures with a parser that is known to be broken."""
    assert holed(ROOT / "locks" / f"{name}.txt") == []


def test_a_version_with_a_known_hole_is_found(tmp_path: Path) -> None:
    lock = tmp_path / "old.txt"
    lock.write_text("pillow==11.3.0 \\\n    --hash=sha256:0\nstarlette==0.48.0 \\\n    --hash=sha256:0\n")
    assert holed(lock) == ["pillow 11.3.0", "starlette 0.48.0"]


def test_every_hole_is_of_a_package_that_is_locked_and_has_its_day() -> None:
    """A row that no lock can break, or that is nobody knows how old, keeps nobody safe."""
    assert len(holes()) >= 5
    assert {name for name, _, _ in holes()} <= set(pins(ROOT / "locks" / "run.txt"))
    assert all(dt.date(2026, 11, 1) <= day <= dt.date.today() for _, _, day in holes())


def needed(asked_for: list[Requirement]) -> dict[str, SpecifierSet]:
    """Give all that some packages need in the end, as pip would ask for it, by what is installed here."""
    found: dict[str, SpecifierSet] = {}
    seen: set[tuple[str, str]] = set()
    ahead = list(asked_for)
    while ahead:
        requirement = ahead.pop()
        name = canonicalize_name(requirement.name)
        found[name] = found.get(name, SpecifierSet()) & requirement.specifier
        for extra in ("", *requirement.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            try:
                lines = metadata.requires(name) or []
            except metadata.PackageNotFoundError:  # what only another machine needs
                continue
            more = [Requirement(line) for line in lines]
            ahead += [r for r in more if r.marker is None or r.marker.evaluate({"extra": extra})]
    return found


def test_installed_without_locks_nothing_asks_for_the_holed_pillow() -> None:
    """pip takes one version that all agree on: one dependency that caps it would bring its holes to everybody."""
    safe = pins(ROOT / "locks" / "run.txt")["pillow"]
    assert all(version in needed(list(asked(())))["pillow"] for version in safe)
    # MoviePy is why: with it pip finds a Pillow, but an old one.
    with_moviepy = needed([*asked(()), Requirement("moviepy")])["pillow"]
    assert not any(version in with_moviepy for version in safe) and "11.3.0" in with_moviepy


def test_no_lock_names_a_host() -> None:
    """Who installs from a mirror would be sent elsewhere, or be told of places that have nothing to do with it."""
    locks = [*(ROOT / "locks").glob("*.txt"), *(ROOT / "tests").glob("*/*/package-lock.json")]
    assert len(locks) >= 9
    assert [lock.name for lock in locks if "://" in lock.read_text("utf-8")] == []
