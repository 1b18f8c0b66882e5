"""The portal put together: settings, addresses, worker. No app imports from here."""

from .celery import app as celery_app

__all__ = ["celery_app"]
