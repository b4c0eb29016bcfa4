"""Which pages are looked at, by whom: a line for each.

A line is the name of the page, then the row its address names (`gallery.py`), then `/more` of the address, then
`?query`, then `=` and the status when it is not 200, then `!` and the button that is pressed, to see what the page says
when something is wrong.
"""

from dataclasses import dataclass

from django.urls import reverse

OLU = """
dashboard
needs-you
contacts
contacts ?q=nobody-has-this-name
find
find ?q=food
find ?q=nobody-has-this-name
account
change-password !Keep this password
set-up-second-step !Go on
organisations
organisations ?q=nobody-has-this-name
possible-duplicates
proposals
proposal proposal
organisation organisation
remove-organisation organisation
remove-contact contact
merge-organisation organisation ?q=food
merge-organisation organisation ?with={double}
merge-contact contact ?q=nobody-has-this-name
merge-contact contact ?with={double_contact}
add-organisation
add-organisation !Add the organisation
edit-organisation organisation
add-contact organisation !Add the contact
add-due-diligence organisation !Add it
edit-due-diligence paper
remove-due-diligence paper
edit-contact contact
imports
add-import !Read the file
import-columns mapping
import-preview batch
import-preview applied
discard-import batch
undo-import applied
partnerships
partnerships ?q=nobody-has-this-name
add-partnership
add-partnership ?q=Trafford
add-partnership ?host={organisation}
add-partnership ?host={organisation} !Start the partnership
partnership partnership
partnership bare
story partnership
edit-partnership partnership
people partnership
people bare
invite-organisation partnership ?q=Trafford
invite-organisation partnership ?q=hale !Add them
invite-organisation bare ?organisation={organisation}
edit-membership membership
edit-membership membership ?back=pipeline !Save
pipeline partnership
pipeline partnership ?as=list
pipeline shared
pipeline fresh
influence partnership
influence shared
influence fresh
ratings membership
ratings unrated
rate-membership membership
rate-membership unrated !Save the rating
add-trusted-person partnership
add-trusted-person partnership !Add to the list
edit-trusted-person trusted
remove-trusted-person trusted
note-buy-in trusted
note-buy-in trusted !Save what they said
add-seat membership
add-seat membership !Give them the seat
edit-seat seat
end-seat seat
pause-membership membership !Let them rest
resume-membership membership
pause-partnership partnership !Pause it
resume-partnership partnership
ending partnership
ending ending
ending ended
do-ending-step step !It is done
end-partnership ending
story-so-far partnership
story-so-far ended
add-partnership ?host={organisation}&like={partnership}
needs partnership
needs bare
add-need-note partnership !Add the note
edit-need-note need_note
remove-need-note need_note
coverage partnership
coverage bare
add-wanted-body partnership !Add it
edit-wanted-body wanted_body
remove-wanted-body wanted_body
involvement partnership
involvement bare
note-involvement partnership !Note it
edit-involvement involvement
remove-involvement involvement
conversations partnership
conversations bare
first-conversation untalked
conversation talk
conversation waiting_talk
edit-conversation talk
write-our-side talk
write-their-side talk ?for-them
ask-for-their-side talk !Ask them to write their side
close-conversation talk
fit-review membership
fit-review waiting_membership !Send my review
agreement partnership
agreement shared
agreement bare
agreement-questions shared
agreement-questions bare
answer-question question
answer-question question !Send the answer
answer-comment comment !Save
begin-agreement bare
begin-agreement bare ?template={template}
apply-template draft
edit-agreement draft
write-section draft
write-section draft /communication
write-section draft /conflict
write-section draft /data_sharing
who-does-what partnership
who-does-what shared
who-does-what bare
edit-matters draft
add-matter draft
add-matter draft !Save
edit-matter matter
remove-matter matter
edit-control draft
edit-agreement-dates draft
edit-responsibilities draft
share-agreement draft
agreement-difference in_force
agreement-difference draft ?from=1
agreement-difference first
add-signed-copy in_force
add-signed-copy in_force !Keep this copy
remove-signed-copy signed_copy
print-agreement in_force
amend-agreement shared
decide-review in_force !Keep it
end-agreement in_force !End the agreement
review-agreement in_force
add-commitment draft !Save
edit-commitment drafted
make-commitment partnership
promises partnership
promises partnership ?show=settled
promises bare
settle-commitment promise !Write it down
objectives partnership
objectives bare
add-objective partnership ?line={line}
add-objective partnership !Set the objective
objective objective
edit-objective objective
reach-objective objective
drop-objective objective
add-measure objective !Add the measure
edit-measure measure
add-measure-value measure
timeline partnership
timeline bare
add-milestone partnership !Plan it
edit-milestone milestone
reach-milestone milestone
drop-milestone milestone
check-ins partnership
check-ins bare
set-rhythm bare !Check the days
set-rhythm partnership !Check the days
answer-check-in check_in ?for-them
skip-check-in check_in ?for-them
answer-check-in own_answer
correct-answer own_answer
update update
reply-to-ask ask !Send the reply
promise-ask ask !Promise it
celebrations partnership
celebrations bare
edit-celebration celebration
publish-celebration celebration
dismiss-celebration celebration
rounds partnership
rounds bare
add-round partnership !Make a draft
round unopened
edit-round unopened
round open
round closed
round-poster open
outbox
outbox-message delivery
"""
MINA = """
dashboard
partnerships
change-details contact
partnership partnership
story partnership
people partnership
needs partnership
coverage partnership
involvement partnership
conversations partnership
conversation talk
agreement partnership
agreement shared
agreement-questions shared
agreement-difference in_force
promises partnership
objectives partnership
objective objective
timeline partnership
check-ins partnership
update update
celebrations partnership
rounds partnership
round closed
organisation organisation
edit-partnership partnership =403
who-does-what partnership
"""
ADA = """
dashboard
partnerships
outbox
"""
NOBODY = """
sign-in
sign-in !Send me a link
sign-in-with-password !Sign in
give-feedback open
give-feedback open ?easy=1
give-feedback open !Send my answers
give-feedback closed
withdraw-feedback open !Delete my answers
follow-link unknown_link =404
follow-link answer_link
follow-link answer_link !Send only this
follow-link answered_link
follow-link accept_link
follow-link review_link
follow-link review_link !Send
follow-link converse_link
follow-link converse_link !Send it
follow-link conversed_link
follow-link conversed_link !Send it
follow-link respond_link
unsubscribe unsubscribe_link
nowhere =404
"""
ASKER = """
type-code
type-code !Sign in
"""
ADMIN = """
admin:index
admin:partnerships_organisation_changelist
admin:background-jobs
"""
# The column of a row that stands in the address, where it is not the key.
BY = {"give-feedback": "code", "withdraw-feedback": "code", "follow-link": "token", "unsubscribe": "token"}
MORE = {"write-section": ["vision"]}
NOWHERE = {"nowhere": "/nothing-is-here/"}


@dataclass(frozen=True)
class Visit:
    """Somebody looks at a page, and may press a button there."""

    who: str
    line: str
    view: str
    row: str = ""
    query: str = ""
    status: int = 200
    press: str = ""
    more: str = ""

    def __str__(self):
        return f"{self.who}: {self.line}"

    def address(self, rows):
        """Where it is, in the site these rows belong to."""
        if self.view in NOWHERE:
            return NOWHERE[self.view]
        args = [getattr(getattr(rows, self.row), BY.get(self.view, "pk"))] if self.row else []
        query = self.query.format(
            organisation=rows.organisation.pk, partnership=rows.partnership.pk, double=rows.double.pk,
            double_contact=rows.double_contact.pk, template=rows.template.pk, line=rows.common.pk,
        )  # fmt: skip
        return reverse(self.view, args=args + ([self.more] if self.more else MORE.get(self.view, []))) + query


def visits(who, lines):
    """The visits of one person."""
    return [visit(who, line) for line in lines.strip().splitlines()]


def visit(who, line):
    words, _, press = line.partition(" !")
    view, *rest = words.split()
    found = {word[0]: word for word in rest if word[0] in "?=/"}
    row = next((word for word in rest if word[0] not in "?=/"), "")
    status, more = int(found.get("=", "=200")[1:]), found.get("/", "")[1:]
    return Visit(who, line, view, row, found.get("?", ""), status, press, more)


EVERY_VISIT = [
    *visits("Olu", OLU),
    *visits("Mina", MINA),
    *visits("Ada", ADA),
    *visits("Nobody", NOBODY),
    *visits("Asker", ASKER),
]
THIRD_PARTY = visits("Ada", ADMIN)
