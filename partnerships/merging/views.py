"""Two that are the same: find the other one, see what becomes of both, make one of them."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ..directory import similar
from ..directory.models import Contact, Organisation
from ..directory.permissions import can_keep_directory
from ..membership.models import Membership, Seat
from ..membership.permissions import can_merge_contacts, can_merge_organisations
from ..pages.access import require
from ..pages.queries import number_in
from . import actions as merges
from . import duplicates, hanging
from .forms import MergeForm
from .redirects import follows_merged

FOUND_AT_MOST = 10


def possible_duplicates(request):
    """Organisations that may be in the directory twice."""
    require(can_keep_directory(request.user))
    return render(request, "partnerships/merging/possible_duplicates.html", {"pairs": duplicates.pairs()})


@require_POST
@follows_merged("organisation")
def tell_apart(request, organisation_id):
    """Say that two organisations of the list are not the same."""
    directory = Organisation.objects.visible_to(request.user)
    one = get_object_or_404(directory, pk=organisation_id)
    require(can_keep_directory(request.user))
    asked = request.POST.get("with", "")
    other = directory.filter(pk=asked).exclude(pk=one.pk).first() if number_in(asked) else None
    if other is None:
        messages.warning(request, "The other one is not in the directory any more.")
    else:
        merges.tell_apart(one=one, other=other, by=request.user, now=request.now)
        messages.success(request, f"{one} and {other} are not the same. You can still merge them from their pages.")
    return redirect("possible-duplicates")


@follows_merged("organisation")
def merge_organisation(request, organisation_id):
    """Choose the other organisation, then see field by field what stays, and merge."""
    directory = Organisation.objects.visible_to(request.user)
    places = Membership.objects.visible_to(request.user).select_related("partnership")
    people = Contact.objects.visible_to(request.user)
    whole = directory.select_related("type").prefetch_related(
        "identifiers", "areas", Prefetch("memberships", places), Prefetch("contacts", people)
    )
    kept = get_object_or_404(whole, pk=organisation_id)
    require(can_keep_directory(request.user))
    gone = _chosen(request, whole, kept)
    if gone is None:
        words = request.asked.text("q")
        found = (
            directory.matching(words).exclude(pk=kept.pk).order_by("folded_name", "pk")[:FOUND_AT_MOST] if words else []
        )
        alike = similar.to(
            directory, name=kept.name, postcode=kept.postcode, email=kept.email, apart_from=kept,
            identifiers=[(one.scheme, one.value) for one in kept.identifiers.all()],
        )  # fmt: skip
        context = {"organisation": kept, "words": words, "found": found, "alike": alike}
        return render(request, "partnerships/merging/merge_organisation.html", context)
    context = {"organisation": kept, "gone": gone, "united": _united(kept, gone), "places": _places(kept, gone)}
    may = can_merge_organisations(request.user, kept, gone)
    return _preview(request, "partnerships/merging/merge_organisation.html", context, kept, gone, may)


@follows_merged("contact")
def merge_contact(request, contact_id):
    """The same for two people."""
    people = Contact.objects.visible_to(request.user).select_related("organisation", "user")
    seats = Seat.objects.visible_to(request.user).select_related("membership__partnership", "membership__organisation")
    whole = people.prefetch_related(Prefetch("seats", seats))
    kept = get_object_or_404(whole, pk=contact_id)
    require(can_keep_directory(request.user))
    gone = _chosen(request, whole, kept)
    if gone is None:
        words = request.asked.text("q")
        found = (
            people.matching(words).exclude(pk=kept.pk).order_by("folded_name", "pk")[:FOUND_AT_MOST] if words else []
        )
        alike = people.like(kept).order_by("folded_name", "pk")[:FOUND_AT_MOST]
        context = {"contact": kept, "words": words, "found": found, "alike": alike}
        return render(request, "partnerships/merging/merge_contact.html", context)
    may = can_merge_contacts(request.user, kept, gone)
    return _preview(
        request, "partnerships/merging/merge_contact.html", {"contact": kept, "gone": gone}, kept, gone, may
    )


@follows_merged("organisation")
def remove_organisation(request, organisation_id):
    """For one that was made by mistake. Says what hangs on it, or asks."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=organisation_id)
    return _remove(request, organisation, organisation.get_absolute_url(), reverse("organisations"))


@follows_merged("contact")
def remove_contact(request, contact_id):
    """The same for a person."""
    people = Contact.objects.visible_to(request.user).select_related("organisation")
    contact = get_object_or_404(people, pk=contact_id)
    home = contact.organisation.get_absolute_url() if contact.organisation else reverse("organisations")
    return _remove(request, contact, reverse("edit-contact", args=[contact.pk]), home)


def _remove(request, row, page, after):
    require(can_keep_directory(request.user))
    if request.method == "POST":
        try:
            merges.remove(row=row, by=request.user, now=request.now)
        except merges.StillNeeded as refusal:
            messages.warning(request, str(refusal))
            return redirect(request.path)
        messages.success(request, f"{row} is out of the directory.")
        return redirect(after)
    context = {"row": row, "page": page, "hanging": hanging.on(row, request.now), "is_person": isinstance(row, Contact)}
    return render(request, "partnerships/merging/remove.html", context)


def _chosen(request, rows, kept):
    """The other one that ?with= names; None, with a sentence when it was named in vain."""
    if not request.asked.text("with"):
        return None
    gone = rows.filter(pk=request.asked.number("with")).first()
    if gone is None:
        messages.warning(request, "The other one is not in the directory any more: perhaps somebody merged it already.")
    elif gone.pk == kept.pk:
        messages.warning(request, f"{kept} cannot be merged with itself. Choose another one.")
        gone = None
    return gone


def _preview(request, template, context, kept, gone, may):
    """What would become of both, and the merge itself."""
    form = MergeForm(request.POST or None, kept=kept, gone=gone)
    if request.method == "POST" and form.is_valid() and not may:
        form.propose(by=request.user, now=request.now)
        messages.info(request, f"Proposed to those who lead with {kept} and {gone}. You hear their answer.")
        return _to(kept)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user, now=request.now)
        except merges.ChangedMeanwhile as refusal:
            form = form.looked_at_again()
            form.add_error(None, str(refusal))
        except merges.CannotUnite as refusal:
            form.add_error(None, str(refusal))
        except merges.AlreadyMerged as refusal:
            messages.warning(request, str(refusal))
            return _to(kept)
        else:
            messages.success(request, f"{gone} is merged into {kept}. Old links lead here.")
            return _to(kept)
    return render(request, template, {**context, "form": form, "may": may})


def _to(row):
    if isinstance(row, Contact):
        return redirect("edit-contact", row.pk)
    return redirect(row)


def _united(kept, gone):
    """(what there are several of, what stays of both) for numbers and areas."""
    numbers = dict.fromkeys(str(one) for row in (kept, gone) for one in row.identifiers.all())
    areas = dict.fromkeys(str(one) for row in (kept, gone) for one in row.areas.all())
    return [(label, list(rows)) for label, rows in (("Register numbers", numbers), ("Areas served", areas)) if rows]


def _places(kept, gone):
    """(the partnership, the stage there afterwards, whether both take part) of those that the person may see."""
    mine = {one.partnership_id: one for one in kept.memberships.all()}
    found = []
    for theirs in gone.memberships.all():
        twin = mine.get(theirs.partnership_id)
        stays = twin if twin and twin.is_as_far_as(theirs) else theirs
        found.append((theirs.partnership, stays.get_stage_display(), twin is not None))
    return found
