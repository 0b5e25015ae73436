"""What a team's week came to, held against what it should be: posts, notices, runs and databases.

Nothing here asks briefcast what it did: posts are those that readers see, notices those that came in, runs those of
Prefect. Only how a message is worded in the language of the team is looked up in its catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefcast.catalogue import counts, patterns


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What readers should see of one item: once on each account, or nowhere."""

    name: str
    group: str
    """What it stands for in the table: a place, a held item."""
    words: str
    """By which a reader knows it; in no other item."""
    figure: str = ""
    """What its post has to state."""
    out: bool = True


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the table: how many items should be somewhere, how many are, and which are not."""

    what: str
    expected: str
    seen: str
    wrong: tuple[str, ...] = ()

    @property
    def bad(self) -> bool:
        """Whether it is not as it should be."""
        return bool(self.wrong) or self.expected != self.seen


def judge_posts(wanted: Sequence[Wanted], posts: Mapping[str, Sequence[str]]) -> list[Row]:
    """Hold the texts that readers see on each account against what should be there.

    Args:
        wanted: every item.
        posts: by account, the text of each post.

    Returns:
        A row for each group on each account, and one for posts that nobody knows.
    """
    rows = []
    for account, texts in posts.items():
        known: set[int] = set()
        for group in dict.fromkeys(each.group for each in wanted):
            mine = [each for each in wanted if each.group == group]
            wrong, right = [], 0
            for each in mine:
                found = [n for n, text in enumerate(texts) if re.search(rf"{re.escape(each.words)}(?!\w)", text)]
                known |= set(found)
                if len(found) != each.out:
                    wrong.append(f"{each.name}: {len(found)} times")
                elif each.out and each.figure not in texts[found[0]]:
                    wrong.append(f"{each.name}: without its figure {each.figure}")
                else:
                    right += 1
            wish = "out once" if mine[0].out else "not out"
            rows.append(
                Row(
                    what=f"{group}, {account}",
                    expected=f"{len(mine)} {wish}",
                    seen=f"{right} {wish}",
                    wrong=tuple(wrong),
                )
            )
        strange = [text.split("\n")[0] for n, text in enumerate(texts) if n not in known]
        rows.append(Row(what=f"other posts, {account}", expected="0", seen=str(len(strange)), wrong=tuple(strange)))
    return rows


@dataclass(frozen=True, kw_only=True)
class Told:
    """A kind of notice, or of red run, that the story of the week explains."""

    what: str
    title: str
    """How its title, or the name of its run, is known: a pattern; empty if its text alone tells."""
    says: tuple[str, ...] = ()
    """What its text has to say, for a person to know what to do: patterns."""
    least: int = 1
    most: int = 1


def said_in(language: str, message: str) -> str:
    """Give the pattern by which a message of the program is known in a language, whatever it names in its braces."""
    forms = {patterns(language).get(message, message), *counts(language).get(message, {}).values()}
    return "|".join(".*".join(map(re.escape, re.split(r"{\w+}", form))) for form in sorted(forms))


def judge_told(kind: str, expected: Sequence[Told], seen: Iterable[tuple[str, str]]) -> list[Row]:
    """Hold notices, or red runs, against those that the story explains: each with what a person needs, no others.

    Args:
        kind: what they are called in the table.
        expected: every kind that may come; the first that fits by title and text counts.
        seen: title and text of each.
    """
    texts: dict[str, list[str]] = {each.what: [] for each in expected}
    wrong: dict[str, list[str]] = {each.what: [] for each in expected}
    strange = []
    for title, text in seen:
        fits = [each for each in expected if re.search(each.title, title)]
        whole = [each for each in fits if all(re.search(words, text) for words in each.says)]
        named = [each for each in fits if each.title]
        if not whole and not named:
            strange.append(f"{title}: {text}")
        elif not whole:
            wrong[named[0].what].append(f"{title}: {text}")
        else:
            texts[whole[0].what].append(text)
    rows = []
    for each in expected:
        count = len(texts[each.what])
        span = str(each.least) if each.least == each.most else f"{each.least} to {each.most}"
        inside = each.least <= count <= each.most
        rows.append(
            Row(
                what=f"{kind}: {each.what}",
                expected=span,
                seen=span if inside else str(count),
                wrong=tuple(wrong[each.what]),
            )
        )
    return [*rows, Row(what=f"{kind}: any other", expected="0", seen=str(len(strange)), wrong=tuple(strange))]


def judge_left(running: Collection[str]) -> Row:
    """Hold the runs that are said to run against there being none, when everything has ended."""
    return Row(what="runs that seem to run for ever", expected="0", seen=str(len(running)), wrong=tuple(running))


def told_rows(rows: Sequence[Row]) -> str:
    """Write the rows as a table for a page, with what is wrong below."""
    lines = ["| what | should be | seen |", "|---|---|---|"]
    for row in rows:
        lines.append(f"| {row.what} | {row.expected} | {row.seen}{' **WRONG**' if row.bad else ''} |")
    lines += [f"WRONG {row.what}: {each}" for row in rows for each in row.wrong]
    return "\n".join(lines)
