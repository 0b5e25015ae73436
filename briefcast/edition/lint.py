"""What an editor would mark in the margin: nothing is wrong, but it reads better otherwise. All are warnings."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefcast.brief.document import FieldPath
from briefcast.brief.measures import SIGNED, measure_of
from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import ADDRESS, REFERENCE, Reference, find_references, placed_references
from briefcast.cards import FORMS
from briefcast.edition.days import backward_hours, find_days
from briefcast.edition.directions import is_named, says_a_way, went_to
from briefcast.edition.doubts import Doubt
from briefcast.edition.mapped import is_mapped
from briefcast.edition.words import editor_words
from briefcast.errors import FactError
from briefcast.language.phrasebook import phrasebook
from briefcast.messages import tell
from briefcast.writing.content import claimed_titles
from briefcast.writing.facts import Facts
from briefcast.writing.fitting import fit_references, typed_qualifier

RANKING_MAX, RANKING_FILM_MAX = 28, 6
"""Figures that a table on the pages of a phone and bars in upright films hold; of more, some are left out, and a line
says so."""


def find_marks(brief: Brief, texts: Sequence[WrittenText], facts: Facts, today: dt.date) -> Iterator[Doubt]:
    """Give all that an editor would mark in a brief on a day."""
    for written in texts:
        yield from _small_letter(written)
        yield from _title_mark(written)
        yield from _event_past(brief, written)
        yield from _one_address(brief, written)
        yield from _uncounted(brief, written)
        yield from _untrue_word(brief, written)
        yield from _none_as_number(brief, written, facts)
        yield from _one_as_many(brief, written, facts)
        yield from _read_as_date(brief, written)
    yield from _change_without_period(brief, texts)
    yield from _kicker(brief)
    yield from _headlines(brief)
    yield from _title_over_figure(brief, texts)
    yield from _title_is_claim(brief)
    yield from _genders(brief)
    yield from _rankings(brief)
    yield from _event_over(brief, today)
    yield from _event_order(brief)
    yield from _old(brief, today)


def _small_letter(written: WrittenText) -> Iterator[Doubt]:
    if written.kind not in ("label", "title", "headline"):
        return
    first = next(iter(written.text.split()), "")
    # eGov and iPhone are names; a figure may come first.
    if first[:1].islower() and not any(letter.isupper() for letter in first):
        yield Doubt.at(
            written,
            code="small-letter",
            message=tell("The {field} begins with the small letter '{letter}'.", field=written.kind, letter=first[0]),
            remedy=tell(
                "Write '{capital}{rest}': it stands alone on the picture.", capital=first[0].upper(), rest=first[1:]
            ),
        )


def _one_address(brief: Brief, written: WrittenText) -> Iterator[Doubt]:
    """Find what calls all by the name of one group: "bà con" is said to the young and to the press too."""
    path = written.path
    if path[0] != "points" or "variants" in path or written.kind not in ("text", "headline", "step", "question"):
        return
    weights = brief.points[int(path[1])].audiences
    told = [id for id in brief.audiences if weights.get(id, 1) > 0]
    pattern = editor_words(written.language).addresses
    found = re.search(pattern, written.text, re.IGNORECASE) if pattern else None
    if found and len(told) > 1:
        yield Doubt(
            code="one-address",
            path=path,
            message=tell(
                "'{address}' is what one group is called; {told} are told this.", address=found[1], told=tuple(told)
            ),
            remedy=tell(
                "Write '{address}': each group is called as its profile says. Or give the others a variant.",
                address=ADDRESS,
            ),
            language=written.language,
        )


def _untrue_word(brief: Brief, written: WrittenText) -> Iterator[Doubt]:
    """Find "over {x}" and "nearly {x}" of a figure that is neither: it is given without a word of its own there."""
    figures = {s.id: s for s in brief.statistics}
    for match, reference in placed_references(written.text):
        s = figures.get(reference.id) if reference.sound and not reference.attribute and not reference.option else None
        if s is None or s.qualifier or s.estimate or s.unit in ("duration", "rank"):
            continue
        before = written.text[: match.start()]
        kind, word = typed_qualifier(before, written.language)
        said = before.rstrip().removesuffix(word)
        # "Of those aged 35 and over {x} are satisfied" says it of an age.
        of_age = kind == "over" and re.search(r"\d\s(?:[^\W\d]+\s){1,2}$", said)
        if kind in ("over", "nearly") and not of_age and not _compares(said, written.language):
            yield Doubt.at(
                written,
                code="untrue-word",
                message=tell(
                    "'{word} {written}': {id} is exactly {value}.",
                    word=word,
                    written=reference.written,
                    id=s.id,
                    value=s.value,
                ),
                remedy=tell(
                    "Write {written} alone: where it is rounded, it brings its own word.", written=reference.written
                ),
            )


def _compares(before: str, language: str) -> bool:
    """Say whether a text ends in what makes *hơn* a comparison: *đắt hơn* 6,2% is dearer by that."""
    compared = editor_words(language).compared
    return bool(compared) and bool(re.search(rf"(?<!\w)(?:{compared})\s$", before, re.IGNORECASE))


def _none_as_number(brief: Brief, written: WrittenText, facts: Facts) -> Iterator[Doubt]:
    """Find "0 children" where the language does not say it so, and no way was found to say it."""
    if not phrasebook(written.language).naught.word:
        return
    counts = [s for s in brief.statistics if s.unit == "count" and not s.unit_word]
    figures = {s.id: s for s in counts if not s.value and not s.qualifier}
    figures |= {f"{s.id}.baseline": s for s in counts if s.baseline and not s.baseline.value}
    named = [name for name in figures if f"{{{name}}}" in written.text]
    try:
        text = fit_references(written.text, facts, written.language) if named else ""
    except FactError:
        return
    for name in named:
        noun = figures[name].noun.get(written.language, "")
        # A text may count by a longer name: food poisonings, of poisonings.
        named_so = f"(?:{re.escape(noun)}|{re.escape(noun.split()[0])}|[^\\W\\d_]+\\s{re.escape(noun)})" if noun else ""
        if noun and re.search(rf"\{{{re.escape(name)}\}}\s{named_so}(?!\w)", text, re.IGNORECASE):
            yield Doubt.at(
                written,
                code="none-as-number",
                message=tell("'0 {noun}' is a number where people say that there are none.", noun=noun),
                remedy=tell("Write the sentence without {written}: that there are none.", written=f"{{{name}}}"),
            )


def _one_as_many(brief: Brief, written: WrittenText, facts: Facts) -> Iterator[Doubt]:
    """Find "there were 1 complaint" and "התקבלו פנייה אחת": words for many that were not brought in line with one."""
    words = editor_words(written.language)
    if not (words.many_before and words.many_behind) or not written.refers:
        return
    figures = [s for s in brief.statistics if s.unit == "count" and s.value == 1 and not (s.unit_word or s.qualifier)]
    named = [s for s in figures if re.search(rf"\{{{re.escape(s.id)}[:}}]", written.text)]
    try:
        text = fit_references(written.text, facts, written.language) if named else ""
    except FactError:
        return
    for s in named:
        noun, single = s.noun.get(written.language, ""), s.singular.get(written.language, "")
        for found in re.finditer(rf"\{{{re.escape(s.id)}(?:\.one)?(?::[mf])?\}}", text):
            before, behind = text[: found.start()], text[found.end() :]
            if noun and noun != single and re.match(rf"\s{re.escape(noun)}(?!\w)", behind):
                said = f"1 {noun}"
                remedy = tell("Add 'singular:' with what a single one is called, or word the sentence for one.")
            else:
                # A Hebrew noun stands before its one, an English one behind it.
                ahead = re.sub(rf"{re.escape(single)}\s$", "", before) if single else before
                rest = re.sub(rf"^\s{re.escape(single)}(?!\w)", "", behind) if single else behind
                verb = re.search(rf"(?<!\w){words.many_before}\s$", ahead, re.IGNORECASE) or re.match(
                    rf"\s{words.many_behind}(?!\w)", rest, re.IGNORECASE
                )
                if verb is None:
                    continue
                said = verb[0].strip()
                remedy = tell("Word the sentence for a single one.")
            yield Doubt.at(
                written,
                code="one-as-many",
                message=tell("'{words}' is said of many, and {id} is 1.", words=said, id=s.id),
                remedy=remedy,
            )
            break


_DAYS_OF_MONTH, _YEARS = range(1, 32), range(1900, 2100)


def _read_as_date(brief: Brief, written: WrittenText) -> Iterator[Doubt]:
    """Find a count that is read as a day or a year: "Since January 14 of 18 classes", "נפתחו 14 בינואר"."""
    words = editor_words(written.language)
    months = "|".join(re.escape(name) for names in words.months for name in names.split())
    if not months or not written.refers:
        return
    counts = {s.id: s for s in brief.statistics if s.unit == "count" and not s.qualifier and s.value % 1 == 0}
    for match, reference in placed_references(written.text):
        s = counts.get(reference.id) if reference.sound and reference.attribute in ("", "exact", "plain") else None
        if s is None:
            continue
        before, behind = written.text[: match.start()], written.text[match.end() :]
        found = re.search(rf"(?<!\w)(?:[א-ת]{{0,2}})(?:{months})\s$", before, re.IGNORECASE)
        said = f"{found[0]}{reference.written}" if found else ""
        if words.day_first:
            said = said if s.value in _YEARS else ""
            if s.value in _DAYS_OF_MONTH and (found := re.match(rf"\sב(?:{months})(?!\w)", behind)):
                said = f"{reference.written}{found[0]}"
        elif s.value not in _DAYS_OF_MONTH and s.value not in _YEARS:
            said = ""
        if said:
            yield Doubt.at(
                written,
                code="read-as-date",
                message=tell("'{words}' is read as a date: {id} is {value}.", words=said, id=s.id, value=s.value),
                remedy=tell("Put a comma between the month and the number, or turn the sentence."),
            )


def _uncounted(brief: Brief, written: WrittenText) -> Iterator[Doubt]:
    """Find counts of which a text does not say what they count, and the brief does not either."""
    if written.path[0] != "points" or written.kind not in ("text", "headline"):
        return
    figures = {s.id: s for s in brief.statistics}
    for match, reference in placed_references(written.text):
        s = figures.get(reference.id) if reference.sound else None
        if s is None or s.unit != "count" or s.unit_word or s.out_of is not None or s.member is not None:
            continue
        if reference.attribute not in ("", "exact"):
            continue
        noun, behind = s.noun.get(written.language, ""), written.text[match.end() :]
        if reference.option == "bare" and noun:
            if not _follows(noun, behind):
                yield Doubt.at(
                    written,
                    code="uncounted",
                    message=tell(
                        "{written} stands without what it counts: '{noun}' does not follow it.",
                        written=reference.written,
                        noun=noun,
                    ),
                    remedy=tell("Write '{written} {noun}'.", written=reference.written, noun=noun),
                )
            continue
        if not noun and not _counts_something(behind, written.language) and not is_named(s, written):
            yield Doubt.at(
                written,
                code="uncounted",
                message=tell(
                    "Neither the text nor the statistic says what {written} counts.", written=reference.written
                ),
                remedy=tell("Add 'noun:' to the statistic {id}, and write the noun behind the figure.", id=s.id),
            )
        nouns = f"{noun} {s.singular.get(written.language, '')}"
        before = written.text[: match.start()]
        # "Hospital admissions with flu rose by half, to 312": what the sentence begins with is counted.
        label = s.label.get(written.language, "")
        begins = bool(label) and before.casefold().startswith(label.casefold())
        changed = begins or (is_named(s, written) and went_to(before, written.language))
        if noun and not changed and not _is_counted(nouns, s.label.get(written.language, ""), written, match.end()):
            yield Doubt.at(
                written,
                code="uncounted",
                message=tell(
                    "{written} stands without what it counts: the noun of {id} is not told with it.",
                    written=reference.written,
                    id=s.id,
                ),
                remedy=tell("Write '{written} {noun}'.", written=reference.written, noun=noun),
            )


def _is_counted(nouns: str, label: str, written: WrittenText, end: int) -> bool:
    """Say whether a text says what the figure that ends there counts: behind it, or elsewhere by a word of its noun."""
    behind = written.text[end:]
    if _follows(nouns, behind) or _counts_something(_behind_label(nouns, label, behind), written.language):
        return True
    told = re.findall(r"[^\W\d_]+", REFERENCE.sub(" ", written.text).casefold())
    # Hebrew joins letters to a noun, which may begin with the same: מספר הילדים, מספר ההרוגים.
    rest = {re.sub(f"^[והבלמשכ]{{{joined}}}(?=[א-ת]{{3}})", "", one)[:4] for one in told for joined in range(3)}
    return any(word[:4] in rest for word in re.findall(r"[^\W\d_]{2,}", nouns.casefold()))


def _behind_label(nouns: str, label: str, behind: str) -> str:
    """Give what follows a figure behind the words that its label says of the noun.

    "1,286 newly registered" does not say that they are businesses. A label without the noun may call it otherwise.
    """
    own = [_bare(word) for word in _WORD.findall(nouns.casefold())]
    said = [_bare(word) for word in _WORD.findall(label.casefold())]
    if not own or own[0] not in said:
        return behind
    rest = {word for word in said if word not in own}
    while found := re.match(r"\s([^\W\d_]+)", behind):
        word = _bare(found[1].casefold())
        if word not in rest and word.removesuffix("ly") not in rest:
            break
        behind = behind[found.end() :]
    return behind


_WORD = re.compile(r"[^\W\d_]+")


def _bare(word: str) -> str:
    """Give a word without the letters that Hebrew joins to its front: שקיבלו."""
    return re.sub("^[והבלמשכ](?=[א-ת]{3})", "", word)


def _follows(noun: str, behind: str) -> bool:
    """Say whether what is counted follows a figure, an adjective or an article before it overlooked."""
    near = " ".join(behind.split()[:4]).casefold()
    # Endings change with what stands around them: the beginning of the word is enough.
    return noun.split()[0].casefold()[:4] in near


def _counts_something(behind: str, language: str) -> bool:
    """Say whether a word follows that may be what is counted."""
    if not re.match(r"\s[^\W\d_]", behind):
        return False
    others = editor_words(language).not_counted
    return not (others and re.match(rf"\s{others}(?!\w)", behind, re.IGNORECASE))


def _title_mark(written: WrittenText) -> Iterator[Doubt]:
    if written.kind == "title" and (mark := next((m for m in "?:" if written.text.rstrip().endswith(m)), "")):
        yield Doubt.at(
            written,
            code="title-mark",
            message=tell("The title ends with '{mark}'; it is the name of every picture, film and file.", mark=mark),
            remedy=tell("Write what the brief says."),
        )


def _kicker(brief: Brief) -> Iterator[Doubt]:
    for language, kicker in brief.kicker.items():
        if kicker.casefold() == brief.issuer.get(language, "").casefold():
            yield Doubt(
                code="kicker-is-issuer",
                path=("kicker", language),
                message=tell("The kicker is the issuer, which stands on every output anyway."),
                remedy=tell("Write the programme it belongs to, or leave the kicker out."),
                language=language,
            )


def _headlines(brief: Brief) -> Iterator[Doubt]:
    for index, point in enumerate(brief.points):
        if not (point.headline or point.statistics or point.quote or point.steps):
            yield Doubt(
                code="no-headline",
                path=("points", index),
                message=tell(
                    "The point {point} has neither headline nor figure: its first words are shown large.",
                    point=point.id,
                ),
                remedy=tell("Add 'headline:' with a few words."),
            )


def _title_over_figure(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Find a title that stands over the figure of a point without a headline, and says which way another one went."""
    figures = {s.id: s for s in brief.statistics}
    over: dict[int, list[str]] = {}
    titles = [written for written in texts if written.path[0] in ("title", "titles")]
    for audience in brief.audiences:
        weights = [point.audiences.get(audience, 1) for point in brief.points]
        index = max(range(len(weights)), key=lambda at: (weights[at], -at), default=None)
        if index is None or brief.kind != "progress":
            continue
        point = brief.points[index]
        variant = point.variants.get(audience)
        leading = figures.get(next(iter(point.statistics), ""))
        if point.headline or (variant and variant.headline) or leading is None or leading.member:
            continue
        own = [written for written in titles if written.path[:2] == ("titles", audience)]
        above = own or [written for written in titles if written.path[0] == "title"]
        # A synonym in one language names it still.
        if any(map(says_a_way, above)) and not any(is_named(leading, title) for title in above):
            over.setdefault(index, []).append(audience)
    for index, told in over.items():
        yield Doubt(
            code="title-over-figure",
            path=("points", index),
            message=tell(
                "The point {point} leads for {audiences} and has no headline: its figure {figure} stands under the"
                " title, which speaks of something else.",
                point=brief.points[index].id,
                audiences=tuple(told),
                figure=brief.points[index].statistics[0],
            ),
            remedy=tell("Add 'headline:' with what the figure says."),
        )


def _title_is_claim(brief: Brief) -> Iterator[Doubt]:
    """Find a rebuttal's title that tells what it denies; no picture has it, in no language."""
    for code in claimed_titles(brief):
        yield Doubt(
            code="title-is-claim",
            path=("title", code),
            message=tell("The title tells the claim itself: no picture has it, and in no language."),
            remedy=tell("Say in it what the piece is about, without the claim's own words."),
            language=code,
        )


def _genders(brief: Brief) -> Iterator[Doubt]:
    for index, statistic in enumerate(brief.statistics):
        agree = [code for code in brief.languages if code in statistic.noun and editor_words(code).nouns_have_gender]
        if agree and statistic.unit in ("count", "percent") and "gender" not in statistic.model_fields_set:
            yield Doubt(
                code="no-gender",
                path=("statistics", index, "noun"),
                message=tell(
                    "Numbers agree with '{noun}', and its gender is not written.", noun=statistic.noun[agree[0]]
                ),
                remedy=tell("Add 'gender: m' or 'gender: f'."),
                language=agree[0],
            )


def _change_without_period(brief: Brief, texts: Iterable[WrittenText]) -> Iterator[Doubt]:
    """Find texts that tell a change and not since when; one mark for all languages."""
    figures = {s.id: s for s in brief.statistics}
    told: dict[FieldPath, list[WrittenText]] = {}
    for written in texts:
        if written.kind == "text" and written.path[0] == "points" and editor_words(written.language).since:
            told.setdefault(written.path[:-1], []).append(written)
    for path, wordings in told.items():
        unsaid = [written for written in wordings if not _says_since(written)]
        changes = [change.id for written in unsaid for change in _changes(written, figures)]
        if changes:
            yield Doubt(
                code="change-without-period",
                path=path,
                message=tell(
                    "The text does not say since when {figure} changed ({unsaid}).",
                    figure=changes[0],
                    unsaid=tuple(written.language for written in unsaid if any(_changes(written, figures))),
                ),
                remedy=tell("Add it in words, or with {{{figure}.baseline.period}}.", figure=changes[0]),
            )


def _changes(written: WrittenText, figures: Mapping[str, Statistic]) -> Iterator[Reference]:
    """Give the changes that a text tells without what they are changes from."""
    told = list(find_references(written.text))
    compared = {r.id for r in told if r.attribute in ("baseline", "baseline.period")}
    for reference in told:
        s = figures.get(reference.id)
        if s is None or reference.attribute not in ("change", "growth") or reference.id in compared:
            continue
        # What the source compares with is told with the change; a growth rate is that of its own period.
        by_itself = s.compare and not s.baseline if reference.attribute == "change" else measure_of(s) in SIGNED
        if not by_itself:
            yield reference


def _says_since(written: WrittenText) -> bool:
    words = REFERENCE.sub(" ", written.text)
    return bool(re.search(rf"{editor_words(written.language).since}|\b(?:19|20)\d{{2}}\b", words, re.IGNORECASE))


def _event_past(brief: Brief, written: WrittenText) -> Iterator[Doubt]:
    """Find requests for a day that was over when the brief was written."""
    if written.path[0] != "calls_to_action":
        return
    days = [named.day for named in find_days(written.text, brief.as_of)]
    if days and max(days) < brief.as_of:
        yield Doubt.at(
            written,
            code="event-past",
            message=tell("The request names {day}, and the brief is of {as_of}.", day=max(days), as_of=brief.as_of),
            remedy=tell("Ask for something that is still to come."),
        )


def _event_over(brief: Brief, today: dt.date) -> Iterator[Doubt]:
    """Find an event that is over: an invitation to it would go out as if it were to come."""
    when = brief.event.when if brief.kind == "event" and brief.event else {}
    days = [named.day for text in when.values() for named in find_days(text, brief.as_of)]
    if days and max(days) < today:
        yield Doubt(
            code="event-over",
            path=("event", "when"),
            message=tell("The event was on {day}, and today is {today}.", day=max(days), today=today),
            remedy=tell("Write when it is next, or tell how it was: kind: progress."),
        )


def _event_order(brief: Brief) -> Iterator[Doubt]:
    """Find an event that ends before it begins, and one to which people register after it."""
    event = brief.event if brief.kind == "event" else None
    for code in brief.languages if event else ():
        when = event.when.get(code, "") if event else ""
        if said := backward_hours(when):
            yield Doubt(
                code="event-order",
                severity="error",
                path=("event", "when", code),
                message=tell("'{hours}' ends before it begins.", hours=said),
                remedy=tell("Write the hour at which it begins first."),
                language=code,
            )
        days = [named.day for named in find_days(when, brief.as_of)]
        enrol = [named.day for named in find_days(event.enrol.get(code, "") if event else "", brief.as_of)]
        if days and enrol and max(enrol) > max(days):
            yield Doubt(
                code="event-order",
                severity="error",
                path=("event", "register", code),
                message=tell(
                    "People can register until {last}, and the event is over on {day}.", last=max(enrol), day=max(days)
                ),
                remedy=tell("Correct the one or the other."),
                language=code,
            )


OLD_DAYS = 366
"""A year after its day a brief tells no news."""


def _old(brief: Brief, today: dt.date) -> Iterator[Doubt]:
    """Find a brief whose figures are told as current a year later; one whose figures all still hold says so itself."""
    holds = [s.stale_after for s in brief.statistics]
    if (today - brief.as_of).days <= OLD_DAYS or (holds and all(day and day >= today for day in holds)):
        return
    yield Doubt(
        code="old",
        path=("as_of",),
        message=tell(
            "The brief is of {as_of}, and today is {today}: it would be told as if it were new.",
            as_of=brief.as_of,
            today=today,
        ),
        remedy=tell(
            "Find newer figures and set 'as_of' to their day, or write 'intended: [old]' if it is to be told again."
        ),
    )


def _rankings(brief: Brief) -> Iterator[Doubt]:
    members = {s.id: s.member for s in brief.statistics if s.member}
    films = not brief.products or "video" in brief.products
    for index, point in enumerate(brief.points):
        groups = Counter(members[id].group for id in point.statistics if id in members)
        entries = groups.most_common(1)[0][1] if groups and point.visual is None else 0
        ranked = point.visual == "ranking" or point.visual in FORMS
        count = len(point.statistics) if ranked else entries
        most = RANKING_FILM_MAX if films else RANKING_MAX
        if count > most:
            own = [statistic for statistic in brief.statistics if statistic.id in point.statistics]
            # A map has a tile for each place.
            cut = count > RANKING_MAX and not (point.visual in (None, "map") and is_mapped(brief, own))
            shown = [tell("pictures for phones about {most}", most=RANKING_MAX)] if cut else []
            if not shown and not films:
                continue
            shown += [tell("films about {most}", most=RANKING_FILM_MAX)] if films else []
            yield Doubt(
                code="ranking-cut",
                path=("points", index, "statistics"),
                message=tell(
                    "The point {point} ranks {count} figures; {shown} of them, and say so. Those that its text"
                    " names are shown first.",
                    point=point.id,
                    count=count,
                    shown=tuple(shown),
                ),
                remedy=tell("Make two points of it, or name those alone that matter."),
            )
