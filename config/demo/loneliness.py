"""The main story: six months of a partnership against loneliness among older people."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from communications.celebrations import actions as celebrations
from communications.models import Celebration
from partnerships.agreements.actions import versions
from partnerships.check_ins.actions import check_ins, rhythms, updates
from partnerships.commitments import actions as commitments
from partnerships.membership.actions import partnerships, seats
from partnerships.models import CheckIn, Measure, Membership, Objective, Partnership
from partnerships.pipeline.actions import memberships
from partnerships.plan.actions import measures, milestones, objectives

from . import amendment, cast, feedback, need, talks, terms, words
from .calendar import at, days, months_before, send_what_is_due

MONTHS = 6
MEMBERS = {
    cast.AGE_UK: ["Mina", "Tom"],
    cast.METHODISTS: ["Grace"],
    cast.FIRS: ["Leah"],
    cast.SALE_MOOR: ["Stan"],
    cast.U3A: ["Doreen"],
    cast.PRACTICE: ["Imran"],
    cast.FOODBANK: ["Cath"],
}
PROSPECTS = [
    ("Irish Community Care Manchester", Membership.Stage.WILLING, ""),
    ("Sale & District Hebrew Congregation", Membership.Stage.MET, ""),
    ("Greater Manchester Council of Mosques", Membership.Stage.CONTACTED, ""),
    ("Trafford Carers Centre", Membership.Stage.IDENTIFIED, ""),
    ("Trafford Community Leisure Trust", Membership.Stage.NOT_NOW, "A new manager starts in spring: ask again then."),
]


def tell(people, now):
    """Start, agree, plan, six rounds of check-ins, good news, feedback."""
    today = timezone.localdate(now)
    # The last answers were due nine days ago, so that one that is missing asks for a call today.
    last_due = today - days(9)
    first_due = months_before(last_due, MONTHS - 1)
    begun = at(months_before(first_due, 1) - days(20))
    partnership = start(people, begun)
    talks.tell(partnership, people, begun + days(5))
    agree(partnership, people, begun + days(14))
    plan(partnership, people, first_due, begun + days(30))
    for month in range(MONTHS):
        live_through(partnership, people, months_before(last_due, MONTHS - 1 - month), month, now)
    partnerships.move(
        partnership=partnership, stage=Partnership.Stage.DELIVER, by=people.user("Olu"), now=at(first_due)
    )  # fmt: skip
    need.tell(partnership, people, timezone.localdate(begun))
    feedback.tell(partnership, people, today)
    amendment.tell(partnership, people, today)
    settle(partnership, people, today)
    send_what_is_due(now)


def start(people, now):
    olu = people.user("Olu")
    partnership = partnerships.start(
        name="Not Alone in Sale and Stretford",
        need="Too many people over 70 go for days without talking to anybody, and the groups that could help them do "
        "not know of each other.",
        people_served="People over 70 who live alone, and those who care for them",
        area="Sale and Stretford", nation=Partnership.Nation.ENGLAND,
        host=people.organisation(cast.COUNCIL), lead=people.contact("Olu"), by=olu, now=now,
    )  # fmt: skip
    for name, firsts in MEMBERS.items():
        membership = memberships.invite(
            partnership=partnership, organisation=people.organisation(name), stage=Membership.Stage.MEMBER, by=olu,
            now=now,
        )  # fmt: skip
        for first in firsts:
            sit(membership, people.contact(first), olu, now)
    host = partnership.memberships.get(organisation=partnership.host)
    sit(host, people.contact("Priya"), olu, now)
    for name, stage, reason in PROSPECTS:
        invite_in_stages(partnership, people.organisation(name), stage, reason, olu, now)
    return partnership


def sit(membership, contact, by, now):
    capacity = "community" if contact.name.startswith(("Stan", "Doreen")) else "institution"
    seats.take(
        membership=membership, contact=contact, is_lead=False, authority="decides", capacity=capacity, by=by, now=now
    )


def invite_in_stages(partnership, organisation, stage, reason, by, now):
    first = Membership.Stage.IDENTIFIED
    membership = memberships.invite(partnership=partnership, organisation=organisation, stage=first, by=by, now=now)
    if stage != first:
        memberships.move(membership=membership, stage=stage, reason=reason, by=by, now=now + days(10))


def agree(partnership, people, now):
    olu = people.user("Olu")
    version = versions.begin(partnership=partnership, by=olu, now=now)
    starts = timezone.localdate(now)
    dates = {"starts_on": starts, "review_on": starts + days(365), "ends_on": starts + days(730)}
    versions.write(version=version, values={**words.AGREEMENT, **dates}, by=olu, now=now)
    by_name = {m.organisation.name: m for m in partnership.memberships.current().select_related("organisation")}
    talks.take_up(partnership, olu, now)
    roles = {by_name[name].pk: role for name, role in words.ROLES.items()}
    versions.assign(version=version, rows=roles, by=olu, now=now)
    terms.fill(version, by_name, starts, olu, now)
    for who, to, what, due, kind in words.PROMISES:
        commitments.make(
            partnership=partnership, version=version, from_membership=by_name[who],
            to_membership=by_name[to] if to else None, what=what, kind=kind, due_on=starts + days(due), by=olu, now=now,
        )  # fmt: skip
    versions.share(version=version, by=olu, now=now)
    send_what_is_due(now)
    accept_all(partnership, version, now + days(2))


def accept_all(partnership, version, now, but=()):
    """The first deciding person of every member accepts, half a day apart."""
    version.refresh_from_db()
    members = partnership.memberships.current().exclude(organisation__name__in=but)
    for number, membership in enumerate(members):
        contact = membership.seats.order_by("-is_lead", "pk").first().contact
        versions.accept(
            version=version, membership=membership, contact=contact, text_hash=version.text_hash,
            now=now + days(number / 2),
        )  # fmt: skip


def plan(partnership, people, first_due, now):
    olu = people.user("Olu")
    by_name = {m.organisation.name: m for m in partnership.memberships.current().select_related("organisation")}
    started = timezone.localdate(now)
    for spec in words.OBJECTIVES:
        objective = objectives.add(
            objective=Objective(
                partnership=partnership, owner=by_name[spec["owner"]], title=spec["title"],
                due_on=started + days(spec["days"]), created_at=now, **spec["letters"],
            ), by=olu, now=now,
        )  # fmt: skip
        for measure in spec["measures"]:
            Measure.objects.create(objective=objective, baseline_on=started, **measure)
        for title, owner, starts, due in spec["milestones"]:
            milestones.add(
                partnership=partnership, title=title, owner=by_name[owner], objective=objective,
                starts_on=started + days(starts), due_on=started + days(due), by=olu, now=now,
            )  # fmt: skip
    rhythms.set_rhythm(
        partnership=partnership, every=1, unit="month", first_due_on=first_due, until_on=None, by=olu, now=now
    )


def live_through(partnership, people, due_on, month, now):
    """One round: the reminder goes out, most answer before the day, the rest is reminded."""
    send_what_is_due(at(due_on - days(7)))
    answer = {m.organisation.name: m for m in partnership.memberships.current().select_related("organisation")}
    for number, (name, said) in enumerate(words.answers(month).items()):
        if said == words.SILENT:
            continue
        moment = at(due_on - days(6 - number % 6), hour=9 + number % 8)
        answer_one(answer[name], people, due_on, moment, said)
    take_values(partnership, people, due_on, month)
    for after in (0, 3):
        send_what_is_due(min(at(due_on + days(after)), now))
    keep_up_with_the_plan(partnership, people, due_on, month)


def answer_one(membership, people, due_on, moment, said):
    check_in = CheckIn.objects.open().get(membership=membership, due_on=due_on)
    contact = membership.seats.order_by("-is_lead", "pk").first().contact
    if said == words.SKIPPED:
        check_ins.skip(
            check_in=check_in, reason="The van and the freezer on one day: next month.", by=contact, now=moment
        )
        return
    check_ins.mark_opened(check_in=check_in, now=moment - timedelta(minutes=2))
    updates.submit(check_in=check_in, answers=said, by=contact, now=moment, values={})


def take_values(partnership, people, due_on, month):
    for name, values in words.VALUES.items():
        measure = Measure.objects.get(objective__partnership=partnership, name=name)
        measures.take(
            measure=measure, on=due_on, value=Decimal(str(values[month])), note="", by=people.user("Olu"),
            now=at(due_on),
        )  # fmt: skip


def keep_up_with_the_plan(partnership, people, due_on, month):
    """Milestones are reached and moved as the months go; the first good news is published at once."""
    olu = people.user("Olu")
    for title in words.REACHED.get(month, []):
        milestone = partnership.milestones.get(title=title)
        milestones.reach(milestone=milestone, on=due_on + days(1), by=olu, now=at(due_on + days(1)))
        send_what_is_due(at(due_on + days(1), hour=11))
        celebration = Celebration.objects.get(milestone=milestone)
        celebrations.publish(celebration=celebration, by=olu, now=at(due_on + days(2)))
        send_what_is_due(at(due_on + days(2), hour=11))


def promise_beside_the_agreement(partnership, olu, today):
    """What was said between meetings and how it ended, and what a partner asked for in a check-in."""
    by_name = {m.organisation.name: m for m in partnership.memberships.current().select_related("organisation")}
    for who, to, what, kind, ago, state, why in words.SAID:
        promise = commitments.make(
            partnership=partnership, version=None, from_membership=by_name[who],
            to_membership=by_name[to] if to else None, what=what, kind=kind, due_on=today - days(ago),
            by=olu, now=at(today - days(ago + 30)),
        )  # fmt: skip
        commitments.settle(commitment=promise, state=state, evidence=why, by=olu, now=at(today - days(ago)))
    for update in partnership.updates.filter(ask__in=words.PROMISED).order_by("-submitted_at")[:1]:
        what, kind, ahead = words.PROMISED[update.ask]
        commitments.promise_what_was_asked(
            update=update, what=what, kind=kind, due_on=today + days(ahead), by=olu, now=at(today - days(2))
        )


def settle(partnership, people, today):
    """What happened in the last days: a reply given, a promise kept, a step moved, one reached whose draft waits."""
    olu = people.user("Olu")
    for update in partnership.updates.asking_for_help().order_by("submitted_at")[:2]:
        updates.reply_to_ask(update=update, reply=words.REPLY, by=olu, now=update.submitted_at + days(1))
    promise_beside_the_agreement(partnership, olu, today)
    for what, evidence in words.KEPT.items():
        kept = partnership.commitments.binding().get(what=what)
        commitments.keep(commitment=kept, evidence=evidence, by=olu, now=at(kept.due_on))
    late = partnership.milestones.get(title=words.MOVED)
    milestones.move(milestone=late, due_on=today + days(12), by=olu, now=at(today - days(4)))
    nearly = partnership.milestones.get(title=words.JUST_REACHED)
    milestones.reach(milestone=nearly, on=today - days(1), by=olu, now=at(today - days(1)))
