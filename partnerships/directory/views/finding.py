"""One search for people, organisations by name, place or strength, and partnerships."""

from django.shortcuts import render

from ...membership.models import Partnership
from ..models import Contact, Organisation
from ..permissions import can_keep_directory

FOUND_AT_MOST = 10


def find(request):
    """What the person may see of all that has these words, a few of each kind."""
    words = request.asked.text("q")
    context = {
        "words": words,
        "is_cut": request.asked.is_cut("q"),
        "keeps": can_keep_directory(request.user),
        **(_found(request.user, words) if words else {}),
    }
    return render(request, "partnerships/directory/find.html", context)


def _found(user, words):
    organisations = Organisation.objects.visible_to(user).mentioning(words).select_related("type")
    people = Contact.objects.visible_to(user).current().matching(words).select_related("organisation")
    partnerships = Partnership.objects.visible_to(user).matching(words).select_related("host")
    kinds = {
        "people": people,
        "organisations": organisations.prefetch_related("areas"),
        "partnerships": partnerships,
    }
    found = {name: list(rows.order_by("folded_name", "pk")[: FOUND_AT_MOST + 1]) for name, rows in kinds.items()}
    return {
        **{name: rows[:FOUND_AT_MOST] for name, rows in found.items()},
        "more": {name: len(rows) > FOUND_AT_MOST for name, rows in found.items()},
        "found_any": any(found.values()),
    }
