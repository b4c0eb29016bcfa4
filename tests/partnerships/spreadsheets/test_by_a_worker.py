"""A file is read and its rows are prepared by a worker, in slices, and a killed one costs nothing."""

import io
import re
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships import tasks
from partnerships.directory.cleaning.clean import LONGEST, RULES, clean
from partnerships.models import ImportBatch, ImportRow
from partnerships.spreadsheets.actions import imports, preparing, reading_files
from partnerships.spreadsheets.reading import ImportRefused, readers

pytestmark = pytest.mark.django_db
State = ImportBatch.State


def many(count):
    return "Name,Postcode\n" + "".join(f"Group {n},M33 7XG\n" for n in range(count))


@pytest.fixture
def begun(ada, now):
    """`begun(text)` is a file that waits to be read."""

    def begin(data):
        data = data.encode() if isinstance(data, str) else data
        return reading_files.begin(data=data, file_name="list.csv", by=ada, now=now)

    return begin


@pytest.fixture
def read(begun, now):
    """`read(text)` is one whose columns are asked for."""

    def read_whole(data):
        batch = begun(data)
        imports.finish(batch=batch, now=now)
        batch.refresh_from_db()
        return batch

    return read_whole


def after(count):
    """Says that it is late when it is asked the time after `count`."""
    asked = iter(range(1000))
    return lambda: next(asked) >= count


def test_a_request_keeps_the_bytes_and_reads_nothing(browser_of, olu):
    sheet = b"Name,Phone\n" + b"Sale Larder," + b"0" * 4_000_000 + b"!\n"
    browser_of(olu).post(reverse("add-import"), {"file": SimpleUploadedFile("slow.csv", sheet)})
    batch = ImportBatch.objects.get()
    assert (batch.state, bytes(batch.data), batch.rows.count()) == (State.READING, sheet, 0)


def test_reading_goes_on_where_it_stopped(begun):
    batch = begun(many(1200))
    assert not reading_files.read(batch, is_late=after(1))
    assert (batch.rows.count(), ImportBatch.objects.get().state) == (500, State.READING)
    tasks.carry_on_imports()
    batch.refresh_from_db()
    assert (batch.state, batch.data, batch.row_count) == (State.MAPPING, None, 1200)
    assert list(batch.rows.order_by("number").values_list("number", flat=True)) == list(range(2, 1202))


def test_preparing_goes_on_where_it_stopped_and_knows_the_rows_before(read, ada, now):
    """Each organisation stands there twice, six hundred rows apart."""
    batch = read("Name,Postcode\n" + "".join(f"Group {n % 600},M33 7XG\n" for n in range(1200)))
    imports.choose_columns(batch=batch, columns=batch.columns, by=ada, now=now)
    batch.refresh_from_db()
    assert not preparing.prepare(batch, is_late=after(1))
    assert ImportBatch.objects.get().rows_done == 500
    tasks.carry_on_imports()
    batch.refresh_from_db()
    assert batch.state == State.PREVIEW
    assert batch.rows.filter(match_row__isnull=False).count() == 600


def test_columns_that_are_chosen_anew_while_rows_are_prepared_count_for_all_rows(read, ada, now):
    batch = read("Name,Other\n" + "".join(f"Group {n},Club {n}\n" for n in range(700)))
    imports.choose_columns(batch=batch, columns={"Name": "name", "Other": None}, by=ada, now=now)
    working = preparing.Preparing(ImportBatch.objects.get())
    assert not working.next_lot()
    imports.choose_columns(batch=batch, columns={"Name": None, "Other": "name"}, by=ada, now=now)
    while not working.next_lot():
        pass
    assert ImportRow.objects.filter(values__name__startswith="Club").count() == 700


def test_a_file_that_a_worker_cannot_read_says_why_and_offers_another(begun, browser_of, ada):
    batch = begun('Name,Note\nSale Larder,"never closed\nHale Hub,x\n')
    tasks.carry_on_imports()
    batch.refresh_from_db()
    assert (batch.state, batch.data) == (State.REFUSED, None)
    adas = browser_of(ada)
    page = adas.get(reverse("import-preview", args=[batch.pk]), follow=True).content.decode()
    assert "opened and never closed" in page
    assert "Choose another file" in page
    adas.post(reverse("discard-import", args=[batch.pk]))
    assert not ImportBatch.objects.exists()


def test_a_file_thrown_away_while_it_is_read_stops_the_worker(begun, now, ada):
    batch = begun(many(600))
    imports.discard(batch=ImportBatch.objects.get(), by=ada, now=now)
    assert reading_files.read(batch, is_late=lambda: False)
    assert not imports.finish(batch=batch, now=now)
    assert not ImportRow.objects.exists()


def test_what_takes_longer_than_a_slice_is_gone_on_with(begun, now):
    batch = begun(many(600))
    assert imports.finish(batch=batch, now=now, longest=0)
    assert not imports.finish(batch=batch, now=now)


# --- Bounds -----------------------------------------------------------------------------------------------------------

SHAPED = [name for name, rule in RULES.items() if rule.limit]


@pytest.mark.parametrize("field", SHAPED)
@pytest.mark.parametrize("text", ["0" * 501 + "!", "a@" * 300, "A." * 2000, "1 " * 400 + "x"])
def test_no_pattern_sees_a_long_cell(field, text):
    """One for telephone numbers took seven seconds for a cell of four thousand noughts."""
    cleaned = clean(field, text)
    assert (cleaned.suggested, cleaned.repairs) == ("", ())
    assert "characters long" in cleaned.problem


def test_a_cell_of_4001_letters_is_left_out_with_a_sentence(read, now, ada):
    batch = read(f"Name,What it does\nSale Larder,{'x' * 9000}\n")
    assert len(batch.rows.get().cells[1]) == LONGEST + 1
    imports.choose_columns(batch=batch, columns={"Name": "name", "What it does": "description"}, by=ada, now=now)
    imports.finish(batch=batch, now=now)
    row = batch.rows.get()
    assert row.problems == [
        {"field": "description", "problem": "This is longer than 4,000 characters, so it was not read."}
    ]
    assert row.values["name"] == "Sale Larder"


def workbook(fill):
    book, out = openpyxl.Workbook(), io.BytesIO()
    fill(book.active)
    book.save(out)
    return out.getvalue()


def test_empty_cells_far_to_the_right_do_not_widen_the_table():
    def fill(sheet):
        for number in range(1, 501):
            sheet.cell(number, 1, "Name" if number == 1 else f"Group {number}")
            sheet.cell(number, 2, "Phone" if number == 1 else "0161 496 0123")
            sheet.cell(number, 16_384).number_format = "0.00"

    sheet = readers.read(io.BytesIO(workbook(fill)), name="wide.xlsx")
    assert (len(sheet.rows), len(sheet.headers)) == (499, 2)


def test_a_word_far_to_the_right_is_refused_in_words():
    def fill(sheet):
        sheet.append(["Name", "Phone"])
        sheet.append(["Sale Larder", "0161 496 0123"])
        sheet.cell(2, 300, "far out")

    with pytest.raises(ImportRefused, match="more than 256 columns"):
        readers.read(io.BytesIO(workbook(fill)), name="wide.xlsx")


def test_cells_without_a_name_are_counted_all_the_same():
    data, out = workbook(lambda sheet: sheet.append([f"c{number}" for number in range(300)])), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part, re.sub(rb'(<c) r="[A-Z]+1"', rb"\1", text) if "sheet1" in part.filename else text)
    with pytest.raises(ImportRefused, match="more than 256 columns"):
        readers.read(io.BytesIO(out.getvalue()), name="wide.xlsx")


def test_a_line_of_a_million_separators_is_refused_before_it_is_taken_apart():
    with pytest.raises(ImportRefused, match="16,384"):
        readers.read(io.BytesIO(b"Name,Phone\nSale Larder" + b"," * 1_000_000 + b"\n"), name="wide.csv")
