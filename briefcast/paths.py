"""Where the templates and assets are: inside the package when installed, beside it in a checkout, or in a copy."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
"""The package itself: the code that decides how an output looks."""
DATA_ENV = "BRIEFCAST_DATA"
"""Names a folder with a team's own copy of ``templates`` and ``assets``, such as one with a language more."""
_HOME = Path(os.environ.get(DATA_ENV) or (PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent)).resolve()

TEMPLATES = _HOME / "templates"
"""Cards, phrase patterns, audience profiles and the page: how things look and sound."""
ASSETS = _HOME / "assets"
"""Brand kits, languages, sounds and tables of limits: data."""
