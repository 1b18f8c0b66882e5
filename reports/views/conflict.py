"""409: the draft was saved by somebody else, or is not open any more. The page holds everything that was typed.

``base`` tells what each line held when the form was opened, as check sums: so only lines in which something was really
typed are compared, and a colleague's work elsewhere is left alone.
"""

from dataclasses import dataclass

from django.shortcuts import render

from reports import differences, filing, review, rows
from reports.draft_text import OWN, base, labels, said
from units.vietnamese import clean_text

_ANSWERS = {"yes": "Có", "no": "Chưa"}


@dataclass
class Row:
    """One line of the comparison: both texts, and the inputs that would store the typed one."""

    key: str
    label: str
    stored: str
    typed: str
    inputs: list[dict]
    takes_typed: bool

    @property
    def steps(self) -> list[tuple[str, str]]:
        """From the stored text to the typed one, word by word; nothing where one of them is blank."""
        return differences.words(self.stored, self.typed) if self.stored and self.typed else []


def written_base(texts) -> str:
    """As the form carries it: "situation=1a2b3c4d CT03=…"."""
    return " ".join(f"{key.replace(' ', '_')}={sum_}" for key, sum_ in base(texts).items())


def _read_base(text) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split() if "=" in pair)


def chosen(post):
    """The POST without the lines for which the page was told to keep what is stored."""
    kept = [name for name, value in post.items() if name.startswith("keep-") and value == "stored"]
    if not kept:
        return post
    left = post.copy()
    for name in kept:
        for of_line in post.getlist(name.replace("keep-", "inputs-", 1)):
            for one in of_line.split():
                left.pop(one, None)
    return left


def page(request, sheet, stored, *, frozen):
    """``stored``: what ``said`` gave before the POST was read into the sheet."""
    report = sheet.report
    found = _rows(sheet, stored, request.POST) + _answers(report, request.POST)
    context = {
        "report": report,
        "rows": found,
        "frozen": frozen,
        "revision": report.revision,
        "base": written_base(stored),
        "everything": "\n\n".join(f"{row.label}\n{row.typed}" for row in found),
        "can_withdraw": report.state in ("pending", "sent") and not report.taken_at,
    }
    return render(request, "reports/conflict.html", context, status=409)


def _rows(sheet, stored, post) -> list[Row]:
    opened = _read_base(post.get("base", ""))
    typed = said(sheet, post)
    called = labels(sheet)
    raw = {line.key: " / ".join(line.typed.values()) for line in sheet.figures if line.error}
    lines = {line.key: line for line in sheet.lines}
    sums = base(stored)
    found = []
    for key, text in {**typed, **raw}.items():
        if key in OWN:
            text = clean_text(post.get(key, text))
        was = stored.get(key, "")
        if text == was:
            continue
        sum_ = opened.get(key.replace(" ", "_"))
        if sum_ is None and not text:
            continue  # nothing to lose, and no telling whether it was blank from the start
        if sum_ is not None and sum_ == base({key: text})[key]:
            continue  # as it was when the form was opened: only the other side has written here
        names = filing.inputs_of(lines[key], post) if key in lines else _other_inputs(key, post)
        if not names:
            continue
        unchanged = sum_ == sums[key] if sum_ is not None else not was
        inputs = [_input(one, clean_text(post[one])) for one in names]
        # Typed knowingly over what stood here: the choice is theirs, and theirs is offered first.
        found.append(Row(key, called[key], was, text, inputs, takes_typed=unchanged or sum_ is not None))
    return found


def _answers(report, post) -> list[Row]:
    """What was answered to the notes of the last return and is not stored."""
    notes = review.open_notes(report) if any(one.startswith("answer-") for one in post) else []
    typed = review.read_answers(notes, post)
    labels = {note.pk: f"Trả lời {note.by_role} về {'dòng ' + note.line if note.line else 'báo cáo'}" for note in notes}
    return [
        Row(one := f"answer-{pk}", labels[pk], stored, text, [_input(one, text)], takes_typed=True)
        for pk, stored, text in ((note.pk, note.answer, typed.get(note.pk, "")) for note in notes)
        if text
    ]


def _other_inputs(key, post):
    return [key] if key in OWN and key in post else rows.inputs(key, post)


def _input(name, value) -> dict:
    """``kind``: text and number can still be mended on the page; a choice is sent again as it is."""
    if name.endswith("-status"):
        return {"kind": "choice", "name": name, "value": value}
    if value in _ANSWERS or name.startswith(("item-", "proposal-")):
        return {"kind": "choice", "name": name, "value": value}
    is_number = name.startswith("figure-") and not name.endswith("-explanation") or name in ("own_number", "own_date")
    return {"kind": "number" if is_number else "text", "name": name, "value": value}
