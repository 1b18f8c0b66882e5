"""/healthz: what an outside monitor, ``./run`` and a load balancer ask. No login, nothing about anybody."""

import redis
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from q4kh import pulse
from units import storage

# Below this an upload or a PDF may fail half written.
DISK_BYTES = 200 * 1024 * 1024


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        connection.close()
        return False


def _queue() -> bool:
    try:
        return pulse.queue().ping()
    except redis.RedisError:
        return False


def _alive(name: str) -> bool:
    try:
        return pulse.is_beating(name)
    except redis.RedisError:
        return False


def _disk() -> bool:
    return storage.has_room(DISK_BYTES)


@never_cache
@require_safe
def healthz(request):
    """``name: ok`` or ``name: down``, a line per part; 503 when one is down.

    A queue that is down takes the signs of worker and beat with it; asking it three times would only add up time-outs.
    """
    queue = _queue()
    parts = {
        "database": _database(),
        "queue": queue,
        "worker": queue and _alive("worker"),
        "beat": queue and _alive("beat"),
        "disk": _disk(),
    }
    lines = [f"{name}: {'ok' if is_up else 'down'}\n" for name, is_up in parts.items()]
    answer = HttpResponse("".join(lines), content_type="text/plain", status=200 if all(parts.values()) else 503)
    # Django logs each 503 as an error of ours; a monitor that asks every few seconds would fill the log.
    answer._has_been_logged = True
    return answer
