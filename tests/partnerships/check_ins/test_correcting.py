"""An answer is read and corrected by its link while it counts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from partnerships.check_ins.actions import updates
from partnerships.endings.actions import pauses
from partnerships.models import CheckIn, Event, MeasureValue, Membership, Objective, Update

from ...communications.engine.machine import said
from .test_check_ins import FULL, check_in, follow, meals, page_of, text_of  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(check_in, mina, meals, now):  # noqa: F811
    """Mina said that it goes well, and 44 meals."""
    answers = {"status": "on_track", "changed": "We moved house", "ask": "A fridge"}
    values = {meals.pk: Decimal(44)}
    return updates.submit(check_in=check_in, answers=answers, values=values, by=mina.contacts.get(), now=now)


def correct(browser, answered, **said):
    page = page_of(answered.check_in, "correct-answer")
    form = {"status": "on_track", "changed": "We moved house", "ask": "A fridge", "win_audience": "leads"}
    return browser.post(page, {**form, **said})


def test_the_link_shows_what_was_answered_and_leads_to_the_correction(mina, answered):
    browser = follow(mina, answered.check_in)
    page = text_of(browser.get(page_of(answered.check_in)))
    for words in ("We moved house", "A fridge", "44 meals a week", "Correct the answer"):
        assert words in page, words
    form = text_of(browser.get(page_of(answered.check_in, "correct-answer")))
    for words in ("We moved house", "A fridge", 'value="44"', "Those who lead get a mail"):
        assert words in form, words


def test_what_is_corrected_counts_and_who_leads_hears_of_it(mina, olu, answered, meals, pantry, now):  # noqa: F811
    browser = follow(mina, answered.check_in)
    response = correct(browser, answered, status="stuck", challenge="No fridge", **{f"measure_{meals.pk}": "54"})
    assert (response.status_code, response["Location"]) == (303, page_of(answered.check_in, "answered-check-in"))
    update = Update.objects.get()
    assert (update.status, update.challenge, update.submitted_at) == ("stuck", "No fridge", now)
    assert [str(value.value.normalize()) for value in update.values.all()] == ["54"]
    pantry.refresh_from_db()
    assert (Membership.objects.get(pk=answered.membership_id).status, pantry.status) == ("stuck", "stuck")
    Event.objects.filter(kind="update.submitted").delete()
    mail = said("update-submitted", olu, now)
    assert mail.mail_subject.startswith("Sale Larder corrected its answer: stuck")
    assert "Mina Patel has corrected the answer to the check-in" in mail.mail_text


def test_what_says_the_same_is_told_to_nobody(mina, answered, meals):  # noqa: F811
    assert correct(follow(mina, answered.check_in), answered, **{f"measure_{meals.pk}": "44"}).status_code == 303
    assert not Event.objects.filter(kind="update.corrected").exists()


def test_a_number_that_is_emptied_is_taken_back(mina, answered, meals):  # noqa: F811
    correct(follow(mina, answered.check_in), answered, **{f"measure_{meals.pk}": ""})
    assert not MeasureValue.objects.exists()


def test_a_number_that_is_asked_for_no_more_stays(mina, answered, meals):  # noqa: F811
    Objective.objects.update(state="dropped")
    browser = follow(mina, answered.check_in)
    assert correct(browser, answered).status_code == 303
    assert not Event.objects.filter(kind="update.corrected").exists()
    correct(browser, answered, changed="We stayed")
    assert MeasureValue.objects.get().value == 44


def test_what_was_replied_to_stays_as_it_was_asked(mina, olu, answered, now):
    updates.reply_to_ask(update=answered, reply="It comes on Friday", by=olu, now=now)
    browser = follow(mina, answered.check_in)
    assert "has its reply, so it stays" in text_of(browser.get(page_of(answered.check_in, "correct-answer")))
    correct(browser, answered, ask="A castle", changed="We stayed")
    answered.refresh_from_db()
    assert (answered.ask, answered.changed) == ("A fridge", "We stayed")


def closed(browser, answered):
    """Whether neither the page nor the form changes anything."""
    assert "Correct the answer" not in text_of(browser.get(page_of(answered.check_in)))
    response = correct(browser, answered, changed="Something else")
    answered.refresh_from_db()
    return response.status_code == 409 and answered.changed == "We moved house"


def test_an_answer_that_counts_no_more_is_read_and_not_corrected(mina, answered):
    Membership.objects.update(status_until=answered.submitted_at)
    browser = follow(mina, answered.check_in)
    assert "We moved house" in text_of(browser.get(page_of(answered.check_in)))
    assert closed(browser, answered)


def test_the_answer_before_the_last_one_is_not_corrected(mina, answered, now, today):
    later = CheckIn.objects.create(
        partnership=answered.partnership, membership=answered.membership, period="2026-12b", due_on=today
    )
    answers = {"status": "stuck"}
    updates.submit(check_in=later, answers=answers, by=mina.contacts.get(), now=now + timedelta(minutes=1))
    assert closed(follow(mina, answered.check_in), answered)


def test_in_a_partnership_that_rests_nothing_is_corrected(mina, olu, answered, now, today):
    pauses.pause(partnership=answered.partnership, reason="Winter", back_on=today + timedelta(days=60), by=olu, now=now)
    assert closed(follow(mina, answered.check_in), answered)


def test_a_lead_corrects_what_a_lead_wrote_down_and_no_partners_own_words(olu, mina, answered, browser_of):
    browser, page = browser_of(olu), f"{page_of(answered.check_in, 'correct-answer')}?for-them"
    update_page = reverse("update", args=[answered.pk])
    assert "Correct what was written down" not in text_of(browser.get(update_page))
    browser.post(page, {"status": "stuck", "changed": "Words in her mouth"})
    answered.refresh_from_db()
    assert answered.changed == "We moved house"
    Update.objects.update(entered_by=olu)
    assert "Correct what was written down" in text_of(browser.get(update_page))
    browser.post(page, {"status": "stuck", "changed": "As she told me"})
    answered.refresh_from_db()
    assert (answered.changed, answered.by) == ("As she told me", mina.contacts.get())


def test_of_two_who_correct_at_once_neither_overwrites_the_other_unseen(mina, answered, now):
    browser = follow(mina, answered.check_in)
    page = browser.get(page_of(answered.check_in, "correct-answer"))
    opened = page.context["form"]["opened-correctionform"].initial
    Update.objects.update(changed="We moved twice")
    form = {"opened-correctionform": opened, "changed": "We moved never"}
    assert "It says now: “We moved twice”." in text_of(correct(browser, answered, **form))
