"""Signing in with an organisation's own account, by OpenID Connect. Off until it is configured."""

from functools import cache

from authlib.integrations.django_client import OAuth
from django.conf import settings

from ..directory.models import User

NAME = "organisation"
SECONDS_TO_ANSWER = 10


def is_configured():
    return bool(settings.OIDC_PROVIDER)


def client():
    """The provider's client. What it can do is read from its own description."""
    return _client(settings.OIDC_PROVIDER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)


@cache
def _client(provider, client_id, secret):
    return OAuth().register(
        NAME,
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{provider}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS_TO_ANSWER,
        },
    )


def claims_in(request):
    """What the provider says of whoever comes back, signed for us and for this very browser.

    Raises what authlib raises of an answer that is none.
    """
    provider = client()
    options = {
        "iss": {"essential": True, "value": provider.load_server_metadata()["issuer"]},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
    }
    token = provider.authorize_access_token(request, claims_options=options)
    claims = dict(token["userinfo"])
    if "email" in claims:
        return claims
    more = provider.userinfo(token=token)
    return {**more, **claims} if more.get("sub") == claims["sub"] else claims


def user_of(claims):
    """The user whose address the provider vouches for, or None.

    It vouches only for addresses that it has verified, in the domains it was given: a provider that lets its people
    write any address into their profile makes nobody here out of them.
    """
    email = str(claims.get("email") or "").strip().lower()
    # Absent is not verified, and some say it as text; a provider that never says it can be told to be believed.
    is_verified = settings.OIDC_TRUST_ADDRESSES or str(claims.get("email_verified")).lower() == "true"
    if not is_verified or email.rpartition("@")[2] not in settings.OIDC_DOMAINS:
        return None
    return User.objects.filter(email=email, is_active=True).first()
