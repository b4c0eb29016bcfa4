"""The tabs of a partnership: one row of names, so that every page of it shows the same."""

from django import template
from django.urls import reverse

register = template.Library()

# Tab → the URL name of its page. Upper floors' pages are known by name only.
TABS = {
    "Overview": "partnership",
    "People": "people",
    "Agreement": "agreement",
    "Objectives": "objectives",
    "Timeline": "timeline",
    "Check-ins": "check-ins",
    "Feedback": "rounds",
    "Good news": "celebrations",
}


@register.inclusion_tag("_tabs.html")
def partnership_tabs(partnership, current):
    """The tabs of this partnership with `current` (a label) marked."""
    tabs = [
        {"label": label, "url": reverse(name, args=[partnership.pk]), "current": label == current}
        for label, name in TABS.items()
    ]
    return {"tabs": tabs, "label": partnership.name}
