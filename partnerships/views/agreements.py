from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import papers, turns
from ..actions import agreements, reacceptances
from ..differences import Difference
from ..documents import Document, Signatures, signatures
from ..forms.reacceptances import TOUCHED, ShareAgainForm
from ..forms.talk import TalkForm, part_of
from ..models import AgreementVersion, Partnership, Seat
from ..permissions import can_lead, require
from ..talk import talks_of
from ..touched import touches
from ..validity import Validity
from .drafts import drafting

TAB = "Agreement"


def agreement(request, partnership_id):
    """One version in full (?version=, by itself the one that matters most now), and how the others stand."""
    found = Partnership.objects.visible_to(request.user).select_related("host", "rhythm")
    partnership = get_object_or_404(found, pk=partnership_id)
    versions = list(AgreementVersion.objects.visible_to(request.user).of_partnership(partnership))
    shown = chosen_version(versions, request.GET.get("version", ""))
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": can_lead(request.user, partnership),
        "versions": versions,
        "draft": next((version for version in versions if version.is_draft), None),
        "shown": shown,
        "validity": Validity(versions, today=timezone.localdate()),
        "in_force": next((version for version in versions if version.is_in_force), None),
    }
    if shown:
        shown.agreement.partnership = partnership
        context |= _document(request, partnership, versions, shown, context["leads"])
    return render(request, "partnerships/agreement.html", context)


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
        return render(request, "partnerships/amend_agreement.html", context)
    try:
        version = agreements.amend(agreement=latest.agreement, by=request.user, now=timezone.now())
        messages.success(request, f"Version {version.number} is a copy of version {latest.number}. Now change it.")
        return redirect("edit-agreement", version.pk)
    except (agreements.AlreadyOpen, agreements.StaleVersion) as refusal:
        messages.info(request, str(refusal))
        return redirect("agreement", partnership.pk)


@drafting
def share_agreement(request, version):
    """Asks first: shows what changed, whom it touches, and who will be asked to accept."""
    partnership = version.agreement.partnership
    found = touches(version)
    form = _form_to_share_again(request, version, found)
    if request.method == "POST" and (form is None or form.is_valid()) and (answer := _share(request, version, form)):
        return answer
    before = AgreementVersion.objects.visible_to(request.user).before(version).first()
    members = partnership.memberships.current().with_people()
    people = {member.pk: [seat.contact for seat in member.people if not seat.observes] for member in members}
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": True,
        "version": version,
        "asked": [(touch, people.get(touch.membership.pk, [])) for touch in found],
        "form": form,
        "before": before,
        "difference": Difference(before, version) if before else None,
        "lacks_buy_in": not partnership.trusted_people.on_board().exists(),
        "warnings": Document(version, today=timezone.localdate()).warnings(),
    }
    return render(request, "partnerships/share_agreement.html", context)


def _form_to_share_again(request, version, found):
    """The question whom to ask, where somebody's yes could be carried over; or was, when this page was opened."""
    untouched = [touch.membership for touch in found if not touch.is_touched]
    if not untouched and request.POST.get("who") != TOUCHED:
        return None
    initial = {"text_hash": version.hash_of_words()}
    return ShareAgainForm(request.POST or None, untouched=untouched, initial=initial)


def _share(request, version, form):
    """The answer once it is shared; None when the form says what is in the way."""
    shared = {"version": version, "by": request.user, "now": timezone.now()}
    try:
        if form is not None and form.only_touched:
            choice = {name: form.cleaned_data[name] for name in ("reason", "text_hash")}
            reacceptances.share_with_touched(also=form.also_asked(), **choice, **shared)
            messages.success(request, f"Version {version.number} is shared. Those it touches are asked to accept it.")
        else:
            agreements.share(**shared)
            messages.success(request, f"Version {version.number} is shared. Everybody who may accept it is asked to.")
        return redirect("agreement", version.agreement.partnership_id)
    except reacceptances.NotNarrowed as refusal:
        form.add_error(None, str(refusal))
        form.show_again(version.hash_of_words())
        return None
    except agreements.NotReady as refusal:
        messages.error(request, str(refusal))
        return redirect("edit-agreement", version.pk)


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
            version=version, contact=seat.contact, section=form.part, **form.cleaned_data, now=timezone.now()
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
        "document": Document(version, today=timezone.localdate()),
        "signatures": signatures(partnership, [version])[version.pk],
    }
    return render(request, "partnerships/print_agreement.html", context)


@never_cache
def agreement_pdf(request, version_id):
    """The whole version as a tagged PDF to keep; a draft says that it is one."""
    found = AgreementVersion.objects.visible_to(request.user).select_related("agreement__partnership__host")
    version = get_object_or_404(found, pk=version_id)
    signed = signatures(version.agreement.partnership, [version])[version.pk]
    response = HttpResponse(papers.agreement_pdf(version, signed), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{papers.file_name(version)}"'
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
    turn = turns.of_version(current, user=request.user) if current else None
    asked = turn.blocks(mine.membership_id) if mine else None
    return {
        "document": Document(
            shown, today=timezone.localdate(), keeper=lambda promise: leads or promise.from_membership_id in speaking
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
