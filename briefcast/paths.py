"""Where the templates and assets are: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_HOME = _PACKAGE.parent if (_PACKAGE.parent / "templates").is_dir() else _PACKAGE

TEMPLATES = _HOME / "templates"
"""Cards, phrase patterns, audience profiles and the page: how things look and sound."""
ASSETS = _HOME / "assets"
"""Brand kits, languages, sounds and tables of limits: data."""
