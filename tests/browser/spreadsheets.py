"""The register of charities: the whole file when it is beside the project, otherwise the excerpt of these tests."""

import os
from pathlib import Path

from django.conf import settings


def charities():
    """The path of the spreadsheet that a lead brings."""
    shared = Path(os.environ.get("SHARED_DATA") or settings.ROOT.parent / "shared" / "data")
    whole = shared / "trafford_charities.csv"
    return whole if whole.exists() else excerpt()


def excerpt():
    return settings.ROOT / "tests" / "data" / "charities.csv"
