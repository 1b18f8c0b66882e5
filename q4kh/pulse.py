"""Signs of life of the worker and beat, kept in the queue's own Redis for /healthz.

A sign is a key that expires by itself, so that Redis' clock alone decides and a machine with a wrong clock, or several
worker machines, do no harm. Not rows: the worker would take SQLite's write lock every few seconds for nothing.
"""

from contextlib import suppress
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

# The worker signs every 2 s and beat at least every 5 s (CELERY_BEAT_MAX_LOOP_INTERVAL).
SECONDS = 30


@cache
def queue() -> redis.Redis:
    """A client that answers or fails within two seconds."""
    times = {"socket_timeout": 1}
    if not settings.REDIS_URL.startswith("unix:"):
        times["socket_connect_timeout"] = 1
    return redis.Redis.from_url(settings.REDIS_URL, retry=Retry(NoBackoff(), 0), **times)


def beat(name: str) -> None:
    # Celery reports a lost broker itself and reconnects; the missing sign says the rest.
    with suppress(redis.RedisError):
        queue().set(f"q4kh:pulse:{name}", 1, ex=SECONDS)


def is_beating(name: str) -> bool:
    """Raises ``redis.RedisError`` when the queue does not answer."""
    return bool(queue().exists(f"q4kh:pulse:{name}"))
