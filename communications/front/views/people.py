"""Everybody the person may see, with how to reach them."""

from django.db.models import TextField, Value
from django.db.models.functions import Coalesce, Lower
from django.shortcuts import render

from partnerships.directory.permissions import can_keep_directory
from partnerships.models import Contact
from partnerships.pages.keyset import Column, sorted_page

from ..addresses import Addresses, silenced_among
from ..forms import ContactFilterForm

COLUMNS = {
    "name": Column("Person", "folded_name"),
    "organisation": Column("Organisation", Coalesce("organisation__folded_name", Value(""), output_field=TextField())),
    "phone": Column("Phone"),
    "email": Column("E-mail address", Lower("email")),
}


def contacts(request):
    """The people who are still where we know them, by name; and the addresses of all who were found."""
    filters = ContactFilterForm(request.asked.data, user=request.user)
    found = filters.narrow(Contact.objects.visible_to(request.user).current()).select_related("organisation")
    page = sorted_page(request, found, columns=COLUMNS)
    context = {
        "filters": filters,
        "page": page,
        "is_narrowed": any(request.asked.text(name) for name in filters.fields),
        "is_cut": request.asked.is_cut("q"),
        "silenced": silenced_among(page.items),
        "addresses": Addresses.of(found.order_by("folded_name", "pk")),
        "keeps": can_keep_directory(request.user),
    }
    return render(request, "communications/front/contacts.html", context)
