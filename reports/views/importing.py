"""Nhập liệu: hand a sheet in, see what it would do, take it in whole, take it back as one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports import archive, imports, permissions
from reports.tables import work as tables
from units import clock, downloads, exports, storage
from units.importing import taking
from units.importing.runs import ImportRun
from units.moves import NotAllowed, Refused, WrongState
from units.sheets.book import MAX_BYTES, Unreadable
from units.tables import by_batches
from units.templatetags.q4kh import Problem
from units.vietnamese import format_number

State = ImportRun.State
PAGE_SIZE = 20
SHOWN = 100  # rows of each kind on a preview; the workbook has every mistake


@login_required
@require_safe
@exports.offered
def start(request):
    """What can be taken in, and what was."""
    kinds = imports.of(request.user)
    if not kinds and not request.user.access.is_administrator:
        raise PermissionDenied
    runs = imports.runs_of(request.user).defer("trail")
    if exports.wanted(request):
        return tables.of_imports(by_batches(runs, list), runs.count(), clock.today())
    page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("trang"))
    rows = [(run, imports.KINDS[run.kind].subject) for run in page.object_list]
    return render(request, "reports/imports.html", {"kinds": kinds, "page": page, "rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request, slug):
    """POST: ``file``, a sheet; it is kept and nothing of it is written yet."""
    resource = _resource(request.user, slug)
    if request.method != "POST":
        return _form(request, resource)
    upload = request.FILES.get("file")
    if upload is None:
        return _form(request, resource, ["Chọn tệp bảng tính (.xlsx hoặc .csv)."])
    if upload.size > MAX_BYTES:
        return _form(request, resource, ["Tệp quá 10 MB: bỏ bớt hình ảnh, trang không cần, hoặc tách thành nhiều tệp."])
    try:
        run = taking.hand_in(resource(), upload, by=request.user, at=clock.now(), on=clock.today())
    except Unreadable as error:
        return _form(request, resource, [str(error)])
    except Refused as refusal:
        return _form(request, resource, [text for _, text in refusal.problems])
    return redirect("reports:import_run", run.pk)


def _resource(user, slug):
    resource = imports.KINDS.get(slug)
    if resource is None:
        raise Http404("nothing of this kind is taken in")
    if not resource.may_import(user):
        raise PermissionDenied
    return resource


def _form(request, resource, texts=()):
    context = {
        "resource": resource,
        "columns": list(resource().fields.values()),
        "problems": [Problem("file", text) for text in texts],
    }
    return render(request, "reports/import_kind.html", context, status=422 if texts else 200)


@login_required
@require_safe
def template(request, slug):
    """An empty workbook with the headings, to fill in."""
    from units.importing import sheet_of

    resource = _resource(request.user, slug)
    return downloads.made(sheet_of.template(resource()), downloads.XLSX, f"mau-{slug}.xlsx")


@login_required
@require_safe
def export(request, slug):
    """What is stored, as such a sheet; taken in again it changes nothing."""
    from units.importing import sheet_of

    resource = _resource(request.user, slug)
    content = sheet_of.exported(resource(), by=request.user, on=clock.today())
    return downloads.made(content, downloads.XLSX, f"{slug}.xlsx")


# --- One sheet -------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def run(request, pk):
    """POST ``act``: ``apply`` (with the ``stamp`` of what was seen), ``drop``, ``undo``."""
    found, resource = _run(request.user, pk)
    if request.method != "POST":
        return _page(request, found, resource)
    act = request.POST.get("act")
    if act not in _ACTS:
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    try:
        return _ACTS[act](request, found, resource)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        found.refresh_from_db()
        return _page(request, found, resource, [text for _, text in refusal.problems], act, status=422)
    except WrongState:
        found.refresh_from_db()
        text = "Chưa nhập gì: số liệu trên cổng vừa thay đổi. Xem lại bản mới ở dưới rồi bấm nhập."
        if act == "undo" and found.state == State.APPLIED:
            text = "Có người vừa dùng đến một dòng của lần nhập này; xem lại rồi bấm lần nữa."
        elif found.state != State.UPLOADED:
            text = f"Có người vừa xử lý tệp này: {found.get_state_display().lower()}."
        return _page(request, found, resource, [text], act, status=409)


def _run(user, pk):
    found = imports.runs_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404("no such sheet for this person")
    return found, imports.KINDS[found.kind]


def _apply(request, found, resource):
    plan = taking.apply(
        found, resource(), by=request.user, at=clock.now(), on=clock.today(), stamp=request.POST.get("stamp", "")
    )
    counts = plan.counts
    messages.success(request, f"Đã nhập: {format_number(counts['new'])} dòng mới, "
                     f"{format_number(counts['changed'])} dòng thay đổi.")  # fmt: skip
    return redirect("reports:import_run", found.pk)


def _drop(request, found, resource):
    taking.drop(found, resource(), by=request.user)
    messages.info(request, f"Đã bỏ tệp “{found.file_name}”; chưa có gì được nhập.")
    return redirect("reports:import_kind", found.kind)


def _undo(request, found, resource):
    taking.undo(found, resource(), by=request.user, at=clock.now())
    messages.success(request, f"Đã hoàn tác lần nhập “{found.file_name}”: mọi dòng trở lại như trước.")
    return redirect("reports:import_run", found.pk)


def _accept(request, found, resource):
    """What a sheet of past figures sent: another person of the office accepts it."""
    if not permissions.can_review(request.user):
        raise NotAllowed("imports.accept")
    accepted, left = archive.accept_all(found.key, by=request.user)
    if accepted:
        messages.success(request, f"Đã chấp nhận {accepted} báo cáo.")
    if left or not accepted:
        messages.warning(request, "Còn báo cáo do chính tài khoản này nhập; người khác của Phòng Kinh tế chấp nhận."
                         if left else "Không còn báo cáo nào chờ chấp nhận.")  # fmt: skip
    return redirect("reports:import_run", found.pk)


_ACTS = {"apply": _apply, "drop": _drop, "undo": _undo, "accept": _accept}


def _page(request, found, resource, texts=(), act="", status=200):
    may_take_in = resource.may_import(request.user)
    context = {
        "run": found,
        "resource": resource,
        "may_take_in": may_take_in,
        "can_apply": taking.may_apply(request.user, found, resource),
        "can_undo": found.state == State.APPLIED and taking.may_take_back(request.user, resource),
        "problems": [Problem("", text) for text in texts],
        "act": act,
    }
    if found.state == State.APPLIED and may_take_in:
        context["to_accept"] = archive.waiting(found.key).count()
    if found.state == State.UPLOADED and may_take_in:
        context |= _preview(request, found, resource)
    return render(request, "reports/import_run.html", context, status=status)


def _preview(request, found, resource):
    made = resource()
    try:
        plan = taking.preview(found, made, by=request.user, on=clock.today())
    except Unreadable as error:
        return {"gone": str(error)}
    if plan is None:
        return {"gone": "Tệp đã tải lên không còn trên cổng: tải lên lại."}
    right = [row for row in plan.rows if not row.errors]
    new = [(row.number, made.name_of(row), row.notes) for row in right if row.state == "new"][:SHOWN]
    changed = [(row.number, made.name_of(row), made.told(row), row.notes) for row in right if row.state == "changed"]
    return {
        "plan": plan,
        "counts": plan.counts,
        "wrong": plan.wrong[:SHOWN],
        "wrong_rows": len({wrong.number for wrong in plan.wrong}),
        "new": new,
        "changed": changed[:SHOWN],
        "converted": plan.converted[:SHOWN],
        "most": SHOWN,
    }


@login_required
@require_safe
def marked(request, pk):
    """The sheet as it was handed in, with what is wrong marked at its cells."""
    from units.importing import sheet_of

    found, resource = _run(request.user, pk)
    if not resource.may_import(request.user):
        raise PermissionDenied
    try:
        plan = taking.preview(found, resource(), by=request.user, on=clock.today())
    except Unreadable:
        plan = None
    if plan is None:
        raise Http404("the file is gone")
    content = sheet_of.marked(taking.content_of(found), found.file_name, plan)
    return downloads.made(content, downloads.XLSX, f"cho-can-sua-{found.pk}.xlsx")


@login_required
@require_safe
def original(request, pk):
    """The file as it was handed in."""
    found, resource = _run(request.user, pk)
    if not resource.may_import(request.user):
        raise PermissionDenied
    kind = "text/csv" if found.file_name.lower().endswith(".csv") else downloads.XLSX
    return downloads.stored(found.sha256, found.file_name, kind, storage.IMPORTS)

