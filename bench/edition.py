"""What a whole edition costs over its own speech and its own encoding.

The edition is made cold, by the command that people type. Then each of its films is encoded again, alone: x264 with the
same settings on its own frames, which lie ready, in groups side by side on all cores; and every sentence of its scripts
is spoken again, alone. What the edition takes over the sum of both is drawing, mastering, pictures, pages and waiting.

    python -m bench.edition                                        six audiences in three languages (some minutes)
    python -m bench.edition --audience youth --language en         a part of it
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import av

from bench.video import EXAMPLE, ROOT, Sizes, encode_in_groups
from briefcast.brief.read import read_brief
from briefcast.manifest.manifest import read_manifest
from briefcast.products.profiles import read_audience
from briefcast.speech.narrate import narrate
from briefcast.store.store import Store
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script

LIMIT = 1.25
"""What an edition may take over its bare encodes and its bare speech on two cores."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What an edition took beside what it cannot do without."""

    films: int
    film_s: float
    wall_s: float
    cpu_s: float
    peak_mb: float
    """Of its largest process."""
    encode_s: float
    speech_s: float

    @property
    def ratio(self) -> float:
        """The edition over its bare encodes and bare speech."""
        return self.wall_s / (self.encode_s + self.speech_s)


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and print a line for each part and the ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--audience", action="append", help="one audience; may be repeated; all of them if left out")
    options.add_argument("--language", action="append", help="one language; may be repeated; all of them if left out")
    options.add_argument("--voice", default="espeak", help="the engine that speaks (default: espeak)")
    given = options.parse_args(words)
    brief = read_brief(EXAMPLE)
    audiences, languages = given.audience or list(brief.audiences), given.language or list(brief.languages)
    with tempfile.TemporaryDirectory(prefix="briefcast-bench-") as aside:
        cost = measure(audiences, languages, given.voice, Path(aside))
    print(tell(cost))


def measure(audiences: Sequence[str], languages: Sequence[str], voice: str, folder: Path) -> Cost:
    """Make an edition cold, then encode its films and speak its sentences alone."""
    chosen = [word for a in audiences for word in ("--audience", a)]
    chosen += [word for code in languages for word in ("--language", code)]
    command = [sys.executable, "-m", "briefcast", "make", str(EXAMPLE), "--out", str(folder / "out"), "--voice", voice]
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ran = subprocess.run([*command, *chosen], cwd=ROOT, env={**os.environ, "NO_COLOR": "1"}, capture_output=True)
    wall_s, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode:
        raise SystemExit(ran.stderr.decode())
    [edition] = [path.parent for path in (folder / "out").glob("*/manifest.json")]
    films = [edition / output.path for output in read_manifest(edition).outputs if output.role == "video"]
    lengths = [film_seconds(film) for film in films]
    return Cost(
        films=len(films),
        film_s=sum(lengths),
        wall_s=wall_s,
        cpu_s=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        peak_mb=after.ru_maxrss * 1024 / 1e6,
        encode_s=sum(bare_encode_s(film, folder) for film in films),
        speech_s=bare_speech_s(audiences, languages, voice, folder),
    )


def film_seconds(film: Path) -> float:
    """Give the length of a film."""
    with av.open(str(film)) as file:
        return float(file.duration or 0) / av.time_base


def bare_encode_s(film: Path, folder: Path) -> float:
    """Encode the frames of a film again, alone, in groups side by side; the time of that, without decoding them."""
    raw, frames = folder / "frames.yuv", 0
    with av.open(str(film)) as file, raw.open("wb") as lain:
        stream = file.streams.video[0]
        sizes = (stream.width, stream.height, round(float(stream.average_rate or 30)))
        for frame in file.decode(stream):
            lain.write(frame.reformat(format="yuv420p").to_ndarray().tobytes())
            frames += 1
    begin = time.perf_counter()
    encode_in_groups(Sizes(width_px=sizes[0], height_px=sizes[1], fps=sizes[2], frames=frames), folder)
    return time.perf_counter() - begin


def bare_speech_s(audiences: Iterable[str], languages: Sequence[str], voice: str, folder: Path) -> float:
    """Speak everything the audiences are told again, alone; the time of that, without writing it."""
    brief, store = read_brief(EXAMPLE), Store(folder / "speech")
    facts = collect_facts(brief)
    known = [(name, read_audience(name)) for name in audiences]
    scripts = [
        (write_script(brief, facts, audience, code, folder=EXAMPLE.parent), audience.pace)
        for _, audience in known
        for code in languages
    ]
    begin = time.perf_counter()
    for script, pace in scripts:
        narrate(script, voices=[voice], pace=pace, store=store)
    return time.perf_counter() - begin


def tell(cost: Cost) -> str:
    """Give the result as lines to read."""
    return "\n".join(
        (
            f"edition: {cost.wall_s:.1f} s, {cost.cpu_s:.1f} s CPU, peak {cost.peak_mb:.0f} MB;"
            f" {cost.films} films of {cost.film_s:.0f} s; load average {os.getloadavg()[0]:.1f}",
            f"bare encodes: {cost.encode_s:.1f} s; bare speech: {cost.speech_s:.1f} s",
            f"ratio: {cost.ratio:.2f} (limit {LIMIT})",
        )
    )


if __name__ == "__main__":
    main()
