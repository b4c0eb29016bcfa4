"""Keeping the list of whom people already go to, and what they say to the plan.

No fact goes into the event book: every partner reads that, and what one person said of another stays with the leads.
"""

from django.db.models import F

from ...events import history
from ..models import BuyIn, TrustedPerson


@history.verb
def add(*, trusted_person, by, now):
    """Put a person or place on the list and return it."""
    trusted_person.created_at = now
    trusted_person.save()
    return trusted_person


@history.verb
def change(*, trusted_person, by, now):
    """Save somebody on the list whom somebody edited, and return them."""
    trusted_person.save()
    return trusted_person


@history.verb
def note_buy_in(*, trusted_person, answer, words, heard_by, heard_on, by, now):
    """Note what they said. How they stand is their newest answer, also when an older one is written down later."""
    # Two who note at once must not each overlook the other's answer.
    TrustedPerson.objects.filter(pk=trusted_person.pk).update(buy_in=F("buy_in"))
    heard = BuyIn.objects.create(
        trusted_person=trusted_person, answer=answer, words=words, heard_by=heard_by, heard_on=heard_on, noted_by=by
    )
    trusted_person.refresh_from_db()
    trusted_person.buy_in = trusted_person.heard.first().answer
    trusted_person.save()
    return heard


@history.verb
def remove(*, trusted_person, by, now):
    """Take them off the list with everything they said. The history keeps both."""
    trusted_person.delete()
