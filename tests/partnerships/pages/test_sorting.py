"""Lists sort by every column that has an order, page after page, with the filters kept; what has ended stands apart."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import Organisation, OrganisationType

from ...factories import ContactFactory, OrganisationFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def whole(client, name, **asked):
    """The rows of all pages, one after the other."""
    seen, after = [], ""
    while after is not None:
        page = client.get(reverse(name), {**asked, **({"after": after} if after else {})}).context["page"]
        seen += [str(row) for row in page]
        after = page.after
    return seen


@pytest.fixture
def groups(db):
    faith, school = (OrganisationType.objects.get(slug=slug) for slug in ("faith-group", "education"))
    kinds = [None, faith, school]
    return [
        OrganisationFactory(name=f"Group {n:02}", type=kinds[n % 3], postcode=f"M{n * 7 % 60:02} 1AA")
        for n in range(60)
    ]


@pytest.mark.parametrize("column", ["type", "postcode", "name"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_organisations_sort_both_ways_over_all_pages(column, sign, groups, ada, browser_of):
    def place(group):
        shown = {"type": group.type.name if group.type else "", "postcode": group.postcode, "name": group.name}
        return shown[column], group.pk

    right = [group.name for group in sorted(groups, key=place, reverse=bool(sign))]
    assert whole(browser_of(ada), "organisations", by=f"{sign}{column}", q="group") == right


def test_partnerships_sort_by_the_order_of_stages_and_by_who_needs_help(ada, browser_of):
    host = OrganisationFactory(name="Élan")
    for name, stage, status in (("A", "deliver", "on_track"), ("B", "meet", "stuck"), ("C", "agree", "wobbling")):
        PartnershipFactory(name=name, host=host if name == "B" else OrganisationFactory(name="zoo"), stage=stage,
                           status=status)  # fmt: skip
    client = browser_of(ada)
    assert whole(client, "partnerships", by="stage") == ["B", "C", "A"]
    assert whole(client, "partnerships", by="status") == ["B", "C", "A"]
    assert whole(client, "partnerships", by="host") == ["B", "A", "C"]
    assert whole(client, "partnerships", by="-name") == ["C", "B", "A"]


def test_people_sort_by_organisation(ada, browser_of):
    for name, place in (("Ann", "Zoo"), ("Bob", "élan"), ("Cy", None)):
        ContactFactory(name=f"Person {name}", organisation=place and OrganisationFactory(name=place))
    assert whole(browser_of(ada), "contacts", by="organisation", q="person") == [
        "Person Cy",
        "Person Bob",
        "Person Ann",
    ]


def test_a_heading_says_how_it_sorts_and_leads_to_the_other_way_with_the_filters(groups, ada, browser_of):
    response = browser_of(ada).get(reverse("organisations"), {"q": "group", "by": "postcode"})
    found = {heading.label: (heading.link, heading.sorted) for heading in response.context["page"].headings}
    assert found == {
        "Organisation": ("?q=group&by=name", ""),
        "Type": ("?q=group&by=type", ""),
        "Areas served": ("", ""),
        "Postcode": ("?q=group&by=-postcode", "ascending"),
        "Numbers": ("", ""),
    }
    shown = response.content.decode()
    assert shown.count("aria-sort=") == 1
    assert '<input type="hidden" name="by" value="postcode">' in shown


def test_an_order_that_nobody_knows_is_the_first(groups, ada, browser_of):
    for by in ("password", "--name", "areas", "", "type__name"):
        assert whole(browser_of(ada), "organisations", by=by, q="group") == [group.name for group in groups]


def test_a_place_in_another_order_is_no_page(groups, ada, browser_of):
    client = browser_of(ada)
    after = client.get(reverse("organisations"), {"by": "type"}).context["page"].after
    second = client.get(reverse("organisations"), {"by": "type", "after": after}).context["page"]
    assert [heading.link for heading in second.headings if heading.link] == ["?by=name", "?by=-type", "?by=postcode"]
    assert client.get(reverse("organisations"), {"by": "postcode", "after": after}).status_code == 404


def test_what_has_ended_stands_apart(ada, pantry, browser_of):
    OrganisationFactory(name="Closed group", ended_on=date(2026, 1, 1))
    over = PartnershipFactory(name="Over", state="ended")
    client = browser_of(ada)
    assert "Closed group" not in whole(client, "organisations")
    assert whole(client, "organisations", state="closed") == ["Closed group"]
    assert str(over) not in whole(client, "partnerships")
    assert whole(client, "partnerships", state="ended") == ["Over"]
    assert set(whole(client, "organisations")) == {str(o) for o in Organisation.objects.filter(ended_on=None)}
    assert "?by=-type&amp;state=closed" in client.get(reverse("organisations"), {"by": "-type"}).content.decode()
