from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from ..directory import same_address
from ..directory.actions import contacts as new_contacts
from ..directory.models import Contact
from ..pages.admin import HouseAdmin, register
from . import models
from .actions import contacts, partnerships, seats_of_leads


@admin.register(models.Partnership)
class PartnershipAdmin(HouseAdmin):
    """What it says of itself is corrected here; who hosts it, its state and its stage move on its own pages."""

    is_started = is_ended = False
    list_display = ["name", "host", "stage", "state", "status", "status_at"]
    list_filter = ["stage", "state", "status", "nation"]
    search_fields = ["name", "need", "host__name"]
    readonly_fields = ["host", "stage", "state", "status", "status_at", "created_by", "created_at"]

    def save_model(self, request, partnership, form, change):
        partnerships.change(partnership=partnership, fields=form.changed_data, by=request.user, now=request.now)


register(
    models.Membership,
    list_display=["organisation", "partnership", "stage", "stage_at", "ask_again_on", "status"],
    list_filter=["stage", "status", "ask_again_on"],
    search_fields=["organisation__name", "partnership__name", "note", "reason"],
)

register(
    models.Seat,
    list_display=["contact", "membership", "is_lead", "authority", "from_on", "until_on", "to_on"],
    list_filter=["is_lead", "authority", "capacity"],
    search_fields=["contact__name", "membership__organisation__name", "membership__partnership__name"],
)


class ContactAdminForm(forms.ModelForm):
    def clean_to_on(self):
        """A seat ends with its holder, and no partnership is left without a lead."""
        to_on = self.cleaned_data["to_on"]
        if to_on and self.instance.pk and (alone := seats_of_leads.led_alone_by(self.instance)):
            raise ValidationError(f"{self.instance} is the only lead of {alone}. Give somebody else the lead first.")
        return to_on


@admin.register(Contact)
class ContactAdmin(HouseAdmin):
    """What somebody may open follows from their address and their leaving, so both are changed by the verb. Nobody is
    deleted: a person leaves, or is merged with the same person."""

    is_ended = False
    form = ContactAdminForm
    list_display = ["name", "organisation", "email", "preferred_channel", "to_on"]
    list_filter = ["preferred_channel", "to_on"]
    search_fields = ["name", "email", "organisation__name"]

    def save_model(self, request, contact, form, change):
        keep = contacts.change if change else new_contacts.add
        keep(contact=contact, by=request.user, now=request.now)
        if "email" in form.changed_data:
            same_address.warn(request, contact)
