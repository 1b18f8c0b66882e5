"""Mẫu văn bản: the office's letterheads and who signs under them, each with a picture of the paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from initiatives.said import Said
from reports import office_templates, signatories, snapshots
from reports.models import OfficeTemplate, Signatory
from targets.models import Period
from units import clock
from units.asked import seen_revision, whole_number
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_keeping_text
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text, format_date

PUBLISHER = "(tên người công bố)"
HISTORY = 10
_CHANGED = "Chưa lưu: có người vừa sửa mẫu này. Phần vừa nhập vẫn ở dưới; lưu lần nữa là ghi thay bản hiện nay."

# name, label, hint, rows of a text area or 0, longest, whether it may be blank
_INPUTS = (
    ("name", "Tên mẫu", "Để chọn khi lập báo cáo; không in.", 0, 80, False),
    ("parent", "Cơ quan chủ quản", "Chữ in hoa. Văn bản của Ủy ban nhân dân không ghi dòng này.", 0, 120, True),
    ("agency", "Cơ quan ban hành", "Chữ in hoa, in đậm ở góc trái.", 0, 120, False),
    ("agency_name", "Tên cơ quan trong câu", "Ví dụ Phòng Kinh tế.", 0, 120, False),
    ("symbol", "Ký hiệu", "Ví dụ BC-KT, BC-UBND; số do văn thư cho.", 0, 20, False),
    ("place", "Địa danh", "In trước ngày, tháng, năm. Ví dụ Quận 4.", 0, office_templates.PLACE_LIMIT, False),
    ("addressee", "Kính gửi", "", 0, 90, False),
    ("bases", "Căn cứ", "Mỗi dòng một căn cứ; chữ “Căn cứ” và dấu cuối dòng cổng tự in.", 3, 0, True),
    ("closing", "Câu kết thêm", "In sau câu “Trên đây là báo cáo …”.", 0, 300, True),
    ("recipients", "Nơi nhận", "Mỗi dòng một nơi, dòng cuối là nơi lưu: “Lưu: VT, KT”.", 6, 0, False),
)
_SIGNATORY = ("post_lines", "name", "valid_from", "valid_to")
LABELS = {name: label for name, label, *_ in _INPUTS}
SIGNATORY_LABELS = {"post_lines": "Thẩm quyền, chức vụ"}


def _require_reader(user):
    if not office_templates.can_read(user):
        raise PermissionDenied


def _period(today):
    """The quarter that a picture of a template speaks of."""
    rows = Period.objects.select_related("plan__coordinator")
    return rows.begun(today).order_by("-window_from").first() or rows.order_by("window_from").first()


@login_required
@require_safe
def templates(request):
    _require_reader(request.user)
    today = clock.today()
    signing: dict[int, list] = {}
    for row in Signatory.objects.in_force(today):
        signing.setdefault(row.template_id, []).append(row)
    rows = [(template, signing.get(template.pk, [])) for template in OfficeTemplate.objects.all()]
    return render(request, "reports/office_templates.html", {"rows": rows})


@login_keeping_text(labels=LABELS, saving="save")
@require_http_methods(["GET", "HEAD", "POST"])
def template(request, key):
    """POST ``act=save``, or ``act=preview``: the picture of what was typed, nothing stored. ``ky``: who signs in it."""
    _require_reader(request.user)
    row = get_object_or_404(OfficeTemplate, key=key)
    if request.method != "POST":
        return _template(request, row)
    act = request.POST.get("act", "save")
    if act not in ("save", "preview"):
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    if not office_templates.can_change(request.user):
        raise PermissionDenied
    try:
        if act == "preview":
            return _template(request, row, tried=_typed(request))
        office_templates.edit(row, by=request.user, revision=seen_revision(request.POST), said=request.POST)
    except Refused as refusal:
        return _template(request, get_object_or_404(OfficeTemplate, key=key), _problems(refusal), status=422)
    except WrongState:
        return _template(request, get_object_or_404(OfficeTemplate, key=key), [Problem("", _CHANGED)], status=409)
    messages.success(request, "Đã lưu mẫu. Báo cáo công bố từ nay in theo mẫu này; bản đã công bố không đổi.")
    return redirect("reports:office_template", key)


def _typed(request) -> dict:
    """Raises Refused."""
    form = Said(request.POST)
    columns = office_templates.read(form)
    form.check()
    return columns


def _problems(refusal):
    return [Problem(anchor, text) for anchor, text in refusal.problems]


def _template(request, row, problems=(), status=200, tried=None):
    today = clock.today()
    people = list(row.signatories.all())
    for person in people:
        person.template = row
    values = {name: getattr(row, name) for name in office_templates.FIELDS}
    if request.method == "POST":
        values = {name: clean_text(request.POST.get(name, "")) for name in values}
    errors = {problem.anchor: problem.text for problem in problems}
    context = {
        "template": row,
        "people": [(person, person.is_in_force(today)) for person in people],
        "can_change": office_templates.can_change(request.user),
        "is_tried": tried is not None,
        "snapshot": _picture(request, row, people, tried, today),
        "inputs": [
            {
                "name": name, "label": label, "hint": hint, "rows": rows, "limit": limit, "is_optional": is_optional,
                "value": values[name], "error": errors.get(name),
            }
            for name, label, hint, rows, limit, is_optional in _INPUTS
        ],
        "voices": OfficeTemplate.Voice.choices,
        "voice": values["voice"],
        "history": _history(row),
        "problems": list(problems),
        "errors": errors,
    }  # fmt: skip
    return render(request, "reports/office_template.html", context, status=status)


def _picture(request, row, people, tried, today):
    """A report without content under this template, as it is or as somebody tries it; None before any calendar."""
    period = _period(today)
    if period is None or not people:
        return None
    asked = whole_number(request.GET.get("ky"))
    in_force = [person for person in people if person.is_in_force(today)] or people
    signing = next((person for person in people if person.pk == asked), None)
    signing = signing or min(in_force, key=lambda person: (person.is_deputy, -person.pk))
    if tried:
        signing.template = OfficeTemplate(key=row.key, **tried)
    return snapshots.specimen(signing, period, PUBLISHER, today)


def _history(row) -> list[dict]:
    """The last changes of the template and of its signatories, the newest first."""
    kept = list(row.history.select_related("history_user")[: HISTORY + 1])
    told = [
        _told(new, [str(OfficeTemplate._meta.get_field(name).verbose_name) for name in _changed(new, old)])
        for new, old in zip(kept, [*kept[1:], None])
    ]
    people = Signatory.history.filter(template_id=row.pk).select_related("history_user")
    for one in people[:HISTORY]:
        words = "thêm" if one.history_type == "+" else "sửa"
        told.append(_told(one, [f"{words} người ký {one.name or PUBLISHER}"]))
    told = [one for one in told if one["what"]]
    return sorted(told, key=lambda one: one["at"], reverse=True)[:HISTORY]


def _changed(new, old) -> list[str]:
    if old is None:
        return []
    return [name for name in office_templates.FIELDS if getattr(new, name) != getattr(old, name)]


def _told(row, what) -> dict:
    return {"at": row.history_date, "by": str(row.history_user or "Cổng, khi nạp kế hoạch"), "what": what}


# --- Who signs -------------------------------------------------------------------------------------------------------


@login_keeping_text(labels=SIGNATORY_LABELS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_signatory(request, key):
    return _signatory(request, get_object_or_404(OfficeTemplate, key=_readable(request, key)), None)


@login_keeping_text(labels=SIGNATORY_LABELS)
@require_http_methods(["GET", "HEAD", "POST"])
def signatory(request, key, pk):
    rows = Signatory.objects.select_related("template")
    row = get_object_or_404(rows, pk=pk, template__key=_readable(request, key))
    return _signatory(request, row.template, row)


def _readable(request, key):
    _require_reader(request.user)
    if not office_templates.can_change(request.user):
        raise PermissionDenied
    return key


def _signatory(request, template, row):
    values = {"valid_from": format_date(clock.today())}
    if row:
        values = {
            "post_lines": row.post_lines,
            "name": row.name,
            "valid_from": format_date(row.valid_from),
            "valid_to": format_date(row.valid_to) if row.valid_to else "",
        }
    context = {"template": template, "row": row, "values": values, "problems": [], "errors": {}}
    if request.method != "POST":
        return render(request, "reports/signatory.html", context)
    said = {"by": request.user, "revision": seen_revision(request.POST), "said": request.POST}
    try:
        if row:
            signatories.edit(row, **said)
        else:
            signatories.add(template, **said)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        problems, status = _problems(refusal), 422
    except WrongState:
        problems, status = [Problem("", _CHANGED)], 409
    else:
        messages.success(request, "Đã lưu người ký.")
        return redirect("reports:office_template", template.key)
    template.refresh_from_db()
    context |= {
        "values": {name: clean_text(request.POST.get(name, "")) for name in _SIGNATORY},
        "problems": problems,
        "errors": {problem.anchor: problem.text for problem in problems},
    }
    return render(request, "reports/signatory.html", context, status=status)
