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
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefcast.brief.model import POINTS_MAX, TEXT_MAX_CHARS, UNSETTLED
from briefcast.brief.periods import split_period
from briefcast.drafting.figures import TIMES, LeftOut, ReadFigure, read_figures
from briefcast.drafting.numbers import Style, style_of
from briefcast.drafting.opening import read_passages
from briefcast.drafting.packed import refuse
from briefcast.drafting.passages import Paragraph, Passages, Place, Table
from briefcast.drafting.tables import CellFigure, CellLeft, RowFigures, has_number, read_table
from briefcast.drafting.times import find_times, first_day_named, part_of_year
from briefcast.drafting.words import every_reading, reading_words
from briefcast.edition.digits import sort_digits
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
_LEADS_MAX = 40
"""Where in a sentence a time stands at the latest that is that of what follows too."""
_UNREAD_MAX = 24
_LABEL_WORDS = 12
_TAKEN_OUT, _NUMBER_OUT = "\0", "\1"
"""Stand in the place of a time, and of a number."""
_COUNTER_MAX = 20
_ELIDED_WORDS = 3
_LISTED_WORDS = 3
"""Most words of a name in a list of what is counted."""
_OPENS, _CLOSES = "\2", "\3"
"""Stand in the place of brackets that are part of a name: they part no clause."""
_CLAUSE = re.compile(r"[,;:()“”–—]|\.(?!\w)|(?<![א-ת])\"|\"(?![א-ת])")


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


def draft_brief(path: Path, *, language: str = "", today: dt.date, day: dt.date | None = None, id: str = "") -> Draft:
    """Draft a brief from a document; it stays as it is.

    Args:
        path: a document of any kind that `read_passages` takes.
        language: of the document; found from its letters if empty.
        today: the document's day is none that is still to come.
        day: of the document; the one that it names if absent. Where it names none, the draft has none, and is refused
            until somebody writes it.
        id: of the brief; made from the file's name if empty, from its title or day where that has no letters for it.

    Raises:
        BriefError: the document cannot be read, or holds no figure.
    """
    passages = read_passages(path)
    language = language or language_of(passages)
    return _Drafting(path, passages, language, today, day).draft(id)


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

    def __init__(self, path: Path, passages: Passages, language: str, today: dt.date, day: dt.date | None) -> None:
        self.path, self.passages, self.language, self.today = path, passages, language, today
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
        self.title = _title_of(paragraphs, language) or _title_above(passages)
        near = [p.text[:TEXT_MAX_CHARS] for p in (*paragraphs[:_NEAR_TOP], *paragraphs[-3:])]
        near += [self.title.text] if self.title and self.title not in paragraphs else []
        datelines = [*_letterhead(passages), *near]
        self.as_of = day or passages.published or first_day_named(datelines, language, until=today)
        self.period = self._usual_period(near)

    def _usual_period(self, near: Sequence[str]) -> str:
        """Give the period that stands for figures whose sentence names none; it is always asked about.

        Nothing where the document names neither a time nor its day.
        """
        for text in near:
            for one in find_times(text, self.language):
                leads = one.start < _LEADS_MAX or len(text) < _LINE_MAX
                period = split_period(one.period)
                # What is to be reached by a year tells nothing of when the rest was.
                if leads and not one.compared and period.kind != "day" and period.first <= (self.as_of or self.today):
                    return part_of_year(text, one, self.language) or one.period
        return str(self.as_of.year) if self.as_of else ""

    def _named(self) -> str:
        """Give an id: by the file, the title, or the day, as far as they have letters that an id has."""
        day = self.as_of.isoformat() if self.as_of else ""
        return slug(self.path.stem) or slug(self.title.text if self.title else "") or f"draft-{day}".rstrip("-")

    def draft(self, id: str = "") -> Draft:
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
            "publisher": {self.language: self.passages.publisher or UNSETTLED},
            **({"date": self.as_of.isoformat()} if self.as_of else {}),
            "unconfirmed": True,
        }
        data = {
            "id": id or self._named(), "title": {self.language: title}, "languages": [self.language],
            "audiences": ["citizens"],
            **({"as_of": self.as_of.isoformat()} if self.as_of else {}),
            "sources": [source], "statistics": self.statistics, "points": self.points,
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
                self._add_sentence(sentence, part.place, ends=part.ends)

    def _add_sentence(self, sentence: str, place: Place, *, ends: bool = False) -> None:
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
            text, ids = self._fill(piece, place, sentence, ends=ends)
            if not ids:
                continue
            if len(self.points) >= POINTS_MAX:
                self._take_back(ids, tell("a brief has no room for more points"))
                continue
            self.points.append(self._point(_as_sentence(text), ids))

    def _fill(
        self, text: str, place: Place, sentence: str, *, again: bool = False, ends: bool = False
    ) -> tuple[str, list[str]]:
        """Put references in the places of figures, and keep these; give the text and their ids.

        ``again``: a figure that one statistic alone has already is that one. ``ends``: nothing can stand behind it.
        """
        figures, left = read_figures(text, self.language, self.style)
        if not ends and text != _capital(getattr(self.title, "text", "").rstrip(" .")):
            figures, left = _without_torn(text, figures, left)
        for one in left:
            self._leave(text[one.start : one.end], one.reason, place, text)
        ids: list[str] = []
        filled, end = "", 0
        for index, figure in enumerate(figures):
            period, sure = self._period_of(text, figures)
            label = self._label(text, figures, index)
            said = self._part_of(text, figures, index)
            if aim := self._aim_of(said, figure):
                # Told as any other, it would have happened.
                period, sure = self._time_to_come(said) or period, False
                label = f"{UNSETTLED} {aim}".rstrip()
            asks = (*figure.asks, *(() if sure else ("period",)), *(("target",) if aim else ()))
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

    def _part_of(self, text: str, figures: Sequence[ReadFigure], index: int) -> tuple[str, str]:
        """Give what stands before and behind a figure in its part of a sentence, up to where that turns."""
        figure = figures[index]
        end = figures[index + 1].start if index + 1 < len(figures) else len(text)
        turns = rf"[;(]|[,.]?\s+(?:{self.words.turns})(?!\w)"
        before = re.split(turns, text[: figure.start], flags=re.IGNORECASE)[-1]
        return before, re.split(turns, text[figure.end : end], maxsplit=1, flags=re.IGNORECASE)[0]

    def _aim_of(self, said: tuple[str, str], figure: ReadFigure) -> str:
        """Give the word by which a figure is to be reached or expected, or its time; nothing of one that is reached."""
        before, behind = said
        # "105% of the target" is reached; "12 hospitals are planned" are not.
        around = before if figure.unit == "percent" else f"{before} {behind}"
        if found := re.search(rf"(?<!\w)(?:{self.words.to_come})(?!\w)", around, re.IGNORECASE):
            return found[0]
        return "…" if self._time_to_come(said) else ""

    def _time_to_come(self, said: tuple[str, str]) -> str:
        """Give the time that begins after the day of the document, where one is named at a figure."""
        day = self.as_of or self.today
        named = (one.period for text in said for one in find_times(text, self.language))
        return next((period for period in named if split_period(period).first > day), "")

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
        sure = named.end <= figures[0].start or len(figures) == 1
        bracketed = re.search(r"\([^()]{0,20}$", text[: named.start]) and re.match(r"[^()]*\d", text[named.end :])
        if figures[0].end <= named.start and bracketed:
            # "301 (2024: 344)": the year is that of the number behind it, whether that is a figure or not.
            return self.period, False
        ahead = [figure for figure in figures if figure.end <= named.start]
        if len(ahead) > 1 and self._compares(text[ahead[-2].end : ahead[-1].start]):
            # "742 cases, down from 2,911 in 2024": the year is that of the 2,911.
            return self.period, False
        return named.period, sure

    def _compares(self, between: str) -> bool:
        return bool(re.search(rf"(?<!\w)(?:{self.words.compared})\W*$", between, re.IGNORECASE))

    def _counts_up(self, before: str) -> bool:
        """Say whether words right before a time make it the end of a longer one: "Tính đến hết tháng 6/2025"."""
        return bool(re.search(rf"(?<!\w)(?:{self.words.counts_up})\W{{0,3}}$", before, re.IGNORECASE))

    def _label(self, text: str, figures: Sequence[ReadFigure], index: int, *, level: bool = False) -> str:
        """Give the document's own words beside a figure: what is counted behind it, what is measured before it.

        None of another clause: it tells of another figure. Where the words do not settle what is measured, the mark
        that the check refuses. ``level``: of what rose or fell, for the level that it reached.
        """
        figure = figures[index]
        if other := re.match(rf"\W*(?:{self.words.relative})(?!\w)", text, re.IGNORECASE):
            return f"{UNSETTLED} {other[0].strip()}"
        if figure.unread:
            label = self._label(text, [*figures[:index], replace(figure, unread=""), *figures[index + 1 :]], index)
            is_change = re.fullmatch(self.words.points, figure.unread)
            same = label.casefold() == figure.unread.strip(" /").casefold()
            settled = UNSETTLED not in label and not is_change and not same
            return f"{label} ({UNSETTLED} {figure.unread})" if settled else f"{UNSETTLED} {figure.unread}"
        start = figures[index - 1].end if index else 0
        end = figures[index + 1].start if index + 1 < len(figures) else len(text)
        between, following = text[start : figure.start], text[figure.end : end]
        if index and not figures[index - 1].unread and self._only_leads(between):
            # "From 61.2% to 82.4%": the same is measured. "Rose 3% to 5 million": 5 million is no rise.
            return self._label(text, figures, index - 1, level=True)
        bare = self._without_times(text, figures)
        before = self._led_by(bare[start : figure.start], level=level, first=not index)
        head = re.fullmatch(r"\W*([^,;:()“”\"]+):\s*", bare[: figure.start]) if not index else None
        if head and (figure.unit == "count" or not re.match(r"\s*[^\W\d_]", bare[figure.end :])):
            # "Land: 9,120 complaints": they are those about land. "The north: 82% of homes" is no 82% of the north.
            before = head[1]
        owned = rf"\s+(?:{self.words.owned})(?!\w)"
        if between.count("(") > between.count(")"):
            before = ""
        elif index and re.match(owned, between, re.IGNORECASE):
            # "31,200 tonnes of paper and glass from 74,900 households": paper and glass are those of the first.
            before = ""
        elif index and self._runs_on(between):
            # What stands between two figures without a sign may be of either.
            before = ""
        elif index and re.search(rf"(?<!\w)(?:{self.words.label_joins})\s*$", between):
            # "412 pupils, teachers and 26 guards": pupils and teachers are those of the first.
            before = ""
        elif index and not _CLAUSE.search(between):
            # "$9.4 million for the bridge and almost $6 million for parks": the bridge is that of the first.
            before = self._joins.split(before)[-1]
        clauses = _CLAUSE.split(bare[figure.end : end])
        last = end == len(text)
        behind = clauses[0] if len(clauses) > 1 or last else self._joins.split(clauses[0])[0]
        listed = self._listed(bare[figure.end : end], last=last)
        # "85.5 years" is measured by its unit, though a brief has none for it.
        counts = figure.unit == "count" or (figure.unit == "ratio" and not text[figure.end - 1].isalpha())
        if self._only_leads(following):
            behind = ""
        elif not last and self._runs_on(following):
            if counts:
                return UNSETTLED
            behind = ""
        is_aim = self._is_aim(f"{bare[: figure.start]} {behind}") or self._is_to_come(text)
        if is_aim or self._is_of_each(f"{before} {behind}") or self._is_of_some(bare[: figure.start]):
            return UNSETTLED
        if not counts and re.match(owned, following, re.IGNORECASE):
            # "The council resurfaced 312 km of roads": it measures what stands behind it.
            return UNSETTLED
        change = re.search(rf"(?<!\w)(?:{self.words.rises})\W*$", before, re.IGNORECASE)
        counted = counts and behind.strip()
        if counted and change:
            # "Fell by 23 cases": 23 is no number of cases.
            return self._as_label(before, change=True) or UNSETTLED
        # What goes on up to the next figure may be that one's.
        short = len(before.split()) < 3 and (behind != clauses[0] or len(clauses) > 1 or last)
        if counted and listed:
            return listed if len(listed) <= LABEL_MAX else UNSETTLED
        if counted:
            label = self._as_label(behind)
            if label and len(label.split()) > 2:
                return label
            if figure.unit == "ratio":
                # What is no whole number is not counted: 32.5 beds are beds for so many.
                return f"{UNSETTLED} {cut_text(' '.join(behind.split(_TAKEN_OUT)[0].split()), _COUNTER_MAX)}".rstrip()
            counter = self._counter(behind)
            if re.match(rf"(?:{self.words.label_starts})(?!\w)", counter, re.IGNORECASE):
                # "Vacancies: 31,600 in the third quarter": a quarter is nothing that is counted.
                counter, behind, label = "", "", ""
            name = self._as_label(before) if counter or not behind else ""
            if name and counter and len(counter) <= _COUNTER_MAX:
                return f"{name} ({counter})"
            is_counter = re.fullmatch(rf"(?:{self.words.counters})", label, re.IGNORECASE)
            return name or (UNSETTLED if not label or is_counter else label)
        label = self._as_label(f"{before} {behind}" if short else before, change=bool(change))
        # "Industry grew 9.46%, contributing 44.38%": of whom it is said stands before the other figure.
        elided = index and "," in between and not re.search(r"[;:.]", between) and len(label.split()) < _ELIDED_WORDS
        return UNSETTLED if elided or not label else label

    def _listed(self, behind: str, *, last: bool) -> str:
        """Give all that a figure counts where that is a list: "412,675 children, pupils and students"; else nothing.

        The first name alone would say that there are so many of these. What has a verb in it is none of a list.
        ``last``: no other figure stands behind it.
        """
        comma = r"\s*,\s*"
        parts = re.split(rf"({comma}|\s+(?:{self.words.lists})\s+)", re.split(r"[;:.()“”–—]", behind)[0])
        closed = last or len(re.split(r"[;:.()“”–—]", behind)) > 1
        names, marks = parts[::2], parts[1::2]
        kept = names[:1]
        for number, name in enumerate(names[1:], start=1):
            bare = self._joins.split(name)[0].strip()
            whole = closed or number < len(names) - 1 or bare != name.strip()
            is_name = 0 < len(bare.split()) <= _LISTED_WORDS and not re.search(rf"[{_TAKEN_OUT}{_NUMBER_OUT}]", bare)
            is_name = is_name and not re.match(rf"(?:{self.words.label_starts}|{self.words.rises})(?!\w)", bare, re.I)
            if not whole or not is_name:
                break
            kept += [marks[number - 1], bare]
            if bare != name.strip():
                break
        commas = sum(mark.strip() == "," for mark in kept[1::2])
        bare_list = commas > 1 and not self.words.lists_need_word
        joined = len(kept) > 1 and (len(kept) // 2 > commas or bare_list or not closed)
        first = kept[0].strip() if kept else ""
        if not joined or re.search(rf"[{_TAKEN_OUT}{_NUMBER_OUT}]", first) or len(first.split()) > _LABEL_WORDS:
            return ""
        label = "".join(kept).strip()
        return _capital(label) if self._as_label(label) else ""

    def _counter(self, behind: str) -> str:
        """Give the words behind a figure that say what is counted; nothing where a number is in them."""
        words = "" if _NUMBER_OUT in behind else behind.split(_TAKEN_OUT)[0]
        kept = words.split()
        while kept and self._is_end(kept[-1]):
            kept = kept[:-1]
        return " ".join(kept)

    def _led_by(self, before: str, *, level: bool = False, first: bool = True) -> str:
        """Give the clause that leads to a figure: all names of a list, and no rise or fall where a level is told."""
        clauses = _CLAUSE.split(before)
        clause = clauses[-1]
        own = clauses[0 if first else 1 :]
        if len(own) > 1 and re.search(r"[^\W\d_]\s*$", own[-2]) and _TAKEN_OUT not in own[-2]:
            # "Agriculture, forestry and fishing grew 3%": it is not of fishing alone.
            whole = re.split(r"[;:.()“”–—]", before)[-1]
            clause = whole if len(whole) <= LABEL_MAX else f"{_NUMBER_OUT}{clause}"
        clause = re.sub(rf"^\s*(?:{self.words.label_joins})(?!\w)", "", clause)
        # "Water losses fell to": what fell is also a word of falling in some languages.
        leads = rf"(?:\W+(?!(?:{self.words.rises})(?!\w))\w+){{0,4}}\W+(?:{self.words.label_leads})"
        # "Fell by 310 to 1,045": the second is the level that was reached.
        reached = rf"(?:{leads}|\W+(?:{self.words.by}))?" if level else rf"(?:{leads})"
        led = rf"(?<!\w)(?:{self.words.rises}){reached}\W*$"
        return re.sub(led, "", clause, flags=re.IGNORECASE)

    def _runs_on(self, between: str) -> bool:
        """Say whether words go from one figure to the next without a sign or a word that parts them."""
        return not (_CLAUSE.search(between) or self._joins.search(between)) and len(between.split()) > 0

    def _is_of_some(self, before: str) -> bool:
        """Say whether a sentence begins by saying of whom alone it tells: "Among people under 25, the rate was"."""
        return bool(re.match(rf"\W*(?:{self.words.restricts})(?!\w)[^,]*[^\W\d_]{{3}}[^,]*,", before, re.IGNORECASE))

    def _is_of_each(self, words: str) -> bool:
        """Say whether a figure is that of each, and not of all."""
        return bool(re.search(rf"(?<!\w)(?:{self.words.distributes})(?!\w)", words, re.IGNORECASE))

    def _is_aim(self, words: str) -> bool:
        """Say whether a figure is aimed at or expected, and did not happen."""
        return bool(re.search(rf"(?<!\w)(?:{self.words.aims})(?!\w)", words, re.IGNORECASE))

    def _is_to_come(self, text: str) -> bool:
        """Say whether a text names a time that begins after the day of the document."""
        day = self.as_of or self.today
        return any(split_period(one.period).first > day for one in find_times(text, self.language))

    def _only_leads(self, between: str) -> bool:
        """Say whether nothing but words such as "to" stands between two figures."""
        words = [word.strip("-־–‑") for word in between.split()]
        leads = rf"{self.words.to}|{self.words.after_to}"
        return 0 < len(words) < 3 and all(re.fullmatch(leads, word) for word in words) and words not in (["and"], ["ו"])

    def _as_label(self, words: str, *, change: bool = False) -> str:
        """Give words as a label: up to a time that was taken out of them, without a word that leads on.

        None where a number was taken out of them, for without it they say something else. ``change``: they end in a
        rise or fall, which is told.
        """
        if _NUMBER_OUT in words:
            return ""
        pieces = [piece for piece in re.split(f"{_TAKEN_OUT}+", words) if sum(map(str.isalpha, piece)) > 2]
        named = [self._without_ends(piece) for piece in pieces]
        if not change and len([each for each in named if each]) > 2:
            # Of what stands between two times nobody knows to which of them it belongs.
            return ""
        told = " ".join(piece.strip() for piece in pieces) if change else " ".join(filter(None, named))
        kept = told.strip(" -–/%‑־,;:").split()[:_LABEL_WORDS]
        while kept and (
            (self._is_end(kept[-1]) and not (change and self._is_rise(kept[-1]))) or len(" ".join(kept)) > LABEL_MAX
        ):
            kept = kept[:-1]
        label = " ".join(kept)
        if label.count(_OPENS) != label.count(_CLOSES):
            return ""
        label = label.replace(_OPENS, "(").replace(_CLOSES, ")")
        if _TAKEN_OUT in words and len(kept) < 2:
            return ""
        if sum(map(str.isalpha, label)) < 3 or re.match(
            rf"(?:{self.words.label_starts})(?![\w-])", label, re.IGNORECASE
        ):
            return ""
        return _capital(label)

    def _without_ends(self, piece: str) -> str:
        """Give words without those at their end that lead on to what was taken out behind them."""
        kept = piece.strip(" -–/%‑־,;:").split()
        while kept and self._is_end(kept[-1]):
            kept = kept[:-1]
        return " ".join(kept)

    def _is_end(self, word: str) -> bool:
        return bool(re.fullmatch(self.words.label_ends, word.strip("-־"), re.IGNORECASE))

    def _is_rise(self, word: str) -> bool:
        return bool(re.fullmatch(self.words.rises, word, re.IGNORECASE))

    def _without_times(self, text: str, figures: Sequence[ReadFigure]) -> str:
        """Give a text of the same length without times, digits and brackets with digits: none is part of a name."""
        times = [(one.start, one.end) for one in find_times(text, self.language)]
        times += [(d.start, d.end) for d in sort_digits(text) if d.reason in TIMES]
        spans = [(start, end, _TAKEN_OUT) for start, end in times]
        for match in re.finditer(r"\([^()]*\)", text):
            if any(map(str.isdigit, match[0])) or not re.search(r"[^\W\d_]{2}", match[0]):
                spans.append((*match.span(), " "))
            else:
                # "Households (rural)": without what stands in the brackets it would be all of them.
                inner = re.sub(_CLAUSE, " ", match[0][1:-1])
                text = f"{text[: match.start()]}{_OPENS}{inner}{_CLOSES}{text[match.end() :]}"
        for match in re.finditer(r"[^\s,;:.()]*\d\S*?(?=[,;:.()]*(?:\s|$))", text):
            if any(figure.start < match.end() and match.start() < figure.end for figure in figures):
                continue
            timely = any(start < match.end() and match.start() < end for start, end in times)
            spans.append((*match.span(), _TAKEN_OUT if timely else _NUMBER_OUT))
        for start, end, blank in sorted(spans, key=lambda span: span[2] == _TAKEN_OUT):
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
        statistic |= {
            **({"period": period} if period else {}),
            "source": "document",
            "unconfirmed": True,
            "origin": origin,
        }
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


def _letterhead(passages: Passages) -> list[str]:
    """Give what stands in a table without a number at the top of a document: the body, its papers, place and day."""
    return [
        cell
        for part in passages.parts[:_LETTERHEAD_PARTS]
        if isinstance(part, Table) and not has_number(part)
        for row in part.rows
        for cell in row.cells
        if isinstance(cell, str) and cell
    ]


_LETTERHEAD_PARTS = 3


def _title_of(paragraphs: Sequence[Paragraph], language: str) -> Paragraph | None:
    """Find the title of a document: what is styled so, a heading, or the first line that reads like one."""
    for kind in ("title", "heading"):
        if found := next((p for p in paragraphs[:30] if p.kind == kind), None):
            return found
    short = [p for p in paragraphs[:_NEAR_TOP] if _TITLE_LEAST <= len(p.text) <= _TITLE_MOST and _is_open(p.text)]
    # A line with the day of the document leads to the title: "Press release | 14.9.2031 | No. 87".
    dated = [p for p in short if any(split_period(one.period).kind == "day" for one in find_times(p.text, language))]
    short = [p for p in short if p not in dated] or short
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
