"""What hangs on an organisation or a person of the directory: while something does, it is not removed."""

from ..directory.models import Contact, Identifier
from ..spreadsheets.models import UNDO_FOR, ImportRow
from .engine import pointers_to
from .models import Apart

# Said of the row itself, and gone with it.
PARTS = (Identifier, Apart)
# As people call them, one and several, where the name of the table would puzzle them.
CALLED = {
    "membership": ("partnership it takes or took part in", "partnerships it takes or took part in"),
    "delivery": ("message to them", "messages to them"),
    "actionlink": ("link that was mailed to them", "links that were mailed to them"),
    "signin": ("sign-in they asked for", "sign-ins they asked for"),
    "update": ("answer of theirs", "answers of theirs"),
    "contribution": ("thanks in good news", "thanks in good news"),
    "contact": ("person", "people"),
    "importrow": ("row of a file that can still be undone", "rows of files that can still be undone"),
}


def on(row, now):
    """[(what, how many)] in words, whichever tables they are in; nothing where it can be removed."""
    found = {}
    for pointer in pointers_to(type(row)):
        model = pointer.model
        if model in PARTS or model._meta.auto_created:
            continue
        rows = model._base_manager.filter(**{pointer.name: row})
        if model is ImportRow:
            # An old file only remembers what it made; one that can be undone still needs it.
            rows = rows.filter(batch__applied_at__gt=now - UNDO_FOR)
        if count := rows.count():
            found[model] = found.get(model, 0) + count
    told = [(_words(model, count), count) for model, count in found.items()]
    if isinstance(row, Contact) and row.user_id:
        told.append(("account that signs in as them", 1))
    return sorted(told)


def _words(model, count):
    called = (model._meta.verbose_name, model._meta.verbose_name_plural)
    return str(CALLED.get(model._meta.model_name, called)[count > 1])
