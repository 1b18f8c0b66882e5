"""``kill -9`` at each stage of what runs behind the pages: nothing is lost, nothing is there twice, and the first sweep
after the restart finishes it.

That a lease runs out is written into its row: five minutes that no test waits for.
"""

import http.client
import os
import re
import signal
from collections import Counter

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reports import publication_files
from reports.models import Notice
from tests.conftest import wait_for
from tests.factories import make_period, make_plan, make_publication, make_unit, make_user
from tests.faults import is_long, stops
from tests.faults.conftest import PATIENCE, at_once
from tests.reports.snapshots import sample_snapshot
from tests.reports.test_mailing import make_notice
from tests.taking import xlsx
from units import storage
from units.importing.runs import ImportRun
from units.models import Job, Unit

pytestmark = pytest.mark.django_db(transaction=True)


def kill(pid):
    os.kill(pid, signal.SIGKILL)


def leases_run_out():
    Job.objects.filter(state="running").update(lease_until=timezone.now())
    Notice.objects.filter(mailed_at=None).update(mail_claimed_until=None)


def stages(all_of_them, short) -> list[tuple[str, str]]:
    """(where, who is killed): in the long form everybody everywhere."""
    return [(place, who) for place in all_of_them for who in ("child", "worker")] if is_long() else short


def killing(start_worker, stop_at, queue, cases, begin, is_done, **env):
    """For each case: ``begin()`` something, kill who stands at that stage, restart, sweep once, wait for it to be done.
    Gives what each ``begin`` gave."""
    worker, begun = start_worker(**env), []
    for place, who in cases:
        stopped = stop_at(place)
        begun.append(begin())
        pid = stopped()
        if who == "child":
            kill(pid)  # the worker takes another one by itself
        else:
            worker.kill_all()
            worker = start_worker(**env)
        leases_run_out()
        queue("reports.jobs.sweep")
        wait_for(lambda: is_done(begun[-1]), PATIENCE, f"done after a kill of the {who} at “{place}”")
    return begun


# --- Documents -----------------------------------------------------------------------------------------------------


def test_a_document_whose_drawer_is_killed_is_there_once(start_worker, stop_at, queue, figure):
    folder = settings.MEDIA_ROOT / storage.PUBLISHED
    before = set(folder.glob("*.pdf"))
    office = make_user("pkt.chuyenvien", role="reviewer", unit=make_unit("PKT"))
    cases = stages(stops.DRAWING, [("file stored", "child"), ("job ending", "child")])
    quarters = iter([(year, quarter) for year in range(2017, 2021) for quarter in range(1, 5)])
    plan = make_plan()

    def begin():
        period, others = make_period(plan, *next(quarters)), {"xlsx_sha256": "a" * 64, "docx_sha256": "b" * 64}
        # As publishing does: a sweep that finds a published report without its jobs asks for them itself.
        with transaction.atomic():
            row = make_publication(period, sample_snapshot(), **others)
            job = publication_files.request(row, "pdf", by=office)
        queue("units.jobs.do", job.pk)
        return row, job

    def is_done(begun):
        begun[1].refresh_from_db()
        return begun[1].state == "done"

    begun = killing(start_worker, stop_at, queue, cases, begin, is_done)
    lost, twice = [], []
    for (row, job), (place, who) in zip(begun, cases):
        row.refresh_from_db()
        told = Notice.objects.filter(url=publication_files._url(row)).count()
        if not row.pdf_sha256 or not storage.path(storage.PUBLISHED, row.pdf_sha256, ".pdf").exists() or not told:
            lost.append((place, who))
        if told > 1 or job.attempts > 2:
            twice.append((place, who, told, job.attempts))
    # The same frozen copy makes the same bytes, so one file in all, and all rows name it.
    files = set(folder.glob("*.pdf")) - before
    figure("kill -9 while a PDF is drawn", tried=len(cases), lost=len(lost), note=f"{len(twice)} twice, {len(files)} file")
    assert (lost, twice, len(files)) == ([], [], 1)


# --- Mails ---------------------------------------------------------------------------------------------------------


def test_mails_whose_sender_is_killed_all_go(start_worker, stop_at, queue, sink, figure):
    cases = stages(stops.MAILING, [("mail taken by the server", "child"), ("mail claimed", "worker")])

    def begin():
        people = [make_user() for _ in range(3)]
        for person in people:
            make_notice("", user=person)
        queue("reports.jobs.deliver")
        return people

    def is_done(people):
        return not Notice.objects.filter(user__in=people, mailed_at=None).exists()

    begun = killing(start_worker, stop_at, queue, cases, begin, is_done, **sink.env)
    got, names = Counter(sink.received), {letter["Message-ID"] for _, letter in sink.letters}
    lost = [person.email for people in begun for person in people if not got[person.email]]
    twice = [number - 1 for number in got.values() if number > 1]
    # Taken by the server and not marked yet: that one goes again, under the name by which mail programs know it.
    in_flight = sum(place == "mail taken by the server" for place, _ in cases)
    note = f"{sum(got.values())} mails, {sum(twice)} again of {in_flight} in flight"
    figure("kill -9 while mails go out", tried=len(cases), lost=len(lost), note=note)
    assert (lost, sum(twice), len(names)) == ([], in_flight, 3 * len(cases))


# --- Sheets --------------------------------------------------------------------------------------------------------

HEADS = ["Mã", "Tên đầy đủ", "Loại", "Từ ngày"]


def test_a_sheet_whose_server_is_killed_is_taken_in_whole_or_not_at_all(visit, stop_at, figure):
    administrator = visit(make_user("quan.tri", role="administrator"))
    content = xlsx(HEADS, *[[f"P{n}", f"Ủy ban nhân dân Phường {n}", "phường", "19/12/2016"] for n in (81, 82, 83)])
    cases = stops.TAKING_IN if is_long() else ("file stored", "sheet written")
    wrong = []

    def broken_off(ask, place):
        """Ask, and be cut off by a kill at ``place``."""
        stopped = stop_at(place)

        def cut_off():
            with pytest.raises((http.client.HTTPException, ConnectionError)):
                ask()

        at_once(cut_off, lambda: kill(stopped()))

    def hand_in():
        return administrator.upload("/nhap-lieu/don-vi/", "don-vi.xlsx", content)

    def files():
        return {file for file in (settings.MEDIA_ROOT / storage.IMPORTS).glob("*") if not file.suffix}

    others = files()  # of tests before this one

    for place in cases:
        if place == "file stored":
            broken_off(hand_in, place)
            # Nothing names the file yet; handed in again it is the same one.
            wrong += [(place, "a run of nothing")] * ImportRun.objects.count()
        address = hand_in().location
        wrong += [(place, "another file")] * (len(files() - others) - 1)
        stamp = re.search(r'name="stamp" value="(.*?)"', administrator.get(address).text)[1]
        apply = {"act": "apply", "stamp": stamp}
        if place != "file stored":
            broken_off(lambda address=address, apply=apply: administrator.post(address, apply), place)
            half = (ImportRun.objects.get().state, Unit.objects.filter(code__startswith="P8").count())
            if half != (("applied", 3) if place == "sheet applied" else ("uploaded", 0)):
                wrong.append((place, half))
        answer = administrator.post(address, apply)
        whole = (answer.status, Unit.objects.filter(code__startswith="P8").count())
        if whole != (409 if place == "sheet applied" else 302, 3):
            wrong.append((place, whole))
        assert administrator.post(address, {"act": "undo"}).status == 302
        ImportRun.objects.all().delete()
    figure("kill -9 of the web while a sheet comes in", tried=len(cases), lost=len(wrong))
    assert wrong == []


# --- Beat ----------------------------------------------------------------------------------------------------------


def test_a_beat_that_is_killed_makes_up_for_what_it_did_not_ring(start_worker, start_beat, stop_at, sink, figure):
    cases = stops.RINGING if is_long() else stops.RINGING[:1]
    worker = start_worker(**sink.env)
    people, late = [], []
    for place in cases:
        stopped = stop_at(place)
        beat = start_beat()
        pid = stopped()
        people.append(make_user())
        make_notice("", user=people[-1])
        kill(pid)
        beat.wait()
        again = start_beat()
        wait_for(lambda: Notice.objects.filter(user=people[-1]).exclude(mailed_at=None).exists(), PATIENCE, "the mail")
        again.kill_all()
    got = Counter(sink.received)
    late = [person.email for person in people if got[person.email] != 1]
    figure("kill -9 of beat", tried=len(cases), lost=len(late), note=f"{sum(got.values())} mails")
    assert late == []
    assert worker.poll() is None
