"""E-mail by SMTP, one connection for many messages.

Written on smtplib's single commands, because what matters is where a connection breaks: before the message's last dot
nothing was accepted, after it nobody knows.
"""

import re
import smtplib
from contextlib import suppress
from email.utils import parseaddr

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from .email_message import ascii_address
from .outcome import Outcome, Unavailable, What


class Mail:
    """Opens on first need, and again when the server has closed it."""

    def __init__(self):
        self.backend = EmailBackend()
        self.sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]

    def __enter__(self):
        self._open()
        return self

    def __exit__(self, *problem):
        self._close()

    def hand_over(self, letter):
        """Give one letter to the server. Raises Unavailable when the server takes nothing from us."""
        server = self.backend.connection or self._open()
        try:
            refusal = self._envelope(server, letter)
        except (OSError, smtplib.SMTPException) as problem:
            self._close()
            return Outcome(What.LATER, f"The connection broke: {problem}")
        return refusal or self._body(server, letter)

    def _envelope(self, server, letter):
        """Sender, recipient and leave to send; an Outcome when it ends there."""
        code, said = server.mail(self.sender)
        if code != 250:
            self._close()
            raise Unavailable(f"The mail server takes nothing from {self.sender}: {code} {_words(said)}")
        code, said = server.rcpt(ascii_address(letter.delivery.to_address))
        if code < 400:
            code, said = server.docmd("DATA")
        return None if code == 354 else self._refused(server, code, said)

    def _body(self, server, letter):
        try:
            server.send(re.sub(rb"(?m)^\.", b"..", letter.as_bytes()) + b".\r\n")
            code, said = server.getreply()
        except (OSError, smtplib.SMTPException) as problem:
            self._close()
            return Outcome(What.UNKNOWN, f"The connection broke after the message was handed over: {problem}")
        return Outcome(What.SENT, _words(said)) if code == 250 else self._refused(server, code, said)

    def _refused(self, server, code, said):
        if code == 421:
            self._close()
        else:
            with suppress(smtplib.SMTPServerDisconnected):
                server.rset()
        return Outcome(What.REFUSED if code >= 500 else What.LATER, f"{code} {_words(said)}")

    def _open(self):
        self._close()
        try:
            self.backend.open()
            self.backend.connection.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as problem:
            self.backend.connection = None
            raise Unavailable(f"The mail server cannot be reached: {problem}") from problem
        return self.backend.connection

    def _close(self):
        if self.backend.connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.backend.connection.quit()
        self.backend.connection = None


def _words(said):
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
