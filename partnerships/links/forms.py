from django import forms
from django.contrib.auth.forms import AuthenticationForm

from ..pages.forms import HouseForm


class AskSignInForm(HouseForm):
    email = forms.EmailField(label="Your e-mail address")

    autocomplete = {"email": "email"}


class CodeForm(HouseForm):
    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label="Six-digit code",
        error_messages={"invalid": "Type the six digits from the mail.", "required": "Type the six digits."},
    )

    autocomplete = {"code": "one-time-code"}
    short = ("code",)


class PasswordSignInForm(HouseForm, AuthenticationForm):
    """E-mail and password. Too many wrong tries lock the address for a quarter of an hour."""

    error_messages = {
        "invalid_login": "That address and password do not fit together. Check both and try again.",
        "inactive": "This sign-in has been closed. Ask an administrator.",
    }

    labels_as = {"username": "E-mail address"}
    autocomplete = {"username": "username", "password": "current-password"}

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()
