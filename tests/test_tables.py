"""Tables of data: whoever edits one is told the file and the line, and nobody changes one for everybody else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from briefcast import tables
from briefcast.errors import TableError
from briefcast.paths import ASSETS, PACKAGE
from briefcast.tables import read_rows, read_table, read_tree


class Colours(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    ink: str
    sizes: tuple[int, ...] = ()


def write(folder: Path, text: str) -> Path:
    path = folder / "assets" / "colours.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("light:\n  ink: black\ndark:\n  sizes: [1]\n", 3, "dark.ink: This key is missing"),
        ("light:\n  ink: black\n\n  inc: white\n", 4, "light.inc: 'white' cannot stand here"),
        ("light:\n  ink: black\n  sizes:\n    - 1\n    - large\n", 5, "light.sizes.1: 'large' cannot stand here"),
        ("light:\n  ink: [black\n", 3, "not YAML"),
        ("light:\n  ink: black\n  paper: 2024-02-30\n", 3, "not YAML"),
        (f"light:\n  - ink: {'9' * 5000}\n", 2, "not YAML"),
        ("- black\n", 1, "cannot stand here"),
    ],
)
def test_what_is_wrong_in_a_table_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(TableError) as told:
        read_rows(path, Colours)
    assert f"assets/colours.yaml:{line}:" in str(told.value)
    assert said in str(told.value)
    assert told.value.problems[0].line == line


def test_a_table_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"templates/posts/xx\.yaml: The file is missing"):
        read_table(tmp_path / "templates" / "posts" / "xx.yaml", Colours)


def test_nobody_can_change_a_table_for_the_rest_of_the_program(tmp_path: Path) -> None:
    path = write(tmp_path, "light: {ink: black, sizes: [1, 2]}\n")
    tree = read_tree(path)
    with pytest.raises(TypeError):
        tree["light"] = {}  # type: ignore[index]
    with pytest.raises(TypeError):
        tree["light"]["ink"] = "white"
    assert tree["light"]["sizes"] == (1, 2)
    with pytest.raises(TypeError):
        read_rows(path, Colours)["light"] = Colours(ink="white")  # type: ignore[index]


def test_a_table_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "ink: black\n")
    first = read_table(path, Colours)
    path.write_text("ink: white\n", "utf-8")
    assert read_table(path, Colours) is first


def test_every_table_is_read_by_the_one_reader() -> None:
    others = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if ".load(" in path.read_text("utf-8") and "YAML(" in path.read_text("utf-8")
    }
    # What the desk writes back keeps every comment: it reads a brief's text whole, never a table.
    assert others == {"tables.py", "desk/editing.py"}
    assert (ASSETS / "languages.yaml").is_file()


def test_a_table_of_ours_that_was_read_before_is_read_as_it_is_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "ink: '#000000'\n")
    monkeypatch.setattr(tables, "ASSETS", path.parent)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(tables, "is_settled", lambda *_: True)
    assert tables.load_tree(path) == {"ink": "#000000"}
    (kept,) = (path.parent / "__pycache__").iterdir()

    read_again: list[Path] = []
    monkeypatch.setattr(tables, "_load_yaml", lambda path: read_again.append(path) or {"ink": "read"})
    assert tables.load_tree(path) == {"ink": "#000000"}, "what was kept is what is given"
    assert not read_again

    path.write_text("ink: '#111111'\n", "utf-8")
    assert tables.load_tree(path) == {"ink": "read"}, "a table that was edited is read anew"
    kept.write_bytes(kept.read_bytes()[:9])
    assert tables.load_tree(path) == {"ink": "read"}, "what is kept in part counts as nothing"


def test_a_table_of_a_team_leaves_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = write(tmp_path, "ink: '#000000'\n")
    assert tables.load_tree(path) == {"ink": "#000000"}
    assert [file.name for file in path.parent.iterdir()] == [path.name]
