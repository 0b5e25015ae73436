"""Rule sets of numbers: a wrong name is told with those there are."""

from __future__ import annotations

import pytest

from briefcast.errors import TableError
from briefcast.language import spoken


def test_a_rule_set_icu_does_not_have_is_told_with_those_there_are() -> None:
    """Whoever adds a language saw a traceback of a library."""
    with pytest.raises(TableError, match=r"rule_sets: ICU has no rule set %no-such for en\. .*%spellout-cardinal"):
        spoken._spell_whole(2, "%no-such", "en")


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_the_rule_sets_of_every_language_are_there(language: str) -> None:
    """A number would be found unspeakable only when a film is made."""
    spoken.check_rule_sets(language)
