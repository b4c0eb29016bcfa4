from django.urls import path

from . import views

urlpatterns = [
    path("partnerships/<int:partnership_id>/celebrations/", views.celebrations, name="celebrations"),
    path("celebrations/<int:celebration_id>/edit/", views.edit_celebration, name="edit-celebration"),
    path("celebrations/<int:celebration_id>/publish/", views.publish_celebration, name="publish-celebration"),
    path("celebrations/<int:celebration_id>/dismiss/", views.dismiss_celebration, name="dismiss-celebration"),
    path("celebrations/<int:celebration_id>/correct/", views.correct_celebration, name="correct-celebration"),
    path("celebrations/<int:celebration_id>/take-down/", views.take_celebration_down, name="take-celebration-down"),
]
