"""Words that a proposal may neither bring nor take away. Data: ``assets/proposals.yaml``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from briefcast.errors import BriefcastError
from briefcast.languages import language as language_of
from briefcast.messages import tell
from briefcast.paths import ASSETS
from briefcast.tables import read_rows


class ProposalWords(BaseModel):
    """What is known of one language, as regular expressions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    denies: str
    """Words that turn a sentence round: *not*, *without*."""
    hedges: str
    """Words by which it is less than certain: *will*, *estimated*."""
    exceeds: str
    """Words that say more than a figure by itself: *all*, *record*, *thanks to*."""
    claims_source: str
    """Words by which somebody else says so: *according to*, *experts*."""
    counts: str
    """Numbers in words, and words of many."""
    at_least: str
    """Bounds right before a figure, from below, from above, and neither."""
    at_most: str
    exactly: str
    more_than: str
    """What compares with the earlier value or the target right behind it."""
    less_than: str
    joins: str
    """What may stand between."""


def proposal_words(language: str) -> ProposalWords:
    """Give the words of a language.

    Raises:
        BriefcastError: nobody has written them, so that no proposal in it could be held to them.
    """
    found = read_rows(ASSETS / "proposals.yaml", ProposalWords).get(language)
    if found is None:
        name = language_of(language).name
        raise BriefcastError(tell("Nothing is proposed in {language}: its words are not known.", language=name))
    return found
