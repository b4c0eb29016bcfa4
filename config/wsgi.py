import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# The web process rings the same Celery app that the worker answers to.
from .celery import app as celery_app  # noqa: E402, F401
