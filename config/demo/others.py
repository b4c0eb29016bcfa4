"""Three more partnerships at other stages, one of them somebody else's."""

from django.utils import timezone

from partnerships.agreements.actions import versions
from partnerships.check_ins.actions import rhythms, updates
from partnerships.membership.actions import partnerships
from partnerships.models import CheckIn, Membership, Partnership
from partnerships.pipeline.actions import memberships
from partnerships.plan.actions import milestones

from . import cast, dates, talks, terms, unsure
from .calendar import at, days, send_what_is_due
from .loneliness import accept_all, sit


def tell(people, now):
    """Warm spaces waits for acceptances, good neighbours has just begun, young makers delivers under Ravi."""
    today = timezone.localdate(now)
    warm_spaces(people, at(today - days(40)), today)
    good_neighbours(people, at(today - days(12)))
    young_makers(people, at(today - days(75)), today)
    dates.tell(people, today)
    send_what_is_due(now)


def begin(people, first, now, **fields):
    return partnerships.start(
        nation=Partnership.Nation.ENGLAND, lead=people.contact(first), by=people.user(first), now=now, **fields
    )


def join(partnership, people, name, firsts, now, *, stage=Membership.Stage.MEMBER, by):
    membership = memberships.invite(
        partnership=partnership, organisation=people.organisation(name), stage=stage, by=by, now=now
    )
    for first in firsts:
        sit(membership, people.contact(first), by, now)
    return membership


def warm_spaces(people, now, today):
    """An agreement that waits for two of its partners: one asked and was answered, one waits for an answer."""
    olu = people.user("Olu")
    partnership = begin(
        people, "Olu", now, name="Warm Spaces Altrincham", need="Heating costs keep older people in one cold room.",
        people_served="Anybody who is cold at home", area="Altrincham", host=people.organisation(cast.COUNCIL),
    )  # fmt: skip
    join(partnership, people, "Broadheath Community Association", ["Beth"], now, by=olu)
    join(partnership, people, "Altrincham United Reformed Church Charity", ["Samuel"], now, by=olu)
    join(partnership, people, cast.AGE_UK, ["Mina"], now, by=olu)
    partnerships.move(partnership=partnership, stage=Partnership.Stage.AGREE, by=olu, now=now)
    version = versions.begin(partnership=partnership, by=olu, now=now)
    values = {
        "vision": "A warm room with company within walking distance, every day from November to March.",
        "goals": "Three rooms by December; a map in every shop window.",
        "ground_rules": "Everybody is welcome and nobody is asked why they come.",
        "starts_on": today, "review_on": today + days(180),
    }  # fmt: skip
    versions.write(version=version, values=values, by=olu, now=now)
    terms.share_out_warm_spaces(version, olu, now)
    versions.share(version=version, by=olu, now=at(today - days(6)))
    send_what_is_due(at(today - days(6), hour=11))
    waiting = [cast.AGE_UK, "Altrincham United Reformed Church Charity"]
    accept_all(partnership, version, at(today - days(5)), but=waiting)
    version.refresh_from_db()
    versions.comment(
        version=version, contact=people.contact("Samuel"), section="goals",
        body="December is tight for us: the boiler is replaced in the first week.", now=at(today - days(3)),
    )  # fmt: skip
    unsure.tell(version, people, today)


def good_neighbours(people, now):
    """A need and a list of names: nothing agreed yet."""
    olu = people.user("Olu")
    partnership = begin(
        people, "Olu", now, name="Good Neighbours Partington", need="Nobody knows who needs a hand after hospital.",
        people_served="People coming home from hospital", area="Partington", host=people.organisation(cast.COUNCIL),
    )  # fmt: skip
    partnerships.move(partnership=partnership, stage=Partnership.Stage.MEET, by=olu, now=now)
    practice = join(partnership, people, cast.PRACTICE, ["Imran"], now, stage=Membership.Stage.MET, by=olu)
    talks.wait_for(practice, people, "Imran", now + days(4))
    join(partnership, people, "Voluntary and Community Action Trafford", [], now, stage="contacted", by=olu)
    join(partnership, people, "Trafford South Foodbank", [], now, stage="identified", by=olu)


def young_makers(people, now, today):
    """Ravi's partnership: nobody of Olu's sees any of it."""
    ravi = people.user("Ravi")
    partnership = begin(
        people, "Ravi", now, name="Young Makers Gorse Hill", need="Teenagers have nowhere to go after school.",
        people_served="Young people from 13 to 19", area="Gorse Hill", host=people.organisation(cast.STUDIOS),
    )  # fmt: skip
    join(partnership, people, "Trafford Community Leisure Trust", ["Jean"], now, by=ravi)
    partnerships.move(partnership=partnership, stage=Partnership.Stage.PLAN, by=ravi, now=now)
    version = versions.begin(partnership=partnership, by=ravi, now=now)
    values = {"vision": "A place where every young person in Gorse Hill can make something they are proud of.",
              "starts_on": timezone.localdate(now), "review_on": today + days(21),
              "ends_on": today + days(290)}  # fmt: skip
    versions.write(version=version, values=values, by=ravi, now=now)
    versions.share(version=version, by=ravi, now=now + days(1))
    accept_all(partnership, version, now + days(2))
    milestones.add(
        partnership=partnership, title="Open evenings twice a week", owner=partnership.memberships.first(),
        objective=None, starts_on=None, due_on=today + days(20), by=ravi, now=now,
    )  # fmt: skip
    rhythms.set_rhythm(
        partnership=partnership, every=2, unit="week", first_due_on=today - days(14), until_on=None, by=ravi, now=now
    )
    send_what_is_due(at(today - days(15)))
    for check_in in CheckIn.objects.filter(partnership=partnership, due_on=today - days(14)):
        contact = check_in.membership.seats.first().contact
        updates.submit(check_in=check_in, answers={"status": "on_track", "changed": "The kiln works."}, by=contact,
                       now=at(today - days(14), hour=15), values={})  # fmt: skip
