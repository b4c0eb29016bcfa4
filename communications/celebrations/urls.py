from django.urls import path

from . import views

urlpatterns = [
    path("partnerships/<int:partnership_id>/celebrations/", views.celebrations, name="celebrations"),
    path("celebrations/<int:celebration_id>/edit/", views.edit_celebration, name="edit-celebration"),
    path("celebrations/<int:celebration_id>/publish/", views.publish_celebration, name="publish-celebration"),
    path("celebrations/<int:celebration_id>/dismiss/", views.dismiss_celebration, name="dismiss-celebration"),
]
