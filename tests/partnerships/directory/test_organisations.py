import pytest
from django.urls import reverse

from partnerships.directory import similar
from partnerships.directory.models.organisation import name_key
from partnerships.models import Area, Identifier, Organisation, OrganisationType, User

from ...factories import ContactFactory, MembershipFactory, OrganisationFactory, UserFactory


@pytest.fixture
def viewer(db):
    return UserFactory(role=User.Role.VIEWER)


def listed(response):
    return [organisation.name for organisation in response.context["page"]]


def find(client, **words):
    return listed(client.get(reverse("organisations"), words))


def typed(**changes):
    return {"name": "Urmston Pantry", **changes}


def add(client, **changes):
    return client.post(reverse("add-organisation"), typed(**changes))


def likenesses(response):
    return [(one.organisation.name, one.why) for one in response.context["likenesses"]]


def test_the_list_finds_by_name_postcode_number_type_and_area(browser_of, ada):
    faith = OrganisationType.objects.get(slug="faith-group")
    chapel = OrganisationFactory(name="Sale Chapel", postcode="M33 7XG", type=faith)
    chapel.areas.add(Area.objects.create(name="Trafford"))
    Identifier.objects.create(organisation=chapel, scheme="charity", value="1067000")
    OrganisationFactory(name="Bury Gym", postcode="BL9 0RJ")
    client = browser_of(ada)
    assert find(client) == ["Bury Gym", "Sale Chapel"]
    assert find(client, q="chapel sale") == ["Sale Chapel"]
    assert find(client, q="m33") == ["Sale Chapel"]
    assert find(client, q="1067000") == ["Sale Chapel"]
    assert find(client, q="106700") == []
    assert find(client, type=faith.pk) == ["Sale Chapel"]
    assert find(client, area="trafford") == ["Sale Chapel"]
    assert find(client, q="gym", area="trafford") == []


def test_the_pages_of_the_list_follow_each_other_without_a_gap(browser_of, ada):
    OrganisationFactory.create_batch(60)
    client, seen, cursor = browser_of(ada), [], ""
    while cursor is not None:
        response = client.get(reverse("organisations"), {"after": cursor} if cursor else {})
        seen += listed(response)
        cursor = response.context["page"].after
    assert seen == sorted(Organisation.objects.values_list("name", flat=True))


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_costs_the_same_however_many_rows(browser_of, ada, count, django_assert_num_queries):
    area = Area.objects.create(name="Sale")
    for organisation in OrganisationFactory.create_batch(count):
        organisation.areas.add(area)
        Identifier.objects.create(organisation=organisation, scheme="charity", value="1067000")
    client = browser_of(ada)
    with django_assert_num_queries(6):
        client.get(reverse("organisations"))


@pytest.mark.parametrize("count", [3, 60])
def test_one_organisation_costs_the_same_however_many_contacts(
    browser_of, ada, larder, count, django_assert_num_queries
):
    ContactFactory.create_batch(count, organisation=larder)
    for membership in MembershipFactory.create_batch(count, organisation=larder):
        membership.partnership.save()
    client = browser_of(ada)
    with django_assert_num_queries(9):
        client.get(reverse("organisation", args=[larder.pk]))


def test_the_page_of_an_organisation_shows_what_is_known_and_says_that_numbers_are_unchecked(
    browser_of, olu, larder, larder_membership
):
    larder.strengths, larder.needs = "A cold store", "Drivers"
    larder.save()
    Identifier.objects.create(organisation=larder, scheme="company", value="01234567")
    ContactFactory(organisation=larder, name="Mina Patel")
    page = browser_of(olu).get(reverse("organisation", args=[larder.pk])).content.decode()
    for words in ("A cold store", "Drivers", "01234567", "Nobody has checked", "Mina Patel", "Pantry"):
        assert words in page


def test_a_lead_of_another_partnership_sees_the_organisation_and_not_its_partnership(
    browser_of, ravi, larder, larder_membership
):
    response = browser_of(ravi).get(reverse("organisation", args=[larder.pk]))
    assert response.status_code == 200
    assert "Pantry partnership" not in response.content.decode()


def test_a_partner_sees_only_organisations_they_share_a_partnership_with(browser_of, mina, olu, ravi):
    OrganisationFactory(name="A stranger to both")
    client = browser_of(mina)
    assert find(client) == ["Sale Larder", "Trafford Council"]
    stranger = Organisation.objects.get(name="A stranger to both")
    missing = client.get(reverse("organisation", args=[stranger.pk + 1000]))
    hidden = client.get(reverse("organisation", args=[stranger.pk]))
    assert (hidden.status_code, hidden.content) == (404, missing.content)


@pytest.mark.parametrize("name", ["add-organisation", "edit-organisation", "add-contact", "similar-organisations"])
def test_who_only_reads_may_not_write_in_the_directory(browser_of, viewer, mina, larder, name):
    address = reverse(name, args=[larder.pk] if name in {"edit-organisation", "add-contact"} else [])
    for reader in (viewer, mina):
        assert browser_of(reader).get(address).status_code == 403
        assert browser_of(reader).post(address, typed()).status_code == 403
    assert Organisation.objects.filter(name="Urmston Pantry").count() == 0


def test_a_visitor_is_asked_to_sign_in(client, larder):
    response = client.get(reverse("organisation", args=[larder.pk]))
    assert response.status_code == 302
    assert response.url.startswith(reverse("sign-in"))


def test_adding_keeps_areas_and_numbers_and_remembers_who_did_it(browser_of, olu):
    Area.objects.create(name="Sale")
    response = add(
        browser_of(olu), areas_typed="sale, Urmston , ,urmston", charity="1067000, sc012345", postcode="m337xg"
    )
    pantry = Organisation.objects.get(name="Urmston Pantry")
    assert response.url == reverse("organisation", args=[pantry.pk])
    assert (pantry.postcode, pantry.name_key) == ("M33 7XG", "urmston pantry")
    assert [area.name for area in pantry.areas.all()] == ["Sale", "Urmston"]
    assert [one.value for one in pantry.identifiers.all()] == ["1067000", "SC012345"]
    assert pantry.history.earliest().history_user == olu
    assert pantry.identifiers.first().history.get().history_user == olu


@pytest.mark.parametrize(
    ("field", "wrong", "words"),
    [
        ("charity", "12", "is not a charity number"),
        ("postcode", "WA15 OHF", "did you mean WA15 0HF?"),
        ("postcode", "nowhere", "is not a UK postcode"),
        ("company", "738693", "did you mean 00738693?"),
    ],
)
def test_a_guess_is_asked_back_and_a_wrong_number_is_refused(browser_of, olu, field, wrong, words):
    response = add(browser_of(olu), **{field: wrong})
    assert words in response.context["form"].errors[field][0]
    assert Organisation.objects.filter(name="Urmston Pantry").count() == 0


def test_without_javascript_similar_ones_are_shown_once_and_then_it_is_added(browser_of, olu):
    like = OrganisationFactory(name="The Urmston Pantry Ltd", postcode="M41 5BU")
    client = browser_of(olu)
    response = add(client)
    assert likenesses(response) == [("The Urmston Pantry Ltd", ("the same name",))]
    assert "It is a different one, add it" in response.content.decode()
    assert Organisation.objects.filter(name="Urmston Pantry").count() == 0
    assert add(client, seen=[like.pk]).status_code == 302


def test_another_likeness_is_shown_although_the_first_was_seen(browser_of, olu):
    first, _ = OrganisationFactory(name="Urmston Pantry"), OrganisationFactory(name="Elsewhere", email="a@example.org")
    response = add(browser_of(olu), seen=[first.pk], email="A@example.org")
    assert likenesses(response) == [
        ("Urmston Pantry", ("the same name",)),
        ("Elsewhere", ("the same e-mail address",)),
    ]


def test_while_typing_names_numbers_postcodes_and_addresses_are_compared(browser_of, olu):
    numbered = OrganisationFactory(name="Foodbank of the North")
    Identifier.objects.create(organisation=numbered, scheme="charity", value="1067000")
    OrganisationFactory(name="Cheshire Wildlife Trust")
    near = OrganisationFactory(name="Next door", postcode="M33 7XG")
    ContactFactory(organisation=near, email="mina@example.org")
    OrganisationFactory(name="Far away")

    def while_typing(**words):
        return likenesses(browser_of(olu).get(reverse("similar-organisations"), words))

    assert while_typing(name="cheshire wild life") == [("Cheshire Wildlife Trust", ("a similar name",))]
    assert while_typing(name="Wildlife, Cheshire") == [("Cheshire Wildlife Trust", ("a similar name",))]
    assert while_typing(charity="1067000") == [("Foodbank of the North", ("the same charity number 1067000",))]
    assert while_typing(postcode="m337xg") == [("Next door", ("the same postcode",))]
    assert while_typing(email="MINA@example.org") == [("Next door", ("the same e-mail address",))]
    assert while_typing(name="Fa") == []


def test_the_organisation_being_edited_is_not_like_itself(browser_of, olu, larder):
    words = {"name": larder.name, "apart_from": larder.pk}
    assert likenesses(browser_of(olu).get(reverse("similar-organisations"), words)) == []


def test_looking_for_similar_ones_costs_the_same_in_a_larger_directory(db, django_assert_num_queries):
    for count in (3, 300):
        OrganisationFactory.create_batch(count)
        with django_assert_num_queries(9):
            identifiers = [("charity", "1067000")]
            similar.to(
                Organisation.objects.all(),
                name="Neighbourhood group 1",
                postcode="M33 7XG",
                email="a@example.org",
                identifiers=identifiers,
            )


def test_editing_keeps_what_stays_and_drops_what_was_taken_out(browser_of, olu, larder):
    kept = Identifier.objects.create(organisation=larder, scheme="charity", value="1067000")
    Identifier.objects.create(organisation=larder, scheme="company", value="01234567")
    page = browser_of(olu).get(reverse("edit-organisation", args=[larder.pk]))
    assert page.context["form"].initial["charity"] == "1067000"
    changes = {"name": "Sale Larder", "charity": "1067000", "ods": "P91016", "areas_typed": "Sale"}
    browser_of(olu).post(reverse("edit-organisation", args=[larder.pk]), changes)
    assert [(one.pk == kept.pk, one.value) for one in larder.identifiers.all()] == [
        (True, "1067000"),
        (False, "P91016"),
    ]
    assert [area.name for area in larder.areas.all()] == ["Sale"]


def test_names_are_compared_without_accents_and_small_words():
    assert name_key("The Café of Sale (Charity) Ltd") == name_key("CAFE SALE") == "cafe sale"
    assert name_key("教会") == "教会"
