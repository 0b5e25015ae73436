"""A sentence said at once: a team that hears a name said wrong mends it in a minute, or leaves it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.cli.main import app
from briefcast.errors import BriefcastError, ToolError
from briefcast.sound.samples import duration_ms, read_wav
from briefcast.speech import gtts
from briefcast.speech.online import ENV
from briefcast.tools import player
from tests.speech.services import GoogleTranslate
from tests.speech.test_online import PATH


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_VOICES", "nowhere")
    monkeypatch.setattr(player, "PLAYERS", ())


def _say(*words: str, typed: str = "") -> tuple[str, str]:
    language = () if "--language" in words else ("--language", "vi")
    done = CliRunner().invoke(app, ["say", *words, *language], input=typed, catch_exceptions=False)
    return done.stdout, " ".join(done.stderr.split())


def test_a_reading_is_tried_heard_and_kept() -> None:
    Path("pronunciation.yaml").write_text("# ours\nvi:\n  VNeID: vi en ai đi   # as people say it\n", "utf-8")
    out, told = _say("GovBot và VNeID có 18 kênh.", "--reading", "GovBot=góp bót", "-o", "said.wav")
    assert out.strip() == "said.wav"
    assert "góp bót và vi en ai đi có mười tám kênh." in told
    assert "GovBot → góp bót" in told
    assert "18 → mười tám" in told
    assert duration_ms(read_wav(Path("said.wav"))) > 1500
    assert "GovBot" not in Path("pronunciation.yaml").read_text("utf-8"), "tried, not kept"
    _say("GovBot.", "--reading", "GovBot=góp bót", "--keep", "-o", "said.wav")
    kept = Path("pronunciation.yaml").read_text("utf-8")
    assert "GovBot: góp bót" in kept
    assert "# ours" in kept
    assert "# as people say it" in kept
    _, told = _say("GovBot.", "-o", "said.wav")
    assert "reads: góp bót." in told


def test_a_reading_of_a_word_that_is_not_there_is_told() -> None:
    """A team would keep a reading that it never heard, for a word that its texts write otherwise."""
    _, told = _say("GovBot có 18 kênh.", "--reading", "Govbot=góp bót", "-o", "said.wav")
    assert "“Govbot” was not heard" in told
    _, told = _say("GovBot có 18 kênh.", "--reading", "GovBot=góp bót", "-o", "said.wav")
    assert "was not heard" not in told


def test_each_line_gets_a_file_of_its_own() -> None:
    """Only the last of several lines would be left."""
    out, _ = _say("-o", "said.wav", typed="Một.\n\nHai ba bốn năm sáu.\n")
    assert out.split() == ["said.wav", "said-2.wav"]
    assert duration_ms(read_wav(Path("said.wav"))) < duration_ms(read_wav(Path("said-2.wav")))


def test_the_loop_reads_the_words_anew_for_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["GovBot.\n", "GovBot.\n", ""])

    def typed() -> str:
        line = next(lines)
        if not Path("pronunciation.yaml").exists() and line and next(seen):
            Path("pronunciation.yaml").write_text("vi: {GovBot: góp bót}\n", "utf-8")
        return line

    seen = iter([False, True])
    told = []
    monkeypatch.setattr("briefcast.cli.say.say_told", lambda text, **_: told.append(str(text)))
    from briefcast.cli.say import say_texts

    say_texts(iter(typed, ""), "vi", output=Path("said.wav"))
    assert [text for text in told if "reads:" in text] == [
        "espeak:vi+max reads: GovBot.",
        "espeak:vi+max reads: góp bót.",
    ]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [("en", "Up 12.5%.", "twelve point five percent"), ("he", "עלייה של 5%.", "חמישה אחוזים")],
)
def test_figures_are_said_as_in_editions(language: str, text: str, said: str) -> None:
    _, told = _say(text, "--language", language, "--voice", "espeak", "-o", "said.wav")
    assert said in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Xin chào.", "--reading", "GovBot"), "has nothing to say"),
        (("Xin chào.", "--reading", "GovBot=góp 2"), "holds a digit"),
        (("Xin chào.", "--language", "fr"), "none of vi, en, he"),
        (("Hạng {rank}.",), "figure of a brief"),
        (("GovBot có 18 kênh.", "--reading", "18=mười bảy", "--keep"), "number of “18”.*mười tám"),
        (("",), "nothing to say"),
        (("Xin chào.", "--voice", "piper:none"), "--voice espeak"),
        (("Xin chào.", "--voice", "siri"), "no speech engine"),
    ],
)
def test_what_cannot_be_said_is_told(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(BriefcastError, match=said):
        _say(*words)
    assert not list(Path().iterdir())


def test_no_service_hears_a_sentence_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENV)
    with GoogleTranslate() as google:
        monkeypatch.setattr(gtts, "URL", google.url + PATH)
        _, told = _say("Xin chào bà con.", "-o", "said.wav")
        assert google.got == b""
        assert "--voice gtts" in told
        _, told = _say("Xin chào bà con.", "--voice", "gtts", "-o", "said.wav")
        assert google.heard == ["Xin chào bà con."]
        assert "gtts:vi reads:" in told
        monkeypatch.setenv(ENV, "never")
        with pytest.raises(BriefcastError, match="never"):
            _say("Xin chào bà con.", "--voice", "gtts")
        assert len(google.heard) == 1


def test_it_is_played_where_something_plays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "aplay"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\ncp "$2" {tmp_path}/heard.wav\n')
    program.chmod(0o755)
    monkeypatch.setattr(player, "PLAYERS", ((str(program), "-q"),))
    out, _ = _say("Xin chào.")
    assert out == ""
    assert len(read_wav(tmp_path / "heard.wav"))
    program.write_text("#!/bin/sh\necho no sound card >&2; exit 1\n")
    with pytest.raises(ToolError, match="no sound card"):
        _say("Xin chào.")


def test_where_nothing_plays_the_file_is_named() -> None:
    out, told = _say("Xin chào.")
    assert Path(out.strip()).is_file()
    assert "in this file" in told
