"""The directory: find an organisation, look at it, add and edit it."""

from django.contrib import messages
from django.db.models import Prefetch, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ...membership.models import Membership
from ...merging.redirects import follows_merged, merged_into
from ...pages.access import require
from ...pages.keyset import Column, sorted_page
from ..forms.organisations import OrganisationFilterForm, OrganisationForm, as_searched, likenesses_as_typed
from ..models import Contact, DueDiligence, Organisation
from ..permissions import can_keep_directory

COLUMNS = {
    "name": Column("Organisation", "folded_name"),
    "type": Column("Type", Coalesce("type__name", Value(""))),
    "areas": Column("Areas served"),
    "postcode": Column("Postcode", "postcode"),
    "numbers": Column("Numbers"),
}


def organisations(request):
    """Every organisation the person may see, by name."""
    filters = OrganisationFilterForm(request.asked.data or None)
    rows = filters.narrow(Organisation.objects.visible_to(request.user))
    rows = rows.select_related("type").prefetch_related("areas", "identifiers")
    page = sorted_page(request, rows, columns=COLUMNS)
    is_narrowed = any(request.asked.text(name) for name in filters.fields)
    context = {
        "page": page,
        "filters": filters,
        "is_narrowed": is_narrowed,
        "is_cut": request.asked.is_cut("q"),
        "keeps": can_keep_directory(request.user),
    }
    return render(request, "partnerships/directory/organisations.html", context)


@follows_merged("organisation")
def organisation(request, organisation_id):
    """What the directory knows about one organisation, and where it takes part."""
    people = Contact.objects.visible_to(request.user).order_by("folded_name", "pk")
    places = Membership.objects.visible_to(request.user).select_related("partnership")
    rows = Organisation.objects.visible_to(request.user).select_related("type")
    rows = rows.prefetch_related(
        "areas",
        "identifiers",
        Prefetch("contacts", people),
        Prefetch("memberships", places.order_by("partnership__folded_name")),
        Prefetch("due_diligence", DueDiligence.objects.visible_to(request.user).select_related("checked_by")),
    )
    organisation = get_object_or_404(rows, pk=organisation_id)
    here = [contact for contact in organisation.contacts.all() if contact.to_on is None]
    left = [contact for contact in organisation.contacts.all() if contact.to_on is not None]
    today = request.today
    context = {
        "organisation": organisation,
        "keeps": can_keep_directory(request.user),
        "here": here,
        "left": sorted(left, key=lambda contact: contact.to_on, reverse=True),
        "twins": _twins(here),
        "merged": merged_into(request.user, organisation),
        "due_diligence": [(item, item.standing_on(today)) for item in organisation.due_diligence.all()],
    }
    return render(request, "partnerships/directory/organisation.html", context)


def _twins(contacts):
    """Pairs that look like one person: the same name, or the same e-mail address."""
    first, found = {}, []
    for contact in contacts:
        keys = [key for key in (" ".join(contact.name.casefold().split()), contact.email.casefold()) if key]
        twin = next((first[key] for key in keys if key in first), None)
        if twin:
            found.append((twin, contact))
        for key in keys:
            first.setdefault(key, contact)
    return found


def add_organisation(request):
    """Add an organisation. Similar ones are shown before it is saved, while typing or on the first try."""
    require(can_keep_directory(request.user))
    directory = Organisation.objects.visible_to(request.user)
    words = request.asked.text("name")
    form = OrganisationForm(OrganisationForm.sent_in(request), directory=directory, initial=as_searched(words))
    likenesses = []
    if request.method == "POST" and form.is_valid():
        likenesses = form.unseen_likenesses()
        if not likenesses:
            organisation = form.save(by=request.user, now=request.now)
            messages.success(
                request, f"{organisation} is in the directory. Add the people you know there.{form.rewritten_in_words}"
            )
            return redirect(_search_it_is_for(request, chosen=organisation) or organisation)
    context = {
        "form": form,
        "likenesses": likenesses,
        "similar_url": reverse("similar-organisations"),
        "back": _search_it_is_for(request, words=words) or reverse("organisations"),
    }
    return render(request, "partnerships/directory/add_organisation.html", context)


def _search_it_is_for(request, *, chosen=None, words=""):
    """Where somebody was looking for an organisation: the members of a partnership (?into=) or its host (?host), with
    what was `chosen` or is searched for; empty when nobody was."""
    into, like = request.asked.number("into"), request.asked.number("like")
    if into:
        return reverse(
            "invite-organisation", args=[into], query={"organisation": chosen.pk} if chosen else {"q": words}
        )
    if "host" in request.asked:
        query = {"host": chosen.pk} if chosen else {"q": words}
        return reverse("add-partnership", query={**query, **({"like": like} if like else {})})
    return ""


def similar_organisations(request):
    """The organisations like the one being typed: a fragment for the form."""
    require(can_keep_directory(request.user))
    directory = Organisation.objects.visible_to(request.user)
    edited = directory.filter(pk=request.asked.number("apart_from")).first()
    likenesses = likenesses_as_typed(directory, request.asked.data, apart_from=edited)
    context = {"likenesses": likenesses, "was_asked": True}
    return render(request, "partnerships/directory/similar_organisations.html", context)
