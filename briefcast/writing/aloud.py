"""How figures are said: aloud, or not at all where their texts are only read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from briefcast.language.phrasebook import Gender, Unit

# What speaks loads the rules and the word lists of a language: imported where it is used.


@dataclass(frozen=True, kw_only=True)
class Aloud:
    """Says figures in the words of their language; see `briefcast.language.spoken`."""

    silent: bool = False
    """Says nothing instead: for who looks at the written forms alone, and in a hurry."""

    def text(self, text: str, language: str) -> str:
        """Read a text aloud."""
        if self.silent:
            return ""
        from briefcast.language.read_aloud import speak_text

        return speak_text(text, language)

    def counted(self, pattern: str, noun: str, shown: str, said: str, language: str) -> str:
        """Say a number, given as it is shown and said, with the noun it counts."""
        if self.silent:
            return ""
        from briefcast.language.read_aloud import figure_mark, read_words

        text = pattern.format(n=figure_mark(0), noun=noun)
        return " ".join(word.said for word in read_words(text, language, [(shown, said)]))

    def number(self, value: Decimal, language: str, gender: Gender = "f") -> str:
        """Spell a number."""
        if self.silent:
            return ""
        from briefcast.language.spoken import spell_number

        return spell_number(value, language, gender=gender)

    def count(self, value: Decimal, language: str, *, gender: Gender, power: int | None = None) -> str:
        """Say a count, alone: what is read with the noun behind it is bound to it there."""
        if self.silent:
            return ""
        from briefcast.language.spoken import speak_count

        return speak_count(value, language, gender=gender, power=power)

    def unit(self, value: Decimal, unit: Unit, language: str, power: int | None = None) -> str:
        """Say a number of a unit."""
        if self.silent:
            return ""
        from briefcast.language.spoken import speak_of_unit

        return speak_of_unit(value, unit, language, power)

    def percent(self, value: Decimal, language: str) -> str:
        """Say a percentage."""
        if self.silent:
            return ""
        from briefcast.language.spoken import speak_percent

        return speak_percent(value, language)

    def money(self, value: Decimal, currency: str, language: str, power: int | None = None) -> str:
        """Say an amount of money."""
        if self.silent:
            return ""
        from briefcast.language.spoken import speak_money

        return speak_money(value, currency, language, power)

    def ordinal(self, number: int, language: str) -> str:
        """Say a place: "fifth"."""
        from briefcast.language.spoken import speak_ordinal

        return speak_ordinal(number, language)

    def period(self, period: str, language: str) -> str:
        """Say a period."""
        if self.silent:
            return ""
        from briefcast.language.spoken import speak_period

        return speak_period(period, language)
