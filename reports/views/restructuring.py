"""Thay đổi đơn vị (`/don-vi/thay-doi/`): choose the kind, fill in, see all that will happen, and only then do it."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from initiatives.said import Said
from reports import restructuring
from reports.restructuring import Changed
from units import clock
from units.asked import whole_number
from units.models import Unit, UnitChange
from units.moves import Refused, WrongState
from units.relogin import login_showing_text
from units.restructuring import (
    DECISION_LIMIT,
    MOST_PARTS,
    NAME_LIMIT,
    SHORT_NAME_LIMIT,
    SOURCE_LIMIT,
    Change,
    Heir,
    may_change,
)
from units.templatetags.q4kh import Problem
from units.vietnamese import NumberError, clean_text, parse_number

Kind = UnitChange.Kind
PAGE_SIZE = 50
# With so many units a list of them to choose from helps nobody.
MOST_LISTED = 60
FIRST_ROWS, MORE_ROWS = 2, 2
HEIR_LABELS = (
    ("code", "Mã"),
    ("name", "Tên đầy đủ, nếu mã mới"),
    ("short_name", "Tên ngắn, nếu mã mới"),
)
SHARE_LABELS = (
    ("share", "Tỷ lệ số liệu (%)"),
    ("share_source", "Căn cứ của tỷ lệ"),
)


class Form:
    """What one kind of change asks. ``units``: label and hint of the old units' input."""

    def __init__(self, kind, title, what, units, hint, *, many=False, heirs=0, people=False):
        self.kind, self.title, self.what, self.units, self.hint = kind, title, what, units, hint
        self.takes_many, self.most_heirs, self.asks_people = many, heirs, people


FORMS = {
    "hop-nhat": Form(
        Kind.MERGE,
        "Hợp nhất, sáp nhập, thay thế",
        "Một hay nhiều đơn vị thôi hoạt động; một đơn vị mới hoặc đang có nối tiếp toàn bộ.",
        "Mã các đơn vị thôi hoạt động",
        "Mã cách nhau bằng dấu phẩy, ví dụ P2, P5.",
        many=True,
        heirs=1,
        people=True,
    ),
    "chia-tach": Form(
        Kind.SPLIT,
        "Chia tách",
        "Một đơn vị thôi hoạt động, từng phần nhập vào những đơn vị mới hoặc đang có.",
        "Mã đơn vị được chia tách",
        "",
        heirs=MOST_PARTS,
        people=True,
    ),
    "doi-ten": Form(
        Kind.RENAME, "Đổi tên", "Đơn vị giữ nguyên, chỉ mang tên khác; tên cũ giữ lại với ngày dùng.", "Mã đơn vị", ""
    ),
    "giai-the": Form(
        Kind.DISSOLVE,
        "Giải thể",
        "Đơn vị thôi hoạt động, không đơn vị nào nối tiếp.",
        "Mã đơn vị giải thể",
        "",
    ),
}


@login_required
@require_safe
def start(request):
    """The kinds of change, and what has been recorded so far, the latest first."""
    _require_right(request.user)
    rows = UnitChange.objects.prefetch_related("units", "successions__to_unit")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    asked = request.GET.get("don-vi", "")[:20]
    context = {
        "kinds": FORMS.items(),
        "asked": asked,
        "page": page,
        "changes": [(row, *_parties(row)) for row in page.object_list],
    }
    return render(request, "reports/restructuring_start.html", context)


def _parties(change) -> tuple[list[Unit], list[Unit]]:
    heirs = {row.to_unit_id: row.to_unit for row in change.successions.all()}
    return list(change.units.all()), list(heirs.values())


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, slug):
    """The form of one kind. POST ``act``: ``rows`` more lines, ``edit`` back to the form, ``preview``, ``confirm``."""
    _require_right(request.user)
    form = FORMS.get(slug)
    if form is None:
        raise Http404("no such kind of change")
    if request.method != "POST":
        return _form(request, form, {"units": request.GET.get("don-vi", "")[:20]})
    act = request.POST.get("act", "preview")
    if act in ("rows", "edit"):
        return _form(request, form, request.POST)
    if act not in ("preview", "confirm"):
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    try:
        wanted = read(form, request.POST)
        if act == "preview":
            return _preview(request, form, restructuring.prepare(wanted, clock.today()))
        row = restructuring.confirm(
            wanted, by=request.user, at=clock.now(), fingerprint=request.POST.get("fingerprint", "")
        )
    except Refused as refusal:
        return _form(request, form, request.POST, refusal.problems, status=422)
    except WrongState:
        said = [("units", "Chưa ghi: có người vừa ghi thay đổi của một trong những đơn vị này. Xem lại rồi ghi tiếp.")]
        return _form(request, form, request.POST, said, status=409)
    except Changed as changed:
        return _preview(request, form, changed.preview, is_changed=True, status=409)
    messages.success(request, f"Đã ghi: {restructuring.headline(wanted)}.")
    shown = row.successions.select_related("to_unit").order_by("pk").first()
    return redirect("reports:unit", shown.to_unit.code if shown else wanted.units[0].code)


def _require_right(user):
    if not may_change(user):
        raise PermissionDenied("administrators change units")


# --- Reading the form ------------------------------------------------------------------------------------------------


def read(form: Form, post) -> Change:
    """Raises Refused for what cannot be read, by name of its input."""
    said = Said(post)
    olds = _olds(said, form, post)
    heirs = _heirs(said, form, post)
    name = short_name = ""
    if form.kind == Kind.RENAME:
        name = said.line("name", "Tên đầy đủ", NAME_LIMIT, missing="Ghi tên đầy đủ mới.")
        short_name = said.line("short_name", "Tên ngắn", SHORT_NAME_LIMIT, missing="Ghi tên ngắn mới.")
    effective_on = said.day("effective_on", "Ngày có hiệu lực", missing="Ghi ngày thay đổi có hiệu lực.")
    decision = said.line(
        "decision", "Văn bản quyết định", DECISION_LIMIT, missing="Ghi số, ký hiệu văn bản quyết định."
    )
    decided_on = said.day("decided_on", "Ngày văn bản", missing="Ghi ngày của văn bản.")
    keeps = post.get("people", "")
    if form.asks_people and keeps not in ("keep", "end"):
        said.wrong("people", "Chọn người phụ trách tiếp tục hay kết thúc phân công.")
    said.check()
    return Change(
        form.kind, olds, effective_on, decision, decided_on, heirs, form.asks_people and keeps == "keep", name,
        short_name,
    )  # fmt: skip


def _olds(said, form, post) -> tuple[Unit, ...]:
    codes = dict.fromkeys(re.split(r"[\s,;]+", clean_text(post.get("units", "")).strip().upper()))
    codes.pop("", None)
    if not codes:
        said.wrong("units", f"{form.units}: ghi mã, xem mã ở trang Đơn vị.")
        return ()
    if len(codes) > 1 and not form.takes_many:
        said.wrong("units", f"{form.units}: mỗi lần chỉ ghi một đơn vị.")
        return ()
    if len(codes) > MOST_LISTED:
        said.wrong("units", f"{form.units}: mỗi lần tối đa {MOST_LISTED} đơn vị.")
        return ()
    found = _found(codes)
    missing = [code for code in codes if code not in found]
    if missing:
        said.wrong("units", f"Không có đơn vị mang mã {', '.join(missing)[:100]}; xem mã ở trang Đơn vị.")
    return tuple(found[code] for code in codes if code in found)


def _found(codes) -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}


def _heirs(said, form, post) -> tuple[Heir, ...]:
    if not form.most_heirs:
        return ()
    rows = []
    for number in range(1, _rows(form, post) + 1):
        anchor = f"heir-{number}"
        code = said.line(f"{anchor}-code", "Mã", 40).upper()
        name = said.line(f"{anchor}-name", "Tên đầy đủ", NAME_LIMIT)
        short_name = said.line(f"{anchor}-short_name", "Tên ngắn", SHORT_NAME_LIMIT)
        source = said.line(f"{anchor}-share_source", "Căn cứ của tỷ lệ", SOURCE_LIMIT)
        share = _share(said, f"{anchor}-share", post)
        if not code and (name or short_name or source or share is not None):
            said.wrong(f"{anchor}-code", "Ghi mã của đơn vị nối tiếp.")
        elif code:
            rows.append((anchor, code, name, short_name, share, source))
    if not rows and not said.problems:
        said.wrong("heir-1-code", "Ghi mã của đơn vị nối tiếp.")
    if form.kind == Kind.SPLIT and len(rows) == 1 and not said.problems:
        said.wrong("heir-2-code", "Chia tách có ít nhất hai phần; chỉ một đơn vị nối tiếp thì ghi ở mục Hợp nhất.")
    there = _found([code for _, code, *_ in rows])
    return tuple(Heir(*row, unit=there.get(row[1])) for row in rows)


def _share(said, name, post):
    typed = clean_text(post.get(name, "")).strip().removesuffix("%").strip()
    if not typed:
        return None
    try:
        return parse_number(typed, places=2)
    except NumberError as error:
        said.wrong(name, f"Tỷ lệ: {error}")
        return None


def _rows(form, post) -> int:
    if form.most_heirs == 1:
        return 1
    asked = whole_number(post.get("rows"), digits=2) or FIRST_ROWS
    if post.get("act") == "rows":
        asked += MORE_ROWS
    return max(FIRST_ROWS, min(asked, form.most_heirs))


# --- Pages -----------------------------------------------------------------------------------------------------------


def _form(request, form, post, problems=(), *, status=200):
    problems = list(problems)
    typed = {name: clean_text(value) for name, value in post.items()}
    number = _rows(form, typed) if form.most_heirs else 0
    errors = dict(reversed(problems))  # the first of several about one input
    listed = list(Unit.objects.filter(is_active=True, valid_to=None).exclude(kind=Unit.Kind.SCHOOL)[: MOST_LISTED + 1])
    context = {
        "form": form,
        "typed": typed,
        "heirs": [_heir(form, at, typed, errors) for at in range(1, number + 1)],
        "row_count": number,
        "can_add": 0 < number < form.most_heirs and form.most_heirs > 1,
        "listed": listed if len(listed) <= MOST_LISTED else [],
        "problems": [Problem(anchor, text) for anchor, text in problems],
        "errors": errors,
        "effect_hint": "Tên cũ dùng đến hết ngày hôm trước."
        if form.kind == Kind.RENAME
        else "Đơn vị cũ hoạt động đến hết ngày hôm trước.",
    }
    return render(request, "reports/restructuring_form.html", context, status=status)


def _heir(form, number, typed, errors) -> tuple:
    """(number, inputs about one heir, inputs about its share, whether anything stands in those), ready to print."""

    def inputs(labels):
        return [
            {"name": name, "label": label, "value": typed.get(name, ""), "error": errors.get(name, "")}
            for name, label in ((f"heir-{number}-{name}", label) for name, label in labels)
        ]

    shares = inputs(SHARE_LABELS) if form.kind == Kind.SPLIT else []
    return number, inputs(HEIR_LABELS), shares, any(one["value"] or one["error"] for one in shares)


def _preview(request, form, preview, *, is_changed=False, status=200):
    shown = request.POST.getlist("line")
    kept = [(name, value) for name, value in request.POST.items() if name not in _OWN]
    context = {
        "form": form,
        "preview": preview,
        "kept": kept,
        "is_changed": is_changed,
        "appeared": [line for line in preview.words if line not in shown] if is_changed else [],
        "gone": [line for line in shown if line not in preview.words] if is_changed else [],
    }
    return render(request, "reports/restructuring_preview.html", context, status=status)


_OWN = {"csrfmiddlewaretoken", "act", "fingerprint", "line"}
