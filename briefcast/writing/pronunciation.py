"""The team's own words: how its names and acronyms are said, from ``pronunciation.yaml`` beside the brief.

    vi: {GovBot: góp bót, MySpace: mai xờ pây}
    en: {Nguyen: win}

A word is written as the text shows it, with its capitals; what stands after the colon is what the
voice reads in its place, in the spelling of the language. A number is told as it is shown: a reading
that tells another is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from briefcast.brief.document import link_leads_out, read_document
from briefcast.brief.model import LANGUAGES, LanguageCode
from briefcast.errors import BriefcastError, BriefError, quoted
from briefcast.messages import joined, tell
from briefcast.paths import lies_within
from briefcast.script import Script, Sentence, Word
from briefcast.tables import change_tree

FILE_NAME = "pronunciation.yaml"
Pronunciation = Mapping[str, Mapping[str, str]]
"""By language, what is said for each word."""

_FILE = TypeAdapter(dict[LanguageCode, dict[str, str]])
_BEFORE, _AFTER = "\"'“‘«([\u2066\u2067\u2068", "\"'”’»)]\u2069.,;:!?…–—"


def read_pronunciation(folder: Path | None) -> Pronunciation:
    """Read the team's words beside a brief; nothing if there is no such file.

    BriefError names the line when a word is not text, holds a digit in what is said or tells another number
    than the word, or when a phrase and its reading have different numbers of words.
    """
    path = folder / FILE_NAME if folder else None
    if path is None or not path.is_file():
        return {}
    if folder and not lies_within(folder, path):
        raise BriefError([link_leads_out(path)])
    document = read_document(path)
    try:
        words = _FILE.validate_python(document.data)
    except ValidationError as error:
        remedy = tell(
            "Write a language ({languages}), and in it words with what is said: {{GovBot: gov bot}}.",
            languages=tuple(LANGUAGES),
        )
        raise document.refused(error, remedy) from error
    problems = [
        document.problem((language, word), message, remedy)
        for language, said in words.items()
        for word, reading in said.items()
        for message, remedy in _faults(word, reading, str(language))
    ]
    if problems:
        raise BriefError(problems)
    return {str(language): said for language, said in words.items()}


def read_readings(given: Sequence[str], language: str) -> dict[str, str]:
    """Read words with what is said for them, as they are typed: ``GovBot=góp bót``.

    Raises:
        BriefcastError: one is no word with a reading, the voice could not read it, or it tells another number.
    """
    found: dict[str, str] = {}
    for each in given:
        word, _, reading = (part.strip() for part in each.partition("="))
        for message, remedy in _faults(word, reading, language):
            raise BriefcastError(joined(tell("{reading}: {message}", reading=each, message=message), remedy))
        found[word] = reading
    return found


def keep_readings(folder: Path, language: str, readings: Mapping[str, str]) -> Path:
    """Write readings into the team's file, where its own lines and comments stay, and give the file."""
    path = folder / FILE_NAME
    read_pronunciation(folder)  # what is wrong in it is told before anything is written

    def add(words: dict[str, dict[str, str]]) -> None:
        words[language] = words.get(language) or {}
        words[language].update(readings)

    change_tree(path, add)
    return path


def _faults(word: str, reading: str, language: str) -> Iterator[tuple[str, str]]:
    if not reading.strip() or not word.strip():
        yield tell("{word} has nothing to say.", word=quoted(word)), tell("Write what the voice reads in its place.")
    if any(character.isdigit() for character in reading):
        yield (
            tell("{reading} holds a digit, which every voice reads its own way.", reading=quoted(reading)),
            tell("Write numbers in words."),
        )
    if len(word.split()) > 1 and len(word.split()) != len(reading.split()):
        yield (
            tell(
                "{word} has {words} words and its reading {count}.",
                word=quoted(word),
                words=len(word.split()),
                count=len(reading.split()),
            ),
            tell(
                "Give the reading as many words as the phrase has (captions follow it); join syllables with a hyphen."
            ),
        )
        return
    from briefcast.language.numbers_told import changed_number  # The check of a brief without readings waits for none.

    changed, usual = changed_number(word, reading, language)
    if changed:
        yield (
            tell(
                "{reading} does not tell the number of {word}, and what is heard would not be what is shown.",
                reading=quoted(reading),
                word=quoted(changed),
            ),
            tell("Leave it out: it is said as {usual}.", usual=quoted(usual)),
        )


def pronounce(script: Script, own: Pronunciation) -> Script:
    """Give a script in which the team's words are said as the team says them; what is shown stays."""
    words = own.get(script.language)
    if not words:
        return script

    def said(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        return tuple(respell(sentence, words) for sentence in sentences)

    scenes = tuple(
        replace(
            s,
            sentences=said(s.sentences),
            headline_aloud=said(s.headline_aloud),
            question=said(s.question),
            answer_lead=said(s.answer_lead),
        )
        for s in script.scenes
    )
    return replace(script, scenes=scenes, lede=said(script.lede), named=said(script.named))


def respell(sentence: Sentence, own: Mapping[str, str]) -> Sentence:
    """Give a sentence in which certain words are said otherwise; figures of the brief are never touched."""
    phrases = sorted(((tuple(word.split()), reading) for word, reading in own.items()), key=lambda p: -len(p[0]))
    told: list[Word] = []
    rest = sentence.words
    while rest:
        found = next((p for p in phrases if _begins(rest, p[0])), None)
        if found is None:
            told.append(rest[0])
            rest = rest[1:]
            continue
        phrase, reading = found
        parts = reading.split() if len(phrase) > 1 else [reading]
        told += [_say(word, part) for word, part in zip(rest, parts, strict=False)]
        rest = rest[len(phrase) :]
    return Sentence(words=tuple(told))


def holds(sentence: Sentence, word: str) -> bool:
    """Say whether a sentence has a word, or phrase, that a reading would change."""
    phrase = word.split()
    return any(_begins(sentence.words[at:], phrase) for at in range(len(sentence.words)))


def _begins(words: Sequence[Word], phrase: Sequence[str]) -> bool:
    return len(words) >= len(phrase) and all(
        not word.fact and word.shown.strip(_BEFORE + _AFTER) == part for word, part in zip(words, phrase, strict=False)
    )


def _say(word: Word, reading: str) -> Word:
    """Say a word otherwise, with the punctuation that stands at it."""
    core = word.shown.strip(_BEFORE + _AFTER)
    before, after = word.shown.split(core, 1)
    return replace(word, spoken=f"{before}{reading}{after}")
