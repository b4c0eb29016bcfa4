"""A file at its preview, applied, and taken back out, as a worker would leave it."""

import pytest

from partnerships.spreadsheets.actions import imports, reading_files


@pytest.fixture
def begin(ada, now):
    """`begin("Name\\nSale Larder\\n")` is a batch at its preview."""

    def read(text):
        batch = reading_files.begin(data=text.encode(), file_name="list.csv", by=ada, now=now)
        imports.finish(batch=batch, now=now)
        batch.refresh_from_db()
        batch = imports.choose_columns(batch=batch, columns=batch.columns, by=ada, now=now)
        imports.finish(batch=batch, now=now)
        batch.refresh_from_db()
        return batch

    return read


@pytest.fixture
def apply(begin, ada, now):
    """`apply(text)` is a batch that has been applied."""

    def run(text, *, takes_repairs=True):
        batch = begin(text)
        imports.apply(batch=batch, takes_repairs=takes_repairs, by=ada, now=now)
        imports.finish(batch=batch, now=now)
        batch.refresh_from_db()
        return batch

    return run


@pytest.fixture
def undo(ada, now):
    def run(batch):
        imports.undo(batch=batch, by=ada, now=now)
        imports.finish(batch=batch, now=now)
        batch.refresh_from_db()
        return batch

    return run
