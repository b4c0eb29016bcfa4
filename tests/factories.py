"""Rows for tests, each with just enough to be true."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from partnerships import models

from .clock import NOW

STRONG_PASSWORD = "a-long-walk-by-the-canal"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    name = factory.Sequence(lambda n: f"User {n}")
    role = models.User.Role.PARTNER
    joined_at = NOW

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or STRONG_PASSWORD)
        self.save()


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda n: f"Neighbourhood group {n}")
    created_at = NOW


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = models.Contact

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@example.org")
    created_at = NOW


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Partnership

    name = factory.Sequence(lambda n: f"Partnership {n}")
    need = "Nobody should eat alone"
    host = factory.SubFactory(OrganisationFactory)
    stage = models.Partnership.Stage.EVALUATE  # further than any fact would offer
    created_at = NOW


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    stage = models.Membership.Stage.MEMBER
    stage_at = NOW
    created_at = NOW


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = models.Seat

    membership = factory.SubFactory(MembershipFactory)
    contact = factory.SubFactory(ContactFactory, organisation=factory.SelfAttribute("..membership.organisation"))
    from_on = date(2026, 1, 5)
