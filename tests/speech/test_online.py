"""Voices that ask a service: what is sent to whom, and what is heard where the service is away."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefcast.catalogue import is_told_in
from briefcast.cli.report import report
from briefcast.edition.edition import Edition
from briefcast.edition.plan import ask_services, plan_edition, run_step
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_plan
from briefcast.errors import BriefcastError, BriefError, EngineUnavailable, VoiceError
from briefcast.languages import read_languages
from briefcast.manifest.manifest import Manifest
from briefcast.products.base import NARRATION
from briefcast.products.profiles import read_audience
from briefcast.speech import asking, gtts, online
from briefcast.speech.base import Fallback, Narration
from briefcast.speech.gtts import GttsEngine
from briefcast.speech.narrate import narrate
from briefcast.speech.online import ENV, Online, find_away, why_not_sent
from briefcast.speech.recall import fallback_data, read_fallbacks
from briefcast.store.store import Store
from tests.edition_fixtures import BRIEF, PROFILE, write_small_brief
from tests.sound_fixtures import make_script
from tests.speech.services import GoogleTranslate

PATH = "/_/TranslateWebserverUi/data/batchexecute"
CANARY = "Chim hoàng yến số bảy bay qua cầu"
LANGUAGES = ("vi", "he")


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let services be asked, and quickly: each of these tests stands up its own."""
    monkeypatch.delenv(ENV)
    monkeypatch.setattr(asking, "_take_turn", lambda terms: None)
    monkeypatch.setattr(asking, "RETRY_AFTER_S", (0.0, 0.0))
    monkeypatch.setenv("BRIEFCAST_VOICES", "nowhere")
    monkeypatch.setattr(online, "_HOLDS_S", 0.0)


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleTranslate]:
    with GoogleTranslate() as service:
        monkeypatch.setattr(gtts, "URL", service.url + PATH)
        yield service


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setattr(gtts, "URL", f"http://127.0.0.1:{taken.getsockname()[1]}{PATH}")


def _brief(**changes: str) -> str:
    """A published brief in the languages that have an online voice; its audience says nothing of voices."""
    brief = BRIEF
    for old, new in changes.items():
        brief = re.sub(rf"(?m)^{old}:.*$", new, brief)
    return brief


def _write(folder: Path, brief: str = BRIEF, profile: str = PROFILE) -> Path:
    path = write_small_brief(folder, brief)
    profile = re.sub(r"(?m)^voices:.*\n", "", profile)
    (folder / "audiences" / "neighbours.yaml").write_text(profile, "utf-8")
    return path


def _make(brief: Path, **asked: object) -> Edition:
    request = {"brief": brief, "out": brief.parent / "out", "products": ["podcast"], "languages": ["vi"], **asked}
    return make_plan(plan_edition(EditionRequest.model_validate(request)))


def _speak(brief: Path, **asked: object) -> dict[str, Narration]:
    """Speak what a run of an edition speaks, and make nothing of it; give each narration by its language."""
    request = {"brief": brief, "out": brief.parent / "out", "products": ["podcast"], "languages": ["vi"], **asked}
    plan = ask_services(plan_edition(EditionRequest.model_validate(request)))
    made = (run_step(plan, step, {}) for step in plan.steps if step.kind == NARRATION)
    return {each.narration.language: each.narration for each in made if each.narration}


def _voices(manifest: Manifest) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for output in manifest.outputs:
        if output.voice:
            found.setdefault(output.language, set()).add(str(output.voice))
    return found


# --- the order


def test_vietnamese_and_hebrew_ask_a_natural_voice_before_the_machine() -> None:
    for audience in map(read_audience, ("leaders", "citizens", "youth")):
        for language in LANGUAGES:
            assert audience.voices[language] == ("piper", "gtts", "espeak")
        assert audience.voices["en"] == ("piper", "espeak")


def test_a_profile_may_say_the_order_of_one_language_alone(tmp_path: Path) -> None:
    _write(tmp_path, profile=PROFILE + "voices: {vi: [espeak]}\n")
    (tmp_path / "audiences" / "neighbours.yaml").write_text(
        re.sub(r"(?m)^voices:.*$", "voices: {vi: [espeak]}", PROFILE), "utf-8"
    )
    voices = read_audience("neighbours", folder=tmp_path).voices
    assert voices["vi"] == ("espeak",)
    assert voices["he"] == read_languages()["he"].voice_order


# --- the service itself


def test_the_service_on_this_machine_speaks_as_the_real_one(
    google: GoogleTranslate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """gTTS itself understands it: what is tried against it says something about the real one."""
    import gtts as library

    monkeypatch.setattr(library.tts, "_translate_url", lambda tld, path: f"{google.url}/{path}")
    theirs = b"".join(library.gTTS("xin chào", lang="vi", lang_check=False).stream())
    assert theirs == gtts._fetch("xin chào", "vi")
    assert theirs[:2] in (b"\xff\xf3", b"ID")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("sign-in", "something else than Google Translate answered"),
        ("403", r"refused \(HTTP 403\)"),
        ("429", "is busy or does not answer"),
        ("503", "is busy or does not answer"),
        ("slow", "does not answer|did not answer within"),
        ("drip", "does not answer|did not answer within"),
        ("noise", "not sound"),
    ],
)
def test_one_look_says_whether_a_service_serves(fault: str, said: str, google: GoogleTranslate) -> None:
    google.fault = fault
    begun, limit_s = time.monotonic(), 0.5 if fault in ("slow", "drip") else 10
    [(name, why)] = find_away(["gtts"], limit_s=limit_s).items()
    assert name == "gtts"
    assert re.search(said, why)
    assert time.monotonic() - begun < limit_s + 5, "a slow service must not hold a run up"


def test_a_service_that_serves_is_found_and_hears_no_word_of_a_brief(google: GoogleTranslate) -> None:
    assert find_away(["gtts"]) == {}
    assert google.heard == ["OK"]


def test_runs_of_one_process_look_once_a_minute(google: GoogleTranslate, monkeypatch: pytest.MonkeyPatch) -> None:
    """A week of sixty editions would otherwise wait two seconds for each where the network is slow."""
    monkeypatch.setattr(online, "_HOLDS_S", 60.0)
    monkeypatch.setattr(online, "_KNOWN", {})
    google.fault = "403"
    first, second = online.known_away(["gtts"]), online.known_away(["gtts"])
    assert first == second != {}
    assert google.got.count(b"batchexecute") == 1
    google.fault = ""
    monkeypatch.setattr(online, "_HOLDS_S", 0.0)
    assert online.known_away(["gtts"]) == {}


def test_without_a_network_it_is_known_at_once(no_network: None) -> None:
    assert find_away(["gtts"]) == {"gtts": "no network, or Google Translate cannot be reached"}


def test_whose_certificate_it_is_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stands between could put other words into a film."""
    seen = {}

    class Client(asking.httpx.Client):
        def __init__(self, **given: object) -> None:
            seen.update(given)
            super().__init__(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(asking.httpx, "Client", Client)
    monkeypatch.setattr(gtts, "URL", "https://127.0.0.1:9/")
    with pytest.raises(EngineUnavailable):
        GttsEngine().probe(0.5)
    assert gtts.URL.startswith("https://")
    assert seen.get("verify", True) is True


# --- what may be sent


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("as_of", "as_of: 2025-10-21\nonline_voices: never", "the brief says online_voices: never"),
        ("as_of", "as_of: 2025-10-21\nembargo: 2025-10-22", "embargo"),
        ("as_of", "as_of: 2025-10-21\nembargo: 2099-10-22", "embargo"),
        ("    url", "", "has no address where it is published"),
    ],
)
def test_what_is_not_public_is_not_sent(old: str, new: str, said: str, tmp_path: Path, google: GoogleTranslate) -> None:
    narration = _speak(_write(tmp_path, _brief(**{old: new})))["vi"]
    assert google.got == b"", "not even a probe"
    assert str(narration.voice) == "espeak:vi+max"
    [reason] = {f.reason for f in narration.fallbacks if f.wanted == "gtts"}
    assert said in reason
    assert is_told_in(reason, "he")


def test_an_embargo_does_not_end_by_itself(tmp_path: Path) -> None:
    """A voice that changed on that day would change what was approved before."""
    file = _write(tmp_path, _brief(as_of="as_of: 2025-10-21\nembargo: 2020-01-01"))
    plan = plan_edition(EditionRequest(brief=file, out=tmp_path / "out"))
    assert "embargo" in plan.unsent["neighbours"]


def test_only_the_brief_allows_what_is_not_public(tmp_path: Path, google: GoogleTranslate) -> None:
    brief = _brief(as_of="as_of: 2025-10-21\nembargo: 2025-10-22\nonline_voices: allowed")
    assert str(_speak(_write(tmp_path, brief))["vi"].voice) == "gtts:vi"
    assert len(google.heard) == 3


def test_to_ask_for_the_voice_is_not_to_allow_it(tmp_path: Path, google: GoogleTranslate) -> None:
    """A script that always says --voice gtts must not send the one brief that is secret."""
    file = _write(tmp_path, _brief(as_of="as_of: 2025-10-21\nembargo: 2025-10-22"))
    assert str(_speak(file, voices=["gtts", "gtts:vi"])["vi"].voice) == "espeak:vi+max"
    with pytest.raises(VoiceError, match="embargo"):
        _speak(file, voices=["gtts"], strict=True)
    assert google.got == b""


@pytest.mark.parametrize("where", ["brief", "profile", "machine"])
def test_never_keeps_every_word_in_the_house(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, google: GoogleTranslate
) -> None:
    """Tried where it counts: no connection is opened by anything that is made, and no name is looked up."""
    brief = BRIEF.replace("Mời dùng thử", CANARY)
    profile = PROFILE
    if where == "brief":
        brief = brief.replace("as_of:", "online_voices: never\nas_of:", 1)
    elif where == "profile":
        profile += "online_voices: never\n"
    else:
        monkeypatch.setenv(ENV, "never")
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: asked.append(address))
    make = _make if where == "machine" else _speak
    made = make(_write(tmp_path, brief, profile), voices=["gtts"])
    assert asked == []
    assert google.got == b""
    if isinstance(made, Edition):
        assert not made.failures
        assert _voices(made.manifest) == {"vi": {"espeak:vi+max"}}


def test_the_canary_would_be_seen(tmp_path: Path, google: GoogleTranslate) -> None:
    """The measure above must not pass where sentences are sent."""
    brief = BRIEF.replace("Mời dùng thử", CANARY)
    _speak(_write(tmp_path, brief))
    assert any("hoàng yến" in text for text in google.heard)


def test_a_machine_that_says_something_else_is_not_guessed_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, google: GoogleTranslate
) -> None:
    """Whoever writes 'no' means never."""
    monkeypatch.setenv(ENV, "no")
    with pytest.raises(BriefcastError, match="write never"):
        plan_edition(EditionRequest(brief=_write(tmp_path), out=tmp_path / "out"))
    with pytest.raises(BriefError, match="online_voices"):
        plan_edition(
            EditionRequest(
                brief=_write(tmp_path, _brief(as_of="as_of: 2025-10-21\nonline_voices: maybe")), out=tmp_path / "out"
            )
        )


def test_a_worker_that_says_never_sends_nothing_whatever_it_was_handed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, google: GoogleTranslate
) -> None:
    """A plan is made on one machine and spoken on another."""
    monkeypatch.setenv(ENV, "never")
    narration = narrate(make_script("vi"), voices=["gtts", "espeak"], store=Store(tmp_path), online=Online())
    assert narration.voice.engine == "espeak"
    assert google.got == b""


# --- the network: there, away, dying


def test_where_the_network_answers_the_whole_edition_speaks_naturally_and_says_who(
    tmp_path: Path, google: GoogleTranslate, capsys: pytest.CaptureFixture[str]
) -> None:
    brief = _write(tmp_path)
    edition = _make(brief)
    assert _voices(edition.manifest) == {"vi": {"gtts:vi"}}
    report(edition)
    told = " ".join(capsys.readouterr().err.split())
    assert "Spoken by: vi gtts:vi" in told
    assert "The sentences were sent to Google Translate." in told
    assert "Google Translate vi" in edition.page.read_text("utf-8")
    asked = len(google.heard)
    assert _make(brief).fresh == 0
    plan_edition(EditionRequest(brief=brief, out=brief.parent / "out"))
    assert len(google.heard) == asked, "where nothing new is spoken nothing is asked, not even whether it is there"


def test_hebrew_is_spoken_by_its_own_voice(tmp_path: Path, google: GoogleTranslate) -> None:
    assert str(_speak(_write(tmp_path), languages=["he"])["he"].voice) == "gtts:iw"


@pytest.mark.parametrize("fault", ["sign-in", "403", "429", "slow"])
def test_a_service_that_does_not_serve_is_asked_once_for_the_whole_run(
    fault: str, tmp_path: Path, google: GoogleTranslate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online.find_away, "__kwdefaults__", {"limit_s": 0.4})
    google.fault = fault
    spoken = _speak(_write(tmp_path), languages=["vi", "he"])
    assert {str(narration.voice) for narration in spoken.values()} == {"espeak:vi+max", "espeak:he+max"}
    assert google.got.count(b"batchexecute") == 1
    for narration in spoken.values():
        assert [fallback.wanted for fallback in narration.fallbacks] == ["piper", "gtts"]


def test_without_a_network_two_runs_give_the_same_bytes_and_the_second_finds_them(
    tmp_path: Path, no_network: None
) -> None:
    brief = _write(tmp_path)
    first, second = _make(brief), _make(brief)
    assert second.fresh == 0
    assert [o.sha256 for o in first.manifest.outputs] == [o.sha256 for o in second.manifest.outputs]
    assert first.manifest.fallbacks == second.manifest.fallbacks


def test_what_was_spoken_naturally_stays_so_when_the_network_goes(tmp_path: Path, google: GoogleTranslate) -> None:
    """Else an approved film would be another one because of a cable."""
    brief = _write(tmp_path)
    first = _speak(brief)["vi"]
    google.fault = "403"
    assert _speak(brief)["vi"] == first
    assert _speak(brief, voices=["gtts", "piper:nobody"])["vi"].scenes == first.scenes, "sentence by sentence"
    said = len(google.heard)
    # Other words: what is new cannot be said by the voice of before, so all of it is said by the next.
    brief.write_text(brief.read_text("utf-8").replace("Mời dùng thử", "Mời bà con dùng thử"), "utf-8")
    assert str(_speak(brief)["vi"].voice) == "espeak:vi+max"
    assert len(google.heard) == said
    google.fault = ""
    assert str(_speak(brief)["vi"].voice) == "gtts:vi"


def test_a_service_that_dies_in_the_middle_is_replaced_from_the_first_word_and_not_asked_again(
    tmp_path: Path, google: GoogleTranslate
) -> None:
    google.dies_after = 3  # the probe, and two sentences
    edition = _make(_write(tmp_path))
    assert not edition.failures
    for output in edition.manifest.outputs:
        if output.voice:
            assert output.voice.engine == "espeak", "a piece is never spoken by two"
            assert set(output.media.voices or ()) <= {str(output.voice), "espeak:vi+f2", "espeak:he+f2"}
    reasons = {f.reason for f in edition.manifest.fallbacks if f.wanted == "gtts"}
    assert reasons <= {
        "no network, or Google Translate cannot be reached",
        "the connection to Google Translate broke off",
    }
    assert google.got.count(b"batchexecute") <= 8, "a broken service is not asked for every sentence"
    google.dies_after = -1
    again = _speak(_write(tmp_path))
    assert str(again["vi"].voice) == "gtts:vi", "what stood in does not stay for ever"


def test_steps_of_one_run_share_what_broke_off(tmp_path: Path, google: GoogleTranslate) -> None:
    google.fault = "403"
    plan = plan_edition(EditionRequest(brief=_write(tmp_path), out=tmp_path / "out"))
    one, other = plan.online("neighbours"), plan.online("neighbours")
    narrate(make_script("vi"), voices=["gtts", "espeak"], store=Store(tmp_path), online=one)
    asked = google.got.count(b"batchexecute")
    narrate(make_script("he"), voices=["gtts", "espeak"], store=Store(tmp_path), online=other)
    assert google.got.count(b"batchexecute") == asked == 1


def test_a_text_that_is_only_silence_or_noise_is_caught(tmp_path: Path, google: GoogleTranslate) -> None:
    google.fault = "silence"
    narration = narrate(make_script("vi"), voices=["gtts", "espeak"], store=Store(tmp_path), online=Online())
    assert narration.voice.engine == "espeak"
    assert "silence" in narration.fallbacks[0].reason
    google.fault = "noise"
    narration = narrate(make_script("he"), voices=["gtts", "espeak"], store=Store(tmp_path), online=Online())
    assert "not sound" in narration.fallbacks[0].reason


def test_reasons_are_told_in_the_languages_of_the_team(tmp_path: Path) -> None:
    brief = plan_edition(EditionRequest(brief=_write(tmp_path), out=tmp_path / "out")).brief
    audience = read_audience("leaders")
    whys = [
        why_not_sent(brief.model_copy(update=change), audience)
        for change in ({"online_voices": "never"}, {"embargo": brief.as_of}, {"sources": ()})
    ]
    whys.append(why_not_sent(brief, audience.model_copy(update={"online_voices": "never"})))
    assert why_not_sent(brief, audience) == ""
    for why in whys:
        assert all(is_told_in(why, code) for code in ("vi", "he")), why
    kept = read_fallbacks(fallback_data([Fallback(wanted="gtts", used="espeak:vi", reason=whys[0])]))
    assert is_told_in(kept[0].reason, "vi"), "also when it is found again"


def test_word_times_come_with_the_voice(google: GoogleTranslate, tmp_path: Path) -> None:
    narration = narrate(make_script("vi"), voices=["gtts"], store=Store(tmp_path), online=Online())
    assert not narration.fallbacks
    assert all(word.end_ms > word.start_ms for scene in narration.scenes for word in scene.words)
    assert narration.duration_ms > 3000
