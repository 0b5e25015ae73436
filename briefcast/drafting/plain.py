"""Reading plain text, and tables written as text."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from briefcast.brief.document import csv_rows
from briefcast.drafting.packed import refuse
from briefcast.drafting.passages import Passages, Place, Row, Table
from briefcast.messages import tell

_ROWS_MAX = 5_000
_COLUMNS_MAX = 100


def read_plain(path: Path) -> Passages:
    """Read a text file: a blank line, a bullet or a full stop at the end of a line ends a paragraph."""
    passages = Passages()
    lines, begun = list[str](), 1

    def end() -> None:
        if lines:
            joined = re.sub(r"(?<=\w)\u00ad ?| +", lambda m: "" if "\u00ad" in m[0] else " ", " ".join(lines))
            passages.add(joined, Place(line=begun))
        lines.clear()

    text = decode(path)
    wrapped = _is_wrapped(text)
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        if not bare or not wrapped or re.match(r"[-*•–+]\s|\d{1,2}[.)]\s|#", bare):
            end()
        if bare:
            if not lines:
                begun = number
            lines.append(bare.lstrip("#").strip())
    end()
    from briefcast.drafting.letters import refuse_false_letters

    refuse_false_letters(path, passages)
    return passages


def _is_wrapped(text: str) -> bool:
    """Say whether lines were broken to fit a page, so that a sentence goes on in the next one."""
    lines = [line for line in text.split("\n") if line.strip()]
    long = [line for line in lines if len(line) > 50]
    open_ended = [line for line in long if not re.search(r"[.!?:;]\W*$", line)]
    return bool(long) and max(map(len, lines)) <= 120 and len(open_ended) > len(long) / 2


def read_table(path: Path) -> Passages:
    """Read a CSV file, whichever mark parts its cells."""
    passages = Passages()
    rows: list[Row] = []
    try:
        table = csv_rows(decode(path))
        for cells in table:
            if len(rows) == _ROWS_MAX:
                passages.pass_over("0", Place(row=table.line_num), tell("the table has more rows than are read"))
                break
            rows.append(Row(cells=tuple(c.strip() for c in cells[:_COLUMNS_MAX]), place=Place(row=table.line_num)))
    except csv.Error as error:
        message = tell("The line is not CSV: {reason}.", reason=str(error))
        raise refuse(path, message, tell("Save the table again as CSV, or as .xlsx.")) from None
    passages.parts.append(Table(rows=tuple(rows)))
    return passages


def decode(path: Path) -> str:
    """Read a text file in UTF-8 or UTF-16, with single line feeds as line ends.

    Raises:
        BriefError: it is in another encoding: a wrong guess would give other letters.
    """
    raw = path.read_bytes()
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        remedy = tell("Save it again with the encoding UTF-8 (in a text editor: Save as, Encoding).")
        raise refuse(path, tell("The file is not in UTF-8."), remedy) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
