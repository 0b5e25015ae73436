"""A language is added by docs/add-a-language.md alone: files and entries, and not a line of code.

The fourth language here speaks English under another code, so that what is tried is the way in, not the translation.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from briefcast.brief.read import read_brief
from briefcast.cli.missing import Lack, missing_for
from briefcast.edition.request import EditionRequest
from briefcast.languages import read_languages
from briefcast.paths import ASSETS, DATA_ENV, TEMPLATES
from briefcast.tables import place
from tests import ROOT
from tests.edition_fixtures import write_small_brief

PAGE = ROOT / "docs" / "add-a-language.md"
CODE, MODEL = "eo", "en"


@pytest.mark.parametrize("code", list(read_languages()))
def test_no_language_lacks_what_the_others_have(code: str) -> None:
    assert [str(lack) for lack in missing_for(code)] == []


def test_the_page_names_every_file_of_a_language_and_counts_them() -> None:
    needed = {_as_on_the_page(place(lack.file)) for lack in missing_for("xx")}
    page = PAGE.read_text("utf-8")
    named = set(re.findall(r"`((?:templates|assets)/[\w/.*-]+\.(?:yaml|txt))`", page))
    assert named == needed
    own = [name for name in needed if "xx" in name]
    shared = [lack.file for lack in missing_for("xx") if lack.file.is_file()]
    assert f"{len(own)} files of its own" in page
    assert f"entries in {len(set(shared))} files" in page


def test_a_fourth_language_is_made_without_changing_a_line_of_code(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for folder in (TEMPLATES, ASSETS):
        shutil.copytree(folder, data / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    for lack in missing_for(CODE):
        add(data / place(lack.file), lack)
    told = run("doctor", "--language", CODE, cwd=tmp_path, data=data)
    assert told.returncode == 0, told.stdout + told.stderr

    brief = write_small_brief(tmp_path)
    tree = YAML(typ="safe", pure=True).load(brief.read_text("utf-8"))
    speak(tree)
    brief.write_text(json.dumps(tree, ensure_ascii=False, default=str), "utf-8")
    profile = next((tmp_path / "audiences").glob("*.yaml"))
    tree = YAML(typ="safe", pure=True).load(profile.read_text("utf-8"))
    speak(tree)
    profile.write_text(json.dumps(tree, ensure_ascii=False), "utf-8")

    asked = ("--product", "infographic", "--product", "podcast", "--voice", "silent", "--language", CODE, "--json")
    made = run("make", brief, *asked, cwd=tmp_path, data=data)
    assert made.returncode == 0, made.stderr
    manifest = json.loads(made.stdout)
    outputs = manifest["outputs"]
    assert {output["language"] for output in outputs} == {CODE}
    assert {"infographic", "podcast"} <= {output["product"] for output in outputs}
    for output in outputs:
        assert (tmp_path / "outputs" / manifest["brief"] / output["path"]).stat().st_size > 0


def test_what_a_language_lacks_is_named_by_file_and_entry(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for folder in (TEMPLATES, ASSETS):
        shutil.copytree(folder, data / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    (data / "templates" / "posts" / "he.yaml").unlink()
    alt = data / "templates" / "alt" / "he.yaml"
    alt.write_text(re.sub(r"^photo:.*\n", "", alt.read_text("utf-8"), flags=re.M), "utf-8")
    change(data / "templates" / "page" / "labels.yaml", lambda tree: tree["he"].pop("audience"))
    change(data / "assets" / "captions.yaml", lambda tree: tree["words"].pop("he"))
    told = run("doctor", "--language", "he", cwd=tmp_path, data=data)
    assert told.returncode == 1
    assert [line.partition(" (")[0] for line in told.stdout.splitlines()] == [
        "assets/captions.yaml: words.he",
        "templates/alt/he.yaml: photo",
        "templates/page/labels.yaml: he.audience",
        "templates/posts/he.yaml",
        f"he lacks 4 things: {ROOT / 'docs/add-a-language.md'}.",
    ]


def test_a_language_that_is_not_in_the_table_is_refused_with_those_that_are(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path)
    brief.write_text(re.sub(r"languages: \[.*\]", "languages: [eo]", brief.read_text("utf-8")), "utf-8")
    with pytest.raises(Exception, match="'eo' is not one of vi, en, he"):
        read_brief(brief)


def languages_named_in(source: str) -> list[str]:
    """Give the languages that code knows by name, examples in schemas left out."""
    tree = ast.parse(source)
    examples = [n for n in ast.walk(tree) if isinstance(n, ast.keyword) and n.arg == "examples"]
    shown = {id(part) for example in examples for part in ast.walk(example)}
    texts = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in shown)
    return [n.value for n in texts if isinstance(n.value, str) and n.value in read_languages()]


def test_no_code_knows_a_language_by_name() -> None:
    """But the one that the program itself speaks: any other would be left out when a language is added."""
    assert languages_named_in('names = {"vi": "Ngày Sa-bát"}') == ["vi"]
    found = {
        path.relative_to(ROOT).as_posix(): names
        for folder in ("briefcast", "flows")
        for path in (ROOT / folder).rglob("*.py")
        if (names := languages_named_in(path.read_text("utf-8")))
    }
    assert found == {"briefcast/languages.py": ["en"]}


def test_forms_offer_the_languages_of_the_table_as_a_list() -> None:
    languages = EditionRequest.model_json_schema()["properties"]["languages"]
    assert languages["items"]["enum"] == list(read_languages())


def _as_on_the_page(name: str) -> str:
    return re.sub(r"^templates/audiences/\w+\.yaml$", "templates/audiences/*.yaml", name)


def add(path: Path, lack: Lack) -> None:
    """Do one step of the page: copy a file of the model language, or its entry in a file that all share."""
    if not lack.at:
        shutil.copy(path.with_name(re.sub(rf"\b{CODE}\b", MODEL, path.name)), path)
        return

    def enter(tree: Any) -> None:
        rest = lack.at.removesuffix(CODE).removesuffix(".") if lack.at != CODE else ""
        while rest:
            if isinstance(tree, Mapping):
                # A message is a key, too, and has stops of its own.
                key = next(key for key in tree if f"{rest}.".startswith(f"{key}."))
                tree = tree[key]
            else:
                key = rest.partition(".")[0]
                tree = find(tree, key)
            rest = rest[len(key) + 1 :]
        tree[CODE] = tree[MODEL]

    change(path, enter)


def find(rows: list[Any], key: str) -> Any:
    return next(row for n, row in enumerate(rows) if row.get("id", str(n)) == key)


def change(path: Path, edit: Any) -> None:
    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 1000  # type: ignore[assignment]
    yaml.representer.ignore_aliases = lambda _: True  # type: ignore[method-assign,assignment]
    tree = yaml.load(path.read_text("utf-8"))
    edit(tree)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(tree, file)


def speak(tree: Any) -> None:
    """Write everything that is there in the model language in the new one too."""
    if isinstance(tree, dict):
        for held in list(tree.values()):
            speak(held)
        if MODEL in tree:
            tree[CODE] = tree[MODEL]
        if "languages" in tree:
            tree["languages"] = [*tree["languages"], CODE]
    elif isinstance(tree, list):
        for held in tree:
            speak(held)


def run(*words: str | Path, cwd: Path, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line with a copy of the templates and assets in the place of our own."""
    return subprocess.run(
        [sys.executable, "-m", "briefcast", *map(str, words)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), DATA_ENV: str(data), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
