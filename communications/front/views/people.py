"""Everybody the person may see, with how to reach them."""

from django.shortcuts import render

from partnerships.directory.permissions import can_keep_directory
from partnerships.models import Contact
from partnerships.pages.keyset import page_of

from ..addresses import Addresses, silenced_among
from ..forms import ContactFilterForm

ORDERING = ("folded_name", "pk")


def contacts(request):
    """The people who are still where we know them, by name; and the addresses of all who were found."""
    filters = ContactFilterForm(request.asked.data, user=request.user)
    found = filters.narrow(Contact.objects.visible_to(request.user).current()).select_related("organisation")
    page = page_of(request, found, ordering=ORDERING)
    context = {
        "filters": filters,
        "page": page,
        "is_narrowed": any(request.asked.text(name) for name in filters.fields),
        "is_cut": request.asked.is_cut("q"),
        "silenced": silenced_among(page.items),
        "addresses": Addresses.of(found.order_by(*ORDERING)),
        "keeps": can_keep_directory(request.user),
    }
    return render(request, "communications/front/contacts.html", context)
