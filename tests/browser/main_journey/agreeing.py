"""From a spreadsheet to an agreement that everybody has accepted."""

from config.demo import PASSWORD
from partnerships.tasks import carry_on_imports

from ..spreadsheets import charities
from .story import HOST, NAME, PARTNERS


def olu_comes_in(story):
    olu = story.olu
    olu.signs_in("olu@example.org", PASSWORD)
    olu.sees("Needs you today", "Start with the organisations you know")
    olu.shoots_all("empty-dashboard")


def olu_imports_the_charities(story):
    olu = story.olu
    olu.follows("Import a spreadsheet")
    olu.page.get_by_label("Spreadsheet").set_input_files(charities())
    olu.shoots("import-file")
    olu.presses("Read the file")
    olu.is_at("Being read")
    olu.shoots("import-being-read")
    a_worker_goes_on(story)
    olu.is_at("What does each column mean?")
    olu.shoots_all("import-columns")
    olu.presses("Check the rows")
    olu.is_at("Being prepared")
    a_worker_goes_on(story)
    olu.is_at("Check the rows")
    olu.shoots_all("import-preview")
    olu.presses("Apply to the directory")
    olu.is_at("Being applied")
    olu.shoots("import-progress")
    a_worker_goes_on(story)
    olu.sees("new organisations")
    olu.shoots_all("import-applied")


def a_worker_goes_on(story):
    with story.site.inside():
        carry_on_imports()


def olu_starts_a_partnership(story):
    olu = story.olu
    olu.goes_to("Partnerships")
    olu.follows("Start the first partnership")
    olu.fills("Find an organisation", HOST)
    olu.presses("Search")
    olu.shoots("find-host")
    olu.follows(f"Choose {HOST}")
    olu.fills("Name", NAME)
    olu.fills("Need", "Many older people in Sale eat every meal alone.")
    olu.fills("People served", "People over 70 who live alone")
    olu.fills("Area", "Sale")
    olu.shoots_all("start-partnership")
    olu.presses("Start the partnership")
    olu.sees(f"“{NAME}” has begun", "Only the host so far")
    olu.shoots("people-host-only")


def olu_invites_two_organisations(story):
    olu = story.olu
    for organisation, (name, address) in PARTNERS.items():
        olu.follows("Add an organisation")
        olu.fills("Find an organisation", organisation)
        olu.presses("Search")
        olu.follows(f"Choose {organisation}")
        olu.chooses("Member")
        olu.shoots("invite")
        olu.presses("Add")
        olu.fills("Name", name)
        olu.fills("E-mail address", address)
        olu.chooses("Can decide")
        olu.shoots("add-person")
        olu.presses("Give them the seat")
        olu.sees(f"{name} has a seat for {organisation}")
    olu.shoots_all("people")


def olu_writes_and_shares_the_agreement(story):
    olu = story.olu
    olu.goes_to("Agreement", part_of=NAME)
    olu.shoots("no-agreement")
    olu.follows("Write the agreement")
    olu.is_at("Begin the agreement")
    olu.shoots_all("begin-agreement")
    olu.presses("Start with a blank page")
    olu.follows("Shared vision")
    olu.shoots("write-vision")
    olu.fills("Shared vision", "By next winter nobody over 70 in Sale eats alone for a whole week.")
    olu.presses("Save and go on")
    olu.page.get_by_role("main").get_by_role("textbox").fill("A lunch club in every ward. A lift for who needs one.")
    olu.presses("Save and go back")
    olu.follows("Add a promise")
    olu.selects("Who promises", HOST)
    olu.fills("What is promised", "We pay for the food until March.")
    olu.presses("Save")
    olu.is_at("Version 1, a draft")
    olu.shoots_all("agreement-draft")
    olu.follows("Share it")
    olu.shoots("share-agreement")
    olu.presses("Share it")
    olu.sees("Version 1 is shared. Waiting for")
    olu.presses(f"Accept for {HOST}")
    olu.shoots_all("agreement-shared")


def everybody_accepts(story):
    story.run_engine()
    for organisation, (name, _) in PARTNERS.items():
        partner = story.on_a_phone(name)
        mail = partner.opens_mail("please read and accept the agreement", name)
        partner.shoots("mail-agreement")
        mail.get_by_role("link", name="Read the agreement").click()
        partner.sees("By next winter nobody over 70", "We pay for the food until March.")
        partner.shoots("accept-agreement")
        partner.presses(f"Yes, {organisation} agrees")
        partner.sees(f"{organisation} has accepted")
        partner.shoots("accepted")
    partner.sees("Everybody has accepted: it is in force.")
    story.olu.page.reload()
    story.olu.sees("Version 1 is in force since")
    story.olu.shoots_all("agreement-in-force")


STEPS = [
    olu_comes_in,
    olu_imports_the_charities,
    olu_starts_a_partnership,
    olu_invites_two_organisations,
    olu_writes_and_shares_the_agreement,
    everybody_accepts,
]
