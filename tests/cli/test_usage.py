"""A command typed wrong is told in the language of the team, with the word that was meant, in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefcast.catalogue import patterns
from briefcast.languages import OWN_LANGUAGE, read_languages
from tests import ROOT

TYPED = {
    ("chek", "x.yaml"): "There is no command 'chek'. Did you mean 'check'? See: ",
    ("check", "--jso", "x.yaml"): "There is no option '--jso'. Did you mean '--json'? See: ",
    ("check",): "'BRIEF' is missing. See: ",
    ("check", "a.yaml", "b.yaml"): "That is too much: 'b.yaml'. See: ",
    ("board", "--port", "x"): "'--port': Write a number. See: ",
    ("make", "x.yaml", "--out"): "'--out' has no value. See: ",
    ("check", "--json=yes", "x.yaml"): "'--json' takes no value. See: ",
}


def run(*typed: str, language: str, folder: Path) -> tuple[int, str, str]:
    environment = {**os.environ, "BRIEFCAST_LANGUAGE": language, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "briefcast", *typed], capture_output=True, text=True, cwd=folder, env=environment
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("typed", TYPED, ids=" ".join)
def test_what_was_typed_wrong_is_one_message_and_exit_code_2(typed: tuple[str, ...], tmp_path: Path) -> None:
    code, answered, told = run(*typed, language="en", folder=tmp_path)
    assert (code, answered) == (2, "")
    assert TYPED[typed] in told
    assert told.rstrip().endswith("--help")
    assert len(told.splitlines()) == 1, "a line, no box"


@pytest.mark.parametrize("language", [code for code in read_languages() if code != OWN_LANGUAGE])
def test_so_it_is_in_every_language(language: str, tmp_path: Path) -> None:
    code, _, told = run("check", "--jso", "x.yaml", language=language, folder=tmp_path)
    assert code == 2
    assert "--json" in told
    assert "Did you mean" not in told
    words = patterns(language)["Did you mean {near}?"].partition("{near}")[0].strip()
    assert words in told


def test_a_command_alone_still_shows_what_there_is(tmp_path: Path) -> None:
    code, answered, told = run("plan", language="en", folder=tmp_path)
    assert code == 2
    assert "check" in answered + told
    assert run("--version", language="en", folder=tmp_path)[0] == 0
