"""Items: what is approved as one, and the hash that an approval holds for."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.manifest.items import damaged_files, item_key, items_of
from briefcast.manifest.manifest import Manifest, SceneEntry
from tests.edition_fixtures import make, write_small_brief
from tests.ledger_fixtures import edition_of


@pytest.fixture(scope="module")
def made_twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Manifest, Manifest]:
    """Make the same edition in two places, from two stores."""
    folder = tmp_path_factory.mktemp("twice")
    brief = write_small_brief(folder)
    first, second = (make(brief, folder / out, languages=["vi"]).manifest for out in ("one", "two"))
    return first, second


def test_files_that_belong_together_are_one_item(made_twice: tuple[Manifest, Manifest]) -> None:
    """A film could otherwise be approved without its captions, or captions leave that nobody saw."""
    manifest = made_twice[0]
    items = items_of(manifest)
    assert [item.key for item in items] == [
        "small/neighbours/vi/infographic/1200x630",
        "small/neighbours/vi/podcast",
    ]
    assert sum(len(item.outputs) for item in items) == len(manifest.outputs), "a file belongs to no item, or to two"
    assert [item.main.role for item in items] == ["image", "audio"]
    assert items[0].key == item_key("small", "neighbours", "vi", "infographic", "1200x630")
    assert [fact.id for fact in items[0].facts] and items[0].sources


def test_the_same_edition_made_again_elsewhere_has_the_same_hashes(made_twice: tuple[Manifest, Manifest]) -> None:
    """Every rerun would ask for every approval again."""
    first, second = made_twice
    assert [i.content_sha256 for i in items_of(first)] == [i.content_sha256 for i in items_of(second)]


@pytest.mark.parametrize("change", [{"words": "Most homes have fiber."}, {"share": "82.5%"}])
def test_one_word_or_figure_changed_is_other_content(tmp_path: Path, change: dict[str, str]) -> None:
    before, after = items_of(edition_of(tmp_path)), items_of(edition_of(tmp_path / "after", **change))
    assert [i.key for i in before] == [i.key for i in after]
    for old, new in zip(before, after, strict=True):
        assert old.content_sha256 != new.content_sha256


def test_the_post_of_a_picture_tells_what_is_read_and_that_of_a_film_what_is_said(tmp_path: Path) -> None:
    """A heavier point that was too long to be said was missing from the texts beside the picture that shows it."""
    manifest = edition_of(tmp_path)
    [script] = manifest.scripts
    more = SceneEntry(id="heavy", headline="Heavier", text="Heavier.", facts=())
    script = script.model_copy(update={"read": (*script.scenes, more)})
    for role in ("image", "video"):
        outputs = [manifest.outputs[0].model_copy(update={"role": role})]
        told = items_of(manifest.model_copy(update={"scripts": (script,), "outputs": outputs}))[0].script
        assert told and ("heavy" in {scene.id for scene in told.scenes}) == (role == "image")


def test_a_file_changed_by_hand_is_noticed(tmp_path: Path) -> None:
    item = items_of(edition_of(tmp_path))[0]
    assert not damaged_files(item, tmp_path)
    (tmp_path / item.main.path).write_bytes(b"other")
    assert damaged_files(item, tmp_path) == (tmp_path / item.main.path,)
    (tmp_path / item.main.path).unlink()
    assert damaged_files(item, tmp_path) == (tmp_path / item.main.path,)
