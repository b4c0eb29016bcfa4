"""Who is on the way, how they are rated, and whom people already trust: for two of Olu's partnerships."""

from django.utils import timezone

from partnerships.models import Membership, Partnership, TrustedPerson
from partnerships.pipeline.actions import memberships, ratings, trusted_people

from . import cast
from .calendar import at, days

LEISURE = "Trafford Community Leisure Trust"
# Organisation: the day of each rating (days ago), influence, interest, why.
RATINGS = {
    cast.AGE_UK: [(150, 4, 4, "They know every lunch club."), (20, 5, 5, "Nobody brings in more volunteers.")],
    cast.PRACTICE: [(150, 5, 2, "Interested, but no time."), (35, 5, 4, "The social prescriber refers people weekly.")],
    cast.METHODISTS: [(140, 3, 4, "The halls are theirs."), (15, 4, 5, "Opened a second hall without being asked.")],
    cast.FIRS: [(140, 2, 4, "A small team that cares.")],
    cast.U3A: [(120, 2, 5, "")],
    cast.FOODBANK: [(130, 2, 4, "Sees people first when money is short."), (30, 2, 2, "Winter takes all their hands.")],
    LEISURE: [(120, 5, 1, "They own the halls with parking, and this is not their year.")],
    "Greater Manchester Council of Mosques": [(60, 4, 2, "Listened politely.")],
    "Sale & District Hebrew Congregation": [(45, 2, 2, "")],
}
NOTES = {
    "Irish Community Care Manchester": "Would bring the Thursday minibus. Wants to see the agreement first.",
    "Sale & District Hebrew Congregation": "Tea with their chair on the 3rd: kind, a little wary of forms.",
    "Greater Manchester Council of Mosques": "Left a message with the office; ring again after Friday prayers.",
    "Trafford Carers Centre": "Priya knows the manager there.",
}
# Name, what they are, who told us, then what they said: (days ago, answer, words, who heard it).
TRUSTED = [
    (
        "Sister Agnes", "Visits everybody on the estate who comes home from hospital", "Grace Okafor",
        [(90, "unsure", "Another leaflet?", "Olu Adeyemi"),
         (40, "on-board", "If somebody knocks as well as posts, count me in.", "Grace Okafor")],
    ),
    ("The launderette on Tatton Road", "Where people hear who is ill and who has moved away", "Stan Kowalski", []),
    (
        "Mr Hussain at the corner shop", "Carries shopping up for those who cannot", "Leah Brennan",
        [(25, "against", "You people come once and never again.", "Leah Brennan")],
    ),
]  # fmt: skip


def tell(people, now):
    """The lonely have it all; good neighbours has a name but no answer yet; warm spaces lacks both, which is a sign."""
    today, olu = timezone.localdate(now), people.user("Olu")
    main = Partnership.objects.get(name__startswith="Not Alone")
    there = {m.organisation.name: m for m in main.memberships.select_related("organisation", "partnership")}
    rate(there, olu, today)
    write_notes(there, olu, today)
    put_off(there[LEISURE], olu, today)
    for name, role, told_by, said in TRUSTED:
        trust(main, name, role, told_by, said, olu, today)
    neighbours = Partnership.objects.get(name__startswith="Good Neighbours")
    trust(neighbours, "Pat at the Coronation Road bus stop", "Knows who came home this week", "Imran", [], olu, today)


def rate(there, by, today):
    for name, judged in RATINGS.items():
        for ago, influence, interest, why in judged:
            ratings.rate(
                membership=there[name],
                influence=influence,
                interest=interest,
                why=why,
                by=by,
                now=at(today - days(ago)),
            )


def write_notes(there, by, today):
    for name, note in NOTES.items():
        move(there[name], there[name].stage, by, at(today - days(5)), note=note)


def put_off(membership, by, today):
    """They said not now, and the day to ask again is today."""
    now, not_now = at(today - days(100)), Membership.Stage.NOT_NOW
    move(membership, Membership.Stage.CONTACTED, by, now)
    reason = "A new manager starts this season: ask again when she has arrived."
    move(membership, not_now, by, now, reason=reason, ask_again_on=today, note="Jean will put in a word for us.")


def move(membership, stage, by, now, *, reason="", **more):
    memberships.move(membership=membership, stage=stage, reason=reason, by=by, now=now, **more)


def trust(partnership, name, role, told_by, said, by, today):
    person = TrustedPerson(partnership=partnership, name=name, role=role, told_by=told_by)
    trusted_people.add(trusted_person=person, by=by, now=at(today - days(100)))
    for ago, answer, words, heard_by in said:
        trusted_people.note_buy_in(
            trusted_person=person, answer=answer, words=words, heard_by=heard_by, heard_on=today - days(ago), by=by,
            now=at(today - days(ago)),
        )  # fmt: skip
