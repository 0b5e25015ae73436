"""Where templates, assets and docs are: inside the package when installed, beside it in a checkout, or in a copy."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
"""The package itself: the code that decides how an output looks."""
DATA_ENV = "BRIEFCAST_DATA"
"""Names a folder with a team's own copy of ``templates`` and ``assets``, such as one with a language more."""
_SHIPPED = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent
_HOME = Path(os.environ.get(DATA_ENV) or _SHIPPED).resolve()

TEMPLATES = _HOME / "templates"
"""Cards, phrase patterns, audience profiles and the page: how things look and sound."""
ASSETS = _HOME / "assets"
"""Brand kits, languages, sounds and tables of limits: data."""
DOCS = _SHIPPED / "docs"
"""What people read: also who has nothing but the installed package."""


def lies_within(folder: Path, path: Path) -> bool:
    """Tell whether a file lies in a folder or below it, wherever links lead; not if they lead nowhere."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a link to itself, a name too long, a character that no name holds
        return False


def doc(name: str) -> str:
    """Give the path of a page of the docs (``add-a-voice``) for a message: one that can be opened from here.

    It is short where the page lies below the current folder, as in a checkout. What leaves this machine, such as a
    manifest, must not name it.
    """
    path = DOCS / f"{name}.md"
    with suppress(OSError, ValueError):  # there may be no current folder any more
        return str(path.relative_to(Path.cwd()))
    return str(path)
