"""The page of the plan: every paragraph of it, with what the portal made of each."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from targets import refs
from targets.models import Assignment, Passage, Plan
from units import clock


@login_required
@require_safe
def plan(request):
    """The latest plan issued, whole, in the order of the document."""
    found = Plan.objects.filter(issued_on__lte=clock.today()).select_related("coordinator").first()
    if found is None:
        raise Http404("Chưa có kế hoạch nào được tải vào cổng.")
    passages = list(found.passages.prefetch_related("units"))
    coordinators = Prefetch(
        "assignments", Assignment.objects.filter(coordinates=True).select_related("unit"), to_attr="coordinators"
    )
    tasks = list(found.tasks.select_related("unit", "heading"))
    stand_elsewhere = {row.ref for row in [*passages, *tasks]}
    context = {
        "plan": found,
        **{kind.value: [p for p in passages if p.kind == kind] for kind in Passage.Kind},
        "headings": _headings(found.headings.all(), passages),
        "goals": _goals(found.targets.prefetch_related(coordinators), stand_elsewhere),
        "assigned": _assigned(tasks),
        "periods": list(found.periods.all()),
    }
    return render(request, "targets/plan.html", context)


def _headings(headings, passages) -> list[dict]:
    """Headings of section III, each with its paragraphs; ``item`` is the wording of the item that holds it, or ""."""
    found = []
    for heading in headings:
        lines = heading.wording.splitlines()
        found.append(
            {
                "ref": heading.ref,
                "item": lines[0] if len(lines) > 1 else "",
                "wording": lines[-1],
                "paragraphs": [p for p in passages if p.heading_id == heading.pk],
            }
        )
    return found


def _goals(targets, stand_elsewhere) -> list[dict]:
    """Paragraphs in the order of the targets, each once, with the targets that measure it.

    ``anchor``: the ref that links to it, "" where a paragraph of that ref has its own place on the page.
    """
    taken = set(stand_elsewhere)
    goals = []
    for wording, rows in groupby(targets, lambda target: target.wording):
        measured = list(rows)
        first = refs.split(measured[0].ref)[0]
        anchor = "" if first in taken else first
        taken.add(first)
        goals.append({"wording": wording, "ref": measured[0].ref, "anchor": anchor, "targets": measured})
    return goals


def _assigned(tasks) -> list[dict]:
    """Section IV: its items (IV.1, IV.12), the units that each addresses, and the paragraphs with their units."""
    items = []
    for ref, rows in groupby(tasks, lambda task: ".".join(task.ref.split(".")[:2])):
        paragraphs = [list(same) for _, same in groupby(rows, lambda task: task.ref)]
        units = list(dict.fromkeys(task.unit for same in paragraphs for task in same))
        items.append(
            {
                "ref": ref,
                "units": units,
                "is_requested": paragraphs[0][0].is_requested,
                "paragraphs": [
                    {
                        "task": same[0],
                        # Named only where the paragraph is for fewer than the item is.
                        "units": [task.unit for task in same] if len(same) < len(units) else [],
                    }
                    for same in paragraphs
                ],
            }
        )
    return items
