"""A new database is one picture, not a film."""

import os
import subprocess
import sys

from django.conf import settings

COUNTING = """
import django
django.setup()
from django.core.management import call_command
from django.db.migrations.state import ModelState

render, renders = ModelState.render, []
ModelState.render = lambda state, apps: renders.append(1) or render(state, apps)
call_command("migrate", verbosity=0)
print(len(renders))
"""


def test_a_new_database_renders_few_historical_models(tmp_path):
    """Each operation on one of our tables renders every model connected to it, and histories connect all: 17,506
    renders were 25 seconds, 4,000 are five: 1,100 of them make the tables of the second step, 150 each migration that
    follows a change of columns."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PRODUCTION"}}
    told = subprocess.run(
        [sys.executable, "-c", COUNTING],
        cwd=settings.ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", "PARTNERSHIPS_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(told.stdout) <= 4_000, f"{told.stdout.strip()} renders"
