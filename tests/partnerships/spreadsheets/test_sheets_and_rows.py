"""A workbook of several sheets and of rows that are no organisations, on its way through the pages."""

import pytest
from django.urls import reverse

from partnerships import tasks
from partnerships.models import ImportBatch, ImportRow, Organisation
from partnerships.spreadsheets.actions import imports, reading_files
from partnerships.spreadsheets.reading import asides

from .reading.test_rows_and_sheets import PLACES, book, saved

State, Outcome = ImportBatch.State, ImportRow.Outcome


@pytest.fixture
def three_sheets(ada, now):
    """A workbook of three sheets, the first of them read."""
    data = saved(book(Charities=PLACES, Faith=[["Name"], ["Hale Church"]], Schools=[["Name"], ["Hale School"]]))
    batch = reading_files.begin(data=data, file_name="list.xlsx", by=ada, now=now)
    imports.finish(batch=batch, now=now)
    batch.refresh_from_db()
    return batch


def names_of(batch):
    return [cells[0] for cells in batch.rows.order_by("number").values_list("cells", flat=True)]


def test_the_page_says_which_sheet_was_read_and_several_can_be_taken(browser_of, ada, three_sheets):
    client = browser_of(ada)
    words = client.get(reverse("import-columns", args=[three_sheets.pk])).content.decode()
    for part in ("This is the sheet “Charities”", "Faith (1 row)", "Schools (1 row)"):
        assert part in words
    client.post(reverse("choose-import-sheets", args=[three_sheets.pk]), {"sheets": ["Faith", "Schools"]})
    tasks.carry_on_imports()
    batches = ImportBatch.objects.order_by("pk")
    assert [(batch.sheet_name, batch.state, names_of(batch)) for batch in batches] == [
        ("Faith", State.MAPPING, ["Hale Church"]),
        ("Schools", State.MAPPING, ["Hale School"]),
    ]
    assert str(batches[1]) == "list.xlsx, sheet “Schools”"


def test_the_sheet_that_was_read_stays_when_others_are_taken_beside_it(browser_of, ada, three_sheets):
    row = three_sheets.rows.get()
    chosen = {"sheets": ["Charities", "Schools"]}
    browser_of(ada).post(reverse("choose-import-sheets", args=[three_sheets.pk]), chosen)
    assert (three_sheets.rows.get(), ImportBatch.objects.count()) == (row, 2)


def test_a_sheet_that_is_not_there_is_refused(browser_of, ada, three_sheets):
    browser_of(ada).post(reverse("choose-import-sheets", args=[three_sheets.pk]), {"sheets": ["Secrets"]})
    assert (ImportBatch.objects.get().sheet_name, names_of(three_sheets)) == ("Charities", ["Sale Larder"])


def test_the_file_is_let_go_when_its_rows_go_in(ada, now, three_sheets):
    imports.choose_columns(batch=three_sheets, columns=three_sheets.columns, by=ada, now=now)
    imports.finish(batch=three_sheets, now=now)
    assert ImportBatch.objects.get().data is not None
    imports.apply(batch=three_sheets, takes_repairs=True, by=ada, now=now)
    assert ImportBatch.objects.get().data is None


LIST = "Organisation,Postcode,Email\nSCHOOLS,,\nHale School,M33 7XG,a@school.example\nTotal,1,\n"


def test_headings_and_totals_are_left_out_and_say_so(browser_of, ada, begin, now):
    batch = begin(LIST)
    words = browser_of(ada).get(reverse("import-preview", args=[batch.pk])).content.decode()
    assert "This looks like a heading, not like an organisation." in words
    assert "2 left out" in words
    imports.apply(batch=batch, takes_repairs=True, by=ada, now=now)
    imports.finish(batch=batch, now=now)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Hale School"]


def test_a_row_that_looked_like_a_heading_can_be_taken_after_all(ada, begin, now):
    batch = begin(LIST)
    imports.choose_row(row=batch.rows.get(number=2), choice="take", by=ada, now=now)
    imports.apply(batch=batch, takes_repairs=True, by=ada, now=now)
    imports.finish(batch=batch, now=now)
    assert Organisation.objects.count() == 2


def test_every_reason_to_leave_a_row_aside_has_its_words():
    assert set(ImportRow.Aside.values) == {"", asides.HIDDEN, asides.HEADING, asides.TOTAL, asides.NOTE}
