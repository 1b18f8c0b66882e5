"""WHAT WAS ACHIEVED: drafts, the immutable versions that were sent, and what the district made of them."""

from reports.models.counted import Claim, Strike
from reports.models.emulation import Criterion, Scheme, Score, ScoreProof, ScoreSheet, ScoreTable
from reports.models.messages import AnnualPlanReminder, Notice, OutboxMail, Reminder
from reports.models.narrative import Narrative
from reports.models.office_template import OfficeTemplate, Signatory
from reports.models.offline import OfflineFile
from reports.models.publication import GatheringMark, Publication, PublicationEdit, Signature
from reports.models.report import (
    Attachment,
    Entry,
    Exclusion,
    Figure,
    FigureFields,
    Progress,
    Proposal,
    Report,
    ResultItem,
    ReviewNote,
    Unlock,
    Version,
)
from reports.models.sums import FilingSum, Summing, TargetSum, UnitSum, WorkSum
from reports.models.told import Told

__all__ = [
    "AnnualPlanReminder",
    "Attachment",
    "Claim",
    "Criterion",
    "Entry",
    "Exclusion",
    "Figure",
    "FigureFields",
    "FilingSum",
    "GatheringMark",
    "Narrative",
    "Notice",
    "OfficeTemplate",
    "OfflineFile",
    "OutboxMail",
    "Progress",
    "Proposal",
    "Publication",
    "PublicationEdit",
    "Reminder",
    "Report",
    "ResultItem",
    "ReviewNote",
    "Scheme",
    "Score",
    "ScoreProof",
    "ScoreSheet",
    "ScoreTable",
    "Signatory",
    "Signature",
    "Strike",
    "Summing",
    "TargetSum",
    "Told",
    "UnitSum",
    "Unlock",
    "Version",
    "WorkSum",
]
