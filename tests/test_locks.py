"""The locks: what they install is all that the project asks for, the same wherever it runs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import ROOT

GROUPS = {
    "run": ("voices", "channels"),
    "machines": ("voices", "channels", "postgres", "machines"),
    "dev": ("voices", "channels"),
    "asr": ("voices", "channels"),
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
