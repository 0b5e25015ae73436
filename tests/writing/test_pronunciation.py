"""The team's own words: what it spares is a colleague's or a service's name said wrong in every film of the year."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.errors import BriefError
from briefcast.script import Sentence, Word
from briefcast.writing.pronunciation import FILE_NAME, pronounce, read_pronunciation, respell
from tests.video_fixtures import make_script


def said(text: str, own: dict[str, str]) -> str:
    return respell(Sentence(words=tuple(Word(shown=w, spoken=w) for w in text.split())), own).spoken


def test_a_word_is_said_as_the_team_says_it_with_its_punctuation() -> None:
    assert said("Hỏi “GovBot”, rồi GovBots.", {"GovBot": "góp bót"}) == "Hỏi “góp bót”, rồi GovBots."


def test_a_phrase_is_said_word_by_word_and_the_longest_one_wins() -> None:
    own = {"An": "ăn", "An Giang Plus": "An Giang pờ-lớt"}
    assert said("Ở An Giang Plus, An nói", own) == "Ở An Giang pờ-lớt, ăn nói"


def test_a_figure_of_the_brief_is_never_respelled() -> None:
    """Or a number would be said that is not the one shown."""
    figure = Sentence(words=(Word(shown="71", spoken="bảy mươi mốt", fact="egdi-rank"),))
    assert respell(figure, {"71": "tám"}).spoken == "bảy mươi mốt"


def test_what_is_shown_and_the_number_of_words_stay() -> None:
    """The captions are timed word by word."""
    script = make_script("en")
    words = [word for scene in script.scenes for sentence in scene.sentences for word in sentence.words]
    shown = next(word.shown.strip(".,") for word in words if word.shown.strip(".,").isalpha())
    told = pronounce(script, {"en": {shown: "something else"}})
    assert told != script
    pairs = zip(script.scenes, told.scenes, strict=True)
    assert all([s.shown for s in a.sentences] == [s.shown for s in b.sentences] for a, b in pairs)
    assert pronounce(script, {"vi": {shown: "khác"}}) == script


def test_no_file_changes_nothing(tmp_path: Path) -> None:
    assert read_pronunciation(tmp_path) == {}
    assert read_pronunciation(None) == {}


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("vi:\n  GovBot: góp bót 2\n", 2, "digit"),
        ("vi:\n  GovBot: ''\n", 2, "nothing to say"),
        ("vi:\n  Gov Bot: gópbót\n", 2, "2 words and its reading 1"),
        ('vi:\n  "2025": hai nghìn ba mươi\n', 2, "number of “2025”"),
        ("en:\n  # ours\n  Q3 2025: third twenty-thirty\n", 3, "number of “2025”"),
        ("fr:\n  GovBot: gov bot\n", 1, "cannot stand here"),
        ("vi:\n  GovBot: [1]\n", 2, "cannot stand here"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, content: str, line: int, message: str) -> None:
    (tmp_path / FILE_NAME).write_text(content, "utf-8")
    with pytest.raises(BriefError, match=message) as caught:
        read_pronunciation(tmp_path)
    assert f"{FILE_NAME}:{line}" in str(caught.value)
