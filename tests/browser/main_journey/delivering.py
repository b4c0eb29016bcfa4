"""From an objective to good news: planned, asked, answered, reached, told."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from partnerships.models import Partnership
from partnerships.pages import working_days

from .story import AMINA, ARTS, ASK, JOE, LUNCH, NAME, SCOUTS


def olu_sets_an_objective(story):
    olu = story.olu
    olu.goes_to("Objectives", part_of=NAME)
    olu.follows("Set the first objective")
    olu.fills("The objective in one sentence", "By June, 60 older people in Sale eat together every week")
    olu.fills("S: specific", "People over 70 who live alone in Sale eat lunch in company")
    olu.fills("M: measurable", "We count who sits down at the tables, every Friday")
    olu.selects("Who leads it", ARTS)
    olu.fills("To be reached by", f"{timezone.localdate() + timedelta(days=200):%-d/%-m/%Y}")
    olu.shoots_all("set-objective")
    olu.presses("Set the objective")
    olu.sees("The objective is set.")
    olu.follows("Add a measure")
    olu.fills("What is measured", "People who eat with us")
    olu.chooses("Output")
    olu.fills("What is counted", "people a week")
    olu.chooses("Higher is better")
    olu.fills("Baseline: the number", "12")
    olu.fills("Baseline taken on", f"{timezone.localdate():%-d %B %Y}")
    olu.fills("Target", "60")
    olu.fills("Where the number comes from", "The sign-in sheet, counted every Friday")
    olu.shoots("add-measure")
    olu.presses("Add the measure")
    olu.sees("People who eat with us")
    olu.shoots_all("objective")


def olu_plans_a_milestone(story):
    olu = story.olu
    olu.follows("Add a milestone")
    olu.fills("What will be done", LUNCH)
    olu.selects("Who sees to it", SCOUTS)
    olu.fills("Work starts", f"{timezone.localdate() - timedelta(days=3):%-d/%-m/%y}")
    olu.fills("Due", f"{timezone.localdate() + timedelta(days=20):%-d %B %Y}")
    olu.shoots("add-milestone")
    olu.presses("Plan it")
    olu.sees(LUNCH)
    olu.goes_to("Timeline", part_of=NAME)
    olu.shoots_all("timeline")


def olu_asks_every_month(story):
    olu, today = story.olu, timezone.localdate()
    with story.site.inside():
        nation = Partnership.objects.get(name=NAME).nation
    story.due_on = working_days.next_working_day(today + timedelta(days=3), nation)
    olu.goes_to("Check-ins", part_of=NAME)
    olu.follows("Set how often")
    olu.fills("First answer due on", f"{story.due_on:%-d %B %Y}")
    olu.presses("Check the days")
    olu.shoots_all("rhythm")
    olu.presses("Save")
    olu.sees("Next:")
    olu.shoots("check-ins-planned")


def amina_answers_from_her_phone(story):
    story.clock = timezone.make_aware(datetime.combine(story.due_on, time(10)))
    story.run_engine()
    amina = story.on_a_phone(AMINA)
    mail = amina.opens_mail("your check-in is due today", AMINA)
    amina.shoots("mail-check-in")
    mail.get_by_role("link", name="Answer now").click()
    amina.is_at(NAME)
    amina.shoots_all("answer")
    amina.chooses("Stuck")
    amina.fills("What is in the way?", "Nobody can carry the food from the market.")
    amina.fills("What do you need from us?", ASK)
    amina.page.get_by_role("button", name="Send", exact=True).click()
    amina.sees("Thank you, Amina", "Olu Adeyemi replies to what you need.")
    amina.shoots_all("answered")


def olu_sees_who_is_stuck(story):
    olu = story.olu
    olu.goes_to("Dashboard")
    olu.sees(f"{ARTS} asks for help, and is stuck", "A van on Fridays")
    olu.shoots_all("dashboard")
    olu.follows(f"{ARTS} asks for help")
    olu.fills("Your reply", "We hire one from next Friday on.")
    olu.presses("Send the reply")
    olu.shoots("update")
    olu.goes_to("Check-ins", part_of=NAME)
    olu.shoots_all("check-ins")


def olu_publishes_the_good_news(story):
    olu = story.olu
    olu.goes_to("Timeline", part_of=NAME)
    olu.follows(LUNCH)
    olu.shoots("reach-milestone")
    olu.presses("Yes, it is reached")
    story.clock += timedelta(days=1)
    story.run_engine()
    olu.goes_to("Good news", part_of=NAME)
    olu.follows("Read and publish")
    olu.shoots_all("edit-celebration")
    olu.fills("The good news", "Thirty people sat down to soup and apple pie. Nobody wanted to leave.")
    olu.presses("Save and go on to publish")
    olu.shoots("publish-celebration")
    olu.presses("Publish the good news")
    olu.sees("Thirty people sat down to soup")
    olu.shoots_all("celebrations")
    story.run_engine()
    for name in (AMINA, JOE):
        partner = story.on_a_phone(name)
        mail = partner.opens_mail("Reached", name)
        assert mail.get_by_text("Thirty people sat down to soup").is_visible()
        partner.shoots("mail-celebration")


STEPS = [
    olu_sets_an_objective,
    olu_plans_a_milestone,
    olu_asks_every_month,
    amina_answers_from_her_phone,
    olu_sees_who_is_stuck,
    olu_publishes_the_good_news,
]
