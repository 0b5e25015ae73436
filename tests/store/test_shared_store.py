"""The store of several machines: each thing is made by one of them, and whole wherever it is seen."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import obstore
import pytest

from briefcast.errors import BriefcastError
from briefcast.store import shared as shared_store
from briefcast.store.shared import SharedStore
from briefcast.store.store import Store, content_key, open_store

KEY = content_key("card", 1)


def _write(folder: Path) -> str:
    (folder / "parts").mkdir()
    (folder / "picture.png").write_bytes(b"picture" * 1000)
    (folder / "parts/a.txt").write_text("a")
    return "made"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Start an S3 server of our own with a bucket."""
    boto3 = pytest.importorskip("boto3")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        boto3.client("s3").create_bucket(Bucket="editions")
        yield "s3://editions/briefcast"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return f"file://{tmp_path}/shared"
    return f"{request.getfixturevalue('s3')}/{tmp_path.name}"


def test_what_one_machine_made_another_finds(url: str, tmp_path: Path) -> None:
    here, there = (Store(tmp_path / name, shared=SharedStore(url)) for name in ("here", "there"))
    assert here.make(KEY, _write).fresh
    found = there.make(KEY, lambda folder: pytest.fail("made twice"))
    assert not found.fresh and found.meta == "made" and there.made == 0
    assert (found.folder / "picture.png").read_bytes() == b"picture" * 1000
    assert (found.folder / "parts/a.txt").read_text() == "a"


def test_failed_work_leaves_nothing_and_another_machine_may_try(url: str, tmp_path: Path) -> None:
    here, there = (Store(tmp_path / name, shared=SharedStore(url)) for name in ("here", "there"))

    def fail(folder: Path) -> None:
        (folder / "half.png").write_bytes(b"half")
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        here.make(KEY, fail)
    assert there.make(KEY, _write).fresh


def test_a_machine_that_died_at_work_is_overtaken_by_one_of_those_who_wait(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Monday's batch would wait for ever for a machine that was switched off."""
    monkeypatch.setattr(shared_store, "DEAD_AFTER_S", 0.5)
    shared = SharedStore(url)
    obstore.put(shared._objects, f"claims/{KEY[:4]}/{KEY}.000000", b"a machine that died", mode="create")
    assert Store(tmp_path / "here", shared=shared).make(KEY, _write).fresh
    assert not shared._claims(KEY)


def _make_and_count(folder: str, url: str, counter: str) -> None:
    def build(place: Path) -> str:
        with Path(counter).open("a") as file:
            file.write("x")
        return _write(place)

    for number in range(5):
        Store(Path(folder), shared=SharedStore(url)).make(content_key("card", number), build)


def test_several_machines_never_make_the_same_thing_twice(tmp_path: Path) -> None:
    """Machines that share nothing but the store: each process has a folder of its own."""
    counter, url = tmp_path / "count", f"file://{tmp_path}/shared"
    context = multiprocessing.get_context("spawn")
    machines = [
        context.Process(target=_make_and_count, args=(str(tmp_path / f"machine {n}"), url, str(counter)))
        for n in range(3)
    ]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join()
        assert machine.exitcode == 0
    assert counter.read_text() == "x" * 5


def test_an_entry_that_names_a_file_outside_is_refused(tmp_path: Path) -> None:
    shared = SharedStore(f"file://{tmp_path}/shared")
    index = json.dumps({"files": {"../../escape.txt": 1}, "meta": None}).encode()
    obstore.put(shared._objects, f"entries/{KEY[:2]}/{KEY}/entry.json", index)
    with pytest.raises(BriefcastError, match="names a file outside"):
        Store(tmp_path / "here", shared=shared).make(KEY, _write)
    assert not (tmp_path / "escape.txt").exists()


def test_the_password_of_an_address_is_never_told(tmp_path: Path) -> None:
    """It stood in the first line of each run that could not reach the store, and in the log that was sent around."""
    with pytest.raises(BriefcastError) as refused:
        SharedStore("gopher://team:hunter2-geheim@files.example.org/store")
    assert "hunter2" not in str(refused.value) and "files.example.org" in str(refused.value)


def test_a_shared_store_that_cannot_be_had_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFCAST_STORE", "ftp://somewhere/x")
    with pytest.raises(BriefcastError, match="The shared store ftp://somewhere/x"):
        open_store(tmp_path)
    monkeypatch.delenv("BRIEFCAST_STORE")
    assert open_store(tmp_path).shared is None


def test_a_folder_is_a_shared_store_as_it_is_typed(tmp_path: Path) -> None:
    """A team with a network folder types its path, and would be told of a URL without a base."""
    folder = tmp_path / "the team's" / "kho chung"
    here, there = (Store(tmp_path / name, shared=SharedStore(str(folder))) for name in ("here", "there"))
    assert here.make(KEY, _write).fresh
    assert not there.make(KEY, _write).fresh
    assert folder.is_dir()
