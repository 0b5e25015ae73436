"""A small but real edition for tests: pictures, films, sound, captions and a manifest in vi, en and he."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw

from briefcast.manifest.manifest import (
    AudienceEntry,
    ChoiceEntry,
    FactEntry,
    FailureEntry,
    FallbackEntry,
    FindingEntry,
    Manifest,
    OutputEntry,
    SceneEntry,
    ScriptEntry,
    SourceEntry,
    write_manifest,
)
from briefcast.manifest.output import Output, Role
from briefcast.speech.base import Voice

TITLE = {
    "vi": "Chính phủ điện tử Việt Nam tăng 15 bậc",
    "en": "Viet Nam’s e-government climbs 15 places",
    "he": "הממשל המקוון של וייטנאם עולה ב־15 מקומות",
}
AUDIENCES = {
    "leaders": {"vi": "Lãnh đạo", "en": "Leaders", "he": "הנהגה"},
    "staff": {"vi": "Cán bộ", "en": "Staff", "he": "עובדים"},
    "citizens": {"vi": "Người dân", "en": "Citizens", "he": "אזרחים"},
    "businesses": {"vi": "Doanh nghiệp", "en": "Businesses", "he": "עסקים"},
    "youth": {"vi": "Thanh niên", "en": "Youth", "he": "צעירים"},
    "press": {"vi": "Báo chí", "en": "Press", "he": "עיתונות"},
}
SCENES = {
    "vi": (
        ("Việt Nam đứng thứ 71 thế giới", "Việt Nam xếp hạng 71 trên 193 quốc gia về chính phủ điện tử, tăng 15 bậc."),
        (
            "Hơn 55,25 triệu tài khoản VNeID",
            "Hơn 55,25 triệu tài khoản VNeID đã được kích hoạt, vượt mục tiêu 40 triệu.",
        ),
        ("Làm thủ tục ngay tại nhà", "Bạn có thể nộp hồ sơ trực tuyến bất cứ lúc nào."),
    ),
    "en": (
        ("Viet Nam ranks 71st in the world", "Viet Nam ranks 71 of 193 countries in e-government, up 15 places."),
        (
            "Over 55.25 million VNeID accounts",
            "Over 55.25 million VNeID accounts are active, past the aim of 40 million.",
        ),
        ("Do your paperwork from home", "You can send in your application online at any hour."),
    ),
    "he": (
        (
            "וייטנאם במקום ה־71 בעולם",
            "וייטנאם מדורגת במקום \u206871\u2069 מתוך \u2068193\u2069 מדינות בממשל מקוון, "
            "עלייה של \u206815\u2069 מקומות.",
        ),
        (
            "יותר מ־55.25 מיליון חשבונות VNeID",
            "יותר מ־\u206855.25 מיליון\u2069 חשבונות VNeID הופעלו, מעבר ליעד של \u206840 מיליון\u2069.",
        ),
        ("מסדרים הכול מהבית", "אפשר להגיש בקשות באינטרנט בכל שעה."),
    ),
}
ALT = {
    "vi": "Đồ họa thông tin: Việt Nam xếp hạng 71 trên 193 quốc gia, tăng 15 bậc so với năm 2022.",
    "en": "Infographic: Viet Nam ranks 71 of 193 countries, up 15 places since 2022.",
    "he": "אינפוגרפיקה: וייטנאם מדורגת במקום \u206871\u2069 מתוך \u2068193\u2069 מדינות, "
    "עלייה של \u206815\u2069 מקומות מאז \u20682022\u2069.",
}
NOTICE = {
    "vi": "Giọng đọc được tạo bằng máy tính.",
    "en": "The voice is made by a computer.",
    "he": "הקול נוצר באמצעות מחשב.",
}
VOICES = {
    code: Voice(engine="espeak", id=code, language=code, name=f"eSpeak NG {code}", licence="GPL-3.0-or-later")
    for code in TITLE
}
PICTURE_SIZES = ((1080, 1350), (1080, 1080), (1080, 1920), (1200, 630))
ONE_SHAPE = {"leaders": "16x9"}
"""Audiences that get one film only; the others get every shape."""
SHAPES = {"9x16": (1080, 1920), "1x1": (1080, 1080), "16x9": (1920, 1080)}
DURATION_MS = 3000


def draw_picture(path: Path, size: tuple[int, int], hue: int) -> None:
    """Draw a picture with a band, bars and a large disc, a tenth as large as named, then scaled up."""
    width, height = size[0] // 4, size[1] // 4
    image = Image.new("RGB", (width, height), (240, 246, 243))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, height // 7), fill=(hue, 74, 90))
    draw.ellipse((width // 8, height // 4, width // 8 + height // 4, height // 2), fill=(hue, 120, 110))
    for index in range(5):
        top = height - height // 10 - (index + 1) * height // 16
        left = width // 8 + index * width // 7
        draw.rectangle((left, top, left + width // 10, height - height // 10), fill=(hue + 20 * index, 140, 130))
    image.save(path)


def write_film(path: Path, size: tuple[int, int], *, seconds: int = DURATION_MS // 1000) -> None:
    """Encode a small H.264 film with AAC sound, an eighth of the size named."""
    width, height = size[0] // 8 // 2 * 2, size[1] // 8 // 2 * 2
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        picture = container.add_stream("libx264", rate=10)
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        sound = container.add_stream("aac", rate=48_000, layout="mono")
        for number in range(seconds * 10):
            pixels = np.full((height, width, 3), 30 + number * 5 % 200, np.uint8)
            pixels[: height // 3, :, 1] = 140
            container.mux(picture.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(picture.encode(None))
        _encode_tone(container, sound, seconds)


def write_sound(path: Path, codec: str, *, seconds: int = DURATION_MS // 1000) -> None:
    """Encode a quiet tone as AAC or MP3."""
    with av.open(str(path), "w") as container:
        _encode_tone(container, container.add_stream(codec, rate=48_000, layout="mono"), seconds)


def _encode_tone(container: av.container.OutputContainer, stream: av.AudioStream, seconds: int) -> None:
    tone = 0.05 * np.sin(np.arange(seconds * 48_000, dtype=np.float32) * 2 * np.pi * 220 / 48_000)
    for start in range(0, len(tone), 1024):
        frame = av.AudioFrame.from_ndarray(tone[None, start : start + 1024].astype(np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def write_captions(path: Path, lines: tuple[str, ...]) -> None:
    """Write one WebVTT cue a second."""
    cues = [f"00:00:{i:02}.000 --> 00:00:{i:02}.900\n{line}" for i, line in enumerate(lines)]
    path.write_text("WEBVTT\n\n" + "\n\n".join(cues) + "\n", "utf-8")


def make_edition(
    folder: Path,
    *,
    audiences: tuple[str, ...] = ("citizens", "leaders"),
    languages: tuple[str, ...] = ("vi", "en", "he"),
) -> Manifest:
    """Write every file of an edition and its manifest into a folder and give the manifest."""
    shared = _draw_shared(folder)
    outputs: list[OutputEntry] = []
    for audience in audiences:
        for code in languages:
            place = folder / audience / code
            place.mkdir(parents=True)
            for output, content in _list_outputs(code, shared, ONE_SHAPE.get(audience, "")):
                if isinstance(content, Path):
                    (place / output.name).hardlink_to(content)
                elif isinstance(content, tuple):
                    write_captions(place / output.name, content)
                else:
                    (place / output.name).write_text(content, "utf-8")
                spoken = output.product != "infographic"
                outputs.append(
                    OutputEntry.of(
                        output,
                        folder=folder,
                        path=f"{audience}/{code}/{output.name}",
                        audience=audience,
                        voice=VOICES[code] if spoken else None,
                        key="0" * 64,
                    )
                )
    manifest = _describe(audiences, languages, tuple(outputs))
    write_manifest(manifest, folder)
    return manifest


def _draw_shared(folder: Path) -> dict[str, Path]:
    """Make each picture, film and sound once; the sets hold links to them."""
    place = folder / ".shared"
    place.mkdir(parents=True)
    shared = {}
    for index, size in enumerate(PICTURE_SIZES):
        name = f"{size[0]}x{size[1]}"
        shared[name] = place / f"{name}.png"
        draw_picture(shared[name], size, 10 + index * 12)
    for shape, size in SHAPES.items():
        shared[shape] = place / f"{shape}.mp4"
        write_film(shared[shape], size)
        shared[f"cover-{shape}"] = place / f"cover-{shape}.png"
        draw_picture(shared[f"cover-{shape}"], size, 60)
    shared["m4a"], shared["mp3"] = place / "sound.m4a", place / "sound.mp3"
    write_sound(shared["m4a"], "aac")
    write_sound(shared["mp3"], "libmp3lame")
    shared["a4"] = place / "page.pdf"
    Image.open(shared["1080x1350"]).save(shared["a4"])
    return shared


def _list_outputs(code: str, shared: dict[str, Path], only: str) -> list[tuple[Output, Path | tuple[str, ...] | str]]:
    lines = tuple(text for _, text in SCENES[code])
    facts = ("egdi-rank", "egdi-rank.change", "vneid-accounts")

    def output(name: str, product: str, role: Role, media_type: str, variant: str = "", **media: object) -> Output:
        picture = role in ("image", "document")
        return Output(
            name=name,
            product=product,
            role=role,
            media_type=media_type,
            language=code,
            variant=variant,
            alt_text=ALT[code] if role in ("image", "cover", "video") else "",
            long_description="\n".join(lines) if picture else "",
            facts=facts if picture or role in ("video", "audio") else (),
            media=media,
        )

    rows: list[tuple[Output, Path | tuple[str, ...] | str]] = []
    for width, height in PICTURE_SIZES:
        size = f"{width}x{height}"
        rows.append(
            (
                output(
                    f"infographic-{size}.png",
                    "infographic",
                    "image",
                    "image/png",
                    size,
                    width_px=width,
                    height_px=height,
                ),
                shared[size],
            )
        )
    rows.append(
        (output("infographic-a4.pdf", "infographic", "document", "application/pdf", "a4", pages=1), shared["a4"])
    )
    for shape, (width, height) in SHAPES.items():
        if only not in ("", shape):
            continue
        rows += [
            (
                output(
                    f"video-{shape}.mp4",
                    "video",
                    "video",
                    "video/mp4",
                    shape,
                    width_px=width,
                    height_px=height,
                    fps=30,
                    duration_ms=DURATION_MS,
                    loudness_lufs=-16.04,
                ),
                shared[shape],
            ),
            (output(f"video-{shape}.vtt", "video", "captions", "text/vtt", shape), lines),
            (output(f"video-{shape}.srt", "video", "captions", "application/x-subrip", shape), "1\n" + lines[0]),
            (
                output(f"cover-{shape}.png", "video", "cover", "image/png", shape, width_px=width, height_px=height),
                shared[f"cover-{shape}"],
            ),
        ]
    rows += [
        (
            output("episode.m4a", "podcast", "audio", "audio/mp4", "m4a", duration_ms=DURATION_MS, loudness_lufs=-16.0),
            shared["m4a"],
        ),
        (output("episode.mp3", "podcast", "audio", "audio/mpeg", "mp3", duration_ms=DURATION_MS), shared["mp3"]),
        (
            output("episode-cover.png", "podcast", "cover", "image/png", width_px=1080, height_px=1080),
            shared["1080x1080"],
        ),
        (output("episode.vtt", "podcast", "transcript", "text/vtt"), lines),
        (output("episode.txt", "podcast", "notes", "text/plain"), "\n".join(lines)),
    ]
    return rows


def _describe(audiences: tuple[str, ...], languages: tuple[str, ...], outputs: tuple[OutputEntry, ...]) -> Manifest:
    def local(texts: dict[str, str]) -> dict[str, str]:
        return {code: text for code, text in texts.items() if code in languages}

    return Manifest(
        brief="egov-2024",
        title=local(TITLE),
        issuer=local(
            {
                "vi": "Ủy ban Quốc gia về chuyển đổi số",
                "en": "National Committee on Digital Transformation",
                "he": "הוועדה הלאומית לטרנספורמציה דיגיטלית",
            }
        ),
        as_of=dt.date(2025, 2, 6),
        made_at=dt.datetime(2025, 2, 7, 8, 30, tzinfo=dt.UTC),
        briefcast_version="0.1.0",
        code_version="0123456789abcdef",
        template_version="institutional-1",
        audiences=tuple(AudienceEntry(id=id, name=local(AUDIENCES[id])) for id in audiences),
        languages=languages,
        outputs=outputs,
        facts=(
            FactEntry(
                id="egdi-rank",
                statistic="egdi-rank",
                value="71",
                unit="rank",
                period="2024",
                source="un-2024",
                label=local(
                    {"vi": "Xếp hạng chính phủ điện tử", "en": "E-government rank", "he": "דירוג הממשל המקוון"}
                ),
                written=local({"vi": "71", "en": "71", "he": "71"}),
            ),
            FactEntry(
                id="egdi-rank.change",
                statistic="egdi-rank",
                value="15",
                unit="rank",
                period="2024",
                source="un-2024",
                label=local(
                    {"vi": "Xếp hạng chính phủ điện tử", "en": "E-government rank", "he": "דירוג הממשל המקוון"}
                ),
                written=local({"vi": "tăng 15 bậc", "en": "up 15 places", "he": "עלייה של \u206815\u2069 מקומות"}),
            ),
            FactEntry(
                id="vneid-accounts",
                statistic="vneid-accounts",
                value="55250000",
                unit="count",
                period="2024-12",
                qualifier="over",
                source="ncdt-2025",
                label=local(
                    {
                        "vi": "Tài khoản VNeID đã kích hoạt",
                        "en": "Activated VNeID accounts",
                        "he": "חשבונות VNeID פעילים",
                    }
                ),
                written=local(
                    {"vi": "hơn 55,25 triệu", "en": "over 55.25 million", "he": "יותר מ־\u206855.25 מיליון\u2069"}
                ),
                written_for={
                    "citizens": local(
                        {"vi": "hơn 55 triệu", "en": "over 55 million", "he": "יותר מ־\u206855 מיליון\u2069"}
                    )
                },
            ),
            FactEntry(
                id="digital-economy",
                statistic="digital-economy",
                value="18.3",
                unit="percent",
                period="2024-Q4",
                estimate=True,
                source="ncdt-2025",
                label=local(
                    {"vi": "Kinh tế số trong GDP", "en": "Digital economy in GDP", "he": "הכלכלה הדיגיטלית בתמ״ג"}
                ),
                written=local({"vi": "18,3%", "en": "18.3%", "he": "\u206818.3%\u2069"}),
            ),
        ),
        sources=(
            SourceEntry(
                id="un-2024",
                url="https://publicadministration.un.org/egovkb",
                date=dt.date(2024, 9, 17),
                title=local(
                    {
                        "vi": "Khảo sát Chính phủ điện tử 2024",
                        "en": "E-Government Survey 2024",
                        "he": "סקר הממשל המקוון 2024",
                    }
                ),
                publisher=local({"vi": "Liên Hợp Quốc", "en": "United Nations", "he": "האומות המאוחדות"}),
            ),
            SourceEntry(
                id="ncdt-2025",
                url="https://quangngai.gov.vn/",
                date=dt.date(2025, 2, 6),
                title=local(
                    {
                        "vi": "Phiên họp ngày 6 tháng 2 năm 2025",
                        "en": "Meeting of 6 February 2025",
                        "he": "ישיבה מיום 6 בפברואר 2025",
                    }
                ),
                publisher=local(
                    {
                        "vi": "Ủy ban Quốc gia về chuyển đổi số",
                        "en": "National Committee on Digital Transformation",
                        "he": "הוועדה הלאומית לטרנספורמציה דיגיטלית",
                    }
                ),
            ),
        ),
        findings=(
            FindingEntry(
                code="stale",
                severity="warning",
                place="egov-2024.yaml:41",
                message="The statistic digital-economy is older than its stale_after date.",
                remedy="Give its newer value, or move stale_after.",
            ),
        ),
        fallbacks=tuple(
            FallbackEntry(
                audience=audience,
                language="en",
                wanted="piper:en_US-joe-medium",
                used="espeak:en-us",
                reason="The Piper voice en_US-joe-medium is not installed.",
            )
            for audience in audiences
            if "en" in languages
        ),
        failures=(
            FailureEntry(
                audience=audiences[-1],
                language=languages[-1],
                product="video",
                message="The headline of point broadband does not fit 9x16 at 35 px. Shorten it in the brief.",
            ),
        ),
        scripts=tuple(
            ScriptEntry(
                audience=audience,
                language=code,
                title=TITLE[code],
                subtitle=SCENES[code][1][0],
                scenes=tuple(
                    SceneEntry(id=f"point-{i}", headline=headline, text=text)
                    for i, (headline, text) in enumerate(SCENES[code])
                ),
                choices=(
                    ChoiceEntry(point="rank", decision="taken", reason="Weight 3 for this audience, the highest."),
                    ChoiceEntry(
                        point="vneid", decision="reworded", reason="The brief has wording of its own for this audience."
                    ),
                    ChoiceEntry(point="broadband", decision="dropped", reason="Only 2 points fit 45 seconds."),
                ),
                call_to_action=SCENES[code][2][0],
                call_to_action_url="https://dichvucong.gov.vn/",
                voice_notice=NOTICE[code],
                duration_ms=DURATION_MS,
            )
            for audience in audiences
            for code in languages
        ),
    )
