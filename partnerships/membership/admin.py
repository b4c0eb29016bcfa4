from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from ..directory.models import Contact
from ..pages.admin import HouseAdmin, register
from . import models
from .actions import contacts, seats_of_leads

register(
    models.Partnership,
    list_display=["name", "host", "stage", "state", "status", "status_at"],
    list_filter=["stage", "state", "status", "nation"],
    search_fields=["name", "need", "host__name"],
)


@admin.register(models.Membership)
class MembershipAdmin(HouseAdmin):
    list_display = ["organisation", "partnership", "stage", "stage_at", "ask_again_on", "status"]
    list_filter = ["stage", "status", "ask_again_on"]
    search_fields = ["organisation__name", "partnership__name", "note", "reason"]

    def save_model(self, request, membership, form, change):
        if "stage" in form.changed_data:
            membership.stage_at = request.now
        super().save_model(request, membership, form, change)


register(
    models.Seat,
    list_display=["contact", "membership", "is_lead", "authority", "from_on", "until_on", "to_on"],
    list_filter=["is_lead", "authority", "capacity"],
    search_fields=["contact__name", "membership__organisation__name", "membership__partnership__name"],
    list_select_related=["contact", "membership__organisation", "membership__partnership"],
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
    """What somebody may open follows from their address and their leaving, so both are changed by the verb."""

    form = ContactAdminForm
    list_display = ["name", "organisation", "email", "preferred_channel", "to_on"]
    list_filter = ["preferred_channel", "to_on"]
    search_fields = ["name", "email", "organisation__name"]

    def save_model(self, request, contact, form, change):
        if change:
            contacts.change(contact=contact, by=request.user, now=request.now)
        else:
            super().save_model(request, contact, form, change)
