"""Mina goes: Nia takes over, is told so by mail, and reads the story so far on her phone."""

import pytest
from django.utils import timezone

from config.demo import PASSWORD
from partnerships.commitments import actions as commitments
from partnerships.membership.actions import partnerships, seats
from partnerships.models import Contact, Membership, Organisation, User
from partnerships.pipeline.actions import memberships

pytestmark = pytest.mark.browser
NAME = "Sale eats together"


@pytest.fixture
def under_way(bare_site):
    """A partnership in which Mina sits for the larder, and the council owes the larder a key."""
    with bare_site.inside():
        now, olu = timezone.now(), User.objects.get(email="olu@example.org")
        council, larder = (Organisation.objects.create(name=name) for name in ("Trafford Council", "Sale Larder"))
        lead = Contact(organisation=council, user=olu, name="Olu Adeyemi", email=olu.email)
        partnership = partnerships.start(
            name=NAME, need="Many people eat alone.", people_served="", area="Sale", nation="ENG", host=council,
            lead=lead, by=olu, now=now,
        )  # fmt: skip
        membership = memberships.invite(
            partnership=partnership, organisation=larder, stage=Membership.Stage.MEMBER, by=olu, now=now
        )
        mina = Contact(organisation=larder, name="Mina Patel", email="mina@example.org")
        seats.take(
            membership=membership, contact=mina, is_lead=False, authority="decides", capacity="institution", by=olu,
            now=now,
        )  # fmt: skip
        commitments.make(
            partnership=partnership, version=None, from_membership=partnership.memberships.get(organisation=council),
            to_membership=membership, what="A second key to the hall", due_on=None, by=olu, now=now,
        )  # fmt: skip
        return partnership.pk


def test_a_seat_is_handed_over_with_thanks_and_the_story_so_far(bare_site, people, under_way):
    olu = people(bare_site, "Olu")
    olu.signs_in("olu@example.org", PASSWORD)
    olu.opens(f"/partnerships/{under_way}/people/")
    olu.follows("End the seat of Mina Patel")
    olu.is_at("Mina Patel gives up the seat")
    olu.shoots_all("handover")
    olu.fills("Name", "Nia Rees")
    olu.fills("E-mail address", "nia@example.org")
    olu.fills("Thanks", "You opened every door in Sale.")
    olu.presses("End the seat")
    olu.sees("The seat of Mina Patel has ended. Nia Rees takes over", "Can decide")
    bare_site.run_engine(timezone.now())

    thanks = olu.opens_mail("Thank you for your part", "Mina Patel")
    assert "You opened every door in Sale." in thanks.locator("body").inner_text()
    welcome = olu.opens_mail("Nia Rees takes over from Mina Patel", "Nia Rees")
    assert "You take over: thank you" in welcome.locator("body").inner_text()

    nia = people(bare_site, "Nia", width=320, scripts=False)
    nia.signs_in_by_mail("nia@example.org", "Nia Rees", bare_site)
    nia.opens(f"/partnerships/{under_way}/so-far/")
    nia.is_at("The story so far")
    nia.sees("Many people eat alone.", "A second key to the hall", "Nia Rees takes over from Mina Patel")
    nia.shoots_all("story-so-far")
    assert not olu.complaints + nia.complaints
