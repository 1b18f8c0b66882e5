from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "targets"
    verbose_name = "Kế hoạch và chỉ tiêu"
    default_auto_field = "django.db.models.BigAutoField"
