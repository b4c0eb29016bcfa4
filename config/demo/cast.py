"""Who is in the story: the organisations, imported from a spreadsheet as a lead would, and invented people."""

from pathlib import Path

from partnerships.directory.actions import contacts
from partnerships.models import Contact, Organisation, User
from partnerships.spreadsheets.actions import imports, reading_files

FILE = Path(__file__).parent / "organisations.csv"
PASSWORD = "a-cup-of-tea-at-three"

COUNCIL = "Trafford Metropolitan Borough Council"
AGE_UK = "Age UK Trafford"
METHODISTS = "Sale Methodist Circuit"
FIRS = "Firs Community Centre"
SALE_MOOR = "Sale Moor Community Association"
U3A = "The Sale U3A"
PRACTICE = "Urmston Group Practice"
FOODBANK = "Stretford Foodbank"
STUDIOS = "Gorse Hill Studios Creative Community"

# Name, job, organisation; the address follows from the first name.
PEOPLE = [
    ("Olu Adeyemi", "Ageing well lead", COUNCIL),
    ("Priya Nair", "Communities officer", COUNCIL),
    ("Mina Patel", "Befriending manager", AGE_UK),
    ("Tom Ashworth", "Volunteer organiser", AGE_UK),
    ("Grace Okafor", "Minister", METHODISTS),
    ("Leah Brennan", "Centre manager", FIRS),
    ("Stan Kowalski", "Secretary", SALE_MOOR),
    ("Doreen Whittle", "Groups coordinator", U3A),
    ("Imran Qureshi", "Social prescriber", PRACTICE),
    ("Cath Doyle", "Food bank manager", FOODBANK),
    ("Ravi Shah", "Studio director", STUDIOS),
    ("Beth Lomax", "Development worker", "Broadheath Community Association"),
    ("Samuel Osei", "Treasurer", "Altrincham United Reformed Church Charity"),
    ("Jean Hargreaves", "Coach", "Trafford Community Leisure Trust"),
]
GREETINGS = {"Grace Okafor": "Rev. Okafor"}
STAFF = [
    ("Olu Adeyemi", User.Role.LEAD),
    ("Ravi Shah", User.Role.LEAD),
    ("Priya Nair", User.Role.PARTNER),
    ("Vera Lindqvist", User.Role.VIEWER),
    ("Ada Brook", User.Role.ADMINISTRATOR),
]


class People:
    """The cast by first name, the organisations by name."""

    def __init__(self, users, contacts, organisations):
        self.users, self.contacts, self.organisations = users, contacts, organisations

    def user(self, first):
        return self.users[first]

    def contact(self, first):
        return self.contacts[first]

    def organisation(self, name):
        return self.organisations[name]


def address(name):
    return f"{name.split()[0].lower()}@example.org"


def assemble(now):
    """Sign-ins, imported organisations and their people."""
    users = {
        name.split()[0]: User.objects.create_user(address(name), PASSWORD, name=name, role=role) for name, role in STAFF
    }
    bring_in_organisations(users["Olu"], now)
    organisations = {organisation.name: organisation for organisation in Organisation.objects.all()}
    known = {}
    for number, (name, job, place) in enumerate(PEOPLE):
        contact = Contact(
            organisation=organisations[place], name=name, job_title=job, email=address(name),
            greeting=GREETINGS.get(name, ""), phone=f"0161 496 0{100 + number}",
            user=users.get(name.split()[0]), created_at=now,
        )  # fmt: skip
        known[name.split()[0]] = contacts.add(contact=contact, by=users["Olu"], now=now) or contact
    return People(users, known, organisations)


def bring_in_organisations(by, now):
    """Import the spreadsheet as somebody would: read, accept the guessed columns and repairs, apply."""
    batch = reading_files.begin(data=FILE.read_bytes(), file_name=FILE.name, by=by, now=now)
    imports.finish(batch=batch, now=now)
    batch.refresh_from_db()
    imports.choose_columns(batch=batch, columns=batch.columns, by=by, now=now)
    imports.finish(batch=batch, now=now)
    imports.apply(batch=batch, takes_repairs=True, by=by, now=now)
    imports.finish(batch=batch, now=now)
