"""A short telling in three languages with silent sound, for tests of video: nothing here needs a voice."""

# ruff: noqa: E501
from __future__ import annotations

import re
import wave
from decimal import Decimal
from pathlib import Path

from briefcast.script import (
    CallToAction,
    Figure,
    Mark,
    Scene,
    Script,
    Sentence,
    Shot,
    SourceNote,
    Visual,
    Word,
)
from briefcast.sound.samples import RATE_HZ
from briefcast.speech.base import Narration, SceneSound, TimedWord, Voice

N = "\u00a0"
TEXTS = {
    "vi": {
        "name": "Người dân",
        "title": "Chính phủ số ngày càng gần dân hơn",
        "subtitle": "Kết quả chuyển đổi số của Việt Nam qua các con số",
        "kicker": "Ngày Chuyển đổi số quốc gia 10/10",
        "as_of": "ngày 6 tháng 2 năm 2025",
        "issuer": "Ban Truyền thông Chuyển đổi số",
        "notice": "Giọng đọc nhân tạo, do máy tính tạo ra.",
        "labels": {"source": "Nguồn", "sources": "Nguồn", "as_of": "Số liệu đến", "synthetic_voice": "Giọng đọc nhân tạo"},
        "opening": "Thưa bà con! Chính_phủ số ngày càng gần dân hơn.",
        "vneid": f"Cả nước đã có [vneid-accounts|hơn{N}55,25{N}triệu] tài_khoản VNeID.",
        "vneid_headline": f"Hơn 55,25{N}triệu tài khoản VNeID",
        "rank": "Liên hợp quốc xếp Việt_Nam thứ [egdi-rank|71] trên [egdi-rank.out_of|193] quốc_gia.",
        "rank_headline": "Việt Nam tăng 15 bậc về chính phủ điện tử",
        "closing": "Mời bà con làm thủ_tục trên Cổng Dịch vụ công quốc gia.",
        "number": "55,25", "suffix": "triệu", "qualifier": "hơn", "target": f"40{N}triệu", "target_label": "Mục tiêu",
        "gap": "vượt hơn 15,25 triệu tài khoản", "change": "tăng 15 bậc",
        "accounts": "Tài khoản VNeID đã kích hoạt", "ranking": "Thứ hạng chính phủ điện tử",
        "source": "Ủy ban Quốc gia về CĐS, 6/2/2025", "survey": "Khảo sát CPĐT 2024 của LHQ",
    },
    "en": {
        "name": "Citizens",
        "title": "Digital government is moving closer to people",
        "subtitle": "Viet Nam’s digital transformation in figures",
        "kicker": "National Digital Transformation Day, 10 October",
        "as_of": "February 6, 2025",
        "issuer": "Digital Transformation Communications Team",
        "notice": "Synthetic voice, made by a computer.",
        "labels": {"source": "Source", "sources": "Sources", "as_of": "Data as of", "synthetic_voice": "Synthetic voice"},
        "opening": "Hello! Digital government is moving closer to people.",
        "vneid": f"[vneid-accounts|Over{N}55.25{N}million] VNeID accounts are now in use.",
        "vneid_headline": f"Over 55.25{N}million VNeID accounts",
        "rank": "The United_Nations ranks Viet_Nam number [egdi-rank|71] of [egdi-rank.out_of|193] countries.",
        "rank_headline": "Viet Nam is up 15 places in e-government",
        "closing": "Try the National Public Service Portal for your next errand.",
        "number": "55.25", "suffix": "million", "qualifier": "over", "target": f"40{N}million", "target_label": "Target",
        "gap": "over 15.25 million accounts above target", "change": "up 15 places",
        "accounts": "Activated VNeID accounts", "ranking": "E-government rank",
        "source": "National Committee, 6 February 2025", "survey": "UN E-Government Survey 2024",
    },
    "he": {
        "name": "אזרחים",
        "title": "הממשל הדיגיטלי מתקרב לאזרחים",
        "subtitle": "הטרנספורמציה הדיגיטלית של וייטנאם במספרים",
        "kicker": "יום הטרנספורמציה הדיגיטלית הלאומי, 10 באוקטובר",
        "as_of": "6 בפברואר 2025",
        "issuer": "צוות ההסברה לטרנספורמציה דיגיטלית",
        "notice": "קול מלאכותי שהופק במחשב.",
        "labels": {"source": "מקור", "sources": "מקורות", "as_of": "נתונים עד", "synthetic_voice": "קול מלאכותי"},
        "opening": "שלום לכם! הממשל הדיגיטלי מתקרב לאזרחים.",
        "vneid": f"[vneid-accounts|יותר{N}מ־\u206855.25{N}מיליון\u2069] חשבונות VNeID כבר פעילים.",
        "vneid_headline": f"יותר מ־\u206855.25{N}מיליון\u2069 חשבונות VNeID",
        "rank": "האו״ם דירג את וייטנאם במקום [egdi-rank|\u206871\u2069] מבין [egdi-rank.out_of|\u2068193\u2069] מדינות.",
        "rank_headline": "עלייה של \u206815 מקומות\u2069 בדירוג הממשל הדיגיטלי",
        "closing": "נסו את פורטל השירותים הציבוריים הלאומי.",
        "number": "55.25", "suffix": "מיליון", "qualifier": "יותר מ־", "target": f"\u206840{N}מיליון\u2069", "target_label": "יעד",
        "gap": "יותר מ־15.25 מיליון חשבונות מעל היעד", "change": "עלייה של 15 מקומות",
        "accounts": "חשבונות VNeID פעילים", "ranking": "דירוג הממשל הדיגיטלי",
        "source": "הוועדה הלאומית, 6 בפברואר 2025", "survey": "סקר הממשל הדיגיטלי של האו״ם 2024",
    },
}  # fmt: skip


def _words(text: str) -> tuple[Word, ...]:
    """Read ``[fact|shown]`` as a fact and ``a_b`` as two words kept together."""
    found: list[Word] = []
    for piece in re.sub(r"_(?![^[]*\])", "_\n", text.replace(" ", "\n")).split("\n"):
        glue = piece.endswith("_")
        piece = piece.rstrip("_")
        if piece.startswith("["):
            fact, _, rest = piece[1:].partition("|")
            shown, _, after = rest.partition("]")
            found.append(Word(shown=shown + after, spoken=shown + after, fact=fact))
        else:
            found.append(Word(shown=piece, spoken=piece, glue=glue))
    return tuple(found)


def make_script(language: str, *, image: Path | None = None) -> Script:
    """Give the telling in one language; ``image`` stands behind the first point."""
    t = TEXTS[language]

    def scene(id: str, kind: str, headline: str, text: str, visual: Visual) -> Scene:
        return Scene(id=id, kind=kind, headline=headline, sentences=(Sentence(words=_words(text)),), visual=visual)  # type: ignore[arg-type]

    accounts = Figure(
        statistic="vneid-accounts",
        label=t["accounts"],
        value=Decimal(55_250_000),
        unit="count",
        written=f"{t['qualifier']}{'' if t['qualifier'].endswith('־') else N}{t['number']}{N}{t['suffix']}",
        qualifier=t["qualifier"],
        number=t["number"],
        suffix=t["suffix"],
        better="higher",
        target=Mark(value=Decimal(40_000_000), written=t["target"], label=t["target_label"]),
        gap=t["gap"],
        target_met=True,
        source="committee",
        source_short=t["source"],
    )
    series = {"2014": 99, "2016": 89, "2018": 88, "2020": 86, "2022": 86, "2024": 71}
    rank = Figure(
        statistic="egdi-rank",
        label=t["ranking"],
        value=Decimal(71),
        unit="rank",
        written="71/193",
        qualifier="",
        number="71",
        suffix="/193",
        better="lower",
        baseline=Mark(value=Decimal(86), written="86", label="2022"),
        change=t["change"],
        change_is_good=True,
        series=tuple(Mark(value=Decimal(v), written=str(v), label=y, period=y) for y, v in series.items()),
        source="survey",
        source_short=t["survey"],
    )
    return Script(
        brief="egov-2024",
        audience="citizens",
        audience_name=t["name"],
        language=language,
        title=t["title"],
        subtitle=t["subtitle"],
        kicker=t["kicker"],
        as_of=t["as_of"],
        scenes=(
            scene("opening", "opening", t["title"], t["opening"], Visual(kind="text")),
            scene(
                "vneid",
                "point",
                t["vneid_headline"],
                t["vneid"],
                Visual(
                    kind="progress",
                    figures=("vneid-accounts",),
                    image=image,
                    shot=Shot(file=image) if image else None,
                ),
            ),
            scene("rank", "point", t["rank_headline"], t["rank"], Visual(kind="series", figures=("egdi-rank",))),
            scene("closing", "closing", t["closing"], t["closing"], Visual(kind="text")),
        ),
        figures=(accounts, rank),
        sources=(SourceNote(id="survey", written=t["survey"], url="https://example.org/survey"),),
        call_to_action=CallToAction(text=t["closing"], url="https://dichvucong.gov.vn/"),
        voice_notice=t["notice"],
        issuer=t["issuer"],
        kind="progress",
        labels=t["labels"],
    )


def narrate_silently(script: Script, folder: Path, *, letters_per_s: float = 13, synthetic: bool = True) -> Narration:
    """Give silence of the length the words would take, with a time for every word."""
    sounds = []
    for scene in script.scenes:
        at, timed = 120, []
        for number, sentence in enumerate(scene.sentences):
            for word in sentence.words:
                length = max(140, round(len(word.shown) * 1000 / letters_per_s))
                timed.append(
                    TimedWord(
                        shown=word.shown,
                        start_ms=at,
                        end_ms=at + length,
                        sentence=number,
                        fact=word.fact,
                        glue=word.glue,
                    )
                )
                at += length + 30
            at += 320
        path = folder / f"{script.language}-{scene.id}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(bytes(2 * at * RATE_HZ // 1000))
        sounds.append(SceneSound(scene=scene.id, audio=path, duration_ms=at, words=tuple(timed)))
    voice = Voice(engine="silent", id="silent", language=script.language, name="Silence", synthetic=synthetic)
    return Narration(language=script.language, voice=voice, scenes=tuple(sounds))
