"""What the demo's agreements say beside their texts: who does what, who shares control of what, rows and steps."""

from partnerships.agreements.actions import activities, sections, versions

from .calendar import days
from .cast import AGE_UK, COUNCIL, FIRS, FOODBANK, METHODISTS, PRACTICE, SALE_MOOR, U3A

ENDING = (
    "Whoever leaves says so three months before, and finishes or hands over what they promised. If we all stop, each "
    "person we visit is told by somebody they know, lists of names are destroyed, and what money is left goes to "
    "the halls."
)
CONTROL = {
    COUNCIL: "How the hall and minibus money is spent: all members decide together, twice a year. Staff and contracts "
    "stay with the council.",
    AGE_UK: "Who is visited next: decided with the practice and the neighbours' group, not by the office alone.",
    METHODISTS: "The afternoons in the halls: the Wednesday table and the U3A fill the calendar themselves.",
    SALE_MOOR: "Which streets we knock at first. Nobody goes in where the neighbours' group says not yet.",
}
MATTERS = {
    "Volunteer checks and training": {AGE_UK: "leads", COUNCIL: "helps", METHODISTS: "told", FIRS: "told"},
    "The Wednesday table": {FIRS: "leads", FOODBANK: "helps", COUNCIL: "asked", PRACTICE: "told"},
    "Halls, heating and keys": {METHODISTS: "leads", COUNCIL: "helps", FIRS: "asked", U3A: "told"},
    "Going along the first time": {U3A: "leads", AGE_UK: "helps", SALE_MOOR: "helps", PRACTICE: "told"},
    "Referrals from the practice": {PRACTICE: "leads", AGE_UK: "helps", COUNCIL: "told"},
    "What is on, printed large": {COUNCIL: "leads", SALE_MOOR: "helps", U3A: "helps", FOODBANK: "told"},
    "Volunteers' insurance": {COUNCIL: "leads", AGE_UK: "asked", METHODISTS: "told", FIRS: "told", U3A: "told"},
    "Asking the people we visit": {AGE_UK: "leads", SALE_MOOR: "asked", PRACTICE: "asked", COUNCIL: "told"},
}
KEEPING_IN_TOUCH = [
    ("How it goes with each of us", "Check-in by e-mail", "Every month", "Olu"),
    ("What we decide together", "Meeting at a member's place", "Every second month", "Whoever hosts it"),
    ("Somebody we visit is in danger", "Phone, and 999 first", "At once", "Whoever notices"),
    ("What is on near you", "One printed page", "Every month", "The council"),
]
STEPS = [
    ("The two concerned talk, face to face or by phone", "The two concerned", 7),
    ("Olu and one other partner join them", "Olu, and a partner both trust", 14),
    ("The chief officers meet and decide", "The chief officers of the two", 30),
]
WARM_MATTERS = {
    "Rooms open every day": ["leads", "helps", "helps", "helps"],
    "Tea, biscuits and a warm welcome": ["helps", "leads", "", "asked"],
    "The map in every shop window": ["helps", "asked", "", ""],
}


def fill(version, by_name, starts, by, now):
    """The loneliness partnership's agreement uses all of it."""
    said = {"by": by, "now": now}
    values = {"ending": ENDING, "personal_data": "shared", "data_agreement_on": starts - days(20)}
    versions.write(version=version, values=values, **said)
    control = {by_name[name].pk: text for name, text in CONTROL.items()}
    versions.share_control(version=version, rows=control, **said)
    for what, parts in MATTERS.items():
        parts = {by_name[name]: kind for name, kind in parts.items()}
        activities.add(version=version, what=what, objective=None, parts=parts, **said)
    rows = [
        {"purpose": purpose, "channel": channel, "rhythm": rhythm, "starts": who}
        for purpose, channel, rhythm, who in KEEPING_IN_TOUCH
    ]
    sections.write(version=version, section="communication", values={}, rows=rows, **said)
    steps = [{"what": what, "who": who, "days": allowed} for what, who, allowed in STEPS]
    sections.write(version=version, section="conflict", values={}, rows=steps, **said)


def share_out_warm_spaces(version, by, now):
    """With a hole that everybody can see: nobody leads the map yet."""
    here = list(version.agreement.partnership.memberships.current().select_related("organisation"))
    for what, kinds in WARM_MATTERS.items():
        parts = {membership: kind for membership, kind in zip(here, kinds, strict=True) if kind}
        activities.add(version=version, what=what, objective=None, parts=parts, by=by, now=now)
