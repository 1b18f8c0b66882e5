"""What the filing form says to the server behind the page: small saves, "is this still the latest?", files one by one.

Same address and names as the form itself, with ``Accept: application/json``. Answers are JSON whatever happens, so that
the page can say what did: 403 the session is over, 409 somebody else was here, 422 the file is not fit.
"""

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from reports import (
    attachments,
    carrying,
    completeness,
    draft_rows,
    draft_text,
    filing,
    permissions,
    review,
    sheet as sheets,
)
from reports.lines import TEXT_LABELS, TextLine
from reports.models import Report
from units import clock, uploads

# What a save names that is no line of the form.
_NO_FIELDS = {"revision", "csrfmiddlewaretoken", "base", "copy", "follows"}


def wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _answer(data, status=200):
    response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    patch_vary_headers(response, ["Accept"])
    return response


def logged_out():
    return _answer({"session": "expired"}, 403)


def standing(request, report, **more) -> dict:
    """Where the draft stands: what a page needs to know whether it is older."""
    mine = report.edited_by_id == request.user.pk
    return {
        "revision": report.revision,
        "state": report.state,
        "state_label": report.get_state_display(),
        "open": permissions.is_open_to(request.user, report, clock.now()),
        "saved_at": f"{report.edited_at.astimezone(clock.ZONE):%H:%M}" if report.edited_at else "",
        "saved_by": "" if mine or report.edited_by is None else str(report.edited_by),
        **more,
    }


def look(request, report):
    return _answer(standing(request, report))


def brings(post):
    """What the report of a small save is read with (``draft_rows.find``)."""
    return None if _is_words(post) else draft_rows.WITH_BESIDE


def _is_words(post) -> bool:
    """While somebody writes, only words come."""
    fields = set(post) - _NO_FIELDS
    return bool(fields) and fields <= set(Report.SECTIONS) and not post.get("copy")


def save(request, report):
    """Store the fields that the POST names; what cannot be read stays unsaved with its message, the rest is saved."""
    post = request.POST
    # The last words of a page that goes are sent on the number that its save on the way will give. Had somebody else
    # saved in its place, that number would be theirs, and their text written over unseen.
    is_after_another = "follows" in post and report.edited_by_id != request.user.pk
    is_open = permissions.is_open_to(request.user, report, clock.now())
    if not is_open or post.get("revision") != str(report.revision) or is_after_another:
        return _answer(standing(request, report), 409)
    fields = set(post) - _NO_FIELDS
    if report.is_started and _is_words(post):
        return _save_texts(request, report, fields)
    sheet = sheets.load(report, clock.today())
    errors, held = filing.read_what_can_be(sheet, post)
    filled, refused = _copied(sheet, post.get("copy"))
    if fields - held or filled:
        try:
            filing.save(sheet, by=request.user, revision=report.revision)
            review.store_answers(report, post, by=request.user)
        except filing.StaleDraft:
            return _late(request, report)
    errors |= {line.anchor: text for line in sheet.figures if (text := completeness.contradiction(line))}
    return _answer(
        standing(
            request,
            report,
            errors=_sentences(errors),
            held=sorted(held),
            done=sheet.done_count,
            total=len(sheet.required),
            missing=[{"anchor": line.anchor, "label": line.missing_label} for line in sheet.missing],
            base=draft_text.base(draft_text.said(sheet, post)),
            odd={(line.inputs or [line.anchor])[-1]: _odd(line) for line in sheet.figures if line.oddity},
            is_nil=sheet.is_nil,
            filled=filled,
            refused=refused,
        )
    )


def _save_texts(request, report, names):
    """A text is held against nothing but its length, so neither figures nor what stands beside them is read, and the
    answer tells of these texts alone."""
    lines = [TextLine(name, TEXT_LABELS[name], getattr(report, name)) for name in Report.SECTIONS if name in names]
    for line in lines:
        filing.read_text(line, request.POST)
    errors = {line.name: line.error for line in lines if line.error}
    fit = {line.name: line.value for line in lines if not line.error}
    if fit:
        try:
            filing.save_texts(report, fit, by=request.user)
        except filing.StaleDraft:
            return _late(request, report)
    return _answer(
        standing(
            request,
            report,
            errors=_sentences(errors),
            held=sorted(errors),
            base=draft_text.base({line.name: getattr(report, line.name) for line in lines}),
            is_nil=report.is_nil,
            filled={},
            refused="",
        )
    )


def _late(request, report):
    report.refresh_from_db()
    return _answer(standing(request, report), 409)


def _sentences(errors) -> dict[str, str]:
    return {name: f"{text[:1].upper()}{text[1:]}".rstrip(".") + "." for name, text in errors.items()}


def _odd(line) -> dict:
    return {"text": line.oddity, "name": line.explanation_name, "value": line.explanation}


def _copied(sheet, name) -> tuple[dict, str]:
    """({name: text}, "") of a text taken from the last report, or ({}, why not)."""
    if not name:
        return {}, ""
    why_not = carrying.copy_text(sheet, name)
    return ({}, why_not) if why_not else ({line.name: line.value for line in sheet.texts if line.name == name}, "")


def attach(request, report):
    """Keep one file at once. The answer holds its row of the list, ready to be shown."""
    if not permissions.is_open_to(request.user, report, clock.now()):
        return _answer(standing(request, report, error="báo cáo không còn mở để thêm tệp"), 409)
    upload = request.FILES.get("file")
    if upload is None:
        return _answer({"error": "chưa chọn tệp"}, 422)
    if report.attachments.count() >= attachments.MAX_FILES:
        return _answer({"error": f"mỗi báo cáo kèm tối đa {attachments.MAX_FILES} tệp; gỡ bớt hoặc gộp lại"}, 422)
    try:
        row = filing.attach(report, uploads.store(upload), by=request.user)
    except uploads.BadFile as error:
        return _answer({"error": str(error)}, 422)
    except filing.StaleDraft:
        report.refresh_from_db()
        return _answer(standing(request, report, error="báo cáo không còn mở để thêm tệp"), 409)
    html = render_to_string("reports/_file.html", {"file": row, "report": report})
    return _answer({"html": html, "count": report.attachments.count()})
