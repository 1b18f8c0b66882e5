"""Two web and two worker machines, one PostgreSQL, one Redis, one bucket: nobody can tell which of them answered."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer

from tests.conftest import end_with_parent, on_server, stop, wait_for
from tests.demonstration import PASSWORD, ROOT, environment, free_port

KEYS = {"aws_access_key_id": "khoa", "aws_secret_access_key": "bi-mat", "region_name": "us-east-1"}
PROOF = b"%PDF-1.7 minh chung " * 20_000


@pytest.fixture
def bucket():
    """A service on this machine, with an empty bucket."""
    service = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    service.start()
    host, port = service.get_host_and_port()
    # Buckets are the process', not the service's: others' of this process may have left one.
    requests.post(f"http://{host}:{port}/moto-api/reset", timeout=10)
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", **KEYS)
    client.create_bucket(Bucket="q4kh")
    yield client
    service.stop()


@pytest.fixture
def machines(seeded, bucket, tmp_path_factory):
    """(addresses of two webs, address of their database); each machine has a folder of its own, without any upload."""
    if not on_server():
        pytest.skip("SQLite is of one machine: ./test runs this on PostgreSQL")
    home = tmp_path_factory.mktemp("m")
    with seeded.copied(home / "demo") as url:
        uploads = home / "demo" / "uploads"
        for file in (file for file in uploads.rglob("*") if file.is_file()):
            bucket.upload_file(str(file), "q4kh", str(file.relative_to(uploads)))
        shutil.rmtree(uploads)
        socket = Path("/tmp") / f"q4kh-{home.parent.name[-8:]}-{free_port()}.sock"  # a path of at most 107 bytes
        started = [start(["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", ""], None, home / "redis.log")]
        try:
            webs = []
            for number in (1, 2):
                var, port = home / f"may-{number}", free_port()
                var.mkdir()
                (var / "static").symlink_to(home / "demo" / "static")
                env = environment(var, url, port) | {
                    "REDIS_URL": f"unix://{socket}",
                    # Nobody is killed here, and a loaded machine draws slowly.
                    "Q4KH_JOB_LEASE_SECONDS": "300",
                    "Q4KH_S3_BUCKET": "q4kh",
                    "Q4KH_S3_ENDPOINT": bucket.meta.endpoint_url,
                    "Q4KH_S3_REGION": KEYS["region_name"],
                    "Q4KH_S3_ACCESS_KEY": KEYS["aws_access_key_id"],
                    "Q4KH_S3_SECRET_KEY": KEYS["aws_secret_access_key"],
                }
                web = ["gunicorn", "q4kh.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket"]
                celery = ["celery", "--quiet", "-A", "q4kh", "worker", "--concurrency", "1", "-n", f"may-{number}@q4kh"]
                beat = ["--beat", "--schedule", str(var / "beat")] if number == 1 else []
                for name, words in (("web", web), ("worker", [*celery, *beat, "--without-gossip", "--without-mingle"])):
                    started.append(start([sys.executable, "-m", *words], env, var / f"{name}.log"))
                webs.append(f"http://127.0.0.1:{port}")
            for web in webs:
                wait_for(lambda web=web: is_well(web), 120, f"{web}/healthz")
            yield webs, url
            # Neither wrote a file where the other would miss it.
            for number in (1, 2):
                written = {file.name for file in (home / f"may-{number}").rglob("*") if file.is_file()}
                assert written <= {"web.log", "worker.log", "beat", ".leftovers"}
        finally:
            for process in reversed(started):
                stop(process, 20)
            socket.unlink(missing_ok=True)


def start(command, env, log):
    with log.open("w") as out:
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out, preexec_fn=end_with_parent)


def is_well(web):
    try:
        return requests.get(f"{web}/healthz", timeout=10).text == "database: ok\nqueue: ok\nworker: ok\nbeat: ok\ndisk: ok\n"
    except requests.RequestException:
        return False


def logged_in(web, username):
    person = requests.Session()
    person.get(f"{web}/dang-nhap/", timeout=30)
    post(person, f"{web}/dang-nhap/", username=username, password=PASSWORD)
    return person


def post(person, address, files=None, **said):
    """As a form of the portal posts; the answer after redirects."""
    # Cookies are of the name, not of the port: the same person goes on at the other web.
    answer = person.post(
        address, {**said, "csrfmiddlewaretoken": person.cookies["csrftoken"]}, files=files, timeout=60, headers={"referer": address}
    )
    assert answer.status_code == 200, answer.text
    return answer


def test_two_webs_and_two_workers_are_one_portal(machines, bucket, record_property):
    import psycopg

    (one, two), url = machines
    reporter = logged_in(one, "p2.canbo")
    proof = hashlib.sha256(PROOF).hexdigest()
    post(reporter, f"{one}/bao-cao/2018/2/P2/soan/tep/", files={"file": ("Minh chứng.pdf", PROOF, "application/pdf")})
    # The other web knows this session, the draft and the file.
    got = reporter.get(f"{two}/bao-cao/2018/2/P2/tep/{proof}/", timeout=30)
    assert (got.status_code, got.content == PROOF, got.headers["Content-Length"]) == (200, True, str(len(PROOF)))
    assert requests.get(f"{two}/bao-cao/2018/2/P2/tep/{proof}/", timeout=30).url.startswith(f"{two}/dang-nhap/")

    page = "/tong-hop/2018/1/"
    chief = logged_in(one, "pkt.truongphong")
    before = published(bucket)
    draft = post(chief, one + page, act="start").text
    post(chief, two + page, act="publish", read="1", revision=re.search(r'name="revision" value="(\d+)"', draft)[1])
    with psycopg.connect(url, autocommit=True) as database:
        (key,) = database.execute("SELECT id FROM reports_publication ORDER BY published_at DESC NULLS LAST LIMIT 1").fetchone()

        def jobs():
            rows = database.execute("SELECT state, attempts FROM units_job WHERE subject = %s", [f"publication-{key}"]).fetchall()
            return rows if all(state in ("done", "failed") for state, _ in rows) else None

        # One job a file, each done by one of the workers at its first attempt.
        assert wait_for(jobs, 120, "the files") == [("done", 1)] * 3
        (wanted,) = database.execute("SELECT pdf_sha256 FROM reports_publication WHERE id = %s", [key]).fetchone()
    assert len(published(bucket) - before) == 3
    address = re.search(rf'href="({page}[^"]*pdf[^"]*)"', chief.get(two + page, timeout=30).text)[1]
    copies = [chief.get(web + address, timeout=30).content for web in (one, two)]
    assert [hashlib.sha256(copy).hexdigest() for copy in copies] == [wanted, wanted]
    record_property("fault", ("two webs, two workers, one bucket", 5, 0, "files read at the other web, drawn once"))


def published(bucket):
    return {row["Key"] for row in bucket.list_objects_v2(Bucket="q4kh", Prefix="published/").get("Contents", ())}
