"""The order in which an agreement is written: its sections, the pages of rows between them, and what helps people write
each: a few sentences, and how somebody else has put it."""

from dataclasses import dataclass

from django.urls import reverse

from .content import OPENING
from .models import AgreementVersion

SECTIONS = AgreementVersion.SECTIONS
# Chapter → (title, URL name); the sections are written on one page each, and share their view.
CHAPTERS = {
    **{name: (SECTIONS[name], "") for name in OPENING},
    "responsibilities": ("Roles and responsibilities", "edit-responsibilities"),
    "matters": ("Who does what", "edit-matters"),
    "control": ("What each of us shares control of", "edit-control"),
    **{name: (title, "") for name, title in SECTIONS.items() if name not in OPENING},
    "dates": ("Dates", "edit-agreement-dates"),
}


@dataclass(frozen=True)
class Chapter:
    """One chapter of one version: where it is written, and the first words of what stands there."""

    key: str
    title: str
    url: str
    words: str = ""
    # What stands there is a template's, and nobody has made it theirs.
    is_untouched: bool = False

    @property
    def is_written(self):
        return bool(self.words) and not self.is_untouched

    @property
    def guidance(self):
        return GUIDANCE[self.key]


def url_of(version, key):
    """The page on which this chapter is written."""
    name = CHAPTERS[key][1]
    return reverse(name, args=[version.pk]) if name else reverse("write-section", args=[version.pk, key])


def chapters(content):
    """All of them, in the order of writing, each with what it says so far."""
    words = {field: text for field, _, text in content.version.sections()} | _rows_in_words(content)
    template = content.version.agreement.template
    lent = {row.section: row.text.strip() for row in template.sections.all()} if template else {}
    return [
        Chapter(key, title, url_of(content.version, key), said, bool(said) and said == lent.get(key))
        for key, (title, _) in CHAPTERS.items()
        for said in [words.get(key, "").strip()]
    ]


class Place:
    """Where somebody is who writes one chapter, and what stands before and after it."""

    def __init__(self, version, key):
        keys = list(CHAPTERS)
        index = keys.index(key)
        self.key, self.number, self.total = key, index + 1, len(keys)
        self.title, self.guidance = CHAPTERS[key][0], GUIDANCE[key]
        self.previous, self.next = (
            Chapter(there, CHAPTERS[there][0], url_of(version, there)) if there else None
            for there in (keys[index - 1] if index else "", keys[index + 1] if index + 1 < len(keys) else "")
        )


def _rows_in_words(content):
    version, found = content.version, {}
    found["responsibilities"] = " · ".join(f"{row.membership.organisation}: {row.role}" for row in content.roles)
    found["control"] = " · ".join(f"{row.membership.organisation}: {row.control}" for row in content.controls)
    found["matters"] = " · ".join(f"{row.matter}: {row.leader or 'nobody leads yet'}" for row in content.activities)
    found["dates"] = " ".join(f"{row.name} {text}." for row in content.dates() for _, text in row.cells)
    if not version.communication.strip():
        found["communication"] = " · ".join(map(str, content.communication_rows))
    if not version.conflict.strip():
        found["conflict"] = " · ".join(map(str, content.conflict_steps))
    if not version.data_sharing.strip():
        found["data_sharing"] = version.get_personal_data_display()
    return found


@dataclass(frozen=True)
class Guidance:
    """`gist` in one sentence, `more` in a few; the example is one of many ways, line by line."""

    gist: str
    more: str
    example: str


GUIDANCE = {
    "vision": Guidance(
        "Say in one or two sentences what will be different for people when this has worked.",
        "Write it so that a neighbour would understand it. Leave out how you get there: that comes later. "
        "If two of you would read it differently, talk about it now.",
        "By next winter, nobody over 70 in Sale spends a whole week without a conversation.",
    ),
    "goals": Guidance(
        "List the few things you want to reach together, one on each line.",
        "Three or four are enough. Each should bring you nearer to the vision, and you should be able to tell one day "
        "whether you got there. Numbers and dates belong to the objectives.",
        "A warm place to eat in every ward.\nA phone call each week for people who cannot leave home.",
    ),
    "responsibilities": Guidance(
        "Give each organisation's role a name, and say what it brings and sees to.",
        "Write what each is good at, not only what is left to do. Leave out who has no role of their own. "
        "Small roles count: an open door, a place on a notice board.",
        "Sale Larder: cooks. Lunch for thirty every Tuesday, shopping and washing-up included.",
    ),
    "matters": Guidance(
        "List what has to be done, and say of each who leads, helps, is asked and is told.",
        "One organisation leads: it makes sure that the thing happens. Who is asked gives an opinion before something "
        "is decided. Who is told hears of it afterwards. It is fine to leave a line unfinished while you talk.",
        "Volunteers' insurance: the council leads, the larder helps, the church is told.",
    ),
    "control": Guidance(
        "Say what each of you lets the others decide about: money, rooms, people's time, a list, a name.",
        "Sharing control is more than sharing work. Name what stays yours alone as well, so that nobody is surprised "
        "later. Start with the strongest among you.",
        "The council: the others decide with us how the grant for food is spent. Staff contracts stay with us.",
    ),
    "communication": Guidance(
        "Say how you keep in touch, how often, and who starts it.",
        "Put the regular things into the rows below, and what does not fit there into the text. Choose ways that the "
        "smallest partner can keep up with. Say also how somebody reaches you when it is urgent.",
        "We answer the monthly check-in, meet every quarter at the library, and phone when something is urgent.",
    ),
    "ground_rules": Guidance(
        "Write down how you want to treat each other, in words everybody would use.",
        "Think of a time when working together went wrong. Which rule would have helped? Five rules that people "
        "remember do more than twenty.",
        "We say early when something will be late.\nWe do not speak for people who are not in the room.",
    ),
    "conflict": Guidance(
        "Agree now what happens when you disagree: who talks to whom, and within how many days.",
        "Begin with the people concerned and go up from there, one step at a time. Give each step a number of days, so "
        "that nothing lies around. The last step can be somebody from outside whom you all trust.",
        "First the two people talk, within a week. Then the leads. After four weeks, somebody from outside helps.",
    ),
    "data_sharing": Guidance(
        "Say which information about people you share, why, and how they are told.",
        "Share as little as does the job, and only with people's knowledge. A memorandum like this one is not a "
        "data-sharing agreement: if you share personal data, you need one beside it, and its date goes below. "
        "Ask whoever looks after data protection at each organisation.",
        "We share first name, phone number and preferred day, only when the person has said yes.",
    ),
    "review": Guidance(
        "Say when you look at this agreement again, and what would make you change it sooner.",
        "Once a year is usual, and after the first three months is wise. Say who calls you together, and what should "
        "be on the table by then. The days themselves are among the dates.",
        "Every year in March, and whenever a partner joins or the money changes.",
    ),
    "ending": Guidance(
        "Say how somebody leaves well, and how you end together when the work is done.",
        "Every partnership ends one day, and it ends better when you have talked about it. Say how much notice you "
        "give, who takes over what was promised, what happens to money, things and data, and how the people you serve "
        "are told.",
        "Whoever leaves says so two months before and hands over their keys and lists.\n"
        "When we stop, each of us tells the people we visit in person, and we share one last meal.",
    ),
    "dates": Guidance(
        "Say when it starts, when you look at it together again, and when it ends.",
        "Only the days you know. An end is not a failure: it makes you choose again whether to go on.",
        "Starts 1 April 2027. We look at it again on 1 October 2027. Ends 31 March 2029.",
    ),
}
