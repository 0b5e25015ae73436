"""Writing a draft down: the brief as YAML, and beside it the list of what was left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefcast.catalogue import in_language
from briefcast.drafting.draft import Draft, Left
from briefcast.edition.digits import kinds_of_digits
from briefcast.errors import BriefError, Problem
from briefcast.messages import tell

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/-]*|-?\d+(?:\.\d+)?|\d{4}-[0-9A-Z]\S{0,20}|\d{4}/\S{4,14}")
"""What YAML takes for itself without quotation marks, and no reader for something else."""
_NOT_PLAIN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written."""

    brief: Path
    report: Path


def write_draft(draft: Draft, path: Path, *, told_in: str) -> Written:
    """Write a draft and its report; never over a file that exists.

    Args:
        draft: what was drafted.
        path: the brief to write, ``NAME.yaml``; the report is ``NAME.left-out.txt`` beside it.
        told_in: language of remarks and report.

    Raises:
        BriefError: one of the two exists.
    """
    report = report_of(path)
    for each in (path, report):
        if each.exists():
            message = tell("There is a file {path} already.", path=each)
            raise BriefError([Problem(file=each, message=message, remedy=tell("Choose another name."))])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draft_yaml(draft, told_in=told_in), "utf-8", newline="\n")
    report.write_text(draft_report(draft, told_in=told_in), "utf-8", newline="\n")
    return Written(brief=path, report=report)


def report_of(path: Path) -> Path:
    """Give where the report of a draft lies."""
    return path.with_name(f"{path.stem}.left-out.txt")


def draft_yaml(draft: Draft, *, told_in: str) -> str:
    """Give a draft as the text of a brief."""

    def said(text: str) -> str:
        return "".join(f"# {line}\n" for line in in_language(text, told_in).splitlines())

    head = said(
        tell(
            "Drafted from {file}. Every figure is unconfirmed: compare it, then delete its line 'unconfirmed'.",
            file=draft.file,
        )
    )
    head += said(tell("The words are those of the document. Say for whom the brief is, and what each figure measures."))
    if draft.cut_title:
        head += said(tell("The title was cut: it has room for 70 characters. Write a shorter one."))
    lines: list[str] = []
    for field, value in draft.data.items():
        if field in ("sources", "statistics", "points"):
            lines.append("")
        lines.extend(_lines(field, value, 0))
    return head + "\n".join(lines) + "\n"


def _lines(field: str, value: Any, depth: int) -> Iterator[str]:
    """Give a field as lines of YAML."""
    blank = "  " * depth
    if isinstance(value, Mapping):
        yield f"{blank}{field}:"
        for key, inner in value.items():
            yield from _lines(key, inner, depth + 1)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        yield f"{blank}{field}:"
        for item in value:
            begin = True
            for key, inner in item.items():
                for line in _lines(key, inner, depth + 2):
                    yield f"{blank}  - {line[len(blank) + 4 :]}" if begin else line
                    begin = False
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield f"{blank}{field}: [{', '.join(map(_scalar, value))}]"
    else:
        yield f"{blank}{field}: {_scalar(value)}"


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_PLAIN:
        return text
    return json.dumps(text, ensure_ascii=False)


def draft_report(draft: Draft, *, told_in: str) -> str:
    """Give the list of all digits that were left out, with place and reason."""
    head = in_language(
        tell(
            "What is no figure of the draft from {file}: {count} numbers, each with the reason.",
            file=draft.file,
            count=len(draft.left),
        ),
        told_in,
    )
    lines = [head]
    for reason in _by_reason(draft.left):
        lines += ["", in_language(reason, told_in)]
        for one in (one for one in draft.left if one.reason == reason):
            lines.append(f"  {place_of(one, told_in)}{one.written}{_context(one)}")
    return "\n".join(lines) + "\n"


def _by_reason(left: Sequence[Left]) -> list[str]:
    """Give each reason once: first those by which something may be a figure nevertheless."""
    known = {str(reason) for reason in kinds_of_digits()}
    reasons = list(dict.fromkeys(one.reason for one in left))
    return sorted(reasons, key=lambda reason: str(reason) in known)


def place_of(left: Left, told_in: str) -> str:
    """Say where digits stand; nothing where the document has no pages."""
    place = left.place
    if place.page:
        return in_language(tell("page {page}: ", page=place.page), told_in)
    if place.sheet and place.row:
        return in_language(tell("sheet {sheet}, row {row}: ", sheet=place.sheet, row=place.row), told_in)
    if place.row or place.line:
        return in_language(tell("line {line}: ", line=place.row or place.line), told_in)
    return ""


def _context(left: Left) -> str:
    context = " ".join(left.context.split())
    return f"\n      {context[:300]}" if context and context != left.written else ""
