"""The eight kinds of partnership that agreements usually begin from. Editable in admin afterwards; never overwritten."""

from django.db import migrations

CHECK_IN = "Each of us answers the check-in by e-mail, which takes a minute. "
RULES = (
    "We say early when something will be late, and ask for help instead of going quiet.\n"
    "We do what we promised, the host first.\n"
    "We do not speak for people who are not in the room; we ask them."
)
CONFLICT = (
    "First the two people concerned talk to each other, within a week.\n"
    "If that does not settle it, the people who signed this agreement meet within two weeks.\n"
    "If it is still open after four weeks, we ask somebody from outside whom both sides trust."
)
REVIEW = "We read this agreement together once a year, and sooner when a partner joins, the money changes or {}."
ENDING = (
    "Whoever wants to leave says so three months before, and says why.\n"
    "What was promised is kept or handed over by name, and {}.\n"
    "We thank everybody who gave time, and tell the people we served where they turn from now on."
)
UP, DOWN, OUTPUT, OUTCOME = "up", "down", "output", "outcome"

TEMPLATES = [
    {
        "name": "Business",
        "introduction": "A company gives time, money, space or skills to work that a public body or a charity leads.",
        "sections": {
            "vision": "Local business and local services together make daily life easier for the people we serve, and "
            "both sides are proud to say so.",
            "goals": "Employees give time where it is wanted, not only where it is easy.\n"
            "What the company gives can be planned on for at least a year.\n"
            "People served say what difference it made.",
            "communication": CHECK_IN + "One named person on each side. We meet every three months, in turn at each "
            "other’s place. Before either of us uses the other’s name or logo in public, we ask.",
            "ground_rules": RULES + "\nGiving does not buy influence over care, referrals or purchasing. Each side "
            "declares any interest before a decision.",
            "conflict": CONFLICT,
            "data_sharing": "The company receives no information about people served. Photographs and stories are used "
            "only with the person’s written consent. Volunteers sign a confidentiality note.",
            "review": REVIEW.format("the company’s plans change"),
            "ending": ENDING.format("neither of us uses the other’s name or logo any more"),
        },
        "roles": [
            ("host", "Names the need and looks after the volunteers", "Says what would help, briefs and thanks those who give time, and reports what came of it."),
            ("partner", "Gives time, skills, space or money", "Names one person inside, frees employees for agreed hours, and says early what changes."),
        ],
        "commitments": [
            ("host", "A list of what would help, with hours and places", 14),
            ("host", "A named contact who answers within two working days", 0),
            ("host", "Proof of public liability insurance and a risk assessment for every placement", 21),
            ("partner", "Two paid volunteering days for each employee who wants them, for one year", 30),
            ("partner", "The promised money or space in writing, with its dates", 30),
        ],
        "measures": [
            ("Hours given by employees", OUTPUT, "hours a month", UP, "Volunteer sheet, signed each time"),
            ("People reached with what the company gave", OUTPUT, "people a month", UP, "Attendance list"),
            ("People who say it made a difference", OUTCOME, "% of those asked", UP, "Short feedback form, twice a year"),
        ],
        "milestones": [
            ("The list of what would help is agreed", 2),
            ("The first employees have been briefed and started", 6),
            ("Half-way talk: is it worth everybody’s time?", 24),
            ("The first year told as a story, with the people served", 50),
        ],
    },
    {
        "name": "Health and social care",
        "introduction": "NHS, council and care providers share the care of the same people, for example after hospital.",
        "sections": {
            "vision": "People get the care they need without telling their story twice, and nobody falls into the gap "
            "between our organisations.",
            "goals": "One plan for each person, which they have seen and agreed.\n"
            "Fewer days of waiting between one service and the next.\n"
            "Carers know whom to ring, day and night.",
            "communication": CHECK_IN + "The teams meet every week for 30 minutes about people who wait; the managers "
            "meet every month. Urgent changes in somebody’s care: by phone, on the same day.",
            "ground_rules": RULES + "\nThe person’s own goals come before our targets. Safeguarding concerns go to the "
            "council’s safeguarding team at once; they never wait for a meeting.",
            "conflict": CONFLICT,
            "data_sharing": "We share what direct care needs, and no more, through secure systems. A separate "
            "data-sharing agreement names the legal basis, the controllers and how long records are kept; its date is "
            "written here. People are told what is shared and with whom.",
            "review": REVIEW.format("an inspection or an incident teaches us something"),
            "ending": ENDING.format("nobody loses care or a place because we part"),
        },
        "roles": [
            ("host", "Coordinates and keeps the list of who waits", "Runs the weekly meeting, keeps one plan for each person, follows up what was promised."),
            ("partner", "Assesses and provides its part of the care", "Sends somebody who can decide to the weekly meeting and answers referrals in the agreed time."),
        ],
        "commitments": [
            ("host", "One phone number and one inbox for all referrals", 14),
            ("host", "A signed data-sharing agreement, prepared with both data protection officers", 42),
            ("host", "Numbers on waiting times for all partners, every month", 30),
            ("partner", "An answer to every referral within two working days", 14),
            ("partner", "Somebody who can decide at every weekly meeting", 7),
        ],
        "measures": [
            ("Days from referral to first visit", OUTCOME, "days, median", DOWN, "Referral log"),
            ("Return to hospital within 30 days", OUTCOME, "% of those discharged", DOWN, "Hospital records"),
            ("People who have seen and agreed their plan", OUTCOME, "% of plans", UP, "Audit of 20 plans each quarter"),
            ("Carers who know whom to ring", OUTCOME, "% of those asked", UP, "Short call, twice a year"),
        ],
        "milestones": [
            ("Single phone number and inbox work", 2),
            ("Data-sharing agreement is signed", 6),
            ("First 20 people have one shared plan", 12),
            ("Review with people served and their carers", 26),
        ],
    },
    {
        "name": "Volunteers",
        "introduction": "People give their time, and an organisation trains, insures and looks after them.",
        "sections": {
            "vision": "Whoever wants to help a neighbour can, safely and with pleasure, and whoever needs a hand gets it.",
            "goals": "Enough trained volunteers for everybody who asks.\n"
            "Volunteers stay because they are well looked after.\n"
            "Help comes when it was promised.",
            "communication": CHECK_IN + "The coordinator rings every volunteer once a month. A gathering with tea every "
            "three months. When a visit cannot take place, the person is told the day before.",
            "ground_rules": RULES + "\nVolunteers do not replace paid staff, handle money or give personal care. "
            "Expenses are paid within two weeks. Anybody may say no to a task.",
            "conflict": CONFLICT,
            "data_sharing": "Volunteers get a first name, an address and what they need to know for the visit, with the "
            "person’s consent. They keep no lists at home. The coordinator keeps DBS results, not the partners.",
            "review": REVIEW.format("many volunteers leave"),
            "ending": ENDING.format("every volunteer hears it from us, in person, before it is public"),
        },
        "roles": [
            ("host", "Recruits, trains and looks after volunteers", "Checks, training, insurance, expenses, and somebody to ring after a difficult visit."),
            ("partner", "Finds people who want help and introduces them", "Asks for consent, says what help is wanted, and tells the coordinator what changes."),
        ],
        "commitments": [
            ("host", "DBS checks and references before anybody visits alone", 30),
            ("host", "Insurance and expenses for every volunteer", 0),
            ("host", "Four hours of training, including safeguarding and saying no", 30),
            ("partner", "Introductions only with the person’s consent, by phone", 14),
            ("partner", "A place to meet, free of charge, every three months", 60),
        ],
        "measures": [
            ("Active volunteers", OUTPUT, "people a month", UP, "Coordinator’s list"),
            ("People waiting for a volunteer", OUTCOME, "people", DOWN, "Waiting list on the last day of the month"),
            ("Volunteers still here after six months", OUTCOME, "% of those who started", UP, "Coordinator’s list"),
            ("People who feel less alone", OUTCOME, "% of those visited", UP, "Short call after three months"),
        ],
        "milestones": [
            ("First training day", 5),
            ("First ten volunteers have started", 8),
            ("First thank-you gathering", 13),
            ("Nobody waits longer than two weeks", 26),
        ],
    },
    {
        "name": "Education",
        "introduction": "A school, college or university works with local services and families, or students learn with you.",
        "sections": {
            "vision": "Children, students and the people around them learn from each other, and learning makes the "
            "neighbourhood healthier.",
            "goals": "Pupils or students take part every week in term time.\n"
            "What they do is useful to somebody, not only practice.\n"
            "Families and teachers see the change.",
            "communication": CHECK_IN + "We plan by term: one meeting in the last week of each term, one in its middle. "
            "We keep to the school calendar and avoid exam weeks.",
            "ground_rules": RULES + "\nThe school’s safeguarding policy applies wherever pupils are; a member of school "
            "staff stays responsible for them. Everybody who works with children has an enhanced DBS check.",
            "conflict": CONFLICT,
            "data_sharing": "No pupil’s personal data leaves the school without the agreement of parents, or of the "
            "student from 18. We count take-up as totals. Photographs need consent for each use.",
            "review": "We read this agreement together each July, before the next school year is planned.",
            "ending": ENDING.format("pupils finish what they have begun"),
        },
        "roles": [
            ("host", "Plans the programme and prepares the places", "Provides people, places and material, and briefs everybody who meets pupils."),
            ("partner", "Chooses and accompanies pupils or students", "Fits it into the timetable, asks parents, and sends a teacher along."),
        ],
        "commitments": [
            ("host", "A programme for the term, four weeks before it begins", 30),
            ("host", "Risk assessments and DBS checks for every session", 30),
            ("partner", "A named teacher with time for it in the timetable", 21),
            ("partner", "Parents’ consent before the first session", 35),
        ],
        "measures": [
            ("Pupils or students who take part", OUTPUT, "people a week", UP, "Register"),
            ("Sessions held of those planned", OUTPUT, "%", UP, "Term plan"),
            ("Pupils who feel more confident", OUTCOME, "% of those asked", UP, "Three questions at the start and end of term"),
        ],
        "milestones": [
            ("Term plan agreed", 4),
            ("First session with pupils", 8),
            ("Half-way talk with pupils and parents", 16),
            ("Pupils show what they did", 24),
        ],
    },
    {
        "name": "Mobile clinic",
        "introduction": "A team with a van or a tent brings checks and advice to places where people already are.",
        "sections": {
            "vision": "Nobody in our area goes without a basic health check because the clinic is too far, too early or "
            "too unfamiliar.",
            "goals": "A stop within walking distance for those who come least to the surgery.\n"
            "The same friendly faces at the same place on the same day.\n"
            "Whoever needs more care gets there, not only a leaflet.",
            "communication": CHECK_IN + "The stops for the next three months are fixed and put up at every place. When a "
            "stop must be cancelled, the place hears by 8 that morning. We meet every two months.",
            "ground_rules": RULES + "\nChecks are free, and nobody is asked about their status. Clinical decisions are "
            "made by registered staff only; hosts of the stops make people welcome.",
            "conflict": CONFLICT,
            "data_sharing": "Health records stay with the clinical team and go to the person’s GP with consent. Hosts of "
            "the stops learn only how many people came. Consent is asked in the person’s own language.",
            "review": REVIEW.format("a stop stays empty for two months"),
            "ending": ENDING.format("each stop of the clinic is told, with the nearest other place"),
        },
        "roles": [
            ("host", "Runs the clinic on wheels", "Staff, vehicle, equipment, clinical governance, CQC registration and follow-up."),
            ("partner", "Opens the place and brings people", "Parking, power, toilets, a dry place to wait, and an invitation people trust."),
        ],
        "commitments": [
            ("host", "A calendar of stops for three months ahead", 21),
            ("host", "Registered staff, insurance and infection control at every stop", 0),
            ("host", "A follow-up call within five working days to everybody referred on", 30),
            ("partner", "A level place with power and a toilet on the agreed days", 21),
            ("partner", "Posters and word of mouth two weeks before each stop", 30),
        ],
        "measures": [
            ("People seen", OUTPUT, "people a month", UP, "Clinic register, totals only"),
            ("People who had no check for five years", OUTCOME, "% of those seen", UP, "Question at the check"),
            ("Referrals that led to an appointment", OUTCOME, "% of referrals", UP, "Follow-up calls"),
            ("Stops held of those planned", OUTPUT, "%", UP, "Calendar of stops"),
        ],
        "milestones": [
            ("Places visited and risk-assessed", 4),
            ("First stop", 8),
            ("First month with every planned stop held", 13),
            ("Half-way look: which stops stay, which move?", 26),
        ],
    },
    {
        "name": "Telemedicine",
        "introduction": "Consultations by video or phone, with a local place and people who help with the technology.",
        "sections": {
            "vision": "Distance, bad legs or no bus keep nobody from seeing a clinician, and nobody is left alone with "
            "a screen.",
            "goals": "A private room with a working screen close to where people live.\n"
            "Somebody at hand who helps, and steps out when the talk begins.\n"
            "A visit in person whenever the person or the clinician wants one.",
            "communication": CHECK_IN + "A weekly call of 15 minutes about what did not work. A phone number for faults, "
            "answered during clinic hours. We meet every two months.",
            "ground_rules": RULES + "\nVideo is an offer, never a condition. The helper hears nothing of the "
            "consultation. When the connection fails, the clinician rings within ten minutes.",
            "conflict": CONFLICT,
            "data_sharing": "Consultations run on an approved platform and are not recorded. The local place sees the "
            "time of the appointment and nothing else. A data protection impact assessment is done before the start; "
            "its date is written here.",
            "review": REVIEW.format("the platform changes"),
            "ending": ENDING.format("every patient has another way to be seen before the screens are switched off"),
        },
        "roles": [
            ("host", "Provides clinicians, platform and appointments", "Booking, clinical responsibility, data protection, training of helpers, and the fault line."),
            ("partner", "Provides the room and the helper", "A private room, a good connection, and a trained person who makes it easy."),
        ],
        "commitments": [
            ("host", "A data protection impact assessment, shared with the partners", 30),
            ("host", "Training for every helper, two hours, before the first clinic", 35),
            ("host", "A fault line answered within five minutes during clinics", 42),
            ("partner", "A private room with a tested connection on the agreed days", 30),
            ("partner", "A helper and a stand-in for every clinic", 35),
        ],
        "measures": [
            ("Consultations held", OUTPUT, "consultations a month", UP, "Booking system"),
            ("Consultations that failed for technical reasons", OUTCOME, "% of those booked", DOWN, "Helper’s log"),
            ("People who would do it again", OUTCOME, "% of those asked", UP, "One question after each consultation"),
            ("Travel saved", OUTCOME, "miles a month", UP, "Postcodes of bookings, totals only"),
        ],
        "milestones": [
            ("Room and connection tested", 4),
            ("Helpers trained", 5),
            ("First clinic by video", 7),
            ("Pilot gate: expand, repeat or stop?", 20),
        ],
    },
    {
        "name": "Community health workers",
        "introduction": "People from the neighbourhood are paid and trained to visit households and open doors to care.",
        "sections": {
            "vision": "Every household knows somebody from nearby who listens, explains and comes back.",
            "goals": "Each worker visits the same households month after month.\n"
            "Checks, vaccinations and benefits reach people who missed them.\n"
            "What workers hear changes how services are run.",
            "communication": CHECK_IN + "Workers meet their supervisor every week. What they hear on the doorstep is "
            "brought to the partners’ meeting every month, without names.",
            "ground_rules": RULES + "\nWorkers are paid at least the real Living Wage and have time for training. They "
            "do not diagnose. Nobody visits alone where they do not feel safe.",
            "conflict": CONFLICT,
            "data_sharing": "Workers note only what a household agrees to, on a device of the host. GP surgeries share "
            "who is due for a check under a separate data-sharing agreement, whose date is written here.",
            "review": REVIEW.format("workers or households tell us that it does not fit"),
            "ending": ENDING.format("every health worker knows who pays and guides them next"),
        },
        "roles": [
            ("host", "Employs, trains and supervises the workers", "Contracts, weekly supervision, safety on visits, records, and a clinician to ask."),
            ("partner", "Opens its doors to those the workers send", "A named person for the workers, quick appointments, and an answer to what came of it."),
        ],
        "commitments": [
            ("host", "Workers recruited from the neighbourhood, on fair contracts", 60),
            ("host", "Two weeks of training and weekly supervision", 75),
            ("host", "A way to reach a clinician during every visit", 75),
            ("partner", "A named contact and two kept appointments a week", 60),
            ("partner", "An answer to every worker within five working days", 75),
        ],
        "measures": [
            ("Households visited in the last month", OUTPUT, "households", UP, "Visit records, totals only"),
            ("People up to date with their checks", OUTCOME, "% of people visited", UP, "GP records, totals only"),
            ("Doorstep issues that led to a change", OUTCOME, "changes a quarter", UP, "Minutes of the partners’ meeting"),
            ("Workers still here after a year", OUTCOME, "%", UP, "Staff list"),
        ],
        "milestones": [
            ("Streets and households agreed with residents", 4),
            ("First workers have started", 9),
            ("First hundred households know their worker", 18),
            ("Review with households and workers", 30),
        ],
    },
    {
        "name": "Hospital and school",
        "introduction": "A hospital and a school look after children with health needs, or teach health together.",
        "sections": {
            "vision": "A child with a health need learns, plays and belongs at school like everybody else.",
            "goals": "Staff at school know what to do, and are not afraid of it.\n"
            "Children miss fewer lessons, and nothing falls apart when they come back from hospital.\n"
            "Parents need to explain it only once.",
            "communication": CHECK_IN + "One named nurse and one named teacher, who speak every two weeks in term time. "
            "Before a child comes back from hospital, both talk with the family. We meet once a term.",
            "ground_rules": RULES + "\nThe child is asked first. Individual healthcare plans are written with the family "
            "and kept short enough to be read. The school’s safeguarding policy applies on its ground.",
            "conflict": CONFLICT,
            "data_sharing": "Health information goes to the school only with the family’s consent, as the child’s "
            "healthcare plan, and only to staff who need it. Numbers about attendance are shared as totals.",
            "review": "We read this agreement together each June, with parents and pupils, before the next school year.",
            "ending": ENDING.format("no child is left between the ward and the classroom"),
        },
        "roles": [
            ("host", "Trains school staff and writes plans with families", "A named nurse, training each autumn, advice by phone, and notice before a child is discharged."),
            ("partner", "Carries the plans through every school day", "A named teacher, trained first aiders on every day, safe storage of medicine, and work sent to the ward."),
        ],
        "commitments": [
            ("host", "A named nurse whom the school can ring on school days", 14),
            ("host", "Training on asthma, allergy, epilepsy and diabetes for all staff", 60),
            ("host", "Notice of at least two days before a pupil comes back", 30),
            ("partner", "A healthcare plan for every child who needs one, reviewed each year", 90),
            ("partner", "A named teacher, and a stand-in who knows the plans", 14),
        ],
        "measures": [
            ("Children with an up-to-date healthcare plan", OUTCOME, "% of those who need one", UP, "School register, totals only"),
            ("Staff trained this year", OUTPUT, "% of staff", UP, "Training list"),
            ("Lessons missed for health reasons", OUTCOME, "half days a term", DOWN, "Attendance codes, totals only"),
            ("Parents who feel their child is safe at school", OUTCOME, "% of those asked", UP, "Three questions each summer"),
        ],
        "milestones": [
            ("Named nurse and teacher have met", 2),
            ("First training for all staff", 8),
            ("Every child who needs one has a plan", 14),
            ("Review with parents and pupils", 36),
        ],
    },
]


def fill(apps, schema_editor):
    Template, Section, Role, Commitment, Measure, Milestone = (
        apps.get_model("partnerships", name)
        for name in (
            "AgreementTemplate",
            "TemplateSection",
            "TemplateRole",
            "TemplateCommitment",
            "TemplateMeasure",
            "TemplateMilestone",
        )
    )
    for position, spec in enumerate(TEMPLATES, start=1):
        template, is_new = Template.objects.get_or_create(
            name=spec["name"], defaults={"introduction": spec["introduction"], "position": position * 10}
        )
        if not is_new:
            continue
        for section, text in spec["sections"].items():
            Section.objects.create(template=template, section=section, text=text)
        for side, role, duties in spec["roles"]:
            Role.objects.create(template=template, side=side, role=role, duties=duties)
        for side, what, days in spec["commitments"]:
            Commitment.objects.create(template=template, side=side, what=what, days_after_start=days)
        for name, kind, unit, direction, source in spec["measures"]:
            Measure.objects.create(
                template=template, name=name, kind=kind, unit=unit, direction=direction, source=source
            )
        for title, weeks in spec["milestones"]:
            Milestone.objects.create(template=template, title=title, weeks_after_start=weeks)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0002_organisation_types")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
