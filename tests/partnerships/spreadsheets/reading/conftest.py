"""Where the files are: the excerpts beside the tests, and the whole files beside the project when they are there."""

import io
import os
from pathlib import Path

import pytest

from partnerships.spreadsheets.reading import readers

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def excerpts():
    return ROOT / "tests" / "data"


@pytest.fixture(scope="session")
def whole_files():
    folder = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"The whole files are not here. Set SHARED_DATA to their folder; we looked in {folder}.")
    return folder


@pytest.fixture
def read():
    """Read bytes as if they had been uploaded."""

    def read_bytes(data, name="organisations.csv"):
        return readers.read(io.BytesIO(data), name=name)

    return read_bytes
