"""What was checked about an organisation, who keeps it, and that it shows in words when it has run out."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partnerships import signs
from partnerships.directory.actions import due_diligence
from partnerships.models import DueDiligence, User

from ...clock import NOW
from ...factories import UserFactory


@pytest.fixture
def viewer(db):
    return UserFactory(role=User.Role.VIEWER)


@pytest.fixture
def day():
    """Today by the real clock, which pages read."""
    return NOW.date()


def item_of(organisation, day, *, runs_out=None, **fields):
    fields = {"kind": "insurance", "checked_on": day - timedelta(days=200)} | fields
    expires_on = None if runs_out is None else day + timedelta(days=runs_out)
    return DueDiligence.objects.create(organisation=organisation, expires_on=expires_on, **fields)


def typed(day, **changes):
    return {"kind": "insurance", "reference": "PL 100", "checked_on": f"{day:%-d %B %Y}", **changes}


def add(browser, organisation, data):
    return browser.post(reverse("add-due-diligence", args=[organisation.pk]), data)


def test_a_lead_notes_what_was_checked(olu, larder, browser_of, day):
    data = typed(day, expires_on=f"{day + timedelta(days=365):%-d %B %Y}", note="Seen on paper")
    assert add(browser_of(olu), larder, data).url == larder.get_absolute_url()
    item = larder.due_diligence.get()
    assert (item.kind, item.reference, item.checked_by, item.note) == ("insurance", "PL 100", olu, "Seen on paper")
    assert item.history.get().history_user == olu


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"checked_on": "1 March 2099"}, "Give the day it was checked, today or earlier."),
        ({"expires_on": "1 March 2020"}, "It had run out before it was checked. Look at both dates again."),
        ({"kind": "other", "reference": ""}, "Say what it is."),
        ({"kind": ""}, "Choose an answer for “What was checked”."),
        ({"checked_on": "31/2/27"}, "There is no 31 February 2027: that month has 28 days."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_noted(olu, larder, browser_of, day, changes, said):
    response = add(browser_of(olu), larder, typed(day, **changes))
    assert said in response.content.decode()
    assert not DueDiligence.objects.exists()


def test_it_is_changed_and_removed_with_its_history(olu, ada, larder, browser_of, day):
    item = item_of(larder, day, runs_out=10)
    edit, remove = (reverse(f"{verb}-due-diligence", args=[item.pk]) for verb in ("edit", "remove"))
    browser_of(ada).post(edit, typed(item.checked_on, reference="PL 200"))
    item.refresh_from_db()
    assert (item.reference, item.checked_by, item.expires_on) == ("PL 200", None, None)
    assert "You can add it again" in browser_of(olu).get(remove).content.decode()
    assert DueDiligence.objects.exists()
    browser_of(olu).post(remove)
    assert not DueDiligence.objects.exists()
    assert [(row.history_type, row.history_user) for row in DueDiligence.history.all()] == [
        ("-", olu), ("~", ada), ("+", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("runs_out", "standing", "words"),
    [(None, "open", "Never runs out"), (-1, "expired", "Ran out on"), (0, "soon", "Runs out soon:"),
     (60, "soon", "Runs out soon:"), (61, "valid", "Valid until")],
)  # fmt: skip
def test_the_page_says_in_words_how_it_stands(olu, larder, browser_of, day, runs_out, standing, words):
    item = item_of(larder, day, runs_out=runs_out)
    assert item.standing_on(day) == standing
    assert words in browser_of(olu).get(larder.get_absolute_url()).content.decode()


def test_the_list_costs_as_many_queries_at_sixty_items_as_at_three(olu, larder, browser_of, day):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(count):
        for number in range(count):
            item_of(larder, day, runs_out=number, kind="other", reference=f"{number}", checked_by=olu)
        with CaptureQueriesContext(connection) as said:
            browser_of(olu).get(larder.get_absolute_url())
        return len(said)

    browser_of(olu).get(larder.get_absolute_url())
    assert cost(3) == cost(57)


def test_people_of_the_organisation_read_it_and_other_partners_do_not(olu, mina, ravi, viewer, council, larder, day):
    larders, councils = item_of(larder, day), item_of(council, day)
    assert set(DueDiligence.objects.visible_to(mina)) == {larders}
    for user in (olu, ravi, viewer):
        assert set(DueDiligence.objects.visible_to(user)) == {larders, councils}


@pytest.mark.parametrize(("who", "status"), [("mina", 403), ("viewer", 403), ("ravi", 200)])
def test_the_keepers_of_the_directory_keep_it(request, who, status, larder, browser_of, day):
    browser = browser_of(request.getfixturevalue(who))
    item = item_of(larder, day)
    for url in (
        reverse("add-due-diligence", args=[larder.pk]),
        reverse("edit-due-diligence", args=[item.pk]),
        reverse("remove-due-diligence", args=[item.pk]),
    ):
        assert browser.get(url).status_code == status


def test_a_partner_does_not_learn_of_items_elsewhere(mina, council, browser_of, day):
    item = item_of(council, day)
    assert browser_of(mina).get(reverse("edit-due-diligence", args=[item.pk])).status_code == 404
    assert "Public liability" not in browser_of(mina).get(council.get_absolute_url()).content.decode()


# --- The sign ---


def seen(user, now):
    return [(s.sentence, s.why, s.partnership) for s in signs.seen_by(user, now=now) if s.group == "due-diligence"]


def test_what_has_run_out_is_a_sign_for_the_leads_of_its_partnerships(olu, mina, ravi, larder, now, today):
    item_of(larder, today, runs_out=-3)
    item_of(larder, today, runs_out=0, kind="safeguarding")
    assert seen(olu, now) == [
        (
            "Sale Larder: Public liability insurance has run out",
            "It was valid until 28 November 2026",
            "Pantry partnership",
        )
    ]
    assert seen(mina, now) == seen(ravi, now) == []


@pytest.mark.parametrize("later", [None, 300])
def test_a_new_certificate_takes_the_place_of_the_old(olu, mina, larder, now, today, later):
    item_of(larder, today, runs_out=-3)
    item_of(larder, today, runs_out=later)
    assert seen(olu, now) == []


def test_something_else_is_never_taken_for_the_same_thing(olu, mina, larder, now, today):
    item_of(larder, today, runs_out=-3, kind="other", reference="Food hygiene rating")
    item_of(larder, today, runs_out=300, kind="other", reference="Alcohol licence")
    assert seen(olu, now)[0][0] == "Sale Larder: Food hygiene rating has run out"


def test_an_organisation_that_left_makes_no_sign(olu, larder, larder_membership, now, today):
    item_of(larder, today, runs_out=-3)
    type(larder_membership).objects.filter(pk=larder_membership.pk).update(stage="left")
    assert seen(olu, now) == []


def test_the_verb_remembers_who_checked(olu, ada, larder, today, now):
    item = due_diligence.keep(item=DueDiligence(organisation=larder, kind="data", checked_on=today), by=olu, now=now)
    due_diligence.keep(item=item, by=ada, now=now)
    assert item.checked_by == olu
