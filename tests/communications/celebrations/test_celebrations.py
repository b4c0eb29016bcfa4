from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from communications.celebrations import actions as celebrations
from communications.engine.relay import relay
from communications.models import Celebration, Delivery
from partnerships.models import CheckIn, Event, Objective, Update
from partnerships.plan.actions import milestones

from ...clock import LONDON
from ...factories import ContactFactory, MembershipFactory, SeatFactory
from ...urgent import urgent
from ..engine.machine import Scripted, pump_all


@pytest.fixture
def opening(pantry, larder_membership, olu, now):
    """A milestone of Sale Larder, worked on from 1 October and reached on 1 December."""
    milestone = pantry.milestones.create(
        title="First lunch club opens",
        owner=larder_membership,
        objective=Objective.objects.create(partnership=pantry, title="60 people eat together."),
        starts_on=date(2026, 10, 1),
        due_on=date(2026, 12, 20),
    )
    return milestones.reach(milestone=milestone, on=date(2026, 12, 1), by=olu, now=now)


@pytest.fixture
def draft(opening, mina, now):
    return celebrations.draft_for(milestone=opening, now=now)


@pytest.fixture
def published(draft, olu, now):
    return celebrations.publish(celebration=draft, by=olu, now=now)


def thanks(celebration):
    return [(str(c.organisation), str(c.contact or ""), c.what) for c in celebration.contributions.order_by("pk")]


def win(membership, contact, text, on, audience="named"):
    check_in = CheckIn.objects.create(
        partnership=membership.partnership, membership=membership, period=f"{on:%Y-%j}", due_on=on
    )
    return Update.objects.create(
        check_in=check_in,
        partnership=membership.partnership,
        membership=membership,
        status="on_track",
        win=text,
        win_audience=audience,
        by=contact,
        submitted_at=datetime(on.year, on.month, on.day, 23, 30, tzinfo=LONDON),
    )


def seated(membership, **days):
    return SeatFactory(membership=membership, **days).contact


# --- The draft -------------------------------------------------------------------------------------------


def test_a_draft_says_what_was_reached_when_and_for_what(draft):
    assert (draft.title, draft.state) == ("Reached: First lunch club opens", "draft")
    assert draft.body == (
        "We did it: “First lunch club opens” was reached on 1 December 2026. It brings us closer to what we set out to"
        " do: 60 people eat together. Thank you to everybody who made it happen."
    )


def test_a_milestone_has_one_draft_however_often_it_is_asked_for(opening, mina, now):
    first = celebrations.draft_for(milestone=opening, now=now)
    again = celebrations.draft_for(milestone=opening, now=now + timedelta(days=1))
    assert (again, Celebration.objects.count(), len(thanks(again))) == (first, 1, 2)


def test_the_database_holds_one_celebration_a_milestone(draft, opening):
    with pytest.raises(IntegrityError):
        Celebration.objects.create(partnership=opening.partnership, milestone=opening, title="Again", body="!")


def test_a_dismissed_draft_is_not_drafted_again(draft, opening, olu, now):
    celebrations.dismiss(celebration=draft, by=olu, now=now)
    assert celebrations.draft_for(milestone=opening, now=now).state == "dismissed"


def test_the_owner_its_people_and_whoever_told_of_a_win_or_joined_are_named(
    opening, mina, host_membership, larder_membership, now
):
    singers = MembershipFactory(partnership=opening.partnership, organisation__name="Urmston Singers")
    joined = seated(singers, contact__name="Jo New", from_on=date(2026, 11, 2))
    seated(singers, from_on=date(2026, 9, 30))
    sam = ContactFactory(organisation=singers.organisation, name="Sam Win")
    win(singers, sam, "Forty people sang\nwith us", date(2026, 12, 1))
    win(larder_membership, mina.contacts.get(), "The oven works", date(2026, 10, 1))
    draft = celebrations.draft_for(milestone=opening, now=now)
    assert thanks(draft) == [
        ("Sale Larder", "", "saw to it"),
        ("Sale Larder", "Mina Patel", "told us of a win: The oven works"),
        ("Urmston Singers", "Sam Win", "told us of a win: Forty people sang with us"),
        ("Urmston Singers", joined.name, "joined on the way, on 2 November 2026"),
    ]


def test_wins_and_seats_outside_the_days_of_the_work_are_not_counted(opening, host_membership, larder_membership, now):
    early = win(larder_membership, ContactFactory(name="Too early"), "Before", date(2026, 9, 30))
    win(larder_membership, ContactFactory(name="Too late"), "After", date(2026, 12, 2))
    Update.objects.filter(pk=early.pk).update(win="Before")
    win(larder_membership, ContactFactory(name="No win"), "", date(2026, 11, 1))
    seated(larder_membership, from_on=date(2026, 1, 1), to_on=date(2026, 9, 30))
    seated(host_membership, from_on=date(2026, 12, 2))
    assert thanks(celebrations.draft_for(milestone=opening, now=now)) == [("Sale Larder", "", "saw to it")]


def test_a_win_goes_no_further_than_its_author_said(opening, larder_membership, now):
    def tell(name, text, day, audience):
        contact = ContactFactory(name=name, organisation=larder_membership.organisation)
        win(larder_membership, contact, text, date(2026, 11, day), audience=audience)

    tell("Quiet Quinn", "Only for Olu", 1, "leads")
    tell("Shy Shula", "Somebody\nsang", 2, "unnamed")
    tell("Ann Aloud", "The oven works", 3, "named")
    draft = celebrations.draft_for(milestone=opening, now=now)
    assert draft.body.endswith("made it happen.\n\nOne of us told of this: “Somebody sang”")
    assert ("Sale Larder", "Ann Aloud", "told us of a win: The oven works") in thanks(draft)
    everything = f"{draft.body} {thanks(draft)}"
    for kept in ("Only for Olu", "Quiet Quinn", "Shy Shula"):
        assert kept not in everything


def test_a_win_without_a_name_is_told_in_one_draft(pantry, opening, larder_membership, olu, now):
    def reach(title):
        milestone = pantry.milestones.create(title=title, starts_on=date(2026, 10, 1), due_on=date(2026, 12, 20))
        milestone = milestones.reach(milestone=milestone, on=date(2026, 12, 1), by=olu, now=now)
        return celebrations.draft_for(milestone=milestone, now=now)

    win(larder_membership, None, "Somebody sang", date(2026, 11, 1), audience="unnamed")
    assert ["sang" in reach(title).body for title in ("The first", "The second")] == [True, False]


@pytest.mark.parametrize("stage", ["identified", "contacted", "not-now", "left"])
def test_nobody_is_thanked_as_if_their_organisation_took_part(opening, larder_membership, mina, stage, now):
    win(larder_membership, mina.contacts.get(), "The oven works", date(2026, 11, 1))
    win(larder_membership, mina.contacts.get(), "Somebody sang", date(2026, 11, 2), audience="unnamed")
    larder_membership.stage = stage
    larder_membership.reason = "Closed" if stage == "not-now" else ""
    larder_membership.save()
    draft = celebrations.draft_for(milestone=opening, now=now)
    assert thanks(draft) == []
    assert "sang" not in draft.body


def test_a_very_long_win_is_cut_to_fit(opening, larder_membership, now):
    win(larder_membership, ContactFactory(name="Ann"), "word " * 100, date(2026, 11, 1))
    assert len(thanks(celebrations.draft_for(milestone=opening, now=now))[-1][2]) == 255


# --- Edit, publish, put away -----------------------------------------------------------------------------


def test_a_lead_edits_the_words_and_who_is_named(browser_of, olu, draft):
    larder, person = draft.contributions.order_by("pk")
    page = browser_of(olu).post(
        reverse("edit-celebration", args=[draft.pk]),
        {
            "title": "Lunch!", "body": "We opened.", "named": [larder.pk], "then_publish": "1",
            f"thanks_{larder.pk}": "opened its doors", f"thanks_{person.pk}": "cooked",
        },
    )  # fmt: skip
    assert page.url == reverse("publish-celebration", args=[draft.pk])
    draft.refresh_from_db()
    person.refresh_from_db()
    assert (draft.title, draft.body, person.is_named) == ("Lunch!", "We opened.", False)
    assert [what for _, _, what in thanks(draft)] == ["opened its doors", "cooked"]
    assert (draft.history.first().title, draft.history.first().history_user) == ("Lunch!", olu)


def test_publishing_says_how_many_will_hear_and_that_it_cannot_be_undone(browser_of, olu, draft):
    page = browser_of(olu).get(reverse("publish-celebration", args=[draft.pk])).content.decode()
    assert "It shows on the partnership’s page." in page
    assert "1 person:</strong> Mina Patel." in page
    assert "a mail that is sent stays sent" in page
    assert Celebration.objects.get().is_draft


def test_pressed_twice_it_is_published_once(browser_of, olu, draft):
    browser, url = browser_of(olu), reverse("publish-celebration", args=[draft.pk])
    browser.post(url)
    second = browser.post(url, follow=True)
    assert "is out already: published by Olu Adeyemi" in second.content.decode()
    events = Event.objects.filter(kind="celebration.published")
    assert [(e.subject_id, str(e)) for e in events] == [
        (draft.pk, "Olu Adeyemi shared good news: Reached: First lunch club opens")
    ]


def test_a_draft_that_somebody_else_published_meanwhile_is_not_published_again(olu, draft, now):
    stale = Celebration.objects.get()
    celebrations.publish(celebration=draft, by=olu, now=now)
    for act, more in [
        (celebrations.publish, {"by": olu, "now": now}),
        (celebrations.dismiss, {"by": olu, "now": now}),
        (celebrations.edit, {"title": "Other", "body": "Other", "named": [], "thanks": {}, "by": olu, "now": now}),
    ]:
        with pytest.raises(celebrations.NotADraft):
            act(celebration=stale, **more)
    draft.refresh_from_db()
    assert (draft.title, draft.published_at) == ("Reached: First lunch club opens", now)
    assert draft.history.first().state == "published"


def test_a_draft_put_away_is_heard_of_by_nobody(browser_of, olu, draft):
    browser, url = browser_of(olu), reverse("dismiss-celebration", args=[draft.pk])
    assert "This cannot be undone" in browser.get(url).content.decode()
    browser.post(url)
    draft.refresh_from_db()
    assert draft.state == "dismissed"
    page = browser.post(reverse("publish-celebration", args=[draft.pk]), follow=True)
    assert "was put away before" in page.content.decode()
    assert not Event.objects.filter(kind="celebration.published").exists()


# --- Who sees what ---------------------------------------------------------------------------------------


def test_a_partner_reads_what_is_published_and_no_draft(browser_of, mina, pantry, draft, olu, now):
    browser, url = browser_of(mina), reverse("celebrations", args=[pantry.pk])
    assert "First lunch club opens" not in browser.get(url).content.decode()
    celebrations.publish(celebration=draft, by=olu, now=now)
    page = browser.get(url).content.decode()
    assert "First lunch club opens" in page
    assert "was part of the work" in page


def test_who_is_not_named_is_not_shown(browser_of, mina, pantry, draft, olu, now):
    draft.contributions.filter(contact=mina.contacts.get()).update(is_named=False)
    celebrations.publish(celebration=draft, by=olu, now=now)
    page = browser_of(mina).get(reverse("celebrations", args=[pantry.pk])).content.decode()
    assert "saw to it" in page
    assert "was part of the work" not in page


DOING = ["edit-celebration", "publish-celebration", "dismiss-celebration"]


@pytest.mark.parametrize("name", ["celebrations", *DOING])
def test_a_stranger_does_not_learn_that_there_is_good_news(browser_of, ravi, pantry, published, name):
    url = reverse(name, args=[pantry.pk if name == "celebrations" else published.pk])
    assert browser_of(ravi).get(url).status_code == 404
    assert browser_of(ravi).post(url, {"title": "x", "body": "x"}).status_code == 404


@pytest.mark.parametrize("name", DOING)
def test_a_partner_does_not_learn_that_a_draft_exists(browser_of, mina, draft, name):
    url = reverse(name, args=[draft.pk])
    assert browser_of(mina).get(url).status_code == 404
    assert browser_of(mina).post(url).status_code == 404


@pytest.mark.parametrize("name", DOING)
def test_a_partner_may_not_change_what_was_published(browser_of, mina, published, name):
    url = reverse(name, args=[published.pk])
    assert browser_of(mina).get(url).status_code == 403
    assert browser_of(mina).post(url, {"title": "x", "body": "x"}).status_code == 403


def test_a_draft_is_a_sign_for_those_who_lead(olu, mina, ravi, draft, now, django_assert_num_queries):
    assert [s.sentence for s in urgent(olu, now)] == ["Good news waits for you: “Reached: First lunch club opens”"]
    assert urgent(mina, now) == urgent(ravi, now) == []


def test_what_is_published_or_put_away_needs_nobody(olu, published, now):
    assert urgent(olu, now) == []


def test_the_list_asks_as_often_at_3_rows_as_at_60(browser_of, mina, pantry, django_assert_max_num_queries, now):
    browser, url = browser_of(mina), reverse("celebrations", args=[pantry.pk])

    def fill(count):
        for number in range(count):
            celebration = Celebration.objects.create(
                partnership=pantry, title=f"News {number}", body="!", state="published", published_at=now
            )
            celebration.contributions.create(organisation=pantry.host, what="saw to it")

    fill(3)
    with django_assert_max_num_queries(8) as small:
        browser.get(url)
    fill(57)
    with django_assert_max_num_queries(8) as large:
        page = browser.get(url)
    assert len(small) == len(large)
    assert len(page.context["page"]) == 20


def test_every_celebration_is_on_exactly_one_page(browser_of, olu, pantry, now):
    moment = now.replace(microsecond=123456)
    for number in range(45):
        Celebration.objects.create(
            partnership=pantry, title=f"News {number}", body="!", state="published", published_at=moment
        )
    browser, url, seen = browser_of(olu), reverse("celebrations", args=[pantry.pk]), []
    page = browser.get(url).context["page"]
    seen += [c.pk for c in page]
    while page.after:
        page = browser.get(url, {"after": page.after}).context["page"]
        seen += [c.pk for c in page]
    assert sorted(seen) == sorted(Celebration.objects.values_list("pk", flat=True))


def corrected(update, now, **said):
    """What the relay does when an author has changed what they told."""
    answers = {name: getattr(update, name) for name in ("status", "win", "win_audience")} | said
    for name, value in answers.items():
        setattr(update, name, value)
    update.save()
    celebrations.heed_correction(update=update, by=None, now=now)


@pytest.mark.parametrize(
    ("said", "thanked"),
    [
        ({"win": "The oven is warm"}, ["told us of a win: The oven is warm"]),
        ({"win": ""}, []),
        ({"win_audience": "leads"}, []),
        ({"win_audience": "unnamed"}, []),
    ],
)
def test_a_draft_quotes_nobody_with_words_they_took_back(opening, larder_membership, now, said, thanked):
    ann = ContactFactory(name="Ann Aloud")
    update = win(larder_membership, ann, "The oven works", date(2026, 11, 1))
    draft = celebrations.draft_for(milestone=opening, now=now)
    corrected(update, now, **said)
    draft.refresh_from_db()
    assert [what for _, who, what in thanks(draft) if who == "Ann Aloud"] == thanked


@pytest.mark.parametrize("said", [{"win": ""}, {"win_audience": "leads"}, {"win_audience": "named"}])
def test_a_draft_keeps_no_words_without_a_name_that_were_taken_back(opening, larder_membership, now, said):
    ann = ContactFactory(name="Ann Aloud")
    update = win(larder_membership, ann, "The oven works", date(2026, 11, 1), audience="unnamed")
    draft = celebrations.draft_for(milestone=opening, now=now)
    corrected(update, now, **said)
    draft.refresh_from_db()
    assert "The oven works" not in draft.body
    assert draft.body.endswith("Thank you to everybody who made it happen.")


def test_what_is_out_stays_as_it_was_told(opening, larder_membership, olu, now):
    update = win(larder_membership, ContactFactory(name="Ann"), "The oven works", date(2026, 11, 1))
    draft = celebrations.draft_for(milestone=opening, now=now)
    celebrations.publish(celebration=draft, by=olu, now=now)
    corrected(update, now, win="")
    assert ("Sale Larder", "Ann", "told us of a win: The oven works") in thanks(draft)


@pytest.mark.parametrize("page", ["publish-celebration", "dismiss-celebration"])
def test_what_is_out_already_is_not_offered_as_a_draft(published, olu, browser_of, page):
    shown = browser_of(olu).get(reverse(page, args=[published.pk]), follow=True).content.decode()
    assert "is out already: published by Olu Adeyemi" in shown


# --- What is out already ---------------------------------------------------------------------------------


def test_what_is_published_is_corrected_on_the_page(browser_of, olu, mina, published, pantry):
    browser, page = browser_of(olu), reverse("celebrations", args=[pantry.pk])
    url = reverse("correct-celebration", args=[published.pk])
    assert url in browser.get(page).content.decode()
    assert url not in browser_of(mina).get(page).content.decode()
    thanks_ = {f"thanks_{one.pk}": "cooked" for one in published.contributions.all()}
    browser.post(url, {"title": "Lunch!", "body": "We opened, at last.", **thanks_})
    read = browser_of(mina).get(page).content.decode()
    assert "We opened, at last." in read
    assert "cooked" not in read
    assert Event.objects.filter(kind="celebration.published").count() == 1


def test_what_is_taken_down_shows_nowhere_and_is_sent_to_nobody_more(browser_of, olu, mina, published, pantry, now):
    url = reverse("take-celebration-down", args=[published.pk])
    relay(now)
    assert "stays sent" in browser_of(olu).get(url).content.decode()
    browser_of(olu).post(url)
    assert "First lunch club" not in browser_of(mina).get(reverse("celebrations", args=[pantry.pk])).content.decode()
    pump_all(now, channel=Scripted())
    assert set(Delivery.objects.filter(notice="celebration").values_list("state", flat=True)) == {"cancelled"}
    again = browser_of(olu).post(url, follow=True).content.decode()
    assert "is not published, so nothing was changed" in again


def test_a_draft_is_neither_corrected_nor_taken_down(browser_of, olu, draft):
    for name in ("correct-celebration", "take-celebration-down"):
        for page in (browser_of(olu).get, browser_of(olu).post):
            said = page(reverse(name, args=[draft.pk]), follow=True).content.decode()
            assert "is not published, so nothing was changed" in said
    draft.refresh_from_db()
    assert draft.is_draft
