"""The answer page: by the link of a mail, signed in, and written down by a lead; and nobody else."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.check_ins.actions import check_ins, updates
from partnerships.links import links
from partnerships.models import (
    ActionLink,
    CheckIn,
    Contact,
    Event,
    Measure,
    MeasureValue,
    Membership,
    Objective,
    Partnership,
    Rhythm,
    Seat,
    Update,
)

from ...conftest import person
from ...factories import MembershipFactory, SeatFactory

FULL = {
    "status": "wobbling", "changed": "Two volunteers left", "challenge": "Too few hands",
    "way_forward": "We asked around", "ask": "A fridge", "win": "Mr Lee came back",
}  # fmt: skip


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


@pytest.fixture
def last(pantry, larder_membership, mina, olu, now):
    """What Mina answered in November."""
    november = CheckIn.objects.create(
        partnership=pantry, membership=larder_membership, period="2026-11", due_on=date(2026, 11, 1)
    )
    answers = {"status": "on_track", "changed": "We moved <b>house</b>", "ask": "Some chairs"}
    update = updates.submit(check_in=november, answers=answers, by=mina.contacts.get(), now=now - timedelta(days=30))
    return updates.reply_to_ask(update=update, reply="Twelve are yours", by=olu, now=now)


def page_of(check_in, name="answer-check-in"):
    return reverse(name, args=[check_in.pk])


def follow(user, check_in, **options):
    """A browser without a session that followed the link in this person's mail."""
    link = links.make(ActionLink.Purpose.ANSWER, contact=user.contacts.get(), target_id=check_in.pk)
    browser = Client(**options)
    response = browser.get(reverse("follow-link", args=[link.token]))
    assert (response.status_code, response["Location"]) == (303, page_of(check_in))
    return browser


def text_of(response):
    return " ".join(response.content.decode().split())


class TestByLink:
    def test_the_whole_way_without_javascript(self, check_in, mina, olu, meals, last):
        browser = follow(mina, check_in, enforce_csrf_checks=True)
        page = browser.get(page_of(check_in))
        token = page.context["csrf_token"]

        response = browser.post(
            page_of(check_in), {**FULL, f"measure_{meals.pk}": "42", "csrfmiddlewaretoken": str(token)}
        )

        assert (response.status_code, response["Location"]) == (303, page_of(check_in, "answered-check-in"))
        thanks = text_of(browser.get(response["Location"]))
        assert "Thank you, Mina" in thanks
        assert "1 of 1" in thanks
        update = Update.objects.get(check_in=check_in)
        assert {name: getattr(update, name) for name in FULL} == FULL
        assert (update.by, update.entered_by, MeasureValue.objects.get().value) == (mina.contacts.get(), None, 42)

    def test_the_page_says_who_asks_and_shows_the_last_answers(self, check_in, mina, meals, last):
        page = text_of(follow(mina, check_in).get(page_of(check_in)))

        assert "Olu Adeyemi asks how Sale Larder is getting on, to know where to help. Due 1 December 2026." in page
        assert "Last time (1 November): We moved &lt;b&gt;house&lt;/b&gt;" in page
        assert "Last time (1 November): Some chairs – and we replied: Twelve are yours" in page
        assert "Last time (1 November): On track" in page
        assert "Last number: 10, on 5 January 2026." in page

    def test_fetching_changes_nothing(self, check_in, mina):
        browser = follow(mina, check_in)
        before = (Event.objects.count(), CheckIn.objects.values().get())

        for page in ("answer-check-in", "skip-check-in", "answered-check-in"):
            browser.get(page_of(check_in, page))
            browser.head(page_of(check_in, page))
        assert browser.get(page_of(check_in, "open-check-in")).status_code == 405

        assert (Event.objects.count(), CheckIn.objects.values().get()) == before

    def test_it_needs_six_queries_at_most(self, check_in, mina, meals, last):
        browser = follow(mina, check_in)

        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(page_of(check_in))

        assert len(queries) <= 6, [query["sql"][:120] for query in queries]

    def test_a_sent_form_without_the_csrf_token_is_refused(self, check_in, mina):
        browser = follow(mina, check_in, enforce_csrf_checks=True)

        assert browser.post(page_of(check_in), FULL).status_code == 403
        assert not Update.objects.exists()

    def test_an_error_loses_nothing(self, check_in, mina, meals):
        typed = {**FULL, "status": "", f"measure_{meals.pk}": "lots"}

        response = follow(mina, check_in).post(page_of(check_in), typed)

        page = text_of(response)
        assert "<title>Error: How is it going?" in page
        assert "Choose how it is going." in page
        assert "Type a number, like 12, 3.5 or 1,250." in page
        assert [words in page for words in (*FULL.values(), "lots")] == [True] * 7
        assert not Update.objects.exists()

    def test_only_the_status_is_needed(self, check_in, mina):
        follow(mina, check_in).post(page_of(check_in), {"status": "on_track", "nothing_changed": "on"})

        update = Update.objects.get()
        assert (update.status, update.nothing_changed, update.changed) == ("on_track", True, "")

    def test_a_link_of_another_check_in_opens_nothing(self, check_in, last, mina):
        browser = follow(mina, last.check_in)
        browser.cookies["link"]["path"] = "/"

        assert browser.get(page_of(check_in)).status_code == 404
        assert browser.post(page_of(check_in), FULL).status_code == 404
        assert not Update.objects.filter(check_in=check_in).exists()

    @pytest.mark.parametrize("ended", ["expires_at", "revoked_at"])
    def test_an_expired_or_revoked_link_opens_nothing(self, check_in, mina, ended):
        browser = follow(mina, check_in)
        ActionLink.objects.update(**{ended: timezone.now() - timedelta(seconds=1)})

        assert browser.post(page_of(check_in), FULL).status_code == 404
        assert not Update.objects.exists()

    def test_who_gave_up_the_seat_gets_a_kind_sentence(self, check_in, mina, today):
        browser = follow(mina, check_in)
        Seat.objects.filter(contact=mina.contacts.get()).update(to_on=today)

        response = browser.post(page_of(check_in), FULL)

        assert response.status_code == 409
        assert "You no longer answer for Sale Larder here." in text_of(response)
        assert not Update.objects.exists()


class TestTooLate:
    def test_after_a_colleague_a_kind_sentence_and_what_was_typed(self, check_in, mina, now):
        user, contact = person("Sam Okoro", "partner", check_in.membership.organisation)
        SeatFactory(membership=check_in.membership, contact=contact)
        browser = follow(user, check_in)
        updates.submit(check_in=check_in, answers={"status": "on_track"}, by=mina.contacts.get(), now=now)

        page = text_of(browser.post(page_of(check_in), FULL))

        assert "Mina Patel answered this on 1 December 2026. Thank you – there is nothing left to do." in page
        assert [words in page for words in list(FULL.values())[1:]] == [True] * 5
        assert Update.objects.get().status == "on_track"

    def test_sent_twice_by_the_same_person_it_is_thanked_twice_and_kept_once(self, check_in, mina):
        browser = follow(mina, check_in)
        for _ in range(2):
            response = browser.post(page_of(check_in), FULL)
            assert (response.status_code, response.url) == (303, page_of(check_in, "answered-check-in"))

        assert Update.objects.count() == 1

    def test_another_number_of_theirs_is_not_taken_for_the_same(self, check_in, mina, meals):
        browser = follow(mina, check_in)
        codes = [
            browser.post(page_of(check_in), {**FULL, f"measure_{meals.pk}": number}).status_code
            for number in ("42", "42", "43")
        ]

        assert codes == [303, 303, 409]

    def test_other_words_of_theirs_are_not_taken_for_the_same(self, check_in, mina):
        browser = follow(mina, check_in)
        browser.post(page_of(check_in), FULL)

        other = browser.post(page_of(check_in), {**FULL, "changed": "Something else"})

        assert other.status_code == 409
        assert ["You answered this on" in text_of(other), "Something else" in text_of(other)] == [True, True]

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"state": "skipped", "skip_reason": "Holidays"}, "was skipped on 1 December 2026: “Holidays”"),
            ({"state": "withdrawn"}, "We no longer ask for this answer."),
        ],
    )  # fmt: skip
    def test_a_closed_check_in_says_so_kindly(self, check_in, mina, now, change, sentence):
        browser = follow(mina, check_in)
        CheckIn.objects.update(closed_at=now, **change)

        assert sentence in text_of(browser.get(page_of(check_in)))
        assert sentence in text_of(browser.post(page_of(check_in), FULL))
        assert not Update.objects.exists()

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [("paused", "is taking a break"), ("ended", "has ended. Thank you for being part of it")],
    )
    def test_so_does_a_partnership_that_rests_or_is_over(self, check_in, mina, change, sentence):
        browser = follow(mina, check_in)
        Partnership.objects.update(state=change)

        assert sentence in text_of(browser.post(page_of(check_in), FULL))
        assert not Update.objects.exists()

    def test_an_organisation_that_left_is_thanked(self, check_in, mina):
        browser = follow(mina, check_in)
        Membership.objects.filter(pk=check_in.membership_id).update(stage="left")

        assert "You no longer answer for Sale Larder here." in text_of(browser.post(page_of(check_in), FULL))
        assert not Update.objects.exists()


class TestSignedIn:
    def test_a_partner_answers_for_their_organisation(self, check_in, mina, browser_of):
        response = browser_of(mina).post(page_of(check_in), FULL)

        assert response.status_code == 303
        assert Update.objects.get().by == mina.contacts.get()

    def test_it_needs_six_queries_at_most(self, check_in, mina, meals, last, browser_of):
        browser = browser_of(mina)

        with CaptureQueriesContext(connection) as queries:
            browser.get(page_of(check_in))

        assert len(queries) <= 6, [query["sql"][:120] for query in queries]

    def test_a_lead_writes_it_down_for_them(self, check_in, mina, olu, browser_of):
        response = browser_of(olu).post(page_of(check_in), {**FULL, "said_by": mina.contacts.get().pk}, follow=True)

        assert response.redirect_chain == [(reverse("check-ins", args=[check_in.partnership_id]), 302)]
        update = Update.objects.get()
        assert (update.by, update.entered_by) == (mina.contacts.get(), olu)
        assert Event.objects.get().by_user == olu

    def test_a_lead_stays_within_the_pages_of_the_partnership_and_sees_whom_to_ring(
        self, check_in, mina, olu, browser_of
    ):
        Contact.objects.filter(user=mina).update(phone="0161 496 0001")
        skip = reverse("skip-check-in", args=[check_in.pk])
        for url in (page_of(check_in), skip):
            page = browser_of(olu).get(f"{url}?for-them").content.decode()
            assert reverse("partnership", args=[check_in.partnership_id]) in page
            assert 'aria-label="You are here"' in page
            assert ('href="tel:01614960001"' in page) == (url != skip)
        assert 'aria-label="You are here"' not in browser_of(mina).get(page_of(check_in)).content.decode()

    def test_a_lead_names_only_people_of_that_organisation(self, check_in, mina, olu, browser_of):
        browser_of(olu).post(page_of(check_in), {**FULL, "said_by": olu.contacts.get().pk})

        assert not Update.objects.exists()

    def test_a_lead_who_followed_a_partners_link_still_writes_under_their_own_name(
        self, check_in, mina, olu, browser_of
    ):
        browser = browser_of(olu)
        link = links.make(ActionLink.Purpose.ANSWER, contact=mina.contacts.get(), target_id=check_in.pk)
        browser.get(reverse("follow-link", args=[link.token]))

        browser.post(page_of(check_in) + "?for-them", FULL)

        assert Update.objects.get().entered_by == olu

    def test_the_lead_answers_for_the_host_in_their_own_name(self, check_in, host_membership, olu, browser_of):
        own = CheckIn.objects.create(
            partnership=check_in.partnership, membership=host_membership, period="2026-12", due_on=check_in.due_on
        )

        browser_of(olu).post(page_of(own), FULL)

        assert (Update.objects.get().by, Update.objects.get().entered_by) == (olu.contacts.get(), None)


class TestNobodyElse:
    PAGES = ("answer-check-in", "skip-check-in", "open-check-in", "answered-check-in")

    def codes(self, browser, check_in):
        return {browser.post(page_of(check_in, page), {**FULL, "reason": "x"}).status_code for page in self.PAGES}

    def untouched(self, check_in):
        fresh = CheckIn.objects.get(pk=check_in.pk)
        return (fresh.state, fresh.opened_at, Update.objects.count()) == ("open", None, 0)

    def test_a_stranger_does_not_learn_that_the_check_in_exists(self, check_in, ravi, browser_of):
        missing = CheckIn(pk=check_in.pk + 999)
        strangers = [Client(), browser_of(ravi)]

        assert [self.codes(browser, check_in) for browser in strangers] == [{404}, {404}]
        for browser in strangers:
            bodies = [browser.get(page_of(row)).content for row in (check_in, missing)]
            assert bodies[0] == bodies[1]
        assert self.untouched(check_in)

    def test_another_partner_of_the_same_partnership_gets_404(self, check_in, pantry, browser_of):
        membership = MembershipFactory(partnership=pantry)
        user, contact = person("Bea Lowe", "partner", membership.organisation)
        SeatFactory(membership=membership, contact=contact)

        assert self.codes(browser_of(user), check_in) == {404}
        assert self.untouched(check_in)

    def test_a_colleague_who_only_observes_gets_403(self, check_in, mina, browser_of):
        Seat.objects.filter(contact=mina.contacts.get()).update(authority="observes")

        assert self.codes(browser_of(mina), check_in) == {403}
        assert self.untouched(check_in)

    def test_a_viewer_gets_403(self, check_in, ada, browser_of):
        ada.role = ada.Role.VIEWER
        ada.save()

        assert self.codes(browser_of(ada), check_in) == {403}
        assert self.untouched(check_in)


class TestOpening:
    def test_the_first_press_is_noted_once(self, check_in, mina):
        browser = follow(mina, check_in)

        assert browser.post(page_of(check_in, "open-check-in")).status_code == 204
        first = CheckIn.objects.get().opened_at
        browser.post(page_of(check_in, "open-check-in"))

        assert first is not None
        assert CheckIn.objects.get().opened_at == first

    def test_it_needs_the_csrf_token(self, check_in, mina):
        browser = follow(mina, check_in, enforce_csrf_checks=True)

        assert browser.post(page_of(check_in, "open-check-in")).status_code == 403
        assert CheckIn.objects.get().opened_at is None

    def test_a_lead_who_looks_has_not_opened_it_for_them(self, check_in, olu, browser_of):
        browser_of(olu).post(page_of(check_in, "open-check-in"))

        assert CheckIn.objects.get().opened_at is None


class TestSkipping:
    def test_a_partner_skips_with_a_reason_from_the_link(self, check_in, mina, now):
        Rhythm.objects.create(partnership=check_in.partnership, first_due_on=date(2026, 12, 1))
        browser = follow(mina, check_in)

        response = browser.post(page_of(check_in, "skip-check-in"), {"reason": "Closed for the holidays"}, follow=True)

        assert response.redirect_chain == [(page_of(check_in), 303)]
        assert "“Closed for the holidays”. That is fine" in text_of(response)
        assert "The next answer is due 1 January 2027." in text_of(response)
        stored = CheckIn.objects.get()
        assert (stored.state, stored.skip_reason) == ("skipped", "Closed for the holidays")
        assert str(Event.objects.get()) == "Sale Larder skipped the check-in due 1 December 2026"

    def test_a_reason_is_needed(self, check_in, mina):
        response = follow(mina, check_in).post(page_of(check_in, "skip-check-in"), {"reason": ""})

        assert "Fill in “Why skip this one?”." in text_of(response)
        assert CheckIn.objects.get().is_open

    def test_a_second_press_is_answered_as_the_first_and_another_reason_is_given_back(self, check_in, mina):
        browser, page = follow(mina, check_in), page_of(check_in, "skip-check-in")
        places = [browser.post(page, {"reason": "Closed for the holidays"})["Location"] for _ in range(2)]
        assert places == [page_of(check_in)] * 2
        late = browser.post(page, {"reason": "The boiler broke"})
        assert (late.status_code, "The boiler broke" in text_of(late)) == (409, True)

    def test_a_lead_skips_it_for_them(self, check_in, olu, browser_of):
        response = browser_of(olu).post(page_of(check_in, "skip-check-in"), {"reason": "They moved"})

        assert response["Location"] == reverse("check-ins", args=[check_in.partnership_id])
        assert (CheckIn.objects.get().state, Event.objects.get().by_user) == ("skipped", olu)

    def test_what_was_answered_cannot_be_skipped(self, check_in, mina, now):
        updates.submit(check_in=check_in, answers={"status": "stuck"}, by=mina.contacts.get(), now=now)

        with pytest.raises(check_ins.NotAsked):
            check_ins.skip(check_in=CheckIn.objects.get(), reason="Late", by=mina, now=now)
        response = follow(mina, check_in).post(page_of(check_in, "skip-check-in"), {"reason": "Late"})
        assert response.status_code == 409
        assert CheckIn.objects.get().state == "answered"
