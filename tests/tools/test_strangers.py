"""Pictures and films of strangers are opened in a process that may fall alone."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from briefcast.errors import MediaError
from briefcast.look.pictures import photo_svg
from briefcast.tools import strangers
from briefcast.tools.strangers import Unusable, measure_film, measure_picture, open_picture


def png(path: Path, width: int, height: int, *, chunks: bytes = b"", level: int = 9) -> Path:
    """Write a grey PNG of any size in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(level)
    pixels = b"".join(packer.compress(bytes(width + 1)) for _ in range(height)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunks + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))
    return path


def fault(path: Path) -> str:
    with pytest.raises(Unusable) as refused:
        measure_film(path) if path.suffix == ".mp4" else measure_picture(path)
    return refused.value.fault


def test_a_good_picture_comes_out_as_it_is_and_upright(tmp_path: Path) -> None:
    """The door would change or turn what the team shows."""
    picture = Image.fromarray(np.arange(120 * 60 * 3, dtype=np.uint8).reshape(60, 120, 3))
    picture.save(tmp_path / "plain.png")
    assert open_picture(tmp_path / "plain.png").tobytes() == picture.tobytes()
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(tmp_path / "held.webp", exif=exif, lossless=True)
    assert open_picture(tmp_path / "held.webp").size == (60, 120)
    picture.convert("RGBA").save(tmp_path / "clear.png")
    assert (open_picture(tmp_path / "clear.png").mode, measure_picture(tmp_path / "clear.png")) == ("RGBA", (120, 60))


def test_a_picture_made_to_exhaust_a_machine_is_refused_also_when_made(tmp_path: Path) -> None:
    """A few kB took gigabytes, in `make` too, though the check had refused them."""
    bomb = png(tmp_path / "bomb.png", 13_000, 13_000)
    assert bomb.stat().st_size < 400_000
    assert fault(bomb) == "pixels"
    with pytest.raises(MediaError, match=r"13000 × 13000 px\. Make it smaller"):
        photo_svg(bomb, width_px=400, height_px=400)
    assert fault(png(tmp_path / "thread.png", 15, 2_000)) == "sides"


@pytest.mark.parametrize("kind", ["EPS", "TIFF", "GIF", "BMP", "PPM", "ICO", "PCX", "TGA", "DDS", "SGI", "PDF"])
def test_no_other_parser_is_reached_by_renaming_a_file(tmp_path: Path, kind: str) -> None:
    """An EPS named x.jpg would start Ghostscript."""
    path = tmp_path / "x.jpg"
    Image.new("RGB", (64, 64)).save(path, kind)
    assert fault(path) == "broken"


def test_a_broken_picture_is_told_as_such(tmp_path: Path) -> None:
    """A cut file, or a note in it that cannot be unpacked, would end in a traceback."""
    Image.new("RGB", (400, 400), "red").save(tmp_path / "whole.jpg")
    (tmp_path / "cut.jpg").write_bytes((tmp_path / "whole.jpg").read_bytes()[:-200])
    text = b"Comment\0\0" + zlib.compress(b"x" * 900)[:-9]
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    assert fault(tmp_path / "cut.jpg") == "broken"
    # Whatever the parser makes of it: a size, or a refusal that can be told.
    try:
        measure_picture(png(tmp_path / "note.png", 64, 64, chunks=chunk))
    except Unusable as refused:
        assert refused.fault == "broken"


def test_what_is_no_plain_file_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe named photo.png would hold a run for ever."""
    os.mkfifo(tmp_path / "photo.png")
    assert fault(tmp_path / "photo.png") == "missing"
    assert fault(tmp_path / "none.png") == "missing"


def test_a_parser_that_takes_too_much_ends_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of hours would end with the one picture that is broken."""
    path = png(tmp_path / "large.png", 7_000, 7_000)
    monkeypatch.setattr(strangers, "_MEMORY_BYTES", 50_000_000)
    assert fault(path) in ("memory", "broken")
    monkeypatch.undo()
    assert measure_picture(png(tmp_path / "other.png", 5_000, 5_000)) == (5_000, 5_000)


def film(path: Path, codec: str = "libx264", *, inside: str = "mp4") -> Path:
    with av.open(str(path), "w", format=inside) as out:
        stream = out.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for _ in range(25):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((180, 320, 3), np.uint8))))
        out.mux(stream.encode(None))
    return path


def test_films_of_known_codecs_alone_are_read(tmp_path: Path) -> None:
    """Some five hundred decoders of rare formats would be open to whoever sends a film."""
    good = measure_film(film(tmp_path / "good.mp4"))
    assert (good.width_px, good.height_px, good.rotation) == (320, 180, 0)
    assert good.length_s == pytest.approx(1, abs=0.05)
    assert fault(film(tmp_path / "rare.mp4", "mpeg1video")) == "codec"
    assert fault(film(tmp_path / "other.mp4", inside="matroska")) == "broken"


@pytest.mark.parametrize(
    "content",
    [
        "#EXTM3U\n#EXTINF:1,\n{secret}\n",
        "ffconcat version 1.0\nfile '{secret}'\n",
        "v=0\nm=video 9999 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        "<?xml version='1.0'?><MPD><BaseURL>{secret}</BaseURL></MPD>",
    ],
)
def test_a_list_of_other_files_is_not_followed(tmp_path: Path, content: str) -> None:
    """A film of the team would show what lies elsewhere on the machine, or be fetched from a network."""
    secret = film(tmp_path / "secret.mp4")
    path = tmp_path / "list.mp4"
    path.write_text(content.format(secret=secret), "utf-8")
    assert fault(path) == "broken"
