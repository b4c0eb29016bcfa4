"""E-mail domains that say nothing about who somebody works for."""

from .cleaning.rule import words

PUBLIC = frozenset(
    words(
        "gmail.com googlemail.com outlook.com outlook.co.uk hotmail.com hotmail.co.uk live.com live.co.uk msn.com "
        "yahoo.com yahoo.co.uk ymail.com rocketmail.com aol.com aol.co.uk icloud.com me.com mac.com btinternet.com "
        "btopenworld.com btconnect.com sky.com virginmedia.com virgin.net ntlworld.com blueyonder.co.uk talktalk.net "
        "tiscali.co.uk plus.net plus.com o2.co.uk orange.net ee.co.uk fsmail.net proton.me protonmail.com gmx.com "
        "gmx.co.uk gmx.net mail.com zoho.com fastmail.com tutanota.com tuta.com hey.com yandex.com "
    )
)
# One address book for the whole of the NHS, and the domains that are kept for examples.
SHARED = frozenset(words("nhs.net example.com example.net example.org"))


def own_domain(email):
    """The domain of an address, unless a public provider's or not one yet.

    >>> own_domain("mina@larder.example"), own_domain("mina@gmail.com"), own_domain("mina@larder")
    ('larder.example', '', '')
    """
    domain = email.strip().lower().rpartition("@")[2] if "@" in email else ""
    return domain if "." in domain.strip(".") and domain not in PUBLIC | SHARED else ""
