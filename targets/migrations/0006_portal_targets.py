"""Installations that loaded Kế hoạch 294 before the portal could tell CK11 and CK13 learn that it can."""

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


class Migration(migrations.Migration):
    dependencies = [("targets", "0005_annual_plans"), ("units", "0004_budget_allocation")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
