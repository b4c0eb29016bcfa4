"""Import organisations from the command line, as the page does."""

import io
import json
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from ...spreadsheets.actions import imports, reading_files
from ...spreadsheets.models import ImportBatch, ImportRow
from ...spreadsheets.reading import ImportRefused, readers

NO_NAMES = "No column looks like the names of organisations. Import this file in the browser and say which one it is."
Outcome = ImportRow.Outcome


class Command(BaseCommand):
    help = "Import a CSV, XLSX or ODS file of organisations. Prints one JSON object last. Twice changes nothing more."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="write nothing, and say what would happen")

    def handle(self, *args, file, dry_run, **options):
        told = {"rows": 0, "created": 0, "matched": 0, "unchanged": 0, "repaired": 0, "errors": [], "columns": {}}
        try:
            data = bytes_of(file)
            sheet = readers.read(io.BytesIO(data), name=file.name)
            told.update(rows=len(sheet.rows), columns=reading_files.guess_columns(sheet))
            if "name" not in told["columns"].values():
                raise ImportRefused(NO_NAMES)
        except ImportRefused as refusal:
            self.stdout.write(json.dumps({**told, "refused": str(refusal)}))
            raise SystemExit(1) from None
        if dry_run:
            with transaction.atomic():
                told.update(self.figures(self.run_whole(data, file.name)))
                transaction.set_rollback(True)
        else:
            told.update(self.figures(self.run_whole(data, file.name)))
        self.stdout.write(json.dumps(told))

    def run_whole(self, data, name):
        """The same steps as in the browser, without a person to choose."""
        now = timezone.now()
        batch = reading_files.begin(data=data, file_name=name, by=None, now=now)
        imports.finish(batch=batch, now=now)
        batch.refresh_from_db()
        batch = imports.choose_columns(batch=batch, columns=batch.columns, by=None, now=now)
        imports.finish(batch=batch, now=now)
        imports.apply(batch=batch, takes_repairs=True, by=None, now=now)
        while imports.carry_on(batch=batch, now=now):
            done = ImportBatch.objects.get(pk=batch.pk).rows_done
            self.stderr.write(f"{done} of {batch.row_count} rows")
        return batch

    def figures(self, batch):
        rows = list(ImportRow.objects.of_batch(batch).order_by("number"))
        outcomes = Counter(row.outcome for row in rows)
        headers = {field: header for header, field in batch.columns.items() if field}
        went_in = {Outcome.CREATED, Outcome.MATCHED, Outcome.UNCHANGED}
        return {
            "created": outcomes[Outcome.CREATED],
            "matched": outcomes[Outcome.MATCHED],
            "unchanged": outcomes[Outcome.UNCHANGED],
            "repaired": sum(bool(row.repairs) for row in rows if row.outcome in went_in),
            "errors": [
                {"row": row.number, "column": headers.get(one["field"]), "problem": one["problem"]}
                for row in rows
                for one in row.problems
            ],
        }


def bytes_of(file):
    """What stands in a file that may be a spreadsheet. Raises ImportRefused, also for one that is not there."""
    try:
        with file.open("rb") as opened:
            return readers.take(opened, name=file.name)
    except OSError as error:
        raise ImportRefused(f"“{file}” cannot be opened: {error.strerror}.") from None
