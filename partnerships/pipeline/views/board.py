"""The way of each organisation from a name to a member, as a board or as a list."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ...membership.models import Membership, Partnership
from ...membership.permissions import can_lead, can_oversee
from ...pages.access import require
from ..actions import memberships
from ..forms.memberships import MoveForm
from ..models import TrustedPerson

TAB = "Pipeline"


def pipeline(request, partnership_id):
    """The stages as columns, or with ?as=list as one table; below them whom people already go to."""
    found = Partnership.objects.visible_to(request.user).select_related("host")
    partnership = get_object_or_404(found, pk=partnership_id)
    require(can_oversee(request.user, partnership))
    there = sorted(partnership.memberships.with_people(), key=lambda membership: membership.stage_at)
    trusted = TrustedPerson.objects.visible_to(request.user).filter(partnership=partnership)
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": can_lead(request.user, partnership),
        "is_list": request.asked.text("as") == "list",
        "today": request.today,
        "columns": [(stage, [m for m in there if m.stage == stage]) for stage in Membership.PATH],
        "aside": [m for m in there if m.is_gone],
        "on_the_way": [m for m in there if not m.is_host],
        "stages": Membership.Stage.choices,
        "trusted": list(trusted.select_related("organisation", "contact").prefetch_related("heard")),
        "lacks_buy_in": Partnership.objects.without_buy_in().filter(pk=partnership.pk).exists(),
    }
    return render(request, "partnerships/pipeline/pipeline.html", context)


@require_POST
def move_membership(request, membership_id):
    """One step from a card. Who goes aside is asked for the reason first, on the page that has room for it."""
    found = Membership.objects.visible_to(request.user).select_related("partnership", "organisation")
    membership = get_object_or_404(found, pk=membership_id)
    require(can_lead(request.user, membership.partnership))
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"Choose the stage to move {membership.organisation} to.")
        return redirect(_card(request, membership))
    stage = form.cleaned_data["stage"]
    if stage in Membership.GONE:
        query = urlencode({"stage": stage, "back": "pipeline"})
        return redirect(f"{reverse('edit-membership', args=[membership.pk])}?{query}")
    try:
        memberships.move(
            membership=membership, stage=stage, was=form.cleaned_data["was"], reason="", by=request.user,
            now=request.now,
        )  # fmt: skip
        messages.success(request, f"{membership.organisation} is now “{membership.get_stage_display()}”.")
    except memberships.MovedMeanwhile as refusal:
        messages.error(request, str(refusal))
    return redirect(_card(request, membership))


def _card(request, membership):
    """Where the organisation stands on the page that the form was on."""
    query = "?as=list" if request.POST.get("as") == "list" else ""
    return f"{reverse('pipeline', args=[membership.partnership_id])}{query}#membership-{membership.pk}"
