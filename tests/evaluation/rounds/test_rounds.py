"""A lead asks for feedback, closes the round, and sees what people said."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from communications.engine.relay import relay
from communications.models import Delivery
from evaluation.models import Answer, Invitation, Question, Round
from evaluation.rounds import actions as rounds
from partnerships import signs
from partnerships.endings.actions import handovers
from partnerships.links import links
from partnerships.models import ActionLink, Event

from ...factories import ContactFactory

pytestmark = pytest.mark.django_db


def test_a_lead_goes_from_nothing_to_an_open_round(browser_of, olu, mina, pantry):
    olus = browser_of(olu)
    assert b"Nobody has been asked yet" in olus.get(reverse("rounds", args=[pantry.pk])).content
    form = {"title": "How is it going?", "audience": "partners", "mode": "anonymous", "closes_on": "1 March 2099"}
    response = olus.post(reverse("add-round", args=[pantry.pk]), form, follow=True)
    round = Round.objects.get()
    assert round.questions.count() == 30
    assert b"How is it going?" in response.content
    two = list(round.questions.values_list("question", flat=True)[:2])
    olus.post(reverse("edit-round", args=[round.pk]), {"questions": two})
    olus.post(reverse("open-round", args=[round.pk]))
    round.refresh_from_db()
    assert (round.state, round.questions.count()) == ("open", 2)
    assert Invitation.objects.filter(contact__user=mina).count() == 1
    assert round.history.first().state == "open"


def test_people_served_are_never_asked_by_name(browser_of, olu, pantry):
    form = {"title": "Visitors", "audience": "people", "mode": "named", "closes_on": "1 March 2099"}
    browser_of(olu).post(reverse("add-round", args=[pantry.pk]), form)
    assert Round.objects.get().mode == "anonymous"


def test_a_last_day_in_the_past_is_refused_and_nothing_typed_is_lost(browser_of, olu, pantry):
    form = {"title": "Too late", "audience": "people", "mode": "anonymous", "closes_on": "1 March 2020"}
    page = browser_of(olu).post(reverse("add-round", args=[pantry.pk]), form).content.decode()
    assert "This day is past" in page
    assert "1 March 2020" in page
    assert not Round.objects.exists()


def test_opening_twice_invites_once(begin, mina, olu, now):
    round = begin("partners")
    rounds.open_round(round=round, by=olu, now=now)
    with pytest.raises(rounds.RoundRefused, match="already"):
        rounds.open_round(round=round, by=olu, now=now)
    assert Event.objects.filter(kind="round.opened").count() == 1
    assert Invitation.objects.filter(contact__user=mina).count() == 1


def test_a_round_for_partners_needs_somebody_to_ask(pantry, begin, olu, now):
    pantry.memberships.get().seats.update(authority="observes")
    with pytest.raises(rounds.RoundRefused, match="Add people first"):
        rounds.open_round(round=begin("partners"), by=olu, now=now)
    assert Round.objects.get().state == "draft"


def test_an_observer_is_not_invited(begin, mina, olu, now):
    mina.contacts.get().seats.update(authority="observes")
    rounds.open_round(round=begin("partners"), by=olu, now=now)
    assert list(Invitation.objects.values_list("contact__user", flat=True)) == [olu.pk]


def test_the_questions_of_an_open_round_cannot_change(opened, browser_of, olu):
    round, visitor = opened("people"), browser_of(olu)
    before = list(round.questions.values_list("wording", flat=True))
    one = Question.objects.filter(audience="people").first()
    answer = visitor.post(reverse("edit-round", args=[round.pk]), {"questions": [one.pk]}, follow=True)
    assert "The questions of a round are fixed once it is open." in answer.content.decode()
    assert list(round.questions.values_list("wording", flat=True)) == before


def test_the_count_of_an_open_round_shows_from_five_on(opened, answer, browser_of, olu):
    round = opened("people")
    url = reverse("round", args=[round.pk])
    for _ in range(4):
        answer(round, [3])
    assert b"Fewer than 5" in browser_of(olu).get(url).content
    answer(round, [3])
    assert b"people have answered" in browser_of(olu).get(url).content


def test_a_partner_sees_a_round_only_once_it_is_closed(opened, browser_of, mina, olu, now):
    round = opened("people")
    url = reverse("round", args=[round.pk])
    assert browser_of(mina).get(url).status_code == 404
    rounds.close_round(round=round, by=olu, now=now)
    assert browser_of(mina).get(url).status_code == 200


def test_a_partner_cannot_open_or_close(closed, opened, browser_of, mina, ravi):
    round = closed("people", [])
    assert browser_of(mina).post(reverse("close-round", args=[round.pk])).status_code == 403
    assert browser_of(ravi).post(reverse("close-round", args=[round.pk])).status_code == 404


def test_a_lead_lets_words_through_and_a_stranger_cannot(closed, browser_of, olu, mina, ravi):
    round = closed("people", [[*[None] * 7, f"Ring me on 0161 496 000{n}"] for n in range(5)])
    page = browser_of(olu).get(reverse("round", args=[round.pk])).content.decode()
    assert "Look twice: a phone number" in page
    answer = Answer.objects.first()
    url = reverse("read-words", args=[answer.pk])
    assert browser_of(ravi).post(url, {"show": "1"}).status_code == 404
    assert browser_of(mina).post(url, {"show": "1"}).status_code == 403
    browser_of(olu).post(url, {"show": "0"})
    answer.refresh_from_db()
    assert answer.check_state == "hidden"


def test_a_round_past_its_last_day_asks_to_be_closed(opened, olu, ravi, today, now):
    round = opened("people", closes_on=today)

    def told(user, at):
        return [sign.url for sign in signs.seen_by(user, now=at) if sign.group == "round"]

    assert told(olu, now + timedelta(days=1)) == [reverse("round", args=[round.pk])]
    assert told(olu, now) == told(ravi, now + timedelta(days=1)) == []


def test_the_poster_carries_a_qr_code(opened, browser_of, olu):
    round = opened("people")
    assert round.code in browser_of(olu).get(reverse("round-poster", args=[round.pk])).content.decode()
    picture = browser_of(olu).get(reverse("round-qr", args=[round.pk]))
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg xmlns")


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_costs_the_same_however_long(begin, pantry, olu, browser_of, rows, django_assert_num_queries):
    template = begin("people")
    Round.objects.bulk_create(
        Round(partnership=pantry, title=f"Round {n}", audience="people", closes_on=template.closes_on)
        for n in range(rows)
    )
    olus = browser_of(olu)
    with django_assert_num_queries(5):
        olus.get(reverse("rounds", args=[pantry.pk]))


def test_closing_below_five_warns_that_nothing_will_ever_show(opened, answer, browser_of, olu):
    round, olus = opened("people"), browser_of(olu)
    url = reverse("round", args=[round.pk])
    for _ in range(4):
        answer(round, [3])
    assert "nothing will ever show" in olus.get(url).content.decode()
    refused = olus.post(reverse("close-round", args=[round.pk]), follow=True).content.decode()
    assert "Too few people have answered by now" in refused
    assert Round.objects.get().is_open
    olus.post(reverse("close-round", args=[round.pk]), {"all_the_same": "1"})
    assert Round.objects.get().is_closed


def test_closing_with_five_needs_no_second_word(opened, answer, browser_of, olu):
    round, olus = opened("people"), browser_of(olu)
    for _ in range(5):
        answer(round, [3])
    assert "nothing will ever show" not in olus.get(reverse("round", args=[round.pk])).content.decode()
    olus.post(reverse("close-round", args=[round.pk]))
    assert Round.objects.get().is_closed


def test_the_title_and_the_last_day_of_an_open_round_can_be_changed(opened, browser_of, olu, mina, ravi):
    round = opened("partners")
    invitation = Invitation.objects.get(contact__user=mina)
    link = links.make(
        ActionLink.Purpose.RESPOND, contact=invitation.contact, target_id=invitation.pk, expires_at=round.last_moment
    )
    url, changed = reverse("change-round", args=[round.pk]), {"title": "Winter", "closes_on": "24 December 2026"}
    assert browser_of(ravi).post(url, changed).status_code == 404
    browser_of(olu).post(url, changed)
    round.refresh_from_db()
    link.refresh_from_db()
    assert (round.title, round.closes_on) == ("Winter", date(2026, 12, 24))
    assert link.expires_at == round.last_moment
    assert round.history.first().history_user == olu


def test_a_new_last_day_is_not_past_and_a_closed_round_stays_as_it_was(opened, browser_of, olu, now):
    round, olus = opened("people"), browser_of(olu)
    url = reverse("change-round", args=[round.pk])
    assert "This day is past" in olus.post(url, {"title": "Winter", "closes_on": "1 March 2020"}).content.decode()
    rounds.close_round(round=round, by=olu, now=now)
    olus.post(url, {"title": "Winter", "closes_on": "24 December 2026"})
    assert Round.objects.get().title != "Winter"


def test_the_poster_says_who_asks(opened, browser_of, olu):
    round = opened("people")
    page = browser_of(olu).get(reverse("round-poster", args=[round.pk])).content.decode()
    assert "Trafford Council, for Pantry partnership, would like to hear" in page


def test_who_takes_a_seat_over_is_asked_in_the_open_round_too(begin, mina, olu, larder_membership, now):
    open_, closed = begin("partners"), begin("partners")
    for round in (open_, closed):
        rounds.open_round(round=round, by=olu, now=now)
    rounds.close_round(round=closed, by=olu, now=now)
    relay(now)
    heir = ContactFactory(organisation=larder_membership.organisation, name="Nia Rees", email="nia@example.org")
    handovers.hand_over(seat=mina.contacts.get().seats.get(), successor=heir, thanks="", by=olu, now=now)
    for _ in range(2):
        relay(now)
    assert [i.round for i in Invitation.objects.filter(contact=heir)] == [open_]
    told = Delivery.objects.filter(notice="feedback-invitation", contact=heir)
    assert [d.subject_id for d in told] == [Invitation.objects.get(contact=heir).pk]


def test_a_successor_who_observes_is_asked_nothing(begin, mina, olu, larder_membership, now):
    rounds.open_round(round=begin("partners"), by=olu, now=now)
    seat = mina.contacts.get().seats.get()
    seat.authority = "observes"
    seat.save()
    heir = ContactFactory(organisation=larder_membership.organisation, email="nia@example.org")
    handover = handovers.hand_over(seat=seat, successor=heir, thanks="", by=olu, now=now)
    rounds.ask_successor(handover=handover, by=olu, now=now)
    assert not Invitation.objects.filter(contact=heir).exists()
