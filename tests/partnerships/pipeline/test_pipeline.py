"""The way from a name to a member: the board, moving along it, and asking again those who said not now."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Membership
from partnerships.pipeline.actions import memberships

from ...factories import MembershipFactory, OrganisationFactory, SeatFactory
from ...urgent import urgent


@pytest.fixture
def church(pantry):
    """St Paul's, identified by Olu and nothing more."""
    return MembershipFactory(
        partnership=pantry, organisation=OrganisationFactory(name="St Paul's"), stage=Membership.Stage.IDENTIFIED
    )


@pytest.fixture
def board(pantry):
    return reverse("pipeline", args=[pantry.pk])


def move(membership, stage, by, now, **more):
    return memberships.move(membership=membership, stage=stage, by=by, now=now, **{"reason": "", **more})


def press(browser, membership, stage, was="", **more):
    """Choose a stage on the card and press the button."""
    return browser.post(reverse("move-membership", args=[membership.pk]), {"stage": stage, "was": was, **more})


def text_of(response):
    return " ".join(response.content.decode().split())


def a_day(days):
    return timezone.localdate() + timedelta(days=days)


# --- Time in a stage ---


def test_a_move_starts_the_clock_of_the_new_stage(olu, church, now):
    move(church, "contacted", olu, now)
    church.refresh_from_db()
    assert (church.stage, church.stage_at) == ("contacted", now)


def test_a_note_or_another_day_does_not_start_the_clock_again(olu, church, now):
    move(church, "not-now", olu, now, reason="A new vicar")
    move(
        church,
        "not-now",
        olu,
        now + timedelta(days=9),
        reason="A new vicar",
        ask_again_on=date(2027, 3, 1),
        note="Kind",
    )
    church.refresh_from_db()
    assert (church.stage_at, church.ask_again_on, church.note) == (now, date(2027, 3, 1), "Kind")


def test_who_is_invited_is_in_the_first_stage_since_that_moment(olu, pantry, now):
    shed = OrganisationFactory(name="Men's Shed")
    invited = memberships.invite(partnership=pantry, organisation=shed, stage="met", by=olu, now=now)
    assert invited.stage_at == now


# --- The board and the list ---


def test_the_board_shows_each_organisation_in_its_stage_with_people_time_and_note(olu, church, board, browser_of):
    SeatFactory(membership=church, contact__name="Jo Kerr")
    since = timezone.now() - timedelta(days=22)
    Membership.objects.filter(pk=church.pk).update(stage_at=since, note="Ring after Sunday")
    page = browser_of(olu).get(board)
    assert [(stage.value, [m.pk for m in there]) for stage, there in page.context["columns"]][:2] == [
        ("identified", [church.pk]),
        ("contacted", []),
    ]
    for words in ("for 3 weeks", "Jo Kerr", "Ring after Sunday"):
        assert words in text_of(page), words


def test_the_list_says_the_same_as_a_table(olu, church, board, browser_of):
    Membership.objects.filter(pk=church.pk).update(note="Ring after Sunday")
    page = text_of(browser_of(olu).get(board, {"as": "list"}))
    assert '<th scope="col">Latest note</th>' in page
    assert "Ring after Sunday" in page


def test_a_board_with_only_the_host_says_what_to_do_first(olu, pantry, board, browser_of):
    page = browser_of(olu).get(board)
    assert "Name the first organisation" in text_of(page)
    assert reverse("invite-organisation", args=[pantry.pk]) in text_of(page)


def test_a_card_moves_on_with_one_press_and_nothing_else(olu, church, board, browser_of):
    browser = browser_of(olu)
    assert '<option value="contacted" selected>' in text_of(browser.get(board))
    response = press(browser, church, "contacted", was="identified")
    church.refresh_from_db()
    assert (church.stage, response.url) == ("contacted", f"{board}#membership-{church.pk}")


def test_who_moves_from_the_list_comes_back_to_the_list(olu, church, board, browser_of):
    response = press(browser_of(olu), church, "met", **{"as": "list"})
    assert response.url == f"{board}?as=list#membership-{church.pk}"


@pytest.mark.parametrize("stage", ["left", "not-now"])
def test_who_goes_aside_is_asked_for_the_reason_first(stage, olu, church, board, browser_of):
    browser = browser_of(olu)
    page = browser.get(press(browser, church, stage, was="identified").url)
    church.refresh_from_db()
    assert (church.stage, page.context["form"]["stage"].initial) == ("identified", stage)
    sent = browser.post(page.request["PATH_INFO"] + "?back=pipeline", {"stage": stage, "reason": "No time"})
    church.refresh_from_db()
    assert (church.stage, sent.url) == (stage, board)


@pytest.mark.parametrize("typed", [{}, {"stage": "best friends"}, {"stage": "met", "was": "best friends"}])
def test_a_stage_that_is_none_moves_nothing(typed, olu, church, board, browser_of):
    page = browser_of(olu).post(reverse("move-membership", args=[church.pk]), typed, follow=True)
    church.refresh_from_db()
    assert church.stage == "identified"
    assert "Choose the stage to move St Paul&#x27;s to." in text_of(page)


def test_of_two_leads_who_move_at_once_the_second_reads_what_the_first_did(olu, ada, church, browser_of):
    olus, adas = browser_of(olu), browser_of(ada)
    press(olus, church, "met", was="identified")
    page = adas.get(press(adas, church, "contacted", was="identified").url)
    church.refresh_from_db()
    assert church.stage == "met"
    assert "Somebody moved St Paul&#x27;s to “Met” a moment ago" in text_of(page)


def test_the_second_of_two_leads_keeps_what_was_typed_and_can_send_it_again(olu, church, browser_of, now):
    browser, url = browser_of(olu), reverse("edit-membership", args=[church.pk])
    move(church, "willing", olu, now)
    typed = {"stage": "not-now", "reason": "Their roof", "was": "identified"}
    page = browser.post(url, typed)
    form = page.context["form"]
    assert (form["reason"].value(), form["was"].value()) == ("Their roof", "willing")
    browser.post(url, typed | {"was": form["was"].value()})
    church.refresh_from_db()
    assert (church.stage, church.reason) == ("not-now", "Their roof")


def test_the_host_stays_where_it_is(olu, host_membership, board, browser_of):
    page = text_of(browser_of(olu).get(board))
    assert reverse("move-membership", args=[host_membership.pk]) not in page
    assert reverse("edit-membership", args=[host_membership.pk]) not in page


# --- Asking again ---


def test_not_now_may_have_a_day_to_ask_again(olu, church, browser_of):
    day = a_day(30)
    typed = {"stage": "not-now", "reason": "A new vicar", "ask_again_on": f"{day:%-d %B %Y}"}
    browser_of(olu).post(reverse("edit-membership", args=[church.pk]), typed)
    church.refresh_from_db()
    assert (church.stage, church.ask_again_on) == ("not-now", day)


@pytest.mark.parametrize("days", [-1, 0])
def test_a_day_that_has_come_already_is_refused_and_nothing_typed_is_lost(days, olu, church, browser_of):
    typed = {"stage": "not-now", "reason": "A new vicar", "ask_again_on": f"{a_day(days):%d/%m/%Y}"}
    page = browser_of(olu).post(reverse("edit-membership", args=[church.pk]), typed)
    assert page.context["form"].errors == {"ask_again_on": ["Give a day that is still to come, or leave it empty."]}
    assert f"{a_day(days):%d/%m/%Y}" in text_of(page)
    church.refresh_from_db()
    assert church.stage == "identified"


def test_the_day_to_ask_again_goes_when_they_come_back(olu, church, now):
    move(church, "not-now", olu, now, reason="A new vicar", ask_again_on=date(2027, 3, 1))
    move(church, "contacted", olu, now)
    church.refresh_from_db()
    assert (church.ask_again_on, church.reason) == (None, "")


def test_with_another_stage_a_day_left_in_the_form_is_left_out(olu, church, browser_of):
    typed = {"stage": "met", "ask_again_on": f"{a_day(-9):%d/%m/%Y}"}
    browser_of(olu).post(reverse("edit-membership", args=[church.pk]), typed)
    church.refresh_from_db()
    assert (church.stage, church.ask_again_on) == ("met", None)


def test_when_the_day_has_come_the_first_page_says_so(olu, mina, ravi, church, now, today):
    move(church, "not-now", olu, now, reason="A new vicar", ask_again_on=today + timedelta(days=1))
    assert urgent(olu, now) == []
    (sign,) = urgent(olu, now + timedelta(days=1))
    assert (sign.group, sign.sentence) == ("ask-again", "Ask St Paul's again")
    assert sign.why == "They said not now: “A new vicar” · you wanted to ask again today"
    assert sign.url == reverse("edit-membership", args=[church.pk]) + "?stage=contacted&back=pipeline"
    assert [urgent(who, now + timedelta(days=1)) for who in (mina, ravi)] == [[], []]


def test_the_sign_leads_to_a_form_that_ends_it(olu, church, now, today, browser_of):
    move(church, "not-now", olu, now, reason="A new vicar", ask_again_on=today)
    (sign,) = urgent(olu, now)
    page = browser_of(olu).get(sign.url)
    assert page.context["form"]["stage"].initial == "contacted"
    browser_of(olu).post(sign.url, {"stage": "contacted", "was": "not-now"})
    assert urgent(olu, now) == []


# --- Who sees it ---


@pytest.mark.parametrize(("who", "status"), [("olu", 200), ("viewer", 200), ("ada", 200), ("mina", 403), ("ravi", 404)])
def test_the_pipeline_is_for_leads_viewers_and_administrators(
    request, who, status, olu, viewer, ada, mina, ravi, church, board, browser_of
):
    assert browser_of(request.getfixturevalue(who)).get(board).status_code == status


def test_a_viewer_finds_no_buttons(viewer, church, board, browser_of):
    page = text_of(browser_of(viewer).get(board))
    assert "St Paul" in page
    assert "<form" not in page.partition("<main")[2]


def test_partners_are_not_shown_the_way_to_pages_they_are_refused(olu, mina, viewer, pantry, browser_of):
    people = reverse("people", args=[pantry.pk])
    seen = {who: "/pipeline/" in text_of(browser_of(who).get(people)) for who in (olu, viewer, mina)}
    assert seen == {olu: True, viewer: True, mina: False}


def test_a_partner_moves_nobody_and_does_not_learn_who_was_only_thought_of(mina, church, browser_of):
    assert press(browser_of(mina), church, "met").status_code == 404
    church.refresh_from_db()
    assert church.stage == "identified"


@pytest.mark.parametrize("query", ["", "?as=list"])
def test_the_pipeline_costs_the_same_at_three_and_at_sixty(
    query, olu, pantry, board, browser_of, django_assert_max_num_queries
):
    def fill(count):
        for number in range(count):
            stage = Membership.Stage.values[number % 5]
            SeatFactory(membership=MembershipFactory(partnership=pantry, stage=stage))

    browser = browser_of(olu)
    fill(3)
    with django_assert_max_num_queries(14) as few:
        browser.get(board + query)
    fill(57)
    with django_assert_max_num_queries(len(few)):
        browser.get(board + query)
