"""Tables of data: one reader for every YAML file of ``templates/`` and ``assets/``.

    words = read_table(TEMPLATES / "posts" / "vi.yaml", PostWords)

A table is read once, and what comes back is frozen. What is wrong in it is told with file and line. What a table that
comes with briefcast says in YAML is kept beside it as Python keeps modules, in ``__pycache__``: each process that reads
it again, and there is one for each worker, needs a hundredth of the time.
"""

from __future__ import annotations

import io
import marshal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from briefcast.errors import Problem, TableError
from briefcast.messages import tell
from briefcast.paths import ASSETS, TEMPLATES
from briefcast.store.files import file_mark, is_settled, write_whole

Table = TypeVar("Table")
Tree = Mapping[str, Any]
"""A table without a model of its own: frozen mappings, tuples and plain values."""
_TEXT = "tag:yaml.org,2002:str"


def read_table(path: Path, model: type[Table]) -> Table:
    """Read a file of data that comes with briefcast, once, as what a model says it is.

    Args:
        path: The file; its content is kept as long as the program runs.
        model: A frozen model, or a tuple of them: ``tuple[Row, ...]``.

    Raises:
        TableError: The file is missing, is not YAML or is not what the model says; names the line.
    """
    return cast(Table, _kept(path, cast(Any, model)))


def read_rows(path: Path, row: type[Table]) -> Mapping[str, Table]:
    """Read a table of rows by their names, in the file's order; in everything else as `read_table`."""
    return cast(Mapping[str, Table], _kept(path, cast(Any, dict)[str, row]))


def read_tree(path: Path) -> Tree:
    """Read a table of words that has no model; in everything else as `read_table`."""
    return cast(Tree, _kept(path, dict[str, Any]))


@cache
def _kept(path: Path, model: Any) -> Any:
    return freeze(parse_table(path, model))


def parse_table(path: Path, model: type[Table], *, prepare: Callable[[Any], Any] = lambda data: data) -> Table:
    """Read a file of data anew, such as one that a team writes; in everything else as `read_table`.

    ``prepare`` makes what the model describes of what was typed, such as the words of one locale.
    """
    data = prepare(load_tree(path))
    try:
        return cast(Table, _adapter(cast(Any, model)).validate_python(data))
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise TableError([_problem(path, fault) for fault in faults]) from error


def load_tree(path: Path) -> Any:
    """Read a YAML file as it stands; TableError if it is missing or not YAML."""
    ours = TEMPLATES in path.parents or ASSETS in path.parents
    return _load_kept(path) if ours else _load_yaml(path)


def change_tree(path: Path, change: Callable[[Any], object]) -> None:
    """Change a YAML file of a team, or begin it; its own lines, their order and comments stay.

    Raises:
        TableError: it cannot be read, or is not YAML.
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    data = (_loaded(path, yaml) if path.is_file() else None) or {}
    change(data)
    with io.StringIO() as text:
        yaml.dump(data, text)
        write_whole(path, text.getvalue())


def _load_kept(path: Path) -> Any:
    """Read one of our own tables as it was kept when it was last read; anew, and kept, where it changed since."""
    try:
        kept, mark = Path(cache_from_source(f"{path}.py")), list(file_mark(path))
    except OSError:
        return _load_yaml(path)  # says what is wrong with it
    with suppress(OSError, EOFError, ValueError, TypeError):
        known, tree = marshal.loads(kept.read_bytes())  # noqa: S302  # written by us, where our modules are kept
        if known == mark:
            return tree
    tree = _load_yaml(path)
    if is_settled(file_mark(path), time.time_ns()) and not sys.dont_write_bytecode:
        # Who may not write there reads it anew each time, and so do tables with days in them.
        with suppress(OSError, ValueError):
            kept.parent.mkdir(exist_ok=True)
            write_whole(kept, marshal.dumps([mark, tree]))
    return tree


def _load_yaml(path: Path) -> Any:
    # ruamel's safe loader is the one in C where it is installed.
    return _loaded(path, YAML(typ="safe"))


def _loaded(path: Path, yaml: YAML) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"))
    except OSError as error:
        message = (
            tell("The file is missing.")
            if not path.exists()
            else tell("The file cannot be read: {reason}.", reason=error.strerror)
        )
        raise TableError([Problem(file=path, at=place(path), message=message, remedy=tell("Put it there."))]) from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise TableError([_unread(path, line, str(error.problem or error.context))]) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise TableError([_unread(path, None, str(error).splitlines()[0])]) from error
    except ValueError as error:  # written as a day or a number, such as 2024-02-30, but there is none such
        raise TableError([_unread(path, _line_of_no_value(path), str(error))]) from error


def _line_of_no_value(path: Path) -> int | None:
    """Give the 1-based line of the first value that is written as a day or a number and is none."""
    node = YAML(typ="safe", pure=True).compose(path.read_text("utf-8"))
    around = [node] if node is not None else []
    while around:
        node = around.pop()
        if node.id != "scalar":
            around += [held for _, (_, held) in reversed([*_entries(node)])]
        elif node.tag != _TEXT:
            try:
                YAML(typ="safe").load(node.value)
            except ValueError:
                return int(node.start_mark.line) + 1
    return None


def freeze(value: Any) -> Any:
    """Give mappings that nobody can write to in place of dictionaries, and tuples in place of lists."""
    if isinstance(value, dict):
        return MappingProxyType({key: freeze(held) for key, held in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(freeze(held) for held in value)
    return value


def place(path: Path, line: int | None = None) -> str:
    """Name a table as people know it, by its place under ``templates`` or ``assets``: ``assets/captions.yaml:12``."""
    home = next((n for n in range(len(path.parts) - 1, -1, -1) if path.parts[n] in ("templates", "assets")), -1)
    name = "/".join(path.parts[home:]) if home >= 0 else str(path)
    return f"{name}:{line}" if line else name


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _unread(path: Path, line: int | None, what: str) -> Problem:
    message = tell("This is not YAML that can be read: {reason}.", reason=what)
    return Problem(file=path, line=line, at=place(path, line), message=message, remedy=tell("Mend the line."))


def _problem(path: Path, fault: ErrorDetails) -> Problem:
    keys = tuple(key for key in fault["loc"] if key != "[key]")
    line = _line_of(path, keys)
    wrong = fault["msg"].removeprefix("Value error, ").rstrip(".")
    missing = fault["type"] == "missing"
    return Problem(
        file=path,
        line=line,
        at=place(path, line),
        field=".".join(map(str, keys)),
        message=tell("This key is missing.")
        if missing
        else tell("{value} cannot stand here: {reason}.", value=_short(fault["input"]), reason=wrong),
        remedy=tell("Write it as the files beside it do.")
        if missing
        else tell("Write what the file's other entries show."),
    )


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _line_of(path: Path, keys: tuple[int | str, ...]) -> int | None:
    """Give the 1-based line of a key, or of the nearest thing around it that is there."""
    node = YAML(typ="safe", pure=True).compose(path.read_text("utf-8"))
    if node is None:
        return None
    line = node.start_mark.line
    for key in keys:
        found = next((held for name, held in _entries(node) if name == str(key)), None)
        if found is None:
            break
        line, node = found
    return int(line) + 1


def _entries(node: Any) -> Iterator[tuple[str, tuple[int, Any]]]:
    """Give the entries of a mapping or a list: key or place, the line where it begins, what it holds."""
    if node.id == "mapping":
        yield from ((str(key.value), (key.start_mark.line, held)) for key, held in node.value)
    elif node.id == "sequence":
        yield from ((str(n), (held.start_mark.line, held)) for n, held in enumerate(node.value))
