"""Brings in how a plan's targets are counted, once: what an administrator changed stays (see targets.loading)."""

from pathlib import Path

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from initiatives.models import CountingRule
from initiatives.rules import problems_of
from targets import loading
from targets.loading import Summary
from targets.models import Target
from targets.planfile import BadPlan

_KEYS = {field.name for field in CountingRule._meta.concrete_fields} - {"id", "target"}


@transaction.atomic
def load(path: Path) -> Summary:
    """The plan at ``path`` and how its targets are counted, whole or not at all. Raises BadPlan."""
    summary = loading.load(path)
    counting = summary.counting
    targets = {row.code: row for row in Target.objects.filter(plan__number=summary.plan, code__in=counting)}
    ever = set(CountingRule.history.filter(target__in=targets.values()).values_list("target_id", flat=True))
    rules, problems = [], []
    for code, keys in counting.items():
        if unknown := sorted(set(keys) - _KEYS):
            problems.append(f"targets ({code}), khóa counting: không có khóa {', '.join(unknown)}.")
            continue
        if code not in targets:
            continue
        rule = CountingRule(target=targets[code], **keys)
        problems += [f"targets ({code}), khóa counting: {text}" for _, text in problems_of(rule)]
        if rule.target_id not in ever:
            rules.append(rule)
    if problems:
        raise BadPlan(problems)
    if rules:
        bulk_create_with_history(rules, CountingRule)
    summary.count(CountingRule, len(counting), len(rules))
    return summary
