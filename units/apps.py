from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị và người dùng"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Every app registers there the long work that it knows (units.jobs.works).
        autodiscover_modules("jobs")
        from units import exports  # noqa: F401  (the one kind of work of this app)
