"""The doorbell: tells a worker that a row waits. Rows are the truth, so a bell nobody hears loses only minutes.

Publishing runs in a thread of its own: a Redis that answers nothing costs its time-outs there, never in the request
of somebody who files a report.
"""

import logging
import os
import queue
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)

# Beyond this the queue is down and the sweep finds the rows anyway.
_WAITING = 200

_lock = threading.Lock()
_bells: queue.Queue = queue.Queue(_WAITING)
_ringer: threading.Thread | None = None
_is_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def silent():
    """No bell rings for what is done within: for a command that brings in the past, or does its work itself."""
    token = _is_silent.set(True)
    try:
        yield
    finally:
        _is_silent.reset(token)


def ring(task: str, *args) -> None:
    """Have the task named ``task`` run once the transaction is committed. Never raises, never waits."""
    if _is_silent.get():
        return
    transaction.on_commit(partial(_put, task, args))


def _put(task, args):
    _start()
    try:
        _bells.put_nowait((task, args))
    except queue.Full:
        log.warning("doorbell not rung, queue is down: %s %s", task, args)


def _start():
    global _ringer
    with _lock:
        if _ringer is None or not _ringer.is_alive():
            _ringer = threading.Thread(target=_publish, name="doorbell", daemon=True)
            _ringer.start()


def _publish():
    while True:
        task, args = _bells.get()
        try:
            current_app.send_task(task, args, ignore_result=True, retry=False)
        except Exception as error:  # whatever a broken broker throws, the next bell must still be rung
            log.warning("doorbell not rung: %s %s: %s", task, args, error)
        finally:
            _bells.task_done()


def _forget():
    """A forked child has the parent's thread object and perhaps its held lock, but not its thread."""
    global _lock, _bells, _ringer
    _lock, _bells, _ringer = threading.Lock(), queue.Queue(_WAITING), None


os.register_at_fork(after_in_child=_forget)
