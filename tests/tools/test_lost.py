"""What went wrong on the way to a server is told in words: '(NetworkError)' helps nobody who publishes."""

from __future__ import annotations

import re
import socket
import ssl

import httpx
import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError
from telegram.error import NetworkError, TimedOut

from briefcast.catalogue import in_language
from briefcast.languages import read_languages
from briefcast.paths import PACKAGE
from briefcast.tools.lost import told_lost


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NetworkError("httpx.ReadError"), "the connection was cut"),
        (TimedOut(), "no answer came in time"),
        (NetworkError("Unknown error"), "the network failed"),
        (caused(httpx.ConnectError("x"), ConnectionRefusedError(111, "Connection refused")), "nothing answers there"),
        (
            caused(httpx.ConnectError("x"), socket.gaierror(-2, "Name or service not known")),
            "its name is not known here",
        ),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"), "its certificate was not accepted"),
        (ssl.SSLCertVerificationError("expired"), "its certificate was not accepted"),
        (httpx.RemoteProtocolError("Server disconnected without sending a response."), "the connection was cut"),
        (httpx.ReadTimeout(""), "no answer came in time"),
        (ConnectTimeoutError(endpoint_url="https://s3.example"), "no answer came in time"),
        (EndpointConnectionError(endpoint_url="https://s3.example"), "no way leads there now"),
        (ConnectionResetError(104, "Connection reset by peer"), "the connection was cut"),
        (OSError(101, "Network is unreachable"), "no way leads there now"),
    ],
)
def test_what_libraries_call_their_errors_is_told_in_words(error: Exception, told: str) -> None:
    """An officer read 'no clear answer came (NetworkError)' in the middle of a Vietnamese line."""
    found = told_lost(error)
    assert found == told
    for code in read_languages():
        assert type(error).__name__ not in in_language(found, code)
        assert code == "en" or in_language(found, code) != told


def test_no_message_is_given_the_name_of_an_error() -> None:
    """The family: wherever a text for people is filled in, what Python calls an error is not among its values."""
    named = re.compile(r"(?:error|reason|said|why)=[^,\n]*type\(\w+\)\.__name__")
    # The worker that looks into strangers' files answers a program, which tells people by a word of its own.
    told = [path for path in PACKAGE.rglob("*.py") if path.name != "look_worker.py"]
    assert [path.name for path in told if named.search(path.read_text("utf-8"))] == []
