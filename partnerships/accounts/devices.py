"""What a browser says of itself, in words its owner knows it by."""

import ua_parser

LENGTH = 80


def device_of(request):
    """As “Firefox on Windows”; “A browser” for one that says nothing we know."""
    said = ua_parser.parse(request.headers.get("User-Agent", "")[:400])
    browser = said.user_agent.family if said.user_agent else "A browser"
    return f"{browser} on {said.os.family}"[:LENGTH] if said.os else browser[:LENGTH]
