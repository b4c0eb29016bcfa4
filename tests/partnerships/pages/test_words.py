"""What is accepted: every word counts, and what was accepted before there were more parts stays accepted."""

from datetime import date

import pytest

from partnerships.agreements.actions import activities, sections, versions
from partnerships.agreements.changes import Difference
from partnerships.agreements.content import Content
from partnerships.models import Agreement, AgreementVersion, Membership

from ...factories import MembershipFactory, OrganisationFactory, PartnershipFactory
from ..agreements.agreeing import accept

# Taken from the code that knew seven sections, roles and promises, for the version below.
BEFORE = "d2a35127f64fa373ff0cdb087cd85bd575048bc538105d3f00febf0c2c55fa9f"


# Taken from the code that read the tables of a version in the model itself, for the version below with every part.
WITH_EVERY_PART = "8e1460c7c5812505dddeb086a7d6d84f49da7eaacd0db43985ca22ca625cd822"


@pytest.fixture
def old(db):
    """A version as it stood before the first new part, with keys of its own, because they are among its words."""
    partnership = PartnershipFactory(pk=7001, host=OrganisationFactory(name="Trafford Council"))
    host = MembershipFactory(pk=7002, partnership=partnership, organisation=partnership.host)
    larder = MembershipFactory(pk=7003, partnership=partnership, organisation__name="Sale Larder")
    version = AgreementVersion.objects.create(
        agreement=Agreement.objects.create(partnership=partnership),
        number=3,
        vision="Nobody in Sale eats alone.",
        goals="Lunch",
        communication="Monthly",
        ground_rules="Kind",
        conflict="Talk",
        data_sharing="With a yes",
        review="In March",
        starts_on=date(2026, 12, 1),
        review_on=date(2027, 12, 1),
    )
    version.responsibilities.create(membership=host, role="Hosts", duties="The hall\nThe heating")
    version.responsibilities.create(membership=larder, role="Cooks")
    version.commitments.create(
        partnership=partnership, from_membership=host, to_membership=larder, what="Keys", due_on=date(2027, 1, 5)
    )
    version.commitments.create(partnership=partnership, from_membership=larder, what="Soup — every Tuesday")
    return version


def test_what_was_accepted_before_is_still_the_same_text(old):
    assert Content.of(old).hash() == BEFORE


def test_a_version_with_every_part_is_still_the_same_text(old):
    host, larder = old.agreement.partnership.memberships.order_by("pk")
    old.ending, old.personal_data, old.data_agreement_on = "Two months' notice", "shared", date(2026, 5, 1)
    old.responsibilities.filter(membership=host).update(control="The grant")
    insurance = old.matters.create(what="Insurance")
    insurance.parts.create(membership=larder, kind="helps")
    insurance.parts.create(membership=host, kind="leads")
    old.matters.create(what="Keys")
    old.communication_rows.create(position=2, purpose="News", channel="E-mail", rhythm="Weekly", starts="The larder")
    old.communication_rows.create(position=1, purpose="Urgent", channel="Phone")
    old.conflict_steps.create(position=1, what="Talk", who="Those concerned", days=7)
    old.conflict_steps.create(position=2, what="Ask somebody from outside")
    assert Content.of(old).hash() == WITH_EVERY_PART


def lead(version, what, kind="leads"):
    membership = version.agreement.partnership.memberships.first()
    version.matters.create(what=what).parts.create(membership=membership, kind=kind)


NEW_PARTS = {
    "the ending": lambda v: AgreementVersion.objects.filter(pk=v.pk).update(ending="Two months' notice"),
    "whether data is shared": lambda v: AgreementVersion.objects.filter(pk=v.pk).update(personal_data="none"),
    "control": lambda v: v.responsibilities.filter(role="Hosts").update(control="The grant"),
    "control without a role": lambda v: v.responsibilities.create(
        membership=MembershipFactory(partnership=v.agreement.partnership), control="The list"
    ),
    "a matter": lambda v: v.matters.create(what="Insurance"),
    "a part": lambda v: lead(v, "Insurance"),
    "another part": lambda v: lead(v, "Insurance", "helps"),
    "a row": lambda v: v.communication_rows.create(position=1, purpose="News"),
    "how often": lambda v: v.communication_rows.create(position=1, purpose="News", rhythm="Weekly"),
    "a step": lambda v: v.conflict_steps.create(position=1, what="Talk"),
    "days": lambda v: v.conflict_steps.create(position=1, what="Talk", days=7),
}


@pytest.mark.parametrize("part", NEW_PARTS)
def test_every_new_part_is_among_the_words(part, old):
    NEW_PARTS[part](old)
    old.refresh_from_db()
    assert Content.of(old).hash() != BEFORE


def test_no_two_new_parts_say_the_same(old):
    hashes = set()
    for write in NEW_PARTS.values():
        version = AgreementVersion.objects.get(pk=old.pk)
        write(version)
        version.refresh_from_db()
        hashes.add(Content.of(version).hash())
        version.matters.all().delete()
        version.communication_rows.all().delete()
        version.conflict_steps.all().delete()
    assert len(hashes) == len(NEW_PARTS)


def test_the_date_of_the_data_sharing_agreement_is_among_the_words(old):
    AgreementVersion.objects.filter(pk=old.pk).update(personal_data="shared")
    old.refresh_from_db()
    before = Content.of(old).hash()
    AgreementVersion.objects.filter(pk=old.pk).update(data_agreement_on=date(2026, 5, 1))
    old.refresh_from_db()
    assert Content.of(old).hash() != before


def test_a_version_accepted_before_stays_accepted_and_can_still_be_accepted(
    in_force, larder_membership, olu, mina, now
):
    assert in_force.text_hash == Content.of(in_force).hash()
    in_force.acceptances.filter(membership=larder_membership).delete()
    assert accept(in_force, mina, now).text_hash == in_force.text_hash


def test_who_writes_a_row_into_a_shared_version_makes_it_impossible_to_accept(shared, mina, now):
    shared.conflict_steps.create(position=1, what="Shout")
    with pytest.raises(versions.StaleVersion, match="changed after it was shared"):
        accept(shared, mina, now)


def test_the_next_version_takes_every_new_part_along_without_those_who_are_gone(
    olu, mina, draft, host_membership, larder_membership, pantry, now
):
    ending = {"ending": "A last meal", "personal_data": "shared", "data_agreement_on": date(2026, 5, 1)}
    versions.write(version=draft, values=ending, by=olu, now=now)
    versions.share_control(version=draft, rows={host_membership.pk: "The grant"}, by=olu, now=now)
    parts = {host_membership: "leads", larder_membership: "helps"}
    activities.add(version=draft, what="Insurance", objective=None, parts=parts, by=olu, now=now)
    for section, row in (("communication", {"purpose": "News"}), ("conflict", {"what": "Talk", "days": 7})):
        sections.write(version=draft, section=section, values={}, rows=[row], by=olu, now=now)
    versions.share(version=draft, by=olu, now=now)
    accept(draft, olu, now)
    Membership.objects.filter(pk=larder_membership.pk).update(stage="left", reason="Closed")
    second = versions.amend(agreement=draft.agreement, by=olu, now=now)
    assert (second.ending, second.personal_data, second.data_agreement_on) == tuple(ending.values())
    assert list(second.responsibilities.values_list("membership", "role", "control")) == [
        (host_membership.pk, "", "The grant")
    ]
    assert list(second.matters.values_list("what", "parts__membership", "parts__kind")) == [
        ("Insurance", host_membership.pk, "leads")
    ]
    assert list(second.communication_rows.values_list("position", "purpose")) == [(1, "News")]
    assert list(second.conflict_steps.values_list("position", "what", "days")) == [(1, "Talk", 7)]
    assert draft.matters.get().parts.count() == 2
    draft.refresh_from_db()
    assert draft.text_hash == Content.of(draft).hash()


def test_every_new_part_is_told_among_the_differences(olu, in_force, host_membership, larder_membership, now):
    second = versions.amend(agreement=in_force.agreement, by=olu, now=now)
    versions.write(version=second, values={"ending": "A last meal", "personal_data": "none"}, by=olu, now=now)
    versions.share_control(version=second, rows={host_membership.pk: "The grant"}, by=olu, now=now)
    activities.add(version=second, what="Keys", objective=None, parts={host_membership: "leads"}, by=olu, now=now)
    for section, row in (("communication", {"purpose": "News"}), ("conflict", {"what": "Talk", "days": 7})):
        sections.write(version=second, section=section, values={}, rows=[row], by=olu, now=now)
    difference = Difference.between(in_force, second)
    everybodys = ["Ending", "How we keep in touch", "When we disagree, step by step", "Personal data"]
    assert difference.touching(larder_membership.pk) == everybodys
    assert set(difference.touching(host_membership.pk)) == {
        *everybodys,
        "Who does what",
        "What each of us shares control of",
    }
