from django.urls import path

from . import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/add/", views.add_import, name="add-import"),
    path("imports/<int:batch_id>/", views.import_preview, name="import-preview"),
    path("imports/<int:batch_id>/columns/", views.import_columns, name="import-columns"),
    path("imports/<int:batch_id>/sheets/", views.choose_import_sheets, name="choose-import-sheets"),
    path("imports/<int:batch_id>/apply/", views.apply_import, name="apply-import"),
    path("imports/<int:batch_id>/progress/", views.import_progress, name="import-progress"),
    path("imports/<int:batch_id>/undo/", views.undo_import, name="undo-import"),
    path("imports/<int:batch_id>/discard/", views.discard_import, name="discard-import"),
    path("imports/rows/<int:row_id>/choose/", views.choose_import_row, name="choose-import-row"),
]
