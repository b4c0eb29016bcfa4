"""The importer: rows a second from an uploaded file to rows in the directory, with history."""

import csv
import io
import time

from django.utils import timezone

from partnerships.directory.cleaning.clean import RULES, clean
from partnerships.spreadsheets.actions import imports, reading_files


def spreadsheet(number):
    """A CSV file of organisations with the usual quirks: NA, trailing blanks, letters O for zeros."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(["Charity name", "Registered charity number", "Postcode", "Phone", "Email"])
    for n in range(number):
        postcode = "M33 OAA " if n % 50 == 0 else "M33 1AA"
        out.writerow([f"Imported body {n}", 200000 + n, postcode, "NA" if n % 3 else f"0161 496 {n % 10000:04d}", "NA"])
    return text.getvalue().encode()


# What patterns for names, numbers and addresses stumble over when it is repeated.
NASTY = (
    "a",
    "0",
    " ",
    "-",
    ".",
    "@",
    "a@",
    "a.",
    "a/",
    "(",
    "+",
    "O",
    "Tel ",
    "www,",
    "A.B.",
    "\n",
    "and 0",
    "M1 1AA ",
    "/@",
)


def rows_per_s(by, number):
    """Rows a second, reading, preparing and applying together. Raises RuntimeError if one is missing at the end."""
    content = spreadsheet(number)
    began, now = time.perf_counter(), timezone.now()
    batch = reading_files.begin(data=content, file_name="bench.csv", by=by, now=now)
    imports.finish(batch=batch, now=now)
    batch.refresh_from_db()
    imports.choose_columns(batch=batch, columns=batch.columns, by=by, now=now)
    imports.finish(batch=batch, now=now)
    imports.apply(batch=batch, takes_repairs=True, by=by, now=now)
    imports.finish(batch=batch, now=now)
    took = time.perf_counter() - began
    batch.refresh_from_db()
    if (batch.state, batch.rows_done) != ("applied", number):
        raise RuntimeError(f"The import ended {batch.state} with {batch.rows_done} of {number} rows.")
    return round(number / took)


def worst_cell_ratio():
    """How much more the worst cell of 480 letters costs than the worst of 120, over all fields: some four when every
    pattern is linear, sixteen for a quadratic one. Longer cells are refused before any pattern."""
    _worst(120)  # what is cached at first use
    return round(_worst(480) / _worst(120), 1)


def _worst(letters):
    def once(field, text):
        began = time.process_time()
        clean(field, text)
        return time.process_time() - began

    texts = [(atom * letters)[:letters] + end for atom in NASTY for end in ("", "!", "@x.org")]
    return max(min(once(field, text) for _ in range(3)) for field in RULES for text in texts)
