"""Migrations back and forward on filled data: what both ends have a place for is the same to the last row."""

import json
import subprocess
import sys

from tests.demonstration import ROOT, environment, free_port
from tests.faults import is_long


def test_going_back_and_forward_changes_no_row(seeded, tmp_path, record_property):
    with seeded.copied(tmp_path / "copy") as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.migrating", "first" if is_long() else "last"],
            cwd=ROOT,
            env=environment(tmp_path / "copy", url, free_port()),
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout)
    assert len(said["steps"]) >= (20 if is_long() else 4)
    assert said["rows"] > 5000
    assert said["same_columns"]
    for when in ("between", "after"):
        assert [table for table, held in said["before"].items() if said[when][table] != held] == [], when
    record_property("fault", ("migrations back and forward: tables", len(said["before"]), 0, f"{len(said['steps'])} steps"))
