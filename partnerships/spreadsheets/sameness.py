"""Whether two descriptions are of one body: by its numbers, its name and its place.

A number or an equal name at the same place makes it the same one. An equal or a like name alone is only "perhaps",
and another place or another number speaks against it.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from ..directory.models import Identifier, Organisation
from ..directory.models.organisation import name_key
from ..directory.registers import REGISTERS
from ..pages.queries import folded
from .models import ImportRow

Likeness, Scheme = ImportRow.Likeness, Identifier.Scheme
# Field of the spreadsheet → scheme of the identifier.
SCHEMES = {register.field: Scheme(scheme) for scheme, register in REGISTERS.items()}
# A UPRN is a place: several organisations share a building.
OF_ONE_BODY = [scheme for scheme in SCHEMES.values() if scheme != Scheme.UPRN]
# What may be left out of a name without meaning another body. "Trust" and "Association" may not.
LEGAL_WORDS = re.compile(r"\b(the|and|ltd|limited|plc|llp|cic|cio)\b")
ALIKE, SAME_ADDRESS = 88, 90
MOST_COMPARED = 100


def numbers_in(values):
    """{scheme: value} of the identifiers in a row."""
    return {scheme: values[name] for name, scheme in SCHEMES.items() if values.get(name)}


def whole_name(name):
    """A name as two of them must agree to be equal: all its words but the legal ones.

    >>> whole_name("The Sale Trust Ltd."), whole_name("Friends at Hale"), whole_name("Café & Friends")
    ('sale trust', 'friends at hale', 'cafe friends')
    """
    plain = folded(name)
    return " ".join(LEGAL_WORDS.sub(" ", plain).split()) or plain


def _dialled(phone):
    """The end of a number, which is the same with a zero or with +44 in front."""
    return re.sub(r"\D", "", phone)[-10:]


@dataclass(slots=True, eq=False)
class Known:
    """A body to compare with: an Organisation of the directory, or what a row of this file makes."""

    name: str
    key: str = ""
    postcode: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    numbers: dict = field(default_factory=lambda: defaultdict(set))
    organisation: Organisation | None = None
    row: int | None = None
    has_person: bool = False

    @classmethod
    def of_row(cls, values, row=None, organisation=None):
        """As a row says it is; `values` as in `ImportRow.values`."""
        known = cls(whole_name(values["name"]), name_key(values["name"]), row=row, organisation=organisation)
        known.postcode, known.address = values.get("postcode", ""), folded(values.get("address", ""))
        known.phone, known.email = _dialled(values.get("phone", "")), values.get("email", "").casefold()
        known.has_person = bool(values.get("contact_name"))
        for scheme, value in numbers_in(values).items():
            known.numbers[scheme].add(value)
        return known

    @classmethod
    def in_directory(cls, organisation, row=None, *, has_person=False):
        """As the directory has it, `identifiers` prefetched; `row` is the row of this file that made it."""
        known = cls(whole_name(organisation.name), organisation.name_key, organisation=organisation, row=row)
        known.has_person = has_person
        known.take_over(organisation)
        for identifier in organisation.identifiers.all():
            known.numbers[identifier.scheme].add(identifier.value)
        return known

    def take_over(self, organisation):
        """Where it is and how it is reached, after a row has filled what was empty."""
        self.postcode, self.address = organisation.postcode, folded(organisation.address)
        self.phone, self.email = _dialled(organisation.phone), organisation.email.casefold()

    def contradicts(self, other):
        """Whether both carry a number of the same register, and not the same one."""
        return any(
            self.numbers.get(scheme) and other.numbers.get(scheme) and not self.numbers[scheme] & other.numbers[scheme]
            for scheme in OF_ONE_BODY
        )

    def is_at(self, other):
        """(whether both are at one place, the word for what tells); (None, "") when nothing does."""
        if self.postcode and other.postcode:
            return self.postcode == other.postcode, "postcode"
        if self.address and other.address:
            return fuzz.token_set_ratio(self.address, other.address) >= SAME_ADDRESS, "address"
        return None, ""


def digits_in(name):
    """The numbers in a name, whatever their order."""
    return frozenset(re.findall(r"\d+", name))


def is_alike(one, other):
    """Whether two names may be two spellings of one. "1st Sale Scouts" and "2nd Sale Scouts" are not."""
    if digits_in(one) != digits_in(other):
        return False
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)) >= ALIKE


def compare(known, told):
    """(Likeness, reason) of what a row tells and what is Known, or None when they are two."""
    shared = [scheme for scheme in OF_ONE_BODY if known.numbers.get(scheme, set()) & told.numbers.get(scheme, set())]
    if shared:
        return _by_number(known, told, shared[0])
    if known.contradicts(told):
        return None
    is_here, where = known.is_at(told)
    if known.name == told.name:
        return _by_name(known, told, is_here, where)
    if is_here is False or not (known.key == told.key or is_alike(known.key, told.key)):
        return None
    beside = f"at the same {where}" if is_here else "and no place to tell them apart"
    return Likeness.PERHAPS, f"a like name{' ' if is_here else ', '}{beside}"


def _by_number(known, told, scheme):
    """Branches may share a number: then their names and places tell them apart."""
    number = f"the same {scheme.in_words} {next(iter(told.numbers[scheme]))}"
    if known.contradicts(told):
        return Likeness.PERHAPS, f"{number}, but another number differs"
    if known.name == told.name or is_alike(known.key, told.key):
        return Likeness.CERTAIN, number
    is_here, where = known.is_at(told)
    if is_here is False:
        return Likeness.PERHAPS, f"{number}, but another name and {where}"
    if known.row is not None:
        return Likeness.PERHAPS, f"{number}, but another name"
    return Likeness.CERTAIN, number


def _by_name(known, told, is_here, where):
    if is_here:
        return Likeness.CERTAIN, f"the same name and {where}"
    if is_here is False:
        return Likeness.PERHAPS, f"the same name, but another {where}"
    for way, words in {"phone": "phone number", "email": "e-mail address"}.items():
        if getattr(known, way) and getattr(known, way) == getattr(told, way):
            return Likeness.CERTAIN, f"the same name and {words}"
    # A list of people names a body once for each of them.
    if known.row is not None and known.has_person and told.has_person:
        return Likeness.CERTAIN, "the same name in a list of people"
    if bool(known.postcode) != bool(told.postcode):
        return Likeness.PERHAPS, "the same name, but a postcode on one side only"
    return Likeness.PERHAPS, "the same name, and no place or number to tell them apart"


class LikeNames:
    """Finds the names that are alike among very many, by comparing those that share a rare word and all numbers."""

    def __init__(self):
        # {(word, numbers): ([names with them], [what each stands for])}
        self.by_word = defaultdict(lambda: ([], []))

    def add(self, key, of):
        """`of` is what `find` shall return for this name."""
        for word in self._words(key):
            names, things = self.by_word[word]
            names.append(key)
            things.append(of)

    def find(self, key):
        """What was added under a name that is like this one; a few hundred comparisons at most."""
        shared = [self.by_word[word] for word in self._words(key) if word in self.by_word]
        found = {}
        for names, things in sorted(shared, key=lambda pair: len(pair[0]))[:2]:
            for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
                near = process.extract(key, names[:MOST_COMPARED], scorer=scorer, score_cutoff=ALIKE, limit=None)
                found |= {things[at]: None for other, _, at in near if other != key}
        return list(found)

    @staticmethod
    def _words(key):
        """The first letters count as a word of their own, for a slip in a name of one word."""
        numbers = digits_in(key)
        return {(word, numbers) for word in [*(word for word in key.split() if len(word) > 2), f"{key[:5]}…"]}
