from contextlib import suppress

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...directory import same_address
from ...directory.models import Organisation
from ...membership.actions import seats, seats_of_leads
from ...membership.forms import RoleForm, SeatForm
from ...membership.models import Membership, Partnership, Seat
from ...membership.permissions import can_lead
from ...pages.access import require
from ...pages.queries import number_in
from ..actions import memberships
from ..forms.memberships import InviteForm, SeveralForm, StageForm

TAB = "People"
FOUND_AT_MOST = 20


def people(request, partnership_id):
    """The organisations by stage, each with its seats."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    leads = can_lead(request.user, partnership)
    found = list(partnership.memberships.visible_to(request.user).with_people())
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": leads,
        "members": sorted((m for m in found if m.is_member), key=lambda m: m.organisation_id != partnership.host_id),
        "coming": [m for m in found if not m.is_member and not m.is_gone],
        "gone": [m for m in found if m.is_gone] if leads or request.user.can_see_directory else [],
    }
    return render(request, "partnerships/pipeline/people.html", context)


def invite_organisation(request, partnership_id):
    """First find it in the directory (?q=), then choose its stage (?organisation=)."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    context = {"partnership": partnership, "tab": TAB, "leads": True}
    asked = request.asked.number("organisation")
    if asked is None:
        several = SeveralForm(request.POST or None, user=request.user, partnership=partnership)
        if request.method == "POST" and several.is_valid():
            return _invite_several(request, partnership, **several.cleaned_data)
        context |= {"several": several, **_found(request, partnership)}
        return render(request, "partnerships/pipeline/find_organisation.html", context)
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=asked)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _invite(request, partnership, organisation, form.cleaned_data["stage"])
    context |= {"organisation": organisation, "form": form}
    return render(request, "partnerships/pipeline/invite_organisation.html", context)


def edit_membership(request, membership_id):
    """Move the organisation to another stage (?stage= is chosen beforehand), and go ?back= to where one came from."""
    membership = _fetch(request, Membership, "partnership", "organisation", pk=membership_id)
    require(can_lead(request.user, membership.partnership))
    back = "pipeline" if request.asked.text("back") == "pipeline" else "people"
    stage, now = request.asked.text("stage"), request.now
    form = StageForm(request.POST or None, membership=membership, stage=stage, today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            memberships.move(membership=membership, **form.cleaned_data, by=request.user, now=now)
            messages.success(request, f"{membership.organisation} is now “{membership.get_stage_display()}”.")
            return redirect(back, membership.partnership_id)
        except memberships.MovedMeanwhile as refusal:
            form.take_in(membership)
            form.add_error(None, str(refusal))
        except (memberships.HostStays, seats_of_leads.LastLead) as refusal:
            form.add_error(None, str(refusal))
    return _render(request, "edit_membership", membership, form=form, back=back, tab=back.title())


def add_seat(request, membership_id):
    membership = _fetch(request, Membership, "partnership", "organisation", pk=membership_id)
    require(can_lead(request.user, membership.partnership))
    asked = {name: request.asked.text(name) for name in ("authority", "capacity") if name in request.asked}
    form = SeatForm(request.POST or None, membership=membership, user=request.user, initial=asked, today=request.today)
    if request.method == "POST" and form.is_valid():
        role = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            seat = seats.take(membership=membership, contact=form.person(), **role, by=request.user, now=request.now)
            messages.success(request, f"{seat.contact} has a seat for {membership.organisation}.")
            if form.cleaned_data["contact"] is None:
                same_address.warn(request, seat.contact)
            return redirect("people", membership.partnership_id)
        except seats.AlreadySeated as refusal:
            form.add_error("contact", str(refusal))
    return _render(request, "add_seat", membership, form=form)


def edit_seat(request, seat_id):
    seat = _fetch(request, Seat, "contact", "membership__partnership", "membership__organisation", pk=seat_id)
    require(can_lead(request.user, seat.membership.partnership))
    form = RoleForm(request.POST or None, instance=seat, today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            seats.change(seat=seat, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, f"Saved what {seat.contact} may do.")
            return redirect("people", seat.membership.partnership_id)
        except (seats.LastLead, seats.AlreadyEnded) as refusal:
            form.add_error(None, str(refusal))
    return _render(request, "edit_seat", seat.membership, seat=seat, form=form)


def _fetch(request, model, *related, pk):
    return get_object_or_404(model.objects.visible_to(request.user).select_related(*related), pk=pk)


def _render(request, page, membership, **more):
    context = {"partnership": membership.partnership, "tab": TAB, "leads": True, "membership": membership, **more}
    return render(request, f"partnerships/pipeline/{page}.html", context)


def _found(request, partnership):
    words, wanted = request.asked.text("q"), _wanted(request, partnership)
    known = Organisation.objects.visible_to(request.user)
    if words:
        known = known.matching(words)
    elif wanted and wanted.type:
        known = known.of_type(wanted.type).exclude(memberships__partnership=partnership)
    else:
        known = known.none()
    found = known[: FOUND_AT_MOST + 1]
    here = dict(partnership.memberships.values_list("organisation", "pk"))
    rows = [(organisation, here.get(organisation.pk)) for organisation in found[:FOUND_AT_MOST]]
    own = Organisation.objects.visible_to(request.user).of_user(request.user).exclude(pk__in=here)
    return {
        "own": own,
        "words": words,
        "wanted": wanted,
        "found": rows,
        "can_add": any(membership is None for _, membership in rows),
        "ticked": {number_in(one) for one in request.POST.getlist("organisations")},
        "there_are_more": len(found) > FOUND_AT_MOST,
    }


def _wanted(request, partnership):
    """The body that ?for= says is missing, whose kind is looked for first."""
    bodies = partnership.wanted_bodies.select_related("type")
    return bodies.filter(pk=request.asked.number("for")).first()


def _invite_several(request, partnership, organisations, stage):
    added = []
    for organisation in organisations:
        # Whom a colleague added a moment ago is in, at the stage they chose.
        with suppress(memberships.AlreadyInvited):
            memberships.invite(
                partnership=partnership, organisation=organisation, stage=stage, by=request.user, now=request.now
            )
            added.append(organisation.name)
    messages.success(request, f"In now: {', '.join(added) or 'nobody more'}. Nobody has been written to.")
    return redirect("people", partnership.pk)


def _invite(request, partnership, organisation, stage):
    try:
        membership = memberships.invite(
            partnership=partnership, organisation=organisation, stage=stage, by=request.user, now=request.now
        )
        messages.success(request, f"{organisation} is in. Who sits there for them?")
    except memberships.AlreadyInvited as refusal:
        membership = refusal.membership
        messages.info(request, str(refusal))
    return redirect("add-seat", membership.pk)
