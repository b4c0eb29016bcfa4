from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ...membership.models import Partnership, Seat
from ...membership.permissions import can_lead
from ...pages.access import require
from .. import pdf, waiting_for
from ..actions import versions as agreements
from ..discussion import talks_of
from ..document import Document, Signatures, signatures
from ..forms.discussion import TalkForm, part_of
from ..models import AgreementVersion
from ..validity import Validity

TAB = "Agreement"


def agreement(request, partnership_id):
    """One version in full (?version=, by itself the one that matters most now), and how the others stand."""
    found = Partnership.objects.visible_to(request.user).select_related("host", "rhythm")
    partnership = get_object_or_404(found, pk=partnership_id)
    versions = list(AgreementVersion.objects.visible_to(request.user).of_partnership(partnership))
    shown = chosen_version(versions, request.asked.text("version"))
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": can_lead(request.user, partnership),
        "versions": versions,
        "draft": next((version for version in versions if version.is_draft), None),
        "shown": shown,
        "validity": Validity(versions, today=request.today),
        "in_force": next((version for version in versions if version.is_in_force), None),
    }
    if shown:
        shown.agreement.partnership = partnership
        context |= _document(request, partnership, versions, shown, context["leads"])
    return render(request, "partnerships/agreements/agreement.html", context)


def chosen_version(versions, number):
    """The version asked for; otherwise the shared one, the one in force, the draft, the latest."""
    if number:
        chosen = next((version for version in versions if str(version.number) == number), None)
        if chosen is None:
            raise Http404("No such version")
        return chosen
    order = [AgreementVersion.State.SHARED, AgreementVersion.State.IN_FORCE, AgreementVersion.State.DRAFT]
    wanted = (version for state in order for version in versions if version.state == state)
    return next(wanted, versions[0] if versions else None)


def amend_agreement(request, partnership_id):
    """Asks first: taking a shared version back means that everybody accepts again."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    versions = AgreementVersion.objects.visible_to(request.user).of_partnership(partnership)
    latest = versions.select_related("agreement").first()
    if latest is None:
        raise Http404("Nothing to change yet")
    if request.method != "POST":
        context = {"partnership": partnership, "tab": TAB, "leads": True, "latest": latest}
        return render(request, "partnerships/agreements/amend_agreement.html", context)
    try:
        version = agreements.amend(agreement=latest.agreement, by=request.user, now=request.now)
        messages.success(request, f"Version {version.number} is a copy of version {latest.number}. Now change it.")
        return redirect("edit-agreement", version.pk)
    except (agreements.AlreadyOpen, agreements.StaleVersion) as refusal:
        messages.info(request, str(refusal))
        return redirect("agreement", partnership.pk)


@require_POST
def comment_on_agreement(request, version_id):
    version = get_object_or_404(AgreementVersion.objects.visible_to(request.user), pk=version_id)
    partnership = version.agreement.partnership
    seat = Seat.objects.current().of_user(request.user).of_partnership(partnership).first()
    require(seat)
    form = TalkForm(request.POST, part=part_of(request.POST))
    if not form.is_valid():
        messages.error(request, "Write your question or comment first.")
        return redirect("agreement", partnership.pk)
    try:
        agreements.comment(
            version=version, contact=seat.contact, section=form.part, **form.cleaned_data, now=request.now
        )
        messages.success(request, "Your comment is there for everybody to read.")
    except agreements.StaleVersion as refusal:
        messages.error(request, str(refusal))
    return redirect("agreement", partnership.pk)


def print_agreement(request, version_id):
    """The whole version on paper, with its signatures."""
    found = AgreementVersion.objects.visible_to(request.user).select_related("agreement__partnership__host")
    version = get_object_or_404(found, pk=version_id)
    partnership = version.agreement.partnership
    context = {
        "partnership": partnership,
        "version": version,
        "document": Document(version, today=request.today),
        "signatures": signatures(partnership, [version])[version.pk],
    }
    return render(request, "partnerships/agreements/print_agreement.html", context)


@never_cache
def agreement_pdf(request, version_id):
    """The whole version as a tagged PDF to keep; a draft says that it is one."""
    found = AgreementVersion.objects.visible_to(request.user).select_related("agreement__partnership__host")
    version = get_object_or_404(found, pk=version_id)
    signed = signatures(version.agreement.partnership, [version])[version.pk]
    response = HttpResponse(pdf.agreement_pdf(version, signed, today=request.today), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{pdf.file_name(version)}"'
    return response


def _document(request, partnership, versions, shown, leads):
    """What the page tells about the version shown, and about the one that waits or is in force."""
    current = next((version for version in versions if version.can_be_accepted), None)
    signed = signatures(partnership, [version for version in {shown, current} if version])
    found = Seat.objects.current().of_user(request.user).of_partnership(partnership)
    seats = list(found.select_related("contact", "membership__organisation", "membership__partnership"))
    speaking = {seat.membership_id: seat for seat in seats if not seat.observes}
    waiting = signed[current.pk].waiting if current else Signatures().waiting
    mine = next((seat for seat in speaking.values() if seat.membership in waiting), None)
    turn = waiting_for.of_version(current, user=request.user) if current else None
    asked = turn.blocks(mine.membership_id) if mine else None
    return {
        "document": Document(
            shown, today=request.today, keeper=lambda promise: leads or promise.from_membership_id in speaking
        ),
        "signatures": signed[shown.pk],
        "signed_copies": list(shown.signed_copies.select_related("added_by")),
        "current": current,
        "says_for": next((seat for seat in speaking.values() if seat.membership.is_member), None),
        "turn": turn,
        "my_seat": mine,
        "asked": asked,
        "refusal": str(agreements.QuestionOpen(asked, mine.contact)) if asked else "",
        "talks": talks_of(shown, form_for=_form_for(shown, current, seats, mine)),
        "speaks_for": speaking,
        "speaks_as": mine,
        "can_comment": shown.is_shared and bool(seats),
        "unsure": mine is not None and shown == current,
        "accept_url": reverse("accept-agreement", args=[current.pk]) if current else "",
        "comment_url": reverse("comment-on-agreement", args=[shown.pk]) if shown.is_shared else "",
    }


def _form_for(shown, current, seats, mine):
    """Comments are taken from every seat while the text is shared, questions from those whose yes is missing."""
    if seats and (shown.is_shared or (mine and shown == current)):
        return lambda part: TalkForm(part=part)
    return None
