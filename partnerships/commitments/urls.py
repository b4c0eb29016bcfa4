from django.urls import path

from . import views

urlpatterns = [
    path("updates/<int:update_id>/promise/", views.promise_ask, name="promise-ask"),
    path("agreements/<int:version_id>/commitments/add/", views.add_commitment, name="add-commitment"),
    path("partnerships/<int:partnership_id>/commitments/add/", views.make_commitment, name="make-commitment"),
    path("commitments/<int:commitment_id>/edit/", views.edit_commitment, name="edit-commitment"),
    path("commitments/<int:commitment_id>/remove/", views.remove_commitment, name="remove-commitment"),
    path("commitments/<int:commitment_id>/keep/", views.keep_commitment, name="keep-commitment"),
    path("commitments/<int:commitment_id>/settle/", views.settle_commitment, name="settle-commitment"),
    path("partnerships/<int:partnership_id>/promises/", views.promises, name="promises"),
]
