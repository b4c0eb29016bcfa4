"""What changed between two versions, in plain words, for partners and for the lead."""

import pytest
from django.urls import reverse

from partnerships.agreements.actions import versions
from partnerships.agreements.changes import Difference
from partnerships.links import links
from partnerships.models import ActionLink

from ...factories import MembershipFactory
from .agreeing import VISION, accept, fill
from .amending import change, promise


@pytest.fixture
def first(draft, olu, mina, host_membership, larder_membership, now):
    """Version 1 in force: a role each, a promise to the Larder and one to everybody."""
    roles = {host_membership.pk: ("Hosts", "Pays for the hall"), larder_membership.pk: ("Cooks", "Lunch on Tuesdays")}
    versions.assign(version=draft, rows=roles, by=olu, now=now)
    promise(draft, host_membership, larder_membership, "A key to the hall", olu, now)
    promise(draft, host_membership, None, "One page of what is on", olu, now)
    versions.share(version=draft, by=olu, now=now)
    accept(draft, mina, now)
    accept(draft, olu, now)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def second(first, olu, now):
    return versions.amend(agreement=first.agreement, by=olu, now=now)


def summary(first, second):
    return Difference.between(first, second).summary()


def test_a_copy_differs_in_nothing(first, second):
    difference = Difference.between(first, second)
    assert (difference.is_empty, difference.summary()) == (True, [])


def test_it_says_for_each_part_what_happened(first, second, olu, today, host_membership, larder_membership, now):
    words = {"vision": f"{VISION} Nor in Stretford.", "goals": "One hall.", "starts_on": today}
    versions.write(version=second, values=words, by=olu, now=now)
    roles = {host_membership.pk: ("", ""), larder_membership.pk: ("Cooks", "Lunch on Thursdays")}
    versions.assign(version=second, rows=roles, by=olu, now=now)
    promise(second, larder_membership, None, "Sixty lunches", olu, now)
    assert summary(first, second) == [
        "Shared vision: 1 sentence added",
        "Goals: 1 sentence added",
        "Roles and responsibilities: 1 removed, 1 changed",
        "Promises: 1 added",
        "Dates: 1 added",
    ]


def test_a_changed_row_shows_before_and_after(first, second, olu, now):
    change(second, "A key to the hall", olu, now, what="Two keys to the hall")
    (table,) = Difference.between(first, second).tables
    (row,) = table.rows
    assert (row.kind, row.row.name) == ("changed", "Trafford Council")
    assert ("Promises", [("removed", "A key"), ("same", " to the hall")]) in row.cells_before()
    assert ("Promises", [("added", "Two keys"), ("same", " to the hall")]) in row.cells_after()


def test_of_two_promises_the_one_that_changed_is_found(first, second, olu, host_membership, now):
    change(second, "A key to the hall", olu, now, what="A new key to the hall")
    promise(second, host_membership, None, "Chairs", olu, now)
    (table,) = Difference.between(first, second).tables
    assert [(row.kind, dict(row.row.cells)["Promises"]) for row in table.rows] == [
        ("changed", "A new key to the hall"), ("added", "Chairs"),
    ]  # fmt: skip


def test_whom_a_change_touches(first, second, olu, host_membership, larder_membership, now):
    other = MembershipFactory(partnership=host_membership.partnership).pk
    change(second, "A key to the hall", olu, now, what="Two keys")
    difference = Difference.between(first, second)
    assert [difference.touching(m) for m in (host_membership.pk, larder_membership.pk, other)] == [
        ["Promises"], ["Promises"], [],
    ]  # fmt: skip
    change(second, "One page of what is on", olu, now, what="Two pages")
    assert Difference.between(first, second).touching(other) == ["Promises"]


def test_a_promise_that_turns_to_somebody_else_touches_who_lost_it(
    first, second, olu, host_membership, larder_membership, now
):
    other = MembershipFactory(partnership=host_membership.partnership)
    change(second, "A key to the hall", olu, now, to_membership=other)
    difference = Difference.between(first, second)
    assert difference.touching(larder_membership.pk) == difference.touching(other.pk) == ["Promises"]


@pytest.mark.parametrize("values", [{"vision": "Other words."}, {"review_on": "2027-05-01"}])
def test_a_common_section_or_date_touches_everybody(values, first, second, olu, larder_membership, now):
    versions.write(version=second, values=values, by=olu, now=now)
    second.refresh_from_db()
    assert Difference.between(first, second).touching(larder_membership.pk)


# --- The page ---


def page_of(version, browser, **query):
    return browser.get(reverse("agreement-difference", args=[version.pk]), query)


def test_the_page_marks_words_for_eye_and_ear(first, second, olu, browser_of, now):
    words = {"vision": "Nobody in <b>Sale</b> eats alone."}
    versions.write(version=second, values=words, by=olu, now=now)
    text = page_of(second, browser_of(olu)).content.decode()
    assert '<ins><span class="visually-hidden">[added: </span>&lt;b&gt;Sale&lt;/b&gt;' in text
    assert (
        '<del><span class="visually-hidden">[removed: </span>Sale<span class="visually-hidden">]</span></del>' in text
    )
    assert "Shared vision: 1 sentence changed" in text


def test_nothing_changed_has_its_sentence(first, second, olu, browser_of):
    text = page_of(second, browser_of(olu)).content.decode()
    assert "Nothing changed: the words, the rows and the dates are those of version 1." in text


def test_the_first_version_has_nothing_to_be_compared_with(first, mina, browser_of):
    text = page_of(first, browser_of(mina)).content.decode()
    assert "This is the first version" in text


def test_any_earlier_version_can_be_chosen(first, second, olu, mina, browser_of, now):
    versions.write(version=second, values={"goals": "One hall."}, by=olu, now=now)
    versions.share(version=second, by=olu, now=now)
    third = versions.amend(agreement=first.agreement, by=olu, now=now)
    versions.write(version=third, values={"goals": "One hall. One oven."}, by=olu, now=now)
    versions.share(version=third, by=olu, now=now)
    browser = browser_of(mina)
    # Version 2 was taken back: what counts until now is the version in force.
    assert page_of(third, browser).context["before"] == first
    assert page_of(third, browser, **{"from": 2}).context["difference"].summary() == ["Goals: 1 sentence added"]
    for wrong in ("3", "9", "x", "-1"):
        assert page_of(third, browser, **{"from": wrong}).status_code == 404, wrong


def test_a_draft_and_what_changed_in_it_are_invisible_to_partners(second, mina, ravi, browser_of):
    assert page_of(second, browser_of(mina)).status_code == 404
    assert page_of(second, browser_of(ravi)).status_code == 404


def test_who_accepts_by_link_reads_what_changed_since_their_own_yes(client, first, second, mina, olu, now):
    versions.write(version=second, values={"goals": "One hall."}, by=olu, now=now)
    versions.share(version=second, by=olu, now=now)
    link = links.make(ActionLink.Purpose.ACCEPT, contact=mina.contacts.get(), target_id=second.pk)
    text = client.get(reverse("follow-link", args=[link.token]), follow=True).content.decode()
    assert "What changed since version 1, which you accepted" in text
    assert "Goals: 1 sentence added" in text
    assert "<script" not in text


def test_the_difference_costs_the_same_at_three_and_at_sixty(
    first, second, olu, browser_of, now, django_assert_num_queries
):
    """Besides the session, the person and their seats: 8 queries."""
    browser = browser_of(olu)
    for count in (3, 57):
        fill(second, count, now)
        with django_assert_num_queries(3 + 8):
            page_of(second, browser)
