"""Draw the house in figures: its rooms, the imports between them, the floors they stand on.

python -m bench.house            a line for each room, from the top floor down
python -m bench.house --arrows   every import that leads from one room to another, too

A room is a package or a file directly in ``briefcast/``, or ``flows`` or ``bench``. An arrow is an import, wherever
in the file it stands. ``FLOORS`` says in one place who may import whom: a room only from floors below its own.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FLOORS: tuple[tuple[str, ...], ...] = (
    ("messages",),
    ("errors", "paths", "script", "engines", "secrecy", "states"),
    ("store",),
    ("cards", "tables", "tools"),
    ("atlas", "languages", "units"),
    ("brief", "catalogue"),
    ("language", "sound"),
    ("look", "writing", "speech"),
    ("captions", "charts", "manifest"),
    ("ledger", "products"),
    ("pages",),
    ("channels", "edition"),
    ("drafting", "handouts", "planner", "publishing"),
    ("proposing", "week"),
    ("desk", "site"),
    ("cli",),
    ("bench", "flows"),
)
"""Rooms from the ground up. No room imports from its own floor or from one above."""


def room_of(module: str) -> str:
    """Give the room a module lies in; empty where it lies in none, as the version and the way in from a shell."""
    parts = module.split(".")
    if parts[0] != "briefcast":
        return parts[0] if parts[0] in ("flows", "bench") else ""
    return parts[1] if len(parts) > 1 and not parts[1].startswith("_") else ""


def modules(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Give every module of the house and its file."""
    for top in ("briefcast", "flows", "bench"):
        for path in sorted((root / top).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path: Path) -> Iterator[str]:
    """Give every module of the house that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            # ``from briefcast.look import drawing`` imports briefcast.look.drawing.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def arrows(root: Path = ROOT) -> dict[tuple[str, str], list[str]]:
    """Give every pair of rooms of which the first imports from the second, with the files that do."""
    found: dict[tuple[str, str], list[str]] = {}
    for module, path in modules(root):
        here = room_of(module)
        for there in {room_of(name) for name in imports(path)}:
            if here and there and here != there:
                found.setdefault((here, there), []).append(path.relative_to(root).as_posix())
    return found


def upward(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the imports that lead to the same floor or up."""
    floor = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
    return [(here, there) for here, there in pairs if floor.get(here, -1) <= floor.get(there, -1)]


def circle(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Give the rooms of a circle of imports; nothing if there is none."""
    graph: dict[str, set[str]] = {}
    for here, there in pairs:
        graph.setdefault(here, set()).add(there)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        rooms: list[str] = error.args[1]
        return rooms
    return []


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arrows", action="store_true")
    asked = parser.parse_args()
    found = arrows()
    rooms = {room for module, _ in modules() if (room := room_of(module))}
    lines: dict[str, int] = {}
    for module, path in modules():
        lines[room_of(module)] = lines.get(room_of(module), 0) + len(path.read_text("utf-8").splitlines())
    for number, floor in reversed(list(enumerate(FLOORS, start=1))):
        print(f"{number:2}  " + "  ".join(f"{room} {lines.get(room, 0)}" for room in floor))
    if asked.arrows:
        for (here, there), files in sorted(found.items()):
            print(f"    {here} -> {there}: {', '.join(files)}")
    print(
        f"{len(rooms)} rooms, {len(found)} arrows, {len(FLOORS)} floors, "
        f"{'no circle' if not circle(found) else ' -> '.join(circle(found))}, {len(upward(found))} upward"
    )


if __name__ == "__main__":
    main()
