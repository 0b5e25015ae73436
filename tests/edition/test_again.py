"""Made again with nothing changed: nothing is done twice, and nothing that changed is taken for the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from briefcast.edition.edition import Edition
from briefcast.edition.plan import Made, Step, plan_edition, run_step
from briefcast.edition.request import EditionRequest
from briefcast.engines import ENGINES, Line
from briefcast.errors import EngineUnavailable
from briefcast.manifest.manifest import OutputEntry, read_manifest
from briefcast.speech import narrate as speech
from briefcast.speech.base import SpokenSentence, Voice
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.silent import SilentEngine
from briefcast.store.files import file_sha256
from tests import ROOT
from tests.edition_fixtures import BRIEF, PROFILE, make, write_small_brief

HEAVY = ("PIL", "av", "lxml", "matplotlib", "openpyxl", "typst", "underthesea")
"""Libraries that take a tenth of a second or more to load, and that only making needs."""

_LOADED = """
import sys
from pathlib import Path
from tests.edition_fixtures import make
assert make(Path(sys.argv[1]), Path(sys.argv[2])).fresh == 0
print(*(name for name in sys.argv[3:] if name in sys.modules))
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, Edition]]:
    folder = tmp_path_factory.mktemp("edition")
    (folder / "photo.png").write_bytes(b"")
    Image.new("RGB", (1200, 1200), "teal").save(folder / "photo.png")
    brief = write_small_brief(folder, _brief())
    yield brief, folder / "out", make(brief, folder / "out")


@pytest.fixture
def place(first: tuple[Path, Path, Edition]) -> tuple[Path, Path]:
    """Brief and outputs of the first edition, put right again before each test."""
    brief, out, _ = first
    write_small_brief(brief.parent, _brief())
    make(brief, out, verify=True)
    return brief, out


def _brief() -> str:
    alt = "image_alt: {vi: Ảnh, en: A photo, he: תמונה}"
    return BRIEF.replace("statistics: [villages]", f"statistics: [villages]\n    image: photo.png\n    {alt}")


def _flip(path: Path) -> None:
    """Change bytes at the same size."""
    path.write_bytes(bytes(byte ^ 0xFF for byte in path.read_bytes()))


def _output(out: Path, role: str, language: str = "en") -> OutputEntry:
    return next(o for o in read_manifest(out / "small").outputs if (o.role, o.language) == (role, language))


def _stored(out: Path, output: OutputEntry) -> Path:
    return out / ".store" / output.key[:2] / output.key / Path(output.path).name


def test_nothing_is_loaded_that_only_making_needs(place: tuple[Path, Path]) -> None:
    brief, out = place
    command = [sys.executable, "-c", _LOADED, str(brief), str(out), *HEAVY]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    # The brief has a photo, which is looked at unless what lies beside the brief has settled.
    assert set(told.stdout.split()) <= {"PIL"}


def test_nothing_is_spoken_laid_out_hashed_or_written(
    place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefcast.products.podcast import episode
    from briefcast.store import seen

    brief, out = place
    before = {path: path.stat().st_mtime_ns for path in (out / "small").rglob("*.*")}
    for module, name in ((speech, "narrate"), (episode, "plan_episode"), (seen, "file_sha256")):
        monkeypatch.setattr(module, name, lambda *_, **__: pytest.fail("done again"))
    again = make(brief, out)
    assert again.fresh == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before, "whoever mirrors the folder sends nothing"


def test_verifying_hashes_every_output(place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from briefcast.store import seen

    brief, out = place
    hashed: list[Path] = []

    def note(path: Path) -> str:
        hashed.append(path)
        return file_sha256(path)

    monkeypatch.setattr(seen, "file_sha256", note)
    edition = make(brief, out, verify=True)
    assert {path.relative_to(out / "small").as_posix() for path in hashed} >= {o.path for o in edition.manifest.outputs}


def test_damage_in_the_store_is_noticed_when_it_is_copied_and_the_run_says_so(place: tuple[Path, Path]) -> None:
    brief, out = place
    output = _output(out, "image")
    _flip(_stored(out, output))
    (out / "small" / output.path).unlink()
    again = make(brief, out)
    assert file_sha256(out / "small" / output.path) == output.sha256
    assert again.fresh == 1
    [finding] = [f for f in again.manifest.findings if f.code == "store-damaged"]
    assert finding.place == "neighbours/en"
    assert "infographic" in finding.message
    assert not any(f.code == "store-damaged" for f in make(brief, out).manifest.findings), "said once"


def test_damage_in_the_store_that_is_not_copied_is_found_by_verifying(place: tuple[Path, Path]) -> None:
    brief, out = place
    stored = _stored(out, _output(out, "audio"))
    _flip(stored)
    assert make(brief, out).fresh == 0
    again = make(brief, out, verify=True)
    assert [f.place for f in again.manifest.findings if f.code == "store-damaged"] == ["neighbours/en"]
    assert file_sha256(stored) in {o.sha256 for o in again.manifest.outputs}


def test_what_cannot_be_made_again_after_damage_is_a_failure_and_the_rest_is_there(
    place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefcast.errors import MediaError
    from briefcast.products.podcast import episode

    brief, out = place
    output = _output(out, "audio")
    _flip(_stored(out, output))
    (out / "small" / output.path).unlink()

    def fail(*_: object) -> None:
        raise MediaError("The encoder is gone.")

    monkeypatch.setattr(episode, "render_episode", fail)
    again = make(brief, out)
    assert [(f.language, f.product) for f in again.manifest.failures] == [("en", "podcast")]
    assert not (out / "small" / output.path).exists(), "no damaged file takes its place"


def test_a_page_that_somebody_changed_is_written_again(place: tuple[Path, Path]) -> None:
    brief, out = place
    page = out / "small" / "index.html"
    before = page.read_bytes()
    _flip(page)
    make(brief, out)
    assert page.read_bytes() == before


def _made(brief: Path, out: Path, **asked: object) -> dict[Step, Made]:
    plan = plan_edition(EditionRequest.model_validate({"brief": brief, "out": out, **asked}))
    results: dict[Step, Made] = {}
    for step in plan.steps:
        results[step] = run_step(plan, step, {needed: results[needed] for needed in plan.needs(step)})
    return results


def _other_words(brief: Path) -> None:
    brief.write_text(_brief().replace("have fast internet", "have quick internet"), "utf-8")


def _other_pace(brief: Path) -> None:
    (brief.parent / "audiences" / "neighbours.yaml").write_text(f"{PROFILE}pace: 1.1\n", "utf-8")


def _other_name(brief: Path) -> None:
    (brief.parent / "podcast.yaml").write_text("name: {en: Another Name}\n", "utf-8")


def _other_sound(brief: Path) -> None:
    (brief.parent / "pronunciation.yaml").write_text("en: {internet: inter net}\n", "utf-8")


def _other_photo(brief: Path) -> None:
    Image.new("RGB", (1200, 1200), "maroon").save(brief.parent / "photo.png")


@pytest.mark.parametrize("change", [_other_words, _other_pace, _other_name, _other_sound, _other_photo])
def test_whatever_an_episode_is_made_from_makes_it_again(
    tmp_path: Path, place: tuple[Path, Path], change: Callable[[Path], None]
) -> None:
    _, out = place
    brief = write_small_brief(tmp_path, _brief())
    Image.new("RGB", (1200, 1200), "teal").save(tmp_path / "photo.png")
    before = {step: made.key for step, made in _made(brief, out, languages=["en"]).items()}
    change(brief)
    after = {step: made.key for step, made in _made(brief, out, languages=["en"]).items()}
    [episode] = [step for step in before if step.kind == "podcast"]
    assert before[episode] != after[episode]


class Found(EspeakEngine):
    """A natural voice that was not there a moment ago."""

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        return replace(super().find_voice(language), engine="piper", id=preferred)

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        return super().speak(words, super().find_voice(voice.language), pace)


class Away(SilentEngine):
    """A service that cannot be reached."""

    name = "gtts"
    asked = 0

    def speak(self, *_: object, **__: object) -> None:  # type: ignore[override]
        Away.asked += 1
        raise EngineUnavailable("gtts: no network, or the service cannot be reached")


def test_a_voice_that_comes_to_hand_is_heard(place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    brief, out = place
    asked = {"languages": ["en"], "voices": ["piper:new"]}
    before = _made(brief, out, **asked)

    monkeypatch.setitem(ENGINES, "piper", Line(place=f"{Found.__module__}:{Found.__qualname__}"))
    after = _made(brief, out, **asked)
    told = [(before[step].narration, after[step].narration) for step in before if before[step].narration]
    assert told
    for earlier, later in told:
        assert earlier and later
        assert (str(earlier.voice), len(earlier.fallbacks)) == ("silent:en", 1)
        assert (str(later.voice), later.fallbacks) == ("piper:new", ())


def test_a_service_that_did_not_answer_is_asked_again(
    place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stood in while the network was away must not stay for ever."""
    brief, out = place
    monkeypatch.setitem(ENGINES, "gtts", Line(place=f"{Away.__module__}:{Away.__qualname__}"))
    for _ in range(2):
        Away.asked = 0
        made = _made(brief, out, languages=["en"], voices=["gtts"])
        assert Away.asked
        assert any(m.narration and m.narration.fallbacks for m in made.values())


def test_a_narration_whose_sounds_are_gone_is_spoken_again(place: tuple[Path, Path]) -> None:
    brief, out = place
    before = next(m.narration for m in _made(brief, out, languages=["en"]).values() if m.narration)
    before.scenes[0].audio.unlink()
    after = next(m.narration for m in _made(brief, out, languages=["en"]).values() if m.narration)
    assert after == before
    assert after.scenes[0].audio.is_file()
