"""Where a person reads what concerns their own account. Messages go to contacts, and not every user is one."""

from ..directory.models import Contact


def mailbox_of(user):
    """Their own contact under the address they sign in with; made, at no organisation, for who has none."""
    mine = Contact.objects.with_address(user.email).current().filter(user=user).order_by("pk").first()
    return mine or Contact.objects.create(user=user, name=str(user), email=user.email)
