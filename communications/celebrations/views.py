from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from partnerships.membership.permissions import can_lead
from partnerships.models import Partnership
from partnerships.pages.access import require
from partnerships.pages.keyset import page_of

from . import actions as acts
from .forms import CelebrationForm
from .models import Celebration

TAB = "Good news"
PAGE_SIZE = 20
NOT_OUT = "This good news is not published, so nothing was changed."


def celebrations(request, partnership_id):
    """What was published, the latest first; above it, for leads, the drafts."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    seen = Celebration.objects.visible_to(request.user).filter(partnership=partnership)
    published = seen.published().prefetch_related("contributions__contact", "contributions__organisation")
    leads = can_lead(request.user, partnership)
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": leads,
        "drafts": seen.drafts()[:PAGE_SIZE] if leads else [],
        "page": page_of(request, published, ordering=("-published_at", "-pk"), size=PAGE_SIZE),
    }
    return render(request, "communications/celebrations/celebrations.html", context)


def edit_celebration(request, celebration_id):
    celebration = _fetch(request, celebration_id)
    if not celebration.is_draft:
        return _ended(request, celebration)
    form = CelebrationForm(request.POST or None, instance=celebration)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "edit_celebration", celebration, form=form)
    words = {"title": form.cleaned_data["title"], "body": form.cleaned_data["body"], "thanks": form.thanks}
    try:
        acts.edit(
            celebration=celebration, **words, named=form.cleaned_data.get("named", []), by=request.user, now=request.now
        )
    except acts.NotADraft:
        return _ended(request, celebration)
    if "then_publish" in request.POST:
        return redirect("publish-celebration", celebration.pk)
    messages.success(request, "The draft is saved. Nobody hears of it before you publish.")
    return redirect("celebrations", celebration.partnership_id)


def publish_celebration(request, celebration_id):
    """Says who will hear, and asks; pressed twice, it is published once."""
    celebration = _fetch(request, celebration_id)
    if not celebration.is_draft:
        return _ended(request, celebration)
    if request.method != "POST":
        thanked = celebration.contributions.select_related("contact", "organisation")
        return _page(request, "publish_celebration", celebration, thanked=thanked)
    try:
        acts.publish(celebration=celebration, by=request.user, now=request.now)
    except acts.NotADraft:
        return _ended(request, celebration)
    messages.success(request, "It is out, on the page of the partnership.")
    return redirect("celebrations", celebration.partnership_id)


def dismiss_celebration(request, celebration_id):
    """Asks first."""
    celebration = _fetch(request, celebration_id)
    if not celebration.is_draft:
        return _ended(request, celebration)
    if request.method != "POST":
        return _page(request, "dismiss_celebration", celebration)
    try:
        acts.dismiss(celebration=celebration, by=request.user, now=request.now)
    except acts.NotADraft:
        return _ended(request, celebration)
    messages.success(request, "The draft is put away. Nobody hears of it.")
    return redirect("celebrations", celebration.partnership_id)


def correct_celebration(request, celebration_id):
    """Other words for what is out already."""
    celebration = _fetch(request, celebration_id)
    form = CelebrationForm(request.POST or None, instance=celebration)
    if not celebration.published_at or (request.method == "POST" and form.is_valid() and not _corrected(request, form)):
        messages.info(request, NOT_OUT)
        return redirect("celebrations", celebration.partnership_id)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "correct_celebration", celebration, form=form)
    messages.success(request, "Saved. The page says so now; what was mailed before stays as it was.")
    return redirect("celebrations", celebration.partnership_id)


def _corrected(request, form):
    said = {"title": form.cleaned_data["title"], "body": form.cleaned_data["body"], "thanks": form.thanks}
    try:
        acts.correct(
            celebration=form.instance, **said, named=form.cleaned_data.get("named", []), by=request.user,
            now=request.now,
        )  # fmt: skip
    except acts.NotPublished:
        return False
    return True


def take_celebration_down(request, celebration_id):
    """Asks first."""
    celebration = _fetch(request, celebration_id)
    if request.method != "POST" and celebration.published_at:
        return _page(request, "take_celebration_down", celebration)
    try:
        acts.take_down(celebration=celebration, by=request.user, now=request.now)
        messages.success(request, "It is taken down. Whoever had the mail before still has it.")
    except acts.NotPublished:
        messages.info(request, NOT_OUT)
    return redirect("celebrations", celebration.partnership_id)


def _fetch(request, celebration_id):
    """The celebration for somebody who may change it; 404 for a stranger, 403 for an insider."""
    found = Celebration.objects.visible_to(request.user).select_related("partnership", "published_by")
    celebration = get_object_or_404(found, pk=celebration_id)
    require(can_lead(request.user, celebration.partnership))
    return celebration


def _ended(request, celebration):
    """A kind sentence for a draft that is none any more."""
    celebration.refresh_from_db()
    if celebration.published_at:
        by = f" by {celebration.published_by}" if celebration.published_by else ""
        messages.info(request, f"“{celebration}” is out already: published{by}. It goes to everybody once.")
    else:
        messages.info(request, f"“{celebration}” was put away before, so nothing was changed.")
    return redirect("celebrations", celebration.partnership_id)


def _page(request, name, celebration, **more):
    context = {"partnership": celebration.partnership, "tab": TAB, "leads": True, "celebration": celebration, **more}
    return render(request, f"communications/celebrations/{name}.html", context)
