"""A creating form counts once, however often its button is pressed: each page carries a key, for all its forms."""

import uuid
from functools import wraps

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect

from .models import SentForm

FIELD = "once"


class _NotTaken(Exception):
    """The form came back with an answer other than a redirect: nothing was made, and its key is free again."""

    def __init__(self, response):
        self.response = response


def once(view):
    """Wraps a view that creates a row and redirects. The second of two like submits is led where the first was.

    What the view writes stands or falls with the key. Without a key in the form the view runs as it is.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        key = key_of(request)
        if key is None:
            return view(request, *args, **kwargs)
        # A form that is sent back for a mend goes on with its key.
        request.once_key = key
        try:
            with transaction.atomic():
                return _first(view, request, key, *args, **kwargs)
        except _NotTaken as answer:
            return answer.response
        except IntegrityError:
            return _again(request, key)

    guarded.is_once = True
    return guarded


def _first(view, request, key, *args, **kwargs):
    # Whoever comes second waits here for the first, and is told by the error that it was faster.
    SentForm.objects.create(key=key)
    try:
        response = view(request, *args, **kwargs)
    except IntegrityError as error:
        raise RuntimeError("A view must tell its own conflicts from that of the key.") from error
    if response.status_code not in (302, 303):
        raise _NotTaken(response)
    SentForm.objects.filter(key=key).update(led_to=response.url[:500])
    return response


def _again(request, key):
    sent = SentForm.objects.get(key=key)
    messages.info(request, "That was sent twice: it is here once.")
    return redirect(sent.led_to)


def key_of(request):
    """The key that a sent form carries, or None."""
    try:
        return uuid.UUID(request.POST[FIELD]) if request.method == "POST" else None
    except (KeyError, ValueError):
        return None
