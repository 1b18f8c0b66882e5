"""A backup, and an empty machine: the same rows, the same files, and the portal runs. What is broken is refused."""

import hashlib
import http.cookiejar
import io
import json
import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
import urllib.parse
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from q4kh.hashers import Argon2
from reports import named_files
from reports.backup import archive, making, restoring
from reports.models import Publication, Report
from tests import factories
from tests.conftest import end_with_parent, on_server, stop, wait_for
from units import audit, storage

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "mật khẩu của trưởng phòng"
PROOF = b"%PDF-1.7 minh chung " * 5000


@pytest.fixture
def installation(transactional_db, settings, tmp_path):
    """A small one, its migrations recorded as a real one has them, with files of each kind; its folder."""
    settings.MEDIA_ROOT = tmp_path / "var" / "uploads"
    plan = factories.make_plan()
    period = factories.make_period(plan)
    chief = factories.make_user("pkt.truongphong", role="office_head", unit=plan.coordinator)
    chief.password = make_password(PASSWORD, hasher=Argon2())
    chief.save()
    proof = storage.put(PROOF, storage.ATTACHMENTS)
    held = {"name": "Minh chứng.pdf", "purpose": "evidence", "sha256": proof, "size": len(PROOF), "type": "application/pdf"}
    content = {"texts": {}, "figures": [], "progress": [], "attachments": [held]}
    for number in range(1, 13):
        factories.make_report(factories.make_unit(f"P{number}"), period, Report.State.ACCEPTED, content=content)
    factories.make_target(plan)
    factories.make_figures(Report.objects.first(), CT03=3)
    drawn = {}
    for kind in Publication.Format:
        drawn[f"{kind}_sha256"] = storage.put(f"tệp {kind}".encode(), storage.PUBLISHED, f".{kind}")
    factories.make_publication(period, {}, **drawn)
    audit.record("x", "ă đ ư “…” \\ ' ;", note="dòng\nhai", after={"số": "1.234,5"})
    settings.MIGRATION_MODULES = {}  # tests make tables without them
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in loader.disk_migrations:
        recorder.record_applied(app, name)
    yield tmp_path / "var"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_migrations")


@pytest.fixture
def empty(tmp_path):
    """Another machine: the environment of its processes, and what reads its tables."""
    var = tmp_path / "may-moi"
    (var / "static").mkdir(parents=True)
    env = {**os.environ, "Q4KH_VAR": str(var), "REDIS_URL": f"unix://{var}/nobody.sock"}
    env.pop("DATABASE_URL", None)
    if not on_server():
        yield env, lambda: tables_of_file(var / "db.sqlite3")
        return
    name = f"q4kh_may_moi_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        env["DATABASE_URL"] = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
        yield env, lambda: tables_of_server(env["DATABASE_URL"])
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def tables_of_file(place):
    """Table → (rows, digest of all of them)."""
    with closing(sqlite3.connect(place)) as held:
        names = [name for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return {name: digest(held.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names}


def tables_of_server(url):
    import psycopg

    with psycopg.connect(url) as held:
        names = held.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        return {name: digest(held.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in names}


def digest(rows):
    return len(rows), hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


def tables_here():
    if not on_server():
        return tables_of_file(connection.settings_dict["NAME"])
    name = connection.settings_dict["NAME"]
    return tables_of_server(f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}")


def files_in(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def manage(env, *arguments):
    """(exit code, output) of manage.py as the operator types it."""
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


def log_in(url, username, password):
    """A visitor who has logged in by the form."""
    jar = http.cookiejar.CookieJar()
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = visitor.open(f"{url}/dang-nhap/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    typed = {"username": username, "password": password, "csrfmiddlewaretoken": token}
    answer = visitor.open(f"{url}/dang-nhap/", urllib.parse.urlencode(typed).encode(), timeout=30)
    assert answer.geturl() == f"{url}/", answer.read().decode()
    return visitor


def test_an_installation_comes_back_whole_on_an_empty_machine(installation, empty, tmp_path, record_property):
    env, tables = empty
    name = connection.settings_dict["NAME"]
    here = {**env, "Q4KH_VAR": str(installation), "DATABASE_URL": f"sqlite:///{name}"}
    if on_server():
        here["DATABASE_URL"] = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    folder = tmp_path / "sao-luu"
    folder.mkdir()
    before = tables_here()

    with somebody_writing() as written:
        code, said = manage(here, "backup", folder)
    assert code == 0, said
    assert len(written) > 20
    (backup,) = folder.iterdir()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600

    code, said = manage(env, "restore", backup)
    assert code == 0, said
    assert "migrate" not in said
    found = tables()
    # As of one instant in the middle of that, or counting what was restored would have been refused.
    audited, _ = found.pop("units_auditevent")
    known, _ = before.pop("units_auditevent")
    assert known <= audited <= known + len(written)
    assert without_keys_given_out(found) == without_keys_given_out(before)
    there = Path(env["Q4KH_VAR"])
    assert files_in(there / "uploads") == files_in(installation / "uploads")
    assert len(files_in(there / "uploads")) == 4

    # A second time nothing is written over what is there.
    code, said = manage(env, "restore", backup)
    assert code == 1
    assert "cơ sở dữ liệu ở đây không trống" in said
    assert tables()["units_auditevent"][0] == audited

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    stylesheets_by_their_own_names(there)
    log = (tmp_path / "log").open("w")
    command = [sys.executable, "-m", "gunicorn", "q4kh.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, preexec_fn=end_with_parent)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(lambda: server.poll() is not None or answers(url), 60, "the restored portal")
        visitor = log_in(url, "pkt.truongphong", PASSWORD)
        page = visitor.open(f"{url}/bao-cao/2018/2/P1/", timeout=30).read().decode()
        assert 'data-state="accepted"' in page
        link = re.search(r'href="([^"]*[0-9a-f]{64}[^"]*)"', page)[1]
        assert visitor.open(url + link, timeout=30).read() == PROOF
        record_property("fault", ("backup and restore: tables, files", len(before) + 4, 0, "equal digests, portal runs"))
    finally:
        stop(server)
        log.close()


@contextmanager
def somebody_writing():
    """Within it the portal goes on: a line of the audit log at a time. What was written."""
    written, is_over = [], threading.Event()

    def write():
        while not is_over.is_set():
            written.append(audit.record("x", f"dòng {len(written)}").pk)
            is_over.wait(0.01)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield written
    finally:
        is_over.set()
        writer.join()


def without_keys_given_out(tables):
    """SQLite keeps the last key of each table in a table of its own."""
    return {name: held for name, held in tables.items() if name != "sqlite_sequence"}


def stylesheets_by_their_own_names(var):
    """What collectstatic says of files, without making them: how pages look is no part of a backup."""
    paths = {name: name for finder in get_finders() for name, _ in finder.list([])}
    (var / "static" / "staticfiles.json").write_text(json.dumps({"paths": paths, "version": "1.1", "hash": ""}))


def answers(url):
    try:
        return urllib.request.urlopen(f"{url}/dang-nhap/", timeout=30).status == 200
    except OSError:
        return False


def test_a_broken_backup_is_refused_before_anything_is_written(installation, tmp_path, record_property):
    whole = making.make(tmp_path / "whole.tar").place
    assert restoring.check(whole).missing == []
    content = whole.read_bytes()
    with tarfile.open(whole) as tar:
        members = tar.getmembers()
    broken = tmp_path / "broken.tar"
    lengths = [0, 1, 511, 512, 700, *(member.offset for member in members), len(content) // 2, members[-1].offset_data + 10]
    tried = [content[:length] for length in lengths]
    for member in members:
        for place in (member.offset_data, member.offset_data + member.size // 2, member.offset_data + member.size - 1):
            tried.append(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    for altered in tried:
        broken.write_bytes(altered)
        with pytest.raises(archive.Unusable, match="dùng bản khác"):
            restoring.check(broken)
    assert len(tried) >= 30
    record_property("fault", ("altered or truncated backups", len(tried), 0, "each refused by name"))
    with pytest.raises(CommandError, match="chưa ghi gì"):
        call_command("restore", broken)


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "files/attachments/../x", "files/signing/" + "0" * 64])
def test_nothing_of_another_name_is_in_a_backup(tmp_path, name):
    place = tmp_path / "odd.tar"
    with tarfile.open(place, "w") as tar:
        archive.add_file(tar, name, io.BytesIO(b"x"), 1)
    with pytest.raises(archive.Unusable, match="có thứ lạ"):
        restoring.check(place)


def resealed(place, change):
    """A backup whose manifest says something else, and is sealed for it."""
    other = place.with_name("resealed.tar")
    with tarfile.open(place) as old, tarfile.open(other, "w") as new:
        for member in old:
            if member.name not in (archive.MANIFEST, archive.SEAL):
                archive.add_file(new, member.name, old.extractfile(member), member.size)
        held = json.load(old.extractfile(archive.MANIFEST))
        change(held)
        archive.seal(new, archive.Manifest(**held))
    return other


def test_what_does_not_come_out_as_it_was_counted_leaves_the_machine_empty(installation, empty, tmp_path):
    env, tables = empty
    whole = making.make(tmp_path / "whole.tar").place
    short = resealed(whole, lambda held: held["tables"].update(units_unit=held["tables"]["units_unit"] + 1))
    code, said = manage(env, "restore", short)
    assert code == 1
    assert "số dòng sau khi nạp khác bảng kê, ở bảng units_unit" in said
    assert files_in(Path(env["Q4KH_VAR"]) / "uploads") == {}
    assert on_server() or not Path(env["Q4KH_VAR"], "db.sqlite3").exists() or tables() == {}
    if on_server():
        assert tables() == {}


def test_a_backup_of_newer_software_or_of_another_database_is_refused(installation, tmp_path):
    whole = making.make(tmp_path / "whole.tar").place
    newer = resealed(whole, lambda held: held["migrations"].append("reports.9999_later"))
    with pytest.raises(archive.Unusable, match=r"phần mềm mới hơn \(có reports\.9999_later\)"):
        restoring.restore(newer)
    other = "database.sqlite3.gz" if on_server() else "database.dump"
    foreign = tmp_path / "foreign.tar"
    with tarfile.open(whole) as old, tarfile.open(foreign, "w") as new:
        held = json.load(old.extractfile(archive.MANIFEST))
        for member in old:
            if member.name not in (archive.MANIFEST, archive.SEAL):
                name = other if member.name == held["database"] else member.name
                archive.add_file(new, name, old.extractfile(member), member.size)
        archive.seal(new, archive.Manifest(**{**held, "database": other}))
    with pytest.raises(archive.Unusable, match="cơ sở dữ liệu khác"):
        restoring.restore(foreign)


def test_a_lost_file_is_named_and_stops_no_backup(installation, tmp_path):
    proof = hashlib.sha256(PROOF).hexdigest()
    storage.path(storage.ATTACHMENTS, proof).write_bytes(b"khac")
    gone = Publication.objects.get().pdf_sha256
    storage.delete(storage.PUBLISHED, gone, ".pdf")
    with pytest.raises(CommandError) as refused:
        call_command("backup", tmp_path / "whole.tar")
    lost = {f"attachments/{proof}", f"published/{gone}.pdf"}
    assert set(re.findall(r"^  (\S+)$", str(refused.value), re.M)) == lost
    held = restoring.check(tmp_path / "whole.tar")
    assert (set(held.missing), len(held.files)) == (lost, 2)


def test_only_the_newest_are_kept_and_nothing_else_is_touched(installation, tmp_path, capsys):
    folder = tmp_path / "sao-luu"
    folder.mkdir()
    for name in ("q4kh-20180101-020000.tar", "q4kh-20180102-020000.tar", "ghi-chu.txt"):
        (folder / name).write_bytes(b"")
    call_command("backup", folder, keep=2)
    assert [file.name for file in sorted(folder.iterdir())][:2] == ["ghi-chu.txt", "q4kh-20180102-020000.tar"]
    assert len(list(folder.iterdir())) == 3
    with pytest.raises(CommandError, match="đã có tệp"):
        call_command("backup", folder / "q4kh-20180102-020000.tar")


def test_every_column_with_a_hash_says_which_file_it_names(django_apps_models):
    known = {(model._meta.label, column) for model, column, _, _ in named_files.COLUMNS}
    assert django_apps_models == known


@pytest.fixture
def django_apps_models():
    from django.apps import apps

    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("sha256")
    }
