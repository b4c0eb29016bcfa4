"""Which kinds of body usually make each kind of partnership work, and why: a start for the list, to be changed."""

HEALTH, COUNCIL, CHARITY = "health-and-social-care", "local-government", "charity"
FAITH, EDUCATION, BUSINESS, VOLUNTEERS = "faith-group", "education", "business", "volunteers-and-community"

# Slug → (what the page calls it, {slug of the OrganisationType: why}).
USUAL = {
    "health-and-social-care": (
        "Health and social care working together",
        {
            HEALTH: "Sees the people first and refers them",
            COUNCIL: "Pays for care and knows the area",
            CHARITY: "Reaches people whom services miss",
            VOLUNTEERS: "Knows what daily life is like",
        },
    ),
    "business": (
        "A partnership with a business",
        {
            BUSINESS: "Brings skills, rooms or goods",
            CHARITY: "Knows what helps and what does not",
            VOLUNTEERS: "Says whether it is wanted here",
            COUNCIL: "Opens doors and permits",
        },
    ),
    "volunteers": (
        "Volunteers and neighbours",
        {
            VOLUNTEERS: "Gives time and knows the street",
            CHARITY: "Trains, insures and thanks volunteers",
            FAITH: "Is trusted and has rooms",
            COUNCIL: "Keeps the list of who needs a hand",
        },
    ),
    "education": (
        "Schools, colleges and families",
        {
            EDUCATION: "Meets children and parents every day",
            VOLUNTEERS: "Parents and young people speak for themselves",
            HEALTH: "Gives advice and takes referrals",
            COUNCIL: "Is responsible for children's services",
        },
    ),
    "mobile-clinic": (
        "A mobile clinic",
        {
            HEALTH: "Staffs the clinic and treats",
            COUNCIL: "Gives places to stop",
            FAITH: "Tells people that they are welcome",
            CHARITY: "Brings people and goes with them",
            BUSINESS: "Gives or keeps up the vehicle",
        },
    ),
    "telemedicine": (
        "Care by phone or screen",
        {
            HEALTH: "Answers the calls",
            BUSINESS: "Runs the line and the devices",
            EDUCATION: "Teaches people to use them",
            CHARITY: "Lends devices and sits beside people",
            VOLUNTEERS: "Says who would be left out",
        },
    ),
    "community-health-workers": (
        "Community health workers",
        {
            HEALTH: "Trains and supervises",
            VOLUNTEERS: "The workers come from here",
            FAITH: "Vouches for the workers",
            CHARITY: "Employs and supports them",
            COUNCIL: "Pays when the project money ends",
        },
    ),
    "hospital-and-school": (
        "A hospital and schools",
        {
            HEALTH: "Sends staff and takes trainees",
            EDUCATION: "Gives time in the timetable",
            VOLUNTEERS: "Pupils and parents say what they want to know",
            BUSINESS: "Offers placements later on",
        },
    ),
}


def reasons_of(kind):
    """{slug of an OrganisationType: why} for a kind of partnership."""
    return USUAL[kind][1]
