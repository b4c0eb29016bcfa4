"""Unsure, asked, answered, accepted: clicked through in a real browser.

Olu has shared an agreement. Mina reads it from her mail on a phone: 320 px, no JavaScript, no password.
"""

import pytest
from django.utils import timezone

from config.demo import PASSWORD
from partnerships.agreements.actions import versions
from partnerships.membership.actions import partnerships, seats
from partnerships.models import Contact, Membership, Organisation, User
from partnerships.pipeline.actions import memberships

pytestmark = pytest.mark.browser
NAME, LARDER = "Sale Eats Together", "Sale Larder"
QUESTION = "Who keeps the list of who comes?"
ANSWER = "The council keeps it, for one year, and nobody else sees it."


@pytest.fixture(scope="module")
def shared(bare_site):
    """The site with an agreement that everybody is asked to accept."""
    with bare_site.inside():
        now, olu = timezone.now(), User.objects.get(email="olu@example.org")
        council = Organisation.objects.create(name="Trafford Council")
        lead = Contact.objects.create(organisation=council, name=olu.name, email=olu.email, user=olu)
        partnership = partnerships.start(
            name=NAME, need="Many people eat every meal alone.", people_served="People over 70", area="Sale",
            nation="ENG", host=council, lead=lead, by=olu, now=now,
        )  # fmt: skip
        larder = Organisation.objects.create(name=LARDER)
        mina = Contact.objects.create(organisation=larder, name="Mina Patel", email="mina@example.org")
        membership = memberships.invite(
            partnership=partnership, organisation=larder, stage=Membership.Stage.MEMBER, by=olu, now=now
        )
        seats.take(
            membership=membership, contact=mina, is_lead=False, authority="decides", capacity="institution", by=olu,
            now=now,
        )  # fmt: skip
        version = versions.begin(partnership=partnership, by=olu, now=now)
        words = {"vision": "Nobody in Sale eats alone for a week.", "data_sharing": "We share a list of first names."}
        versions.write(version=version, values=words, by=olu, now=now)
        version = versions.share(version=version, by=olu, now=now)
        versions.accept(
            version=version, membership=partnership.memberships.get(organisation=council), contact=lead,
            text_hash=version.text_hash, now=now,
        )  # fmt: skip
    bare_site.run_engine(timezone.now())
    return bare_site


def test_unsure_asked_answered_accepted(shared, people):
    mina, olu = people(shared, "Mina", width=320, scripts=False), people(shared, "Olu")

    mail = mina.opens_mail("please read and accept the agreement", "Mina Patel")
    mail.get_by_role("link", name="Read the agreement").click()
    section = mina.section("Data sharing")
    section.get_by_text("Comment, or say that you are unsure").click()
    mina.fills("Your comment or question", QUESTION, within=section)
    mina.shoots("unsure")
    mina.presses("I am unsure about this", within=section)
    mina.sees(
        "Olu Adeyemi has been told, and you get an e-mail with the answer.",
        "Your question about Data sharing is still open. Olu Adeyemi has been told; you can accept when it is"
        " answered.",
    )
    assert not mina.main.get_by_role("button", name=f"Yes, {LARDER} agrees").count()
    assert not is_wider_than_the_window(mina)
    mina.shoots("cannot-accept-yet")

    shared.run_engine(timezone.now())
    olu.signs_in("olu@example.org", PASSWORD)
    olu.sees(f"{LARDER} is unsure about the agreement", f"Data sharing: {QUESTION}")
    olu.shoots_all("dashboard-question")
    olu.follows("Answer", within=olu.main.get_by_role("listitem").filter(has_text="is unsure about the agreement"))
    olu.is_at(f"Answer {LARDER}")
    olu.fills("Your answer", ANSWER)
    olu.presses("Send the answer")
    olu.is_at("Questions about the agreement")
    olu.sees(ANSWER)
    olu.shoots_all("questions")
    olu.goes_to("Agreement", part_of=NAME)
    olu.sees(f"Waiting for {LARDER} to accept.")

    shared.run_engine(timezone.now())
    mail = mina.opens_mail("an answer to your question about the agreement", "Mina Patel")
    mail.get_by_role("link", name="Read the agreement").click()
    mina.sees(ANSWER, "Does this answer it?")
    mina.shoots("answered")
    mina.presses("Yes, it does")
    mina.sees("Good to know that this is clear now.")
    mina.presses(f"Yes, {LARDER} agrees")
    mina.sees(f"{LARDER} has accepted", "Everybody has accepted: it is in force.")
    mina.shoots("accepted")

    olu.page.reload()
    olu.sees("Version 1 is in force since")
    assert not mina.complaints + olu.complaints


def is_wider_than_the_window(person):
    """Whether somebody with this window must scroll sideways."""
    return person.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
