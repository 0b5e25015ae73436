"""Vowels for the embedded Hebrew voice."""

from __future__ import annotations


def version() -> str:
    """Give what decides the spelling of sounds."""
    return "0"


def spell_sounds(words: tuple[str, ...]) -> tuple[str, ...]:
    """Give the words as espeak is to read them."""
    return words
