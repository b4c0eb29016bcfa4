from django.urls import path

from .views import contacts, due_diligence, finding, organisations

urlpatterns = [
    path("find/", finding.find, name="find"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add_organisation, name="add-organisation"),
    path("organisations/similar/", organisations.similar_organisations, name="similar-organisations"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/contacts/add/", contacts.add_contact, name="add-contact"),
    path(
        "organisations/<int:organisation_id>/due-diligence/add/",
        due_diligence.add_due_diligence,
        name="add-due-diligence",
    ),
    path("due-diligence/<int:item_id>/edit/", due_diligence.edit_due_diligence, name="edit-due-diligence"),
    path("due-diligence/<int:item_id>/remove/", due_diligence.remove_due_diligence, name="remove-due-diligence"),
]
