from django import forms

from ..accounts.forms import SHARED, SHARED_HINT, SIX_DIGITS
from ..pages.forms import HouseForm


class AskSignInForm(HouseForm):
    email = forms.EmailField(label="Your e-mail address")
    shared = forms.BooleanField(label=SHARED, required=False, help_text=SHARED_HINT)

    autocomplete = {"email": "email"}


class CodeForm(HouseForm):
    code = forms.RegexField(
        SIX_DIGITS,
        label="Six-digit code",
        error_messages={"invalid": "Type the six digits from the mail.", "required": "Type the six digits."},
    )

    autocomplete = {"code": "one-time-code"}
    short = ("code",)
