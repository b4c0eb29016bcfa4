"""Is this organisation here already? Similar names and equal identifiers, each with the reason why.

Candidates come through indexes (a name's neighbours in alphabetical order, its other words, postcode, e-mail address,
identifiers), so the cost does not grow with the directory; only they are compared letter by letter.
"""

from dataclasses import dataclass, replace

from django.db.models import Q
from django.db.models.functions import Lower
from rapidfuzz import fuzz

from .mail_providers import own_domain
from .models import Contact, Identifier, Organisation
from .models.mail_domain import MailDomain
from .models.organisation import name_key

NEIGHBOURS = 60
AT_MOST = 6
ALIKE = 82
SHORTEST = 3
MOST_AT_ONE_DOMAIN = 4
# After every name that starts with the same letters, in byte order and in a database's own alphabet alike.
LAST = "zzzz"


@dataclass(frozen=True)
class Likeness:
    """An organisation that may be the same one, the reasons in words, and how sure they are (100: equal identifier)."""

    organisation: Organisation
    why: tuple[str, ...]
    score: float


def to(organisations, *, name="", postcode="", email="", identifiers=(), apart_from=None):
    """The likest of `organisations` (a queryset), the surest first, at most six.

    `identifiers` are (scheme, value) pairs. `apart_from` is the organisation being edited.
    """
    key, postcode, email = name_key(name), postcode.strip().upper(), email.strip().lower()
    candidates = organisations.filter(pk__in=_candidates(key, postcode, email, identifiers))
    if apart_from:
        candidates = candidates.exclude(pk=apart_from.pk)
    candidates = candidates.select_related("type").prefetch_related("identifiers", "contacts")
    found = [_compared(candidate, key, postcode, email, set(identifiers)) for candidate in candidates]
    found = _without_shared_domain(found, own_domain(email))
    found = [likeness for likeness in found if likeness.why]
    return sorted(found, key=lambda one: (-one.score, one.organisation.folded_name))[:AT_MOST]


def _candidates(key, postcode, email, identifiers):
    """Keys of organisations worth comparing: a few hundred at most."""
    keyed = Organisation.objects.order_by("name_key").values_list("pk", flat=True)
    found = set()
    if len(key) >= SHORTEST:
        start = key[:SHORTEST]
        near = keyed.filter(name_key__gte=start, name_key__lt=start + LAST)
        found.update(near.filter(name_key__gte=key)[:NEIGHBOURS])
        found.update(near.filter(name_key__lt=key).reverse()[:NEIGHBOURS])
    others = _starting_with(key.split()[1:3])
    if postcode:
        others |= Q(postcode=postcode)
    if others:
        found.update(Organisation.objects.filter(others).values_list("pk", flat=True)[:NEIGHBOURS])
    if email:
        found.update(_with_address(email))
    if domain := own_domain(email):
        found.update(_at_domain(domain))
    if identifiers:
        found.update(Organisation.objects.sharing_identifier(identifiers).values_list("pk", flat=True)[:NEIGHBOURS])
    return found


def _starting_with(words):
    """Names that start with one of the later words: “Pantry, Sale” is looked for under Sale as well."""
    any_of = Q()
    for word in words:
        if len(word) >= SHORTEST:
            any_of |= Q(name_key__gte=word, name_key__lt=word + LAST)
    return any_of


def _with_address(email):
    """Organisations that use this e-mail address, themselves or through a contact."""
    lower = {"lower": Lower("email")}
    own = Organisation.objects.annotate(**lower).filter(lower=email).values_list("pk", flat=True)
    people = Contact.objects.annotate(**lower).filter(lower=email, organisation__isnull=False)
    return {*own[:NEIGHBOURS], *people.values_list("organisation", flat=True)[:NEIGHBOURS]}


def _at_domain(domain):
    """Organisations that use the same e-mail domain, themselves or through a contact; a few, to see that it is many."""
    at = {"domain": MailDomain("email")}
    own = Organisation.objects.alias(**at).filter(domain=domain).values_list("pk", flat=True)
    people = Contact.objects.alias(**at).filter(domain=domain, organisation__isnull=False)
    return {*own[:NEIGHBOURS], *people.values_list("organisation", flat=True)[:NEIGHBOURS]}


def _without_shared_domain(likenesses, domain):
    """A domain that many organisations use is everybody's, as a public provider's is, and says nothing."""
    why = f"an e-mail address at {domain} too"
    if sum(why in one.why for one in likenesses) <= MOST_AT_ONE_DOMAIN:
        return likenesses
    return [replace(one, why=tuple(words for words in one.why if words != why)) for one in likenesses]


def _compared(candidate, key, postcode, email, identifiers):
    why, score = [], 0.0
    for identifier in candidate.identifiers.all():
        if (identifier.scheme, identifier.value) in identifiers:
            why.append(f"the same {Identifier.Scheme(identifier.scheme).in_words} {identifier.value}")
            score = 100.0
    if key and candidate.name_key == key:
        why.append("the same name")
        score = max(score, 99.0)
    elif len(key) >= SHORTEST and (alike := _alike(key, candidate.name_key)) >= ALIKE:
        why.append("a similar name")
        score = max(score, alike)
    addresses = {candidate.email.lower(), *(contact.email.lower() for contact in candidate.contacts.all())}
    domain = own_domain(email)
    if email and email in addresses:
        why.append("the same e-mail address")
        score = max(score, 90.0)
    elif domain and any(address.endswith(f"@{domain}") for address in addresses):
        why.append(f"an e-mail address at {domain} too")
        score = max(score, 70.0)
    if postcode and candidate.postcode == postcode:
        why.append("the same postcode")
        score = max(score, 60.0)
    return Likeness(candidate, tuple(why), score)


def _alike(one, other):
    """How alike two names are, letter by letter or word by word, whichever is nearer."""
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
