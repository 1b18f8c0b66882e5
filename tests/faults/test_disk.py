"""A full disk: who uploads is told, the words beside the file are safe, and neither a row nor a piece of a file is left."""

import pytest
from django.conf import settings

from reports import publication_files
from reports.models import Attachment
from tests.conftest import wait_for
from tests.demonstration import free_port
from tests.factories import make_period, make_publication, make_user
from tests.faults import rounds
from tests.faults.conftest import PATIENCE, Visitor, start_web
from tests.faults.disks import SmallDisk
from tests.reports.conftest import whole
from tests.reports.snapshots import sample_snapshot
from tests.taking import xlsx
from units import jobs, storage
from units.importing.runs import ImportRun
from units.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
FULL = "máy chủ hết chỗ lưu tệp"


@pytest.fixture
def disk():
    if not SmallDisk.can_be_made():
        pytest.skip("this machine lets nobody mount a disk of their own (unshare --mount)")
    settings.MEDIA_ROOT.mkdir(exist_ok=True)
    return SmallDisk(600)


@pytest.fixture
def on_full_disk(disk, ward):
    """A visitor factory for a portal on the small disk."""
    port = free_port()
    web = start_web(port, prefix=disk.prefix)
    disk.process = web
    yield lambda user: Visitor(port, user)
    web.kill_all()


def test_uploads_on_a_full_disk(on_full_disk, disk, ward, figure):
    officer, wrong = on_full_disk(ward.reporter), []
    administrator = on_full_disk(make_user("quan.tri", role="administrator"))
    assert officer.upload(f"{ward.form}tep/", "bien-ban.pdf", b"%PDF-1.7 " + b"0" * 100_000).status == 200
    kept = disk.files()
    tried = rounds(3, 20)
    for number in range(tried):
        disk.fill(left=20_000 * (number % 3))
        # Half of it may go onto the disk before the disk is full.
        answer = officer.upload(f"{ward.form}tep/", f"anh-{number}.pdf", b"%PDF-1.7 " + bytes([number]) * 300_000)
        text = f"Viết trong lúc đĩa đầy, lần {number}."
        saved = officer.post(ward.form, whole(_revision(ward), results=text))
        units = xlsx(["Mã", "Tên đầy đủ", "Loại", "Từ ngày"], ["P8", f"Phường {number}", "phường", "19/12/2016"])
        sheet = administrator.upload("/nhap-lieu/don-vi/", "don-vi.xlsx", units) if number % 3 == 0 else None
        disk.empty()
        told = (answer.status, FULL in answer.text, saved.status)
        if told != (422, True, 302) or (sheet and (sheet.status, FULL in sheet.text.lower()) != (422, True)):
            wrong.append((number, told, sheet))
        if disk.files() != kept or Attachment.objects.count() != 1 or ImportRun.objects.exists():
            wrong.append((number, disk.files(), Attachment.objects.count(), ImportRun.objects.count()))
    figure("uploads on a full disk", tried=tried, lost=len(wrong), note="0 rows, 0 files left")
    assert wrong == []
    # With room again nothing has to be mended first.
    assert officer.upload(f"{ward.form}tep/", "anh.pdf", b"%PDF-1.7 " + b"1" * 300_000).status == 200


def _revision(ward):
    return type(ward.report).objects.values_list("revision", flat=True).get(pk=ward.report.pk)


def test_a_document_on_a_full_disk(disk, ward, start, start_worker, queue, figure):
    row = make_publication(make_period(None, 2018, 1), sample_snapshot(), xlsx_sha256="a" * 64, docx_sha256="b" * 64)
    job = publication_files.request(row, "pdf")
    disk.process = start_worker(prefix=disk.prefix)
    wait_for(lambda: disk.folder.exists() and disk.free() < 700_000, PATIENCE, "the small disk")
    disk.fill(left=8_000)
    # The last of its attempts, or all three of them.
    tried = rounds(1, jobs.MAX_ATTEMPTS)
    Job.objects.update(attempts=jobs.MAX_ATTEMPTS - tried)
    for attempt in range(jobs.MAX_ATTEMPTS - tried + 1, jobs.MAX_ATTEMPTS + 1):
        Job.objects.update(lease_until=None)
        queue("units.jobs.do", job.pk)
        wait_for(lambda attempt=attempt: _over(job, attempt), PATIENCE, f"attempt {attempt}")
    job.refresh_from_db()
    row.refresh_from_db()
    lost = [file for file in disk.files() if file != "filling"]
    disk.empty()
    Job.objects.update(state="queued", attempts=0)
    queue("units.jobs.do", job.pk)
    wait_for(lambda: Job.objects.get(pk=job.pk).state == "done", PATIENCE, "the document, once there is room")
    files = disk.files()
    figure("a PDF on a full disk", tried=tried, lost=len(lost), note=f"{job.state} in words, then {len(files)} file")
    assert (job.state, job.error, row.pdf_sha256, lost) == ("failed", storage.NO_ROOM, "", [])
    row.refresh_from_db()
    assert files == [f"published/{row.pdf_sha256}.pdf"]


def _over(job, attempt):
    job.refresh_from_db()
    return job.attempts == attempt and job.state != "running"
