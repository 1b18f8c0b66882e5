"""Brings in the office's templates with a plan, once: what was changed here stays (see targets.loading)."""

from pathlib import Path

from django.db import transaction

from initiatives import loading
from reports import office_templates
from reports.models import OfficeTemplate
from targets.loading import Summary
from targets.models import Plan


@transaction.atomic
def load(path: Path) -> Summary:
    """The plan at ``path``, how its targets are counted, and the two letterheads of its office. Raises BadPlan."""
    summary = loading.load(path)
    plan = Plan.objects.select_related("coordinator").filter(number=summary.plan).first()
    # A plan that an administrator has renamed was loaded long ago, its templates with it.
    wanted = office_templates.of_plan(plan) if plan else []
    ever = set(OfficeTemplate.history.values_list("key", flat=True))
    created = 0
    for template, signatories in wanted:
        if template.key in ever:
            continue
        template.save()
        for row in signatories:
            row.template = template
            row.save()
        created += 1
    summary.count(OfficeTemplate, len(wanted), created)
    return summary
