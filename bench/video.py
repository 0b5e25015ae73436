"""How close a video comes to the speed of its encoder alone.

Renders a vertical video of the example brief with `render_video`, dumps its frames, and gives the
same frames to x264 with the same settings and nothing else to do. The ratio of the two is what
drawing, compositing and sound cost. With ``--peer`` the same layers also go through MoviePy's
CompositeVideoClip.

    python bench/video.py --language vi --audience citizens --seconds 20
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from briefcast.audiences import read_audience
from briefcast.brand import read_brand
from briefcast.facts import collect_facts
from briefcast.read import read_brief
from briefcast.speech.narrate import narrate
from briefcast.store import Store
from briefcast.video import Storyboard, build_storyboard, render_video
from briefcast.video.encoder import X264, encode_video
from briefcast.video.stage import Stage
from briefcast.writing import write_script

EXAMPLE = Path(__file__).parent.parent / "examples" / "egov-2024.yaml"


def main() -> None:
    """Measure and print a table, then the same as JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--language", default="vi")
    options.add_argument("--audience", default="citizens")
    options.add_argument("--shape", default="9x16")
    options.add_argument(
        "--seconds", type=float, default=20, help="take whole scenes until this length is reached; 0 = all"
    )
    options.add_argument("--runs", type=int, default=3, help="the best of so many runs counts")
    options.add_argument("--peer", action="store_true", help="also measure MoviePy's CompositeVideoClip (slow)")
    given = options.parse_args()

    with tempfile.TemporaryDirectory(prefix="briefcast-bench-") as aside:
        folder = Path(aside)
        storyboard = _storyboard(given, folder)
        raw = folder / "frames.yuv"
        with Stage(storyboard) as stage, raw.open("wb") as file:
            for frame in stage.frames():
                file.write(frame.tobytes())
        works: dict[str, Callable[[], object]] = {
            "briefcast: draw, composite, master, encode": lambda: render_video(storyboard, folder / "out"),
            "x264 alone, in this process": lambda: _encode_in_process(storyboard, raw, folder / "a.mp4"),
            "x264 alone, ffmpeg's command line": lambda: _encode_outside(storyboard, raw, folder / "b.mp4"),
        }
        rows = _best(given.runs, works)
        if given.peer:
            rows |= _best(1, {"MoviePy CompositeVideoClip": lambda: _encode_with_moviepy(storyboard, folder / "c.mp4")})
        limit = min(row["wall_s"] for name, row in rows.items() if name.startswith("x264"))
        film_s = storyboard.duration_ms / 1000
        size = f"{storyboard.width_px}×{storyboard.height_px}"
        print(f"{storyboard.frames} frames {size}, {film_s:.1f} s of film, {os.cpu_count()} cores")
        print(f"{'':44}{'wall s':>9}{'CPU s':>9}{'× limit':>9}{'film s / s':>12}")
        for name, row in rows.items():
            row["ratio"] = row["wall_s"] / limit
            print(f"{name:44}{row['wall_s']:9.2f}{row['cpu_s']:9.2f}{row['ratio']:9.2f}{film_s / row['wall_s']:12.1f}")
        print(json.dumps({"frames": storyboard.frames, "film_s": film_s, "cores": os.cpu_count(), "rows": rows}))


def _storyboard(given: argparse.Namespace, folder: Path) -> Storyboard:
    brief = read_brief(EXAMPLE)
    script = write_script(
        brief, collect_facts(brief), read_audience(given.audience), given.language, folder=EXAMPLE.parent
    )
    narration = narrate(script, voices=["espeak"], store=Store(folder / "store"))
    whole = build_storyboard(script, narration, read_brand(brief.brand), given.shape)
    if not given.seconds:
        return whole
    taken = 1
    while taken < len(whole.scenes) and sum(s.frames for s in whole.scenes[:taken]) < given.seconds * whole.fps:
        taken += 1
    return dataclasses.replace(whole, scenes=whole.scenes[:taken], sounds=whole.sounds[:taken])


def _best(runs: int, works: Mapping[str, Callable[[], object]]) -> dict[str, dict[str, float]]:
    """Run each work in turn, several times over, so that a busy moment of the machine hits all; keep the best."""
    best: dict[str, dict[str, float]] = {}
    for _ in range(runs):
        for name, work in works.items():
            cpu, wall = _cpu_s(), time.perf_counter()
            work()
            wall = time.perf_counter() - wall
            if name not in best or wall < best[name]["wall_s"]:
                best[name] = {"wall_s": round(wall, 3), "cpu_s": round(_cpu_s() - cpu, 3)}
    return best


def _cpu_s() -> float:
    return sum(
        u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _encode_in_process(storyboard: Storyboard, raw: Path, out: Path) -> None:
    shape = (storyboard.frames, storyboard.height_px * 3 // 2, storyboard.width_px)
    frames = np.memmap(raw, np.uint8, "r", shape=shape)
    encode_video(
        out,
        (np.asarray(frame) for frame in frames),
        width_px=storyboard.width_px,
        height_px=storyboard.height_px,
        fps=storyboard.fps,
        frame_count=storyboard.frames,
        sound=silence(),
        language=storyboard.language,
        metadata={},
    )


def silence() -> Future[None]:
    """No sound, ready at once."""
    future: Future[None] = Future()
    future.set_result(None)
    return future


def _encode_outside(storyboard: Storyboard, raw: Path, out: Path) -> None:
    size = f"{storyboard.width_px}x{storyboard.height_px}"
    settings = [
        part for name, value in X264.items() for part in (f"-{name}:v" if name != "preset" else "-preset", value)
    ]
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p",
         "-s", size, "-r", str(storyboard.fps), "-i", str(raw), "-c:v", "libx264", *settings, str(out)],
        check=True,
    )  # fmt: skip


def _encode_with_moviepy(storyboard: Storyboard, out: Path) -> None:
    """Compose the same drawn layers with MoviePy: same pictures, same motion, same encoder settings."""
    from moviepy import CompositeVideoClip, ImageClip, concatenate_videoclips, vfx

    from briefcast.video.layers import draw_rgba

    fps = storyboard.fps
    shared = {page.key: page for page in storyboard.shared}
    scenes = []
    for board in storyboard.scenes:
        pages = {page.key: page for page in board.pages} | shared
        clips = [ImageClip(draw_rgba(shared[board.ground], storyboard.look)).with_duration(board.frames / fps)]
        for layer in board.layers:
            ends = [start for start, _ in layer.steps[1:]] + [board.frames]
            for (start, key), end in zip(layer.steps, ends, strict=True):
                if not key or end <= start:
                    continue
                page = pages[key]
                clip = (
                    ImageClip(draw_rgba(page, storyboard.look))
                    .with_start(start / fps)
                    .with_duration((end - start) / fps)
                )
                left, top = page.box[0] - page.bleed_px, page.box[1] - page.bleed_px
                clip = clip.with_position(
                    lambda t, layer=layer, start=start, left=left, top=top: (
                        left, top + round(layer.value("shift_y_px", start + t * fps))
                    )
                )  # fmt: skip
                if any(track.property == "opacity" for track in layer.tracks):
                    clip = clip.with_effects([vfx.CrossFadeIn(9 / fps)])
                clips.append(clip)
        size = (storyboard.width_px, storyboard.height_px)
        scenes.append(CompositeVideoClip(clips, size=size).with_duration(board.frames / fps))
    film = concatenate_videoclips(scenes)
    film.write_videofile(
        str(out), fps=fps, codec="libx264", preset="veryfast", audio=False, threads=3, logger=None,
        ffmpeg_params=["-crf", "20", "-pix_fmt", "yuv420p"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
