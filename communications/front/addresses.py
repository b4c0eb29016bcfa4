"""The addresses of many people, to be copied: each once, without those who want no such mail."""

from dataclasses import dataclass, field

from partnerships.models import Contact

from ..preferences.models import Silence

AT_MOST = 500


@dataclass
class Addresses:
    """`emails` to copy; the people who are `silent` or `without` an address; `is_cut` when there were more people."""

    emails: list[str] = field(default_factory=list)
    silent: list[Contact] = field(default_factory=list)
    without: list[Contact] = field(default_factory=list)
    is_cut: bool = False

    @classmethod
    def of(cls, contacts):
        """Of the first 500 of these people (a queryset in order)."""
        people = list(contacts[: AT_MOST + 1])
        found, known = cls(is_cut=len(people) > AT_MOST), set()
        people = people[:AT_MOST]
        silenced = silenced_among(people)
        for contact in people:
            address = contact.email.strip().lower()
            if not address:
                found.without.append(contact)
            elif address in silenced:
                found.silent.append(contact)
            elif address not in known:
                known.add(address)
                found.emails.append(contact.email)
        return found


def silenced_among(contacts):
    """Of these people's addresses, in small letters, those at which news of partnerships are not wanted."""
    emails = {contact.email for contact in contacts if contact.email}
    news = Silence.objects.at_addresses(emails).filter(topic=Silence.Topic.NEWS)
    return set(news.values_list("address", flat=True))
