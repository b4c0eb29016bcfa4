"""Several models, or several changes of columns, in one operation.

Django renders every connected historical model anew for each CreateModel, AddConstraint and AddIndex, and histories
connect everything to User: for the first migrations 17,506 renders, half a minute for each new database. Made together
they are rendered once; and a change of columns needs no more than the model that has them.
"""

from functools import partial

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
        _forget_apps(state)  # rendered once, when the tables are written
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


class Together(Operation):
    """Runs operations that change columns, constraints and indexes, each with only its own model rendered anew."""

    reduces_to_sql = True

    def __init__(self, *operations):
        self.operations = operations
        self.reversible = all(operation.reversible for operation in operations)

    def deconstruct(self):
        return (type(self).__qualname__, list(self.operations), {})

    def state_forwards(self, app_label, state):
        _forget_apps(state)  # rendered when somebody asks for it
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation, before, after in self._steps(app_label, from_state):
            operation.database_forwards(app_label, schema_editor, before, after)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation, before, after in reversed(list(self._steps(app_label, to_state))):
            operation.database_backwards(app_label, schema_editor, after, before)

    def _steps(self, app_label, before):
        """(operation, the state before it, the state after it)"""
        before.apps  # noqa: B018  rendered once, and copied from here on
        for operation in self.operations:
            after = before.clone()
            after.reload_model = partial(_render_alone, after)
            operation.state_forwards(app_label, after)
            yield operation, before, after
            before = after

    def describe(self):
        return "; ".join(operation.describe() for operation in self.operations)


def _forget_apps(state):
    """Nothing is left of what was put off either: else each run of code after it would render all of it again."""
    state.__dict__.pop("apps", None)
    state.is_delayed = False


def _render_alone(state, app_label, model_name, delay=False):
    with state.apps.bulk_update():
        state.apps.unregister_model(app_label, model_name)
    state.apps.render_multiple([state.models[app_label, model_name].clone()])
