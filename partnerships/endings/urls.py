from django.urls import path

from .views import beginnings, endings, handovers, pauses

urlpatterns = [
    path("partnerships/add/", beginnings.add_partnership, name="add-partnership"),
    path("seats/<int:seat_id>/end/", handovers.end_seat, name="end-seat"),
    path("memberships/<int:membership_id>/pause/", pauses.pause_membership, name="pause-membership"),
    path("memberships/<int:membership_id>/resume/", pauses.resume_membership, name="resume-membership"),
    path("partnerships/<int:partnership_id>/pause/", pauses.pause_partnership, name="pause-partnership"),
    path("partnerships/<int:partnership_id>/resume/", pauses.resume_partnership, name="resume-partnership"),
    path("partnerships/<int:partnership_id>/ending/", endings.ending, name="ending"),
    path("partnerships/<int:partnership_id>/end/", endings.end_partnership, name="end-partnership"),
    path("partnerships/<int:partnership_id>/ending/call-off/", endings.call_ending_off, name="call-ending-off"),
    path("ending-steps/<int:step_id>/do/", endings.do_ending_step, name="do-ending-step"),
]
