"""The worker and beat. The queue is a doorbell only: what is to be done stands in rows (``units.models.Job``)."""

import os
from datetime import timedelta

from celery import Celery
from celery.beat import Scheduler
from celery.signals import heartbeat_sent, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "q4kh.settings")

app = Celery("q4kh")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


@setup_logging.connect
def _keep_django_logging(**kwargs):
    """Celery leaves logging alone once somebody listens here: settings.LOGGING, already set up, is the only one."""


@heartbeat_sent.connect
def _worker_is_alive(**kwargs):
    # Sent every two seconds by the worker's main process, also while all its children draw long documents.
    from q4kh import pulse

    pulse.beat("worker")


class Beat(Scheduler):
    """Celery's scheduler without its schedule file, telling /healthz that it turns.

    Every entry is due when beat starts. Our scheduled tasks are safe to repeat, so a beat that was away for three
    days, or is restarted more often than an entry's interval, still makes up at once for what it missed.
    """

    def setup_schedule(self):
        self.merge_inplace(self.app.conf.beat_schedule)
        for entry in self.schedule.values():
            entry.last_run_at -= timedelta(days=1)  # longer than any interval

    def tick(self, *args, **kwargs):
        from q4kh import pulse

        pulse.beat("beat")
        return super().tick(*args, **kwargs)
