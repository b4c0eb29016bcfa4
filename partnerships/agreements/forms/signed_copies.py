from django import forms

from ...pages.forms import HouseModelForm
from ..models import SignedCopy
from ..models.signed_copy import refuse_unless_paper


class SignedCopyForm(HouseModelForm):
    """A scan or a photograph of the signed paper."""

    class Meta:
        model = SignedCopy
        fields = ["file"]

    file = forms.FileField(
        label="Scan or photograph",
        help_text="A PDF, JPEG or PNG, up to 5 MB.",
        validators=[refuse_unless_paper],
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"max_length": "The name of this file is too long. Give it a shorter one."},
        max_length=200,
    )
