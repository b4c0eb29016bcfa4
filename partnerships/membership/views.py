from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ..agreements import waiting_for
from ..directory.models import Organisation
from ..endings.actions import endings
from ..pages.access import require
from ..pages.keyset import page_of
from .actions import partnerships as acts
from .forms import EditPartnershipForm, PartnershipFilter, PartnershipForm
from .models import Partnership
from .permissions import can_lead, can_start_partnership

FOUND_AT_MOST = 20
# What is taken over from an example.
COPIED = ("need", "people_served", "area", "nation")
NO_BUY_IN = (
    "Nobody whom people already trust is on board yet. The plan may go ahead; ask them early, and note what they say on"
    " the pipeline."
)


def partnerships(request):
    """Every partnership the person may see, narrowed by the filter above the list."""
    now = request.now
    filter_ = PartnershipFilter(request.GET)
    found = filter_.narrow(Partnership.objects.visible_to(request.user), user=request.user, now=now)
    page = page_of(request, found.select_related("host"), ordering=("name", "pk"))
    waiting = waiting_for.in_partnerships(page.items, user=request.user)
    context = {
        "filter": filter_,
        "page": page,
        "rows": [(partnership, partnership.status_on(now), waiting.get(partnership.pk)) for partnership in page],
        "can_start": can_start_partnership(request.user),
    }
    return render(request, "partnerships/membership/partnerships.html", context)


def add_partnership(request):
    """First find the host in the directory (?q=), then say what the partnership is for (?host=)."""
    require(can_start_partnership(request.user))
    if not request.GET.get("host", "").isdecimal():
        return _find_host(request)
    host = get_object_or_404(Organisation.objects.visible_to(request.user), pk=request.GET["host"])
    example = _example(request)
    words = {name: getattr(example, name) for name in COPIED} if example else None
    form = PartnershipForm(request.POST or None, initial=words, host=host, user=request.user)
    if request.method == "POST" and form.is_valid():
        parts = {name: form.cleaned_data[name] for name in form.Meta.fields}
        parts |= {"host": host, "lead": form.lead(), "by": request.user, "now": request.now}
        partnership = endings.start_like(example=example, **parts) if example else acts.start(**parts)
        messages.success(request, f"“{partnership}” has begun. Now invite the organisations it needs.")
        return redirect("people", partnership.pk)
    return render(
        request, "partnerships/membership/add_partnership.html", {"form": form, "host": host, "like": example}
    )


def edit_partnership(request, partnership_id):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    form = EditPartnershipForm(request.POST or None, instance=partnership)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        if "stage" in form.changed_data and _lacks_buy_in(partnership):
            messages.warning(request, NO_BUY_IN)
        return redirect("partnership", partnership.pk)
    context = {
        "partnership": partnership,
        "tab": "Overview",
        "leads": True,
        "form": form,
        "lacks_buy_in": _lacks_buy_in(partnership),
    }
    return render(request, "partnerships/membership/edit_partnership.html", context)


def _example(request):
    """The partnership that another is to be like (?like=), or None."""
    like = request.GET.get("like", "")
    return get_object_or_404(Partnership.objects.visible_to(request.user), pk=like) if like.isdecimal() else None


def _lacks_buy_in(partnership):
    return Partnership.objects.without_buy_in().filter(pk=partnership.pk).exists()


def _find_host(request):
    words = request.GET.get("q", "").strip()
    found = Organisation.objects.visible_to(request.user).matching(words)[: FOUND_AT_MOST + 1] if words else []
    context = {
        "words": words,
        "like": _example(request),
        "found": list(found[:FOUND_AT_MOST]),
        "there_are_more": len(found) > FOUND_AT_MOST,
    }
    return render(request, "partnerships/membership/find_host.html", context)
