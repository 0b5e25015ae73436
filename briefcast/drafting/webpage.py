"""Reading a saved web page: its article, with its tables; what stands around it is passed over."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from lxml import etree, html

from briefcast.drafting.letters import refuse_false_letters
from briefcast.drafting.packed import refuse
from briefcast.drafting.passages import SUBSCRIPT, SUPERSCRIPT, Cell, Passages, Place, Row, Table
from briefcast.messages import tell

_NEVER = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "form",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "dialog",
    ]
)
_AROUND = frozenset(["nav", "header", "footer", "aside", "menu"])
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "li",
        "dd",
        "dt",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "figcaption",
        "td",
        "th",
        "caption",
        "pre",
        "address",
        "ul",
        "ol",
        "dl",
        "body",
        "html",
        "center",
        "fieldset",
        "details",
        "summary",
        "figure",
        "tr",
        "tbody",
        "thead",
        "table",
    ]
)
_AROUND_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav|menu|sidebar|footer|breadcrumb|related|share|social|cookie|comment|banner|advert|pager"
    r"|pagination|widget|tags?|most-?read|tin-?lien-?quan|tinlienquan|lien-?quan)(?:$|[-_ ])",
    re.IGNORECASE,
)
_STRUCK = frozenset(["del", "s", "strike"])
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LEAST_ARTICLE = 200
"""Letters from which on an element that calls itself the article is believed."""
_LINKS_MOST = 0.6
"""Share of a block's letters in links above which it is a list of other pages."""
_DEEPEST = 200


def read_webpage(path: Path) -> Passages:
    """Read a saved web page. Nothing that it names is fetched, and nothing in it is run.

    Raises:
        BriefError: it is no page, or its letters are those of an old font.
    """
    raw = path.read_bytes()
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding=_encoding(raw))
    try:
        root = html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError):
        remedy = tell("Save the page again as 'web page, HTML only', and name that file.")
        raise refuse(path, tell("The file is no web page that can be read."), remedy) from None
    passages = Passages()
    _add_head(root, passages)
    body = root.find("body")
    article = _article(body if body is not None else root)
    for element in (body if body is not None else root).iter():
        if isinstance(element.tag, str) and _is_around(element) and not _inside(article, element):
            passages.pass_over(_text_of(element), Place(), tell("outside the article"))
    _walk(article, passages, 0)
    refuse_false_letters(path, passages)
    return passages


def _encoding(raw: bytes) -> str | None:
    """Give the encoding of a page: UTF-8 where it is that, else none, and the page names its own."""
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _add_head(root: Any, passages: Passages) -> None:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        metas[(meta.get("property") or meta.get("name") or "").casefold()] = meta.get("content") or ""
    title = metas.get("og:title") or next(("".join(e.itertext()) for e in root.iter("h1")), "")
    title = title or next((e.text or "" for e in root.iter("title")), "")
    passages.add(title, Place(), "title")
    passages.published = _day(next(filter(None, (metas.get(name) for name in _PUBLISHED)), ""))
    passages.publisher = metas.get("og:site_name", "")[:100].strip()


_PUBLISHED = ("article:published_time", "datepublished", "dc.date.issued", "dc.date", "pubdate", "publishdate")


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None


def _article(body: Any) -> Any:
    """Find the element that holds the article: the smallest that calls itself so and has most of its letters."""
    named = [e for tag in ("article", "main") for e in body.iter(tag)]
    named += body.xpath(".//*[@itemprop='articleBody' or @role='main']")
    long = [(len(_text_of(e)), e) for e in named]
    long = [(length, e) for length, e in long if length >= _LEAST_ARTICLE]
    if len(long) > 1:
        most = max(length for length, _ in long)
        return min((pair for pair in long if pair[0] >= most * 0.7), key=lambda pair: pair[0])[1]
    return long[0][1] if long else body


def _inside(article: Any, element: Any) -> bool:
    """Say whether an element lies in the article, and in no other that stands around it: each is told once."""
    while (element := element.getparent()) is not None:
        if _is_around(element) and element is not article:
            return True
    return False


def _is_around(element: Any) -> bool:
    if element.tag in _AROUND:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_AROUND_NAMES.search(names)) and element.tag not in ("body", "html", "article", "main")


def _is_hidden(element: Any) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _walk(element: Any, passages: Passages, depth: int) -> None:
    """Add the blocks of an element in their order; text between blocks is a paragraph of its own."""
    if depth > _DEEPEST:
        return
    run: list[str] = []

    def end() -> None:
        passages.add("".join(run), Place(), _kind(element.tag), ends=element.tag == "li")
        run.clear()

    run.append(element.text or "")
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if _is_struck(child):
            passages.pass_over(_text_of(child, struck=True), Place(), tell("struck out"))
        elif tag in _NEVER or not tag or _is_hidden(child):
            hidden = " ".join("".join(child.itertext()).split()) if tag and tag not in _NEVER else ""
            passages.pass_over(hidden, Place(), tell("hidden text"))
        elif _is_around(child):
            passages.pass_over(_text_of(child), Place(), tell("outside the article"))
        elif tag == "table" and not _is_layout(child):
            end()
            _add_table(child, passages)
        elif tag in _BLOCKS or _holds_blocks(child):
            end()
            if _is_links(child):
                passages.pass_over(_text_of(child), Place(), tell("a list of other pages"))
            else:
                _walk(child, passages, depth + 1)
        elif tag in ("br", "hr"):
            # Two of them part paragraphs; one may only part lines.
            following = child.getnext()
            if not (child.tail or "").strip() and following is not None and following.tag == "br":
                end()
            run.append(" ")
        else:
            for struck in filter(_is_struck, child.iterdescendants()):
                passages.pass_over(_text_of(struck, struck=True), Place(), tell("struck out"))
            run.append("".join(_inline(child, 0)))
        run.append(child.tail or "")
    end()


def _is_struck(element: Any) -> bool:
    return element.tag in _STRUCK or bool(_STRUCK_STYLE.search(element.get("style") or ""))


def _kind(tag: str) -> Literal["text", "title", "heading"]:
    return "heading" if re.fullmatch("h[1-6]", tag) else "text"


def _holds_blocks(element: Any) -> bool:
    return any(isinstance(e.tag, str) and e.tag in _BLOCKS for e in element.iterdescendants())


def _inline(element: Any, depth: int, *, struck: bool = False) -> Iterator[str]:
    """Give the text of what stands within a line, raised digits at their height, without what is struck out."""
    if not struck and isinstance(element.tag, str) and _is_struck(element):
        return
    if depth > _DEEPEST or not isinstance(element.tag, str) or element.tag in _NEVER or _is_hidden(element):
        return
    if element.tag == "br":
        yield " "
        return
    table = {"sup": SUPERSCRIPT, "sub": SUBSCRIPT}.get(element.tag, {})
    yield (element.text or "").translate(table)
    for child in element:
        yield "".join(_inline(child, depth + 1, struck=struck)).translate(table)
        yield (child.tail or "").translate(table)


def _text_of(element: Any, *, struck: bool = False) -> str:
    return " ".join("".join(_inline(element, 0, struck=struck)).split())


def _is_links(element: Any) -> bool:
    text = _text_of(element)
    linked = sum(len(_text_of(link)) for link in element.iter("a"))
    return len(text) > 20 and linked > len(text) * _LINKS_MOST and not re.search(r"[.!?]$", text)


def _is_layout(table: Any) -> bool:
    """Say whether a table only lays out the page: it has tables or long texts in it, or a single column."""
    rows = table.findall(".//tr")
    cells = max((len(row.findall("td")) + len(row.findall("th")) for row in rows), default=0)
    return table.find(".//table") is not None or cells < 2 or len(rows) < 2


_SPAN_MAX = 50


def _span(cell: Any, name: str) -> int:
    """Give over how many columns or rows a cell reaches."""
    written = (cell.get(name) or "1").strip()
    return max(1, min(int(written), _SPAN_MAX)) if written.isdigit() and len(written) < 6 else 1


def _go_on(cells: list[Cell], high: dict[int, tuple[int, str]]) -> None:
    """Add the cells that reach down from the rows above into the next columns of a row."""
    while (column := len(cells)) in high:
        left, text = high.pop(column)
        cells.append(text)
        if left > 1:
            high[column] = (left - 1, text)


def _add_table(table: Any, passages: Passages) -> None:
    rows: list[Row] = []
    high: dict[int, tuple[int, str]] = {}  # by column: how many more rows a cell reaches down, and what goes on in them
    for row in table.iter("tr"):
        cells: list[Cell] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            for struck in filter(_is_struck, cell.iterdescendants()):
                passages.pass_over(_text_of(struck, struck=True), Place(), tell("struck out"))
            _go_on(cells, high)
            text = _text_of(cell)
            # A name holds for all its rows; a number is told once.
            is_name = re.search(r"[^\W\d_]", text) and (cell.tag == "td" or not re.search(r"\d", text))
            goes_on = text if is_name else ""
            wide, deep = _span(cell, "colspan"), _span(cell, "rowspan")
            for place in range(wide):
                if deep > 1:
                    high[len(cells) + place] = (deep - 1, "" if place else goes_on)
            cells.extend([text, *[""] * (wide - 1)])
        _go_on(cells, high)
        rows.append(Row(cells=tuple(cells), place=Place()))
    caption = next((_text_of(e) for e in table.iter("caption")), "")
    passages.parts.append(Table(rows=tuple(rows), caption=caption))
