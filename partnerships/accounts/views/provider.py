"""To the organisation's own sign-in page, and back.

Both by GET: a policy for forms would have to name every address the provider sends people through, and what comes back
counts only in the browser that left.
"""

import logging

from authlib.integrations.base_client.errors import OAuthError
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from .. import arrival, providers

log = logging.getLogger(__name__)
# What a provider that is down, misconfigured or lying makes of an answer.
FAILURES = (OAuthError, JoseError, RequestException, ValueError, KeyError, RuntimeError)


@login_not_required
@never_cache
@require_safe
def leave(request):
    """Send the browser to the provider."""
    _require_configured()
    arrival.wish(request)
    try:
        return providers.client().authorize_redirect(request, settings.SITE_URL + reverse("back-from-provider"))
    except FAILURES:
        return _refused(request, "answers")


@login_not_required
@never_cache
@require_safe
def come_back(request):
    """The provider has sent them back, with a code for us."""
    _require_configured()
    try:
        user = providers.user_of(providers.claims_in(request))
    except FAILURES:
        return _refused(request, "token")
    if user is None:
        return _refused(request, "address")
    return arrival.go_on(request, user, arrival.PROVIDER)


def _require_configured():
    if not providers.is_configured():
        raise Http404("No provider is configured")


def _refused(request, problem):
    log.warning("Signing in at the provider failed: %s", problem, exc_info=problem != "address")
    return render(request, "partnerships/accounts/provider_refused.html", {"problem": problem}, status=403)
