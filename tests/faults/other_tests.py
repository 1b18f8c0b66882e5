"""A check that the permission tables do not miss: whether the tests of its own module do, on a copy of the sources."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.faults import checks

# The most files asked beside those that bear the module's name.
FILES = 5


@contextmanager
def copied():
    """A copy of the sources and their tests, to be spoilt."""
    with tempfile.TemporaryDirectory(prefix="q4kh-without-") as folder:
        root = Path(folder)
        for name in (*checks.APPS, "templates", "static", "tests", "docs"):
            shutil.copytree(checks.ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pytest.ini", "manage.py"):
            shutil.copy(checks.ROOT / name, root / name)
        yield root


def that_speak_of(check) -> list[str]:
    """Test files that bear the name of the check's module, and of those that import it or ask for its pages the FILES
    that speak most of the function, then of the module; the app's own before others'."""
    app, stem, function = check.path.partition("/")[0], Path(check.path).stem, check.function.rpartition(".")[2]
    module = check.path.removesuffix(".py").replace("/", r"\.")
    # What is imported is the module, or of it the function, the class, the model of a QuerySet.
    names = "|".join({stem, check.function.partition(".")[0].removesuffix("QuerySet") or stem})
    imports = re.compile(rf"^(from|import) .*\b({names})\b|^    ({names})\b.*,$|\b{module}\b", re.M)
    pages = re.compile("|".join(rf"\"/{re.escape(start)}" for start in _addresses(app, stem)) or r"(?!)")
    named, others = [], []
    for path in sorted((checks.ROOT / "tests").rglob("test_*.py")):
        name = path.relative_to(checks.ROOT).as_posix()
        if name.startswith(("tests/browser", "tests/faults")) or path.name in ("test_permissions.py", "test_architecture.py"):
            continue
        text = path.read_text("utf-8")
        asked = len(pages.findall(text))
        if stem in path.stem:
            named.append(name)
        elif asked or imports.search(text):
            rank = [len(re.findall(rf"\b{word}\b", text)) for word in (function, stem)]
            others.append((-rank[0], not name.startswith(f"tests/{app}/"), -rank[1] - asked, name))
    return named + [name for *_, name in sorted(others)[:FILES]]


def _addresses(app, stem) -> set[str]:
    """How the addresses begin of which a module of views makes the pages."""
    text = (checks.ROOT / app / "urls.py").read_text("utf-8")
    # The last first: a longer one is made of shorter ones.
    for name, value in reversed(re.findall(r'^(_[A-Z]+) = f?"(.*)"$', text, re.M)):
        text = text.replace(f"{{{name}}}", value).replace(f"({name},", f'("{value}",')
    return set(re.findall(rf'path\(f?"([^"<]+)[^"]*", {stem}\.\w', text))


def miss(check, root) -> str:
    """The test that fails without the check, or ""."""
    files = that_speak_of(check)
    if not files:
        return ""
    path = root / check.path
    path.write_text(ast.unparse(checks.without(check)), "utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--no-header", *files]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("Q4KH_", "DATABASE_", "DJANGO_"))}
    try:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    finally:
        shutil.copy(checks.ROOT / check.path, path)
    # A long name leaves one line to either side of it.
    failed = re.search(r"^_+ (?:ERROR at \w+ of )?(test_\S+)", done.stdout, re.M)
    return failed[1] if failed and done.returncode == 1 else ""
