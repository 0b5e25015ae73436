"""Findings in the team's language: an officer who reads no English is told what is wrong, where, and what to do."""

from __future__ import annotations

import ast
import copy
import datetime as dt
import json
import pickle
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from briefcast import errors
from briefcast.brief.document import read_document
from briefcast.brief.remedies import check_shape
from briefcast.catalogue import (
    FOLDER,
    counts,
    in_language,
    in_zone,
    kinds_of_counts,
    patterns,
    placed,
    team_language,
)
from briefcast.cli.main import app
from briefcast.errors import BriefcastError, BriefError, Problem
from briefcast.languages import OWN_LANGUAGE, read_languages
from briefcast.messages import LANGUAGE_ENV, Message, Name, Typed, counted, joined, keep, kept, span, tell
from briefcast.paths import PACKAGE
from briefcast.secrecy import keep_secret, redact
from briefcast.states import called
from briefcast.tables import read_rows
from tests import ROOT

GOOD = ROOT / "tests" / "faults" / "briefs" / "good.yaml"
TRANSLATED = tuple(code for code in read_languages() if code != OWN_LANGUAGE)


def told(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every message of a file, and its pattern."""
    tree = ast.parse(path.read_text("utf-8"))
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "briefcast.messages"
        for alias in node.names
    }
    for node in ast.walk(tree) if "tell" in imported or path.name == "messages.py" else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tell":
            pattern = node.args[0]
            assert isinstance(pattern, ast.Constant), f"{path.name}:{node.lineno}: a pattern is written out"
            yield node, str(pattern.value)


def names(pattern: str) -> set[str]:
    """The names in braces, each a plain one: figures are written before they are told."""
    found = [field for _, field, spec, how in string.Formatter().parse(pattern) if field is not None]
    assert all(field.isidentifier() for field in found), pattern
    assert not any(spec or how for _, field, spec, how in string.Formatter().parse(pattern) if field), pattern
    return set(found)


EVERY = (*sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "flows").glob("*.py")))
MESSAGES = {pattern: f"{path.relative_to(ROOT)}:{call.lineno}" for path in EVERY for call, pattern in told(path)}


def lacks(translations: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """What a catalogue lacks, has too much, or fills in otherwise than the code."""
    found = [f"{place}: {pattern}" for pattern, place in wanted.items() if pattern not in translations]
    found += [f"nobody tells: {pattern}" for pattern in translations if pattern not in wanted]
    same = (pattern for pattern in wanted if pattern in translations)
    return found + [f"other names: {p}" for p in same if names(translations[p]) != names(p)]


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_has_its_translation_with_the_same_values(code: str) -> None:
    assert len(MESSAGES) > 400
    assert lacks(read_rows(FOLDER / f"{code}.yaml", str), MESSAGES) == []


def uncounted(forms: Mapping[str, Mapping[str, str]], kinds: frozenset[str], wanted: Iterable[str]) -> list[str]:
    """What is not said of each kind of count, is said of none, or fills in what the message has not."""
    found = [f"{kind}: {p}" for p in wanted if "count" in names(p) for kind in kinds - set(forms.get(p, ()))]
    found += [f"nobody tells: {p}" for p in forms if p not in wanted]
    found += [f"no such count: {p}" for p, row in forms.items() if set(row) - kinds - {"other"}]
    rows = [(p, text) for p, row in forms.items() for text in row.values() if p in wanted]
    return found + [f"other names: {p}" for p, text in rows if names(text) | {"count"} != names(p) | {"count"}]


@pytest.mark.parametrize("code", read_languages())
def test_every_message_with_a_count_agrees_with_it(code: str) -> None:
    """'1 posts' reads like a machine; 'שני פוסטים' has a word of its own."""
    assert uncounted(counts(code), kinds_of_counts(code), MESSAGES) == []


def test_a_message_that_does_not_agree_with_its_count_is_found() -> None:
    wanted = {"{count} posts": "x.py:1", "{count} of {all}": "x.py:2"}
    forms = {"{count} posts": {"one": "one post", "few": "{count} posts"}, "{count} of {all}": {"one": "{count}"}}
    assert uncounted(forms, frozenset({"one", "two"}), wanted) == [
        "two: {count} posts",
        "two: {count} of {all}",
        "no such count: {count} posts",
        "other names: {count} of {all}",
    ]


@pytest.mark.parametrize(
    ("code", "count", "told"),
    [
        ("en", 0, "0 posts"),
        ("en", 1, "1 post"),
        ("en", 5, "5 posts"),
        ("he", 1, "פוסט אחד"),
        ("he", 2, "שני פוסטים"),
        ("he", 5, "5 פוסטים"),
        ("vi", 1, "1 bài"),
    ],
)
def test_a_count_is_told_as_the_language_counts(code: str, count: int, told: str) -> None:
    assert in_language(tell("{count} posts", count=count), code) == told


def test_what_is_pointed_at_agrees_with_its_number_where_words_do_not() -> None:
    """Of forty posts Vietnamese readers were told that the plan has no slot for *this post*."""
    told = tell("The plan has no slot for it any more.")
    assert in_language(told, "vi") == in_language(counted(told, 1), "vi") == "Kế hoạch không còn lịch cho bài này."
    assert in_language(counted(told, 4), "vi") == "Kế hoạch không còn lịch cho các bài này."
    assert in_language(tell("{count} posts", count=4), "vi") == "4 bài", "all else is said of all alike"


def test_a_word_said_of_many_agrees_with_them() -> None:
    waits = called("waits for its slot")
    assert counted(waits, 5) == waits
    assert in_language(counted(waits, 5), "en") == "wait for their slots"
    assert in_language(waits, "he") == "ממתין למועדו" and in_language(counted(waits, 5), "he") == "ממתינים למועדם"


@pytest.mark.parametrize(
    ("code", "told"), [("vi", "Tệp nặng 1.234,5 MB"), ("en", "The file has 1,234.5 MB"), ("he", "1,234.5")]
)
def test_a_figure_is_told_as_the_language_writes_it(code: str, told: str) -> None:
    """An officer in Ha Noi read "0.12 MB" and "1,234 bytes": a point parts thousands there, and a comma decimals."""
    message = tell("The file has {size} MB; at most {most} MB are read.", size=1234.5, most=60.0)
    assert message == "The file has 1,234.5 MB; at most 60 MB are read."
    assert told.rpartition(" ")[0].rpartition(" ")[2] in in_language(message, code)
    assert in_language(kept(keep(message)), code) == in_language(message, code)


AT = dt.datetime(2026, 11, 29, 13, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("vi", "20:00, Chủ Nhật, 29/11/2026"),
        ("en", "Sun, Nov 29, 2026, 20:00"),
        ("he", "29.11.2026 (יום א׳), 20:00"),
    ],
)
def test_a_moment_is_told_by_the_clock_of_the_plan_in_the_form_of_the_language(code: str, told: str) -> None:
    """An officer in Ha Noi must not have to reckon from UTC."""
    message = tell("Its slot is {slot}.", slot=AT)
    assert message == "Its slot is 2026-11-29 13:00 UTC."
    assert "UTC" in in_language(message, code)
    in_zone(ZoneInfo("Asia/Ho_Chi_Minh"))
    assert told in in_language(message, code) and "UTC" not in in_language(message, code)
    assert in_language(kept(keep(message)), code) == in_language(message, code)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("vi", "Giờ đăng là 20:00–21:30, Chủ Nhật, 29/11/2026."),
        ("en", "Their slots are Sun, Nov 29, 2026, 20:00–21:30."),
        ("he", "המועדים הם 29.11.2026 (יום א׳), 20:00–21:30."),
    ],
)
def test_of_two_hours_of_one_day_the_day_is_told_once(code: str, told: str) -> None:
    in_zone(ZoneInfo("Asia/Ho_Chi_Minh"))
    later = AT + dt.timedelta(minutes=90)
    slots = tell("Their slots are {slots}.", slots=span([later, AT, later]))
    assert in_language(slots, code) == told and in_language(kept(keep(slots)), code) == told
    # Midnight lies between them by the clock of the plan, though not in UTC.
    days = in_language(span([AT, AT + dt.timedelta(hours=5)]), "en")
    assert days == "Sun, Nov 29, 2026, 20:00 – Mon, Nov 30, 2026, 01:00"


def test_an_hour_of_another_place_names_it_and_a_day_has_none() -> None:
    in_zone(ZoneInfo("Asia/Ho_Chi_Minh"))
    there = AT.astimezone(ZoneInfo("Asia/Jerusalem"))
    message = tell("{moment}, {day}", moment=there, day=dt.date(2026, 12, 1))
    assert in_language(message, "en") == "Sun, Nov 29, 2026, 15:00 (Jerusalem), Tue, Dec 1, 2026"
    assert kept(keep(message)) == message and in_language(kept(keep(message)), "en") == in_language(message, "en")


def test_a_message_without_translation_is_found() -> None:
    wanted = {"The {a} is {b}.": "x.py:1", "Shorten it.": "x.py:2"}
    found = lacks({"The {a} is {b}.": "{a}", "Lengthen it.": "…"}, wanted)
    assert found == ["x.py:2: Shorten it.", "nobody tells: Lengthen it.", "other names: The {a} is {b}."]


def test_every_message_is_given_the_values_that_its_pattern_names() -> None:
    for path in EVERY:
        for call, pattern in told(path):
            assert {keyword.arg for keyword in call.keywords} == names(pattern), f"{path}:{call.lineno}"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_is_no_english_left_over(code: str) -> None:
    same = [pattern for pattern, text in read_rows(FOLDER / f"{code}.yaml", str).items() if pattern == text]
    # What is left are frames around other messages.
    assert not [pattern for pattern in same if re.search(r"[a-z]{2}", re.sub(r"\{\w+\}", "", pattern))]


CHECKS = [
    path
    for folder in ("brief", "edition", "planner", "look", "products/infographic", "products/podcast")
    for path in sorted((PACKAGE / folder).glob("*.py"))
]


def english_alone(source: str) -> list[int]:
    """The lines where a message or remedy is no message, but a text that no other language has."""
    found = []
    for node in ast.walk(ast.parse(source)):
        values: list[ast.expr | None] = []
        if isinstance(node, ast.Call):
            values = [keyword.value for keyword in node.keywords if keyword.arg in ("message", "remedy")]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values = [node.value] if node.targets[0].id in ("message", "remedy") else []
        for value in values:
            branches = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
            plain = [b for b in branches if isinstance(b, ast.JoinedStr) or (isinstance(b, ast.Constant) and b.value)]
            found += [branch.lineno for branch in plain]
    return found


PUBLISHING = [
    path for folder in ("channels", "publishing", "week", "ledger") for path in sorted((PACKAGE / folder).glob("*.py"))
]
PUBLISHING += [PACKAGE / "cli" / name for name in ("publish.py", "week.py", "readings.py", "submit.py")]
PUBLISHING += [ROOT / "flows" / name for name in ("publish_edition.py", "take_readings.py", "weekly_batch.py")]
ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
TOLD = {"detail", "why", "failed", "refused", "message", "remedy", "told", "looked", "title", "label", "text"}
"""What of an outcome a person reads."""
NAMES = {"Google Chat"}
"""What is called so in every language."""


def has_words(value: ast.expr | None) -> bool:
    """Whether an expression is a text with words of English in it, and no message."""
    if isinstance(value, ast.IfExp):
        return has_words(value.body) or has_words(value.orelse)
    if isinstance(value, ast.BinOp):
        return has_words(value.left) or has_words(value.right)
    if isinstance(value, ast.JoinedStr):
        return any(has_words(part) for part in value.values if isinstance(part, ast.Constant))
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str) or value.value in NAMES:
        return False
    return bool(re.search(r"[a-z]{2} +[a-z]{2}|^[A-Z][a-z]+ ", re.sub(r"\[[a-z /]*\]", "", value.value)))


def told_in_english(source: str) -> list[int]:
    """The lines where a person is told something in English alone: an error, an outcome, a line on the terminal."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            says = name in ERRORS or name in ("problem", "say_told", "say_alike", "print", "joined", "Table")
            values = [*node.args] if says else []
            values += [each.value for each in node.keywords if each.arg in TOLD and name != "CompletedProcess"]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values = [node.value] if node.targets[0].id in TOLD else []
        else:
            continue
        found += [value.lineno for value in values if has_words(value)]
    return found


@pytest.mark.parametrize("path", PUBLISHING, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_publishing_tells_nothing_in_english_alone(path: Path) -> None:
    assert told_in_english(path.read_text("utf-8")) == []


def test_what_publishing_would_tell_in_english_alone_is_found() -> None:
    assert told_in_english('raise Refused(f"{account}: the token is missing.")') == [1]
    assert told_in_english('say.print(f"[red]Stays[/] {item}")') == [1]
    assert told_in_english('Outcome(order=order, detail="It was held." if held else tell("x"))') == [1]
    assert told_in_english('why = f"{what}: nobody approved it"') == [1]
    assert told_in_english('say_told(tell("It was held."), label=tell("Stays"))\nkey = "a b"') == []


@pytest.mark.parametrize("code", [OWN_LANGUAGE, *TRANSLATED])
def test_a_state_is_called_the_same_on_the_page_and_on_the_terminal(code: str) -> None:
    """Two words for one state look like two states."""
    labels = read_rows(ROOT / "templates" / "page" / "labels.yaml", dict)[code]["review_states"]
    for state, word in labels.items():
        assert in_language(called(state), code).casefold() == word.casefold()


def test_a_command_is_ready_to_be_copied_in_every_language() -> None:
    """A mark within a command is copied with it, and no shell knows the item then."""
    command = Typed("briefcast approve 2026-W48 egov-2024/press")
    message = tell("To take it back: {command}", command=command)
    assert str(message) == f"To take it back: {command}"
    for code in TRANSLATED:
        assert command in in_language(message, code)
    assert in_language(message, "he").endswith(f" {command}")


def test_what_is_kept_is_told_in_every_language_when_it_is_read() -> None:
    message = joined(tell("{count} hours", count=3), Typed("briefcast outbox"), Name("Memorial Day", {"vi": "Lễ"}))
    read = kept(keep(message))
    assert read == message and isinstance(read, Message)
    assert in_language(read, "vi") == in_language(message, "vi") == "3 giờ briefcast outbox · Lễ"
    assert kept(keep("as it was kept before")) == "as it was kept before"


def test_a_secret_is_taken_out_of_a_message_and_it_is_still_told() -> None:
    keep_secret("hunter2-hunter2")
    told = redact(tell("Not tried: {why}", why="hunter2-hunter2 is refused"))
    assert "hunter2" not in in_language(told, "vi") + told + keep(told)
    assert in_language(told, "vi").startswith("Chưa thử")


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_check_tells_anything_in_english_alone(path: Path) -> None:
    assert english_alone(path.read_text("utf-8")) == []


def test_a_text_that_is_told_in_english_alone_is_found() -> None:
    assert english_alone('message = f"There is no {x}."') == [1]
    assert english_alone('find(message=tell("x"), remedy="Write it.")') == [1]
    assert english_alone('remedy = tell("a") if near else "b"') == [1]
    assert english_alone('message = remedy = ""') == []


def test_a_message_is_its_english_text_until_a_language_is_asked_for() -> None:
    message = tell("'{key}' is written twice; the first is on line {line}.", key="title", line=3)
    assert message == "'title' is written twice; the first is on line 3."
    assert in_language(message, "en") == message
    assert in_language(message, "vi") == "'title' được ghi hai lần; lần đầu ở dòng 3."
    assert in_language("What no pattern tells.", "vi") == "What no pattern tells."
    assert in_language(tell("What nobody translated: {it}.", it="x"), "vi") == "What nobody translated: x."


def test_what_is_told_within_a_message_is_told_in_the_same_language() -> None:
    inner = tell("There is no {what} '{id}' in this brief.", what=tell("source"), id="un")
    assert in_language(inner, "vi") == "Bản tóm tắt này không có nguồn 'un'."
    listed = tell("{counts}.", counts=(tell("{count} errors", count=2), tell("{count} warnings", count=0)))
    assert str(listed) == "2 errors, 0 warnings."
    assert in_language(listed, "vi") == "2 lỗi, 0 lưu ý."
    day = tell("{name}, a day of remembrance", name=Name("Memorial Day", {"he": "יום הזיכרון"}))
    assert str(day).startswith("Memorial Day")
    assert "יום הזיכרון" in in_language(day, "he")


def test_hebrew_keeps_what_is_typed_from_left_to_right() -> None:
    message = tell("There is no {what} '{id}' in this brief.", what=tell("source"), id="un-2024")
    assert in_language(message, "he") == "אין בתקציר הזה מקור \u2066'\u2068un-2024\u2069'\u2069."
    place, field, text = placed("brief.yaml:12", " title:", "שגיאה.", "he")
    assert (place, field, text) == (
        "\u200f\u2066brief.yaml:12\u2069",
        " \u2066title\u2069:",
        "\u2067שגיאה.",
    )
    assert placed("b.yaml", ":", "Not translated.", "he")[1:] == (":", "\u2066Not translated.")
    assert placed("brief.yaml:12", " title:", "Sai.", "vi") == ("brief.yaml:12", " title:", "Sai.")


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_isolate_that_is_opened_is_closed(code: str) -> None:
    for pattern, text in patterns(code).items():
        filled = in_language(Message(pattern, [(name, f"{name}'s") for name in names(pattern)]), code)
        opened = sum(filled.count(mark) for mark in "\u2066\u2067\u2068")
        assert opened == filled.count("\u2069"), text


def test_a_message_survives_being_copied_and_sent() -> None:
    message = tell("{count} errors", count=2)
    named = tell("{day} is {name}.", day=Name("Dec 1", {"vi": "01/12"}), name="x")
    for copied in (copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))):
        assert isinstance(copied(message), Message)
        assert in_language(copied(message), "vi") == "2 lỗi"
        assert in_language(copied(named), "vi") == "01/12 là x."


def test_the_cell_of_a_workbook_is_named_in_the_language_too() -> None:
    problem = Problem(file=Path("b.xlsx"), sheet="points", cell="C7", message="", remedy="")
    assert problem.place == "b.xlsx, sheet points, cell C7"
    assert in_language(problem.place, "vi") == "b.xlsx, trang points, ô C7"


def test_what_a_model_refuses_is_told_in_the_language(tmp_path: Path) -> None:
    from briefcast.brief.model import Brief

    path = tmp_path / "brief.yaml"
    path.write_text(GOOD.read_text("utf-8").replace("value:", "valeu:", 1), "utf-8")
    _, problems = check_shape(Brief, read_document(path))
    assert [in_language(p.message, "vi") for p in problems] == ["Ở đây không có trường 'valeu'."]
    assert [in_language(p.remedy, "vi") for p in problems] == ["Hãy ghi 'value'."]


def check(path: Path, *options: str, language: str = "") -> tuple[int, str, str]:
    """Check a brief as a person does."""
    result = CliRunner().invoke(app, ["check", str(path), *options], env={LANGUAGE_ENV: language, "COLUMNS": "200"})
    if isinstance(result.exception, BriefcastError):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """A brief with something to look at and something to put right."""
    text = GOOD.read_text("utf-8").replace("en: Applications filed online", "en: applications filed online", 1)
    path = tmp_path / "brief.yaml"
    path.write_text(text.replace("en: Online public services", 'en: "Our services:"', 1), "utf-8")
    return path


def test_the_terminal_and_json_tell_the_same_places_and_codes_in_every_language(doubtful: Path) -> None:
    english, vietnamese = (json.loads(check(doubtful, "--json", language=code)[1]) for code in ("", "vi"))
    assert [list(finding) for finding in vietnamese] == [list(finding) for finding in english]
    for key in ("code", "severity", "place", "field", "language"):
        assert [finding[key] for finding in vietnamese] == [finding[key] for finding in english]
    assert "bắt đầu bằng chữ thường 'a'" in " ".join(finding["message"] for finding in vietnamese)
    assert check(doubtful, language="vi")[0] == check(doubtful)[0]


def test_a_language_that_there_is_not_is_said_at_once(monkeypatch: pytest.MonkeyPatch, doubtful: Path) -> None:
    monkeypatch.setenv(LANGUAGE_ENV, "vn")
    with pytest.raises(BriefcastError, match=r"BRIEFCAST_LANGUAGE is 'vn'. Set it to one of: vi, en, he"):
        team_language()
    with pytest.raises(BriefcastError):
        check(doubtful, language="vn")


def test_a_file_that_is_no_brief_is_refused_in_the_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from briefcast.cli import report

    path = tmp_path / "brief.yaml"
    path.write_text("", "utf-8")
    with pytest.raises(BriefError) as refused:
        check(path)
    said: list[str] = []
    monkeypatch.setenv(LANGUAGE_ENV, "vi")
    monkeypatch.setattr(report.say, "print", said.append)
    assert report.report_error(refused.value) == 2
    assert "Tệp trống." in said[0]
