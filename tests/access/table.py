"""Who gets what where: one line for each address.

A line says which row the address names (None: no row), who may, and what those who may get. The columns:
  lead, partner_a (whose organisation the row belongs to), partner_b, observer: seated in the row's partnership;
  other_lead, other_partner: seated in another partnership only; viewer, administrator: whatever the partnership; left:
  had a seat in the row's partnership until it ended, and is signed in;
  anonymous; link_holder: no session, the cookie of partner_a's link to this very form; other_link_holder: the cookie
  of the same kind of link of somebody in another partnership.
What somebody gets who may not is the group's business: 403 for those who see the row (`sees`), 404 for those who do
not, the sign-in page (302) for those without a session. A missing row is a row that nobody sees.
"""

from dataclasses import dataclass

COLUMNS = (
    "lead", "partner_a", "partner_b", "observer", "other_lead", "other_partner", "viewer", "administrator", "left",
    "anonymous", "link_holder", "other_link_holder",
)  # fmt: skip
SESSIONLESS = {"anonymous", "link_holder", "other_link_holder"}


@dataclass(frozen=True)
class Group:
    may: frozenset
    sees: frozenset = frozenset()
    # Answers 404 instead of the sign-in page to who has neither a session nor the link.
    is_public: bool = False
    # Asks for the right before it looks for the row, so that a missing row is a 403 as well.
    asks_first: bool = False


def group(may, sees="", **options):
    return Group(frozenset(may.split()), frozenset(sees.split()), **options)


SEATED = "lead partner_a partner_b observer"
INSIDE = group(f"{SEATED} viewer administrator")
SIGNED_IN = group(f"{SEATED} viewer administrator left")
LEADS = group("lead administrator", sees="partner_a partner_b observer viewer")
OVERSEERS = group("lead viewer administrator", sees="partner_a partner_b observer")
LEADS_BEHIND_DOORS = group("lead administrator", sees="viewer")
OVERSEERS_AND_LEADS = group("lead viewer administrator")
NOTERS = group("lead partner_a partner_b administrator", sees="observer viewer")
COMMENTERS = group(SEATED, sees="viewer administrator")
WRITERS_OF_NOTE = group("lead partner_a administrator", sees="partner_b observer viewer")
KEEPERS_OF_PROMISE = group("lead partner_a administrator", sees="partner_b observer viewer")
ORGANISATION_ASKED = group("lead partner_a observer viewer administrator")
REPLIERS = group("lead administrator", sees="partner_a observer viewer")
ANSWERERS = group("lead partner_a administrator link_holder", sees="observer viewer", is_public=True)
ACCEPTERS = group("lead partner_a partner_b link_holder", sees="observer viewer administrator", is_public=True)
# One of partner A's questions, by whoever may accept for them; others who may accept have none of that number.
ASKERS = group("partner_a link_holder", sees="observer viewer administrator", is_public=True)
ONESELF = group("lead")
IN_CHARGE = group("lead viewer administrator", sees="partner_a partner_b observer left")
INVITED = group("partner_a link_holder", is_public=True)
DIRECTORY = group(f"{SEATED} other_lead viewer administrator")
KEEPERS = group("lead other_lead administrator", sees="partner_a partner_b observer viewer")
KEEPERS_OF_CHECKS = group("lead other_lead administrator", sees="viewer")
KEEPERS_BEHIND_DOORS = group("lead other_lead administrator")
# A change of partner A's contact, proposed by the administrator.
DECIDERS_AND_PROPOSER = group("lead administrator")
DECIDERS = group("lead", sees="administrator")
PROPOSER = group("administrator", sees="lead")
# Who brought a file in takes it back.
IMPORTERS = group("lead administrator", sees="other_lead")
ADMINISTRATORS = group("administrator", sees=f"{SEATED} other_lead other_partner viewer left", asks_first=True)
# Leads to the one form; who is in and does not administer is told so.
ADMINS_DOOR = group("administrator anonymous link_holder other_link_holder", is_public=True)
STAFF = group("lead other_lead viewer administrator", sees="partner_a partner_b observer other_partner left")
EVERYBODY = group(" ".join(COLUMNS), is_public=True)

# A lead who writes for a partner goes back to the board; who has come in has nothing to do at the door.
BACK_TO_THE_BOARD = (("lead", "administrator"), 200, 302)
# A lead corrects what a lead wrote down, and reads what a partner said.
NOT_THEIR_WORDS = (("lead", "administrator"), 200, 409)
# Who leads looks at the open form, and leaves the answers to others.
LOOKS_ONLY = (("lead", "administrator"), 200, 403)
READS_ONLY = (("viewer",), 200, 403)
IN_ALREADY = (tuple(column for column in COLUMNS if column not in SESSIONLESS), 302, 302)


@dataclass(frozen=True)
class Line:
    """`get` and `post` are what those get who may; 405 is told to everybody who gets past the sign-in. HEAD is GET."""

    row: str | None
    group: Group
    get: int = 200
    post: int = 200
    # The attribute of the row that stands in the address.
    by: str = "pk"
    # What some of those who may get instead: (columns, GET, POST).
    but: tuple = ((), 0, 0)


TABLE = {
    # Everybody's first page, and signing in.
    "dashboard": Line(None, SIGNED_IN),
    "needs-you": Line(None, IN_CHARGE),
    "put-off": Line(None, IN_CHARGE, get=405, post=302),
    "sign-in": Line(None, EVERYBODY, post=302, but=IN_ALREADY),
    "type-code": Line(None, EVERYBODY, get=302),
    "sign-in-with-password": Line(None, EVERYBODY, but=IN_ALREADY),
    "admin-door": Line(None, ADMINS_DOOR, get=302, post=302),
    "sign-out": Line(None, EVERYBODY, get=405, post=302),
    "follow-sign-in": Line("sign_in", EVERYBODY, by="token"),
    # Half way in there is nobody yet: back to the beginning.
    "second-step": Line(None, EVERYBODY, get=302, post=302),
    # No provider is configured here.
    "sign-in-at-provider": Line(None, EVERYBODY, get=404, post=405),
    "back-from-provider": Line(None, EVERYBODY, get=404, post=405),
    # One's own account.
    "account": Line(None, SIGNED_IN),
    "change-details": Line("contact", ONESELF, post=302),
    "change-password": Line(None, STAFF, post=302),
    "end-other-sessions": Line(None, SIGNED_IN, get=405, post=302),
    "set-up-second-step": Line(None, EVERYBODY, but=(("anonymous", "link_holder", "other_link_holder"), 302, 302)),
    "second-step-codes": Line(None, EVERYBODY, get=302, post=302),
    # Nobody of them has set it up: back to where they can.
    "renew-second-step-codes": Line(None, SIGNED_IN, get=302, post=302),
    "take-second-step-away": Line(None, SIGNED_IN, get=302, post=302),
    # The engine, and who watches it.
    "health-live": Line(None, EVERYBODY, post=405),
    "health-ready": Line(None, EVERYBODY, post=405),
    "health-engine": Line(None, EVERYBODY, get=503, post=405),
    "outbox": Line(None, ADMINISTRATORS),
    "outbox-message": Line("delivery", ADMINISTRATORS),
    "outbox-message-html": Line("delivery", ADMINISTRATORS),
    # Links in mail.
    "follow-link": Line("answer_link", EVERYBODY, get=303, post=405, by="token"),
    "ask-again-for-link": Line("answer_link", EVERYBODY, get=405, post=302, by="token"),
    "unsubscribe": Line("unsubscribe_link", EVERYBODY, post=302, by="token"),
    # The directory, which leads share.
    "find": Line(None, SIGNED_IN),
    "contacts": Line(None, SIGNED_IN),
    "organisations": Line(None, SIGNED_IN),
    "add-organisation": Line(None, KEEPERS, post=302),
    "similar-organisations": Line(None, KEEPERS),
    "proposals": Line(None, KEEPERS),
    "proposal": Line("proposal", DECIDERS_AND_PROPOSER),
    "accept-proposal": Line("proposal", DECIDERS, get=405, post=302),
    "decline-proposal": Line("proposal", DECIDERS, get=405, post=302),
    "withdraw-proposal": Line("proposal", PROPOSER, get=405, post=302),
    "possible-duplicates": Line(None, KEEPERS),
    "organisation": Line("organisation", DIRECTORY),
    "edit-organisation": Line("organisation", KEEPERS, post=302),
    "merge-organisation": Line("organisation", KEEPERS, post=302),
    "remove-organisation": Line("organisation", KEEPERS, post=302),
    "tell-apart": Line("organisation", KEEPERS, get=405, post=302),
    "add-contact": Line("organisation", KEEPERS, post=302),
    "add-due-diligence": Line("organisation", KEEPERS, post=302),
    "edit-due-diligence": Line("due_diligence", KEEPERS_OF_CHECKS, post=302),
    "remove-due-diligence": Line("due_diligence", KEEPERS_OF_CHECKS, post=302),
    "edit-contact": Line("contact", KEEPERS, post=302),
    "merge-contact": Line("contact", KEEPERS, post=302),
    "remove-contact": Line("spare_contact", KEEPERS_OF_CHECKS, post=302),
    "imports": Line(None, KEEPERS),
    "add-import": Line(None, KEEPERS, post=302),
    "import-preview": Line("batch", KEEPERS_BEHIND_DOORS),
    "import-columns": Line("batch", KEEPERS_BEHIND_DOORS, post=302, but=(("other_lead",), 200, 403)),
    "choose-import-sheets": Line("batch", IMPORTERS, get=405, post=302),
    "apply-import": Line("batch", IMPORTERS, get=405, post=302),
    "import-progress": Line("batch", KEEPERS_BEHIND_DOORS, get=302, post=302),
    "undo-import": Line("applied_batch", IMPORTERS, post=302),
    "discard-import": Line("batch", IMPORTERS, post=302),
    "choose-import-row": Line("import_row", IMPORTERS, get=405, post=302),
    # The partnership and its people.
    "partnerships": Line(None, SIGNED_IN),
    "add-partnership": Line(None, KEEPERS, post=302),
    "partnership": Line("partnership", INSIDE),
    "story": Line("partnership", INSIDE),
    "edit-partnership": Line("partnership", LEADS, post=302),
    "answer-stage": Line("partnership", LEADS, get=405, post=302),
    "people": Line("partnership", INSIDE),
    "invite-organisation": Line("partnership", LEADS, post=302),
    "edit-membership": Line("membership", LEADS, post=302),
    "move-membership": Line("prospect", LEADS_BEHIND_DOORS, get=405, post=302),
    "add-seat": Line("membership", LEADS, post=302),
    "edit-seat": Line("seat", LEADS, post=302),
    "end-seat": Line("seat", LEADS, post=302),
    # Resting, ending, and who comes after.
    "pause-membership": Line("membership", LEADS, post=302),
    "resume-membership": Line("resting_membership", LEADS, post=302),
    "pause-partnership": Line("partnership", LEADS, post=302),
    "resume-partnership": Line("bare", LEADS, post=302),
    "ending": Line("partnership", LEADS, post=302),
    "call-ending-off": Line("partnership", LEADS, post=302),
    "do-ending-step": Line("ending_step", LEADS, post=302),
    "end-partnership": Line("partnership", LEADS, post=302),
    "story-so-far": Line("partnership", INSIDE),
    # What leads keep to themselves: who is on the way, how they are rated, whom people trust.
    "pipeline": Line("partnership", OVERSEERS),
    "influence": Line("partnership", OVERSEERS),
    "ratings": Line("membership", OVERSEERS),
    "rate-membership": Line("membership", LEADS, post=302),
    "add-trusted-person": Line("partnership", LEADS, post=302),
    "edit-trusted-person": Line("trusted_person", LEADS_BEHIND_DOORS, post=302),
    "remove-trusted-person": Line("trusted_person", LEADS_BEHIND_DOORS, post=302),
    "note-buy-in": Line("trusted_person", LEADS_BEHIND_DOORS, post=302),
    # The need, who is missing and who takes part.
    "needs": Line("partnership", INSIDE),
    "add-need-note": Line("partnership", NOTERS, post=302),
    "edit-need-note": Line("need_note", WRITERS_OF_NOTE, post=302),
    "remove-need-note": Line("need_note", WRITERS_OF_NOTE, post=302),
    "coverage": Line("partnership", INSIDE),
    "add-wanted-body": Line("partnership", LEADS, post=302),
    "add-usual-bodies": Line("partnership", LEADS, get=405, post=302),
    "edit-wanted-body": Line("wanted_body", LEADS, post=302),
    "remove-wanted-body": Line("wanted_body", LEADS, post=302),
    "involvement": Line("partnership", INSIDE),
    "note-involvement": Line("partnership", LEADS, post=302),
    "edit-involvement": Line("involvement", LEADS, post=302),
    "remove-involvement": Line("involvement", LEADS, post=302),
    # First conversations, and how an organisation fits.
    "conversations": Line("partnership", INSIDE),
    "first-conversation": Line("membership_b", LEADS, post=302),
    "conversation": Line("conversation", ORGANISATION_ASKED),
    "edit-conversation": Line("conversation", REPLIERS, post=302),
    "write-our-side": Line("conversation", REPLIERS, post=302),
    "write-their-side": Line("conversation", ANSWERERS, post=303, but=BACK_TO_THE_BOARD),
    "written-their-side": Line("conversation", ANSWERERS),
    "ask-for-their-side": Line("conversation", REPLIERS, post=302),
    "close-conversation": Line("conversation", REPLIERS, post=302),
    "reopen-conversation": Line("conversation", REPLIERS, get=405, post=302),
    "mark-line": Line("common_line", REPLIERS, get=405, post=302),
    "use-line": Line("drafted_line", REPLIERS, get=405, post=302),
    "fit-review": Line("membership", OVERSEERS, post=302, but=READS_ONLY),
    # The agreement.
    "agreement": Line("partnership", INSIDE),
    "agreement-questions": Line("partnership", INSIDE),
    "answer-question": Line("question", LEADS, post=302),
    "answer-comment": Line("comment", LEADS, post=302),
    "begin-agreement": Line("bare", LEADS, post=302),
    "apply-template": Line("draft_version", LEADS_BEHIND_DOORS, post=302),
    "who-does-what": Line("partnership", INSIDE),
    "amend-agreement": Line("partnership", LEADS, post=302),
    "edit-agreement": Line("draft_version", LEADS_BEHIND_DOORS),
    "write-section": Line("draft_version", LEADS_BEHIND_DOORS, post=302),
    "edit-agreement-dates": Line("draft_version", LEADS_BEHIND_DOORS, post=302),
    "edit-responsibilities": Line("draft_version", LEADS_BEHIND_DOORS, post=302),
    "edit-control": Line("draft_version", LEADS_BEHIND_DOORS, post=302),
    "edit-matters": Line("draft_version", LEADS_BEHIND_DOORS),
    "add-matter": Line("draft_version", LEADS_BEHIND_DOORS, post=302),
    "edit-matter": Line("drafted_matter", LEADS_BEHIND_DOORS, post=302),
    "remove-matter": Line("drafted_matter", LEADS_BEHIND_DOORS, post=302),
    "discard-draft": Line("draft_version", LEADS_BEHIND_DOORS, post=302),
    "share-agreement": Line("draft_version", LEADS_BEHIND_DOORS, post=302),
    "comment-on-agreement": Line("shared_version", COMMENTERS, get=405, post=302),
    "accept-agreement": Line("shared_version", ACCEPTERS, post=302),
    "send-comment": Line("shared_version", ACCEPTERS, get=405, post=302),
    "ask-question": Line("shared_version", ACCEPTERS, get=405, post=302),
    "ask-again": Line("shared_version", ASKERS, get=405, post=302),
    "settle-question": Line("shared_version", ASKERS, get=405, post=302),
    "withdraw-question": Line("shared_version", ASKERS, get=405, post=302),
    "agreement-difference": Line("shared_version", INSIDE),
    "review-agreement": Line("version_in_force", ACCEPTERS, post=302),
    "decide-review": Line("version_in_force", LEADS, post=302),
    "end-agreement": Line("version_in_force", LEADS, post=302),
    "print-agreement": Line("shared_version", INSIDE),
    "agreement-pdf": Line("shared_version", INSIDE),
    "add-signed-copy": Line("shared_version", LEADS, post=302),
    "signed-copy": Line("signed_copy", INSIDE),
    "remove-signed-copy": Line("signed_copy", LEADS, post=302),
    "add-commitment": Line("draft_version", LEADS_BEHIND_DOORS, post=302),
    "make-commitment": Line("partnership", LEADS, post=302),
    "edit-commitment": Line("drafted_promise", LEADS_BEHIND_DOORS, post=302),
    "remove-commitment": Line("drafted_promise", LEADS_BEHIND_DOORS, get=405, post=302),
    "keep-commitment": Line("promise", KEEPERS_OF_PROMISE, get=405, post=302),
    "settle-commitment": Line("promise", KEEPERS_OF_PROMISE, post=302),
    "promises": Line("partnership", INSIDE),
    # The plan.
    "objectives": Line("partnership", INSIDE),
    "add-objective": Line("partnership", LEADS, post=302),
    "objective": Line("objective", INSIDE),
    "edit-objective": Line("objective", LEADS, post=302),
    "reach-objective": Line("objective", LEADS, post=302),
    "drop-objective": Line("objective", LEADS, post=302),
    "take-objective-up": Line("objective", LEADS, post=302),
    "add-measure": Line("objective", LEADS, post=302),
    "edit-measure": Line("measure", LEADS, post=302),
    "add-measure-value": Line("measure", LEADS, post=302),
    "timeline": Line("partnership", INSIDE),
    "add-milestone": Line("partnership", LEADS, post=302),
    "edit-milestone": Line("milestone", LEADS, post=302),
    "reach-milestone": Line("milestone", LEADS, post=302),
    "drop-milestone": Line("milestone", LEADS, post=302),
    "take-milestone-up": Line("reached_milestone", LEADS, post=302),
    "remove-measure-value": Line("measure_value", LEADS, post=302),
    # Check-ins.
    "check-ins": Line("partnership", INSIDE),
    "set-rhythm": Line("partnership", LEADS, post=302),
    "answer-check-in": Line("check_in", ANSWERERS, post=303, but=BACK_TO_THE_BOARD),
    "open-check-in": Line("check_in", ANSWERERS, get=405, post=204),
    "skip-check-in": Line("check_in", ANSWERERS, post=303, but=BACK_TO_THE_BOARD),
    "answered-check-in": Line("answered_check_in", ANSWERERS),
    "correct-answer": Line("answered_check_in", ANSWERERS, post=303, but=NOT_THEIR_WORDS),
    "update": Line("update", ORGANISATION_ASKED),
    "reply-to-ask": Line("update", REPLIERS, post=302),
    "promise-ask": Line("update", REPLIERS, post=302),
    # Good news.
    "celebrations": Line("partnership", INSIDE),
    "edit-celebration": Line("celebration", LEADS_BEHIND_DOORS, post=302),
    "publish-celebration": Line("celebration", LEADS_BEHIND_DOORS, post=302),
    "dismiss-celebration": Line("celebration", LEADS_BEHIND_DOORS, post=302),
    "correct-celebration": Line("good_news", LEADS, get=200, post=302),
    "take-celebration-down": Line("good_news", LEADS, post=302),
    # Feedback.
    "rounds": Line("partnership", INSIDE),
    "add-round": Line("partnership", LEADS, post=302),
    "round": Line("open_round", OVERSEERS_AND_LEADS),
    "edit-round": Line("draft_round", LEADS_BEHIND_DOORS, post=302),
    "change-round": Line("open_round", LEADS_BEHIND_DOORS, post=302),
    "open-round": Line("draft_round", LEADS_BEHIND_DOORS, get=405, post=302),
    "close-round": Line("open_round", LEADS_BEHIND_DOORS, get=405, post=302),
    "round-poster": Line("open_round", OVERSEERS_AND_LEADS),
    "round-qr": Line("open_round", OVERSEERS_AND_LEADS),
    "read-words": Line("answer_in_words", LEADS, get=405, post=302),
    "give-feedback": Line("open_round", EVERYBODY, by="code", post=302, but=LOOKS_ONLY),
    "withdraw-feedback": Line("open_round", EVERYBODY, by="code", post=302),
    "answer-round": Line("invitation", INVITED, post=302),
}


def expected(line, column, thing, method):
    """The status for somebody in this column, of a row that is there or "missing"."""
    is_post, there = method == "POST", thing != "missing"
    status = line.post if is_post else line.get
    if column in SESSIONLESS and not line.group.is_public:
        return 302
    if status == 405:
        return 405
    if there and column in line.group.may:
        columns, *instead = line.but
        return instead[is_post] if column in columns else status
    is_seen = line.row is None or column in line.group.sees
    return 403 if is_seen and (there or line.group.asks_first) else 404
