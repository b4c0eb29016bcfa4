"""What this floor answers to, grouped by prefix."""

from django.urls import path

from .views import responses, rounds

leading = [
    path("partnerships/<int:partnership_id>/feedback/", rounds.rounds, name="rounds"),
    path("partnerships/<int:partnership_id>/feedback/add/", rounds.add_round, name="add-round"),
    path("rounds/<int:round_id>/", rounds.round, name="round"),
    path("rounds/<int:round_id>/questions/", rounds.edit_round, name="edit-round"),
    path("rounds/<int:round_id>/open/", rounds.open_round, name="open-round"),
    path("rounds/<int:round_id>/close/", rounds.close_round, name="close-round"),
    path("rounds/<int:round_id>/poster/", responses.round_poster, name="round-poster"),
    path("rounds/<int:round_id>/qr.svg", responses.round_qr, name="round-qr"),
    path("answers/<uuid:answer_id>/read/", rounds.read_words, name="read-words"),
]

answering = [
    path("feedback/<slug:code>/", responses.give_feedback, name="give-feedback"),
    path("feedback/<slug:code>/take-back/", responses.withdraw_feedback, name="withdraw-feedback"),
    path("invitations/<int:invitation_id>/answer/", responses.answer_round, name="answer-round"),
]

urlpatterns = [*leading, *answering]
