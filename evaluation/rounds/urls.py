from django.urls import path

from . import views

urlpatterns = [
    path("partnerships/<int:partnership_id>/feedback/", views.rounds, name="rounds"),
    path("partnerships/<int:partnership_id>/feedback/add/", views.add_round, name="add-round"),
    path("rounds/<int:round_id>/", views.round, name="round"),
    path("rounds/<int:round_id>/questions/", views.edit_round, name="edit-round"),
    path("rounds/<int:round_id>/change/", views.change_round, name="change-round"),
    path("rounds/<int:round_id>/open/", views.open_round, name="open-round"),
    path("rounds/<int:round_id>/close/", views.close_round, name="close-round"),
    path("answers/<uuid:answer_id>/read/", views.read_words, name="read-words"),
]
