"""The paper behind a version: a scan or a photograph of the signed agreement."""

import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .version import AgreementVersion

MOST_BYTES = 5 * 1024 * 1024
MOST_FOR_A_VERSION = 20
# How each kind begins, its ending, and what a browser is told it is.
KINDS = [
    (b"%PDF-", ".pdf", "application/pdf"),
    (b"\xff\xd8\xff", ".jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", ".png", "image/png"),
]


def suffix_of(file):
    """The ending that the first bytes of a file ask for, whatever it is called; nothing for a kind we do not keep."""
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    return next((suffix for magic, suffix, _ in KINDS if start.startswith(magic)), "")


def refuse_unless_paper(file):
    """Says in a sentence why a file is not kept."""
    if file.size > MOST_BYTES:
        raise ValidationError("This file is larger than 5 MB. Scan it in grey, or in fewer dots per inch.")
    if not suffix_of(file):
        raise ValidationError(
            "This is not a PDF, a JPEG or a PNG, whatever its name says. Scan or photograph the paper and choose that."
        )


def random_name(copy, file_name):
    """Nobody can guess it, and nothing of what somebody typed becomes a path."""
    return f"signed/{secrets.token_hex(16)}{suffix_of(copy.file)}"


class SignedCopyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(version__in=AgreementVersion.objects.visible_to(user))


class SignedCopy(models.Model):
    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="signed_copies")
    file_name = models.CharField("name of the file", max_length=200)
    file = models.FileField(upload_to=random_name, validators=[refuse_unless_paper])
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects = SignedCopyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name_plural = "signed copies"

    def __str__(self):
        return self.file_name

    @property
    def content_type(self):
        """As its first bytes said when it was stored."""
        return next((kind for _, suffix, kind in KINDS if self.file.name.endswith(suffix)), "application/octet-stream")

    @property
    def download_name(self):
        """The name it came with, with the ending of what it is."""
        return f"{Path(self.file_name).stem or 'signed'}{Path(self.file.name).suffix}"
