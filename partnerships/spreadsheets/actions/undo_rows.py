"""Taking rows of an import back out of the directory, the last row first.

What somebody has used or changed since stays, and the row says so.
"""

from datetime import date

from simple_history.models import HistoricalChanges

from ...directory.models import Contact, Identifier, Organisation
from ...events import bulk_history
from ..models import ImportRow
from .apply_rows import save_rows

LABELS = {"type_id": "type", "ended_on": "closing date", "people_served": "people served", "email": "e-mail address"}
Outcome = ImportRow.Outcome


def used(model, keys, *, beside=()):
    """The keys among these that rows of other models point to, the models `beside` left out.

    Walks every relation, so that a use on a floor above counts although this floor does not know its name.
    """
    found = set()
    for relation in model._meta.get_fields(include_hidden=True):
        is_pointed_to = relation.auto_created and not relation.concrete and not relation.many_to_many
        if not is_pointed_to or relation.related_model in beside:
            continue
        if not issubclass(relation.related_model, HistoricalChanges):
            name = relation.field.name
            pointing = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
            found.update(pointing.values_list(name, flat=True))
    return found


def edited_since(model, keys, reason):
    """The keys among these with a line of history that this import did not write."""
    lines = model.history.filter(id__in=keys).exclude(history_change_reason=reason)
    return set(lines.values_list("id", flat=True))


class TakingBack:
    """One lot of applied rows on its way out. `take_back()` does everything; call it inside a transaction."""

    def __init__(self, batch, rows, *, by, now):
        self.rows, self.reason, self.by, self.at = rows, batch.change_reason, by, now
        self.created = [row for row in rows if row.outcome == Outcome.CREATED]
        self.changed, self.changed_fields = {}, set()

    def take_back(self):
        """Delete what nobody needs, put fields back, and note what stays."""
        people = {key for row in self.rows for key in row.changes.get("contacts", ())}
        self.kept_people = used(Contact, people) | edited_since(Contact, people, self.reason)
        made = {row.organisation_id for row in self.created if row.organisation_id}
        self.kept = self.why_kept(made, people - self.kept_people)
        self.gone = made - set(self.kept)
        self.remove_people(people - self.kept_people)
        self.remove(Identifier, organisation__in=self.gone)
        self.remove(Organisation, pk__in=self.gone)
        for row in self.rows:
            self.settle(row)
        fields = {"by": self.by, "reason": self.reason, "at": self.at}
        bulk_history.update(Organisation, list(self.changed.values()), self.changed_fields, **fields)
        save_rows(self.rows, ["outcome", "note", "organisation"])

    def why_kept(self, organisations, free_people):
        """{organisation: why it stays} among those that the import made."""
        beside = (ImportRow, Contact, Identifier, Organisation.areas.through)
        numbers = Identifier.history.filter(organisation__in=organisations).exclude(history_change_reason=self.reason)
        people = Contact.objects.filter(organisation__in=organisations).exclude(pk__in=free_people)
        edited = edited_since(Organisation, organisations, self.reason) | _organisations_of(numbers)
        return {
            **dict.fromkeys(edited, "somebody changed it since"),
            **dict.fromkeys(_organisations_of(people), "somebody there was added or is needed elsewhere"),
            **dict.fromkeys(used(Organisation, organisations, beside=beside), "it is in use"),
        }

    def remove_people(self, free):
        """Contacts this import made, unless the organisation it made for them stays as a whole."""
        self.remove(Contact, pk__in=[key for key in free if key not in self.staying_people()])

    def staying_people(self):
        stay = [row for row in self.created if row.organisation_id in self.kept]
        return {key for row in stay for key in row.changes["contacts"]}

    def remove(self, model, **which):
        bulk_history.remove(list(model.objects.filter(**which)), by=self.by, reason=self.reason)

    def settle(self, row):
        """What became of one row, in its outcome and note."""
        why = self.kept.get(row.organisation_id) if row.outcome == Outcome.CREATED else None
        if why:
            row.outcome, row.note = Outcome.KEPT, f"Stays, because {why}."
            return
        if row.outcome == Outcome.MATCHED and row.organisation and row.organisation_id not in self.gone:
            self.put_back(row)
        row.outcome = Outcome.UNDONE
        if row.organisation_id in self.gone:
            row.organisation = None

    def put_back(self, row):
        organisation = self.changed.setdefault(row.organisation_id, row.organisation)
        stays = []
        for attribute, (before, after) in row.changes["fields"].items():
            is_day = attribute == "ended_on"
            if getattr(organisation, attribute) == (date.fromisoformat(after) if is_day else after):
                setattr(organisation, attribute, before)
                self.changed_fields.add(attribute)
            else:
                stays.append(LABELS.get(attribute, attribute))
        self.remove(Identifier, pk__in=row.changes["identifiers"])
        if row.changes["areas"]:
            organisation.areas.through.objects.filter(organisation=organisation, area__in=row.changes["areas"]).delete()
        if self.kept_people & set(row.changes["contacts"]):
            stays.append("contact")
        if stays:
            row.note = f"Not put back, because somebody changed or used it since: {', '.join(stays)}."[:200]


def _organisations_of(rows):
    return set(rows.values_list("organisation", flat=True))
