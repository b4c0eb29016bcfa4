"""Every button that causes mail says so first, shows the mail, and takes a wish: a personal line, or no mail.

Shown is what the press does: it is done, told and written for real, and then all of it is taken back.
"""

from django.contrib.messages.storage import default_storage
from django.db import transaction
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from partnerships.events import wishes

from ..notices.catalogue import SILENT
from ..notices.presses import BY_PAGE, PRESSES
from . import delivery_context, relay, send_checks
from .channels import writer
from .channels.links import Hidden
from .foretelling import LINE, MAIL, REHEARSE, Foretold, WishForm
from .models import Delivery


def rehearsals(get_response):
    """Gives pages `request.told_by_mail`, and hears what was wished there."""

    def answer(request):
        request.wish = wishes.Wish()
        with wishes.wished(request.wish):
            return get_response(request)

    answer.process_view = _in_place_of
    return answer


def _in_place_of(request, view, args, kwargs):
    name = request.resolver_match.url_name
    if press := BY_PAGE.get(name):
        request.told_by_mail = SimpleLazyObject(lambda: Foretold(press, request, *kwargs.values()))
    if request.method != "POST" or name not in PRESSES or not request.user.is_authenticated:
        return None
    form = WishForm.of_press(request.POST)
    if not form.is_valid():
        return _mend(request, form)
    request.wish.said = {field: words for field, words in form.cleaned_data.items() if words}
    return _rehearse(request, view, kwargs) if REHEARSE in request.POST else None


def _mend(request, form):
    kept = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in kept if name not in (MAIL, LINE, REHEARSE, "csrfmiddlewaretoken", "once")]
    return render(request, "communications/engine/mend_wish.html", {"form": form, "kept": kept}, status=400)


def _rehearse(request, view, kwargs):
    """The mail that this press would cause. When the press is refused, the page that says why."""
    with transaction.atomic():
        response = view(request, **kwargs)
        letters = _letters(request.wish, request.now)
        transaction.set_rollback(True)
    if not request.wish.facts:
        return response
    # What the view said it did was not done.
    request._messages = default_storage(request)
    return render(request, "communications/engine/rehearsal.html", {"letters": letters, "wish": request.wish.said})


def _letters(wish, now):
    """(delivery, its text) of everybody, those of one notice one after the other."""
    # Facts that follow from a fact are noted while it is told.
    for fact in wish.facts:
        if fact.kind not in SILENT:
            relay.tell(fact, now)
    rows = Delivery.objects.filter(event__in=[fact.pk for fact in wish.facts]).order_by("notice", "contact__name")
    deliveries = delivery_context.gather(list(rows.select_related("contact", "partnership", "event")))
    verdicts, odd = send_checks.verdicts(deliveries, now)
    going = [d for d in deliveries if d not in odd and (d not in verdicts or verdicts[d].not_before)]
    letters, _ = writer.write(going, now)
    return [(letter.delivery, Hidden().fill(letter.delivery.mail_text, letter.delivery)) for letter in letters]
