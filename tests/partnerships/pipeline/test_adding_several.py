"""Several organisations come into a partnership with one press."""

import pytest
from django.urls import reverse

from partnerships.models import Membership

from ...factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def choirs():
    return [OrganisationFactory(name=f"Choir of {place}") for place in ("Hale", "Sale", "Urmston")]


@pytest.fixture
def add(browser_of, olu, pantry):
    """`add(choirs, stage="met")` as Olu ticks and presses; the page after it."""

    def press(chosen, user=olu, **said):
        form = {"organisations": [one.pk for one in chosen], "stage": "identified", **said}
        return browser_of(user).post(f"{reverse('invite-organisation', args=[pantry.pk])}?q=choir", form, follow=True)

    return press


def there(pantry):
    return sorted(
        pantry.memberships.filter(organisation__name__startswith="Choir").values_list("organisation__name", "stage")
    )


def test_those_that_are_ticked_are_in_and_hear_nothing(add, choirs, pantry, browser_of, olu):
    page = browser_of(olu).get(reverse("invite-organisation", args=[pantry.pk]), {"q": "choir"}).content.decode()
    assert page.count('name="organisations"') == 3
    said = add(choirs[:2], stage="met").content.decode()
    assert "In now: Choir of Hale, Choir of Sale. Nobody has been written to." in said
    assert there(pantry) == [("Choir of Hale", "met"), ("Choir of Sale", "met")]


def test_who_is_there_cannot_be_ticked(choirs, pantry, browser_of, olu):
    for choir in choirs:
        MembershipFactory(partnership=pantry, organisation=choir)
    page = browser_of(olu).get(reverse("invite-organisation", args=[pantry.pk]), {"q": "choir"}).content.decode()
    assert 'name="organisations"' not in page
    assert "Add them" not in page


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"organisations": []}, "Tick those that you want to add."),
        ({"organisations": ["no"]}, "Look again."),
        ({"stage": "left"}, "Choose one of the answers."),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_ticked_stays_so(add, choirs, pantry, said, answer):
    page = add(choirs[:1], **said).content.decode()
    assert answer in page
    assert there(pantry) == []
    if "stage" in said:
        assert page.count(" checked") == 1


def test_what_a_colleague_added_meanwhile_is_told_and_nothing_is_half_done(add, choirs, pantry):
    MembershipFactory(partnership=pantry, organisation=choirs[0], stage=Membership.Stage.MEMBER)
    assert "is in the partnership by now" in add(choirs).content.decode()
    assert there(pantry) == [("Choir of Hale", "member")]


def test_no_more_than_fifty_at_once(add, pantry):
    assert "Add 50 at a time." in add([OrganisationFactory(name=f"Choir {n}") for n in range(51)]).content.decode()
    assert there(pantry) == []


def test_nobody_else_adds_them(add, choirs, mina, ravi, pantry):
    assert (add(choirs, user=mina).status_code, add(choirs, user=ravi).status_code) == (403, 404)
    assert there(pantry) == []
