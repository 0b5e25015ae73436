"""The accounts a team writes down, and what is told of them in time."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefcast.errors import BriefError
from briefcast.publishing.accounts import FILE_NAME, ending_secrets, read_accounts
from tests import ROOT

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
    assert done.returncode == 0 and f"its token ends on {tomorrow}" in " ".join((done.stdout + done.stderr).split())


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
