"""Pictures of the steps of a story, into the folder that SCREENSHOTS names; none without it."""

import os
from pathlib import Path

WIDTHS = (1280, 320)
SCHEMES = ("light", "dark")


class Album:
    """Numbered pictures in one folder. Without a folder it takes none."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0

    @classmethod
    def of_environment(cls):
        """The album in the folder that SCREENSHOTS names."""
        named = os.environ.get("SCREENSHOTS")
        return cls(Path(named) if named else None)

    def take(self, page, name):
        """The whole page as it is."""
        if self.folder:
            self.count += 1
            self._shoot(page, f"{self.count:02d}-{name}")

    def take_all(self, page, name):
        """The page wide and narrow, light and dark. It is left as it was found."""
        if not self.folder:
            return
        self.count += 1
        size = page.viewport_size
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": size["height"]})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                self._shoot(page, f"{self.count:02d}-{name}-{width}-{scheme}")
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="light")

    def _shoot(self, page, name):
        self.folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=self.folder / f"{name}.png", full_page=True, animations="disabled")
