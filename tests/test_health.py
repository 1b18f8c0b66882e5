"""/healthz says which part is down, and a stopped part never makes it wait."""

import subprocess
import sys
import time

import pytest
from django.conf import settings

from q4kh import health, pulse
from tests.conftest import stop, wait_for


@pytest.fixture
def redis(redis_server):
    pulse.queue().flushall()
    yield redis_server
    pulse.queue().flushall()


@pytest.mark.django_db
def test_all_is_well(client, redis):
    pulse.beat("worker")
    pulse.beat("beat")
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain"
    assert answer.content.decode() == "database: ok\nqueue: ok\nworker: ok\nbeat: ok\ndisk: ok\n"


@pytest.mark.django_db
def test_a_worker_that_gave_no_sign_is_down(client, redis):
    pulse.beat("beat")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.content.decode() == "database: ok\nqueue: ok\nworker: down\nbeat: ok\ndisk: ok\n"


def test_a_sign_of_life_wears_off(redis):
    pulse.beat("worker")
    assert 0 < pulse.queue().ttl("q4kh:pulse:worker") <= pulse.SECONDS


@pytest.mark.django_db
def test_a_queue_that_is_down_takes_worker_and_beat_with_it(client, unused_socket):
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.content.decode() == "database: ok\nqueue: down\nworker: down\nbeat: down\ndisk: ok\n"


@pytest.mark.django_db
def test_a_queue_that_takes_calls_and_never_answers_is_down_within_two_seconds(client, silent_socket):
    began = time.monotonic()
    answer = client.get("/healthz")
    assert time.monotonic() - began < 2
    assert answer.status_code == 503
    assert answer.content.decode().splitlines()[1] == "queue: down"


@pytest.mark.django_db
def test_a_disk_that_is_nearly_full_is_down(client, redis, monkeypatch):
    monkeypatch.setattr(health, "DISK_BYTES", 10**18)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.content.decode().splitlines()[-1] == "disk: down"


@pytest.mark.django_db
def test_nobody_logs_in_and_nothing_is_cached(client, redis, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies == {}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("worker", ["worker", "--concurrency", "1", "--without-gossip", "--without-mingle"]),
        ("beat", ["beat", "--pidfile="]),
    ],
)
def test_a_real_process_gives_its_sign_soon_after_it_starts(redis, name, arguments):
    command = [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "q4kh", *arguments]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: pulse.is_beating(name), 60, f"a sign of the {name}")
    finally:
        stop(process)


@pytest.fixture
def unused_socket(settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    pulse.queue.cache_clear()
    yield
    pulse.queue.cache_clear()


@pytest.fixture
def silent_socket(settings, tmp_path):
    import socket

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        settings.REDIS_URL = f"unix://{tmp_path}/s"
        pulse.queue.cache_clear()
        yield
    pulse.queue.cache_clear()
