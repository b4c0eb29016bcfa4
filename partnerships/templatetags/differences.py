"""What changed, in a template: texts with what came in and what went out, in words as well as in looks."""

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from ..pages.text_diff import ADDED, REMOVED

register = template.Library()

TAGS = {ADDED: ("ins", "added"), REMOVED: ("del", "removed")}


@register.simple_tag
def marked(pieces):
    """(kind, text) pieces as one text. Who listens hears where an addition or a removal begins and ends."""
    return format_html_join("", "{}", ((_piece(kind, text),) for kind, text in pieces))


def _piece(kind, text):
    lines = _lines(text)
    if kind not in TAGS:
        return lines
    tag, word = mark_safe(TAGS[kind][0]), TAGS[kind][1]  # nosec B308, B703: one of ours
    return format_html(
        '<{0}><span class="visually-hidden">[{1}: </span>{2}<span class="visually-hidden">]</span></{0}>',
        tag, word, lines,
    )  # fmt: skip


def _lines(text):
    return mark_safe(str(conditional_escape(text)).replace("\r", "").replace("\n", "<br>"))  # nosec B308, B703: escaped here
