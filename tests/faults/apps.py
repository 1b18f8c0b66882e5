from django.apps import AppConfig


class Faults(AppConfig):
    name = "tests.faults"
    label = "faults"

    def ready(self):
        from tests.faults import stops

        stops.put_in()
