"""The order of the house, parsed from its imports: each app knows only what stands on its left."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["units", "targets", "initiatives", "reports", "q4kh"]
# Such a module knows nothing in particular, and in time everything.
NAMELESS = {"utils", "util", "common", "core", "services", "service", "helpers", "misc", "selectors"}


def imported(source: str, package: str) -> set[str]:
    """Apps that a module of ``package`` imports, wherever in it the import stands, by name or by dots."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # A dot is the module's own package, each further one a folder above.
            parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            parts += (node.module or "").split(".") if node.module else [alias.name for alias in node.names]
            found.add(parts[0])
    return found & set(ORDER)


def modules(app: str) -> list[Path]:
    return sorted((ROOT / app).rglob("*.py"))


@pytest.mark.parametrize("app", ORDER)
def test_an_app_imports_only_from_its_left(app):
    allowed = set(ORDER[: ORDER.index(app) + 1])
    offences = {}
    for path in modules(app):
        package = ".".join(path.relative_to(ROOT).parent.parts)
        forbidden = imported(path.read_text("utf-8"), package) - allowed
        if forbidden:
            offences[str(path.relative_to(ROOT))] = sorted(forbidden)
    assert offences == {}


@pytest.mark.parametrize("app", ORDER)
def test_every_app_is_there_to_be_looked_at(app):
    assert (ROOT / app / "__init__.py").is_file()


def test_modules_are_named_for_what_they_know():
    nameless = [
        str(path.relative_to(ROOT))
        for app in ORDER
        for path in (ROOT / app).rglob("*")
        if path.stem in NAMELESS and (path.is_dir() or path.suffix == ".py")
    ]
    assert nameless == []


def test_nobody_asks_where_on_this_machine_a_stored_file_stands():
    """In a bucket it stands nowhere: units.storage reads, writes and removes."""
    asking = [
        str(path.relative_to(ROOT))
        for app in ORDER
        for path in modules(app)
        if path.name not in {"settings.py", "folder.py"}
        and any(words in path.read_text("utf-8") for words in ("storage.path(storage.", "MEDIA_ROOT) /"))
    ]
    assert asking == []


def test_the_order_of_units_is_written_once():
    """``units.models.UNIT_ORDER``: rows that belong to a unit are ordered by "unit"."""
    written = [
        str(path.relative_to(ROOT))
        for app in ORDER
        for path in modules(app)
        if "migrations" not in path.parts
        and any(words in path.read_text("utf-8") for words in ('"group", "order"', '"unit__group", "unit__order"'))
    ]
    assert written == ["units/models.py"]


@pytest.mark.parametrize(
    ("source", "package", "expected"),
    [
        ("import reports.models", "units", {"reports"}),
        ("from reports import workflow", "units", {"reports"}),
        ("from q4kh.settings import VAR", "reports.views", {"q4kh"}),
        ("def f():\n    from targets.models import Plan", "units", {"targets"}),
        ("from .. import clock", "units.management", {"units"}),
        ("from ..models import Unit", "units.management", {"units"}),
        ("from . import clock", "units", {"units"}),
        ("from .models import Unit", "units", {"units"}),
        ("import reportslib, django.db", "units", set()),
    ],
)
def test_the_parser_sees_every_way_to_import(source, package, expected):
    assert imported(source, package) == expected
