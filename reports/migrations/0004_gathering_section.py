from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0003_daily_life"),
    ]

    operations = [
        migrations.AddField(
            model_name="gatheringmark",
            name="section",
            field=models.CharField(blank=True, max_length=12),
        ),
    ]
