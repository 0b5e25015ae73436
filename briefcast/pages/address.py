"""Where people open a page: its address on the team's board, or in words where it lies and how to serve it."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from urllib.parse import quote

from briefcast.messages import Typed, tell

BOARD_URL_ENV = "BRIEFCAST_BOARD_URL"
"""Where the team's board answers, such as ``https://board.example.gov.vn``."""


def board_url(page: Path, *, out: Path) -> str:
    """Give the address of a page on the team's board; empty where ``BRIEFCAST_BOARD_URL`` names no board.

    Args:
        page: a page below ``out``.
        out: the folder of editions that the board serves.
    """
    board = os.environ.get(BOARD_URL_ENV, "").strip().rstrip("/")
    return f"{board}/{quote(page.resolve().relative_to(out.resolve()).as_posix())}" if board else ""


def board_missing() -> str:
    """Say that no board is named, so that links open on one machine alone; empty where one is."""
    if os.environ.get(BOARD_URL_ENV, "").strip():
        return ""
    return tell(
        "{variable} is not set: links to editions and to the page of a week open from this machine alone.",
        variable=BOARD_URL_ENV,
    )


def where_is(page: Path, *, out: Path) -> str:
    """Say where people open a page: a link to the board, or where it lies and how to serve it.

    A link to a file is no answer: browsers open none from a page or a mail, and the file lies on one machine.
    """
    return board_url(page, out=out) or tell(
        "The page lies on {machine}: {page}. To open it from anywhere, serve it there with '{serve}' and set "
        "{variable} to that address for the worker.",
        machine=platform.node(),
        page=page.resolve(),
        serve=Typed(f"briefcast board {out}"),
        variable=BOARD_URL_ENV,
    )
