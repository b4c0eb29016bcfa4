"""The ledger: promises both ways, how they end, how many were kept, and the host's word first."""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse

from partnerships import signs
from partnerships.check_ins.actions import updates
from partnerships.commitments import actions as commitments
from partnerships.commitments.ledger import Ledger
from partnerships.models import AgreementVersion, Commitment, Seat

from ...communications.engine.machine import ask as asked_of

DAY = timedelta(days=1)


def make(from_, olu, now, *, to=None, what="A key to the hall", due_on=None):
    return commitments.make(
        partnership=from_.partnership, version=None, from_membership=from_, to_membership=to, what=what,
        due_on=due_on, by=olu, now=now,
    )  # fmt: skip


def settle(promise, state, olu, now, evidence="Because"):
    return commitments.settle(commitment=promise, state=state, evidence=evidence, by=olu, now=now)


@pytest.fixture
def late(olu, mina, host_membership, larder_membership, today, now):
    """What the council promised the larder for nine days ago."""
    return make(host_membership, olu, now, to=larder_membership, due_on=today - 9 * DAY)


@pytest.fixture
def ask(mina, larder_membership, today, now):
    """What Mina asked for in a check-in."""
    answers = {"status": "wobbling", "ask": "Could somebody lend us a van?"}
    check_in = asked_of(larder_membership, today)
    return updates.submit(check_in=check_in, answers=answers, by=mina.contacts.get(), now=now)


def text(response):
    return " ".join(response.content.decode().split())


class TestTheLedger:
    def test_counts_what_has_come_due_and_how_it_ended(self, olu, host_membership, larder_membership, today, now, late):
        settle(make(host_membership, olu, now, what="Tables"), "kept", olu, now)
        settle(make(host_membership, olu, now, what="Chairs"), "not-kept", olu, now)
        settle(make(host_membership, olu, now, what="Cups"), "released", olu, now)
        make(larder_membership, olu, now, what="Lunch", due_on=today + DAY)
        host, partners = Ledger(late.partnership, today=today).sides
        assert (host.rate.kept, host.rate.not_kept, host.rate.overdue, host.rate.to_come) == (1, 1, 1, 0)
        assert (partners.rate.due, partners.rate.to_come) == (0, 1)

    def test_puts_the_overdue_first_and_the_settled_last(self, olu, host_membership, today, now, late):
        settle(make(host_membership, olu, now, what="Tables"), "kept", olu, now)
        make(host_membership, olu, now, what="Soon", due_on=today + DAY)
        host, _ = Ledger(late.partnership, today=today).sides
        assert [promise.what for promise in host.promises] == ["A key to the hall", "Soon", "Tables"]

    def test_shows_only_the_open_ones_when_asked(self, olu, host_membership, today, now, late):
        settle(make(host_membership, olu, now, what="Tables"), "kept", olu, now)
        host, _ = Ledger(late.partnership, today=today, only="open").sides
        assert [promise.what for promise in host.promises] == ["A key to the hall"]
        assert host.rate.kept == 1

    def test_says_what_to_do_while_nothing_is_promised(self, olu, pantry, browser_of):
        page = browser_of(olu).get(reverse("promises", args=[pantry.pk]))
        assert "No promise yet" in text(page)

    def test_a_partner_reads_the_same_list_and_settles_only_their_own(self, mina, larder_membership, late, browser_of):
        page = text(browser_of(mina).get(reverse("promises", args=[late.partnership_id])))
        assert "A key to the hall" in page
        assert "Mark as kept" not in page

    def test_costs_the_same_at_three_and_at_sixty_rows(
        self, olu, pantry, host_membership, larder_membership, now, browser_of, django_assert_num_queries
    ):
        browser, address = browser_of(olu), reverse("promises", args=[pantry.pk])

        def cost(count):
            for number in range(count):
                make(host_membership, olu, now, to=larder_membership, what=f"Thing {number}")
            with django_assert_num_queries(5):
                browser.get(address)

        cost(3)
        cost(57)


class TestHowItEnds:
    def test_a_lead_writes_down_why_it_was_not_kept(self, olu, late, browser_of):
        words = {"state": "not-kept", "evidence": "The hall was sold."}
        browser_of(olu).post(reverse("settle-commitment", args=[late.pk]), words)
        late.refresh_from_db()
        assert (late.state, late.evidence) == ("not-kept", "The hall was sold.")
        assert [str(e) for e in late.partnership.events.filter(kind="commitment.not_kept")] == [
            "Trafford Council could not keep a promise: A key to the hall"
        ]

    def test_not_kept_without_a_reason_asks_for_one_and_keeps_the_choice(self, olu, late, browser_of):
        page = browser_of(olu).post(reverse("settle-commitment", args=[late.pk]), {"state": "not-kept"})
        assert "Say why, so that everybody understands it later." in text(page)
        assert "checked" in text(page)
        late.refresh_from_db()
        assert late.is_open

    def test_who_was_promised_may_release_and_nothing_else(self, mina, late, browser_of):
        browser, address = browser_of(mina), reverse("settle-commitment", args=[late.pk])
        refused = browser.post(address, {"state": "kept"})
        assert "Choose one of the answers." in text(refused)
        browser.post(address, {"state": "released", "evidence": "We found one."})
        late.refresh_from_db()
        assert late.state == "released"

    def test_an_observer_releases_nobody(self, mina, late, browser_of):
        Seat.objects.filter(contact__user=mina).update(authority="observes")
        assert browser_of(mina).get(reverse("settle-commitment", args=[late.pk])).status_code == 403

    def test_the_second_of_two_who_settle_it_hears_who_was_first(self, olu, late, browser_of, now):
        twin = Commitment.objects.get(pk=late.pk)
        settle(late, "kept", olu, now)
        with pytest.raises(commitments.AlreadySettled, match="marked “kept” before"):
            settle(twin, "not-kept", olu, now)
        late.refresh_from_db()
        assert late.state == "kept"
        page = browser_of(olu).get(reverse("settle-commitment", args=[late.pk]), follow=True)
        assert "marked “kept” before" in text(page)


class TestWhatAPartnerAsksFor:
    def test_becomes_the_hosts_promise_with_its_words_and_a_day(self, olu, ask, browser_of):
        browser, address = browser_of(olu), reverse("promise-ask", args=[ask.pk])
        assert "Could somebody lend us a van?" in text(browser.get(address))
        browser.post(address, {"what": "A van on Mondays", "kind": "transport", "due_on": "1 March 2027"})
        promise = ask.promises.get()
        assert (promise.from_membership.organisation.name, str(promise.to_membership.organisation)) == (
            "Trafford Council", "Sale Larder",
        )  # fmt: skip
        assert promise.origin == "Check-in due 1 December 2026"

    def test_is_promised_once(self, olu, ask, browser_of, now, today):
        words = {"what": "A van", "kind": "", "due_on": today, "by": olu, "now": now}
        commitments.promise_what_was_asked(update=ask, **words)
        with pytest.raises(commitments.AlreadyPromised):
            commitments.promise_what_was_asked(update=ask, **words)
        page = browser_of(olu).get(reverse("promise-ask", args=[ask.pk]), follow=True)
        assert "This is promised already" in text(page)
        assert ask.promises.count() == 1

    def test_the_host_promises_nothing_to_itself(self, olu, host_membership, today, now):
        update = updates.submit(
            check_in=asked_of(host_membership, today), answers={"status": "stuck", "ask": "Money"},
            by=olu.contacts.get(), now=now,
        )  # fmt: skip
        with pytest.raises(commitments.NotBinding):
            commitments.promise_what_was_asked(update=update, what="x", kind="", due_on=None, by=olu, now=now)


class TestTheHostsLateWordComesFirst:
    def test_on_the_page_that_asks_a_partner_something(self, mina, larder_membership, late, today, browser_of):
        check_in = asked_of(larder_membership, today + DAY)
        Commitment.objects.filter(pk=late.pk).update(due_on="2020-01-01")
        page = text(browser_of(mina).get(reverse("answer-check-in", args=[check_in.pk])))
        assert page.index("We are late with what we promised you") < page.index("A key to the hall")
        assert page.index("A key to the hall") < page.index("<form")

    def test_on_the_partners_page_of_the_partnership(self, mina, late, browser_of):
        Commitment.objects.filter(pk=late.pk).update(due_on="2020-01-01")
        assert "We are late with what we promised you" in text(
            browser_of(mina).get(late.partnership.get_absolute_url())
        )

    def test_but_not_to_somebody_it_was_not_promised_to(self, olu, late, today):
        others = [late.from_membership_id]
        assert list(Commitment.objects.owed_by_host(others, today)) == []

    def test_a_promise_says_of_itself_whether_it_is_owed_as_the_list_does(
        self, in_force, host_membership, larder_membership, today
    ):
        shared = AgreementVersion.objects.create(agreement=in_force.agreement, number=2, state="shared")
        sides = (None, host_membership, larder_membership)
        for number, (version, giver, taker, due_on, state) in enumerate(
            product((None, in_force, shared), sides[1:], sides, (None, today - DAY, today), ("open", "kept"))
        ):
            if giver != taker:
                Commitment.objects.create(
                    partnership=in_force.agreement.partnership, version=version, from_membership=giver,
                    to_membership=taker, what=f"Promise {number}", due_on=due_on, state=state,
                )  # fmt: skip
        for member in sides[1:]:
            listed = set(Commitment.objects.owed_by_host([member.pk], today))
            assert {promise for promise in Commitment.objects.all() if promise.is_owed_to(member, today)} == listed
        # To the larder and to everybody, beside the agreement and in force.
        assert len(listed) == 4

    def test_and_on_the_leads_morning_page(self, olu, late, now):
        found = [sign for sign in signs.seen_by(olu, now=now) if sign.group == "promise"]
        assert [(sign.sentence, sign.url) for sign in found] == [
            ("We are late with a promise", reverse("promises", args=[late.partnership_id]))
        ]

    def test_a_partners_late_promise_is_their_own(self, olu, larder_membership, today, now):
        make(larder_membership, olu, now, what="Lunch", due_on=today - DAY)
        found = [sign for sign in signs.seen_by(olu, now=now) if sign.group == "promise"]
        assert [sign.sentence for sign in found] == ["Sale Larder is late with a promise"]
