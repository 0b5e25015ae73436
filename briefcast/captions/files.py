"""Cues as files: SubRip, WebVTT and Advanced SubStation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefcast.captions.cue import Cue, clock
from briefcast.languages import language as read_language

_RLE, _PDF, _RLM = "\u202b", "\u202c", "\u200f"


def write_srt(cues: Sequence[Cue], language: str) -> str:
    """Write cues as SubRip text (``HH:MM:SS,mmm``).

    SubRip has no direction of its own, so each right-to-left line is embedded as one; otherwise its
    full stop would jump to the wrong end in players that assume left to right.
    """
    rtl = read_language(language).rtl
    blocks = []
    for number, cue in enumerate(cues, start=1):
        text = "\n".join(f"{_RLE}{line}{_PDF}" if rtl else line for line in cue.texts)
        blocks.append(f"{number}\n{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}\n{text}\n")
    return "\n".join(blocks)


def write_vtt(cues: Sequence[Cue], language: str, *, speaker: str = "") -> str:
    """Write cues as WebVTT (``HH:MM:SS.mmm``), centred, with the speaker's name as a voice tag if given.

    WebVTT finds the direction of each line by its first strong letter, so a right-to-left line begins
    with a mark: it may begin with a number or a Latin name.
    """
    rtl = read_language(language).rtl
    voice = f"<v {_escape(speaker)}>" if speaker else ""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        text = "\n".join((_RLM if rtl else "") + _escape(line) for line in cue.texts)
        blocks.append(f"{clock(cue.start_ms, '.')} --> {clock(cue.end_ms, '.')} align:center\n{voice}{text}\n")
    return "\n".join(blocks)


@dataclass(frozen=True, kw_only=True)
class CaptionStyle:
    """How captions look, in px of the film."""

    width_px: int
    height_px: int
    font: str
    size_px: int
    line_px: int
    ink: str
    """``#RRGGBB``, as the box."""
    box: str
    left_px: int
    right_px: int
    bottom_px: int
    """Room between the captions and the edges of the film."""


def write_ass(cues: Sequence[Cue], language: str, style: CaptionStyle, *, title: str = "") -> str:
    """Write cues as Advanced SubStation Alpha, in the film's own look, for who edits or burns them in.

    Lines are broken as here and nowhere else (``WrapStyle`` 2); the direction of each line follows
    from its first letter (``Encoding`` -1, libass). Braces and backslashes of the text stay text.
    """
    rtl = read_language(language).rtl
    fields = {
        "Name": "Caption",
        "Fontname": style.font,
        # The size counts from the top of the tallest letter to the bottom of the lowest.
        "Fontsize": style.line_px,
        "PrimaryColour": _ass_colour(style.ink),
        "SecondaryColour": _ass_colour(style.ink),
        "OutlineColour": _ass_colour(style.box),
        "BackColour": _ass_colour(style.box),
        "Bold": -1,
        "Italic": 0,
        "Underline": 0,
        "StrikeOut": 0,
        "ScaleX": 100,
        "ScaleY": 100,
        "Spacing": 0,
        "Angle": 0,
        "BorderStyle": 3,  # a box
        "Outline": style.size_px // 5,
        "Shadow": 0,
        "Alignment": 2,  # below, in the middle
        "MarginL": style.left_px,
        "MarginR": style.right_px,
        "MarginV": style.bottom_px,
        "Encoding": -1,
    }
    head = [
        "[Script Info]",
        f"Title: {_one_line(title)}",
        "ScriptType: v4.00+",
        f"PlayResX: {style.width_px}",
        f"PlayResY: {style.height_px}",
        f"LayoutResX: {style.width_px}",
        f"LayoutResY: {style.height_px}",
        "WrapStyle: 2",
        "ScaledBorderAndShadow: yes",
        "YCbCr Matrix: TV.709",
        f"Language: {language}",
        "",
        "[V4+ Styles]",
        f"Format: {', '.join(fields)}",
        f"Style: {','.join(map(str, fields.values()))}",
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ]
    events = []
    for cue in cues:
        text = "\\N".join((_RLM if rtl else "") + _escape_ass(line) for line in cue.texts)
        events.append(f"Dialogue: 0,{_ass_clock(cue.start_ms)},{_ass_clock(cue.end_ms)},Caption,,0,0,0,,{text}")
    return "\n".join([*head, *events, ""])


def _escape_ass(text: str) -> str:
    # A word joiner keeps a backslash from making a command of what follows.
    return _one_line(text).replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _ass_colour(colour: str) -> str:
    return f"&H00{colour[5:7]}{colour[3:5]}{colour[1:3]}".upper()


def _ass_clock(ms: int) -> str:
    seconds, rest = divmod(round(max(ms, 0) / 10), 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:02}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
