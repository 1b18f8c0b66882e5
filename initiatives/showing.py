"""Chuyên trang Sáng kiến khoa học và công nghệ (II.2.7): what is public of the registry and of the initiatives, as
one dated list. ``on``: what bears a later date is not out yet.
"""

import datetime as dt
import json
import re
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import CharField, Count, DateField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Substr

from initiatives import shown
from initiatives.kinds import Kind
from initiatives.models import Activity, CountingRule, Initiative
from initiatives.shown import BY_SLUG, INITIATIVE, SECTION_OF, Section, Shown
from targets.models import Heading, Target
from units.models import Unit

TITLE = "Sáng kiến khoa học và công nghệ"
# What of a text the lists need: their excerpt is its first paragraph.
_OPENING = 600
_WORDS = 8


# --- What is asked for ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Month:
    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month | None":
        """ "2018-05"; None for anything else."""
        match = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text, re.ASCII)
        return cls(int(match[1]), int(match[2])) if match else None

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def label(self) -> str:
        return f"tháng {self.number}/{self.year}"

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which things: of a section, of a month, under a heading of section III, of a unit, with these words."""

    section: Section | None = None
    month: Month | None = None
    heading: str = ""
    unit: str = ""
    words: str = ""

    @property
    def is_narrowed(self) -> bool:
        """By more than the tab."""
        return bool(self.month or self.heading or self.unit or self.words)

    def query(self, page: int = 1, **changes) -> str:
        """The part of an address that asks for it, always in the same order: "?loai=bai-viet&thang=2018-05"."""
        wanted = replace(self, **changes)
        asked = {
            "loai": wanted.section.slug if wanted.section else "",
            "thang": wanted.month.key if wanted.month else "",
            "de-muc": wanted.heading,
            "don-vi": wanted.unit,
            "q": wanted.words,
            "trang": str(page) if page > 1 else "",
        }
        said = urlencode({name: value for name, value in asked.items() if value})
        return f"?{said}" if said else ""


EVERYTHING = Wanted()
# SQLite looks into the index of what is public by date only where the flag is compared with something.
_INDEXED = {"is_public__in": [True]}


def _activities(wanted: Wanted, on: dt.date) -> QuerySet:
    rows = shown.activities(on).filter(**_INDEXED)
    if wanted.month:
        rows = rows.filter(published_on__gte=wanted.month.first_day, published_on__lt=wanted.month.next.first_day)
    if wanted.heading:
        rows = rows.filter(heading__ref=wanted.heading)
    if wanted.unit:
        joint = Activity.partners.through.objects.filter(unit__code=wanted.unit).values("activity_id")
        rows = rows.filter(Q(unit__code=wanted.unit) | Q(pk__in=joint))
    return rows.found(_some(wanted.words))


def _initiatives(wanted: Wanted, on: dt.date) -> QuerySet:
    rows = shown.initiatives(on).filter(**_INDEXED)
    if wanted.month:
        rows = rows.filter(decided_on__gte=wanted.month.first_day, decided_on__lt=wanted.month.next.first_day)
    if wanted.heading:
        rows = rows.filter(heading__ref=wanted.heading)
    if wanted.unit:
        rows = rows.filter(unit__code=wanted.unit)
    return rows.found(_some(wanted.words))


def _some(words: str) -> str:
    """Each word costs a look at every text, and anybody may ask."""
    return " ".join(words.split()[:_WORDS])


# --- The list ------------------------------------------------------------------------------------------------------

_COLUMNS = (
    "day", "kind", "pk", "title", "unit_name", "event_type", "article_type", "starts_on", "ends_on", "edited_at",
)  # fmt: skip
_NOTHING = Value("", CharField())
_NO_DAY = Cast(None, DateField())


def rows(wanted: Wanted, on: dt.date, first: int = 0, size: int | None = None) -> list[Shown]:
    """The things from place ``first`` on, newest first, at most ``size``, without their texts. One query, whatever
    their number and kind."""
    parts = []
    section = wanted.section
    if section is None or not section.shows_initiatives:
        activities = _activities(wanted, on)
        if section:
            activities = activities.filter(kind__in=section.kinds)
        parts.append(activities.annotate(day=F("published_on"), unit_name=F("unit__name")))
    if section is None or section.shows_initiatives:
        parts.append(
            _initiatives(wanted, on).annotate(
                day=F("decided_on"),
                kind=Value(INITIATIVE, CharField()),
                unit_name=F("unit__name"),
                event_type=_NOTHING,
                article_type=_NOTHING,
                starts_on=_NO_DAY,
                ends_on=_NO_DAY,
            )
        )
    one, *others = [part.order_by().values_list(*_COLUMNS) for part in parts]
    listed = (one.union(*others, all=True) if others else one).order_by("-day", "kind", "-pk")
    return [Shown(*row) for row in listed[first : first + size if size else None]]


def opened(things: list[Shown]) -> list[Shown]:
    """The same with the openings of their texts. One query.

    Not in ``rows``: a database sorts what it has read, and would read every text to show twenty.
    """
    parts = []
    for model, is_initiative in ((Activity, False), (Initiative, True)):
        keys = [one.pk for one in things if one.is_initiative is is_initiative]
        texts = model.objects.filter(pk__in=keys).order_by().annotate(is_initiative=Value(is_initiative))
        parts += [texts.values_list("is_initiative", "pk", Substr("summary", 1, _OPENING))] if keys else []
    if not parts:
        return []
    one, *others = parts
    read = {(bool(which), pk): text for which, pk, text in (one.union(*others, all=True) if others else one)}
    return [replace(one, text=read.get((one.is_initiative, one.pk), "")) for one in things]


@dataclass(frozen=True)
class Tally:
    """How many there are. ``of_month``: month → (kind, thể loại) → number, of everything that is public.

    ``found``: section's slug → number of those asked for, whatever their section.
    """

    of_month: dict[Month, dict[tuple[str, str], int]]
    found: dict[str, int]

    @property
    def total(self) -> int:
        """Of those asked for."""
        return sum(self.found.values())

    def of(self, section: Section | None) -> int:
        return self.found[section.slug] if section else self.total

    @cached_property
    def months(self) -> list[Month]:
        """Those in which something came out, the latest first."""
        return sorted(self.of_month, key=lambda month: month.key, reverse=True)

    def beside(self, month: Month) -> tuple[Month | None, Month | None]:
        """The month with something in it before this one, and the one after it."""
        earlier = next((one for one in self.months if one.key < month.key), None)
        later = next((one for one in reversed(self.months) if one.key > month.key), None)
        return earlier, later


def tally(wanted: Wanted, on: dt.date) -> Tally:
    """One query."""
    parts = _counted(EVERYTHING, on, "all")
    # What a month holds is known from the months; what words find is not.
    narrows = bool(wanted.heading or wanted.unit or wanted.words)
    if narrows:
        parts += _counted(wanted, on, "found")
    one, *others = parts
    of_month: dict[Month, dict] = {}
    found = dict.fromkeys(BY_SLUG, 0)
    for which, month_key, kind, article_type, number in one.union(*others, all=True):
        month = Month.parse(month_key)
        if which == "all":
            of_month.setdefault(month, {})[kind, article_type] = number
        if (which == "found") if narrows else (wanted.month in (None, month)):
            found[SECTION_OF[kind].slug] += number
    return Tally(of_month, found)


def _counted(wanted, on, which) -> list[QuerySet]:
    """Rows (which, month, kind, thể loại, number). Dates are cut as text: SQLite has no months and would call Python
    for every row."""
    activities = _activities(wanted, on).annotate(month=Substr(Cast("published_on", CharField()), 1, 7))
    initiatives = _initiatives(wanted, on).annotate(
        month=Substr(Cast("decided_on", CharField()), 1, 7), kind=Value(INITIATIVE, CharField()), article_type=_NOTHING
    )
    return [
        part.order_by()
        .annotate(which=Value(which, CharField()))
        .values_list("which", "month", "kind", "article_type")
        .annotate(number=Count("pk"))
        for part in (activities, initiatives)
    ]


@dataclass(frozen=True)
class Around:
    """What stands around the list, whatever is asked for.

    ``units`` (code, name) and ``headings`` (ref, title) that have something to show, in their order. ``promises``:
    (plan's number, ref, number of articles a month, thể loại that count or none for all).
    """

    units: list[tuple[str, str]]
    headings: list[tuple[str, str]]
    promises: list[tuple[str, str, int, list[str]]]


def around(on: dt.date) -> Around:
    """One query, which looks a unit's or heading's own things up, not everything for each of them."""
    activities, initiatives = shown.activities(on).order_by(), shown.initiatives(on).order_by()
    joint = activities.filter(partners=OuterRef("pk"))
    units = Unit.objects.filter(
        Exists(activities.filter(unit=OuterRef("pk"))) | Exists(joint) | Q(pk__in=initiatives.values("unit"))
    ).annotate(what=Value("unit", CharField()))
    headings = Heading.objects.filter(
        Exists(activities.filter(heading=OuterRef("pk"))) | Q(pk__in=initiatives.values("heading"))
    ).annotate(what=Value("heading", CharField()), group=_NOTHING, sort_key=_NOTHING)
    promises = _promising(on).annotate(
        what=Value("promise", CharField()), group=_NOTHING, types=Cast("article_types", CharField())
    )
    read = sorted(
        units.order_by()
        .values_list("what", "group", Cast("order", IntegerField()), "sort_key", "code", "name")
        .union(
            headings.order_by().values_list("what", "group", Cast("order", IntegerField()), "sort_key", "ref", "title"),
            promises.order_by().values_list(
                "what",
                "group",
                Cast("target__threshold", IntegerField()),
                "types",
                "target__ref",
                "target__plan__number",
            ),
            all=True,
        )
    )
    # Two plans may have the same heading.
    return Around(
        units=[(code, name) for what, _, _, _, code, name in read if what == "unit"],
        headings=list({ref: (ref, title) for what, _, _, _, ref, title in read if what == "heading"}.values()),
        promises=[
            (plan, ref, number, json.loads(types)) for what, _, number, types, ref, plan in read if what == "promise"
        ],
    )


# --- What the plan promises ----------------------------------------------------------------------------------------


def _promising(on: dt.date) -> QuerySet:
    """Rules by which a plan of this year counts articles, and articles alone, by the month in which they came out."""
    return CountingRule.objects.filter(
        counts=CountingRule.Counts.RECORDS,
        kinds=[Kind.ARTICLE],
        date_rule=CountingRule.DateRule.PUBLISHED,
        target__basis=Target.Basis.MONTH,
        target__threshold__gte=1,
        target__plan__first_year__lte=on.year,
        target__plan__last_year__gte=on.year,
    )


@dataclass(frozen=True)
class Promise:
    """At least ``threshold`` articles a month (II.2.7). ``months``: of this year up to now, the latest first: (month,
    number, how many are lacking; 0 as well while the month is not over)."""

    plan: str
    ref: str
    threshold: int
    months: list[tuple[Month, int, int]]


def promise(around: Around, counts: Tally, on: dt.date) -> Promise | None:
    """What the plan of this year promises; None where it promises nothing by month."""
    if not around.promises:
        return None
    plan, ref, threshold, types = around.promises[0]
    months = []
    for number in range(on.month, 0, -1):
        month = Month(on.year, number)
        told = sum(
            some
            for (kind, article_type), some in counts.of_month.get(month, {}).items()
            if kind == Kind.ARTICLE and (not types or article_type in types)
        )
        months.append((month, told, max(0, threshold - told) if number < on.month else 0))
    return Promise(plan, ref, threshold, months)


_NUMERALS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


def in_words(number: int) -> str:
    """2 → "hai"; above ten, digits."""
    return _NUMERALS[number] if number < len(_NUMERALS) else str(number)
