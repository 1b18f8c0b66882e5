"""The application's form: a new one (`/sang-kien/moi/`), and a draft or what was asked back (`…/sua/`)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from initiatives import application, drafting
from initiatives.legal_life import EDITABLE, rights_of
from initiatives.models import Initiative
from initiatives.views.found import find_initiative
from targets.models import Heading
from units import clock, uploads
from units.asked import seen_revision, whole_number
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_keeping_text
from units.templatetags.q4kh import Problem
from units.vietnamese import format_date

LABELS = {one.name: one.label for one in application.FIELDS}
State = Initiative.State


@require_http_methods(["GET", "HEAD", "POST"])
@login_keeping_text(labels=LABELS)
def new(request):
    """``unit``: the code of one of the person's own units; the rest as in ``edit``."""
    units = request.user.access.units
    if not units:
        raise PermissionDenied
    if request.method != "POST":
        sheet = application.Sheet(typed={"body": units[0].code})
        return _form(request, None, sheet)
    return _post(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_keeping_text(labels=LABELS)
def edit(request, pk):
    """One form: POST saves it; ``move=file`` files it as well, ``add`` only shows one more row of authors, ``remove``
    takes a file off."""
    row = find_initiative(request.user, pk)
    if not rights_of(request.user, row).drafts:
        raise PermissionDenied
    if request.method == "POST":
        return _post(request, row)
    if row.state not in EDITABLE:
        return redirect("initiatives:initiative", pk)
    return _form(request, row, application.of(row, row.contributors.all()))


def _post(request, row):
    post = request.POST
    if post.get("move", "file") != "file":
        return HttpResponseBadRequest("Không có việc này trên biểu mẫu.", content_type="text/plain; charset=utf-8")
    sheet = application.read(post)
    unit = row.unit if row else _unit(request, sheet)
    body, heading = drafting.choose(sheet, bodies=_bodies(row), headings=_headings())
    seen = seen_revision(post)
    if row and (row.state not in EDITABLE or seen != row.revision):
        return _conflict(request, row, sheet)
    if "add" in post:
        if request.FILES:
            messages.warning(request, "Chưa lưu tệp đã chọn: chọn lại tệp trước khi lưu.")
        return _form(request, row, sheet, unit=unit)
    files, file_problems = _store(request.FILES.getlist("file"))
    if sheet.problems or file_problems:
        problems = [*sheet.problems, *(("file", text) for text in file_problems)]
        return _refused(request, row, sheet, problems, unit=unit)
    now = clock.now()
    told = {"body": body, "heading": heading, "by": request.user, "at": now, "files": tuple(files)}
    try:
        if row is None:
            row = drafting.start(sheet, unit=unit, **told)
        else:
            drafting.save(row, sheet, revision=seen, remove=whole_number(post.get("remove")), **told)
    except NotAllowed:
        raise PermissionDenied from None
    except WrongState:
        return _conflict(request, find_initiative(request.user, row.pk), sheet)
    except Refused as refusal:
        return _refused(request, row, sheet, refusal.problems, unit=unit)
    if post.get("move") == "file":
        return file_now(request, row, now)
    messages.success(request, f"Đã lưu lúc {now:%H:%M}. Có thể đóng trang và soạn tiếp sau.")
    if post.get("save") == "exit":
        return redirect("initiatives:initiative", row.pk)
    return redirect("initiatives:initiative_edit", row.pk)


def file_now(request, row, now):
    """File what is stored; what it lacks is shown in the form, where it can be mended."""
    was = row.state
    try:
        drafting.file(row, by=request.user, at=now, revision=row.revision)
    except Refused as refusal:
        sheet = application.of(row, row.contributors.all())
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        title = f"Chưa nộp được: có {len(problems)} chỗ cần sửa"
        return _form(request, row, sheet, problems, title=title, safe="Đơn đã được lưu.", status=422)
    except WrongState:
        sheet = application.of(row, row.contributors.all())
        return _conflict(request, find_initiative(request.user, row.pk), sheet)
    if was == State.SUPPLEMENT:
        until = format_date(row.answer_by)
        messages.success(request, f"Đã nộp bổ sung. {row.body.name} hẹn trả lời chậm nhất hết ngày {until}.")
    else:
        messages.success(request, f"Đã nộp đơn đến {row.body.name}. Còn rút lại được cho đến khi đơn được tiếp nhận.")
    return redirect("initiatives:initiative", row.pk)


def _unit(request, sheet):
    units = request.user.access.units
    code = request.POST.get("unit", "")
    found = next((one for one in units if one.code == code), None)
    if found is None and (code or len(units) > 1):
        sheet.errors["unit"] = "Chọn đơn vị của tác giả trong danh sách."
    return found or units[0]


def _bodies(row):
    return [row.body] if row and row.state == State.SUPPLEMENT else drafting.bodies(clock.today())


def _headings():
    return list(Heading.objects.order_by("plan", "order"))


def _store(files):
    stored, problems = [], []
    for upload in files[: drafting.MAX_FILES]:
        try:
            stored.append(uploads.store(upload))
        except uploads.BadFile as error:
            problems.append(f"{error}.")
    if len(files) > drafting.MAX_FILES:
        problems.append(f"Mỗi đơn kèm tối đa {drafting.MAX_FILES} tệp; gỡ bớt hoặc gộp lại.")
    return stored, problems


def _refused(request, row, sheet, problems, *, unit):
    shown = [Problem(anchor, text) for anchor, text in problems]
    title = f"Chưa lưu được: có {len(shown)} chỗ cần sửa"
    return _form(request, row, sheet, shown, title=title, unit=unit, status=422)


def _conflict(request, row, sheet):
    """Saved by somebody else, or moved on, since the form was opened: both texts on the page, nothing written."""
    stored = application.of(row, row.contributors.all())
    differs = {
        one.name: stored.typed[one.name] or "để trống"
        for one in application.FIELDS
        if stored.typed[one.name] != sheet.typed[one.name]
    }
    authors_differ = [one.columns for one in stored.authors] != [one.columns for one in sheet.authors]
    if row.state in EDITABLE:
        title = "Chưa lưu: có người đã lưu đơn này sau khi trang được mở"
        safe = "Phần vừa nhập vẫn ở dưới; chỗ nào khác thì bản đang lưu hiện bên cạnh. Lưu lại là lấy phần vừa nhập."
        problems = [Problem(name, f"{LABELS[name]}: khác với bản đang lưu.") for name in differs]
        problems += [Problem("authors", "Tác giả: khác với bản đang lưu.")] * authors_differ
        return _form(
            request, row, sheet, problems or [Problem("", "Hai bản giống nhau, lưu lại được.")], title=title, safe=safe,
            stored=differs, stored_authors=stored.authors if authors_differ else [], status=409,
        )  # fmt: skip
    typed = [(LABELS[name], sheet.typed[name]) for name in differs if sheet.typed[name]]
    if authors_differ:
        said = ["; ".join(filter(None, one.typed.values())) for one in sheet.authors]
        typed.append(("Tác giả", "\n".join(said)))
    return render(request, "initiatives/frozen.html", {"row": row, "typed": typed}, status=409)


def _form(
    request, row, sheet, problems=(), *, title="", safe="Phần đã nhập vẫn được giữ nguyên.", unit=None, status=200,
    stored=None, stored_authors=(),
):  # fmt: skip
    today = clock.today()
    units = request.user.access.units
    warned = {} if problems else dict(application.warnings(sheet, on=today))
    # Of two messages at one input the first is the one to mend.
    errors = {problem.anchor: problem.text for problem in reversed(list(problems))}
    for author in sheet.authors:
        for one in application.AUTHOR:
            if text := errors.get(f"{author.stem}-{one.name}"):
                author.errors.setdefault(one.name, text)
    context = {
        "row": row,
        "sheet": sheet,
        "fields": [
            (one, sheet.typed.get(one.name, ""), errors.get(one.name, ""), warned.get(one.name, ""),
             (stored or {}).get(one.name, ""))
            for one in application.FIELDS
        ],
        "authors": sheet.rows(add="add" in request.POST),
        "authors_warning": next((text for name, text in warned.items() if name.startswith("author")), ""),
        "stored_authors": stored_authors,
        "max_authors": application.MAX_AUTHORS,
        "bodies": _bodies(row),
        "headings": _headings(),
        "unit": row.unit if row else unit or units[0],
        "units": [] if row else units,
        "files": list(row.files.all()) if row else [],
        "problems": list(problems),
        "errors": errors,
        "title": title,
        "safe": safe,
        "lacks": application.filing_problems(sheet, on=today, filed_on=row.filed_on if row else None),
        "is_supplement": bool(row and row.state == State.SUPPLEMENT),
        "today": today,
    }  # fmt: skip
    return render(request, "initiatives/form.html", context, status=status)
