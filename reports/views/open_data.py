"""Dữ liệu mở (`/du-lieu-mo/`): what there is, what each column means, the files. No login, the same for everybody."""

import datetime as dt
import hashlib
import re
import tempfile

from django.http import FileResponse, Http404, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from initiatives.views.public import answer
from reports.open_data import BY_SLUG, DATA_SETS
from units import clock, open_data
from units.open_data import Asked

# How long a copy may be handed on without asking whether it is still right.
FRESH_SECONDS = 300
FORMATS = {
    "csv": ("text/csv; charset=utf-8; header=present", open_data.write_csv),
    "json": ("application/json", open_data.write_json),
}


@require_safe
def page(request):
    """Four queries for a visitor: the last day of each data set."""
    today = clock.today()
    context = {
        "data_sets": [(one, one.updated(today)) for one in DATA_SETS],
        "types": open_data.TYPES,
        "licence": open_data.LICENCE,
        "year": today.year,
    }
    return answer(request, render(request, "reports/open_data.html", context))


@require_safe
def data(request, slug, form):
    """``nam`` a year. Written whole before the first byte leaves, so that its tag is that of what it says."""
    data_set = BY_SLUG.get(slug)
    if data_set is None:
        raise Http404("no such data set")
    asked = request.GET.get("nam", "")
    if asked and not re.fullmatch(r"20\d\d", asked, re.ASCII):
        text = "nam: viết năm bằng bốn chữ số, ví dụ 2018."
        return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")
    today, year = clock.today(), int(asked) if asked else None
    updated = data_set.updated(today)
    content_type, write = FORMATS[form]
    file = _Hashed()
    write(data_set, Asked(year, today, updated), file)
    file.seek(0)
    name = f"{slug}-{year}.{form}" if year else f"{slug}.{form}"
    response = FileResponse(file, filename=name, content_type=content_type)
    response["ETag"] = etag = quote_etag(file.hash.hexdigest())
    if updated:
        response["Last-Modified"] = http_date(dt.datetime.combine(updated, dt.time.min, clock.ZONE).timestamp())
    # Any page of the Web may read what anybody may.
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    # By the tag alone: a day would not know of a unit that was renamed or a record that was taken back.
    return get_conditional_response(request, etag=etag, response=response)


class _Hashed(tempfile.SpooledTemporaryFile):
    """A file in memory, on disk once it is large, that knows the hash of what was written."""

    def __init__(self):
        super().__init__(max_size=1_000_000)
        self.hash = hashlib.sha256()

    def write(self, content):
        self.hash.update(content)
        return super().write(content)
