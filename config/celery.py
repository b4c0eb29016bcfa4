"""The Celery app and the beat table: everything that happens by itself.

A tick carries no data and repeats what is due, so a lost tick costs thirty seconds and a doubled one nothing.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("partnerships")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# For every thread: the web server's threads and the doorbell's ring it too.
app.set_default()

EVERY_30_SECONDS = {"schedule": 30.0, "options": {"expires": 30}}
EVERY_HOUR = {"schedule": 3600.0, "options": {"expires": 3600}}
EVERY_10_MINUTES = {"schedule": 600.0, "options": {"expires": 600}}

app.conf.beat_schedule = {
    "beat is alive": {"task": "communications.beat", **EVERY_30_SECONDS},
    "facts become messages": {"task": "communications.relay", **EVERY_30_SECONDS},
    "messages go out": {"task": "communications.pump", **EVERY_30_SECONDS},
    "imports go on": {"task": "partnerships.carry_on_imports", **EVERY_30_SECONDS},
    "what was kept for a while goes": {"task": "communications.tidy", **EVERY_HOUR},
    "rhythms become check-ins and reminders, old words end": {
        "task": "communications.plan",
        **EVERY_10_MINUTES,
    },
}
