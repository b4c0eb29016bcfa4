"""What somebody wishes for the mail that their press of a button causes: every fact written meanwhile carries it."""

from contextlib import contextmanager
from contextvars import ContextVar


class Wish:
    """`said` goes into the data of each fact: `mail` (a value of Mail) and `personal_line`. `facts` are
    those written so far."""

    def __init__(self, **said):
        self.said = {name: words for name, words in said.items() if words}
        self.facts = []


_wish = ContextVar("wish", default=None)


@contextmanager
def wished(wish):
    token = _wish.set(wish)
    try:
        yield wish
    finally:
        _wish.reset(token)


def of_fact(event):
    """The wish that a fact carries, for what follows from it."""
    return Wish(mail=event.data.get("mail"), personal_line=event.data.get("personal_line"))


def said():
    wish = _wish.get()
    return wish.said if wish else {}


def note(event):
    wish = _wish.get()
    if wish:
        wish.facts.append(event)
