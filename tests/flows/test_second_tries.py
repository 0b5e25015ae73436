"""Which failures of a step are tried again: a service may come back, a brief does not mend itself."""

from __future__ import annotations

import pytest
from prefect.states import Failed

from briefcast.errors import BriefcastError, VoiceError
from flows.make_edition import _may_pass


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (VoiceError("no voice for language 'vi' (edge: Microsoft Edge is busy or does not answer)."), True),
        (VoiceError("no voice for language 'vi' (google-cloud: the connection to Google Cloud broke off)."), True),
        (VoiceError("espeak:vi gave silence for “Acknowledge the ledger of fptx.”"), False),
        (BriefcastError("the text is too long"), False),
        (OSError("the disk was away"), True),
    ],
)
def test_only_what_may_pass_is_tried_again(error: Exception, again: bool) -> None:
    """A sentence with 'knowledge' in it is no failure of Edge: its step would wait half a minute for nothing."""
    assert _may_pass(None, None, Failed(data=error)) is again
