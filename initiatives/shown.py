"""One thing that the public page shows (II.2.7): what it is, where it stands, and all that anybody may read of it.

Of a record its summary, units, dates and links; of an initiative its public summary, who made it and what was decided.
Nothing else of either leaves this module. ``on``: what bears a later date is not out yet.
"""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import BigIntegerField, CharField, DateField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from initiatives.kinds import ASKS, EventType, Kind
from initiatives.models import Activity, Contributor, Evidence, Initiative, ScopeDecision
from units.models import Unit
from units.vietnamese import fold, format_date, format_number

# The kind of a row that is not an activity.
INITIATIVE = "initiative"


@dataclass(frozen=True, slots=True)
class Section:
    """A tab of the page and a part of the addresses."""

    slug: str
    label: str
    kinds: frozenset[str]

    @property
    def shows_initiatives(self) -> bool:
        return INITIATIVE in self.kinds


_NAMED = (
    Section("bai-viet", "Bài viết", frozenset({Kind.ARTICLE})),
    Section("mo-hinh", "Mô hình", frozenset({Kind.MODEL, Kind.JOINT_MODEL})),
    Section("sang-kien", "Sáng kiến", frozenset({INITIATIVE})),
    Section("ngay-hoi", "Ngày hội, hội thi", frozenset({Kind.EVENT})),
)
# What a unit made public though the plan's paragraph does not name it: a training, an award.
OTHER = Section("hoat-dong", "Hoạt động khác", frozenset(Kind.values).difference(*(one.kinds for one in _NAMED)))
SECTIONS = (*_NAMED, OTHER)
SECTION_OF = {kind: section for section in SECTIONS for kind in section.kinds}
BY_SLUG = {section.slug: section for section in SECTIONS}


@dataclass(frozen=True, slots=True)
class Shown:
    """One public thing as lists, the feed and the sitemap tell it. ``text``: its opening, where somebody reads it."""

    day: dt.date
    kind: str
    pk: int
    title: str
    unit: str
    event_type: str
    article_type: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    edited_at: dt.datetime
    text: str = ""

    @property
    def section(self) -> Section:
        return SECTION_OF[self.kind]

    @property
    def word(self) -> str:
        """What it is, as the list says it: "Ngày hội", "Tin", "Mô hình"."""
        if self.kind == Kind.EVENT:
            is_named = self.event_type in (EventType.FESTIVAL, EventType.CONTEST)
            return EventType(self.event_type).label if is_named else "Hoạt động sáng tạo"
        if self.kind == Kind.ARTICLE and self.article_type:
            return Activity.ArticleType(self.article_type).label
        return Kind(self.kind).label if self.section is OTHER else self.section.label

    @property
    def path(self) -> str:
        return reverse("initiatives:public_item", args=[self.section.slug, self.pk, slug(self.title)])

    @property
    def address(self) -> str:
        return settings.Q4KH_BASE_URL + self.path

    @property
    def key(self) -> str:
        """The same for ever, whatever the title becomes."""
        return f"SK-{self.pk}" if self.is_initiative else f"SO-{self.pk}"

    @property
    def is_initiative(self) -> bool:
        return self.kind == INITIATIVE

    @property
    def excerpt(self) -> str:
        return shortened(next(iter(paragraphs(self.text)), ""), 220)

    @property
    def is_event(self) -> bool:
        return self.kind == Kind.EVENT


def slug(title: str) -> str:
    """The words of an address: "Ngày hội tái chế" → "ngay-hoi-tai-che", at most 80 letters, never empty."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    if len(words) > 80:
        words = words[:81].rpartition("-")[0] or words[:80]
    return words or "xem"


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` letters and the sign that there is more, cut between words."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return (text[: limit + 1].rpartition(" ")[0] or text[:limit]).rstrip(" ,;:.") + "…"


def activities(on: dt.date) -> QuerySet:
    return Activity.objects.in_public().filter(published_on__lte=on)


def initiatives(on: dt.date) -> QuerySet:
    return Initiative.objects.in_public().filter(decided_on__lte=on)


# --- One thing, whole ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """Of a fact, something said; ``query`` asks the list for what it has in common with others, ``note`` is smaller."""

    text: str
    query: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """``row``: the Activity or Initiative with its unit and heading; ``shown``: as the lists tell it."""

    row: Activity | Initiative
    shown: Shown

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs(self.row.summary)

    @property
    def description(self) -> str:
        return shortened(self.row.summary, 160) or f"{self.shown.word} của {self.shown.unit}"


def find(section: Section, pk: int, on: dt.date) -> Whole | None:
    """The public thing with this key; of an activity whose kind was put right, under whatever section. One query."""
    is_initiative = section.shows_initiatives
    if is_initiative:
        rows = initiatives(on).select_related("unit", "heading", "body")
    else:
        rows = activities(on).select_related("unit", "heading")
    row = rows.filter(pk=pk).first()
    if row is None:
        return None
    shown = Shown(
        day=row.decided_on if is_initiative else row.published_on,
        kind=INITIATIVE if is_initiative else row.kind,
        pk=row.pk,
        title=row.title,
        unit=row.unit.name,
        event_type="" if is_initiative else row.event_type,
        article_type="" if is_initiative else row.article_type,
        starts_on=None if is_initiative else row.starts_on,
        ends_on=None if is_initiative else row.ends_on,
        edited_at=row.edited_at,
    )
    return Whole(row, shown)


@dataclass(frozen=True, slots=True)
class Link:
    name: str
    href: str
    host: str


@dataclass(frozen=True, slots=True)
class About:
    """What stands beside the text. ``facts``: (label, lines); ``links``: evidence that anybody can open."""

    facts: list[tuple[str, list[Line]]]
    links: list[Link]


def about(whole: Whole) -> About:
    """One query."""
    return _about_initiative(whole.row) if whole.shown.is_initiative else _about_activity(whole.row)


def _about_activity(row) -> About:
    said: dict[str, list[tuple]] = {"partner": [], "school": [], "link": []}
    for what, _, _, name, detail in sorted(
        _units("partner", joint_activities=row).union(
            _units("school", school_activities=row),
            # A stored file is not for everybody: it may hold names, signatures, telephone numbers.
            Evidence.objects.filter(activity=row, sha256="")
            .order_by()
            .values_list(
                Value("link", CharField()), Cast("pk", BigIntegerField()), Value("", CharField()), "name", "link"
            ),
            all=True,
        )
    ):
        said[what].append((name, detail))
    asks = ASKS[row.kind]
    places = [
        word for word, holds in (("Trang tin điện tử Quận 4", row.on_website), ("Tờ tin Quận 4", row.in_print)) if holds
    ]
    units = [_unit(row.unit), *(Line(name, _asking("don-vi", code)) for name, code in said["partner"])]
    facts = [
        ("Đơn vị", units),
        (asks.day_label, [Line(_span(row.starts_on, row.ends_on))]),
        ("Đăng trên", [Line(", ".join(places))] if places else []),
        ("Cấp", [Line(row.get_level_display())] if row.level else []),
        ("Trường tham gia", [Line(name) for name, _ in said["school"]]),
        ("Số người tham gia", [Line(format_number(row.participants))] if row.participants else []),
        ("Đưa lên chuyên trang", [Line(format_date(row.published_on))]),
        _heading(row),
    ]
    links = [Link(name, href, match[1]) for name, href in said["link"] if (match := _WEB.match(href))]
    return About([fact for fact in facts if fact[1]], links)


# Nothing but the Web is linked to; a name and password before the host are not shown.
_WEB = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#@]+)")


def _units(what, **related):
    return (
        Unit.objects.filter(**related)
        .order_by()
        .values_list(Value(what, CharField()), Cast("order", BigIntegerField()), "sort_key", "name", "code")
    )


def _unit(unit) -> Line:
    return Line(unit.name, _asking("don-vi", unit.code))


def _asking(name: str, value: str) -> str:
    return f"?{urlencode({name: value})}"


def _heading(row) -> tuple[str, list[Line]]:
    heading = row.heading
    lines = [Line(f"{heading.ref} {heading.title}", _asking("de-muc", heading.ref))] if heading else []
    return "Đề mục của Kế hoạch", lines


def _span(first: dt.date, last: dt.date | None) -> str:
    if last is None or last == first:
        return format_date(first)
    return f"từ {format_date(first)} đến {format_date(last)}"


def _about_initiative(row) -> About:
    """Authors by name and workplace: birth, education and the rest of an application are nobody's affair."""
    authors, scopes = [], []
    for what, _, name, detail, day in sorted(
        Contributor.objects.filter(initiative=row)
        .order_by()
        .values_list(
            Value("author", CharField()), Cast("order", BigIntegerField()), "name", "workplace", Cast(None, DateField())
        )
        .union(
            ScopeDecision.objects.filter(initiative=row)
            .order_by()
            .values_list(Value("scope", CharField()), Cast("pk", BigIntegerField()), "scope", "number", "decided_on"),
            all=True,
        ),
        key=lambda one: one[:3],
    ):
        if what == "author":
            authors.append(Line(name, note=detail))
        else:
            scope = ScopeDecision.Scope(name).label
            scopes.append(Line(scope, note=f"Quyết định {detail} ngày {format_date(day)}"))
    decided = Line(
        f"Ngày {format_date(row.decided_on)}",
        note=", ".join(
            f"{word} {number}"
            for word, number in (("Quyết định", row.decision_number), ("giấy chứng nhận", row.certificate_number))
            if number
        ),
    )
    facts = [
        ("Tác giả", authors),
        ("Đơn vị", [_unit(row.unit)]),
        ("Lĩnh vực áp dụng", [Line(row.field)] if row.field else []),
        ("Áp dụng lần đầu", [Line(format_date(row.first_applied_on))] if row.first_applied_on else []),
        ("Công nhận", [decided]),
        ("Cơ sở công nhận", [Line(row.body.name)]),
        ("Phạm vi ảnh hưởng", scopes),
        _heading(row),
    ]
    return About([fact for fact in facts if fact[1]], [])
