"""Captions: cut so that everyone can read them in time, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import icu
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefcast.captions.check import check_cues
from briefcast.captions.cue import Cue, CueWord, caption_limits, count_chars
from briefcast.captions.cut import segment
from briefcast.captions.files import CaptionStyle, write_ass, write_srt, write_vtt
from briefcast.speech.base import TimedWord

SHAPES = ("9x16", "1x1", "16x9")
LANGUAGES = ("vi", "en", "he")
SAMPLES = {
    "vi": "Liên hợp quốc xếp Việt_ Nam thứ 71 trên 193 quốc_ gia về chính_ phủ điện_ tử, "
    "tăng 15\u00a0bậc so với năm 2022. "
    "Hơn\u00a055,25\u00a0triệu tài_ khoản định_ danh điện_ tử đã được kích_ hoạt, vượt mục_ tiêu 40\u00a0triệu.",
    "en": "The United_ Nations ranks Viet_ Nam 71st of 193 countries for e-government, up 15\u00a0places since 2022. "
    "More than 55.25\u00a0million digital identity accounts are active, well past the target of 40\u00a0million.",
    "he": "האו״ם דירג את וייטנאם במקום \u206871\u2069 מבין \u2068193\u2069 מדינות בממשל דיגיטלי, "
    "עלייה של \u206815\u00a0מקומות\u2069 לעומת \u20682022\u2069. "
    "יותר מ־\u206855.25\u00a0מיליון\u2069 חשבונות של הזהות הדיגיטלית כבר פעילים, מעבר ליעד.",
}


def timed(text: str, *, cps: float = 11, pause_ms: int = 350) -> list[TimedWord]:
    """Time a text as if it were read aloud; ``_`` after a word keeps it with the next one."""
    at, sentence, found = 0, 0, []
    for word in text.split(" "):
        shown = word.rstrip("_")
        length = max(120, round(count_chars(shown) / cps * 1000))
        found.append(
            TimedWord(shown=shown, start_ms=at, end_ms=at + length, sentence=sentence, glue=word.endswith("_"))
        )
        at += length
        if shown.rstrip("\u2069").endswith((".", "!", "?")):
            sentence, at = sentence + 1, at + pause_ms
        elif shown.endswith(","):
            at += 120
    return found


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_real_speech_is_cut_within_every_limit(language: str, shape: str) -> None:
    """A viewer could not finish a caption, or it would run out of the picture."""
    words = timed(SAMPLES[language])
    cues = segment(words, language, shape)
    assert check_cues(cues, language, shape) == ()
    assert [w.text for cue in cues for w in cue.words] == [w.shown for w in words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vertical_video_gets_shorter_lines_than_a_wide_one(language: str) -> None:
    """Captions made for a wide screen would be unreadably small on a phone."""
    longest = {
        s: max(count_chars(t) for c in segment(timed(SAMPLES[language]), language, s) for t in c.texts) for s in SHAPES
    }
    assert longest["9x16"] <= 28 < longest["16x9"] <= 42


letters = st.text("abcdeghiklmnoprstuvxy", min_size=1, max_size=10)


@st.composite
def speech(draw: st.DrawFn) -> list[TimedWord]:
    """Any speech slow enough to be read: random words, pauses, sentences and glue."""
    at, sentence, found = draw(st.integers(0, 5000)), 0, []
    for _ in range(draw(st.integers(1, 45))):
        shown = draw(letters) + draw(st.sampled_from(["", "", "", ",", "."]))
        length = draw(st.integers(max(130, 95 * (len(shown) + 1)), 1600))
        previous_free = not found or not found[-1].glue
        glue = previous_free and shown[-1] not in ",." and draw(st.booleans())
        found.append(TimedWord(shown=shown, start_ms=at, end_ms=at + length, sentence=sentence, glue=glue))
        at += length + draw(st.sampled_from([0, 0, 0, 40, 300, 700, 2000]))
        sentence += shown.endswith(".")
    return found


@settings(max_examples=120, deadline=None)
@given(speech(), st.sampled_from(LANGUAGES), st.sampled_from(SHAPES))
def test_whatever_is_said_the_form_of_captions_holds(words: list[TimedWord], language: str, shape: str) -> None:
    """Somewhere in a long programme a caption would overlap, overflow, lose a word or part a name."""
    cues = segment(words, language, shape)
    limits = caption_limits(language, shape)
    assert [w.text for cue in cues for w in cue.words] == [w.shown for w in words]
    for cue in cues:
        assert len(cue.lines) <= limits.lines_max
        assert all(count_chars(text) <= limits.line_max_chars + limits.stretch_chars for text in cue.texts)
        assert cue.start_ms == cue.words[0].start_ms
        assert cue.end_ms - cue.words[-1].end_ms <= limits.extension_ms
        assert cue.end_ms - cue.start_ms <= limits.max_ms
        # No word of this speech glues more than its neighbour, so no name is longer than a line.
        assert all(not line[-1].glue for line in cue.lines if line[-1] is not cues[-1].words[-1])
    assert all(b.start_ms - a.end_ms >= limits.gap_ms for a, b in pairwise(cues))
    # What cannot be kept is never kept silent: the checker finds speed and shortness by itself.
    for cue in cues:
        too_fast = cue.speed_cps > limits.speed_max_cps
        too_short = cue.end_ms - cue.start_ms < limits.min_ms
        reported = [f for f in check_cues([cue], language, shape) if "characters a second" in f or "at least" in f]
        assert bool(reported) == (too_fast or too_short)


@settings(max_examples=60, deadline=None)
@given(speech(), st.sampled_from(LANGUAGES))
def test_unhurried_speech_is_never_too_fast_to_read(words: list[TimedWord], language: str) -> None:
    """A caption would flash by although the voice leaves time for it."""
    slow = [replace(w, start_ms=round(w.start_ms * 1.3), end_ms=round(w.end_ms * 1.3)) for w in words]
    faults = check_cues(segment(slow, language, "16x9"), language, "16x9")
    assert not [f for f in faults if "characters a second" in f]


def test_a_name_longer_than_a_line_is_broken_rather_than_cropped() -> None:
    """A long official name would run out of a vertical picture."""
    words = timed("Mời bà con vào Cổng_ Dịch_ vụ_ công_ quốc_ gia.")
    cues = segment(words, "vi", "9x16")
    assert all(count_chars(text) <= 22 for cue in cues for text in cue.texts)
    assert check_cues(cues, "vi", "9x16") == ()


def test_lines_break_where_the_sense_breaks() -> None:
    """A line that ends in "the" makes people read it twice."""
    words = timed("The new service answers most questions within the day and it is open to all of the citizens.")
    for shape in SHAPES:
        for cue in segment(words, "en", shape):
            assert all(text.split()[-1].lower() not in ("the", "to", "of", "and") for text in cue.texts)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Prof. Dr. Lan Nguyen of St. Mary Hospital opened the new desk on Jan. 5 for all of them vs. No. 8.",
        ),
        ("vi", "Theo PGS.TS. Lan, UBND TX. Sơn Tây và Q. 1 đã mở cửa, TS. Minh và ThS. An trả lời tại TT. Sa Pa."),
    ],
)
def test_no_caption_ends_at_an_abbreviation(language: str, text: str) -> None:
    """What ends "of St." and goes on "Mary Hospital" reads like two sentences."""
    words = [replace(word, sentence=0) for word in timed(text, pause_ms=0)]
    for shape in ("1x1", "16x9"):
        ends = [cue.texts[-1].split()[-1] for cue in segment(words, language, shape)[:-1]]
        assert not [end for end in ends if end.endswith(".")], ends


def _good() -> list[Cue]:
    return list(segment(timed(SAMPLES["en"]), "en", "16x9"))


def _shifted(cue: Cue, start_ms: int = 0, end_ms: int = 0) -> Cue:
    return replace(cue, start_ms=cue.start_ms + start_ms, end_ms=cue.end_ms + end_ms)


BAD = {
    "late": lambda c: [_shifted(c[0], start_ms=600), *c[1:]],
    "early": lambda c: [c[0], _shifted(c[1], start_ms=-300), *c[2:]],
    "overlaps": lambda c: [_shifted(c[0], end_ms=400), *c[1:]],
    "stays": lambda c: [*c[:-1], _shifted(c[-1], end_ms=300)],
    "characters a second": lambda c: [replace(c[0], end_ms=c[0].start_ms + 900), *c[1:]],
    "at least 834 ms": lambda c: [replace(c[0], end_ms=c[0].start_ms + 400), *c[1:]],
    "at most 7000 ms": lambda c: [replace(c[0], end_ms=c[0].start_ms + 8000), *c[1:]],
    "lines": lambda c: [replace(c[0], lines=tuple((w,) for w in c[0].words)), *c[1:]],
    "a line of": lambda c: [replace(c[0], lines=((*c[0].words, *c[1].words),)), *c[1:]],
    "to be seen as a flicker": lambda c: [_shifted(c[0], end_ms=-200), *c[1:]],
    "belongs to the next word": lambda c: [
        replace(c[0], lines=((c[0].words[0], replace(c[0].words[1], glue=True)), c[0].words[2:])), *c[1:]
    ],
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_every_known_bad_caption_is_reported(fault: str) -> None:
    """A bad caption would go out unnoticed."""
    cues = _good()
    assert check_cues(cues, "en", "16x9") == ()
    assert any(fault in found for found in check_cues(BAD[fault](cues), "en", "16x9"))


def test_nothing_said_gives_no_captions() -> None:
    """A silent scene would stop the whole video."""
    assert segment([], "vi", "9x16") == ()


def test_srt_of_hebrew_keeps_the_full_stop_at_its_end_in_a_player_that_reads_left_to_right() -> None:
    """In most players the full stop of a Hebrew sentence would stand at its beginning."""
    cue = Cue(
        start_ms=0,
        end_ms=2000,
        lines=((CueWord(text="המדד", start_ms=0, end_ms=900), CueWord(text="עלה.", start_ms=900, end_ms=1500)),),
    )
    text = write_srt([cue], "he")
    assert text.startswith("1\n00:00:00,000 --> 00:00:02,000\n")
    assert _seen(text.splitlines()[2]).strip("\u202b\u202c").startswith(".הלע")
    # Without the marks it would be wrong, which is why they are there.
    assert _seen("המדד עלה.").endswith(".")


def _seen(line: str) -> str:
    """Order a line as a player does that takes every line as left to right."""
    bidi = icu.Bidi()
    bidi.setPara(icu.UnicodeString(line), 0)
    return str(bidi.writeReordered(0))


def test_vtt_is_well_formed_and_lets_no_markup_through() -> None:
    """A "<" in a text would swallow the rest of the caption."""
    words = (CueWord(text="R&D", start_ms=0, end_ms=500), CueWord(text="<b>5", start_ms=500, end_ms=1000))
    text = write_vtt([Cue(start_ms=3_661_005, end_ms=3_663_000, lines=(words,))], "en", speaker="Lan")
    assert text == "WEBVTT\n\n01:01:01.005 --> 01:01:03.000 align:center\n<v Lan>R&amp;D &lt;b&gt;5\n"


def test_hebrew_vtt_begins_each_line_with_a_direction_mark() -> None:
    """A line that begins with a Latin name would be set from left to right."""
    text = write_vtt(segment(timed("VNeID פועל היטב בכל הארץ ועוזר לאזרחים רבים."), "he", "9x16"), "he")
    lines = [line for line in text.splitlines()[1:] if line and "-->" not in line]
    assert lines and all(line.startswith("\u200f") for line in lines)


STYLE = CaptionStyle(
    width_px=1080, height_px=1920, font="Be Vietnam Pro", size_px=58, line_px=75, ink="#FFFFFF", box="#0D2A57",
    left_px=120, right_px=200, bottom_px=672,
)  # fmt: skip


def test_ass_is_of_the_films_size_and_look_and_lets_no_command_through() -> None:
    """Captions would jump in an editor, or a brace in a text would swallow the words behind it."""
    words = (
        CueWord(text="{\\b1}R&D", start_ms=0, end_ms=500),
        CueWord(text="C:\\Next", start_ms=500, end_ms=1000),
    )
    cue = Cue(start_ms=3_661_004, end_ms=3_663_996, lines=((words[0],), (words[1],)))
    text = write_ass([cue], "en", STYLE, title="One\nTwo")
    assert "PlayResX: 1080\nPlayResY: 1920\n" in text
    assert "WrapStyle: 2\n" in text
    assert "Title: One Two\n" in text
    style = next(line for line in text.splitlines() if line.startswith("Style: "))
    assert style.endswith(",2,120,200,672,-1") and "&H00572A0D" in style
    event = text.splitlines()[-1]
    assert event == ("Dialogue: 0,1:01:01.00,1:01:04.00,Caption,,0,0,0,,\\{\\\u2060b1\\}R&D\\NC:\\\u2060Next")
    # Only the line break is a command: nothing else follows a backslash that is one.
    assert re.findall(r"\\[^{}\u2060]", event) == ["\\N"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ass_times_keep_the_gap(language: str) -> None:
    """Hundredths would make neighbours touch."""
    text = write_ass(segment(timed(SAMPLES[language]), language, "9x16"), language, STYLE)
    times = re.findall(r"Dialogue: 0,(\S+?),(\S+?),", text)
    assert len(times) > 2
    assert all(a[1] < b[0] for a, b in pairwise(times))
    assert ("\u200f" in text) == (language == "he")


@pytest.mark.parametrize("text", ["Answer the question of the citizens about the new service every single day."])
def test_an_article_is_never_parted_from_its_noun(text: str) -> None:
    """A line that ends in "the" makes people read it twice."""
    for shape in SHAPES:
        cues = segment(timed(text), "en", shape)
        lines = [line for cue in cues for line in cue.lines]
        assert all(line[-1].text != "the" for line in lines)
        assert check_cues(cues, "en", shape) == ()
    # The checker says so where somebody else cut the lines.
    bad = replace(cues[0], lines=(cues[0].words[:2], cues[0].words[2:]))
    assert any("broken after “the”" in fault for fault in check_cues([bad, *cues[1:]], "en", "16x9"))


def test_podcast_captions_keep_a_measure_of_their_own() -> None:
    """Podcast players show 32 characters a line; longer lines are cut."""
    limits = caption_limits("vi", line_max_chars=32, lines_max=2)
    cues = segment(timed(SAMPLES["vi"]), "vi", limits=limits)
    assert all(count_chars(text) <= 32 for cue in cues for text in cue.texts)
    assert re.search(r"^\d+$", write_srt(cues, "vi"), re.M)
