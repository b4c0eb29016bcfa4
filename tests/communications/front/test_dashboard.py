"""The first page says what needs a lead today, and what a partner has to do next."""

from datetime import timedelta

import pytest
from django.urls import reverse

from evaluation.models import Round
from partnerships.models import Agreement, AgreementVersion, CheckIn, Commitment, Membership, Milestone, Update

from ...clock import NOW
from ...factories import MembershipFactory, PartnershipFactory, SeatFactory
from ...urgent import urgent

pytestmark = pytest.mark.django_db


@pytest.fixture
def check_in_of(now):
    """`check_in_of(membership, due_on)` is an open check-in."""

    def make(membership, due_on, **fields):
        return CheckIn.objects.create(
            partnership=membership.partnership, membership=membership, period=f"{due_on:%Y-%m}", due_on=due_on, **fields
        )

    return make


@pytest.fixture
def answered(check_in_of, now):
    """`answered(membership, "stuck", ask="a van")` is an update a week old."""

    def make(membership, status, **words):
        week_ago = now - timedelta(days=7)
        check_in = check_in_of(membership, week_ago.date(), state="answered", closed_at=week_ago)
        Membership.objects.filter(pk=membership.pk).update(status=status, status_at=week_ago)
        return Update.objects.create(
            check_in=check_in, partnership=membership.partnership, membership=membership, status=status,
            submitted_at=week_ago, **words,
        )  # fmt: skip

    return make


def told(user, now):
    return [(sign.group, sign.sentence, sign.url) for sign in urgent(user, now)]


def test_a_request_for_help_comes_before_everything(olu, larder_membership, answered, check_in_of, now, today):
    update = answered(larder_membership, "stuck", ask="A van on Thursdays", challenge="No driver")
    check_in_of(larder_membership, today - timedelta(days=40))
    assert told(olu, now) == [
        ("ask", "Sale Larder asks for help, and is stuck", reverse("reply-to-ask", args=[update.pk])),
        (
            "check-in",
            "Call Sale Larder: their check-in is 40 days late",
            reverse("check-ins", args=[larder_membership.partnership_id]),
        ),
    ]


def test_an_organisation_that_owes_two_check_ins_is_one_call(olu, larder_membership, check_in_of, now, today):
    check_in_of(larder_membership, today - timedelta(days=40))
    check_in_of(larder_membership, today - timedelta(days=9))
    assert [sentence for _, sentence, _ in told(olu, now)] == ["Call Sale Larder: their check-in is 40 days late"]


def test_a_check_in_due_today_is_not_overdue(olu, larder_membership, check_in_of, now, today):
    check_in_of(larder_membership, today)
    assert told(olu, now) == []


def test_an_agreement_that_waits_says_how_many_are_missing(olu, pantry, larder_membership, now):
    agreement = Agreement.objects.create(partnership=pantry)
    AgreementVersion.objects.create(agreement=agreement, state="shared", shared_at=now - timedelta(days=3))
    (sign,) = urgent(olu, now)
    assert (sign.why, sign.url) == (
        "Waiting for 2 partners, shared 3 days ago",
        reverse("agreement", args=[pantry.pk]),
    )


def test_an_agreement_due_for_review_is_seen_sixty_days_ahead(olu, pantry, now, today):
    agreement = Agreement.objects.create(partnership=pantry)
    version = AgreementVersion.objects.create(
        agreement=agreement, state="in-force", review_on=today + timedelta(days=60)
    )
    assert [group for group, *_ in told(olu, now)] == ["review"]
    AgreementVersion.objects.filter(pk=version.pk).update(review_on=today + timedelta(days=61))
    assert told(olu, now) == []


def test_a_milestone_is_seen_a_week_ahead(olu, pantry, now, today):
    milestone = Milestone.objects.create(partnership=pantry, title="Freezer", due_on=today + timedelta(days=7))
    Milestone.objects.create(partnership=pantry, title="Later", due_on=today + timedelta(days=8))
    assert told(olu, now) == [("milestone", "“Freezer” is due soon", reverse("reach-milestone", args=[milestone.pk]))]


def test_a_round_past_its_day_is_seen(olu, pantry, now, today):
    Round.objects.create(
        partnership=pantry, title="Autumn", audience="people", state="open", closes_on=today - timedelta(days=1)
    )
    assert [group for group, *_ in told(olu, now)] == ["round"]


def test_many_of_one_kind_do_not_hide_the_rest(olu, pantry, check_in_of, now, today):
    for _ in range(9):
        check_in_of(MembershipFactory(partnership=pantry), today - timedelta(days=3))
    Milestone.objects.create(partnership=pantry, title="Freezer", due_on=today)
    groups = [group for group, *_ in told(olu, now)]
    assert groups == ["check-in"] * 6 + ["milestone"]


def test_a_stranger_and_a_partner_are_told_nothing(ravi, mina, olu, larder_membership, check_in_of, now, today):
    check_in_of(larder_membership, today - timedelta(days=3))
    assert len(told(olu, now)) == 1
    assert (told(ravi, now), told(mina, now)) == ([], [])


def test_a_paused_partnership_is_quiet(olu, pantry, larder_membership, check_in_of, now, today):
    check_in_of(larder_membership, today - timedelta(days=3))
    pantry.state = "paused"
    pantry.save()
    assert told(olu, now) == []


def test_a_new_lead_is_told_where_to_start(browser_of, ravi):
    ravi.contacts.get().seats.all().delete()
    assert b"Start with the organisations you know" in browser_of(ravi).get(reverse("dashboard")).content


def test_a_partner_of_one_partnership_starts_on_its_page(browser_of, mina, pantry):
    assert browser_of(mina).get(reverse("dashboard")).url == reverse("partnership", args=[pantry.pk])


def test_a_partner_of_two_sees_both_with_the_next_things_of_all(
    browser_of, mina, pantry, host_membership, larder_membership, check_in_of
):
    second = MembershipFactory(partnership=PartnershipFactory(name="Winter warmth"), organisation__name="Other branch")
    SeatFactory(membership=second, contact=mina.contacts.get())
    today = NOW.date()
    check_in_of(larder_membership, today)
    check_in_of(second, today + timedelta(days=1))
    Commitment.objects.create(
        partnership=pantry, from_membership=host_membership, what="A key to the hall", due_on=today - timedelta(days=1)
    )
    page = browser_of(mina).get(reverse("dashboard")).content.decode()
    positions = [page.index(text) for text in ("check-in of Pantry", "check-in of Winter warmth", "A key to the hall")]
    assert positions == sorted(positions)
    assert "Overdue" in page


def test_a_partner_without_a_seat_reads_whom_to_ask(browser_of, mina):
    mina.contacts.get().seats.all().delete()
    assert b"You have no seat at the moment" in browser_of(mina).get(reverse("dashboard")).content


@pytest.mark.parametrize("rows", [3, 60])
def test_the_dashboard_costs_the_same_however_many_partnerships(browser_of, olu, rows, django_assert_max_num_queries):
    contact = olu.contacts.get()
    for _ in range(rows):
        membership = MembershipFactory()
        SeatFactory(membership=membership, contact=contact, is_lead=True)
        Milestone.objects.create(partnership=membership.partnership, title="Freezer", due_on=NOW.date())
    olus = browser_of(olu)
    with django_assert_max_num_queries(8) as captured:
        olus.get(reverse("dashboard"))
    assert len(captured) == 8


def test_a_contact_with_a_closed_user_sees_nothing(browser_of, olu):
    olu.is_active = False
    olu.save()
    assert browser_of(olu).get(reverse("dashboard")).status_code == 302


def test_the_portfolio_counts_by_status_and_puts_trouble_first(browser_of, ada):
    now = NOW
    for name, status, at in [
        ("Calm", "on_track", now),
        ("Wobbly", "wobbling", now),
        ("Fast stuck", "stuck", now),
        ("Long unheard", "not_known", now - timedelta(days=120)),
    ]:
        PartnershipFactory(name=name, status=status, status_at=at)
    response = browser_of(ada).get(reverse("dashboard"))
    assert [row["partnership"].name for row in response.context["portfolio"]] == [
        "Fast stuck",
        "Wobbly",
        "Calm",
        "Long unheard",
    ]
    assert {s.value: n for s, n in response.context["counts"]} == {
        "on_track": 1,
        "wobbling": 1,
        "stuck": 1,
        "not_known": 1,
    }


def test_the_marks_of_a_partnership_are_words_that_count_of_those_who_are_asked(browser_of, olu, pantry, now):
    later, before = now + timedelta(days=3), now - timedelta(days=3)
    for status, until, paused_on in [
        ("wobbling", later, None), ("on_track", before, None), ("on_track", later, now.date()),
    ]:  # fmt: skip
        row = MembershipFactory(partnership=pantry, paused_on=paused_on)
        Membership.objects.filter(pk=row.pk).update(status=status, status_at=before, status_until=until)
    row = browser_of(olu).get(reverse("dashboard")).context["portfolio"][0]
    assert [(mark.value, number) for mark, number in row["marks"]] == [("wobbling", 1), ("not_known", 2)]
