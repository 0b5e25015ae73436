"""The manifest: without it nobody can say what was made, from which numbers, or whether it is still whole."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from briefcast.cli.schema import SCHEMAS
from briefcast.errors import BriefcastError
from briefcast.manifest.manifest import (
    MANIFEST_NAME,
    FallbackEntry,
    Manifest,
    MediaEntry,
    OutputEntry,
    damaged,
    manifest_schema,
    read_manifest,
    write_manifest,
)
from briefcast.paths import TEMPLATES
from briefcast.speech.base import Fallback
from tests.page_fixtures import make_edition


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> tuple[Manifest, Path]:
    folder = tmp_path_factory.mktemp("edition")
    return make_edition(folder), folder


def test_what_is_written_is_read_back_the_same(edition: tuple[Manifest, Path]) -> None:
    manifest, folder = edition
    assert read_manifest(folder) == manifest
    assert read_manifest(folder / MANIFEST_NAME) == manifest


def test_outside_programs_can_rely_on_the_schema(edition: tuple[Manifest, Path]) -> None:
    _, folder = edition
    written = json.loads((folder / MANIFEST_NAME).read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(manifest_schema())
    validator.validate(written)
    written["outputs"][0]["sha256"] = "not a hash"
    assert not validator.is_valid(written)


def test_the_committed_schema_is_the_one_of_the_models() -> None:
    committed = TEMPLATES.parent / "schemas" / "manifest.schema.json"
    assert json.loads(committed.read_text("utf-8")) == SCHEMAS["manifest.schema.json"]()


def test_text_is_readable_in_the_file(edition: tuple[Manifest, Path]) -> None:
    _, folder = edition
    text = (folder / MANIFEST_NAME).read_text("utf-8")
    assert "Chính phủ điện tử" in text
    assert "הממשל המקוון" in text


def test_the_same_manifest_gives_the_same_bytes(edition: tuple[Manifest, Path], tmp_path: Path) -> None:
    manifest, folder = edition
    assert write_manifest(manifest, tmp_path).read_bytes() == (folder / MANIFEST_NAME).read_bytes()


@pytest.mark.parametrize(
    "path",
    ["../secret", "a/../../b", "/etc/passwd", "a\\b", "C:/x", "", "./a", "a//b", "a/", "a\0b"],
)
def test_no_path_leads_out_of_the_edition(edition: tuple[Manifest, Path], path: str) -> None:
    row = edition[0].outputs[0].model_dump()
    with pytest.raises(ValidationError, match="path"):
        OutputEntry.model_validate({**row, "path": path})


def test_unusual_but_honest_file_names_are_taken(edition: tuple[Manifest, Path]) -> None:
    row = edition[0].outputs[0].model_dump()
    assert OutputEntry.model_validate({**row, "path": "citizens/vi/đồ họa #1 (50%).png"})


def test_a_language_no_table_knows_is_refused(edition: tuple[Manifest, Path]) -> None:
    row = edition[0].outputs[0].model_dump()
    with pytest.raises(ValidationError, match="language"):
        OutputEntry.model_validate({**row, "language": "xx"})


def test_measurements_nobody_listed_are_kept() -> None:
    media = MediaEntry.model_validate({"duration_ms": 5, "chapters": 3, "loudness_lufs": None})
    assert media.model_dump(mode="json", exclude_none=True) == {"duration_ms": 5, "chapters": 3}


def test_a_fallback_does_not_tell_whose_machine_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/lan"))
    fallback = Fallback(wanted="piper", used="espeak:vi", reason="nothing in /home/lan/.local/share/voices")
    entry = FallbackEntry.of(fallback, audience="citizens", language="vi")
    assert entry.reason == "nothing in ~/.local/share/voices"


def test_a_missing_a_cut_and_a_changed_file_are_found(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi",))
    assert damaged(manifest, tmp_path) == ()
    texts = [tmp_path / o.path for o in manifest.outputs if o.media_type == "text/vtt"][:3]
    texts[0].unlink()
    texts[1].write_bytes(texts[1].read_bytes()[:-1])
    content = texts[2].read_bytes()
    texts[2].write_bytes(content[:-2] + b"x" + content[-1:])
    assert damaged(manifest, tmp_path) == tuple(texts)


def test_a_folder_in_place_of_a_file_is_damage_not_a_crash(tmp_path: Path) -> None:
    manifest = make_edition(tmp_path, audiences=("citizens",), languages=("vi",))
    file = tmp_path / manifest.outputs[0].path
    file.unlink()
    file.mkdir()
    assert damaged(manifest, tmp_path) == (file,)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is not there"),
        ("{", "not a manifest"),
        ("{}", "Field required"),
        ('{"schema_version": 2}', "schema_version"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_named_with_the_next_step(
    tmp_path: Path, content: str | None, said: str
) -> None:
    if content is not None:
        (tmp_path / MANIFEST_NAME).write_text(content, "utf-8")
    with pytest.raises(BriefcastError, match=said) as caught:
        read_manifest(tmp_path / MANIFEST_NAME)
    assert str(tmp_path / MANIFEST_NAME) in str(caught.value)
    assert "briefcast make" in str(caught.value)


def test_a_failed_write_leaves_the_old_manifest_and_nothing_beside_it(
    tmp_path: Path, edition: tuple[Manifest, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_manifest(edition[0], tmp_path)
    before = (tmp_path / MANIFEST_NAME).read_bytes()

    def fail(self: Path, target: Path) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_manifest(edition[0].model_copy(update={"brief": "other"}), tmp_path)
    assert (tmp_path / MANIFEST_NAME).read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [MANIFEST_NAME]
