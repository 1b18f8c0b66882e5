"""Installations that loaded Kế hoạch 294 before the portal could tell CK11 and CK13, and before emulation, learn what
the plan's file says of them by now: who allocates the budget (IV.10), who drafts the scales (IV.2.6)."""

from django.db import migrations

PLAN = "294/KH-UBND"
PORTAL = {"CK13": "annual_plans", "CK11": "allocation"}


def tell(apps, schema_editor):
    Target, Unit = apps.get_model("targets", "Target"), apps.get_model("units", "Unit")
    for code, portal in PORTAL.items():
        Target.objects.filter(plan__number=PLAN, code=code, portal="").update(portal=portal)
    allocating = Target.objects.filter(plan__number=PLAN, code="CK11", assignments__unit__code="TCKH")
    if allocating.exists() and not Unit.objects.filter(allocates_budget=True).exists():
        Unit.objects.filter(code="TCKH").update(allocates_budget=True)
    drafting = Target.objects.filter(plan__number=PLAN, code="CK02", assignments__unit__code="VP")
    if drafting.exists() and not Unit.objects.filter(drafts_emulation=True).exists():
        Unit.objects.filter(code="VP").update(drafts_emulation=True)


class Migration(migrations.Migration):
    dependencies = [("targets", "0005_annual_plans"), ("units", "0006_drafts_emulation")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
