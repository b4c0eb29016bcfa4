"""Keep, change or end: a partner's view by link, a lead's decision, and when the agreement counted."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partnerships import signs
from partnerships.agreements.actions import reviews
from partnerships.agreements.actions import versions as agreements
from partnerships.agreements.content import Content
from partnerships.agreements.validity import Validity
from partnerships.links import links
from partnerships.models import ActionLink, AgreementVersion, Commitment, ReviewView, Seat

from ...clock import LONDON
from ...factories import SeatFactory
from .agreeing import accept, states, told

VIEW = {"choice": "keep", "words": ""}


@pytest.fixture
def standing(in_force):
    """In force, to be looked at in three weeks and to end in a year, by the real clock that pages read."""
    today = timezone.localdate()
    moment = timezone.now() - timedelta(days=100)
    return dated(
        in_force, review_on=today + timedelta(days=21), ends_on=today + timedelta(days=365), in_force_at=moment
    )


def dated(version, **values):
    AgreementVersion.objects.filter(pk=version.pk).update(**values)
    version.refresh_from_db()
    if "in_force_at" not in values:
        AgreementVersion.objects.filter(pk=version.pk).update(text_hash=Content.of(version).hash())
    version.refresh_from_db()
    return version


def say(version, user, now, choice="keep", words=""):
    seat = Seat.objects.get(contact__user=user)
    return reviews.say(
        version=version, membership=seat.membership, contact=seat.contact, choice=choice, words=words, now=now
    )


def keep(version, olu, now, review_on):
    return reviews.keep(version=version, review_on=review_on, seen_review_on=version.review_due_on, by=olu, now=now)


def follow(client, user, version, choice=""):
    link = links.make(ActionLink.Purpose.REVIEW, contact=user.contacts.get(), target_id=version.pk)
    query = {"choice": choice} if choice else None
    return client.get(reverse("follow-link", args=[link.token], query=query))


def page_of(version):
    return reverse("review-agreement", args=[version.pk])


# --- What a partner says ---


def test_the_button_in_the_mail_opens_the_page_with_its_answer_chosen_and_changes_nothing(client, mina, standing):
    opened = follow(client, mina, standing, "end")
    assert (opened.status_code, opened.url) == (303, f"{page_of(standing)}?choice=end")
    text = client.get(opened.url).content.decode()
    assert 'value="end" checked' in " ".join(text.replace('id="id_choice_2"', "").split())
    assert "You say it as Mina Patel, for Sale Larder." in text
    assert "<script" not in text
    assert not ReviewView.objects.exists()


@pytest.mark.parametrize("choice", ["nonsense", "keep&next=https://evil.example", "<b>"])
def test_only_an_answer_is_carried_from_the_mail(client, mina, standing, choice):
    assert follow(client, mina, standing, choice).url == page_of(standing)


def test_a_view_is_kept_and_can_be_changed_until_somebody_decides(client, mina, standing, larder_membership):
    follow(client, mina, standing)
    done = client.post(page_of(standing), VIEW, follow=True)
    assert "Sale Larder said: keep it as it is" in done.content.decode()
    client.post(page_of(standing), {"choice": "change", "words": "Fridays instead"})
    view = ReviewView.objects.get()
    assert (view.choice, view.words, view.membership, view.contact) == (
        "change", "Fridays instead", larder_membership, mina.contacts.get(),
    )  # fmt: skip
    assert [row.choice for row in view.history.all()] == ["change", "keep"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"choice": ""}, "Choose an answer for “What should happen with it?”."),
        ({"choice": "change"}, "Say in a few words what should change."),
        ({"choice": "end", "words": "  "}, "Say in a few words why it should end."),
        ({"choice": "burn"}, "Choose one of the answers."),
        ({"choice": "change", "words": "x" * 2001}, "to 2000 characters or fewer."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(client, mina, standing, data, said):
    follow(client, mina, standing)
    text = client.post(page_of(standing), data).content.decode()
    assert "<title>Error: " in text
    assert said in text
    assert not ReviewView.objects.exists()


def test_a_colleague_takes_over_the_view_of_their_organisation(mina, standing, larder_membership, now):
    say(standing, mina, now)
    colleague = SeatFactory(membership=larder_membership, authority="decides").contact
    reviews.say(
        version=standing, membership=larder_membership, contact=colleague, choice="end", words="Moving", now=now
    )
    view = ReviewView.objects.get()
    assert (view.choice, view.contact) == ("end", colleague)


def test_the_timeline_says_who_spoke_and_not_what(pantry, mina, standing, now):
    say(standing, mina, now, "end", "We are moving")
    assert told(pantry)[-1] == "Mina Patel said what Sale Larder thinks about the agreement"


@pytest.mark.parametrize("change", [{"authority": "observes"}, {"to_on": date(2026, 11, 30)}])
def test_observers_and_former_seats_have_no_view(client, mina, standing, change, now):
    Seat.objects.filter(contact__user=mina).update(**change)
    follow(client, mina, standing)
    assert client.post(page_of(standing), VIEW).status_code == 403
    with pytest.raises(reviews.MayNotSay):
        say(standing, mina, now)


def test_nobody_speaks_for_another_organisation(mina, standing, host_membership, now):
    with pytest.raises(reviews.MayNotSay):
        reviews.say(
            version=standing, membership=host_membership, contact=mina.contacts.get(), choice="keep", words="", now=now
        )


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("ada", 403), ("ravi", 404)])
def test_who_has_no_seat_says_nothing(request, who, status, standing, browser_of):
    assert browser_of(request.getfixturevalue(who)).post(page_of(standing), VIEW).status_code == status
    assert not ReviewView.objects.exists()


def test_without_a_link_or_a_session_there_is_nothing(client, standing):
    assert (client.get(page_of(standing)).status_code, client.post(page_of(standing), VIEW).status_code) == (404, 404)


def test_after_the_end_the_page_says_so_and_shows_what_was_typed(client, mina, olu, standing):
    follow(client, mina, standing)
    reviews.end(version=standing, ended_on=timezone.localdate(), reason="Done", by=olu, now=timezone.now())
    text = client.post(page_of(standing), {"choice": "change", "words": "More soup"}).content.decode()
    assert "There is nothing to decide" in text
    assert "More soup" in text
    assert not ReviewView.objects.exists()


def test_partners_do_not_read_each_others_views(
    mina, olu, viewer, ravi, standing, larder_membership, host_membership, now
):
    mine, hosts = say(standing, mina, now), say(standing, olu, now)
    assert set(ReviewView.objects.visible_to(mina)) == {mine}
    assert set(ReviewView.objects.visible_to(olu)) == set(ReviewView.objects.visible_to(viewer)) == {mine, hosts}
    assert set(ReviewView.objects.visible_to(ravi)) == set()


# --- What a lead decides ---


def test_the_lead_reads_all_views_side_by_side(olu, mina, standing, browser_of, now):
    say(standing, mina, now, "change", "Fridays instead")
    text = browser_of(olu).get(reverse("decide-review", args=[standing.pk])).content.decode()
    for words in ("Sale Larder", "Fridays instead", "Nothing yet", "Change it: 1", "Keep it as it is: 0"):
        assert words in text


def test_keeping_moves_the_review_and_leaves_every_word_and_acceptance(olu, mina, pantry, standing, browser_of, now):
    say(standing, mina, now)
    text_hash, day = Content.of(standing).hash(), timezone.localdate() + timedelta(days=300)
    data = {"keep": "1", "review_on": f"{day:%-d %B %Y}", "seen": f"{standing.review_on:%-d %B %Y}"}
    browser_of(olu).post(reverse("decide-review", args=[standing.pk]), data)
    standing.refresh_from_db()
    assert (standing.review_due_on, standing.state, Content.of(standing).hash()) == (day, "in-force", text_hash)
    assert standing.acceptances.count() == 2
    assert ReviewView.objects.open().count() == 0
    assert told(pantry)[-1] == f"Olu Adeyemi kept version 1 of the agreement until the review on {day:%-d %B %Y}"


def test_who_joins_after_it_was_kept_still_accepts_the_same_words(olu, pantry, in_force, now):
    keep(in_force, olu, now, date(2027, 11, 1))
    newcomer = SeatFactory(membership__partnership=pantry, authority="decides")
    agreements.accept(
        version=in_force,
        membership=newcomer.membership,
        contact=newcomer.contact,
        text_hash=in_force.text_hash,
        now=now,
    )
    assert in_force.acceptances.count() == 3


def test_a_view_of_the_next_review_stands_beside_the_last_one(olu, mina, in_force, now):
    say(in_force, mina, now)
    keep(in_force, olu, now, date(2027, 11, 1))
    say(in_force, mina, now + timedelta(days=300), "end", "Enough")
    assert list(ReviewView.objects.values_list("choice", flat=True)) == ["keep", "end"]


def test_of_two_leads_the_second_reads_that_it_is_decided(olu, in_force, now):
    seen, same = in_force.review_due_on, AgreementVersion.objects.get(pk=in_force.pk)
    keep(in_force, olu, now, date(2027, 11, 1))
    with pytest.raises(reviews.AlreadyDecided, match="the next review is on 1 November 2027"):
        reviews.keep(version=same, review_on=date(2028, 1, 1), seen_review_on=seen, by=olu, now=now)
    in_force.refresh_from_db()
    assert in_force.next_review_on == date(2027, 11, 1)


@pytest.mark.parametrize(
    ("review_on", "said"),
    [(date(2026, 12, 1), "Give a day after today."), (date(2028, 1, 1), "The agreement ends on 1 June 2027.")],
)
def test_keeping_stays_within_what_was_agreed(olu, in_force, now, review_on, said):
    dated(in_force, ends_on=date(2027, 6, 1))
    with pytest.raises(reviews.NotThatDay, match=said):
        keep(in_force, olu, now, review_on)


def test_an_agreement_that_ran_out_is_not_kept_without_a_new_end(olu, in_force, now):
    dated(in_force, starts_on=None, ends_on=date(2026, 11, 30))
    with pytest.raises(reviews.NotThatDay, match="The agreement ran out on 30 November 2026"):
        keep(in_force, olu, now, date(2027, 6, 1))


def test_a_later_end_makes_the_next_version_with_the_same_words_for_everybody_to_accept(
    olu, mina, pantry, in_force, now
):
    dated(in_force, ends_on=date(2027, 6, 1))
    following = reviews.extend(version=in_force, review_on=date(2028, 3, 1), ends_on=date(2028, 6, 1), by=olu, now=now)
    assert states(pantry) == {1: "in-force", 2: "shared"}
    assert (following.vision, following.review_on, following.ends_on) == (
        in_force.vision, date(2028, 3, 1), date(2028, 6, 1),
    )  # fmt: skip
    accept(following, mina, now)
    accept(following, olu, now)
    assert states(pantry) == {1: "superseded", 2: "in-force"}


@pytest.mark.parametrize(
    ("review_on", "ends_on", "field"),
    [
        (date(2027, 5, 1), date(2027, 6, 1), "ends_on"),
        (date(2027, 5, 1), date(2027, 1, 1), "ends_on"),
        (date(2028, 7, 1), date(2028, 6, 1), "review_on"),
        (date(2026, 11, 1), date(2028, 6, 1), "review_on"),
    ],
)
def test_days_that_do_not_fit_make_no_version(olu, pantry, in_force, now, review_on, ends_on, field):
    dated(in_force, ends_on=date(2027, 6, 1))
    with pytest.raises(reviews.NotThatDay) as refusal:
        reviews.extend(version=in_force, review_on=review_on, ends_on=ends_on, by=olu, now=now)
    assert refusal.value.field == field
    assert states(pantry) == {1: "in-force"}


def test_a_version_on_its_way_is_not_overtaken(olu, pantry, in_force, now):
    dated(in_force, ends_on=date(2027, 6, 1))
    agreements.amend(agreement=in_force.agreement, by=olu, now=now)
    with pytest.raises(agreements.AlreadyOpen, match="Version 2 is on its way already"):
        reviews.extend(version=in_force, review_on=date(2028, 3, 1), ends_on=date(2028, 6, 1), by=olu, now=now)
    assert states(pantry) == {1: "in-force", 2: "draft"}


def test_the_page_shows_what_is_wrong_beside_its_field(olu, standing, browser_of):
    url = reverse("decide-review", args=[standing.pk])
    later = standing.ends_on + timedelta(days=1)
    kept = browser_of(olu).post(url, {"keep": "1", "review_on": f"{later:%-d %B %Y}", "seen": str(standing.review_on)})
    assert "For a later review, give it a later end date." in kept.content.decode()
    longer = browser_of(olu).post(url, {"extend": "1", "ends_on": "soon", "new_review_on": ""}).content.decode()
    assert "Type the date like" in longer
    assert "Fill in “We look at it again on”." in longer
    standing.refresh_from_db()
    assert standing.next_review_on is None


def test_ending_needs_a_day_and_a_reason_and_is_told(olu, pantry, standing, browser_of, now):
    url = reverse("end-agreement", args=[standing.pk])
    assert "cannot be undone" in browser_of(olu).get(url).content.decode()
    assert browser_of(olu).post(url, {}).status_code == 200
    assert states(pantry) == {1: "in-force"}
    today = timezone.localdate()
    browser_of(olu).post(url, {"ended_on": f"{today:%-d %B %Y}", "reason": "The need is met"})
    standing.refresh_from_db()
    assert (standing.state, standing.ended_on, standing.end_reason) == ("ended", today, "The need is met")
    assert told(pantry)[-1] == f"Olu Adeyemi ended version 1 of the agreement on {today:%-d %B %Y}"
    page = browser_of(olu).get(reverse("agreement", args=[pantry.pk])).content.decode()
    assert "The need is met" in page


@pytest.mark.parametrize(
    ("ended_on", "said"),
    [
        (date(2026, 12, 2), "it ends at once"),
        (date(2026, 11, 30), "It came into force on 1 December 2026"),
    ],
)
def test_it_does_not_end_on_a_day_that_cannot_be(olu, in_force, now, ended_on, said):
    with pytest.raises(reviews.NotThatDay, match=said):
        reviews.end(version=in_force, ended_on=ended_on, reason="x", by=olu, now=now)


def test_it_ends_once(olu, in_force, now):
    same = AgreementVersion.objects.get(pk=in_force.pk)
    reviews.end(version=in_force, ended_on=date(2026, 12, 1), reason="Done", by=olu, now=now)
    with pytest.raises(reviews.NotInForce, match="Version 1 is not in force: ended"):
        reviews.end(version=same, ended_on=date(2026, 12, 1), reason="Twice", by=olu, now=now)
    with pytest.raises(reviews.NotInForce):
        keep(same, olu, now, date(2027, 6, 1))


def test_promises_of_an_ended_agreement_bind_nobody(olu, in_force, host_membership, now):
    in_force.commitments.create(partnership=host_membership.partnership, from_membership=host_membership, what="Rooms")
    reviews.end(version=in_force, ended_on=date(2026, 12, 1), reason="Done", by=olu, now=now)
    assert not Commitment.objects.binding().exists()


def test_the_next_version_can_be_written_after_the_end(olu, pantry, in_force, now):
    reviews.end(version=in_force, ended_on=date(2026, 12, 1), reason="Done", by=olu, now=now)
    draft = agreements.amend(agreement=in_force.agreement, by=olu, now=now)
    assert (draft.number, draft.vision, draft.ended_on) == (2, in_force.vision, None)
    assert states(pantry) == {1: "ended", 2: "draft"}


def test_the_database_refuses_an_end_without_a_day(in_force):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.filter(pk=in_force.pk).update(state="ended")


@pytest.mark.parametrize("page", ["decide-review", "end-agreement"])
@pytest.mark.parametrize(("who", "status"), [("mina", 403), ("viewer", 403), ("ravi", 404)])
def test_only_leads_decide(request, page, who, status, standing, browser_of):
    browser = browser_of(request.getfixturevalue(who))
    url = reverse(page, args=[standing.pk])
    assert (browser.get(url).status_code, browser.post(url, {}).status_code) == (status, status)


# --- When it counted ---


def version_of(number, from_on, **days):
    return AgreementVersion(number=number, in_force_at=datetime(*from_on, 9, tzinfo=LONDON), **days)


def spans(*versions, today):
    found = Validity(versions, today=today)
    return [(p.version.number if p.version else None, str(p.from_on), str(p.to_on or "")) for p in found.periods]


def test_periods_follow_each_other_and_gaps_are_named():
    first = version_of(1, (2025, 3, 1), ends_on=date(2026, 2, 28))
    second = version_of(2, (2026, 5, 10), starts_on=date(2026, 5, 1), ends_on=date(2026, 11, 30))
    assert spans(second, first, AgreementVersion(number=3), today=date(2026, 12, 5)) == [
        (1, "2025-03-01", "2026-02-28"),
        (None, "2026-03-01", "2026-05-09"),
        (2, "2026-05-10", "2026-11-30"),
        (None, "2026-12-01", ""),
    ]


def test_what_never_came_into_force_counted_never():
    assert spans(AgreementVersion(number=1), today=date(2026, 12, 5)) == spans(today=date(2026, 12, 5)) == []


def test_a_version_counts_until_the_next_one_begins():
    first, second = version_of(1, (2026, 1, 1)), version_of(2, (2026, 6, 1), starts_on=date(2026, 7, 1))
    assert spans(first, second, today=date(2026, 12, 5)) == [(1, "2026-01-01", "2026-06-30"), (2, "2026-07-01", "")]


@pytest.mark.parametrize(("today", "since"), [(date(2026, 12, 1), None), (date(2026, 12, 2), date(2026, 12, 2))])
def test_the_last_day_still_counts(today, since):
    assert Validity([version_of(1, (2026, 1, 1), ends_on=date(2026, 12, 1))], today=today).lapsed_since == since


def test_the_page_says_since_when_nothing_counts(mina, pantry, standing, browser_of):
    yesterday = timezone.localdate() - timedelta(days=1)
    dated(standing, ends_on=yesterday)
    page = browser_of(mina).get(reverse("agreement", args=[pantry.pk])).content.decode()
    assert f"No valid agreement since {timezone.localdate():%-d %B %Y}." in page
    assert "Version 1 is in force since" not in page


def test_where_nothing_counts_the_page_says_whose_yes_the_next_version_waits_for(
    olu, mina, pantry, standing, browser_of, now
):
    later = agreements.amend(agreement=standing.agreement, by=olu, now=now)
    agreements.share(version=later, by=olu, now=now)
    dated(standing, ends_on=timezone.localdate(now) - timedelta(days=1))
    pages = {who: browser_of(who).get(reverse("agreement", args=[pantry.pk])).content.decode() for who in (olu, mina)}
    assert "It counts when everybody has accepted it. Waiting for you and Sale Larder to accept." in pages[olu]
    assert "Waiting for you and Trafford Council to accept." in pages[mina]


# --- Signs ---


def seen(user, now, group):
    return [(s.sentence, s.why) for s in signs.seen_by(user, now=now) if s.group == group]


def test_the_sign_of_a_review_tells_what_partners_say(olu, mina, in_force, now):
    dated(in_force, review_on=date(2027, 1, 4))
    due = "The agreement is due for review"
    assert seen(olu, now, "review") == [(due, "Review is set for 4 January 2027 · no partner has said anything yet")]
    say(in_force, mina, now, "end", "Enough")
    say(in_force, olu, now)
    assert seen(olu, now, "review") == [(due, "Review is set for 4 January 2027 · partners say: 1 keep, 1 end")]
    keep(in_force, olu, now, date(2027, 11, 1))
    assert seen(olu, now, "review") == []


def test_a_near_end_is_a_sign_too(olu, in_force, now):
    dated(in_force, review_on=date(2027, 11, 1), ends_on=date(2027, 1, 4))
    assert seen(olu, now, "review") == [
        ("The agreement is about to end", "It ends on 4 January 2027 · no partner has said anything yet")
    ]


@pytest.mark.parametrize("how", ["ended", "ran out"])
def test_no_valid_agreement_is_a_sign_until_the_next_one(olu, mina, pantry, ravi, in_force, now, how):
    if how == "ended":
        reviews.end(version=in_force, ended_on=date(2026, 12, 1), reason="Done", by=olu, now=now)
    else:
        dated(in_force, ends_on=date(2026, 12, 1))
    # The last day still counts.
    assert seen(olu, now, "no-agreement") == []
    later = now + timedelta(days=3)
    expected = [("No valid agreement since 2 December 2026", "The last one counted until 1 December 2026")]
    assert seen(olu, later, "no-agreement") == expected
    assert seen(ravi, later, "no-agreement") == seen(olu, later, "review") == []
    following = agreements.amend(agreement=in_force.agreement, by=olu, now=later)
    agreements.write(version=following, values={"ends_on": None}, by=olu, now=later)
    agreements.share(version=following, by=olu, now=later)
    assert seen(olu, later, "no-agreement") == expected
    accept(following, mina, later)
    accept(following, olu, later)
    assert seen(olu, later, "no-agreement") == []
