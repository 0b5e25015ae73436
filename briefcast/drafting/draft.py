"""A draft of a brief from what a document says: sentences with figures become points, figures become statistics.

    draft = draft_brief(Path("bao-cao.docx"), language="vi", today=today)
    draft.data          # a brief as plain data, every figure of it unconfirmed
    draft.left          # every other digit of the document, with the reason

Words are the document's own. What it does not say is asked for, never made up.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefcast.brief.model import POINTS_MAX, TEXT_MAX_CHARS, UNSETTLED
from briefcast.brief.periods import split_period
from briefcast.drafting.figures import LeftOut, ReadFigure, read_figures
from briefcast.drafting.numbers import Style, style_of
from briefcast.drafting.opening import read_passages
from briefcast.drafting.packed import refuse
from briefcast.drafting.passages import Paragraph, Passages, Place, Table
from briefcast.drafting.tables import CellFigure, CellLeft, RowFigures, has_number, read_table
from briefcast.drafting.times import find_times, first_day_named
from briefcast.drafting.words import every_reading, reading_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

TITLE_MAX = 70
_TITLE_LEAST, _TITLE_MOST = 12, 220
_LETTERHEAD_WORDS = 6
"""Most words of a line of a letterhead, such as a motto."""
LABEL_MAX = 60
POINT_MAX = 260
_NEAR_TOP = 8
"""Passages at the beginning of a document in which its day and its period are looked for."""
_NUMBERED = re.compile(r"\(?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]|\.\))\s+(?=\D)")
_BULLET = re.compile(r"[-–—•▪●■◦*+·]\s*(?=[^\d\s])|[-–—•▪●■◦*+·]\s+")
_LINES_ABOVE, _LINE_MAX = 3, 120
"""How far above a table, and in how long a line, its unit is looked for."""
_UNREAD_MAX = 24
_LABEL_WORDS = 12
_TAKEN_OUT = "\0"
_CLAUSE = re.compile(r"[,;:.()“”–—]|(?<![א-ת])\"|\"(?![א-ת])")


@dataclass(frozen=True, kw_only=True)
class Left:
    """Digits of a document that are no figure of the draft."""

    written: str
    reason: str
    place: Place
    context: str


@dataclass(kw_only=True)
class Draft:
    """A brief as it can be drafted from a document."""

    file: str
    language: str
    data: dict[str, Any]
    left: list[Left] = field(default_factory=list)
    cut_title: bool = False


def draft_brief(path: Path, *, language: str = "", today: dt.date, id: str = "") -> Draft:
    """Draft a brief from a document; it stays as it is.

    Args:
        path: a document of any kind that `read_passages` takes.
        language: of the document; found from its letters if empty.
        today: what stands for the document's day where it names none.
        id: of the brief; made from the file's name if empty.

    Raises:
        BriefError: the document cannot be read, or holds no figure.
    """
    passages = read_passages(path)
    language = language or language_of(passages)
    return _Drafting(path, passages, language, today).draft(id or slug(path.stem) or "draft")


def language_of(passages: Passages) -> str:
    """Tell in which language a document is written, by the letters that are its own; one without such letters last."""
    text = " ".join(passages.texts())[:50_000]
    letters = sum(map(str.isalpha, text)) or 1
    plain = ""
    for code, words in every_reading().items():
        if not words.own_letters:
            plain = plain or code
        elif len(re.findall(words.own_letters, text)) > letters * words.own_letters_least:
            return code
    return plain


def slug(text: str, *, words: int = 8) -> str:
    """Give the name of a text in small letters, digits and hyphens; empty where none of its letters is of these."""
    folded = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    found = re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)).lower())
    return "-".join(found[:words])[:48].strip("-")


class _Drafting:
    """One reading of one document."""

    def __init__(self, path: Path, passages: Passages, language: str, today: dt.date) -> None:
        self.path, self.passages, self.language = path, passages, language
        self.words = reading_words(language)
        self.style: Style = style_of(passages.texts(), language)
        self._joins = re.compile(rf"(?<!\w)(?:{self.words.label_joins})(?!\w)")
        self.statistics: list[dict[str, Any]] = []
        self.points: list[dict[str, Any]] = []
        self.left: list[Left] = [
            Left(written=one.text, reason=one.reason, place=one.place, context="") for one in passages.unread
        ]
        self.ids: set[str] = set()
        paragraphs = [part for part in passages.parts if isinstance(part, Paragraph)]
        self.title = _title_of(paragraphs) or _title_above(passages)
        near = [p.text[:TEXT_MAX_CHARS] for p in (*paragraphs[:_NEAR_TOP], *paragraphs[-3:])]
        self.as_of = first_day_named(near, language, until=today) or today
        self.period = self._usual_period(near)

    def _usual_period(self, near: Sequence[str]) -> str:
        """Give the period that stands for figures whose sentence names none; it is always asked about."""
        for text in near:
            for one in find_times(text, self.language):
                if not one.compared and split_period(one.period).kind != "day":
                    return one.period
        return str(self.as_of.year)

    def draft(self, id: str) -> Draft:
        for index, part in enumerate(self.passages.parts):
            if isinstance(part, Table):
                self._add_table(part, _lines_above(self.passages.parts[:index], part))
            elif part is not self.title and not (self.title and part.text == self.title.text):
                self._add_paragraph(part)
        # What the title tells is mostly told again below it: it is one figure then.
        title, cut = self._add_title()
        if not self.points:
            if not self.statistics:
                message = tell("No sentence and no table of the document holds a figure that can be read.")
                raise refuse(self.path, message, tell("Write the brief by hand: '{command}'.", command="briefcast new"))
            self.points.append(self._point(title + ".", [self.statistics[0]["id"]]))
        source = {
            "id": "document",
            "title": {self.language: (self.title.text if self.title else self.path.name)[:300]},
            "publisher": {self.language: self.passages.publisher or self.path.name},
            "date": self.as_of.isoformat(),
            "unconfirmed": True,
        }
        data = {
            "id": id, "title": {self.language: title}, "languages": [self.language], "audiences": ["citizens"],
            "as_of": self.as_of.isoformat(), "sources": [source], "statistics": self.statistics, "points": self.points,
        }  # fmt: skip
        return Draft(file=self.path.name, language=self.language, data=data, left=self.left, cut_title=cut)

    # Texts

    def _add_title(self) -> tuple[str, bool]:
        """Give the title with its figures in braces, cut to its room, and whether it was cut."""
        if self.title is None:
            return _capital(self.path.stem[:TITLE_MAX]), False
        whole = _capital(self.title.text.rstrip(" ."))
        short = cut_text(whole, TITLE_MAX)
        if short != whole:
            rest = whole[len(short.rstrip("…")) :]
            if any(map(str.isdigit, rest)):
                # What the title has no room for is told as a point.
                self._add_sentence(whole, self.title.place)
                for match in re.finditer(r"[\d.,]*\d", short):
                    reason = tell("it is in the title, and told there")
                    self.left.append(Left(written=match[0], reason=reason, place=self.title.place, context=short))
                short = re.sub(r"\s*\S*\d\S*.*$", "…", short) if any(map(str.isdigit, short)) else short
            return short if short.strip("…") else _capital(self.path.stem[:TITLE_MAX]), True
        text, _ = self._fill(whole, self.title.place, whole, again=True)
        return text, False

    def _add_paragraph(self, part: Paragraph) -> None:
        text = part.text
        if numbered := _NUMBERED.match(text):
            self._leave(numbered["number"], tell("the number of a paragraph"), part.place, text)
            text = text[numbered.end() :]
        text = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
        for sentence in split_sentences(text, self.language):
            if any(map(str.isdigit, sentence)):
                self._add_sentence(sentence, part.place)

    def _add_sentence(self, sentence: str, place: Place) -> None:
        """Make a point of a sentence that has figures; a long one is parted where semicolons part it."""
        if len(self.points) >= POINTS_MAX:
            # What there is no room for is not read either: a book would take minutes.
            self._leave(sentence[:TEXT_MAX_CHARS], tell("a brief has no room for more points"), place, "")
            return
        if len(sentence) > TEXT_MAX_CHARS - 200:
            self._leave(sentence[:300], tell("the sentence is longer than a text of a brief can be"), place, sentence)
            return
        pieces = [sentence]
        if len(sentence) > POINT_MAX:
            pieces = [piece.strip() for piece in re.split(r"(?<=;)\s", sentence)]
        for piece in pieces:
            text, ids = self._fill(piece, place, sentence)
            if not ids:
                continue
            if len(self.points) >= POINTS_MAX:
                self._take_back(ids, tell("a brief has no room for more points"))
                continue
            self.points.append(self._point(_as_sentence(text), ids))

    def _fill(self, text: str, place: Place, sentence: str, *, again: bool = False) -> tuple[str, list[str]]:
        """Put references in the places of figures, and keep these; give the text and their ids.

        ``again``: a figure that one statistic alone has already is that one.
        """
        figures, left = read_figures(text, self.language, self.style)
        if text != _capital(getattr(self.title, "text", "").rstrip(" .")):
            figures, left = _without_torn(text, figures, left)
        for one in left:
            self._leave(text[one.start : one.end], one.reason, place, text)
        ids: list[str] = []
        filled, end = "", 0
        for index, figure in enumerate(figures):
            period, sure = self._period_of(text, figures)
            asks = (*figure.asks, *(() if sure else ("period",)))
            label = self._label(text, figures, index)
            id = self._same(figure) if again else ""
            if id:
                self._leave(text[figure.start : figure.end], tell("told of one figure with the text"), place, text)
            else:
                id = self._keep(figure, label, period, asks, text[figure.start : figure.end], place, sentence)
            ids.append(id)
            reference = f"{{{id}.whole}}" if figure.out_of is not None else f"{{{id}}}"
            filled += text[end : figure.start] + reference
            end = figure.end
        return filled + text[end:], ids

    def _same(self, figure: ReadFigure) -> str:
        """Give the id of the one statistic that has a figure's value, unit and qualifier; or nothing."""
        found = [
            s["id"]
            for s in self.statistics
            if (s["value"], s["unit"], s.get("currency", ""), s.get("qualifier", ""))
            == (f"{figure.value:f}", figure.unit, figure.currency, figure.qualifier)
        ]
        return found[0] if len(found) == 1 else ""

    def _period_of(self, text: str, figures: Sequence[ReadFigure]) -> tuple[str, bool]:
        """Give the period of a sentence's figures, and whether the sentence itself says it."""
        times = find_times(text, self.language)
        own = [one for one in times if not one.compared]
        if len(times) != 1 or len(own) != 1:
            return self.period, False
        named = own[0]
        is_day = split_period(named.period).kind == "day"
        until = re.search(rf"(?<!\w)(?:{self.words.until})\W{{0,3}}$", text[: named.start], re.IGNORECASE)
        if is_day and not until:
            return self.period, False
        # Up to a day something is counted since another one; with last year's beside it, nobody knows whose time it is.
        if is_day or self._counts_up(text[: named.start]) or re.search(self.words.relative, text, re.IGNORECASE):
            return named.period, False
        return named.period, named.end <= figures[0].start or len(figures) == 1

    def _counts_up(self, before: str) -> bool:
        """Say whether words right before a time make it the end of a longer one: "Tính đến hết tháng 6/2025"."""
        return bool(re.search(rf"(?<!\w)(?:{self.words.counts_up})\W{{0,3}}$", before, re.IGNORECASE))

    def _label(self, text: str, figures: Sequence[ReadFigure], index: int) -> str:
        """Give the document's own words beside a figure: what is counted behind it, what is measured before it.

        None of another clause: it tells of another figure. Where no words are left, the mark that the check refuses.
        """
        figure = figures[index]
        if figure.points:
            return f"{UNSETTLED} {figure.points}"
        start = figures[index - 1].end if index else 0
        end = figures[index + 1].start if index + 1 < len(figures) else len(text)
        bare = self._without_times(text)
        between = text[start : figure.start]
        if index and not figures[index - 1].points and self._only_leads(between):
            # "From 61.2% to 82.4%": the same is measured.
            return self._label(text, figures, index - 1)
        before = _CLAUSE.split(bare[start : figure.start])[-1]
        if between.count("(") > between.count(")"):
            before = ""
        elif index:
            # "$9.4 million for the bridge and almost $6 million for parks": the bridge is that of the first.
            before = self._joins.split(before)[-1]
        clauses = _CLAUSE.split(bare[figure.end : end])
        behind = clauses[0] if len(clauses) > 1 or end == len(text) else self._joins.split(clauses[0])[0]
        counted = figure.unit in ("count", "ratio") and behind.strip()
        # What goes on up to the next figure may be that one's.
        short = len(before.split()) < 3 and (behind != clauses[0] or len(clauses) > 1 or end == len(text))
        for words in (behind, before) if counted else (f"{before} {behind}" if short else before,):
            if label := self._as_label(words):
                return label
        return UNSETTLED

    def _only_leads(self, between: str) -> bool:
        """Say whether nothing but words such as "to" stands between two figures."""
        words = [word.strip("-־–‑") for word in between.split()]
        leads = rf"{self.words.to}|{self.words.after_to}"
        return 0 < len(words) < 3 and all(re.fullmatch(leads, word) for word in words) and words not in (["and"], ["ו"])

    def _as_label(self, words: str) -> str:
        """Give words as a label: up to a number that was taken out of them, without a word that leads on."""
        pieces = [piece for piece in words.split(_TAKEN_OUT) if piece.strip()]
        kept = next(iter(pieces), "").strip(" -–/%‑־,;:").split()[:_LABEL_WORDS]
        while kept and (
            re.fullmatch(self.words.label_ends, kept[-1].strip("-־"), re.I) or len(" ".join(kept)) > LABEL_MAX
        ):
            kept = kept[:-1]
        label = " ".join(kept)
        if _TAKEN_OUT in words and len(kept) < 2:
            return ""
        if sum(map(str.isalpha, label)) < 3 or re.match(rf"(?:{self.words.label_starts})(?!\w)", label, re.IGNORECASE):
            return ""
        return _capital(label)

    def _without_times(self, text: str) -> str:
        """Give a text of the same length without times, digits and what stands in brackets: none is part of a name."""
        spans = [(one.start, one.end) for one in find_times(text, self.language)]
        spans += [match.span() for match in re.finditer(r"\([^()]*\)|[^\s,;:.()]*\d\S*?(?=[,;:.()]*(?:\s|$))", text)]
        for start, end in spans:
            blank = " " if text[start] == "(" else _TAKEN_OUT
            text = text[:start] + blank * (end - start) + text[end:]
        return text

    # Tables

    def _add_table(self, table: Table, above: Sequence[str]) -> None:
        if len(self.points) >= POINTS_MAX:
            for row in table.rows:
                said = " | ".join(f"{cell}" for cell in row.cells if cell not in (None, ""))
                if any(map(str.isdigit, said)):
                    self._leave(said[:TEXT_MAX_CHARS], tell("a brief has no room for more points"), row.place, "")
            return
        for found in read_table(table, self.language, self.style, above):
            if isinstance(found, CellLeft):
                self.left.append(
                    Left(written=found.written, reason=found.reason, place=found.place, context=found.context)
                )
            else:
                self._add_row(found)

    def _add_row(self, row: RowFigures) -> None:
        ids, told = [], []
        for cell in row.figures:
            id = self._keep(
                cell.figure, _label_of_cell(row.label, cell) or self.path.stem[:LABEL_MAX], cell.period or self.period,
                cell.figure.asks, cell.written, row.place, row.sentence,
            )  # fmt: skip
            ids.append(id)
            told.append(f"{cell.heading}: {{{id}}}" if cell.heading else f"{{{id}}}")
        if len(self.points) >= POINTS_MAX:
            self._take_back(ids, tell("a brief has no room for more points"))
            return
        text = f"{row.label}: {'; '.join(told)}." if row.label else f"{'; '.join(told)}."
        if len(text) > TEXT_MAX_CHARS:
            self._take_back(ids, tell("the sentence is longer than a text of a brief can be"))
            return
        self.points.append(self._point(text, ids))

    # What is kept

    def _keep(
        self, figure: ReadFigure, label: str, period: str, asks: Sequence[str], written: str, place: Place,
        sentence: str,
    ) -> str:  # fmt: skip
        """Keep a figure as an unconfirmed statistic; give its id."""
        id = self._free(slug(label, words=4) or "figure")
        origin: dict[str, Any] = {"file": self.path.name}
        origin |= {
            name: value
            for name, value in (("page", place.page), ("sheet", place.sheet), ("row", place.row), ("line", place.line))
            if value
        }
        origin |= {"sentence": sentence[:TEXT_MAX_CHARS], "written": written.strip()}
        origin["asks"] = ["label", *dict.fromkeys(asks)]
        statistic: dict[str, Any] = {"id": id, "label": {self.language: label}, "value": f"{figure.value:f}"}
        statistic["unit"] = figure.unit
        statistic |= {
            name: value
            for name, value in (
                ("currency", figure.currency), ("per", figure.per), ("qualifier", figure.qualifier),
                ("out_of", f"{figure.out_of:f}" if figure.out_of is not None else ""),
            )
            if value
        }  # fmt: skip
        statistic |= {"period": period, "source": "document", "unconfirmed": True, "origin": origin}
        self.statistics.append(statistic)
        return id

    def _free(self, id: str) -> str:
        name, number = id, 2
        while name in self.ids:
            name, number = f"{id}-{number}", number + 1
        self.ids.add(name)
        return name

    def _point(self, text: str, ids: Sequence[str]) -> dict[str, Any]:
        point: dict[str, Any] = {"id": f"point-{len(self.points) + 1}", "statistics": list(dict.fromkeys(ids))}
        point["text"] = {self.language: text}
        if any(map(str.isdigit, re.sub(r"\{[^}]*\}", "", text))):
            # What is left of digits was read as none that is a figure; the report beside the draft says why.
            point["literal"] = True
        return point

    def _take_back(self, ids: Sequence[str], reason: str) -> None:
        for statistic in [s for s in self.statistics if s["id"] in ids]:
            self.statistics.remove(statistic)
            origin = statistic["origin"]
            place = Place(page=origin.get("page"), sheet=origin.get("sheet", ""), row=origin.get("row"))
            self._leave(origin["written"], reason, place, origin["sentence"])

    def _leave(self, written: str, reason: str, place: Place, context: str) -> None:
        self.left.append(Left(written=written, reason=reason, place=place, context=context))


def _label_of_cell(row: str, cell: CellFigure) -> str:
    """Give the name of a row and its column, with a unit that was not read; marked where that says how large it is."""
    label = re.sub(r"\s+", " ", " – ".join(filter(None, (row, cell.heading))))
    unit = cell.unread[:_UNREAD_MAX].strip()
    if not cell.unsettled and (not unit or unit in label):
        return cut_text(label, LABEL_MAX)
    behind = f" ({UNSETTLED} {unit})".replace(" )", ")") if cell.unsettled else f" ({unit})"
    return cut_text(label, LABEL_MAX - len(behind)) + behind


def _lines_above(parts: Sequence[Paragraph | Table], table: Table) -> list[str]:
    """Give the lines right above a table, the nearest first: short ones, and those of a sheet that hold no number."""
    lines: list[str] = []
    for part in reversed(parts[-_LINES_ABOVE:]):
        if isinstance(part, Paragraph):
            if len(part.text) > _LINE_MAX:
                break
            lines.append(part.text)
            continue
        if part.rows[0].place.sheet != table.rows[0].place.sheet or has_number(part):
            break
        lines += [str(cell) for row in reversed(part.rows) for cell in row.cells if isinstance(cell, str) and cell]
    return lines


def _without_torn(
    text: str, figures: tuple[ReadFigure, ...], left: tuple[LeftOut, ...]
) -> tuple[tuple[ReadFigure, ...], tuple[LeftOut, ...]]:
    """Leave out a number with which a text ends that does not end like a sentence: its unit may stand further on."""
    if not figures or figures[-1].end < len(text.rstrip()):
        return figures, left
    last = figures[-1]
    if last.unit not in ("count", "ratio", "currency") or not text.rstrip()[-1].isdigit():
        return figures, left
    torn = LeftOut(
        start=last.start, end=last.end, reason=tell("the text ends at it: what belongs to it may be missing")
    )
    return figures[:-1], (*left, torn)


def _title_of(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """Find the title of a document: what is styled so, a heading, or the first line that reads like one."""
    for kind in ("title", "heading"):
        if found := next((p for p in paragraphs[:30] if p.kind == kind), None):
            return found
    short = [p for p in paragraphs[:_NEAR_TOP] if _TITLE_LEAST <= len(p.text) <= _TITLE_MOST and _is_open(p.text)]
    # A letterhead stands above the title, in capitals or in a few words.
    long = (p for p in short if not p.text.isupper() and len(re.findall(r"[^\W\d_]+", p.text)) > _LETTERHEAD_WORDS)
    return next(long, None) or next((p for p in short if not p.text.isupper()), next(iter(short), None))


def _is_open(text: str) -> bool:
    return not re.search(r"[.:;]$|:\s*\d", text.rstrip())


def _title_above(passages: Passages) -> Paragraph | None:
    """Find what stands above the first table: a row with one text in it."""
    table = next((part for part in passages.parts if isinstance(part, Table)), None)
    for row in table.rows[:3] if table else ():
        said = [str(cell).strip() for cell in row.cells if cell not in (None, "")]
        if len(said) == 1 and len(said[0]) >= _TITLE_LEAST and not said[0].endswith(":"):
            return Paragraph(text=said[0], place=row.place, kind="title")
    return None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def cut_text(text: str, most: int) -> str:
    """Give a text that has room: whole, else up to the end of a clause or a word, with a mark that it was cut."""
    if len(text) <= most:
        return text
    for match in reversed(list(re.finditer(r"[:;,–—]", text[:most]))):
        if len(text[: match.start()].split()) >= 4 and not re.match(r"\d", text[match.end() :]):
            return text[: match.start()].rstrip() + "…"
    return text[: most - 1].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def _as_sentence(text: str) -> str:
    """Give a text as a sentence: with a capital where it has none, and a full stop where nothing ends it."""
    text = text.strip().rstrip(";,:")
    text = _capital(text)
    return text if re.search(r"[.!?…][\"”»')\]]*$", text) else f"{text}."
