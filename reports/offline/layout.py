"""Where every input of the filing form stands in the workbook. Writing and reading ask here; nothing else knows.

A row is known by its key and a column by its mark, both out of sight: rows may be sorted, columns moved.
"""

from dataclasses import dataclass

from reports.rows import ITEM, LABELS, MAX_ROWS, PROPOSAL, Row as ListRow
from reports.sheet import Sheet

# Raised when a workbook of before can no longer be read as one of now.
LAYOUT = 1

GUIDE, TEXTS, LISTS, FIGURES, TASKS = "Hướng dẫn", "Lời văn", "Kết quả, kiến nghị", "Số liệu", "Nhiệm vụ"
STAMP = "q4kh"
KEY, VALUE, EXPLANATION, STATUS, NOTE = "key", "value", "explanation", "status", "note"
HEADING, ADDRESSEE = "heading", "addressee"
# The row of the marks, above the heads.
MARKS_ROW = 4
MARK = "q4kh:"

# Blank rows that a list offers beside those that stand in it.
MORE_ROWS = 6
ANSWERS = {"yes": "Có", "no": "Chưa"}
# The unit's own paper: name of the form's input, label, what stands in it.
OWN = (
    ("estimate", "Ước đến hết quý", "text"),
    ("own_number", "Số, ký hiệu văn bản của đơn vị", "text"),
    ("own_date", "Ngày ký", "date"),
    ("signatory", "Người ký", "text"),
)


@dataclass(frozen=True)
class Input:
    """One cell to be filled: the form's name for it, and its kind: text | number | yesno | date | status | heading |
    addressee."""

    name: str
    kind: str


@dataclass(frozen=True)
class Row:
    """One row of a sheet of the workbook. ``line``: the line of the report, or row of one of its lists; None of the
    unit's own paper. A list is all the rows it has: one that is gone was taken out."""

    key: str
    label: str
    inputs: dict[str, Input]  # by the mark of the column
    line: object | None = None
    is_of_list: bool = False


def rows(sheet: Sheet, *, every=False) -> dict[str, list[Row]]:
    """Name of the workbook's sheet → its rows, in the order of the form.

    ``every``: all rows that a list can have, since a workbook of an earlier draft offers others than one of now would.
    """
    return {TEXTS: _texts(sheet), LISTS: _lists(sheet, every), FIGURES: _figures(sheet), TASKS: _tasks(sheet)}


def _texts(sheet):
    found = [Row(line.name, line.label, {VALUE: Input(line.name, "text")}, line) for line in sheet.texts]
    return found + [Row(name, label, {VALUE: Input(name, kind)}) for name, label, kind in OWN]


def _lists(sheet, every):
    found = []
    for kind in (ITEM, PROPOSAL):
        group = sheet.rows[kind]
        last = max((row.number for row in group.open), default=0)
        most = MAX_ROWS if every else min(last + MORE_ROWS, MAX_ROWS - len(group.settled))
        for row in [*group.open, *(ListRow(kind, number=number) for number in range(last + 1, most + 1))]:
            inputs = {HEADING: Input(f"{row.stem}-heading", "heading"), VALUE: Input(f"{row.stem}-text", "text")}
            if kind == PROPOSAL:
                inputs[ADDRESSEE] = Input(f"{row.stem}-addressee", "addressee")
            found.append(Row(row.stem, f"{LABELS[kind]}, {row.number}", inputs, row, is_of_list=True))
    return found


def _figures(sheet):
    found = []
    for line in sheet.figures:
        explained = {} if line.is_told else {EXPLANATION: Input(line.explanation_name, "text")}
        if not line.inputs:
            found.append(Row(line.anchor, line.label, explained, line))
        for name, part in zip(line.inputs, _parts(line)):
            kind = "number" if line.kind == "ratio" else line.kind
            label = f"{line.label}: {part}" if part else line.label
            found.append(Row(name, label, {VALUE: Input(name, kind), **explained}, line))
            explained = {}  # one explanation of both numbers, beside the first
    return found


def _parts(line):
    if line.kind != "ratio":
        return [""]
    return [line.target.numerator_label or "Tử số", line.target.denominator_label or "Mẫu số"]


def _tasks(sheet):
    return [
        Row(
            line.stem,
            line.label,
            {STATUS: Input(f"{line.stem}-status", "status"), NOTE: Input(f"{line.stem}-note", "text")},
            line,
        )
        for line in sheet.tasks
    ]
