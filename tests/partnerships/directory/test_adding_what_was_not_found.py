"""From "not found" straight to "add it", with the words that were typed, and back to where one was looking."""

import re
from html import unescape

import pytest
from django.urls import reverse

from partnerships.models import Organisation

from ...factories import ContactFactory, OrganisationFactory, PartnershipFactory

pytestmark = pytest.mark.django_db
WORDS = "Môn & <Sons>'s Choir"


def add_link(response):
    """Where the page leads to add what was not found."""
    (link,) = set(re.findall(rf'href="({reverse("add-organisation")}\?[^"]*)"', response.content.decode()))
    return unescape(link)


def added(client, link, **typed):
    """The words that the form shows, and where it leads when it is sent."""
    shown = client.get(link).context["form"]
    return shown["name"].value(), client.post(link, {"name": shown["name"].value(), **typed})


def test_who_looks_for_a_member_adds_it_and_goes_on_to_its_stage(olu, pantry, browser_of):
    client = browser_of(olu)
    link = add_link(client.get(reverse("invite-organisation", args=[pantry.pk]), {"q": WORDS}))
    words, sent = added(client, link)
    new = Organisation.objects.get(name=WORDS)
    assert words == WORDS
    assert sent.url == reverse("invite-organisation", args=[pantry.pk], query={"organisation": new.pk})
    assert client.get(sent.url).status_code == 200
    back = reverse("invite-organisation", args=[pantry.pk], query={"q": WORDS})
    assert client.get(link).context["back"] == back


def test_who_looks_for_a_host_adds_it_and_goes_on_with_the_example(olu, pantry, browser_of):
    client = browser_of(olu)
    link = add_link(client.get(reverse("add-partnership"), {"q": WORDS, "like": pantry.pk}))
    _, sent = added(client, link)
    new = Organisation.objects.get(name=WORDS)
    assert sent.url == reverse("add-partnership", query={"host": new.pk, "like": pantry.pk})
    assert client.get(sent.url).context["like"] == pantry


@pytest.mark.parametrize("page", ["find", "organisations"])
def test_who_only_searched_adds_it_and_sees_it(page, olu, browser_of):
    client = browser_of(olu)
    words, sent = added(client, add_link(client.get(reverse(page), {"q": WORDS})))
    assert (words, sent.url) == (WORDS, Organisation.objects.get(name=WORDS).get_absolute_url())


@pytest.mark.parametrize(
    ("typed", "name", "postcode"), [("m337xg", None, "M33 7XG"), ("1067000", None, None), ("Sale 42", "Sale 42", None)]
)
def test_what_was_typed_goes_into_the_box_where_it_belongs(typed, name, postcode, olu, browser_of):
    client = browser_of(olu)
    form = client.get(add_link(client.get(reverse("find"), {"q": typed}))).context["form"]
    assert (form["name"].value(), form["postcode"].value()) == (name, postcode)


def test_a_partner_who_finds_nothing_is_not_led_to_what_they_may_not_do(mina, browser_of):
    for page in ("find", "organisations"):
        shown = browser_of(mina).get(reverse(page), {"q": "nobody has this name"}).content.decode()
        assert reverse("add-organisation") not in shown


def test_nobody_is_led_off_the_site_or_into_partnerships_of_others(olu, browser_of):
    foreign = PartnershipFactory()
    client = browser_of(olu)
    link = reverse("add-organisation", query={"name": "New", "into": foreign.pk, "next": "https://example.com"})
    sent = client.post(link, {"name": "New"})
    assert sent.url.startswith(reverse("invite-organisation", args=[foreign.pk]))
    assert client.get(sent.url).status_code == 404


def test_ones_own_organisation_is_offered_first(olu, council, pantry, browser_of):
    OrganisationFactory(name="Aardvark")
    client = browser_of(olu)
    assert list(client.get(reverse("add-partnership")).context["own"]) == [council]
    assert list(client.get(reverse("invite-organisation", args=[pantry.pk])).context["own"]) == []
    second = ContactFactory(organisation=OrganisationFactory(name="Choir"), user=olu).organisation
    page = client.get(reverse("invite-organisation", args=[pantry.pk]))
    assert list(page.context["own"]) == [second]
    assert f'href="?organisation={second.pk}"' in page.content.decode()
