"""What is in a media file: measured with PyAV, and for MP4 by reading its boxes."""

from __future__ import annotations

import dataclasses
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
from av.error import FFmpegError
from av.stream import Stream

from briefcast.errors import MediaError

UNDECODED = {"skip_frame": "all"}
"""Options to open a file for its packets alone: decoding its first picture takes ten times as long as the rest."""


@dataclass(frozen=True, kw_only=True)
class MediaFacts:
    """Facts of one file. What the file does not have (a picture, a sound) is None or empty."""

    container: str
    """``mp4``, ``wav``, ``mp3``…"""
    size_bytes: int
    duration_ms: int
    """The longest of its streams."""
    width_px: int | None = None
    height_px: int | None = None
    fps: float | None = None
    frames: int | None = None
    video_codec: str = ""
    video_profile: str = ""
    pixel_format: str = ""
    video_start_ms: int | None = None
    video_duration_ms: int | None = None
    gop_max_frames: int | None = None
    """Longest distance between two key frames, in frames."""
    b_frames: int | None = None
    """Most frames in a row that are shown in another order than stored."""
    colour: str = ""
    """Primaries, transfer, matrix and range: ``1/1/1/1`` is BT.709, limited."""
    audio_codec: str = ""
    audio_rate_hz: int | None = None
    audio_channels: int | None = None
    audio_bitrate_bps: int | None = None
    audio_start_ms: int | None = None
    audio_duration_ms: int | None = None
    languages: tuple[str, ...] = ()
    """Language tag of each stream, as stored (ISO 639-2)."""
    metadata: dict[str, str] = dataclasses.field(default_factory=dict)
    faststart: bool | None = None
    """MP4: whether the index comes before the media, so that playing can start at once."""
    edit_list: bool | None = None
    """MP4: whether a stream has an edit list, which some platforms refuse."""

    def as_dict(self) -> dict[str, object]:
        """Give the facts that the file has, as plain values."""
        return {k: v for k, v in dataclasses.asdict(self).items() if v is not None and v not in ("", (), {})}


def probe(path: Path) -> MediaFacts:
    """Measure a media file without decoding it; MediaError if it cannot be read."""
    try:
        with av.open(str(path)) as container:
            facts: dict[str, object] = {
                "container": path.suffix.lstrip(".").lower() or container.format.name,
                "size_bytes": path.stat().st_size,
                "metadata": dict(container.metadata),
                "languages": tuple(s.metadata.get("language", "") for s in container.streams),
            }
            durations = [container.duration / 1000 if container.duration else 0.0]
            if container.streams.video:
                video = container.streams.video[0]
                context = video.codec_context
                pts, keys, order = _packets(path, video.index)
                duration_ms = _ms(video, video.duration)
                durations.append(duration_ms or 0)
                facts |= {
                    "width_px": context.width,
                    "height_px": context.height,
                    "fps": float(video.average_rate) if video.average_rate else None,
                    "frames": len(pts),
                    "video_codec": context.name,
                    "video_profile": context.profile or "",
                    "pixel_format": context.pix_fmt or "",
                    "video_start_ms": _ms(video, min(pts, default=0)),
                    "video_duration_ms": None if duration_ms is None else round(duration_ms),
                    "gop_max_frames": max((b - a for a, b in zip(keys, [*keys[1:], len(pts)], strict=True)), default=0),
                    "b_frames": order,
                    "colour": "/".join(
                        str(int(v))
                        for v in (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
                    ),
                }
            if container.streams.audio:
                audio = container.streams.audio[0]
                duration_ms = _ms(audio, audio.duration)
                durations.append(duration_ms or 0)
                facts |= {
                    "audio_codec": audio.codec_context.name,
                    "audio_rate_hz": audio.codec_context.sample_rate,
                    "audio_channels": audio.codec_context.layout.nb_channels,
                    "audio_bitrate_bps": audio.codec_context.bit_rate,
                    "audio_start_ms": _ms(audio, audio.start_time or 0),
                    "audio_duration_ms": None if duration_ms is None else round(duration_ms),
                }
            facts["duration_ms"] = round(max(durations[1:] or durations))
    except (FFmpegError, OSError, ValueError) as error:
        raise MediaError(f"{path.name} cannot be read as a media file ({error}); replace the file.") from error
    if facts["container"] in ("mp4", "m4a", "m4v", "mov"):
        facts |= {"faststart": is_faststart(path), "edit_list": has_edit_list(path)}
    return MediaFacts(**facts)  # type: ignore[arg-type]


def is_faststart(path: Path) -> bool:
    """Tell whether an MP4's index (moov) comes before its media (mdat)."""
    for kind, _, _ in _boxes(path):
        if kind == b"moov":
            return True
        if kind == b"mdat":
            return False
    return False


def has_edit_list(path: Path) -> bool:
    """Tell whether any stream of an MP4 has an edit list (elst)."""
    with path.open("rb") as file:
        for kind, start, end in _boxes(path):
            if kind == b"moov":
                file.seek(start)
                return _holds(file.read(end - start), (b"trak", b"edts", b"elst"))
    return False


def _holds(data: bytes, names: tuple[bytes, ...]) -> bool:
    """Tell whether nested boxes of these names are in the content of a box."""
    place = 0
    while place + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        size = size if size >= 8 else len(data) - place
        if kind == names[0] and (len(names) == 1 or _holds(data[place + 8 : place + size], names[1:])):
            return True
        place += size
    return False


def _boxes(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """Give each top-level box of an MP4: its name, where its content starts and ends."""
    whole = path.stat().st_size
    with path.open("rb") as file:
        place = 0
        while place + 8 <= whole:
            file.seek(place)
            size, kind = struct.unpack(">I4s", file.read(8))
            head = 8
            if size == 1:
                size, head = struct.unpack(">Q", file.read(8))[0], 16
            elif size == 0:
                size = whole - place
            if size < head:
                return
            yield kind, place + head, min(place + size, whole)
            place += size


def _packets(path: Path, index: int) -> tuple[list[int], list[int], int]:
    """Give every packet's time, the numbers of the key frames, and the longest run of reordered frames."""
    pts: list[int] = []
    keys: list[int] = []
    newest, run, longest = -(2**62), 0, 0
    with av.open(str(path), options=UNDECODED) as container:
        for packet in container.demux(container.streams[index]):
            if packet.pts is None:
                continue
            if packet.is_keyframe:
                keys.append(len(pts))
            run = run + 1 if packet.pts < newest else 0
            longest = max(longest, run)
            newest = max(newest, packet.pts)
            pts.append(packet.pts)
    return pts, keys, longest


def _ms(stream: Stream, ticks: int | None) -> int | None:
    if ticks is None or stream.time_base is None:
        return None
    return round(ticks * stream.time_base * 1000)
