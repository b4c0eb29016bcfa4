"""The tabs of a partnership: one row of names, and a second one for the pages of a tab that has several."""

from django import template
from django.urls import reverse

from ..membership.permissions import can_oversee

register = template.Library()

# Tab → {page: the URL name}; the first page is where the tab leads. Upper floors' pages are known by name only.
TABS = {
    "Overview": {"Overview": "partnership"},
    "People": {
        "People": "people",
        "Pipeline": "pipeline",
        "Influence": "influence",
        "Conversations": "conversations",
        "Need": "needs",
        "Who is missing": "coverage",
        "Involvement": "involvement",
    },
    "Agreement": {
        "Agreement": "agreement",
        "Who does what": "who-does-what",
        "Questions": "agreement-questions",
        "Promises": "promises",
    },
    "Objectives": {"Objectives": "objectives"},
    "Timeline": {"Timeline": "timeline"},
    "Check-ins": {"Check-ins": "check-ins"},
    "Feedback": {"Feedback": "rounds"},
    "Good news": {"Good news": "celebrations"},
}
# Pages that partners are refused: they are named to leads and overseers only.
OVERSEEN = {"pipeline", "influence"}


@register.inclusion_tag("partnerships/membership/_partnership_tabs.html", takes_context=True)
def partnership_tabs(context, partnership, current):
    """The tabs of this partnership with `current` (the label of a page) marked, and the pages beside it."""
    here = next((pages for pages in TABS.values() if current in pages), {})
    is_seen_by_all = not OVERSEEN & set(here.values())
    if not (is_seen_by_all or context.get("leads") or can_oversee(context["request"].user, partnership)):
        here = {label: name for label, name in here.items() if name not in OVERSEEN}
    tabs = {label: next(iter(pages.values())) for label, pages in TABS.items()}
    tab = next((label for label, pages in TABS.items() if current in pages), "")
    return {
        "tabs": _links(tabs, partnership, tab),
        "pages": _links(here, partnership, current) if len(here) > 1 else [],
        "label": partnership.name,
        "tab": tab,
    }


def _links(names, partnership, current):
    return [
        {"label": label, "url": reverse(name, args=[partnership.pk]), "current": label == current}
        for label, name in names.items()
    ]
