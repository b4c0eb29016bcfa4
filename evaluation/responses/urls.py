from django.urls import path

from . import views

urlpatterns = [
    path("rounds/<int:round_id>/poster/", views.round_poster, name="round-poster"),
    path("rounds/<int:round_id>/qr.svg", views.round_qr, name="round-qr"),
    path("feedback/<slug:code>/", views.give_feedback, name="give-feedback"),
    path("feedback/<slug:code>/take-back/", views.withdraw_feedback, name="withdraw-feedback"),
    path("invitations/<int:invitation_id>/answer/", views.answer_round, name="answer-round"),
]
