"""The benchmark measures on a database of its own, and leaves nothing behind."""

from pathlib import Path
from statistics import median

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reports.benchmark import imports, lines, mails, measure, pages, papers
from reports.models import Notice
from targets.models import Period
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Tables without a hundred migrations."""
    monkeypatch.setitem(connection.settings_dict, "TEST", {**connection.settings_dict["TEST"], "MIGRATE": False})


def databases() -> set[str]:
    """The databases whose names begin like ours."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return {str(path) for path in Path(name).parent.glob(f"{Path(name).name}*") if path.suffix[-4:] not in ("-wal", "-shm")}
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}%"])
        return {row[0] for row in cursor.fetchall()}


def test_a_line_is_measured_on_a_database_that_is_gone_afterwards(capsys, monkeypatch):
    before, name = databases(), connection.settings_dict["NAME"]
    call_command("benchmark", only=["stack_x"], rounds=1)
    said, _, value = capsys.readouterr().out.strip().partition(": ")
    # Ours is more than the seven, and not by orders of magnitude.
    assert (said, 0.5 < float(value) < 50) == ("stack_x", True)
    assert (databases(), connection.settings_dict["NAME"]) == (before, name)


def test_it_is_dropped_when_a_line_breaks(monkeypatch):
    before, name, seen = databases(), connection.settings_dict["NAME"], []

    def breaks(size, wanted):
        seen.append((connection.settings_dict["NAME"], Unit.objects.count(), len(databases())))
        raise ZeroDivisionError

    monkeypatch.setattr(lines, "_lines", [lines.Line(("broken_x",), breaks)])
    with pytest.raises(ZeroDivisionError):
        call_command("benchmark", rounds=1)
    assert seen == [(f"{name}_bench", 0, 1)]
    assert (databases(), connection.settings_dict["NAME"]) == (before, name)


def test_a_line_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(CommandError, match=f"không có dòng “pdf_x”. Có: .*{papers.NAMES[0]}"):
        call_command("benchmark", only=["pdf_x"], rounds=1)


def test_what_is_compared_takes_turns(monkeypatch):
    calls, clock = [], iter([0, 4, 4, 6, 6, 16, 16, 18, 18, 20, 20, 21])
    monkeypatch.setattr(measure.time, "process_time", lambda: next(clock))
    monkeypatch.setattr(measure, "_backend_seconds", lambda: 0)
    found = measure.cpu_in_turns(lambda: calls.append("one"), lambda: calls.append("other"), rounds=3, batch=2)
    assert calls == ["one", "one", "other", "other"] * 3
    assert found == (median([2, 5, 1]), median([1, 1, 0.5]))


def test_queries_are_counted_without_what_frames_them():
    from django.db import transaction

    def ask():
        with transaction.atomic(), transaction.atomic():
            list(Unit.objects.all())
            Unit.objects.count()

    assert pages.queries(ask) == 2


def test_two_thousand_reminders_are_measured_only_if_each_came_once(monkeypatch):
    monkeypatch.setattr(mails, "UNITS", 3)
    assert mails.mails(lines.Size(1), ["mail_x"])["mail_x"] > 0
    deliver = mails.mailing.deliver

    def twice():
        deliver()
        Notice.objects.update(mailed_at=None, mail_claimed_until=None)
        deliver()

    monkeypatch.setattr(mails.mailing, "deliver", twice)
    monkeypatch.setattr(mails, "_period_that_all_owe", lambda: Period.objects.get(year=2018, quarter=2))
    with pytest.raises(RuntimeError, match="came, and different: 12 6"):
        mails.mails(lines.Size(1), ["mail_x"])


def test_a_sheet_of_thousands_takes_as_many_statements_as_one_of_dozens(monkeypatch):
    monkeypatch.setattr(imports, "ROWS", 40)
    found = imports.imports(lines.Size(1), ["import_11k_queries", "import_11k_x"])
    assert 0 < found["import_11k_queries"] <= 60
    assert found["import_11k_x"] > 0
