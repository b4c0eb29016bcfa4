from django.urls import path

from .views import check_ins, dashboard, partnership, people

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("today/", dashboard.needs_you, name="needs-you"),
    path("today/later/", dashboard.put_off, name="put-off"),
    path("contacts/", people.contacts, name="contacts"),
    path("partnerships/<int:partnership_id>/check-ins/", check_ins.check_ins, name="check-ins"),
    path("partnerships/<int:partnership_id>/", partnership.partnership, name="partnership"),
    path("partnerships/<int:partnership_id>/story/", partnership.story, name="story"),
    path("partnerships/<int:partnership_id>/so-far/", partnership.story_so_far, name="story-so-far"),
]
