"""Phụ lục III and on, line by line: the year's tasks, what the registry counted, the initiatives that were recognised.

One shape for all of them, so that a drawer knows one table. Copies frozen before they came have none.
"""

import datetime as dt
from dataclasses import dataclass

from units.paper_text import cell, line
from units.vietnamese import format_date, roman

NO_VALUE = "–"
TEXT, MIDDLE, NUMBER = "text", "middle", "number"


@dataclass(frozen=True)
class Column:
    """``width`` on paper in millimetres, ``letters`` in the workbook. ``kind``: TEXT is never read as a number."""

    head: str
    width: int
    letters: int
    kind: str = TEXT

    @property
    def is_middle(self) -> bool:
        return self.kind != TEXT


@dataclass(frozen=True)
class Group:
    number: str  # "" where the title has one of its own
    title: str
    rows: tuple[tuple[str, ...], ...]  # a cell for each column

    @property
    def head(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Enclosure:
    """One appendix. ``group_head``: what the workbook calls the column of the groups' titles."""

    key: str
    number: str  # "III"
    title: str
    summary: tuple[str, ...]
    columns: tuple[Column, ...]
    group_head: str
    groups: tuple[Group, ...]

    @property
    def width(self) -> int:
        return sum(column.width for column in self.columns)

    @property
    def is_landscape(self) -> bool:
        return self.width > 165


# Of 252 mm.
TASKS = (
    Column("STT", 10, 6, NUMBER), Column("Mục", 17, 11, MIDDLE), Column("Nhiệm vụ", 62, 52),
    Column("Số đơn vị", 14, 8, NUMBER), Column("Hoàn thành", 16, 9, NUMBER), Column("Thường xuyên", 17, 9, NUMBER),
    Column("Đang thực hiện", 16, 9, NUMBER), Column("Chưa thực hiện", 16, 9, NUMBER),
    Column("Không còn phù hợp", 16, 9, NUMBER), Column("Chưa báo cáo", 16, 9, NUMBER),
    Column("Quá hạn, đình trệ", 52, 44),
)  # fmt: skip
# Of 165 mm.
ACTIVITIES = (
    Column("STT", 11, 6, NUMBER), Column("Ngày", 23, 12, MIDDLE), Column("Nội dung", 66, 60),
    Column("Đơn vị", 43, 40), Column("Tính vào chỉ tiêu", 22, 14),
)  # fmt: skip
INITIATIVES = (
    Column("STT", 11, 6, NUMBER), Column("Công nhận ngày", 23, 12, MIDDLE), Column("Sáng kiến", 53, 60),
    Column("Tác giả", 43, 40), Column("Quyết định, giấy chứng nhận", 35, 26),
)  # fmt: skip
_STATES = ("done", "regular", "underway", "not_started", "dropped", "none")


def read(snapshot: dict, period: str) -> tuple[Enclosure, ...]:
    """Those of the three that hold anything, numbered after the two of every report. ``period``: its label."""
    made = [
        make(snapshot[key], period)
        for key, make in (("tasks", _tasks), ("activities", _activities), ("initiatives", _initiatives))
        if snapshot.get(key, {}).get("rows")
    ]
    return tuple(Enclosure(key, roman(number), *rest) for number, (key, *rest) in enumerate(made, start=3))


def _tasks(frozen, period):
    rows = frozen["rows"]
    counts = {state: sum(row["states"][state] for row in rows) for state in _STATES}
    total = sum(row["count"] for row in rows)
    words = ("hoàn thành", "thường xuyên", "đang thực hiện", "chưa thực hiện", "không còn phù hợp", "chưa báo cáo")
    said = "; ".join(f"{word} {counts[state]}" for state, word in zip(_STATES, words, strict=True) if counts[state])
    summary = [f"Tổng số {total} việc của các đơn vị trong năm {frozen['year']}{f': {said}' if said else ''}."]
    late, stuck = (sum(len(row[key]["units"]) + row[key]["more"] for row in rows) for key in ("overdue", "stuck"))
    if late or stuck:
        summary.append(
            f"Quá hạn {late}; đình trệ {stuck}. Đình trệ là việc chưa xong mà nhiều quý liền không có tin gì mới."
        )
    title = f"TÌNH HÌNH THỰC HIỆN NHIỆM VỤ NĂM {frozen['year']} ĐẾN HẾT {period.upper()}"
    cells = [(cell(row["heading"]), _task(row)) for row in rows]
    return "tasks", title, tuple(summary), TASKS, "Đề mục", _grouped(cells, numbered=False)


def _task(row) -> tuple[str, ...]:
    named = (("Quá hạn", row["overdue"]), ("Đình trệ", row["stuck"]))
    flags = [f"{word}: {_names(found)}." for word, found in named if found["units"]]
    states = (str(row["states"][state]) for state in _STATES)
    return cell(row["ref"]) or NO_VALUE, cell(row["title"]), str(row["count"]), *states, " ".join(flags)


def _names(found) -> str:
    """Bounded when frozen: each is told whole."""
    names = ", ".join(line(name) for name in found["units"])
    return f"{names} và {found['more']} đơn vị khác" if found["more"] else names


def _activities(frozen, period):
    rows = frozen["rows"]
    total = len(rows) + sum(frozen["left_out"].values())
    summary = [f"{total} hoạt động đã xác nhận, được tính vào các chỉ tiêu của kỳ."]
    summary += [
        f"{line(kind)}: còn {count} hoạt động trước các dòng dưới đây, có trong sổ theo dõi."
        for kind, count in frozen["left_out"].items()
    ]
    cells = [
        (
            cell(row["kind"]),
            (_day(row["on"]), cell(row["title"]), cell("; ".join(row["units"])), cell(", ".join(row["targets"]))),
        )
        for row in rows
    ]
    title = f"HOẠT ĐỘNG GHI TRONG SỔ THEO DÕI {period.upper()}"
    return "activities", title, tuple(summary), ACTIVITIES, "Loại", _grouped(cells)


def _initiatives(frozen, period):
    rows = frozen["rows"]
    total = len(rows) + frozen["left_out"]
    summary = [f"{total} sáng kiến được công nhận trong kỳ."]
    if frozen["left_out"]:
        summary.append(f"Còn {frozen['left_out']} sáng kiến trước các dòng dưới đây, có trong sổ theo dõi.")
    cells = [
        ("", (_day(row["on"]), cell(row["title"]), cell(_authors(row)), cell(_decided(row)))) for row in rows
    ]
    title = f"SÁNG KIẾN ĐƯỢC CÔNG NHẬN {period.upper()}"
    return "initiatives", title, tuple(summary), INITIATIVES, "", _grouped(cells)


def _authors(row) -> str:
    """ "Nguyễn Văn A, Trần Thị B (Phường 4)"; of one that is not public yet how many, without names."""
    if row["authors"]:
        return f"{', '.join(row['authors'])} ({row['unit']})"
    return f"{row['author_count']:02d} tác giả ({row['unit']})" if row["author_count"] else row["unit"]


def _decided(row) -> str:
    parts = [
        f"{word} {number}"
        for word, number in (("QĐ", row["decision"]), ("GCN", row["certificate"]))
        if number
    ]
    return ", ".join([*parts, row["body"]])


def _day(iso: str) -> str:
    return format_date(dt.date.fromisoformat(iso))


def _grouped(cells, *, numbered=True) -> tuple[Group, ...]:
    """Rows of one title under one head, in order of first appearance; places run on."""
    members: dict[str, list] = {}
    for place, (title, row) in enumerate(cells, start=1):
        members.setdefault(title, []).append((str(place), *row))
    return tuple(
        Group(roman(number) if numbered else "", title, tuple(rows))
        for number, (title, rows) in enumerate(members.items(), start=1)
    )
