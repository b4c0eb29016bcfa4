"""Old addresses of organisations and contacts that were merged lead to the one that stayed."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from ..directory.models import Contact, Organisation
from .models import Merged

MODELS = {"organisation": Organisation, "contact": Contact}


def follows_merged(kind):
    """Decorate a view with `<kind>_id` in its address: a merged row's address redirects, for who may see the other.

    Nobody else learns that there was one. What was sent to an old address is not sent on: the form was about a row
    that is no more.
    """

    def decorate(view):
        @wraps(view)
        def followed(request, **kwargs):
            try:
                return view(request, **kwargs)
            except Http404:
                new = _seen_survivor(request.user, kind, kwargs[f"{kind}_id"])
                if new is None:
                    raise
            if request.method == "POST":
                messages.warning(request, f"This was merged into {new} a moment ago, so nothing was saved. Look again.")
            name = request.resolver_match.view_name
            return redirect(name, permanent=request.method != "POST", **{**kwargs, f"{kind}_id": new.pk})

        return followed

    return decorate


def _seen_survivor(user, kind, old_id):
    new_id = Merged.objects.survivor_of(kind, old_id)
    return MODELS[kind].objects.visible_to(user).filter(pk=new_id).first() if new_id else None


def merged_into(user, row):
    """What was merged into this row, each with its last words, for who reads the directory."""
    return Merged.objects.visible_to(user).into(row).select_related("by").with_last_words(type(row))
