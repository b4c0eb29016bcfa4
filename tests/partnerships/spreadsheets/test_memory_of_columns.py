"""What is remembered of columns: only what a person corrected, once the rows are in, for the same set of headers."""

import pytest

from partnerships.models import RememberedColumn
from partnerships.spreadsheets.actions import imports, reading_files

PLAIN = "Who,What they are called\nx,Sale Larder\n"
OF_A_REGISTER = "Name,URL\n" + "".join(f"Hub {n},https://register.example/{n}\n" for n in range(3))
OWN = "Name,URL\n" + "".join(f"Hub {n},https://hub{n}.example\n" for n in range(3))


@pytest.fixture
def read(ada, now):
    """`read(text)` is a file whose columns are guessed."""

    def read_whole(text):
        batch = reading_files.begin(data=text.encode(), file_name="list.csv", by=ada, now=now)
        imports.finish(batch=batch, now=now)
        batch.refresh_from_db()
        return batch

    return read_whole


@pytest.fixture
def choose(read, ada, now):
    """`choose(text, Header="field")` is the same with these columns corrected; with `goes_in`, applied."""

    def run(text, *, goes_in=True, **corrected):
        batch = read(text)
        columns = {**batch.columns, **{header.replace("_", " "): field for header, field in corrected.items()}}
        imports.choose_columns(batch=batch, columns=columns, by=ada, now=now)
        imports.finish(batch=batch, now=now)
        if goes_in:
            imports.apply(batch=batch, takes_repairs=True, by=ada, now=now)
        return batch

    return run


def remembered():
    return dict(RememberedColumn.objects.values_list("header_key", "field"))


def test_what_was_corrected_is_remembered_for_files_with_the_same_headers(read, choose):
    choose(PLAIN, What_they_are_called="name")
    assert remembered() == {"what they are called": "name"}
    assert read(PLAIN).columns == {"Who": None, "What they are called": "name"}
    assert read("What they are called,Who\nHale Hub,y\n").columns["What they are called"] == "name"
    assert read("Who,What they are called,Name\nx,Sale Larder,Hale Hub\n").columns["What they are called"] is None


def test_a_preview_alone_teaches_nothing(choose):
    choose(PLAIN, goes_in=False, What_they_are_called="name")
    assert remembered() == {}


def test_a_guess_that_was_let_stand_is_no_decision(read, choose):
    """Addresses of a register are no websites; those of the next file are."""
    choose(OF_A_REGISTER)
    assert remembered() == {}
    assert read(OWN).columns["URL"] == "website"


def test_content_goes_before_what_was_remembered(read, choose):
    choose(OF_A_REGISTER, URL="website")
    choose(OF_A_REGISTER, URL=None)
    assert remembered() == {"url": ""}
    assert read(OF_A_REGISTER).columns["URL"] is None
    assert read(OWN).columns["URL"] == "website"


def test_a_remembered_field_that_does_not_fit_the_content_is_not_taken(read, choose):
    choose("Name,Way\nHub,a@hub.example\n", Way="email")
    assert read("Name,Way\n" + "Hub,by bus\n" * 3).columns["Way"] is None


def test_memory_never_leaves_a_file_without_a_name(read, choose):
    choose("Name,Title\nx,Sale Larder\n", Name=None, Title="name")
    RememberedColumn.objects.filter(header_key="title").update(field="")
    assert read("Name,Title\nSale Larder,x\n").columns["Name"] == "name"


def test_a_correction_taken_back_is_remembered_anew(read, choose):
    choose(PLAIN, What_they_are_called="name", Who="needs")
    choose(PLAIN, Who=None)
    assert remembered() == {"what they are called": "name", "who": ""}
