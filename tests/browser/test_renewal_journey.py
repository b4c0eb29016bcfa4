"""The agreement is looked at again: a reminder, a partner's word from her phone, the lead's decision, and quiet.

Olu leads; Mina is a partner with a phone: 320 px, no JavaScript, no password.
"""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from communications.models import Delivery
from config.demo import PASSWORD
from partnerships.agreements.actions import versions
from partnerships.directory.actions import contacts
from partnerships.membership.actions import partnerships, seats
from partnerships.models import Contact, Membership, Organisation, User
from partnerships.pages import working_days
from partnerships.pipeline.actions import memberships

pytestmark = pytest.mark.browser
NAME = "Sale Eats Together"


class Renewal:
    """An agreement in force since last year, to be looked at in a month."""

    def __init__(self, site):
        self.site, self.now, self.today = site, timezone.now(), timezone.localdate()
        self.review_on = self.today + timedelta(days=31)
        with site.inside():
            self.begin()

    def begin(self):
        begun = self.now - timedelta(days=300)
        olu = User.objects.get(email="olu@example.org")
        host, partner = (Organisation.objects.create(name=name) for name in ("Trafford Council", "Sale Larder"))
        lead = self.contact(olu, host, name=olu.name, email=olu.email, user=olu)
        mina = self.contact(olu, partner, name="Mina Patel", email="mina@example.org")
        partnership = partnerships.start(
            name=NAME, need="Many eat alone.", people_served="", area="Sale", nation="ENG", host=host, lead=lead,
            by=olu, now=begun,
        )  # fmt: skip
        member = memberships.invite(
            partnership=partnership, organisation=partner, stage=Membership.Stage.MEMBER, by=olu, now=begun
        )
        seats.take(
            membership=member, contact=mina, is_lead=False, authority="decides", capacity="institution", by=olu,
            now=begun,
        )  # fmt: skip
        version = versions.begin(partnership=partnership, by=olu, now=begun)
        values = {"vision": "Nobody in Sale eats alone.", "review_on": self.review_on}
        values["ends_on"] = self.today + timedelta(days=500)
        versions.write(version=version, values=values, by=olu, now=begun)
        versions.share(version=version, by=olu, now=begun)
        for membership, contact in ((partnership.memberships.get(organisation=host), lead), (member, mina)):
            versions.accept(
                version=version, membership=membership, contact=contact, text_hash=version.text_hash, now=begun
            )

    def contact(self, by, organisation, **fields):
        return contacts.add(contact=Contact(organisation=organisation, **fields), by=by, now=timezone.now())

    def morning(self, days):
        """Ten o'clock on a working day, this many days before the review or just after."""
        day = working_days.next_working_day(self.review_on - timedelta(days=days), "ENG")
        return timezone.make_aware(datetime.combine(day, time(10)))

    def reminders(self):
        with self.site.inside():
            return list(
                Delivery.objects.filter(notice="agreement-review", state="sent").values_list("contact__name", "stage")
            )


def test_a_reminder_leads_to_an_agreement_that_is_kept(bare_site, people):
    story = Renewal(bare_site)
    bare_site.run_engine(story.morning(30))
    assert sorted(story.reminders()) == [("Mina Patel", -30), ("Olu Adeyemi", -30)]

    mina = people(bare_site, "Mina", width=320, scripts=False)
    mail = mina.opens_mail("keep, change or end the agreement?", "Mina Patel")
    mina.shoots("mail-review")
    mail.get_by_role("link", name="Keep it as it is").click()
    mina.is_at("Keep the agreement?")
    mina.sees("Nobody in Sale eats alone.")
    assert mina.main.get_by_label("Keep it as it is").is_checked()
    mina.shoots_all("review")
    mina.presses("Send")
    mina.sees("Sale Larder said: keep it as it is")
    mina.shoots_all("review-said")

    olu = people(bare_site, "Olu")
    olu.signs_in("olu@example.org", PASSWORD)
    olu.sees("The agreement is due for review", "partners say: 1 keep")
    olu.follows("Keep, change or end")
    olu.is_at("Keep, change or end?")
    olu.sees("Mina Patel")
    olu.shoots_all("decide-review")
    later = story.today + timedelta(days=400)
    olu.fills("We look at it again on", f"{later:%-d %B %Y}", within=olu.section("Keep it as it is"))
    olu.page.get_by_role("button", name="Keep it", exact=True).click()
    olu.sees(f"Kept. You look at it together again on {later:%-d %B %Y}.")
    olu.shoots_all("agreement-kept")
    olu.goes_to("Dashboard")
    olu.sees_no("The agreement is due for review")

    for days in (7, 0, -3):
        bare_site.run_engine(story.morning(days))
    assert len(story.reminders()) == 2
    assert mina.complaints == olu.complaints == []
