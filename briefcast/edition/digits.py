"""Digits in a text: which are figures that somebody typed, and which are part of a name, a date or an age.

A number beside a percent sign, a currency, a scale word or a measure is always a figure. Of the others, those that
`ALLOWED_DIGITS` knows are none.

    find_typed("Since 2020, 82% of homes file by Law 57.")  ->  ("82",)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from briefcast.brief.references import REFERENCE
from briefcast.edition.words import month_names
from briefcast.messages import tell

_GONE = "\ufffc"
"""Stands for each letter of what is no typed figure, so that all else keeps its place."""

_BLANK = "[ \u00a0\u202f]"
_NUMBER = rf"(?:\d{{1,3}}(?:{_BLANK}\d{{3}})+(?!\d)|\d+(?:[.,]\d+)*)"
_FRACTIONS = "\u00bc-\u00be\u2150-\u215e"
_ROMAN = "\u2160-\u217f"
_DIGIT = re.compile(rf"[\d{_FRACTIONS}{_ROMAN}]")
_TYPED = re.compile(rf"(?<!\d)\d{{1,3}}[–-]\d{{1,3}}(?![\d.,]*\d)|{_NUMBER}[{_FRACTIONS}]?|[{_FRACTIONS}]+")
"""A number, or a span of two small ones: 18–24."""

_LOOKED_BACK = 120
"""Characters before a number that may say what it is: about a sentence."""
_ENDLESS = re.compile(r"[\d.,]{60,}")
"""So many digits are no number of anything; asking what they might be would take minutes."""

_UNITS = (
    r"%|‰|٪|per ?cent\b|percentage|phần trăm|phần nghìn|điểm phần trăm|אחוז"
    # scales
    r"|thousands?\b|millions?\b|billions?\b|trillions?\b|bn\b|mn\b|k\b|x\b|times\b"
    r"|nghìn\b|ngàn\b|triệu\b|t[ỷỉ]\b(?! (?:lệ|suất|số|trọng))|lần\b(?! thứ)"
    r"|אלפי|אלף|מיליון|מיליוני|מיליארד|טריליון|פעמים"
    # money
    r"|đồng\b(?! (?:bằng|bào|chí|thời|bộ))|đ\b|VN[DĐ]\b|₫|US\$|USD\b|[$€£₪¥]|EUR\b|NIS\b|ILS\b|euros?\b|dollars?\b"
    r"|shekels?\b"
    r"|שקל|ש[\"״]ח|דולר|אירו"
    # measures
    r"|km\b|km[²2]|m[²³]|hectares?\b|ha\b|tấn\b|tons?\b|tonnes?\b|kg\b|kWh\b|[MG]Wh?\b|lít\b|lit(?:re|er)s?\b|hécta\b"
    r"|kilomet(?:re|er)s?\b|דונם|ק[\"״]מ|טון\b"
)
_CURRENCIES = r"US\$|(?<![A-Za-z])(?:USD|VND|VNĐ|EUR|ILS|NIS|GBP|JPY|CNY|KRW|SGD|THB|AUD)|[$€£¥₫₪]"
_FIGURE = re.compile(
    rf"(?P<before>(?:{_NUMBER}|[{_FRACTIONS}{_ROMAN}])[²³]?)(?:{_BLANK}|[-‑])?(?:{_UNITS})"
    rf"|(?:{_CURRENCIES}){_BLANK}?(?P<after>{_NUMBER})"
)
"""A number with what makes it a figure wherever it stands."""

_COUNTED = re.compile(
    r"\s(?:số (?:hộ|người|dân|xã|ca)|người|hộ|xã|phường|thôn|bản|ấp|tỉnh|thành phố|huyện|quận|bộ\b|ngành|cơ quan|đơn vị"
    r"|doanh nghiệp|trường|bệnh viện|nhiệm vụ|chỉ tiêu|mục tiêu|hồ sơ|dự án|công trình|trẻ|học sinh|gia đình|điểm|sao"
    r"|phiếu"
    r"|đại biểu|tiêu chí|lao động|tài khoản|thủ tục|địa phương|cán bộ|ca\b|giường"
    r"|(?:of (?:the |all |our )?)?(?:new |more |other )?(?:people|persons|households|homes|houses|villages|communes"
    r"|wards"
    r"|provinces|districts|towns|cities|countries|files|applications|cases|patients|companies|enterprises|businesses"
    r"|firms|schools|hospitals|clinics|jobs|users|accounts|visitors|students|pupils|children|workers|staff|officials"
    r"|projects|tasks|services|procedures|documents|copies|doses|beds|doctors|nurses|members|families|farmers"
    r"|residents|citizens|women|men|deaths|births|calls|complaints|visits|tickets|trips|seats|roads|bridges|points)\b"
    r"|מה?(?:בתים|תושבים|משפחות|מחוזות|ערים|עסקים|ילדים)"
    r"|(?:בתים|תושבים|משפחות|מחוזות|ערים|עסקים|ילדים|כפרים|יישובים|בקשות|משימות|איש|אנשים)(?!\w))",
    re.IGNORECASE,
)
"""What is counted: before it a number that could be a day, a year or a document is a figure."""

_MEASURED = re.compile(
    _COUNTED.pattern + r"|\s(?:of (?:the )?\d|trên \d|out of \d|מתוך \d"
    r"|năm\b(?! (?:nay|qua|\d{4}|\ufffc))|tháng\b(?! [\d\ufffc])|ngày\b(?! [\d\ufffc])|giờ\b|phút\b"
    r"|years?\b|months?\b|weeks?\b|days?\b|hours?\b|minutes?\b|שנים|חודשים|ימים|שעות)|/\d",
    re.IGNORECASE,
)
"""What is counted or measured: behind 'Law' or 'Call', a number before it names no law and no telephone."""


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """Digits that need no statistic, and why: patterns, compiled when a text first has digits that they may be."""

    pattern: str
    reason: str
    not_after: str = ""
    """What must not end right before them."""
    not_before: str = ""
    """What must not begin right behind them."""

    def blank(self, text: str) -> str:
        """Give a text with these digits taken out; all else keeps its place."""

        def blank(match: re.Match[str]) -> str:
            return match[0] if self._refuses(text, *match.span()) else _GONE * len(match[0])

        return _compiled(self.pattern).sub(blank, text)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where such digits stand in a text, with the words that make them so."""
        for match in _compiled(self.pattern).finditer(text):
            if not self._refuses(text, *match.span()):
                yield match.span()

    def _refuses(self, text: str, start: int, end: int) -> bool:
        # Looked for near by alone: in a long text each search back to its beginning would cost more than the last.
        before = self.not_after and _compiled(self.not_after).search(text, max(0, start - _LOOKED_BACK), start)
        return bool(before or (self.not_before and _compiled(self.not_before).match(text, end)))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _any_case(pattern: str) -> str:
    return f"(?i:{pattern})"


_POWER = rf"1(?:0{{1,2}})?(?:[.,]?{_BLANK}?000){{0,2}}(?![.,]?\d)"
"""1, 10, 100, 1,000 … 100,000,000: the whole of a rate."""

_WHOLES = (
    Allowed(pattern=r"https?://\S+|\bwww\.\S+|(?<!\S)[^\s@]+@\S+", reason=tell("an address")),
    Allowed(
        pattern=_any_case(
            rf"\b(?:per|in every|for every|out of every) {_POWER}(?: (?:million|thousand))?\b"
            rf"|(?:{_GONE}|\b(?:tỷ lệ|tỷ suất|tử vong|bác sĩ|giường|điều dưỡng|dược sĩ|mắc|sinh"
            rf"|(?:số )?(?:ca|vụ|trường hợp)|bệnh nhân|cơ sở|mẹ)\b(?:[^.;\d{_GONE}]|\d{{1,2}}(?= tuổi)){{0,40}}) ?"
            rf"(?:/|(?:tính )?trên|cho|mỗi) ?{_POWER} (?:dân|người|trẻ|ca\b|phụ nữ|bà mẹ|sinh"
            rf"|(?:lao động|công nhân|nhân viên|hộ\b|học sinh|bệnh nhân|bé |nam|nữ|doanh nghiệp|giáo viên|bác sĩ|xe\b))"
            rf"|(?<!\w)cứ {_POWER}(?= [^\W\d_])|\b(?:trên|cho|mỗi) {_POWER} (?:việc làm|vị trí|chỗ làm|căn hộ)"
            rf"|\btrên {_POWER} trẻ (?:đẻ|sinh)|{_GONE}(?: \w+){{1,3}} trên {_POWER} (?:dân|trẻ)"
            rf"|(?<!\w)ל(?:כל |[־-]){_POWER}(?= (?:תושב|נפש|לידות|ילד|איש|אנשים|נשים|בנות|בנים"
            rf"|נערות|נערים|עובד|תלמיד|מטופל|חולים"
            rf"|משפחות|משקי|עסקים|מורים|נשות|גברים|בתי|כלי|אם|אמהות|אימהות|סטודנט|משרות|דירות)|$)"
            rf"|(?<!\w)(?:לכל|על כל) {_POWER}"
        ),
        reason=tell("the whole of a rate, such as per 10,000"),
    ),
    Allowed(
        pattern=_any_case(
            r"\b(?:nặng|cân nặng)(?: (?:từ|trên|đủ|ít nhất|tối thiểu|dưới)){1,2} \d{1,3} ?kg\b"
            r"(?:(?: \([^()\d]*\))?(?:,| và| hoặc) (?:từ |trên |đủ )?\d{1,3} ?kg\b)*"
            r"|\bweigh(?:s|ing)?(?: (?:at least|over|more than|under|less than)) \d{1,3} ?kg\b"
            r"(?:(?: \([^()\d]*\))?(?:,| and| or) (?:at least |over )?\d{1,3} ?kg\b)*"
            r"|(?:משקל|שוקלים|שוקלות)(?: של)? (?:לפחות|מעל|מ[־-]) ?\d{1,3} ק[\"״]ג"
        ),
        reason=tell("how much somebody has to weigh who takes part"),
    ),
)
"""Looked for before anything that has a unit: 'per 1,000 km' holds no figure."""

_NAMES_OF_MONTHS = sorted(month_names(), key=len, reverse=True)
_MONTHS = "|".join(name for name in _NAMES_OF_MONTHS if name.isascii())
_HEBREW_MONTHS = "|".join(name for name in _NAMES_OF_MONTHS if not name.isascii())
_DAY, _MONTH, _YEAR = r"(?:3[01]|[12]\d|0?[1-9])", r"(?:1[0-2]|0?[1-9])", r"(?:19\d{2}|20\d{2}|2100)"
_HOUR = r"(?:2[0-4]|1\d|0?\d)"
_DOCUMENTS = (
    # Vietnamese
    "nghị quyết|nghị định|quyết định|thông tư|chỉ thị|công văn|công điện|kết luận|thông báo|kế hoạch|luật|đề án|dự án"
    "|chương trình|hiến pháp|tổ công tác|đoàn công tác"
    "|điều|khoản|chương|mục|phụ lục|biểu|mẫu|bước|trang|khóa|kỳ họp thứ|phiên họp thứ"
    "|hội nghị lần thứ"
    "|lần thứ|quý|giai đoạn|đợt|vòng|nhóm|vùng|quốc lộ|tỉnh lộ|đường|số nhà|ngõ|hẻm|quầy"
    "|xuất bản lần"
    # English
    "|resolution|decree|decision|circular|directive|law|plan|programme|program|article|section|chapter|clause|annex"
    "|form|table|page|step|quarter|highway|route|goal|sdg"
    "|category|type|round|terminal|platform|building|task force"
)
_HEBREW_DOCUMENTS = (
    "החלטה|החלטת ממשלה|תקנה|תקנות|חוק|צו|פרויקט|תוכנית|תכנית|סעיף|פרק|רבעון|כביש|קו|שער|חדר|קומה|בניין|רמה|שלב|כיתה"
    "|טופס"
    "|נוהל|אזור|יעד|מסלול|שכבה"
)
_NUMBERED = (
    # What comes before 'số', 'number', 'no.' where they name something and count nothing.
    f"{_DOCUMENTS}|gọi|tới|qua|theo|nhắn|đài|nóng|điện thoại|bão|nhà|cửa|quầy|bàn|ngõ|tuyến|trường|bệnh viện|trạm|bảng"
    f"|hình|lô|khu|đội|thcs|thpt|tiểu học|mầm non"
    "|bài|telephone|phone|hotline|emergency|house|bus|line|desk|counter"
)
_SERVICES = r"(?:10[0-8]|110|118|144)"
"""Numbers that Israelis call for help and for their city, mostly named without a word that says so."""
_HEBREW_CHANGES = r"(?:עלה|עלתה|עלו|ירד|ירדה|ירדו|גדל|גדלה|גדלו|קטן|קטנה|קטנו|עלייה|ירידה|גידול|קיטון) $"
_EMERGENCY = r"11[1-5]"
"""Numbers that Vietnamese call for help: children, rescue, police, fire and ambulance."""
_HEBREW_WEEKDAY = r"[שובכלמה]{0,3}(?:יום (?:[א-ו][׳']|ראשון|שני|שלישי|רביעי|חמישי|שישי)|שבת)"
_WEEK = r"(?:5[0-3]|[1-4]\d|0?[1-9])"
_PHONE = r"\*?\d(?:[\d .()-]{0,14}\d)?"

_YEARS = (
    Allowed(
        pattern=_any_case(
            rf"\b(?:năm|niên khóa|giai đoạn|từ|đến|kể từ|trước|sau|tới|tháng \d{{1,2}}|in|since|by|until|before|after"
            rf"|from|to|of|for"
            rf"|through|during|between|year|the|and|{_MONTHS}) {_YEAR}(?:(?:[–/-]| to | and | và | đến )(?:{_YEAR}"
            rf"|\d{{2}}(?!\d)))?s?(?![\d%]|[.,]\d)"
            rf"|{_YEAR}[–/-](?:{_YEAR}|\d{{2}})(?![\d%]|[.,]\d)"
        ),
        reason=tell("a year from 1900 to 2100"),
    ),
    Allowed(
        pattern=rf"(?<![\d.,]){_YEAR}(?:s\b)?(?![\d%]|[.,]\d)",
        not_after=_any_case(r"(?:\b(?:over|nearly|almost|more than|hơn|gần)|כמעט|יותר מ)[ ־-]$"),
        not_before=_any_case(_COUNTED.pattern),
        reason=tell("a year from 1900 to 2100"),
    ),
)

_TYPES = (
    Allowed(
        pattern=_any_case(
            r"\b(?:trẻ(?: em| nhỏ)?|bé)(?: (?:từ|dưới|trên|đủ))* \d{1,2}(?:(?: ?[–-] ?| đến )\d{1,2})? tháng\b(?! \d)"
            r"|\b(?:children|infants|babies|toddlers|boys|girls)(?: (?:at|of|from|under|over|between|aged))*"
            r" \d{1,2}(?:(?: ?[–-] ?| to | and )\d{1,2})? months\b(?! to \d)"
            r"|\b(?:at|aged?)(?: of)? \d{1,2}(?:(?: ?[–-] ?| to )\d{1,2})? months\b(?! to \d)"
            r"|(?<!\w)ה?(?:תינוקות|פעוטות|ילדים)(?: (?:בני|בגיל|בגילאי))? \d{1,2}(?:(?: ?[–-] ?| עד )\d{1,2})? חודשים"
        ),
        reason=tell("an age"),
    ),
    Allowed(
        pattern=_any_case(rf"(?<!\w)(?:tuần|weeks?|ב?שבוע)(?: lễ| thứ)? {_WEEK}(?:[–-]{_WEEK})?(?![.,]?\d|[/%])"),
        # "Every week 12 wards" counts wards.
        not_after=_any_case(r"\b(?:mỗi|hằng|hàng|một|trong|a|per|each|every|this|last|one|כל) $"),
        not_before=_any_case(
            rf"{_COUNTED.pattern}|\s(?:phút|giờ|ngày|buổi|lần|minutes?|hours?|days?|times|of \d{{1,3}}\b|דקות|שעות)"
        ),
        reason=tell("a week of the year"),
    ),
    Allowed(
        pattern=_any_case(
            r"\b(?:tại|ở|địa chỉ:?)(?: số)? \d{1,3}(?-i:[A-Z])?(?:/\d{1,3})*(?: (?:đường|phố))?"
            r"(?: (?-i:[A-ZĐ])[^\W\d_]+){2,4}"
        ),
        reason=tell("an address"),
    ),
    Allowed(
        pattern=_any_case(
            rf"(?<!\w)(?:בין |מה?[־-]){_DAY} (?:עד |ועד |(?:ל|ו)[־-]|עד ה[־-]){_DAY} ב(?:{_HEBREW_MONTHS})(?!\w)"
            rf"|\b(?:between|from) {_DAY} (?:and|to) {_DAY} (?:{_MONTHS})\b"
            rf"|\bon the {_DAY}(?:st|nd|rd|th)(?: (?:and|or|to) (?:the )?{_DAY}(?:st|nd|rd|th))?(?![\w%])"
        ),
        reason=tell("a date"),
    ),
    Allowed(
        pattern=rf"(?<!\w)(?:ו?[בלמ]ה?|ה)[־-]{_DAY}(?: (?:ו[בלמ]?ה?|עד ה?)[־-]?{_DAY})? [בל]חודש(?!\w)",
        # "Fell by 16 a month" is a figure.
        not_after=_HEBREW_CHANGES,
        reason=tell("a date"),
    ),
    Allowed(
        pattern=(
            rf"(?:מוקד|עונים|ענה|ענו|מענה|פנו|פנייה|דווחו|דיווח|חייג|התקשר|שיח)"
            rf"[^.;\d%{_GONE}]{{0,40}} [בל][־-]{_SERVICES}(?![.,]?\d|%)"
        ),
        not_before=r" [א-ת]+(?:ים|ות)(?!\w)",
        reason=tell("a telephone"),
    ),
    Allowed(
        pattern=_any_case(
            r"(?<!\w)[ושבכלמה]{0,3}(?:רחוב|רח[׳']|שדרות|שד[׳']|סמטת|כיכר)"
            r"(?: [א-ת][א-ת״׳\"'-]*){1,2} \d{1,3}(?=[.,;:!?)]|$)"
            r"|(?<![\d.,])\d{1,4}(?: (?-i:[A-Z])[\w'’-]+){1,3} (?:street|avenue|boulevard|road|lane|square)\b"
        ),
        reason=tell("an address"),
    ),
    Allowed(
        pattern=_any_case(
            r"(?<!\w)[ושבכלמה]{0,3}(?:קווים|אוטובוסים|כבישים|שערים|סעיפים)"
            r" \d{1,3}(?:, \d{1,3})*(?: (?:ו[־-]?|או )\d{1,3})?(?![.,]?\d|%)"
            r"|\b(?:bus )?(?:lines|buses|routes|gates|rooms) \d{1,3}(?:, \d{1,3})*,? (?:and|or) \d{1,3}(?![.,]?\d|%)"
        ),
        not_before=_any_case(_MEASURED.pattern),
        reason=tell("lines, gates or rooms called by their numbers"),
    ),
    Allowed(
        pattern=_any_case(
            r"(?<![\d.,])24 (?:שעות ביממה|hours a day\b|giờ (?:một|mỗi|trong) ngày\b)"
            r"|(?<![\d.,])7 (?:ימים בשבוע|days a week\b|ngày (?:một|mỗi|trong) tuần\b)"
        ),
        reason=tell("around the clock"),
    ),
    Allowed(
        pattern=_any_case(
            rf"(?<![\d.,])(?:{_DAY}[/.-]{_MONTH}[/.-](?:19|20)?\d{{2}}|{_YEAR}-\d{{2}}(?:-\d{{2}})?)(?![\d/])"
            rf"|(?<![\d.,/]){_MONTH}[/-]{_YEAR}(?!\d)"
            rf"|\b(?:ngày|mùng|rằm) {_DAY}(?:[–-]{_DAY})?(?:[/.-]{_MONTH}| tháng {_MONTH})?(?![\d/])"
            rf"|\btháng {_MONTH}(?:[–-]{_MONTH})?(?!\d|[.,]\d)|\b{_DAY} tháng {_MONTH}\b"
        ),
        reason=tell("a date"),
    ),
    Allowed(
        pattern=_any_case(
            rf"(?:\b(?:dịp|lễ|đến|tới|trước|sau|hết|từ|quốc khánh|mừng|kỷ niệm|hôm|sáng|trưa|chiều|tối|đêm|vào|và|on"
            rf"|by|until"
            rf"|before|after|since)|[–-]) {_DAY}[/-]{_MONTH}(?!\d|[/-]\d)|\({_DAY}/{_MONTH}\)"
        ),
        not_before=_any_case(_COUNTED.pattern),
        reason=tell("a date"),
    ),
    Allowed(
        pattern=_any_case(
            rf"(?<![\d.,])\b{_DAY}(?:st|nd|rd|th)?(?: ?[–-] ?{_DAY}(?:st|nd|rd|th)?)?(?: of)? (?:(?:{_MONTHS})\b"
            rf"|ב?(?:{_HEBREW_MONTHS}))"
        ),
        reason=tell("a date"),
    ),
    Allowed(
        pattern=_any_case(
            rf"\b(?:{_MONTHS})\.? {_DAY}(?:st|nd|rd|th)?(?: ?[–-] ?{_DAY}(?:st|nd|rd|th)?)?(?!\d|[.,]\d|[/-]\d)"
        ),
        not_after=_any_case(r"\bin $"),
        not_before=_any_case(_COUNTED.pattern),
        reason=tell("a date"),
    ),
    Allowed(
        pattern=r"\b\d+(?:/(?:19|20)\d{2})?[/-][A-ZĐ]{2,}[A-ZĐa-z]*\d*(?:[-/][A-ZĐ][\wĐ]*)*(?!\w)",
        reason=tell("the number of a document, such as 57-NQ/TW or 13/2023/NĐ-CP"),
    ),
    Allowed(
        pattern=_any_case(
            rf"(?<!\w)(?:{_DOCUMENTS}|projects?) 0\d{{1,2}}\b(?![.,]?\d|%)"
            r"|(?<!\w)(?:nghị quyết|nghị định|quyết định|thông tư|chỉ thị|công văn|công điện|đề án|resolution|decree"
            r"|decision"
            r"|circular|directive|[ושבכלמ]{0,3}ה?(?:החלטה|החלטת ממשלה)) \d{1,4}\b(?![.,]?\d|%)"
        ),
        not_before=_any_case(r"\s(?:of|trên|out of|מתוך) \d|/\d"),
        reason=tell("a document called by its number"),
    ),
    Allowed(
        pattern=_any_case(
            rf"(?<!\w)(?:{_DOCUMENTS}|projects?) \d{{1,4}}[A-ZĐ]?\b(?![.,]?\d|%)"
            rf"|(?<!\w)(?:{_NUMBERED}),? (?:số|number|no\.?) ?\d+[A-Z]?\b(?![.,]\d|%)|(?<!\w)no\. ?\d+(?![.,]?\d|%)"
            rf"|(?<!\w)[ושבכלמ]{{0,3}}ה?(?:{_HEBREW_DOCUMENTS}) (?:(?:מס['׳]|מספר) )?(?:ה?[־-])?\d+(?![.,]?\d|%)"
        ),
        # "We project 500 jobs" names no project.
        not_after=_any_case(r"\b(?:dân|tổng|we|they|i|you|to|will|can|may)\s$"),
        not_before=_any_case(_MEASURED.pattern),
        reason=tell("a document, project or place called by its number"),
    ),
    Allowed(
        pattern=_any_case(
            r"(?<!\w)(?:mức độ|cấp độ|lớp|khối|tầng|phòng|quận|phường|khu phố|tổ|version|phase|level|grade|district"
            r"|ward|zone|room"
            r"|floor|gate|class|stage|tier) \d{1,3}[A-Z]?\b(?![.,]?\d|%)"
            # A school year of England, and emergency services by their number.
            r"|(?<!per )(?<!a )(?<!each )(?<!every )(?<!this )(?<!last )(?<!one )\byears? (?:[1-9]|1[0-3])\b"
            r"(?![.,]?\d|%)"
            r"|(?<!\w)(?:công an|cảnh sát|cứu hỏa|chữa cháy|cấp cứu|cứu thương|police|ambulance"
            r"|fire (?:brigade|service)|emergency services|[ושהבלמ]{0,2}(?:משטרה|מד[״\"]א|כיבוי(?: אש)?))"
            r"(?: số| at| on| במספר)? 1\d\d"
            r"(?=[.,;:!?)]?(?:\s|$)(?!\s*[^\W\d_]))"
            r"|(?<!\w)(?:bảng|hình|mục|phần|phụ lục|tables?|figures?|sections?|annex|version) \d+(?:\.\d+)+"
        ),
        not_before=_any_case(r"\s(?:of|trên|out of) \d"),
        reason=tell("a level, place or table called by its number"),
    ),
    Allowed(
        pattern=_any_case(
            r"(?<![\d.,])(?:\+\d{1,3}[ .()-]?(?:[\d .()-]{5,}\d)|\(0\d{1,3}\)[ \d.-]{5,}\d"
            r"|\b0\d{1,3}[ .-]\d{3,4}[ .-]\d{3,4}"
            r"|\b0\d{8,10}|\b1[89]00[ .-]?\d{2}[ .-]?\d{2}(?:[ .-]?\d{2})?|\*\d{3,5})(?![\d%])"
        ),
        not_before=_any_case(_COUNTED.pattern),
        reason=tell("a telephone"),
    ),
    Allowed(
        pattern=_any_case(
            rf"(?<!\w)(?:tổng đài|đường dây(?: nóng)?(?! (?:số )?\d{{2,3}} ?kv)|hotline|số điện thoại|điện thoại|sđt|đt"
            rf"|gọi(?: ngay)?|bấm|call|dial|phone|tel\.?|text"
            rf"|[ושבכלמה]{{0,3}}(?:מוקד|טלפון|חייגו|קו חם)):? {_PHONE}(?:(?:,| or| and| hoặc| và"
            rf"| או) {_PHONE}){{0,3}}(?![.,]?\d|%)"
        ),
        not_before=_any_case(_MEASURED.pattern),
        reason=tell("a telephone"),
    ),
    Allowed(
        pattern=_any_case(
            r"\b(?:the|our|its|this|a|city[’']s)(?: city[’']s| municipal| national)? \d{3,5}"
            r"(?= (?:hotline|helpline|switchboard|call cent(?:re|er)|emergency (?:line|number)|line)\b)"
        ),
        reason=tell("a telephone"),
    ),
    Allowed(
        pattern=_any_case(
            rf"\b(?:qua|tới|đến|hoặc|hay|số)(?: số)? {_EMERGENCY}(?![.,]?\d|[/%])"
            rf"|\b(?:police|fire brigade|ambulance|emergency|VNeID)\b[^.;\d%{_GONE}]{{0,30}} (?:on|or|to|at|via)"
            rf" {_EMERGENCY}(?![.,]?\d|[/%])"
        ),
        # "Con số 113" is a figure, and so is "tăng từ 90 đến 113".
        not_after=_any_case(rf"(?:\b(?:con|tổng|tăng|giảm|lên|xuống|trước đó)|[\d%{_GONE}]) $"),
        not_before=_any_case(_MEASURED.pattern),
        reason=tell("a telephone"),
    ),
    *_YEARS,
    Allowed(
        pattern=_any_case(r"\b\d{1,2}(?:[:h]\d{2})(?!\d)|\b24/(?:7|24)\b|\b7/7\b"),
        not_after=_any_case(r"(?:\bscore|\bratio|t[ỷỉ] (?:số|lệ)|תוצאה|יחס)(?: (?:of|is|was|là))? $"),
        reason=tell("a time of day"),
    ),
    Allowed(
        pattern=_any_case(
            rf"(?<![\d.,:]){_HOUR}(?:[:.]\d{{2}})?(?: ?(?:[–-]|to|until) ?{_HOUR}(?:[:.]\d{{2}})?)? ?(?:am\b|pm\b"
            rf"|[ap]\.m\.|o’clock|o'clock)"
            rf"|(?<![\d.,:]){_HOUR}[hg]\b"
            rf"|\b(?:lúc|từ|trước|sau|đến|vào|hồi) {_HOUR} giờ(?: \d{{2}}\b(?: phút)?)?(?! (?:xuống|còn))"
            rf"|(?<![\d.,:]){_HOUR} giờ(?: \d{{2}}(?: phút)?| rưỡi)?(?= (?:sáng|trưa|chiều|tối|đêm|ngày|hằng ngày"
            rf"|hàng ngày))"
            rf"|(?<!\w)[ושבכלמה]{{0,3}}שע(?:ה|ות) {_HOUR}(?:(?: עד| ל| ו)[ ־-]?{_HOUR})?|(?<![\d.,:]){_HOUR} (?:בבוקר"
            rf"|בצהריים|אחר הצהריים|בערב|בלילה)"
        ),
        reason=tell("a time of day"),
    ),
    Allowed(
        pattern=_any_case(
            r"(?<![\d.,])\d{1,3}(?:(?: ?[–-] ?| đến (?:dưới |hết )?| và )\d{1,3})? (?:tháng )?tuổi\b"
            r"|\btuổi (?:từ )?\d{1,3}(?:(?: ?[–-] ?| đến )\d{1,3})?(?![.,]?\d)"
            r"|\b(?:youth|young people|young workers|children|adults|women|men)\b[^.;()]{0,30}\(\d{1,2}[–-]\d{1,2}\)"
            r"|\baged? \d{1,2} (?:weeks|months) to \d{1,3} years\b"
            r"|\bage[ds]?(?: (?:of|over|under|from|between))? \d{1,3}(?:(?: ?[–-] ?| to | and | or )\d{1,3})?(?!\d"
            r"|[.,]\d)"
            r"|\b(?:children|people|persons|women|men|adults|those|residents|citizens|everyone|workers|patients|girls"
            r"|boys|babies"
            r"|infants|youth|anyone|pupils|employees|older than|younger than)(?: aged)?(?: (?:under|over|above|below"
            r"|from))? \d{1,3}"
            r"(?= (?:and (?:over|older|above|under|younger|workers|young)|or (?:over|older|above|under|younger|more))"
            r"|[.,;:!?)]|$| (?:are|have|were|who|in|with|can|get)\b)"
            r"|\b(?:children|people|persons|women|men|adults|those|residents|citizens|workers|girls|boys"
            r"|pupils)(?: aged)? (?:under|over|above|below) \d{1,3}\b(?![.,]\d)"
            r"|\b(?:over|under)[- ]\d{1,3}s\b"
            r"|\b(?:you|who|he|she)(?: are| is|[’'](?:re|s)| turns?) (?:over |under |at least |now )?\d{1,3}"
            r"(?=[.,;:!?)]|$| (?:or|and|this year|next year|today)\b)"
            r"|\b(?:women|men|people|adults|children|child|girls|boys|pupils) of \d{1,3}(?: (?:to|and) \d{1,3})?"
            r"(?=[.,;:!?)]|$| (?:are|is|can|have|has|get|gets|and over|or over)\b)"
            r"|\bunder[- ](?:five|\d{1,2})s?\b(?= (?:mortality|deaths|stunting|children)|s\b|[.,;:!?)]|$)"
            r"|(?<![\d.,])\d{1,3}(?: ?[–-] ?\d{1,3})?[- ](?:year|month|day)s?[- ]olds?\b"
            r"|(?<![\d.,])\d{1,3} years of age"
            r"|(?<![\d.,])\d{1,3}(?:\+| and (?:over|older|above|under|younger)\b| or (?:over|older|younger)\b)"
            r"|(?<!\w)[ושבכלמה]{0,3}(?:בני|בנות|בן|בת|גיל|גילו|גילה|גילם|גילן"
            r"|גילאי|גילים|גילאים)(?: הרך)? (?:ה?[־-])?\d{1,3}(?:(?:[–-]"
            r"| עד | ו[־-]?)\d{1,3})?"
        ),
        # A life expectancy is a figure in years of age.
        not_after=_any_case(r"tuổi thọ[^.;]*$"),
        reason=tell("an age"),
    ),
    Allowed(
        pattern=_any_case(
            r"(?<![\d.,])(?:[2-9]|1[01]) tháng\b(?! \d)|(?<![\d.,])(?:[2-9]|1[01])T/(?:20\d{2})?"
            r"|\bover (?:the )?(?:[2-9]|1[01]) months"
            r"|\b(?:first|last|past|previous|next|coming) \d{1,3} (?:years?|months?|weeks?|quarters?|days?|hours?)"
            rf"|(?<![\d.,])\d{{1,2}} months (?:of|to|through|ended|ending|into) (?:{_YEAR}|(?:{_MONTHS})\b|the year)"
            rf"|(?<![\d.,])\d{{1,2}}[- ]months? period"
            r"|(?<![\d.,])\d{1,3}-(?:year|month|week|day|hour|point|step)\b"
            r"|\b(?:kế hoạch|chiến lược|nhiệm kỳ|sơ kết|tổng kết|kỷ niệm|mừng)(?: \w+){0,2} \d{1,3} năm\b"
            r"|(?<![\d.,])\d{1,3} năm (?:ngày |Quốc khánh|Cách mạng)"
            r"|(?<!\w)[ושבכלמה]{0,3}(?:תשעת|ששת|שלושת)? ?(?<![\d.,])\d{1,2} (?:ה?חודשים|ה?רבעונים) (?:הראשונים"
            r"|האחרונים|של)"
        ),
        # "Down to 9 months" is how long something takes.
        not_after=_any_case(r"\b(?:còn|xuống|mất|hết|kéo dài|rút ngắn|giảm|thêm|chậm|hơn|gần|khoảng)(?: còn)? $"),
        reason=tell("a span of time that a report is about"),
    ),
    Allowed(
        pattern=(
            r"(?<![\d.,])\d{1,3}(?:st|nd|rd|th)(?= (?:[A-Z]|anniversary|session|meeting|century|time|edition|congress"
            r"|grade|plenum|floor))"
            r"|(?i:\b(?:sáng|chiều|tối|trưa|mỗi|vào|từ|hết|đến) thứ [2-7]\b|\bthứ [2-7](?= (?:hằng|hàng|đầu|tuần|đến)))"
            r"|(?i:\b(?:ngày|tuần|tháng|mũi|liều|buổi|lứa) thứ \d{1,2}\b(?![.,]?\d|%))"
        ),
        not_after=_any_case(r"\b(?:rank(?:s|ed|ing)?|placed?|came|finished)(?: at| the)? $"),
        reason=tell("a session, an anniversary or a day of the week"),
    ),
    Allowed(
        pattern=(
            r"(?<![^\W\d_])(?!(?:USD|VND|VNĐ|EUR|ILS|NIS|GBP|JPY|[Tt]op|TOP)[-‑]?\d)"
            r"(?:[A-ZĐ][A-Za-zĐđ]*[-‑]\d+|[A-Za-zĐđ]+\d+(?:[A-Za-z]+\d*)*(?:[.,]\d+)?)(?![\w%])"
            r"|(?<![\w.,])\d[GDK](?![\w%])"
            r"|\b(?:ISO|IEC|TCVN|QCVN|Windows|RON|Android|iOS|Euro|EURO|Vision|PM|COVID|Covid|Apollo|Article|Horizon"
            r"|Route"
            r"|Q)[ -]?\d+(?:[.,:]\d+)*(?![\w%])"
            r"|(?i:\b(?:industry|công nghiệp|nông nghiệp|cmcn|government|chính phủ|du lịch|web|תעשייה) [2-6][.,]0\b)"
        ),
        not_before=r"\s(?:of|trên|out of) \d",
        reason=tell("a name with a digit in it, such as 5G, 3D, G20, PM2.5 or COVID-19"),
    ),
    Allowed(
        pattern=_any_case(
            r"(?<![\d.,])(?:1-\d{3}(?:-\d{2,4}){2,3}|1 [5-9]00 \d{3} \d{3}|0\d{1,3}[ .-]\d{6,8})(?![\d%])"
            r"|(?<!\w)(?:שלוחה|extension|ext\.|máy lẻ|số nội bộ) \d{1,5}(?![.,]?\d|%)"
            r"|(?<!\w)(?:צלצלו|התקשרו|תתקשרו|פנו|חייגו) [לאב]\S{0,3}[ ־-]\*?\d{3,5}(?![.,]?\d|%)"
            rf"|(?<!\w)[בל][־-]{_SERVICES}(?= (?:עונ|ענ|משיב|השיב|זמינ|מקבל|יש מענה|אפשר))"
        ),
        not_before=_any_case(_COUNTED.pattern),
        reason=tell("a telephone"),
    ),
    Allowed(
        pattern=(
            rf"(?<!\w)(?:{_HEBREW_WEEKDAY},? (?:[בה][־-])?|עד |עד ל[־-]|החל מ[־-]|[בלמ][־-]){_DAY}\.{_MONTH}"
            r"(?![\d%]|\.\d)"
            rf"|(?<![\d.,]){_DAY}\.{_MONTH}(?: עד (?:ה[־-])?| ?[–-] ?){_DAY}\.{_MONTH}(?![\d%]|\.\d)"
            rf"|(?<![\d.,]){_DAY} ו?עד (?:ה[־-])?(?={_GONE}+)"
        ),
        # Grades and averages have digits behind the point as well.
        not_after=r"(?:על(?:ה|תה|ו)|ירדה?|ירדו|גדל|קטן|עמד|הגיע|הסתכמ|צמח|פחת|ציון|מדד|ממוצע|שער|יחס)[^.;,]{0,25}$",
        not_before=r" (?:נקוד|לכל|בממוצע|פעמ|מתוך|לעומת)",
        reason=tell("a date"),
    ),
    Allowed(
        pattern=_any_case(
            r"(?<![\d.,])\d{1,3} ה(?:ימים|שבועות|חודשים|שנים|רבעונים|שעות) (?:הראשונ|האחרונ|הקרוב|הבא|שחלפ|שעבר)"
            r"|(?<![\d.,])\d{1,3} (?:ngày|tuần|tháng|năm|quý|giờ) (?:đầu(?! tư)|cuối|gần đây|gần nhất|tới|qua)\b"
        ),
        not_after=_any_case(r"\b(?:còn|xuống|mất|hết|kéo dài|rút ngắn|giảm|thêm|chậm|hơn|gần|khoảng)(?: còn)? $"),
        reason=tell("a span of time that a report is about"),
    ),
    Allowed(
        pattern=_any_case(
            r"\b(?:from|aged?|at|of|over|under|until) \d{1,3} and \d{1,2} months\b"
            r"|(?<=tuổi )(?:và )?\d{1,2} tháng\b"
            r"|\b(?:must|have to|has to|need to|needs to|should) be (?:at least |over |under )?\d{1,2}"
            r"(?=[.,;:!?)]|$| (?:and|or|to)\b)"
            r"|\bfrom \d{1,2} and up\b"
        ),
        reason=tell("an age"),
    ),
    Allowed(
        pattern=_any_case(
            r"\b(?:cứ|every) \d{1,3} (?:giây|phút|giờ|ngày|tuần|tháng|năm|seconds?|minutes?|hours?|days?|weeks?|months?"
            r"|years?)\b"
            r"|(?<!\w)כל \d{1,3} (?:שניות|דקות|שעות|ימים|שבועות|חודשים|שנים)(?!\w)"
        ),
        reason=tell("how often something comes"),
    ),
    Allowed(
        pattern=_any_case(r"\b(?:VNeID|định danh(?: điện tử)?) mức(?: độ)? [1-4]\b(?![.,]\d|%)"),
        reason=tell("a level, place or table called by its number"),
    ),
)

ALLOWED_DIGITS: tuple[Allowed, ...] = (*_WHOLES, *_TYPES)
"""Digits that are not figures; whatever else is one must come from a statistic, or be a ``literal`` of the brief."""

_DAY_AND_MONTH = re.compile(r"(?<![\d.,/])(\d{1,2})/(\d{1,2})(?![\d/%])")


def _blank_days(text: str) -> str:
    """Blank out 10/10 and 30/4; leave 3/4 and 9/10, which are more often shares than days."""

    def blank(match: re.Match[str]) -> str:
        day, month = int(match[1]), int(match[2])
        counted = day <= month and _COUNTED.match(text, match.end())
        return _GONE * len(match[0]) if month <= 12 and month <= day <= 31 and not counted else match[0]

    return _DAY_AND_MONTH.sub(blank, text)


def find_typed(text: str, *, refers: bool = True, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Give each figure that is typed in a text, once, in the order of the text.

    Args:
        text: as it was written.
        refers: whether ``{…}`` in it stands for a figure.
        names: words of the brief with digits in them that are no figures.
    """
    found = sorted(_find(text, refers, names))
    return tuple(dict.fromkeys(number for _, number in found))


def _find(text: str, refers: bool, names: Iterable[str]) -> Iterator[tuple[int, str]]:
    rest = REFERENCE.sub(lambda match: _GONE * len(match[0]), text) if refers else text
    if not _DIGIT.search(rest):
        return
    for match in _ENDLESS.finditer(rest):
        if _DIGIT.search(match[0]):
            yield match.start(), match[0].strip(".,")
    rest = _ENDLESS.sub(lambda match: _GONE * len(match[0]), rest)
    for name in sorted(names, key=len, reverse=True):
        # 12 in a name says nothing of 112 and 12.5.
        whole = re.compile(rf"(?<!\d)(?<!\d[.,]){re.escape(name)}(?!\d|[.,]\d)", re.IGNORECASE)
        rest = whole.sub(lambda match: _GONE * len(match[0]), rest)
    for allowed in _WHOLES:
        rest = allowed.blank(rest)
    for match in _FIGURE.finditer(rest):
        group = "before" if match["before"] else "after"
        yield match.start(group), match[group]
    rest = _FIGURE.sub(lambda match: _GONE * len(match[0]), rest)
    years_gone = rest
    for allowed in _YEARS:
        years_gone = allowed.blank(years_gone)
    if not _DIGIT.search(_blank_days(years_gone)):
        return  # as in most texts that hold a digit: what else it could be is asked of the others alone
    for allowed in _TYPES:
        if not _DIGIT.search(rest):
            return
        rest = allowed.blank(rest)
    rest = _blank_days(rest)
    for match in _TYPED.finditer(rest):
        yield match.start(), match[0]


@dataclass(frozen=True, kw_only=True)
class Digits:
    """A number in a text, and whether it is a figure."""

    start: int
    end: int
    reason: str = ""
    """Why it is none, such as "a telephone"; empty for a figure."""


def kinds_of_digits() -> tuple[str, ...]:
    """Give what digits can be that are no figures: a date, a telephone."""
    return tuple(dict.fromkeys(allowed.reason for allowed in ALLOWED_DIGITS))


@lru_cache(maxsize=1024)
def sort_digits(text: str) -> tuple[Digits, ...]:
    """Give every digit of a text, in its order: the numbers that are figures, and what is none with the reason.

    It decides as `find_typed` does. What is none comes as it is named, "tháng 10" and not the 10 alone.
    """
    return tuple(sorted(_sort(text), key=lambda found: found.start))


def _sort(text: str) -> Iterator[Digits]:
    rest = text
    for match in _ENDLESS.finditer(rest):
        yield Digits(start=match.start(), end=match.end(), reason=tell("more digits than a number has"))
    rest = _ENDLESS.sub(lambda match: _GONE * len(match[0]), rest)
    for allowed in _WHOLES:
        spans = tuple(allowed.spans(rest))
        yield from _of_kind(allowed, rest, spans)
        rest = _blank_spans(rest, spans)
    for match in _FIGURE.finditer(rest):
        yield (
            Digits(start=match.start("before"), end=match.end("before"))
            if match["before"]
            else Digits(start=match.start("after"), end=match.end("after"))
        )
    rest = _FIGURE.sub(lambda match: _GONE * len(match[0]), rest)
    for allowed in _TYPES:
        if not _DIGIT.search(rest):
            return
        spans = tuple(allowed.spans(rest))
        yield from _of_kind(allowed, rest, spans)
        rest = _blank_spans(rest, spans)
    days = _blank_days(rest)
    for match in re.finditer(r"[\d/]+", rest):
        if days[match.start()] == _GONE:
            yield Digits(start=match.start(), end=match.end(), reason=tell("a date"))
    for match in _TYPED.finditer(days):
        yield Digits(start=match.start(), end=match.end())


def _blank_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + _GONE * (end - start) + text[end:]
    return text


def _of_kind(allowed: Allowed, text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Digits]:
    for start, end in spans:
        if _DIGIT.search(text, start, end):
            yield Digits(start=start, end=end, reason=allowed.reason)
