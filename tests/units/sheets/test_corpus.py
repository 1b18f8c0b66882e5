import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tests.units.sheets.corpus import CASES

ROOT = Path(__file__).resolve().parents[3]
SECONDS, MEGABYTES = 2, 150


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """(what came of it, CPU seconds, MB) of `read` and of `open_workbook`, by the number of the case."""
    folder = tmp_path_factory.mktemp("corpus")
    for number, case in enumerate(CASES):
        (folder / f"{number} {case.file}").write_bytes(case.make())
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("reading_all.py"), folder],
        capture_output=True, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return pickle.loads(done.stdout)


def test_there_are_enough_and_each_has_a_name():
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_a_file_is_read_rightly_or_refused_in_words(number, outcomes):
    case = CASES[number]
    (book, seconds, megabytes), (_, form_seconds, form_megabytes) = outcomes[number]
    if case.refused:
        assert book == case.refused
    else:
        assert not isinstance(book, str | Exception), book
        assert tuple((sheet.name, sheet.is_hidden) for sheet in book.sheets) == case.sheets
        assert book.notes == case.notes
        if case.rows is None:
            assert len(book.sheets[0].rows) == case.count
        else:
            assert {row.number: [cell.value for cell in row.cells] for row in book.sheets[0].rows} == case.rows
    assert max(seconds, form_seconds) <= SECONDS
    assert max(megabytes, form_megabytes) <= MEGABYTES


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_a_form_is_loaded_or_refused_in_words(number, outcomes):
    case = CASES[number]
    form = outcomes[number][1][0]
    if case.as_form:
        assert form == case.as_form
    elif case.refused or case.sheets == (("CSV", False),) or case.count:
        assert isinstance(form, str)
        assert form.endswith(".")
    else:
        assert form == [name for name, _ in case.sheets]
