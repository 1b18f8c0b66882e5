"""Tổ chức, doanh nghiệp: found or taken up while a record is written, put right, and merged (domain §4: each once)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from initiatives.models import Activity, Organisation
from units import audit
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.vietnamese import clean_text, fold

Sector = Organisation.Sector
MAX_ROWS = 20
NAME_LIMIT, ADDRESS_LIMIT = 200, 200
# How many known names a form offers while one types.
OFFERED = 300
_INPUT = re.compile(r"org-(\d{1,3})-(name|tax|sector)", re.ASCII)
_TAX_CODE = re.compile(r"(\d{10})-?(\d{3})?", re.ASCII)


class BadTaxCode(ValueError):
    """Its text is the message for the field."""


def read_tax_code(text: str) -> str | None:
    """`0301234567`, or with a branch `0301234567-001`; None for nothing. Raises BadTaxCode."""
    bare = re.sub(r"[\s.]", "", clean_text(text))
    if not bare:
        return None
    match = _TAX_CODE.fullmatch(bare)
    if match is None:
        raise BadTaxCode("mã số thuế có 10 chữ số, chi nhánh thêm gạch nối và 3 chữ số, ví dụ 0301234567-001")
    return "-".join(filter(None, match.groups()))


# --- Who may do what -------------------------------------------------------------------------------------------------


def visible_to(user) -> QuerySet:
    """Those that stand in a record the person sees, or in a confirmed one: what a unit has only just noted of another
    business is its own affair until the office has confirmed it."""
    if user.access.sees_everything:
        return Organisation.objects.all()
    mine = Activity.objects.visible_to(user).values("pk")
    told = Q(activities__in=mine) | Q(activities__state=Activity.State.CONFIRMED)
    known = Organisation.objects.filter(told)
    # Whom somebody was merged into is known by what is recorded under the old name.
    return Organisation.objects.filter(Q(pk__in=known.values("pk")) | Q(merged__in=known.values("pk"))).distinct()


def can_edit(user, organisation: Organisation) -> bool:
    """The office; a unit while nobody else has recorded anything of it. A query only for unit people."""
    if user.access.is_reviewer:
        return True
    own = user.access.acts_for
    if not own:
        return False
    units = set(Activity.objects.filter(organisations=organisation).values_list("unit_id", flat=True))
    return bool(units) and units <= own


def can_merge(user) -> bool:
    return user.access.is_reviewer


# --- The rows of a form ----------------------------------------------------------------------------------------------


@dataclass
class Row:
    """One organisation as typed. ``number``: its place in the form, from 1."""

    number: int
    name: str = ""
    tax: str = ""
    sector: str = ""
    errors: dict = field(default_factory=dict)  # name | tax | sector → message

    @property
    def stem(self) -> str:
        return f"org-{self.number}"

    @property
    def problems(self) -> list[tuple[str, str]]:
        who = f"“{self.name[:60]}”" if self.name else f"Tổ chức {self.number}"
        return [(f"{self.stem}-{name}", f"{who}: {text}.") for name, text in self.errors.items()]


def rows_of(organisations: Iterable[Organisation]) -> list[Row]:
    """As an edit shows them: under the name of whom they turned out to be."""
    known = dict.fromkeys(one.merged_into or one for one in organisations)
    return [
        Row(number, one.name, one.tax_code or "", one.sector if one.sector != Sector.OTHER else "")
        for number, one in enumerate(known, 1)
    ]


def read_rows(post) -> list[Row]:
    """The rows of a POST that hold anything, checked; what is wrong stands in their ``errors``."""
    typed: dict[int, dict[str, str]] = {}
    for name in post:
        if match := _INPUT.fullmatch(name):
            typed.setdefault(int(match[1]), {})[match[2]] = " ".join(clean_text(post[name]).split())
    filled = [values for _, values in sorted(typed.items()) if values.get("name") or values.get("tax")]
    rows = [Row(number, **values) for number, values in enumerate(filled, 1)]
    for row in rows:
        check(row)
    if len(rows) > MAX_ROWS:
        rows[MAX_ROWS].errors["name"] = f"mỗi bản ghi nêu tối đa {MAX_ROWS} tổ chức, ghi phần còn lại vào bản ghi khác"
    return rows


def check(row: Row) -> None:
    """Say in ``row.errors`` what is wrong with it, whoever else there is."""
    if not row.name:
        row.errors["name"] = "ghi tên tổ chức, doanh nghiệp"
    elif len(row.name) > NAME_LIMIT:
        row.errors["name"] = f"tên dài {len(row.name)} ký tự, quá {NAME_LIMIT}; rút gọn lại"
    if row.sector and row.sector not in Sector.values:
        row.errors["sector"] = "chọn ngành nghề trong danh sách"
    try:
        row.tax = read_tax_code(row.tax) or ""
    except BadTaxCode as error:
        row.errors["tax"] = str(error)


def offered_to(user) -> list[str]:
    """Names that the form offers while one types, in Vietnamese order. One query."""
    rows = visible_to(user).filter(merged_into=None).order_by("sort_key", "pk")
    return list(dict.fromkeys(rows.values_list("name", flat=True)[:OFFERED]))


# --- Finding or taking up --------------------------------------------------------------------------------------------


def resolve(rows: list[Row], *, by, at) -> list[Organisation]:
    """The organisations that the rows mean, taken up where they are new. Within the caller's transaction.

    The same tax code is the same organisation; so is the same name, accents aside, where one of the two has no tax
    code. Raises Refused for a tax code known under another name, or a name that several bear.
    """
    found, problems = {}, []
    for row in rows:
        try:
            one = _find(row)
        except Refused as refusal:
            problems += refusal.problems
            continue
        one = _completed(one, row, by) if one else _new(row, at)
        found[one.pk] = one
    if problems:
        raise Refused(problems)
    return list(found.values())


class Known:
    """Every organisation by tax code and by name, for the rows of a whole sheet: one query."""

    def __init__(self):
        rows = Organisation.objects.select_related("merged_into").order_by("pk")
        self.rows = {one.pk: one for one in rows}
        self._by_tax = {one.tax_code: one for one in self.rows.values() if one.tax_code}
        self._named: dict[str, list[Organisation]] = {}
        for one in self.rows.values():
            self._named.setdefault(fold(one.name), []).append(one)

    def of_tax(self, tax_code: str) -> Organisation | None:
        return self._by_tax.get(tax_code)

    def named(self, name: str) -> list[Organisation]:
        return self._named.get(fold(name), [])

    def find(self, row: Row) -> Organisation | None:
        """Which organisation the row means, as ``resolve`` finds it. Raises Refused."""
        return _find(row, self)


class _Stored:
    @staticmethod
    def of_tax(tax_code):
        return Organisation.objects.select_related("merged_into").filter(tax_code=tax_code).first()

    @staticmethod
    def named(name):
        return named(name)


def _find(row, among=_Stored) -> Organisation | None:
    if row.tax:
        known = among.of_tax(row.tax)
        if known:
            one = known.merged_into or known
            if fold(row.name) not in (fold(known.name), fold(one.name)):
                row.errors["tax"] = f"mã số thuế này đã ghi cho “{known.name}”; sửa mã số, hoặc ghi đúng tên ấy"
                raise Refused(row.problems)
            return one
    bearers = dict.fromkeys(one.merged_into or one for one in among.named(row.name))
    if row.tax:
        # Another tax code makes another organisation, of whatever name.
        bearers = [one for one in bearers if one.tax_code is None]
    elif len(bearers) > 1:
        bearers = [one for one in bearers if one.tax_code is None]
        if len(bearers) != 1:
            row.errors["tax"] = "nhiều tổ chức cùng tên này, ghi mã số thuế để phân biệt"
            raise Refused(row.problems)
    return next(iter(bearers), None)


def named(name: str) -> list[Organisation]:
    """Every organisation of this name, accents and case aside, merged ones included."""
    rows = Organisation.objects.select_related("merged_into").filter(folded__startswith=fold(name)).order_by("pk")
    return [one for one in rows if fold(one.name) == fold(name)]


def _new(row, at) -> Organisation:
    one = Organisation(name=row.name, tax_code=row.tax or None, sector=row.sector or Sector.OTHER, recorded_at=at)
    one.fold()
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        # Somebody took up the same tax code a moment ago.
        return _find(row)
    return one


def _completed(one, row, by) -> Organisation:
    """What nobody knew of it so far and this row tells; what is known stays until the office changes it."""
    before, after = {}, {}
    # A tax code may stand with a name that was merged into this one.
    if row.tax and one.tax_code is None and not Organisation.objects.filter(tax_code=row.tax).exists():
        before["tax_code"], after["tax_code"] = "", row.tax
        one.tax_code = row.tax
    if row.sector and one.sector == Sector.OTHER and row.sector != Sector.OTHER:
        before["sector"], after["sector"] = one.sector, row.sector
        one.sector = row.sector
    if after:
        one.fold()
        one.save()
        audit.record("organisations.edit", key(one), by=by, before=before, after=after)
    return one


def key(one: Organisation) -> str:
    """As the audit log names it."""
    return f"TC-{one.pk}"


# --- Putting right ---------------------------------------------------------------------------------------------------


def revision(one: Organisation) -> int:
    """What an edit must name: the organisation's latest line of history."""
    return one.history.values_list("history_id", flat=True).first() or 0


@transaction.atomic
def edit(one: Organisation, *, by, seen: int, name: str, tax_code: str, sector: str, ward: str, address: str) -> None:
    """``ward``: a unit's code or "". Raises NotAllowed, Refused, WrongState (changed since ``seen``, or merged)."""
    if not can_edit(by, one):
        raise NotAllowed
    one = Organisation.objects.select_for_update().get(pk=one.pk)
    if one.merged_into_id or revision(one) != seen:
        raise WrongState("edit")
    row = Row(0, " ".join(clean_text(name).split()), tax_code, sector)
    check(row)
    wards = {unit.code: unit for unit in Unit.objects.filter(kind=Unit.Kind.WARD)}
    address = " ".join(clean_text(address).split())
    problems = [(anchor, f"{text[:1].upper()}{text[1:]}.") for anchor, text in row.errors.items()]
    if not row.sector:
        problems.append(("sector", "Chọn ngành nghề trong danh sách."))
    if ward and ward not in wards:
        problems.append(("ward", "Chọn phường trong danh sách."))
    if len(address) > ADDRESS_LIMIT:
        problems.append(("address", f"Địa chỉ dài {len(address)} ký tự, quá {ADDRESS_LIMIT}; rút gọn lại."))
    taken = Organisation.objects.filter(tax_code=row.tax).exclude(pk=one.pk).first() if row.tax else None
    if taken:
        problems.append(("tax", f"Mã số thuế này đã ghi cho “{taken.name}”; sửa lại, hoặc gộp hai tổ chức."))
    if problems:
        raise Refused(problems)
    wanted = {
        "name": row.name,
        "tax_code": row.tax or None,
        "sector": row.sector,
        "ward": wards.get(ward),
        "address": address,
    }
    changed = [name for name, value in wanted.items() if getattr(one, name) != value]
    if not changed:
        return
    before = {name: _told(getattr(one, name)) for name in changed}
    for name in changed:
        setattr(one, name, wanted[name])
    one.fold()
    one.save()
    after = {name: _told(wanted[name]) for name in changed}
    audit.record("organisations.edit", key(one), by=by, before=before, after=after)


def _told(value) -> str:
    return value.code if isinstance(value, Unit) else value or ""


@transaction.atomic
def merge(one: Organisation, into: Organisation, *, by) -> None:
    """``one`` turned out to be ``into``: counted as it from now on; what was recorded of it stays where it is.

    Whoever had been merged into ``one`` follows. Raises NotAllowed, Refused, WrongState (merged already).
    """
    if not can_merge(by):
        raise NotAllowed
    if one.pk == into.pk:
        raise Refused([("into", "Không gộp một tổ chức vào chính nó; chọn tổ chức khác.")])
    # Both rows are held, always in this order: of two merges at once the second sees what the first did. One by one:
    # whoever finds a row merged lets go at once, so a merge that carries such a row along waits for nobody who waits.
    held = {}
    for pk in sorted([one.pk, into.pk]):
        held[pk] = row = Organisation.objects.select_for_update(no_key=True).get(pk=pk)
        if row.merged_into_id and pk == one.pk:
            raise WrongState("merge")
        if row.merged_into_id:
            raise Refused([("into", f"“{into.name}” đã gộp vào tổ chức khác; chọn tổ chức ấy.")])
    for row in [held[one.pk], *Organisation.objects.filter(merged_into=one)]:
        row.merged_into = held[into.pk]
        row.save()
    audit.record(
        "organisations.merge", key(one), by=by, before={"name": one.name}, after={"name": into.name, "into": key(into)}
    )


def candidates(one: Organisation, words: str, limit=10) -> list[Organisation]:
    """Whom ``one`` may turn out to be: by ``words``, or those that bear its name."""
    rows = Organisation.objects.current().exclude(pk=one.pk)
    rows = rows.found(words) if words else rows.filter(folded__startswith=fold(one.name))
    return list(rows.order_by("sort_key", "pk")[:limit])
