"""Topics: whether a headline names what a text is about and says nothing of it: "Report on digital services"."""

from __future__ import annotations

import re

from briefcast.language.phrases import phrases
from briefcast.language.written import without_isolates

_NUMBER = re.compile(r"\d")


def is_topic(headline: str, language: str) -> bool:
    """Say whether a headline is a topic: the name of a document or a field, and no verb, figure or finding beside it.

    What a language has no words for is none; nor is a question, or what two sentences say.
    """
    words = phrases(language).topics
    text = " ".join(without_isolates(headline).split()).strip(" .")
    if words is None or not text or text.endswith("?"):
        return False
    whose, colon, of_what = text.rpartition(": ")
    if colon:
        # "City of Neve Yam: nine-month report" is no more than the report.
        return not re.search(words.news, whose, re.IGNORECASE) and is_topic(of_what, language)
    # A document is named by its number and year, a topic by its period: neither is a figure.
    bare, periods = re.subn(words.periods, " ", text, flags=re.IGNORECASE)
    bare = " ".join(re.sub(words.names, " ", bare, flags=re.IGNORECASE).split()).strip(" ,:/–-")
    bare = re.sub(rf"(?:{words.joins})$", "", bare, flags=re.IGNORECASE).strip(" ,")
    if _NUMBER.search(bare) or re.search(words.news, re.sub(words.no_news, " ", bare, flags=re.I), re.IGNORECASE):
        return False
    if re.search(words.documents, bare, re.IGNORECASE):
        return True
    return bool(periods) and re.fullmatch(words.fields, bare, re.IGNORECASE) is not None
