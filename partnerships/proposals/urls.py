from django.urls import path

from .views import edits, proposals

urlpatterns = [
    path("organisations/<int:organisation_id>/edit/", edits.edit_organisation, name="edit-organisation"),
    path("contacts/<int:contact_id>/edit/", edits.edit_contact, name="edit-contact"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:proposal_id>/", proposals.proposal, name="proposal"),
    path("proposals/<int:proposal_id>/accept/", proposals.accept_proposal, name="accept-proposal"),
    path("proposals/<int:proposal_id>/decline/", proposals.decline_proposal, name="decline-proposal"),
    path("proposals/<int:proposal_id>/withdraw/", proposals.withdraw_proposal, name="withdraw-proposal"),
]
