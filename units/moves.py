"""One mechanism for every change of state: a table of moves, and a claim in the database.

The conditional update is the lock: of two people who press at once, exactly one changes a row, on any database.
"""

from dataclasses import dataclass


class WrongState(Exception):
    """The row was not in a state from which this move leads; nothing was changed."""


class NotAllowed(Exception):
    """This person may not do this; nothing was changed."""


class Refused(Exception):
    """The act is not possible as things stand; ``problems`` is a list of (anchor of the input or "", message)."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("; ".join(message for _, message in self.problems))


@dataclass(frozen=True)
class Move:
    name: str
    label: str  # what the button says and the audit log shows
    sources: frozenset[str]
    to: str


def claim(rows, move: Move, **changes) -> None:
    """Change the one row in ``rows`` by ``move``, or raise WrongState.

    ``rows`` is a queryset that names the row and any further condition of the move.
    """
    moved = rows.filter(state__in=move.sources).update(state=move.to, **changes)
    if moved != 1:
        raise WrongState(move.name)
