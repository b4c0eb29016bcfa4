from django.urls import path

from . import views

urlpatterns = [
    path("organisations/duplicates/", views.possible_duplicates, name="possible-duplicates"),
    path("organisations/<int:organisation_id>/merge/", views.merge_organisation, name="merge-organisation"),
    path("organisations/<int:organisation_id>/apart/", views.tell_apart, name="tell-apart"),
    path("organisations/<int:organisation_id>/remove/", views.remove_organisation, name="remove-organisation"),
    path("contacts/<int:contact_id>/remove/", views.remove_contact, name="remove-contact"),
    path("contacts/<int:contact_id>/merge/", views.merge_contact, name="merge-contact"),
]
