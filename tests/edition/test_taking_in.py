"""Pictures and films that somebody sends come to lie beside the briefs, and nothing else does."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import av
import ffmpeg
import pytest
from PIL import Image, ImageCms

from briefcast.edition.taking_in import safe_stem, shown_name, take_in
from briefcast.errors import BriefcastError, MediaError
from briefcast.tools import ffmpeg as tool
from briefcast.tools.strangers import CLEAN_SIDE_MAX_PX, PICTURE_MAX_BYTES, film_frame, measure_film
from tests.channel_media import film
from tests.tools.test_strangers import png


@pytest.fixture
def team(tmp_path: Path) -> Path:
    (tmp_path / "team").mkdir()
    return tmp_path / "team"


def sent(team: Path, content: bytes) -> Path:
    path = team.parent / "arrived"
    path.write_bytes(content)
    return path


def picture(kind: str = "JPEG", size: tuple[int, int] = (120, 60), **more: object) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, (200, 40, 40))
    image.paste((20, 20, 220), (0, 0, size[0] // 2, size[1]))
    image.save(out, kind, **more)
    return out.getvalue()


def refused(team: Path, content: bytes, name: str = "photo.jpg") -> str:
    """Send something that must be refused, and give why: nothing of it may lie there."""
    with pytest.raises(BriefcastError) as error:
        take_in(sent(team, content), name, team)
    assert [path for path in team.rglob("*") if path.is_file() or path.is_symlink()] == []
    assert [path.name for path in team.parent.iterdir() if path.is_file()] == ["arrived"]
    return str(error.value.told)


def test_where_a_picture_was_taken_does_not_go_out_with_it(team: Path) -> None:
    """A photo of a family at home, posted on six channels, told everybody where the home is."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Maker of the telephone"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 42.5)
    content = picture(exif=exif, comment=b"taken by Lan", quality=95)
    assert b"Maker" in content
    assert b"taken by" in content
    taken = take_in(sent(team, content), "IMG_0001.JPG", team)
    assert (taken.name, taken.kind) == ("photos/IMG-0001.jpg", "picture")
    written = (team / taken.name).read_bytes()
    with Image.open(io.BytesIO(written)) as image:
        assert image.size == (60, 120)
        assert not image.getexif()
        assert not image.info.keys() - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        # Turned as the camera noted: what was on the left is above.
        red, _, blue = image.convert("RGB").getpixel((30, 20))  # type: ignore[misc]
        assert blue > 180 > 60 > red
    assert b"Maker" not in written
    assert b"taken by" not in written


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_said_in_pictures_of_other_kinds_goes_too(team: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker of the telephone"
    taken = take_in(sent(team, picture(kind, exif=exif)), "x", team)
    assert taken.name == ("photos/x.png" if kind == "PNG" else "photos/x.jpg")
    assert b"Maker" not in (team / taken.name).read_bytes()


def test_what_lets_the_ground_through_still_does(team: Path) -> None:
    """A cut-out figure stood in a white box."""
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (200, 10, 10, 90)).save(out, "WEBP", lossless=True)
    taken = take_in(sent(team, out.getvalue()), "logo.webp", team)
    with Image.open(team / taken.name) as image:
        assert (image.format, image.mode, image.getpixel((1, 1))) == ("PNG", "RGBA", (200, 10, 10, 90))


def test_the_colours_of_a_telephone_stay_what_they_were(team: Path) -> None:
    """Skin turned grey: what shows a picture later takes its numbers for those of a screen."""
    lab = ImageCms.createProfile("LAB")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, b"no profile at all", ImageCms.ImageCmsProfile(lab).tobytes()):
        taken = take_in(sent(team, picture("PNG", icc_profile=profile)), "x.png", team)
        with Image.open(team / taken.name) as image:
            assert "icc_profile" not in image.info
            assert image.convert("RGB").getpixel((100, 30)) == (200, 40, 40)


def test_a_large_picture_is_made_as_large_as_print_takes(team: Path) -> None:
    taken = take_in(sent(team, picture(size=(6600, 1100), quality=50)), "wide.jpg", team)
    with Image.open(team / taken.name) as image:
        assert image.size == (CLEAN_SIDE_MAX_PX, 1000)


def test_a_photo_of_two_pictures_is_one(team: Path) -> None:
    """Telephones write a second picture for bright screens into the first: it was taken for a film."""
    out = io.BytesIO()
    first, second = Image.new("RGB", (64, 64), "red"), Image.new("RGB", (32, 32), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    taken = take_in(sent(team, out.getvalue()), "bright.jpg", team)
    with Image.open(team / taken.name) as image:
        assert (image.format, image.size) == ("JPEG", (64, 64))


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no whole JPEG"),
        (b"<!doctype html><script>alert(1)</script>", "no whole JPEG"),
        (b"%PDF-1.7\n", "no whole JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "no whole JPEG"),
        (b"PK\3\4" + bytes(60), "no whole JPEG"),
        (b"", "it is empty"),
        (picture()[:-200], "no whole JPEG"),
        (moving("GIF"), "GIF"),
        (moving("WEBP"), "it moves"),
        (moving("PNG"), "it moves"),
        (struct.pack(">I", 24) + b"ftypheic" + bytes(40), "HEIC"),
        (struct.pack(">I", 24) + b"ftypavif" + bytes(40), "AVIF"),
        (struct.pack(">I", 24) + b"ftypisom" + bytes(400), "not a film that can be read"),
        (b"\x1a\x45\xdf\xa3" + bytes(20) + b"webm" + bytes(400), "not a film that can be read"),
        (b"\x1a\x45\xdf\xa3" + bytes(16) + b"matroska" + bytes(400), "Matroska"),
        (b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "no whole JPEG"),
    ],
)
def test_what_is_something_else_under_the_name_of_a_picture_is_refused(team: Path, content: bytes, told: str) -> None:
    """A page named photo.jpg would be opened as one by whoever finds it in the folder, with its script."""
    assert told in refused(team, content)


def test_a_picture_made_to_exhaust_the_machine_is_refused_in_words(team: Path, tmp_path: Path) -> None:
    bomb = png(tmp_path / "bomb.png", 13_000, 13_000).read_bytes()
    (tmp_path / "bomb.png").unlink()
    assert "13000 × 13000 px. Make it smaller" in refused(team, bomb)
    assert "larger than 30 MB" in refused(team, b"\xff\xd8\xff" + bytes(PICTURE_MAX_BYTES))


@pytest.mark.parametrize(
    ("asked", "stem"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win"),
        ("/etc/cron.d/x.jpg", "x"),
        ("Ảnh bàn giao, số 2 (bản cuối).JPG", "Ảnh-bàn-giao-số-2-bản-cuối"),
        ("צילום של המרפאה.png", "צילום-של-המרפאה"),
        ("e\u0301te\u0301.jpg", "été"),
        ("invoice\u202egpj.exe", "invoicegpj"),
        (".htaccess", "htaccess"),
        ("CON.jpg", "file-CON"),
        ("a\0b.jpg", "ab"),
        ("$(rm -rf ~);`x`.jpg", "rm-rf-x"),
        ("{office}.jpg", "office"),
        ("...", "file"),
        ("", "file"),
        ("🙂.png", "file"),
    ],
)
def test_a_name_keeps_its_letters_and_leads_nowhere(asked: str, stem: str) -> None:
    """A name is what somebody else typed: it may be a path, a command, or read from right to left."""
    assert safe_stem(asked) == stem


def test_a_long_name_is_cut_at_a_letter(team: Path) -> None:
    taken = take_in(sent(team, picture()), "ạ" * 500 + ".jpg", team)
    assert len(Path(taken.name).name.encode()) < 100
    assert (team / taken.name).is_file()
    assert len(shown_name("a" * 500)) == 80


def test_no_file_that_is_there_is_written_over(team: Path) -> None:
    """Two colleagues whose cameras count from one would have the same picture in two briefs."""
    (team / "photos").mkdir()
    (team / "photos" / "ward.jpg").write_bytes(b"hers")
    first = take_in(sent(team, picture(quality=90)), "ward.jpg", team)
    again = take_in(sent(team, picture(quality=90)), "ward.jpg", team)
    other = take_in(sent(team, picture(size=(90, 90))), "ward.jpg", team)
    assert (first.name, again.name, other.name) == ("photos/ward-2.jpg", "photos/ward-2.jpg", "photos/ward-3.jpg")
    assert (team / "photos" / "ward.jpg").read_bytes() == b"hers"


def test_nothing_is_written_through_a_link(team: Path, tmp_path: Path) -> None:
    """Who may put a link into a shared folder would have files written anywhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (team / "photos").mkdir()
    (team / "photos" / "x.jpg").symlink_to(elsewhere / "target.jpg")
    taken = take_in(sent(team, picture()), "x.jpg", team)
    assert taken.name == "photos/x-2.jpg"
    (team / "photos" / "x.jpg").unlink()
    (team / taken.name).unlink()
    (team / "photos").rmdir()
    for place in (elsewhere, team / "own"):
        (team / "own").mkdir(exist_ok=True)
        (team / "photos").symlink_to(place)
        with pytest.raises(BriefcastError, match="through a link"):
            take_in(sent(team, picture()), "x.jpg", team)
        (team / "photos").unlink()
    assert list(elsewhere.iterdir()) == list((team / "own").iterdir()) == []


def test_a_disk_without_further_names_is_written_to_all_the_same(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sticks and shares of offices know none."""

    def none(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", none)
    names = [take_in(sent(team, picture(size=(60, side))), "x.jpg", team).name for side in (60, 70)]
    assert names == ["photos/x.jpg", "photos/x-2.jpg"]


def test_a_film_comes_without_what_is_said_beside_it(team: Path, tmp_path: Path) -> None:
    """Telephones note where they were in tags of the film, too; and how they were held, which must stay."""
    (tmp_path / "plain.mp4").write_bytes(film())
    source = ffmpeg.input(str(tmp_path / "plain.mp4"), display_rotation=90)
    tags = {"metadata:g:0": "location=+21.0285+105.8542/", "metadata:g:1": "comment=taken by Lan"}
    tool.run(source.output(str(tmp_path / "told.mp4"), c="copy", **tags))
    content = (tmp_path / "told.mp4").read_bytes()
    assert b"loci" in content
    taken = take_in(sent(team, content), "clip.jpg", team)
    assert (taken.name, taken.kind) == ("clips/clip.mp4", "film")
    written = team / taken.name
    assert b"loci" not in written.read_bytes()
    assert b"taken by" not in written.read_bytes()
    assert measure_film(written) == measure_film(tmp_path / "told.mp4")
    assert abs(measure_film(written).rotation) == 90
    with av.open(str(written)) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]
    with Image.open(io.BytesIO(film_frame(written))) as frame:
        assert frame.size == (192, 108)


def test_a_film_that_is_cut_short_is_refused(team: Path) -> None:
    assert "can be read" in refused(team, film()[: len(film()) // 3], "clip.mp4")
    assert "can be read" in refused(team, film()[:200], "clip.mp4")


def test_a_still_is_no_film(team: Path) -> None:
    with pytest.raises(MediaError):
        take_in(sent(team, b"\xff\xd8\xff" + film()), "clip.mp4", team)


def test_what_goes_into_another_field_is_refused_before_it_lies_there(team: Path) -> None:
    with pytest.raises(MediaError, match="it is a film"):
        take_in(sent(team, film()), "clip.mp4", team, kinds=("picture",))
    with pytest.raises(MediaError, match="no MP4"):
        take_in(sent(team, picture()), "x.jpg", team, kinds=("film",))
    assert list(team.iterdir()) == []
