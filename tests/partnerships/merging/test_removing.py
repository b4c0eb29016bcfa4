"""What was put into the directory by mistake is taken out again, as long as nothing hangs on it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partnerships.merging import actions as merges
from partnerships.models import Apart, Contact, Identifier, ImportBatch, Organisation
from partnerships.spreadsheets.models import ImportRow

from ...factories import ContactFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mistake():
    organisation = OrganisationFactory(name="Sael Larder")
    Identifier.objects.create(organisation=organisation, scheme="charity", value="1067000")
    return organisation


def page_of(row):
    return reverse(f"remove-{row._meta.model_name}", args=[row.pk])


def test_an_organisation_on_which_nothing_hangs_goes_with_its_numbers(mistake, larder, olu, browser_of, now):
    merges.tell_apart(one=mistake, other=larder, by=olu, now=now)
    browser = browser_of(olu)
    assert "Remove “Sael Larder” from the directory?" in browser.get(page_of(mistake)).content.decode()
    page = browser.post(page_of(mistake), follow=True).content.decode()
    assert "Sael Larder is out of the directory." in page
    assert not Organisation.objects.filter(pk=mistake.pk).exists()
    assert (Identifier.objects.count(), Apart.objects.count()) == (0, 0)
    last = Organisation.history.filter(id=mistake.pk).first()
    assert (last.history_type, last.history_user) == ("-", olu)


def test_what_hangs_on_it_is_said_and_it_stays(mistake, olu, browser_of):
    ContactFactory.create_batch(2, organisation=mistake)
    MembershipFactory(organisation=mistake)
    browser = browser_of(olu)
    page = browser.get(page_of(mistake)).content.decode()
    for words in ("<li>2 people</li>", "<li>1 partnership it takes or took part in</li>", "something hangs on it"):
        assert words in page, words
    assert "Remove it" not in page
    assert "so it stays" in browser.post(page_of(mistake), follow=True).content.decode()
    assert Organisation.objects.filter(pk=mistake.pk).exists()


def test_a_person_who_never_sat_anywhere_goes(larder, olu, browser_of):
    tom = ContactFactory(organisation=larder, name="Tom")
    response = browser_of(olu).post(page_of(tom))
    assert response.url == larder.get_absolute_url()
    assert not Contact.objects.filter(pk=tom.pk).exists()


def test_a_person_with_a_seat_or_an_account_stays(mina, larder, olu, browser_of):
    browser = browser_of(olu)
    page = browser.get(page_of(mina.contacts.get())).content.decode()
    assert "<li>1 seat</li>" in page
    assert "<li>1 account that signs in as them</li>" in page
    browser.post(page_of(mina.contacts.get()))
    assert mina.contacts.exists()


@pytest.mark.parametrize(("age", "stays"), [(29, True), (31, False)])
def test_what_a_file_made_stays_while_the_import_can_be_undone(mistake, olu, now, age, stays):
    batch = ImportBatch.objects.create(
        file_name="a.csv", uploaded_by=olu, state="applied", applied_at=now - timedelta(days=age)
    )
    ImportRow.objects.create(batch=batch, number=1, organisation=mistake)
    if stays:
        with pytest.raises(merges.StillNeeded):
            merges.remove(row=mistake, by=olu, now=now)
    else:
        merges.remove(row=mistake, by=olu, now=now)
    assert Organisation.objects.filter(pk=mistake.pk).exists() is stays


def test_only_who_keeps_the_directory_removes(mistake, mina, ravi, browser_of):
    assert browser_of(mina).get(page_of(mistake)).status_code in (403, 404)
    assert browser_of(ravi).get(page_of(mistake)).status_code == 200
