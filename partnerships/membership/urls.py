from django.urls import path

from . import views

urlpatterns = [
    path("partnerships/", views.partnerships, name="partnerships"),
    path("partnerships/<int:partnership_id>/edit/", views.edit_partnership, name="edit-partnership"),
    path("partnerships/<int:partnership_id>/stage/", views.answer_stage, name="answer-stage"),
]
