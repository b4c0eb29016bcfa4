"""What this floor answers to, grouped by prefix."""

from django.urls import path

from .views import (
    acceptances,
    agreements,
    check_ins,
    commitments,
    contacts,
    coverage,
    differences,
    drafts,
    due_diligence,
    endings,
    imports,
    involvements,
    links,
    measures,
    memberships,
    merges,
    milestones,
    need_notes,
    objectives,
    organisations,
    partnerships,
    pauses,
    pipeline,
    questions,
    reviews,
    rhythms,
    sign_in,
    signed_copies,
    stances,
    templates,
    trusted_people,
    updates,
)

signing_in = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.type_code, name="type-code"),
    path("sign-in/password/", sign_in.sign_in_with_password, name="sign-in-with-password"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("s/<str:token>/", sign_in.follow_sign_in, name="follow-sign-in"),
]

# Below answer/, because a link from a mail opens that address and nothing else.
checking_in = [
    path("partnerships/<int:partnership_id>/rhythm/", rhythms.set_rhythm, name="set-rhythm"),
    path("check-ins/<int:check_in_id>/answer/", check_ins.answer_check_in, name="answer-check-in"),
    path("check-ins/<int:check_in_id>/answer/open/", check_ins.open_check_in, name="open-check-in"),
    path("check-ins/<int:check_in_id>/answer/skip/", check_ins.skip_check_in, name="skip-check-in"),
    path("check-ins/<int:check_in_id>/answer/thanks/", check_ins.answered_check_in, name="answered-check-in"),
    path("updates/<int:update_id>/", updates.update, name="update"),
    path("updates/<int:update_id>/reply/", updates.reply_to_ask, name="reply-to-ask"),
    path("updates/<int:update_id>/promise/", commitments.promise_ask, name="promise-ask"),
]

joining = [
    path("partnerships/", partnerships.partnerships, name="partnerships"),
    path("partnerships/add/", partnerships.add_partnership, name="add-partnership"),
    path("partnerships/<int:partnership_id>/edit/", partnerships.edit_partnership, name="edit-partnership"),
    path("partnerships/<int:partnership_id>/people/", memberships.people, name="people"),
    path("partnerships/<int:partnership_id>/invite/", memberships.invite_organisation, name="invite-organisation"),
    path("memberships/<int:membership_id>/edit/", memberships.edit_membership, name="edit-membership"),
    path("memberships/<int:membership_id>/move/", pipeline.move_membership, name="move-membership"),
    path("memberships/<int:membership_id>/seats/add/", memberships.add_seat, name="add-seat"),
    path("seats/<int:seat_id>/edit/", memberships.edit_seat, name="edit-seat"),
    path("seats/<int:seat_id>/end/", memberships.end_seat, name="end-seat"),
    path("memberships/<int:membership_id>/pause/", pauses.pause_membership, name="pause-membership"),
    path("memberships/<int:membership_id>/resume/", pauses.resume_membership, name="resume-membership"),
    path("partnerships/<int:partnership_id>/pause/", pauses.pause_partnership, name="pause-partnership"),
    path("partnerships/<int:partnership_id>/resume/", pauses.resume_partnership, name="resume-partnership"),
    path("partnerships/<int:partnership_id>/ending/", endings.ending, name="ending"),
    path("partnerships/<int:partnership_id>/end/", endings.end_partnership, name="end-partnership"),
    path("ending-steps/<int:step_id>/do/", endings.do_ending_step, name="do-ending-step"),
]

meeting = [
    path("partnerships/<int:partnership_id>/pipeline/", pipeline.pipeline, name="pipeline"),
    path("partnerships/<int:partnership_id>/influence/", stances.influence, name="influence"),
    path("memberships/<int:membership_id>/ratings/", stances.ratings, name="ratings"),
    path("memberships/<int:membership_id>/ratings/add/", stances.rate_membership, name="rate-membership"),
    path(
        "partnerships/<int:partnership_id>/trusted/add/", trusted_people.add_trusted_person, name="add-trusted-person"
    ),
    path("trusted/<int:trusted_person_id>/edit/", trusted_people.edit_trusted_person, name="edit-trusted-person"),
    path("trusted/<int:trusted_person_id>/remove/", trusted_people.remove_trusted_person, name="remove-trusted-person"),
    path("trusted/<int:trusted_person_id>/buy-in/", trusted_people.note_buy_in, name="note-buy-in"),
]

needing = [
    path("partnerships/<int:partnership_id>/need/", need_notes.needs, name="needs"),
    path("partnerships/<int:partnership_id>/need/add/", need_notes.add_need_note, name="add-need-note"),
    path("need-notes/<int:note_id>/edit/", need_notes.edit_need_note, name="edit-need-note"),
    path("need-notes/<int:note_id>/remove/", need_notes.remove_need_note, name="remove-need-note"),
    path("partnerships/<int:partnership_id>/coverage/", coverage.coverage, name="coverage"),
    path("partnerships/<int:partnership_id>/coverage/add/", coverage.add_wanted_body, name="add-wanted-body"),
    path("partnerships/<int:partnership_id>/coverage/usual/", coverage.add_usual_bodies, name="add-usual-bodies"),
    path("wanted-bodies/<int:body_id>/edit/", coverage.edit_wanted_body, name="edit-wanted-body"),
    path("wanted-bodies/<int:body_id>/remove/", coverage.remove_wanted_body, name="remove-wanted-body"),
    path("partnerships/<int:partnership_id>/involvement/", involvements.involvement, name="involvement"),
    path("partnerships/<int:partnership_id>/involvement/add/", involvements.note_involvement, name="note-involvement"),
    path("involvements/<int:involvement_id>/edit/", involvements.edit_involvement, name="edit-involvement"),
    path("involvements/<int:involvement_id>/remove/", involvements.remove_involvement, name="remove-involvement"),
]

agreeing = [
    path("partnerships/<int:partnership_id>/agreement/", agreements.agreement, name="agreement"),
    path("partnerships/<int:partnership_id>/agreement/begin/", templates.begin_agreement, name="begin-agreement"),
    path("partnerships/<int:partnership_id>/agreement/amend/", agreements.amend_agreement, name="amend-agreement"),
    path(
        "partnerships/<int:partnership_id>/agreement/questions/",
        questions.agreement_questions,
        name="agreement-questions",
    ),
    path("agreement-questions/<int:question_id>/answer/", questions.answer_question, name="answer-question"),
    path("agreement-comments/<int:comment_id>/answer/", questions.answer_comment, name="answer-comment"),
    path("agreements/<int:version_id>/template/", templates.apply_template, name="apply-template"),
    path("agreements/<int:version_id>/edit/", drafts.edit_agreement, name="edit-agreement"),
    path("agreements/<int:version_id>/edit/<slug:section>/", drafts.write_section, name="write-section"),
    path("agreements/<int:version_id>/dates/", drafts.edit_agreement_dates, name="edit-agreement-dates"),
    path("agreements/<int:version_id>/responsibilities/", drafts.edit_responsibilities, name="edit-responsibilities"),
    path("agreements/<int:version_id>/share/", agreements.share_agreement, name="share-agreement"),
    path("agreements/<int:version_id>/comment/", agreements.comment_on_agreement, name="comment-on-agreement"),
    path("agreements/<int:version_id>/accept/", acceptances.accept_agreement, name="accept-agreement"),
    path("agreements/<int:version_id>/difference/", differences.agreement_difference, name="agreement-difference"),
    path("agreements/<int:version_id>/review/", reviews.review_agreement, name="review-agreement"),
    path("agreements/<int:version_id>/decide/", reviews.decide_review, name="decide-review"),
    path("agreements/<int:version_id>/end/", reviews.end_agreement, name="end-agreement"),
    path("agreements/<int:version_id>/print/", agreements.print_agreement, name="print-agreement"),
    path("agreements/<int:version_id>/pdf/", agreements.agreement_pdf, name="agreement-pdf"),
    path("agreements/<int:version_id>/signed-copies/add/", signed_copies.add_signed_copy, name="add-signed-copy"),
    path("signed-copies/<int:copy_id>/", signed_copies.signed_copy, name="signed-copy"),
    path("signed-copies/<int:copy_id>/remove/", signed_copies.remove_signed_copy, name="remove-signed-copy"),
    path("agreements/<int:version_id>/commitments/add/", commitments.add_commitment, name="add-commitment"),
    path("partnerships/<int:partnership_id>/commitments/add/", commitments.make_commitment, name="make-commitment"),
    path("commitments/<int:commitment_id>/edit/", commitments.edit_commitment, name="edit-commitment"),
    path("commitments/<int:commitment_id>/remove/", commitments.remove_commitment, name="remove-commitment"),
    path("commitments/<int:commitment_id>/keep/", commitments.keep_commitment, name="keep-commitment"),
    path("commitments/<int:commitment_id>/settle/", commitments.settle_commitment, name="settle-commitment"),
    path("partnerships/<int:partnership_id>/promises/", commitments.promises, name="promises"),
    path("l/<str:token>/", links.follow_link, name="follow-link"),
]

planning = [
    path("partnerships/<int:partnership_id>/objectives/", objectives.objectives, name="objectives"),
    path("partnerships/<int:partnership_id>/objectives/add/", objectives.add_objective, name="add-objective"),
    path("objectives/<int:objective_id>/", objectives.objective, name="objective"),
    path("objectives/<int:objective_id>/edit/", objectives.edit_objective, name="edit-objective"),
    path("objectives/<int:objective_id>/reach/", objectives.reach_objective, name="reach-objective"),
    path("objectives/<int:objective_id>/drop/", objectives.drop_objective, name="drop-objective"),
    path("objectives/<int:objective_id>/measures/add/", measures.add_measure, name="add-measure"),
    path("measures/<int:measure_id>/edit/", measures.edit_measure, name="edit-measure"),
    path("measures/<int:measure_id>/values/add/", measures.add_measure_value, name="add-measure-value"),
    path("partnerships/<int:partnership_id>/timeline/", milestones.timeline, name="timeline"),
    path("partnerships/<int:partnership_id>/milestones/add/", milestones.add_milestone, name="add-milestone"),
    path("milestones/<int:milestone_id>/edit/", milestones.edit_milestone, name="edit-milestone"),
    path("milestones/<int:milestone_id>/reach/", milestones.reach_milestone, name="reach-milestone"),
    path("milestones/<int:milestone_id>/drop/", milestones.drop_milestone, name="drop-milestone"),
]

directory = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add_organisation, name="add-organisation"),
    path("organisations/similar/", organisations.similar_organisations, name="similar-organisations"),
    path("organisations/duplicates/", merges.possible_duplicates, name="possible-duplicates"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/edit/", organisations.edit_organisation, name="edit-organisation"),
    path("organisations/<int:organisation_id>/merge/", merges.merge_organisation, name="merge-organisation"),
    path("organisations/<int:organisation_id>/apart/", merges.tell_apart, name="tell-apart"),
    path("organisations/<int:organisation_id>/contacts/add/", contacts.add_contact, name="add-contact"),
    path(
        "organisations/<int:organisation_id>/due-diligence/add/",
        due_diligence.add_due_diligence,
        name="add-due-diligence",
    ),
    path("due-diligence/<int:item_id>/edit/", due_diligence.edit_due_diligence, name="edit-due-diligence"),
    path("due-diligence/<int:item_id>/remove/", due_diligence.remove_due_diligence, name="remove-due-diligence"),
    path("contacts/<int:contact_id>/edit/", contacts.edit_contact, name="edit-contact"),
    path("contacts/<int:contact_id>/merge/", merges.merge_contact, name="merge-contact"),
]

importing = [
    path("imports/", imports.imports, name="imports"),
    path("imports/add/", imports.add_import, name="add-import"),
    path("imports/<int:batch_id>/", imports.import_preview, name="import-preview"),
    path("imports/<int:batch_id>/columns/", imports.import_columns, name="import-columns"),
    path("imports/<int:batch_id>/apply/", imports.apply_import, name="apply-import"),
    path("imports/<int:batch_id>/progress/", imports.import_progress, name="import-progress"),
    path("imports/<int:batch_id>/undo/", imports.undo_import, name="undo-import"),
    path("imports/<int:batch_id>/discard/", imports.discard_import, name="discard-import"),
    path("imports/rows/<int:row_id>/choose/", imports.choose_import_row, name="choose-import-row"),
]

urlpatterns = [
    *directory,
    *importing,
    *planning,
    *joining,
    *meeting,
    *needing,
    *agreeing,
    *signing_in,
    *checking_in,
]
