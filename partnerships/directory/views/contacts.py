"""The people we know at an organisation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...merging.redirects import follows_merged
from ...pages.access import require
from .. import same_address
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
        contacts.add(contact=contact, by=request.user, now=request.now)
        messages.success(request, f"{contact} is now a contact of {organisation}.")
        same_address.warn(request, contact)
        return redirect(organisation)
    return render(request, "partnerships/directory/add_contact.html", {"organisation": organisation, "form": form})
