from django.urls import path

from .views import measures, milestones, objectives

urlpatterns = [
    path("partnerships/<int:partnership_id>/objectives/", objectives.objectives, name="objectives"),
    path("partnerships/<int:partnership_id>/objectives/add/", objectives.add_objective, name="add-objective"),
    path("objectives/<int:objective_id>/", objectives.objective, name="objective"),
    path("objectives/<int:objective_id>/edit/", objectives.edit_objective, name="edit-objective"),
    path("objectives/<int:objective_id>/reach/", objectives.reach_objective, name="reach-objective"),
    path("objectives/<int:objective_id>/drop/", objectives.drop_objective, name="drop-objective"),
    path("objectives/<int:objective_id>/take-up/", objectives.take_objective_up, name="take-objective-up"),
    path("objectives/<int:objective_id>/measures/add/", measures.add_measure, name="add-measure"),
    path("measures/<int:measure_id>/edit/", measures.edit_measure, name="edit-measure"),
    path("measures/<int:measure_id>/values/add/", measures.add_measure_value, name="add-measure-value"),
    path("measure-values/<int:value_id>/remove/", measures.remove_measure_value, name="remove-measure-value"),
    path("partnerships/<int:partnership_id>/timeline/", milestones.timeline, name="timeline"),
    path("partnerships/<int:partnership_id>/milestones/add/", milestones.add_milestone, name="add-milestone"),
    path("milestones/<int:milestone_id>/edit/", milestones.edit_milestone, name="edit-milestone"),
    path("milestones/<int:milestone_id>/reach/", milestones.reach_milestone, name="reach-milestone"),
    path("milestones/<int:milestone_id>/drop/", milestones.drop_milestone, name="drop-milestone"),
    path("milestones/<int:milestone_id>/take-up/", milestones.take_milestone_up, name="take-milestone-up"),
]
