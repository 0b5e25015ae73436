"""Voices that ask a service: each engine against an emulator of its published protocol, whole and with faults."""

from __future__ import annotations

import importlib.util
import logging
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from briefcast import secrecy
from briefcast.catalogue import is_told_in
from briefcast.engines import ENGINES
from briefcast.errors import EngineUnavailable, VoiceError
from briefcast.secrecy import read_with
from briefcast.sound.samples import RATE_HZ
from briefcast.speech import asking, elevenlabs, fpt
from briefcast.speech.base import SpokenSentence, open_engine
from briefcast.speech.decoding import decode
from briefcast.speech.edge import EdgeEngine, place_words
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.narrate import narrate
from briefcast.speech.online import ENV, Online, find_away
from briefcast.speech.recall import voices_at_hand
from briefcast.speech.timing import time_words
from briefcast.speech.vieneu import VieneuEngine
from briefcast.store.store import Store
from tests.sound_fixtures import make_script
from tests.speech.service_emulators import EMULATORS, KEY, VOICES, Edge, ElevenLabs, Fpt, KeyedService, bare_mp3_of

needs_edge = pytest.mark.skipif(not importlib.util.find_spec("edge_tts"), reason="edge-tts is not installed")
KEYED = tuple(EMULATORS)
BOUGHT = tuple(name for name in KEYED if not ENGINES[name].of_the_team)
"""Those that a team does not run itself."""
VIETNAMESE = ("fpt", "viettel", "vieneu")
TIMED = ("google-cloud", "elevenlabs")
"""Engines whose service says when a word begins."""
WORDS = ("Mời", "bà", "con", "nộp", "hồ", "sơ", "ngay", "hôm", "nay.")


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(ENV)
    monkeypatch.setattr(asking, "RETRY_AFTER_S", (0.0, 0.0))
    monkeypatch.setattr(fpt, "_POLL_S", 0.01)
    monkeypatch.setattr(elevenlabs, "_looked_at", {})
    monkeypatch.setenv("BRIEFCAST_VOICES", str(tmp_path / "voices"))
    monkeypatch.setattr(logging, "_logRecordFactory", logging.getLogRecordFactory())


def _name(engine: str, what: str) -> str:
    return f"BRIEFCAST_{engine}_{what}".upper().replace("-", "_")


@pytest.fixture
def service(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyedService]:
    engine = request.getfixturevalue("engine")
    with EMULATORS[engine]() as running:
        monkeypatch.setenv(_name(engine, "url"), running.url)
        monkeypatch.setenv(_name(engine, "key"), KEY)
        yield running


def _speak(engine: str, words: tuple[str, ...] = WORDS, language: str = "vi", voice: str = "") -> SpokenSentence:
    opened = open_engine(engine)
    return opened.speak(words, opened.find_voice(language, voice), 1.0)


def _truth(words: tuple[str, ...], language: str) -> SpokenSentence:
    """The same words by the voice that stands in for the service's, with the embedded engine's own times."""
    espeak = EspeakEngine()
    return espeak.speak(words, espeak.find_voice(*VOICES[language]), 1.0)


@pytest.mark.parametrize("engine", KEYED)
def test_a_sentence_is_spoken_with_the_time_of_each_word(engine: str, service: KeyedService) -> None:
    """Captions that lag by a fifth of a second look broken."""
    spoken = _speak(engine)
    assert service.heard == [" ".join(WORDS)], "the text as it is, and nothing else"
    truth = _truth(WORDS, "vi")
    assert len(spoken.samples) == pytest.approx(len(truth.samples), abs=RATE_HZ // 8)
    misses = [abs(a[0] - b[0]) for a, b in zip(spoken.word_times_ms, truth.word_times_ms, strict=True)]
    assert np.median(misses) <= (30 if engine in TIMED else 60), misses


@pytest.mark.parametrize("engine", [name for name in KEYED if name not in VIETNAMESE])
@pytest.mark.parametrize("language", ["en", "he"])
def test_the_languages_of_the_service_are_spoken(engine: str, language: str, service: KeyedService) -> None:
    """Whoever pays for a service pays for all three languages of the team."""
    words = tuple(word.spoken for word in make_script(language).scenes[1].sentences[0].words)
    spoken = _speak(engine, words, language)
    assert len(spoken.word_times_ms) == len(words)
    assert len(service.heard) == 1


@pytest.mark.parametrize("engine", KEYED)
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("sign-in", "something else than .* answered"),
        ("403", "does not take the key in BRIEFCAST_"),
        ("429", "busy or does not answer"),
        ("503", "busy or does not answer"),
        ("silence", "answered with silence"),
        ("noise", "not sound"),
        ("other-language", "not in this language"),
        ("other-text", "is not the text"),
    ],
)
def test_each_fault_is_named(engine: str, fault: str, said: str, service: KeyedService) -> None:
    """A film that is silent, or read by an English voice, must not go out; who mends it has to know what it was."""
    service.fault = fault
    with pytest.raises(VoiceError, match=said) as caught:
        _speak(engine)
    assert KEY not in str(caught.value)
    assert all(is_told_in(caught.value.told, code) for code in ("vi", "he"))


@pytest.mark.parametrize("engine", KEYED)
def test_slow_and_gone_are_named_in_time(engine: str, service: KeyedService, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor who waits must not wait for a service that hangs."""
    monkeypatch.setattr(asking, "TIMEOUT_S", 0.3)
    monkeypatch.setattr(VieneuEngine, "limit_s", 0.3)
    service.fault = "slow"
    begun = time.monotonic()
    with pytest.raises(EngineUnavailable, match=r"busy or does not answer|did not finish"):
        _speak(engine)
    assert time.monotonic() - begun < 20
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv(_name(engine, "url"), f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(EngineUnavailable, match=r"no network, or .* cannot be reached"):
            _speak(engine)


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        ("azure", "busy or does not answer"),
        ("google-cloud", "busy or does not answer"),
        ("openai", r"all that was agreed with OpenAI is spoken \(HTTP 429\)"),
        ("elevenlabs", r"all that was agreed with ElevenLabs is spoken \(HTTP 401\)"),
        ("fpt", r"FPT.AI refused \(error 5\): Your quota is exceeded"),
        ("viettel", r"Viettel AI refused \(HTTP 400\): Out of characters"),
        ("vieneu", "VieNeu is busy or does not answer"),
    ],
)
def test_where_all_is_spoken_the_next_voice_says_it_and_the_reason_is_kept(
    engine: str, said: str, service: KeyedService, tmp_path: Path
) -> None:
    """At the end of a month the week's films are made all the same, and the team reads why they sound otherwise."""
    service.used_up = True
    online = Online()
    narration = narrate(make_script("vi"), voices=[engine, "espeak"], store=Store(tmp_path), online=online)
    assert narration.voice.engine == "espeak"
    assert re.search(said, narration.fallbacks[0].reason)
    assert engine in online.broken, "it is not asked for every sentence"
    assert service.heard == []


@pytest.mark.parametrize("engine", KEYED)
def test_one_look_says_whether_the_service_serves_and_sends_no_word_of_a_brief(
    engine: str, service: KeyedService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that found out at the first sentence would have waited for every service of the order."""
    assert find_away([engine], limit_s=10) == {}
    assert service.heard in ([], ["Xin chào"])
    monkeypatch.setenv(_name(engine, "key"), "another")
    assert find_away([engine], limit_s=10)[engine]


@pytest.mark.parametrize("engine", BOUGHT)
def test_without_a_key_nothing_is_asked_and_the_way_to_get_on_is_told(
    engine: str, service: KeyedService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever named the engine before she had a key reads which variable she needs."""
    monkeypatch.delenv(_name(engine, "key"))
    with pytest.raises(EngineUnavailable, match=_name(engine, "key")):
        _speak(engine)
    assert service.got == b""


def test_a_key_may_lie_where_the_process_keeps_its_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A team on a server writes keys into secret blocks and not into the environment of each worker."""
    monkeypatch.setattr(secrecy, "_sources", [secrecy.from_environment])
    blocks = {"briefcast-google-cloud-key": KEY}
    read_with(blocks.get)
    assert open_engine("google-cloud").find_voice("he").id == "he-IL-Wavenet-A"


@pytest.mark.parametrize("engine", KEYED)
def test_a_key_goes_into_the_request_and_nowhere_else(
    engine: str, service: KeyedService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A key in a log, a message or the store is a bill that somebody else runs up."""
    caplog.set_level(logging.DEBUG)
    narration = narrate(make_script("vi"), voices=[engine], store=Store(tmp_path / "store"), online=Online())
    assert KEY.encode() in service.got
    assert KEY not in repr(narration)
    assert KEY not in caplog.text
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    service.got.clear()
    narrate(make_script("vi"), voices=[engine], store=Store(tmp_path / "store"), online=Online())
    assert service.got == b"", "what was spoken is never paid for twice"


@pytest.mark.parametrize("engine", BOUGHT)
def test_never_keeps_every_word_here_also_from_services_with_a_key(
    engine: str, service: KeyedService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text under embargo must reach nobody: with ``never`` no connection is opened, and no name is looked up."""
    monkeypatch.setenv(ENV, "never")
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: asked.append(address))
    narration = narrate(make_script("vi"), voices=[engine, "espeak"], store=Store(tmp_path), online=Online())
    assert narration.voice.engine == "espeak"
    assert asked == []
    assert service.got == b""


@pytest.mark.parametrize("engine", ["azure"])
def test_a_limit_of_the_month_is_kept_over_runs(
    engine: str, service: KeyedService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A team that pays by the character must not find out at the end of the month."""
    monkeypatch.setenv("BRIEFCAST_AZURE_CHARACTERS", str(2 * len(" ".join(WORDS)) + 1))
    _speak(engine)
    _speak(engine)
    with pytest.raises(EngineUnavailable, match=r"limit of \d+ characters a month \(BRIEFCAST_AZURE_CHARACTERS\)"):
        _speak(engine)
    monkeypatch.setenv("BRIEFCAST_AZURE_CHARACTERS", "a lot")
    with pytest.raises(EngineUnavailable, match="whole number"):
        _speak(engine)
    monkeypatch.setenv("BRIEFCAST_AZURE_CHARACTERS", "100000")
    (tmp_path / "voices" / "sent.json").write_text("[]")
    with pytest.raises(EngineUnavailable, match="cannot be counted"):
        _speak(engine)
    assert len(service.heard) == 2, "where nobody can say how much was sent nothing more is"


@pytest.mark.parametrize(
    "address", ["http://speech.example.org", "https://user:word@example.org", "https://example.org/?key=1", "speech"]
)
def test_a_key_is_sent_to_no_address_where_others_can_read_it(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFCAST_OPENAI_KEY", KEY)
    monkeypatch.setenv("BRIEFCAST_OPENAI_URL", address)
    with pytest.raises(EngineUnavailable, match="BRIEFCAST_OPENAI_URL"):
        open_engine("openai").find_voice("vi")


def test_azure_needs_a_region_and_speaks_each_language_with_its_own_voices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key goes to the host that the region names: what is no region must not become one."""
    monkeypatch.setenv("BRIEFCAST_AZURE_KEY", KEY)
    for region in ("", "evil.example.org/"):
        monkeypatch.setenv("BRIEFCAST_AZURE_REGION", region)
        with pytest.raises(EngineUnavailable, match="BRIEFCAST_AZURE_REGION"):
            open_engine("azure").find_voice("vi")
    monkeypatch.setenv("BRIEFCAST_AZURE_REGION", "southeastasia")
    assert open_engine("azure").find_voice("he").region == "IL"
    with pytest.raises(EngineUnavailable, match="no voice"):
        open_engine("azure").find_voice("vi", "he-IL-HilaNeural")


@pytest.mark.parametrize("engine", ["google-cloud"])
def test_a_voice_that_takes_no_marks_gets_the_bare_text(engine: str, service: KeyedService) -> None:
    """Its newest voices refuse SSML: with marks they would never speak."""
    assert len(_speak(engine, voice="vi-VN-Chirp3-HD-Aoede").word_times_ms) == len(WORDS)
    assert b"<speak>" not in service.got


@pytest.mark.parametrize("engine", ["elevenlabs"])
@pytest.mark.parametrize("category", ["cloned", "professional", "famous"])
def test_a_voice_that_was_cloned_is_refused(engine: str, category: str, service: KeyedService) -> None:
    """Nobody may be made to say what she never said, whatever an account holds."""
    assert isinstance(service, ElevenLabs)
    service.category = category
    with pytest.raises(EngineUnavailable, match="made from a person's recordings"):
        _speak(engine)
    assert service.heard == []


@pytest.mark.parametrize("engine", ["fpt"])
def test_a_link_is_waited_for_and_never_gets_the_key(
    engine: str, service: KeyedService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sound lies on another host than the one the key belongs to."""
    assert isinstance(service, Fpt)
    _speak(engine)
    assert service.keys_at_links == 0
    assert list(service.looked.values()) == [3]
    service.ready_after = 10**6
    monkeypatch.setattr(fpt, "_READY_S", 1.0)
    with pytest.raises(EngineUnavailable, match="not ready in time"):
        _speak(engine)


@pytest.mark.parametrize("engine", ["fpt"])
def test_a_sentence_that_the_service_does_not_take_is_named(engine: str, service: KeyedService) -> None:
    with pytest.raises(EngineUnavailable, match=r"refused \(error 1\): Text is too short"):
        _speak(engine, ("Ồ",))


@pytest.mark.parametrize("engine", ["vieneu"])
def test_a_server_of_the_team_on_this_machine_speaks_what_may_leave_for_nowhere(
    engine: str, service: KeyedService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ministry runs it so that a text under embargo is spoken naturally all the same; elsewhere it stays unsent."""
    monkeypatch.setenv(ENV, "never")
    narration = narrate(make_script("vi"), voices=[engine, "espeak"], store=Store(tmp_path), online=Online())
    assert narration.voice.engine == engine
    assert service.heard
    monkeypatch.setenv(_name(engine, "url"), "https://voices.example.org")
    assert Online(refused="an embargo").why_refused(engine) == "an embargo"
    with pytest.raises(VoiceError, match="never"):
        narrate(make_script("vi"), voices=[engine], store=Store(tmp_path / "other"), online=Online())


@pytest.mark.parametrize("engine", ["vieneu"])
def test_the_server_of_a_team_that_asks_for_no_key_gets_none(
    engine: str, service: KeyedService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own setting says whether it wants one: without one it is asked bare, and its refusal says what to set."""
    monkeypatch.delenv(_name(engine, "key"))
    with pytest.raises(EngineUnavailable, match=r"asks for a key \(HTTP 401\): write it into BRIEFCAST_VIENEU_KEY"):
        _speak(engine)
    assert b"authorization" not in bytes(service.got).lower()
    monkeypatch.delenv(_name(engine, "url"))
    with pytest.raises(EngineUnavailable, match="write the address of your server into BRIEFCAST_VIENEU_URL"):
        _speak(engine)


@pytest.mark.parametrize("engine", ["vieneu"])
def test_a_server_of_the_team_is_waited_for_and_not_asked_twice_at_once(
    engine: str, service: KeyedService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without a graphics card got each sentence three times, each before the last was spoken."""
    monkeypatch.setattr(asking, "TIMEOUT_S", 0.01)
    assert len(_speak(engine).samples), "the limit of services does not hold for it"
    monkeypatch.setattr(VieneuEngine, "limit_s", 0.3)
    service.fault, service.got = "slow", bytearray()
    with pytest.raises(EngineUnavailable, match=r"did not finish within 0\.3 seconds"):
        _speak(engine)
    assert bytes(service.got).count(b"/v1/audio/speech") == 1


@pytest.mark.parametrize("engine", ["vieneu"])
def test_the_address_may_name_the_interface(
    engine: str, service: KeyedService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other programs want the address with /v1, and it is copied from them."""
    monkeypatch.setenv(_name(engine, "url"), f"{service.url}/v1/")
    assert len(_speak(engine).samples)


@pytest.mark.parametrize("engine", ["vieneu"])
def test_a_voice_that_somebody_enrolled_there_is_refused(engine: str, service: KeyedService) -> None:
    """The server takes three seconds of anybody's voice, and does not say afterwards whose they were."""
    with pytest.raises(EngineUnavailable, match="no voice 'Bộ trưởng'"):
        _speak(engine, voice="Bộ trưởng")
    assert service.got == b""


def test_every_service_has_its_emulator() -> None:
    """An engine that nothing stands in for would be tried for the first time by whoever pays for it."""
    assert {name for name, line in ENGINES.items() if line.service} == {"gtts", "edge", *EMULATORS}


def test_what_is_not_set_up_costs_a_run_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has no key must not wait for a service, nor see it in the way of the voice that speaks."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a name was looked up"))
    found = voices_at_hand("vi", ["azure", "espeak"], Online())
    assert "BRIEFCAST_AZURE_KEY" in str(found["azure"])


# --- Edge


@pytest.fixture
def edge(monkeypatch: pytest.MonkeyPatch) -> Iterator[Edge]:
    import edge_tts.communicate

    with Edge() as running:
        monkeypatch.setattr(edge_tts.communicate, "WSS_URL", running.url)
        yield running


@needs_edge
@pytest.mark.parametrize("language", ["vi", "he"])
def test_edge_is_asked_for_word_boundaries_and_they_are_kept(language: str, edge: Edge) -> None:
    """Its library asks for sentences alone unless it is told; then every caption would be a guess."""
    words = tuple(word.spoken for word in make_script(language).scenes[1].sentences[0].words)
    spoken = _speak("edge", words, language)
    truth = _truth(words, language)
    misses = [abs(a[0] - b[0]) for a, b in zip(spoken.word_times_ms, truth.word_times_ms, strict=True)]
    assert np.median(misses) <= 60, misses
    assert edge.heard == [" ".join(words)]


@needs_edge
@pytest.mark.parametrize(
    ("fault", "said", "asked"),
    [
        ("403", r"refused \(HTTP 403\)", 2),
        ("503", "busy or does not answer", 3),
        ("sign-in", "something else than Microsoft Edge answered", 1),
        ("dies", "something else than|broke off", 1),
        ("silence", "answered with silence", 1),
        ("noise", "not sound", 1),
        ("other-language", "not in this language", 1),
    ],
)
def test_each_fault_of_edge_is_named(fault: str, said: str, asked: int, edge: Edge) -> None:
    """It is closed to programs for days at a time: the next voice speaks, and the run says why."""
    edge.fault = fault
    with pytest.raises(VoiceError, match=said):
        _speak("edge")
    assert edge.asked == asked


@needs_edge
def test_edge_that_hangs_or_is_gone_is_named_in_time(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "TIMEOUT_S", 0.4)
    edge.fault = "slow"
    with pytest.raises(EngineUnavailable, match="busy or does not answer"):
        _speak("edge")
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "ws://127.0.0.1:9/edge/v1?x=1")
    monkeypatch.setattr(asking, "TIMEOUT_S", 5.0)
    assert "no network" in find_away(["edge"], limit_s=8)["edge"]


def test_edge_that_is_not_installed_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefcast.speech.edge.util.find_spec", lambda name: None)
    with pytest.raises(EngineUnavailable, match=r"pip install 'briefcast\[edge\]'"):
        EdgeEngine().find_voice("vi")


def test_pieces_that_a_service_parts_by_its_own_mind_find_their_words() -> None:
    """One lost piece must not shift every word behind it."""
    words = ("Hạng", "71%,", "e-Gov", "là", "là", "tốt.")
    told = [("Hạng", 0.0), ("71", 200.0), ("%", 400.0), ("không có", 450.0), ("e-Gov", 600.0), ("là", 900.0)]
    assert place_words(words, told) == (0.0, 200.0, 600.0, 900.0, None, None)


# --- what all share


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_other_voices_of_a_language_are_taken_for_it(language: str) -> None:
    """A look at the words that refused good voices would send every film back to the machine's."""
    engine = EspeakEngine()
    base = engine.find_voice(language).id.partition("+")[0]
    for scene in make_script(language).scenes:
        for sentence in scene.sentences:
            words = tuple(word.spoken for word in sentence.words)
            for variant in ("f3", "m7", "f4"):
                other = engine.speak(words, engine.find_voice(language, f"{base}+{variant}"), 0.85)
                time_words(other.samples, words, language, 1.0, who="a service")


def test_times_move_with_what_the_coder_put_before_the_sound() -> None:
    """An MP3 without a header begins 46 ms late: every word would light up too early."""
    truth = _truth(WORDS, "vi")
    starts = [start for start, _ in truth.word_times_ms]
    samples = decode(bare_mp3_of(truth.samples), 1.0, who="x")
    assert len(samples) > len(truth.samples) + RATE_HZ // 50
    spoken = time_words(samples, WORDS, "vi", 1.0, who="x", starts_ms=starts)
    late = [a[0] - b for a, b in zip(spoken.word_times_ms, starts, strict=True)]
    assert 25 <= np.median(late) <= 70, late
