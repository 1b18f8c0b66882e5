"""WHAT WAS PROMISED: the plan as data, its targets, its calendar, its tasks, and what each unit takes up each year."""

from targets.models.budget import BudgetLine, FundSource
from targets.models.calendar import Period
from targets.models.plan import Heading, Passage, Plan, days_after, days_before
from targets.models.promised import Assignment, Target, Task
from targets.models.yearly import AnnualPlan, AnnualPlanLine, AnnualPlanStep, AnnualPlanVersion, Commitment

__all__ = [
    "AnnualPlan",
    "AnnualPlanLine",
    "AnnualPlanStep",
    "AnnualPlanVersion",
    "Assignment",
    "BudgetLine",
    "Commitment",
    "FundSource",
    "Heading",
    "Passage",
    "Period",
    "Plan",
    "Target",
    "Task",
    "days_after",
    "days_before",
]
