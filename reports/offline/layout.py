"""Where every input of the filing form stands in the workbook. Writing and reading ask here; nothing else knows.

A row is known by its key and a column by its mark, both out of sight: rows may be sorted, columns moved.
"""

from dataclasses import dataclass

from reports.sheet import Sheet

# Raised when a workbook of before can no longer be read as one of now.
LAYOUT = 1

GUIDE, TEXTS, FIGURES, TASKS, STAMP = "Hướng dẫn", "Lời văn", "Số liệu", "Nhiệm vụ", "q4kh"
KEY, VALUE, EXPLANATION, STATUS, NOTE = "key", "value", "explanation", "status", "note"
# The row of the marks, above the heads.
MARKS_ROW = 4
MARK = "q4kh:"

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
    """One cell to be filled: the form's name for it, and its kind: text | number | yesno | date | status."""

    name: str
    kind: str


@dataclass(frozen=True)
class Row:
    """One row of a sheet of the workbook. ``line``: the line of the report, None of the unit's own paper."""

    key: str
    label: str
    inputs: dict[str, Input]  # by the mark of the column
    line: object | None = None


def rows(sheet: Sheet) -> dict[str, list[Row]]:
    """Name of the workbook's sheet → its rows, in the order of the form."""
    return {TEXTS: _texts(sheet), FIGURES: _figures(sheet), TASKS: _tasks(sheet)}


def _texts(sheet):
    found = [Row(line.name, line.label, {VALUE: Input(line.name, "text")}, line) for line in sheet.texts]
    return found + [Row(name, label, {VALUE: Input(name, kind)}) for name, label, kind in OWN]


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
