"""Where templates, assets and docs are, inside the package when installed, beside it or in a copy; and the ledger."""

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
LEDGER_ENV = "BRIEFCAST_LEDGER"
"""Names the ledger: a file, or the URL of a database."""
LEDGER = Path("ledger.db")
"""In the folder one stands in, beside the plan: what was decided is not among what can be made again."""
LEDGER_IN_OUTPUTS = Path("outputs/ledger.db")
"""Where it was before; one that lies there goes on being used."""


def default_ledger() -> str:
    """Give the file or URL of the ledger that commands use here by default."""
    here = LEDGER_IN_OUTPUTS if LEDGER_IN_OUTPUTS.is_file() and not LEDGER.is_file() else LEDGER
    return os.environ.get(LEDGER_ENV) or str(here)


def ledger_is_there() -> bool:
    """Say whether there is the ledger that commands use here by default; one at an address is."""
    given = default_ledger()
    return "://" in given or Path(given).is_file()


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
