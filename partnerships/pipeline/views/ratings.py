"""How leads judge each organisation's influence and interest. Partners are kept out of every page here."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.models import Membership, Partnership
from ...membership.permissions import can_lead, can_oversee
from ...pages.access import require
from ..actions import ratings as stances
from ..chart import influence_of
from ..forms.ratings import StanceForm
from ..models import Stance

TAB = "Influence"


def influence(request, partnership_id):
    """The two by two picture with its table, and who is not rated yet."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_oversee(request.user, partnership))
    there = list(partnership.memberships.to_be_rated().with_stance())
    rated = [membership for membership in there if membership.stance]
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": can_lead(request.user, partnership),
        "rated": rated,
        "unrated": [membership for membership in there if not membership.stance],
        "chart": influence_of(rated),
    }
    return render(request, "partnerships/pipeline/influence.html", context)


def ratings(request, membership_id):
    """One organisation's ratings over time, the newest first."""
    membership = _fetch(request, membership_id)
    require(can_oversee(request.user, membership.partnership))
    found = Stance.objects.visible_to(request.user).filter(membership=membership).select_related("noted_by")
    context = _context(membership) | {"stances": found, "leads": can_lead(request.user, membership.partnership)}
    return render(request, "partnerships/pipeline/ratings.html", context)


def rate_membership(request, membership_id):
    """Judge anew. The earlier ratings stay."""
    membership = _fetch(request, membership_id)
    require(can_lead(request.user, membership.partnership))
    before = Stance.objects.visible_to(request.user).filter(membership=membership).first()
    initial = {"influence": before.influence, "interest": before.interest} if before else {}
    form = StanceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        stance = stances.rate(membership=membership, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"{membership.organisation}: {stance.quadrant.label.lower()}.")
        return redirect("influence", membership.partnership_id)
    context = _context(membership) | {"form": form, "before": before, "leads": True}
    return render(request, "partnerships/pipeline/rate_membership.html", context)


def _fetch(request, pk):
    found = Membership.objects.visible_to(request.user).select_related("partnership", "organisation")
    return get_object_or_404(found, pk=pk)


def _context(membership):
    return {"partnership": membership.partnership, "tab": TAB, "membership": membership}
