"""The directory: bodies, their types, areas and identifiers."""

import re
from collections import defaultdict
from functools import lru_cache

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ...pages.names import Folded, Named
from ...pages.queries import folded, words_in
from ..registers import REGISTERS, tidied
from .mail_domain import MailDomain

NOISE = re.compile(r"\b(the|ltd|limited|cic|plc|llp|charity|charitable|trust|association|of|and|for|in)\b")


@lru_cache(maxsize=4096)
def name_key(name):
    """A name as it is compared: lower case, letters and digits only, without accents and the words that vary.

    >>> name_key("The Sale Pantry Ltd."), name_key("Café & Friends")
    ('sale pantry', 'cafe friends')
    """
    plain = folded(name)
    return (" ".join(NOISE.sub(" ", plain).split()) or plain)[:200]


class OrganisationType(models.Model):
    """A kind of body, editable in admin; the seven of the field come with the first migration."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(default=100)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class AreaQuerySet(models.QuerySet):
    def named(self, names):
        """Those with one of these names, however they are written."""
        return self.filter(folded_name__in={folded(name) for name in names})

    def matching(self, words):
        """Those with these words in the name."""
        return self.filter(folded_name__contains=folded(words))


class Area(Named):
    """A place served, with its ONS code when we know it."""

    name = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=9, blank=True)

    objects = AreaQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded_name"])

    class Meta:
        ordering = ["folded_name", "pk"]

    def __str__(self):
        return self.name


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The directory's keepers see every organisation; a partner sees those that take part with them."""
        from ...membership.models import Membership

        if not user.is_active:
            return self.none()
        if user.can_see_directory:
            return self
        shared = Membership.objects.visible_to(user)
        return self.filter(Q(pk__in=shared.values("organisation")) | Q(contacts__user=user)).distinct()

    def matching(self, words):
        """Those with every word in the name, postcode or an identifier."""
        found = self
        for word in words_in(words):
            found = found.filter(Q(folded_name__contains=folded(word)) | _located(word))
        return found

    def mentioning(self, words):
        """Those with every word in the name, the strengths, an area served, the postcode or an identifier."""
        found = self
        for word in words_in(words):
            found = found.filter(Q(found_by__contains=folded(word)) | _located(word) | _serving(folded(word)))
        return found

    def of_user(self, user):
        """Where this person is."""
        from .contact import Contact

        return self.filter(pk__in=Contact.objects.of_user(user).values("organisation"))

    def of_type(self, type):
        return self.filter(type=type)

    def serving(self, words):
        """Those that serve an area with these words in its name."""
        return self.filter(_serving(words))

    def sharing_identifier(self, pairs):
        """Those that carry one of these (scheme, value) pairs."""
        values = defaultdict(list)
        for scheme, value in pairs:
            values[scheme].append(value)
        wanted = Q(pk__in=[])
        for scheme, found in values.items():
            wanted |= Q(scheme=scheme, value__in=found)
        return self.filter(pk__in=Identifier.objects.filter(wanted).values("organisation"))


def _located(word):
    return Q(postcode__icontains=word) | Q(pk__in=Identifier.objects.filter(value__iexact=word).values("organisation"))


def _serving(words):
    places = Area.objects.matching(words)
    return Q(pk__in=Organisation.areas.through.objects.filter(area__in=places).values("organisation"))


class Organisation(Named):
    name = models.CharField(max_length=255)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    type = models.ForeignKey(
        OrganisationType, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    description = models.TextField("what it does", blank=True)
    strengths = models.TextField("strengths offered", blank=True)
    needs = models.TextField("what it needs", blank=True)
    people_served = models.CharField(max_length=255, blank=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="organisations", verbose_name="areas served")
    address = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=10, blank=True, db_index=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    website = models.URLField(max_length=400, blank=True)
    ended_on = models.DateField("closed on", null=True, blank=True)
    # For those who see the directory; also what a spreadsheet said that has no field of its own.
    notes = models.TextField(blank=True)
    found_by = Folded("name", "strengths")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[areas], excluded_fields=["folded_name", "found_by"])

    class Meta:
        ordering = ["folded_name", "pk"]
        indexes = [
            models.Index(fields=["folded_name", "id"], name="organisation_keyset"),
            models.Index(Lower("email"), name="organisation_by_email"),
            models.Index(MailDomain("email"), name="organisation_by_mail_domain"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("organisation", args=[self.pk])


class Identifier(models.Model):
    """A number from a public register. Its shape is checked; that it is theirs is not."""

    class Scheme(models.TextChoices):
        CHARITY = "charity", "Charity number"
        COMPANY = "company", "Company number"
        CQC = "cqc", "CQC id"
        ODS = "ods", "ODS code"
        UPRN = "uprn", "UPRN"
        GSS = "gss", "Council GSS code"

        @property
        def in_words(self):
            """The label inside a sentence."""
            return self.label if self.label[1].isupper() else f"{self.label[0].lower()}{self.label[1:]}"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=40)

    history = HistoricalRecords()

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme", "value"],
                name="identifier_once_per_organisation",
                violation_error_message="This number is here already.",
            )
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="identifier_by_value")]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"

    def clean(self):
        super().clean()
        if self.scheme in REGISTERS and self.value:
            self.value = tidied(REGISTERS[self.scheme].field, self.value)

    @property
    def register(self):
        return REGISTERS[self.scheme]

    @property
    def register_name(self):
        """Which public register has it; empty for one without a page that anybody can open."""
        return self.register.name(self.value)

    @property
    def register_page(self):
        """Where anybody can look it up, or an empty string."""
        return self.register.page(self.value)
