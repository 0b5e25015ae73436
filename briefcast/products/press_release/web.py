"""A press release as a web page of its own: nothing to fetch, everything to select and copy."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from briefcast.languages import language as read_language
from briefcast.look.elements import Elements
from briefcast.paths import TEMPLATES
from briefcast.products.press_release.release import Paragraph, PressRelease

_h = Elements()


def write_html(release: PressRelease) -> str:
    """Give the whole page; what the brief holds is put in as text, never as markup."""
    own, words, labels = read_language(release.language), release.words, release.labels
    article = _h.article()
    head = _h.header()
    for text, name in ((release.issuer, "issuer"), (words.name, "kind"), (release.embargo, "embargo")):
        if text:
            head.append(_h.p({"class": name}, text))
    if release.kicker:
        head.append(_h.p({"class": "kicker"}, release.kicker))
    head.append(_h.h1(release.headline))
    if release.deck:
        head.append(_h.p({"class": "deck"}, release.deck))
    article.append(head)
    article.append(_h.p({"class": "lede"}, _h.b(release.dateline), release.lede.text))
    article.extend(_behind(release.lede, labels["quotes"]))
    if release.particulars:
        lines = (row for line in release.particulars for row in (_h.dt(line.label), _h.dd(line.text)))
        article.append(_h.dl(*lines))
    for paragraph in release.body:
        article.append(_h.p(paragraph.text))
        article.extend(_behind(paragraph, labels["quotes"]))
    if release.figures:
        article.append(_section("figures", labels["facts"], _table(release)))
    if release.context:
        article.append(_section("context", words.context, _h.ul(*(_h.li(text) for text in release.context))))
    if release.limits:
        article.append(_section("limits", words.limits, _h.p(release.limits)))
    if release.action.text:
        article.append(_section("more", words.more, _linked("p", release.action.text, release.action.url)))
    if release.sources:
        rows = (_linked("li", source.written, source.url) for source in release.sources)
        article.append(_section("sources", labels["sources"], _h.ol(*rows)))
    if release.contact:
        article.append(_section("contact", words.contact, _h.address(release.contact)))
    if words.end:
        article.append(_h.p({"class": "end"}, words.end))
    page = _h.html(
        {"lang": own.code, "dir": own.direction},
        _h.head(
            _h.meta(charset="utf-8"),
            _h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            _h.title(release.headline),
            _h.meta(name="date", content=release.date.isoformat()),
            _h.style((TEMPLATES / "press-release" / "release.css").read_text("utf-8")),
        ),
        _h.body(_h.main(article)),
    )
    text = etree.tostring(page, encoding="unicode", method="html", pretty_print=True)
    return f"<!doctype html>\n{text}"


def _section(id: str, heading: str, *parts: etree._Element) -> etree._Element:
    return _h.section({"aria-labelledby": id}, _h.h2({"id": id}, heading), *parts)


def _behind(paragraph: Paragraph, marks: str) -> Iterator[etree._Element]:
    """Give the steps and the quote that follow a paragraph."""
    if paragraph.steps:
        yield _h.ol(*(_h.li(step) for step in paragraph.steps))
    if quote := paragraph.quote:
        by = ", ".join(part for part in (quote.by, quote.role) if part)
        yield _h.figure(_h.blockquote(_h.p(f"{marks[0]}{quote.text}{marks[1]}")), _h.figcaption(f"– {by}"))


def _table(release: PressRelease) -> etree._Element:
    """Give the figures; on a narrow page each becomes a card, and stays a row to those who hear it."""
    heads = release.columns
    head = _h.tr({"role": "row"}, *(_h.th({"scope": "col", "role": "columnheader"}, text) for text in heads))
    body = _h.tbody({"role": "rowgroup"})
    for row in release.figures:
        label, *cells = release.cells(row)
        belongs = {"class": "belongs"} if row.belongs else {}
        line = _h.tr({"role": "row", **belongs}, _h.th({"scope": "row", "role": "rowheader"}, label))
        for name, text in zip(heads[1:], cells, strict=True):
            empty = {} if text else {"class": "empty"}
            line.append(_h.td({"role": "cell", "data-label": name, **empty}, text))
        body.append(line)
    return _h.table({"role": "table", "aria-labelledby": "figures"}, _h.thead({"role": "rowgroup"}, head), body)


def _linked(tag: str, text: str, address: str) -> etree._Element:
    """Give a text with its address; one that is no web address is only read."""
    if not address.startswith(("https://", "http://")):
        return _h.element(tag, " ".join(part for part in (text, address) if part))
    return _h.element(tag, f"{text} ", _h.a({"href": address, "rel": "noopener noreferrer", "dir": "ltr"}, address))
