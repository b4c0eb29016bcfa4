"""Who people already go to, and what they say to the plan: kept by leads at the foot of the pipeline."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ...membership.models import Partnership
from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import trusted_people
from ..forms.trusted_people import BuyInForm, TrustedPersonForm
from ..models import TrustedPerson

TAB = "Pipeline"


def add_trusted_person(request, partnership_id):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    person = TrustedPerson(partnership=partnership)
    form = TrustedPersonForm(request.POST or None, instance=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        trusted_people.add(trusted_person=person, by=request.user, now=request.now)
        messages.success(request, f"{person} is on the list. Ask them early what they think of the plan.")
        return redirect(_list_of(partnership))
    return _render(request, "add_trusted_person", partnership, form=form)


def edit_trusted_person(request, trusted_person_id):
    person = _fetch(request, trusted_person_id)
    form = TrustedPersonForm(request.POST or None, instance=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        trusted_people.change(trusted_person=person, by=request.user, now=request.now)
        messages.success(request, f"{person} is saved.")
        return redirect(_list_of(person.partnership))
    return _render(request, "edit_trusted_person", person.partnership, form=form, person=person)


def remove_trusted_person(request, trusted_person_id):
    """Asks first."""
    person = _fetch(request, trusted_person_id)
    if request.method == "POST":
        name = person.name
        trusted_people.remove(trusted_person=person, by=request.user, now=request.now)
        messages.success(request, f"{name} is off the list.")
        return redirect(_list_of(person.partnership))
    return _render(request, "remove_trusted_person", person.partnership, person=person)


def note_buy_in(request, trusted_person_id):
    """Write down what they said. Earlier answers stay."""
    person, today = _fetch(request, trusted_person_id), request.today
    initial = {"heard_by": str(request.user), "heard_on": today}
    form = BuyInForm(request.POST or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        trusted_people.note_buy_in(trusted_person=person, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"Noted what {person} said.")
        return redirect(_list_of(person.partnership))
    return _render(request, "note_buy_in", person.partnership, form=form, person=person)


def _fetch(request, pk):
    """Somebody on the list, for those who may change it."""
    found = TrustedPerson.objects.visible_to(request.user).select_related("partnership")
    person = get_object_or_404(found, pk=pk)
    require(can_lead(request.user, person.partnership))
    return person


def _list_of(partnership):
    return f"{reverse('pipeline', args=[partnership.pk])}#trusted"


def _render(request, page, partnership, **more):
    return render(
        request, f"partnerships/pipeline/{page}.html", {"partnership": partnership, "tab": TAB, "leads": True, **more}
    )
