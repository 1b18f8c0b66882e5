"""Long work and the files it made: each person's own, and to the office the files of published reports.

``{file_job}``: P1's reporter fetched nothing of it yet; ``{failed_job}``: theirs too; ``{shared_job}``: a file of a
published report that could not be drawn, which the office head had asked for.
"""

from django.utils import timezone

from units import storage
from units.models import Job

TABLE = """
who                                                | out none rep    head   other rev    office lead   admin both
GET  /viec/                                        | 302 200  200d   200    200   200    200    200    200   200
GET  /viec/danh-sach/                              | 302 200  200d   200    200   200    200    200    200   200
GET  /viec/{file_job}/tep/                         | 302 404  200d   404    404   404    404    404    404   404
GET  /viec/{failed_job}/tep/                       | 302 404  404    404    404   404    404    404    404   404
GET  /viec/{shared_job}/tep/                       | 302 404  404    404    404   404    404    404    404   404
GET  /viec/0/tep/                                  | 302 404  404    404    404   404    404    404    404   404
POST /viec/ retry={failed_job}                     | 302 404  302+   404    404   404    404    404    404   404
POST /viec/ retry={file_job}                       | 302 404  302    404    404   404    404    404    404   404
POST /viec/ retry={shared_job}                     | 302 404  404    404    404   302+   302+   404    404   302+
POST /viec/ retry=x                                | 302 404  404    404    404   404    404    404    404   404
POST /viec/ seen={file_job}                        | 302 302  302+   302    302   302    302    302    302   302
POST /viec/ seen=all                               | 302 302  302+   302    302   302    302+   302    302   302
POST /viec/ seen=x                                 | 302 404  404    404    404   404    404    404    404   404
POST /viec/                                        | 302 404  404    404    404   404    404    404    404   404
POST /viec/danh-sach/                              | 302 405  405    405    405   405    405    405    405   405
POST /viec/{file_job}/tep/                         | 302 405  405    405    405   405    405    405    405   405
PUT  /viec/                                        | 302 405  405    405    405   405    405    405    405   405
PUT  /viec/danh-sach/                              | 302 405  405    405    405   405    405    405    405   405
PUT  /viec/{file_job}/tep/                         | 302 405  405    405    405   405    405    405    405   405
"""


def build_jobs(people, failed) -> dict[str, int]:
    """Words of the addresses. ``failed``: the publication whose files could not be drawn."""
    now = timezone.now()
    own = {"kind": "registry.xlsx", "title": "NHAP-P1", "asked_by": people["reporter"], "queued_at": now, "finished_at": now}
    sha256 = storage.put(b"NHAP-P1", storage.RESULTS)
    file = {"sha256": sha256, "size": 7, "name": "so-theo-doi.xlsx", "content_type": "application/octet-stream"}
    return {
        "file_job": Job.objects.create(subject="1", state=Job.State.DONE, **file, **own).pk,
        "failed_job": Job.objects.create(subject="2", state=Job.State.FAILED, error="Thử lại.", **own).pk,
        "shared_job": Job.objects.get(subject=f"publication-{failed.pk}", kind="publication.pdf").pk,
    }
