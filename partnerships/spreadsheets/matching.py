"""Which organisation a row of a spreadsheet is about.

The safe rule: only an equal number, or an equal name at an equal postcode, makes it the same one, and never against
another number that differs. A like name alone is shown to a person and otherwise treated as new.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from rapidfuzz import fuzz

from ..directory.models import Identifier, Organisation
from ..directory.models.organisation import name_key
from ..directory.registers import REGISTERS
from .models import ImportBatch, ImportRow

Scheme = Identifier.Scheme
# Field of the spreadsheet → scheme of the identifier.
SCHEMES = {register.field: Scheme(scheme) for scheme, register in REGISTERS.items()}
# A UPRN is a place: several organisations share a building.
OF_ONE_BODY = [scheme for scheme in SCHEMES.values() if scheme != Scheme.UPRN]
ALIKE = 60


def numbers_in(values):
    """{scheme: value} of the identifiers in a row."""
    return {scheme: values[name] for name, scheme in SCHEMES.items() if values.get(name)}


@dataclass(slots=True, eq=False)
class Known:
    """An organisation to compare with: one of the directory, or one that an earlier row of this file makes."""

    name: str
    postcode: str
    numbers: dict = field(default_factory=lambda: defaultdict(set))
    organisation: Organisation | None = None
    row: int | None = None

    @classmethod
    def in_directory(cls, organisation, row=None):
        known = cls(organisation.name_key, organisation.postcode, organisation=organisation, row=row)
        for identifier in organisation.identifiers.all():
            known.numbers[identifier.scheme].add(identifier.value)
        return known

    def contradicts(self, numbers):
        """Whether both carry a number of the same register, and not the same one."""
        return any(
            self.numbers.get(scheme) and value not in self.numbers[scheme]
            for scheme, value in numbers.items()
            if scheme in OF_ONE_BODY
        )


@dataclass(slots=True, frozen=True)
class Match:
    known: Known
    likeness: ImportRow.Likeness
    reason: str

    @property
    def is_same(self):
        return self.likeness in {ImportRow.Likeness.CERTAIN, ImportRow.Likeness.CHOSEN}


class Index:
    """What is known about the organisations that some rows may be about. `load` before `find`."""

    def __init__(self, batch):
        self.batch = batch
        self.by_number = defaultdict(list)
        self.by_name = defaultdict(list)
        self.by_row = {}
        self.by_key = {}
        self.twins = [
            twin.pk
            for twin in ImportBatch.objects.filter(sha256=batch.sha256, state=ImportBatch.State.APPLIED)
            if twin.pk != batch.pk and twin.columns == batch.columns
        ]

    def load(self, rows):
        """Fetch what these (row, values) may match, in a handful of queries."""
        pairs = {pair for _, values in rows for pair in numbers_in(values).items()}
        keys = {name_key(values["name"]) for _, values in rows if values.get("name")}
        before = self._imported_before([row.number for row, _ in rows])
        chosen = {row.match_id for row, _ in rows if row.match_id and row.likeness == ImportRow.Likeness.CHOSEN}
        named = {*before.values(), *chosen}
        sharing = Organisation.objects.sharing_identifier(pairs).values("pk")
        wanted = Organisation.objects.filter(Q(name_key__in=keys) | Q(pk__in=sharing) | Q(pk__in=named))
        unseen = [one for one in wanted.prefetch_related("identifiers").order_by("pk") if one.pk not in self.by_key]
        made = self._made_by_this_file(unseen)
        for organisation in unseen:
            self.add(Known.in_directory(organisation, row=made.get(organisation.pk)))
        self.by_row.update({number: self.by_key[pk] for number, pk in before.items() if pk in self.by_key})

    def _imported_before(self, numbers):
        """{row number: key} from earlier imports of this very file, so that a renamed organisation is found again."""
        if not self.twins:
            return {}
        rows = ImportRow.objects.filter(batch__in=self.twins, number__in=numbers, organisation__isnull=False)
        return dict(rows.order_by("batch").values_list("number", "organisation"))

    def _made_by_this_file(self, organisations):
        rows = ImportRow.objects.filter(
            batch=self.batch, organisation__in=organisations, outcome=ImportRow.Outcome.CREATED
        )
        return dict(rows.values_list("organisation", "number"))

    def add(self, known):
        """Make one more organisation findable."""
        self.by_name[known.name].append(known)
        for scheme, values in known.numbers.items():
            for value in values:
                self.by_number[scheme, value].append(known)
        if known.organisation is not None and known.organisation.pk:
            self.by_key[known.organisation.pk] = known

    def find(self, row, values):
        """The Match of a row, or None for an organisation nobody has heard of. What a person said goes first."""
        if row.likeness == ImportRow.Likeness.CHOSEN and row.match_id in self.by_key:
            return Match(self.by_key[row.match_id], ImportRow.Likeness.CHOSEN, row.match_reason)
        if row.likeness == ImportRow.Likeness.APART:
            return None
        if row.number in self.by_row:
            return Match(self.by_row[row.number], ImportRow.Likeness.CERTAIN, "this row was imported before")
        numbers, key = numbers_in(values), name_key(values["name"])
        found = [*self._by_number(numbers, key), *self._by_name(numbers, key, values.get("postcode", ""))]
        return min(found, key=lambda match: not match.is_same, default=None)

    def _by_number(self, numbers, key):
        """Branches may share a number, so that an equal name goes first."""
        matches = [
            _match_by_number(known, numbers, key, scheme)
            for scheme in OF_ONE_BODY
            for known in self.by_number.get((scheme, numbers.get(scheme)), ())
        ]
        return sorted(matches, key=lambda match: match.known.name != key)

    def _by_name(self, numbers, key, postcode):
        matches = []
        for known in self.by_name.get(key, []) if key else []:
            if known.contradicts(numbers):
                continue
            if known.postcode == postcode:
                reason = "the same name and postcode" if postcode else "the same name, and no postcode on either side"
                matches.append(Match(known, ImportRow.Likeness.CERTAIN, reason))
            else:
                other = "another postcode" if known.postcode and postcode else "a postcode on one side only"
                matches.append(Match(known, ImportRow.Likeness.PERHAPS, f"the same name, but {other}"))
        return matches


def _match_by_number(known, numbers, key, scheme):
    number = f"the same {Scheme(scheme).in_words} {numbers[scheme]}"
    if known.contradicts(numbers):
        return Match(known, ImportRow.Likeness.PERHAPS, f"{number}, but another number differs")
    if known.row is not None and fuzz.token_set_ratio(known.name, key) < ALIKE:
        return Match(known, ImportRow.Likeness.PERHAPS, f"{number}, but another name")
    return Match(known, ImportRow.Likeness.CERTAIN, number)
