"""What a run tries a second time, and what it does not."""

from __future__ import annotations

import errno

import pytest
from prefect.states import Failed

from briefcast.errors import BriefcastError, VoiceError
from flows.make_edition import _may_pass


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), False),
        (OSError(errno.EROFS, "Read-only file system"), False),
        (PermissionError(errno.EACCES, "Permission denied"), False),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), True),
        (RuntimeError("whatever"), True),
        (VoiceError("gtts: the service does not answer"), True),
        (BriefcastError("The text is too long."), False),
    ],
)
def test_what_stays_as_it_is_is_not_tried_again(error: Exception, again: bool) -> None:
    """On a full disk each step of 63 places waited 35 s for nothing: the team heard of it after half an hour."""
    assert _may_pass(None, None, Failed(data=error)) is again
