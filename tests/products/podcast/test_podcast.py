"""The episode: what apps show and listeners hear, read back from the files themselves."""

from __future__ import annotations

import dataclasses
import io
import json
import struct
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from mutagen.id3 import ID3
from PIL import Image

from briefcast.captions.cue import count_chars
from briefcast.errors import MediaError
from briefcast.look.brand import read_brand
from briefcast.manifest.output import Output
from briefcast.products.podcast.casting import speak_telling
from briefcast.products.podcast.cover import draw_cover, read_cover, to_jpeg
from briefcast.products.podcast.episode import measure_hosts, plan_episode, render_episode
from briefcast.products.podcast.phrases import podcast_phrases
from briefcast.products.podcast.plan import EpisodePlan
from briefcast.products.podcast.settings import podcast_settings
from briefcast.sound.master import measure_loudness
from briefcast.sound.samples import read_wav, write_wav
from briefcast.store.store import Store, content_key
from tests.html_tree import parse
from tests.podcast_fixtures import LANGUAGES, plan_talk, short_talk, tellings

MARKS = "\u202b\u202c\u200f"


@dataclasses.dataclass(frozen=True)
class Made:
    plan: EpisodePlan
    folder: Path
    outputs: dict[str, Output]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "desk.png"
    Image.new("RGB", (1800, 1200), (30, 120, 90)).save(path)
    return path


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest, store: Store, photo: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp(f"episode-{request.param}")
    plan = plan_talk(request.param, store, image=photo)
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
    assert measured.range_lu <= 11
    media = made.outputs[name].media
    assert media["loudness_lufs"] == pytest.approx(measured.integrated_lufs, abs=0.01)
    assert media["true_peak_dbtp"] == pytest.approx(measured.true_peak_dbtp, abs=0.01)
    assert media["loudness_range_lu"] == pytest.approx(measured.range_lu, abs=0.01)


def test_both_hosts_are_equally_loud(made: Made) -> None:
    """A listener would turn the volume up and down at every question."""
    difference_lu = made.outputs["episode.mp3"].media["host_difference_lu"]
    assert isinstance(difference_lu, float)
    assert difference_lu <= 1.0
    assert len(set(made.plan.voices)) == 2


def test_a_softer_host_would_be_noticed(made: Made, tmp_path: Path) -> None:
    """The measure itself, on a talk whose first host speaks 6 dB softer."""
    line = np.zeros(made.plan.duration_ms * 48, np.float32)
    for piece, stretch in zip(made.plan.pieces, made.plan.stretches, strict=True):
        sound, start = read_wav(piece.audio), piece.start_ms * 48
        is_soft = stretch.speaker == made.plan.hosts[0]
        line[start : start + len(sound)] += sound * np.float32(0.5 if is_soft else 1.0)
    write_wav(tmp_path / "uneven.wav", line)
    assert measure_hosts(made.plan, tmp_path / "uneven.wav") == pytest.approx(6, abs=1)


def _click(samples: np.ndarray, at: int) -> float:
    """Give the largest step between two samples within 5 ms around a place."""
    return float(np.abs(np.diff(samples[max(at - 240, 0) : at + 240].astype(np.float64))).max())


def test_nothing_clicks_where_turns_are_joined(made: Made) -> None:
    """The quiet around a turn lies over that of the next: only where both are quiet nothing is heard of it."""
    for piece in made.plan.pieces:
        sound = read_wav(piece.audio)
        # It begins and ends in nothing, so that adding it up makes no step.
        whole = np.pad(sound, 480)
        assert max(_click(whole, at) for at in (480, 480 + len(sound))) < 0.002
        loudest = int(np.abs(sound).argmax())
        assert _click(np.pad(sound[loudest:], 480), 480) > 0.04


@pytest.mark.parametrize("name", ["episode.m4a", "episode.mp3"])
def test_recordings_are_what_the_plan_says(name: str, made: Made) -> None:
    """Chapters and transcripts point at times: the sound must have the length that was planned."""
    with av.open(str(made.folder / name)) as file:
        stream = file.streams.audio[0]
        assert stream.codec_context.name.removesuffix("float") == ("aac" if name.endswith("m4a") else "mp3")
        assert (stream.rate, stream.channels) == (48_000, 2)
        if name.endswith("m4a"):
            assert stream.profile == "LC"
        else:
            assert stream.bit_rate == 128_000
        chapters = [(c["metadata"]["title"], c["start"] * c["time_base"]) for c in file.chapters()]
        decoded = sum(frame.samples for frame in file.decode(stream))
    assert abs(decoded / 48 - made.plan.duration_ms) < 60
    assert [title for title, _ in chapters] == [chapter.title for chapter in made.plan.chapters]
    assert [float(start) for _, start in chapters] == pytest.approx(
        [c.start_ms / 1000 for c in made.plan.chapters], abs=0.01
    )


@pytest.mark.parametrize("name", ["episode.m4a", "episode.mp3"])
def test_tags_are_read_by_another_library(name: str, made: Made) -> None:
    """A file passed on alone must still say who published it, from which sources, and that machines speak."""
    notice = podcast_phrases(made.plan.language).notice.two
    with av.open(str(made.folder / name)) as file:
        tags = {key.lower(): value for key, value in file.metadata.items()}
        assert file.streams.video[0].codec_context.width == 1400
        if name.endswith("m4a"):
            assert (
                file.streams.audio[0].metadata["language"]
                == {"vi": "vie", "en": "eng", "he": "heb"}[made.plan.language]
            )
    assert tags["title"] == made.plan.title
    assert tags["artist"] == made.plan.issuer
    assert tags["album"] == made.plan.show
    assert tags["date"] == "2025"
    assert made.plan.sources[0].url in tags["comment"]
    assert notice in tags["comment"]
    assert tags["synthetic_voice"] == notice


def test_mp3_tags_are_of_the_version_every_player_reads(made: Made) -> None:
    """iTunes and car radios ignore ID3v2.4 chapters."""
    tags = ID3(made.folder / "episode.mp3", translate=False)
    assert tags.version == (2, 3, 0)
    assert str(tags["TLAN"]) == {"vi": "vie", "en": "eng", "he": "heb"}[made.plan.language]
    assert tags.getall("CTOC")[0].child_element_ids == [chapter.element_id for chapter in tags.getall("CHAP")]


def _read_frames(data: bytes) -> dict[bytes, list[bytes]]:
    """Read ID3v2.3 frames by hand: another reader than the one that wrote them."""
    frames: dict[bytes, list[bytes]] = {}
    at = 0
    while at + 10 <= len(data) and data[at : at + 4].strip(b"\0"):
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        frames.setdefault(data[at : at + 4], []).append(data[at + 10 : at + 10 + size])
        at += 10 + size
    return frames


def test_chapters_of_the_mp3_are_as_the_standard_has_them(made: Made) -> None:
    """id3v2-chapters-1.0: times in milliseconds, a title, and the picture of the chapter that has one."""
    data = (made.folder / "episode.mp3").read_bytes()
    size = sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    chapters = []
    for body in _read_frames(data[10 : 10 + size])[b"CHAP"]:
        id, _, rest = body.partition(b"\0")
        start, end, *_ = struct.unpack(">4I", rest[:16])
        inner = _read_frames(rest[16:])
        [title] = inner[b"TIT2"]
        chapters.append((start, end, title[1:].decode("utf-16").rstrip("\0"), b"APIC" in inner))
        assert id
    assert chapters == [(c.start_ms, c.end_ms, c.title, c.image is not None) for c in made.plan.chapters]
    assert sum(has for *_, has in chapters) == 1


def test_the_index_of_the_mp4_comes_before_its_sound(made: Made) -> None:
    """Otherwise a browser loads the whole file before it plays."""
    data, at, boxes = (made.folder / "episode.m4a").read_bytes(), 0, []
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        boxes.append(kind)
        at += size
    assert boxes.index(b"moov") < boxes.index(b"mdat")


def test_the_cover_is_one_that_directories_take(made: Made) -> None:
    with Image.open(made.folder / "episode-cover.jpg") as image:
        assert image.size == (3000, 3000)
        assert (image.mode, image.format, image.info["dpi"]) == ("RGB", "JPEG", (72, 72))
        assert len(set(image.resize((100, 100)).getdata())) > 20
    assert (made.folder / "episode-cover.jpg").stat().st_size <= 512 * 1024


def _cues(text: str) -> list[list[str]]:
    blocks = [block for block in text.strip().split("\n\n") if "-->" in block]
    return [block.split("-->")[1].split("\n")[1:] for block in blocks]


def test_the_transcripts_have_every_word_in_the_measure_of_their_format(made: Made) -> None:
    """WCAG 1.2.1: what is said can be read. 32 and 65 characters a line: podcast namespace."""
    words = [part for s in made.plan.stretches for word in s.words for part in word.shown.split()]
    srt = _cues((made.folder / "transcript.srt").read_text("utf-8"))
    vtt = _cues((made.folder / "transcript.vtt").read_text("utf-8"))
    for cues, limit in ((srt, 32), (vtt, 65)):
        assert max(len(cue) for cue in cues) <= 2
        spoken = [line.partition(">")[2] if line.startswith("<v ") else line for cue in cues for line in cue]
        assert max(count_chars(line) for line in spoken) <= limit
        said = [word.strip(MARKS) for line in spoken for word in line.split()]
        names = {f"{host}:" for host in made.plan.hosts}
        assert [word for word in said if word not in names] == words
    assert all(any(cue[0].startswith(f"<v {host}>") for host in made.plan.hosts) for cue in vtt)


def test_the_srt_names_each_new_speaker_and_nobody_else(made: Made) -> None:
    named = []
    for cue in _cues((made.folder / "transcript.srt").read_text("utf-8")):
        first = cue[0].strip(MARKS).split(" ")[0]
        if first.rstrip(":") in made.plan.hosts and first.endswith(":"):
            named.append(first.rstrip(":"))
    speakers = [s.speaker for s in made.plan.stretches]
    assert named == [speakers[0], *(after for before, after in pairwise(speakers) if before != after)]


def test_the_transcript_as_data_and_as_a_page_say_the_same(made: Made) -> None:
    data = json.loads((made.folder / "transcript.json").read_text("utf-8"))
    assert data["version"] == "1.0.0"
    assert {segment["speaker"] for segment in data["segments"]} == set(made.plan.hosts)
    assert all(a["startTime"] < a["endTime"] <= b["startTime"] for a, b in pairwise(data["segments"]))
    said = " ".join(segment["body"] for segment in data["segments"])
    assert said == " ".join(word.shown for stretch in made.plan.stretches for word in stretch.words)
    page = parse((made.folder / "transcript.html").read_text("utf-8"))
    shown = " ".join(page.text.split())
    assert all(" ".join(segment["body"].split()) in shown for segment in data["segments"])


def test_cues_appear_when_their_words_are_said(made: Made) -> None:
    first = made.plan.stretches[0].words[0]
    vtt = (made.folder / "transcript.vtt").read_text("utf-8")
    seconds = f"{first.start_ms // 1000:02}.{first.start_ms % 1000:03}"
    assert f"00:00:{seconds} -->" in vtt


def test_chapters_are_data_for_apps(made: Made) -> None:
    data = json.loads((made.folder / "chapters.json").read_text("utf-8"))
    assert data["version"] == "1.2.0"
    starts = [chapter["startTime"] for chapter in data["chapters"]]
    assert starts[0] == 0
    assert starts == sorted(starts)
    [picture] = [chapter["img"] for chapter in data["chapters"] if "img" in chapter]
    with Image.open(made.folder / picture) as image:
        assert image.size == (1400, 1400)


def test_the_notes_give_figures_sources_chapters_and_the_machine_voices(made: Made) -> None:
    notes = (made.folder / "notes.txt").read_text("utf-8")
    page = (made.folder / "notes.html").read_text("utf-8")
    assert "0:00 " in notes
    for text in (notes, page):
        assert made.plan.sources[0].url in text
        assert made.plan.notice in text
        assert "\u2068" not in text
        for row in made.plan.figures:
            assert row.label in text
            assert row.written in text
    assert made.plan.notice == podcast_phrases(made.plan.language).notice.two
    assert f'dir="{"rtl" if made.plan.language == "he" else "ltr"}"' in page


def test_texts_of_a_brief_are_no_markup_in_notes_and_transcripts(made: Made, tmp_path: Path) -> None:
    from briefcast.products.podcast.notes import html_notes
    from briefcast.products.podcast.transcript import html_transcript, vtt_transcript

    wicked = "<script>alert(1)</script> & ]]>"
    first, *rest = made.plan.stretches
    word = dataclasses.replace(first.words[0], shown=wicked)
    stretches = (dataclasses.replace(first, words=(word, *first.words[1:])), *rest)
    plan = dataclasses.replace(
        made.plan,
        description=wicked,
        contact=wicked,
        action=dataclasses.replace(made.plan.action, text=wicked, url="javascript:alert(1)"),
    )
    for text in (
        html_notes(plan),
        html_transcript(stretches, "en", title=wicked),
        vtt_transcript(stretches, "en"),
    ):
        assert "<script>" not in text
        assert "javascript:" not in text


def test_the_press_finds_whom_to_ask_in_the_notes(made: Made) -> None:
    """An address that is only said is lost: nobody writes while listening."""
    from briefcast.products.podcast.notes import html_notes, text_notes

    label = podcast_settings().words[made.plan.language].contact
    for write in (text_notes, html_notes):
        assert label not in write(made.plan)
        assert f"{label}: press@example.org" in write(dataclasses.replace(made.plan, contact="press@example.org"))


def test_the_notice_is_heard_right_behind_the_first_finding(made: Made) -> None:
    """A notice at the end would come too late: it is heard before the show is named, and stands in the notes."""
    _, second, third = made.plan.stretches[:3]
    assert " ".join(word.shown for word in second.words) == made.plan.notice
    assert second.words[-1].end_ms < third.words[0].start_ms
    assert second.words[0].start_ms < 10_000
    from briefcast.products.podcast.notes import text_notes

    assert made.plan.notice in text_notes(made.plan)
    assert made.plan.chapters[0].start_ms == 0


@pytest.mark.parametrize("made", ["vi"], indirect=True)
def test_the_same_plan_gives_the_same_bytes(made: Made, store: Store, photo: Path, tmp_path: Path) -> None:
    """Otherwise nobody could tell whether an episode had changed."""
    again = plan_talk("vi", store, image=photo)
    assert content_key("podcast", again) == content_key("podcast", made.plan)
    render_episode(again, tmp_path)
    for path in sorted(made.folder.iterdir()):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_a_silent_draft_carries_no_notice_of_a_machine_voice(store: Store, tmp_path: Path) -> None:
    plan = plan_talk("en", store, voice="silent")
    assert plan.notice == ""
    assert "computer" not in " ".join(word.shown for stretch in plan.stretches for word in stretch.words)
    outputs = {output.name: output for output in render_episode(plan, tmp_path)}
    assert outputs["episode.m4a"].media["loudness_lufs"] is None


def test_a_narration_of_another_script_is_refused(store: Store) -> None:
    telling = tellings("citizens", "en")[0]
    other = dataclasses.replace(telling, parts=telling.parts[:2])
    narrations = speak_telling(other, short_talk(), first=("silent",), store=store)
    with pytest.raises(MediaError, match="does not belong"):
        plan_episode(telling, narrations, read_brand("institutional"), short_talk(), podcast_settings().shows)


def test_a_cover_of_ones_own_must_be_a_large_square(tmp_path: Path) -> None:
    """Directories refuse anything else, days after the upload."""
    for name, size in (("wide.png", (2000, 1400)), ("small.png", (900, 900))):
        Image.new("RGB", size).save(tmp_path / name)
        with pytest.raises(MediaError, match="square of 1400 to 3000"):
            read_cover(tmp_path / name)
    Image.new("RGBA", (1500, 1500), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    image = read_cover(tmp_path / "clear.png")
    assert image.mode == "RGB"
    assert image.getpixel((0, 0)) == (255, 255, 255)
    (tmp_path / "no.png").write_text("no picture")
    with pytest.raises(MediaError, match=r"no\.png"):
        read_cover(tmp_path / "no.png")


def test_a_noisy_cover_is_made_small_enough_or_refused() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (1500, 1500, 3), dtype=np.uint8)
    busy = Image.fromarray(noise).resize((3000, 3000), Image.Resampling.BICUBIC)
    soft = busy.resize((300, 300)).resize((3000, 3000), Image.Resampling.BICUBIC)
    assert len(to_jpeg(soft)) <= 512 * 1024
    with Image.open(io.BytesIO(to_jpeg(soft))) as image:
        assert image.size == (3000, 3000)
    with pytest.raises(MediaError, match="does not fit"):
        to_jpeg(busy)


def test_a_cover_says_its_title_once() -> None:
    """The name of the report stood there twice, in yellow and in white."""
    shown = {"theme": "light", "language": "vi", "audience": "Lãnh đạo", "issuer": "Sở Y tế"}
    brand = read_brand("institutional")
    title = "Kinh tế – xã hội tỉnh Đông Sơn 9 tháng đầu năm 2026"
    twice, once, other = (
        draw_cover(brand=brand, kicker=kicker, title=title, **shown).resize((200, 200)).tobytes()
        for kicker in (title.replace(" ", "\u00a0", 2), "", "Báo cáo tháng")
    )
    assert twice == once != other


def test_what_is_held_says_so_before_everything_that_is_read(made: Made) -> None:
    """An editor who reads the transcript would publish what may not go out yet."""
    from briefcast.products.podcast.notes import html_notes, text_notes
    from briefcast.products.podcast.transcript import html_transcript

    until = "Embargoed until 5 p.m. & later"
    plan = dataclasses.replace(made.plan, embargo=until)
    assert text_notes(plan).startswith(f"{until}\n\n")
    assert html_notes(plan).splitlines()[1] == "<p>Embargoed until 5 p.m. &amp; later</p>"
    title = made.plan.title
    page = html_transcript(plan.stretches, plan.language, title=title, held=plan.embargo)
    assert "<main>\n<p>Embargoed until 5 p.m. &amp; later</p>\n<h1>" in page
    assert "<main>\n<h1>" in html_transcript(plan.stretches, plan.language, title=title)
    assert until not in text_notes(made.plan)
