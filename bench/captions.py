"""Every caption of a brief against every limit, as a table by language and shape.

    python -m bench.captions [BRIEF]

Each audience's film is narrated and directed in each language and shape; nothing is drawn.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import get_args

from briefcast.captions.check import check_cues
from briefcast.captions.cue import Cue, caption_limits, count_chars
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.products.video.arrangement import Shape
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.profile import VideoProfile
from briefcast.speech.narrate import narrate
from briefcast.store.store import Store

EXAMPLE = Path(__file__).parent.parent / "examples" / "egov-2024.yaml"


@dataclass(kw_only=True)
class Row:
    """The captions of one language on one shape, all audiences together."""

    language: str
    shape: str
    cues: int = 0
    line_max_chars: int = 0
    lines_max: int = 0
    speed_max_cps: float = 0
    shortest_ms: int = 1 << 30
    longest_ms: int = 0
    gap_min_ms: int = 1 << 30
    late_max_ms: int = 0
    """Of a caption's beginning against its first word, on the frame it is shown."""
    stays_max_ms: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, audience: str, cues: tuple[Cue, ...]) -> None:
        """Count the captions of one film."""
        self.cues += len(cues)
        for cue in cues:
            self.line_max_chars = max(self.line_max_chars, *map(count_chars, cue.texts))
            self.lines_max = max(self.lines_max, len(cue.lines))
            self.speed_max_cps = max(self.speed_max_cps, cue.speed_cps)
            self.shortest_ms = min(self.shortest_ms, cue.end_ms - cue.start_ms)
            self.longest_ms = max(self.longest_ms, cue.end_ms - cue.start_ms)
            self.late_max_ms = max(self.late_max_ms, abs(cue.start_ms - cue.words[0].start_ms))
            self.stays_max_ms = max(self.stays_max_ms, cue.end_ms - cue.words[-1].end_ms)
        self.gap_min_ms = min((self.gap_min_ms, *(b.start_ms - a.end_ms for a, b in pairwise(cues))))
        self.faults += (f"{audience}: {fault}" for fault in check_cues(cues, self.language, self.shape))


def measure(brief: Path = EXAMPLE, *, voices: tuple[str, ...] = (), audiences: tuple[str, ...] = ()) -> Iterator[Row]:
    """Give the row of every language and shape; all audiences, with their own voices, if none are named."""
    with tempfile.TemporaryDirectory(prefix="briefcast-captions-") as folder:
        plan = plan_edition(EditionRequest(brief=brief, out=Path(folder), audiences=audiences))
        rows: dict[tuple[str, str], Row] = {}
        for (id, language), script in plan.scripts.items():
            audience = plan.audiences[id]
            narration = narrate(
                script,
                voices=voices or audience.voices[script.language],
                pace=audience.pace,
                store=Store(Path(folder) / "store"),
            )
            for shape in get_args(Shape):
                board = build_storyboard(
                    script, narration, plan.brand, shape, sound=audience.profile("video", VideoProfile).sound
                )
                rows.setdefault((language, shape), Row(language=language, shape=shape)).add(id, board.cues)
        yield from rows.values()


def main(brief: Path = EXAMPLE) -> int:
    """Print the table and every fault; the number of faults is the exit code."""
    heads = ("", "cues", "chars", "lines", "cps", "shortest", "longest", "gap", "off", "stays", "faults")
    print(("{:<8}" + "{:>10}" * 10).format(*heads))
    faults: dict[str, list[str]] = defaultdict(list)
    for row in measure(brief):
        limits = caption_limits(row.language, row.shape)
        name = f"{row.language} {row.shape}"
        faults[name] = row.faults
        print(
            f"{name:<8}{row.cues:>10}{row.line_max_chars:>7}/{limits.line_max_chars:<2}{row.lines_max:>8}/{limits.lines_max}"
            f"{row.speed_max_cps:>7.1f}/{limits.speed_max_cps:<2g}{row.shortest_ms:>7} ms{row.longest_ms:>7} ms"
            f"{row.gap_min_ms:>7} ms{row.late_max_ms:>7} ms{row.stays_max_ms:>7} ms{len(row.faults):>10}"
        )
    for name, found in faults.items():
        for fault in found:
            print(f"{name}: {fault}")
    return min(sum(map(len, faults.values())), 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE))
