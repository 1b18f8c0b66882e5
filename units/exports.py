"""Every list hands out what is on the screen: its own address with ``dang=xlsx`` or ``dang=csv``.

The view that makes the page makes the Table too, after its own rights and from its own filtered rows, of all pages;
``offered`` writes it. Another ``dang`` is as if it were not there.
"""

import tempfile
from functools import wraps

from django.http import FileResponse

from units import downloads, tables
from units.tables import Table

PARAMETER = "dang"
# Format → (content type, what writes it).
FORMATS = {
    "xlsx": (downloads.XLSX, tables.write_xlsx),
    "csv": ("text/csv; charset=utf-8", tables.write_csv),
}


def wanted(request) -> str:
    """The format that is asked for; "" for the page."""
    asked = request.GET.get(PARAMETER, "")
    return asked if asked in FORMATS and request.method in ("GET", "HEAD") else ""


def offered(view):
    """For a view that returns its Table where ``wanted(request)``, and its page otherwise."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        return hand_out(request, answer) if isinstance(answer, Table) else answer

    return answered


def file_name(table: Table, form: str) -> str:
    """With the day on which it was true."""
    return f"{table.name}-{table.on.isoformat()}.{form}"


def hand_out(request, table: Table) -> FileResponse:
    """Written whole before the first byte leaves: what fails on the way is an error, never half a file."""
    form = wanted(request)
    content_type, write = FORMATS[form]
    file = tempfile.TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    write(table, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name(table, form), content_type=content_type)
