"""The fit review of an organisation: first one's own, then everybody's side by side."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.models import Membership
from ...membership.permissions import can_lead, can_review_fit, can_see_fit
from ...pages.access import require
from ..actions import fit_reviews
from ..fit_table import side_by_side
from ..forms.fit_review import FitForm
from ..models import FitReview


def fit_review(request, membership_id):
    """The form until one's own is given; from then on what all of them say."""
    found = Membership.objects.visible_to(request.user).select_related("partnership__host", "organisation")
    membership = get_object_or_404(found, pk=membership_id)
    require(can_see_fit(request.user, membership))
    reviews = list(FitReview.objects.visible_to(request.user).of_membership(membership))
    mine = next((review for review in reviews if review.by_id == request.user.pk), None)
    is_to_give = mine is None and can_review_fit(request.user, membership)
    form = FitForm(request.POST or None) if is_to_give or request.method == "POST" else None
    if request.method == "POST":
        require(can_review_fit(request.user, membership))
        if form.is_valid():
            return _give(request, membership, form)
    context = {
        "partnership": membership.partnership,
        "tab": "Conversations",
        "leads": can_lead(request.user, membership.partnership),
        "membership": membership,
        "form": form if is_to_give else None,
        "count": FitReview.objects.count_of(membership),
        "reviews": reviews,
        "rows": [] if is_to_give else side_by_side(reviews),
    }
    return render(request, "partnerships/conversations/fit_review.html", context)


def _give(request, membership, form):
    try:
        fit_reviews.give(membership=membership, scores=form.scores(), by=request.user, now=request.now)
        messages.success(request, "Thank you. Your fit review is kept.")
    except fit_reviews.AlreadyGiven as refusal:
        messages.info(request, str(refusal))
    return redirect("fit-review", membership.pk)
