"""The same drawn layers through other tools, for comparison: MoviePy, and ffmpeg's own filters.

Both get the pages as they were drawn, in memory or as PNG, and are spared what they do worse: wipes,
growth and transitions between scenes stand still. They do less than briefcast, not more.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from briefcast.products.video.encoder import read_preset
from briefcast.products.video.layers import draw_rgba
from briefcast.products.video.storyboard import Layer, Page, SceneBoard, Storyboard


def encode_with_moviepy(storyboard: Storyboard, out: Path) -> None:
    """Compose with MoviePy's CompositeVideoClip, in the way its documentation shows."""
    from moviepy import CompositeVideoClip, ImageClip, concatenate_videoclips, vfx

    fps, size = storyboard.fps, (storyboard.width_px, storyboard.height_px)
    films = []
    for board in storyboard.scenes:
        pictures = _draw(storyboard, board)
        clips = [ImageClip(pictures[board.ground]).with_duration(board.frames / fps)]
        for layer, key, start, end in _shown(board, pictures):
            page = _pages(storyboard, board)[key]
            clip = ImageClip(pictures[key]).with_start(start / fps).with_duration((end - start) / fps)
            left, top = page.drawn[:2]
            clip = clip.with_position(
                lambda t, layer=layer, start=start, left=left, top=top: (
                    left + round(layer.value("shift_x_px", start + t * fps)),
                    top + round(layer.value("shift_y_px", start + t * fps)),
                )
            )
            if any(track.property == "opacity" for track in layer.tracks):
                clip = clip.with_effects([vfx.CrossFadeIn(9 / fps)])
            clips.append(clip)
        films.append(CompositeVideoClip(clips, size=size).with_duration(board.frames / fps))
    preset = read_preset("standard").x264
    concatenate_videoclips(films).write_videofile(
        str(out), fps=fps, codec="libx264", preset=preset["preset"], audio=False, threads=3, logger=None,
        ffmpeg_params=["-crf", preset["crf"], "-pix_fmt", "yuv420p"],
    )  # fmt: skip


def encode_with_filters(storyboard: Storyboard, out: Path) -> None:
    """Compose with ffmpeg's overlay filter, carefully: each picture is read once and laid only where it is shown."""
    with tempfile.TemporaryDirectory(prefix="briefcast-bench-") as folder:
        scenes = []
        for number, board in enumerate(storyboard.scenes):
            aside = Path(folder) / str(number)
            aside.mkdir()
            scenes.append(aside / "scene.mp4")
            _ffmpeg(_graph(storyboard, board, aside), scenes[-1])
        listed = Path(folder) / "scenes.txt"
        listed.write_text("".join(f"file '{scene}'\n" for scene in scenes))
        _ffmpeg(["-f", "concat", "-safe", "0", "-i", str(listed), "-c", "copy", "-movflags", "+faststart"], out)


def _graph(storyboard: Storyboard, board: SceneBoard, folder: Path) -> list[str]:
    pictures = _draw(storyboard, board)
    pages, fps = _pages(storyboard, board), storyboard.fps
    files: dict[str, Path] = {}
    for key, picture in pictures.items():
        files[key] = folder / f"{len(files)}.png"
        Image.fromarray(picture).save(files[key], compress_level=1)
    inputs = ["-i", str(files[board.ground])]
    steps = [f"[0]fps={fps},loop=loop=-1:size=1,trim=end_frame={board.frames},setpts=N/{fps}/TB,format=yuv420p[b0]"]
    for n, (layer, key, start, end) in enumerate(_shown(board, pictures), 1):
        page = pages[key]
        left, top = page.drawn[:2]
        inputs += ["-i", str(files[key])]
        shown = f"[{n}]format=yuva420p"
        moving = any(track.property == "opacity" for track in layer.tracks) and start == layer.steps[0][0]
        if moving:
            at = f"{start / fps}"
            shown += f",fps={fps},loop=loop=9:size=1,setpts=N/{fps}/TB+{at}/TB,fade=in:st={at}:d=0.3:alpha=1"
        steps.append(f"{shown}[p{n}]")
        rise = layer.value("shift_y_px", start)
        y = f"{top}+{rise}*pow(1-min((n-{start})/12\\,1)\\,3)" if rise else str(top)
        steps.append(
            f"[b{n - 1}][p{n}]overlay=x={left}:y='{y}':eval={'frame' if rise else 'init'}"
            f":eof_action=repeat:enable='between(n,{start},{end - 1})'[b{n}]"
        )
    last = steps[-1][steps[-1].rindex("[") :]
    x264 = read_preset("standard").x264
    options = [
        part for name, value in x264.items() for part in (f"-{name}:v" if name != "preset" else "-preset", value)
    ]
    return [
        *inputs, "-filter_complex", ";".join(steps), "-map", last, "-r", str(fps), "-frames:v", str(board.frames),
        "-c:v", "libx264", *options, "-pix_fmt", "yuv420p",
    ]  # fmt: skip


def _ffmpeg(arguments: list[str], out: Path) -> None:
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *arguments, str(out)], check=True)


def _pages(storyboard: Storyboard, board: SceneBoard) -> dict[str, Page]:
    return {page.key: page for page in (*storyboard.shared, *board.pages)}


def _draw(storyboard: Storyboard, board: SceneBoard) -> dict[str, NDArray[np.uint8]]:
    wanted = {board.ground} | {key for layer in board.layers for _, key in layer.steps if key}
    pages = [page for key, page in _pages(storyboard, board).items() if key in wanted]
    return dict(zip([page.key for page in pages], draw_rgba(pages, storyboard.look), strict=True))


def _shown(board: SceneBoard, pictures: dict[str, NDArray[np.uint8]]) -> list[tuple[Layer, str, int, int]]:
    """Give each layer's pages with the frames from and until which they are shown."""
    found = []
    for layer in board.layers:
        ends = [start for start, _ in layer.steps[1:]] + [board.frames]
        found += [
            (layer, key, start, end)
            for (start, key), end in zip(layer.steps, ends, strict=True)
            if key in pictures and end > start
        ]
    return found
