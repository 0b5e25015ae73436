"""Who comes new to the code reads docs/architecture.md first: a room or path that is not there leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.house import FLOORS, imports
from tests import ROOT

TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
TOPS = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"outputs"}
PATHS = sorted(
    {
        name
        for name in re.findall(r"`([\w./-]+/[\w./-]*)`", TEXT) + re.findall(r"(?<=\s)(briefcast/[\w./]+)", TEXT)
        if name.split("/")[0] in TOPS and "NAME" not in name
    }
)
ROUTES = [re.findall(r"`([\w./-]+)`", route) for route in re.findall(r"^\*\*From .*?(?=\n\n)", TEXT, re.M | re.DOTALL)]


def rooms_told(text: str) -> list[tuple[str, ...]]:
    """The rooms of the page's table, floor by floor."""
    floors: list[list[str]] = []
    for number, room in re.findall(r"^\| (\d*) ?\| `(\w+)` \|", text, re.MULTILINE):
        if number:
            assert int(number) == len(floors) + 1
            floors.append([])
        floors[-1].append(room)
    return [tuple(floor) for floor in floors]


def test_the_page_names_every_room_in_the_order_of_the_floors() -> None:
    assert rooms_told(TEXT) == list(FLOORS)
    assert rooms_told(TEXT.replace("| | `paths` |", "| | `ways` |")) != list(FLOORS)


def test_every_path_of_the_page_is_there() -> None:
    assert len(PATHS) > 60
    assert not [name for name in PATHS if not (ROOT / name).exists()]


def leads_to(earlier: Path, path: Path) -> bool:
    """Whether a file leads to another: by an import, by a table of modules, or as the template it draws."""
    text = earlier.read_text("utf-8")
    if path.suffix != ".py":
        return path.stem in text or f"{path.parent.name}/" in text
    module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    named = f"{module}:" in text or f'"{path.stem}:' in text
    return named or any(f"{name}.".startswith(f"{module}.") for name in imports(earlier))


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route[-1])
def test_each_file_of_a_route_is_reached_from_one_before_it(route: list[str]) -> None:
    """The first is what somebody wrote; nothing leads to a command, which somebody types."""
    files = [ROOT / name for name in route]
    for place, path in enumerate(files):
        known = [earlier for earlier in files[:place] if earlier.suffix == ".py"]
        assert path.parent.name in ("examples", "cli") or any(leads_to(earlier, path) for earlier in known), (
            f"nothing on the route leads to {route[place]}"
        )


def test_a_file_that_nothing_leads_to_is_found() -> None:
    assert not leads_to(ROOT / "briefcast/edition/plan.py", ROOT / "briefcast/planner/month.py")
    assert not leads_to(ROOT / "briefcast/week/week.py", ROOT / "briefcast/channels/folder.py")


def test_the_smallest_product_takes_as_many_files_as_the_page_says() -> None:
    [told] = re.findall(r"^\| a product \| (\d+) \|", TEXT, re.MULTILINE)
    package = [path for path in (ROOT / "tests/products/leaflet").iterdir() if path.suffix == ".py"]
    assert int(told) == len(package) + 1


def test_the_page_counts_the_files_of_a_language_as_its_how_to_does() -> None:
    [own, shared] = re.findall(
        r"(\d+) files of its own, and entries in (\d+) files", (ROOT / "docs/add-a-language.md").read_text("utf-8")
    )[0]
    assert f"| a language | {int(own) + int(shared)} | {own} of its own, entries in {shared} that" in TEXT
