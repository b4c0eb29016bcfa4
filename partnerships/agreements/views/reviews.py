"""Looking at the agreement again: a partner's view from a link in a mail or signed in, and the lead's decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from ...links import links, respondent
from ...links.models import ActionLink
from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import reviews, versions
from ..forms.reviews import EndAgreementForm, ExtendForm, KeepForm, ReviewViewForm
from ..models import AgreementVersion, ReviewView

TAB = "Agreement"


@never_cache
@login_not_required
def review_agreement(request, version_id):
    """Keep it, change it or end it: one organisation's view, changeable until a lead decides. GET changes nothing."""
    link = links.held_by(request, ActionLink.Purpose.REVIEW, version_id)
    version = respondent.find_version(request, link, version_id)
    seat = respondent.find_seat(request, link, version)
    view = version.review_views.open().filter(membership=seat.membership).select_related("contact").first()
    chosen = {"choice": view.choice, "words": view.words} if view else {"choice": request.asked.text("choice")}
    form = ReviewViewForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid() and _say(request, version, seat, form):
        return _onward(request, link, seat)
    context = {
        "partnership": version.agreement.partnership,
        "version": version,
        "seat": seat,
        "view": view,
        "form": form,
        "today": request.today,
        "may_read": request.user.is_authenticated,
    }
    return render(request, "partnerships/agreements/review_agreement.html", context)


def decide_review(request, version_id):
    """What each partner would do, side by side, and what a lead makes of it: keep, keep it longer, change, end."""
    version = _led(request, version_id)
    today = request.today
    keeps = KeepForm(request.POST if "keep" in request.POST else None, initial={"seen": version.review_due_on})
    extends = ExtendForm(request.POST if "extend" in request.POST else None)
    if keeps.is_valid() and _keep(request, version, keeps):
        return redirect("agreement", version.agreement.partnership_id)
    if extends.is_valid() and _extend(request, version, extends):
        return redirect("agreement", version.agreement.partnership_id)
    partnership = version.agreement.partnership
    views = ReviewView.objects.visible_to(request.user).of_version(version).open().with_people()
    said = {view.membership_id: view for view in views}
    members = partnership.memberships.current().select_related("organisation")
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": True,
        "version": version,
        "today": today,
        "rows": [(membership, said.get(membership.pk)) for membership in members],
        "counts": [(label, sum(view.choice == value for view in said.values())) for value, label in _choices()],
        "has_run_out": bool(version.ends_on and version.ends_on < today),
        "later": version.agreement.versions.filter(number__gt=version.number).first(),
        "keep_form": keeps,
        "extend_form": extends,
        "forms": [keeps, extends],
    }
    return render(request, "partnerships/agreements/decide_review.html", context)


def end_agreement(request, version_id):
    """Asks for the last day and the reason first."""
    version = _led(request, version_id)
    form = EndAgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reviews.end(version=version, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, "The agreement has ended.")
            return redirect("agreement", version.agreement.partnership_id)
        except (reviews.NotThatDay, reviews.NotInForce) as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
    context = {"partnership": version.agreement.partnership, "tab": TAB, "leads": True, "version": version}
    return render(request, "partnerships/agreements/end_agreement.html", context | {"form": form})


def _choices():
    return ReviewView.Choice.choices


def _onward(request, link, seat):
    """Back to the page, for the seat it spoke for; who holds a link has only that one."""
    is_of_link = link is not None and seat.contact_id == link.contact_id
    return redirect(request.path if is_of_link else f"{request.path}?seat={seat.pk}")


def _say(request, version, seat, form):
    try:
        view = reviews.say(
            version=version, membership=seat.membership, contact=seat.contact, **form.cleaned_data, now=request.now
        )
        messages.success(request, f"Thank you. You said: “{view.get_choice_display()}”.")
        return True
    except reviews.NotInForce as refusal:
        form.add_error(None, str(refusal))
        return False


def _led(request, version_id):
    found = AgreementVersion.objects.visible_to(request.user).select_related("agreement__partnership__host")
    version = get_object_or_404(found, pk=version_id)
    require(can_lead(request.user, version.agreement.partnership))
    return version


def _keep(request, version, form):
    values = form.cleaned_data
    try:
        reviews.keep(
            version=version,
            review_on=values["review_on"],
            seen_review_on=values["seen"],
            by=request.user,
            now=request.now,
        )
        messages.success(request, f"Kept. You look at it together again on {version.next_review_on:%-d %B %Y}.")
        return True
    except (reviews.NotInForce, reviews.AlreadyDecided, reviews.NotThatDay) as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return False


def _extend(request, version, form):
    values = form.cleaned_data
    try:
        following = reviews.extend(
            version=version,
            review_on=values["new_review_on"],
            ends_on=values["ends_on"],
            by=request.user,
            now=request.now,
        )
        messages.success(request, f"Version {following.number} is shared. Everybody who may accept it is asked to.")
        return True
    except reviews.NotThatDay as refusal:
        form.add_error("new_review_on" if refusal.field == "review_on" else refusal.field, str(refusal))
    except (reviews.NotInForce, versions.AlreadyOpen, versions.NotReady) as refusal:
        form.add_error(None, str(refusal))
    return False
