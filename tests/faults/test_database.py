"""A database that is restarted, crashes or is locked: idle, nobody notices; in the middle of a save, the page that
follows holds what was typed and sends it again."""

import re
import sqlite3
import threading
from html import unescape

import psycopg
import pytest
from django.db import connection

from reports.models import Report
from tests.conftest import on_server, wait_for
from tests.demonstration import free_port
from tests.faults import rounds
from tests.faults.clusters import Cluster
from tests.faults.conftest import PATIENCE, Visitor, at_once, database_url, start_web
from tests.reports.conftest import whole

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Kết quả viết trong lúc máy chủ dữ liệu gián đoạn,\nđợt {}: hai mô hình & một “ngày hội”."


class Held:
    """The answer to a POST that is on its way."""

    def __init__(self, visitor, path, fields):
        self.answer = None
        self._thread = threading.Thread(target=self._post, args=[visitor, path, fields])
        self._thread.start()

    def _post(self, visitor, path, fields):
        self.answer = visitor.post(path, fields)

    def wait(self):
        self._thread.join(PATIENCE)
        return self.answer


def again(page) -> dict[str, str]:
    """What the page's own form would post."""
    return {name: unescape(value) for name, value in re.findall(r'<textarea name="(.*?)" hidden>\n(.*?)</textarea>', page.text, re.S)}


@pytest.fixture
def served(ward):
    """(visitor of the ward's officer, cluster) of a portal on a PostgreSQL of its own, with the ward in it."""
    port = free_port()
    visitor = Visitor(port, ward.reporter)  # whose session is copied as well
    cluster = Cluster(database_url())
    web = None
    try:
        web = start_web(port, DATABASE_URL=cluster.url)
        yield visitor, cluster
    finally:
        if web:
            web.kill_all()
        cluster.remove()


@pytest.mark.skipif(not on_server(), reason="SQLite has no server to restart")
def test_a_server_that_is_restarted_or_crashes(served, ward, figure):
    visitor, cluster = served
    tried, statuses = rounds(2, 10), []
    for _ in range(tried):
        # Each of the eight threads has its connection.
        assert {answer.status for answer in at_once(*[lambda: visitor.get(ward.form)] * 8)} == {200}
        cluster.restart()
        statuses += [answer.status for answer in at_once(*[lambda: visitor.get(ward.form)] * 8)]
    idle = [status for status in statuses if status != 200]
    figure("PostgreSQL restarted while idle", tried=tried, lost=len(idle), note=f"{len(statuses)} pages after it")

    crashed = [said for number in range(tried) if (said := _crash(visitor, cluster, ward, number))]
    figure("PostgreSQL crashed in the middle of a save", tried=tried, lost=len(crashed))
    assert (idle, crashed) == ([], [])


def _crash(visitor, cluster, ward, number):
    """Crash it while a save waits for a row that somebody holds; what was wrong with what came of it, or None."""

    def ask(statement):
        with psycopg.connect(cluster.url, autocommit=True) as other:
            return other.execute(statement).fetchone()

    (revision,) = ask(f"SELECT revision FROM reports_report WHERE id = {ward.report.pk}")
    text = TEXT.format(number)
    holder = psycopg.connect(cluster.url)
    holder.execute("SELECT 1 FROM reports_report WHERE id = %s FOR UPDATE", [ward.report.pk])
    held = Held(visitor, ward.form, whole(revision, results=text))
    blocked = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    wait_for(lambda: ask(blocked), PATIENCE, "the save in front of the held row")
    cluster.crash()
    page, meanwhile = held.wait(), visitor.get(ward.form)
    cluster.start()
    fields = again(page)
    saved = visitor.post(ward.form, fields)
    said = (page.status, meanwhile.status, fields.get("results"), saved.status)
    is_kept = text in unescape(visitor.get(ward.form).text)
    return None if said == (503, 503, text, 302) and is_kept else (*said, is_kept)


@pytest.mark.skipif(on_server(), reason="PostgreSQL has no lock on the whole database")
def test_a_database_that_stays_locked(ward, figure):
    tried, wrong = rounds(1, 5), []
    port = free_port()
    web = start_web(port, FAULTS_LOCK_SECONDS="0.5")
    visitor = Visitor(port, ward.reporter)
    try:
        for number in range(tried):
            text = TEXT.format(number)
            revision = Report.objects.values_list("revision", flat=True).get(pk=ward.report.pk)
            holder = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
            holder.execute("BEGIN IMMEDIATE")
            page = visitor.post(ward.form, whole(revision, results=text))
            holder.rollback()
            holder.close()
            fields = again(page)
            saved = visitor.post(ward.form, fields)
            kept = Report.objects.values_list("results", flat=True).get(pk=ward.report.pk)
            said = (page.status, fields.get("results"), saved.status, kept)
            if said != (503, text, 302, text):
                wrong.append(said)
    finally:
        web.kill_all()
    figure("SQLite locked during a save", tried=tried, lost=len(wrong))
    assert wrong == []
