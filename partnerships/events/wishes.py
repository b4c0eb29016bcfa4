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


def following(event):
    """For what follows from a fact: no mail where none was wished, and nothing of the line, which was for that mail.
    Whoever notes the facts notes these too."""
    wish, around = Wish(mail=event.data.get("mail")), _wish.get()
    if around:
        wish.facts = around.facts
    return wish


def said():
    wish = _wish.get()
    return wish.said if wish else {}


def note(event):
    wish = _wish.get()
    if wish:
        wish.facts.append(event)
