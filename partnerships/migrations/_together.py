"""Several models in one operation.

Django renders every connected historical model anew for each CreateModel, AddConstraint and AddIndex, and histories
connect everything to User: for the first migrations 17,506 renders, half a minute for each new database. Made together
they are rendered once.
"""

from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """Creates what several CreateModel operations describe; constraints and indexes stand in their options."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, *models):
        self.models = models

    def deconstruct(self):
        return (type(self).__qualname__, list(self.models), {})

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # rendered once, when the tables are written
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self.models:
            if self.allow_migrate_model(schema_editor.connection.alias, to_state.apps.get_model(app_label, model.name)):
                schema_editor.create_model(to_state.apps.get_model(app_label, model.name))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self.models):
            if self.allow_migrate_model(schema_editor.connection.alias, from_state.apps.get_model(app_label, model.name)):
                schema_editor.delete_model(from_state.apps.get_model(app_label, model.name))

    def describe(self):
        return f"Create {len(self.models)} models"
