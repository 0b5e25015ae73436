"""A page is found from wherever people are: by a link to the board, or by words that say how to serve it."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.pages.address import BOARD_URL_ENV, board_url, where_is


def test_with_a_board_there_is_a_link_to_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(BOARD_URL_ENV, "https://board.example.org/")
    page = tmp_path / "thôn bản" / "index.html"
    assert where_is(page, out=tmp_path) == "https://board.example.org/th%C3%B4n%20b%E1%BA%A3n/index.html"


def test_without_one_words_say_where_it_lies_and_how_to_serve_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A link to a file opens from no page and no mail."""
    monkeypatch.delenv(BOARD_URL_ENV, raising=False)
    page = tmp_path / "weeks" / "index.html"
    assert board_url(page, out=tmp_path) == ""
    told = where_is(page, out=tmp_path)
    assert str(page) in told and f"briefcast board {tmp_path}" in told and "file:" not in told
