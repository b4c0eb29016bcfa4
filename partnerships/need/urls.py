from django.urls import path

from .views import coverage, involvements, need_notes

urlpatterns = [
    path("partnerships/<int:partnership_id>/need/", need_notes.needs, name="needs"),
    path("partnerships/<int:partnership_id>/need/add/", need_notes.add_need_note, name="add-need-note"),
    path("need-notes/<int:note_id>/edit/", need_notes.edit_need_note, name="edit-need-note"),
    path("need-notes/<int:note_id>/remove/", need_notes.remove_need_note, name="remove-need-note"),
    path("partnerships/<int:partnership_id>/coverage/", coverage.coverage, name="coverage"),
    path("partnerships/<int:partnership_id>/coverage/add/", coverage.add_wanted_body, name="add-wanted-body"),
    path("partnerships/<int:partnership_id>/coverage/usual/", coverage.add_usual_bodies, name="add-usual-bodies"),
    path("wanted-bodies/<int:body_id>/edit/", coverage.edit_wanted_body, name="edit-wanted-body"),
    path("wanted-bodies/<int:body_id>/remove/", coverage.remove_wanted_body, name="remove-wanted-body"),
    path("partnerships/<int:partnership_id>/involvement/", involvements.involvement, name="involvement"),
    path("partnerships/<int:partnership_id>/involvement/add/", involvements.note_involvement, name="note-involvement"),
    path("involvements/<int:involvement_id>/edit/", involvements.edit_involvement, name="edit-involvement"),
    path("involvements/<int:involvement_id>/remove/", involvements.remove_involvement, name="remove-involvement"),
]
