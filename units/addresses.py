"""Addresses that one page needs many of, or every page: each is looked up once a process."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def address(name, *args) -> str:
    """Like ``reverse``; raises NoReverseMatch as it does."""
    return _found(name, args, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=4096)
def _found(name, args, urlconf, prefix) -> str:
    return reverse(name, urlconf, args)
