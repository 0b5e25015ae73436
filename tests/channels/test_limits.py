"""Limits: what a platform would refuse is refused or fitted before any call, with what to do instead."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import ffmpeg
import pytest
from PIL import Image

from briefcast.channels.base import Post, PostFile
from briefcast.channels.counting import count
from briefcast.channels.fit import faults, fit
from briefcast.channels.platforms import FileLimits, Platform, TextLimit, platform, products_taken, read_platforms
from briefcast.channels.table import CHANNELS
from briefcast.errors import Refused
from briefcast.manifest.output import Role
from briefcast.store.files import file_sha256
from briefcast.store.store import Store
from briefcast.tools import ffmpeg as program
from tests.channel_fixtures import make_file, make_post, picture

PLATFORMS = list(read_platforms().values())


@pytest.mark.parametrize(
    ("text", "unit", "size"),
    [
        ("Việt Nam", "weighted", 9),  # ệ is outside the light ranges
        ("Viê\u0323t Nam", "weighted", 9),  # the same, typed in another form
        ("שלום", "weighted", 4),
        ("👨‍👩‍👧‍👦", "weighted", 2),
        ("👨‍👩‍👧‍👦", "graphemes", 1),
        ("👨‍👩‍👧‍👦", "utf16", 11),
        ("Việt", "bytes", 6),
        ("xem https://example.org/a/very/long/address/that/goes/on/and/on", "weighted", 4 + 23),
        ("xem https://example.org/a/very/long/address/that/goes/on/and/on", "graphemes_short_links", 4 + 23),
        ("quangngai.gov.vn", "weighted", 23),  # X makes a link of it
        ("82.4%", "weighted", 5),
        ("日本", "weighted", 4),
    ],
)
def test_characters_are_counted_as_the_platform_does(text: str, unit: str, size: int) -> None:
    assert count(text, unit) == size  # type: ignore[arg-type]


def test_vietnamese_costs_more_on_x_and_far_more_in_bytes() -> None:
    """The figures measured with the platforms' own counters for one real sentence."""
    sentence = (
        "Hơn 55,25 triệu tài khoản VNeID đã kích hoạt, vượt mục tiêu 40 triệu; người dân đỡ phải mang nhiều giấy tờ."
    )
    assert count(sentence, "graphemes") < count(sentence, "weighted") < count(sentence, "bytes")


TEXT_CASES = [
    pytest.param(p, field, limit, id=f"{p.name}-{field}")
    for p in PLATFORMS
    for field, limit in p.texts.items()
    if field != "author"
]


@pytest.mark.parametrize(("taken", "field", "limit"), TEXT_CASES)
def test_one_character_too_many_is_refused_before_any_call(
    taken: Platform, field: str, limit: TextLimit, tmp_path: Path
) -> None:
    product = "podcast" if taken.name == "podcast" else "video" if taken.images is None else "infographic"
    product = product if product in products_taken(taken) else products_taken(taken)[0]
    post = _plain(make_post(tmp_path, product=product, channel=taken.name), taken)
    store = Store(tmp_path / "store")
    for size, fits in ((limit.max, True), (limit.max + 1, False)):
        text = "x" * size
        if field == "alt_text":
            changed = replace(post, files=(replace(post.main, alt_text=text), *post.files[1:]))
        elif field == "tags":
            changed = replace(post, tags=(text,))
        else:
            changed = replace(post, **{field: text})
        if fits:
            fit(changed, taken, store)
        else:
            with pytest.raises(Refused, match=r"Shorten it by 1\b"):
                fit(changed, taken, store)
    if limit.max_bytes is not None:
        heavy = "ệ" * (limit.max_bytes // 3 + 1)
        assert count(heavy, "bytes") > limit.max_bytes
        if count(heavy, limit.unit) <= limit.max:
            with pytest.raises(Refused, match="bytes"):
                fit(replace(post, text=heavy), taken, store)
    for character in limit.forbidden:
        with pytest.raises(Refused, match="in words"):
            fit(replace(post, **{field: f"a{character}b"}), taken, store)


def test_vietnamese_text_that_looks_short_enough_is_too_long_for_x(tmp_path: Path) -> None:
    post = replace(make_post(tmp_path), text="ệ" * 141)
    with pytest.raises(Refused, match=r"has 282 weighted characters; X takes 280"):
        fit(post, platform("x"), Store(tmp_path / "store"))


def _plain(post: Post, taken: Platform) -> Post:
    """Give a post whose texts and files every platform takes."""
    files = []
    for file in post.files:
        limits = taken.limits(file.role)
        if limits is not None and (file is post.main or file.role == "cover"):
            file = _within(file, limits)
        files.append(file)
    return replace(post, title="t", text="t", tags=(), files=tuple(files))


def _within(file: PostFile, limits: FileLimits) -> PostFile:
    """Describe a file as one in the middle of what is allowed."""
    kind = file.media_type if file.media_type in limits.formats else limits.formats[0]
    if file.role in ("image", "cover"):
        size = (1400, 1400) if limits.min_width_px == 1400 else (1080, 1350)
        content = picture(*size, kind.partition("/")[2].upper())
        name = f"fits-{file.role}.{kind.partition('/')[2]}"
        return make_file(file.path.parent, name, content, file.role, kind, width_px=size[0], height_px=size[1])
    return replace(file, media_type=kind)


FILE_LIMITS = list(FileLimits.model_fields)
ROLES: dict[str, Role] = {"images": "image", "video": "video", "audio": "audio", "documents": "document"}
FILE_CASES = [
    pytest.param(p, kind, name, id=f"{p.name}-{kind}-{name}")
    for p in PLATFORMS
    for kind in ROLES
    if (limits := getattr(p, kind)) is not None
    for name in FILE_LIMITS
    if getattr(limits, name) is not None
]


@pytest.mark.parametrize(("taken", "kind", "name"), FILE_CASES)
def test_a_file_just_over_a_limit_is_refused_or_fitted_before_any_call(
    taken: Platform, kind: str, name: str, tmp_path: Path
) -> None:
    """One byte, pixel, second, frame or file too many: what comes out keeps every limit, or a remedy is named."""
    limits: FileLimits = getattr(taken, kind)
    product = {"images": "infographic", "video": "video", "audio": "podcast", "documents": "infographic"}[kind]
    post = _plain(make_post(tmp_path, product=product), taken)  # type: ignore[arg-type]
    if kind == "documents":
        paper = make_file(tmp_path, "page.pdf", b"%PDF", "document", "application/pdf")
        post = replace(post, files=(paper,))
    over = _over(post, limits, name, tmp_path)
    assert faults(over, taken), "the case is within the limit and proves nothing"
    try:
        fitted = fit(over, taken, Store(tmp_path / "store"))
    except Refused as refused:
        assert taken.title in str(refused)
        assert re.search(r"(Make|Choose|Publish|Lower|Add) [^.]+", str(refused)), f"no remedy: {refused}"
        assert name not in ("max_bytes", "formats") or kind != "images", "a picture is converted, not refused"
    else:
        assert not faults(fitted, taken)
        assert "was fitted" in " ".join(fitted.warnings)
        assert fitted.main.sha256 == file_sha256(fitted.main.path) != over.main.sha256


def _over(post: Post, limits: FileLimits, name: str, folder: Path) -> Post:
    main, value = post.main, getattr(limits, name)
    if name == "max_count":
        return replace(post, files=(main,) * (value + 1))
    if name == "formats":
        kind = "image/bmp" if main.role == "image" else f"{main.media_type.partition('/')[0]}/x-unknown"
        return replace(post, files=(replace(main, media_type=kind),))
    if main.role == "video":
        main = replace(main, path=_film(folder))
    width, height = main.width_px or 1080, main.height_px or 1350
    change: dict[str, object] = {
        "min_bytes": {"bytes": value - 1 if value else 0},
        "max_bytes": {"bytes": (value or 0) + 1},
        "min_width_px": {"width_px": (value or 2) - 1, "height_px": (value or 2) - 1},
        "max_width_px": {"width_px": (value or 0) + 1, "height_px": height},
        "min_height_px": {"height_px": (value or 2) - 1, "width_px": (value or 2) - 1},
        "max_height_px": {"height_px": (value or 0) + 1, "width_px": width},
        "max_pixels": {"width_px": 100_000, "height_px": 100_000},
        "max_sides_px": {"width_px": value, "height_px": value},
        "ratio_max": {"width_px": int((value or 1) * 1000) + 10, "height_px": 1000},
        "ratio_min": {"width_px": max(1, int((value or 1) * 1000) - 10), "height_px": 1000},
        "min_s": {"duration_ms": int((value or 0) * 1000) - 1},
        "max_s": {"duration_ms": int((value or 0) * 1000) + 1},
        "min_fps": {"fps": (value or 0) - 0.01},
        "max_fps": {"fps": (value or 0) + 0.01},
    }[name]
    return replace(post, files=(replace(main, **change), *post.files[1:]))  # type: ignore[arg-type]


@cache
def _film_bytes() -> bytes:
    made = ffmpeg.input("testsrc2=size=64x64:rate=30:duration=0.4", f="lavfi").video
    sound = ffmpeg.input("sine=duration=0.4", f="lavfi").audio
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        program.run(ffmpeg.output(made, sound, str(path), pix_fmt="yuv420p"))
        return path.read_bytes()


def _film(folder: Path) -> Path:
    """Write a film that can really be encoded anew; what is said of it is larger than it is."""
    path = folder / "film.mp4"
    path.write_bytes(_film_bytes())
    return path


def test_a_picture_is_fitted_in_format_bytes_and_pixels_and_the_change_is_told(tmp_path: Path) -> None:
    noise = tmp_path / "noise.png"
    Image.effect_noise((2400, 3000), 90).convert("RGB").save(noise)
    main = make_file(
        tmp_path, "infographic.png", noise.read_bytes(), "image", "image/png", width_px=2400, height_px=3000
    )
    post = replace(make_post(tmp_path), text="t", files=(main,))
    fitted = fit(post, platform("instagram"), Store(tmp_path / "store"))
    with Image.open(fitted.main.path) as picture:
        assert picture.format == "JPEG"
        assert picture.width <= 1440
        assert abs(picture.width / picture.height - 0.8) < 0.001, "the picture was cropped"
    assert fitted.main.bytes <= 8_000_000
    assert "was fitted" in fitted.warnings[0]
    assert noise.stat().st_size > 8_000_000, "a picture that fits anyway proves nothing"


def test_an_upright_picture_is_refused_where_only_squarer_ones_are_taken(tmp_path: Path) -> None:
    main = make_file(tmp_path, "story.png", picture(1080, 1920), "image", "image/png", width_px=1080, height_px=1920)
    with pytest.raises(Refused, match="squarer"):
        fit(replace(make_post(tmp_path), files=(main,)), platform("instagram"), Store(tmp_path / "store"))


def test_an_episode_is_refused_where_none_are_taken_and_other_channels_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Choose another channel"):
        fit(make_post(tmp_path, product="podcast"), platform("x"), Store(tmp_path / "store"))


def test_captions_and_covers_go_along_only_where_they_are_shown(tmp_path: Path) -> None:
    film = replace(make_post(tmp_path, product="video"), text="t")
    store = Store(tmp_path / "store")
    on_bluesky = fit(film, platform("bluesky"), store)
    assert [file.media_type for file in on_bluesky.files] == ["video/mp4", "text/vtt"]
    on_tiktok = fit(film, platform("tiktok"), store)
    assert [file.role for file in on_tiktok.files] == ["video"]
    assert "painted into the film" in on_tiktok.warnings[-1]


def test_every_channel_of_the_table_has_limits_with_a_source() -> None:
    for name in CHANNELS:
        assert name in read_platforms()
    for taken in PLATFORMS:
        assert taken.source
        assert all(quota.per_s or quota.per_day for quota in taken.quotas)
