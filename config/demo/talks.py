"""First conversations: one from before the main story's agreement, with all that came of it, and one that waits."""

from datetime import timedelta

from django.utils import timezone

from partnerships.conversations.actions import conversations, fit_reviews
from partnerships.models import Conversation, Membership

from . import cast
from .calendar import days, send_what_is_due

OURS = {
    "interests": ["Older people who fall between health and care", "Streets where people know each other"],
    "goals": ["One list of what is on, for everybody", "Somebody goes with them the first time"],
    "aspirations": ["A town where growing old is something to look forward to"],
    "outcomes": ["Fewer people tell their doctor that they are lonely"],
    "brings": ["A little money for halls and a minibus", "An officer who keeps the plan"],
    "needs": ["Volunteers whom people trust", "Honest numbers, four times a year"],
    "of-host": ["We answer within two days", "We pay what we promise on time"],
    "of-partner": ["Say early when something will be late"],
    "worries": ["The money is certain for two years only"],
}
THEIRS = {
    "interests": ["Older people who live alone"],
    "goals": [
        "Nobody over 70 in Sale and Stretford goes a week without a conversation they looked forward to",
        "Forty trained volunteers",
    ],
    "aspirations": ["Neighbours who do what we do, without being asked"],
    "outcomes": ["People say that they have somebody to talk to"],
    "brings": ["Thirty years of being trusted at the door", "Volunteers, and how to look after them"],
    "needs": ["Faster checks for new volunteers", "A room in Sale on weekdays"],
    "of-host": ["A named officer who rings back", "No new forms"],
    "of-partner": ["Every referral answered within three working days"],
    "worries": ["Our volunteers are tired", "Councils start things and then change their mind"],
}
TAKEN_UP = {THEIRS["goals"][0]: "vision", OURS["goals"][1]: "goals"}
COMMON = [*TAKEN_UP, THEIRS["outcomes"][0], OURS["outcomes"][0]]
# Statement → Olu's number and words, Priya's number and words.
FIT = {
    "same-aim": ((5, "The same people, and they say it better than we do."), (5, "")),
    "values": ((4, ""), (4, "They ask people first. So should we.")),
    "trusted": ((5, ""), (5, "My grandmother opens the door to them and to nobody else.")),
    "capacity": ((4, "Forty volunteers is within reach."), (2, "Two people do everything. What if one is ill?")),
    "skills": ((5, ""), (4, "")),
    "decides": ((4, "Mina decides on the spot."), (3, "Money goes to the trustees, every second month.")),
    "open": ((4, ""), (4, "They told us about the ramp at the first meeting.")),
    "shares": ((3, "We have not spoken about data yet."), (None, "Too early to say.")),
    "lasting": ((5, ""), (5, "")),
}


def tell(partnership, people, now):
    """Olu and Mina talk, Mina writes her side from the link, Olu marks what both want; two people say how it fits."""
    olu, mina = people.user("Olu"), people.contact("Mina")
    membership = Membership.objects.get(partnership=partnership, organisation__name=cast.AGE_UK)
    talk = begin(membership, olu, now, "Olu Adeyemi, Priya Nair and Mina Patel, at Age UK’s kitchen table")
    conversations.ask(conversation=talk, contacts=[mina], by=olu, now=now)
    send_what_is_due(now)
    write(talk, Conversation.Side.OURS, OURS, olu, now + timedelta(hours=3))
    write(talk, Conversation.Side.THEIRS, THEIRS, mina, now + days(1))
    send_what_is_due(now + days(1))
    for line in talk.lines.filter(words__in=COMMON):
        conversations.mark(line=line, is_common=True, by=olu, now=now + days(2))
    for number, first in enumerate(("Olu", "Priya")):
        scores = {statement: said[number] for statement, said in FIT.items()}
        fit_reviews.give(membership=membership, scores=scores, by=people.user(first), now=now + days(3))


def take_up(partnership, by, now):
    """What both want goes into the agreement's draft, which says it already in these words."""
    for talk in Conversation.objects.filter(membership__partnership=partnership):
        for line in talk.lines.filter(words__in=TAKEN_UP):
            conversations.add_to_agreement(line=line, section=TAKEN_UP[line.words], by=by, now=now)


def wait_for(membership, people, first, now):
    """The host has written, and somebody has been asked for theirs."""
    olu = people.user("Olu")
    talk = begin(membership, olu, now, "")
    ours = {"goals": ["Somebody rings on the day after hospital"], "needs": ["To hear who comes home, and when"]}
    write(talk, Conversation.Side.OURS, ours, olu, now)
    conversations.ask(conversation=talk, contacts=[people.contact(first)], by=olu, now=now)


def begin(membership, by, now, people_there):
    held_on = timezone.localdate(now)
    return conversations.begin(membership=membership, held_on=held_on, people_there=people_there, by=by, now=now)


def write(talk, side, words, by, now):
    conversations.write(conversation=talk, side=side, words=words, seen=talk.seen(side), by=by, now=now)
