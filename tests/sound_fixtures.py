"""Scripts to speak, written by hand: the same short telling in three languages."""

from __future__ import annotations

from briefcast.script import CallToAction, Scene, Script, Sentence, SourceNote, Visual, Word

TELLINGS: dict[str, tuple[str, list[list[list[str | tuple[str, str]]]]]] = {
    "vi": (
        "Chính phủ số năm 2024",
        [
            [
                [
                    "Việt",
                    "Nam",
                    "xếp",
                    "hạng",
                    ("71,", "bảy mươi mốt,"),
                    ("tăng 15 bậc", "tăng mười lăm bậc"),
                    "so",
                    "với",
                    ("năm 2022.", "năm hai nghìn không trăm hai mươi hai."),
                ]
            ],
            [
                [
                    "Hơn",
                    ("55,25 triệu", "năm mươi lăm phẩy hai lăm triệu"),
                    "tài",
                    "khoản",
                    "đã",
                    "được",
                    "kích",
                    "hoạt.",
                ],
                ["Mục", "tiêu", "là", ("40 triệu.", "bốn mươi triệu.")],
            ],
            [["Hãy", "nộp", "hồ", "sơ", "trực", "tuyến", "ngay", "hôm", "nay!"]],
        ],
    ),
    "en": (
        "Digital government in 2024",
        [
            [
                [
                    "Viet",
                    "Nam",
                    "ranks",
                    ("71st", "seventy-first"),
                    "of",
                    ("193 countries,", "one hundred ninety-three countries,"),
                    "up",
                    ("15 places.", "fifteen places."),
                ]
            ],
            [
                ["More", "than", ("55.25 million", "fifty-five point two five million"), "accounts", "are", "active."],
                ["The", "target", "of", "the", "year", "was", ("40 million.", "forty million.")],
            ],
            [["Send", "your", "form", "online", "today!"]],
        ],
    ),
    "he": (
        "ממשל דיגיטלי 2024",
        [
            [
                [
                    "וייטנאם",
                    "מדורגת",
                    "במקום",
                    ("71,", "שבעים ואחת,"),
                    "עלייה",
                    "של",
                    ("15 מקומות.", "חמישה עשר מקומות."),
                ]
            ],
            [
                ["יותר", ("מ־55 מיליון", "מחמישים וחמישה מיליון"), "חשבונות", "הופעלו."],
                ["היעד", "היה", ("40 מיליון.", "ארבעים מיליון.")],
            ],
            [["אפשר", "להגיש", "את", "הבקשה", "באינטרנט", "עוד", "היום!"]],
        ],
    ),
}

NOTICES = {
    "vi": "Bản tin này do giọng đọc máy thực hiện.",
    "en": "This episode is read by a synthetic voice.",
    "he": "הפרק מוקרא בקול ממוחשב.",
}


def _word(given: str | tuple[str, str]) -> Word:
    if isinstance(given, str):
        return Word(shown=given, spoken=given)
    return Word(shown=given[0].replace(" ", "\u00a0"), spoken=given[1], fact="figure")


def make_script(language: str) -> Script:
    """Give the telling in one language."""
    title, told = TELLINGS[language]
    ids = ["opening", "accounts", "closing"]
    kinds = ["opening", "point", "closing"]
    return Script(
        brief="egov-2024",
        audience="citizens",
        audience_name="Citizens",
        language=language,
        title=title,
        subtitle="",
        kicker="",
        as_of="2025-02-06",
        scenes=tuple(
            Scene(
                id=id,
                kind=kind,  # type: ignore[arg-type]
                headline=f"{title} {number}",
                sentences=tuple(Sentence(words=tuple(_word(w) for w in words)) for words in sentences),
                visual=Visual(kind="text"),
            )
            for number, (id, kind, sentences) in enumerate(zip(ids, kinds, told, strict=True), 1)
        ),
        figures=(),
        sources=(
            SourceNote(id="un-2024", written="UN E-Government Survey, UN DESA, 2024", url="https://example.org/un"),
        ),
        call_to_action=CallToAction(text="Send your form online", url="https://example.org/form"),
        voice_notice=NOTICES[language],
        issuer="Ministry of Examples",
        kind="progress",
        labels={},
    )
