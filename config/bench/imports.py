"""The importer: rows a second from an uploaded file to rows in the directory, with history."""

import csv
import hashlib
import io
import time

from django.utils import timezone

from partnerships.spreadsheets.actions import imports
from partnerships.spreadsheets.reading import readers


def spreadsheet(number):
    """A CSV file of organisations with the usual quirks: NA, trailing blanks, letters O for zeros."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(["Charity name", "Registered charity number", "Postcode", "Phone", "Email"])
    for n in range(number):
        postcode = "M33 OAA " if n % 50 == 0 else "M33 1AA"
        out.writerow([f"Imported body {n}", 200000 + n, postcode, "NA" if n % 3 else f"0161 496 {n % 10000:04d}", "NA"])
    return text.getvalue().encode()


def rows_per_s(by, number):
    """Rows a second, reading, preparing and applying together. Raises RuntimeError if one is missing at the end."""
    content = spreadsheet(number)
    began, now = time.perf_counter(), timezone.now()
    sheet = readers.read(io.BytesIO(content), name="bench.csv")
    digest = hashlib.sha256(content).hexdigest()
    batch = imports.begin(sheet=sheet, file_name="bench.csv", sha256=digest, by=by, now=now)
    imports.choose_columns(batch=batch, columns=batch.columns, by=by)
    imports.apply(batch=batch, takes_repairs=True, by=by)
    imports.finish(batch=batch, now=now)
    took = time.perf_counter() - began
    batch.refresh_from_db()
    if (batch.state, batch.rows_done) != ("applied", number):
        raise RuntimeError(f"The import ended {batch.state} with {batch.rows_done} of {number} rows.")
    return round(number / took)
