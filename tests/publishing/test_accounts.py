"""The accounts a team writes down, and what is told of them in time."""

from __future__ import annotations

import copy
import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from briefcast.errors import BriefError
from briefcast.publishing.accounts import FILE_NAME, ending_secrets, read_accounts
from tests import ROOT
from tests.faults.hostile import SETTINGS, places_of

TEXT = """
accounts:
  - name: linkedin-en
    channel: linkedin
    audiences: [businesses]
    settings: {author: "urn:li:organization:1", secret_ends: %s}
  - name: here
    channel: folder
"""


@pytest.mark.parametrize("written", ["2027-01-27", '"2027-01-27"'])
def test_a_token_of_sixty_days_is_told_of_two_weeks_before_it_ends(written: str, tmp_path: Path) -> None:
    """Otherwise the first to notice is the reader who gets nothing on day 61."""
    (tmp_path / FILE_NAME).write_text(TEXT % written, "utf-8")
    entries = read_accounts(tmp_path).accounts
    assert ending_secrets(entries, dt.date(2027, 1, 12)) == ()
    (told,) = ending_secrets(entries, dt.date(2027, 1, 13))
    assert "linkedin:linkedin-en: its token ends in 14 days, on 2027-01-27" in told and "secret_ends" in told
    assert "ends on 2027-01-27" in ending_secrets(entries, dt.date(2027, 1, 27))[0]
    assert "ended on 2027-01-27" in ending_secrets(entries, dt.date(2027, 1, 28))[0]


def test_a_day_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(TEXT % "soon", "utf-8")
    with pytest.raises(BriefError, match="secret_ends"):
        read_accounts(tmp_path)


def test_the_command_that_looks_at_accounts_says_so(tmp_path: Path) -> None:
    tomorrow = dt.date.today() + dt.timedelta(days=1)
    settings = f"settings: {{path: published, secret_ends: {tomorrow}}}"
    (tmp_path / FILE_NAME).write_text(f"accounts:\n  - name: here\n    channel: folder\n    {settings}\n", "utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "briefcast", "channels", "check"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and f"its token ends on {tomorrow:%a, %b} {tomorrow.day}, {tomorrow.year}." in " ".join(
        (done.stdout + done.stderr).split()
    )


TYPOS = """\
accounts:
  - name: citizens-vi
    channel: bluesky
    audiences: [citizenz]
    settings:
      handle: a.example
      api_url: bsky.social
  - name: news
    channel: mail
    settings:
      host: smtp://mail.example.org
      sender: desk@example.org
      to: list@example.org
posts:
  hashtags:
    vi: ["#Chuyen Doi So", ChuyenDoiSo, "#a-b", "#2026", "#ChuyểnĐổiSố"]
    he: ["#ממשל_דיגיטלי"]
  link: example.org/news
"""


def test_what_cannot_be_meant_is_refused_with_its_line_and_what_to_write(tmp_path: Path) -> None:
    """An account for an audience that there is not, or a link without https://, was called ready and reached nobody."""
    (tmp_path / FILE_NAME).write_text(TYPOS, "utf-8")
    with pytest.raises(BriefError) as refused:
        read_accounts(tmp_path)
    told = {(problem.line, str(problem.remedy)) for problem in refused.value.problems}
    assert told == {
        (4, "Write 'citizens'."),
        (7, "Write 'https://bsky.social'."),
        (11, "Write 'mail.example.org'."),
        (16, "Write '#ChuyenDoiSo'."),
        (16, "Write '#ab'."),
        (16, "Delete it."),
        (18, "Write 'https://example.org/news'."),
    }
    assert read_accounts(tmp_path, to_take_back=True).named("news"), "to stop a post must always be possible"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("langauges: [vi]", "Write 'languages'."),
        ("languages: [vn]", "'vn' is not one of"),
        ("products: [infografic]", "There is no field 'products' here."),
        ("settings: {paht: published}", "Write 'path'."),
    ],
)
def test_a_mistyped_field_or_language_is_named_with_the_one_that_is_meant(
    wrong: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / FILE_NAME).write_text(f"accounts:\n  - name: here\n    channel: folder\n    {wrong}\n", "utf-8")
    with pytest.raises(BriefError) as refused:
        read_accounts(tmp_path)
    assert told in str(refused.value) and "channels.yaml:4" in str(refused.value)


def test_an_audience_of_ones_own_needs_its_profile_where_accounts_are_checked(tmp_path: Path) -> None:
    """A machine that only publishes may not have the profiles; what resembles no audience is no mistyped one."""
    text = "accounts:\n  - {name: here, channel: folder, audiences: [fishermen]}\n"
    (tmp_path / FILE_NAME).write_text(text, "utf-8")
    assert read_accounts(tmp_path).named("here").audiences == ("fishermen",)
    with pytest.raises(BriefError, match="no audience group 'fishermen'"):
        read_accounts(tmp_path, every_audience=True)
    (tmp_path / "briefs" / "audiences").mkdir(parents=True)
    (tmp_path / "briefs" / "audiences" / "fishermen.yaml").write_text("id: fishermen\n", "utf-8")
    assert read_accounts(tmp_path, every_audience=True).named("here")


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("channel: webhook, settings: {flavour: slack}", "audiences: [citizens]"),
        ("channel: s3, settings: {}", "'bucket' is missing."),
        ("channel: mail, settings: {host: mail.example.org, to: all@example.org}", "sender: news@example.org"),
        ("channel: mail, settings: {host: a.org, to: b@a.org, sender: c@a.org, port: smtp}", "'port'"),
    ],
)
def test_what_is_wrong_with_an_account_is_told_in_words_that_people_can_follow(
    account: str, said: str, tmp_path: Path
) -> None:
    """A press room got what is for leaders; "None See" and back-ticks told nobody what to write."""
    (tmp_path / FILE_NAME).write_text(f"accounts:\n  - {{name: nr, {account}}}\n", "utf-8")
    with pytest.raises(BriefError) as refused:
        read_accounts(tmp_path)
    told = str(refused.value)
    assert said in told and "None" not in told and "``" not in told


def refused(folder: Path, text: str) -> dict[str, str]:
    """What is told of a channels.yaml, by the place."""
    (folder / FILE_NAME).write_text(text, "utf-8")
    with pytest.raises(BriefError) as error:
        read_accounts(folder)
    return {problem.field: f"{problem.message} {problem.remedy}" for problem in error.value.problems}


def test_a_secret_that_was_typed_in_is_to_be_changed_wherever_it_stands(tmp_path: Path) -> None:
    """'There is no such field' sounds as if deleting the line were enough: it was read by everybody by then."""
    told = refused(
        tmp_path,
        """\
accounts:
  - {name: news, channel: telegram, audiences: [press], password: geheim, settings: {chat: "@x"}}
  - {name: list, channel: mail, settings: {host: mail.example.org, sender: a@b.c, to: d@e.f, token: geheim}}
  - name: room
    channel: webhook
    audiences: [press]
    settings: {flavour: slack, through: s3, store: {bucket: x, secret_access_key: geheim}}
""",
    )
    assert list(told) == [
        "accounts[1].password",
        "accounts[2].settings.token",
        "accounts[3].settings.store.secret_access_key",
    ]
    assert all("change it at the platform" in text for text in told.values())
    assert "BRIEFCAST_ROOM_SECRET_ACCESS_KEY" in told["accounts[3].settings.store.secret_access_key"]


def test_everything_that_is_wrong_is_told_at_once_by_its_whole_path(tmp_path: Path) -> None:
    told = refused(
        tmp_path,
        """\
accounts:
  - {name: media, channel: s3, settings: {}}
  - {name: list, channel: mail, settings: {host: "127.0.0.1:2525", port: smtp, sender: a@b.c, to: d@e.f}}
  - {name: more, channel: folder, colour: red}
""",
    )
    assert told["accounts[1].settings.bucket"] == "'bucket' is missing. Write, for example: bucket: ministry-media."
    assert "names no audiences" in told["accounts[1].name"]
    assert "Write '127.0.0.1', and 'port: 2525' on a line of its own." in told["accounts[2].settings.host"]
    assert "a whole number belongs. Write, for example: port: 587." in told["accounts[2].settings.port"]
    assert "There is no field 'colour'" in told["accounts[3].colour"]
    assert not any("None" in text or "`" in text for text in told.values())


@pytest.mark.parametrize("text", ["", "# accounts to come\n"])
def test_an_empty_file_is_told_how_to_begin_with_accounts(text: str, tmp_path: Path) -> None:
    [told] = refused(tmp_path, text).values()
    sample = told.partition("to begin with: ")[2]
    (tmp_path / FILE_NAME).write_text(sample, "utf-8")
    assert [entry.channel for entry in read_accounts(tmp_path).accounts] == ["folder"]


WRONG = ({}, [], [[]], None, {"": ""}, [None], "", "x", -1, {"a": [1]}, True)


def test_whatever_stands_at_whatever_place_is_read_or_refused_in_words(tmp_path: Path) -> None:
    """A list where an account or its channel belongs ended every command that publishes in a traceback."""
    good = YAML(typ="safe").load(SETTINGS["channels.yaml"])
    (tmp_path / FILE_NAME).write_text(SETTINGS["channels.yaml"], "utf-8")
    assert len(read_accounts(tmp_path).accounts) == 3
    refused = 0
    for number in range(len(places_of(good))):
        for wrong in WRONG:
            tree = copy.deepcopy(good)
            holder, key = places_of(tree)[number]
            holder[key] = wrong
            (tmp_path / FILE_NAME).write_text(json.dumps(tree), "utf-8")
            try:
                read_accounts(tmp_path)
            except BriefError as error:
                refused += bool(error.told)
    assert refused > 200
