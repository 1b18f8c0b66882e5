"""The files of a published report: each a job of its own, drawn from the frozen copy alone."""

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from reports import notices
from reports.models import Publication
from units import clock, jobs, storage
from units.jobs import Job, Made

Format = Publication.Format
STEPS = {
    Format.PDF: ("Lấy dữ liệu", "Dựng trang", "Ghi tệp"),
    Format.DOCX: ("Lấy dữ liệu", "Dựng văn bản", "Ghi tệp"),
    Format.XLSX: ("Lấy dữ liệu", "Dựng bảng tính", "Ghi tệp"),
}
_KIND = "publication."
_SUBJECT = "publication-"


def kind(format) -> str:
    """The kind of job that draws a file of this format."""
    return f"{_KIND}{format}"


def format_of(job) -> str:
    """The format of the file that a job of ours draws."""
    return job.kind.removeprefix(_KIND)


def gave_up(format) -> str:
    """What is said when the file could not be drawn."""
    return (
        f"Báo cáo đã công bố vẫn nguyên vẹn; chỉ chưa tạo được tệp {Format(format).label} sau 3 lần thử. "
        "Tạo lại tệp, nếu vẫn không được thì báo quản trị hệ thống."
    )


# --- Asking for them -----------------------------------------------------------------------------------------------


def request(publication, format, *, by=None) -> Job | None:
    """The job that draws this file, or None where the file is there. One that failed is asked for anew."""
    if publication.sha256(format):
        return None
    return jobs.ask(
        kind(format),
        subject=_subject(publication),
        by=by,
        title=f"Tệp {Format(format).label} của báo cáo tổng hợp {publication.stretch.label}, bản {publication.number}",
        url=_url(publication),
    )


def request_files(publication, *, by=None) -> list[Job]:
    """A job for each file of a publication that is not there."""
    return [job for format in Format if (job := request(publication, format, by=by))]


def draw_again(publication, formats=tuple(Format)) -> None:
    """Ask anew for files that were drawn; in the caller's transaction, which has forgotten what they were.

    The old jobs go, so that a worker which still draws what was frozen before has lost its claim.
    """
    publication.refresh_from_db(fields=[f"{format}_sha256" for format in formats])
    Job.objects.filter(subject=_subject(publication), kind__in=map(kind, formats)).delete()
    for format in formats:
        request(publication, format)


def request_missing() -> int:
    """Ask for files that nobody has asked for yet, as of what was published before a format came; returns how many.

    What failed is not asked for again by itself: somebody must look.
    """
    asked = 0
    subject = Concat(Value(_SUBJECT), Cast(OuterRef("pk"), CharField()))
    for format in Format:
        made = Job.objects.filter(subject=subject, kind=kind(format))
        rows = Publication.objects.filter(~Exists(made), state=Publication.State.PUBLISHED, **{f"{format}_sha256": ""})
        for row in rows.select_related("period__plan").defer("snapshot"):
            request(row, format)
            asked += 1
    return asked


def last_jobs(publication) -> dict[str, Job]:
    """Format → the newest job that draws it. One query."""
    rows = Job.objects.filter(subject=_subject(publication), kind__in=[kind(format) for format in Format])
    return {format_of(job): job for job in rows.order_by("pk")}


def _subject(publication) -> str:
    return f"{_SUBJECT}{publication.pk}"


def _url(publication) -> str:
    return reverse("reports:publication", args=publication.stretch.address)


# --- Drawing them --------------------------------------------------------------------------------------------------


def draw(work) -> Made:
    """From the frozen copy to a file under its hash. Done twice it makes the same bytes, stored once."""
    work.step(1)
    format, publication = format_of(work.job), _of(work.job).get()
    work.step(2)
    content, known = _drawn(format, publication.snapshot)
    work.step(3)
    sha256 = storage.put(content, storage.PUBLISHED, f".{format}")
    there = {f"{format}_sha256": sha256, f"{format}_size": len(content), **known}

    def finish():
        waiting = Publication.objects.filter(pk=publication.pk, **{f"{format}_sha256": ""})
        if waiting.update(**there) and work.job.asked_by_id:
            # Of three that end at once the last to hold the row sees all of them there, and tells.
            _tell_when_all_there(_of(work.job).defer("snapshot").get())

    return Made(finish=finish)


def _of(job):
    """The row of the publication that a job of ours draws a file of."""
    return Publication.objects.filter(pk=int(job.subject.removeprefix(_SUBJECT))).select_related("period__plan")


def _drawn(format, snapshot) -> tuple[bytes, dict]:
    """The file, and what else the row keeps of it."""
    # WeasyPrint takes a second and 60 MB to load: only who draws pays for it, not every web process.
    if format == Format.PDF:
        from reports.documents import pdf

        drawn = pdf.draw(snapshot)
        return drawn.content, {"pdf_pages": drawn.pages}
    from reports.documents import docx, xlsx

    return {Format.DOCX: docx, Format.XLSX: xlsx}[format].draw(snapshot), {}


# --- Telling the office ---------------------------------------------------------------------------------------------


def _tell_when_all_there(publication):
    if all(publication.sha256(format) for format in Format):
        _tell(publication, f"Đã có đủ tệp PDF, Word, Excel của {_name(publication)}.")


def tell_failed(job):
    """The office must look: nothing tries again by itself."""
    for publication in _of(job).defer("snapshot"):
        file = Format(format_of(job)).label
        _tell(publication, f"Chưa tạo được tệp {file} của {_name(publication)}. Mở trang để tạo lại.")


def _name(publication) -> str:
    return f"báo cáo tổng hợp {publication.stretch.label}, bản {publication.number}"


def _tell(publication, text):
    now = clock.now()
    notices.tell(notices.people_in(notices.OFFICE_ROLES, now.date()), text, _url(publication), at=now)
