"""Two people with one e-mail address: whoever reads it signs in as both."""

from django.contrib import messages

from .models import Contact


def warn(request, contact):
    """Tell who gave this contact an address that somebody else has too. Nothing is refused: one person may be known at
    two organisations, and two may share a mailbox."""
    if not contact.email:
        return
    others = Contact.objects.visible_to(request.user).current().with_address(contact.email).exclude(pk=contact.pk)
    if contact.user_id:
        others = others.exclude(user=contact.user_id)
    if names := [str(other) for other in others[:3]]:
        messages.warning(
            request,
            f"{' and '.join(names)} has the address {contact.email} too. Whoever reads it signs in as each of them. If"
            " that is not one person, give one of them another address.",
        )
