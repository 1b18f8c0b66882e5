"""Members of a council: the rows of their form, what is changed by them, and which unit each looks after."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Lower

from initiatives.councils import can_change, claim
from initiatives.models import Council, CouncilMember
from units import audit
from units.asked import whole_number
from units.models import Unit, User
from units.moves import NotAllowed, Refused
from units.vietnamese import DateError, clean_text, format_date, parse_date

Role = CouncilMember.Role
MAX_MEMBERS = 40
COLUMNS = {
    "name": "Họ và tên",
    "post": "Chức vụ, nơi công tác",
    "role": "Vai trò",
    "user": "Tài khoản",
    "left_on": "Thôi từ ngày",
}
_LIMITS = {"name": 150, "post": 200}
_INPUT = re.compile(rf"member-(\d{{1,3}})-({'|'.join(COLUMNS)}|key)", re.ASCII)


@dataclass
class Row:
    """One row of the form, ``number`` from 1: what is typed, and what is wrong with it by column."""

    number: int
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    key: int | None = None  # of a member that is stored
    left_on: dt.date | None = None

    @property
    def stem(self) -> str:
        return f"member-{self.number}"

    @property
    def is_blank(self) -> bool:
        return not any(self.typed.get(name) for name in ("name", "post", "user", "left_on"))


def rows_of(council: Council) -> list[Row]:
    found = []
    for number, one in enumerate(council.members.select_related("user"), 1):
        typed = {
            "name": one.name,
            "post": one.post,
            "role": one.role,
            "user": one.user.username if one.user else "",
            "left_on": format_date(one.left_on) if one.left_on else "",
        }
        found.append(Row(number, typed, key=one.pk, left_on=one.left_on))
    return found


def read(post: Mapping[str, str]) -> list[Row]:
    """The rows of a POST, blank ones too: a stored member without a word is struck out."""
    found: dict[int, Row] = {}
    for name in post:
        if match := _INPUT.fullmatch(name):
            row = found.setdefault(int(match[1]), Row(int(match[1])))
            if match[2] == "key":
                row.key = whole_number(post[name])
            else:
                row.typed[match[2]] = " ".join(clean_text(post[name]).split())
    rows = [row for _, row in sorted(found.items())]
    for row in rows:
        if not row.is_blank:
            _check(row)
    return rows


def with_blank(rows: list[Row], *, more: int = 1) -> list[Row]:
    """What the page shows: rows that hold something, numbered anew from 1, and ``more`` blank ones."""
    kept = [row for row in rows if not row.is_blank or row.key]
    last = max((row.number for row in kept), default=0)
    room = max(0, min(more, MAX_MEMBERS - len(kept)))
    return kept + [Row(last + n, {"role": Role.MEMBER.value}) for n in range(1, room + 1)]


def _check(row):
    if not row.typed.get("name"):
        row.errors["name"] = "Ghi họ và tên, hoặc xóa hết chữ trong hàng để bỏ hàng."
    for name, limit in _LIMITS.items():
        if len(row.typed.get(name, "")) > limit:
            row.errors[name] = f"{COLUMNS[name]} dài quá {limit} ký tự; rút gọn lại."
    if row.typed.get("role") not in Role.values:
        row.errors["role"] = "Chọn vai trò trong danh sách."
    if text := row.typed.get("left_on"):
        try:
            row.left_on = parse_date(text)
        except DateError as error:
            row.errors["left_on"] = str(error)


def _problems(rows: Iterable[Row]) -> list[tuple[str, str]]:
    return [
        (f"{row.stem}-{name}", f"Hàng {row.number}: {row.errors[name][:1].lower()}{row.errors[name][1:]}")
        for row in rows
        for name in COLUMNS
        if name in row.errors
    ]


# --- Acts ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def change(council: Council, rows: list[Row], *, by, at: dt.datetime, revision: int) -> None:
    """Store the rows as the council's members, all or none. A stored member whose row is blank is struck out, unless
    they have been at a meeting: then the day they leave is what there is to write."""
    if not can_change(by, council):
        raise NotAllowed("members")
    claim(council, revision)
    stored = {one.pk: one for one in council.members.select_related("user")}
    rows = [row for row in rows if not row.is_blank or row.key in stored]
    kept = [row for row in rows if not row.is_blank]
    gone = [stored[row.key] for row in rows if row.is_blank and row.key in stored]
    users = _users(kept)
    _check_whole(council, rows, kept, gone, stored, users)
    if problems := _problems(rows):
        raise Refused(problems)
    before = _told(stored.values())
    council.members.filter(pk__in=[one.pk for one in gone]).delete()
    # Two who change places would each find the other's name and account taken.
    for one in stored.values():
        CouncilMember.objects.filter(pk=one.pk).update(name=f"#{one.pk}", user=None)
    for row in kept:
        one = stored.get(row.key) or CouncilMember(council=council)
        one.name, one.post, one.role = row.typed["name"], row.typed.get("post", ""), row.typed["role"]
        one.user, one.left_on = users.get(row.typed.get("user", "").casefold()), row.left_on
        one.save()
    # A stored member whose row was not posted at all stays as they were.
    posted = {row.key for row in rows}
    for one in stored.values():
        if one.pk not in posted:
            one.save()
    after = _told(CouncilMember.objects.filter(council=council).select_related("user"))
    if before != after:
        audit.record("councils.members", council.key, by=by, before={"members": before}, after={"members": after})


def _users(rows) -> dict[str, User]:
    """Active accounts by their login name, as typed in whatever case."""
    typed = {row.typed.get("user", "").casefold() for row in rows} - {""}
    named = User.objects.filter(is_active=True).annotate(low=Lower("username")).filter(low__in=typed)
    return {one.low: one for one in named}


def _check_whole(council, rows, kept, gone, stored, users):
    """What one row alone does not tell."""
    seen_names, seen_users = set(), set()
    for row in kept:
        name, user = row.typed.get("name", ""), row.typed.get("user", "").casefold()
        if name in seen_names:
            row.errors.setdefault("name", f"“{name}” đã có ở hàng trên; nếu là người khác, ghi thêm cho khác tên.")
        if user and user not in users:
            row.errors.setdefault("user", f"Không có tài khoản “{row.typed['user']}” đang dùng; để trống nếu chưa có.")
        elif user in seen_users and user:
            row.errors.setdefault("user", f"Tài khoản “{row.typed['user']}” đã gắn với hàng trên.")
        if row.left_on and row.left_on <= council.valid_from:
            day = format_date(council.valid_from)
            row.errors.setdefault("left_on", f"Ngày thôi tham gia phải sau ngày bắt đầu nhiệm kỳ ({day}).")
        seen_names.add(name)
        seen_users.add(user)
    met = set(council.meetings.values_list("attendees", flat=True)) | set(
        council.meetings.values_list("chaired_by", flat=True)
    )
    struck = {one.pk for one in gone if one.pk in met}
    for row in rows:
        if row.key in struck:
            name = stored[row.key].name
            row.typed, row.left_on = {"name": name, "post": stored[row.key].post, "role": stored[row.key].role}, None
            row.errors["left_on"] = f"{name} đã dự họp, không bỏ được; ghi ngày thôi tham gia."
    if len(kept) > MAX_MEMBERS:
        kept[MAX_MEMBERS].errors.setdefault("name", f"Hội đồng ghi tối đa {MAX_MEMBERS} thành viên; bớt hàng.")
    chairs = [row for row in kept if row.typed.get("role") == Role.CHAIR and row.left_on is None]
    for row in chairs[1:]:
        row.errors.setdefault("role", "Hội đồng có một Chủ tịch; chọn vai trò khác hoặc ghi ngày Chủ tịch cũ thôi.")


def _told(members) -> list[str]:
    found = []
    for one in sorted(members, key=lambda one: (one.role, one.pk)):
        left = f", thôi từ {format_date(one.left_on)}" if one.left_on else ""
        account = f", {one.user.username}" if one.user else ""
        found.append(f"{one.name} ({Role(one.role).label}{account}{left})")
    return found


@transaction.atomic
def assign(council: Council, chosen: Mapping[int, int | None], *, by, at: dt.datetime, revision: int) -> None:
    """``chosen``: unit → the member who looks after it, or None; units that it does not name stay as they are
    (III.1.a.1: thông báo phân công thành viên phụ trách cơ sở)."""
    if not can_change(by, council):
        raise NotAllowed("assign")
    claim(council, revision)
    members = {one.pk: one for one in council.members.sitting(at.date())}
    wrong = [unit for unit, member in chosen.items() if member is not None and member not in members]
    if wrong:
        raise Refused([(f"unit-{unit}", "Người được chọn không còn trong hội đồng, chọn lại.") for unit in wrong])
    through = CouncilMember.oversees.through
    held = through.objects.filter(councilmember__council=council, unit__in=chosen)
    before = dict(held.values_list("unit_id", "councilmember__name"))
    held.delete()
    through.objects.bulk_create(
        through(councilmember_id=member, unit_id=unit) for unit, member in chosen.items() if member is not None
    )
    after = {unit: members[member].name for unit, member in chosen.items() if member is not None}
    changed = [unit for unit in chosen if before.get(unit) != after.get(unit)]
    codes = dict(Unit.objects.filter(pk__in=changed).values_list("pk", "code"))
    if changed:
        audit.record(
            "councils.assign", council.key, by=by,
            before={"oversees": {codes[unit]: before.get(unit, "–") for unit in changed}},
            after={"oversees": {codes[unit]: after.get(unit, "–") for unit in changed}},
        )  # fmt: skip
