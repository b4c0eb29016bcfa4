"""A question that Django writes once is answered as one that it writes anew."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from config import demo
from partnerships.models import AgreementVersion, CheckIn, Event, Membership, Milestone, Partnership, User
from partnerships.pages.prepared import written_once

from ...factories import MembershipFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


@written_once
def due_in(partnership: int, today: date):
    rows = Milestone.objects.filter(partnership=partnership, due_on__lte=today + timedelta(days=7))
    return rows.select_related("owner__organisation").prefetch_related("partnership__memberships").order_by("due_on")


@pytest.fixture
def plans(today):
    made = [PartnershipFactory(), PartnershipFactory()]
    for partnership in made:
        owner = MembershipFactory(partnership=partnership)
        for days in (30, 7, 1):
            day = today + timedelta(days=days)
            Milestone.objects.create(partnership=partnership, title=f"In {days}", due_on=day, owner=owner)
    return made


def test_it_answers_for_each_partnership_and_day_by_itself(plans, today):
    one, another = plans
    for partnership, days in ((one, 0), (another, 0), (one, 23), (one, -7)):
        at = today + timedelta(days=days)
        rows = Milestone.objects.filter(partnership=partnership, due_on__lte=at + timedelta(days=7)).order_by("due_on")
        assert due_in(partnership=partnership.pk, today=at) == list(rows)


def test_what_is_read_with_it_comes_along(plans, today, django_assert_num_queries):
    owner = str(plans[0].memberships.get().organisation)
    due_in(partnership=plans[0].pk, today=today)
    with django_assert_num_queries(3):
        found = due_in(partnership=plans[0].pk, today=today)
        assert [m.owner.organisation.name for m in found] == [owner] * 2
        assert [len(m.partnership.memberships.all()) for m in found] == [1, 1]


def test_it_sees_what_has_changed_since(plans, today):
    partnership = plans[0].pk
    before = due_in(partnership=partnership, today=today)
    Milestone.objects.filter(pk=before[0].pk).update(title="Moved", due_on=today + timedelta(days=3))
    assert [m.title for m in due_in(partnership=partnership, today=today)] == ["Moved", "In 7"]


@written_once
def seen(user: User):
    return Partnership.objects.visible_to(user).order_by("pk")


@written_once
def members(user: User, partnership: Partnership):
    return Membership.objects.visible_to(user).filter(partnership=partnership).order_by("pk")


@written_once
def versions(user: User, partnership: Partnership):
    return AgreementVersion.objects.visible_to(user).filter(agreement__partnership=partnership).order_by("pk")


@written_once
def check_ins(user: User, partnership: Partnership):
    return CheckIn.objects.visible_to(user).filter(partnership=partnership).order_by("pk")


@written_once
def facts(user: User, partnership: Partnership):
    return Event.objects.visible_to(user).filter(partnership=partnership).order_by("pk")


def test_everybody_sees_what_they_saw(people_of_all_kinds):
    """The whole demo, asked both ways: as each of a dozen people, of each partnership."""
    asked = 0
    for user in people_of_all_kinds:
        assert seen(user=user) == list(Partnership.objects.visible_to(user).order_by("pk"))
        for partnership in Partnership.objects.all():
            for once in (members, versions, check_ins, facts):
                anew = once.__wrapped__(user=user, partnership=partnership)
                assert once(user=user, partnership=partnership) == list(anew)
                asked += anew.count()
    assert asked > 100


@pytest.fixture
def people_of_all_kinds():
    demo.tell(timezone.now())
    seated = list(User.objects.filter(contacts__seats__isnull=False).distinct().order_by("pk")[:8])
    viewer = User.objects.create_user("viewer@example.org", name="Viewer", role=User.Role.VIEWER)
    ada = User.objects.create_user("ada2@example.org", name="Ada", role=User.Role.ADMINISTRATOR)
    closed = User.objects.create_user("closed@example.org", name="Closed", role=User.Role.LEAD, is_active=False)
    return [*seated, viewer, ada, closed]
