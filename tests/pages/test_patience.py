"""The board hangs up on whoever begins a question and never ends it, and on nobody else."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

from briefcast.pages import patience
from briefcast.pages.board import make_app
from briefcast.pages.patience import Patient


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("outputs")
    (folder / "page.txt").write_text("x" * 1000, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patience, "ASKED_WITHIN_S", 0.5)
        server = uvicorn.Server(uvicorn.Config(make_app(folder), log_level="warning", http=Patient, port=0))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield int(server.servers[0].sockets[0].getsockname()[1])
        server.should_exit = True
        thread.join(20)


def ends(line: socket.socket) -> bool:
    """Say whether the other side hangs up, within what a slow machine takes."""
    line.settimeout(20)
    try:
        return line.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True


@pytest.mark.parametrize(
    "begins", [b"", b"GET /page.txt HTTP/1.1\r\n", b"GET /page.txt HTTP/1.1\r\nHost: board\r\nX: "]
)
def test_a_question_that_never_ends_is_hung_up_on(begins: bytes, port: int) -> None:
    """600 half-open requests stayed open without end."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(begins)
        assert ends(line)


def test_one_that_comes_word_by_word_is_hung_up_on_too(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        for _ in range(400):
            try:
                line.sendall(b"X")
            except OSError:
                return
            time.sleep(0.05)
        pytest.fail("it went on for 20 s")


def test_the_second_question_on_a_connection_has_to_end_as_well(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"GET /page.txt HTTP/1.1\r\nHost: board\r\n\r\n")
        received = b""
        while received.count(b"x" * 1000) < 1:
            received += line.recv(4096)
        line.sendall(b"GET /pa")
        assert ends(line)


def test_whoever_asks_waits_and_asks_again_is_answered(port: int) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        for _ in range(3):
            assert client.get("/page.txt").text == "x" * 1000
            time.sleep(0.7)
