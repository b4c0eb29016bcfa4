"""The house's ways with Django admin: search, filters, history, no count of a million rows, and no way round a verb."""

from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.utils.functional import cached_property
from simple_history.admin import SimpleHistoryAdmin

from . import lost_names
from .forms import LONGEST_TEXT
from .names import needed_by

COUNT_AT_MOST = 10_000


class ShortCountPaginator(Paginator):
    """Counts to 10,000 and stops: counting further reads the whole table and helps nobody."""

    @cached_property
    def count(self):
        return self.object_list[:COUNT_AT_MOST].count()


class Bounded:
    """Texts end where they end on the site."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field of a form for a column: of a text without a length as long as the site lets it be."""
        if isinstance(db_field, models.TextField) and db_field.max_length is None:
            kwargs["max_length"] = LONGEST_TEXT
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class Big(Bounded):
    """For tables that may grow to a million rows: no drop-downs of related rows, no full counts, and lists and pages
    that load the names they say with the rows."""

    paginator = ShortCountPaginator
    show_full_result_count = False
    list_per_page = 50

    def __init__(self, model, admin_site):
        relations = [f for f in model._meta.fields if f.many_to_one or f.one_to_one]
        self.raw_id_fields = [f.name for f in relations if f.editable]
        shown = [f.name for f in relations if f.name in self.list_display]
        self.list_select_related = sorted({*needed_by(model, shown), *(self.list_select_related or ())})
        self.names_on_page = sorted(set(needed_by(model, [f.name for f in relations])))
        super().__init__(model, admin_site)

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            models.prefetch_related_objects([row], *self.names_on_page)
        return row


class HouseAdmin(Big, SimpleHistoryAdmin):
    """What no verb guards: an administrator edits it, and it keeps its history. `is_started` and `is_ended` say whether
    rows are added and deleted here."""

    is_started = is_ended = True

    def has_add_permission(self, request):
        return self.is_started and super().has_add_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.is_ended and super().has_delete_permission(request, obj)

    def set_history_delta_changes(self, request, historical_records, **options):
        """Each line with the row as it was, and with the names of what it was related to."""
        lines = list(historical_records)
        rows = [lost_names.as_it_was(self.model, line) for line in lines]
        lost_names.load(rows, self.names_on_page)
        for line, row in zip(lines, rows, strict=True):
            line.history_object = row
            for relation in row._state.fields_cache:
                setattr(line, relation, row._state.fields_cache[relation])
        super().set_history_delta_changes(request, lines, **options)

    def render_history_view(self, request, template, context, **options):
        """The list of lines, or one old line: all of it to read."""
        row = context["object"] if "page_obj" in context else context["original"]
        lost_names.load([row], self.names_on_page)
        context["title"] = f"History: {row}"
        if "adminform" in context:
            kept = [field for field in self.model.history.model.tracked_fields if field.editable]
            names = [field.name for field in kept if field.name not in (self.exclude or ())]
            form = context["adminform"].form
            context["adminform"] = AdminForm(form, [(None, {"fields": names})], {}, names, model_admin=self)
        return super().render_history_view(request, template, context, **options)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """An old line is read. Putting it back would write every column, those that verbs guard too."""
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def revert_disabled(self, request, obj=None):
        return True


class OnlyToRead:
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class GuardedAdmin(OnlyToRead, HouseAdmin):
    """What verbs make and change, on the pages of the site: to read, with its history."""


class ReadOnlyAdmin(OnlyToRead, Big, admin.ModelAdmin):
    """What the system writes, without a history: to read."""


def register(model, base=GuardedAdmin, **options):
    """Register a model with these ModelAdmin options."""
    admin.site.register(model, type(f"{model.__name__}Admin", (base,), options))
