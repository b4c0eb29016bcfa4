from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from communications.front import partner_home
from communications.models import Celebration
from partnerships import events
from partnerships.endings.actions import pauses
from partnerships.models import (
    Agreement,
    AgreementVersion,
    CheckIn,
    Commitment,
    Ending,
    Event,
    Membership,
    Objective,
    Partnership,
    Rhythm,
)

from ...clock import NOW
from ...factories import MembershipFactory, SeatFactory


@pytest.fixture
def page_of(browser_of, pantry):
    def look(user):
        return browser_of(user).get(reverse("partnership", args=[pantry.pk]))

    return look


@pytest.fixture
def day():
    """The page reads the clock, so its rows stand relative to today."""
    return NOW.date()


def version(pantry, state, **fields):
    agreement, _ = Agreement.objects.get_or_create(partnership=pantry)
    return AgreementVersion.objects.create(
        agreement=agreement, state=state, number=agreement.versions.count() + 1, **fields
    )


def promise(from_, what, *, to=None, due_on=None):
    return Commitment.objects.create(
        partnership=from_.partnership, from_membership=from_, to_membership=to, what=what, due_on=due_on
    )


def objective(pantry, measured=True):
    found = Objective.objects.create(partnership=pantry, title="60 people eat together")
    if measured:
        numbers = {"baseline": 20, "target": 60, "baseline_on": "2026-01-01"}
        found.measures.create(name="Guests", unit="people", source="Sheet", **numbers)
    return found


# --- Everybody -------------------------------------------------------------------------------------------


def test_the_page_shows_need_vision_members_objectives_milestones_news_and_story(
    page_of, olu, mina, pantry, larder_membership, day, now
):
    version(pantry, "in-force", vision="Everybody has company at lunch.", in_force_at=now)
    guests = objective(pantry).measures.get()
    guests.values.create(on=day, value=40)
    pantry.milestones.create(title="First lunch club opens", due_on=day + timedelta(days=30))
    Celebration.objects.create(
        partnership=pantry, title="The oven works", body="Hooray.", state="published", published_at=now
    )
    Celebration.objects.create(partnership=pantry, title="Only a draft", body="Hush.")
    for user in (olu, mina):
        page = page_of(user).content.decode()
        for words in (
            "Nobody should eat alone",
            "Everybody has company at lunch.",
            "Sale Larder",
            "40 people: 50% of the way from 20 to 60.",
            "First lunch club opens",
            "The oven works",
        ):
            assert words in page
        assert "Only a draft" not in page


def test_a_draft_of_good_news_is_no_news_yet(page_of, olu, pantry):
    Celebration.objects.create(partnership=pantry, title="Only a draft", body="Hush.")
    assert page_of(olu).context["overview"].good_news is None


def test_a_shared_vision_is_shown_and_a_draft_is_not(page_of, olu, mina, pantry):
    draft = version(pantry, "draft", vision="A first thought")
    assert "A first thought" not in page_of(olu).content.decode()
    AgreementVersion.objects.filter(pk=draft.pk).update(state="shared", vision="Our shared thought")
    assert "Our shared thought" in page_of(mina).content.decode()


def test_an_old_status_is_not_shown_as_if_it_were_fresh(page_of, olu, mina, pantry, larder_membership, day):
    said_at = NOW - timedelta(days=40)
    for days, word in [(-1, "not_known"), (1, "on_track")]:
        until = NOW + timedelta(days=days)
        row = Membership.objects.filter(pk=larder_membership.pk)
        row.update(status="on_track", status_at=said_at, status_until=until)
        page = page_of(olu)
        assert [m.status_now for m in page.context["overview"].members if m.pk == larder_membership.pk] == [word]
        assert ("last heard on" in page.content.decode()) == (word == "not_known")


def test_who_rests_shows_the_rest_and_no_status(page_of, olu, larder_membership, now):
    pauses.pause_membership(
        membership=larder_membership, reason="Snow", back_on=date(2027, 2, 1), by=olu, now=now
    )  # fmt: skip
    page = " ".join(page_of(olu).content.decode().split())
    assert 'Resting</span> <span class="muted">since 1 Dec, back on 1 Feb' in page


def test_beside_what_they_say_stands_what_is_late(page_of, olu, pantry, larder_membership, host_membership, day):
    promise(larder_membership, "Late", due_on=day - timedelta(days=1))
    promise(host_membership, "Not late", due_on=day + timedelta(days=1))
    pantry.milestones.create(title="Kitchen", owner=larder_membership, due_on=day - timedelta(days=3))
    objective = pantry.objectives.create(title="60 eat together", due_on=day + timedelta(days=50))
    for name, value in [("Lunches", 40), ("Visits", 60)]:
        measure = objective.measures.create(
            name=name, unit="a week", baseline=0, baseline_on=day - timedelta(days=50), target=100, source="Lists"
        )
        measure.values.create(value=value, on=day)
    overview = page_of(olu).context["overview"]
    assert {str(m.organisation): m.what_we_see for m in overview.members} == {
        str(host_membership.organisation): [],
        "Sale Larder": ["1 promise late", "1 milestone late"],
    }
    assert overview.what_we_see == [
        "1 promise late", "1 milestone late", "“Lunches” lags behind an even way to its target"
    ]  # fmt: skip


def test_the_hosts_overdue_promises_come_first(page_of, olu, host_membership, larder_membership, day):
    promise(larder_membership, "Larder, long overdue", due_on=day - timedelta(days=50))
    promise(larder_membership, "No day")
    promise(larder_membership, "Soon", due_on=day)
    promise(host_membership, "Host, just overdue", due_on=day - timedelta(days=1))
    promises = page_of(olu).context["overview"].promises
    assert [p.what for p in promises] == ["Host, just overdue", "Larder, long overdue", "Soon", "No day"]


def test_promises_of_a_draft_do_not_count_yet(page_of, olu, pantry, host_membership, larder_membership):
    draft = version(pantry, "draft")
    Commitment.objects.create(partnership=pantry, version=draft, from_membership=host_membership, what="Perhaps")
    assert page_of(olu).context["overview"].promises == []


def test_a_stranger_does_not_learn_that_the_partnership_exists(browser_of, ravi, pantry):
    for name in ("partnership", "story"):
        assert browser_of(ravi).get(reverse(name, args=[pantry.pk])).status_code == 404


def test_somebody_whose_seat_ended_sees_nothing_more(page_of, mina, larder_membership):
    assert page_of(mina).status_code == 200
    larder_membership.seats.update(to_on="2026-11-01")
    assert page_of(mina).status_code == 404


def test_an_administrator_sees_it_as_a_lead_does(page_of, ada, olu):
    assert page_of(ada).context["next_step"] is not None


# --- A lead's next step ----------------------------------------------------------------------------------


def step(page_of, olu):
    return page_of(olu).context["next_step"].sentence


def test_each_step_leads_to_the_next(page_of, olu, pantry, larder, host_membership, day, now):
    assert step(page_of, olu) == "Add the organisations who should be here"
    partner = MembershipFactory(partnership=pantry, organisation=larder)
    assert step(page_of, olu) == "Write the agreement together"
    written = version(pantry, "draft")
    assert step(page_of, olu) == "Share the draft of the agreement"
    AgreementVersion.objects.filter(pk=written.pk).update(state="shared", shared_at=now)
    assert step(page_of, olu) == "Waiting for you and Sale Larder to accept"
    contact = SeatFactory(membership=partner).contact
    for membership in (partner, host_membership):
        written.acceptances.create(membership=membership, accepted_by=contact, accepted_at=now)
    AgreementVersion.objects.filter(pk=written.pk).update(state="in-force", in_force_at=now)
    assert step(page_of, olu) == "Set the first objective"
    wanted = objective(pantry, measured=False)
    assert step(page_of, olu) == "Say how you will know"
    wanted.measures.create(name="G", unit="%", baseline=1, target=2, baseline_on="2026-01-01", source="Sheet")
    assert step(page_of, olu) == "Plan the next dated step"
    milestone = pantry.milestones.create(title="Open", due_on=day - timedelta(days=3))
    assert step(page_of, olu) == "Choose how often to check in"
    Rhythm.objects.create(partnership=pantry, first_due_on=day)
    assert step(page_of, olu) == f"“Open” was due {day - timedelta(days=3):%-d %B}"
    milestone.due_on = day + timedelta(days=3)
    milestone.save()
    draft = Celebration.objects.create(partnership=pantry, title="T", body="B")
    assert step(page_of, olu) == "Good news waits for you"
    draft.delete()
    late = CheckIn.objects.create(partnership=pantry, membership=partner, period="p", due_on=day - timedelta(days=1))
    assert step(page_of, olu) == "1 check-in late"
    late.delete()
    assert step(page_of, olu) == "Ask how it feels"


def test_a_paused_partnership_asks_for_nothing(page_of, olu, pantry):
    pantry.state = "paused"
    pantry.save()
    assert page_of(olu).context["next_step"] is None


def test_a_partner_is_not_told_what_leads_have_to_do(page_of, mina, olu):
    page = page_of(mina)
    assert page.context["next_step"] is None
    assert "What comes next" not in page.content.decode()


# --- A partner's three things ----------------------------------------------------------------------------


def test_a_partner_sees_their_next_three_things_the_longest_due_first(
    page_of, mina, pantry, host_membership, larder_membership, day
):
    check_in = CheckIn.objects.create(
        partnership=pantry, membership=larder_membership, period="p", due_on=day - timedelta(days=9)
    )
    CheckIn.objects.create(partnership=pantry, membership=host_membership, period="p", due_on=day - timedelta(days=99))
    shared = version(pantry, "shared", shared_at=NOW - timedelta(days=2))
    pantry.milestones.create(title="Open", owner=larder_membership, due_on=day)
    pantry.milestones.create(title="Not theirs", owner=host_membership, due_on=day - timedelta(days=80))
    promise(larder_membership, "Lend the van", to=host_membership, due_on=day + timedelta(days=1))
    page = page_of(mina)
    assert [(t.sentence, t.url, t.is_late) for t in page.context["next_things"]] == [
        ("Answer the check-in", reverse("answer-check-in", args=[check_in.pk]), True),
        ("Read and accept the agreement", reverse("accept-agreement", args=[shared.pk]), False),
        ("Open", reverse("timeline", args=[pantry.pk]), False),
    ]
    words = " ".join(page.content.decode().split())
    assert "It takes a minute. Due" in words
    assert "It waits for Sale Larder. Shared" in words
    assert "A milestone you see to. Due" in words


def test_a_promise_they_made_is_one_of_their_things(page_of, mina, host_membership, larder_membership, day):
    promise(larder_membership, "Lend the van", to=host_membership, due_on=day - timedelta(days=1))
    promise(larder_membership, "Share the rota")
    things = page_of(mina).context["next_things"]
    assert [(t.sentence, t.why, t.is_late) for t in things] == [
        ("Lend the van", "You promised it to Trafford Council.", True),
        ("Share the rota", "You promised it to everybody.", False),
    ]


def test_what_was_accepted_is_not_asked_for_again(page_of, mina, pantry, larder_membership, now):
    shared = version(pantry, "shared", shared_at=now)
    contact = mina.contacts.get()
    shared.acceptances.create(membership=larder_membership, accepted_by=contact, accepted_at=now)
    assert page_of(mina).context["next_things"] == []


def test_an_observer_is_asked_for_no_answer_and_no_acceptance(page_of, mina, pantry, larder_membership, day, now):
    version(pantry, "shared", shared_at=now)
    CheckIn.objects.create(partnership=pantry, membership=larder_membership, period="p", due_on=day)
    larder_membership.seats.update(authority="observes")
    page = page_of(mina)
    assert page.context["next_things"] == []
    assert "Nothing waits for you. Thank you." in page.content.decode()


def test_a_partner_sees_what_was_promised_to_them(page_of, mina, pantry, host_membership, larder_membership, day):
    singers = MembershipFactory(partnership=pantry, organisation__name="Urmston Singers")
    promise(singers, "To everybody", due_on=day - timedelta(days=9))
    promise(host_membership, "To the larder", to=larder_membership, due_on=day - timedelta(days=1))
    promise(host_membership, "To the singers", to=singers)
    promise(larder_membership, "By the larder")
    promised = page_of(mina).context["overview"].promised_to_me
    assert [p.what for p in promised] == ["To the larder", "To everybody"]


# --- The story -------------------------------------------------------------------------------------------


def tell(pantry, count, now):
    for number in range(count):
        Event.objects.create(
            kind="objective.set", at=now, partnership=pantry, data={"by": "Olu", "title": f"Number {number}"}
        )


def test_the_story_has_every_fact_on_exactly_one_page(browser_of, mina, pantry, now):
    tell(pantry, 120, now.replace(microsecond=123456))
    browser, url, seen = browser_of(mina), reverse("story", args=[pantry.pk]), []
    page = browser.get(url).context["page"]
    seen += [event.pk for event in page]
    while page.after:
        page = browser.get(url, {"after": page.after}).context["page"]
        seen += [event.pk for event in page]
    assert sorted(seen) == sorted(Event.objects.values_list("pk", flat=True))


def test_the_page_shows_the_latest_fifteen_facts_in_sentences(page_of, mina, pantry, now):
    tell(pantry, 16, now)
    story = page_of(mina).context["overview"].story
    assert [str(event) for event in story][:1] == ["Olu set an objective: Number 15"]
    assert len(story) == 15


def test_the_facts_of_another_partnership_stay_there(page_of, browser_of, olu, ravi, pantry, now, db):
    with transaction.atomic():
        secret = ravi.contacts.get().seats.get().membership.partnership
        events.record(events.Kind.OBJECTIVE_SET, now=now, by=ravi, partnership=secret, title="Secret")
    assert "Secret" not in page_of(olu).content.decode()
    assert "Secret" not in browser_of(olu).get(reverse("story", args=[pantry.pk])).content.decode()


# --- The cost --------------------------------------------------------------------------------------------


def fill(pantry, host, start, end, day, now):
    """Everything the page shows, once more for each number."""
    for number in range(start, end):
        member = MembershipFactory(partnership=pantry)
        SeatFactory(membership=member)
        CheckIn.objects.create(partnership=pantry, membership=member, period="p", due_on=day - timedelta(days=1))
        objective(pantry).measures.get().values.create(on=day, value=30)
        pantry.milestones.create(title=f"M{number}", owner=member, due_on=day + timedelta(days=number))
        promise(host, f"P{number}", to=member, due_on=day)
        promise(member, f"Q{number}", due_on=day)
        Celebration.objects.create(partnership=pantry, title="T", body="B", state="published", published_at=now)
    tell(pantry, end - start, now)


@pytest.mark.parametrize("who", ["olu", "mina", "ada"])
def test_the_page_asks_as_often_at_3_rows_as_at_60(
    request, browser_of, olu, mina, ada, who, pantry, host_membership, django_assert_max_num_queries, day, now
):
    browser, url = browser_of(request.getfixturevalue(who)), reverse("partnership", args=[pantry.pk])
    Rhythm.objects.create(partnership=pantry, first_due_on=day)
    version(pantry, "in-force", vision="V")
    version(pantry, "shared", vision="W", shared_at=now)
    fill(pantry, host_membership, 0, 3, day, now)
    with django_assert_max_num_queries(16) as small:
        browser.get(url)
    fill(pantry, host_membership, 3, 60, day, now)
    with django_assert_max_num_queries(16) as large:
        browser.get(url)
    assert len(small) == len(large)


# --- Ended, or at rest -----------------------------------------------------------------------------------


@pytest.fixture
def over(pantry, olu, larder_membership, mina, day):
    """It has ended, with a promise kept and one left open in the version that counted last."""
    old, last = (
        version(pantry, "ended", vision=vision, ended_on=day, end_reason="The hall was sold.")
        for vision in ("An earlier one", "Everybody has company at lunch.")
    )
    for what, of, state in [("Soup", last, "kept"), ("Bread", last, "open"), ("Long ago", old, "open")]:
        Commitment.objects.create(
            partnership=pantry, from_membership=larder_membership, what=what, version=of, state=state,
            settled_on=day if state == "kept" else None,
        )  # fmt: skip
    pantry.milestones.create(title="Never", owner=larder_membership, due_on=day)
    Ending.objects.create(partnership=pantry, reason="The hall was sold.", begun_at=NOW, ended_at=NOW)
    Partnership.objects.filter(pk=pantry.pk).update(state="ended")
    return pantry


def test_what_has_ended_keeps_what_was_agreed_and_says_why_and_until_when(over, page_of, browser_of, olu, mina):
    for user in (olu, mina):
        page = " ".join(page_of(user).content.decode().split())
        assert "Everybody has company at lunch." in page
        assert "version 2 was in force until 1 December 2026. The hall was sold." in page
        assert "Not written down yet" not in page
        assert 'Ended</span> <span class="muted">on 1 December 2026' in page
    assert "Bread" in page_of(olu).content.decode()
    ledger = browser_of(olu).get(reverse("promises", args=[over.pk])).content.decode()
    assert [what in ledger for what in ("Soup", "Bread", "Long ago")] == [True, True, False]


def test_what_has_ended_is_nobodys_next_thing(over, page_of, browser_of, mina, olu, now):
    assert page_of(mina).context["next_things"] == []
    assert partner_home.next_things(mina, today=now.date()) == []
    assert page_of(olu).context["next_step"] is None


def test_what_rests_says_why_and_until_when(page_of, olu, pantry, now):
    pauses.pause(partnership=pantry, reason="Snow on the roof", back_on=date(2027, 2, 1), by=olu, now=now)
    page = " ".join(page_of(olu).content.decode().split())
    assert 'Paused</span> <span class="muted">since 1 Dec, back on 1 Feb' in page
    assert "Snow on the roof" in page
