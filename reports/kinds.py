"""Which stretches of time the district reports on: a quarter, 6 or 9 months, a year, the plan's term (domain §9)."""

from dataclasses import dataclass

from django.db import models

from targets.models import Period
from targets.quarters import Quarter
from units.vietnamese import roman


class Kind(models.TextChoices):
    QUARTER = "quarter", "quý"
    HALF = "half", "6 tháng"
    NINE = "nine", "9 tháng"
    YEAR = "year", "năm"
    TERM = "term", "giai đoạn"


# Kinds of several quarters: the word of their address, their last quarter, what they ask for next.
_SLUGS = {Kind.HALF: "6-thang", Kind.NINE: "9-thang", Kind.YEAR: "nam", Kind.TERM: "giai-doan"}
_LAST = {Kind.HALF: 2, Kind.NINE: 3, Kind.YEAR: 4, Kind.TERM: 4}


@dataclass(frozen=True)
class Stretch:
    """What one consolidated report is about. ``period``: its last quarter, which names it together with ``kind``.

    A term reaches from the plan's first quarter through Quý IV of the period's year: in the plan's last year it is the
    whole, before that a review of what has been done so far.
    """

    kind: str
    period: Period

    @property
    def is_quarter(self) -> bool:
        return self.kind == Kind.QUARTER

    @property
    def year(self) -> int:
        return self.period.year

    @property
    def slug(self) -> str:
        """What stands in the address after the year: "2", "6-thang"."""
        return str(self.period.quarter) if self.is_quarter else _SLUGS[self.kind]

    @property
    def address(self) -> list:
        """Arguments of ``reports:publication``."""
        return [self.year, self.slug]

    @property
    def key(self) -> str:
        return f"{self.year}-{self.slug}"

    @property
    def file_name(self) -> str:
        """Of its files, without version and suffix."""
        if self.is_quarter:
            return f"bao-cao-tong-hop-quy-{self.period.quarter}-{self.year}"
        years = f"{self.period.plan.first_year}-{self.year}" if self.kind == Kind.TERM else self.year
        return f"bao-cao-tong-hop-{self.slug}-{years}"

    @property
    def label(self) -> str:
        """For pages: "Quý II/2018", "6 tháng đầu năm 2018", "năm 2018", "giai đoạn 2016 - 2020"."""
        return self._label_of(self.year)

    def _label_of(self, year) -> str:
        match self.kind:
            case Kind.HALF | Kind.NINE:
                return f"{Kind(self.kind).label} đầu năm {year}"
            case Kind.YEAR:
                return f"năm {year}"
            case Kind.TERM:
                plan = self.period.plan
                term = f"giai đoạn {plan.first_year} - {plan.last_year}"
                return term if year >= plan.last_year else f"{term}, đến hết năm {year}"
        return self.period.label

    @property
    def words(self) -> str:
        """For documents: "Quý II năm 2018"; the rest as pages have it."""
        return self.label.replace("/", " năm ") if self.is_quarter else self.label

    @property
    def following(self) -> str:
        """What its last section looks forward to."""
        match self.kind:
            case Kind.HALF:
                return f"6 tháng cuối năm {self.year}"
            case Kind.NINE:
                return f"3 tháng cuối năm {self.year}"
            case Kind.YEAR:
                return f"năm {self.year + 1}"
            case Kind.TERM:
                is_over = self.year >= self.period.plan.last_year
                return "giai đoạn tiếp theo" if is_over else f"những năm còn lại của {self._label_of(9999)}"
        return self.period.value.next.label

    @property
    def within(self) -> str:
        """Head of the column of what was done in it: "Thực hiện trong 6 tháng"."""
        return f"Thực hiện trong {Kind(self.kind).label}"

    @property
    def before(self) -> str:
        """The same stretch of the year before, as a head of a column; a quarter and a term have none."""
        if self.kind in (Kind.QUARTER, Kind.TERM):
            return ""
        label = self._label_of(self.year - 1)
        return f"{label[:1].upper()}{label[1:]}"

    @property
    def periods(self):
        """Its quarters' periods, in order (a queryset)."""
        if self.is_quarter:
            return Period.objects.filter(pk=self.period.pk)
        return Period.objects.filter(plan=self.period.plan_id, **self._years).order_by("year", "quarter")

    @property
    def _years(self) -> dict:
        if self.kind == Kind.TERM:
            return {"year__lte": self.year}
        return {"year": self.year, "quarter__lte": self.period.quarter}

    def tag(self, quarter: Quarter) -> str:
        """How one of its quarters is named beside a unit: nothing, "Quý I", in a term "Quý I/2017"."""
        if self.is_quarter:
            return ""
        return quarter.label if self.kind == Kind.TERM else f"Quý {roman(quarter.number)}"

    def named(self, unit: str, quarter: Quarter) -> str:
        """Who wrote something, and in which of its quarters: "Phường 1 (Quý I)"."""
        tag = self.tag(quarter)
        return f"{unit} ({tag})" if tag else unit


def parse(slug: str) -> tuple[Kind, int] | None:
    """Kind and last quarter that the end of an address names; None for anything else."""
    if slug in ("1", "2", "3", "4"):
        return Kind.QUARTER, int(slug)
    kind = next((kind for kind, name in _SLUGS.items() if name == slug), None)
    return None if kind is None else (kind, _LAST[kind])


def ending(period) -> list[Stretch]:
    """All that end with this period, the widest first."""
    wider = [kind for kind in reversed(Kind) if _LAST.get(kind) == period.quarter]
    return [Stretch(kind, period) for kind in (*wider, Kind.QUARTER)]
