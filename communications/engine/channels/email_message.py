"""One e-mail: the frozen words of a delivery, made into the same bytes at every attempt."""

import re
from binascii import b2a_qp
from dataclasses import dataclass, field
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr, quote

from django.conf import settings
from django.core.validators import validate_email

from ..models import Delivery
from .links import Addresses

WIRE = compat32.clone(linesep="\r\n")
PLAIN, QUOTED = re.compile(r"[\w '-]+"), '"{}"'
# What is written once, before the first attempt.
FROZEN = ("to_address", "reply_to", "mail_subject", "mail_text", "mail_html", "unsubscribe_link", "frozen_at")


@dataclass
class Letter:
    """A delivery that is ready to go, and the others that its words tell too."""

    delivery: Delivery
    addresses: Addresses | None = None
    companions: list[Delivery] = field(default_factory=list)
    is_new: bool = False

    def frozen_fields(self):
        """What to save with the first attempt."""
        return {name: getattr(self.delivery, name) for name in FROZEN} if self.is_new else {}

    def as_bytes(self):
        delivery, fill = self.delivery, self.addresses.fill
        # The old classes of Python's email package: the new ones take four times as long for the same bytes.
        message = MIMEMultipart("alternative", boundary=f"=_part_{delivery.pk}_", policy=WIRE)
        for name, value in self._headers().items():
            message[name] = value if value.isascii() else Header(value, "utf-8", header_name=name).encode()
        message.attach(_part("plain", fill(delivery.mail_text, delivery)))
        message.attach(_part("html", fill(delivery.mail_html, delivery)))
        return message.as_bytes(policy=WIRE)

    def _headers(self):
        delivery = self.delivery
        headers = {
            "From": address(*parseaddr(settings.DEFAULT_FROM_EMAIL)),
            "To": address(delivery.contact.name, delivery.to_address),
            "Subject": delivery.mail_subject,
            "Date": format_datetime(delivery.frozen_at),
            "Message-ID": delivery.message_id,
            "Auto-Submitted": "auto-generated",
        }
        if delivery.reply_to:
            headers["Reply-To"] = address(*parseaddr(delivery.reply_to))
        if delivery.check_in_id:
            headers["References"] = f"<check-in.{delivery.check_in_id}@{settings.MAIL_DOMAIN}>"
        elif delivery.due_on:
            headers["References"] = f"<{delivery.notice}.{delivery.subject_id}@{settings.MAIL_DOMAIN}>"
        if unsubscribe := self.addresses.unsubscribe(delivery):
            headers["List-Unsubscribe"] = f"<{unsubscribe}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return headers


def ascii_address(mailbox):
    """The address with its domain as mail servers write it: café.example becomes xn--caf-dma.example.

    Raises ValidationError for what is no address.
    """
    validate_email(mailbox)
    local, _, domain = mailbox.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def address(name, mailbox):
    """A person as mail headers name them, the name cut so that it always fits."""
    return formataddr((" ".join(name.split())[:60], ascii_address(mailbox)))


def shown_address(name, mailbox):
    """A person as the outbox page shows them, which email.utils.parseaddr can read back."""
    name = " ".join(name.split())[:60]
    return f"{name if PLAIN.fullmatch(name) else QUOTED.format(quote(name))} <{mailbox}>"


def _part(kind, words):
    part = Message(policy=WIRE)
    part["Content-Type"] = f'text/{kind}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    lines = "\n".join(words.splitlines()) + "\n"
    part.set_payload(b2a_qp(lines.encode(), istext=True).decode("ascii"))
    return part
