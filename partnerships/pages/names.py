"""What a row is called, without asking the database: a list would ask once a line, and what is gone has no name left.

A model whose `__str__` says what it is related to lists those relations as `NAMED_BY`.
"""


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
