"""How often Python looks for garbage that refers to itself: seldom, while much is made that stays."""

import gc
from contextlib import contextmanager

from django.urls import get_resolver


def settle():
    """For a process that answers pages, before the first of them: all their code is there, and what is there by now
    stays. Looking through it for garbage again and again was a third of what a district's dashboard cost."""
    get_resolver().url_patterns  # noqa: B018
    gc.collect()
    gc.freeze()


@contextmanager
def seldom_collected():
    """Within it what has piled up is looked through far less often than Python would by itself.

    A page that is laid out, or a year that is told, is hundreds of thousands of objects that all stay until the end:
    looking through them again and again finds nothing and costs a sixth of the whole.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
