"""What is said in the main story. All of it is invented."""

from .cast import AGE_UK, COUNCIL, FIRS, FOODBANK, METHODISTS, PRACTICE, SALE_MOOR, U3A

AGREEMENT = {
    "vision": "By the winter after next, nobody over 70 in Sale and Stretford goes a week without a conversation they "
    "looked forward to.",
    "goals": "Three things: people know what is on near them; somebody goes with them the first time; and whoever "
    "notices that a neighbour is alone knows whom to ring.",
    "communication": "A short check-in by e-mail every month. We meet every second month, in turn at each other's "
    "places. Anything urgent: ring Olu.",
    "ground_rules": "We say what we can do and what we cannot. We turn up. Nobody is thanked for another's work.",
    "conflict": "First the two concerned talk, within a week. Then Olu and one other partner join, within two weeks. "
    "Then the chief officers, within a month.",
    "data_sharing": "We pass on names only with the person's yes, by phone, never by e-mail. A data-sharing agreement "
    "between the practice and Age UK Trafford is kept apart from this one.",
    "review": "Every autumn, together, with what the people we serve have told us on the table.",
}

ROLES = {
    COUNCIL: ("Convenes and hosts", "Keeps the plan, pays for the hall and the minibus, answers within two days."),
    AGE_UK: ("Leads befriending", "Trains and looks after volunteers; keeps the list of who is waiting for a visit."),
    METHODISTS: ("Opens the doors", "Four halls on weekday afternoons, tea included."),
    FIRS: ("Runs the Wednesday table", "A shared lunch for thirty every week."),
    SALE_MOOR: ("Knows the neighbours", "Spreads the word door to door, says what would work and what would not."),
    U3A: ("Brings the groups", "Takes new people along to existing groups, two at a time."),
    PRACTICE: ("Notices and refers", "Asks about loneliness at every over-75 check and offers an introduction."),
    FOODBANK: ("Notices and invites", "Puts an invitation into every parcel for somebody who lives alone."),
}

# Who, to whom (None: everybody), what, days after the start.
PROMISES = [
    (COUNCIL, FIRS, "Pay the hall costs of the Wednesday table for a year", 60, "money"),
    (COUNCIL, METHODISTS, "Have the ramp at the Avenue hall mended", 120, "space"),
    (COUNCIL, None, "One page of what is on, printed large, every month", 90, "knowledge"),
    (COUNCIL, AGE_UK, "Two days a month of an officer's time for volunteer checks", 240, "people"),
    (AGE_UK, PRACTICE, "Answer every referral within three working days", 75, "action"),
    (METHODISTS, None, "Four halls on weekday afternoons until the review", 330, "space"),
    (U3A, AGE_UK, "Twelve members who go along with somebody new", 210, "people"),
    (PRACTICE, None, "Ask about loneliness at every over-75 check", 150, "action"),
]

# The promise that version 2 changes: from, to; and why the others are not asked again.
AMENDED = (PROMISES[6][2], "Eighteen members who go along with somebody new, two of them with a car")
WHY_ONLY_TOUCHED = (
    "Only the U3A’s promise to Age UK changed, and both asked for it. It takes nothing from anybody else."
)

OBJECTIVES = [
    {
        "title": "Six in ten of the people we visit say they have somebody to talk to",
        "owner": AGE_UK,
        "days": 400,
        "letters": {
            "specific": "People over 70 in Sale and Stretford who live alone and asked for a visit.",
            "measurable": "The share who answer yes to “Is there somebody you can talk to?”, asked monthly by phone.",
            "achievable": "Forty trained volunteers, and twelve U3A members who go along.",
            "relevant": "It is the vision in one number.",
            "time_bound": "From 41 % to 60 % within thirteen months; a look at half-way after six.",
        },
        "measures": [
            {
                "name": "Have somebody to talk to",
                "kind": "outcome",
                "unit": "% of those asked",
                "direction": "up",
                "baseline": 41,
                "target": 60,
                "source": "Monthly phone survey by Age UK Trafford",
            },
            {
                "name": "Visits",
                "kind": "output",
                "unit": "visits a month",
                "direction": "up",
                "baseline": 35,
                "target": 120,
                "source": "Visiting list",
            },
        ],
        "milestones": [
            ("Forty volunteers trained", AGE_UK, 10, 95),
            ("First fifty pairs have met", AGE_UK, 60, 178),
            ("Leaflet about visits in every library", AGE_UK, 120, 192),
            ("Half-way look with the people we visit", COUNCIL, 180, 240),
        ],
    },
    {
        "title": "A warm table within a mile of everybody, every weekday",
        "owner": FIRS,
        "days": 330,
        "letters": {
            "specific": "A shared meal or tea in each of five neighbourhoods, Monday to Friday.",
            "measurable": "The number of neighbourhoods with a table each weekday.",
            "achievable": "Four church halls and the Firs kitchen are promised.",
            "relevant": "Eating together is where people said they would come first.",
            "time_bound": "Two by summer, five by the end of the winter.",
        },
        "measures": [
            {
                "name": "Neighbourhoods with a table",
                "kind": "output",
                "unit": "neighbourhoods of 5",
                "direction": "up",
                "baseline": 1,
                "target": 5,
                "source": "Halls calendar",
            },
        ],
        "milestones": [
            ("Wednesday table opens at the Firs", FIRS, 5, 62),
            ("Avenue hall ramp mended", COUNCIL, 40, 150),
            ("Third table opens in Sale Moor", SALE_MOOR, 100, 196),
        ],
    },
    {
        "title": "Fewer people come to the practice because they are alone",
        "owner": PRACTICE,
        "days": 420,
        "letters": {
            "specific": "Appointments of people over 75 where company was the main need, as the doctor notes it.",
            "measurable": "Such appointments a month.",
            "achievable": "The social prescriber sees each of them within a week.",
            "relevant": "",
            "time_bound": "A quarter fewer within fourteen months.",
        },
        "measures": [
            {
                "name": "Appointments for company",
                "kind": "outcome",
                "unit": "appointments a month",
                "direction": "down",
                "baseline": 48,
                "target": 36,
                "source": "Practice system, monthly count",
            },
        ],
        "milestones": [("Introduction card in every consulting room", PRACTICE, 20, 120)],
    },
]

VALUES = {
    "Have somebody to talk to": [41.5, 43, 46, 47, 50.5, 53],
    "Visits": [38, 51, 64, 80, 88, 101],
    "Neighbourhoods with a table": [1, 2, 2, 2, 3, 3],
    "Appointments for company": [47, 48, 45, 44, 41, 42],
}

# Month of the story → milestones reached in it.
REACHED = {
    1: ["Wednesday table opens at the Firs"],
    2: ["Forty volunteers trained"],
    3: ["Introduction card in every consulting room"],
}
MOVED = "Avenue hall ramp mended"
JUST_REACHED = "First fifty pairs have met"
# Promise → what shows that it was kept.
KEPT = {
    PROMISES[0][2]: "Paid to the Firs in one sum.",
    PROMISES[2][2]: "The page is in every library and both surgeries.",
    PROMISES[4][2]: "",
    PROMISES[7][2]: "A line in the template of the check.",
}
# Said beside the agreement: from whom, to whom, what, kind, days before today, how it ended, why.
SAID = [
    (COUNCIL, None, "A stall at the spring fair for all partners", "space", 40, "not-kept",
     "The fair was called off. We tell you as soon as there is a new day."),
    (U3A, FIRS, "A wheelchair on loan for outings", "equipment", 25, "released",
     "The hospital gave one for good, so nobody needs the loan."),
]  # fmt: skip
# What was asked for → what the host promises in answer, its kind, and within how many days.
PROMISED = {"A second key to the hall": ("A second key to the Sale Moor hall", "space", 9)}
REPLY = "Thank you for asking. It is in hand: I will ring you on Thursday with a day."


# Instead of an answer.
SKIPPED, SILENT = "skipped", "silent"


def said(status, changed="", challenge="", way_forward="", ask="", win="", win_audience="leads"):
    return {
        "status": status,
        "nothing_changed": not changed,
        "changed": changed,
        "challenge": challenge,
        "way_forward": way_forward,
        "ask": ask,
        "win": win,
        "win_audience": win_audience,
    }


CALM = [
    ("Two new volunteers started.", "Mr B. came back on his own the second week."),
    ("The phone survey is done.", "A daughter rang to say thank you."),
    ("The training day is full.", "Eleven people stayed to wash up."),
    ("The winter programme is printed.", "Three neighbours now walk here together."),
    ("Referrals come in every week.", "Somebody asked whether they might bring a friend."),
    ("The waiting list is shorter than in summer.", "Our oldest guest turned 96 at the table."),
]


def answers(month):
    """Organisation → what it answers in a month of the story, 0 to 5; SKIPPED or SILENT instead."""
    changed, win = CALM[month]
    hears = {AGE_UK: "named", U3A: "unnamed"}
    everyday = {
        name: said("on_track", changed if i % 2 == 0 else "", win=win, win_audience=hears[name])
        if name in hears
        else said("on_track", changed if i % 2 == 0 else "")
        for i, name in enumerate([AGE_UK, METHODISTS, FIRS, U3A, PRACTICE, COUNCIL])
    }
    return {**everyday, **SPECIAL[month]}


SPECIAL = [
    {SALE_MOOR: said("on_track", changed="Leaflets through 400 doors."), FOODBANK: said("on_track")},
    {
        SALE_MOOR: said("on_track"),
        FOODBANK: said("wobbling", challenge="Our van broke down.", ask="Could somebody lend us a van on Fridays?"),
    },
    {
        SALE_MOOR: said("wobbling", challenge="The hall was double-booked twice."),
        FOODBANK: said("on_track", changed="The van is mended."),
    },
    {
        SALE_MOOR: said("wobbling", challenge="Only one of us has a key.", ask="A second key to the hall"),
        FOODBANK: said("on_track"),
    },
    {SALE_MOOR: said("wobbling", challenge="Waiting for the key."), FOODBANK: SKIPPED},
    {
        METHODISTS: said(
            "stuck",
            challenge="The ramp at the Avenue hall is still broken, so wheelchair users cannot come.",
            way_forward="We moved the Tuesday tea to the smaller hall, but it holds only fifteen.",
            ask="A date for the ramp, or a portable one until then",
        ),
        SALE_MOOR: said("wobbling", challenge="Our treasurer is ill.", way_forward="Stan does the bills on Sundays."),
        FOODBANK: SILENT,
    },
]

# Eight people's questions; None is a skipped one. The safety question was left empty by most.
VISITORS = [
    [3, 3, 3, 2, None, 3, 3, "The lunch is the best hour of my week."],
    [3, 3, 2, 3, None, 3, 3, "It would help if the bus stopped nearer."],
    [2, 3, 2, 2, 3, 3, 3, ""],
    [3, 3, 3, 3, None, 2, 3, "They remembered my name the second time."],
    [1, 2, 1, 1, None, 2, 2, "I had to ring four times before somebody answered."],
    [3, 3, 2, 2, None, 3, 3, ""],
    [2, 3, 3, 3, 3, 3, 3, "More music please."],
    [3, 3, 2, 3, None, 3, 3, ""],
    [3, 2, 1, 2, None, 3, 3, "The steps at the Avenue are too much for me."],
    [2, 3, 2, 3, None, 2, 3, ""],
    [3, 3, 3, 3, 2, 3, 3, "Ask for Margaret Sutton, she is wonderful, 0161 496 0999."],
    [3, 3, 2, 2, None, 3, 3, ""],
    [1, 3, 1, 2, None, 3, 2, ""],
    [3, 3, 3, 3, None, 3, 3, "I come with my neighbour now."],
]
