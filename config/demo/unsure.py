"""What partners said about the agreement of the warm spaces before they accepted it."""

from partnerships.agreements.actions import comments, questions, versions

from . import cast
from .calendar import at, days, send_what_is_due

CHURCH = "Altrincham United Reformed Church Charity"


def tell(version, people, today):
    """Two comments, one with a reply; a question that is answered, and one that waits for Olu."""
    olu = people.user("Olu")
    beth = versions.comment(
        version=version, contact=people.contact("Beth"), section="vision",
        body="Could we say “with company and something hot to drink”? That is why people come.",
        now=at(today - days(5), hour=15),
    )  # fmt: skip
    comments.reply(
        comment=beth, reply="Yes, we will put it into the next version.", is_settled=True, by=olu,
        now=at(today - days(4)),
    )  # fmt: skip
    church = ask(
        version, people, CHURCH, "Samuel", "goals", at(today - days(4)),
        "Three rooms by December: is ours one of them, and who pays for the heating?",
    )  # fmt: skip
    questions.answer(
        question=church, answer="Yes, yours is one of them. The council pays the heating from November to March.",
        by=olu, now=at(today - days(3)),
    )  # fmt: skip
    ask(
        version, people, cast.AGE_UK, "Mina", "ground_rules", at(today - days(2)),
        "Nobody is asked why they come. What do our volunteers do when they worry about somebody?",
    )  # fmt: skip
    send_what_is_due(at(today - days(2), hour=11))


def ask(version, people, organisation, first, section, now, words):
    membership = version.agreement.partnership.memberships.get(organisation__name=organisation)
    return questions.ask(
        version=version, membership=membership, contact=people.contact(first), section=section, words=words, now=now
    )
