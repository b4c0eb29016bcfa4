"""A template of ours that prints a word nobody gave it makes half a sentence, as “waiting for .”: here it is noticed.

Django prints nothing in its place. What is only asked about ({% if %}, {% for %}) or has a default may be missing.
"""

import sys
from contextlib import contextmanager

from django.conf import settings
from django.template import engines

OURS = str(settings.ROOT / "templates")


class Gap(str):
    """Stands for what is missing: nothing, like Django's empty text, but it notes which template prints it."""

    __slots__ = ()
    noticed: list = []

    def __bool__(self):
        return False

    def __str__(self):
        template, what = _printing_template(), _printed()
        # The tag `again` looks whether a block says anything, and outside of its place a block has no parent.
        if template.startswith(OURS) and "/admin/" not in template and what != "block.super":
            self.noticed.append(f"{template.removeprefix(OURS)}: {what}")
        return ""


def _printed():
    """The words of the template that print it."""
    frame = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if type(node).__name__ == "VariableNode":
            return str(node.filter_expression)
        frame = frame.f_back
    return ""


def _printing_template():
    frame = sys._getframe(2)
    while frame is not None:
        context = frame.f_locals.get("context")
        rendering = getattr(context, "render_context", None)
        if rendering is not None and getattr(rendering, "template", None) is not None:
            return str(rendering.template.origin)
        frame = frame.f_back
    return ""


@contextmanager
def noticing():
    """The templates that print a gap while code within renders, as a list that fills."""
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, Gap()
    Gap.noticed.clear()
    try:
        yield Gap.noticed
    finally:
        engine.string_if_invalid = before
