"""What the profile of an audience says about its press releases."""

from __future__ import annotations

from typing import Literal

from briefcast.products import base

FileKind = Literal["docx", "html"]


class PressReleaseProfile(base.Profile):
    """The files an audience gets."""

    files: tuple[FileKind, ...] = ()
    """docx: to edit and print · html: to read and copy; none if absent."""
