"""Unit, site and settings files of deploy/: what they name exists, and they start what ./run starts."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(file for file in (DEPLOY / "systemd").glob("q4kh*") if file.is_file())
EXAMPLE = DEPLOY / "q4kh.env.example"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
# What a small machine and a server do otherwise: how many, where, and how long a stop may take.
OF_THE_PLACE = ["--bind", "--workers", "--graceful-timeout"]
SETTING = re.compile(r"\b(?:Q4KH_|EMAIL_)[A-Z0-9_]+|\b(?:SECRET_KEY|ALLOWED_HOSTS|CSRF_TRUSTED_ORIGINS|DATABASE_URL|REDIS_URL|LOG_LEVEL|DEFAULT_FROM_EMAIL)\b")


def read(unit):
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",), interpolation=None)
    parser.optionxform = str
    parser.read(unit, "utf-8")
    return parser


def commands(unit) -> list[str]:
    """What it starts, without the folder of the release."""
    lines = re.findall(r"^ExecStart(?:Pre)?=(.*)$", unit.read_text("utf-8"), re.M)
    return [line.replace("/opt/q4kh/current/.venv/bin/python ", "") for line in lines]


def names_in_settings() -> set[str]:
    """Every name that settings read from the environment."""
    source = (ROOT / "q4kh" / "settings.py").read_text("utf-8")
    return set(re.findall(r"(?:environ\.get|_flag|_list)\(\s*\"([A-Z0-9_]+)\"", source))


def test_every_name_of_the_example_is_read_by_something_and_explained():
    names = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text("utf-8"), re.M))
    in_units = {name for unit in UNITS for name in re.findall(r"\$\{([A-Z0-9_]+)\}", unit.read_text("utf-8"))}
    assert names - names_in_settings() - in_units == set()
    assert in_units <= names
    table = OPERATIONS[OPERATIONS.index("## Settings") : OPERATIONS.index("## An office's own server")]
    assert (names | names_in_settings()) - set(re.findall(r"`([A-Z0-9_]+)`", table)) - {"PORT"} == set()


def test_the_example_says_the_same_to_a_shell_and_to_systemd():
    """q4kh-manage sources the file, systemd has rules of its own: one line, one value, quotes around the whole."""
    lines = [line for line in EXAMPLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    said = subprocess.run(
        ["sh", "-c", f"set -a; . {EXAMPLE}; env -0"], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True
    ).stdout
    in_shell = dict(line.partition("=")[::2] for line in said.split("\0") if line)
    for line in lines:
        name, _, value = line.partition("=")
        quoted = len(value) > 1 and value[0] == value[-1] == '"'
        plain = value[1:-1] if quoted else value
        assert not set(plain) & set("$`\\\"'"), line
        assert quoted or not set(value) & set(" <>;&|()"), line
        assert in_shell[name] == plain


@pytest.mark.parametrize("part", ["web", "worker", "beat"])
def test_a_unit_starts_what_run_starts(part):
    procfile = dict(line.split(": ", 1) for line in (ROOT / "q4kh" / "Procfile").read_text().splitlines())
    (ours,) = re.findall(r"-m ((?:gunicorn|celery) .*?)(?:;|$)", procfile[part])
    (server,) = commands(DEPLOY / "systemd" / f"q4kh-{part}.service")
    assert without(shlex.split(server)[1:]) == without(shlex.split(ours))


def without(words):
    kept, words = [], iter(words)
    for word in words:
        if word in OF_THE_PLACE:
            next(words)
        else:
            kept.append(word)
    return kept


def test_every_command_of_units_and_page_exists():
    known = get_commands()
    named = {words.split()[1] for unit in UNITS for words in commands(unit) if words.startswith("manage.py")}
    assert named == {"migrate", "collectstatic", "load_plan", "backup"}
    told = set(re.findall(r"(?:manage\.py|q4kh-manage) ([a-z_]{4,})", OPERATIONS)) - {"does"}
    assert {name for name in named | told if name not in known} == set()
    for place in re.findall(r"/opt/q4kh/current/(deploy/[\w./@*-]+)", OPERATIONS):
        assert list(ROOT.glob(place)), place


def test_nothing_serves_before_the_tables_are_there():
    migrate = read(DEPLOY / "systemd" / "q4kh-migrate.service")
    for part in ("web", "worker", "beat"):
        unit = read(DEPLOY / "systemd" / f"q4kh-{part}.service")
        assert unit["Unit"]["Requires"] == unit["Unit"]["After"] == "q4kh-migrate.service"
        assert f"q4kh-{part}.service" in migrate["Unit"]["Before"].split()
        assert (unit["Service"]["Restart"], unit["Install"]["WantedBy"]) == ("always", "q4kh.target")
    common = read(DEPLOY / "systemd" / "q4kh-.service.d" / "10-common.conf")
    assert {"postgresql.service", "redis-server.service"} <= set(common["Unit"]["After"].split())
    assert common["Service"]["User"] == "q4kh"
    assert common["Service"]["ProtectSystem"] == "strict"


def test_a_worker_is_given_the_time_that_a_job_may_take(settings):
    unit = read(DEPLOY / "systemd" / "q4kh-worker.service")
    assert int(unit["Service"]["TimeoutStopSec"]) > settings.Q4KH_JOB_LEASE_SECONDS


def test_systemd_understands_the_units(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("this machine has no systemd-analyze")
    shutil.copytree(DEPLOY / "systemd", tmp_path / "units")
    for file in [*(tmp_path / "units").glob("q4kh-*.service"), tmp_path / "units" / "q4kh-.service.d" / "10-common.conf"]:
        # Verifying asks for the programs themselves, which no machine of ours has there.
        file.write_text(re.sub(r"/opt/q4kh/current/\.venv/bin/python", "/bin/true", file.read_text("utf-8")), "utf-8")
    units = [str(file) for file in (tmp_path / "units").glob("q4kh*.*e*") if file.is_file()]
    said = subprocess.run(
        ["systemd-analyze", "verify", *units],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}/units:"},
        capture_output=True,
        text=True,
    )
    about_ours = [line for line in said.stderr.splitlines() if "q4kh" in line]
    assert (said.returncode, about_ours) == (0, [])


def test_the_site_passes_on_what_the_settings_trust():
    site = (DEPLOY / "nginx" / "q4kh.conf").read_text("utf-8")
    example = EXAMPLE.read_text("utf-8")
    bind = re.search(r"^Q4KH_BIND=(.*)$", example, re.M)[1]
    assert f"server {bind};" in site
    assert "Q4KH_PROXIES=1\n" in example
    for line in (
        "proxy_set_header X-Forwarded-Proto $scheme;",  # overwritten
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",  # appended to, once
        "proxy_set_header Host $host;",
        "ssl_reject_handshake on;",
        "~^/lich/ 0;",
        "~^/dat-lai-mat-khau/ 0;",
    ):
        assert line in site
    assert "$request_uri" not in site[site.index("log_format") : site.index("map $uri")]
    for page in re.findall(r"^\s+error_page [\d ]+ /([\w.-]+);", site, re.M):
        assert (DEPLOY / "nginx" / "pages" / page).is_file()


def test_the_first_unit_waits_for_the_database_and_says_so():
    """Without end, were it not told to stop here: what requires a unit that failed is not started once more."""
    env = os.environ | {"DATABASE_URL": "postgresql://q4kh@%2Fnowhere/q4kh", "SECRET_KEY": "x"}
    command = [sys.executable, "-m", "q4kh.waiting", "1.5"]
    found = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert (found.returncode, found.stderr.count("Đợi cơ sở dữ liệu")) == (1, 1)
    assert "/nowhere" in found.stderr


def test_the_first_unit_goes_on_where_the_database_answers(tmp_path):
    env = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "SECRET_KEY": "x"}
    command = [sys.executable, "-m", "q4kh.waiting"]
    assert subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True).returncode == 0
