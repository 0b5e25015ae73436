"""What the check of a brief knows of each language. Data: ``assets/editor.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from briefcast.brief.periods import PeriodKind
from briefcast.paths import ASSETS
from briefcast.tables import read_rows


class DirectionWords(BaseModel):
    """Words by which a text says itself that a figure rose or fell; U+FFFC stands for a figure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rises: str
    """Verbs of rising."""
    drops: str
    """Verbs of falling."""
    betters: str = ""
    """Verbs of getting better, whichever way that is for a figure."""
    worsens: str = ""
    alone: str = ""
    """What may stand behind such a verb where it has no object; anything if empty."""
    rise_of: str = ""
    """Nouns of rising, up to what rises: *a rise in* deaths."""
    drop_of: str = ""
    more: str = ""
    """Words of more, right before what there is more of."""
    fewer: str = ""
    up: str = ""
    """Words that say it without a verb: *up* from 40."""
    down: str = ""
    to: str
    """What joins a verb to the figure that was reached."""
    from_: str = Field(alias="from")
    """What joins it to the earlier one."""
    by: str
    """What joins it to the size of the change."""
    between: str = r"(?!)"
    """What may stand between a verb and what joins it to the figure that was reached: by how much, how, when."""
    slows: str = r"(?!)"
    """Verbs by which a rate falls: inflation *eases*."""
    quickens: str = r"(?!)"
    rates: str = ""
    """What rates are called themselves, beside what they are rates of: *inflation*, not *prices*."""
    ahead: str = ""
    """Those words of ``not_so`` that speak of a time to come."""
    over_time: str = ""
    """Words by which a figure is told over a longer time than since its earlier value: *since 2020*, *steadily*."""
    in_a_row: str = r"(?!)"
    """Those by which it went so from each to the next."""
    above_then: str = ""
    """Words by which a figure is more than it was; ``{ago}`` stands for when."""
    below_then: str = ""
    rank_up: str = ""
    """Words by which a place in an order got better."""
    rank_down: str = ""
    changed_by: str = ""
    """Words up to the size of a change, ``{verbs}`` for the verbs of rising and falling: *fell by*, *a rise of*."""
    higher: str = ""
    """Words behind the size of a change that say which way it is."""
    lower: str = ""
    slower: str = ""
    """Words by which growth is less, or something takes more time."""
    faster: str = ""
    clauses: str
    """What parts the clauses of a sentence."""
    not_so: str
    """Words by which it is not said that it is so: *not*, *will*, *if*."""
    other_time: str
    """Words that compare with a shorter time than a year ago."""
    small_words: tuple[str, ...]
    """Words that many figures share."""
    syllables: bool = False
    """Whether blanks part syllables: two together are a word."""
    either_side: bool = False
    """Whether what rises may stand behind its verb."""


class TimeWords(BaseModel):
    """Words by which a text names a time by itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same_period: str
    """The same period of the year before."""
    compared_month: str
    """A comparison with a month of the year before; ``{month}`` stands for the names of months in a group of that
    name, which may hold numbers as well."""
    quarters: tuple[str, str, str, str]
    """The four quarters."""
    months: str = ""
    """A month by its number, in a group; else by its name."""
    compared: str
    """Words between a change and what it is a change on."""
    was: str
    """Words between a year and what the figure was then; there may be none."""
    shorter_ago: str = ""
    """A comparison with the month, quarter or week before."""
    bare_month: str = ""
    """A comparison with a month whose year is not said; ``{month}`` as in ``compared_month``."""
    year_ago: str = ""
    """A comparison with the year before."""
    spans: tuple[str, ...] = ()
    """The first months of a year, up to the last of them or how many they are, in a group ``month`` by its name or
    number, or ``count``; ``{month}`` and ``{count}`` stand for these."""
    up_to: str = r"(?!)"
    """Words right before a quarter by which it is the end of a longer time: *by the end of* the third quarter."""
    halves: tuple[str, ...] = ()
    """The two halves of a year, by which a group ``half`` of a span is one; a group ``quarter`` by ``quarters``."""
    in_month: str = ""
    """A month in which something is said to have been; ``{month}`` stands for it."""
    in_year: str = ""
    """The same of a year, up to it."""
    counts: tuple[str, ...] = ()
    """How many months there are, from two to eleven, in words; several for one parted by ``|``."""
    multiples: dict[float, str] = {}
    """Words by which a figure is so many times the earlier one: 2, 3, 0.5."""
    multiplied: str = ""
    """Words that say it as a change; ``{times}`` stands for those of a multiple."""
    multiple_of: str = ""
    """Words that say it of the year before; likewise."""
    about: str = ""
    """Words before a multiple by which it is not quite reached."""
    above: str = ""
    """Words before a multiple by which it is more."""
    by_part: str = r"(?!)"
    """Words right before a half by which something changed *by* it, and is not half of what it was."""
    added_up: str = ""
    """What has been counted together since a day before: *since January*, *so far this year*."""


class ClaimWords(BaseModel):
    """Words by which a text says what a figure is beside others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    most: str
    """The largest value."""
    least: str
    """The smallest value."""
    best: str
    """The best: the largest value where more is better."""
    leads: str
    """Who stands first: the best, or the largest value of what is worse when there is more of it."""
    fastest: str = ""
    """Of what is most that which has least of a time: the *fastest*."""
    slowest: str = ""
    worst: str
    among: str
    """Words by which it is one of several: *one of the highest*."""
    of_year: str
    """Words by which it is so within the year."""
    ever: str
    """Words by which it has not been so before."""
    beyond: str
    """Words that say a target is passed, a few words before it."""
    denied: str
    """Words by which it is not said that it is so."""
    target: str
    """A target as it is called, with its figure behind it where it has one; U+FFFC stands for a figure."""
    budget: str
    """The whole that a percentage of a budget is a part of, as it is called."""
    passed: str
    """Words that say that a target is passed; ``{target}`` stands for it, here and in the next three."""
    met: str
    meet: str
    """The same as what somebody is alone *to* do."""
    missed: str
    below: str
    """Words that say that a figure is less than its target."""
    closer: str
    """Words that say that a figure has come closer to its target."""
    longer: str
    """Words that say that a length of time is above its target."""
    ceiling: str
    """What a figure is to stay under, as it is called; ``{ceiling}`` stands for it in ``passed`` and ``below``."""
    matter: str
    """Where a target is called by what it is for, in a group of that name: its *punctuality* target."""
    matter_behind: str
    """The same where that stands behind: mục tiêu *tiêm phòng*."""
    planned: str
    """Words that name a target without calling it one."""
    not_behind: str
    """Words right behind which these say nothing: *of* meeting the target."""
    joining: str
    """Words between the comma behind a figure and what is said of it."""
    only: str
    """Words by which one place alone is so, right before it."""
    alone: str
    """The same behind it: Jerusalem *is the only district*, *לבדו*."""
    in_them: str
    """Words between a verb and how many places it is of: fell *in* all districts."""
    how_many: str
    """So many places, in one of the groups ``number``, ``one``, ``half``, ``most``, ``all`` and ``none``; with ``more``
    where there are more, and ``of`` for how many there are; ``{number}`` stands for a number."""
    under: str
    """Words right before a percentage by which places have less."""
    over: str
    by_amount: str
    """Words behind a target by which it was reached by so much, or in some way."""
    save: str
    """Words between places and what they did by which it is not all of them: *but* two, those *that*."""
    outdoes: str
    """Words by which one place has more than the one behind them."""
    trails: str
    dearer: str
    """Words beside verbs of rising by which prices rose."""
    cheaper: str
    above_average: str
    """Words by which a place lies above all of them together."""
    below_average: str
    ordinals: tuple[str, ...]
    """The second, the third and so on of an order."""
    placed: str
    """Words by which one is so in an order; ``{ordinal}`` stands for which."""
    placed_high: str
    """The same where it says from which end it is counted: *second-highest*."""
    placed_low: str
    surplus: str
    """Words for a balance above zero."""
    narrows: str
    """Words by which one came closer to zero, beside verbs of falling."""
    deficit: str
    """Words for one below it."""
    aimed: str
    """A target with its year, ``year`` or ``early``."""
    at_place: str
    """Words right before a place where something is so."""
    being: str
    """Words between a figure and what it is: *is the*."""
    others: str
    """Words by which it is several others that reach it: *five* wards."""
    goes_on: str
    """Words that may follow a target without a figure: another noun makes it another's."""


class RunWords(BaseModel):
    """Words by which a text says how a figure went over several periods."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    units: dict[PeriodKind, str]
    """What a period is called, by its kind, one of them or many."""
    ordinals: tuple[str, ...]
    """The second, the third and so on of a row."""
    in_a_row: tuple[str, ...]
    """Words for so many in a row; ``{nth}`` stands for which of them this one is, ``{many}`` for how many they are,
    ``{unit}`` for what they are called and ``{way}`` for words of rising and falling."""
    rising: str
    """Words of rising, in whichever form."""
    falling: str
    over: str
    """Words right before a row that is over by now: *after* four rises."""
    within: str
    """Words for a time up to now; ``{many}`` and ``{unit}`` as above: *in* six months."""
    since: str
    """Words up to when it began: *since* August."""
    each: str = r"(?!)"
    """Words by which it went one way in each of them; ``{unit}`` as above: *every* month, *steadily*."""


class GoingWords(BaseModel):
    """Words beside a figure by which it went a way, where no verb stands right at it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lead: str
    """What may stand before them behind a comma."""
    up: str
    down: str
    slower: str
    """Words by which a length of time is more: *slower*, *longer*."""
    faster: str
    than: str
    """What follows them: *than*, *so với*."""
    from_up: str
    """What joins the earlier value to the figure where it rose: từ 12 *lên* 9."""
    from_down: str
    at: str
    """What joins a clause to its figure: *at*, a colon."""


class ScheduleWords(BaseModel):
    """Words by which a text says how far a plan has come; ``{target}`` stands for a target."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: str
    """Words by which it is in time."""
    ahead: str
    near: str
    """Words by which a target is nearly reached."""


class VerdictWords(BaseModel):
    """Words by which a text says of a target what no figure beside them shows; ``{target}`` stands for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: str
    """Words by which several targets were all reached: *both targets were met*."""
    failed: str
    """Words by which a target was missed for good, not only *not yet* reached."""
    reported: str
    """Words by which somebody else says so: *claims*, *tin đồn*."""
    plan: str = r"(?!)"
    """A plan as it is called, which is a target only of a figure that has one."""
    which: str = r"(?!)"
    """Words right before a verb by which it says which ones are meant: those *that* met the target."""
    which_joined: str = r"(?!)"
    """The same where it is written together with the verb: *ש*עמדו ביעד."""


class FateWords(BaseModel):
    """Words by which a text says what became of people."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    killed: str
    """Words by which they died."""
    hurt: str
    """Words by which they were injured, of a label as well."""
    survived: str
    """Words by which all of them live."""
    others: str
    """Words by which that is said of others: *the rest*, *injured*."""
    all_dead: str
    """Words by which all of those told before died."""
    many: dict[int, str]
    """Words for many, by how many they are at least: *dozens*."""
    beside: str
    """Words right before such a word by which it is of places and times: *in* dozens of towns."""

    of_others: str
    """Words behind which it is others who died: people *who* lost somebody, *without*."""

    def kinds(self, dead: str) -> dict[str, str]:
        """Give what finds the dead, by some words for them, and the hurt."""
        return {"dead": dead, "hurt": self.hurt}


class DenialWords(BaseModel):
    """Words by which a text says that something is not so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    none: str
    """Words that say of what follows that there is none."""
    joined: str
    """What joins a figure to it, up to the figure, so that it is denied as well."""
    bare: bool
    """Whether that is so only where no verb follows: *and* alone does not tell."""
    ends: str = ""
    """Words behind the figure where what it counts ends."""
    nots: str
    """Words by which what follows is not so."""
    not_turned: str
    """Those words where they say something else: *not only*, *không chỉ*."""
    lessens: str
    """Words that say no by what they mean, of a label or a sentence that is then left: *escaped*, *thoát*."""
    light: str = ""
    """Words, parted by blanks, that say nothing of what is not so: *has*, *có*."""
    opposites: tuple[tuple[str, str], ...]
    """Words that say the opposite of each other: *late* and *on time*."""


class ComputedWords(BaseModel):
    """Words beside a typed number that the figures of its sentence may give; ``{number}`` stands for it.

    A group ``at`` stands where a word that qualifies the number ends.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    times: str
    """So many times another value: *14 times*, *פי 14*."""
    points: str
    """So many points from another value."""
    points_apart: str
    """The same in words, where nothing else can be meant: *five points short*, *năm điểm phần trăm*."""
    more: str
    """Words right before it by which it is more, beside those of parts: *exceeds* 20 points."""
    about: str
    """Words right before it by which it is that about."""


class RecordWords(BaseModel):
    """Words by which a text says what a figure has been like over time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record: str
    """Words for the most there has been."""
    worst: str
    """Words for the worst of some periods: *the worst month*."""
    best: str
    bare: tuple[str, ...]
    """Words of most and least that say many other things too; they count before words of a time alone."""
    scope: str
    """Words of a time in which something is the most or least."""
    whole: str
    """Those of all the time that a series tells: *of the outbreak*."""
    peak: str
    """Words by which it was the most then."""
    summit: str
    """Nouns for the most there was: *the peak*."""
    of_then: str
    """Words right before a record or a peak by which it is that of another time: *below* the peak."""
    first: str
    """Words for a first time."""
    years: str
    """Words for how long it has not been so; ``{many}`` stands for the number of years."""
    past_year: str
    """Words by which a figure is more than that of a year, in a group ``year``."""
    below_year: str


class PairWords(BaseModel):
    """Words by which a text says how two figures lie to each other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    more: str
    """Words before both by which the first is more: *more* firms left *than* were founded."""
    fewer: str
    against: str
    """What joins them: *against*."""
    joined: str
    """The same beside a multiple: *and*."""
    as_many: str
    """What follows a multiple that stands before both: twice *as many*."""
    of_it: str
    """What follows a part that stands between them: a third *of*."""


class ComparisonWords(BaseModel):
    """Words between two figures by which the first is more or less than the second."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    above: str
    """Words that can only compare: *higher than*."""
    below: str
    over: str
    """Words that may also go with the second figure alone: *more than*."""
    under: str
    definite: str
    """What stands behind those where they compare: *the*."""
    told: str
    """What stands behind the second figure where those compare; may be empty."""
    article: str
    """What may stand between the words and the second figure."""
    lead: str
    """What may stand right before the words: *still*, *which is*."""
    being: str
    """What joins a figure and what it is: *is*."""
    more_so: str
    """Words by which one group of two is more so; ``{what}`` stands for a word of what the figure is called."""
    less_so: str
    but: str
    """What joins a second comparison: *but*."""


class PartWords(BaseModel):
    """Words by which a text says itself how large a part is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fractions: dict[str, str]
    """Parts by their fraction: ``1/3``."""
    bare: dict[str, str] = {}
    """The same behind *top* and *bottom*, where that is another word."""
    more: str
    """Words right before one by which the part is larger."""
    less: str
    nearly: str
    """Words right before one by which the part is not quite so large."""
    about: str
    """Words by which it is that about, or none."""
    most: str
    """Words for more than half."""
    nearly_all: str
    """Words for nearly all."""
    all_but: str
    """Words behind *all* by which it says how many are left out: *all but* two."""
    one_in: str
    """So many in so many, in groups ``part`` and ``all``; ``{number}`` stands for a number: *one in ten*."""
    joint: str
    """What joins a part to the figure that says it again."""
    by: str
    """What joins a verb of rising or falling to the part by which something changed."""
    points: str
    """Words behind a part by which it is one of a point: half *a point*."""
    by_part: str
    """Words that say without a verb by which part something is more or less; ``{fraction}`` stands for its name."""
    all: str
    """Words for a whole."""
    total: str = r"(?!)"
    """Words behind a comma by which a figure is all of those: *a total of*."""
    all_of: str
    """Words for a whole right before its number: *cả* 128 mẫu."""
    every: str
    """Words for each of a whole, which begin a headline."""
    none: str
    """Words for nothing of a whole, which begin a headline."""
    of_whole: str
    """What a part behind a figure is one of, where that is its own whole: *of those eligible*, not *of it paper*."""
    of_target: str
    """The plan that it is a part of."""
    mostly: str
    """Words right before a whole by which a part of it is more than half: *most of the*."""
    most_of_them: str
    """The same where the whole was told before."""
    of_it: str = " "
    """What joins a multiple to the target that it is one of: twice *its* target, פי שניים *מה*יעד."""
    of_earlier: str = ""
    """A part as what is left of the earlier value; ``{part}`` stands for it and ``{ago}`` for when that was."""
    first: dict[int, str]
    """Words for the first so many of an order, by how many; of 0 ``{number}`` stands for it."""
    first_in: str
    """What joins to it what it is an order of: *in* growth."""
    outside: str
    """Words by which something is not among them."""
    top: str
    """The first part of an order; ``{fraction}`` stands for its name."""
    bottom: str


class SpelledWords(BaseModel):
    """Words beside a number that is written in words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    places: str
    """So many places of an order; ``{number}`` stands for the number, here and in ``amount``."""
    moved: str
    """Verbs of moving in an order, beside those of rising and falling."""
    amount: str
    """A number and its scale, ``{scale}``; a half that is added in a group ``half``."""
    more: str
    """Words right before an amount by which something is more, beside those of parts."""
    apart: str
    """Words before an amount by which it is that of a change or of something else."""
    namely: str
    """Words behind a comma by which a figure says again what stands before it."""
    some_of: str
    """Words right behind a number by which it is of some alone: two *of the*."""
    beside: str
    """Words right behind a number by which it is only a part of one, or tells another thing: ten *percent*."""
    of_part: str = r"(?!)"
    """Words right before a number by which it is that of a whole, or the lower one of a fraction: of the *nine*."""


class LatelyWords(BaseModel):
    """Words for the time right before that in which a text is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    times: dict[Literal["day", "week", "month", "quarter"], str]
    """The day, the week and so on before."""
    compared: str
    """Words right before those by which something is compared with that time."""
    during: dict[Literal["week", "month", "quarter", "year"], str]
    """A time in which something is said to have been counted: *this week*, *a month*."""
    paces: dict[Literal["behind", "ahead"], str]
    """Words by which it is of such a time, behind a figure or first in a sentence; ``{unit}`` stands for the time."""
    paced: dict[Literal["day", "week", "month", "year"], tuple[str, str]]
    """Times that may stand there, and words by which a label says that its figure is one of such a time."""
    in_month: str
    """The same of a month; ``{month}`` stands for its name or its number."""


class LimitWords(BaseModel):
    """Words by which a text says how near a limit is; ``{limit}`` stands for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: str
    """What something is to stay under, as it is called."""
    denied: str
    """Words before these by which it is not so, beside those of claims: *no longer*."""
    inside: str
    """Words by which it is not exceeded."""
    over_little: str
    """Words by which it is exceeded by little."""
    under_little: str
    at: str
    """Words by which it is just reached."""
    near: str
    """Words by which it is nearly reached."""
    gone: str
    """Words by which nothing is left of what there should be less of."""


class GroupWords(BaseModel):
    """Words for whom and what a figure counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: str
    """What may stand between a figure and whom it counts: *of the*."""
    head: int
    """Words behind it in which they are named."""
    stops: str
    """Words by which they are named no more: *were*."""
    parts: str
    """What parts what is said of a figure from the rest of its clause: *and*."""
    denied: str
    """Words by which it is not said that it became so of them."""
    everybody: tuple[str, ...]
    """Those of ``kinds`` that whoever is counted may be called, but where a share is of some alone."""
    things: tuple[str, ...]
    """Those that are no persons, and are not to be called so."""
    narrower: tuple[str, ...]
    """Those that part any other into some of it alone: *foreign* tourists."""
    kinds: dict[str, tuple[str, str]]
    """Groups: what a text calls them, and words of a label by which it may."""
    fates: dict[str, tuple[str, str]]
    """What became of them, likewise: *went bankrupt*."""


class GroundWords(BaseModel):
    """Words by which a text says what only a source can carry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mostly: str
    """Words behind a comma by which most of those counted are something."""
    first: str
    """Words by which something is so for the first time."""
    level: str
    """Words in the same clauses by which that is said of how much it is: *exceeds*, *so high*."""
    high: str
    """Words for a most or least beside those of claims: *high*."""
    years: tuple[str, ...]
    """Words for so many years up to now, ``{many}`` for their number; two years without it."""
    decade: str
    """Words for ten years up to now."""
    since: str
    """Words for a time since a year, in a group ``year``."""
    cause: str
    """Words right before what something is owed to: *thanks to*."""
    led: str
    """Words between what something is owed to and what it did: *led to a rise*."""
    number: str
    """Words right before what is counted: *the number of*."""
    changed: str
    """Words by which such a number rose or fell."""
    counts_first: bool
    """Whether more and fewer say of how many they are only behind such words."""
    share: str
    """Words by which a share is told as one."""


class EditorWords(BaseModel):
    """Words of one language as regular expressions; a rule whose words are missing is left out for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    qualifiers: str = ""
    """Words that qualify a figure; U+FFFC stands for the figure before."""
    compared: str = ""
    """Words right before one that says *over*, by which it compares instead: *đắt* hơn 6,2%."""
    falls: str = ""
    """Words that say that a figure fell."""
    gaps: str = ""
    """Words that say how far a target is, behind which the words of a gap say it again."""
    still: str = r"(?!)"
    """Words by which what follows is still to be done: *remains to be*."""
    of_plan: str = ""
    """Words behind the gap to a plan that name the plan again."""
    since: str = ""
    """Words that say since when something changed."""
    addresses: str = ""
    """What one group alone is called, where it is spoken to; the first group of the expression is the word."""
    letters: str = ""
    """Letters that all its fonts have, beside Latin ones."""
    nouns_have_gender: bool = False
    """Whether numbers agree with what is counted."""
    not_counted: str = ""
    """Words that may follow a figure and are none of what it counts: *last* year, *so với* năm trước."""
    many_before: str = ""
    """Words that are said of many, right before a number and its noun: *these*, *were*."""
    many_behind: str = ""
    """Words that are said of many, right behind a number and its noun."""
    steps: str = ""
    """What the steps of a point are called behind their number."""
    times: TimeWords | None = None
    """Words by which a text names a time by itself."""
    claims: ClaimWords | None = None
    """Words by which a text says what a figure is beside others."""
    harms: str = ""
    """Words of a label for what there should be less of: *deaths*, *nợ thuế*."""
    no_deaths: str = ""
    """Words by which nobody died."""
    deaths: str = ""
    """Words of a label for people who died."""
    measures: str = ""
    """Units of measure in words."""
    anybody: str = r"(?!)"
    """What anybody is called who is counted: *people*."""
    counted: str = ""
    """What rates count or are of, as it would stand behind their number: *people*, *new cases*."""
    eased: str = ""
    """Words by which such a label speaks of less of it: deaths *averted*."""
    runs: RunWords | None = None
    """Words by which a text says how a figure went over several periods."""
    goings: GoingWords | None = None
    """Words beside a figure by which it went a way."""
    schedule: ScheduleWords | None = None
    comparisons: ComparisonWords | None = None
    """Words by which a text says how far a plan has come."""
    points_back: str = r"(?!)"
    """Words at the beginning of a sentence by which it speaks of the figure before it: *That is*."""
    joins: str = r"(?!)"
    """What joins a clause to the one before it without a mark: *and*."""
    fates: FateWords | None = None
    """Words by which a text says what became of people."""
    denials: DenialWords | None = None
    """Words by which a text says that something is not so."""
    verdicts: VerdictWords | None = None
    """Words by which a text says of a target what no figure beside them shows."""
    computed: ComputedWords | None = None
    """Words beside a typed number that the figures of its sentence may give."""
    records: RecordWords | None = None
    """Words by which a text says what a figure has been like over time."""
    pairs: PairWords | None = None
    """Words by which a text says how two figures lie to each other."""
    spelled: SpelledWords | None = None
    """Words beside a number that is written in words."""
    lately: LatelyWords | None = None
    """Words for the time right before that in which a text is written."""
    limits: LimitWords | None = None
    """Words by which a text says how near a limit is."""
    groups: GroupWords | None = None
    """Words for whom and what a figure counts."""
    grounds: GroundWords | None = None
    """Words by which a text says what only a source can carry."""
    parts: PartWords | None = None
    """Words by which a text says itself how large a part is."""
    directions: DirectionWords | None = None
    """Words that say which way a figure went."""
    average: str = ""
    """Words of a label for a mean, which lies among what it is the mean of: *average*, *per head*."""
    prices: str = ""
    """Words of a label for what rises while it lies above zero, though it may be lower than before: *inflation*."""
    months: tuple[str, ...] = ()
    """The twelve months, each by all that it is called, parted by blanks; none where they are numbered."""
    day_first: bool = False
    """Whether a day stands before its month alone: 14 בינואר."""
    weekdays: tuple[str, ...] = ()
    """The seven days of the week, Monday first."""
    numerals: dict[int, str] = {}
    """Words for numbers, by what they count; of a negative number so many times what stands before them."""
    scales: dict[int, str] = {}
    """Words for a thousand, a million and so on, by what they stand for; the largest first."""
    kinds: dict[Literal["percent", "currency", "duration", "measure"], str] = {}
    """Words behind a number by which it is of a kind."""


_NO_WORDS = EditorWords()


@cache
def every_editor() -> Mapping[str, EditorWords]:
    """Give the words of every language that has some, by its code: a day may be named in whichever."""
    return read_rows(ASSETS / "editor.yaml", EditorWords)


def month_names() -> Mapping[str, int]:
    """Give the number of every month by every name that any language has for it, in small letters."""
    return {
        name.casefold(): number
        for words in every_editor().values()
        for number, names in enumerate(words.months, start=1)
        for name in names.split()
    }


@cache
def numbers_in_words(language: str, most: int) -> Mapping[str, int]:
    """Give what the words of a language for whole numbers from one to ``most`` stand for, in small letters."""
    named = editor_words(language).numerals.items()
    return {word.casefold(): number for number, words in named if 0 < number <= most for word in words.split()}


def any_number(numbers: Mapping[str, int]) -> str:
    """Give an expression for any of some words for numbers, the longest first."""
    return "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))


def number_said(language: str, most: int, digits: int = 2) -> str:
    """Give an expression for a whole number up to ``most`` in words, or in so many digits at the most."""
    return rf"(?:{any_number(numbers_in_words(language, most))}|\d{{1,{digits}}})"


def read_number(said: str, language: str, most: int) -> int:
    """Give what was found by `number_said`; 0 if it is none."""
    return int(said) if said.isdigit() else numbers_in_words(language, most).get(said.casefold(), 0)


def editor_words(language: str) -> EditorWords:
    """Give the words of a language; none where nobody has written them."""
    return every_editor().get(language, _NO_WORDS)
