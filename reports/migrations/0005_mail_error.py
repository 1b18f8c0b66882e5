from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0004_gathering_section"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="mail_error",
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
