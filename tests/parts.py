"""Parts of a machine that a test may lack."""

import os
import shutil
import subprocess

import pytest

needs_connections = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite in memory has one connection")


def words_on(path):
    """The text of a PDF. Without pdftotext the test is skipped on a newcomer's machine, and fails in CI."""
    if shutil.which("pdftotext") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("pdftotext is missing: apt-get install poppler-utils.")
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
