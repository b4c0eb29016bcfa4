"""The demo for whoever changes the code: it reloads what was changed and shows tracebacks."""

import sys

from django.conf import settings

from . import demo


class Command(demo.Command):
    help = "Runs the demo with Django's own web server: it reloads changed code and shows tracebacks in the browser."
    environment = {"DEMO": "1", "DEBUG": "1"}

    def processes(self, port, site):
        """The demo's, with another web server in place of its own. The worker reads the code when it starts."""
        web, worker = demo.processes(port, site)
        web.command = [sys.executable, settings.ROOT / "manage.py", "runserver", f"{demo.HERE}:{port}", "--skip-checks"]
        return [web, worker]
