"""Wordings in order: what is told stands in each translation under the file that tells it, as it comes there.

    python -m bench.wordings

Several people add wordings at once, and most add them at the end; this puts them where whoever changes a file looks
for them. Nothing else changes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ruamel.yaml import YAML

from briefcast.paths import ASSETS

ROOT = Path(__file__).parents[1]
FOLDERS = ("briefcast", "flows")
DATA = "templates and assets"
"""Where wordings stand that no code tells itself."""


def told_in(root: Path = ROOT) -> Mapping[str, tuple[str, int]]:
    """Give the file and line in which each text of the code stands first, by the text."""
    told: dict[str, tuple[str, int]] = {}
    written: dict[str, tuple[str, int]] = {}
    for file in sorted(file for folder in FOLDERS for file in (root / folder).rglob("*.py")):
        path, tree = file.relative_to(root).as_posix(), ast.parse(file.read_text("utf-8"))
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _tells(node.func))
        for known, nodes in ((told, calls), (written, (tree,))):
            for line, text in sorted(one for node in nodes for one in _texts(node)):
                known.setdefault(text, (path, line))
    # A word may stand elsewhere as the name of a field.
    return written | told


def _tells(called: ast.expr) -> bool:
    return isinstance(called, ast.Name) and called.id.startswith("tell")


def _texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Give every text under a node of code, with its line."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.lineno, one.value


def in_order(text: str, places: Mapping[str, tuple[str, int]]) -> str:
    """Give a file of wordings, one a line, with each under the file that tells it."""
    lines = text.splitlines()
    first = next((at for at, line in enumerate(lines) if line.startswith('"')), len(lines))
    head = [line for line in lines[:first] if not _is_heading(line)]
    rows: dict[str, list[tuple[int, str]]] = {}
    for at, line in enumerate(lines[first:]):
        if line.startswith('"'):
            [key] = _read(line)
            path, place = places.get(key, (DATA, at))
            rows.setdefault(path, []).append((place, line))
    paths = sorted(rows, key=lambda path: (path == DATA, path))
    parts = ["\n".join(head).strip(), *("\n".join((f"# {path}", *_in_place(rows[path]))) for path in paths)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _read(text: str) -> dict[str, str]:
    """Read wordings: each English pattern with its translation."""
    read: dict[str, str] = YAML(typ="safe").load(text)
    return read


def _is_heading(line: str) -> bool:
    return bool(re.match(rf"# (?:{'|'.join(FOLDERS)})/", line))


def _in_place(rows: list[tuple[int, str]]) -> Iterator[str]:
    """Give lines in the order of their places; those of one line as they stood."""
    return (line for _, line in sorted(rows, key=lambda row: row[0]))


def main() -> None:
    """Put the wordings of every language in order."""
    places = told_in()
    for file in sorted((ASSETS / "findings").glob("*.yaml")):
        before = file.read_text("utf-8")
        after = in_order(before, places)
        if _read(before) != _read(after):
            raise SystemExit(f"{file}: a wording would be lost.")
        file.write_text(after, "utf-8")


if __name__ == "__main__":
    main()
