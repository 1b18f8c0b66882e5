"""That a permission check can be found, taken away, and is then missed: the machine of tests.faults.mutations at work on a
few. The whole run is a command of its own; its last record stands in docs/security.md."""

import subprocess
import sys

from tests.faults import checks, equivalents

# One of each kind; asked of few rows.
FEW = [
    "reports/permissions.py::can_draft: user.access.may_draft_for(report.unit_id)",
    "reports/views/offline.py::hand_in: login_showing_text",
    "reports/views/shared.py::find_report: user (scope)",
]


def test_three_checks_taken_away_are_missed():
    command = [sys.executable, "-m", "tests.faults.mutations", "--rows", "/nhap-excel/", "--only", *FEW]
    done = subprocess.run(command, cwd=checks.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "3 checks: 3 caught, 0 survived, 0 equivalent; 100.0 % caught"


def test_the_finder_knows_the_checks_and_their_words():
    found = {check.key: check for check in checks.find()}
    assert len(found) >= 600
    assert set(FEW) <= set(found)
    assert {check.kind for check in found.values()} == {"door", "right", "rule", "scope"}
    # A reason for a check that is no longer there says nothing.
    assert set(equivalents.REASONS) <= set(found)


def test_a_check_is_taken_away_where_it_stands_and_nowhere_else(tmp_path):
    source = "def can_act(user, row):\n    return user.access.is_reviewer and not had_a_hand(user, row)\n"
    (tmp_path / "units").mkdir()
    for app in checks.APPS[1:]:
        (tmp_path / app).mkdir()
    (tmp_path / "units" / "rights.py").write_text(source)
    found = {check.key.partition(": ")[2]: check for check in checks.find(tmp_path)}

    class User:
        class access:  # noqa: N801
            is_reviewer = False

    def asks(check, reviewer, hand):
        User.access.is_reviewer = reviewer
        names = {"had_a_hand": lambda user, row: hand}
        exec(compile(checks.without(check, tmp_path), "rights", "exec"), names)
        return bool(names["can_act"](User, None))

    reviewer, hand = found["user.access.is_reviewer"], found["had_a_hand(user, row)"]
    assert [asks(reviewer, False, False), asks(reviewer, False, True)] == [True, False]
    assert [asks(hand, True, True), asks(hand, False, True)] == [True, False]
