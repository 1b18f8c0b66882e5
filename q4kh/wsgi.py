import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "q4kh.settings")

application = get_wsgi_application()
# A server without a key must not start, rather than fail at the first page that signs something.
assert settings.SECRET_KEY

# All pages' code is there before the first of them is asked for, and what is there by now stays: looking through it for
# garbage again and again was a third of what a district's dashboard cost.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
