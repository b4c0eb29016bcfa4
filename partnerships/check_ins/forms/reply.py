from django import forms

from ...pages.forms import HouseForm


class ReplyForm(HouseForm):
    """What we can do about what a partner asked for."""

    reply = forms.CharField(
        label="Your reply",
        help_text="Say what you will do and by when, or who can help.",
        widget=forms.Textarea,
    )
