"""Who is missing: the bodies a partnership needs, who there is of each, and whether they were heard."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from partnerships.models import (
    Agreement,
    AgreementVersion,
    CheckIn,
    Comment,
    Membership,
    NeedNote,
    OrganisationType,
    Seat,
    Update,
    User,
    WantedBody,
)
from partnerships.need.actions import wanted_bodies
from partnerships.need.coverage_grid import grid_of
from partnerships.need.usual_bodies import USUAL

from ...clock import LONDON
from ...factories import MembershipFactory, OrganisationFactory, SeatFactory

OVERSEER = User(role=User.Role.ADMINISTRATOR)

SLUGS = ["health-and-social-care", "local-government", "charity", "faith-group", "education", "business",
         "volunteers-and-community"]  # fmt: skip


@pytest.fixture
def kinds(db):
    """{slug: kind of body}, as the migration makes them."""
    return {
        slug: OrganisationType.objects.get_or_create(
            slug=slug, defaults={"name": slug.replace("-", " ").capitalize(), "position": number * 10}
        )[0]
        for number, slug in enumerate(SLUGS, 1)
    }


@pytest.fixture
def charities(pantry, kinds, larder):
    """Charities are wanted, and the larder is one."""
    larder.type = kinds["charity"]
    larder.save()
    return WantedBody.objects.create(partnership=pantry, type=kinds["charity"])


def states(partnership):
    """{wanted body: the state of each of its places}."""
    return {str(body): [cell.state for cell in cells] for body, cells in grid_of(partnership, OVERSEER).rows}


def cells_of(partnership, body):
    return next(cells for row, cells in grid_of(partnership, OVERSEER).rows if row == body)


def test_an_organisation_of_the_kind_in_the_pipeline_is_named(pantry, charities, larder):
    membership = MembershipFactory(partnership=pantry, organisation=larder, stage="contacted")
    named = cells_of(pantry, charities)[0]
    assert (named.state, named.there[0].name, named.there[0].note) == ("silent", "Sale Larder", "contacted")
    Membership.objects.filter(pk=membership.pk).update(stage="not-now", reason="In spring")
    assert states(pantry) == {str(charities): ["missing"] * 5}


def test_a_seat_that_decides_fills_its_place_and_one_that_consults_does_not(pantry, charities, larder_membership, mina):
    assert states(pantry)[str(charities)] == ["silent", "silent", "missing", "missing", "missing"]
    Seat.objects.filter(contact__user=mina).update(authority="consults")
    assert states(pantry)[str(charities)] == ["silent", *["missing"] * 4]


@pytest.mark.parametrize(("capacity", "place"), [("innovator", 2), ("lived", 3), ("community", 4)])
def test_a_capacity_fills_its_place_until_the_seat_ends(pantry, charities, larder_membership, capacity, place):
    seat = SeatFactory(membership=larder_membership, capacity=capacity)
    assert cells_of(pantry, charities)[place].there[0].name == seat.contact.name
    Seat.objects.filter(pk=seat.pk).update(to_on=date(2026, 6, 1))
    assert cells_of(pantry, charities)[place].state == "missing"


def heard_by_update(seat, at):
    membership = seat.membership
    check_in = CheckIn.objects.create(
        partnership=membership.partnership, membership=membership, period="2026-11", due_on=at.date(),
        state="answered", closed_at=at,
    )  # fmt: skip
    Update.objects.create(
        check_in=check_in, partnership=membership.partnership, membership=membership, status="stuck", by=seat.contact,
        submitted_at=at,
    )  # fmt: skip


def heard_by_comment(seat, at):
    agreement = Agreement.objects.create(partnership=seat.membership.partnership)
    version = AgreementVersion.objects.create(agreement=agreement, state="shared", shared_at=at)
    Comment.objects.create(version=version, contact=seat.contact, body="Well said", written_at=at)


def heard_by_note(seat, at):
    NeedNote.objects.create(
        partnership=seat.membership.partnership, learnt="A", source="people", told_by="B", learnt_on=at.date(),
        contact=seat.contact, membership=seat.membership,
    )  # fmt: skip


@pytest.mark.parametrize("speak", [heard_by_update, heard_by_comment, heard_by_note])
def test_who_answers_comments_or_stands_in_a_note_was_heard(pantry, charities, larder_membership, speak):
    seat = SeatFactory(membership=larder_membership, capacity="lived", authority="decides")
    SeatFactory(membership=larder_membership, capacity="community")
    speak(seat, datetime(2026, 11, 3, 0, 30, tzinfo=LONDON))
    assert states(pantry)[str(charities)] == ["heard", "heard", "missing", "heard", "silent"]
    assert {cell.heard_on for cell in cells_of(pantry, charities)} == {date(2026, 11, 3), None}


def test_what_was_said_elsewhere_does_not_count_here(pantry, charities, larder, larder_membership):
    seat = SeatFactory(membership=larder_membership, capacity="lived")
    elsewhere = SeatFactory(membership=MembershipFactory(organisation=larder), contact=seat.contact, capacity="lived")
    heard_by_update(elsewhere, datetime(2026, 11, 3, 9, tzinfo=LONDON))
    assert states(pantry)[str(charities)] == ["silent", "missing", "missing", "silent", "missing"]


def test_a_named_body_is_found_when_somebody_says_who_it_is(pantry, kinds, charities, larder_membership):
    named = WantedBody.objects.create(partnership=pantry, type=kinds["charity"], name="The food bank")
    assert states(pantry)["The food bank"][0] == "missing"
    WantedBody.objects.filter(pk=named.pk).update(membership=larder_membership)
    assert states(pantry)["The food bank"][0] == "silent"


def test_all_together_counts_those_who_are_not_on_the_list(pantry, charities, larder_membership, olu):
    grid = grid_of(pantry, OVERSEER)
    assert [cell.state for cell in grid.together] == ["silent", "silent", "missing", "missing", "missing"]
    assert [str(membership.organisation) for membership in grid.others] == ["Trafford Council"]


def test_an_empty_place_leads_to_where_it_can_be_filled(browser_of, olu, pantry, kinds, charities, larder_membership):
    faith = WantedBody.objects.create(partnership=pantry, type=kinds["faith-group"], why="Trusted")
    chapel = OrganisationFactory(name="The chapel", type=kinds["faith-group"])
    olus = browser_of(olu)
    page = olus.get(reverse("coverage", args=[pantry.pk])).content.decode()
    seat_url = reverse("add-seat", args=[larder_membership.pk], query={"capacity": "lived"})
    invite_url = reverse("invite-organisation", args=[pantry.pk], query={"for": faith.pk})
    assert (seat_url in page, invite_url in page) == (True, True)
    assert olus.get(seat_url).context["form"]["capacity"].value() == "lived"
    found = olus.get(invite_url)
    assert [organisation for organisation, _ in found.context["found"]] == [chapel]
    assert "You look for: Faith group. Trusted." in found.content.decode()


def test_a_partner_reads_the_grid_and_changes_nothing(browser_of, olu, mina, pantry, charities):
    minas = browser_of(mina)
    page = minas.get(reverse("coverage", args=[pantry.pk])).content.decode()
    assert "Who is missing?" in page
    assert "Gaps to close" not in page
    assert reverse("edit-wanted-body", args=[charities.pk]) not in page
    assert minas.post(reverse("add-wanted-body", args=[pantry.pk]), {"name": "A bank"}).status_code == 403


def test_a_lead_lists_changes_and_takes_off_a_body(browser_of, olu, pantry):
    olus = browser_of(olu)
    olus.post(reverse("add-wanted-body", args=[pantry.pk]), {"name": "A bus company", "why": "Brings people"})
    body = WantedBody.objects.get()
    olus.post(reverse("edit-wanted-body", args=[body.pk]), {"name": "A tram company"})
    body.refresh_from_db()
    assert (body.name, body.why) == ("A tram company", "")
    address = reverse("remove-wanted-body", args=[body.pk])
    assert "Take “A tram company” off the list?" in olus.get(address).content.decode()
    olus.post(address)
    assert WantedBody.objects.count() == 0
    assert WantedBody.history.count() == 3


def test_what_is_usual_comes_with_one_click_and_only_once(browser_of, olu, pantry, charities, kinds):
    olus = browser_of(olu)
    address = reverse("add-usual-bodies", args=[pantry.pk])
    for _ in range(2):
        olus.post(address, {"kind": "telemedicine"})
    slugs = list(WantedBody.objects.values_list("type__slug", flat=True))
    assert sorted(slugs) == ["business", "charity", "education", "health-and-social-care", "volunteers-and-community"]
    assert WantedBody.objects.get(type=kinds["business"]).why == "Runs the line and the devices"
    olus.post(address, {"kind": "made-up"})
    assert WantedBody.objects.count() == 5


def test_everything_usual_is_a_kind_that_the_directory_starts_with():
    assert {slug for _, reasons in USUAL.values() for slug in reasons} <= set(SLUGS)


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"why": "They go everywhere"}, "type", "Choose a kind of body, or type a name below."),
        ({"name": "   "}, "type", "Choose a kind of body, or type a name below."),
        ({"type": "charity"}, "__all__", "“Charity” is on the list already."),
        ({"name": "the MOSQUE"}, "__all__", "“the MOSQUE” is on the list already."),
        ({"name": "x" * 121}, "name", "Keep “Name, when you want one in particular” to 120 characters or fewer."),
    ],
)
def test_a_body_that_cannot_be_says_why(browser_of, olu, pantry, kinds, charities, sent, field, said):
    WantedBody.objects.create(partnership=pantry, name="The mosque")
    sent = {name: kinds[value].pk if name == "type" else value for name, value in sent.items()}
    response = browser_of(olu).post(reverse("add-wanted-body", args=[pantry.pk]), sent)
    said = said.replace("“Charity”", f"“{kinds['charity']}”")
    assert response.context["form"].errors[field] == [said]
    assert WantedBody.objects.count() == 2


def test_an_organisation_of_another_partnership_does_not_stand_for_a_body(browser_of, olu, pantry):
    sent = {"name": "A bank", "membership": MembershipFactory().pk}
    response = browser_of(olu).post(reverse("add-wanted-body", args=[pantry.pk]), sent)
    assert response.context["form"].errors["membership"] == ["Choose one of the answers."]


def test_a_change_of_what_was_taken_off_meanwhile_is_refused(olu, pantry, charities, now):
    WantedBody.objects.all().delete()
    with pytest.raises(wanted_bodies.AlreadyRemoved):
        wanted_bodies.change(body=charities, by=olu, now=now)
    assert WantedBody.objects.count() == 0


def test_the_grid_is_empty_before_anybody_said_who_is_needed(browser_of, olu, mina, pantry):
    address = reverse("coverage", args=[pantry.pk])
    pages = [browser_of(user).get(address).content.decode() for user in (olu, mina)]
    assert ["Add the first body" in page for page in pages] == [True, False]
    assert all("Nobody has said who is needed" in page for page in pages)


@pytest.mark.parametrize("rows", [3, 60])
def test_the_grid_costs_the_same_however_many_rows(browser_of, olu, pantry, rows, django_assert_num_queries):
    for number in range(rows):
        seat = SeatFactory(membership__partnership=pantry, capacity="lived")
        WantedBody.objects.create(partnership=pantry, name=f"Body {number}", membership=seat.membership)
        heard_by_note(seat, datetime(2026, 11, 3, 9, tzinfo=LONDON))
    olus = browser_of(olu)
    with django_assert_num_queries(11):
        olus.get(reverse("coverage", args=[pantry.pk]))
