"""Somebody who handed over, a member who rests, and a partnership that came to a good end."""

from partnerships.agreements.actions import versions
from partnerships.endings.actions import endings, handovers, pauses
from partnerships.events import wishes
from partnerships.membership.actions import partnerships
from partnerships.models import Contact, Objective, Partnership, Seat
from partnerships.plan.actions import objectives

from . import cast
from .calendar import at, days, send_what_is_due
from .loneliness import accept_all
from .others import begin, join

LESSONS = (
    "Food brings families, but a person who stays for the whole summer brings them back.\n"
    "Agree on the store room before the first delivery, not after it."
)
DONE = {
    "promises": "All kept; the freezer stays with the Firs.",
    "data": "The list of families went back to the schools, and our copy was erased on the same day.",
    "thanks": "Every volunteer had a card from the children.",
    "lessons": LESSONS,
    "people": "A letter to each family says where the food club meets from now on.",
}


def tell(people, today):
    main = Partnership.objects.get(name="Not Alone in Sale and Stretford")
    hand_over(main, people, at(today - days(20)))
    resting = main.memberships.get(organisation__name=cast.U3A)
    pauses.pause_membership(
        membership=resting, reason="The committee is being elected anew and meets again in a few weeks.",
        back_on=today + days(20), by=people.user("Olu"), now=at(today - days(3)),
    )  # fmt: skip
    lunch_box(people, today)


def hand_over(partnership, people, now):
    """Tom goes, and somebody new sits for Age UK."""
    seat = Seat.objects.current().of_partnership(partnership).get(contact=people.contact("Tom"))
    heir = Contact(organisation=seat.contact.organisation, name="Nia Rees", email="nia.rees@example.org")
    with wishes.wished(wishes.Wish(personal_line="Tea and cake are on me when we next meet.")):
        handovers.hand_over(
            seat=seat, successor=heir, thanks="You found the first forty volunteers, one cup of tea at a time.",
            by=people.user("Olu"), now=now,
        )  # fmt: skip
    send_what_is_due(now)


def lunch_box(people, today):
    """It did what it set out to do, and stays as an example."""
    olu, begun = people.user("Olu"), at(today - days(200))
    partnership = begin(
        people, "Olu", begun, name="Summer Lunch Box Stretford", area="Stretford",
        need="Children who eat at school go hungry in the six weeks of summer.",
        people_served="Families with children at four primary schools", host=people.organisation(cast.COUNCIL),
    )  # fmt: skip
    join(partnership, people, cast.FIRS, ["Leah"], begun, by=olu)
    join(partnership, people, cast.FOODBANK, ["Cath"], begun, by=olu)
    version = versions.begin(partnership=partnership, by=olu, now=begun)
    values = {
        "vision": "No child in Stretford misses lunch because school is closed.",
        "goals": "A lunch box on every weekday of the summer, and a table for those who want to stay.",
        "ground_rules": "No forms, no questions at the door.",
    }
    versions.write(version=version, values=values, by=olu, now=begun)
    versions.share(version=version, by=olu, now=begun + days(3))
    accept_all(partnership, version, begun + days(4))
    objective = objectives.add(
        objective=Objective(
            partnership=partnership, title="Two hundred lunch boxes on every weekday of the summer",
            specific="At four schools and the Firs, from the first to the last day of the holidays.",
            relevant="It is the vision in one number.",
        ), by=olu, now=begun + days(10),
    )  # fmt: skip
    objectives.reach(objective=objective, by=olu, now=at(today - days(60)))
    partnerships.move(
        partnership=partnership, stage=Partnership.Stage.EVALUATE, by=olu, now=at(today - days(55))
    )  # fmt: skip
    ending = endings.begin(
        partnership=partnership, reason="The summer is over, and the schools carry it on with a grant of their own.",
        ends_on=today - days(25), by=olu, now=at(today - days(50)),
    )  # fmt: skip
    for step in ending.steps.all():
        endings.tick(step=step, note=DONE[step.kind], by=olu, now=at(today - days(30)))
    endings.end(partnership=partnership, by=olu, now=at(today - days(25)))
    send_what_is_due(at(today - days(25), hour=11))
