"""Changing an organisation or a person: at once where one may, as a proposal to those who lead there otherwise."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ...directory import same_address
from ...directory.forms.organisations import OrganisationForm
from ...directory.models import Contact, Organisation
from ...directory.permissions import can_keep_directory
from ...membership.actions import contacts, seats
from ...membership.models import Seat
from ...merging.redirects import follows_merged, merged_into
from ...pages.access import require
from .. import actions as proposals
from ..forms import EditContactForm, ask_why


@follows_merged("organisation")
def edit_organisation(request, organisation_id):
    """Change what the directory says about an organisation."""
    directory = Organisation.objects.visible_to(request.user)
    organisation = get_object_or_404(directory, pk=organisation_id)
    require(can_keep_directory(request.user))
    form = OrganisationForm(OrganisationForm.sent_in(request), instance=organisation, directory=directory)
    may_change = ask_why(form, request.user, organisation)
    if request.method == "POST" and form.is_valid():
        changes = {} if may_change else proposals.guarded_changes(organisation)
        form.save(by=request.user, now=request.now)
        messages.success(request, f"{organisation} is saved.{form.rewritten_in_words}")
        _propose(request, organisation, changes, form)
        return redirect(organisation)
    similar_url = f"{reverse('similar-organisations')}?apart_from={organisation.pk}"
    context = {"organisation": organisation, "form": form, "similar_url": similar_url, "may_change": may_change}
    return render(request, "partnerships/proposals/edit_organisation.html", context)


@follows_merged("contact")
def edit_contact(request, contact_id):
    """Change a person's details, or say that they have left."""
    people = Contact.objects.visible_to(request.user).select_related("organisation", "user")
    contact = get_object_or_404(people, pk=contact_id)
    require(can_keep_directory(request.user))
    now = request.now
    form = EditContactForm(request.POST or None, instance=contact, today=request.today, by=request.user)
    may_change = ask_why(form, request.user, contact)
    if request.method == "POST" and form.is_valid():
        changes = {} if may_change else proposals.guarded_changes(contact)
        try:
            contacts.change(contact=contact, by=request.user, now=now)
        except seats.LastLead as refusal:
            form.add_error("to_on", str(refusal))
        else:
            messages.success(request, f"{contact} is saved.")
            if "email" in form.changed_data:
                same_address.warn(request, contact)
            _propose(request, contact, changes, form)
            return redirect(contact.organisation or "organisations")
    held = Seat.objects.visible_to(request.user).filter(contact=contact, to_on=None)
    context = {
        "contact": contact,
        "form": form,
        "may_change": may_change,
        "seats": held.select_related("membership__partnership"),
        "merged": merged_into(request.user, contact),
    }
    return render(request, "partnerships/proposals/edit_contact.html", context)


def _propose(request, subject, changes, form):
    """What they may not change at once goes to those who may."""
    if changes:
        why = form.cleaned_data.get("why", "")
        proposals.propose(subject=subject, changes=changes, why=why, by=request.user, now=request.now)
        names = [str(subject._meta.get_field(name).verbose_name) for name in changes]
        messages.info(
            request,
            f"Your change of {' and '.join(names)} is proposed to those who may decide about {subject}. They hear of it"
            " by mail, and you hear their answer.",
        )
