"""A small brief for one audience of its own: quick to make, with everything a real one has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefcast.edition.edition import Edition, write_edition
from briefcast.edition.plan import Plan, plan_edition, run_step
from briefcast.edition.request import EditionRequest
from briefcast.products.base import Made, Step
from briefcast.store.store import SHARED_STORE_ENV

MADE_ENV = "BRIEFCAST_TEST_MADE"
"""The folder in which a run keeps what `made_once` shares."""

BRIEF = """\
id: small
title: {vi: Mạng nhanh về bản, en: Fast internet reaches villages, he: אינטרנט מהיר בכפרים}
issuer: {vi: Ban Truyền thông, en: Communications Team, he: צוות ההסברה}
languages: [vi, en, he]
audiences: [neighbours]
products: [infographic, podcast]
as_of: 2025-10-21
sources:
  - id: most
    title: {vi: Băng rộng, en: Broadband, he: פס רחב}
    publisher: {vi: Bộ Khoa học và Công nghệ, en: Ministry of Science, he: משרד המדע}
    url: https://example.org/broadband
    date: 2025-10-21
statistics:
  - id: villages
    label: {vi: Thôn có băng rộng, en: Villages with broadband, he: כפרים עם פס רחב}
    value: 99.3
    unit: percent
    period: "2025-10"
    source: most
points:
  - id: reach
    statistics: [villages]
    headline: {vi: "{villages} thôn có băng rộng", en: "{villages} of villages", he: "{villages} מהכפרים"}
    text:
      vi: "{villages} thôn, bản đã có mạng nhanh."
      en: "{villages} of villages have fast internet."
      he: "{villages} מהכפרים מחוברים לאינטרנט מהיר."
calls_to_action:
  neighbours: {text: {vi: Mời dùng thử., en: Try it today., he: נסו כבר היום.}, url: "https://example.org/try"}
"""

PROFILE = """\
id: neighbours
name: {vi: Bà con, en: Neighbours, he: השכנים}
tone: public
address: {vi: bà con, en: you, he: אתם}
numbers: exact
points: {min: 1, max: 3}
seconds: 40
infographic_sizes: [1200x630]
video_shapes: [1x1]
voices: {vi: [silent], en: [silent], he: [silent]}
"""


def write_small_brief(folder: Path, brief: str = BRIEF) -> Path:
    """Write the brief and its audience into a folder and give the brief's path."""
    (folder / "audiences").mkdir(parents=True, exist_ok=True)
    (folder / "audiences" / "neighbours.yaml").write_text(PROFILE, "utf-8")
    path = folder / "small.yaml"
    path.write_text(brief, "utf-8")
    return path


def make(brief: Path, out: Path, **asked: object) -> Edition:
    """Make an edition step by step, in one thread."""
    plan = plan_edition(EditionRequest.model_validate({"brief": brief, "out": out, **asked}))
    return write_edition(plan, run_all(plan))


def where_made() -> dict[str, str]:
    """Give the setting by which a command finds what was made in this run, and keeps what it makes."""
    return {SHARED_STORE_ENV: Path(os.environ[MADE_ENV]).as_uri()}


@contextmanager
def made_once() -> Iterator[None]:
    """Let what is made in here be found, if another test of this run made the same: for tests of something else.

    Whoever replaces what makes an output must not share it.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in where_made().items():
            patch.setenv(name, value)
        yield


def make_once(brief: Path, out: Path, **asked: object) -> Edition:
    """Give an edition that a test needs and does not test: as `make`, from what another one made of the same."""
    with made_once():
        return make(brief, out, **asked)


def run_all(plan: Plan) -> dict[Step, Made | Exception]:
    """Run every step of a plan in its order."""
    results: dict[Step, Made] = {}
    for step in plan.steps:
        results[step] = run_step(plan, step, {needed: results[needed] for needed in plan.needs(step)})
    return dict(results)
