"""Fitting a post to a channel: files are converted where that loses nothing that matters, the rest is refused early.

    fitted = fit(post, platform("instagram"), store)

A picture may change its format, its size in bytes and its pixels; a film its bit rate, its pixels and its
frame rate. Nothing is cropped, cut or left out: what would need that is refused before any call is made,
with what to do instead. What was changed is in the post's warnings.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import ffmpeg
from PIL import Image

from briefcast.channels.base import Post, PostFile
from briefcast.channels.counting import count, unit_told
from briefcast.channels.platforms import FileLimits, Platform, TextField, products_taken
from briefcast.errors import Refused
from briefcast.messages import joined, tell
from briefcast.store.files import file_sha256
from briefcast.store.store import Store, content_key
from briefcast.tools import ffmpeg as program

_CODE = Path(__file__)
"""What fits files is none of what makes them: keys have it beside that."""
_JPEG_QUALITIES = (92, 86, 78, 70)
_SHRINK = 0.85
_SHRINK_MIN_WIDTH_PX = 640
"""Below this an infographic's small print could no longer be read."""
_AUDIO_BPS = 128_000
_VIDEO_MIN_BPS, _VIDEO_MAX_BPS = 300_000, 8_000_000
_CRF = 18
_FPS = 30.0
_HEADROOM = 0.92
"""Of the bytes a film may have, for what the encoder does not hit exactly."""


def fit(post: Post, platform: Platform, store: Store | None) -> Post:
    """Give the post as the channel takes it; its files that had to change lie in the store.

    Without a store nothing is converted: what would change is described, as it would be, and keeps its old path.

    Raises:
        Refused: something cannot be made to fit; every such thing is named, with its remedy.
    """
    if unknown := _unknown_product(post, platform):
        raise Refused(unknown)
    files, warnings = [], list(post.warnings)
    for file in post.files:
        if file is not post.main and not _has_place(file, post.main, platform):
            continue
        limits = platform.limits(file.role)
        fitted = _fit_file(file, limits, store) if limits else file
        if fitted is not file:
            warnings.append(_describe_change(file, fitted))
        files.append(fitted)
    kept = tuple(files)
    if post.main.role == "video" and not any(file.role == "captions" for file in kept):
        warnings.append(
            tell(
                "{platform} shows no caption tracks: the captions painted into the film serve.",
                platform=platform.called,
            )
        )
    fitted_post = replace(post, files=kept, warnings=tuple(warnings))
    if found := faults(fitted_post, platform):
        raise Refused(joined(*found))
    return fitted_post


def _has_place(file: PostFile, main: PostFile, platform: Platform) -> bool:
    """Whether the channel can show a file that goes along, or carries it for others."""
    if main.role == "mail":
        return file.role == "image"
    if file.role == "image" == main.role and platform.images and (platform.images.max_count or 1) > 1:
        # The next picture of a series; one of the same name is the same picture in another format.
        return platform.extras or file.path.stem != main.path.stem
    if file.role == "captions":
        return platform.abilities.captions and file.media_type in platform.captions
    if file.role == "cover":
        return platform.abilities.cover and platform.cover is not None
    return platform.extras


def faults(post: Post, platform: Platform) -> tuple[str, ...]:
    """Give everything in a post that the channel would not take, each with its remedy; empty if it fits."""
    if unknown := _unknown_product(post, platform):
        return (unknown,)
    return (*_text_faults(post, platform), *_file_faults(post, platform))


def _unknown_product(post: Post, platform: Platform) -> str:
    if platform.limits(post.main.role) is not None:
        return ""
    takes = " and ".join(f"{name}s" for name in products_taken(platform)) or tell("nothing of this kind")
    return tell(
        "{platform} takes no {media_type} as {product}; it takes {takes}. Choose another channel "
        "for this item in the plan.",
        platform=platform.called,
        media_type=post.main.media_type,
        product=post.product,
        takes=takes,
    )


_FIELDS: Mapping[TextField, str] = {
    "title": tell("title"),
    "text": tell("text"),
    "tags": tell("hashtags"),
    "alt_text": tell("alternative text"),
    "author": tell("author"),
}
"""What the texts of a post are called."""


def field_told(field: TextField) -> str:
    """Give what a text of a post is called."""
    return _FIELDS[field]


def _text_faults(post: Post, platform: Platform) -> Iterator[str]:
    texts: dict[TextField, tuple[str, ...]] = {
        "title": (post.title,),
        "text": (post.text,),
        "tags": (",".join(post.tags),),
        "alt_text": tuple(file.alt_text for file in post.files if file.role in ("image", "video")),
    }
    for field, limit in platform.texts.items():
        for text in texts.get(field, ()):
            words = _FIELDS[field]
            size = count(text, limit.unit)
            if size > limit.max:
                unit = unit_told(limit.unit)
                yield (
                    tell(
                        "The {words} has {size} {unit}; {platform} takes {max}. Shorten it by {over}, in the "
                        "brief or in templates/posts.",
                        words=words,
                        size=size,
                        unit=unit,
                        platform=platform.called,
                        max=limit.max,
                        over=size - limit.max,
                    )
                )
            if limit.max_bytes is not None and (size := count(text, "bytes")) > limit.max_bytes:
                yield (
                    tell(
                        "The {words} has {size} bytes; {platform} takes {most}. Shorten it by {over} bytes.",
                        words=words,
                        size=size,
                        platform=platform.called,
                        most=limit.max_bytes,
                        over=size - limit.max_bytes,
                    )
                )
            if found := sorted(set(text) & set(limit.forbidden)):
                yield tell(
                    "The {words} holds {found}, which {platform} refuses. Write it in words.",
                    words=words,
                    found=" and ".join(found),
                    platform=platform.called,
                )
    # Zero is no limit of the channel: hashtags have no use there, and posts are written without.
    if platform.hashtags_max and len(post.tags) > platform.hashtags_max:
        yield (
            tell(
                "The post has {tags} hashtags; {platform} takes {hashtags_max}. Take {over} out.",
                tags=len(post.tags),
                platform=platform.called,
                hashtags_max=platform.hashtags_max,
                over=len(post.tags) - platform.hashtags_max,
            )
        )


def _file_faults(post: Post, platform: Platform) -> Iterator[str]:
    for role in dict.fromkeys(file.role for file in post.files):
        limits = platform.limits(role)
        files = [file for file in post.files if file.role == role]
        if limits is None:
            continue
        if limits.max_count is not None and len(files) > limits.max_count:
            yield (
                tell(
                    "The post has {files} {role}s; {platform} takes {max_count} at once. Publish the others "
                    "as a second item.",
                    files=len(files),
                    role=role,
                    platform=platform.called,
                    max_count=limits.max_count,
                )
            )
        for file in files:
            yield from (f"{file.name}: {fault}" for fault in file_faults(file, limits, platform.title))


def file_faults(file: PostFile, limits: FileLimits, title: str) -> Iterator[str]:
    """Give every limit that one file breaks, with its remedy."""
    width, height = file.width_px or 0, file.height_px or 0
    seconds = file.duration_ms / 1000 if file.duration_ms is not None else None
    if file.media_type not in limits.formats:
        yield tell(
            "{platform} takes no {media_type}, but {formats}. Make it in one of these.",
            platform=title,
            media_type=file.media_type,
            formats=", ".join(limits.formats),
        )
    if limits.max_bytes is not None and file.bytes > limits.max_bytes:
        yield (
            tell(
                "It has {bytes} bytes; {platform} takes {most}. Make a shorter or smaller one for this channel.",
                bytes=float(file.bytes),
                platform=title,
                most=float(limits.max_bytes),
            )
        )
    if limits.min_bytes is not None and file.bytes < limits.min_bytes:
        yield tell(
            "It has {bytes} bytes; {platform} takes nothing under {min_bytes}. Make a longer one.",
            bytes=float(file.bytes),
            platform=title,
            min_bytes=float(limits.min_bytes),
        )
    if width and height:
        yield from _size_faults(width, height, limits, title)
    if seconds is not None and limits.max_s is not None and seconds > limits.max_s:
        yield (
            tell(
                "It lasts {seconds} s; {platform} takes {max_s} s. Lower `seconds` in the audience's "
                "profile, or leave points out.",
                seconds=float(seconds),
                platform=title,
                max_s=float(limits.max_s),
            )
        )
    if seconds is not None and limits.min_s is not None and seconds < limits.min_s:
        yield tell(
            "It lasts {seconds} s; {platform} takes nothing under {min_s} s. Add a point.",
            seconds=float(seconds),
            platform=title,
            min_s=float(limits.min_s),
        )
    if file.fps is not None and limits.max_fps is not None and file.fps > limits.max_fps:
        yield tell(
            "It has {fps} frames a second; {platform} takes {max_fps}. Make it with fewer.",
            fps=float(file.fps),
            platform=title,
            max_fps=float(limits.max_fps),
        )
    if file.fps is not None and limits.min_fps is not None and file.fps < limits.min_fps:
        yield tell(
            "It has {fps} frames a second; {platform} takes no fewer than {min_fps}. Make it with more.",
            fps=float(file.fps),
            platform=title,
            min_fps=float(limits.min_fps),
        )


def _size_faults(width: int, height: int, limits: FileLimits, title: str) -> Iterator[str]:
    size = tell("It has {width}×{height} pixels", width=width, height=height)
    if limits.max_width_px is not None and width > limits.max_width_px:
        yield tell(
            "{size}; {platform} takes a width of {max_width_px}. Make it smaller.",
            size=size,
            platform=title,
            max_width_px=limits.max_width_px,
        )
    if limits.min_width_px is not None and width < limits.min_width_px:
        yield tell(
            "{size}; {platform} takes no width under {min_width_px}. Make it larger.",
            size=size,
            platform=title,
            min_width_px=limits.min_width_px,
        )
    if limits.max_height_px is not None and height > limits.max_height_px:
        yield tell(
            "{size}; {platform} takes a height of {max_height_px}. Make it smaller.",
            size=size,
            platform=title,
            max_height_px=limits.max_height_px,
        )
    if limits.min_height_px is not None and height < limits.min_height_px:
        yield tell(
            "{size}; {platform} takes no height under {min_height_px}. Make it larger.",
            size=size,
            platform=title,
            min_height_px=limits.min_height_px,
        )
    if limits.max_pixels is not None and width * height > limits.max_pixels:
        yield tell(
            "{size}, {width} in all; {platform} takes {max_pixels}. Make it smaller.",
            size=size,
            width=float(width * height),
            platform=title,
            max_pixels=float(limits.max_pixels),
        )
    if limits.max_sides_px is not None and width + height > limits.max_sides_px:
        yield tell(
            "{size}; {platform} takes {max_sides_px} for width and height together. Make it smaller.",
            size=size,
            platform=title,
            max_sides_px=limits.max_sides_px,
        )
    ratio = width / height
    if limits.ratio_max is not None and ratio > limits.ratio_max:
        yield tell(
            "{size}; {platform} takes nothing wider than {ratio_max}:1. Choose a squarer size or shape.",
            size=size,
            platform=title,
            ratio_max=float(limits.ratio_max),
        )
    if limits.ratio_min is not None and ratio < limits.ratio_min:
        yield tell(
            "{size}; {platform} takes nothing narrower than {ratio_min}:1. Choose a squarer size or shape.",
            size=size,
            platform=title,
            ratio_min=float(limits.ratio_min),
        )


# Changing files


def _fit_file(file: PostFile, limits: FileLimits, store: Store | None) -> PostFile:
    if file.role in ("image", "cover") and file.media_type.startswith("image/"):
        return _fit_picture(file, limits, store)
    if file.role == "video":
        return _fit_film(file, limits, store)
    return file


def _target_size(file: PostFile, limits: FileLimits) -> tuple[int, int]:
    """Give the largest size within the limits of the same shape, in even pixels."""
    width, height = file.width_px or 0, file.height_px or 0
    if not width or not height:
        return width, height
    share = min(
        1.0,
        limits.max_width_px / width if limits.max_width_px else 1.0,
        limits.max_height_px / height if limits.max_height_px else 1.0,
        (limits.max_pixels / (width * height)) ** 0.5 if limits.max_pixels else 1.0,
        limits.max_sides_px / (width + height) if limits.max_sides_px else 1.0,
    )
    if share == 1.0:
        return width, height
    return int(width * share) // 2 * 2, int(height * share) // 2 * 2


def _fit_picture(file: PostFile, limits: FileLimits, store: Store | None) -> PostFile:
    file = _measured(file)
    size = _target_size(file, limits)
    too_large = limits.max_bytes is not None and file.bytes > limits.max_bytes
    if file.media_type in limits.formats and not too_large and size == (file.width_px, file.height_px):
        return file
    kind = "image/jpeg" if "image/jpeg" in limits.formats else limits.formats[0]
    if not too_large and file.media_type in limits.formats:
        kind = file.media_type
    name = f"{file.path.stem}{mimetypes.guess_extension(kind) or '.img'}"

    if store is None:
        return _as_planned(file, limits, size, media_type=kind)

    def draw(folder: Path) -> None:
        with Image.open(file.path) as opened:
            picture = opened.convert("RGB")
        picture = picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
        _save_within(picture, folder / name, kind, limits.max_bytes)

    entry = store.make(
        content_key("fit picture", _CODE, file.sha256, size, kind, limits.max_bytes if too_large else None, name), draw
    )
    return _measured(_renewed(file, entry.folder / name, kind), again=True)


def _save_within(picture: Image.Image, path: Path, kind: str, max_bytes: int | None) -> None:
    """Save a picture in at most so many bytes: first with less quality, then smaller, never under what can be read."""
    lossless = kind == "image/png"
    while True:
        for quality in (0,) if lossless else _JPEG_QUALITIES:
            options = {"optimize": True} if lossless else {"quality": quality, "optimize": True, "subsampling": 0}
            if kind == "image/webp":
                options = {"quality": quality, "method": 4}
            picture.save(path, format=kind.partition("/")[2].upper(), **options)
            if max_bytes is None or path.stat().st_size <= max_bytes:
                return
        width, height = (int(side * _SHRINK) for side in picture.size)
        if width < min(_SHRINK_MIN_WIDTH_PX, picture.width):
            return  # The check that follows refuses it.
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)


def _measured(file: PostFile, *, again: bool = False) -> PostFile:
    if file.width_px and file.height_px and not again:
        return file
    with Image.open(file.path) as picture:
        return replace(file, width_px=picture.width, height_px=picture.height)


def _fit_film(file: PostFile, limits: FileLimits, store: Store | None) -> PostFile:
    size, fps = _target_size(file, limits), _target_fps(file, limits)
    too_large = limits.max_bytes is not None and file.bytes > limits.max_bytes
    too_long = limits.max_s is not None and file.duration_ms is not None and file.duration_ms / 1000 > limits.max_s
    same = size == (file.width_px or 0, file.height_px or 0) and fps == file.fps and not too_large
    if same or too_long or not file.duration_ms:
        return file  # What is too long is refused, not squeezed.
    rate: dict[str, object] = {"crf": _CRF, "maxrate": _VIDEO_MAX_BPS, "bufsize": _VIDEO_MAX_BPS * 2}
    if too_large:
        room_bps = int((limits.max_bytes or 0) * 8 * _HEADROOM / (file.duration_ms / 1000)) - _AUDIO_BPS
        if room_bps < _VIDEO_MIN_BPS:
            return file  # Nothing could be read in it any more; the check that follows refuses it.
        bps = min(room_bps, _VIDEO_MAX_BPS)
        rate = {"video_bitrate": bps, "maxrate": bps, "bufsize": bps * 2}

    if store is None:
        return _as_planned(file, limits, size, fps=fps)

    def encode(folder: Path) -> None:
        opened = ffmpeg.input(str(file.path))
        picture = opened.video
        if size[0] and size != (file.width_px, file.height_px):
            picture = picture.filter("scale", *size)
        if fps != file.fps:
            picture = picture.filter("fps", fps)
        program.run(
            ffmpeg.output(
                picture,
                opened.audio,
                str(folder / file.name),
                vcodec="libx264",
                preset="veryfast",
                pix_fmt="yuv420p",
                acodec="aac",
                audio_bitrate=_AUDIO_BPS,
                movflags="+faststart",
                use_editlist=0,
                **rate,
            )
        )

    entry = store.make(content_key("fit film", _CODE, file.sha256, size, fps, rate, file.name), encode)
    fitted = _renewed(file, entry.folder / file.name, file.media_type)
    return replace(fitted, width_px=size[0] or None, height_px=size[1] or None, fps=fps)


def _target_fps(file: PostFile, limits: FileLimits) -> float | None:
    """Give the frame rate to send: films here hold a frame for as long as nothing moves, which some refuse."""
    if file.fps is None:
        return None
    low, high = limits.min_fps or 0, limits.max_fps or _FPS
    if low <= file.fps <= high:
        return file.fps
    return min(max(low, _FPS), high)


def _as_planned(
    file: PostFile,
    limits: FileLimits,
    size: tuple[int, int],
    *,
    media_type: str = "",
    fps: float | None = None,
) -> PostFile:
    """Describe a file as it would be after fitting; how many bytes it will have is known only then."""
    most = limits.max_bytes if limits.max_bytes is not None else file.bytes
    return replace(
        file,
        media_type=media_type or file.media_type,
        bytes=min(file.bytes, most),
        width_px=size[0] or None,
        height_px=size[1] or None,
        fps=fps or file.fps,
    )


def _renewed(file: PostFile, path: Path, media_type: str) -> PostFile:
    return replace(file, path=path, media_type=media_type, bytes=path.stat().st_size, sha256=file_sha256(path))


def _describe_change(before: PostFile, after: PostFile) -> str:
    def shape(file: PostFile) -> str:
        size = f", {file.width_px}×{file.height_px}" if file.width_px else ""
        kind = f"{file.media_type.partition('/')[2].upper()}{size}"
        return tell("{kind}, {size} MB", kind=kind, size=round(file.bytes / 1e6, 2))

    return tell("{before} was fitted: {was} became {after}.", before=before.name, was=shape(before), after=shape(after))
