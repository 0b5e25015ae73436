"""What the README and the docs tell people to type works as written."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from briefcast.channels.platforms import platform
from briefcast.channels.table import CHANNELS
from briefcast.paths import doc
from tests import ROOT
from tests.edition_fixtures import where_made

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
"""Pages whose commands people type."""
TEXTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted(
        path
        for folder in ("assets", "bench", "deploy", "docs", "examples", "flows", "outputs", "templates")
        for path in (ROOT / folder).glob("**/*.md" if folder != "outputs" else "*.md")
    ),
]
"""Everything people read."""

ELSEWHERE = {
    "make demo": "made by hand and in tests/flows; it installs into a new environment",
    "make desk": "stays running; tests/desk/test_serving.py opens it",
    "make test": "this very run",
    "make lint": "run beside the tests in .ci/run",
    "make golden": "rewrites the reference pictures; tests/look/test_golden.py compares them",
    "make bench": "takes minutes; its parts are tested",
    "python -m bench.infographic": "wants Chromium; tests/products/infographic/test_infographic.py draws the pages",
    "python -m bench.week_in_the_life": "takes minutes; tests/test_bench.py holds its table against bad weeks",
    "python -m bench.places": "takes minutes; tests/week/test_parts.py sets up a smaller one",
    "python -m bench.site": "takes minutes; tests/test_bench.py builds two smaller ones",
    "python -m bench.idle_days": "takes a quarter of an hour; tests/test_bench.py lets a day of a small database pass",
    "python -m bench.importing": "takes a minute; tests/importing/test_gold.py counts the same figures",
    "python -m bench.channels": "takes a quarter of an hour; tests/publishing/test_publisher.py runs a short one",
    "python -m bench.corrections": "takes half an hour; tests/publishing/test_correcting.py runs a short one",
    "python -m bench.again examples/egov-2024.yaml --out outputs": "takes minutes where nothing was made yet;"
    " tests/edition/test_again.py looks at what is done again",
    "briefcast doctor --listen espeak --language vi": "needs a recogniser; tests/speech/test_numbers_heard.py runs it",
    "make schemas": "the committed schemas are compared in tests/brief/test_brief.py and test_manifest.py",
}
"""Commands that a test of the docs does not run, with the reason."""

SERVERS = (
    "briefcast board",
    "briefcast desk",
    "prefect ",
    "export ",
    "briefcast make examples/egov-2024.yaml --submit",
)
"""Commands that stay running, or set or need a running server: tests of the board, the desk and flows run them."""

OF_A_LOSS = ("briefcast ledger ", "cp -a ", "pg_dump ", "pg_restore ", "briefcast publish")
"""Commands that copy and bring back what a team has, in their order: tests/ledger/test_backup.py runs them."""

OF_A_WEEK = tuple(
    f"briefcast {word} "
    for word in (
        "batch",
        "approve",
        "hold",
        "send-back",
        "comments",
        "release",
        "take-back",
        "newsletter",
        "site",
        "says",
        "history",
    )
)
"""Commands of a week, whose example takes minutes; tests of the week and of the site run them on a smaller plan."""


def commands(page: Path) -> list[str]:
    """Give the commands of a page's ``console`` blocks, in order."""
    blocks = re.findall(r"^```console\n(.*?)^```", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [line[2:].strip() for block in blocks for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_the_page_works(page: Path, tmp_path: Path) -> None:
    for folder in ("examples", "assets", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "NO_COLOR": "1",
    }
    for command in commands(page):
        if command in ELSEWHERE or command.startswith((*SERVERS, *OF_A_WEEK)):
            continue
        if page.name == "back-up-and-upgrade.md" and command.startswith(OF_A_LOSS):
            continue
        words = shlex.split(command)
        assert words[0] in {"briefcast", "python", "cp", "mkdir"}, f"{page.name}: who runs {command!r}?"
        # Pages have much the same made.
        more = where_made() if words[:2] == ["briefcast", "make"] else {}
        done = subprocess.run(
            words, cwd=tmp_path, env=environment | more, capture_output=True, text=True, timeout=240, check=False
        )
        assert done.returncode == 0, f"{page.name}: $ {command}\n{done.stdout}{done.stderr}"


def test_the_page_says_of_every_channel_how_far_it_is_proven() -> None:
    """Written by hand it would be wrong after the next channel; to write it again: python -m tests.test_docs."""
    page = ROOT / "docs" / "publish.md"
    assert page.read_text("utf-8") == _with_proofs(page.read_text("utf-8"))


def _with_proofs(text: str) -> str:
    rows = ["| channel | proven | against |", "|---|---|---|"]
    rows += [
        f"| {platform(name).title} (`{name}`) | {line.proof} | {line.against} |" for name, line in CHANNELS.items()
    ]
    begin, end = "<!-- proof: begin -->\n", "<!-- proof: end -->"
    head, _, rest = text.partition(begin)
    return "\n".join([head + begin.rstrip(), *rows, end]) + rest.partition(end)[2]


def links(page: Path) -> list[str]:
    """Give the relative links of a page, pictures too, as they are written."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"\]\((?![a-z]+:)([^)\s]+)\)", text)


def headings(page: Path) -> set[str]:
    """Give the headings of a page as links name them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def dead_links(page: Path) -> list[str]:
    """Name the links of a page to files, or to headings of them, that are not there."""
    dead = []
    for link in links(page):
        name, _, heading = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (heading and heading not in headings(target)):
            dead.append(f"{page.name} links to {link}, which is not there")
    return dead


def unlinked(readme: Path, docs: Path) -> set[str]:
    """Name the pages of the docs that the README does not link."""
    linked = {(readme.parent / link.partition("#")[0]).resolve() for link in links(readme)}
    return {page.name for page in docs.glob("*.md") if page.resolve() not in linked}


def test_links_lead_somewhere() -> None:
    assert {"SECURITY.md", "CHANGELOG.md", "publish.md"} <= {page.name for page in TEXTS}
    assert not [told for page in TEXTS for told in dead_links(page)]


def test_the_readme_links_every_page_of_the_docs() -> None:
    """A page that nobody links is a page that nobody reads."""
    assert not unlinked(ROOT / "README.md", ROOT / "docs")


def test_a_dead_link_and_a_page_nobody_links_are_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "found.md").write_text("# Found it\n[Back](../README.md#begin)\n", "utf-8")
    (tmp_path / "docs" / "lost.md").write_text("# Lost\n", "utf-8")
    readme = tmp_path / "README.md"
    readme.write_text("# Begin\n[a](docs/found.md#found-it) [b](docs/gone.md) [c](docs/found.md#gone)\n", "utf-8")
    assert [told.split()[3] for told in dead_links(readme)] == ["docs/gone.md,", "docs/found.md#gone,"]
    assert not dead_links(tmp_path / "docs" / "found.md")
    assert unlinked(readme, tmp_path / "docs") == {"lost.md"}


def test_every_page_that_a_message_names_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has only the installed package finds it too: tests/test_wheel.py."""
    code = [path.read_text("utf-8") for path in (ROOT / "briefcast").rglob("*.py")]
    named = {name for text in code for name in re.findall(r"\bdoc\(['\"]([\w-]+)['\"]\)", text)}
    named |= {name for text in code for name in re.findall(r"(?:guide|GUIDE)(?:: str)? ?= ?\"([\w/.-]+)\"", text)}
    assert {"add-a-voice", "write-a-brief", "plan-the-weeks", "run-the-week"} <= named
    monkeypatch.chdir(ROOT)
    assert doc("add-a-voice") == str(Path("docs/add-a-voice.md"))
    monkeypatch.chdir(tmp_path)
    assert not [name for name in named if not Path(doc(name)).is_file()]


def test_no_message_names_a_page_by_a_path_of_the_checkout() -> None:
    """An installed package has no folder docs beside it."""
    for path in (ROOT / "briefcast").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                assert not re.search(r"\bdocs/[\w-]+\.md", node.value), f"{path}: {node.value}"


def test_the_command_line_explains_itself_with_examples() -> None:
    for command in ("new", "make"):
        done = subprocess.run(
            [sys.executable, "-m", "briefcast", command, "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert "Examples:" in done.stdout


if __name__ == "__main__":
    _page = ROOT / "docs" / "publish.md"
    _page.write_text(_with_proofs(_page.read_text("utf-8")), "utf-8")


def test_the_compose_file_builds_what_is_there_and_starts_what_exists() -> None:
    """A container that names a file or command of yesterday fails on somebody else's server."""
    compose = YAML(typ="safe").load((ROOT / "deploy/compose.yaml").read_text("utf-8"))
    for name, service in compose["services"].items():
        assert "image" in service, name
        if build := service.get("build"):
            assert (ROOT / "deploy" / build["context"] / build["dockerfile"]).is_file()
            assert service["command"][0] in ("prefect", "briefcast", "sh"), name
    copied = re.findall(r"^COPY (locks/\S+)", (ROOT / "deploy/Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    assert copied and all((ROOT / lock).is_file() for lock in copied)


@pytest.mark.parametrize("name", [".gitignore", ".dockerignore"])
def test_passwords_go_neither_into_the_repository_nor_into_the_image(name: str) -> None:
    """compose.yaml says to write them into deploy/.env."""
    ignored = [line.removeprefix("**/") for line in (ROOT / name).read_text("utf-8").splitlines()]
    assert ".env" in ignored
