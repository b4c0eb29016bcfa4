"""Reading a version, saying yes to it, or saying what one thinks of it: from a link in a mail, or signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from ...commitments.models import Commitment
from ...links import links, respondent
from ...links.models import ActionLink
from ...pages.queries import number_in
from .. import waiting_for
from ..actions import questions, versions
from ..changes import Difference, last_accepted
from ..discussion import talks_of
from ..document import Document, signatures
from ..forms.discussion import TalkForm, part_of
from ..forms.drafts import AcceptForm
from ..models import AgreementVersion


@never_cache
@login_not_required
def accept_agreement(request, version_id):
    """The text, one button to accept it, and below each part room to comment or to say that one is unsure.

    Without a seat that may accept: 403.
    """
    link = links.held_by(request, ActionLink.Purpose.ACCEPT, version_id)
    version = respondent.find_version(request, link, version_id)
    accepted = set(version.acceptances.values_list("membership", flat=True))
    seat = respondent.find_seat(request, link, version, last=accepted)
    accepts = AcceptForm(request.POST if "accept" in request.POST else None, seat=seat)
    says = TalkForm(request.POST if SAYING & request.POST.keys() else None, part=part_of(request.POST))
    done = accepts.is_valid() and _accept(request, version, seat, accepts)
    if not done and says.is_valid():
        done = _say(request, version, seat, says)
    if not done and CLOSING & request.POST.keys():
        done = _close(request, version, seat)
    if done:
        return _onward(request, link, version, seat)
    return _page(request, version, seat, accepts, says)


# The buttons of the page, by what they need: words, or only the question they stand beside.
SAYING = {"comment", "unsure", "again"}
CLOSING = {"withdraw", "settle"}


def _onward(request, link, version, seat):
    """A link opens this page only; who is signed in goes back to the partnership."""
    return (
        redirect(request.path)
        if respondent.is_of(link, seat)
        else redirect("agreement", version.agreement.partnership_id)
    )


def _accept(request, version, seat, form):
    try:
        versions.accept(
            version=version,
            membership=seat.membership,
            contact=seat.contact,
            text_hash=form.cleaned_data["text_hash"],
            now=request.now,
        )
        messages.success(
            request, f"Thank you. You accepted version {version.number} for {seat.membership.organisation}."
        )
        return True
    except versions.AlreadyAccepted as refusal:
        messages.info(request, str(refusal))
        return True
    except (versions.StaleVersion, versions.QuestionOpen) as refusal:
        form.add_error(None, str(refusal))
        return False


def _say(request, version, seat, form):
    """A comment for everybody to read, or a question that the leads answer first."""
    words = {"contact": seat.contact, "now": request.now}
    body, part = form.cleaned_data["body"], form.part
    try:
        if "comment" in request.POST:
            versions.comment(version=version, section=part, body=body, **words)
            messages.success(request, "Thank you. Your comment is there for everybody to read.")
        elif "again" in request.POST:
            question = _question(request, version, seat, "again")
            questions.ask_again(question=question, words=body, **words)
            messages.success(request, _has_been_told(version))
        else:
            questions.ask(version=version, membership=seat.membership, section=part, words=body, **words)
            messages.success(request, _has_been_told(version))
        return True
    except versions.AlreadyAccepted as refusal:
        form.add_error(None, f"{refusal} Send it as a comment instead.")
    except (versions.StaleVersion, questions.AlreadyAsked, questions.NotAnswered) as refusal:
        form.add_error(None, str(refusal))
    return False


def _close(request, version, seat):
    """Take a question back, or say that the answer was enough."""
    words = {"contact": seat.contact, "now": request.now}
    try:
        if "withdraw" in request.POST:
            questions.withdraw(question=_question(request, version, seat, "withdraw"), **words)
            messages.success(request, "Your question is withdrawn. You can accept now, or ask again.")
        else:
            questions.settle(question=_question(request, version, seat, "settle"), **words)
            messages.success(request, "Thank you. Good to know that this is clear now.")
    except (questions.NoLongerOpen, questions.NotAnswered) as refusal:
        messages.info(request, str(refusal))
    return True


def _question(request, version, seat, button):
    """The question beside the pressed button: one of this organisation."""
    number = request.POST[button]
    found = version.questions.filter(membership=seat.membership).select_related("version__agreement__partnership")
    return get_object_or_404(found, pk=number_in(number) or 0)


def _has_been_told(version):
    told = waiting_for.have_been_told(waiting_for.leads_of(version.agreement.partnership_id))
    return f"Thank you for asking. {told}, and you get an e-mail with the answer."


def _page(request, version, seat, accepts, says):
    partnership = version.agreement.partnership
    signed = signatures(partnership, [version])[version.pk]
    accepted = last_accepted(version, seat.membership)
    before = accepted or AgreementVersion.objects.past_draft().before(version).first()
    mine = signed.of(seat.membership_id)
    turn = waiting_for.of_version(version, seats=[seat])
    asked = turn.blocks(seat.membership_id) if turn else None

    def form_for(part):
        """Comments are taken while the text is shared, questions while a yes is missing."""
        if not version.is_shared and (mine or not version.is_in_force):
            return None
        return says if says.is_bound and says.part == part else TalkForm(part=part)

    context = {
        "partnership": partnership,
        "version": version,
        "accepted": accepted,
        "before": before,
        "difference": Difference(before, version) if before else None,
        "seat": seat,
        "document": Document(version, today=request.today),
        "signatures": signed,
        "owed": Commitment.objects.owed_by_host([seat.membership_id], request.today),
        "turn": turn,
        "mine": mine,
        "asked": asked,
        "refusal": str(versions.QuestionOpen(asked, seat.contact)) if asked else "",
        "talks": talks_of(version, form_for=form_for),
        "speaks_for": {seat.membership_id: seat},
        "speaks_as": seat,
        "unsure": not mine and version.can_be_accepted,
        "can_comment": version.is_shared,
        "accept_url": request.get_full_path(),
        "text_hash": version.hash_of_words(),
        "accept_form": accepts,
        "forms": [accepts, says],
    }
    return render(request, "partnerships/agreements/accept_agreement.html", context)
