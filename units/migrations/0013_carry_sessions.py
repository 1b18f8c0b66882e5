"""Whoever is logged in stays so through the upgrade, and through a way back."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations


def carry(apps, schema_editor):
    Old, New = apps.get_model("sessions", "Session"), apps.get_model("units", "Session")
    people = set(apps.get_model("units", "User").objects.values_list("pk", flat=True))
    for row in Old.objects.iterator():
        person = SessionStore().decode(row.session_data).get(SESSION_KEY)
        # Sessions of nobody hold nothing, and what was signed by another key opens nothing.
        if person is not None and int(person) in people:
            New.objects.create(
                session_key=row.session_key,
                session_data=row.session_data,
                expire_date=row.expire_date,
                user_id=int(person),
            )
    Old.objects.all().delete()


def carry_back(apps, schema_editor):
    Old, New = apps.get_model("sessions", "Session"), apps.get_model("units", "Session")
    for row in New.objects.iterator():
        Old.objects.create(session_key=row.session_key, session_data=row.session_data, expire_date=row.expire_date)
    New.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("units", "0012_sessions_of_people"), ("sessions", "0001_initial")]

    operations = [migrations.RunPython(carry, carry_back)]
