from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ...directory.models import User
from ...membership.models import Partnership, Seat
from ...membership.permissions import can_lead
from ...pages.access import require
from ...pages.prepared import written_once
from .. import pdf, waiting_for
from ..actions import versions as agreements
from ..content import Content, members_of
from ..discussion import left, talks_of
from ..forms.discussion import TalkForm, part_of
from ..models import AgreementQuestion, AgreementVersion
from ..validity import Validity
from ..waiting_for import signatures

TAB = "Agreement"


def agreement(request, partnership_id):
    """One version in full (?version=, by itself the one that matters most now), and how the others stand."""
    return _page(request, partnership_id, request.asked.text("version"))


def _page(request, partnership_id, number, says=None):
    """`says` is what was sent from the page and refused."""
    partnership, versions = find_versions(request, partnership_id)
    shown = chosen_version(versions, number)
    context = {
        "partnership": partnership,
        "tab": TAB,
        "forms": [says],
        "leads": versions[0].is_led if versions else can_lead(request.user, partnership),
        "versions": versions,
        "draft": next((version for version in versions if version.is_draft), None),
        "shown": shown,
        "validity": Validity(versions, today=request.today),
        "in_force": next((version for version in versions if version.is_in_force), None),
    }
    if shown:
        context |= _around(request, partnership, versions, shown, context["leads"], says)
    return render(request, "partnerships/agreements/agreement.html", context)


def find_versions(request, partnership_id):
    """(partnership, the versions that this person sees), in one query where there is a version."""
    versions = _versions(user=request.user, partnership=partnership_id)
    if not versions:
        seen = Partnership.objects.visible_to(request.user).select_related("host", "rhythm")
        return get_object_or_404(seen, pk=partnership_id), []
    for version in versions:
        version.agreement = versions[0].agreement
    return versions[0].agreement.partnership, versions


@written_once
def _versions(user: User, partnership: int):
    """Each with `is_led`: whether the reader leads here."""
    led = Partnership.objects.led_by(user).filter(pk=OuterRef("agreement__partnership"))
    seen = AgreementVersion.objects.visible_to(user).of_partnership(partnership).annotate(is_led=Exists(led))
    return seen.select_related("agreement__partnership__host", "agreement__partnership__rhythm")


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
    """From any seat, for everybody to read."""
    version = get_object_or_404(AgreementVersion.objects.visible_to(request.user), pk=version_id)
    partnership = version.agreement.partnership
    seat = Seat.objects.current().of_user(request.user).of_partnership(partnership).first()
    require(seat)
    form = TalkForm(request.POST, part=part_of(request.POST))
    if form.is_valid() and _comment(request, version, seat, form):
        return redirect("agreement", partnership.pk)
    return _page(request, partnership.pk, str(version.number), says=form)


def _comment(request, version, seat, form):
    try:
        agreements.comment(version=version, contact=seat.contact, **form.as_comment(), now=request.now)
        messages.success(request, "Your comment is there for everybody to read.")
        return True
    except agreements.StaleVersion as refusal:
        form.add_error(None, str(refusal))
        return False


def print_agreement(request, version_id):
    """The whole version on paper, with its signatures."""
    found = AgreementVersion.objects.visible_to(request.user).with_partnership()
    version = get_object_or_404(found, pk=version_id)
    content = Content.of(version)
    context = {
        "partnership": version.agreement.partnership,
        "version": version,
        "content": content,
        "promises": content.promises_on(request.today),
        "signatures": signatures([version], content.members)[version.pk],
    }
    return render(request, "partnerships/agreements/print_agreement.html", context)


@never_cache
def agreement_pdf(request, version_id):
    """The whole version as a tagged PDF to keep; a draft says that it is one."""
    found = AgreementVersion.objects.visible_to(request.user).with_partnership()
    version = get_object_or_404(found, pk=version_id)
    content = Content.of(version)
    signed = signatures([version], content.members)[version.pk]
    response = HttpResponse(pdf.agreement_pdf(content, signed, today=request.today), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{pdf.file_name(version)}"'
    return response


def _around(request, partnership, versions, shown, leads, says):
    """What the page tells about the version shown, and about the one that waits or is in force."""
    current = next((version for version in versions if version.can_be_accepted), None)
    members = members_of([shown])
    content = Content.of_versions([shown], members, beside=partnership)[shown.pk]
    signed = signatures(_both(shown, current), members)
    seats = _seats(request, members)
    speaking = {seat.membership_id: seat for seat in seats if not seat.observes}
    waiting = signed[current.pk].waiting if current else []
    mine = next((seat for seat in speaking.values() if seat.membership in waiting), None)
    keeps = {"keeper": lambda promise: leads or promise.from_membership_id in speaking}
    return {
        "content": content,
        "promises": content.promises_on(request.today, **keeps),
        "other_promises": content.other_promises_on(request.today, **keeps),
        "signatures": signed[shown.pk],
        "signed_copies": list(shown.signed_copies.select_related("added_by")),
        "current": current,
        "says_for": next((seat for seat in speaking.values() if seat.membership.is_member), None),
        "my_seat": mine,
        "speaks_for": speaking,
        "speaks_as": mine,
        **_said(content, current, waiting, seats, mine, says),
    }


def _both(shown, current):
    return [version for version in {shown, current} if version]


def _seats(request, members):
    """Those of this person around these versions, with their organisations."""
    seats = Seat.objects.current().of_user(request.user).filter(membership__in=members).select_related("contact")
    for seat in seats:
        seat.membership = members[seat.membership_id]
    return seats


def _said(content, current, waiting, seats, mine, says):
    """What was said about the version shown, whose turn it is with the current one, and what the reader may say."""
    shown = content.version
    questions = list(AgreementQuestion.objects.of_versions(_both(shown, current)).with_people())
    here = [question for question in questions if question.version_id == shown.pk]
    form_for = _form_for(shown, current, seats, mine)
    talks = talks_of(here, shown.comments.with_people(), form_for=form_for, sent=says)
    turn = _turn(current, waiting, questions, seats) if current else None
    asked = turn.blocks(mine.membership_id) if mine else None
    return {
        "talks": talks,
        "talks_left": left(talks, content.parts()),
        "turn": turn,
        "asked": asked,
        "refusal": waiting_for.why_not_yet(asked, mine.contact, turn.leads) if asked else "",
        "can_comment": shown.is_shared and bool(seats),
        "unsure": mine is not None and shown == current,
        "comment_url": reverse("comment-on-agreement", args=[shown.pk]) if shown.is_shared else "",
        "ask_url": reverse("ask-question", args=[current.pk]) if current else "",
    }


def _turn(current, waiting, questions, seats):
    leads = waiting_for.leads_of(current.agreement.partnership_id)
    asked = [question for question in questions if question.version_id == current.pk]
    return waiting_for.turn_of(waiting, asked, leads, seats)


def _form_for(shown, current, seats, mine):
    """Comments are taken from every seat while the text is shared, questions from those whose yes is missing."""
    if seats and (shown.is_shared or (mine and shown == current)):
        return lambda part: TalkForm(part=part)
    return None
