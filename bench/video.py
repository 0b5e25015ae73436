"""How close a film comes to the speed of its encoder alone.

Every way to the film runs in a process of its own, several times, in turn with the others: a busy
moment of the machine hits all, and the best of each counts. The narration is ready, nothing else is.
The limit is x264 with the same settings on the same frames, which lie ready in a file.

    python -m bench.video                    the example, against the limit
    python -m bench.video --peers            also MoviePy and a graph of ffmpeg filters
    python -m bench.video --changed --long   also one word changed, and ten minutes of film
    python -m bench.video --write            keep the results in docs/performance.md
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import pickle
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, Self

import av
import imageio_ffmpeg
import numpy as np

from bench.peers import encode_with_filters, encode_with_moviepy
from briefcast.brief.read import read_brief
from briefcast.look.brand import read_brand
from briefcast.products.profiles import read_audience
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.encoder import read_preset
from briefcast.products.video.profile import VideoProfile
from briefcast.products.video.render import render_video
from briefcast.products.video.stage import Stage
from briefcast.products.video.storyboard import Storyboard
from briefcast.script import Script
from briefcast.speech.narrate import narrate
from briefcast.store.store import Store
from briefcast.writing.facts import collect_facts
from briefcast.writing.hook import for_film
from briefcast.writing.writing import write_script

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "egov-2024.yaml"
PAGE = ROOT / "docs" / "performance.md"
LONG_S = 600

Row = dict[str, Any]
Work = Callable[[Storyboard, Path], object]


def main() -> None:
    """Measure, and print a table; the same goes into files as asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--language", default="vi")
    options.add_argument("--audience", default="citizens")
    options.add_argument("--shape", default="9x16")
    options.add_argument("--seconds", type=float, default=0, help="whole scenes until this length; 0 = all")
    options.add_argument("--runs", type=int, default=3, help="the best of so many runs counts")
    options.add_argument("--peers", action="store_true", help="also MoviePy and ffmpeg filters (slow; one run each)")
    options.add_argument("--changed", action="store_true", help="also with one word of one point changed")
    options.add_argument("--long", action="store_true", help=f"also {LONG_S // 60} minutes of film (slow; one run)")
    options.add_argument("--json", type=Path, help="write the results into this file")
    options.add_argument("--write", action="store_true", help="keep the table in docs/performance.md")
    options.add_argument("--work", nargs=3, metavar=("NAME", "STORYBOARD", "FOLDER"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.work:
        name, board, folder = given.work
        print(json.dumps(_run(WORKS[name], pickle.loads(Path(board).read_bytes()), Path(folder))))
        return
    with tempfile.TemporaryDirectory(prefix="briefcast-bench-") as aside:
        found = _measure(given, Path(aside))
    table = _table(found)
    print(table)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if given.write:
        text = PAGE.read_text("utf-8")
        marked = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
        PAGE.write_text(marked.sub(lambda match: match[1] + table + "\n" + match[2], text), "utf-8")


def _measure(given: argparse.Namespace, folder: Path) -> Row:
    brief = read_brief(EXAMPLE)
    audience = read_audience(given.audience)
    script = write_script(brief, collect_facts(brief), audience, given.language, folder=EXAMPLE.parent)
    script = for_film(script, audience)
    store = Store(folder / "speech")

    def direct(told: Script) -> Storyboard:
        spoken = narrate(told, voices=["espeak"], store=store)
        return build_storyboard(
            told, spoken, read_brand(brief.brand), given.shape, sound=audience.profile("video", VideoProfile).sound
        )

    film = _shortened(direct(script), given.seconds)
    with Stage(film) as stage, (folder / "frames.yuv").open("wb") as file:
        for frame in stage.frames():
            file.write(frame.tobytes())
    ways = [Way(name, name, film) for name in ("briefcast", "briefcast draft", "x264", "ffmpeg", "x264 in groups")]
    if given.changed:
        edited = _shortened(direct(_reworded(script)), given.seconds)
        ways += [Way("one word changed", "kept", edited, after=film), Way("nothing changed", "kept", film, after=film)]
    rows = _best(given.runs, ways, folder)
    if given.peers:
        rows |= _best(1, [Way(name, name, film) for name in ("filters", "MoviePy")], folder)
    if given.long:
        rows |= _best(1, [Way("ten minutes", "briefcast", _lengthened(film))], folder)
    limit = min(rows[name]["wall_s"] for name in ("x264", "ffmpeg"))
    for row in rows.values():
        row["ratio"] = round(row["wall_s"] / limit, 2)
    return {
        "machine": _machine(),
        "film": {
            "frames": film.frames,
            "seconds": film.duration_ms / 1000,
            "scenes": len(film.scenes),
            "size": f"{film.width_px}×{film.height_px}",
        },
        "runs": given.runs,
        "rows": rows,
    }


def _shortened(whole: Storyboard, seconds: float) -> Storyboard:
    if not seconds:
        return whole
    taken = 1
    while taken < len(whole.scenes) and sum(s.frames for s in whole.scenes[:taken]) < seconds * whole.fps:
        taken += 1
    return replace(whole, scenes=whole.scenes[:taken], sounds=whole.sounds[:taken])


def _reworded(script: Script) -> Script:
    """Change one word of the second point, in what is shown and in what is said."""
    scene = script.scenes[2]
    sentence = scene.sentences[0]
    place = next(n for n, word in reversed(list(enumerate(sentence.words))) if not word.fact and not word.glue)
    word = replace(sentence.words[place], shown="khác.", spoken="khác.")
    words = (*sentence.words[:place], word, *sentence.words[place + 1 :])
    edited = replace(
        scene, headline=f"{scene.headline} nay", sentences=(replace(sentence, words=words), *scene.sentences[1:])
    )
    return replace(script, scenes=(*script.scenes[:2], edited, *script.scenes[3:]))


def _lengthened(film: Storyboard) -> Storyboard:
    """Repeat the scenes until ten minutes are full; each page says which time it is, so that none is found again."""
    scenes, sounds, start = [], [], 0
    for turn in itertools.count():
        for scene, sound in zip(film.scenes, film.sounds, strict=True):
            pages = tuple(replace(page, data={**page.data, "turn": turn}) for page in scene.pages)
            scenes.append(replace(scene, start_frame=start, pages=pages))
            moved_ms = round((start - scene.start_frame) * 1000 / film.fps)
            sounds.append(replace(sound, start_ms=sound.start_ms + moved_ms))
            start += scene.frames
        if start >= LONG_S * film.fps:
            return replace(film, scenes=tuple(scenes), sounds=tuple(sounds))
    raise AssertionError


class Sizes(NamedTuple):
    """What the encoder alone has to know of a film."""

    width_px: int
    height_px: int
    fps: int
    frames: int

    @classmethod
    def of(cls, film: Storyboard) -> Self:
        """Give those of a storyboard."""
        return cls(film.width_px, film.height_px, film.fps, film.frames)


# -- the ways to a film, each run in a process of its own -------------------------------------------------


def _kept(film: Storyboard, folder: Path) -> Row:
    """Make a film of which segments may be in the store, and count what had to be made."""
    store = Store(folder / "segments")
    row = _run(lambda film, folder: render_video(film, folder / "out", store=store, film="bench"), film, folder)
    return {**row, "made": store.made}


def _raw(film: Sizes, folder: Path, first: int = 0, end: int | None = None) -> Iterator[np.ndarray[Any, Any]]:
    """Give the frames that lie ready, one buffer repainted."""
    buffer = np.empty((film.height_px * 3 // 2, film.width_px), np.uint8)
    with (folder / "frames.yuv").open("rb") as file:
        file.seek(first * buffer.nbytes)
        for _ in range(first, film.frames if end is None else end):
            file.readinto(buffer.data.cast("B"))
            yield buffer


def _encode(film: Sizes, folder: Path, *, threads: int = 3, first: int = 0, end: int | None = None) -> None:
    """Encode ready frames in this process, with nothing else to do."""
    with av.open(str(folder / f"bare-{first}.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=film.fps, options={**_x264(film)})
        stream.width, stream.height, stream.pix_fmt = film.width_px, film.height_px, "yuv420p"
        # Slices, which the library would choose, are slower than frames in parallel.
        stream.codec_context.thread_type, stream.codec_context.thread_count = "FRAME", threads
        for number, buffer in enumerate(_raw(film, folder, first, end)):
            frame = av.VideoFrame.from_numpy_buffer(buffer, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, film.fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _x264(film: Sizes) -> dict[str, str]:
    preset = read_preset("standard")
    return {**preset.x264, "g": str(round(preset.group_s * film.fps)), "flags": "+cgop"}


def encode_in_groups(film: Sizes, folder: Path) -> None:
    """Encode ready frames in groups of two seconds, as many side by side as there are cores."""
    from concurrent.futures import ThreadPoolExecutor

    edges = [*range(0, film.frames, 2 * film.fps), film.frames]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(
            pool.map(
                lambda pair: _encode(film, folder, threads=1, first=pair[0], end=pair[1]), itertools.pairwise(edges)
            )
        )


def _encode_outside(film: Storyboard, folder: Path) -> None:
    settings = [
        part
        for name, value in _x264(Sizes.of(film)).items()
        for part in ("-preset" if name == "preset" else f"-{name}:v", value)
    ]
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p",
         "-s", f"{film.width_px}x{film.height_px}", "-r", str(film.fps), "-i", str(folder / "frames.yuv"),
         "-c:v", "libx264", *settings, str(folder / "outside.mp4")],
        check=True,
    )  # fmt: skip


WORKS: Mapping[str, Work] = {
    "briefcast": lambda film, folder: render_video(film, folder / "out"),
    "briefcast draft": lambda film, folder: render_video(film, folder / "draft", preset="draft"),
    "kept": _kept,
    "x264": lambda film, folder: _encode(Sizes.of(film), folder),
    "ffmpeg": _encode_outside,
    "x264 in groups": lambda film, folder: encode_in_groups(Sizes.of(film), folder),
    "filters": lambda film, folder: encode_with_filters(film, folder / "filters.mp4"),
    "MoviePy": lambda film, folder: encode_with_moviepy(film, folder / "moviepy.mp4"),
}
SAID = {
    "briefcast": "briefcast: draw, compose, master the sound, encode, measure",
    "briefcast draft": "the same with `--preset draft`",
    "one word changed": "the same after one word of one point was changed",
    "nothing changed": "the same again, nothing changed",
    "x264": "x264 alone, in one process",
    "ffmpeg": "x264 alone, ffmpeg's command line",
    "x264 in groups": "x264 alone, in groups of two seconds side by side",
    "filters": "ffmpeg's overlay filters, the same layers",
    "MoviePy": "MoviePy's CompositeVideoClip, the same layers",
    "ten minutes": "briefcast, ten minutes of film",
}


class Way(NamedTuple):
    """One way to a film."""

    label: str
    work: str
    film: Storyboard
    after: Storyboard | None = None
    """The film whose segments the store holds before."""


def _best(runs: int, ways: Sequence[Way], folder: Path) -> dict[str, Row]:
    best: dict[str, Row] = {}
    for _ in range(runs):
        for way in ways:
            if way.after:
                shutil.rmtree(folder / "segments", ignore_errors=True)
                _start(way.work, way.after, folder)
            row = _start(way.work, way.film, folder) | {"film_s": way.film.duration_ms / 1000}
            if way.label not in best or row["wall_s"] < best[way.label]["wall_s"]:
                best[way.label] = row
    return best


def _start(work: str, film: Storyboard, folder: Path) -> Row:
    """Do one work in a process of its own."""
    board = folder / "board.pickle"
    board.write_bytes(pickle.dumps(film))
    command = [sys.executable, "-m", "bench.video", "--work", work, str(board), str(folder)]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: Row = json.loads(ran.stdout.splitlines()[-1])
    return found


def _run(work: Work, film: Storyboard, folder: Path) -> Row:
    """Time one work; a work that times itself returns its row."""
    cpu, wall = _cpu_s(), time.perf_counter()
    gave = work(film, folder)
    if isinstance(gave, dict):
        return gave
    wall, cpu = time.perf_counter() - wall, _cpu_s() - cpu
    kib = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"wall_s": round(wall, 3), "cpu_s": round(cpu, 3), "peak_mb": round(kib * 1024 / 1e6)}


def _cpu_s() -> float:
    return sum(
        u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _machine() -> Row:
    info = Path("/proc/cpuinfo")
    models = re.findall(r"model name\s*: (.+)", info.read_text()) if info.exists() else []
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def _table(found: Row) -> str:
    film, machine = found["film"], found["machine"]
    lines = [
        f"{film['seconds']:.1f} s of film in {film['scenes']} scenes, {film['size']}, {film['frames']} frames;"
        f" narration ready, all else cold; best of {found['runs']}. {machine['cores']} cores ({machine['processor']}),"
        f" {machine['system']}, Python {machine['python']};"
        f" load average {machine['load']} at the end.",
        "",
        "| | wall s | CPU s | peak MB | × limit | film s per s |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in found["rows"].items():
        ratio = "" if name == "ten minutes" else f"{row['ratio']:.2f}"
        said = SAID[name] + (f": {row['made']} pieces made" if "made" in row else "")
        lines.append(
            f"| {said} | {row['wall_s']:.2f} | {row['cpu_s']:.2f} | {row['peak_mb']} | {ratio}"
            f" | {row['film_s'] / row['wall_s']:.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
