"""Where the templates and assets are: inside the package when installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
"""The package itself: the code that decides how an output looks."""
_HOME = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent

TEMPLATES = _HOME / "templates"
"""Cards, phrase patterns, audience profiles and the page: how things look and sound."""
ASSETS = _HOME / "assets"
"""Brand kits, languages, sounds and tables of limits: data."""
