from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from partnerships.check_ins import standing
from partnerships.check_ins.actions import check_ins, updates
from partnerships.models import (
    CheckIn,
    Event,
    Measure,
    MeasureValue,
    Membership,
    Objective,
    Partnership,
    Rhythm,
    Status,
    Update,
)

from ...conftest import person
from ...factories import MembershipFactory, SeatFactory


@pytest.fixture
def check_in(pantry, larder_membership, olu):
    return CheckIn.objects.create(
        partnership=pantry, membership=larder_membership, period="2026-12", due_on=date(2026, 12, 1)
    )


@pytest.fixture
def meals(pantry, larder_membership):
    objective = Objective.objects.create(partnership=pantry, title="Nobody eats alone", owner=larder_membership)
    return Measure.objects.create(
        objective=objective, name="Shared meals", unit="meals a week", source="Our diary",
        baseline=Decimal(10), baseline_on=date(2026, 1, 5), target=Decimal(60),
    )  # fmt: skip


def answer(check_in, mina, now, status="wobbling", **changes):
    return updates.submit(check_in=check_in, answers={"status": status}, by=mina.contacts.get(), now=now, **changes)


class TestSubmitting:
    def test_the_answer_closes_the_check_in_and_is_told(self, check_in, mina, now):
        update = answer(check_in, mina, now)

        stored = CheckIn.objects.get()
        assert (stored.state, stored.closed_at, stored.update) == (CheckIn.State.ANSWERED, now, update)
        event = Event.objects.get()
        assert (event.kind, event.subject_id, event.by_contact) == ("update.submitted", update.pk, mina.contacts.get())
        assert event.data == {"by": "Mina Patel", "organisation": "Sale Larder", "status": "Wobbling"}
        assert str(event) == "Mina Patel answered for Sale Larder: Wobbling"

    def test_closing_leaves_a_line_in_the_history(self, check_in, mina, now):
        answer(check_in, mina, now)

        assert CheckIn.objects.get().history.latest().state == CheckIn.State.ANSWERED

    def test_a_second_answer_is_refused_with_who_and_when(self, check_in, mina, now):
        answer(check_in, mina, now)
        stale = CheckIn.objects.get(pk=check_in.pk)
        stale.state = CheckIn.State.OPEN

        with pytest.raises(updates.AlreadyAnswered) as refusal:
            answer(stale, mina, now + timedelta(hours=1))

        assert (refusal.value.by, refusal.value.at) == (mina.contacts.get(), now)
        assert str(refusal.value) == "Mina Patel answered this on 1 December 2026."
        assert (Update.objects.count(), Event.objects.count()) == (1, 1)

    @pytest.mark.parametrize("why", ["skipped", "paused", "gone"])
    def test_what_is_not_asked_is_refused_and_changes_nothing(self, check_in, mina, now, why):
        if why == "skipped":
            check_ins.skip(check_in=check_in, reason="Closed", by=mina, now=now)
        elif why == "paused":
            Partnership.objects.update(state="paused")
        else:
            Membership.objects.filter(pk=check_in.membership_id).update(stage="left")
        fresh = CheckIn.objects.get()
        before = Event.objects.count()

        with pytest.raises(check_ins.NotAsked):
            answer(fresh, mina, now)

        assert (Update.objects.count(), Event.objects.count()) == (0, before)
        assert CheckIn.objects.get().state == ("skipped" if why == "skipped" else "open")

    def test_numbers_go_to_the_measures_of_the_organisation_only(self, check_in, mina, meals, now):
        theirs = Measure.objects.get(pk=meals.pk)
        theirs.pk, theirs.objective = None, Objective.objects.create(partnership=check_in.partnership, title="Other")
        theirs.save()

        update = answer(check_in, mina, now, values={meals.pk: Decimal(42), theirs.pk: Decimal(7)})

        taken = MeasureValue.objects.get()
        assert (taken.measure, taken.value, taken.on, taken.update) == (meals, Decimal(42), date(2026, 12, 1), update)

    def test_the_host_is_also_asked_for_numbers_of_objectives_that_nobody_leads(self, check_in, meals, host_membership):
        unled = Objective.objects.create(partnership=check_in.partnership, title="Together")
        meals.pk, meals.objective = None, unled
        meals.save()
        of_host = CheckIn(partnership=check_in.partnership, membership=host_membership)

        assert [measure.objective for measure in of_host.measures_asked()] == [unled]
        assert [m.objective.owner for m in check_in.measures_asked()] == [check_in.membership]

    def test_a_lead_writes_it_down_for_them(self, check_in, mina, olu, now):
        update = answer(check_in, mina, now, entered_by=olu)

        assert update.said_by == "Mina Patel, entered for them by Olu Adeyemi"
        assert Event.objects.get().by_user == olu


class TestTheStatusOfThePartnership:
    def stand(self, pantry, now, *statuses):
        """Each status answered by another organisation, in this order."""
        for number, status in enumerate(statuses):
            membership = MembershipFactory(partnership=pantry)
            check_in = CheckIn.objects.create(
                partnership=pantry, membership=membership, period="2026-12", due_on=date(2026, 12, 1)
            )
            at = now + timedelta(hours=number)
            updates.submit(check_in=check_in, answers={"status": status}, by=None, now=at)
        return Partnership.objects.get(pk=pantry.pk)

    @pytest.mark.parametrize(
        ("statuses", "status"),
        [
            (["on_track"], Status.ON_TRACK),
            (["on_track", "wobbling"], Status.WOBBLING),
            (["stuck", "wobbling", "on_track"], Status.STUCK),
        ],
    )
    def test_it_is_the_worst_of_the_latest_words(self, pantry, now, statuses, status):
        stored = self.stand(pantry, now, *statuses)

        assert (stored.status, stored.status_at) == (status, now + timedelta(hours=len(statuses) - 1))

    def test_a_later_word_of_the_same_organisation_replaces_the_earlier(self, pantry, check_in, mina, now):
        answer(check_in, mina, now, "stuck")
        january = CheckIn.objects.create(
            partnership=pantry, membership=check_in.membership, period="2027-01", due_on=date(2027, 1, 1)
        )

        answer(january, mina, now + timedelta(days=31), "on_track")

        assert Membership.objects.get(pk=check_in.membership_id).status == Status.ON_TRACK
        assert Partnership.objects.get(pk=pantry.pk).status == Status.ON_TRACK

    def test_who_left_no_longer_counts(self, pantry, check_in, mina, now):
        self.stand(pantry, now, "on_track")
        answer(check_in, mina, now + timedelta(hours=5), "stuck")

        Membership.objects.filter(pk=check_in.membership_id).update(stage="left")
        standing.settle(pantry, now + timedelta(hours=6))

        stored = Partnership.objects.get(pk=pantry.pk)
        assert (stored.status, stored.status_at) == (Status.ON_TRACK, now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_disk")
class TestTwoAtOnce:
    """Real threads, each with a connection of its own."""

    def both(self, *calls):
        """Run the calls at the same moment; what each returned or raised."""
        start, ends = Barrier(len(calls)), [None] * len(calls)

        def run(number):
            try:
                start.wait(5)
                ends[number] = calls[number]()
            except Exception as error:
                ends[number] = error
            finally:
                connection.close()

        threads = [Thread(target=run, args=[number]) for number in range(len(calls))]
        [thread.start() for thread in threads]
        [thread.join(30) for thread in threads]
        return ends

    def test_exactly_one_answer_is_kept(self, check_in, mina, now):
        mine, theirs = (CheckIn.objects.for_answering().get(pk=check_in.pk) for _ in range(2))

        ends = self.both(lambda: answer(mine, mina, now, "stuck"), lambda: answer(theirs, mina, now, "on_track"))

        assert sorted(type(end).__name__ for end in ends) == ["AlreadyAnswered", "Update"]
        kept = Update.objects.get()
        assert Membership.objects.get(pk=check_in.membership_id).status == kept.status
        assert (Event.objects.count(), CheckIn.objects.get().state) == (1, "answered")

    def test_answered_or_skipped_but_not_both(self, check_in, mina, now):
        mine, theirs = (CheckIn.objects.for_answering().get(pk=check_in.pk) for _ in range(2))

        ends = self.both(
            lambda: answer(mine, mina, now), lambda: check_ins.skip(check_in=theirs, reason="Busy", by=mina, now=now)
        )

        assert sum(isinstance(end, Exception) for end in ends) == 1
        assert (CheckIn.objects.get().state == "answered") == Update.objects.exists()

    def test_two_planners_open_each_check_in_once(self, pantry, larder_membership, host_membership, now):
        Membership.objects.update(created_at=now)
        Rhythm.objects.create(partnership=pantry, first_due_on=date(2026, 12, 1))

        ends = self.both(*[lambda: check_ins.open_due(now=now)] * 4)

        assert [end for end in ends if isinstance(end, Exception)] == []
        assert CheckIn.objects.count() == 4


class TestReplying:
    @pytest.fixture
    def asked(self, check_in, mina, now):
        return updates.submit(
            check_in=check_in, answers={"status": "stuck", "ask": "A fridge"}, by=mina.contacts.get(), now=now
        )

    def test_the_reply_is_kept_once_and_told(self, asked, olu, now):
        later = now + timedelta(days=1)

        updates.reply_to_ask(update=asked, reply="It comes on Monday", by=olu, now=later)

        stored = Update.objects.get()
        assert (stored.ask_reply, stored.ask_answered_at, stored.ask_answered_by) == ("It comes on Monday", later, olu)
        event = Event.objects.get(kind="ask.answered")
        assert (event.subject_id, str(event)) == (
            asked.pk, "Olu Adeyemi replied to what Sale Larder asked for",
        )  # fmt: skip
        with pytest.raises(updates.NothingToReplyTo):
            updates.reply_to_ask(update=asked, reply="Or on Tuesday", by=olu, now=later)
        assert Update.objects.get().ask_reply == "It comes on Monday"

    def test_what_was_not_asked_gets_no_reply(self, check_in, mina, olu, now):
        with pytest.raises(updates.NothingToReplyTo):
            updates.reply_to_ask(update=answer(check_in, mina, now), reply="Hello", by=olu, now=now)

    def test_the_lead_replies_on_a_page(self, asked, olu, browser_of):
        response = browser_of(olu).post(reverse("reply-to-ask", args=[asked.pk]), {"reply": "On Monday"}, follow=True)

        assert "Your reply stands beside what Sale Larder asked for." in response.content.decode()
        again = browser_of(olu).post(reverse("reply-to-ask", args=[asked.pk]), {"reply": "On Tuesday"}, follow=True)
        assert "Somebody replied a moment ago. Yours was not sent." in again.content.decode()
        twice = browser_of(olu).post(reverse("reply-to-ask", args=[asked.pk]), {"reply": "On Monday"}, follow=True)
        assert "Yours was not sent." not in twice.content.decode()
        assert Update.objects.get().ask_reply == "On Monday"

    def test_an_empty_reply_is_not_sent(self, asked, olu, browser_of):
        html = browser_of(olu).post(reverse("reply-to-ask", args=[asked.pk]), {"reply": " "}).content.decode()

        assert "Fill in “Your reply”." in html
        assert Update.objects.asking_for_help().exists()

    def test_partners_read_it_and_may_not_write_it(self, asked, mina, ravi, browser_of):
        assert "A fridge" in browser_of(mina).get(reverse("update", args=[asked.pk])).content.decode()
        assert browser_of(mina).post(reverse("reply-to-ask", args=[asked.pk]), {"reply": "x"}).status_code == 403
        assert browser_of(ravi).get(reverse("update", args=[asked.pk])).status_code == 404
        assert browser_of(ravi).post(reverse("reply-to-ask", args=[asked.pk]), {"reply": "x"}).status_code == 404

    def test_another_partner_of_the_partnership_does_not_read_it(self, asked, pantry, browser_of):
        membership = MembershipFactory(partnership=pantry)
        user, contact = person("Bea Lowe", "partner", membership.organisation)
        SeatFactory(membership=membership, contact=contact)

        assert browser_of(user).get(reverse("update", args=[asked.pk])).status_code == 404
