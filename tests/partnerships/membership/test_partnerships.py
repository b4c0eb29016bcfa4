"""Starting a partnership, finding it again, and changing it."""

import pytest
from django.urls import reverse

from partnerships.membership.actions import partnerships
from partnerships.membership.forms import EditPartnershipForm
from partnerships.models import Contact, Partnership

from ...factories import OrganisationFactory, PartnershipFactory, SeatFactory, UserFactory

FORM = {
    "name": "Sale eats together",
    "need": "Many older people eat alone.",
    "people_served": "People over 70",
    "area": "Sale",
    "nation": "ENG",
}


def start(lead, host, by, now):
    return partnerships.start(**FORM, host=host, lead=lead, by=by, now=now)


def names(response):
    return [partnership.name for partnership, *_ in response.context["rows"]]


def test_who_starts_a_partnership_leads_it_for_the_host(olu, council, now):
    lead = olu.contacts.get()
    started = start(lead, council, olu, now)
    assert [(m.organisation, m.stage) for m in started.memberships.all()] == [(council, "member")]
    seat = started.memberships.get().seats.get()
    assert (seat.contact, seat.is_lead, seat.authority, seat.from_on) == (lead, True, "decides", now.date())
    assert [event.kind for event in started.events.all()] == ["partnership.started"]
    assert Partnership.objects.led_by(olu).filter(pk=started.pk).exists()


def test_a_lead_from_elsewhere_brings_their_organisation_in(olu, larder, now):
    started = start(olu.contacts.get(), larder, olu, now)
    places = {m.organisation.name: m.seats.count() for m in started.memberships.all()}
    assert places == {"Sale Larder": 0, "Trafford Council": 1}


def test_the_host_is_searched_before_the_form_is_filled(olu, larder, browser_of):
    page = browser_of(olu).get(reverse("add-partnership"), {"q": "larder"})
    assert [organisation.name for organisation in page.context["found"]] == ["Sale Larder"]
    assert f"?host={larder.pk}" in page.content.decode()


def test_a_search_shows_at_most_twenty_and_says_so(olu, browser_of):
    OrganisationFactory.create_batch(25, name="Friends of the park")
    page = browser_of(olu).get(reverse("add-partnership"), {"q": "park"})
    assert (len(page.context["found"]), page.context["there_are_more"]) == (20, True)


def test_starting_from_an_organisation_uses_the_contact_there(olu, council, browser_of):
    response = browser_of(olu).post(reverse("add-partnership") + f"?host={council.pk}", FORM)
    started = Partnership.objects.get(name=FORM["name"])
    assert response.url == reverse("people", args=[started.pk])
    assert started.memberships.get().seats.get().contact == olu.contacts.get()


def test_a_contact_elsewhere_can_be_chosen_to_lead(olu, larder, browser_of):
    chosen = olu.contacts.get()
    browser_of(olu).post(reverse("add-partnership") + f"?host={larder.pk}", {**FORM, "lead_as": chosen.pk})
    started = Partnership.objects.get(name=FORM["name"])
    assert started.memberships.get(seats__is_lead=True).organisation.name == "Trafford Council"


def test_a_person_without_a_contact_becomes_one_at_the_host(ada, larder, browser_of):
    browser_of(ada).post(reverse("add-partnership") + f"?host={larder.pk}", FORM)
    contact = Contact.objects.get(user=ada)
    assert (contact.organisation, contact.name, contact.email) == (larder, "Ada Brook", "ada@example.org")
    assert Partnership.objects.with_lead(ada).get().host == larder


def test_a_form_with_a_hole_says_so_and_keeps_what_was_typed(olu, council, browser_of):
    page = browser_of(olu).post(reverse("add-partnership") + f"?host={council.pk}", {**FORM, "need": ""})
    assert page.context["form"].errors == {"need": ["Fill in “The need it works on”."]}
    assert "Sale eats together" in page.content.decode()
    assert not Partnership.objects.filter(name=FORM["name"]).exists()


@pytest.mark.parametrize("role", ["partner", "viewer"])
def test_only_keepers_of_the_directory_start_partnerships(role, council, browser_of):
    browser = browser_of(UserFactory(role=role))
    assert browser.get(reverse("add-partnership")).status_code == 403
    assert browser.post(reverse("add-partnership") + f"?host={council.pk}", FORM).status_code == 403
    assert not Partnership.objects.filter(name=FORM["name"]).exists()


def test_the_list_holds_what_the_person_may_see(olu, mina, ravi, ada, viewer, browser_of):
    seen = {person: names(browser_of(person).get(reverse("partnerships"))) for person in (mina, ravi, ada, viewer)}
    both = ["Boxing partnership", "Pantry partnership"]
    assert seen == {mina: ["Pantry partnership"], ravi: ["Boxing partnership"], ada: both, viewer: both}


def test_the_list_is_narrowed_by_words_stage_state_and_lead(olu, ravi, ada, browser_of, pantry):
    pantry.stage, pantry.state, pantry.area = "deliver", "paused", "Timperley"
    pantry.save()
    browser = browser_of(ada)
    for asked in ({"q": "timperley"}, {"q": "trafford pantry"}, {"stage": "deliver"}, {"state": "paused"}):
        assert names(browser.get(reverse("partnerships"), asked)) == ["Pantry partnership"], asked
    assert names(browser.get(reverse("partnerships"), {"mine": "on"})) == []
    assert names(browser_of(olu).get(reverse("partnerships"), {"mine": "on"})) == ["Pantry partnership"]


def test_the_list_is_narrowed_by_status(ada, browser_of, pantry):
    stuck = PartnershipFactory(status="stuck")
    for status, found in [("stuck", stuck), ("not_known", pantry)]:
        assert names(browser_of(ada).get(reverse("partnerships"), {"status": status})) == [found.name]


def test_a_filter_that_makes_no_sense_is_ignored(olu, browser_of):
    page = browser_of(olu).get(reverse("partnerships"), {"stage": "nonsense", "status": "purple"})
    assert names(page) == ["Pantry partnership"]


def test_pages_follow_each_other_without_gap_or_repeat(ada, browser_of):
    for number in range(60):
        PartnershipFactory(name=f"Partnership {number:02d}")
    browser = browser_of(ada)
    first = browser.get(reverse("partnerships"))
    second = browser.get(reverse("partnerships"), {"after": first.context["page"].after})
    assert names(first) + names(second) == [f"Partnership {number:02d}" for number in range(60)]


def test_the_list_costs_the_same_at_three_and_at_sixty(olu, browser_of, django_assert_max_num_queries):
    def fill(count):
        for _ in range(count):
            seat = SeatFactory(contact=olu.contacts.get(), is_lead=True)
            seat.membership.partnership.save()

    browser = browser_of(olu)
    fill(2)
    with django_assert_max_num_queries(8) as few:
        browser.get(reverse("partnerships"))
    fill(57)
    with django_assert_max_num_queries(len(few)):
        browser.get(reverse("partnerships"))


def test_a_lead_changes_the_partnership_and_history_keeps_who(olu, pantry, browser_of):
    url = reverse("edit-partnership", args=[pantry.pk])
    browser_of(olu).post(url, {**FORM, "stage": "agree", "state": "active"})
    pantry.refresh_from_db()
    assert (pantry.name, pantry.stage) == ("Sale eats together", "agree")
    assert pantry.history.first().history_user == olu


def test_changing_the_words_leaves_the_status_that_moved_meanwhile(olu, pantry, now):
    form = EditPartnershipForm({**FORM, "stage": "agree", "state": "active"}, instance=pantry)
    Partnership.objects.filter(pk=pantry.pk).update(status="stuck", status_at=now)
    assert form.is_valid()
    form.save()
    pantry.refresh_from_db()
    assert pantry.status == "stuck"


@pytest.mark.parametrize(("who", "status"), [("mina", 403), ("viewer", 403), ("ravi", 404)])
def test_others_do_not_change_it(request, who, status, pantry, olu, mina, browser_of):
    person = request.getfixturevalue(who)
    url = reverse("edit-partnership", args=[pantry.pk])
    assert browser_of(person).get(url).status_code == status
    assert browser_of(person).post(url, {**FORM, "stage": "agree", "state": "active"}).status_code == status
    pantry.refresh_from_db()
    assert pantry.name == "Pantry partnership"


def test_a_host_that_does_not_exist_is_not_found(olu, browser_of):
    assert browser_of(olu).get(reverse("add-partnership"), {"host": 999_999}).status_code == 404


def test_a_form_opened_before_an_update_does_not_put_the_old_status_back(pantry, now):
    opened_before = Partnership.objects.get(pk=pantry.pk)
    Partnership.objects.filter(pk=pantry.pk).update(status="stuck", status_at=now)
    opened_before.name = "Pantry and kitchen partnership"
    opened_before.save()
    pantry.refresh_from_db()
    assert (pantry.name, pantry.status, pantry.status_at) == ("Pantry and kitchen partnership", "stuck", now)
