from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.exceptions import ValidationError

from ..directory.models import Contact, User
from ..pages.forms import HouseForm
from .actions import second_step

NOT_RIGHT = "These are not the digits of this moment, nor an unused code. Each counts once."
WAIT = (
    "After wrong ones there is a pause. Wait {seconds}, then type the digits of that moment. What pauses is what was"
    " wrong: a code from paper counts at once after wrong digits, and digits after a wrong code."
)
SIX_DIGITS = r"^\s*\d{3}[\s-]?\d{3}\s*$"
SHARED = "This is a shared computer"
SHARED_HINT = "You are signed out when the browser is closed, and after two hours at the latest."


class UserForm(forms.ModelForm):
    """An account in Django admin."""

    only_by_seat = forms.BooleanField(
        label="a lead only while they have a lead’s seat",
        required=False,
        help_text="Without the tick they are a lead for good, and only an administrator changes how they sign in.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_lead_by_seat:
            self.fields["only_by_seat"].initial = True
        else:
            self.fields.pop("only_by_seat", None)

    def clean_email(self):
        """An address of somebody else would hand them this account as soon as they read their mail. Who has no account
        yet may get one at the address we know."""
        email = self.cleaned_data["email"].strip().lower()
        if self.instance.pk and email != self.instance.email:
            others = Contact.objects.with_address(email).current().exclude(user=self.instance)
            if other := others.first():
                raise ValidationError(
                    f"This is the address of {other}, who does not sign in with this account. If both are one person,"
                    f" give {other} the address {self.instance.email} first."
                )
        return email

    def clean(self):
        """Somebody is left to administer, and what a seat gives is taken where seats are taken."""
        cleaned = super().clean()
        if "only_by_seat" in self.fields:
            self.instance.is_lead_by_seat = cleaned["only_by_seat"]
        if "only_by_seat" in self.fields and cleaned.get("role") == User.Role.PARTNER:
            self.add_error(
                "role", "They lead by a seat, and would be a lead again when they sign in. End the seat first."
            )
        stays = cleaned.get("role") == User.Role.ADMINISTRATOR and cleaned.get("is_active")
        if "role" in cleaned and not stays and self.instance.is_only_administrator:
            self.add_error(None, f"{self.instance} is the only administrator. Make somebody else one first.")
        return cleaned


class PasswordSignInForm(HouseForm, AuthenticationForm):
    """E-mail and password. Too many wrong tries lock the address for a quarter of an hour."""

    shared = forms.BooleanField(label=SHARED, required=False, help_text=SHARED_HINT)

    error_messages = {
        "invalid_login": "That address and password do not fit together. Check both and try again.",
        "inactive": "This sign-in has been closed. Ask an administrator.",
    }

    labels_as = {"username": "E-mail address"}
    autocomplete = {"username": "username", "password": "current-password"}

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()


class NewPasswordForm(HouseForm, SetPasswordForm):
    """A new password, after the old one; who has just come in by mail, or has none, need not know the old one."""

    labels_as = {"new_password1": "New password", "new_password2": "The new password again"}
    hints = {
        "new_password1": "At least twelve characters. Four words that do not belong together are easy to keep.",
        "new_password2": "",
    }
    autocomplete = {"new_password1": "new-password", "new_password2": "new-password", "old": "current-password"}

    old = forms.CharField(label="The password you have now", widget=forms.PasswordInput, strip=False, max_length=200)
    field_order = ["old", "new_password1", "new_password2"]

    def __init__(self, request, *args, needs_old, **kwargs):
        super().__init__(request.user, *args, **kwargs)
        self.request = request
        if not needs_old:
            del self.fields["old"]

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError("That is the password you have now.")
        return password

    def clean_old(self):
        return _own_password(self.request, self.cleaned_data["old"])


class SecondStepForm(HouseForm):
    """Six digits from the app, or a code from paper."""

    code = forms.CharField(label="Six digits from your app", max_length=20)
    autocomplete = {"code": "one-time-code"}
    hints = {"code": "Without the device: one of the codes that you kept on paper."}
    short = ("code",)

    def __init__(self, user, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.now = user, now

    def clean_code(self):
        return _own_code(self.user, self.cleaned_data["code"], self.now)


class SetUpSecondStepForm(HouseForm):
    """The first digits that the app shows, and the password of who is signed in already."""

    digits = forms.RegexField(
        SIX_DIGITS,
        label="Six digits that the app shows now",
        error_messages={"invalid": "Type the six digits that the app shows.", "required": "Type the six digits."},
    )
    password = forms.CharField(label="Your password", widget=forms.PasswordInput, strip=False, max_length=200)
    current = forms.CharField(label="Six digits from the app you have now", max_length=20)
    autocomplete = {"digits": "one-time-code", "password": "current-password", "current": "off"}
    hints = {"current": "Or one of the codes that you kept on paper."}
    short = ("digits", "current")

    def __init__(self, request, user, *args, needs_password, needs_current, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user, self.now = request, user, request.now
        if not needs_password:
            del self.fields["password"]
        if not needs_current:
            del self.fields["current"]

    def clean_password(self):
        return _own_password(self.request, self.cleaned_data["password"])

    def clean(self):
        """Asks the device last: what it shows counts once, and not for a form that comes back anyway."""
        cleaned = super().clean()
        if "current" in self.fields and not self.errors:
            try:
                _own_code(self.user, cleaned["current"], self.now)
            except ValidationError as problem:
                self.add_error("current", problem)
        return cleaned


def _own_code(user, typed, now):
    try:
        is_right = second_step.show(typed=typed, by=user, now=now)
    except second_step.Wait as pause:
        raise ValidationError(WAIT.format(seconds=_more_seconds(pause.seconds))) from pause
    if not is_right:
        raise ValidationError(NOT_RIGHT)
    return typed


def _more_seconds(seconds):
    return "1 more second" if seconds == 1 else f"{seconds} more seconds"


def _own_password(request, typed):
    """Counted like a sign-in: whoever finds a browser open tries no more passwords than at the door."""
    if authenticate(request, username=request.user.get_username(), password=typed) != request.user:
        raise ValidationError("That is not the password you have now. Sign in by mail if you have forgotten it.")
    return typed
