from django.urls import path

from .views import board, people, ratings, trusted_people

urlpatterns = [
    path("partnerships/<int:partnership_id>/people/", people.people, name="people"),
    path("partnerships/<int:partnership_id>/invite/", people.invite_organisation, name="invite-organisation"),
    path("memberships/<int:membership_id>/edit/", people.edit_membership, name="edit-membership"),
    path("memberships/<int:membership_id>/move/", board.move_membership, name="move-membership"),
    path("memberships/<int:membership_id>/seats/add/", people.add_seat, name="add-seat"),
    path("seats/<int:seat_id>/edit/", people.edit_seat, name="edit-seat"),
    path("partnerships/<int:partnership_id>/pipeline/", board.pipeline, name="pipeline"),
    path("partnerships/<int:partnership_id>/influence/", ratings.influence, name="influence"),
    path("memberships/<int:membership_id>/ratings/", ratings.ratings, name="ratings"),
    path("memberships/<int:membership_id>/ratings/add/", ratings.rate_membership, name="rate-membership"),
    path(
        "partnerships/<int:partnership_id>/trusted/add/", trusted_people.add_trusted_person, name="add-trusted-person"
    ),
    path("trusted/<int:trusted_person_id>/edit/", trusted_people.edit_trusted_person, name="edit-trusted-person"),
    path("trusted/<int:trusted_person_id>/remove/", trusted_people.remove_trusted_person, name="remove-trusted-person"),
    path("trusted/<int:trusted_person_id>/buy-in/", trusted_people.note_buy_in, name="note-buy-in"),
]
