"""The first conversation, clicked through: from “what do you hope for?” to the first words of the agreement.

Olu leads; Mina is a partner with a phone: 320 px, no JavaScript, no password.
"""

import pytest
from django.utils import timezone

from config.demo import PASSWORD
from partnerships.membership.actions import partnerships, seats
from partnerships.models import Contact, Membership, Organisation, User
from partnerships.pipeline.actions import memberships

pytestmark = pytest.mark.browser
NAME, LARDER = "Sale Eats Together", "Sale Larder"
COMMON = "Nobody over 70 in Sale eats alone all week"


def begin(site):
    """A partnership that Olu leads, with the larder willing and Mina in its seat."""
    now = timezone.now()
    with site.inside():
        olu = User.objects.get(email="olu@example.org")
        council, larder = (Organisation.objects.create(name=name) for name in ("Trafford Council", LARDER))
        lead = Contact.objects.create(organisation=council, name=olu.name, email=olu.email, user=olu)
        mina = Contact.objects.create(organisation=larder, name="Mina Patel", email="mina@example.org")
        partnership = partnerships.start(
            name=NAME, need="Many older people in Sale eat every meal alone.", people_served="People over 70",
            area="Sale", nation="ENG", host=council, lead=lead, by=olu, now=now,
        )  # fmt: skip
        membership = memberships.invite(
            partnership=partnership, organisation=larder, stage=Membership.Stage.MET, by=olu, now=now
        )
        seats.take(
            membership=membership, contact=mina, is_lead=False, authority="decides", capacity="institution", by=olu,
            now=now,
        )  # fmt: skip


def test_from_the_first_question_to_the_first_words_of_the_agreement(bare_site, people):
    begin(bare_site)
    olu = people(bare_site, "Olu")
    mina = people(bare_site, "Mina", width=320, scripts=False)
    olu.signs_in("olu@example.org", PASSWORD)
    olu_asks(olu)
    bare_site.run_engine(timezone.now())
    mina_writes(mina)
    bare_site.run_engine(timezone.now())
    olu_hears_and_marks(olu)
    mina_reads_both(mina)
    assert olu.complaints + mina.complaints == []


def olu_asks(olu):
    olu.goes_to("Partnerships")
    olu.follows(NAME)
    olu.goes_to("People", part_of=NAME)
    olu.follows(f"First conversation with {LARDER}")
    olu.shoots_all("begin-conversation")
    olu.fills("When do you meet", f"{timezone.localdate():%-d/%-m/%y}")
    olu.fills("Who was there?", "Olu and Mina, at the larder")
    olu.presses("Begin with our side")
    olu.is_at("Our side")
    olu.fills("What do you want to reach together?", "A lunch in every ward\nOne list of what is on")
    olu.fills("What worries you?", "The money ends in March")
    olu.shoots_all("write-our-side")
    olu.presses("Save")
    olu.sees("Your side is saved.", "A lunch in every ward")
    olu.follows("Ask them to write their side")
    olu.shoots_all("ask-for-their-side")
    olu.presses("Ask them to write their side")
    olu.sees("Mina Patel: asked.")


def mina_writes(mina):
    mail = mina.opens_mail("what do you hope for?", "Mina Patel")
    mina.shoots("mail-conversation")
    mail.get_by_role("link", name="Write your side").click()
    mina.is_at("What do you hope for?")
    mina.sees_no("The money ends in March")
    mina.fills("What do you need?", "A second freezer")
    mina.presses("Save and come back")
    mina.sees("Saved. Come back when you like")
    mail = mina.opens_mail("what do you hope for?", "Mina Patel")
    mail.get_by_role("link", name="Write your side").click()
    mina.is_at("What do you hope for?")
    assert mina.page.get_by_label("What do you need?").input_value() == "A second freezer"
    mina.fills("What do you want to reach together?", f"- {COMMON}\n- A tablecloth on every table")
    mina.shoots("write-their-side")
    mina.presses("Send it")
    mina.is_at("Thank you, Mina")
    mina.sees("Both sides have written.", "The money ends in March")
    mina.shoots("their-side-written")


def olu_hears_and_marks(olu):
    mail = olu.opens_mail(f"{LARDER} has written their side", "Olu Adeyemi")
    mail.get_by_role("link", name="Read it").wait_for()
    olu.opens("/partnerships/")
    olu.follows(NAME)
    olu.goes_to("People", part_of=NAME)
    olu.goes_to("Conversations", part_of=f"People of {NAME}")
    olu.sees("Both sides written", "No common interest marked yet")
    olu.shoots_all("conversations")
    olu.follows(LARDER)
    olu.is_at(f"First conversation with {LARDER}")
    olu.sees("Both sides written", "What do you share?", COMMON, "A second freezer")
    olu.presses(f"Mark as common interest “{COMMON}”")
    olu.sees("Common interest")
    olu.shoots_all("conversation")
    olu.presses(f"Add to the vision “{COMMON}”")
    olu.sees("Added to “Shared vision” of version 1, a draft.")
    olu.follows("“Shared vision” of version 1")
    olu.is_at("Shared vision")
    assert olu.page.get_by_role("main").get_by_role("textbox").input_value() == COMMON
    olu.goes_to("Agreement", part_of=NAME)
    olu.sees(COMMON)
    olu.shoots_all("agreement-from-conversation")


def mina_reads_both(mina):
    """Later the same link shows what she wrote, and nothing that is still a draft."""
    mail = mina.opens_mail("what do you hope for?", "Mina Patel")
    mail.get_by_role("link", name="Write your side").click()
    mina.is_at("What do you hope for?")
    mina.sees_no("Shared vision", "Mark as common interest")
