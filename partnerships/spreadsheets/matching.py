"""Which organisation a row of a spreadsheet is about: looked up in the directory and among the rows before it.

`sameness.compare` says what makes two of them one. What a person said about a row goes before it.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from ..directory.models import Organisation
from ..directory.models.organisation import name_key
from .models import ImportBatch, ImportRow
from .sameness import Known, LikeNames, compare, numbers_in

Likeness = ImportRow.Likeness


@dataclass(slots=True, frozen=True)
class Match:
    known: Known
    likeness: Likeness
    reason: str

    @property
    def is_same(self):
        return self.likeness in {Likeness.CERTAIN, Likeness.CHOSEN}


class Index:
    """What is known about the organisations that some rows may be about. `load` before `find`.

    Names that are only alike are looked for when `sees_alike`: they change what is shown, not what goes in.
    """

    def __init__(self, batch, *, sees_alike=False):
        self.batch = batch
        self.alike = LikeNames() if sees_alike else None
        if sees_alike:
            for pk, key in Organisation.objects.values_list("pk", "name_key").iterator():
                self.alike.add(key, pk)
        self.by_number = defaultdict(list)
        self.by_name = defaultdict(list)
        # Rows of earlier imports of this file; rows of this one; organisations.
        self.by_row, self.by_row_here, self.by_key = {}, {}, {}
        self.twins = [
            twin.pk
            for twin in ImportBatch.objects.filter(sha256=batch.sha256, state=ImportBatch.State.APPLIED)
            if twin.pk != batch.pk and (twin.columns, twin.sheet_name) == (batch.columns, batch.sheet_name)
        ]

    def load(self, rows):
        """Fetch what these (row, values) may match, in a handful of queries."""
        pairs = {pair for _, values in rows for pair in numbers_in(values).items()}
        keys = {name_key(values["name"]) for _, values in rows if values.get("name")}
        before = self._imported_before([row.number for row, _ in rows])
        said = [row for row, _ in rows if row.likeness == Likeness.CHOSEN]
        here = self._made_by_rows({row.match_row for row in said if row.match_row})
        named = {*before.values(), *here.values(), *(row.match_id for row in said if row.match_id), *self._like(keys)}
        sharing = Organisation.objects.sharing_identifier(pairs).values("pk")
        wanted = Organisation.objects.filter(Q(name_key__in=keys) | Q(pk__in=sharing) | Q(pk__in=named))
        unseen = [one for one in wanted.prefetch_related("identifiers").order_by("pk") if one.pk not in self.by_key]
        made = self._made_by_this_file(unseen)
        for organisation in unseen:
            number, values = made.get(organisation.pk, (None, {}))
            has_person = bool(values.get("contact_name"))
            self.add(Known.in_directory(organisation, number, has_person=has_person))
        self.by_row.update({number: self.by_key[pk] for number, pk in before.items() if pk in self.by_key})
        self.by_row_here.update({number: self.by_key[pk] for number, pk in here.items() if pk in self.by_key})

    def _like(self, keys):
        """Keys of the organisations in the directory with a name like one of these."""
        if self.alike is None:
            return set()
        return {of for key in keys for of in self.alike.find(key) if not isinstance(of, Known)}

    def _imported_before(self, numbers):
        """{row number: key} from earlier imports of this very file, so that a renamed organisation is found again."""
        if not self.twins:
            return {}
        rows = ImportRow.objects.filter(batch__in=self.twins, number__in=numbers, organisation__isnull=False)
        return dict(rows.order_by("batch").values_list("number", "organisation"))

    def _made_by_rows(self, numbers):
        """{row number: key} of what rows of this file made or were added to."""
        rows = ImportRow.objects.filter(batch=self.batch, number__in=numbers, organisation__isnull=False)
        return dict(rows.values_list("number", "organisation")) if numbers else {}

    def _made_by_this_file(self, organisations):
        rows = ImportRow.objects.filter(
            batch=self.batch, organisation__in=organisations, outcome=ImportRow.Outcome.CREATED
        )
        return {key: (number, values) for key, number, values in rows.values_list("organisation", "number", "values")}

    def add(self, known):
        """Make one more organisation findable."""
        self.by_name[known.key].append(known)
        for scheme, values in known.numbers.items():
            for value in values:
                self.by_number[scheme, value].append(known)
        if known.organisation is not None and known.organisation.pk:
            self.by_key[known.organisation.pk] = known
        elif self.alike is not None:
            self.alike.add(known.key, known)

    def find(self, row, values):
        """The Match of a row, or None for an organisation nobody has heard of. What a person said goes first."""
        if row.likeness == Likeness.CHOSEN:
            chosen = self.by_key.get(row.match_id) or self.by_row_here.get(row.match_row)
            return Match(chosen, Likeness.CHOSEN, row.match_reason) if chosen else None
        if row.likeness == Likeness.APART:
            return None
        if row.number in self.by_row:
            return Match(self.by_row[row.number], Likeness.CERTAIN, "this row was imported before")
        told = Known.of_row(values)
        compared = [(known, compare(known, told)) for known in self._candidates(told)]
        found = [Match(known, *result) for known, result in compared if result]
        # Branches may share a number, so that an equal name goes first.
        return min(found, key=lambda match: (not match.is_same, match.known.name != told.name), default=None)

    def _candidates(self, told):
        """Those with a number, the name, or a name like that of the row, each once."""
        found = [
            known
            for scheme, values in told.numbers.items()
            for value in values
            for known in self.by_number.get((scheme, value), ())
        ]
        found += self.by_name.get(told.key, [])
        for of in self.alike.find(told.key) if self.alike else ():
            known = of if isinstance(of, Known) else self.by_key.get(of)
            found += [known] if known else []
        return list(dict.fromkeys(found))
