"""The lines that can be measured, and which of them are wanted."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

# In the order of the output.
MODULES = ["pages", "country_lines", "papers", "exports", "mails", "imports", "login"]


@dataclass(frozen=True)
class Size:
    """How much is measured: ``rounds`` of what is compared, of which the median is taken; ``units``: how many units the
    country has, in the sizes that growth is told between."""

    rounds: int
    units: tuple[int, ...] = (45, 1100, 11_000)


@dataclass(frozen=True)
class Line:
    """``measure(size)`` gives a value for each of ``names``, or, told by ``wanted`` what for, for those alone."""

    names: tuple[str, ...]
    measure: Callable


class UnknownLine(Exception):
    """No line has this name; ``known`` are the names there are."""

    def __init__(self, name, known):
        super().__init__(name)
        self.name, self.known = name, known


_lines: list[Line] = []


def line(*names):
    """Register the decorated ``measure(size, wanted) -> dict`` for these names."""

    def register(measure):
        _lines.append(Line(names, measure))
        return measure

    return register


def chosen(only) -> list[tuple[Line, list[str]]]:
    """Lines and which of their names are wanted; all for nothing. Raises UnknownLine."""
    for module in MODULES:
        import_module(f"reports.benchmark.{module}")
    known = [name for row in _lines for name in row.names]
    for name in only:
        if name not in known:
            raise UnknownLine(name, known)
    wanted = [(row, [name for name in row.names if not only or name in only]) for row in _lines]
    return [(row, names) for row, names in wanted if names]
