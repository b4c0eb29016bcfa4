"""The people we know at an organisation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.models import Seat
from ...membership.permissions import can_merge_contact
from ...merging.redirects import follows_merged
from ...merging.views import merged_into
from ...pages.access import require
from ..actions import contacts
from ..forms.contacts import ContactForm
from ..models import Contact, Organisation
from ..permissions import can_keep_directory


@follows_merged("organisation")
def add_contact(request, organisation_id):
    """Add a person to an organisation."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=organisation_id)
    require(can_keep_directory(request.user))
    contact = Contact(organisation=organisation)
    form = ContactForm(request.POST or None, instance=contact, today=request.today)
    if request.method == "POST" and form.is_valid():
        contacts.add(contact=contact, by=request.user)
        messages.success(request, f"{contact} is now a contact of {organisation}.")
        return redirect(organisation)
    return render(request, "partnerships/directory/add_contact.html", {"organisation": organisation, "form": form})


@follows_merged("contact")
def edit_contact(request, contact_id):
    """Change a person's details, or say that they have left."""
    people = Contact.objects.visible_to(request.user).select_related("organisation")
    contact = get_object_or_404(people, pk=contact_id)
    require(can_keep_directory(request.user))
    form = ContactForm(request.POST or None, instance=contact, today=request.today)
    if request.method == "POST" and form.is_valid():
        contacts.change(contact=contact, by=request.user, now=request.now)
        messages.success(request, f"{contact} is saved.")
        return redirect(contact.organisation or "organisations")
    seats = Seat.objects.visible_to(request.user).filter(contact=contact, to_on=None)
    seats = seats.select_related("membership__partnership")
    context = {
        "contact": contact,
        "form": form,
        "seats": seats,
        "may_merge": can_merge_contact(request.user, contact),
        "merged": merged_into(request.user, contact),
    }
    return render(request, "partnerships/directory/edit_contact.html", context)
