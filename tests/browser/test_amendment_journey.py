"""An agreement in force is changed in one promise, and only the one it touches accepts again.

Olu leads; Mina answers for the Sale Larder on a phone: 320 px, no JavaScript, no password. The library is not asked.
"""

import pytest
from django.utils import timezone

from partnerships.agreements.actions import versions
from partnerships.commitments import actions as commitments
from partnerships.membership.actions import partnerships, seats
from partnerships.models import Contact, Organisation, Partnership, User
from partnerships.pipeline.actions import memberships

pytestmark = pytest.mark.browser
NAME, LARDER, LIBRARY = "Pantry partnership", "Sale Larder", "Sale Library"
REASON = "Only the day of the lunch moved, and the Larder asked for it."


@pytest.fixture(scope="module")
def agreed_site(bare_site):
    """Version 1 is in force between the council, the Larder and the library."""
    with bare_site.inside():
        now, olu = timezone.now(), User.objects.get(email="olu@example.org")
        council = Organisation.objects.create(name="Trafford Council")
        lead = Contact.objects.create(organisation=council, name="Olu Adeyemi", email=olu.email, user=olu)
        pantry = partnerships.start(
            name=NAME, need="Nobody should eat alone", people_served="Everybody", area="Sale",
            nation=Partnership.Nation.ENGLAND, host=council, lead=lead, by=olu, now=now,
        )  # fmt: skip
        host = pantry.memberships.get()
        people = {host: lead}
        for name, who in ((LARDER, "Mina Patel"), (LIBRARY, "Bea Lomax")):
            organisation = Organisation.objects.create(name=name)
            membership = memberships.invite(
                partnership=pantry, organisation=organisation, stage="member", by=olu, now=now
            )
            email = f"{who.split()[0].lower()}@example.org"
            people[membership] = Contact.objects.create(organisation=organisation, name=who, email=email)
            seats.take(
                membership=membership, contact=people[membership], is_lead=False, authority="decides",
                capacity="institution", by=olu, now=now,
            )  # fmt: skip
        version = versions.begin(partnership=pantry, by=olu, now=now)
        versions.write(version=version, values={"vision": "Nobody in Sale eats alone."}, by=olu, now=now)
        larder = pantry.memberships.get(organisation__name=LARDER)
        for what, to in (("Lunch for thirty every Tuesday", host), ("A cook for the spring fair", None)):
            commitments.make(
                partnership=pantry, version=version, from_membership=larder, to_membership=to, what=what, due_on=None,
                by=olu, now=now,
            )  # fmt: skip
        versions.share(version=version, by=olu, now=now)
        for membership, contact in people.items():
            versions.accept(
                version=version, membership=membership, contact=contact, text_hash=version.text_hash, now=now
            )
    return bare_site


def olu_changes_one_promise(olu):
    olu.signs_in("olu@example.org", "a-cup-of-tea-at-three")
    olu.goes_to("Partnerships")
    olu.follows(NAME)
    olu.goes_to("Agreement", part_of=NAME)
    olu.sees("Version 1 is in force since")
    olu.follows("Change the agreement")
    olu.presses("Write the next version")
    olu.is_at("Version 2, a draft")
    olu.main.get_by_role("listitem").filter(has_text="Lunch for thirty").get_by_role("link", name="Change").click()
    olu.fills("What is promised", "Lunch for thirty every Thursday")
    olu.presses("Save")
    olu.is_at("Version 2, a draft")


def olu_reads_what_changed(olu):
    olu.follows("What changed")
    olu.is_at("What changed in version 2")
    olu.sees("Promises: 1 changed")
    assert olu.main.locator("del").last.text_content() == "[removed: Tuesday]"
    assert olu.main.locator("ins").last.text_content() == "[added: Thursday]"
    olu.shoots_all("agreement-difference")


def olu_shares_it_with_those_it_touches(olu):
    olu.follows("Share it")
    olu.is_at("Share version 2")
    touched = olu.section("Whom it touches").get_by_role("listitem")
    assert touched.filter(has_text="It touches them").count() == 2
    assert touched.filter(has_text="Nothing changed that touches them.").filter(has_text=LIBRARY).count() == 1
    olu.chooses("Only those it touches")
    olu.presses("Share it")
    olu.sees("There is a problem", "Say why the others are not asked again.")
    olu.shoots_all("share-with-touched")
    olu.fills("Why are the others not asked again?", REASON)
    olu.presses("Share it")
    olu.sees("Version 2 is shared. Waiting for you and Sale Larder to accept.", REASON)
    olu.shoots_all("waiting-for-touched")
    olu.presses("Accept for Trafford Council")
    olu.sees("Version 2 is shared. Waiting for Sale Larder to accept.")


def mina_accepts_again(mina, site):
    site.run_engine(timezone.now())
    mina.opens("/outbox/")
    asked = mina.page.get_by_role("row").filter(has_text="please read and accept the agreement")
    assert not asked.filter(has_text="Bea Lomax").count()
    mail = mina.opens_mail("please read and accept the agreement", "Mina Patel")
    mail.get_by_text("What changed since version 1: Promises: 1 changed.").wait_for()
    mail.get_by_role("link", name="Read the agreement").click()
    mina.sees("What changed since version 1, which you accepted", "Promises: 1 changed", REASON)
    mina.page.get_by_text("Show the changes word for word").click()
    mina.shoots("accept-what-changed")
    mina.presses(f"Yes, {LARDER} agrees")
    mina.sees(f"{LARDER} has accepted", "Everybody who was asked has accepted: it is in force.")


def olu_keeps_the_pdf(olu):
    olu.page.reload()
    olu.sees("Version 2 is in force since", "Sale Library accepted version 1. They are not asked again")
    olu.shoots_all("in-force-with-carried")
    with olu.page.expect_download() as download:
        olu.follows("PDF")
    assert download.value.suggested_filename == "agreement-pantry-partnership-version-2.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_one_promise_changes_and_one_partner_accepts_again(agreed_site, people):
    olu = people(agreed_site, "Olu")
    mina = people(agreed_site, "Mina", width=320, scripts=False)
    olu_changes_one_promise(olu)
    olu_reads_what_changed(olu)
    olu_shares_it_with_those_it_touches(olu)
    mina_accepts_again(mina, agreed_site)
    olu_keeps_the_pdf(olu)
    assert (olu.complaints, mina.complaints) == ([], [])
