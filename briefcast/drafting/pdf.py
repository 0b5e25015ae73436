"""Reading a PDF with text: lines from the places of its letters, paragraphs from the lines.

Hebrew lines are put in order from what is seen, right to left: a PDF has its letters in the order in which they were
drawn. A PDF that carries no table of its letters, or is pictures of pages, is refused.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefcast.drafting.letters import refuse_false_letters
from briefcast.drafting.packed import refuse
from briefcast.drafting.passages import SUPERSCRIPT, TORN, Passages, Place
from briefcast.drafting.pdf_tables import Cut, Found, Strip, cut_line, find_tables
from briefcast.messages import tell

PAGES_MAX = 200
_LEAST_LETTERS = 20
"""Letters on a page below which it is a picture, if it has one."""
_CHARS_MAX = 40_000
"""Most letters of one page."""
_RAISED = 0.8
_GAP = 1.15
"""Distance of two lines, in that of lines of one paragraph, from which on a paragraph ends."""
_WORD_GAP = 0.15
"""Distance of two words, in the height of the font."""
_INDENT = 4
"""By how many heights of the font two lines of one column may begin apart."""
_LTR_RUN = re.compile(r"[$€₪£]?\d+(?:[.,:/–-]\d+)*%?[$€₪£]?|[A-Za-z][\w.'&/-]*(?: [A-Za-z][\w.'&/-]*)*")
_MIRRORED = str.maketrans("()[]<>«»", ")(][><»«")
_OCR = tell("Have its text recognised first (for example: ocrmypdf --force-ocr), check it, and name the result.")


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    """Height of the font, which is that of every letter of it."""
    ceiling: float
    """Where that height begins: letters with and without a mark on them have the same."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    text: str
    page: int
    top: float
    height: float
    start: float
    """Where it begins on the page, and where it ends: in Hebrew, from the right."""
    end: float
    word: float
    """How wide its first word is."""
    strip: Strip
    """The same, parted where white stands in it."""


def read_pdf(path: Path) -> Passages:
    """Read a PDF whose letters are letters.

    Raises:
        BriefError: it is locked, broken, scanned, or its letters are false.
    """
    import pypdfium2 as pdfium

    _refuse_without_letters(path)
    passages = Passages()
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            remedy = tell("Save it again without a password, and name that file.")
            raise refuse(path, tell("The PDF is locked with a password."), remedy) from None
        raise refuse(path, tell("The PDF is broken."), tell("Save it again.")) from None
    pages: list[list[_Line]] = []
    pictures: list[int] = []
    try:
        for number in range(min(len(document), PAGES_MAX)):
            page = document[number]
            lines = list(_lines(page, number + 1))
            if sum(len(line.text) for line in lines) < _LEAST_LETTERS and _has_picture(page):
                pictures.append(number + 1)
            pages.append(lines)
            page.close()
        if len(document) > PAGES_MAX:
            passages.pass_over(f"{PAGES_MAX + 1}", Place(page=PAGES_MAX + 1), tell("more pages than are read"))
    except pdfium.PdfiumError:
        raise refuse(path, tell("The PDF is broken."), tell("Save it again.")) from None
    finally:
        document.close()
    if pictures and len(pictures) * 2 >= len(pages):
        raise refuse(path, tell("The PDF is pictures of pages (scanned): it has no letters to read."), _OCR)
    for number in pictures:
        passages.pass_over(str(number), Place(page=number), tell("the page is a picture: nothing of it was read"))
    if not any(pages):
        raise refuse(path, tell("The PDF holds no text."), _OCR)
    _add_parts(list(_without_margins(pages, passages)), passages)
    refuse_false_letters(path, passages)
    return passages


def _refuse_without_letters(path: Path) -> None:
    """Refuse a PDF in which a font does not say what its letters are: those that come out are others."""
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            for number, page in enumerate(document.pages[:PAGES_MAX], start=1):
                for font in _fonts(page):
                    if _is_mute(font):
                        message = tell(
                            "The letters of page {page} are not what is seen: the font {font} does not say "
                            "what its letters are.",
                            page=number,
                            font=str(font.get("/BaseFont", "?")).lstrip("/"),
                        )
                        remedy = tell(
                            "Save it again from the program it was written in, as .docx or PDF; or have its "
                            "text recognised (OCR)."
                        )
                        raise refuse(path, message, remedy)
    except pikepdf.PasswordError:
        return  # told when it is read
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RecursionError, KeyError):
        return  # a broken one is told when it is read


def _fonts(page: Any) -> Iterator[Any]:
    resources = page.get("/Resources", {})
    yield from (font for font in resources.get("/Font", {}).values())
    for drawn in resources.get("/XObject", {}).values():
        inner = drawn.get("/Resources", {}) if drawn.get("/Subtype") == "/Form" else {}
        yield from (font for font in inner.get("/Font", {}).values())


def _is_mute(font: Any) -> bool:
    """Say whether the codes of a font are numbers of glyphs, and nothing says which letters those are."""
    if "/ToUnicode" in font:
        return False
    if font.get("/Subtype") == "/Type0":
        return str(font.get("/Encoding", "")) in ("/Identity-H", "/Identity-V")
    if font.get("/Subtype") == "/Type3":
        return True
    encoding = font.get("/Encoding")
    differences = encoding.get("/Differences", []) if hasattr(encoding, "get") else []
    names = [str(name) for name in differences if str(name).startswith("/")]
    unnamed = [name for name in names if re.fullmatch(r"/(?:g|G|cid|glyph|c|a|index|H)\d+", name)]
    return bool(names) and len(unnamed) * 2 > len(names)


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))


# Lines from letters


def _lines(page: Any, number: int) -> Iterator[_Line]:
    """Give the lines of a page, in the order in which they were drawn; cells of one row are one line."""
    line: list[_Char] = []
    chars = _chars(page)
    from_right = sum("\u05d0" <= c.text <= "\u05ea" for c in chars) * 2 > sum(c.text.isalpha() for c in chars)
    for char in (*chars, None):
        if char is not None and char.text not in "\r\n":
            line.append(char)
            continue
        if any(not c.text.isspace() for c in line):
            yield _line(line, number, from_right)
        line = []


def _chars(page: Any) -> list[_Char]:
    import pypdfium2.raw as raw

    text = page.get_textpage()
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    room = raw.FS_RECTF()
    chars: list[_Char] = []
    for index in range(min(text.count_chars(), _CHARS_MAX)):
        code = raw.FPDFText_GetUnicode(text, index)
        raw.FPDFText_GetCharBox(text, index, byref(left), byref(right), byref(bottom), byref(top))
        # Across, the room that a letter takes: a 1 is drawn narrower than that, and would seem to stand apart.
        raw.FPDFText_GetLooseCharBox(text, index, byref(room))
        letter = chr(code) if code and not 0xD800 <= code <= 0xDFFF else "\ufffd"
        chars.append(_Char(letter, room.left, room.right, bottom.value, top.value, room.top - room.bottom, room.top))
    text.close()
    return chars


def _line(chars: Sequence[_Char], page: int, page_from_right: bool) -> _Line:
    seen = [c for c in chars if not c.text.isspace() and c.right > c.left]
    top = statistics.median(c.ceiling for c in seen) if seen else 0.0
    height = statistics.median(c.size for c in seen) if seen else 0.0
    hebrew = sum("\u05d0" <= c.text <= "\u05ea" for c in seen)
    latin = sum(c.text.isalpha() and not "\u05d0" <= c.text <= "\u05ea" for c in seen)
    raised = _raised(seen)
    text = _from_right(seen, raised) if hebrew > latin else "".join(_at_height(c, raised) for c in chars)
    left, right = min((c.left for c in seen), default=0.0), max((c.right for c in seen), default=0.0)
    from_right = hebrew > latin
    return _Line(
        # Hyphens that pdfium found at line ends are a sign of its own.
        text=text.replace("\u0002", "-").replace("\ufffe", "-").strip(),
        page=page,
        top=top,
        height=height,
        # Counted from the right, places grow along the line as well.
        start=-right if from_right else left,
        end=-left if from_right else right,
        word=_first_word(seen, height, from_right=from_right),
        strip=Strip(cuts=tuple(_cuts(seen, raised, height, page_from_right)), top=top, height=height, page=page),
    )


def _cuts(seen: Sequence[_Char], raised: set[int], height: float, from_right: bool) -> list[Cut]:
    """Part a line where white stands in it; places grow as the page is read."""
    ordered = sorted(seen, key=lambda c: -c.right if from_right else c.left)
    pieces = [(-c.right, -c.left, c.text) if from_right else (c.left, c.right, c.text) for c in ordered]

    def join(first: int, last: int) -> str:
        mine = ordered[first:last]
        if any("\u05d0" <= c.text <= "\u05ea" for c in mine):
            return _from_right(mine, raised)
        text = ""
        for before, char in itertools.pairwise((None, *sorted(mine, key=lambda c: c.left))):
            apart = before is not None and char is not None and char.left - before.right > height * _WORD_GAP
            text += (" " if apart else "") + (_at_height(char, raised) if char else "")
        return text

    return cut_line(pieces, height, join)


def _first_word(chars: Sequence[_Char], height: float, *, from_right: bool) -> float:
    ordered = sorted(chars, key=lambda c: c.left, reverse=from_right)
    width = 0.0
    for one, following in itertools.zip_longest(ordered, ordered[1:]):
        width = abs((one.left if from_right else one.right) - (ordered[0].right if from_right else ordered[0].left))
        gap = 0.0 if following is None else one.left - following.right if from_right else following.left - one.right
        if gap > height * _WORD_GAP:
            break
    return width


def _raised(chars: Sequence[_Char]) -> set[int]:
    """Find the digits of a line that stand smaller and higher than the others: marks of notes."""
    digits = [c for c in chars if c.text.isdigit()]
    tall = max((c.top - c.bottom for c in digits), default=0.0)
    capitals = [c.top - c.bottom for c in chars if c.text.isalpha()]
    tall = max(tall, statistics.median(capitals) if capitals else 0.0)
    base = statistics.median(c.bottom for c in chars) if chars else 0.0
    return {id(c) for c in digits if c.top - c.bottom < tall * _RAISED and c.bottom > base + tall * 0.2}


def _at_height(char: _Char, raised: set[int]) -> str:
    return char.text.translate(SUPERSCRIPT) if id(char) in raised else char.text


def _from_right(chars: Sequence[_Char], raised: set[int]) -> str:
    """Put a line that is read from the right in order, from where its letters are seen."""
    ordered = sorted(chars, key=lambda c: (c.left + c.right) / 2)
    height = statistics.median(c.top - c.bottom for c in ordered)
    seen = ""
    for index, char in enumerate(ordered):
        if index and char.left - ordered[index - 1].right > height * 0.22:
            seen += " "
        seen += _at_height(char, raised)
    pieces: list[str] = []
    place = 0
    while place < len(seen):
        run = _LTR_RUN.match(seen, place)
        pieces.append(run[0] if run else seen[place].translate(_MIRRORED))
        place = run.end() if run else place + 1
    return "".join(reversed(pieces))


# Paragraphs from lines


def _without_margins(pages: Sequence[Sequence[_Line]], passages: Passages) -> Iterator[_Line]:
    """Give the lines of all pages without what stands at the head and foot of most of them, and page numbers."""
    margins = Counter(shape for lines in pages for shape in {_shape(line.text) for line in (*lines[:2], *lines[-2:])})
    most = max(3, len(pages) // 2)
    for lines in pages:
        for index, line in enumerate(lines):
            edge = index < 2 or index >= len(lines) - 2
            if edge and margins[_shape(line.text)] >= most and len(pages) >= 3:
                passages.pass_over(line.text, Place(page=line.page), tell("repeated at the head or foot of pages"))
            elif edge and _PAGE_NUMBER.fullmatch(line.text):
                passages.pass_over(line.text, Place(page=line.page), tell("the number of a page"))
            else:
                yield line


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _add_parts(lines: Sequence[_Line], passages: Passages) -> None:
    """Add what lines say: tables where they stand as such, paragraphs between them."""
    usual, tallest = _leading(lines), max((line.height for line in lines), default=0)
    tables = {found.lines[0]: found for found in find_tables([line.strip for line in lines])}
    taken = {number for found in tables.values() for number in found.lines}
    run: list[_Line] = []
    for number, line in enumerate(lines):
        if number not in taken:
            run.append(line)
        if found := tables.get(number):
            _add_paragraphs(run, passages, usual, tallest)
            run = []
            _add_table(found, [lines[each] for each in found.lines], passages)
    _add_paragraphs(run, passages, usual, tallest)


def _add_table(found: Found, lines: Sequence[_Line], passages: Passages) -> None:
    """Add a table; one that cannot be read is told with its page and how many numbers it holds."""
    if found.table:
        passages.parts.append(found.table)
        return
    reason = tell(
        "a table on page {page} whose columns cannot be told apart: none of its {numbers} numbers was read",
        page=lines[0].page,
        numbers=sum(len(_NUMBERS.findall(line.text)) for line in lines),
    )
    for line in lines:
        passages.pass_over(line.text, Place(page=line.page), reason)


_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")


def _add_paragraphs(lines: Sequence[_Line], passages: Passages, usual: float, tallest: float) -> None:
    edges = _edges(lines)
    text, page, last = "", 1, None
    for place, line in enumerate(lines):
        if last is not None and _begins(last, line, usual, text, edges[place - 1]):
            _add(text, page, last, tallest, passages)
            text = ""
        text, page = (_joined(text, line.text), page) if text else (line.text, line.page)
        last = line
    if last is not None:
        _add(text, page, last, tallest, passages)


def _leading(lines: Sequence[_Line]) -> float:
    """Give how far lines of one paragraph stand apart, in heights of their font: as the closest tenth of all do."""
    ratios = sorted(
        (one.top - other.top) / one.height
        for one, other in itertools.pairwise(lines)
        if one.page == other.page and one.height and one.top - other.top > one.height * 0.7
    )
    return ratios[len(ratios) // 10] if ratios else 0.0


def _edges(lines: Sequence[_Line]) -> list[float]:
    """Give how far the lines of the column of each reach, as those around it show."""
    edges: list[float] = []
    for place, line in enumerate(lines):
        edge = line.end
        for step in (-1, 1):
            other = line
            for near in range(place + step, place + step * (_AROUND + 1), step):
                if not 0 <= near < len(lines):
                    break
                before, other = other, lines[near]
                alike = abs(other.height - line.height) < line.height * 0.12
                if other.page != line.page or not alike or (other.top - before.top) * step > 0:
                    break  # another page, a heading, or the next column
                if abs(other.start - line.start) < line.height * _INDENT:
                    edge = max(edge, other.end)
        edges.append(edge)
    return edges


_AROUND = 12
"""How many lines before and behind one show how wide its column is."""


def _add(text: str, page: int, last: _Line, tallest: float, passages: Passages) -> None:
    titled = any(getattr(part, "kind", "") == "title" for part in passages.parts)
    large = last.height >= tallest * 0.95 and len(text) < 250
    passages.add(text, Place(page=page), "title" if large and page == 1 and not titled else "text")


def _begins(last: _Line, line: _Line, usual: float, text: str, edge: float) -> bool:
    """Say whether a paragraph begins with a line.

    Args:
        last: the line before.
        line: the one that may begin a paragraph.
        usual: how far lines of one paragraph stand apart, in heights of their font.
        text: the paragraph so far.
        edge: how far lines of its column reach.
    """
    if re.match(r"[•▪●■◦–*-]\s|\d{1,2}[.)]\s+\D|[a-zđ][.)]\s", line.text):
        return True
    ended = bool(re.search(r"[.!?:;…][\"”»')]*$", text.rstrip()))
    if last.page != line.page:
        return ended or line.text[:1].isupper()
    if last.height and abs(line.height - last.height) > last.height * 0.12 and ended:
        return True
    larger = last.height > line.height * 1.15
    apart = usual > 0 and last.top - line.top > last.height * usual * _GAP
    return larger or apart or last.top < line.top or _has_room(last, line, edge)


def _has_room(last: _Line, line: _Line, edge: float) -> bool:
    """Say whether a line ended although the first word of the next had room on it: it was to end there.

    A number at its end, and a word in small letters behind, may belong together all the same.
    """
    room = edge - last.end > line.word + line.height * _ROOM
    return room and not re.search(r"(?:\d[.,]?|[,(–-])$", last.text.rstrip()) and not line.text[:1].islower()


_PAGE_NUMBER = re.compile(
    # A year that is alone on its line is the end of a title.
    r"\W*(?:trang|page|עמוד)?\W*(?!(?:19|20)\d\d\W*$)\d{1,4}(?:\s*(?:/|of|trên|מתוך)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_ROOM = 0.6
"""Height of the font, which is more than a blank takes."""


def _joined(text: str, line: str) -> str:
    """Join two lines of a paragraph: a word that was parted is one again, two numbers are not made one."""
    if re.search(r"\d[.,]?$", text) and re.match(r"\d", line):
        return f"{text}{TORN}{line}" if not re.search(r"(?:19|20)\d\d$", text) else f"{text} {line}"
    if re.search(r"\d[-–]$", text) and re.match(r"\d", line):
        return text + line
    if re.search(r"[a-z]-$", text) and re.match(r"[a-z]", line):
        return text[:-1] + line
    return f"{text} {line}"
