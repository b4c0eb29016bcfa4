"""The house's ways with Django admin: search, filters, history, no count of a million rows."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models
from django.utils.functional import cached_property
from simple_history.admin import SimpleHistoryAdmin

from .forms import LONGEST_TEXT

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
    """For tables that may grow to a million rows: no drop-downs of related rows, no full counts."""

    paginator = ShortCountPaginator
    show_full_result_count = False
    list_per_page = 50

    def __init__(self, model, admin_site):
        relations = [f for f in model._meta.fields if f.many_to_one or f.one_to_one]
        self.raw_id_fields = [f.name for f in relations if f.editable]
        self.list_select_related = [f.name for f in relations if f.name in self.list_display]
        super().__init__(model, admin_site)


class HouseAdmin(Big, SimpleHistoryAdmin):
    """A record people edit, with its history."""


class KeptFileAdmin(HouseAdmin):
    """A record with a file: chosen when it is added, downloaded from its page on the site afterwards."""

    def get_exclude(self, request, obj=None):
        return ["file"] if obj else None


class ReadOnlyAdmin(Big, admin.ModelAdmin):
    """What the system writes: to read, never to change."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def register(model, base=HouseAdmin, **options):
    """Register a model with these ModelAdmin options."""
    admin.site.register(model, type(f"{model.__name__}Admin", (base,), options))
