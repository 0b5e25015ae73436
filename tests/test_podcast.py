"""The episode: what apps show and listeners hear, read back from the files themselves."""

from __future__ import annotations

import dataclasses
import io
import struct
import sys
from pathlib import Path

import av
import pytest
from mutagen.id3 import ID3
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from sound_fixtures import NOTICES, make_script

from briefcast.brand import read_brand
from briefcast.errors import MediaError
from briefcast.output import Output
from briefcast.podcast.cover import read_cover
from briefcast.podcast.episode import plan_episode, render_episode
from briefcast.podcast.plan import EpisodePlan
from briefcast.sound import measure_loudness
from briefcast.speech.narrate import narrate, narrate_text
from briefcast.store import Store, content_key
from briefcast.video.captions import count_chars

LANGUAGES = ("vi", "en", "he")


@dataclasses.dataclass(frozen=True)
class Made:
    plan: EpisodePlan
    folder: Path
    outputs: dict[str, Output]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


def _plan(language: str, store: Store, voice: str = "espeak") -> EpisodePlan:
    script = make_script(language)
    narration = narrate(script, voices=[voice], store=store)
    notice = narrate_text(script.voice_notice, id="notice", voice=narration.voice, store=store)
    return plan_episode(script, narration, read_brand("institutional"), notice=notice)


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp(f"episode-{request.param}")
    plan = _plan(request.param, store)
    return Made(plan=plan, folder=folder, outputs={output.name: output for output in render_episode(plan, folder)})


def test_every_file_written_is_described_and_the_other_way_round(made: Made) -> None:
    assert {path.name for path in made.folder.iterdir()} == set(made.outputs)
    assert all(
        output.facts == made.plan.facts and output.language == made.plan.language for output in made.outputs.values()
    )


@pytest.mark.parametrize("name", ["episode.m4a", "episode.mp3"])
def test_recordings_are_as_loud_as_apps_ask_after_encoding(name: str, made: Made) -> None:
    """Apple Podcasts: −16 ±1 LKFS and at most −1 dBTP; we keep half of that."""
    measured = measure_loudness(made.folder / name)
    assert measured.integrated_lufs == pytest.approx(-16.0, abs=0.5)
    assert measured.true_peak_dbtp <= -1.0
    media = made.outputs[name].media
    assert media["loudness_lufs"] == pytest.approx(measured.integrated_lufs, abs=0.01)
    assert media["true_peak_dbtp"] == pytest.approx(measured.true_peak_dbtp, abs=0.01)


@pytest.mark.parametrize("name", ["episode.m4a", "episode.mp3"])
def test_recordings_are_what_the_plan_says(name: str, made: Made) -> None:
    """Chapters and transcripts point at times: the sound must have the length that was planned."""
    with av.open(str(made.folder / name)) as file:
        stream = file.streams.audio[0]
        assert stream.codec_context.name.removesuffix("float") == ("aac" if name.endswith("m4a") else "mp3")
        assert (stream.rate, stream.channels) == (48_000, 2)
        if name.endswith("m4a"):
            assert stream.profile == "LC"
        chapters = [(c["metadata"]["title"], c["start"] * c["time_base"]) for c in file.chapters()]
        decoded = sum(frame.samples for frame in file.decode(stream))
    assert abs(decoded / 48 - made.plan.duration_ms) < 60
    assert [title for title, _ in chapters] == [chapter.title for chapter in made.plan.chapters]
    assert [float(start) for _, start in chapters] == pytest.approx(
        [c.start_ms / 1000 for c in made.plan.chapters], abs=0.01
    )


@pytest.mark.parametrize("name", ["episode.m4a", "episode.mp3"])
def test_tags_are_read_by_another_library(name: str, made: Made) -> None:
    """A file passed on alone must still say who published it, from which sources, and that a machine speaks."""
    with av.open(str(made.folder / name)) as file:
        tags = {key.lower(): value for key, value in file.metadata.items()}
        assert file.streams.video[0].codec_context.width == 1400
        if name.endswith("m4a"):
            assert (
                file.streams.audio[0].metadata["language"]
                == {"vi": "vie", "en": "eng", "he": "heb"}[made.plan.language]
            )
    assert tags["title"] == made.plan.title
    assert tags["artist"] == "Ministry of Examples"
    assert tags["album"] == made.plan.show
    assert tags["date"] == "2025"
    assert "UN DESA" in tags["comment"]
    assert NOTICES[made.plan.language] in tags["comment"]
    assert tags["synthetic_voice"] == NOTICES[made.plan.language]


def test_mp3_tags_are_of_the_version_every_player_reads(made: Made) -> None:
    """iTunes and car radios ignore ID3v2.4 chapters."""
    tags = ID3(made.folder / "episode.mp3", translate=False)
    assert tags.version == (2, 3, 0)
    assert str(tags["TLAN"]) == {"vi": "vie", "en": "eng", "he": "heb"}[made.plan.language]
    assert tags.getall("CTOC")[0].child_element_ids == [chapter.element_id for chapter in tags.getall("CHAP")]


def test_the_index_of_the_mp4_comes_before_its_sound(made: Made) -> None:
    """Otherwise a browser loads the whole file before it plays."""
    data, at, boxes = (made.folder / "episode.m4a").read_bytes(), 0, []
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        boxes.append(kind)
        at += size
    assert boxes.index(b"moov") < boxes.index(b"mdat")


def test_the_cover_is_one_that_directories_take(made: Made) -> None:
    with Image.open(made.folder / "episode-cover.png") as image:
        assert image.size == (1400, 1400)
        assert image.mode == "RGB"
        assert len(set(image.resize((100, 100)).getdata())) > 20
    assert (made.folder / "episode-cover.png").stat().st_size <= 512 * 1024


def test_the_transcript_has_every_word_in_the_measure_of_its_format(made: Made) -> None:
    """WCAG 1.2.1: what is said can be read. 32 and 65 characters a line: podcast namespace."""
    words = [word.shown for stretch in made.plan.stretches for word in stretch]
    plain = (made.folder / "transcript.txt").read_text("utf-8")
    assert " ".join(words) in " ".join(plain.split(" ")).replace("\n\n", " ").replace("\n", " ")
    for name, limit in (("transcript.srt", 32), ("transcript.vtt", 65)):
        blocks = (made.folder / name).read_text("utf-8").strip().split("\n\n")
        blocks = [block for block in blocks if "-->" in block]
        lines = [block.split(" --> ")[1].split("\n")[1:] for block in blocks]
        texts = [line.replace("<v Ministry of Examples>", "") for cue in lines for line in cue]
        assert max(count_chars(text) for text in texts) <= limit
        assert max(len(cue) for cue in lines) <= 2
        said = " ".join(texts)
        assert [w for word in words for w in word.split()] == [w.strip("\u202b\u202c\u200f") for w in said.split()]
    assert all(
        "<v Ministry of Examples>" in block
        for block in (made.folder / "transcript.vtt").read_text("utf-8").split("\n\n")
        if "-->" in block
    )


def test_cues_appear_when_their_words_are_said(made: Made) -> None:
    first = made.plan.stretches[0][0]
    vtt = (made.folder / "transcript.vtt").read_text("utf-8")
    seconds = f"{first.start_ms // 1000:02}.{first.start_ms % 1000:03}"
    assert f"00:00:{seconds} -->" in vtt


def test_the_notes_name_sources_chapters_and_the_machine_voice(made: Made) -> None:
    notes = (made.folder / "notes.txt").read_text("utf-8")
    assert "0:00 " in notes
    assert "https://example.org/un" in notes
    assert NOTICES[made.plan.language] in notes
    assert "\u2068" not in notes


def test_the_notice_is_heard_first(made: Made) -> None:
    """Before or at the moment of exposure: a notice at the end would come too late."""
    assert " ".join(word.shown for word in made.plan.stretches[0]) == NOTICES[made.plan.language]
    assert made.plan.stretches[0][-1].end_ms < made.plan.stretches[1][0].start_ms
    assert made.plan.chapters[0].start_ms == 0


@pytest.mark.parametrize("made", ["vi"], indirect=True)
def test_the_same_plan_gives_the_same_bytes(made: Made, store: Store, tmp_path: Path) -> None:
    """Otherwise nobody could tell whether an episode had changed."""
    again = _plan("vi", store)
    assert content_key("podcast", again) == content_key("podcast", made.plan)
    render_episode(again, tmp_path)
    for path in sorted(made.folder.iterdir()):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_a_silent_draft_carries_no_notice_of_a_machine_voice(store: Store, tmp_path: Path) -> None:
    plan = _plan("en", store, voice="silent")
    assert plan.notice == ""
    assert plan.stretches[0][0].shown == "Viet"
    outputs = {output.name: output for output in render_episode(plan, tmp_path)}
    assert outputs["episode.m4a"].media["loudness_lufs"] is None


def test_a_narration_of_another_script_is_refused(store: Store) -> None:
    script = make_script("en")
    other = dataclasses.replace(script, scenes=script.scenes[:2])
    with pytest.raises(MediaError, match="does not belong"):
        plan_episode(script, narrate(other, voices=["espeak"], store=store), read_brand("institutional"))


def test_a_cover_of_ones_own_must_be_a_large_square(tmp_path: Path) -> None:
    """Directories refuse anything else, days after the upload."""
    for name, size in (("wide.png", (2000, 1400)), ("small.png", (900, 900))):
        Image.new("RGB", size).save(tmp_path / name)
        with pytest.raises(MediaError, match="square of 1400 to 3000"):
            read_cover(tmp_path / name)
    Image.new("RGBA", (1500, 1500), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    with Image.open(io.BytesIO(read_cover(tmp_path / "clear.png"))) as image:
        assert image.mode == "RGB"
        assert image.getpixel((0, 0)) == (255, 255, 255)
    (tmp_path / "no.png").write_text("no picture")
    with pytest.raises(MediaError, match=r"no\.png"):
        read_cover(tmp_path / "no.png")
