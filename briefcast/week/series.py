"""Fresh figures: the series files of briefs, brought in from tables of the team and from allowed addresses.

``series.yaml`` beside the plan says where each series comes from:

    allowed_hosts: [data.example.gov.vn]
    series:
      - file: data/egdi.csv                                  what briefs name under series
        source: https://data.example.gov.vn/egdi.csv         or a .csv or .xlsx file beside the plan
        period_column: Year
        value_column: Rank

A table that cannot be fetched or read leaves the file as it is, and is named; a series is never half-written.
"""

from __future__ import annotations

import csv
import io
import tempfile
import time
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath
from typing import Annotated
from urllib.parse import urljoin, urlsplit

import httpx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from briefcast.brief.document import inside, read_document, read_text
from briefcast.brief.findings import Finding, as_error
from briefcast.brief.model import Amount, Period, Text, refuse
from briefcast.brief.read import SERIES_MAX_ROWS, in_order, parse_series
from briefcast.brief.remedies import check_shape, explain_faults
from briefcast.errors import BriefcastError, BriefError, MediaError, Problem
from briefcast.messages import tell
from briefcast.store.files import write_whole
from briefcast.tools.lost import told_lost

SERIES_NAME = "series.yaml"
TABLE_MAX_BYTES = 5_000_000
"""Largest table fetched or opened; a series of 1,000 values has about 20 kB."""
UNPACKED_MAX_BYTES = 50_000_000
FETCH_TIMEOUT_S = 20
FETCH_WHOLE_S = 60
"""How long one step of an answer is waited for, and how much longer all of it may take."""
REDIRECTS_MAX = 3


def _csv_inside(name: str) -> str:
    try:
        inside(Path(), name)
    except ValueError as error:
        raise refuse(
            tell("'{name}' {reason}.", name=name, reason=error.args[0]),
            tell("Name it from the plan's folder, such as data/egdi.csv."),
        ) from None
    if PurePosixPath(name).suffix.lower() != ".csv":
        raise refuse(tell("'{name}' is no CSV file.", name=name), tell("Name the .csv file that briefs use."))
    return name


class SeriesSource(BaseModel):
    """Where one series comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: Annotated[Text, AfterValidator(_csv_inside)] = Field(examples=["data/egdi.csv"])
    """The series file that briefs name, from the plan's folder."""
    source: Text = Field(examples=["https://data.example.gov.vn/egdi.csv", "tables/egdi.xlsx"])
    """A .csv or .xlsx file beside the plan, or its address."""
    sheet: Text | None = None
    """Sheet of a workbook; the first if empty."""
    period_column: Text = "period"
    """Heading of the column of periods."""
    value_column: Text = "value"
    """Heading of the column of values."""


class SeriesSources(BaseModel):
    """Where the series of a plan come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allowed_hosts: tuple[Text, ...] = Field((), examples=[["data.example.gov.vn"]])
    """Hosts that may be asked, by their full names; no other is."""
    series: tuple[SeriesSource, ...] = ()
    """One line a series."""


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    """What became of one series."""

    file: str
    source: str
    changes: tuple[str, ...] = ()
    """``2024: 71 → 70``, ``2026: new, 68``; empty if it is as it was."""
    error: str = ""
    """Why it stayed as it was."""


def read_series_sources(folder: Path) -> SeriesSources:
    """Read ``series.yaml`` in the plan's folder; without one there is nothing to refresh.

    Raises:
        BriefError: with every problem of the file.
    """
    path = folder / SERIES_NAME
    if not path.exists():
        return SeriesSources(allowed_hosts=())
    document = read_document(path)
    sources, problems = check_shape(SeriesSources, document, guide="run-the-week")
    problems = [*document.problems, *problems]
    if problems or sources is None:
        raise BriefError(in_order(problems))
    return sources


def check_series(folder: Path) -> tuple[Finding, ...]:
    """Give what is wrong in ``series.yaml`` as findings, beside those of the briefs of its folder."""
    try:
        read_series_sources(folder)
    except BriefError as error:
        return tuple(as_error(problem, "broken-file") for problem in error.problems)
    return ()


def refresh_series(folder: Path) -> tuple[Refreshed, ...]:
    """Bring every series of a plan's folder up to date; what fails is told in its line and left as it was.

    Raises:
        BriefError: ``series.yaml`` itself is wrong.
    """
    sources = read_series_sources(folder)
    return tuple(_refresh(folder, one, sources.allowed_hosts) for one in sources.series)


def _refresh(folder: Path, one: SeriesSource, allowed_hosts: Sequence[str]) -> Refreshed:
    try:
        target = inside(folder, one.file)
        before = _values_now(target)
        # Many tables hold the newest periods alone: what they have no more is history, and stays.
        values = before | _read_values(folder, one, allowed_hosts)
        if values == before:
            return Refreshed(file=one.file, source=one.source)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, _as_csv(values))
    except (BriefError, MediaError, OSError, ValueError) as error:
        return Refreshed(file=one.file, source=one.source, error=_told(error))
    return Refreshed(file=one.file, source=one.source, changes=tuple(_changes(before, values)))


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return error.told if isinstance(error, BriefcastError) else str(error)


def _values_now(target: Path) -> dict[str, str]:
    """Give the values a series has now; one that cannot be read is as good as none."""
    try:
        return {period: value for period, value, _ in parse_series(target, read_text(target))}
    except BriefError:
        return {}


def _changes(before: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    for period in sorted(now):
        old, new = before.get(period), now[period]
        if old is None:
            yield f"{period}: new, {new}"
        elif old != new:
            yield f"{period}: {old} → {new}"


def _as_csv(values: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("period", "value"), *values.items()])
    return text.getvalue()


def _read_values(folder: Path, one: SeriesSource, allowed_hosts: Sequence[str]) -> dict[str, str]:
    """Read periods and values from wherever they are, checked to be a series."""
    if "://" in one.source:
        content = _fetch(one.source, allowed_hosts)
        name = PurePosixPath(urlsplit(one.source).path).name
    else:
        file = inside(folder, one.source)
        if file.exists() and not file.is_file():
            # A pipe would be waited for.
            raise MediaError(tell("{path} is not a file.", path=one.source))
        if file.stat().st_size > TABLE_MAX_BYTES:
            raise MediaError(
                tell(
                    "{source} is larger than {most} MB: keep the series alone in it.",
                    source=one.source,
                    most=TABLE_MAX_BYTES / 1e6,
                )
            )
        name, content = file.name, file.read_bytes()
    is_workbook = name.lower().endswith(".xlsx") or content[:4] == b"PK\x03\x04"
    rows = _rows_of_workbook(name, content, one.sheet) if is_workbook else _rows_of_csv(name, content)
    pairs = list(_pick(name, rows, one))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("period", "value"), *pairs])
    values = {period: value for period, value, _ in parse_series(Path(name), text.getvalue())}
    for period, value in values.items():
        _check_number(name, period, value)
    try:
        _Written.model_validate({"series": values})
    except ValidationError as error:
        # A good file gives way only to one that a brief can read.
        _, message, remedy = next(explain_faults(_Written, error, guide="run-the-week"))
        raise BriefError([Problem(file=Path(name), message=message, remedy=remedy)]) from None
    return values


class _Written(BaseModel):
    series: dict[Period, Amount]


def _check_number(name: str, period: str, value: str) -> None:
    try:
        finite = Decimal(value).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        message = tell("The value of {period} is {value}, which is no number.", period=period, value=repr(value[:40]))
        raise BriefError(
            [Problem(file=Path(name), message=message, remedy=tell("Write digits with a decimal point, such as 82.4."))]
        )


def _pick(name: str, rows: Iterator[Sequence[str]], one: SeriesSource) -> Iterator[tuple[str, str]]:
    """Take the two columns out of a table; its first line names the columns."""
    heading = [cell.strip() for cell in next(rows, ())]
    lowered = [cell.lower() for cell in heading]
    columns = []
    for column in (one.period_column, one.value_column):
        if column.strip().lower() not in lowered:
            message = tell(
                "The table has no column '{column}'; it has {columns}.",
                column=column,
                columns=", ".join(filter(None, heading))[:200] or "none",
            )
            remedy = tell("Name the right one in {file}: period_column, value_column.", file=SERIES_NAME)
            raise BriefError([Problem(file=Path(name), line=1, message=message, remedy=remedy)])
        columns.append(lowered.index(column.strip().lower()))
    for row in rows:
        period, value = (row[c].strip() if c < len(row) else "" for c in columns)
        if period or value:
            yield period, value


def _rows_of_csv(name: str, content: bytes) -> Iterator[Sequence[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MediaError(tell("{name} is no CSV table in UTF-8: save it as 'CSV UTF-8'.", name=name)) from None
    first = text.partition("\n")[0]
    return csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")


def _rows_of_workbook(name: str, content: bytes, sheet: str | None) -> Iterator[Sequence[str]]:
    # Loaded only for workbooks: every command of a week loads this file.
    from openpyxl import load_workbook

    with tempfile.TemporaryFile() as file:
        file.write(content)
        try:
            with zipfile.ZipFile(file) as archive:
                if sum(part.file_size for part in archive.infolist()) > UNPACKED_MAX_BYTES:
                    raise MediaError(
                        tell(
                            "{name} unpacks to more than {most} MB.",
                            name=name,
                            most=UNPACKED_MAX_BYTES / 1e6,
                        )
                    )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                # Results, not formulas: a table of figures is what its program last computed.
                workbook = load_workbook(file, read_only=True, data_only=True)
            if sheet and sheet not in workbook.sheetnames:
                raise MediaError(
                    tell(
                        "{name} has no sheet '{sheet}'; it has {sheetnames}.",
                        name=name,
                        sheet=sheet,
                        sheetnames=", ".join(workbook.sheetnames),
                    )
                )
            worksheet = workbook[sheet or workbook.sheetnames[0]]
            table = worksheet.iter_rows(values_only=True, max_row=SERIES_MAX_ROWS + 2)
            rows = [[_cell(value) for value in row] for row in table]
        except MediaError:
            raise
        except Exception:  # openpyxl lets whatever a broken file sets off pass through
            raise MediaError(tell("{name} is no readable workbook: save it as .xlsx.", name=name)) from None
    return iter(rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.date().isoformat() if hasattr(value, "date") else str(value)


def _fetch(url: str, allowed_hosts: Sequence[str]) -> bytes:
    """Fetch a table from an allowed host; every address on the way is checked."""
    # A host that sends a byte a second would hold the week for ever.
    until_s = time.monotonic() + FETCH_TIMEOUT_S + FETCH_WHOLE_S
    try:
        with httpx.Client(timeout=FETCH_TIMEOUT_S) as client:
            for _ in range(REDIRECTS_MAX + 1):
                _check_address(url, allowed_hosts)
                with client.stream("GET", url) as answer:
                    if answer.has_redirect_location:
                        url = urljoin(url, answer.headers["location"])
                        continue
                    answer.raise_for_status()
                    content = b""
                    for part in answer.iter_bytes():
                        content += part
                        if time.monotonic() > until_s:
                            raise MediaError(
                                tell(
                                    "{url} could not be reached ({error}).",
                                    url=url,
                                    error=f"{FETCH_TIMEOUT_S + FETCH_WHOLE_S} s",
                                )
                            )
                        if len(content) > TABLE_MAX_BYTES:
                            raise MediaError(
                                tell(
                                    "{url} sends more than {most} MB: no series is so long.",
                                    url=url,
                                    most=TABLE_MAX_BYTES / 1e6,
                                )
                            )
                    return content
    except httpx.HTTPStatusError as error:
        said = f"{error.response.status_code} {error.response.reason_phrase}"
        raise MediaError(tell("{url} answered {answer}.", url=url, answer=said)) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise MediaError(tell("{url} could not be reached ({error}).", url=url, error=told_lost(error))) from None
    raise MediaError(tell("{url} sends on more than {most} times.", url=url, most=REDIRECTS_MAX))


def _check_address(url: str, allowed_hosts: Sequence[str]) -> None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:  # a port that is no number, a bracket left open
        raise MediaError(tell("{url} could not be reached ({error}).", url=url[:200], error=str(error))) from None
    here = host in ("127.0.0.1", "localhost")
    if port not in (None, 443) and not here:
        # Another port of a host is another service.
        host = f"{host}:{port}"
    if host not in {allowed.lower() for allowed in allowed_hosts}:
        raise MediaError(
            tell(
                "{host} is not asked: add it to allowed_hosts in {file} if it may be.",
                host=host or url,
                file=SERIES_NAME,
            )
        )
    # Figures of a public body come signed; a machine may ask itself without.
    if parts.scheme != "https" and not here:
        raise MediaError(tell("{url} is not asked: only https:// addresses are.", url=url))
