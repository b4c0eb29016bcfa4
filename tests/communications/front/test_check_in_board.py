"""The board: who was asked, who opened, who answered, and whom to call."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communications.models import Delivery
from partnerships.check_ins.actions import check_ins, updates
from partnerships.models import CheckIn, Rhythm

from ...clock import NOW
from ...factories import ContactFactory, MembershipFactory, SeatFactory


@pytest.fixture
def today():
    return NOW.date()


@pytest.fixture
def page(pantry, olu):
    return reverse("check-ins", args=[pantry.pk])


def ask(membership, due_on):
    return CheckIn.objects.create(
        partnership=membership.partnership, membership=membership, period=f"{due_on:%d%m%y}", due_on=due_on
    )


def answer(check_in, status, **words):
    at = timezone.make_aware(datetime.combine(check_in.due_on, time(9)))
    return updates.submit(check_in=check_in, answers={"status": status, **words}, by=None, now=at)


def seat(membership, **contact):
    return SeatFactory(
        membership=membership,
        contact=ContactFactory(organisation=membership.organisation, **contact),
        authority="decides",
    )


def text_of(response):
    return " ".join(response.content.decode().split())


def test_before_there_is_a_rhythm_the_page_leads_to_setting_one(page, pantry, olu, browser_of):
    html = text_of(browser_of(olu).get(page))

    assert "Ask your partners how it is going" in html
    assert f'href="{reverse("set-rhythm", args=[pantry.pk])}"' in html


def test_a_partner_is_not_led_there(page, pantry, mina, browser_of):
    html = text_of(browser_of(mina).get(page))

    assert "No check-ins yet" in html
    assert reverse("set-rhythm", args=[pantry.pk]) not in html


def test_before_the_first_round_it_says_when_that_is(page, pantry, olu, today, browser_of):
    Rhythm.objects.create(partnership=pantry, unit="week", first_due_on=today + timedelta(days=20))
    check_ins.open_due(now=NOW)

    html = text_of(browser_of(olu).get(page))

    assert "Nothing to answer yet" in html
    assert "in 2 weeks." in html


def test_each_organisation_shows_how_far_it_is(
    page, pantry, olu, larder_membership, host_membership, today, browser_of
):
    late, skipped = (MembershipFactory(partnership=pantry) for _ in range(2))
    due_on = today - timedelta(days=9)
    rows = {membership: ask(membership, due_on) for membership in (larder_membership, host_membership, late, skipped)}
    answer(rows[larder_membership], "wobbling")
    check_ins.skip(check_in=rows[skipped], reason="Holidays", by=olu, now=NOW)
    CheckIn.objects.filter(pk=rows[late].pk).update(opened_at=NOW)
    seat(late, name="Bea Lowe", phone="0161 496 0123")
    seat(late, name="Cy Marsh")
    Delivery.objects.create(
        notice="check-in", dedupe_key="1", contact=ContactFactory(), partnership=pantry, check_in=rows[late],
        state="sent", not_before=NOW, ended_at=timezone.make_aware(datetime.combine(due_on, time(8))),
    )  # fmt: skip

    response = browser_of(olu).get(page)

    shown = {row.check_in.membership: row for row in response.context["rows"]}
    assert {membership: row.mark for membership, row in shown.items()} == {
        larder_membership: "wobbling", host_membership: "overdue", late: "overdue", skipped: "skipped",
    }  # fmt: skip
    assert (shown[late].days_overdue, shown[late].call.name) == (9, "Bea Lowe")
    assert shown[late].check_in.sent_at.date() == due_on
    assert response.context["tally"] == {"asked": 4, "answered": 1, "overdue": 2, "skipped": 1, "waiting": 0}
    html = text_of(response)
    assert 'Call Bea Lowe: <a href="tel:01614960123">0161 496 0123</a>' in html
    assert "Skipped: Holidays" in html
    assert "9 days overdue" in html


def test_nobody_is_called_before_a_week(page, olu, larder_membership, mina, today, browser_of):
    ask(larder_membership, today - timedelta(days=6))

    assert "Mina Patel" not in text_of(browser_of(olu).get(page))


def test_what_waits_for_our_reply_stands_first(page, olu, larder_membership, today, browser_of):
    update = answer(ask(larder_membership, today - timedelta(days=60)), "stuck", ask="A fridge")
    answer(ask(larder_membership, today), "on_track")

    html = text_of(browser_of(olu).get(page))
    assert "A fridge" in html
    assert f'href="{reverse("reply-to-ask", args=[update.pk])}"' in html

    updates.reply_to_ask(update=update, reply="On Monday", by=olu, now=NOW)
    assert "Waiting for our reply" not in text_of(browser_of(olu).get(page))


def test_a_partner_sees_their_own_organisation_only(page, larder_membership, host_membership, mina, today, browser_of):
    own, theirs = ask(larder_membership, today), ask(host_membership, today)
    answer(theirs, "stuck", ask="Patience")

    html = text_of(browser_of(mina).get(page))

    assert f'href="{reverse("answer-check-in", args=[own.pk])}"' in html
    assert ("Trafford Council" in html, "Patience" in html, "Sent" in html) == (False, False, False)


def test_a_viewer_sees_everything_and_is_offered_nothing(page, ada, larder_membership, today, browser_of):
    check_in = ask(larder_membership, today)
    ada.role = ada.Role.VIEWER
    ada.save()

    html = text_of(browser_of(ada).get(page))

    assert "Sale Larder" in html
    assert reverse("answer-check-in", args=[check_in.pk]) not in html


def test_a_stranger_does_not_learn_that_there_is_a_board(page, ravi, browser_of):
    assert browser_of(ravi).get(page).status_code == 404


def test_the_picture_shows_six_rounds_oldest_first_and_a_word_in_every_cell(
    page, olu, larder_membership, host_membership, today, browser_of
):
    days = [today - timedelta(weeks=n) for n in range(8)]
    for number, day in enumerate(days):
        answer(ask(larder_membership, day), ["on_track", "wobbling", "stuck"][number % 3])
    ask(host_membership, days[1])

    first = browser_of(olu).get(page)
    shown, organisations = first.context["picture"]
    second = browser_of(olu).get(page, {"after": first.context["page"].after})

    assert shown == sorted(days[:6])
    assert [(str(m.organisation), [row and row.mark for row in rows]) for m, rows in organisations] == [
        ("Sale Larder", ["stuck", "wobbling", "on_track", "stuck", "wobbling", "on_track"]),
        ("Trafford Council", [None, None, None, None, "overdue", None]),
    ]
    html = text_of(first)
    words = ('visually-hidden">Not asked', 'pill-care">Late', 'visually-hidden">Wobbling')
    assert [html.count(word) for word in words] == [5, 1, 2]
    assert second.context["picture"][0] == sorted(days[6:])
    assert second.context["page"].after is None


def test_an_earlier_round_opens_by_its_day(page, olu, larder_membership, today, browser_of):
    for day in (today, today - timedelta(days=30)):
        ask(larder_membership, day)

    opened = browser_of(olu).get(page, {"round": (today - timedelta(days=30)).isoformat()})
    unknown = browser_of(olu).get(page, {"round": "yesterday"})

    assert opened.context["due_on"] == today - timedelta(days=30)
    assert unknown.context["due_on"] == today


@pytest.mark.parametrize("who", ["olu", "mina"])
def test_three_and_sixty_organisations_take_the_same_eight_queries_at_most(
    page, pantry, larder_membership, today, browser_of, request, who
):
    browser = browser_of(request.getfixturevalue(who))
    Rhythm.objects.create(partnership=pantry, first_due_on=date(2026, 1, 1))

    def more(count):
        for membership in [MembershipFactory(partnership=pantry) for _ in range(count)]:
            seat(membership, phone="0161 496 0123")
            for weeks in range(1, 8):
                ask(membership, today - timedelta(weeks=weeks, days=1))
            answer(ask(membership, today), "stuck", ask="Help")

    taken = []
    ask(larder_membership, today - timedelta(weeks=1, days=1))
    for count in (2, 57):
        more(count)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page, {"round": (today - timedelta(days=8)).isoformat()}).context["rows"]
        taken.append(len(queries))

    assert taken[0] == taken[1] <= 8
