"""Which files of the npm packages the site serves, each by its own name: nothing else of node_modules is reachable."""

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import Warning
from django.core.files.storage import FileSystemStorage

TABLER = "@tabler/core/dist/css"
FONT = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next"

# A source map is here when its file names one: the manifest storage refuses a reference to a missing file.
ASSETS = {
    "vendor/tabler.min.css": f"{TABLER}/tabler.min.css",
    "vendor/tabler.min.css.map": f"{TABLER}/tabler.min.css.map",
    "vendor/echarts.min.js": "echarts/dist/echarts.min.js",
    "vendor/atkinson.woff2": f"{FONT}-latin-wght-normal.woff2",
    "vendor/atkinson-ext.woff2": f"{FONT}-latin-ext-wght-normal.woff2",
}


class NamedFiles(FileSystemStorage):
    """Opens node_modules files by the name they are served under."""

    def path(self, name):
        return super().path(ASSETS[name])


class NodeModulesFinder(BaseFinder):
    """Finds the files of ASSETS for collectstatic and for serving straight from disk."""

    def __init__(self, *args, **kwargs):
        self.storage = NamedFiles(location=settings.ROOT / "node_modules")

    def check(self, **kwargs):
        """A warning for every asset whose package is not installed."""
        return [
            Warning(f"{ASSETS[name]} is missing from node_modules.", hint="Run: npm ci", id="config.W001")
            for name in ASSETS
            if not self.storage.exists(name)
        ]

    def find(self, path, find_all=False):
        """The file behind a served name: a path, or a list of paths when all are wanted."""
        if path not in ASSETS or not self.storage.exists(path):
            return []
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        """Every installed asset by its served name, with the storage that opens it."""
        for name in ASSETS:
            if self.storage.exists(name):
                yield name, self.storage
