"""What was said about a part of the agreement, under that part; whatever has no place of its own comes at the end."""

from django import template

register = template.Library()
# What the page gives: see views agreement and accept_agreement.
NEEDED = (
    "leads",
    "speaks_for",
    "speaks_as",
    "unsure",
    "ask_url",
    "comment_url",
    "can_comment",
    "asks_again",
    "csrf_token",
    "request",
)


@register.filter
def seat_for(speaks_for, membership_id):
    """The reader's seat in {membership id: seat}, or nothing."""
    return (speaks_for or {}).get(membership_id)


@register.inclusion_tag("partnerships/agreements/_talk.html", takes_context=True)
def talk_about(context, part):
    """Nothing on pages without talks, such as print."""
    talks = context.get("talks")
    return {name: context.get(name) for name in NEEDED} | {"talk": talks[part]} if talks else {}


@register.inclusion_tag("partnerships/agreements/_talks.html", takes_context=True)
def talks_left(context):
    """About the agreement as a whole, and about parts that this version says nothing on."""
    return {name: context.get(name) for name in NEEDED} | {"left": context.get("talks_left") or []}
