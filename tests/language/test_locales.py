"""A brief chooses the country by which its language is written and said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefcast.brief.read import open_brief
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefError
from briefcast.language.read_aloud import speak_text
from briefcast.language.written import write_period
from briefcast.languages import language, written_in
from tests import ROOT

BRIEF = (ROOT / "examples" / "egov-2024.yaml").read_text("utf-8")


def _said() -> tuple[str, str, str]:
    return write_period("2025-10-24", "en"), speak_text("132 homes", "en"), language("en").voices["espeak"]


AMERICAN = ("October 24, 2025", "one hundred thirty-two homes", "en-us")
BRITISH = ("24 October 2025", "one hundred and thirty-two homes", "en")


def test_one_locale_does_not_stay_for_the_next_brief() -> None:
    """A release of a British council would be dated as in America, or the next American one as in Britain."""
    assert _said() == AMERICAN
    with written_in({"en": "en_GB"}):
        assert _said() == BRITISH
        with written_in({}):
            assert _said() == AMERICAN
        assert _said() == BRITISH
    assert _said() == AMERICAN


def test_two_briefs_are_written_side_by_side() -> None:
    def write(locale: str) -> tuple[str, str, str]:
        with written_in({"en": locale}):
            return _said()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(write, ["en_GB", "en_US"] * 20)) == [BRITISH, AMERICAN] * 20


def test_a_brief_is_written_in_its_locale(tmp_path: Path) -> None:
    brief = tmp_path / "b.yaml"
    for name in ("brand", "photos", "podcast.yaml", "pronunciation.yaml"):
        if (ROOT / "examples" / name).exists():
            (tmp_path / name).symlink_to(ROOT / "examples" / name)
    brief.write_text(f"locales: {{en: en-GB}}\n{BRIEF}", "utf-8")
    plan = plan_edition(EditionRequest(brief=brief, out=tmp_path / "out"))
    script = plan.scripts["press", "en"]
    assert script.as_of == "21 October 2025"
    assert all("October 21, 2025" not in sentence.shown for scene in script.scenes for sentence in scene.sentences)


@pytest.mark.parametrize("wrong", ["en-UK", "british", "en"])
def test_a_locale_that_is_none_is_refused_with_one_that_is(wrong: str, tmp_path: Path) -> None:
    brief = tmp_path / "b.yaml"
    brief.write_text(f"locales: {{en: {wrong}}}\n{BRIEF}", "utf-8")
    with pytest.raises(BriefError, match="Write one such as en-GB") as refused:
        open_brief(brief)
    assert refused.value.problems[0].line == 1
