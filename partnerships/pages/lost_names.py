"""Names for pages that look back: what a row is related to, and where that is gone, as its history last knew it."""

from collections import defaultdict


def load(rows, paths):
    """Put what stands along these paths beside the rows of one model: a question or two for each relation."""
    onward = defaultdict(list)
    for first, _, rest in (path.partition("__") for path in paths):
        onward[first] += [rest] if rest else []
    for relation, further in onward.items() if rows else ():
        field = rows[0]._meta.get_field(relation)
        found = _with_keys(field.related_model, {getattr(row, field.attname) for row in rows} - {None})
        load(list(found.values()), further)
        for row in rows:
            if (key := getattr(row, field.attname)) in found:
                field.set_cached_value(row, found[key])


def as_it_was(model, line):
    """The row that a line of history tells of."""
    return model(**{field.attname: getattr(line, field.attname) for field in line.tracked_fields})


def _with_keys(model, keys):
    """{key: row}, of those that are gone too."""
    found, key = model._base_manager.in_bulk(keys), model._meta.pk.attname
    gone = keys - set(found)
    if gone and hasattr(model, "history"):
        lines = model.history.filter(**{f"{key}__in": gone}).order_by("history_date", "history_id")
        found |= {getattr(line, key): as_it_was(model, line) for line in lines}
    return found
