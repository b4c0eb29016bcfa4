"""What a browser sends with each form: words that change something when they come from somebody who may.

Without them, "a denied write changes nothing" would be true of a form that nobody filled in. `s` is the side whose
rows the address names.
"""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships import signs
from partnerships.merging.comparison import fingerprint

from .world import PAPER, SHEET


def _of_questions(round):
    return {f"question-{q.pk}": "Kind" if q.kind == "words" else "3" for q in round.questions.all()}


def _first_line(s):
    """What needs the lead first, put off for a week."""
    sign = signs.all_seen_by(s.lead, now=s.now)[0]
    return {"kind": sign.group, "row": str(sign.row), "days": "7", "page": "dashboard"}


def _next_month(s):
    return (s.today + timedelta(days=30)).isoformat()


PARTNERSHIP = {"name": "Sale sings", "need": "Nobody sings", "nation": "ENG"}
TRUSTED = {"name": "The launderette", "role": "Everybody meets there"}
# Whatever the two contacts differ in.
MERGED = ["name", "email", "organisation", "user"]
ROLE = {"authority": "observes", "capacity": "institution"}

BODIES = {
    "sign-in": lambda s: {"email": s.people["partner_a"].email},
    "sign-in-with-password": lambda s: {"username": "olu@example.org", "password": "wrong"},
    "change-password": lambda s: dict.fromkeys(["new_password1", "new_password2"], "three blue narrowboats"),
    "change-details": lambda s: {"greeting": "Rev. Patel", "phone": "0161 496 0000"},
    "unsubscribe": lambda s: {},
    "add-organisation": lambda s: {"name": "Partington Reading Room"},
    "edit-organisation": lambda s: {"name": "Another name"},
    "accept-proposal": lambda s: {},
    "decline-proposal": lambda s: {"answer": "They moved back"},
    "withdraw-proposal": lambda s: {},
    "merge-organisation": lambda s: {"seen": fingerprint(s.organisation, s.spare), "name": "kept"},
    "remove-contact": lambda s: {},
    "tell-apart": lambda s: {"with": s.spare.pk},
    "merge-contact": lambda s: {"seen": fingerprint(s.contact, s.spare_contact), **dict.fromkeys(MERGED, "kept")},
    "add-contact": lambda s: {"name": "Nia Rees", "preferred_channel": "post"},
    "edit-contact": lambda s: {"name": "Nia Rees", "preferred_channel": "post"},
    "add-due-diligence": lambda s: {"kind": "data", "checked_on": s.today.isoformat()},
    "edit-due-diligence": lambda s: {"kind": "data", "checked_on": s.today.isoformat()},
    "remove-due-diligence": lambda s: {},
    "add-import": lambda s: {"file": SimpleUploadedFile("more.csv", SHEET)},
    "import-columns": lambda s: {"column_0": "name", "column_1": "not-used"},
    "choose-import-sheets": lambda s: {"sheets": "Later"},
    "apply-import": lambda s: {"takes_repairs": "on"},
    "undo-import": lambda s: {},
    "discard-import": lambda s: {},
    "choose-import-row": lambda s: {"choice": "skip"},
    "add-partnership": lambda s: PARTNERSHIP,
    "put-off": lambda s: _first_line(s),
    "answer-stage": lambda s: {"stage": "evaluate", "answer": "not-yet"},
    "edit-partnership": lambda s: {**PARTNERSHIP, "stage": "plan"},
    "invite-organisation": lambda s: {"stage": "identified"},
    "edit-membership": lambda s: {"stage": "left", "reason": "Moved away"},
    "move-membership": lambda s: {"stage": "contacted", "was": "identified"},
    "rate-membership": lambda s: {"influence": "4", "interest": "2", "why": "They own the hall"},
    "add-trusted-person": lambda s: TRUSTED,
    "edit-trusted-person": lambda s: TRUSTED,
    "remove-trusted-person": lambda s: {},
    "note-buy-in": lambda s: {"answer": "against", "heard_by": "Olu", "heard_on": s.today.isoformat()},
    "add-seat": lambda s: {"name": "Nia Rees", **ROLE},
    "edit-seat": lambda s: ROLE,
    "end-seat": lambda s: {"name": "Nia Rees", "thanks": "You were there from the start"},
    "pause-membership": lambda s: {"reason": "Moving house"},
    "resume-membership": lambda s: {},
    "pause-partnership": lambda s: {"reason": "Winter"},
    "resume-partnership": lambda s: {},
    "ending": lambda s: {"reason": "All is done"},
    "do-ending-step": lambda s: {"note": "Done by phone"},
    "end-partnership": lambda s: {},
    "add-need-note": lambda s: _note(s),
    "edit-need-note": lambda s: {**_note(s), "told_by": "Census"},
    "remove-need-note": lambda s: {},
    "add-wanted-body": lambda s: {"name": "A bus company"},
    "add-usual-bodies": lambda s: {"kind": "telemedicine"},
    "edit-wanted-body": lambda s: {"name": "A tram company"},
    "remove-wanted-body": lambda s: {},
    "note-involvement": lambda s: {"who": "Carers", "stage": "need", **_part(s)},
    "edit-involvement": lambda s: _part(s),
    "remove-involvement": lambda s: {},
    "answer-question": lambda s: {"answer": "The council does"},
    "answer-comment": lambda s: {"reply": "Thank you", "is_settled": "on"},
    "first-conversation": lambda s: {"people_there": "All of us"},
    "edit-conversation": lambda s: {"people_there": "All of us"},
    "write-our-side": lambda s: {"goals": "Eighty at lunch", "seen": s.conversation.seen("ours")},
    "write-their-side": lambda s: {"goals": "Ninety", "send": "1", "seen": s.conversation.seen("theirs")},
    "ask-for-their-side": lambda s: {"contacts": [s.people["partner_a"].pk]},
    "close-conversation": lambda s: {},
    "reopen-conversation": lambda s: {},
    "mark-line": lambda s: {},
    "use-line": lambda s: {"section": "vision"},
    "fit-review": lambda s: {"score-values": "4"},
    "begin-agreement": lambda s: {},
    "apply-template": lambda s: {"template": s.template.pk},
    "amend-agreement": lambda s: {},
    "write-section": lambda s: {"text": "Nobody eats alone"},
    "edit-agreement-dates": lambda s: {"review_on": _next_month(s)},
    "edit-responsibilities": lambda s: {f"role-{s.drafting_membership.pk}": "Cooks"},
    "edit-control": lambda s: {f"control-{s.drafting_membership.pk}": "The kitchen"},
    "add-matter": lambda s: {"what": "Washing-up", f"part-{s.drafting_membership.pk}": "leads"},
    "edit-matter": lambda s: {"what": "Washing-up", f"part-{s.drafting_membership.pk}": "told"},
    "remove-matter": lambda s: {},
    "share-agreement": lambda s: {},
    "comment-on-agreement": lambda s: {"body": "Well said"},
    "accept-agreement": lambda s: {"text_hash": s.shared_version.text_hash},
    "send-comment": lambda s: {"body": "Well said"},
    "ask-question": lambda s: {"section": "vision", "body": "Who is meant?"},
    "ask-again": lambda s: {"body": "And on Sundays?"},
    "settle-question": lambda s: {},
    "withdraw-question": lambda s: {},
    "add-signed-copy": lambda s: {"file": SimpleUploadedFile("signed.pdf", PAPER)},
    "remove-signed-copy": lambda s: {},
    "review-agreement": lambda s: {"choice": "change", "words": "Fridays instead"},
    "decide-review": lambda s: {"keep": "1", "review_on": _next_month(s), "seen": ""},
    "end-agreement": lambda s: {"ended_on": s.today.isoformat(), "reason": "The need is met"},
    "add-commitment": lambda s: {"from_membership": s.drafting_membership.pk, "what": "Tables"},
    "make-commitment": lambda s: {"from_membership": s.membership.pk, "what": "Tables"},
    "edit-commitment": lambda s: {"from_membership": s.drafting_membership.pk, "what": "Chairs"},
    "remove-commitment": lambda s: {},
    "keep-commitment": lambda s: {},
    "settle-commitment": lambda s: {"state": "kept", "evidence": "Seen by all"},
    "promise-ask": lambda s: {"what": "A van on Mondays"},
    "add-objective": lambda s: {"title": "Eighty eat together"},
    "edit-objective": lambda s: {"title": "Eighty eat together"},
    "reach-objective": lambda s: {},
    "drop-objective": lambda s: {},
    "add-measure": lambda s: _measure(s),
    "edit-measure": lambda s: _measure(s),
    "add-measure-value": lambda s: {"on": s.today.isoformat(), "value": "44"},
    "add-milestone": lambda s: {"title": "Fourth hall", "due_on": _next_month(s)},
    "edit-milestone": lambda s: {"title": "Fourth hall", "due_on": _next_month(s)},
    "reach-milestone": lambda s: {"on": s.today.isoformat()},
    "drop-milestone": lambda s: {},
    "set-rhythm": lambda s: {"every": "1", "unit": "month", "first_due_on": s.today.isoformat()},
    "answer-check-in": lambda s: {"status": "wobbling"},
    "open-check-in": lambda s: {},
    "correct-answer": lambda s: {"status": "wobbling"},
    "skip-check-in": lambda s: {"reason": "Holidays"},
    "reply-to-ask": lambda s: {"reply": "On Thursday"},
    "edit-celebration": lambda s: {
        "title": "Hurray",
        "body": "For all of us",
        **{f"thanks_{one.pk}": "A hand" for one in s.celebration.contributions.all()},
    },
    "publish-celebration": lambda s: {},
    "correct-celebration": lambda s: {
        "title": "Hurray",
        "body": "For all of us",
        **{f"thanks_{one.pk}": "A hand" for one in s.good_news.contributions.all()},
    },
    "take-celebration-down": lambda s: {},
    "take-objective-up": lambda s: {},
    "take-milestone-up": lambda s: {},
    "remove-measure-value": lambda s: {},
    "call-ending-off": lambda s: {},
    "discard-draft": lambda s: {},
    "dismiss-celebration": lambda s: {},
    "add-round": lambda s: {"title": "Spring", "audience": "people", "mode": "anonymous", "closes_on": _next_month(s)},
    "edit-round": lambda s: {"questions": [q.question_id for q in s.draft_round.questions.all()][:1]},
    "open-round": lambda s: {},
    "change-round": lambda s: {"title": "Another", "closes_on": _next_month(s)},
    "close-round": lambda s: {"all_the_same": "1"},
    "read-words": lambda s: {"show": "1"},
    "give-feedback": lambda s: _of_questions(s.open_round),
    "withdraw-feedback": lambda s: {"receipt": s.receipt},
    "answer-round": lambda s: _of_questions(s.asked_round),
}


def _note(s):
    return {"learnt": "Nobody knocks", "source": "people", "told_by": "Four", "learnt_on": s.today.isoformat()}


def _part(s):
    return {"level": "led", "words": "They chose the hall", "noted_on": s.today.isoformat()}


def _measure(s):
    numbers = {"baseline": "1", "target": "9", "baseline_on": s.today.isoformat()}
    return {"name": "Singers", "kind": "output", "unit": "people", "direction": "up", "source": "List", **numbers}
