"""Somebody goes, something rests, a partnership ends well, and another begins like it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partnerships.agreements.actions import versions
from partnerships.check_ins.actions import check_ins, rhythms
from partnerships.endings.actions import endings, handovers, pauses
from partnerships.membership.actions import seats
from partnerships.models import Contact, EndingStep, Handover, Partnership, Pause, Seat
from partnerships.pipeline.actions import memberships

from ...communications.engine.machine import ask
from ...factories import ContactFactory, OrganisationFactory, SeatFactory
from ...urgent import urgent

DAY = timedelta(days=1)


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def minas_seat(mina):
    return Seat.objects.get(contact__user=mina)


class TestSomebodyGoes:
    def test_and_a_new_person_takes_the_same_place(self, olu, minas_seat, browser_of):
        Seat.objects.filter(pk=minas_seat.pk).update(authority="decides", capacity="community")
        words = {"name": "Nia Rees", "email": "nia@example.org", "thanks": "You were there from the start."}
        browser_of(olu).post(reverse("end-seat", args=[minas_seat.pk]), words)
        handover = Handover.objects.get(seat=minas_seat)
        heir = handover.successor
        assert (heir.contact.name, heir.authority, heir.capacity) == ("Nia Rees", "decides", "community")
        assert handover.thanks == "You were there from the start."
        minas_seat.refresh_from_db()
        assert not minas_seat.is_open

    def test_the_book_says_who_takes_over_and_who_was_thanked(self, olu, minas_seat, now):
        heir = ContactFactory(organisation=minas_seat.membership.organisation, name="Nia Rees")
        handovers.hand_over(seat=minas_seat, successor=heir, thanks="Thank you", by=olu, now=now)
        said = minas_seat.membership.partnership.events.filter(kind__in=["seat.handed_over", "seat.thanked"])
        assert sorted(str(event) for event in said) == [
            "Nia Rees takes over from Mina Patel for Sale Larder",
            "Olu Adeyemi thanked Mina Patel for the time in Sale Larder",
        ]

    def test_the_only_lead_goes_when_somebody_takes_the_lead(self, olu, pantry, host_membership, now):
        seat = Seat.objects.get(contact__user=olu)
        colleague = ContactFactory(organisation=host_membership.organisation)
        handovers.hand_over(seat=seat, successor=colleague, thanks="", by=olu, now=now)
        lead = Seat.objects.current().of_partnership(pantry).get(is_lead=True)
        assert lead.contact == colleague

    def test_a_colleague_who_sits_here_already_gets_the_lead_and_no_second_seat(self, olu, host_membership, now):
        seat = Seat.objects.get(contact__user=olu)
        colleague = ContactFactory(organisation=host_membership.organisation)
        seats.take(
            membership=host_membership, contact=colleague, is_lead=False, authority="consults", capacity="professional",
            by=olu, now=now,
        )  # fmt: skip
        handovers.hand_over(seat=seat, successor=colleague, thanks="", by=olu, now=now)
        kept = colleague.seats.get()
        assert (kept.is_lead, kept.authority, kept.capacity) == (True, "decides", "professional")

    def test_who_may_more_than_who_goes_keeps_it(self, olu, minas_seat, now):
        Seat.objects.filter(pk=minas_seat.pk).update(authority="observes")
        minas_seat.refresh_from_db()
        heir = SeatFactory(membership=minas_seat.membership, authority="consults", until_on=now.date() + 99 * DAY)
        handovers.hand_over(seat=minas_seat, successor=heir.contact, thanks="", by=olu, now=now)
        kept = Seat.objects.get(pk=heir.pk)
        assert (kept.authority, kept.is_lead, kept.until_on) == ("consults", False, heir.until_on)

    def test_who_gave_up_their_own_seat_is_led_to_a_page_they_may_see(self, olu, host_membership, browser_of):
        seat = Seat.objects.get(contact__user=olu)
        browser, url = browser_of(olu), reverse("end-seat", args=[seat.pk])
        assert "whoever leads here can give you one again" in text(browser.get(url))
        page = browser.post(url, {"name": "Nia Rees", "email": "nia@example.org"}, follow=True)
        assert (page.status_code, page.request["PATH_INFO"]) == (200, reverse("dashboard"))
        assert "The seat of Olu Adeyemi has ended." in text(page)

    def test_nothing_is_half_done_when_the_last_lead_may_not_go(self, olu, browser_of):
        seat = Seat.objects.get(contact__user=olu)
        page = browser_of(olu).post(reverse("end-seat", args=[seat.pk]), {"thanks": "Thanks"})
        assert "is the only lead" in text(page)
        assert "Thanks" in text(page)
        assert not Handover.objects.exists()

    @pytest.mark.parametrize(
        ("words", "problem"),
        [
            ({"email": "nia@example.org"}, "Type the name that goes with this address."),
            ({"name": "Nia", "email": "mina@example.org"}, "has this address already"),
            ({"name": "Nia", "email": "nia"}, "Type an e-mail address like"),
        ],
    )
    def test_what_makes_no_sense_is_said_and_nothing_ends(self, olu, minas_seat, browser_of, words, problem):
        page = browser_of(olu).post(reverse("end-seat", args=[minas_seat.pk]), words)
        assert problem in text(page)
        minas_seat.refresh_from_db()
        assert minas_seat.is_open
        assert Contact.objects.filter(name="Nia").count() == 0

    def test_the_story_so_far_has_all_that_a_successor_needs(self, olu, mina, pantry, in_force, browser_of):
        page = text(browser_of(mina).get(reverse("story-so-far", args=[pantry.pk])))
        for words in (in_force.vision, "Whom to know", "Olu Adeyemi", "What happened"):
            assert words in page


class TestAPartnershipRests:
    def test_with_a_reason_and_a_day_and_says_so(self, olu, mina, pantry, today, browser_of):
        form = {"reason": "The hall is being mended", "back_on": "1 March 2100"}
        browser_of(olu).post(reverse("pause-partnership", args=[pantry.pk]), form)
        pantry.refresh_from_db()
        assert pantry.is_paused
        assert "Paused" in text(browser_of(mina).get(pantry.get_absolute_url()))

    def test_a_day_that_has_gone_is_refused_and_the_reason_kept(self, olu, pantry, browser_of):
        form = {"reason": "The hall is being mended", "back_on": "1 March 2020"}
        page = browser_of(olu).post(reverse("pause-partnership", args=[pantry.pk]), form)
        assert "The day back must be after today." in text(page)
        assert "The hall is being mended" in text(page)
        pantry.refresh_from_db()
        assert pantry.is_active

    def test_twice_at_once_is_one_pause(self, olu, pantry, now):
        pauses.pause(partnership=pantry, reason="Winter", back_on=None, by=olu, now=now)
        with pytest.raises(pauses.AlreadyPaused):
            pauses.pause(partnership=pantry, reason="Snow", back_on=None, by=olu, now=now)
        assert Pause.objects.count() == 1

    def test_on_the_day_the_lead_is_told_and_goes_on(self, olu, pantry, today, now, browser_of):
        pauses.pause(partnership=pantry, reason="Winter", back_on=today + DAY, by=olu, now=now)
        assert [sign.group for sign in urgent(olu, now)] == []
        [sign] = urgent(olu, now + DAY)
        assert (sign.sentence, sign.url) == (
            "The partnership was to go on",
            reverse("resume-partnership", args=[pantry.pk]),
        )
        browser_of(olu).post(sign.url)
        pantry.refresh_from_db()
        assert pantry.is_active
        assert urgent(olu, now + DAY) == []

    def test_what_goes_on_already_is_not_taken_up_twice(self, olu, pantry, now):
        with pytest.raises(pauses.NotPaused):
            pauses.resume(partnership=pantry, by=olu, now=now)


class TestAMemberRests:
    def test_and_is_not_asked_while_the_others_are(
        self, olu, mina, pantry, host_membership, larder_membership, today, now
    ):
        pauses.pause_membership(membership=larder_membership, reason="Moving", back_on=None, by=olu, now=now)
        rhythms.set_rhythm(
            partnership=pantry, every=1, unit="month", first_due_on=today + 7 * DAY, until_on=None, by=olu, now=now
        )
        asked = set(pantry.check_ins.values_list("membership", flat=True))
        assert asked == {host_membership.pk}
        pauses.resume_membership(membership=larder_membership, by=olu, now=now)
        check_ins.open_due(now=now, partnership=pantry)
        assert larder_membership.check_ins.exists()

    def test_is_not_awaited_back_once_it_has_left(self, olu, larder_membership, today, now):
        pauses.pause_membership(membership=larder_membership, reason="Moving", back_on=today + DAY, by=olu, now=now)
        assert [sign.group for sign in urgent(olu, now + DAY)] == ["pause"]
        memberships.move(membership=larder_membership, stage="left", reason="Moved away", by=olu, now=now)
        assert urgent(olu, now + DAY) == []

    def test_may_answer_all_the_same(self, olu, mina, larder_membership, today, now, browser_of):
        check_in = ask(larder_membership, today)
        pauses.pause_membership(membership=larder_membership, reason="Moving", back_on=None, by=olu, now=now)
        page = browser_of(mina).post(reverse("answer-check-in", args=[check_in.pk]), {"status": "on_track"})
        assert page.status_code == 303
        check_in.refresh_from_db()
        assert check_in.state == "answered"

    def test_the_host_cannot_rest_alone(self, olu, host_membership, now):
        with pytest.raises(pauses.HostGoesOn, match="pause the partnership instead"):
            pauses.pause_membership(membership=host_membership, reason="x", back_on=None, by=olu, now=now)

    def test_the_people_page_says_since_when(self, olu, mina, pantry, larder_membership, now, browser_of):
        pauses.pause_membership(membership=larder_membership, reason="Moving", back_on=None, by=olu, now=now)
        assert "Pausing since 1 December 2026" in text(browser_of(olu).get(reverse("people", args=[pantry.pk])))


class TestAGoodEnding:
    @pytest.fixture
    def ending(self, olu, pantry, now):
        return endings.begin(partnership=pantry, reason="Everybody eats together now", ends_on=None, by=olu, now=now)

    def test_is_a_list_of_five_things(self, olu, ending, browser_of):
        page = text(browser_of(olu).get(reverse("ending", args=[ending.partnership_id])))
        for kind in EndingStep.Kind:
            assert kind.label in page
        assert "No promises still open." in page

    def test_keeps_what_was_learnt(self, olu, ending, now):
        endings.tick(step=ending.steps.get(kind="lessons"), note="Begin with lunch", by=olu, now=now)
        ending.refresh_from_db()
        assert ending.lessons == "Begin with lunch"

    def test_a_step_is_done_once(self, olu, ending, now):
        step = ending.steps.get(kind="data")
        endings.tick(step=step, note="Lists erased", by=olu, now=now)
        with pytest.raises(endings.AlreadyDone):
            endings.tick(step=step, note="Again", by=olu, now=now)
        step.refresh_from_db()
        assert step.note == "Lists erased"

    def test_says_what_is_not_done_and_ends_all_the_same(self, olu, mina, larder_membership, ending, today, browser_of):
        check_in = ask(larder_membership, today)
        address = reverse("end-partnership", args=[ending.partnership_id])
        assert "Tell the people you served" in text(browser_of(olu).get(address))
        browser_of(olu).post(address)
        check_in.refresh_from_db()
        assert check_in.state == "withdrawn"
        page = text(browser_of(mina).get(reverse("story-so-far", args=[ending.partnership_id])))
        assert "Everybody eats together now" in page

    def test_leaves_nobody_resting(self, olu, larder_membership, ending, today, now):
        pauses.pause_membership(membership=larder_membership, reason="Moving", back_on=today + DAY, by=olu, now=now)
        endings.end(partnership=ending.partnership, by=olu, now=now)
        larder_membership.refresh_from_db()
        assert (larder_membership.is_paused, Pause.objects.open().count()) == (False, 0)
        assert urgent(olu, now + DAY) == []

    def test_ends_the_agreement_with_it(self, olu, pantry, in_force, ending, now):
        endings.end(partnership=pantry, by=olu, now=now)
        in_force.refresh_from_db()
        assert (in_force.state, in_force.end_reason) == ("ended", "Everybody eats together now")

    def test_happens_once(self, olu, ending, now):
        endings.end(partnership=ending.partnership, by=olu, now=now)
        with pytest.raises(endings.AlreadyEnded):
            endings.end(partnership=ending.partnership, by=olu, now=now)
        with pytest.raises(endings.AlreadyEnded):
            endings.begin(partnership=ending.partnership, reason="x", ends_on=None, by=olu, now=now)
        assert ending.partnership.events.filter(kind="partnership.ended").count() == 1


class TestOneLikeIt:
    def test_begins_with_the_words_and_without_the_people(self, olu, pantry, in_force, browser_of):
        host = OrganisationFactory(name="Hale Library")
        address = f"{reverse('add-partnership')}?host={host.pk}&like={pantry.pk}"
        assert pantry.need in text(browser_of(olu).get(address))
        browser_of(olu).post(
            address, {"name": "Hale eats", "need": "Nobody eats alone", "nation": "ENG", "lead_as": "new"}
        )
        started = Partnership.objects.get(name="Hale eats")
        draft = started.agreement.versions.get()
        assert (draft.vision, draft.state) == (in_force.vision, "draft")
        assert not started.memberships.filter(organisation__name="Sale Larder").exists()

    def test_does_not_take_over_a_draft_that_nobody_shared(self, olu, pantry, draft, now):
        versions.write(version=draft, values={"goals": "Secret"}, by=olu, now=now)
        host = OrganisationFactory(name="Hale Library")
        lead = Contact(organisation=host, user=olu, name="Olu Adeyemi", email=olu.email)
        started = endings.start_like(
            example=pantry, name="Hale eats", need="x", people_served="", area="", nation="ENG", host=host, lead=lead,
            by=olu, now=now,
        )  # fmt: skip
        assert not hasattr(started, "agreement")


def test_an_ending_that_was_begun_is_called_off(olu, pantry, browser_of, now):
    ending = endings.begin(partnership=pantry, reason="No money", ends_on=None, by=olu, now=now)
    browser, url = browser_of(olu), reverse("call-ending-off", args=[pantry.pk])
    assert url in browser.get(reverse("ending", args=[pantry.pk])).content.decode()
    assert "Does the partnership go on?" in text(browser.get(url))
    browser.post(url)
    assert not EndingStep.objects.exists()
    assert pantry.events.latest("pk").kind == "ending.called_off"
    assert ending.history.model.objects.filter(partnership=pantry, history_type="-").exists()
    assert browser.post(url).url == reverse("ending", args=[pantry.pk])


def test_what_has_ended_is_not_called_off(olu, pantry, now):
    ending = endings.begin(partnership=pantry, reason="No money", ends_on=None, by=olu, now=now)
    endings.end(partnership=pantry, by=olu, now=now)
    with pytest.raises(endings.AlreadyEnded):
        endings.call_off(ending=ending, by=olu, now=now)
    assert EndingStep.objects.exists()
