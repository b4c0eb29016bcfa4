"""Reading a version and saying yes to it: from a link in a mail, or signed in."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from ...links import links, respondent
from ...links.models import ActionLink
from ...membership.models import Seat
from .. import waiting_for
from ..actions import versions as agreements
from ..changes import Difference, earlier
from ..content import Content, members_of
from ..discussion import left, talks_of
from ..forms.discussion import AskAgainForm, TalkForm
from ..forms.drafts import AcceptForm
from ..models import AgreementVersion


@dataclass(frozen=True)
class Reader:
    """Who stands before a version that they may accept, and what was read to know it."""

    link: ActionLink | None
    version: AgreementVersion
    # Those of the agreement that were shared.
    versions: list[AgreementVersion]
    members: dict
    # {version id: Signatures}
    signatures: dict
    seat: Seat

    @property
    def partnership(self):
        return self.version.agreement.partnership

    @property
    def mine(self):
        """The yes of their organisation to this version, or None."""
        return self.signatures[self.version.pk].of(self.seat.membership_id)

    def last_accepted(self):
        """The latest earlier version their organisation said yes to itself, or None."""
        for other in sorted(earlier(self.version, self.versions), key=lambda other: -other.number):
            yes = self.signatures[other.pk].of(self.seat.membership_id)
            if yes and not yes.is_carried:
                return other
        return None


def find_reader(request, version_id):
    """404 for who may not see the version, 403 without a seat that may accept."""
    link = links.held_by(request, ActionLink.Purpose.ACCEPT, version_id)
    version, versions = respondent.find_versions(request, link, version_id)
    members = members_of([version])
    signed = waiting_for.signatures(versions, members)
    accepted = {yes.membership_id for yes in signed[version.pk].accepted}
    seat = respondent.find_seat(request, link, version, last=accepted)
    seat.membership = members[seat.membership_id]
    return Reader(link, version, versions, members, signed, seat)


@never_cache
@login_not_required
def accept_agreement(request, version_id):
    """The text, one button to accept it, and below each part room to comment or to say that one is unsure."""
    reader = find_reader(request, version_id)
    form = AcceptForm(request.POST if request.method == "POST" else None, seat=reader.seat)
    if request.method != "POST":
        return _page(request, reader, accepts=form)
    return onward(reader) if form.is_valid() and _accept(request, reader, form) else refused(request, reader, form)


def onward(reader):
    """A link opens this page only; who is signed in goes back to the partnership."""
    if respondent.is_of(reader.link, reader.seat):
        return redirect("accept-agreement", reader.version.pk)
    return redirect("agreement", reader.partnership.pk)


def _accept(request, reader, form):
    version, seat = reader.version, reader.seat
    try:
        agreements.accept(
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
    except agreements.AlreadyAccepted as refusal:
        messages.info(request, str(refusal))
        return True
    except (agreements.StaleVersion, agreements.QuestionOpen) as refusal:
        form.add_error(None, str(refusal))
        return False


def refused(request, reader, accepts=None, *, says=None):
    """The page as things stand now, with the form that was sent and what is wrong with it."""
    reader = find_reader(request, reader.version.pk)
    return _page(request, reader, accepts=accepts or AcceptForm(seat=reader.seat), says=says)


def _page(request, reader, *, accepts, says=None):
    context = {
        "partnership": reader.partnership,
        "version": reader.version,
        "seat": reader.seat,
        "signatures": reader.signatures[reader.version.pk],
        "mine": reader.mine,
        "accept_form": accepts,
        "forms": [accepts, says],
        **_text(request, reader),
        **_said(reader, says),
    }
    context["talks_left"] = left(context["talks"], context["content"].parts())
    return render(request, "partnerships/agreements/accept_agreement.html", context)


def _text(request, reader):
    """The words, what changed in them, and what the host is late with."""
    version, membership = reader.version, reader.seat.membership
    others = earlier(version, reader.versions)
    accepted = reader.last_accepted()
    before = accepted or (others[0] if others else None)
    in_force = [other for other in reader.versions if other.is_in_force]
    wanted = {other.pk: other for other in (version, before, *in_force) if other}
    contents = Content.of_versions(list(wanted.values()), reader.members, beside=reader.partnership)
    content = contents[version.pk]
    counting = [*content.other_promises, *(promise for other in in_force for promise in contents[other.pk].promises)]
    owed = [promise for promise in counting if promise.is_owed_to(membership, request.today)]
    return {
        "accepted": accepted,
        "before": before,
        "difference": Difference(contents[before.pk], content) if before else None,
        "content": content,
        "promises": content.promises_on(request.today),
        "owed": sorted(owed, key=lambda promise: (promise.due_on, promise.pk)),
        "text_hash": content.hash(),
    }


def _said(reader, says):
    """What was said about it, whose turn it is, and what this reader may say now."""
    version, seat = reader.version, reader.seat
    questions = list(version.questions.with_people())
    leads = waiting_for.leads_of(reader.partnership.pk)
    turn = None
    if version.can_be_accepted:
        turn = waiting_for.turn_of(reader.signatures[version.pk].waiting, questions, leads, [seat])
    asked = turn.blocks(seat.membership_id) if turn else None
    asks_again = isinstance(says, AskAgainForm)
    sent = None if asks_again else says
    return {
        "turn": turn,
        "asked": asked,
        "refusal": waiting_for.why_not_yet(asked, seat.contact, leads) if asked else "",
        "talks": talks_of(questions, version.comments.with_people(), form_for=_form_for(reader), sent=sent),
        "asks_again": says if asks_again else None,
        "speaks_for": {seat.membership_id: seat},
        "speaks_as": seat,
        "unsure": not reader.mine and version.can_be_accepted,
        "can_comment": version.is_shared,
        "comment_url": reverse("send-comment", args=[version.pk]),
        "ask_url": reverse("ask-question", args=[version.pk]),
    }


def _form_for(reader):
    """Comments are taken while the text is shared, questions while a yes is missing."""
    is_open = reader.version.is_shared or (reader.version.is_in_force and not reader.mine)
    return lambda part: TalkForm(part=part) if is_open else None
