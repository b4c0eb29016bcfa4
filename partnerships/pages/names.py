"""What a row is called, without asking the database: a list would ask once a line, and what is gone has no name left.

A model whose `__str__` says what it is related to lists those relations as `NAMED_BY`. What is searched or put in order
by name keeps it folded beside it, so that both databases find and order alike.
"""

from django.db import models

from .queries import folded

LONGEST_NAME = 400


class Folded(models.TextField):
    """What columns of the same row say, as it is searched: written whenever the row is."""

    def __init__(self, *columns, **kwargs):
        super().__init__(**{"editable": False, "default": "", **kwargs})
        self.columns = columns

    def deconstruct(self):
        """A text like any other to migrations."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, row, add):
        """Read from its columns at the last moment."""
        text = folded(" ".join(getattr(row, column) for column in self.columns))[: self.max_length]
        setattr(row, self.attname, text)
        return text


class FoldedName(Folded):
    """A name as it is put in order; short enough for an index."""

    def __init__(self, *columns, **kwargs):
        super().__init__(*columns, **{"max_length": LONGEST_NAME, **kwargs})


def with_folded(model, fields):
    """These fields, and what is folded from them."""
    return {
        *fields,
        *(f.name for f in model._meta.concrete_fields if isinstance(f, Folded) and {*f.columns} & {*fields}),
    }


class Named(models.Model):
    """A row that people find by its name."""

    folded_name = FoldedName("name")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_folded(type(self), kwargs["update_fields"])
        super().save(*args, **kwargs)


def known(row, path):
    """What stands at the end of these relations if it came along with the row, else which one: "organisation 12"."""
    for relation in path.split("__"):
        field = row._meta.get_field(relation)
        there, key = field.get_cached_value(row, default=None), getattr(row, field.attname)
        if there is None:
            return "" if key is None else f"{field.related_model._meta.verbose_name} {key}"
        row = there
    return str(row)


def needed_by(model, relations=()):
    """What to select with rows of a model, so that they and what these relations lead to can say their names."""
    for path in (*relations, *getattr(model, "NAMED_BY", ())):
        end = model
        for relation in path.split("__"):
            end = end._meta.get_field(relation).related_model
        yield path
        yield from (f"{path}__{further}" for further in needed_by(end))
