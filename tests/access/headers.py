"""What every answer says about itself to a browser."""

STRICT = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
}
# A mail has its styles inside: no script runs in its frame, and only our own page may show it.
FRAMED = {
    "default-src": {"'none'"},
    "style-src": {"'unsafe-inline'"},
    "frame-ancestors": {"'self'"},
    "sandbox": {"allow-top-navigation-by-user-activation"},
}
POLICIES = {
    "outbox-message": STRICT | {"frame-src": {"'self'"}},
    "outbox-message-html": FRAMED,
}


def policy_in(headers):
    """{directive: its sources} of a Content-Security-Policy, empty without one."""
    parts = (part.split() for part in headers.get("Content-Security-Policy", "").split(";"))
    return {part[0]: set(part[1:]) for part in parts if part}


def complaints(headers, name="", status=200):
    """What is wrong with the headers of an answer of the page of this name."""
    policy = POLICIES.get(name, STRICT) if status == 200 else STRICT
    frame = "SAMEORIGIN" if policy is FRAMED else "DENY"
    if policy_in(headers) != policy:
        yield f"policy {headers.get('Content-Security-Policy')}"
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "its type may be guessed"
    # An older name for frame-ancestors: what never reaches a view goes without it.
    if headers.get("X-Frame-Options", frame) != frame:
        yield f"may be framed: {headers['X-Frame-Options']}"
    if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        yield "tells other sites where somebody came from"
