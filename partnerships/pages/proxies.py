"""Where a request comes from, as far as somebody says so whom we trust."""

from ipaddress import ip_address, ip_network

from django.conf import settings


def client_address(request):
    """The client's address. What X-Forwarded-For says counts only from a trusted proxy, and only its last word that
    is not a trusted proxy's own: whatever stands before it, the client may have written."""
    found = request.META.get("REMOTE_ADDR", "")
    if not _is_trusted(found):
        return found
    for named in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if not (named := _address(named)):
            break
        found = named
        if not _is_trusted(found):
            break
    return found


def _address(text):
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""


def _is_trusted(address):
    proxies = [ip_network(one.strip(), strict=False) for one in settings.TRUSTED_PROXIES if one.strip()]
    return bool(_address(address)) and any(ip_address(_address(address)) in network for network in proxies)
