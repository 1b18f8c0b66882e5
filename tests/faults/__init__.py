"""Things broken for real: processes killed, servers silent, disks full. Each case tells what was tried and what was lost.

A short form runs with everything else, the long one by ``./test --faults``.
"""

import os


def is_long() -> bool:
    """Whether this is ``./test --faults``."""
    return os.environ.get("Q4KH_FAULTS") == "1"


def rounds(short: int, long: int) -> int:
    """How often a case is tried in this run."""
    return long if is_long() else short


def write_table(terminal) -> None:
    """At the end of a run: what the ``figure`` fixture was told, a line per case."""
    reports = [row for rows in terminal.stats.values() for row in rows if getattr(row, "when", "") == "call"]
    # Of other processes they come as lists.
    found = [tuple(value) for report in reports for name, value in report.user_properties if name == "fault"]
    if not found:
        return
    terminal.section(f"faults, {'long' if is_long() else 'short'} form")
    width = max(len(case) for case, *_ in found)
    terminal.write_line(f"{'case':{width}}  tried  lost")
    for case, tried, lost, note in sorted(found):
        terminal.write_line(f"{case:{width}}  {tried:5}  {lost:4}  {note}".rstrip(), red=lost > 0)
