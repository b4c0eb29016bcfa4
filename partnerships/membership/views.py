from django.contrib import messages
from django.db.models import Case, F, Value, When
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ..agreements import waiting_for
from ..pages.access import require
from ..pages.keyset import Column, sorted_page
from .actions import partnerships as actions
from .forms import EditPartnershipForm, PartnershipFilter, StageForm
from .models import Partnership, Status
from .permissions import can_lead, can_start_partnership

NO_BUY_IN = (
    "Nobody whom people already trust is on board yet. The plan may go ahead; ask them early, and note what they say on"
    " the pipeline."
)


def _rank(column, ways):
    """The place of a choice among these, for sorting: their order is not that of the alphabet."""
    return Case(*(When(**{column: way, "then": Value(place)}) for place, way in enumerate(ways)), default=len(ways))


COLUMNS = {
    "name": Column("Partnership", "folded_name"),
    "host": Column("Host", F("host__folded_name")),
    "stage": Column("Stage", _rank("stage", Partnership.Stage)),
    "status": Column("Status", _rank("status", (Status.STUCK, Status.WOBBLING, Status.NOT_KNOWN, Status.ON_TRACK))),
}


def partnerships(request):
    """Every partnership the person may see, narrowed by the filter above the list."""
    filter_ = PartnershipFilter(request.asked.data)
    found = filter_.narrow(Partnership.objects.visible_to(request.user), user=request.user)
    page = sorted_page(request, found.select_related("host"), columns=COLUMNS)
    waiting = waiting_for.in_partnerships(page.items, user=request.user)
    context = {
        "filter": filter_,
        "page": page,
        "is_cut": request.asked.is_cut("q"),
        "rows": [(partnership, waiting.get(partnership.pk)) for partnership in page],
        "can_start": can_start_partnership(request.user),
    }
    return render(request, "partnerships/membership/partnerships.html", context)


def edit_partnership(request, partnership_id):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    form = EditPartnershipForm(request.POST or None, instance=partnership)
    if request.method == "POST" and form.is_valid():
        actions.change(partnership=partnership, fields=form.Meta.fields, by=request.user, now=request.now)
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


@require_POST
def answer_stage(request, partnership_id):
    """Yes or “not yet” to the stage that the page of the partnership offered."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    form = StageForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing was changed: choose one of the two answers.")
    elif form.cleaned_data["answer"] == "yes":
        actions.move(partnership=partnership, stage=form.cleaned_data["stage"], by=request.user, now=request.now)
        messages.success(request, f"Moved to “{partnership.get_stage_display()}”.")
        if _lacks_buy_in(partnership):
            messages.warning(request, NO_BUY_IN)
    else:
        actions.stay(partnership=partnership, stage=form.cleaned_data["stage"], by=request.user, now=request.now)
        messages.success(request, f"It stays at “{partnership.get_stage_display()}”.")
    return redirect("partnership", partnership.pk)


def _lacks_buy_in(partnership):
    return Partnership.objects.without_buy_in().filter(pk=partnership.pk).exists()
