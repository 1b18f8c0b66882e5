from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Hoạt động và sáng kiến"
    default_auto_field = "django.db.models.BigAutoField"
