"""From a name to a member, with the keyboard alone; and the day on which somebody who said not now is asked again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.demo import PASSWORD
from partnerships.membership.actions import partnerships
from partnerships.models import Contact, Membership, Organisation, User

pytestmark = pytest.mark.browser
NAME, HOST, LARDER, CHOIR = "Sale Eats Together", "Sale Town Hall", "Sale Larder", "Sale Choir"
FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"
REASON = "They move house until the summer"


def test_from_a_name_to_a_member_and_from_not_now_to_a_second_question(bare_site, people):
    with bare_site.inside():
        begin()
    olu = people(bare_site, "Olu")
    olu.signs_in("olu@example.org", PASSWORD)
    olu.goes_to("Partnerships")
    olu.follows(NAME)
    olu.goes_to("People", part_of=NAME)
    olu.goes_to("Pipeline", part_of=f"People of {NAME}")
    olu.sees("Nobody is on the way yet")
    olu.shoots_all("pipeline-empty")
    olu.follows("Name the first organisation")
    identifies(olu, LARDER)
    olu.follows("Add an organisation", within=people_page(olu))
    identifies(olu, CHOIR)
    olu.goes_to("Pipeline", part_of=f"People of {NAME}")
    for stage in ("Contacted", "Met", "Willing", "Member"):
        moves_on(olu, LARDER)
        olu.sees(f"{LARDER} is now “{stage}”.")
        assert olu.section(stage).get_by_role("heading", name=LARDER).is_visible()
    olu.shoots_all("pipeline-board")
    puts_off(olu, CHOIR)
    olu.shoots_all("pipeline-not-now")
    rates(olu, LARDER)
    comes_back_on_the_day(olu, bare_site)
    assert olu.complaints == []


def begin():
    """Olu's partnership with its host alone, and two more organisations in the directory."""
    olu = User.objects.get(email="olu@example.org")
    host, *_ = (Organisation.objects.create(name=name) for name in (HOST, LARDER, CHOIR))
    lead = Contact.objects.create(organisation=host, user=olu, name="Olu Adeyemi", email=olu.email)
    partnerships.start(
        name=NAME, need="Many older people eat every meal alone.", people_served="", area="Sale", nation="ENG",
        host=host, lead=lead, by=olu, now=timezone.now(),
    )  # fmt: skip


def people_page(olu):
    olu.goes_to("People", part_of=f"People of {NAME}")
    olu.is_at("People")
    return olu.main


def identifies(olu, organisation):
    """Find it in the directory and put it on the pipeline, at the stage that is chosen already."""
    olu.fills("Find an organisation", organisation)
    olu.presses("Search")
    olu.follows(f"Choose {organisation}")
    olu.presses("Add")
    olu.is_at(f"Add a person for {organisation}")


def tabs_to(olu, found):
    """Press Tab until `found`, the id or the words of what has the focus."""
    for _ in range(80):
        olu.page.keyboard.press("Tab")
        if found == " ".join(olu.page.evaluate(FOCUSED).split()):
            return
    raise AssertionError(f"Tab never reaches {found}")


def tabs_to_stages(olu, organisation):
    tabs_to(olu, olu.main.get_by_label(f"Move {organisation} to").get_attribute("id"))


def moves_on(olu, organisation):
    """The next stage is chosen already: Tab to the card, Tab to its button, Enter."""
    tabs_to_stages(olu, organisation)
    olu.page.keyboard.press("Tab")
    assert olu.page.evaluate("document.activeElement.type") == "submit"
    olu.page.keyboard.press("Enter")


def puts_off(olu, organisation):
    """Not now, chosen with the keyboard: the reason is asked for, and the day may be given."""
    day = timezone.localdate() + timedelta(days=90)
    tabs_to_stages(olu, organisation)
    olu.page.keyboard.type("Not")
    olu.page.keyboard.press("Tab")
    olu.page.keyboard.press("Enter")
    olu.is_at(f"Move {organisation}")
    olu.presses("Save")
    olu.sees("Say why, so that nobody asks again too soon.")
    olu.shoots_all("not-now-without-a-reason")
    olu.fills("The reason", REASON)
    olu.fills("Ask again on", f"{day:%-d %B %Y}")
    olu.presses("Save")
    olu.sees(f"{organisation} is now “Not now”.", REASON, f"ask again on {day:%-d %B %Y}")


def rates(olu, organisation):
    olu.goes_to("Influence", part_of=f"People of {NAME}")
    olu.sees("Not rated yet")
    olu.follows(f"Rate {organisation}")
    for question, degree in (("Influence", "4, a lot"), ("Interest", "5, a great deal")):
        olu.page.get_by_role("group", name=question).get_by_label(degree).check()
    olu.presses("Save the rating")
    olu.sees(f"{organisation}: work closely.", f"Work closely with {organisation}.")
    assert olu.page.get_by_role("img", name="Influence and interest: picture").is_visible()
    olu.page.get_by_text("The same as a table").click()
    row = olu.page.get_by_role("row").filter(has=olu.page.get_by_role("rowheader", name=organisation))
    assert row.get_by_role("cell").all_inner_texts()[:3] == ["4, a lot", "5, a great deal", "Work closely"]
    olu.shoots_all("influence")


def comes_back_on_the_day(olu, site):
    """No clock is turned: the day that was written down is made today's."""
    olu.goes_to("Dashboard")
    olu.sees_no(f"Ask {CHOIR} again")
    with site.inside():
        Membership.objects.filter(organisation__name=CHOIR).update(ask_again_on=timezone.localdate())
    olu.goes_to("Dashboard")
    olu.sees(f"Ask {CHOIR} again", REASON)
    olu.shoots_all("dashboard-ask-again")
    olu.follows(f"Ask {CHOIR} again")
    olu.is_at(f"Move {CHOIR}")
    assert olu.main.get_by_label("Contacted").is_checked()
    olu.presses("Save")
    olu.sees(f"{CHOIR} is now “Contacted”.")
    olu.goes_to("Dashboard")
    olu.sees_no(f"Ask {CHOIR} again")
