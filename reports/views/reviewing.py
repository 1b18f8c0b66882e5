"""The reviewer's part of a report's page: the lines under three tabs, what was ticked and written, the decision."""

from reports import review, sheet as sheets, versions, workflow
from units import clock
from units.vietnamese import clean_text

CHANGED, CARE, ALL = "thay-doi", "de-y", "tat-ca"
_MARKS = ("line-", "reason-")


def context(request, row, version, previous, notes, problems) -> dict:
    """What the template of the review needs. ``previous``: the sending to compare with, or None."""
    pinned = [note for note in notes if previous and note.version_id == previous.pk]
    lines = review.lines(version.content, previous.content if previous else None, pinned)
    review.put(review.read(request.POST, [line.key for line in lines]), lines)
    keys = {line.key for line in lines}
    errors = {problem.anchor: problem.text for problem in problems}
    for line in lines:
        line.error = errors.get(f"reason-{line.key}") or errors.get(f"ok-{line.key}", "")
    groups = {
        **({CHANGED: review.by_care([line for line in lines if line.is_changed])} if previous else {}),
        CARE: [line for line in lines if line.needs_care],
        ALL: review.by_care(lines),
    }
    asked = request.GET.get("xem")
    chosen = asked if asked in groups else next(iter(groups)) if previous else ALL
    shown = groups[chosen]
    back = [line for line in lines if line.is_back]
    folded = [line for line in lines if not any(line is one for one in shown)]
    return {
        "tab": chosen,
        "tabs": [(key, len(rows)) for key, rows in groups.items()],
        "shown": shown,
        "folded": folded,
        "fold_open": any(line.is_back or line.reason for line in folded),
        "good": len(shown) - sum(line.is_back for line in shown),
        "back": back,
        "notes": [note for note in pinned if note.line not in keys],
        "quarter": row.period.value.previous.label.split("/")[0],
    }


def is_of_older_version(request, row) -> bool:
    """Whether another sending came since the page was drawn: nobody decides on what they did not read."""
    read = request.POST.get("version")
    return read is not None and row.state == "sent" and read != str(row.version_count)


def decide(request, row, name, reason) -> dict[str, str]:
    """Reasons by line for a return; Refused when the marks contradict the move. Nothing for who may not make it."""
    if (
        name not in ("return", "accept")
        or not _any_marks(request.POST)
        or row.state not in workflow.MOVES[name].sources
    ):
        return {}
    if not workflow.RIGHTS[name](request.user, row):
        return {}
    content = row.latest.content if row.state == "sent" else versions.content_of(sheets.load(row, clock.today()))
    names = {line.key: line.name for line in review.lines(content, None)}
    marks = review.read(request.POST, names)
    if name == "accept":
        review.check_accept(marks, names)
        return {}
    return review.line_reasons(marks, reason, names)


def _any_marks(post) -> bool:
    return any(name.startswith(_MARKS) for name in post)


def has_typed(request) -> bool:
    return bool(typed(request)) or "return" in [
        value for name, value in request.POST.items() if name.startswith("line-")
    ]


def typed(request) -> list[tuple[str, str]]:
    """(label, text) of what a refused POST said, where the page has no boxes for it any more."""
    found = []
    for name, value in request.POST.items():
        text = clean_text(value).strip()
        if text and name == "reason":
            found.insert(0, ("Lời gửi đơn vị", text))
        elif text and name.startswith("reason-"):
            found.append((f"Dòng {name[7:][:80]}", text))
    return found
