"""How a failure that is none of ours is told: a full disk, a folder that is closed, a fault of the program."""

from __future__ import annotations

import errno
import os

import pytest

from briefcast.catalogue import in_language
from briefcast.errors import BriefcastError, plainly


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize(("language", "full"), [("en", "disk is full"), ("vi", "đĩa đã đầy"), ("he", "הדיסק מלא")])
def test_a_full_disk_is_told_with_what_makes_room(number: int, language: str, full: str) -> None:
    """A run of a server was red with “Flow run encountered an exception: OSError: [Errno 28]” and no way on."""
    told = in_language(plainly(OSError(number, os.strerror(number))).told, language)
    assert full in told and "briefcast store prune" in told and "Errno" not in told


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BriefcastError("The text is too long."), "The text is too long."),
        (FileNotFoundError(errno.ENOENT, "No such file", "/proc/nope"), "/proc/nope'. Nothing was half-written"),
        (OSError("an image that is none"), "OSError: an image that is none (BRIEFCAST_DEBUG=1 shows where)"),
        (KeyError("place"), "KeyError: 'place' (BRIEFCAST_DEBUG=1 shows where)"),
    ],
)
def test_what_a_person_can_mend_is_told_apart_from_a_fault_of_the_program(error: Exception, told: str) -> None:
    """Whoever reads that a folder is not there makes it; of a fault she has to send in what shows where it was."""
    assert told in plainly(error).told
