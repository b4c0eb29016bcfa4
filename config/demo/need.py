"""What the partnership learnt about loneliness, who it needs, and who takes part."""

from partnerships.membership.actions import seats
from partnerships.models import Involvement, NeedNote, OrganisationType, Seat, WantedBody
from partnerships.need.actions import involvements, need_notes, wanted_bodies
from partnerships.need.usual_bodies import reasons_of

from . import cast
from .calendar import at, days

# Days after the beginning, source, what was learnt, who told us, figure, link, whose words (first name) if seated.
NOTES = [
    (
        2, "data", "Living alone is most common in the streets around Sale Moor and Firswood.",
        "The 2021 census, by ward", "About 1 in 3 people over 70 there lives alone",
        "https://www.ons.gov.uk/census", None,
    ),
    (
        9, "people", "Sundays are the worst: nothing is open, and the family calls in the evening.",
        "Eleven people at the Tuesday lunch club", "", "", "Doreen",
    ),
    (
        24, "partner", "Most people who come for a prescription would rather have somebody to talk to.",
        "The reception team, after keeping a tally for a month", "14 visits a week", "", "Imran",
    ),
    (
        80, "study", "A weekly call by the same person helps more than several calls by different people.",
        "A review of befriending schemes", "", "", None,
    ),
    (
        150, "people", "Men do not come to coffee mornings. They come when there is something to repair.",
        "Four men from the allotments", "9 of 10 who come are women", "", "Stan",
    ),
]  # fmt: skip
# Group, stage, days after the beginning, level, what was done. A second line for one place is a change.
PARTS = [
    ("People served", "need", 9, "consulted", "Eleven people at the lunch club said what a week is like."),
    ("People served", "design", 30, "informed", "A leaflet in every surgery."),
    ("People served", "design", 95, "involved", "Six people drew the week they would like, with us."),
    ("People served", "decide", 35, "informed", "The plan was read out at the lunch club."),
    ("People served", "deliver", 120, "collaborated", "Two lunch clubs choose their own programme."),
    ("Community members", "need", 14, "consulted", "Two open evenings at Firs Community Centre."),
    ("Community members", "design", 40, "involved", "Neighbours planned the walking routes."),
    ("Community members", "deliver", 100, "led", "Sale Moor runs its own phone tree."),
    ("People with lived experience", "decide", 60, "collaborated", "Doreen has a seat and decides with everybody."),
    ("Partner organisations", "need", 10, "involved", "Each brought what they knew of their streets."),
    ("Partner organisations", "design", 28, "collaborated", "Written together, in three meetings."),
    ("Partner organisations", "decide", 28, "collaborated", "By consent, in the monthly meeting."),
    ("Partner organisations", "deliver", 60, "led", "Every club is run by a partner."),
    ("Carers", "need", 20, "consulted", "Phone calls with seven carers."),
]


def tell(partnership, people, begun):
    """Notes, a list of bodies with holes in it, and a grid that changed once."""
    olu = people.user("Olu")
    doreen = Seat.objects.current().of_partnership(partnership).get(contact=people.contact("Doreen"))
    seats.change(
        seat=doreen, is_lead=False, authority="decides", capacity="lived", by=olu, now=at(begun + days(2)),
    )  # fmt: skip
    note(partnership, people, olu, begun)
    want(partnership, people, olu, at(begun + days(3)))
    involve(partnership, olu, begun)


def note(partnership, people, olu, begun):
    here = {m.organisation_id: m for m in partnership.memberships.all()}
    for after, source, learnt, told_by, figure, link, first in NOTES:
        contact = people.contact(first) if first else None
        learnt_on = begun + days(after)
        need_notes.add(
            note=NeedNote(
                partnership=partnership, learnt=learnt, source=source, told_by=told_by, learnt_on=learnt_on,
                figure=figure, link=link, contact=contact,
                membership=here[contact.organisation_id] if contact else None,
            ), by=olu, now=at(learnt_on),
        )  # fmt: skip


def want(partnership, people, olu, now):
    """The usual ones and faith groups are here; nobody from education, and no bus company yet."""
    reasons = {**reasons_of("health-and-social-care"), "faith-group": "Is trusted and has rooms"}
    reasons["education"] = "Pupils and students who visit"
    wanted_bodies.add_usual(partnership=partnership, reasons=reasons, by=olu, now=now)
    foodbank = partnership.memberships.get(organisation=people.organisation(cast.FOODBANK))
    for name, why, membership in (
        ("A food bank", "Sees who has stopped coming", foodbank),
        ("A bus company", "The last bus leaves at six", None),
    ):
        kind = OrganisationType.objects.get(slug="charity" if membership else "business")
        body = WantedBody(partnership=partnership, type=kind, name=name, why=why, membership=membership)
        wanted_bodies.add(body=body, by=olu, now=now)


def involve(partnership, olu, begun):
    entries = {}
    for who, stage, after, level, said in PARTS:
        noted_on, known = begun + days(after), entries.get((who, stage))
        entry = known or Involvement(partnership=partnership, who=who, stage=stage)
        entry.level, entry.words, entry.noted_on = level, said, noted_on
        save = involvements.change if known else involvements.note
        entries[who, stage] = save(involvement=entry, by=olu, now=at(noted_on))
