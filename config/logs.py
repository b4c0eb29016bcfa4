"""What the log keeps to itself: the tokens in addresses that open something."""

import logging
import re

# The parameters of our addresses that let in whoever knows them, and the paths they stand in.
SECRETS = {"token", "code"}
HIDDEN = "[hidden]"


class WithoutTokens(logging.Filter):
    """Cuts tokens out of a record: its words, its arguments, its request and its traceback."""

    def filter(self, record):
        record.msg, record.args = cut(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = cut(record.exc_text)
        return True


def cut(text):
    for pattern in _patterns():
        text = pattern.sub(rf"\g<before>{HIDDEN}", text)
    return text


def _patterns():
    if not _found:
        _found.extend(re.compile(f"(?P<before>{before})[^/\\s\"'?&#]+") for before in _places())
    return _found


_found = []


def _places():
    """The beginnings of addresses that end in a secret, from the addresses themselves, so that new ones are covered."""
    from django.urls import get_resolver

    return sorted({re.escape("/" + before) for before in _walk(get_resolver(), "")}, key=len, reverse=True)


def _walk(resolver, before):
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _walk(one, route)
        elif (found := re.match(r"([^<]*)<\w+:(\w+)>", route)) and found[2] in SECRETS:
            yield found[1]
