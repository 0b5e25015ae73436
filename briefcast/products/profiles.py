"""Profiles of audiences, with what they say about each product."""

from __future__ import annotations

from pathlib import Path

from briefcast.brief.audiences import Audience, read_profile
from briefcast.products.table import products


def read_audience(id: str, *, folder: Path | None = None) -> Audience:
    """Read one profile by its id: ``folder/audiences/ID.yaml`` if the team has one, or the built-in one.

    Raises:
        BriefError: names the file, the field and what to write instead.
    """
    return read_profile(id, {name: product.Profile for name, product in products().items()}, folder=folder)
