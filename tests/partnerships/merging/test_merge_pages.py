from datetime import timedelta

import pytest
from django.urls import reverse

from partnerships.merging import duplicates
from partnerships.merging.comparison import fingerprint
from partnerships.models import Apart, Contact, Identifier, Membership, Merged, Organisation, Proposal, Seat, User

from ...factories import ContactFactory, MembershipFactory, OrganisationFactory, SeatFactory, UserFactory


@pytest.fixture
def twin(db):
    return OrganisationFactory(name="SALE LARDER LTD", email="hello@larder.example")


def address(kept, gone=None, view="merge-organisation"):
    return reverse(view, args=[kept.pk], query={"with": gone.pk} if gone else None)


def send(client, kept, gone, view="merge-organisation", **picks):
    return client.post(address(kept, gone, view), {"seen": fingerprint(kept, gone), "name": "kept", **picks})


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_the_other_one_is_suggested_with_the_reason_or_searched_for(browser_of, olu, larder, twin):
    other = OrganisationFactory(name="Urmston Pantry", postcode="M41 5BU")
    page = browser_of(olu).get(address(larder))
    assert [(one.organisation, one.why) for one in page.context["alike"]] == [(twin, ("the same name",))]
    page = browser_of(olu).get(address(larder), {"q": "urmston"})
    assert list(page.context["found"]) == [other]
    assert f"?with={other.pk}" in page.content.decode()
    assert list(browser_of(olu).get(address(larder), {"q": "larder"}).context["found"]) == [twin]


def test_the_preview_says_field_by_field_what_happens_and_changes_nothing(
    browser_of, olu, larder, twin, larder_membership, pantry
):
    MembershipFactory(partnership=pantry, organisation=twin, stage="met")
    ContactFactory(organisation=twin, name="Sam Okoro")
    Identifier.objects.create(organisation=twin, scheme="charity", value="1067000")
    page = browser_of(olu).get(address(larder, twin))
    rows = [(one.label, one.kept, one.gone, one.is_conflict) for one in page.context["form"].compared]
    assert rows == [
        ("Name", "Sale Larder", "SALE LARDER LTD", True),
        ("E-mail address", "", "hello@larder.example", False),
    ]
    assert page.context["places"] == [(pantry, "Member", True)]
    assert page.context["united"] == [("Register numbers", ["Charity number 1067000"])]
    html = page.content.decode()
    for words in ("Taken over", "You choose below", "Sam Okoro", "cannot be undone", "Swap: SALE LARDER LTD stays"):
        assert words in html
    assert Organisation.objects.filter(pk=twin.pk).exists()


def test_a_merge_by_the_page_leaves_one_with_what_was_chosen(browser_of, olu, larder, twin):
    client = browser_of(olu)
    response = send(client, larder, twin, name="taken")
    assert response.url == reverse("organisation", args=[larder.pk])
    only = Organisation.objects.get(name="SALE LARDER LTD")
    assert (only.pk, only.email) == (larder.pk, "hello@larder.example")
    page = client.get(response.url)
    assert said(page) == ["SALE LARDER LTD is merged into Sale Larder. Old links lead here."]
    assert "Merged into this one" in page.content.decode()
    assert "hello@larder.example" in page.content.decode()


def test_a_choice_that_is_missing_or_unknown_is_asked_for(browser_of, olu, larder, twin):
    for picks in ({"name": ""}, {"name": "neither"}):
        page = send(browser_of(olu), larder, twin, **picks)
        assert "name" in page.context["form"].errors
    assert Merged.objects.count() == 0


def test_an_old_address_leads_to_the_one_that_stayed(browser_of, olu, larder, twin):
    old = [reverse(name, args=[twin.pk]) for name in ("organisation", "edit-organisation", "add-contact")]
    send(browser_of(olu), larder, twin)
    client = browser_of(olu)
    new = [reverse(name, args=[larder.pk]) for name in ("organisation", "edit-organisation", "add-contact")]
    responses = [client.get(one) for one in old]
    assert [(one.status_code, one.url) for one in responses] == [(301, one) for one in new]
    assert client.get(address(twin)).status_code == 301


def test_what_was_typed_for_the_merged_one_is_not_written_elsewhere(browser_of, olu, larder, twin):
    old = reverse("edit-organisation", args=[twin.pk])
    send(browser_of(olu), larder, twin)
    page = browser_of(olu).post(old, {"name": "Something else"}, follow=True)
    assert said(page) == ["This was merged into Sale Larder a moment ago, so nothing was saved. Look again."]
    larder.refresh_from_db()
    assert larder.name == "Sale Larder"


def test_an_old_address_tells_a_stranger_nothing(browser_of, olu, mina, ravi, twin):
    kept = OrganisationFactory(name="A stranger to Mina")
    send(browser_of(olu), kept, twin)
    hidden = browser_of(mina).get(reverse("organisation", args=[twin.pk]))
    missing = browser_of(mina).get(reverse("organisation", args=[twin.pk + 1000]))
    assert (hidden.status_code, hidden.content) == (404, missing.content)


def test_itself_is_no_choice(browser_of, olu, larder):
    page = browser_of(olu).get(address(larder, larder))
    assert said(page) == ["Sale Larder cannot be merged with itself. Choose another one."]
    response = browser_of(olu).post(address(larder, larder), {"seen": fingerprint(larder, larder)})
    assert response.status_code == 200
    assert Merged.objects.count() == 0


@pytest.mark.parametrize("asked", ["999999", "x", "9" * 40, "-1", "²"])
def test_another_one_that_is_not_there_is_said_to_be_gone(browser_of, olu, larder, asked):
    page = browser_of(olu).get(address(larder), {"with": asked})
    assert said(page) == ["The other one is not in the directory any more: perhaps somebody merged it already."]


def test_the_second_of_two_who_merge_at_once_gets_a_sentence(browser_of, olu, ada, larder, twin):
    body = {"seen": fingerprint(larder, twin), "name": "kept"}
    here, there = address(larder, twin), address(twin, larder)
    first, second = browser_of(olu), browser_of(ada)
    first.post(here, body)
    page = second.post(here, body)
    assert said(page) == ["The other one is not in the directory any more: perhaps somebody merged it already."]
    page = second.post(there, body, follow=True)
    assert said(page)[0].startswith("This was merged into Sale Larder a moment ago")
    assert Merged.objects.count() == 1


def test_who_chose_about_old_words_looks_again_and_keeps_their_choices(browser_of, olu, larder, twin):
    before = fingerprint(larder, twin)
    Organisation.objects.filter(pk=twin.pk).update(needs="Drivers")
    page = browser_of(olu).post(address(larder, twin), {"seen": before, "name": "taken"})
    assert "Look at both again" in page.content.decode()
    assert page.context["form"]["name"].value() == "taken"
    twin.refresh_from_db()
    assert page.context["form"]["seen"].value() == fingerprint(larder, twin)


def test_both_in_a_partnership_of_somebody_else_is_for_its_lead(
    browser_of, ravi, olu, larder, larder_membership, twin, pantry
):
    MembershipFactory(partnership=pantry, organisation=twin)
    page = browser_of(ravi).get(address(larder, twin)).content.decode()
    assert "You propose this merge" in page
    assert "Pantry" not in page
    assert send(browser_of(ravi), larder, twin).status_code == 302
    proposal = Proposal.objects.get()
    assert (Organisation.objects.filter(pk=twin.pk).exists(), proposal.other_id) == (True, twin.pk)
    assert browser_of(olu).post(reverse("accept-proposal", args=[proposal.pk])).status_code == 302
    assert not Organisation.objects.filter(pk=twin.pk).exists()


def test_what_cannot_become_one_is_said_on_the_page(browser_of, olu, larder, larder_membership, twin, pantry):
    other = MembershipFactory(partnership=pantry, organisation=twin)
    pantry.commitments.create(from_membership=other, to_membership=larder_membership, what="A van")
    page = send(browser_of(olu), larder, twin)
    assert "promised the other “A van”" in page.content.decode()
    assert Organisation.objects.filter(pk=twin.pk).exists()


@pytest.mark.parametrize("name", ["merge-organisation", "possible-duplicates"])
def test_only_keepers_of_the_directory_merge(browser_of, mina, larder, twin, name):
    viewer = UserFactory(role=User.Role.VIEWER)
    where = reverse(name, args=[larder.pk] if name == "merge-organisation" else [])
    for reader in (mina, viewer):
        assert browser_of(reader).get(where).status_code == 403
        assert send(browser_of(reader), larder, twin).status_code == 403
    page = browser_of(viewer).get(reverse("organisation", args=[larder.pk])).content.decode()
    assert "Is this the same as" not in page
    assert Organisation.objects.filter(pk=twin.pk).exists()


# --- People -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def sam(larder):
    return ContactFactory(organisation=larder, name="Sam Okoro", email="sam@example.org")


@pytest.fixture
def again(twin):
    return ContactFactory(organisation=twin, name="S. Okoro", email="SAM@example.org")


def test_two_people_are_merged_by_the_page_and_the_old_address_leads_on(browser_of, olu, sam, again, larder):
    client = browser_of(olu)
    assert list(client.get(address(sam, view="merge-contact")).context["alike"]) == [again]
    found = client.get(address(sam, view="merge-contact"), {"q": "s. okoro"}).context["found"]
    assert list(found) == [again]
    page = client.get(address(sam, again, "merge-contact")).content.decode()
    assert "One person stays" in page
    response = send(client, sam, again, "merge-contact", organisation="taken")
    assert response.url == reverse("edit-contact", args=[sam.pk])
    sam.refresh_from_db()
    assert (sam.name, sam.organisation.name) == ("Sam Okoro", "SALE LARDER LTD")
    old = client.get(reverse("edit-contact", args=[again.pk]))
    assert (old.status_code, old.url) == (301, reverse("edit-contact", args=[sam.pk]))
    assert "S. Okoro" in client.get(old.url).content.decode()


def test_a_lead_takes_nobodys_seat_in_another_partnership_by_a_merge(browser_of, ravi, mina, sam):
    seated, own = Contact.objects.get(user=mina), Contact.objects.get(user=ravi)
    for kept, gone in ((seated, own), (own, seated)):
        page = browser_of(ravi).get(address(kept, gone, "merge-contact")).content.decode()
        assert "You propose this merge" in page
        assert "Pantry" not in page
        send(browser_of(ravi), kept, gone, "merge-contact", organisation="kept", user="kept", email="kept", name="kept")
    assert (Seat.objects.filter(contact=seated).exists(), Contact.objects.filter(pk=own.pk).exists()) == (True, True)


def test_the_page_of_an_organisation_points_out_a_person_who_is_there_twice(browser_of, olu, sam, larder):
    other = ContactFactory(organisation=larder, name="sam  OKORO", email="")
    ContactFactory(organisation=larder, name="Sam Okoro", to_on=sam.created_at.date())
    page = browser_of(olu).get(reverse("organisation", args=[larder.pk]))
    assert page.context["twins"] == [(sam, other)]
    assert address(sam, other, "merge-contact") in page.content.decode()


def test_who_has_left_stands_quietly_below_the_latest_first(browser_of, olu, larder, today):
    ContactFactory(organisation=larder, name="Here", from_on=today)
    for days, name in ((9, "Longer gone"), (3, "Gone")):
        ContactFactory(organisation=larder, name=name, from_on=today - timedelta(99), to_on=today - timedelta(days))
    page = browser_of(olu).get(reverse("organisation", args=[larder.pk]))
    assert [one.name for one in page.context["here"]] == ["Here"]
    assert [one.name for one in page.context["left"]] == ["Gone", "Longer gone"]
    html = page.content.decode()
    assert "Here since 1 December 2026" in html
    assert "24 August 2026 to 28 November 2026" in html


# --- Possible duplicates ----------------------------------------------------------------------------------------------


def found():
    return [({pair.one.name, pair.other.name}, pair.why) for pair in duplicates.pairs()]


def numbered(organisation, value, scheme="charity"):
    return Identifier.objects.create(organisation=organisation, scheme=scheme, value=value)


def test_pairs_share_a_number_or_a_name_or_are_alike_at_one_postcode(larder):
    numbered(larder, "1067000")
    numbered(OrganisationFactory(name="Another name"), "1067000")
    OrganisationFactory(name="The Sale Larder Ltd", postcode="M33 7XG")
    OrganisationFactory(name="Hale Choir", postcode="WA15 9SN")
    OrganisationFactory(name="Hale Choirs", postcode="WA15 9SN")
    OrganisationFactory(name="Hale Bowling Club", postcode="WA15 9SN")
    OrganisationFactory(name="Hale Choir Boys", postcode="M1 1AA")
    assert found() == [
        ({"Sale Larder", "Another name"}, ("the same charity number 1067000",)),
        ({"Sale Larder", "The Sale Larder Ltd"}, ("the same name",)),
        ({"Hale Choir", "Hale Choirs"}, ("similar names at WA15 9SN",)),
    ]


def test_a_building_or_a_number_of_many_branches_makes_no_pairs(db):
    for _ in range(2):
        numbered(OrganisationFactory(), "100012345678", "uprn")
    for _ in range(9):
        numbered(OrganisationFactory(), "01234567", "company")
    assert found() == []


def test_the_page_lists_pairs_each_with_merge_or_says_that_there_are_none(browser_of, olu, larder, twin):
    client = browser_of(olu)
    page = client.get(reverse("possible-duplicates")).content.decode()
    assert address(larder, twin) in page
    assert reverse("possible-duplicates") in client.get(reverse("organisations")).content.decode()
    twin.delete()
    assert "No two look the same" in client.get(reverse("possible-duplicates")).content.decode()


def test_two_that_were_told_apart_are_listed_no_more(browser_of, olu, larder, twin):
    client, where = browser_of(olu), reverse("tell-apart", args=[twin.pk])
    for _ in range(2):
        response = client.post(where, {"with": larder.pk})
        assert response.url == reverse("possible-duplicates")
    assert found() == []
    assert Apart.objects.get().by == olu
    page = client.post(where, {"with": twin.pk}, follow=True)
    assert said(page)[-1] == "The other one is not in the directory any more."
    assert send(client, larder, twin).status_code == 302
    assert Apart.objects.count() == 0


def test_who_was_told_apart_from_one_stays_apart_from_what_it_becomes(browser_of, olu, larder, twin):
    other = OrganisationFactory(name="The larder of Sale")
    for one in (larder, twin):
        browser_of(olu).post(reverse("tell-apart", args=[other.pk]), {"with": one.pk})
    send(browser_of(olu), larder, twin)
    assert [{pair.one, pair.other} for pair in Apart.objects.all()] == [{larder, other}]


@pytest.mark.parametrize("count", [3, 60])
def test_the_page_costs_the_same_however_many_there_are(browser_of, ada, count, django_assert_num_queries):
    for number in range(count):
        for name in (f"Group number {number}", f"The group number {number} Ltd"):
            numbered(OrganisationFactory(name=name, postcode=f"M{number} 1AA"), str(1000000 + number))
    client = browser_of(ada)
    with django_assert_num_queries(8):
        page = client.get(reverse("possible-duplicates"))
    assert len(page.context["pairs"]) == min(count, 30)


@pytest.mark.parametrize("count", [3, 60])
def test_the_preview_costs_the_same_however_much_moves(browser_of, ada, larder, twin, count, django_assert_num_queries):
    for organisation in (larder, twin):
        ContactFactory.create_batch(count, organisation=organisation)
    for membership in MembershipFactory.create_batch(count, organisation=twin):
        Membership.objects.create(partnership=membership.partnership, organisation=larder)
    client = browser_of(ada)
    with django_assert_num_queries(12):
        client.get(address(larder, twin))


def test_while_typing_an_own_e_mail_domain_counts_and_a_providers_does_not(browser_of, olu, twin):
    ContactFactory(organisation=OrganisationFactory(name="By a contact"), email="jo@larder.example")
    OrganisationFactory(name="At a provider", email="a@gmail.com")

    def while_typing(email):
        page = browser_of(olu).get(reverse("similar-organisations"), {"email": email})
        return [(one.organisation.name, one.why) for one in page.context["likenesses"]]

    why = ("an e-mail address at larder.example too",)
    assert while_typing("new@LARDER.example") == [("By a contact", why), ("SALE LARDER LTD", why)]
    for email in ("b@gmail.com", "b@larder", "@", "b@elsewhere.larder.example", "larder.example"):
        assert while_typing(email) == []


def test_a_domain_that_many_share_says_nothing(browser_of, olu, twin):
    for _ in range(9):
        OrganisationFactory(email="a@larder.example")
    page = browser_of(olu).get(reverse("similar-organisations"), {"email": "new@larder.example"})
    assert page.context["likenesses"] == []


def test_a_seat_that_ended_does_not_keep_a_contact_from_being_merged(browser_of, ravi, sam, again, larder_membership):
    SeatFactory(membership=larder_membership, contact=sam, to_on=larder_membership.created_at.date())
    assert browser_of(ravi).get(address(sam, again, "merge-contact")).status_code == 200
