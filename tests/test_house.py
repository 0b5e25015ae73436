"""Who imports whom. An import that runs upward makes two rooms into one, and nobody finds her way in that."""

from __future__ import annotations

import ast
from pathlib import Path

from bench.house import FLOORS, arrows, circle, modules, room_of, upward
from tests import ROOT


def test_every_room_stands_on_a_floor_and_no_import_runs_up() -> None:
    found = arrows()
    rooms = {room for module, _ in modules() if (room := room_of(module))}
    assert rooms == {room for floor in FLOORS for room in floor}
    assert not {pair: found[pair] for pair in upward(found)}
    assert not circle(found)


def test_no_file_imports_itself_round_about() -> None:
    """A circle of files cannot be read from its beginning, for it has none."""
    known = dict(modules())
    pairs = []
    for module, path in known.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                pairs += [(module, name if name in known else node.module) for name in names]
    assert not circle((here, there) for here, there in pairs if there in known and here != there)


def test_a_room_that_reaches_up_is_found(tmp_path: Path) -> None:
    for name in ("brief", "week"):
        (tmp_path / "briefcast" / name).mkdir(parents=True)
    (tmp_path / "briefcast" / "brief" / "read.py").write_text("def f():\n    from briefcast.week import making\n")
    (tmp_path / "briefcast" / "week" / "making.py").write_text("from briefcast.brief.read import f\n")
    found = arrows(tmp_path)
    assert upward(found) == [("brief", "week")]
    assert set(circle(found)) == {"brief", "week"}


def test_the_library_never_loads_prefect() -> None:
    for path in (ROOT / "briefcast").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.split(".")[0] in ("prefect", "flows")], path
