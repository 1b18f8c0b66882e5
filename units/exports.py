"""Every list hands out what is on the screen: its own address with ``dang=xlsx`` or ``dang=csv``.

The view that makes the page makes the Table too, after its own rights and from its own filtered rows, of all pages;
``offered`` writes it: at once, or where there are many rows as a job, which asks the view again. Another ``dang`` is as
if it were not there. A page of several tables is a workbook of as many sheets; as CSV it is a file of each, ``bang``
its number: the page is told their names as ``sheets`` (components/export.html).
"""

import hashlib
import tempfile
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, QueryDict
from django.shortcuts import redirect
from django.urls import resolve, reverse

from units import downloads, jobs, tables
from units.asked import whole_number
from units.tables import Table
from units.vietnamese import format_number

PARAMETER, WHICH = "dang", "bang"
# Format → (content type, what writes it).
FORMATS = {
    "xlsx": (downloads.XLSX, tables.write_xlsx),
    "csv": ("text/csv; charset=utf-8", tables.write_csv),
}
WORDS = {"xlsx": "Excel", "csv": "CSV"}
KIND = "export"
# More take a workbook longer than a job may last; CSV has no such bound.
MOST_IN_A_WORKBOOK = 200_000


def wanted(request) -> str:
    """The format that is asked for; "" for the page."""
    asked = request.GET.get(PARAMETER, "")
    return asked if asked in FORMATS and request.method in ("GET", "HEAD") else ""


def offered(view):
    """For a view that returns its Table where ``wanted(request)``, and its page otherwise."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        if not isinstance(answer, Table) or isinstance(request, _Again):
            return answer
        return _handed_out(request, _asked_for(request, answer))

    answered.hands_out = True  # what tests walk
    return answered


def _asked_for(request, table: Table) -> Table:
    """CSV has no sheets: one of the tables."""
    return table.alone(whole_number(request.GET.get(WHICH), digits=2) or 1) if wanted(request) == "csv" else table


def _handed_out(request, table: Table):
    """Written whole before the first byte leaves: what fails on the way is an error, never half a file."""
    form = wanted(request)
    if table.count > settings.Q4KH_EXPORT_ROWS:
        return redirect(_ask(request, table, form).url)
    content_type, write = FORMATS[form]
    file = tempfile.TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    write(table, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_file_name(table, form), content_type=content_type)


def _file_name(table: Table, form: str) -> str:
    """With the day on which it was true."""
    return f"{table.name}-{table.on.isoformat()}.{form}"


# --- Large ones ------------------------------------------------------------------------------------------------------


def _ask(request, table, form):
    """Each person's own, because what they may see is in it; asked twice while it is made, it is made once."""
    query = request.GET.urlencode()
    asked = hashlib.sha256(f"{request.path_info}?{query}".encode()).hexdigest()[:16]
    title = table.title.capitalize() if table.title.isupper() else table.title
    return jobs.ask(
        KIND,
        subject=f"{request.user.pk}-{asked}",
        by=request.user,
        title=f"{title} ({WORDS[form]})",
        params={"path": request.path_info, "query": query},
        url=reverse("units:jobs"),
    )


class _Again(HttpRequest):
    """What a person asked for, asked again by a worker: the view answers with its Table, after rights as of now."""

    def __init__(self, user, path, query):
        super().__init__()
        self.user, self.method, self.path, self.path_info = user, "GET", path, path
        self.GET = QueryDict(query)


@jobs.works(KIND, steps=("Lấy danh sách", "Ghi các dòng"))
def make(work) -> jobs.Made:
    """Hopeless where the person may not see the list any more, or it is gone."""
    asked, user = work.job.params, work.job.asked_by
    if user is None or not user.is_active:
        raise jobs.Hopeless("Tài khoản đã yêu cầu tệp này không còn dùng.")
    work.step(1)
    request = _Again(user, asked["path"], asked["query"])
    try:
        match = resolve(asked["path"])
        table = match.func(request, *match.args, **match.kwargs)
    except (PermissionDenied, Http404):
        raise jobs.Hopeless("Tài khoản này không còn xem được danh sách ấy, hoặc danh sách không còn.") from None
    if not isinstance(table, Table):
        raise jobs.Hopeless("Danh sách không còn gì để tải. Mở lại trang rồi tải lại.")
    form, table = wanted(request), _asked_for(request, table)
    if form == "xlsx" and table.count > MOST_IN_A_WORKBOOK:
        number, most = format_number(table.count), format_number(MOST_IN_A_WORKBOOK)
        raise jobs.Hopeless(f"Danh sách có {number} dòng, tệp Excel nhận tối đa {most}: lọc bớt, hoặc tải CSV.")
    work.step(2)
    content_type, write = FORMATS[form]
    with tempfile.NamedTemporaryFile(delete=False) as file:
        try:
            write(table, file, told=lambda number: work.progress(number, table.count))
        except BaseException:
            Path(file.name).unlink()
            raise
    return jobs.Made(Path(file.name), _file_name(table, form), content_type)
