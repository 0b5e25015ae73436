"""How names and codes with digits are read: telephones, documents, addresses, abbreviations, numerals."""

from __future__ import annotations

import re
from decimal import Decimal

from briefcast.language.lexicon import Abbreviation, Lexicon
from briefcast.language.line import Line, Reading
from briefcast.language.say_moments import roman_value
from briefcast.language.spoken import spell_digits, spell_number, spell_ordinal, spell_year
from briefcast.language.tokens import (
    BLANK,
    CODE,
    DASH,
    DIGITS,
    DOCUMENT,
    NUMBER,
    PERCENT,
    SUFFIX,
    UNIT,
    YEARS,
    is_number,
)

_PHONE = re.compile(
    r"\+\d{1,3}(?:[\s.-]\(?\d+\)?){2,}"
    r"|(?:\+\s?\d{1,3}[\s.-]?)?(?:\(0?\d{1,4}\)[\s.-]?)?\d{2,}(?:[\s.-]\d{2,})*"
    r"|\d(?:-\d{2,}){2,}"
)
"""+972-3-1234567; (024) 3768 9999, 0912 345 678; 1-800-363-363."""
_LONG = re.compile(r"\d+|\d+(?:-\d+){2,}")
"""What is read by digits without a word that says so, if it is long enough."""
_PHONE_DIGITS = range(8, 16)
_GROUPED_DIGITS = range(6, 16)
"""Digits in groups behind a word like "call": 116 123."""
_SHORT_DIGITS = range(3, 7)
_NAME_WORDS = 3
"""Words of a name between a title and its apposition."""
_LONG_DIGITS = 4
"""More digits than these that begin with 0 or stand in no number are said one by one."""


# ---- telephones


def read_phone(line: Line, at: int) -> Reading | None:
    """Read a telephone number digit by digit: what is written like one, or stands behind a word like "hotline"."""
    words = line.words
    found = _PHONE.match(line.rest(at))
    if found is None:
        return None
    called = _is_called(line, at)
    # Behind "call" groups of digits are no count, whatever else few digits may be: call 1900 1234.
    dialed = called or line.follows(at, words.asked)
    whole = _cut_phone(found[0], words, called=dialed)
    end = _end_of(line, at, whole)
    if end is None or line.kind(end).isalnum() or line.kind(end) == PERCENT:
        return None
    own = whole.startswith(("+", "0", "(", *words.hotlines))
    if not own and is_number(whole, line.language) and not whole.isdigit():
        return None
    digits = re.sub(r"\D", "", whole)
    if len(digits) in _PHONE_DIGITS and (own or called or _LONG.fullmatch(whole)):
        return Reading(end, _say_groups(line, whole), "phone")
    if dialed and whole != digits and len(digits) in _GROUPED_DIGITS:
        return Reading(end, _say_groups(line, whole), "phone")
    if not whole.isdigit() or len(whole) not in _SHORT_DIGITS or not _is_short(line, end, whole, called=called):
        return None
    if words.services_whole and len(whole) == 3:
        return Reading(end, spell_number(Decimal(whole), line.language), "phone")
    return Reading(end, spell_digits(whole, line.language), "phone")


def _is_called(line: Line, at: int) -> bool:
    """Whether a word like "hotline" stands beside a number, or a telephone number and "or" before it."""
    words = line.words
    if line.follows(at, words.calls) or (line.shape[at : at + 3] == "N N" and line.leads(at + 3, words.called)):
        return True
    if words.texted and line.word_before(at) in words.texted_to and line.clause_has(at, words.texted):
        return True
    if not line.done:
        return False
    last = line.done[-1][1]
    between = "".join(token.text for token in line.tokens[last.end : at]).strip()
    return last.kind == "phone" and between in ("", *line.words.call_joints)


def _is_short(line: Line, end: int, digits: str, *, called: bool) -> bool:
    """Whether a few digits are a telephone number here: call 113, but they call 300 people a day."""
    words, behind = line.words, line.kind(end)
    if behind == ":" or behind + line.kind(end + 1) in (".N", ",N", "-N"):
        return False
    if called or line.leads(end, words.called):
        return True
    stands_alone = behind != BLANK or line.leads(end, words.asked_before)
    if digits in words.services and stands_alone and line.follows(end - 1, words.service_after):
        return line.clause_has(end - 1, words.service_clause) or any(read.kind == "phone" for _, read in line.done)
    if not line.follows(end - 1, words.asked):
        return False
    return digits in words.services or stands_alone


def _cut_phone(written: str, words: Lexicon, *, called: bool) -> str:
    """Leave to the text what can be no part of a number: call 113 12 times, tổng đài 1022 24 giờ."""
    if written.startswith(("+", "0", "(", *words.hotlines)) or len(re.findall(r"\d+", written)) > 2:
        return written
    if called and len(re.sub(r"\D", "", written)) in _GROUPED_DIGITS:
        return written
    return re.split(r"[\s-]", written, maxsplit=1)[0]


def _say_groups(line: Line, written: str) -> str:
    groups = ", ".join(spell_digits(part, line.language) for part in re.findall(r"\d+", written))
    return f"{line.words.symbols['+']} {groups}" if written.startswith("+") else groups


def _end_of(line: Line, at: int, written: str) -> int | None:
    """Give the index of the token behind a piece of text that begins at a token; None if it ends inside one."""
    length, end = 0, at
    while length < len(written):
        length += len(line.text(end))
        end += 1
    return end if length == len(written) else None


def read_star(line: Line, at: int) -> Reading | None:
    """Read a short number with a star: *6050."""
    digits = line.text(at + 1)
    if line.kind(at + 1) != NUMBER or not digits.isdigit() or len(digits) not in _SHORT_DIGITS:
        return None
    return Reading(at + 2, f"{line.words.symbols['*']} {spell_digits(digits, line.language)}", "phone")


def read_star_behind(line: Line, at: int) -> Reading | None:
    """Read such a number with its star typed behind it, as it looks right in a Hebrew line: 5400*."""
    digits = line.text(at)
    if not line.words.star_behind or line.kind(at + 1) != "*" or line.kind(at + 2).isalnum():
        return None
    if not digits.isdigit() or len(digits) not in _SHORT_DIGITS or digits[0] == "0":
        return None
    # Anywhere else four digits with a star are such a number, unless they are a year with a note.
    called = _is_called(line, at) or line.follows(at, line.words.asked)
    if not called and (len(digits) != _LONG_DIGITS or YEARS[0] <= int(digits) <= YEARS[1]):
        return None
    return Reading(at + 2, f"{line.words.symbols['*']} {spell_digits(digits, line.language)}", "phone")


# ---- documents


def read_registered(line: Line, at: int) -> Reading | None:
    """Read the number of a register digit by digit, group by group: ע״ר 58-0123456."""
    codes, end = line.words.codes, at + 1
    if not codes.registered or not line.text(at).isdigit():
        return None
    while line.kind(end) == DASH and line.text(end + 1).isdigit():
        end += 2
    # A case of a court has three groups: ת״פ 1234-05-26.
    if not line.follows(at, codes.registered) and not (end == at + 5 and line.follows(at, codes.slashed)):
        return None
    groups = (token.text for token in line.tokens[at:end:2])
    return Reading(end, ", ".join(spell_digits(group, line.language) for group in groups), "name")


def read_code(line: Line, at: int) -> Reading:
    """Say the number of a document, its kind and who issued it: 505/QĐ-TTg, 57-NQ/TW, 134/2025/QH15."""
    codes = line.words.codes
    found = re.fullmatch(r"(?P<number>\d+)(?:/(?P<year>\d{4}))?[/-](?P<parts>.+)", line.text(at))
    assert found is not None
    digits, year = found["number"], found["year"]
    said = spell_digits(digits, line.language) if digits[0] == "0" else spell_number(Decimal(digits), line.language)
    if year:
        said = codes.dated.format(number=said, year=spell_year(int(year), line.language))
    issuers, unknown = [], []
    for part in re.split("[-/]", found["parts"]):
        name = part.rstrip("0123456789")
        number = part[len(name) :]
        if part in codes.types:
            if not _kind_is_named(line, at):
                said = f"{codes.types[part]} {said}"
        elif name in codes.issuers:
            issuers.append(codes.issuers[name].format(n=spell_number(Decimal(number or 0), line.language)))
        else:
            unknown.append(part)
    if codes.issued_by and line.word_after(at + 1) == codes.issued_by:
        return Reading(at + 1, said)
    if codes.spelled and not issuers:
        issuers = [" ".join(line.words.letters.get(c.upper(), c) for c in part if c.isalpha()) for part in unknown]
    return Reading(at + 1, " ".join([said, *_joined_issuers(issuers, line.words)]))


def _joined_issuers(issuers: list[str], words: Lexicon) -> list[str]:
    """Name several issuers of one document after one another: của Bộ Nội vụ và Bộ Tài chính."""
    by, joint = words.codes.issued_by, words.codes.joint
    if not (by and joint):
        return issuers
    return [issuer if i == 0 else f"{joint} {issuer.removeprefix(f'{by} ')}" for i, issuer in enumerate(issuers)]


def _kind_is_named(line: Line, at: int) -> bool:
    codes = line.words.codes
    kinds = (*codes.types.values(), *codes.named, *codes.types)
    numbered = tuple(f"{kind} {word}" for kind in kinds for word in codes.number_words)
    return line.follows(at, (*kinds, *numbered))


# ---- words that are not read as they are spelled


def read_abbreviation(line: Line, at: int) -> Reading | None:
    """Read an abbreviation: GDP, TP.HCM, Dr., בדו״ח."""
    words, text = line.words, line.text(at)
    prefix = line.prefix(at)
    if prefix and (row := words.abbreviations.get(f"{prefix}־{text}")):
        return Reading(at + 1, row.said[len(prefix) :] if row.said.startswith(prefix) else row.said, "name")
    if line.kind(at) in (CODE,) and text not in words.abbreviations:
        return None
    kind = words.codes.types.get(text)
    if kind and line.kind(at + 1) == BLANK and line.kind(_after_number_word(line, at + 2)) == DOCUMENT:
        return Reading(at + 1, kind, "name")
    row, before = _row(text, words)
    if row is None or (row.before_number and not re.match(r"\s?[\dA-ZĐ]", line.rest(at + 1))):
        return None
    said = row.said
    previous, following = line.word_before(at), line.word_after(at + 1)
    if row.she and _is_hers(line, at):
        said = row.she
    if row.after_name and previous[:1].isupper() and not following[:1].isupper():
        said = row.after_name
    if text[0].isupper() and text not in words.abbreviations and before == "":
        said = said[0].upper() + said[1:]
    return Reading(at + 1, f"{before}{said}", "name")


def _is_hers(line: Line, at: int) -> bool:
    """Whether a title is a woman's, by the first name behind it or the role in its apposition."""
    titles = line.words.titles
    if titles is None:
        return False
    if line.word_after(at + 1) in titles.names:
        return True
    clause, _, rest = line.rest(at + 1).partition(",")
    role = re.match(r"\s*([^\s,.;]+)", rest)
    return role is not None and role[1] in titles.roles and len(clause.split()) <= _NAME_WORDS


def _after_number_word(line: Line, at: int) -> int:
    return at + 2 if line.text(at) in line.words.codes.number_words else at


def _row(text: str, words: Lexicon) -> tuple[Abbreviation | None, str]:
    """Give the row of an abbreviation and the one-letter words joined to it."""
    if text in words.abbreviations:
        return words.abbreviations[text], ""
    small = text[0].lower() + text[1:]
    if small in words.abbreviations:
        return words.abbreviations[small], ""
    for length in (1, 2):
        if text[length:] in words.abbreviations:
            return words.abbreviations[text[length:]], text[:length]
    return None, ""


def read_kind_of_document(line: Line, at: int) -> Reading | None:
    """Read the kind of a document before its code: NQ 57-NQ/TW."""
    kind = line.words.codes.types.get(line.text(at))
    if kind and line.kind(at + 1) == BLANK and line.kind(_after_number_word(line, at + 2)) == DOCUMENT:
        return Reading(at + 1, kind, "name")
    issuer = line.words.codes.issuers.get(line.text(at + 2)) if line.kind(at + 1) == DASH else None
    return Reading(at + 3, f"{kind} {issuer}", "name") if kind and issuer and "{n}" not in issuer else None


def read_letters(line: Line, at: int) -> Reading | None:
    """Spell letters that make no syllable."""
    if line.kind(at - 1) == DASH:
        return None
    return Reading(at + 1, " ".join(line.words.letters[letter] for letter in line.text(at)), "name")


def read_number_and_letters(line: Line, at: int) -> Reading | None:
    """Read a number with one or two capitals at it: 5G, 1A."""
    digits, letters = line.text(at), line.text(at + 1)
    if not digits.isdigit() or not re.fullmatch("[A-Z]{1,2}", letters) or line.kind(at + 1) in (SUFFIX, UNIT):
        return None
    if line.kind(at - 1).isalnum() or line.kind(at + 2) == NUMBER:
        return None
    said = " ".join(line.words.letters.get(letter, letter) for letter in letters)
    return Reading(at + 2, f"{spell_number(Decimal(digits), line.language)} {said}", "name")


def read_roman(line: Line, at: int) -> Reading | None:
    """Read a Roman numeral behind a word that numbers: thế kỷ XXI, Chapter IV, Elizabeth II."""
    words, digits = line.words, line.text(at)
    value = spell_number(Decimal(roman_value(digits)), line.language)
    if line.follows(at, words.roman_after):
        return Reading(at + 1, after_word(line.word_before(at), value, words), "roman")
    if words.regnal and line.follows(at, words.regnal):
        return Reading(at + 1, words.regnal_pattern.format(n=spell_ordinal(roman_value(digits), line.language)))
    last = line.done[-1][1] if line.done else None
    if last is not None and last.kind == "roman" and line.kind(at - 1) == DASH and last.end == at - 1:
        return Reading(at + 1, value, "roman")
    return None


def after_word(word: str, said: str, words: Lexicon) -> str:
    """Give what is said for a number after a certain word: ``thứ`` makes ``tư`` of ``bốn``."""
    changes = words.after.get(word.lower(), {})
    number = re.match(r"\w+", said)
    if number and number[0] in changes and " " not in said.rstrip():
        return changes[number[0]] + said[number.end() :]
    return said


# ---- signs and addresses


def read_address(line: Line, at: int) -> Reading:
    """Say an address without its scheme and closing slash; its words are left to the voice."""
    address = re.sub(r"^(?:https?://)?(?:www\.)?", "", line.text(at)).rstrip("/")
    said = []
    for part in re.findall(r"[^\W\d_]+|\d+|[\W_]", address):
        said.append(spell_digits(part, line.language) if part.isdigit() else line.words.url.get(part, part))
    return Reading(at + 1, " ".join(said), "name")


def read_symbol(line: Line, at: int) -> Reading | None:
    """Read a sign by its name: +, &, ≥."""
    said = line.words.symbols.get(line.text(at))
    return Reading(at + 1, f" {said} ", "sign") if said else None


def read_percent_sign(line: Line, at: int) -> Reading:
    """Read % without a number before it."""
    return Reading(at + 1, line.words.percent, "sign")


def read_slash_in_name(line: Line, at: int) -> Reading | None:
    """Leave out the stroke between letters and a name with digits: A/H5N1."""
    left, right = line.text(at - 1), line.text(at + 1)
    last = line.read_before(at)
    if last is not None and last.kind == "phone" and line.kind(at + 1) == NUMBER:
        return Reading(at + 1, ", ", "phone")
    if len(left) == 1 and left.isupper() and right[:1].isupper() and line.kind(at + 2) == NUMBER:
        return Reading(at + 1, " ", "sign")
    return None


def read_slashed(line: Line, at: int) -> Reading | None:
    """Read the two numbers that name a plan or a table: תב״ע 215/03, טבלה 3/4; a year behind the stroke is none."""
    words, a, b, name = line.words, line.text(at), line.text(at + 2), line.word_before(at)
    if not words.codes.slashed or line.kind(at + 1) != "/" or not (a.isdigit() and b.isdigit()):
        return None
    if line.kind(at + 3) in ("/", DASH) or re.fullmatch(r"(19|20)\d\d", b):
        return None
    if name not in words.codes.slashed and not (name[:1] in words.prefixes and name[1:] in words.codes.slashed):
        return None
    said = [
        spell_digits(part, line.language)
        if part[0] == "0" or len(part) >= _LONG_DIGITS
        else spell_number(Decimal(part), line.language)
        for part in (a, b)
    ]
    return Reading(at + 3, f"{said[0]} {words.url['/']} {said[1]}", "name")


def read_any_digits(line: Line, at: int) -> Reading:
    """Say digits that nothing else took, so that none is left to the voice: H5N1, 1.2/3. Long ones are codes."""
    said = []
    for digits in re.findall(r"\d+", line.text(at)):
        as_code = len(digits) > _LONG_DIGITS or (len(digits) > 1 and digits[0] == "0")
        said.append(spell_digits(digits, line.language) if as_code else spell_number(Decimal(digits), line.language))
    mark = ", " if line.kind(at) == DIGITS else " "
    return Reading(at + 1, mark.join(said))
