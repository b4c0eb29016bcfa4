"""Small words for templates: icons, statuses, days, and what went wrong in a form."""

import re
from datetime import date, datetime
from functools import cache

from django import template
from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

register = template.Library()

STATUS_WORDS = {"on-track": "On track", "wobbling": "Wobbling", "stuck": "Stuck", "not-known": "Not known"}
DAY_FORMATS = {"": "j F Y", "short": "j M", "week": "D j F"}


@cache
def icon_names():
    """The icons that static/icons.svg draws."""
    return frozenset(re.findall(r'<symbol id="([a-z-]+)"', (settings.ROOT / "static" / "icons.svg").read_text()))


@register.simple_tag
def icon(name):
    """A decorative icon: the words beside it carry the meaning."""
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"static/icons.svg has no icon called {name!r}.")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), name)


@register.filter
def web(address):
    """An address that leads to a page on the web; an empty string for one that would do anything else."""
    return address if str(address).lower().startswith(("https://", "http://")) else ""


@register.filter
def status_slug(status):
    """The status as in CSS class names; anything that is not a known status is not known."""
    slug = str(status or "").lower().replace("_", "-").replace(" ", "-")
    return slug if slug in STATUS_WORDS else "not-known"


@register.filter
def status_word(status):
    """The status as people read it."""
    return STATUS_WORDS[status_slug(status)]


@register.filter
def is_status(value):
    """Whether a choice is one of the four statuses."""
    return str(value or "").replace("_", "-") in STATUS_WORDS


@register.filter
def day(value, style=""):
    """1 December 2026; "short" gives 1 Dec, "week" gives Tue 1 December."""
    return format_date(local(value), DAY_FORMATS[style]) if value else ""


@register.filter
def moment(value):
    """1 December 2026 at 9:05am."""
    if not value:
        return ""
    value = local(value)
    return f"{format_date(value, 'j F Y')} at {format_date(value, 'g:i')}{'am' if value.hour < 12 else 'pm'}"


@register.filter
def away(value, today):
    """How far a day is from today: in 3 days, tomorrow, 2 weeks ago."""
    if not value:
        return ""
    days = (plain_date(value) - plain_date(today)).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {span(days)}" if days > 0 else f"{span(-days)} ago"


@register.filter
def lasting(value, today):
    """How long something has been so: since today, for 1 day, for 3 weeks."""
    if not value:
        return ""
    days = (plain_date(today) - plain_date(value)).days
    return f"for {span(days)}" if days > 0 else "since today"


def span(days):
    """A number of days in the unit people would use."""
    for size, unit in ((365, "year"), (61, "month"), (14, "week")):
        if days >= size:
            count = days // {"year": 365, "month": 30, "week": 7}[unit]
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{days} day{'s' if days > 1 else ''}"


def local(value):
    """An aware moment on the clock people look at."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def plain_date(value):
    """The local day of a date or a moment."""
    value = local(value)
    return value.date() if isinstance(value, datetime) else date.fromisoformat(str(value))


@register.filter
def initials(name):
    """Two letters for a person or an organisation."""
    words = re.findall(r"\w+", str(name or "").split("@")[0])
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


@register.filter
def problems(forms):
    """(anchor, message) of every error in a form, a formset or a list of them, in the order of the page."""
    found = []
    for form in _each(forms):
        for name, messages in form.errors.items():
            field = form[name] if name in form.fields else None
            anchor = "" if field is None or field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
            found += [(anchor, message) for message in messages]
    return found


@register.simple_tag
def problems_of(*candidates):
    """The problems of the first that the page has: its list of forms, otherwise its one form."""
    return problems(next((forms for forms in candidates if forms), None))


def _each(forms):
    """The forms in a form, formset or list; the formset's own errors come as a form of their own would."""
    if not forms:
        return
    if hasattr(forms, "fields"):
        yield forms
    elif hasattr(forms, "management_form"):
        if forms.is_bound and forms.non_form_errors():
            yield _FormsetErrors(forms)
        yield from forms.forms
    else:
        for one in forms:
            yield from _each(one)


class _FormsetErrors:
    """Errors of a formset as a whole, which belong to no field."""

    fields = ()

    def __init__(self, formset):
        self.errors = {"": formset.non_form_errors()}


@register.simple_tag(takes_context=True)
def again(context, name):
    """What the page put into a block of the frame, once more: the title as heading, or to see if there is any."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks and blocks.get_block(name)
    rendered = block.nodelist.render(context) if block else ""
    # As it was rendered: what is cut from a safe text is escaped once more.
    return rendered if rendered.strip() else ""


@register.simple_tag(takes_context=True)
def turned(context, *, drop, put, cursor):
    """The address of the page before or after this one: the same filters, another cursor."""
    query = context["request"].GET.copy()
    query.pop(drop, None)
    query[put] = cursor
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def narrowed(context, **chosen):
    """The address of the first page of this list with another choice: the same filters and order otherwise."""
    query = context["request"].GET.copy()
    for gone in ("after", "before"):
        query.pop(gone, None)
    for name, value in chosen.items():
        query[name] = value
    return f"?{query.urlencode()}"


@register.inclusion_tag("_nav_link.html", takes_context=True)
def nav_link(context, name, label):
    """One place in the navigation, marked when we are there or below."""
    url = reverse(name)
    path = context["request"].path
    here = "page" if path == url else "true" if url != "/" and path.startswith(url) else ""
    return {"url": url, "label": label, "here": here}
