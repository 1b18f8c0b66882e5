"""WHAT WAS TRIED: the registry of activities, who was helped, how they are counted, and initiatives."""

from initiatives.models.activity import Activity, Evidence
from initiatives.models.council import Council, CouncilMeeting, CouncilMember
from initiatives.models.counting import CountingRule
from initiatives.models.initiative import (
    Contributor,
    Initiative,
    InitiativeFile,
    InitiativeStep,
    ScopeDecision,
)
from initiatives.models.organisation import Organisation
from initiatives.models.school import School

__all__ = [
    "Activity",
    "Contributor",
    "Council",
    "CouncilMeeting",
    "CouncilMember",
    "CountingRule",
    "Evidence",
    "Initiative",
    "InitiativeFile",
    "InitiativeStep",
    "Organisation",
    "School",
    "ScopeDecision",
]
