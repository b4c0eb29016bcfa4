from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ...membership.models import Seat
from .. import links


@never_cache
@login_not_required
@require_safe
def follow_link(request, token):
    """From a mail to its one form. Nothing changes: mail scanners follow links too."""
    link = links.with_token(token)
    if link and link.is_alive(request.now):
        return links.redirect_with_cookie(request, link)
    context = {"link": link, "token": token}
    if link:
        context |= {"lead": links.who_to_ask(link), "sits": Seat.objects.current().of_person(link.contact).exists()}
    response = render(request, "partnerships/links/follow_link.html", context, status=410 if link else 404)
    response["Referrer-Policy"] = "no-referrer"
    return response
