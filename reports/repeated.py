"""What many units complain of or ask for in nearly the same words, gathered to be quoted by one click.

Two texts of one section are alike when at least six in ten of all their different words stand in both, accents and
order apart; a text of fewer than four words must be the same. The wording of most units leads, and every other is held
against it, not against one another: no chain of small changes ties together what is not alike. It only proposes: the
page shows every wording, and whoever quotes has read them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reports import gathering
from reports.gathering import Thing

SECTIONS = ("difficulties", "causes", "proposals")
ALIKE = 0.6  # of the words of both
FEWEST_WORDS = 4
# Wordings of one section that are held against each other, those of most units first; the rest must be the same.
MOST_COMPARED = 400
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Repeated:
    """Things of two units or more, in the order of lists. ``wordings``: as different units said it, the one that
    stands for all first, each with who said it."""

    section: str
    things: tuple[Thing, ...]
    wordings: tuple[tuple[Thing, ...], ...]

    @property
    def lead(self) -> Thing:
        return self.wordings[0][0]

    @property
    def units(self) -> list[str]:
        return list(dict.fromkeys(thing.name or thing.unit.short_name for thing in self.things))

    @property
    def line(self) -> str:
        """As it stands in the draft once it is quoted."""
        return gathering.line_of(self.things, gathering.whole(self.lead.text))

    @property
    def is_skipped(self) -> bool:
        return all(thing.state == gathering.SKIPPED for thing in self.things)


def find(things: Iterable[Thing]) -> list[Repeated]:
    """What two units or more say alike, what most of them say first. Pure; the same things give the same answer."""
    things = list(things)
    found = []
    for section in SECTIONS:
        for wordings in _alike([thing for thing in things if thing.section == section]):
            said = {id(thing) for wording in wordings for thing in wording}
            group = tuple(thing for thing in things if id(thing) in said)
            if len({thing.unit.pk for thing in group}) > 1:
                found.append(Repeated(section, group, tuple(map(tuple, wordings))))
    return sorted(found, key=lambda one: (-len({thing.unit.pk for thing in one.things}), SECTIONS.index(one.section)))


def is_one(things: list[Thing]) -> bool:
    """Whether all of them say alike, so that one line may stand for them."""
    return any(len(one.things) == len(things) for one in find(things))


def lead(things: list[Thing]) -> Thing:
    """Whose words stand for all of them."""
    return _wordings(things)[0][0]


def _wordings(things) -> list[list[Thing]]:
    """By what they say, the wording of most units first, then the longest."""
    said: dict[str, list[Thing]] = {}
    for thing in things:
        said.setdefault(thing.words, []).append(thing)
    return sorted(said.values(), key=lambda same: (-len({thing.unit.pk for thing in same}), -len(same[0].words)))


def _alike(things) -> list[list[list[Thing]]]:
    groups: list[tuple[set[str], list]] = []
    for place, wording in enumerate(_wordings(things)):
        words = set(_WORD.findall(wording[0].words))
        group = None
        if place < MOST_COMPARED and len(words) >= FEWEST_WORDS:
            group = next((held for known, held in groups if _is_alike(known, words)), None)
        if group is None:
            groups.append((words, [wording]))
        else:
            group.append(wording)
    return [held for _, held in groups]


def _is_alike(one: set[str], other: set[str]) -> bool:
    fewer, more = sorted((len(one), len(other)))
    # What differs too much in length cannot be alike: most pairs end here.
    if fewer < FEWEST_WORDS or fewer < ALIKE * more:
        return False
    common = len(one & other)
    return common >= ALIKE * (fewer + more - common)
