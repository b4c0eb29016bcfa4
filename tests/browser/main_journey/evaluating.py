"""What people served think, asked by an open link and shown when nobody can be guessed."""

from datetime import timedelta

from django.utils import timezone

from .story import NAME


def people_served_answer(story):
    olu = story.olu
    olu.goes_to("Feedback", part_of=NAME)
    olu.follows("Ask for feedback")
    olu.fills("Title", "How was lunch?")
    olu.chooses("People served")
    olu.fills("Answers welcome until", f"{timezone.localdate() + timedelta(days=7):%-d %B %Y}")
    olu.shoots("add-round")
    olu.presses("Make a draft")
    olu.shoots("round-draft")
    olu.presses("Open the round")
    olu.sees("Nobody sees results before it is closed.")
    olu.shoots_all("round-open")
    form = olu.section("The open link").get_by_role("link").first.get_attribute("href")
    for number in range(6):
        somebody_answers(story, form, number)
    olu.page.reload()
    olu.sees("people have answered")
    olu.sees_no("It was easy to get help.")


def somebody_answers(story, form, number):
    """Six people: one takes the easy words, and only four say whether they felt safe."""
    person = story.on_a_phone(f"visitor {number}")
    person.opens(form)
    if number == 0:
        person.shoots("feedback-form")
        person.presses("Show easy words")
        person.shoots_all("feedback-easy-words")
    answers = {"easy to get help": "Yes", "listened to me": "Yes" if number % 2 else "Not sure"}
    if number < 4:
        answers["I felt safe"] = "Yes"
    for question, answer in answers.items():
        person.chooses(answer, within=person.page.get_by_role("group", name=question))
    person.presses("Send my answers")
    person.sees("Your answers have arrived.", "Your receipt is")
    if number == 0:
        person.shoots("feedback-thanks")


def olu_reads_the_results(story):
    olu = story.olu
    olu.presses("Close the round")
    olu.sees("The round is closed.", "What people told us")
    olu.shoots_all("results")
    olu.main.get_by_text("The same as a table").click()
    felt_safe = olu.page.get_by_role("row", name="I felt safe.").inner_text()
    helped = olu.page.get_by_role("row", name="It was easy to get help.").inner_text()
    assert "hidden: too few answers" in felt_safe
    assert helped.split()[-4:] == ["0", "0", "6", "6"]
    olu.shoots("results-as-table")
    olu.goes_to("Overview", part_of=NAME)
    olu.shoots_all("partnership")
    olu.goes_to("Dashboard")
    olu.shoots_all("dashboard-at-the-end")


STEPS = [people_served_answer, olu_reads_the_results]
