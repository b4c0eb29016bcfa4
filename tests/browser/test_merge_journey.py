"""The same organisations come in twice, from files that different people wrote; Olu makes one of each two.

One story in a real browser: import, import again, find the doubles, look at both, choose, merge, follow an old link.
"""

import pytest

from config.demo import PASSWORD
from partnerships.models import Identifier, Organisation
from partnerships.tasks import carry_on_imports

pytestmark = pytest.mark.browser

OURS = (
    "Organisation,Post code,Charity number,Contact,Contact e-mail,Phone\n"
    "Sale Moor Pantry,M33 2NQ,1067000,Amina Rahman,amina@pantry.example,0161 496 0001\n"
    "Hale Repair Café,WA15 9SN,,Joe Barlow,joe@repair.example,\n"
)
THEIRS = (
    "name;postcode;company number;strengths;contact name;contact email;phone\n"
    "The Sale Moor Pantry Ltd;M33 2NR;01234567;A cold store;Amina Rahman;amina@pantry.example;0161 496 0002\n"
    "Hale Repair Cafe;;;Mends bicycles;Bea Lomax;bea@repair.example;\n"
)


@pytest.fixture(scope="module")
def olu(bare_site, people):
    olu = people(bare_site, "Olu")
    olu.signs_in("olu@example.org", PASSWORD)
    return olu


def brings_in(olu, site, path, text):
    path.write_text(text, encoding="utf-8")
    olu.opens("/imports/add/")
    olu.page.get_by_label("Spreadsheet").set_input_files(path)
    olu.presses("Read the file")
    for button, under_way in (("Check the rows", "Being prepared"), ("Apply to the directory", "Being applied")):
        with site.inside():
            carry_on_imports()
        olu.presses(button)
        olu.is_at(under_way)
    with site.inside():
        carry_on_imports()
    olu.sees("new organisations")


def opens_duplicates(olu):
    olu.goes_to("Organisations")
    olu.follows("Possible duplicates")
    olu.is_at("Possible duplicates")


def test_a_double_import_becomes_one_directory_again(olu, bare_site, tmp_path):
    brings_in(olu, bare_site, tmp_path / "ours.csv", OURS)
    opens_duplicates(olu)
    olu.sees("No two look the same")
    brings_in(olu, bare_site, tmp_path / "theirs.csv", THEIRS)
    opens_duplicates(olu)
    olu.sees("They have the same name.")
    olu.shoots_all("possible-duplicates")
    with bare_site.inside():
        kept, gone = Organisation.objects.filter(name__contains="Pantry").order_by("pk")

    olu.follows(f"Merge {kept} and {gone}")
    olu.is_at(f"Merge {gone} into {kept}")
    olu.sees("Charity number 1067000, Company number 01234567", "You choose below", "A merge cannot be undone.")
    olu.shoots_all("merge-preview")
    olu.chooses("M33 2NR")
    olu.chooses("0161 496 0001")
    olu.presses(f"Merge {gone} into {kept}")
    olu.is_at(kept.name)
    olu.sees("Old links lead here", "A cold store", "M33 2NR", "Merged into this one")
    olu.sees("Amina Rahman and Amina Rahman look like one person.")
    olu.shoots_all("merged")

    olu.follows("Compare and merge")
    olu.is_at("Merge Amina Rahman into Amina Rahman")
    olu.presses("Merge Amina Rahman into Amina Rahman")
    olu.is_at("Edit Amina Rahman")
    assert olu.opens(f"/organisations/{gone.pk}/") == 200
    assert olu.page.url.endswith(f"/organisations/{kept.pk}/")
    olu.sees_no("look like one person")
    with bare_site.inside():
        only = Organisation.objects.get(name__contains="Pantry")
        assert [contact.email for contact in only.contacts.all()] == ["amina@pantry.example"]
        numbers = Identifier.objects.filter(organisation=only).values_list("value", flat=True)
        assert sorted(numbers) == ["01234567", "1067000"]
        assert Organisation.objects.filter(name__contains="Hale").count() == 2
    assert olu.complaints == []


def test_without_a_script_the_other_one_is_found_and_merged(olu, bare_site, people):
    """The second pair, on a phone without JavaScript, from the page of the organisation."""
    phone = people(bare_site, "Olu", width=320, scripts=False)
    phone.signs_in("olu@example.org", PASSWORD)
    with bare_site.inside():
        kept, gone = Organisation.objects.filter(name__contains="Hale").order_by("pk")
    phone.opens(f"/organisations/{kept.pk}/")
    phone.follows("Is this the same as")
    phone.is_at(f"Is {kept} the same as")
    phone.fills("Find an organisation", "repair")
    phone.presses("Search")
    phone.follows(f"Compare with {gone}", within=phone.section("Found for"))
    phone.chooses(kept.name)
    phone.presses("Merge")
    phone.is_at(kept.name)
    phone.sees("Joe Barlow", "Bea Lomax", "Mends bicycles")
    opens_duplicates(olu)
    olu.sees("No two look the same")


def test_while_typing_what_is_here_already_is_shown_with_the_reason(olu):
    olu.opens("/organisations/add/")
    olu.page.get_by_label("E-mail address").press_sequentially("jo@pantry.example")
    olu.sees("Is it one of these?", "It has an e-mail address at pantry.example too.")
    olu.shoots_all("looks-like-one-we-have")
