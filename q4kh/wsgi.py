import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from units.garbage import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "q4kh.settings")

application = get_wsgi_application()
# A server without a key must not start, rather than fail at the first page that signs something.
assert settings.SECRET_KEY

settle()
