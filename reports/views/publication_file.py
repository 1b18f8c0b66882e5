"""The files of a consolidated report, and how far they are; a draft as Word."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from reports import kinds, publication_files, publishing
from reports.models import Publication
from units import downloads, jobs

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# The PDF as it was drawn, of a report that has been signed since.
UNSIGNED = "pdf-chua-ky"


@login_required
@require_safe
def file(request, year, span, number, kind):
    """One of the files of one published version, drawn from its snapshot; the PDF signed, once it is."""
    if not publishing.can_read(request.user):
        raise PermissionDenied
    if kind not in CONTENT_TYPES and kind != UNSIGNED:
        raise Http404("no such format")
    if kind == Publication.Format.DOCX and publishing.can_edit(request.user):
        draft = _versions(year, span, number).filter(state=Publication.State.DRAFT).first()
        if draft:
            return _draft_as_word(request, draft)
    row = _published(year, span, number)
    format, suffix = (Publication.Format.PDF, "-chua-ky") if kind == UNSIGNED else (kind, "")
    sha256 = row.sha256(format)
    if format == Publication.Format.PDF and not suffix and row.signed_sha256:
        sha256, suffix = row.signed_sha256, "-da-ky"
    if not sha256:
        raise Http404("not drawn yet")
    name = f"{row.stretch.file_name}-ban-{number}{suffix}.{format}"
    return downloads.published(sha256, f".{format}", name, CONTENT_TYPES[format])


def _draft_as_word(request, row):
    """As it was last saved, without a code: to be written on at a desk, and printed by nobody."""
    # Loaded by who asks for it, not by every web process.
    from reports.documents import docx

    content = docx.draw(publishing.preview(row, by=request.user))
    return downloads.made(content, CONTENT_TYPES["docx"], f"{row.stretch.file_name}-du-thao-{row.number}.docx")


@login_required
@require_safe
def job(request, year, span, number):
    """The state of the files being made, as a fragment that the page asks for until all are done."""
    if not publishing.can_read(request.user):
        raise PermissionDenied
    row = _published(year, span, number)
    return render(request, "reports/_job.html", {"row": row, "stretch": row.stretch, **drawing(row)})


def _published(year, span, number) -> Publication:
    """One published version, for its files: the frozen copy itself is not read."""
    return get_object_or_404(_versions(year, span, number).defer("snapshot"), state=Publication.State.PUBLISHED)


def _versions(year, span, number):
    """The one version of this address, if there is one."""
    kind, quarter = kinds.parse(span) or (None, None)
    rows = Publication.objects.select_related("period__plan__coordinator")
    return rows.filter(kind=kind, period__year=year, period__quarter=quarter, number=number)


def drawing(row) -> dict:
    """Each file of a publication: there, or the job that draws it and how far that is in words. One query."""
    last = publication_files.last_jobs(row)
    there = {file["format"]: file for file in row.files}
    files = []
    for kind in Publication.Format:
        job = last.get(kind)
        state = "done" if kind in there else job.state if job else "none"
        progress = jobs.progress(job) if job else jobs.State.QUEUED.label
        files.append({"label": kind.label, "state": state, "job": job, "progress": progress, "file": there.get(kind)})
    return {"files": files, "is_drawn": len(there) == len(files)}
