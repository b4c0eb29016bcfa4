"""Writing rows of a spreadsheet into the directory, some two hundred at a time.

A matched organisation has its empty fields filled; what it says already is never overwritten.
"""

from collections import defaultdict
from datetime import date

from ...directory.actions.organisations import areas_named
from ...directory.models import Area, Contact, Identifier, Organisation, OrganisationType
from ...directory.models.organisation import name_key
from ...events import bulk_history
from ..matching import Index
from ..models import ImportRow
from ..reading.rows import new_lines, prepare_row
from ..sameness import Known, numbers_in

FIELDS = [
    *["type", "description", "strengths", "needs", "people_served", "address", "postcode", "phone", "email"],
    *["website", "ended_on"],
]
WRITTEN = ["outcome", "organisation", "changes", "note", "match_reason", "likeness"]
Outcome = ImportRow.Outcome


def types_by_slug():
    """The kinds of body, as `partnerships.imports` wants to know them: {slug: name}."""
    return dict(OrganisationType.objects.values_list("slug", "name"))


def values_to_take(row, batch, types):
    """What goes in: every suggestion, or only what was right as found when the batch refuses repairs."""
    if batch.takes_repairs:
        return row.values
    return prepare_row(row.number, row.cells, batch.headers, batch.columns, types, row.merged).usable


def area_names(values):
    """The areas in a cell; several stand apart by a semicolon or an upright line."""
    names = (" ".join(part.split()) for part in values.get("area", "").replace("|", ";").split(";"))
    return list(dict.fromkeys(name for name in names if name))


def as_stored(name, value, type_keys):
    """(attribute of Organisation, value) for a field of the spreadsheet."""
    if name == "type":
        return "type_id", type_keys.get(value)
    if name == "ended_on":
        return name, date.fromisoformat(value) if value else None
    return name, value


def save_rows(rows, fields):
    """Write these fields of import rows; an upsert costs a tenth of an update by cases."""
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


class Writing:
    """One lot of rows on its way in. `write()` does everything; call it inside a transaction."""

    def __init__(self, batch, rows, *, by, now):
        self.at = now
        self.signature = {"by": by, "reason": batch.change_reason, "at": now}
        types = types_by_slug()
        self.values = {row: values_to_take(row, batch, types) for row in rows}
        self.type_keys = dict(OrganisationType.objects.values_list("slug", "pk"))
        self.index = Index(batch)
        self.new, self.changed, self.changed_fields = [], {}, set()
        # (row, what it adds), by the kind of thing
        self.numbers, self.contacts, self.links = [], [], []

    def write(self):
        """Every row to its organisation, and everything to the database."""
        self.index.load(list(self.values.items()))
        self.find_areas()
        self.find_people()
        for row, values in self.values.items():
            if values.get("name"):
                self.take(row, values)
            else:
                row.outcome = Outcome.REFUSED if row.problems else Outcome.SKIPPED
        self.save()

    def find_areas(self):
        names = list(dict.fromkeys(name for values in self.values.values() for name in area_names(values)))
        found = areas_named(names) if names else []
        self.areas = {area.name.casefold(): area for area in found}
        codes = {values["area_code"] for values in self.values.values() if values.get("area_code")}
        self.areas_by_code = {area.code: area for area in Area.objects.filter(code__in=codes)}

    def find_people(self):
        """The contacts and areas of the organisations that rows may add to."""
        keys = list(self.index.by_key)
        self.people, self.served = defaultdict(list), defaultdict(set)
        for contact in Contact.objects.filter(organisation__in=keys).order_by("pk"):
            self.people[contact.organisation_id].append(contact)
        through = Organisation.areas.through.objects.filter(organisation__in=keys)
        for organisation, area in through.values_list("organisation", "area"):
            self.served[organisation].add(area)

    def take(self, row, values):
        match = self.index.find(row, values)
        if match and match.is_same:
            known, row.outcome = match.known, Outcome.UNCHANGED
            row.likeness, row.match_reason = match.likeness, match.reason
        else:
            known, row.outcome = self.make(row, values), Outcome.CREATED
        row.organisation, self.index.by_row_here[row.number] = known.organisation, known
        row.changes = {"fields": {}, "identifiers": [], "areas": [], "contacts": []}
        fills = [self.fill_fields, self.fill_notes, self.fill_numbers, self.fill_areas, self.fill_contact]
        has_changed = [fill(row, known, values) for fill in fills]
        if row.outcome == Outcome.UNCHANGED and any(has_changed):
            row.outcome = Outcome.MATCHED

    def make(self, row, values):
        organisation = Organisation(name=values["name"], name_key=name_key(values["name"]), created_at=self.at)
        self.new.append(organisation)
        known = Known.of_row(values, row.number, organisation)
        # Its numbers are still to be written: `fill_numbers` adds them.
        known.numbers.clear()
        self.index.add(known)
        return known

    def fill_fields(self, row, known, values):
        organisation, filled = known.organisation, set()
        for name in FIELDS:
            attribute, value = as_stored(name, values.get(name, ""), self.type_keys)
            before = getattr(organisation, attribute)
            # Who leads with a body says that it has closed, not a list from elsewhere.
            is_free = row.outcome == Outcome.CREATED or name != "ended_on"
            if value and not before and is_free:
                setattr(organisation, attribute, value)
                row.changes["fields"][attribute] = [before, values[name] if name == "ended_on" else value]
                filled.add(attribute)
        known.take_over(organisation)
        return self.note_change(organisation, filled)

    def fill_notes(self, row, known, values):
        """Notes are added to, not only filled: what stands in them has no other place."""
        return self.add_notes(row, known, values.get("notes", ""))

    def add_notes(self, row, known, text):
        organisation, before = known.organisation, known.organisation.notes
        more = new_lines(text, before)
        if not more:
            return False
        organisation.notes = f"{before}\n{more}".strip()
        first, _ = row.changes["fields"].get("notes", [before, ""])
        row.changes["fields"]["notes"] = [first, organisation.notes]
        return self.note_change(organisation, {"notes"})

    def note_change(self, organisation, filled=frozenset()):
        if filled and organisation.pk:
            self.changed[organisation.pk] = organisation
            self.changed_fields |= filled
        return bool(filled)

    def fill_numbers(self, row, known, values):
        missing = {scheme: value for scheme, value in numbers_in(values).items() if not known.numbers.get(scheme)}
        for scheme, value in missing.items():
            known.numbers[scheme].add(value)
            self.index.by_number[scheme, value].append(known)
            self.numbers.append((row, Identifier(organisation=known.organisation, scheme=scheme, value=value)))
        return bool(missing)

    def fill_areas(self, row, known, values):
        code, named = values.get("area_code", ""), [self.areas[name.casefold()] for name in area_names(values)]
        if not named and code in self.areas_by_code:
            named = [self.areas_by_code[code]]
        if len(named) == 1 and code and not named[0].code:
            named[0].code = code
            named[0].save(update_fields=["code"])
        served = self.served[_key(known.organisation)]
        missing = [area for area in named if area.pk not in served]
        for area in missing:
            served.add(area.pk)
            self.links.append((row, Organisation.areas.through(organisation=known.organisation, area=area)))
        if missing and known.organisation.pk:
            self.changed[known.organisation.pk] = known.organisation
        return bool(missing)

    def fill_contact(self, row, known, values):
        name, email, phone = (values.get(f"contact_{part}", "") for part in ("name", "email", "phone"))
        people = self.people[_key(known.organisation)]
        if not name:
            return False
        if there := _same_person(people, name, email):
            if there.pk is None:
                there.email, there.phone = there.email or email, there.phone or phone
            # An address opens what somebody may open, so no list gives one to who is here: a person reads the notes.
            more = [said for said, has in ((email, there.email), (phone, there.phone)) if said and said != has]
            return self.add_notes(row, known, f"{name}: {', '.join(more)}" if more else "")
        contact = Contact(organisation=known.organisation, name=name, email=email, phone=phone, created_at=self.at)
        contact.greeting = values.get("greeting", "")
        people.append(contact)
        self.contacts.append((row, contact))
        return True

    def save(self):
        """New rows first, then what hangs on them, then the history of both."""
        Organisation.objects.bulk_create(self.new)
        Organisation.areas.through.objects.bulk_create(link for _, link in self.links)
        bulk_history.remember(Organisation, self.new, is_new=True, **self.signature)
        bulk_history.update(Organisation, list(self.changed.values()), self.changed_fields, **self.signature)
        bulk_history.create(Identifier, [number for _, number in self.numbers], **self.signature)
        bulk_history.create(Contact, [contact for _, contact in self.contacts], **self.signature)
        for kind, added in {"identifiers": self.numbers, "contacts": self.contacts, "areas": self.links}.items():
            for row, thing in added:
                row.changes[kind].append(thing.area_id if kind == "areas" else thing.pk)
        for row in self.values:
            row.organisation = row.organisation  # takes the key that the organisation has by now
        save_rows(list(self.values), WRITTEN)


def _same_person(people, name, email):
    """Of the name, unless they have another address: two may share a mailbox, and two of one name have one each."""
    alike = (one for one in people if one.name.casefold() == name.casefold())
    return next((one for one in alike if not email or not one.email or one.email.casefold() == email.casefold()), None)


def _key(organisation):
    return organisation.pk or id(organisation)
