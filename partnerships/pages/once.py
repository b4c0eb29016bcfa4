"""A form counts once, however often its button is pressed: each page carries a key, for all its forms."""

import hashlib
import uuid

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect

from .models import SentForm

FIELD = "once"
SENT_TWICE = "That was sent twice: it counts once."


def once(get_response):
    """The second of two like submits is led where the first was. Without a key in the form its view runs as it is.

    What a view writes stands or falls with the key, if it ends in an error. If it answers with a page, to mend
    something or to wait, what it counted stays and the key is free again.
    """

    def answer(request):
        return get_response(request)

    answer.process_view = _in_place_of
    return answer


def repeatable(view):
    """Marks a view that harms nobody when it runs twice, and whose second answer the browser needs."""
    view.is_repeatable = True
    return view


def led_to(request):
    """Where this very form was led when it came first, or an empty string."""
    key = key_of(request)
    return SentForm.objects.filter(key=key).values_list("led_to", flat=True).first() or "" if key else ""


def page_of(request):
    """The key of the opened page that a sent form stands on, or None. It stays when somebody goes back to that page."""
    try:
        return uuid.UUID(request.POST[FIELD]) if request.method == "POST" else None
    except (KeyError, ValueError):
        return None


def key_of(request):
    """The key of a sent form, or None: of its page, its address and what was typed. Another text is another form."""
    page = page_of(request)
    return page and uuid.uuid5(page, f"{request.path} {_digest_of(request)}")


def _digest_of(request):
    typed = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted((name, file.name, file.size) for name, file in request.FILES.items())
    return hashlib.sha256(repr((typed, files)).encode()).hexdigest()


def _in_place_of(request, view, args, kwargs):
    key = key_of(request)
    if key is None:
        return None
    # A form that is sent back for a mend goes on with its key.
    request.once_key = request.POST[FIELD]
    if getattr(view, "is_repeatable", False):
        return None
    try:
        with transaction.atomic():
            return _first(request, key, view, args, kwargs)
    except IntegrityError:
        there = led_to(request)
        if not there:
            raise
        messages.info(request, SENT_TWICE)
        return redirect(there)


def _first(request, key, view, args, kwargs):
    # Whoever comes second waits here for the first, and is told by the error that it was faster.
    sent = SentForm.objects.create(key=key)
    try:
        response = view(request, *args, **kwargs)
    except IntegrityError as error:
        raise RuntimeError("A view must tell its own conflicts from that of the key.") from error
    if response.status_code in (302, 303):
        SentForm.objects.filter(pk=sent.pk).update(led_to=response.url[:500])
    else:
        sent.delete()
    return response
